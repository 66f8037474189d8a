//! Which register a table is, if any: what its columns, its sheet, its titles and its file say together.

use crate::declaration::{Declarations, Field, Register};

use super::columns::{Mapping, SeenColumn, is_assessment};
use super::concept::Concept;
use super::heading::{HeadingIndex, subjects};
use super::words::fold;

/// Where a table stands: texts that may name its subject.
#[derive(Clone, Debug)]
pub struct Surroundings<'a> {
    /// The sheet's name; empty for a file of separated values.
    pub sheet: &'a str,
    /// The file's name, without folders and ending.
    pub file: &'a str,
    /// The text above the header.
    pub titles: &'a str,
}

/// What a table was taken for.
#[derive(Clone, Debug)]
pub enum Decision {
    /// A register, with the fields of its columns.
    Register {
        /// The fields.
        mapping: Mapping,
        /// How sure the register is, 0 to 1.
        confidence: f64,
        /// What else speaks for it: `sheet`, `file`, `title`.
        evidence: Vec<&'static str>,
        /// Another register that is nearly as likely.
        rival: Option<Register>,
    },
    /// None, and why.
    None(String),
}

/// The least that the evidence for a register must add up to.
const LEAST: f64 = 2.0;
/// A second register with this share of the evidence makes the choice a doubtful one.
const RIVAL: f64 = 0.9;

/// A register that lacks something essential, but has this many times the evidence of the best that
/// lacks nothing, shows that the table is no register at all.
const LACKING: f64 = 1.3;

/// What a column that no record fills counts beside one that has values.
const BLANK_COLUMN: f64 = 0.3;

struct Rated {
    mapping: Mapping,
    score: f64,
    evidence: Vec<&'static str>,
}

/// Decides which register a table is, where `only` is given whether it is that one.
pub fn decide(
    columns: &[SeenColumn],
    around: &Surroundings<'_>,
    declarations: &Declarations,
    headings: &HeadingIndex,
    only: Option<Register>,
) -> Decision {
    if is_pivot_table(columns) {
        return Decision::None("a pivot table: it sums up other rows".to_owned());
    }
    let context = Context::read(around, columns, headings);
    let mut nearest: Option<(f64, Register, &'static str)> = None;
    let mut rated: Vec<Rated> = Vec::new();
    for table in declarations.tables().iter().filter(|table| only.is_none_or(|only| only == table.register)) {
        let mapping = super::columns::map_columns(columns, table);
        let (score, evidence) = context.score(&mapping);
        match lacks(&mapping, columns, &context, declarations) {
            None if score >= LEAST => rated.push(Rated { mapping, score, evidence }),
            None => {}
            Some(missing) if score >= LEAST && nearest.as_ref().is_none_or(|(best, _, _)| score > *best) => {
                nearest = Some((score, table.register, missing));
            }
            Some(_) => {}
        }
    }
    rated.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut rated = rated.into_iter();
    let Some(best) = rated.next() else {
        return Decision::None(match nearest {
            Some((_, register, missing)) => nearest_but(register, missing),
            None => "no register: its columns are not those of one".to_owned(),
        });
    };
    if let Some((score, register, missing)) = nearest
        && score >= LACKING * best.score
    {
        return Decision::None(nearest_but(register, missing));
    }
    let rival = rated
        .next()
        .filter(|second| second.score >= RIVAL * best.score)
        .map(|second| second.mapping.register);
    let confidence = (1.0 - (-best.score / 2.5).exp()).min(0.99);
    Decision::Register { mapping: best.mapping, confidence, evidence: best.evidence, rival }
}

fn nearest_but(register: Register, missing: &str) -> String {
    format!("comes nearest to the {register} register, but {missing}")
}

/// Whether the first heading is the one that spreadsheet programs give the rows of a pivot table.
fn is_pivot_table(columns: &[SeenColumn]) -> bool {
    const ROW_LABELS: [&str; 7] = [
        "row labels",
        "zeilenbeschriftungen",
        "rijlabels",
        "etiquettes de lignes",
        "etiquetas de fila",
        "rotulos de linha",
        "etichette di riga",
    ];
    columns.first().is_some_and(|column| ROW_LABELS.contains(&fold(&column.head.own).as_str()))
}

/// What the texts around a table and its headings mention.
struct Context<'a> {
    headings: &'a HeadingIndex,
    sheet: Vec<Concept>,
    file: Vec<Concept>,
    titles: Vec<Concept>,
    columns: Vec<Vec<Concept>>,
    /// Positions of columns without any value.
    blank: Vec<usize>,
    /// Some column has values.
    filled: bool,
    questions: bool,
}

