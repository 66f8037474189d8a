//! A workbook that is refreshed: what people wrote in it stays, what the registers say anew arrives, and
//! whatever cannot be kept is told.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "refreshes/edited.rs"]
mod edited;

use annexa::diagnostic::render;
use annexa::model::{Entry, PlannedStandards};
use annexa::pipeline::Outcome;
use annexa::provenance::CellPlace;
use annexa::read::{Limits, read_workbook};
use annexa::record::{FoundList, Previous};
use annexa::standards::Standard;
use chrono::NaiveDate;
use edited::{Refreshed, text};
use tempfile::TempDir;

const RISKS: &str = "Risk ID,Risk,Likelihood,Impact,Risk owner,Treatment,Status,Controls\n\
    R-1,The ledger is lost,3,4,Ada,Mitigate,Open,A.8.13\n\
    R-2,The portal is taken over,2,5,Ada,Avoid,Open,A.8.5\n\
    R-3,A forecast is biased,4,2,Eve,Mitigate,Open,\n";
const CONTROLS: &str = "Standard,Control,Status,Evidence,Owner\n\
    ISO/IEC 27001:2022,A.5.1,Implemented,Policy v3,Ada\n\
    ISO/IEC 27001:2022,A.5.2,Partially implemented,,Ada\n\
    ISO/IEC 27001:2022,A.5.3,Not implemented,,\n\
    ISO/IEC 42001:2023,A.2.2,Planned,,Ada\n";
const ASSETS: &str = "Asset ID,Asset name,Asset owner\nA-1,Ledger,Ada\nA-2,Portal,Bo\n";

/// The registers of every test, after a first run.
fn first_run() -> (TempDir, Refreshed) {
    let folder = tempfile::tempdir().unwrap();
    let registers = [("risks.csv", RISKS), ("controls.csv", CONTROLS), ("assets.csv", ASSETS)];
    let work = Refreshed::new(folder.path(), &registers);
    work.run();
    (folder, work)
}

/// What is told of a code.
fn told(outcome: &Outcome, code: &str) -> String {
    let of_code = outcome.findings().filter(|finding| finding.code.name == code);
    of_code.map(render::text).collect::<Vec<_>>().join("\n")
}

/// A change as the Changes sheet lists it: list, record, column, change, before, now, by whom.
fn changes(work: &Refreshed) -> Vec<String> {
    let mut sheets = work.sheets();
    let headings =
        ["List", "Record", "Column", "Change", "Before", "Now", "What the source says", "Changed by"];
    let columns = headings.map(|heading| sheets.column("Changes", heading));
    let rows = (0..columns[0].len()).filter(|row| !columns[0][*row].is_empty());
    rows.map(|row| columns.iter().map(|column| column[row].as_str()).collect::<Vec<_>>().join(" | "))
        .collect()
}

fn assert_changes(work: &Refreshed, expected: &[&str]) {
    assert_eq!(changes(work), expected);
}

fn own_coverage(outcome: &Outcome) -> f64 {
    let coverage = outcome.assessment.coverage.iter().find(|coverage| coverage.group.is_none());
    let all: f64 = outcome
        .assessment
        .coverage
        .iter()
        .filter(|coverage| coverage.group.is_none())
        .filter_map(|coverage| coverage.shares.own)
        .sum();
    assert!(coverage.is_some());
    all
}

#[test]
fn a_run_without_changes_lists_none_and_the_third_workbook_equals_the_second() {
    let (_folder, work) = first_run();
    work.run();
    assert_changes(&work, &[]);
    let second = std::fs::read(work.workbook()).unwrap();
    work.run();
    assert!(second == std::fs::read(work.workbook()).unwrap());
}

#[test]
fn a_decision_stays_run_after_run_and_is_listed_once() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
        sheets.set("SoA 27001", "27001:A.5.3", "Implementation status", text("Implemented"));
    });
    for _ in 0..3 {
        work.run();
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Risks", "R-1", "Risk owner"), text("Bo"));
        assert_eq!(sheets.cell("SoA 27001", "27001:A.5.3", "Implementation status"), text("Implemented"));
        assert_changes(
            &work,
            &[
                "SoA 27001 | 27001:A.5.3 | Implementation status | changed | Not implemented | Implemented |  | a person, in the workbook",
                "Risks | R-1 | Risk owner | changed | Ada | Bo |  | a person, in the workbook",
            ],
        );
    }
}

#[test]
fn a_decided_status_counts_in_the_coverage() {
    let (_folder, work) = first_run();
    let before = own_coverage(&work.run());
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.3", "Implementation status", text("Implemented"));
    });
    let after = own_coverage(&work.run());
    assert!((after - before - 1.0 / 93.0).abs() < 1e-12, "{before} {after}");
}

#[test]
fn evidence_that_a_person_types_raises_the_basis_and_clearing_it_takes_that_back() {
    const KEY: &str = "27001:A.5.2";
    let evidenced = |outcome: &Outcome| {
        let whole = outcome.assessment.coverage.iter().filter(|coverage| coverage.group.is_none());
        whole.filter_map(|coverage| coverage.shares.evidenced).sum::<f64>()
    };
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("SoA 27001", KEY, "Implementation status", text("Implemented"));
    });
    let before = evidenced(&work.run());
    for (typed, basis, gain) in [
        ("to follow in May", "Asserted", 0.0),
        ("DOC-999", "Evidenced", 1.0),
        ("n/a", "Asserted", 0.0),
        ("DOC-7", "Evidenced", 1.0),
        ("", "Asserted", 0.0),
    ] {
        work.edit(|sheets| {
            sheets.set("SoA 27001", KEY, "Evidence", text(typed));
        });
        for _ in 0..2 {
            let outcome = work.run();
            assert_eq!(work.sheets().cell("SoA 27001", KEY, "Basis"), text(basis), "{typed}");
            assert!((evidenced(&outcome) - before - gain / 93.0).abs() < 1e-12, "{typed}");
            let unproven = told(&outcome, "implemented-without-evidence");
            assert_eq!(unproven.contains("A.5.2"), gain == 0.0, "{typed}: {unproven}");
        }
    }
}

#[test]
fn a_basis_that_a_person_chose_stays_whatever_evidence_is_typed() {
    const KEY: &str = "27001:A.5.1";
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("SoA 27001", KEY, "Basis", text("Asserted"));
    });
    work.run();
    work.edit(|sheets| {
        sheets.set("SoA 27001", KEY, "Evidence", text("DOC-999"));
    });
    work.run();
    assert_eq!(work.sheets().cell("SoA 27001", KEY, "Basis"), text("Asserted"));
}

#[test]
fn of_a_conflict_all_three_values_are_listed_and_the_persons_stays() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
    });
    work.register("risks.csv", &RISKS.replace("4,Ada", "4,Cy"));
    let outcome = work.run();
    let conflict = "Risks | R-1 | Risk owner | conflict | Ada | Bo | Cy | a person, in the workbook";
    assert_changes(&work, &[conflict]);
    let told = told(&outcome, "source-and-person-changed");
    assert!(["\"Ada\"", "\"Bo\"", "\"Cy\""].iter().all(|value| told.contains(value)), "{told}");
    assert_eq!(work.sheets().cell("Risks", "R-1", "Risk owner"), text("Bo"));

    // It is a conflict once, not at every run.
    work.run();
    assert_changes(&work, &[conflict]);
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", Entry::Blank);
    });
    work.run();
    assert_eq!(work.sheets().cell("Risks", "R-1", "Risk owner"), text("Cy"));
}

#[test]
fn a_cleared_cell_withdraws_the_decision() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
    });
    work.run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", Entry::Blank);
    });
    work.run();
    assert_eq!(work.sheets().cell("Risks", "R-1", "Risk owner"), text("Ada"));
    let listed = "Risks | R-1 | Risk owner | decision withdrawn | Bo | Ada |  | a person, in the workbook";
    assert_eq!(changes(&work)[0], listed);

    // Nothing is held against what the source says next.
    work.register("risks.csv", &RISKS.replace("4,Ada", "4,Cy"));
    let outcome = work.run();
    assert_eq!(work.sheets().cell("Risks", "R-1", "Risk owner"), text("Cy"));
    assert_eq!(told(&outcome, "source-and-person-changed"), "");
}

#[test]
fn a_decision_set_back_to_what_the_source_says_is_none() {
    let (_folder, work) = first_run();
    for owner in ["Bo", "Ada"] {
        work.edit(|sheets| {
            sheets.set("Risks", "R-1", "Risk owner", text(owner));
        });
        work.run();
    }
    work.register("risks.csv", &RISKS.replace("4,Ada", "4,Cy"));
    work.run();
    assert_eq!(work.sheets().cell("Risks", "R-1", "Risk owner"), text("Cy"));
}

#[test]
fn what_a_source_says_anew_arrives() {
    let (_folder, work) = first_run();
    work.register(
        "risks.csv",
        &format!("{}R-4,A courier is robbed,1,2,Eve,Avoid,Open,\n", RISKS.replace("3,4,", "5,4,")),
    );
    work.run();
    let mut sheets = work.sheets();
    assert_eq!(sheets.cell("Risks", "R-1", "Likelihood"), Entry::Number(5.0));
    assert_eq!(sheets.cell("Risks", "R-4", "Risk"), text("A courier is robbed"));
    let listed = changes(&work);
    assert!(
        listed.contains(&"Risks | R-1 | Likelihood | changed | 3 | 5 |  | a source".to_owned()),
        "{listed:?}"
    );
    assert!(listed.iter().any(|change| change.starts_with("Risks | R-4 |  | added")), "{listed:?}");
}

