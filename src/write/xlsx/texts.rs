//! The texts of a workbook, each stored once and referred to by its number.

use std::hash::BuildHasher as _;

use flate2::CompressError;
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use rayon::prelude::*;

use super::archive::{Part, Piece};
use super::markup;
use crate::report::sheet::Sheet;

/// Texts of a stretch of the part, where it has more.
const TEXTS_OF_A_STRETCH: usize = 1 << 14;

/// What stands behind the last text.
const AFTER: &[u8] = b"</sst>";

/// Texts, each once, in the order in which they were met.
#[derive(Default)]
struct Distinct<'workbook> {
    texts: Vec<&'workbook str>,
    /// The numbers of the texts by what they say; the texts themselves stand above alone, for a workbook has millions.
    numbers: HashTable<u32>,
    /// Of its own for each run, so that nobody can make texts that all fall together.
    hasher: RandomState,
}

impl<'workbook> Distinct<'workbook> {
    /// The number of a text.
    fn number(&mut self, text: &'workbook str) -> u32 {
        let Self { texts, numbers, hasher } = self;
        let hash = |text: &str| hasher.hash_one(text);
        let known = |number: u32| texts.get(number as usize).copied().unwrap_or_default();
        let place = numbers.entry(hash(text), |number| known(*number) == text, |number| hash(known(*number)));
        let number = *place.or_insert_with(|| next(texts.len())).get();
        if number as usize == texts.len() {
            texts.push(text);
        }
        number
    }
}

/// The texts of one sheet in the order of its cells.
pub struct SheetTexts<'workbook> {
    /// Each text once, in the order of its first cell.
    distinct: Vec<&'workbook str>,
    /// For each cell with a text, which of `distinct` it holds.
    used: Vec<u32>,
}

impl<'workbook> SheetTexts<'workbook> {
    /// The texts of a sheet.
    pub fn of(sheet: &'workbook Sheet) -> Self {
        let mut distinct = Distinct::default();
        let texts = sheet.cells().filter_map(|(_, cell)| super::cells::stored_text(cell));
        let used = texts.map(|text| distinct.number(text)).collect();
        Self { distinct: distinct.texts, used }
    }
}

/// The texts of all sheets.
pub struct SharedTexts<'workbook> {
    distinct: Vec<&'workbook str>,
    used: usize,
}

impl<'workbook> SharedTexts<'workbook> {
    /// Gathers the texts of the sheets; for each sheet, the number of the text of each of its cells.
    pub fn gather(sheets: Vec<SheetTexts<'workbook>>) -> (Self, Vec<Vec<u32>>) {
        let (mut all, mut used) = (Distinct::default(), 0);
        let of_cells = sheets
            .into_iter()
            .map(|sheet| {
                let of_sheet: Vec<u32> = sheet.distinct.iter().map(|text| all.number(text)).collect();
                used += sheet.used.len();
                sheet
                    .used
                    .into_iter()
                    .map(|number| of_sheet.get(number as usize).copied().unwrap_or_default())
                    .collect()
            })
            .collect();
        (Self { distinct: all.texts, used }, of_cells)
    }

    /// The part of the package that holds them, under a name; many texts are deflated stretch by stretch.
    ///
    /// # Errors
    /// Where the deflater fails.
    pub fn part(&self, name: &str) -> Result<Part, CompressError> {
        let before = format!(
            "{}<sst xmlns=\"{}\" count=\"{}\" uniqueCount=\"{}\">",
            markup::DECLARATION,
            markup::SPREADSHEET_NAMESPACE,
            self.used,
            self.distinct.len()
        );
        if self.distinct.len() <= TEXTS_OF_A_STRETCH {
            let items = items(&self.distinct);
            return Part::new(name.to_owned(), &[before.as_bytes(), items.as_bytes(), AFTER]);
        }
        let stretches = self.distinct.par_chunks(TEXTS_OF_A_STRETCH);
        let items = stretches.map(|texts| Piece::new(items(texts).as_bytes()));
        let mut pieces = vec![Piece::new(before.as_bytes())?];
        pieces.extend(items.collect::<Result<Vec<Piece>, CompressError>>()?);
        pieces.push(Piece::new(AFTER)?);
        Ok(Part::joined(name.to_owned(), pieces))
    }
}

/// Texts as the part has them.
fn items(texts: &[&str]) -> String {
    let length: usize = texts.iter().map(|text| text.len() + 24).sum();
    let mut xml = String::with_capacity(length + 256);
    for text in texts {
        let padded = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
        xml.push_str(if padded { "<si><t xml:space=\"preserve\">" } else { "<si><t>" });
        markup::push_cell_text(&mut xml, text);
        xml.push_str("</t></si>");
    }
    xml
}

/// A sheet has fewer texts than a spreadsheet has cells that a person could fill.
fn next(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
