//! Maturity, on the register's own scale: numbers, words of capability models, or percent.

use super::level::scale_in_heading;
use super::percent::{PercentHeading, reaches_beyond_five};
use super::{
    Understood, ValueWords, content, number, number_in, percentage, says_not_applicable, says_unknown,
};
use super::{coded::parts, coded::without_enumeration, fold};
use crate::read::{Cell, Value};

/// What a maturity cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MaturityValue {
    /// A level on the register's own scale.
    Level(f64),
    /// A share of 0 to 1.
    Share(f64),
    /// That the requirement does not apply.
    NotApplicable,
}

/// How the maturity columns (current and target) of one table are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MaturityColumns {
    /// The top of the scale, where the register shows it.
    pub top: Option<f64>,
    /// Nothing shows the top, and levels without a target have to be taken as shares of an assumed one.
    pub assumed: bool,
    /// How bare numbers of the first column are read where its heading speaks of percent.
    pub percent: Option<PercentHeading>,
}

impl MaturityColumns {
    /// Looks at the columns, each with its heading and its cells.
    pub fn new(words: &ValueWords, columns: &[(&str, Vec<&Cell>)]) -> Self {
        let percent_of = |(heading, cells): &(&str, Vec<&Cell>)| {
            PercentHeading::new(heading, cells.iter().filter_map(|cell| number(cell)))
        };
        let percent = columns.first().and_then(percent_of);
        let heading = columns.iter().find_map(|(heading, _)| scale_in_heading(heading));
        if let Some(scale) = heading {
            return Self { top: Some(scale.highest), assumed: false, percent };
        }
        let cells =
            || columns.iter().filter(|column| percent_of(column).is_none()).flat_map(|(_, cells)| cells);
        let mut levels: Vec<f64> = cells().filter_map(|cell| level(words, cell)).collect();
        if !reaches_beyond_five(&levels) {
            levels.retain(|level| *level <= 5.0);
        }
        let highest = levels.into_iter().reduce(f64::max);
        // A level above 5 shows a scale of ten points; up to 5 the column does not tell its top.
        let top = match highest {
            Some(5.0) => Some(5.0),
            Some(highest) if highest > 5.0 && highest <= 10.0 => Some(10.0),
            Some(highest) if highest > 10.0 && highest <= 100.0 => Some(100.0),
            _ => None,
        };
        // The words of capability models belong to a scale of 0 to 5.
        let named = cells().any(|cell| number(cell).is_none() && level(words, cell).is_some());
        // A top above 5 that only values show is assumed too.
        let shown = top == Some(5.0) || named;
        Self { top, assumed: highest.is_some() && !shown, percent }
    }

    /// Reads a cell.
    pub fn read(&self, words: &ValueWords, cell: Option<&Cell>) -> Understood<MaturityValue> {
        let Some(present) = cell else { return Understood::Blank };
        let Some(text) = content(cell) else { return Understood::Blank };
        if matches!(present.value, Value::Error(_) | Value::Boolean(_) | Value::Date(_)) {
            return Understood::Unreadable;
        }
        if let Some(share) = percentage(present) {
            return Understood::Is(MaturityValue::Share(share));
        }
        if let (Some(percent), Some(number)) = (self.percent, number(present)) {
            let share = percent.share(number);
            return share.map_or(Understood::Unreadable, |share| Understood::Is(MaturityValue::Share(share)));
        }
        if let Some(level) = level(words, present) {
            let inside = level >= 0.0 && level <= self.top.unwrap_or(5.0);
            return if inside { Understood::Is(MaturityValue::Level(level)) } else { Understood::Unreadable };
        }
        if says_not_applicable(words, &text) {
            Understood::Is(MaturityValue::NotApplicable)
        } else if says_unknown(words, &text) {
            Understood::SaidUnknown
        } else {
            Understood::Unreadable
        }
    }
}

