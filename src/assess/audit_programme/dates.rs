//! When audits take place.
//!
//! Before the stage 2 audit of a standard: in the four weeks that end four weeks before it, so that there is
//! time to correct what they find (judgement), but not before the assessment date. The day of stage 2 is the one
//! that a person set, or else the one by which the plan is ready; by the plan, the audits end when it has the
//! internal audit done. Afterwards: spread over each year from the first stage 2.

use chrono::{Days, Months, NaiveDate};

use super::StageTwo;
use crate::assess::plan::{AuditDates, working_day_from};
use crate::assess::{MilestoneKind, Roadmap, Subject};
use crate::model::DaysOff;
use crate::standards::Standard;

/// Days between the last internal audit and stage 2, to correct what it finds (judgement).
const TO_CORRECT: u64 = 28;
/// Days over which the audits before stage 2 are spread (judgement).
const TO_AUDIT: u64 = 28;
/// Most days between the stage 2 audits of both standards before which the same internal audits can serve
/// both (judgement).
const TOGETHER_WITHIN: i64 = 31;

/// The calendar of the programme.
pub(super) struct Dates {
    /// The stage 2 audits, in the order of their days: one for both standards, or one for each.
    pub(super) stages: Vec<StageTwo>,
    /// The first and the last day of the audits before each of them.
    before: Vec<(NaiveDate, NaiveDate)>,
    as_of: NaiveDate,
    days_off: Vec<DaysOff>,
}

impl Dates {
    pub(super) fn new(subject: Subject<'_>, roadmap: &Roadmap) -> Self {
        let as_of = subject.model.as_of;
        let set = AuditDates::of(subject.model, subject.parameters);
        let of = |standard: Standard| {
            let by_hand = set.of_stage(MilestoneKind::Stage2, &[standard]).map(|set| (set.day, false));
            by_hand.or_else(|| planned(roadmap, MilestoneKind::Stage2, standard).map(|day| (day, true)))
        };
        let [iso27001, iso42001] = Standard::BOTH.map(of);
        let stage = |standards: &[Standard], of: &[Standard], (date, assumed), last| StageTwo {
            standards: standards.to_vec(),
            of: of.to_vec(),
            date,
            last,
            assumed,
        };
        let alone = |standard: Standard, day: (NaiveDate, bool)| stage(&[standard], &[standard], day, day.0);
        let [first, second] = Standard::BOTH;
        let mut stages = match (iso27001, iso42001) {
            (Some(one), Some(other)) if is_together(one, other) => {
                vec![stage(&Standard::BOTH, &Standard::BOTH, one.min(other), one.0.max(other.0))]
            }
            (Some(one), Some(other)) => vec![alone(first, one), alone(second, other)],
            (Some(one), None) => vec![stage(&Standard::BOTH, &[first], one, one.0)],
            (None, Some(other)) => vec![stage(&Standard::BOTH, &[second], other, other.0)],
            (None, None) => {
                let day = after(as_of, TO_AUDIT + TO_CORRECT);
                vec![stage(&Standard::BOTH, &Standard::BOTH, (day, true), day)]
            }
        };
        stages.sort_by_key(|stage| stage.date);
        let before = stages.iter().map(|stage| days_before(stage, roadmap, as_of)).collect();
        Self { stages, before, as_of, days_off: subject.parameters.days_off.clone() }
    }

    /// The day of the first stage 2, from which years count.
    pub(super) fn first_stage_2(&self) -> NaiveDate {
        self.stages.first().map_or(self.as_of, |stage| stage.date)
    }

    /// The day and the quarter of an audit before which a share of the work of its year, 0 to 1, is done;
    /// year 0 is the time before the stage 2 of a place.
    pub(super) fn of(&self, year: u8, stage: usize, share: f64) -> (NaiveDate, Option<u8>) {
        let (first, last) = match year.checked_sub(1) {
            None => self.before.get(stage).copied().unwrap_or((self.as_of, self.as_of)),
            Some(before) => (self.years_after(before), self.years_after(year)),
        };
        let days = (last - first).num_days().max(0) as f64;
        let day = after(first, (days * share).floor() as u64);
        let quarter = (share * 4.0).floor().clamp(0.0, 3.0) as u8 + 1;
        (working_day_from(day, &self.days_off).unwrap_or(day), (year > 0).then_some(quarter))
    }

    /// The day so many years after the first stage 2.
    fn years_after(&self, years: u8) -> NaiveDate {
        let months = Months::new(12 * u32::from(years));
        self.first_stage_2().checked_add_months(months).unwrap_or(self.first_stage_2())
    }
}

/// Whether the same internal audits serve the stage 2 audits of both standards: near each other, and both as people
/// set them or both by the plan.
fn is_together(one: (NaiveDate, bool), other: (NaiveDate, bool)) -> bool {
    one.0 == other.0 || one.1 == other.1 && (one.0 - other.0).num_days().abs() <= TOGETHER_WITHIN
}

/// The day on which a roadmap has something done for a standard.
fn planned(roadmap: &Roadmap, kind: MilestoneKind, standard: Standard) -> Option<NaiveDate> {
    let mut reached = roadmap.milestones.iter().filter(|milestone| milestone.kind == kind);
    reached.find(|milestone| milestone.standards.contains(&standard)).map(|milestone| milestone.date)
}

/// The first and the last day of the audits before a stage 2.
fn days_before(stage: &StageTwo, roadmap: &Roadmap, as_of: NaiveDate) -> (NaiveDate, NaiveDate) {
    let done = stage.of.iter().filter_map(|one| planned(roadmap, MilestoneKind::InternalAudit, *one));
    let by_the_plan = done.min().filter(|day| stage.assumed && *day < stage.date);
    let mut last = by_the_plan.unwrap_or_else(|| before(stage.date, TO_CORRECT));
    let mut first = before(last, TO_AUDIT);
    if stage.date > as_of {
        first = first.max(as_of);
        last = last.max(first);
    }
    (first, last)
}

fn after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

fn before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}
