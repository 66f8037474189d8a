//! From person-days to dates: work is done one action after the other, by a fixed capacity on each
//! working day (Monday to Friday, without the holidays of the parameters).

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::model::Parameters;

/// Working days in a week.
const WORKING_DAYS: f64 = 5.0;

/// Part of a day that is taken for rounding noise.
const NOISE: f64 = 1e-9;

/// Hands out dates to pieces of work in their order.
pub(super) struct Calendar {
    holidays: BTreeSet<NaiveDate>,
    days_per_working_day: f64,
    spent: f64,
    /// A working day and its number, counted from the first working day as 0.
    at: (NaiveDate, f64),
}

impl Calendar {
    /// Starts on the first working day at or after the start.
    pub(super) fn new(parameters: &Parameters, start: NaiveDate) -> Self {
        let holidays = parameters.holidays.iter().copied().collect();
        let first = working_day_from(start, &holidays);
        Self {
            holidays,
            days_per_working_day: parameters.capacity_days_per_week / WORKING_DAYS,
            spent: 0.0,
            at: (first, 0.0),
        }
    }

    /// The first working day.
    pub(super) fn today(&self) -> NaiveDate {
        self.at.0
    }

    /// The first and the last day of the next piece of work.
    ///
    /// What is left of a day's capacity goes to the piece of work that follows, so the last day of
    /// one can be the first day of the next.
    pub(super) fn next(&mut self, person_days: f64) -> (NaiveDate, NaiveDate) {
        let first = (self.spent / self.days_per_working_day + NOISE).floor();
        self.spent += person_days;
        let last = (self.spent / self.days_per_working_day - NOISE).ceil() - 1.0;
        let start = self.go_to(first);
        let end = self.go_to(last);
        (start, end)
    }

    /// Moves forward to a numbered working day; never back.
    fn go_to(&mut self, number: f64) -> NaiveDate {
        while self.at.1 < number {
            let Some(next) = self.at.0.succ_opt() else { break };
            self.at = (working_day_from(next, &self.holidays), self.at.1 + 1.0);
        }
        self.at.0
    }
}

fn working_day_from(date: NaiveDate, holidays: &BTreeSet<NaiveDate>) -> NaiveDate {
    let is_free =
        |date: &NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun) || holidays.contains(date);
    date.iter_days().find(|date| !is_free(date)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, day).unwrap()
    }

    #[test]
    fn weekends_and_holidays_are_skipped() {
        // 2026-01-01 is a Thursday and a holiday, 3 and 4 January are a weekend.
        let parameters = Parameters { holidays: vec![date(1)], ..Parameters::default() };
        let mut calendar = Calendar::new(&parameters, date(1));
        assert_eq!(calendar.today(), date(2));
        assert_eq!(calendar.next(2.0), (date(2), date(5)));
        assert_eq!(calendar.next(1.0), (date(6), date(6)));
    }

    #[test]
    fn capacity_stretches_the_work_and_days_are_shared_between_actions() {
        let mut calendar =
            Calendar::new(&Parameters { capacity_days_per_week: 2.5, ..Parameters::default() }, date(5));
        assert_eq!(calendar.next(2.0), (date(5), date(8)));
        let mut calendar =
            Calendar::new(&Parameters { capacity_days_per_week: 8.0, ..Parameters::default() }, date(5));
        assert_eq!(calendar.next(2.0), (date(5), date(6)));
        assert_eq!(calendar.next(6.0), (date(6), date(9)));
        assert_eq!(calendar.next(0.0), (date(12), date(12)));
    }
}
