//! What holds for every assessment, whatever the registers say.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where its own data is wrong")]

#[path = "organisations/ground.rs"]
mod ground;

use std::collections::{BTreeMap, BTreeSet};

use annexa::assess::{Action, Assessment, Exclusion, assess, exclusion};
use annexa::model::{
    Applicability, Basis, ImplementationStatus, Model, OpenState, PairDecision, RequirementRef, Risk,
    RiskDomain, StartingPoint, Statement, Treatment,
};
use annexa::provenance::{Reading, Traced};
use annexa::standards::{RequirementId, Standard};
use chrono::{Days, NaiveDate};
use ground::{catalogue, cell, ids, today};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A reading that is missing, was not understood, or was.
fn reading<T: std::fmt::Debug + Clone + 'static>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<Reading<T>>> {
    option::weighted(0.8, option::weighted(0.9, value)).prop_map(|reading| {
        reading.map(|value| Reading { text: "as written".into(), value, location: cell(1) })
    })
}

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (0u64..1200).prop_map(|days| today() - Days::new(400) + Days::new(days))
}

/// What is said of one requirement.
fn said() -> impl Strategy<Value = Statement> {
    let applicability = select(vec![
        Applicability::Applicable,
        Applicability::Applicable,
        Applicability::NotApplicable,
        Applicability::Undetermined,
    ]);
    let status = reading(select(ImplementationStatus::ALL.to_vec()));
    let basis = select(vec![Basis::Asserted, Basis::Evidenced, Basis::Audited]);
    let measures = (reading(0.0..1.5f64), reading(0.0..6.0f64), reading(0.0..6.0f64));
    (applicability, any::<bool>(), status, measures, basis, reading(any_date()), option::of("[a-z]{3}"))
        .prop_map(|(applicability, justified, status, measures, basis, due, action)| {
            let any_id = ids(None)[0];
            let text = |text: String| Traced::new(text, cell(2));
            let mut statement = Statement::unknown(any_id);
            statement.applicability = applicability;
            statement.justification_exclusion = justified.then(|| text("not ours".to_owned()));
            statement.status = status;
            (statement.percentage, statement.maturity, statement.maturity_target) = measures;
            statement.basis = basis;
            statement.due = due;
            statement.action = action.map(text);
            statement
        })
}

fn any_risk() -> impl Strategy<Value = Risk> {
    let level = || reading((2u8..=5).prop_map(f64::from));
    let domain = select(vec![RiskDomain::InformationSecurity, RiskDomain::Ai, RiskDomain::Both]);
    let treatment =
        reading(select(vec![Treatment::Modify, Treatment::Avoid, Treatment::Share, Treatment::Retain]));
    let status = reading(select(vec![OpenState::Open, OpenState::InProgress, OpenState::Closed]));
    // Many risks name the same few controls, as they do in registers.
    let often = select(ids(None).into_iter().skip(30).take(6).collect::<Vec<_>>());
    let controls = vec(prop_oneof![select(ids(None)), often], 0..5);
    ((level(), level(), level(), level()), domain, treatment, status, controls, reading(any_date())).prop_map(
        |(levels, domain, treatment, status, controls, due)| {
            let mut risk = Risk::unknown("", cell(3), domain);
            (risk.likelihood, risk.impact, risk.residual_likelihood, risk.residual_impact) = levels;
            (risk.treatment, risk.status, risk.due) = (treatment, status, due);
            let reference = |id: RequirementId| RequirementRef {
                id,
                written: id.number(),
                from_2013: None,
                decided_by: "title".to_owned(),
            };
            risk.controls = controls.into_iter().map(|id| Traced::new(reference(id), cell(3))).collect();
            risk
        },
    )
}

fn any_pair() -> impl Strategy<Value = PairDecision> {
    let pair = (select(ids(Some(Standard::Iso27001))), select(ids(Some(Standard::Iso42001))), any::<bool>());
    pair.prop_map(|(iso27001, iso42001, shared)| PairDecision {
        iso27001,
        iso42001,
        shared,
        location: cell(4),
    })
}

