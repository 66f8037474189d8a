//! The declarations of all tables: one CSV file a table in `workbook-templates/`, embedded.
//!
//! A declaration names each column's field, type, allowed values, width, help, its heading to print
//! and the other headings that mean the same, in seven languages. Recognition reads by them and the
//! sheets of registers are written by them, so a table that annexa writes is a table that it reads.

mod column_meanings;
mod field;
mod intake;
mod mapping;
mod meaning;

use std::fmt;

use serde::Deserialize;

pub use column_meanings::{ColumnMeaning, column_meaning};
pub use field::{Field, UnknownField};
pub use intake::{EXAMPLE, IntakeSheet};
pub use mapping::{FilledBy, ListField, ListForm, MappingColumn, MappingList, MappingLists};
pub use meaning::{MeaningKind, SAYS_NOTHING, UNKNOWN, level_of_meaning};

/// The kinds of register that are recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Register {
    /// Assets.
    Assets,
    /// Risks.
    Risks,
    /// AI systems or use cases.
    AiSystems,
    /// Status of clauses and controls: a Statement of Applicability, a gap analysis, a check list.
    Controls,
    /// Questions with answers.
    Questionnaire,
    /// Audit findings and corrective actions.
    AuditFindings,
    /// Suppliers.
    Suppliers,
}

impl Register {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Register; 7] = [
        Register::Assets,
        Register::Risks,
        Register::AiSystems,
        Register::Controls,
        Register::Questionnaire,
        Register::AuditFindings,
        Register::Suppliers,
    ];

    /// The name in `inspect --json`.
    pub fn name(self) -> &'static str {
        match self {
            Register::Assets => "assets",
            Register::Risks => "risks",
            Register::AiSystems => "ai-systems",
            Register::Controls => "controls",
            Register::Questionnaire => "questionnaire",
            Register::AuditFindings => "audit-findings",
            Register::Suppliers => "suppliers",
        }
    }

    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Register::Assets => "Assets",
            Register::Risks => "Risks",
            Register::AiSystems => "AI systems",
            Register::Controls => "Control status",
            Register::Questionnaire => "Questionnaire",
            Register::AuditFindings => "Audit findings",
            Register::Suppliers => "Suppliers",
        }
    }
}

impl fmt::Display for Register {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The languages whose headings are declared, as ISO 639-1 codes.
pub const LANGUAGES: [&str; 7] = ["en", "de", "nl", "fr", "es", "pt", "it"];

/// What kind of value a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldType {
    /// An identifier of the organisation's own.
    Id,
    /// Free text.
    Text,
    /// A person, role or unit.
    Party,
    /// A level on a scale.
    Level,
    /// A date.
    Date,
    /// Yes or no.
    YesNo,
    /// The identifier of a record of another register, or of a clause or control.
    Reference,
    /// Several such identifiers.
    References,
    /// An implementation status.
    Status,
    /// A score or a level computed from others.
    Score,
    /// A maturity.
    Maturity,
    /// An information classification.
    Classification,
    /// A risk treatment option.
    Treatment,
    /// A life cycle stage.
    Lifecycle,
    /// A risk class of an AI system.
    RiskClass,
    /// A form of human oversight.
    Oversight,
    /// An answer on the respondent's scale.
    Answer,
    /// The grade of an audit finding.
    FindingGrade,
    /// Open, in progress or closed.
    OpenClosed,
}

/// How much an intake workbook asks for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// A record without it says too little.
    Required,
    /// Figures or findings follow from it.
    Recommended,
    /// It helps whoever reads the register.
    Optional,
}

impl Need {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Need::Required => "required",
            Need::Recommended => "recommended",
            Need::Optional => "optional",
        }
    }
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The field that it holds.
    pub field: Field,
    /// What kind of value.
    pub field_type: FieldType,
    /// The family of value words (`recognise/value-words.csv`) that it draws from; empty where none.
    pub values: String,
    /// The width to print, in characters.
    pub width: u16,
    /// What the column means.
    pub help: String,
    /// How much an intake workbook asks for it; `None` where intake workbooks do without.
    pub intake: Option<Need>,
    /// What the example row of an intake workbook holds: a text, a number, a date such as `2027-03-31`;
    /// empty for a blank cell.
    pub example: String,
    /// The heading to print, by language in the order of [`LANGUAGES`].
    pub headings: [String; 7],
    /// Other headings that mean the same, by language in the order of [`LANGUAGES`].
    pub also: [Vec<String>; 7],
}

impl Column {
    /// The English heading to print.
    pub fn heading(&self) -> &str {
        &self.headings[0]
    }

    /// Every heading that means this column, with its language.
    pub fn all_headings(&self) -> impl Iterator<Item = (&'static str, &str)> {
        LANGUAGES.iter().zip(self.headings.iter().zip(&self.also)).flat_map(|(language, (heading, also))| {
            std::iter::once(heading).chain(also).map(move |heading| (*language, heading.as_str()))
        })
    }
}

/// One table: a register with its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The register.
    pub register: Register,
    /// Its columns, in the order in which they are printed.
    pub columns: Vec<Column>,
}

