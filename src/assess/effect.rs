//! What a change to a requirement would do to both standards, before it is made.
//!
//! A change is tried on a copy of the model, and both are assessed. A finding that stands for several records is
//! raised or mended only for those that come or go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::checks::place_name;
use super::exclusion::is_written;
use super::{Assessment, Change, Coverage, GapKind, RequirementResult, assess};
use crate::diagnostic::Diagnostic;
use crate::model::{Applicability, Model};
use crate::provenance::{Location, Reading, SheetName, Traced};
use crate::standards::{Catalogue, RequirementId};

/// What a change does.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The requirements whose figures change, in the order of the catalogue, before and after.
    pub requirements: Vec<(RequirementResult, RequirementResult)>,
    /// The parts of the standards whose shares change, before and after.
    pub coverage: Vec<(Coverage, Coverage)>,
    /// The requirements that become a gap, stop being one, or become another kind of gap.
    pub gaps: Vec<(RequirementId, Option<GapKind>, Option<GapKind>)>,
    /// The gaps that are gaps before and after and whose order among each other changes, with their ranks before and
    /// after, those that move most first.
    pub ranks: Vec<(RequirementId, usize, usize)>,
    /// Person-days of the roadmap before and after.
    pub days: (f64, f64),
    /// The findings of the assessment that it raises.
    pub raised: Vec<Diagnostic>,
    /// The findings of the assessment that it mends.
    pub mended: Vec<Diagnostic>,
}

/// What a change of a requirement would do to both standards; `before` is the assessment of the model.
pub fn effect(
    model: &Model,
    before: &Assessment,
    catalogue: &Catalogue,
    id: RequirementId,
    change: Change,
) -> Effect {
    let after = assess(&changed(model, id, change), catalogue);
    let requirements = before.requirements.values().zip(after.requirements.values());
    let coverage = before.coverage.iter().zip(&after.coverage);
    let gap =
        |assessment: &Assessment, id| assessment.gaps.iter().find(|gap| gap.id == id).map(|gap| gap.kind);
    let gaps = before.requirements.keys().map(|id| (*id, gap(before, *id), gap(&after, *id)));
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
        ranks: moved_ranks(before, &after),
        days: (before.roadmap.total_days, after.roadmap.total_days),
        raised: beyond(model, &after.findings, &before.findings),
        mended: beyond(model, &before.findings, &after.findings),
    }
}

/// The gaps of both assessments whose order among each other changes: a gap that goes moves nobody by itself.
fn moved_ranks(before: &Assessment, after: &Assessment) -> Vec<(RequirementId, usize, usize)> {
    let ranks = |assessment: &Assessment| -> BTreeMap<RequirementId, usize> {
        assessment.gaps.iter().map(|gap| (gap.id, gap.rank)).collect()
    };
    let (was, is) = (ranks(before), ranks(after));
    let order = |ranks: &BTreeMap<RequirementId, usize>, other: &BTreeMap<RequirementId, usize>| {
        let mut common: Vec<(usize, RequirementId)> =
            ranks.iter().filter(|(id, _)| other.contains_key(*id)).map(|(id, rank)| (*rank, *id)).collect();
        common.sort();
        let places = common.into_iter().enumerate().map(|(place, (_, id))| (id, place));
        places.collect::<BTreeMap<RequirementId, usize>>()
    };
    let (one, other) = (order(&was, &is), order(&is, &was));
    let moved = one.iter().zip(other.values()).filter(|((_, before), after)| before != after);
    let mut moved: Vec<(usize, RequirementId)> =
        moved.map(|((id, before), after)| (before.abs_diff(*after), *id)).collect();
    moved.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    moved.into_iter().filter_map(|(_, id)| Some((id, *was.get(&id)?, *is.get(&id)?))).collect()
}

/// The findings that the others do not have, each as often as it stands there more; of one that stands for several
/// records, those of its records for which no other of its kind stands.
fn beyond(model: &Model, findings: &[Diagnostic], others: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut left: Vec<&Diagnostic> = others.iter().collect();
    let mut unlike = Vec::new();
    for finding in findings {
        match left.iter().position(|other| *other == finding) {
            Some(place) => {
                left.swap_remove(place);
            }
            None => unlike.push(finding),
        }
    }
    let mut beyond = Vec::new();
    for finding in unlike {
        let known: BTreeSet<&Location> =
            left.iter().filter(|other| is_alike(finding, other)).flat_map(|other| places(other)).collect();
        if known.is_empty() {
            beyond.push(finding.clone());
            continue;
        }
        let new: Vec<&Location> = places(finding).filter(|place| !known.contains(place)).collect();
        beyond.extend(restricted(model, finding, &new));
    }
    beyond
}

