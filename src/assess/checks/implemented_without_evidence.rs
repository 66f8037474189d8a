//! A requirement is recorded as fully met and nothing but that word says so.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, level_location};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Basis;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let asserted = assessed
        .counted()
        .filter(|(_, result)| result.own >= 1.0 && result.basis == Basis::Asserted)
        .map(|(statement, _)| {
            Occurrence::of_statement(statement, level_location(statement).as_ref())
                .instead(&statement.evidence)
        });
    by_sheet(&codes::IMPLEMENTED_WITHOUT_EVIDENCE, asserted)
}
