//! `annexa diff`: what two workbooks hold differently is listed, with who changed it and what it touches.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
// Each test program uses a part of what edits workbooks.
#![allow(dead_code, reason = "not every program makes every kind of edit")]

#[path = "refreshes/command.rs"]
mod command;
#[path = "refreshes/edited.rs"]
mod edited;

use std::path::Path;

use annexa::model::Entry;
use command::{annexa, samples, stderr, stdout};
use edited::{Edited, Refreshed, text};
use serde_json::Value;
use tempfile::TempDir;

const CONTROLS: &str = "Standard,Control,Status,Evidence,Owner\n\
    ISO/IEC 27001:2022,A.5.1,Implemented,Policy v3,Ada\n\
    ISO/IEC 27001:2022,A.5.2,Partially implemented,,Ada\n\
    ISO/IEC 42001:2023,A.2.2,Planned,,Ada\n";
const RISKS: &str = "Risk ID,Risk,Likelihood,Impact,Risk owner,Treatment,Controls,Status\n\
    R-1,The ledger is lost,3,4,Ada,Mitigate,27001:A.5.1,Open\n\
    R-2,The portal is taken over,2,5,Ada,Avoid,27001:A.5.2; 42001:A.2.2,Open\n";

/// A run whose workbook is kept as `old.xlsx`.
fn first_run(folder: &Path) -> Refreshed {
    let work = Refreshed::new(folder, &[("controls.csv", CONTROLS), ("risks.csv", RISKS)]);
    work.run();
    std::fs::copy(work.workbook(), folder.join("old.xlsx")).unwrap();
    work
}

/// The differences of `old.xlsx` and the workbook as it stands.
fn differences(folder: &Path) -> Value {
    let output = annexa(folder, &["diff", "old.xlsx", "assessment.xlsx", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

/// The change of a cell or of a record.
fn change<'a>(found: &'a Value, list: &str, record: &str, column: Option<&str>) -> &'a Value {
    let changes = found["changes"].as_array().unwrap();
    let is = |change: &&Value| {
        change["list"] == list && change["record"] == record && change["column"].as_str() == column
    };
    let found: Vec<&Value> = changes.iter().filter(is).collect();
    assert_eq!(found.len(), 1, "{list} {record} {column:?}: {changes:#?}");
    found[0]
}

#[test]
fn a_workbook_differs_from_itself_in_nothing() {
    let folder = TempDir::new().unwrap();
    first_run(folder.path());
    let found = differences(folder.path());
    assert_eq!(found["changes"].as_array().unwrap().len(), 0, "{found:#}");
    let figures = found["headline_figures"].as_array().unwrap();
    assert!(figures.len() > 30 && figures.iter().all(|figure| figure["before"] == figure["after"]));
    let output = annexa(folder.path(), &["diff", "old.xlsx", "assessment.xlsx"]);
    assert!(stdout(&output).contains("no headline figure differs"), "{}", stdout(&output));
}

#[test]
fn what_people_wrote_since_the_last_run_is_compared_as_it_stands() {
    let folder = TempDir::new().unwrap();
    let work = first_run(folder.path());
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.1", "Implementation status", text("Planned"));
        sheets.set("Risks", "R-1", "Likelihood", Entry::Number(5.0));
        sheets.set("Risks", "R-1", "Risk owner", Entry::Blank);
        sheets.set("Parameters", "Capacity", "Value", Entry::Number(7.0));
        sheets.append("Risks", &[("Risk ID", text("R-9")), ("Risk", text("The mill stands still"))]);
        sheets.delete("Risks", "R-2", "Risk");
    });
    let found = differences(folder.path());
    let status = change(&found, "SoA_27001", "27001:A.5.1", Some("Implementation status"));
    assert_eq!((&status["before"], &status["after"]), (&"Implemented".into(), &"Planned".into()));
    assert_eq!(status["by"], "a person, in the workbook");
    assert!(status["touches"].as_str().unwrap().contains("42001:A.2.2"), "{status}");
    let likelihood = change(&found, "Risks", "R-1", Some("Likelihood"));
    assert_eq!((&likelihood["before"], &likelihood["after"]), (&"3".into(), &"5".into()));
    assert!(likelihood["touches"].as_str().unwrap().starts_with("42001:"), "{likelihood}");
    let cleared = change(&found, "Risks", "R-1", Some("Risk owner"));
    assert_eq!((&cleared["after"], &cleared["by"]), (&Value::Null, &"a person, in the workbook".into()));
    assert_eq!(change(&found, "Settings", "Capacity", Some("Value"))["after"], "7");
    let added = change(&found, "Risks", "R-9", None);
    assert_eq!((&added["change"], &added["by"]), (&"added".into(), &"a person, in the workbook".into()));
    let removed = change(&found, "Risks", "R-2", None);
    assert_eq!(
        (&removed["change"], &removed["by"]),
        (&"removed".into(), &"a person, in the workbook".into())
    );
    let touched = removed["touches"].as_str().unwrap();
    assert!(touched.contains("27001:") && touched.contains("42001:"), "treated by both: {touched}");
    assert_eq!(found["changes"].as_array().unwrap().len(), 6, "{found:#}");
}

