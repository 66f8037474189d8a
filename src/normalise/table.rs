//! One recognised table, read record by record: cells, texts, lists. `coded_cells` and `dates` read typed values.

use std::collections::{BTreeMap, HashSet};

use arcstr::ArcStr;
use chrono::NaiveDate;

use super::faults::Faults;
use super::values::ValueTally;
use crate::declaration::Field;
use crate::diagnostic::{CodeRef, Diagnostic};
use crate::mapping::Meaning;
use crate::provenance::{Location, Traced};
use crate::read::{Cell, Sheet, Value, Workbook};
use crate::recognise::value::{Boxes, DateColumn, content, shared_content};
use crate::recognise::{MappedColumn, RecognisedTable, RecordRows, ValueWords};

/// Fields below this confidence are not used.
const LEAST_CONFIDENCE: f64 = 0.5;

/// A table with what its columns showed when they were looked at as a whole.
pub(super) struct TableReader<'a> {
    pub(super) workbook: &'a Workbook,
    pub(super) sheet: &'a Sheet,
    pub(super) table: &'a RecognisedTable,
    pub(super) words: &'a ValueWords,
    /// The assessment date: what lies after it has not come yet.
    pub(super) as_of: NaiveDate,
    /// The columns that are used, by their fields.
    pub(super) columns: BTreeMap<Field, Vec<&'a MappedColumn>>,
    /// All tables of the workbook, whose dates may show the order of day and month.
    pub(super) others: &'a [RecognisedTable],
    /// How the dates of a column are read, once it was looked at.
    pub(super) dates: BTreeMap<u32, DateColumn>,
    /// What the boxes of a field stand for, once its column was looked at.
    pub(super) boxes: BTreeMap<Field, Boxes>,
    pub(super) faults: Faults<'a>,
    /// The values of coded columns.
    pub(super) values: ValueTally,
    /// Texts of coded cells: a large register holds few of them, each very often.
    repeated: HashSet<ArcStr>,
}

/// Most texts of coded cells that are kept to be shared.
const MOST_REPEATED: usize = 1_000;

impl<'a> TableReader<'a> {
    pub(super) fn new(
        workbook: &'a Workbook,
        sheet: &'a Sheet,
        table: &'a RecognisedTable,
        others: &'a [RecognisedTable],
        words: &'a ValueWords,
        as_of: NaiveDate,
    ) -> Self {
        let mut columns: BTreeMap<Field, Vec<&MappedColumn>> = BTreeMap::new();
        for column in table.columns.iter().filter(|column| column.confidence >= LEAST_CONFIDENCE) {
            columns.entry(column.field).or_default().push(column);
        }
        Self {
            workbook,
            sheet,
            table,
            words,
            as_of,
            columns,
            others,
            dates: BTreeMap::new(),
            boxes: BTreeMap::new(),
            faults: Faults::default(),
            values: ValueTally::default(),
            repeated: HashSet::default(),
        }
    }

    /// The text of a coded cell, shared with the cells before that hold the same.
    pub(super) fn repeated(&mut self, text: &str) -> ArcStr {
        if let Some(known) = self.repeated.get(text) {
            return known.clone();
        }
        let text = ArcStr::from(text);
        if self.repeated.len() < MOST_REPEATED {
            self.repeated.insert(text.clone());
        }
        text
    }

    /// Whether the file holds no other register, so that its name speaks of this one.
    pub(super) fn is_only_table(&self) -> bool {
        self.others.len() == 1
    }

    /// What stands alone in a row above the headings, the nearest first: titles.
    pub(super) fn titles(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        const TITLE_ROWS: usize = 6;
        let first = self.table.header_rows.first().copied().unwrap_or_default();
        let above = self.sheet.rows.iter().rev().skip_while(move |row| row.number >= first).take(TITLE_ROWS);
        let alone = above.take_while(|row| row.cells.len() <= 2);
        alone.filter_map(|row| row.cells.first()).filter_map(|cell| match &cell.value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The other tables of the file.
    pub(super) fn other_tables(&self) -> impl Iterator<Item = TableReader<'a>> {
        let others = self.others.iter().filter(|other| !std::ptr::eq(*other, self.table));
        others.filter_map(|other| {
            let sheet = self.workbook.sheets.get(other.sheet)?;
            Some(Self::new(self.workbook, sheet, other, self.others, self.words, self.as_of))
        })
    }

    pub(super) fn records(&self) -> &'a [RecordRows] {
        &self.table.records
    }

    /// The columns of a field, in the table's order.
    pub(super) fn columns(&self, field: Field) -> &[&'a MappedColumn] {
        self.columns.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    /// The heading of a field's first column.
    pub(super) fn heading(&self, field: Field) -> &'a str {
        self.columns(field).first().map(|column| column.heading.as_str()).unwrap_or_default()
    }

    pub(super) fn location(&self, row: u32, column: u32) -> Location {
        Location::cell(&self.sheet.name, row, column)
    }

