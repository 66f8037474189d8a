//! Bare numbers below a heading that speaks of percent.

use super::fold;

/// How bare numbers below a heading that speaks of percent are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentHeading {
    /// 100 is the whole.
    OfHundred,
    /// 1 is the whole: the column holds fractions, and nothing above 1.
    OfOne,
    /// The column holds nothing but 0 and 1: a 1 can be 1 % or 100 %.
    Open,
}

impl PercentHeading {
    /// Looks at a heading and its numbers; `None` where the heading does not speak of percent.
    pub fn new(heading: &str, numbers: impl Iterator<Item = f64>) -> Option<Self> {
        const WORDS: &[&str] = &["percent", "prozent", "pourcent", "porcent", "procent", "percentu"];
        let folded = fold(heading);
        if !heading.contains('%') && !WORDS.iter().any(|word| folded.contains(word)) {
            return None;
        }
        let (mut above, mut fraction, mut one) = (false, false, false);
        for number in numbers {
            above |= number > 1.0;
            fraction |= number > 0.0 && number < 1.0;
            one |= number == 1.0;
        }
        Some(match (above, fraction, one) {
            (false, true, _) => Self::OfOne,
            (false, false, true) => Self::Open,
            _ => Self::OfHundred,
        })
    }

    /// A number as a share of 0 to 1; `None` where it cannot be one or can be several.
    pub fn share(self, number: f64) -> Option<f64> {
        let share = match self {
            // 0.5 beside 50 can be a half of one percent or of all.
            Self::OfHundred => (number == 0.0 || number >= 1.0).then_some(number / 100.0),
            Self::OfOne => Some(number),
            Self::Open => (number == 0.0).then_some(0.0),
        };
        share.filter(|share| (0.0..=1.0).contains(share))
    }
}

/// Whether so many of a column's numbers lie above 5 that its scale reaches beyond, and they are no slips
/// of single cells (judgement: half of them, or a quarter and more than one, or three that differ).
pub(super) fn reaches_beyond_five(numbers: &[f64]) -> bool {
    let mut above: Vec<f64> = numbers.iter().copied().filter(|number| *number > 5.0).collect();
    let count = above.len();
    above.sort_by(f64::total_cmp);
    above.dedup();
    count > 0
        && (count * 2 >= numbers.len()
            || (count >= 2 && count * 4 >= numbers.len())
            || (count >= 3 && above.len() >= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_percent_column_show_what_the_whole_is() {
        for (numbers, shares) in [
            (&[10.0, 5.0, 0.0, 100.0][..], &[Some(0.1), Some(0.05), Some(0.0), Some(1.0)][..]),
            (&[1.0, 0.5, 0.25, 0.0], &[Some(1.0), Some(0.5), Some(0.25), Some(0.0)]),
            (&[1.0, 0.0], &[None, Some(0.0)]),
            (&[0.5, 50.0, 150.0], &[None, Some(0.5), None]),
        ] {
            for heading in ["% complete", "Prozent", "Pourcentage", "Porcentaje", "Procent gereed"] {
                let percent = PercentHeading::new(heading, numbers.iter().copied()).unwrap();
                let read: Vec<Option<f64>> = numbers.iter().map(|number| percent.share(*number)).collect();
                assert_eq!(read, shares, "{heading} {numbers:?}");
            }
        }
        assert_eq!(PercentHeading::new("Maturity", [10.0].into_iter()), None);
    }

    #[test]
    fn single_numbers_above_five_are_slips() {
        assert!(!reaches_beyond_five(&[5.0, 4.0, 7.0, 3.0]));
        assert!(!reaches_beyond_five(&[5.0, 4.0, 3.0]));
        assert!(reaches_beyond_five(&[3.0, 7.0]));
        assert!(reaches_beyond_five(&[1.0, 10.0, 8.0, 3.0, 4.0]));
    }
}
