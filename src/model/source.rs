//! What was read: files, tables and columns, and how each was understood.

use std::sync::Arc;

use crate::declaration::{Field, Register};
use crate::provenance::SheetName;

/// A file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The path, as it was given or found.
    pub path: String,
    /// The path from the workbook's folder, with `/`; `None` where there is none, such as on another drive.
    pub link: Option<String>,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The tables that were taken for registers.
    pub tables: Vec<SourceTable>,
    /// Sheets, or tables of sheets, that were not.
    pub left_alone: Vec<LeftAlone>,
}

/// A table that was taken for a register. Rows and columns count from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceTable {
    /// File and sheet.
    pub sheet: Arc<SheetName>,
    /// The register that it was taken for.
    pub register: Register,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// The cells that it covers, as `A5:N22`.
    pub range: String,
    /// The rows of its header.
    pub header_rows: Vec<u32>,
    /// First row below the header that holds a record.
    pub first_data_row: u32,
    /// Last row that holds a record.
    pub last_data_row: u32,
    /// Records that it gave.
    pub records: u32,
    /// Rows below the header that are no record, each with its reason.
    pub other_rows: Vec<RowFate>,
    /// Columns that were taken for a field.
    pub columns: Vec<ColumnUse>,
    /// Columns that were not.
    pub unmapped: Vec<UnmappedColumn>,
    /// The values of coded columns, and of columns that look coded and are not used.
    pub values: Vec<ValueUse>,
    /// What a person chose for the table.
    pub overrule: Option<TableOverrule>,
    /// By what the table is known again, for a mapping of it.
    pub layout: LayoutWords,
}

/// By what a table with the same headings is known again, in the words of the Sources sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayoutWords {
    /// The header rows that annexa found.
    pub header: String,
    /// The first rows of the sheet.
    pub rows: String,
}

/// What a person chose for a table, and what annexa takes it for by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableOverrule {
    /// The register that was chosen, or that the table is left alone, in words.
    pub register: Option<&'static str>,
    /// The rows of the headings that were chosen, counted from 0.
    pub header_rows: Option<Vec<u32>>,
    /// The register that annexa takes the table for by itself, with the header rows that count.
    pub taken_for: Option<Register>,
    /// The rows in which annexa found the headings, counted from 0.
    pub found_header_rows: Vec<u32>,
}

/// What a person chose for a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnOverrule {
    /// Whether the field was chosen, or that the column is not used.
    pub chosen: bool,
    /// The field that annexa takes the column for by itself.
    pub taken_for: Option<Field>,
    /// The meanings of its values hold for all columns of the layout with values of the same kind.
    pub whole_layout: bool,
}

/// A value of a coded column, and how it was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueUse {
    /// The column, counted from 0.
    pub column: u32,
    /// The field; `None` where the column is not used.
    pub field: Option<Field>,
    /// The value as it was read.
    pub text: String,
    /// How many cells hold it.
    pub count: usize,
    /// What annexa reads it as by itself; `None` where it does not understand it.
    pub taken_for: Option<String>,
    /// The meaning that a person chose.
    pub chosen: Option<&'static str>,
}

impl SourceTable {
    /// Rows below the header that hold anything: records, rejected and skipped rows.
    pub fn rows_read(&self) -> usize {
        self.records as usize + self.other_rows.len()
    }

    /// Rows that looked like records and could not be used.
    pub fn rejected(&self) -> usize {
        self.other_rows.iter().filter(|row| row.rejected).count()
    }

    /// Rows that are no records (headings of sections, totals, repeated headers, continuation rows).
    pub fn skipped(&self) -> usize {
        self.other_rows.len() - self.rejected()
    }
}

/// A row below the header that gave no record.
#[derive(Clone, Debug, PartialEq)]
pub struct RowFate {
    /// The row, counted from 0.
    pub row: u32,
    /// Whether it looked like a record that cannot be used (else it is no record: a section heading, a total).
    pub rejected: bool,
    /// Why.
    pub reason: String,
}

/// A column that was taken for a field.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnUse {
    /// The column, counted from 0.
    pub column: u32,
    /// Its heading, as it was read.
    pub heading: String,
    /// The field.
    pub field: Field,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
    /// The kinds of evidence: `heading`, `values`, `neighbours`, `sheet` …
    pub evidence: Vec<String>,
    /// Some values of the column.
    pub samples: Vec<String>,
    /// What a person chose for the column.
    pub overrule: Option<ColumnOverrule>,
}

/// A column that was taken for no field.
#[derive(Clone, Debug, PartialEq)]
pub struct UnmappedColumn {
    /// The column, counted from 0.
    pub column: u32,
    /// Its heading, as it was read.
    pub heading: String,
    /// The fields that came nearest, the best first.
    pub candidates: Vec<Field>,
    /// Some values of the column.
    pub samples: Vec<String>,
    /// What a person chose for the column.
    pub overrule: Option<ColumnOverrule>,
}

/// A sheet, or a table of one, that was not taken for a register.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftAlone {
    /// File and sheet.
    pub sheet: Arc<SheetName>,
    /// The cells, where only part of a sheet was left alone.
    pub range: Option<String>,
    /// Why.
    pub why: String,
    /// The rows in which headings were found, counted from 0; empty where none were.
    pub header_rows: Vec<u32>,
    /// First and last row below the headings, counted from 0.
    pub rows: Option<(u32, u32)>,
    /// Its columns, for a person who knows better.
    pub columns: Vec<UnmappedColumn>,
    /// The values of columns that look coded.
    pub values: Vec<ValueUse>,
    /// What a person chose for it.
    pub overrule: Option<TableOverrule>,
    /// By what it is known again, for a mapping of it.
    pub layout: LayoutWords,
}

impl LeftAlone {
    /// What was left alone and why, without anything about its columns.
    pub fn new(sheet: &Arc<SheetName>, range: Option<String>, why: String) -> Self {
        Self {
            sheet: Arc::clone(sheet),
            range,
            why,
            header_rows: Vec::new(),
            rows: None,
            columns: Vec::new(),
            values: Vec::new(),
            overrule: None,
            layout: LayoutWords::default(),
        }
    }
}
