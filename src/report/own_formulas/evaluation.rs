//! The values of the plainest formulas of people: one cell read elsewhere, a count, a sum or the like of some, and what
//! is added and multiplied of these.
//!
//! These are what most sheets of one's own consist of. Of any other formula the value is left to the program that opens
//! the workbook.

use std::collections::BTreeMap;

use arcstr::ArcStr;

use super::super::cell::{Cached, Value, serial_day};
use super::leading::Leading;
use super::{Node, Owner};
use crate::provenance::CellPlace;
use crate::read::markup::Content;
use crate::record::{Area, OwnSheet, Token, tokens};

/// Most cells that are looked at for one formula.
const MOST_CELLS: u64 = 2_000_000;

/// Deepest brackets that are looked into.
const DEEPEST: usize = 64;

/// What a cell holds, as a formula sees it.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    Blank,
    Number(f64),
    Text(ArcStr),
    Boolean(bool),
}

/// The cells of this version, with the values of formulas of people as far as they are known.
pub struct Cells<'a> {
    leading: &'a Leading<'a>,
    own: &'a [OwnSheet],
    sheets: BTreeMap<String, usize>,
    /// What stands on sheets of people, by the number of the sheet.
    contents: BTreeMap<(usize, CellPlace), &'a Content>,
    nodes: &'a [Node],
    places: BTreeMap<(&'a str, CellPlace), usize>,
    known: BTreeMap<usize, Seen>,
}

/// Works out the values of formulas that have none, as far as that is plain: the numbers of the nodes with their values.
pub fn evaluate<'a>(
    leading: &'a Leading<'a>,
    own: &'a [OwnSheet],
    nodes: &'a [Node],
    texts: &[(usize, String)],
) -> BTreeMap<usize, Seen> {
    let sheets = own.iter().enumerate().map(|(number, sheet)| (sheet.name.to_lowercase(), number)).collect();
    let places = nodes.iter().enumerate();
    let places = places.map(|(number, node)| ((node.sheet.as_str(), node.place), number)).collect();
    let contents = own.iter().enumerate().flat_map(|(number, sheet)| {
        sheet.markup.rows.iter().flat_map(move |row| {
            let cells = row.cells.iter();
            cells.map(move |cell| ((number, CellPlace::new(row.number, cell.column)), &cell.content))
        })
    });
    let contents = if texts.is_empty() { BTreeMap::new() } else { contents.collect() };
    let mut cells = Cells { leading, own, sheets, contents, nodes, places, known: BTreeMap::new() };
    // One formula may read another one that comes later.
    loop {
        let before = cells.known.len();
        for (number, text) in texts {
            let Some(node) = nodes.get(*number).filter(|_| !cells.known.contains_key(number)) else {
                continue;
            };
            if let Some(value) = cells.value_of(text, &node.sheet) {
                cells.known.insert(*number, value);
            }
        }
        if cells.known.len() == before {
            return cells.known;
        }
    }
}

