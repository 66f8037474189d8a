//! What people decide and note in a workbook stays with what it is about, counts as it was meant, and is not
//! told again as a fault.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "other tests edit in other ways")]
#[path = "refreshes/edited.rs"]
mod edited;

use edited::{Refreshed, text};
use tempfile::TempDir;

const RISKS: [&str; 4] = [
    "Risk ID,Risk,Likelihood (1-5),Impact (1-5),Risk owner,Controls",
    "R-1,The ledger is lost,3,4,Ada,A.8.13",
    "R-2,The portal is taken over,Medium-ish,5,Ada,A.8.5",
    "R-3,A forecast is biased,4,2,Eve,A.8.2",
];
const CONTROLS: &str = "Standard,Control,Applicable,Status,Justification for exclusion,Owner\n\
    ISO/IEC 27001:2022,A.5.1,Yes,Implemented,,Ada\n\
    ISO/IEC 27001:2022,A.5.2,No,Partially implemented,Not our business,Ada\n\
    ISO/IEC 27001:2022,A.5.3,Yes,Not implemented,,\n\
    ISO/IEC 42001:2023,A.2.2,Yes,Planned,,Ada\n";

fn lines(rows: &[&str]) -> String {
    rows.join("\n") + "\n"
}

/// Registers after a first run.
fn first_run_on(registers: &[(&str, &str)]) -> (TempDir, Refreshed) {
    let folder = tempfile::tempdir().unwrap();
    let work = Refreshed::new(folder.path(), registers);
    work.run();
    (folder, work)
}

fn first_run() -> (TempDir, Refreshed) {
    first_run_on(&[("risks.csv", &lines(&RISKS)), ("controls.csv", CONTROLS)])
}

/// The changes: list, record, column, change, before, now, by whom.
fn changes(work: &Refreshed) -> Vec<String> {
    let mut sheets = work.sheets();
    let headings = ["List", "Record", "Column", "Change", "Before", "Now", "Changed by"];
    let columns = headings.map(|heading| sheets.column("Changes", heading));
    let rows = (0..columns[0].len()).filter(|row| !columns[0][*row].is_empty());
    rows.map(|row| columns.iter().map(|column| column[row].as_str()).collect::<Vec<_>>().join(" | "))
        .collect()
}

/// The keys of the findings of a code.
fn findings(work: &Refreshed, code: &str) -> Vec<String> {
    let mut sheets = work.sheets();
    let (codes, keys) = (sheets.column("Findings", "Code"), sheets.column("Findings", "Key"));
    codes.iter().zip(keys).filter(|(known, _)| *known == code).map(|(_, key)| key).collect()
}

/// Notes a decision beside the only finding of a code.
fn note(work: &Refreshed, code: &str, decision: &str) -> String {
    let keys = findings(work, code);
    assert_eq!(keys.len(), 1, "{code}: {keys:?}");
    work.edit(|sheets| {
        sheets.set("Findings", &keys[0], "Decision", text(decision));
    });
    keys[0].clone()
}

/// The decisions beside findings, each with its code and the records that it is about.
fn noted(work: &Refreshed) -> Vec<String> {
    let mut sheets = work.sheets();
    let columns = ["Code", "Records", "Decision"].map(|heading| sheets.column("Findings", heading));
    let rows = (0..columns[0].len()).filter(|row| !columns[2][*row].is_empty());
    rows.map(|row| columns.iter().map(|column| column[row].as_str()).collect::<Vec<_>>().join(" | "))
        .collect()
}

