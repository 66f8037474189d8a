//! Recognised tables to the combined model.
//!
//! ```text
//! table        one table read record by record: texts, lists; coded_cells, dates: typed values
//! faults       the diagnostics of one table, the same fault in one column as one
//! overruled    what a person decided otherwise, of which nothing is told
//! reference/   identifiers of clauses and controls, whatever their edition and notation
//! claims       what a row claims about which requirements
//! controls, answers, audit_findings  rows of control registers, questionnaires, audit registers
//! references   the references of one table's column, with their diagnostics
//! levels       columns that are rated on a scale, and how they are mapped
//! spreadsheet_faults  error values, and formulas where people write
//! traffic_light  statuses shown by colour alone
//! keys         unique keys of records
//! inverted     questions to which a no may be the favourable answer
//! suppliers    the supplier register
//! suggestion/  what a question without a reference may be about
//! risks        risks and their controls; domain: information security, AI or both
//! system_links AI systems that a risk names among its assets
//! inventory    assets and AI systems
//! statements   all claims about one requirement merged into one statement
//! basis        what a status rests on: a claim, evidence, an audit
//! typed_evidence whether what a person typed names evidence
//! disagreements  rows that say different things about one requirement
//! pairs        requirements that one row names together
//! sources      what was read and how it was understood
//! values       the values of coded columns and how each was understood
//! ```
//!
//! Nothing here fails: what cannot be taken as it is becomes a diagnostic with its cell and stays
//! visible as unknown.

mod answers;
mod audit_findings;
mod basis;
mod claims;
mod coded_cells;
mod controls;
mod dates;
mod disagreements;
mod domain;
mod exceptions;
mod faults;
mod inventory;
mod inverted;
mod keys;
mod levels;
mod maturity;
mod overruled;
mod pairs;
mod records;
mod reference;
mod references;
mod risks;
mod sources;
mod spreadsheet_faults;
mod statements;
mod suggestion;
mod suppliers;
mod system_links;
mod table;
mod traffic_light;
mod typed_evidence;
mod values;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::declaration::Register;
use crate::diagnostic::Diagnostic;
use crate::model::{
    AiSystem, Answer, Asset, AuditFinding, Claim, Model, Parameters, Risk, ScaleMapping, SourceTable,
    Supplier,
};
use crate::read::Workbook;
use crate::recognise::{Recognition, ValueWords};
use crate::standards::Catalogue;

pub use overruled::Overruled;
pub use statements::{basis_with_audits, merge_as_applicable};
pub use system_links::link_ai_systems;
pub use typed_evidence::{BETWEEN_WORDS, names_typed_evidence, signs_of_no_evidence};

use faults::Faults;
use keys::Keys;
use reference::Numberings;
use table::TableReader;

/// What the person who runs the assessment says about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The organisation's name.
    pub organisation: Option<String>,
    /// The scope of the management system.
    pub scope: Option<String>,
    /// The assessment date.
    pub as_of: NaiveDate,
    /// Scales, weights, appetite, capacity.
    pub parameters: Parameters,
}

/// Brings recognised tables into one model.
///
/// The diagnostics are those of this stage; what recognition had to tell stays with its result.
pub fn normalise(
    inputs: &[(Workbook, Recognition)],
    catalogue: &Catalogue,
    words: &ValueWords,
    settings: Settings,
) -> (Model, Vec<Diagnostic>) {
    normalise_but(inputs, catalogue, words, settings, &Overruled::default())
}

/// As [`normalise`], but tells nothing of what a person decided otherwise.
pub fn normalise_but(
    inputs: &[(Workbook, Recognition)],
    catalogue: &Catalogue,
    words: &ValueWords,
    settings: Settings,
    overruled: &Overruled,
) -> (Model, Vec<Diagnostic>) {
    let mut model = Model::empty(catalogue, settings.as_of);
    model.organisation = settings.organisation;
    model.scope = settings.scope;
    model.parameters = settings.parameters;
    let numberings = Numberings::new(catalogue);
    let context = Context { inputs, words, numberings: &numberings, as_of: model.as_of, overruled };
    let mut diagnostics = Vec::new();
    let mut claims = Vec::new();
    let mut tables = Vec::new();
    // The registers of one kind share the keys of their records, so kinds are read side by side and
    // the tables of one kind in their order.
    let kinds: Vec<RegisterRecords> =
        Register::ALL.par_iter().with_max_len(1).map(|register| context.read_register(*register)).collect();
    for mut kind in kinds {
        model.assets.append(&mut kind.assets);
        model.risks.append(&mut kind.risks);
        model.ai_systems.append(&mut kind.ai_systems);
        model.answers.append(&mut kind.answers);
        model.audit_findings.append(&mut kind.audit_findings);
        model.suppliers.append(&mut kind.suppliers);
        claims.append(&mut kind.claims);
        tables.append(&mut kind.tables);
    }
    tables.sort_by_key(|table| table.place);
    for (workbook, recognition) in inputs {
        model.sources.push(sources::source(workbook, recognition));
    }
    for mut table in tables {
        diagnostics.append(&mut table.diagnostics);
        model.scales.append(&mut table.scales);
        if let Some(source) = model.sources.get_mut(table.place.0) {
            source.tables.extend(table.table);
        }
    }
    let (model, mut diagnostics) = finish(model, claims, diagnostics, catalogue, words);
    diagnostics.retain(|told| !overruled.is_of_requirement(told));
    (model, diagnostics)
}

