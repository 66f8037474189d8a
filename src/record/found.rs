//! Where the lists of a workbook stand now, after people and programs have worked on it.
//!
//! Sheets are renamed and moved, rows sorted and inserted, columns moved and renamed. A list is known
//! again by its keys and headings.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Columns, FoundColumns, key_rows};
use super::last_run::{LastRun, PlainList, hidden_sheet_number};
use super::restored::is_restored;
use super::{List, Owner, entry_of};
use crate::model::{CellKey, Entry};
use crate::provenance::Location;
use crate::read::{Row, Sheet, Workbook};

/// Rows of a sheet in which the headings of a list are looked for.
const TOP_ROWS: usize = 80;
/// The same on the sheet that the list was written on, which may hold several below each other.
const TOP_ROWS_OF_ITS_SHEET: usize = 2000;
/// Rows of a sheet in which its title is looked for.
const TOP_ROWS_OF_TITLE: usize = 12;
/// Least number of headings by which a list without records is known on another sheet.
const LEAST_HEADINGS: usize = 3;

/// A workbook that annexa wrote, as it stands now.
#[derive(Clone, Debug)]
pub struct Previous<'a> {
    /// The workbook.
    pub workbook: &'a Workbook,
    /// What the last run wrote on its hidden sheet.
    pub last: LastRun,
    /// Where the lists stand; a list that is not found has no place.
    pub lists: BTreeMap<String, FoundList>,
}

/// Where a list stands.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundList {
    /// The sheet, as an index into the workbook's sheets.
    pub sheet: usize,
    /// The row of the headings, counted from 0.
    pub header_row: u32,
    /// Where each editable column stands, in the order of the list; `None` where it is not found.
    pub columns: Vec<Option<u32>>,
    /// Where all of its columns stand, and how that is known.
    pub headings: FoundColumns,
    /// The column of the keys.
    pub key_column: u32,
    /// The row of each record, by key.
    pub rows: BTreeMap<String, u32>,
    /// The rows that people added.
    pub added: Vec<AddedRow>,
    /// Rows that repeat another one to the letter, with its key.
    pub repeated: Vec<(u32, String)>,
}

/// A row that a person added to a list.
#[derive(Clone, Debug, PartialEq)]
pub struct AddedRow {
    /// The row, counted from 0.
    pub row: u32,
    /// What its editable cells hold, in the order of the list's columns.
    pub entries: Vec<Entry>,
}

impl<'a> Previous<'a> {
    /// Finds the lists of a workbook that annexa wrote; `None` where it holds no record of its last run.
    pub fn find(workbook: &'a Workbook) -> Option<Self> {
        let last = LastRun::read(workbook)?;
        let lists = last.book.lists.iter().filter_map(|list| {
            let headings = last.headings.get(&list.name).map(Vec::as_slice).unwrap_or_default();
            Some((list.name.clone(), FoundList::find(workbook, list, headings, &last)?))
        });
        let lists = lists.collect();
        Some(Self { workbook, last, lists })
    }

    /// Finds a list without editable columns.
    pub fn find_plain(&self, list: &PlainList) -> Option<FoundList> {
        let declared = List {
            name: list.name.clone(),
            sheet: list.sheet.clone(),
            key_heading: list.headings.last().cloned().unwrap_or_default(),
            owner: Owner::Assessment,
            columns: Vec::new(),
            records: BTreeMap::new(),
        };
        FoundList::find(self.workbook, &declared, &list.headings, &self.last)
    }

    /// The lists whose sheet is not in the workbook any more.
    pub fn deleted_lists(&self) -> Vec<String> {
        let lists = self.last.book.lists.iter().map(|list| list.name.clone());
        lists.filter(|list| self.sheet(list).is_none_or(is_restored)).collect()
    }

    /// What a cell holds now; `None` where its list, row or column is not found, or where it holds a
    /// formula that was saved without a value.
    pub fn entry(&self, cell: &CellKey) -> Option<Entry> {
        let (row, column) = self.place(cell)?;
        let sheet = self.sheet(&cell.list)?;
        let found = sheet.cell(row, column);
        if found.is_none() && sheet.facts.lacks_value(row, column) {
            return None;
        }
        Some(entry_of(found))
    }

    /// Whether a cell still holds what followed from other cells at the last run, so that nobody wrote it.
    pub fn follows(&self, cell: &CellKey) -> bool {
        let followed = self.last.shown.get(cell).filter(|_| !self.last.decisions.contains_key(cell));
        followed.is_some_and(|followed| self.entry(cell).is_none_or(|now| now.says_the_same_as(followed)))
    }

