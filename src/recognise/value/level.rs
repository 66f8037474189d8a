//! Levels of likelihood, impact and protection need, on scales of 3 to 10 points, in numbers or words.
//!
//! Numbers become levels of the common scale of 1 to 5 linearly: 1 + (x − lowest) · 4 / (highest −
//! lowest). Words become levels in the same way, by their place among the words of their scale. Columns
//! of one table that are rated alike (likelihood and impact) share a scale where
//! only one of them shows it.

use std::collections::BTreeMap;

use super::percent::reaches_beyond_five;
use super::word_scale::{Word, WordScale};
use super::{
    Understood, ValueWords, content, fold, is_doubted, number, number_in, says_not_applicable, says_unknown,
};
use super::{coded::parts, coded::without_enumeration};
use crate::read::{Cell, Value};

/// The lowest and highest level of a register's own scale, and what it was found from.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// The lowest level.
    pub lowest: f64,
    /// The highest level.
    pub highest: f64,
    /// `heading`, `words`, `values`, or `assumed 5 points`.
    pub found_from: &'static str,
}

impl Scale {
    /// A level of this scale on the common scale of 1 to 5; `None` where it lies outside.
    pub fn common(&self, level: f64) -> Option<f64> {
        let inside = (self.lowest..=self.highest).contains(&level) && self.highest > self.lowest;
        inside.then(|| 1.0 + (level - self.lowest) * 4.0 / (self.highest - self.lowest))
    }

    /// Whether the register does not show its scale.
    pub fn is_assumed(&self) -> bool {
        self.found_from.starts_with("assumed")
    }
}

/// How the levels of columns that are rated alike are to be read.
#[derive(Clone, Debug)]
pub struct LevelColumns {
    /// The scale of bare numbers by column, in the order in which the columns were given.
    scales: Vec<Option<Scale>>,
    /// Numbers that stand beside a word somewhere ("3 - High"), with the level of that word.
    paired: Vec<(f64, f64)>,
    /// The scale of words, where any occur.
    word_scale: Option<WordScale>,
}

