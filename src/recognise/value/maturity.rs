//! Maturity, on the register's own scale: numbers, words of capability models, or percent.

use super::level_scale::scale_in_heading;
use super::percent::{PercentHeading, reaches_beyond_five};
use super::written_level::level_of_top;
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
    /// What "Managed" is: the second level of CMMI and ISO/IEC 33020, the fourth of the older model
    /// and of COBIT; `None` where nothing tells which model is meant.
    managed: Option<f64>,
}

/// The word "Managed" and its translations in the list of words.
const MANAGED: &str = "2 or 4";

impl MaturityColumns {
    /// Looks at the columns, each with its heading and its cells.
    pub fn new(words: &ValueWords, columns: &[(&str, Vec<&Cell>)]) -> Self {
        let percent_of = |(heading, cells): &(&str, Vec<&Cell>)| {
            PercentHeading::new(heading, cells.iter().filter_map(|cell| number(cell)))
        };
        let percent = columns.first().and_then(percent_of);
        let cells =
            || columns.iter().filter(|column| percent_of(column).is_none()).flat_map(|(_, cells)| cells);
        let managed = managed(words, columns.iter().map(|(heading, _)| *heading), cells().copied());
        let heading = columns.iter().find_map(|(heading, _)| scale_in_heading(heading));
        let written = || top_beside(cells().copied());
        if let Some(top) = heading.map(|scale| scale.highest).or_else(written) {
            return Self { top: Some(top), assumed: false, percent, managed };
        }
        let mut levels: Vec<f64> = cells().filter_map(|cell| level(words, cell, managed)).collect();
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
        let named = cells().any(|cell| number(cell).is_none() && level(words, cell, managed).is_some());
        // A top above 5 that only values show is assumed too.
        let shown = top == Some(5.0) || named;
        Self { top, assumed: highest.is_some() && !shown, percent, managed }
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
        if let Some(level) = level(words, present, self.managed) {
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

/// Words in front of the number of a level, the longer ones first.
const LEADS: &[&str] = &[
    "maturity level ",
    "capability level ",
    "maturity ",
    "level ",
    "tier ",
    "reifegradstufe ",
    "reifegrad ",
    "stufe ",
    "niveau de maturite ",
    "niveau ",
    "nivel de madurez ",
    "nivel ",
    "livello ",
    "volwassenheidsniveau ",
    "poziom ",
    "uroven ",
    "niva ",
    "レベル",
    "ml",
    "cmmi ",
    "l",
];

/// The top that all cells give that write it beside the level: `3/5`. Tiers of the NIST Cybersecurity
/// Framework run from 1 to 4.
fn top_beside<'a>(cells: impl Iterator<Item = &'a Cell>) -> Option<f64> {
    let mut tops = cells.filter_map(|cell| {
        let text = content(Some(cell))?;
        let tier = fold(&text).strip_prefix("tier ").is_some();
        level_of_top(&text).map(|(_, top)| top).or(tier.then_some(4.0))
    });
    let first = tops.next()?;
    tops.all(|other| other == first).then_some(first)
}

/// What "Managed" means beside the other words of the columns, their numbers, and the name of a model.
fn managed<'a>(
    words: &ValueWords,
    headings: impl Iterator<Item = &'a str>,
    cells: impl Iterator<Item = &'a Cell>,
) -> Option<f64> {
    const SECOND: &[&str] = &["cmmi", "spice", "15504", "33020", "performed", "established"];
    const FOURTH: &[&str] = &["cobit"];
    let (mut second, mut fourth) = (false, false);
    for text in headings.map(fold).chain(cells.filter_map(|cell| content(Some(cell))).map(|text| fold(&text)))
    {
        second |= SECOND.iter().any(|name| text.contains(name));
        fourth |= FOURTH.iter().any(|name| text.contains(name));
        for part in parts(without_enumeration(&text)) {
            match words.meaning("control.maturity", part) {
                // A second word for the second level leaves the fourth to "Managed", and the other way round.
                Some("2") => fourth |= number_in(part).is_none(),
                Some("4") => second |= number_in(part).is_none(),
                Some(MANAGED) => {
                    second |= text.contains('2');
                    fourth |= text.contains('4');
                }
                _ => {}
            }
        }
    }
    match (second, fourth) {
        (true, false) => Some(2.0),
        (false, true) => Some(4.0),
        _ => None,
    }
}

/// `3`, `3 - Defined`, `Level 3`, `L3`, `Defined`, `3/5`.
fn level(words: &ValueWords, cell: &Cell, managed: Option<f64>) -> Option<f64> {
    if let Some(number) = number(cell) {
        return Some(number);
    }
    let Value::Text(text) = &cell.value else { return None };
    let word = |text: &str| match words.meaning("control.maturity", text)? {
        MANAGED => managed,
        level => level.parse::<f64>().ok(),
    };
    if let Some((level, _)) = level_of_top(text) {
        return Some(level);
    }
    let folded = fold(text);
    let bare = LEADS.iter().find_map(|lead| number_in(folded.strip_prefix(lead)?.trim()));
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
    fn managed_is_the_second_or_the_fourth_level_by_the_model_that_the_other_words_show() {
        let words = ValueWords::load().unwrap();
        for (heading, column, managed) in [
            ("Maturity", &["Initial", "Managed", "Defined", "Quantitatively managed"][..], Some(2.0)),
            ("Maturity", &["Initial", "Repeatable", "Defined", "Managed", "Optimizing"], Some(4.0)),
            ("Maturity", &["2 - Managed", "3 - Defined", "Managed"], Some(2.0)),
            ("CMMI level", &["Initial", "Managed"], Some(2.0)),
            ("COBIT maturity", &["Initial", "Managed"], Some(4.0)),
            ("Reifegrad", &["Initial", "Wiederholbar", "Definiert", "Gesteuert"], Some(4.0)),
            ("Maturity", &["Initial", "Managed", "Defined"], None),
        ] {
            let cells: Vec<Cell> = column.iter().map(|text| text_cell(text)).collect();
            let columns = MaturityColumns::new(&words, &[(heading, cells.iter().collect())]);
            for word in ["Managed", "Gesteuert"] {
                let read = columns.read(&words, Some(&text_cell(word)));
                let expected = managed
                    .map_or(Understood::Unreadable, |level| Understood::Is(MaturityValue::Level(level)));
                assert_eq!(read, expected, "{heading} {column:?}");
            }
        }
    }

    #[test]
    fn the_top_may_stand_in_the_cells() {
        let words = ValueWords::load().unwrap();
        for (column, top) in [(&["3/4", "2/4"][..], 4.0), (&["Tier 2", "Tier 3"], 4.0), (&["1 of 5"], 5.0)] {
            let cells: Vec<Cell> = column.iter().map(|text| text_cell(text)).collect();
            let columns = MaturityColumns::new(&words, &[("Maturity", cells.iter().collect())]);
            assert_eq!((columns.top, columns.assumed), (Some(top), false), "{column:?}");
        }
        let columns = MaturityColumns::default();
        for text in
            ["Tier 3", "Reifegrad 3", "Niveau 3", "レベル3", "Level 3 - Defined", "Defined (3)", "3/5"]
        {
            let read = columns.read(&words, Some(&text_cell(text)));
            assert_eq!(read, Understood::Is(MaturityValue::Level(3.0)), "{text}");
        }
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
