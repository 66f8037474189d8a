//! OpenDocument sheets (.ods), streamed from their XML.
//!
//! calamine builds dense ranges for this format, repeats cells as often as the file asks for, and
//! drops what tells 50 % from 0.5; so it is read here (OpenDocument 1.3, part 3, chapter 9).

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor};

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::cell::{Area, NumberForm, Sheet, SheetFacts, Value, Visibility};
use super::collect::SheetCells;
use super::damage::in_plain_words;
use super::fault::Fault;
use super::limits::{Limit, Limits};
use super::{Refusal, sheet_name, typed};
use crate::diagnostic::{Diagnostic, codes::read as codes};
use crate::provenance::Location;

/// Reads the sheets of a document; the error says why there are none.
pub(super) fn read(
    bytes: &[u8],
    limits: &Limits,
    file: &Location,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Sheet>, Refusal> {
    let damaged = |reason: String| -> Refusal {
        Diagnostic::at(&codes::DAMAGED_FILE, file.clone()).fact("reason", reason).into()
    };
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(in_plain_words(&error)))?;
    let part = archive.by_name("content.xml").map_err(|error| damaged(in_plain_words(&error)))?;
    let mut document = Document::new(BufReader::new(part));
    let mut sheets = Vec::new();
    let filled = std::cell::Cell::new(0);
    loop {
        let table = match document.next_table() {
            Ok(Some(table)) => table,
            Ok(None) => break,
            Err(reason) if sheets.is_empty() => return Err(damaged(reason)),
            Err(reason) => {
                diagnostics
                    .push(Diagnostic::at(&codes::DAMAGED_REMAINDER, file.clone()).fact("reason", reason));
                break;
            }
        };
        let name = sheet_name(file, &table.name);
        let mut cells = SheetCells::new(&name, limits, &filled);
        let mut merges = Vec::new();
        match document.read_rows(&mut cells, &mut merges, limits) {
            Ok(()) => {}
            Err(Fault::Limit(exceeded)) => return Err(exceeded.diagnostic(Location::sheet(&name)).into()),
            Err(Fault::Damage(reason)) => diagnostics
                .push(Diagnostic::at(&codes::SHEET_CUT_SHORT, Location::sheet(&name)).fact("reason", reason)),
        }
        let (sheet, said) = cells.finish(table.visibility, merges, SheetFacts::default());
        diagnostics.extend(said);
        sheets.push(sheet);
    }
    if sheets.is_empty() {
        return Err(Diagnostic::at(&codes::NO_WORKSHEET, file.clone()).into());
    }
    Ok(sheets)
}

/// The start of a table.
struct Table {
    name: String,
    visibility: Visibility,
}

/// A document that is being read.
struct Document<R> {
    xml: Reader<R>,
    buffer: Vec<u8>,
    /// Styles that hide the table that has them.
    hiding: BTreeMap<String, bool>,
}

/// What a cell says about itself before its text.
#[derive(Default)]
struct CellStart {
    repeated: u32,
    columns_spanned: u32,
    rows_spanned: u32,
    kind: String,
    value: Option<String>,
    is_error: bool,
}

impl<R: BufRead> Document<R> {
    fn new(part: R) -> Self {
        let mut xml = Reader::from_reader(part);
        xml.config_mut().expand_empty_elements = true;
        Self { xml, buffer: Vec::new(), hiding: BTreeMap::new() }
    }

