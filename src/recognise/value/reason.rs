//! Whether a text gives a reason, or only holds the place of one.

use super::{is_placeholder, says_not_applicable, says_something, says_unknown};
use crate::recognise::{ValueWords, fold};

/// Whether a text gives a reason for an exclusion.
///
/// A placeholder, a yes or no, a word that only repeats that the control does not apply, and one that
/// says that the reason is not known yet give none (judgement: a Statement of Applicability has to
/// say why, and the auditor asks for it).
pub fn gives_reason(words: &ValueWords, text: &str) -> bool {
    let parts = text.split([';', ',', '|', '\n', '\r']).flat_map(|part| part.split(" - "));
    parts.into_iter().any(|part| part_gives_reason(words, part))
}

fn part_gives_reason(words: &ValueWords, part: &str) -> bool {
    let folded = fold(part);
    let letters: String = folded.chars().filter(|character| character.is_alphanumeric()).collect();
    letters.chars().count() > 1
        && !is_placeholder(part)
        && !says_unknown(words, part)
        && !says_not_applicable(words, part)
        && says_something(part)
        && words.meaning("yes-no", part).is_none()
        && words.meaning("control.status", part).is_none()
        && words.meaning("control.applicable", part) != Some("no")
        && letters.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_hold_the_place_of_a_reason_give_none() {
        let words = ValueWords::load().unwrap();
        for text in [
            "n/a",
            "none",
            "TBD",
            "N.A.",
            "?",
            "no",
            ".",
            "not applicable",
            "not relevant",
            "k.A.",
            "nvt",
            "n. v. t.",
            "s.o.",
            "Sans objet",
            "-",
            "x",
            "No",
            "n/a; n/a",
            "N/A - tbd",
            "excluded",
        ] {
            assert!(!gives_reason(&words, text), "{text}");
        }
    }

    #[test]
    fn a_reason_counts_also_after_a_word_that_is_none() {
        let words = ValueWords::load().unwrap();
        for text in [
            "No premises of our own",
            "n/a - fully remote",
            "not applicable, no development is outsourced",
            "Keine Fremdentwicklung",
            "LR",
            "no software development",
            "自社開発なし",
        ] {
            assert!(gives_reason(&words, text), "{text}");
        }
    }
}
