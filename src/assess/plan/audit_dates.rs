//! The days of the stage 1 and stage 2 audits that people set: for each standard on Certification, or for both
//! on Parameters. A plan shows them as they are set, and says where it cannot keep them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::result::{MilestoneKind, Roadmap};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::{CellKey, Entry, Model, Parameters};
use crate::provenance::Location;
use crate::record::names::{CERTIFICATION, DATES_SET, SETTINGS, STAGE_1_AUDIT, STAGE_2_AUDIT, VALUE};
use crate::record::settings::STAGE_2;
use crate::standards::Standard;

/// A day that a person set, and where.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::assess) struct SetDate {
    pub(in crate::assess) day: NaiveDate,
    pub(super) cell: CellKey,
}

/// The days that people set, by stage and standard.
#[derive(Debug, Default)]
pub(in crate::assess) struct AuditDates(BTreeMap<(MilestoneKind, Standard), SetDate>);

impl AuditDates {
    /// What Certification says, and for a stage 2 of which it says nothing, Parameters.
    pub(in crate::assess) fn of(model: &Model, parameters: &Parameters) -> Self {
        let mut dates = BTreeMap::new();
        let stages = [
            (MilestoneKind::Stage1, STAGE_1_AUDIT, None),
            (MilestoneKind::Stage2, STAGE_2_AUDIT, parameters.stage_2),
        ];
        for (kind, key, for_both) in stages {
            for (standard, heading) in Standard::BOTH.into_iter().zip(DATES_SET) {
                // What is past was the audit of an earlier certificate.
                let own = model.note(CERTIFICATION, key, heading).and_then(Entry::day);
                let own = own.filter(|day| *day >= model.as_of);
                let own = own.map(|day| SetDate { day, cell: CellKey::new(CERTIFICATION, key, heading) });
                let for_both = for_both.filter(|day| *day >= model.as_of);
                let both = || Some(SetDate { day: for_both?, cell: CellKey::new(SETTINGS, STAGE_2, VALUE) });
                dates.extend(own.or_else(both).map(|set| ((kind, standard), set)));
            }
        }
        Self(dates)
    }

    /// The day of a stage for standards that are audited together.
    pub(in crate::assess) fn of_stage(
        &self,
        kind: MilestoneKind,
        standards: &[Standard],
    ) -> Option<&SetDate> {
        standards.iter().find_map(|standard| self.0.get(&(kind, *standard)))
    }

    /// Whether both standards have the same days, so that one audit can serve both.
    pub(in crate::assess) fn are_the_same_for_both(&self) -> bool {
        let [one, other] = Standard::BOTH;
        let day = |kind, standard| self.0.get(&(kind, standard)).map(|set| set.day);
        [MilestoneKind::Stage1, MilestoneKind::Stage2]
            .into_iter()
            .all(|kind| day(kind, one) == day(kind, other))
    }
}

/// The days to come that people set and that a roadmap cannot keep: what is expected before the audit is done
/// later; and those of a stage 2 that lies longer after stage 1 than planned for.
pub fn audit_dates_not_kept(
    roadmap: &Roadmap,
    parameters: &Parameters,
    as_of: NaiveDate,
    place: impl Fn(&CellKey) -> Location,
) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    if let Some(day) = parameters.stage_2.filter(|day| *day < as_of) {
        let cell = CellKey::new(SETTINGS, STAGE_2, VALUE);
        told.push(Diagnostic::at(&codes::AUDIT_DAY_PAST, place(&cell)).read(day.to_string()));
    }
    for milestone in &roadmap.milestones {
        let Some(cell) = milestone.set_in.as_ref().filter(|_| milestone.date >= as_of) else { continue };
        let standards = milestone.standards.iter().map(|standard| standard.number());
        let standards = standards.collect::<Vec<_>>().join(" and ");
        let at = |code| {
            Diagnostic::at(code, place(cell))
                .read(milestone.date.to_string())
                .fact("audit", milestone.kind.audit())
                .fact("standards", standards.clone())
        };
        if milestone.date < milestone.ready {
            told.push(at(&codes::AUDIT_BEFORE_READY).fact("ready", milestone.ready.to_string()));
        }
        let stage_1 = roadmap
            .milestones
            .iter()
            .find(|other| other.kind == MilestoneKind::Stage1 && other.standards == milestone.standards);
        let weeks = parameters.most_weeks_between_stages;
        if let Some(stage_1) = stage_1.filter(|_| milestone.kind == MilestoneKind::Stage2)
            && (milestone.date - stage_1.date).num_days() as f64 > weeks * 7.0
        {
            told.push(
                at(&codes::STAGES_FAR_APART)
                    .fact("stage_1", stage_1.date.to_string())
                    .fact("weeks", weeks.to_string()),
            );
        }
    }
    told
}
