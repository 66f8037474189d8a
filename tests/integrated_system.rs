//! What people decide on the sheets of the integrated system stays when the workbook is refreshed, and what
//! follows from it is told.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "refreshes/edited.rs"]
mod edited;

use annexa::model::Entry;
use chrono::NaiveDate;
use edited::{Refreshed, text};

const RISKS: &str = "Risk ID,Risk title,Likelihood,Impact\nR-1,Phishing of staff,4,4\n";

fn day(year: i32, month: u32, day: u32) -> Entry {
    Entry::Date(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

/// What people write on each sheet: sheet, key, heading, entry.
fn decisions() -> Vec<(&'static str, &'static str, &'static str, Entry)> {
    vec![
        ("Clauses side by side", "clause 5.2", "Decision", text("two policies")),
        ("Documented information", "ai-policy", "Status", text("Approved")),
        ("Documented information", "ai-policy", "Version", text("1.10")),
        ("Documented information", "ai-policy", "Date", day(2026, 9, 1)),
        ("Management review", "audits", "Decision", text("audit the AIMS in spring")),
        ("Management review", "audits", "Due on", day(2027, 3, 1)),
        ("Management review", "audits", "Progress", text("In progress")),
        ("Governance", "isms", "Person", text("Ann Example")),
        ("Responsibilities", "scope", "Risk owners", text("R")),
        ("Competence", "aims AI literacy", "Evidence", text("certificate 12")),
        ("Certification", "certificate", "27001, set", day(2025, 5, 2)),
    ]
}

#[test]
fn decisions_on_every_sheet_stay_over_two_refreshes_and_a_cleared_one_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("risks.csv", RISKS)]);
    work.run();
    work.edit(|sheets| {
        for (sheet, key, heading, entry) in decisions() {
            sheets.set(sheet, key, heading, entry);
        }
    });
    for run in 1..=2 {
        work.run();
        let mut sheets = work.sheets();
        for (sheet, key, heading, entry) in decisions() {
            let now = sheets.cell(sheet, key, heading);
            assert!(now.says_the_same_as(&entry), "{sheet}, {key}, {heading}, run {run}: {now:?}");
        }
        assert_eq!(sheets.cell("Documented information", "ai-policy", "State"), text("In place"));
        assert_eq!(sheets.cell("Management review", "audits", "State"), text("Open"));
        assert_eq!(sheets.cell("Competence", "aims AI literacy", "State"), text("Evidence named"));
        let next = sheets.cell("Certification", "surveillance-1", "27001, date");
        assert!(next.says_the_same_as(&day(2026, 5, 2)), "{next}");
    }
    work.edit(|sheets| {
        sheets.set("Documented information", "ai-policy", "Status", Entry::Blank);
    });
    work.run();
    let mut sheets = work.sheets();
    assert_eq!(sheets.cell("Documented information", "ai-policy", "Status"), Entry::Blank);
    assert_eq!(sheets.cell("Documented information", "ai-policy", "State"), text("Unknown"));
}

/// How often a code is told.
fn told(outcome: &annexa::pipeline::Outcome, code: &str) -> usize {
    outcome.findings().filter(|finding| finding.code.name == code).count()
}

#[test]
fn a_decision_of_the_review_is_past_due_until_it_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("risks.csv", RISKS)]);
    work.run();
    let code = "review-decision-past-due";
    work.edit(|sheets| {
        sheets.set("Management review", "audits", "Due on", day(2026, 11, 20));
    });
    // A date without a decision is no decision.
    assert_eq!(told(&work.run(), code), 0);
    work.edit(|sheets| {
        sheets.set("Management review", "audits", "Decision", text("audit the AIMS"));
    });
    assert_eq!(told(&work.run(), code), 1);
    work.edit(|sheets| {
        sheets.set("Management review", "audits", "Progress", text("Done"));
    });
    assert_eq!(told(&work.run(), code), 0);
}

