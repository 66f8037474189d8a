//! What people decided in the workbook, against what the sources said then and say now.

use std::collections::{BTreeMap, BTreeSet};

use super::found::{AddedRow, Previous};
use super::last_run::{ADDED, GONE, NOT_READ};
use super::names::{DECISION, DOMAIN, PAIRS, RISKS};
use super::{Book, Owner};
use crate::model::{CellKey, Entry};

/// What follows from a workbook for the run that refreshes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Revision {
    /// The cells that hold a person's decision.
    pub decisions: BTreeMap<CellKey, Decided>,
    /// The decisions whose source has changed since the last run.
    pub conflicts: Vec<Conflict>,
    /// Decisions that were withdrawn, with what had been decided.
    pub withdrawn: Vec<(CellKey, Entry)>,
    /// Cells that were cleared although nobody had decided anything: the source's value is back.
    pub refilled: Vec<CellKey>,
    /// Records that no source of this run gives and that stay.
    pub carried: Vec<Carried>,
    /// What was decided about records that are gone.
    pub lost: Vec<(CellKey, Entry)>,
    /// Records that neither a source nor a person holds any more, by list, key, and where they came from.
    pub dropped: Vec<(String, String, String)>,
    /// Records whose row was deleted although their source still gives them, by list and key.
    pub returned: Vec<(String, String)>,
    /// Rows that were added to a list that takes none.
    pub not_taken: Vec<(String, AddedRow)>,
    /// Cells in which a person wrote what their source has come to say too.
    pub agreed: Vec<CellKey>,
    /// Cells of records that people added in which nobody wrote anything: what comes to stand there follows from
    /// the others.
    pub left_blank: BTreeSet<CellKey>,
    /// Records that a person added and that a source gives now under the same key.
    pub in_source_too: Vec<InSourceToo>,
    /// The requirements whose statuses follow from decisions elsewhere, by key, with the words for these.
    pub follows: BTreeMap<String, String>,
}

/// A record that a person added and that a source gives now under the same key: perhaps two records.
#[derive(Clone, Debug, PartialEq)]
pub struct InSourceToo {
    /// The list.
    pub list: String,
    /// The key.
    pub key: String,
    /// What the person wrote, in short.
    pub own: String,
    /// What the source says, in short.
    pub source: String,
    /// Where the source says so.
    pub place: String,
}

/// What a person wrote in a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// What was written.
    pub own: Entry,
    /// What the sources said at the last run.
    pub source_before: Entry,
    /// What they say now.
    pub source_now: Entry,
    /// What stood in the cell after the last run.
    pub before: Entry,
}

impl Decided {
    /// Whether it was decided since the last run.
    pub fn is_new(&self) -> bool {
        !self.own.says_the_same_as(&self.before)
    }
}

/// A decision whose source has changed since the last run: the person's value stays.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The cell.
    pub cell: CellKey,
    /// What the source said at the last run.
    pub source_before: Entry,
    /// What it says now.
    pub source_now: Entry,
    /// What the person wrote.
    pub own: Entry,
}

/// A record that stays although no source of this run gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    /// The list.
    pub list: String,
    /// Its key; `None` for one that was just added.
    pub key: Option<String>,
    /// The row that it stands in, counted from 0.
    pub row: u32,
    /// Why it stays.
    pub why: CarriedWhy,
    /// Where it came from, in words; empty for what a person added.
    pub source: String,
}

/// Why a record stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CarriedWhy {
    /// A person added it.
    Added,
    /// Its file was not read this time.
    NotRead,
    /// Its file does not hold it any more, and a person had decided something about it.
    Gone,
}

impl CarriedWhy {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            CarriedWhy::Added => ADDED,
            CarriedWhy::NotRead => NOT_READ,
            CarriedWhy::Gone => GONE,
        }
    }
}

