//! The scale that levels are on: as a heading declares it, or as numbers and words show it.

use super::fold;
use super::word_scale::WordScale;

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
pub(super) fn scale_of_values(
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