#[test]
fn only_a_document_that_a_clause_asks_for_is_told_as_missing() {
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("risks.csv", RISKS)]);
    assert_eq!(told(&work.run(), "required-document-missing"), 0);
    work.edit(|sheets| {
        sheets.set("Documented information", "human-oversight", "Status", text("Missing"));
    });
    assert_eq!(told(&work.run(), "required-document-missing"), 0);
    work.edit(|sheets| {
        sheets.set("Documented information", "soa", "Status", text("Not needed"));
    });
    assert_eq!(told(&work.run(), "required-document-missing"), 1);
}

#[test]
fn a_due_date_that_is_none_is_told_and_counts_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("risks.csv", RISKS)]);
    work.run();
    work.edit(|sheets| {
        sheets.set("Management review", "audits", "Decision", text("audit the AIMS"));
        sheets.set("Management review", "audits", "Due on", text("next spring"));
    });
    let outcome = work.run();
    assert_eq!(told(&outcome, "decision-not-understood"), 1);
    assert_eq!(told(&outcome, "review-decision-past-due"), 0);
    let state = work.sheets().cell("Management review", "audits", "State");
    assert_eq!(state, text("Due date not understood"));
}

#[test]
fn a_word_that_is_not_in_the_list_of_its_cell_is_understood_or_told() {
    let folder = tempfile::tempdir().unwrap();
    let systems = "AI system ID,AI system,Personal data\nAI-1,Triage,Yes\nAI-2,Chat,Yes\n";
    let work = Refreshed::new(folder.path(), &[("ai-systems.csv", systems)]);
    work.run();
    work.edit(|sheets| {
        sheets.set("Impact assessments", "AI-1", "Decision", text("Nein"));
        sheets.set("Impact assessments", "AI-2", "Decision", text("perhaps"));
        sheets.set("Documented information", "soa", "Status", text("In place"));
        sheets.set("Documented information", "ai-policy", "Status", text("vorhanden"));
    });
    let outcome = work.run();
    assert_eq!(told(&outcome, "decision-not-understood"), 2);
    assert_eq!(work.sheets().cell("Impact assessments", "AI-1", "Needed"), text("No"));
    assert_eq!(work.sheets().cell("Documented information", "soa", "State"), text("In place"));
}

#[test]
fn levels_of_harm_are_words_of_a_scale_or_its_numbers_and_others_are_told_once_for_each_column() {
    let folder = tempfile::tempdir().unwrap();
    let systems = "AI system ID,AI system,Personal data\nAI-1,Triage,Yes\n";
    let work = Refreshed::new(folder.path(), &[("ai-systems.csv", systems)]);
    work.run();
    let set = |likelihoods: [Entry; 3]| {
        work.edit(|sheets| {
            for (side, likelihood) in ["Individuals", "Groups", "Society"].iter().zip(&likelihoods) {
                sheets.set("Impact worksheet", &format!("AI-1|{side}"), "Likelihood", likelihood.clone());
            }
        });
    };
    set([Entry::Number(3.0), text("5"), text("hoch")]);
    assert_eq!(told(&work.run(), "decision-not-understood"), 0);
    set([Entry::Number(6.0), text("sometimes"), Entry::Number(2.5)]);
    assert_eq!(told(&work.run(), "decision-not-understood"), 1);
}

#[test]
fn a_date_by_which_something_has_to_be_looked_at_again_is_told_once_it_has_passed() {
    let folder = tempfile::tempdir().unwrap();
    let systems = "AI system ID,AI system,Personal data\nAI-1,Triage,Yes\n";
    let work = Refreshed::new(folder.path(), &[("ai-systems.csv", systems)]);
    work.run();
    let past = || Entry::Date(chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap());
    work.edit(|sheets| {
        sheets.set("Impact worksheet", "AI-1|Groups", "Review date", past());
        sheets.set("Competence", "isms competence", "Valid until", past());
        sheets.set("AI risk questions", "system|AI-1", "Due date", past());
    });
    assert_eq!(told(&work.run(), "entry-past-due"), 3);
    work.edit(|sheets| {
        sheets.set("AI risk questions", "system|AI-1", "Answer", text("Looked at: no such risk"));
    });
    assert_eq!(told(&work.run(), "entry-past-due"), 2);
}
