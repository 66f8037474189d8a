//! The combined internal audit programme: one programme for both standards, with two scopes kept visible.
//!
//! - A unit is a set of related requirements of both standards (`audit-units.csv`, judgement); every
//!   requirement stands in exactly one.
//! - Before stage 2 every unit is audited with all of its requirements, whether they apply or not: of what
//!   is excluded the justification is read, and a share of the exclusions is confirmed on site.
//! - After stage 2 the clauses of every unit are audited each year, and its controls once in the cycle.
//!   What an audit raised a nonconformity against is followed up in the first year.
//! - Order: by risk exposure above appetite, gaps and earlier audit findings (see `order`). What comes first
//!   in the order is audited first, before stage 2 and in the cycle.

mod dates;
mod exclusions;
mod order;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::gaps::open_nonconformities;
use super::{RequirementResult, RiskResult, Roadmap, Subject};
use crate::standards::{AuditUnit, Part, RequirementId};

use dates::Dates;

/// The least time that an audit of a unit takes, and the step in which days are planned.
const QUARTER_OF_A_DAY: f64 = 0.25;

/// The results of all requirements.
type Results = BTreeMap<RequirementId, RequirementResult>;

/// The combined internal audit programme.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditProgramme {
    /// The day of the stage 2 audit that the programme is planned for.
    pub stage_2: NaiveDate,
    /// Whether nobody set that day, so that it was assumed from the roadmap.
    pub stage_2_assumed: bool,
    /// Years in which every control is audited once after stage 2.
    pub cycle_years: u8,
    /// The units, the first to be audited first.
    pub units: Vec<AuditedUnit>,
    /// The audits, in the order of their dates.
    pub audits: Vec<Audit>,
}

impl AuditProgramme {
    /// The unit of an audit.
    pub fn unit(&self, audit: &Audit) -> Option<&AuditedUnit> {
        self.units.get(audit.unit)
    }
}

/// A unit with what its place in the order follows from.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditedUnit {
    /// Its key.
    pub key: String,
    /// The sum of the weighted terms: exposure, shortfall and findings, each divided by the largest of any unit.
    pub score: f64,
    /// Score points above appetite of the risks that name its requirements, each risk's split among the
    /// requirements that it names.
    pub exposure: f64,
    /// Σ weight × (1 − own level) of its requirements that count.
    pub shortfall: f64,
    /// What audits found against its requirements, weighed by grade.
    pub findings: f64,
    /// Why it stands where it does, in words.
    pub because: String,
    /// Who owns its requirements by the registers, and so must not audit it; in alphabetical order.
    pub owners: Vec<String>,
}

/// One audit of a unit, or of some of its requirements.
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    /// A key that stays when the order changes: the unit and the round.
    pub key: String,
    /// The place of its unit in the order, from 0.
    pub unit: usize,
    /// When in the programme.
    pub round: AuditRound,
    /// What is audited, in the order of the standards.
    pub requirements: Vec<RequirementId>,
    /// Exclusions that are confirmed on site.
    pub exclusions: Vec<SampledExclusion>,
    /// The day that is suggested for it.
    pub date: NaiveDate,
    /// Quarter of the year of the cycle, 1 to 4; `None` before stage 2.
    pub quarter: Option<u8>,
    /// Auditor days (judgement).
    pub days: f64,
}

/// An excluded control whose exclusion is confirmed on site.
#[derive(Clone, Debug, PartialEq)]
pub struct SampledExclusion {
    /// The control.
    pub id: RequirementId,
    /// Why it is among those that are looked at.
    pub because: String,
}

/// A round of the programme. Years count from the day of stage 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditRound {
    /// All requirements of the unit, before stage 2.
    BeforeStage2,
    /// Its clauses, in a year.
    Clauses(u8),
    /// Its controls, once in the cycle, in a year.
    Controls(u8),
    /// What an audit raised a nonconformity against, in a year.
    FollowUp(u8),
}

impl AuditRound {
    /// The year after stage 2, from 1; 0 before stage 2.
    pub fn year(self) -> u8 {
        match self {
            AuditRound::BeforeStage2 => 0,
            AuditRound::Clauses(year) | AuditRound::Controls(year) | AuditRound::FollowUp(year) => year,
        }
    }

    /// What of the unit is audited, in words.
    pub fn words(self) -> &'static str {
        match self {
            AuditRound::BeforeStage2 => "Whole unit",
            AuditRound::Clauses(_) => "Clauses",
            AuditRound::Controls(_) => "Controls",
            AuditRound::FollowUp(_) => "Follow-up of nonconformities",
        }
    }

    /// The key of the audit of a unit. That of its controls names no year: there is one in the cycle,
    /// whichever year it falls into.
    fn key(self, unit: &str) -> String {
        match self {
            AuditRound::BeforeStage2 => format!("{unit} before stage 2"),
            AuditRound::Clauses(year) => format!("{unit} clauses year {year}"),
            AuditRound::Controls(_) => format!("{unit} controls"),
            AuditRound::FollowUp(_) => format!("{unit} follow-up"),
        }
    }
}

