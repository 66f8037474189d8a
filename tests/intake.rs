//! Intake workbooks: what annexa writes to be filled in, it reads back without any guessing; the
//! example is never read, nothing that is blank becomes a claim, and nothing that was filled in is lost.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "mappings/edited.rs"]
mod edited;
#[path = "intakes/filled.rs"]
mod filled;
#[path = "intakes/record.rs"]
mod record;

use std::collections::BTreeMap;
use std::path::Path;

use annexa::declaration::{Field, Register};
use annexa::model::{ImplementationStatus, SourceTable};
use annexa::pipeline::Outcome;
use annexa::report::cell::{Cell, Value};
use annexa::report::intake::REGISTERS;
use annexa::report::sheet::Allowed;
use annexa::standards::{Part, RequirementId, Standard};
use assert_cmd::Command;
use filled::{Filled, assess, columns, entered};
use tempfile::TempDir;

const EXAMPLE_ROW: &str = "example row of the intake workbook";

/// The rows that stand in a register already.
fn prefilled(register: Register) -> usize {
    match register {
        Register::Controls => 193,
        Register::Questionnaire => 131,
        _ => 0,
    }
}

fn table(outcome: &Outcome, register: Register) -> &SourceTable {
    let mut tables = outcome.model.sources.iter().flat_map(|source| &source.tables);
    tables.find(|table| table.register == register).unwrap_or_else(|| panic!("no {register} register"))
}

/// The codes of everything that is told of reading, without notes that a register has no records.
fn told(outcome: &Outcome) -> Vec<String> {
    let codes = outcome.diagnostics.iter().map(|told| told.code.name.to_owned());
    codes.filter(|code| code != "register-without-records").collect()
}

/// Holds each table to be known for certain, with every column that the sheet offers.
fn assert_certain(table: &SourceTable) {
    assert_eq!(table.confidence, 1.0, "{}", table.register);
    let known: Vec<(Field, f64)> = table.columns.iter().map(|used| (used.field, used.confidence)).collect();
    let offered: Vec<(Field, f64)> =
        columns(table.register).iter().map(|column| (column.field, 1.0)).collect();
    assert_eq!(known, offered, "{}", table.register);
    assert!(table.unmapped.is_empty(), "{:?}", table.unmapped);
}

fn is_blank_of_claims(outcome: &Outcome) -> bool {
    outcome.model.statements.values().all(|statement| {
        statement.status.is_none() && statement.maturity.is_none() && statement.percentage.is_none()
    })
}

#[test]
fn a_blank_intake_is_known_for_certain_and_gives_no_record() {
    let outcome = Filled::new(&REGISTERS).read();
    for register in REGISTERS {
        let table = table(&outcome, register);
        assert_certain(table);
        assert_eq!(table.records as usize, prefilled(register), "{register}");
        let [example] = table.other_rows.as_slice() else { panic!("{:?}", table.other_rows) };
        assert_eq!((example.rejected, example.reason.as_str()), (false, EXAMPLE_ROW));
    }
    let model = &outcome.model;
    assert!(model.assets.is_empty() && model.risks.is_empty() && model.ai_systems.is_empty());
    assert!(model.audit_findings.is_empty());
    assert_eq!(told(&outcome), Vec::<String>::new());
}

