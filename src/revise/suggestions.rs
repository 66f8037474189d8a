//! What people decided about questions, which goes with its question wherever that stands now: whether a suggestion
//! is confirmed, and the requirements that they give.

use std::collections::{BTreeMap, BTreeSet};

use crate::declaration::Register;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::revise as codes;
use crate::diagnostic::render::enumerated;
use crate::model::{Answer, CellKey, Entry, Model, YesNo};
use crate::provenance::understood;
use crate::record::names::{
    ANSWERS, CONFIRMED, QUESTION, QUESTION_ID, REFERENCES, REQUIREMENTS_GIVEN, SUGGESTED,
};
use crate::record::{Previous, entry_of};
use crate::standards::{Catalogue, RequirementId, Standard};

use super::{not_understood, shown};

/// Most questions that are named as what a status follows from.
const MOST_NAMED: usize = 5;

/// What a person decided about a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfQuestion {
    /// Whether the suggestion is confirmed.
    pub confirmed: Option<bool>,
    /// The requirements that were given.
    pub given: Vec<RequirementId>,
    /// What was not understood, by heading.
    pub unread: BTreeMap<&'static str, Entry>,
}

impl OfQuestion {
    /// What was decided, in words.
    fn words(&self) -> String {
        let given: Vec<String> = self.given.iter().map(ToString::to_string).collect();
        match self.confirmed {
            _ if !given.is_empty() => format!("given {}", given.join("; ")),
            Some(true) => "confirmed".to_owned(),
            Some(false) => "refused".to_owned(),
            None => {
                let texts: Vec<String> = self.unread.values().map(|text| format!("\"{text}\"")).collect();
                format!("decided as {}", texts.join(", "))
            }
        }
    }
}

/// Reads what was decided about questions, by their places at the last run; says what was not understood.
pub fn read_questions(
    previous: &Previous<'_>,
    catalogue: &Catalogue,
) -> (BTreeMap<String, OfQuestion>, Vec<Diagnostic>) {
    let (mut decided, mut told) = (BTreeMap::new(), Vec::new());
    let Some(list) = previous.last.book.list(ANSWERS) else { return (decided, told) };
    for key in list.records.keys() {
        let mut question = OfQuestion::default();
        for heading in [CONFIRMED, REQUIREMENTS_GIVEN] {
            let cell = CellKey::new(ANSWERS, key, heading);
            let own = previous.entry(&cell).unwrap_or_else(|| previous.last.written(&cell));
            let words = own.to_string();
            if words.trim().is_empty() {
                continue;
            }
            let expected = if heading == CONFIRMED {
                question.confirmed = YesNo::ALL
                    .into_iter()
                    .filter(|word| [YesNo::Yes, YesNo::No].contains(word))
                    .find(|word| word.word().eq_ignore_ascii_case(words.trim()))
                    .map(|word| word == YesNo::Yes);
                question.confirmed.is_none().then_some("Yes or No")
            } else {
                question.given = given(&words, catalogue).unwrap_or_default();
                question.given.is_empty().then_some("requirements such as 27001:A.5.1; 42001:A.2.2")
            };
            if let Some(expected) = expected {
                told.push(not_understood(previous, &cell, &own, expected));
                question.unread.insert(heading, own);
            }
        }
        if question != OfQuestion::default() {
            decided.insert(key.clone(), question);
        }
    }
    (decided, told)
}