impl Revision {
    /// Compares the lists of some owners with what they would say without anybody's decision, `now`.
    /// `was_read` tells whether the file of a record's source was read this time.
    pub fn of(
        previous: &Previous<'_>,
        owners: &[Owner],
        now: &Book,
        was_read: impl Fn(&str) -> bool,
    ) -> Self {
        let mut revision = Self::default();
        // A run that left files out before does not know any more which.
        let some_unread = previous.last.sources.iter().any(|source| !was_read(&source.path))
            || previous.last.states.values().any(|state| state == NOT_READ);
        for list in previous.last.book.lists.iter().filter(|list| owners.contains(&list.owner)) {
            let Some(found) = previous.lists.get(&list.name) else { continue };
            let keys: BTreeSet<&String> = list.records.keys().collect();
            for key in keys {
                let Some(row) = found.rows.get(key).copied() else {
                    revision.row_deleted(previous, now, &list.name, key);
                    continue;
                };
                let said = now.list(&list.name).and_then(|list| list.records.get(key));
                let source = list.records.get(key).map(|record| record.source.clone()).unwrap_or_default();
                // The requirements stand in their lists whoever says something about them.
                let left_out = list.owner == Owner::Sources
                    && said.is_some_and(|said| said.source.is_empty())
                    && !source.is_empty()
                    && !source.split("; ").any(&was_read);
                let left_out = left_out || (some_unread && is_pair_left_out(previous, now, &list.name, key));
                let known = said.is_some() && !left_out;
                if let Some(said) = said.filter(|_| previous.was_added(&list.name, key)) {
                    let own = list.columns.iter().map(|column| {
                        let cell = CellKey::new(&list.name, key, &column.heading);
                        previous.entry(&cell).unwrap_or_else(|| previous.last.written(&cell))
                    });
                    revision.in_source_too.push(InSourceToo {
                        list: list.name.clone(),
                        key: key.clone(),
                        own: in_short(own),
                        source: in_short(said.entries.iter().cloned()),
                        place: said.source.to_string(),
                    });
                }
                let decided = revision.decide_record(previous, now, (&list.name, key), left_out);
                if known {
                    continue;
                }
                let state = previous.last.states.get(&(list.name.clone(), key.clone())).map(String::as_str);
                let why = match state {
                    _ if left_out => Some(CarriedWhy::NotRead),
                    Some(ADDED) => Some(CarriedWhy::Added),
                    _ if list.owner != Owner::SourcesAndPeople => None,
                    _ if !was_read(&source) => Some(CarriedWhy::NotRead),
                    _ => decided.then_some(CarriedWhy::Gone),
                };
                match why {
                    Some(why) => {
                        let (list, key) = (list.name.clone(), Some(key.clone()));
                        revision.carried.push(Carried { list, key, row, why, source: source.to_string() });
                    }
                    None => {
                        if decided {
                            revision.lose_decisions(&list.name, key);
                        }
                        revision.dropped.push((list.name.clone(), key.clone(), source.to_string()));
                    }
                }
            }
            for added in &found.added {
                if list.owner == Owner::SourcesAndPeople {
                    revision.carried.push(Carried {
                        list: list.name.clone(),
                        key: None,
                        row: added.row,
                        why: CarriedWhy::Added,
                        source: String::new(),
                    });
                } else {
                    revision.not_taken.push((list.name.clone(), added.clone()));
                }
            }
        }
        revision
    }

    /// Takes cleared cells of a list of proposals for the decision that they say: `declined` stands there from now on.
    pub fn decline_cleared(&mut self, previous: &Previous<'_>, now: &Book, list: &str, declined: &str) {
        let (cleared, others) =
            std::mem::take(&mut self.refilled).into_iter().partition(|cell| cell.list == list);
        self.refilled = others;
        let cleared: Vec<CellKey> = cleared;
        for cell in cleared {
            let source_now = now.entry(&cell.list, &cell.key, &cell.heading).cloned().unwrap_or_default();
            let (source_before, before) = (previous.said(&cell), previous.last.written(&cell));
            let own = Entry::text(declined);
            self.decisions.insert(cell, Decided { own, source_before, source_now, before });
        }
    }

    /// Adds what follows from other lists.
    pub fn extend(&mut self, other: Revision) {
        self.decisions.extend(other.decisions);
        self.conflicts.extend(other.conflicts);
        self.withdrawn.extend(other.withdrawn);
        self.refilled.extend(other.refilled);
        self.carried.extend(other.carried);
        self.lost.extend(other.lost);
        self.dropped.extend(other.dropped);
        self.returned.extend(other.returned);
        self.not_taken.extend(other.not_taken);
        self.agreed.extend(other.agreed);
        self.left_blank.extend(other.left_blank);
        self.in_source_too.extend(other.in_source_too);
        self.follows.extend(other.follows);
    }

    /// The decisions about one record; true where there is any. Where its sources were left out this time,
    /// they count as saying what they said.
    fn decide_record(
        &mut self,
        previous: &Previous<'_>,
        now: &Book,
        (list, key): (&str, &str),
        left_out: bool,
    ) -> bool {
        let columns = previous.last.book.list(list).map(|list| list.columns.as_slice()).unwrap_or_default();
        let mut any = false;
        for column in columns {
            let cell = CellKey::new(list, key, &column.heading);
            // A column that was deleted says nothing: what was decided in it before stays.
            let own = previous.entry(&cell).unwrap_or_else(|| previous.last.written(&cell));
            any |= self.decide(previous, (!left_out).then_some(now), cell, own);
        }
        any
    }

