//! Lists that stand beside a table: legends of levels, allowed values, a second table.

use std::collections::HashSet;

use crate::read::{Cell, Value};

use super::super::profile::{holds_text, text_of};
use super::super::words::{ValueWords, fold};
use super::block::Grid;
use super::{Head, TableShape};

/// A legend has at most so many columns ...
const LEGEND_COLUMNS: usize = 4;
/// ... and so many rows.
const LEGEND_ROWS: usize = 12;
/// A table beside a legend has at least so many columns.
const TABLE_COLUMNS: usize = 3;

/// Parts a table from what stands beside it and is no part of it.
pub fn parted(whole: TableShape, grid: Grid<'_>, words: &ValueWords) -> Vec<TableShape> {
    let mut tables = parted_at_blank_columns(whole, grid, words);
    let legend = tables.first_mut().and_then(|main| take_legend(main, grid, words));
    tables.extend(legend);
    tables
}

/// Parts a table at blank columns where what stands beyond is filled in other rows: a legend, a list.
fn parted_at_blank_columns(whole: TableShape, grid: Grid<'_>, words: &ValueWords) -> Vec<TableShape> {
    let mut groups: Vec<Vec<Head>> = Vec::new();
    let mut reach = 0;
    for head in &whole.heads {
        match groups.last_mut() {
            Some(group) if head.column <= reach + 1 => group.push(head.clone()),
            _ => groups.push(vec![head.clone()]),
        }
        let covered = whole.header_rows.iter().map(|row| grid.merges.reach(*row, head.column).1).max();
        reach = head.column.max(covered.unwrap_or(head.column)).max(reach);
    }
    if groups.len() < 2 {
        return vec![whole];
    }
    let rows = whole.sample(grid.sheet);
    let occupied = |group: &[Head]| -> usize {
        rows.iter()
            .filter(|row| group.iter().any(|head| row.cell(head.column).is_some_and(holds_text)))
            .count()
    };
    let main =
        groups.iter().max_by_key(|group| (group.len(), occupied(group))).map_or(0, |group| occupied(group));
    let widest = groups.iter().map(Vec::len).max().unwrap_or(0);
    let (together, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| {
        let legend = group.len() < widest && is_legend(&whole, group, grid, words);
        occupied(group) == 0 || (5 * occupied(group) >= 2 * main && !legend)
    });
    let shape = |heads: Vec<Head>| TableShape { heads, ..whole.clone() };
    let mut tables = vec![shape(together.into_iter().flatten().collect())];
    tables.extend(apart.into_iter().filter(|group| group.len() > 1).map(shape));
    tables
}

/// Takes the legend that stands directly beside a table out of it: its last columns, which are filled
/// in the first rows only, while the other columns go on.
fn take_legend(main: &mut TableShape, grid: Grid<'_>, words: &ValueWords) -> Option<TableShape> {
    let rows = grid.sheet.rows.get(main.body.clone()).unwrap_or_default();
    let split = (TABLE_COLUMNS..main.heads.len().saturating_sub(1))
        .filter(|split| main.heads.len() - split <= LEGEND_COLUMNS)
        .find(|split| {
            let (table, legend) = main.heads.split_at(*split);
            let height = |heads: &[Head]| {
                rows.iter()
                    .rposition(|row| heads.iter().any(|head| row.cell(head.column).is_some_and(holds_text)))
            };
            // Its rows end well before those of the table.
            let ends = height(legend).zip(height(table));
            ends.is_some_and(|(legend, table)| 5 * (legend + 1) <= 4 * (table + 1))
                && is_legend(main, legend, grid, words)
        })?;
    let heads = main.heads.split_off(split);
    Some(TableShape { heads, guides: Vec::new(), ..main.clone() })
}

/// Whether some columns are a legend: in the first column of the first rows a scale, one level a row,
/// beside it what each level means, and nothing further below.
fn is_legend(whole: &TableShape, heads: &[Head], grid: Grid<'_>, words: &ValueWords) -> bool {
    let (Some(first), 2..=LEGEND_COLUMNS) = (heads.first(), heads.len()) else { return false };
    let rows = grid.sheet.rows.get(whole.body.clone()).unwrap_or_default();
    let holds = |row: &crate::read::Row, head: &Head| row.cell(head.column).is_some_and(holds_text);
    let height = rows.iter().take_while(|row| heads.iter().all(|head| holds(row, head))).count();
    if !(2..=LEGEND_ROWS).contains(&height) {
        return false;
    }
    let (top, below) = rows.split_at(height);
    if below.iter().any(|row| heads.iter().any(|head| holds(row, head))) {
        return false;
    }
    let levels: Vec<&Cell> = top.iter().filter_map(|row| row.cell(first.column)).collect();
    let different = |column: u32| {
        let texts: Vec<String> =
            top.iter().filter_map(|row| row.cell(column)).map(|cell| fold(&text_of(cell))).collect();
        texts.iter().collect::<HashSet<_>>().len() == texts.len()
    };
    heads.iter().all(|head| different(head.column))
        && (is_scale_of_numbers(&levels) || is_scale_of_words(&levels, words))
}

/// Consecutive numbers from 0 or 1 up, or down to them; at least three.
fn is_scale_of_numbers(cells: &[&Cell]) -> bool {
    let numbers: Option<Vec<i64>> = cells
        .iter()
        .map(|cell| match &cell.value {
            Value::Number(number) if number.fract() == 0.0 && number.abs() < 100.0 => Some(*number as i64),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        })
        .collect();
    let Some(mut numbers) = numbers.filter(|numbers| numbers.len() >= 3) else { return false };
    if numbers.first() > numbers.last() {
        numbers.reverse();
    }
    matches!(numbers.first(), Some(0 | 1))
        && numbers.windows(2).all(|pair| matches!(pair, [one, next] if one + 1 == *next))
}

/// Words of levels, all different.
fn is_scale_of_words(cells: &[&Cell], words: &ValueWords) -> bool {
    cells.len() >= 2 && cells.iter().all(|cell| words.meaning("level", &text_of(cell)).is_some())
}
