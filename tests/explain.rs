//! `annexa explain`: a figure of the workbook is walked back to its cells and to the rows of the sources.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(dead_code, reason = "not every program makes every kind of edit")]

#[path = "refreshes/command.rs"]
mod command;
#[path = "refreshes/edited.rs"]
mod edited;

use std::path::Path;

use annexa::explain::{Question, Subject, explain};
use annexa::model::Entry;
use annexa::read::{Asked, Limits, read_layout, read_workbook};
use annexa::record::FoundTable;
use command::{annexa, samples, stderr};
use edited::{Refreshed, text};
use tempfile::TempDir;

const CONTROLS: &str = "Standard,Control,Status,Evidence,Owner\n\
    ISO/IEC 27001:2022,A.5.1,Implemented,Policy v3,Ada\n\
    ISO/IEC 27001:2022,A.5.2,Partially implemented,,Ada\n\
    ISO/IEC 27001:2022,A.5.3,mostly fine,,Ada\n\
    ISO/IEC 42001:2023,A.2.2,Planned,,Ada\n";
const RISKS: &str = "Risk ID,Risk,Likelihood,Impact,Risk owner,Treatment,Controls,Status\n\
    R-1,The ledger is lost,3,4,Ada,Mitigate,27001:A.5.2,Open\n\
    R-2,The portal is taken over,2,,Ada,Avoid,27001:A.5.2; 42001:A.2.2,Open\n";

fn run(folder: &Path) -> Refreshed {
    let work = Refreshed::new(folder, &[("controls.csv", CONTROLS), ("risks.csv", RISKS)]);
    work.run();
    work
}

