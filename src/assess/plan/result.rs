//! What planning yields: the roadmap, and the plans side by side.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::{Approach, CellKey, EffortDays};
use crate::standards::{Effort, Gate, RequirementId, Standard};

/// Days of a week.
const DAYS_OF_A_WEEK: f64 = 7.0;

/// A way of doing the work for both standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlanKind {
    /// A management system for each standard: everything twice, nothing shared. It is there to compare with.
    Separate,
    /// 27001 first, up to its certification, then 42001 on top of it; where a 27001 system runs, 42001 at once,
    /// beside what that system still needs.
    Sequential,
    /// Both at once, what they share done once.
    Simultaneous,
}

impl PlanKind {
    /// All of them, in the order in which they stand side by side.
    pub const ALL: [PlanKind; 3] = [PlanKind::Separate, PlanKind::Sequential, PlanKind::Simultaneous];

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            PlanKind::Separate => "Two separate systems",
            PlanKind::Sequential => "Integrated, sequential",
            PlanKind::Simultaneous => "Integrated, simultaneous",
        }
    }

    /// A short name, by which it is known.
    pub fn name(self) -> &'static str {
        match self {
            PlanKind::Separate => "separate",
            PlanKind::Sequential => "sequential",
            PlanKind::Simultaneous => "simultaneous",
        }
    }
}

impl From<Approach> for PlanKind {
    fn from(approach: Approach) -> Self {
        match approach {
            Approach::Sequential => PlanKind::Sequential,
            Approach::Simultaneous => PlanKind::Simultaneous,
        }
    }
}

/// The plan that is followed: actions in the order of their schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Roadmap {
    /// Which plan it is.
    pub kind: PlanKind,
    /// The first day.
    pub start: NaiveDate,
    /// The actions.
    pub actions: Vec<Action>,
    /// Person-days of all actions, without coordination.
    pub total_days: f64,
    /// Person-days that coordination adds.
    pub coordination_days: f64,
    /// The last day of work; `None` where there is nothing to do.
    pub end: Option<NaiveDate>,
    /// Audits, and what has to come before them, in the order of their dates.
    pub milestones: Vec<Milestone>,
}

/// One piece of work: the gaps of one work package and the controls that are shared.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The work package's name, which is the action's key; with `:42001` for what 42001 adds to a work package
    /// of 27001 in the sequential plan.
    pub key: String,
    /// What is to be done, in words.
    pub title: String,
    /// The gaps that it closes, in rank order.
    pub closes: Vec<RequirementId>,
    /// 1 to 6.
    pub phase: u8,
    /// The audit stage before which it is expected to be done (judgement).
    pub gate: Option<Gate>,
    /// The effort, counted once, at the largest size, or as set by hand.
    pub effort: Effort,
    /// Person-days, without coordination.
    pub days: f64,
    /// The highest priority of its gaps.
    pub priority: f64,
    /// Keys of the actions that must be done first.
    pub depends_on: Vec<String>,
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
    /// Whether it is on the longest chain of actions that wait for each other: however many people work, the
    /// plan is not shorter than this chain.
    pub critical: bool,
    /// Weeks by which it can end later without moving an audit or the end of the plan, where other work is
    /// put before it.
    pub slack_weeks: f64,
    /// The day on which a person lets it begin.
    pub start_by_hand: Option<NaiveDate>,
    /// Owner, where a register names one: of a requirement, or else of the corrective action of an audit finding.
    pub owner: Option<String>,
    /// The earliest due date that the registers name for its requirements and for the corrective actions of
    /// audit findings.
    pub due: Option<NaiveDate>,
    /// Keys of the open audit findings that are raised against what it closes.
    pub audit_findings: Vec<String>,
}

/// What a milestone marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MilestoneKind {
    /// What is expected before stage 1 is in place: the stage 1 audit can take place from this day on. It is put
    /// off where stage 2 comes long after it.
    Stage1,
    /// The internal audit is done.
    InternalAudit,
    /// The management review is done.
    ManagementReview,
    /// What is expected before stage 2 is in place and the weeks between the stages have passed: the stage 2
    /// audit can take place from this day on.
    Stage2,
}

impl MilestoneKind {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            MilestoneKind::Stage1 => "Ready for the stage 1 audit",
            MilestoneKind::InternalAudit => "Internal audit done",
            MilestoneKind::ManagementReview => "Management review done",
            MilestoneKind::Stage2 => "Ready for the stage 2 audit",
        }
    }

    /// The words for it where a person set its day.
    pub fn words_of_set_day(self) -> &'static str {
        match self {
            MilestoneKind::Stage1 => "Stage 1 audit, as set",
            MilestoneKind::Stage2 => "Stage 2 audit, as set",
            MilestoneKind::InternalAudit | MilestoneKind::ManagementReview => self.words(),
        }
    }

    /// What takes place then.
    pub fn audit(self) -> &'static str {
        match self {
            MilestoneKind::Stage1 => "stage 1 audit",
            MilestoneKind::InternalAudit => "internal audit",
            MilestoneKind::ManagementReview => "management review",
            MilestoneKind::Stage2 => "stage 2 audit",
        }
    }
}

