//! Time that is free week after week: which quarters of an hour of each weekday a calendar leaves alone.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime, TimeDelta, Timelike as _, Weekday};
use followthrough::{Interval, Zone};
use followthrough_ics::read::Busy;

/// The weeks that are looked at: as many as tell a rhythm from a chance, and as calendars are filled in ahead.
pub(super) const WEEKS: u32 = 8;

/// The length that times are rounded to.
pub(super) const QUARTER: i64 = 15;

/// For every weekday and quarter of an hour the weeks in which it is free, as bits.
#[derive(Debug)]
pub(super) struct Free {
    /// The first quarter, in minutes of the day.
    from: i64,
    /// The weeks of each weekday that count: those in which the whole day is not taken.
    counted: [u64; 7],
    quarters: Vec<[u64; 7]>,
}

impl Free {
    /// What a calendar leaves of the hours of each day, from a day on.
    pub(super) fn of(
        busy: &Busy,
        zone: &Zone,
        first_day: NaiveDate,
        hours: (NaiveTime, NaiveTime),
    ) -> Self {
        let minutes = |time: NaiveTime| i64::from(time.num_seconds_from_midnight()) / 60;
        let (from, to) = (minutes(hours.0), minutes(hours.1));
        let count = usize::try_from((to - from) / QUARTER).unwrap_or_default();
        let mut free = Self {
            from,
            counted: [0; 7],
            quarters: vec![[0; 7]; count],
        };
        let days = u64::from(WEEKS * 7);
        for (number, date) in (0..days).filter_map(|day| {
            let date = first_day.checked_add_days(Days::new(day))?;
            Some((day, date))
        }) {
            let away =
                |away: &followthrough_ics::read::DaysAway| away.first <= date && date <= away.last;
            let open: Vec<bool> = (0..count)
                .map(|quarter| free.is_open(busy, zone, date, quarter))
                .collect();
            // A day that is gone whole says nothing about the others of its name.
            if busy.away.iter().any(away) || !open.contains(&true) {
                continue;
            }
            let weekday = date.weekday().num_days_from_monday() as usize;
            let week = 1 << (number / 7);
            free.counted[weekday] |= week;
            for (quarter, _) in open.iter().enumerate().filter(|(_, open)| **open) {
                free.quarters[quarter][weekday] |= week;
            }
        }
        free
    }

    fn is_open(&self, busy: &Busy, zone: &Zone, date: NaiveDate, quarter: usize) -> bool {
        let Some((start, end)) = self
            .time(quarter)
            .zip(self.time(quarter + 1).or(Some(NaiveTime::MIN)))
        else {
            return false;
        };
        let (start, end) = (zone.instant(date.and_time(start)), {
            let next = match end == NaiveTime::MIN {
                true => date.succ_opt().unwrap_or(date),
                false => date,
            };
            zone.instant(next.and_time(end))
        });
        let from = busy
            .intervals
            .partition_point(|one: &Interval| one.end() <= start);
        busy.intervals
            .get(from)
            .is_none_or(|one| one.start() >= end)
    }

    /// How many quarters a day has.
    pub(super) fn len(&self) -> usize {
        self.quarters.len()
    }

    /// When a quarter begins; `None` at the end of the day.
    pub(super) fn time(&self, quarter: usize) -> Option<NaiveTime> {
        let minutes = self.from + quarter as i64 * QUARTER;
        NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(minutes * 60).ok()?, 0)
    }

    /// The quarter in which a time lies, or the nearest that there is.
    pub(super) fn quarter(&self, time: NaiveTime) -> usize {
        let minutes = i64::from(time.num_seconds_from_midnight()) / 60 - self.from;
        let last = self.len().saturating_sub(1);
        usize::try_from(minutes / QUARTER)
            .unwrap_or_default()
            .min(last)
    }

    /// In how many weeks a weekday is free for some quarters, and how many weeks count.
    pub(super) fn weeks(&self, weekday: Weekday, start: usize, length: usize) -> (u32, u32) {
        let weekday = weekday.num_days_from_monday() as usize;
        let quarters = self.quarters.get(start..start + length);
        let free = quarters.map_or(0, |quarters| {
            let counted = self.counted[weekday];
            quarters
                .iter()
                .fold(counted, |free, quarter| free & quarter[weekday])
        });
        (free.count_ones(), self.counted[weekday].count_ones())
    }
}

/// A length in quarters of an hour, rounded, at least one.
pub(super) fn quarters(length: TimeDelta) -> usize {
    let quarters = (length.num_minutes() + QUARTER / 2) / QUARTER;
    usize::try_from(quarters).unwrap_or_default().max(1)
}
