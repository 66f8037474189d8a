//! A sheet as markup that goes into another workbook.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Arc;

use super::super::cell::SheetLayout;
use super::super::markup::{
    CellMarkup, Content, FormulaKind, FormulaMarkup, Later, LinkMarkup, Piece, RowMarkup, Rule, SheetMarkup,
};
use super::super::typed;
use super::clean::{Begun, Cleaner};
use super::colour::Palette;
use super::package::{Package, Unreadable};
use super::reference;
use super::scanner::Scanner;
use super::strings::read_text;
use super::style_markup::Styles;
use super::token::{Fault, Tag, Token};

/// Most bytes of what stands in a cell; no program writes more.
const LONGEST: usize = 32_767 * 8;

/// Where a text of the shared ones belongs: row and cell of the sheet, by their places in it; number of the text.
type Awaited = (usize, usize, u32);

/// A sheet whose shared texts are still to come.
pub(super) struct Unfinished {
    pub sheet: SheetMarkup,
    awaited: Vec<Awaited>,
}

/// What the words are for the parts of a sheet that do not go over.
fn word(name: &[u8]) -> Option<&'static str> {
    Some(match name {
        b"picture" => "background picture",
        b"legacyDrawingHF" => "picture in a header or footer",
        b"scenario" => "scenario",
        b"protectedRange" => "protected range",
        b"customSheetView" => "custom view",
        b"dataRef" => "consolidated range",
        _ => return None,
    })
}

/// What later versions of programs added to sheets and goes over.
fn later(name: &[u8]) -> Option<Later> {
    Some(match name {
        b"conditionalFormatting" => Later::ConditionalFormats,
        b"dataValidation" => Later::Validations,
        b"sparklineGroup" => Later::Sparklines,
        _ => return None,
    })
}

/// What a sheet draws on.
pub(super) struct Source<'a> {
    pub palette: &'a Palette,
    pub styles: &'a Styles,
    pub is_1904: bool,
}

/// Reads a sheet; what of it does not go over is counted in its layout.
///
/// # Errors
/// Where the part is damaged or goes beyond a limit.
pub(super) fn read(
    package: &mut Package,
    part: &str,
    source: &Source,
    layout: &mut SheetLayout,
) -> Result<Unfinished, Unreadable> {
    let links = package.links(part)?;
    let mut xml = package.scan(part)?;
    let mut reader = Reader {
        source,
        cleaner: Cleaner::new(source.palette),
        sheet: SheetMarkup::default(),
        awaited: Vec::new(),
        number: 0,
        column: 0,
    };
    loop {
        match xml.next()? {
            Token::Open(tag) => {
                if let Some(word) = word(tag.name) {
                    layout.count(word, None);
                }
                match reader.part(&tag, &links) {
                    Step::Into => {}
                    Step::Past(whole) => {
                        if !whole {
                            xml.skip_element()?;
                        }
                    }
                    Step::Rows => reader.rows(&mut xml, layout)?,
                    Step::Extensions => reader.extensions(&mut xml, layout)?,
                    Step::Copy(begun, place, cell) => {
                        reader.cleaner.finish(&mut xml, begun)?;
                        reader.put(place, cell);
                    }
                }
            }
            Token::End => break,
            _ => {}
        }
    }
    Ok(Unfinished { sheet: reader.sheet, awaited: reader.awaited })
}

/// What is done about an element of a sheet.
enum Step {
    /// What stands in it is looked at.
    Into,
    /// It is passed over; whether it is whole already.
    Past(bool),
    /// It holds the rows.
    Rows,
    /// It holds what later versions of programs added.
    Extensions,
    /// It is copied to a place; of a rule, the first cell.
    Copy(Begun, Place, Option<(u32, u32)>),
}

/// Where an element goes.
enum Place {
    Properties,
    Columns,
    Protection,
    Merges,
    ConditionalFormats,
    Validations,
    Print,
}

struct Reader<'a> {
    source: &'a Source<'a>,
    cleaner: Cleaner<'a>,
    sheet: SheetMarkup,
    awaited: Vec<Awaited>,
    /// The row and the column of the next cell that does not say where it stands.
    number: u32,
    column: u32,
}

