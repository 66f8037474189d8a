//! What people write in the workbook that nobody understands: it stays in its cell, is told run after run, and nothing is
//! taken in its place that the formulas would not take.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "other tests edit in other ways")]
#[path = "refreshes/edited.rs"]
mod edited;

use annexa::diagnostic::render;
use annexa::model::{Applicability, Basis, Entry, RiskDomain};
use annexa::pipeline::Outcome;
use edited::{Refreshed, text};
use tempfile::TempDir;

const RISKS: &str = "Risk ID,Risk,Likelihood,Impact,Risk owner,Treatment,Status,Controls\n\
    R-1,The ledger is lost,3,4,Ada,Mitigate,Open,A.8.13\n\
    R-2,The portal is taken over,2,5,Ada,Avoid,Open,A.8.5\n";
const CONTROLS: &str = "Standard,Control,Applicable,Status,Evidence,Owner,Maturity\n\
    ISO/IEC 27001:2022,A.5.1,Yes,Implemented,Policy v3,Ada,\n\
    ISO/IEC 27001:2022,A.5.2,Yes,,,Ada,3\n\
    ISO/IEC 42001:2023,A.2.2,Yes,Planned,,Ada,\n";
const QUESTIONS: &str = "Question ID,Question,Reference,Answer,Comment\n\
    1,Do you have documented information security policies?,,Yes,\n\
    2,Are information backups taken and tested regularly?,A.8.13,Yes,\n\
    3,Is there a rule for clear desks?,,Yes,\n";
const PAIR: &str = "27001:4.2+42001:4.2";

fn first_run() -> (TempDir, Refreshed) {
    let folder = tempfile::tempdir().unwrap();
    let registers = [("risks.csv", RISKS), ("controls.csv", CONTROLS), ("questions.csv", QUESTIONS)];
    let work = Refreshed::new(folder.path(), &registers);
    work.run();
    (folder, work)
}

fn told(outcome: &Outcome) -> String {
    outcome.findings().map(render::text).collect::<Vec<_>>().join("\n")
}

/// The key of a question, by a word of it.
fn question(work: &Refreshed, word: &str) -> String {
    let mut sheets = work.sheets();
    let (questions, keys) = (sheets.column("Answers", "Question"), sheets.column("Answers", "Key"));
    let row = questions.iter().position(|question| question.contains(word)).unwrap();
    keys[row].clone()
}

#[test]
fn what_is_not_understood_stays_in_its_cell_and_is_told_run_after_run() {
    let (_folder, work) = first_run();
    let asked = question(&work, "policies");
    let cells: Vec<(&str, &str, &str, &str)> = vec![
        ("SoA 27001", "27001:A.5.1", "Applicable", "perhaps so"),
        ("SoA 27001", "27001:A.5.1", "Basis", "hearsay"),
        ("SoA 27001", "27001:A.5.1", "Weight", "heavy"),
        ("SoA 27001", "27001:A.5.2", "Maturity", "rather mature"),
        ("SoA 27001", "27001:A.5.2", "Target maturity", "the top"),
        ("SoA 27001", "27001:A.5.2", "Top of scale", "the sky"),
        ("SoA 42001", "42001:A.2.2", "Share implemented", "a good half"),
        ("Risks", "R-1", "Domain", "Quantum"),
        ("Shared controls", PAIR, "Decision", "not sure"),
        ("Answers", &asked, "Confirmed", "yep maybe"),
        ("Answers", &asked, "Requirements given", "the one about policies"),
        ("Parameters", "Appetite_AI", "Value", "moderate"),
        ("Parameters", "Starting_Point", "Value", "halfway"),
        ("Parameters", "Planned", "Level", "a little"),
        ("Parameters", "Required_Human_Oversight", "Required", "maybe"),
        ("Parameters", "L", "Person-days", "ages"),
        ("Parameters", "medium", "Highest score", "the middle"),
        ("Parameters", "Trigger_Personal_Data", "Calls for an assessment", "at times"),
    ];
    work.edit(|sheets| {
        for (sheet, key, heading, words) in &cells {
            sheets.set(sheet, key, heading, text(words));
        }
        // The blank row of the days without work lies beside the first of the words.
        let word = sheets.column("Parameters", "Word")[0].clone();
        sheets.set_beside("Parameters", &word, "Date", text("some Monday"));
    });
    let mut workbooks = Vec::new();
    for run in 1..=3 {
        let outcome = work.run();
        let told = told(&outcome);
        let mut sheets = work.sheets();
        for (sheet, key, heading, words) in &cells {
            assert_eq!(sheets.cell(sheet, key, heading), text(words), "run {run}: {sheet} {key} {heading}");
            assert!(told.contains(words), "run {run}: {words} is not told:\n{told}");
        }
        assert!(told.contains("some Monday"), "run {run}");
        assert!(sheets.column("Parameters", "Date").contains(&"some Monday".to_owned()), "run {run}");
        workbooks.push(std::fs::read(work.workbook()).unwrap());
    }
    assert!(workbooks[1] == workbooks[2], "the third workbook differs from the second");
}

