use std::collections::BTreeSet;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::assess::assess;
use crate::model::{
    Applicability, AuditFinding, CellKey, Entry, FindingGrade, Model, OpenState, RequirementRef, Risk,
    RiskDomain,
};
use crate::provenance::{Location, Reading, Traced};
use crate::standards::Catalogue;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn place() -> Location {
    Location::file("acme.xlsx")
}

fn id(key: &str) -> RequirementId {
    key.parse().unwrap()
}

fn empty() -> (Model, Catalogue) {
    let catalogue = Catalogue::load().unwrap();
    (Model::empty(&catalogue, date(2026, 1, 1)), catalogue)
}

fn programme(model: &Model, catalogue: &Catalogue) -> AuditProgramme {
    assess(model, catalogue).audit_programme
}

fn reference(key: &str) -> RequirementRef {
    RequirementRef { id: id(key), written: key.to_owned(), from_2013: None, decided_by: String::new() }
}

/// How often each requirement is audited in a year; year 0 is before stage 2.
fn audited(programme: &AuditProgramme, year: u8) -> BTreeMap<RequirementId, usize> {
    let mut counts = BTreeMap::new();
    let of_year = programme.audits.iter().filter(|audit| audit.round.year() == year);
    for id in of_year.flat_map(|audit| &audit.requirements) {
        *counts.entry(*id).or_default() += 1;
    }
    counts
}

