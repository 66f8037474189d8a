//! Rows below a register that were left alone although they may be records of it: a figure that lacks
//! them would be too small, so they are told.
//!
//! A legend or a list of its own stands below a blank row and has no identifiers like those above;
//! nothing is told of it.

use std::collections::{BTreeMap, HashSet};

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
    let mut identifiers = BTreeMap::new();
    let told: Vec<Diagnostic> = recognition
        .left_alone
        .iter()
        .filter_map(|left| rows_left_below(workbook, recognition, left, &mut identifiers))
        .collect();
    recognition.diagnostics.extend(told);
}

/// How the records of a table are known.
struct Identifiers {
    column: u32,
    /// The forms in which they are written, where they have digits.
    forms: HashSet<String>,
}

fn rows_left_below(
    workbook: &Workbook,
    recognition: &Recognition,
    left: &LeftAlone,
    identifiers: &mut BTreeMap<usize, Option<Identifiers>>,
) -> Option<Diagnostic> {
    let (index, sheet) = workbook.sheets.iter().enumerate().find(|(_, sheet)| sheet.name == left.sheet)?;
    let first = left.header_rows.first().copied().or(left.rows.map(|(first, _)| first))?;
    let last = left.rows.map_or(first, |(_, last)| last).max(first);
    if left.overrule.is_some() {
        return None;
    }
    let (position, table) = recognition
        .tables
        .iter()
        .enumerate()
        .filter(|(_, table)| table.sheet == index && overlaps(table, left))
        .filter(|(_, table)| table.first_data_row().is_some_and(|row| row < first))
        .max_by_key(|(_, table)| table.first_data_row())?;
    let place = if follows_directly(sheet, table, first) {
        "directly below"
    } else if identifiers
        .entry(position)
        .or_insert_with(|| Identifiers::of(sheet, table))
        .as_ref()
        .is_some_and(|identifiers| identifiers.are_alike(sheet, first, last))
    {
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

impl Identifiers {
    /// The identifiers of a table, where it has a column of them.
    fn of(sheet: &Sheet, table: &RecognisedTable) -> Option<Self> {
        let column = IDENTIFIERS
            .into_iter()
            .find_map(|field| table.columns.iter().find(|column| column.field == field))
            .map(|column| column.column)?;
        let code = |text: &str| text.contains(|character: char| character.is_ascii_digit());
        let forms = table
            .records
            .iter()
            .filter_map(|record| sheet.cell(record.row, column).filter(|cell| holds_text(cell)))
            .filter(|cell| code(&text_of(cell)))
            .map(form_of)
            .collect();
        Some(Self { column, forms })
    }

    /// Whether half of the rows have an identifier where the records have one, in a form of theirs.
    fn are_alike(&self, sheet: &Sheet, first: u32, last: u32) -> bool {
        let start = sheet.rows.partition_point(|row| row.number < first);
        let rows = sheet.rows.get(start..).unwrap_or_default().iter();
        let (mut all, mut alike) = (0usize, 0usize);
        for row in rows.take_while(|row| row.number <= last).filter(|row| !row.cells.is_empty()) {
            all += 1;
            alike += usize::from(row.cell(self.column).filter(|cell| holds_text(cell)).is_some_and(|cell| {
                self.forms.contains(&form_of(cell))
                    || (!self.forms.is_empty() && is_list_of_references(text_of(cell).trim()))
            }));
        }
        alike >= 2 && 2 * alike >= all
    }
}
