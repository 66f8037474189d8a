//! What a cell asks for, and whether a text gives it: judged by formulas of the workbook and here alike.
//!
//! A formula looks a text up among the words of the workbook, so what is compared is made of it by the same steps:
//! characters are left out of it, and it is found whole or not at all.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::placeholder_words::{StandsFor, words_for};

/// What a cell asks for: which words then hold the place of it (judgement).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// An answer: that there is none, or that it does not apply, is one.
    Answer,
    /// An entry: that there is none is not one.
    Entry,
    /// A person or a function: a vacancy, a yes or a no is none.
    Person,
}

/// The characters that are left out when an entry is compared by formulas of the workbook; none of them is left that
/// a formula would take for any letter.
pub const LEFT_OUT_OF_ENTRIES: [char; 9] = [' ', '.', '/', '-', '?', '*', '~', '\n', '…'];

/// Signs that stand alone in the place of an entry; the empty one is for those that are left out.
const NO_LETTERS: &[&str] = &["", "–", "—", "…", "_", "__", "___", ":", ",", ";"];

/// What stands alone in the place of a person, beside words: what programs make a text of a true or false.
const TRUE_OR_FALSE: [&str; 2] = ["0", "1"];

/// Most letters of a word that is looked for in other ways of writing too.
const SHORT_LETTERS: usize = 4;

/// What is compared of an entry, with a point behind it, so that nothing is left of a blank cell but the point.
fn entry_of(text: &str) -> String {
    let small = text.to_lowercase();
    small.chars().filter(|character| !LEFT_OUT_OF_ENTRIES.contains(character)).chain(['.']).collect()
}

/// The ways in which a short word is written as well: in brackets, twice in a list or on two lines, and in letters of
/// full width.
fn also_written(word: &str) -> Vec<String> {
    let letters = word.chars().filter(|character| character.is_alphanumeric()).count();
    if word.is_empty() || word.chars().count() > SHORT_LETTERS {
        return Vec::new();
    }
    let mut written =
        [("(", ")"), ("[", "]"), ("<", ">")].map(|(open, close)| format!("{open}{word}{close}")).to_vec();
    if letters > 1 {
        written.extend([";", ","].map(|mark| format!("{word}{mark}{word}")));
        written.extend([";", ","].map(|mark| format!("{word}{mark}")));
    }
    // Two of two letters can be a name.
    if letters > 2 {
        written.push(format!("{word}{word}"));
    }
    if word.is_ascii() && letters > 0 {
        let bare: String =
            word.chars().filter(|character| !LEFT_OUT_OF_ENTRIES.contains(character)).collect();
        written.extend([full_width(word), full_width(&bare)]);
    }
    written
}

/// A word in letters of full width, as keyboards of East Asian languages write it.
pub fn full_width(word: &str) -> String {
    let wide = |letter: char| {
        let letter = if letter.is_ascii_graphic() { u32::from(letter) + 0xFEE0 } else { u32::from(letter) };
        char::from_u32(letter)
    };
    word.chars().filter_map(wide).collect()
}

/// The words that hold the place of an answer, then those that only hold that of an entry, then those that only
/// hold that of a person, each once and as they are compared.
static PLACEHOLDERS: LazyLock<[BTreeSet<String>; 3]> = LazyLock::new(|| {
    let entries = |words: &mut dyn Iterator<Item = &'static str>| -> BTreeSet<String> {
        words
            .flat_map(|word| also_written(word).into_iter().chain([word.to_owned()]))
            .map(|word| entry_of(&word))
            .collect()
    };
    let answer =
        entries(&mut words_for(&[StandsFor::Anything, StandsFor::Entry]).chain(NO_LETTERS.iter().copied()));
    let mut entry = entries(&mut words_for(&[StandsFor::Anything, StandsFor::NoneThere]));
    entry.retain(|word| !answer.contains(word));
    let mut person = entries(
        &mut words_for(&[StandsFor::Name, StandsFor::YesOrNo, StandsFor::NotYet]).chain(TRUE_OR_FALSE),
    );
    person.retain(|word| !answer.contains(word) && !entry.contains(word));
    [answer, entry, person]
});

/// The words that hold the place of what is asked, as they are compared: first those that hold the place of an
/// answer, then those added for an entry, then those added for a person.
pub fn placeholders() -> [impl Iterator<Item = &'static str>; 3] {
    let [answer, entry, person] = &*PLACEHOLDERS;
    [answer, entry, person].map(|words| words.iter().map(String::as_str))
}

/// Whether a text gives what is asked, as the formulas of the workbook judge it too.
pub fn gives(text: &str, asked: Asked) -> bool {
    let entry = entry_of(text);
    let [of_answer, of_entry, of_person] = &*PLACEHOLDERS;
    !of_answer.contains(&entry)
        && (asked < Asked::Entry || !of_entry.contains(&entry))
        && (asked < Asked::Person || !of_person.contains(&entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_none_answers_a_question_and_a_vacancy_is_an_entry_but_nobody() {
        for (text, given) in [
            ("TBD", [false, false, false]),
            ("(tbc)", [false, false, false]),
            ("never", [false, false, false]),
            ("–", [false, false, false]),
            ("", [false, false, false]),
            ("none", [true, false, false]),
            ("N.v.t.", [true, false, false]),
            ("vacant", [true, true, false]),
            ("x", [true, true, false]),
            ("No", [true, true, false]),
            ("not yet accepted", [true, true, false]),
            ("nein", [true, true, false]),
            ("Head of data", [true, true, true]),
            ("Sim", [true, true, true]),
            ("Vero", [true, true, true]),
            ("Tak", [true, true, true]),
        ] {
            let found = [Asked::Answer, Asked::Entry, Asked::Person].map(|asked| gives(text, asked));
            assert_eq!(found, given, "{text}");
        }
    }

    #[test]
    fn no_placeholder_holds_a_letter_that_stands_for_others() {
        for word in placeholders().into_iter().flatten() {
            assert!(!word.contains(['*', '?', '~']), "{word}");
        }
    }
}
