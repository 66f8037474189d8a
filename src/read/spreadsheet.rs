//! The binary workbooks, .xlsb and .xls, through calamine.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, Xlsb};

use super::cell::{NumberForm, Sheet, SheetFacts, Visibility};
use super::collect::SheetCells;
use super::damage::in_plain_words;
use super::format::Format;
use super::guard::fenced;
use super::limits::{LimitExceeded, Limits};
use super::{Refusal, sheet_name, typed};
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::provenance::Location;

/// What a parser that panicked is taken to have found.
const CONTRADICTS_ITSELF: &str = "what its parts say does not fit together";

/// Reads the sheets of a workbook; the error says why there are none.
pub(super) fn read(
    format: Format,
    bytes: &[u8],
    limits: &Limits,
    file: &Location,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, Refusal> {
    let mut workbook = fenced(|| Opened::open(format, bytes))
        .unwrap_or_else(|| Err(CONTRADICTS_ITSELF.to_owned()))
        .map_err(|reason| not_opened(&reason, file))?;
    let mut sheets = Vec::new();
    let mut names = BTreeSet::new();
    let mut filled = 0;
    for metadata in workbook.sheets() {
        if metadata.typ != SheetType::WorkSheet {
            continue;
        }
        let name = sheet_name(file, &metadata.name);
        if !names.insert(metadata.name.clone()) {
            diagnostics.push(Diagnostic::at(&codes::SHEET_NAME_REPEATED, Location::sheet(&name)));
            continue;
        }
        let mut cells = SheetCells::new(&name, limits, &mut filled);
        let outcome = fenced(|| workbook.read_sheet(&metadata.name, &mut cells))
            .unwrap_or_else(|| Outcome::broken(CONTRADICTS_ITSELF));
        if let Some(exceeded) = outcome.exceeded {
            return Err(exceeded.diagnostic(Location::sheet(&name)).into());
        }
        if let Some(reason) = outcome.broken {
            let code = if cells.is_empty() { &codes::SHEET_NOT_READABLE } else { &codes::SHEET_CUT_SHORT };
            diagnostics.push(Diagnostic::at(code, Location::sheet(&name)).fact("reason", reason));
            if cells.is_empty() {
                continue;
            }
        }
        let ranges = fenced(|| workbook.merged_ranges(&metadata.name));
        let (sheet, said) =
            cells.finish(visibility(metadata.visible), ranges.unwrap_or_default(), SheetFacts::default());
        diagnostics.extend(said);
        sheets.push(sheet);
    }
    if sheets.is_empty() {
        return Err(Diagnostic::at(&codes::NO_WORKSHEET, file.clone()).into());
    }
    Ok(sheets)
}

fn not_opened(reason: &str, file: &Location) -> Refusal {
    let diagnostic = if reason == PASSWORD {
        Diagnostic::at(&codes::ENCRYPTED_FILE, file.clone())
    } else {
        Diagnostic::at(&codes::DAMAGED_FILE, file.clone()).fact("reason", reason)
    };
    diagnostic.into()
}

fn visibility(visible: SheetVisible) -> Visibility {
    match visible {
        SheetVisible::Visible => Visibility::Visible,
        SheetVisible::Hidden => Visibility::Hidden,
        SheetVisible::VeryHidden => Visibility::VeryHidden,
    }
}

/// Stands for "protected by a password" among the reasons why a workbook cannot be opened.
const PASSWORD: &str = "password";

type Bytes<'a> = Cursor<&'a [u8]>;

/// A workbook that calamine has opened.
enum Opened<'a> {
    Xlsb(Box<Xlsb<Bytes<'a>>>),
    Xls(Box<Xls<Bytes<'a>>>),
}

impl<'a> Opened<'a> {
    fn open(format: Format, bytes: &'a [u8]) -> Result<Self, String> {
        let bytes = Cursor::new(bytes);
        match format {
            Format::Xlsb => match Xlsb::new(bytes) {
                Ok(workbook) => Ok(Self::Xlsb(Box::new(workbook))),
                Err(calamine::XlsbError::Password) => Err(PASSWORD.to_owned()),
                Err(error) => Err(in_plain_words(&error)),
            },
            _ => match Xls::new(bytes) {
                Ok(workbook) => Ok(Self::Xls(Box::new(workbook))),
                Err(calamine::XlsError::Password) => Err(PASSWORD.to_owned()),
                Err(error) => Err(in_plain_words(&error)),
            },
        }
    }

    fn sheets(&self) -> Vec<calamine::Sheet> {
        match self {
            Self::Xlsb(workbook) => workbook.sheets_metadata().to_vec(),
            Self::Xls(workbook) => workbook.sheets_metadata().to_vec(),
        }
    }

    /// The merged ranges of a sheet, as far as they can be read: they help to recognise headings and
    /// hold no values.
    fn merged_ranges(&mut self, name: &str) -> Vec<(u32, u32, u32, u32)> {
        let ranges = match self {
            Self::Xls(workbook) => workbook.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Self::Xlsb(_) => Vec::new(),
        };
        ranges.iter().map(|range| (range.start.0, range.start.1, range.end.0, range.end.1)).collect()
    }

    fn read_sheet(&mut self, name: &str, cells: &mut SheetCells) -> Outcome {
        match self {
            Self::Xlsb(workbook) => read_xlsb_sheet(workbook, name, cells),
            Self::Xls(workbook) => match workbook.worksheet_range(name) {
                Ok(range) => read_range(&range, cells),
                Err(error) => Outcome::broken(in_plain_words(&error)),
            },
        }
    }
}

/// How the reading of a sheet went.
#[derive(Default)]
struct Outcome {
    exceeded: Option<LimitExceeded>,
    /// Why the sheet could not be read to its end.
    broken: Option<String>,
}

impl Outcome {
    fn broken(reason: impl ToString) -> Self {
        Self { broken: Some(reason.to_string()), ..Self::default() }
    }
}

fn read_xlsb_sheet(workbook: &mut Xlsb<Bytes>, name: &str, cells: &mut SheetCells) -> Outcome {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(error) => return Outcome::broken(in_plain_words(&error)),
    };
    loop {
        match reader.next_cell() {
            Ok(Some(cell)) => {
                let (row, column) = cell.get_position();
                if let Err(exceeded) = add(cells, row, column, cell.get_value(), NumberForm::General) {
                    return Outcome { exceeded: Some(exceeded), ..Outcome::default() };
                }
            }
            Ok(None) => return Outcome::default(),
            Err(error) => return Outcome::broken(in_plain_words(&error)),
        }
    }
}

fn read_range(range: &calamine::Range<Data>, cells: &mut SheetCells) -> Outcome {
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        let column = first_column.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
        if let Err(exceeded) = add(cells, row, column, &borrowed(data), NumberForm::General) {
            return Outcome { exceeded: Some(exceeded), ..Outcome::default() };
        }
    }
    Outcome::default()
}

fn add(
    cells: &mut SheetCells,
    row: u32,
    column: u32,
    data: &DataRef,
    form: NumberForm,
) -> Result<(), LimitExceeded> {
    match typed::value(data) {
        Some(value) => cells.add(row, column, value, form),
        None => Ok(()),
    }
}

fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(value) => DataRef::Int(*value),
        Data::Float(value) => DataRef::Float(*value),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        _ => DataRef::Empty,
    }
}
