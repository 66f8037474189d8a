//! Typed readings of cells: a status, a level, a date, yes or no.
//!
//! Three things are kept apart. A *blank* cell (also one that only holds a placeholder: `-`, `null`,
//! `[blank]`) says nothing. A cell that *says unknown* (`tbd`, `?`, `unknown`) says that nobody knows
//! yet. An *unreadable* cell says something that is not understood here. None of them is ever a "no"
//! or a 0. Where the meaning of a cell depends on its neighbours (the order of day and month, the
//! points of a scale, `R`/`A`/`G`), the whole column is looked at first.

mod asked;
mod circles;
mod coded;
mod date;
mod level;
mod level_legend;
mod level_scale;
mod maturity;
mod month_names;
mod percent;
mod placeholder;
mod placeholder_words;
mod reason;
mod remainder;
mod status;
mod word_scale;
mod written_date;
mod written_level;

use std::borrow::Cow;

use arcstr::ArcStr;

use super::words::{begins_with_other_letter, is_one_of};
use super::{ValueWords, fold};
use crate::read::{Cell, NumberForm, Value};

pub use asked::{Asked, LEFT_OUT_OF_ENTRIES, full_width, gives, placeholders};
pub use coded::{Boxes, meaning_of, read_yes_no, whole_or_leading_word};
pub use date::{DateColumn, DayOrder, days_of, is_deadline, order_of_heading};
pub use level::LevelColumns;
pub use level_legend::{LevelLegend, heads_values};
pub use level_scale::Scale;
pub use maturity::{MaturityColumns, MaturityValue};
pub use month_names::month_number;
pub use percent::PercentHeading;
pub use placeholder::{LEFT_OUT, is_filled, names_somebody, says_something, words_that_say_nothing};
pub use placeholder_words::yes_or_no_words;
pub use reason::gives_reason;
pub use status::{Status, StatusColumn};
pub use word_scale::WordScale;

/// What a coded cell says.
#[derive(Clone, Debug, PartialEq)]
pub enum Understood<T> {
    /// Nothing: the cell is empty or holds a placeholder.
    Blank,
    /// That it is not known yet.
    SaidUnknown,
    /// A value.
    Is(T),
    /// Something that is not understood.
    Unreadable,
}

/// The cell's content as a person would read it, without spaces around it; `None` where the cell is
/// blank or holds only a placeholder for blank.
pub fn content(cell: Option<&Cell>) -> Option<Cow<'_, str>> {
    let cell = cell?;
    let text = match &cell.value {
        Value::Text(text) => Cow::Borrowed(text.trim()),
        _ => Cow::Owned(cell.text()),
    };
    (!is_placeholder(&text)).then_some(text)
}

/// As [`content`], as a text that is shared with the cell where that holds it as it is.
pub fn shared_content(cell: &Cell) -> Option<ArcStr> {
    let text = content(Some(cell))?;
    Some(match &cell.value {
        Value::Text(whole) if whole.len() == text.len() => whole.clone(),
        _ => text.into(),
    })
}

/// Words that stand in cells for nothing, folded.
const BLANK: [&str; 11] =
    ["null", "nil", "blank", "empty", "leer", "leeg", "vide", "vacio", "vazio", "vuoto", "#n/a"];

/// Whether a text stands for an empty cell: nothing, dashes, dots, `null`, `nil`, `[blank]`, `#N/A`.
///
/// `#N/A` is the error value with which spreadsheets mark "no value".
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    if begins_with_other_letter(text, b"nbelv") {
        return false;
    }
    // "--" is a word of the status family that says "not assessed".
    if text.chars().all(|character| {
        matches!(character, '-' | '–' | '—' | '.' | '…' | '_' | '\u{200b}' | '\u{feff}' | '\u{a0}')
    }) {
        return text != "--";
    }
    is_one_of(text, &BLANK)
}

/// Whether a text says that something is not known yet: `?`, `tbd`, `unknown`, in seven languages.
pub fn says_unknown(words: &ValueWords, text: &str) -> bool {
    let trimmed = text.trim();
    (!trimmed.is_empty() && trimmed.chars().all(|character| character == '?'))
        || words.meaning("control.status", text) == Some("unknown")
        || words.meaning("yes-no", text) == Some("unknown")
}

/// Whether a text doubts what it says: a question mark at its start or end, and more than that.
pub fn is_doubted(text: &str) -> bool {
    let text = text.trim_matches(|character: char| {
        character.is_whitespace() || matches!(character, '(' | ')' | '[' | ']' | '"' | '\'' | '.')
    });
    let mark = |character: char| matches!(character, '?' | '？' | '¿');
    (text.starts_with(mark) || text.ends_with(mark)) && !text.chars().all(mark)
}

/// Whether a text says "not applicable", in seven languages.
pub fn says_not_applicable(words: &ValueWords, text: &str) -> bool {
    words.meaning("control.status", text) == Some("not-applicable")
}

