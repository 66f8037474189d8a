//! A risk names an identifier that both an asset and an AI system bear: nothing tells which of them is at risk, so
//! neither is linked as an AI system. A risk that names its AI systems by themselves says which.

use std::collections::HashSet;

use arcstr::ArcStr;

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet};
use super::reference_to_nothing::folded;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::provenance::Traced;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let identifier = |id: &Option<Traced<ArcStr>>| id.as_ref().map(|id| folded(&id.value));
    let systems: HashSet<String> =
        model.ai_systems.iter().filter_map(|system| identifier(&system.id)).collect();
    let assets = model.assets.iter().filter_map(|asset| identifier(&asset.id));
    let of_both: HashSet<String> = assets.filter(|id| systems.contains(id)).collect();
    let open = model.risks.iter().filter(|risk| risk.ai_systems.is_empty());
    let named = open.flat_map(|risk| &risk.assets).filter(|asset| of_both.contains(&folded(&asset.value)));
    by_sheet(
        &codes::REFERENCE_OF_TWO_REGISTERS,
        named.map(|asset| {
            let subject = format!("`{}`", asset.value.trim());
            Occurrence::at(subject, asset.location.clone()).read(&asset.value)
        }),
    )
}
