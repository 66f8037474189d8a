//! Sheets of intake workbooks, which say themselves what they are: a line of text names the register,
//! and the headings below it are the declared ones. Nothing about them is guessed.
//!
//! Every row below the headings that holds anything is a record, but for the example row, which bears
//! the word EXAMPLE as its identifier. Where somebody wrote into that row and left the word, it is
//! neither taken nor passed over in silence: it is a rejected row, and that is told.

use std::collections::BTreeSet;

use crate::declaration::{Column, Declarations, EXAMPLE, Field, FieldType, IntakeSheet, Register, Table};
use crate::diagnostic::{Diagnostic, codes::recognise as codes};
use crate::model::RowFate;
use crate::provenance::Location;
use crate::read::{Row, Sheet};

use super::columns::{FieldOfColumn, Mapping, SeenColumn, map_columns};
use super::layout::{TableShape, repeats};
use super::profile::{holds_text, text_of};
use super::records::SortedRows;
use super::table::{MappedColumn, RecognisedTable, RecordRows};
use super::words::fold;

/// The word for the evidence that a heading is the declared one.
const DECLARATION: &str = "declaration";
/// Rows of a sheet in which its line and its headings are looked for.
const ROWS_LOOKED_AT: usize = 40;
/// The fewest declared headings that are those of an intake sheet.
const FEWEST_HEADINGS: usize = 3;

/// What a sheet says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intake {
    /// It explains the other sheets of an intake workbook.
    Explanation,
    /// It is a register to fill in, with its headings in a row counted from 0.
    Register(Register, u32),
}

impl Intake {
    /// The register.
    pub fn register(self) -> Option<Register> {
        match self {
            Intake::Register(register, _) => Some(register),
            Intake::Explanation => None,
        }
    }

    /// The row of the headings, counted from 0.
    pub fn header_row(self) -> Option<u32> {
        match self {
            Intake::Register(_, row) => Some(row),
            Intake::Explanation => None,
        }
    }
}

/// What a sheet says of itself; `None` where it is no sheet of an intake workbook, or no longer one
/// since its headings are gone.
pub fn intake_of(sheet: &Sheet, declarations: &Declarations) -> Option<Intake> {
    let rows = sheet.rows.get(..ROWS_LOOKED_AT.min(sheet.rows.len()))?;
    let mark = |row: &Row| row.cells.iter().find_map(|cell| IntakeSheet::of_mark(&text_of(cell)));
    let (position, marked) = rows.iter().enumerate().find_map(|(at, row)| Some((at, mark(row)?)))?;
    let register = match marked {
        IntakeSheet::Explanation => return Some(Intake::Explanation),
        IntakeSheet::Register(register) => register,
    };
    let table = declarations.table(register)?;
    let heads = |row: &&Row| {
        let filled = row.cells.iter().filter(|cell| holds_text(cell)).count();
        let declared = row.cells.iter().filter(|cell| declared(table, &text_of(cell)).is_some()).count();
        declared >= FEWEST_HEADINGS && 2 * declared >= filled
    };
    let header = sheet.rows.iter().skip(position + 1).take(ROWS_LOOKED_AT).find(heads)?;
    Some(Intake::Register(register, header.number))
}

/// The declared column with a heading.
fn declared<'t>(table: &'t Table, heading: &str) -> Option<&'t Column> {
    let heading = fold(heading);
    table.columns.iter().find(|column| fold(column.heading()) == heading)
}

/// The fields of the columns: the declared one below a declared heading; for a column that people added
/// or renamed what its heading and values say, where no declared heading claims that field.
pub fn map_declared(columns: &[SeenColumn], table: &Table) -> Mapping {
    let mut known: BTreeSet<Field> = BTreeSet::new();
    let mut fields: Vec<FieldOfColumn> = Vec::new();
    for (position, column) in columns.iter().enumerate() {
        let Some(declared) = declared(table, &column.head.own) else { continue };
        if known.insert(declared.field) {
            let evidence = vec![DECLARATION.to_owned()];
            fields.push(FieldOfColumn { position, field: declared.field, confidence: 1.0, evidence });
        }
    }
    let own = map_columns(columns, table);
    let mut candidates = own.candidates;
    for guessed in own.fields {
        let is_declared = fields.iter().any(|taken| taken.position == guessed.position);
        if !is_declared && known.insert(guessed.field) {
            fields.push(guessed);
        } else if !is_declared {
            candidates.insert(guessed.position, vec![guessed.field]);
        }
    }
    fields.sort_by_key(|known| known.position);
    candidates.retain(|position, _| fields.iter().all(|taken| taken.position != *position));
    Mapping { register: table.register, fields, candidates, rivals: Vec::new() }
}

