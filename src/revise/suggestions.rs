//! What was decided about suggestions, which goes with its question wherever that stands now.

use std::collections::{BTreeMap, BTreeSet};

use crate::declaration::Register;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::revise as codes;
use crate::diagnostic::render::enumerated;
use crate::model::{Answer, CellKey, Entry, Model};
use crate::record::names::{ANSWERS, CONFIRMED, QUESTION, QUESTION_ID, SUGGESTED};
use crate::record::{Previous, entry_of};

/// Most questions that are named as what a status follows from.
const MOST_NAMED: usize = 5;

/// Gives the decisions, which are known by the places of their questions at the last run, the places that
/// the questions have now; says which questions are gone.
pub fn follow_questions(
    previous: &Previous<'_>,
    decisions: &BTreeMap<String, bool>,
    answers: &[Answer],
) -> (BTreeMap<String, bool>, Vec<Diagnostic>) {
    let mut now: Vec<(String, Entry)> = Vec::new();
    for answer in answers {
        let question = answer.claim.title.as_ref().map_or(Entry::Blank, |title| Entry::text(&title.value));
        now.push((answer.claim.location.to_string(), question));
    }
    let (mut followed, mut told, mut taken) = (BTreeMap::new(), Vec::new(), BTreeSet::new());
    // Questions that stay where they were are found before those that moved.
    let mut moved = Vec::new();
    for (place, decided) in decisions {
        let question = question(previous, place);
        let there = now.iter().find(|(known, _)| known == place);
        if there.is_some_and(|(_, asked)| question.as_ref().is_none_or(|question| question == asked)) {
            taken.insert(place.clone());
            followed.insert(place.clone(), *decided);
        } else {
            moved.push((place, *decided, question));
        }
    }
    for (place, decided, question) in moved {
        let of_sheet = |known: &str| sheet_of(known) == sheet_of(place);
        let same = now
            .iter()
            .filter(|(known, asked)| !taken.contains(known) && Some(asked) == question.as_ref())
            .max_by_key(|(known, _)| of_sheet(known));
        match same {
            Some((known, _)) => {
                taken.insert(known.clone());
                followed.insert(known.clone(), decided);
            }
            None => told.push(gone(previous, place, question, decided)),
        }
    }
    (followed, told)
}

/// The requirements whose statuses follow from suggestions that were confirmed, refused or left undecided since
/// the last run, by their keys, with the words for those decisions. What a control register says follows from none.
pub fn what_follows(previous: &Previous<'_>, model: &Model) -> BTreeMap<String, String> {
    let list = previous.last.book.list(ANSWERS);
    let keys = list.map(|list| list.records.keys()).into_iter().flatten();
    let edited = keys.filter(|key| previous.is_edited(&CellKey::new(ANSWERS, key, CONFIRMED)));
    let mut questions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for key in edited {
        let requirement = previous.beside(ANSWERS, key, SUGGESTED);
        let number = previous.beside(ANSWERS, key, QUESTION_ID);
        if !requirement.is_empty() {
            let called = if number.is_empty() { key.clone() } else { number };
            questions.entry(requirement).or_default().push(called);
        }
    }
    questions.retain(|requirement, _| !is_said_by_register(model, requirement));
    let words = |called: &[String]| format!("{CONFIRMED} of {} on {ANSWERS}", enumerated(called, MOST_NAMED));
    questions.into_iter().map(|(requirement, called)| (requirement, words(&called))).collect()
}

/// Whether a control register says how far a requirement is implemented.
fn is_said_by_register(model: &Model, requirement: &str) -> bool {
    let statement = requirement.parse().ok().and_then(|id| model.statements.get(&id));
    let mut claims = statement.into_iter().flat_map(|statement| &statement.claims);
    claims.any(|claim| {
        claim.register == Register::Controls && (claim.status.is_some() || claim.percentage.is_some())
    })
}

/// The question at a place of the last run, as the workbook has it.
fn question(previous: &Previous<'_>, place: &str) -> Option<Entry> {
    let found = previous.lists.get(ANSWERS)?;
    let sheet = previous.sheet(ANSWERS)?;
    let header = sheet.row(found.header_row)?;
    let column = header.cells.iter().find(|cell| cell.text().trim() == QUESTION)?.column;
    let entry = entry_of(sheet.cell(*found.rows.get(place)?, column));
    Some(entry).filter(|entry| !entry.is_blank())
}

fn sheet_of(place: &str) -> &str {
    place.rsplit_once(" › ").map_or(place, |(sheet, _)| sheet)
}

fn gone(previous: &Previous<'_>, place: &str, question: Option<Entry>, decided: bool) -> Diagnostic {
    let cell = CellKey::new(ANSWERS, place, CONFIRMED);
    let question = question.map_or_else(|| place.to_owned(), |question| question.to_string());
    Diagnostic::at(&codes::DECIDED_QUESTION_GONE, previous.location(&cell))
        .read(question)
        .fact("decision", if decided { "confirmed" } else { "refused" }.to_owned())
}
