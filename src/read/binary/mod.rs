//! Binary workbooks: .xlsb, and .xls since Excel 5.
//!
//! ```text
//! compound  the inspection of an .xls file before a parser opens it
//! parser    calamine, behind the fence of `guard`: a workbook as a sequence of events
//! event     the events, and how they pass through a pipe
//! process   a process of annexa that parses, with bounds of memory and time
//! ```
//!
//! calamine builds whole sheets of an .xls workbook in memory, filled or not, and reserves memory as a file
//! tells it to; where that is not to be had, the process ends. So it runs in a process of its own where
//! [`Limits`] name the program; the events come through a pipe, and the limits are held on this side.

mod compound;
mod event;
mod guard;
mod parser;
mod process;

use std::cell::Cell;
use std::collections::BTreeSet;

use super::cell::{Area, NumberForm, Sheet, SheetFacts, Visibility};
use super::collect::SheetCells;
use super::limits::Limits;
use super::{Refusal, sheet_name};
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::provenance::Location;
use event::{Event, Stopped};
pub use process::serve_parser;

/// The formats of binary workbooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryFormat {
    /// The binary workbook in an archive.
    Xlsb,
    /// BIFF5 or BIFF8 in a compound file.
    Xls,
}

impl BinaryFormat {
    /// Its name: `xlsb` or `xls`.
    pub fn name(self) -> &'static str {
        match self {
            BinaryFormat::Xlsb => "xlsb",
            BinaryFormat::Xls => "xls",
        }
    }
}

/// Reads the sheets of a workbook; the error says why there are none.
pub(super) fn read(
    format: BinaryFormat,
    bytes: &[u8],
    limits: &Limits,
    file: &Location,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, Refusal> {
    if format == BinaryFormat::Xls {
        compound::inspect(bytes, limits, file)?;
    }
    let filled = Cell::new(0);
    let mut gathering = Gathering {
        limits,
        file,
        filled: &filled,
        names: BTreeSet::new(),
        open: None,
        sheets: Vec::new(),
        diagnostics,
        refusal: None,
    };
    let mut tell = |event| gathering.take(event);
    let outcome = match limits.parser_program() {
        Some(program) => process::parse(program, format, bytes, &mut tell),
        None => parser::parse(format, bytes, &mut tell).map_err(|Stopped| None),
    };
    match (gathering.refusal.take(), outcome) {
        (Some(refusal), _) => return Err(refusal),
        (None, Err(Some(reason))) => {
            return Err(Diagnostic::at(&codes::DAMAGED_FILE, file.clone()).fact("reason", reason).into());
        }
        (None, Ok(()) | Err(None)) => {}
    }
    if gathering.sheets.is_empty() {
        return Err(Diagnostic::at(&codes::NO_WORKSHEET, file.clone()).into());
    }
    Ok(gathering.sheets)
}

/// Makes sheets of the events.
struct Gathering<'a> {
    limits: &'a Limits,
    file: &'a Location,
    /// Cells of the whole file so far.
    filled: &'a Cell<u64>,
    names: BTreeSet<String>,
    /// The sheet whose cells come; `None` too where it has the name of an earlier one.
    open: Option<OpenSheet<'a>>,
    sheets: Vec<Sheet>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// Why nothing of the file is used.
    refusal: Option<Refusal>,
}

struct OpenSheet<'a> {
    cells: SheetCells<'a>,
    visibility: Visibility,
    merges: Vec<Area>,
    broken: Option<String>,
}

impl Gathering<'_> {
    fn take(&mut self, event: Event) -> Result<(), Stopped> {
        let refusal = match event {
            Event::Sheet { name, visibility } => {
                self.close();
                return self.begin(name, visibility);
            }
            Event::End => {
                self.close();
                return Ok(());
            }
            Event::Cell { row, column, value } => {
                let Some(open) = &mut self.open else { return Ok(()) };
                let Err(exceeded) = open.cells.add(row, column, value, NumberForm::General) else {
                    return Ok(());
                };
                exceeded.diagnostic(Location::sheet(open.cells.name()))
            }
            Event::Merged(area) => {
                let Some(open) = &mut self.open else { return Ok(()) };
                open.merges.push(area);
                let Err(exceeded) = open.cells.count_fact() else { return Ok(()) };
                exceeded.diagnostic(Location::sheet(open.cells.name()))
            }
            Event::Broken(reason) => {
                if let Some(open) = &mut self.open {
                    open.broken = Some(reason);
                }
                return Ok(());
            }
            Event::Encrypted => Diagnostic::at(&codes::ENCRYPTED_FILE, self.file.clone()),
            Event::NotOpened(reason) => {
                Diagnostic::at(&codes::DAMAGED_FILE, self.file.clone()).fact("reason", reason)
            }
        };
        self.refusal = Some(refusal.into());
        Err(Stopped)
    }

    fn begin(&mut self, name: String, visibility: Visibility) -> Result<(), Stopped> {
        let place = sheet_name(self.file, &name);
        if self.names.insert(name) {
            let cells = SheetCells::new(&place, self.limits, self.filled);
            self.open = Some(OpenSheet { cells, visibility, merges: Vec::new(), broken: None });
        } else {
            self.diagnostics.push(Diagnostic::at(&codes::SHEET_NAME_REPEATED, Location::sheet(&place)));
        }
        Ok(())
    }

    /// Takes the sheet whose cells came as it is.
    fn close(&mut self) {
        let Some(OpenSheet { cells, visibility, merges, broken }) = self.open.take() else { return };
        if let Some(reason) = broken {
            let code = if cells.is_empty() { &codes::SHEET_NOT_READABLE } else { &codes::SHEET_CUT_SHORT };
            self.diagnostics.push(Diagnostic::at(code, Location::sheet(cells.name())).fact("reason", reason));
            if cells.is_empty() {
                return;
            }
        }
        let (sheet, said) = cells.finish(visibility, merges, SheetFacts::default());
        self.diagnostics.extend(said);
        self.sheets.push(sheet);
    }
}
