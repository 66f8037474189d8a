//! The styles of sheets that people made, put beside those of the skeleton.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::looks::begins_as_a_formula;
use super::markup;
use crate::read::markup::{CellMarkup, CellStyle, Content, Markup, NumberFormat, Piece, SheetMarkup};

/// The first number of a number format that is no built-in one (ECMA-376 part 1, 18.8.30).
const FIRST_CODE: u32 = 164;

/// A style of cells as a sheet refers to it: its number, and whether what looks like a formula in it is text.
type Reference = (u32, bool);

/// The styles of the sheets of people.
#[derive(Default)]
pub struct OwnStyles {
    cells: BTreeMap<CellStyle, u32>,
    differential: BTreeMap<String, u32>,
    /// The part with all styles, the skeleton's first.
    part: String,
}

/// The numbers of the styles of one sheet.
pub struct StyleNumbers {
    cells: BTreeMap<Reference, u32>,
    differential: BTreeMap<u32, u32>,
}

/// A list of a part of styles with more of its elements.
struct List<'part> {
    before: &'part str,
    /// How many there are in it.
    count: u32,
    inside: &'part str,
    after: &'part str,
}

impl<'part> List<'part> {
    /// The list of a name; `None` where the part has none.
    fn find(part: &'part str, name: &str) -> Option<Self> {
        let (before, rest) = part.split_once(&format!("<{name} count=\""))?;
        let (count, rest) = rest.split_once('"')?;
        let (tag, rest) = rest.split_once('>')?;
        let count = count.parse().ok()?;
        if tag.ends_with('/') {
            return Some(Self { before, count, inside: "", after: rest });
        }
        let (inside, after) = rest.split_once(&format!("</{name}>"))?;
        Some(Self { before, count, inside, after })
    }

    /// The part with more elements at the end of the list.
    fn with(&self, name: &str, more: usize, added: &str) -> String {
        let count = self.count as usize + more;
        format!("{}<{name} count=\"{count}\">{}{added}</{name}>{}", self.before, self.inside, self.after)
    }
}

impl OwnStyles {
    /// The styles of sheets, behind those of a part with styles; `None` where the part is not as it is known to be.
    pub fn add(skeleton: String, sheets: &[&SheetMarkup]) -> Option<Self> {
        if sheets.is_empty() {
            return Some(Self { part: skeleton, ..Self::default() });
        }
        let mut styles: BTreeSet<CellStyle> = BTreeSet::new();
        let mut over: BTreeSet<&String> = BTreeSet::new();
        for sheet in sheets {
            let (cells, differential) = references(sheet);
            styles.extend(cells.into_iter().map(|reference| style_of(sheet, reference)));
            over.extend(differential.iter().filter_map(|number| sheet.styles.differential.get(number)));
        }
        styles.remove(&CellStyle::default());
        let mut part = skeleton;
        let fonts = extend(&mut part, "fonts", styles.iter().map(|style| &style.font))?;
        let fills = extend(&mut part, "fills", styles.iter().map(|style| &style.fill))?;
        let borders = extend(&mut part, "borders", styles.iter().map(|style| &style.border))?;
        let codes = extend_codes(&mut part, &styles)?;
        let differential = extend(&mut part, "dxfs", over.into_iter())?;
        let elements: Vec<String> = styles
            .iter()
            .map(|style| {
                let of = |list: &BTreeMap<String, u32>, element: &str| {
                    list.get(element).copied().unwrap_or_default()
                };
                let number = match &style.number {
                    NumberFormat::BuiltIn(number) => *number,
                    NumberFormat::Code(code) => of(&codes, code),
                };
                let parts =
                    [number, of(&fonts, &style.font), of(&fills, &style.fill), of(&borders, &style.border)];
                element_of(style, parts)
            })
            .collect();
        let list = List::find(&part, "cellXfs")?;
        let cells = styles.iter().cloned().zip(list.count..).collect();
        let part = list.with("cellXfs", elements.len(), &elements.concat());
        Some(Self { cells, differential, part })
    }

    /// The part with all styles.
    pub fn part(&self) -> &str {
        &self.part
    }

    /// The numbers of the styles of a sheet.
    pub fn numbers(&self, sheet: &SheetMarkup) -> StyleNumbers {
        let of_cell = |reference| self.cells.get(&style_of(sheet, reference)).copied().unwrap_or_default();
        let of_rule = |number: u32| {
            let style = sheet.styles.differential.get(&number)?;
            Some((number, self.differential.get(style).copied()?))
        };
        let (cells, differential) = references(sheet);
        StyleNumbers {
            cells: cells.into_iter().map(|reference| (reference, of_cell(reference))).collect(),
            differential: differential.into_iter().filter_map(of_rule).collect(),
        }
    }
}

impl StyleNumbers {
    /// The number of the style of a cell.
    pub fn of_cell(&self, cell: &CellMarkup) -> u32 {
        self.cells.get(&reference(cell)).copied().unwrap_or_default()
    }

