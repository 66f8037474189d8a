//! A control that the organisation says applies has no owner.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet};
use crate::assess::owner::is_owned;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Applicability;
use crate::standards::Part;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let unowned = assessed
        .counted()
        .filter(|(statement, _)| statement.requirement.part() == Part::AnnexA)
        .filter(|(statement, _)| statement.applicability == Applicability::Applicable)
        .filter(|(statement, _)| !is_owned(&statement.owner))
        .map(|(statement, _)| Occurrence::of_statement(statement, None).instead(&statement.owner));
    by_sheet(&codes::APPLICABLE_CONTROL_WITHOUT_OWNER, unowned)
}