/// A number as a cell or a text gives it: `3`, `3.5`, `3,5`. No percentages.
pub fn number(cell: &Cell) -> Option<f64> {
    match &cell.value {
        Value::Number(number) if cell.form != NumberForm::Percent => Some(*number),
        Value::Text(text) => number_in(text),
        _ => None,
    }
}

/// A number that a text consists of: digits with at most one point or comma as decimal sign.
pub fn number_in(text: &str) -> Option<f64> {
    let text = half_width(text.trim());
    let plain = |character: char| character.is_ascii_digit() || matches!(character, '.' | ',' | '-');
    if !text.chars().all(plain) || !text.contains(|character: char| character.is_ascii_digit()) {
        return None;
    }
    let number: f64 = text.replace(',', ".").parse().ok()?;
    number.is_finite().then_some(number)
}

/// A share of 0 to 1 where the cell is shown as a percentage or its text is one: `50%`, `50 %`, `50,5 %`.
pub fn percentage(cell: &Cell) -> Option<f64> {
    match &cell.value {
        Value::Number(number) if cell.form == NumberForm::Percent => share(*number),
        Value::Text(text) => percentage_in(text),
        _ => None,
    }
}

/// A share of 0 to 1 where a text is a percentage: `50 %`, `ca. 50%`, `50 percent`.
///
/// Words that say "about" are no part of the number: an estimate is a figure too (judgement).
pub fn percentage_in(text: &str) -> Option<f64> {
    const ABOUT: &[&str] =
        &["ca.", "ca", "circa", "approx.", "approx", "about", "env.", "rund", "etwa", "~", "≈"];
    const PERCENT: &[&str] = &[
        "%",
        "percent",
        "per cent",
        "pct",
        "prozent",
        "pour cent",
        "pourcent",
        "procent",
        "por ciento",
        "por cento",
        "per cento",
        "procent",
        "procenta",
        "prosent",
        "prosenttia",
    ];
    let text = half_width(text.trim()).to_lowercase();
    let number = PERCENT.iter().find_map(|word| text.strip_suffix(word))?.trim();
    let number = ABOUT.iter().find_map(|word| number.strip_prefix(word)).unwrap_or(number);
    share(number_in(number)? / 100.0)
}

/// A text with the wide digits and signs of East Asian keyboards as plain ones.
pub fn half_width(text: &str) -> Cow<'_, str> {
    let is_wide = |character: char| matches!(character, '\u{ff01}'..='\u{ff5e}' | '\u{3000}');
    if !text.contains(is_wide) {
        return Cow::Borrowed(text);
    }
    let plain = |character: char| match character {
        '\u{3000}' => ' ',
        // The wide forms stand in the order of ASCII, so many places further on.
        wide if is_wide(wide) => char::from_u32(u32::from(wide) - 0xfee0).unwrap_or(wide),
        other => other,
    };
    Cow::Owned(text.chars().map(plain).collect())
}

fn share(number: f64) -> Option<f64> {
    (0.0..=1.0).contains(&number).then_some(number)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn text_cell(text: &str) -> Cell {
        Cell::new(0, Value::Text(text.into()), NumberForm::General)
    }

    pub(crate) fn number_cell(number: f64) -> Cell {
        Cell::new(0, Value::Number(number), NumberForm::General)
    }

    #[test]
    fn placeholders_are_blank_and_question_marks_are_unknown() {
        let words = ValueWords::load().unwrap();
        for text in ["-", "—", "...", "null", "[blank]", " (leer) ", "#N/A"] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["--", "0", "no", "n/a", "?"] {
            assert!(!is_placeholder(text), "{text}");
        }
        for text in ["?", "??", "TBD", "Unbekannt", "onbekend", "--"] {
            assert!(says_unknown(&words, text), "{text}");
        }
        assert!(!says_unknown(&words, "no"));
        for text in ["umgesetzt?", "Implemented (?)", "? yes"] {
            assert!(is_doubted(text), "{text}");
        }
        for text in ["?", "??", "Implemented", "who? IT"] {
            assert!(!is_doubted(text), "{text}");
        }
    }

    #[test]
    fn a_percentage_is_read_from_its_format_or_its_sign_and_never_from_a_bare_number() {
        let percent = Cell { form: NumberForm::Percent, ..number_cell(0.5) };
        assert_eq!(percentage(&percent), Some(0.5));
        assert_eq!(percentage(&text_cell("50 %")), Some(0.5));
        assert_eq!(percentage(&text_cell("12,5%")), Some(0.125));
        assert_eq!(percentage(&text_cell("150%")), None);
        for text in ["ca. 50%", "~ 50 %", "50 percent", "50 Prozent", "50 pour cent", "５０％", "50 pct"] {
            assert_eq!(percentage(&text_cell(text)), Some(0.5), "{text}");
        }
        for text in ["50-75 %", "more than 50 %", "%", "ca.", "percent"] {
            assert_eq!(percentage(&text_cell(text)), None, "{text}");
        }
        assert_eq!(percentage(&number_cell(0.5)), None);
    }
}
