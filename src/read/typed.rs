//! A cell of calamine to a value of ours.

use calamine::{DataRef, ExcelDateTime};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::cell::Value;

/// The serial number of the day after 9999-12-31, the last day that spreadsheets know.
const END_OF_DATES: f64 = 2_958_466.0;

const SECONDS_OF_A_DAY: f64 = 86_400.0;

/// What a cell holds; `None` where it holds nothing.
pub(super) fn value(data: &DataRef) -> Option<Value> {
    Some(match data {
        DataRef::Int(value) => Value::Number(*value as f64),
        DataRef::Float(value) => Value::Number(*value),
        DataRef::String(text) => Value::Text(text.as_str().into()),
        DataRef::SharedString(text) => Value::Text((*text).into()),
        DataRef::Bool(value) => Value::Boolean(*value),
        DataRef::DateTime(date) => date_or_time(date),
        DataRef::DateTimeIso(text) => {
            iso_date(text).map_or_else(|| Value::Text(text.as_str().into()), Value::Date)
        }
        DataRef::DurationIso(text) => Value::Text(text.as_str().into()),
        DataRef::Error(error) => Value::Error(error.to_string().into()),
        DataRef::Empty => return None,
    })
}

/// A serial number that is shown as a date, a time of day or a duration. Times and durations become
/// the text that is shown; a number that no date is (a 0 from an empty reference, a negative one)
/// stays a number, so that it cannot pass for a day in 1900.
fn date_or_time(date: &ExcelDateTime) -> Value {
    let serial = date.as_f64();
    if !serial.is_finite() {
        return Value::Number(serial);
    }
    if date.is_duration() {
        let seconds = (serial.abs() * SECONDS_OF_A_DAY).round() as u64;
        let sign = if serial < 0.0 { "-" } else { "" };
        let text = format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        return Value::Text(text.into());
    }
    if serial > 0.0 && serial < 1.0 {
        let seconds = (serial * SECONDS_OF_A_DAY).round() as u64;
        let text = match seconds % 60 {
            0 => format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60),
            rest => format!("{:02}:{:02}:{rest:02}", seconds / 3600, seconds / 60 % 60),
        };
        return Value::Text(text.into());
    }
    if !(1.0..END_OF_DATES).contains(&serial) {
        return Value::Number(serial);
    }
    date.as_datetime().map_or(Value::Number(serial), Value::Date)
}

/// A date as ISO 8601 writes it, with or without a time of day; a time zone is left out of account.
pub(super) fn iso_date(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().trim_end_matches('Z');
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M"))
        .or_else(|_| NaiveDate::parse_from_str(text, "%Y-%m-%d").map(|date| date.and_time(NaiveTime::MIN)))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    fn shown(serial: f64, kind: calamine::ExcelDateTimeType, is_1904: bool) -> Value {
        date_or_time(&ExcelDateTime::new(serial, kind, is_1904))
    }

    fn date(text: &str) -> Value {
        iso_date(text).map_or(Value::Error("no date".into()), Value::Date)
    }

    #[test]
    fn serial_numbers_become_dates_in_both_date_systems() {
        assert_eq!(shown(46_112.0, DateTime, false), date("2026-03-31"));
        assert_eq!(shown(46_112.5, DateTime, false), date("2026-03-31T12:00:00"));
        assert_eq!(shown(44_650.0, DateTime, true), date("2026-03-31"));
    }

    #[test]
    fn what_is_no_date_does_not_become_one() {
        assert_eq!(shown(0.0, DateTime, false), Value::Number(0.0));
        assert_eq!(shown(-5.0, DateTime, false), Value::Number(-5.0));
        assert_eq!(shown(1e300, DateTime, false), Value::Number(1e300));
        assert_eq!(shown(0.75, DateTime, false), Value::Text("18:00".into()));
        assert_eq!(shown(1.5, TimeDelta, false), Value::Text("36:00:00".into()));
    }

    #[test]
    fn a_date_in_words_that_is_none_stays_text() {
        assert_eq!(value(&DataRef::DateTimeIso("soon".into())), Some(Value::Text("soon".into())));
        assert_eq!(value(&DataRef::DateTimeIso("2026-03-31".into())), Some(date("2026-03-31")));
    }
}
