//! The combined model of one organisation: what all registers say together, as plain data.
//!
//! ```text
//! Model
//! ├─ statements   one for each of the 193 requirements: applicability, status, evidence, owner
//! │  └─ claims    the rows of the registers that it was merged from
//! ├─ risks        with their domain, levels on the common scale, linked controls
//! ├─ ai_systems   the inventory
//! ├─ assets
//! ├─ answers      questionnaire rows
//! ├─ audit_findings
//! ├─ suppliers
//! ├─ pairs        decisions of the organisation on pairs of the crosswalk
//! ├─ parameters   scales, weights, appetite, capacity
//! ├─ notes        what people wrote in the workbook that belongs to no register
//! └─ sources      files, tables, columns: what was read and how it was understood
//! ```
//!
//! Nothing here reads or writes. A field is `None` where there is no column or the cell is blank; a
//! [`Reading`](crate::provenance::Reading) without a value is a cell that could not be understood.

mod ai_system;
mod answer;
mod asset;
mod audit_finding;
mod coded;
mod entry;
mod impact_trigger;
mod parameters;
mod risk;
mod source;
mod statement;
mod supplier;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use ai_system::AiSystem;
pub use answer::{Answer, Suggestion};
pub use asset::Asset;
pub use audit_finding::AuditFinding;
pub use coded::{AiRole, FindingGrade, LifecycleStage, OpenState, RiskDomain, Treatment, YesNo};
pub use entry::{CellKey, DAY_AFTER_LAST, Entry, FIRST_DAY};
pub use impact_trigger::{ImpactTrigger, ImpactWord, impact_words};
pub use parameters::{Approach, DaysOff, EffortDays, Parameters, PlannedStandards, RiskBand, StartingPoint};
pub use risk::{FROM_LEGEND, Risk, ScaleMapping};
pub use source::{
    ColumnOverrule, ColumnUse, LayoutWords, LeftAlone, RowFate, Source, SourceTable, TableOverrule,
    UnmappedColumn, ValueUse,
};
pub use statement::{
    Applicability, Basis, Claim, Exception, ImplementationStatus, PairDecision, RequirementRef, Statement,
};
pub use supplier::Supplier;

use crate::provenance::Location;
use crate::standards::{Catalogue, RequirementId};

/// All that is known of one organisation on one date.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The organisation's name, where it was given.
    pub organisation: Option<String>,
    /// The scope of the management system, where it was given.
    pub scope: Option<String>,
    /// The assessment date.
    pub as_of: NaiveDate,
    /// Scales, weights, appetite, capacity.
    pub parameters: Parameters,
    /// One statement for each requirement of both catalogues.
    pub statements: BTreeMap<RequirementId, Statement>,
    /// Rows of control registers that name no clause or control of ours (own controls, other frameworks).
    pub other_controls: Vec<Claim>,
    /// Risks, in the order in which they were read.
    pub risks: Vec<Risk>,
    /// AI systems, in the order in which they were read.
    pub ai_systems: Vec<AiSystem>,
    /// Assets, in the order in which they were read.
    pub assets: Vec<Asset>,
    /// Answered questions, in the order in which they were read.
    pub answers: Vec<Answer>,
    /// Findings of audit registers, in the order in which they were read.
    pub audit_findings: Vec<AuditFinding>,
    /// Suppliers, in the order in which they were read.
    pub suppliers: Vec<Supplier>,
    /// What the organisation says of pairs of the crosswalk.
    pub pairs: Vec<PairDecision>,
    /// How levels of the registers were mapped to the common scale.
    pub scales: Vec<ScaleMapping>,
    /// What people wrote in cells of the workbook that come from no register: owners and dates of actions,
    /// decisions about findings.
    pub notes: BTreeMap<CellKey, Entry>,
    /// What people wrote in lists of the workbook that belong to no register and that the assessment looks at:
    /// decisions about impact assessments, and the assessments themselves.
    pub entries: BTreeMap<CellKey, Entry>,
    /// What people wrote in cells of the workbook that was not understood: it stays in its cell until it is mended.
    pub unread: BTreeMap<CellKey, Entry>,
    /// Rows that people wrote in lists of settings and that were not understood, by list.
    pub unread_rows: BTreeMap<String, Vec<Vec<Entry>>>,
    /// Records that no source of this run gives and that stay, by list and key, with where they came
    /// from and why they stay.
    pub carried: BTreeMap<(String, String), String>,
    /// The findings of the last run: by their keys, the records that each was about.
    pub findings_before: BTreeMap<String, String>,
    /// Rows of lists that hold no register, of files that were not read this time, by list.
    pub kept_rows: BTreeMap<String, Vec<KeptRow>>,
    /// The files that were read.
    pub sources: Vec<Source>,
}

/// A row of a list that stays as it was, since its file was not read this time.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptRow {
    /// Where it came from.
    pub source: String,
    /// What its cells hold, by heading; of the column that says where it came from, that it was not read.
    pub cells: BTreeMap<String, Entry>,
}

impl Model {
    /// Where a record of a list comes from: its row, or why it stays although no source gives it.
    pub fn source_of(&self, list: &str, key: &str, location: &Location) -> String {
        let carried = || self.carried.get(&(list.to_owned(), key.to_owned())).cloned();
        let carried = if self.carried.is_empty() { None } else { carried() };
        carried.unwrap_or_else(|| location.to_string())
    }

    /// The rows of a list that stay although their file was not read.
    pub fn kept_rows(&self, list: &str) -> &[KeptRow] {
        self.kept_rows.get(list).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a person wrote in a cell of a list that belongs to no register; blank where nobody did.
    pub fn entry(&self, list: &str, key: &str, heading: &str) -> &Entry {
        let found = || self.entries.get(&CellKey::new(list, key, heading));
        if self.entries.is_empty() { &Entry::Blank } else { found().unwrap_or(&Entry::Blank) }
    }

    /// What a person noted in a cell of the workbook.
    pub fn note(&self, list: &str, key: &str, heading: &str) -> Option<&Entry> {
        if self.notes.is_empty() { None } else { self.notes.get(&CellKey::new(list, key, heading)) }
    }

    /// A model of which nothing is known: one unknown statement for each requirement, and no records.
    pub fn empty(catalogue: &Catalogue, as_of: NaiveDate) -> Self {
        let statements = catalogue
            .requirements()
            .map(|requirement| (requirement.id, Statement::unknown(requirement.id)))
            .collect();
        Self {
            organisation: None,
            scope: None,
            as_of,
            parameters: Parameters::default(),
            statements,
            other_controls: Vec::new(),
            risks: Vec::new(),
            ai_systems: Vec::new(),
            assets: Vec::new(),
            answers: Vec::new(),
            audit_findings: Vec::new(),
            suppliers: Vec::new(),
            pairs: Vec::new(),
            scales: Vec::new(),
            notes: BTreeMap::new(),
            entries: BTreeMap::new(),
            unread: BTreeMap::new(),
            unread_rows: BTreeMap::new(),
            carried: BTreeMap::new(),
            findings_before: BTreeMap::new(),
            kept_rows: BTreeMap::new(),
            sources: Vec::new(),
        }
    }
}
