//! What numbers and texts of cells mean as dates and times.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::cell::Value;

/// The serial number of the day after 9999-12-31, the last day that spreadsheets know.
const END_OF_DATES: f64 = 2_958_466.0;

const SECONDS_OF_A_DAY: f64 = 86_400.0;

/// How much later day 0 is in the date system of old Macintosh computers.
pub(super) const DAYS_FROM_1900_TO_1904: f64 = 1462.0;

/// A serial number that is shown as a date or a time of day. Times become the text that is shown; a
/// number that no date is (a 0 from an empty reference, a negative one) stays a number, so that it cannot
/// pass for a day in 1900.
pub(super) fn date_or_time(serial: f64, is_1904: bool) -> Value {
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
    date(serial, is_1904).map_or(Value::Number(serial), Value::Date)
}

/// A serial number that is shown as a duration, as the text that is shown.
pub(super) fn duration(serial: f64) -> Value {
    if !serial.is_finite() {
        return Value::Number(serial);
    }
    let seconds = (serial.abs() * SECONDS_OF_A_DAY).round() as u64;
    let sign = if serial < 0.0 { "-" } else { "" };
    let text = format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    Value::Text(text.into())
}

/// The day and time of a serial number, to the millisecond. In the system of 1900, day 60 is
/// 29 February 1900, which never was: days before it count from one day later.
fn date(serial: f64, is_1904: bool) -> Option<NaiveDateTime> {
    let serial = if is_1904 { serial + DAYS_FROM_1900_TO_1904 } else { serial };
    let serial = if serial < 60.0 { serial + 1.0 } else { serial };
    let milliseconds = (serial * SECONDS_OF_A_DAY * 1000.0).round() as i64;
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
    epoch.checked_add_signed(TimeDelta::milliseconds(milliseconds))
}

/// The serial number of a day and time from March 1900 on.
pub(super) fn serial(date: NaiveDateTime) -> f64 {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default().and_time(NaiveTime::MIN);
    (date - epoch).num_milliseconds() as f64 / (SECONDS_OF_A_DAY * 1000.0)
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

    fn date(text: &str) -> Value {
        iso_date(text).map_or(Value::Error("no date".into()), Value::Date)
    }

    #[test]
    fn serial_numbers_become_dates_in_both_date_systems() {
        assert_eq!(date_or_time(46_112.0, false), date("2026-03-31"));
        assert_eq!(date_or_time(46_112.5, false), date("2026-03-31T12:00:00"));
        assert_eq!(date_or_time(44_650.0, true), date("2026-03-31"));
        assert_eq!(date_or_time(59.0, false), date("1900-02-28"));
        assert_eq!(date_or_time(61.0, false), date("1900-03-01"));
    }

    #[test]
    fn what_is_no_date_does_not_become_one() {
        assert_eq!(date_or_time(0.0, false), Value::Number(0.0));
        assert_eq!(date_or_time(-5.0, false), Value::Number(-5.0));
        assert_eq!(date_or_time(1e300, false), Value::Number(1e300));
        assert_eq!(date_or_time(0.75, false), Value::Text("18:00".into()));
        assert_eq!(duration(1.5), Value::Text("36:00:00".into()));
    }

    #[test]
    fn a_date_in_words_is_one_where_it_is_written_as_the_standard_says() {
        assert_eq!(iso_date("2026-03-31T10:30:00.5Z"), iso_date("2026-03-31T10:30:00.5"));
        assert_eq!(iso_date("2026-03-31T10:30"), iso_date("2026-03-31T10:30:00"));
        assert!(iso_date("2026-03-31").is_some());
        assert_eq!(iso_date("soon"), None);
    }
}
