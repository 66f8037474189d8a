//! What rests on a requirement, and what a change to it would do, before it is made.
//!
//! Nothing here changes a model: a change is tried on a copy of it, and both are assessed.

mod treated;

use std::collections::{BTreeMap, BTreeSet};

use super::brought_in::controls_of_systems;
use super::checks::names;
use super::impact_assessment::{ImpactState, impact_assessment};
use super::shared::Links;
use super::{RiskResult, is_open};
use crate::model::{AiSystem, Asset, ImplementationStatus, Model, Risk};
use crate::recognise::fold;
use crate::standards::{Catalogue, Part, RequirementId, Standard};
use treated::{Treated, assets_by_name};

/// What rests on a requirement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Impact {
    /// The requirements of the other standard that are one piece of work with it.
    pub shared: Vec<RequirementId>,
    /// The requirements of the other standard that its work contributes to, each with the share that is
    /// carried over (0 to 1, judgement).
    pub supplies: Vec<(RequirementId, f64)>,
    /// The requirements of either standard that depend on it (judgement).
    pub required_by: Vec<RequirementId>,
    /// The risks that it treats, in the order of the model.
    pub risks: Vec<RiskOn>,
    /// The AI systems that it has to do with, in the order of the model.
    pub ai_systems: Vec<AiSystemOn>,
}

/// A risk that a requirement treats.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskOn {
    /// The risk's key.
    pub key: String,
    /// What people call it.
    pub called: String,
    /// Its name, or what else the register says of it where it has none.
    pub title: String,
    /// Whether it is open.
    pub open: bool,
    /// Points by which its current score lies above appetite.
    pub above_appetite: f64,
    /// The requirement that it names, where that is not the one asked for but shared with it.
    pub through: Option<RequirementId>,
    /// The other controls that treat it, with the level of each, 0 to 1.
    pub others: Vec<(RequirementId, f64)>,
}

/// An AI system that a requirement has to do with.
#[derive(Clone, Debug, PartialEq)]
pub struct AiSystemOn {
    /// Its name, or else its key.
    pub name: String,
    /// Its identifier, or else its name.
    pub called: String,
    /// Why.
    pub because: AiSystemLink,
}

/// Why a requirement has to do with an AI system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AiSystemLink {
    /// A register says how the requirement stands for this system.
    Exception,
    /// It treats a risk that names the system.
    Risk(String),
    /// It treats a risk to an asset that belongs to the system, by either register.
    Asset {
        /// The risk.
        risk: String,
        /// The asset, as the register of AI systems or of risks names it.
        asset: String,
    },
    /// What the system is brings the control into play (judgement).
    InPlay {
        /// What the register says of the system.
        said: String,
        /// Why that calls for the control.
        why: String,
    },
    /// It asks for the impact assessments of AI systems, and this is how far that of the system is.
    ImpactAssessment(ImpactState),
}

/// The clauses of 42001 that ask for the impact assessments of AI systems.
const IMPACT_CLAUSES: [&str; 2] = ["6.1.4", "8.4"];

/// What is tried on a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It gets this status, and applies.
    Status(ImplementationStatus),
    /// It is excluded with a justification.
    Excluded,
}

/// What rests on a requirement, as the model stands.
pub fn impact(model: &Model, catalogue: &Catalogue, risks: &[RiskResult], id: RequirementId) -> Impact {
    Impacts::new(model, catalogue, risks).of(id)
}

/// What rests on the requirements of a model, prepared once for all of them.
pub struct Impacts<'a> {
    model: &'a Model,
    catalogue: &'a Catalogue,
    links: Links,
    /// The risks that name a requirement, in the order of the model.
    risks: BTreeMap<RequirementId, Vec<(usize, &'a Risk, &'a RiskResult)>>,
    /// What each AI system is called, in the order of the model.
    systems: Vec<(&'a AiSystem, Vec<String>)>,
    assets: BTreeMap<String, &'a Asset>,
    /// By requirement and by the key of an AI system that brings it into play, what the register says of the
    /// system, and why that calls for the control.
    in_play: BTreeMap<RequirementId, BTreeMap<&'a str, (String, &'a str)>>,
    /// How far the impact assessment is, by the key of each AI system for which one may be needed.
    assessed: BTreeMap<&'a str, ImpactState>,
}

