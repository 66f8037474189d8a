//! AI comes from a supplier while the controls for suppliers are excluded or not implemented: 42001 A.10.3
//! and, for the information that goes there, 27001 A.5.19 to A.5.23. What is unassessed is not known to be
//! missing.

use super::Assessed;
use super::ai_system_without_owner::is_governed;
use super::occurrence::{Occurrence, ai_system_name, by_sheet};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::{AiSystem, Applicability, ImplementationStatus, Model};
use crate::provenance::understood;
use crate::recognise::fold;
use crate::recognise::value::names_somebody;
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

/// What stands in a column of suppliers where the organisation made the system itself, folded, in seven
/// languages.
const OWN_WORK: &[&str] = &[
    "in-house|inhouse|in house|internal|internally|internally developed|internal development|internal team|internal it",
    "own|own development|own team|own product|self|self-built|self-developed|self-made|developed in-house|ourselves",
    "intern|interne|eigen|eigene|eigenentwicklung|eigene entwicklung|eigenbau|selbst|selbst entwickelt|selbstentwickelt",
    "selbst erstellt|intern entwickelt|interne entwicklung|interne it|wir selbst|hausintern|im haus",
    "eigen ontwikkeling|eigen beheer|eigen team|zelf|zelf ontwikkeld|zelfbouw|intern ontwikkeld|interne ontwikkeling",
    "en interne|developpement interne|developpe en interne|equipe interne|nous-memes|maison|propre",
    "interno|interna|desarrollo interno|desarrollo propio|propio|propia|equipo interno|desarrollado internamente",
    "desenvolvimento interno|desenvolvimento proprio|proprio|propria|equipa interna|equipe interna|desenvolvido internamente",
    "sviluppo interno|sviluppo proprio|sviluppato internamente|in casa|team interno|internamente",
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

/// Whether a supplier is named who is not the organisation itself.
pub(in crate::assess) fn is_bought_in(model: &Model, system: &AiSystem) -> bool {
    let organisation = model.organisation.as_deref().map(fold).unwrap_or_default();
    let is_own = |name: &str| {
        let name = fold(name);
        (!organisation.is_empty() && name == organisation) || is_own_work(&name)
    };
    system.vendor.as_ref().is_some_and(|vendor| {
        let mut names = vendor.value.split([';', ',', '\n']).filter(|name| names_somebody(name));
        names.any(|name| !is_own(name) && !is_own(without_remark(name)))
    })
}

fn is_own_work(folded: &str) -> bool {
    OWN_WORK.iter().flat_map(|words| words.split('|')).any(|word| word == folded)
}

/// A name without what stands in brackets or behind a dash: `Interne (équipe Data)`, `in-house – R&D`.
fn without_remark(name: &str) -> &str {
    let end = name.find(['(', '[', '–', '—']).or_else(|| name.find(" - ")).or_else(|| name.find(": "));
    end.and_then(|end| name.get(..end)).unwrap_or(name).trim()
}

/// Whether a control is said to be excluded or not implemented.
fn is_missing(assessed: &Assessed<'_>, id: RequirementId) -> bool {
    assessed.statement(id).is_some_and(|statement| {
        statement.applicability == Applicability::NotApplicable
            || understood(&statement.status) == Some(ImplementationStatus::NotImplemented)
    })
}
