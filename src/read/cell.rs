//! What reading yields: a workbook of sheets of rows of cells.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arcstr::ArcStr;
use chrono::NaiveDateTime;

use super::markup::{NameMarkup, NumberFormat, SheetMarkup};
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
    pub merges: Vec<Area>,
    /// What the file says about its cells besides what they hold.
    pub facts: SheetFacts,
}

/// A range of cells: first row, first column, last row, last column, counted from 0, all included.
pub type Area = (u32, u32, u32, u32);

/// What a file says about the cells of a sheet besides what they hold, as far as it can be evidence
/// for what a column means. Only .xlsx and .xlsm files are asked for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetFacts {
    /// Hidden rows as (first, last), counted from 0, in ascending order.
    pub hidden_rows: Vec<(u32, u32)>,
    /// Hidden columns as (first, last), counted from 0, in the order of the file.
    pub hidden_columns: Vec<(u32, u32)>,
    /// What people wrote about cells, in the order of rows and columns.
    pub comments: Vec<Comment>,
    /// What may be entered where.
    pub validations: Vec<Validation>,
    /// Cells with a formula that were saved without its value (row, column), in ascending order.
    pub formulas_without_value: Vec<(u32, u32)>,
    /// Cells that hold nothing and have a colour (row, column, colour), in ascending order: a traffic
    /// light without a word. At most a million of them are kept.
    pub coloured_blanks: Vec<(u32, u32, Hue)>,
}

impl SheetFacts {
    /// Whether a cell holds a formula that was saved without its value.
    pub fn lacks_value(&self, row: u32, column: u32) -> bool {
        self.formulas_without_value.binary_search(&(row, column)).is_ok()
    }

    /// Whether a row counted from 0 is hidden.
    pub fn hides_row(&self, row: u32) -> bool {
        let after = self.hidden_rows.partition_point(|(first, _)| *first <= row);
        after
            .checked_sub(1)
            .and_then(|index| self.hidden_rows.get(index))
            .is_some_and(|(_, last)| row <= *last)
    }

    /// Whether a column counted from 0 is hidden.
    pub fn hides_column(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// The colour of a cell that holds nothing.
    pub fn colour_of_blank(&self, row: u32, column: u32) -> Option<Hue> {
        let index = self
            .coloured_blanks
            .binary_search_by_key(&(row, column), |(row, column, _)| (*row, *column))
            .ok()?;
        self.coloured_blanks.get(index).map(|(_, _, hue)| *hue)
    }
}

/// What somebody wrote about a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The row of the cell, counted from 0.
    pub row: u32,
    /// The column of the cell, counted from 0.
    pub column: u32,
    /// The text, answers to it included.
    pub text: Box<str>,
    /// Who wrote it, as the file says; empty where it does not, and of conversations.
    pub author: Box<str>,
}

/// What may be entered in some cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// The cells, counted from 0.
    pub areas: Vec<Area>,
    /// What may be entered.
    pub allowed: Allowed,
}

/// What a validation allows.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// One of the values listed.
    Values(Vec<Box<str>>),
    /// One of the values that a reference or a name leads to, as the file writes it: `Lists!$A$2:$A$6`.
    Reference(Box<str>),
    /// A number from the first to the second, both included.
    Numbers(f64, f64),
}

/// What stands in a workbook besides the values of its cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Its sheets of cells, in their order.
    pub sheets: Vec<SheetLayout>,
    /// The names of sheets that hold a chart or a dialog alone.
    pub sheets_without_cells: Vec<String>,
    /// Whether it holds macros.
    pub macros: bool,
    /// The names that stand for something, those of sheets with the name of the sheet.
    pub names: Vec<(Option<String>, NameMarkup)>,
}

/// A number, and how it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownNumber {
    /// How it is shown.
    pub format: NumberFormat,
    /// The number; of a date, its day and time counted from 1900; `None` where the cell holds something else.
    pub number: Option<f64>,
}

/// What is asked for of a sheet besides the values of its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The formulas of some columns, counted from 0, and how numbers are shown in them.
    Columns(BTreeSet<u32>),
    /// The same of a sheet of annexa, and what of the look of its cells is none of annexa's.
    Marked(BTreeSet<u32>, Arc<Colours>),
    /// The sheet as a whole.
    Everything,
}

/// The colours that annexa gives to cells, as `0xRRGGBB`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Colours {
    /// Those of what fills cells.
    pub fills: BTreeSet<u32>,
    /// Those of letters.
    pub inks: BTreeSet<u32>,
    /// That of slanted letters in lists.
    pub slanted: u32,
    /// That of underlined letters, which lead somewhere.
    pub leading: u32,
}

/// How a person marked a cell: what of its look is none of annexa's. Colours as `0xRRGGBB`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellMark {
    /// What fills it.
    pub fill: Option<u32>,
    /// The colour of its letters.
    pub ink: Option<u32>,
    /// Whether its letters are bold.
    pub bold: bool,
    /// Whether they are slanted.
    pub italic: bool,
    /// Whether they are struck through.
    pub struck: bool,
    /// Whether they are underlined.
    pub underlined: bool,
}