/// What every table is read with.
struct Context<'input> {
    inputs: &'input [(Workbook, Recognition)],
    words: &'input ValueWords,
    numberings: &'input Numberings,
    as_of: NaiveDate,
    overruled: &'input Overruled,
}

/// The records of all tables of one register.
#[derive(Default)]
struct RegisterRecords {
    assets: Vec<Asset>,
    risks: Vec<Risk>,
    ai_systems: Vec<AiSystem>,
    claims: Vec<Claim>,
    answers: Vec<Answer>,
    audit_findings: Vec<AuditFinding>,
    suppliers: Vec<Supplier>,
    keys: Keys,
    tables: Vec<TableRead>,
}

/// What a table gave besides its records.
struct TableRead {
    /// The number of its file and its own number in it.
    place: (usize, usize),
    table: Option<SourceTable>,
    scales: Vec<ScaleMapping>,
    diagnostics: Vec<Diagnostic>,
}

impl Context<'_> {
    /// Reads the tables of a register in their order.
    fn read_register(&self, register: Register) -> RegisterRecords {
        let mut records = RegisterRecords::default();
        for (file, (workbook, recognition)) in self.inputs.iter().enumerate() {
            for (number, table) in recognition.tables.iter().enumerate() {
                if table.register != register {
                    continue;
                }
                if let Some(sheet) = workbook.sheets.get(table.sheet) {
                    let mut reader =
                        TableReader::new(workbook, sheet, table, &recognition.tables, self.words, self.as_of);
                    reader.faults = Faults::but(self.overruled);
                    records.read_table((file, number), reader, self.numberings);
                }
            }
        }
        records
    }
}

impl RegisterRecords {
    fn read_table(&mut self, place: (usize, usize), mut reader: TableReader<'_>, numberings: &Numberings) {
        let (sheet, table, keys) = (reader.sheet, reader.table, &mut self.keys);
        let mut scales = Vec::new();
        reader.report_errors_and_formulas();
        let (records, rejected) = match table.register {
            Register::Assets => {
                inventory::read_assets(&mut reader, keys, &mut scales).store(&mut self.assets)
            }
            Register::Risks => {
                risks::read_risks(&mut reader, numberings, keys, &mut scales).store(&mut self.risks)
            }
            Register::AiSystems => inventory::read_ai_systems(&mut reader, keys).store(&mut self.ai_systems),
            Register::Controls => controls::read_controls(&mut reader, numberings).store(&mut self.claims),
            Register::Questionnaire => {
                answers::read_answers(&mut reader, numberings).store(&mut self.answers)
            }
            Register::AuditFindings => audit_findings::read_audit_findings(&mut reader, numberings, keys)
                .store(&mut self.audit_findings),
            Register::Suppliers => {
                suppliers::read_suppliers(&mut reader, keys, &mut scales).store(&mut self.suppliers)
            }
        };
        let values = std::mem::take(&mut reader.values).into_values(sheet, table);
        let mut diagnostics = reader.faults.into_diagnostics();
        diagnostics.extend(keys.take_diagnostics());
        let table = Some(sources::source_table(sheet, table, records, rejected, values));
        self.tables.push(TableRead { place, table, scales, diagnostics });
    }
}

/// Merges what was claimed about each requirement, once everything is read.
fn finish(
    mut model: Model,
    mut claims: Vec<Claim>,
    mut diagnostics: Vec<Diagnostic>,
    catalogue: &Catalogue,
    words: &ValueWords,
) -> (Model, Vec<Diagnostic>) {
    link_ai_systems(&mut model, |_| true, |_| false);
    suggestion::suggest_requirements(catalogue, &mut model.answers, &model.parameters);
    let answers = model.answers.iter_mut().map(|answer| &mut answer.claim);
    exceptions::mark_exceptions(&model.ai_systems, claims.iter_mut().chain(answers));
    let all: Vec<&Claim> = claims.iter().chain(model.answers.iter().map(|answer| &answer.claim)).collect();
    let (statements, found) = statements::merge_statements(catalogue, words, &model, &all);
    model.statements = statements;
    diagnostics.extend(found);
    let mut known = BTreeSet::new();
    for pair in claims.iter().flat_map(|claim| pairs::declared_pairs(catalogue, claim)) {
        if known.insert((pair.iso27001, pair.iso42001)) {
            model.pairs.push(pair);
        }
    }
    model.other_controls = claims.into_iter().filter(|claim| claim.requirements.is_empty()).collect();
    (model, diagnostics)
}

#[cfg(test)]
mod tests;
