//! Inputs: which of the columns that people edit have changed since the last run.
//!
//! A column's fingerprint is a sum over its rows that no order of the rows changes: each row has a number of
//! its own, its mark, by which what its cell holds is multiplied. The sum of now is a formula; that of the
//! last run stands beside it. Of free text only whether there is any is looked at: no figure depends on
//! more.

use rayon::prelude::*;

use super::cell::{Cell, Form, Style, Tone, Value, serial_day};
use super::expression::{column, text, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::names::priorities::{MARK_OF_RISKS, ORDER, PRIORITIES_TABLE};
use super::names::risks::{RISKS, RISKS_TABLE};
use super::row_mark::ROW_MARK;
use super::sheet::{Allowed, Mark, Sheet, TabRole, Table};
use super::{Contents, INPUTS_CHANGED};
use crate::model::{Approach, StartingPoint};
use crate::provenance::CellPlace;
use crate::record::names::{
    BAND, BANDS, CALLS_FOR_ONE, DATE, DIVISOR, EFFORTS, HIGHEST_SCORE, HOLIDAYS, IMPACT_WORDS, LAST_DAY,
    LEVEL, LEVELS, PERSON_DAYS, PERSON_DAYS_LEAST, PERSON_DAYS_MOST, REQUIRED, REQUIRED_FIELDS, SETTINGS,
    SPEAKS_FOR, TRIGGERS, VALUE, WORD,
};

/// The sheet's name.
pub const INPUTS: &str = "Inputs";

/// The table's name.
pub const INPUTS_TABLE: &str = "Inputs";

const NOW: &str = "Fingerprint now";
const THEN: &str = "At the last run";
const STATE: &str = "State";
const CHANGED: &str = "changed";
const UNCHANGED: &str = "unchanged";
const COUNT_LABEL: &str = "Columns changed";

/// Difference of fingerprints from which a column has changed; a difference of 0.01 in one cell moves them by 10.
const TOLERANCE: f64 = 0.5;

/// Most rows that a formula goes through for a fingerprint.
const MOST_ROWS: u32 = 20_000;

/// A column that is watched, with what its cells hold.
struct Watched<'a> {
    sheet: &'a str,
    table: &'a Table,
    heading: &'a str,
    words: Vec<String>,
    /// Each row's mark and value.
    rows: Vec<(f64, &'a Value)>,
    /// The expression of the marks plus 1, so that rows that people add count as well.
    marks: String,
}

impl Watched<'_> {
    fn expression(&self) -> String {
        let cells = column(&self.table.name, self.heading);
        let marks = &self.marks;
        let mut sum = format!("SUMPRODUCT((LEN(TRIM({cells}))>0)*{marks})");
        if !self.holds_truth() {
            sum.push_str(&format!("+SUMPRODUCT({cells},{marks})"));
        }
        if !self.words.is_empty() {
            let tests =
                (1..).zip(&self.words).map(|(number, word)| format!("({cells}={})*{number}", text(word)));
            sum.push_str(&format!("+SUMPRODUCT(({})*{marks})", tests.collect::<Vec<_>>().join("+")));
        }
        sum
    }

    fn value(&self) -> f64 {
        let words: Vec<String> = self.words.iter().map(|word| word.to_lowercase()).collect();
        let holds_truth = self.holds_truth();
        let code = |value: &Value| match value {
            Value::Number(_) | Value::Date(_) | Value::Boolean(_) if holds_truth => 1.0,
            value => code(&words, value),
        };
        self.rows.iter().map(|(mark, value)| (mark + 1.0) * code(value)).sum()
    }

    /// Whether any cell holds TRUE or FALSE, which is a number to LibreOffice and none to Excel: of such a column it is
    /// noticed whether there is anything, as of free text.
    fn holds_truth(&self) -> bool {
        self.rows.iter().any(|(_, value)| matches!(value, Value::Boolean(_)))
    }
}

/// What a cell adds, before it is multiplied by the mark: 1 where it holds anything, its number, the place
/// of its word among those that may be chosen, which are in lower case here.
fn code(words: &[String], value: &Value) -> f64 {
    match value {
        Value::Text(entry) => {
            let chosen = (!words.is_empty()).then(|| entry.to_lowercase());
            let word = chosen.and_then(|chosen| words.iter().position(|word| *word == chosen));
            f64::from(u8::from(!entry.trim_matches(' ').is_empty())) + word.map_or(0.0, |at| at as f64 + 1.0)
        }
        Value::Number(number) => 1.0 + number,
        Value::Date(date) => 1.0 + serial_day(*date).unwrap_or_default(),
        Value::Blank | Value::Boolean(_) | Value::Formula(_) => 0.0,
    }
}

