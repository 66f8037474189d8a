//! The merged cells of a sheet.

use std::collections::BTreeMap;

use crate::read::Sheet;

/// Merged ranges, found by the cell that they start at.
#[derive(Clone, Debug, Default)]
pub struct Merges {
    /// For each first row: first column, last row, last column.
    by_row: BTreeMap<u32, Vec<(u32, u32, u32)>>,
}

impl Merges {
    /// The merged ranges of a sheet.
    pub fn of(sheet: &Sheet) -> Self {
        let mut by_row: BTreeMap<u32, Vec<(u32, u32, u32)>> = BTreeMap::new();
        for (first_row, first_column, last_row, last_column) in &sheet.merges {
            by_row.entry(*first_row).or_default().push((*first_column, *last_row, *last_column));
        }
        Self { by_row }
    }

    /// The last row and column of the merged range that starts at a cell, or the cell itself.
    pub fn reach(&self, row: u32, column: u32) -> (u32, u32) {
        self.by_row
            .get(&row)
            .and_then(|ranges| ranges.iter().find(|(first, _, _)| *first == column))
            .map_or((row, column), |(_, last_row, last_column)| (*last_row, *last_column))
    }

    /// Whether any cell is merged with those below it.
    pub fn any_reaches_down(&self) -> bool {
        self.by_row.iter().any(|(row, ranges)| ranges.iter().any(|(_, last_row, _)| last_row > row))
    }

    /// Whether a cell is merged with those to its right.
    pub fn is_wide(&self, row: u32, column: u32) -> bool {
        self.reach(row, column).1 > column
    }

    /// Whether any cell of a row is merged with those to its right.
    pub fn widens(&self, row: u32) -> bool {
        self.by_row.get(&row).is_some_and(|ranges| ranges.iter().any(|(first, _, last)| last > first))
    }
}