#[test]
fn controls_and_questions_that_nobody_answered_stay_unknown() {
    let outcome = Filled::new(&[Register::Controls, Register::Questionnaire]).read();
    assert!(is_blank_of_claims(&outcome));
    assert!(outcome.model.statements.values().all(|statement| !statement.claims.is_empty()));
    for coverage in &outcome.assessment.coverage {
        let shares = &coverage.shares;
        assert_eq!((shares.assessed, shares.own), (Some(0.0), Some(0.0)), "{:?}", coverage.group);
    }
    // A row for each clause and control, none of which was taken for one of the other standard.
    let model = &outcome.model;
    let rows = |register: Register, standard: Standard, part: Part| {
        let of_part = |id: &&RequirementId| id.standard() == standard && id.part() == part;
        let claims = |id| model.statements[id].claims.iter().filter(|claim| claim.register == register);
        model.statements.keys().filter(of_part).map(|id| claims(id).count()).collect::<Vec<_>>()
    };
    for (standard, part, count) in [
        (Standard::Iso27001, Part::Clauses, 30),
        (Standard::Iso27001, Part::AnnexA, 93),
        (Standard::Iso42001, Part::Clauses, 32),
        (Standard::Iso42001, Part::AnnexA, 38),
    ] {
        assert_eq!(rows(Register::Controls, standard, part), vec![1; count]);
        let asked = usize::from(part == Part::AnnexA);
        assert_eq!(rows(Register::Questionnaire, standard, part), vec![asked; count]);
    }
}

#[test]
fn a_blank_register_by_itself_is_no_input_to_assess() {
    assert!(!Filled::new(&[Register::Assets]).read().has_input());
    assert!(Filled::new(&[Register::Controls]).read().has_input());
}

#[test]
fn what_is_filled_in_is_read_back_exactly() {
    let mut filled = Filled::new(&REGISTERS);
    for register in REGISTERS {
        let row = filled.blank_row(register);
        let identifier = if register == Register::Controls { "A.8.13" } else { "X-1" };
        filled.put_example(register, row, identifier);
    }
    // The prefilled row of the control is the one that a person fills in.
    let row = filled.row_with(Register::Controls, Field::ControlTitle, "Information backup");
    let own = filled.blank_row(Register::Controls) - 1;
    for column in columns(Register::Controls) {
        filled.put(Register::Controls, own, column.field, Value::Blank);
        if !matches!(column.field, Field::Standard | Field::ControlRef | Field::ControlTitle) {
            filled.put(Register::Controls, row, column.field, entered(&column.example));
        }
    }
    let outcome = filled.read();
    assert_eq!(told(&outcome), Vec::<String>::new());
    for register in REGISTERS {
        assert_certain(table(&outcome, register));
        let read: BTreeMap<Field, String> = record::read_back(&outcome.model, register);
        for column in columns(register) {
            let expected = match column.field {
                Field::Standard | Field::QuestionInverted => continue,
                Field::ControlTitle => "Information backup",
                Field::ControlRef | Field::FindingRef | Field::RiskControls => {
                    assert_eq!(read[&column.field], record::references(&column.example), "{register}");
                    continue;
                }
                field if field.name().ends_with(".id") => "X-1",
                _ => column.example.as_str(),
            };
            assert_eq!(read[&column.field], expected, "{register}: {}", column.field);
        }
    }
}

#[test]
fn every_entry_that_is_offered_is_understood() {
    let mut filled = Filled::new(&REGISTERS);
    for register in REGISTERS {
        let lists: Vec<(Field, Vec<String>)> = columns(register)
            .iter()
            .zip(0u32..)
            .filter_map(|(column, number)| {
                let sheet = filled.sheet(register);
                let mut rules = sheet.validations.iter().filter(|rule| rule.area.first.column == number);
                match &rules.next().unwrap().allowed {
                    Allowed::Words(words) | Allowed::Suggestions(words) => {
                        Some((column.field, words.clone()))
                    }
                    _ => None,
                }
            })
            .collect();
        let rows = lists.iter().map(|(_, words)| words.len()).max().unwrap();
        let first = filled.blank_row(register);
        for (number, row) in (first..).take(rows).enumerate() {
            let own = annexa_identifier(register);
            filled.put(register, row, own, Value::text(format!("X-{number}")));
            for (field, words) in &lists {
                filled.put(register, row, *field, Value::text(&words[number % words.len()]));
            }
        }
    }
    let outcome = filled.read();
    let misread: Vec<_> =
        outcome.diagnostics.iter().filter(|told| told.code.name == "unrecognised-value").collect();
    // "Unknown" is what it says and no more.
    assert!(misread.is_empty(), "{misread:?}");
    let model = &outcome.model;
    let domains: Vec<String> = model.risks.iter().take(3).map(|risk| format!("{:?}", risk.domain)).collect();
    assert_eq!(domains, ["InformationSecurity", "Ai", "Both"]);
    let done: Vec<_> = model.ai_systems.iter().take(5).map(|system| system.impact_assessment_done).collect();
    assert_eq!(done, [Some(true), Some(false), Some(false), Some(false), None]);
    assert!(model.ai_systems[4].impact_assessment_not_required);
    let classes = model.ai_systems.iter().take(5).map(|system| system.risk_class_meaning.as_deref());
    let expected = ["prohibited", "high-risk", "limited", "minimal", "gpai"];
    assert_eq!(classes.collect::<Vec<_>>(), expected.map(Some));
    let roles: Vec<_> = model.ai_systems.iter().map(|system| system.role.as_ref().unwrap().value).collect();
    assert!(roles.iter().all(Option::is_some), "{roles:?}");
}

