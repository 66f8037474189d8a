//! How rows of the workbook that is refreshed are named in what is told: by their records, since rows move.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::revise::{ADDED_ROW_NOT_TAKEN, ADDED_ROW_WITHOUT_NAME};
use crate::provenance::{Location, SheetName};
use crate::record::{Carried, Previous};
use crate::report;

/// The sheets of the workbook that is refreshed, and the records of their rows.
pub(super) struct WorkbookRows<'a> {
    previous: &'a Previous<'a>,
    sheets: HashMap<&'a str, SheetRows<'a>>,
}

/// A sheet by its name of now: what it will be called, and the record of each row.
struct SheetRows<'a> {
    sheet: Arc<SheetName>,
    records: HashMap<u32, &'a str>,
}

impl<'a> WorkbookRows<'a> {
    pub(super) fn of(previous: &'a Previous<'a>, carried: &'a [Carried]) -> Self {
        let mut sheets: HashMap<&str, SheetRows<'_>> = HashMap::new();
        for (name, found) in &previous.lists {
            let sheet = previous.workbook.sheets.get(found.sheet);
            let Some(now) = sheet.and_then(|sheet| sheet.name.sheet.as_deref()) else { continue };
            let called = previous.last.book.list(name).map_or(now, |list| list.sheet.as_str());
            let rows = sheets.entry(now).or_insert_with(|| SheetRows {
                sheet: sheet_called(previous, Some(called)),
                records: HashMap::new(),
            });
            let added = carried.iter().filter(|carried| carried.list == *name);
            let added = added.filter_map(|carried| Some((carried.row, carried.key.as_deref()?)));
            rows.records.extend(added.chain(found.rows.iter().map(|(key, row)| (*row, key.as_str()))));
        }
        Self { previous, sheets }
    }

    /// Lets what is told of the workbook name the sheet as it will be called and the records, and no cell: by
    /// the next version rows are sorted and columns are back in their places.
    pub(super) fn name_sheets_alone(&self, told: &mut Diagnostic) {
        // A row that is not taken up stands in the previous version alone, where its number helps to find it.
        if [ADDED_ROW_NOT_TAKEN.name, ADDED_ROW_WITHOUT_NAME.name].contains(&told.code.name) {
            return;
        }
        let mut records: Vec<&str> = Vec::new();
        let in_workbook = |location: &&mut Location| location.file_path() == self.previous.workbook.path;
        for location in told.location.iter_mut().chain(&mut told.also).filter(in_workbook) {
            let rows = location.sheet_name().and_then(|sheet| self.sheets.get(sheet));
            records.extend(rows.zip(location.row).and_then(|(rows, row)| rows.records.get(&row)));
            let called = || sheet_called(self.previous, location.sheet_name());
            *location = Location::sheet(&rows.map_or_else(called, |rows| Arc::clone(&rows.sheet)));
        }
        if !records.is_empty() {
            told.facts.push((report::RECORDS_OF_ROWS, report::joined_records(records)));
        }
    }
}

fn sheet_called(previous: &Previous<'_>, name: Option<&str>) -> Arc<SheetName> {
    Arc::new(SheetName { file: Arc::from(previous.workbook.path.as_str()), sheet: name.map(Arc::from) })
}
