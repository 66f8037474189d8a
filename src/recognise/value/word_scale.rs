//! Where the words of a scale lie on the common scale of 1 to 5.
//!
//! "High" is the top of a scale of three words and the fourth of five. How many levels a register's
//! scale has is shown by a heading, by numbers beside the words, or by the words that are used; where
//! words are all there is, the number of levels is assumed and told (judgement).

use super::level_scale::Scale;

/// A word on the scale of five words: very low is 1, very high is 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word {
    pub(super) level: u8,
    /// "Critical", which is the top of scales of four words as often as of five.
    pub(super) critical: bool,
}

/// The scale of words of columns that are rated alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordScale {
    /// The number of levels: 3, 4 or 5.
    pub points: u8,
    /// The lowest word, as a level of the scale of five words.
    first: u8,
    /// Whether nothing but the words shows the number of levels.
    pub assumed: bool,
    /// "Critical" stands for the top instead of "very high".
    critical: bool,
}

const FIVE: WordScale = WordScale { points: 5, first: 1, assumed: false, critical: false };

impl WordScale {
    /// The scale of the words that are used, with the scale that a heading shows, and the numbers that
    /// stand alone and those that stand beside words.
    pub(super) fn new(
        used: &[Word],
        heading: Option<&Scale>,
        numbers: &[f64],
        paired: &[(f64, f64)],
    ) -> Self {
        let uses = |level: u8| used.iter().any(|word| word.level == level);
        let critical = uses(5) && used.iter().all(|word| word.level != 5 || word.critical);
        if let Some(scale) = heading {
            return Self::of_points(scale.highest - scale.lowest + 1.0, uses(1), uses(5), critical);
        }
        if !paired.is_empty() {
            if paired.iter().all(|(number, level)| number == level) {
                return FIVE;
            }
            let points = paired.iter().map(|(number, _)| *number).fold(0.0, f64::max);
            let scale = Self::of_points(points, uses(1), uses(5), critical);
            if paired.iter().all(|(number, level)| scale.position(*level) == Some(*number)) {
                return scale;
            }
        }
        let highest = numbers.iter().copied().fold(0.0, f64::max);
        if uses(1) || (uses(5) && !critical) {
            return Self { assumed: !(uses(1) && uses(5)) && highest < 5.0, ..FIVE };
        }
        let points = if critical { 4 } else { 3 };
        if highest > f64::from(points) {
            return Self { assumed: highest < 5.0, ..FIVE };
        }
        Self { points, first: 2, assumed: true, critical }
    }

    /// The scale of five where another column of the register says "very low" or "very high" and
    /// nothing else shows how many levels this one has.
    pub(super) fn beside(self, five_words: bool) -> Self {
        if self.assumed && five_words { Self { assumed: true, ..FIVE } } else { self }
    }

    /// The scale of so many points on which the words used find place, or else that of five.
    fn of_points(points: f64, lowest: bool, highest: bool, critical: bool) -> Self {
        if points == 3.0 && !lowest && !highest {
            Self { points: 3, first: 2, assumed: false, critical: false }
        } else if points == 4.0 && !(lowest && highest) {
            Self { points: 4, first: if lowest { 1 } else { 2 }, assumed: false, critical }
        } else {
            FIVE
        }
    }

    fn position(&self, level: f64) -> Option<f64> {
        let position = level - f64::from(self.first) + 1.0;
        (1.0..=f64::from(self.points)).contains(&position).then_some(position)
    }

    /// A level of the scale of five words on the common scale of 1 to 5, by its place on this one.
    pub(super) fn common(&self, level: f64) -> Option<f64> {
        let position = self.position(level)?;
        Some(1.0 + (position - 1.0) * 4.0 / f64::from(self.points - 1))
    }

    /// The lowest and the highest word: `low`, `high`.
    pub fn ends(&self) -> (&'static str, &'static str) {
        let word = |level: u8| match level {
            1 => "very low",
            2 => "low",
            4 => "high",
            5 if self.critical => "critical",
            _ => "very high",
        };
        (word(self.first), word(self.first + self.points - 1))
    }
}
