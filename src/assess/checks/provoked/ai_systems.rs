//! Faults of the inventory of AI systems, and of the controls that its systems bring into play.

use super::*;

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
    system.impact_assessment = Some(Traced::new("not required".to_owned(), cell(11, 5)));
    system.impact_assessment_not_required = true;
    does_not_provoke(&with_ai_system(system.clone()), CODE);
    // By the triggers of the organisation one is needed, whatever the inventory says.
    system.personal_data = read(YesNo::Yes, cell(11, 8));
    provokes(&with_ai_system(system.clone()), CODE, "F11");
    system.personal_data = None;
    system.impact_assessment_not_required = false;
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
fn an_ai_system_has_assets_where_assets_were_read() {
    const CODE: &str = "ai-system-without-asset";
    let mut model = with_ai_system(ai_system("AI-1"));
    does_not_provoke(&model, CODE);
    model.assets.push(asset("AST-1", 5));
    provokes(&model, CODE, "A11");
    model.assets[0].ai_systems.push(Traced::new("ai-1".to_owned(), cell(5, 8)));
    does_not_provoke(&model, CODE);
}
