//! Words of the registers that stand for one of a few known meanings.

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
    /// All options, in the order of the standard.
    pub const ALL: [Treatment; 4] =
        [Treatment::Modify, Treatment::Avoid, Treatment::Share, Treatment::Retain];

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
    /// All states, from open to closed.
    pub const ALL: [OpenState; 3] = [OpenState::Open, OpenState::InProgress, OpenState::Closed];

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
    /// All answers.
    pub const ALL: [YesNo; 3] = [YesNo::Yes, YesNo::No, YesNo::Unknown];

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
    /// All stages, in the order of the life cycle.
    pub const ALL: [LifecycleStage; 6] = [
        LifecycleStage::Planned,
        LifecycleStage::Development,
        LifecycleStage::Validation,
        LifecycleStage::Deployment,
        LifecycleStage::Operation,
        LifecycleStage::Retired,
    ];

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
    /// All roles.
    pub const ALL: [AiRole; 7] = [
        AiRole::Provider,
        AiRole::Producer,
        AiRole::Developer,
        AiRole::Customer,
        AiRole::User,
        AiRole::Partner,
        AiRole::Subject,
    ];

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
    /// All grades, the gravest first.
    pub const ALL: [FindingGrade; 7] = [
        FindingGrade::MajorNonconformity,
        FindingGrade::MinorNonconformity,
        FindingGrade::Nonconformity,
        FindingGrade::Observation,
        FindingGrade::OpportunityForImprovement,
        FindingGrade::Conform,
        FindingGrade::Strength,
    ];

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
