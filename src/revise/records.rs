//! Rows of the workbook, read as the registers that they are: with the same words, references and
//! identifiers as any register.

use std::collections::{BTreeMap, BTreeSet};

use super::Reviser;
use super::overruled::undecided_cells;
use crate::declaration::{Field, Register};
use crate::diagnostic::Diagnostic;
use crate::model::{
    AiSystem, Asset, AuditFinding, CellKey, Entry, Model, Parameters, Risk, Statement, Supplier,
};
use crate::normalise::{self, normalise_but};
use crate::provenance::Location;
use crate::read::{Cell, NumberForm, Sheet};
use crate::recognise::{MappedColumn, RecognisedTable, Recognition, RecordRows};
use crate::record::names::{AI_SYSTEMS, ASSETS, AUDIT_FINDINGS, REQUIREMENTS, RISKS, SUPPLIERS};
use crate::record::{CarriedWhy, FoundList, List, Revision, value_of};

/// The rows that hold a decision or a record that stays, as they were read.
pub(super) struct ReadRows {
    model: Model,
    /// The place of each record by its row; each list stands on one sheet.
    risks: BTreeMap<u32, usize>,
    ai_systems: BTreeMap<u32, usize>,
    assets: BTreeMap<u32, usize>,
    audit_findings: BTreeMap<u32, usize>,
    suppliers: BTreeMap<u32, usize>,
}

impl ReadRows {
    fn new(model: Model) -> Self {
        fn rows<'a>(locations: impl Iterator<Item = &'a Location>) -> BTreeMap<u32, usize> {
            locations.enumerate().filter_map(|(place, location)| Some((location.row?, place))).collect()
        }
        Self {
            risks: rows(model.risks.iter().map(|record| &record.location)),
            ai_systems: rows(model.ai_systems.iter().map(|record| &record.location)),
            assets: rows(model.assets.iter().map(|record| &record.location)),
            audit_findings: rows(model.audit_findings.iter().map(|record| &record.location)),
            suppliers: rows(model.suppliers.iter().map(|record| &record.location)),
            model,
        }
    }

    /// The risk of a row of their list.
    pub(super) fn risk(&self, row: u32) -> Option<&Risk> {
        self.model.risks.get(*self.risks.get(&row)?)
    }

    /// The AI system of a row of their list.
    pub(super) fn ai_system(&self, row: u32) -> Option<&AiSystem> {
        self.model.ai_systems.get(*self.ai_systems.get(&row)?)
    }

    /// The asset of a row of their list.
    pub(super) fn asset(&self, row: u32) -> Option<&Asset> {
        self.model.assets.get(*self.assets.get(&row)?)
    }

    /// The audit finding of a row of their list.
    pub(super) fn audit_finding(&self, row: u32) -> Option<&AuditFinding> {
        self.model.audit_findings.get(*self.audit_findings.get(&row)?)
    }

    /// The supplier of a row of their list.
    pub(super) fn supplier(&self, row: u32) -> Option<&Supplier> {
        self.model.suppliers.get(*self.suppliers.get(&row)?)
    }

    /// The statement of a requirement.
    pub(super) fn statement(&self, id: crate::standards::RequirementId) -> Option<&Statement> {
        self.model.statements.get(&id)
    }
}

/// The register that a list holds.
pub(super) fn register_of(list: &str) -> Option<Register> {
    Some(match list {
        RISKS => Register::Risks,
        AI_SYSTEMS => Register::AiSystems,
        ASSETS => Register::Assets,
        AUDIT_FINDINGS => Register::AuditFindings,
        SUPPLIERS => Register::Suppliers,
        list if REQUIREMENTS.contains(&list) => Register::Controls,
        _ => return None,
    })
}

/// Fields whose cells hold numbers of the common scales, which are taken as they are: a register's
/// scale would be looked for in them.
pub(super) fn is_on_a_common_scale(field: Field) -> bool {
    field.is_level() || field == Field::ControlBasis
}

