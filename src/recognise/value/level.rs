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

/// A heading with the cells below it.
type RatedColumn<'a> = (&'a str, Vec<&'a Cell>);

/// How the levels of columns that are rated alike are to be read.
#[derive(Clone, Debug)]
pub struct LevelColumns {
    /// The scale of bare numbers by column, in the order in which the columns were given.
    scales: Vec<Option<Scale>>,
    /// What each column rates, as the place in `kinds`.
    kind_of: Vec<usize>,
    kinds: Vec<Kind>,
}

/// What the columns show together that rate the same thing.
#[derive(Clone, Debug, Default)]
struct Kind {
    /// Numbers that stand beside a word somewhere ("3 - High"), with the level of that word.
    paired: Vec<(f64, f64)>,
    /// The scale of words, where any occur.
    word_scale: Option<WordScale>,
    /// The scale that bare numbers show where no heading does.
    from_values: Option<Scale>,
}

impl LevelColumns {
    /// Looks at columns that are rated alike, each with its heading and its cells.
    pub fn new(words: &ValueWords, columns: &[(&str, Vec<&Cell>)]) -> Self {
        Self::of_kinds(words, columns, vec![0; columns.len()])
    }

    /// Looks at columns of several kinds, such as likelihood and impact, of which each can have a scale
    /// of its own. `kind_of` gives the kind of each column, counted from 0.
    ///
    /// A scale that a heading declares holds for the columns of other kinds too, where their numbers
    /// fit it and reach as far beyond 5 as it does; what only the values show does not (judgement).
    pub fn of_kinds(words: &ValueWords, columns: &[(&str, Vec<&Cell>)], kind_of: Vec<usize>) -> Self {
        let headings: Vec<Option<Scale>> =
            columns.iter().map(|(heading, _)| scale_in_heading(heading)).collect();
        let mut shown = headings.iter().flatten();
        let shared = shown.next().filter(|first| shown.all(|other| other == *first)).cloned();
        let five_words = says_very(words, columns);
        let count = kind_of.iter().max().map_or(0, |highest| highest + 1);
        let kinds: Vec<Kind> = (0..count)
            .map(|kind| {
                let of_kind = kind_of.iter().map(|own| *own == kind);
                let own: Vec<_> =
                    columns.iter().zip(&headings).zip(of_kind).filter(|(_, own)| *own).collect();
                let own: Vec<_> = own.into_iter().map(|(column, _)| column).collect();
                Kind::new(words, &own, shared.as_ref(), five_words)
            })
            .collect();
        let declared: Vec<bool> = (0..count)
            .map(|kind| headings.iter().zip(&kind_of).any(|(heading, own)| *own == kind && heading.is_some()))
            .collect();
        let scales = headings
            .into_iter()
            .zip(columns)
            .zip(&kind_of)
            .map(|((heading, (_, cells)), kind)| {
                let own = || kinds.get(*kind)?.from_values.clone();
                // What the heading declares holds, and numbers outside it are errors. The heading of
                // another column does not describe numbers that overrun it, nor does one of more than
                // five points describe another kind of rating that stays within five.
                let mut numbers = cells.iter().filter_map(|cell| level_number(cell));
                let declared_for = |scale: &Scale| {
                    scale.highest <= 5.0
                        || own().is_none_or(|values| values.highest > 5.0)
                        || declared.get(*kind).copied().unwrap_or_default()
                };
                heading
                    .or_else(|| {
                        let fits = numbers.all(|number| {
                            shared.as_ref().is_some_and(|scale| scale.common(number).is_some())
                        });
                        shared.clone().filter(|scale| fits && declared_for(scale))
                    })
                    .or_else(own)
            })
            .collect();
        Self { scales, kind_of, kinds }
    }

    fn kind(&self, column: usize) -> Option<&Kind> {
        self.kinds.get(*self.kind_of.get(column)?)
    }

    /// The scale of bare numbers in a column, given by its position.
    pub fn scale(&self, column: usize) -> Option<&Scale> {
        self.scales.get(column)?.as_ref()
    }

    /// The scale of the words in a column, given by its position, where any occur.
    pub fn word_scale(&self, column: usize) -> Option<&WordScale> {
        self.kind(column)?.word_scale.as_ref()
    }

    /// Whether a cell gives its level by a word.
    pub fn is_word(&self, words: &ValueWords, cell: &Cell) -> bool {
        content(Some(cell)).is_some_and(|text| number_and_word(words, &text).1.is_some())
    }