/// A day by which something is reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Milestone {
    /// What it marks.
    pub kind: MilestoneKind,
    /// The standards that it is reached for.
    pub standards: Vec<Standard>,
    /// The day: as a person set it, or else as planned.
    pub date: NaiveDate,
    /// The first day on which it can be reached by the plan; an audit may be planned or set for a later one.
    pub ready: NaiveDate,
    /// The cell in which a person set the day.
    pub set_in: Option<CellKey>,
    /// The action that is finished last before it; `None` where none was left.
    pub waits_for: Option<String>,
}

impl Milestone {
    /// What it marks, in words.
    pub fn words(&self) -> &'static str {
        if self.set_in.is_some() { self.kind.words_of_set_day() } else { self.kind.words() }
    }
}

/// How many actions there are of each size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EffortCounts {
    /// Of size S.
    pub small: usize,
    /// Of size M.
    pub medium: usize,
    /// Of size L.
    pub large: usize,
}

impl EffortCounts {
    /// Counts one more.
    pub fn add(&mut self, effort: Effort) {
        match effort {
            Effort::Small => self.small += 1,
            Effort::Medium => self.medium += 1,
            Effort::Large => self.large += 1,
        }
    }

    /// The number of a size.
    pub fn of(self, effort: Effort) -> usize {
        match effort {
            Effort::Small => self.small,
            Effort::Medium => self.medium,
            Effort::Large => self.large,
        }
    }

    /// These without some of them.
    #[must_use]
    pub fn without(self, some: Self) -> Self {
        Self {
            small: self.small.saturating_sub(some.small),
            medium: self.medium.saturating_sub(some.medium),
            large: self.large.saturating_sub(some.large),
        }
    }

    /// All of them.
    pub fn total(self) -> usize {
        self.small + self.medium + self.large
    }

    /// Their person-days.
    pub fn days(self, days: EffortDays) -> f64 {
        Effort::ALL.into_iter().map(|effort| self.of(effort) as f64 * days.of(effort)).sum()
    }
}

impl std::iter::Sum for EffortCounts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, next| Self {
            small: sum.small + next.small,
            medium: sum.medium + next.medium,
            large: sum.large + next.large,
        })
    }
}

/// What a plan comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanOutline {
    /// Which plan.
    pub kind: PlanKind,
    /// Its actions by phase.
    pub efforts: BTreeMap<u8, EffortCounts>,
    /// Those of them that serve both standards, to which coordination is added.
    pub shared: BTreeMap<u8, EffortCounts>,
    /// The first day.
    pub start: NaiveDate,
    /// The last day of work; `None` where there is nothing to do.
    pub end: Option<NaiveDate>,
    /// Weeks that the longest chain of actions takes, however many people work.
    pub longest_chain_weeks: f64,
    /// Audits, and what has to come before them, in the order of their dates.
    pub milestones: Vec<Milestone>,
}

impl PlanOutline {
    /// The actions of all phases.
    pub fn effort(&self) -> EffortCounts {
        self.efforts.values().copied().sum()
    }

    /// Those of them that serve both standards.
    pub fn effort_for_both(&self) -> EffortCounts {
        self.shared.values().copied().sum()
    }

    /// Person-days of all actions, and what a share of coordination adds to those that serve both standards.
    pub fn days(&self, days: EffortDays, coordination: f64) -> f64 {
        self.effort().days(days) + self.effort_for_both().days(days) * coordination
    }

    /// Weeks from the first to the last day.
    pub fn weeks(&self) -> f64 {
        weeks_between(self.start, self.end)
    }
}

/// Weeks from a first to a last day, both included; 0 without a last one.
pub(super) fn weeks_between(first: NaiveDate, last: Option<NaiveDate>) -> f64 {
    last.map_or(0.0, |last| ((last - first).num_days() + 1).max(0) as f64 / DAYS_OF_A_WEEK)
}

/// The work for 42001, in one of two ways.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WorkFor42001 {
    /// Its actions.
    pub efforts: EffortCounts,
    /// Weeks that they take: on top, from the day from which the sequential plan lets them begin to the last day
    /// of the last of them there. By itself they are counted in the plan of two separate systems where a 27001
    /// system runs, so that both have its repairs beside them, and else with nothing beside them.
    pub weeks: f64,
}

/// The plans side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Plans {
    /// Which one the roadmap follows.
    pub followed: PlanKind,
    /// All of them, in the order of [`PlanKind::ALL`].
    pub outlines: Vec<PlanOutline>,
    /// What 42001 takes on top of a 27001 system.
    pub on_top: WorkFor42001,
    /// What 42001 takes by itself.
    pub alone: WorkFor42001,
}

impl Plans {
    /// What a plan comes to.
    pub fn outline(&self, kind: PlanKind) -> Option<&PlanOutline> {
        self.outlines.iter().find(|outline| outline.kind == kind)
    }
}
