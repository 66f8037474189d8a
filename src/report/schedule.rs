//! Schedule: the roadmap as a Gantt of weeks.

use chrono::NaiveDate;

use super::Contents;
use super::list_sheet::put_title;
use super::roadmap::{ACTION, CALENDAR_DAYS, ROADMAP, START};
use super::sheet::{Area, Chart, Series, Sheet, TabRole, Timeline};
use crate::provenance::CellPlace;

/// The sheet's name.
pub const SCHEDULE: &str = "Schedule";

/// Most actions that are drawn: more bars than this cannot be read.
const MOST_DRAWN: u32 = 80;
/// Width of the chart, in pixels.
const WIDTH: u32 = 1160;
/// Height of a bar with the room around it, in pixels.
const BAR_HEIGHT: u32 = 20;
/// Height of title and axis, in pixels.
const FRAME_HEIGHT: u32 = 90;
/// Days between two lines of the axis, at least.
const WEEK: i64 = 7;
/// Most lines of the axis.
const MOST_LINES: i64 = 26;
/// Height of a row of the sheet, in pixels.
const ROW_HEIGHT: u32 = 20;

/// Builds the sheet of the schedule from that of the roadmap.
pub fn build_schedule(contents: &Contents<'_>, roadmap: Option<&Sheet>) -> Sheet {
    let actions = &contents.assessment.roadmap.actions;
    let drawn = u32::try_from(actions.len()).unwrap_or(u32::MAX).min(MOST_DRAWN);
    let says = if actions.is_empty() {
        "There is nothing to do: no gaps.".to_owned()
    } else if actions.len() > MOST_DRAWN as usize {
        format!(
            "When each action of the roadmap is worked on, as of the last run: the first {MOST_DRAWN} of {}.",
            actions.len()
        )
    } else {
        "When each action of the roadmap is worked on, as of the last run.".to_owned()
    };
    let mut sheet = Sheet::new(SCHEDULE, TabRole::Result, &says);
    put_title(&mut sheet, "Schedule of the roadmap", contents.model.as_of);
    sheet.column_widths = vec![14.0; 12];
    sheet.print.on_one_page = true;
    let table = roadmap.and_then(|roadmap| roadmap.tables.first()).filter(|_| drawn > 0);
    let dates =
        actions.iter().map(|action| action.start).min().zip(actions.iter().map(|action| action.end).max());
    let (Some(table), Some((first, last))) = (table, dates) else { return sheet };
    let rows = table.area.first.row + 1;
    let place = |heading: &str| {
        let column = table.columns.iter().position(|column| column.heading == heading);
        column.and_then(|column| u32::try_from(column).ok()).unwrap_or_default() + table.area.first.column
    };
    let cells = |heading: &str| Area::new(rows, place(heading), rows + drawn - 1, place(heading));
    let series = |name: &str, heading: &str| Series {
        name: name.to_owned(),
        sheet: ROADMAP.to_owned(),
        categories: cells(ACTION),
        values: cells(heading),
    };
    let height = FRAME_HEIGHT + BAR_HEIGHT * drawn;
    sheet.charts.push(Chart {
        title: "Which action is worked on in which weeks".to_owned(),
        alternative_text: format!(
            "One bar for each of {drawn} actions from its first to its last day, {first} to {last}; the sheet {ROADMAP} holds the same dates in its columns Start and End."
        ),
        place: CellPlace::new(4, 0),
        width: WIDTH,
        height,
        lying: true,
        percent: false,
        stacked: false,
        timeline: Some(timeline(first, last)),
        series: vec![series(START, START), series(CALENDAR_DAYS, CALENDAR_DAYS)],
    });
    sheet.print.landscape = height < WIDTH;
    sheet.print.area = Some(Area::new(0, 0, 5 + height / ROW_HEIGHT, 11));
    sheet
}

/// The axis from the first to the last day, in whole weeks.
fn timeline(first: NaiveDate, last: NaiveDate) -> Timeline {
    let days = (last - first).num_days() + 1;
    let weeks = (days + WEEK * MOST_LINES - 1) / (WEEK * MOST_LINES);
    let unit = WEEK * weeks.max(1);
    let whole = (days + unit - 1) / unit * unit;
    Timeline { first, last: first + chrono::Duration::days(whole), days_between_lines: unit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_has_whole_weeks_and_not_too_many_lines() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let short = timeline(day(1, 5), day(1, 16));
        assert_eq!((short.days_between_lines, short.last), (7, day(1, 19)));
        let long = timeline(day(1, 5), NaiveDate::from_ymd_opt(2028, 1, 5).unwrap());
        let lines = (long.last - long.first).num_days() / long.days_between_lines;
        assert!((20..=MOST_LINES).contains(&lines), "{lines}");
        assert_eq!(long.days_between_lines % 7, 0);
    }
}
