//! An AI system that is in scope and not retired has no completed impact assessment: nothing is recorded,
//! or what is recorded says that it is not done. Words that cannot be understood are no proof of either.

use super::Assessed;
use super::ai_system_without_owner::is_governed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::assess::exclusion::is_written;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::AiSystem;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let systems = assessed.subject.model.ai_systems.iter();
    let missing = systems.filter(|system| is_governed(system) && is_missing(system)).map(|system| {
        match &system.impact_assessment {
            Some(cell) => Occurrence::at(ai_system_name(system), cell.location.clone()).read(&cell.value),
            None => Occurrence::at(ai_system_name(system), system.location.clone()),
        }
    });
    by_sheet(&codes::AI_SYSTEM_WITHOUT_IMPACT_ASSESSMENT, missing)
}

fn is_missing(system: &AiSystem) -> bool {
    match system.impact_assessment_done {
        Some(done) => !done,
        None => !is_written(&system.impact_assessment),
    }
}
