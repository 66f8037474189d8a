//! Neither does an AI system name an asset nor an asset the system, although an asset register was read:
//! the system's data, tooling and computing resources are not known to asset management.

use std::collections::HashSet;

use super::Assessed;
use super::ai_system_without_owner::is_governed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use super::reference_to_nothing::{folded, names};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    if model.assets.is_empty() {
        return Vec::new();
    }
    let named: HashSet<String> =
        model.assets.iter().flat_map(|asset| &asset.ai_systems).map(|name| folded(&name.value)).collect();
    let without = model
        .ai_systems
        .iter()
        .filter(|system| is_governed(system) && system.assets.is_empty())
        .filter(|system| !names(&system.key, &system.id, &system.name).any(|name| named.contains(&name)))
        .map(|system| Occurrence::at(ai_system_name(system), system.location.clone()));
    by_sheet(&codes::AI_SYSTEM_WITHOUT_ASSET, without)
}
