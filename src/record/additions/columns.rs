//! Columns that people added to lists, with their values by key.

use std::collections::{BTreeMap, BTreeSet};

use super::Additions;
use super::before::Before;
use super::formula::{self, OwnFormula};
use super::tokens;
use super::unkept::Unkept;
use crate::model::Entry;
use crate::provenance::{CellPlace, column_letters};
use crate::read::{Layout, Sheet, SheetLayout, ShownNumber};
use crate::record::found::FoundList;
use crate::record::{Previous, entry_of};

/// What a column of one's own is called where it has values and no heading.
const WITHOUT_HEADING: &str = "Note";

/// Most characters of a heading that leave room for a number in those that a table allows.
const LONGEST_HEADING: usize = 120;

/// A column that people added to a list.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnColumn {
    /// The list.
    pub list: String,
    /// The heading; no other column of the list has it.
    pub heading: String,
    /// Its cells by the keys of the records.
    pub values: BTreeMap<String, OwnValue>,
    /// Its cells in rows that people added since the last run, by row counted from 0.
    pub of_added_rows: BTreeMap<u32, OwnValue>,
}

/// A cell of a column that people added.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnValue {
    /// What it holds; of a formula, its value, blank where that is not known.
    pub entry: Entry,
    /// The number, and how it is shown, where not as it is.
    pub shown: Option<ShownNumber>,
    /// The formula that gives the value, where it can be kept.
    pub formula: Option<OwnFormula>,
}

/// A list, and where it stands.
pub(super) struct Place<'a> {
    pub name: &'a str,
    pub sheet: &'a Sheet,
    pub found: FoundList,
    /// The columns of annexa, as the sheet has their headings now and as they were written.
    headings: BTreeMap<u32, (String, String)>,
    /// The columns that people added: where they stand, and their headings.
    own: Vec<(u32, String)>,
    /// The rows of the records, by key.
    rows: BTreeMap<String, u32>,
    /// The keys of the records, by row.
    keys: BTreeMap<u32, String>,
    /// The rows that people added.
    added: BTreeSet<u32>,
}

/// All lists of a workbook, those without editable columns too, where they are found.
pub(super) fn lists<'a>(previous: &'a Previous<'_>) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    for (name, found) in &previous.lists {
        let headings = previous.last.headings.get(name).map(Vec::as_slice).unwrap_or_default();
        let added = found.added.iter().map(|added| added.row).collect();
        places.extend(Place::of(previous, name, found.clone(), headings, found.rows.clone(), added));
    }
    for list in &previous.last.plain_lists {
        let Some(found) = previous.find_plain(list) else { continue };
        let Some(sheet) = previous.workbook.sheets.get(found.sheet) else { continue };
        let written = previous.last.lists.get(&list.name);
        let mut rows = BTreeMap::new();
        for row in sheet.rows.iter().filter(|row| row.number > found.header_row) {
            let key = entry_of(row.cell(found.key_column)).to_string();
            // What somebody typed into that column is none.
            let is_known = written.is_none_or(|written| written.row(&key).is_some());
            if !key.is_empty() && is_known {
                rows.entry(key).or_insert(row.number);
            }
        }
        places.extend(Place::of(previous, &list.name, found, &list.headings, rows, Vec::new()));
    }
    // Of lists whose headings stand in one row, none takes the columns of another for people's.
    let taken: BTreeSet<(usize, u32, u32)> = places
        .iter()
        .flat_map(|place| {
            place.headings.keys().map(|column| (place.found.sheet, place.found.header_row, *column))
        })
        .collect();
    for place in &mut places {
        let (sheet, row) = (place.found.sheet, place.found.header_row);
        place.own.retain(|(column, _)| !taken.contains(&(sheet, row, *column)));
    }
    places
}

impl<'a> Place<'a> {
    fn of(
        previous: &'a Previous<'_>,
        name: &'a str,
        found: FoundList,
        written: &[String],
        rows: BTreeMap<String, u32>,
        added: Vec<u32>,
    ) -> Option<Self> {
        let sheet = previous.workbook.sheets.get(found.sheet)?;
        let header = sheet.row(found.header_row)?;
        let mut headings: BTreeMap<u32, (String, String)> = BTreeMap::new();
        for (column, written) in &found.headings.written {
            let shown = header.cell(*column).map(|cell| cell.text().trim().to_owned()).unwrap_or_default();
            headings.insert(*column, (shown, written.clone()));
        }
        let own_headings = found.headings.own.clone();
        let keys = rows.iter().map(|(key, row)| (*row, key.clone())).collect();
        let added = added.into_iter().collect();
        let mut place = Self { name, sheet, found, headings, own: own_headings, rows, keys, added };
        place.add_columns_without_heading();
        place.tell_headings_apart(written);
        Some(place)
    }

