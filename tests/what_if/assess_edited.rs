//! What-if: an organisation whose cells were edited, assessed again.
//!
//! `.ci/what_if.py` edits workbooks and lists its edits; here the same edits are made to the model that the
//! workbook was written from. The workbook that follows must hold the very values that a spreadsheet
//! program calculates in the edited one, which the script compares cell by cell.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    reason = "a test program fails by panicking, and an organisation is shared with other tests"
)]

#[path = "../organisations/hand_worked.rs"]
mod hand_worked;
#[path = "../organisations/in_every_state.rs"]
mod in_every_state;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use annexa::assess::assess;
use annexa::diagnostic::Diagnostic;
use annexa::mapping::Mapping;
use annexa::model::{
    Applicability, Basis, ImplementationStatus, Model, OpenState, PairDecision, Parameters, RequirementRef,
    RiskDomain, Statement, Treatment,
};
use annexa::normalise::names_typed_evidence;
use annexa::pipeline::{Engine, Request};
use annexa::provenance::{Location, Reading, SheetName, Traced};
use annexa::read::Limits;
use annexa::report::build_workbook;
use annexa::standards::RequirementId;
use annexa::write::{save, xlsx::write_workbook};
use arcstr::ArcStr;
use chrono::NaiveDate;
use serde_json::Value;

/// The organisations whose workbooks are edited.
const ORGANISATIONS: [&str; 3] = ["samples", "hand_worked", "in_every_state"];

/// The model of an organisation before any edit, and what was noticed when it was read.
fn organisation(name: &str, engine: &Engine) -> (Model, Vec<Diagnostic>) {
    match name {
        "samples" => {
            let request = Request {
                organisation: None,
                scope: None,
                as_of: in_every_state::as_of(),
                limits: Limits::default(),
                mapping: Mapping::default(),
            };
            let outcome = engine.assess(&[PathBuf::from("samples")], request);
            (outcome.model, outcome.diagnostics)
        }
        "hand_worked" => (hand_worked::model(&engine.catalogue), Vec::new()),
        "in_every_state" => (in_every_state::model(&engine.catalogue), Vec::new()),
        other => panic!("no organisation {other}"),
    }
}

fn write(engine: &Engine, model: &Model, diagnostics: &[Diagnostic], path: &Path) {
    let assessment = assess(model, &engine.catalogue);
    let workbook = build_workbook(model, &assessment, &engine.catalogue, &engine.declarations, diagnostics);
    save(path, &write_workbook(&workbook).unwrap(), true).unwrap();
}

/// Writes the workbook of each organisation, to be edited.
fn write_organisations(engine: &Engine, folder: &Path) {
    for name in ORGANISATIONS {
        let (model, diagnostics) = organisation(name, engine);
        write(engine, &model, &diagnostics, &folder.join(format!("{name}.xlsx")));
    }
}

/// Makes each list of edits to the model of its organisation and writes the workbook that follows.
fn write_edited(engine: &Engine, folder: &Path) {
    let mut lists: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    lists.retain(|path| path.to_string_lossy().ends_with(".edits.json"));
    lists.sort();
    assert!(!lists.is_empty(), "no list of edits");
    for path in lists {
        let list: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let (mut model, diagnostics) = organisation(list["organisation"].as_str().unwrap(), engine);
        for edit in list["edits"].as_array().unwrap() {
            let text = |name: &str| edit[name].as_str().unwrap();
            make(&mut model, text("sheet"), text("key"), text("heading"), &edit["value"]);
        }
        let again = path.to_string_lossy().replace(".edits.json", ".again.xlsx");
        write(engine, &model, &diagnostics, Path::new(&again));
    }
}

/// `assess_edited organisations FOLDER` writes the workbooks to edit, `assess_edited again FOLDER` those of
/// the edited organisations.
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let engine = Engine::load().unwrap();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["organisations", folder] => write_organisations(&engine, Path::new(folder)),
        ["again", folder] => write_edited(&engine, Path::new(folder)),
        _ => panic!("organisations FOLDER, or again FOLDER"),
    }
}

/// The place of an edit.
fn place(sheet: &str) -> Location {
    let name = SheetName { file: Arc::from("edited.xlsx"), sheet: Some(Arc::from(sheet)) };
    Location::cell(&Arc::new(name), 0, 0)
}

/// Makes one edit.
fn make(model: &mut Model, sheet: &str, key: &str, heading: &str, value: &Value) {
    match sheet {
        "SoA 27001" | "SoA 42001" | "Clauses" => {
            let id: RequirementId = key.parse().unwrap();
            if heading == "Weight" {
                model.parameters.requirement_weights.insert(id, value.as_f64().unwrap_or(1.0));
            } else {
                state(model.statements.get_mut(&id).unwrap(), heading, value, &place(sheet));
            }
        }
        "Shared controls" => decide(model, key, value, &place(sheet)),
        "Risks" => rate(model, key, heading, value, &place(sheet)),
        "Parameters" => set(&mut model.parameters, key, value.as_f64().unwrap()),
        other => panic!("no edits of {other}"),
    }
}

fn coded<T>(value: &Value, place: &Location, meaning: impl Fn(&str) -> Option<T>) -> Option<Reading<T>> {
    let text = value.as_str()?;
    Some(Reading::understood(text, meaning(text).unwrap_or_else(|| panic!("{text}")), place.clone()))
}

fn number(value: &Value, place: &Location) -> Option<Reading<f64>> {
    value.as_f64().map(|number| Reading::understood(number.to_string(), number, place.clone()))
}

fn date(value: &Value, place: &Location) -> Option<Reading<NaiveDate>> {
    coded(value, place, |text| text.parse().ok())
}

