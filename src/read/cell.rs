//! What reading yields: a workbook of sheets of rows of cells.

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::provenance::SheetName;

/// A source file as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// The path, as it was given or found.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its sheets, in their order.
    pub sheets: Vec<Sheet>,
}

/// Whether a sheet is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// Shown.
    Visible,
    /// Hidden; a person can show it.
    Hidden,
    /// Hidden from the menu too.
    VeryHidden,
}

/// A sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// File and sheet name.
    pub name: Arc<SheetName>,
    /// Whether it is shown.
    pub visibility: Visibility,
    /// The rows that hold any cell, in ascending order.
    pub rows: Vec<Row>,
    /// Merged ranges, as (first row, first column, last row, last column), counted from 0.
    pub merges: Vec<(u32, u32, u32, u32)>,
}

impl Sheet {
    /// The row with a number counted from 0, where it holds any cell.
    pub fn row(&self, number: u32) -> Option<&Row> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|index| self.rows.get(index))
    }

    /// The cell at a place, where it holds anything.
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.row(row).and_then(|row| row.cell(column))
    }
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number, counted from 0. In a file of separated values, the number of the record.
    pub number: u32,
    /// The cells that hold anything, in ascending order of columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column counted from 0, where it holds anything.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells
            .binary_search_by_key(&column, |cell| cell.column)
            .ok()
            .and_then(|index| self.cells.get(index))
    }
}

/// A cell that holds anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its column, counted from 0.
    pub column: u32,
    /// What it holds.
    pub value: Value,
    /// How a number is shown, where the format says so.
    pub form: NumberForm,
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberForm {
    /// As it is, or unknown.
    General,
    /// With a fixed number of decimals.
    Decimals(u8),
    /// As a percentage: 0.5 is shown as 50 %.
    Percent,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text; never empty.
    Text(Box<str>),
    /// A number that is finite.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A date, with its time of day.
    Date(NaiveDateTime),
    /// An error value such as `#REF!`.
    Error(Box<str>),
}

impl Cell {
    /// The cell's content as a person would read it: a number without needless decimals, a date as
    /// `2026-03-31`, a percentage as `50%`.
    pub fn text(&self) -> String {
        match &self.value {
            Value::Text(text) | Value::Error(text) => text.to_string(),
            Value::Number(number) => match self.form {
                NumberForm::Percent => format!("{}%", number_text(number * 100.0)),
                NumberForm::Decimals(places) => {
                    let shown = format!("{number:.*}", usize::from(places));
                    if shown.parse() == Ok(*number) { shown } else { number_text(*number) }
                }
                NumberForm::General => number_text(*number),
            },
            Value::Boolean(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
            Value::Date(date) => {
                if date.time() == chrono::NaiveTime::MIN {
                    date.format("%Y-%m-%d").to_string()
                } else {
                    date.format("%Y-%m-%d %H:%M").to_string()
                }
            }
        }
    }
}

fn number_text(number: f64) -> String {
    // Fifteen significant digits is what spreadsheets show; more would print the noise of 0.1 + 0.2.
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}
