//! Words that hold the place of something that is not there: `tbd`, `n/a`, `none`, `offen`, `à définir`.
//!
//! The one list of them is `placeholder-words.csv`. A cell that holds such a word is shown as it was read; only that it
//! gives no reason, names no evidence, no action and nobody is judged here (judgement). What a formula of the workbook
//! has to know too stands on the sheet of what can be chosen, and is compared there as in [`says_something`].

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::placeholder_words::{StandsFor, stands_for, words_for};

/// What the words stand for that hold the place of anything.
const ANYTHING: [StandsFor; 2] = [StandsFor::Anything, StandsFor::NoneThere];
/// What the words stand for that hold the place of a text.
const NO_TEXTS: [StandsFor; 3] = [StandsFor::Anything, StandsFor::NoneThere, StandsFor::Text];
/// What the words stand for that hold the place of a name.
const NO_NAMES: [StandsFor; 5] =
    [StandsFor::Anything, StandsFor::NoneThere, StandsFor::Name, StandsFor::YesOrNo, StandsFor::NotYet];

/// The words of which none is a text, as [`letters_of`] leaves them, each once and in order.
static NO_TEXT: LazyLock<BTreeSet<String>> = LazyLock::new(|| words_for(&NO_TEXTS).map(letters_of).collect());

/// The characters that are left out when a text is compared: `N. v. t.`, `n.v.t` and `nvt` are one.
pub const LEFT_OUT: [char; 3] = [' ', '.', '/'];

/// What is compared of a text: small letters without points, strokes and spaces.
fn letters_of(text: &str) -> String {
    text.trim().to_lowercase().chars().filter(|character| !LEFT_OUT.contains(character)).collect()
}

/// The words of which none is a text, as they are compared.
pub fn words_that_say_nothing() -> impl Iterator<Item = &'static str> {
    NO_TEXT.iter().map(String::as_str)
}

/// Whether a text says anything: a reason, an action, evidence. A single character does not.
pub fn says_something(text: &str) -> bool {
    let letters = letters_of(text);
    letters.encode_utf16().count() > 1 && !NO_TEXT.contains(&letters)
}

/// Whether a cell is filled with more than a word that holds the place of anything: a yes or no fills it, and a
/// single character may be a code.
pub fn is_filled(text: &str) -> bool {
    let bare = bare(text);
    !bare.is_empty() && !stands_for(&bare, &ANYTHING) && !stands_for(&letters_of(&bare), &ANYTHING)
}

/// Whether any of the names that a text lists is one: neither blank nor a word that holds the place of a name.
pub fn names_somebody(text: &str) -> bool {
    let holds_place = |word: &str| stands_for(word, &NO_NAMES);
    text.split([';', ',', '\n', '、']).map(bare).any(|words| {
        let unpointed: String = words.chars().filter(|character| !matches!(character, '.' | ' ')).collect();
        !words.is_empty()
            && !holds_place(&words)
            && (unpointed.chars().count() > 3 || !holds_place(&unpointed))
    })
}

/// A text in small letters, with single spaces and without marks around it.
fn bare(text: &str) -> String {
    let bare =
        text.trim_matches(|character: char| !character.is_alphanumeric() && character != '#').to_lowercase();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognise::ValueWords;

    #[test]
    fn words_that_hold_the_place_of_a_name_are_no_owner() {
        for text in [
            "x",
            "k.A.",
            "...",
            "todo",
            "geen",
            "",
            " ",
            "-",
            "–",
            "?",
            "???",
            "TBD",
            "tbc",
            "T.B.D.",
            "n/a",
            "N. A.",
            "(vacant)",
            "Unassigned",
            "none",
            "Nobody",
            "offen",
            "nicht zugewiesen",
            "À définir",
            "non attribué",
            "Por definir",
            "sin  asignar",
            "te bepalen",
            "niet toegewezen",
            "a definir",
            "da definire",
            "未定",
            "未割当",
            "TBD; tbd",
            "<TBD>",
        ] {
            assert!(!names_somebody(text), "{text}");
        }
    }

    #[test]
    fn names_of_people_roles_and_departments_are_owners() {
        for text in [
            "IT",
            "HR",
            "CISO",
            "N. Adler",
            "Ana Offen",
            "TBD, Ana",
            "IT (tbc)",
            "K. A. Open",
            "Open Banking team",
            "情報システム部",
            "J.",
            "DPO / CISO",
            "None & Sons",
            "Sim",
            "sand",
            "Vero",
            "Tak",
            "Nie",
            "Tosi",
        ] {
            assert!(names_somebody(text), "{text}");
        }
    }

    #[test]
    fn a_word_that_holds_a_place_is_no_text() {
        for text in [
            "",
            " ",
            "-",
            "–",
            "--",
            "tbd",
            "t.b.d.",
            "TBD.",
            "todo",
            "to do",
            "n.v.t.",
            "N. v. t.",
            "n/a",
            "N/A.",
            "na",
            "none",
            "geen",
            "keine",
            "k.A.",
            "k. A.",
            "?",
            "???",
            "x",
            "xx",
            "...",
            "…",
            "yes",
            "Nein",
            "à définir",
            "Sans objet",
            "pending",
            "no aplica",
            "Nicht relevant",
            "s.o.",
            "aucune",
            "не применимо",
            "該当なし",
        ] {
            assert!(!says_something(text), "{text}");
        }
        for text in [
            "No premises",
            "tbd by the CISO",
            "LR",
            "none of our sites has one",
            "DOC-1",
            "Kein Büro",
            "外注なし",
        ] {
            assert!(says_something(text), "{text}");
        }
    }

    #[test]
    fn a_yes_or_a_code_fills_a_cell() {
        for text in ["Yes", "C", "3", "A clerk confirms each refusal"] {
            assert!(is_filled(text), "{text}");
        }
        for text in ["-", "?", "TBD", "n/a", "none", "unknown", "...", "t.b.d."] {
            assert!(!is_filled(text), "{text}");
        }
    }

    /// What the vocabulary takes for "not applicable", "unknown", a yes or a no gives no reason here either.
    #[test]
    fn the_words_of_the_vocabulary_that_give_no_reason_are_among_them() {
        let words = ValueWords::load().unwrap();
        for word in words_that_say_nothing() {
            assert!(!crate::recognise::value::gives_reason(&words, word), "{word}");
        }
    }
}
