//! What is asked for: a requirement, a diagnostic code, or a cell by its place or its name.

use super::references::cell_place;
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
    /// A diagnostic code, where one has that name; it can be told without a workbook.
    pub fn of_code(asked: &str) -> Option<CodeRef> {
        let asked = unquoted(asked.trim()).to_lowercase();
        codes::all().find(|code| code.name == asked)
    }

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
        if let Some(code) = Self::of_code(asked) {
            return Ok(Question::Code(code));
        }
        if let Some((sheet, place)) = subject.place_of_name(asked) {
            return Ok(Question::Cell { sheet, row: place.row, column: place.column });
        }
        let codes = codes::all().map(|code| code.name.to_owned());
        let names = subject.names().map(str::to_owned);
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
            problem: format!("\"{asked}\" is no requirement, no diagnostic code, no cell and no name of one"),
            nearest: nearest(asked, codes.chain(ids).chain(names)),
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
        let place = cell_place(cell).ok_or_else(|| NotFound {
            problem: if cell.contains(':') {
                format!("\"{cell}\" is a range; one cell is expected, such as F13")
            } else {
                format!("\"{cell}\" is no cell; a column and a row are expected, such as F13")
            },
            nearest: Vec::new(),
        })?;
        Ok(Question::Cell { sheet, row: place.row, column: place.column })
    }
}

/// A text without the quotation marks that a shell left around it; those of a sheet stay.
fn unquoted(asked: &str) -> &str {
    let inside = |mark: char| asked.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    inside('\'').or_else(|| inside('"')).map_or(asked, str::trim)
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
    fn quotation_marks_of_the_shell_are_taken_off_and_those_of_a_sheet_stay() {
        assert_eq!((unquoted("'A.5.1'"), unquoted("'Our risks'!A1")), ("A.5.1", "'Our risks'!A1"));
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