fn annexa_identifier(register: Register) -> Field {
    filled::ENGINE.declarations.table(register).unwrap().identifier().unwrap().field
}

#[test]
fn a_level_stays_what_it_is_however_few_of_the_scale_are_used() {
    let mut filled = Filled::new(&[Register::Risks, Register::Controls]);
    let row = filled.blank_row(Register::Risks);
    for (offset, level) in [(0, 1.0), (1, 2.0), (2, 3.0)] {
        filled.put(Register::Risks, row + offset, Field::RiskId, Value::text(format!("R-{offset}")));
        filled.put(Register::Risks, row + offset, Field::RiskLikelihood, Value::Number(level));
    }
    let row = filled.row_with(Register::Controls, Field::ControlTitle, "Information backup");
    filled.put(Register::Controls, row, Field::ControlMaturity, Value::Number(2.0));
    let outcome = filled.read();
    let levels: Vec<_> =
        outcome.model.risks.iter().map(|risk| risk.likelihood.as_ref().unwrap().value).collect();
    assert_eq!(levels, [Some(1.0), Some(2.0), Some(3.0)]);
    let backup = &outcome.model.statements[&"27001:A.8.13".parse().unwrap()];
    assert_eq!((backup.maturity.as_ref().unwrap().value, backup.maturity_top), (Some(2.0), Some(5.0)));
    assert_eq!(told(&outcome), Vec::<String>::new());
}

#[test]
fn a_level_outside_the_scale_is_told_and_not_counted() {
    let mut filled = Filled::new(&[Register::Risks]);
    let row = filled.blank_row(Register::Risks);
    filled.put(Register::Risks, row, Field::RiskId, Value::text("R-1"));
    filled.put(Register::Risks, row, Field::RiskLikelihood, Value::Number(7.0));
    let outcome = filled.read();
    assert_eq!(told(&outcome), ["unrecognised-value"]);
    assert_eq!(outcome.model.risks[0].likelihood.as_ref().unwrap().value, None);
}

#[test]
fn the_example_is_a_record_once_it_has_an_identifier_of_its_own() {
    for register in REGISTERS {
        let mut filled = Filled::new(&[register]);
        let row = filled.example_row(register);
        filled.put(register, row, annexa_identifier(register), Value::text("X-1"));
        let outcome = filled.read();
        let table = table(&outcome, register);
        assert_eq!(table.records as usize, prefilled(register) + 1, "{register}");
        assert!(table.other_rows.is_empty(), "{register}");
    }
}

#[test]
fn an_example_that_was_filled_in_under_its_old_name_is_neither_taken_nor_lost() {
    for register in REGISTERS {
        let mut filled = Filled::new(&[register]);
        let row = filled.example_row(register);
        filled.put(register, row, Field::Comment, Value::text("our own words"));
        let outcome = filled.read();
        let table = table(&outcome, register);
        assert_eq!(table.records as usize, prefilled(register), "{register}");
        let [fate] = table.other_rows.as_slice() else { panic!("{:?}", table.other_rows) };
        assert!(fate.rejected && fate.reason.contains("still called EXAMPLE"), "{fate:?}");
        assert!(told(&outcome).contains(&"changed-example-row".to_owned()));
        assert!(outcome.has_input());
    }
}

