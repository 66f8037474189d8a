//! Records of the registers: risks, AI systems, assets, answers, audit findings.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Claim, RequirementRef};
use crate::declaration::Field;
use crate::provenance::{Location, Reading, SheetName, Traced};
use crate::standards::RequirementId;

/// The two domains of risk of the combined system: one method, marked categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RiskDomain {
    /// Confidentiality, integrity and availability of information (27001).
    InformationSecurity,
    /// Risks of AI systems to the organisation, to people and to society (42001).
    Ai,
    /// Both.
    Both,
}

impl RiskDomain {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            RiskDomain::InformationSecurity => "Information security",
            RiskDomain::Ai => "AI",
            RiskDomain::Both => "Both",
        }
    }
}

/// Risk treatment options after ISO/IEC 27005; mitigate, transfer and accept are read as synonyms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Treatment {
    /// Change likelihood or impact by controls.
    Modify,
    /// Do not take up, or stop, what causes the risk.
    Avoid,
    /// Share with others, such as insurers.
    Share,
    /// Accept by informed choice.
    Retain,
}

impl Treatment {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Treatment::Modify => "Modify",
            Treatment::Avoid => "Avoid",
            Treatment::Share => "Share",
            Treatment::Retain => "Retain",
        }
    }
}

/// Whether something is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OpenState {
    /// Open.
    Open,
    /// Being worked on.
    InProgress,
    /// Closed.
    Closed,
}

impl OpenState {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            OpenState::Open => "Open",
            OpenState::InProgress => "In progress",
            OpenState::Closed => "Closed",
        }
    }
}

/// Yes or no. A blank cell is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The register says that it does not know.
    Unknown,
}

impl YesNo {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            YesNo::Yes => "Yes",
            YesNo::No => "No",
            YesNo::Unknown => "Unknown",
        }
    }
}

/// Life cycle stage of an AI system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LifecycleStage {
    /// Planned, or an idea.
    Planned,
    /// Being designed or developed.
    Development,
    /// Being verified, validated or piloted.
    Validation,
    /// Being put into use.
    Deployment,
    /// In operation.
    Operation,
    /// Retired.
    Retired,
}

impl LifecycleStage {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            LifecycleStage::Planned => "Planned",
            LifecycleStage::Development => "Development",
            LifecycleStage::Validation => "Validation",
            LifecycleStage::Deployment => "Deployment",
            LifecycleStage::Operation => "Operation",
            LifecycleStage::Retired => "Retired",
        }
    }
}

/// The organisation's role for an AI system (ISO/IEC 22989).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AiRole {
    /// Provides AI products or services.
    Provider,
    /// Produces AI systems.
    Producer,
    /// Develops AI systems.
    Developer,
    /// Buys AI products or services.
    Customer,
    /// Uses AI systems.
    User,
    /// Provides services around AI.
    Partner,
    /// Is affected by AI systems.
    Subject,
}

impl AiRole {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            AiRole::Provider => "Provider",
            AiRole::Producer => "Producer",
            AiRole::Developer => "Developer",
            AiRole::Customer => "Customer",
            AiRole::User => "User",
            AiRole::Partner => "Partner",
            AiRole::Subject => "Subject",
        }
    }
}

/// Grade of an audit finding, as the auditor gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingGrade {
    /// Major nonconformity.
    MajorNonconformity,
    /// Minor nonconformity.
    MinorNonconformity,
    /// Nonconformity without a grade.
    Nonconformity,
    /// Observation.
    Observation,
    /// Opportunity for improvement.
    OpportunityForImprovement,
    /// Conform.
    Conform,
    /// Strength.
    Strength,
}

impl FindingGrade {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            FindingGrade::MajorNonconformity => "Major nonconformity",
            FindingGrade::MinorNonconformity => "Minor nonconformity",
            FindingGrade::Nonconformity => "Nonconformity",
            FindingGrade::Observation => "Observation",
            FindingGrade::OpportunityForImprovement => "Opportunity for improvement",
            FindingGrade::Conform => "Conform",
            FindingGrade::Strength => "Strength",
        }
    }

    /// Whether it grades a nonconformity.
    pub fn is_nonconformity(self) -> bool {
        matches!(
            self,
            FindingGrade::MajorNonconformity | FindingGrade::MinorNonconformity | FindingGrade::Nonconformity
        )
    }
}

