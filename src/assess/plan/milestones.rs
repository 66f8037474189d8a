//! Audits, and what has to come before them: what is expected before stage 1 and stage 2 is done first, the
//! internal audit and the management review among it.

use chrono::{Duration, NaiveDate};

use super::audit_dates::{AuditDates, SetDate};
use super::calendar::Calendar;
use super::layout::Layout;
use super::result::{Milestone, MilestoneKind};
use super::work::Work;
use crate::standards::{Gate, Part, RequirementId, Standard};

/// The milestones of standards that are certified together.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// In the order of their dates.
    pub(super) milestones: Vec<Milestone>,
    /// The number of the working day on which the stage 2 audit can take place.
    pub(super) stage_2: usize,
    /// For each piece of work the moment until which it can end without moving an audit.
    pub(super) limits: Vec<f64>,
}

/// The weeks between stage 1 and stage 2.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeeksBetweenStages {
    pub(super) least: f64,
    pub(super) most: f64,
}

/// What is reached when; nothing where no work is left for the standards.
pub(super) fn reached(
    layout: &Layout<'_, '_>,
    calendar: &mut Calendar<'_>,
    standards: &[Standard],
    weeks: WeeksBetweenStages,
    set: &AuditDates,
) -> Reached {
    let mut reached = Reached { limits: vec![f64::INFINITY; layout.len()], ..Reached::default() };
    let serves = |work: &Work<'_>| standards.iter().any(|standard| work.serves(*standard));
    if !layout.works().any(serves) {
        return reached;
    }
    let before = |gate: Gate| {
        move |work: &Work<'_>| {
            let is_before = |own: Option<Gate>| own.is_some_and(|own| own <= gate);
            work.gaps.iter().any(|(gap, requirement)| {
                standards.contains(&gap.id.standard()) && is_before(requirement.gate)
            })
        }
    };
    let closes = |group: &'static str| {
        move |work: &Work<'_>| {
            work.gaps.iter().any(|(gap, _)| standards.contains(&gap.id.standard()) && is_in(gap.id, group))
        }
    };
    let (stage_1, last_of_1) = layout.free_after(before(Gate::Stage1));
    let (in_place, last_of_2) = layout.free_after(before(Gate::Stage2));
    let [set_1, set_2] =
        [MilestoneKind::Stage1, MilestoneKind::Stage2].map(|kind| set.of_stage(kind, standards));
    let ready_1 = calendar.day(stage_1);
    let earliest = later(set_1.map_or(ready_1, |set| set.day), weeks.least);
    let ready = in_place.max(calendar.number(earliest));
    let ready_2 = calendar.day(ready);
    let date_2 = set_2.map_or(ready_2, |set| set.day);
    // Stage 1 is put off until it is near stage 2, but the weeks between them remain.
    let put_off = later(date_2, -weeks.most.max(weeks.least));
    let number = calendar.number(put_off);
    let put_off = if put_off > ready_1 { calendar.day(number) } else { ready_1 };
    let date_1 = set_1.map_or(put_off.min(later(date_2, -weeks.least)).max(ready_1), |set| set.day);
    reached.stage_2 = calendar.number(date_2).max(ready);
    layout.limit(&mut reached.limits, calendar.number(date_1).max(stage_1), before(Gate::Stage1));
    layout.limit(&mut reached.limits, reached.stage_2, before(Gate::Stage2));
    let mut put = |kind, [ready, date]: [NaiveDate; 2], set: Option<&SetDate>, waits_for| {
        let set_in = set.map(|set| set.cell.clone());
        reached.milestones.push(Milestone {
            kind,
            standards: standards.to_vec(),
            date,
            ready,
            set_in,
            waits_for,
        });
    };
    put(MilestoneKind::Stage1, [ready_1, date_1], set_1, last_of_1);
    for (kind, group) in [(MilestoneKind::InternalAudit, "9.2"), (MilestoneKind::ManagementReview, "9.3")] {
        let (free, last) = layout.free_after(closes(group));
        if last.is_some() {
            let day = calendar.day(free.saturating_sub(1));
            put(kind, [day, day], None, last);
        }
    }
    put(MilestoneKind::Stage2, [ready_2, date_2], set_2, last_of_2.filter(|_| ready == in_place));
    reached.milestones.sort_by_key(|milestone| (milestone.date, milestone.kind));
    reached
}

/// The day so many weeks later, or earlier for a negative number, in whole days.
fn later(day: NaiveDate, weeks: f64) -> NaiveDate {
    let days = Duration::days((weeks.abs() * 7.0).ceil() as i64);
    let moved = if weeks < 0.0 { day.checked_sub_signed(days) } else { day.checked_add_signed(days) };
    moved.unwrap_or(day)
}

/// Whether a requirement is a clause of a group, such as 9.2.
fn is_in(id: RequirementId, group: &str) -> bool {
    id.part() == Part::Clauses && id.number().starts_with(group)
}
