//! Widths, hidden columns and comments of people, put into the next version of the workbook.

use super::additions::{key_of, rows_by_key};
use super::cell::Value;
use super::sheet::{Sheet, Table};
use crate::provenance::CellPlace;
use crate::record::{CommentPlace, History};

/// The widest column that a spreadsheet has, in characters.
const WIDEST: f64 = 255.0;

/// Puts what people did to columns and wrote about cells on the sheets, after the columns that they added.
pub fn put(sheets: &mut [Sheet], history: &History) {
    for look in &history.additions.looks {
        let Some((sheet, column)) = column_of(sheets, &look.list, &look.heading) else { continue };
        let Some(sheet) = sheets.get_mut(sheet) else { continue };
        if let (Some(width), Some(place)) = (look.width, sheet.column_widths.get_mut(column as usize)) {
            *place = width.clamp(0.0, WIDEST);
        }
        if look.hidden {
            sheet.hidden_columns.insert(column);
        }
    }
    for comment in &history.additions.comments {
        let Some((number, place)) = place_of(sheets, &comment.place, history) else { continue };
        // What is too long for a cell is too long for a comment.
        if let (Some(sheet), Value::Text(text)) = (sheets.get_mut(number), Value::text(&comment.text)) {
            sheet.comments.insert(place, text);
        }
    }
}

/// The sheet and the table of a list.
fn list_of<'a>(sheets: &'a [Sheet], list: &str) -> Option<(usize, &'a Sheet, &'a Table)> {
    sheets.iter().enumerate().find_map(|(number, sheet)| {
        let table = sheet.tables.iter().find(|table| table.name == list)?;
        Some((number, sheet, table))
    })
}

/// The sheet and the column of a heading.
fn column_of(sheets: &[Sheet], list: &str, heading: &str) -> Option<(usize, u32)> {
    let (number, _, table) = list_of(sheets, list)?;
    let mut columns = (table.area.first.column..).zip(&table.columns);
    let (column, _) = columns.find(|(_, column)| column.heading == heading)?;
    Some((number, column))
}

fn place_of(sheets: &[Sheet], place: &CommentPlace, history: &History) -> Option<(usize, CellPlace)> {
    let of_record = |list: &str, key: &str, heading: &str| {
        let (number, sheet, table) = list_of(sheets, list)?;
        let row = rows_by_key(sheet, table).get(key).copied()?;
        Some((number, CellPlace::new(row, column_of(sheets, list, heading)?.1)))
    };
    match place {
        CommentPlace::Record(list, key, heading) => of_record(list, key, heading),
        CommentPlace::AddedRow(list, row, heading) => of_record(list, &key_of(history, list, *row)?, heading),
        CommentPlace::Heading(list, heading) => {
            let (number, _, table) = list_of(sheets, list)?;
            Some((number, CellPlace::new(table.area.first.row, column_of(sheets, list, heading)?.1)))
        }
        CommentPlace::Cell(name, cell) => {
            let number = sheets.iter().position(|sheet| sheet.name == *name)?;
            Some((number, *cell))
        }
    }
}
