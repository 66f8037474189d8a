//! What a person wrote in a cell of the workbook, in a form that survives being saved by another program.

use std::fmt;

use arcstr::ArcStr;
use chrono::NaiveDate;

/// How far two numbers may be apart, of the larger one, to be the same: programs write 15 to 17 digits.
const SAME_NUMBER: f64 = 1e-12;

/// The first day that a date of a management system can be (judgement): 1 January 1990, as spreadsheets count days.
pub const FIRST_DAY: u32 = 32_874;

/// The number of the first day that is no day any more: 1 January 2201. A later one is a slip of the pen, such as
/// 2207 for 2027 (judgement).
pub const DAY_AFTER_LAST: u32 = 109_940;

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Entry {
    /// Nothing, or nothing but spaces.
    #[default]
    Blank,
    /// Text, without spaces at its ends.
    Text(ArcStr),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A date; its time of day is of no account.
    Date(NaiveDate),
}

impl Entry {
    /// A text, or blank where it holds nothing but spaces.
    pub fn text(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            Entry::Blank
        } else if text.contains("\r\n") {
            Entry::Text(text.replace("\r\n", "\n").into())
        } else {
            Entry::Text(text.into())
        }
    }

    /// As [`text`](Self::text), of a text that the entry shares where it is as it should be.
    pub fn shared(text: &ArcStr) -> Self {
        let as_it_is = text.trim().len() == text.len() && !text.is_empty() && !text.contains("\r\n");
        if as_it_is { Entry::Text(text.clone()) } else { Self::text(text) }
    }

    /// Whether the cell holds nothing.
    pub fn is_blank(&self) -> bool {
        *self == Entry::Blank
    }

    /// Whether two cells say the same. A program may show a date as the number of its day and a number
    /// as text, and may write the last digits of a number otherwise.
    pub fn says_the_same_as(&self, other: &Entry) -> bool {
        if let (Some(one), Some(other)) = (self.number(), other.number()) {
            return (one - other).abs() <= SAME_NUMBER * one.abs().max(other.abs());
        }
        match (self, other) {
            (Entry::Text(one), Entry::Text(other)) => one == other,
            _ => self.to_string() == other.to_string(),
        }
    }

    /// The day that the cell holds, where programs may have left only its number.
    ///
    /// Nothing before [`FIRST_DAY`] is one: the number of a year, as in "approved in 2026", is a day of 1905 to a
    /// spreadsheet. Formulas judge it alike.
    pub fn day(&self) -> Option<NaiveDate> {
        let number = match self {
            Entry::Date(_) => self.number()?,
            Entry::Number(number) => *number,
            _ => return None,
        };
        if !(f64::from(FIRST_DAY)..f64::from(DAY_AFTER_LAST)).contains(&number) {
            return None;
        }
        let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
        first.checked_add_days(chrono::Days::new(number as u64))
    }

    /// The number of the cell; of a date, that of its day in spreadsheets that count from 1900.
    fn number(&self) -> Option<f64> {
        match self {
            Entry::Number(number) => Some(*number),
            Entry::Date(date) => {
                let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
                Some((*date - first).num_days() as f64)
            }
            Entry::Blank | Entry::Text(_) | Entry::Boolean(_) => None,
        }
    }
}

/// A cell of a list, whatever its row and column are at the moment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellKey {
    /// The list.
    pub list: String,
    /// The record's key.
    pub key: String,
    /// The column's heading.
    pub heading: String,
}

impl CellKey {
    /// The cell of a list by key and heading.
    pub fn new(list: &str, key: &str, heading: &str) -> Self {
        Self { list: list.to_owned(), key: key.to_owned(), heading: heading.to_owned() }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Entry::Blank => Ok(()),
            Entry::Text(text) => formatter.write_str(text),
            Entry::Number(number) => write!(formatter, "{number}"),
            Entry::Boolean(value) => formatter.write_str(if *value { "TRUE" } else { "FALSE" }),
            Entry::Date(date) => write!(formatter, "{date}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_shares_its_text_says_what_one_of_its_own_says() {
        for text in ["plain", " spaced ", "two\r\nlines", "", "  "] {
            assert_eq!(Entry::shared(&text.into()), Entry::text(text), "{text:?}");
        }
    }

    #[test]
    fn what_another_program_writes_otherwise_is_the_same() {
        let day = Entry::Date(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
        assert!(day.says_the_same_as(&Entry::Number(46348.0)));
        assert!(!day.says_the_same_as(&Entry::Number(46349.0)));
        assert_eq!(Entry::Number(46348.5).day(), day.day());
        assert_eq!(Entry::Number(0.5).day(), None);
        assert_eq!(Entry::Number(2026.0).day(), None);
        assert_eq!(Entry::Number(32_873.0).day(), None);
        assert_eq!(Entry::Number(32_874.0).day(), chrono::NaiveDate::from_ymd_opt(1990, 1, 1));
        assert_eq!(Entry::Date(chrono::NaiveDate::from_ymd_opt(1905, 7, 18).unwrap()).day(), None);
        assert_eq!(Entry::text("46348").day(), None);
        assert!(Entry::Number(0.1 + 0.2).says_the_same_as(&Entry::Number(0.3)));
        assert!(Entry::Number(3.0).says_the_same_as(&Entry::text("3")));
        assert!(Entry::text(" a\r\nb ").says_the_same_as(&Entry::text("a\nb")));
        assert!(Entry::text("  ").says_the_same_as(&Entry::Blank));
        assert!(!Entry::Number(0.0).says_the_same_as(&Entry::Blank));
        assert!(!Entry::text("5.10").says_the_same_as(&Entry::Number(5.1)));
    }
}