/// The requirements that a person gave a question: each with its standard, as in `27001:A.5.1`, or without one where
/// only one standard has it; `None` where any of them is none.
fn given(words: &str, catalogue: &Catalogue) -> Option<Vec<RequirementId>> {
    let parts = words.split([';', ',', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let mut given: Vec<RequirementId> = Vec::new();
    for part in parts {
        let id = one_given(part, catalogue)?;
        if !given.contains(&id) {
            given.push(id);
        }
    }
    (!given.is_empty()).then_some(given)
}

fn one_given(part: &str, catalogue: &Catalogue) -> Option<RequirementId> {
    let mut rest = part.to_uppercase();
    for word in ["ISO/IEC", "ISO", "IEC"] {
        rest = rest.strip_prefix(word).map_or_else(|| rest.clone(), |rest| rest.trim_start().to_owned());
    }
    let named = [Standard::Iso27001, Standard::Iso42001].into_iter().find_map(|standard| {
        let number = rest.strip_prefix(standard.number())?;
        let number = number.strip_prefix(":2022").or_else(|| number.strip_prefix(":2023")).unwrap_or(number);
        number.starts_with([':', ' ']).then(|| (standard, number.trim_start_matches([':', ' '])))
    });
    let (standards, number) = match named {
        Some((standard, number)) => (vec![standard], number),
        None => (vec![Standard::Iso27001, Standard::Iso42001], rest.as_str()),
    };
    let known = standards.into_iter().filter_map(|standard| {
        let id = RequirementId::new(standard, number).ok()?;
        catalogue.requirement(id).map(|_| id)
    });
    match known.collect::<Vec<_>>().as_slice() {
        [id] => Some(*id),
        _ => None,
    }
}

/// Gives the decisions, which are known by the places of their questions at the last run, the places that
/// the questions have now; says which questions are gone.
pub fn follow_questions(
    previous: &Previous<'_>,
    decisions: &BTreeMap<String, OfQuestion>,
    answers: &[Answer],
) -> (BTreeMap<String, OfQuestion>, Vec<Diagnostic>) {
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
        if there
            .is_some_and(|(_, asked)| question.as_ref().is_none_or(|question| reads_alike(question, asked)))
        {
            taken.insert(place.clone());
            followed.insert(place.clone(), decided.clone());
            told.extend(references_changed(previous, (place, place), decided, answers));
        } else {
            moved.push((place, decided, question));
        }
    }
    for (place, decided, question) in moved {
        let of_sheet = |known: &str| sheet_of(known) == sheet_of(place);
        let same = now
            .iter()
            .filter(|(known, asked)| {
                !taken.contains(known)
                    && question.as_ref().is_some_and(|question| reads_alike(question, asked))
            })
            .max_by_key(|(known, _)| of_sheet(known));
        match same {
            Some((known, _)) => {
                taken.insert(known.clone());
                followed.insert(known.clone(), decided.clone());
                told.extend(references_changed(previous, (place, known), decided, answers));
            }
            None => told.push(gone(previous, place, question, decided)),
        }
    }
    (followed, told)
}

/// Whether two questions read alike: programs put other spaces, tabs and ends of lines into a text.
fn reads_alike(one: &Entry, other: &Entry) -> bool {
    one == other || one.to_string().split_whitespace().eq(other.to_string().split_whitespace())
}

/// Says where a questionnaire names other requirements than at the last run for a question to which a person gave some.
fn references_changed(
    previous: &Previous<'_>,
    (before, now): (&str, &str),
    decided: &OfQuestion,
    answers: &[Answer],
) -> Option<Diagnostic> {
    if decided.given.is_empty() {
        return None;
    }
    let answer = answers.iter().find(|answer| answer.claim.location.to_string() == now)?;
    // What is suggested is of no questionnaire.
    let said_now = if answer.suggestion.is_some() { String::new() } else { answer.references_in_words() };
    let said_before = previous.beside(ANSWERS, before, REFERENCES);
    if said_now.is_empty() || said_now == said_before {
        return None;
    }
    let cell = CellKey::new(ANSWERS, before, REQUIREMENTS_GIVEN);
    let given: Vec<String> = decided.given.iter().map(ToString::to_string).collect();
    Some(
        Diagnostic::at(&codes::SOURCE_AND_PERSON_CHANGED, previous.location(&cell))
            .read(said_now)
            .fact("record", before.to_owned())
            .fact("heading", REQUIREMENTS_GIVEN.to_owned())
            .fact("before", shown(&Entry::text(&said_before)))
            .fact("own", given.join("; ")),
    )
}

/// The requirements whose statuses follow from suggestions that were confirmed, refused or left undecided since
/// the last run, by their keys, with the words for those decisions. What a control register says follows from none.
pub fn what_follows(
    previous: &Previous<'_>,
    model: &Model,
    catalogue: &Catalogue,
) -> BTreeMap<String, String> {
    let list = previous.last.book.list(ANSWERS);
    let keys: Vec<&String> = list.map(|list| list.records.keys()).into_iter().flatten().collect();
    let mut questions: BTreeMap<String, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    let mut put = |requirement: String, heading: &'static str, key: &str| {
        let number = previous.beside(ANSWERS, key, QUESTION_ID);
        let called = if number.is_empty() { key.to_owned() } else { number };
        questions.entry(requirement).or_default().entry(heading).or_default().push(called);
    };
    for key in keys {
        let edited = |heading: &str| previous.is_edited(&CellKey::new(ANSWERS, key, heading));
        if edited(CONFIRMED) {
            let requirement = previous.beside(ANSWERS, key, SUGGESTED);
            if !requirement.is_empty() {
                put(requirement, CONFIRMED, key);
            }
        }
        if edited(REQUIREMENTS_GIVEN) {
            let cell = CellKey::new(ANSWERS, key, REQUIREMENTS_GIVEN);
            for own in [previous.entry(&cell).unwrap_or_default(), previous.last.written(&cell)] {
                for id in given(&own.to_string(), catalogue).unwrap_or_default() {
                    put(id.to_string(), REQUIREMENTS_GIVEN, key);
                }
            }
        }
    }
    questions.retain(|requirement, _| !is_said_by_register(model, requirement));
    let words = |called: &BTreeMap<&str, Vec<String>>| {
        let of =
            called.iter().map(|(heading, called)| format!("{heading} of {}", enumerated(called, MOST_NAMED)));
        format!("{} on {ANSWERS}", of.collect::<Vec<_>>().join(" and "))
    };
    questions.into_iter().map(|(requirement, called)| (requirement, words(&called))).collect()
}

/// Whether a control register says how far a requirement is implemented.
fn is_said_by_register(model: &Model, requirement: &str) -> bool {
    let statement = requirement.parse().ok().and_then(|id| model.statements.get(&id));
    let mut claims = statement.into_iter().flat_map(|statement| &statement.claims);
    claims.any(|claim| {
        let rated = understood(&claim.maturity).is_some();
        claim.register == Register::Controls
            && (claim.status.is_some() || claim.percentage.is_some() || rated)
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

fn gone(previous: &Previous<'_>, place: &str, question: Option<Entry>, decided: &OfQuestion) -> Diagnostic {
    let cell = CellKey::new(ANSWERS, place, CONFIRMED);
    let question = question.map_or_else(|| place.to_owned(), |question| question.to_string());
    Diagnostic::at(&codes::DECIDED_QUESTION_GONE, previous.location(&cell))
        .read(question)
        .fact("decision", decided.words())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_the_same_whatever_spaces_and_ends_of_lines_a_program_puts_into_it() {
        let asked = Entry::text("Are backups taken?\r\nHow\toften?");
        assert!(reads_alike(&asked, &Entry::text("Are backups taken?\nHow often?")));
        assert!(!reads_alike(&asked, &Entry::text("Are backups taken? How seldom?")));
    }
}
