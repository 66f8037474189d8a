//! Rows below one identifier that are each rated: sites, sub-requirements, parts of a question.
//!
//! A row with a status or an answer of its own says something of its own about the control that is
//! written once above it. Each such row is a record with that control's reference, so that the weakest
//! counts and the differences are told, as where the reference is repeated (judgement). Rows that only
//! carry more text go on continuing their record.

use std::collections::BTreeSet;

use crate::declaration::{Field, Register};
use crate::read::{Cell, Sheet};

use super::as_above::{below_a_group, merged_down};
use super::columns::{Mapping, SeenColumn};
use super::layout::Merges;
use super::profile::{holds_text, text_of};
use super::records::SortedRows;
use super::table::RecordRows;
use super::value::{StatusColumn, Understood, number_in};
use super::words::ValueWords;

/// What a row is rated by.
const RATINGS: [Field; 3] = [Field::ControlStatus, Field::Answer, Field::ControlMaturity];
/// What rows below an identifier share with the row that it is written in.
const SHARED: [Field; 4] =
    [Field::ControlRef, Field::ControlTitle, Field::QuestionText, Field::ControlDescription];

/// Makes records of the rated rows that stand below one identifier.
pub fn part_rated_rows(
    sheet: &Sheet,
    columns: &[SeenColumn],
    mapping: &Mapping,
    words: &ValueWords,
    rows: &mut SortedRows,
) {
    if !matches!(mapping.register, Register::Controls | Register::Questionnaire) {
        return;
    }
    let ratings = ratings(sheet, columns, mapping, words, &rows.records);
    let shared: Vec<u32> = SHARED.iter().filter_map(|field| place(columns, mapping, *field)).collect();
    let mut records = Vec::with_capacity(rows.records.len());
    let mut parted = BTreeSet::new();
    for record in std::mem::take(&mut rows.records) {
        let parts = parts(record, |row| ratings.contains(&row));
        let first = parts.first().map(|part| part.row);
        for part in parts.iter().skip(1) {
            parted.insert(part.row);
            for column in &shared {
                let own = filled(sheet, part.row, *column);
                if let Some(first) = first.filter(|first| !own && filled(sheet, *first, *column)) {
                    rows.as_above.insert((part.row, *column), (first, *column));
                }
            }
        }
        records.extend(parts);
    }
    rows.records = records;
    rows.other_rows.retain(|row| !parted.contains(&row.row));
    if let Some(column) = place(columns, mapping, Field::ControlRef) {
        refer_to_above(sheet, column, mapping.register, &ratings, rows);
    }
}

fn place(columns: &[SeenColumn], mapping: &Mapping, field: Field) -> Option<u32> {
    columns.get(mapping.of(field)?.position).map(|column| column.head.column)
}

fn filled(sheet: &Sheet, row: u32, column: u32) -> bool {
    sheet.cell(row, column).is_some_and(holds_text)
}

/// The rows of records that hold a status, an answer or a level of maturity that can be read. A text
/// that was broken over rows is none in each of them.
fn ratings(
    sheet: &Sheet,
    columns: &[SeenColumn],
    mapping: &Mapping,
    words: &ValueWords,
    records: &[RecordRows],
) -> BTreeSet<u32> {
    let mut rated = BTreeSet::new();
    for field in RATINGS {
        let Some(column) = mapping.of(field).and_then(|known| columns.get(known.position)) else { continue };
        let cells: Vec<(u32, &Cell)> = records
            .iter()
            .flat_map(|record| std::iter::once(&record.row).chain(&record.continued))
            .filter_map(|row| Some((*row, sheet.cell(*row, column.head.column)?)))
            .filter(|(_, cell)| holds_text(cell))
            .collect();
        let family = if field == Field::Answer { "answer.scale" } else { "control.status" };
        let status = StatusColumn::new(words, &column.head.shown(), cells.iter().map(|(_, cell)| *cell));
        let is_rating = |cell: &Cell| match field {
            Field::ControlMaturity => number_in(&text_of(cell)).is_some(),
            _ => {
                matches!(status.read(words, family, Some(cell)), Understood::Is(_) | Understood::SaidUnknown)
            }
        };
        rated.extend(cells.iter().filter(|(_, cell)| is_rating(cell)).map(|(row, _)| *row));
    }
    rated
}

/// A record, parted before each rated row but the first.
fn parts(record: RecordRows, is_rated: impl Fn(u32) -> bool) -> Vec<RecordRows> {
    let mut rated = is_rated(record.row);
    let mut part = RecordRows { row: record.row, continued: Vec::new() };
    let mut parts = Vec::new();
    for row in record.continued {
        if is_rated(row) {
            if rated {
                parts.push(std::mem::replace(&mut part, RecordRows { row, continued: Vec::new() }));
                continue;
            }
            rated = true;
        }
        part.continued.push(row);
    }
    parts.push(part);
    parts
}

/// Gives rated records without a reference the one above: where its cell is merged down to them, and in
/// a list of controls where more than one control is written once above rows that are all rated.
fn refer_to_above(
    sheet: &Sheet,
    column: u32,
    register: Register,
    ratings: &BTreeSet<u32>,
    rows: &mut SortedRows,
) {
    let merged = merged_down(sheet, &Merges::of(sheet), &rows.records, column);
    rows.as_above.extend(merged.into_iter().filter(|((row, _), _)| ratings.contains(row)));
    if register != Register::Controls {
        return;
    }
    let below = below_a_group(sheet, &rows.records, &rows.sections, column);
    let groups: BTreeSet<u32> = below.iter().map(|(_, (row, _))| *row).collect();
    if groups.len() > 1 && below.iter().all(|((row, _), _)| ratings.contains(row)) {
        for (blank, above) in below {
            rows.as_above.entry(blank).or_insert(above);
        }
    }
}
