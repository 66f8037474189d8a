//! A sheet, as its part is expanded: cells go on to where they are gathered, one by one.

use std::io::Read;

use arcstr::ArcStr;

use super::super::cell::{Area, Cell, Hue, NumberForm, SheetFacts, Value};
use super::super::collect::SheetCells;
use super::super::limits::{Limit, Limits};
use super::super::number_form::Shown;
use super::super::typed;
use super::character_data::{append_literal, unescaped};
use super::plain::{Digits, PlainCell};
use super::reference;
use super::scanner::Scanner;
use super::strings::{RichText, read_text};
use super::styles::Style;
use super::token::{Fault, Tag, Token};
use super::validation::Rule;

/// Most cells that hold nothing and whose colour is kept.
const MOST_COLOURED_BLANKS: usize = 1_000_000;

/// What all sheets of a workbook draw on.
pub(super) struct Shared<'a> {
    /// The shared strings.
    pub strings: &'a [ArcStr],
    /// The styles.
    pub styles: &'a [Style],
    /// Whether days are counted from 1904.
    pub is_1904: bool,
    /// The limits.
    pub limits: &'a Limits,
}

/// What a sheet says besides its cells.
#[derive(Default)]
pub(super) struct Gathered {
    /// Merged ranges.
    pub merges: Vec<Area>,
    /// Hidden rows and columns, validations, colours; comments stand in other parts.
    pub facts: SheetFacts,
    /// Cells that cannot be read, by row and column, and why.
    pub lost: Vec<((u32, u32), &'static str)>,
}

/// Reads a sheet to its end. What was gathered before a fault stays.
///
/// # Errors
/// Where the part is damaged or goes beyond a limit.
pub(super) fn read_sheet<R: Read>(
    xml: &mut Scanner<R>,
    shared: &Shared,
    cells: &mut SheetCells,
    gathered: &mut Gathered,
) -> Result<(), Fault> {
    let mut reader = SheetReader {
        shared,
        row: 0,
        column: 0,
        value: String::new(),
        rich: RichText::new(shared.limits),
        most: usize::try_from(shared.limits.value(Limit::CellText)).unwrap_or(usize::MAX).saturating_mul(8),
    };
    loop {
        match xml.next()? {
            Token::Open(tag) => match tag.name {
                b"sheetData" if !tag.empty => reader.read_rows(xml, cells, gathered)?,
                b"col" if tag.says_yes(b"hidden") => {
                    if let (Some(first @ 1..), Some(last @ 1..)) = (tag.number(b"min"), tag.number(b"max")) {
                        cells.count_fact()?;
                        gathered.facts.hidden_columns.push((first - 1, last - 1));
                    }
                }
                b"mergeCell" => {
                    cells.count_fact()?;
                    gathered.merges.extend(tag.text(b"ref").as_deref().and_then(reference::area));
                }
                b"dataValidation" if !tag.empty => {
                    let rule = Rule::of(&tag).read(xml, reader.most)?;
                    for _ in rule.iter().flat_map(|rule| &rule.areas) {
                        cells.count_fact()?;
                    }
                    gathered.facts.validations.extend(rule);
                }
                _ => {}
            },
            Token::End => {
                gathered.facts.hidden_rows = joined(std::mem::take(&mut gathered.facts.hidden_rows));
                gathered.facts.formulas_without_value.sort_unstable();
                gathered.facts.coloured_blanks.sort_by_key(|(row, column, _)| (*row, *column));
                gathered.facts.coloured_blanks.dedup_by_key(|(row, column, _)| (*row, *column));
                return Ok(());
            }
            _ => {}
        }
    }
}

/// Ranges of rows in ascending order, those that touch as one.
fn joined(mut rows: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    rows.sort_unstable();
    rows.dedup_by(|next, kept| {
        let touches = next.0 <= kept.1.saturating_add(1);
        if touches {
            kept.1 = kept.1.max(next.1);
        }
        touches
    });
    rows
}

/// The type that a cell says it has (ECMA-376 part 1, 18.18.11).
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A number; also where nothing is said, and then text that is no number is taken as text.
    Number {
        said: bool,
    },
    Shared,
    Text,
    Inline,
    Boolean,
    Error,
    Date,
    Unknown,
}

