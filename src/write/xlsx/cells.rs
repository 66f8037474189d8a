//! The cells of a sheet as XML.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use chrono::{Datelike as _, NaiveDate};
use flate2::CompressError;
use rayon::prelude::*;

use super::archive::Piece;
use super::looks::{LookNumbers, look_at};
use super::markup;
use crate::provenance::column_letters;
use crate::report::cell::{Cached, Cell, Value};
use crate::report::sheet::Sheet;

/// The first year that a date of a spreadsheet can lie in.
pub const FIRST_YEAR: i32 = 1900;
/// The last of them.
pub const LAST_YEAR: i32 = 9999;

/// What stands of a sheet's cells in its part.
pub struct CellMarkup {
    /// The corners of the used cells, as `A1:D9`.
    pub dimension: String,
    /// The element with the rows.
    pub rows: RowMarkup,
}

/// The element with the rows of a sheet.
pub enum RowMarkup {
    /// Of a small sheet: as text.
    Text(String),
    /// Deflated, stretch by stretch where the sheet is large: the text is never there as a whole, nor are those of all
    /// sheets at the same time.
    Deflated(Vec<Piece>),
}

/// Cells of a stretch of a large sheet: about a million characters.
const CELLS_OF_A_STRETCH: usize = 1 << 14;

/// Bytes of markup below which a sheet is deflated together with what stands around its cells.
const SMALL: usize = 16 * 1024;

/// The text that a cell stores among the shared ones.
pub fn stored_text(cell: &Cell) -> Option<&str> {
    match &cell.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The cells of a sheet; `texts` has the number of each text in the order of the cells.
///
/// # Errors
/// Where the deflater fails.
pub fn markup(sheet: &Sheet, texts: &[u32], looks: &LookNumbers) -> Result<CellMarkup, CompressError> {
    let stretches = stretches(sheet);
    if let [all] = stretches.as_slice() {
        let written = write_rows(sheet, all, texts, looks);
        let dimension = dimension([&written]);
        let rows = if written.xml.len() < SMALL {
            RowMarkup::Text(written.xml)
        } else {
            RowMarkup::Deflated(vec![Piece::new(written.xml.as_bytes())?])
        };
        return Ok(CellMarkup { dimension, rows });
    }
    let written = stretches.into_par_iter().with_max_len(1).map(|stretch| {
        let mut written = write_rows(sheet, &stretch, texts, looks);
        let piece = Piece::new(written.xml.as_bytes())?;
        written.xml = String::new();
        Ok((written, piece))
    });
    let (written, pieces): (Vec<Written>, Vec<Piece>) =
        written.collect::<Result<Vec<_>, CompressError>>()?.into_iter().unzip();
    Ok(CellMarkup { dimension: dimension(&written), rows: RowMarkup::Deflated(pieces) })
}

/// Some rows of a sheet.
struct Stretch {
    rows: Range<u32>,
    /// How many cells with texts stand above it.
    texts_above: usize,
    /// Whether it is the first, and the last.
    ends: [bool; 2],
}

/// The rows of a sheet in stretches.
fn stretches(sheet: &Sheet) -> Vec<Stretch> {
    let stretches = sheet.stretches(CELLS_OF_A_STRETCH);
    let count = stretches.len();
    let mut texts_above = 0;
    let stretch = |(number, rows): (usize, Range<u32>)| {
        let above = texts_above;
        if number + 1 < count {
            let cells = sheet.cells_of_rows(rows.clone());
            texts_above += cells.filter(|(_, cell)| stored_text(cell).is_some()).count();
        }
        Stretch { rows, texts_above: above, ends: [number == 0, number + 1 == count] }
    };
    stretches.into_iter().enumerate().map(stretch).collect()
}

/// The corners of the used cells of stretches.
fn dimension<'written>(stretches: impl IntoIterator<Item = &'written Written>) -> String {
    let corner = stretches
        .into_iter()
        .fold((0, 0), |(widest, last), written| (written.widest.max(widest), written.last.max(last)));
    let last = format!("{}{}", column_letters(corner.0), u64::from(corner.1) + 1);
    if last == "A1" { last } else { format!("A1:{last}") }
}

fn write_rows(sheet: &Sheet, stretch: &Stretch, texts: &[u32], looks: &LookNumbers) -> Written {
    let [first, last] = stretch.ends;
    let below = if last { u32::MAX } else { stretch.rows.end };
    let heights = sheet.row_heights.range(stretch.rows.start..below);
    let mut writer = Rows {
        xml: String::with_capacity(texts.len().min(CELLS_OF_A_STRETCH) * 64 + 4_096),
        heights: heights.map(|(row, height)| (*row, *height)).collect(),
        open: None,
        numbers: itoa::Buffer::new(),
        row_number: String::new(),
        letters: Vec::new(),
        widest: 0,
        last: 0,
    };
    if first {
        writer.xml.push_str("<sheetData>");
    }
    let mut texts = texts.get(stretch.texts_above..).unwrap_or_default().iter();
    for (place, cell) in sheet.cells_of_rows(stretch.rows.clone()) {
        writer.reach(place.row);
        writer.widest = writer.widest.max(place.column);
        writer.cell(place.column, cell, looks.of(look_at(sheet, place, cell)), &mut texts);
    }
    writer.finish(last)
}

/// What was written of a stretch.
struct Written {
    xml: String,
    /// The last column and the last row with a cell, counted from 0.
    widest: u32,
    last: u32,
}

