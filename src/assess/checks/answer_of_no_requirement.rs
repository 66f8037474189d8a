//! A question was answered that names no clause or control, and whose wording suggests none: the answer counts for
//! nothing, and nobody is asked to confirm anything. One finding a sheet, with the cells of the questions.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Answer;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let unknown = assessed.subject.model.answers.iter().filter(|answer| is_of_nothing(answer));
    let unknown = unknown.map(|answer| {
        let title = answer.claim.title.as_ref().or(answer.claim.description.as_ref());
        let text = title.map_or("", |title| title.value.as_str());
        let place = title.map_or(&answer.claim.location, |title| &title.location);
        let occurrence = Occurrence::at(format!("question \"{}\"", name(&answer.id, text)), place.clone());
        if text.is_empty() { occurrence } else { occurrence.read(text) }
    });
    by_sheet(&codes::ANSWER_OF_NO_REQUIREMENT, unknown)
}

/// Whether an answer is one to a question of which nothing says what it is about. What names another framework is
/// told where it is read, and what a yes may be unfavourable to as well.
fn is_of_nothing(answer: &Answer) -> bool {
    let claim = &answer.claim;
    claim.requirements.is_empty()
        && claim.other_references.is_empty()
        && answer.suggestion.is_none()
        && !answer.reversed
        && (claim.says_anything() || answer.answer.is_some())
}
