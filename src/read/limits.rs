//! The limits on what is read, so that no file, however it was made, takes the memory or the time
//! of the machine.
//!
//! Each limit has a flag that changes it. A file that goes beyond one is left out as a whole, for
//! half a register is worse than none; only a text that is too long is cut and reported.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::provenance::Location;

/// One of the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of the file itself.
    FileBytes,
    /// Parts in the archive that a workbook is.
    Parts,
    /// Bytes of all parts of the archive once expanded, counted while expanding.
    ExpandedBytes,
    /// How many times its packed size a part grows; looked at in large parts only.
    Ratio,
    /// Entries of the table of shared strings.
    Strings,
    /// Rows of a sheet: the number of the last one that holds anything.
    Rows,
    /// Columns of a sheet: the number of the last one that holds anything.
    Columns,
    /// Cells that hold anything, in all sheets of the file.
    Cells,
    /// Cells of the ranges that the sheets of an .xls workbook span, or of a file of separated values,
    /// filled or not: their parsers keep them all.
    Range,
    /// Length of one cell's text in UTF-16 units, which is how spreadsheets count.
    CellText,
}

impl Limit {
    /// Every limit, in the order in which the flags are listed.
    pub const ALL: [Limit; 10] = [
        Limit::FileBytes,
        Limit::Parts,
        Limit::ExpandedBytes,
        Limit::Ratio,
        Limit::Strings,
        Limit::Rows,
        Limit::Columns,
        Limit::Cells,
        Limit::Range,
        Limit::CellText,
    ];

    /// The flag that changes it.
    pub fn flag(self) -> &'static str {
        match self {
            Limit::FileBytes => "--max-file-bytes",
            Limit::Parts => "--max-parts",
            Limit::ExpandedBytes => "--max-expanded-bytes",
            Limit::Ratio => "--max-ratio",
            Limit::Strings => "--max-strings",
            Limit::Rows => "--max-rows",
            Limit::Columns => "--max-columns",
            Limit::Cells => "--max-cells",
            Limit::Range => "--max-range",
            Limit::CellText => "--max-cell-text",
        }
    }

    /// What was found, in words.
    fn found(self, measured: u64) -> String {
        match self {
            Limit::FileBytes => format!("the file has {measured} bytes"),
            Limit::Parts => format!("the archive has {measured} parts"),
            Limit::ExpandedBytes => format!("the archive expands to {measured} bytes or more"),
            Limit::Ratio => {
                format!("a part of the archive grows to {measured} times its packed size or more")
            }
            Limit::Strings => format!("the workbook has, or claims to have, {measured} different texts"),
            Limit::Rows => format!("a cell is filled in row {measured}"),
            Limit::Columns => format!("a cell is filled in column {measured}"),
            Limit::Cells => format!("{measured} cells are filled, or more"),
            Limit::Range => {
                format!("the sheets have {measured} cells or more, empty ones among them")
            }
            Limit::CellText => format!("a text has {measured} characters"),
        }
    }

    /// Its value where no flag changes it.
    ///
    /// Rows, columns and text are those of the .xlsx format. The others leave ample room for a
    /// genuine register and keep the memory for one file of an odd shape below 512 MiB (judgement).
    pub fn standard_value(self) -> u64 {
        match self {
            Limit::FileBytes => 512 << 20,
            Limit::Parts => 10_000,
            Limit::ExpandedBytes => 1 << 30,
            Limit::Ratio => 300,
            Limit::Strings => 4_000_000,
            Limit::Rows => 1_048_576,
            Limit::Columns => 16_384,
            Limit::Cells => 20_000_000,
            Limit::Range => 12_000_000,
            Limit::CellText => 32_767,
        }
    }
}

/// The limits that hold for a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    values: [u64; Limit::ALL.len()],
    /// Those that somebody set.
    given: [bool; Limit::ALL.len()],
    /// The program that parses binary workbooks in a process of its own.
    parser_program: Option<PathBuf>,
}

impl Default for Limits {
    fn default() -> Self {
        let values = Limit::ALL.map(Limit::standard_value);
        Self { values, given: [false; Limit::ALL.len()], parser_program: None }
    }
}

impl Limits {
    /// The value of a limit.
    pub fn value(&self, limit: Limit) -> u64 {
        self.values.get(limit as usize).copied().unwrap_or_else(|| limit.standard_value())
    }

    /// Changes a limit.
    pub fn set(&mut self, limit: Limit, value: u64) {
        if let (Some(slot), Some(given)) =
            (self.values.get_mut(limit as usize), self.given.get_mut(limit as usize))
        {
            (*slot, *given) = (value, true);
        }
    }

    /// These limits for a workbook that annexa wrote, which may hold a million records and what the next run has to
    /// know of them. A limit that somebody set stays; the others grow with the packed size of the sheets and their
    /// texts, up to what the largest workbook takes, so that a small file that was made to look like such a workbook
    /// still takes little (judgement: a workbook of a million assets expands to eleven times its size and has a cell
    /// for each eight bytes).
    #[must_use]
    pub fn of_own_workbook(&self, path: &Path) -> Self {
        self.of_packed_size(packed_size_of_sheets(path).unwrap_or_default())
    }