/// An organisation of which anything may be said.
fn any_model() -> impl Strategy<Value = Model> {
    let start = select(vec![
        StartingPoint::Nothing,
        StartingPoint::Iso27001Running,
        StartingPoint::Iso27001Certified,
    ]);
    let weights = vec((select(ids(None)), 0.0..3.0f64), 0..5);
    let said = vec(option::weighted(0.7, said()), ids(None).len());
    (said, vec(any_risk(), 0..40), vec(any_pair(), 0..8), start, weights, 0.5..20.0f64).prop_map(
        |(said, risks, pairs, starting_point, weights, capacity)| {
            let mut model = Model::empty(catalogue(), today());
            for (statement, said) in model.statements.values_mut().zip(said) {
                let requirement = statement.requirement;
                *statement = said.unwrap_or_else(|| statement.clone());
                statement.requirement = requirement;
            }
            model.risks = risks;
            for (number, risk) in (1..).zip(&mut model.risks) {
                risk.key = format!("R-{number}");
            }
            model.pairs = pairs;
            model.parameters.starting_point = starting_point;
            model.parameters.requirement_weights = weights.into_iter().collect();
            model.parameters.capacity_days_per_week = capacity;
            model
        },
    )
}

/// Everything but the findings, whose cells follow the order of the registers.
fn figures(mut assessment: Assessment) -> Assessment {
    assessment.findings.clear();
    assessment.risks.sort_by(|one, other| one.key.cmp(&other.key));
    assessment
}

