//! Which days are worked, and n workdays on: day numbers, with no date arithmetic behind them.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

/// A day as its number from some plan's day zero.
pub(crate) type Day = i32;

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// The days of a stretch of time and which of them are workdays.
#[derive(Debug, Clone)]
pub(crate) struct Workdays {
    zero: NaiveDate,
    /// The date of each day.
    dates: Vec<NaiveDate>,
    worked: Vec<bool>,
    /// How many workdays lie before each day.
    before: Vec<u32>,
    /// The workdays, in order.
    workdays: Vec<Day>,
}

impl Workdays {
    /// The days from `zero` on; `worked` says of each whether it is a workday.
    pub(crate) fn new(zero: NaiveDate, worked: Vec<bool>) -> Self {
        let mut before = Vec::with_capacity(worked.len() + 1);
        let mut workdays = Vec::new();
        for (day, worked) in worked.iter().enumerate() {
            before.push(workdays.len() as u32);
            if *worked {
                workdays.push(day as Day);
            }
        }
        before.push(workdays.len() as u32);
        Self {
            zero,
            dates: zero.iter_days().take(worked.len()).collect(),
            worked,
            before,
            workdays,
        }
    }

    /// The number of a date; it may lie outside of the stretch.
    pub(crate) fn day(&self, date: NaiveDate) -> Day {
        let days = (date - self.zero).num_days();
        Day::try_from(days).unwrap_or(if days < 0 { Day::MIN } else { Day::MAX })
    }

    /// The date of a day.
    pub(crate) fn date(&self, day: Day) -> NaiveDate {
        let known = usize::try_from(day)
            .ok()
            .and_then(|day| self.dates.get(day));
        known.copied().unwrap_or_else(|| {
            self.zero
                .checked_add_signed(TimeDelta::days(i64::from(day)))
                .unwrap_or(NaiveDate::MAX)
        })
    }

    /// The day of the week of a day.
    pub(crate) fn weekday(&self, day: Day) -> Weekday {
        let since_monday = i64::from(self.zero.weekday().num_days_from_monday()) + i64::from(day);
        WEEK[since_monday.rem_euclid(7) as usize]
    }

    /// Whether a day is worked; days outside of the stretch are not.
    pub(crate) fn is_workday(&self, day: Day) -> bool {
        usize::try_from(day)
            .ok()
            .and_then(|day| self.worked.get(day))
            .copied()
            .unwrap_or(false)
    }

    /// `day` rolled forward to a workday if it is none, then `count` workdays on; `None` beyond the stretch.
    pub(crate) fn add(&self, day: Day, count: u32) -> Option<Day> {
        let before = *self.before.get(usize::try_from(day).ok()?)?;
        self.workdays.get(before as usize + count as usize).copied()
    }

    /// The `count`-th workday before `day`; a day before all others where the stretch holds not so many.
    pub(crate) fn back(&self, day: Day, count: u32) -> Day {
        if count == 0 {
            return day;
        }
        let before = usize::try_from(day)
            .ok()
            .and_then(|day| self.before.get(day))
            .copied()
            .unwrap_or(0);
        let place = before.checked_sub(count).map(|place| place as usize);
        place
            .and_then(|place| self.workdays.get(place))
            .copied()
            .unwrap_or(Day::MIN)
    }

    /// How many workdays lie from `from` to `to`, both included.
    pub(crate) fn count(&self, from: Day, to: Day) -> u32 {
        let clamp = |day: Day| (day.max(0) as usize).min(self.worked.len());
        if to < from {
            0
        } else {
            self.before[clamp(to.saturating_add(1))] - self.before[clamp(from)]
        }
    }

    /// The workdays from `from` to `to`, both included.
    pub(crate) fn between(&self, from: Day, to: Day) -> &[Day] {
        let first = self.workdays.partition_point(|day| *day < from);
        let last = self.workdays.partition_point(|day| *day <= to);
        &self.workdays[first..last.max(first)]
    }

    /// How many days the stretch has.
    pub(crate) fn len(&self) -> Day {
        self.worked.len() as Day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday 4 January 2027 is day 0; weekends and Wednesday the 6th are off.
    fn fortnight() -> Workdays {
        let worked = (0..14).map(|day| day % 7 < 5 && day != 2).collect();
        Workdays::new(NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date"), worked)
    }

    #[test]
    fn weekdays_are_those_of_the_dates() {
        let days = fortnight();
        for day in -20..20 {
            assert_eq!(days.weekday(day), days.date(day).weekday());
        }
    }

    #[test]
    fn a_day_off_is_rolled_forward_before_workdays_are_counted() {
        let days = fortnight();
        assert_eq!(days.add(0, 0), Some(0));
        assert_eq!(days.add(2, 0), Some(3));
        assert_eq!(days.add(5, 1), Some(8));
        assert_eq!(days.add(0, 5), Some(8));
        assert_eq!(days.add(11, 1), None);
        assert_eq!(days.add(-1, 0), None);
    }

    #[test]
    fn workdays_back_beyond_the_first_lie_before_all_days() {
        let days = fortnight();
        assert_eq!(days.back(7, 1), 4);
        assert_eq!(days.back(7, 3), 1);
        assert_eq!(days.back(7, 9), Day::MIN);
        assert_eq!(days.back(5, 1), 4);
    }

    #[test]
    fn spans_include_both_days() {
        let days = fortnight();
        assert_eq!(days.count(0, 4), 4);
        assert_eq!(days.count(4, 7), 2);
        assert_eq!(days.count(5, 6), 0);
        assert_eq!(days.between(4, 8), [4, 7, 8]);
    }
}
