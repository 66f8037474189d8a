//! The part of a sheet that people made.

use std::fmt::Write as _;

use super::markup;
use super::own_styles::StyleNumbers;
use crate::provenance::{CellPlace, column_letters};
use crate::read::markup::{
    CellMarkup, Content, FormulaKind, FormulaMarkup, Later, LinkMarkup, NameMarkup, SheetMarkup, TableMarkup,
};

/// The vocabulary of what leads from one part to another (ECMA-376, parts 1 and 2).
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE_RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The vocabulary of later versions of programs, and that of the formulas in it.
const LATER: &str = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main";
const LATER_FORMULAS: &str = "http://schemas.microsoft.com/office/excel/2006/main";

/// The part of a sheet; `frame` is that of the skeleton, which leads to its comments.
pub fn part(sheet: &SheetMarkup, numbers: &StyleNumbers, frame: &str) -> String {
    let cells = sheet.rows.iter().map(|row| row.cells.len()).sum::<usize>();
    let mut xml = String::with_capacity(cells * 48 + 4_096);
    // Writing to a String cannot fail.
    let _ = write!(
        xml,
        "{}<worksheet xmlns=\"{}\" xmlns:r=\"{RELATIONSHIPS}\">",
        markup::DECLARATION,
        markup::SPREADSHEET_NAMESPACE
    );
    numbers.push(&mut xml, &sheet.properties);
    let _ = write!(xml, "<dimension ref=\"{}\"/>", dimension(sheet));
    numbers.push(&mut xml, &sheet.columns);
    push_rows(&mut xml, sheet, numbers);
    numbers.push(&mut xml, &sheet.protection);
    numbers.push(&mut xml, &sheet.merges);
    for rule in &sheet.conditional_formats {
        numbers.push(&mut xml, &rule.markup);
    }
    if !sheet.validations.is_empty() {
        let _ = write!(xml, "<dataValidations count=\"{}\">", sheet.validations.len());
        sheet.validations.iter().for_each(|rule| numbers.push(&mut xml, &rule.markup));
        xml.push_str("</dataValidations>");
    }
    push_links(&mut xml, &sheet.links);
    numbers.push(&mut xml, &sheet.print);
    if let Some((_, rest)) = frame.split_once("<legacyDrawing ")
        && let Some((comments, _)) = rest.split_once("/>")
    {
        let _ = write!(xml, "<legacyDrawing {comments}/>");
    }
    if !sheet.tables.is_empty() {
        let _ = write!(xml, "<tableParts count=\"{}\">", sheet.tables.len());
        for number in 0..sheet.tables.len() {
            let _ = write!(xml, "<tablePart r:id=\"{}\"/>", table_id(number));
        }
        xml.push_str("</tableParts>");
    }
    push_later(&mut xml, sheet, numbers);
    xml.push_str("</worksheet>");
    xml
}

/// Adds what later versions of programs know, by its kinds (MS-XLSX 2.2.4).
fn push_later(xml: &mut String, sheet: &SheetMarkup, numbers: &StyleNumbers) {
    if sheet.later.is_empty() {
        return;
    }
    xml.push_str("<extLst>");
    for (kind, id, name) in [
        (Later::ConditionalFormats, "78C0D931-6437-407d-A8EE-F0AAD7539E65", "conditionalFormattings"),
        (Later::Validations, "CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF", "dataValidations"),
        (Later::Sparklines, "05C60535-1F16-4fd2-B633-F4F36F0B64E0", "sparklineGroups"),
    ] {
        let rules = || sheet.later.iter().filter(|(known, _)| *known == kind);
        let count = match rules().count() {
            0 => continue,
            count if kind == Later::Validations => format!(" count=\"{count}\""),
            _ => String::new(),
        };
        // Writing to a String cannot fail.
        let _ = write!(
            xml,
            "<ext xmlns:x14=\"{LATER}\" uri=\"{{{id}}}\"><x14:{name} xmlns:xm=\"{LATER_FORMULAS}\"{count}>"
        );
        rules().for_each(|(_, rule)| numbers.push(xml, &rule.markup));
        let _ = write!(xml, "</x14:{name}></ext>");
    }
    xml.push_str("</extLst>");
}

