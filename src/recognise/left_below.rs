//! Rows below a register that were left alone although they may be records of it: a figure that lacks
//! them would be too small, so they are told.
//!
//! A legend or a list of its own stands below a blank row and has no identifiers like those above;
//! nothing is told of it.

use std::collections::HashSet;

use crate::declaration::Field;
use crate::diagnostic::{Diagnostic, codes::recognise as codes};
use crate::model::LeftAlone;
use crate::provenance::Location;
use crate::read::{Sheet, Workbook};

use super::expectations::form_of;
use super::forms::is_list_of_references;
use super::profile::{holds_text, text_of};
use super::table::{RecognisedTable, Recognition};

/// The columns by which the records of registers are known.
const IDENTIFIERS: [Field; 7] = [
    Field::ControlRef,
    Field::AssetId,
    Field::RiskId,
    Field::AiId,
    Field::QuestionId,
    Field::FindingId,
    Field::SupplierId,
];

/// Tells of parts of sheets that were left alone and continue the register above them.
pub fn tell_rows_left_below(workbook: &Workbook, recognition: &mut Recognition) {
    let told: Vec<Diagnostic> = recognition
        .left_alone
        .iter()
        .filter_map(|left| rows_left_below(workbook, recognition, left))
        .collect();
    recognition.diagnostics.extend(told);
}

fn rows_left_below(workbook: &Workbook, recognition: &Recognition, left: &LeftAlone) -> Option<Diagnostic> {
    let (index, sheet) = workbook.sheets.iter().enumerate().find(|(_, sheet)| sheet.name == left.sheet)?;
    let first = left.header_rows.first().copied().or(left.rows.map(|(first, _)| first))?;
    let last = left.rows.map_or(first, |(_, last)| last).max(first);
    if left.overrule.is_some() {
        return None;
    }
    let table = recognition
        .tables
        .iter()
        .filter(|table| table.sheet == index && overlaps(table, left))
        .filter(|table| table.first_data_row().is_some_and(|row| row < first))
        .max_by_key(|table| table.first_data_row())?;
    let place = if follows_directly(sheet, table, first) {
        "directly below"
    } else if is_identified_alike(sheet, table, first, last) {
        "with identifiers like those of"
    } else {
        return None;
    };
    let rows = if first == last {
        format!("row {}", first + 1)
    } else {
        format!("rows {} to {}", first + 1, last + 1)
    };
    Some(
        Diagnostic::at(&codes::ROWS_BELOW_REGISTER_LEFT_ALONE, Location::row(&left.sheet, first))
            .fact("rows", rows)
            .fact("place", place)
            .fact("register", table.register.name())
            .fact("why", left.why.clone()),
    )
}

fn overlaps(table: &RecognisedTable, left: &LeftAlone) -> bool {
    let (first, last) = table.columns_range;
    left.columns.iter().any(|column| (first..=last).contains(&column.column))
}

/// Whether no blank row stands between a row and the records above it.
fn follows_directly(sheet: &Sheet, table: &RecognisedTable, row: u32) -> bool {
    let (first, last) = table.columns_range;
    let above = row.checked_sub(1).and_then(|above| sheet.row(above));
    above.is_some_and(|above| {
        above.cells.iter().any(|cell| (first..=last).contains(&cell.column) && holds_text(cell))
    })
}

/// Whether half of the rows have an identifier where the records of a table have one, in a form of theirs.
fn is_identified_alike(sheet: &Sheet, table: &RecognisedTable, first: u32, last: u32) -> bool {
    let column = IDENTIFIERS
        .into_iter()
        .find_map(|field| table.columns.iter().find(|column| column.field == field))
        .map(|column| column.column);
    let Some(column) = column else { return false };
    let own = |row: u32| sheet.cell(row, column).filter(|cell| holds_text(cell));
    let code = |text: &str| text.contains(|character: char| character.is_ascii_digit());
    let forms: HashSet<String> = table
        .records
        .iter()
        .filter_map(|record| own(record.row))
        .filter(|cell| code(&text_of(cell)))
        .map(form_of)
        .collect();
    let rows = sheet.rows.iter().filter(|row| (first..=last).contains(&row.number) && !row.cells.is_empty());
    let (mut all, mut alike) = (0usize, 0usize);
    for row in rows {
        all += 1;
        alike += usize::from(own(row.number).is_some_and(|cell| {
            forms.contains(&form_of(cell))
                || (!forms.is_empty() && is_list_of_references(text_of(cell).trim()))
        }));
    }
    alike >= 2 && 2 * alike >= all
}