impl Reader<'_> {
    /// What is to be done about an element of a sheet.
    fn part(&mut self, tag: &Tag, links: &BTreeMap<String, String>) -> Step {
        let place = match tag.name {
            b"worksheet" | b"dataValidations" | b"hyperlinks" | b"tableParts" | b"scenarios"
            | b"protectedRanges" | b"customSheetViews" | b"dataConsolidate" | b"dataRefs" => {
                return Step::Into;
            }
            b"sheetData" => return if tag.empty { Step::Into } else { Step::Rows },
            b"extLst" => return if tag.empty { Step::Into } else { Step::Extensions },
            b"hyperlink" => {
                let address = tag.text(b"id").and_then(|id| links.get(&id).cloned());
                self.sheet.links.push(LinkMarkup {
                    cells: tag.text(b"ref").unwrap_or_default(),
                    address,
                    location: tag.text(b"location"),
                    tip: tag.text(b"tooltip"),
                    display: tag.text(b"display"),
                });
                return Step::Past(tag.empty);
            }
            b"sheetPr" => Place::Properties,
            b"sheetViews" | b"sheetFormatPr" | b"cols" => Place::Columns,
            b"sheetProtection" | b"autoFilter" | b"sortState" => Place::Protection,
            b"mergeCells" => Place::Merges,
            b"conditionalFormatting" => Place::ConditionalFormats,
            b"dataValidation" => Place::Validations,
            b"printOptions" | b"pageMargins" | b"pageSetup" | b"headerFooter" | b"rowBreaks"
            | b"colBreaks" | b"ignoredErrors" => Place::Print,
            _ => return Step::Past(tag.empty),
        };
        let areas = tag.text(b"sqref").unwrap_or_default();
        let first = areas.split_ascii_whitespace().next().and_then(reference::area);
        Step::Copy(self.cleaner.begin(tag), place, first.map(|(row, column, ..)| (row, column)))
    }

    /// Puts what was copied into its place.
    fn put(&mut self, place: Place, cell: Option<(u32, u32)>) {
        let (markup, formulas) = self.cleaner.take();
        let twins = std::mem::take(&mut self.cleaner.twins);
        let sheet = &mut self.sheet;
        match place {
            Place::Properties => sheet.properties.append(&markup),
            Place::Columns => sheet.columns.append(&markup),
            Place::Protection => sheet.protection.append(&markup),
            Place::Merges => sheet.merges.append(&markup),
            Place::Print => sheet.print.append(&markup),
            // A rule for no cells says nothing.
            Place::ConditionalFormats => {
                sheet.conditional_formats.extend(cell.map(|place| Rule { place, markup, formulas, twins }));
            }
            Place::Validations => {
                sheet.validations.extend(cell.map(|place| Rule { place, markup, formulas, twins }));
            }
        }
    }

    /// Copies what later versions of programs added; what is not known of it is counted.
    fn extensions<R: Read>(&mut self, xml: &mut Scanner<R>, layout: &mut SheetLayout) -> Result<(), Fault> {
        let mut known = true;
        loop {
            match xml.next()? {
                Token::Open(tag) => match tag.name {
                    b"ext" => known = tag.empty,
                    // What a slicer is has a part of its own, which is counted.
                    b"slicerList" | b"timelineRefs" => known = true,
                    b"protectedRange" => {
                        layout.count("protected range", None);
                        known = true;
                    }
                    name => {
                        let Some(later) = later(name) else { continue };
                        known = true;
                        let begun = self.cleaner.begin_later(&tag);
                        self.cleaner.finish(xml, begun)?;
                        let (markup, formulas) = self.cleaner.take();
                        let areas = std::mem::take(&mut self.cleaner.areas);
                        let twins = std::mem::take(&mut self.cleaner.twins);
                        let first = areas.split_ascii_whitespace().next().and_then(reference::area);
                        if let Some((row, column, ..)) = first {
                            self.sheet
                                .later
                                .push((later, Rule { place: (row, column), markup, formulas, twins }));
                        }
                    }
                },
                Token::Close(b"ext") if !known => {
                    let word = "addition of a later version of the program";
                    layout.count(word, None);
                    known = true;
                }
                Token::Close(b"extLst") | Token::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn rows<R: Read>(&mut self, xml: &mut Scanner<R>, layout: &mut SheetLayout) -> Result<(), Fault> {
        loop {
            match xml.next()? {
                Token::Open(tag) => match tag.name {
                    b"row" => self.row(&tag),
                    b"c" => {
                        let start = self.start(&tag);
                        if tag.attribute(b"vm").is_some() {
                            let row = self.number.saturating_sub(1);
                            layout.count("cell with a picture or linked data", Some((row, start.column)));
                        }
                        let empty = tag.empty;
                        let content = if empty { Content::Blank } else { self.content(xml, &start)? };
                        let cells = self.sheet.rows.last_mut().map(|row| &mut row.cells);
                        if let Some(cells) = cells {
                            cells.push(CellMarkup { column: start.column, style: start.style, content });
                        }
                    }
                    _ if tag.empty => {}
                    _ => xml.skip_element()?,
                },
                Token::Close(b"sheetData") | Token::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn row(&mut self, tag: &Tag) {
        self.number = tag.number(b"r").and_then(|number| number.checked_sub(1)).unwrap_or(self.number);
        self.column = 0;
        self.cleaner
            .attributes(tag, "ht customHeight hidden outlineLevel collapsed thickTop thickBot customFormat");
        self.cleaner.number(tag, b"s", Piece::Style);
        let (attributes, _) = self.cleaner.take();
        self.sheet.rows.push(RowMarkup { number: self.number, attributes, cells: Vec::new() });
        self.number = self.number.saturating_add(1);
    }

    fn start(&mut self, tag: &Tag) -> Start {
        let said = tag.attribute(b"r").and_then(reference::cell).map(|(_, column)| column);
        let column = said.unwrap_or(self.column);
        self.column = column.saturating_add(1);
        let kind = match tag.attribute(b"t") {
            Some(b"s") => Kind::Shared,
            Some(b"str") => Kind::Text,
            Some(b"inlineStr") => Kind::Inline,
            Some(b"b") => Kind::Boolean,
            Some(b"e") => Kind::Error,
            Some(b"d") => Kind::Date,
            _ => Kind::Number,
        };
        Start { column, style: tag.number(b"s").unwrap_or_default(), kind }
    }

    /// What stands in a cell, up to its end.
    fn content<R: Read>(&mut self, xml: &mut Scanner<R>, start: &Start) -> Result<Content, Fault> {
        let (mut value, mut formula) = (Content::Blank, None);
        loop {
            match xml.next()? {
                Token::Open(tag) => match tag.name {
                    b"f" => {
                        let kind = kind_of_formula(&tag);
                        let (empty, mut text) = (tag.empty, String::new());
                        if !empty {
                            read_text(xml, &mut text, LONGEST)?;
                        }
                        formula = Some((text, kind));
                    }
                    b"v" if !tag.empty => {
                        let mut text = String::new();
                        read_text(xml, &mut text, LONGEST)?;
                        value = self.value(&text, start);
                    }
                    b"is" if !tag.empty => value = runs(xml, &mut self.cleaner, b"is")?,
                    _ if tag.empty => {}
                    _ => xml.skip_element()?,
                },
                Token::Close(_) | Token::End => break,
                _ => {}
            }
        }
        Ok(match formula {
            Some((text, kind)) => Content::Formula(Box::new(FormulaMarkup { text, kind, value })),
            None => value,
        })
    }

    fn value(&mut self, text: &str, start: &Start) -> Content {
        let trimmed = text.trim();
        match start.kind {
            Kind::Text => Content::Text(Arc::from(text)),
            _ if trimmed.is_empty() => Content::Blank,
            Kind::Shared => {
                if let (Ok(number), Some(row)) = (trimmed.parse(), self.sheet.rows.last()) {
                    self.awaited.push((self.sheet.rows.len() - 1, row.cells.len(), number));
                }
                Content::Blank
            }
            Kind::Boolean => Content::Boolean(trimmed == "1" || trimmed.eq_ignore_ascii_case("true")),
            Kind::Error => Content::Error(trimmed.into()),
            Kind::Date => match typed::iso_date(trimmed) {
                Some(date) => Content::Number(typed::serial(date).to_string().into()),
                None => Content::Text(Arc::from(text)),
            },
            Kind::Number | Kind::Inline => match trimmed.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    if self.source.is_1904 && self.source.styles.shows_dates(start.style) {
                        return Content::Number((number + typed::DAYS_FROM_1900_TO_1904).to_string().into());
                    }
                    Content::Number(trimmed.into())
                }
                _ => Content::Text(Arc::from(text)),
            },
        }
    }
}

/// What a cell's tag says.
struct Start {
    column: u32,
    style: u32,
    kind: Kind,
}

/// The type that a cell says it has (ECMA-376 part 1, 18.18.11).
#[derive(Clone, Copy)]
enum Kind {
    Number,
    Shared,
    Text,
    Inline,
    Boolean,
    Error,
    Date,
}

fn kind_of_formula(tag: &Tag) -> FormulaKind {
    match tag.attribute(b"t") {
        Some(b"shared") => FormulaKind::Shared(tag.number(b"si").unwrap_or_default(), tag.text(b"ref")),
        Some(b"array") => FormulaKind::Array(tag.text(b"ref").unwrap_or_default()),
        Some(b"dataTable") => FormulaKind::DataTable,
        _ => FormulaKind::Single,
    }
}

/// The text of the element that was opened last, up to its end, in runs where its letters look different. How it
/// is pronounced is left out.
fn runs<R: Read>(xml: &mut Scanner<R>, cleaner: &mut Cleaner, closing: &[u8]) -> Result<Content, Fault> {
    loop {
        match xml.next()? {
            Token::Open(tag) => {
                let begun = match tag.name {
                    b"t" | b"r" => cleaner.begin(&tag),
                    _ => Begun::Foreign(!tag.empty),
                };
                cleaner.finish(xml, begun)?;
            }
            Token::Close(name) if name == closing => break,
            Token::End => break,
            _ => {}
        }
    }
    let (markup, _) = cleaner.take();
    let text: String = markup
        .pieces
        .iter()
        .map(|piece| if let Piece::Text(text) = piece { text.as_str() } else { "" })
        .collect();
    Ok(if text.is_empty() || text == "<t/>" { Content::Blank } else { Content::Runs(Arc::from(text)) })
}

/// Puts the shared texts into the sheets that await them.
///
/// # Errors
/// Where the part is damaged or goes beyond a limit.
pub(super) fn finish(
    package: &mut Package,
    strings: Option<&str>,
    palette: &Palette,
    sheets: Vec<Unfinished>,
) -> Result<Vec<SheetMarkup>, Unreadable> {
    let asked: BTreeSet<u32> =
        sheets.iter().flat_map(|sheet| &sheet.awaited).map(|(_, _, number)| *number).collect();
    let texts = match strings {
        Some(part) if !asked.is_empty() => shared_texts(package, part, palette, &asked)?,
        _ => BTreeMap::new(),
    };
    let finished = sheets.into_iter().map(|Unfinished { mut sheet, awaited }| {
        for (row, cell, number) in awaited {
            let cell = sheet.rows.get_mut(row).and_then(|row| row.cells.get_mut(cell));
            if let (Some(cell), Some(text)) = (cell, texts.get(&number)) {
                cell.content = text.clone();
            }
        }
        sheet
    });
    Ok(finished.collect())
}

fn shared_texts(
    package: &mut Package,
    part: &str,
    palette: &Palette,
    asked: &BTreeSet<u32>,
) -> Result<BTreeMap<u32, Content>, Unreadable> {
    let mut xml = package.scan(part)?;
    let mut cleaner = Cleaner::new(palette);
    let (mut texts, mut number) = (BTreeMap::new(), 0_u32);
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == b"si" => {
                if !tag.empty && asked.contains(&number) {
                    texts.insert(number, runs(&mut xml, &mut cleaner, b"si")?);
                } else if !tag.empty {
                    xml.skip_element()?;
                }
                number = number.saturating_add(1);
            }
            Token::End => return Ok(texts),
            _ => {}
        }
    }
}
