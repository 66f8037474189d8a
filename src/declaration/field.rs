//! The names of all fields that a register can hold, as a closed list.
//!
//! The list and the column declarations in `workbook-templates/` name the same fields; a test holds
//! them to that. What a field means is said once here and once, for people, in the declaration.

use std::fmt;
use std::str::FromStr;

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// A field of a register: what one column of a table can mean.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field {
            $($(#[$doc])* $variant,)*
        }

        impl Field {
            /// Every field, in the order in which the registers declare them.
            pub const ALL: &'static [Field] = &[$(Field::$variant,)*];

            /// The field's name as declarations, `inspect --json` and the Sources sheet write it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Field::$variant => $name,)*
                }
            }
        }
    };
}

fields! {
    /// Identifier of the asset in the organisation's own register.
    AssetId = "asset.id",
    /// Name of the asset.
    AssetName = "asset.name",
    /// Kind of asset (information, software, hardware, service, people, site, model, data set).
    AssetType = "asset.type",
    /// What the asset is.
    AssetDescription = "asset.description",
    /// Asset owner.
    AssetOwner = "asset.owner",
    /// Where the asset is kept or hosted.
    AssetLocation = "asset.location",
    /// Information classification.
    AssetClassification = "asset.classification",
    /// Business criticality or overall value.
    AssetCriticality = "asset.criticality",
    /// Protection need for confidentiality.
    AssetConfidentiality = "asset.confidentiality",
    /// Protection need for integrity.
    AssetIntegrity = "asset.integrity",
    /// Protection need for availability.
    AssetAvailability = "asset.availability",
    /// AI system that the asset belongs to or supports.
    AssetAiSystem = "asset.ai_system",
    /// Whether the asset lies within the scope of the management system.
    AssetInScope = "asset.in_scope",
    /// Identifier of the risk.
    RiskId = "risk.id",
    /// Name of the risk.
    RiskTitle = "risk.title",
    /// Risk scenario.
    RiskDescription = "risk.description",
    /// Category, information security or AI, and any sub-category.
    RiskCategory = "risk.category",
    /// Asset or process at risk.
    RiskAsset = "risk.asset",
    /// AI system at risk.
    RiskAiSystem = "risk.ai_system",
    /// Threat.
    RiskThreat = "risk.threat",
    /// Vulnerability.
    RiskVulnerability = "risk.vulnerability",
    /// Cause or risk source.
    RiskCause = "risk.cause",
    /// Consequence.
    RiskConsequence = "risk.consequence",
    /// Risk owner.
    RiskOwner = "risk.owner",
    /// Likelihood before further treatment (inherent or current).
    RiskLikelihood = "risk.likelihood",
    /// Impact before further treatment (inherent or current).
    RiskImpact = "risk.impact",
    /// Risk score or level before further treatment.
    RiskInherent = "risk.inherent",
    /// Likelihood after treatment.
    RiskResidualLikelihood = "risk.residual_likelihood",
    /// Impact after treatment.
    RiskResidualImpact = "risk.residual_impact",
    /// Risk score or level after treatment.
    RiskResidual = "risk.residual",
    /// Treatment option: modify, avoid, share, retain.
    RiskTreatment = "risk.treatment",
    /// Planned treatment actions.
    RiskActions = "risk.actions",
    /// Existing or selected controls.
    RiskControls = "risk.controls",
    /// Open or closed.
    RiskStatus = "risk.status",
    /// Target or review date.
    RiskDue = "risk.due",
    /// Who accepted the residual risk.
    RiskAcceptedBy = "risk.accepted_by",
    /// When the residual risk was accepted.
    RiskAcceptedOn = "risk.accepted_on",
    /// Identifier of the AI system or use case.
    AiId = "ai.id",
    /// Name.
    AiName = "ai.name",
    /// What the system does.
    AiDescription = "ai.description",
    /// Intended purpose or problem solved.
    AiPurpose = "ai.purpose",
    /// Use other than the intended one that can be expected.
    AiForeseeableMisuse = "ai.foreseeable_misuse",
    /// Topic area or kind of AI.
    AiCategory = "ai.category",
    /// Accountable owner.
    AiOwner = "ai.owner",
    /// Organisational unit.
    AiDepartment = "ai.department",
    /// Contact person or address.
    AiContact = "ai.contact",
    /// Life cycle stage.
    AiLifecycleStage = "ai.lifecycle_stage",
    /// Role of the organisation for the system: provider, producer, developer, customer, user, partner, subject.
    AiRole = "ai.role",
    /// Supplier of the system or model.
    AiVendor = "ai.vendor",
    /// Model that the system is built on, with its version.
    AiModel = "ai.model",
    /// Pre-trained models that it builds on.
    AiPretrainedModel = "ai.pretrained_model",
    /// Software, services or tools of third parties in it.
    AiThirdPartyComponents = "ai.third_party_components",
    /// Training or input data.
    AiData = "ai.data",
    /// Data that comes from outside the organisation, or yes or no.
    AiExternalData = "ai.external_data",
    /// Whether personal data is processed.
    AiPersonalData = "ai.personal_data",
    /// Internal risk or impact level (value family level) or AI Act class (value family ai.act_class).
    AiRiskClass = "ai.risk_class",
    /// Whether the system decides about people without a person deciding.
    AiAutomatedDecision = "ai.automated_decision",
    /// Form of human oversight.
    AiHumanOversight = "ai.human_oversight",
    /// People or groups affected.
    AiAffectedPeople = "ai.affected_people",
    /// Whether it can affect the rights or opportunities of people.
    AiAffectsRights = "ai.affects_rights",
    /// Whether people who need particular protection are affected.
    AiVulnerableGroups = "ai.vulnerable_groups",
    /// State or date of the AI system impact assessment.
    AiImpactAssessment = "ai.impact_assessment",
    /// Assets that the system uses.
    AiAsset = "ai.asset",
    /// Whether the AI system lies within the scope of the AIMS.
    AiInScope = "ai.in_scope",
    /// When the system or its assessment has to be looked at again.
    AiReviewDue = "ai.review_due",
    /// Standard and edition that the row refers to.
    Standard = "standard",
    /// Clause or control identifier, any edition or notation.
    ControlRef = "control.ref",
    /// Title of the clause or control.
    ControlTitle = "control.title",
    /// Requirement or objective as the organisation words it.
    ControlDescription = "control.description",
    /// Applicability.
    ControlApplicable = "control.applicable",
    /// Justification of inclusion or exclusion.
    ControlJustification = "control.justification",
    /// Reason for inclusion only.
    ControlJustificationInclusion = "control.justification_inclusion",
    /// Reason for exclusion only.
    ControlJustificationExclusion = "control.justification_exclusion",
    /// Implementation status.
    ControlStatus = "control.status",
    /// Current maturity or score.
    ControlMaturity = "control.maturity",
    /// Target maturity or score.
    ControlTarget = "control.target",
    /// How the control is implemented.
    ControlImplementation = "control.implementation",
    /// Objective evidence or a link to it.
    ControlEvidence = "control.evidence",
    /// Date that the evidence bears.
    ControlEvidenceDate = "control.evidence_date",
    /// What the recorded status rests on: documents, interview, observation, test, own statement.
    ControlBasis = "control.basis",
    /// Who assessed the status.
    ControlAssessor = "control.assessor",
    /// AI system that an exception or a deviating status concerns.
    ControlSystem = "control.system",
    /// Control owner.
    ControlOwner = "control.owner",
    /// Due date.
    ControlDue = "control.due",
    /// Date of last review or assessment.
    ControlReviewed = "control.reviewed",
    /// Gap or finding.
    Gap = "gap",
    /// Recommended or planned action.
    Action = "action",
    /// Priority.
    Priority = "priority",
    /// Identifier of the question.
    QuestionId = "question.id",
    /// Section or domain.
    QuestionSection = "question.section",
    /// Question or requirement put to the respondent.
    QuestionText = "question.text",
    /// Yes where an answer of yes is the unfavourable one.
    QuestionInverted = "question.inverted",
    /// Answer on the respondent's scale.
    Answer = "answer",
    /// Score given or computed.
    Score = "score",
    /// Identifier of the audit finding.
    FindingId = "finding.id",
    /// Clause or control that the finding is raised against.
    FindingRef = "finding.ref",
    /// Grade: major or minor nonconformity, observation, opportunity for improvement, ....
    FindingGrade = "finding.grade",
    /// What was found.
    FindingDescription = "finding.description",
    /// Cause that the analysis found.
    FindingCause = "finding.cause",
    /// Correction or corrective action.
    FindingAction = "finding.action",
    /// Who carries out the action.
    FindingOwner = "finding.owner",
    /// When the action has to be done.
    FindingDue = "finding.due",
    /// State of the finding: open, in progress, closed.
    FindingStatus = "finding.status",
    /// When the finding was raised.
    FindingDate = "finding.date",
    /// Identifier of the supplier.
    SupplierId = "supplier.id",
    /// Name of the supplier.
    SupplierName = "supplier.name",
    /// Product or service that the supplier delivers.
    SupplierService = "supplier.service",
    /// Who answers for the relationship inside the organisation.
    SupplierOwner = "supplier.owner",
    /// How critical the supplier is.
    SupplierCriticality = "supplier.criticality",
    /// AI system, model or AI service that the supplier delivers, or yes or no.
    SupplierAiSupplied = "supplier.ai_supplied",
    /// When the supplier was last assessed.
    SupplierLastReview = "supplier.last_review",
    /// When the supplier has to be assessed again.
    SupplierNextReview = "supplier.next_review",
    /// Information that the supplier has access to, or yes or no.
    SupplierDataAccess = "supplier.data_access",
    /// Contract or agreement with the supplier, or yes or no.
    SupplierAgreement = "supplier.agreement",
    /// Comment, note or remark.
    Comment = "comment",
}

