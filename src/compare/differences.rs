//! What two workbooks hold differently, whatever lies between them.

use std::collections::BTreeSet;

use super::{ASSESSMENT, PERSON, SOURCE, Touches, description, is_of_sources};
use crate::model::CellKey;
use crate::record::names::{ANSWERS, SETTINGS};
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
    let comparison = Comparison { before, after, touches };
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
}

impl Comparison<'_> {
    fn compare_list(&self, one: &Book, other: &Book, name: &str, found: &mut Vec<LoggedChange>) {
        let (one, other) = (one.list(name), other.list(name));
        let Some(owner) = other.or(one).map(|list| list.owner) else { return };
        let keys: BTreeSet<&String> =
            [one, other].into_iter().flatten().flat_map(|list| list.records.keys()).collect();
        for key in keys {
            let has = |list: Option<&List>| list.is_some_and(|list| list.records.contains_key(key));
            match (has(one), has(other)) {
                (true, true) => self.compare_record(one, other, key, found),
                // Actions and findings come and go with what the registers say: that is told where it
                // changed. What somebody had noted about one that is gone is not.
                (true, false) if owner == Owner::Assessment => self.lost_notes(name, key, found),
                (false, true) if owner == Owner::Assessment => self.new_notes(name, key, found),
                (true, false) => found.push(LoggedChange {
                    kind: "removed".to_owned(),
                    before: description(one, key),
                    by: self.who_removed(owner, name, key).to_owned(),
                    ..self.change(name, key, "")
                }),
                _ => found.push(LoggedChange {
                    kind: "added".to_owned(),
                    after: description(other, key),
                    by: self.who_added(owner, name, key).to_owned(),
                    ..self.change(name, key, "")
                }),
            }
        }
    }

    fn change(&self, list: &str, key: &str, heading: &str) -> LoggedChange {
        LoggedChange {
            as_of: self.after.last.as_of,
            list: list.to_owned(),
            key: key.to_owned(),
            heading: heading.to_owned(),
            touches: self.touches.of(list, key),
            ..LoggedChange::default()
        }
    }

    fn compare_record(
        &self,
        one: Option<&List>,
        other: Option<&List>,
        key: &str,
        found: &mut Vec<LoggedChange>,
    ) {
        let Some((one, other)) = one.zip(other) else { return };
        for column in &other.columns {
            let cell = CellKey::new(&other.name, key, &column.heading);
            if (cell.list.as_str(), key) == (SETTINGS, AS_OF) {
                continue;
            }
            let held = |list: &List| list.entry(key, &column.heading).cloned().unwrap_or_default();
            let (old, new) = (held(one), held(other));
            if old.says_the_same_as(&new) {
                continue;
            }
            let (by, kind) = self.who_changed(other.owner, &cell);
            found.push(LoggedChange {
                kind: kind.to_owned(),
                before: old.to_string(),
                after: new.to_string(),
                by: by.to_owned(),
                ..self.change(&other.name, key, &column.heading)
            });
        }
    }

    /// Who changed a cell, and what kind of change that is.
    fn who_changed(&self, owner: Owner, cell: &CellKey) -> (&'static str, &'static str) {
        let (was, is) = (self.before.decision_now(cell), self.after.decision_now(cell));
        let by_source = !self.before.said(cell).says_the_same_as(&self.after.said(cell));
        match (owner, was, is) {
            (Owner::Workbook, ..) | (_, _, Some(_)) => (PERSON, "changed"),
            (Owner::Assessment, None, None) if !self.after.is_edited(cell) => (ASSESSMENT, "changed"),
            (_, Some(_), None) => (PERSON, "decision withdrawn"),
            (_, None, None) if self.after.is_added(&cell.list, &cell.key) => (PERSON, "changed"),
            // Cleared, which decides nothing: the next run brings back what the sources say.
            (_, None, None) if self.after.is_edited(cell) => (PERSON, "changed"),
            (_, None, None) if by_source || self.before.is_edited(cell) => (SOURCE, "changed"),
            (_, None, None) => (ASSESSMENT, "changed"),
        }
    }

    fn who_added(&self, owner: Owner, list: &str, key: &str) -> &'static str {
        match owner {
            Owner::Workbook if list == ANSWERS => SOURCE,
            Owner::Workbook => PERSON,
            _ if self.after.is_added(list, key) => PERSON,
            _ => SOURCE,
        }
    }

    fn who_removed(&self, owner: Owner, list: &str, key: &str) -> &'static str {
        match owner {
            Owner::Workbook if list == ANSWERS => SOURCE,
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
