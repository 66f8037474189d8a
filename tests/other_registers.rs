//! The values of one column that name records of another register tell what the column is.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "mappings/edited.rs"]
#[allow(dead_code, reason = "shared with the tests of mappings")]
mod edited;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use edited::Edited;
use serde_json::Value;
use tempfile::TempDir;

const ASSETS: &str = "\
Asset ID,Asset name,Type,Owner,Classification,Criticality
AST-1,General ledger,Information,Finance,Confidential,High
AST-2,Laptop fleet,Hardware,IT,Internal,Medium
AST-3,Web shop,Software,Sales,Public,High
AST-4,Payroll,Information,HR,Confidential,High
";

/// A risk register with what stands in a column whose heading says nothing, one text a risk.
fn risks(heading: &str, values: [&str; 4]) -> String {
    let [first, second, third, fourth] = values;
    format!(
        "Risk ID,Risk,{heading},Likelihood,Impact,Treatment option,Status\n\
         R-1,Ransomware stops the warehouse,\"{first}\",4,5,Mitigate,Open\n\
         R-2,Theft of a laptop,\"{second}\",2,2,Accept,Closed\n\
         R-3,Pay slips go astray,\"{third}\",2,3,Mitigate,Open\n\
         R-4,The shop is down on a holiday,\"{fourth}\",3,3,Mitigate,Open\n"
    )
}

fn annexa(folder: &Path, threads: &str, arguments: &[&str]) -> Vec<u8> {
    let mut command = Command::cargo_bin("annexa").unwrap();
    let command = command.current_dir(folder).env("RAYON_NUM_THREADS", threads).args(arguments);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "annexa {arguments:?}\n{said}");
    output.stdout
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// What a file's column was taken for: field, confidence and evidence; `None` where it has no field.
fn column(inspected: &Value, file: &str, letter: &str) -> Option<(String, f64, Vec<String>)> {
    let files = inspected["files"].as_array().unwrap();
    let found = files.iter().find(|one| one["file"] == file).unwrap();
    let columns = found["tables"][0]["columns"].as_array().unwrap();
    let column = columns.iter().find(|one| one["column"] == letter)?;
    let evidence = column["evidence"].as_array().unwrap().iter();
    let evidence = evidence.map(|word| word.as_str().unwrap().to_owned()).collect();
    Some((column["field"].as_str().unwrap().to_owned(), column["confidence"].as_f64().unwrap(), evidence))
}

/// What the third column of a risk register is taken for, with the assets given read as well.
fn third_column(assets: &str, risks: &str) -> Option<(String, f64, Vec<String>)> {
    let folder = folder(&[("assets.csv", assets), ("risks.csv", risks)]);
    let inspected = annexa(folder.path(), "1", &["inspect", "--json", "assets.csv", "risks.csv"]);
    column(&serde_json::from_slice(&inspected).unwrap(), "risks.csv", "C")
}

const LISTED: [&str; 4] = ["AST-1; AST-3", "AST-2", "ast-4", "AST-3, AST-9"];

#[test]
fn a_column_of_asset_identifiers_is_the_asset_at_risk_whatever_its_heading_says() {
    for heading in ["Bezug", "Kód", "Σχετικό", "XJ", ""] {
        let taken = third_column(ASSETS, &risks(heading, LISTED));
        let (field, confidence, evidence) = taken.unwrap_or_else(|| panic!("{heading:?} has no field"));
        assert_eq!(
            (field.as_str(), evidence),
            ("risk.asset", vec!["other register".to_owned()]),
            "{heading}"
        );
        // Five of its six values are known.
        assert!((0.8..0.9).contains(&confidence), "{heading}: {confidence}");
    }
}

#[test]
fn names_of_assets_count_as_well() {
    let values = ["Web shop, General ledger", "Laptop fleet", "Payroll", "Web shop"];
    let (field, confidence, _) = third_column(ASSETS, &risks("XJ", values)).unwrap();
    assert_eq!(field, "risk.asset");
    assert!((0.5..0.8).contains(&confidence), "{confidence}");
}

#[test]
fn without_the_other_register_the_column_has_no_field() {
    let folder = folder(&[("risks.csv", &risks("XJ", LISTED))]);
    let inspected = annexa(folder.path(), "1", &["inspect", "--json", "risks.csv"]);
    assert_eq!(column(&serde_json::from_slice(&inspected).unwrap(), "risks.csv", "C"), None);
}

#[test]
fn running_numbers_years_and_steps_of_a_scale_show_nothing() {
    let numbered = |prefix: &str| ASSETS.replace("AST-", prefix);
    assert_eq!(third_column(&numbered(""), &risks("XJ", ["1", "2", "3", "4"])), None);
    assert_eq!(
        third_column(&numbered("202"), &risks("XJ", ["2021", "2022", "2023", "2024"])).map(|c| c.2),
        None
    );
    assert_eq!(third_column(&numbered("V"), &risks("XJ", ["V1", "V2", "V3", "V4"])), None);
    // Long numbers are identifiers that hardly agree by chance.
    let long = third_column(&numbered("48170"), &risks("XJ", ["481701", "481702", "481703", "481704"]));
    assert_eq!(long.unwrap().0, "risk.asset");
}

