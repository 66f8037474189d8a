//! What recognition yields.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::declaration::{Field, Register};
use crate::diagnostic::Diagnostic;
use crate::mapping::{Meaning, normalised};
use crate::model::{ColumnOverrule, LeftAlone, RowFate, TableOverrule, UnmappedColumn};
use crate::provenance::{CellPlace, SheetName};
use crate::read::{Cell, Sheet};

/// What was recognised in one workbook.
#[derive(Clone, Debug, Default)]
pub struct Recognition {
    /// The tables that are registers.
    pub tables: Vec<RecognisedTable>,
    /// What was left alone, and why.
    pub left_alone: Vec<LeftAlone>,
    /// What has to be told.
    pub diagnostics: Vec<Diagnostic>,
    /// The tables of the mapping that were found, by their positions in it.
    pub obeyed: BTreeSet<usize>,
}

/// A table that is a register. Rows and columns count from 0.
#[derive(Clone, Debug)]
pub struct RecognisedTable {
    /// The sheet, as an index into the workbook's sheets.
    pub sheet: usize,
    /// The register.
    pub register: Register,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// First and last column of the table.
    pub columns_range: (u32, u32),
    /// The rows of the header; none for a form.
    pub header_rows: Vec<u32>,
    /// The records, each with the rows that it covers.
    pub records: Vec<RecordRows>,
    /// Rows below the header that are no record, each with its reason.
    pub other_rows: Vec<RowFate>,
    /// The columns that are fields; a column that holds two fields stands twice.
    pub columns: Vec<MappedColumn>,
    /// The columns that are not.
    pub unmapped: Vec<UnmappedColumn>,
    /// Headings of sections within the table: row and text, in ascending order.
    pub sections: Vec<(u32, String)>,
    /// What a person chose for the table.
    pub overrule: Option<TableOverrule>,
    /// What a person chose for values of its columns.
    pub meanings: Vec<ColumnMeanings>,
    /// By what the header rows that annexa found are known again.
    pub layout: String,
    /// Blank cells of records that mean "as above", each with the place that it stands for.
    pub as_above: BTreeMap<(u32, u32), (u32, u32)>,
    /// The sheet is one of an intake workbook: its columns and its scales are the declared ones.
    pub is_intake: bool,
    /// It stands in a workbook that annexa wrote: `27001:6.1.2` is the key of a clause there, and nothing else.
    pub holds_keys: bool,
}

/// What a person chose for values of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnMeanings {
    /// The column.
    pub column: u32,
    /// The meanings by value, as values are compared.
    pub values: BTreeMap<String, Meaning>,
}

impl RecognisedTable {
    /// The meaning that a person chose for a value of a column.
    pub fn chosen_meaning(&self, column: u32, text: &str) -> Option<&Meaning> {
        let meanings = self.meanings.iter().find(|meanings| meanings.column == column)?;
        meanings.values.get(&normalised(text))
    }

    /// Whether a person chose the register.
    pub fn is_chosen(&self) -> bool {
        self.overrule.as_ref().is_some_and(|overrule| overrule.register.is_some())
    }

    /// The table as one that is left alone after all, with its columns for a person who knows better.
    pub fn into_left_alone(self, sheet: &Arc<SheetName>, why: String) -> LeftAlone {
        let mut left = LeftAlone::new(sheet, Some(self.range()), why);
        left.rows = self.first_data_row().zip(self.last_data_row());
        let taken = self.columns.into_iter().map(|column| UnmappedColumn {
            column: column.column,
            heading: column.heading,
            candidates: vec![column.field],
            samples: column.samples,
            overrule: column.overrule,
        });
        left.columns = taken.chain(self.unmapped).collect();
        left.columns.sort_by_key(|column| column.column);
        left.columns.dedup_by_key(|column| column.column);
        left.header_rows = self.header_rows;
        left.overrule = self.overrule;
        left.layout.header = self.layout;
        left
    }

    /// The cell that a record has in one of its rows and a column, with its place: its own, or the one
    /// above that a blank stands for.
    pub fn cell<'a>(
        &self,
        sheet: &'a Sheet,
        row: u32,
        column: &MappedColumn,
    ) -> Option<(&'a Cell, (u32, u32))> {
        if !column.is_in_row(row) {
            return None;
        }
        let own = (row, column.column);
        let place = self.as_above.get(&own).copied().unwrap_or(own);
        sheet.cell(place.0, place.1).map(|cell| (cell, place))
    }

    /// The first row of the first record.
    pub fn first_data_row(&self) -> Option<u32> {
        self.records.first().map(|record| record.row)
    }

    /// The last row of the last record.
    pub fn last_data_row(&self) -> Option<u32> {
        self.records.last().map(|record| record.continued.last().copied().unwrap_or(record.row))
    }

    /// The cells from the header to the last record, as `A5:N22`.
    pub fn range(&self) -> String {
        let (first, last) = self.columns_range;
        let first_record = || self.records.first().map(|record| record.row);
        let top = self.header_rows.first().copied().or_else(first_record).unwrap_or(0);
        let bottom = self.last_data_row().unwrap_or(top);
        format!("{}:{}", CellPlace::new(top, first), CellPlace::new(bottom, last))
    }
}

/// The rows of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRows {
    /// Its first row, which names it.
    pub row: u32,
    /// Rows below that continue it; usually none.
    pub continued: Vec<u32>,
}

/// A column that is a field.
#[derive(Clone, Debug, PartialEq)]
pub struct MappedColumn {
    /// The column.
    pub column: u32,
    /// Its heading, as it was read (a banner above it joined in front).
    pub heading: String,
    /// The field.
    pub field: Field,
    /// How sure that is, 0 to 1. Fields below 0.5 are not used.
    pub confidence: f64,
    /// The kinds of evidence: `heading`, `values`, `neighbours`, `sheet`, `file`,
    /// `other register` …
    pub evidence: Vec<String>,
    /// Some values of the column.
    pub samples: Vec<String>,
    /// What a person chose for the column.
    pub overrule: Option<ColumnOverrule>,
    /// In a form, where fields stand below each other: the rows that hold the values of this one.
    pub rows: Option<Vec<u32>>,
}

impl MappedColumn {
    /// Whether the column holds the field in a row; always, but for forms.
    pub fn is_in_row(&self, row: u32) -> bool {
        self.rows.as_ref().is_none_or(|rows| rows.contains(&row))
    }
}
