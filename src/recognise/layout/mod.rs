//! Where the tables of a sheet are: their header rows below titles and legends, their columns, and
//! the rows that belong to them.
//!
//! ```text
//! candidates  which rows are headers, by what they look like
//! block       a header with its banners and sub-headings; the headings of its columns
//! further_record  rows directly below records that are records too, though they read like headings
//! guide       rows below a header that explain it: column numbers, instructions, examples
//! legend      lists beside a table
//! list_below  lists below it
//! merges      merged cells
//! particulars lines above a table about the file: its version, who approved it
//! ```

mod block;
mod candidates;
mod further_record;
mod guide;
mod legend;
mod list_below;
mod merges;
mod particulars;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::read::{Cell, Row, Sheet, Value};

use super::heading::HeadingIndex;
use super::profile::{holds_text, is_identifier, is_reference, text_of};
use super::words::ValueWords;
use block::{Block, Grid};
use candidates::Candidates;
pub use merges::Merges;

/// Rows of a table that are looked at to judge its columns: the first ones and some spread below.
const SAMPLE_TOP: usize = 120;
const SAMPLE_SPREAD: usize = 80;
/// The share of the cells of a header that a row has as well where it repeats it.
const REPEATED: f64 = 0.6;

/// A table as it lies on its sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct TableShape {
    /// The rows of its header, counted from 0, in ascending order.
    pub header_rows: Vec<u32>,
    /// Its columns, in ascending order.
    pub heads: Vec<Head>,
    /// Rows directly below the header that explain it and are no records, each with what it is.
    pub guides: Vec<(u32, &'static str)>,
    /// The rows below them, as indices into the sheet's rows.
    pub body: Range<usize>,
    /// The text above the header: titles, legends, the scope.
    pub titles: String,
}

/// A column with its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// The column, counted from 0.
    pub column: u32,
    /// Its own heading; empty where there is none.
    pub own: String,
    /// The banner above it, where there is one; several are joined from the topmost one.
    pub banner: Option<String>,
}

impl Head {
    /// The heading as it is shown: the banner joined in front.
    pub fn shown(&self) -> String {
        match &self.banner {
            Some(banner) if self.own.is_empty() => banner.clone(),
            Some(banner) => format!("{} / {}", banner.lines().next().unwrap_or_default().trim(), self.own),
            None => self.own.clone(),
        }
    }
}

impl TableShape {
    /// The rows that evidence is drawn from: the first ones and some spread over the rest, without
    /// those that only repeat the header.
    pub fn sample<'a>(&self, sheet: &'a Sheet) -> Vec<&'a Row> {
        let body = sheet.rows.get(self.body.clone()).unwrap_or_default();
        let step = (body.len().saturating_sub(SAMPLE_TOP) / SAMPLE_SPREAD).max(1);
        let (top, rest) = body.split_at(SAMPLE_TOP.min(body.len()));
        let headers: Vec<&Row> = self.header_rows.iter().filter_map(|number| sheet.row(*number)).collect();
        let records = |row: &&Row| {
            (self.width(row) > 1 || self.heads.len() < 3)
                && !headers.iter().any(|header| repeats(header, row))
        };
        top.iter().chain(rest.iter().step_by(step)).filter(records).collect()
    }

    /// How many columns of the table a row fills.
    pub fn width(&self, row: &Row) -> usize {
        let (first, last) = self.columns();
        row.cells.iter().filter(|cell| (first..=last).contains(&cell.column) && holds_text(cell)).count()
    }

    /// First and last column.
    pub fn columns(&self) -> (u32, u32) {
        let first = self.heads.first().map_or(0, |head| head.column);
        (first, self.heads.last().map_or(first, |head| head.column))
    }
}

/// Finds the tables of a sheet, from top to bottom and from left to right.
pub fn find_tables(sheet: &Sheet, headings: &HeadingIndex, words: &ValueWords) -> Vec<TableShape> {
    let merges = Merges::of(sheet);
    let grid = Grid { sheet, merges: &merges };
    let candidates = Candidates { grid, headings, words };
    let headers = candidates.with_lists_below(candidates.header_rows());
    let mut tables = Vec::new();
    for (position, header) in headers.iter().enumerate() {
        let end = headers.get(position + 1).map_or(sheet.rows.len(), |next| next.first);
        let start = if position == 0 { 0 } else { header.first };
        let whole = table_below(grid, header, start, end);
        tables.extend(legend::parted(whole, grid, words));
    }
    tables
}

/// The table with header rows that a person showed, down to a row of the sheet given by its index;
/// `None` where the sheet has no such rows.
pub fn table_with_header(sheet: &Sheet, header_rows: &[u32], end: usize) -> Option<TableShape> {
    let index = |row: u32| sheet.rows.binary_search_by_key(&row, |known| known.number).ok();
    let (first, last) = (index(*header_rows.first()?)?, index(*header_rows.last()?)?);
    let merges = Merges::of(sheet);
    let table = table_below(Grid { sheet, merges: &merges }, &Block { first, last }, 0, end.max(last + 1));
    (!table.heads.is_empty()).then_some(table)
}

