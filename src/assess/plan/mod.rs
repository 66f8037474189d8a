//! Plans: gaps become actions, actions are put in order and given dates, and the plans that an organisation
//! can choose from stand side by side.
//!
//! ```text
//! audit_dates    the days of audits that people set
//! by_hand        what people set on the roadmap: efforts, first days, due dates
//! work           gaps by action, for each kind of plan; dependencies; sizes
//! circle         actions that wait for each other
//! order          what comes first
//! calendar       working days
//! schedule       person-days to working days, within the capacity
//! layout         actions laid out in time, dates that people set obeyed
//! milestones     audits, and what has to come before them
//! critical_path  the longest chain, and by how much an action can end later
//! result         the roadmap, and the plans side by side
//! ```

mod audit_dates;
mod by_hand;
mod calendar;
mod circle;
mod critical_path;
mod layout;
mod milestones;
mod order;
mod result;
mod schedule;
mod title;
mod work;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

pub use result::{
    Action, EffortCounts, Milestone, MilestoneKind, PlanKind, PlanOutline, Plans, Roadmap, WorkFor42001,
};

pub(super) use audit_dates::AuditDates;
pub use audit_dates::audit_dates_not_kept;
pub use by_hand::starts_not_kept;
pub(super) use calendar::working_day_from;

use by_hand::ByHand;
use calendar::Calendar;
use critical_path::{longest_chain, slack};
use layout::{Layout, Terms, lay_out, pieces_in_order};
use milestones::{WeeksBetweenStages, reached};
use result::weeks_between;
use schedule::Speed;
use work::{Gathering, Work, Works, part};

use super::gaps::open_audit_findings;
use super::shared::Links;
use super::{Gap, Subject};
use crate::diagnostic::Diagnostic;
use crate::model::{AuditFinding, StartingPoint};
use crate::provenance::understood;
use crate::recognise::value::names_somebody;
use crate::standards::{RequirementId, Standard};
use title::CONFIRMATION;

/// Working days in a week.
const WORKING_DAYS: f64 = 5.0;

/// What planning yields.
pub(super) struct Planned {
    pub(super) roadmap: Roadmap,
    pub(super) plans: Plans,
    /// What could not be planned as it was asked for.
    pub(super) findings: Vec<Diagnostic>,
}

/// A plan with everything that belongs to it.
struct Plan {
    actions: Vec<Action>,
    /// Weeks from the day from which it lets the work for 42001 begin to the end of that work.
    weeks_for_42001: f64,
    coordination_days: f64,
    outline: PlanOutline,
    findings: Vec<Diagnostic>,
}

/// All plans; the roadmap is the one that is followed.
pub(super) fn plan(subject: Subject<'_>, links: &Links, gaps: &[Gap]) -> Planned {
    let by_hand = ByHand::of(subject.model);
    let of_27001 = work::packages_of_27001(subject.catalogue);
    let gathering = Gathering { subject, links, gaps, by_hand: &by_hand, of_27001: &of_27001 };
    let start = subject.parameters.start.unwrap_or(subject.model.as_of);
    let planner = Planner { subject, gathering, audits: open_audit_findings(subject.model), start };
    let followed = PlanKind::from(subject.parameters.approach());
    let set = AuditDates::of(subject.model, subject.parameters);
    let nothing_set = AuditDates::default();
    let mut outlines = Vec::new();
    let mut roadmap = None;
    let mut weeks_for_42001 = BTreeMap::new();
    for kind in PlanKind::ALL {
        // What is set is set for the plan that is followed; the others show what they come to by themselves.
        let plan = planner.plan(kind, if kind == followed { &set } else { &nothing_set });
        if kind == followed {
            let roadmap_of = |plan: &Plan| Roadmap {
                kind,
                start: plan.outline.start,
                actions: plan.actions.clone(),
                total_days: plan.actions.iter().map(|action| action.days).sum(),
                coordination_days: plan.coordination_days,
                end: plan.outline.end,
                milestones: plan.outline.milestones.clone(),
            };
            roadmap = Some((roadmap_of(&plan), plan.findings));
        }
        weeks_for_42001.insert(kind, plan.weeks_for_42001);
        outlines.push(plan.outline);
    }
    let none = || {
        let nothing = Roadmap {
            kind: followed,
            start,
            actions: Vec::new(),
            total_days: 0.0,
            coordination_days: 0.0,
            end: None,
            milestones: Vec::new(),
        };
        (nothing, Vec::new())
    };
    let (roadmap, findings) = roadmap.unwrap_or_else(none);
    let for_42001 = |kind| WorkFor42001 {
        efforts: efforts(&planner.works_for_42001(kind)),
        weeks: weeks_for_42001.get(&kind).copied().unwrap_or_default(),
    };
    let on_top = for_42001(PlanKind::Sequential);
    let mut alone = for_42001(PlanKind::Separate);
    // After the certification of 27001 little goes on beside 42001: what it is held against has nothing beside it
    // either.
    if subject.parameters.starting_point == StartingPoint::Nothing {
        alone.weeks = planner.weeks_for_42001_alone();
    }
    Planned { roadmap, plans: Plans { followed, outlines, on_top, alone }, findings }
}

