//! What AI systems are: whether they are bought in, developed, hold components of third parties; and which
//! controls that brings into play (judgement).

use super::exclusion::is_given;
use super::impact_assessment::is_governed;
use crate::model::{AiRole, AiSystem, LifecycleStage, Model, YesNo};
use crate::provenance::{Location, Traced, understood};
use crate::recognise::value::names_somebody;
use crate::standards::{BroughtIn, Catalogue, SystemTrait};

/// What stands in a column of suppliers where the organisation made the system itself, in seven languages.
pub const OWN_WORK: &[&str] = &[
    "in-house",
    "inhouse",
    "in house",
    "internal",
    "internally developed",
    "own development",
    "self-developed",
    "none",
    "n/a",
    "-",
    "–",
    "intern",
    "eigenentwicklung",
    "interne",
    "en interne",
    "développement interne",
    "eigen ontwikkeling",
    "zelf ontwikkeld",
    "interno",
    "interna",
    "desarrollo interno",
    "desarrollo propio",
    "desenvolvimento interno",
    "desenvolvimento próprio",
    "sviluppo interno",
    "internally",
    "internal development",
    "internal team",
    "developed in-house",
    "own",
    "own team",
    "ourselves",
    "self-built",
    "eigen",
    "eigene",
    "eigene entwicklung",
    "selbst",
    "selbst entwickelt",
    "interne entwicklung",
    "intern entwickelt",
    "zelf",
    "eigen team",
    "eigen beheer",
    "interne ontwikkeling",
    "intern ontwikkeld",
    "développé en interne",
    "équipe interne",
    "propio",
    "equipo interno",
    "próprio",
    "equipa interna",
    "team interno",
];

/// What stands in a column of text where there is nothing of the kind, in seven languages.
pub const NOTHING: &[&str] = &[
    "no",
    "none",
    "n/a",
    "-",
    "–",
    "not applicable",
    "nein",
    "keine",
    "keines",
    "nee",
    "geen",
    "non",
    "aucun",
    "aucune",
    "ninguno",
    "ninguna",
    "não",
    "nenhum",
    "nenhuma",
    "nessuno",
    "nessuna",
];

/// Whether a text is one of some words, whatever its case.
pub fn is_word(text: &Option<Traced<String>>, words: &[&str]) -> bool {
    text.as_ref().is_some_and(|text| words.contains(&text.value.trim().to_lowercase().as_str()))
}

/// Whether a supplier is named who is not the organisation itself.
pub fn is_bought_in(system: &AiSystem) -> bool {
    let vendor = system.vendor.as_ref().map(|vendor| vendor.value.as_str()).unwrap_or_default();
    let is_own = |name: &str| OWN_WORK.contains(&name.trim().to_lowercase().as_str());
    let mut names = vendor.split([';', ',', '\n']).filter(|name| names_somebody(name));
    names.any(|name| !is_own(name) && !is_own(without_remark(name)))
}

/// A name without what stands in brackets or behind a dash: `Interne (équipe Data)`, `in-house – R&D`.
fn without_remark(name: &str) -> &str {
    let end = name.find(['(', '[', '–', '—']).or_else(|| name.find(" - ")).or_else(|| name.find(": "));
    end.and_then(|end| name.get(..end)).unwrap_or(name)
}

/// Whether a text names anything.
fn names_any(text: &Option<Traced<String>>) -> bool {
    is_given(text) && !is_word(text, NOTHING)
}

