//! What a person says a register holds, one row of `EXPECTED.tsv` for each table.

use std::collections::BTreeMap;
use std::path::Path;

/// The truth of one table.
pub struct Truth {
    /// File that is written from the description of the same name.
    pub file: String,
    /// Sheet, or `csv` for a text file.
    pub sheet: String,
    /// Register by the name that `inspect --json` gives it; `none` for a sheet that holds none.
    pub register: String,
    /// First row of the header, counted from 1; 0 for a form, which has none.
    pub header_row: u64,
    /// Rows of the header.
    pub header_rows: u64,
    /// First and last row that hold a record.
    pub rows: (u64, u64),
    /// Number of records.
    pub records: u64,
    /// What is right for each column.
    pub columns: BTreeMap<String, Right>,
    /// What is odd about the register.
    pub note: String,
}

/// What is right for a column.
pub struct Right {
    /// Fields that are right.
    pub fields: Vec<String>,
    /// Whether it is right to give it no field: written `-`, alone or beside fields.
    pub none: bool,
}

impl Right {
    /// The fields in words.
    pub fn words(&self) -> String {
        let none = self.none.then_some("none");
        self.fields.iter().map(String::as_str).chain(none).collect::<Vec<_>>().join("|")
    }
}

/// Reads `EXPECTED.tsv` of a folder.
pub fn read_truths(folder: &Path) -> Vec<Truth> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .quoting(false)
        .from_path(folder.join("EXPECTED.tsv"))
        .unwrap();
    reader.records().map(|row| truth(&row.unwrap())).collect()
}

fn truth(row: &csv::StringRecord) -> Truth {
    let number = |at: usize| if row[at].is_empty() { 0 } else { row[at].parse().unwrap() };
    let mut columns = BTreeMap::new();
    for entry in row[8].split_whitespace() {
        let (column, fields) = entry.split_once('=').unwrap_or_else(|| panic!("{}: {entry}", &row[0]));
        let none = fields.split('|').any(|field| field == "-");
        let fields = fields.split('|').filter(|field| *field != "-").map(str::to_owned).collect();
        let earlier = columns.insert(column.to_owned(), Right { fields, none });
        assert!(earlier.is_none(), "{}: {column} twice", &row[0]);
    }
    Truth {
        file: row[0].to_owned(),
        sheet: row[1].to_owned(),
        register: row[2].to_owned(),
        header_row: number(3),
        header_rows: number(4),
        rows: (number(5), number(6)),
        records: number(7),
        columns,
        note: row[9].to_owned(),
    }
}
