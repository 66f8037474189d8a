//! What stands in a workbook besides the values of its cells: formulas, widths of columns, drawings and
//! other parts of its sheets. Only a workbook that is refreshed is asked for it.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::super::cell::{Layout, SheetLayout};
use super::super::limits::Limits;
use super::package::{Package, Relationship, Unreadable};
use super::strings::read_text;
use super::token::Token;
use super::{reference, workbook};

/// Most bytes of a formula that are kept; no program writes longer ones.
const LONGEST_FORMULA: usize = 8_192 * 4;

/// Reads the layout of a workbook. `wanted` tells by sheet and column, both counted from 0, whether its formulas
/// are asked for.
pub(super) fn read_layout(
    bytes: impl Read + Seek,
    limits: &Limits,
    wanted: impl Fn(&str, u32) -> bool,
) -> Result<Layout, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
    let part = workbook::workbook_part(&mut package)?;
    let contents = workbook::read_contents(&mut package, &part)?;
    let relationships = package.relationships(&part)?;
    let mut layout =
        Layout { macros: package.has(|name| name.ends_with("vbaproject.bin")), ..Layout::default() };
    for listed in contents.sheets {
        let leads = relationships.iter().find(|leads| leads.id == listed.relationship);
        let Some(leads) = leads else { continue };
        if leads.kind == "chartsheet" || leads.kind == "dialogsheet" {
            layout.sheets_without_cells.push(listed.name);
            continue;
        }
        let mut sheet =
            SheetLayout { name: listed.name, part: leads.target.clone(), ..SheetLayout::default() };
        read_cells(&mut package, &leads.target, &mut sheet, &wanted)?;
        for other in package.relationships(&leads.target)? {
            read_other(&mut package, &other, &mut sheet)?;
        }
        layout.sheets.push(sheet);
    }
    Ok(layout)
}

/// The widths of the columns, and the formulas that are asked for.
fn read_cells(
    package: &mut Package,
    part: &str,
    sheet: &mut SheetLayout,
    wanted: impl Fn(&str, u32) -> bool,
) -> Result<(), Unreadable> {
    let mut xml = package.scan(part)?;
    let mut place = None;
    loop {
        match xml.next()? {
            Token::Open(tag) => match tag.name {
                b"col" => {
                    let width = tag.text(b"width").and_then(|width| width.parse::<f64>().ok());
                    if let (Some(first @ 1..), Some(last @ 1..), Some(width)) =
                        (tag.number(b"min"), tag.number(b"max"), width)
                    {
                        sheet.widths.push((first - 1, last - 1, width));
                    }
                }
                b"c" => {
                    place = tag.attribute(b"r").and_then(reference::cell);
                    let formatted = tag.number(b"s").is_some_and(|style| style != 0);
                    sheet.formatted_cells += usize::from(formatted);
                }
                b"conditionalFormatting"
                | b"dataValidation"
                | b"hyperlink"
                | b"tablePart"
                | b"autoFilter" => {
                    sheet.surrounded = true;
                }
                b"f" => {
                    let Some((row, column)) = place.filter(|(_, column)| wanted(&sheet.name, *column)) else {
                        continue;
                    };
                    // One formula for several cells stands at the first of them, and moves with none.
                    let alone = tag.attribute(b"t").is_none_or(|kind| kind == b"normal");
                    let mut text = String::new();
                    if !tag.empty {
                        read_text(&mut xml, &mut text, LONGEST_FORMULA)?;
                    }
                    if !alone {
                        text.clear();
                    }
                    sheet.formulas.insert((row, column), text);
                }
                _ => {}
            },
            Token::End => return Ok(()),
            _ => {}
        }
    }
}

/// What another part means that a sheet leads to.
fn read_other(
    package: &mut Package,
    leads: &Relationship,
    sheet: &mut SheetLayout,
) -> Result<(), Unreadable> {
    let word = match leads.kind.as_str() {
        "drawing" if package.holds(&leads.target) => return read_drawing(package, &leads.target, sheet),
        "pivotTable" => "pivot table",
        "slicer" | "timeline" => "slicer",
        "oleObject" | "package" => "embedded file",
        "control" | "ctrlProp" => "form control",
        "queryTable" => "query",
        _ => return Ok(()),
    };
    *sheet.other_parts.entry(word).or_default() += 1;
    Ok(())
}

fn read_drawing(package: &mut Package, part: &str, sheet: &mut SheetLayout) -> Result<(), Unreadable> {
    let mut xml = package.scan(part)?;
    let mut count: BTreeMap<&'static str, usize> = BTreeMap::new();
    loop {
        match xml.next()? {
            Token::Open(tag) => match tag.name {
                b"pic" => *count.entry("image").or_default() += 1,
                b"sp" | b"cxnSp" => *count.entry("shape").or_default() += 1,
                _ => {}
            },
            Token::End => break,
            _ => {}
        }
    }
    drop(xml);
    for (word, number) in count {
        *sheet.other_parts.entry(word).or_default() += number;
    }
    for leads in package.relationships(part)? {
        if (leads.kind == "chart" || leads.kind == "chartEx") && package.holds(&leads.target) {
            let title = read_title(package, &leads.target)?;
            sheet.charts.push(title);
        }
    }
    Ok(())
}

/// The title of a chart; empty where it has none.
fn read_title(package: &mut Package, part: &str) -> Result<String, Unreadable> {
    let mut xml = package.scan(part)?;
    let mut title = String::new();
    let mut inside = false;
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == b"title" => inside = !tag.empty,
            Token::Open(tag) if inside && (tag.name == b"t" || tag.name == b"v") && !tag.empty => {
                read_text(&mut xml, &mut title, LONGEST_FORMULA)?;
            }
            // The titles of axes stand behind that of the chart.
            Token::Close(b"title")
            | Token::Open(super::token::Tag { name: b"plotArea", .. })
            | Token::End => {
                return Ok(title);
            }
            _ => {}
        }
    }
}
