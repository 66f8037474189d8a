//! People overrule: what a person chooses in a mapping workbook is obeyed, for the file that it was
//! made from and for every file with the same headings, and nothing that was chosen is passed over.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "mappings/edited.rs"]
mod edited;

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use edited::{Edited, register};
use serde_json::Value;
use tempfile::TempDir;

fn annexa(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("annexa").unwrap();
    command.current_dir(folder).args(arguments).output().unwrap()
}

/// Runs a command that has to succeed.
fn done(folder: &Path, arguments: &[&str]) -> Output {
    let output = annexa(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "annexa {arguments:?}\n{said}");
    output
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_slice(&done(folder, arguments).stdout).unwrap()
}

fn inspected(folder: &Path, arguments: &[&str]) -> Value {
    json(folder, &[&["inspect", "--json"], arguments].concat())
}

fn codes(told: &Value) -> Vec<String> {
    let told = told["diagnostics"].as_array().unwrap();
    told.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

/// A statement of applicability in Hungarian, a language that annexa does not know, under headings that
/// say little, with a status in the organisation's own code.
const HEADINGS: [&str; 4] = ["Jel", "Tárgy", "Fok", "Ki"];

fn unfamiliar(folder: &Path) {
    register(
        &folder.join("lista.xlsx"),
        "Lap1",
        &[
            &["Belső lista, 3. kiadás"],
            &[],
            &HEADINGS,
            &["A.5.7", "Fenyegetések figyelése", "K1", "Ada"],
            &["A.5.9", "Leltár", "K2", "Béla"],
            &["A.7.9", "Eszközök házon kívül", "K3", "Béla"],
            &["A.8.13", "Mentés", "K1", "Ada"],
            &["A.8.24", "Rejtjelezés", "K2", "Csaba"],
            &["A.8.25", "Fejlesztés", "K3", "Csaba"],
        ],
    );
}

/// Chooses what the columns of the unfamiliar register are and what its code means.
fn map(mapping: &mut Edited) {
    let in_column = |letter: &'static str| [("Table", "1"), ("Column", letter)];
    mapping.choose("Sources", &[("Table", "1")], "Register chosen", "Control status");
    for (letter, field) in [
        ("A", "Control status: Clause/control (control.ref)"),
        ("B", "control.title"),
        ("C", "Control status: Implementation status (control.status)"),
        ("D", "Control owner"),
    ] {
        mapping.choose("Columns", &in_column(letter), "Field chosen", field);
    }
    for (value, meaning) in
        [("K1", "Implemented"), ("K2", "partially implemented"), ("K3", "Not implemented")]
    {
        mapping.choose("Values", &[("Table", "1"), ("Value as read", value)], "Meaning chosen", meaning);
    }
}

/// A folder with the unfamiliar register and its mapping, as a person edited it.
fn mapped() -> TempDir {
    let folder = TempDir::new().unwrap();
    unfamiliar(folder.path());
    done(folder.path(), &["inspect", "lista.xlsx", "-o", "mapping.xlsx", "--as-of", "2026-11-21"]);
    let mut mapping = Edited::open(&folder.path().join("mapping.xlsx"));
    map(&mut mapping);
    mapping.save(&folder.path().join("chosen.xlsx"));
    folder
}

/// The figures of Annex A of ISO/IEC 27001 when files are assessed with a mapping: assessed and own.
fn figures(folder: &Path, file: &str, mapping: &str) -> (f64, f64) {
    let output = format!("{file}-{mapping}.xlsx");
    let arguments = ["assess", file, "--mapping", mapping, "-o", &output, "--as-of", "2026-11-21", "--json"];
    let result = json(folder, &arguments);
    let coverage = result["coverage"].as_array().unwrap();
    let part = coverage.iter().find(|part| part["standard"] == "27001" && part["part"] == "annex-a").unwrap();
    (part["assessed"].as_f64().unwrap(), part["own"].as_f64().unwrap())
}

fn assert_close(figures: (f64, f64), expected: (f64, f64)) {
    let close = |one: f64, other: f64| (one - other).abs() < 1e-9;
    assert!(close(figures.0, expected.0) && close(figures.1, expected.1), "{figures:?}, not {expected:?}");
}

#[test]
fn the_register_is_not_understood_without_a_person() {
    let folder = TempDir::new().unwrap();
    unfamiliar(folder.path());
    let found = inspected(folder.path(), &["lista.xlsx"]);
    let columns: Vec<&Value> = found["files"][0]["tables"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|table| table["columns"].as_array().unwrap())
        .collect();
    assert!(columns.iter().all(|column| column["field"] != "control.status"), "{columns:?}");
}

#[test]
fn what_a_person_chose_gives_the_figures_that_are_worked_out_by_hand() {
    let folder = mapped();
    // Six of the 93 controls: two implemented (1), two partial (1/2), two not implemented (0).
    assert_close(figures(folder.path(), "lista.xlsx", "chosen.xlsx"), (6.0 / 93.0, 3.0 / 93.0));
}

#[test]
fn another_file_with_the_same_headings_follows_whatever_its_name_its_sheet_and_the_order_of_its_columns() {
    let folder = mapped();
    register(
        &folder.path().join("other-client.xlsx"),
        "Munkalap",
        &[
            &["", "FOK", "Jel", "ki", "Tárgy "],
            &["", "K1", "A.8.1", "Dóra", "Végpontok"],
            &["", "K1", "A.8.7", "Dóra", "Kártevők"],
            &["", "K2", "A.8.8", "Emil", "Sérülékenységek"],
        ],
    );
    // Two implemented and one partial.
    assert_close(figures(folder.path(), "other-client.xlsx", "chosen.xlsx"), (3.0 / 93.0, 2.5 / 93.0));
}

#[test]
fn a_file_with_other_headings_does_not_follow_and_the_mapping_says_so() {
    let folder = mapped();
    fs::write(folder.path().join("other.csv"), "Jel,Téma,Fok,Ki\nA.8.1,Végpontok,K1,Dóra\nA.8.7,x,K1,Dóra\n")
        .unwrap();
    let told = inspected(folder.path(), &["other.csv", "--mapping", "chosen.xlsx"]);
    assert!(codes(&told).contains(&"chosen-table-not-found".to_owned()), "{told:#}");
    assert_eq!(codes(&told).iter().filter(|code| *code == "chosen-table-not-found").count(), 1);
    assert!(!told.to_string().contains("chosen by a person"));
}

#[test]
fn inspect_shows_what_a_person_chose_as_evidence() {
    let folder = mapped();
    let found = inspected(folder.path(), &["lista.xlsx", "--mapping", "chosen.xlsx"]);
    let table = &found["files"][0]["tables"][0];
    assert_eq!(table["register"], "controls");
    assert_eq!(table["confidence"], 1.0);
    assert_eq!(table["evidence"], serde_json::json!(["chosen by a person"]));
    let columns = table["columns"].as_array().unwrap();
    let fields: Vec<&str> = columns.iter().map(|column| column["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["control.ref", "control.title", "control.status", "control.owner"]);
    for column in columns {
        assert_eq!(column["confidence"], 1.0);
        assert_eq!(column["evidence"], serde_json::json!(["chosen by a person"]));
    }
}

#[test]
fn a_workbook_of_an_assessment_shows_the_choices_and_serves_as_a_mapping_itself() {
    let folder = mapped();
    let expected = figures(folder.path(), "lista.xlsx", "chosen.xlsx");
    let assessed = "lista.xlsx-chosen.xlsx.xlsx";
    let mut shown = Edited::open(&folder.path().join(assessed));
    let status = [("Table", "1"), ("Column", "C")];
    assert_eq!(shown.cell("Sources", &[("Table", "1")], "Register chosen"), "Control status");
    assert_eq!(
        shown.cell("Columns", &status, "Field chosen"),
        "Control status: Implementation status (control.status)"
    );
    assert_ne!(shown.cell("Columns", &status, "Taken for"), shown.cell("Columns", &status, "Field chosen"));
    assert_eq!(shown.cell("Columns", &status, "Evidence"), "chosen by a person");
    let value = [("Table", "1"), ("Value as read", "K2")];
    assert_eq!(shown.cell("Values", &value, "Taken for"), "Not understood");
    assert_eq!(shown.cell("Values", &value, "Meaning chosen"), "Partially implemented");
    assert_close(figures(folder.path(), "lista.xlsx", assessed), expected);
}

#[test]
fn a_mapping_that_people_rearranged_is_read_by_its_headings() {
    let folder = mapped();
    let mut mapping = Edited::open(&folder.path().join("chosen.xlsx"));
    for list in ["Sources", "Columns", "Values"] {
        mapping.reverse(list).push_aside(list);
    }
    mapping.rename("Columns", "Spalten").rename("Sources", "Quellen");
    mapping.save(&folder.path().join("rearranged.xlsx"));
    assert_close(figures(folder.path(), "lista.xlsx", "rearranged.xlsx"), (6.0 / 93.0, 3.0 / 93.0));
}

#[test]
fn a_mapping_without_choices_changes_nothing() {
    let folder = TempDir::new().unwrap();
    unfamiliar(folder.path());
    let risks = "Risk ID,Risk,Likelihood,Impact,Treatment\nR-1,Fire,3,4,Mitigate\nR-2,Flood,2,5,K7\n";
    fs::write(folder.path().join("risks.csv"), risks).unwrap();
    let (files, as_of) = (["lista.xlsx", "risks.csv"], ["--as-of", "2026-11-21"]);
    let run = |arguments: &[&str]| done(folder.path(), &[arguments, &files, &as_of].concat());
    run(&["inspect", "-o", "mapping.xlsx"]);
    run(&["assess", "-o", "without.xlsx"]);
    run(&["assess", "-o", "with.xlsx", "--mapping", "mapping.xlsx"]);
    run(&["assess", "-o", "again.xlsx", "--mapping", "without.xlsx"]);
    run(&["inspect", "-o", "mapping-again.xlsx", "--mapping", "mapping.xlsx"]);
    let read = |name| fs::read(folder.path().join(name)).unwrap();
    assert!(read("without.xlsx") == read("with.xlsx"));
    assert!(read("without.xlsx") == read("again.xlsx"));
    assert!(read("mapping.xlsx") == read("mapping-again.xlsx"));
}

#[test]
fn a_person_shows_the_header_row_and_the_table_is_cut_there() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    register(
        &folder.join("risks.xlsx"),
        "R",
        &[
            &["Risk ID", "Risk", "Likelihood", "Impact"],
            &["R-0", "An example of how to fill it in", "3", "3"],
            &["q1", "q2", "q3", "q4"],
            &["R-1", "Fire", "2", "5"],
            &["R-2", "Flood", "3", "4"],
            &["R-3", "Theft", "1", "2"],
        ],
    );
    done(folder, &["inspect", "risks.xlsx", "-o", "mapping.xlsx"]);
    let mut mapping = Edited::open(&folder.join("mapping.xlsx"));
    let table = [("Table", "1")];
    mapping.choose("Sources", &table, "Header row chosen", "3").choose(
        "Sources",
        &table,
        "Register chosen",
        "Risks",
    );
    // Another row holds the headings now: the columns are named by their letters.
    for (letter, field) in
        [("A", "risk.id"), ("B", "risk.title"), ("C", "risk.likelihood"), ("D", "risk.impact")]
    {
        mapping.choose("Columns", &[("Table", "1"), ("Column", letter)], "Field chosen", field);
    }
    mapping.save(&folder.join("chosen.xlsx"));
    let found = inspected(folder, &["risks.xlsx", "--mapping", "chosen.xlsx"]);
    let tables = found["files"][0]["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 1, "{found:#}");
    assert_eq!(tables[0]["header_rows"], serde_json::json!([3]));
    assert_eq!(tables[0]["records"], 3);
    let headers: Vec<&Value> =
        tables[0]["columns"].as_array().unwrap().iter().map(|column| &column["header"]).collect();
    assert_eq!(headers, ["q1", "q2", "q3", "q4"]);
    // What that writes names the columns by their headings, and holds for a file with others in between.
    done(folder, &["inspect", "risks.xlsx", "--mapping", "chosen.xlsx", "-o", "again.xlsx"]);
    register(
        &folder.join("moved.xlsx"),
        "S",
        &[&["q4", "q1", "q3", "q2"], &["5", "R-1", "2", "Fire"], &["4", "R-2", "3", "Flood"]],
    );
    let found = inspected(folder, &["moved.xlsx", "--mapping", "again.xlsx"]);
    let columns = found["files"][0]["tables"][0]["columns"].as_array().unwrap();
    let fields: Vec<&str> = columns.iter().map(|column| column["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["risk.impact", "risk.id", "risk.likelihood", "risk.title"], "{found:#}");
    // By letters alone the moved columns would be taken for what they are not: they are not taken at all.
    let found = inspected(folder, &["moved.xlsx", "--mapping", "chosen.xlsx"]);
    assert!(codes(&found).contains(&"chosen-column-not-found".to_owned()), "{found:#}");
}

#[test]
fn a_table_is_left_alone_and_a_column_not_used_where_a_person_says_so() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let risks = "Risk ID,Risk,Likelihood,Impact,Owner\nR-1,Fire,3,4,Ada\nR-2,Flood,2,5,Béla\n";
    fs::write(folder.join("risks.csv"), risks).unwrap();
    fs::write(folder.join("old.csv"), risks).unwrap();
    done(folder, &["inspect", "risks.csv", "old.csv", "-o", "mapping.xlsx"]);
    let mut mapping = Edited::open(&folder.join("mapping.xlsx"));
    mapping.choose("Sources", &[("File", "old.csv")], "Register chosen", "Leave alone").choose(
        "Columns",
        &[("File", "risks.csv"), ("Column", "E")],
        "Field chosen",
        "Not used",
    );
    mapping.save(&folder.join("chosen.xlsx"));
    let found = inspected(folder, &["risks.csv", "old.csv", "--mapping", "chosen.xlsx"]);
    let (risks, old) = (&found["files"][0], &found["files"][1]);
    // The other file has the same headings and its own row in the mapping: it is not left alone.
    assert_eq!(old["tables"].as_array().unwrap().len(), 0);
    assert!(old["left_alone"][0]["why"].as_str().unwrap().contains("a person chose"), "{old:#}");
    let table = &risks["tables"][0];
    assert_eq!(table["records"], 2);
    assert!(table["columns"].as_array().unwrap().iter().all(|column| column["field"] != "risk.owner"));
    assert_eq!(table["unmapped"][0]["column"], "E");
}

#[test]
fn a_field_is_obeyed_against_the_values_which_are_then_told_as_unreadable() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let risks = "Risk ID,Risk,Likelihood,Impact,Owner\nR-1,Fire,3,4,Ada\nR-2,Flood,2,5,Ada\n";
    fs::write(folder.join("risks.csv"), risks).unwrap();
    done(folder, &["inspect", "risks.csv", "-o", "mapping.xlsx"]);
    let mut mapping = Edited::open(&folder.join("mapping.xlsx"));
    mapping.choose("Columns", &[("Column", "E")], "Field chosen", "Risks: Likelihood (risk.likelihood)");
    mapping.save(&folder.join("chosen.xlsx"));
    let arguments = ["assess", "risks.csv", "--mapping", "chosen.xlsx", "-o", "out.xlsx", "--json"];
    let told = json(folder, &arguments);
    let unreadable =
        told["diagnostics"].as_array().unwrap().iter().find(|one| one["code"] == "unrecognised-value");
    assert_eq!(unreadable.unwrap()["read"], "Ada", "{told:#}");
    assert_eq!(unreadable.unwrap()["cell"], "E2");
}

#[test]
fn a_meaning_holds_for_its_column_or_for_all_columns_of_its_kind() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let risks = "Risk ID,Risk,Likelihood,Impact\nR-1,Fire,ZZ,4\nR-2,Flood,2,ZZ\nR-3,Theft,1,5\n";
    fs::write(folder.join("risks.csv"), risks).unwrap();
    done(folder, &["inspect", "risks.csv", "-o", "mapping.xlsx"]);
    let assess = |mapping: &str, output: &str| {
        let told =
            json(folder, &["assess", "risks.csv", "--mapping", mapping, "-o", output, "--force", "--json"]);
        codes(&told).iter().filter(|code| *code == "unrecognised-value").count()
    };
    let mut mapping = Edited::open(&folder.join("mapping.xlsx"));
    let likelihood = [("Column", "C"), ("Value as read", "ZZ")];
    mapping.choose("Values", &likelihood, "Meaning chosen", "5 of 5 (very high)");
    mapping.save(&folder.join("column.xlsx"));
    mapping.choose("Columns", &[("Column", "C")], "Values hold for", "Whole layout");
    mapping.save(&folder.join("layout.xlsx"));
    assert_eq!(assess("mapping.xlsx", "0.xlsx"), 2);
    assert_eq!(assess("column.xlsx", "1.xlsx"), 1);
    assert_eq!(assess("layout.xlsx", "2.xlsx"), 0);
    let mut shown = Edited::open(&folder.join("2.xlsx"));
    assert_eq!(shown.cell("Risks", &[("Risk ID", "R-1")], "Likelihood"), "5");
    assert_eq!(shown.cell("Columns", &[("Column", "C")], "Values hold for"), "Whole layout");
}

#[test]
fn a_mapping_that_is_none_or_is_not_there_is_never_passed_over() {
    let folder = mapped();
    let folder = folder.path();
    let mut cut = Edited::open(&folder.join("chosen.xlsx"));
    cut.remove("Values").save(&folder.join("cut.xlsx"));
    for (mapping, code) in [
        ("lista.xlsx", "no-mapping-workbook"),
        ("cut.xlsx", "no-mapping-workbook"),
        ("none.xlsx", "file-not-readable"),
    ] {
        for command in [&["inspect", "lista.xlsx"][..], &["assess", "lista.xlsx", "-o", "out.xlsx"]] {
            let output = annexa(folder, &[command, &["--mapping", mapping]].concat());
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{said}");
            assert!(said.contains(code), "{said}");
        }
    }
    assert!(!folder.join("out.xlsx").exists());
}

#[test]
fn a_mapping_workbook_is_never_written_over_by_accident() {
    let folder = mapped();
    let folder = folder.path();
    let before = fs::read(folder.join("chosen.xlsx")).unwrap();
    let output = annexa(folder, &["inspect", "lista.xlsx", "-o", "chosen.xlsx"]);
    assert_eq!(output.status.code(), Some(4));
    let arguments = ["inspect", "lista.xlsx", "--mapping", "chosen.xlsx", "-o", "chosen.xlsx", "--force"];
    let output = annexa(folder, &arguments);
    assert_eq!(output.status.code(), Some(4), "it is an input");
    assert!(before == fs::read(folder.join("chosen.xlsx")).unwrap());
    done(folder, &["inspect", "lista.xlsx", "-o", "mapping.xlsx", "--force"]);
}

#[test]
fn what_cannot_be_obeyed_is_told_of_each_file() {
    let folder = mapped();
    for name in ["egy.xlsx", "kettő.xlsx"] {
        std::fs::copy(folder.path().join("lista.xlsx"), folder.path().join(name)).unwrap();
    }
    let mut mapping = Edited::open(&folder.path().join("chosen.xlsx"));
    let gone = [("Table", "1"), ("Column", "D")];
    mapping.choose("Columns", &gone, "Heading", "Kicsoda").choose("Columns", &gone, "Column", "K");
    mapping.save(&folder.path().join("wrong.xlsx"));
    let told = inspected(folder.path(), &["egy.xlsx", "kettő.xlsx", "--mapping", "wrong.xlsx"]);
    let codes = codes(&told);
    assert_eq!(codes.iter().filter(|code| *code == "chosen-column-not-found").count(), 2, "{codes:?}");
}