#[test]
fn a_row_that_a_person_added_keeps_its_key_and_counts() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.append(
            "Risks",
            &[
                ("Risk ID", text("R-9")),
                ("Risk", text("Keys are lost")),
                ("Likelihood", Entry::Number(5.0)),
                ("Impact", Entry::Number(5.0)),
                ("Domain", text("AI")),
                ("Treatment option", text("Modify")),
                ("Due date", Entry::Date(NaiveDate::from_ymd_opt(2027, 3, 31).unwrap())),
            ],
        );
    });
    for _ in 0..2 {
        let outcome = work.run();
        let risk = outcome.model.risks.iter().find(|risk| risk.key == "R-9").unwrap();
        assert_eq!(risk.likelihood.as_ref().unwrap().value, Some(5.0));
        assert_eq!(outcome.model.risks.len(), 4);
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Risks", "R-9", "Risk"), text("Keys are lost"));
        assert_eq!(sheets.cell("Risks", "R-9", "Domain"), text("AI"));
        assert_eq!(sheets.cell("Risks", "R-9", "Score"), Entry::Number(25.0));
        assert_eq!(sheets.cell("Risks", "R-9", "Due date").to_string(), "2027-03-31");
        assert_eq!(sheets.cell("Risks", "R-9", "Source"), text("added in the workbook"));
        assert_eq!(sheets.cell("Checks", "records-on-sheet-risks", "Result"), text("OK"));
        assert_eq!(changes(&work).len(), 1, "{:?}", changes(&work));
    }
    // Its cells are decided by the person alone, and its row is gone when the person deletes it.
    work.edit(|sheets| {
        sheets.set("Risks", "R-9", "Risk", text("Keys are stolen"));
    });
    work.run();
    assert_eq!(work.sheets().cell("Risks", "R-9", "Risk"), text("Keys are stolen"));
    work.edit(|sheets| {
        sheets.delete("Risks", "R-9", "Risk");
    });
    work.run();
    assert!(!work.sheets().has("Risks", "R-9", "Risk"));
    let removed = "Risks | R-9 |  | removed";
    assert!(changes(&work)[0].starts_with(removed), "{:?}", changes(&work));
    assert!(changes(&work)[0].ends_with("a person, in the workbook"), "{:?}", changes(&work));
}

#[test]
fn what_follows_in_an_added_row_is_never_taken_for_a_persons_word() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.append(
            "Risks",
            &[
                ("Risk ID", text("R-9")),
                ("Risk", text("Training data favour some applicants: bias")),
                ("Risk category", text("Bias")),
                ("Likelihood", Entry::Number(4.0)),
                ("Impact", Entry::Number(4.0)),
            ],
        );
    });
    let follows = |expected: &str| {
        for _ in 0..3 {
            work.run();
            let mut sheets = work.sheets();
            assert_eq!(sheets.cell("Risks", "R-9", "Domain"), text(expected));
            assert_eq!(sheets.cell("Risks", "R-9", "Domain decided from"), text("category bias"));
            assert_eq!(sheets.cell("Risks", "R-9", "AI category"), text("Bias"));
            assert_eq!(sheets.cell("Risks", "R-9", "AI category decided from"), text("category bias"));
        }
    };
    follows("AI");
    // What a person writes there is theirs, and what they clear follows again.
    work.edit(|sheets| {
        sheets.set("Risks", "R-9", "Domain", text("Both"));
    });
    for _ in 0..2 {
        work.run();
        let decided = work.sheets().cell("Risks", "R-9", "Domain decided from").to_string();
        assert!(decided.contains("Risks"), "{decided}");
        assert_eq!(work.sheets().cell("Risks", "R-9", "Domain"), text("Both"));
    }
    work.edit(|sheets| {
        sheets.set("Risks", "R-9", "Domain", Entry::Blank);
    });
    follows("AI");
}

#[test]
fn a_row_that_is_added_below_a_blank_one_is_taken_up_too() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.append_apart("Risks", &[("Risk ID", text("R-9")), ("Risk", text("Keys are lost"))]);
    });
    work.run();
    assert_eq!(work.sheets().cell("Risks", "R-9", "Risk"), text("Keys are lost"));
}

#[test]
fn a_dozen_records_of_one_name_stay_the_same_ones() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (1..=12).map(|number| format!("Laptop,Owner {number}\n")).collect();
    let assets = format!("Asset name,Asset owner\n{rows}");
    let work = Refreshed::new(folder.path(), &[("assets.csv", &assets), ("controls.csv", CONTROLS)]);
    work.run();
    work.run();
    assert_changes(&work, &[]);
    assert_eq!(work.sheets().cell("Assets", "Laptop (10)", "Asset owner"), text("Owner 10"));
}

/// Excel puts a row of totals directly below a table.
#[test]
fn a_row_of_totals_is_no_record() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.append("Risks", &[("Risk ID", text("Total"))]);
    });
    let outcome = work.run();
    assert_eq!(outcome.model.risks.len(), 3);
    assert!(told(&outcome, "added-row-not-taken").contains("Total"));
}

/// What is told of the workbook names the sheet as it is written, not a row that was moved since.
#[test]
fn a_finding_about_the_workbook_names_no_cell_of_its_previous_version() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Domain", text("Outer space"));
    });
    let outcome = work.run();
    let finding = outcome.findings().find(|finding| finding.code.name == "decision-not-understood").unwrap();
    let location = finding.location.as_ref().unwrap();
    assert_eq!((location.sheet_name(), location.row), (Some("Risks"), None));
    assert!(told(&outcome, "decision-not-understood").contains("R-1"));
}

#[test]
fn a_copied_row_that_was_changed_is_a_record_of_its_own() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.copy("Risks", "R-1", "Risk");
        sheets.delete("Risks", "R-2", "Risk");
    });
    let outcome = work.run();
    assert_eq!(outcome.model.risks.len(), 3, "a row copied and not changed says nothing new");
    work.edit(|sheets| {
        sheets.copy("Risks", "R-1", "Risk");
        sheets.set_last("Risks", "Risk", text("The ledger is forged"));
    });
    for _ in 0..2 {
        work.run();
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Risks", "R-1", "Risk"), text("The ledger is lost"));
        assert_eq!(sheets.cell("Risks", "R-1 (2)", "Risk"), text("The ledger is forged"));
        assert_eq!(sheets.cell("Risks", "R-1 (2)", "Source"), text("added in the workbook"));
    }
}

#[test]
fn a_deleted_row_returns_where_its_source_still_has_it() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.delete("Risks", "R-2", "Risk");
    });
    let outcome = work.run();
    assert!(told(&outcome, "deleted-row-returns").contains("R-2"));
    assert!(work.sheets().has("Risks", "R-2", "Risk"));
}

#[test]
fn a_record_that_is_gone_from_its_source_goes_unless_somebody_had_decided_something() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
    });
    work.run();
    work.register(
        "risks.csv",
        "Risk ID,Risk,Likelihood,Impact,Risk owner,Treatment,Status,Controls\n\
        R-3,A forecast is biased,4,2,Eve,Mitigate,Open,\n",
    );
    for _ in 0..2 {
        let outcome = work.run();
        assert!(told(&outcome, "record-gone-from-source").contains("R-1"));
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Risks", "R-1", "Risk owner"), text("Bo"));
        assert!(sheets.cell("Risks", "R-1", "Source").to_string().ends_with("no longer in its source"));
        assert!(!sheets.has("Risks", "R-2", "Risk"));
    }
    let removed = "Risks | R-2 |  | removed | R-2 · The portal is taken over";
    assert!(changes(&work).iter().any(|change| change.starts_with(removed)), "{:?}", changes(&work));
}

#[test]
fn records_of_a_file_that_was_not_read_stay_and_say_so() {
    let (_folder, work) = first_run();
    let all = own_coverage(&work.run());
    for _ in 0..2 {
        let outcome = work.run_on(&["assets.csv"]);
        assert!(told(&outcome, "record-not-read-this-time").contains("3 records of Risks"));
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Risks", "R-1", "Risk owner"), text("Ada"));
        assert!(sheets.cell("Risks", "R-1", "Source").to_string().ends_with("not read this time"));
        assert_eq!(sheets.cell("Checks", "records-on-sheet-risks", "Result"), text("OK"));
        assert_eq!(sheets.cell("SoA 27001", "27001:A.5.1", "Implementation status"), text("Implemented"));
        assert_eq!(own_coverage(&outcome), all);
        assert!(
            sheets.cell("SoA 27001", "27001:A.5.1", "Source").to_string().ends_with("not read this time")
        );
    }
    work.run();
    let mut sheets = work.sheets();
    assert!(!sheets.cell("Risks", "R-1", "Source").to_string().contains("not read"));
    assert!(!sheets.cell("SoA 27001", "27001:A.5.1", "Source").to_string().contains("not read"));
    assert_changes(&work, &[]);
}

#[test]
fn audit_findings_go_on_meaning_what_they_meant_where_their_row_was_edited_or_their_file_is_missing() {
    const AUDIT: &str = "Finding ID,Clause,Grade,Description,Status\n\
        N-1,27001:9.2,Major nonconformity,No audit programme,Open\n\
        N-2,27001:A.5.1,Conform,Policy seen,Closed\n\
        N-3,27001:7.2,Minor nonconformity,No record of training,Open\n";
    const KEYS: [&str; 3] = ["27001:9.2.1", "27001:9.2.2", "27001:7.2"];
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("audit.csv", AUDIT), ("controls.csv", CONTROLS)]);
    let first = work.run();
    work.edit(|sheets| {
        sheets.set("Audit findings", "N-1", "Comment", text("seen by the board"));
        sheets.set("Audit findings", "N-3", "Comment", text("records are being collected"));
    });
    for files in [&["audit.csv", "controls.csv"][..], &["controls.csv"], &["controls.csv"]] {
        let outcome = work.run_on(files);
        assert_eq!(told(&outcome, "ambiguous-reference"), "");
        assert_eq!(outcome.assessment.coverage, first.assessment.coverage);
        let mut sheets = work.sheets();
        let requirement = sheets.cell("Audit findings", "N-1", "Requirement");
        assert_eq!(requirement, text("27001:9.2.1; 27001:9.2.2"));
        assert_eq!(sheets.cell("SoA 27001", "27001:A.5.1", "Basis"), text("Audited"));
        for key in KEYS {
            assert_eq!(sheets.cell("Gaps", key, "Why"), text("an audit raised it"), "{key}");
            // The place of a row in the version before means nothing in this one.
            let audit = sheets.cell("Gaps", key, "Audit finding").to_string();
            assert!(audit.contains("audit.csv › csv › row"), "{audit}");
        }
    }
}

