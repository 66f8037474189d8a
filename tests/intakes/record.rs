//! The record of a register that was read back, field by field, as the texts that a person entered.

use std::collections::BTreeMap;
use std::fmt::Display;

use annexa::declaration::{Field, Register};
use annexa::model::{Applicability, Claim, Model, RequirementRef};
use annexa::provenance::{Reading, Traced};
use arcstr::ArcStr;

type Fields = BTreeMap<Field, String>;

/// What a list of references means: `27001 A.8.13; 27001 A.8.9` or `27001:A.8.13; 27001:A.8.9`.
pub fn references(written: &str) -> String {
    written.replace("EXAMPLE", "27001 A.8.13").replace(" A.", ":A.")
}

fn text(field: &Option<Traced<ArcStr>>) -> String {
    field.as_ref().map(|text| text.value.to_string()).unwrap_or_default()
}

fn list(fields: &[Traced<ArcStr>]) -> String {
    fields.iter().map(|text| text.value.clone()).collect::<Vec<_>>().join("; ")
}

fn meaning<T: Copy>(reading: &Option<Reading<T>>, words: impl Fn(T) -> String) -> String {
    let reading = reading.as_ref();
    reading.and_then(|reading| reading.value).map(words).unwrap_or_default()
}

fn shown<T: Copy + Display>(reading: &Option<Reading<T>>) -> String {
    meaning(reading, |value| value.to_string())
}

fn ids<'r>(references: impl IntoIterator<Item = &'r RequirementRef>) -> String {
    references.into_iter().map(|reference| reference.id.to_string()).collect::<Vec<_>>().join("; ")
}

