//! The settings of an assessment. All of them are judgement and can be changed by the organisation.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{ImpactTrigger, ImpactWord, ImplementationStatus, RiskDomain, impact_words};
use crate::declaration::Field;
use crate::standards::{Effort, RequirementId, Standard};

/// The fields of an AI system that governance needs in a new workbook. Judgement: ISO/IEC 42001 prescribes no list.
const REQUIRED_OF_AI_SYSTEMS: [Field; 13] = [
    Field::AiPurpose,
    Field::AiForeseeableMisuse,
    Field::AiOwner,
    Field::AiLifecycleStage,
    Field::AiRole,
    Field::AiData,
    Field::AiPersonalData,
    Field::AiRiskClass,
    Field::AiAutomatedDecision,
    Field::AiHumanOversight,
    Field::AiAffectedPeople,
    Field::AiImpactAssessment,
    Field::AiInScope,
];

/// The settings of an assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// The level of each status, 0 to 1.
    pub level_implemented: f64,
    /// The level of a partial implementation, 0 to 1.
    pub level_partial: f64,
    /// The level of an implementation in progress, 0 to 1.
    pub level_in_progress: f64,
    /// The level of what is planned, 0 to 1.
    pub level_planned: f64,
    /// The level of what is not implemented, 0 to 1.
    pub level_not_implemented: f64,
    /// The top of the maturity scale where a register shows none.
    pub maturity_top: f64,
    /// Difference between status level and maturity share above which they disagree, 0 to 1.
    pub disagreement: f64,
    /// The least score, 0 to 1, from which a requirement that is suggested for a question by its wording
    /// counts without anybody's confirmation; `None`: none does.
    pub suggestion_score: Option<f64>,
    /// What people decided about suggestions, by the place of the question as the Answers sheet shows
    /// it in its key column: confirmed or refused.
    pub suggestion_decisions: BTreeMap<String, bool>,
    /// The requirements that people gave questions, by the place of the question in the same way.
    pub requirements_given: BTreeMap<String, Vec<RequirementId>>,
    /// The weight of a requirement where it is not 1.
    pub requirement_weights: BTreeMap<RequirementId, f64>,
    /// α: weight of risk exposure in the priority.
    pub weight_risk: f64,
    /// β: weight of coverage gained in the priority.
    pub weight_coverage: f64,
    /// γ: weight of urgency in the priority.
    pub weight_urgency: f64,
    /// By how much the priority is divided for effort S, M, L.
    pub effort_divisors: EffortDays,
    /// Person-days of a piece of work of effort S, M, L.
    pub effort_days: EffortDays,
    /// The least that these person-days may turn out to be.
    pub effort_days_least: EffortDays,
    /// The most that they may turn out to be.
    pub effort_days_most: EffortDays,
    /// Days before the due date at which urgency starts to rise from 0.
    pub urgency_horizon_days: f64,
    /// Highest risk score (likelihood × impact, 1 to 25) that is accepted for information security risks.
    pub appetite_information_security: f64,
    /// Highest risk score (1 to 25) that is accepted for AI risks.
    pub appetite_ai: f64,
    /// The bands of the risk score, lowest first; each holds scores up to its top.
    pub risk_bands: Vec<RiskBand>,
    /// Age in days above which evidence counts as old.
    pub evidence_max_age_days: f64,
    /// Person-days a week that the organisation can spend.
    pub capacity_days_per_week: f64,
    /// Person-days a week that can be spent on one action at most.
    pub most_days_per_action: f64,
    /// Weeks that lie between the stage 1 and the stage 2 audit at least.
    pub weeks_between_stages: f64,
    /// Weeks that lie between them at most, as planned: stage 1 is put off until then.
    pub most_weeks_between_stages: f64,
    /// How both standards are gone about; `None`: as the starting point suggests.
    pub chosen_approach: Option<Approach>,
    /// The standards that are planned for.
    pub planned_standards: PlannedStandards,
    /// What a person-day costs, in any currency; `None` where no money is shown.
    pub day_rate: Option<f64>,
    /// First day of the roadmap; the assessment date where none is given.
    pub start: Option<NaiveDate>,
    /// Where the organisation starts from.
    pub starting_point: StartingPoint,
    /// Days on which no work is done.
    pub days_off: Vec<DaysOff>,
    /// The fields of an AI system that governance needs: the completeness of a system counts them.
    pub required_of_ai_systems: BTreeSet<Field>,
    /// What calls for an AI system impact assessment.
    pub impact_triggers: BTreeSet<ImpactTrigger>,
    /// Words that speak for a trigger where the register does not answer it.
    pub impact_words: Vec<ImpactWord>,
    /// Share that coordination adds to the effort of an action that serves both standards at once.
    pub coordination_overhead: f64,
    /// The least that this share may turn out to be.
    pub coordination_least: f64,
    /// The most that it may turn out to be.
    pub coordination_most: f64,
    /// The day of the stage 2 audit of each standard for which Certification names none; by the plan where none
    /// is given.
    pub stage_2: Option<NaiveDate>,
    /// Whole years, 1 to 6, in which every control is audited once after stage 2.
    pub audit_cycle_years: f64,
    /// Share of the excluded controls of each standard whose exclusion audits confirm on site before stage 2, and
    /// again once all have been looked at, 0 to 1.
    pub audit_exclusion_share: f64,
    /// Weight of risk exposure in the order of audits.
    pub audit_weight_risk: f64,
    /// Weight of gaps in the order of audits.
    pub audit_weight_gaps: f64,
    /// Weight of earlier audit findings in the order of audits.
    pub audit_weight_findings: f64,
    /// By how much the auditor days of all units are multiplied.
    pub audit_days_factor: f64,
}