#[test]
fn edits_are_found_in_sorted_rows_moved_columns_and_below_rows_that_were_inserted() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
        sheets.set("SoA 27001", "27001:A.5.3", "Comment", text("asked for"));
        sheets.reverse("Risks", "Risk ID").reverse("SoA 27001", "Control");
        sheets.move_to_front("Risks", "Impact").move_to_front("SoA 27001", "Comment");
        sheets.push_aside("Risks").push_aside("SoA 27001");
    });
    work.run();
    let mut sheets = work.sheets();
    assert_eq!(sheets.cell("Risks", "R-1", "Risk owner"), text("Bo"));
    assert_eq!(sheets.cell("SoA 27001", "27001:A.5.3", "Comment"), text("asked for"));
    assert_eq!(changes(&work).len(), 2, "{:?}", changes(&work));
}

#[test]
fn edits_are_found_under_renamed_headings_on_renamed_sheets_in_another_order() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
        sheets.rename_heading("Risks", "Risk owner", "Who minds it").rename("Risks", "Our risks");
        sheets.rename_heading("SoA 27001", "Key", "K").rename("SoA 27001", "Annex A");
        sheets.set("Annex A", "27001:A.5.3", "Implementation status", text("Planned"));
        sheets.reverse_sheets().show_all();
    });
    work.run();
    let mut sheets = work.sheets();
    assert_eq!(sheets.cell("Risks", "R-1", "Risk owner"), text("Bo"));
    assert_eq!(sheets.cell("SoA 27001", "27001:A.5.3", "Implementation status"), text("Planned"));
    assert_eq!(changes(&work).len(), 2, "{:?}", changes(&work));
}

#[test]
fn a_list_that_was_deleted_comes_back_with_what_had_been_decided_before() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
        sheets.set("SoA 27001", "27001:A.5.3", "Implementation status", text("Implemented"));
        sheets.set("Parameters", "Capacity", "Value", Entry::Number(9.0));
        sheets.append("Risks", &[("Risk ID", text("R-9")), ("Risk", text("Keys are lost"))]);
    });
    work.run();
    work.edit(|sheets| {
        sheets.remove("Risks").remove("SoA 27001").remove("Parameters");
    });
    let outcome = work.run();
    let told = told(&outcome, "list-not-found");
    assert!(["Risks", "SoA 27001", "Parameters · Settings"].iter().all(|list| told.contains(list)), "{told}");
    let mut sheets = work.sheets();
    assert_eq!(sheets.cell("Risks", "R-1", "Risk owner"), text("Bo"));
    assert_eq!(sheets.cell("SoA 27001", "27001:A.5.3", "Implementation status"), text("Implemented"));
    assert_eq!(sheets.cell("Parameters", "Capacity", "Value"), Entry::Number(9.0));
    assert_eq!(sheets.cell("Risks", "R-9", "Risk"), text("Keys are lost"));
}

#[test]
fn settings_are_obeyed() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Parameters", "Partially implemented", "Level", Entry::Number(0.8));
        sheets.set("Parameters", "Capacity", "Value", Entry::Number(9.0));
        sheets.set("Parameters", "Appetite_AI", "Value", Entry::Number(3.0));
        sheets.set("Parameters", "Starting_Point", "Value", text("27001 certified"));
        sheets.set("Parameters", "Standards_Planned", "Value", text("42001"));
        sheets.set("Parameters", "Most_Weeks_Between_Stages", "Value", Entry::Number(30.0));
        sheets.set("Parameters", "M", "Person-days", Entry::Number(7.0));
        sheets.set("Parameters", "low", "Highest score", Entry::Number(3.0));
        sheets.set("SoA 27001", "27001:A.5.1", "Weight", Entry::Number(3.0));
    });
    for _ in 0..2 {
        let outcome = work.run();
        let parameters = &outcome.model.parameters;
        assert_eq!(parameters.level_partial, 0.8);
        assert_eq!(parameters.capacity_days_per_week, 9.0);
        assert_eq!(parameters.appetite_ai, 3.0);
        assert_eq!(parameters.planned_standards, PlannedStandards::Only(Standard::Iso42001));
        assert_eq!(parameters.most_weeks_between_stages, 30.0);
        assert_eq!(parameters.effort_days.medium, 7.0);
        assert_eq!(parameters.risk_bands[0].top, 3.0);
        assert_eq!(work.sheets().cell("SoA 27001", "27001:A.5.1", "Weight"), Entry::Number(3.0));
    }
}

#[test]
fn a_pair_that_a_person_decided_stays_decided() {
    let (_folder, work) = first_run();
    let pair = "27001:4.2+42001:4.2";
    work.edit(|sheets| {
        sheets.set("Shared controls", pair, "Decision", text("yes"));
    });
    for _ in 0..2 {
        let outcome = work.run();
        assert!(outcome.model.pairs.iter().any(|pair| pair.shared));
        assert_eq!(work.sheets().cell("Shared controls", pair, "Decision"), text("Yes"));
    }
    work.edit(|sheets| {
        sheets.set("Shared controls", pair, "Decision", Entry::Blank);
    });
    assert!(work.run().model.pairs.is_empty());
}

#[test]
fn a_confirmed_suggestion_stays_with_its_question_wherever_that_moves() {
    const QUESTIONS: &str = "Question ID,Question,Answer,Comment\n\
        1,Do you have documented information security policies?,Yes,\n\
        2,Are information backups taken and tested regularly?,Yes,\n\
        3,Is access to source code restricted?,No,\n";
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("questions.csv", QUESTIONS)]);
    work.run();
    let suggested = |work: &Refreshed| {
        let mut sheets = work.sheets();
        let columns =
            ["Question", "Suggested", "Confirmed", "Key"].map(|heading| sheets.column("Answers", heading));
        (0..columns[0].len())
            .map(|row| columns.iter().map(|column| column[row].clone()).collect::<Vec<_>>())
            .filter(|row| !row[1].is_empty())
            .collect::<Vec<_>>()
    };
    let before = suggested(&work);
    let chosen = before.first().expect("a question with a suggestion").clone();
    work.edit(|sheets| {
        sheets.set("Answers", &chosen[3], "Confirmed", text("Yes"));
    });
    work.run();
    // A question is inserted above.
    work.register("questions.csv", &QUESTIONS.replace("1,Do", "0,Is there a clear desk rule?,Yes,\n1,Do"));
    work.run();
    let after = suggested(&work);
    let confirmed: Vec<_> = after.iter().filter(|row| !row[2].is_empty()).map(|row| row[0].clone()).collect();
    assert_eq!(confirmed, [chosen[0].clone()], "{after:?}");
}

#[test]
fn notes_on_actions_and_findings_stay_and_are_told_when_their_record_goes() {
    let (_folder, work) = first_run();
    let mut sheets = work.sheets();
    let (action, finding) =
        (sheets.column("Roadmap", "Key")[0].clone(), sheets.column("Findings", "Key")[0].clone());
    work.edit(|sheets| {
        sheets.set("Roadmap", &action, "Owner", text("Bo"));
        sheets.set("Findings", &finding, "Decision", text("accepted by the board"));
    });
    for _ in 0..2 {
        work.run();
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Roadmap", &action, "Owner"), text("Bo"));
        assert_eq!(sheets.cell("Findings", &finding, "Decision"), text("accepted by the board"));
    }
}

#[test]
fn dates_and_levels_that_were_typed_as_text_are_understood_or_told() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Due date", text("31.03.2027"));
        sheets.set("Risks", "R-1", "Likelihood", text("5"));
        sheets.set("Risks", "R-2", "Impact", text("very high"));
        sheets.set("Risks", "R-2", "Likelihood", text("once in a blue moon"));
        sheets.set("SoA 27001", "27001:A.5.2", "Due", text("2027-06-30"));
        sheets.set("SoA 27001", "27001:A.5.3", "Due", text("after the summer"));
        sheets.set("SoA 27001", "27001:A.5.4", "Share implemented", text("40 %"));
        sheets.set("SoA 27001", "27001:A.5.5", "Implementation status", text("as good as done"));
        sheets.set("SoA 27001", "27001:A.5.6", "Applicable", text("perhaps"));
        sheets.set("SoA 27001", "27001:A.5.6", "Basis", text("believed"));
    });
    for _ in 0..2 {
        let outcome = work.run();
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Risks", "R-1", "Due date").to_string(), "2027-03-31");
        assert_eq!(sheets.cell("Risks", "R-1", "Likelihood"), Entry::Number(5.0));
        assert_eq!(sheets.cell("Risks", "R-2", "Impact"), Entry::Number(5.0));
        assert_eq!(sheets.cell("Risks", "R-2", "Likelihood"), text("once in a blue moon"));
        assert_eq!(sheets.cell("SoA 27001", "27001:A.5.2", "Due").to_string(), "2027-06-30");
        assert_eq!(sheets.cell("SoA 27001", "27001:A.5.3", "Due"), text("after the summer"));
        assert_eq!(sheets.cell("SoA 27001", "27001:A.5.4", "Share implemented"), Entry::Number(0.4));
        assert_eq!(sheets.cell("SoA 27001", "27001:A.5.5", "Implementation status"), text("as good as done"));
        let told: Vec<String> = outcome.findings().map(render::text).collect();
        for unknown in ["once in a blue moon", "after the summer", "as good as done"] {
            assert!(
                told.iter().any(|told| told.contains(unknown)),
                "{unknown} is not told:\n{}",
                told.join("\n")
            );
        }
    }
}

