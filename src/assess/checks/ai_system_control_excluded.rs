//! A control is excluded although what an AI system is brings it into play. Personal data and suppliers have
//! checks of their own.

use std::collections::BTreeMap;

use super::Assessed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::assess::brought_in::{ControlOfSystem, controls_of_systems};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Applicability;
use crate::standards::{RequirementId, SystemTrait};

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let excluded = |id: RequirementId| {
        let statement = assessed.statement(id);
        statement.is_some_and(|statement| statement.applicability == Applicability::NotApplicable)
    };
    let (model, catalogue) = (assessed.subject.model, assessed.subject.catalogue);
    if !catalogue.ai_governance().brought_in.iter().any(|control| excluded(control.requirement)) {
        return Vec::new();
    }
    let mut brought: BTreeMap<(RequirementId, SystemTrait), Vec<ControlOfSystem<'_>>> = BTreeMap::new();
    for found in controls_of_systems(model, catalogue) {
        if excluded(found.control.requirement) && !has_own_check(&found) {
            brought.entry((found.control.requirement, found.control.because)).or_default().push(found);
        }
    }
    let told = brought.into_iter().flat_map(|((id, because), found)| {
        let places = found.into_iter().map(|found| {
            Occurrence::at(ai_system_name(found.system), found.location.clone()).read(found.said.clone())
        });
        let told = by_sheet(&codes::AI_SYSTEM_CONTROL_EXCLUDED, places);
        told.into_iter().map(move |told| {
            told.fact("requirement", id.to_string()).fact("because", because.words().to_lowercase())
        })
    });
    told.collect()
}

fn has_own_check(found: &ControlOfSystem<'_>) -> bool {
    let personal = found.control.requirement.to_string() == "27001:A.5.34";
    found.control.because == SystemTrait::BoughtIn || personal
}
