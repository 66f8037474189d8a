//! What a text looks like by itself: a date, an identifier, a reference, a mark, a placeholder.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use crate::read::{Cell, Value};
use crate::standards::Standard;

use super::words::{begins_with_other_letter, is_one_of};

/// The text of a cell as it is read, without copying where it is text.
pub fn text_of(cell: &Cell) -> Cow<'_, str> {
    match &cell.value {
        Value::Text(text) => Cow::Borrowed(text),
        _ => Cow::Owned(cell.text()),
    }
}

/// Whether a cell holds something to read: not only blanks.
pub fn holds_text(cell: &Cell) -> bool {
    match &cell.value {
        // Nearly every text shows at its first letter that it is not blank.
        Value::Text(text) => {
            text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty()
        }
        _ => true,
    }
}

pub fn number(cell: &Cell, text: &str) -> Option<f64> {
    match cell.value {
        Value::Number(number) => Some(number),
        Value::Date(_) | Value::Boolean(_) => None,
        _ => text.trim_end_matches('%').trim().replace(',', ".").parse().ok().filter(|n: &f64| n.is_finite()),
    }
}

pub fn is_date(text: &str) -> bool {
    const FORMS: [&str; 12] = [
        "%Y-%m-%d",
        "%d.%m.%Y",
        "%d/%m/%Y",
        "%m/%d/%Y",
        "%d-%m-%Y",
        "%Y/%m/%d",
        "%d %b %Y",
        "%d %B %Y",
        "%b %d, %Y",
        "%B %d, %Y",
        "%d-%b-%Y",
        "%d-%b-%y",
    ];
    let text = text.trim();
    if is_longer_than(text, 24) || !has_digit(text) {
        return false;
    }
    let day = text.split(['T']).next().unwrap_or(text);
    let day = day.split_once(' ').filter(|(_, time)| time.contains(':')).map_or(day, |(day, _)| day);
    let in_our_time = |date: NaiveDate| (1900..2200).contains(&date.year());
    (is_built_like_a_day(day)
        && FORMS.iter().any(|form| NaiveDate::parse_from_str(day, form).is_ok_and(in_our_time)))
        || is_month(text)
}

/// Whether a text has the runs of a day: digits by one, two or four, and letters, if any, by three or
/// more. Most codes have not, and are told apart before every form is tried on them.
fn is_built_like_a_day(text: &str) -> bool {
    let kind = |character: char| (character.is_ascii_digit(), character.is_alphabetic());
    let mut runs = 0;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|other: char| kind(other) != kind(first)).unwrap_or(rest.len());
        match kind(first) {
            (true, _) if !matches!(length, 1 | 2 | 4) => return false,
            (_, true) if length < 3 => return false,
            (true, _) | (_, true) => runs += 1,
            _ => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    runs >= 2
}

/// A month or a quarter of a year: `Jun 2026`, `2026-06`, `Q3 2026`.
fn is_month(text: &str) -> bool {
    let year = |word: &str| word.len() == 4 && (word.starts_with("20") || word.starts_with("19"));
    let mut words = text.split([' ', '-', '/', '.']).filter(|word| !word.is_empty());
    match (words.next(), words.next(), words.next()) {
        (Some(month), Some(last), None) => {
            let quarter = matches!(month.to_ascii_uppercase().as_str(), "Q1" | "Q2" | "Q3" | "Q4");
            let named = || {
                ["%d %b %Y", "%d %B %Y"]
                    .iter()
                    .any(|form| NaiveDate::parse_from_str(&format!("1 {month} 2000"), form).is_ok())
            };
            (year(last) && (quarter || named()))
                || (year(month) && last.len() <= 2 && last.parse::<u8>().is_ok())
        }
        _ => false,
    }
}

/// A code: short, with a digit, hardly any spaces (`R-001`, `AI 7`, `VA-25-897`).
pub fn is_identifier(text: &str) -> bool {
    let text = text.trim();
    has_digit(text)
        && !is_longer_than(text, 24)
        && text.chars().any(char::is_alphabetic)
        && text.split_whitespace().count() <= 2
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#' | ' ' | ':' | '(' | ')'))
        && !is_date(text)
}