impl<'a> Impacts<'a> {
    /// Prepares a model and its rated risks.
    pub fn new(model: &'a Model, catalogue: &'a Catalogue, rated: &'a [RiskResult]) -> Self {
        let mut risks: BTreeMap<RequirementId, Vec<(usize, &Risk, &RiskResult)>> = BTreeMap::new();
        for (place, (risk, result)) in model.risks.iter().zip(rated).enumerate() {
            let named: BTreeSet<RequirementId> =
                risk.controls.iter().map(|control| control.value.id).collect();
            for id in named {
                risks.entry(id).or_default().push((place, risk, result));
            }
        }
        let systems = model.ai_systems.iter().map(|system| {
            let own = names(&system.key, &system.id, &system.name).map(|name| fold(&name));
            (system, own.collect())
        });
        // Assets lead nowhere but to AI systems.
        let lead_to_systems = model.ai_systems.iter().any(|system| !system.assets.is_empty())
            || model.assets.iter().any(|asset| !asset.ai_systems.is_empty());
        let assets = if lead_to_systems { assets_by_name(model) } else { BTreeMap::new() };
        let mut in_play: BTreeMap<RequirementId, BTreeMap<&str, (String, &str)>> = BTreeMap::new();
        for found in controls_of_systems(model, catalogue) {
            let systems = in_play.entry(found.control.requirement).or_default();
            systems
                .entry(found.system.key.as_str())
                .or_insert((found.said, found.control.rationale.as_str()));
        }
        let is_called_for =
            |state: &ImpactState| !matches!(state, ImpactState::NotGoverned | ImpactState::NotNeeded);
        let state = |system: &'a AiSystem| (system.key.as_str(), impact_assessment(model, system).state);
        let assessed = model.ai_systems.iter().map(state).filter(|(_, state)| is_called_for(state)).collect();
        Self {
            in_play,
            assessed,
            model,
            catalogue,
            links: Links::new(model, catalogue),
            risks,
            systems: systems.collect(),
            assets,
        }
    }

    /// What rests on a requirement.
    pub fn of(&self, id: RequirementId) -> Impact {
        let shared: Vec<RequirementId> = self.links.shared_with(id).collect();
        let worth = self.links.worth(id).into_iter();
        let supplies = worth.filter(|(target, carry)| !shared.contains(target) && *carry > 0.0).collect();
        let requirements = self.catalogue.requirements();
        let depending = requirements.filter(|requirement| requirement.depends_on.contains(&id));
        let required_by = depending.map(|requirement| requirement.id).collect();
        let treated = self.treated(id, &shared);
        Impact {
            supplies,
            required_by,
            ai_systems: self.ai_systems(id, &treated),
            risks: treated
                .iter()
                .map(|(risk, result, named)| on_risk(self.model, risk, result, [id, *named]))
                .collect(),
            shared,
        }
    }

    /// The risks that a requirement treats, in the order of the model, each with the requirement that it names: a
    /// risk that names the other half of a shared pair is treated by the same work.
    fn treated(
        &self,
        id: RequirementId,
        shared: &[RequirementId],
    ) -> Vec<(&'a Risk, &'a RiskResult, RequirementId)> {
        let mut found = BTreeMap::new();
        for named in std::iter::once(&id).chain(shared) {
            for (place, risk, result) in self.risks.get(named).into_iter().flatten() {
                found.entry(*place).or_insert((*risk, *result, *named));
            }
        }
        found.into_values().collect()
    }

    fn ai_systems(
        &self,
        id: RequirementId,
        treated: &[(&Risk, &RiskResult, RequirementId)],
    ) -> Vec<AiSystemOn> {
        let exceptions = self.model.statements.get(&id).map(|statement| statement.exceptions.as_slice());
        let exceptions = exceptions.unwrap_or_default();
        let in_play = self.in_play.get(&id);
        let asks_for_assessments = id.standard() == Standard::Iso42001
            && id.part() == Part::Clauses
            && IMPACT_CLAUSES.contains(&id.number().as_str());
        if treated.is_empty() && exceptions.is_empty() && in_play.is_none() && !asks_for_assessments {
            return Vec::new();
        }
        let leading = Treated::by(treated.iter().map(|(risk, ..)| *risk), &self.assets);
        let excepted: BTreeSet<String> =
            exceptions.iter().flat_map(|exception| systems_of(&exception.system.value)).collect();
        let systems = self.systems.iter().filter_map(|(system, own)| {
            let because = if own.iter().any(|name| excepted.contains(name)) {
                AiSystemLink::Exception
            } else {
                let by_what_it_is = || {
                    let (said, why) = in_play?.get(system.key.as_str())?.clone();
                    Some(AiSystemLink::InPlay { said, why: why.to_owned() })
                };
                let by_its_assessment = || {
                    let state = self.assessed.get(system.key.as_str()).filter(|_| asks_for_assessments)?;
                    Some(AiSystemLink::ImpactAssessment(*state))
                };
                let leading = || leading.link(system, own, &self.assets);
                by_its_assessment().or_else(leading).or_else(by_what_it_is)?
            };
            let name = system.name.as_ref().map_or(system.key.as_str(), |name| &name.value).to_owned();
            let called = system.id.as_ref().map_or(name.as_str(), |id| &id.value).to_owned();
            Some(AiSystemOn { name, called, because })
        });
        systems.collect()
    }
}

