//! The columns that lists of single rows of registers have in common: everything that a row says, and how
//! it was understood.

use super::cell::{Cell, Form, Value};
use super::list_sheet::ListColumn;
use super::sheet::Mark;
use crate::model::{Applicability, Claim, ImplementationStatus};
use crate::provenance::Reading;

/// How far it is implemented, by a word.
pub const STATUS: &str = "Status";

/// The columns of what a row says of applicability and status, each as it was understood.
pub fn state_columns() -> Vec<ListColumn> {
    vec![
        ListColumn::new("Applicable", 12, Form::Word)
            .mark(Applicability::NotApplicable.word(), Mark::Quiet)
            .mark(Applicability::Undetermined.word(), Mark::Caution),
        ListColumn::new(STATUS, 15, Form::Word)
            .mark(ImplementationStatus::Implemented.words(), Mark::Good)
            .mark(ImplementationStatus::Partial.words(), Mark::Caution)
            .mark(ImplementationStatus::InProgress.words(), Mark::Caution)
            .mark(ImplementationStatus::Planned.words(), Mark::Caution)
            .mark(ImplementationStatus::NotImplemented.words(), Mark::Bad),
        ListColumn::new("Share", 9, Form::Percent),
        ListColumn::new("Maturity", 10, Form::Number),
    ]
}

/// The cells of [`state_columns`].
pub fn state_cells(claim: &Claim) -> Vec<Cell> {
    vec![
        Cell::reading(&claim.applicability, |applicability| Value::text(applicability.word())),
        Cell::reading(&claim.status, |status| Value::text(status.words())),
        Cell::reading(&claim.percentage, Value::number),
        Cell::reading(&claim.maturity, Value::number),
    ]
}

/// What the cells of status, share and maturity hold, as it was read; each text once.
pub fn as_read(claim: &Claim) -> String {
    let mut texts: Vec<&str> = Vec::new();
    let status = claim.status.as_ref().map(|reading| reading.text.trim());
    let share = claim.percentage.as_ref().map(|reading| reading.text.trim());
    let maturity = claim.maturity.as_ref().map(|reading| reading.text.trim());
    // A status cell that says "not applicable" was understood as the applicability.
    let applicability = claim.applicability.as_ref().map(|reading| reading.text.trim());
    for text in [status, share, maturity, applicability].into_iter().flatten() {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join("; ")
}

/// The columns for the screen: the rest of what a row says. Their texts do not wrap, so that a long one
/// makes no row of the print higher.
pub fn further_columns() -> Vec<ListColumn> {
    let text = |heading: &str, width| ListColumn::new(heading, width, Form::Text);
    let date = |heading: &str| ListColumn::new(heading, 11, Form::Date);
    let columns = vec![
        text("How implemented", 28),
        text("Reason for inclusion", 20),
        text("Justification for exclusion", 20),
        text("Gap as recorded", 24),
        text("Priority as recorded", 12),
        text("Basis as recorded", 14),
        text("Assessor", 14),
        text("System", 16),
        ListColumn::new("Target maturity", 10, Form::Number),
        ListColumn::new("Top of scale", 8, Form::Number),
        date("Evidence date"),
        date("Last review"),
    ];
    columns.into_iter().map(ListColumn::screen_only).collect()
}

/// The cells of [`further_columns`].
pub fn further_cells(claim: &Claim) -> Vec<Cell> {
    let date = |reading: &Option<Reading<chrono::NaiveDate>>| Cell::reading(reading, Value::Date);
    let texts = [
        &claim.implementation,
        &claim.justification_inclusion,
        &claim.justification_exclusion,
        &claim.gap,
        &claim.priority,
        &claim.basis,
        &claim.assessor,
        &claim.system,
    ];
    let mut cells: Vec<Cell> = texts.into_iter().map(|text| Value::traced(text).into()).collect();
    cells.extend([
        Cell::reading(&claim.maturity_target, Value::number),
        Value::optional_number(claim.maturity_top).into(),
        date(&claim.evidence_date),
        date(&claim.reviewed),
    ]);
    cells
}