/// A reference to a clause or control of some framework: `A.5.1`, `5.10`, `GV.OC-01`, `CC6.1`, `AC-2(1)`.
pub fn is_reference(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    // Most texts are none, which is quick to see.
    if !has_digit(text) || !text.contains(['.', '-']) || is_longer_than(text, 20) {
        return false;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=6).contains(&digits)
        && letters <= 12
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '/' | '(' | ')' | '§'))
        && text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')')
        && !is_date(text)
        && !text.starts_with('-')
}

/// One or several references, each with or without the name of its standard in front:
/// `A.5.1, A.5.2`, `ISO 27001 A.8.1`, `Clause 6.1.2`.
pub fn is_list_of_references(text: &str) -> bool {
    if !has_digit(text) {
        return false;
    }
    if is_reference(text) {
        return true;
    }
    let one = |part: &str| {
        let mut words: Vec<&str> = part.split([' ', ':', '\u{a0}']).filter(|word| !word.is_empty()).collect();
        let last = words.pop().unwrap_or_default();
        let clause = matches!(last.parse::<u8>(), Ok(4..=10));
        let named = words.iter().all(|word| {
            let digits = word.chars().any(|c| c.is_ascii_digit());
            let capital = word.starts_with(char::is_uppercase) || word.starts_with('§');
            word.chars().count() <= 12 && (capital || digits)
        });
        named && words.len() <= 4 && (is_reference(last) || (clause && !words.is_empty()))
    };
    let mut parts =
        text.split([',', ';', '\n', '|', '+', '&']).map(str::trim).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.by_ref().take(MOST_REFERENCES).all(one) && parts.next().is_none()
}

/// Whether a text names standards, one or several, and nothing in them: `ISO 27001`, `DIN EN ISO/IEC 27001:2024`,
/// `42001:2023`, `27001 and 42001`, `ISMS / AIMS`.
pub fn names_standards(text: &str) -> bool {
    if is_longer_than(text, 60) {
        return false;
    }
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let mut named = false;
    while words.peek().is_some() {
        while named && words.next_if(|word| AND.contains(word)).is_some() {}
        let mut published = false;
        while words.next_if(|word| PUBLISHERS.contains(word)).is_some() {
            published = true;
        }
        if words.next_if(|word| MANAGEMENT_SYSTEMS.contains(word)).is_none() {
            let Some(word) = words.next() else { return false };
            let bare = word.trim_start_matches("iso").trim_start_matches("iec");
            let ours = Standard::BOTH.iter().any(|standard| bare == standard.number());
            let numbered = (4..=5).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit());
            if !(numbered && (ours || published || bare.len() < word.len())) {
                return false;
            }
            let year = |word: &&str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
            while words.next_if(year).is_some() {}
        }
        named = true;
    }
    named
}

/// Words before the number of a standard that say who publishes it.
const PUBLISHERS: [&str; 14] =
    ["iso", "iec", "din", "en", "nen", "bs", "une", "nbr", "uni", "nf", "pn", "ss", "ds", "csn"];

/// What management systems are called for short, which stand for their standards.
const MANAGEMENT_SYSTEMS: [&str; 6] = ["isms", "smsi", "sgsi", "aims", "kims", "sgia"];

/// Words between two standards.
const AND: [&str; 12] = ["and", "und", "en", "et", "y", "e", "ed", "i", "oraz", "och", "og", "a"];

/// More of them are no list that somebody wrote in a cell of references.
const MOST_REFERENCES: usize = 12;

/// Whether a text has more than so many characters; a long text is seen to be long without counting them.
fn is_longer_than(text: &str, characters: usize) -> bool {
    text.chars().nth(characters).is_some()
}

/// Whether a text has a digit from 0 to 9.
pub fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The reference that a text starts with, where more text follows: `A.5.1 Policies`, `GV.OC-01: The …`.
pub fn leading_reference(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let end = text.find([' ', ':', '\n', '\t', '\u{a0}'])?;
    let front = text.get(..end)?;
    let rest = text.get(end..)?;
    let follows = rest.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (follows && is_reference(front)).then_some(front)
}

/// Whether a short text starts with a number that is followed by something else: `12 (high)`.
pub fn starts_with_number(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let next = text.chars().nth(digits);
    (1..=3).contains(&digits)
        && !is_longer_than(text, 24)
        && next.is_some_and(|c| matches!(c, ' ' | '(' | '-' | '–' | ':' | '='))
}

