//! What the texts around a table mention, and how much its columns and those texts say for a register.

use crate::declaration::{Field, Register};

use super::columns::{Mapping, SeenColumn};
use super::concept::Concept;
use super::field_concepts::subjects;
use super::heading::HeadingIndex;
use super::hosts::lists_hosts;
use super::register::Surroundings;

/// What a column that no record fills counts beside one that has values.
const BLANK_COLUMN: f64 = 0.3;

/// What the texts around a table and its headings mention.
pub struct Context<'a> {
    headings: &'a HeadingIndex,
    sheet: Vec<Concept>,
    file: Vec<Concept>,
    titles: Vec<Concept>,
    columns: Vec<Vec<Concept>>,
    /// Positions of columns without any value.
    blank: Vec<usize>,
    /// Some column has values.
    filled: bool,
    /// Some column holds questions.
    pub questions: bool,
    /// Columns say what only hosts have.
    pub hosts: bool,
}

impl<'a> Context<'a> {
    /// Reads the texts around a table, and its headings.
    pub fn read(around: &Surroundings<'_>, columns: &[SeenColumn], headings: &'a HeadingIndex) -> Self {
        let titles: String = around.titles.chars().take(600).collect();
        Self {
            headings,
            sheet: headings.concepts(around.sheet),
            file: headings.concepts(around.file),
            titles: headings.concepts(&titles),
            columns: columns.iter().map(|column| headings.concepts(&column.head.own)).collect(),
            blank: (0..columns.len())
                .filter(|position| columns.get(*position).is_some_and(|column| column.profile.filled == 0))
                .collect(),
            filled: columns.iter().any(|column| column.profile.filled > 0),
            questions: columns
                .iter()
                .any(|column| column.profile.questions >= 0.5 && column.profile.filled >= 2),
            hosts: lists_hosts(columns),
        }
    }

    fn named(&self, names: &[&str]) -> Vec<Concept> {
        names.iter().filter_map(|name| self.headings.lexicon().concept(name)).collect()
    }

    /// Whether headings, the sheet, the title or the file mention any of some concepts.
    pub fn mentions(&self, names: &[&str]) -> bool {
        let wanted = self.named(names);
        let any = |said: &[Concept]| said.iter().any(|concept| wanted.contains(concept));
        any(&self.sheet) || any(&self.file) || any(&self.titles) || self.columns.iter().any(|said| any(said))
    }

    /// Whether the sheet, the title or the file mention any of some concepts.
    pub fn is_named(&self, names: &[&str]) -> bool {
        let wanted = self.named(names);
        [&self.sheet, &self.file, &self.titles]
            .into_iter()
            .any(|said| said.iter().any(|concept| wanted.contains(concept)))
    }

    /// Whether the heading of one column mentions any of some concepts.
    pub fn column_mentions(&self, position: usize, names: &[&str]) -> bool {
        let wanted = self.named(names);
        self.columns.get(position).is_some_and(|said| said.iter().any(|concept| wanted.contains(concept)))
    }

    pub fn columns_mention(&self, names: &[&str]) -> usize {
        let wanted = self.named(names);
        self.columns.iter().filter(|said| said.iter().any(|concept| wanted.contains(concept))).count()
    }

    /// The weight of all evidence for a register, and where it comes from besides the columns.
    pub fn score(&self, mapping: &Mapping) -> (f64, Vec<&'static str>) {
        let register = mapping.register;
        let mut score: f64 = mapping
            .fields
            .iter()
            .map(|column| {
                let blank = self.filled && self.blank.contains(&column.position);
                weight(register, column.field) * column.confidence * if blank { BLANK_COLUMN } else { 1.0 }
            })
            .sum();
        let subject = self.named(naming(register));
        let mut evidence = Vec::new();
        let any = |said: &[Concept]| said.iter().any(|concept| subject.contains(concept));
        for (said, worth, name) in
            [(&self.sheet, 1.5, "sheet"), (&self.titles, 0.7, "title"), (&self.file, 0.9, "file")]
        {
            if any(said) {
                score += worth;
                evidence.push(name);
            }
        }
        score += 0.5 * self.columns_mention(subjects(register)).min(4) as f64;
        if register == Register::Questionnaire && self.questions {
            score += 2.0;
        }
        if register == Register::Assets && self.hosts {
            score += 1.5;
        }
        (score, evidence)
    }
}

/// The concepts by which a sheet, a title or a file names a register.
fn naming(register: Register) -> &'static [&'static str] {
    match register {
        Register::Assets => &["asset"],
        Register::Risks => &["risk", "threat"],
        Register::AiSystems => &["ai", "usecase", "model"],
        Register::Controls => {
            &["control", "applicable", "gap", "maturity", "implementation", "clause", "standard"]
        }
        Register::Questionnaire => &["question", "check"],
        Register::AuditFindings => &["finding", "audit", "correction"],
        Register::Suppliers => &["supplier"],
    }
}

/// How much a field says for its register: fields that only one kind of register has say most.
fn weight(register: Register, field: Field) -> f64 {
    use Field::*;
    match field {
        RiskLikelihood | RiskImpact | SupplierName => 2.0,
        ControlApplicable | ControlMaturity | Answer => 1.6,
        RiskResidual
        | RiskResidualLikelihood
        | RiskResidualImpact
        | RiskTreatment
        | RiskThreat
        | RiskVulnerability
        | AssetClassification
        | AssetConfidentiality
        | AssetIntegrity
        | AssetAvailability
        | AiHumanOversight
        | AiName
        | QuestionText
        | FindingGrade
        | ControlJustificationInclusion
        | ControlJustificationExclusion => 1.5,
        AssetName
        | AssetCriticality
        | AssetLocation
        | AiLifecycleStage
        | AiPurpose
        | AiPersonalData
        | AiImpactAssessment
        | AiRiskClass
        | AiData
        | ControlRef
        | ControlStatus
        | ControlJustification
        | ControlTarget
        | ControlImplementation
        | ControlEvidence
        | RiskInherent
        | FindingDescription => 1.2,
        RiskTitle | AiVendor | AiModel | AiRole | AiAutomatedDecision | AiAffectedPeople | RiskCause
        | RiskConsequence | Gap | FindingCause | FindingAction | FindingRef | SupplierService
        | SupplierCriticality | RiskAcceptedBy => 1.0,
        AssetType | AiDepartment | AiContact | ControlTitle | RiskControls | RiskActions | RiskAsset
        | ControlAssessor | ControlBasis | FindingDate | Score | SupplierLastReview | SupplierNextReview => {
            0.8
        }
        Action | Priority | ControlReviewed | AiCategory | RiskCategory | QuestionSection | QuestionId => 0.6,
        RiskDescription | ControlDescription | AiDescription | RiskId | AssetId | AiId | FindingId
        | SupplierId | SupplierAgreement | SupplierDataAccess | AssetOwner | RiskOwner | AiOwner
        | ControlOwner => 0.5,
        Comment => 0.1,
        _ if register == Register::Risks => 0.4,
        _ => 0.4,
    }
}
