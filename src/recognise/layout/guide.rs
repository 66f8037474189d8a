//! Rows directly below a header that explain it and are no records: the numbers of the columns,
//! instructions, an example.

use std::collections::BTreeSet;

use crate::read::{Cell, Row, Value};
use crate::recognise::expectations::form_of;
use crate::recognise::profile::text_of;

use super::{filled, is_code};

/// At most so many rows explain a header.
const MOST: usize = 3;
/// Rows of the table that the first ones are compared with.
const ROWS_BELOW: usize = 30;
/// A row of instructions has at least so many cells.
const FEWEST_CELLS: usize = 3;
/// An instruction has at least so many characters more than twice what usually stands in its column.
const LONGER: usize = 12;

/// A code is no longer than this.
const LONGEST_CODE: usize = 24;

/// The marks that an example is written with, folded to lower case.
const EXAMPLE: [&str; 22] = [
    "e.g.",
    "e.g ",
    "eg.",
    "example",
    "sample",
    "z.b.",
    "z. b.",
    "beispiel",
    "bijv.",
    "bv.",
    "voorbeeld",
    "ex.",
    "p. ex",
    "par ex",
    "exemple",
    "p. ej",
    "p.ej",
    "ej.",
    "ejemplo",
    "exemplo",
    "esempio",
    "np.",
];
/// The same in scripts without spaces, at the start of a cell.
const EXAMPLE_UNSPACED: [&str; 3] = ["例", "記入例", "示例"];

/// The first of some rows below a header that are no records, each with what it is.
pub fn guide_rows(rows: &[Row]) -> Vec<(u32, &'static str)> {
    let mut guides = Vec::new();
    for (index, row) in rows.iter().take(MOST).enumerate() {
        let below = rows.get(index + 1..).unwrap_or_default();
        if filled(row).next().is_some() && !below.iter().any(|row| filled(row).count() > 1) {
            // The only row of a table is its record.
            break;
        }
        let Some(what) = what_it_is(row, below) else { break };
        guides.push((row.number, what));
    }
    guides
}

fn what_it_is(row: &Row, below: &[Row]) -> Option<&'static str> {
    let cells: Vec<&Cell> = filled(row).collect();
    if cells.is_empty() {
        None
    } else if numbers_the_columns(&cells) {
        Some("numbers the columns")
    } else if is_example(&cells) {
        Some("is an example")
    } else if is_rule(&cells) {
        Some("is a rule between header and records")
    } else if instructs(row, &cells, below) {
        Some("says how the columns are filled in")
    } else {
        None
    }
}

/// `1 | 2 | 3`, `(a) | (b) | (c) = (a) x (b)`: each cell begins with the next number or letter.
fn numbers_the_columns(cells: &[&Cell]) -> bool {
    let mut places = Vec::new();
    for cell in cells {
        let text = text_of(cell).to_lowercase();
        let bare: String =
            text.chars().skip_while(|c| !c.is_alphanumeric()).take_while(|c| c.is_alphanumeric()).collect();
        let letter = bare.chars().next().filter(|letter| bare.len() == 1 && letter.is_ascii_lowercase());
        let place = letter.map(|letter| u32::from(letter) - u32::from('a') + 1).or_else(|| bare.parse().ok());
        let Some(place) = place else { return false };
        places.push(place);
    }
    places.len() >= FEWEST_CELLS
        && places.first() == Some(&1)
        && places.windows(2).all(|pair| matches!(pair, [one, next] if one + 1 == *next))
}

/// Dashes that draw a line below the headings, as tables in plain text have: `---|:---:|---`.
fn is_rule(cells: &[&Cell]) -> bool {
    cells.iter().all(|cell| {
        let text = text_of(cell);
        let text = text.trim();
        text.chars().filter(|c| matches!(c, '-' | '=' | '─' | '—')).count() >= 2
            && text.chars().all(|c| matches!(c, '-' | '=' | '─' | '—' | ':' | '+' | ' ' | '|'))
    })
}

