//! One place where a fault occurs, and how places become diagnostics.

use std::collections::BTreeMap;
use std::sync::Arc;

use arcstr::ArcStr;

use crate::diagnostic::{CodeRef, Diagnostic};
use crate::model::{AiSystem, Asset, Model, Risk, Statement, Supplier};
use crate::provenance::{Location, Reading, SheetName, Traced};

/// The longest name of a record that is repeated in a message, in characters.
const NAME_CHARACTERS: usize = 60;

/// One place where a fault occurs.
pub(super) struct Occurrence {
    /// What it is about: `risk R-014`, `27001:A.5.1`.
    pub(super) subject: String,
    /// The cell or row; `None` where the fact comes from no file.
    pub(super) location: Option<Location>,
    /// What was read there.
    pub(super) read: Option<String>,
}

impl Occurrence {
    pub(super) fn at(subject: String, location: Location) -> Self {
        Self { subject, location: Some(location), read: None }
    }

    /// A fault of a statement; its place is the given cell, or else that of the statement.
    pub(super) fn of_statement(statement: &Statement, cell: Option<&Location>) -> Self {
        Self {
            subject: statement.requirement.to_string(),
            location: cell.cloned().or_else(|| statement_location(statement)),
            read: None,
        }
    }

    /// With the word that stands in the place of what is missing, and its cell; a blank cell is not shown.
    pub(super) fn instead(mut self, text: &Option<Traced<ArcStr>>) -> Self {
        if let Some(text) = text.as_ref().filter(|text| !text.value.trim().is_empty()) {
            self.location = Some(text.location.clone());
            self.read = Some(text.value.trim().to_owned());
        }
        self
    }

    pub(super) fn read(mut self, text: impl AsRef<str>) -> Self {
        self.read = Some(text.as_ref().to_owned());
        self
    }
}

/// One diagnostic for each sheet on which a fault occurs, in the order in which the sheets come first.
///
/// Fills the fact `subjects`: the first subject and the number of others.
pub(super) fn by_sheet(code: CodeRef, occurrences: impl IntoIterator<Item = Occurrence>) -> Vec<Diagnostic> {
    let mut places: BTreeMap<Option<Arc<SheetName>>, usize> = BTreeMap::new();
    let mut sheets: Vec<Together> = Vec::new();
    let mut place = 0;
    for occurrence in occurrences {
        let sheet = occurrence.location.as_ref().map(|location| &location.sheet);
        // Most occurrences stand on the sheet of the one before, which is seen without comparing names.
        if !sheets.get(place).is_some_and(|together| together.is_on(sheet)) {
            place = *places.entry(sheet.cloned()).or_insert(sheets.len());
        }
        match sheets.get_mut(place) {
            Some(together) => {
                together.others += 1;
                together.also.extend(occurrence.location);
            }
            None => sheets.push(Together { first: occurrence, others: 0, also: Vec::new() }),
        }
    }
    sheets.into_iter().map(|together| together.diagnostic(code)).collect()
}

/// The occurrences on one sheet.
struct Together {
    first: Occurrence,
    others: usize,
    also: Vec<Location>,
}

impl Together {
    fn is_on(&self, sheet: Option<&Arc<SheetName>>) -> bool {
        match (self.first.location.as_ref().map(|location| &location.sheet), sheet) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }

    fn diagnostic(self, code: CodeRef) -> Diagnostic {
        let subjects = match self.others {
            0 => self.first.subject,
            others => format!("{} and {others} more", self.first.subject),
        };
        let mut diagnostic = Diagnostic::general(code).fact("subjects", subjects).also(self.also);
        diagnostic.location = self.first.location;
        diagnostic.read = self.first.read;
        diagnostic
    }
}

/// One diagnostic about a requirement.
pub(super) fn about(code: CodeRef, statement: &Statement, cell: Option<&Location>) -> Diagnostic {
    let mut diagnostic = Diagnostic::general(code).fact("requirement", statement.requirement.to_string());
    diagnostic.location = cell.cloned().or_else(|| statement_location(statement));
    diagnostic
}

/// The cell that a statement's level is taken from, or else a place of the statement.
pub(super) fn level_location(statement: &Statement) -> Option<Location> {
    fn cell<T>(reading: &Option<Reading<T>>) -> Option<Location> {
        reading.as_ref().filter(|reading| reading.value.is_some()).map(|reading| reading.location.clone())
    }
    cell(&statement.status)
        .or_else(|| cell(&statement.percentage))
        .or_else(|| cell(&statement.maturity))
        .or_else(|| statement_location(statement))
}

/// The row that a statement was read from first, or one of its cells.
pub(super) fn statement_location(statement: &Statement) -> Option<Location> {
    statement
        .claims
        .first()
        .map(|claim| claim.location.clone())
        .or_else(|| statement.status.as_ref().map(|status| status.location.clone()))
        .or_else(|| statement.applicability_location.clone())
}

pub(super) fn risk_name(risk: &Risk) -> String {
    format!("risk {}", name(&risk.id, &risk.key))
}

pub(super) fn ai_system_name(system: &AiSystem) -> String {
    format!("AI system {}", name(&system.id, &system.key))
}

pub(super) fn asset_name(asset: &Asset) -> String {
    format!("asset {}", name(&asset.id, &asset.key))
}

/// What stands in a row, as the checks call it: a risk, an AI system, an asset, a supplier or a requirement.
pub(in crate::assess) fn place_name(model: &Model, place: &Location) -> Option<String> {
    let here = |location: &Location| location.sheet == place.sheet && location.row == place.row;
    let risk = model.risks.iter().find(|risk| here(&risk.location)).map(risk_name);
    let system = || model.ai_systems.iter().find(|system| here(&system.location)).map(ai_system_name);
    let asset = || model.assets.iter().find(|asset| here(&asset.location)).map(asset_name);
    let statement = || {
        let mut statements = model.statements.values();
        let found =
            statements.find(|statement| statement_location(statement).is_some_and(|place| here(&place)));
        found.map(|statement| statement.requirement.to_string())
    };
    let supplier = || model.suppliers.iter().find(|supplier| here(&supplier.location)).map(supplier_name);
    risk.or_else(system).or_else(asset).or_else(supplier).or_else(statement)
}

pub(super) fn supplier_name(supplier: &Supplier) -> String {
    format!("supplier {}", name(&supplier.name, &supplier.key))
}

/// The identifier, or else the key; cut where it is long.
pub(super) fn name(id: &Option<Traced<ArcStr>>, key: &str) -> String {
    let name = id.as_ref().map_or(key, |id| id.value.as_str()).trim();
    match name.char_indices().nth(NAME_CHARACTERS) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or(name)),
        None => name.to_owned(),
    }
}

/// A share as it is shown in a message: up to two decimals.
pub(super) fn shown(share: f64) -> String {
    ((share * 100.0).round() / 100.0).to_string()
}
