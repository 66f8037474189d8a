//! The dates of a column.
//!
//! Which of two numbers is the day is decided by the rest of the column, never assumed. A month, a
//! quarter or a year stands for its last day (judgement: what is planned for March is due when March
//! is over).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::written_date::{
    DEADLINES, Written, full_year, serial, three_numbers, without_ornament, written, year_can_lead,
};
use super::{Understood, ValueWords, content, fold, says_not_applicable, says_unknown};
use crate::read::{Cell, Value};

/// Which of two numbers in `3/4/2026` is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// The first.
    DayFirst,
    /// The second.
    MonthFirst,
}

/// How the dates of one column are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateColumn {
    /// The order that the column shows; `None` where it shows none or both.
    pub order: Option<DayOrder>,
    contradictory: bool,
    /// Years of two digits between hyphens come first: 26-03-31.
    year_first: bool,
}

impl DateColumn {
    /// Looks at all cells of a column for dates that show the order of day and month.
    pub fn new<'a>(cells: impl Iterator<Item = &'a Cell>) -> Self {
        let (mut day_first, mut month_first) = (false, false);
        let mut short_years = Vec::new();
        for cell in cells {
            if let Value::Text(text) = &cell.value
                && let Some((first, second, third, separator)) = three_numbers(without_ornament(text))
                && let Some(year) = full_year(third)
            {
                if separator == '-' && first < 100 && third < 100 {
                    short_years.push((first, third));
                }
                // Only a date that is there shows an order: 2026-12-31 and 31.02.2027 show none. The
                // first number of "26-03-31" can be a year and shows none either.
                let is_date = |day, month| NaiveDate::from_ymd_opt(year, month, day).is_some();
                day_first |= first > 12 && is_date(first, second) && !year_can_lead(third, separator);
                month_first |= second > 12 && is_date(second, first);
            }
        }
        // Where the last numbers are the years, a first number above 12 is the day after all.
        let swapped: Vec<(u32, u32)> = short_years.iter().map(|(first, third)| (*third, *first)).collect();
        day_first |= years_come_first(&swapped) && short_years.iter().any(|(first, _)| *first > 12);
        let order = match (day_first, month_first) {
            (true, false) => Some(DayOrder::DayFirst),
            (false, true) => Some(DayOrder::MonthFirst),
            _ => None,
        };
        let year_first = order.is_none() && !(day_first && month_first) && years_come_first(&short_years);
        Self { order, contradictory: day_first && month_first, year_first }
    }

    /// Takes over the order that something else shows, such as another column of the same table, where
    /// this one shows none.
    #[must_use]
    pub fn or_order(self, order: Option<DayOrder>) -> Self {
        if self.contradictory || self.order.is_some() { self } else { Self { order, ..self } }
    }

    /// Reads a cell. A date whose order of day and month is not known is `Err` with both readings.
    pub fn read(
        &self,
        words: &ValueWords,
        cell: Option<&Cell>,
    ) -> Result<Understood<NaiveDate>, (NaiveDate, NaiveDate)> {
        let Some(present) = cell else { return Ok(Understood::Blank) };
        let Some(text) = content(cell) else { return Ok(Understood::Blank) };
        let written = match &present.value {
            Value::Date(date) => Written::Days(date.date(), date.date()),
            Value::Number(number) => Written::of(serial(*number)),
            Value::Boolean(_) | Value::Error(_) => Written::Nothing,
            Value::Text(_) if says_not_applicable(words, &text) => return Ok(Understood::Blank),
            Value::Text(_) if says_unknown(words, &text) => return Ok(Understood::SaidUnknown),
            Value::Text(_) => written(&text),
        };
        match written {
            Written::Days(_, last) => Ok(Understood::Is(last)),
            Written::Nothing => Ok(Understood::Unreadable),
            Written::Open(orders) => orders.read(self.order, self.year_first),
        }
    }
}

/// Fewest dates of a column that can show that their years come first (judgement).
const DATES_THAT_SHOW: usize = 3;

/// Whether the first of three numbers are the years of a column: they are few and follow each other,
/// as the years of a register do, where the last numbers spread as days do (judgement).
fn years_come_first(dates: &[(u32, u32)]) -> bool {
    let firsts: BTreeSet<u32> = dates.iter().map(|(first, _)| *first).collect();
    let lasts: BTreeSet<u32> = dates.iter().map(|(_, last)| *last).collect();
    let span = |numbers: &BTreeSet<u32>| {
        numbers.last().zip(numbers.first()).map_or(0, |(highest, lowest)| highest - lowest)
    };
    lasts.len() >= DATES_THAT_SHOW && span(&firsts) <= 3 && span(&lasts) >= 10
}

/// The first and the last day that a date in a text can mean: of `2026`, 1 January and 31 December; of
/// `3/4/2026`, 4 March and 3 April.
pub fn days_of(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    match written(text) {
        Written::Days(first, last) => Some((first, last)),
        Written::Open(orders) => orders.all().min().zip(orders.all().max()),
        Written::Nothing => None,
    }
}

