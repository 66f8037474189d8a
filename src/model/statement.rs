//! What the organisation says of each requirement.

use arcstr::ArcStr;
use chrono::NaiveDate;

use crate::declaration::Register;
use crate::provenance::{Location, Reading, Traced, understood};
use crate::standards::RequirementId;

/// Whether a control applies. A blank cell is undetermined, never "no".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Applicability {
    /// It applies.
    Applicable,
    /// The organisation excludes it.
    NotApplicable,
    /// Nothing was said, or what was said could not be understood.
    Undetermined,
}

impl Applicability {
    /// The word on the SoA sheets.
    pub fn word(self) -> &'static str {
        match self {
            Applicability::Applicable => "Yes",
            Applicability::NotApplicable => "No",
            Applicability::Undetermined => "Undetermined",
        }
    }
}

/// How far a requirement is implemented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImplementationStatus {
    /// Not implemented, or no longer.
    NotImplemented,
    /// Planned.
    Planned,
    /// Being implemented.
    InProgress,
    /// Partially implemented.
    Partial,
    /// Implemented.
    Implemented,
}

impl ImplementationStatus {
    /// All statuses, the weakest first.
    pub const ALL: [ImplementationStatus; 5] = [
        ImplementationStatus::NotImplemented,
        ImplementationStatus::Planned,
        ImplementationStatus::InProgress,
        ImplementationStatus::Partial,
        ImplementationStatus::Implemented,
    ];

    /// The words on the SoA sheets.
    pub fn words(self) -> &'static str {
        match self {
            ImplementationStatus::NotImplemented => "Not implemented",
            ImplementationStatus::Planned => "Planned",
            ImplementationStatus::InProgress => "In progress",
            ImplementationStatus::Partial => "Partially implemented",
            ImplementationStatus::Implemented => "Implemented",
        }
    }
}

/// What a status rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// Somebody says so.
    Asserted,
    /// Objective evidence is named.
    Evidenced,
    /// An audit register says so.
    Audited,
}

impl Basis {
    /// The word on the SoA sheets.
    pub fn word(self) -> &'static str {
        match self {
            Basis::Asserted => "Asserted",
            Basis::Evidenced => "Evidenced",
            Basis::Audited => "Audited",
        }
    }
}

/// How a row names a requirement of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct RequirementRef {
    /// The requirement.
    pub id: RequirementId,
    /// The identifier as it is written in the cell.
    pub written: String,
    /// The control of 27001:2013 that it was written as, where it was carried over.
    pub from_2013: Option<String>,
    /// Why it was taken for this requirement: `standard column`, `title`, `sheet name`, `neighbours` …
    pub decided_by: String,
}

/// One row of a control register or questionnaire: a claim about one or more requirements.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The register that it stands in.
    pub register: Register,
    /// The row.
    pub location: Location,
    /// The requirements of ours that it names; empty for own controls and other frameworks.
    pub requirements: Vec<RequirementRef>,
    /// Identifiers that are kept as they are (own controls, other frameworks).
    pub other_references: Vec<String>,
    /// Title, or the question's text.
    pub title: Option<Traced<ArcStr>>,
    /// Description, as the organisation words it.
    pub description: Option<Traced<ArcStr>>,
    /// Applicability as stated; `None` where nothing is.
    pub applicability: Option<Reading<Applicability>>,
    /// Why the control is included.
    pub justification_inclusion: Option<Traced<ArcStr>>,
    /// Why the control is excluded.
    pub justification_exclusion: Option<Traced<ArcStr>>,
    /// Implementation status, in words.
    pub status: Option<Reading<ImplementationStatus>>,
    /// Share implemented, 0 to 1, where the register gives a percentage.
    pub percentage: Option<Reading<f64>>,
    /// Maturity on the register's own scale.
    pub maturity: Option<Reading<f64>>,
    /// Target maturity on the register's own scale.
    pub maturity_target: Option<Reading<f64>>,
    /// Top of the register's maturity scale, where it was found.
    pub maturity_top: Option<f64>,
    /// How the control is implemented.
    pub implementation: Option<Traced<ArcStr>>,
    /// Objective evidence, or where it lies.
    pub evidence: Option<Traced<ArcStr>>,
    /// The date that the evidence bears.
    pub evidence_date: Option<Reading<NaiveDate>>,
    /// What the recorded status rests on, in the register's words.
    pub basis: Option<Traced<ArcStr>>,
    /// Who assessed it.
    pub assessor: Option<Traced<ArcStr>>,
    /// The system that the row concerns, as it is named.
    pub system: Option<Traced<ArcStr>>,
    /// The row holds for one AI system only and leaves the requirement as such alone.
    pub is_exception: bool,
    /// Control owner.
    pub owner: Option<Traced<ArcStr>>,
    /// Due date.
    pub due: Option<Reading<NaiveDate>>,
    /// Date of the last review.
    pub reviewed: Option<Reading<NaiveDate>>,
    /// Gap or finding.
    pub gap: Option<Traced<ArcStr>>,
    /// Recommended or planned action.
    pub action: Option<Traced<ArcStr>>,
    /// Priority, in the register's words.
    pub priority: Option<Traced<ArcStr>>,
    /// Remarks.
    pub comment: Option<Traced<ArcStr>>,
}

