//! The figures that stand in the sheets that were built, as a formula would find them.

use arcstr::ArcStr;
use chrono::NaiveDate;

use crate::provenance::CellPlace;
use crate::report::cell::{Cached, Value};
use crate::report::names::KEY;
use crate::report::sheet::{Sheet, Table};

/// The cells of the sheets that were built, by table and heading.
pub(in crate::report) struct Written<'a> {
    pub(in crate::report) sheets: &'a [Sheet],
}

impl<'a> Written<'a> {
    /// All tables, each with its sheet.
    pub(in crate::report) fn tables(&self) -> impl Iterator<Item = (&'a Sheet, &'a Table)> {
        self.sheets.iter().flat_map(|sheet| sheet.tables.iter().map(move |table| (sheet, table)))
    }

    /// A table with its sheet.
    pub(in crate::report) fn table(&self, name: &str) -> Option<(&'a Sheet, &'a Table)> {
        self.tables().find(|(_, table)| table.name == name)
    }

    /// The values of a column, from the first record to the last.
    fn values(&self, table: &str, heading: &str) -> Vec<&'a Value> {
        let Some((sheet, table)) = self.table(table) else { return Vec::new() };
        let columns = (table.area.first.column..).zip(&table.columns);
        let Some((number, _)) = columns.into_iter().find(|(_, column)| column.heading == heading) else {
            return Vec::new();
        };
        (table.area.first.row + 1..=table.area.last.row)
            .map(|row| {
                let place = CellPlace::new(row, number);
                sheet.cell(place).map_or(&Value::Blank, |cell| &cell.value)
            })
            .collect()
    }

    /// The texts of a column; empty where a cell holds none.
    pub(in crate::report) fn texts(&self, table: &str, heading: &str) -> Vec<ArcStr> {
        self.values(table, heading).into_iter().map(text_of).collect()
    }

    /// The numbers of a column; 0 where a cell holds none.
    pub(in crate::report) fn numbers(&self, table: &str, heading: &str) -> Vec<f64> {
        self.values(table, heading).into_iter().map(number_of).collect()
    }

    /// The dates of a column.
    pub(in crate::report) fn days(&self, table: &str, heading: &str) -> Vec<Option<NaiveDate>> {
        let day = |value: &Value| match value {
            Value::Date(date) => Some(*date),
            _ => None,
        };
        self.values(table, heading).into_iter().map(day).collect()
    }

    /// How many rows have a key.
    pub(in crate::report) fn keyed(&self, table: &str) -> usize {
        self.texts(table, KEY).iter().filter(|key| !key.is_empty()).count()
    }

    /// How many records of a table its sheet has no room for.
    pub(in crate::report) fn beyond(&self, table: &str) -> usize {
        self.table(table).map_or(0, |(sheet, _)| sheet.beyond.rows.len())
    }

    /// The number in a named cell, 0 where it holds a text; `None` where no cell has the name.
    pub(in crate::report) fn named(&self, name: &str) -> Option<f64> {
        self.sheets.iter().find_map(|sheet| {
            let named = sheet.names.iter().find(|defined| defined.name == name)?;
            sheet.cell(named.area.first).map(|cell| number_of(&cell.value))
        })
    }
}

fn text_of(value: &Value) -> ArcStr {
    match value {
        Value::Text(text) => text.clone(),
        Value::Formula(formula) => match &formula.cached {
            Cached::Text(text) => text.clone(),
            _ => ArcStr::new(),
        },
        _ => ArcStr::new(),
    }
}

fn number_of(value: &Value) -> f64 {
    match value {
        Value::Number(number) => *number,
        Value::Formula(formula) => match formula.cached {
            Cached::Number(number) => number,
            _ => 0.0,
        },
        _ => 0.0,
    }
}
