//! A control is marked as not applicable and nothing says why. The Statement of Applicability has to
//! justify each exclusion; without one the control stays in the denominator with 0.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet};
use crate::assess::{Exclusion, exclusion};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let unjustified = assessed
        .counted()
        .filter(|(statement, _)| exclusion(statement) == Exclusion::Unjustified)
        .map(|(statement, _)| {
            let occurrence = Occurrence::of_statement(statement, statement.applicability_location.as_ref());
            // What stands in the place of a reason, such as "n/a", is shown.
            let of_rows = || statement.claims.iter().find_map(|claim| claim.justification_exclusion.clone());
            occurrence.instead(&statement.justification_exclusion.clone().or_else(of_rows))
        });
    by_sheet(&codes::EXCLUSION_WITHOUT_JUSTIFICATION, unjustified)
}