impl Cells<'_> {
    fn value_of(&self, text: &str, home: &str) -> Option<Seen> {
        let found = tokens(text)?;
        let blank = |token: &&Token<'_>| matches!(token, Token::Plain(sign) if sign.trim().is_empty());
        let found: Vec<&Token<'_>> = found.iter().filter(|token| !blank(token)).collect();
        match found.as_slice() {
            [
                Token::Function(link),
                Token::Plain("("),
                Token::Text(_),
                Token::Plain(","),
                Token::Text(shown),
                Token::Plain(")"),
            ] if link.eq_ignore_ascii_case("HYPERLINK") => Some(Seen::Text(plain(shown)?.into())),
            [Token::Function(name), Token::Plain("("), cells, Token::Plain(")")] => {
                self.summary(&name.to_uppercase(), self.leading.area_now(cells, home)?)
            }
            [
                Token::Function(name),
                Token::Plain("("),
                cells,
                Token::Plain(","),
                Token::Text(word),
                Token::Plain(")"),
            ] if name.eq_ignore_ascii_case("COUNTIF") => {
                self.count_of(self.leading.area_now(cells, home)?, &plain(word)?)
            }
            [cells] => self.one(cells, home),
            pieces => {
                let mut sum = Sum { cells: self, home, pieces, next: 0, depth: 0 };
                let value = sum.terms()?;
                (sum.next == pieces.len() && value.is_finite()).then_some(Seen::Number(value))
            }
        }
    }

    /// What a single cell holds.
    fn one(&self, cell: &Token<'_>, home: &str) -> Option<Seen> {
        let (sheet, (top, left, bottom, right)) = self.leading.area_now(cell, home)?;
        let one = (top, left) == (bottom, right);
        // A blank cell is shown as 0 by some programs and as nothing by others.
        let seen = one.then(|| self.seen(&sheet, CellPlace::new(top, left))).flatten()?;
        (seen != Seen::Blank).then_some(seen)
    }

    fn summary(&self, name: &str, area: (String, Area)) -> Option<Seen> {
        let seen = self.all(area)?;
        let numbers = || {
            seen.iter().filter_map(|seen| if let Seen::Number(number) = seen { Some(*number) } else { None })
        };
        let count = numbers().count();
        let least_or_most = |pick: fn(f64, f64) -> f64| numbers().reduce(pick).unwrap_or_default();
        Some(Seen::Number(match name {
            "SUM" => numbers().sum(),
            "COUNT" => count as f64,
            "COUNTA" => seen.iter().filter(|seen| **seen != Seen::Blank).count() as f64,
            "MAX" => least_or_most(f64::max),
            "MIN" => least_or_most(f64::min),
            "AVERAGE" if count > 0 => numbers().sum::<f64>() / count as f64,
            _ => return None,
        }))
    }

    /// How many cells hold a word, in letters of either case; `None` where it stands for more than itself.
    fn count_of(&self, area: (String, Area), word: &str) -> Option<Seen> {
        let itself = !word.is_empty()
            && !word.contains(['*', '?', '~', '<', '>', '=', '.', '(', '[', '\\', '^', '$', '+', '|'])
            && word.parse::<f64>().is_err()
            && word.chars().next().is_some_and(char::is_alphabetic)
            && !["true", "false"].contains(&word.to_lowercase().as_str());
        if !itself {
            return None;
        }
        let seen = self.all(area)?;
        let word = word.to_lowercase();
        let count =
            seen.iter().filter(|seen| matches!(seen, Seen::Text(text) if text.to_lowercase() == word));
        Some(Seen::Number(count.count() as f64))
    }

    /// What all cells of an area hold; `None` where that is not known of any.
    fn all(&self, (sheet, (top, left, bottom, right)): (String, Area)) -> Option<Vec<Seen>> {
        let (rows, columns) = self.extent(&sheet)?;
        let (bottom, right) = (bottom.min(rows), right.min(columns));
        if top > bottom || left > right {
            return Some(Vec::new());
        }
        if u64::from(bottom - top + 1) * u64::from(right - left + 1) > MOST_CELLS {
            return None;
        }
        let places =
            (top..=bottom).flat_map(|row| (left..=right).map(move |column| CellPlace::new(row, column)));
        places.map(|place| self.seen(&sheet, place)).collect()
    }

    /// The last row and the last column that hold anything.
    fn extent(&self, sheet: &str) -> Option<(u32, u32)> {
        if let Some(now) = self.leading.sheets.get(sheet) {
            return Some((now.sheet.row_count(), now.widest));
        }
        let own = self.own.get(*self.sheets.get(sheet)?)?;
        let rows = &own.markup.rows;
        let widest = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column).max();
        Some((rows.iter().map(|row| row.number).max().unwrap_or_default(), widest.unwrap_or_default()))
    }

    fn seen(&self, sheet: &str, place: CellPlace) -> Option<Seen> {
        if let Some(number) = self.places.get(&(sheet, place)) {
            if let Some(known) = self.known.get(number) {
                return Some(known.clone());
            }
            if self.nodes.get(*number)?.stale {
                return None;
            }
        }
        match self.leading.sheets.get(sheet) {
            Some(now) => match now.sheet.cell(place).map(|cell| &cell.value) {
                None | Some(Value::Blank) => Some(Seen::Blank),
                Some(Value::Text(text)) => Some(Seen::Text(text.clone())),
                Some(Value::Number(number)) => Some(Seen::Number(*number)),
                Some(Value::Boolean(value)) => Some(Seen::Boolean(*value)),
                Some(Value::Date(date)) => serial_day(*date).map(Seen::Number),
                Some(Value::Formula(formula)) => match &formula.cached {
                    Cached::Number(number) => Some(Seen::Number(*number)),
                    Cached::Text(text) => Some(Seen::Text(text.clone())),
                    Cached::Boolean(value) => Some(Seen::Boolean(*value)),
                    Cached::Unknown => None,
                },
            },
            None => {
                let content = self.contents.get(&(*self.sheets.get(sheet)?, place));
                seen_in(content.copied().unwrap_or(&Content::Blank))
            }
        }
    }
}

/// A formula that adds and multiplies numbers.
struct Sum<'a, 'cells> {
    cells: &'a Cells<'cells>,
    home: &'a str,
    pieces: &'a [&'a Token<'a>],
    next: usize,
    /// How deep what is read stands in brackets.
    depth: usize,
}

