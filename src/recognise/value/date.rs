//! Dates in the forms in which people write them.
//!
//! Which of two numbers is the day is decided by the rest of the column, never assumed. A month, a
//! quarter or a year stands for its last day (judgement: what is planned for March is due when March
//! is over).

use chrono::{Datelike, Days, Months, NaiveDate};

use super::{Understood, ValueWords, content, fold, number_in, says_not_applicable, says_unknown};
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
}

/// What is found in one date cell.
enum Written {
    /// A day, or the first and the last day of a month, quarter, half-year or year.
    Days(NaiveDate, NaiveDate),
    /// Three numbers whose order is open, with the date that each order gives.
    Open(Orders),
    Nothing,
}

/// The dates that three numbers give, by which of them comes first.
struct Orders {
    day_first: Option<NaiveDate>,
    month_first: Option<NaiveDate>,
    year_first: Option<NaiveDate>,
}

impl Orders {
    /// The date in the order of the column, or else the only one there is; otherwise two that differ.
    fn read(&self, order: Option<DayOrder>) -> Result<Understood<NaiveDate>, (NaiveDate, NaiveDate)> {
        let shown = match order {
            Some(DayOrder::DayFirst) => self.day_first,
            Some(DayOrder::MonthFirst) => self.month_first,
            None => None,
        };
        if let Some(date) = shown {
            return Ok(Understood::Is(date));
        }
        let mut dates = self.all();
        let Some(first) = dates.next() else { return Ok(Understood::Unreadable) };
        match dates.find(|other| *other != first) {
            Some(second) => Err((first, second)),
            None => Ok(Understood::Is(first)),
        }
    }

    fn all(&self) -> impl Iterator<Item = NaiveDate> {
        [self.day_first, self.month_first, self.year_first].into_iter().flatten()
    }
}

impl DateColumn {
    /// Looks at all cells of a column for dates that show the order of day and month.
    pub fn new<'a>(cells: impl Iterator<Item = &'a Cell>) -> Self {
        let (mut day_first, mut month_first) = (false, false);
        for cell in cells {
            if let Value::Text(text) = &cell.value
                && let Some((first, second, third, separator)) = three_numbers(text)
                && let Some(year) = full_year(third)
            {
                // Only a date that is there shows an order: 2026-12-31 and 31.02.2027 show none. The
                // first number of "26-03-31" can be a year and shows none either.
                let is_date = |day, month| NaiveDate::from_ymd_opt(year, month, day).is_some();
                day_first |= first > 12 && is_date(first, second) && !year_can_lead(third, separator);
                month_first |= second > 12 && is_date(second, first);
            }
        }
        let order = match (day_first, month_first) {
            (true, false) => Some(DayOrder::DayFirst),
            (false, true) => Some(DayOrder::MonthFirst),
            _ => None,
        };
        Self { order, contradictory: day_first && month_first }
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
            Written::Open(orders) => orders.read(self.order),
        }
    }
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

impl Written {
    fn of(days: Option<(NaiveDate, NaiveDate)>) -> Self {
        days.map_or(Self::Nothing, |(first, last)| Self::Days(first, last))
    }
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

/// The day number of spreadsheets (1 is 1 January 1900), for days from 1982 to 2064: other numbers
/// in a date column are not taken for dates. A bare year stands for its last day.
fn serial(number: f64) -> Option<(NaiveDate, NaiveDate)> {
    if (1990.0..=2100.0).contains(&number) && number.fract() == 0.0 {
        return months(number as i32, 12, 12);
    }
    if !(30_000.0..=60_000.0).contains(&number) {
        return None;
    }
    same_day(NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number as u64)))
}

fn written(text: &str) -> Written {
    let text = fold(text);
    let text = without_lead(&text);
    if let Some(number) = number_in(text).filter(|_| text.len() <= 5) {
        return Written::of(serial(number));
    }
    if let Some((first, second, third, separator)) = three_numbers(text) {
        return numeric(first, second, third, separator);
    }
    Written::of(same_day(compact(text)).or_else(|| period(text)).or_else(|| with_month_name(text)))
}

/// Words in front of a date that make it an end.
const DEADLINES: &[&str] = &[
    "due by ",
    "due ",
    "by end of ",
    "by ",
    "until ",
    "till ",
    "bis ende ",
    "bis ",
    "tot ",
    "d'ici ",
    "hasta ",
    "ate ",
    "entro ",
];

