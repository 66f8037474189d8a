//! What a table must have to be a register, whatever else speaks for it.

use crate::declaration::{Declarations, Field, Register};

use super::columns::{Mapping, SeenColumn, is_assessment};
use super::context::Context;

use Field::*;

/// Fields by which a list with a column of models is one of AI models, rather than of devices.
const OF_MODELS_ONLY: &[Field] =
    &[AiData, AiHumanOversight, AiRiskClass, AiImpactAssessment, AiAutomatedDecision, AiAffectedPeople];

/// A table that may be a register: its columns as the fields of that register, and what is around it.
struct Candidate<'a> {
    mapping: &'a Mapping,
    columns: &'a [SeenColumn],
    context: &'a Context<'a>,
}

/// What a table lacks to be a register; `None` where it has what that register lives by.
pub fn lacks(
    mapping: &Mapping,
    columns: &[SeenColumn],
    context: &Context<'_>,
    declarations: &Declarations,
) -> Option<&'static str> {
    let candidate = Candidate { mapping, columns, context };
    match mapping.register {
        Register::Assets => candidate.lacks_of_assets(),
        Register::Risks => candidate.lacks_of_risks(),
        Register::AiSystems => candidate.lacks_of_ai_systems(),
        Register::Controls => candidate.lacks_of_controls(declarations),
        Register::Questionnaire => candidate.lacks_of_questionnaire(),
        Register::AuditFindings => candidate.lacks_of_audit_findings(),
        Register::Suppliers => candidate.lacks_of_suppliers(),
    }
}

impl Candidate<'_> {
    fn count(&self, fields: &[Field]) -> usize {
        fields.iter().filter(|field| self.mapping.has(**field)).count()
    }

    fn any(&self, fields: &[Field]) -> bool {
        self.count(fields) > 0
    }

    fn column(&self, field: Field) -> Option<&SeenColumn> {
        self.mapping.of(field).and_then(|known| self.columns.get(known.position))
    }

    fn lacks_of_assets(&self) -> Option<&'static str> {
        let kept = self.count(&[
            AssetType,
            AssetOwner,
            AssetLocation,
            AssetClassification,
            AssetCriticality,
            AssetConfidentiality,
            AssetIntegrity,
            AssetAvailability,
        ]);
        if !self.any(&[AssetName, AssetId]) {
            Some("no column names the asset")
        } else if !self.context.hosts && (kept == 0 || (kept == 1 && !self.context.mentions(&["asset"]))) {
            Some("no columns say what kind of asset it is, who owns it or how it is classified")
        } else {
            None
        }
    }

    fn lacks_of_risks(&self) -> Option<&'static str> {
        let rated = self.count(&[
            RiskLikelihood,
            RiskImpact,
            RiskInherent,
            RiskResidual,
            RiskResidualLikelihood,
            RiskResidualImpact,
            RiskTreatment,
        ]);
        let followed = self.any(&[RiskOwner, RiskStatus]) && self.any(&[RiskControls, RiskActions]);
        let about_risks = self.context.mentions(&["risk", "threat", "vulnerability"])
            || (self.mapping.has(RiskLikelihood) && self.mapping.has(RiskImpact));
        if !self.any(&[RiskTitle, RiskDescription, RiskThreat, RiskId, RiskVulnerability]) {
            Some("no column names the risk")
        } else if rated == 0 && !followed {
            Some("no column rates the risk or says how it is treated")
        } else if !about_risks {
            Some("nothing says that it is about risks")
        } else {
            None
        }
    }

    fn lacks_of_ai_systems(&self) -> Option<&'static str> {
        if !self.any(&[AiName, AiPurpose, AiDescription]) || !self.any(&[AiName, AiId]) {
            Some("no column names the system")
        } else if !(self.context.mentions(&["ai", "usecase"])
            || self.context.is_named(&["model"])
            || (self.context.columns_mention(&["model"]) > 0 && self.any(OF_MODELS_ONLY)))
        {
            Some("nothing says that it is about artificial intelligence")
        } else if self.mapping.fields.len() < 2 {
            Some("it has no other columns that are known")
        } else {
            None
        }
    }

    fn lacks_of_controls(&self, declarations: &Declarations) -> Option<&'static str> {
        let titled = self.any(&[ControlTitle, ControlDescription]);
        let catalogue = self.column(ControlRef).is_some_and(|column| column.profile.catalogue >= 0.3);
        let table = declarations.table(Register::Controls);
        // A rationale by itself explains a requirement; in a list of our controls it justifies them.
        let assessed = self.mapping.fields.iter().any(|known| {
            (known.field != ControlJustification || catalogue)
                && table
                    .and_then(|table| table.column(known.field))
                    .is_some_and(|column| is_assessment(known.field, column.field_type))
        });
        let about_controls =
            titled || catalogue || self.context.mentions(&["control", "clause", "requirement", "standard"]);
        if !titled && !self.mapping.has(ControlRef) {
            Some("no column names the clause or control")
        } else if !about_controls {
            Some("nothing says that its identifiers are those of clauses or controls")
        } else if !assessed {
            Some(
                "no column says whether anything is applicable or in place (a list of requirements by itself)",
            )
        } else {
            None
        }
    }

    fn lacks_of_questionnaire(&self) -> Option<&'static str> {
        let context = self.context;
        let scored = self.column(Score).is_some_and(|column| column.profile.filled > 0);
        let answered = self.mapping.has(Answer)
            || scored
            || (context.columns_mention(&["question"]) > 0 && self.any(&[Comment, ControlEvidence]));
        let a_checklist = context.questions
            || context.columns_mention(&["question", "answer"]) > 0
            || context.is_named(&["check", "question"])
            || self
                .mapping
                .of(QuestionText)
                .is_some_and(|known| context.column_mentions(known.position, &["check", "requirement"]));
        if !self.mapping.has(QuestionText) {
            Some("no column holds the questions")
        } else if !answered {
            Some("no column holds the answers")
        } else if !a_checklist || self.is_about_the_standards() {
            Some("its rows are controls rather than questions")
        } else {
            None
        }
    }

    /// A check list whose rows are controls of the standards with what a Statement of Applicability
    /// records is read as one, unless its texts are questions.
    fn is_about_the_standards(&self) -> bool {
        let asks = self.column(QuestionText).is_some_and(|column| column.profile.questions >= 0.3);
        let catalogue = self
            .column(ControlRef)
            .or_else(|| self.column(QuestionId))
            .is_some_and(|column| column.profile.catalogue >= 0.6);
        catalogue && !asks
    }

    fn lacks_of_audit_findings(&self) -> Option<&'static str> {
        let handled = self.any(&[FindingGrade])
            || (self.any(&[FindingAction])
                && self.any(&[FindingCause, FindingRef, FindingStatus, FindingDue]));
        if !self.any(&[FindingDescription, FindingId]) {
            Some("no column says what was found")
        } else if !handled || !self.context.mentions(&["finding", "audit"]) {
            Some("no columns grade the findings or say what is done about them")
        } else {
            None
        }
    }

    fn lacks_of_suppliers(&self) -> Option<&'static str> {
        let kept = self.count(&[
            SupplierService,
            SupplierOwner,
            SupplierCriticality,
            SupplierAiSupplied,
            SupplierLastReview,
            SupplierNextReview,
            SupplierAgreement,
            SupplierDataAccess,
        ]);
        if !self.mapping.has(SupplierName) || !self.context.mentions(&["supplier"]) {
            Some("no column names the supplier")
        } else if kept == 0 {
            Some("no columns say what is supplied, how critical it is or when it was assessed")
        } else {
            None
        }
    }
}
