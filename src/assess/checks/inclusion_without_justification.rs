//! A control is said to apply, and nothing says why: a Statement of Applicability justifies what it
//! includes as well as what it excludes. A risk that the control treats is a reason.

use std::collections::BTreeSet;

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet};
use crate::assess::exclusion::is_written;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Applicability;
use crate::standards::{Part, RequirementId};

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let treating: BTreeSet<RequirementId> =
        model.risks.iter().flat_map(|risk| &risk.controls).map(|control| control.value.id).collect();
    let unjustified = model.statements.values().filter(|statement| {
        statement.requirement.part() == Part::AnnexA
            && statement.applicability == Applicability::Applicable
            && !is_written(&statement.justification_inclusion)
            && !treating.contains(&statement.requirement)
    });
    let places = unjustified.map(|statement| {
        Occurrence::of_statement(statement, statement.applicability_location.as_ref())
            .instead(&statement.justification_inclusion)
    });
    by_sheet(&codes::INCLUSION_WITHOUT_JUSTIFICATION, places)
}
