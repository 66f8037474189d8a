//! Evidence that a person types into the workbook: whether it names any, by a rule that a formula can follow.
//!
//! A cell of a register is read with more care; see `basis`. What is typed has to count at once and after the
//! next run alike, so both look for the same words.

use std::sync::OnceLock;

use super::basis::{NOT_YET, PROMISED, PUT_OFF, listed};
use crate::recognise::value::{full_width, yes_or_no_words};

/// What stands between words, each read as a blank.
pub const BETWEEN_WORDS: [&str; 16] =
    [",", ".", ":", ";", "(", ")", "-", "–", "?", "/", "|", "_", "\n", "…", "!", "／"];

/// Words with their accents, which the rule for registers has without.
const ACCENTED: &[&str] = &["néant|prévu|prévue|à fournir|à venir|à définir|en préparation|não"];

/// Words that stand alone in place of evidence.
const ALONE: &[&str] = &["0|1|si|da|nu|ne|ei|implemented|null|nil|blank|x"];

/// Words that stand alone in place of evidence, and are written in letters of full width as well.
const IN_FULL_WIDTH: &[&str] = &["n/a|na|tbd|tbc|tba|none|no|yes"];

/// What a text holds that names no evidence, with what that means. A text is looked at as `|_its_words_|`, in lower
/// case. Which words these are is judgement.
pub fn signs_of_no_evidence() -> &'static [(String, &'static str)] {
    static SIGNS: OnceLock<Vec<(String, &'static str)>> = OnceLock::new();
    SIGNS.get_or_init(|| {
        let kinds: [(&'static [&'static str], _, _, _); 5] = [
            (NOT_YET, "|_", "_", "at its start"),
            (ACCENTED, "|_", "_", "at its start"),
            (PROMISED, "_", "_|", "at its end"),
            (PUT_OFF, "_", "_", "anywhere in it"),
            (ALONE, "|_", "_|", "alone"),
        ];
        let mut signs = vec![("|__|".to_owned(), "nothing but signs")];
        for (lists, before, after, means) in kinds {
            signs.extend(listed(lists).map(|words| (format!("{before}{}{after}", words_of(words)), means)));
        }
        signs.extend(yes_or_no_words().map(|word| (format!("|_{}_|", words_of(word)), "alone")));
        let wide = listed(IN_FULL_WIDTH).map(|word| words_of(&full_width(word)));
        signs.extend(wide.map(|word| (format!("|_{word}_|"), "alone")));
        signs.sort();
        signs.dedup();
        signs
    })
}

/// Whether a text that a person typed names evidence.
pub fn names_typed_evidence(text: &str) -> bool {
    let words = format!("|_{}_|", words_of(text));
    !signs_of_no_evidence().iter().any(|(sign, _)| words.contains(sign))
}

/// The words of a text in lower case, with one sign between.
fn words_of(text: &str) -> String {
    let mut text = text.to_lowercase();
    for between in BETWEEN_WORDS {
        text = text.replace(between, " ");
    }
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_names_evidence_unless_it_says_that_there_is_none_or_will_be() {
        for text in ["DOC-999", "Policy v3", "Minutes of March; list of missing assets", "42", "Notary deed"]
        {
            assert!(names_typed_evidence(text), "{text}");
        }
        for text in [
            "",
            " ",
            "-",
            "– ?",
            "TBD",
            "n/a",
            "N.A.",
            "Report to follow",
            "The report will be uploaded",
            "Noch offen",
            "geen bewijs",
            "à venir",
            "Policy.pdf (pending)",
            "yes",
            "tak",
            "いいえ",
            "FALSE",
            "pending…",
            "TBD!",
            "tbd;tbd",
            "to be\ndefined",
            "Ｎ/Ａ",
            "ＴＢＤ",
        ] {
            assert!(!names_typed_evidence(text), "{text}");
        }
    }
}
