//! No risk names an AI system that is in scope and not retired, although a risk register was read.

use std::collections::HashSet;

use super::Assessed;
use super::ai_system_without_owner::is_governed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use super::reference_to_nothing::{folded, names};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    if model.risks.is_empty() {
        return Vec::new();
    }
    let named: HashSet<String> =
        model.risks.iter().flat_map(|risk| &risk.ai_systems).map(|name| folded(&name.value)).collect();
    let unnamed = model
        .ai_systems
        .iter()
        .filter(|system| is_governed(system))
        .filter(|system| !names(&system.key, &system.id, &system.name).any(|name| named.contains(&name)))
        .map(|system| Occurrence::at(ai_system_name(system), system.location.clone()));
    by_sheet(&codes::AI_SYSTEM_WITHOUT_RISK, unnamed)
}