    /// The cells with a formula that was saved without its value, so that nobody can tell what they say.
    pub fn formulas_without_value(&self) -> Vec<CellKey> {
        let cells = self.last.book.lists.iter().flat_map(|list| {
            list.records.keys().flat_map(|key| {
                list.columns.iter().map(|column| CellKey::new(&list.name, key, &column.heading))
            })
        });
        let without = |cell: &CellKey| {
            let place = self.place(cell).zip(self.sheet(&cell.list));
            place.is_some_and(|((row, column), sheet)| {
                sheet.cell(row, column).is_none() && sheet.facts.lacks_value(row, column)
            })
        };
        if self.workbook.sheets.iter().all(|sheet| sheet.facts.formulas_without_value.is_empty()) {
            return Vec::new();
        }
        cells.filter(without).collect()
    }

    /// The row and the column of a cell.
    fn place(&self, cell: &CellKey) -> Option<(u32, u32)> {
        let list = self.last.book.list(&cell.list)?;
        let found = self.lists.get(&cell.list)?;
        let column = (*found.columns.get(list.column(&cell.heading)?)?)?;
        Some((*found.rows.get(&cell.key)?, column))
    }

    /// What a cell of a record says in any column of its list, those that nobody edits too; blank where it is
    /// not found.
    pub fn beside(&self, list: &str, key: &str, heading: &str) -> String {
        let cell = || {
            let found = self.lists.get(list)?;
            let column = found.headings.place(heading)?;
            Some(entry_of(self.sheet(list)?.cell(*found.rows.get(key)?, column)).to_string())
        };
        cell().unwrap_or_default()
    }

    /// The cell in the file, for a message; the workbook where it is not found.
    pub fn location(&self, cell: &CellKey) -> Location {
        let place = self.place(cell).and_then(|(row, column)| {
            let sheet = self.workbook.sheets.get(self.lists.get(&cell.list)?.sheet)?;
            Some(Location::cell(&sheet.name, row, column))
        });
        place.unwrap_or_else(|| Location::file(&self.workbook.path))
    }

    /// The sheet that a list stands on.
    pub fn sheet(&self, list: &str) -> Option<&'a Sheet> {
        self.workbook.sheets.get(self.lists.get(list)?.sheet)
    }
}

/// A row of headings that may be that of a list.
struct Header<'a> {
    sheet: usize,
    row: &'a Row,
    /// The columns of each heading that is there.
    columns: BTreeMap<String, Vec<u32>>,
}

impl FoundList {
    pub(super) fn find(
        workbook: &Workbook,
        list: &List,
        headings: &[String],
        last: &LastRun,
    ) -> Option<Self> {
        let wanted: BTreeSet<&str> = headings.iter().map(String::as_str).collect();
        let title = last.sheets.iter().find(|sheet| sheet.name == list.sheet).map(|sheet| sheet.title.trim());
        let least = (wanted.len() / 2).max(2).min(wanted.len());
        let sheets = workbook.sheets.iter().enumerate();
        // The sheets of the last run name all headings; some programs show it again.
        let others = sheets.filter(|(_, sheet)| hidden_sheet_number(sheet).is_none());
        let headers = others.flat_map(|(number, sheet)| {
            // A sheet that was renamed has its title still.
            let is_its_own = sheet.name.sheet.as_deref() == Some(&list.sheet)
                || title.is_some_and(|title| is_titled(sheet, title));
            let top = if is_its_own { TOP_ROWS_OF_ITS_SHEET } else { TOP_ROWS };
            let holds_any = |row: &&Row| row.cells.iter().any(|cell| wanted.contains(cell.text().trim()));
            // Lists stand near the top of their sheets, but for those that stand below others.
            let rows = sheet.rows.iter().take(top).enumerate();
            let rows = rows.filter(move |(at, row)| *at < TOP_ROWS || holds_any(row));
            rows.map(move |(_, row)| header(number, row)).collect::<Vec<_>>()
        });
        let best = headers
            .filter(|header| header.known(&wanted) >= least)
            .map(|header| {
                let sheet = workbook.sheets.get(header.sheet);
                let key = sheet.and_then(|sheet| key_column(sheet, &header, list));
                let keys = key.zip(sheet).map_or(0, |(key, sheet)| keys_in(sheet, &header, key, list));
                let named = sheet.is_some_and(|sheet| sheet.name.sheet.as_deref() == Some(&list.sheet));
                ((keys, named, header.known(&wanted)), key, header)
            })
            // Of equal ones the first.
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let ((keys, named, _), key_column, header) = best?;
        // Other lists have much the same headings.
        if keys == 0 && !named && (!list.records.is_empty() || wanted.len() < LEAST_HEADINGS) {
            return None;
        }
        let sheet = workbook.sheets.get(header.sheet)?;
        let key_column = key_column?;
        let row = header.row;
        let columns = Columns { sheet, header: row, list, headings, key_column, last, rows: OnceCell::new() };
        let headings = columns.find();
        let mut found = Self {
            sheet: header.sheet,
            header_row: row.number,
            columns: list.columns.iter().map(|column| headings.place(&column.heading)).collect(),
            headings,
            key_column,
            rows: BTreeMap::new(),
            added: Vec::new(),
            repeated: Vec::new(),
        };
        found.find_rows(sheet, list);
        Some(found)
    }

