//! Which column of a sheet is which of a list.
//!
//! A column is known by its heading. Where two bear the same one, what the cells hold, the word above the
//! heading and the columns beside tell which of them is annexa's; where these do not agree, none is taken.
//! A column whose heading is gone is known by what its cells hold, or by its place and the word above it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::last_run::LastRun;
use super::{List, entry_of};
use crate::model::{CellKey, Entry};
use crate::read::{Row, Sheet};

/// The words that annexa writes above its columns.
const OWN_WORDS: [&str; 4] = ["edit", "calculated", "last run", "judgement"];

/// Least share of the filled cells of a column without its heading that have to hold what they held.
const CERTAIN_SHARE: f64 = 0.9;
/// Least number of different values among them: a word that repeats proves nothing.
const LEAST_DISTINCT: usize = 3;
/// Least share of such a column that stands in its place, between the columns that it stood between.
const SHARE_IN_PLACE: f64 = 0.5;
/// Least difference of shares that tells one of two columns with the same heading from the other.
const CLEAR_DIFFERENCE: f64 = 0.3;

/// A column that holds less of what the last run wrote has nothing to do with it.
const UNRELATED_SHARE: f64 = 0.2;

/// The column that holds most of what the last run wrote in one of several.
#[derive(Clone, Copy, Debug)]
struct ByContent {
    column: u32,
    /// Whether the others have nothing to do with it.
    alone: bool,
}

/// A column whose heading was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenamedColumn {
    /// The heading that annexa wrote.
    pub heading: String,
    /// The heading that the column has; blank where it was cleared.
    pub now: String,
}

/// A heading that several columns of a list bear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedHeading {
    /// The heading.
    pub heading: String,
    /// The columns.
    pub columns: Vec<u32>,
    /// The one that is annexa's; `None` where nobody can tell.
    pub taken: Option<u32>,
}

/// An editable column that is not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingColumn {
    /// Its heading.
    pub heading: String,
    /// The heading of a column of one's own that may be it.
    pub perhaps: Option<String>,
}

/// Where the columns of a list stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundColumns {
    /// The columns of annexa, with the headings that it wrote.
    pub written: BTreeMap<u32, String>,
    /// The columns whose heading was changed.
    pub renamed: Vec<RenamedColumn>,
    /// The headings that several columns bear.
    pub shared: Vec<SharedHeading>,
    /// The editable columns that are not there.
    pub missing: Vec<MissingColumn>,
    /// The columns that are none of annexa's, with their headings.
    pub own: Vec<(u32, String)>,
}

impl FoundColumns {
    /// Where the column of a heading stands.
    pub fn place(&self, heading: &str) -> Option<u32> {
        self.written.iter().find(|(_, written)| *written == heading).map(|(column, _)| *column)
    }
}

/// A list on a sheet, whose columns are looked for.
pub(super) struct Columns<'a> {
    pub sheet: &'a Sheet,
    pub header: &'a Row,
    pub list: &'a List,
    /// All headings of the list, in the order in which they were written.
    pub headings: &'a [String],
    pub key_column: u32,
    pub last: &'a LastRun,
    /// The row of each key, once somebody has asked for them.
    pub rows: OnceCell<BTreeMap<String, u32>>,
}

/// How far a column holds what a column of the list held.
#[derive(Clone, Copy, Debug, Default)]
struct Agreement {
    share: f64,
    distinct: usize,
}

