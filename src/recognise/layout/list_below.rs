//! A list that stands below a table on the same sheet and is no part of it: a legend of levels, the
//! meaning of classes, who approved it.
//!
//! Such a list follows a blank row, fills fewer columns, begins with headings of its own, and its
//! rows have no identifier where those of the table have one.

use std::collections::HashSet;
use std::ops::Range;

use crate::read::{Cell, Row, Sheet, Value};

use crate::recognise::expectations::form_of;
use crate::recognise::profile::{holds_text, is_identifier, is_reference, text_of};

use super::filled;

/// Rows of the table that are looked at to learn its form.
const ROWS_ABOVE: usize = 120;
/// Texts of more characters are no headings of a list.
const LONGEST_HEADING: usize = 60;

/// Where the list begins, as an index into the sheet's rows; `None` where all rows may belong to the
/// table. `familiar` says whether a text is a heading of some register.
pub fn list_below(
    sheet: &Sheet,
    body: Range<usize>,
    mut familiar: impl FnMut(&str) -> bool,
) -> Option<usize> {
    let blocks = blocks(sheet, body);
    let (first, below) = blocks.split_first()?;
    let form = Form::of(sheet.rows.get(first.clone())?);
    let mut start = None;
    for block in below.iter().rev() {
        let rows = sheet.rows.get(block.clone()).unwrap_or_default();
        if rows.iter().any(|row| form.may_hold(row)) {
            break;
        }
        let gap = block
            .start
            .checked_sub(1)
            .and_then(|above| sheet.rows.get(above))
            .map_or(0, |above| rows.first().map_or(0, |row| row.number.saturating_sub(above.number)));
        if form.differs(rows, gap, &mut familiar) {
            start = Some(block.start);
        }
    }
    start
}

/// Runs of rows without a blank row between them.
fn blocks(sheet: &Sheet, body: Range<usize>) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut previous = None;
    for index in body {
        let Some(row) = sheet.rows.get(index).filter(|row| filled(row).next().is_some()) else { continue };
        match blocks.last_mut() {
            Some(block) if previous.is_some_and(|number| number + 1 == row.number) => block.end = index + 1,
            _ => blocks.push(index..index + 1),
        }
        previous = Some(row.number);
    }
    blocks
}

/// The form of a table's rows.
struct Form {
    /// How many cells they usually fill.
    width: usize,
    /// The column of their identifiers, and these, where they have such a column.
    identifiers: Option<(u32, HashSet<String>)>,
    /// Their forms, such as `A-9`.
    forms: HashSet<String>,
}

impl Form {
    fn of(rows: &[Row]) -> Self {
        let rows: Vec<&Row> = rows.iter().take(ROWS_ABOVE).filter(|row| filled(row).count() > 2).collect();
        let mut widths: Vec<usize> = rows.iter().map(|row| filled(row).count()).collect();
        widths.sort_unstable();
        let columns = rows.iter().flat_map(|row| filled(row)).map(|cell| cell.column);
        let leftmost = columns.min().unwrap_or(0);
        let identifiers = (leftmost..leftmost + 3).find_map(|column| {
            let codes: HashSet<String> = rows.iter().filter_map(|row| code(row, column)).collect();
            (rows.len() >= 2 && 5 * codes.len() >= 4 * rows.len()).then_some((column, codes))
        });
        let column = identifiers.as_ref().map(|(column, _)| *column);
        let forms = rows.iter().filter_map(|row| row.cell(column?)).map(form_of).collect();
        Self { width: widths.get(widths.len() / 2).copied().unwrap_or(0), identifiers, forms }
    }

    /// Whether a row is too much like those of the table to be below it: wide, or with an identifier
    /// that none above has.
    fn may_hold(&self, row: &Row) -> bool {
        let identified = self.identifiers.as_ref().is_some_and(|(column, known)| {
            code(row, *column).is_some_and(|code| !known.contains(&code))
                && row.cell(*column).is_some_and(|cell| self.forms.contains(&form_of(cell)))
        });
        identified || 4 * filled(row).count() > 3 * self.width
    }

    /// Whether a block of rows is a list of its own. Without identifiers to tell them apart, it has
    /// to stand two rows below, half as wide, and without a gap.
    fn differs(&self, rows: &[Row], gap: u32, familiar: &mut impl FnMut(&str) -> bool) -> bool {
        let Some((first, rest)) = rows.split_first() else { return false };
        let heads: Vec<&Cell> = filled(first).collect();
        let texts = heads.iter().all(|cell| {
            matches!(cell.value, Value::Text(_))
                && text_of(cell).chars().count() <= LONGEST_HEADING
                && code(first, cell.column).is_none()
        });
        let below = |row: &Row| filled(row).all(|cell| heads.iter().any(|head| head.column == cell.column));
        if heads.len() < 2 || rest.is_empty() || !texts || !rest.iter().all(below) {
            return false;
        }
        let half = 2 * heads.len() <= self.width;
        let full = rest.iter().all(|row| filled(row).count() == heads.len());
        let known = heads.iter().filter(|cell| familiar(text_of(cell).trim())).count();
        match self.identifiers {
            Some(_) => (half && known > 0) || 2 * known >= heads.len(),
            None => gap > 2 && half && full && 2 * known >= heads.len(),
        }
    }
}

/// What a cell holds where it is a number or a code, as identifiers are.
fn code(row: &Row, column: u32) -> Option<String> {
    let cell = row.cell(column).filter(|cell| holds_text(cell))?;
    let text = text_of(cell).trim().to_owned();
    let is_code = match &cell.value {
        Value::Number(_) => true,
        Value::Text(_) => {
            is_reference(&text) || is_identifier(&text) || text.chars().all(|c| c.is_ascii_digit())
        }
        _ => false,
    };
    is_code.then_some(text)
}
