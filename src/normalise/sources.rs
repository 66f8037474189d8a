//! What was read and how it was understood, for the Sources sheet.

use std::collections::BTreeSet;

use crate::mapping::{layouts_in_words, row_layouts};
use crate::model::{ColumnUse, LayoutWords, LeftAlone, RowFate, Source, SourceTable, ValueUse};
use crate::read::{Sheet, Workbook};
use crate::recognise::{RecognisedTable, Recognition};

use super::values::{rows_between, values_of_unused};

/// The source of a workbook, still without its tables.
pub(super) fn source(workbook: &Workbook, recognition: &Recognition) -> Source {
    Source {
        path: workbook.path.clone(),
        link: None,
        bytes: workbook.bytes,
        sha256: workbook.sha256.clone(),
        tables: Vec::new(),
        left_alone: recognition.left_alone.iter().map(|left| left_of(workbook, left)).collect(),
    }
}

/// What was left alone, with what a person needs to choose otherwise.
fn left_of(workbook: &Workbook, left: &LeftAlone) -> LeftAlone {
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name == left.sheet);
    sheet.map_or_else(|| left.clone(), |sheet| with_values(sheet, left.clone()))
}

/// A table that was left alone with the values of its coded columns and its layout.
fn with_values(sheet: &Sheet, mut left: LeftAlone) -> LeftAlone {
    if let Some((first, last)) = left.rows.filter(|_| !left.header_rows.is_empty()) {
        let values = left
            .columns
            .iter()
            .flat_map(|column| values_of_unused(sheet, rows_between(sheet, first, last), column.column));
        left.values = values.collect();
    }
    left.layout.rows = layouts_in_words(&row_layouts(sheet));
    left
}

/// A table that gave records.
pub(super) fn source_table(
    sheet: &Sheet,
    table: &RecognisedTable,
    records: usize,
    rejected: Vec<RowFate>,
    values: Vec<ValueUse>,
) -> SourceTable {
    let mut other_rows = table.other_rows.clone();
    other_rows.extend(rejected);
    let named: BTreeSet<u32> = other_rows.iter().map(|fate| fate.row).collect();
    for record in &table.records {
        for row in &record.continued {
            if !named.contains(row) {
                let reason = format!("continues row {}", u64::from(record.row) + 1);
                other_rows.push(RowFate { row: *row, rejected: false, reason });
            }
        }
    }
    other_rows.sort_by_key(|fate| fate.row);
    SourceTable {
        sheet: sheet.name.clone(),
        register: table.register,
        confidence: table.confidence,
        range: table.range(),
        header_rows: table.header_rows.clone(),
        first_data_row: table.records.first().map_or(0, |record| record.row),
        last_data_row: last_row(table),
        records: u32::try_from(records).unwrap_or(u32::MAX),
        other_rows,
        columns: table
            .columns
            .iter()
            .map(|column| ColumnUse {
                column: column.column,
                heading: column.heading.clone(),
                field: column.field,
                confidence: column.confidence,
                evidence: column.evidence.clone(),
                samples: column.samples.clone(),
                overrule: column.overrule,
            })
            .collect(),
        unmapped: table.unmapped.clone(),
        values,
        overrule: table.overrule.clone(),
        layout: LayoutWords { header: table.layout.clone(), rows: layouts_in_words(&row_layouts(sheet)) },
    }
}

fn last_row(table: &RecognisedTable) -> u32 {
    table
        .records
        .iter()
        .flat_map(|record| std::iter::once(record.row).chain(record.continued.iter().copied()))
        .max()
        .unwrap_or(0)
}
