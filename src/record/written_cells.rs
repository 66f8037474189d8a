//! What a run wrote on its sheets outside the cells that are read back, in short, so that what people typed there is
//! noticed.

use std::collections::BTreeMap;

use super::last_run::HiddenRow;
use crate::model::Entry;

/// Characters of a cell of the hidden sheet at most.
const LONGEST: usize = 30_000;
/// The radix in which marks are written.
const RADIX: u32 = 36;

/// Digits of the mark of a record's key.
const DIGITS_OF_KEY: usize = 8;
/// Digits of the mark of a cell of a record.
const DIGITS_OF_CELL: usize = 4;
/// How many marks of what such a cell holds there are; as many again say that a formula gives it.
const MARKS_OF_CELL: u32 = RADIX.pow(DIGITS_OF_CELL as u32) / 2;
/// Bits of a number that programs write in their own ways, about the last six of its sixteen digits.
const LAST_BITS: u32 = 20;

/// A cell outside the lists, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedCell {
    /// The row, counted from 0.
    pub row: u32,
    /// The column, counted from 0.
    pub column: u32,
    /// The mark of what it held.
    pub mark: u64,
    /// Whether a formula gave it.
    pub formula: bool,
}

/// What stood on a sheet outside its lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenCells {
    /// The cells that held anything, by row and column.
    pub places: BTreeMap<(u32, u32), MarkedCell>,
}

/// How the word begins above a column that shows what people edit on another sheet, whose name follows.
pub const EDITED_ON: &str = "edit on ";

/// Where people edit what a column shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedOn {
    /// The sheet.
    pub sheet: String,
    /// The heading of the column there.
    pub heading: String,
}

/// What the cells of a list held that nobody edits, in short.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenList {
    /// The headings of their columns.
    pub headings: Vec<String>,
    /// Of those that show what people edit elsewhere, where that is.
    pub edited_on: BTreeMap<String, EditedOn>,
    /// Of those whose cells are all given by one formula, its mark.
    pub formulas: BTreeMap<String, u64>,
    /// The marks of the cells of each record, in the order of the headings, by the mark of its key.
    pub rows: BTreeMap<u64, Vec<CellMark>>,
}

/// The mark of what a cell of a list holds, and whether a formula gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellMark {
    /// The mark; 0 for nothing.
    pub held: u32,
    /// Whether a formula gives it.
    pub formula: bool,
}

impl CellMark {
    /// The mark of what a cell holds.
    pub fn of(entry: &Entry, formula: bool) -> Self {
        let held = match entry {
            Entry::Blank => return Self { held: 0, formula },
            Entry::Text(text) => match as_number(text) {
                Some(number) => mark_of_number(number),
                None => mark_of_letters(text),
            },
            Entry::Boolean(value) => u64::from(*value),
            Entry::Number(number) => mark_of_number(*number),
            Entry::Date(date) => mark_of_number(day_number(*date)),
        };
        // The remainder is less than what it is divided by.
        let held = u32::try_from(held % u64::from(MARKS_OF_CELL - 1)).unwrap_or_default();
        Self { held: 1 + held, formula }
    }
}

impl WrittenList {
    /// Adds the record of a key.
    pub fn push(&mut self, key: &str, cells: Vec<CellMark>) {
        self.rows.entry(mark_of_key(key)).or_insert(cells);
    }

    /// The marks of the cells of a record.
    pub fn row(&self, key: &str) -> Option<&[CellMark]> {
        self.rows.get(&mark_of_key(key)).map(Vec::as_slice)
    }

    /// Reads the mark of the formula of a column.
    pub(super) fn read_formula(&mut self, heading: &str, mark: &str) {
        let mark = u64::from_str_radix(mark, RADIX).ok();
        self.formulas.extend(mark.map(|mark| (heading.to_owned(), mark)));
    }

    /// The records as texts that fit a cell each.
    fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        let mut text = String::new();
        for (key, cells) in &self.rows {
            put_digits(*key, DIGITS_OF_KEY, &mut text);
            for cell in cells {
                put_digits(u64::from(cell.held) * 2 + u64::from(cell.formula), DIGITS_OF_CELL, &mut text);
            }
            if text.len() > LONGEST {
                texts.push(std::mem::take(&mut text));
            }
        }
        if !text.is_empty() {
            texts.push(text);
        }
        texts
    }

    /// Reads such a text.
    pub(super) fn read_text(&mut self, text: &str) {
        let number = |digits: &[u8]| u64::from_str_radix(std::str::from_utf8(digits).ok()?, RADIX).ok();
        let length = DIGITS_OF_KEY + self.headings.len() * DIGITS_OF_CELL;
        for row in text.as_bytes().chunks_exact(length) {
            let Some((key, cells)) = row.split_at_checked(DIGITS_OF_KEY) else { continue };
            let cells = cells.chunks_exact(DIGITS_OF_CELL).filter_map(number);
            let held = |mark: u64| u32::try_from(mark / 2).unwrap_or_default();
            let cells = cells.map(|mark| CellMark { held: held(mark), formula: mark % 2 == 1 });
            self.rows.extend(number(key).map(|key| (key, cells.collect())));
        }
    }
}

