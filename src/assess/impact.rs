//! What rests on a requirement, and what a change to it would do, before it is made.
//!
//! Nothing here changes a model: a change is tried on a copy of it, and both are assessed.

use std::collections::{BTreeMap, BTreeSet};

use super::checks::{folded, names};
use super::shared::Links;
use super::{Assessment, Coverage, GapKind, RequirementResult, RiskResult, assess, is_open};
use crate::model::{AiSystem, Applicability, ImplementationStatus, Model, Risk};
use crate::provenance::{Location, Reading, Traced};
use crate::standards::{Catalogue, RequirementId};

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
    /// Its name.
    pub title: String,
    /// Whether it is open.
    pub open: bool,
    /// Points by which its current score lies above appetite.
    pub above_appetite: f64,
    /// The other controls that treat it, with the level of each, 0 to 1.
    pub others: Vec<(RequirementId, f64)>,
}

/// An AI system that a requirement has to do with.
#[derive(Clone, Debug, PartialEq)]
pub struct AiSystemOn {
    /// Its name, or else its key.
    pub name: String,
    /// Why.
    pub because: AiSystemLink,
}

/// Why a requirement has to do with an AI system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AiSystemLink {
    /// A register says how the requirement stands for this system.
    Exception,
    /// It treats a risk that names the system.
    Risk(String),
    /// It treats a risk to an asset that the system uses.
    Asset {
        /// The risk.
        risk: String,
        /// The asset, as the register of AI systems names it.
        asset: String,
    },
}

/// What is tried on a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It gets this status, and applies.
    Status(ImplementationStatus),
    /// It is excluded with a justification.
    Excluded,
}

/// What a change does.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The requirements whose figures change, in the order of the catalogue, before and after.
    pub requirements: Vec<(RequirementResult, RequirementResult)>,
    /// The parts of the standards whose shares change, before and after.
    pub coverage: Vec<(Coverage, Coverage)>,
    /// The requirements that become a gap, stop being one, or become another kind of gap.
    pub gaps: Vec<(RequirementId, Option<GapKind>, Option<GapKind>)>,
    /// Person-days of the roadmap before and after.
    pub days: (f64, f64),
    /// How many findings there are of each code, where that changes: before and after.
    pub findings: BTreeMap<&'static str, (usize, usize)>,
}

/// What rests on a requirement, as the model stands.
pub fn impact(model: &Model, catalogue: &Catalogue, risks: &[RiskResult], id: RequirementId) -> Impact {
    let links = Links::new(model, catalogue);
    let shared: Vec<RequirementId> = links.shared_with(id).collect();
    let worth = links.worth(id).into_iter();
    let supplies = worth.filter(|(target, carry)| !shared.contains(target) && *carry > 0.0).collect();
    let depending = catalogue.requirements().filter(|requirement| requirement.depends_on.contains(&id));
    let required_by = depending.map(|requirement| requirement.id).collect();
    let treated: Vec<(&Risk, &RiskResult)> = model
        .risks
        .iter()
        .zip(risks)
        .filter(|(risk, _)| risk.controls.iter().any(|control| control.value.id == id))
        .collect();
    let ai_systems = model.ai_systems.iter().filter_map(|system| on_ai_system(model, system, id, &treated));
    Impact {
        shared,
        supplies,
        required_by,
        ai_systems: ai_systems.collect(),
        risks: treated.iter().map(|(risk, result)| on_risk(model, risk, result, id)).collect(),
    }
}

fn on_risk(model: &Model, risk: &Risk, result: &RiskResult, id: RequirementId) -> RiskOn {
    let others: BTreeSet<RequirementId> = risk.controls.iter().map(|control| control.value.id).collect();
    let level = |other: RequirementId| {
        let statement = model.statements.get(&other);
        statement
            .and_then(|statement| super::level(statement, &model.parameters))
            .map_or(0.0, |level| level.value)
    };
    RiskOn {
        key: risk.key.clone(),
        called: risk.called().to_owned(),
        title: risk.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        open: is_open(risk),
        above_appetite: result.above_appetite,
        others: others.into_iter().filter(|other| *other != id).map(|other| (other, level(other))).collect(),
    }
}

