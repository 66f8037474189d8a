//! What changed between two states of the workbook, who changed it, and what the change touches in the
//! other standard.
//!
//! A state is what the editable cells of all lists hold. Pure: it neither reads nor writes.

mod called;
mod differences;
mod touches;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::model::{CellKey, Entry};
use crate::record::names::{SETTINGS, follows_registers};
use crate::record::settings::AS_OF;
use crate::record::{Book, CarriedWhy, Decided, History, List, LoggedChange, Owner};

pub use called::{questions_of, questions_of_model};
pub use differences::differences;
pub use touches::Touches;

/// Most changes that the workbook remembers, the newest first: a log and no archive.
const MOST_LOGGED: usize = 5_000;

/// A person, in the workbook.
pub const PERSON: &str = "a person, in the workbook";
/// A register.
const SOURCE: &str = "a source";
/// A register and a person alike.
const SOURCE_AND_PERSON: &str = "a source, and a person, in the workbook";
/// What follows from other changes.
pub const ASSESSMENT: &str = "the assessment";

/// How the words begin for what follows from a decision elsewhere.
const FOLLOWS_FROM: &str = "follows from: ";

/// What the runs noticed as changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// The changes, the newest first.
    pub changes: Vec<LoggedChange>,
    /// How many older ones are left out.
    pub left_out: usize,
}

/// What changed since the last run, the newest first, with what earlier runs noticed behind it.
/// `shown` is what the lists hold now, `noticed` what else changed, without its date, `questions` what the
/// questions are called now.
pub fn changes(
    history: &History,
    shown: &Book,
    noticed: Vec<LoggedChange>,
    questions: &BTreeMap<String, String>,
    touches: &Touches<'_>,
    as_of: NaiveDate,
) -> Log {
    let mut found = Vec::new();
    let moved = called::moved(&history.questions, questions);
    let by_keys_of_now;
    let history = if moved.is_empty() {
        history
    } else {
        by_keys_of_now = History { last: called::with_keys_of_now(&history.last, &moved), ..history.clone() };
        &by_keys_of_now
    };
    let comparison = Comparison::new(history, questions, touches, as_of);
    for list in &shown.lists {
        // Whatever the sources give anew numbers and words its tables itself.
        if is_of_sources(&list.name) {
            continue;
        }
        comparison.compare_list(list, &mut found);
    }
    comparison.add_withdrawn(&mut found);
    comparison.add_returned(shown, &mut found);
    // What could not be kept is told however much else changed.
    let room = MOST_LOGGED.saturating_sub(noticed.len());
    let mut left_out = history.last.changes_left_out + found.len().saturating_sub(room);
    found.truncate(room);
    found.extend(noticed.into_iter().map(|change| LoggedChange {
        as_of: Some(as_of),
        touches: touches.of(&change.list, &change.key),
        name: comparison.called(&change.list, &change.key),
        ..change
    }));
    found.extend(history.last.changes.iter().cloned());
    left_out += found.len().saturating_sub(MOST_LOGGED);
    found.truncate(MOST_LOGGED);
    Log { changes: found, left_out }
}

/// Lists that say how the sources were read; what changes there is shown by what was read.
fn is_of_sources(list: &str) -> bool {
    ["Sources", "Columns", "Values"].contains(&list)
}

/// What a record is called: the first of its cells that holds a text.
fn description(list: Option<&List>, key: &str) -> String {
    let record = list.and_then(|list| list.records.get(key));
    let texts = record.map(|record| record.entries.as_slice()).unwrap_or_default();
    let texts: Vec<String> =
        texts.iter().filter(|entry| !entry.is_blank()).take(3).map(ToString::to_string).collect();
    texts.join(" · ")
}

/// Who changed a cell: `same` where it holds what it held, and only its source says something else.
fn who_changed(list: &List, decided: Option<&Decided>, same: bool, source_changed: bool) -> &'static str {
    match (list.owner, decided) {
        (_, Some(_)) if same => SOURCE,
        (Owner::Workbook, _) | (_, Some(_)) => PERSON,
        (Owner::Sources | Owner::SourcesAndPeople, None) if source_changed => SOURCE,
        (Owner::Assessment | Owner::Sources | Owner::SourcesAndPeople, None) => ASSESSMENT,
    }
}

struct Comparison<'a> {
    history: &'a History,
    /// The cells in which a source and a person differ anew.
    conflicts: BTreeSet<&'a CellKey>,
    /// The cells in which a person and a source wrote the same.
    agreed: BTreeSet<&'a CellKey>,
    /// The cells whose decisions were withdrawn.
    withdrawn: BTreeSet<&'a CellKey>,
    /// The records that people added, by list and key.
    added: BTreeSet<(&'a str, &'a str)>,
    /// What was decided about records that are gone, by list and key.
    lost: BTreeMap<(&'a str, &'a str), Vec<&'a (CellKey, Entry)>>,
    /// What the questions are called now.
    questions: &'a BTreeMap<String, String>,
    touches: &'a Touches<'a>,
    as_of: NaiveDate,
}