fn mark_of_key(key: &str) -> u64 {
    mark_of(key) % u64::from(RADIX).pow(DIGITS_OF_KEY as u32)
}

fn put_digits(mut number: u64, count: usize, into: &mut String) {
    const DIGITS: &[u8; RADIX as usize] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = [b'0'; DIGITS_OF_KEY];
    for place in digits.iter_mut().take(count) {
        let digit = (number % u64::from(RADIX)) as usize;
        *place = DIGITS.get(digit).copied().unwrap_or(b'0');
        number /= u64::from(RADIX);
    }
    into.extend(digits.iter().take(count).rev().map(|digit| char::from(*digit)));
}

/// The number that a short text says: programs show one as the other.
fn as_number(text: &str) -> Option<f64> {
    const LONGEST_NUMBER: usize = 24;
    let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_digit() || byte == b'-');
    if begins && text.len() <= LONGEST_NUMBER { text.parse().ok() } else { None }
}

/// The number of a day in spreadsheets that count from 1900.
fn day_number(date: chrono::NaiveDate) -> f64 {
    let first = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    (date - first).num_days() as f64
}

fn mark_of_number(number: f64) -> u64 {
    // No zero below nothing.
    let bits = (number + 0.0).to_bits();
    fnv((bits.wrapping_add(1 << (LAST_BITS - 1)) >> LAST_BITS).to_le_bytes().into_iter())
}

/// The mark of the letters and digits of a text; where it has none, of all its signs.
fn mark_of_letters(text: &str) -> u64 {
    if text.is_ascii() {
        // As below, and quicker.
        let mut letters = text.bytes().filter(u8::is_ascii_alphanumeric).peekable();
        return if letters.peek().is_none() { mark_of(text) } else { fnv(letters) };
    }
    let mut sign = [0; 4];
    let mut bytes = Vec::with_capacity(text.len());
    for letter in text.chars().filter(|sign| sign.is_alphanumeric()) {
        bytes.extend_from_slice(letter.encode_utf8(&mut sign).as_bytes());
    }
    if bytes.is_empty() { mark_of(text) } else { fnv(bytes.into_iter()) }
}

/// The mark of a formula, whatever its blanks and the case of its letters.
pub fn mark_of_formula(text: &str) -> u64 {
    let signs = text.trim().trim_start_matches('=').bytes().filter(|sign| !sign.is_ascii_whitespace());
    fnv(signs.map(|sign| sign.to_ascii_uppercase())) & 0xffff_ffff_ffff
}

/// FNV-1a.
fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The mark of what a cell outside the lists holds, whichever program wrote it.
pub fn mark_of_entry(entry: &Entry) -> u64 {
    match entry {
        Entry::Number(number) => mark_of(&format!("{number:.9e}")),
        Entry::Date(date) => mark_of(&format!("{:.9e}", day_number(*date))),
        other => mark_of(&other.to_string()),
    }
}

/// The mark of a text, whatever its blanks: always the same for the same text, and all but always another for
/// another.
pub fn mark_of(text: &str) -> u64 {
    let words = text.split_whitespace().flat_map(|word| word.bytes().chain([b' ']));
    fnv(words) & 0xffff_ffff_ffff
}

fn in_letters(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % u64::from(RADIX)).unwrap_or_default();
        digits.extend(char::from_digit(digit, RADIX));
        number /= u64::from(RADIX);
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// The rows of the hidden sheet about the cells of lists.
pub(super) fn rows_of_lists(lists: &BTreeMap<String, WrittenList>) -> Vec<HiddenRow> {
    let mut rows = Vec::new();
    for (list, written) in lists {
        let headings = written.headings.iter().map(String::as_str);
        rows.push(["not edited", list].into_iter().chain(headings).map(Entry::text).collect());
        rows.extend(written.edited_on.iter().map(|(heading, on)| {
            ["edited on", list, heading, &on.sheet, &on.heading]
                .into_iter()
                .map(Entry::text)
                .collect::<HiddenRow>()
        }));
        rows.extend(written.formulas.iter().map(|(heading, mark)| {
            ["one formula", list, heading, &in_letters(*mark)]
                .into_iter()
                .map(Entry::text)
                .collect::<HiddenRow>()
        }));
        rows.extend(
            written
                .texts()
                .iter()
                .map(|text| ["written", list, text].into_iter().map(Entry::text).collect::<HiddenRow>()),
        );
    }
    rows
}

