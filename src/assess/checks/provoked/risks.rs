//! Faults of the risk register: ratings, treatments, what they lead to.

use super::*;

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
fn a_score_of_the_registers_own_is_the_product_where_the_others_are() {
    const CODE: &str = "own-score-contradicts-levels";
    let rated = |row: u32, likelihood: &str, impact: &str, score: &str| {
        let mut rated = risk(&format!("R-{row}"));
        let level = |text: &str, column| Some(Reading::understood(text, 1.0, cell(row, column)));
        rated.likelihood = level(likelihood, 1);
        rated.impact = level(impact, 2);
        rated.inherent = level(score, 8);
        rated
    };
    let mut model = empty();
    model.risks = vec![
        rated(2, "3", "4", "12"),
        rated(3, "4 - likely", "5", "20"),
        rated(4, "2", "2", "4 (low)"),
        rated(5, "3", "5", "12"),
        rated(6, "High", "5", "17"),
    ];
    let finding = provokes(&model, CODE, "I5");
    assert!(render::words(&finding).message.ends_with("risk R-5 (12, not 3 × 5 = 15)"));
    // What a person rated anew in the workbook is not what the register scored.
    let mut rated_anew = model.clone();
    rated_anew.risks[3].impact = Some(Reading::understood("5", 5.0, Location::file("workbook.xlsx")));
    does_not_provoke(&rated_anew, CODE);
    // Another method: the sum.
    for (risk, sum) in model.risks.iter_mut().zip(["7", "9", "4", "8", ""]) {
        risk.inherent = Some(Reading::understood(sum, 1.0, risk.inherent.clone().unwrap().location));
    }
    does_not_provoke(&model, CODE);
}

#[test]
fn an_identifier_of_both_inventories_says_nothing_of_which_is_at_risk() {
    const CODE: &str = "reference-of-two-registers";
    let mut named = risk("R-1");
    named.assets = vec![Traced::new("x-1".to_owned(), cell(9, 13))];
    let mut model = with_risk(named);
    model.assets = vec![asset("X-1", 2)];
    does_not_provoke(&model, CODE);
    model.ai_systems = vec![ai_system("X-1")];
    provokes(&model, CODE, "N9");
    model.risks[0].ai_systems = vec![Traced::new("X-1".to_owned(), cell(9, 14))];
    does_not_provoke(&model, CODE);
}
