//! Registers on hidden sheets: earlier versions and what feeds a visible sheet give way to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::declaration::Register;
use crate::diagnostic::{Diagnostic, codes::recognise as codes};
use crate::provenance::Location;
use crate::read::{Sheet, Workbook};

use super::summaries::identifiers;
use super::table::{RecognisedTable, Recognition};

/// Leaves alone the tables of a hidden sheet whose registers are visible, and tells of the others.
pub fn leave_what_is_hidden(
    workbook: &Workbook,
    sheet: &Sheet,
    visible: &BTreeMap<Register, BTreeSet<String>>,
    found: &mut Recognition,
) {
    // A statement on the controls of one standard says nothing about those of the other.
    let on_others = |table: &RecognisedTable, known: &BTreeSet<String>| {
        let own = identifiers(workbook, table);
        table.register == Register::Controls && !own.is_empty() && own.is_disjoint(known)
    };
    let (left, read): (Vec<_>, Vec<_>) = std::mem::take(&mut found.tables).into_iter().partition(|table| {
        !table.is_chosen() && visible.get(&table.register).is_some_and(|known| !on_others(table, known))
    });
    for table in left {
        // What was doubtful about a table that is not read is of no interest.
        found.diagnostics.retain(|told| !told.location.as_ref().is_some_and(|place| lies_in(&table, place)));
        let register = table.register;
        let why = format!("the sheet is hidden, and a visible sheet holds the same register ({register})");
        found.left_alone.push(table.into_left_alone(&sheet.name, why));
    }
    found.diagnostics.extend(read.iter().map(|table| {
        let row = table.header_rows.last().copied().unwrap_or(0);
        Diagnostic::at(&codes::HIDDEN_SHEET_READ, Location::row(&sheet.name, row))
            .fact("register", table.register.name())
    }));
    found.tables = read;
}

/// Whether a place is in the rows and columns of a table.
fn lies_in(table: &RecognisedTable, place: &Location) -> bool {
    let (first, last) = table.columns_range;
    let rows = table.header_rows.first().copied()..=table.last_data_row();
    rows.contains(&place.row) && place.column.is_none_or(|column| (first..=last).contains(&column))
}