    fn next(&mut self) -> Result<Event<'static>, String> {
        self.buffer.clear();
        match self.xml.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) => Ok(Event::Eof),
            Ok(event) => Ok(event.into_owned()),
            Err(error) => Err(in_plain_words(&error)),
        }
    }

    fn skip(&mut self, element: &BytesStart) -> Result<(), String> {
        let mut buffer = Vec::new();
        self.xml
            .read_to_end_into(element.name(), &mut buffer)
            .map(|_| ())
            .map_err(|error| in_plain_words(&error))
    }

    /// Goes on to the next table of the document; styles come before all tables.
    fn next_table(&mut self) -> Result<Option<Table>, String> {
        let mut style = None;
        loop {
            match self.next()? {
                Event::Start(element) => match element.name().as_ref() {
                    "style:style" => style = attribute(&element, "style:name"),
                    "style:table-properties" => {
                        if let (Some(style), Some(display)) = (&style, attribute(&element, "table:display")) {
                            self.hiding.insert(style.clone(), display == "false");
                        }
                    }
                    // Deleted content and embedded objects hold tables of their own.
                    "table:tracked-changes" | "draw:object" => self.skip(&element)?,
                    "table:table" => {
                        let style = attribute(&element, "table:style-name").unwrap_or_default();
                        let hidden = self.hiding.get(&style).copied().unwrap_or(false);
                        return Ok(Some(Table {
                            name: attribute(&element, "table:name").unwrap_or_default(),
                            visibility: if hidden { Visibility::Hidden } else { Visibility::Visible },
                        }));
                    }
                    _ => {}
                },
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Reads the rows of a table up to its end.
    fn read_rows(
        &mut self,
        cells: &mut SheetCells,
        merges: &mut Vec<Area>,
        limits: &Limits,
    ) -> Result<(), Fault> {
        let mut row = 0;
        loop {
            match self.next()? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table-row" => {
                        let repeated = count(&element, "table:number-rows-repeated");
                        let found = self.read_row(row, merges, limits)?;
                        if !found.is_empty() {
                            cells.room_for(u64::from(repeated).saturating_mul(found.len() as u64))?;
                            for number in row..row.saturating_add(repeated) {
                                for (column, value, form) in &found {
                                    cells.add(number, *column, value.clone(), *form)?;
                                }
                            }
                        }
                        row = row.saturating_add(repeated);
                    }
                    "table:shapes" | "office:forms" | "table:table" | "table:dde-links" => {
                        self.skip(&element)?
                    }
                    _ => {}
                },
                Event::End(element) if element.name().as_ref() == "table:table" => return Ok(()),
                Event::Eof => return Err(Fault::Damage("the document ends within the sheet".to_owned())),
                _ => {}
            }
        }
    }

    /// Reads the filled cells of a row up to its end.
    fn read_row(
        &mut self,
        row: u32,
        merges: &mut Vec<Area>,
        limits: &Limits,
    ) -> Result<Vec<(u32, Value, NumberForm)>, Fault> {
        let mut found = Vec::new();
        let mut column: u32 = 0;
        loop {
            match self.next()? {
                Event::Start(element) => match element.name().as_ref() {
                    name @ ("table:table-cell" | "table:covered-table-cell") => {
                        let start = cell_start(&element);
                        let text = self.read_text(name, limits)?;
                        if start.columns_spanned > 1 || start.rows_spanned > 1 {
                            merges.push((
                                row,
                                column,
                                row.saturating_add(start.rows_spanned - 1),
                                column.saturating_add(start.columns_spanned - 1),
                            ));
                        }
                        if let Some((value, form)) = cell_value(&start, text) {
                            for number in column..column.saturating_add(start.repeated) {
                                limits.check(Limit::Columns, u64::from(number) + 1)?;
                                found.push((number, value.clone(), form));
                            }
                        }
                        column = column.saturating_add(start.repeated);
                    }
                    _ => self.skip(&element)?,
                },
                Event::End(element) if element.name().as_ref() == "table:table-row" => return Ok(found),
                Event::Eof => return Err(Fault::Damage("the document ends within a row".to_owned())),
                _ => {}
            }
        }
    }

    /// The text of a cell as it is shown, its paragraphs as lines, without comments and drawings.
    fn read_text(&mut self, cell: &str, limits: &Limits) -> Result<String, Fault> {
        let mut text = String::new();
        let mut paragraphs = 0;
        let mut in_paragraph: u32 = 0;
        loop {
            match self.next()? {
                Event::Start(element) => match element.name().as_ref() {
                    "text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        in_paragraph += 1;
                    }
                    "text:s" => {
                        let most = limits.value(Limit::CellText).saturating_add(1);
                        let spaces = u64::from(count(&element, "text:c")).min(most);
                        text.extend((0..spaces).map(|_| ' '));
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    "office:annotation" | "draw:frame" | "draw:object" | "draw:custom-shape"
                    | "text:ruby-text" | "table:table" => self.skip(&element)?,
                    _ => {}
                },
                Event::Text(content) if in_paragraph > 0 => text.push_str(&content.xml10_content()),
                Event::CData(content) if in_paragraph > 0 => text.push_str(&content.xml10_content()),
                Event::GeneralRef(reference) if in_paragraph > 0 => match reference.resolve_char_ref() {
                    Ok(Some(character)) => text.push(character),
                    _ => text.push_str(resolve_xml_entity(&reference).unwrap_or("\u{fffd}")),
                },
                Event::End(element) if element.name().as_ref() == "text:p" => {
                    in_paragraph = in_paragraph.saturating_sub(1);
                }
                Event::End(element) if element.name().as_ref() == cell => return Ok(text),
                Event::Eof => return Err(Fault::Damage("the document ends within a cell".to_owned())),
                _ => {}
            }
        }
    }
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok().flatten()?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// How often something is repeated or how far it reaches: at least 1.
fn count(element: &BytesStart, name: &str) -> u32 {
    attribute(element, name)
        .map_or(1, |text| text.trim().parse().unwrap_or(if text.len() > 9 { u32::MAX } else { 1 }))
}

fn cell_start(element: &BytesStart) -> CellStart {
    let mut start = CellStart {
        repeated: count(element, "table:number-columns-repeated"),
        columns_spanned: count(element, "table:number-columns-spanned").max(1),
        rows_spanned: count(element, "table:number-rows-spanned").max(1),
        kind: attribute(element, "office:value-type").unwrap_or_default(),
        is_error: attribute(element, "calcext:value-type").as_deref() == Some("error"),
        value: None,
    };
    let holder = match start.kind.as_str() {
        "float" | "percentage" | "currency" => "office:value",
        "date" => "office:date-value",
        "time" => "office:time-value",
        "boolean" => "office:boolean-value",
        _ => "office:string-value",
    };
    start.value = attribute(element, holder);
    start
}