    fn common_of_word(&self, column: usize, level: f64) -> Option<f64> {
        self.word_scale(column)?.common(level)
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
        if let Some((level, top)) = level_of_top(&text) {
            let own = Scale { lowest: 1.0, highest: top, found_from: "values" };
            return own.common(level).map_or(Understood::Unreadable, Understood::Is);
        }
        let from_heading = self.scale(column).filter(|scale| scale.found_from == "heading");
        match number_and_word(words, &text) {
            (Some(number), Some(level)) => {
                let by_number = from_heading.and_then(|scale| scale.common(number));
                by_number
                    .or_else(|| self.common_of_word(column, level))
                    .map_or(Understood::Unreadable, Understood::Is)
            }
            (None, Some(level)) => {
                self.common_of_word(column, level).map_or(Understood::Unreadable, Understood::Is)
            }
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
            let paired = self.kind(column)?.paired.iter().find(|(paired, _)| *paired == number);
            return paired
                .and_then(|(_, level)| self.common_of_word(column, *level))
                .or_else(|| scale.common(number));
        }
        scale.common(number)
    }
}

impl Kind {
    /// Looks at the columns of one kind, each with the scale in its heading, where there is one.
    fn new(
        words: &ValueWords,
        columns: &[(&RatedColumn<'_>, &Option<Scale>)],
        shared: Option<&Scale>,
        five_words: bool,
    ) -> Self {
        let cells = || columns.iter().flat_map(|((_, cells), _)| cells.iter().copied());
        let paired = pairs(words, cells());
        // Numbers under a heading with their scale tell nothing about other columns.
        let undeclared = columns.iter().filter(|(_, heading)| heading.is_none());
        // Each column tells by itself whether its scale reaches beyond 5: single cells are slips.
        let mut numbers: Vec<f64> = Vec::new();
        for ((_, cells), _) in undeclared {
            let own: Vec<f64> = cells.iter().filter_map(|cell| level_number(cell)).collect();
            let beyond = reaches_beyond_five(&own);
            numbers.extend(own.into_iter().filter(|number| beyond || *number <= 5.0));
        }
        let used = words_used(words, cells());
        let declared = shared.or_else(|| columns.iter().find_map(|(_, heading)| heading.as_ref()));
        let word_scale =
            (!used.is_empty()).then(|| WordScale::new(&used, declared, &numbers, &paired).beside(five_words));
        let from_values = scale_of_values(numbers.into_iter(), &paired, word_scale.as_ref());
        Self { paired, word_scale, from_values }
    }
}

/// Numbers that stand beside one and the same word wherever they stand beside any.
fn pairs<'a>(words: &ValueWords, cells: impl Iterator<Item = &'a Cell>) -> Vec<(f64, f64)> {
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

/// Whether any column says "very low" or "very high", which are words for anything that is rated: a
/// register that uses them for one column has them for the others (judgement).
fn says_very(words: &ValueWords, columns: &[(&str, Vec<&Cell>)]) -> bool {
    columns.iter().flat_map(|(_, cells)| cells).filter_map(|cell| content(Some(cell))).any(|text| {
        let plain = text.split_once(' ').and_then(|(_, rest)| words.meaning("level", rest));
        matches!(
            (words.meaning("level", &text), plain),
            (Some("very-low"), Some("low")) | (Some("very-high"), Some("high"))
        )
    })
}

/// The words that some cells use.
fn words_used<'a>(words: &ValueWords, cells: impl Iterator<Item = &'a Cell>) -> Vec<Word> {
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

fn level_number(cell: &Cell) -> Option<f64> {
    number(cell).or_else(|| match &cell.value {
        Value::Text(text) => number_after_lead(text),
        _ => None,
    })
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
        if let [(lowest, first, end), (highest, start, _)] = pair
            && let Some(between) = folded.get(*end..*start)
            && matches!(
                without_letter(between, folded.get(..*first).unwrap_or_default()),
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

/// What stands between two numbers, without the letter that both bear: `G1-G4`, `V1 à V4`.
fn without_letter<'t>(between: &'t str, before: &str) -> &'t str {
    let between = between.trim();
    let letter = before.chars().next_back().filter(|letter| letter.is_alphabetic());
    letter.and_then(|letter| between.strip_suffix(letter)).unwrap_or(between).trim_end()
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
    fn a_level_may_bear_its_name_or_the_top_of_its_scale() {
        let levels =
            read("Impact", &texts(&["Level 3", "Stufe 2", "P5", "I 1", "３", "4/5", "2 of 4", "3 von 3"]));
        let third = 4.0 / 3.0;
        assert_eq!(levels, [3.0, 2.0, 5.0, 1.0, 3.0, 4.0, 1.0 + third, 5.0].map(Understood::Is));
        let levels = read("Impact", &texts(&["3/7", "6/5", "L", "Level", "1/2025", "3 - 4"]));
        let unreadable: Vec<usize> =
            (0..levels.len()).filter(|index| levels[*index] == Understood::Unreadable).collect();
        assert_eq!(unreadable, [0, 1, 3, 4, 5]);
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
        const FIVE: &[f64] = &[1.0, 2.0, 3.0, 4.0, 5.0];
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
            ("Wpływ", &["Bardzo niski", "Niski", "Średni", "Wysoki", "Bardzo wysoki"], FIVE, false),
            ("Impact", &["Très faible", "Faible", "Modérée", "Élevée", "Très élevée"], FIVE, false),
            ("Påverkan", &["Mycket låg", "Låg", "Medel", "Hög", "Mycket hög"], FIVE, false),
            ("影響度", &["非常に低い", "低", "中", "高", "非常に高い"], FIVE, false),
            ("Dopad", &["Nízký", "Střední", "Vysoký"], &[1.0, 3.0, 5.0], true),
        ] {
            let words = ValueWords::load().unwrap();
            let cells = texts(column);
            let columns = LevelColumns::new(&words, &[(heading, cells.iter().collect())]);
            let levels: Vec<_> = cells.iter().map(|cell| columns.read(&words, 0, Some(cell))).collect();
            let expected: Vec<_> = expected.iter().copied().map(Understood::Is).collect();
            assert_eq!(levels, expected, "{heading} {column:?}");
            assert_eq!(columns.word_scale(0).unwrap().assumed, assumed, "{heading} {column:?}");
        }
    }

    #[test]
    fn a_number_outside_the_declared_scale_is_unreadable_and_leaves_the_others_alone() {
        let cells = [number_cell(0.0), number_cell(2.0), number_cell(3.0)];
        let levels = read("Likelihood (1-3)", &cells);
        assert_eq!(levels, [Understood::Unreadable, Understood::Is(3.0), Understood::Is(5.0)]);
    }

    #[test]
    fn likelihood_and_impact_have_scales_of_their_own_where_only_values_show_them() {
        let words = ValueWords::load().unwrap();
        let read = |likelihood: &[&str], impact: &[&str]| -> Vec<Vec<f64>> {
            let (likelihood, impact) = (texts(likelihood), texts(impact));
            let columns =
                [("Likelihood", likelihood.iter().collect()), ("Impact", impact.iter().collect::<Vec<_>>())];
            let columns = LevelColumns::of_kinds(&words, &columns, vec![0, 1]);
            let one = |column, cells: &[Cell]| -> Vec<f64> {
                let levels = cells.iter().map(|cell| columns.read(&words, column, Some(cell)));
                levels.map(|level| if let Understood::Is(level) = level { level } else { 0.0 }).collect()
            };
            vec![one(0, &likelihood), one(1, &impact)]
        };
        // An impact of ten points leaves a likelihood of five as it is.
        assert_eq!(read(&["1", "3", "5"], &["1", "10", "10"]), [[1.0, 3.0, 5.0], [1.0, 5.0, 5.0]]);
        // Three words beside four.
        let levels = read(&["Low", "Medium", "High"], &["Low", "High", "Critical"]);
        assert_eq!(levels, [[1.0, 3.0, 5.0], [1.0, 1.0 + 8.0 / 3.0, 5.0]]);
        // "3 - High" is the top of one scale and the middle of the other.
        let levels =
            read(&["1 - Low", "2 - Medium", "3 - High"], &["3 - Moderate", "5 - Severe", "1 - Minimal"]);
        assert_eq!(levels, [[1.0, 3.0, 5.0], [3.0, 5.0, 1.0]]);
        // "Very high" is a word for both.
        let levels = read(&["Low", "Medium", "High"], &["Low", "High", "Very high"]);
        assert_eq!(levels, [[2.0, 3.0, 4.0], [2.0, 4.0, 5.0]]);
    }

    #[test]
    fn a_criticality_of_more_points_leaves_the_ratings_beside_it_alone() {
        let words = ValueWords::load().unwrap();
        for criticality in ["重要度", "Criticality", "Criticality (1-9)"] {
            let (rating, product) = (texts(&["1", "2", "3", "3"]), texts(&["1", "4", "9", "8"]));
            let columns = [
                (criticality, product.iter().collect::<Vec<_>>()),
                ("機密性", rating.iter().collect()),
                ("Integrity", rating.iter().collect()),
            ];
            let columns = LevelColumns::of_kinds(&words, &columns, vec![1, 0, 0]);
            for column in [1, 2] {
                let levels: Vec<_> =
                    rating.iter().map(|cell| columns.read(&words, column, Some(cell))).collect();
                assert_eq!(levels, [1.0, 2.0, 3.0, 3.0].map(Understood::Is), "{criticality}");
                assert!(columns.scale(column).unwrap().is_assumed(), "{criticality}");
            }
            assert!(columns.scale(0).unwrap().highest > 5.0, "{criticality}");
        }
    }

    #[test]
    fn levels_may_bear_a_letter_on_the_scale_that_the_heading_names() {
        let third = 4.0 / 3.0;
        for (heading, cells) in [
            ("Gravité (G1-G4)", ["G1", "G3", "G4"]),
            ("Vraisemblance [V1 à V4]", ["V1", "V3", "V4"]),
            ("Schadenshöhe S1 bis S4", ["S1", "S3", "S4"]),
            ("Impact (I1..I4)", ["I1", "3", "I4"]),
        ] {
            let levels = read(heading, &texts(&cells));
            assert_eq!(levels, [1.0, 1.0 + 2.0 * third, 5.0].map(Understood::Is), "{heading}");
        }
        assert_eq!(scale_in_heading("Control A1-B5"), None);
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
