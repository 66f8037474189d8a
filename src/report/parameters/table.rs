//! The tables of the sheet: one below the other, each with its columns, what may be entered, and the column by which a
//! row is known again.

use crate::provenance::CellPlace;
use crate::record::Owner;
use crate::report::cell::{Cell, Form, Style, Tone, Value};
use crate::report::column_meanings::described;
use crate::report::fit::{lines_in_column, row_height};
use crate::report::sheet::{Allowed, Area, Kept, Sheet, Table, TableColumn, Validation};

/// The heading of the settings' names.
pub const NAME_IN_FORMULAS: &str = "Name in formulas";

/// The least height of a row of headings, in points.
const HEADINGS_HEIGHT: f64 = 20.0;

/// Puts the heading of a part of the sheet.
pub fn put_section(sheet: &mut Sheet, row: u32, title: &str) {
    sheet.put(row, 0, Cell::text(title, Form::Section));
    for column in 1..6 {
        sheet.put(row, column, Cell::new(Value::Blank, Form::Section));
    }
    sheet.row_heights.insert(row, 20.0);
}

/// Puts a table below a row of headings and returns the first row after it, with one row of room.
pub fn put_table(
    sheet: &mut Sheet,
    row: u32,
    name: &str,
    headings: &[(&str, Tone)],
    rows: Vec<Vec<Cell>>,
) -> u32 {
    put_table_at(sheet, CellPlace::new(row, 0), name, headings, rows)
}

/// As [`put_table`], from a cell on.
pub fn put_table_at(
    sheet: &mut Sheet,
    first: CellPlace,
    name: &str,
    headings: &[(&str, Tone)],
    rows: Vec<Vec<Cell>>,
) -> u32 {
    let row = first.row;
    for (column, (heading, tone)) in (first.column..).zip(headings) {
        let figures = column > first.column && *tone == Tone::Editable;
        let form = if figures { Form::FigureHeading } else { Form::Heading };
        sheet.put(row, column, Cell::text(*heading, Style::new(form, *tone)));
    }
    let headings_height = sheet.row_heights.get(&row).copied().unwrap_or(HEADINGS_HEIGHT);
    sheet.row_heights.insert(row, headings_height);
    let wrapped = headings.iter().map(|(heading, _)| Cell::text(*heading, Form::Wrapped));
    fit_row(sheet, first, &wrapped.collect::<Vec<_>>());
    let count = u32::try_from(rows.len()).unwrap_or_default();
    for (row, cells) in (row + 1..).zip(rows) {
        fit_row(sheet, CellPlace::new(row, first.column), &cells);
        sheet.put_row(row, first.column, cells);
    }
    let columns = headings
        .iter()
        .map(|(heading, tone)| {
            let (meaning, rule) = described(name, heading, *tone);
            let editable = *tone == Tone::Editable;
            TableColumn { editable, meaning, rule, tone: *tone, ..TableColumn::new(heading) }
        })
        .collect();
    let last_column = first.column + u32::try_from(headings.len()).unwrap_or_default().saturating_sub(1);
    sheet.tables.push(Table {
        name: name.to_owned(),
        area: Area::new(row, first.column, row + count, last_column),
        columns,
        kept: Some(Kept { key_column: key_column(headings), owner: Owner::Workbook }),
    });
    row + count + 2
}

/// Makes a row as high as the texts need that are broken into lines, from its first cell on.
fn fit_row(sheet: &mut Sheet, first: CellPlace, cells: &[Cell]) {
    let wrapped = (first.column as usize..).zip(cells).filter_map(|(column, cell)| {
        let is_wrapped = cell.style.is_some_and(|style| style.form == Form::Wrapped);
        let Value::Text(text) = &cell.value else { return None };
        let width = sheet.column_widths.get(column).filter(|_| is_wrapped)?;
        Some(lines_in_column(text, *width))
    });
    let height = row_height(wrapped.max().unwrap_or(1));
    let known = sheet.row_heights.get(&first.row).copied();
    if height > known.unwrap_or(row_height(1)) {
        sheet.row_heights.insert(first.row, height);
    }
}

/// The column by which a row is known again: the names of the settings, or else the first.
fn key_column(headings: &[(&str, Tone)]) -> u32 {
    let named = (0u32..).zip(headings).find(|(_, (heading, _))| *heading == NAME_IN_FORMULAS);
    named.map_or(0, |(column, _)| column)
}

/// A cell that people change.
pub fn input(value: Value, form: Form) -> Cell {
    Cell::new(value, Style::new(form, Tone::Editable))
}

/// Has a spreadsheet program say what may be entered in some cells.
pub fn allow(sheet: &mut Sheet, area: Area, allowed: Allowed) {
    let message = allowed.words();
    sheet.validations.push(Validation { area, allowed, message });
}
