//! Which columns and named cells an expression reads.

/// What an expression reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    /// The cell of a column in the row of the formula.
    ThisRow(String),
    /// A column of a table.
    Column(String, String),
    /// A cell with a name.
    Name(String),
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
    fn escaped_headings_are_read_as_they_were_written() {
        assert_eq!(
            references("T[[#This Row],[Q'#1 d''x]]&1E-9&TRUE"),
            [Reference::ThisRow("Q#1 d'x".to_owned())]
        );
    }
}
