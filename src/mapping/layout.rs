//! The layout of a table: by what a table with the same headings is known again.
//!
//! Two header rows have one layout where they hold the same headings, compared without regard to
//! capitals and repeated spaces, in whatever order. Neither the file's nor the sheet's name is part of
//! it, nor any value below. The arrangement tells apart the same headings in other columns; it counts
//! only where a column can be named by nothing but its letter.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::read::{Row, Sheet};

/// So many different headings make a layout: a single text may stand anywhere.
const LEAST_HEADINGS: usize = 2;
/// So many rows of a sheet are named by their layouts, for a person who chooses another header row.
const ROWS_NAMED: usize = 40;

/// The layout of one row of headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Layout {
    /// How many different headings there are.
    headings: usize,
    /// What stands for the headings, in whatever order.
    sum: u64,
    /// What stands for the headings in their columns.
    arrangement: u32,
}

impl Layout {
    /// The layout of a row between two columns, both included; `None` where it holds nothing there.
    pub fn of(row: &Row, (first, last): (u32, u32)) -> Option<Self> {
        let cells = row.cells.iter().filter(|cell| (first..=last).contains(&cell.column));
        let placed: Vec<(u32, String)> = cells
            .map(|cell| (cell.column, normalised(&cell.text())))
            .filter(|(_, heading)| !heading.is_empty())
            .collect();
        if placed.is_empty() {
            return None;
        }
        let mut headings: Vec<&str> = placed.iter().map(|(_, heading)| heading.as_str()).collect();
        headings.sort_unstable();
        let arranged: Vec<String> =
            placed.iter().map(|(column, heading)| format!("{column} {heading}")).collect();
        let (sum, arrangement) = (sum(headings.iter().copied()), sum(arranged.iter().map(String::as_str)));
        headings.dedup();
        // The upper half of the sum is enough to tell arrangements of the same headings apart.
        Some(Self { headings: headings.len(), sum, arrangement: (arrangement >> 32) as u32 })
    }

    /// Whether another row holds the same headings, in whatever order.
    pub fn same_headings(&self, other: &Self) -> bool {
        self.headings == other.headings && self.sum == other.sum
    }
}

/// The first 64 bits of a sum over texts.
fn sum<'a>(texts: impl Iterator<Item = &'a str>) -> u64 {
    let mut digest = Sha256::new();
    for text in texts {
        digest.update(text.as_bytes());
        digest.update([0]);
    }
    digest.finalize().iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

impl fmt::Display for Layout {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{:016x}-{:08x}", self.headings, self.sum, self.arrangement)
    }
}

/// A text that is no layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoLayout;

impl FromStr for Layout {
    type Err = NoLayout;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.trim().split('-');
        let mut next = || parts.next().ok_or(NoLayout);
        let (headings, sum, arrangement) = (next()?, next()?, next()?);
        Ok(Self {
            headings: headings.parse().map_err(|_| NoLayout)?,
            sum: u64::from_str_radix(sum, 16).map_err(|_| NoLayout)?,
            arrangement: u32::from_str_radix(arrangement, 16).map_err(|_| NoLayout)?,
        })
    }
}

/// A heading as it is compared: in lower case, white space as single spaces.
pub fn normalised(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The layouts of header rows, between two columns; empty where one of them holds nothing.
pub fn layout_of_rows(sheet: &Sheet, rows: &[u32], columns: (u32, u32)) -> Vec<Layout> {
    let layouts = rows.iter().map(|row| sheet.row(*row).and_then(|row| Layout::of(row, columns)));
    layouts.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// Whether header rows hold enough headings to know a table again in any file.
pub fn is_identifying(layouts: &[Layout]) -> bool {
    layouts.iter().map(|layout| layout.headings).sum::<usize>() >= LEAST_HEADINGS
}

/// The layouts of the first rows of a sheet that could be a header.
pub fn row_layouts(sheet: &Sheet) -> Vec<(u32, Layout)> {
    let rows = sheet.rows.iter().take(ROWS_NAMED);
    rows.filter_map(|row| Some((row.number, Layout::of(row, (0, u32::MAX))?))).collect()
}

/// Layouts as they are written down: `5=7-3f…-ab… 6=…`, rows counted from 1.
pub fn layouts_in_words(layouts: &[(u32, Layout)]) -> String {
    let words: Vec<String> =
        layouts.iter().map(|(row, layout)| format!("{}={layout}", u64::from(*row) + 1)).collect();
    words.join(" ")
}

/// The layouts that were written down; what is none is passed over.
pub fn parse_layouts(text: &str) -> Vec<(u32, Layout)> {
    let one = |word: &str| {
        let (row, layout) = word.split_once('=')?;
        Some((row.parse::<u32>().ok()?.checked_sub(1)?, layout.parse().ok()?))
    };
    text.split_whitespace().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Cell, NumberForm, Value};

    fn row(texts: &[&str]) -> Row {
        let cells = (0..).zip(texts).filter(|(_, text)| !text.is_empty());
        let cells =
            cells.map(|(column, text)| Cell::new(column, Value::Text((*text).into()), NumberForm::General));
        Row { number: 0, cells: cells.collect() }
    }

    fn layout(texts: &[&str]) -> Layout {
        Layout::of(&row(texts), (0, u32::MAX)).unwrap()
    }

    #[test]
    fn the_same_headings_in_any_order_are_one_layout() {
        let one = layout(&["Nr.", "Risk  Owner", "", "Due"]);
        let other = layout(&["due", "", "RISK\nowner", "nr."]);
        assert!(one.same_headings(&other));
        assert_ne!(one, other, "they are arranged differently");
        assert!(!one.same_headings(&layout(&["Nr.", "Risk Owner", "Dues"])));
        assert!(!one.same_headings(&layout(&["Nr.", "Risk Owner", "Due", "Due"])), "a heading stands twice");
    }

    #[test]
    fn a_layout_is_read_back_as_it_was_written() {
        let layouts = [(4, layout(&["a", "b"])), (6, layout(&["c"]))];
        assert_eq!(parse_layouts(&layouts_in_words(&layouts)), layouts);
        assert_eq!(parse_layouts("0=1-2-3 x 5=1 7=1-g-1"), []);
    }

    #[test]
    fn a_single_text_is_no_layout_to_know_a_table_by() {
        assert!(!is_identifying(&[layout(&["Title"])]));
        assert!(!is_identifying(&[layout(&["a", "a"])]));
        assert!(is_identifying(&[layout(&["a", "b"])]));
    }
}