/// Why a requirement has to do with an AI system; the closest reason where there are several.
fn on_ai_system(
    model: &Model,
    system: &AiSystem,
    id: RequirementId,
    treated: &[(&Risk, &RiskResult)],
) -> Option<AiSystemOn> {
    let own: BTreeSet<String> = names(&system.key, &system.id, &system.name).collect();
    let exceptions = model.statements.get(&id).map(|statement| statement.exceptions.as_slice());
    let excepted =
        exceptions.unwrap_or_default().iter().any(|exception| own.contains(&folded(&exception.system.value)));
    let of_risk = || {
        let risk = treated.iter().map(|(risk, _)| risk);
        let mut named =
            risk.filter(|risk| risk.ai_systems.iter().any(|name| own.contains(&folded(&name.value))));
        named.next().map(|risk| AiSystemLink::Risk(risk.called().to_owned()))
    };
    let of_asset = || {
        treated.iter().find_map(|(risk, _)| {
            let at_risk: BTreeSet<String> =
                risk.assets.iter().flat_map(|asset| asset_names(model, &asset.value)).collect();
            let mut used = system.assets.iter();
            let asset = used
                .find(|asset| asset_names(model, &asset.value).iter().any(|name| at_risk.contains(name)))?;
            Some(AiSystemLink::Asset { risk: risk.called().to_owned(), asset: asset.value.clone() })
        })
    };
    let because = if excepted { Some(AiSystemLink::Exception) } else { of_risk().or_else(of_asset) };
    let name = system.name.as_ref().map_or(&system.key, |name| &name.value);
    Some(AiSystemOn { name: name.clone(), because: because? })
}

/// Everything that the asset of a name may be referred to by; the name alone where no register has it.
fn asset_names(model: &Model, written: &str) -> Vec<String> {
    let written = folded(written);
    let mut assets =
        model.assets.iter().map(|asset| names(&asset.key, &asset.id, &asset.name).collect::<Vec<_>>());
    assets.find(|names| names.contains(&written)).unwrap_or_else(|| vec![written])
}

/// What a change of a requirement would do to both standards.
pub fn effect(model: &Model, catalogue: &Catalogue, id: RequirementId, change: Change) -> Effect {
    let before = assess(model, catalogue);
    let after = assess(&changed(model, id, change), catalogue);
    let requirements = before.requirements.values().zip(after.requirements.values());
    let coverage = before.coverage.iter().zip(&after.coverage);
    let gap =
        |assessment: &Assessment, id| assessment.gaps.iter().find(|gap| gap.id == id).map(|gap| gap.kind);
    let gaps = before.requirements.keys().map(|id| (*id, gap(&before, *id), gap(&after, *id)));
    Effect {
        requirements: requirements
            .filter(|(before, after)| before != after)
            .map(|(before, after)| (before.clone(), after.clone()))
            .collect(),
        coverage: coverage
            .filter(|(before, after)| before.group.is_none() && before != after)
            .map(|(before, after)| (before.clone(), after.clone()))
            .collect(),
        gaps: gaps.filter(|(_, before, after)| before != after).collect(),
        days: (before.roadmap.total_days, after.roadmap.total_days),
        findings: changed_findings(&before, &after),
    }
}

fn changed_findings(before: &Assessment, after: &Assessment) -> BTreeMap<&'static str, (usize, usize)> {
    let mut counts: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for finding in &before.findings {
        counts.entry(finding.code.name).or_default().0 += 1;
    }
    for finding in &after.findings {
        counts.entry(finding.code.name).or_default().1 += 1;
    }
    counts.retain(|_, (before, after)| before != after);
    counts
}