/// One letter and one digit: `V3`, `L2`.
pub fn is_lettered_level(text: &str) -> bool {
    let mut characters = text.chars();
    matches!(
        (characters.next(), characters.next(), characters.next()),
        (Some(letter), Some(digit), None) if letter.is_alphabetic() && digit.is_ascii_digit()
    )
}

/// Something that is put to a respondent: it ends with a question mark, or asks for a description.
pub fn is_question(text: &str) -> bool {
    const ASKING: [&str; 14] = [
        "describe ",
        "please ",
        "do you ",
        "does your ",
        "have you ",
        "how do ",
        "how does ",
        "bitte ",
        "beschreiben sie",
        "décrivez ",
        "veuillez ",
        "describa ",
        "descreva ",
        "beschrijf ",
    ];
    let start: String = text.trim_start().chars().take(20).flat_map(char::to_lowercase).collect();
    text.lines().any(|line| line.trim_end().ends_with(['?', '？']))
        || ASKING.iter().any(|asking| start.starts_with(asking))
}

/// A tick, a cross or a dash by itself.
pub fn is_mark(text: &str) -> bool {
    matches!(
        text,
        "✓" | "✔"
            | "✗"
            | "✘"
            | "☑"
            | "☒"
            | "☐"
            | "x"
            | "X"
            | "√"
            | "-"
            | "–"
            | "●"
            | "○"
            | "◯"
            | "×"
    )
}

/// Text that stands for a value still to be written: `[name]`, `<date>`, `TBD`, `____`.
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    if begins_with_other_letter(text, b"tl") {
        return false;
    }
    let enclosed =
        (text.starts_with('[') && text.ends_with(']')) || (text.starts_with('<') && text.ends_with('>'));
    let blank = !text.is_empty() && text.chars().all(|c| matches!(c, '_' | '.' | '…' | ' '));
    (enclosed && text.chars().any(char::is_alphanumeric)) || blank || is_one_of(text, &["tbd", "lorem ipsum"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_identifiers_and_dates_are_told_apart() {
        for text in ["A.5.1", "5.10", "GV.OC-01", "CC6.1", "AC-2(1)", "MSTG-ARCH-1", "1.1-EI/EE"] {
            assert!(is_reference(text), "{text}");
        }
        for text in ["1.1.1", "A.5.1"] {
            assert!(!is_date(text), "{text}");
        }
        for text in ["2026-03-31", "High", "Server", "-1", "31.12.2026", "12"] {
            assert!(!is_reference(text), "{text}");
        }
        for text in ["2026-03-31", "31.12.2026", "Jun 2026", "Q3 2026", "5 March 2026"] {
            assert!(is_date(text), "{text}");
        }
        assert!(is_identifier("R-001") && is_identifier("AI 7") && !is_identifier("Anna Smith"));
        assert_eq!(leading_reference("A.5.1 Policies for security"), Some("A.5.1"));
        assert_eq!(leading_reference("Policies A.5.1"), None);
        for text in
            ["ISO 27001", "ISO/IEC 42001:2023", "27001", "DIN EN ISO/IEC 27001:2024", "ISO27001", "ISO 9001"]
        {
            assert!(names_standards(text), "{text}");
        }
        for text in
            ["27001 e 42001", "ISO 27001 / ISO 42001", "ISO/IEC 27001:2022; ISO/IEC 42001:2023", "ISMS"]
        {
            assert!(names_standards(text), "{text}");
        }
        for text in [
            "ISO 27001 A.5.1",
            "A.5.1",
            "2026",
            "9001",
            "ISO",
            "27001-7",
            "ISO 27001 clause 9",
            "27001 and",
            "e",
        ] {
            assert!(!names_standards(text), "{text}");
        }
        for text in
            ["A.5.1, A.5.2", "ISO 27001 A.8.1", "Clause 6.1.2", "27001:2022 A.5.1; 42001 A.6.2", "Clause 8"]
        {
            assert!(is_list_of_references(text), "{text}");
        }
        for text in ["the policy in A.5.1", "Anna, Ben", "Firewall 2", "8"] {
            assert!(!is_list_of_references(text), "{text}");
        }
    }
}
