//! What the lists of a workbook hold now, whoever wrote it and whenever, and who decided it.

use std::collections::BTreeMap;

use super::found::{AddedRow, Previous};
use super::last_run::ADDED;
use super::{Book, List, Record};
use crate::model::{CellKey, Entry};
use crate::provenance::Location;

impl Previous<'_> {
    /// What the editable cells of all lists hold now: rows that people added as well, rows that they
    /// deleted no more. A list that is not found is as the last run wrote it, and so is a column.
    pub fn book_now(&self) -> Book {
        Book { lists: self.last.book.lists.iter().map(|list| self.list_now(list)).collect() }
    }

    /// The lists that are not in the workbook any more.
    pub fn missing_lists(&self) -> Vec<&str> {
        let names = self.last.book.lists.iter().map(|list| list.name.as_str());
        names.filter(|name| !self.lists.contains_key(*name)).collect()
    }

    fn list_now(&self, list: &List) -> List {
        let mut now = List { records: BTreeMap::new(), ..list.clone() };
        let found = self.lists.get(&list.name).zip(self.sheet(&list.name));
        for (key, record) in &list.records {
            let entries = match found {
                Some((found, _)) if !found.rows.contains_key(key) => continue,
                _ => list.columns.iter().map(|column| {
                    let cell = CellKey::new(&list.name, key, &column.heading);
                    self.entry(&cell).unwrap_or_else(|| self.last.written(&cell))
                }),
            };
            now.records
                .insert(key.clone(), Record { source: record.source.clone(), entries: entries.collect() });
        }
        if let Some((found, sheet)) = found {
            for added in &found.added {
                let key = key_of_added(&now, added);
                let source = Location::row(&sheet.name, added.row).to_string();
                now.records.insert(key, Record { source: source.into(), entries: added.entries.clone() });
            }
        }
        now
    }

    /// What a person decided in a cell, as it stands now; `None` where nobody did.
    pub fn decision_now(&self, cell: &CellKey) -> Option<Entry> {
        if !self.is_edited(cell) {
            return self.last.decisions.get(cell).cloned();
        }
        let own = self.entry(cell)?;
        (!own.is_blank() && !own.says_the_same_as(&self.said(cell))).then_some(own)
    }

    /// Whether a cell says something else than what the last run wrote.
    pub fn is_edited(&self, cell: &CellKey) -> bool {
        self.entry(cell).is_some_and(|own| !own.says_the_same_as(&self.last.written(cell)))
    }

    /// What the sources said of a cell at the last run; blank where they said nothing.
    pub fn said(&self, cell: &CellKey) -> Entry {
        self.last.book.entry(&cell.list, &cell.key, &cell.heading).cloned().unwrap_or_default()
    }

    /// Whether a person had added a record before the last run.
    pub fn was_added(&self, list: &str, key: &str) -> bool {
        let states = &self.last.states;
        !states.is_empty()
            && states.get(&(list.to_owned(), key.to_owned())).is_some_and(|state| state == ADDED)
    }

    /// Whether a person added a record: before the last run, or since.
    pub fn is_added(&self, list: &str, key: &str) -> bool {
        let state = self.last.states.get(&(list.to_owned(), key.to_owned()));
        let known = self.last.book.list(list).is_some_and(|list| list.records.contains_key(key));
        state.is_some_and(|state| state == ADDED) || !known
    }

    /// Whether the row of a record was deleted since the last run.
    pub fn is_deleted(&self, list: &str, key: &str) -> bool {
        let known = self.last.book.list(list).is_some_and(|list| list.records.contains_key(key));
        known && self.lists.get(list).is_some_and(|found| !found.rows.contains_key(key))
    }
}

/// What a row that a person added is called until a run gives it a key: what its first cell says, which is
/// its identifier in registers that have one.
fn key_of_added(now: &List, added: &AddedRow) -> String {
    let first = added.entries.iter().find(|entry| !entry.is_blank()).map(Entry::to_string);
    let row = format!("row {}", u64::from(added.row) + 1);
    match first {
        None => row,
        Some(first) if now.records.contains_key(&first) => format!("{first} ({row})"),
        Some(first) => first,
    }
}
