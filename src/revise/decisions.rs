//! What follows from decisions beside what the assessment says: those of management reviews that are past due,
//! and documents that there are not although a clause asks for them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::entries::entries;
use super::{Reviser, not_understood};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::revise as codes;
use crate::diagnostic::render::enumerated;
use crate::model::{CellKey, Entry};
use crate::record::Revision;
use crate::record::names::{
    self, AI_RISK_QUESTIONS, ANSWER, ANSWER_DUE, APPROVED_ON, AUDIT_PROGRAMME, CERTIFICATION, COMPETENCE,
    DECISION, DOCUMENT_STATUS, DOCUMENTS, DONE, DONE_ON, DUE_ON, HARM_LIKELIHOOD, HARM_SEVERITY,
    IMPACT_WORKSHEET, MANAGEMENT_REVIEW, MISSING, NOT_NEEDED, PLANNED_DATE, PROGRESS, REVIEW_ON,
    RISK_ANSWERS, VALID_UNTIL,
};
use crate::standards::{Demand, DocumentedInformation};

/// Most documents or inputs that are named in one message.
const NAMED: usize = 5;

/// Everything that is told of such decisions.
pub(super) fn tell(reviser: &Reviser<'_>, revision: &Revision) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = missing_documents(reviser, revision).into_iter().collect();
    told.extend(past_due(reviser, revision));
    let written = written(reviser, revision);
    told.extend(days_not_understood(reviser, &written));
    told.extend(entries_past_due(reviser, revision, &written));
    told.extend(words_not_understood(reviser, &written));
    told
}

/// What was written in a cell.
fn own<'r>(revision: &'r Revision, list: &str, key: &str, heading: &str) -> Option<&'r Entry> {
    let decided = revision.decisions.get(&CellKey::new(list, key, heading))?;
    (!decided.own.is_blank()).then_some(&decided.own)
}

/// What people wrote: beside what the assessment says, and in the lists that are theirs alone.
fn written(reviser: &Reviser<'_>, revision: &Revision) -> BTreeMap<CellKey, Entry> {
    let mut written = entries(reviser.previous);
    let decided = revision.decisions.iter().filter(|(_, decided)| !decided.own.is_blank());
    written.extend(decided.map(|(cell, decided)| (cell.clone(), decided.own.clone())));
    written
}

fn says(entry: Option<&Entry>, word: &str) -> bool {
    matches!(entry, Some(Entry::Text(text)) if text.to_lowercase() == word.to_lowercase())
}

/// The documents that a clause asks for and that a person marked as missing or not needed.
fn missing_documents(reviser: &Reviser<'_>, revision: &Revision) -> Option<Diagnostic> {
    let lacking = |document: &&DocumentedInformation| {
        let status = own(revision, DOCUMENTS, &document.key, DOCUMENT_STATUS);
        document.demand == Demand::Required && (says(status, MISSING) || says(status, NOT_NEEDED))
    };
    let missing: Vec<&DocumentedInformation> =
        reviser.catalogue.integration().documents.iter().filter(lacking).collect();
    let (first, others) = missing.split_first()?;
    let place = |document: &DocumentedInformation| {
        reviser.previous.location(&CellKey::new(DOCUMENTS, &document.key, DOCUMENT_STATUS))
    };
    let names: Vec<String> = missing.iter().map(|document| document.name.clone()).collect();
    let mut asked: Vec<String> =
        missing.iter().flat_map(|document| &document.asked).map(ToString::to_string).collect();
    asked.dedup();
    Some(
        Diagnostic::at(&codes::REQUIRED_DOCUMENT_MISSING, place(first))
            .fact("documents", enumerated(&names, NAMED))
            .fact("requirements", enumerated(&asked, NAMED))
            .also(others.iter().map(|document| place(document))),
    )
}

/// The decisions of management reviews whose due date has passed and that are not done.
fn past_due(reviser: &Reviser<'_>, revision: &Revision) -> Option<Diagnostic> {
    let inputs = reviser.catalogue.integration().review_inputs.iter();
    let late: Vec<(&str, &str, NaiveDate)> = inputs
        .filter_map(|input| {
            let of = |heading: &str| own(revision, MANAGEMENT_REVIEW, &input.key, heading);
            let due = of(DUE_ON)?.day()?;
            let open = of(DECISION).is_some() && !says(of(PROGRESS), DONE);
            (open && due < reviser.as_of).then_some((input.key.as_str(), input.topic.as_str(), due))
        })
        .collect();
    let ((first, _, due), others) = late.split_first()?;
    let place = |key: &str| reviser.previous.location(&CellKey::new(MANAGEMENT_REVIEW, key, DUE_ON));
    let topics: Vec<String> = late.iter().map(|(_, topic, _)| format!("\"{topic}\"")).collect();
    Some(
        Diagnostic::at(&codes::REVIEW_DECISION_PAST_DUE, place(first))
            .read(due.to_string())
            .fact("inputs", enumerated(&topics, NAMED))
            .also(others.iter().map(|(key, _, _)| place(key))),
    )
}

