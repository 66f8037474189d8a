//! A table of a workbook that annexa wrote, found by its headings: sheets may be renamed and sorted, columns
//! moved.

use std::collections::BTreeMap;

use super::entry_of;
use crate::model::Entry;
use crate::provenance::Location;
use crate::read::{Row, Sheet, Visibility, Workbook};

/// Rows of a sheet in which the headings of a table are looked for.
const TOP_ROWS: usize = 300;

/// A table, as it stands now.
#[derive(Clone, Debug)]
pub struct FoundTable<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// The row of the headings, counted from 0.
    pub header_row: u32,
    /// The column of each heading; of equal ones the first.
    pub columns: BTreeMap<String, u32>,
}

/// A cell of a table, as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundCell {
    /// Where it stands.
    pub location: Location,
    /// What it holds.
    pub entry: Entry,
    /// What it holds as it is shown: a share as `50%`.
    pub shown: String,
    /// Whether a formula gives it.
    pub formula: bool,
}

impl<'a> FoundTable<'a> {
    /// The table with all of some headings; of several the one on the sheet of a name, or else the first.
    pub fn find(workbook: &'a Workbook, name: &str, headings: &[&str]) -> Option<Self> {
        let visible = workbook.sheets.iter().filter(|sheet| sheet.visibility != Visibility::VeryHidden);
        let mut tables = visible.flat_map(|sheet| {
            sheet.rows.iter().take(TOP_ROWS).filter_map(move |row| Self::of_row(sheet, row, headings))
        });
        let first = tables.next()?;
        let is_named = |table: &Self| table.sheet.name.sheet.as_deref() == Some(name);
        if is_named(&first) {
            return Some(first);
        }
        tables.find(is_named).or(Some(first))
    }

    /// The table whose headings stand in a row of a sheet.
    pub fn at(sheet: &'a Sheet, header_row: u32) -> Option<Self> {
        Self::of_row(sheet, sheet.row(header_row)?, &[])
    }

    fn of_row(sheet: &'a Sheet, row: &Row, headings: &[&str]) -> Option<Self> {
        let mut columns = BTreeMap::new();
        for cell in &row.cells {
            columns.entry(cell.text().trim().to_owned()).or_insert(cell.column);
        }
        let all = headings.iter().all(|heading| columns.contains_key(*heading));
        all.then_some(Self { sheet, header_row: row.number, columns })
    }

    /// The rows below the headings that hold anything in a column.
    pub fn rows<'t>(&'t self, heading: &str) -> impl Iterator<Item = u32> + use<'t, 'a> {
        let column = self.columns.get(heading).copied();
        let below = self.sheet.rows.iter().filter(|row| row.number > self.header_row);
        below.filter(move |row| column.is_some_and(|column| row.cell(column).is_some())).map(|row| row.number)
    }

    /// The rows whose cell in a column says a text.
    pub fn rows_with<'t>(&'t self, heading: &'t str, text: &'t str) -> impl Iterator<Item = u32> + 't {
        self.rows(heading).filter(move |row| self.text(*row, heading) == text)
    }

    /// The cell of a row; `None` where the table has no such column.
    pub fn cell(&self, row: u32, heading: &str) -> Option<FoundCell> {
        let column = *self.columns.get(heading)?;
        let cell = self.sheet.cell(row, column);
        Some(FoundCell {
            location: Location::cell(&self.sheet.name, row, column),
            entry: entry_of(cell),
            shown: cell.map(crate::read::Cell::text).unwrap_or_default(),
            formula: cell.is_some_and(|cell| cell.formula),
        })
    }

    /// What a cell says; blank where there is none.
    pub fn text(&self, row: u32, heading: &str) -> String {
        self.cell(row, heading).map(|cell| cell.entry.to_string()).unwrap_or_default()
    }

    /// The number in a cell.
    pub fn number(&self, row: u32, heading: &str) -> Option<f64> {
        match self.cell(row, heading)?.entry {
            Entry::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The heading of a column.
    pub fn heading(&self, column: u32) -> Option<&str> {
        self.columns.iter().find(|(_, place)| **place == column).map(|(heading, _)| heading.as_str())
    }
}