/// How the levels of one column were mapped to the common scale of 1 to 5.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleMapping {
    /// The sheet.
    pub sheet: Arc<SheetName>,
    /// The column's heading.
    pub heading: String,
    /// The field.
    pub field: Field,
    /// Lowest level of the register's scale.
    pub lowest: f64,
    /// Highest level of the register's scale.
    pub highest: f64,
    /// What the scale was found from: `heading`, `values`, `words`.
    pub found_from: String,
    /// Each level as it is written and what it became on the common scale.
    pub levels: Vec<(String, f64)>,
}

/// A risk. Levels are on the common scale of 1 to 5, scores on 1 to 25.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// A key that is unique in the model: its identifier, or text that identifies it.
    pub key: String,
    /// The row that it was read from.
    pub location: Location,
    /// Identifier in the organisation's register.
    pub id: Option<Traced<String>>,
    /// Name.
    pub title: Option<Traced<String>>,
    /// Scenario.
    pub description: Option<Traced<String>>,
    /// Category, in the register's words.
    pub category: Option<Traced<String>>,
    /// The categories that the words stand for (`bias`, `availability` …).
    pub categories: Vec<String>,
    /// Information security, AI or both.
    pub domain: RiskDomain,
    /// What the domain was decided from.
    pub domain_evidence: String,
    /// Assets at risk, as written.
    pub assets: Vec<Traced<String>>,
    /// AI systems at risk, as written.
    pub ai_systems: Vec<Traced<String>>,
    /// Threat.
    pub threat: Option<Traced<String>>,
    /// Vulnerability.
    pub vulnerability: Option<Traced<String>>,
    /// Cause.
    pub cause: Option<Traced<String>>,
    /// Consequence.
    pub consequence: Option<Traced<String>>,
    /// Risk owner.
    pub owner: Option<Traced<String>>,
    /// Likelihood before further treatment, 1 to 5.
    pub likelihood: Option<Reading<f64>>,
    /// Impact before further treatment, 1 to 5.
    pub impact: Option<Reading<f64>>,
    /// Score before further treatment as the register gives it, as text and, where it is a number, as that number.
    pub inherent: Option<Reading<f64>>,
    /// Likelihood after treatment, 1 to 5.
    pub residual_likelihood: Option<Reading<f64>>,
    /// Impact after treatment, 1 to 5.
    pub residual_impact: Option<Reading<f64>>,
    /// Score after treatment as the register gives it.
    pub residual: Option<Reading<f64>>,
    /// Treatment option.
    pub treatment: Option<Reading<Treatment>>,
    /// Planned actions.
    pub actions: Option<Traced<String>>,
    /// Controls of ours that treat it.
    pub controls: Vec<Traced<RequirementRef>>,
    /// Other controls that treat it, as written.
    pub other_controls: Vec<Traced<String>>,
    /// Open or closed.
    pub status: Option<Reading<OpenState>>,
    /// Target or review date.
    pub due: Option<Reading<NaiveDate>>,
    /// Who accepted the residual risk.
    pub accepted_by: Option<Traced<String>>,
    /// When it was accepted.
    pub accepted_on: Option<Reading<NaiveDate>>,
    /// Remarks.
    pub comment: Option<Traced<String>>,
}

impl Risk {
    /// A risk of which only its key, its row and its domain are known.
    pub fn unknown(key: impl Into<String>, location: Location, domain: RiskDomain) -> Self {
        Self {
            key: key.into(),
            location,
            id: None,
            title: None,
            description: None,
            category: None,
            categories: Vec::new(),
            domain,
            domain_evidence: String::new(),
            assets: Vec::new(),
            ai_systems: Vec::new(),
            threat: None,
            vulnerability: None,
            cause: None,
            consequence: None,
            owner: None,
            likelihood: None,
            impact: None,
            inherent: None,
            residual_likelihood: None,
            residual_impact: None,
            residual: None,
            treatment: None,
            actions: None,
            controls: Vec::new(),
            other_controls: Vec::new(),
            status: None,
            due: None,
            accepted_by: None,
            accepted_on: None,
            comment: None,
        }
    }
}