#[test]
fn a_note_stays_with_its_finding_when_rows_are_inserted_sorted_and_removed() {
    let (_folder, work) = first_run();
    note(&work, "unrecognised-value", "accepted");
    let expected = ["unrecognised-value | R-2 | accepted"];
    let [head, one, two, three] = RISKS;
    let new = "R-0,A courier is robbed,1,2,Eve,A.5.14";
    for rows in [
        vec![head, one, two, three],
        vec![head, new, one, two, three],
        vec![head, three, two, new, one],
        vec![head, two, three],
    ] {
        work.register("risks.csv", &lines(&rows));
        work.run();
        assert_eq!(noted(&work), expected, "{rows:?}");
    }
    let lost = |change: &String| change.starts_with("Findings") && change.contains("removed");
    assert!(!changes(&work).iter().any(lost), "{:?}", changes(&work));
}

#[test]
fn a_note_on_a_finding_that_is_gone_is_listed_and_stands_beside_no_other() {
    let (_folder, work) = first_run();
    let key = note(&work, "unrecognised-value", "accepted");
    let [head, one, _, three] = RISKS;
    // Another record has the same fault in the very cell of the one that was mended.
    let mended = "R-2,The portal is taken over,3,5,Ada,A.8.5";
    let other = "R-7,A courier is robbed,Lowish,2,Eve,A.5.14";
    work.register("risks.csv", &lines(&[head, one, other, mended, three]));
    work.run();
    assert_eq!(noted(&work), [""; 0]);
    let gone = format!("Findings | {key} | Decision | removed | accepted |  | the assessment");
    assert!(changes(&work).contains(&gone), "{:?}", changes(&work));
}

#[test]
fn a_note_on_a_finding_about_several_records_stays_while_it_is_about_one_of_them() {
    let [head, ..] = RISKS;
    let unclear = |id: &str| format!("{id},Something happens,Medium-ish,5,Ada,A.8.5");
    let rows = |ids: &[&str]| {
        let rows: Vec<String> = ids.iter().map(|id| unclear(id)).collect();
        format!("{head}\nR-1,The ledger is lost,3,4,Ada,A.8.13\n{}\n", rows.join("\n"))
    };
    let (_folder, work) = first_run_on(&[("risks.csv", &rows(&["R-3", "R-4", "R-5"]))]);
    note(&work, "unrecognised-value", "ask Ada");
    for ids in [vec!["R-5", "R-3", "R-4"], vec!["R-4", "R-2"], vec!["R-2"], vec!["R-2", "R-1b"]] {
        work.register("risks.csv", &rows(&ids));
        work.run();
        assert!(noted(&work)[0].starts_with("unrecognised-value"), "{ids:?}: {:?}", noted(&work));
    }
    work.register("risks.csv", &rows(&["R-8"]));
    work.run();
    assert_eq!(noted(&work), [""; 0]);
}

#[test]
fn notes_on_findings_of_the_assessment_and_of_the_workbook_stay() {
    let (_folder, work) = first_run();
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Domain", text("Outer space"));
        sheets.delete("Risks", "R-3", "Risk");
    });
    work.run();
    for code in ["risk-unrated", "decision-not-understood", "deleted-row-returns"] {
        note(&work, code, code);
    }
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Domain", text("Outer space"));
        sheets.delete("Risks", "R-3", "Risk").reverse("Risks", "Risk ID");
    });
    work.run();
    let expected = [
        "decision-not-understood | R-1 | decision-not-understood",
        "risk-unrated | R-2 | risk-unrated",
        "deleted-row-returns | R-3 | deleted-row-returns",
    ];
    assert_eq!(noted(&work), expected);
}

/// Earlier versions knew findings by their cells.
#[test]
fn a_note_under_a_key_that_no_finding_has_is_listed() {
    let (_folder, work) = first_run();
    let key = note(&work, "unrecognised-value", "accepted");
    work.edit(|sheets| {
        sheets.replace_everywhere(&key, "unrecognised-value|risks.csv › csv › C3");
    });
    work.run();
    let listed = "Findings | unrecognised-value|risks.csv › csv › C3 | Decision | removed | accepted";
    assert!(changes(&work).iter().any(|change| change.starts_with(listed)), "{:?}", changes(&work));
}
