//! One date as it is written: three numbers, a month with its name, a quarter, a week, a day number.
//!
//! Nothing is decided here; `3/4/2026` is two dates.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::date::DayOrder;
use super::month_names::month_number;
use super::{Understood, fold, half_width, number_in};

/// What is found in one date cell.
pub(super) enum Written {
    /// A day, or the first and the last day of a month, quarter, half-year or year.
    Days(NaiveDate, NaiveDate),
    /// Three numbers whose order is open, with the date that each order gives.
    Open(Orders),
    Nothing,
}

/// The dates that three numbers give, by which of them comes first.
pub(super) struct Orders {
    day_first: Option<NaiveDate>,
    month_first: Option<NaiveDate>,
    year_first: Option<NaiveDate>,
}

impl Orders {
    /// The date in the order of the column, or else the only one there is; otherwise two that differ.
    pub(super) fn read(
        &self,
        order: Option<DayOrder>,
        year_first: bool,
    ) -> Result<Understood<NaiveDate>, (NaiveDate, NaiveDate)> {
        let shown = match order {
            Some(DayOrder::DayFirst) => self.day_first,
            Some(DayOrder::MonthFirst) => self.month_first,
            None => self.year_first.filter(|_| year_first),
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

    pub(super) fn all(&self) -> impl Iterator<Item = NaiveDate> {
        [self.day_first, self.month_first, self.year_first].into_iter().flatten()
    }
}

impl Written {
    pub(super) fn of(days: Option<(NaiveDate, NaiveDate)>) -> Self {
        days.map_or(Self::Nothing, |(first, last)| Self::Days(first, last))
    }
}

/// The day number of spreadsheets (1 is 1 January 1900), for days from 1982 to 2064: other numbers
/// in a date column are not taken for dates. A bare year stands for its last day.
pub(super) fn serial(number: f64) -> Option<(NaiveDate, NaiveDate)> {
    if (1990.0..=2100.0).contains(&number) && number.fract() == 0.0 {
        return months(number as i32, 12, 12);
    }
    if !(30_000.0..=60_000.0).contains(&number) {
        return None;
    }
    same_day(NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(number as u64)))
}

pub(super) fn written(text: &str) -> Written {
    let text = fold(&half_width(text));
    let text = without_lead(without_ornament(&text));
    if let Some(number) = number_in(text).filter(|_| text.len() <= 5) {
        return Written::of(serial(number));
    }
    if let Some((first, second, third, separator)) = three_numbers(text) {
        return numeric(first, second, third, separator);
    }
    let plain = || same_day(compact(text)).or_else(|| week(text)).or_else(|| period(text));
    Written::of(plain().or_else(|| with_signs(text)).or_else(|| with_month_name(text)))
}

/// A date without the sign for "year" that some languages put behind it.
pub(super) fn without_ornament(text: &str) -> &str {
    [" r", " r.", " г", " г.", " roku", " года"]
        .iter()
        .find_map(|ornament| text.strip_suffix(ornament))
        .unwrap_or(text)
        .trim_end_matches('.')
}

/// A week as ISO 8601 counts it, from Monday to Sunday: `2026-W14`, `KW 14/2026`, `S14 2026`.
fn week(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    const NAMES: &[&str] = &[
        "week",
        "woche",
        "kalenderwoche",
        "kw",
        "cw",
        "wk",
        "wc",
        "w",
        "semaine",
        "sem",
        "s",
        "semana",
        "settimana",
        "tydzien",
        "vecka",
        "v",
        "uge",
    ];
    let mut parts = Vec::new();
    for part in text.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty()) {
        // "W14" is two parts.
        let digits = part.find(|character: char| character.is_ascii_digit()).unwrap_or_default();
        let (letters, number) = part.split_at_checked(digits)?;
        parts.extend([letters, number].into_iter().filter(|part| !part.is_empty()));
    }
    let name = parts.iter().position(|part| NAMES.contains(part))?;
    let number = parts.get(name + 1)?.parse().ok()?;
    let year = match *parts.as_slice() {
        [year, _, _] if name == 1 => year,
        [_, _, year] if name == 0 => year,
        _ => return None,
    };
    // "S1 2026" is a half-year.
    if parts.get(name) == Some(&"s") && number <= 2 {
        return None;
    }
    let year = year.parse().ok().filter(|_| matches!(year.len(), 2 | 4)).and_then(full_year)?;
    let day = |weekday| NaiveDate::from_isoywd_opt(year, number, weekday);
    day(Weekday::Mon).zip(day(Weekday::Sun))
}

