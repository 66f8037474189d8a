//! When audits take place.
//!
//! Before stage 2: in the four weeks that end four weeks before it, so that there is time to correct what
//! they find (judgement), but not before the assessment date. The day of stage 2 is the one on Parameters, else
//! the earlier of those to come on Certification, else the one by which the plan is ready; by the plan, the audits end
//! when it has the internal audit done. Afterwards: spread over each year from stage 2.

use chrono::{Days, Months, NaiveDate};

use crate::assess::plan::working_day_from;
use crate::assess::{MilestoneKind, Roadmap, Subject};
use crate::model::{DaysOff, Model};
use crate::record::names::{CERTIFICATION, DATES_SET, STAGE_2};

/// Days between the last internal audit and stage 2, to correct what it finds (judgement).
const TO_CORRECT: u64 = 28;
/// Days over which the audits before stage 2 are spread (judgement).
const TO_AUDIT: u64 = 28;

/// The calendar of the programme.
pub(super) struct Dates {
    /// The day of stage 2.
    pub(super) stage_2: NaiveDate,
    /// Whether nobody set it.
    pub(super) stage_2_assumed: bool,
    first: NaiveDate,
    last: NaiveDate,
    days_off: Vec<DaysOff>,
}

impl Dates {
    pub(super) fn new(subject: Subject<'_>, roadmap: &Roadmap) -> Self {
        let as_of = subject.model.as_of;
        let set = subject.parameters.stage_2.or_else(|| set_on_certification(subject.model));
        let planned = |kind: MilestoneKind| {
            let milestones = roadmap.milestones.iter().filter(|milestone| milestone.kind == kind);
            milestones.map(|milestone| milestone.date).max().filter(|_| set.is_none())
        };
        let stage_2 = set.or_else(|| planned(MilestoneKind::Stage2));
        let stage_2 = stage_2.unwrap_or_else(|| after(as_of, TO_AUDIT + TO_CORRECT));
        let mut last = planned(MilestoneKind::InternalAudit).unwrap_or_else(|| before(stage_2, TO_CORRECT));
        let mut first = before(last, TO_AUDIT);
        if stage_2 > as_of {
            first = first.max(as_of);
            last = last.max(first);
        }
        let stage_2_assumed = set.is_none();
        Self { stage_2, stage_2_assumed, first, last, days_off: subject.parameters.days_off.clone() }
    }

    /// The day and the quarter of an audit before which a share of the work of its year, 0 to 1, is done;
    /// year 0 is the time before stage 2.
    pub(super) fn of(&self, year: u8, share: f64) -> (NaiveDate, Option<u8>) {
        let (first, last) = match year.checked_sub(1) {
            None => (self.first, self.last),
            Some(before) => (self.years_after(before), self.years_after(year)),
        };
        let days = (last - first).num_days().max(0) as f64;
        let day = after(first, (days * share).floor() as u64);
        let quarter = (share * 4.0).floor().clamp(0.0, 3.0) as u8 + 1;
        (working_day_from(day, &self.days_off).unwrap_or(day), (year > 0).then_some(quarter))
    }

    /// The day so many years after stage 2.
    fn years_after(&self, years: u8) -> NaiveDate {
        let months = Months::new(12 * u32::from(years));
        self.stage_2.checked_add_months(months).unwrap_or(self.stage_2)
    }
}

/// The earlier of the days of stage 2 that people set for each standard and that are still to come.
fn set_on_certification(model: &Model) -> Option<NaiveDate> {
    let days = DATES_SET.iter().filter_map(|heading| model.note(CERTIFICATION, STAGE_2, heading)?.day());
    days.filter(|day| *day >= model.as_of).min()
}

fn after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

fn before(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}
