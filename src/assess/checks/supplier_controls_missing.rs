//! AI comes from a supplier while the controls for suppliers are excluded or not implemented: 42001 A.10.3
//! and, for the information that goes there, 27001 A.5.19 to A.5.23. What is unassessed is not known to be
//! missing.

use super::Assessed;
use super::ai_system_without_owner::is_governed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::assess::own_work::is_bought_in;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::{AiSystem, Applicability, ImplementationStatus};
use crate::provenance::understood;
use crate::standards::{RequirementId, Standard};

/// The controls for suppliers: of AI, and of information (judgement, after the titles of both catalogues).
const FOR_SUPPLIERS: [(Standard, &str); 6] = [
    (Standard::Iso42001, "A.10.3"),
    (Standard::Iso27001, "A.5.19"),
    (Standard::Iso27001, "A.5.20"),
    (Standard::Iso27001, "A.5.21"),
    (Standard::Iso27001, "A.5.22"),
    (Standard::Iso27001, "A.5.23"),
];

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let bought: Vec<&AiSystem> = assessed
        .subject
        .model
        .ai_systems
        .iter()
        .filter(|system| is_governed(system) && is_bought_in(assessed.subject.model, system))
        .collect();
    if bought.is_empty() {
        return Vec::new();
    }
    let controls =
        FOR_SUPPLIERS.iter().filter_map(|(standard, number)| RequirementId::new(*standard, number).ok());
    let missing = controls.filter(|id| is_missing(assessed, *id));
    missing
        .flat_map(|id| {
            let systems = bought.iter().map(|system| {
                let place = system.vendor.as_ref().map_or(&system.location, |vendor| &vendor.location);
                Occurrence::at(ai_system_name(system), place.clone())
            });
            by_sheet(&codes::SUPPLIER_CONTROLS_MISSING, systems)
                .into_iter()
                .map(move |finding| finding.fact("requirement", id.to_string()))
        })
        .collect()
}

/// Whether a control is said to be excluded or not implemented.
fn is_missing(assessed: &Assessed<'_>, id: RequirementId) -> bool {
    assessed.statement(id).is_some_and(|statement| {
        statement.applicability == Applicability::NotApplicable
            || understood(&statement.status) == Some(ImplementationStatus::NotImplemented)
    })
}
