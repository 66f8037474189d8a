//! What stands in a workbook besides the values of its cells: formulas, widths of columns, drawings and
//! other parts of its sheets; sheets that people added as a whole. Only a workbook that is refreshed is asked for it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};
use std::sync::Arc;

use super::super::cell::{
    Asked, CellMark, Colours, Layout, PlacedChart, PlacedRule, SheetLayout, ShownNumber,
};
use super::super::limits::Limits;
use super::super::markup::NumberFormat;
use super::super::typed::DAYS_FROM_1900_TO_1904;
use super::package::{Package, Relationship, Unreadable};
use super::sheet_markup::Source;
use super::strings::read_text;
use super::style_markup::Styles;
use super::token::Token;
use super::{reference, sheet_markup, style_markup, table_markup, workbook};

/// Most bytes of a formula that are kept; no program writes longer ones.
const LONGEST_FORMULA: usize = 8_192 * 4;

/// Reads the layout of a workbook. `asked` tells by name what is asked for of a sheet.
pub(super) fn read_layout(
    bytes: impl Read + Seek,
    limits: &Limits,
    asked: impl Fn(&str) -> Asked,
) -> Result<Layout, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
    let part = workbook::workbook_part(&mut package)?;
    let contents = workbook::read_contents(&mut package, &part)?;
    let relationships = package.relationships(&part)?;
    let leads_to = |package: &Package, kind: &str| {
        let leads = relationships.iter().find(|leads| leads.kind == kind)?;
        package.holds(&leads.target).then(|| leads.target.clone())
    };
    let (styles_part, theme) = (leads_to(&package, "styles"), leads_to(&package, "theme"));
    let palette = style_markup::read_palette(&mut package, styles_part.as_deref(), theme.as_deref())?;
    let styles = match &styles_part {
        Some(part) => Styles::read(&mut package, part, &palette)?,
        None => Styles::default(),
    };
    let source = Source { palette: &palette, styles: &styles, is_1904: contents.is_1904 };
    let mut layout =
        Layout { macros: package.has(|name| name.ends_with("vbaproject.bin")), ..Layout::default() };
    layout.names = contents
        .names
        .into_iter()
        .map(|(sheet, name)| {
            let sheet = sheet.and_then(|sheet| contents.sheets.get(sheet));
            (sheet.map(|sheet| sheet.name.clone()), name)
        })
        .collect();
    let (mut numbers, mut unfinished) = (Vec::new(), Vec::new());
    for listed in contents.sheets {
        let leads = relationships.iter().find(|leads| leads.id == listed.relationship);
        let Some(leads) = leads else { continue };
        if leads.kind == "chartsheet" || leads.kind == "dialogsheet" {
            layout.sheets_without_cells.push(listed.name);
            continue;
        }
        let mut sheet =
            SheetLayout { name: listed.name, part: leads.target.clone(), ..SheetLayout::default() };
        match asked(&sheet.name) {
            Asked::Columns(columns) => {
                read_cells(&mut package, &leads.target, &mut sheet, &columns, None, &source)?;
            }
            Asked::Marked(columns, colours) => {
                read_cells(&mut package, &leads.target, &mut sheet, &columns, Some(&colours), &source)?;
            }
            Asked::Everything => {
                let mut whole = sheet_markup::read(&mut package, &leads.target, &source, &mut sheet)?;
                for other in package.relationships(&leads.target)? {
                    if other.kind == "table" && package.holds(&other.target) {
                        let table = &other.target;
                        let table = table_markup::read(&mut package, table, &palette, &mut sheet)?;
                        whole.sheet.tables.extend(table);
                    }
                }
                unfinished.push(whole);
                numbers.push(layout.sheets.len());
            }
        }
        for other in package.relationships(&leads.target)? {
            read_other(&mut package, &other, &mut sheet)?;
        }
        layout.sheets.push(sheet);
    }
    let strings = leads_to(&package, "sharedStrings");
    let mut finished = sheet_markup::finish(&mut package, strings.as_deref(), &palette, unfinished)?;
    let (mut cells, mut differential) = (BTreeSet::new(), BTreeSet::new());
    for sheet in &finished {
        let (of_sheet, over) = sheet.style_numbers();
        cells.extend(of_sheet);
        cells.extend(sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.style));
        differential.extend(over);
    }
    let styles = Arc::new(styles.some(&cells, &differential));
    finished.iter_mut().for_each(|sheet| sheet.styles = Arc::clone(&styles));
    for (number, markup) in numbers.into_iter().zip(finished) {
        if let Some(sheet) = layout.sheets.get_mut(number) {
            sheet.markup = Some(markup);
        }
    }
    Ok(layout)
}