/// A date without words such as "by", "end of", "until" in front of it.
fn without_lead(text: &str) -> &str {
    const ENDS: &[&str] = &["end of ", "end ", "ende ", "eind van ", "eind ", "fin ", "fine "];
    let text = DEADLINES.iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text);
    ENDS.iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text).trim()
}

/// Three numbers with one kind of separator: `31/12/2026`, `2026-12-31`, `31.12.26`; a time of day
/// may follow.
fn three_numbers(text: &str) -> Option<(u32, u32, u32, char)> {
    let text = text.trim();
    let separator = text.chars().find(|character| !character.is_ascii_digit())?;
    if !matches!(separator, '/' | '-' | '.') {
        return None;
    }
    let mut parts = text.splitn(3, separator);
    let number = |part: &str| -> Option<u32> {
        let part = part.trim();
        (part.len() <= 4).then(|| part.parse().ok()).flatten()
    };
    let first = number(parts.next()?)?;
    let second = number(parts.next()?)?;
    let rest = parts.next()?.trim();
    let end = rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len());
    let (third, time) = rest.split_at_checked(end)?;
    let is_time = time.is_empty()
        || (time.starts_with(['t', 'T', ' ', '.'])
            && time
                .chars()
                .all(|character| character.is_ascii_digit() || " tTzZ:.+-apmAPM".contains(character)));
    is_time.then_some((first, second, number(third)?, separator))
}

/// Whether the first of three numbers can be a year of two digits: `26-03-31`.
///
/// Only between hyphens, as in the international form; between points and slashes the year of two
/// digits comes last (judgement).
fn year_can_lead(third: u32, separator: char) -> bool {
    separator == '-' && third <= 31
}

fn numeric(first: u32, second: u32, third: u32, separator: char) -> Written {
    let date = |year, month, day| NaiveDate::from_ymd_opt(full_year(year)?, month, day);
    if first > 31 {
        return Written::of(same_day(date(first, second, third)));
    }
    // Points stand between numbers where the day comes first (judgement: no country writes month.day.year).
    if separator == '.' {
        return Written::of(same_day(date(third, second, first)));
    }
    Written::Open(Orders {
        day_first: date(third, second, first),
        month_first: date(third, first, second),
        year_first: date(first, second, third).filter(|_| year_can_lead(third, separator)),
    })
}

fn full_year(number: u32) -> Option<i32> {
    match number {
        0..=99 => Some(2000 + number as i32),
        1900..=2199 => Some(number as i32),
        _ => None,
    }
}

/// `20261231`.
fn compact(text: &str) -> Option<NaiveDate> {
    (text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok())
        .flatten()
        .filter(|date| (1950..2150).contains(&date.year()))
}

/// The first and last day of a month, quarter or half-year: `2026-03`, `03/2026`, `Q3 2026`, `3. Quartal 2026`, `H1 2026`.
fn period(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let words: Vec<&str> =
        text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let year = |word: &str| word.parse().ok().filter(|_| word.len() == 4).and_then(full_year);
    let short_year =
        |word: &str| word.parse().ok().filter(|_| matches!(word.len(), 2 | 4)).and_then(full_year);
    let month =
        |word: &str| word.parse::<u32>().ok().filter(|month| word.len() <= 2 && (1..=12).contains(month));
    let part =
        |word: &str| word.parse::<u32>().ok().filter(|part| (1..=4).contains(part)).map(|part| part * 3);
    let (year, (last, count)) = match *words.as_slice() {
        [one, two] => {
            let numbers = year(one).zip(month(two)).or_else(|| year(two).zip(month(one)));
            let quarter = || short_year(two).zip(quarter(one)).or_else(|| short_year(one).zip(quarter(two)));
            numbers.map(|(year, month)| (year, (month, 1))).or_else(quarter)?
        }
        [one, two, three] if is_quarter_word(two) => short_year(three).zip(part(one).zip(Some(3)))?,
        [one, two, three] if is_quarter_word(one) => short_year(three).zip(part(two).zip(Some(3)))?,
        _ => return None,
    };
    months(year, last, count)
}

fn is_quarter_word(word: &str) -> bool {
    matches!(word, "quarter" | "quartal" | "kwartaal" | "trimestre" | "trim")
}

