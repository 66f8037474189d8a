//! No risk names an AI system that is in scope and not retired, nor an asset that the system names, although a risk
//! register was read.

use super::Assessed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::assess::ai_risks::systems_without_risk;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    if model.risks.is_empty() {
        return Vec::new();
    }
    let unnamed = systems_without_risk(model)
        .into_iter()
        .map(|system| Occurrence::at(ai_system_name(system), system.location.clone()));
    by_sheet(&codes::AI_SYSTEM_WITHOUT_RISK, unnamed)
}