struct Rows {
    xml: String,
    /// Heights of the rows that were not begun yet.
    heights: BTreeMap<u32, f64>,
    open: Option<u32>,
    numbers: itoa::Buffer,
    /// The number of the open row, counted from 1, as it is written.
    row_number: String,
    letters: Vec<String>,
    widest: u32,
    last: u32,
}

impl Rows {
    /// Begins a row where it is not begun yet, and before it the empty rows that have a height.
    fn reach(&mut self, row: u32) {
        if self.open == Some(row) {
            return;
        }
        self.close();
        while let Some((&before, &height)) = self.heights.first_key_value().filter(|(other, _)| **other < row)
        {
            let _ = write!(self.xml, "<row r=\"{}\"{}/>", u64::from(before) + 1, height_of(Some(height)));
            self.heights.remove(&before);
        }
        let height = self.heights.remove(&row);
        self.row_number.clear();
        self.row_number.push_str(self.numbers.format(u64::from(row) + 1));
        let _ = write!(self.xml, "<row r=\"{}\"{}>", self.row_number, height_of(height));
        self.open = Some(row);
        self.last = row;
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.xml.push_str("</row>");
        }
    }

    fn cell(&mut self, column: u32, cell: &Cell, look: u32, texts: &mut std::slice::Iter<'_, u32>) {
        self.begin_cell(column, look);
        match &cell.value {
            Value::Blank => self.xml.push_str("/>"),
            Value::Text(_) => {
                let number = texts.next().copied().unwrap_or_default();
                self.xml.push_str(" t=\"s\"><v>");
                self.xml.push_str(self.numbers.format(number));
                self.xml.push_str("</v></c>");
            }
            Value::Number(number) => {
                self.xml.push_str("><v>");
                self.number(*number);
                self.xml.push_str("</v></c>");
            }
            Value::Boolean(boolean) => {
                let _ = write!(self.xml, " t=\"b\"><v>{}</v></c>", u8::from(*boolean));
            }
            Value::Date(date) => match day_number(*date) {
                Some(number) => {
                    let _ = write!(self.xml, "><v>{number}</v></c>");
                }
                None => {
                    let _ = write!(self.xml, " t=\"inlineStr\"><is><t>{date}</t></is></c>");
                }
            },
            Value::Formula(formula) => {
                self.xml.push_str(match formula.cached {
                    Cached::Number(_) | Cached::Unknown => "><f>",
                    Cached::Text(_) => " t=\"str\"><f>",
                    Cached::Boolean(_) => " t=\"b\"><f>",
                });
                markup::push_text(&mut self.xml, &formula.expression);
                self.xml.push_str("</f>");
                if formula.cached == Cached::Unknown {
                    self.xml.push_str("</c>");
                    return;
                }
                self.xml.push_str("<v>");
                match &formula.cached {
                    Cached::Number(number) => self.number(*number),
                    Cached::Text(text) => markup::push_cell_text(&mut self.xml, text),
                    Cached::Boolean(boolean) => self.xml.push(if *boolean { '1' } else { '0' }),
                    Cached::Unknown => {}
                }
                self.xml.push_str("</v></c>");
            }
        }
    }

    /// A number with as few digits as tell it from every other, as reading it back needs.
    fn number(&mut self, number: f64) {
        const WHOLE: f64 = 1e15;
        if number.fract() == 0.0 && number.abs() < WHOLE && !(number == 0.0 && number.is_sign_negative()) {
            // Exact below 2 to the power of 53.
            self.xml.push_str(self.numbers.format(number as i64));
        } else {
            let _ = write!(self.xml, "{number}");
        }
    }

    fn begin_cell(&mut self, column: u32, look: u32) {
        while self.letters.len() <= column as usize {
            self.letters.push(column_letters(u32::try_from(self.letters.len()).unwrap_or(u32::MAX)));
        }
        let letters = self.letters.get(column as usize).map_or("", String::as_str);
        for piece in ["<c r=\"", letters, &self.row_number, "\" s=\"", self.numbers.format(look), "\""] {
            self.xml.push_str(piece);
        }
    }

    fn finish(mut self, is_last: bool) -> Written {
        self.close();
        for (row, height) in std::mem::take(&mut self.heights) {
            let _ = write!(self.xml, "<row r=\"{}\"{}/>", u64::from(row) + 1, height_of(Some(height)));
        }
        if is_last {
            self.xml.push_str("</sheetData>");
        }
        Written { xml: self.xml, widest: self.widest, last: self.last }
    }
}

/// The attributes of a row with a height of its own, in points.
fn height_of(height: Option<f64>) -> String {
    height.map(|height| format!(" ht=\"{height}\" customHeight=\"1\"")).unwrap_or_default()
}

/// The number of a day as spreadsheets count: 1 is 1 January 1900, and 29 February 1900, which never
/// was, counts (ECMA-376, part 1, 18.17.4.1). `None` for a date that they cannot hold.
fn day_number(date: NaiveDate) -> Option<i64> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&date.year()) {
        return None;
    }
    let start = NaiveDate::from_ymd_opt(1899, 12, 31)?;
    let days = date.signed_duration_since(start).num_days();
    Some(if days >= 60 { days + 1 } else { days })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        let number = |year, month, day| day_number(NaiveDate::from_ymd_opt(year, month, day).unwrap());
        assert_eq!(number(1900, 1, 1), Some(1));
        assert_eq!(number(1900, 2, 28), Some(59));
        assert_eq!(number(1900, 3, 1), Some(61));
        assert_eq!(number(2026, 11, 21), Some(46_347));
        assert_eq!(number(1899, 12, 31), None);
        assert_eq!(number(10_000, 1, 1), None);
    }
}