#[test]
fn what_no_cell_of_its_column_can_hold_is_told_with_its_words() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Domain", text("Quantum"));
        sheets.set("SoA 27001", "27001:A.5.6", "Applicable", text("perhaps"));
        sheets.set("SoA 27001", "27001:A.5.7", "Basis", text("believed"));
        sheets.set("SoA 27001", "27001:A.5.8", "Weight", text("heavy"));
        sheets.set("Shared controls", "27001:4.2+42001:4.2", "Decision", text("maybe"));
        sheets.append("Risks", &[("Comment", text("see the minutes"))]);
    });
    let outcome = work.run();
    let mut all = told(&outcome, "decision-not-understood");
    all.push_str(&told(&outcome, "added-row-without-name"));
    for words in ["Quantum", "perhaps", "believed", "heavy", "maybe", "see the minutes"] {
        assert!(all.contains(words), "{words}:\n{all}");
    }
}

#[test]
fn records_of_one_identifier_keep_their_edits_apart() {
    let (_folder, work) = first_run();
    work.register("risks.csv", &format!("{RISKS}R-1,The ledger is forged,1,1,Cy,Avoid,Open,\n"));
    work.run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1 (2)", "Risk owner", text("Bo"));
    });
    for _ in 0..2 {
        work.run();
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Risks", "R-1", "Risk owner"), text("Ada"));
        assert_eq!(sheets.cell("Risks", "R-1 (2)", "Risk owner"), text("Bo"));
    }
}

#[test]
fn what_was_chosen_on_sources_columns_and_values_is_obeyed() {
    let (_folder, work) = first_run();
    let mut sheets = work.sheets();
    let keys = sheets.column("Columns", "Key");
    let owner = keys.iter().position(|key| key.contains("risks.csv") && key.ends_with("risk.owner")).unwrap();
    let owner = keys[owner].clone();
    let value = sheets.column("Values", "Value as read").iter().position(|value| value == "Avoid").unwrap();
    let value = sheets.column("Values", "Key")[value].clone();
    work.edit(|sheets| {
        sheets.set("Columns", &owner, "Field chosen", text("Not used"));
        sheets.set("Values", &value, "Meaning chosen", text("Retain"));
    });
    for _ in 0..2 {
        work.run();
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Risks", "R-1", "Risk owner"), Entry::Blank);
        assert_eq!(sheets.cell("Risks", "R-2", "Treatment option"), text("Retain"));
    }
}

#[test]
fn another_assessment_date_is_no_change_and_adds_a_row_to_the_history() {
    let (_folder, mut work) = first_run();
    work.as_of = NaiveDate::from_ymd_opt(2027, 1, 31).unwrap();
    work.run();
    assert_changes(&work, &[]);
    let mut sheets = work.sheets();
    let dates = sheets.column("History", "As of");
    assert!(
        dates.iter().any(|date| date == "2026-11-21") && dates.iter().any(|date| date == "2027-01-31"),
        "{dates:?}"
    );
    assert_eq!(sheets.cell("Parameters", "As_Of", "Value").to_string(), "2027-01-31");
}

#[test]
fn a_deleted_column_comes_back_with_what_had_been_decided_in_it() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
        sheets.set("Risks", "R-1", "Likelihood", Entry::Number(5.0));
        sheets.set("SoA 27001", "27001:A.5.3", "Implementation status", text("Implemented"));
        let added =
            [("Risk ID", text("R-9")), ("Risk", text("Keys are lost")), ("Likelihood", Entry::Number(4.0))];
        sheets.append("Risks", &added);
    });
    work.run();
    work.edit(|sheets| {
        sheets.delete_column("Risks", "Risk owner").delete_column("Risks", "Likelihood");
        sheets.delete_column("SoA 27001", "Implementation status");
    });
    work.run();
    let mut sheets = work.sheets();
    assert_eq!(sheets.cell("Risks", "R-1", "Risk owner"), text("Bo"));
    assert_eq!(sheets.cell("Risks", "R-1", "Likelihood"), Entry::Number(5.0));
    assert_eq!(sheets.cell("Risks", "R-9", "Likelihood"), Entry::Number(4.0));
    assert_eq!(sheets.cell("SoA 27001", "27001:A.5.3", "Implementation status"), text("Implemented"));
}

#[test]
fn a_formula_without_its_value_withdraws_nothing() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
        sheets.set("Parameters", "Capacity", "Value", Entry::Number(9.0));
    });
    work.run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("=D7"));
        sheets.set("Parameters", "Capacity", "Value", text("=3+4"));
    });
    let outcome = work.run();
    let told = told(&outcome, "formula-without-value");
    assert!(told.contains("Risk owner of R-1") && told.contains("Value of Capacity"), "{told}");
    assert_eq!(work.sheets().cell("Risks", "R-1", "Risk owner"), text("Bo"));
    assert_eq!(work.sheets().cell("Parameters", "Capacity", "Value"), Entry::Number(9.0));
}

#[test]
fn what_people_wrote_beside_an_asset_stays_where_new_ones_fill_the_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let list = |first: u32, last: u32| {
        let rows = (first..=last).map(|number| format!("A-{number};Server {number};Ada\n"));
        format!("Asset ID;Asset name;Asset owner\n{}", rows.collect::<String>())
    };
    let mut work = Refreshed::new(folder.path(), &[("old.csv", &list(1, 3))]);
    work.run();
    work.edit(|sheets| {
        sheets.set("Assets", "A-2", "Asset owner", text("Grace"));
        sheets.insert_column("Assets", "Location", "My note", &[("A-3", text("call Ada first"))]);
    });
    work.register("new.csv", &list(11, 15));
    work.most_assets = 4;
    // The new ones stand before the others, and two of them fit.
    for round in 1..=2 {
        let outcome = work.run();
        assert_eq!(told(&outcome, "record-gone-from-source"), "", "{round}");
        assert_eq!(outcome.model.assets.len(), 8);
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Assets", "A-2", "Asset owner"), text("Grace"));
        assert_eq!(sheets.cell("Assets", "A-3", "My note"), text("call Ada first"));
        let shown = ["A-1", "A-2", "A-3", "A-11", "A-12"].map(|key| sheets.has("Assets", key, "Asset owner"));
        assert_eq!(shown, [true, true, true, true, false], "{round}");
    }
    // What is beyond the sheet comes onto it where there is room again.
    work.most_assets = 8;
    work.run();
    assert_eq!(work.sheets().cell("Assets", "A-12", "Asset owner"), text("Ada"));
    assert_eq!(work.sheets().cell("Assets", "A-2", "Asset owner"), text("Grace"));
}

/// A person's "Risk owner" stands to the left of ours, with names of its own.
#[test]
fn a_column_of_ones_own_with_a_heading_of_a_list_is_not_taken_for_that_of_the_list() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
        let names = ["R-1", "R-2", "R-3"].map(|key| (key, text("the board")));
        sheets.insert_column("Risks", "Likelihood", "Risk owner", &names);
    });
    let outcome = work.run();
    let owners: Vec<String> = outcome
        .model
        .risks
        .iter()
        .map(|risk| risk.owner.as_ref().map(|owner| owner.value.to_string()).unwrap_or_default())
        .collect();
    assert_eq!(owners, ["Bo", "Ada", "Eve"]);
    let told = told(&outcome, "heading-on-several-columns");
    assert!(told.contains("Risk owner") && told.contains("Risks"), "{told}");
    assert_eq!(work.sheets().cell("Risks", "R-3", "Risk owner"), text("Eve"));
    assert_eq!(work.sheets().cell("Risks", "R-3", "Risk owner (2)"), text("the board"));
}

/// A copy of the column beside it: nothing tells which of the two is annexa's.
#[test]
fn of_two_columns_of_one_heading_that_nobody_can_tell_apart_neither_is_taken() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
    });
    work.run();
    work.edit(|sheets| {
        let names = [("R-1", text("Bo")), ("R-2", text("Ada")), ("R-3", text("Eve"))];
        sheets.insert_column("Risks", "Risk owner", "Risk owner", &names).set_word_above(
            "Risks",
            "Risk owner",
            "edit",
        );
    });
    let outcome = work.run();
    let owners = outcome.model.risks.iter().map(|risk| risk.owner.as_ref().map(|owner| owner.value.as_str()));
    assert_eq!(owners.collect::<Vec<_>>(), [Some("Bo"), Some("Ada"), Some("Eve")]);
    assert!(told(&outcome, "heading-on-several-columns").contains("cannot be told"));
    assert_eq!(work.sheets().cell("Risks", "R-3", "Risk owner (3)"), text("Eve"));
}