#[track_caller]
fn explained(folder: &Path, asked: &str) -> String {
    let output = annexa(folder, &["explain", asked, "-w", "assessment.xlsx"]);
    assert_eq!(output.status.code(), Some(0), "{asked}: {}", stderr(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// The lines of an explanation hold these pieces, one line after the other.
#[track_caller]
fn holds_in_order(text: &str, pieces: &[&str]) {
    let mut lines = text.lines();
    for piece in pieces {
        assert!(
            lines.any(|line| line.contains(piece)),
            "\"{piece}\" is missing, or not in its place:\n{text}"
        );
    }
}

/// The place of a cell in the workbook as it stands, such as `Coverage!N53`.
fn cell(work: &Refreshed, sheet: &str, key: &str, heading: &str) -> String {
    let (workbook, _) = read_workbook(&work.workbook(), "assessment.xlsx", &Limits::default());
    let workbook = workbook.unwrap();
    let table = FoundTable::find(&workbook, sheet, &[heading, "Key"]).unwrap();
    let row = table.rows_with("Key", key).next().unwrap();
    let place = table.cell(row, heading).unwrap().location.cell_reference().unwrap();
    format!("'{}'!{place}", table.sheet.name.sheet.as_deref().unwrap())
}

/// The cell to the right of a label in column A.
fn beside(work: &Refreshed, sheet: &str, label: &str) -> String {
    let (workbook, _) = read_workbook(&work.workbook(), "assessment.xlsx", &Limits::default());
    let workbook = workbook.unwrap();
    let named = |found: &&annexa::read::Sheet| found.name.sheet.as_deref() == Some(sheet);
    let found = workbook.sheets.iter().find(named).unwrap();
    let is_label = |row: &&annexa::read::Row| row.cells.first().is_some_and(|cell| cell.text() == label);
    let row = found.rows.iter().find(is_label).unwrap();
    format!("{sheet}!B{}", row.number + 1)
}

#[test]
fn a_requirement_is_walked_back_to_statuses_links_and_rows_of_the_sources() {
    let folder = TempDir::new().unwrap();
    run(folder.path());
    let text = explained(folder.path(), "42001:A.2.2");
    holds_in_order(
        &text,
        &[
            "42001:A.2.2 AI policy",
            "own: 0%  ['SoA 42001'!",
            "implementation status: Planned",
            "as the sources say",
            "controls.csv › csv › row 5",
            "carried: 0%",
            "reuse: 60%",
            "from 27001:A.5.1: 60%  [Links!",
            "pair 27001:A.5.1+42001:A.2.2, shared: 0  ['Shared controls'!",
            "carry (judgement): 60%",
            "own: 100%  ['SoA 27001'!",
            "implementation status: Implemented",
            "controls.csv › csv › row 2",
            "potential: 60%",
            "gap: ",
            "why: planned",
            "priority P",
            "R, risk",
            "α: 0.4  [Parameters!",
            "D, coverage",
            "U, urgency",
            "E, divisor",
            "risks that name it: 1",
            "R-2 The portal is taken over, score: unrated",
            "risks.csv › csv › row 3",
            "in the other standard: 2 links",
            "27001:A.5.1",
        ],
    );
}

#[test]
fn risks_show_score_and_appetite_and_a_longer_number_is_another_control() {
    let folder = TempDir::new().unwrap();
    run(folder.path());
    let text = explained(folder.path(), "27001:A.5.2");
    holds_in_order(
        &text,
        &[
            "risks that name it: 2",
            "R-1 The ledger is lost, score: 12  [Risks!",
            "appetite: 9",
            "above appetite: 3",
        ],
    );
    assert!(explained(folder.path(), "27001:A.5.20").contains("risks that name it: none"));
}

#[test]
fn a_number_of_both_standards_is_explained_in_both_unless_one_is_named() {
    let folder = TempDir::new().unwrap();
    run(folder.path());
    let both = explained(folder.path(), "A.5.2");
    assert!(both.contains("27001:A.5.2 ") && both.contains("42001:A.5.2 "), "{both}");
    let output = annexa(
        folder.path(),
        &["explain", "A.5.2", "-w", "assessment.xlsx", "--standard", "42001", "--json"],
    );
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = json["explanation"].as_array().unwrap();
    assert_eq!(found.len(), 1);
    assert!(found[0]["label"].as_str().unwrap().starts_with("42001:A.5.2 "));
    assert_eq!(found[0]["steps"][0]["label"], "own");
}

#[test]
fn a_code_is_explained_with_all_its_findings() {
    let folder = TempDir::new().unwrap();
    run(folder.path());
    let text = explained(folder.path(), "risk-unrated");
    holds_in_order(
        &text,
        &[
            "risk-unrated: ",
            "says: ",
            "rule from: ",
            "findings in this workbook: 1",
            "risks.csv › csv › row 3",
        ],
    );
    assert!(explained(folder.path(), "clause-excluded").contains("findings in this workbook: none"));
}

#[test]
fn an_edited_cell_names_the_person_the_value_of_the_source_and_its_row() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    work.edit(|sheets| {
        sheets.set("SoA 27001", "27001:A.5.2", "Implementation status", text("Implemented"));
    });
    let place = cell(&work, "SoA 27001", "27001:A.5.2", "Implementation status");
    let edited = explained(folder.path(), &place);
    holds_in_order(
        &edited,
        &[
            "Implemented",
            "list: SoA_27001",
            "record: 27001:A.5.2",
            "column: Implementation status",
            "decided by a person since the last run: the sources say \"Partially implemented\"",
            "controls.csv › csv › row 3",
        ],
    );
    work.run();
    let refreshed = explained(folder.path(), &place);
    assert!(
        refreshed.contains("decided by a person: the sources say \"Partially implemented\""),
        "{refreshed}"
    );
    let setting = explained(folder.path(), &{
        let (workbook, _) = read_workbook(&work.workbook(), "assessment.xlsx", &Limits::default());
        let workbook = workbook.unwrap();
        let table = FoundTable::find(&workbook, "Parameters", &["Name in formulas", "Value"]).unwrap();
        let row = table.rows_with("Name in formulas", "Weight_Risk").next().unwrap();
        format!("Parameters!{}", table.cell(row, "Value").unwrap().location.cell_reference().unwrap())
    });
    holds_in_order(
        &setting,
        &["0.4", "record: Weight_Risk", "people, in this workbook", "as at the last run"],
    );
}

#[test]
fn a_calculated_cell_names_what_its_formula_gives_and_the_cells_that_it_reads() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    let score = explained(folder.path(), &cell(&work, "Risks", "R-1", "Score"));
    holds_in_order(
        &score,
        &[
            ": 12",
            "a formula",
            "Likelihood × Impact",
            "it reads",
            "Likelihood of this row: 3",
            "Impact of this row: 4",
        ],
    );
    let potential = explained(folder.path(), &cell(&work, "Coverage", "42001:A.2.2", "Potential"));
    holds_in_order(
        &potential,
        &["the largest of Own, Carried and Reuse", "Own of this row: 0%", "Reuse of this row: 60%"],
    );
    let reuse = explained(folder.path(), &cell(&work, "Coverage", "42001:A.2.2", "Reuse"));
    holds_in_order(&reuse, &["Reuse value of Lnk, 27001:A.5.1>42001:A.2.2: 60%  [Links!"]);
}

#[test]
fn no_formula_that_a_run_writes_counts_as_rewritten_and_one_that_a_person_wrote_does() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    let (workbook, _) = read_workbook(&work.workbook(), "assessment.xlsx", &Limits::default());
    let workbook = workbook.unwrap();
    let previous = annexa::record::Previous::find(&workbook).unwrap();
    let engine = edited::engine();
    let asked = |_: &str| Asked::Columns((0..100).collect());
    let layout = read_layout(&work.workbook(), "assessment.xlsx", &Limits::default(), asked).unwrap();
    let subject = Subject::new(&previous, &engine.catalogue, &engine.declarations).with_formulas(layout);
    let mut columns = 0;
    for (_, declared) in subject.layout() {
        let table = subject.table(&declared.name).unwrap();
        for column in declared.columns.iter().filter(|column| column.expression.is_some()) {
            let place = format!(
                "'{}'!{}",
                table.sheet.name.sheet.as_deref().unwrap(),
                table.cell(table.header_row + 1, &column.heading).unwrap().location.cell_reference().unwrap()
            );
            let question = Question::of(&subject, &place, None).unwrap();
            let text = explain(&subject, &question)[0].text();
            assert!(!text.contains("rewrote") && !text.contains("not compared"), "{place}: {text}");
            columns += usize::from(text.contains("filled by: a formula\n"));
        }
    }
    assert!(columns > 80, "{columns}");

    let place = cell(&work, "Risks", "R-1", "Score");
    work.edit(|sheets| {
        sheets.set("Risks", "R-1", "Score", text("=Risks[[#This Row],[Impact]]*5"));
    });
    holds_in_order(
        &explained(folder.path(), &place),
        &[
            "a formula that somebody rewrote",
            "it is: =Risks[[#This Row],[Impact]]*5",
            "a run writes: =IF(AND(",
            "it reads",
            "Impact of this row: 4",
        ],
    );
}