/// The widths of the columns, and of those that are asked for the formulas and how numbers are shown.
fn read_cells(
    package: &mut Package,
    part: &str,
    sheet: &mut SheetLayout,
    columns: &BTreeSet<u32>,
    colours: Option<&Colours>,
    source: &Source,
) -> Result<(), Unreadable> {
    let mut marks: BTreeMap<u32, Option<CellMark>> = BTreeMap::new();
    let mut last: Option<(u32, Option<CellMark>)> = None;
    let mut xml = package.scan(part)?;
    let (mut place, mut shown) = (None, None);
    // The first cell of the rule that is being read.
    let mut cells = None;
    let mut masters: BTreeMap<u32, ((u32, u32), String)> = BTreeMap::new();
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
                    shown = None;
                    if let Some((cell, colours)) = place.zip(colours) {
                        let style = tag.number(b"s").unwrap_or_default();
                        // Cells beside each other often have one style.
                        if last.is_none_or(|(known, _)| known != style) {
                            let mark =
                                marks.entry(style).or_insert_with(|| source.styles.mark(style, colours));
                            last = Some((style, *mark));
                        }
                        sheet.marks.extend(last.and_then(|(_, mark)| Some((cell, mark?))));
                    }
                    let Some(cell) = place.filter(|(_, column)| columns.contains(column)) else { continue };
                    let style = tag.number(b"s").unwrap_or_default();
                    let format = source.styles.number_format(style);
                    if format != NumberFormat::default() {
                        let number = matches!(tag.attribute(b"t"), None | Some(b"n"));
                        shown = number.then_some((cell, source.styles.shows_dates(style)));
                        sheet.numbers.insert(cell, ShownNumber { format, number: None });
                    }
                }
                b"v" if !tag.empty => {
                    let Some((cell, is_date)) = shown.take() else { continue };
                    let mut text = String::new();
                    read_text(&mut xml, &mut text, LONGEST_FORMULA)?;
                    let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
                    let later = if is_date && source.is_1904 { DAYS_FROM_1900_TO_1904 } else { 0.0 };
                    if let Some(known) = sheet.numbers.get_mut(&cell) {
                        known.number = number.map(|number| number + later);
                    }
                }
                b"conditionalFormatting" | b"dataValidation" if colours.is_some() => {
                    let areas = tag.text(b"sqref").unwrap_or_default();
                    let first = areas.split_ascii_whitespace().next().and_then(reference::area);
                    cells = first.map(|(row, column, ..)| (row, column));
                    if let Some(place) = cells.filter(|_| tag.name == b"dataValidation") {
                        let kind = tag.text(b"type").unwrap_or_default();
                        sheet.rules.push(PlacedRule { place, entered: true, kind, formula: String::new() });
                    }
                }
                b"cfRule" => {
                    let kind = tag.text(b"type").unwrap_or_default();
                    sheet.rules.extend(cells.map(|place| PlacedRule {
                        place,
                        entered: false,
                        kind,
                        formula: String::new(),
                    }));
                }
                b"formula" | b"formula1" if !tag.empty && cells.is_some() => {
                    let mut text = String::new();
                    read_text(&mut xml, &mut text, LONGEST_FORMULA)?;
                    if let Some(rule) = sheet.rules.last_mut().filter(|rule| rule.formula.is_empty()) {
                        rule.formula = text;
                    }
                }
                b"sparklineGroup" => sheet.count("group of sparklines", None),
                b"picture" => sheet.count("background picture", None),
                b"f" => {
                    let Some(cell) = place else { continue };
                    let asked = columns.contains(&cell.1);
                    let shared = tag.attribute(b"t").is_some_and(|kind| kind == b"shared");
                    if !asked && !shared {
                        continue;
                    }
                    let alone = tag.attribute(b"t").is_none_or(|kind| kind == b"normal");
                    let number = tag.number(b"si").unwrap_or_default();
                    let mut text = String::new();
                    if !tag.empty {
                        read_text(&mut xml, &mut text, LONGEST_FORMULA)?;
                    }
                    // One formula for several cells stands at the first of them.
                    if shared && !text.is_empty() {
                        masters.entry(number).or_insert((cell, text.clone()));
                    } else if shared
                        && asked
                        && let Some((first, written)) = masters.get(&number)
                    {
                        sheet.copied.insert(cell, (*first, written.clone()));
                    }
                    if !alone && !shared {
                        text.clear();
                    }
                    if asked {
                        sheet.formulas.insert(cell, text);
                    }
                }
                _ => {}
            },
            Token::Close(b"conditionalFormatting" | b"dataValidation") => cells = None,
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
        "pivotTable" if package.holds(&leads.target) => {
            let place = place_of_pivot(package, &leads.target)?;
            sheet.count("pivot table", place);
            return Ok(());
        }
        "slicer" | "timeline" => "slicer",
        "oleObject" | "package" => "embedded file",
        "control" | "ctrlProp" => "form control",
        "queryTable" => "query table",
        _ => return Ok(()),
    };
    sheet.count(word, None);
    Ok(())
}