/// The cell that says that a system has a trait; `None` where nothing says so.
pub fn says(system: &AiSystem, because: SystemTrait) -> Option<(String, Location)> {
    let text =
        |text: &Option<Traced<String>>| text.as_ref().map(|text| (text.value.clone(), text.location.clone()));
    match because {
        SystemTrait::BoughtIn => text(&system.vendor).filter(|_| is_bought_in(system)),
        SystemTrait::ThirdPartyComponents => {
            let components =
                text(&system.third_party_components).filter(|_| names_any(&system.third_party_components));
            components
                .or_else(|| text(&system.pretrained_model).filter(|_| names_any(&system.pretrained_model)))
        }
        SystemTrait::ExternalData => text(&system.external_data).filter(|_| names_any(&system.external_data)),
        SystemTrait::PersonalData => says_yes(&system.personal_data),
        SystemTrait::AutomatedDecision => says_yes(&system.automated_decision),
        SystemTrait::Developed => {
            let role = system.role.as_ref().filter(|role| {
                matches!(role.value, Some(AiRole::Developer | AiRole::Producer | AiRole::Provider))
            });
            let by_role = role.map(|role| (role.text.clone(), role.location.clone()));
            by_role.or_else(|| text(&system.vendor).filter(|_| is_own_work(system)))
        }
        SystemTrait::PeopleAffected => {
            text(&system.affected_people).filter(|_| names_any(&system.affected_people))
        }
        SystemTrait::InOperation => {
            let stage = system.lifecycle_stage.as_ref();
            let stage = stage.filter(|stage| stage.value == Some(LifecycleStage::Operation));
            stage.map(|stage| (stage.text.clone(), stage.location.clone()))
        }
    }
}

/// Whether the column of suppliers says that the organisation made the system; a dash says nothing of that.
fn is_own_work(system: &AiSystem) -> bool {
    is_word(&system.vendor, OWN_WORK) && !is_word(&system.vendor, NOTHING)
}

fn says_yes(reading: &Option<crate::provenance::Reading<YesNo>>) -> Option<(String, Location)> {
    let answer = reading.as_ref().filter(|_| understood(reading) == Some(YesNo::Yes));
    answer.map(|answer| (answer.text.clone(), answer.location.clone()))
}

/// A control that an AI system brings into play.
#[derive(Clone, Debug)]
pub struct ControlOfSystem<'a> {
    /// The system.
    pub system: &'a AiSystem,
    /// The control, and which trait brings it in.
    pub control: &'a BroughtIn,
    /// What says that the system has the trait.
    pub said: String,
    /// Where.
    pub location: Location,
}

/// The controls that the governed AI systems bring into play, system by system.
pub fn controls_of_systems<'a>(
    model: &'a Model,
    catalogue: &'a Catalogue,
) -> impl Iterator<Item = ControlOfSystem<'a>> {
    let controls = &catalogue.ai_governance().brought_in;
    model.ai_systems.iter().filter(|system| is_governed(system)).flat_map(move |system| {
        let traits =
            SystemTrait::ALL.into_iter().filter_map(|because| Some((because, says(system, because)?)));
        traits.flat_map(move |(because, (said, location))| {
            controls.iter().filter(move |control| control.because == because).map(move |control| {
                ControlOfSystem { system, control, said: said.clone(), location: location.clone() }
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Option<Traced<String>> {
        Some(Traced::new(value.to_owned(), Location::file("ai.csv")))
    }

    fn controls(system: AiSystem) -> Vec<String> {
        let catalogue = Catalogue::load().unwrap();
        let mut model = Model::empty(&catalogue, chrono::NaiveDate::default());
        model.ai_systems.push(system);
        controls_of_systems(&model, &catalogue).map(|found| found.control.requirement.to_string()).collect()
    }

    #[test]
    fn a_supplier_brings_the_supplier_controls_and_own_work_those_of_development() {
        let mut system = AiSystem::unknown("AI-1", Location::file("ai.csv"));
        assert_eq!(controls(system.clone()), Vec::<String>::new());
        system.vendor = text("Example Ltd");
        assert!(controls(system.clone()).contains(&"42001:A.10.3".to_owned()));
        system.vendor = text("Eigenentwicklung");
        let developed = controls(system.clone());
        assert!(
            developed.contains(&"42001:A.6.2.4".to_owned())
                && !developed.contains(&"42001:A.10.3".to_owned())
        );
        // A dash says neither.
        system.vendor = text("-");
        assert_eq!(controls(system), Vec::<String>::new());
    }

    #[test]
    fn a_no_in_a_column_of_text_brings_nothing() {
        let mut system = AiSystem::unknown("AI-1", Location::file("ai.csv"));
        system.external_data = text("Nein");
        system.third_party_components = text("none");
        assert_eq!(controls(system.clone()), Vec::<String>::new());
        system.external_data = text("weather service");
        assert_eq!(controls(system), ["42001:A.7.3", "42001:A.7.5"]);
    }
}
