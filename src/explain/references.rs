//! Which columns and cells an expression reads.

use crate::provenance::CellPlace;

/// What an expression reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// The cell of a column in the row of the formula.
    ThisRow(String),
    /// A column of a table.
    Column(String, String),
    /// A cell with a name.
    Name(String),
    /// A cell by its place; without a sheet it is one of the formula's own.
    Cell(Option<String>, CellPlace),
    /// Cells by their places, as they are written.
    Range(String),
}

/// The texts in quotation marks of an expression.
pub fn texts(expression: &str) -> Vec<String> {
    // Every second part stands between quotation marks; a doubled one is rare enough to be left in parts.
    expression.split('"').skip(1).step_by(2).map(str::to_owned).filter(|text| !text.is_empty()).collect()
}

/// What an expression reads, each once, in the order in which it is named first.
pub fn references(expression: &str) -> Vec<Reference> {
    let characters: Vec<char> = expression.chars().collect();
    let at = |index: usize| characters.get(index).copied();
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(character) = at(index) {
        if character == '"' {
            index = end_of(&characters, index + 1, '"') + 1;
        } else if let Some((reference, end)) = place_at(&characters, index) {
            found.push(reference);
            index = end;
        } else if character.is_alphabetic() || character == '_' {
            let start = index;
            while at(index).is_some_and(|next| next.is_alphanumeric() || matches!(next, '_' | '.')) {
                index += 1;
            }
            let name: String = characters.get(start..index).unwrap_or_default().iter().collect();
            match at(index) {
                Some('[') => {
                    let (reference, end) = column(&characters, index, name);
                    found.push(reference);
                    index = end;
                }
                // A function, or a truth value.
                Some('(') => {}
                _ if ["TRUE", "FALSE"].contains(&name.as_str()) => {}
                // The number 1E-9.
                _ if start.checked_sub(1).and_then(at).is_some_and(|before| before.is_ascii_digit()) => {}
                _ => found.push(Reference::Name(name)),
            }
        } else {
            index += 1;
        }
    }
    let mut known = Vec::new();
    for reference in found {
        if !known.contains(&reference) {
            known.push(reference);
        }
    }
    known
}

fn end_of(characters: &[char], from: usize, end: char) -> usize {
    let rest = characters.get(from..).unwrap_or_default();
    rest.iter().position(|character| *character == end).map_or(characters.len(), |offset| from + offset)
}

/// The cell or range that is written from an index on, and the index behind it: `F13`, `$F$13:G20`,
/// `'SoA 27001'!$F$13`.
fn place_at(characters: &[char], start: usize) -> Option<(Reference, usize)> {
    let at = |index: usize| characters.get(index).copied();
    let is_word = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.' | '$');
    // Only where a word begins.
    if start.checked_sub(1).and_then(at).is_some_and(is_word) {
        return None;
    }
    let word_end = |mut index: usize| {
        while at(index).is_some_and(is_word) {
            index += 1;
        }
        index
    };
    let text =
        |from: usize, to: usize| -> String { characters.get(from..to).unwrap_or_default().iter().collect() };
    let (sheet, first) = if at(start) == Some('\'') {
        let mut end = end_of(characters, start + 1, '\'');
        // A doubled apostrophe is one of the name.
        while at(end + 1) == Some('\'') {
            end = end_of(characters, end + 2, '\'');
        }
        (at(end + 1) == Some('!')).then(|| (Some(text(start + 1, end).replace("''", "'")), end + 2))?
    } else {
        match word_end(start) {
            end if end > start && at(end) == Some('!') => (Some(text(start, end)), end + 1),
            _ => (None, start),
        }
    };
    let end = word_end(first);
    let place = cell_place(&text(first, end))?;
    if at(end) == Some(':') {
        let last = word_end(end + 1);
        return Some((Reference::Range(text(start, last).replace('$', "")), last));
    }
    // A name that looks like a cell, but is a function or a table.
    if matches!(at(end), Some('(' | '[' | '!')) {
        return None;
    }
    Some((Reference::Cell(sheet, place), end))
}