/// An AI system of the inventory.
#[derive(Clone, Debug, PartialEq)]
pub struct AiSystem {
    /// A key that is unique in the model: its identifier, or text that identifies it.
    pub key: String,
    /// The row that it was read from.
    pub location: Location,
    /// Identifier in the organisation's register.
    pub id: Option<Traced<String>>,
    /// Name.
    pub name: Option<Traced<String>>,
    /// What it does.
    pub description: Option<Traced<String>>,
    /// Intended purpose.
    pub purpose: Option<Traced<String>>,
    /// Kind of AI or topic.
    pub category: Option<Traced<String>>,
    /// Accountable owner.
    pub owner: Option<Traced<String>>,
    /// Organisational unit.
    pub department: Option<Traced<String>>,
    /// Contact.
    pub contact: Option<Traced<String>>,
    /// Life cycle stage.
    pub lifecycle_stage: Option<Reading<LifecycleStage>>,
    /// Role of the organisation.
    pub role: Option<Reading<AiRole>>,
    /// Supplier.
    pub vendor: Option<Traced<String>>,
    /// Model.
    pub model: Option<Traced<String>>,
    /// Training or input data.
    pub data: Option<Traced<String>>,
    /// Data from outside.
    pub external_data: Option<Traced<String>>,
    /// Whether personal data is processed.
    pub personal_data: Option<Reading<YesNo>>,
    /// Risk or impact class, in the register's words.
    pub risk_class: Option<Traced<String>>,
    /// What the class stands for (`high-risk`, `limited` …, or a level), where it was understood.
    pub risk_class_meaning: Option<String>,
    /// Whether it decides about people without a person.
    pub automated_decision: Option<Reading<YesNo>>,
    /// Form of human oversight, in the register's words.
    pub human_oversight: Option<Traced<String>>,
    /// People affected.
    pub affected_people: Option<Traced<String>>,
    /// State or date of the AI system impact assessment, in the register's words.
    pub impact_assessment: Option<Traced<String>>,
    /// Whether an impact assessment is done, where that was understood.
    pub impact_assessment_done: Option<bool>,
    /// Whether the register says that no impact assessment is required.
    pub impact_assessment_not_required: bool,
    /// Assets that it uses, as written.
    pub assets: Vec<Traced<String>>,
    /// Whether it lies within the scope of the AIMS.
    pub in_scope: Option<Reading<YesNo>>,
    /// When it has to be looked at again.
    pub review_due: Option<Reading<NaiveDate>>,
    /// Remarks.
    pub comment: Option<Traced<String>>,
}

impl AiSystem {
    /// An AI system of which only its key and its row are known.
    pub fn unknown(key: impl Into<String>, location: Location) -> Self {
        Self {
            key: key.into(),
            location,
            id: None,
            name: None,
            description: None,
            purpose: None,
            category: None,
            owner: None,
            department: None,
            contact: None,
            lifecycle_stage: None,
            role: None,
            vendor: None,
            model: None,
            data: None,
            external_data: None,
            personal_data: None,
            risk_class: None,
            risk_class_meaning: None,
            automated_decision: None,
            human_oversight: None,
            affected_people: None,
            impact_assessment: None,
            impact_assessment_done: None,
            impact_assessment_not_required: false,
            assets: Vec::new(),
            in_scope: None,
            review_due: None,
            comment: None,
        }
    }
}

