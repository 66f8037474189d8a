//! Where the cells stand in the workbook that is refreshed that formulas of people read, and what they hold: so that
//! the formulas can be led to the same cells of the next version.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::columns::Place;
use super::formula::InPlace;
use super::tokens::{Token, tokens, with_headings};
use crate::model::Entry;
use crate::read::{Layout, Sheet};
use crate::record::{Previous, entry_of};

/// First row, first column, last row, last column, counted from 0, all included.
pub type Area = (u32, u32, u32, u32);

/// The sheets, lists and names of annexa in the workbook that is refreshed, as far as formulas of people read them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Before {
    /// What of people stays where it is.
    pub in_place: InPlace,
    /// The sheets of annexa, by the names that they have, in lower case.
    pub sheets: BTreeMap<String, SheetBefore>,
    /// Its lists, by their names in lower case.
    pub lists: BTreeMap<String, ListBefore>,
    /// The sheets that formulas of people read, in lower case.
    pub read: BTreeSet<String>,
    /// Its names, in lower case, with the sheet, in lower case, and the cells that they stand for where that is known.
    pub names: BTreeMap<String, Option<(String, Area)>>,
}

/// A sheet of annexa.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetBefore {
    /// The name under which it is written.
    pub written: String,
    /// The lists on it, in lower case.
    pub lists: Vec<String>,
    /// The first text of each row that is no record.
    pub labels: BTreeMap<u32, String>,
    /// What the cells hold that formulas of people read.
    pub cells: BTreeMap<(u32, u32), Entry>,
    /// Those of them of which nobody knows it: formulas that were saved without their values.
    pub unknown: BTreeSet<(u32, u32)>,
    /// The last row that holds anything.
    pub last_row: u32,
}

/// A list of annexa.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListBefore {
    /// Its name.
    pub name: String,
    /// Its sheet, in lower case.
    pub sheet: String,
    /// The row of its headings.
    pub header_row: u32,
    /// Its columns, those that people added among them, with the headings that they will have.
    pub columns: BTreeMap<u32, String>,
    /// The same headings by those that stand there now.
    pub headings: BTreeMap<String, String>,
    /// Its rows: the keys of the records, `None` for rows that people added.
    pub rows: BTreeMap<u32, Option<String>>,
}

impl ListBefore {
    fn of(place: &Place<'_>) -> Self {
        let header = |column: u32| {
            let cell = place.sheet.cell(place.found.header_row, column);
            cell.map(|cell| cell.text().trim().to_owned()).unwrap_or_default()
        };
        let columns: BTreeMap<u32, String> =
            place.columns().map(|(column, heading)| (column, heading.to_owned())).collect();
        let mut headings: BTreeMap<String, String> =
            columns.values().map(|heading| (heading.clone(), heading.clone())).collect();
        headings.extend(columns.iter().map(|(column, heading)| (header(*column), heading.clone())));
        let mut rows: BTreeMap<u32, Option<String>> =
            place.keys().map(|(row, key)| (row, Some(key.to_owned()))).collect();
        rows.extend(place.added().map(|row| (row, None)));
        Self {
            name: place.name.to_owned(),
            sheet: place.sheet_name().to_lowercase(),
            header_row: place.found.header_row,
            columns,
            headings,
            rows,
        }
    }

    /// What a formula says of the list in brackets, with the headings that its columns will have.
    pub fn with_headings(&self, inside: &str) -> Option<String> {
        with_headings(inside, |heading| self.headings.get(heading).cloned())
    }

    /// The headings, as they will be, that a formula names in brackets.
    pub fn named(&self, inside: &str) -> Vec<String> {
        let named = RefCell::new(Vec::new());
        with_headings(inside, |heading| {
            let heading = self.headings.get(heading).cloned()?;
            named.borrow_mut().push(heading.clone());
            Some(heading)
        });
        named.into_inner()
    }

    /// Its cells under some headings and these themselves; all of them where none is given.
    pub fn area_under(&self, headings: &[String]) -> Area {
        let (top, left, bottom, right) = self.area();
        let named = self.columns.iter().filter(|(_, heading)| headings.contains(heading));
        let columns: Vec<u32> = named.map(|(column, _)| *column).collect();
        let (first, last) = (columns.first().copied(), columns.last().copied());
        (top, first.unwrap_or(left), bottom, last.unwrap_or(right))
    }

    /// All of its cells, the headings among them.
    pub fn area(&self) -> Area {
        let last = self.rows.keys().next_back().copied().unwrap_or(self.header_row);
        let columns = (self.columns.keys().next(), self.columns.keys().next_back());
        (
            self.header_row,
            columns.0.copied().unwrap_or_default(),
            last.max(self.header_row + 1),
            columns.1.copied().unwrap_or_default(),
        )
    }
}

