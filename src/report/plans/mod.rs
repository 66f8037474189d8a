//! Plans: the two integrated plans beside two separate systems, and what integrating saves.
//!
//! ```text
//! efforts     how many actions each plan has of each size; person-days by plan and by phase
//! savings     what integrating saves, as a range, and what practitioners claim
//! milestones  audits of each plan
//! block       a small table of the sheet
//! ```
//!
//! Which actions there are and when is of the last run; person-days, coordination, savings and cost are
//! formulas over Parameters.

mod block;
mod efforts;
mod milestones;
mod savings;

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::fit::broken;
use super::list_sheet::put_title;
use super::sheet::{Chart, Series, Sheet, TabRole};
use crate::assess::PlanKind;
use crate::provenance::CellPlace;

pub use efforts::{PLAN_END, PLAN_PERSON_DAYS};
pub use savings::{SAVING_LEAST, SAVING_MOST, saved_shares};

/// The sheet's name.
pub const PLANS: &str = "Plans";

/// Width of the columns with figures, in characters.
const WIDTH: f64 = 12.5;
/// Widths of the columns that hold texts too, in one table or another: column and characters.
const OF_TEXTS: [(usize, f64); 4] = [(0, 40.0), (1, 27.0), (2, 21.0), (6, 27.0)];
/// The last column of the sheet.
const LAST_COLUMN: u32 = 12;
/// Characters of a line across the sheet.
const LINE: usize = 190;
/// Rows that the chart covers.
const CHART_ROWS: u32 = 19;

/// What the figures rest on.
const ASSUMPTIONS: [&str; 10] = [
    "Work: the gaps of the last run. A work package is one action with one effort, S, M or L, which is our judgement and can be changed on Roadmap; person-days of S, M and L, and the range of each, are on Parameters.",
    "Two separate systems: every work package is done for each standard, shared controls are two pieces of work, and the work for 42001 starts from nothing. Both are worked on side by side with the same capacity.",
    "Integrated, simultaneous: what both standards need is done once, at the larger of its two efforts; the work for 42001 rests on the 27001 system that the same plan builds; coordination is added as a share of what serves both (Parameters).",
    "Integrated, sequential: 27001 first, up to its stage 2 audit, then what 42001 needs. Where 27001 runs or is certified already, 42001 waits for neither its audits nor its repairs, which go on beside it in the order of dependencies and priority. What both share is adjusted again for 42001. No coordination is added.",
    "42001 on top: its actions of the sequential plan; its weeks are counted in that plan, from the day from which 42001 can begin to the end of its last action, with what goes on for 27001 beside it. By itself: the same in two separate systems where 27001 runs already, and else with nothing beside it.",
    "Where a 27001 system runs, requirements of 27001 of which nothing is known are taken as met by it, and one small action confirms them.",
    "Range: all efforts at their least, as set, and at their most, each with the least and the most coordination; the smallest and the largest result. All efforts move together; single ones may differ more.",
    "Not counted: fees of the certification body, tools, the days of the auditors (they stand on Audit programme; a plan holds what setting up and reporting takes), the running of the systems afterwards, and what carries over between requirements that are not shared (see Links).",
    "Weeks and dates: actions in their order, as far as the capacity goes, on working days; audits on the first day after what is expected before them. The certification body sets the real dates and grants or refuses certificates.",
    "Longest chain: the weeks that actions which wait for each other take, however many people work; a plan is longer where its capacity is smaller.",
];

