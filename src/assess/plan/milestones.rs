//! Audits, and what has to come before them: what is expected before stage 1 and stage 2 is done first, the
//! internal audit and the management review among it.

use chrono::Duration;

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

/// What is reached when; nothing where no work is left for the standards.
pub(super) fn reached(
    layout: &Layout<'_, '_>,
    calendar: &mut Calendar<'_>,
    standards: &[Standard],
    weeks_between_stages: f64,
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
    let pause = Duration::days((weeks_between_stages * 7.0).ceil() as i64);
    let earliest = calendar.day(stage_1).checked_add_signed(pause).map(|day| calendar.number(day));
    let stage_2 = in_place.max(earliest.unwrap_or(in_place));
    reached.stage_2 = stage_2;
    layout.limit(&mut reached.limits, stage_1, before(Gate::Stage1));
    layout.limit(&mut reached.limits, stage_2, before(Gate::Stage2));
    let mut put = |kind, number, waits_for| {
        let date = calendar.day(number);
        reached.milestones.push(Milestone { kind, standards: standards.to_vec(), date, waits_for });
    };
    put(MilestoneKind::Stage1, stage_1, last_of_1);
    for (kind, group) in [(MilestoneKind::InternalAudit, "9.2"), (MilestoneKind::ManagementReview, "9.3")] {
        let (free, last) = layout.free_after(closes(group));
        if last.is_some() {
            put(kind, free.saturating_sub(1), last);
        }
    }
    put(MilestoneKind::Stage2, stage_2, last_of_2.filter(|_| stage_2 == in_place));
    reached.milestones.sort_by_key(|milestone| (milestone.date, milestone.kind));
    reached
}

/// Whether a requirement is a clause of a group, such as 9.2.
fn is_in(id: RequirementId, group: &str) -> bool {
    id.part() == Part::Clauses && id.number().starts_with(group)
}