/// Builds the sheet of inputs from the other sheets.
pub fn build_inputs(contents: &Contents<'_>, sheets: &[Sheet]) -> Sheet {
    let count = format!("COUNTIF({},{})", column(INPUTS_TABLE, STATE), text(CHANGED));
    let count = Cell::new(Value::formula(count, 0.0), Style::new(Form::Integer, Tone::Derived));
    let mut list = announced_list().document_line(COUNT_LABEL, count).columns(columns()).frozen_columns(2);
    // Sheets are gone through side by side and their rows stand in the order of the sheets.
    let rows: Vec<Vec<Vec<Cell>>> = sheets
        .par_iter()
        .with_max_len(1)
        .map(|sheet| watched_columns(sheet).iter().map(row_of).collect())
        .collect();
    rows.into_iter().flatten().for_each(|row| list.push(row));
    if let Some((expression, value)) = controls_of_risks(sheets) {
        list.push(row(RISKS, "Controls, by requirement", RISKS_TABLE, expression, value));
    }
    let mut sheet = list.build(contents.model.as_of);
    let label =
        sheet.cells().find(|(_, cell)| cell.value == Value::text(COUNT_LABEL)).map(|(place, _)| place);
    if let Some(label) = label {
        sheet.name_cell(INPUTS_CHANGED, label.row, label.column + 1);
    }
    sheet
}

/// The sheet before the others are known, for the index of sheets.
pub fn announced(contents: &Contents<'_>) -> Sheet {
    announced_list().build(contents.model.as_of)
}

fn announced_list() -> ListSheet {
    ListSheet::new(
        INPUTS,
        TabRole::Proof,
        INPUTS_TABLE,
        INPUTS,
        "Which columns were edited since the last run: where one was, what is marked as last run is out of date until annexa runs again.",
    )
    .note("A fingerprint is a sum that no sorting changes. Of free text it notices whether there is any. Lists of more than 20,000 rows are not watched.")
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(INPUTS_TABLE, heading);
    let state = format!(
        "IF(ISNUMBER({0}-{1}),IF(ABS({0}-{1})>{TOLERANCE},{2},{3}),{2})",
        here(NOW),
        here(THEN),
        text(CHANGED),
        text(UNCHANGED)
    );
    vec![
        ListColumn::new("Sheet", 20, Form::Text),
        ListColumn::new("Column", 34, Form::Text),
        ListColumn::new(STATE, 12, Form::Word)
            .calculated(state)
            .mark(CHANGED, Mark::Caution)
            .mark(UNCHANGED, Mark::Quiet),
        // Each row sums over a table of its own, so the column has no one expression.
        ListColumn::new(NOW, 20, Form::Number).own_formulas(),
        ListColumn::new(THEN, 20, Form::Number).last_run(),
        ListColumn::new(KEY, 44, Form::Identifier).last_run().screen_only(),
    ]
}

fn row_of(watched: &Watched<'_>) -> Vec<Cell> {
    row(watched.sheet, watched.heading, &watched.table.name, watched.expression(), watched.value())
}

fn row(sheet: &str, heading: &str, table: &str, expression: String, value: f64) -> Vec<Cell> {
    vec![
        Value::text(sheet).into(),
        Value::text(heading).into(),
        Value::text(UNCHANGED).into(),
        Cell::new(Value::formula(expression, value), Style::new(Form::Number, Tone::Derived)),
        Value::number(value).into(),
        Value::text(format!("{table}[{heading}]")).into(),
    ]
}

/// The columns of a sheet that people edit and figures or findings depend on: those of the lists whose rows
/// have marks, and the tables of parameters.
fn watched_columns(sheet: &Sheet) -> Vec<Watched<'_>> {
    let mut list = Vec::new();
    for table in &sheet.tables {
        let headings: Vec<&str> = table.columns.iter().map(|column| column.heading.as_str()).collect();
        let number = |heading: &str| headings.iter().position(|other| *other == heading);
        let (watched, marks): (Vec<usize>, _) = if let Some(mark) = number(ROW_MARK) {
            let edited = |at: &usize| role_of(sheet, table, *at) == Some("edit");
            ((0..headings.len()).filter(edited).collect(), Some(mark))
        } else {
            (parameters_of(&table.name).iter().filter_map(|heading| number(heading)).collect(), None)
        };
        if table.area.last.row - table.area.first.row > MOST_ROWS {
            continue;
        }
        for at in watched {
            let Some(heading) = headings.get(at) else { continue };
            let cells = column(&table.name, heading);
            list.push(Watched {
                sheet: &sheet.name,
                table,
                heading,
                words: words_of(sheet, table, at),
                rows: rows_of(sheet, table, at, marks),
                marks: match marks {
                    Some(_) => format!("({}+1)", column(&table.name, ROW_MARK)),
                    None => format!("((ROW({cells})-MIN(ROW({cells}))+1)*1000+1)"),
                },
            });
        }
    }
    list
}