impl Before {
    /// What there is of annexa; `ours` are its sheets with the names under which they are written.
    pub(super) fn find(
        previous: &Previous<'_>,
        places: &[Place<'_>],
        ours: &BTreeMap<usize, String>,
        layout: &Layout,
    ) -> Self {
        let mut before = Self::default();
        for (number, written) in ours {
            let Some(sheet) = previous.workbook.sheets.get(*number) else { continue };
            let on_sheet: Vec<&Place<'_>> =
                places.iter().filter(|place| place.found.sheet == *number).collect();
            let records: BTreeSet<u32> =
                on_sheet.iter().flat_map(|place| place.rows().chain(place.added())).collect();
            let labels = sheet.rows.iter().filter(|row| !records.contains(&row.number)).filter_map(|row| {
                let texts = row.cells.iter().map(|cell| cell.text().trim().to_owned());
                Some((row.number, texts.into_iter().find(|text| !text.is_empty())?))
            });
            let found = SheetBefore {
                written: written.clone(),
                lists: on_sheet.iter().map(|place| place.name.to_lowercase()).collect(),
                labels: labels.collect(),
                last_row: sheet.rows.last().map(|row| row.number).unwrap_or_default(),
                ..SheetBefore::default()
            };
            let name = sheet.name.sheet.as_deref().unwrap_or_default();
            before.sheets.insert(name.to_lowercase(), found);
        }
        let lists = places.iter().map(|place| (place.name.to_lowercase(), ListBefore::of(place)));
        before.lists = lists.collect();
        for (_, name) in layout.names.iter().filter(|(sheet, _)| sheet.is_none()) {
            let lower = name.name.to_lowercase();
            if previous.last.names.contains(&lower) {
                let cells = match tokens(&name.text).as_deref() {
                    Some([Token::Cells(_, cells)]) => {
                        cells.sheet.as_ref().map(|sheet| (sheet.to_lowercase(), cells.area()))
                    }
                    _ => None,
                };
                before.names.insert(lower, cells);
            }
        }
        before
    }

    /// Takes down what the cells hold that formulas read; each comes with the sheet on which it stands, in lower case.
    pub(super) fn take_down<'a>(
        &mut self,
        previous: &Previous<'_>,
        formulas: impl Iterator<Item = (String, &'a str)>,
    ) {
        let mut areas: BTreeSet<(String, Area)> = BTreeSet::new();
        for (home, text) in formulas {
            for token in tokens(text).unwrap_or_default() {
                areas.extend(self.area_of(&token, &home));
            }
        }
        let sheets = previous.workbook.sheets.iter();
        let sheets: BTreeMap<String, &Sheet> =
            sheets.filter_map(|sheet| Some((sheet.name.sheet.as_deref()?.to_lowercase(), sheet))).collect();
        self.read = areas.iter().map(|(sheet, _)| sheet.clone()).collect();
        for (name, (top, left, bottom, right)) in areas {
            let Some((before, sheet)) = self.sheets.get_mut(&name).zip(sheets.get(&name)) else { continue };
            let first = sheet.rows.partition_point(|row| row.number < top);
            for row in sheet.rows.iter().skip(first).take_while(|row| row.number <= bottom) {
                let cells = row.cells.iter().filter(|cell| (left..=right).contains(&cell.column));
                before.cells.extend(cells.map(|cell| ((row.number, cell.column), entry_of(Some(cell)))));
            }
            let unknown = sheet
                .facts
                .formulas_without_value
                .iter()
                .filter(|(row, column)| (top..=bottom).contains(row) && (left..=right).contains(column));
            before.unknown.extend(unknown);
        }
    }

    /// The cells of annexa that a piece of a formula reads: sheet in lower case, area.
    pub fn area_of(&self, token: &Token<'_>, home: &str) -> Option<(String, Area)> {
        match token {
            Token::Cells(_, cells) => {
                let sheet =
                    cells.sheet.as_ref().map_or_else(|| home.to_owned(), |sheet| sheet.to_lowercase());
                self.sheets.contains_key(&sheet).then(|| (sheet, cells.area()))
            }
            Token::Table(table, inside) => {
                let list = self.lists.get(&table.to_lowercase())?;
                Some((list.sheet.clone(), list.area_under(&list.named(inside))))
            }
            Token::Name(_, _, name) => {
                let name = name.to_lowercase();
                if self.in_place.names.contains(&name) || self.in_place.tables.contains(&name) {
                    return None;
                }
                match self.lists.get(&name) {
                    Some(list) => Some((list.sheet.clone(), list.area())),
                    None => self.names.get(&name).cloned().flatten(),
                }
            }
            Token::Plain(_) | Token::Text(_) | Token::Function(_) => None,
        }
    }
}