fn applicability() -> impl Strategy<Value = Applicability> {
    prop_oneof![
        Just(Applicability::Applicable),
        Just(Applicability::NotApplicable),
        Just(Applicability::Undetermined)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_applies_every_requirement_is_audited_before_stage_2_clauses_yearly_and_controls_in_the_cycle(
        applies in proptest::collection::vec(applicability(), 193),
        justified in proptest::collection::vec(any::<bool>(), 193),
        cycle in 1u8..=6,
    ) {
        let (mut model, catalogue) = empty();
        model.parameters.audit_cycle_years = f64::from(cycle);
        for ((statement, applies), justified) in model.statements.values_mut().zip(&applies).zip(justified) {
            statement.applicability = *applies;
            statement.justification_exclusion = justified.then(|| Traced::new("no".to_owned(), place()));
        }
        let programme = programme(&model, &catalogue);
        let all: BTreeSet<RequirementId> = model.statements.keys().copied().collect();
        let before = audited(&programme, 0);
        prop_assert!(before.values().all(|count| *count == 1));
        prop_assert_eq!(before.into_keys().collect::<BTreeSet<_>>(), all.clone());
        let mut in_cycle = BTreeSet::new();
        for year in 1..=cycle {
            let of_year = audited(&programme, year);
            prop_assert!(all.iter().filter(|id| id.part() == Part::Clauses).all(|id| of_year.contains_key(id)));
            in_cycle.extend(of_year.into_keys());
        }
        prop_assert_eq!(in_cycle, all);
        let keys: BTreeSet<&str> = programme.audits.iter().map(|audit| audit.key.as_str()).collect();
        prop_assert_eq!(keys.len(), programme.audits.len());
        // Of what is excluded, at least the share is confirmed on site before stage 2, and nothing else is.
        let excluded: BTreeSet<RequirementId> = model.statements.values()
            .filter(|statement| statement.applicability == Applicability::NotApplicable
                && statement.requirement.part() == Part::AnnexA)
            .map(|statement| statement.requirement)
            .collect();
        let confirmed: BTreeSet<RequirementId> = programme.audits.iter()
            .filter(|audit| audit.round.year() == 0)
            .flat_map(|audit| audit.exclusions.iter().map(|excluded| excluded.id))
            .collect();
        prop_assert!(confirmed.is_subset(&excluded));
        for standard in Standard::BOTH {
            let of = |ids: &BTreeSet<RequirementId>| ids.iter().filter(|id| id.standard() == standard).count();
            prop_assert_eq!(of(&confirmed), (of(&excluded) as f64 * 0.25).ceil() as usize);
            let mut seen: BTreeMap<RequirementId, usize> =
                excluded.iter().filter(|id| id.standard() == standard).map(|id| (*id, 0)).collect();
            for year in 0..=cycle {
                let of_year = programme.audits.iter().filter(|audit| audit.round.year() == year);
                for sampled in of_year.flat_map(|audit| &audit.exclusions) {
                    seen.entry(sampled.id).and_modify(|times| *times += 1);
                }
                let (least, most) = (seen.values().min(), seen.values().max());
                prop_assert!(least != Some(&0) || most <= Some(&1), "{seen:?} up to year {year}");
            }
            prop_assert!(seen.values().all(|times| *times > 0), "{seen:?}");
        }
    }
}

#[test]
fn exclusions_of_each_standard_are_confirmed_before_its_stage_2_and_the_others_in_the_cycle() {
    let (mut model, catalogue) = empty();
    let keys = ["27001:A.8.30", "27001:A.7.4", "42001:A.10.4"];
    for key in keys {
        let statement = model.statements.get_mut(&id(key)).unwrap();
        statement.applicability = Applicability::NotApplicable;
        statement.justification_exclusion = Some(Traced::new("not needed".to_owned(), place()));
    }
    let sampled = |model: &Model, years: std::ops::RangeInclusive<u8>| -> Vec<String> {
        let programme = programme(model, &catalogue);
        let audits = programme.audits.iter().filter(|audit| years.contains(&audit.round.year()));
        audits.flat_map(|audit| &audit.exclusions).map(|sampled| sampled.id.to_string()).collect()
    };
    let mut before = sampled(&model, 0..=0);
    before.sort();
    assert_eq!(before, ["27001:A.7.4", "42001:A.10.4"]);
    // The other one of 27001 is seen before the first is seen again.
    let mut in_cycle = sampled(&model, 1..=3);
    in_cycle.retain(|id| id.starts_with("27001"));
    assert_eq!(in_cycle.first().map(String::as_str), Some("27001:A.8.30"), "{in_cycle:?}");
    // Whoever wants no exclusion confirmed on site says so on Parameters.
    model.parameters.audit_exclusion_share = 0.0;
    assert_eq!(sampled(&model, 0..=3), Vec::<String>::new());
}

#[test]
fn a_unit_with_risk_above_appetite_or_a_nonconformity_comes_before_others() {
    let (mut model, catalogue) = empty();
    let mut risk = Risk::unknown("R-1", place(), RiskDomain::InformationSecurity);
    risk.likelihood = Some(Reading::understood("5", 5.0, place()));
    risk.impact = Some(Reading::understood("5", 5.0, place()));
    risk.controls.push(Traced::new(reference("27001:A.8.13"), place()));
    model.risks.push(risk);
    let first = |model: &Model| {
        let unit = programme(model, &catalogue).units[0].clone();
        (unit.key, unit.because)
    };
    let (unit, because) = first(&model);
    assert_eq!(unit, "continuity-and-backup");
    assert!(because.starts_with("16 points of risks above appetite, its share (R-1); "), "{because}");

    model.risks.clear();
    let mut finding = AuditFinding::unknown("NC-1", place());
    finding.requirements.push(reference("42001:A.7.4"));
    finding.grade = Some(Reading::understood("minor", FindingGrade::MinorNonconformity, place()));
    model.audit_findings.push(finding);
    let (unit, because) = first(&model);
    assert_eq!(unit, "data-governance");
    assert!(because.starts_with("1 × minor nonconformity, open (NC-1)"), "{because}");
    // What is closed counts less, but stays in sight: its correction is to be verified.
    model.audit_findings[0].status = Some(Reading::understood("closed", OpenState::Closed, place()));
    let (_, because) = first(&model);
    assert!(because.contains("closed, to be verified (NC-1)"), "{because}");
}

#[test]
fn a_nonconformity_against_a_control_of_a_later_year_is_followed_up_in_the_first() {
    let (mut model, catalogue) = empty();
    model.parameters.audit_weight_findings = 0.0;
    let last = programme(&model, &catalogue);
    let late = last.audits.iter().find(|audit| audit.round == AuditRound::Controls(3)).unwrap();
    let control = *late.requirements.last().unwrap();
    let mut finding = AuditFinding::unknown("NC-1", place());
    finding.requirements.push(reference(&control.to_string()));
    finding.grade = Some(Reading::understood("minor", FindingGrade::MinorNonconformity, place()));
    model.audit_findings.push(finding);
    let next = programme(&model, &catalogue);
    let follow_up = next.audits.iter().find(|audit| audit.round == AuditRound::FollowUp(1)).unwrap();
    assert_eq!(follow_up.requirements, [control]);
    assert!(next.audits.iter().all(|audit| audit.key != follow_up.key || audit == follow_up));
}

#[test]
fn an_exclusion_that_a_risk_pleads_against_is_confirmed_first() {
    let (mut model, catalogue) = empty();
    for key in ["27001:A.5.1", "27001:A.7.4", "27001:A.8.30", "27001:A.8.13"] {
        let statement = model.statements.get_mut(&id(key)).unwrap();
        statement.applicability = Applicability::NotApplicable;
        statement.justification_exclusion = Some(Traced::new("not needed".to_owned(), place()));
    }
    let mut risk = Risk::unknown("R-9", place(), RiskDomain::InformationSecurity);
    risk.controls.push(Traced::new(reference("27001:A.8.13"), place()));
    model.risks.push(risk);
    let programme = programme(&model, &catalogue);
    let before = programme.audits.iter().filter(|audit| audit.round.year() == 0);
    let confirmed: Vec<&SampledExclusion> = before.flat_map(|audit| &audit.exclusions).collect();
    assert_eq!(confirmed.len(), 1);
    assert_eq!(confirmed[0].id, id("27001:A.8.13"));
    assert_eq!(confirmed[0].because, "the treatment of R-9 names it");
}

#[test]
fn audits_before_stage_2_leave_four_weeks_to_correct_and_years_count_from_it() {
    let (mut model, catalogue) = empty();
    model.parameters.stage_2 = Some(date(2026, 9, 1));
    let programme = programme(&model, &catalogue);
    let both = Standard::BOTH.to_vec();
    let day = date(2026, 9, 1);
    let stage = StageTwo { standards: both.clone(), of: both, date: day, last: day, assumed: false };
    assert_eq!(programme.stages, [stage]);
    for audit in &programme.audits {
        match audit.round.year() {
            0 => assert!((date(2026, 7, 7)..=date(2026, 8, 4)).contains(&audit.date), "{}", audit.date),
            year => {
                let year = 2025 + i32::from(year);
                let within = date(year, 9, 1)..=date(year + 1, 9, 3);
                assert!(within.contains(&audit.date), "{} {}", audit.key, audit.date);
            }
        }
    }
    let dates: Vec<NaiveDate> = programme.audits.iter().map(|audit| audit.date).collect();
    assert!(dates.is_sorted());
    model.parameters.stage_2 = None;
    assert!(programme_is_assumed(&model, &catalogue));
    // What people set on Certification counts, near each other the earlier; a program may leave the number of the day.
    let cell = |heading: &str| CellKey::new("Certification", "stage-2", heading);
    model.notes.insert(cell("27001, set"), Entry::Date(date(2027, 3, 1)));
    model.notes.insert(cell("42001, set"), Entry::Number(46_419.0));
    let programme = self::programme(&model, &catalogue);
    let stage = |standards: &[Standard], date, last| StageTwo {
        standards: standards.to_vec(),
        of: standards.to_vec(),
        date,
        last,
        assumed: false,
    };
    assert_eq!(programme.stages, [stage(&Standard::BOTH, date(2027, 2, 1), date(2027, 3, 1))]);
    // Far apart each has its own. What is past was for a certificate before.
    model.notes.insert(cell("27001, set"), Entry::Date(date(2027, 9, 1)));
    let programme = self::programme(&model, &catalogue);
    let of_42001 = stage(&[Standard::Iso42001], date(2027, 2, 1), date(2027, 2, 1));
    let of_27001 = stage(&[Standard::Iso27001], date(2027, 9, 1), date(2027, 9, 1));
    assert_eq!(programme.stages, [of_42001, of_27001]);
    model.notes.insert(cell("27001, set"), Entry::Date(date(2024, 9, 1)));
    let programme = self::programme(&model, &catalogue);
    assert!(programme.stages.iter().all(|stage| stage.date > model.as_of), "{:?}", programme.stages);
}

#[test]
fn where_the_stages_are_apart_each_requirement_is_audited_before_its_own_under_a_key_that_stays() {
    let (mut model, catalogue) = empty();
    let cell = |heading: &str| CellKey::new("Certification", "stage-2", heading);
    let mut keys = Vec::new();
    for (of_27001, of_42001) in [(date(2027, 2, 1), date(2027, 9, 1)), (date(2027, 9, 1), date(2027, 2, 1))] {
        model.notes.insert(cell("27001, set"), Entry::Date(of_27001));
        model.notes.insert(cell("42001, set"), Entry::Date(of_42001));
        let programme = programme(&model, &catalogue);
        let before: Vec<&Audit> = programme.audits.iter().filter(|audit| audit.round.year() == 0).collect();
        for requirement in catalogue.requirements() {
            let stage = if requirement.id.standard() == Standard::Iso27001 { of_27001 } else { of_42001 };
            let of: Vec<_> =
                before.iter().filter(|audit| audit.requirements.contains(&requirement.id)).collect();
            assert_eq!(of.len(), 1, "{}", requirement.id);
            assert!(of[0].date < stage, "{} {}", requirement.id, of[0].date);
        }
        let named = before.iter().map(|audit| (audit.key.clone(), audit.requirements.clone()));
        keys.push(named.collect::<std::collections::BTreeMap<_, _>>());
    }
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn audits_before_stage_2_end_when_the_plan_has_the_internal_audit_done() {
    let (model, catalogue) = empty();
    let assessment = crate::assess::assess(&model, &catalogue);
    let day =
        |kind| assessment.roadmap.milestones.iter().find(|milestone| milestone.kind == kind).unwrap().date;
    let programme = &assessment.audit_programme;
    assert_eq!(programme.stages[0].date, day(crate::assess::MilestoneKind::Stage2));
    let before = programme.audits.iter().filter(|audit| audit.round.year() == 0);
    let last = before.map(|audit| audit.date).max().unwrap();
    let done = day(crate::assess::MilestoneKind::InternalAudit);
    assert!(last <= done && (done - last).num_days() < 14, "{last} {done}");
}

#[test]
fn a_stage_2_is_said_to_be_of_those_who_have_one_to_come_and_audits_lie_before_it() {
    let (mut model, catalogue) = empty();
    model.parameters.starting_point = crate::model::StartingPoint::Iso27001Certified;
    let certified = crate::assess::assess(&model, &catalogue).audit_programme;
    let stages: Vec<&[Standard]> = certified.stages.iter().map(|stage| stage.of.as_slice()).collect();
    assert_eq!(stages, [[Standard::Iso42001]]);
    // A day that one standard has by the plan is not that which a person set for the other.
    let (mut model, _) = empty();
    let planned = crate::assess::assess(&model, &catalogue).audit_programme.stages[0].date;
    let near = planned + chrono::Days::new(10);
    model.notes.insert(CellKey::new("Certification", "stage-2", "27001, set"), Entry::Date(near));
    let programme = crate::assess::assess(&model, &catalogue).audit_programme;
    let assumed: Vec<bool> = programme.stages.iter().map(|stage| stage.assumed).collect();
    assert_eq!(assumed.len(), 2, "{:?}", programme.stages);
    assert!(assumed.contains(&true) && assumed.contains(&false));
    for audit in programme.audits.iter().filter(|audit| audit.round.year() == 0) {
        let standard = audit.requirements[0].standard();
        let stage = programme.stages.iter().find(|stage| stage.standards.contains(&standard)).unwrap();
        assert!(audit.date < stage.date, "{} {}", audit.key, audit.date);
    }
    // A day on Parameters that is over is none.
    let (mut model, _) = empty();
    model.parameters.stage_2 = Some(model.as_of - chrono::Days::new(100));
    assert!(programme_is_assumed(&model, &catalogue));
}

fn programme_is_assumed(model: &Model, catalogue: &Catalogue) -> bool {
    let programme = programme(model, catalogue);
    programme.stages.iter().all(|stage| stage.assumed && stage.date > model.as_of)
}

#[test]
fn who_owns_a_requirement_is_named_for_its_unit_alone_and_places_without_a_name_are_not() {
    let (mut model, catalogue) = empty();
    for (key, owner) in
        [("27001:A.8.13", "Ana Vos; tbd"), ("27001:A.8.14", "ana vos"), ("27001:A.5.29", "n/a")]
    {
        model.statements.get_mut(&id(key)).unwrap().owner = Some(Traced::new(owner.to_owned(), place()));
    }
    let programme = programme(&model, &catalogue);
    for unit in &programme.units {
        let expected: &[&str] = if unit.key == "continuity-and-backup" { &["Ana Vos"] } else { &[] };
        assert_eq!(unit.owners, expected, "{}", unit.key);
    }
}
