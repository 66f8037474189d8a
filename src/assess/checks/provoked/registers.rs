//! Faults of whole registers: what counts for nothing.

use super::*;
use crate::declaration::Register;
use crate::model::{Answer, Claim, Suggestion};

/// A row of a control register that is implemented, for a requirement or for none.
fn row(number: u32, key: Option<&str>) -> Claim {
    let mut claim = Claim::unknown(Register::Controls, cell(number, 0));
    claim.title = text("Locks");
    claim.status = read(ImplementationStatus::Implemented, cell(number, 2));
    claim.requirements.extend(key.map(|key| control(key, cell(number, 0)).value));
    claim
}

#[test]
fn a_register_of_controls_names_a_requirement_somewhere() {
    const CODE: &str = "control-register-of-no-requirement";
    let mut model = empty();
    model.other_controls.push(row(5, None));
    model.other_controls.push(row(6, None));
    let finding = provokes(&model, CODE, "A5");
    assert!(render::text(&finding).contains("\"Locks\" and 1 more"), "{}", render::text(&finding));
    statement(&mut model, "27001:A.7.2").claims.push(row(7, Some("27001:A.7.2")));
    does_not_provoke(&model, CODE);
}

#[test]
fn what_a_question_asks_about_is_confirmed() {
    const CODE: &str = "answer-waits-for-confirmation";
    let mut claim = row(8, None);
    claim.register = Register::Questionnaire;
    let suggestion = Suggestion { requirement: id("27001:A.7.2"), score: 0.8, confirmed: None };
    let answer = Answer {
        named: None,
        id: text("Q7"),
        section: None,
        answer: text("Yes"),
        claim,
        suggestion: Some(suggestion),
        reversed: false,
    };
    let with = |answer: Answer| {
        let mut model = empty();
        model.answers.push(answer);
        model
    };
    provokes(&with(answer.clone()), CODE, "A8");
    for confirmed in [true, false] {
        let mut decided = answer.clone();
        decided.suggestion = answer
            .suggestion
            .clone()
            .map(|suggestion| Suggestion { confirmed: Some(confirmed), ..suggestion });
        does_not_provoke(&with(decided), CODE);
    }
    let mut unanswered = answer;
    unanswered.claim.status = None;
    does_not_provoke(&with(unanswered), CODE);
}

#[test]
fn an_answer_that_can_be_about_nothing_is_told() {
    const CODE: &str = "answer-of-no-requirement";
    let mut claim = row(8, None);
    claim.register = Register::Questionnaire;
    claim.title = Some(Traced::new("Do you like coffee?".to_owned(), cell(8, 1)));
    let answer = Answer {
        id: None,
        section: None,
        answer: text("Yes"),
        claim,
        suggestion: None,
        named: None,
        reversed: false,
    };
    let with = |answer: &Answer| {
        let mut model = empty();
        model.answers.push(answer.clone());
        model
    };
    provokes(&with(&answer), CODE, "B8");
    let mut suggested = answer.clone();
    suggested.suggestion =
        Some(Suggestion { requirement: id("27001:A.7.2"), score: 0.8, confirmed: Some(false) });
    does_not_provoke(&with(&suggested), CODE);
    let mut of_another = answer.clone();
    of_another.claim.other_references.push("PR.AC-1".to_owned());
    does_not_provoke(&with(&of_another), CODE);
    let mut unanswered = answer;
    unanswered.claim.status = None;
    unanswered.answer = None;
    does_not_provoke(&with(&unanswered), CODE);
}

#[test]
fn both_standards_have_a_register_or_neither() {
    const CODE: &str = "standard-without-register";
    let mut model = empty();
    statement(&mut model, "27001:A.7.2").claims.push(row(7, Some("27001:A.7.2")));
    let finding = provokes(&model, CODE, "A7");
    assert!(render::text(&finding).contains("says how far ISO/IEC 42001"), "{}", render::text(&finding));
    statement(&mut model, "42001:A.2.2").claims.push(row(9, Some("42001:A.2.2")));
    does_not_provoke(&model, CODE);
    does_not_provoke(&empty(), CODE);
}
