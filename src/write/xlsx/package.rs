//! The parts of an .xlsx package: taking them from a skeleton, completing them, packing them.
//!
//! Parts are completed and deflated side by side and then joined in the skeleton's order.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use flate2::CompressError;
use rayon::prelude::*;
use zip::ZipArchive;
use zip::result::ZipError;

use super::XlsxWriteError;
use super::archive::{Archive, Part, Piece, archive};
use super::cells::{CellMarkup, RowMarkup};
use super::own_sheet;
use super::own_styles::OwnStyles;
use super::skeleton::part_area;
use super::texts::SharedTexts;
use crate::read::markup::SheetMarkup;
use crate::report::sheet::Workbook;

/// The part with the texts.
const TEXTS_PART: &str = "xl/sharedStrings.xml";
/// The part that says of which type the parts are, and the type of tables.
const TYPES_PART: &str = "[Content_Types].xml";
const TABLE_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml";
/// The part that lists the sheets and the names.
const BOOK_PART: &str = "xl/workbook.xml";
/// The part with the styles.
const STYLES_PART: &str = "xl/styles.xml";

/// The name of the part of a sheet, counted from 0.
pub fn sheet_part(number: usize) -> String {
    format!("xl/worksheets/sheet{}.xml", number + 1)
}

/// The name of the part that says what the part of a sheet leads to, of a sheet counted from 0.
fn relationships_part(number: usize) -> String {
    format!("xl/worksheets/_rels/sheet{}.xml.rels", number + 1)
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
enum Completion {
    /// The cells of a sheet are put in.
    Cells(CellMarkup),
    /// A table's rows are counted in full: what is written, and what is to stand there.
    Area(String, String),
    /// Something else stands in its place.
    Replaced(String),
    /// A part that was deflated before stands in its place.
    Done(Part),
}

/// The part with the texts of all sheets, which needs nothing of the skeleton.
///
/// # Errors
/// Where it cannot be deflated.
pub fn part_of_texts(texts: &SharedTexts<'_>) -> Result<Part, CompressError> {
    texts.part(TEXTS_PART)
}

/// The package: the skeleton with the cells, texts and areas of
/// tables put in.
///
/// # Errors
/// Where the skeleton does not have the parts that the workbook needs.
pub fn pack(
    workbook: &Workbook,
    skeleton: &[u8],
    texts: Part,
    cells: Vec<CellMarkup>,
) -> Result<Archive, XlsxWriteError> {
    let frames = ZipArchive::new(Cursor::new(skeleton))?;
    let mut completions = completions(workbook, texts, cells);
    let own = own_parts(workbook, skeleton)?.into_iter();
    completions.extend(own.map(|(name, text)| (name, Completion::Replaced(text))));
    let names: Vec<String> =
        frames.file_names().map(|name| Ok(name?.into_owned())).collect::<Result<_, ZipError>>()?;
    let parts: Vec<(usize, String, Option<Completion>)> = names
        .into_iter()
        .filter_map(|name| Some((frames.index_for_name(&name)?, completions.remove(&name), name)))
        .map(|(number, completion, name)| (number, name, completion))
        .collect();
    let mut added = Vec::new();
    for (name, completion) in completions {
        // What a sheet of a person leads to is all that the skeleton may know nothing of.
        match completion {
            Completion::Replaced(text) => added.push(Part::new(name, &[text.as_bytes()])?),
            _ => return Err(XlsxWriteError::Skeleton(format!("{name} is not there"))),
        }
    }
    // One by one, since their sizes differ much.
    let packed = parts.into_par_iter().with_max_len(1).map(|(number, name, completion)| {
        let mut frames = frames.clone();
        let mut frame = || -> Result<String, XlsxWriteError> {
            let mut text = String::new();
            frames.by_index(number)?.read_to_string(&mut text).map_err(ZipError::from)?;
            Ok(text)
        };
        match completion {
            Some(Completion::Done(part)) => Ok(part),
            Some(Completion::Replaced(text)) => Ok(Part::new(name, &[text.as_bytes()])?),
            Some(Completion::Area(written, whole)) => {
                Ok(Part::new(name, &[frame()?.replace(&written, &whole).as_bytes()])?)
            }
            Some(Completion::Cells(markup)) => {
                let frame = frame()?;
                let [before, after] = around_cells(&frame, &markup.dimension)
                    .ok_or_else(|| XlsxWriteError::Skeleton(format!("{name} has no place for cells")))?;
                Ok(match markup.rows {
                    RowMarkup::Text(rows) => {
                        Part::new(name, &[before.as_bytes(), rows.as_bytes(), after.as_bytes()])?
                    }
                    RowMarkup::Deflated(rows) => {
                        let mut pieces = vec![Piece::new(before.as_bytes())?];
                        pieces.extend(rows);
                        pieces.push(Piece::new(after.as_bytes())?);
                        Part::joined(name, pieces)
                    }
                })
            }
            None => Ok(Part::new(name, &[frame()?.as_bytes()])?),
        }
    });
    let mut packed = packed.collect::<Result<Vec<Part>, XlsxWriteError>>()?;
    packed.extend(added);
    Ok(archive(packed))
}

/// The parts of the sheets that people made: the sheets, what they lead to, and the styles of all sheets.
fn own_parts(workbook: &Workbook, skeleton: &[u8]) -> Result<BTreeMap<String, String>, XlsxWriteError> {
    let mut parts = BTreeMap::new();
    let own: Vec<(usize, &SheetMarkup)> = (0..)
        .zip(&workbook.sheets)
        .filter_map(|(number, sheet)| Some((number, &sheet.own.as_ref()?.markup)))
        .collect();
    if own.is_empty() {
        return Ok(parts);
    }
    let mut frames = Parts::of(skeleton)?;
    let sheets: Vec<&SheetMarkup> = own.iter().map(|(_, sheet)| *sheet).collect();
    let styles = OwnStyles::add(frames.text(STYLES_PART)?, &sheets)
        .ok_or_else(|| XlsxWriteError::Skeleton(format!("{STYLES_PART} has no place for styles")))?;
    let mut tables = workbook.sheets.iter().map(|sheet| sheet.tables.len()).sum::<usize>();
    let mut types = String::new();
    for (number, sheet) in own {
        let (name, relationships) = (sheet_part(number), relationships_part(number));
        let frame = frames.text(&name)?;
        let numbers = styles.numbers(sheet);
        parts.insert(name, own_sheet::part(sheet, &numbers, &frame));
        let known = frames.text(&relationships).ok();
        // Their numbers count from 1.
        let leads = own_sheet::relationships(sheet, tables + 1, known.as_deref());
        parts.extend(leads.map(|leads| (relationships, leads)));
        for table in &sheet.tables {
            let name = table_part(tables);
            tables += 1;
            types.push_str(&format!("<Override PartName=\"/{name}\" ContentType=\"{TABLE_TYPE}\"/>"));
            parts.insert(name, own_sheet::table(table, tables, &numbers));
        }
    }
    if !types.is_empty() {
        let known = frames.text(TYPES_PART)?;
        parts.insert(TYPES_PART.to_owned(), known.replacen("</Types>", &format!("{types}</Types>"), 1));
    }
    parts.insert(STYLES_PART.to_owned(), styles.part().to_owned());
    let owners = workbook.sheets.iter().enumerate();
    let names = owners.flat_map(|(number, sheet)| {
        let names = sheet.own.iter().flat_map(|own| &own.names);
        names.map(move |name| own_sheet::defined_name(name, number))
    });
    let names: String = names.collect();
    if !names.is_empty() {
        let known = frames.text(BOOK_PART)?;
        let with_names = known.replacen("</definedNames>", &format!("{names}</definedNames>"), 1);
        if with_names == known {
            return Err(XlsxWriteError::Skeleton(format!("{BOOK_PART} has no place for names")));
        }
        parts.insert(BOOK_PART.to_owned(), with_names);
    }
    Ok(parts)
}

fn completions(workbook: &Workbook, texts: Part, cells: Vec<CellMarkup>) -> BTreeMap<String, Completion> {
    let sheets = cells.into_iter().enumerate();
    let sheets = sheets.map(|(number, markup)| (sheet_part(number), Completion::Cells(markup)));
    let tables = workbook.sheets.iter().flat_map(|sheet| &sheet.tables).enumerate();
    let tables = tables.map(|(number, table)| {
        let area = |area| format!("ref=\"{area}\"");
        (table_part(number), Completion::Area(area(part_area(table)), area(table.area)))
    });
    let texts = std::iter::once((TEXTS_PART.to_owned(), Completion::Done(texts)));
    texts.chain(sheets).chain(tables).collect()
}

/// What stands before and after the rows of a sheet's part.
fn around_cells(frame: &str, dimension: &str) -> Option<[String; 2]> {
    let (before, rest) = frame.split_once("<dimension ref=\"")?;
    let (_, rest) = rest.split_once('"')?;
    let (between, rest) = rest.split_once("<sheetData")?;
    let after = rest.strip_prefix("/>").or_else(|| Some(rest.split_once("</sheetData>")?.1))?;
    Some([format!("{before}<dimension ref=\"{dimension}\"{between}"), after.to_owned()])
}
