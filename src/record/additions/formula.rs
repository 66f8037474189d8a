//! Formulas of people: which of them may stay, and what of them has to be led elsewhere in the next version.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::before::Before;
use super::functions;
use super::tokens::{Cells, Token, tokens, with_headings};
use crate::model::Entry;

/// Why a formula cannot stay, in words.
pub(super) const WHY_NOT: &str =
    "it leads out of the workbook, or has a function or a name that annexa does not know";

/// A formula in a column that people added.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnFormula {
    /// What it consists of.
    pub pieces: Vec<Piece>,
    /// What each cell of its own row that it reads held when its value was worked out.
    pub read: Vec<(String, Entry)>,
}

/// A piece of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// What stands there as it is.
    Text(String),
    /// The cell of the same row under a heading.
    Cell(String),
    /// What it reads elsewhere, as it was written.
    Elsewhere(String),
}

impl OwnFormula {
    fn push(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(known)) => known.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }
}

/// The formula of a cell in a column that people added, where it can be kept. `columns` are the headings of the list's
/// columns as they stand there and as they will be written, `held` what the cells of the row hold.
pub(super) fn kept(
    text: &str,
    list: &str,
    row: u32,
    columns: &BTreeMap<u32, (String, String)>,
    known: &Before,
    held: impl Fn(u32) -> Entry,
) -> Option<OwnFormula> {
    let found = tokens(text)?;
    let mut formula = OwnFormula { pieces: Vec::new(), read: Vec::new() };
    for (place, token) in found.iter().enumerate() {
        let in_range = matches!(found.get(place + 1), Some(Token::Plain(":")))
            || place.checked_sub(1).is_some_and(|before| found.get(before) == Some(&Token::Plain(":")));
        let column = match token {
            Token::Cells(_, cells) if !in_range => of_row(cells, row),
            Token::Table(table, inside) if table.eq_ignore_ascii_case(list) => this_row(inside, columns),
            _ => None,
        };
        match column.and_then(|column| Some((column, columns.get(&column)?))) {
            Some((column, (_, written))) => {
                formula.read.push((written.clone(), held(column)));
                formula.pieces.push(Piece::Cell(written.clone()));
            }
            None if known.holds(token) => match token {
                Token::Plain(text) | Token::Function(text) => formula.push(text),
                Token::Text(text) | Token::Cells(text, _) | Token::Name(text, ..) => {
                    formula.pieces.push(Piece::Elsewhere((*text).to_owned()));
                }
                Token::Table(table, inside) => {
                    formula.pieces.push(Piece::Elsewhere(format!("{table}{inside}")));
                }
            },
            None => return None,
        }
    }
    Some(formula)
}

/// The column of a single cell of a row, whose own row it is and stays.
fn of_row(cells: &Cells, row: u32) -> Option<u32> {
    let (column, here) = (cells.first.column?, cells.first.row?);
    (cells.sheet.is_none() && cells.last.is_none() && here.number == row && !here.fixed)
        .then_some(column.number)
}

/// The column of `[[#This Row],[heading]]`.
fn this_row(inside: &str, columns: &BTreeMap<u32, (String, String)>) -> Option<u32> {
    inside.strip_prefix("[[#This Row],[")?;
    if inside.contains("]:[") {
        return None;
    }
    let named = Cell::new(None);
    with_headings(inside, |heading| {
        let column = columns.iter().find(|(_, (shown, _))| shown == heading).map(|(column, _)| *column)?;
        named.set(Some(column));
        Some(heading.to_owned())
    })?;
    named.into_inner()
}

/// What stays where it is when a workbook is refreshed, by names in lower case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InPlace {
    /// Sheets that are kept as a whole, with the names that they get.
    pub sheets: BTreeMap<String, String>,
    /// Tables on them.
    pub tables: BTreeSet<String>,
    /// Names that stand for cells of them.
    pub names: BTreeSet<String>,
}

/// Whether a formula may stay: it reads this workbook alone, by functions that are known.
pub(super) fn may_stay(text: &str, known: &Before) -> bool {
    tokens(text).is_some_and(|found| found.iter().all(|token| known.holds(token)))
}

impl Before {
    /// Whether a piece of a formula means something in the next version too.
    fn holds(&self, token: &Token<'_>) -> bool {
        let own = &self.in_place;
        match token {
            Token::Plain(_) | Token::Text(_) => true,
            Token::Function(name) => functions::is_known(name),
            Token::Cells(_, Cells { sheet: None, .. }) => true,
            Token::Cells(_, Cells { sheet: Some(sheet), .. }) => self.has_sheet(sheet),
            Token::Table(table, inside) => {
                let table = table.to_lowercase();
                own.tables.contains(&table)
                    || self.lists.get(&table).is_some_and(|list| list.with_headings(inside).is_some())
            }
            Token::Name(_, sheet, name) => {
                let name = name.to_lowercase();
                sheet.as_ref().is_none_or(|sheet| self.has_sheet(sheet))
                    && (own.tables.contains(&name)
                        || own.names.contains(&name)
                        || self.lists.contains_key(&name)
                        || self.names.contains_key(&name))
            }
        }
    }

    fn has_sheet(&self, sheet: &str) -> bool {
        let sheet = sheet.to_lowercase();
        self.in_place.sheets.contains_key(&sheet) || self.sheets.contains_key(&sheet)
    }
}
