//! Each check with an input that provokes it and one that is close to it and does not, by register. Here stand
//! the records that they begin from, and the check that is about all registers.

mod ai_systems;
mod assets;
mod audit_findings;
mod controls;
mod registers;
mod risks;
mod suppliers;

use std::sync::Arc;

use arcstr::ArcStr;
use chrono::NaiveDate;

use crate::assess::assess;
use crate::diagnostic::{Diagnostic, render};
use crate::model::{
    AiSystem, Applicability, Asset, AuditFinding, Basis, FindingGrade, ImplementationStatus, LifecycleStage,
    Model, OpenState, PairDecision, RequirementRef, Risk, RiskDomain, Statement, Supplier, Treatment, YesNo,
};
use crate::provenance::{Location, Reading, SheetName, Traced};
use crate::standards::{Catalogue, RequirementId};

/// The text of all these tests.
pub(super) const TESTS: [&str; 8] = [
    include_str!("mod.rs"),
    include_str!("ai_systems.rs"),
    include_str!("assets.rs"),
    include_str!("audit_findings.rs"),
    include_str!("controls.rs"),
    include_str!("registers.rs"),
    include_str!("risks.rs"),
    include_str!("suppliers.rs"),
];

fn catalogue() -> Catalogue {
    Catalogue::load().unwrap()
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn empty() -> Model {
    Model::empty(&catalogue(), date(2026, 1, 1))
}

fn id(key: &str) -> RequirementId {
    key.parse().unwrap()
}

/// A cell of the sheet `Sheet`, given as row (from 1) and column (from 0).
fn cell(row: u32, column: u32) -> Location {
    let sheet = SheetName { file: Arc::from("acme.xlsx"), sheet: Some(Arc::from("Sheet")) };
    Location::cell(&Arc::new(sheet), row - 1, column)
}

fn text(value: &str) -> Option<Traced<ArcStr>> {
    Some(Traced::new(value.to_owned(), cell(50, 0)))
}

fn read<T>(value: T, location: Location) -> Option<Reading<T>> {
    Some(Reading::understood("as written", value, location))
}

fn unreadable<T>(location: Location) -> Option<Reading<T>> {
    Some(Reading::not_understood("gibberish", location))
}

fn statement<'a>(model: &'a mut Model, key: &str) -> &'a mut Statement {
    model.statements.get_mut(&id(key)).unwrap()
}

/// A control with a status in B7.
fn with_status(key: &str, status: ImplementationStatus) -> Model {
    let mut model = empty();
    statement(&mut model, key).status = read(status, cell(7, 1));
    model
}

fn control(key: &str, location: Location) -> Traced<RequirementRef> {
    let reference =
        RequirementRef { id: id(key), written: key.to_owned(), from_2013: None, decided_by: String::new() };
    Traced::new(reference, location)
}

/// A risk in row 9 with an owner, rated 4 × 5 = 20, that is modified.
fn risk(key: &str) -> Risk {
    let mut risk = Risk::unknown(key, cell(9, 0), RiskDomain::InformationSecurity);
    risk.id = text(key);
    risk.owner = text("CISO");
    risk.likelihood = read(4.0, cell(9, 1));
    risk.impact = read(5.0, cell(9, 2));
    risk.treatment = read(Treatment::Modify, cell(9, 3));
    risk
}

fn with_risk(risk: Risk) -> Model {
    let mut model = empty();
    model.risks.push(risk);
    model
}

/// An AI system in row 11 with an owner and a completed impact assessment.
fn ai_system(key: &str) -> AiSystem {
    let mut system = AiSystem::unknown(key, cell(11, 0));
    system.id = text(key);
    system.owner = text("Head of data");
    system.impact_assessment = Some(Traced::new("done".to_owned(), cell(11, 5)));
    system.impact_assessment_done = Some(true);
    system
}

fn with_ai_system(system: AiSystem) -> Model {
    let mut model = empty();
    model.ai_systems.push(system);
    model
}

fn asset(key: &str, row: u32) -> Asset {
    let mut asset = Asset::unknown(key, cell(row, 0));
    asset.id = Some(Traced::new(key.to_owned(), cell(row, 0)));
    asset.owner = text("IT");
    asset
}

fn findings(model: &Model, code: &str) -> Vec<Diagnostic> {
    let findings = assess(model, &catalogue()).findings;
    findings.into_iter().filter(|finding| finding.code.name == code).collect()
}

/// The model provokes the code once, at a cell, with every placeholder filled.
#[track_caller]
fn provokes(model: &Model, code: &str, place: &str) -> Diagnostic {
    let mut found = findings(model, code);
    assert_eq!(found.len(), 1, "{code}: {found:#?}");
    let finding = found.remove(0);
    let at = finding.location.as_ref().map(|location| location.cell_reference().unwrap()).unwrap();
    assert_eq!(at, place);
    assert!(!render::text(&finding).contains(['{', '}']), "{}", render::text(&finding));
    finding
}

#[track_caller]
fn does_not_provoke(model: &Model, code: &str) {
    assert_eq!(findings(model, code), Vec::new());
}

#[test]
fn what_is_due_is_done() {
    const CODE: &str = "action-past-due";
    let mut model = with_status("27001:A.8.13", ImplementationStatus::Partial);
    statement(&mut model, "27001:A.8.13").due = read(date(2025, 12, 31), cell(7, 5));
    provokes(&model, CODE, "F7");
    statement(&mut model, "27001:A.8.13").due = read(date(2026, 1, 1), cell(7, 5));
    does_not_provoke(&model, CODE);
    let mut overdue = risk("R-1");
    overdue.due = read(date(2025, 6, 1), cell(9, 12));
    provokes(&with_risk(overdue), CODE, "M9");
    let mut raised = AuditFinding::unknown("NC-1", cell(12, 0));
    raised.due = read(date(2025, 6, 1), cell(12, 4));
    let mut model = empty();
    model.audit_findings.push(raised);
    provokes(&model, CODE, "E12");
    model.audit_findings[0].status = read(OpenState::Closed, cell(12, 5));
    does_not_provoke(&model, CODE);
}

#[test]
fn a_model_of_which_nothing_is_known_has_no_faults() {
    assert_eq!(assess(&empty(), &catalogue()).findings, Vec::new());
}
