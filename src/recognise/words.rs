//! The words that coded values are written with, in seven languages.
//!
//! `value-words.csv` lists them by family (`control.status`, `level`, `yes-no` …); a compliance person
//! can review it in a spreadsheet. Words are compared folded: without case, accents, punctuation at
//! the ends, and repeated spaces.

use std::fmt;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt};

/// The value words of all families.
#[derive(Clone, Debug)]
pub struct ValueWords {
    /// Shared, since every part of a run looks words up.
    lists: Arc<Lists>,
}

/// The families, and what each folded word means in them.
#[derive(Debug)]
struct Lists {
    families: Vec<String>,
    meanings: Vec<String>,
    senses: HashMap<String, Vec<Sense>>,
}

/// What a word means in one family.
#[derive(Clone, Copy, Debug)]
struct Sense {
    /// The family, as an index.
    family: usize,
    /// The meaning, as an index; `None` where languages differ on it.
    meaning: Option<usize>,
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
        let broken = |problem: String| WordsError::new("value-words.csv", problem);
        let (mut families, mut meanings) = (Names::default(), Names::default());
        let mut senses: HashMap<String, Vec<Sense>> = HashMap::with_capacity(EXPECTED_WORDS);
        let mut reader = csv::Reader::from_reader(include_str!("value-words.csv").as_bytes());
        let headings = reader.headers().map_err(|error| broken(error.to_string()))?;
        let place = |heading: &str| {
            let place = headings.iter().position(|known| known == heading);
            place.ok_or_else(|| broken(format!("there is no column `{heading}`")))
        };
        let places = (place("family")?, place("meaning")?, place("word")?);
        let mut row = csv::StringRecord::new();
        while reader.read_record(&mut row).map_err(|error| broken(error.to_string()))? {
            let cell = |place: usize| row.get(place).unwrap_or_default();
            let (family, meaning) = (families.number(cell(places.0)), meanings.number(cell(places.1)));
            let known = senses.entry(fold(cell(places.2))).or_default();
            match known.iter_mut().find(|sense| sense.family == family) {
                Some(sense) if sense.meaning != Some(meaning) => sense.meaning = None,
                Some(_) => {}
                None => known.push(Sense { family, meaning: Some(meaning) }),
            }
        }
        let lists = Lists { families: families.names, meanings: meanings.names, senses };
        Ok(Self { lists: Arc::new(lists) })
    }

    /// What a text means in a family, where the whole text is a word of it.
    pub fn meaning(&self, family: &str, text: &str) -> Option<&str> {
        let senses = self.lists.senses.get(&fold(text))?;
        let of_family = |sense: &&Sense| self.family(sense).is_some_and(|name| name == family);
        let meaning = senses.iter().find(of_family)?.meaning?;
        self.lists.meanings.get(meaning).map(String::as_str)
    }

    /// The families in which a folded text is a word.
    pub(super) fn families_of(&self, folded: &str) -> impl Iterator<Item = &str> + use<'_> {
        let senses = self.lists.senses.get(folded).map(Vec::as_slice).unwrap_or_default();
        senses.iter().filter(|sense| sense.meaning.is_some()).filter_map(|sense| self.family(sense))
    }

    fn family(&self, sense: &Sense) -> Option<&str> {
        self.lists.families.get(sense.family).map(String::as_str)
    }
}

/// About how many different words the list has.
const EXPECTED_WORDS: usize = 5_000;

/// Names that recur in a list, each kept once. They are few.
#[derive(Default)]
struct Names {
    names: Vec<String>,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        // The rows of one name follow each other, so the last ones are looked at first.
        let known = self.names.iter().rposition(|known| known == name);
        known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        })
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
    let inner = without_ends(text);
    let mut folded = inner.to_ascii_lowercase();
    if inner.contains("  ") || inner.contains(|sign| sign != ' ' && is_space(sign)) {
        folded = folded.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    }
    folded
}

/// A text without the spaces and signs at its ends that do not count.
fn without_ends(text: &str) -> &str {
    text.trim_matches(|character| is_space(character) || is_end(character))
}

/// Whether a text begins with a digit or a Latin letter other than some in lower case, so that it is none
/// of the words that begin with them; quick to see, and so for most texts.
pub(super) fn begins_with_other_letter(text: &str, letters: &[u8]) -> bool {
    let first = text.as_bytes().first().map(u8::to_ascii_lowercase);
    first.is_some_and(|first| first.is_ascii_alphanumeric() && !letters.contains(&first))
}

/// Whether a text, as it is compared, is one of some folded words.
pub(super) fn is_one_of(text: &str, words: &[&str]) -> bool {
    if text.is_ascii() {
        // The first and the last letter tell nearly every other text apart.
        let inner = without_ends(text).as_bytes();
        let alike = |one: Option<&u8>, other: Option<&u8>| {
            one.zip(other).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
        };
        let may_be = |word: &&str| {
            alike(inner.first(), word.as_bytes().first()) && alike(inner.last(), word.as_bytes().last())
        };
        if !words.iter().any(may_be) {
            return false;
        }
    }
    words.contains(&fold(text).as_str())
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
    fn each_word_means_in_each_family_what_the_list_says_unless_that_is_two_things() {
        let words = ValueWords::load().unwrap();
        let mut lists = csv::Reader::from_reader(include_str!("value-words.csv").as_bytes());
        let mut known: std::collections::BTreeMap<(String, String), std::collections::BTreeSet<String>> =
            std::collections::BTreeMap::new();
        for row in lists.records().map(Result::unwrap) {
            let meanings = known.entry((row[0].to_owned(), fold(&row[3]))).or_default();
            meanings.insert(row[1].to_owned());
        }
        assert!(known.len() > 3_000, "{} words", known.len());
        for ((family, word), meanings) in known {
            let expected = meanings.first().filter(|_| meanings.len() == 1).map(String::as_str);
            assert_eq!(words.meaning(&family, &word), expected, "{family} {word}");
            assert_eq!(words.families_of(&word).any(|known| known == family), expected.is_some());
        }
    }

    #[test]
    fn a_text_is_a_word_where_it_folds_to_it() {
        for (text, expected) in [
            (" [Lorem  ipsum] ", true),
            ("LOREM_IPSUM", true),
            ("tbd.", true),
            ("tbd bad", false),
            ("tad", false),
            ("", false),
            ("...", false),
            ("têd", false),
            ("vacío", true),
        ] {
            assert_eq!(is_one_of(text, &["tbd", "lorem ipsum", "vacio"]), expected, "{text}");
        }
    }

    #[test]
    fn folding_brings_spaces_of_every_kind_to_one() {
        for text in ["a b", " a  b ", "a\tb", "a__b", "(a \n b)", "A B.", "a\u{a0}b", "ä\u{a0} b_"] {
            assert_eq!(fold(text), "a b", "{text:?}");
        }
    }

    #[test]
    fn folding_keeps_other_scripts() {
        assert_eq!(fold("  Évaluation\n d'impact: "), "evaluation d'impact");
        assert_eq!(fold("risk_id"), "risk id");
        assert_eq!(fold("備考"), "備考");
    }
}