#[test]
fn a_renamed_column_is_told_and_one_that_only_resembles_it_is_not_taken() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.rename_heading("Risks", "Risk owner", "Who minds it");
    });
    let renamed = told(&work.run(), "column-renamed");
    assert!(["Risk owner", "Who minds it", "Risks"].iter().all(|word| renamed.contains(word)), "{renamed}");

    // Impact is deleted; a column of one's own holds two of its three figures, in another place.
    work.edit(|sheets| {
        sheets.delete_column("Risks", "Impact");
        let figures = [("R-1", 4.0), ("R-2", 5.0), ("R-3", 1.0)];
        let figures = figures.map(|(key, figure)| (key, Entry::Number(figure)));
        sheets.insert_column("Risks", "Comment", "Pain", &figures);
    });
    let outcome = work.run();
    let impact = outcome.model.risks.iter().map(|risk| risk.impact.as_ref().and_then(|impact| impact.value));
    assert_eq!(impact.collect::<Vec<_>>(), [Some(4.0), Some(5.0), Some(2.0)]);
    let missing = told(&outcome, "column-not-found");
    assert!(["Impact", "Pain", "Risks"].iter().all(|word| missing.contains(word)), "{missing}");
    assert_eq!(work.sheets().cell("Risks", "R-3", "Pain"), Entry::Number(1.0));
}

/// One word in all cells says nothing about which column it is.
#[test]
fn a_column_of_one_repeated_word_is_not_known_by_it() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.delete_column("Risks", "Status");
        let words = ["R-1", "R-2", "R-3"].map(|key| (key, text("Open")));
        sheets.insert_column("Risks", "Risk", "Valve", &words);
        sheets.set("Risks", "R-1", "Valve", text("Closed"));
    });
    let outcome = work.run();
    assert_eq!(work.sheets().cell("Risks", "R-1", "Status"), text("Open"));
    assert!(told(&outcome, "column-not-found").contains("Status"));
}

/// Somebody moves our risks aside and lists their own on a sheet of our name.
#[test]
fn a_sheet_of_ones_own_with_the_name_of_a_list_is_not_taken_for_it() {
    let (_folder, work) = first_run();
    let own: [&[&str]; 2] = [
        &["Risk ID", "Risk", "Likelihood", "Impact", "Risk owner", "Comment"],
        &["X-1", "Mine", "1", "1", "Me", ""],
    ];
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
        sheets.rename("Risks", "Our risks").add("Risks", &own);
    });
    let outcome = work.run();
    assert_eq!(outcome.model.risks.len(), 3);
    assert_eq!(work.sheets().cell("Risks", "R-1", "Risk owner"), text("Bo"));
    assert!(work.sheets().has("Risks (2)", "X-1", "Risk"));

    work.edit(|sheets| {
        sheets.remove("Risks (2)").remove("Risks").add("Risks", &own);
    });
    let outcome = work.run();
    assert_eq!(outcome.model.risks.len(), 3);
    assert_eq!(work.sheets().cell("Risks", "R-1", "Risk owner"), text("Bo"));
    assert!(told(&outcome, "list-not-found").contains("Risks"));
    assert!(work.sheets().has("Risks (2)", "X-1", "Risk"));
}

/// A sheet that holds no list is known by what stands on top of it, not by its name alone.
#[test]
fn a_sheet_of_ones_own_with_the_name_of_a_sheet_without_lists_is_kept_under_a_free_name() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.rename("Summary", "For the board").add("Summary", &[&["What we think of it"], &["All well"]]);
    });
    for _ in 0..2 {
        work.run();
        let own = work.sheets().column("Summary (2)", "What we think of it");
        assert_eq!(own, ["All well"]);
        assert!(!work.sheets().column("Summary", "Annex A of").is_empty());
    }
}

/// Clearing a cell withdraws a decision, whether the record's file was read or not.
#[test]
fn a_cleared_cell_of_a_record_that_was_not_read_has_the_last_value_of_its_source_again() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Risk owner", text("Bo"));
        sheets.set("Risks", "R-1", "Impact", Entry::Number(1.0));
        sheets.set("SoA 27001", "27001:A.5.1", "Owner", text("Bo"));
    });
    work.run();
    work.edit(|sheets| {
        for heading in ["Risk owner", "Impact", "Likelihood"] {
            sheets.set("Risks", "R-1", heading, Entry::Blank);
        }
        sheets.set("SoA 27001", "27001:A.5.1", "Owner", Entry::Blank);
        sheets.set("SoA 27001", "27001:A.5.1", "Implementation status", Entry::Blank);
    });
    for _ in 0..2 {
        work.run_on(&["assets.csv"]);
        let mut sheets = work.sheets();
        assert_eq!(sheets.cell("Risks", "R-1", "Risk owner"), text("Ada"));
        assert_eq!(sheets.cell("Risks", "R-1", "Score"), Entry::Number(12.0));
        assert_eq!(sheets.cell("SoA 27001", "27001:A.5.1", "Owner"), text("Ada"));
        assert_eq!(sheets.cell("SoA 27001", "27001:A.5.1", "Implementation status"), text("Implemented"));
    }
}

#[test]
fn answers_other_controls_and_pairs_of_a_file_that_was_not_read_stay_with_what_follows_from_them() {
    const QUESTIONS: &str = "Question ID,Question,Answer,Comment\n\
        1,Do you have documented information security policies?,Yes,of March\n\
        2,Are information backups taken and tested regularly?,Yes,\n";
    let controls = format!(
        "{CONTROLS}Own catalogue,NH-1,Implemented,,Ada\n\
        ISO/IEC 27001:2022,A.5.37 and ISO/IEC 42001:2023 A.6.2.3,Implemented,,Ada\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let registers = [("questions.csv", QUESTIONS), ("assets.csv", ASSETS), ("controls.csv", &controls)];
    let work = Refreshed::new(folder.path(), &registers);
    let pairs = work.run().model.pairs.len();
    let mut sheets = work.sheets();
    let (questions, keys) = (sheets.column("Answers", "Question"), sheets.column("Answers", "Key"));
    let at = questions.iter().position(|question| question.contains("backups")).unwrap();
    assert_ne!(sheets.cell("Answers", &keys[at], "Suggested"), Entry::Blank);
    work.edit(|sheets| {
        sheets.set("Answers", &keys[at], "Confirmed", text("Yes"));
    });
    let all = own_coverage(&work.run());
    let other = work.sheets().column("Other controls", "Reference");
    assert!(other.iter().any(|reference| reference.contains("NH-1")), "{other:?}");
    for _ in 0..2 {
        let outcome = work.run_on(&["assets.csv"]);
        assert_eq!(own_coverage(&outcome), all);
        assert_eq!(outcome.model.pairs.len(), pairs);
        assert_eq!(told(&outcome, "decided-question-gone"), "");
        let mut sheets = work.sheets();
        assert_eq!(sheets.column("Answers", "Question"), questions);
        assert_eq!(sheets.cell("Answers", &keys[at], "Confirmed"), text("Yes"));
        assert_eq!(sheets.cell("Answers", &keys[0], "Comment"), text("of March"));
        assert!(sheets.cell("Answers", &keys[0], "Source").to_string().ends_with("not read this time"));
        assert_eq!(sheets.column("Other controls", "Reference"), other);
        assert!(
            sheets
                .column("Other controls", "Source")
                .iter()
                .all(|source| source.ends_with("not read this time"))
        );
        assert_eq!(sheets.cell("Checks", "records-on-sheet-questionnaire", "Result"), text("OK"));
    }
    let listed = changes(&work);
    work.run();
    assert_eq!(own_coverage(&work.run()), all);
    assert_eq!(work.sheets().cell("Answers", &keys[at], "Confirmed"), text("Yes"));
    assert_eq!(changes(&work), listed);
}

#[test]
fn what_was_cleared_or_deleted_and_is_back_is_listed_and_told() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Impact", Entry::Blank);
        sheets.delete("Risks", "R-2", "Risk");
    });
    let outcome = work.run();
    let told = told(&outcome, "cleared-cell-returns");
    assert!(told.contains("Impact") && told.contains("R-1"), "{told}");
    assert_changes(
        &work,
        &[
            "Risks | R-1 | Impact | cleared, and back | 4 | 4 |  | a person, in the workbook",
            "Risks | R-2 |  | deleted, and back | R-2 · The portal is taken over · Information security | R-2 · The portal is taken over · Information security |  | a person, in the workbook",
        ],
    );
}

#[test]
fn a_record_that_a_register_brings_under_the_key_of_an_added_one_may_be_another() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.append(
            "Risks",
            &[("Risk ID", text("R-9")), ("Risk", text("Insider misuse")), ("Risk owner", text("Bo"))],
        );
    });
    work.run();
    work.register("risks.csv", &format!("{RISKS}R-9,Keys are lost,2,3,Cy,Avoid,Open,\n"));
    let outcome = work.run();
    let told = told(&outcome, "added-record-in-source");
    assert!(["R-9", "Insider misuse", "Keys are lost"].iter().all(|words| told.contains(words)), "{told}");
    let listed = changes(&work);
    assert!(listed.iter().any(|change| change.contains("perhaps two records")), "{listed:?}");
}

#[test]
fn what_follows_from_a_decision_and_what_both_changed_say_so() {
    const QUESTIONS: &str = "Question ID,Question,Answer,Comment\n\
        2,Are information backups taken and tested regularly?,Yes,\n";
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("questions.csv", QUESTIONS), ("risks.csv", RISKS)]);
    work.run();
    let mut sheets = work.sheets();
    let key = sheets.column("Answers", "Key")[0].clone();
    let suggested = sheets.cell("Answers", &key, "Suggested").to_string();
    work.edit(|sheets| {
        sheets.set("Answers", &key, "Confirmed", text("Yes"));
        sheets.set("Risks", "R-1", "Risk owner", text("Cy"));
    });
    work.register("risks.csv", &RISKS.replace("4,Ada", "4,Cy"));
    work.run();
    let listed = changes(&work);
    let status = format!(
        "{suggested} | Implementation status | changed |  | Implemented |  | follows from: Confirmed of 2 on Answers"
    );
    assert!(listed.iter().any(|change| change.ends_with(&status)), "{listed:?}");
    let owner = "Risks | R-1 | Risk owner | changed | Ada | Cy |  | a source, and a person, in the workbook";
    assert!(listed.contains(&owner.to_owned()), "{listed:?}");
}

