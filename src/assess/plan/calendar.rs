//! The days on which work is done: Monday to Friday, without the days off of the parameters.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::model::{DaysOff, Parameters};

/// The last day that a plan can reach; whatever takes longer ends on it.
const LAST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2170, 12, 31);

/// The working days from the first one on, numbered from 0.
pub(super) struct Calendar<'a> {
    days_off: &'a [DaysOff],
    days: Vec<NaiveDate>,
}

impl<'a> Calendar<'a> {
    /// The calendar whose first working day lies at or after the start.
    pub(super) fn new(parameters: &'a Parameters, start: NaiveDate) -> Self {
        let first = working_day_from(start, &parameters.days_off).unwrap_or(start);
        Self { days_off: &parameters.days_off, days: vec![first] }
    }

    /// The first working day.
    pub(super) fn first(&self) -> NaiveDate {
        self.days.first().copied().unwrap_or_default()
    }

    /// The working day of a number.
    pub(super) fn day(&mut self, number: usize) -> NaiveDate {
        while self.days.len() <= number && self.extend() {}
        self.days.get(number).or(self.days.last()).copied().unwrap_or_default()
    }

    /// The number of the first working day at or after a date; 0 before the first.
    pub(super) fn number(&mut self, date: NaiveDate) -> usize {
        while self.days.last().is_some_and(|last| *last < date) && self.extend() {}
        self.days.partition_point(|day| *day < date)
    }

    /// Adds the next working day; false where the calendar ends.
    fn extend(&mut self) -> bool {
        let next = self.days.last().and_then(|last| last.succ_opt());
        let next = next.and_then(|next| working_day_from(next, self.days_off));
        self.days.extend(next);
        next.is_some()
    }
}

/// The first working day from a date on.
pub(in crate::assess) fn working_day_from(date: NaiveDate, days_off: &[DaysOff]) -> Option<NaiveDate> {
    let is_free = |date: &NaiveDate| {
        matches!(date.weekday(), Weekday::Sat | Weekday::Sun) || days_off.iter().any(|off| off.holds(*date))
    };
    let last = LAST_DAY.unwrap_or(date);
    date.iter_days().take_while(|date| *date <= last).find(|date| !is_free(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, day).unwrap()
    }

    #[test]
    fn weekends_and_days_off_are_skipped() {
        // 2026-01-01 is a Thursday, 3 and 4 January are a weekend.
        let days_off = vec![DaysOff::one(date(1)), DaysOff { first: date(6), last: date(8) }];
        let parameters = Parameters { days_off, ..Parameters::default() };
        let mut calendar = Calendar::new(&parameters, date(1));
        assert_eq!(calendar.first(), date(2));
        assert_eq!([0, 1, 2, 3].map(|number| calendar.day(number)), [2, 5, 9, 12].map(date));
        assert_eq!([1, 3, 6, 9, 10].map(|day| calendar.number(date(day))), [0, 1, 2, 2, 3]);
    }

    #[test]
    fn a_plan_without_end_ends_on_the_last_day() {
        let parameters = Parameters::default();
        let mut calendar = Calendar::new(&parameters, date(1));
        assert_eq!(calendar.day(usize::MAX).to_string(), "2170-12-31");
    }
}
