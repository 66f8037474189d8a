//! Recognition on the real registers with hand-made ground truth.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::path::Path;

use annexa::declaration::{Declarations, Register};
use annexa::read::{Limits, read_workbook};
use annexa::recognise::{RecognisedTable, Recogniser, ValueWords, recognise_workbook};
use annexa::standards::Catalogue;

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
