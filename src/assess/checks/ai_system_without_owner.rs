//! An AI system that is in scope and not retired has no owner.

use super::Assessed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
pub(super) use crate::assess::impact_assessment::is_governed;
use crate::assess::owner::is_owned;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let systems = assessed.subject.model.ai_systems.iter();
    let unowned = systems
        .filter(|system| is_governed(system) && !is_owned(&system.owner))
        .map(|system| Occurrence::at(ai_system_name(system), system.location.clone()).instead(&system.owner));
    by_sheet(&codes::AI_SYSTEM_WITHOUT_OWNER, unowned)
}