/// The rows of the hidden sheet about the cells outside lists.
pub(super) fn rows(cells: &BTreeMap<String, Vec<MarkedCell>>) -> Vec<HiddenRow> {
    let mut rows = Vec::new();
    for (sheet, cells) in cells {
        let mut text = String::new();
        let mut put = |text: &mut String| {
            if !text.is_empty() {
                let words = ["outside", sheet, text.trim_end()];
                rows.push(words.iter().map(|word| Entry::text(word)).collect());
                text.clear();
            }
        };
        for MarkedCell { row, column, mark, formula } in cells {
            let formula = if *formula { ":f" } else { "" };
            text.push_str(&format!("{row}:{column}:{}{formula} ", in_letters(*mark)));
            if text.len() > LONGEST {
                put(&mut text);
            }
        }
        put(&mut text);
    }
    rows
}

/// Reads a row of the hidden sheet.
pub(super) fn read_row(text: &str, into: &mut Vec<MarkedCell>) {
    for cell in text.split(' ') {
        let mut parts = cell.split(':');
        let mut part = || parts.next();
        let place =
            part().and_then(|row| row.parse().ok()).zip(part().and_then(|column| column.parse().ok()));
        let mark = part().and_then(|mark| u64::from_str_radix(mark, RADIX).ok());
        let formula = part().is_some();
        let cell = place.zip(mark);
        into.extend(cell.map(|((row, column), mark)| MarkedCell { row, column, mark, formula }));
    }
}

impl WrittenCells {
    /// Gathers the cells of a sheet.
    pub fn of(cells: &[MarkedCell]) -> Self {
        Self { places: cells.iter().map(|cell| ((cell.row, cell.column), *cell)).collect() }
    }

    /// Whether a formula gave what stood in a cell.
    pub fn has_formula(&self, place: (u32, u32)) -> bool {
        self.places.get(&place).is_some_and(|cell| cell.formula)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_sheet_are_read_as_they_were_written() {
        let cells = (0..4000).map(|row| MarkedCell {
            row,
            column: row % 7,
            mark: mark_of(&format!("text {row}")),
            formula: row % 3 == 0,
        });
        let written = BTreeMap::from([("Cover".to_owned(), cells.collect::<Vec<_>>())]);
        let rows = rows(&written);
        assert!(rows.len() > 1);
        let mut read = Vec::new();
        for row in &rows {
            assert!(row[2].to_string().len() < 32_767);
            read_row(&row[2].to_string(), &mut read);
        }
        assert_eq!(read, written["Cover"]);
        assert_eq!(mark_of(" two  words"), mark_of("two words"));
        assert_ne!(mark_of("two words"), mark_of("twowords"));
    }

    #[test]
    fn the_cells_of_a_list_are_read_as_they_were_written() {
        let mut written =
            WrittenList { headings: vec!["Score".into(), "Source".into()], ..WrittenList::default() };
        for row in 0..2000_u32 {
            let score = CellMark::of(&Entry::Number(f64::from(row) / 3.0), true);
            written.push(
                &format!("R-{row}"),
                vec![score, CellMark::of(&Entry::text("risks.csv › row 2"), false)],
            );
        }
        let rows = rows_of_lists(&BTreeMap::from([("Risks".to_owned(), written.clone())]));
        assert!(rows.len() > 2);
        let mut read = WrittenList { headings: written.headings.clone(), ..WrittenList::default() };
        for row in rows.iter().skip(1) {
            read.read_text(&row[2].to_string());
        }
        assert_eq!(read, written);
    }

    #[test]
    fn a_cell_says_the_same_whichever_program_wrote_it() {
        let mark = |entry: &Entry| CellMark::of(entry, false);
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        for (one, other) in [
            (Entry::Number(1.0 / 3.0), Entry::Number(0.333_333_333_333_333)),
            (Entry::Date(day), Entry::Number(46_348.0)),
            (Entry::text("two  words\nin lines"), Entry::text("two words in lines")),
            (Entry::text("5"), Entry::Number(5.0)),
        ] {
            assert_eq!(mark(&one), mark(&other), "{one} and {other}");
            assert_eq!(mark_of_entry(&one) == mark_of_entry(&other), one != Entry::text("5"), "{one}");
        }
        assert_ne!(mark(&Entry::Number(5.0)), mark(&Entry::Number(5.1)));
        assert_ne!(mark(&Entry::text("?")), mark(&Entry::Blank));
    }
}
