//! Where a fact comes from: file, sheet and cell.
//!
//! Every value of the model carries a [`Location`], so that each figure and each finding can be
//! walked back to the cell that caused it. Rows and columns are counted from 0 inside the program
//! and shown as a person sees them: `A1`, row 1.

use std::fmt;
use std::sync::Arc;

use arcstr::ArcStr;

/// A cell's place on its sheet; rows and columns count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellPlace {
    /// Row, counted from 0.
    pub row: u32,
    /// Column, counted from 0.
    pub column: u32,
}

impl CellPlace {
    /// The cell at a row and a column, both counted from 0.
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

impl fmt::Display for CellPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", column_letters(self.column), u64::from(self.row) + 1)
    }
}

/// The letters of a column counted from 0: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = ((rest - 1) % 26) as u8;
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A sheet of a source file. A file of separated values has one sheet, named `csv`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SheetName {
    /// The file's path, as the user gave it or as it was found below a folder that was given.
    pub file: Arc<str>,
    /// The sheet's name; `None` where a statement is about the file as a whole.
    pub sheet: Option<Arc<str>>,
}

/// Where something was read: a file, a sheet of it, or a cell on that sheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    /// File and sheet, shared by all locations on it.
    pub sheet: Arc<SheetName>,
    /// Row, counted from 0; `None` where the statement is about the whole sheet or file.
    pub row: Option<u32>,
    /// Column, counted from 0; `None` where the statement is about a whole row, sheet or file.
    pub column: Option<u32>,
}

impl Location {
    /// A file as a whole.
    pub fn file(path: &str) -> Self {
        let sheet = SheetName { file: Arc::from(path), sheet: None };
        Self { sheet: Arc::new(sheet), row: None, column: None }
    }

    /// A sheet as a whole.
    pub fn sheet(sheet: &Arc<SheetName>) -> Self {
        Self { sheet: Arc::clone(sheet), row: None, column: None }
    }

    /// A row of a sheet, counted from 0.
    pub fn row(sheet: &Arc<SheetName>, row: u32) -> Self {
        Self { sheet: Arc::clone(sheet), row: Some(row), column: None }
    }

    /// A cell of a sheet; row and column count from 0.
    pub fn cell(sheet: &Arc<SheetName>, row: u32, column: u32) -> Self {
        Self { sheet: Arc::clone(sheet), row: Some(row), column: Some(column) }
    }

    /// The file's path.
    pub fn file_path(&self) -> &str {
        &self.sheet.file
    }

    /// The sheet's name, where the location is on a sheet.
    pub fn sheet_name(&self) -> Option<&str> {
        self.sheet.sheet.as_deref()
    }

    /// The cell as `E17`, where the location is a cell.
    pub fn cell_reference(&self) -> Option<String> {
        match (self.row, self.column) {
            (Some(row), Some(column)) => Some(CellPlace::new(row, column).to_string()),
            _ => None,
        }
    }

    /// The place as it is named beside another: `E17` or `row 17` on the same sheet, `Risks › E17` in
    /// the same file, `acme.xlsx › Risks › E17` elsewhere, without the folders of the file.
    pub fn seen_from(&self, other: Option<&Location>) -> String {
        let on_sheet =
            || self.cell_reference().or_else(|| self.row.map(|row| format!("row {}", u64::from(row) + 1)));
        match other {
            Some(other) if other.sheet == self.sheet => on_sheet().unwrap_or_else(|| self.place_in_file()),
            Some(other) if other.sheet.file == self.sheet.file => self.place_in_file(),
            _ => {
                let file = self.file_path().rsplit(['/', '\\']).next().unwrap_or_default();
                let place = self.place_in_file();
                if place.is_empty() { file.to_owned() } else { format!("{file} › {place}") }
            }
        }
    }

    /// What follows the file: `Risks › E17`, `Risks › row 17`, `Risks`, or nothing.
    pub fn place_in_file(&self) -> String {
        let mut text = self.sheet_name().unwrap_or_default().to_owned();
        if let Some(row) = self.row {
            let place = self.cell_reference().unwrap_or_else(|| format!("row {}", u64::from(row) + 1));
            if !text.is_empty() {
                text.push_str(" › ");
            }
            text.push_str(&place);
        }
        text
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.file_path())?;
        let place = self.place_in_file();
        if !place.is_empty() {
            write!(formatter, " › {place}")?;
        }
        Ok(())
    }
}

/// A value together with the cell that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Traced<T> {
    /// The value.
    pub value: T,
    /// The cell that it was read from.
    pub location: Location,
}

impl<T> Traced<T> {
    /// Ties a value to its cell.
    pub fn new(value: impl Into<T>, location: Location) -> Self {
        Self { value: value.into(), location }
    }
}

/// A cell that is expected to hold a coded value (a status, a level, a date …) as it was understood.
///
/// A cell that could not be understood keeps its text and has no value: it stays visible as
/// unknown and never turns into a zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<T> {
    /// The cell's text as it was read.
    pub text: ArcStr,
    /// What it means; `None` where that is not known.
    pub value: Option<T>,
    /// The cell.
    pub location: Location,
}

impl<T> Reading<T> {
    /// A cell that was understood.
    pub fn understood(text: impl Into<ArcStr>, value: T, location: Location) -> Self {
        Self { text: text.into(), value: Some(value), location }
    }

    /// A cell that was not understood.
    pub fn not_understood(text: impl Into<ArcStr>, location: Location) -> Self {
        Self { text: text.into(), value: None, location }
    }
}

/// The value of an optional reading, where the cell is there and was understood.
pub fn understood<T: Copy>(reading: &Option<Reading<T>>) -> Option<T> {
    reading.as_ref().and_then(|reading| reading.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_letter_them() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
        {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn a_location_reads_from_file_to_cell() {
        let sheet = Arc::new(SheetName { file: Arc::from("acme.xlsx"), sheet: Some(Arc::from("Risks")) });
        assert_eq!(Location::cell(&sheet, 16, 4).to_string(), "acme.xlsx › Risks › E17");
        assert_eq!(Location::row(&sheet, 3).to_string(), "acme.xlsx › Risks › row 4");
        assert_eq!(Location::file("acme.xlsx").to_string(), "acme.xlsx");
    }

    #[test]
    fn a_place_is_named_as_far_as_it_differs_from_another() {
        let sheet = |file: &str, sheet: &str| {
            Arc::new(SheetName { file: Arc::from(file), sheet: Some(Arc::from(sheet)) })
        };
        let here = Location::cell(&sheet("all/acme.xlsx", "Risks"), 16, 4);
        for (place, shown) in [
            (Location::cell(&sheet("all/acme.xlsx", "Risks"), 3, 0), "A4"),
            (Location::row(&sheet("all/acme.xlsx", "Risks"), 3), "row 4"),
            (Location::row(&sheet("all/acme.xlsx", "SoA"), 3), "SoA › row 4"),
            (Location::cell(&sheet("all/audit.csv", "csv"), 3, 0), "audit.csv › csv › A4"),
            (Location::file("all/audit.csv"), "audit.csv"),
        ] {
            assert_eq!(place.seen_from(Some(&here)), shown);
        }
    }
}