#[test]
fn rows_that_nothing_identifies_and_notes_beside_lists_stay_and_count_for_nothing() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.append("Risks", &[("Comment", text("see the minutes")), ("Likelihood", Entry::Number(5.0))]);
        sheets.append("Clauses", &[("Owner", text("Bo of the works council"))]);
        sheets.append_apart("Assets", &[("Asset owner", text("asked Bo on Monday"))]);
        sheets.put("Risks", 1, 9, "reviewed by Ada");
    });
    let mut bytes = Vec::new();
    for _ in 0..3 {
        let outcome = work.run();
        assert_eq!(outcome.model.risks.len(), 3);
        bytes.push(std::fs::read(work.workbook()).unwrap());
        let mut sheets = work.sheets();
        for (sheet, words) in [
            ("Risks", "see the minutes"),
            ("Clauses", "Bo of the works council"),
            ("Assets", "asked Bo on Monday"),
            ("Risks", "reviewed by Ada"),
        ] {
            let found = sheets.texts(sheet).iter().filter(|text| *text == words).count();
            assert_eq!(found, 1, "{words}");
        }
        assert!(told(&outcome, "added-row-without-name").contains("see the minutes"));
        assert_eq!(sheets.cell("Checks", "records-on-sheet-risks", "Result"), text("OK"));
    }
    assert!(bytes[1] == bytes[2], "the third run differs from the second");
    // With a name it is a record.
    work.edit(|sheets| {
        sheets.set_beside("Risks", "see the minutes", "Risk", text("Keys are lost"));
    });
    let outcome = work.run();
    assert_eq!(outcome.model.risks.len(), 4);
    assert_eq!(work.sheets().texts("Risks").iter().filter(|text| *text == "see the minutes").count(), 1);
}

#[test]
fn a_key_that_is_typed_for_a_new_row_is_told_and_the_row_stays_under_its_own_identifier() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.append(
            "Assets",
            &[("Asset ID", text("A-9")), ("Asset name", text("Safe")), ("Key", text("mine-1"))],
        );
    });
    let told = work.run().history.unwrap().additions.not_as_it_was;
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|told| told.contains("\"mine-1\" under Key")), "{told:?}");
    assert_eq!(work.sheets().cell("Assets", "A-9", "Asset name"), text("Safe"));
    assert_eq!(work.run().history.unwrap().additions.not_as_it_was, []);
}

#[test]
fn a_note_in_a_row_that_was_inserted_above_a_list_stays_beside_the_title_and_is_told() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        for sheet in ["Assets", "SoA 27001"] {
            sheets.insert_row(sheet, 3).put(sheet, 3, 0, "checked in May").put(sheet, 3, 4, "by Ada");
        }
        sheets.set("Assets", "A-1", "Location", text("Basement"));
    });
    let mut bytes = Vec::new();
    for run in 0..3 {
        let additions = work.run().history.unwrap().additions;
        bytes.push(std::fs::read(work.workbook()).unwrap());
        assert_eq!(additions.unkept, [], "run {run}");
        let named = additions.not_as_it_was.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert_eq!(named.contains("checked in May"), run == 0, "run {run}: {named}");
        let mut sheets = work.sheets();
        for sheet in ["Assets", "SoA 27001"] {
            for words in ["checked in May", "by Ada"] {
                let found = sheets.texts(sheet).iter().filter(|text| *text == words).count();
                assert_eq!(found, 1, "run {run}: {words} on {sheet}");
            }
        }
        assert_eq!(sheets.cell("Assets", "A-1", "Location"), text("Basement"));
    }
    assert!(bytes[1] == bytes[2], "the third run differs from the second");
}

#[test]
fn a_note_in_a_row_inserted_on_top_or_right_above_the_headings_stays_beside_the_title_and_is_told() {
    let (_folder, work) = first_run();
    const SHEETS: [(&str, &str, &str); 4] = [
        ("Assets", "A-1", "Asset ID"),
        ("Clauses", "27001:5.1", "Clause"),
        ("Coverage", "27001:5.1", "Requirement"),
        ("SoA 27001", "27001:A.5.1", "Control"),
    ];
    work.edit(|sheets| {
        for (sheet, key, heading) in SHEETS {
            let headings = sheets.header_above(sheet, key, heading);
            sheets.insert_row(sheet, headings).put(sheet, headings, 1, &format!("last note on {sheet}"));
            sheets.insert_row(sheet, 2).put(sheet, 2, 0, &format!("dated note on {sheet}"));
        }
    });
    let mut bytes = Vec::new();
    for run in 0..3 {
        let additions = work.run().history.unwrap().additions;
        bytes.push(std::fs::read(work.workbook()).unwrap());
        assert_eq!(additions.unkept, [], "run {run}");
        let named = additions.not_as_it_was.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let mut sheets = work.sheets();
        for (sheet, _, _) in SHEETS {
            for words in [format!("last note on {sheet}"), format!("dated note on {sheet}")] {
                let is_told = named.contains(&words);
                // Among the cells of a document a note may stay where it is.
                assert!(is_told == (run == 0) || sheet == "SoA 27001", "run {run}: {words}: {named}");
                let found = sheets.texts(sheet).iter().filter(|text| **text == words).count();
                assert_eq!(found, 1, "run {run}: {words} on {sheet}");
            }
        }
    }
    assert!(bytes[1] == bytes[2], "the third run differs from the second");
}

/// The lists in which notes are written, by sheet, with a heading and a record of each.
const NOTED: [(&str, &str, &str); 12] = [
    ("SoA 27001", "Control", "27001:A.5.10"),
    ("Clauses", "Clause", "27001:5.1"),
    ("Documented information", "Key", "policy"),
    ("Roadmap", "Key", "ai-roles"),
    ("Gaps", "Key", "27001:5.1"),
    ("Coverage", "Key", "27001:A.5.10"),
    ("Audit programme", "Unit", "suppliers-and-customers before stage 2"),
    ("Management review", "Input", "interested-parties"),
    ("Competence", "Key", "isms competence"),
    ("Cover", "Key", "reviewed"),
    ("Parameters", "Status", "Partially implemented"),
    ("Risks", "Risk ID", "R-2"),
];

#[test]
fn a_note_in_a_row_that_was_inserted_inside_a_list_stays_below_it_and_is_told() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        for (sheet, heading, key) in NOTED {
            let row = sheets.row_of(sheet, key, heading);
            let column = sheets.last_column(sheet, key, heading);
            sheets.insert_row(sheet, row);
            // In a column that nobody edits, and beside the list.
            sheets.put(sheet, row, column - 1, &format!("asked by {sheet}"));
            sheets.put(sheet, row, column + 2, &format!("seen on {sheet}"));
        }
        sheets.set("SoA 27001", "27001:A.5.10", "Owner", text("Bo"));
    });
    let mut bytes = Vec::new();
    for run in 0..3 {
        let additions = work.run().history.unwrap().additions;
        bytes.push(std::fs::read(work.workbook()).unwrap());
        assert_eq!(additions.unkept, [], "run {run}");
        let named = additions.not_as_it_was.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let mut sheets = work.sheets();
        for (sheet, _, _) in NOTED {
            for words in [format!("asked by {sheet}"), format!("seen on {sheet}")] {
                assert_eq!(named.contains(&words), run == 0, "run {run}: {words}: {named}");
                let found = sheets.texts(sheet).iter().filter(|text| **text == words).count();
                assert_eq!(found, 1, "run {run}: {words} on {sheet}");
            }
        }
        assert_eq!(sheets.cell("SoA 27001", "27001:A.5.10", "Owner"), text("Bo"));
    }
    assert!(bytes[1] == bytes[2], "the third run differs from the second");
}

#[test]
fn a_status_that_nobody_understands_is_told_without_being_asked_where_a_person_typed_it() {
    let (folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.1", "Implementation status", text("quasi fatto"));
    });
    let workbook = work.workbook();
    let name = workbook.file_name().unwrap().to_str().unwrap();
    for _ in 0..2 {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_annexa"))
            .args(["assess", "-o", name, "--as-of", "2026-11-21", "--no-backup"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let told = String::from_utf8(run.stderr).unwrap();
        assert!(run.status.success() && told.contains("quasi fatto"), "{told}");
    }
}

#[test]
fn words_under_the_highest_score_of_a_band_without_a_name_stay_there() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        let row = sheets.row_of("Parameters", "medium", "Band");
        sheets.insert_row("Parameters", row).put("Parameters", row, 1, "ask Ada");
    });
    for _ in 0..2 {
        work.run();
        assert!(work.sheets().texts("Parameters").contains(&"ask Ada".to_owned()));
    }
}

/// Somebody keeps a copy of the owners beside them, and then gives most risks another owner.
#[test]
fn a_copy_of_a_column_is_not_taken_for_the_one_that_was_edited() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        for key in ["R-1", "R-2"] {
            sheets.set("Risks", key, "Risk owner", text("Bo"));
        }
        let copy = [("R-1", text("Ada")), ("R-2", text("Ada")), ("R-3", text("Eve"))];
        sheets.insert_column("Risks", "Risk owner", "Risk owner", &copy);
        sheets.set_word_above("Risks", "Risk owner", "edit");
    });
    let outcome = work.run();
    assert!(told(&outcome, "heading-on-several-columns").contains("cannot be told"));
    assert!(work.sheets().texts("Risks").contains(&"Bo".to_owned()));
}

