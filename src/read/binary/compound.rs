//! The inspection of an .xls workbook before a parser opens it.
//!
//! The parser follows chains of sectors without looking for circles, reserves memory for the size
//! that a sheet declares, and builds a dense range for each sheet. All three are checked here
//! ([MS-CFB] 2.2 to 2.6; [MS-XLS] 2.4).

use std::collections::BTreeSet;

use super::super::Refusal;
use super::super::fault::Fault;
use super::super::limits::{Limit, Limits};
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::provenance::Location;

/// Looks through an .xls workbook.
///
/// # Errors
/// Where it is damaged or beyond a limit.
pub(super) fn inspect(bytes: &[u8], limits: &Limits, file: &Location) -> Result<(), Refusal> {
    let looked_through =
        workbook_stream(bytes).map_err(Fault::from).and_then(|stream| inspect_sheets(&stream, limits));
    looked_through.map_err(|fault| match fault {
        Fault::Limit(exceeded) => Box::new(exceeded.diagnostic(file.clone())),
        Fault::Damage(reason) => {
            Box::new(Diagnostic::at(&codes::DAMAGED_FILE, file.clone()).fact("reason", reason))
        }
    })
}

const CUT_OFF: &str = "it ends too early";
const CIRCLE: &str = "a chain of its sectors runs in a circle";

/// Numbers of sectors from here on have a meaning of their own, such as the end of a chain.
const RESERVED: u32 = 0xffff_fffa;

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|chunk| u16::from_le_bytes(*chunk))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_le_bytes(*chunk))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0))
}

/// A compound file: sectors and the table that chains them.
struct Compound<'a> {
    bytes: &'a [u8],
    sector_size: usize,
    table: Vec<u32>,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let sector_size = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err("the size of its sectors is unknown"),
        };
        let mut file = Self { bytes, sector_size, table: Vec::new() };
        let most = bytes.len() / sector_size + 1;
        let mut table_sectors: Vec<u32> = words(bytes.get(76..512).ok_or(CUT_OFF)?).collect();
        let mut next = u32_at(bytes, 68).ok_or(CUT_OFF)?;
        let mut steps = 0;
        while next < RESERVED {
            steps += 1;
            if steps > most {
                return Err(CIRCLE);
            }
            table_sectors.extend(words(file.sector(next)?));
            next = table_sectors.pop().ok_or(CUT_OFF)?;
        }
        table_sectors.retain(|sector| *sector < RESERVED);
        if table_sectors.len() > most {
            return Err("its table of sectors is larger than the file");
        }
        for sector in table_sectors {
            let entries: Vec<u32> = words(file.sector(sector)?).collect();
            file.table.extend(entries);
        }
        Ok(file)
    }

    /// A sector; the last one of a file may be cut short.
    fn sector(&self, number: u32) -> Result<&'a [u8], &'static str> {
        let start = (number as usize).saturating_add(1).saturating_mul(self.sector_size);
        let end = start.saturating_add(self.sector_size).min(self.bytes.len());
        self.bytes.get(start..end).ok_or(CUT_OFF)
    }

    /// All bytes of a chain of sectors.
    fn chain(&self, mut number: u32) -> Result<Vec<u8>, &'static str> {
        let mut bytes = Vec::new();
        while number < RESERVED {
            if bytes.len() > self.bytes.len() {
                return Err(CIRCLE);
            }
            bytes.extend_from_slice(self.sector(number)?);
            number = *self.table.get(number as usize).ok_or(CUT_OFF)?;
        }
        Ok(bytes)
    }
}

/// Streams shorter than this lie in the mini stream, in sectors of 64 bytes.
const MINI_STREAM_BELOW: usize = 4096;
const MINI_SECTOR: usize = 64;