impl<'a> Comparison<'a> {
    fn new(
        history: &'a History,
        questions: &'a BTreeMap<String, String>,
        touches: &'a Touches<'a>,
        as_of: NaiveDate,
    ) -> Self {
        let revision = &history.revision;
        let added = revision.carried.iter().filter(|carried| carried.why == CarriedWhy::Added);
        let added = added.filter_map(|carried| Some((carried.list.as_str(), carried.key.as_deref()?)));
        let mut lost: BTreeMap<(&str, &str), Vec<&(CellKey, Entry)>> = BTreeMap::new();
        for note in &revision.lost {
            lost.entry((&note.0.list, &note.0.key)).or_default().push(note);
        }
        Self {
            conflicts: revision.conflicts.iter().map(|conflict| &conflict.cell).collect(),
            agreed: revision.agreed.iter().collect(),
            withdrawn: revision.withdrawn.iter().map(|(cell, _)| cell).collect(),
            added: added.collect(),
            lost,
            history,
            questions,
            touches,
            as_of,
        }
    }

    fn called(&self, list: &str, key: &str) -> String {
        called::called(list, key, [&self.history.questions, self.questions])
    }

    fn change(&self, list: &str, key: &str, heading: &str) -> LoggedChange {
        LoggedChange {
            as_of: Some(self.as_of),
            list: list.to_owned(),
            key: key.to_owned(),
            heading: heading.to_owned(),
            touches: self.touches.of(list, key),
            name: self.called(list, key),
            ..LoggedChange::default()
        }
    }

    fn compare_list(&self, list: &List, found: &mut Vec<LoggedChange>) {
        let last = &self.history.last;
        let before = last.book.list(&list.name);
        let keys: BTreeSet<&String> =
            list.records.keys().chain(before.into_iter().flat_map(|list| list.records.keys())).collect();
        for key in keys {
            let was = before.is_some_and(|list| list.records.contains_key(key));
            match (was, list.records.contains_key(key)) {
                // Actions and findings come and go with what the registers say: that is told where it changed.
                // What somebody had noted about one that is gone is not.
                (true, false) if list.owner == Owner::Assessment => self.lost_notes(list, key, found),
                (false, true) if list.owner == Owner::Assessment => {}
                (true, true) => self.compare_record(list, key, found),
                (false, true) => found.push(LoggedChange {
                    kind: "added".to_owned(),
                    after: description(Some(list), key),
                    by: self.who_added(list, key).to_owned(),
                    ..self.change(&list.name, key, "")
                }),
                _ => found.push(LoggedChange {
                    kind: "removed".to_owned(),
                    before: description(before, key),
                    by: self.who_removed(list, key).to_owned(),
                    ..self.change(&list.name, key, "")
                }),
            }
        }
    }

    fn lost_notes(&self, list: &List, key: &str, found: &mut Vec<LoggedChange>) {
        for (cell, own) in self.lost.get(&(list.name.as_str(), key)).into_iter().flatten() {
            found.push(LoggedChange {
                kind: "removed".to_owned(),
                before: own.to_string(),
                by: ASSESSMENT.to_owned(),
                ..self.change(&list.name, key, &cell.heading)
            });
        }
    }

