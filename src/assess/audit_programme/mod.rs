//! The combined internal audit programme: one programme for both standards, with two scopes kept visible.
//!
//! - A unit is a set of related requirements of both standards (`audit-units.csv`, judgement); every
//!   requirement stands in exactly one.
//! - Before stage 2 every unit is audited with all of its requirements, whether they apply or not: of what
//!   is excluded the justification is read, and a share of the exclusions of each standard is
//!   confirmed on site; the others follow in the cycle. Where the
//!   standards have their stage 2 apart, the requirements of each are audited before its own.
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
use crate::standards::{AuditUnit, Part, RequirementId, Standard};

use dates::Dates;
use exclusions::Exclusions;

/// The least time that an audit of a unit takes, and the step in which days are planned.
const QUARTER_OF_A_DAY: f64 = 0.25;

/// The results of all requirements.
type Results = BTreeMap<RequirementId, RequirementResult>;

/// The combined internal audit programme.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditProgramme {
    /// The stage 2 audits that the programme is planned for, in the order of their days: one for both standards,
    /// or one for each where they lie apart.
    pub stages: Vec<StageTwo>,
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

/// A stage 2 audit.
#[derive(Clone, Debug, PartialEq)]
pub struct StageTwo {
    /// The standards whose requirements are audited before it.
    pub standards: Vec<Standard>,
    /// The standards whose stage 2 it is; a standard that is certified already, or that is not planned for, has
    /// none to come.
    pub of: Vec<Standard>,
    /// Its day; the earlier one where both standards have days near each other.
    pub date: NaiveDate,
    /// The later of these days.
    pub last: NaiveDate,
    /// Whether nobody set that day, so that it is the one of the roadmap.
    pub assumed: bool,
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
    /// All requirements of the unit, before stage 2; or those of one standard, before its stage 2.
    BeforeStage2(Option<Standard>),
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
            AuditRound::BeforeStage2(_) => 0,
            AuditRound::Clauses(year) | AuditRound::Controls(year) | AuditRound::FollowUp(year) => year,
        }
    }

    /// What of the unit is audited, in words.
    pub fn words(self) -> &'static str {
        match self {
            AuditRound::BeforeStage2(None) => "Whole unit",
            AuditRound::BeforeStage2(Some(_)) => "All of one standard",
            AuditRound::Clauses(_) => "Clauses",
            AuditRound::Controls(_) => "Controls",
            AuditRound::FollowUp(_) => "Follow-up of nonconformities",
        }
    }

    /// The key of the audit of a unit. That of its controls names no year: there is one in the cycle,
    /// whichever year it falls into.
    fn key(self, unit: &str) -> String {
        match self {
            AuditRound::BeforeStage2(_) => format!("{unit} before stage 2"),
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
    let dates = Dates::new(subject, roadmap);
    let mut rounds = rounds(subject, &units, &dates.stages, cycle_years);
    let mut excluded = Exclusions::of(subject);
    let mut audits = Vec::new();
    for year in 0..=cycle_years {
        let of_year: Vec<Planned> = rounds.extract_if(.., |planned| planned.round.year() == year).collect();
        let confirming = of_year.iter().flat_map(Planned::confirming).copied();
        let mut sampled = excluded.sample(year, confirming);
        let total = |stage: usize| {
            let of_stage = of_year.iter().filter(|planned| planned.stage == stage);
            of_stage.map(|planned| planned.days).sum::<f64>()
        };
        let totals: Vec<f64> = (0..dates.stages.len()).map(total).collect();
        let mut before = vec![0.0; totals.len()];
        for planned in of_year {
            let total = totals.get(planned.stage).copied().unwrap_or_default();
            let mut share = 0.0;
            if let Some(before) = before.get_mut(planned.stage) {
                share = if total > 0.0 { *before / total } else { 0.0 };
                *before += planned.days;
            }
            let (date, quarter) = dates.of(year, planned.stage, share);
            audits.push(planned.audit(date, quarter, &mut sampled));
        }
    }
    // Where the standards have a stage 2 each, the audits before the second lie among those after the first.
    audits.sort_by_key(|audit| audit.date);
    AuditProgramme {
        stages: dates.stages,
        cycle_years,
        units: ordered.into_iter().map(|(_, ordered)| ordered).collect(),
        audits,
    }
}

/// An audit that has no date yet.
struct Planned {
    unit: usize,
    round: AuditRound,
    /// The place of the stage 2 that it comes before; 0 after stage 2.
    stage: usize,
    /// The key of its round.
    key: String,
    requirements: Vec<RequirementId>,
    days: f64,
}

impl Planned {
    /// The requirements whose exclusion this audit can confirm: in the rounds that reach each one once.
    fn confirming(&self) -> &[RequirementId] {
        match self.round {
            AuditRound::BeforeStage2(_) | AuditRound::Controls(_) => &self.requirements,
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
            key: self.key,
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
fn rounds(subject: Subject<'_>, units: &[&AuditUnit], stages: &[StageTwo], cycle_years: u8) -> Vec<Planned> {
    let years = years_of_controls(units, cycle_years);
    let raised: BTreeSet<RequirementId> = open_nonconformities(subject.model).into_keys().collect();
    let mut rounds = Vec::new();
    for (place, (unit, year)) in units.iter().zip(years).enumerate() {
        let mut add =
            |round: AuditRound, stage: usize, key: String, wanted: &dyn Fn(&RequirementId) -> bool| {
                let requirements: Vec<RequirementId> =
                    unit.requirements.iter().copied().filter(wanted).collect();
                if !requirements.is_empty() {
                    let share = requirements.len() as f64 / unit.requirements.len() as f64;
                    let days = in_quarters(unit.days * subject.parameters.audit_days_factor * share);
                    rounds.push(Planned { unit: place, round, stage, key, requirements, days });
                }
            };
        let both = Standard::BOTH.map(|own| unit.requirements.iter().any(|id| id.standard() == own));
        for (at, stage) in stages.iter().enumerate() {
            let standard = stage.standards.first().copied().filter(|_| stage.standards.len() == 1);
            let round = AuditRound::BeforeStage2(standard);
            // Notes are kept by the key. 27001 keeps that of an audit of both, so that they never move from one
            // standard to the other, whichever has its stage 2 first.
            let mut key = round.key(&unit.key);
            if let Some(Standard::Iso42001) = standard.filter(|_| both == [true, true]) {
                key = format!("{key} of {}", Standard::Iso42001.number());
            }
            add(round, at, key, &|id| stage.standards.contains(&id.standard()));
        }
        let mut after = |round: AuditRound, wanted: &dyn Fn(&RequirementId) -> bool| {
            add(round, 0, round.key(&unit.key), wanted);
        };
        for year in 1..=cycle_years {
            after(AuditRound::Clauses(year), &|id| id.part() == Part::Clauses);
        }
        after(AuditRound::Controls(year), &|id| id.part() == Part::AnnexA);
        if year > 1 {
            after(AuditRound::FollowUp(1), &|id| id.part() == Part::AnnexA && raised.contains(id));
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