/// The stream that holds the workbook.
fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, &'static str> {
    let file = Compound::open(bytes)?;
    let directory = file.chain(u32_at(bytes, 48).ok_or(CUT_OFF)?)?;
    let entry = ["Workbook", "Book"]
        .into_iter()
        .find_map(|name| directory.chunks_exact(128).find(|entry| is_named(entry, name)))
        .ok_or("it holds no workbook")?;
    let start = u32_at(entry, 116).ok_or(CUT_OFF)?;
    let length = u32_at(entry, 120).ok_or(CUT_OFF)? as usize;
    // The root entry comes first and names the mini stream; the parser reads it in any case.
    let mini_stream = file.chain(u32_at(&directory, 116).ok_or(CUT_OFF)?);
    let mini_table = file.chain(u32_at(bytes, 60).ok_or(CUT_OFF)?);
    if mini_stream.as_ref().err() == Some(&CIRCLE) || mini_table.as_ref().err() == Some(&CIRCLE) {
        return Err(CIRCLE);
    }
    let mut stream = if length < MINI_STREAM_BELOW {
        mini_chain(&mini_stream?, &mini_table?, start, length)?
    } else {
        file.chain(start)?
    };
    stream.truncate(length);
    Ok(stream)
}

fn mini_chain(stream: &[u8], table: &[u8], mut number: u32, length: usize) -> Result<Vec<u8>, &'static str> {
    let mut bytes = Vec::new();
    while number < RESERVED && bytes.len() < length {
        let start = (number as usize).saturating_mul(MINI_SECTOR);
        bytes.extend_from_slice(stream.get(start..start.saturating_add(MINI_SECTOR)).ok_or(CUT_OFF)?);
        number = u32_at(table, (number as usize).saturating_mul(4)).ok_or(CUT_OFF)?;
    }
    Ok(bytes)
}

fn is_named(entry: &[u8], name: &str) -> bool {
    let mut units = entry.chunks_exact(2).take(32).filter_map(|unit| u16_at(unit, 0));
    let mut expected = name.encode_utf16();
    loop {
        match (units.next(), expected.next()) {
            (Some(0) | None, None) => return true,
            (Some(unit), Some(letter)) => {
                let lower = |unit: u16| u8::try_from(unit).map(|byte| byte.to_ascii_lowercase());
                if lower(unit) != lower(letter) {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// A record of a workbook stream: its type and its bytes.
type Record<'a> = (u16, &'a [u8]);

/// The records from a place on, up to the first that does not fit.
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let kind = u16_at(stream, at)?;
        let length = usize::from(u16_at(stream, at + 2)?);
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, data))
    })
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const BOUND_SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const MULTIPLE_NUMBERS: u16 = 0x00bd;
/// Number, label, formatted label, boolean or error, short number, shared string, formula.
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x00d6, 0x0205, 0x027e, 0x00fd, 0x0006];

/// Rows and columns of the largest sheet that the format allows.
const MOST_ROWS: u32 = 65_536;
const MOST_COLUMNS: u32 = 256;

/// Adds up what the parser will keep of all sheets.
fn inspect_sheets(stream: &[u8], limits: &Limits) -> Result<(), Fault> {
    let starts: Vec<usize> = records(stream, 0)
        .take_while(|(kind, _)| *kind != EOF)
        .filter(|(kind, _)| *kind == BOUND_SHEET)
        .filter_map(|(_, data)| u32_at(data, 0).map(|start| start as usize))
        .collect();
    if starts.iter().collect::<BTreeSet<_>>().len() < starts.len() {
        return Err("two of its sheets lie in the same place".into());
    }
    let (mut area, mut looked_at) = (0, 0);
    for start in starts {
        let mut extent = Extent::default();
        let mut depth = 0_u32;
        for (kind, data) in records(stream, start) {
            looked_at += 4 + data.len();
            // Sheets lie behind each other; where they overlap, each byte is read many times over.
            if looked_at > stream.len() * 2 {
                return Err("its sheets overlap".into());
            }
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                _ if depth > 1 => {}
                DIMENSIONS => check_dimensions(data)?,
                MULTIPLE_NUMBERS => {
                    let last = data.len().checked_sub(2).and_then(|at| u16_at(data, at));
                    extent.take(u16_at(data, 0), u16_at(data, 2));
                    extent.take(u16_at(data, 0), last);
                }
                _ if CELLS.contains(&kind) => extent.take(u16_at(data, 0), u16_at(data, 2)),
                _ => {}
            }
        }
        area += extent.area();
        limits.check(Limit::Range, area)?;
    }
    Ok(())
}