/// Most cells, or the first one by itself, say that they are an example.
fn is_example(cells: &[&Cell]) -> bool {
    let says_so = |cell: &&&Cell| {
        let text = text_of(cell).trim().trim_start_matches(['(', '[', '<']).to_lowercase();
        let short = text.trim_end_matches([')', ']', '>', ':', '.', ' ']);
        EXAMPLE.iter().any(|mark| match mark.strip_suffix(['.', ' ']) {
            Some(_) => text.starts_with(mark),
            // A whole word names a record as often as it marks one: only by itself it is a mark.
            None => short == *mark,
        }) || EXAMPLE_UNSPACED.iter().any(|mark| text.starts_with(mark))
    };
    let marked = cells.iter().filter(says_so).count();
    let first_is_a_word = cells.first().is_some_and(|cell| says_so(&cell) && text_of(cell).trim().len() < 24);
    2 * marked > cells.len() || (first_is_a_word && cells.len() >= 2)
}

/// In all columns of numbers, dates and codes below, two at least, a row has words.
fn is_of_another_kind(row: &Row, cells: &[&Cell], below: &[&Row]) -> bool {
    let coded = |cell: &Cell| match &cell.value {
        Value::Text(text) => {
            let text = text.trim();
            is_code(text)
                || (text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic))
        }
        _ => true,
    };
    if cells.iter().any(|cell| coded(cell)) {
        return false;
    }
    let columns = below.iter().flat_map(|row| filled(row)).map(|cell| cell.column).collect::<BTreeSet<_>>();
    let of_codes: Vec<u32> = columns
        .into_iter()
        .filter(|column| {
            let values: Vec<&Cell> = below.iter().filter_map(|row| row.cell(*column)).collect();
            values.len() >= 2 && values.iter().all(|cell| coded(cell))
        })
        .collect();
    of_codes.len() >= 2 && of_codes.iter().all(|column| row.cell(*column).is_some())
}

/// In the leftmost column a row has an identifier as the rows below have: of the same form, or a code
/// with a number in it where nearly all of theirs are codes (`A&A-01.1` above `AIS-01.1`).
fn is_identified_as_below(row: &Row, below: &[&Row]) -> bool {
    let leftmost = below.iter().filter_map(|row| filled(row).next()).map(|cell| cell.column).min();
    let Some((column, own)) = leftmost.and_then(|column| Some((column, row.cell(column)?))) else {
        return false;
    };
    let others: Vec<&Cell> = below
        .iter()
        .filter_map(|row| row.cell(column))
        .filter(|cell| !text_of(cell).trim().is_empty())
        .collect();
    let form = form_of(own);
    let codes = others.iter().filter(|cell| is_numbered_code(&text_of(cell))).count();
    (form.contains('9') && others.iter().any(|cell| form_of(cell) == form))
        || (is_numbered_code(&text_of(own)) && !others.is_empty() && 5 * codes >= 4 * others.len())
}

/// A short text without spaces that ends with a number and consists of letters, digits and the signs
/// that codes are written with.
fn is_numbered_code(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() <= LONGEST_CODE
        && text.starts_with(char::is_alphanumeric)
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '&' | '#' | ':'))
}

/// Most cells are texts much longer than what stands below them, and nothing is numbered as below.
fn instructs(row: &Row, cells: &[&Cell], below: &[Row]) -> bool {
    let rows: Vec<&Row> = below.iter().take(ROWS_BELOW).filter(|row| filled(row).count() > 1).collect();
    if cells.len() < FEWEST_CELLS
        || rows.is_empty()
        || !cells.iter().all(|cell| matches!(cell.value, Value::Text(_)))
    {
        return false;
    }
    if is_identified_as_below(row, &rows) {
        return false;
    }
    let usual = |column: u32| {
        let mut lengths: Vec<usize> = rows
            .iter()
            .filter_map(|row| row.cell(column))
            .map(|cell| text_of(cell).trim().chars().count())
            .collect();
        lengths.sort_unstable();
        lengths.get(lengths.len() / 2).copied()
    };
    if is_of_another_kind(row, cells, &rows) {
        return true;
    }
    let long = cells.iter().filter(|cell| {
        usual(cell.column).is_some_and(|usual| text_of(cell).trim().chars().count() >= 2 * usual + LONGER)
    });
    5 * long.count() >= 3 * cells.len()
}
