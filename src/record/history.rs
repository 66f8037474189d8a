//! What a run knows of the runs before it, and what it leaves for the next.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::last_run::{ADDED, Figure, LastRun, LoggedChange, SourceFile};
use super::written_cells::{MarkedCell, WrittenList};
use super::{Additions, Book, CarriedWhy, DocumentCell, List, PlainList, Record, Revision, WrittenSheet};
use crate::model::{CellKey, Entry};

/// What a run knows of the one before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// What the last run wrote.
    pub last: LastRun,
    /// What people did with it.
    pub revision: Revision,
    /// What the lists would hold now without anybody's decision.
    pub undecided: Book,
    /// What people put into the workbook beside that.
    pub additions: Additions,
    /// What the questions of the last run are called, by the key that they had.
    pub questions: BTreeMap<String, String>,
}

/// What a run writes for the next one.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// What the lists hold.
    pub shown: Book,
    /// All headings of each list.
    pub headings: BTreeMap<String, Vec<String>>,
    /// The assessment date.
    pub as_of: NaiveDate,
    /// The organisation's name.
    pub organisation: Option<&'a str>,
    /// The scope of the management system.
    pub scope: Option<&'a str>,
    /// The files that were read.
    pub sources: Vec<SourceFile>,
    /// The sheets.
    pub sheets: Vec<WrittenSheet>,
    /// The lists without editable columns.
    pub plain_lists: Vec<PlainList>,
    /// The widths of the columns in characters, by list and heading.
    pub widths: BTreeMap<String, BTreeMap<String, f64>>,
    /// The cells of documents above lists.
    pub documents: Vec<DocumentCell>,
    /// The cells outside lists, by sheet: row and column, and the mark of what they hold.
    pub cells: BTreeMap<String, Vec<MarkedCell>>,
    /// What the cells of each list hold that nobody edits, in short.
    pub lists: BTreeMap<String, WrittenList>,
    /// The headline figures of this run.
    pub figures: Vec<Figure>,
    /// What the runs noticed as changed.
    pub changes: Vec<LoggedChange>,
    /// How many older changes are left out.
    pub changes_left_out: usize,
}

impl Written<'_> {
    /// What the next run has to know. Without a history every cell holds what the sources say.
    pub fn for_the_next_run(self, history: Option<&History>) -> LastRun {
        let mut next = LastRun {
            as_of: Some(self.as_of),
            organisation: self.organisation.map(str::to_owned),
            scope: self.scope.map(str::to_owned),
            sources: self.sources,
            headings: self.headings,
            sheets: self.sheets,
            plain_lists: self.plain_lists,
            widths: self.widths,
            documents: self.documents,
            cells: self.cells,
            lists: self.lists,
            figures: self.figures,
            changes: self.changes,
            changes_left_out: self.changes_left_out,
            ..LastRun::default()
        };
        let Some(history) = history else {
            next.book = self.shown;
            return next;
        };
        for list in &self.shown.lists {
            let undecided = undecided(history, list, &mut next);
            for (key, record) in &list.records {
                for (column, shown) in list.columns.iter().zip(&record.entries) {
                    let cell = CellKey::new(&list.name, key, &column.heading);
                    let said = undecided.entry(key, &column.heading).cloned().unwrap_or_default();
                    // A blank cell is no decision: what was written there could not be brought in, and was told.
                    if history.revision.decisions.contains_key(&cell) && !shown.is_blank() {
                        next.decisions.insert(cell, shown.clone());
                    } else if is_added(&next, list, key) && !history.revision.left_blank.contains(&cell) {
                        if !shown.is_blank() {
                            next.decisions.insert(cell, shown.clone());
                        }
                    } else if !shown.says_the_same_as(&said) {
                        next.shown.insert(cell, shown.clone());
                    }
                }
            }
            next.book.lists.push(undecided);
        }
        next
    }
}

fn is_added(next: &LastRun, list: &List, key: &str) -> bool {
    next.states.get(&(list.name.clone(), key.to_owned())).is_some_and(|state| state == ADDED)
}

/// A list with what its records would hold without anybody's decision.
fn undecided(history: &History, list: &List, next: &mut LastRun) -> List {
    let now = history.undecided.list(&list.name);
    let before = history.last.book.list(&list.name);
    let of = |from: Option<&List>, key: &str| -> Option<Vec<Entry>> {
        let from = from?;
        from.records.contains_key(key).then(|| {
            let entry = |heading: &str| from.entry(key, heading).cloned().unwrap_or_default();
            list.columns.iter().map(|column| entry(&column.heading)).collect()
        })
    };
    let carried: BTreeMap<&str, &super::Carried> = history
        .revision
        .carried
        .iter()
        .filter(|carried| carried.list == list.name)
        .filter_map(|carried| Some((carried.key.as_deref()?, carried)))
        .collect();
    let mut result = List { records: BTreeMap::new(), ..list.clone() };
    for (key, record) in &list.records {
        let carried = carried.get(key.as_str());
        let (entries, source) = match carried {
            Some(carried) => {
                next.states.insert((list.name.clone(), key.clone()), carried.why.words().to_owned());
                let entries = match carried.why {
                    CarriedWhy::Added => vec![Entry::Blank; list.columns.len()],
                    CarriedWhy::NotRead | CarriedWhy::Gone => {
                        of(before, key).unwrap_or_else(|| record.entries.clone())
                    }
                };
                (entries, carried.source.as_str().into())
            }
            None => (of(now, key).unwrap_or_else(|| record.entries.clone()), record.source.clone()),
        };
        result.records.insert(key.clone(), Record { source, entries });
    }
    result
}