/// A stretch of days on which no work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DaysOff {
    /// The first of them.
    pub first: NaiveDate,
    /// The last of them.
    pub last: NaiveDate,
}

impl DaysOff {
    /// A single day.
    pub fn one(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    /// Whether a day lies among them.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }
}

/// The standards that an organisation plans for. Both are assessed, whichever are planned for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlannedStandards {
    /// Both.
    Both,
    /// One alone.
    Only(Standard),
}

impl PlannedStandards {
    /// All of them.
    pub const ALL: [PlannedStandards; 3] = [
        PlannedStandards::Both,
        PlannedStandards::Only(Standard::Iso27001),
        PlannedStandards::Only(Standard::Iso42001),
    ];

    /// The words for it.
    pub fn name(self) -> &'static str {
        match self {
            PlannedStandards::Both => "both",
            PlannedStandards::Only(Standard::Iso27001) => "only 27001",
            PlannedStandards::Only(Standard::Iso42001) => "only 42001",
        }
    }

    /// The one that is planned for alone.
    pub fn only(self) -> Option<Standard> {
        match self {
            PlannedStandards::Both => None,
            PlannedStandards::Only(standard) => Some(standard),
        }
    }

    /// Whether a standard is planned for.
    pub fn hold(self, standard: Standard) -> bool {
        self.only().is_none_or(|only| only == standard)
    }
}

/// How an organisation goes about both standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Approach {
    /// 27001 first, up to its certification, then 42001 on top of it; where a 27001 system runs, 42001 at once,
    /// beside what that system still needs.
    Sequential,
    /// Both at once.
    Simultaneous,
}

impl Approach {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Approach::Sequential => "sequential",
            Approach::Simultaneous => "simultaneous",
        }
    }
}

/// A number for each size of effort: person-days or divisors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffortDays {
    /// For S.
    pub small: f64,
    /// For M.
    pub medium: f64,
    /// For L.
    pub large: f64,
}

impl EffortDays {
    /// The number for a size.
    pub fn of(self, effort: Effort) -> f64 {
        match effort {
            Effort::Small => self.small,
            Effort::Medium => self.medium,
            Effort::Large => self.large,
        }
    }
}

/// A band of the risk score.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskBand {
    /// Its name: low, medium, high, very high.
    pub name: String,
    /// The highest score (1 to 25) that falls into it.
    pub top: f64,
}

/// Where the organisation starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartingPoint {
    /// No management system yet.
    Nothing,
    /// A 27001 system runs, without a certificate.
    Iso27001Running,
    /// A 27001 system is certified.
    Iso27001Certified,
}

impl StartingPoint {
    /// The words for it.
    pub fn name(self) -> &'static str {
        match self {
            StartingPoint::Nothing => "nothing",
            StartingPoint::Iso27001Running => "27001 running",
            StartingPoint::Iso27001Certified => "27001 certified",
        }
    }
}