/// An asset.
#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    /// A key that is unique in the model: its identifier, or text that identifies it.
    pub key: String,
    /// The row that it was read from.
    pub location: Location,
    /// Identifier in the organisation's register.
    pub id: Option<Traced<String>>,
    /// Name.
    pub name: Option<Traced<String>>,
    /// Kind.
    pub asset_type: Option<Traced<String>>,
    /// Description.
    pub description: Option<Traced<String>>,
    /// Owner.
    pub owner: Option<Traced<String>>,
    /// Location or host.
    pub place: Option<Traced<String>>,
    /// Classification, in the register's words.
    pub classification: Option<Traced<String>>,
    /// Criticality, 1 to 5.
    pub criticality: Option<Reading<f64>>,
    /// Protection need for confidentiality, 1 to 5.
    pub confidentiality: Option<Reading<f64>>,
    /// Protection need for integrity, 1 to 5.
    pub integrity: Option<Reading<f64>>,
    /// Protection need for availability, 1 to 5.
    pub availability: Option<Reading<f64>>,
    /// AI systems that it belongs to, as written.
    pub ai_systems: Vec<Traced<String>>,
    /// Whether it lies within the scope.
    pub in_scope: Option<Reading<YesNo>>,
    /// Remarks.
    pub comment: Option<Traced<String>>,
}

impl Asset {
    /// An asset of which only its key and its row are known.
    pub fn unknown(key: impl Into<String>, location: Location) -> Self {
        Self {
            key: key.into(),
            location,
            id: None,
            name: None,
            asset_type: None,
            description: None,
            owner: None,
            place: None,
            classification: None,
            criticality: None,
            confidentiality: None,
            integrity: None,
            availability: None,
            ai_systems: Vec::new(),
            in_scope: None,
            comment: None,
        }
    }
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Identifier of the question.
    pub id: Option<Traced<String>>,
    /// Section.
    pub section: Option<Traced<String>>,
    /// The answer as it was written.
    pub answer: Option<Traced<String>>,
    /// What the answer claims; its `requirements` are empty where the question names none.
    pub claim: Claim,
    /// The requirement that the question may be about by its wording, where it names none.
    pub suggestion: Option<Suggestion>,
    /// A yes may be the unfavourable answer, so the answer counts for nothing.
    pub reversed: bool,
}

/// The requirement that a question may be about, by its wording. It counts for nothing by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The requirement.
    pub requirement: RequirementId,
    /// How much of the weight of the question's words the requirement has, 0 to 1.
    pub score: f64,
    /// Whether a person confirmed or refused it; `None` where nobody decided.
    pub confirmed: Option<bool>,
}

impl Suggestion {
    /// Whether the answer counts for the requirement: a person says so, or else the score reaches the
    /// least that the organisation accepts without looking.
    pub fn counts(&self, least_score: Option<f64>) -> bool {
        self.confirmed.unwrap_or_else(|| least_score.is_some_and(|least| self.score >= least))
    }
}

/// A finding of an audit register.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditFinding {
    /// A key that is unique in the model.
    pub key: String,
    /// The row that it was read from.
    pub location: Location,
    /// Identifier in the organisation's register.
    pub id: Option<Traced<String>>,
    /// Requirements that it is raised against.
    pub requirements: Vec<RequirementRef>,
    /// Other references, as written.
    pub other_references: Vec<String>,
    /// Grade.
    pub grade: Option<Reading<FindingGrade>>,
    /// What was found.
    pub description: Option<Traced<String>>,
    /// Cause.
    pub cause: Option<Traced<String>>,
    /// Corrective action.
    pub action: Option<Traced<String>>,
    /// Who carries it out.
    pub owner: Option<Traced<String>>,
    /// When it has to be done.
    pub due: Option<Reading<NaiveDate>>,
    /// Open or closed.
    pub status: Option<Reading<OpenState>>,
    /// When it was raised.
    pub date: Option<Reading<NaiveDate>>,
    /// Remarks.
    pub comment: Option<Traced<String>>,
}

impl AuditFinding {
    /// An audit finding of which only its key and its row are known.
    pub fn unknown(key: impl Into<String>, location: Location) -> Self {
        Self {
            key: key.into(),
            location,
            id: None,
            requirements: Vec::new(),
            other_references: Vec::new(),
            grade: None,
            description: None,
            cause: None,
            action: None,
            owner: None,
            due: None,
            status: None,
            date: None,
            comment: None,
        }
    }
}
