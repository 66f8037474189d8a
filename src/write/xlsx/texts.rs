//! The texts of a workbook, each stored once and referred to by its number.

use std::fmt::Write as _;

use foldhash::{HashMap, HashMapExt};

use super::markup;
use crate::report::sheet::Sheet;

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
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut texts = Self { distinct: Vec::new(), used: Vec::new() };
        for (_, cell) in sheet.cells() {
            if let Some(text) = super::cells::stored_text(cell) {
                let number = *numbers.entry(text).or_insert_with(|| {
                    texts.distinct.push(text);
                    next(texts.distinct.len() - 1)
                });
                texts.used.push(number);
            }
        }
        texts
    }
}

/// The texts of all sheets.
#[derive(Default)]
pub struct SharedTexts<'workbook> {
    distinct: Vec<&'workbook str>,
    used: usize,
}

impl<'workbook> SharedTexts<'workbook> {
    /// Gathers the texts of the sheets; for each sheet, the number of the text of each of its cells.
    pub fn gather(sheets: Vec<SheetTexts<'workbook>>) -> (Self, Vec<Vec<u32>>) {
        let mut shared = Self::default();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let of_cells = sheets
            .into_iter()
            .map(|sheet| {
                let of_sheet: Vec<u32> = sheet
                    .distinct
                    .iter()
                    .map(|text| {
                        *numbers.entry(text).or_insert_with(|| {
                            shared.distinct.push(text);
                            next(shared.distinct.len() - 1)
                        })
                    })
                    .collect();
                shared.used += sheet.used.len();
                sheet
                    .used
                    .into_iter()
                    .map(|number| of_sheet.get(number as usize).copied().unwrap_or_default())
                    .collect()
            })
            .collect();
        (shared, of_cells)
    }

    /// The part of the package that holds them.
    pub fn part(&self) -> String {
        let length: usize = self.distinct.iter().map(|text| text.len() + 24).sum();
        let mut xml = String::with_capacity(length + 256);
        xml.push_str(markup::DECLARATION);
        // Writing to a String cannot fail.
        let _ = write!(
            xml,
            "<sst xmlns=\"{}\" count=\"{}\" uniqueCount=\"{}\">",
            markup::SPREADSHEET_NAMESPACE,
            self.used,
            self.distinct.len()
        );
        for text in &self.distinct {
            let padded = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
            xml.push_str(if padded { "<si><t xml:space=\"preserve\">" } else { "<si><t>" });
            markup::push_cell_text(&mut xml, text);
            xml.push_str("</t></si>");
        }
        xml.push_str("</sst>");
        xml
    }
}

/// A sheet has fewer texts than a spreadsheet has cells that a person could fill.
fn next(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
