//! Recognition on registers made by hand, in many layouts, languages and scales.
//!
//! `made/*.txt` describes the registers (see `source.rs`), `EXPECTED.tsv` says what they hold, by
//! somebody who looked at the register alone. The truth is never changed to fit the program.
//!
//! `cargo test --test registers -- --nocapture` prints what was missed and the figures. Another
//! folder of the same form is scored with `ANNEXA_REGISTERS=folder`, another program with
//! `ANNEXA_BINARY=path`. `ANNEXA_REGISTERS_OUTPUT=folder` with `-- --ignored` writes the files and a
//! truth in the form of the shared registers.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints its figures"
)]

mod score;
mod source;
mod truth;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use score::{Score, score};
use serde_json::{Value, json};
use truth::{Truth, read_truths};

/// Least that recognition has to reach; raised as it gets better.
const LEAST: Floor = Floor { register: 49, header: 49, records: 49, columns_percent: 97, most_wrong: 2 };

struct Floor {
    register: usize,
    header: usize,
    records: usize,
    columns_percent: usize,
    most_wrong: usize,
}

fn folder() -> PathBuf {
    std::env::var_os("ANNEXA_REGISTERS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/registers"), PathBuf::from)
}

/// Writes each register that is described to a folder.
fn write_registers(to: &Path) {
    let made = folder().join("made");
    for entry in std::fs::read_dir(made).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let file = to.join(name.strip_suffix(".txt").unwrap_or(name));
        source::write_file(&std::fs::read_to_string(&path).unwrap(), &file);
    }
}

fn inspect(file: &Path) -> Value {
    let annexa = std::env::var("ANNEXA_BINARY").unwrap_or_else(|_| env!("CARGO_BIN_EXE_annexa").to_owned());
    let output = Command::new(annexa).arg("inspect").arg("--json").arg(file).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn made_registers_are_recognised() {
    let written = tempfile::tempdir().unwrap();
    write_registers(written.path());
    let truths = read_truths(&folder());
    let known: BTreeSet<&str> = truths.iter().map(|truth| truth.file.as_str()).collect();
    let mut total = Score::default();
    for truth in &truths {
        let (one, missed) = score(truth, &inspect(&written.path().join(&truth.file)));
        total += one;
        if !missed.is_empty() {
            println!("{} › {}: {}", truth.file, truth.sheet, missed.join("; "));
        }
    }
    println!(
        "files {}  tables {}  register right {}  header right {}  records exact {}  columns right {}/{} ({:.1} %)  \
         left alone {}/{}  wrong {}  false registers {}",
        known.len(),
        total.tables,
        total.register,
        total.header,
        total.records,
        total.right,
        total.columns,
        100.0 * total.right as f64 / total.columns.max(1) as f64,
        total.left_alone,
        total.alone,
        total.wrong,
        total.false_registers,
    );
    if std::env::var_os("ANNEXA_REGISTERS").is_some() {
        return;
    }
    let written: BTreeSet<String> = std::fs::read_dir(written.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        known.iter().copied().eq(written.iter().map(String::as_str)),
        "files without truth, or without file"
    );
    assert!(total.register >= LEAST.register, "registers {} of {}", total.register, total.tables);
    assert!(total.header >= LEAST.header, "headers {} of {}", total.header, total.tables);
    assert!(total.records >= LEAST.records, "record counts {} of {}", total.records, total.tables);
    assert!(
        100 * total.right >= LEAST.columns_percent * total.columns,
        "columns {}/{}",
        total.right,
        total.columns
    );
    assert!(total.wrong <= LEAST.most_wrong, "wrong columns {}", total.wrong);
    assert_eq!(total.false_registers, 0, "registers claimed where none is");
}

#[test]
#[ignore = "writes the registers to the folder that ANNEXA_REGISTERS_OUTPUT names"]
fn made_registers_are_written_for_other_scorers() {
    let Some(to) = std::env::var_os("ANNEXA_REGISTERS_OUTPUT").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&to).unwrap();
    write_registers(&to);
    let truths = read_truths(&folder());
    let mut writer = csv::WriterBuilder::new().delimiter(b'\t').from_path(to.join("EXPECTED.tsv")).unwrap();
    writer
        .write_record([
            "file",
            "kind",
            "main_sheet",
            "header_row_1based",
            "header_rows",
            "data_rows",
            "first_data_row",
            "last_data_row",
            "key_columns_json",
            "notes",
        ])
        .unwrap();
    for truth in &truths {
        let [header, rows, records, first, last] =
            [truth.header_row, truth.header_rows, truth.records, truth.rows.0, truth.rows.1]
                .map(|number| number.to_string());
        writer
            .write_record([
                truth.file.as_str(),
                kind(truth),
                &truth.sheet,
                &header,
                &rows,
                &records,
                &first,
                &last,
                &key_columns(truth).to_string(),
                &truth.note,
            ])
            .unwrap();
    }
    writer.flush().unwrap();
}

/// What the shared registers call the kind of a file.
fn kind(truth: &Truth) -> &str {
    match truth.register.as_str() {
        "assets" => "asset",
        "risks" => "risk",
        "ai-systems" => "ai-system",
        "controls" => "control-status",
        "none" => "other",
        same => same,
    }
}

/// The columns as the truth of the shared registers has them; null is right where a column may
/// stay unmapped.
fn key_columns(truth: &Truth) -> Value {
    let columns = truth.columns.iter().map(|(column, right)| {
        let mut accept: Vec<Option<&str>> = right.fields.iter().map(|field| Some(field.as_str())).collect();
        accept.extend(right.none.then_some(None));
        (format!("column {column}"), json!({"col": column, "header": "", "accept": accept}))
    });
    Value::Object(columns.collect())
}