/// Builds the sheet.
pub fn build_plans(contents: &Contents<'_>) -> Sheet {
    let plans = &contents.assessment.plans;
    let actions: usize = plans.outlines.iter().map(|outline| outline.effort().total()).sum();
    // With one standard there is nothing to integrate.
    let is_compared = contents.model.parameters.planned_standards.only().is_none();
    let says = if actions == 0 {
        "There is nothing to plan: no gaps of the standards that are planned for."
    } else if !is_compared {
        "One standard alone is planned for (Standards to plan for, on Parameters): there is nothing to integrate and nothing to save. Its work in each way of planning it stands below."
    } else {
        "What doing the work for both standards takes, integrated in two ways and as two separate systems. Which actions there are and when is of the last run; person-days, savings and cost follow Parameters."
    };
    let mut sheet = Sheet::new(PLANS, TabRole::Result, says);
    put_title(&mut sheet, "Plans side by side, and what integrating saves", contents.model.as_of);
    let width =
        |column: usize| OF_TEXTS.iter().find(|(of, _)| *of == column).map_or(WIDTH, |(_, width)| *width);
    sheet.column_widths = (0..=LAST_COLUMN as usize).map(width).collect();
    let row = efforts::put_plans(&mut sheet, contents, 4);
    let row = if is_compared {
        let row = savings::put_ranges(&mut sheet, contents, row);
        savings::put_claims(&mut sheet, contents, row)
    } else {
        row
    };
    sheet.print.breaks.push(row);
    let row = efforts::put_phases(&mut sheet, contents, row);
    let chart_row = row;
    let is_drawn = is_compared && actions > 0;
    let row = if is_drawn { row + CHART_ROWS } else { row };
    let row = milestones::put_milestones(&mut sheet, contents, row);
    sheet.print.breaks.push(row);
    let row = put_assumptions(&mut sheet, row);
    let row = if is_compared { savings::put_cases(&mut sheet, contents, row) } else { row };
    let row = efforts::put_efforts(&mut sheet, contents, row);
    if is_drawn {
        put_chart(&mut sheet, chart_row);
    }
    sheet.print.area = Some(super::sheet::Area::new(0, 0, row, LAST_COLUMN));
    sheet
}

/// Puts the title of a block and returns the row after it.
fn put_section(sheet: &mut Sheet, row: u32, title: &str) -> u32 {
    sheet.put(row, 0, Cell::text(title, Form::Section));
    for column in 1..=LAST_COLUMN {
        sheet.put(row, column, Cell::new(Value::Blank, Form::Section));
    }
    sheet.row_heights.insert(row, 20.0);
    row + 1
}

fn put_assumptions(sheet: &mut Sheet, row: u32) -> u32 {
    let mut row = put_section(sheet, row, "What these figures rest on: all of it is judgement");
    for assumption in ASSUMPTIONS {
        for line in broken(assumption, LINE) {
            sheet.put(row, 0, Cell::text(line, Form::Remark));
            row += 1;
        }
    }
    row + 1
}

/// The chart of the person-days by phase.
fn put_chart(sheet: &mut Sheet, row: u32) {
    let Some(table) = sheet.tables.iter().find(|table| table.name == efforts::PHASES_TABLE) else { return };
    let area = |column: u32| {
        let (first, last) = (table.area.first.row + 1, table.area.last.row);
        super::sheet::Area::new(first, column, last, column)
    };
    let series = (1..).zip(PlanKind::ALL).map(|(column, kind)| Series {
        name: kind.words().to_owned(),
        sheet: PLANS.to_owned(),
        categories: area(0),
        values: area(column),
    });
    let chart = Chart {
        title: "Person-days by phase: two separate systems against the two integrated plans".to_owned(),
        alternative_text: "Lying bars for each of the six phases: the person-days of two separate systems, of the sequential and of the simultaneous integrated plan. The figures stand in the table above.".to_owned(),
        place: CellPlace::new(row, 0),
        width: 1080,
        height: 360,
        lying: true,
        percent: false,
        stacked: false,
        timeline: None,
        series: series.collect(),
    };
    sheet.charts.push(chart);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, lines};

    #[test]
    fn the_headline_is_a_formula_over_parameters() {
        let example = Example::sample();
        let text = lines(&build_plans(&example.contents()));
        assert!(text.contains("Coordination_Overhead"), "{text}");
        assert!(text.contains("Effort_Days_Least_S"), "{text}");
        assert!(text.contains(&format!("name {SAVING_LEAST} ")), "{text}");
        assert!(!text.contains("NaN"), "{text}");
    }

    #[test]
    fn a_plan_of_nothing_says_so_and_draws_no_chart() {
        let mut example = Example::sample();
        let all_done = crate::model::ImplementationStatus::Implemented;
        let place = crate::provenance::Location::file("acme.xlsx");
        for statement in example.model.statements.values_mut() {
            statement.status = Some(crate::provenance::Reading::understood("done", all_done, place.clone()));
        }
        example.assess_again();
        let sheet = build_plans(&example.contents());
        assert!(sheet.explanation.starts_with("There is nothing to plan: no gaps"), "{}", sheet.explanation);
        assert!(sheet.charts.is_empty());
    }
}
