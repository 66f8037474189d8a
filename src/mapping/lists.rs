//! The sheets of a mapping workbook as lists: their columns found by heading, wherever they stand.

use std::collections::BTreeMap;

use crate::declaration::{FilledBy, ListField, MappingList, MappingLists};
use crate::provenance::Location;
use crate::read::{Sheet, Workbook};

use super::layout::normalised;

/// Rows of a sheet in which the headings of a list are looked for.
const TOP_ROWS: usize = 60;

/// A list of a mapping workbook.
pub(super) struct List<'a> {
    sheet: &'a Sheet,
    header: u32,
    columns: BTreeMap<ListField, u32>,
}

/// A row of a list.
#[derive(Clone, Copy)]
pub(super) struct ListRow<'a> {
    list: &'a List<'a>,
    row: u32,
}

impl<'a> List<'a> {
    /// The list in a workbook, on the sheet of its name or on another one; the heading that comes
    /// nearest to being all there is says what is missing.
    pub(super) fn find(workbook: &'a Workbook, lists: &MappingLists, list: MappingList) -> Option<Self> {
        let named = |sheet: &&Sheet| sheet.name.sheet.as_deref() == Some(list.name());
        let (first, others): (Vec<&Sheet>, Vec<&Sheet>) = workbook.sheets.iter().partition(named);
        first.into_iter().chain(others).find_map(|sheet| Self::on(sheet, lists, list))
    }

    /// The list on a sheet: below the first row that names its tables and all that a person fills.
    fn on(sheet: &'a Sheet, lists: &MappingLists, list: MappingList) -> Option<Self> {
        sheet.rows.iter().take(TOP_ROWS).find_map(|row| {
            let mut columns = BTreeMap::new();
            for declared in lists.columns(list) {
                let heading = normalised(&declared.heading);
                let cell = row.cells.iter().find(|cell| normalised(&cell.text()) == heading);
                match cell {
                    Some(cell) => {
                        columns.insert(declared.field, cell.column);
                    }
                    None if declared.filled_by == FilledBy::Person || is_needed(declared.field) => {
                        return None;
                    }
                    None => {}
                }
            }
            Some(Self { sheet, header: row.number, columns })
        })
    }

    /// The rows below the headings that hold anything.
    pub(super) fn rows(&'a self) -> impl Iterator<Item = ListRow<'a>> {
        let below = self.sheet.rows.iter().filter(|row| row.number > self.header);
        below.map(|row| ListRow { list: self, row: row.number })
    }
}

/// Whether a row cannot be understood without this column.
fn is_needed(field: ListField) -> bool {
    matches!(field, ListField::Table | ListField::Column | ListField::Value)
}

impl ListRow<'_> {
    /// The text of a cell without spaces around it; `None` where it is blank.
    pub(super) fn text(&self, field: ListField) -> Option<String> {
        let column = self.list.columns.get(&field)?;
        let text = self.list.sheet.cell(self.row, *column)?.text();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A row number, counted from 0, that a cell gives counted from 1.
    pub(super) fn row_number(&self, field: ListField) -> Option<u32> {
        self.text(field)?.parse::<u32>().ok()?.checked_sub(1)
    }

    /// The cell of a column.
    pub(super) fn location(&self, field: ListField) -> Location {
        match self.list.columns.get(&field) {
            Some(column) => Location::cell(&self.list.sheet.name, self.row, *column),
            None => Location::row(&self.list.sheet.name, self.row),
        }
    }

    /// The row as a place.
    pub(super) fn place(&self) -> Location {
        Location::row(&self.list.sheet.name, self.row)
    }
}
