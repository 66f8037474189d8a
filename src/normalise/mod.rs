//! Recognised tables to the combined model.
//!
//! ```text
//! table        one table read record by record: texts, typed values, lists
//! faults       the diagnostics of one table, the same fault in one column as one
//! reference/   identifiers of clauses and controls, whatever their edition and notation
//! claims       rows of control registers, questionnaires, audit registers
//! references   the references of one table's column, with their diagnostics
//! levels       columns that are rated on a scale, and how they are mapped
//! keys         unique keys of records
//! risks        risks, their domain and controls
//! inventory    assets and AI systems
//! statements   all claims about one requirement merged into one statement
//! basis        what a status rests on: a claim, evidence, an audit
//! disagreements  rows that say different things about one requirement
//! pairs        requirements that one row names together
//! sources      what was read and how it was understood
//! ```
//!
//! Nothing here fails: what cannot be taken as it is becomes a diagnostic with its cell and stays
//! visible as unknown.

mod basis;
mod claims;
mod disagreements;
mod exceptions;
mod faults;
mod inventory;
mod keys;
mod levels;
mod maturity;
mod pairs;
mod records;
mod reference;
mod references;
mod risks;
mod sources;
mod statements;
mod table;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::declaration::Register;
use crate::diagnostic::Diagnostic;
use crate::model::{Claim, Model, Parameters, RowFate};
use crate::read::Workbook;
use crate::recognise::{Recognition, ValueWords};
use crate::standards::Catalogue;

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
    let mut model = Model::empty(catalogue, settings.as_of);
    model.organisation = settings.organisation;
    model.scope = settings.scope;
    model.parameters = settings.parameters;
    let mut gathered =
        Gathered { model, claims: Vec::new(), keys: KeysByKind::default(), diagnostics: Vec::new() };
    let numberings = Numberings::new(catalogue);
    for (workbook, recognition) in inputs {
        gathered.read_workbook(workbook, recognition, words, &numberings);
    }
    gathered.finish(catalogue, words)
}

#[derive(Default)]
struct KeysByKind {
    assets: Keys,
    risks: Keys,
    ai_systems: Keys,
    audit_findings: Keys,
}

impl KeysByKind {
    fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        let kinds = [&mut self.assets, &mut self.risks, &mut self.ai_systems, &mut self.audit_findings];
        kinds.into_iter().flat_map(Keys::take_diagnostics).collect()
    }
}

/// What was gathered from the tables so far.
struct Gathered {
    model: Model,
    claims: Vec<Claim>,
    keys: KeysByKind,
    diagnostics: Vec<Diagnostic>,
}

impl Gathered {
    fn read_workbook(
        &mut self,
        workbook: &Workbook,
        recognition: &Recognition,
        words: &ValueWords,
        numberings: &Numberings,
    ) {
        let mut source = sources::source(workbook, recognition);
        for table in &recognition.tables {
            let Some(sheet) = workbook.sheets.get(table.sheet) else { continue };
            if table.register == Register::Suppliers {
                source.left_alone.push(sources::left_alone(sheet, table));
                self.diagnostics.push(sources::not_used(sheet, table));
                continue;
            }
            let mut reader =
                TableReader::new(workbook, sheet, table, &recognition.tables, words, self.model.as_of);
            let (records, rejected) = self.read_table(&mut reader, numberings);
            self.diagnostics.extend(reader.faults.into_diagnostics());
            self.diagnostics.extend(self.keys.take_diagnostics());
            source.tables.push(sources::source_table(sheet, table, records, rejected));
        }
        self.model.sources.push(source);
    }

    fn read_table(&mut self, reader: &mut TableReader<'_>, numberings: &Numberings) -> (usize, Vec<RowFate>) {
        let (model, keys) = (&mut self.model, &mut self.keys);
        match reader.table.register {
            Register::Assets => {
                inventory::read_assets(reader, &mut keys.assets, &mut model.scales).store(&mut model.assets)
            }
            Register::Risks => risks::read_risks(reader, numberings, &mut keys.risks, &mut model.scales)
                .store(&mut model.risks),
            Register::AiSystems => {
                inventory::read_ai_systems(reader, &mut keys.ai_systems).store(&mut model.ai_systems)
            }
            Register::Controls => claims::read_controls(reader, numberings).store(&mut self.claims),
            Register::Questionnaire => claims::read_answers(reader, numberings).store(&mut model.answers),
            Register::AuditFindings => {
                claims::read_audit_findings(reader, numberings, &mut keys.audit_findings)
                    .store(&mut model.audit_findings)
            }
            Register::Suppliers => (0, Vec::new()),
        }
    }

    fn finish(self, catalogue: &Catalogue, words: &ValueWords) -> (Model, Vec<Diagnostic>) {
        let Self { mut model, mut claims, mut diagnostics, .. } = self;
        let answers = model.answers.iter_mut().map(|answer| &mut answer.claim);
        exceptions::mark_exceptions(&model.ai_systems, claims.iter_mut().chain(answers));
        let all: Vec<&Claim> =
            claims.iter().chain(model.answers.iter().map(|answer| &answer.claim)).collect();
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
}

#[cfg(test)]
mod tests;