impl LevelColumns {
    /// Looks at columns that are rated alike, each with its heading and its cells.
    pub fn new(words: &ValueWords, columns: &[(&str, Vec<&Cell>)]) -> Self {
        let mut paired: BTreeMap<u64, Option<f64>> = BTreeMap::new();
        for cell in columns.iter().flat_map(|(_, cells)| cells) {
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
        let paired: Vec<(f64, f64)> =
            paired.into_iter().filter_map(|(bits, level)| Some((f64::from_bits(bits), level?))).collect();
        let headings: Vec<Option<Scale>> =
            columns.iter().map(|(heading, _)| scale_in_heading(heading)).collect();
        let mut shown = headings.iter().flatten();
        let shared = shown.next().filter(|first| shown.all(|other| other == *first)).cloned();
        // Numbers under a heading with their scale tell nothing about other columns.
        let undeclared = columns.iter().zip(&headings).filter(|(_, heading)| heading.is_none());
        // Each column tells by itself whether its scale reaches beyond 5: single cells are slips.
        let mut numbers: Vec<f64> = Vec::new();
        for ((_, cells), _) in undeclared {
            let own: Vec<f64> = cells.iter().filter_map(|cell| level_number(cell)).collect();
            let beyond = reaches_beyond_five(&own);
            numbers.extend(own.into_iter().filter(|number| beyond || *number <= 5.0));
        }
        let used = words_used(words, columns);
        let declared = shared.as_ref().or_else(|| headings.iter().flatten().next());
        let word_scale = (!used.is_empty()).then(|| WordScale::new(&used, declared, &numbers, &paired));
        let from_values = scale_of_values(numbers.into_iter(), &paired, word_scale.as_ref());
        let scales = headings
            .into_iter()
            .zip(columns)
            .map(|(heading, (_, cells))| {
                // What the heading declares holds, and numbers outside it are errors. The heading of
                // another column does not describe numbers that overrun it.
                let mut numbers = cells.iter().filter_map(|cell| level_number(cell));
                heading
                    .or_else(|| {
                        shared.clone().filter(|scale| numbers.all(|number| scale.common(number).is_some()))
                    })
                    .or_else(|| from_values.clone())
            })
            .collect();
        Self { scales, paired, word_scale }
    }

    /// The scale of bare numbers in a column, given by its position.
    pub fn scale(&self, column: usize) -> Option<&Scale> {
        self.scales.get(column)?.as_ref()
    }

    /// The scale of words, where any occur.
    pub fn word_scale(&self) -> Option<&WordScale> {
        self.word_scale.as_ref()
    }

    /// Whether a cell gives its level by a word.
    pub fn is_word(&self, words: &ValueWords, cell: &Cell) -> bool {
        content(Some(cell)).is_some_and(|text| number_and_word(words, &text).1.is_some())
    }

    fn common_of_word(&self, level: f64) -> Option<f64> {
        self.word_scale.as_ref()?.common(level)
    }

    /// Reads a cell of a column, given by its position; the level is on the common scale of 1 to 5.
    pub fn read(&self, words: &ValueWords, column: usize, cell: Option<&Cell>) -> Understood<f64> {
        let Some(present) = cell else { return Understood::Blank };
        let Some(text) = content(cell) else { return Understood::Blank };
        if matches!(present.value, Value::Error(_) | Value::Boolean(_) | Value::Date(_)) {
            return Understood::Unreadable;
        }
        if is_doubted(&text) && !says_unknown(words, &text) {
            return Understood::Unreadable;
        }
        if let Some(number) = level_number(present) {
            return self.common(column, number).map_or(Understood::Unreadable, Understood::Is);
        }
        let from_heading = self.scale(column).filter(|scale| scale.found_from == "heading");
        match number_and_word(words, &text) {
            (Some(number), Some(level)) => {
                let by_number = from_heading.and_then(|scale| scale.common(number));
                by_number
                    .or_else(|| self.common_of_word(level))
                    .map_or(Understood::Unreadable, Understood::Is)
            }
            (None, Some(level)) => self.common_of_word(level).map_or(Understood::Unreadable, Understood::Is),
            _ if says_not_applicable(words, &text) => Understood::Blank,
            _ if says_unknown(words, &text) => Understood::SaidUnknown,
            (Some(number), None) if is_repeated_number(&text) => {
                self.common(column, number).map_or(Understood::Unreadable, Understood::Is)
            }
            _ => Understood::Unreadable,
        }
    }

    fn common(&self, column: usize, number: f64) -> Option<f64> {
        let scale = self.scale(column)?;
        if scale.found_from == "words" {
            let paired = self.paired.iter().find(|(paired, _)| *paired == number);
            return paired
                .and_then(|(_, level)| self.common_of_word(*level))
                .or_else(|| scale.common(number));
        }
        scale.common(number)
    }
}

/// The words that the columns use.
fn words_used(words: &ValueWords, columns: &[(&str, Vec<&Cell>)]) -> Vec<Word> {
    let mut used = Vec::new();
    for cell in columns.iter().flat_map(|(_, cells)| cells) {
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

fn level_number(cell: &Cell) -> Option<f64> {
    number(cell)
}

/// The number and the word of `4 - Likely`, `High (4)`, `Hoog`, as far as there are any.
fn number_and_word(words: &ValueWords, text: &str) -> (Option<f64>, Option<f64>) {
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

fn is_repeated_number(text: &str) -> bool {
    let parts = parts(text);
    let mut numbers = parts.iter().map(|part| number_in(part));
    match numbers.next() {
        Some(Some(first)) => numbers.all(|other| other == Some(first)),
        _ => false,
    }
}

fn level_of_word(meaning: &str) -> Option<f64> {
    Some(match meaning {
        "very-low" => 1.0,
        "low" => 2.0,
        "medium" => 3.0,
        "high" => 4.0,
        "very-high" => 5.0,
        _ => return None,
    })
}

/// `(1-5)`, `1to5`, `[0..4]`, `1 bis 5`, `/5`, `out of 10`.
pub(super) fn scale_in_heading(heading: &str) -> Option<Scale> {
    let folded = fold(heading).replace(['–', '—'], "-");
    let mut numbers: Vec<(f64, usize, usize)> = Vec::new();
    let mut digits = String::new();
    for (index, character) in folded.char_indices().chain([(folded.len(), ' ')]) {
        if character.is_ascii_digit() {
            digits.push(character);
        } else if !digits.is_empty() {
            if let Ok(number) = digits.parse() {
                numbers.push((number, index - digits.len(), index));
            }
            digits.clear();
        }
    }
    let found = |lowest: f64, highest: f64| {
        let fits = (lowest == 0.0 || lowest == 1.0) && (2.0..=10.0).contains(&highest)
            || (lowest == 0.0 && highest == 100.0);
        fits.then_some(Scale { lowest, highest, found_from: "heading" })
    };
    for pair in numbers.windows(2) {
        if let [(lowest, _, end), (highest, start, _)] = pair
            && let Some(between) = folded.get(*end..*start)
            && matches!(
                between.trim(),
                "-" | "to" | "bis" | "a" | "t/m" | "tot" | ".." | "..." | "through" | "ate" | "hasta" | "~"
            )
            && let Some(scale) = found(*lowest, *highest)
        {
            return Some(scale);
        }
    }
    let (highest, start, _) = *numbers.last()?;
    let before = folded.get(..start)?.trim_end();
    ["/", "out of", "max", "max.", "von", "sur", "van"]
        .iter()
        .any(|words| before.ends_with(words))
        .then(|| found(1.0, highest))
        .flatten()
}

/// The scale that bare numbers show.
///
/// Up to 5 it is taken for one of five points: nobody knows whether a column without a 5 is short of
/// a level or of such risks. From 6 to 10 it is taken for one of ten.
fn scale_of_values(
    numbers: impl Iterator<Item = f64>,
    paired: &[(f64, f64)],
    words: Option<&WordScale>,
) -> Option<Scale> {
    let numbers: Vec<f64> = numbers.collect();
    let lowest = numbers.iter().copied().reduce(f64::min).unwrap_or(1.0);
    let highest = numbers.iter().copied().reduce(f64::max).unwrap_or(1.0);
    if !paired.is_empty() && numbers.iter().all(|number| paired.iter().any(|(known, _)| known == number)) {
        if paired.iter().all(|(number, level)| number == level) {
            return Some(Scale { lowest: 1.0, highest: 5.0, found_from: "words" });
        }
        let lowest = paired.iter().map(|(number, _)| *number).fold(f64::INFINITY, f64::min);
        let highest = paired.iter().map(|(number, _)| *number).fold(f64::NEG_INFINITY, f64::max);
        return (highest > lowest).then_some(Scale { lowest, highest, found_from: "words" });
    }
    let fractions_only =
        !numbers.is_empty() && highest <= 1.0 && numbers.iter().any(|number| number.fract() != 0.0);
    if numbers.is_empty() || lowest < 0.0 || highest > 10.0 || fractions_only {
        return None;
    }
    let zero = lowest < 1.0;
    // Numbers beside words of a scale of three or four levels are taken for numbers of that scale.
    if let Some(words) = words.filter(|words| words.points < 5 && highest <= f64::from(words.points) && !zero)
    {
        return Some(Scale {
            lowest: 1.0,
            highest: f64::from(words.points),
            found_from: if words.assumed { "assumed from the words" } else { "words" },
        });
    }
    Some(match (zero, highest) {
        (false, 5.0) => Scale { lowest: 1.0, highest: 5.0, found_from: "values" },
        (true, 5.0) => Scale { lowest: 0.0, highest: 5.0, found_from: "values" },
        (false, top) if top < 5.0 => Scale { lowest: 1.0, highest: 5.0, found_from: "assumed 5 points" },
        (true, top) if top <= 4.0 => {
            Scale { lowest: 0.0, highest: 4.0, found_from: "assumed 5 points from 0" }
        }
        (true, top) if top < 5.0 => Scale { lowest: 0.0, highest: 5.0, found_from: "assumed 0 to 5" },
        (zero, 10.0) => Scale { lowest: if zero { 0.0 } else { 1.0 }, highest: 10.0, found_from: "values" },
        (zero, _) => {
            Scale { lowest: if zero { 0.0 } else { 1.0 }, highest: 10.0, found_from: "assumed 10 points" }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{number_cell, text_cell};
    use super::*;

    fn read(heading: &str, cells: &[Cell]) -> Vec<Understood<f64>> {
        let words = ValueWords::load().unwrap();
        let columns = LevelColumns::new(&words, &[(heading, cells.iter().collect())]);
        cells.iter().map(|cell| columns.read(&words, 0, Some(cell))).collect()
    }

    fn texts(texts: &[&str]) -> Vec<Cell> {
        texts.iter().map(|text| text_cell(text)).collect()
    }

    #[test]
    fn numbers_are_mapped_linearly_to_the_common_scale() {
        let cells = [number_cell(1.0), number_cell(2.0), number_cell(3.0)];
        assert_eq!(read("Likelihood (1-3)", &cells), [1.0, 3.0, 5.0].map(Understood::Is));
        assert_eq!(read("L_1to5", &cells), [1.0, 2.0, 3.0].map(Understood::Is));
        assert_eq!(read("Impact", &cells), [1.0, 2.0, 3.0].map(Understood::Is));
        assert_eq!(
            read("Impact (0-4)", &[number_cell(0.0), number_cell(4.0)]),
            [1.0, 5.0].map(Understood::Is)
        );
        assert_eq!(read("Impact", &[number_cell(1.0), number_cell(10.0)]), [1.0, 5.0].map(Understood::Is));
        assert_eq!(read("Impact", &[number_cell(20.0)]), [Understood::Unreadable]);
        assert_eq!(
            read("Probability", &[number_cell(0.2), number_cell(0.9)]),
            [(); 2].map(|()| Understood::Unreadable)
        );
    }

    #[test]
    fn words_numbers_with_words_and_repeated_numbers_are_read() {
        assert_eq!(
            read(
                "Likelihood",
                &texts(&["4 - Likely", "High (4)", "Hoog", "5 Almost certain", "Low 2", "3 (3)"])
            ),
            [4.0, 4.0, 4.0, 5.0, 2.0, 3.0].map(Understood::Is)
        );
        assert_eq!(
            read("Likelihood", &texts(&["Medium-ish", "Low to high", "tbd", "-", "n/a", "low / high"])),
            [
                Understood::Unreadable,
                Understood::Unreadable,
                Understood::SaidUnknown,
                Understood::Blank,
                Understood::Blank,
                Understood::Unreadable
            ]
        );
    }

    #[test]
    fn a_single_number_above_five_is_a_slip_and_rescales_nothing() {
        let cells = [5.0, 4.0, 10.0, 5.0].map(number_cell);
        let levels = [Understood::Is(5.0), Understood::Is(4.0), Understood::Unreadable, Understood::Is(5.0)];
        assert_eq!(read("Impact", &cells), levels);
        assert_eq!(read("Impact", &texts(&["4 - High?", "High?"])), [(); 2].map(|()| Understood::Unreadable));
    }

    #[test]
    fn numbers_beside_words_are_read_by_the_words() {
        let levels = read("Impact", &texts(&["1 - Low", "2 - Medium", "3 - High", "3"]));
        assert_eq!(levels, [1.0, 3.0, 5.0, 5.0].map(Understood::Is));
    }

    #[test]
    fn words_are_placed_by_the_number_of_levels_of_their_scale() {
        let third = 4.0 / 3.0;
        for (heading, column, expected, assumed) in [
            ("Impact", &["Low", "Medium", "High"][..], &[1.0, 3.0, 5.0][..], true),
            ("Impact", &["L", "H", "2"], &[1.0, 5.0, 3.0], true),
            ("Impact", &["Low", "Medium", "High", "5"], &[2.0, 3.0, 4.0, 5.0], false),
            ("Impact (1-5)", &["Low", "Medium", "High"], &[2.0, 3.0, 4.0], false),
            ("Impact (1-3)", &["Low", "Medium", "High", "3"], &[1.0, 3.0, 5.0, 5.0], false),
            (
                "Impact",
                &["Low", "Medium", "High", "Critical"],
                &[1.0, 1.0 + third, 1.0 + 2.0 * third, 5.0],
                true,
            ),
            ("Impact (1-4)", &["high", "3"], &[1.0 + 2.0 * third, 1.0 + 2.0 * third], false),
            (
                "Impact",
                &["Very low", "Low", "Medium", "High", "Very high"],
                &[1.0, 2.0, 3.0, 4.0, 5.0],
                false,
            ),
            ("Impact", &["gering", "mittel", "hoch", "sehr hoch"], &[2.0, 3.0, 4.0, 5.0], true),
        ] {
            let words = ValueWords::load().unwrap();
            let cells = texts(column);
            let columns = LevelColumns::new(&words, &[(heading, cells.iter().collect())]);
            let levels: Vec<_> = cells.iter().map(|cell| columns.read(&words, 0, Some(cell))).collect();
            let expected: Vec<_> = expected.iter().copied().map(Understood::Is).collect();
            assert_eq!(levels, expected, "{heading} {column:?}");
            assert_eq!(columns.word_scale().unwrap().assumed, assumed, "{heading} {column:?}");
        }
    }

    #[test]
    fn a_number_outside_the_declared_scale_is_unreadable_and_leaves_the_others_alone() {
        let cells = [number_cell(0.0), number_cell(2.0), number_cell(3.0)];
        let levels = read("Likelihood (1-3)", &cells);
        assert_eq!(levels, [Understood::Unreadable, Understood::Is(3.0), Understood::Is(5.0)]);
    }

    #[test]
    fn columns_that_are_rated_alike_share_a_scale() {
        let words = ValueWords::load().unwrap();
        let cells = [number_cell(3.0), number_cell(1.0)];
        let all: Vec<&Cell> = cells.iter().collect();
        let columns = LevelColumns::new(&words, &[("Likelihood (1-3)", all.clone()), ("Impact", all)]);
        assert_eq!(columns.read(&words, 1, cells.first()), Understood::Is(5.0));
    }
}
