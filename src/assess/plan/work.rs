//! The work of a plan: which gaps are one action, how large it is and what it waits for.
//!
//! - The gaps of one work package are one action, and so is a gap of 42001 with its shared partner of 27001
//!   (with the first in catalogue order, where there are several). An action is as large as its largest
//!   gap: its effort is counted once.
//! - That holds for the *simultaneous* plan. In the *sequential* one what 42001 adds to a work package of
//!   27001 is an action of its own, for which the foundation is adjusted again; in *separate* systems every
//!   work package is done for each standard, and shared partners are two pieces of work.
//! - In the sequential plan the work for 42001 comes after the certification of 27001. Where a 27001 system
//!   runs, there is one to build on: what it still needs goes on beside the work for 42001, and only what 42001
//!   adds to a work package waits for the repair of that package.
//! - Where a 27001 system runs, what 27001 asks and nothing is known of is not work: one small action
//!   confirms it.
//! - In both integrated plans the work for 42001 has the effort that it has beside a 27001 system, unless
//!   there is none and none is planned.
//! - What only a standard asks that is not planned for is no work.

use std::collections::{BTreeMap, BTreeSet};

use super::by_hand::ByHand;
use super::title::{CONFIRMATION, title};
use crate::assess::shared::Links;
use crate::assess::{Gap, GapKind, PlanKind, Subject};
use crate::model::StartingPoint;
use crate::standards::{Catalogue, Effort, Gate, Requirement, RequirementId, Standard};

/// What an action is known by: its work package and, for what 42001 needs of one that 27001 has too, that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WorkKey<'a> {
    /// The work package.
    pub(super) package: &'a str,
    /// Whether it is what 42001 needs of a work package of 27001.
    pub(super) extension: bool,
}

impl<'a> WorkKey<'a> {
    pub(super) fn of_package(package: &'a str) -> Self {
        Self { package, extension: false }
    }

    /// The key of the action.
    pub(super) fn name(self) -> String {
        if self.extension { format!("{}:42001", self.package) } else { self.package.to_owned() }
    }

    /// What is to be done, in words.
    pub(super) fn title(self) -> String {
        let title = title(self.package);
        if self.extension { format!("{title}, for 42001") } else { title }
    }
}

/// An action that is not yet scheduled.
#[derive(Clone, Debug)]
pub(super) struct Work<'a> {
    pub(super) gaps: Vec<(&'a Gap, &'a Requirement)>,
    pub(super) depends_on: BTreeSet<WorkKey<'a>>,
    pub(super) effort: Effort,
    pub(super) phase: u8,
    pub(super) gate: Option<Gate>,
    /// The gate that counts in the order: its own, or that of what depends on it.
    pub(super) pressing_gate: Option<Gate>,
    pub(super) priority: f64,
    /// Whether it comes after the certification of 27001.
    pub(super) second: bool,
}

impl Work<'_> {
    /// Work without a gap, which waits for nothing.
    pub(super) fn none() -> Self {
        Work {
            gaps: Vec::new(),
            depends_on: BTreeSet::new(),
            effort: Effort::Small,
            phase: u8::MAX,
            gate: None,
            pressing_gate: None,
            priority: 0.0,
            second: false,
        }
    }

    /// Whether it does anything for both standards, so that they have to be coordinated.
    pub(super) fn serves_both(&self) -> bool {
        Standard::BOTH.into_iter().all(|standard| self.serves(standard))
    }

    /// Whether it does anything for a standard.
    pub(super) fn serves(&self, standard: Standard) -> bool {
        self.gaps.iter().any(|(gap, _)| gap.id.standard() == standard)
    }
}

/// All actions by their key.
pub(super) type Works<'a> = BTreeMap<WorkKey<'a>, Work<'a>>;

/// What work is gathered from.
#[derive(Clone, Copy)]
pub(super) struct Gathering<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) links: &'a Links,
    pub(super) gaps: &'a [Gap],
    pub(super) by_hand: &'a ByHand,
    /// The work packages of 27001.
    pub(super) of_27001: &'a BTreeSet<&'a str>,
}

/// The work packages that 27001 has.
pub(super) fn packages_of_27001(catalogue: &Catalogue) -> BTreeSet<&str> {
    let all = catalogue.requirements().filter(|requirement| requirement.id.standard() == Standard::Iso27001);
    all.map(|requirement| requirement.work_package.as_str()).collect()
}

