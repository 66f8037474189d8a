//! Audit findings: what audits raised or confirmed, as the organisation's own registers have it.

use super::Contents;
use super::cell::{Cell, Form, Style, Tone, Value};
use super::expression::{BETWEEN, column, stands_in, text, this_row};
use super::list_sheet::{ListColumn, ListSheet, MOST_RECORDS, explanation};
use super::names::KEY;
use super::sheet::{Mark, Sheet, TabRole};
use crate::assess::is_open_nonconformity;
use crate::declaration::{Column, Field, Register};
use crate::model::{AuditFinding, FindingGrade, OpenState};
use crate::provenance::understood;
use crate::record::Owner;
use crate::record::names::{AUDIT_FINDINGS as AUDIT_FINDINGS_TABLE, SOURCE};
use crate::record::settings::AS_OF;

/// The sheet's name.
const AUDIT_FINDINGS: &str = "Audit findings";

const OPEN_NONCONFORMITY: &str = "Open nonconformity";

/// The heading of how far a correction is.
const CORRECTION: &str = "Correction";
const CLOSED: &str = "Closed";
const OVERDUE: &str = "Overdue";
const IN_TIME: &str = "In time";
const NO_DATE: &str = "No date";
const NOT_READABLE: &str = "Date not readable";

/// Builds the sheet of audit findings.
pub fn build_audit_findings(contents: &Contents<'_>) -> Sheet {
    let findings = &contents.model.audit_findings;
    let says = explanation(
        "One row for each finding of the audit registers, with the clauses and controls that it was understood to be raised against.",
        "No register of audit findings was read.",
        findings.len(),
    );
    // The standard of a row is in each of its references.
    let table = contents.declarations.table(Register::AuditFindings);
    let declared: Vec<&Column> = table
        .iter()
        .flat_map(|table| &table.columns)
        .filter(|column| column.field != Field::Standard)
        .collect();
    let mut columns: Vec<ListColumn> = declared.iter().map(|column| ListColumn::declared(column)).collect();
    columns.push(
        ListColumn::new(CORRECTION, 13, Form::Word)
            .calculated(correction_expression(contents))
            .mark(CLOSED, Mark::Good)
            .mark(IN_TIME, Mark::Good)
            .mark(OVERDUE, Mark::Bad)
            .mark(NO_DATE, Mark::Caution),
    );
    columns.push(ListColumn::new("Roadmap action", 28, Form::Wrapped).last_run());
    columns.push(
        ListColumn::new(OPEN_NONCONFORMITY, 15, Form::Flag)
            .calculated(open_expression(contents))
            .screen_only(),
    );
    columns.push(ListColumn::new(SOURCE, 34, Form::Text).last_run().screen_only());
    columns.push(ListColumn::new(KEY, 14, Form::Identifier).last_run().screen_only());
    let mut list = ListSheet::new(AUDIT_FINDINGS, TabRole::Work, AUDIT_FINDINGS_TABLE, AUDIT_FINDINGS, &says)
        .owned_by(Owner::SourcesAndPeople)
        .document_line("Open nonconformities", count_of_open(findings))
        .document_line("Corrections overdue", count_of_overdue(contents))
        .columns(columns)
        .watched();
    for finding in findings.iter().take(MOST_RECORDS) {
        let mut cells: Vec<Cell> = declared.iter().map(|column| cell(finding, column.field)).collect();
        cells.push(Value::text(correction(contents, finding)).into());
        cells.push(Value::text(roadmap_actions(contents, finding)).into());
        cells.push(Value::number(f64::from(u8::from(is_open_nonconformity(finding)))).into());
        cells.push(
            Value::text(contents.model.source_of(AUDIT_FINDINGS_TABLE, &finding.key, &finding.location))
                .into(),
        );
        cells.push(Value::text(&finding.key).into());
        list.push(cells);
    }
    if findings.is_empty() {
        // The blank row of a list without findings counts no nonconformity.
        let mut cells = vec![Cell::EMPTY; declared.len() + 2];
        cells.push(Value::Number(0.0).into());
        list.push(cells);
    }
    list.build(contents.model.as_of)
}

/// Whether the row grades a nonconformity that is not closed.
fn open_expression(contents: &Contents<'_>) -> String {
    let here =
        |field| this_row(AUDIT_FINDINGS_TABLE, contents.declarations.heading(Register::AuditFindings, field));
    let grade = here(Field::FindingGrade);
    let grades: Vec<String> = FindingGrade::ALL
        .into_iter()
        .filter(|grade| grade.is_nonconformity())
        .map(|word| format!("{grade}={}", text(word.words())))
        .collect();
    format!(
        "IF(AND(OR({}),{}<>{}),1,0)",
        grades.join(","),
        here(Field::FindingStatus),
        text(OpenState::Closed.words())
    )
}

/// Whether a correction is closed, in time or overdue; blank where the finding asks for none.
fn correction_expression(contents: &Contents<'_>) -> String {
    let here =
        |field| this_row(AUDIT_FINDINGS_TABLE, contents.declarations.heading(Register::AuditFindings, field));
    let (grade, due) = (here(Field::FindingGrade), here(Field::FindingDue));
    let nothing_to_do = [FindingGrade::Conform, FindingGrade::Strength]
        .map(|praise| format!("{grade}={}", text(praise.words())))
        .join(",");
    format!(
        "IF(OR({}=\"\",{nothing_to_do}),\"\",IF({}={},{},IF(ISNUMBER({due}),IF({due}<{AS_OF},{},{}),IF({due}=\"\",{},{}))))",
        this_row(AUDIT_FINDINGS_TABLE, KEY),
        here(Field::FindingStatus),
        text(OpenState::Closed.words()),
        text(CLOSED),
        text(OVERDUE),
        text(IN_TIME),
        text(NO_DATE),
        text(NOT_READABLE)
    )
}