fn words(value: &Value, place: &Location) -> Option<Traced<ArcStr>> {
    value.as_str().map(|text| Traced::new(text.to_owned(), place.clone()))
}

fn status_of(text: &str) -> Option<ImplementationStatus> {
    ImplementationStatus::ALL.into_iter().find(|status| status.words() == text)
}

fn state(statement: &mut Statement, heading: &str, value: &Value, place: &Location) {
    match heading {
        "Applicable" => {
            statement.applicability = match value.as_str() {
                Some("Yes") => Applicability::Applicable,
                Some("No") => Applicability::NotApplicable,
                _ => Applicability::Undetermined,
            }
        }
        "Justification for exclusion" => statement.justification_exclusion = words(value, place),
        "Implementation status" => statement.status = coded(value, place, status_of),
        "Basis" => {
            let all = [Basis::Asserted, Basis::Evidenced, Basis::Audited];
            let found = all.into_iter().find(|basis| Some(basis.word()) == value.as_str());
            statement.basis = found.unwrap_or(Basis::Asserted);
        }
        // What is typed decides, where no audit does.
        "Evidence" => {
            let before = statement.evidence.take().map(|evidence| evidence.value);
            statement.evidence = words(value, place);
            let now = statement.evidence.as_ref().map(|evidence| evidence.value.clone());
            if statement.basis != Basis::Audited && before != now {
                let named = names_typed_evidence(&now.unwrap_or_default());
                statement.basis = if named { Basis::Evidenced } else { Basis::Asserted };
            }
        }
        "Share implemented" => statement.percentage = number(value, place),
        "Maturity" => statement.maturity = number(value, place),
        "Target maturity" => statement.maturity_target = number(value, place),
        "Top of scale" => statement.maturity_top = value.as_f64(),
        "Due" => statement.due = date(value, place),
        "Action as recorded" => statement.action = words(value, place),
        other => panic!("no column {other} of a statement"),
    }
}

fn decide(model: &mut Model, key: &str, value: &Value, place: &Location) {
    let (one, other) = key.split_once('+').unwrap();
    let (iso27001, iso42001): (RequirementId, RequirementId) = (one.parse().unwrap(), other.parse().unwrap());
    model.pairs.retain(|pair| (pair.iso27001, pair.iso42001) != (iso27001, iso42001));
    if let Some(word) = value.as_str() {
        let location = place.clone();
        model.pairs.push(PairDecision { iso27001, iso42001, shared: word == "Yes", location });
    }
}

fn rate(model: &mut Model, key: &str, heading: &str, value: &Value, place: &Location) {
    let risk = model.risks.iter_mut().find(|risk| risk.key == key).unwrap();
    let domains = [RiskDomain::InformationSecurity, RiskDomain::Ai, RiskDomain::Both];
    let states = [OpenState::Open, OpenState::InProgress, OpenState::Closed];
    let treatments = [Treatment::Modify, Treatment::Avoid, Treatment::Share, Treatment::Retain];
    match heading {
        "Domain" => {
            risk.domain = domains.into_iter().find(|known| Some(known.words()) == value.as_str()).unwrap();
        }
        "Likelihood" => risk.likelihood = number(value, place),
        "Impact" => risk.impact = number(value, place),
        "Residual likelihood" => risk.residual_likelihood = number(value, place),
        "Residual impact" => risk.residual_impact = number(value, place),
        "Treatment option" => {
            risk.treatment =
                coded(value, place, |text| treatments.into_iter().find(|known| known.word() == text));
        }
        "Status" => {
            risk.status = coded(value, place, |text| states.into_iter().find(|known| known.words() == text));
        }
        "Due date" => risk.due = date(value, place),
        "Treatment actions" => risk.actions = words(value, place),
        "Controls" => {
            risk.other_controls.clear();
            let keys = value.as_str().unwrap_or_default().split("; ").filter(|key| !key.is_empty());
            let reference = |key: &str| RequirementRef {
                id: key.parse().unwrap(),
                written: key.to_owned(),
                from_2013: None,
                decided_by: "key".to_owned(),
            };
            risk.controls = keys.map(|key| Traced::new(reference(key), place.clone())).collect();
        }
        other => panic!("no column {other} of a risk"),
    }
}

/// Sets a parameter by its name in formulas, or by table and first column: `Levels/Planned`.
fn set(parameters: &mut Parameters, key: &str, value: f64) {
    if let Some(name) = key.strip_prefix("Bands/") {
        parameters.risk_bands.iter_mut().find(|band| band.name == name).unwrap().top = value;
        return;
    }
    let p = parameters;
    let cell = match key {
        "Levels/Implemented" => &mut p.level_implemented,
        "Levels/Partially implemented" => &mut p.level_partial,
        "Levels/In progress" => &mut p.level_in_progress,
        "Levels/Planned" => &mut p.level_planned,
        "Levels/Not implemented" => &mut p.level_not_implemented,
        "Maturity_Top" => &mut p.maturity_top,
        "Weight_Risk" => &mut p.weight_risk,
        "Weight_Coverage" => &mut p.weight_coverage,
        "Weight_Urgency" => &mut p.weight_urgency,
        "Urgency_Horizon" => &mut p.urgency_horizon_days,
        "Appetite_Information_Security" => &mut p.appetite_information_security,
        "Appetite_AI" => &mut p.appetite_ai,
        "Effort_Divisor_S" => &mut p.effort_divisors.small,
        "Effort_Divisor_M" => &mut p.effort_divisors.medium,
        "Effort_Divisor_L" => &mut p.effort_divisors.large,
        other => panic!("no parameter {other}"),
    };
    *cell = value;
}
