//! The date by which an AI system, or its impact assessment, had to be looked at again has passed.

use super::Assessed;
use super::ai_system_without_owner::is_governed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::assess::impact_assessment::{ImpactState, impact_assessment};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let late = model.ai_systems.iter().filter(|system| is_governed(system)).filter_map(|system| {
        let passed = system.review_due.as_ref().filter(|due| due.value.is_some_and(|due| due < model.as_of));
        match passed {
            Some(due) => Some(Occurrence::at(ai_system_name(system), due.location.clone()).read(&due.text)),
            None if impact_assessment(model, system).state == ImpactState::ReviewOverdue => {
                Some(Occurrence::at(ai_system_name(system), system.location.clone()))
            }
            None => None,
        }
    });
    by_sheet(&codes::AI_SYSTEM_REVIEW_PAST_DUE, late)
}
