//! Binary workbooks through calamine, as a sequence of events.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, Xlsb};

use super::super::cell::{Area, Value, Visibility};
use super::super::damage::in_plain_words;
use super::super::typed;
use super::BinaryFormat;
use super::event::{Event, Stopped};
use super::guard::fenced;

/// What a parser that panicked is taken to have found.
const CONTRADICTS_ITSELF: &str = "what its parts say does not fit together";

/// Parses a workbook and tells what is found, sheet by sheet.
///
/// # Errors
/// Where whoever is told wants no more.
pub(super) fn parse(
    format: BinaryFormat,
    bytes: &[u8],
    tell: &mut dyn FnMut(Event) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    let opened = fenced(|| Opened::open(format, bytes))
        .unwrap_or_else(|| Err(NotOpened::Damaged(CONTRADICTS_ITSELF.to_owned())));
    let mut workbook = match opened {
        Ok(workbook) => workbook,
        Err(NotOpened::Encrypted) => return tell(Event::Encrypted),
        Err(NotOpened::Damaged(reason)) => return tell(Event::NotOpened(reason)),
    };
    for listed in workbook.sheets() {
        if listed.typ != SheetType::WorkSheet {
            continue;
        }
        tell(Event::Sheet { name: listed.name.clone(), visibility: visibility(listed.visible) })?;
        match fenced(|| workbook.read_sheet(&listed.name, tell)) {
            Some(Ok(())) => {}
            Some(Err(Broken::Stopped)) => return Err(Stopped),
            Some(Err(Broken::Because(reason))) => tell(Event::Broken(reason))?,
            None => tell(Event::Broken(CONTRADICTS_ITSELF.to_owned()))?,
        }
        for area in fenced(|| workbook.merged_ranges(&listed.name)).unwrap_or_default() {
            tell(Event::Merged(area))?;
        }
    }
    tell(Event::End)
}

/// Why a workbook cannot be opened.
enum NotOpened {
    Encrypted,
    Damaged(String),
}

/// Why a sheet was not read to its end.
enum Broken {
    Stopped,
    Because(String),
}

impl From<Stopped> for Broken {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

fn visibility(visible: SheetVisible) -> Visibility {
    match visible {
        SheetVisible::Visible => Visibility::Visible,
        SheetVisible::Hidden => Visibility::Hidden,
        SheetVisible::VeryHidden => Visibility::VeryHidden,
    }
}

type Bytes<'a> = Cursor<&'a [u8]>;

/// A workbook that calamine has opened.
enum Opened<'a> {
    Xlsb(Box<Xlsb<Bytes<'a>>>),
    Xls(Box<Xls<Bytes<'a>>>),
}

impl<'a> Opened<'a> {
    fn open(format: BinaryFormat, bytes: &'a [u8]) -> Result<Self, NotOpened> {
        let bytes = Cursor::new(bytes);
        match format {
            BinaryFormat::Xlsb => match Xlsb::new(bytes) {
                Ok(workbook) => Ok(Self::Xlsb(Box::new(workbook))),
                Err(calamine::XlsbError::Password) => Err(NotOpened::Encrypted),
                Err(error) => Err(NotOpened::Damaged(in_plain_words(&error))),
            },
            BinaryFormat::Xls => match Xls::new(bytes) {
                Ok(workbook) => Ok(Self::Xls(Box::new(workbook))),
                Err(calamine::XlsError::Password) => Err(NotOpened::Encrypted),
                Err(error) => Err(NotOpened::Damaged(in_plain_words(&error))),
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
    fn merged_ranges(&mut self, name: &str) -> Vec<Area> {
        let ranges = match self {
            Self::Xls(workbook) => workbook.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Self::Xlsb(_) => Vec::new(),
        };
        ranges.iter().map(|range| (range.start.0, range.start.1, range.end.0, range.end.1)).collect()
    }

    fn read_sheet(
        &mut self,
        name: &str,
        tell: &mut dyn FnMut(Event) -> Result<(), Stopped>,
    ) -> Result<(), Broken> {
        match self {
            Self::Xlsb(workbook) => {
                let mut reader = workbook.worksheet_cells_reader(name).map_err(because)?;
                while let Some(cell) = reader.next_cell().map_err(because)? {
                    let (row, column) = cell.get_position();
                    tell_cell(row, column, cell.get_value(), tell)?;
                }
            }
            Self::Xls(workbook) => {
                let range = workbook.worksheet_range(name).map_err(because)?;
                let (first_row, first_column) = range.start().unwrap_or_default();
                for (row, column, data) in range.used_cells() {
                    let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
                    let column = first_column.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
                    tell_cell(row, column, &borrowed(data), tell)?;
                }
            }
        }
        Ok(())
    }
}

fn because(error: impl std::fmt::Display) -> Broken {
    Broken::Because(in_plain_words(&error))
}

fn tell_cell(
    row: u32,
    column: u32,
    data: &DataRef,
    tell: &mut dyn FnMut(Event) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    value(data).map_or(Ok(()), |value| tell(Event::Cell { row, column, value }))
}

/// What a cell holds; `None` where it holds nothing.
fn value(data: &DataRef) -> Option<Value> {
    Some(match data {
        DataRef::Int(value) => Value::Number(*value as f64),
        DataRef::Float(value) => Value::Number(*value),
        DataRef::String(text) => Value::Text(text.as_str().into()),
        DataRef::SharedString(text) => Value::Text((*text).into()),
        DataRef::Bool(value) => Value::Boolean(*value),
        DataRef::DateTime(date) if date.is_duration() => typed::duration(date.as_f64()),
        // Only calamine knows which date system the workbook has.
        DataRef::DateTime(shown) => match typed::date_or_time(shown.as_f64(), false) {
            Value::Date(date) => Value::Date(shown.as_datetime().unwrap_or(date)),
            no_date => no_date,
        },
        DataRef::DateTimeIso(text) => {
            typed::iso_date(text).map_or_else(|| Value::Text(text.as_str().into()), Value::Date)
        }
        DataRef::DurationIso(text) => Value::Text(text.as_str().into()),
        DataRef::Error(error) => Value::Error(error.to_string().into()),
        DataRef::Empty => return None,
    })
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