/// The columns of the tables of parameters.
fn parameters_of(table: &str) -> &'static [&'static str] {
    match table {
        LEVELS => &[LEVEL],
        SETTINGS => &[VALUE],
        EFFORTS => &[DIVISOR, PERSON_DAYS, PERSON_DAYS_LEAST, PERSON_DAYS_MOST],
        BANDS => &[BAND, HIGHEST_SCORE],
        HOLIDAYS => &[DATE, LAST_DAY],
        REQUIRED_FIELDS => &[REQUIRED],
        TRIGGERS => &[CALLS_FOR_ONE],
        IMPACT_WORDS => &[WORD, SPEAKS_FOR],
        _ => &[],
    }
}

/// The word above a column that says who fills it.
fn role_of<'s>(sheet: &'s Sheet, table: &Table, column: usize) -> Option<&'s str> {
    let row = table.area.first.row.checked_sub(1)?;
    match &sheet.cell(place(table, row, column))?.value {
        Value::Text(role) => Some(role),
        _ => None,
    }
}

fn place(table: &Table, row: u32, column: usize) -> CellPlace {
    CellPlace::new(row, table.area.first.column + u32::try_from(column).unwrap_or_default())
}

/// The words that may be chosen in a column.
fn words_of(sheet: &Sheet, table: &Table, column: usize) -> Vec<String> {
    if table.name == SETTINGS {
        // Two settings of the column are words.
        return [
            StartingPoint::Iso27001Running.name(),
            StartingPoint::Iso27001Certified.name(),
            Approach::Simultaneous.name(),
            Approach::Sequential.name(),
        ]
        .map(str::to_owned)
        .to_vec();
    }
    let first = place(table, table.area.first.row + 1, column);
    let validation = sheet.validations.iter().find(|validation| validation.area.first == first);
    match validation.map(|validation| &validation.allowed) {
        Some(Allowed::Words(words)) => words.clone(),
        _ => Vec::new(),
    }
}

fn rows_of<'s>(
    sheet: &'s Sheet,
    table: &Table,
    column: usize,
    marks: Option<usize>,
) -> Vec<(f64, &'s Value)> {
    let value = |row, column| sheet.cell(place(table, row, column)).map_or(&Value::Blank, |cell| &cell.value);
    (table.area.first.row + 1..=table.area.last.row)
        .map(|row| {
            let mark = match marks.map(|marks| value(row, marks)) {
                Some(Value::Number(mark)) => *mark,
                Some(_) => 0.0,
                None => f64::from(row - table.area.first.row) * 1000.0,
            };
            (mark, value(row, column))
        })
        .collect()
}