/// What a cell holds, where it holds anything; the error says why it cannot be read.
type Meant = Result<Option<(Value, NumberForm)>, &'static str>;

struct SheetReader<'a> {
    shared: &'a Shared<'a>,
    /// The row of the next cell that does not say where it stands.
    row: u32,
    /// Its column.
    column: u32,
    /// The value that is being read.
    value: String,
    rich: RichText,
    /// Bytes beyond which a text is not kept.
    most: usize,
}

/// What a cell's tag says.
struct Start {
    place: Option<(u32, u32)>,
    style: Style,
    kind: Kind,
    empty: bool,
}

impl SheetReader<'_> {
    fn read_rows<R: Read>(
        &mut self,
        xml: &mut Scanner<R>,
        cells: &mut SheetCells,
        gathered: &mut Gathered,
    ) -> Result<(), Fault> {
        // Whether a row was given: the next one that does not say where it stands follows it.
        let mut any = false;
        loop {
            while let Some(plain) = xml.plain_cell() {
                self.take_plain(plain, cells, gathered)?;
            }
            match xml.next()? {
                Token::Open(tag) => match tag.name {
                    b"c" => {
                        let start = self.start(&tag);
                        self.read_cell(xml, &start, cells, gathered)?;
                    }
                    b"row" => {
                        let said = tag.number(b"r").and_then(|number| number.checked_sub(1));
                        self.row = said.unwrap_or(if any { self.row.saturating_add(1) } else { 0 });
                        self.column = 0;
                        any = true;
                        if tag.says_yes(b"hidden") {
                            match gathered.facts.hidden_rows.last_mut() {
                                Some(last) if last.1.checked_add(1) == Some(self.row) => last.1 = self.row,
                                _ => {
                                    cells.count_fact()?;
                                    gathered.facts.hidden_rows.push((self.row, self.row));
                                }
                            }
                        }
                    }
                    _ => {}
                },
                Token::Close(b"sheetData") | Token::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// Takes a cell of the plain shape.
    fn take_plain(
        &mut self,
        plain: PlainCell,
        cells: &mut SheetCells,
        gathered: &mut Gathered,
    ) -> Result<(), Fault> {
        (self.row, self.column) = (plain.row, plain.column.saturating_add(1));
        let kind = if plain.shared { Kind::Shared } else { Kind::Number { said: false } };
        let style = self.shared.styles.get(plain.style as usize).copied().unwrap_or_default();
        let place = (plain.row, plain.column);
        let start = Start { place: Some(place), style, kind, empty: false };
        let meant = match (plain.number, plain.shared) {
            (Digits::Whole(index), true) => self.shared_string(index, style),
            (Digits::Whole(number), false) => {
                Ok(Some((self.shown(f64::from(number), style), number_form(style))))
            }
            (Digits::Other(digits), _) => {
                self.value.clear();
                append_literal(digits, &mut self.value);
                self.value_of(&start)
            }
        };
        take_cell(place, style, meant, false, cells, gathered)
    }

    fn shared_string(&self, index: u32, style: Style) -> Meant {
        match self.shared.strings.get(index as usize) {
            Some(text) if text.is_empty() => Ok(None),
            Some(text) => Ok(Some((Value::Text(text.clone()), number_form(style)))),
            None => Err("it points to a text that the file does not hold"),
        }
    }

    #[inline]
    fn start(&self, tag: &Tag) -> Start {
        let mut start = Start {
            place: Some((self.row, self.column)),
            style: Style::default(),
            kind: Kind::Number { said: false },
            empty: tag.empty,
        };
        let mut style = 0;
        for (name, value) in tag.attributes() {
            match name {
                b"r" => start.place = reference::cell(value),
                b"s" => style = whole_number(value).unwrap_or(0),
                b"t" => {
                    start.kind = match value {
                        b"s" => Kind::Shared,
                        b"n" => Kind::Number { said: true },
                        b"str" => Kind::Text,
                        b"inlineStr" => Kind::Inline,
                        b"b" => Kind::Boolean,
                        b"e" => Kind::Error,
                        b"d" => Kind::Date,
                        _ => Kind::Unknown,
                    }
                }
                _ => {}
            }
        }
        start.style = self.shared.styles.get(style as usize).copied().unwrap_or_default();
        start
    }

    fn read_cell<R: Read>(
        &mut self,
        xml: &mut Scanner<R>,
        start: &Start,
        cells: &mut SheetCells,
        gathered: &mut Gathered,
    ) -> Result<(), Fault> {
        let (row, column) = start.place.unwrap_or((self.row, self.column));
        // What does not say where it stands follows the cell before it, wherever that one stands.
        (self.row, self.column) = (row, column.saturating_add(1));
        let (mut value, formula) =
            if start.empty { (Ok(None), false) } else { self.read_content(xml, start)? };
        if start.place.is_none() {
            value = Err("it says it stands where no cell can stand");
        }
        take_cell((row, column), start.style, value, formula, cells, gathered)
    }

    /// Reads what stands in a cell, up to its end: what it holds, and whether a formula gives it.
    fn read_content<R: Read>(&mut self, xml: &mut Scanner<R>, start: &Start) -> Result<(Meant, bool), Fault> {
        let (mut value, mut formula) = (Ok(None), false);
        loop {
            match xml.next()? {
                Token::Open(tag) if tag.empty => formula |= tag.name == b"f",
                Token::Open(tag) => match tag.name {
                    // Beside a text in the cell, a value says nothing.
                    b"v" if start.kind != Kind::Inline => {
                        self.value.clear();
                        read_text(xml, &mut self.value, self.most)?;
                        value = self.value_of(start);
                    }
                    b"is" => value = Ok(some_text(self.rich.read(xml, b"is")?)),
                    name => {
                        formula |= name == b"f";
                        xml.skip_element()?;
                    }
                },
                Token::Close(_) | Token::End => return Ok((value, formula)),
                _ => {}
            }
        }
    }

    /// What the value that was read means.
    fn value_of(&self, start: &Start) -> Meant {
        let written = self.value.as_str();
        let trimmed = written.trim();
        match start.kind {
            Kind::Text | Kind::Inline => Ok(some_text(&unescaped(written))),
            _ if trimmed.is_empty() => Ok(None),
            // What is no number is beyond all numbers of texts.
            Kind::Shared => {
                self.shared_string(whole_number(trimmed.as_bytes()).unwrap_or(u32::MAX), start.style)
            }
            Kind::Number { said } => match number(trimmed) {
                Some(number) => Ok(Some((self.shown(number, start.style), number_form(start.style)))),
                None if said => Err("what should be a number is not one"),
                None => Ok(some_text(written)),
            },
            Kind::Boolean => match trimmed {
                "1" => Ok(true),
                "0" => Ok(false),
                word if word.eq_ignore_ascii_case("true") => Ok(true),
                word if word.eq_ignore_ascii_case("false") => Ok(false),
                _ => Err("what should be true or false is neither"),
            }
            .map(|value| Some((Value::Boolean(value), NumberForm::General))),
            Kind::Error => Ok(Some((Value::Error(trimmed.into()), NumberForm::General))),
            Kind::Date => Ok(match typed::iso_date(trimmed) {
                Some(date) => Some((Value::Date(date), NumberForm::General)),
                None => some_text(written),
            }),
            Kind::Unknown => Err("it is of a type that the format does not know"),
        }
    }

    fn shown(&self, number: f64, style: Style) -> Value {
        match style.shown {
            Shown::Number(_) => Value::Number(number),
            Shown::Date => typed::date_or_time(number, self.shared.is_1904),
            Shown::Duration => typed::duration(number),
        }
    }
}

/// Hands a cell on to where cells are gathered, or keeps what else it says.
#[inline]
fn take_cell(
    (row, column): (u32, u32),
    style: Style,
    meant: Meant,
    formula: bool,
    cells: &mut SheetCells,
    gathered: &mut Gathered,
) -> Result<(), Fault> {
    match meant {
        Ok(Some((value, form))) => {
            cells.add_cell(row, Cell { column, value, form, formula, fill: style.fill })?;
        }
        Ok(None) => {
            let formulas = &mut gathered.facts.formulas_without_value;
            if formula && formulas.len() < MOST_COLOURED_BLANKS {
                formulas.push((row, column));
            }
            let blanks = &mut gathered.facts.coloured_blanks;
            if let Some(hue) = style.fill
                && hue != Hue::Grey
                && blanks.len() < MOST_COLOURED_BLANKS
            {
                blanks.push((row, column, hue));
            }
        }
        Err(reason) => {
            cells.count_fact()?;
            gathered.lost.push(((row, column), reason));
        }
    }
    Ok(())
}

fn number_form(style: Style) -> NumberForm {
    match style.shown {
        Shown::Number(form) => form,
        Shown::Date | Shown::Duration => NumberForm::General,
    }
}

fn some_text(text: &str) -> Option<(Value, NumberForm)> {
    (!text.is_empty()).then(|| (Value::Text(text.into()), NumberForm::General))
}

#[inline]
fn whole_number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 10 {
        return None;
    }
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 { None } else { number.checked_mul(10)?.checked_add(u32::from(digit)) }
    })
}

