//! A clause is marked as not applicable. Clauses 4 to 10 cannot be excluded: it counts with 0.

use super::Assessed;
use super::occurrence::about;
use crate::assess::{Exclusion, exclusion};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    assessed
        .counted()
        .filter(|(statement, _)| exclusion(statement) == Exclusion::Clause)
        .map(|(statement, _)| {
            let cell = statement.applicability_location.as_ref();
            about(&codes::CLAUSE_EXCLUDED, statement, cell)
        })
        .collect()
}
