//! What holds for every plan, whatever the registers say and people set.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where its own data is wrong")]

#[path = "organisations/ground.rs"]
mod ground;

use std::collections::BTreeMap;

use annexa::assess::{Action, Assessment, MilestoneKind, PlanKind, assess};
use annexa::model::{
    Approach, AuditFinding, CellKey, DaysOff, EffortDays, Entry, FindingGrade, ImplementationStatus, Model,
    OpenState, PairDecision, Parameters, PlannedStandards, RequirementRef, StartingPoint,
};
use annexa::provenance::{Reading, Traced};
use annexa::standards::{Effort, Gate, RequirementId, Standard};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use ground::{catalogue, cell, ids, today};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (0u64..500).prop_map(|days| today() + Days::new(days))
}

/// Person-days of the sizes; a larger one never takes fewer.
fn any_days() -> impl Strategy<Value = EffortDays> {
    (0.0..4.0f64, 1.0..12.0f64, 8.0..30.0f64).prop_map(|(small, medium, large)| EffortDays {
        small,
        medium: medium.max(small),
        large: large.max(medium),
    })
}

/// Parameters with which plans are made.
fn any_parameters() -> impl Strategy<Value = Parameters> {
    let point =
        vec![StartingPoint::Nothing, StartingPoint::Iso27001Running, StartingPoint::Iso27001Certified];
    let approach = option::of(select(vec![Approach::Sequential, Approach::Simultaneous]));
    let days_off =
        (any_date(), 0u64..40).prop_map(|(first, days)| DaysOff { first, last: first + Days::new(days) });
    let speed = (0.5..40.0f64, 0.5..15.0f64);
    let start = option::of(any_date());
    let weeks = (0.0..12.0f64, 4.0..60.0f64);
    let both = PlannedStandards::Both;
    let planned = select(vec![both, both, PlannedStandards::ALL[1], PlannedStandards::ALL[2]]);
    let chosen = (select(point), approach, planned);
    (chosen, vec(days_off, 0..4), speed, start, weeks, any_days(), 0.0..0.5f64).prop_map(
        |((point, approach, planned), days_off, (capacity, of_one), start, weeks, days, overhead)| {
            Parameters {
                planned_standards: planned,
                starting_point: point,
                chosen_approach: approach,
                days_off,
                capacity_days_per_week: capacity,
                most_days_per_action: of_one,
                start,
                weeks_between_stages: weeks.0,
                most_weeks_between_stages: weeks.1,
                effort_days: days,
                coordination_overhead: overhead,
                ..Parameters::default()
            }
        },
    )
}

