//! Tables made by hand, brought into the model.

mod collisions;
mod columns;
mod diagnostics;
mod keys;
mod merging;
mod model;
mod samples;
mod spreadsheet;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::*;
use crate::declaration::Field;
use crate::provenance::SheetName;
use crate::read::{Cell, Hue, NumberForm, Row, Sheet, SheetFacts, Value, Visibility};
use crate::recognise::{MappedColumn, RecognisedTable, RecordRows};

/// A table to be, with its header in row 1 and a record in each row below.
#[derive(Clone)]
pub(super) struct TestTable {
    pub(super) file: String,
    pub(super) sheet: String,
    pub(super) register: Register,
    pub(super) columns: Vec<(String, Field)>,
    pub(super) rows: Vec<Vec<Option<Value>>>,
    pub(super) sections: Vec<(u32, String)>,
    /// How numbers of the first column are shown.
    pub(super) form: NumberForm,
    /// Whether formulas give the values of the first column.
    pub(super) computed: bool,
    /// Whether all rows are one record.
    pub(super) one_record: bool,
    /// The colours of cells that hold nothing.
    pub(super) colours: Vec<(u32, u32, Hue)>,
}

pub(super) fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Text(text.into()))
}

pub(super) fn number(number: f64) -> Option<Value> {
    Some(Value::Number(number))
}

pub(super) fn table(register: Register, columns: &[(&str, Field)], rows: &[&[&str]]) -> TestTable {
    TestTable {
        file: "register.xlsx".to_owned(),
        sheet: "Sheet1".to_owned(),
        register,
        columns: columns.iter().map(|(heading, field)| ((*heading).to_owned(), *field)).collect(),
        rows: rows.iter().map(|row| row.iter().map(|cell| text(cell)).collect()).collect(),
        sections: Vec::new(),
        form: NumberForm::General,
        computed: false,
        one_record: false,
        colours: Vec::new(),
    }
}

impl TestTable {
    pub(super) fn named(mut self, file: &str, sheet: &str) -> Self {
        self.file = file.to_owned();
        self.sheet = sheet.to_owned();
        self
    }

    /// With another heading over its first column.
    pub(super) fn headed(mut self, heading: &str) -> Self {
        if let Some((first, _)) = self.columns.first_mut() {
            *first = heading.to_owned();
        }
        self
    }

    fn input(&self) -> (Workbook, Recognition) {
        let name = Arc::new(SheetName {
            file: Arc::from(self.file.as_str()),
            sheet: Some(Arc::from(self.sheet.as_str())),
        });
        let rows: Vec<Row> = self
            .rows
            .iter()
            .zip(1u32..)
            .map(|(cells, number)| Row {
                number,
                cells: cells
                    .iter()
                    .zip(0u32..)
                    .filter_map(|(value, column)| {
                        let form = if column == 0 { self.form } else { NumberForm::General };
                        let formula = column == 0 && self.computed;
                        Some(Cell { formula, ..Cell::new(column, value.clone()?, form) })
                    })
                    .collect(),
            })
            .collect();
        let mut records: Vec<RecordRows> =
            rows.iter().map(|row| RecordRows { row: row.number, continued: Vec::new() }).collect();
        if self.one_record {
            records[0].continued = records.drain(1..).map(|record| record.row).collect();
        }
        let sheet = Sheet {
            name,
            visibility: Visibility::Visible,
            rows,
            merges: Vec::new(),
            facts: SheetFacts { coloured_blanks: self.colours.clone(), ..SheetFacts::default() },
        };
        let columns = self
            .columns
            .iter()
            .zip(0u32..)
            .map(|((heading, field), column)| MappedColumn {
                column,
                heading: heading.clone(),
                field: *field,
                confidence: 1.0,
                evidence: Vec::new(),
                samples: Vec::new(),
                overrule: None,
                rows: None,
            })
            .collect();
        let table = RecognisedTable {
            sheet: 0,
            register: self.register,
            confidence: 1.0,
            columns_range: (0, self.columns.len() as u32 - 1),
            header_rows: vec![0],
            records,
            other_rows: Vec::new(),
            columns,
            unmapped: Vec::new(),
            sections: self.sections.clone(),
            overrule: None,
            meanings: Vec::new(),
            layout: String::new(),
            as_above: BTreeMap::new(),
            is_intake: false,
            holds_keys: false,
        };
        let workbook =
            Workbook { path: self.file.clone(), bytes: 0, sha256: String::new(), sheets: vec![sheet] };
        (workbook, Recognition { tables: vec![table], ..Recognition::default() })
    }
}

pub(super) fn normalised(tables: &[&TestTable]) -> (Model, Vec<Diagnostic>) {
    normalised_with(tables, Parameters::default())
}

pub(super) fn normalised_with(tables: &[&TestTable], parameters: Parameters) -> (Model, Vec<Diagnostic>) {
    static DATA: LazyLock<(Catalogue, ValueWords)> =
        LazyLock::new(|| (Catalogue::load().unwrap(), ValueWords::load().unwrap()));
    let (catalogue, words) = &*DATA;
    let settings =
        Settings { organisation: None, scope: None, as_of: "2026-11-21".parse().unwrap(), parameters };
    let inputs: Vec<_> = tables.iter().map(|table| table.input()).collect();
    normalise(&inputs, catalogue, words, settings)
}

/// The same, with all tables in one file, that of the first.
pub(super) fn normalised_in_one_file(tables: &[&TestTable]) -> (Model, Vec<Diagnostic>) {
    let catalogue = Catalogue::load().unwrap();
    let settings = Settings {
        organisation: None,
        scope: None,
        as_of: "2026-11-21".parse().unwrap(),
        parameters: Parameters::default(),
    };
    let (mut file, mut all) = tables[0].input();
    for (index, table) in tables.iter().enumerate().skip(1) {
        let (other, mut recognition) = table.input();
        file.sheets.extend(other.sheets);
        recognition.tables[0].sheet = index;
        all.tables.append(&mut recognition.tables);
    }
    normalise(&[(file, all)], &catalogue, &ValueWords::load().unwrap(), settings)
}

/// The keys of all requirements that a row of a control register names, row by row.
pub(super) fn references(table: &TestTable) -> (Vec<Vec<String>>, Vec<&'static str>) {
    let (model, diagnostics) = normalised(&[table]);
    let rows = (1..=table.rows.len() as u32)
        .map(|row| {
            model
                .statements
                .values()
                .filter(|statement| statement.claims.iter().any(|claim| claim.location.row == Some(row)))
                .map(|statement| statement.requirement.to_string())
                .collect()
        })
        .collect();
    (rows, diagnostics.iter().map(|diagnostic| diagnostic.code.name).collect())
}