/// What a cell holds; `None` where it holds nothing.
fn cell_value(start: &CellStart, text: String) -> Option<(Value, NumberForm)> {
    let general = |value| Some((value, NumberForm::General));
    if start.is_error {
        return general(Value::Error(text.into()));
    }
    let stated = start.value.as_deref().unwrap_or_default();
    match start.kind.as_str() {
        "float" | "percentage" | "currency" => match stated.trim().parse::<f64>() {
            Ok(number) if start.kind == "percentage" => Some((Value::Number(number), NumberForm::Percent)),
            Ok(number) => Some((Value::Number(number), shown_form(number, &text))),
            // A number that cannot be read keeps the text that is shown.
            Err(_) if text.is_empty() => general(Value::Text(stated.into())),
            Err(_) => general(Value::Text(text.into())),
        },
        "boolean" => match stated {
            "true" => general(Value::Boolean(true)),
            "false" => general(Value::Boolean(false)),
            _ => general(Value::Text(text.into())),
        },
        "date" => general(typed::iso_date(stated).map_or_else(|| Value::Text(text.into()), Value::Date)),
        _ if text.is_empty() && stated.is_empty() => None,
        _ if text.is_empty() => general(Value::Text(stated.into())),
        _ => general(Value::Text(text.into())),
    }
}

/// The decimals that a number is shown with, where the text beside it is that number.
fn shown_form(number: f64, text: &str) -> NumberForm {
    let plain = text.trim().replace(',', ".");
    let Some((_, decimals)) = plain.rsplit_once('.') else { return NumberForm::General };
    if decimals.bytes().all(|byte| byte.is_ascii_digit()) && plain.parse() == Ok(number) {
        u8::try_from(decimals.len()).map_or(NumberForm::General, NumberForm::Decimals)
    } else {
        NumberForm::General
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_sheet(rows: &str) -> (Sheet, Vec<Diagnostic>) {
        let content = format!("<office:document-content><table:table table:name=\"Risks\">{rows}");
        let mut document = Document::new(content.as_bytes());
        let file = Location::file("acme.ods");
        let table = document.next_table().unwrap().unwrap();
        let (limits, filled) = (Limits::default(), std::cell::Cell::new(0));
        let name = sheet_name(&file, &table.name);
        let mut cells = SheetCells::new(&name, &limits, &filled);
        let mut merges = Vec::new();
        let complete = document.read_rows(&mut cells, &mut merges, &limits).is_ok();
        assert_eq!(complete, rows.ends_with("</table:table>"));
        cells.finish(table.visibility, merges, SheetFacts::default())
    }

    fn texts(sheet: &Sheet) -> Vec<(u32, u32, String)> {
        sheet
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().map(|cell| (row.number, cell.column, cell.text())))
            .collect()
    }

    #[test]
    fn repeated_cells_are_placed_and_empty_ones_cost_nothing() {
        let (sheet, _) = first_sheet(
            "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
             table:number-columns-repeated=\"16384\"/></table:table-row><table:table-row><table:table-cell \
             table:number-columns-repeated=\"2\"/><table:table-cell table:number-columns-repeated=\"2\" \
             office:value-type=\"string\"><text:p>a</text:p><text:p>b&amp;<text:s text:c=\"2\"/>c</text:p>\
             <office:annotation><text:p>remark</text:p></office:annotation></table:table-cell>\
             </table:table-row></table:table>",
        );
        let text = "a\nb&  c".to_owned();
        assert_eq!(texts(&sheet), [(1_000_000, 2, text.clone()), (1_000_000, 3, text)]);
    }

    #[test]
    fn values_keep_how_they_are_shown() {
        let (sheet, _) = first_sheet(
            "<table:table-row><table:table-cell office:value-type=\"percentage\" office:value=\"0.5\"><text:p>50%\
             </text:p></table:table-cell><table:table-cell office:value-type=\"float\" office:value=\"5.1\">\
             <text:p>5,10</text:p></table:table-cell><table:table-cell office:value-type=\"date\" \
             office:date-value=\"2026-03-31\"><text:p>31.03.26</text:p></table:table-cell><table:table-cell \
             office:value-type=\"time\" office:time-value=\"PT14H30M00S\"><text:p>14:30</text:p></table:table-cell>\
             <table:table-cell office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\">\
             <text:p>#REF!</text:p></table:table-cell></table:table-row></table:table>",
        );
        let shown: Vec<String> = texts(&sheet).into_iter().map(|(_, _, text)| text).collect();
        assert_eq!(shown, ["50%", "5.10", "2026-03-31", "14:30", "#REF!"]);
        assert_eq!(sheet.cell(0, 4).map(|cell| cell.value.clone()), Some(Value::Error("#REF!".into())));
    }

    #[test]
    fn a_document_that_is_cut_off_ends() {
        let (sheet, _) =
            first_sheet("<table:table-row><table:table-cell office:value-type=\"string\"><text:p>a");
        assert!(sheet.rows.is_empty());
    }
}