fn at_least(after: Option<f64>, before: Option<f64>) -> bool {
    match (after, before) {
        (Some(after), Some(before)) => after >= before - 1e-12,
        (after, before) => after == before,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn applicable_and_excluded_and_undetermined_are_the_catalogue(model in any_model()) {
        let assessment = assess(&model, catalogue());
        let excluded = model.statements.values().filter(|said| exclusion(said) == Exclusion::Justified).count();
        let whole = || assessment.coverage.iter().filter(|coverage| coverage.group.is_none());
        let counted: usize = whole().map(|coverage| coverage.applicable).sum();
        prop_assert_eq!(counted + excluded, catalogue().requirements().count());
        prop_assert_eq!(whole().map(|coverage| coverage.requirements).collect::<Vec<_>>(), [30, 93, 32, 38]);
        let by_group = |whole: bool| -> usize {
            let list = assessment.coverage.iter().filter(|coverage| coverage.group.is_none() == whole);
            list.map(|coverage| coverage.requirements).sum()
        };
        prop_assert_eq!(by_group(true), by_group(false));
    }

    #[test]
    fn shares_lie_between_nothing_and_everything_and_stand_in_order(model in any_model()) {
        let assessment = assess(&model, catalogue());
        for coverage in &assessment.coverage {
            let shares = coverage.shares;
            let all = [
                shares.assessed, shares.own, shares.evidenced, shares.audited,
                shares.carried, shares.reuse, shares.potential, shares.reach,
            ];
            for share in all.into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&share));
            }
            prop_assert!(at_least(shares.own, shares.evidenced));
            prop_assert!(at_least(shares.evidenced, shares.audited));
            prop_assert!(at_least(shares.potential, shares.own));
            prop_assert!(at_least(shares.assessed, shares.own));
        }
        for result in assessment.requirements.values() {
            prop_assert!((0.0..=1.0).contains(&result.own));
            prop_assert!(result.potential >= result.own.max(result.carried).max(result.reuse));
            prop_assert_eq!(result.carried > 0.0, result.carried_from.is_some());
            prop_assert_eq!(result.reuse > 0.0, result.reuse_from.is_some());
            prop_assert!(result.assessed || result.own == 0.0);
        }
    }

    #[test]
    fn improving_a_status_never_lowers_coverage(model in any_model(), which in any::<Index>()) {
        let before = assess(&model, catalogue());
        let id = *which.get(&ids(None));
        let mut improved = model;
        let better = improved.statements.get_mut(&id).expect("every requirement has a statement");
        better.status = Some(Reading::understood("done", ImplementationStatus::Implemented, cell(5)));
        let after = assess(&improved, catalogue());
        for (after, before) in after.coverage.iter().zip(&before.coverage) {
            let (after, before) = (after.shares, before.shares);
            prop_assert!(at_least(after.assessed, before.assessed));
            prop_assert!(at_least(after.own, before.own));
            prop_assert!(at_least(after.evidenced, before.evidenced));
            prop_assert!(at_least(after.audited, before.audited));
            prop_assert!(at_least(after.carried, before.carried));
            prop_assert!(at_least(after.reuse, before.reuse));
            prop_assert!(at_least(after.potential, before.potential));
        }
        prop_assert!(after.gaps.len() <= before.gaps.len());
    }

    #[test]
    fn the_order_of_records_changes_nothing(model in any_model(), by in any::<u64>()) {
        let before = figures(assess(&model, catalogue()));
        let mut shuffled = model;
        let place = |index: usize| (index as u64 + 1).wrapping_mul(by | 1).rotate_left(17);
        let mut risks: Vec<(usize, Risk)> = shuffled.risks.drain(..).enumerate().collect();
        risks.sort_by_key(|(index, _)| place(*index));
        shuffled.risks = risks.into_iter().map(|(_, risk)| risk).collect();
        shuffled.risks.iter_mut().for_each(|risk| risk.controls.reverse());
        shuffled.pairs.reverse();
        prop_assert_eq!(figures(assess(&shuffled, catalogue())), before);
    }

    #[test]
    fn the_same_model_gives_the_same_assessment(model in any_model()) {
        prop_assert_eq!(assess(&model, catalogue()), assess(&model.clone(), catalogue()));
    }

    #[test]
    fn gaps_are_what_counts_and_is_not_met_in_an_order_of_their_priority(model in any_model()) {
        let assessment = assess(&model, catalogue());
        let gaps: BTreeSet<RequirementId> = assessment.gaps.iter().map(|gap| gap.id).collect();
        let open: BTreeSet<RequirementId> = assessment
            .requirements
            .values()
            .filter(|result| result.in_denominator && result.own < 1.0)
            .map(|result| result.id)
            .collect();
        prop_assert_eq!(&gaps, &open);
        prop_assert_eq!(gaps.len(), assessment.gaps.len());
        for (rank, gap) in (1..).zip(&assessment.gaps) {
            prop_assert_eq!(gap.rank, rank);
            prop_assert!(gap.rank_range.0 <= rank && rank <= gap.rank_range.1);
            prop_assert!(gap.rank_range.0 >= 1 && gap.rank_range.1 <= gaps.len());
            for term in [gap.terms.risk, gap.terms.coverage, gap.terms.urgency, gap.terms.priority] {
                prop_assert!((0.0..=1.0 + 1e-12).contains(&term));
            }
        }
        for pair in assessment.gaps.windows(2) {
            prop_assert!(pair[0].terms.priority >= pair[1].terms.priority - 1e-12);
        }
    }

    #[test]
    fn the_roadmap_closes_each_gap_once_and_after_what_it_depends_on(model in any_model()) {
        let assessment = assess(&model, catalogue());
        let actions = &assessment.roadmap.actions;
        let mut closed: Vec<RequirementId> =
            actions.iter().flat_map(|action| action.closes.iter().copied()).collect();
        closed.sort();
        let mut gaps: Vec<RequirementId> = assessment.gaps.iter().map(|gap| gap.id).collect();
        gaps.sort();
        prop_assert_eq!(closed, gaps);

        let places: BTreeMap<&str, usize> =
            actions.iter().enumerate().map(|(place, action)| (action.key.as_str(), place)).collect();
        prop_assert_eq!(places.len(), actions.len());
        let dropped = assessment.findings.iter().filter(|finding| finding.code.name == "circular-dependency");
        let circular = dropped.count() > 0;
        let action_of: BTreeMap<RequirementId, &str> = actions
            .iter()
            .flat_map(|action| action.closes.iter().map(|id| (*id, action.key.as_str())))
            .collect();
        for (place, action) in actions.iter().enumerate() {
            for before in &action.depends_on {
                prop_assert!(places[before.as_str()] < place);
                prop_assert!(actions[places[before.as_str()]].phase <= action.phase);
            }
            // What a running ISMS covers is confirmed, and waits for nothing.
            let done = |action: &&Action| action.key != "confirmation-of-the-running-isms";
            let closes = Some(action).filter(done).into_iter().flat_map(|action| &action.closes);
            let needed = closes.flat_map(|id| &catalogue().requirement(*id).expect("known").depends_on);
            for needed in needed.filter_map(|id| action_of.get(id)).filter(|key| **key != action.key) {
                prop_assert!(circular || action.depends_on.iter().any(|key| key == needed));
            }
            prop_assert!(action.start <= action.end);
        }
        for pair in actions.windows(2) {
            prop_assert!(pair[0].start <= pair[1].start);
        }
    }
}
