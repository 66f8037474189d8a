//! What an assessment yields.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::AuditProgramme;
use super::plan::{Plans, Roadmap};
use crate::diagnostic::Diagnostic;
use crate::model::Basis;
use crate::standards::{Effort, Gate, Part, RequirementId, Standard};

/// The assessment of one model.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// A result for each requirement of both catalogues, in their order.
    pub requirements: BTreeMap<RequirementId, RequirementResult>,
    /// Coverage of each part of each standard, and of each group within the parts.
    pub coverage: Vec<Coverage>,
    /// The pairs that are one piece of work, registered once.
    pub shared: Vec<SharedPair>,
    /// Gaps in rank order: the highest priority first.
    pub gaps: Vec<Gap>,
    /// A result for each risk of the model, in its order.
    pub risks: Vec<RiskResult>,
    /// The plan that is followed.
    pub roadmap: Roadmap,
    /// What is audited when.
    pub audit_programme: AuditProgramme,
    /// That plan beside the others.
    pub plans: Plans,
    /// Faults of substance that the assessment found.
    pub findings: Vec<Diagnostic>,
}

/// The result for one requirement. Shares lie in 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct RequirementResult {
    /// The requirement.
    pub id: RequirementId,
    /// Its weight.
    pub weight: f64,
    /// Whether it counts (clauses always; controls unless excluded with a justification).
    pub in_denominator: bool,
    /// Whether anything is known of its status.
    pub assessed: bool,
    /// The level of its own status; 0 where unassessed.
    pub own: f64,
    /// What the status rests on.
    pub basis: Basis,
    /// The largest own level of a shared requirement of the other standard, and which that is.
    pub carried: f64,
    /// The requirement that `carried` comes from.
    pub carried_from: Option<RequirementId>,
    /// The largest own level × carry over the links that are not shared, and which that is.
    pub reuse: f64,
    /// The requirement that `reuse` comes from.
    pub reuse_from: Option<RequirementId>,
    /// The largest of own, carried and reuse.
    pub potential: f64,
    /// Whether any link reaches it.
    pub reach: bool,
}

/// Coverage of a part of a standard or of a group within it. Shares are Σ w·x / Σ w over the
/// requirements that count, `None` for 0/0.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// The standard.
    pub standard: Standard,
    /// Clauses or Annex A.
    pub part: Part,
    /// The theme, objective or clause group; `None` for the part as a whole.
    pub group: Option<String>,
    /// Number of requirements in the catalogue.
    pub requirements: usize,
    /// Number that count.
    pub applicable: usize,
    /// The shares.
    pub shares: Shares,
    /// Number of requirements that count and that any link reaches.
    pub reach: usize,
}

/// Shares in 0 to 1 that stand side by side and are never blended; `None` for 0/0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Of which anything is known.
    pub assessed: Option<f64>,
    /// Own level, whatever it rests on: a lower bound, since unassessed counts as 0.
    pub own: Option<f64>,
    /// Own level where evidence is named or an audit says so.
    pub evidenced: Option<f64>,
    /// Own level where an audit says so.
    pub audited: Option<f64>,
    /// Carried over shared pairs (suggested, not assessed).
    pub carried: Option<f64>,
    /// Reuse over other links (suggested, an estimate).
    pub reuse: Option<f64>,
    /// The largest of own, carried and reuse, requirement by requirement (suggested).
    pub potential: Option<f64>,
    /// Reached by any link.
    pub reach: Option<f64>,
}

/// A pair that is one piece of work, registered once.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedPair {
    /// The requirement of 27001.
    pub iso27001: RequirementId,
    /// The requirement of 42001.
    pub iso42001: RequirementId,
    /// Why it is shared: the crosswalk says equal, or the organisation says so.
    pub because: String,
}

/// What kind of gap it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GapKind {
    /// What an auditor could grade as a nonconformity; only an audit register grades one.
    PotentialNonconformity,
    /// Planned or partial and in the plan.
    ControlGap,
    /// Nothing is known.
    Unassessed,
}

impl GapKind {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            GapKind::PotentialNonconformity => "Potential nonconformity",
            GapKind::ControlGap => "Control gap",
            GapKind::Unassessed => "Unassessed",
        }
    }
}

