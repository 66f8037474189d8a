//! Findings: everything that was noticed, with its cell, what it does and how to mend it.

use super::Contents;
use super::cell::{Cell, Form, Value};
use super::finding_keys::{FindingKey, finding_keys};
use super::list_sheet::{ListColumn, ListSheet, MOST_RECORDS, explanation};
use super::names::KEY;
use super::sheet::{Mark, Sheet, TabRole};
use crate::diagnostic::render::words;
use crate::diagnostic::{Diagnostic, Severity};
use crate::provenance::Location;
use crate::record::Owner;

/// The sheet's name.
pub const FINDINGS: &str = "Findings";

/// The table's name.
pub const FINDINGS_TABLE: &str = "Findings";

/// The heading of the severity, [`severity_word`].
pub const SEVERITY: &str = "Severity";

/// The heading of the code's name.
pub const CODE: &str = "Code";
/// The heading of the number of further cells.
pub const FURTHER: &str = "Further cells";

/// The heading of the records that a finding is about.
pub const RECORDS: &str = "Records";

/// The heading of who takes care of a finding.
pub const OWNER: &str = "Owner";
/// The heading of what was decided about a finding.
pub const DECISION: &str = "Decision";

/// Most further cells that are named in one row.
const CELLS_NAMED: usize = 200;

/// The word for a severity on the sheet.
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    }
}

/// Builds the sheet of findings: errors first, then warnings, then notes, each in the order in which
/// they were noticed.
pub fn build_findings(contents: &Contents<'_>) -> Sheet {
    let mut findings: Vec<&Diagnostic> = contents.findings().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.code.severity));
    let mut says = explanation(
        "Everything that was noticed in the registers, errors first. Owner and decision are yours to fill.",
        "Nothing was found.",
        findings.len(),
    );
    if findings.len() > MOST_RECORDS {
        says.push_str(&format!(" Only the first {MOST_RECORDS} of {} fit on the sheet.", findings.len()));
        findings.truncate(MOST_RECORDS);
    }
    let mut list = ListSheet::new(FINDINGS, TabRole::Work, FINDINGS_TABLE, FINDINGS, &says)
        .owned_by(Owner::Assessment)
        .columns(columns())
        .frozen_columns(3);
    let keys = finding_keys(contents, &findings);
    for ((number, finding), known) in (1..).zip(findings).zip(keys) {
        list.push(row(contents, number, finding, known));
    }
    list.build(contents.model.as_of)
}

fn columns() -> Vec<ListColumn> {
    let text = |heading: &str, width| ListColumn::new(heading, width, Form::Wrapped);
    vec![
        ListColumn::new("No", 6, Form::Integer),
        ListColumn::new(SEVERITY, 10, Form::Word)
            .mark(severity_word(Severity::Error), Mark::Bad)
            .mark(severity_word(Severity::Warning), Mark::Caution)
            .mark(severity_word(Severity::Note), Mark::Quiet),
        text("Finding", 40),
        text("File", 22),
        text("Sheet", 16),
        ListColumn::new("Cell", 9, Form::Identifier),
        text("Read", 20),
        text("Expected", 22),
        text("Effect", 28),
        text("How to mend", 32),
        text(OWNER, 16).editable(),
        text(DECISION, 24).editable(),
        text(CODE, 26).screen_only(),
        text("Rule from", 24).screen_only(),
        ListColumn::new(FURTHER, 9, Form::Integer).screen_only(),
        ListColumn::new("Which further cells", 30, Form::Text).screen_only(),
        ListColumn::new(RECORDS, 24, Form::Text).last_run().screen_only(),
        ListColumn::new(KEY, 30, Form::Identifier).last_run().screen_only(),
    ]
}

fn row(contents: &Contents<'_>, number: usize, finding: &Diagnostic, known: FindingKey) -> Vec<Cell> {
    let FindingKey { key, records } = known;
    let note = |heading: &str| {
        Cell::from(contents.model.note(FINDINGS_TABLE, &key, heading).map_or(Value::Blank, Value::entry))
    };
    let words = words(finding);
    let location = finding.location.as_ref();
    let place = location.and_then(place_on_sheet);
    vec![
        Value::count(number).into(),
        Value::text(severity_word(finding.code.severity)).into(),
        Value::text(words.message).into(),
        Value::optional_text(location.map(Location::file_path)).into(),
        Value::optional_text(location.and_then(Location::sheet_name)).into(),
        Value::optional_text(place.as_deref()).into(),
        Value::optional_text(finding.read.as_deref()).into(),
        Value::optional_text(finding.expected.as_deref()).into(),
        Value::text(words.effect).into(),
        Value::text(words.help).into(),
        note(OWNER),
        note(DECISION),
        Value::text(finding.code.name).into(),
        Value::text(finding.code.source).into(),
        Value::count(finding.also.len()).into(),
        Value::text(further(finding)).into(),
        Value::text(records).into(),
        Value::text(key).into(),
    ]
}

/// `E17`, or `row 17`.
fn place_on_sheet(location: &Location) -> Option<String> {
    location.cell_reference().or_else(|| location.row.map(|row| format!("row {}", u64::from(row) + 1)))
}

/// The further cells: on the finding's own sheet by their cell alone, elsewhere with file and sheet.
fn further(finding: &Diagnostic) -> String {
    let sheet = finding.location.as_ref().map(|location| &location.sheet);
    let mut cells: Vec<String> = finding
        .also
        .iter()
        .take(CELLS_NAMED)
        .map(|location| match place_on_sheet(location) {
            Some(place) if Some(&location.sheet) == sheet => place,
            _ => location.to_string(),
        })
        .collect();
    // Of the workbook itself the sheet alone is named.
    cells.dedup();
    if finding.also.len() > CELLS_NAMED {
        cells.push(format!("and {} more", finding.also.len() - CELLS_NAMED));
    }
    cells.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn errors_stand_before_warnings_and_each_names_its_cell() {
        let example = Example::sample();
        let sheet = build_findings(&example.contents());
        let severities: Vec<String> =
            (0..example.contents().findings().count()).map(|row| cell_under(&sheet, row, SEVERITY)).collect();
        let mut sorted = severities.clone();
        sorted.sort();
        // The words sort as the severities do, but for warnings, which come before notes.
        sorted.sort_by_key(|word| {
            ["\"Error\"", "\"Warning\"", "\"Note\""].iter().position(|known| known == word)
        });
        assert_eq!(severities, sorted);
        assert!(severities.len() > 2 && severities.first() != severities.last());
        assert!(lines(&sheet).contains("\"Medium-ish\""));
    }

    #[test]
    fn further_cells_of_the_same_sheet_are_named_shortly_and_only_so_many() {
        let example = Example::sample();
        let mut finding =
            example.contents().findings().find(|finding| finding.location.is_some()).unwrap().clone();
        let location = finding.location.clone().unwrap();
        finding.also =
            (0..CELLS_NAMED as u32 + 3).map(|row| Location::cell(&location.sheet, row, 4)).collect();
        let text = further(&finding);
        assert!(text.starts_with("E1, E2, ") && text.ends_with("E200, and 3 more"), "{text}");
    }
}
