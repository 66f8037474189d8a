//! `annexa export`: what the lists of a workbook hold is in its tables, whatever people did to the workbook.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]
// Each test program uses a part of what edits workbooks.
#![allow(dead_code, reason = "not every program makes every kind of edit")]

#[path = "refreshes/command.rs"]
mod command;
#[path = "refreshes/edited.rs"]
mod edited;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use annexa::model::Entry;
use command::{annexa, stderr, stdout};
use edited::{Refreshed, text};
use serde_json::Value;
use tempfile::TempDir;

const CONTROLS: &str = "Standard,Control,Status,Evidence,Owner\n\
    ISO/IEC 27001:2022,A.5.1,Implemented,Policy v3,Ada\n\
    ISO/IEC 27001:2022,A.5.2,Partially implemented,,Ada\n\
    ISO/IEC 42001:2023,A.2.2,Planned,,Ada\n";
const RISKS: &str = "Risk ID,Risk,Likelihood,Impact,Risk owner,Treatment,Controls,Status\n\
    R-1,\"=HYPERLINK(\"\"x\"\")\",3,4,Ada,Mitigate,27001:A.5.1,Open\n\
    R-2,The portal is taken over,2,5,Ada,Avoid,27001:A.5.2; 42001:A.2.2,Open\n";
const AI_SYSTEMS: &str = "AI system ID,AI system,Owner\nAI-1,Scoring,Bo\n";

fn first_run(folder: &Path) -> Refreshed {
    let registers = [("controls.csv", CONTROLS), ("risks.csv", RISKS), ("AI systems.csv", AI_SYSTEMS)];
    let work = Refreshed::new(folder, &registers);
    work.run();
    work
}

/// The rows of a table of a CSV export, by the names of its columns.
fn csv_rows(folder: &Path, table: &str, delimiter: u8) -> Vec<BTreeMap<String, String>> {
    let bytes = std::fs::read(folder.join(format!("{table}.csv"))).unwrap();
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(bytes);
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn export(folder: &Path, arguments: &[&str]) -> String {
    let all = [&["export", "--workbook", "assessment.xlsx"], arguments].concat();
    let output = annexa(folder, &all);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains(" tables, "), "{}", stdout(&output));
    stderr(&output)
}

#[test]
fn every_table_has_stable_keys_and_columns_that_are_documented() {
    let folder = TempDir::new().unwrap();
    first_run(folder.path());
    assert_eq!(export(folder.path(), &["-o", "tables"]), "");
    let tables = folder.path().join("tables");
    let meanings = csv_rows(&tables, "columns_of_tables", b',');
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in &meanings {
        assert!(!row["meaning"].is_empty(), "{row:?}");
        assert!(
            known.entry(row["table"].clone()).or_default().insert(row["column"].clone()),
            "{row:?} twice"
        );
    }
    let mut files = BTreeSet::new();
    for file in std::fs::read_dir(&tables).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap().replace(".csv", "");
        let rows = csv_rows(&tables, &name, b',');
        let columns: BTreeSet<String> = rows.iter().flat_map(|row| row.keys().cloned()).collect();
        assert!(rows.is_empty() || columns == known[&name], "{name}: {columns:?}");
        if name != "columns_of_tables" {
            let keys: BTreeSet<&String> = rows.iter().map(|row| &row["key"]).collect();
            assert_eq!(keys.len(), rows.len(), "{name} has keys twice");
            assert!(keys.iter().all(|key| !key.is_empty()), "{name} has rows without key");
            assert!(rows.iter().all(|row| row["as_of"] == "2026-11-21"), "{name}");
        }
        files.insert(name);
    }
    assert_eq!(files, known.keys().cloned().collect::<BTreeSet<_>>());
    for table in ["soa_27001", "soa_42001", "coverage", "gaps", "risks", "figures", "ai_governance_by_area"] {
        assert!(!csv_rows(&tables, table, b',').is_empty(), "{table} is empty");
    }
    // 93 controls of Annex A of 27001, as the standard counts them; the statement of one of them as it was read.
    let controls = csv_rows(&tables, "soa_27001", b',');
    assert_eq!(controls.len(), 93);
    let policies = controls.iter().find(|row| row["key"] == "27001:A.5.1").unwrap();
    assert_eq!((policies["owner"].as_str(), policies["evidence"].as_str()), ("Ada", "Policy v3"));
}