struct Planner<'p> {
    subject: Subject<'p>,
    gathering: Gathering<'p>,
    /// The open audit findings by what they are raised against.
    audits: BTreeMap<RequirementId, Vec<&'p AuditFinding>>,
    start: NaiveDate,
}

impl<'p> Planner<'p> {
    /// The work of a plan in which nothing waits for itself, with phases and gates.
    fn works(&self, kind: PlanKind) -> (Works<'p>, Vec<Diagnostic>) {
        let mut works = self.gathering.works(kind);
        let findings = circle::drop_circular_dependencies(&mut works, &self.subject.model.pairs);
        let order = order::dependencies_first(&works);
        order::set_phases(&mut works, &order);
        order::set_pressing_gates(&mut works, &order);
        (works, findings)
    }

    fn terms(&self) -> Terms<'p> {
        let parameters = self.subject.parameters;
        let capacity = parameters.capacity_days_per_week / WORKING_DAYS;
        Terms {
            by_hand: self.gathering.by_hand,
            speed: Speed { capacity, of_one: capacity.min(parameters.most_days_per_action / WORKING_DAYS) },
            coordination: parameters.coordination_overhead,
            days: parameters.effort_days,
            second_from: 0,
        }
    }

    /// Lays a plan out, lists its actions in the order of their days, and sums it up.
    fn plan(&self, kind: PlanKind, set: &AuditDates) -> Plan {
        let (works, findings) = self.works(kind);
        let mut calendar = Calendar::new(self.subject.parameters, self.start);
        let mut terms = self.terms();
        let first_certified = self.subject.parameters.starting_point == StartingPoint::Nothing;
        if kind == PlanKind::Sequential && first_certified && has_work(&works, Standard::Iso27001) {
            terms.second_from = self.certified(&works, terms, &mut calendar, set);
        }
        let layout = lay_out(&works, terms, &mut calendar);
        let mut limits = vec![layout.finished(); layout.len()];
        let mut milestones = Vec::new();
        for standards in self.certified_together(kind, set) {
            let reached = self.reached(&layout, &mut calendar, standards, set);
            milestones.extend(reached.milestones);
            for (limit, of_audit) in limits.iter_mut().zip(&reached.limits) {
                *limit = limit.min(*of_audit);
            }
        }
        milestones.sort_by(|one, other| {
            (one.date, &one.standards, one.kind).cmp(&(other.date, &other.standards, other.kind))
        });
        let of_one = terms.speed.of_one;
        let slack = slack(&layout.pieces, &layout.spans, of_one, |place| {
            limits.get(place).copied().unwrap_or_default()
        });
        let chains = [false, true].map(|second| {
            let leg = part(&works, |work| work.second == second);
            let (keys, pieces) = pieces_in_order(&leg, terms, &mut calendar);
            let chain = longest_chain(&pieces, of_one);
            let on_it = keys.iter().zip(&chain.on_it).filter(|(_, on_it)| **on_it);
            (on_it.map(|(key, _)| *key).collect::<BTreeSet<_>>(), chain.working_days)
        });
        let actions = self.actions(&works, &layout, &mut calendar, &slack, |key| {
            chains.iter().any(|(on_it, _)| on_it.contains(&key))
        });
        let phases = self.subject.catalogue.phases().iter();
        let mut efforts: BTreeMap<u8, EffortCounts> =
            phases.map(|phase| (phase.number, EffortCounts::default())).collect();
        let mut shared = efforts.clone();
        let mut shared_days = 0.0;
        for action in &actions {
            efforts.entry(action.phase).or_default().add(action.effort);
            if Standard::BOTH.into_iter().all(|one| action.closes.iter().any(|id| id.standard() == one)) {
                shared.entry(action.phase).or_default().add(action.effort);
                shared_days += action.days;
            }
        }
        Plan {
            weeks_for_42001: weeks_for(Standard::Iso42001, &actions, calendar.day(terms.second_from)),
            coordination_days: shared_days * terms.coordination,
            outline: PlanOutline {
                kind,
                efforts,
                shared,
                start: calendar.first(),
                end: actions.iter().map(|action| action.end).max(),
                longest_chain_weeks: chains.iter().map(|(_, days)| days).sum::<f64>() / WORKING_DAYS,
                milestones,
            },
            actions,
            findings,
        }
    }

    /// The working day on which 27001 can be certified, where its work comes first.
    fn certified(
        &self,
        works: &Works<'p>,
        terms: Terms<'_>,
        calendar: &mut Calendar<'_>,
        set: &AuditDates,
    ) -> usize {
        let first = part(works, |work| !work.second);
        let layout = lay_out(&first, terms, calendar);
        self.reached(&layout, calendar, &[Standard::Iso27001], set).stage_2
    }

    fn reached(
        &self,
        layout: &Layout<'_, '_>,
        calendar: &mut Calendar<'_>,
        standards: &[Standard],
        set: &AuditDates,
    ) -> milestones::Reached {
        let parameters = self.subject.parameters;
        let weeks = WeeksBetweenStages {
            least: parameters.weeks_between_stages,
            most: parameters.most_weeks_between_stages,
        };
        reached(layout, calendar, standards, weeks, set)
    }

    /// The standards that are certified together, of those that are planned for and not certified yet: in the
    /// simultaneous plan both, unless people set days of their own for them.
    fn certified_together(&self, kind: PlanKind, set: &AuditDates) -> Vec<&'static [Standard]> {
        let parameters = self.subject.parameters;
        let is_to_come = |standard: Standard| {
            let is_certified = standard == Standard::Iso27001
                && parameters.starting_point == StartingPoint::Iso27001Certified;
            !is_certified && parameters.planned_standards.hold(standard)
        };
        let both = Standard::BOTH.iter().all(|standard| is_to_come(*standard));
        if both && kind == PlanKind::Simultaneous && set.are_the_same_for_both() {
            return vec![&Standard::BOTH];
        }
        Standard::BOTH.chunks(1).filter(|alone| alone.iter().all(|one| is_to_come(*one))).collect()
    }

    /// The work for 42001 in a plan, with the dependencies within it.
    fn works_for_42001(&self, kind: PlanKind) -> Works<'p> {
        part(&self.works(kind).0, |work| work.serves(Standard::Iso42001))
    }

    /// Weeks that 42001 takes from nothing and with nothing beside it.
    fn weeks_for_42001_alone(&self) -> f64 {
        let works = self.works_for_42001(PlanKind::Separate);
        let mut calendar = Calendar::new(self.subject.parameters, self.start);
        let layout = lay_out(&works, self.terms(), &mut calendar);
        let end = layout.spans.iter().map(|span| span.last_day()).max().map(|last| calendar.day(last));
        weeks_between(calendar.first(), end)
    }

    fn actions(
        &self,
        works: &Works<'p>,
        layout: &Layout<'_, 'p>,
        calendar: &mut Calendar<'_>,
        slack: &[f64],
        critical: impl Fn(work::WorkKey<'p>) -> bool,
    ) -> Vec<Action> {
        let mut timed: Vec<(f64, f64, Action)> = Vec::with_capacity(layout.len());
        for ((key, span), slack) in layout.keys.iter().zip(&layout.spans).zip(slack) {
            let Some(work) = works.get(key) else { continue };
            let name = key.name();
            let action = Action {
                title: key.title(),
                closes: work.gaps.iter().map(|(gap, _)| gap.id).collect(),
                phase: work.phase,
                gate: work.gate,
                effort: work.effort,
                days: self.subject.parameters.effort_days.of(work.effort),
                priority: work.priority,
                depends_on: work.depends_on.iter().map(|key| key.name()).collect(),
                start: calendar.day(span.first_day()),
                end: calendar.day(span.last_day()),
                critical: critical(*key),
                // Whole tenths, not rounded up: more than there is would move something.
                slack_weeks: (slack / WORKING_DAYS * 10.0 + 1e-6).floor() / 10.0,
                start_by_hand: self.gathering.by_hand.start(&name),
                owner: self.owner(work),
                due: self.due(work),
                audit_findings: {
                    let keys: BTreeSet<&String> = self.audited(work).map(|finding| &finding.key).collect();
                    keys.into_iter().cloned().collect()
                },
                key: name,
            };
            timed.push((span.start, span.end, action));
        }
        timed.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)));
        timed.into_iter().map(|(_, _, action)| action).collect()
    }

    /// The first owner whom the registers name, of a requirement before one of a corrective action.
    fn owner(&self, work: &Work<'_>) -> Option<String> {
        let statements = work.gaps.iter().filter_map(|(gap, _)| self.subject.model.statements.get(&gap.id));
        let of_statements = statements.filter_map(|statement| statement.owner.as_ref());
        let of_findings = self.audited(work).filter_map(|finding| finding.owner.as_ref());
        of_statements
            .chain(of_findings)
            .map(|owner| owner.value.trim())
            .find(|owner| names_somebody(owner))
            .map(str::to_owned)
    }

    /// The earliest due date of the registers.
    fn due(&self, work: &Work<'_>) -> Option<NaiveDate> {
        let statements = work.gaps.iter().filter_map(|(gap, _)| self.subject.model.statements.get(&gap.id));
        let of_statements = statements.filter_map(|statement| understood(&statement.due));
        of_statements.chain(self.audited(work).filter_map(|finding| understood(&finding.due))).min()
    }

    /// The open audit findings that are raised against what a piece of work closes; one may stand there more
    /// than once.
    fn audited(&self, work: &Work<'_>) -> impl Iterator<Item = &'p AuditFinding> {
        work.gaps.iter().filter_map(|(gap, _)| self.audits.get(&gap.id)).flatten().copied()
    }
}

/// The weeks from a day, or from the first action for a standard where that lies before it, to the end of the
/// last action for the standard; 0 where there is none.
fn weeks_for(standard: Standard, actions: &[Action], from: NaiveDate) -> f64 {
    let of_standard =
        || actions.iter().filter(|action| action.closes.iter().any(|id| id.standard() == standard));
    let first = of_standard().map(|action| action.start).fold(from, NaiveDate::min);
    weeks_between(first, of_standard().map(|action| action.end).max())
}

fn efforts(works: &Works<'_>) -> EffortCounts {
    let mut efforts = EffortCounts::default();
    works.values().for_each(|work| efforts.add(work.effort));
    efforts
}

/// Whether a standard has work beyond the confirmation of what runs.
fn has_work(works: &Works<'_>, standard: Standard) -> bool {
    works.iter().any(|(key, work)| key.package != CONFIRMATION && work.serves(standard))
}