    /// Columns in which somebody wrote beside records, without a heading.
    fn add_columns_without_heading(&mut self) {
        let known: BTreeSet<u32> =
            self.headings.keys().copied().chain(self.own.iter().map(|(column, _)| *column)).collect();
        let rows = self.rows.values().chain(&self.added);
        let cells = rows.filter_map(|row| self.sheet.row(*row)).flat_map(|row| &row.cells);
        let columns: BTreeSet<u32> =
            cells.map(|cell| cell.column).filter(|column| !known.contains(column)).collect();
        self.own.extend(columns.into_iter().map(|column| (column, WITHOUT_HEADING.to_owned())));
    }

    /// A table has no two columns of one heading, whatever the case of its letters.
    fn tell_headings_apart(&mut self, written: &[String]) {
        let mut taken: BTreeSet<String> = written.iter().map(|heading| heading.to_lowercase()).collect();
        for (_, heading) in &mut self.own {
            let words: Vec<&str> = heading.split_whitespace().collect();
            let plain: String = words.join(" ").chars().take(LONGEST_HEADING).collect();
            heading.clone_from(&plain);
            let mut number = 1;
            while !taken.insert(heading.to_lowercase()) {
                number += 1;
                *heading = format!("{plain} ({number})");
            }
        }
    }

    /// The sheet and the number of each column that people added.
    pub(super) fn places(&self) -> impl Iterator<Item = (String, u32)> {
        let sheet = self.sheet_name();
        self.own.iter().map(move |(column, _)| (sheet.clone(), *column))
    }

    /// The sheet and the number of each column in which the last run wrote one formula.
    pub(super) fn calculated(&self, previous: &Previous<'_>) -> impl Iterator<Item = (String, u32)> {
        let sheet = self.sheet_name();
        let written = previous.last.lists.get(self.name);
        let columns = self.headings.iter().filter(move |(_, (_, heading))| {
            written.is_some_and(|written| written.formulas.contains_key(heading))
        });
        columns.map(move |(column, _)| (sheet.clone(), *column))
    }

    /// The columns with the headings under which they will be written.
    pub(super) fn columns(&self) -> impl Iterator<Item = (u32, &str)> {
        let ours = self.headings.iter().map(|(column, (_, written))| (*column, written.as_str()));
        ours.chain(self.own.iter().map(|(column, heading)| (*column, heading.as_str())))
    }

    /// The heading under which a column will be written.
    pub(super) fn heading(&self, column: u32) -> Option<&str> {
        self.columns().find(|(known, _)| *known == column).map(|(_, heading)| heading)
    }

    /// The last row of the list, with the rows that people added. A list without records has a blank one.
    pub(super) fn last_row(&self) -> u32 {
        let repeated = self.found.repeated.iter().map(|(row, _)| *row);
        let rows = self.rows().chain(self.added.iter().copied()).chain(repeated);
        rows.chain([self.found.header_row + 1]).max().unwrap_or_default()
    }

    /// The rows of the records.
    pub(super) fn rows(&self) -> impl Iterator<Item = u32> {
        self.rows.values().copied()
    }

    /// Whether people added the column.
    pub(super) fn is_own(&self, column: u32) -> bool {
        self.own.iter().any(|(own, _)| *own == column)
    }

    /// Whether a column of annexa stands there.
    pub(super) fn has_column(&self, column: u32) -> bool {
        self.headings.contains_key(&column)
    }

    /// The key of the record in a row.
    pub(super) fn key_of(&self, row: u32) -> Option<&str> {
        self.keys.get(&row).map(String::as_str)
    }

    /// The rows of the records with their keys.
    pub(super) fn keys(&self) -> impl Iterator<Item = (u32, &str)> {
        self.keys.iter().map(|(row, key)| (*row, key.as_str()))
    }

    /// The rows that people added.
    pub(super) fn added(&self) -> impl Iterator<Item = u32> {
        self.added.iter().copied()
    }