#[test]
fn nothing_is_taken_for_what_is_not_understood_that_its_cell_does_not_say() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.1", "Applicable", text("perhaps so"));
        sheets.set("SoA 27001", "27001:A.5.1", "Basis", text("hearsay"));
        sheets.set("SoA 27001", "27001:A.5.2", "Maturity", text("rather mature"));
        sheets.set("Risks", "R-1", "Domain", text("Quantum"));
        sheets.set("Parameters", "medium", "Highest score", text("the middle"));
    });
    for _ in 0..2 {
        let outcome = work.run();
        let model = &outcome.model;
        let first = &model.statements[&"27001:A.5.1".parse().unwrap()];
        assert_eq!((first.applicability, first.basis), (Applicability::Undetermined, Basis::Asserted));
        let maturity = model.statements[&"27001:A.5.2".parse().unwrap()].maturity.as_ref();
        assert_eq!(maturity.map(|maturity| maturity.value), Some(None));
        assert_eq!(outcome.assessment.requirements[&"27001:A.5.2".parse().unwrap()].own, 0.0);
        assert_eq!(model.risks[0].domain, RiskDomain::Both);
        let bands: Vec<&str> = model.parameters.risk_bands.iter().map(|band| band.name.as_str()).collect();
        assert_eq!(bands, ["low", "high", "very high", "medium"]);
        assert_eq!(model.parameters.band(12.0), Some("high"));
    }
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.1", "Applicable", Entry::Blank);
        sheets.set("SoA 27001", "27001:A.5.2", "Maturity", Entry::Blank);
    });
    let outcome = work.run();
    let statement = |key: &str| &outcome.model.statements[&key.parse().unwrap()];
    assert_eq!(statement("27001:A.5.1").applicability, Applicability::Applicable);
    assert_eq!(statement("27001:A.5.2").maturity.as_ref().and_then(|maturity| maturity.value), Some(3.0));
}

#[test]
fn the_requirements_that_a_person_gives_a_question_count_and_stay_with_it() {
    let (_folder, work) = first_run();
    let (desks, backups) = (question(&work, "desks"), question(&work, "backups"));
    work.edit(|sheets| {
        sheets.set("Answers", &desks, "Requirements given", text("27001:A.7.7; 42001:A.2.4"));
        sheets.set("Answers", &backups, "Requirements given", text("ISO 27001 A.5.30"));
    });
    for _ in 0..2 {
        let outcome = work.run();
        for id in ["27001:A.7.7", "42001:A.2.4", "27001:A.5.30"] {
            assert_eq!(outcome.assessment.requirements[&id.parse().unwrap()].own, 1.0, "{id}");
        }
        // What the questionnaire names counts no more, and stays in sight.
        assert!(!outcome.assessment.requirements[&"27001:A.8.13".parse().unwrap()].assessed);
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Answers", &desks, "Requirements given"), text("27001:A.7.7; 42001:A.2.4"));
        assert_eq!(sheets.cell("Answers", &backups, "Requirements given"), text("27001:A.5.30"));
        assert_eq!(sheets.cell("Answers", &backups, "References"), text("27001:A.8.13"));
    }
    // The question moves, and its questionnaire names another requirement.
    work.register(
        "questions.csv",
        &QUESTIONS.replace("2,Are", "0,Is there a fence?,,No,\n2,Are").replace("A.8.13", "A.8.14"),
    );
    let told = told(&work.run());
    let moved = question(&work, "backups");
    assert_ne!(moved, backups);
    assert_eq!(work.sheets().cell("Answers", &moved, "Requirements given"), text("27001:A.5.30"));
    assert!(told.contains("source-and-person-changed") && told.contains("27001:A.8.14"), "{told}");
    work.edit(|sheets| {
        sheets.set("Answers", &moved, "Requirements given", Entry::Blank);
    });
    let outcome = work.run();
    assert!(outcome.assessment.requirements[&"27001:A.8.14".parse().unwrap()].assessed);
    assert!(!outcome.assessment.requirements[&"27001:A.5.30".parse().unwrap()].assessed);
}

/// How often each code is told of a cell with these words.
fn codes_of(outcome: &Outcome, words: &str) -> Vec<&'static str> {
    let of_it = outcome.findings().filter(|finding| finding.read.as_deref() == Some(words));
    of_it.map(|finding| finding.code.name).collect()
}

#[test]
fn a_decision_about_a_requirement_that_is_not_understood_is_told_once() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.1", "Applicable", text("perhaps so"));
        sheets.set("SoA 27001", "27001:A.5.2", "Maturity", text("rather mature"));
        sheets.set("SoA 27001", "27001:A.5.2", "Target maturity", text("the top"));
        sheets.set("SoA 42001", "42001:A.2.2", "Last review", text("some day"));
    });
    for run in 1..=2 {
        let outcome = work.run();
        for words in ["perhaps so", "the top"] {
            assert_eq!(codes_of(&outcome, words), ["decision-not-understood"], "run {run}: {words}");
        }
        // What follows for the figures is another matter.
        let told = codes_of(&outcome, "rather mature");
        assert_eq!(told, ["decision-not-understood", "unreadable-status-left-unassessed"], "run {run}");
        assert_eq!(codes_of(&outcome, "some day"), ["unrecognised-value"], "run {run}");
    }
}

#[test]
fn our_own_words_in_rows_whose_file_was_not_read_are_no_fault() {
    let (_folder, work) = first_run();
    work.register("other.csv", "Standard,Control,Status\nISO/IEC 27001:2022,A.5.4,Planned\n");
    work.run();
    for run in 1..=2 {
        let outcome = work.run_on(&["risks.csv"]);
        let told: Vec<String> = outcome.findings().map(render::text).collect();
        let untrue = |text: &&String| text.contains("unrecognised-value") || text.contains("not-understood");
        assert_eq!(told.iter().find(untrue), None, "run {run}");
        assert!(told.iter().any(|text| text.contains("record-not-read")), "run {run}: {told:?}");
    }
}