impl Columns<'_> {
    /// Finds the columns.
    pub(super) fn find(&self) -> FoundColumns {
        let mut found = FoundColumns::default();
        let mut places: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        let mut shown: Vec<(u32, String)> = Vec::new();
        for cell in &self.header.cells {
            let heading = cell.text().trim().to_owned();
            let known = self.headings.iter().find(|known| **known == heading);
            if cell.column == self.key_column {
                let heading = known.unwrap_or(&self.list.key_heading);
                found.written.insert(cell.column, heading.clone());
                continue;
            }
            if let Some(known) = known.filter(|known| **known != self.list.key_heading) {
                places.entry(known).or_default().push(cell.column);
            }
            shown.push((cell.column, heading));
        }
        for heading in self.headings {
            match places.get(heading.as_str()).map(Vec::as_slice) {
                Some([column]) => {
                    found.written.insert(*column, heading.clone());
                }
                Some(columns) => {
                    let taken = self.of_annexa(heading, columns);
                    found.written.extend(taken.map(|column| (column, heading.clone())));
                    let (heading, columns) = (heading.clone(), columns.to_vec());
                    found.shared.push(SharedHeading { heading, columns, taken });
                }
                None => {}
            }
        }
        self.find_renamed(&shown, &mut found);
        let is_own =
            |(column, heading): &(u32, String)| !heading.is_empty() && !found.written.contains_key(column);
        found.own = shown.into_iter().filter(is_own).collect();
        found
    }

    /// The one of several columns with the same heading that is annexa's, where all that speaks for one
    /// speaks for the same.
    fn of_annexa(&self, heading: &str, columns: &[u32]) -> Option<u32> {
        let with_word =
            columns.iter().filter(|column| OWN_WORDS.contains(&self.word_above(**column).as_str()));
        let by_word: Vec<u32> = with_word.copied().collect();
        let beside: Vec<(usize, u32)> =
            columns.iter().map(|column| (self.neighbours(heading, *column), *column)).collect();
        let by_word = if let [column] = by_word.as_slice() { Some(*column) } else { None };
        let place = [by_word, highest(beside)].into_iter().flatten().collect::<Vec<_>>();
        let content = self.by_content(heading, columns);
        // That a column was edited speaks not against it: a copy of what stood there holds more of it.
        let content =
            content.filter(|content| content.alone || !place.is_empty()).map(|content| content.column);
        let mut votes = place.into_iter().chain(content);
        let first = votes.next()?;
        votes.all(|vote| vote == first).then_some(first)
    }

    /// The column that holds what the last run wrote, where no other one holds nearly as much of it.
    fn by_content(&self, heading: &str, columns: &[u32]) -> Option<ByContent> {
        let mut shares: Vec<(f64, u32)> =
            columns.iter().map(|column| (self.agreement(heading, *column).share, *column)).collect();
        shares.sort_by(|one, other| other.0.total_cmp(&one.0));
        let best = shares.first().filter(|(share, _)| *share >= SHARE_IN_PLACE)?;
        let second = shares.get(1).map_or(0.0, |(share, _)| *share);
        let column = best.1;
        (best.0 - second >= CLEAR_DIFFERENCE).then_some(ByContent { column, alone: second < UNRELATED_SHARE })
    }

    /// Gives the headings that are not there the columns that are theirs: first by what they hold, then by
    /// their places.
    fn find_renamed(&self, shown: &[(u32, String)], found: &mut FoundColumns) {
        for by_values in [true, false] {
            for heading in self.headings.iter().filter(|heading| **heading != self.list.key_heading) {
                let is_shared = found.shared.iter().any(|shared| shared.heading == *heading);
                if is_shared || found.place(heading).is_some() {
                    continue;
                }
                let candidates = self.unknown(shown, found);
                let column = match by_values {
                    true => self.by_values(heading, &candidates),
                    false => self.by_place(heading, &candidates, found),
                };
                if let Some((column, now)) = column {
                    found.written.insert(column, heading.clone());
                    found.renamed.push(RenamedColumn { heading: heading.clone(), now });
                } else if !by_values && self.list.column(heading).is_some() {
                    let perhaps = self.perhaps(heading, &candidates);
                    found.missing.push(MissingColumn { heading: heading.clone(), perhaps });
                }
            }
        }
    }

    /// The columns whose headings say nothing, those without a heading too.
    fn unknown(&self, shown: &[(u32, String)], found: &FoundColumns) -> Vec<(u32, String)> {
        let last = self.header.cells.last().map_or(0, |cell| cell.column);
        let blank = (0..last).filter(|column| self.header.cell(*column).is_none());
        let all = shown.iter().cloned().chain(blank.map(|column| (column, String::new())));
        let is_known = |column: u32| {
            found.written.contains_key(&column)
                || found.shared.iter().any(|one| one.columns.contains(&column))
        };
        all.filter(|(column, _)| !is_known(*column)).collect()
    }

    /// The only column that holds nearly all that stood in the one of a heading, and several values.
    fn by_values(&self, heading: &str, candidates: &[(u32, String)]) -> Option<(u32, String)> {
        let certain = |candidate: &&(u32, String)| {
            let agreement = self.agreement(heading, candidate.0);
            agreement.share >= CERTAIN_SHARE && agreement.distinct >= LEAST_DISTINCT
        };
        let mut certain = candidates.iter().filter(certain);
        certain.next().filter(|_| certain.next().is_none()).cloned()
    }

    /// The column that stands in the place of the one of a heading and holds no other values.
    fn by_place(
        &self,
        heading: &str,
        candidates: &[(u32, String)],
        found: &FoundColumns,
    ) -> Option<(u32, String)> {
        let in_place = candidates.iter().find(|(column, _)| self.stands_in_place(heading, *column, found));
        let holds = |column: u32| {
            self.written(heading).next().is_none() || self.agreement(heading, column).share >= SHARE_IN_PLACE
        };
        in_place.filter(|(column, _)| holds(*column)).cloned()
    }

    /// The heading of a column that holds some of what stood in the one of a heading.
    fn perhaps(&self, heading: &str, candidates: &[(u32, String)]) -> Option<String> {
        let shares = candidates.iter().map(|(column, now)| (self.agreement(heading, *column).share, now));
        let near = shares.filter(|(share, now)| *share >= SHARE_IN_PLACE && !now.is_empty());
        near.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, now)| now.clone())
    }

    /// Whether a column stands alone between the two that the one of a heading stood between, below a word of
    /// annexa's.
    fn stands_in_place(&self, heading: &str, column: u32, found: &FoundColumns) -> bool {
        let Some(at) = self.headings.iter().position(|known| known == heading) else { return false };
        let is = |column: Option<u32>, place: Option<usize>| {
            let written = column.and_then(|column| found.written.get(&column));
            written.is_some() && written == place.and_then(|place| self.headings.get(place))
        };
        let before = column.checked_sub(1);
        let begins = at == 0 && before.is_none_or(|before| self.header.cell(before).is_none());
        OWN_WORDS.contains(&self.word_above(column).as_str())
            && (begins || is(before, at.checked_sub(1)))
            && is(Some(column + 1), Some(at + 1))
    }

    /// How many of the columns beside a column bear the heading that stood beside the one of a heading.
    fn neighbours(&self, heading: &str, column: u32) -> usize {
        let Some(at) = self.headings.iter().position(|known| known == heading) else { return 0 };
        let beside = |column: Option<u32>, place: Option<usize>| {
            let shown =
                column.and_then(|column| self.header.cell(column)).map(|cell| cell.text().trim().to_owned());
            shown.is_some() && shown.as_ref() == place.and_then(|place| self.headings.get(place))
        };
        let before = beside(column.checked_sub(1), at.checked_sub(1));
        usize::from(before) + usize::from(beside(Some(column + 1), Some(at + 1)))
    }

    /// The word above the heading of a column.
    fn word_above(&self, column: u32) -> String {
        let above = self.header.number.checked_sub(1);
        let cell = above.and_then(|row| self.sheet.cell(row, column));
        cell.map(|cell| cell.text().trim().to_owned()).unwrap_or_default()
    }

    /// What the last run wrote in a column, by key, where it wrote anything.
    fn written(&self, heading: &str) -> impl Iterator<Item = (&String, Entry)> {
        let is_there = self.list.column(heading).is_some();
        self.list.records.keys().filter(move |_| is_there).filter_map(move |key| {
            let entry = self.last.written(&CellKey::new(&self.list.name, key, heading));
            (!entry.is_blank()).then_some((key, entry))
        })
    }

    /// How far a column holds what the last run wrote in the column of a heading.
    fn agreement(&self, heading: &str, column: u32) -> Agreement {
        let rows = self.rows.get_or_init(|| key_rows(self.sheet, self.header.number, self.key_column));
        let (mut held, mut same, mut distinct) = (0_u32, 0_u32, BTreeSet::new());
        for (key, entry) in self.written(heading) {
            let Some(row) = rows.get(key) else { continue };
            held += 1;
            if entry.says_the_same_as(&entry_of(self.sheet.cell(*row, column))) {
                same += 1;
                distinct.insert(entry.to_string());
            }
        }
        let share = if held == 0 { 0.0 } else { f64::from(same) / f64::from(held) };
        Agreement { share, distinct: distinct.len() }
    }
}

/// The column with the highest figure, where no other one has it.
fn highest(mut counted: Vec<(usize, u32)>) -> Option<u32> {
    counted.sort_by(|one, other| other.cmp(one));
    let best = *counted.first()?;
    (counted.get(1).is_none_or(|second| second.0 < best.0)).then_some(best.1)
}

/// The first row of each text below the headings in a column.
pub(super) fn key_rows(sheet: &Sheet, header_row: u32, column: u32) -> BTreeMap<String, u32> {
    let mut rows = BTreeMap::new();
    for row in sheet.rows.iter().filter(|row| row.number > header_row) {
        let key = entry_of(row.cell(column)).to_string();
        if !key.is_empty() {
            rows.entry(key).or_insert(row.number);
        }
    }
    rows
}
