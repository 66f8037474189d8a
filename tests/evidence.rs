//! What each kind of evidence contributes to understanding columns, and whether confidence keeps its
//! word, on the registers made by hand.
//!
//! `cargo test --test evidence -- --nocapture` prints both tables; `ANNEXA_BLESS=1` records the contributions.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints its figures"
)]

#[path = "registers/confidence.rs"]
mod confidence;
#[path = "registers/source.rs"]
#[allow(dead_code, reason = "shared with the scoring of whole registers")]
mod source;
#[path = "registers/truth.rs"]
#[allow(dead_code, reason = "shared with the scoring of whole registers")]
mod truth;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use annexa::declaration::Declarations;
use annexa::read::{Limits, Workbook, read_workbook};
use annexa::recognise::{EvidenceKind, RecognisedTable, Recogniser, ValueWords, recognise_workbook};
use annexa::standards::Catalogue;
use confidence::{SURE, assert_keeps_its_word};
use truth::{Truth, read_truths};

/// The share of its recorded contribution that a kind of evidence has to keep.
const KEPT: f64 = 0.7;
/// Contributions of a few columns vary with every register that is added.
const SLACK: f64 = 3.0;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/registers")
}

fn recogniser() -> Recogniser {
    let declarations = Declarations::load().unwrap();
    Recogniser::new(&declarations, &Catalogue::load().unwrap(), &ValueWords::load().unwrap()).unwrap()
}

/// The registers that hold what annexa reads, each with its truth.
fn registers() -> Vec<(Truth, Workbook)> {
    let written = tempfile::tempdir().unwrap();
    let read = |truth: Truth| {
        let made = folder().join("made").join(format!("{}.txt", truth.file));
        let path = written.path().join(&truth.file);
        source::write_file(&std::fs::read_to_string(made).unwrap(), &path);
        let workbook = read_workbook(&path, &truth.file, &Limits::default()).0.unwrap();
        (truth, workbook)
    };
    read_truths(&folder()).into_iter().filter(|truth| truth.register != "none").map(read).collect()
}

/// What came of the columns of all registers.
#[derive(Default)]
struct Outcome {
    /// Fields that were given: how sure, and whether rightly.
    given: Vec<(f64, bool)>,
    /// Columns that were given a field that is right for them.
    right: usize,
    /// Columns that were given a field that is wrong.
    wrong: usize,
}

fn outcome(registers: &[(Truth, Workbook)], recogniser: &Recogniser) -> Outcome {
    let mut outcome = Outcome::default();
    for (truth, workbook) in registers {
        let found = recognise_workbook(workbook, recogniser);
        let wanted = |table: &RecognisedTable| {
            let register = table.register.name();
            register == truth.register || (truth.register == "questionnaire" && register == "controls")
        };
        let table = found
            .tables
            .iter()
            .filter(|table| workbook.sheets[table.sheet].name.sheet.as_deref() == Some(truth.sheet.as_str()))
            .filter(|table| wanted(table))
            .max_by_key(|table| table.records.len());
        for (letters, right) in &truth.columns {
            let column = position(letters);
            let given = table.into_iter().flat_map(|table| &table.columns);
            let given: Vec<_> =
                given.filter(|given| given.column == column && given.confidence >= SURE).collect();
            let is_right = |field: &str| right.fields.iter().any(|known| known == field);
            outcome.given.extend(given.iter().map(|one| (one.confidence, is_right(one.field.name()))));
            let any = given.iter().any(|one| is_right(one.field.name()));
            outcome.right += usize::from(any);
            outcome.wrong += usize::from(!any && !given.is_empty());
        }
    }
    outcome
}

/// The position of a column from its letters: `A` is 0.
fn position(letters: &str) -> u32 {
    letters.bytes().fold(0, |number, letter| 26 * number + u32::from(letter - b'A') + 1) - 1
}

#[test]
fn of_the_columns_in_a_band_of_confidence_at_least_as_many_are_right() {
    let Outcome { given, .. } = outcome(&registers(), &recogniser());
    assert_keeps_its_word(&given, 300);
}

#[test]
fn each_kind_of_evidence_contributes_what_it_did() {
    let registers = registers();
    let all = outcome(&registers, &recogniser());
    let mut table = String::from("evidence left out\tright\twrong\tright columns lost\n");
    writeln!(table, "none\t{}\t{}\t0", all.right, all.wrong).unwrap();
    let mut contributions = Vec::new();
    for kind in EvidenceKind::ALL {
        let without = outcome(&registers, &recogniser().without(kind));
        // Evidence contributes by columns that it makes right, and by wrong ones that it prevents.
        let lost = all.right as f64 - without.right as f64;
        let prevented = without.wrong as f64 - all.wrong as f64;
        contributions.push((kind, lost + prevented));
        writeln!(table, "{}\t{}\t{}\t{lost}", kind.name(), without.right, without.wrong).unwrap();
    }
    println!("{table}");
    let snapshot = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots/evidence.tsv");
    if std::env::var_os("ANNEXA_BLESS").is_some() {
        std::fs::write(&snapshot, &table).unwrap();
    }
    let recorded = std::fs::read_to_string(&snapshot).unwrap();
    let figure = |kind: &str, column: usize| -> f64 {
        let row = recorded.lines().find(|line| line.split('\t').next() == Some(kind)).unwrap();
        row.split('\t').nth(column).unwrap().parse().unwrap()
    };
    for (kind, contribution) in contributions {
        assert!(contribution > 0.0, "{} contribute nothing", kind.name());
        let before = figure("none", 1) - figure(kind.name(), 1) + figure(kind.name(), 2) - figure("none", 2);
        assert!(
            contribution >= KEPT * before - SLACK,
            "{} contributed {before} columns, now {contribution}; ANNEXA_BLESS=1 records it where that is meant",
            kind.name()
        );
    }
}