#[test]
fn a_source_a_person_and_what_follows_are_told_apart_over_runs() {
    let folder = TempDir::new().unwrap();
    let mut work = first_run(folder.path());
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.2", "Implementation status", text("Implemented"));
    });
    work.register("risks.csv", &RISKS.replace("R-1,The ledger is lost,3", "R-1,The ledger is lost,4"));
    work.register("controls.csv", &CONTROLS.replace("Policy v3", "Policy v4"));
    work.as_of = work.as_of.succ_opt().unwrap();
    work.run();
    let found = differences(folder.path());
    let by = |list, record, column| change(&found, list, record, Some(column))["by"].clone();
    assert_eq!(by("Risks", "R-1", "Likelihood"), "a source");
    assert_eq!(by("SoA_27001", "27001:A.5.1", "Evidence"), "a source");
    assert_eq!(by("SoA_27001", "27001:A.5.2", "Implementation status"), "a person, in the workbook");
    let figures = found["headline_figures"].as_array().unwrap();
    let own = figures.iter().find(|figure| figure["figure"] == "27001 Annex A, own").unwrap();
    let (before, after) = (own["before"].as_f64().unwrap(), own["after"].as_f64().unwrap());
    assert!((before - 1.5 / 93.0).abs() < 1e-12 && (after - 2.0 / 93.0).abs() < 1e-12, "{own}");

    // The workbook as it was decides otherwise: what the person had decided is withdrawn.
    let output = annexa(folder.path(), &["diff", "assessment.xlsx", "old.xlsx", "--json"]);
    let back: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let status = change(&back, "SoA_27001", "27001:A.5.2", Some("Implementation status"));
    assert_eq!(status["change"], "decision withdrawn");
}

#[test]
fn the_headline_figures_are_those_that_the_run_recorded() {
    let folder = TempDir::new().unwrap();
    let work = samples(folder.path());
    work.run();
    let (workbook, _) =
        annexa::read::read_workbook(&work.workbook(), "assessment.xlsx", &annexa::read::Limits::default());
    let workbook = workbook.unwrap();
    let last = annexa::record::LastRun::read(&workbook).unwrap();
    let headlines = annexa::explain::headlines(&workbook);
    let mut compared = 0;
    for figure in &last.figures {
        // Cov_27001_AnnexA_Own
        let parts: Vec<&str> = figure.name.split('_').collect();
        let part = parts[2].replace("AnnexA", "Annex A");
        let name = format!("{} {part}, {}", parts[1], parts[3].to_lowercase());
        let Some(headline) = headlines.iter().find(|headline| headline.name == name) else { continue };
        let same = match (headline.value, figure.value) {
            (Some(one), Some(other)) => (one - other).abs() < 1e-12,
            (one, other) => one == other,
        };
        assert!(same, "{name}: {:?} instead of {:?}", headline.value, figure.value);
        compared += 1;
    }
    assert_eq!(compared, 28, "seven shares of four parts");
    let gaps = headlines.iter().filter(|headline| headline.name.starts_with("gaps: "));
    let gaps: f64 = gaps.filter_map(|headline| headline.value).sum();
    assert!(gaps > 50.0);
}

