//! Checks: what a reviewer would add up by hand, as formulas beside the figures that must equal them.
//!
//! The values of both sides are taken from the cells that were built, so that a check that fails in a
//! spreadsheet program fails here as well.

mod audits;
mod figures;
mod records;
mod written;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::cell::{Cell, Form, Style, Tone, Value};
use super::expression::{column, text, this_row};
use super::list_sheet::{ListColumn, ListSheet};
use super::names::KEY;
use super::sheet::{Mark, Sheet, TabRole};
use super::{CHECKS_FAILED, Contents};
pub(super) use written::Written;

/// The sheet's name.
pub const CHECKS: &str = "Checks";

/// The table's name.
pub const CHECKS_TABLE: &str = "Checks";

const EXPLANATION: &str =
    "Each check compares two figures that must be equal. Where one says Check, trace both sides.";

const EXPECTED: &str = "Expected";
const ACTUAL: &str = "Actual";
const RESULT: &str = "Result";
const FLAG_LABEL: &str = "Checks that do not pass";
const PASSED: &str = "OK";
const FAILED: &str = "Check";

/// Difference above which two figures are not the same.
const TOLERANCE: f64 = 1e-9;

/// One side of a check: a formula or a fixed number, with its value.
pub(in crate::report) struct Side {
    expression: Option<String>,
    value: f64,
}

impl Side {
    pub(in crate::report) fn fixed(value: f64) -> Self {
        Self { expression: None, value }
    }

    pub(in crate::report) fn formula(expression: impl Into<String>, value: f64) -> Self {
        Self { expression: Some(expression.into()), value }
    }

    fn cell(&self) -> Cell {
        let form = if self.value.fract() == 0.0 { Form::Number } else { Form::Precise };
        match &self.expression {
            Some(expression) => {
                let value = Value::formula(expression.as_str(), self.value);
                Cell::new(value, Style::new(form, Tone::Derived))
            }
            None => Cell::new(Value::number(self.value), form),
        }
    }
}

/// One check: two sides that must be equal.
pub(in crate::report) struct Check {
    key: String,
    name: String,
    proves: String,
    expected: Side,
    actual: Side,
}

impl Check {
    pub(in crate::report) fn new(
        key: impl Into<String>,
        name: impl Into<String>,
        proves: &str,
        expected: Side,
        actual: Side,
    ) -> Self {
        Self { key: key.into(), name: name.into(), proves: proves.to_owned(), expected, actual }
    }

    fn passes(&self) -> bool {
        (self.expected.value - self.actual.value).abs() <= TOLERANCE
    }
}

/// The sheet before its checks are known, for the index of sheets.
pub fn announced() -> Sheet {
    Sheet::new(CHECKS, TabRole::Proof, EXPLANATION)
}

/// Builds the sheet of checks from the other sheets.
pub fn build_checks(contents: &Contents<'_>, sheets: &[Sheet]) -> Sheet {
    list_of_checks(checks(contents, &Written { sheets }), contents.model.as_of)
}

/// The sheet of these checks.
pub(in crate::report) fn list_of_checks(checks: Vec<Check>, as_of: NaiveDate) -> Sheet {
    let failed = checks.iter().filter(|check| !check.passes()).count();
    let count = format!("ROWS({0})-COUNTIF({0},{1})", column(CHECKS_TABLE, RESULT), text(PASSED));
    let count = Cell::new(Value::formula(count, failed as f64), Style::new(Form::Integer, Tone::Derived));
    let mut list = ListSheet::new(CHECKS, TabRole::Proof, CHECKS_TABLE, CHECKS, EXPLANATION)
        .document_line(FLAG_LABEL, count)
        .columns(columns())
        .frozen_columns(1);
    for check in checks {
        list.push(vec![
            Value::text(&check.name).into(),
            Value::text(&check.proves).into(),
            check.expected.cell(),
            check.actual.cell(),
            Value::text(if check.passes() { PASSED } else { FAILED }).into(),
            Value::text(&check.key).into(),
        ]);
    }
    let mut sheet = list.build(as_of);
    let flag = sheet.cells().find(|(_, cell)| cell.value == Value::text(FLAG_LABEL)).map(|(place, _)| place);
    if let Some(label) = flag {
        sheet.name_cell(CHECKS_FAILED, label.row, label.column + 1);
    }
    sheet
}

