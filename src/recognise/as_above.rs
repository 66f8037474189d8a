//! Blank cells that mean "as above": those that a cell is merged down into, and those below the name
//! of a group that is written once.

use std::collections::BTreeMap;

use crate::declaration::Field;
use crate::read::{Cell, Sheet};

use super::columns::{Mapping, SeenColumn};
use super::layout::Merges;
use super::profile::{holds_text, text_of};
use super::table::RecordRows;

/// Fields that records share with those above them. What is a record's own - a status, a level, a
/// date, a person - is never taken from another record.
const GROUPS: [Field; 8] = [
    Field::RiskAsset,
    Field::RiskAiSystem,
    Field::RiskCategory,
    Field::AssetType,
    Field::AiCategory,
    Field::AiDepartment,
    Field::QuestionSection,
    Field::Standard,
];
/// Fields that are shared where a cell is merged down, which says so.
const MERGED: [Field; 8] = [
    Field::RiskTitle,
    Field::RiskDescription,
    Field::RiskThreat,
    Field::RiskVulnerability,
    Field::ControlTitle,
    Field::AssetName,
    Field::AiName,
    Field::SupplierName,
];
/// A group is written once for so many records on average, at least.
const RECORDS_A_GROUP: f64 = 1.25;

/// The blank cells of records that stand for a cell above, each with the place of that cell.
/// `sections` are rows that part the records: nothing is carried over them.
pub fn as_above(
    sheet: &Sheet,
    records: &[RecordRows],
    sections: &[(u32, String)],
    columns: &[SeenColumn],
    mapping: &Mapping,
) -> BTreeMap<(u32, u32), (u32, u32)> {
    let place = |position: usize| columns.get(position).map(|column| column.head.column);
    let named = MERGED.iter().filter_map(|field| place(mapping.of(*field)?.position)).min();
    let mut found = BTreeMap::new();
    let merges = Merges::of(sheet);
    for known in &mapping.fields {
        let Some(column) = place(known.position) else { continue };
        let group = GROUPS.contains(&known.field);
        if group || MERGED.contains(&known.field) {
            found.extend(merged_down(sheet, &merges, records, column));
        }
        // A group stands left of what it groups.
        if group && named.is_none_or(|named| column < named) {
            found.extend(below_a_group(sheet, records, sections, column));
        }
    }
    found
}

/// Blank cells, each with the place that it stands for.
pub(super) type Stands = Vec<((u32, u32), (u32, u32))>;

fn filled(sheet: &Sheet, row: u32, column: u32) -> Option<&Cell> {
    sheet.cell(row, column).filter(|cell| holds_text(cell))
}

/// The blanks of a column into which the cell above them is merged down; records stand in the order of
/// their rows.
pub(super) fn merged_down(sheet: &Sheet, merges: &Merges, records: &[RecordRows], column: u32) -> Stands {
    let mut stands = Vec::new();
    if !merges.any_reaches_down() {
        return stands;
    }
    // The last record with a text, and the row down to which its cell is merged.
    let mut above: Option<(u32, u32)> = None;
    for record in records {
        if filled(sheet, record.row, column).is_some() {
            above = Some((record.row, merges.reach(record.row, column).0));
        } else if let Some((row, reach)) = above
            && reach >= record.row
        {
            stands.push(((record.row, column), (row, column)));
        }
    }
    stands
}

/// The blanks of a column in which each group is written once, in its first record.
pub(super) fn below_a_group(
    sheet: &Sheet,
    records: &[RecordRows],
    sections: &[(u32, String)],
    column: u32,
) -> Stands {
    let first = records.first().is_some_and(|record| filled(sheet, record.row, column).is_some());
    let text = |record: &RecordRows| {
        filled(sheet, record.row, column).map(|cell| text_of(cell).trim().to_lowercase())
    };
    // Where a name is repeated from one record to the next, a blank is no name.
    let repeated = || {
        records.windows(2).any(|pair| match pair {
            [one, next] => text(one).is_some() && text(one) == text(next),
            _ => false,
        })
    };
    if !first || repeated() {
        return Vec::new();
    }
    let starts = records.iter().filter(|record| filled(sheet, record.row, column).is_some()).count();
    if starts < 2 || (records.len() as f64) < RECORDS_A_GROUP * starts as f64 {
        return Vec::new();
    }
    let mut stands = Vec::new();
    let mut above: Option<u32> = None;
    for record in records {
        if above.is_some_and(|above| sections.iter().any(|(row, _)| (above..record.row).contains(row))) {
            above = None;
        }
        match (filled(sheet, record.row, column), above) {
            (Some(_), _) => above = Some(record.row),
            (None, Some(above)) => stands.push(((record.row, column), (above, column))),
            (None, None) => {}
        }
    }
    stands
}