/// Why a gap is of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GapReason {
    /// A control that is excluded without a justification.
    Unjustified,
    /// A clause that is marked as not applicable.
    ClauseExcluded,
    /// An audit raised a nonconformity against it that is not closed.
    RaisedByAudit,
    /// Nothing is known of its status.
    Unknown,
    /// A clause that is not fully met.
    ClauseNotMet,
    /// Neither implemented nor in the risk treatment plan.
    NotInPlan,
    /// Planned.
    Planned,
    /// In progress.
    InProgress,
    /// Partially implemented.
    Partial,
    /// Implemented in part by a percentage or a maturity.
    InPart,
    /// Not implemented, with an action on record.
    ActionRecorded,
    /// Not implemented, with a due date on record.
    DueDateRecorded,
    /// Not implemented, and the treatment of an open risk names it.
    RiskTreatment,
}

impl GapReason {
    /// All reasons.
    pub const ALL: [GapReason; 13] = [
        GapReason::Unjustified,
        GapReason::ClauseExcluded,
        GapReason::RaisedByAudit,
        GapReason::Unknown,
        GapReason::ClauseNotMet,
        GapReason::NotInPlan,
        GapReason::Planned,
        GapReason::InProgress,
        GapReason::Partial,
        GapReason::InPart,
        GapReason::ActionRecorded,
        GapReason::DueDateRecorded,
        GapReason::RiskTreatment,
    ];

    /// The kind of gap that it makes.
    pub fn kind(self) -> GapKind {
        match self {
            GapReason::Unjustified
            | GapReason::ClauseExcluded
            | GapReason::RaisedByAudit
            | GapReason::ClauseNotMet
            | GapReason::NotInPlan => GapKind::PotentialNonconformity,
            GapReason::Unknown => GapKind::Unassessed,
            GapReason::Planned
            | GapReason::InProgress
            | GapReason::Partial
            | GapReason::InPart
            | GapReason::ActionRecorded
            | GapReason::DueDateRecorded
            | GapReason::RiskTreatment => GapKind::ControlGap,
        }
    }

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            GapReason::Unjustified => "excluded without a justification",
            GapReason::ClauseExcluded => "a clause cannot be excluded",
            GapReason::RaisedByAudit => "an audit raised it",
            GapReason::Unknown => "nothing is known of its status",
            GapReason::ClauseNotMet => "the clause is not fully met",
            GapReason::NotInPlan => "neither implemented nor in the risk treatment plan",
            GapReason::Planned => "planned",
            GapReason::InProgress => "in progress",
            GapReason::Partial => "partially implemented",
            GapReason::InPart => "implemented in part",
            GapReason::ActionRecorded => "not implemented; an action is recorded",
            GapReason::DueDateRecorded => "not implemented; a due date is recorded",
            GapReason::RiskTreatment => "not implemented; the treatment of a risk names it",
        }
    }
}

/// A requirement that counts and is not fully met.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The requirement.
    pub id: RequirementId,
    /// Its place in the order, from 1.
    pub rank: usize,
    /// What kind of gap.
    pub kind: GapKind,
    /// Why it is of that kind.
    pub because: GapReason,
    /// The same in words, with the finding and its row where an audit raised it.
    pub reason: String,
    /// Its priority and the terms that it consists of.
    pub terms: PriorityTerms,
    /// The effort.
    pub effort: Effort,
    /// The audit stage before which it is expected to be in place (judgement).
    pub gate: Option<Gate>,
    /// The date that urgency counts to: the requirement's own, or else the earliest of the open risks that
    /// name it.
    pub due: Option<NaiveDate>,
    /// What the risks that it treats are called.
    pub risks: Vec<String>,
    /// Lowest and highest rank when each weight moves by 20 %.
    pub rank_range: (usize, usize),
}

/// Priority P = (α·R + β·D + γ·U) / E and its terms, each in 0 to 1 but E.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriorityTerms {
    /// Sum of the shares of exposure above appetite, before division by the largest (score points).
    pub exposure: f64,
    /// R: risk exposure.
    pub risk: f64,
    /// What full implementation adds to coverage, before division by the largest.
    pub gain: f64,
    /// D: coverage gained.
    pub coverage: f64,
    /// U: urgency.
    pub urgency: f64,
    /// E: the divisor for effort (1, 1.25, 1.5).
    pub effort: f64,
    /// P.
    pub priority: f64,
}

/// The result for one risk; scores on 1 to 25, `None` where unrated.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskResult {
    /// The risk's key in the model.
    pub key: String,
    /// Current score: likelihood × impact before further treatment.
    pub current: Option<f64>,
    /// Residual score: after treatment.
    pub residual: Option<f64>,
    /// Band of the current score.
    pub current_band: Option<String>,
    /// Band of the residual score.
    pub residual_band: Option<String>,
    /// The appetite that applies.
    pub appetite: f64,
    /// Points by which the current score lies above appetite; 0 for closed and unrated risks.
    pub above_appetite: f64,
}