#[test]
fn renamed_headings_of_lists_that_no_one_edits_are_known_by_their_place() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    work.edit(|sheets| {
        sheets.rename_heading("Links", "Carried value", "What is carried");
        sheets.rename_heading("Priorities", "Kind", "Sort of gap");
        sheets.rename_heading("Priorities", "Risk R", "How risky");
        sheets.rename_heading("Findings", "Code", "Rule");
        sheets.rename_heading("Findings", "Finding", "What was found");
    });
    let text = explained(folder.path(), "42001:A.2.2");
    holds_in_order(
        &text,
        &[
            "reuse: 0.6",
            "from 27001:A.5.1: 0.6  [Links!",
            "gap: ",
            "R, risk: exposure as a share of the largest: ",
        ],
    );
    assert!(explained(folder.path(), "risk-unrated").contains("findings in this workbook: 1"));
}

#[test]
fn a_share_of_the_summary_is_the_mean_of_the_requirements_that_it_lists() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    let (workbook, _) = read_workbook(&work.workbook(), "assessment.xlsx", &Limits::default());
    let workbook = workbook.unwrap();
    let table = FoundTable::find(&workbook, "Summary", &["Part", "Own", "Reach"]).unwrap();
    let row = table.rows_with("Part", "ISO/IEC 27001:2022 · Annex A").next().unwrap();
    let place = table.cell(row, "Own").unwrap().location.cell_reference().unwrap();
    let text = explained(folder.path(), &format!("Summary!{place}"));
    holds_in_order(
        &text,
        &[
            "own of ISO/IEC 27001:2022 Annex A: the mean over the rows of Coverage by Counted weight, 1.5 of 93",
            "requirements below 100 %: 92",
        ],
    );
}

