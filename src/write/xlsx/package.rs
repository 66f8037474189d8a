//! The parts of an .xlsx package: taking them from a skeleton, completing them, packing them.
//!
//! Parts are completed and deflated side by side, each into an archive of its own, and then joined in
//! the skeleton's order without being deflated again.

use std::io::{Cursor, Read as _, Write as _};

use rayon::prelude::*;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::XlsxWriteError;
use super::cells::CellMarkup;
use super::skeleton::{COMPRESSION_LEVEL, part_area};
use super::texts::SharedTexts;
use crate::report::sheet::Workbook;

/// The part with the texts.
const TEXTS_PART: &str = "xl/sharedStrings.xml";

/// The name of the part of a sheet, counted from 0.
pub fn sheet_part(number: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", number + 1)
}

/// The name of the part of a table, counted from 0 over all sheets.
fn table_part(number: usize) -> String {
    format!("xl/tables/table{}.xml", number + 1)
}

/// The parts of a package.
pub struct Parts<'package> {
    archive: ZipArchive<Cursor<&'package [u8]>>,
}

impl<'package> Parts<'package> {
    /// Opens a package.
    ///
    /// # Errors
    /// Where it is no archive.
    pub fn of(package: &'package [u8]) -> Result<Self, ZipError> {
        Ok(Self { archive: ZipArchive::new(Cursor::new(package))? })
    }

    /// The text of a part.
    ///
    /// # Errors
    /// Where there is no part of that name or it cannot be inflated.
    pub fn text(&mut self, name: &str) -> Result<String, ZipError> {
        let mut text = String::new();
        self.archive.by_name(name)?.read_to_string(&mut text)?;
        Ok(text)
    }
}

/// What becomes of a part of the skeleton.
enum Completion<'workbook> {
    /// The cells of a sheet are put in.
    Cells(&'workbook CellMarkup),
    /// A table's rows are counted in full: what is written, and what is to stand there.
    Area(String, String),
    /// The texts of all sheets stand in its place.
    Texts(&'workbook SharedTexts<'workbook>),
}

/// The bytes of the package: the skeleton with the cells, texts and areas of tables put in.
///
/// # Errors
/// Where the skeleton does not have the parts that the workbook needs.
pub fn pack(
    workbook: &Workbook,
    skeleton: &[u8],
    texts: &SharedTexts<'_>,
    cells: &[CellMarkup],
) -> Result<Vec<u8>, XlsxWriteError> {
    let completions = completions(workbook, texts, cells);
    let completed: Result<Vec<(&str, Vec<u8>)>, XlsxWriteError> = completions
        .par_iter()
        .map(|(name, completion)| {
            let text = complete(name, completion, skeleton)?;
            Ok((name.as_str(), deflated(name, text.as_bytes())?))
        })
        .collect();
    join(skeleton, completed?)
}

fn completions<'workbook>(
    workbook: &'workbook Workbook,
    texts: &'workbook SharedTexts<'_>,
    cells: &'workbook [CellMarkup],
) -> Vec<(String, Completion<'workbook>)> {
    let sheets = cells.iter().enumerate();
    let sheets = sheets.map(|(number, markup)| (sheet_part(number), Completion::Cells(markup)));
    let tables = workbook.sheets.iter().flat_map(|sheet| &sheet.tables).enumerate();
    let tables = tables.map(|(number, table)| {
        let area = |area| format!("ref=\"{area}\"");
        (table_part(number), Completion::Area(area(part_area(table)), area(table.area)))
    });
    let texts = std::iter::once((TEXTS_PART.to_owned(), Completion::Texts(texts)));
    texts.chain(sheets).chain(tables).collect()
}

fn complete(name: &str, completion: &Completion<'_>, skeleton: &[u8]) -> Result<String, XlsxWriteError> {
    let frame = || Parts::of(skeleton)?.text(name);
    match completion {
        Completion::Texts(texts) => Ok(texts.part()),
        Completion::Area(written, whole) => Ok(frame()?.replace(written, whole)),
        Completion::Cells(markup) => with_cells(&frame()?, markup)
            .ok_or_else(|| XlsxWriteError::Skeleton(format!("{name} has no place for cells"))),
    }
}

/// A sheet's part with its cells.
fn with_cells(frame: &str, markup: &CellMarkup) -> Option<String> {
    let (before, rest) = frame.split_once("<dimension ref=\"")?;
    let (_, rest) = rest.split_once('"')?;
    let (between, rest) = rest.split_once("<sheetData")?;
    let after = rest.strip_prefix("/>").or_else(|| Some(rest.split_once("</sheetData>")?.1))?;
    let pieces = [before, "<dimension ref=\"", &markup.dimension, "\"", between, &markup.rows, after];
    Some(pieces.concat())
}

/// An archive that holds one part.
fn deflated(name: &str, content: &[u8]) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(content.len() / 8 + 512)));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(i64::from(COMPRESSION_LEVEL)))
        .last_modified_time(DateTime::default())
        .large_file(u32::try_from(content.len()).is_err());
    archive.start_file(name, options)?;
    archive.write_all(content)?;
    Ok(archive.finish()?.into_inner())
}

/// The skeleton's parts in their order, each completed one in the place of its frame.
fn join(skeleton: &[u8], completed: Vec<(&str, Vec<u8>)>) -> Result<Vec<u8>, XlsxWriteError> {
    let size: usize = completed.iter().map(|(_, archive)| archive.len()).sum();
    let mut target = ZipWriter::new(Cursor::new(Vec::with_capacity(size + skeleton.len())));
    let mut frames = ZipArchive::new(Cursor::new(skeleton))?;
    let mut lacking: Vec<&str> = completed.iter().map(|(name, _)| *name).collect();
    for number in 0..frames.len() {
        let frame = frames.by_index_raw(number)?;
        let name = frame.name()?.into_owned();
        match completed.iter().find(|(completed, _)| *completed == name) {
            Some((_, archive)) => {
                lacking.retain(|lacking| *lacking != name);
                let mut archive = ZipArchive::new(Cursor::new(archive.as_slice()))?;
                target.raw_copy_file(archive.by_index_raw(0)?)?;
            }
            None => target.raw_copy_file(frame)?,
        }
    }
    if let Some(name) = lacking.first() {
        return Err(XlsxWriteError::Skeleton(format!("{name} is not there")));
    }
    Ok(target.finish()?.into_inner())
}