impl Default for Parameters {
    fn default() -> Self {
        let band = |name: &str, top| RiskBand { name: name.to_owned(), top };
        Self {
            level_implemented: 1.0,
            level_partial: 0.5,
            level_in_progress: 0.25,
            level_planned: 0.0,
            level_not_implemented: 0.0,
            maturity_top: 5.0,
            disagreement: 0.5,
            suggestion_score: None,
            suggestion_decisions: BTreeMap::new(),
            requirements_given: BTreeMap::new(),
            requirement_weights: BTreeMap::new(),
            weight_risk: 0.4,
            weight_coverage: 0.4,
            weight_urgency: 0.2,
            effort_divisors: EffortDays { small: 1.0, medium: 1.25, large: 1.5 },
            effort_days: EffortDays { small: 2.0, medium: 6.0, large: 15.0 },
            effort_days_least: EffortDays { small: 1.0, medium: 3.0, large: 11.0 },
            effort_days_most: EffortDays { small: 2.0, medium: 10.0, large: 20.0 },
            urgency_horizon_days: 365.0,
            appetite_information_security: 9.0,
            appetite_ai: 9.0,
            risk_bands: vec![
                band("low", 4.0),
                band("medium", 9.0),
                band("high", 16.0),
                band("very high", 25.0),
            ],
            evidence_max_age_days: 365.0,
            capacity_days_per_week: 5.0,
            most_days_per_action: 5.0,
            weeks_between_stages: 4.0,
            most_weeks_between_stages: 26.0,
            chosen_approach: None,
            planned_standards: PlannedStandards::Both,
            day_rate: None,
            start: None,
            starting_point: StartingPoint::Nothing,
            days_off: Vec::new(),
            required_of_ai_systems: REQUIRED_OF_AI_SYSTEMS.into_iter().collect(),
            impact_triggers: ImpactTrigger::ALL.into_iter().collect(),
            impact_words: impact_words(),
            coordination_overhead: 0.1,
            stage_2: None,
            audit_cycle_years: 3.0,
            audit_exclusion_share: 0.25,
            audit_weight_risk: 0.4,
            audit_weight_gaps: 0.3,
            audit_weight_findings: 0.3,
            audit_days_factor: 1.0,
            coordination_least: 0.05,
            coordination_most: 0.2,
        }
    }
}

impl Parameters {
    /// How both standards are gone about: as chosen, or else at once, unless a 27001 system runs already.
    pub fn approach(&self) -> Approach {
        self.chosen_approach.unwrap_or(match self.starting_point {
            StartingPoint::Nothing => Approach::Simultaneous,
            StartingPoint::Iso27001Running | StartingPoint::Iso27001Certified => Approach::Sequential,
        })
    }

    /// Whether no work is done on a day.
    pub fn is_day_off(&self, day: NaiveDate) -> bool {
        self.days_off.iter().any(|off| off.holds(day))
    }

    /// The level of a status, 0 to 1.
    pub fn level(&self, status: ImplementationStatus) -> f64 {
        match status {
            ImplementationStatus::Implemented => self.level_implemented,
            ImplementationStatus::Partial => self.level_partial,
            ImplementationStatus::InProgress => self.level_in_progress,
            ImplementationStatus::Planned => self.level_planned,
            ImplementationStatus::NotImplemented => self.level_not_implemented,
        }
    }

    /// The weight of a requirement; 1 unless it was changed.
    pub fn weight(&self, id: RequirementId) -> f64 {
        self.requirement_weights.get(&id).copied().unwrap_or(1.0)
    }

    /// The highest score that is accepted in a domain; for a risk of both domains the lower of the two.
    pub fn appetite(&self, domain: RiskDomain) -> f64 {
        match domain {
            RiskDomain::InformationSecurity => self.appetite_information_security,
            RiskDomain::Ai => self.appetite_ai,
            RiskDomain::Both => self.appetite_information_security.min(self.appetite_ai),
        }
    }

    /// The name of the band that a score falls into.
    pub fn band(&self, score: f64) -> Option<&str> {
        self.risk_bands
            .iter()
            .find(|band| score <= band.top)
            .or(self.risk_bands.last())
            .map(|band| band.name.as_str())
    }
}