#[test]
fn an_example_whose_cells_were_cleared_is_still_one() {
    let mut filled = Filled::new(&[Register::Risks]);
    let row = filled.example_row(Register::Risks);
    for column in columns(Register::Risks).iter().skip(1) {
        filled.put(Register::Risks, row, column.field, Value::Blank);
    }
    let outcome = filled.read();
    assert_eq!(table(&outcome, Register::Risks).other_rows[0].reason, EXAMPLE_ROW);
    assert_eq!(told(&outcome), Vec::<String>::new());
}

#[test]
fn a_row_with_a_single_cell_is_a_record() {
    let mut filled = Filled::new(&[Register::Assets]);
    let row = filled.blank_row(Register::Assets);
    for (offset, name) in [(0, "Ledger"), (1, "Total"), (9, "Notes")] {
        filled.put(Register::Assets, row + offset, Field::AssetName, Value::text(name));
    }
    let outcome = filled.read();
    let names: Vec<_> = outcome.model.assets.iter().map(|asset| asset.name.as_ref().unwrap()).collect();
    assert_eq!(
        names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>(),
        ["Ledger", "Total", "Notes"]
    );
}

#[test]
fn columns_may_be_moved_added_and_renamed_and_rows_put_above() {
    let mut filled = Filled::new(&[Register::Assets]);
    let row = filled.blank_row(Register::Assets);
    filled.put_example(Register::Assets, row, "A-1");
    let sheet = filled.sheet(Register::Assets);
    let last = sheet.tables[0].area.last.column;
    // The table is written as another program would: without what annexa puts around it.
    let mut other = annexa::report::sheet::Sheet::new("Ours", sheet.role, "");
    for (place, cell) in sheet.cells() {
        other.put(place.row + 2, last + 1 - place.column, Cell::from(cell.value.clone()));
    }
    let header = sheet.tables[0].area.first.row + 2;
    let renamed = last + 1 - 3;
    assert_eq!(
        other.cell(annexa::provenance::CellPlace::new(header, renamed)).unwrap().value,
        Value::text("Asset owner")
    );
    other.put(header, renamed, Cell::from(Value::text("Owner")));
    other.put(header, last + 2, Cell::from(Value::text("Ticket")));
    other.put(row + 2, last + 2, Cell::from(Value::text("T-17")));
    *sheet = other;
    let outcome = filled.read();
    let table = table(&outcome, Register::Assets);
    assert_eq!((table.confidence, table.records), (1.0, 1));
    let of = |field: Field| table.columns.iter().find(|used| used.field == field).unwrap().confidence;
    for column in columns(Register::Assets) {
        assert!(of(column.field) == 1.0 || column.field == Field::AssetOwner, "{}", column.field);
    }
    assert!((0.5..1.0).contains(&of(Field::AssetOwner)));
    assert_eq!(outcome.model.assets[0].owner.as_ref().unwrap().value, "Head of Sales");
    let unmapped: Vec<&str> = table.unmapped.iter().map(|column| column.heading.as_str()).collect();
    assert_eq!(unmapped, ["Ticket"]);
}

#[test]
fn without_its_line_a_sheet_is_recognised_as_any_other() {
    let mut filled = Filled::new(&[Register::Assets]);
    let row = filled.blank_row(Register::Assets);
    filled.put_example(Register::Assets, row, "A-1");
    filled.sheet(Register::Assets).put(2, 0, Cell::EMPTY);
    let outcome = filled.read();
    let table = table(&outcome, Register::Assets);
    assert!(table.confidence < 1.0);
    assert!(table.columns.iter().all(|used| used.confidence < 1.0));
}