/// `2026年3月31日`, `2026年3月`, `2026년 3월 31일`, years of a Japanese era included.
fn with_signs(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    /// The year before the first of an era.
    const ERAS: &[(&str, i32)] = &[("令和", 2018), ("平成", 1988), ("昭和", 1925)];
    let (era, text) =
        ERAS.iter().find_map(|(name, before)| Some((*before, text.strip_prefix(name)?))).unwrap_or((0, text));
    let (year, rest) = text.split_once(['年', '년'])?;
    let year = match year.trim() {
        "元" if era > 0 => era + 1,
        year if era > 0 => era + year.parse::<i32>().ok().filter(|year| (1..=99).contains(year))?,
        year => full_year(year.parse().ok().filter(|_| year.len() == 4)?)?,
    };
    let rest = rest.trim();
    if rest.is_empty() {
        return months(year, 12, 12);
    }
    // In Chinese and Korean a quarter of the calendar; the Japanese one is mostly of the business year.
    if let Some(quarter) = rest.strip_suffix("季度").or_else(|| rest.strip_suffix("분기")) {
        let quarter = match quarter.trim().trim_start_matches('第') {
            "一" | "1" => 1,
            "二" | "2" => 2,
            "三" | "3" => 3,
            "四" | "4" => 4,
            _ => return None,
        };
        return months(year, quarter * 3, 3);
    }
    let (month, rest) = rest.split_once(['月', '월'])?;
    let month = month.trim().parse().ok()?;
    let day = rest.trim().trim_end_matches(['日', '일']);
    if day.is_empty() {
        return months(year, month, 1);
    }
    same_day(NaiveDate::from_ymd_opt(year, month, day.parse().ok()?))
}

