//! Rules of hours, minutes and seconds, and the times of day of longer ones: plain arithmetic on the wall clock.
//!
//! The `rrule` crate is not asked: it skips whole years of `MINUTELY` rules with BYMONTH, BYMONTHDAY and BYHOUR, and
//! walks second by second from DTSTART.

use std::ops::ControlFlow;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::days::places;
use super::{Frequency, Halt, Rule, Start, Walk};

impl Rule {
    /// The times of day that a rule of days or longer names, in order.
    pub(super) fn times(&self, start: &Start<'_>) -> Vec<NaiveTime> {
        if start.all_day {
            return vec![NaiveTime::MIN];
        }
        let time = start.local.time();
        let mut times = Vec::new();
        for &hour in or(&self.hours, &[time.hour() as u8]) {
            for &minute in or(&self.minutes, &[time.minute() as u8]) {
                for &second in or(&self.seconds, &[time.second() as u8]) {
                    times.extend(NaiveTime::from_hms_opt(
                        hour.into(),
                        minute.into(),
                        second.into(),
                    ));
                }
            }
        }
        times
    }

    pub(super) fn walk_clock(
        &self,
        start: &Start<'_>,
        walk: &mut Walk,
        visit: &mut dyn FnMut(NaiveDateTime) -> ControlFlow<()>,
    ) -> ControlFlow<Halt> {
        let time = start.local.time();
        let unit = match self.frequency {
            Frequency::Hourly => 3600,
            Frequency::Minutely => 60,
            _ => 1,
        };
        let base =
            start.local - TimeDelta::seconds(i64::from(time.num_seconds_from_midnight()) % unit);
        let step = unit * i64::from(self.interval);
        // The first period that begins at `at` or after it.
        let reaching = |at: NaiveDateTime| ((at - base).num_seconds().max(0) + step - 1) / step;
        let within = self.within_period(time);
        let plain = self.names_everything();

        let ahead = (walk.seek - base).num_seconds().max(0) / step;
        let mut number = match walk.left {
            None => ahead,
            Some(_) if plain && ahead > 0 => {
                let in_first = within
                    .iter()
                    .filter(|&&offset| base + TimeDelta::seconds(offset) >= start.local);
                walk.skip(
                    (ahead - 1).unsigned_abs() * within.len() as u64 + in_first.count() as u64,
                );
                ahead
            }
            Some(_) => 0,
        };
        let mut last_day = None;
        let begin_of = |number: i64| {
            let gone = step.checked_mul(number).and_then(TimeDelta::try_seconds)?;
            base.checked_add_signed(gone)
        };
        while let Some(begin) = begin_of(number) {
            if begin >= walk.to {
                break;
            }
            walk.step(begin)?;
            if let Some(next) = self.next_candidate(begin) {
                number = reaching(next).max(number + 1);
                continue;
            }
            number += 1;
            if start.all_day {
                // A rule of hours on a series of days: each day once.
                let day = begin.date();
                if last_day != Some(day) {
                    last_day = Some(day);
                    walk.visit(day.and_time(NaiveTime::MIN), visit)?;
                }
                number = number.max(
                    day.succ_opt()
                        .map_or(number, |next| reaching(next.and_time(NaiveTime::MIN))),
                );
                continue;
            }
            for &offset in &within {
                let local = begin + TimeDelta::seconds(offset);
                if local >= start.local {
                    walk.visit(local, visit)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// The seconds after its beginning that a period of a sub-daily rule names.
    fn within_period(&self, start: NaiveTime) -> Vec<i64> {
        let seconds = or(&self.seconds, &[start.second() as u8]).to_vec();
        let offsets: Vec<i64> = match self.frequency {
            Frequency::Hourly => or(&self.minutes, &[start.minute() as u8])
                .iter()
                .flat_map(|&minute| {
                    seconds
                        .iter()
                        .map(move |&second| i64::from(minute) * 60 + i64::from(second))
                })
                .collect(),
            Frequency::Minutely => seconds.into_iter().map(i64::from).collect(),
            _ => vec![0],
        };
        if self.positions.is_empty() {
            return offsets;
        }
        places(&self.positions, offsets.len())
            .into_iter()
            .map(|place| offsets[place])
            .collect()
    }

    /// Whether every period of this sub-daily rule has occurrences.
    fn names_everything(&self) -> bool {
        self.months.is_empty()
            && self.year_days.is_empty()
            && self.month_days.is_empty()
            && self.weekdays.is_empty()
            && self.hours.is_empty()
            && (self.frequency == Frequency::Hourly || self.minutes.is_empty())
            && (self.frequency != Frequency::Secondly || self.seconds.is_empty())
    }

    /// Where the rule does not name the period that begins at `begin`: the earliest time at which it may name one.
    fn next_candidate(&self, begin: NaiveDateTime) -> Option<NaiveDateTime> {
        let time = begin.time();
        let next = |seconds: u32| {
            let gone = time.num_seconds_from_midnight() % seconds;
            begin.checked_add_signed(TimeDelta::seconds(i64::from(seconds - gone)))
        };
        if !self.names(begin.date()) {
            return next(86_400);
        }
        if !self.hours.is_empty() && !self.hours.contains(&(time.hour() as u8)) {
            return next(3600);
        }
        if self.frequency < Frequency::Hourly
            && !self.minutes.is_empty()
            && !self.minutes.contains(&(time.minute() as u8))
        {
            return next(60);
        }
        if self.frequency == Frequency::Secondly
            && !self.seconds.is_empty()
            && !self.seconds.contains(&(time.second() as u8))
        {
            return next(1);
        }
        None
    }
}

fn or<'a>(list: &'a [u8], otherwise: &'a [u8]) -> &'a [u8] {
    if list.is_empty() { otherwise } else { list }
}