impl<'a> Gathering<'a> {
    /// The gaps by the action that closes them, with the dependencies between actions.
    pub(super) fn works(&self, kind: PlanKind) -> Works<'a> {
        let keys: BTreeMap<RequirementId, WorkKey<'a>> =
            self.gaps.iter().filter_map(|gap| Some((gap.id, self.key(kind, gap)?))).collect();
        let mut works = Works::new();
        for gap in self.gaps {
            let (Some(key), Some(requirement)) =
                (keys.get(&gap.id), self.subject.catalogue.requirement(gap.id))
            else {
                continue;
            };
            let work = works.entry(*key).or_insert_with(Work::none);
            if key.package != CONFIRMATION {
                let before = requirement.depends_on.iter().filter_map(|id| keys.get(id).copied());
                work.depends_on.extend(before.filter(|other| other != key));
                work.phase = work.phase.min(requirement.phase);
            } else {
                work.phase = 1;
            }
            work.gate = earlier(work.gate, requirement.gate);
            work.pressing_gate = work.gate;
            work.priority = work.priority.max(gap.terms.priority);
            work.gaps.push((gap, requirement));
        }
        let known: BTreeSet<WorkKey<'_>> = works.keys().copied().collect();
        for (key, work) in &mut works {
            let on_top = kind == PlanKind::Sequential && work.serves(Standard::Iso42001);
            work.second = on_top && self.subject.parameters.starting_point == StartingPoint::Nothing;
            let foundation = WorkKey::of_package(key.package);
            if on_top && key.extension && known.contains(&foundation) {
                work.depends_on.insert(foundation);
            }
            work.effort = self.effort(kind, *key, work, known.contains(&foundation));
        }
        works
    }

    /// The action that closes a gap; none where its standard is not planned for.
    fn key(&self, kind: PlanKind, gap: &Gap) -> Option<WorkKey<'a>> {
        let planned = self.subject.parameters.planned_standards;
        if !planned.hold(gap.id.standard()) {
            return None;
        }
        let runs = self.subject.parameters.starting_point != StartingPoint::Nothing;
        let is_42001 = gap.id.standard() == Standard::Iso42001;
        if runs && !is_42001 && gap.kind == GapKind::Unassessed {
            return Some(WorkKey::of_package(CONFIRMATION));
        }
        // Without work for 27001 there is none that a pair could share.
        let is_shared = kind != PlanKind::Separate && is_42001 && planned.hold(Standard::Iso27001);
        let of_pair = is_shared.then(|| self.links.shared_with(gap.id).next()).flatten();
        let requirement = self.subject.catalogue.requirement(of_pair.unwrap_or(gap.id))?;
        let package = requirement.work_package.as_str();
        let extension = kind != PlanKind::Simultaneous && is_42001 && self.of_27001.contains(package);
        Some(WorkKey { package, extension })
    }

    /// How large an action is: as set by hand, or else as its largest gap. What people set for the part of
    /// one standard counts for that part.
    fn effort(&self, kind: PlanKind, key: WorkKey<'a>, work: &Work<'_>, with_foundation: bool) -> Effort {
        let by_hand = |key: WorkKey<'_>| self.by_hand.effort(&key.name());
        let of = |standard: Standard| {
            let gaps = work.gaps.iter().filter(|(gap, _)| gap.id.standard() == standard);
            gaps.map(|(_, requirement)| self.size(kind, requirement)).max()
        };
        let own = by_hand(key);
        let own = own.or_else(|| {
            by_hand(WorkKey::of_package(key.package)).filter(|_| key.extension && !with_foundation)
        });
        if own.is_some() || key.package == CONFIRMATION {
            return own.unwrap_or(Effort::Small);
        }
        let part_of_42001 = of(Standard::Iso42001).map(|largest| {
            by_hand(WorkKey { extension: self.of_27001.contains(key.package), ..key }).unwrap_or(largest)
        });
        of(Standard::Iso27001).max(part_of_42001).unwrap_or(Effort::Small)
    }

    /// The effort of a gap in a plan: for 42001 the one beside a 27001 system, where there is or will be one.
    fn size(&self, kind: PlanKind, requirement: &Requirement) -> Effort {
        let parameters = self.subject.parameters;
        let beside_27001 = kind != PlanKind::Separate
            && requirement.id.standard() == Standard::Iso42001
            && (parameters.planned_standards.hold(Standard::Iso27001)
                || parameters.starting_point != StartingPoint::Nothing);
        let beside = requirement.effort_with_isms.filter(|_| beside_27001);
        beside.map_or(requirement.effort, |effort| effort.min(requirement.effort))
    }
}

pub(super) fn earlier(one: Option<Gate>, other: Option<Gate>) -> Option<Gate> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The part of the work that a test accepts, with the dependencies within it.
pub(super) fn part<'a>(works: &Works<'a>, accepts: impl Fn(&Work<'_>) -> bool) -> Works<'a> {
    let mut part: Works<'a> =
        works.iter().filter(|(_, work)| accepts(work)).map(|(key, work)| (*key, work.clone())).collect();
    let known: BTreeSet<WorkKey<'a>> = part.keys().copied().collect();
    for work in part.values_mut() {
        work.depends_on.retain(|key| known.contains(key));
    }
    part
}