    /// The records by their keys, and the rows that have none: those that stand with the others.
    fn find_rows(&mut self, sheet: &Sheet, list: &List) {
        let mut end = self.header_row;
        // One cell that stands apart from the list is a note of somebody; several are a record where people
        // add records.
        let least_apart = if list.owner == Owner::SourcesAndPeople { 2 } else { usize::MAX };
        let below = sheet.rows.iter().filter(|row| row.number > self.header_row);
        for row in below {
            let entries = || -> Vec<Entry> {
                let cell =
                    |column: &Option<u32>| column.map_or(Entry::Blank, |column| entry_of(row.cell(column)));
                self.columns.iter().map(cell).collect()
            };
            let key = entry_of(row.cell(self.key_column)).to_string();
            if key.is_empty() {
                let entries = entries();
                let filled = entries.iter().filter(|entry| !entry.is_blank()).count();
                if filled >= if row.number == end + 1 { 1 } else { least_apart } {
                    self.added.push(AddedRow { row: row.number, entries });
                    end = row.number;
                }
                continue;
            }
            match self.rows.get(&key).copied() {
                None if list.records.contains_key(&key) => {
                    self.rows.insert(key, row.number);
                }
                None if row.number == end + 1 => {
                    self.added.push(AddedRow { row: row.number, entries: entries() });
                }
                // What stands apart from the list belongs to something else.
                None => continue,
                // A copied row: one that was changed afterwards is a new record.
                Some(first) => {
                    let entries = entries();
                    let original = self.columns.iter().map(|column| {
                        column.map_or(Entry::Blank, |column| entry_of(sheet.cell(first, column)))
                    });
                    if original.zip(&entries).all(|(one, other)| one.says_the_same_as(other)) {
                        self.repeated.push((row.number, key));
                    } else {
                        self.added.push(AddedRow { row: row.number, entries });
                    }
                }
            }
            end = row.number;
        }
    }
}

/// Whether a title stands among the top rows of a sheet.
fn is_titled(sheet: &Sheet, title: &str) -> bool {
    let top = sheet.rows.iter().take(TOP_ROWS_OF_TITLE);
    top.flat_map(|row| &row.cells).any(|cell| cell.text().trim() == title)
}

fn header(sheet: usize, row: &Row) -> Header<'_> {
    let mut columns: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for cell in &row.cells {
        columns.entry(cell.text().trim().to_owned()).or_default().push(cell.column);
    }
    Header { sheet, row, columns }
}

impl Header<'_> {
    fn known(&self, wanted: &BTreeSet<&str>) -> usize {
        self.columns.keys().filter(|heading| wanted.contains(heading.as_str())).count()
    }
}

/// The column of the keys: by its heading, or else the one that holds most of the keys. Of several with the
/// heading it is the one that holds most of them, of equal ones the last, where annexa puts it.
fn key_column(sheet: &Sheet, header: &Header<'_>, list: &List) -> Option<u32> {
    let named = header.columns.get(&list.key_heading).map(Vec::as_slice).unwrap_or_default();
    if let [only] = named {
        return Some(*only);
    }
    let with_most = |columns: &mut dyn Iterator<Item = u32>, least: usize| {
        let counted = columns.map(|column| (keys_in(sheet, header, column, list), column));
        counted.filter(|(keys, _)| *keys >= least).max().map(|(_, column)| column)
    };
    let mut all = header.row.cells.iter().map(|cell| cell.column);
    with_most(&mut named.iter().copied(), 0).or_else(|| with_most(&mut all, 1))
}

/// How many of a list's keys stand in a column.
fn keys_in(sheet: &Sheet, header: &Header<'_>, column: u32, list: &List) -> usize {
    let rows = key_rows(sheet, header.row.number, column);
    rows.keys().filter(|key| list.records.contains_key(*key)).count()
}

/// Whether a row that was added is a row of totals, such as the one that Excel puts below a table.
pub fn is_total(key: &str) -> bool {
    const TOTALS: [&str; 9] =
        ["total", "totals", "sum", "summe", "gesamt", "totaal", "totale", "suma", "soma"];
    TOTALS.contains(&key.trim().to_lowercase().as_str())
}
