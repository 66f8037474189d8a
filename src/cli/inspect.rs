//! `annexa inspect`: what was found in each file, and how it was understood.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Value, json};

use crate::declaration::Declarations;
use crate::diagnostic::{Diagnostic, render};
use crate::provenance::column_letters;
use crate::read::{Limits, Workbook, find_sources, read_workbook};
use crate::recognise::{RecognisedTable, Recogniser, Recognition, ValueWords, recognise_workbook};
use crate::standards::Catalogue;

/// Reads and recognises files and prints the result as JSON.
///
/// # Errors
/// Where the embedded data does not hold together.
#[expect(clippy::print_stdout, reason = "a command prints its result")]
pub fn run(paths: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let recogniser = Recogniser::new(&Declarations::load()?, &Catalogue::load()?, &ValueWords::load()?)?;
    let (files, mut diagnostics) = find_sources(paths);
    let mut workbooks = Vec::new();
    for file in files {
        let (workbook, told) = read_workbook(&file, &crate::read::display_path(&file), &Limits::default());
        diagnostics.extend(told);
        workbooks.extend(workbook);
    }
    let recognitions: Vec<Recognition> =
        workbooks.iter().map(|workbook| recognise_workbook(workbook, &recogniser)).collect();
    diagnostics.extend(recognitions.iter().flat_map(|recognition| recognition.diagnostics.clone()));
    println!("{:#}", json(&workbooks, &recognitions, &diagnostics));
    Ok(if workbooks.is_empty() { ExitCode::from(3) } else { ExitCode::SUCCESS })
}

/// The JSON of `inspect --json`: workbooks with what was recognised in each, and all diagnostics.
///
/// Rows are counted from 1, as a person counts them.
pub fn json(workbooks: &[Workbook], recognitions: &[Recognition], diagnostics: &[Diagnostic]) -> Value {
    let files: Vec<Value> = workbooks
        .iter()
        .zip(recognitions)
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
    let skipped: Vec<Value> = table
        .other_rows
        .iter()
        .map(|row| json!({"row": u64::from(row.row) + 1, "why": row.reason, "rejected": row.rejected}))
        .collect();
    json!({
        "sheet": sheet,
        "range": table.range(),
        "register": table.register.name(),
        "confidence": (table.confidence * 100.0).round() / 100.0,
        "header_rows": header_rows,
        "first_data_row": table.first_data_row().map(|row| u64::from(row) + 1),
        "last_data_row": table.last_data_row().map(|row| u64::from(row) + 1),
        "records": table.records.len(),
        "columns": columns,
        "unmapped": unmapped,
        "skipped": skipped,
    })
}