#[test]
fn a_few_values_that_agree_show_nothing() {
    for values in [["AST-1", "AST-2", "AST-1", "AST-2"], ["AST-1, Q-3, Q-4", "AST-2, Q-1", "AST-3", "Q-2"]] {
        assert_eq!(third_column(ASSETS, &risks("XJ", values)), None, "{values:?}");
    }
}

#[test]
fn a_field_that_a_column_has_already_goes_to_no_other() {
    let risks = risks("XJ", LISTED).replace("Treatment option", "Asset").replace("Mitigate", "AST-1");
    let folder = folder(&[("assets.csv", ASSETS), ("risks.csv", &risks)]);
    let inspected = annexa(folder.path(), "1", &["inspect", "--json", "assets.csv", "risks.csv"]);
    let inspected = serde_json::from_slice(&inspected).unwrap();
    assert_eq!(column(&inspected, "risks.csv", "F").unwrap().0, "risk.asset");
    assert_eq!(column(&inspected, "risks.csv", "C"), None);
}

#[test]
fn a_column_that_is_understood_is_surer_with_the_other_register() {
    let own = risks("Asset", LISTED);
    let folder = folder(&[("assets.csv", ASSETS), ("risks.csv", &own)]);
    let alone = annexa(folder.path(), "1", &["inspect", "--json", "risks.csv"]);
    let (_, alone, _) = column(&serde_json::from_slice(&alone).unwrap(), "risks.csv", "C").unwrap();
    let (field, both, evidence) = third_column(ASSETS, &own).unwrap();
    assert_eq!(field, "risk.asset");
    assert!(both > alone && evidence.contains(&"other register".to_owned()), "{alone} {both} {evidence:?}");
}

#[test]
fn identifiers_that_two_registers_share_are_left_to_a_person() {
    let systems = "System ID,AI system name,Purpose,Owner,Life cycle stage\n\
        AST-1,Invoice reader,Reads invoices,Finance,In use\n\
        AST-2,Laptop helper,Answers questions,IT,In use\n\
        AST-3,Shop search,Ranks goods,Sales,Pilot\n\
        AST-4,Pay checker,Finds errors,HR,Pilot\n";
    let risks = risks("XJ", ["AST-1", "AST-2", "AST-3", "AST-4"]);
    let folder = folder(&[("assets.csv", ASSETS), ("systems.csv", systems), ("risks.csv", &risks)]);
    let inspect = |arguments: &[&str]| -> Value {
        let arguments = [&["inspect", "--json"], arguments].concat();
        serde_json::from_slice(&annexa(folder.path(), "1", &arguments)).unwrap()
    };
    let of_systems = inspect(&["systems.csv", "risks.csv"]);
    assert_eq!(column(&of_systems, "risks.csv", "C").unwrap().0, "risk.ai_system");
    let of_both = inspect(&["assets.csv", "systems.csv", "risks.csv"]);
    assert_eq!(column(&of_both, "risks.csv", "C"), None);
}

#[test]
fn what_a_person_chose_stands() {
    let folder = folder(&[("assets.csv", ASSETS), ("risks.csv", &risks("XJ", LISTED))]);
    let files = ["assets.csv", "risks.csv"];
    annexa(
        folder.path(),
        "1",
        &[&["inspect"], &files[..], &["-o", "m.xlsx", "--as-of", "2026-11-21"]].concat(),
    );
    let with = |choice: &str| -> Value {
        let mut mapping = Edited::open(&folder.path().join("m.xlsx"));
        mapping.choose("Columns", &[("File", "risks.csv"), ("Column", "C")], "Field chosen", choice);
        mapping.save(&folder.path().join("chosen.xlsx"));
        let arguments = [&["inspect", "--json"], &files[..], &["--mapping", "chosen.xlsx"]].concat();
        serde_json::from_slice(&annexa(folder.path(), "1", &arguments)).unwrap()
    };
    assert_eq!(column(&with("risk.cause"), "risks.csv", "C").unwrap().0, "risk.cause");
    assert_eq!(column(&with("Not used"), "risks.csv", "C"), None);
    assert_eq!(column(&with(""), "risks.csv", "C").unwrap().0, "risk.asset");
}

#[test]
fn neither_the_order_of_files_nor_the_number_of_threads_makes_a_difference() {
    let folder = folder(&[
        ("a.csv", ASSETS),
        ("b.csv", &risks("XJ", LISTED)),
        ("c.csv", ASSETS),
        ("d.csv", &risks("XJ", LISTED)),
    ]);
    let inspect = |threads: &str, files: [&str; 4]| {
        annexa(folder.path(), threads, &[&["inspect", "--json"], &files[..]].concat())
    };
    let one = inspect("1", ["a.csv", "b.csv", "c.csv", "d.csv"]);
    assert_eq!(one, inspect("2", ["a.csv", "b.csv", "c.csv", "d.csv"]));
    let turned = serde_json::from_slice(&inspect("2", ["d.csv", "c.csv", "b.csv", "a.csv"])).unwrap();
    let one = serde_json::from_slice(&one).unwrap();
    for file in ["b.csv", "d.csv"] {
        assert_eq!(column(&one, file, "C"), column(&turned, file, "C"));
        assert_eq!(column(&one, file, "C").unwrap().0, "risk.asset");
    }
}
