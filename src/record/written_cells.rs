//! What a run wrote on its sheets outside the cells that are read back, in short, so that what people typed there is
//! noticed.

use std::collections::{BTreeMap, BTreeSet};

use super::last_run::HiddenRow;
use crate::model::Entry;

/// Characters of a cell of the hidden sheet at most.
const LONGEST: usize = 30_000;
/// The radix in which marks are written.
const RADIX: u32 = 36;

/// A cell outside the lists, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedCell {
    /// The row, counted from 0.
    pub row: u32,
    /// The column, counted from 0.
    pub column: u32,
    /// The mark of what it held.
    pub mark: u64,
}

/// What stood on a sheet outside its lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenCells {
    /// The marks of the texts.
    pub texts: BTreeSet<u64>,
    /// The cells that held anything, by row and column.
    pub places: BTreeSet<(u32, u32)>,
}

/// The mark of a text, whatever its blanks: always the same for the same text, and all but always another for
/// another.
pub fn mark_of(text: &str) -> u64 {
    let words = text.split_whitespace().flat_map(|word| word.bytes().chain([b' ']));
    // FNV-1a, in the digits that fit a number of a spreadsheet.
    let hash = words
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    hash & 0xffff_ffff_ffff
}

fn in_letters(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % u64::from(RADIX)).unwrap_or_default();
        digits.extend(char::from_digit(digit, RADIX));
        number /= u64::from(RADIX);
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// The rows of the hidden sheet.
pub(super) fn rows(cells: &BTreeMap<String, Vec<MarkedCell>>) -> Vec<HiddenRow> {
    let mut rows = Vec::new();
    for (sheet, cells) in cells {
        let mut text = String::new();
        let mut put = |text: &mut String| {
            if !text.is_empty() {
                let words = ["cells", sheet, text.trim_end()];
                rows.push(words.iter().map(|word| Entry::text(word)).collect());
                text.clear();
            }
        };
        for MarkedCell { row, column, mark } in cells {
            text.push_str(&format!("{row}:{column}:{} ", in_letters(*mark)));
            if text.len() > LONGEST {
                put(&mut text);
            }
        }
        put(&mut text);
    }
    rows
}

/// Reads a row of the hidden sheet.
pub(super) fn read_row(text: &str, into: &mut Vec<MarkedCell>) {
    for cell in text.split(' ') {
        let mut parts = cell.split(':');
        let mut part = || parts.next();
        let place =
            part().and_then(|row| row.parse().ok()).zip(part().and_then(|column| column.parse().ok()));
        let mark = part().and_then(|mark| u64::from_str_radix(mark, RADIX).ok());
        into.extend(place.zip(mark).map(|((row, column), mark)| MarkedCell { row, column, mark }));
    }
}

/// The marks of a row, as one text.
pub(super) fn in_one_text(marks: &BTreeSet<u64>) -> String {
    marks.iter().map(|mark| in_letters(*mark)).collect::<Vec<_>>().join(" ")
}

/// The marks of a row.
pub(super) fn of_one_text(text: &str) -> BTreeSet<u64> {
    text.split(' ').filter_map(|mark| u64::from_str_radix(mark, RADIX).ok()).collect()
}

impl WrittenCells {
    /// Gathers the cells of a sheet.
    pub fn of(cells: &[MarkedCell]) -> Self {
        Self {
            texts: cells.iter().map(|cell| cell.mark).collect(),
            places: cells.iter().map(|cell| (cell.row, cell.column)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_sheet_are_read_as_they_were_written() {
        let cells =
            (0..4000).map(|row| MarkedCell { row, column: row % 7, mark: mark_of(&format!("text {row}")) });
        let written = BTreeMap::from([("Cover".to_owned(), cells.collect::<Vec<_>>())]);
        let rows = rows(&written);
        assert!(rows.len() > 1);
        let mut read = Vec::new();
        for row in &rows {
            assert!(row[2].to_string().len() < 32_767);
            read_row(&row[2].to_string(), &mut read);
        }
        assert_eq!(read, written["Cover"]);
        assert_eq!(mark_of(" two  words"), mark_of("two words"));
        assert_ne!(mark_of("two words"), mark_of("twowords"));
    }
}
