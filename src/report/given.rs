//! Whether a cell gives what is asked, or only holds the place of it: for a formula and for its value alike.

use super::cell::Value;
use super::expression::text;
use super::mapping_list::no_entry_name;
use super::names::requirements::NO_EVIDENCE;
use crate::normalise::BETWEEN_WORDS;
use crate::recognise::value::{Asked, LEFT_OUT_OF_ENTRIES, gives};

/// Whether a cell gives what is asked; a date does, and a number other than that of true or false.
pub fn is_given(value: &Value, asked: Asked) -> bool {
    match value {
        Value::Blank => false,
        Value::Text(text) => gives(text, asked),
        Value::Boolean(value) => gives(if *value { "TRUE" } else { "FALSE" }, asked),
        Value::Number(number) => gives(&number.to_string(), asked),
        _ => true,
    }
}

/// The test of [`is_given`] for a cell. Of a column, within SUMPRODUCT, it is one for each row.
pub fn given_expression(cell: &str, asked: Asked) -> String {
    format!("NOT({})", missing_expression(cell, asked))
}

/// The test that a cell or, within SUMPRODUCT, each cell of a column does not give what is asked.
///
/// A text that is too long for a comparison is none of the words. No letter is left that MATCH takes for others.
pub fn missing_expression(cell: &str, asked: Asked) -> String {
    let mut entry = cell.to_owned();
    for left_out in LEFT_OUT_OF_ENTRIES {
        let left_out = if left_out == '\n' { "CHAR(10)".to_owned() } else { format!("\"{left_out}\"") };
        entry = format!("SUBSTITUTE({entry},{left_out},\"\")");
    }
    format!("ISNUMBER(MATCH({entry}&\".\",{},0))", no_entry_name(asked))
}

/// The test that a cell in which people write names evidence, as
/// [`names_typed_evidence`](crate::normalise::names_typed_evidence) judges it.
pub fn names_evidence_expression(cell: &str) -> String {
    let mut words = format!("LOWER({cell})");
    for between in BETWEEN_WORDS {
        let between = if between == "\n" { "CHAR(10)".to_owned() } else { text(between) };
        words = format!("SUBSTITUTE({words},{between},\" \")");
    }
    let words = format!("\"|_\"&SUBSTITUTE(TRIM({words}),\" \",\"_\")&\"_|\"");
    format!("SUMPRODUCT(--ISNUMBER(FIND({NO_EVIDENCE},{words})))=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_the_place_of_an_entry_gives_none_and_a_none_answers_only_a_question() {
        let given = |text: &str, asked| is_given(&Value::text(text), asked);
        for text in
            ["TBD", "t.b.d.", "(tbc)", "-", "–", "?", " ", "pending", "unbekannt", "à définir", "never"]
        {
            assert!(!given(text, Asked::Answer) && !given(text, Asked::Entry), "{text}");
        }
        for text in ["none", "n.v.t.", "N/A", "geen"] {
            assert!(given(text, Asked::Answer) && !given(text, Asked::Entry), "{text}");
        }
        assert!(
            given("vacant", Asked::Entry) && !given("N.N.", Asked::Person) && !given("vacant", Asked::Person)
        );
        assert!(given("Ann", Asked::Person) && given("Head of data (interim)", Asked::Person));
        assert!(is_given(&Value::Number(42.0), Asked::Person) && !is_given(&Value::Blank, Asked::Answer));
    }

    #[test]
    fn a_yes_a_no_and_a_not_yet_name_nobody() {
        for text in [
            "No",
            "nein",
            "Yes",
            "Sí",
            "oui",
            "nej",
            "いいえ",
            "not yet",
            "Not yet accepted",
            "noch nicht",
            "Pas encore",
            "todavía no",
            "nog niet",
            "not approved",
            "to follow",
            "none yet",
        ] {
            assert!(!is_given(&Value::text(text), Asked::Person), "{text}");
        }
        for value in [Value::Boolean(false), Value::Boolean(true), Value::Number(0.0), Value::Number(1.0)] {
            assert!(!is_given(&value, Asked::Person), "{value:?}");
        }
        // A no is an answer of an entry.
        assert!(is_given(&Value::text("No"), Asked::Entry));
        assert!(
            is_given(&Value::text("Noah"), Asked::Person) && is_given(&Value::text("N. Yes"), Asked::Person)
        );
    }

    #[test]
    fn words_that_hold_a_place_are_known_in_pairs_over_two_lines_and_in_full_width() {
        for text in [
            "tbd;tbd",
            "TBD; TBD",
            "n/a, n/a",
            "tbd\ntbd",
            "to be\ndefined",
            "Ｎ/Ａ",
            "Ｎ／Ａ",
            "ＴＢＤ",
            "pending…",
            "tbd;",
            "tbd ;",
            "…",
        ] {
            assert!(!is_given(&Value::text(text), Asked::Entry), "{text}");
        }
        for text in ["Nana", "Ann; Bea", "A\nB", "DOC-1"] {
            assert!(is_given(&Value::text(text), Asked::Person), "{text}");
        }
    }
}
