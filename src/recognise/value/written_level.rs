//! What cells write for a level: a number, a word, both, or a level with the top of its scale.

use std::collections::BTreeMap;

use super::coded::{parts, without_enumeration};
use super::word_scale::Word;
use super::{ValueWords, content, fold, number, number_in};
use crate::read::{Cell, Value};

pub(super) fn level_number(cell: &Cell) -> Option<f64> {
    number(cell).or_else(|| match &cell.value {
        Value::Text(text) => number_after_lead(text),
        _ => None,
    })
}

/// `3/5`, `3 of 5`, `3 von 5`: a level with the top of its scale.
pub(super) fn level_of_top(text: &str) -> Option<(f64, f64)> {
    let folded = fold(text);
    let (level, top) = folded.split_once('/').or_else(|| {
        [" of ", " out of ", " von ", " sur ", " van ", " de ", " di "]
            .iter()
            .find_map(|word| folded.split_once(word))
    })?;
    let (level, top) = (number_in(level)?, number_in(top)?);
    ([3.0, 4.0, 5.0, 6.0, 10.0].contains(&top) && (1.0..=top).contains(&level)).then_some((level, top))
}

/// The number and the word of `4 - Likely`, `High (4)`, `Hoog`, as far as there are any.
pub(super) fn number_and_word(words: &ValueWords, text: &str) -> (Option<f64>, Option<f64>) {
    let is_number = |text: &str| number_in(text).is_some();
    let level = |text: &str| {
        if is_number(text) { None } else { words.meaning("level", text).and_then(level_of_word) }
    };
    if let Some(level) = level(text) {
        return (None, Some(level));
    }
    let mut number = None;
    let stripped = without_enumeration(text);
    if stripped.len() < text.trim().len()
        && let Some(start) = text.trim().strip_suffix(stripped)
    {
        number = number_in(start.trim_matches(|character: char| !character.is_ascii_digit()));
    }
    let parts = parts(stripped);
    let (numbers, texts): (Vec<&str>, Vec<&str>) = parts.into_iter().partition(|part| is_number(part));
    number = number.or_else(|| numbers.first().and_then(|number| number_in(number)));
    // "4 Likely" and "Likely 4".
    let text = texts.first().copied().unwrap_or_default();
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let (start, last) = text.rsplit_once(' ').unwrap_or(("", text));
    let mut levels = texts.iter().filter_map(|part| level(part));
    let found = levels.next();
    let contradicted = levels.any(|other| Some(other) != found);
    if contradicted {
        return (number, None);
    }
    match found {
        // The word has to lead: "not high" and "between low and high" are no levels.
        Some(found) if level(text) == Some(found) => (number, Some(found)),
        Some(_) => (number, None),
        None if is_number(first) && level(rest).is_some() => (number_in(first), level(rest)),
        None if is_number(last) && level(start).is_some() => (number_in(last), level(start)),
        None => (if texts.is_empty() { number } else { None }, None),
    }
}

pub(super) fn is_repeated_number(text: &str) -> bool {
    let parts = parts(text);
    let mut numbers = parts.iter().map(|part| number_in(part));
    match numbers.next() {
        Some(Some(first)) => numbers.all(|other| other == Some(first)),
        _ => false,
    }
}

/// `Level 3`, `Stufe 3`, `P4`, `S 2`: a number after a word or letter that says that it is a level.
///
/// The letters are those of likelihood, probability, impact, severity, consequence and their words in
/// other languages.
fn number_after_lead(text: &str) -> Option<f64> {
    const LEADS: &[&str] = &[
        "level", "stufe", "niveau", "nivel", "livello", "poziom", "uroven", "niva", "score", "rating",
        "klasse", "grade", "note", "l", "p", "i", "s", "c", "w", "e", "v", "g",
    ];
    let folded = fold(text);
    LEADS.iter().find_map(|lead| {
        let number = folded.strip_prefix(lead)?.trim_start();
        number.starts_with(|first: char| first.is_ascii_digit()).then(|| number_in(number)).flatten()
    })
}

pub(super) fn level_of_word(meaning: &str) -> Option<f64> {
    Some(match meaning {
        "very-low" => 1.0,
        "low" => 2.0,
        "medium" => 3.0,
        "high" => 4.0,
        "very-high" => 5.0,
        _ => return None,
    })
}

/// Numbers that stand beside one and the same word wherever they stand beside any.
pub(super) fn pairs<'a>(words: &ValueWords, cells: impl Iterator<Item = &'a Cell>) -> Vec<(f64, f64)> {
    let mut paired: BTreeMap<u64, Option<f64>> = BTreeMap::new();
    for cell in cells {
        if let Some(text) = content(Some(cell))
            && let (Some(number), Some(level)) = number_and_word(words, &text)
        {
            // One number beside two words pairs with neither.
            let entry = paired.entry(number.to_bits()).or_insert(Some(level));
            if *entry != Some(level) {
                *entry = None;
            }
        }
    }
    paired.into_iter().filter_map(|(bits, level)| Some((f64::from_bits(bits), level?))).collect()
}

/// The words that some cells use.
pub(super) fn words_used<'a>(words: &ValueWords, cells: impl Iterator<Item = &'a Cell>) -> Vec<Word> {
    let mut used = Vec::new();
    for cell in cells {
        let Some(text) = content(Some(cell)) else { continue };
        let (_, Some(level)) = number_and_word(words, &text) else { continue };
        // Levels of words are the whole numbers from 1 to 5.
        let critical = fold(&text)
            .split(|character: char| !character.is_alphanumeric())
            .any(|word| word.starts_with("crit") || word.starts_with("krit"));
        let word = Word { level: level as u8, critical };
        if !used.contains(&word) {
            used.push(word);
        }
    }
    used
}

/// Whether any column says "very low" or "very high", which are words for anything that is rated: a
/// register that uses them for one column has them for the others (judgement).
pub(super) fn says_very(words: &ValueWords, columns: &[(&str, Vec<&Cell>)]) -> bool {
    columns.iter().flat_map(|(_, cells)| cells).filter_map(|cell| content(Some(cell))).any(|text| {
        let plain = text.split_once(' ').and_then(|(_, rest)| words.meaning("level", rest));
        matches!(
            (words.meaning("level", &text), plain),
            (Some("very-low"), Some("low")) | (Some("very-high"), Some("high"))
        )
    })
}