/// The marks of the risks that name each requirement: of the controls of a risk more counts than that there
/// are any.
fn controls_of_risks(sheets: &[Sheet]) -> Option<(String, f64)> {
    let written = super::checks::Written { sheets };
    written.table(PRIORITIES_TABLE)?;
    let marks = written.numbers(PRIORITIES_TABLE, MARK_OF_RISKS);
    let orders = written.numbers(PRIORITIES_TABLE, ORDER);
    let expression = format!(
        "SUMPRODUCT({},{})",
        column(PRIORITIES_TABLE, MARK_OF_RISKS),
        column(PRIORITIES_TABLE, ORDER)
    );
    Some((expression, marks.iter().zip(&orders).map(|(mark, order)| mark * order).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, cell_under, lines};

    fn sheets() -> Vec<Sheet> {
        let example = Example::sample();
        crate::report::build_sheets(&example.contents())
    }

    fn fingerprint(sheets: &[Sheet], key: &str) -> String {
        let example = Example::sample();
        let sheet = build_inputs(&example.contents(), sheets);
        let rows = sheet.tables[0].area.last.row - sheet.tables[0].area.first.row;
        let row = (0..rows as usize).find(|row| cell_under(&sheet, *row, KEY) == format!("{key:?}")).unwrap();
        cell_under(&sheet, row, NOW)
    }

    /// The number behind a formula.
    fn value(cell: &str) -> f64 {
        cell.rsplit(' ').next().unwrap().parse().unwrap()
    }

    fn put(sheets: &mut [Sheet], table: &str, heading: &str, record: u32, value: Value) {
        let sheet =
            sheets.iter_mut().find(|sheet| sheet.tables.iter().any(|found| found.name == table)).unwrap();
        let found = sheet.tables.iter().find(|found| found.name == table).unwrap();
        let column = found.columns.iter().position(|column| column.heading == heading).unwrap();
        let place = place(found, found.area.first.row + 1 + record, column);
        sheet.put(place.row, place.column, Cell::from(value));
    }

    #[test]
    fn every_column_that_people_edit_and_figures_depend_on_is_watched() {
        let example = Example::sample();
        let text = lines(&build_inputs(&example.contents(), &sheets()));
        for key in [
            "SoA_27001[Applicable]",
            "SoA_42001[Implementation status]",
            "Clauses[Maturity]",
            "Pairs[Decision]",
            "Risks[Likelihood]",
            "Risks[Domain]",
            "Audit_findings[Grade]",
            "AI_systems[",
            "Answers[Confirmed]",
            "Assets[",
            "Levels[Level]",
            "Settings[Value]",
            "Bands[Highest score]",
        ] {
            assert!(text.contains(key), "{key}");
        }
        assert!(text.contains("name Inputs_Changed B"));
    }

    #[test]
    fn a_change_of_one_cell_moves_the_fingerprint_and_an_exchange_of_two_does_too() {
        let key = "SoA_27001[Implementation status]";
        let heading = "Implementation status";
        let with = |first: &str, second: &str| {
            let mut sheets = sheets();
            put(&mut sheets, "SoA_27001", heading, 0, Value::text(first));
            put(&mut sheets, "SoA_27001", heading, 1, Value::text(second));
            value(&fingerprint(&sheets, key))
        };
        let planned_first = with("Planned", "Implemented");
        assert!((planned_first - with("Implemented", "Planned")).abs() > TOLERANCE);
        assert!((planned_first - with("Planned", "In progress")).abs() > TOLERANCE);
        assert!((planned_first - with("Planned", "")).abs() > TOLERANCE);
        assert_eq!(planned_first, with("planned", "IMPLEMENTED"));
    }

    #[test]
    fn a_blank_is_no_zero_and_a_small_change_of_a_number_is_seen() {
        let with = |cell: Value| {
            let mut sheets = sheets();
            put(&mut sheets, "Risks", "Residual impact", 1, cell);
            value(&fingerprint(&sheets, "Risks[Residual impact]"))
        };
        assert!((with(Value::Blank) - with(Value::Number(0.0))).abs() > TOLERANCE);
        assert!((with(Value::Number(3.0)) - with(Value::Number(3.01))).abs() > TOLERANCE);
    }

    #[test]
    fn a_truth_among_texts_counts_as_a_text_and_no_program_takes_it_for_a_number() {
        let of = |cell: Value| {
            let mut sheets = sheets();
            put(&mut sheets, "Risks", "Comment", 1, cell);
            fingerprint(&sheets, "Risks[Comment]")
        };
        let (truth, words) = (of(Value::Boolean(true)), of(Value::text("seen")));
        assert_eq!(value(&truth), value(&words));
        assert!(!truth.contains("SUMPRODUCT(Risks[Comment],"), "{truth}");
        assert!(words.contains("SUMPRODUCT(Risks[Comment],"), "{words}");
    }

    #[test]
    fn sorting_the_rows_changes_no_fingerprint() {
        let mut sorted = sheets();
        for heading in ["Likelihood", "Impact", ROW_MARK] {
            let cell = |sheets: &[Sheet], record: u32| {
                let sheet = sheets.iter().find(|sheet| sheet.name == "Risks").unwrap();
                let table = &sheet.tables[0];
                let column = table.columns.iter().position(|column| column.heading == heading).unwrap();
                sheet.cell(place(table, table.area.first.row + 1 + record, column)).unwrap().value.clone()
            };
            let (one, other) = (cell(&sorted, 0), cell(&sorted, 1));
            put(&mut sorted, "Risks", heading, 0, other);
            put(&mut sorted, "Risks", heading, 1, one);
        }
        for key in ["Risks[Likelihood]", "Risks[Impact]"] {
            assert_eq!(value(&fingerprint(&sorted, key)), value(&fingerprint(&sheets(), key)), "{key}");
        }
    }
}