#[test]
fn the_workbook_of_changes_holds_all_of_them_and_replaces_nothing() {
    let folder = TempDir::new().unwrap();
    let work = first_run(folder.path());
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Likelihood", Entry::Number(5.0));
    });
    let diff = |output: &str| annexa(folder.path(), &["diff", "old.xlsx", "assessment.xlsx", "-o", output]);
    assert_eq!(diff("changes.xlsx").status.code(), Some(0));
    let mut changes = Edited::open(&folder.path().join("changes.xlsx"));
    assert_eq!(changes.cell("Changes", "R-1", "Now"), text("5"));
    assert_eq!(changes.cell("Headline figures", "risks above appetite", "Before"), Entry::Number(2.0));
    let again = diff("changes.xlsx");
    assert_eq!(again.status.code(), Some(4), "what exists is replaced only with --force");
    let onto_input =
        annexa(folder.path(), &["diff", "old.xlsx", "assessment.xlsx", "-o", "old.xlsx", "--force"]);
    assert_eq!(onto_input.status.code(), Some(4));
    assert!(
        stderr(&onto_input).contains("one of the workbooks that are compared"),
        "{}",
        stderr(&onto_input)
    );
    // It lies beside registers and is none.
    let output = annexa(folder.path(), &["inspect", "changes.xlsx"]);
    assert_eq!(output.status.code(), Some(3), "{}", stdout(&output));
}

#[test]
fn what_is_no_workbook_of_a_run_is_refused_by_name() {
    let folder = TempDir::new().unwrap();
    first_run(folder.path());
    std::fs::write(folder.path().join("risks.csv"), RISKS).unwrap();
    for (other, says) in
        [("risks.csv", "is no workbook that annexa can look into"), ("none.xlsx", "there is no file")]
    {
        let output = annexa(folder.path(), &["diff", "old.xlsx", other]);
        assert_eq!(output.status.code(), Some(3), "{other}");
        assert!(stderr(&output).contains(other) && stderr(&output).contains(says), "{}", stderr(&output));
    }
    assert_eq!(annexa(folder.path(), &["diff", "old.xlsx"]).status.code(), Some(2));
}

#[test]
fn a_question_inserted_on_top_is_the_one_that_is_new_and_is_called_by_its_text() {
    const QUESTIONS: &str = "Question ID,Question,Answer\n\
        Q1,Do you have documented information security policies?,Yes\n\
        Q2,Are information backups taken and tested regularly?,Yes\n";
    let folder = TempDir::new().unwrap();
    let mut work = Refreshed::new(folder.path(), &[("questions.csv", QUESTIONS), ("controls.csv", CONTROLS)]);
    work.run();
    let mut sheets = work.sheets();
    let (questions, keys) = (sheets.column("Answers", "Question"), sheets.column("Answers", "Key"));
    let at = questions.iter().position(|question| question.contains("backups")).unwrap();
    let suggested = sheets.cell("Answers", &keys[at], "Suggested").to_string();
    work.edit(|sheets| {
        sheets.set("Answers", &keys[at], "Confirmed", text("Yes"));
    });
    std::fs::copy(work.workbook(), folder.path().join("old.xlsx")).unwrap();
    let inserted = QUESTIONS.replace("Q1,", "Q0,Is there a register of AI systems?,No\nQ1,");
    work.register("questions.csv", &inserted);
    work.as_of = work.as_of.succ_opt().unwrap();
    work.run();
    let mut sheets = work.sheets();
    let lists = sheets.column("Changes", "List");
    let records = sheets.column("Changes", "Record");
    let kinds = sheets.column("Changes", "Change");
    let of_answers: Vec<(&str, &str)> = (0..lists.len())
        .filter(|row| lists[*row] == "Answers")
        .map(|row| (kinds[row].as_str(), records[row].as_str()))
        .collect();
    let new = "Q0 · Is there a register of AI systems?";
    let confirmed = "Q2 · Are information backups taken and tested regularly?";
    assert_eq!(of_answers, [("added", new), ("changed", confirmed)]);
    let found = differences(folder.path());
    let changes = found["changes"].as_array().unwrap();
    let of_answers: Vec<&Value> = changes.iter().filter(|change| change["list"] == "Answers").collect();
    assert_eq!(of_answers.len(), 1, "{changes:#?}");
    assert_eq!((&of_answers[0]["called"], &of_answers[0]["by"]), (&new.into(), &"a source".into()));
    // What the confirmation did is said by what it follows from.
    let status = changes.iter().find(|change| change["record"] == suggested.as_str()).unwrap();
    assert_eq!(status["by"], "follows from: Confirmed of Q2 on Answers", "{status}");
    let output = annexa(folder.path(), &["diff", "old.xlsx", "assessment.xlsx"]);
    assert!(stdout(&output).contains(new), "{}", stdout(&output));
}