impl Table {
    /// The column of a field, where the table has it.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == field)
    }
}

/// The declarations of all registers.
#[derive(Clone, Debug, PartialEq)]
pub struct Declarations {
    tables: Vec<Table>,
    mapping: MappingLists,
}

impl Declarations {
    /// Loads the embedded declarations.
    ///
    /// # Errors
    /// Where an embedded file does not hold together; the tests load them, so a released program does not meet this.
    pub fn load() -> Result<Self, DeclarationError> {
        let tables = FILES.iter().map(|(register, file, text)| table(*register, file, text));
        Ok(Self { tables: tables.collect::<Result<_, _>>()?, mapping: MappingLists::load()? })
    }

    /// The lists by which people overrule recognition.
    pub fn mapping(&self) -> &MappingLists {
        &self.mapping
    }

    /// A field as a person chooses it: `Risks: Likelihood (risk.likelihood)`.
    pub fn field_words(&self, register: Register, field: Field) -> String {
        let heading = self.table(register).and_then(|table| table.column(field)).map(Column::heading);
        format!("{}: {} ({field})", register.words(), heading.unwrap_or_default())
    }

    /// All tables.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The table of a register. Every register has one.
    pub fn table(&self, register: Register) -> Option<&Table> {
        self.tables.iter().find(|table| table.register == register)
    }

    /// The column of a field in the table of a register.
    pub fn column(&self, register: Register, field: Field) -> Option<&Column> {
        self.table(register)?.column(field)
    }

    /// The heading to print above a field; its name where the register has no such column.
    pub fn heading(&self, register: Register, field: Field) -> &str {
        self.column(register, field).map_or(field.name(), Column::heading)
    }
}

const FILES: [(Register, &str, &str); 7] = [
    (Register::Assets, "assets.csv", include_str!("../../workbook-templates/assets.csv")),
    (Register::Risks, "risks.csv", include_str!("../../workbook-templates/risks.csv")),
    (Register::AiSystems, "ai-systems.csv", include_str!("../../workbook-templates/ai-systems.csv")),
    (Register::Controls, "controls.csv", include_str!("../../workbook-templates/controls.csv")),
    (
        Register::Questionnaire,
        "questionnaire.csv",
        include_str!("../../workbook-templates/questionnaire.csv"),
    ),
    (
        Register::AuditFindings,
        "audit-findings.csv",
        include_str!("../../workbook-templates/audit-findings.csv"),
    ),
    (Register::Suppliers, "suppliers.csv", include_str!("../../workbook-templates/suppliers.csv")),
];

/// An embedded declaration that does not hold together.
#[derive(Debug)]
pub struct DeclarationError {
    file: &'static str,
    problem: String,
}

impl fmt::Display for DeclarationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "embedded declaration, {}: {}", self.file, self.problem)
    }
}

impl std::error::Error for DeclarationError {}

#[derive(Deserialize)]
struct Row {
    field: String,
    r#type: FieldType,
    values: String,
    width: u16,
    help: String,
    intake: Option<Need>,
    example: String,
    headings: [String; 7],
    also: [String; 7],
}

fn table(register: Register, file: &'static str, text: &str) -> Result<Table, DeclarationError> {
    let broken = |problem: String| DeclarationError { file, problem };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut columns = Vec::new();
    for record in reader.records().skip(1) {
        let record = record.map_err(|error| broken(error.to_string()))?;
        let row: Row = record.deserialize(None).map_err(|error| broken(error.to_string()))?;
        let field = row.field.parse().map_err(|error: UnknownField| broken(error.to_string()))?;
        columns.push(Column {
            field,
            field_type: row.r#type,
            values: row.values,
            width: row.width,
            help: row.help,
            intake: row.intake,
            example: row.example,
            headings: row.headings,
            also: row.also.map(|list| {
                list.split(';').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
            }),
        });
    }
    Ok(Table { register, columns })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn declarations_and_the_list_of_fields_name_the_same_fields() {
        let declarations = Declarations::load().unwrap();
        let declared: BTreeSet<Field> = declarations
            .tables()
            .iter()
            .flat_map(|table| table.columns.iter().map(|column| column.field))
            .collect();
        assert_eq!(declared, Field::ALL.iter().copied().collect());
    }

    #[test]
    fn fields_know_whether_they_are_declared_as_levels_or_dates() {
        let declarations = Declarations::load().unwrap();
        for column in declarations.tables().iter().flat_map(|table| &table.columns) {
            let level = matches!(column.field_type, FieldType::Level | FieldType::Maturity);
            assert_eq!(column.field.is_level(), level, "{}", column.field);
            assert_eq!(column.field.is_date(), column.field_type == FieldType::Date, "{}", column.field);
        }
    }

    #[test]
    fn every_column_has_a_heading_to_print_in_each_language() {
        for table in Declarations::load().unwrap().tables() {
            let mut english = BTreeSet::new();
            for column in &table.columns {
                assert!(column.headings.iter().all(|heading| !heading.is_empty()), "{}", column.field);
                assert!(english.insert(column.heading().to_lowercase()), "{} twice", column.heading());
            }
        }
    }
}
