//! An AI system that is in scope and not retired has no owner.

use super::Assessed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::assess::owner::is_owned;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::{AiSystem, LifecycleStage, YesNo};
use crate::provenance::understood;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let systems = assessed.subject.model.ai_systems.iter();
    let unowned = systems
        .filter(|system| is_governed(system) && !is_owned(&system.owner))
        .map(|system| Occurrence::at(ai_system_name(system), system.location.clone()).instead(&system.owner));
    by_sheet(&codes::AI_SYSTEM_WITHOUT_OWNER, unowned)
}

/// Whether governance concerns the system: not said to be out of scope, not retired.
pub(super) fn is_governed(system: &AiSystem) -> bool {
    understood(&system.in_scope) != Some(YesNo::No)
        && understood(&system.lifecycle_stage) != Some(LifecycleStage::Retired)
}
