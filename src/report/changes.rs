//! Changes: what the runs noticed as changed, and History: the headline figures of the runs.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::cell::{Cached, Form, Value};
use super::list_sheet::{ListColumn, ListSheet, explanation};
use super::names::KEY;
use super::sheet::{Area, Chart, Mark, Series, Sheet, TabRole};
use crate::compare::Log;
use crate::provenance::CellPlace;
use crate::record::{Figure, History, LoggedChange, names};

/// The sheet's name, and that of its table.
pub const CHANGES: &str = "Changes";
/// The name of the sheet of figures, and of its table.
pub const HISTORY: &str = "History";

const WHAT_CHANGED: &str = "What changed from run to run, the newest first: who changed it, and what that touches in the other standard. Where a source and a person changed the same cell, what the person wrote stands.";
const RUN_BY_RUN: &str = "One row for each assessment date of this workbook, as of that run; a later run of the same date takes its place.";

/// Rows that the chart covers.
const CHART_ROWS: u32 = 18;
/// The last column of figures.
const LAST_PRINTED: u32 = 8;

/// How defined names of headline figures begin.
const COVERAGE: &str = "Cov_";

/// The figures that the history shows, with their headings: they are the same on every run.
const SHOWN: [(&str, &str); 8] = [
    ("Cov_27001_Clauses_Own", "27001 clauses, own"),
    ("Cov_27001_AnnexA_Own", "27001 Annex A, own"),
    ("Cov_27001_AnnexA_Evidenced", "27001 Annex A, evidenced"),
    ("Cov_27001_AnnexA_Reuse", "27001 Annex A, reuse"),
    ("Cov_42001_Clauses_Own", "42001 clauses, own"),
    ("Cov_42001_AnnexA_Own", "42001 Annex A, own"),
    ("Cov_42001_AnnexA_Evidenced", "42001 Annex A, evidenced"),
    ("Cov_42001_AnnexA_Reuse", "42001 Annex A, reuse"),
];

/// A sheet of this file before what it shows is known, for the index of sheets.
pub fn announced(name: &str) -> Sheet {
    Sheet::new(name, TabRole::Result, if name == CHANGES { WHAT_CHANGED } else { RUN_BY_RUN })
}

/// Builds the sheet of changes; `refreshed` where there was a run before this one.
pub fn build_changes(log: &Log, refreshed: bool, as_of: NaiveDate) -> Sheet {
    let when_empty = if refreshed {
        "Nothing has changed since the last run."
    } else {
        "This is the first run of this workbook: there is nothing to compare with."
    };
    let mut says = explanation(WHAT_CHANGED, when_empty, log.changes.len());
    if log.left_out > 0 {
        let shown = log.changes.len();
        says.push_str(&format!(" Only the newest {shown} of {} changes are shown.", shown + log.left_out));
    }
    list_of_changes(&log.changes, &says, as_of)
}

/// A list of changes with a line that says what it is.
pub fn list_of_changes(changes: &[LoggedChange], says: &str, as_of: NaiveDate) -> Sheet {
    let text = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped).last_run();
    let mut list =
        ListSheet::new(CHANGES, TabRole::Result, CHANGES, CHANGES, says).frozen_columns(3).columns(vec![
            ListColumn::new("Noticed", 12, Form::Date).last_run(),
            text("List", 18),
            ListColumn::new("Record", 26, Form::Wrapped).last_run(),
            text("Column", 20),
            ListColumn::new("Change", 14, Form::Word)
                .last_run()
                .mark("conflict", Mark::Caution)
                .mark("removed", Mark::Caution),
            text("Before", 26),
            text("Now", 26),
            text("What the source says", 22),
            text("Changed by", 18),
            text("Touches in the other standard", 30),
            ListColumn::new(KEY, 30, Form::Identifier).last_run().screen_only(),
        ]);
    let mut keys: BTreeMap<String, usize> = BTreeMap::new();
    for change in changes {
        let date = change.as_of.map(|date| date.to_string()).unwrap_or_default();
        let base = format!("{date} {} {} {}", change.list, change.key, change.heading);
        let count = keys.entry(base.clone()).or_insert(0);
        *count += 1;
        let key = if *count == 1 { base } else { format!("{base} {count}") };
        let list_name = names::shown(&change.list);
        let texts = [
            &list_name,
            change.called(),
            &change.heading,
            &change.kind,
            &change.before,
            &change.after,
            &change.source,
            &change.by,
            &change.touches,
        ];
        let mut cells = vec![Value::optional_date(change.as_of).into()];
        cells.extend(texts.map(|text| Value::text(text).into()));
        cells.push(Value::text(super::short_key::short_key(key)).into());
        list.push(cells);
    }
    list.build(as_of)
}