/// Words in front of a date that make it an end.
pub(super) const DEADLINES: &[&str] = &[
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
pub(super) fn three_numbers(text: &str) -> Option<(u32, u32, u32, char)> {
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
pub(super) fn year_can_lead(third: u32, separator: char) -> bool {
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

pub(super) fn full_year(number: u32) -> Option<i32> {
    match number {
        // As POSIX takes years of two digits: nothing in a register dates from before 1970.
        0..=69 => Some(2000 + number as i32),
        70..=99 => Some(1900 + number as i32),
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
    let words: Vec<&str> = text
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !matches!(*word, "" | "de" | "del" | "di" | "du" | "of" | "van"))
        .collect();
    let year = |word: &str| word.parse().ok().filter(|_| word.len() == 4).and_then(full_year);
    let short_year =
        |word: &str| word.parse().ok().filter(|_| matches!(word.len(), 2 | 4)).and_then(full_year);
    let month =
        |word: &str| word.parse::<u32>().ok().filter(|month| word.len() <= 2 && (1..=12).contains(month));
    let part = |word: &str| ordinal(word).filter(|part| (1..=4).contains(part)).map(|part| part * 3);
    let (year, (last, count)) = match *words.as_slice() {
        [one, two] => {
            let numbers = year(one).zip(month(two)).or_else(|| year(two).zip(month(one)));
            let quarter = || short_year(two).zip(quarter(one)).or_else(|| short_year(one).zip(quarter(two)));
            numbers.map(|(year, month)| (year, (month, 1))).or_else(quarter)?
        }
        [one, two, three] if is_half_word(two) => {
            let half = ordinal(one).filter(|half| (1..=2).contains(half))?;
            short_year(three).zip(Some((half * 6, 6)))?
        }
        [one, two, three] if is_quarter_word(two) => short_year(three).zip(part(one).zip(Some(3)))?,
        [one, two, three] if is_quarter_word(one) => short_year(three).zip(part(two).zip(Some(3)))?,
        [one, two, three] if is_quarter_word(three) => year(one).zip(part(two).zip(Some(3)))?,
        // "12 kw. 2027" is a week in German and no quarter in Polish: Roman numbers alone tell.
        [one, "kw", three] if roman(one).is_some() => short_year(three).zip(part(one).zip(Some(3)))?,
        _ => return None,
    };
    months(year, last, count)
}

/// The number of a quarter or half-year: `1`, `1er`, `1º`, `II`, `third`.
fn ordinal(word: &str) -> Option<u32> {
    const NAMES: &[[&str; 4]] = &[
        ["first", "second", "third", "fourth"],
        ["erstes", "zweites", "drittes", "viertes"],
        ["eerste", "tweede", "derde", "vierde"],
        ["premier", "deuxieme", "troisieme", "quatrieme"],
        ["primer", "segundo", "tercer", "cuarto"],
        ["primeiro", "segundo", "terceiro", "quarto"],
        ["primo", "secondo", "terzo", "quarto"],
    ];
    let named = || NAMES.iter().find_map(|names| names.iter().position(|name| *name == word));
    let digits = word.trim_end_matches(|character: char| character.is_alphabetic());
    let ending = word.get(digits.len()..)?;
    if matches!(
        ending,
        "" | "st" | "nd" | "rd" | "th" | "er" | "e" | "eme" | "o" | "º" | "ro" | "do" | "to" | "a"
    ) && let Ok(number) = digits.parse()
    {
        return Some(number);
    }
    roman(word).or_else(|| u32::try_from(named()? + 1).ok())
}

/// A Roman number from 1 to 4.
fn roman(word: &str) -> Option<u32> {
    Some(match word {
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        _ => return None,
    })
}

fn is_quarter_word(word: &str) -> bool {
    matches!(
        word,
        "quarter"
            | "quartal"
            | "kwartaal"
            | "trimestre"
            | "trim"
            | "kwartal"
            | "kvartal"
            | "ctvrtleti"
            | "stvrtrok"
            | "квартал"
            | "кв"
    )
}

fn is_half_word(word: &str) -> bool {
    matches!(word, "half" | "halbjahr" | "halfjaar" | "semestre" | "polrocze" | "halvar")
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
        } else if !matches!(word, "de" | "del" | "of" | "the" | "le" | "den" | "do" | "il" | "d")
            && !is_weekday(word)
        {
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

/// Whether a word is a day of the week, or short for one, in seven languages.
fn is_weekday(word: &str) -> bool {
    const NAMES: &[&str] = &[
        "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
        "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi fr sa so",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo",
        "lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim",
        "lunes martes miercoles jueves viernes sabado domingo",
        "segunda terca quarta quinta sexta feira",
        "lunedi martedi mercoledi giovedi venerdi domenica",
    ];
    NAMES.iter().flat_map(|names| names.split(' ')).any(|name| name == word)
}

fn same_day(day: Option<NaiveDate>) -> Option<(NaiveDate, NaiveDate)> {
    day.map(|day| (day, day))
}

/// The first and the last day of so many months, of which the last is given.
fn months(year: i32, last: u32, count: u32) -> Option<(NaiveDate, NaiveDate)> {
    let end = NaiveDate::from_ymd_opt(year, last, 1)?.checked_add_months(Months::new(1))?;
    Some((end.checked_sub_months(Months::new(count))?, end.pred_opt()?))
}
