//! Rows of questionnaires.

use super::claims::{CodedColumns, read_claim, subject};
use super::inverted::is_inverted;
use super::records::Records;
use super::reference::Numberings;
use super::references::read_references;
use super::table::TableReader;
use crate::declaration::Field;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::INVERTED_QUESTION;
use crate::model::{Answer, Claim};
use crate::recognise::RecordRows;
use crate::recognise::value::{Understood, read_yes_no};

/// Reads the rows of a questionnaire.
pub(super) fn read_answers(reader: &mut TableReader<'_>, numberings: &Numberings) -> Records<Answer> {
    let titles = [Field::ControlTitle, Field::QuestionText];
    let references = read_references(reader, numberings, Field::ControlRef, &titles);
    let columns = CodedColumns::new(reader);
    let mut records = Records::default();
    for (record, references) in reader.records().iter().zip(references) {
        let mut claim = read_claim(reader, record, &columns, references);
        let reversed = set_reversed_aside(reader, record, &mut claim);
        let id = reader.text(record, Field::QuestionId);
        if id.is_none()
            && claim.title.is_none()
            && claim.requirements.is_empty()
            && claim.other_references.is_empty()
        {
            records.reject(reader, record);
            continue;
        }
        records.add(Answer {
            id,
            section: reader.text(record, Field::QuestionSection),
            answer: reader.text(record, Field::Answer),
            claim,
            suggestion: None,
            named: None,
            reversed,
        });
    }
    records
}

/// Takes the answer out of a row whose question a good organisation may deny, and tells it. Where the
/// questionnaire says in a column which answer is the favourable one, that holds.
fn set_reversed_aside(reader: &mut TableReader<'_>, record: &RecordRows, claim: &mut Claim) -> bool {
    let Some(question) = claim.title.as_ref().filter(|question| is_inverted(&question.value)) else {
        return false;
    };
    let boxes = reader.boxes(Field::QuestionInverted);
    let declared = reader
        .cells(record, Field::QuestionInverted)
        .any(|(cell, _)| matches!(read_yes_no(reader.words, "yes-no", boxes, Some(cell)), Understood::Is(_)));
    let answered = claim.status.is_some() || claim.percentage.is_some() || claim.maturity.is_some();
    if declared || !answered {
        return false;
    }
    let location = [
        claim.status.as_ref().map(|reading| &reading.location),
        claim.percentage.as_ref().map(|reading| &reading.location),
    ];
    let location = location.into_iter().flatten().next().unwrap_or(&question.location).clone();
    let diagnostic = Diagnostic::at(&INVERTED_QUESTION, location)
        .read(&question.value)
        .fact("subject", subject(reader, record, claim));
    reader.faults.add("", diagnostic);
    (claim.status, claim.percentage, claim.maturity) = (None, None, None);
    true
}