/// `3`, `3 - Defined`, `Level 3`, `L3`, `Defined`, `3/5`.
fn level(words: &ValueWords, cell: &Cell) -> Option<f64> {
    if let Some(number) = number(cell) {
        return Some(number);
    }
    let Value::Text(text) = &cell.value else { return None };
    let word =
        |text: &str| words.meaning("control.maturity", text).and_then(|level| level.parse::<f64>().ok());
    let folded = fold(text);
    let bare = ["maturity level ", "level ", "stufe ", "niveau ", "nivel ", "livello ", "ml", "cmmi ", "l"]
        .iter()
        .find_map(|lead| number_in(folded.strip_prefix(lead)?.trim()));
    if let Some(level) = bare.or_else(|| word(text)) {
        return Some(level);
    }
    let rest = without_enumeration(text);
    let start = text.trim().strip_suffix(rest).unwrap_or_default();
    let marked = number_in(start.trim_matches(|character: char| !character.is_ascii_digit()));
    let parts = parts(rest);
    let named = parts.iter().find_map(|part| word(part).filter(|_| number_in(part).is_none()));
    let numbered = parts.iter().find_map(|part| number_in(part));
    match (marked.or(numbered), named) {
        (Some(number), Some(named)) => (number == named).then_some(number),
        (Some(number), None) => {
            (marked.is_some() || parts.iter().all(|part| number_in(part).is_some())).then_some(number)
        }
        (None, named) => named,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{number_cell, text_cell};
    use super::*;

    #[test]
    fn maturity_is_read_from_numbers_words_and_both() {
        let words = ValueWords::load().unwrap();
        for (text, level) in [
            ("3", 3.0),
            ("3 - Defined", 3.0),
            ("Level 2", 2.0),
            ("L4", 4.0),
            ("Optimized", 5.0),
            ("2.5", 2.5),
            ("Gedefinieerd", 3.0),
        ] {
            let read = MaturityColumns::default().read(&words, Some(&text_cell(text)));
            assert_eq!(read, Understood::Is(MaturityValue::Level(level)), "{text}");
        }
        for text in ["fine", "7", "-1"] {
            let read = MaturityColumns::default().read(&words, Some(&text_cell(text)));
            assert_eq!(read, Understood::Unreadable, "{text}");
        }
        let read = MaturityColumns::default().read(&words, Some(&text_cell("60%")));
        assert_eq!(read, Understood::Is(MaturityValue::Share(0.6)));
    }

    #[test]
    fn the_top_comes_from_the_heading_or_from_values_that_show_it() {
        let words = ValueWords::load().unwrap();
        let (three, seven) = (number_cell(3.0), number_cell(7.0));
        assert_eq!(MaturityColumns::new(&words, &[("Maturity (0-4)", vec![&three])]).top, Some(4.0));
        assert_eq!(MaturityColumns::new(&words, &[("Maturity", vec![&three])]).top, None);
        assert!(MaturityColumns::new(&words, &[("Maturity", vec![&three])]).assumed);
        assert!(!MaturityColumns::new(&words, &[("Maturity (0-3)", vec![&three])]).assumed);
        let named = text_cell("Defined");
        assert!(!MaturityColumns::new(&words, &[("Maturity", vec![&three, &named])]).assumed);
        assert_eq!(MaturityColumns::new(&words, &[("Maturity", vec![&three, &seven])]).top, Some(10.0));
    }
    #[test]
    fn a_single_level_above_the_others_makes_no_longer_scale() {
        let words = ValueWords::load().unwrap();
        let cells = [5.0, 4.0, 7.0, 3.0].map(number_cell);
        let columns = MaturityColumns::new(&words, &[("Maturity", cells.iter().collect())]);
        assert_eq!(columns.top, Some(5.0));
        assert_eq!(columns.read(&words, Some(&cells[2])), Understood::Unreadable);
        assert_eq!(columns.read(&words, Some(&cells[0])), Understood::Is(MaturityValue::Level(5.0)));
    }

    #[test]
    fn numbers_under_a_heading_of_percent_are_shares() {
        let words = ValueWords::load().unwrap();
        for (numbers, shares) in [([10.0, 5.0], [0.1, 0.05]), ([1.0, 0.5], [1.0, 0.5])] {
            let cells = numbers.map(number_cell);
            let columns = MaturityColumns::new(&words, &[("% complete", cells.iter().collect())]);
            let read = [&cells[0], &cells[1]].map(|cell| columns.read(&words, Some(cell)));
            assert_eq!(read, shares.map(|share| Understood::Is(MaturityValue::Share(share))));
        }
    }
}