/// A model in which a requirement is as a change says.
fn changed(model: &Model, id: RequirementId, change: Change) -> Model {
    let mut model = model.clone();
    if let Some(statement) = model.statements.get_mut(&id) {
        match change {
            Change::Status(status) => {
                let place = statement.status.as_ref().map(|reading| reading.location.clone());
                let place = place.unwrap_or_else(|| Location::file("a change that is tried"));
                statement.status = Some(Reading::understood(status.words().to_owned(), status, place));
                // A status says more than that it applies, and more than a percentage or a maturity.
                if statement.applicability == Applicability::NotApplicable {
                    statement.applicability = Applicability::Applicable;
                }
                (statement.percentage, statement.maturity) = (None, None);
            }
            Change::Excluded => {
                statement.applicability = Applicability::NotApplicable;
                if statement.justification_exclusion.is_none() {
                    let reason = "a change that is tried".to_owned();
                    let place = Location::file(&reason);
                    statement.justification_exclusion = Some(Traced::new(reason, place));
                }
            }
        }
    }
    model
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Asset, Exception, RequirementRef, RiskDomain};

    fn at(row: &str) -> Location {
        Location::file(row)
    }

    fn text(text: &str) -> Traced<String> {
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
        for (key, name, uses) in
            [("S-1", "Chat assistant", ""), ("S-2", "Forecast", "lake"), ("S-3", "Other", "sea")]
        {
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
            [("Chat assistant", &AiSystemLink::Risk("R-1".to_owned())), ("Forecast", &by_asset)]
        );
    }

    #[test]
    fn an_exception_for_a_system_is_the_closest_reason() {
        let mut model = empty();
        let mut system = AiSystem::unknown("S-1", at("s"));
        system.name = Some(text("Chat"));
        model.ai_systems.push(system);
        let exception = Exception { system: text("chat"), status: None, text: None };
        model.statements.get_mut(&id("42001:A.6.2.4")).unwrap().exceptions.push(exception);
        let found = impact_of(&model, "42001:A.6.2.4").ai_systems;
        assert_eq!(found, [AiSystemOn { name: "Chat".to_owned(), because: AiSystemLink::Exception }]);
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
        for requirement in catalogue.requirements() {
            for needed in &requirement.depends_on {
                assert!(impact_of(&empty(), &needed.to_string()).required_by.contains(&requirement.id));
            }
        }
    }

    #[test]
    fn a_change_is_tried_on_both_standards_and_leaves_the_model_alone() {
        let catalogue = Catalogue::load().unwrap();
        let model = empty();
        let pair =
            catalogue.links().iter().find(|link| link.relation == crate::standards::Relation::Equal).unwrap();
        let before = model.clone();
        let done =
            effect(&model, &catalogue, pair.iso27001, Change::Status(ImplementationStatus::Implemented));
        assert_eq!(model, before);
        let change = |id: RequirementId| done.requirements.iter().find(|(before, _)| before.id == id);
        let (was, is) = change(pair.iso27001).unwrap();
        assert_eq!((was.own, is.own), (0.0, 1.0));
        let (was, is) = change(pair.iso42001).unwrap();
        assert_eq!((was.own, is.own, was.carried, is.carried), (0.0, 0.0, 0.0, 1.0));
        let standards: BTreeSet<_> = done.coverage.iter().map(|(before, _)| before.standard).collect();
        assert_eq!(standards.len(), 2, "both standards' coverage moves");
        assert!(done.gaps.contains(&(pair.iso27001, Some(GapKind::Unassessed), None)), "{:?}", done.gaps);
        assert!(done.days.1 <= done.days.0);
    }

    #[test]
    fn an_excluded_control_counts_no_more() {
        let catalogue = Catalogue::load().unwrap();
        let done = effect(&empty(), &catalogue, id("27001:A.7.4"), Change::Excluded);
        let (before, after) = &done.coverage[0];
        assert_eq!(before.applicable - after.applicable, 1);
    }

    #[test]
    fn an_improved_status_lowers_no_share_and_costs_no_more_days() {
        let catalogue = Catalogue::load().unwrap();
        let model = empty();
        for requirement in catalogue.requirements().step_by(13) {
            let mut worse = model.clone();
            for pair in ImplementationStatus::ALL.windows(2) {
                worse = changed(&worse, requirement.id, Change::Status(pair[0]));
                let done = effect(&worse, &catalogue, requirement.id, Change::Status(pair[1]));
                for (before, after) in &done.coverage {
                    assert!(after.shares.own >= before.shares.own, "{}", requirement.id);
                    assert!(after.shares.potential >= before.shares.potential, "{}", requirement.id);
                }
                assert!(done.days.1 <= done.days.0, "{} {:?}", requirement.id, done.days);
            }
        }
    }
}