/// Whether a text sets a date as an end: `due 2026-03-31`, `by Q3 2026`, `bis Ende Mai 2026`.
pub fn is_deadline(text: &str) -> bool {
    let text = fold(text);
    DEADLINES.iter().any(|lead| text.starts_with(lead))
}

/// The order that the language of a heading shows: the languages other than English that headings of
/// dates are known in put the day first; English headings show none (judgement).
pub fn order_of_heading(heading: &str) -> Option<DayOrder> {
    const WORDS: &[&str] = &[
        "termin",
        "frist",
        "bis",
        "datum",
        "stichtag",
        "echeance",
        "delai",
        "limite",
        "prevue",
        "revue",
        "fecha",
        "plazo",
        "vencimiento",
        "prazo",
        "vencimento",
        "data",
        "scadenza",
        "entro",
        "vervaldatum",
        "streefdatum",
        "einddatum",
        "faellig",
        "fallig",
        "falligkeit",
        "zieldatum",
        "enddatum",
    ];
    let folded = fold(heading);
    let mut words = folded.split(|character: char| !character.is_alphanumeric());
    words.any(|word| WORDS.contains(&word)).then_some(DayOrder::DayFirst)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{number_cell, text_cell};
    use super::*;

    fn read(column: &[&str], text: &str) -> Result<Understood<NaiveDate>, (NaiveDate, NaiveDate)> {
        let words = ValueWords::load().unwrap();
        let cells: Vec<Cell> = column.iter().chain([&text]).map(|text| text_cell(text)).collect();
        DateColumn::new(cells.iter()).read(&words, cells.last())
    }

    #[test]
    fn dates_are_read_in_many_forms() {
        for (text, date) in [
            ("2026-03-31", "2026-03-31"),
            ("2026-03-31T10:00:00Z", "2026-03-31"),
            ("31.03.2026", "2026-03-31"),
            ("3.4.26", "2026-04-03"),
            ("31/03/2026", "2026-03-31"),
            ("03/31/2026", "2026-03-31"),
            ("20260331", "2026-03-31"),
            ("2026-03", "2026-03-31"),
            ("02/2028", "2028-02-29"),
            ("Q3 2026", "2026-09-30"),
            ("2026 Q1", "2026-03-31"),
            ("3. Quartal 2026", "2026-09-30"),
            ("T2 2026", "2026-06-30"),
            ("15. März 2026", "2026-03-15"),
            ("March 15, 2026", "2026-03-15"),
            ("15-Mar-26", "2026-03-15"),
            ("1er août 2026", "2026-08-01"),
            ("15 de marzo de 2026", "2026-03-15"),
            ("Dezember 2026", "2026-12-31"),
            ("end of June 2026", "2026-06-30"),
            ("2026", "2026-12-31"),
            ("46112", "2026-03-31"),
            ("2026-W14", "2026-04-05"),
            ("KW 14/2026", "2026-04-05"),
            ("Week 14, 2026", "2026-04-05"),
            ("S14 2026", "2026-04-05"),
            ("2026年3月31日", "2026-03-31"),
            ("２０２６年３月", "2026-03-31"),
            ("令和8年3月31日", "2026-03-31"),
            ("2026년 3월 31일", "2026-03-31"),
            ("12 marca 2026", "2026-03-12"),
            ("31.03.2026 r.", "2026-03-31"),
            ("12. března 2026", "2026-03-12"),
            ("12 maj 2026", "2026-05-12"),
            ("12 марта 2026 г.", "2026-03-12"),
            ("Montag, 30. März 2026", "2026-03-30"),
            ("Tue 31 Mar 2026", "2026-03-31"),
            ("12 mars 2026", "2026-03-12"),
            ("Mar-26", "2026-03-31"),
            ("1. Halbjahr 2026", "2026-06-30"),
            ("Q3/26", "2026-09-30"),
            ("15-Mar-98", "1998-03-15"),
            ("I kw. 2027", "2027-03-31"),
            ("IV kwartał 2027", "2027-12-31"),
            ("1. Quartal 2027", "2027-03-31"),
            ("T1 2027", "2027-03-31"),
            ("1er trimestre 2027", "2027-03-31"),
            ("2e trimestre 2027", "2027-06-30"),
            ("2º trimestre de 2027", "2027-06-30"),
            ("primer trimestre de 2027", "2027-03-31"),
            ("I trim. 2027", "2027-03-31"),
            ("III trimestre 2027", "2027-09-30"),
            ("3e kwartaal 2027", "2027-09-30"),
            ("third quarter of 2027", "2027-09-30"),
            ("II квартал 2027", "2027-06-30"),
            ("2027 II. kvartal", "2027-06-30"),
            ("2. čtvrtletí 2027", "2027-06-30"),
            ("2027年第三季度", "2027-09-30"),
            ("2027년 1분기", "2027-03-31"),
        ] {
            assert_eq!(read(&[], text), Ok(Understood::Is(date.parse().unwrap())), "{text}");
        }
        for text in [
            "ongoing",
            "31/31/2026",
            "12",
            "5 May",
            "1.5",
            "2026-13-01",
            "v1.2.3",
            "2026-W54",
            "2026年13月",
            "see above",
            "#REF!",
            "FY26",
            "5. Quartal 2027",
            "V kw. 2027",
            "2 kw. 2027",
            "2027年第1四半期",
            "asap",
        ] {
            assert_eq!(read(&[], text), Ok(Understood::Unreadable), "{text}");
        }
        assert_eq!(read(&[], "tbd"), Ok(Understood::SaidUnknown));
        assert_eq!(read(&[], "n/a"), Ok(Understood::Blank));
        let words = ValueWords::load().unwrap();
        let serial = DateColumn::default().read(&words, Some(&number_cell(46112.0)));
        assert_eq!(serial, Ok(Understood::Is("2026-03-31".parse().unwrap())));
        assert_eq!(DateColumn::default().read(&words, Some(&number_cell(12.0))), Ok(Understood::Unreadable));
    }

    #[test]
    fn a_heading_in_a_language_with_the_day_first_shows_the_order() {
        for heading in ["Umsetzung bis", "Échéance", "Fecha límite", "Data di scadenza", "Streefdatum"] {
            assert_eq!(order_of_heading(heading), Some(DayOrder::DayFirst), "{heading}");
        }
        for heading in ["Due date", "Target date", "Review"] {
            assert_eq!(order_of_heading(heading), None, "{heading}");
        }
    }

    #[test]
    fn the_column_decides_which_number_is_the_day() {
        assert_eq!(read(&["31/12/2025"], "3/4/2026"), Ok(Understood::Is("2026-04-03".parse().unwrap())));
        assert_eq!(read(&["12/31/2025"], "3/4/2026"), Ok(Understood::Is("2026-03-04".parse().unwrap())));
        assert_eq!(read(&[], "4/4/2026"), Ok(Understood::Is("2026-04-04".parse().unwrap())));
        let both = ("2026-04-03".parse().unwrap(), "2026-03-04".parse().unwrap());
        assert_eq!(read(&[], "3/4/2026"), Err(both));
        // Dates that are none, and dates with the year in front, show no order.
        assert_eq!(read(&["2026-12-31", "31.02.2027"], "3/4/2026"), Err(both));
        assert_eq!(read(&["31/12/2025", "12/31/2025"], "3/4/2026"), Err(both));
        // A year in front says nothing about day and month.
        assert_eq!(read(&["2026-03-31", "1999-12-01"], "3/4/2026"), Err(both));
        assert_eq!(read(&["26-03-31"], "3/4/2026"), Err(both));
    }

    #[test]
    fn a_year_of_two_digits_between_hyphens_can_come_first_or_last() {
        let both = ("2031-03-26".parse().unwrap(), "2026-03-31".parse().unwrap());
        assert_eq!(read(&[], "26-03-31"), Err(both));
        assert_eq!(read(&["2026-03-31"], "26-03-31"), Err(both));
        assert_eq!(read(&["31-12-2026"], "26-03-31"), Ok(Understood::Is(both.0)));
        assert_eq!(read(&[], "03-31-26"), Ok(Understood::Is("2026-03-31".parse().unwrap())));
        assert_eq!(read(&[], "31/03/26"), Ok(Understood::Is("2026-03-31".parse().unwrap())));
        assert_eq!(read(&[], "45-03-30"), Ok(Understood::Is("2045-03-30".parse().unwrap())));
    }

    #[test]
    fn few_years_that_follow_each_other_show_that_the_year_comes_first() {
        let column = ["26-03-31", "26-04-15", "27-01-02"];
        assert_eq!(read(&column, "26-05-06"), Ok(Understood::Is("2026-05-06".parse().unwrap())));
        // The same numbers the other way round are days before their year.
        let column = ["31-03-26", "15-04-26", "02-01-27"];
        assert_eq!(read(&column, "06-05-26"), Ok(Understood::Is("2026-05-06".parse().unwrap())));
        assert_eq!(
            read(&["31-12-26", "15-04-26"], "14-05-26"),
            Ok(Understood::Is("2026-05-14".parse().unwrap()))
        );
        // Two dates show nothing.
        assert!(read(&["26-03-31"], "26-04-15").is_err());
    }

    #[test]
    fn the_days_that_a_date_can_mean_are_those_of_its_period() {
        for (text, first, last) in [
            ("2026", "2026-01-01", "2026-12-31"),
            ("Q4 2026", "2026-10-01", "2026-12-31"),
            ("H1 2026", "2026-01-01", "2026-06-30"),
            ("03/2026", "2026-03-01", "2026-03-31"),
            ("May 2026", "2026-05-01", "2026-05-31"),
            ("3. Quartal 2026", "2026-07-01", "2026-09-30"),
            ("2026-05-04", "2026-05-04", "2026-05-04"),
            ("3/4/2026", "2026-03-04", "2026-04-03"),
        ] {
            assert_eq!(days_of(text), Some((first.parse().unwrap(), last.parse().unwrap())), "{text}");
        }
        assert_eq!(days_of("ongoing"), None);
        assert!(is_deadline("Due 2026-03-31") && is_deadline("bis Mai 2026") && !is_deadline("end of 2026"));
    }
}