/// What is set by hand for a work package: effort, start, due date.
type ByHand = (Option<&'static str>, Option<NaiveDate>, Option<NaiveDate>);

fn by_hand() -> impl Strategy<Value = BTreeMap<String, ByHand>> {
    let packages: Vec<String> =
        catalogue().requirements().map(|requirement| requirement.work_package.clone()).collect();
    let set = (
        option::of(select(vec!["S", "M", "L"])),
        option::weighted(0.3, any_date()),
        option::weighted(0.3, any_date()),
    );
    btree_map(select(packages), set, 0..4)
}

/// An organisation of which anything may be said, with anything set on its roadmap.
fn any_model() -> impl Strategy<Value = Model> {
    let status = option::weighted(0.6, select(ImplementationStatus::ALL.to_vec()));
    let pair = (select(ids(Some(Standard::Iso27001))), select(ids(Some(Standard::Iso42001))));
    (vec(status, ids(None).len()), vec(pair, 0..6), any_parameters(), by_hand()).prop_map(
        |(statuses, pairs, parameters, by_hand)| {
            let mut model = Model::empty(catalogue(), today());
            for (statement, status) in model.statements.values_mut().zip(statuses) {
                statement.status = status.map(|status| Reading::understood("said", status, cell(1)));
            }
            let pair =
                |(iso27001, iso42001)| PairDecision { iso27001, iso42001, shared: true, location: cell(1) };
            model.pairs = pairs.into_iter().map(pair).collect();
            model.parameters = parameters;
            for (key, (effort, start, due)) in by_hand {
                let mut note = |heading: &str, entry: Option<Entry>| {
                    let cell = CellKey::new("Roadmap", &key, heading);
                    model.notes.extend(entry.map(|entry| (cell, entry)));
                };
                note("Effort", effort.map(Entry::text));
                note("Start by hand", start.map(Entry::Date));
                note("Due date", due.map(Entry::Date));
            }
            model
        },
    )
}

fn is_working_day(parameters: &Parameters, day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !parameters.is_day_off(day)
}

fn working_days(parameters: &Parameters, first: NaiveDate, last: NaiveDate) -> f64 {
    first.iter_days().take_while(|day| *day <= last).filter(|day| is_working_day(parameters, *day)).count()
        as f64
}

fn by_key(assessment: &Assessment) -> BTreeMap<&str, &Action> {
    assessment.roadmap.actions.iter().map(|action| (action.key.as_str(), action)).collect()
}

fn effort_of(assessment: &Assessment, kind: PlanKind, parameters: &Parameters) -> f64 {
    assessment.plans.outline(kind).expect("every plan").effort().days(parameters.effort_days)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn work_begins_after_what_it_waits_for_and_on_working_days_from_the_start_on(model in any_model()) {
        let assessment = assess(&model, catalogue());
        let actions = by_key(&assessment);
        let start = model.parameters.start.unwrap_or(today());
        for action in actions.values() {
            prop_assert!(action.start >= start && action.start <= action.end);
            prop_assert!(is_working_day(&model.parameters, action.start), "{action:?}");
            prop_assert!(is_working_day(&model.parameters, action.end), "{action:?}");
            for before in &action.depends_on {
                prop_assert!(actions[before.as_str()].end <= action.start, "{before} before {}", action.key);
            }
        }
        prop_assert_eq!(assessment.roadmap.end, actions.values().map(|action| action.end).max());
    }

    #[test]
    fn no_stretch_of_days_holds_more_work_than_the_capacity_or_than_one_action_takes(
        model in any_model(),
        one in any::<Index>(),
        other in any::<Index>(),
    ) {
        let assessment = assess(&model, catalogue());
        let roadmap = &assessment.roadmap;
        prop_assume!(!roadmap.actions.is_empty());
        let parameters = &model.parameters;
        let both = |action: &Action| {
            Standard::BOTH.into_iter().all(|standard| action.closes.iter().any(|id| id.standard() == standard))
        };
        let load = |action: &Action| {
            action.days * if both(action) { 1.0 + parameters.coordination_overhead } else { 1.0 }
        };
        let days = [one.get(&roadmap.actions).start, other.get(&roadmap.actions).end];
        let (first, last) = (days[0].min(days[1]), days[0].max(days[1]));
        let inside = roadmap.actions.iter().filter(|action| first <= action.start && action.end <= last);
        let work: f64 = inside.map(load).sum();
        let room = working_days(parameters, first, last) * parameters.capacity_days_per_week / 5.0;
        prop_assert!(work <= room + 1e-6, "{work} in {room}");
        for action in &roadmap.actions {
            let room = working_days(parameters, action.start, action.end) * parameters.most_days_per_action / 5.0;
            prop_assert!(load(action) <= room + 1e-6, "{action:?}");
        }
    }

    #[test]
    fn what_is_expected_before_an_audit_is_finished_before_it(model in any_model()) {
        let assessment = assess(&model, catalogue());
        let gate = |id: &RequirementId| catalogue().requirement(*id).and_then(|requirement| requirement.gate);
        for milestone in &assessment.roadmap.milestones {
            let needed = |wanted: &[Gate]| -> Option<NaiveDate> {
                let needs = |id: &RequirementId| {
                    milestone.standards.contains(&id.standard()) && gate(id).is_some_and(|gate| wanted.contains(&gate))
                };
                let actions = assessment.roadmap.actions.iter();
                actions.filter(|action| action.closes.iter().any(needs)).map(|action| action.end).max()
            };
            match milestone.kind {
                MilestoneKind::Stage1 => prop_assert!(needed(&[Gate::Stage1]).is_none_or(|end| end < milestone.date)),
                MilestoneKind::Stage2 => {
                    prop_assert!(needed(&[Gate::Stage1, Gate::Stage2]).is_none_or(|end| end < milestone.date));
                    let first = assessment.roadmap.milestones.iter().find(|other| {
                        other.kind == MilestoneKind::Stage1 && other.standards == milestone.standards
                    });
                    let weeks = (milestone.date - first.expect("stage 1").date).num_days() as f64 / 7.0;
                    prop_assert!(weeks >= model.parameters.weeks_between_stages - 1e-9);
                }
                MilestoneKind::InternalAudit | MilestoneKind::ManagementReview => {
                    let stage_2 = assessment.roadmap.milestones.iter().find(|other| {
                        other.kind == MilestoneKind::Stage2 && other.standards == milestone.standards
                    });
                    prop_assert!(milestone.date < stage_2.expect("stage 2").date);
                }
            }
        }
    }

    #[test]
    fn in_the_sequential_plan_42001_begins_when_27001_can_be_certified(mut model in any_model()) {
        model.parameters.chosen_approach = Some(Approach::Sequential);
        model.parameters.starting_point = StartingPoint::Nothing;
        model.parameters.planned_standards = PlannedStandards::Both;
        model.notes.clear();
        let assessment = assess(&model, catalogue());
        let certified = assessment.roadmap.milestones.iter().find(|milestone| {
            milestone.kind == MilestoneKind::Stage2 && milestone.standards == [Standard::Iso27001]
        });
        for action in &assessment.roadmap.actions {
            let of_42001 = action.closes.iter().any(|id| id.standard() == Standard::Iso42001);
            prop_assert!(!of_42001 || action.closes.iter().all(|id| id.standard() == Standard::Iso42001));
            if let (true, Some(certified)) = (of_42001, certified) {
                prop_assert!(action.start >= certified.date, "{action:?}");
            }
        }
    }

    #[test]
    fn what_is_claimed_of_42001_on_top_is_measured_on_the_sequential_plan(mut model in any_model()) {
        model.parameters.chosen_approach = Some(Approach::Sequential);
        let assessment = assess(&model, catalogue());
        let roadmap = &assessment.roadmap;
        let of_42001 = |action: &&Action| action.closes.iter().any(|id| id.standard() == Standard::Iso42001);
        let weeks = |from: NaiveDate, to: NaiveDate| ((to - from).num_days() + 1) as f64 / 7.0;
        let last = roadmap.actions.iter().filter(of_42001).map(|action| action.end).max();
        let first = roadmap.actions.iter().filter(of_42001).map(|action| action.start).min();
        let on_top = assessment.plans.on_top.weeks;
        match first.zip(last) {
            None => prop_assert_eq!(on_top, 0.0),
            Some((first, last)) => {
                // It may begin before its first action does, where that waits for something.
                prop_assert!(weeks(first, last) <= on_top + 1e-9 && on_top <= weeks(roadmap.start, last) + 1e-9);
                if model.parameters.starting_point != StartingPoint::Nothing {
                    prop_assert_eq!(on_top, weeks(roadmap.start, last));
                }
            }
        }
    }

    #[test]
    fn what_is_planned_for_is_planned_alone_and_assessed_as_before(model in any_model()) {
        let assessment = assess(&model, catalogue());
        let mut of_both = model.clone();
        of_both.parameters.planned_standards = PlannedStandards::Both;
        let of_both = assess(&of_both, catalogue());
        prop_assert_eq!(&assessment.gaps, &of_both.gaps);
        prop_assert_eq!(&assessment.coverage, &of_both.coverage);
        let planned = model.parameters.planned_standards;
        for action in &assessment.roadmap.actions {
            prop_assert!(action.closes.iter().all(|id| planned.hold(id.standard())), "{action:?}");
        }
        for outline in &assessment.plans.outlines {
            for milestone in &outline.milestones {
                prop_assert!(milestone.standards.iter().all(|standard| planned.hold(*standard)), "{milestone:?}");
            }
        }
        let closed: usize = assessment.roadmap.actions.iter().map(|action| action.closes.len()).sum();
        let gaps = assessment.gaps.iter().filter(|gap| planned.hold(gap.id.standard())).count();
        prop_assert_eq!(closed, gaps);
    }

    #[test]
    fn a_day_that_is_set_for_an_audit_is_the_day_of_the_plan_and_what_it_is_ready_for_is_said_beside_it(
        model in any_model(),
        days in vec(option::of(any_date()), 4),
    ) {
        let mut model = model;
        let places = [("stage-1", 0), ("stage-2", 0), ("stage-1", 1), ("stage-2", 1)];
        let headings = ["27001, set", "42001, set"];
        let mut set = BTreeMap::new();
        for ((stage, standard), day) in places.into_iter().zip(days) {
            let cell = CellKey::new("Certification", stage, headings[standard]);
            set.extend(day.map(|day| ((stage, Standard::BOTH[standard]), day)));
            model.notes.extend(day.map(|day| (cell, Entry::Date(day))));
        }
        let assessment = assess(&model, catalogue());
        for milestone in &assessment.roadmap.milestones {
            let stage = match milestone.kind {
                MilestoneKind::Stage1 => "stage-1",
                MilestoneKind::Stage2 => "stage-2",
                _ => continue,
            };
            for standard in &milestone.standards {
                let day = set.get(&(stage, *standard));
                prop_assert_eq!(milestone.set_in.is_some(), day.is_some());
                prop_assert!(day.is_none_or(|day| *day == milestone.date), "{milestone:?}");
            }
            let needs = |id: &RequirementId| {
                let gate = catalogue().requirement(*id).and_then(|requirement| requirement.gate);
                milestone.standards.contains(&id.standard())
                    && (gate == Some(Gate::Stage1) || gate.is_some() && milestone.kind == MilestoneKind::Stage2)
            };
            let actions = assessment.roadmap.actions.iter();
            let ends = actions.filter(|action| action.closes.iter().any(needs)).map(|action| action.end);
            prop_assert!(ends.max().is_none_or(|end| end < milestone.ready), "{milestone:?}");
        }
        let programme = &assessment.audit_programme;
        for (standard, day) in set.iter().filter(|((stage, _), _)| *stage == "stage-2").map(|((_, standard), day)| (standard, day)) {
            let stage = programme.stages.iter().find(|stage| stage.standards.contains(standard));
            let stage = stage.expect("a stage 2 of each standard");
            prop_assert!(stage.date <= *day && (*day - stage.date).num_days() <= 31, "{stage:?} {day}");
        }
    }

    #[test]
    fn what_is_set_by_hand_is_obeyed(model in any_model()) {
        let assessment = assess(&model, catalogue());
        let actions = by_key(&assessment);
        for (cell, entry) in &model.notes {
            let Some(action) = actions.get(cell.key.as_str()) else { continue };
            match (cell.heading.as_str(), entry) {
                ("Effort", entry) => prop_assert_eq!(action.effort, Effort::of_letter(&entry.to_string()).expect("a size")),
                ("Start by hand", Entry::Date(day)) => prop_assert!(action.start >= *day),
                _ => {}
            }
        }
    }

    #[test]
    fn a_day_set_by_hand_is_met_wherever_nothing_has_to_come_before(model in any_model(), which in any::<Index>(), day in any_date()) {
        let mut model = model;
        model.notes.clear();
        let assessment = assess(&model, catalogue());
        let free: Vec<&Action> =
            assessment.roadmap.actions.iter().filter(|action| action.depends_on.is_empty()).collect();
        prop_assume!(!free.is_empty());
        let key = which.get(&free).key.clone();
        let cell = CellKey::new("Roadmap", &key, "Start by hand");
        // Another program may leave the number of the day alone.
        let number = (day - chrono::NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day")).num_days();
        model.notes.insert(cell.clone(), Entry::Number(number as f64));
        let of_number = assess(&model, catalogue());
        model.notes.insert(cell, Entry::Date(day));
        let again = assess(&model, catalogue());
        prop_assert_eq!(by_key(&of_number)[key.as_str()].start, by_key(&again)[key.as_str()].start);
        let first = day.max(again.roadmap.start);
        let first = first.iter_days().find(|day| is_working_day(&model.parameters, *day)).expect("a working day");
        prop_assert_eq!(by_key(&again)[key.as_str()].start, first);
    }

    #[test]
    fn a_due_date_set_by_hand_changes_when_work_is_done_and_nothing_else(
        model in any_model(),
        which in any::<Index>(),
    ) {
        let mut model = model;
        model.notes.clear();
        let assessment = assess(&model, catalogue());
        prop_assume!(!assessment.roadmap.actions.is_empty());
        let action = which.get(&assessment.roadmap.actions).clone();
        let key = CellKey::new("Roadmap", &action.key, "Due date");
        model.notes.insert(key, Entry::Date(assessment.roadmap.start));
        let again = assess(&model, catalogue());
        let days = |assessment: &Assessment| -> Vec<(String, f64)> {
            by_key(assessment).iter().map(|(key, action)| ((*key).to_owned(), action.days)).collect()
        };
        prop_assert_eq!(days(&again), days(&assessment));
        prop_assert_eq!(again.roadmap.start, assessment.roadmap.start);
    }

    #[test]
    fn at_once_takes_no_more_than_one_after_the_other_with_coordination_and_both_no_more_than_apart(model in any_model()) {
        let assessment = assess(&model, catalogue());
        let effort = |kind| effort_of(&assessment, kind, &model.parameters);
        let simultaneous = effort(PlanKind::Simultaneous);
        let outline = assessment.plans.outline(PlanKind::Simultaneous).expect("the plan");
        let overhead = model.parameters.coordination_overhead;
        let coordination = outline.effort_for_both().days(model.parameters.effort_days) * overhead;
        let sequential = effort(PlanKind::Sequential);
        prop_assert!(coordination <= simultaneous * overhead + 1e-6);
        // People may set any effort for any piece of any plan.
        if model.notes.is_empty() {
            prop_assert!(simultaneous <= sequential + 1e-6);
            let days = outline.days(model.parameters.effort_days, overhead);
            prop_assert!(days <= sequential + coordination + 1e-6);
            prop_assert!(sequential <= effort(PlanKind::Separate) + 1e-6);
        }
    }

    #[test]
    fn meeting_a_requirement_never_raises_the_effort_of_any_plan(model in any_model(), which in any::<Index>()) {
        let mut model = model;
        model.notes.clear();
        let before = assess(&model, catalogue());
        let id = *which.get(&ids(None));
        let better = model.statements.get_mut(&id).expect("every requirement has a statement");
        better.status = Some(Reading::understood("done", ImplementationStatus::Implemented, cell(1)));
        let after = assess(&model, catalogue());
        for kind in PlanKind::ALL {
            let (before, after) = (effort_of(&before, kind, &model.parameters), effort_of(&after, kind, &model.parameters));
            prop_assert!(after <= before + 1e-6, "{kind:?}: {before} to {after}");
        }
    }

    #[test]
    fn slack_lies_within_the_plan_and_what_ends_it_has_none(model in any_model()) {
        let assessment = assess(&model, catalogue());
        let roadmap = &assessment.roadmap;
        let Some(end) = roadmap.end else { return Ok(()) };
        let weeks = ((end - roadmap.start).num_days() + 1) as f64 / 5.0;
        for action in &roadmap.actions {
            prop_assert!((0.0..=weeks + 0.1).contains(&action.slack_weeks), "{action:?}");
        }
        prop_assert!(roadmap.actions.iter().any(|action| action.end == end && action.slack_weeks < 0.3));
        prop_assert!(roadmap.actions.iter().any(|action| action.critical));
    }

    #[test]
    fn the_same_model_gives_the_same_plans(model in any_model()) {
        let (one, other) = (assess(&model, catalogue()), assess(&model.clone(), catalogue()));
        prop_assert_eq!(one.plans, other.plans);
        prop_assert_eq!(one.roadmap, other.roadmap);
    }
}

#[test]
fn where_all_is_done_there_is_nothing_to_plan() {
    let mut model = Model::empty(catalogue(), today());
    for statement in model.statements.values_mut() {
        statement.status = Some(Reading::understood("done", ImplementationStatus::Implemented, cell(1)));
    }
    let assessment = assess(&model, catalogue());
    assert_eq!((assessment.roadmap.actions.len(), assessment.roadmap.end), (0, None));
    assert_eq!(assessment.roadmap.milestones, Vec::new());
    for outline in &assessment.plans.outlines {
        assert_eq!((outline.effort().total(), outline.end, outline.weeks()), (0, None, 0.0));
        assert_eq!(outline.effort_for_both().total(), 0);
    }
}

#[test]
fn where_one_standard_is_done_the_other_needs_no_coordination() {
    let mut model = Model::empty(catalogue(), today());
    for statement in model.statements.values_mut() {
        if statement.requirement.standard() == Standard::Iso42001 {
            statement.status = Some(Reading::understood("done", ImplementationStatus::Implemented, cell(1)));
        }
    }
    let plans = assess(&model, catalogue()).plans;
    let efforts: Vec<_> =
        plans.outlines.iter().map(|outline| (outline.effort(), outline.effort_for_both().total())).collect();
    assert_eq!(efforts[0], efforts[1]);
    assert_eq!(efforts[1], efforts[2]);
    assert_eq!(efforts[2].1, 0);
    assert_eq!(plans.alone.efforts.total(), 0);
}

#[test]
fn where_27001_runs_only_42001_and_one_confirmation_are_left() {
    let mut model = Model::empty(catalogue(), today());
    model.parameters.starting_point = StartingPoint::Iso27001Certified;
    let assessment = assess(&model, catalogue());
    assert_eq!(assessment.roadmap.kind, PlanKind::Sequential);
    let of_27001: Vec<&Action> = assessment
        .roadmap
        .actions
        .iter()
        .filter(|action| action.closes.iter().any(|id| id.standard() == Standard::Iso27001))
        .collect();
    assert_eq!(
        of_27001.iter().map(|action| action.key.as_str()).collect::<Vec<_>>(),
        ["confirmation-of-the-running-isms"]
    );
    assert!(
        assessment.roadmap.milestones.iter().all(|milestone| milestone.standards == [Standard::Iso42001])
    );
}

#[test]
fn where_27001_runs_or_is_certified_42001_goes_on_beside_its_repairs() {
    for point in [StartingPoint::Iso27001Running, StartingPoint::Iso27001Certified] {
        let mut model = Model::empty(catalogue(), today());
        model.parameters.starting_point = point;
        for statement in model.statements.values_mut() {
            let partly = ImplementationStatus::Partial;
            statement.status = Some(Reading::understood("partly", partly, cell(1)));
        }
        let roadmap = assess(&model, catalogue()).roadmap;
        let is_of = |action: &&Action, standard| action.closes.iter().all(|id| id.standard() == standard);
        let of = |standard| roadmap.actions.iter().filter(move |action| is_of(action, standard));
        let first = of(Standard::Iso42001).map(|action| action.start).min().expect("work for 42001");
        let repaired = of(Standard::Iso27001).map(|action| action.end).max().expect("repairs");
        assert!(first < repaired, "{point:?}: {first} is not before {repaired}");
        // What waits for nothing waits for no later phase of the other standard either.
        for action in of(Standard::Iso42001).filter(|action| action.depends_on.is_empty()) {
            let later = of(Standard::Iso27001).filter(|other| other.phase > action.phase);
            for other in later {
                assert!(action.start <= other.start, "{point:?}: {} after {}", action.key, other.key);
            }
        }
    }
}

#[test]
fn an_open_audit_finding_gives_an_action_its_due_date_and_an_owner_where_no_register_names_one() {
    let id: RequirementId = "27001:A.5.1".parse().expect("a requirement");
    let owner = |name: &str| Some(Traced::new(name.to_owned(), cell(1)));
    let due = |days: u64| Some(Reading::understood("due", today() + Days::new(days), cell(1)));
    let mut finding = AuditFinding::unknown("F-1", cell(1));
    finding.requirements = vec![RequirementRef {
        id,
        written: "A.5.1".to_owned(),
        from_2013: None,
        decided_by: "prefix".to_owned(),
    }];
    finding.grade = Some(Reading::understood("minor", FindingGrade::MinorNonconformity, cell(1)));
    (finding.owner, finding.due) = (owner("Bo"), due(30));
    let mut model = Model::empty(catalogue(), today());
    model.audit_findings = vec![finding];
    let planned = |model: &Model| {
        let assessment = assess(model, catalogue());
        let action = assessment.roadmap.actions.iter().find(|action| action.closes.contains(&id));
        let action = action.expect("an action for the gap");
        (action.owner.clone(), action.due, action.audit_findings.clone())
    };
    let on = |days: u64| Some(today() + Days::new(days));
    assert_eq!(planned(&model), (Some("Bo".to_owned()), on(30), vec!["F-1".to_owned()]));
    // The owner of the requirement comes first, and the earlier of both days counts.
    let statement = model.statements.get_mut(&id).expect("a statement");
    (statement.owner, statement.due) = (owner("Cy"), due(60));
    assert_eq!(planned(&model), (Some("Cy".to_owned()), on(30), vec!["F-1".to_owned()]));
    model.audit_findings[0].due = due(90);
    assert_eq!(planned(&model).1, on(60));
    // What is closed, and what an audit praised, asks for nothing.
    model.audit_findings[0].status = Some(Reading::understood("closed", OpenState::Closed, cell(1)));
    assert_eq!(planned(&model).2, Vec::<String>::new());
    model.audit_findings[0].status = None;
    model.audit_findings[0].grade = Some(Reading::understood("good", FindingGrade::Strength, cell(1)));
    assert_eq!(planned(&model).2, Vec::<String>::new());
}
