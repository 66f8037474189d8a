//! An intake workbook that is filled in cell by cell, written and read back.

use std::path::PathBuf;
use std::sync::LazyLock;

use annexa::declaration::{Column, Field, Register};
use annexa::mapping::Mapping;
use annexa::pipeline::{Engine, Outcome, Request};
use annexa::read::Limits;
use annexa::report::cell::{Cell, Value};
use annexa::report::intake::{self, build_intake_workbook};
use annexa::report::sheet::{Sheet, Workbook};
use annexa::write::xlsx::write_workbook;
use chrono::NaiveDate;
use tempfile::TempDir;

pub static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::load().unwrap());

/// The date of the assessments.
pub fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

/// Assesses files.
pub fn assess(paths: &[PathBuf]) -> Outcome {
    let request = Request {
        organisation: None,
        scope: None,
        as_of: as_of(),
        limits: Limits::default(),
        mapping: Mapping::default(),
    };
    ENGINE.assess(paths, request)
}

/// The columns that the sheet of a register offers.
pub fn columns(register: Register) -> Vec<&'static Column> {
    ENGINE.declarations.table(register).unwrap().intake_columns().collect()
}

/// A value as a person enters it in a column: a date or a number where the text is one.
pub fn entered(text: &str) -> Value {
    let date = text.parse().ok().map(Value::Date);
    date.or_else(|| text.parse().ok().map(Value::Number)).unwrap_or_else(|| Value::text(text))
}

/// An intake workbook that is being filled in.
pub struct Filled {
    pub workbook: Workbook,
}

impl Filled {
    pub fn new(registers: &[Register]) -> Self {
        let request = intake::Request { registers, organisation: Some("Acme"), as_of: as_of() };
        Self { workbook: build_intake_workbook(&request, &ENGINE.declarations, &ENGINE.catalogue) }
    }

    pub fn sheet(&mut self, register: Register) -> &mut Sheet {
        self.workbook.sheets.iter_mut().find(|sheet| sheet.name == register.words()).unwrap()
    }

    /// The row of the example, which is the first below the headings.
    pub fn example_row(&mut self, register: Register) -> u32 {
        self.sheet(register).tables[0].area.first.row + 1
    }

    /// The first row of the table, from its top, that holds nothing.
    pub fn blank_row(&mut self, register: Register) -> u32 {
        let sheet = self.sheet(register);
        let area = sheet.tables[0].area;
        let blank = |row: &u32| {
            sheet.cells().filter(|(place, _)| place.row == *row).all(|(_, cell)| cell.value == Value::Blank)
        };
        (area.first.row..=area.last.row).find(blank).unwrap()
    }

    /// The row in which a column holds a text.
    pub fn row_with(&mut self, register: Register, field: Field, text: &str) -> u32 {
        let column = self.column(register, field);
        let sheet = self.sheet(register);
        let mut cells = sheet.cells().filter(|(place, _)| place.column == column);
        cells.find(|(_, cell)| cell.value == Value::text(text)).unwrap().0.row
    }

    pub fn column(&mut self, register: Register, field: Field) -> u32 {
        let position = columns(register).iter().position(|column| column.field == field);
        u32::try_from(position.unwrap()).unwrap()
    }

    pub fn put(&mut self, register: Register, row: u32, field: Field, value: Value) {
        let column = self.column(register, field);
        self.sheet(register).put(row, column, Cell::from(value));
    }

    /// Fills a row with what the example holds, under an identifier of its own.
    pub fn put_example(&mut self, register: Register, row: u32, identifier: &str) {
        let own = ENGINE.declarations.table(register).unwrap().identifier().unwrap().field;
        for column in columns(register) {
            let text = if column.field == own { identifier } else { column.example.as_str() };
            self.put(register, row, column.field, entered(text));
        }
    }

    /// The bytes of the workbook.
    pub fn bytes(&self) -> Vec<u8> {
        write_workbook(&self.workbook).unwrap()
    }

    /// Writes the workbook and assesses it.
    pub fn read(&self) -> Outcome {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("intake.xlsx");
        std::fs::write(&path, self.bytes()).unwrap();
        assess(&[path])
    }
}
