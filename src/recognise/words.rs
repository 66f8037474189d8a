//! The words that coded values are written with, in seven languages.
//!
//! `value-words.csv` lists them by family (`control.status`, `level`, `yes-no` …); a compliance person
//! can review it in a spreadsheet. Words are compared folded: without case, accents, punctuation at
//! the ends, and repeated spaces.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;

/// The value words of all families.
#[derive(Clone, Debug)]
pub struct ValueWords {
    families: HashMap<String, HashMap<String, String>>,
}

#[derive(Deserialize)]
struct Row {
    family: String,
    meaning: String,
    word: String,
}

/// The embedded list of words does not hold together.
#[derive(Debug)]
pub struct WordsError {
    file: &'static str,
    problem: String,
}

impl WordsError {
    /// A fault of an embedded list.
    pub(super) fn new(file: &'static str, problem: String) -> Self {
        Self { file, problem }
    }
}

impl fmt::Display for WordsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "embedded data, {}: {}", self.file, self.problem)
    }
}

impl std::error::Error for WordsError {}

impl ValueWords {
    /// Loads the embedded list.
    ///
    /// A word that means different things in different languages of one family has no meaning here:
    /// it is not guessed.
    ///
    /// # Errors
    /// Where the embedded list cannot be parsed; the tests load it, so a released program does not meet this.
    pub fn load() -> Result<Self, WordsError> {
        let mut families: HashMap<String, HashMap<String, Option<String>>> = HashMap::new();
        let mut reader = csv::Reader::from_reader(include_str!("value-words.csv").as_bytes());
        for row in reader.deserialize() {
            let row: Row = row.map_err(|error| WordsError::new("value-words.csv", error.to_string()))?;
            families
                .entry(row.family)
                .or_default()
                .entry(fold(&row.word))
                .and_modify(|meaning| {
                    if meaning.as_ref() != Some(&row.meaning) {
                        *meaning = None;
                    }
                })
                .or_insert(Some(row.meaning));
        }
        let families = families
            .into_iter()
            .map(|(family, words)| {
                let words = words.into_iter().filter_map(|(word, meaning)| Some((word, meaning?))).collect();
                (family, words)
            })
            .collect();
        Ok(Self { families })
    }

    /// What a text means in a family, where the whole text is a word of it.
    pub fn meaning(&self, family: &str, text: &str) -> Option<&str> {
        self.families.get(family)?.get(&fold(text)).map(String::as_str)
    }

    /// The families in which a folded text is a word.
    pub(super) fn families_of<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = &'a str> {
        self.families
            .iter()
            .filter(move |(_, words)| words.contains_key(folded))
            .map(|(family, _)| family.as_str())
    }

    /// The families, in no particular order.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.families.keys().map(String::as_str)
    }
}

/// The rows of an embedded list, below its header.
pub(crate) fn rows_of_list(file: &'static str, text: &str) -> Result<Vec<Vec<String>>, WordsError> {
    csv::Reader::from_reader(text.as_bytes())
        .records()
        .map(|row| row.map(|row| row.iter().map(str::to_owned).collect()))
        .collect::<Result<_, _>>()
        .map_err(|error| WordsError::new(file, error.to_string()))
}

/// A text as it is compared: lower case, without accents, line breaks and underscores as spaces,
/// repeated spaces as one, and without punctuation at its ends (`%`, `#` and signs are kept).
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return fold_ascii(text);
    }
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        if is_space(character) {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if character.is_ascii() {
            folded.push(character.to_ascii_lowercase());
        } else if character.is_alphabetic() && is_latin(character) {
            folded.extend(
                deunicode::deunicode_char(character).unwrap_or_default().chars().flat_map(char::to_lowercase),
            );
        } else {
            folded.extend(character.to_lowercase());
        }
    }
    folded.trim_matches(is_end).to_owned()
}

/// The same for a text that has no accents, which most have not.
fn fold_ascii(text: &str) -> String {
    let inner = text.trim_matches(|character| is_space(character) || is_end(character));
    let mut folded = String::with_capacity(inner.len());
    let mut after_space = false;
    for character in inner.chars() {
        let space = is_space(character);
        if !space {
            folded.push(character.to_ascii_lowercase());
        } else if !after_space {
            folded.push(' ');
        }
        after_space = space;
    }
    folded
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '_' | '\u{a0}' | '\u{200b}')
}

/// Signs that do not count at the ends of a text.
fn is_end(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '.' | ',' | ':' | ';' | '*' | '?' | '!' | '"' | '\'' | '(' | ')' | '[' | ']')
}

fn is_latin(character: char) -> bool {
    matches!(u32::from(character), 0x00c0..=0x024f | 0x1e00..=0x1eff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_seven_languages_whatever_their_case_and_accents() {
        let words = ValueWords::load().unwrap();
        for (family, text, meaning) in [
            ("control.status", "Implemented", Some("implemented")),
            ("control.status", " IMPLEMENTED. ", Some("implemented")),
            ("yes-no", "Oui", Some("yes")),
            ("yes-no", "nee", Some("no")),
            ("level", "very high", Some("very-high")),
            ("level", "medium-ish", None),
        ] {
            assert_eq!(words.meaning(family, text), meaning, "{family} {text}");
        }
    }

    #[test]
    fn folding_keeps_other_scripts() {
        assert_eq!(fold("  Évaluation\n d'impact: "), "evaluation d'impact");
        assert_eq!(fold("risk_id"), "risk id");
        assert_eq!(fold("備考"), "備考");
    }
}
