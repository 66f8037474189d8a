//! The JSON of `annexa inspect --json`, which is a contract: keys may be added, never changed.

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, render};
use crate::provenance::column_letters;
use crate::read::Workbook;
use crate::recognise::{CHOSEN, RecognisedTable, Recognition};

/// Workbooks with what was recognised in each, and all diagnostics.
///
/// Rows are counted from 1, as a person counts them.
pub fn json(workbooks: &[(Workbook, Recognition)], diagnostics: &[Diagnostic]) -> Value {
    let files: Vec<Value> = workbooks
        .iter()
        .map(|(workbook, recognition)| {
            let tables: Vec<Value> =
                recognition.tables.iter().map(|table| table_json(workbook, table)).collect();
            let left_alone: Vec<Value> = recognition
                .left_alone
                .iter()
                .map(|left| json!({"sheet": left.sheet.sheet.as_deref(), "range": left.range, "why": left.why}))
                .collect();
            json!({"file": workbook.path, "tables": tables, "left_alone": left_alone})
        })
        .collect();
    let diagnostics: Vec<Value> = diagnostics.iter().map(render::json).collect();
    json!({"files": files, "diagnostics": diagnostics})
}

fn table_json(workbook: &Workbook, table: &RecognisedTable) -> Value {
    let sheet = workbook.sheets.get(table.sheet).and_then(|sheet| sheet.name.sheet.as_deref());
    let header_rows: Vec<u64> = table.header_rows.iter().map(|row| u64::from(*row) + 1).collect();
    let evidence: &[&str] = if table.is_chosen() { &[CHOSEN] } else { &[] };
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            json!({
                "column": column_letters(column.column),
                "header": column.heading,
                "field": column.field,
                "confidence": (column.confidence * 100.0).round() / 100.0,
                "evidence": column.evidence,
            })
        })
        .collect();
    let unmapped: Vec<Value> = table
        .unmapped
        .iter()
        .map(|column| {
            json!({
                "column": column_letters(column.column),
                "header": column.heading,
                "candidates": column.candidates,
            })
        })
        .collect();
    json!({
        "sheet": sheet,
        "range": table.range(),
        "register": table.register.name(),
        "confidence": (table.confidence * 100.0).round() / 100.0,
        "evidence": evidence,
        "header_rows": header_rows,
        "first_data_row": table.first_data_row().map(|row| u64::from(row) + 1),
        "last_data_row": table.last_data_row().map(|row| u64::from(row) + 1),
        "records": table.records.len(),
        "columns": columns,
        "unmapped": unmapped,
    })
}
