//! An AI system decides about people without a person, and no human oversight is recorded for it.

use super::Assessed;
use super::ai_system_without_owner::is_governed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::assess::exclusion::is_given;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::YesNo;
use crate::provenance::understood;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let systems = assessed.subject.model.ai_systems.iter();
    let unwatched = systems
        .filter(|system| is_governed(system) && !is_given(&system.human_oversight))
        .filter(|system| understood(&system.automated_decision) == Some(YesNo::Yes))
        .map(|system| {
            let place =
                system.automated_decision.as_ref().map_or(&system.location, |reading| &reading.location);
            Occurrence::at(ai_system_name(system), place.clone()).instead(&system.human_oversight)
        });
    by_sheet(&codes::AUTOMATED_DECISION_WITHOUT_OVERSIGHT, unwatched)
}