impl Claim {
    /// Whether anything was understood of how far it is done or whether it applies.
    pub fn says_anything(&self) -> bool {
        understood(&self.applicability).is_some()
            || understood(&self.status).is_some()
            || understood(&self.percentage).is_some()
            || understood(&self.maturity).is_some()
    }

    /// A row of which only its register and its place are known.
    pub fn unknown(register: Register, location: Location) -> Self {
        Self {
            register,
            location,
            requirements: Vec::new(),
            other_references: Vec::new(),
            title: None,
            description: None,
            applicability: None,
            justification_inclusion: None,
            justification_exclusion: None,
            status: None,
            percentage: None,
            maturity: None,
            maturity_target: None,
            maturity_top: None,
            implementation: None,
            evidence: None,
            evidence_date: None,
            basis: None,
            assessor: None,
            system: None,
            is_exception: false,
            owner: None,
            due: None,
            reviewed: None,
            gap: None,
            action: None,
            priority: None,
            comment: None,
        }
    }
}

/// A deviating status of a control for one AI system.
#[derive(Clone, Debug, PartialEq)]
pub struct Exception {
    /// The AI system, as it is named.
    pub system: Traced<ArcStr>,
    /// The status there.
    pub status: Option<Reading<ImplementationStatus>>,
    /// What is said about it.
    pub text: Option<String>,
}

/// What all registers together say of one requirement.
///
/// Where several rows speak of it, the weakest status is taken and the disagreement is a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The requirement.
    pub requirement: RequirementId,
    /// Whether it applies, as the registers say (clauses: an "N/A" is kept here and judged by the assessment).
    pub applicability: Applicability,
    /// The cell that says so.
    pub applicability_location: Option<Location>,
    /// Why it is included.
    pub justification_inclusion: Option<Traced<ArcStr>>,
    /// Why it is excluded.
    pub justification_exclusion: Option<Traced<ArcStr>>,
    /// Implementation status; a reading without a value is a word that was not understood.
    pub status: Option<Reading<ImplementationStatus>>,
    /// A percentage that a person wrote in the place of a status word, as it was written: it is the share implemented.
    pub status_as_share: Option<Traced<ArcStr>>,
    /// Share implemented, 0 to 1.
    pub percentage: Option<Reading<f64>>,
    /// Maturity on the register's scale.
    pub maturity: Option<Reading<f64>>,
    /// Target maturity on the register's scale.
    pub maturity_target: Option<Reading<f64>>,
    /// Top of the maturity scale, where it was found.
    pub maturity_top: Option<f64>,
    /// What the status rests on.
    pub basis: Basis,
    /// Whether a person decided what it rests on: evidence that is typed does not move it then.
    pub basis_by_person: bool,
    /// How it is implemented.
    pub implementation: Option<Traced<ArcStr>>,
    /// Objective evidence.
    pub evidence: Option<Traced<ArcStr>>,
    /// The date that the evidence bears.
    pub evidence_date: Option<Reading<NaiveDate>>,
    /// Owner.
    pub owner: Option<Traced<ArcStr>>,
    /// Due date.
    pub due: Option<Reading<NaiveDate>>,
    /// Last review.
    pub reviewed: Option<Reading<NaiveDate>>,
    /// Gap or finding, as recorded.
    pub gap: Option<Traced<ArcStr>>,
    /// Action, as recorded.
    pub action: Option<Traced<ArcStr>>,
    /// Remarks.
    pub comment: Option<Traced<ArcStr>>,
    /// Deviating statuses by AI system.
    pub exceptions: Vec<Exception>,
    /// The rows that it was merged from, in the order in which they were read.
    pub claims: Vec<Claim>,
}

impl Statement {
    /// A statement of which nothing is known.
    pub fn unknown(requirement: RequirementId) -> Self {
        Self {
            requirement,
            applicability: Applicability::Undetermined,
            applicability_location: None,
            justification_inclusion: None,
            justification_exclusion: None,
            status: None,
            status_as_share: None,
            percentage: None,
            maturity: None,
            maturity_target: None,
            maturity_top: None,
            basis: Basis::Asserted,
            basis_by_person: false,
            implementation: None,
            evidence: None,
            evidence_date: None,
            owner: None,
            due: None,
            reviewed: None,
            gap: None,
            action: None,
            comment: None,
            exceptions: Vec::new(),
            claims: Vec::new(),
        }
    }
}

/// What the organisation says of a pair of requirements, one of each standard.
#[derive(Clone, Debug, PartialEq)]
pub struct PairDecision {
    /// The requirement of 27001.
    pub iso27001: RequirementId,
    /// The requirement of 42001.
    pub iso42001: RequirementId,
    /// Whether the two are one piece of work, registered once.
    pub shared: bool,
    /// The row that names both, or the cell of the decision.
    pub location: Location,
}
