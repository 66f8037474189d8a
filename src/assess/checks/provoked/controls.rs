//! Faults of clauses and controls: what is excluded, claimed, evidenced and owned.

use super::*;

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