/// Builds the sheet of the headline figures of the runs.
pub fn build_history(figures: &[Figure], as_of: NaiveDate) -> Sheet {
    let mut columns = vec![ListColumn::new("As of", 12, Form::Date).last_run()];
    columns.extend(SHOWN.map(|(_, heading)| ListColumn::new(heading, 13, Form::Percent).last_run()));
    columns.push(ListColumn::new(KEY, 12, Form::Identifier).last_run().screen_only());
    let mut list =
        ListSheet::new(HISTORY, TabRole::Result, HISTORY, "History of the headline figures", RUN_BY_RUN)
            .columns(columns)
            .frozen_columns(1);
    let mut runs: BTreeMap<NaiveDate, BTreeMap<&str, f64>> = BTreeMap::new();
    for figure in figures {
        let of_run = runs.entry(figure.as_of).or_default();
        if let Some(value) = figure.value {
            of_run.insert(&figure.name, value);
        }
    }
    let count = u32::try_from(runs.len()).unwrap_or(u32::MAX);
    let first = list.data_row(0);
    for (date, of_run) in &runs {
        let mut cells = vec![Value::Date(*date).into()];
        cells.extend(SHOWN.map(|(name, _)| Value::optional_number(of_run.get(name).copied()).into()));
        cells.push(Value::text(date.to_string()).into());
        list.push(cells);
    }
    let mut sheet = list.build(as_of);
    if count > 0 {
        let last = first + count - 1;
        sheet.charts.push(chart(first, last));
        sheet.print.area = Some(Area::new(0, 0, last + 2 + CHART_ROWS, LAST_PRINTED));
    }
    sheet
}

fn chart(first: u32, last: u32) -> Chart {
    let series = [1u32, 2, 5, 6].map(|column| Series {
        name: SHOWN.get(column as usize - 1).map_or_else(String::new, |(_, heading)| (*heading).to_owned()),
        sheet: HISTORY.to_owned(),
        categories: Area::new(first, 0, last, 0),
        values: Area::new(first, column, last, column),
    });
    Chart {
        title: "How far the requirements are implemented, run by run".to_owned(),
        alternative_text:
            "Bars of the own coverage of clauses and Annex A of both standards for each assessment date; the table above holds the same figures."
                .to_owned(),
        place: CellPlace::new(last + 2, 0),
        width: 820,
        height: 320,
        lying: false,
        percent: true,
        stacked: false,
        timeline: None,
        series: series.to_vec(),
    }
}

/// The headline figures of this run behind those of the runs before it; one of the same date gives way.
pub fn figures(sheets: &[Sheet], history: Option<&History>, as_of: NaiveDate) -> Vec<Figure> {
    let earlier = history.map(|history| history.last.figures.as_slice()).unwrap_or_default();
    let mut figures: Vec<Figure> = earlier.iter().filter(|figure| figure.as_of != as_of).cloned().collect();
    for sheet in sheets {
        for name in sheet.names.iter().filter(|name| name.name.starts_with(COVERAGE)) {
            let value = match sheet.cell(name.area.first).map(|cell| &cell.value) {
                Some(Value::Number(number)) => Some(*number),
                Some(Value::Formula(formula)) => match formula.cached {
                    Cached::Number(number) => Some(number),
                    _ => None,
                },
                _ => None,
            };
            figures.push(Figure { as_of, name: name.name.clone(), value });
        }
    }
    figures.sort_by_key(|one| one.as_of);
    figures
}