/// The first cell of a pivot table.
fn place_of_pivot(package: &mut Package, part: &str) -> Result<Option<(u32, u32)>, Unreadable> {
    let mut xml = package.scan(part)?;
    loop {
        match xml.next()? {
            Token::Open(tag) if tag.name == b"location" => {
                let area = tag.text(b"ref").as_deref().and_then(reference::area);
                return Ok(area.map(|(row, column, ..)| (row, column)));
            }
            Token::End => return Ok(None),
            _ => {}
        }
    }
}

fn read_drawing(package: &mut Package, part: &str, sheet: &mut SheetLayout) -> Result<(), Unreadable> {
    let mut xml = package.scan(part)?;
    let mut charts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    // Where what is being read stands: its column and its row.
    let (mut column, mut row, mut inside) = (None, None, false);
    let mut text = String::new();
    loop {
        match xml.next()? {
            Token::Open(tag) => match tag.name {
                b"twoCellAnchor" | b"oneCellAnchor" | b"absoluteAnchor" => (column, row) = (None, None),
                b"from" => inside = !tag.empty,
                b"col" | b"row" if inside && !tag.empty => {
                    let is_column = tag.name == b"col";
                    text.clear();
                    read_text(&mut xml, &mut text, LONGEST_FORMULA)?;
                    let number = text.trim().parse::<u32>().ok();
                    if is_column { column = number } else { row = number }
                }
                b"pic" => sheet.count("image", row.zip(column)),
                b"sp" | b"cxnSp" => sheet.count("shape", row.zip(column)),
                b"chart" => charts.extend(tag.text(b"id").zip(row.zip(column))),
                _ => {}
            },
            Token::Close(b"from") => inside = false,
            Token::Close(b"twoCellAnchor" | b"oneCellAnchor" | b"absoluteAnchor") => {
                (column, row) = (None, None);
            }
            Token::End => break,
            _ => {}
        }
    }
    drop(xml);
    for leads in package.relationships(part)? {
        if (leads.kind == "chart" || leads.kind == "chartEx") && package.holds(&leads.target) {
            let title = read_title(package, &leads.target)?;
            sheet.charts.push(PlacedChart { title, place: charts.get(&leads.id).copied() });
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