/// The last month and the number of months of `q3`, `3q`, `t3` or `h1`, `s1`.
fn quarter(word: &str) -> Option<(u32, u32)> {
    let digit = word.chars().find_map(|character| character.to_digit(10))?;
    let letter = word.chars().find(|character| character.is_alphabetic())?;
    if word.chars().count() != 2 {
        return None;
    }
    match (letter, digit) {
        ('q' | 't' | 'k', 1..=4) => Some((digit * 3, 3)),
        ('h' | 's', 1..=2) => Some((digit * 6, 6)),
        _ => None,
    }
}

/// `31 December 2026`, `December 31, 2026`, `31-Dec-26`, `Dezember 2026`, `15 de marzo de 2026`.
fn with_month_name(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let mut month = None;
    let mut numbers = Vec::new();
    for word in text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|character: char| character.is_alphabetic());
        if let Some(number) = month_number(word) {
            if month.replace(number).is_some() {
                return None;
            }
        } else if !digits.is_empty()
            && matches!(word.get(digits.len()..), Some("" | "st" | "nd" | "rd" | "th" | "er" | "e"))
        {
            numbers.push((digits.parse::<u32>().ok()?, digits.len()));
        } else if !matches!(word, "de" | "del" | "of" | "the" | "le" | "den" | "do") {
            return None;
        }
    }
    let month = month?;
    match *numbers.as_slice() {
        [(day, length), (year, _)] if length <= 2 => {
            same_day(NaiveDate::from_ymd_opt(full_year(year)?, month, day))
        }
        [(year, 4), (day, _)] => same_day(NaiveDate::from_ymd_opt(full_year(year)?, month, day)),
        // "Mar-26": a number beside a month alone is taken for a year only where it cannot be a day.
        [(year, length)] if length == 4 || year > 31 => months(full_year(year)?, month, 1),
        [(year, 2)]
            if (20..=31).contains(&year)
                && text.contains(['-', '\''])
                && !text.starts_with(|first: char| first.is_ascii_digit()) =>
        {
            months(full_year(year)?, month, 1)
        }
        _ => None,
    }
}

fn same_day(day: Option<NaiveDate>) -> Option<(NaiveDate, NaiveDate)> {
    day.map(|day| (day, day))
}

/// The first and the last day of so many months, of which the last is given.
fn months(year: i32, last: u32, count: u32) -> Option<(NaiveDate, NaiveDate)> {
    let end = NaiveDate::from_ymd_opt(year, last, 1)?.checked_add_months(Months::new(1))?;
    Some((end.checked_sub_months(Months::new(count))?, end.pred_opt()?))
}

/// The number of a month from its name or short name in seven languages.
pub fn month_number(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &[
            "january", "januar", "jaenner", "januari", "janvier", "enero", "janeiro", "gennaio", "jan",
            "janv", "ene", "gen",
        ],
        &[
            "february",
            "februar",
            "februari",
            "fevrier",
            "febrero",
            "fevereiro",
            "febbraio",
            "feb",
            "fev",
            "fevr",
        ],
        &["march", "marz", "maerz", "maart", "mars", "marzo", "marco", "mar", "mrz", "mrt"],
        &["april", "avril", "abril", "aprile", "apr", "avr", "abr"],
        &["may", "mai", "mei", "mayo", "maio", "maggio", "mag"],
        &["june", "juni", "juin", "junio", "junho", "giugno", "jun", "giu"],
        &["july", "juli", "juillet", "julio", "julho", "luglio", "jul", "juil", "lug"],
        &["august", "augustus", "aout", "agosto", "aug", "ago"],
        &["september", "septembre", "septiembre", "setembro", "settembre", "sep", "sept", "set"],
        &["october", "oktober", "octobre", "octubre", "outubro", "ottobre", "oct", "okt", "out", "ott"],
        &["november", "novembre", "noviembre", "novembro", "nov"],
        &["december", "dezember", "decembre", "diciembre", "dezembro", "dicembre", "dec", "dez", "dic"],
    ];
    let folded = fold(word);
    NAMES
        .iter()
        .position(|names| names.contains(&folded.as_str()))
        .and_then(|index| u32::try_from(index + 1).ok())
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
        ] {
            assert_eq!(read(&[], text), Ok(Understood::Is(date.parse().unwrap())), "{text}");
        }
        for text in ["ongoing", "31/31/2026", "12", "5 May", "1.5", "2026-13-01", "v1.2.3"] {
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