/// Row and column of `F13` or `$F$13`, counted from 0.
pub fn cell_place(cell: &str) -> Option<CellPlace> {
    let cell = cell.trim().replace('$', "").to_uppercase();
    let digits = cell.find(|character: char| character.is_ascii_digit())?;
    let (letters, row) = cell.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return None;
    }
    let column = letters.bytes().fold(0_u32, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    let row: u32 = row.parse().ok()?;
    Some(CellPlace::new(row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The reference whose bracket opens at an index, and the index behind it. An apostrophe escapes what follows.
fn column(characters: &[char], open: usize, table: String) -> (Reference, usize) {
    let (mut depth, mut index) = (0, open);
    let mut parts = vec![String::new()];
    while let Some(character) = characters.get(index) {
        index += 1;
        match character {
            '\'' => {
                if let (Some(part), Some(escaped)) = (parts.last_mut(), characters.get(index)) {
                    part.push(*escaped);
                }
                index += 1;
            }
            '[' => depth += 1,
            ']' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            ',' if depth == 1 => parts.push(String::new()),
            character => {
                if let Some(part) = parts.last_mut() {
                    part.push(*character);
                }
            }
        }
    }
    let heading = parts.pop().unwrap_or_default();
    let this_row = parts.first().is_some_and(|part| part == "#This Row");
    let reference = if this_row { Reference::ThisRow(heading) } else { Reference::Column(table, heading) };
    (reference, index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_cells_of_the_row_and_names_are_told_apart() {
        let found = references(
            "IF(Lnk[[#This Row],[Shared]]=1,\"Cov[no]\",INDEX(Cov[Own],MATCH(Lnk[[#This Row],[Source key]],Cov[Key],0))*Weight_Risk)",
        );
        assert_eq!(
            found,
            [
                Reference::ThisRow("Shared".to_owned()),
                Reference::Column("Cov".to_owned(), "Own".to_owned()),
                Reference::ThisRow("Source key".to_owned()),
                Reference::Column("Cov".to_owned(), "Key".to_owned()),
                Reference::Name("Weight_Risk".to_owned()),
            ]
        );
    }

    #[test]
    fn cells_of_sheets_are_told_from_names_and_functions() {
        let found =
            references("IF(B5>0,'SoA 27001'!$F$13+Cover!A1+SUM($A$1:B2),LOG10(Cov_27001_Own)+T1_x)&\"C3\"");
        let cell = |sheet: Option<&str>, row, column| {
            Reference::Cell(sheet.map(str::to_owned), CellPlace::new(row, column))
        };
        assert_eq!(
            found,
            [
                cell(None, 4, 1),
                cell(Some("SoA 27001"), 12, 5),
                cell(Some("Cover"), 0, 0),
                Reference::Range("A1:B2".to_owned()),
                Reference::Name("Cov_27001_Own".to_owned()),
                Reference::Name("T1_x".to_owned()),
            ]
        );
        assert_eq!(texts("COUNTIF(T[A],\"Late\")&\"\""), ["Late"]);
    }

    #[test]
    fn a_cell_is_read_as_spreadsheets_write_it() {
        let place = |text: &str| cell_place(text).map(|place| (place.row, place.column));
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("$AB$13"), Some((12, 27)));
        assert_eq!(place("f7"), Some((6, 5)));
        for no_cell in ["", "A0", "13", "A", "A1:B2", "ABCD1", "Ä1"] {
            assert_eq!(place(no_cell), None, "{no_cell}");
        }
    }

    #[test]
    fn escaped_headings_are_read_as_they_were_written() {
        assert_eq!(
            references("T[[#This Row],[Q'#1 d''x]]&1E-9&TRUE"),
            [Reference::ThisRow("Q#1 d'x".to_owned())]
        );
    }
}
