//! What is asked for: a requirement, a diagnostic code, or a cell.

use super::subject::Subject;
use crate::diagnostic::{CodeRef, codes};
use crate::standards::{RequirementId, Standard};

/// Most names that are offered for one that does not exist.
const MOST_OFFERED: usize = 5;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// A clause or control, of each standard that has it unless one was named.
    Requirements(Vec<RequirementId>),
    /// A diagnostic code.
    Code(CodeRef),
    /// A cell: the number of its sheet in the workbook, its row and its column, counted from 0.
    Cell {
        /// The sheet.
        sheet: usize,
        /// The row.
        row: u32,
        /// The column.
        column: u32,
    },
}

/// Why there is nothing to explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFound {
    /// What it is not.
    pub problem: String,
    /// The names that come nearest.
    pub nearest: Vec<String>,
}

impl Question {
    /// Understands what is asked for. `standard` decides where a number is one of both standards.
    ///
    /// # Errors
    /// Where nothing has that name; the error offers the nearest names.
    pub fn of(subject: &Subject<'_>, asked: &str, standard: Option<Standard>) -> Result<Self, NotFound> {
        let asked = unquoted(asked.trim());
        if let Some((sheet, cell)) = asked.rsplit_once('!') {
            return Self::of_cell(subject, sheet, cell);
        }
        let ids = subject.catalogue.named(asked, standard);
        if !ids.is_empty() {
            return Ok(Question::Requirements(ids));
        }
        if let Some(code) = codes::all().find(|code| code.name == asked.to_lowercase()) {
            return Ok(Question::Code(code));
        }
        let codes = codes::all().map(|code| code.name.to_owned());
        let all = subject.catalogue.requirements().map(|requirement| requirement.id);
        let ids = all.flat_map(|id| [id.to_string(), id.number().to_owned()]);
        let records = subject.cells_of_record(asked);
        if !records.is_empty() {
            return Err(NotFound {
                problem: format!("\"{asked}\" is a record; a cell of it can be asked for"),
                nearest: records,
            });
        }
        Err(NotFound {
            problem: format!("\"{asked}\" is no requirement, no diagnostic code and no cell"),
            nearest: nearest(asked, codes.chain(ids)),
        })
    }

    fn of_cell(subject: &Subject<'_>, sheet: &str, cell: &str) -> Result<Self, NotFound> {
        let quoted = sheet.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        let name = quoted.map_or_else(|| sheet.to_owned(), |inner| inner.replace("''", "'"));
        let sheets = subject.sheets();
        let exact = sheets.get(&name);
        let number = exact.or_else(|| {
            let same = |known: &&String| known.to_lowercase() == name.trim().to_lowercase();
            sheets.keys().find(same).and_then(|known| sheets.get(known))
        });
        let Some(sheet) = number.copied() else {
            let all = sheets.keys().cloned().collect::<Vec<_>>();
            let near = nearest(&name, all.iter().cloned());
            let nearest = if near.is_empty() { all } else { near };
            return Err(NotFound {
                problem: format!("there is no sheet \"{name}\" in the workbook"),
                nearest,
            });
        };
        let (row, column) = place(cell).ok_or_else(|| NotFound {
            problem: if cell.contains(':') {
                format!("\"{cell}\" is a range; one cell is expected, such as F13")
            } else {
                format!("\"{cell}\" is no cell; a column and a row are expected, such as F13")
            },
            nearest: Vec::new(),
        })?;
        Ok(Question::Cell { sheet, row, column })
    }
}

/// A text without the quotation marks that a shell left around it; those of a sheet stay.
fn unquoted(asked: &str) -> &str {
    let inside = |mark: char| asked.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    inside('\'').or_else(|| inside('"')).map_or(asked, str::trim)
}

/// Row and column of `F13` or `$F$13`, counted from 0.
fn place(cell: &str) -> Option<(u32, u32)> {
    let cell = cell.trim().replace('$', "").to_uppercase();
    let digits = cell.find(|character: char| character.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return None;
    }
    let column = letters.bytes().fold(0_u32, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = row.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The names that differ least from what was asked for, the nearest first; none that differ in most letters.
fn nearest(asked: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let asked = asked.to_lowercase();
    let length = asked.chars().count();
    let mut found: Vec<(usize, String)> = names
        .map(|name| {
            let lower = name.to_lowercase();
            // Part of a name counts as near.
            let distance = if length > 2 && lower.contains(&asked) { 1 } else { distance(&asked, &lower) };
            (distance, name)
        })
        .filter(|(distance, _)| *distance * 2 <= length.max(4))
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().take(MOST_OFFERED).map(|(_, name)| name).collect()
}

/// How many letters have to be put in, taken out or changed to make one text of another.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, character) in one.chars().enumerate() {
        let mut next = vec![index + 1];
        for (place, against) in other.iter().enumerate() {
            let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
            let changed = at(&row, place) + usize::from(character != *against);
            next.push(changed.min(at(&row, place + 1) + 1).min(at(&next, place) + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_as_spreadsheets_write_it() {
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("$AB$13"), Some((12, 27)));
        assert_eq!(place("f7"), Some((6, 5)));
        assert_eq!((unquoted("'A.5.1'"), unquoted("'Our risks'!A1")), ("A.5.1", "'Our risks'!A1"));
        for no_cell in ["", "A0", "13", "A", "A1:B2", "ABCD1", "Ä1"] {
            assert_eq!(place(no_cell), None, "{no_cell}");
        }
    }

    #[test]
    fn the_nearest_names_are_offered_and_no_others() {
        let names =
            || ["risk-unrated", "risk-without-owner", "clause-excluded"].map(str::to_owned).into_iter();
        assert_eq!(nearest("risk-unratd", names()), ["risk-unrated"]);
        assert_eq!(nearest("excluded", names()), ["clause-excluded"]);
        assert_eq!(nearest("xyz", names()), Vec::<String>::new());
        assert_eq!((distance("kitten", "sitting"), distance("", "ab"), distance("a", "a")), (3, 2, 0));
    }
}
