//! A control is marked as not applicable and nothing says why. The Statement of Applicability has to
//! justify each exclusion; without one the control stays in the denominator with 0.

use super::Assessed;
use super::occurrence::about;
use crate::assess::{Exclusion, exclusion};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    assessed
        .counted()
        .filter(|(statement, _)| exclusion(statement) == Exclusion::Unjustified)
        .map(|(statement, _)| {
            let cell = statement.applicability_location.as_ref();
            about(&codes::EXCLUSION_WITHOUT_JUSTIFICATION, statement, cell)
        })
        .collect()
}