    fn who_added(&self, list: &List, key: &str) -> &'static str {
        let added = self.added.contains(&(list.name.as_str(), key));
        match list.owner {
            _ if added => PERSON,
            Owner::Assessment => ASSESSMENT,
            Owner::Workbook if follows_registers(&list.name) => SOURCE,
            Owner::Workbook => PERSON,
            Owner::Sources | Owner::SourcesAndPeople => SOURCE,
        }
    }

    fn who_removed(&self, list: &List, key: &str) -> &'static str {
        let was_added = self
            .history
            .last
            .states
            .get(&(list.name.clone(), key.to_owned()))
            .is_some_and(|state| state == CarriedWhy::Added.words());
        match list.owner {
            _ if was_added => PERSON,
            Owner::Assessment => ASSESSMENT,
            Owner::Workbook if follows_registers(&list.name) => SOURCE,
            Owner::Workbook => PERSON,
            Owner::Sources | Owner::SourcesAndPeople => SOURCE,
        }
    }

    fn compare_record(&self, list: &List, key: &str, found: &mut Vec<LoggedChange>) {
        let History { last, revision, .. } = self.history;
        for column in &list.columns {
            let cell = CellKey::new(&list.name, key, &column.heading);
            let now = list.entry(key, &column.heading).cloned().unwrap_or_default();
            let before = last.written(&cell);
            let decided = revision.decisions.get(&cell);
            let conflict = self.conflicts.contains(&cell);
            if now.says_the_same_as(&before) && !conflict {
                continue;
            }
            if (cell.list.as_str(), cell.key.as_str()) == (SETTINGS, AS_OF) {
                continue;
            }
            let said = |book: &Book| book.entry(&cell.list, key, &cell.heading).cloned().unwrap_or_default();
            let source_changed = !said(&last.book).says_the_same_as(&said(&self.history.undecided));
            let mut change = LoggedChange {
                kind: if conflict { "conflict" } else { "changed" }.to_owned(),
                before: before.to_string(),
                after: now.to_string(),
                by: self.who(list, &cell, decided, now.says_the_same_as(&before), source_changed),
                ..self.change(&list.name, key, &column.heading)
            };
            if let Some(decided) = decided.filter(|_| conflict) {
                change.source = decided.source_now.to_string();
            }
            found.push(change);
        }
    }

    /// Who changed a cell, or which decision the change follows from.
    fn who(
        &self,
        list: &List,
        cell: &CellKey,
        decided: Option<&Decided>,
        same: bool,
        source_changed: bool,
    ) -> String {
        if decided.is_none() {
            if self.agreed.contains(cell) {
                return SOURCE_AND_PERSON.to_owned();
            }
            let elsewhere = || self.history.revision.follows.get(&cell.key).cloned();
            let follows = match list.owner {
                Owner::Sources if source_changed => elsewhere(),
                Owner::Sources | Owner::SourcesAndPeople if !source_changed => {
                    elsewhere().filter(|_| list.owner == Owner::Sources).or_else(|| self.of_same_row(cell))
                }
                _ => None,
            };
            if let Some(decision) = follows {
                return format!("{FOLLOWS_FROM}{decision}");
            }
        }
        who_changed(list, decided, same, source_changed).to_owned()
    }

    /// What was decided in the row of a cell since the last run.
    fn of_same_row(&self, cell: &CellKey) -> Option<String> {
        let revision = &self.history.revision;
        let is_of_row = |other: &CellKey| other.list == cell.list && other.key == cell.key;
        let first = CellKey::new(&cell.list, &cell.key, "");
        let decided = revision.decisions.range(first..).take_while(|(other, _)| is_of_row(other));
        let new = decided.filter(|(_, decided)| decided.is_new()).map(|(other, _)| other.heading.as_str());
        let first = CellKey::new(&cell.list, &cell.key, "");
        let withdrawn = self.withdrawn.range::<CellKey, _>(&first..).take_while(|other| is_of_row(other));
        let headings: Vec<&str> = new.chain(withdrawn.map(|other| other.heading.as_str())).collect();
        (!headings.is_empty()).then(|| format!("{} of {}", headings.join(", "), cell.key))
    }

    /// What was cleared or deleted and is back, and records that may be two.
    fn add_returned(&self, shown: &Book, found: &mut Vec<LoggedChange>) {
        let revision = &self.history.revision;
        for cell in &revision.refilled {
            let now = shown.entry(&cell.list, &cell.key, &cell.heading).cloned().unwrap_or_default();
            found.push(LoggedChange {
                kind: "cleared, and back".to_owned(),
                before: self.history.last.written(cell).to_string(),
                after: now.to_string(),
                by: PERSON.to_owned(),
                ..self.change(&cell.list, &cell.key, &cell.heading)
            });
        }
        for (list, key) in &revision.returned {
            found.push(LoggedChange {
                kind: "deleted, and back".to_owned(),
                before: description(self.history.last.book.list(list), key),
                after: description(shown.list(list), key),
                by: PERSON.to_owned(),
                ..self.change(list, key, "")
            });
        }
        for twice in &revision.in_source_too {
            found.push(LoggedChange {
                kind: "perhaps two records".to_owned(),
                before: twice.own.clone(),
                after: description(shown.list(&twice.list), &twice.key),
                source: twice.source.clone(),
                by: SOURCE.to_owned(),
                ..self.change(&twice.list, &twice.key, "")
            });
        }
    }

    /// Withdrawn decisions are changes by a person, not by the source whose value is back.
    fn add_withdrawn(&self, found: &mut [LoggedChange]) {
        let withdrawn: BTreeMap<(&str, &str, &str), ()> = self
            .history
            .revision
            .withdrawn
            .iter()
            .map(|(cell, _)| ((cell.list.as_str(), cell.key.as_str(), cell.heading.as_str()), ()))
            .collect();
        for change in found {
            if withdrawn.contains_key(&(change.list.as_str(), change.key.as_str(), change.heading.as_str())) {
                change.by = PERSON.to_owned();
                change.kind = "decision withdrawn".to_owned();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards::Catalogue;

    #[test]
    fn changes_that_the_log_has_no_room_for_are_counted_run_after_run() {
        let catalogue = Catalogue::load().unwrap();
        let touches = Touches::of_books(&catalogue, [&Book::default(), &Book::default()]);
        let mut history = History::default();
        let as_of = NaiveDate::default();
        let noticed = || vec![LoggedChange::default(); 3_000];
        for (shown, left_out) in [(3_000, 0), (5_000, 1_000), (5_000, 4_000)] {
            let log = changes(&history, &Book::default(), noticed(), &BTreeMap::new(), &touches, as_of);
            assert_eq!((log.changes.len(), log.left_out), (shown, left_out));
            history.last.changes = log.changes;
            history.last.changes_left_out = log.left_out;
        }
    }
}
