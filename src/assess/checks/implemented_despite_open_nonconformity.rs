//! A requirement is recorded as fully met while an audit finding against it, graded as a nonconformity,
//! is not closed.

use super::Assessed;
use super::occurrence::{about, level_location, name};
use crate::assess::gaps::open_nonconformities;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let nonconformities = open_nonconformities(assessed.subject.model);
    assessed
        .counted()
        .filter(|(_, result)| result.own >= 1.0)
        .filter_map(|(statement, result)| Some((statement, *nonconformities.get(&result.id)?)))
        .map(|(statement, finding)| {
            let cell = level_location(statement);
            about(&codes::IMPLEMENTED_DESPITE_OPEN_NONCONFORMITY, statement, cell.as_ref())
                .fact("finding", name(&finding.id, &finding.key))
                .also([finding.location.clone()])
        })
        .collect()
}