#[test]
fn sorted_moved_and_renamed_sheets_are_still_explained() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    work.edit(|sheets| {
        sheets.reverse("SoA 27001", "Key");
        sheets.push_aside("Risks");
        sheets.rename("Risks", "Our risks");
        sheets.rename_heading("SoA 27001", "Implementation status", "How far");
        sheets.reverse_sheets();
    });
    let text = explained(folder.path(), "27001:A.5.2");
    holds_in_order(
        &text,
        &[
            "own: 0.5  ['SoA 27001'!",
            "implementation status: Partially implemented",
            "controls.csv › csv › row 3",
            "R-1 The ledger is lost, score: 12  ['Our risks'!",
        ],
    );
}

#[test]
fn figures_of_a_workbook_that_was_not_calculated_are_unknown_and_no_zeros() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    work.edit(|sheets| {
        for heading in ["Own", "Carried", "Reuse", "Potential", "Counted weight"] {
            sheets.set("Coverage", "27001:A.5.2", heading, Entry::Blank);
        }
        sheets.set("Priorities", "27001:A.5.2", "Gap", Entry::Blank);
    });
    let output = annexa(folder.path(), &["explain", "27001:A.5.2", "-w", "assessment.xlsx"]);
    assert!(stderr(&output).contains("formulas have no values"), "{}", stderr(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    holds_in_order(&text, &["carried: not calculated", "reuse: not calculated", "gap: not calculated"]);
}

#[test]
fn what_does_not_exist_is_refused_with_the_nearest_names() {
    let folder = TempDir::new().unwrap();
    run(folder.path());
    for (asked, near) in [
        ("risk-unratd", "nearest: risk-unrated"),
        ("A.5.99", "A.5.9"),
        ("SoA 2701!A1", "nearest: SoA 27001, SoA 42001"),
        ("Risks!7", "such as F13"),
        ("Risks!A1:B3", "is a range; one cell is expected"),
        ("R-1", "is a record; a cell of it can be asked for\n  nearest: Risks!A"),
        ("42001:A.8.30", "help: ask for"),
    ] {
        let output = annexa(folder.path(), &["explain", asked, "-w", "assessment.xlsx"]);
        assert_eq!(output.status.code(), Some(2), "{asked}");
        assert!(stderr(&output).contains(near), "{asked}: {}", stderr(&output));
    }
    let output = annexa(folder.path(), &["explain", "A.5.1", "-w", "registers/risks.csv"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
}

#[test]
fn each_cell_of_a_list_says_what_its_column_means() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    let evidence = explained(folder.path(), &cell(&work, "SoA 27001", "27001:A.5.1", "Evidence"));
    holds_in_order(
        &evidence,
        &[
            "column: Evidence",
            "which means: objective evidence, or where it lies",
            "rule from: judgement, after ISO 19011",
        ],
    );
    let (workbook, _) = read_workbook(&work.workbook(), "assessment.xlsx", &Limits::default());
    let workbook = workbook.unwrap();
    let table =
        FoundTable::find(&workbook, "Column meanings", &["Sheet", "Column", "What it means"]).unwrap();
    let rows = table.rows("Column").collect::<Vec<_>>();
    assert!(rows.len() > 300, "{}", rows.len());
    for row in rows {
        let meaning = table.text(row, "What it means");
        assert!(meaning.ends_with('.'), "{}: {meaning}", table.text(row, "Column"));
    }
}

#[test]
fn all_checks_and_codes_are_listed_without_a_workbook_and_each_is_explained() {
    let folder = TempDir::new().unwrap();
    let output = annexa(folder.path(), &["explain", "--all", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let checks = json["checks"].as_array().unwrap();
    assert!(checks.len() >= 32, "{}", checks.len());
    let text = String::from_utf8(annexa(folder.path(), &["explain", "--all"]).stdout).unwrap();
    assert!(text.starts_with(&format!("consistency checks: {}\n", checks.len())), "{text}");
    for code in json["codes"].as_array().unwrap() {
        let name = code["code"].as_str().unwrap();
        assert!(
            text.contains(&format!("\n  {name}: ")) || text.contains(&format!("\n    {name}: ")),
            "{name}"
        );
        for part in ["means", "says", "severity", "rule_from"] {
            assert!(code[part].as_str().is_some_and(|words| !words.is_empty()), "{name}: {part}");
        }
        let output = annexa(folder.path(), &["explain", name]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
    }
    let one = annexa(folder.path(), &["explain", "exclusion-without-justification"]);
    holds_in_order(
        &String::from_utf8(one.stdout).unwrap(),
        &[
            "exclusion-without-justification: error",
            "means: ",
            "says: no justification is given for excluding ‹subjects›",
            "effect: ",
            "how to mend it: ",
            "rule from: ISO/IEC 27001 6.1.3 d)",
        ],
    );
    let output = annexa(folder.path(), &["explain", "27001:A.5.1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("add -w and the workbook"), "{}", stderr(&output));
}

/// The faults that the checks are asked to find, each by its code.
const NAMED_FAULTS: [&str; 24] = [
    "ai-system-without-owner",
    "ai-system-without-risk",
    "ai-system-without-impact-assessment",
    "ai-system-without-asset",
    "excluded-control-treats-risk",
    "applicable-control-without-owner",
    "implemented-without-evidence",
    "evidence-older-than-a-year",
    "risk-above-appetite-without-treatment",
    "risk-without-owner",
    "risk-above-appetite-without-date",
    "risk-retained-without-acceptance",
    "residual-above-inherent",
    "treatment-names-control-not-implemented",
    "action-past-due",
    "duplicate-identifier",
    "reference-to-nothing",
    "asset-without-owner",
    "asset-without-classification",
    "supplier-controls-missing",
    "exclusion-without-justification",
    "inclusion-without-justification",
    "soa-2013",
    "personal-data-control-excluded",
];

#[test]
fn every_named_fault_is_listed_provoked_by_an_input_and_not_by_another() {
    let folder = TempDir::new().unwrap();
    let output = annexa(folder.path(), &["explain", "--all", "--json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let listed: Vec<&str> =
        json["codes"].as_array().unwrap().iter().map(|code| code["code"].as_str().unwrap()).collect();
    let controls = "Standard,Control,Applicable,Reason for inclusion,Status,Evidence,Evidence date,Owner\n\
        ISO/IEC 27001:2022,A.8.13,Yes,Risk,Implemented,Restore test,2026-10-01,Ada\n";
    let risks = "Risk ID,Risk,Likelihood,Impact,Residual likelihood,Residual impact,Risk owner,Treatment,Controls,Status,Due date,AI system,Asset\n\
        R-1,The model is stolen,4,4,2,2,Ada,Mitigate,27001:A.8.13,Open,2099-01-31,AI-1,A-1\n";
    let assets = "Asset ID,Asset name,Asset owner,Classification\nA-1,Training data,Ada,Confidential\n";
    let systems = "AI system ID,Name,Owner,Impact assessment,Assets,Purpose\n\
        AI-1,Ranker,Ada,Completed,A-1,Ranks offers\n";
    let work = Refreshed::new(
        folder.path(),
        &[
            ("controls.csv", controls),
            ("risks.csv", risks),
            ("assets.csv", assets),
            ("ai-systems.csv", systems),
        ],
    );
    let outcome = work.run();
    let told: Vec<&str> = outcome.findings().map(|finding| finding.code.name).collect();
    for code in NAMED_FAULTS {
        assert!(listed.contains(&code), "{code} is not listed");
        let expected = Path::new("tests/diagnostics").join(code).join("expected.txt");
        let expected = std::fs::read_to_string(&expected).unwrap_or_default();
        assert!(expected.contains(&format!("[{code}]")), "{code} is not provoked: {expected}");
        assert!(!told.contains(&code), "{code} in registers that are in order");
    }
}

#[test]
fn a_note_on_a_finding_says_that_a_person_wrote_it_and_when_that_was_noticed() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    let (workbook, _) = read_workbook(&work.workbook(), "assessment.xlsx", &Limits::default());
    let workbook = workbook.unwrap();
    let table = FoundTable::find(&workbook, "Findings", &["Code", "Owner", "Key"]).unwrap();
    let row = table.rows_with("Code", "risk-unrated").next().unwrap();
    let key = table.text(row, "Key");
    let place = cell(&work, "Findings", &key, "Owner");
    assert!(explained(folder.path(), &place).contains("blank: nobody has written anything here"));
    work.edit(|sheets| {
        sheets.set("Findings", &key, "Owner", text("Bo"));
    });
    holds_in_order(
        &explained(folder.path(), &place),
        &["filled by: people", "written by a person since the last run: it was blank"],
    );
    work.run();
    let place = cell(&work, "Findings", &key, "Owner");
    holds_in_order(
        &explained(folder.path(), &place),
        &[": Bo", "filled by: people", "written by a person, in this workbook: noticed by the run of "],
    );
}

#[test]
fn a_formula_outside_the_lists_shows_what_it_reads_and_names_of_cells_can_be_asked_for() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    let late_at = beside(&work, "Roadmap", "Actions after their due date");
    let late = explained(folder.path(), &late_at);
    holds_in_order(
        &late,
        &[
            &format!("{late_at}: 0"),
            "is: a formula outside the lists",
            "stands beside: \"Actions after their due date\"",
            "formula: =COUNTIF(Roadmap[Against due date],\"Late\")",
            "it reads",
            "Against due date of Roadmap, ",
        ],
    );
    let named = explained(folder.path(), "cov_27001_annexa_own");
    holds_in_order(&named, &["own of ISO/IEC 27001:2022 Annex A: the mean over the rows of Coverage"]);
    let tile = explained(folder.path(), &beside(&work, "Roadmap", "Capacity now, person days a week"));
    assert!(
        tile.contains("Capacity_Days_Per_Week, a name: 5  [Parameters!") || tile.contains(", a name: "),
        "{tile}"
    );
    let output = annexa(folder.path(), &["explain", "Cov_27001_AnnexA_Onw", "-w", "assessment.xlsx"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("Cov_27001_AnnexA_Own"), "{}", stderr(&output));
}

#[test]
fn a_figure_in_a_sentence_of_a_list_shows_the_cells_that_its_formula_reads() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    let (workbook, _) = read_workbook(&work.workbook(), "assessment.xlsx", &Limits::default());
    let workbook = workbook.unwrap();
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name.sheet.as_deref() == Some("Management review"));
    let row_of = |input: &str| {
        let mut rows = sheet.unwrap().rows.iter();
        rows.find(|row| row.cells.first().is_some_and(|cell| cell.text() == input)).unwrap().number + 1
    };
    let asked = |input: &str| explained(folder.path(), &format!("'Management review'!E{}", row_of(input)));
    let text = asked("Results of risk assessment and state of the risk treatment plan");
    holds_in_order(
        &text,
        &[
            "a formula of its own, unlike those of the other rows",
            "formula: =IF(",
            "it reads",
            "Status of Risks, 2 cells",
            "R-1: Open  [Risks!",
            "Domain of Risks",
            "Score of Risks",
            "R-1: 12  [Risks!",
            "As_Of, a name",
            "findings about the record",
        ],
    );
    let text = asked("Trend in results of monitoring and measurement");
    holds_in_order(&text, &["it reads", "Cov_27001_Clauses_Own, a name", "Cov_42001_AnnexA_Own, a name"]);
}

#[test]
fn a_control_of_a_risk_says_why_it_was_taken_for_that_one() {
    let folder = TempDir::new().unwrap();
    let work = run(folder.path());
    let text = explained(folder.path(), &cell(&work, "Risks", "R-2", "Controls"));
    let line = text.lines().find(|line| line.contains("taken for these controls, as of the last run: "));
    let why = "42001:A.2.2, written A.2.2, by standard in the cell";
    assert!(line.is_some_and(|line| line.contains(why)), "{text}");
}

#[test]
fn each_record_shows_its_source_and_each_finding_its_file() {
    let folder = TempDir::new().unwrap();
    let work = samples(folder.path());
    // A row that nothing identifies is rejected, and told with its cell.
    work.register("assets.csv", "Asset ID,Asset name,Asset owner\nA-1,Ledger,Ada\n,,Ada\nA-2,Portal,Bo\n");
    work.run();
    let (workbook, _) = read_workbook(&work.workbook(), "assessment.xlsx", &Limits::default());
    let workbook = workbook.unwrap();
    let table = |sheet: &str, headings: &[&str]| FoundTable::find(&workbook, sheet, headings).unwrap();
    let mut records = 0;
    for sheet in ["Risks", "AI systems", "Assets", "Answers", "Audit findings"] {
        let found = table(sheet, &["Source", "Key"]);
        assert_eq!(found.sheet.name.sheet.as_deref(), Some(sheet));
        for row in found.rows("Key") {
            let source = found.text(row, "Source");
            assert!(source.contains(" › row "), "{sheet}: {} shows \"{source}\"", found.text(row, "Key"));
            records += 1;
        }
    }
    assert!(records > 100, "{records}");
    for sheet in ["SoA 27001", "SoA 42001", "Clauses"] {
        let found = table(sheet, &["Source", "Assessed", "Key"]);
        for row in found.rows("Key").filter(|row| found.number(*row, "Assessed") == Some(1.0)) {
            let source = found.text(row, "Source");
            assert!(source.contains(" › row "), "{sheet}: {} shows \"{source}\"", found.text(row, "Key"));
        }
    }
    let findings = table("Findings", &["Severity", "File", "Cell", "Code"]);
    for row in findings.rows("Severity") {
        assert!(!findings.text(row, "File").is_empty(), "{}", findings.text(row, "Finding"));
    }
    let rejected: Vec<u32> = findings.rows_with("Code", "record-without-identity").collect();
    assert_eq!(rejected.len(), 1);
    assert_eq!(findings.text(rejected[0], "Cell"), "row 3");
    let sources = table("Sources", &["Rows read", "Records", "Rejected", "Skipped"]);
    let sum: f64 = sources.rows("Rejected").filter_map(|row| sources.number(row, "Rejected")).sum();
    assert_eq!(sum, 1.0);
    for row in sources.rows("Rows read") {
        let number = |heading: &str| sources.number(row, heading).unwrap();
        assert_eq!(number("Rows read"), number("Records") + number("Rejected") + number("Skipped"));
    }
    let checks = table("Checks", &["Expected", "Actual", "Result"]);
    assert!(checks.rows("Result").count() > 40);
    for row in checks.rows("Result") {
        assert_eq!(checks.text(row, "Result"), "OK", "{}", checks.text(row, "Check"));
    }
}
