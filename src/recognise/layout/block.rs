//! The rows of one header: banners above its main row, sub-headings below it, and the heading that
//! they give each column together.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::read::{Cell, Row, Sheet, Value};

use super::super::profile::text_of;
use super::merges::Merges;
use super::particulars::are_about_the_file;
use super::{Head, filled, is_code, span};
use crate::recognise::words::fold;

/// At most so many rows of banners stand above a header row, and as many of sub-headings below it.
const LEVELS: usize = 2;
/// Texts of more characters are no sub-headings.
const LONGEST_SUB_HEADING: usize = 60;
/// Texts of more characters are no headings that stand in the row of the banners.
const LONGEST_HEADING: usize = 160;
/// A banner is taken to reach no further.
const WIDEST: u32 = 256;

/// A header as indices into the sheet's rows: from its topmost banner to its last sub-headings.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its first row.
    pub first: usize,
    /// Its last row.
    pub last: usize,
}

/// The rows of a sheet with its merged cells.
#[derive(Clone, Copy, Debug)]
pub struct Grid<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its merged cells.
    pub merges: &'a Merges,
}

impl Grid<'_> {
    fn row(&self, index: usize) -> Option<&Row> {
        self.sheet.rows.get(index)
    }

    /// The header around its main row.
    pub fn block_around(&self, main: usize) -> Block {
        let mut block = Block { first: main, last: main };
        while block.last < main + LEVELS && self.has_sub_headings(&block) {
            block.last += 1;
        }
        while block.first + LEVELS > main && self.has_banner(&block) {
            block.first -= 1;
        }
        block
    }

    /// The texts of a header's rows from one row on, by column.
    fn texts_from(&self, first: usize, last: usize) -> BTreeMap<u32, String> {
        let rows = (first..=last).filter_map(|index| self.row(index));
        rows.flat_map(filled).map(|cell| (cell.column, text_of(cell).trim().to_owned())).collect()
    }

    /// Whether the row above a header spans groups of its columns, or names columns that the header
    /// leaves blank.
    fn has_banner(&self, block: &Block) -> bool {
        let (Some(row), Some(above)) =
            (self.row(block.first), block.first.checked_sub(1).and_then(|above| self.row(above)))
        else {
            return false;
        };
        let cells: Vec<&Cell> = filled(above).collect();
        if above.number + 1 != row.number || cells.is_empty() || !cells.iter().all(|cell| is_words(cell)) {
            return false;
        }
        let below = self.texts_from(block.first, block.last);
        let (Some(first), Some(last)) = (below.keys().next().copied(), below.keys().next_back().copied())
        else {
            return false;
        };
        let bare: Vec<&&Cell> = cells.iter().filter(|cell| !below.contains_key(&cell.column)).collect();
        let beyond = bare.iter().filter(|cell| !(first..=last).contains(&cell.column));
        if self.is_title(&cells, above.number, (first, last))
            || !beyond.into_iter().all(|cell| self.heads_a_column(cell, above.number, block))
        {
            return false;
        }
        let wide: Vec<&Cell> =
            cells.iter().copied().filter(|cell| self.merges.is_wide(above.number, cell.column)).collect();
        let over_all = wide.iter().any(|cell| {
            self.merges.reach(above.number, cell.column).1 - cell.column >= last - first && last > first
        });
        if over_all && bare.is_empty() {
            return false;
        }
        let merged_down =
            bare.iter().any(|cell| self.merges.reach(above.number, cell.column).0 >= row.number);
        let repeated = self.repeats_below(&cells, &below);
        if repeated || merged_down {
            return true;
        }
        if are_about_the_file(cells.iter().map(|cell| text_of(cell))) {
            return false;
        }
        let over_headings: Vec<&Cell> =
            cells.iter().copied().filter(|cell| below.contains_key(&cell.column)).collect();
        if self.says_about_the_file(&over_headings, above) {
            return false;
        }
        if !wide.is_empty() {
            return 2 * (wide.len() + bare.len()) >= cells.len().min(4);
        }
        let groups = cells.len() >= 2 && 2 * cells.len() <= below.len();
        groups || (!bare.is_empty() && 2 * bare.len() >= cells.len())
    }

    /// Whether a heading recurs below different cells of the row above, as likelihood does before and
    /// after treatment.
    fn repeats_below(&self, cells: &[&Cell], below: &BTreeMap<u32, String>) -> bool {
        let group = |column: u32| cells.iter().rposition(|cell| cell.column <= column);
        let mut seen: Vec<(String, Option<usize>)> = Vec::new();
        for (column, text) in below {
            let (text, group) = (fold(text), group(*column));
            if !text.is_empty() && seen.iter().any(|(known, other)| *known == text && *other != group) {
                return true;
            }
            seen.push((text, group));
        }
        false
    }

    /// Whether a row is one of labels with what they say: `Version | 1.2`, `Owner: | CISO`.
    fn says_about_the_file(&self, cells: &[&Cell], row: &Row) -> bool {
        if filled(row).any(|cell| text_of(cell).trim_end().ends_with([':', '：'])) {
            return true;
        }
        // A value stands directly beside its label; banners leave room for the columns below them.
        cells.windows(2).any(|pair| match pair {
            [label, value] => {
                label.column + 1 == value.column
                    && (cells.len() == 2 || !self.merges.widens(row.number))
                    && !self.merges.is_wide(row.number, label.column)
            }
            _ => false,
        })
    }

    /// Whether the only text of a row is a title: it starts where the table starts, or it covers most
    /// of the table's width. A banner leaves columns out, or is one of several.
    fn is_title(&self, cells: &[&Cell], row: u32, (first, last): (u32, u32)) -> bool {
        let [cell] = cells else { return false };
        let (_, reach) = self.merges.reach(row, cell.column);
        cell.column <= first || 5 * (reach - cell.column + 1) >= 4 * (last - first + 1)
    }

    /// Whether a cell above a header names a column that the header leaves blank and the rows below fill.
    fn heads_a_column(&self, cell: &Cell, row: u32, block: &Block) -> bool {
        let merged_down =
            self.row(block.first).is_some_and(|below| self.merges.reach(row, cell.column).0 >= below.number);
        let filled_below = (block.last + 1..block.last + 4)
            .filter_map(|index| self.row(index))
            .any(|below| filled(below).any(|value| value.column == cell.column));
        text_of(cell).chars().count() <= LONGEST_HEADING && (merged_down || filled_below)
    }

    /// Whether the row below a header names the columns below its cells that span several.
    fn has_sub_headings(&self, block: &Block) -> bool {
        let (Some(row), Some(below)) = (self.row(block.last), self.row(block.last + 1)) else { return false };
        if row.number + 1 != below.number {
            return false;
        }
        let merged = self.merges.widens(row.number);
        let groups: Vec<(u32, u32)> = if merged {
            filled(row)
                .map(|cell| (cell.column, self.merges.reach(row.number, cell.column)))
                .filter(|(column, (last_row, last))| last > column && *last_row == row.number)
                .map(|(column, (_, last))| (column, last))
                .collect()
        } else {
            gaps(row, below)
        };
        let cells: Vec<&Cell> = filled(below).collect();
        let heading = |cell: &Cell| {
            let text = text_of(cell);
            // A level such as 1, 2, 3 may stand below merged cells; elsewhere a number is a value.
            text.chars().count() <= LONGEST_SUB_HEADING
                && (merged || (matches!(cell.value, Value::Text(_)) && !is_code(text.trim())))
        };
        let within = |cell: &Cell| groups.iter().any(|(first, last)| (*first..=*last).contains(&cell.column));
        // Records below headings that are merged throughout have one value each below them.
        let several = groups.iter().any(|(first, last)| {
            cells.iter().filter(|cell| (*first..=*last).contains(&cell.column)).count() >= 2
        });
        cells.len() >= 2 && several && cells.iter().all(|cell| within(cell) && heading(cell))
    }

    /// The columns of a header with what its rows say about each.
    pub fn heads(&self, block: &Block) -> BTreeMap<u32, Head> {
        let mut texts: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for index in block.first..=block.last {
            let Some(row) = self.row(index) else { continue };
            let below: BTreeSet<u32> = self.texts_from(index + 1, block.last).into_keys().collect();
            let cells: Vec<&Cell> = filled(row).collect();
            for (position, cell) in cells.iter().enumerate() {
                let next = cells.get(position + 1).map_or(u32::MAX, |next| next.column);
                let text = text_of(cell).trim().to_owned();
                for column in self.reached(row, cell.column, next, &below) {
                    texts.entry(column).or_default().push(text.clone());
                }
            }
        }
        let head = |(column, mut texts): (u32, Vec<String>)| {
            let own = texts.pop().unwrap_or_default();
            texts.dedup();
            texts.retain(|text| *text != own);
            let banner = (!texts.is_empty()).then(|| texts.join(" / "));
            (column, Head { column, own, banner })
        };
        texts.into_iter().map(head).collect()
    }

    /// The columns that a cell of a header speaks for: its own, and those to its right that have
    /// headings below it.
    fn reached(&self, row: &Row, column: u32, next: u32, below: &BTreeSet<u32>) -> Vec<u32> {
        let spanned = if self.merges.widens(row.number) {
            self.merges.reach(row.number, column).1
        } else if below.contains(&column) {
            (column + 1..next.min(column + WIDEST))
                .take_while(|right| below.contains(right))
                .last()
                .unwrap_or(column)
        } else {
            column
        };
        let right = (column + 1..=spanned.min(column + WIDEST)).filter(|right| below.contains(right));
        // A cell that spans several columns with headings is no heading of a column that has none.
        let right: Vec<u32> = right.collect();
        let own = (right.is_empty() || below.contains(&column)).then_some(column);
        own.into_iter().chain(right).collect()
    }
}

/// Whether a cell of a row of banners holds words.
fn is_words(cell: &Cell) -> bool {
    matches!(cell.value, Value::Text(_)) && !is_code(text_of(cell).trim())
}

/// The groups of columns in a row without merged cells: a cell that blank ones follow, with values
/// below that fill the gap, and the blank ones.
fn gaps(row: &Row, below: &Row) -> Vec<(u32, u32)> {
    let (first, last) = span(below);
    let own: HashSet<u32> = filled(row).map(|cell| cell.column).collect();
    let there: HashSet<u32> = filled(below).map(|cell| cell.column).collect();
    let mut groups: Vec<(u32, u32)> = Vec::new();
    for column in first..=last.min(first.saturating_add(WIDEST)) {
        if own.contains(&column) {
            if there.contains(&column) || there.contains(&(column + 1)) {
                groups.push((column, column));
            }
        } else if there.contains(&column) {
            match groups.last_mut() {
                Some(group) if group.1 + 1 == column => group.1 = column,
                _ => groups.push((column, column)),
            }
        }
    }
    groups.retain(|(first, last)| last > first);
    groups
}