/// What stands on a sheet besides the values of its cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetLayout {
    /// Its name.
    pub name: String,
    /// The part of the archive that holds it.
    pub part: String,
    /// The widths of columns as (first, last, width as the file says it), counted from 0.
    pub widths: Vec<(u32, u32, f64)>,
    /// The formulas that were asked for, by row and column; empty where it is not the cell's own formula.
    pub formulas: BTreeMap<(u32, u32), String>,
    /// Those of them that are the formula of another cell, copied: that cell and what stands there.
    pub copied: BTreeMap<(u32, u32), ((u32, u32), String)>,
    /// The numbers of the columns that were asked for, by row and column, where they are not shown as they are.
    pub numbers: BTreeMap<(u32, u32), ShownNumber>,
    /// How people marked its cells, by row and column, where that was asked for.
    pub marks: BTreeMap<(u32, u32), CellMark>,
    /// The rules for its cells, where marks were asked for.
    pub rules: Vec<PlacedRule>,
    /// The sheet as a whole, where it was asked for.
    pub markup: Option<SheetMarkup>,
    /// Its charts.
    pub charts: Vec<PlacedChart>,
    /// Other things that it holds: images, shapes, pivot tables.
    pub other_parts: BTreeMap<&'static str, OtherParts>,
}

/// A conditional format, or a rule for what may be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedRule {
    /// The first cell (row, column) that it is for, counted from 0.
    pub place: (u32, u32),
    /// Whether it is about what may be entered.
    pub entered: bool,
    /// The kind, in the word of the file format.
    pub kind: String,
    /// Its first formula; empty for none.
    pub formula: String,
}

/// A chart as it stands on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedChart {
    /// Its title; empty for one without.
    pub title: String,
    /// The cell (row, column) at whose upper left corner it stands, counted from 0, where it stands at one.
    pub place: Option<(u32, u32)>,
}

/// Things of one kind that a sheet holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherParts {
    /// How many there are.
    pub count: usize,
    /// The cell (row, column) of the first of them, counted from 0, where it stands at one.
    pub place: Option<(u32, u32)>,
}

impl SheetLayout {
    /// Counts one more thing of a kind.
    pub(super) fn count(&mut self, word: &'static str, place: Option<(u32, u32)>) {
        let parts = self.other_parts.entry(word).or_default();
        parts.count += 1;
        parts.place = parts.place.or(place);
    }
}

impl Sheet {
    /// The row with a number counted from 0, where it holds any cell.
    pub fn row(&self, number: u32) -> Option<&Row> {
        // Nearly every register has no gaps, so that the row stands where it would without any.
        let first = self.rows.first()?.number;
        let likely = self.rows.get(number.checked_sub(first)? as usize).filter(|row| row.number == number);
        likely.or_else(|| {
            let index = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
            self.rows.get(index)
        })
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
    /// Whether a formula gives the value; known for .xlsx and .xlsm files only.
    pub formula: bool,
    /// The colour behind the value; known for .xlsx and .xlsm files only.
    pub fill: Option<Hue>,
}

/// The name of a colour, as a person would call it who sees a traffic light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hue {
    /// Red and its shades, rose among them.
    Red,
    /// Orange, which is what amber looks like in most registers.
    Orange,
    /// Yellow, the other amber.
    Yellow,
    /// Green.
    Green,
    /// Blue and cyan.
    Blue,
    /// Purple and magenta.
    Purple,
    /// Grey, black or white: no colour that a person would give a meaning to.
    Grey,
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
    /// Text; never empty. Cells of one workbook that hold the same text may share it.
    Text(ArcStr),
    /// A number that is finite.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A date, with its time of day.
    Date(NaiveDateTime),
    /// An error value such as `#REF!`.
    Error(ArcStr),
}

impl Cell {
    /// A cell of which no more is known than what it holds and how that is shown.
    pub fn new(column: u32, value: Value, form: NumberForm) -> Self {
        Self { column, value, form, formula: false, fill: None }
    }

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
    const SIGNIFICANT_DIGITS: usize = 15;
    if number.trunc() == number && number.abs() < 1e15 {
        return (number as i64).to_string();
    }
    let shortest = number.to_string();
    let digits = shortest.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    if digits <= SIGNIFICANT_DIGITS {
        return shortest;
    }
    // Fifteen significant digits is what spreadsheets show; more would print the noise of 0.1 + 0.2.
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A register of a million rows is kept as a whole: a cell that grows costs it memory by the hundred MiB.
    #[test]
    fn a_cell_is_small() {
        assert_eq!(size_of::<Cell>(), 24);
    }

    #[test]
    fn rows_are_found_with_and_without_gaps_between_them() {
        let row = |number| Row { number, cells: Vec::new() };
        let name = Arc::new(SheetName { file: "a.xlsx".into(), sheet: None });
        for numbers in [vec![], vec![0, 1, 2, 3], vec![4, 5, 6], vec![2, 3, 7, 8, 20]] {
            let sheet = Sheet {
                name: Arc::clone(&name),
                visibility: Visibility::Visible,
                rows: numbers.iter().copied().map(row).collect(),
                merges: Vec::new(),
                facts: SheetFacts::default(),
            };
            for number in 0..25 {
                let found = sheet.row(number).map(|row| row.number);
                assert_eq!(found, numbers.contains(&number).then_some(number), "{numbers:?}");
            }
        }
    }

    #[test]
    fn hidden_rows_and_colours_are_found_by_place() {
        let facts = SheetFacts {
            hidden_rows: vec![(2, 3), (7, 7)],
            hidden_columns: vec![(5, 6)],
            coloured_blanks: vec![(1, 2, Hue::Red), (1, 4, Hue::Green)],
            ..SheetFacts::default()
        };
        let hidden: Vec<u32> = (0..9).filter(|row| facts.hides_row(*row)).collect();
        assert_eq!(hidden, [2, 3, 7]);
        assert!(facts.hides_column(6) && !facts.hides_column(4));
        assert_eq!(facts.colour_of_blank(1, 4), Some(Hue::Green));
        assert_eq!(facts.colour_of_blank(1, 3), None);
    }
}
