//! Whether a formula is the one that a run writes: programs that save it change its spaces and its numbers.

/// Whether two expressions are one, but for what programs change when they save them.
pub fn is_same(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

/// An expression without spaces, in capitals, with its numbers in one form. Texts and the headings in brackets
/// stay as they are.
fn plain(expression: &str) -> String {
    let characters: Vec<char> = expression.trim().trim_start_matches('=').chars().collect();
    let mut plain = String::with_capacity(characters.len());
    let (mut index, mut depth, mut in_text) = (0, 0_usize, false);
    while let Some(character) = characters.get(index).copied() {
        let name_before = plain.chars().next_back().is_some_and(|last| last.is_alphanumeric() || last == '_');
        index += 1;
        match character {
            '"' if depth == 0 => {
                in_text = !in_text;
                plain.push(character);
            }
            other if in_text => plain.push(other),
            // In a heading, an apostrophe escapes what follows.
            '\'' if depth > 0 => {
                plain.push(character);
                plain.extend(characters.get(index));
                index += 1;
            }
            '[' => {
                depth += 1;
                plain.push(character);
            }
            ']' => {
                depth = depth.saturating_sub(1);
                plain.push(character);
            }
            other if depth > 0 => plain.push(other),
            space if space.is_whitespace() => {}
            digit if digit.is_ascii_digit() && !name_before => {
                let rest = characters.get(index - 1..).unwrap_or_default();
                let length = length_of_number(rest);
                let number: String = rest.iter().take(length).collect();
                match number.parse::<f64>() {
                    Ok(value) => plain.push_str(&value.to_string()),
                    Err(_) => plain.push_str(&number),
                }
                index += length - 1;
            }
            other => plain.extend(other.to_uppercase()),
        }
    }
    plain.replace("_XLFN.", "")
}

/// How many characters the number takes that stands first: `12`, `0.5`, `1E-9`.
fn length_of_number(characters: &[char]) -> usize {
    let digits = |from: usize| {
        let rest = characters.get(from..).unwrap_or_default();
        rest.iter().take_while(|character| character.is_ascii_digit() || **character == '.').count()
    };
    let whole = digits(0);
    if !matches!(characters.get(whole), Some('E' | 'e')) {
        return whole;
    }
    let sign = usize::from(matches!(characters.get(whole + 1), Some('+' | '-')));
    match digits(whole + 1 + sign) {
        0 => whole,
        exponent => whole + 1 + sign + exponent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_change_when_they_save_is_no_difference() {
        assert!(is_same(
            "IF(ABS(Checks[[#This Row],[Expected]])<=1E-9, \"OK\", 0.50)",
            "=if(ABS(Checks[[#This Row],[Expected]])<=0.000000001,\"OK\",0.5)"
        ));
        assert!(is_same("_xlfn.ISFORMULA(A1)+Weight_2", "ISFORMULA(A1) + Weight_2"));
    }

    #[test]
    fn what_people_change_is_a_difference() {
        for (one, other) in [
            ("IF(T[Own]=1,1,0)", "IF(T[Own]=1,1,1)"),
            ("T[Own level]", "T[Ownlevel]"),
            ("T[Own]", "T[own]"),
            ("\"OK \"", "\"OK\""),
            ("\"ok\"", "\"OK\""),
            ("Weight_2", "Weight_20"),
            ("T[it''s 1.0]", "T[it''s 1]"),
            ("1", "T[Own]"),
        ] {
            assert!(!is_same(one, other), "{one} and {other}");
        }
    }
}
