//! Each check with an input that provokes it and one that is close to it and does not.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::assess::assess;
use crate::diagnostic::{Diagnostic, render};
use crate::model::{
    AiSystem, Applicability, Asset, AuditFinding, Basis, FindingGrade, ImplementationStatus, LifecycleStage,
    Model, OpenState, PairDecision, RequirementRef, Risk, RiskDomain, Statement, Supplier, Treatment, YesNo,
};
use crate::provenance::{Location, Reading, SheetName, Traced};
use crate::standards::{Catalogue, RequirementId};

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

fn text(value: &str) -> Option<Traced<String>> {
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
fn an_exclusion_needs_a_justification() {
    const CODE: &str = "exclusion-without-justification";
    let mut model = empty();
    let control = statement(&mut model, "27001:A.7.4");
    control.applicability = Applicability::NotApplicable;
    control.applicability_location = Some(cell(3, 2));
    control.justification_exclusion = text("   ");
    provokes(&model, CODE, "C3");
    statement(&mut model, "27001:A.7.4").justification_exclusion = text("no premises of our own");
    does_not_provoke(&model, CODE);
}

#[test]
fn a_clause_cannot_be_excluded() {
    const CODE: &str = "clause-excluded";
    let mut model = empty();
    let clause = statement(&mut model, "42001:9.2.1");
    clause.applicability = Applicability::NotApplicable;
    clause.applicability_location = Some(cell(4, 2));
    clause.justification_exclusion = text("we do not want to");
    provokes(&model, CODE, "C4");
    statement(&mut model, "42001:9.2.1").applicability = Applicability::Undetermined;
    does_not_provoke(&model, CODE);
}

#[test]
fn an_excluded_control_treats_no_open_risk() {
    const CODE: &str = "excluded-control-treats-risk";
    let mut treated = risk("R-1");
    treated.controls.push(control("27001:A.7.4", cell(9, 6)));
    let mut model = with_risk(treated);
    let excluded = statement(&mut model, "27001:A.7.4");
    excluded.applicability = Applicability::NotApplicable;
    excluded.justification_exclusion = text("no premises");
    let finding = provokes(&model, CODE, "G9");
    assert_eq!(render::words(&finding).message, "27001:A.7.4 is excluded, but treats risk R-1");
    model.risks[0].status = read(OpenState::Closed, cell(9, 7));
    does_not_provoke(&model, CODE);
}

#[test]
fn a_treatment_names_controls_that_are_implemented_or_planned() {
    const CODE: &str = "treatment-names-control-not-implemented";
    let mut model = with_status("27001:A.8.13", ImplementationStatus::NotImplemented);
    let mut treated = risk("R-1");
    treated.controls.push(control("27001:A.8.13", cell(9, 6)));
    model.risks.push(treated);
    provokes(&model, CODE, "G9");
    statement(&mut model, "27001:A.8.13").status = read(ImplementationStatus::Planned, cell(7, 1));
    does_not_provoke(&model, CODE);
}

#[test]
fn a_risk_above_appetite_has_a_treatment() {
    const CODE: &str = "risk-above-appetite-without-treatment";
    let mut untreated = risk("R-1");
    untreated.treatment = None;
    provokes(&with_risk(untreated.clone()), CODE, "A9");

    let mut with_actions = untreated.clone();
    with_actions.actions = text("train everybody");
    does_not_provoke(&with_risk(with_actions), CODE);
    let mut with_unreadable_treatment = untreated.clone();
    with_unreadable_treatment.treatment = unreadable(cell(9, 3));
    does_not_provoke(&with_risk(with_unreadable_treatment), CODE);
    untreated.likelihood = read(1.0, cell(9, 1));
    does_not_provoke(&with_risk(untreated), CODE);
}

#[test]
fn a_retained_risk_above_appetite_is_accepted_by_somebody() {
    const CODE: &str = "risk-retained-without-acceptance";
    let mut retained = risk("R-1");
    retained.treatment = read(Treatment::Retain, cell(9, 3));
    provokes(&with_risk(retained.clone()), CODE, "D9");
    retained.accepted_by = text("CEO");
    does_not_provoke(&with_risk(retained), CODE);
}

#[test]
fn a_risk_has_an_owner() {
    const CODE: &str = "risk-without-owner";
    let mut unowned = risk("R-1");
    unowned.owner = None;
    provokes(&with_risk(unowned), CODE, "A9");
    does_not_provoke(&with_risk(risk("R-1")), CODE);
}

#[test]
fn a_risk_is_rated_and_its_own_score_is_no_rating() {
    const CODE: &str = "risk-unrated";
    let mut unrated = risk("R-1");
    unrated.likelihood = unreadable(cell(9, 1));
    unrated.inherent = read(20.0, cell(9, 8));
    let model = with_risk(unrated);
    let finding = provokes(&model, CODE, "B9");
    assert_eq!(finding.read.as_deref(), Some("gibberish"));
    assert_eq!(assess(&model, &catalogue()).risks[0].current, None);
    does_not_provoke(&with_risk(risk("R-1")), CODE);
}

#[test]
fn what_remains_is_not_more_than_there_was() {
    const CODE: &str = "residual-above-inherent";
    let mut higher = risk("R-1");
    higher.residual_likelihood = read(5.0, cell(9, 9));
    higher.residual_impact = read(5.0, cell(9, 10));
    provokes(&with_risk(higher.clone()), CODE, "J9");
    higher.residual_likelihood = read(4.0, cell(9, 9));
    does_not_provoke(&with_risk(higher), CODE);
}

#[test]
fn a_score_of_the_registers_own_says_nothing_of_what_remains() {
    const CODE: &str = "residual-levels-missing";
    let mut own_score = risk("R-4");
    own_score.residual = read(10.0, cell(9, 6));
    assert!(
        provokes(&with_risk(own_score.clone()), CODE, "G9").read.is_some_and(|read| read == "as written")
    );
    own_score.residual_likelihood = read(2.0, cell(9, 4));
    own_score.residual_impact = read(5.0, cell(9, 5));
    does_not_provoke(&with_risk(own_score), CODE);
    does_not_provoke(&with_risk(risk("R-5")), CODE);
}

#[test]
fn a_recorded_status_agrees_with_the_open_findings_of_audits() {
    const CODE: &str = "implemented-despite-open-nonconformity";
    let mut model = with_status("27001:A.8.13", ImplementationStatus::Implemented);
    let mut raised = AuditFinding::unknown("NC-1", cell(12, 0));
    raised.requirements.push(control("27001:A.8.13", cell(12, 1)).value);
    raised.grade = read(FindingGrade::MinorNonconformity, cell(12, 2));
    model.audit_findings.push(raised);
    provokes(&model, CODE, "B7");
    model.audit_findings[0].grade = read(FindingGrade::Observation, cell(12, 2));
    does_not_provoke(&model, CODE);
    model.audit_findings[0].grade = read(FindingGrade::MajorNonconformity, cell(12, 2));
    model.audit_findings[0].status = read(OpenState::Closed, cell(12, 3));
    does_not_provoke(&model, CODE);
}

#[test]
fn an_unreadable_status_is_left_unassessed_and_never_zero() {
    const CODE: &str = "unreadable-status-left-unassessed";
    let mut model = empty();
    statement(&mut model, "27001:A.8.13").status = unreadable(cell(7, 1));
    let finding = provokes(&model, CODE, "B7");
    assert_eq!(finding.read.as_deref(), Some("gibberish"));
    let result = &assess(&model, &catalogue()).requirements[&id("27001:A.8.13")];
    assert!(!result.assessed);
    does_not_provoke(&with_status("27001:A.8.13", ImplementationStatus::Planned), CODE);
    does_not_provoke(&empty(), CODE);
}

#[test]
fn an_unreadable_status_gives_way_to_the_maturity_and_says_so() {
    const CODE: &str = "unreadable-status-replaced";
    let mut model = empty();
    let control = statement(&mut model, "27001:A.8.13");
    control.status = unreadable(cell(7, 1));
    control.maturity = read(3.0, cell(7, 2));
    control.maturity_target = read(4.0, cell(7, 3));
    let finding = provokes(&model, CODE, "B7");
    assert_eq!(
        render::words(&finding).message,
        "the status of 27001:A.8.13 cannot be read; its maturity is used"
    );
    let result = &assess(&model, &catalogue()).requirements[&id("27001:A.8.13")];
    assert_eq!((result.assessed, result.own), (true, 0.75));
    statement(&mut model, "27001:A.8.13").status = None;
    does_not_provoke(&model, CODE);
}

#[test]
fn a_status_and_a_maturity_lie_within_the_allowed_difference() {
    const CODE: &str = "status-maturity-disagreement";
    let mut model = with_status("27001:A.8.13", ImplementationStatus::Implemented);
    statement(&mut model, "27001:A.8.13").maturity = read(2.0, cell(7, 2));
    let finding = provokes(&model, CODE, "B7");
    assert_eq!(finding.also, [cell(7, 2)]);
    assert_eq!(assess(&model, &catalogue()).requirements[&id("27001:A.8.13")].own, 1.0);
    statement(&mut model, "27001:A.8.13").maturity = read(2.5, cell(7, 2));
    does_not_provoke(&model, CODE);
}

#[test]
fn the_two_statements_of_a_shared_pair_are_of_one_level() {
    const CODE: &str = "shared-pair-disagrees";
    let mut model = with_status("27001:7.5.2", ImplementationStatus::Implemented);
    statement(&mut model, "42001:7.5.2").status = read(ImplementationStatus::Partial, cell(8, 1));
    let finding = provokes(&model, CODE, "B7");
    assert_eq!(finding.also, [cell(8, 1)]);
    statement(&mut model, "42001:7.5.2").status = read(ImplementationStatus::Implemented, cell(8, 1));
    does_not_provoke(&model, CODE);
    statement(&mut model, "42001:7.5.2").status = None;
    does_not_provoke(&model, CODE);
}

#[test]
fn a_pair_is_decided_one_way_and_otherwise_not_shared() {
    const CODE: &str = "pair-decided-both-ways";
    let decision = |shared, row| PairDecision {
        iso27001: id("27001:A.8.15"),
        iso42001: id("42001:A.6.2.8"),
        shared,
        location: cell(row, 0),
    };
    let mut model = empty();
    model.pairs = vec![decision(true, 21), decision(false, 20)];
    provokes(&model, CODE, "A20");
    let shares = |model: &Model| {
        assess(model, &catalogue()).shared.iter().any(|pair| pair.iso27001 == id("27001:A.8.15"))
    };
    assert!(!shares(&model));
    model.pairs = vec![decision(true, 21), decision(true, 20)];
    does_not_provoke(&model, CODE);
    assert!(shares(&model));
}

#[test]
fn full_implementation_names_its_evidence() {
    const CODE: &str = "implemented-without-evidence";
    let mut model = with_status("27001:A.8.13", ImplementationStatus::Implemented);
    provokes(&model, CODE, "B7");
    statement(&mut model, "27001:A.8.13").basis = Basis::Evidenced;
    does_not_provoke(&model, CODE);
    does_not_provoke(&with_status("27001:A.8.13", ImplementationStatus::Partial), CODE);
}

#[test]
fn evidence_is_not_older_than_allowed() {
    const CODE: &str = "evidence-older-than-a-year";
    let mut model = empty();
    statement(&mut model, "27001:A.8.13").evidence_date = read(date(2024, 12, 31), cell(7, 4));
    provokes(&model, CODE, "E7");
    statement(&mut model, "27001:A.8.13").evidence_date = read(date(2025, 1, 1), cell(7, 4));
    does_not_provoke(&model, CODE);
}

#[test]
fn an_applicable_control_has_an_owner() {
    const CODE: &str = "applicable-control-without-owner";
    let mut model = with_status("27001:A.8.13", ImplementationStatus::Planned);
    does_not_provoke(&model, CODE);
    statement(&mut model, "27001:A.8.13").applicability = Applicability::Applicable;
    provokes(&model, CODE, "B7");
    statement(&mut model, "27001:A.8.13").owner = text("IT");
    does_not_provoke(&model, CODE);
}

#[test]
fn an_ai_system_has_an_owner_unless_it_is_retired_or_out_of_scope() {
    const CODE: &str = "ai-system-without-owner";
    let mut unowned = ai_system("AI-1");
    unowned.owner = None;
    provokes(&with_ai_system(unowned.clone()), CODE, "A11");
    let mut out_of_scope = unowned.clone();
    out_of_scope.in_scope = read(YesNo::No, cell(11, 6));
    does_not_provoke(&with_ai_system(out_of_scope), CODE);
    unowned.lifecycle_stage = read(LifecycleStage::Retired, cell(11, 7));
    does_not_provoke(&with_ai_system(unowned), CODE);
}

#[test]
fn an_ai_system_has_an_impact_assessment() {
    const CODE: &str = "ai-system-without-impact-assessment";
    let mut system = ai_system("AI-1");
    system.impact_assessment_done = Some(false);
    provokes(&with_ai_system(system.clone()), CODE, "F11");
    system.impact_assessment_done = None;
    does_not_provoke(&with_ai_system(system.clone()), CODE);
    system.impact_assessment = None;
    provokes(&with_ai_system(system), CODE, "A11");
    does_not_provoke(&with_ai_system(ai_system("AI-1")), CODE);
}

#[test]
fn an_ai_system_is_named_by_a_risk_where_risks_were_read() {
    const CODE: &str = "ai-system-without-risk";
    let mut model = with_ai_system(ai_system("AI-1"));
    does_not_provoke(&model, CODE);
    model.risks.push(risk("R-1"));
    provokes(&model, CODE, "A11");
    model.risks[0].ai_systems.push(Traced::new(" ai-1 ".to_owned(), cell(9, 11)));
    does_not_provoke(&model, CODE);
}

#[test]
fn assets_without_owner_are_one_finding_a_sheet() {
    const CODE: &str = "asset-without-owner";
    let mut model = empty();
    for row in 2..1002 {
        let mut unowned = asset(&format!("A-{row}"), row);
        unowned.owner = text(" ");
        model.assets.push(unowned);
    }
    let finding = provokes(&model, CODE, "A2");
    assert_eq!(finding.also.len(), 999);
    assert_eq!(render::words(&finding).message, "no owner is recorded for asset A-2 and 999 more");
    model.assets = vec![asset("A-1", 2)];
    does_not_provoke(&model, CODE);
    model.assets[0].owner = text("TBD");
    provokes(&model, CODE, "A50");
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
fn a_reference_leads_to_a_record_that_was_read() {
    const CODE: &str = "reference-to-nothing";
    let reference = |text: &str| Traced::new(text.to_owned(), cell(9, 13));
    let mut broken = risk("R-1");
    broken.assets.push(reference("A-017"));
    let mut model = with_risk(broken);
    does_not_provoke(&model, CODE);
    model.assets = vec![asset("A-001", 2)];
    provokes(&model, CODE, "N9");
    for text in ["a-001", "Customer database", "all 3 servers"] {
        model.risks[0].assets = vec![reference(text)];
        does_not_provoke(&model, CODE);
    }
}

#[test]
fn a_model_of_which_nothing_is_known_has_no_faults() {
    assert_eq!(assess(&empty(), &catalogue()).findings, Vec::new());
}

#[test]
fn personal_data_needs_the_control_for_it() {
    const CODE: &str = "personal-data-control-excluded";
    let mut system = ai_system("AI-1");
    system.personal_data = read(YesNo::Yes, cell(11, 6));
    let mut model = with_ai_system(system);
    does_not_provoke(&model, CODE);
    statement(&mut model, "27001:A.5.34").applicability = Applicability::NotApplicable;
    provokes(&model, CODE, "G11");
    model.ai_systems[0].personal_data = read(YesNo::No, cell(11, 6));
    does_not_provoke(&model, CODE);
}

#[test]
fn what_an_ai_system_is_brings_controls_into_play() {
    const CODE: &str = "ai-system-control-excluded";
    let mut system = ai_system("AI-1");
    system.vendor = text("In-house");
    let mut model = with_ai_system(system);
    does_not_provoke(&model, CODE);
    statement(&mut model, "42001:A.6.2.4").applicability = Applicability::NotApplicable;
    assert_eq!(findings(&model, CODE).len(), 1);
    let finding = findings(&model, CODE).remove(0);
    assert!(render::words(&finding).message.contains("42001:A.6.2.4"));
    let at = finding.location.as_ref().map(|place| place.cell_reference().unwrap()).unwrap();
    provokes(&model, CODE, &at);
    statement(&mut model, "42001:A.6.2.4").applicability = Applicability::Applicable;
    does_not_provoke(&model, CODE);
}

#[test]
fn ai_from_a_supplier_needs_the_controls_for_suppliers() {
    const CODE: &str = "supplier-controls-missing";
    let mut system = ai_system("AI-1");
    system.vendor = Some(Traced::new("Model maker".to_owned(), cell(11, 7)));
    let mut model = with_ai_system(system);
    // Nothing is known of the controls, which is no lack.
    does_not_provoke(&model, CODE);
    statement(&mut model, "42001:A.10.3").status = read(ImplementationStatus::NotImplemented, cell(7, 1));
    let finding = provokes(&model, CODE, "H11");
    let said = "a supplier provides AI system AI-1, and 42001:A.10.3 is excluded or not implemented";
    assert_eq!(render::words(&finding).message, said);
    model.organisation = Some("Quillbase GmbH".to_owned());
    for own in [
        "In-house",
        "Interne",
        "Eigenentwicklung",
        "intern",
        "eigen",
        "Interne (équipe Data)",
        "in-house – R&D",
        "n.v.t.",
        "?",
        "QUILLBASE GmbH",
        "Développement interne",
    ] {
        model.ai_systems[0].vendor = Some(Traced::new(own.to_owned(), cell(11, 7)));
        does_not_provoke(&model, CODE);
    }
    for bought in ["Intern AG", "in-house; Model maker", "Own Labs (EU)"] {
        model.ai_systems[0].vendor = Some(Traced::new(bought.to_owned(), cell(11, 7)));
        provokes(&model, CODE, "H11");
    }
}

#[test]
fn a_decision_about_people_is_overseen() {
    const CODE: &str = "automated-decision-without-oversight";
    let mut system = ai_system("AI-1");
    system.automated_decision = read(YesNo::Yes, cell(11, 8));
    provokes(&with_ai_system(system.clone()), CODE, "I11");
    let mut overseen = system.clone();
    overseen.human_oversight = text("a clerk confirms each refusal");
    does_not_provoke(&with_ai_system(overseen), CODE);
    system.automated_decision = read(YesNo::No, cell(11, 8));
    does_not_provoke(&with_ai_system(system), CODE);
}

#[test]
fn an_ai_system_is_looked_at_again_in_time() {
    const CODE: &str = "ai-system-review-past-due";
    let mut system = ai_system("AI-1");
    system.review_due = read(date(2025, 12, 31), cell(11, 9));
    provokes(&with_ai_system(system.clone()), CODE, "J11");
    system.review_due = read(date(2026, 1, 1), cell(11, 9));
    does_not_provoke(&with_ai_system(system), CODE);
}

#[test]
fn somebody_corrects_an_open_nonconformity() {
    const CODE: &str = "audit-finding-without-owner";
    let mut model = empty();
    let mut raised = AuditFinding::unknown("NC-1", cell(12, 0));
    raised.grade = read(FindingGrade::MinorNonconformity, cell(12, 2));
    model.audit_findings.push(raised);
    provokes(&model, CODE, "A12");
    model.audit_findings[0].grade = read(FindingGrade::Observation, cell(12, 2));
    does_not_provoke(&model, CODE);
    model.audit_findings[0].grade = read(FindingGrade::MinorNonconformity, cell(12, 2));
    model.audit_findings[0].owner = text("Ada");
    does_not_provoke(&model, CODE);
}

#[test]
fn a_risk_above_appetite_has_a_date() {
    const CODE: &str = "risk-above-appetite-without-date";
    let undated = risk("R-1");
    provokes(&with_risk(undated.clone()), CODE, "A9");
    let mut dated = undated.clone();
    dated.due = unreadable(cell(9, 8));
    does_not_provoke(&with_risk(dated), CODE);
    let mut low = undated.clone();
    low.likelihood = read(1.0, cell(9, 1));
    does_not_provoke(&with_risk(low), CODE);
    let mut retained = undated;
    retained.treatment = read(Treatment::Retain, cell(9, 3));
    does_not_provoke(&with_risk(retained), CODE);
}

#[test]
fn an_ai_system_has_assets_where_assets_were_read() {
    const CODE: &str = "ai-system-without-asset";
    let mut model = with_ai_system(ai_system("AI-1"));
    does_not_provoke(&model, CODE);
    model.assets.push(asset("AST-1", 5));
    provokes(&model, CODE, "A11");
    model.assets[0].ai_systems.push(Traced::new("ai-1".to_owned(), cell(5, 8)));
    does_not_provoke(&model, CODE);
}

#[test]
fn an_asset_is_classified() {
    const CODE: &str = "asset-without-classification";
    let mut model = empty();
    model.assets.push(asset("AST-1", 5));
    provokes(&model, CODE, "A5");
    model.assets[0].confidentiality = read(3.0, cell(5, 4));
    does_not_provoke(&model, CODE);
    model.assets[0].confidentiality = None;
    model.assets[0].classification = text("Internal");
    does_not_provoke(&model, CODE);
}

#[test]
fn a_control_that_applies_has_a_reason() {
    const CODE: &str = "inclusion-without-justification";
    let mut model = empty();
    let control_of = |model: &mut Model| {
        let applies = statement(model, "27001:A.8.13");
        applies.applicability = Applicability::Applicable;
        applies.applicability_location = Some(cell(3, 2));
    };
    control_of(&mut model);
    provokes(&model, CODE, "C3");
    let mut treated = risk("R-1");
    treated.controls.push(control("27001:A.8.13", cell(9, 6)));
    model.risks.push(treated);
    does_not_provoke(&model, CODE);
    model.risks.clear();
    statement(&mut model, "27001:A.8.13").justification_inclusion = text("a contract asks for it");
    does_not_provoke(&model, CODE);
}

/// A supplier in row 13 with an agreement, assessed and to be assessed again.
fn supplier(name: &str) -> Supplier {
    let mut supplier = Supplier::unknown(name, cell(13, 0));
    supplier.name = text(name);
    supplier.agreement = Some(Traced::new("Contract 7".to_owned(), cell(13, 4)));
    supplier.last_review = read(date(2025, 6, 1), cell(13, 5));
    supplier.next_review = read(date(2026, 6, 1), cell(13, 6));
    supplier
}

fn with_supplier(supplier: Supplier) -> Model {
    let mut model = empty();
    model.suppliers.push(supplier);
    model
}

#[test]
fn a_supplier_needs_an_agreement() {
    const CODE: &str = "supplier-without-agreement";
    let mut without = supplier("Nordwolke");
    without.has_agreement = Some(false);
    provokes(&with_supplier(without.clone()), CODE, "E13");
    without.agreement = None;
    provokes(&with_supplier(without.clone()), CODE, "A13");
    // That there is one is enough, whatever it is called.
    without.agreement = Some(Traced::new("Yes".to_owned(), cell(13, 4)));
    without.has_agreement = Some(true);
    does_not_provoke(&with_supplier(without.clone()), CODE);
    does_not_provoke(&with_supplier(supplier("Nordwolke")), CODE);
    without.has_agreement = None;
    for text in ["TBD", "pending", "in negotiation", "not signed yet", "n.v.t.", "-", "wird noch verhandelt"]
    {
        without.agreement = Some(Traced::new(text.to_owned(), cell(13, 4)));
        provokes(&with_supplier(without.clone()), CODE, "E13");
    }
    for text in [
        "AVV 2024-03",
        "Master services agreement",
        "DPA signed 2025",
        "Overdraft facility",
        "Renegotiated 2025",
    ] {
        without.agreement = Some(Traced::new(text.to_owned(), cell(13, 4)));
        does_not_provoke(&with_supplier(without.clone()), CODE);
    }
}

#[test]
fn a_supplier_needs_an_assessment() {
    const CODE: &str = "supplier-without-assessment";
    let mut without = supplier("Nordwolke");
    without.last_review = None;
    provokes(&with_supplier(without.clone()), CODE, "A13");
    without.last_review = unreadable(cell(13, 5));
    does_not_provoke(&with_supplier(without.clone()), CODE);
    without.last_review = Some(Reading::not_understood("never", cell(13, 5)));
    provokes(&with_supplier(without.clone()), CODE, "F13");
    without.last_review = read(date(2026, 1, 2), cell(13, 5));
    provokes(&with_supplier(without.clone()), CODE, "F13");
    without.last_review = read(date(2026, 1, 1), cell(13, 5));
    does_not_provoke(&with_supplier(without), CODE);
}

#[test]
fn the_next_assessment_of_a_supplier_may_not_be_past_its_date() {
    const CODE: &str = "supplier-review-past-due";
    let mut late = supplier("Nordwolke");
    late.next_review = read(date(2025, 12, 31), cell(13, 6));
    provokes(&with_supplier(late.clone()), CODE, "G13");
    late.next_review = read(date(2026, 1, 1), cell(13, 6));
    does_not_provoke(&with_supplier(late), CODE);
}

#[test]
fn the_vendor_of_an_ai_system_belongs_into_the_supplier_register_where_there_is_one() {
    const CODE: &str = "supplier-not-in-register";
    let mut system = ai_system("AI-1");
    system.vendor = Some(Traced::new("Plauder AG".to_owned(), cell(11, 6)));
    let mut model = with_ai_system(system);
    does_not_provoke(&model, CODE);
    model.suppliers.push(supplier("Nordwolke"));
    provokes(&model, CODE, "G11");
    model.suppliers.push(supplier("Plauder"));
    does_not_provoke(&model, CODE);
}

#[test]
fn ai_that_a_supplier_delivers_belongs_into_the_inventory() {
    const CODE: &str = "supplier-ai-not-in-inventory";
    let mut of_ai = supplier("Plauder");
    of_ai.ai_supplied = Some(Traced::new("Yes".to_owned(), cell(13, 3)));
    of_ai.supplies_ai = Some(true);
    let mut model = with_supplier(of_ai);
    provokes(&model, CODE, "D13");
    let mut system = ai_system("AI-1");
    system.vendor = text("Plauder AG");
    model.ai_systems.push(system);
    does_not_provoke(&model, CODE);
    model.ai_systems.clear();
    model.suppliers[0].supplies_ai = None;
    does_not_provoke(&model, CODE);
}

#[test]
fn a_supplier_that_is_said_to_supply_no_ai_may_not_be_the_vendor_of_an_ai_system() {
    const CODE: &str = "supplier-ai-contradicts-inventory";
    let mut of_none = supplier("Plauder");
    of_none.ai_supplied = Some(Traced::new("No".to_owned(), cell(13, 3)));
    of_none.supplies_ai = Some(false);
    let mut model = with_supplier(of_none);
    does_not_provoke(&model, CODE);
    let mut system = ai_system("AI-1");
    system.vendor = text("Acme; Plauder AG");
    model.ai_systems.push(system);
    provokes(&model, CODE, "D13");
    model.suppliers[0].supplies_ai = None;
    does_not_provoke(&model, CODE);
}