#[test]
fn the_three_formats_hold_the_same_and_no_text_of_csv_is_a_formula() {
    let folder = TempDir::new().unwrap();
    first_run(folder.path());
    for (name, arguments) in [
        ("csv", vec!["-o", "csv"]),
        ("semicolons", vec!["-o", "semicolons", "--delimiter", ";"]),
        ("points", vec!["-o", "points", "--delimiter", ";", "--decimal", "point"]),
        ("json", vec!["-o", "json", "--format", "json"]),
        ("ndjson", vec!["-o", "ndjson", "--format", "ndjson"]),
    ] {
        assert_eq!(export(folder.path(), &arguments), "", "{name}");
    }
    let read = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap();
    let json: Vec<Value> = serde_json::from_str(&read("json/risks.json")).unwrap();
    let lines: Vec<Value> =
        read("ndjson/risks.ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json, lines);
    assert_eq!(json[0]["risk"], "=HYPERLINK(\"x\")");
    assert_eq!(json[0]["score"], 12);
    for (folder_name, delimiter) in [("csv", b','), ("semicolons", b';')] {
        let rows = csv_rows(&folder.path().join(folder_name), "risks", delimiter);
        assert_eq!(rows.len(), json.len());
        assert_eq!(rows[0]["risk"], "'=HYPERLINK(\"x\")");
        assert_eq!(rows[0]["score"], "12");
    }
    // A level of 0.5 stands in Levels, with the comma that goes with semicolons.
    let level = |name: &str, delimiter| {
        let rows = csv_rows(&folder.path().join(name), "levels", delimiter);
        rows.iter().find(|row| row["key"] == "Partially implemented").unwrap()["level"].clone()
    };
    assert_eq!((level("csv", b','), level("semicolons", b';')), ("0.5".to_owned(), "0,5".to_owned()));
    assert_eq!(level("points", b';'), "0.5");
}

#[test]
fn tables_hold_what_people_wrote_and_say_which_rows_are_new() {
    let folder = TempDir::new().unwrap();
    let work = first_run(folder.path());
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.1", "Owner", text("Cleo"));
        sheets.append("Risks", &[("Risk ID", text("R-9")), ("Likelihood", Entry::Number(5.0))]);
    });
    let told = export(folder.path(), &["-o", "tables"]);
    assert!(told.contains("1 row of the table risks without a key"), "{told}");
    let tables = folder.path().join("tables");
    let controls = csv_rows(&tables, "soa_27001", b',');
    assert_eq!(controls.iter().find(|row| row["key"] == "27001:A.5.1").unwrap()["owner"], "Cleo");
    let risks = csv_rows(&tables, "risks", b',');
    let added = risks.iter().find(|row| row["risk_id"] == "R-9").unwrap();
    assert_eq!((added["key"].as_str(), added["likelihood"].as_str()), ("", "5"));
}

#[test]
fn tables_that_are_there_stay_unless_they_may_be_replaced() {
    let folder = TempDir::new().unwrap();
    first_run(folder.path());
    export(folder.path(), &["-o", "tables"]);
    let kept = folder.path().join("tables/risks.csv");
    std::fs::write(&kept, "mine").unwrap();
    let arguments = ["export", "--workbook", "assessment.xlsx", "-o", "tables"];
    let output = annexa(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(4));
    assert!(stderr(&output).contains("is there already"), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "mine");
    export(folder.path(), &["-o", "tables", "--force"]);
    assert_ne!(std::fs::read_to_string(&kept).unwrap(), "mine");
    // A workbook of somebody else is no workbook to export.
    let output = annexa(folder.path(), &["export", "--workbook", "risks.csv", "-o", "other"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(!folder.path().join("other").exists());
}