/// The lists whose dates formulas count with, with the headings of these.
fn days() -> [(&'static str, &'static [&'static str]); 6] {
    [
        (AUDIT_PROGRAMME, &[PLANNED_DATE, DONE_ON]),
        (MANAGEMENT_REVIEW, &[DUE_ON]),
        (CERTIFICATION, &crate::record::names::DATES_SET),
        (IMPACT_WORKSHEET, &[APPROVED_ON, REVIEW_ON]),
        (COMPETENCE, &[VALID_UNTIL]),
        (AI_RISK_QUESTIONS, &[ANSWER_DUE]),
    ]
}

/// The dates by which something has to be looked at again, list by list, that have passed.
fn entries_past_due(
    reviser: &Reviser<'_>,
    revision: &Revision,
    written: &BTreeMap<CellKey, Entry>,
) -> Vec<Diagnostic> {
    let dated = [(IMPACT_WORKSHEET, REVIEW_ON), (COMPETENCE, VALID_UNTIL), (AI_RISK_QUESTIONS, ANSWER_DUE)];
    let told = dated.into_iter().filter_map(|(list, heading)| {
        let is_over = |key: &str| {
            let answer = own(revision, AI_RISK_QUESTIONS, key, ANSWER);
            list == AI_RISK_QUESTIONS && RISK_ANSWERS.iter().skip(2).any(|over| says(answer, over))
        };
        let passed: Vec<(&CellKey, &Entry)> = written
            .iter()
            .filter(|(cell, _)| cell.list == list && cell.heading == heading)
            .filter(|(cell, own)| own.day().is_some_and(|day| day < reviser.as_of) && !is_over(&cell.key))
            .collect();
        let ((first, day), others) = passed.split_first()?;
        let keys: Vec<String> = passed.iter().map(|(cell, _)| cell.key.clone()).collect();
        Some(
            Diagnostic::at(&codes::ENTRY_PAST_DUE, reviser.previous.location(first))
                .read(day.day().map_or_else(|| day.to_string(), |day| day.to_string()))
                .fact("heading", heading.to_owned())
                .fact("list", names::shown(list))
                .fact("records", enumerated(&keys, NAMED))
                .also(others.iter().map(|(cell, _)| reviser.previous.location(cell))),
        )
    });
    told.collect()
}

/// Words that are none of those that can be chosen: once for each column, with the cells.
fn words_not_understood(reviser: &Reviser<'_>, written: &BTreeMap<CellKey, Entry>) -> Vec<Diagnostic> {
    type Wrong<'w> = (&'static [&'static str], Vec<(&'w CellKey, &'w Entry)>);
    let mut wrong: BTreeMap<(&str, &str), Wrong<'_>> = BTreeMap::new();
    for (cell, own) in written {
        let Some(words) = names::words_of(&cell.list, &cell.heading) else { continue };
        if !is_understood(reviser, cell, own, words) {
            let column = wrong.entry((&cell.list, &cell.heading)).or_insert((words, Vec::new()));
            column.1.push((cell, own));
        }
    }
    let told = wrong.into_values().filter_map(|(words, cells)| {
        let ((cell, own), others) = cells.split_first()?;
        let told = not_understood(reviser.previous, cell, own, &words.join(", "));
        Some(told.also(others.iter().map(|(cell, _)| reviser.previous.location(cell))))
    });
    told.collect()
}

fn is_understood(reviser: &Reviser<'_>, cell: &CellKey, own: &Entry, words: &[&str]) -> bool {
    let text = own.to_string();
    let small = text.trim().to_lowercase();
    let is_level = || {
        cell.list == IMPACT_WORKSHEET
            && [HARM_LIKELIHOOD, HARM_SEVERITY].contains(&cell.heading.as_str())
            && reviser.words.meaning("level", text.trim()).is_some_and(|level| level != "unknown")
    };
    words.iter().any(|word| word.to_lowercase() == small)
        || names::understood_in(&cell.list, &cell.heading, &small)
        || is_level()
}

/// Dates that are none.
fn days_not_understood(reviser: &Reviser<'_>, written: &BTreeMap<CellKey, Entry>) -> Vec<Diagnostic> {
    let of_days = |cell: &CellKey| {
        days().iter().any(|(list, headings)| cell.list == *list && headings.contains(&cell.heading.as_str()))
    };
    let wrong = written.iter().filter(|(cell, own)| of_days(cell) && own.day().is_none());
    wrong.map(|(cell, own)| not_understood(reviser.previous, cell, own, "a date")).collect()
}
