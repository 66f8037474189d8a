//! What records are called whose keys are places or inner names, and which question is which from run to run.
//!
//! A question is known by its place, which moves when a row is inserted above it: two places that hold the one
//! question are one record.

use std::collections::{BTreeMap, BTreeSet};

use arcstr::ArcStr;

use crate::model::{CellKey, Model};
use crate::record::names::{ANSWERS, FINDINGS, QUESTION, QUESTION_ID};
use crate::record::{LastRun, Previous};

/// Most characters of a question that are shown.
const MOST_CHARACTERS: usize = 80;
/// What stands behind the key of a question that is gone, where another one has its place.
const BEFORE: &str = " (before)";

/// What the questions of a workbook are called, by their keys.
pub fn questions_of(previous: &Previous<'_>) -> BTreeMap<String, String> {
    let list = previous.last.book.list(ANSWERS);
    let keys = list.into_iter().flat_map(|list| list.records.keys());
    let called = keys.map(|key| {
        let beside = |heading| previous.beside(ANSWERS, key, heading);
        (key.clone(), words(&beside(QUESTION_ID), &beside(QUESTION)))
    });
    called.filter(|(_, words)| !words.is_empty()).collect()
}

/// What the questions of a model are called, by their keys.
pub fn questions_of_model(model: &Model) -> BTreeMap<String, String> {
    let called = model.answers.iter().map(|answer| {
        let text = |cell: &Option<crate::provenance::Traced<ArcStr>>| {
            cell.as_ref().map(|cell| cell.value.clone()).unwrap_or_default()
        };
        (answer.claim.location.to_string(), words(&text(&answer.id), &text(&answer.claim.title)))
    });
    called.filter(|(_, words)| !words.is_empty()).collect()
}

/// Number and text of a question in one line.
fn words(number: &str, question: &str) -> String {
    let line = question.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().take(MOST_CHARACTERS).collect();
    if short.len() < line.len() {
        short = format!("{}…", short.trim_end());
    }
    [number.trim(), &short].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// What a record is called, where its key is not what people call it; `questions` are those of both states.
pub fn called(list: &str, key: &str, questions: [&BTreeMap<String, String>; 2]) -> String {
    match list {
        FINDINGS => finding(key),
        ANSWERS => {
            let [before, now] = questions;
            let place = key.strip_suffix(BEFORE);
            let known =
                place.map_or_else(|| now.get(key).or_else(|| before.get(key)), |place| before.get(place));
            known.cloned().unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// A finding in words: its code, what it is about, and the file. The key holds them with bars between.
fn finding(key: &str) -> String {
    let mut parts = key.splitn(4, '|').map(str::trim);
    let code = parts.next().unwrap_or_default().replace('-', " ");
    let (place, field, about) = (parts.next(), parts.next(), parts.next());
    let place = place.unwrap_or_default();
    let place = place.strip_suffix(" › csv").unwrap_or(place);
    let about = about.unwrap_or_default().replace('|', " ");
    // `risk.likelihood` is the likelihood.
    let field = field.unwrap_or_default();
    let field = field.rsplit_once('.').map_or(field, |(_, field)| field).replace('_', " ");
    let subject = [field.trim(), about.trim()];
    let subject = subject.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" of ");
    let mut words = code;
    if !subject.is_empty() {
        words.push_str(&format!(": {subject}"));
    }
    if !place.is_empty() {
        words.push_str(&format!(" ({place})"));
    }
    words
}

/// The keys that questions have now, by those that they had; only where that is certain, for a question that
/// stands once in both states and at different places.
pub fn moved(before: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let once = |questions: &BTreeMap<String, String>| {
        let mut places: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (key, words) in questions {
            let place = places.entry(words.clone()).or_insert_with(|| Some(key.clone()));
            if place.as_ref().is_some_and(|place| place != key) {
                *place = None;
            }
        }
        places
    };
    let places = once(now);
    let moved = once(before).into_iter().filter_map(|(words, place)| {
        let (from, to) = (place?, places.get(&words)?.clone()?);
        (from != to).then_some((from, to))
    });
    moved.collect()
}

/// The key of a question of the earlier state among those of the later one.
pub fn key_now(key: &str, moved: &BTreeMap<String, String>, taken: &BTreeSet<&String>) -> String {
    match moved.get(key) {
        Some(now) => now.clone(),
        // Another question stands in its place.
        None if taken.iter().any(|taken| *taken == key) => format!("{key}{BEFORE}"),
        None => key.to_owned(),
    }
}

/// What the last run knew, with the questions by the keys that they have now.
pub fn with_keys_of_now(last: &LastRun, moved: &BTreeMap<String, String>) -> LastRun {
    let taken: BTreeSet<&String> = moved.values().collect();
    let key = |key: &str| key_now(key, moved, &taken);
    let mut last = last.clone();
    for list in last.book.lists.iter_mut().filter(|list| list.name == ANSWERS) {
        list.records =
            std::mem::take(&mut list.records).into_iter().map(|(old, record)| (key(&old), record)).collect();
    }
    for cells in [&mut last.decisions, &mut last.shown] {
        let renamed = std::mem::take(cells).into_iter().map(|(cell, entry)| match cell.list.as_str() {
            ANSWERS => (CellKey::new(ANSWERS, &key(&cell.key), &cell.heading), entry),
            _ => (cell, entry),
        });
        *cells = renamed.collect();
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    fn questions(of: &[(&str, &str)]) -> BTreeMap<String, String> {
        of.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect()
    }

    #[test]
    fn a_question_inserted_on_top_moves_the_others_and_is_the_only_new_one() {
        let before = questions(&[("row 2", "Q1 · one"), ("row 3", "Q2 · two"), ("row 4", "Q3 · gone")]);
        let now = questions(&[("row 2", "Q0 · new"), ("row 3", "Q1 · one"), ("row 4", "Q2 · two")]);
        let moved = moved(&before, &now);
        assert_eq!(moved, questions(&[("row 2", "row 3"), ("row 3", "row 4")]));
        let taken: BTreeSet<&String> = moved.values().collect();
        assert_eq!(key_now("row 4", &moved, &taken), "row 4 (before)");
        let called = |key| called(ANSWERS, key, [&before, &now]);
        assert_eq!([called("row 2"), called("row 4 (before)")], ["Q0 · new", "Q3 · gone"]);
    }

    #[test]
    fn questions_that_are_asked_twice_stay_where_they_are() {
        let before = questions(&[("row 2", "same"), ("row 3", "same")]);
        let now = questions(&[("row 3", "same"), ("row 4", "same")]);
        assert!(moved(&before, &now).is_empty());
    }

    #[test]
    fn a_finding_is_called_by_words_and_not_by_its_inner_key() {
        assert_eq!(
            called(
                FINDINGS,
                "action-past-due|util/audit.csv › csv||No audit programme",
                [&BTreeMap::new(); 2]
            ),
            "action past due: No audit programme (util/audit.csv)"
        );
        assert_eq!(
            called(
                FINDINGS,
                "unrecognised-value|r.xlsx › Risks|risk.residual_impact|R-2",
                [&BTreeMap::new(); 2]
            ),
            "unrecognised value: residual impact of R-2 (r.xlsx › Risks)"
        );
        assert_eq!(called(FINDINGS, "soa-2013", [&BTreeMap::new(); 2]), "soa 2013");
    }

    #[test]
    fn a_long_question_is_cut_and_stays_one_line() {
        let words = words("7", &format!("is\n{}", "long ".repeat(40)));
        assert!(words.starts_with("7 · is long") && words.ends_with('…'), "{words}");
    }
}
