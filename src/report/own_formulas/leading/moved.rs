//! Where cells of annexa that a formula reads stand now: rows of records by their keys, other rows by the text before
//! them, columns by their headings.

use std::collections::BTreeMap;

use super::Leading;
use crate::record::{Cells, Corner, Line, ListBefore, SheetBefore, names};
use crate::report::additions::key_of;

/// Where something stands now.
pub enum Found<T> {
    At(T),
    Gone(String),
    Unsure,
}

impl<'a> Leading<'a> {
    fn lists_on(&self, sheet: &SheetBefore) -> Vec<&'a ListBefore> {
        sheet.lists.iter().filter_map(|list| self.before.lists.get(list)).collect()
    }

    /// Where the rows of cells stand now, the first and the last.
    pub(super) fn moved_rows(&self, sheet: &SheetBefore, cells: &Cells) -> Found<(u32, u32)> {
        let (top, _, bottom, _) = cells.area();
        if cells.first.row.is_none() {
            return Found::At((top, bottom));
        }
        let lists = self.lists_on(sheet);
        match touched_by(&lists, top, bottom).as_slice() {
            [] => self.fixed_rows(sheet, &lists, top, bottom),
            [list] => self.record_rows(list, top, bottom, cells.last.is_none()),
            _ => Found::Unsure,
        }
    }

    /// Where cells of a sheet of annexa stand now.
    pub(super) fn moved(&self, sheet: &SheetBefore, cells: &Cells) -> Found<Cells> {
        let (top, left, bottom, right) = cells.area();
        let lists = self.lists_on(sheet);
        let whole_rows = cells.first.column.is_none();
        let whole_columns = cells.first.row.is_none();
        let touched = touched_by(&lists, top, bottom);
        let rows = self.moved_rows(sheet, cells);
        let (top_now, bottom_now) = match rows {
            Found::At(rows) => rows,
            Found::Gone(what) => return Found::Gone(what),
            Found::Unsure => return Found::Unsure,
        };
        let headed = lists.iter().filter(|list| (top..=bottom).contains(&list.header_row));
        let of_columns: Vec<&ListBefore> =
            if whole_columns || touched.is_empty() { headed.copied().collect() } else { touched };
        let mut shift = 0;
        for (number, list) in of_columns.iter().enumerate().filter(|_| !whole_rows) {
            match self.shift(list, left, right) {
                Found::At(by) if number == 0 || by == shift => shift = by,
                Found::Gone(what) => return Found::Gone(what),
                _ => return Found::Unsure,
            }
        }
        let line = |line: Option<Line>, number: Option<u32>| match (line, number) {
            (Some(line), Some(number)) => Some(Line { number, ..line }),
            _ => line,
        };
        let column = |number: u32| u32::try_from(i64::from(number) + shift).ok();
        // Corners may be written in any order.
        let upwards = cells.last.is_some_and(|last| {
            last.row.zip(cells.first.row).is_some_and(|(last, first)| last.number < first.number)
        });
        let leftwards = cells.last.is_some_and(|last| {
            last.column.zip(cells.first.column).is_some_and(|(last, first)| last.number < first.number)
        });
        let (first_row, last_row) = if upwards { (bottom_now, top_now) } else { (top_now, bottom_now) };
        let (first_column, last_column) = if leftwards { (right, left) } else { (left, right) };
        let corner = |corner: Corner, row, number| Corner {
            column: line(corner.column, column(number)),
            row: line(corner.row, Some(row)),
        };
        Found::At(Cells {
            sheet: cells.sheet.clone(),
            first: corner(cells.first, first_row, first_column),
            last: cells.last.map(|last| corner(last, last_row, last_column)),
        })
    }

    /// The rows of records, all of one list.
    fn record_rows(&self, list: &ListBefore, top: u32, bottom: u32, single: bool) -> Found<(u32, u32)> {
        let Some(now) = self.lists.get(&list.name.to_lowercase()) else {
            return Found::Gone(format!("the list {}", names::shown(&list.name)));
        };
        let (Some(first), Some(last)) = (list.rows.keys().next(), list.rows.keys().next_back()) else {
            return Found::Unsure;
        };
        // Records that people added below all others since belong to what was all of the list.
        let known = list.rows.iter().rev().find(|(_, key)| key.is_some()).map_or(last, |(row, _)| row);
        let (from_first, to_last) = (top <= *first, bottom >= *known);
        let above = |top: u32| match top {
            top if top == *first => now.header_row + 1,
            top if top >= list.header_row => now.header_row + (top - list.header_row),
            top => top,
        };
        let beyond = if bottom <= *last { now.last_row } else { bottom.max(now.last_row) };
        if from_first && to_last && !single {
            return Found::At((above(top), beyond));
        }
        let keys = list.rows.range(top..=bottom).map(|(row, key)| match key {
            Some(key) => Some(key.clone()),
            None => key_of(self.history, &list.name, *row),
        });
        let keys: Vec<Option<String>> = keys.collect();
        let rows: Vec<u32> = keys.iter().flatten().filter_map(|key| now.rows.get(key).copied()).collect();
        let (Some(least), Some(most)) = (rows.iter().min(), rows.iter().max()) else {
            let named = keys.into_iter().flatten().next().unwrap_or_else(|| "a row".to_owned());
            return Found::Gone(format!("{named} of {}", names::shown(&list.name)));
        };
        let together = (most - least) as usize + 1 == rows.len();
        let starts = top >= *first || *least == now.header_row + 1;
        let ends = bottom <= *last || *most == now.last_row;
        if !(together && starts && ends) || rows.len() < keys.len() {
            return Found::Unsure;
        }
        let top = if top < *first { above(top) } else { *least };
        Found::At((top, if bottom > *last { beyond } else { *most }))
    }

    /// Rows in which no record stands.
    fn fixed_rows(
        &self,
        sheet: &SheetBefore,
        lists: &[&ListBefore],
        top: u32,
        bottom: u32,
    ) -> Found<(u32, u32)> {
        let (Some(top), Some(bottom)) =
            (self.fixed_row(sheet, lists, top), self.fixed_row(sheet, lists, bottom))
        else {
            return Found::Unsure;
        };
        if top <= bottom { Found::At((top, bottom)) } else { Found::Unsure }
    }

    fn fixed_row(&self, sheet: &SheetBefore, lists: &[&ListBefore], row: u32) -> Option<u32> {
        if let Some(list) = lists.iter().find(|list| list.header_row == row) {
            return Some(self.lists.get(&list.name.to_lowercase())?.header_row);
        }
        let now = self.sheets.get(&sheet.written.to_lowercase())?;
        let Some(label) = sheet.labels.get(&row) else {
            // A blank row, which stays apart from what stands above it.
            let above = lists.iter().filter(|list| list.header_row < row).max_by_key(|list| list.header_row);
            let Some(above) = above else { return Some(row) };
            let last = above.rows.keys().next_back().copied().unwrap_or(above.header_row);
            let end = self.lists.get(&above.name.to_lowercase())?.last_row;
            return Some(end + row.saturating_sub(last));
        };
        if now.labels.get(&row) == Some(label) {
            return Some(row);
        }
        let only = |labels: &BTreeMap<u32, String>| {
            let mut with = labels.iter().filter(|(_, known)| *known == label).map(|(row, _)| *row);
            with.next().filter(|_| with.next().is_none())
        };
        if only(&sheet.labels).is_some()
            && let Some(found) = only(&now.labels)
        {
            return Some(found);
        }
        // The text says another date or figure where the texts around it are the same.
        let around = |labels: &BTreeMap<u32, String>| {
            let above = labels.range(..row).next_back().map(|(row, text)| (*row, text.clone()));
            (above, labels.range(row + 1..).next().map(|(row, text)| (*row, text.clone())))
        };
        (around(&sheet.labels) == around(&now.labels)).then_some(row)
    }

    /// How far the columns of a list moved, all of them alike.
    fn shift(&self, list: &ListBefore, left: u32, right: u32) -> Found<i64> {
        let Some(now) = self.lists.get(&list.name.to_lowercase()) else {
            return Found::Gone(format!("the list {}", names::shown(&list.name)));
        };
        let mut shift = None;
        for (column, heading) in list.columns.range(left..=right) {
            let Some(place) = now.columns.get(heading) else {
                return Found::Gone(format!("the column {heading} of {}", names::shown(&list.name)));
            };
            let by = i64::from(*place) - i64::from(*column);
            if *shift.get_or_insert(by) != by {
                return Found::Unsure;
            }
        }
        // What stands beside the list stays where it is.
        let outside = [left, right].iter().any(|column| !list.columns.contains_key(column));
        let shift = shift.unwrap_or_default();
        if outside && shift != 0 { Found::Unsure } else { Found::At(shift) }
    }
}

/// The lists of which records stand in some rows.
fn touched_by<'a>(lists: &[&'a ListBefore], top: u32, bottom: u32) -> Vec<&'a ListBefore> {
    let touched = lists.iter().filter(|list| list.rows.range(top..=bottom).next().is_some());
    touched.copied().collect()
}
