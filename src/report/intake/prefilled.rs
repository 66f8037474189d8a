//! The rows that stand in an intake workbook already: each clause and control of both standards to say
//! how far it is done, and a question for each control.

use crate::declaration::{Field, Register};
use crate::report::cell::Value;
use crate::standards::{Catalogue, Part, Requirement, Standard};

/// A row that stands there already, by field.
pub type Prefilled = Vec<(Field, Value)>;

/// The rows that stand in a register already. What people have to say is blank in all of them, and what
/// is blank counts as unknown.
pub fn prefilled(register: Register, catalogue: &Catalogue) -> Vec<Prefilled> {
    let both = |parts: &[Part]| {
        let standards = Standard::BOTH.into_iter();
        let parts = standards.flat_map(|standard| parts.iter().map(move |part| (standard, *part)));
        parts.flat_map(|(standard, part)| catalogue.part(standard, part)).collect::<Vec<_>>()
    };
    match register {
        Register::Controls => both(&Part::BOTH).into_iter().map(control).collect(),
        Register::Questionnaire => (1..).zip(both(&[Part::AnnexA])).map(question).collect(),
        _ => Vec::new(),
    }
}

fn control(requirement: &Requirement) -> Prefilled {
    vec![
        (Field::Standard, Value::text(requirement.id.standard().full_name())),
        (Field::ControlRef, Value::text(requirement.id.number())),
        (Field::ControlTitle, Value::text(&requirement.title)),
    ]
}

fn question((number, requirement): (usize, &Requirement)) -> Prefilled {
    let id = requirement.id;
    vec![
        (Field::QuestionId, Value::text(format!("Q{number:03}"))),
        (Field::QuestionSection, Value::text(&requirement.group)),
        (Field::QuestionText, Value::text(asked(&requirement.paraphrase))),
        (Field::QuestionInverted, Value::text(crate::model::YesNo::No.word())),
        (Field::ControlRef, Value::text(format!("{} {}", id.standard(), id.number()))),
    ]
}

/// A question from what a control asks for in our words: `Label information.` is asked as `Do you label
/// information?`.
fn asked(paraphrase: &str) -> String {
    let statement = paraphrase.trim().trim_end_matches('.');
    let mut letters = statement.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
    format!("Do you {first}{}?", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clause_and_control_of_both_standards_stands_there_once() {
        let catalogue = Catalogue::load().unwrap();
        let rows = prefilled(Register::Controls, &catalogue);
        assert_eq!(rows.len(), 30 + 93 + 32 + 38);
        assert!(rows.iter().all(|row| row.iter().all(|(_, value)| *value != Value::Blank)));
        assert_eq!(prefilled(Register::Questionnaire, &catalogue).len(), 93 + 38);
        assert!(prefilled(Register::Risks, &catalogue).is_empty());
    }

    #[test]
    fn what_a_control_asks_for_becomes_a_question() {
        assert_eq!(asked("Label information."), "Do you label information?");
        // A paraphrase that begins with its subject makes no question.
        let subjects = ["Managers", "People", "Management", "Top", "The", "A", "There", "Information"];
        for row in prefilled(Register::Questionnaire, &Catalogue::load().unwrap()) {
            let text = row.iter().find(|(field, _)| *field == Field::QuestionText).map(|(_, value)| value);
            let Some(Value::Text(text)) = text else { panic!("{row:?}") };
            let verb = text.split(' ').nth(2).unwrap_or_default();
            assert!(text.ends_with('?') && text.starts_with("Do you "), "{text}");
            assert!(subjects.iter().all(|subject| !verb.eq_ignore_ascii_case(subject)), "{text}");
        }
    }
}
