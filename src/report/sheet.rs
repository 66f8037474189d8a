//! The neutral workbook: sheets with cells, tables, lists to choose from, charts and print set-up,
//! without a file format.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;

pub use super::allowed::{Allowed, Validation};

use super::cell::{Cell, Tone, Value};
use super::own_formulas::Noticed;
use crate::declaration::Field;
use crate::provenance::CellPlace;
use crate::read::CellMark;
use crate::read::markup::NumberFormat;
use crate::record::{EditedOn, OwnSheet, Owner};

/// A workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Workbook {
    /// The sheets, in their order.
    pub sheets: Vec<Sheet>,
    /// What the file says of itself.
    pub properties: Properties,
    /// What was noticed about formulas of people that it keeps.
    pub noticed: Vec<Noticed>,
}

/// What a workbook says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Properties {
    /// Its title.
    pub title: String,
    /// The organisation that it is about; empty where that is not known.
    pub organisation: String,
    /// The assessment date, which also stands as the date of creation, so that equal input gives equal bytes.
    pub as_of: NaiveDate,
    /// Named texts that other programs can read.
    pub custom: Vec<(String, String)>,
}

/// What a sheet is for, which decides the colour of its tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TabRole {
    /// Shows results.
    Result,
    /// Is worked on.
    Work,
    /// Proves figures.
    Proof,
    /// Holds settings.
    Settings,
}

impl TabRole {
    /// All of them.
    pub const ALL: [TabRole; 4] = [TabRole::Result, TabRole::Work, TabRole::Proof, TabRole::Settings];

    /// What people do with such a sheet.
    pub fn meaning(self) -> &'static str {
        match self {
            TabRole::Result => "Figures and plans to read, present and hand on.",
            TabRole::Work => "Lists to work on: what you write in columns marked edit counts.",
            TabRole::Proof => "Where figures come from, and what holds them together.",
            TabRole::Settings => "Scales, weights, levels and dates that all figures follow.",
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            TabRole::Result => "result",
            TabRole::Work => "work",
            TabRole::Proof => "proof",
            TabRole::Settings => "settings",
        }
    }
}

/// A rectangle of cells, both corners included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Area {
    /// The upper left corner.
    pub first: CellPlace,
    /// The lower right corner.
    pub last: CellPlace,
}

impl Area {
    /// The rectangle between two corners; rows and columns count from 0.
    pub fn new(first_row: u32, first_column: u32, last_row: u32, last_column: u32) -> Self {
        Self { first: CellPlace::new(first_row, first_column), last: CellPlace::new(last_row, last_column) }
    }

    /// Each cell of it, row by row.
    pub fn places(self) -> impl Iterator<Item = CellPlace> {
        (self.first.row..=self.last.row).flat_map(move |row| {
            (self.first.column..=self.last.column).map(move |column| CellPlace::new(row, column))
        })
    }
}

impl fmt::Display for Area {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.first, self.last)
    }
}

/// A table: one header row, at least one row of data, a name that formulas use.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The name in formulas.
    pub name: String,
    /// Header and data.
    pub area: Area,
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// How a later run knows its records again; `None` where nothing of it is kept.
    pub kept: Option<Kept>,
}

/// The records of a list that its sheet has no room for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beyond {
    /// The headings of the columns of the list.
    pub headings: Vec<String>,
    /// The records, a cell for each of these columns.
    pub rows: Vec<Vec<Cell>>,
}

/// How a later run knows the records of a table again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The column of the keys, counted from the first of the table.
    pub key_column: u32,
    /// Whose the records are.
    pub owner: Owner,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableColumn {
    /// Its heading.
    pub heading: String,
    /// The expression that fills the column, where it is calculated.
    pub expression: Option<Arc<str>>,
    /// Whether people edit it.
    pub editable: bool,
    /// The field of a register that it holds.
    pub field: Option<Field>,
    /// What it means, as it is declared; shown on Column meanings and by `annexa explain`.
    pub meaning: String,
    /// Where its rule comes from: a clause, or judgement; empty where it states a fact.
    pub rule: String,
    /// Who fills it.
    pub tone: Tone,
    /// The column of another sheet in which people edit what it shows.
    pub edited_on: Option<EditedOn>,
}

impl TableColumn {
    /// A column that holds no field, and that nobody edits.
    pub fn new(heading: &str) -> Self {
        Self {
            heading: heading.to_owned(),
            expression: None,
            editable: false,
            field: None,
            meaning: String::new(),
            rule: String::new(),
            tone: Tone::Plain,
            edited_on: None,
        }
    }
}