#[inline]
fn number(text: &str) -> Option<f64> {
    // Whole numbers of up to nine digits are the most frequent by far.
    if text.len() < 10
        && let Some(whole) = whole_number(text.as_bytes())
    {
        return Some(f64::from(whole));
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::provenance::SheetName;
    use crate::read::Visibility;

    /// The cells of a sheet with what stands in its element, or why it cannot be read.
    fn read(content: &str, limits: &Limits) -> Result<Vec<(u32, u32, String)>, Fault> {
        let name = Arc::new(SheetName { file: Arc::from("acme.xlsx"), sheet: Some(Arc::from("Risks")) });
        let shared = Shared { strings: &[], styles: &[], is_1904: false, limits };
        let (filled, mut gathered) = (std::cell::Cell::new(0), Gathered::default());
        let mut cells = SheetCells::new(&name, limits, &filled);
        let part = format!("<worksheet>{content}</worksheet>");
        let mut xml = Scanner::new(part.as_bytes())?;
        read_sheet(&mut xml, &shared, &mut cells, &mut gathered)?;
        let (sheet, _) = cells.finish(Visibility::Visible, gathered.merges, gathered.facts);
        let cells = |row: crate::read::Row| {
            let place = move |cell: &Cell| (row.number, cell.column, cell.text());
            row.cells.iter().map(place).collect::<Vec<_>>()
        };
        Ok(sheet.rows.into_iter().flat_map(cells).collect())
    }

    #[test]
    fn what_does_not_say_where_it_stands_follows_what_came_before() {
        let place = |row, column, text: &str| (row, column, text.to_owned());
        let rows = "<sheetData><row><c><v>1</v></c><c r=\"D3\"><v>2</v></c><c><v>3</v></c></row>\
                    <row><c><v>4</v></c></row><row r=\"9\"><c/><c><v>5</v></c></row><row><c><v>6</v></c></row></sheetData>";
        let expected = [(0, 0, "1"), (2, 3, "2"), (2, 4, "3"), (3, 0, "4"), (8, 1, "5"), (9, 0, "6")];
        let expected: Vec<_> =
            expected.into_iter().map(|(row, column, text)| place(row, column, text)).collect();
        assert_eq!(read(rows, &Limits::default()), Ok(expected));
    }

    #[test]
    fn what_a_sheet_says_besides_its_cells_counts_as_cells_do() {
        let mut limits = Limits::default();
        limits.set(Limit::Cells, 10);
        let areas = |count: usize| {
            let areas = "A1 ".repeat(count);
            format!(
                "<dataValidation type=\"list\" sqref=\"{areas}\"><formula1>\"a,b\"</formula1></dataValidation>"
            )
        };
        let hidden = |count: usize| {
            let rows: String =
                (0..count).map(|row| format!("<row r=\"{}\" hidden=\"1\"/>", 2 * row + 1)).collect();
            format!("<sheetData>{rows}</sheetData>")
        };
        let columns = |count: usize| "<col min=\"1\" max=\"2\" hidden=\"1\"/>".repeat(count);
        let merged = |count: usize| "<mergeCell ref=\"A1:B1\"/>".repeat(count);
        let contents: [&dyn Fn(usize) -> String; 4] = [&areas, &hidden, &columns, &merged];
        for content in contents {
            assert_eq!(read(&content(10), &limits), Ok(Vec::new()));
            assert!(matches!(read(&content(11), &limits), Err(Fault::Limit(_))), "{}", content(1));
        }
    }
}
