//! Widths, hidden columns, comments and marks of people, put into the next version of the workbook.

use std::collections::BTreeMap;

use super::additions::{key_of, rows_by_key};
use super::cell::Value;
use super::last_run::entry_of;
use super::sheet::{Comment, Sheet};
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
    let additions = &history.additions;
    if additions.comments.is_empty() && additions.marks.is_empty() {
        return;
    }
    let places = Places::of(sheets, history);
    let comments: Vec<_> = additions
        .comments
        .iter()
        .filter_map(|comment| Some((places.find(&comment.place)?, comment)))
        .collect();
    let marks: Vec<_> =
        additions.marks.iter().filter_map(|mark| Some((places.find(&mark.place)?, mark.mark))).collect();
    for ((number, place), comment) in comments {
        // What is too long for a cell is too long for a comment.
        if let (Some(sheet), Value::Text(text)) = (sheets.get_mut(number), Value::text(&comment.text)) {
            sheet.comments.insert(place, Comment { text: text.to_string(), author: comment.author.clone() });
        }
    }
    for ((number, place), mark) in marks {
        if let Some(sheet) = sheets.get_mut(number) {
            sheet.marks.insert(place, mark);
        }
    }
}

/// The sheet and the column of a heading.
fn column_of(sheets: &[Sheet], list: &str, heading: &str) -> Option<(usize, u32)> {
    sheets.iter().enumerate().find_map(|(number, sheet)| {
        let table = sheet.tables.iter().find(|table| table.name == list)?;
        let mut columns = (table.area.first.column..).zip(&table.columns);
        let (column, _) = columns.find(|(_, column)| column.heading == heading)?;
        Some((number, column))
    })
}

/// Where the cells stand that people wrote about or marked.
struct Places<'a> {
    history: &'a History,
    lists: BTreeMap<&'a str, ListPlaces>,
    /// The sheets by their names.
    sheets: BTreeMap<String, usize>,
}

/// Where the records and the headings of a list stand.
struct ListPlaces {
    sheet: usize,
    header_row: u32,
    rows: BTreeMap<String, u32>,
    columns: BTreeMap<String, u32>,
}

impl<'a> Places<'a> {
    fn of(sheets: &[Sheet], history: &'a History) -> Self {
        let places = || {
            let comments = history.additions.comments.iter().map(|comment| &comment.place);
            comments.chain(history.additions.marks.iter().map(|mark| &mark.place))
        };
        let mut lists = BTreeMap::new();
        for place in places() {
            let (CommentPlace::Record(list, ..)
            | CommentPlace::AddedRow(list, ..)
            | CommentPlace::Heading(list, _)) = place
            else {
                continue;
            };
            if lists.contains_key(list.as_str()) {
                continue;
            }
            lists.extend(ListPlaces::find(sheets, list).map(|found| (list.as_str(), found)));
        }
        let names = sheets.iter().enumerate().map(|(number, sheet)| (sheet.name.clone(), number));
        Self { history, lists, sheets: names.collect() }
    }

    /// The sheet and the cell.
    fn find(&self, place: &CommentPlace) -> Option<(usize, CellPlace)> {
        let of_record = |list: &str, key: &str, heading: &str| {
            let list = self.lists.get(list)?;
            Some((list.sheet, CellPlace::new(*list.rows.get(key)?, *list.columns.get(heading)?)))
        };
        match place {
            CommentPlace::Record(list, key, heading) => of_record(list, key, heading),
            CommentPlace::AddedRow(list, row, heading) => {
                of_record(list, &key_of(self.history, list, *row)?, heading)
            }
            CommentPlace::Heading(list, heading) => {
                let list = self.lists.get(list.as_str())?;
                Some((list.sheet, CellPlace::new(list.header_row, *list.columns.get(heading)?)))
            }
            CommentPlace::Cell(name, cell) => Some((*self.sheets.get(name)?, *cell)),
        }
    }
}

impl ListPlaces {
    fn find(sheets: &[Sheet], name: &str) -> Option<Self> {
        sheets.iter().enumerate().find_map(|(number, sheet)| {
            let table = sheet.tables.iter().find(|table| table.name == name)?;
            // Columns that stand apart from the table have headings beside its own.
            let header = sheet.cells().filter(|(place, _)| place.row == table.area.first.row);
            let beside = header.filter(|(place, _)| place.column > table.area.last.column);
            let beside = beside.map(|(place, cell)| (entry_of(Some(cell)).to_string(), place.column));
            let columns = (table.area.first.column..).zip(&table.columns);
            let columns = columns.map(|(place, column)| (column.heading.clone(), place));
            Some(Self {
                sheet: number,
                header_row: table.area.first.row,
                rows: rows_by_key(sheet, table),
                columns: beside.chain(columns).collect(),
            })
        })
    }
}