/// The corners of the used cells.
fn dimension(sheet: &SheetMarkup) -> String {
    let places = || sheet.rows.iter().flat_map(|row| row.cells.iter().map(|cell| (row.number, cell.column)));
    let rows = || places().map(|(row, _)| row);
    let columns = || places().map(|(_, column)| column);
    let first = CellPlace::new(rows().min().unwrap_or_default(), columns().min().unwrap_or_default());
    let last = CellPlace::new(rows().max().unwrap_or_default(), columns().max().unwrap_or_default());
    if first == last { first.to_string() } else { format!("{first}:{last}") }
}

fn push_rows(xml: &mut String, sheet: &SheetMarkup, numbers: &StyleNumbers) {
    if sheet.rows.is_empty() {
        xml.push_str("<sheetData/>");
        return;
    }
    xml.push_str("<sheetData>");
    for row in &sheet.rows {
        let number = u64::from(row.number) + 1;
        let _ = write!(xml, "<row r=\"{number}\"");
        numbers.push(xml, &row.attributes);
        if row.cells.is_empty() {
            xml.push_str("/>");
            continue;
        }
        xml.push('>');
        for cell in &row.cells {
            let _ = write!(xml, "<c r=\"{}{number}\"", column_letters(cell.column));
            let style = numbers.of_cell(cell);
            if style > 0 {
                let _ = write!(xml, " s=\"{style}\"");
            }
            push_content(xml, cell);
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData>");
}

fn push_content(xml: &mut String, cell: &CellMarkup) {
    match &cell.content {
        Content::Blank => xml.push_str("/>"),
        Content::Number(number) => {
            let _ = write!(xml, "><v>{number}</v></c>");
        }
        Content::Text(text) => {
            xml.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            markup::push_attribute(xml, text);
            xml.push_str("</t></is></c>");
        }
        Content::Runs(runs) => {
            let _ = write!(xml, " t=\"inlineStr\"><is>{runs}</is></c>");
        }
        Content::Boolean(value) => {
            let _ = write!(xml, " t=\"b\"><v>{}</v></c>", u8::from(*value));
        }
        Content::Error(error) => {
            xml.push_str(" t=\"e\"><v>");
            markup::push_attribute(xml, error);
            xml.push_str("</v></c>");
        }
        Content::Formula(formula) => push_formula(xml, formula),
    }
}

fn push_formula(xml: &mut String, formula: &FormulaMarkup) {
    xml.push_str(match &formula.value {
        Content::Text(_) => " t=\"str\"><f",
        Content::Boolean(_) => " t=\"b\"><f",
        Content::Error(_) => " t=\"e\"><f",
        _ => "><f",
    });
    match &formula.kind {
        FormulaKind::Shared(number, cells) => {
            let _ = write!(xml, " t=\"shared\"");
            if let Some(cells) = cells {
                xml.push_str(" ref=\"");
                markup::push_attribute(xml, cells);
                xml.push('"');
            }
            let _ = write!(xml, " si=\"{number}\"");
        }
        FormulaKind::Array(cells) => {
            xml.push_str(" t=\"array\" ref=\"");
            markup::push_attribute(xml, cells);
            xml.push('"');
        }
        FormulaKind::Single | FormulaKind::DataTable => {}
    }
    xml.push('>');
    markup::push_attribute(xml, &formula.text);
    xml.push_str("</f>");
    match &formula.value {
        Content::Number(number) => {
            let _ = write!(xml, "<v>{number}</v>");
        }
        Content::Boolean(value) => {
            let _ = write!(xml, "<v>{}</v>", u8::from(*value));
        }
        Content::Text(text) => push_value(xml, text),
        Content::Error(error) => push_value(xml, error),
        Content::Blank | Content::Runs(_) | Content::Formula(_) => {}
    }
    xml.push_str("</c>");
}

fn push_value(xml: &mut String, text: &str) {
    xml.push_str("<v>");
    markup::push_attribute(xml, text);
    xml.push_str("</v>");
}

fn push_links(xml: &mut String, links: &[LinkMarkup]) {
    if links.is_empty() {
        return;
    }
    xml.push_str("<hyperlinks>");
    for (number, link) in links.iter().enumerate() {
        let relationship = link.address.as_ref().map(|_| id(number));
        let attributes = [
            ("ref", Some(&link.cells)),
            ("r:id", relationship.as_ref()),
            ("location", link.location.as_ref()),
            ("tooltip", link.tip.as_ref()),
            ("display", link.display.as_ref()),
        ];
        xml.push_str("<hyperlink");
        for (name, value) in attributes.iter().filter_map(|(name, value)| Some((name, (*value)?))) {
            let _ = write!(xml, " {name}=\"");
            markup::push_attribute(xml, value);
            xml.push('"');
        }
        xml.push_str("/>");
    }
    xml.push_str("</hyperlinks>");
}

fn id(number: usize) -> String {
    format!("rIdLink{}", number + 1)
}

fn table_id(number: usize) -> String {
    format!("rIdTable{}", number + 1)
}

/// A name of the sheet that has this place in the workbook, or of the workbook.
pub fn defined_name(name: &NameMarkup, sheet: usize) -> String {
    let mut xml = String::from("<definedName name=\"");
    markup::push_attribute(&mut xml, &name.name);
    xml.push('"');
    if name.local {
        let _ = write!(xml, " localSheetId=\"{sheet}\"");
    }
    if name.hidden {
        xml.push_str(" hidden=\"1\"");
    }
    xml.push('>');
    markup::push_attribute(&mut xml, &name.text);
    xml.push_str("</definedName>");
    xml
}

/// The part of a table, which has this number in the package.
pub fn table(table: &TableMarkup, number: usize, numbers: &StyleNumbers) -> String {
    let mut xml = markup::DECLARATION.to_owned();
    let _ = write!(xml, "<table xmlns=\"{}\" id=\"{number}\"", markup::SPREADSHEET_NAMESPACE);
    numbers.push(&mut xml, &table.attributes);
    xml.push('>');
    numbers.push(&mut xml, &table.content);
    xml.push_str("</table>");
    xml
}

/// What a sheet leads to beside what its `frame` leads to: addresses, and its tables, the first of which has this
/// number in the package; `None` where it is nothing.
pub fn relationships(sheet: &SheetMarkup, first_table: usize, frame: Option<&str>) -> Option<String> {
    let mut added = String::new();
    for number in 0..sheet.tables.len() {
        let (id, target) = (table_id(number), first_table + number);
        let _ = write!(
            added,
            "<Relationship Id=\"{id}\" Type=\"{RELATIONSHIPS}/table\" Target=\"../tables/table{target}.xml\"/>"
        );
    }
    for (number, address) in sheet.links.iter().enumerate() {
        let Some(address) = &address.address else { continue };
        let _ =
            write!(added, "<Relationship Id=\"{}\" Type=\"{RELATIONSHIPS}/hyperlink\" Target=\"", id(number));
        markup::push_attribute(&mut added, address);
        added.push_str("\" TargetMode=\"External\"/>");
    }
    if added.is_empty() {
        return None;
    }
    Some(match frame {
        Some(frame) => frame.replacen("</Relationships>", &format!("{added}</Relationships>"), 1),
        None => format!(
            "{}<Relationships xmlns=\"{PACKAGE_RELATIONSHIPS}\">{added}</Relationships>",
            markup::DECLARATION
        ),
    })
}