/// The names of a row that says how a requirement stands for one system or for several.
fn systems_of(written: &str) -> Vec<String> {
    let parts = written.split([';', ',', '\n']).map(fold).filter(|part| !part.is_empty());
    std::iter::once(fold(written)).chain(parts).collect()
}

/// The name of a risk; where the register has no column of names, its scenario, threat, cause or consequence.
fn words_of(risk: &Risk) -> String {
    let said = [&risk.title, &risk.description, &risk.threat, &risk.cause, &risk.consequence];
    said.into_iter().flatten().next().map(|said| said.value.to_string()).unwrap_or_default()
}

/// A risk that names the second of two requirements, which is the first or is shared with it.
fn on_risk(model: &Model, risk: &Risk, result: &RiskResult, ids: [RequirementId; 2]) -> RiskOn {
    let [id, named] = ids;
    let others: BTreeSet<RequirementId> = risk.controls.iter().map(|control| control.value.id).collect();
    let level = |other: RequirementId| {
        let statement = model.statements.get(&other);
        statement
            .and_then(|statement| crate::assess::level(statement, &model.parameters))
            .map_or(0.0, |level| level.value)
    };
    RiskOn {
        key: risk.key.clone(),
        called: risk.called().to_owned(),
        title: words_of(risk),
        open: is_open(risk),
        above_appetite: result.above_appetite,
        through: Some(named).filter(|named| *named != id),
        others: others
            .into_iter()
            .filter(|other| !ids.contains(other))
            .map(|other| (other, level(other)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use arcstr::ArcStr;

    use super::*;
    use crate::assess::assess;
    use crate::model::{Exception, LifecycleStage, RequirementRef, RiskDomain, YesNo};
    use crate::provenance::{Location, Reading, Traced};

    fn at(row: &str) -> Location {
        Location::file(row)
    }

    fn text(text: &str) -> Traced<ArcStr> {
        Traced::new(text.to_owned(), at("r"))
    }

    fn id(text: &str) -> RequirementId {
        text.parse().unwrap()
    }

    fn risk(key: &str, control: &str) -> Risk {
        let mut risk = Risk::unknown(key, at(key), RiskDomain::Both);
        let reference = RequirementRef {
            id: id(control),
            written: control.to_owned(),
            from_2013: None,
            decided_by: String::new(),
        };
        risk.controls.push(Traced::new(reference, at(key)));
        risk
    }

    fn impact_of(model: &Model, requirement: &str) -> Impact {
        let catalogue = Catalogue::load().unwrap();
        let risks = assess(model, &catalogue).risks;
        impact(model, &catalogue, &risks, id(requirement))
    }

    fn empty() -> Model {
        Model::empty(&Catalogue::load().unwrap(), chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
    }

    #[test]
    fn what_an_ai_system_is_leads_to_it_where_no_risk_does() {
        let mut model = empty();
        let mut bought = AiSystem::unknown("S-1", at("2"));
        bought.vendor = Some(text("Example Ltd"));
        model.ai_systems.push(bought);
        model.ai_systems.push(AiSystem::unknown("S-2", at("3")));
        let found = impact_of(&model, "27001:A.5.19").ai_systems;
        let [only] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(only.name, "S-1");
        assert!(
            matches!(&only.because, AiSystemLink::InPlay { said, .. } if said == "Example Ltd"),
            "{only:?}"
        );
        assert!(impact_of(&model, "27001:A.8.25").ai_systems.is_empty());
    }

    #[test]
    fn the_clauses_that_ask_for_impact_assessments_lead_to_the_systems_that_need_one() {
        let mut model = empty();
        let mut deciding = AiSystem::unknown("S-1", at("2"));
        deciding.automated_decision = Some(Reading::understood("yes", YesNo::Yes, at("2")));
        let mut retired = AiSystem::unknown("S-2", at("3"));
        retired.lifecycle_stage = Some(Reading::understood("retired", LifecycleStage::Retired, at("3")));
        model.ai_systems = vec![deciding, retired];
        for clause in ["42001:6.1.4", "42001:8.4"] {
            let found = impact_of(&model, clause).ai_systems;
            let [only] = found.as_slice() else { panic!("{found:?}") };
            assert_eq!(only.because, AiSystemLink::ImpactAssessment(ImpactState::ToBeAssessed));
        }
        assert!(impact_of(&model, "42001:6.1.3").ai_systems.is_empty());
    }

    #[test]
    fn a_risk_leads_to_the_ai_systems_that_it_names_or_whose_assets_are_at_risk() {
        let mut model = empty();
        let mut named = risk("R-1", "27001:A.5.15");
        named.ai_systems.push(text(" chat assistant "));
        let mut to_asset = risk("R-2", "27001:A.5.15");
        // The risk names the asset by its identifier and the system by its name.
        to_asset.assets.push(text("AST-1"));
        model.risks = vec![named, to_asset, risk("R-3", "27001:A.5.16")];
        let mut asset = Asset::unknown("AST-1", at("a"));
        (asset.id, asset.name) = (Some(text("AST-1")), Some(text("Lake")));
        model.assets.push(asset);
        model.assets[0].ai_systems.push(text("s-4"));
        let systems = [
            ("S-1", "Chat assistant", ""),
            ("S-2", "Forecast", "lake"),
            ("S-3", "Other", "sea"),
            ("S-4", "Scoring", ""),
        ];
        for (key, name, uses) in systems {
            let mut system = AiSystem::unknown(key, at(key));
            system.name = Some(text(name));
            system.assets = Some(uses).filter(|uses| !uses.is_empty()).map(text).into_iter().collect();
            model.ai_systems.push(system);
        }
        let impact = impact_of(&model, "27001:A.5.15");
        let risks: Vec<&str> = impact.risks.iter().map(|risk| risk.key.as_str()).collect();
        assert_eq!(risks, ["R-1", "R-2"]);
        let systems: Vec<(&str, &AiSystemLink)> =
            impact.ai_systems.iter().map(|system| (system.name.as_str(), &system.because)).collect();
        let by_asset = AiSystemLink::Asset { risk: "R-2".to_owned(), asset: "lake".to_owned() };
        assert_eq!(
            systems,
            [
                ("Chat assistant", &AiSystemLink::Risk("R-1".to_owned())),
                ("Forecast", &by_asset),
                ("Scoring", &AiSystemLink::Asset { risk: "R-2".to_owned(), asset: "AST-1".to_owned() })
            ]
        );
    }

    #[test]
    fn an_exception_for_a_system_is_the_closest_reason() {
        let mut model = empty();
        let mut system = AiSystem::unknown("S-1", at("s"));
        system.name = Some(text("Chat"));
        model.ai_systems.push(system);
        let exception = Exception { system: text("Forecast; CHÁT"), status: None, text: None };
        model.statements.get_mut(&id("42001:A.6.2.4")).unwrap().exceptions.push(exception);
        let found = impact_of(&model, "42001:A.6.2.4").ai_systems;
        assert_eq!(
            found,
            [AiSystemOn {
                name: "Chat".to_owned(),
                called: "Chat".to_owned(),
                because: AiSystemLink::Exception
            }]
        );
        assert!(impact_of(&model, "42001:A.6.2.5").ai_systems.is_empty());
    }

    #[test]
    fn what_rests_on_a_control_is_told_apart_by_how_it_does() {
        let catalogue = Catalogue::load().unwrap();
        let link = catalogue.links().iter().find(|link| link.relation == crate::standards::Relation::Equal);
        let pair = link.unwrap();
        let found = impact_of(&empty(), &pair.iso27001.to_string());
        assert!(found.shared.contains(&pair.iso42001), "{found:?}");
        assert!(found.supplies.iter().all(|(target, carry)| !found.shared.contains(target) && *carry > 0.0));
        assert!(!impact_of(&empty(), "27001:A.8.8").supplies.is_empty());
        for requirement in catalogue.requirements() {
            for needed in &requirement.depends_on {
                assert!(impact_of(&empty(), &needed.to_string()).required_by.contains(&requirement.id));
            }
        }
    }

    #[test]
    fn a_risk_that_names_the_other_half_of_a_shared_pair_is_treated_too() {
        let mut model = empty();
        let catalogue = Catalogue::load().unwrap();
        let mut equal =
            catalogue.links().iter().filter(|link| link.relation == crate::standards::Relation::Equal);
        let pair = equal.next().unwrap();
        model.risks.push(risk("R-1", &pair.iso42001.to_string()));
        let found = impact_of(&model, &pair.iso27001.to_string()).risks;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].through, found[0].others.len()), (Some(pair.iso42001), 0));
    }
}