    pub(super) fn row_location(&self, row: u32) -> Location {
        Location::row(&self.sheet.name, row)
    }

    /// The meaning that a person chose for a cell.
    pub(super) fn chosen_meaning(&self, column: u32, cell: &Cell) -> Option<&'a Meaning> {
        if self.table.meanings.is_empty() {
            return None;
        }
        self.table.chosen_meaning(column, &content(Some(cell))?)
    }

    /// All cells of a field in the records of the table, blank ones left out; a cell for which a person
    /// chose a meaning is one that says it.
    pub(super) fn column_cells(&self, field: Field) -> Vec<&'a Cell> {
        let cells = self.cells_of_column(field);
        cells
            .into_iter()
            .map(|(column, cell)| self.chosen_meaning(column, cell).map_or(cell, |meaning| &meaning.cell))
            .collect()
    }

    /// All cells of a field in the records of the table, blank ones left out, but for those for which
    /// a person chose a meaning.
    pub(super) fn cells_not_chosen(&self, field: Field) -> Vec<&'a Cell> {
        let cells = self.cells_of_column(field).into_iter();
        cells
            .filter(|(column, cell)| self.chosen_meaning(*column, cell).is_none())
            .map(|(_, cell)| cell)
            .collect()
    }

    fn cells_of_column(&self, field: Field) -> Vec<(u32, &'a Cell)> {
        let columns = self.columns(field);
        self.table
            .records
            .iter()
            .flat_map(|record| std::iter::once(&record.row).chain(&record.continued))
            .flat_map(|row| columns.iter().filter_map(|column| self.table.cell(self.sheet, *row, column)))
            .map(|(cell, (_, column))| (column, cell))
            .collect()
    }

    /// The cells of a field in one record that are not blank: its columns, row by row.
    pub(super) fn cells<'r>(
        &'r self,
        record: &'r RecordRows,
        field: Field,
    ) -> impl Iterator<Item = (&'a Cell, Location)> + use<'r, 'a> {
        self.columns(field).iter().flat_map(move |column| {
            let rows = std::iter::once(&record.row).chain(&record.continued);
            let found = rows.filter_map(|row| self.table.cell(self.sheet, *row, column));
            let filled = found.filter(|(cell, _)| content(Some(cell)).is_some());
            filled.map(|(cell, (row, column))| (cell, self.location(row, column)))
        })
    }

    pub(super) fn cell(&self, record: &RecordRows, field: Field) -> Option<(&'a Cell, Location)> {
        self.cells(record, field).next()
    }

    /// The text of a field: several columns joined by semicolons, continued rows by line breaks.
    pub(super) fn text(&self, record: &RecordRows, field: Field) -> Option<Traced<ArcStr>> {
        let cells = self.cells(record, field);
        let mut cells = cells.filter(|(cell, _)| !matches!(cell.value, Value::Error(_)));
        let (cell, first) = cells.next()?;
        let Some((second, location)) = cells.next() else {
            return Some(Traced::new(shared_content(cell)?, first));
        };
        let mut text = String::from(content(Some(cell))?);
        let mut column = first.column;
        for (cell, location) in std::iter::once((second, location)).chain(cells) {
            let Some(part) = content(Some(cell)) else { continue };
            text.push_str(if column == location.column { "\n" } else { "; " });
            text.push_str(&part);
            column = location.column;
        }
        Some(Traced::new(text, first))
    }

    /// A list in a field: its parts between semicolons, commas and line breaks, each once.
    pub(super) fn list(&self, record: &RecordRows, field: Field) -> Vec<Traced<ArcStr>> {
        let mut list: Vec<Traced<ArcStr>> = Vec::new();
        for (cell, location) in self.cells(record, field) {
            let Some(text) = content(Some(cell)) else { continue };
            for part in text.split([';', ',', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
                if list.iter().all(|known| known.value != part) {
                    list.push(Traced::new(part.to_owned(), location.clone()));
                }
            }
        }
        list
    }

    /// The columns that are used, in the order of the table.
    pub(super) fn used_columns(&self) -> impl Iterator<Item = &'a MappedColumn> + use<'a> {
        self.table.columns.iter().filter(|column| column.confidence >= LEAST_CONFIDENCE)
    }

    /// Notes a fault of a row.
    pub(super) fn report_row(&mut self, code: CodeRef, row: u32) {
        let diagnostic = Diagnostic::at(code, self.row_location(row));
        self.faults.add("", diagnostic);
    }
}

/// The field as a message names it: `residual likelihood`, `due date`.
pub(super) fn field_words(field: Field) -> String {
    match field.name().rsplit('.').next().unwrap_or_default() {
        "due" => "due date".to_owned(),
        "review_due" => "date of the next review".to_owned(),
        "accepted_on" => "date of acceptance".to_owned(),
        "reviewed" => "date of the last review".to_owned(),
        name => name.replace('_', " "),
    }
}