/// Plans the audits.
pub(super) fn plan(
    subject: Subject<'_>,
    results: &Results,
    rated: &[RiskResult],
    roadmap: &Roadmap,
) -> AuditProgramme {
    let cycle_years = subject.parameters.audit_cycle_years.round().clamp(1.0, 6.0) as u8;
    let ordered = order::in_order(subject, results, rated);
    let units: Vec<&AuditUnit> = ordered.iter().map(|(unit, _)| *unit).collect();
    let mut rounds = rounds(subject, &units, cycle_years);
    let dates = Dates::new(subject, roadmap);
    let mut audits = Vec::new();
    for year in 0..=cycle_years {
        let of_year: Vec<Planned<'_>> =
            rounds.extract_if(.., |planned| planned.round.year() == year).collect();
        let mut sampled = exclusions::sample(subject, of_year.iter().flat_map(Planned::confirming));
        let total: f64 = of_year.iter().map(|planned| planned.days).sum();
        let mut before = 0.0;
        for planned in of_year {
            let share = if total > 0.0 { before / total } else { 0.0 };
            before += planned.days;
            let (date, quarter) = dates.of(year, share);
            audits.push(planned.audit(date, quarter, &mut sampled));
        }
    }
    AuditProgramme {
        stage_2: dates.stage_2,
        stage_2_assumed: dates.stage_2_assumed,
        cycle_years,
        units: ordered.into_iter().map(|(_, ordered)| ordered).collect(),
        audits,
    }
}

/// An audit that has no date yet.
struct Planned<'a> {
    unit: usize,
    of: &'a AuditUnit,
    round: AuditRound,
    requirements: Vec<RequirementId>,
    days: f64,
}

impl Planned<'_> {
    /// The requirements whose exclusion this audit can confirm: in the rounds that reach each one once.
    fn confirming(&self) -> &[RequirementId] {
        match self.round {
            AuditRound::BeforeStage2 | AuditRound::Controls(_) => &self.requirements,
            AuditRound::Clauses(_) | AuditRound::FollowUp(_) => &[],
        }
    }

    fn audit(
        self,
        date: NaiveDate,
        quarter: Option<u8>,
        sampled: &mut BTreeMap<RequirementId, String>,
    ) -> Audit {
        let exclusions = self
            .confirming()
            .iter()
            .filter_map(|id| Some(SampledExclusion { id: *id, because: sampled.remove(id)? }))
            .collect();
        Audit {
            key: self.round.key(&self.of.key),
            unit: self.unit,
            round: self.round,
            requirements: self.requirements,
            exclusions,
            date,
            quarter,
            days: self.days,
        }
    }
}

/// All audits without their dates, the units in their order within each round.
fn rounds<'a>(subject: Subject<'_>, units: &[&'a AuditUnit], cycle_years: u8) -> Vec<Planned<'a>> {
    let years = years_of_controls(units, cycle_years);
    let raised: BTreeSet<RequirementId> = open_nonconformities(subject.model).into_keys().collect();
    let mut rounds = Vec::new();
    for (place, (unit, year)) in units.iter().zip(years).enumerate() {
        let mut add = |round: AuditRound, wanted: &dyn Fn(&RequirementId) -> bool| {
            let requirements: Vec<RequirementId> = unit.requirements.iter().copied().filter(wanted).collect();
            if !requirements.is_empty() {
                let share = requirements.len() as f64 / unit.requirements.len() as f64;
                let days = in_quarters(unit.days * subject.parameters.audit_days_factor * share);
                rounds.push(Planned { unit: place, of: unit, round, requirements, days });
            }
        };
        add(AuditRound::BeforeStage2, &|_| true);
        for year in 1..=cycle_years {
            add(AuditRound::Clauses(year), &|id| id.part() == Part::Clauses);
        }
        add(AuditRound::Controls(year), &|id| id.part() == Part::AnnexA);
        if year > 1 {
            add(AuditRound::FollowUp(1), &|id| id.part() == Part::AnnexA && raised.contains(id));
        }
    }
    rounds
}

/// The year of the cycle in which the controls of each unit are audited: in their order, about as many
/// auditor days each year.
fn years_of_controls(units: &[&AuditUnit], cycle_years: u8) -> Vec<u8> {
    let days = |unit: &AuditUnit| {
        let controls = unit.requirements.iter().filter(|id| id.part() == Part::AnnexA).count();
        unit.days * controls as f64 / unit.requirements.len() as f64
    };
    let total: f64 = units.iter().map(|unit| days(unit)).sum();
    let mut before = 0.0;
    let year = |unit: &&AuditUnit| {
        let own = days(unit);
        let middle = if total > 0.0 { (before + own / 2.0) / total } else { 0.0 };
        before += own;
        ((middle * f64::from(cycle_years)).floor() as u8 + 1).min(cycle_years)
    };
    units.iter().map(year).collect()
}

/// Days in quarters, one quarter at least.
fn in_quarters(days: f64) -> f64 {
    ((days / QUARTER_OF_A_DAY).round() * QUARTER_OF_A_DAY).max(QUARTER_OF_A_DAY)
}

#[cfg(test)]
mod tests;
