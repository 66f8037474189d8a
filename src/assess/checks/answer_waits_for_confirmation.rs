//! A question names no clause or control, and nobody has confirmed or refused what its wording suggests: its answer
//! counts for nothing until then.

use super::Assessed;
use super::occurrence::{Occurrence, by_sheet, name};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::assess as codes;
use crate::model::Answer;

pub(super) fn check(assessed: &Assessed<'_>) -> Vec<Diagnostic> {
    let waiting = assessed.subject.model.answers.iter().filter(|answer| waits(answer));
    let waiting = waiting.map(|answer| {
        let title = answer.claim.title.as_ref().map_or("", |title| title.value.as_str());
        let subject = format!("question \"{}\"", name(&answer.id, title));
        Occurrence::at(subject, answer.claim.location.clone())
    });
    by_sheet(&codes::ANSWER_WAITS_FOR_CONFIRMATION, waiting)
}

fn waits(answer: &Answer) -> bool {
    let is_undecided = answer.suggestion.as_ref().is_some_and(|suggestion| suggestion.confirmed.is_none());
    is_undecided && !answer.reversed && answer.claim.requirements.is_empty() && answer.claim.says_anything()
}
