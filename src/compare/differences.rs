//! What two workbooks hold differently, whatever lies between them.

use std::collections::{BTreeMap, BTreeSet};

use super::called::{called, moved, questions_of};
use super::{ASSESSMENT, FOLLOWS_FROM, PERSON, SOURCE, Touches, description, is_of_sources};
use crate::model::CellKey;
use crate::record::names::{ANSWERS, SETTINGS, follows_registers};
use crate::record::settings::AS_OF;
use crate::record::{Book, List, LoggedChange, Owner, Previous};
use crate::standards::Catalogue;

/// What two workbooks hold differently now, the first taken as the earlier one: by list, key and column.
///
/// What people wrote since the last run counts as well. Who changed a cell is said where it follows from the
/// two: a decision in one that is not in the other is a person's, a value that the sources gave otherwise at
/// the two runs is theirs, what followed from decisions is the assessment's; else it stays blank.
pub fn differences(before: &Previous<'_>, after: &Previous<'_>, catalogue: &Catalogue) -> Vec<LoggedChange> {
    let books = [before.book_now(), after.book_now()];
    let [one, other] = &books;
    let touches = Touches::of_books(catalogue, [one, other]);
    let questions = [before, after].map(questions_of);
    let moved = moved(&questions[0], &questions[1]);
    let comparison = Comparison { before, after, touches, questions, moved };
    let names: BTreeSet<&str> = one.lists.iter().chain(&other.lists).map(|list| list.name.as_str()).collect();
    let mut found = Vec::new();
    for name in names.into_iter().filter(|name| !is_of_sources(name)) {
        comparison.compare_list(one, other, name, &mut found);
    }
    found
}

struct Comparison<'a> {
    before: &'a Previous<'a>,
    after: &'a Previous<'a>,
    touches: Touches<'a>,
    /// What the questions are called, before and after.
    questions: [BTreeMap<String, String>; 2],
    /// The keys that questions have now, by those that they had.
    moved: BTreeMap<String, String>,
}

/// The key of a record in the earlier and in the later workbook; `None` where it is not in that one.
type Keys<'k> = (Option<&'k str>, Option<&'k str>);