    /// What a cell decides; true where it holds a decision.
    ///
    /// A cell that is as the last run wrote it decides what it decided then. One that was changed decides
    /// what it says now, unless it says what the sources said: then the decision is withdrawn.
    fn decide(&mut self, previous: &Previous<'_>, now: Option<&Book>, cell: CellKey, own: Entry) -> bool {
        let entry = |book: &Book| book.entry(&cell.list, &cell.key, &cell.heading).cloned();
        let source_before = entry(&previous.last.book).unwrap_or_default();
        let earlier = previous.last.decisions.get(&cell);
        let before = previous.last.written(&cell);
        let as_written = own.says_the_same_as(&before);
        // A domain that followed from what a person linked is set by a person, also to what the sources say.
        let follows = cell.list == RISKS && cell.heading == DOMAIN && earlier.is_none();
        if follows && !as_written && !own.is_blank() && !before.says_the_same_as(&source_before) {
            let source_now = now.and_then(entry).unwrap_or_else(|| source_before.clone());
            self.decisions.insert(cell, Decided { own, source_before, source_now, before });
            return true;
        }
        if own.is_blank() || (!as_written && own.says_the_same_as(&source_before)) {
            match earlier {
                Some(earlier) => self.withdrawn.push((cell, earlier.clone())),
                None if own.is_blank() && !before.is_blank() => {
                    // What the source says is back only where it says anything now.
                    let source_now = now.map_or(source_before, |now| entry(now).unwrap_or_default());
                    if !source_now.is_blank() {
                        self.refilled.push(cell);
                    }
                }
                // What followed from another decision was set to what the sources say.
                None => {}
            }
            return false;
        }
        if as_written && earlier.is_none() {
            return false;
        }
        // A record that no source gives now still has the values that its source gave.
        let source_now = now.and_then(entry).unwrap_or_else(|| source_before.clone());
        if own.says_the_same_as(&source_now) {
            if !as_written && !source_now.says_the_same_as(&source_before) {
                self.agreed.push(cell.clone());
            }
            // A decision that the source has come to agree with holds on: the source may change again.
            if earlier.is_some() {
                self.decisions.insert(cell, Decided { own, source_before, source_now, before });
                return true;
            }
            return false;
        }
        if !source_now.says_the_same_as(&source_before) {
            self.conflicts.push(Conflict {
                cell: cell.clone(),
                source_before: source_before.clone(),
                source_now: source_now.clone(),
                own: own.clone(),
            });
        }
        self.decisions.insert(cell, Decided { own, source_before, source_now, before });
        true
    }

    /// Takes out what was decided about a record that is gone.
    fn lose_decisions(&mut self, list: &str, key: &str) {
        let cells: Vec<CellKey> =
            of_record(&self.decisions, list, key).map(|(cell, _)| cell.clone()).collect();
        for cell in cells {
            if let Some(decided) = self.decisions.remove(&cell) {
                self.lost.push((cell, decided.own));
            }
        }
    }

    /// A row that is not there any more.
    fn row_deleted(&mut self, previous: &Previous<'_>, now: &Book, list: &str, key: &str) {
        let last = &previous.last;
        for (cell, own) in of_record(&last.decisions, list, key) {
            self.withdrawn.push((cell.clone(), own.clone()));
        }
        let name = (list.to_owned(), key.to_owned());
        if now.list(list).is_some_and(|list| list.records.contains_key(key)) {
            self.returned.push(name);
        } else {
            let source = last.book.list(list).and_then(|list| list.records.get(key));
            let source = source.map(|record| record.source.clone()).unwrap_or_default();
            self.dropped.push((name.0, name.1, source.to_string()));
        }
    }
}

/// Whether a register said of a pair that a person decided what no register says now: where files were left
/// out, it may stand in one of these.
fn is_pair_left_out(previous: &Previous<'_>, now: &Book, list: &str, key: &str) -> bool {
    let cell = CellKey::new(list, key, DECISION);
    let says_nothing = |book: &Book| book.entry(list, key, DECISION).is_none_or(Entry::is_blank);
    let decided = previous.last.decisions.contains_key(&cell) || previous.is_edited(&cell);
    list == PAIRS && decided && says_nothing(now) && !says_nothing(&previous.last.book)
}

/// The first cells of a record that hold anything.
fn in_short(entries: impl Iterator<Item = Entry>) -> String {
    let filled = entries.filter(|entry| !entry.is_blank()).take(4);
    filled.map(|entry| entry.to_string()).collect::<Vec<_>>().join(" · ")
}

/// The cells of one record, in a map of cells.
fn of_record<'a, T>(
    cells: &'a BTreeMap<CellKey, T>,
    list: &'a str,
    key: &'a str,
) -> impl Iterator<Item = (&'a CellKey, &'a T)> {
    let first = CellKey::new(list, key, "");
    cells.range(first..).take_while(move |(cell, _)| cell.list == list && cell.key == key)
}