/// The one record of a register that has an identifier of its own, by field.
pub fn read_back(model: &Model, register: Register) -> Fields {
    use Field::*;
    let fields: Vec<(Field, String)> = match register {
        Register::Assets => {
            let [asset] = model.assets.as_slice() else { panic!("{:?}", model.assets) };
            vec![
                (AssetId, text(&asset.id)),
                (AssetName, text(&asset.name)),
                (AssetType, text(&asset.asset_type)),
                (AssetDescription, text(&asset.description)),
                (AssetOwner, text(&asset.owner)),
                (AssetLocation, text(&asset.place)),
                (AssetClassification, text(&asset.classification)),
                (AssetCriticality, shown(&asset.criticality)),
                (AssetConfidentiality, shown(&asset.confidentiality)),
                (AssetIntegrity, shown(&asset.integrity)),
                (AssetAvailability, shown(&asset.availability)),
                (AssetAiSystem, list(&asset.ai_systems)),
                (AssetInScope, meaning(&asset.in_scope, |word| word.word().to_owned())),
                (Comment, text(&asset.comment)),
            ]
        }
        Register::Risks => {
            let [risk] = model.risks.as_slice() else { panic!("{:?}", model.risks) };
            vec![
                (RiskId, text(&risk.id)),
                (RiskTitle, text(&risk.title)),
                (RiskDescription, text(&risk.description)),
                (RiskCategory, text(&risk.category)),
                (RiskAsset, list(&risk.assets)),
                (RiskAiSystem, list(&risk.ai_systems)),
                (RiskThreat, text(&risk.threat)),
                (RiskVulnerability, text(&risk.vulnerability)),
                (RiskCause, text(&risk.cause)),
                (RiskConsequence, text(&risk.consequence)),
                (RiskOwner, text(&risk.owner)),
                (RiskLikelihood, shown(&risk.likelihood)),
                (RiskImpact, shown(&risk.impact)),
                (RiskResidualLikelihood, shown(&risk.residual_likelihood)),
                (RiskResidualImpact, shown(&risk.residual_impact)),
                (RiskTreatment, meaning(&risk.treatment, |word| word.word().to_owned())),
                (RiskActions, text(&risk.actions)),
                (RiskControls, ids(risk.controls.iter().map(|control| &control.value))),
                (RiskStatus, meaning(&risk.status, |word| word.words().to_owned())),
                (RiskDue, shown(&risk.due)),
                (RiskAcceptedBy, text(&risk.accepted_by)),
                (RiskAcceptedOn, shown(&risk.accepted_on)),
                (Comment, text(&risk.comment)),
            ]
        }
        Register::AiSystems => {
            let [system] = model.ai_systems.as_slice() else { panic!("{:?}", model.ai_systems) };
            vec![
                (AiId, text(&system.id)),
                (AiName, text(&system.name)),
                (AiDescription, text(&system.description)),
                (AiPurpose, text(&system.purpose)),
                (AiForeseeableMisuse, text(&system.foreseeable_misuse)),
                (AiCategory, text(&system.category)),
                (AiOwner, text(&system.owner)),
                (AiDepartment, text(&system.department)),
                (AiContact, text(&system.contact)),
                (AiLifecycleStage, meaning(&system.lifecycle_stage, |word| word.word().to_owned())),
                (AiRole, meaning(&system.role, |word| word.word().to_owned())),
                (AiVendor, text(&system.vendor)),
                (AiModel, text(&system.model)),
                (AiPretrainedModel, text(&system.pretrained_model)),
                (AiThirdPartyComponents, text(&system.third_party_components)),
                (AiData, text(&system.data)),
                (AiExternalData, text(&system.external_data)),
                (AiPersonalData, meaning(&system.personal_data, |word| word.word().to_owned())),
                (AiRiskClass, text(&system.risk_class)),
                (AiAutomatedDecision, meaning(&system.automated_decision, |word| word.word().to_owned())),
                (AiHumanOversight, text(&system.human_oversight)),
                (AiAffectedPeople, text(&system.affected_people)),
                (AiAffectsRights, meaning(&system.affects_rights, |word| word.word().to_owned())),
                (AiVulnerableGroups, meaning(&system.vulnerable_groups, |word| word.word().to_owned())),
                (AiImpactAssessment, text(&system.impact_assessment)),
                (AiAsset, list(&system.assets)),
                (AiInScope, meaning(&system.in_scope, |word| word.word().to_owned())),
                (AiReviewDue, shown(&system.review_due)),
                (Comment, text(&system.comment)),
            ]
        }
        Register::Controls => {
            let statement = &model.statements[&"27001:A.8.13".parse().unwrap()];
            let mut claims = statement.claims.iter().filter(|claim| claim.register == register);
            return claim(claims.next().unwrap()).into_iter().collect();
        }
        Register::Questionnaire => {
            let own = |id: &Option<Traced<ArcStr>>| id.as_ref().is_some_and(|id| id.value == "X-1");
            let answer = model.answers.iter().find(|answer| own(&answer.id)).unwrap();
            let mut fields = claim(&answer.claim);
            fields.extend([
                (QuestionId, text(&answer.id)),
                (QuestionSection, text(&answer.section)),
                (QuestionText, text(&answer.claim.title)),
                (Answer, text(&answer.answer)),
            ]);
            fields
        }
        Register::AuditFindings => {
            let [finding] = model.audit_findings.as_slice() else { panic!("{:?}", model.audit_findings) };
            vec![
                (FindingId, text(&finding.id)),
                (FindingRef, ids(&finding.requirements)),
                (FindingGrade, meaning(&finding.grade, |word| word.words().to_owned())),
                (FindingDescription, text(&finding.description)),
                (FindingCause, text(&finding.cause)),
                (FindingAction, text(&finding.action)),
                (FindingOwner, text(&finding.owner)),
                (FindingDue, shown(&finding.due)),
                (FindingStatus, meaning(&finding.status, |word| word.words().to_owned())),
                (FindingDate, shown(&finding.date)),
                (Comment, text(&finding.comment)),
            ]
        }
        Register::Suppliers => {
            let [supplier] = model.suppliers.as_slice() else { panic!("{:?}", model.suppliers) };
            vec![
                (SupplierId, text(&supplier.id)),
                (SupplierName, text(&supplier.name)),
                (SupplierService, text(&supplier.service)),
                (SupplierOwner, text(&supplier.owner)),
                (SupplierCriticality, shown(&supplier.criticality)),
                (SupplierAiSupplied, text(&supplier.ai_supplied)),
                (SupplierDataAccess, text(&supplier.data_access)),
                (SupplierAgreement, text(&supplier.agreement)),
                (SupplierLastReview, shown(&supplier.last_review)),
                (SupplierNextReview, shown(&supplier.next_review)),
                (Comment, text(&supplier.comment)),
            ]
        }
    };
    fields.into_iter().collect()
}

fn claim(claim: &Claim) -> Vec<(Field, String)> {
    use Field::*;
    let applicable = |word: Applicability| match word {
        Applicability::Applicable => "Yes".to_owned(),
        other => format!("{other:?}"),
    };
    vec![
        (ControlRef, ids(&claim.requirements)),
        (ControlTitle, text(&claim.title)),
        (ControlApplicable, meaning(&claim.applicability, applicable)),
        (ControlJustificationInclusion, text(&claim.justification_inclusion)),
        (ControlJustificationExclusion, text(&claim.justification_exclusion)),
        (ControlStatus, meaning(&claim.status, |word| word.words().to_owned())),
        (ControlMaturity, shown(&claim.maturity)),
        (ControlTarget, shown(&claim.maturity_target)),
        (ControlImplementation, text(&claim.implementation)),
        (ControlEvidence, text(&claim.evidence)),
        (ControlEvidenceDate, shown(&claim.evidence_date)),
        (ControlBasis, text(&claim.basis)),
        (ControlAssessor, text(&claim.assessor)),
        (ControlOwner, text(&claim.owner)),
        (ControlDue, shown(&claim.due)),
        (ControlReviewed, shown(&claim.reviewed)),
        (Action, text(&claim.action)),
        (Comment, text(&claim.comment)),
    ]
}