impl<'a> Context<'a> {
    fn read(around: &Surroundings<'_>, columns: &[SeenColumn], headings: &'a HeadingIndex) -> Self {
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
        }
    }

    fn named(&self, names: &[&str]) -> Vec<Concept> {
        names.iter().filter_map(|name| self.headings.lexicon().concept(name)).collect()
    }

    /// Whether headings, the sheet, the title or the file mention any of some concepts.
    fn mentions(&self, names: &[&str]) -> bool {
        let wanted = self.named(names);
        let any = |said: &[Concept]| said.iter().any(|concept| wanted.contains(concept));
        any(&self.sheet) || any(&self.file) || any(&self.titles) || self.columns.iter().any(|said| any(said))
    }

    /// Whether the sheet, the title or the file mention any of some concepts.
    fn is_named(&self, names: &[&str]) -> bool {
        let wanted = self.named(names);
        [&self.sheet, &self.file, &self.titles]
            .into_iter()
            .any(|said| said.iter().any(|concept| wanted.contains(concept)))
    }

    /// Whether the heading of one column mentions any of some concepts.
    fn column_mentions(&self, position: usize, names: &[&str]) -> bool {
        let wanted = self.named(names);
        self.columns.get(position).is_some_and(|said| said.iter().any(|concept| wanted.contains(concept)))
    }

    fn columns_mention(&self, names: &[&str]) -> usize {
        let wanted = self.named(names);
        self.columns.iter().filter(|said| said.iter().any(|concept| wanted.contains(concept))).count()
    }

    /// The weight of all evidence for a register, and where it comes from besides the columns.
    fn score(&self, mapping: &Mapping) -> (f64, Vec<&'static str>) {
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

/// What a table lacks to be a register; `None` where it has what that register lives by.
fn lacks(
    mapping: &Mapping,
    columns: &[SeenColumn],
    context: &Context<'_>,
    declarations: &Declarations,
) -> Option<&'static str> {
    use Field::*;
    let count = |fields: &[Field]| fields.iter().filter(|field| mapping.has(**field)).count();
    let any = |fields: &[Field]| count(fields) > 0;
    match mapping.register {
        Register::Assets => {
            let named = any(&[AssetName, AssetId]);
            let kept = count(&[
                AssetType,
                AssetOwner,
                AssetLocation,
                AssetClassification,
                AssetCriticality,
                AssetConfidentiality,
                AssetIntegrity,
                AssetAvailability,
            ]);
            if !named {
                Some("no column names the asset")
            } else if kept == 0 || (kept == 1 && !context.mentions(&["asset"])) {
                Some("no columns say what kind of asset it is, who owns it or how it is classified")
            } else {
                None
            }
        }
        Register::Risks => {
            let named = any(&[RiskTitle, RiskDescription, RiskThreat, RiskId, RiskVulnerability]);
            let rated = count(&[
                RiskLikelihood,
                RiskImpact,
                RiskInherent,
                RiskResidual,
                RiskResidualLikelihood,
                RiskResidualImpact,
                RiskTreatment,
            ]);
            if !named {
                Some("no column names the risk")
            } else if rated == 0 && !(any(&[RiskOwner, RiskStatus]) && any(&[RiskControls, RiskActions])) {
                Some("no column rates the risk or says how it is treated")
            } else if !(context.mentions(&["risk", "threat", "vulnerability"])
                || (mapping.has(RiskLikelihood) && mapping.has(RiskImpact)))
            {
                Some("nothing says that it is about risks")
            } else {
                None
            }
        }
        Register::AiSystems => {
            if !any(&[AiName, AiPurpose, AiDescription]) || !any(&[AiName, AiId]) {
                Some("no column names the system")
            } else if !context.mentions(&["ai", "usecase", "model"]) {
                Some("nothing says that it is about artificial intelligence")
            } else if mapping.fields.len() < 2 {
                Some("it has no other columns that are known")
            } else {
                None
            }
        }
        Register::Controls => {
            let titled = any(&[ControlTitle, ControlDescription]);
            let catalogue = mapping
                .of(ControlRef)
                .and_then(|known| columns.get(known.position))
                .is_some_and(|column| column.profile.catalogue >= 0.3);
            let table = declarations.table(Register::Controls);
            // A rationale by itself explains a requirement; in a list of our controls it justifies them.
            let assessed = mapping.fields.iter().any(|known| {
                (known.field != ControlJustification || catalogue)
                    && table
                        .and_then(|table| table.column(known.field))
                        .is_some_and(|column| is_assessment(known.field, column.field_type))
            });
            if !titled && !mapping.has(ControlRef) {
                Some("no column names the clause or control")
            } else if !titled
                && !catalogue
                && !context.mentions(&["control", "clause", "requirement", "standard"])
            {
                Some("nothing says that its identifiers are those of clauses or controls")
            } else if !assessed {
                Some(
                    "no column says whether anything is applicable or in place (a list of requirements by itself)",
                )
            } else {
                None
            }
        }
        Register::Questionnaire => {
            let asked = mapping.has(QuestionText);
            let scored = mapping
                .of(Score)
                .and_then(|known| columns.get(known.position))
                .is_some_and(|column| column.profile.filled > 0);
            let answered = mapping.has(Answer)
                || scored
                || (context.columns_mention(&["question"]) > 0 && any(&[Comment, ControlEvidence]));
            let a_checklist = context.questions
                || context.columns_mention(&["question", "answer"]) > 0
                || context.is_named(&["check", "question"])
                || mapping
                    .of(QuestionText)
                    .is_some_and(|known| context.column_mentions(known.position, &["check", "requirement"]));
            if !asked {
                Some("no column holds the questions")
            } else if !answered {
                Some("no column holds the answers")
            } else if !a_checklist || is_about_the_standards(mapping, columns) {
                Some("its rows are controls rather than questions")
            } else {
                None
            }
        }
        Register::AuditFindings => {
            let described = any(&[FindingDescription, FindingId]);
            let handled = any(&[FindingGrade])
                || (any(&[FindingAction]) && any(&[FindingCause, FindingRef, FindingStatus, FindingDue]));
            if !described {
                Some("no column says what was found")
            } else if !handled || !context.mentions(&["finding", "audit"]) {
                Some("no columns grade the findings or say what is done about them")
            } else {
                None
            }
        }
        Register::Suppliers => {
            let named = mapping.has(SupplierName);
            let about = context.mentions(&["supplier"]);
            let kept = count(&[
                SupplierService,
                SupplierOwner,
                SupplierCriticality,
                SupplierAiSupplied,
                SupplierLastReview,
            ]);
            if !named || !about {
                Some("no column names the supplier")
            } else if kept == 0 {
                Some("no columns say what is supplied, how critical it is or when it was assessed")
            } else {
                None
            }
        }
    }
}

/// A check list whose rows are controls of the standards with what a Statement of Applicability
/// records is read as one, unless its texts are questions.
fn is_about_the_standards(mapping: &Mapping, columns: &[SeenColumn]) -> bool {
    let asked = mapping.of(Field::QuestionText).and_then(|known| columns.get(known.position));
    let asks = asked.is_some_and(|column| column.profile.questions >= 0.3);
    let catalogue = mapping
        .of(Field::ControlRef)
        .or_else(|| mapping.of(Field::QuestionId))
        .and_then(|known| columns.get(known.position))
        .is_some_and(|column| column.profile.catalogue >= 0.6);
    catalogue && !asks
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
        | ControlAssessor | ControlBasis | FindingDate | Score | SupplierLastReview => 0.8,
        Action | Priority | ControlReviewed | AiCategory | RiskCategory | QuestionSection | QuestionId => 0.6,
        RiskDescription | ControlDescription | AiDescription | RiskId | AssetId | AiId | FindingId
        | SupplierId | AssetOwner | RiskOwner | AiOwner | ControlOwner => 0.5,
        Comment => 0.1,
        _ if register == Register::Risks => 0.4,
        _ => 0.4,
    }
}
