//! What is told of a mapping as a whole: what of it could not be obeyed, and nothing twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::mapping::{CHOSEN_HEADER_ROW_NOT_THERE, CHOSEN_TABLE_NOT_FOUND};
use crate::mapping::{Mapping, TableChoice};

/// The most tables of a mapping that a message names one by one.
const TABLES_NAMED: usize = 5;

/// The tables of a mapping for which something was chosen and which no file of the run has, told at once.
/// Where the header row that was chosen is not there, that is told already.
pub(super) fn not_found(
    mapping: &Mapping,
    obeyed: &BTreeSet<usize>,
    told: &[Diagnostic],
) -> Option<Diagnostic> {
    let lacks_header = |table: &TableChoice| {
        let chosen = table.header_rows.as_ref().map(|rows| &rows.location);
        let mut missing = told.iter().filter(|known| known.code.name == CHOSEN_HEADER_ROW_NOT_THERE.name);
        chosen.is_some() && missing.any(|known| known.location.as_ref() == chosen)
    };
    let tables = mapping.tables.iter().enumerate();
    let unmet: Vec<_> = tables
        .filter(|(position, table)| table.chooses() && !obeyed.contains(position) && !lacks_header(table))
        .map(|(_, table)| table)
        .collect();
    let first = unmet.first()?;
    let named = unmet.iter().take(TABLES_NAMED).map(|table| {
        let row = table.location.row.map(|row| format!(" (row {})", u64::from(row) + 1));
        let sheet = if table.sheet.is_empty() { String::new() } else { format!(" › {}", table.sheet) };
        format!("{}{sheet}{}", table.file, row.unwrap_or_default())
    });
    let mut rows = named.collect::<Vec<_>>().join(", ");
    if unmet.len() > TABLES_NAMED {
        rows.push_str(&format!(" and {} more", unmet.len() - TABLES_NAMED));
    }
    let tables = match unmet.len() {
        1 => "1 table".to_owned(),
        count => format!("{count} tables"),
    };
    Some(
        Diagnostic::at(&CHOSEN_TABLE_NOT_FOUND, first.location.clone())
            .fact("tables", tables)
            .fact("rows", rows),
    )
}

/// Leaves what is told about a cell of the mapping once, however many tables it was obeyed for; what
/// names the file of the table is told of each file.
pub(super) fn tell_once(mapping: &Mapping, diagnostics: &mut Vec<Diagnostic>) {
    let Some(file) = mapping.tables.first().map(|table| Arc::clone(&table.location.sheet.file)) else {
        return;
    };
    let mut told = BTreeSet::new();
    diagnostics.retain(|diagnostic| match &diagnostic.location {
        Some(location) if location.sheet.file == file => {
            let code = diagnostic.code;
            let names_file = code.message.contains("{file}") || code.effect.contains("{file}");
            let of_file = diagnostic.facts.iter().find(|(name, _)| names_file && *name == "file");
            told.insert((code.name, location.clone(), of_file.map(|(_, path)| path.clone())))
        }
        _ => true,
    });
}