#[test]
fn a_favourable_answer_to_every_question_implements_every_control_that_it_asks_for() {
    let mut filled = Filled::new(&[Register::Questionnaire]);
    let first = filled.example_row(Register::Questionnaire) + 1;
    for row in (first..).take(131) {
        filled.put(Register::Questionnaire, row, Field::Answer, Value::text("Yes"));
    }
    let outcome = filled.read();
    assert_eq!(told(&outcome), Vec::<String>::new());
    for (id, statement) in &outcome.model.statements {
        let status = statement.status.as_ref().and_then(|status| status.value);
        let expected = (id.part() == Part::AnnexA).then_some(ImplementationStatus::Implemented);
        assert_eq!(status, expected, "{id}");
    }
}

#[test]
fn the_same_intake_is_written_with_the_same_bytes() {
    assert_eq!(Filled::new(&REGISTERS).bytes(), Filled::new(&REGISTERS).bytes());
}

fn annexa(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::cargo_bin("annexa").unwrap().current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_writes_the_registers_that_were_asked_for_and_replaces_nothing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    let (code, said, _) = annexa(path, &["template", "risks", "assets", "-o", "intake.xlsx"]);
    assert_eq!(code, Some(0));
    let lines: Vec<&str> = said.lines().collect();
    let names: Vec<&str> = lines.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(names, ["How to use", "Assets", "Risks", "intake.xlsx"]);
    let before = std::fs::read(path.join("intake.xlsx")).unwrap();
    let (code, _, error) = annexa(path, &["template", "-o", "intake.xlsx"]);
    assert_eq!(code, Some(4), "{error}");
    assert!(error.contains("--force"), "{error}");
    assert_eq!(std::fs::read(path.join("intake.xlsx")).unwrap(), before);
    let (code, said, _) = annexa(path, &["template", "all", "-o", "intake.xlsx", "--force"]);
    assert_eq!((code, said.lines().count()), (Some(0), 9));
    assert_eq!(annexa(path, &["template", "staff", "-o", "other.xlsx"]).0, Some(2));
    assert_eq!(annexa(path, &["template", "-o", "other.csv"]).0, Some(4));
}

#[test]
fn what_a_person_chooses_for_an_intake_is_obeyed_and_its_example_stays_out() {
    let folder = TempDir::new().unwrap();
    let path = folder.path();
    let mut filled = Filled::new(&[Register::Assets]);
    let row = filled.blank_row(Register::Assets);
    filled.put_example(Register::Assets, row, "A-1");
    std::fs::write(path.join("intake.xlsx"), filled.bytes()).unwrap();
    assert_eq!(annexa(path, &["inspect", "intake.xlsx", "-o", "mapping.xlsx"]).0, Some(0));
    let mut mapping = edited::Edited::open(&path.join("mapping.xlsx"));
    mapping.choose("Columns", &[("Heading", "Location")], "Field chosen", "Not used");
    mapping.save(&path.join("chosen.xlsx"));
    let (code, said, error) = annexa(path, &["inspect", "intake.xlsx", "--mapping", "chosen.xlsx"]);
    assert_eq!(code, Some(0), "{error}");
    let lines = |part: &str| said.lines().filter(|line| line.contains(part)).count();
    assert_eq!(lines("asset.location"), 0, "{said}");
    assert_eq!(lines("\"Location\" is unmapped"), 1, "{said}");
    assert_eq!(lines(EXAMPLE_ROW), 1, "{said}");
    assert_eq!(lines("assets (1.00), 1 records"), 1, "{said}");
    assert_eq!(lines("1.00: declaration"), columns(Register::Assets).len() - 1, "{said}");
}

#[test]
fn an_intake_in_a_folder_is_an_input_and_no_output_of_annexa() {
    let folder = TempDir::new().unwrap();
    let mut filled = Filled::new(&[Register::Assets]);
    let row = filled.blank_row(Register::Assets);
    filled.put_example(Register::Assets, row, "A-1");
    std::fs::write(folder.path().join("intake.xlsx"), filled.bytes()).unwrap();
    let outcome = assess(&[folder.path().to_owned()]);
    assert_eq!(outcome.model.assets.len(), 1);
    assert_eq!(told(&outcome), Vec::<String>::new());
}
