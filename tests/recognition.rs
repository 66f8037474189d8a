//! Recognition on the real registers with hand-made ground truth.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints its figures"
)]

#[path = "registers/confidence.rs"]
mod confidence;

use std::path::Path;

use annexa::declaration::{Declarations, Register};
use annexa::read::{Limits, read_workbook};
use annexa::recognise::{RecognisedTable, Recogniser, ValueWords, recognise_workbook};
use annexa::standards::Catalogue;
use confidence::{SURE, assert_keeps_its_word};

/// The registers that hold what annexa reads, by what the list of files calls them.
fn registers(kind: &str) -> Option<&'static [Register]> {
    Some(match kind {
        "asset" => &[Register::Assets],
        "risk" => &[Register::Risks],
        "ai-system" => &[Register::AiSystems],
        "soa" | "gap" | "control-status" => &[Register::Controls],
        "questionnaire" => &[Register::Questionnaire, Register::Controls],
        _ => return None,
    })
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
#[ignore = "needs ../shared"]
fn real_registers_are_found_with_their_header_and_every_record() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/registers");
    let kinds = rows(&folder.join("MANIFEST.tsv"));
    let recogniser = Recogniser::new(
        &Declarations::load().unwrap(),
        &Catalogue::load().unwrap(),
        &ValueWords::load().unwrap(),
    )
    .unwrap();
    let mut wrong = Vec::new();
    for row in rows(&folder.join("EXPECTED.tsv")) {
        let (file, sheet) = (&row[0], &row[1]);
        let header: u32 = row[2].parse().unwrap();
        let header_rows: u32 = row[3].parse().unwrap();
        let records: usize = row[4].parse().unwrap();
        let kind = kinds.iter().find(|known| &known[0] == file).map_or("", |known| known[5].as_str());
        let workbook = read_workbook(&folder.join(file), file, &Limits::default()).0.unwrap();
        let found = recognise_workbook(&workbook, &recogniser);
        let here: Vec<&RecognisedTable> = found
            .tables
            .iter()
            .filter(|table| workbook.sheets[table.sheet].name.sheet.as_deref() == Some(sheet.as_str()))
            .collect();
        let Some(wanted) = registers(kind) else {
            let claimed = [Register::Assets, Register::Risks, Register::AiSystems];
            if here.iter().any(|table| claimed.contains(&table.register)) {
                wrong.push(format!("{file}: holds no such register"));
            }
            continue;
        };
        let right = here.iter().any(|table| {
            let ends = table.header_rows.first().zip(table.header_rows.last());
            let at_header =
                ends.is_some_and(|(first, last)| first + 1 == header || last + 2 == header + header_rows);
            wanted.contains(&table.register) && at_header && table.records.len() == records
        });
        if !right {
            let seen: Vec<String> = here
                .iter()
                .map(|table| format!("{} {:?} {}", table.register, table.header_rows, table.records.len()))
                .collect();
            wrong.push(format!("{file}: {seen:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The last part of the names of fields that a role of the ground truth may be, where it is not the role.
const ALSO: [(&str, &[&str]); 19] = [
    ("id", &["ref"]),
    ("control_reference", &["ref"]),
    ("title", &["name", "description", "text"]),
    ("description", &["title", "purpose", "text"]),
    ("question", &["text", "title", "description"]),
    ("department", &["owner"]),
    ("contact", &["owner"]),
    ("level", &["risk_class", "inherent"]),
    ("status", &["applicable", "answer", "lifecycle_stage"]),
    ("answer", &["status"]),
    ("implementation", &["status"]),
    ("score", &["inherent", "maturity", "status"]),
    ("implementation_score", &["maturity", "status"]),
    ("treatment", &["actions"]),
    ("actions", &["treatment"]),
    ("justification_inclusion", &["justification"]),
    ("justification_exclusion", &["justification"]),
    ("recommendation", &["action"]),
    ("due", &["reviewed"]),
];

/// Whether a field is what a role of the ground truth says; `None` where the role is not ours to judge.
fn is_right(role: &str, field: &str) -> Option<bool> {
    let name = field.rsplit('.').next().unwrap();
    let also = ALSO.iter().find(|(known, _)| *known == role).map_or(&[][..], |(_, fields)| fields);
    let is_comment = role.ends_with("comment") || role == "notes";
    let ours =
        annexa::declaration::Field::ALL.iter().any(|known| known.name().rsplit('.').next() == Some(role));
    (ours || !also.is_empty() || is_comment)
        .then(|| name == role || also.contains(&name) || (is_comment && name == "comment"))
}

/// For each column of the main tables that was given a field: how sure, and whether rightly.
fn given_columns() -> Vec<(f64, bool)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/registers");
    let kinds = rows(&folder.join("MANIFEST.tsv"));
    let declarations = Declarations::load().unwrap();
    let words = ValueWords::load().unwrap();
    let recogniser = Recogniser::new(&declarations, &Catalogue::load().unwrap(), &words).unwrap();
    let mut given = Vec::new();
    for row in rows(&folder.join("EXPECTED.tsv")) {
        let (file, sheet) = (&row[0], &row[1]);
        let kind = kinds.iter().find(|known| &known[0] == file).map_or("", |known| known[5].as_str());
        let Some(wanted) = registers(kind) else { continue };
        let roles: serde_json::Value = serde_json::from_str(&row[7]).unwrap();
        let workbook = read_workbook(&folder.join(file), file, &Limits::default()).0.unwrap();
        let found = recognise_workbook(&workbook, &recogniser);
        let here = found.tables.iter().filter(|table| {
            let name = workbook.sheets[table.sheet].name.sheet.as_deref();
            name == Some(sheet.as_str()) && wanted.contains(&table.register)
        });
        let Some(table) = here.max_by_key(|table| table.records.len()) else { continue };
        for (role, truth) in roles.as_object().unwrap() {
            let place = truth["col"].as_str().unwrap();
            let letters = annexa::provenance::column_letters;
            let taken = table.columns.iter().find(|column| letters(column.column) == place);
            let Some(column) = taken.filter(|column| column.confidence >= SURE) else { continue };
            let accepted = truth["accept"].as_array();
            let right = match accepted {
                Some(fields) => Some(fields.iter().any(|field| field == column.field.name())),
                None => is_right(role, column.field.name()),
            };
            if right == Some(false) {
                println!("{file}: {place} is {role}, was given {} ({:.2})", column.field, column.confidence);
            }
            given.extend(right.map(|right| (column.confidence, right)));
        }
    }
    given
}

#[test]
#[ignore = "needs ../shared"]
fn confidence_in_columns_of_real_registers_keeps_its_word() {
    assert_keeps_its_word(&given_columns(), 80);
}