#[test]
fn kept_answers_are_found_under_renamed_headings_too() {
    const QUESTIONS: &str = "Question ID,Question,Answer,Comment\n\
        1,Do you have documented information security policies?,Yes,of March\n\
        2,Are information backups taken and tested regularly?,Yes,\n";
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("questions.csv", QUESTIONS), ("assets.csv", ASSETS)]);
    work.run();
    let keys = work.sheets().column("Answers", "Key");
    work.edit(|sheets| {
        sheets.set("Answers", &keys[1], "Confirmed", text("Yes"));
        sheets.rename_heading("Answers", "Question", "Frage").rename_heading("Answers", "Confirmed", "OK?");
        sheets.rename("Answers", "Fragen");
    });
    work.run_on(&["assets.csv"]);
    assert_eq!(work.sheets().column("Answers", "Key"), keys);
    assert_eq!(work.sheets().cell("Answers", &keys[1], "Confirmed"), text("Yes"));
}

#[test]
fn a_decision_about_a_pair_stands_against_a_register_that_was_not_read_and_is_withdrawn_wherever_the_workbook_lies()
 {
    let controls =
        format!("{CONTROLS}ISO/IEC 27001:2022,A.5.37 and ISO/IEC 42001:2023 A.6.2.3,Implemented,,Ada\n");
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("controls.csv", &controls), ("assets.csv", ASSETS)]);
    let outcome = work.run();
    let pair = "27001:A.5.37+42001:A.6.2.3";
    assert!(outcome.model.pairs.iter().any(|pair| pair.shared), "{:?}", outcome.model.pairs);
    work.edit(|sheets| {
        sheets.set("Shared controls", pair, "Decision", text("No"));
    });
    work.run();
    let outcome = work.run_on(&["assets.csv"]);
    assert_eq!(told(&outcome, "source-and-person-changed"), "");
    assert!(outcome.model.pairs.iter().all(|pair| !pair.shared));
    // The place of the decision names the workbook as it was called then.
    work.edit(|sheets| {
        sheets.set("Shared controls", pair, "Decided in", text("elsewhere.xlsx › Shared controls › E7"));
        sheets.set("Shared controls", pair, "Decision", Entry::Blank);
    });
    let outcome = work.run_on(&["assets.csv"]);
    assert!(outcome.model.pairs.iter().all(|pair| !pair.shared), "{:?}", outcome.model.pairs);
}

#[test]
fn what_is_noted_beside_an_audit_stays_with_it_when_the_programme_changes() {
    let (_folder, work) = first_run();
    let audit = "identity-and-access controls";
    let done = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
    let stage_2 = NaiveDate::from_ymd_opt(2027, 10, 1).unwrap();
    work.edit(|sheets| {
        sheets.set("Audit programme", audit, "Lead auditor", text("Cy"));
        sheets.set("Audit programme", audit, "Done on", Entry::Date(done));
        sheets.set("Parameters", "Audit_Cycle", "Value", Entry::Number(1.0));
        sheets.set("Parameters", "Stage_2_Date", "Value", Entry::Date(stage_2));
    });
    for _ in 0..2 {
        let outcome = work.run();
        let programme = &outcome.assessment.audit_programme;
        let days: Vec<NaiveDate> = programme.stages.iter().map(|stage| stage.date).collect();
        assert_eq!((programme.cycle_years, days), (1, vec![stage_2]));
        assert_eq!(work.sheets().cell("Audit programme", audit, "Lead auditor"), text("Cy"));
        assert_eq!(work.sheets().cell("Audit programme", audit, "Done on"), Entry::Date(done));
    }
}

#[test]
fn what_people_write_about_suppliers_stays_and_so_do_suppliers_that_they_add() {
    const SUPPLIERS: &str = "Supplier ID,Supplier,Service provided,Criticality,AI supplied,Agreement,Last review\n\
        S-1,Nordwolke Hosting,Hosting,High,No,Yes,2026-03-01\n\
        S-2,Plauder AG,Chat,High,Yes,Yes,2026-02-01\n\
        S-3,Feder Druck,Printing,Low,No,Yes,2026-02-01\n";
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("suppliers.csv", SUPPLIERS)]);
    work.run();
    work.edit(|sheets| {
        sheets.set("Suppliers", "S-2", "Agreement", text("No"));
        sheets.set("Suppliers", "S-3", "Criticality", Entry::Number(4.0));
        sheets.append("Suppliers", &[("Supplier ID", text("S-9")), ("Supplier", text("Kontor Mail"))]);
    });
    for _ in 0..2 {
        let outcome = work.run();
        let suppliers = &outcome.model.suppliers;
        let keys: Vec<&str> = suppliers.iter().map(|supplier| supplier.key.as_str()).collect();
        assert_eq!(keys, ["S-1", "S-2", "S-3", "S-9"]);
        assert_eq!(suppliers[1].has_agreement, Some(false));
        assert_eq!(suppliers[2].criticality.as_ref().and_then(|level| level.value), Some(4.0));
        assert!(told(&outcome, "supplier-without-agreement").contains("Plauder AG"));
    }
}

#[test]
fn the_scope_is_one_value_on_all_sheets_whichever_of_them_it_is_typed_on() {
    const SHEETS: [&str; 4] = ["Cover", "Summary", "SoA 27001", "SoA 42001"];
    let (_folder, work) = first_run();
    let long = "The head office in Delft, the data centre in Utrecht, the cloud of the forecast and everybody who works \
        there, with the exception of the sports club";
    for (typed_on, scope) in [("Cover", "HQ and cloud"), ("Summary", "HQ alone"), ("SoA 42001", long)] {
        work.edit(|sheets| {
            sheets.set_right_of(typed_on, "Scope", scope);
        });
        for _ in 0..2 {
            let outcome = work.run();
            assert_eq!(outcome.model.scope.as_deref(), Some(scope), "{typed_on}");
            assert_eq!(outcome.history.unwrap().additions.unkept, []);
            for sheet in SHEETS {
                let shown = work.sheets().right_of(sheet, "Scope");
                assert!(scope.starts_with(&shown) && shown.len() >= scope.len().min(60), "{sheet}: {shown}");
            }
        }
        let listed =
            format!("| Scope | changed | {} | {scope} |", if typed_on == "Cover" { "" } else { "HQ" });
        let listed =
            listed.replace("| HQ |", if typed_on == "Summary" { "| HQ and cloud |" } else { "| HQ alone |" });
        assert!(
            changes(&work).iter().any(|change| change.contains(&listed)),
            "{listed}: {:?}",
            changes(&work)
        );
    }
    work.edit(|sheets| {
        sheets.set_right_of("SoA 27001", "Organisation", "Acme").set_right_of(
            "Summary",
            "Organisation",
            "Acme Ltd",
        );
    });
    let outcome = work.run();
    // One of the two is told before anything is written.
    assert_eq!(outcome.model.organisation.as_deref(), Some("Acme Ltd"));
    let unkept = outcome.history.unwrap().additions.unkept;
    assert!(unkept.len() == 1 && unkept[0].to_string().contains("\"Acme\""), "{unkept:?}");
    work.edit(|sheets| {
        sheets.set_right_of("SoA 27001", "Organisation", "");
    });
    assert_eq!(work.run().model.organisation, None);
    assert_eq!(work.sheets().right_of("Cover", "Organisation"), "not given");
}

#[test]
fn settings_far_down_on_a_sheet_that_was_renamed_are_read() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.rename("Parameters", "Settings of ours");
        sheets.set("Settings of ours", "Capacity", "Value", Entry::Number(7.0));
    });
    let outcome = work.run();
    assert_eq!(outcome.model.parameters.capacity_days_per_week, 7.0);
    assert_eq!(outcome.history.unwrap().additions.unkept, []);
}

#[test]
fn a_control_of_ones_own_that_is_typed_among_the_other_controls_stays() {
    let (_folder, work) = first_run();
    let write = |cells: &[(&str, &str)]| {
        work.edit(|sheets| {
            let cells: Vec<(&str, Entry)> =
                cells.iter().map(|(heading, cell)| (*heading, text(cell))).collect();
            sheets.append("Other controls", &cells);
        });
    };
    write(&[("Reference", "NIS2-21"), ("Status", "Implemented")]);
    work.run();
    write(&[("Reference", "DORA-9"), ("Owner", "Ada")]);
    for _ in 0..2 {
        let outcome = work.run();
        assert_eq!(outcome.history.unwrap().additions.unkept, []);
        let mut sheets = work.sheets();
        let mut references = sheets.column("Other controls", "Reference");
        references.retain(|reference| !reference.is_empty());
        assert_eq!(references, ["NIS2-21", "DORA-9"]);
        assert_eq!(sheets.cell("Other controls", "NIS2-21", "Source"), text("added in the workbook"));
        assert_eq!(sheets.cell("Other controls", "NIS2-21", "Status"), text("Implemented"));
        assert_eq!(sheets.cell("Checks", "records-on-sheet-controls", "Result"), text("OK"));
    }
    work.edit(|sheets| {
        sheets.set("Other controls", "DORA-9", "Title", text("Tested every year"));
        sheets.delete("Other controls", "NIS2-21", "Reference");
    });
    work.run();
    let mut sheets = work.sheets();
    assert_eq!(sheets.cell("Other controls", "DORA-9", "Title"), text("Tested every year"));
    assert!(!sheets.has("Other controls", "NIS2-21", "Reference"));
}