/// Whether the fields of a mapping are those that an intake sheet declares.
pub fn is_declared(mapping: &Mapping) -> bool {
    mapping.fields.iter().any(|known| known.evidence.iter().any(|word| word == DECLARATION))
}

/// Sorts the rows below the headings.
pub fn sort_intake_rows(
    sheet: &Sheet,
    shape: &TableShape,
    columns: &[MappedColumn],
    table: &Table,
) -> SortedRows {
    let mut sorted = SortedRows::default();
    let header = shape.header_rows.last().copied().unwrap_or_default();
    let (first, last) = shape.columns();
    let example = ExampleRow::of(columns, table);
    for row in sheet.rows.iter().filter(|row| row.number > header) {
        let mut filled = row.cells.iter().filter(|cell| holds_text(cell));
        let holds = |column: u32| row.cell(column).is_some_and(holds_text);
        if !filled.any(|cell| (first..=last).contains(&cell.column)) {
            continue;
        }
        let mut leave = |rejected: bool, reason: String| {
            sorted.other_rows.push(RowFate { row: row.number, rejected, reason });
        };
        if sheet.row(header).is_some_and(|header| repeats(header, row)) {
            leave(false, "repeats the header".to_owned());
        } else if !columns.iter().any(|column| holds(column.column)) {
            leave(false, "holds nothing below the headings of the intake workbook".to_owned());
        } else if !example.names(row) {
            sorted.records.push(RecordRows { row: row.number, continued: Vec::new() });
        } else if example.is_unchanged(row) {
            leave(false, "example row of the intake workbook".to_owned());
        } else {
            leave(true, format!("the example row was filled in, but is still called {EXAMPLE}"));
        }
    }
    sorted
}

/// What has to be told of example rows that were filled in under their old name: the only rows of an intake
/// sheet that are rejected here.
pub fn changed_examples(sheet: &Sheet, taken: &RecognisedTable, table: &Table) -> Option<Diagnostic> {
    let column = ExampleRow::of(&taken.columns, table).identifier?;
    let rejected = taken.other_rows.iter().filter(|row| row.rejected);
    let mut places = rejected.map(|row| Location::cell(&sheet.name, row.row, column));
    let first = places.next()?;
    Some(
        Diagnostic::at(&codes::CHANGED_EXAMPLE_ROW, first)
            .read(EXAMPLE)
            .expected("an identifier of the record's own")
            .fact("register", table.register.name())
            .also(places),
    )
}

/// The example row as it is declared, on the columns of a sheet.
struct ExampleRow<'t> {
    identifier: Option<u32>,
    /// Each column with what the example has in it. Dates are left out: programs write them in their
    /// own way, and nobody fills in a record with dates alone.
    cells: Vec<(u32, &'t str)>,
}

impl<'t> ExampleRow<'t> {
    fn of(columns: &[MappedColumn], table: &'t Table) -> Self {
        let column_of =
            |field: Field| columns.iter().find(|column| column.field == field).map(|column| column.column);
        let declared = table.columns.iter().filter(|column| column.field_type != FieldType::Date);
        let cells = declared.filter_map(|column| Some((column_of(column.field)?, column.example.as_str())));
        Self {
            identifier: table.identifier().and_then(|column| column_of(column.field)),
            cells: cells.collect(),
        }
    }

    /// Whether a row bears the word of an example as its identifier.
    fn names(&self, row: &Row) -> bool {
        let cell = self.identifier.and_then(|column| row.cell(column));
        cell.is_some_and(|cell| fold(&text_of(cell)) == fold(EXAMPLE))
    }

    /// Whether a row holds nothing but what the example has there; cells may have been cleared.
    fn is_unchanged(&self, row: &Row) -> bool {
        self.cells.iter().all(|(column, example)| {
            let text = row.cell(*column).filter(|cell| holds_text(cell)).map(|cell| fold(&text_of(cell)));
            text.is_none_or(|text| text == fold(example))
        })
    }
}
