//! An AI system that is in scope and not retired has no completed impact assessment: nothing is recorded,
//! or what is recorded says that it is not done, and the worksheet is not complete. Words that cannot be
//! understood are no proof of either. A system of which every trigger of the organisation says no needs none;
//! one of which nobody can tell is not known to need none, unless the inventory says that none is required.

use super::Assessed;
use super::ai_system_without_owner::is_governed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::assess::exclusion::is_written;
use crate::assess::impact_assessment::{AFFECTED_SIDES, ImpactNeed, RecordedImpact, impact_assessment};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::{AiSystem, Model};

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let model = assessed.subject.model;
    let systems = model.ai_systems.iter().filter(|system| is_governed(system));
    let missing =
        systems.filter(|system| is_missing(model, system)).map(|system| match &system.impact_assessment {
            Some(cell) => Occurrence::at(ai_system_name(system), cell.location.clone()).read(&cell.value),
            None => Occurrence::at(ai_system_name(system), system.location.clone()),
        });
    by_sheet(&codes::AI_SYSTEM_WITHOUT_IMPACT_ASSESSMENT, missing)
}

/// Whether there is none, the triggers do not say no, and the worksheet is not complete.
fn is_missing(model: &Model, system: &AiSystem) -> bool {
    let assessment = impact_assessment(model, system);
    let is_none = match (system.impact_assessment_done, RecordedImpact::of(system)) {
        (Some(done), _) => !done,
        // What the inventory decided stands until a trigger of the organisation says otherwise.
        (None, RecordedImpact::NotRequired) => assessment.need == ImpactNeed::Yes,
        (None, _) => !is_written(&system.impact_assessment),
    };
    is_none && assessment.need != ImpactNeed::No && assessment.complete < AFFECTED_SIDES.len()
}
