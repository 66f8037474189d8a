//! Cells that hold dates, and the order of day and month that the table shows.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::coded_cells::Expected;
use super::table::{TableReader, field_words};
use crate::declaration::Field;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::normalise::AMBIGUOUS_DATE;
use crate::provenance::Reading;
use crate::read::{Cell, Sheet};
use crate::recognise::value::{DateColumn, DayOrder, content, order_of_heading};
use crate::recognise::{MappedColumn, RecognisedTable, RecordRows};

impl TableReader<'_> {
    /// A date; the order of day and month comes from the column, or else from the other date columns
    /// of the table where they agree.
    pub(super) fn date(
        &mut self,
        record: &RecordRows,
        field: Field,
        subject: &str,
    ) -> Option<Reading<NaiveDate>> {
        let (cell, location) = self.cell(record, field)?;
        let column = self.date_column(location.column?);
        match column.read(self.words, Some(cell)) {
            Ok(understood) => {
                let expected =
                    Expected { subject, words: "a date such as 2026-03-31, or a month or quarter" };
                self.coded(record, field, &expected, |_, _| understood.clone())
            }
            Err((first, second)) => {
                let text = content(Some(cell))?.into_owned();
                let diagnostic = Diagnostic::at(&AMBIGUOUS_DATE, location.clone())
                    .read(text.clone())
                    .expected("a date such as 2026-03-31")
                    .fact("field", field_words(field))
                    .fact("first", first.to_string())
                    .fact("second", second.to_string())
                    .fact("subject", subject);
                self.faults.add("", diagnostic);
                Some(Reading::not_understood(text, location))
            }
        }
    }

    fn date_column(&mut self, wanted: u32) -> DateColumn {
        if self.dates.is_empty() {
            let mut cells: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
            for column in self.columns.iter().filter(|(field, _)| field.is_date()).flat_map(|(_, all)| all) {
                cells.entry(column.column).or_default().extend(first_cells(self.table, self.sheet, column));
            }
            let dates: BTreeMap<u32, DateColumn> = cells
                .into_iter()
                .map(|(number, cells)| (number, DateColumn::new(cells.into_iter())))
                .collect();
            let mut orders = dates.values().filter_map(|column| column.order);
            let agreed = match orders.next() {
                Some(first) => orders.all(|other| other == first).then_some(first),
                None => self.order_around(),
            };
            self.dates =
                dates.into_iter().map(|(number, column)| (number, column.or_order(agreed))).collect();
        }
        self.dates.get(&wanted).copied().unwrap_or_default()
    }

    /// The order of day and month that the language of the headings shows, or else the dates of the
    /// workbook's other tables where they agree.
    fn order_around(&self) -> Option<DayOrder> {
        let dates = |field: &Field| field.is_date();
        let headings = self.columns.iter().filter(|(field, _)| dates(field)).flat_map(|(_, columns)| columns);
        if let Some(order) = headings.into_iter().find_map(|column| order_of_heading(&column.heading)) {
            return Some(order);
        }
        let columns =
            self.others.iter().filter_map(|table| Some((table, self.workbook.sheets.get(table.sheet)?)));
        let mut orders = columns.flat_map(|(table, sheet)| {
            table.columns.iter().filter(|column| column.field.is_date()).filter_map(move |column| {
                DateColumn::new(first_cells(table, sheet, column).into_iter()).order
            })
        });
        let first = orders.next()?;
        orders.all(|other| other == first).then_some(first)
    }
}

/// The first cell of a column in each record.
fn first_cells<'a>(table: &RecognisedTable, sheet: &'a Sheet, column: &MappedColumn) -> Vec<&'a Cell> {
    let first = |record: &RecordRows| {
        let mut rows = std::iter::once(record.row).chain(record.continued.iter().copied());
        let row = if column.rows.is_some() { rows.find(|row| column.is_in_row(*row))? } else { record.row };
        sheet.cell(row, column.column)
    };
    table.records.iter().filter_map(first).collect()
}
