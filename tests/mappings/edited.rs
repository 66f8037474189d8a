//! A mapping workbook that is edited as a person edits it: read as a plain grid of texts, changed, and
//! written by a program that knows nothing of annexa.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use annexa::read::{Limits, read_workbook};
use rust_xlsxwriter::Workbook;

/// The sheets of a mapping workbook as grids of texts.
pub struct Edited {
    sheets: Vec<(String, Vec<Vec<String>>)>,
}

impl Edited {
    /// Reads a workbook.
    pub fn open(path: &Path) -> Self {
        let (workbook, told) = read_workbook(path, &path.display().to_string(), &Limits::default());
        let workbook = workbook.unwrap_or_else(|| panic!("{told:?}"));
        let sheets = workbook.sheets.iter().map(|sheet| {
            let mut grid: Vec<Vec<String>> = Vec::new();
            for row in &sheet.rows {
                grid.resize((row.number as usize).max(grid.len()), Vec::new());
                let mut texts: Vec<String> = Vec::new();
                for cell in &row.cells {
                    texts.resize(cell.column as usize, String::new());
                    texts.push(cell.text());
                }
                grid.push(texts);
            }
            (sheet.name.sheet.as_deref().unwrap_or_default().to_owned(), grid)
        });
        Self { sheets: sheets.collect() }
    }

    fn grid(&mut self, sheet: &str) -> &mut Vec<Vec<String>> {
        let found = self.sheets.iter_mut().find(|(name, _)| name == sheet);
        &mut found.unwrap_or_else(|| panic!("no sheet {sheet}")).1
    }

    /// The row of the headings and the column of each of some headings.
    fn places(&mut self, sheet: &str, headings: &[&str]) -> (usize, Vec<usize>) {
        let grid = self.grid(sheet);
        let header =
            grid.iter().position(|row| headings.iter().all(|heading| row.iter().any(|cell| cell == heading)));
        let header = header.unwrap_or_else(|| panic!("{sheet} has no row with {headings:?}"));
        let column = |heading: &&str| grid[header].iter().position(|cell| cell == heading).unwrap();
        (header, headings.iter().map(column).collect())
    }

    /// Rows below the headings in which cells hold texts.
    fn rows(&mut self, sheet: &str, holding: &[(&str, &str)]) -> Vec<usize> {
        let headings: Vec<&str> = holding.iter().map(|(heading, _)| *heading).collect();
        let (header, columns) = self.places(sheet, &headings);
        let grid = self.grid(sheet);
        let holds = |row: &&usize| {
            let cells = columns.iter().zip(holding);
            cells
                .into_iter()
                .all(|(column, (_, text))| grid[**row].get(*column).is_some_and(|cell| cell == text))
        };
        let below: Vec<usize> = (header + 1..grid.len()).collect();
        below.iter().filter(holds).copied().collect()
    }

    /// What stands under a heading in the first row in which cells hold texts.
    pub fn cell(&mut self, sheet: &str, holding: &[(&str, &str)], heading: &str) -> String {
        let row = *self.rows(sheet, holding).first().unwrap_or_else(|| panic!("{sheet}: no row {holding:?}"));
        let (_, columns) = self.places(sheet, &[heading]);
        self.grid(sheet)[row].get(columns[0]).cloned().unwrap_or_default()
    }

    /// Chooses an entry in every row in which cells hold texts.
    pub fn choose(&mut self, sheet: &str, holding: &[(&str, &str)], heading: &str, entry: &str) -> &mut Self {
        let rows = self.rows(sheet, holding);
        assert!(!rows.is_empty(), "{sheet}: no row {holding:?}");
        let (_, columns) = self.places(sheet, &[heading]);
        let grid = self.grid(sheet);
        for row in rows {
            let cells = &mut grid[row];
            cells.resize(cells.len().max(columns[0] + 1), String::new());
            cells[columns[0]] = entry.to_owned();
        }
        self
    }

    /// Turns the rows below the headings upside down.
    pub fn reverse(&mut self, sheet: &str) -> &mut Self {
        let (header, _) = self.places(sheet, &["Table"]);
        self.grid(sheet)[header + 1..].reverse();
        self
    }

    /// Inserts a column with a heading of its own in front of all others, and rows above the headings.
    pub fn push_aside(&mut self, sheet: &str) -> &mut Self {
        for row in self.grid(sheet).iter_mut() {
            row.insert(0, "note of a person".to_owned());
        }
        for _ in 0..3 {
            self.grid(sheet).insert(0, vec!["checked by a person".to_owned()]);
        }
        self
    }

    /// Gives a sheet another name.
    pub fn rename(&mut self, sheet: &str, name: &str) -> &mut Self {
        self.sheets
            .iter_mut()
            .filter(|(known, _)| known == sheet)
            .for_each(|(known, _)| *known = name.to_owned());
        self
    }

    /// Removes a sheet.
    pub fn remove(&mut self, sheet: &str) -> &mut Self {
        self.sheets.retain(|(name, _)| name != sheet);
        self
    }

    /// Writes the workbook.
    pub fn save(&self, path: &Path) {
        let mut workbook = Workbook::new();
        for (name, grid) in &self.sheets {
            let sheet = workbook.add_worksheet().set_name(name).unwrap();
            for (row, texts) in (0u32..).zip(grid) {
                for (column, text) in (0u16..).zip(texts).filter(|(_, text)| !text.is_empty()) {
                    sheet.write_string(row, column, text).unwrap();
                }
            }
        }
        workbook.save(path).unwrap();
    }
}

/// Writes a register with one sheet.
pub fn register(path: &Path, sheet: &str, rows: &[&[&str]]) {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet().set_name(sheet).unwrap();
    for (row, texts) in (0u32..).zip(rows) {
        for (column, text) in (0u16..).zip(texts.iter()).filter(|(_, text)| !text.is_empty()) {
            worksheet.write_string(row, column, *text).unwrap();
        }
    }
    workbook.save(path).unwrap();
}