fn columns() -> Vec<ListColumn> {
    let here = |heading: &str| this_row(CHECKS_TABLE, heading);
    let result = format!(
        "IF(ISNUMBER({0}-{1}),IF(ABS({0}-{1})<={TOLERANCE:e},{2},{3}),{3})",
        here(EXPECTED),
        here(ACTUAL),
        text(PASSED),
        text(FAILED)
    );
    vec![
        ListColumn::new("Check", 46, Form::Wrapped),
        ListColumn::new("What it proves", 60, Form::Wrapped),
        ListColumn::new(EXPECTED, 13, Form::Number),
        ListColumn::new(ACTUAL, 13, Form::Number),
        ListColumn::new(RESULT, 11, Form::Word)
            .calculated(result.replace("e-", "E-"))
            .mark(PASSED, Mark::Good)
            .mark(FAILED, Mark::Bad),
        ListColumn::new(KEY, 34, Form::Identifier).last_run().screen_only(),
    ]
}

fn checks(contents: &Contents<'_>, written: &Written<'_>) -> Vec<Check> {
    // Each adds up cells of whole sheets, so they are made side by side and gathered in their order.
    let made: [&(dyn Fn() -> Vec<Check> + Sync); 16] = [
        &|| records::catalogue_checks(contents, written),
        &|| figures::coverage_checks(written),
        &|| figures::summary_checks(written),
        &|| figures::gap_checks(written),
        &|| figures::plan_checks(contents, written),
        &|| audits::audit_checks(contents, written),
        &|| records::risk_check(written).into_iter().collect(),
        &|| records::heat_map_checks(written),
        &|| records::source_checks(written),
        &|| records::answer_check(contents, written).into_iter().collect(),
        &|| records::control_check(contents, written).into_iter().collect(),
        &|| records::finding_check(contents, written).into_iter().collect(),
        &|| records::rejected_check(contents, written).into_iter().collect(),
        &|| records::key_checks(written),
        &|| vec![figures::weights_check(contents)],
        &|| records::overwritten_checks(written),
    ];
    made.par_iter().with_max_len(1).flat_map_iter(|make| make()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::provenance::CellPlace;
    use crate::report::findings::{FINDINGS_TABLE, SEVERITY};
    use crate::report::gaps::{GAPS_TABLE, NOW};
    use crate::report::names::audits::{AUDIT_PLAN_TABLE, AUDITS_TABLE, BEFORE_STAGE_2, SCOPE_27001};
    use crate::report::names::coverage::{COVERAGE_TABLE, GAP, PART, POTENTIAL, STANDARD, part_words};
    use crate::report::names::priorities::{PRIORITIES_TABLE, RANK_NOW};
    use crate::report::names::requirements::OWN;
    use crate::report::names::risks::{RISKS_TABLE, SCORE_BAND};
    use crate::report::roadmap::{DAYS, END, GAPS_CLOSED, ROADMAP_TABLE};
    use crate::report::sources::{RECORDS, REGISTER, REJECTED, ROWS_READ, SOURCES_TABLE};
    use crate::report::testing::{Example, cell_under, lines};
    use crate::standards::Part;

    /// The sheets of the example with one cell changed.
    fn with_changed(table: &str, heading: &str, value: Value) -> Sheet {
        let example = Example::sample();
        let contents = example.contents();
        let mut sheets = crate::report::build_sheets(&contents);
        let sheet =
            sheets.iter_mut().find(|sheet| sheet.tables.iter().any(|found| found.name == table)).unwrap();
        let area = sheet.tables[0].area;
        let column = sheet.tables[0].columns.iter().position(|column| column.heading == heading).unwrap();
        let place = CellPlace::new(area.first.row + 1, area.first.column + column as u32);
        sheet.put(place.row, place.column, Cell::from(value));
        build_checks(&contents, &sheets)
    }

    fn failing(sheet: &Sheet) -> Vec<String> {
        let rows = sheet.tables[0].area.last.row - sheet.tables[0].area.first.row;
        (0..rows as usize)
            .filter(|row| cell_under(sheet, *row, RESULT).ends_with("-> \"Check\""))
            .map(|row| cell_under(sheet, row, KEY).trim_matches('"').to_owned())
            .collect()
    }

    #[test]
    fn all_checks_pass_on_what_was_built() {
        for example in [Example::sample(), Example::empty()] {
            let contents = example.contents();
            let sheet = build_checks(&contents, &crate::report::build_sheets(&contents));
            assert_eq!(failing(&sheet), Vec::<String>::new());
            assert!(sheet.tables[0].area.last.row - sheet.tables[0].area.first.row > 30);
            assert!(lines(&sheet).contains("name Checks_Failed B"));
        }
    }

    #[test]
    fn keys_that_are_too_long_for_a_search_are_compared_by_the_last_run() {
        let example = Example::sample();
        let contents = example.contents();
        let actual = |key: &str| {
            let sheet = with_changed(RISKS_TABLE, KEY, Value::text(key));
            let rows = sheet.tables[0].area.last.row - sheet.tables[0].area.first.row;
            let row = (0..rows as usize)
                .find(|row| cell_under(&sheet, *row, KEY).contains("keys-unique-risks"))
                .unwrap();
            cell_under(&sheet, row, ACTUAL)
        };
        assert_eq!(contents.model.risks.len(), 2);
        assert_eq!(actual(&"k".repeat(128)), "2");
        let searched = actual("R~1?*");
        assert!(searched.ends_with("-> 2") && searched.contains("MATCH("), "{searched}");
    }

    /// A table, the heading of a cell of it, what the cell is changed to, and the checks that then fail.
    type Provocation = (&'static str, &'static str, fn() -> Value, &'static [&'static str]);

    /// One cell changed on a table, and the checks that then fail.
    const PROVOKED: &[Provocation] = &[
        (COVERAGE_TABLE, KEY, || Value::text("27001:A.5.2"), &["catalogue-27001-", "keys-unique-cov"]),
        (COVERAGE_TABLE, STANDARD, || Value::text("another"), &["catalogue-27001-"]),
        (COVERAGE_TABLE, OWN, || Value::Number(1.5), &["levels-within-bounds"]),
        (COVERAGE_TABLE, POTENTIAL, || Value::Number(-0.1), &["own-within-potential"]),
        (COVERAGE_TABLE, GAP, || Value::Number(0.0), &["gaps-flagged"]),
        (GAPS_TABLE, NOW, || Value::Blank, &["gaps-are-what-counts-and-is-not-met"]),
        (PRIORITIES_TABLE, RANK_NOW, || Value::Number(2.0), &["ranks-are-a-permutation"]),
        (ROADMAP_TABLE, GAPS_CLOSED, || Value::Number(77.0), &["every-gap-in-one-action"]),
        (ROADMAP_TABLE, DAYS, || Value::Number(0.5), &["phases-sum-to-roadmap"]),
        (
            ROADMAP_TABLE,
            END,
            || Value::Date(chrono::NaiveDate::default()),
            &["no-action-ends-before-it-starts"],
        ),
        (AUDITS_TABLE, SCOPE_27001, || Value::text("A.5.1"), &["audits-each-requirement-in-one-unit"]),
        (AUDIT_PLAN_TABLE, BEFORE_STAGE_2, || Value::Number(0.0), &["audits-before-stage-2"]),
        (AUDIT_PLAN_TABLE, "Year 2", || Value::Number(0.0), &["audits-clauses-each-year"]),
        (AUDIT_PLAN_TABLE, PART, || Value::text(part_words(Part::AnnexA)), &["audits-controls-in-cycle"]),
        (RISKS_TABLE, SCORE_BAND, || Value::text("no band"), &["risks-rated-or-unrated"]),
        (
            RISKS_TABLE,
            KEY,
            || Value::Blank,
            &["heat-map-before-treatment", "heat-map-after-treatment", "records-on-sheet-risks"],
        ),
        (RISKS_TABLE, KEY, || Value::text("r-2"), &["keys-unique-risks"]),
        ("AI_systems", KEY, || Value::Blank, &["records-on-sheet-ai-systems"]),
        ("Assets", KEY, || Value::Blank, &["records-on-sheet-assets"]),
        (SOURCES_TABLE, ROWS_READ, || Value::Number(5.0), &["rows-accounted-for"]),
        (SOURCES_TABLE, REJECTED, || Value::Number(3.0), &["rejected-rows-on-findings"]),
        (SOURCES_TABLE, RECORDS, || Value::Number(3.0), &["records-on-sheet-risks"]),
        (SOURCES_TABLE, REGISTER, || Value::text("Questionnaire"), &["records-on-sheet-questionnaire"]),
        (SOURCES_TABLE, REGISTER, || Value::text("Control status"), &["records-on-sheet-controls"]),
        (SOURCES_TABLE, REGISTER, || Value::text("Audit findings"), &["records-on-sheet-audit-findings"]),
        (SOURCES_TABLE, REGISTER, || Value::text("Suppliers"), &["records-on-sheet-suppliers"]),
        (FINDINGS_TABLE, SEVERITY, || Value::text("?"), &["findings-all-listed"]),
        ("SoA_27001", KEY, || Value::Blank, &["catalogue-rows-soa_27001"]),
        ("SoA_27001", OWN, || Value::Number(0.9), &["summary-27001-"]),
        ("SoA_42001", OWN, || Value::Number(0.9), &["summary-42001-"]),
        ("Clauses", OWN, || Value::Number(0.9), &["summary-27001-"]),
    ];

    #[test]
    fn each_check_can_be_seen_to_fail_in_red_and_in_words() {
        let mut seen = BTreeSet::new();
        for (table, heading, value, keys) in PROVOKED {
            let sheet = with_changed(table, heading, value());
            let failing = failing(&sheet);
            for key in *keys {
                let failed = failing.iter().any(|failed| failed.starts_with(key));
                assert!(failed, "{table} {heading}: {key} not among {failing:?}");
            }
            seen.extend(failing);
            // The flag in the head counts them, and the word is marked.
            assert!(sheet.conditional_formats.iter().any(|format| matches!(
                &format.rule,
                crate::report::sheet::Rule::Word(word, Mark::Bad) if word == FAILED
            )));
        }
        assert!(seen.len() > 20, "{seen:?}");
        // The rest are of the same kinds; what was written over is seen by a spreadsheet program alone.
        let example = Example::sample();
        let contents = example.contents();
        let all = checks(&contents, &Written { sheets: &crate::report::build_sheets(&contents) });
        let kinds = ["catalogue-", "summary-", "keys-unique-", "formulas-kept-", "weights-sum-to-one"];
        for check in &all {
            let provoked = seen.contains(&check.key) || kinds.iter().any(|kind| check.key.starts_with(kind));
            assert!(provoked, "no change of a cell makes {} fail", check.key);
            assert!(!check.name.is_empty() && check.proves.ends_with('.'), "{}", check.key);
        }
    }

    #[test]
    fn weights_that_do_not_sum_to_one_fail_their_check() {
        let mut example = Example::sample();
        example.model.parameters.weight_risk += 0.1;
        let contents = example.contents();
        let sheet = build_checks(&contents, &crate::report::build_sheets(&contents));
        assert!(failing(&sheet).contains(&"weights-sum-to-one".to_owned()));
    }
}