impl Comparison<'_> {
    /// The records of both states, each with the keys that it has in them, in the order of the later keys.
    fn records<'k>(&'k self, one: Option<&'k List>, other: Option<&'k List>) -> Vec<Keys<'k>> {
        let answers = one.or(other).is_some_and(|list| list.name == ANSWERS);
        let now = |key: &'k str| match self.moved.get(key).filter(|_| answers) {
            Some(now) => Some(now.as_str()),
            // Another question stands in its place.
            None if answers && self.moved.values().any(|taken| taken == key) => None,
            None => Some(key),
        };
        let keys = |list: Option<&'k List>| list.into_iter().flat_map(|list| list.records.keys());
        let mut found: BTreeMap<(&str, bool), Keys<'k>> = BTreeMap::new();
        for key in keys(one) {
            let place = now(key).filter(|now| other.is_some_and(|list| list.records.contains_key(*now)));
            let gone = place.is_none() && other.is_some_and(|list| list.records.contains_key(key));
            found.entry((place.unwrap_or(key), gone)).or_default().0 = Some(key);
        }
        for key in keys(other) {
            found.entry((key, false)).or_default().1 = Some(key);
        }
        found.into_values().collect()
    }

    fn compare_list(&self, one: &Book, other: &Book, name: &str, found: &mut Vec<LoggedChange>) {
        let (one, other) = (one.list(name), other.list(name));
        let Some(owner) = other.or(one).map(|list| list.owner) else { return };
        for keys in self.records(one, other) {
            match keys {
                (Some(before), Some(now)) => self.compare_record(one, other, [before, now], found),
                // Actions and findings come and go with what the registers say: that is told where it
                // changed. What somebody had noted about one that is gone is not.
                (Some(key), None) if owner == Owner::Assessment => self.lost_notes(name, key, found),
                (None, Some(key)) if owner == Owner::Assessment => self.new_notes(name, key, found),
                (Some(key), None) => found.push(LoggedChange {
                    kind: "removed".to_owned(),
                    before: description(one, key),
                    by: self.who_removed(owner, name, key).to_owned(),
                    name: self.called(name, key, 0),
                    ..self.change(name, key, "")
                }),
                (None, Some(key)) => found.push(LoggedChange {
                    kind: "added".to_owned(),
                    after: description(other, key),
                    by: self.who_added(owner, name, key).to_owned(),
                    ..self.change(name, key, "")
                }),
                (None, None) => {}
            }
        }
    }

    /// What a record is called by its key in the first or the second workbook.
    fn called(&self, list: &str, key: &str, workbook: usize) -> String {
        let none = BTreeMap::new();
        let questions = self.questions.get(workbook).unwrap_or(&none);
        called(list, key, [questions, questions])
    }

    fn change(&self, list: &str, key: &str, heading: &str) -> LoggedChange {
        LoggedChange {
            as_of: self.after.last.as_of,
            list: list.to_owned(),
            key: key.to_owned(),
            heading: heading.to_owned(),
            touches: self.touches.of(list, key),
            name: self.called(list, key, 1),
            ..LoggedChange::default()
        }
    }

    fn compare_record(
        &self,
        one: Option<&List>,
        other: Option<&List>,
        [key_before, key]: [&str; 2],
        found: &mut Vec<LoggedChange>,
    ) {
        let Some((one, other)) = one.zip(other) else { return };
        for column in &other.columns {
            let cell = CellKey::new(&other.name, key, &column.heading);
            let cell_before = CellKey::new(&other.name, key_before, &column.heading);
            if (cell.list.as_str(), key) == (SETTINGS, AS_OF) {
                continue;
            }
            let held = |list: &List, key: &str| list.entry(key, &column.heading).cloned().unwrap_or_default();
            let (old, new) = (held(one, key_before), held(other, key));
            if old.says_the_same_as(&new) {
                continue;
            }
            let (by, kind) = self.who_changed(other.owner, &cell_before, &cell);
            let (before, after) = (old.to_string(), new.to_string());
            found.push(LoggedChange {
                kind: kind.to_owned(),
                by: self.follows_from(&cell, &after).unwrap_or(by).to_owned(),
                before,
                after,
                ..self.change(&other.name, key, &column.heading)
            });
        }
    }

    /// Who changed a cell, and what kind of change that is.
    fn who_changed(
        &self,
        owner: Owner,
        cell_before: &CellKey,
        cell: &CellKey,
    ) -> (&'static str, &'static str) {
        let (was, is) = (self.before.decision_now(cell_before), self.after.decision_now(cell));
        let by_source = !self.before.said(cell_before).says_the_same_as(&self.after.said(cell));
        match (owner, was, is) {
            (Owner::Workbook, ..) | (_, _, Some(_)) => (PERSON, "changed"),
            (Owner::Assessment, None, None) if !self.after.is_edited(cell) => (ASSESSMENT, "changed"),
            (_, Some(_), None) => (PERSON, "decision withdrawn"),
            (_, None, None) if self.after.is_added(&cell.list, &cell.key) => (PERSON, "changed"),
            // Cleared, which decides nothing: the next run brings back what the sources say.
            (_, None, None) if self.after.is_edited(cell) => (PERSON, "changed"),
            (_, None, None) if by_source || self.before.is_edited(cell_before) => (SOURCE, "changed"),
            (_, None, None) => (ASSESSMENT, "changed"),
        }
    }

    /// What a cell follows from, where a run of the later workbook noticed the change to what it holds and said so.
    fn follows_from(&self, cell: &CellKey, after: &str) -> Option<&str> {
        let logged = self.after.last.changes.iter().find(|change| {
            (change.list.as_str(), change.key.as_str(), change.heading.as_str())
                == (cell.list.as_str(), cell.key.as_str(), cell.heading.as_str())
        })?;
        let known = self.before.last.changes.contains(logged);
        let follows = logged.by.starts_with(FOLLOWS_FROM) && logged.after == after && !known;
        (follows && !self.after.is_edited(cell)).then_some(logged.by.as_str())
    }

    fn who_added(&self, owner: Owner, list: &str, key: &str) -> &'static str {
        match owner {
            Owner::Workbook if follows_registers(list) => SOURCE,
            Owner::Workbook => PERSON,
            _ if self.after.is_added(list, key) => PERSON,
            _ => SOURCE,
        }
    }

    fn who_removed(&self, owner: Owner, list: &str, key: &str) -> &'static str {
        match owner {
            Owner::Workbook if follows_registers(list) => SOURCE,
            Owner::Workbook => PERSON,
            _ if self.after.is_deleted(list, key) || self.before.is_added(list, key) => PERSON,
            _ => SOURCE,
        }
    }

    fn lost_notes(&self, list: &str, key: &str, found: &mut Vec<LoggedChange>) {
        for (heading, note) in notes(self.before, list, key) {
            found.push(LoggedChange {
                kind: "removed".to_owned(),
                before: note,
                by: ASSESSMENT.to_owned(),
                ..self.change(list, key, &heading)
            });
        }
    }

    fn new_notes(&self, list: &str, key: &str, found: &mut Vec<LoggedChange>) {
        for (heading, note) in notes(self.after, list, key) {
            found.push(LoggedChange {
                kind: "added".to_owned(),
                after: note,
                by: PERSON.to_owned(),
                ..self.change(list, key, &heading)
            });
        }
    }
}

/// What people noted about a record of the assessment, by heading.
fn notes(workbook: &Previous<'_>, list: &str, key: &str) -> Vec<(String, String)> {
    let columns = workbook.last.book.list(list).map(|list| list.columns.as_slice()).unwrap_or_default();
    let note = |heading: &String| {
        let decision = workbook.decision_now(&CellKey::new(list, key, heading))?;
        Some((heading.clone(), decision.to_string()))
    };
    columns.iter().filter_map(|column| note(&column.heading)).collect()
}