    fn of_packed_size(&self, size: u64) -> Self {
        let mut limits = self.clone();
        let most = [
            (Limit::FileBytes, 4 << 30, 4 << 30),
            (Limit::ExpandedBytes, size.saturating_mul(40), 12 << 30),
            (Limit::Strings, size / 8, 40_000_000),
            (Limit::Cells, size / 3, 120_000_000),
        ];
        for (limit, most, at_most) in most {
            let is_given = self.given.get(limit as usize).copied().unwrap_or_default();
            if let Some(slot) = limits.values.get_mut(limit as usize).filter(|_| !is_given) {
                *slot = most.min(at_most).max(limit.standard_value());
            }
        }
        limits
    }

    /// Has binary workbooks (.xlsb, .xls) parsed by a process of the program given, which has to be annexa.
    /// Their parser builds whole sheets in memory and could end the process that it runs in; in one of its
    /// own it has bounds of memory and time. Where no program is named, as in a program that uses annexa as
    /// a library, it runs in the process that asks, after an inspection of the file and behind a fence
    /// against panics.
    pub fn parse_binary_workbooks_with(&mut self, program: PathBuf) {
        self.parser_program = Some(program);
    }

    /// The program that parses binary workbooks, where one is named.
    pub(super) fn parser_program(&self) -> Option<&Path> {
        self.parser_program.as_deref()
    }

    /// Holds a measured value against a limit.
    ///
    /// # Errors
    /// Where it is above the limit.
    pub(super) fn check(&self, limit: Limit, measured: u64) -> Result<(), LimitExceeded> {
        if measured > self.value(limit) {
            Err(LimitExceeded { limit, measured, value: self.value(limit) })
        } else {
            Ok(())
        }
    }
}

/// How many bytes of a workbook its sheets and their texts take, as they are packed: what else lies in the file says
/// nothing about how much there is to read.
fn packed_size_of_sheets(path: &Path) -> Option<u64> {
    let file = std::fs::File::open(path).ok()?;
    let most = file.metadata().ok()?.len();
    let file = std::io::BufReader::new(file);
    let mut archive = zip::ZipArchive::new(file).ok()?;
    let sizes = (0..archive.len()).map(|number| {
        let part = archive.by_index_raw(number).ok()?;
        let name = part.name().ok()?;
        let holds_cells = name.starts_with("xl/worksheets/") || name == "xl/sharedStrings.xml";
        Some(if holds_cells { part.compressed_size() } else { 0 })
    });
    // A directory can claim more than the file has.
    sizes.sum::<Option<u64>>().map(|size| size.min(most))
}

/// A limit that a file goes beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LimitExceeded {
    limit: Limit,
    /// What was counted when reading stopped; the file may hold more.
    measured: u64,
    value: u64,
}

impl std::fmt::Display for LimitExceeded {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str(&self.limit.found(self.measured))
    }
}

/// An error, so that it can pass through what reads bytes.
impl std::error::Error for LimitExceeded {}

impl LimitExceeded {
    /// Says so, of a file or a sheet.
    pub(super) fn diagnostic(self, location: Location) -> Diagnostic {
        Diagnostic::at(&codes::LIMIT_EXCEEDED, location)
            .fact("found", self.limit.found(self.measured))
            .fact("limit", self.value.to_string())
            .fact("flag", self.limit.flag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_of_our_own_may_be_as_large_as_its_file_accounts_for() {
        let mut limits = Limits::default();
        limits.set(Limit::Strings, 7);
        let small = limits.of_packed_size(1_000);
        assert_eq!(small.value(Limit::ExpandedBytes), Limit::ExpandedBytes.standard_value());
        let large = limits.of_packed_size(300_000_000);
        assert_eq!(large.value(Limit::ExpandedBytes), 12_000_000_000);
        assert_eq!(large.value(Limit::Cells), 100_000_000);
        // What a person set holds, even where it is what would hold anyway, and nothing grows beyond measure.
        assert_eq!(large.value(Limit::Strings), 7);
        assert_eq!(large.value(Limit::Ratio), Limit::Ratio.standard_value());
        limits.set(Limit::Cells, Limit::Cells.standard_value());
        let largest = limits.of_packed_size(u64::MAX);
        assert_eq!(largest.value(Limit::ExpandedBytes), 12 << 30);
        assert_eq!(largest.value(Limit::Cells), Limit::Cells.standard_value());
    }

    #[test]
    fn only_the_sheets_of_a_workbook_and_their_texts_account_for_its_size() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("own.xlsx");
        assert_eq!(packed_size_of_sheets(&path), None);
        let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
        let stored =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (name, bytes) in
            [("xl/worksheets/sheet1.xml", 30), ("xl/sharedStrings.xml", 5), ("xl/media/image1.png", 9_000)]
        {
            archive.start_file(name, stored).unwrap();
            std::io::Write::write_all(&mut archive, &vec![b'x'; bytes]).unwrap();
        }
        archive.finish().unwrap();
        assert_eq!(packed_size_of_sheets(&path), Some(35));
    }

    #[test]
    fn a_changed_limit_changes_that_limit_alone() {
        let mut limits = Limits::default();
        limits.set(Limit::Cells, 5);
        for limit in Limit::ALL {
            let expected = if limit == Limit::Cells { 5 } else { limit.standard_value() };
            assert_eq!(limits.value(limit), expected, "{}", limit.flag());
        }
        assert!(limits.check(Limit::Cells, 5).is_ok());
        assert!(limits.check(Limit::Cells, 6).is_err());
    }
}