impl Field {
    /// Whether it is declared as a level on a scale or as a maturity.
    pub fn is_level(self) -> bool {
        matches!(
            self,
            Field::RiskLikelihood
                | Field::RiskImpact
                | Field::RiskResidualLikelihood
                | Field::RiskResidualImpact
                | Field::AssetCriticality
                | Field::AssetConfidentiality
                | Field::AssetIntegrity
                | Field::AssetAvailability
                | Field::ControlMaturity
                | Field::ControlTarget
                | Field::SupplierCriticality
                | Field::Priority
        )
    }

    /// Whether it is declared as a date.
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Field::RiskDue
                | Field::RiskAcceptedOn
                | Field::AiReviewDue
                | Field::ControlEvidenceDate
                | Field::ControlDue
                | Field::ControlReviewed
                | Field::FindingDue
                | Field::FindingDate
                | Field::SupplierLastReview
                | Field::SupplierNextReview
        )
    }
}

impl fmt::Display for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A name that is no field's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownField(pub String);

impl fmt::Display for UnknownField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is not the name of a field", self.0)
    }
}

impl std::error::Error for UnknownField {}

impl FromStr for Field {
    type Err = UnknownField;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Field::ALL
            .iter()
            .copied()
            .find(|field| field.name() == name)
            .ok_or_else(|| UnknownField(name.to_owned()))
    }
}

impl serde::Serialize for Field {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