/// The table below a header, with whatever stands beside it.
fn table_below(grid: Grid<'_>, header: &Block, start: usize, end: usize) -> TableShape {
    let rows = &grid.sheet.rows;
    let titles: Vec<String> = rows
        .get(start..header.first)
        .unwrap_or_default()
        .iter()
        .flat_map(|row| filled(row).map(|cell| text_of(cell).trim().to_owned()))
        .take(40)
        .collect();
    let guides = guide::guide_rows(rows.get(header.last + 1..end).unwrap_or_default());
    let body = header.last + 1 + guides.len()..end;
    let mut heads = grid.heads(header);
    add_bare_columns(grid.sheet, &mut heads, body.clone());
    TableShape {
        header_rows: rows
            .get(header.first..=header.last)
            .unwrap_or_default()
            .iter()
            .map(|row| row.number)
            .collect(),
        heads: heads.into_values().collect(),
        guides,
        body,
        titles: titles.join("\n"),
    }
}

/// Adds the columns without a heading that hold values: those between others, and identifiers left of
/// the first.
fn add_bare_columns(sheet: &Sheet, heads: &mut BTreeMap<u32, Head>, body: Range<usize>) {
    let (Some(first), Some(last)) = (heads.keys().next().copied(), heads.keys().next_back().copied()) else {
        return;
    };
    let rows: Vec<&Row> = sheet.rows.get(body).unwrap_or_default().iter().take(SAMPLE_TOP).collect();
    let mut filled_rows: BTreeMap<u32, usize> = BTreeMap::new();
    for cell in rows.iter().flat_map(|row| filled(row)) {
        if (first..=last).contains(&cell.column) {
            *filled_rows.entry(cell.column).or_default() += 1;
        }
    }
    let mut bare: Vec<u32> = filled_rows
        .into_iter()
        .filter(|(_, count)| 4 * count >= rows.len())
        .map(|(column, _)| column)
        .collect();
    bare.extend(first.checked_sub(1).filter(|left| holds_identifiers(&rows, *left)));
    for column in bare {
        heads.entry(column).or_insert(Head { column, own: String::new(), banner: None });
    }
}

/// Whether a column holds a code or a running number in most rows, all different.
fn holds_identifiers(rows: &[&Row], column: u32) -> bool {
    let cells: Vec<String> = rows
        .iter()
        .filter_map(|row| row.cell(column))
        .filter(|cell| holds_text(cell))
        .map(|cell| text_of(cell).trim().to_owned())
        .collect();
    let codes: std::collections::HashSet<&str> = cells
        .iter()
        .map(String::as_str)
        .filter(|text| is_code(text) || text.trim_end_matches('.').parse::<u32>().is_ok())
        .collect();
    2 * codes.len() >= rows.len().max(1) && 5 * codes.len() >= 4 * cells.len()
}

/// A code, as identifiers are: `R-001`, `A.5.1`.
fn is_code(text: &str) -> bool {
    is_reference(text)
        || (is_identifier(text) && !text.contains(' ') && text.ends_with(|c: char| c.is_ascii_digit()))
}

/// The cells of a row that hold something to read.
fn filled(row: &Row) -> impl Iterator<Item = &Cell> {
    row.cells.iter().filter(|cell| holds_text(cell))
}

fn span(row: &Row) -> (u32, u32) {
    let first = filled(row).next().map_or(0, |cell| cell.column);
    (first, filled(row).last().map_or(first, |cell| cell.column))
}

/// Whether a row repeats a row of a header.
pub fn repeats(header: &Row, row: &Row) -> bool {
    header.cells.len() >= 2 && share_of_same_texts(header, row) >= REPEATED
}

/// The share of the cells of one row that hold the same text in another.
fn share_of_same_texts(one: &Row, other: &Row) -> f64 {
    let cells = filled(one).count();
    let same = filled(one)
        .filter(|cell| other.cell(cell.column).is_some_and(|there| hold_the_same_text(cell, there)))
        .count();
    if cells == 0 { 0.0 } else { same as f64 / cells.max(filled(other).count()) as f64 }
}

fn hold_the_same_text(one: &Cell, other: &Cell) -> bool {
    let may_be_written = |number: &Cell, text: &Cell| match (&number.value, &text.value) {
        // A number or a date is never written without a digit.
        (Value::Number(_) | Value::Date(_), Value::Text(text)) => text.contains(|c: char| c.is_ascii_digit()),
        _ => true,
    };
    may_be_written(one, other)
        && may_be_written(other, one)
        && text_of(one).trim().eq_ignore_ascii_case(text_of(other).trim())
}