impl Sum<'_, '_> {
    /// Whether a sign comes next, which is passed then.
    fn passes(&mut self, sign: &str) -> bool {
        let is_next = matches!(self.pieces.get(self.next), Some(Token::Plain(next)) if *next == sign);
        self.next += usize::from(is_next);
        is_next
    }

    fn terms(&mut self) -> Option<f64> {
        let mut value = self.factors()?;
        loop {
            if self.passes("+") {
                value += self.factors()?;
            } else if self.passes("-") {
                value -= self.factors()?;
            } else {
                return Some(value);
            }
        }
    }

    fn factors(&mut self) -> Option<f64> {
        let mut value = self.number()?;
        loop {
            if self.passes("*") {
                value *= self.number()?;
            } else if self.passes("/") {
                let by = self.number()?;
                value = (by != 0.0).then(|| value / by)?;
            } else {
                return Some(value);
            }
        }
    }

    fn number(&mut self) -> Option<f64> {
        self.depth += 1;
        let value = if self.depth > DEEPEST { None } else { self.plain_number() };
        self.depth -= 1;
        value
    }

    fn plain_number(&mut self) -> Option<f64> {
        if self.passes("-") {
            return self.number().map(|number| -number);
        }
        if self.passes("(") {
            let value = self.terms()?;
            return self.passes(")").then_some(value);
        }
        let piece = *self.pieces.get(self.next)?;
        self.next += 1;
        match piece {
            Token::Plain(text) => text.parse().ok(),
            Token::Function(name) => {
                let area = self.passes("(").then(|| self.pieces.get(self.next)).flatten()?;
                let area = self.cells.leading.area_now(area, self.home)?;
                self.next += 1;
                let value = self.cells.summary(&name.to_uppercase(), area)?;
                self.passes(")").then_some(())?;
                as_number(value)
            }
            cell => as_number(self.cells.one(cell, self.home)?),
        }
    }
}

fn as_number(seen: Seen) -> Option<f64> {
    if let Seen::Number(number) = seen { Some(number) } else { None }
}

fn seen_in(content: &Content) -> Option<Seen> {
    match content {
        Content::Blank => Some(Seen::Blank),
        Content::Number(number) => number.parse().ok().map(Seen::Number),
        // What the file format writes as the number of a character is not looked at.
        Content::Text(text) => (!text.contains("_x")).then(|| Seen::Text((&**text).into())),
        Content::Boolean(value) => Some(Seen::Boolean(*value)),
        Content::Formula(formula) => match seen_in(&formula.value)? {
            Seen::Blank => None,
            seen => Some(seen),
        },
        Content::Runs(_) | Content::Error(_) => None,
    }
}

/// A text without its quotation marks; `None` where there are others in it.
fn plain(quoted: &str) -> Option<String> {
    let inside = quoted.strip_prefix('"')?.strip_suffix('"')?;
    (!inside.contains('"')).then(|| inside.to_owned())
}

impl Seen {
    /// The value as a sheet of a person holds it.
    pub fn content(&self) -> Content {
        match self {
            Seen::Blank => Content::Blank,
            Seen::Number(number) => Content::Number(number.to_string().into()),
            Seen::Text(text) => Content::Text(text.as_str().into()),
            Seen::Boolean(value) => Content::Boolean(*value),
        }
    }

    /// The value as a formula on a sheet of annexa has it.
    pub fn cached(&self) -> Cached {
        match self {
            Seen::Number(number) => Cached::Number(*number),
            Seen::Boolean(value) => Cached::Boolean(*value),
            Seen::Text(text) if super::super::fault::is_kept_as_text(text) => Cached::Text(text.clone()),
            Seen::Blank | Seen::Text(_) => Cached::Unknown,
        }
    }
}

/// The formulas of the nodes whose values count no more, as they stand now.
pub fn texts_of(
    nodes: &[Node],
    own: &[OwnSheet],
    columns: &[(usize, CellPlace, String)],
) -> Vec<(usize, String)> {
    let columns: BTreeMap<(usize, CellPlace), &String> =
        columns.iter().map(|(sheet, place, text)| ((*sheet, *place), text)).collect();
    let stale = nodes.iter().enumerate().filter(|(_, node)| node.stale);
    let texts = stale.filter_map(|(number, node)| {
        let text = match node.owner {
            Owner::Column(sheet) => (*columns.get(&(sheet, node.place))?).clone(),
            Owner::Sheet(sheet, row, cell) => {
                let cell = own.get(sheet)?.markup.rows.get(row)?.cells.get(cell)?;
                match &cell.content {
                    Content::Formula(formula) if formula.kind == crate::read::markup::FormulaKind::Single => {
                        formula.text.clone()
                    }
                    _ => return None,
                }
            }
        };
        Some((number, text))
    });
    texts.collect()
}