impl Reviser<'_> {
    /// Reads the rows that hold a decision or a record that stays.
    pub(super) fn read_records(&self, revision: &Revision) -> (ReadRows, Vec<Diagnostic>) {
        let mut rows: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        for cell in revision.decisions.keys() {
            let found = self.previous.lists.get(&cell.list);
            if let Some(row) = found.and_then(|found| found.rows.get(&cell.key)) {
                rows.entry(&cell.list).or_default().insert(*row);
            }
        }
        let mut stays: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for carried in &revision.carried {
            rows.entry(&carried.list).or_default().insert(carried.row);
            if let Some(key) = carried.key.as_deref().filter(|_| carried.why != CarriedWhy::Added) {
                stays.entry(&carried.list).or_default().insert(key);
            }
        }
        let mut recognition = Recognition::default();
        let mut workbook = self.previous.workbook.clone();
        for (name, rows) in rows {
            let list = self.previous.last.book.list(name).zip(self.previous.lists.get(name));
            let Some(((list, found), register)) = list.zip(register_of(name)) else { continue };
            let mut found = found.clone();
            if let Some(sheet) = workbook.sheets.get_mut(found.sheet) {
                let stays = stays.remove(name).unwrap_or_default();
                self.fill_in_what_is_not_there(list, &mut found, sheet, &stays);
            }
            recognition.tables.push(table(list, &found, register, rows));
        }
        let settings = normalise::Settings {
            organisation: None,
            scope: None,
            as_of: self.as_of,
            parameters: Parameters::default(),
        };
        let inputs = [(workbook, recognition)];
        let silent = undecided_cells(self.previous, revision);
        let (model, told) = normalise_but(&inputs, self.catalogue, self.words, settings, &silent);
        (ReadRows::new(model), told)
    }

    /// Puts what stood there after the last run where a column was deleted, or where a formula was saved
    /// without its value; and what the source said at last where a cell of a record was cleared that no
    /// source gives now. Takes out what followed in a record that a person added: it follows anew.
    fn fill_in_what_is_not_there(
        &self,
        list: &List,
        found: &mut FoundList,
        sheet: &mut Sheet,
        stays: &BTreeSet<&str>,
    ) {
        let widest = sheet.rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column).max();
        let mut free = widest.map_or(0, |column| column + 1);
        for (column, place) in list.columns.iter().zip(&mut found.columns) {
            let was_deleted = place.is_none();
            let at = *place.get_or_insert(free);
            free += u32::from(was_deleted);
            for (key, row) in &found.rows {
                let cell = || CellKey::new(&list.name, key, &column.heading);
                if self.previous.was_added(&list.name, key) && self.previous.follows(&cell()) {
                    take_out(sheet, *row, at);
                } else if was_deleted || sheet.facts.lacks_value(*row, at) {
                    put(sheet, *row, at, self.previous.last.written(&cell()));
                } else if stays.contains(key.as_str()) && sheet.cell(*row, at).is_none() {
                    put(sheet, *row, at, self.previous.said(&cell()));
                }
            }
        }
    }
}

fn put(sheet: &mut Sheet, row: u32, column: u32, entry: Entry) {
    let Some(value) = value_of(entry) else { return };
    let Ok(row) = sheet.rows.binary_search_by_key(&row, |row| row.number) else { return };
    let Some(row) = sheet.rows.get_mut(row) else { return };
    if let Err(place) = row.cells.binary_search_by_key(&column, |cell| cell.column) {
        row.cells.insert(place, Cell::new(column, value, NumberForm::General));
    }
}

fn take_out(sheet: &mut Sheet, row: u32, column: u32) {
    let Ok(row) = sheet.rows.binary_search_by_key(&row, |row| row.number) else { return };
    let Some(row) = sheet.rows.get_mut(row) else { return };
    row.cells.retain(|cell| cell.column != column);
}

/// A list as a table that is a register: its columns are known, and only some of its rows are records.
fn table(list: &List, found: &FoundList, register: Register, rows: BTreeSet<u32>) -> RecognisedTable {
    let fields = list.columns.iter().zip(&found.columns);
    let mut columns: Vec<MappedColumn> = fields
        .filter_map(|(column, place)| Some((column.heading.clone(), column.field?, (*place)?)))
        .filter(|(_, field, _)| !is_on_a_common_scale(*field))
        .map(|(heading, field, column)| mapped(heading, field, column))
        .collect();
    if register == Register::Controls {
        columns.push(mapped(list.key_heading.clone(), Field::ControlRef, found.key_column));
    }
    columns.sort_by_key(|column| column.column);
    let first = columns.first().map_or(0, |column| column.column);
    let last = columns.last().map_or(0, |column| column.column);
    RecognisedTable {
        sheet: found.sheet,
        register,
        confidence: 1.0,
        columns_range: (first, last),
        header_rows: vec![found.header_row],
        records: rows.into_iter().map(|row| RecordRows { row, continued: Vec::new() }).collect(),
        other_rows: Vec::new(),
        columns,
        unmapped: Vec::new(),
        sections: Vec::new(),
        overrule: None,
        meanings: Vec::new(),
        layout: String::new(),
        as_above: BTreeMap::new(),
        is_intake: false,
        holds_keys: true,
    }
}

fn mapped(heading: String, field: Field, column: u32) -> MappedColumn {
    MappedColumn {
        column,
        heading,
        field,
        confidence: 1.0,
        evidence: Vec::new(),
        samples: Vec::new(),
        overrule: None,
        rows: None,
    }
}