fn correction(contents: &Contents<'_>, finding: &AuditFinding) -> &'static str {
    if matches!(understood(&finding.grade), Some(FindingGrade::Conform | FindingGrade::Strength)) {
        return "";
    }
    match (understood(&finding.status), &finding.due) {
        (Some(OpenState::Closed), _) => CLOSED,
        (_, None) => NO_DATE,
        (_, Some(due)) => match due.value {
            Some(due) if due < contents.model.as_of => OVERDUE,
            Some(_) => IN_TIME,
            None => NOT_READABLE,
        },
    }
}

fn count_of_open(findings: &[AuditFinding]) -> Cell {
    let open = findings.iter().filter(|finding| is_open_nonconformity(finding)).count();
    let expression = format!("SUM({})", column(AUDIT_FINDINGS_TABLE, OPEN_NONCONFORMITY));
    Cell::new(Value::formula(expression, open as f64), Style::new(Form::Integer, Tone::Derived))
}

fn count_of_overdue(contents: &Contents<'_>) -> Cell {
    let findings = contents.model.audit_findings.iter();
    let overdue = findings.filter(|finding| correction(contents, finding) == OVERDUE).count();
    let expression = format!("COUNTIF({},{})", column(AUDIT_FINDINGS_TABLE, CORRECTION), text(OVERDUE));
    Cell::new(Value::formula(expression, overdue as f64), Style::new(Form::Integer, Tone::Derived))
}

/// The actions of the roadmap that close what a finding that is not closed is raised against.
fn roadmap_actions(contents: &Contents<'_>, finding: &AuditFinding) -> String {
    if understood(&finding.status) == Some(OpenState::Closed) {
        return String::new();
    }
    let raised = |action: &&crate::assess::Action| {
        finding.requirements.iter().any(|reference| action.closes.contains(&reference.id))
    };
    let actions = contents.assessment.roadmap.actions.iter().filter(raised);
    actions.map(|action| action.title.as_str()).collect::<Vec<_>>().join(BETWEEN)
}

/// How many nonconformities that are not closed are raised against the requirement with a key.
pub fn open_nonconformities_expression(contents: &Contents<'_>, key: &str) -> String {
    let references = column(
        AUDIT_FINDINGS_TABLE,
        contents.declarations.heading(Register::AuditFindings, Field::FindingRef),
    );
    format!(
        "SUMPRODUCT({},{})",
        stands_in(key, &references),
        column(AUDIT_FINDINGS_TABLE, OPEN_NONCONFORMITY)
    )
}

fn cell(finding: &AuditFinding, field: Field) -> Cell {
    match field {
        Field::FindingId => Value::traced(&finding.id).into(),
        Field::FindingRef => Value::text(references(finding)).into(),
        Field::FindingGrade => Cell::reading(&finding.grade, |grade| Value::text(grade.words())),
        Field::FindingDescription => Value::traced(&finding.description).into(),
        Field::FindingCause => Value::traced(&finding.cause).into(),
        Field::FindingAction => Value::traced(&finding.action).into(),
        Field::FindingOwner => Value::traced(&finding.owner).into(),
        Field::FindingDue => Cell::reading(&finding.due, Value::Date),
        Field::FindingStatus => Cell::reading(&finding.status, |status| Value::text(status.words())),
        Field::FindingDate => Cell::reading(&finding.date, Value::Date),
        Field::Comment => Value::traced(&finding.comment).into(),
        _ => Cell::EMPTY,
    }
}

/// The clauses and controls as they were understood, then what belongs to neither standard as it is written.
fn references(finding: &AuditFinding) -> String {
    let known = finding.requirements.iter().map(|reference| reference.id.to_string());
    known.chain(finding.other_references.iter().cloned()).collect::<Vec<_>>().join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RequirementRef;
    use crate::provenance::{Reading, Traced};
    use crate::report::testing::{Example, cell_under, lines};

    #[test]
    fn a_finding_shows_what_it_is_raised_against_its_grade_and_its_row() {
        let mut example = Example::sample();
        let place = example.contents().model.risks[0].location.clone();
        let mut finding = AuditFinding::unknown("NC-1", place.clone());
        finding.requirements.push(RequirementRef {
            id: "27001:A.8.13".parse().unwrap(),
            written: "8.13".to_owned(),
            from_2013: None,
            decided_by: "sheet name".to_owned(),
        });
        finding.other_references = vec!["Contract 7".to_owned()];
        finding.grade = Some(Reading::understood("minor", FindingGrade::MinorNonconformity, place.clone()));
        finding.comment = Some(Traced::new("=seen on site".to_owned(), place));
        example.model.audit_findings = vec![finding];
        let sheet = build_audit_findings(&example.contents());
        let under = |heading: &str| cell_under(&sheet, 0, heading);
        let text = lines(&sheet);
        for expected in ["\"27001:A.8.13; Contract 7\"", "\"Minor nonconformity\"", "\"=seen on site\""] {
            assert!(text.contains(expected), "{expected} not in\n{text}");
        }
        assert!(under(CORRECTION).ends_with("-> \"No date\""), "{}", under(CORRECTION));
        assert_eq!(under("Roadmap action"), "\"Backup\"");
        assert_eq!(under("Source"), "\"acme.xlsx › Risks › row 6\"");
        assert_eq!(under(KEY), "\"NC-1\"");
    }

    #[test]
    fn without_an_audit_register_the_sheet_says_so() {
        let sheet = build_audit_findings(&Example::sample().contents());
        assert!(lines(&sheet).contains("No register of audit findings was read."));
    }
}