/// How much a marked cell matters; the cell's word says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// As it should be.
    Good,
    /// To be watched.
    Caution,
    /// A fault.
    Bad,
    /// Out of account.
    Quiet,
}

/// A look that depends on what a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionalFormat {
    /// The cells.
    pub area: Area,
    /// When it applies.
    pub rule: Rule,
}

/// When a conditional format applies, and what it does.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The cell holds this very word.
    Word(String, Mark),
    /// The expression, written for the area's upper left cell, is true.
    Expression(String, Mark),
    /// A bar from 0 to 1 behind the figure.
    Bar,
}

/// A chart of bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// The same for those who cannot see it.
    pub alternative_text: String,
    /// The cell at whose upper left corner it stands.
    pub place: CellPlace,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Whether the bars lie.
    pub lying: bool,
    /// Whether the values are shares of 1, shown in percent.
    pub percent: bool,
    /// Whether the series stand on each other, as parts of one bar.
    pub stacked: bool,
    /// Where the bars are spans of days: the first series is their first days, the second their lengths.
    pub timeline: Option<Timeline>,
    /// The series.
    pub series: Vec<Series>,
}

/// The axis of days of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Where it begins.
    pub first: NaiveDate,
    /// Where it ends.
    pub last: NaiveDate,
    /// Days from one line to the next.
    pub days_between_lines: i64,
}

/// A series of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// The sheet that its cells stand on.
    pub sheet: String,
    /// The cells with the names of the bars.
    pub categories: Area,
    /// The cells with their values.
    pub values: Area,
}

/// A name that stands for cells of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct DefinedName {
    /// The name.
    pub name: String,
    /// The cells.
    pub area: Area,
    /// The expression for what it stands for, where that is not what the cell holds.
    pub expression: Option<String>,
}

/// What stands for the cell of a name in its expression.
pub const CELL: &str = "{cell}";

/// How a sheet is printed; on A4 and also within the width of Letter, with page x of y at the foot.
#[derive(Clone, Debug, PartialEq)]
pub struct Print {
    /// Across instead of upright.
    pub landscape: bool,
    /// The cells to print; all where `None`.
    pub area: Option<Area>,
    /// The rows that are repeated on each page, first and last.
    pub repeated_rows: Option<(u32, u32)>,
    /// Rows before which a new page starts. The width of the sheet is made to fit the page all the same: in a broader
    /// typeface than it asks for, a fixed size would put its last columns on pages of their own.
    pub breaks: Vec<u32>,
    /// Whether the whole sheet is made to fit one page; else its width is.
    pub on_one_page: bool,
}

/// What a person wrote about a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// The text.
    pub text: String,
    /// Who wrote it; empty where that is not known.
    pub author: String,
}