    /// Adds markup with these numbers to XML.
    pub fn push(&self, xml: &mut String, markup: &Markup) {
        for piece in &markup.pieces {
            // Writing to a String cannot fail.
            let _ = match piece {
                Piece::Text(text) => write!(xml, "{text}"),
                Piece::Style(number) => {
                    let number = self.cells.get(&(*number, false)).copied().unwrap_or_default();
                    write!(xml, "{number}")
                }
                Piece::Differential(number) => {
                    let number = self.differential.get(number).copied().unwrap_or_default();
                    write!(xml, "{number}")
                }
            };
        }
    }
}

/// What a cell refers to: what begins as a formula does gets a style in which it is text.
fn reference(cell: &CellMarkup) -> Reference {
    let quoted = match &cell.content {
        Content::Text(text) => begins_as_a_formula(text),
        Content::Runs(runs) => {
            let text = runs.split_once("<t").and_then(|(_, rest)| rest.split_once('>'));
            begins_as_a_formula(
                text.map_or("", |(_, text)| text).trim_start_matches("&#10;").trim_start_matches("&#9;"),
            )
        }
        _ => false,
    };
    (cell.style, quoted)
}

fn style_of(sheet: &SheetMarkup, (number, quoted): Reference) -> CellStyle {
    let mut style = sheet.styles.cells.get(&number).cloned().unwrap_or_default();
    style.quoted |= quoted;
    style
}

/// The styles of cells that a sheet refers to, and those that are laid over them.
fn references(sheet: &SheetMarkup) -> (BTreeSet<Reference>, BTreeSet<u32>) {
    let (cells, differential) = sheet.style_numbers();
    let of_cells = sheet.rows.iter().flat_map(|row| &row.cells).map(reference);
    (cells.into_iter().map(|number| (number, false)).chain(of_cells).collect(), differential)
}

/// Puts elements behind those of a list; their numbers. An empty element is the first of its list.
fn extend<'style>(
    part: &mut String,
    name: &str,
    elements: impl Iterator<Item = &'style String>,
) -> Option<BTreeMap<String, u32>> {
    let elements: BTreeSet<&String> = elements.filter(|element| !element.is_empty()).collect();
    let list = List::find(part, name)?;
    let numbers: BTreeMap<String, u32> = elements.into_iter().cloned().zip(list.count..).collect();
    if !numbers.is_empty() {
        // Sorted as their numbers are.
        let added: String = numbers.keys().map(String::as_str).collect();
        *part = list.with(name, numbers.len(), &added);
    }
    Some(numbers)
}

/// Puts the codes of number formats behind those of the skeleton; their numbers.
fn extend_codes(part: &mut String, styles: &BTreeSet<CellStyle>) -> Option<BTreeMap<String, u32>> {
    let codes = styles.iter().filter_map(|style| match &style.number {
        NumberFormat::Code(code) => Some(code),
        NumberFormat::BuiltIn(_) => None,
    });
    let codes: BTreeSet<&String> = codes.collect();
    if codes.is_empty() {
        return Some(BTreeMap::new());
    }
    if !part.contains("<numFmts ") {
        *part = part.replacen("<fonts ", "<numFmts count=\"0\"/><fonts ", 1);
    }
    let list = List::find(part, "numFmts")?;
    let known = list.inside.split("numFmtId=\"").skip(1);
    let known = known.filter_map(|rest| rest.split_once('"')?.0.parse::<u32>().ok());
    let first = known.max().map_or(FIRST_CODE, |last| last.max(FIRST_CODE) + 1);
    let numbers: BTreeMap<String, u32> = codes.into_iter().cloned().zip(first..).collect();
    let mut added = String::new();
    for (code, number) in &numbers {
        let _ = write!(added, "<numFmt numFmtId=\"{number}\" formatCode=\"");
        markup::push_attribute(&mut added, code);
        added.push_str("\"/>");
    }
    *part = list.with("numFmts", numbers.len(), &added);
    Some(numbers)
}

/// A style of cells, with the numbers of its number format, typeface, filling and borders.
fn element_of(style: &CellStyle, [number, font, fill, border]: [u32; 4]) -> String {
    let mut element = format!(
        "<xf numFmtId=\"{number}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\""
    );
    let applied = [
        (" quotePrefix=\"1\"", style.quoted),
        (" applyNumberFormat=\"1\"", number > 0),
        (" applyFont=\"1\"", font > 0),
        (" applyFill=\"1\"", fill > 0),
        (" applyBorder=\"1\"", border > 0),
        (" applyAlignment=\"1\"", !style.alignment.is_empty()),
        (" applyProtection=\"1\"", !style.protection.is_empty()),
    ];
    element.extend(applied.into_iter().filter(|(_, applies)| *applies).map(|(word, _)| word));
    if style.alignment.is_empty() && style.protection.is_empty() {
        element.push_str("/>");
    } else {
        let _ = write!(element, ">{}{}</xf>", style.alignment, style.protection);
    }
    element
}