/// The parser reserves memory for the whole of the range that a sheet declares.
fn check_dimensions(data: &[u8]) -> Result<(), Fault> {
    let short = |at| u16_at(data, at).map(u32::from);
    let (first_row, end_row, end_column) = match data.len() {
        10 => (short(0), short(2), short(6)),
        _ => (u32_at(data, 0), u32_at(data, 4), short(10)),
    };
    let (Some(first), Some(end), Some(columns)) = (first_row, end_row, end_column) else {
        return Ok(());
    };
    if end > MOST_ROWS || columns > MOST_COLUMNS || (end > 0 && first >= end) {
        return Err(Fault::Damage(format!("a sheet claims {end} rows and {columns} columns")));
    }
    Ok(())
}

/// The range that the cells of a sheet span.
#[derive(Default)]
struct Extent {
    /// First row, first column, last row, last column.
    corners: Option<(u16, u16, u16, u16)>,
}

impl Extent {
    fn take(&mut self, row: Option<u16>, column: Option<u16>) {
        let (Some(row), Some(column)) = (row, column) else { return };
        let (top, left, bottom, right) = self.corners.unwrap_or((row, column, row, column));
        self.corners = Some((top.min(row), left.min(column), bottom.max(row), right.max(column)));
    }

    fn area(&self) -> u64 {
        self.corners.map_or(0, |(top, left, bottom, right)| {
            (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    /// A stream of one sheet with the records given.
    fn stream(sheet: &[Vec<u8>]) -> Vec<u8> {
        let globals = record(BOF, &[0, 6, 5, 0]);
        let start = u32::try_from(globals.len() + 4 + 8 + 4).unwrap();
        let bound = record(BOUND_SHEET, &[&start.to_le_bytes()[..], &[0, 0, 0, 0]].concat());
        let parts = [globals, bound, record(EOF, &[]), record(BOF, &[0, 6, 16, 0]), sheet.concat()];
        [parts.concat(), record(EOF, &[])].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    #[test]
    fn a_range_that_is_too_large_is_found_before_it_is_built() {
        let limits = Limits::default();
        assert!(inspect_sheets(&stream(&[number(0, 0), number(46_000, 255)]), &limits).is_ok());
        let wide = stream(&[number(0, 0), number(65_535, 65_535)]);
        assert!(matches!(inspect_sheets(&wide, &limits), Err(Fault::Limit(_))));
    }

    #[test]
    fn a_declared_size_that_the_format_does_not_allow_is_damage() {
        let dimensions = |rows: u32| {
            record(DIMENSIONS, &[&0_u32.to_le_bytes()[..], &rows.to_le_bytes(), &[0, 0, 9, 0, 0, 0]].concat())
        };
        let limits = Limits::default();
        assert!(inspect_sheets(&stream(&[dimensions(65_536)]), &limits).is_ok());
        assert!(matches!(inspect_sheets(&stream(&[dimensions(u32::MAX)]), &limits), Err(Fault::Damage(_))));
    }

    #[test]
    fn a_chain_of_sectors_in_a_circle_ends() {
        let mut bytes = vec![0; 512 * 4];
        bytes[30] = 9;
        bytes[48..52].copy_from_slice(&1_u32.to_le_bytes());
        bytes[68..72].copy_from_slice(&u32::MAX.to_le_bytes());
        bytes[76..512].fill(0xff);
        bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
        // Sector 1 is followed by sector 1.
        bytes[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
        assert_eq!(workbook_stream(&bytes), Err(CIRCLE));
    }
}
