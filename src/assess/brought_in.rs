//! What AI systems are: whether they are bought in, developed, hold components of third parties; and which
//! controls that brings into play (judgement).

use arcstr::ArcStr;

use super::exclusion::is_given;
use super::impact_assessment::is_governed;
use super::own_work::{NOTHING, is_bought_in, is_own_work, is_word};
use crate::model::{AiRole, AiSystem, LifecycleStage, Model, YesNo};
use crate::provenance::{Location, Traced, understood};
use crate::standards::{BroughtIn, Catalogue, SystemTrait};

/// Whether a text names anything.
fn names_any(text: &Option<Traced<ArcStr>>) -> bool {
    is_given(text) && !is_word(text, NOTHING)
}

/// The cell that says that a system has a trait; `None` where nothing says so.
pub fn says(model: &Model, system: &AiSystem, because: SystemTrait) -> Option<(ArcStr, Location)> {
    let text =
        |text: &Option<Traced<ArcStr>>| text.as_ref().map(|text| (text.value.clone(), text.location.clone()));
    match because {
        SystemTrait::BoughtIn => text(&system.vendor).filter(|_| is_bought_in(model, system)),
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
            by_role.or_else(|| text(&system.vendor).filter(|_| is_own_work(model, system)))
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

fn says_yes(reading: &Option<crate::provenance::Reading<YesNo>>) -> Option<(ArcStr, Location)> {
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
            SystemTrait::ALL.into_iter().filter_map(|because| Some((because, says(model, system, because)?)));
        traits.flat_map(move |(because, (said, location))| {
            controls.iter().filter(move |control| control.because == because).map(move |control| {
                ControlOfSystem { system, control, said: said.to_string(), location: location.clone() }
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Option<Traced<ArcStr>> {
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
        system.vendor = text("Interne (équipe Data)");
        assert_eq!(controls(system.clone()), developed);
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