#[test]
fn what_is_typed_outside_the_lists_stays_or_is_named_and_nothing_else_is_taken_for_it() {
    let questions =
        "Question ID,Question,Answer,Owner\n1,Are backups taken and tested?,Yes,\n2,Are logs kept?,No,Bo\n";
    let (_folder, work) = first_run();
    work.register("questions.csv", questions);
    work.run();
    // Saved by another program, with nothing typed.
    work.edit(|sheets| {
        sheets.reverse("Risks", "Risk ID").reverse_sheets();
    });
    let additions = work.run().history.unwrap().additions;
    assert_eq!((additions.unkept, additions.typed), (vec![], vec![]));
    let places = [
        ("Risk heat map", 2, 15),
        ("Schedule", 60, 0),
        ("Sources", 40, 0),
        ("Summary", 6, 14),
        ("Cover", 2, 6),
    ];
    work.edit(|sheets| {
        for (sheet, row, column) in places {
            sheets.put(sheet, row, column, &format!("remark on {sheet}"));
        }
    });
    for _ in 0..2 {
        let additions = work.run().history.unwrap().additions;
        assert_eq!(additions.unkept, []);
        for (sheet, ..) in places {
            let remarks = work.sheets().texts(sheet).into_iter().filter(|text| text.starts_with("remark on"));
            assert_eq!(remarks.count(), 1, "{sheet}");
        }
    }
    let key = work.sheets().column("Answers", "Key").remove(0);
    work.edit(|sheets| {
        sheets.set_right_of("Cover", "Standards", "our own");
        sheets.set("Answers", &key, "Owner", text("Ada"));
    });
    let unkept = work.run().history.unwrap().additions.unkept;
    let named: Vec<String> = unkept.iter().map(ToString::to_string).collect();
    assert_eq!(named.len(), 2, "{named:?}");
    assert!(
        named.iter().any(|named| named.starts_with("Cover!") && named.contains("\"our own\"")),
        "{named:?}"
    );
    assert!(
        named.iter().any(|named| named.starts_with("Answers!") && named.contains("\"Ada\" under Owner")),
        "{named:?}"
    );
}

/// The samples that are shipped, on which every sheet holds something.
const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");

/// Each cell of a list that nobody edits, one of each column, by sheet and place; each in another row.
fn written_anew(work: &Refreshed) -> Vec<(String, CellPlace)> {
    let (workbook, _) = read_workbook(&work.workbook(), "assessment.xlsx", &Limits::default());
    let workbook = workbook.unwrap();
    let previous = Previous::find(&workbook).unwrap();
    let plain = previous.last.plain_lists.iter();
    let plain = plain.filter_map(|list| Some((list.name.clone(), previous.find_plain(list)?)));
    let all: Vec<(String, FoundList)> =
        previous.lists.iter().map(|(name, found)| (name.clone(), found.clone())).chain(plain).collect();
    let mut cells = Vec::new();
    for (name, found) in &all {
        // Of these, rows that people write are taken up whole.
        if name == "Other_controls" {
            continue;
        }
        let sheet = &workbook.sheets[found.sheet];
        let written = &previous.last.lists[name];
        let is_record = |row: &u32| {
            sheet.cell(*row, found.key_column).is_some_and(|key| written.row(&key.text()).is_some())
        };
        let records: Vec<u32> = sheet
            .rows
            .iter()
            .map(|row| row.number)
            .filter(|row| *row > found.header_row)
            .filter(is_record)
            .collect();
        for (number, heading) in written.headings.iter().enumerate() {
            if records.is_empty() {
                continue;
            }
            let column = found.headings.place(heading).unwrap();
            let place = CellPlace::new(records[number % records.len()], column);
            cells.push((sheet.name.sheet.as_deref().unwrap().to_owned(), place));
        }
    }
    cells
}

#[test]
fn what_is_typed_over_a_cell_that_is_written_anew_is_named_on_every_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[]);
    work.run_on(&[SAMPLES]);
    // Saved by a program that keeps no formulas, with nothing typed.
    work.edit(|_| {});
    let additions = work.run_on(&[SAMPLES]).history.unwrap().additions;
    assert_eq!((additions.unkept, additions.typed), (vec![], vec![]));
    let cells = written_anew(&work);
    assert!(cells.len() > 400, "{}", cells.len());
    let sheets: std::collections::BTreeSet<String> = cells.iter().map(|(sheet, _)| sheet.clone()).collect();
    assert!(sheets.len() > 35, "{sheets:?}");
    let day = NaiveDate::from_ymd_opt(2031, 5, 4).unwrap();
    work.edit(|edited| {
        for (number, (sheet, place)) in cells.iter().enumerate() {
            let typed = match number % 4 {
                0 => Entry::Number(424_242.5 + number as f64),
                1 => Entry::Date(day),
                _ => text(&format!("typed {number}")),
            };
            edited.put_entry(sheet, place.row as usize, place.column as usize, typed);
        }
        for sheet in &sheets {
            edited.put(sheet, 0, 0, "a title of ours");
        }
    });
    let unkept = work.run_on(&[SAMPLES]).history.unwrap().additions.unkept;
    let titles = sheets.iter().map(|sheet| (sheet.clone(), CellPlace::new(0, 0)));
    for (sheet, place) in cells.into_iter().chain(titles) {
        let named = |unkept: &&annexa::record::Unkept| unkept.place == format!("{sheet}!{place}");
        assert_eq!(unkept.iter().filter(named).count(), 1, "{sheet}!{place}");
    }
}

#[test]
fn what_is_typed_where_another_sheet_is_shown_is_named_with_the_column_to_type_it_in() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Treatment plan", "R-1", "Accepted by", text("The board"));
    });
    let unkept = work.run().history.unwrap().additions.unkept;
    let named: Vec<String> = unkept.iter().map(ToString::to_string).collect();
    assert_eq!(named.len(), 1, "{named:?}");
    assert!(
        named[0].contains("\"The board\" under Accepted by") && named[0].ends_with("in column Accepted by"),
        "{named:?}"
    );
}

#[test]
fn what_is_written_in_the_blank_row_of_a_list_that_follows_registers_stays_as_a_remark() {
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("risks.csv", RISKS)]);
    work.run();
    for (sheet, heading) in [("Impact worksheet", "Intended use"), ("Impact assessments", "Decision")] {
        work.edit(|sheets| {
            sheets.append(sheet, &[(heading, text("remark of a person"))]);
        });
    }
    for _ in 0..2 {
        let additions = work.run().history.unwrap().additions;
        assert_eq!(additions.unkept, []);
        for sheet in ["Impact worksheet", "Impact assessments"] {
            assert!(work.sheets().texts(sheet).contains(&"remark of a person".to_owned()), "{sheet}");
        }
    }
}

#[test]
fn a_formula_in_the_cell_of_a_document_that_was_saved_without_its_value_is_named_and_withdraws_nothing() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set_right_of("Management review", "Led by", "Ada").set_right_of("Cover", "Scope", "HQ");
    });
    work.run();
    work.edit(|sheets| {
        sheets.set_right_of("Management review", "Led by", "=1+1").set_right_of("Cover", "Scope", "=A1");
    });
    let outcome = work.run();
    let named: Vec<String> =
        outcome.history.unwrap().additions.unkept.iter().map(ToString::to_string).collect();
    assert_eq!(named.len(), 2, "{named:?}");
    assert!(named.iter().all(|named| named.contains("saved without its value")), "{named:?}");
    assert_eq!(outcome.model.scope.as_deref(), Some("HQ"));
    assert_eq!(work.sheets().right_of("Management review", "Led by"), "Ada");
}

#[test]
fn a_proposed_letter_that_is_cleared_stays_away() {
    let (_folder, work) = first_run();
    let proposed = work.sheets().cell("Responsibilities", "context", "Top management");
    assert!(!proposed.is_blank());
    work.edit(|sheets| {
        sheets.set("Responsibilities", "context", "Top management", Entry::Blank);
    });
    for _ in 0..2 {
        work.run();
        assert_eq!(work.sheets().cell("Responsibilities", "context", "Top management"), text("-"));
    }
    work.edit(|sheets| {
        sheets.set("Responsibilities", "context", "Top management", Entry::Blank);
    });
    work.run();
    assert_eq!(work.sheets().cell("Responsibilities", "context", "Top management"), proposed);
}

#[test]
fn the_domain_of_a_risk_follows_the_ai_system_that_a_person_links_until_a_person_sets_it() {
    const SYSTEMS: &str =
        "AI system ID,AI system,Intended purpose,AI system owner,Life cycle stage,Risk class
AI-1,Chat assistant,Answers customers,Ada,Operation,Limited risk
AI-2,Demand forecast,Plans stock,Bo,Operation,Minimal risk
";
    const OF_ASSETS: &str = "Risk ID,Risk,Affected asset,Likelihood,Impact,Risk owner,Treatment option,Status
R-1,Loss of the ledger,A-1,3,4,Ada,Modify,Open
R-2,Wrong answers,AI-1,3,4,Ada,Modify,Open
";
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), &[("risks.csv", OF_ASSETS), ("ai systems.csv", SYSTEMS)]);
    work.run();
    let shown = |key: &str| {
        let mut sheets = work.sheets();
        [sheets.cell("Risks", key, "AI system"), sheets.cell("Risks", key, "Domain")]
    };
    assert_eq!(shown("R-1"), [Entry::Blank, text("Information security")]);
    assert_eq!(shown("R-2"), [text("AI-1"), text("AI")]);
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "AI system", text("AI-2"));
    });
    for _ in 0..2 {
        work.run();
        assert_eq!(shown("R-1"), [text("AI-2"), text("AI")]);
    }
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Domain", text("Information security"));
    });
    for _ in 0..2 {
        work.run();
        assert_eq!(shown("R-1"), [text("AI-2"), text("Information security")]);
    }
    work.edit(|sheets| {
        sheets.set("Risks", "R-2", "AI system", text("AI-2"));
    });
    work.run();
    assert_eq!(shown("R-2"), [text("AI-2"), text("AI")]);
}