/// A sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// What it is for.
    pub role: TabRole,
    /// Whether it is for later runs alone: nobody sees it, and no menu shows it.
    pub hidden: bool,
    /// Of a sheet that a person added, all that it holds and how it looks; it has no cells here.
    pub own: Option<Arc<OwnSheet>>,
    /// How people marked cells.
    pub marks: BTreeMap<CellPlace, CellMark>,
    /// How numbers are shown in cells of columns that people added, where not as their style has it.
    pub number_formats: BTreeMap<CellPlace, NumberFormat>,
    /// One line that says what it shows; stands in A2 and in the index.
    pub explanation: String,
    /// The cell that shows the date and, once the checks are known, their state.
    pub dated_line: Option<CellPlace>,
    /// Width of the columns from A on, in characters.
    pub column_widths: Vec<f64>,
    /// Columns that a person hid, counted from 0.
    pub hidden_columns: BTreeSet<u32>,
    /// What people wrote about cells.
    pub comments: BTreeMap<CellPlace, Comment>,
    /// Height of rows that do not fit themselves to their text, in points.
    pub row_heights: BTreeMap<u32, f64>,
    /// The tables.
    pub tables: Vec<Table>,
    /// Records of its list that it has no room for: they are handed over as text beside the workbook.
    pub beyond: Beyond,
    /// What may be entered where.
    pub validations: Vec<Validation>,
    /// Looks that depend on values.
    pub conditional_formats: Vec<ConditionalFormat>,
    /// The charts.
    pub charts: Vec<Chart>,
    /// The names that stand for cells of this sheet.
    pub names: Vec<DefinedName>,
    /// The first cell that scrolls; what lies above and left of it stays.
    pub freeze: Option<CellPlace>,
    /// How it is printed.
    pub print: Print,
    rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// An empty sheet.
    pub fn new(name: &str, role: TabRole, explanation: &str) -> Self {
        Self {
            name: name.to_owned(),
            role,
            hidden: false,
            own: None,
            marks: BTreeMap::new(),
            number_formats: BTreeMap::new(),
            explanation: explanation.to_owned(),
            dated_line: None,
            column_widths: Vec::new(),
            hidden_columns: BTreeSet::new(),
            comments: BTreeMap::new(),
            row_heights: BTreeMap::new(),
            tables: Vec::new(),
            beyond: Beyond::default(),
            validations: Vec::new(),
            conditional_formats: Vec::new(),
            charts: Vec::new(),
            names: Vec::new(),
            freeze: None,
            print: Print {
                landscape: true,
                area: None,
                repeated_rows: None,
                breaks: Vec::new(),
                on_one_page: false,
            },
            rows: Vec::new(),
        }
    }

    /// Puts a cell in its place; rows and columns count from 0.
    pub fn put(&mut self, row: u32, column: u32, cell: impl Into<Cell>) {
        let (row, column) = (row as usize, column as usize);
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        if let Some(cells) = self.rows.get_mut(row) {
            if cells.len() <= column {
                cells.resize(column + 1, Cell::EMPTY);
            }
            if let Some(slot) = cells.get_mut(column) {
                *slot = cell.into();
            }
        }
    }

    /// Puts a row of cells, from a column on.
    pub fn put_row(&mut self, row: u32, column: u32, cells: impl IntoIterator<Item = Cell>) {
        let (row, column) = (row as usize, column as usize);
        if self.rows.len() <= row {
            self.rows.resize(row + 1, Vec::new());
        }
        if let Some(places) = self.rows.get_mut(row) {
            if places.len() <= column {
                if column == 0 {
                    // As it comes, without room for more.
                    *places = cells.into_iter().collect();
                    return;
                }
                places.resize(column, Cell::EMPTY);
                places.extend(cells);
                return;
            }
            // What stands behind the new cells stays.
            let mut behind = places.split_off(column).into_iter();
            for cell in cells {
                behind.next();
                places.push(cell);
            }
            places.extend(behind);
        }
    }

    /// The cell at a place, where one was put.
    pub fn cell(&self, place: CellPlace) -> Option<&Cell> {
        self.rows.get(place.row as usize)?.get(place.column as usize)
    }

    /// What a cell holds, to be changed; `None` where there is no cell.
    pub fn value_mut(&mut self, place: CellPlace) -> Option<&mut Value> {
        let cell = self.rows.get_mut(place.row as usize)?.get_mut(place.column as usize)?;
        Some(&mut cell.value)
    }

    /// How many rows there are up to the last cell that was put.
    pub fn row_count(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// All cells that hold something or have a style, row by row.
    pub fn cells(&self) -> impl Iterator<Item = (CellPlace, &Cell)> {
        self.cells_of_rows(0..self.row_count())
    }

    /// How many cells were put into each row, those without anything included.
    pub fn row_lengths(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().map(Vec::len)
    }

    /// The rows in stretches of about so many cells; at least one, and one only of a sheet that is not large.
    pub fn stretches(&self, cells_of_each: usize) -> Vec<Range<u32>> {
        let mut ends = Vec::new();
        let mut cells = 0;
        for (row, length) in (1u32..).zip(self.row_lengths()) {
            cells += length;
            if cells >= cells_of_each {
                ends.push(row);
                cells = 0;
            }
        }
        // What is left over goes to the last of them.
        ends.pop();
        ends.push(self.row_count());
        let mut start = 0;
        let stretch = |end: u32| {
            let rows = start..end;
            start = end;
            rows
        };
        ends.into_iter().map(stretch).collect()
    }

    /// As [`cells`](Self::cells), of some rows.
    pub fn cells_of_rows(&self, rows: Range<u32>) -> impl Iterator<Item = (CellPlace, &Cell)> {
        let found = self.rows.get(rows.start as usize..rows.end as usize).unwrap_or_default();
        (rows.start..).zip(found).flat_map(|(row, cells)| {
            (0u32..)
                .zip(cells)
                .filter(|(_, cell)| cell.style.is_some() || cell.value != Value::Blank)
                .map(move |(column, cell)| (CellPlace::new(row, column), cell))
        })
    }

    /// Gives a name to one cell.
    pub fn name_cell(&mut self, name: impl Into<String>, row: u32, column: u32) {
        let area = Area::new(row, column, row, column);
        self.names.push(DefinedName { name: name.into(), area, expression: None });
    }
}