/// The places of a finding.
fn places(finding: &Diagnostic) -> impl Iterator<Item = &Location> {
    finding.location.iter().chain(&finding.also)
}

/// Whether two findings say the same of records of one sheet, whichever these are.
fn is_alike(one: &Diagnostic, other: &Diagnostic) -> bool {
    fn sheet(finding: &Diagnostic) -> Option<&Arc<SheetName>> {
        finding.location.as_ref().map(|location| &location.sheet)
    }
    fn facts(finding: &Diagnostic) -> impl Iterator<Item = &(&'static str, String)> {
        finding.facts.iter().filter(|(name, _)| *name != SUBJECTS)
    }
    one.code == other.code
        && sheet(one) == sheet(other)
        && one.facts.iter().any(|(name, _)| *name == SUBJECTS)
        && facts(one).eq(facts(other))
}

/// The fact that names the records of a finding.
const SUBJECTS: &str = "subjects";

/// A finding for some of its records alone; none where there are none.
fn restricted(model: &Model, finding: &Diagnostic, to: &[&Location]) -> Option<Diagnostic> {
    let (first, rest) = to.split_first()?;
    let called = place_name(model, first).unwrap_or_else(|| first.to_string());
    let subjects = if rest.is_empty() { called } else { format!("{called} and {} more", rest.len()) };
    let mut restricted = finding.clone();
    restricted.read = None;
    restricted.location = Some((*first).clone());
    restricted.also = rest.iter().map(|place| (*place).clone()).collect();
    for (_, text) in restricted.facts.iter_mut().filter(|(name, _)| *name == SUBJECTS) {
        text.clone_from(&subjects);
    }
    Some(restricted)
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
                // A percentage is of the status that stood there before, as where a person writes one; a maturity stays.
                statement.percentage = None;
                // Only what applies has a status.
                if statement.applicability == Applicability::NotApplicable {
                    statement.applicability = Applicability::Applicable;
                }
            }
            Change::Excluded => {
                statement.applicability = Applicability::NotApplicable;
                if !is_written(&statement.justification_exclusion) {
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
    use crate::model::{Asset, ImplementationStatus, RequirementRef, Risk, RiskDomain, Treatment};

    fn sheet() -> Arc<SheetName> {
        Arc::new(SheetName { file: Arc::from("r.xlsx"), sheet: Some(Arc::from("Risks")) })
    }

    fn id(text: &str) -> RequirementId {
        text.parse().unwrap()
    }

    /// An open risk in a row of one sheet that is treated by controls.
    fn risk(sheet: &Arc<SheetName>, row: u32, controls: &[&str]) -> Risk {
        let key = format!("R-{row}");
        let at = |column| Location::cell(sheet, row, column);
        let mut risk = Risk::unknown(&key, Location::row(sheet, row), RiskDomain::InformationSecurity);
        risk.id = Some(Traced::new(key.clone(), at(0)));
        risk.treatment = Some(Reading::understood("Mitigate".to_owned(), Treatment::Modify, at(3)));
        (risk.likelihood, risk.impact) = (
            Some(Reading::understood("4".to_owned(), 4.0, at(1))),
            Some(Reading::understood("5".to_owned(), 5.0, at(2))),
        );
        for control in controls {
            let reference = RequirementRef {
                id: id(control),
                written: (*control).to_owned(),
                from_2013: None,
                decided_by: String::new(),
            };
            risk.controls.push(Traced::new(reference, at(4)));
        }
        risk
    }

    #[test]
    fn a_finding_about_several_records_is_raised_only_for_those_that_come() {
        let catalogue = Catalogue::load().unwrap();
        let mut model = Model::empty(&catalogue, chrono::NaiveDate::default());
        let sheet = sheet();
        model.risks = vec![risk(&sheet, 1, &["27001:A.8.13"]), risk(&sheet, 2, &["27001:A.8.15"])];
        model.assets = vec![Asset::unknown("A-1", Location::row(&sheet, 9))];
        let not_implemented = |model: &mut Model, key: &str| {
            let status = ImplementationStatus::NotImplemented;
            let place = Location::file("soa.xlsx");
            model.statements.get_mut(&id(key)).unwrap().status =
                Some(Reading::understood("no".to_owned(), status, place));
        };
        not_implemented(&mut model, "27001:A.8.13");
        let before = assess(&model, &catalogue);
        let change = Change::Status(ImplementationStatus::NotImplemented);
        let effect = effect(&model, &before, &catalogue, id("27001:A.8.15"), change);
        let of = |findings: &[Diagnostic]| -> Vec<(String, String)> {
            let told = findings.iter().map(|finding| {
                let words = crate::diagnostic::render::words(finding).message;
                (finding.code.name.to_owned(), words)
            });
            told.collect()
        };
        let raised = of(&effect.raised);
        let treatment: Vec<&(String, String)> =
            raised.iter().filter(|(code, _)| code == "treatment-names-control-not-implemented").collect();
        assert_eq!(treatment.len(), 1, "{raised:?}");
        assert!(!treatment[0].1.contains("R-1"), "{treatment:?}");
        assert!(of(&effect.mended).is_empty(), "{:?}", of(&effect.mended));
    }

    #[test]
    fn a_gap_that_goes_moves_no_other_and_one_that_gets_urgent_does() {
        let catalogue = Catalogue::load().unwrap();
        let model = Model::empty(&catalogue, chrono::NaiveDate::default());
        let before = assess(&model, &catalogue);
        assert!(moved_ranks(&before, &before).is_empty());
        let mut without_first = before.clone();
        without_first.gaps.remove(0);
        for gap in &mut without_first.gaps {
            gap.rank -= 1;
        }
        assert!(moved_ranks(&before, &without_first).is_empty());
        let mut swapped = before.clone();
        let (one, other) = (swapped.gaps[0].rank, swapped.gaps[4].rank);
        (swapped.gaps[0].rank, swapped.gaps[4].rank) = (other, one);
        let moved = moved_ranks(&before, &swapped);
        assert_eq!(moved.len(), 2);
        assert!(moved.contains(&(before.gaps[0].id, one, other)), "{moved:?}");
    }

    fn effect_of(model: &Model, id: RequirementId, change: Change) -> Effect {
        let catalogue = Catalogue::load().unwrap();
        effect(model, &assess(model, &catalogue), &catalogue, id, change)
    }

    fn empty() -> Model {
        Model::empty(&Catalogue::load().unwrap(), chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
    }

    #[test]
    fn a_change_is_tried_on_both_standards_and_leaves_the_model_alone() {
        let catalogue = Catalogue::load().unwrap();
        let model = empty();
        let pair =
            catalogue.links().iter().find(|link| link.relation == crate::standards::Relation::Equal).unwrap();
        let before = model.clone();
        let done = effect_of(&model, pair.iso27001, Change::Status(ImplementationStatus::Implemented));
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
    fn findings_that_a_change_raises_and_mends_are_told_apart() {
        let mut model = empty();
        model.risks.push(risk(&sheet(), 1, &["27001:A.8.13"]));
        // Something is known of both standards.
        for key in ["27001:A.5.1", "42001:A.2.2"] {
            model = changed(&model, id(key), Change::Status(ImplementationStatus::Planned));
        }
        let change = Change::Status(ImplementationStatus::NotImplemented);
        let done = effect_of(&model, id("27001:A.8.13"), change);
        let codes = |list: &[Diagnostic]| list.iter().map(|finding| finding.code.name).collect::<Vec<_>>();
        assert_eq!(codes(&done.raised), ["treatment-names-control-not-implemented"]);
        assert!(done.mended.is_empty());
        let after = changed(&model, id("27001:A.8.13"), change);
        let back = effect_of(&after, id("27001:A.8.13"), Change::Status(ImplementationStatus::Planned));
        assert_eq!(codes(&back.mended), ["treatment-names-control-not-implemented"]);
    }

    #[test]
    fn an_excluded_control_counts_no_more() {
        let done = effect_of(&empty(), id("27001:A.7.4"), Change::Excluded);
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
                let done = effect_of(&worse, requirement.id, Change::Status(pair[1]));
                for (before, after) in &done.coverage {
                    assert!(after.shares.own >= before.shares.own, "{}", requirement.id);
                    assert!(after.shares.potential >= before.shares.potential, "{}", requirement.id);
                }
                assert!(done.days.1 <= done.days.0, "{} {:?}", requirement.id, done.days);
            }
        }
    }
}
