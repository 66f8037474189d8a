//! What a team writes about AI systems in a workbook is read back and counts: impact assessments, triggers,
//! required fields, and the domain and the category of a risk.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "other tests edit in other ways")]
#[path = "refreshes/edited.rs"]
mod edited;

use annexa::diagnostic::render;
use annexa::model::Entry;
use annexa::pipeline::Outcome;
use chrono::NaiveDate;
use edited::{Refreshed, text};
use tempfile::TempDir;

const CONTROLS: &str = "Standard,Control,Applicable,Status,Justification for exclusion,Owner\n\
    ISO/IEC 27001:2022,A.5.1,Yes,Implemented,,Ada\n\
    ISO/IEC 42001:2023,A.2.2,Yes,Planned,,Ada\n";

/// Registers after a first run.
fn first_run_on(registers: &[(&str, &str)]) -> (TempDir, Refreshed) {
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), registers);
    work.run();
    (folder, work)
}

fn told(outcome: &Outcome, code: &str) -> String {
    let of_code = outcome.findings().filter(|finding| finding.code.name == code);
    of_code.map(render::text).collect::<Vec<_>>().join("\n")
}

const SYSTEMS: &str = "AI system ID,AI system name,Purpose,System owner,Life cycle stage,Personal data\n\
    IA-1,Forecast,Plans staff,Ilse,Operation,Yes\n\
    IA-2,Chat,Answers questions,Bo,Operation,No\n";

fn day(year: i32) -> Entry {
    Entry::Date(NaiveDate::from_ymd_opt(year, 1, 31).unwrap())
}

/// What a sheet says of a record, whichever value it has.
fn says(work: &Refreshed, sheet: &str, key: &str, heading: &str) -> String {
    work.sheets().cell(sheet, key, heading).to_string()
}

#[test]
fn an_impact_assessment_that_a_team_fills_in_is_read_back_and_counts() {
    let (_folder, work) = first_run_on(&[("ai_systems.csv", SYSTEMS), ("controls.csv", CONTROLS)]);
    let state = |work: &Refreshed| says(work, "Impact assessments", "IA-1", "State");
    assert_eq!(state(&work), "To be assessed");
    // The other system has no rows: none of its triggers fires.
    assert_eq!(work.sheets().column("Impact worksheet", "Key").len(), 3);
    work.edit(|sheets| {
        for side in ["Individuals", "Groups", "Society"] {
            let key = format!("IA-1|{side}");
            sheets.set("Impact worksheet", &key, "Harms", text("none found"));
            sheets.set("Impact worksheet", &key, "Approved by", text("Board"));
            sheets.set("Impact worksheet", &key, "Approved on", day(2025));
        }
        sheets.set("Impact worksheet", "IA-1|Society", "Review date", day(2090));
        sheets.set("Impact assessments", "IA-2", "Decision", text("No"));
        sheets.set("Impact assessments", "IA-2", "Reason", text("a test only"));
    });
    for _ in 0..2 {
        let outcome = work.run();
        assert_eq!(state(&work), "Assessed");
        assert_eq!(says(&work, "Impact assessments", "IA-2", "State"), "Not needed");
        assert_eq!(says(&work, "Impact assessments", "IA-2", "Reason"), "a test only");
        assert_eq!(says(&work, "Impact worksheet", "IA-1|Groups", "Approved by"), "Board");
        let code = "ai-system-without-impact-assessment";
        assert!(!outcome.findings().any(|finding| finding.code.name == code));
    }
    // A review date that passes is a finding.
    work.edit(|sheets| {
        sheets.set("Impact worksheet", "IA-1|Society", "Review date", day(2025));
    });
    let outcome = work.run();
    assert_eq!(state(&work), "Review overdue");
    assert!(told(&outcome, "ai-system-review-past-due").contains("IA-1"));
    // What was decided stays where the file is read no more and read again.
    work.register("ai_systems.csv", &SYSTEMS.replace("IA-1,Forecast", "IA-9,Other"));
    work.run();
    assert_eq!(says(&work, "Impact worksheet", "IA-1|Groups", "Approved by"), "Board");
}

#[test]
fn triggers_and_required_fields_that_the_organisation_chose_count() {
    let (_folder, work) = first_run_on(&[("ai_systems.csv", SYSTEMS), ("controls.csv", CONTROLS)]);
    let before = says(&work, "AI systems", "IA-1", "Completeness");
    work.edit(|sheets| {
        sheets.set("Parameters", "Trigger_Personal_Data", "Calls for an assessment", text("No"));
        sheets.set("Parameters", "Required_Role", "Required", text("No"));
        // The lists at the end of a long sheet are found as well.
        sheets.set("Parameters", "biometr", "Speaks for", text("Vulnerable groups"));
    });
    let outcome = work.run();
    let words = &outcome.model.parameters.impact_words;
    let biometric = words.iter().find(|word| word.word == "biometr").unwrap();
    assert_eq!(biometric.speaks_for, annexa::model::ImpactTrigger::VulnerableGroups);
    assert!(outcome.model.parameters.impact_triggers.len() == 4);
    assert_eq!(says(&work, "Impact assessments", "IA-1", "Needed"), "Cannot be decided");
    assert_ne!(says(&work, "AI systems", "IA-1", "Completeness"), before);
}

#[test]
fn a_person_overrules_the_domain_and_the_category_of_an_ai_risk() {
    let risks = "Risk ID,Risk,Category,Likelihood (1-5),Impact (1-5),Risk owner\n\
        R-1,Forecasts are unfair to part-timers,AI,4,3,Ada\nR-2,The ledger is lost,,3,4,Ada\n";
    let (_folder, work) = first_run_on(&[("risks.csv", risks), ("controls.csv", CONTROLS)]);
    assert_eq!(says(&work, "Risks", "R-1", "AI category"), "Fairness");
    assert_eq!(says(&work, "Risks", "R-2", "AI category"), "");
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "AI category", text("Data quality"));
        sheets.set("Risks", "R-2", "Domain", text("Both"));
        sheets.set("AI risk questions", "category|Bias", "Decision", text("workshop in May"));
    });
    for _ in 0..2 {
        work.run();
        assert_eq!(says(&work, "Risks", "R-1", "AI category"), "Data quality");
        assert_eq!(says(&work, "Risks", "R-2", "Domain"), "Both");
        let acceptor = says(&work, "Treatment plan", "R-2", "Accepted by whom");
        assert_eq!(acceptor, "Risk owner and designated management");
        assert_eq!(says(&work, "AI risk questions", "category|Bias", "Decision"), "workshop in May");
    }
    // Clearing the cell brings back what the words say.
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "AI category", Entry::Blank);
    });
    work.run();
    assert_eq!(says(&work, "Risks", "R-1", "AI category"), "Fairness");
}