    /// Whether people added the row since the last run.
    pub(super) fn is_added(&self, row: u32) -> bool {
        self.added.contains(&row)
    }

    pub(super) fn sheet_name(&self) -> String {
        self.sheet.name.sheet.as_deref().unwrap_or_default().to_owned()
    }

    /// Gathers the columns that people added.
    pub(super) fn find(&self, layout: &Layout, known: &Before, into: &mut Additions) {
        let name = self.sheet_name();
        let layout = layout.sheets.iter().find(|sheet| sheet.name == name);
        let mut all = self.headings.clone();
        all.extend(self.own.iter().map(|(column, heading)| {
            let shown =
                self.sheet.cell(self.found.header_row, *column).map(|cell| cell.text().trim().to_owned());
            (*column, (shown.unwrap_or_default(), heading.clone()))
        }));
        for (column, heading) in &self.own {
            let as_values = Vec::new();
            let mut cells = Cells { place: self, layout, known, column: *column, all: &all, as_values };
            let mut own = OwnColumn {
                list: self.name.to_owned(),
                heading: heading.clone(),
                values: BTreeMap::new(),
                of_added_rows: BTreeMap::new(),
            };
            for (key, row) in &self.rows {
                own.values.extend(cells.value(*row).map(|value| (key.clone(), value)));
            }
            for row in &self.added {
                own.of_added_rows.extend(cells.value(*row).map(|value| (*row, value)));
            }
            into.unkept.extend(cells.unkept(heading));
            for (row, key) in &self.found.repeated {
                let copied = cells.value(*row).map(|value| value.entry).unwrap_or_default();
                let first = own.values.get(key).map(|value| value.entry.clone()).unwrap_or_default();
                if !copied.is_blank() && !copied.says_the_same_as(&first) {
                    let what = format!("\"{copied}\", in a row that repeats another one");
                    into.unkept.push(Unkept::at(&name, CellPlace::new(*row, *column), what));
                }
            }
            into.columns.push(own);
        }
    }
}

/// The formula of a cell, also where it is that of another one, copied.
pub(super) fn formula_in(layout: &SheetLayout, cell: (u32, u32)) -> Option<String> {
    let text = layout.formulas.get(&cell)?;
    let copied = layout.copied.get(&cell).and_then(|((first, column), text)| {
        let by = |to: u32, from: u32| i64::from(to) - i64::from(from);
        tokens::shifted(text, by(cell.0, *first), by(cell.1, *column))
    });
    Some(copied.unwrap_or_else(|| text.clone()))
}

/// The cells of a column.
struct Cells<'a> {
    place: &'a Place<'a>,
    layout: Option<&'a SheetLayout>,
    known: &'a Before,
    column: u32,
    /// The headings of all columns of the list, as they stand there and as they will be written.
    all: &'a BTreeMap<u32, (String, String)>,
    /// Rows in which a formula becomes a value.
    as_values: Vec<u32>,
}

impl Cells<'_> {
    /// What a cell holds; `None` for nothing.
    fn value(&mut self, row: u32) -> Option<OwnValue> {
        let cell = self.place.sheet.cell(row, self.column);
        let text = self.layout.and_then(|layout| formula_in(layout, (row, self.column)));
        let entry = entry_of(cell);
        let mut formula = None;
        if let Some(text) = text {
            let held = |column| entry_of(self.place.sheet.cell(row, column));
            formula = formula::kept(&text, self.place.name, row, self.all, self.known, held);
            if formula.is_none() {
                self.as_values.push(row);
            }
        }
        (formula.is_some() || !entry.is_blank()).then(|| OwnValue {
            entry,
            shown: self.layout.and_then(|layout| layout.numbers.get(&(row, self.column))).cloned(),
            formula,
        })
    }

    /// The formulas that become values.
    fn unkept(&self, heading: &str) -> Option<Unkept> {
        let lost: Vec<CellPlace> =
            self.as_values.iter().map(|row| CellPlace::new(*row, self.column)).collect();
        let without = self.as_values.iter().filter(|row| self.place.sheet.cell(**row, self.column).is_none());
        let values = match without.count() {
            0 => "its value stays",
            _ => "the value that the program left there stays, if any",
        };
        let what = format!("the formula in column {} \"{heading}\"", column_letters(self.column));
        let why = format!("{}; {values}", formula::WHY_NOT);
        Unkept::at_each(&self.place.sheet_name(), lost, &what, "of that column", &why)
    }
}
