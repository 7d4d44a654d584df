//! Rules of days and longer: the walk over days by the `rrule` crate, and what is kept from it.
//!
//! rrule 0.14.0 is right about the plain walk. It is not given, because it gets them wrong:
//!
//! - a zone: it drops or doubles occurrences where clocks change, and reads floating times in the machine's own zone
//!   (<https://github.com/fmeringdal/rust-rrule/issues/115>); it walks dates at midnight in UTC;
//! - DTSTART itself: it cannot seek. The walk begins with the period that holds the span's first day, and all that the
//!   crate would take from DTSTART is written out (BYWEEKNO without BYDAY, for one, it reads as all seven days);
//! - COUNT and UNTIL, which are the caller's to count and compare;
//! - times of day: full lists make it build a year of seconds in memory;
//! - BYDAY with ordinals: dropped to every day in a weekly rule, refused for `-5MO`, and `MO,2TU` is no day at all;
//! - BYWEEKNO: the last week of the year before is miscounted; BYYEARDAY and BYMONTHDAY where RFC 5545 forbids them
//!   and calendars have them all the same;
//! - whatever leaves periods empty, because it searches on without end or word;
//! - BYSETPOS: counted from DTSTART in a weekly rule's first week;
//! - an INTERVAL beyond 65,535, for which it has no number (<https://docs.rs/rrule/0.14.0/rrule/struct.RRule.html>).

use std::ops::ControlFlow;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use rrule::{NWeekday, RRule, RRuleSetIter, Tz};

use super::{Frequency, Halt, NthWeekday, Rule, Start, Walk};

impl Rule {
    pub(super) fn walk_days(
        &self,
        start: &Start<'_>,
        walk: &mut Walk,
        visit: &mut dyn FnMut(NaiveDateTime) -> ControlFlow<()>,
    ) -> ControlFlow<Halt> {
        let filled = self.filled(start.local.date());
        let times = filled.times(start);
        let first = filled.period(start.local.date());
        let interval = i64::from(filled.interval);
        let ahead = (filled.period(walk.seek.date()) - first).max(0) / interval;
        let skipped = match (walk.left, filled.days_per_period()) {
            (None, _) => ahead,
            (Some(_), None) => 0,
            (Some(_), Some(days)) => {
                if ahead > 0 {
                    let later = (ahead - 1).unsigned_abs() * days * times.len() as u64;
                    walk.skip(later + filled.in_first_period(start, &times));
                }
                ahead
            }
        };
        let Some(begin) = filled.period_begin(first + skipped * interval) else {
            return ControlFlow::Continue(());
        };
        let Some(days) = filled.plain_days(begin) else {
            return ControlFlow::Continue(());
        };

        let mut held: Vec<NaiveDate> = Vec::new();
        for day in days {
            let midnight = day.and_time(NaiveTime::MIN);
            if midnight >= walk.to {
                break;
            }
            walk.step(midnight)?;
            if !filled.names(day) {
                continue;
            }
            if filled.positions.is_empty() {
                for &time in &times {
                    let local = day.and_time(time);
                    if local >= start.local {
                        walk.visit(local, visit)?;
                    }
                }
                continue;
            }
            if held
                .first()
                .is_some_and(|&other| filled.period(other) != filled.period(day))
            {
                filled.visit_positions(&held, &times, start, walk, visit)?;
                held.clear();
            }
            held.push(day);
        }
        // The walk may have been cut inside a period, so that positions from its end would be wrong; they lie in the
        // span only where the rest of the period does, so the rest is walked too.
        if let Some(&last) = held.last() {
            let rest = filled.rest_of_period(last, begin);
            held.extend(rest);
            filled.visit_positions(&held, &times, start, walk, visit)?;
        }
        ControlFlow::Continue(())
    }

    /// The rule with everything that it takes from the day of DTSTART written out (RFC 5545 §3.3.10, "information
    /// extracted from DTSTART"), and without what has no meaning at its frequency.
    fn filled(&self, start: NaiveDate) -> Rule {
        let mut rule = self.clone();
        let weekday = NthWeekday {
            nth: 0,
            weekday: start.weekday(),
        };
        let (month, day) = (start.month() as u8, start.day() as i8);
        let no_day =
            rule.weekdays.is_empty() && rule.month_days.is_empty() && rule.year_days.is_empty();
        match rule.frequency {
            Frequency::Yearly if no_day && !rule.week_numbers.is_empty() => {
                rule.weekdays.push(weekday)
            }
            Frequency::Yearly if no_day => {
                if rule.months.is_empty() {
                    rule.months.push(month);
                }
                rule.month_days.push(day);
            }
            Frequency::Monthly if no_day => rule.month_days.push(day),
            Frequency::Weekly if rule.weekdays.is_empty() => rule.weekdays.push(weekday),
            _ => {}
        }
        if rule.frequency != Frequency::Yearly {
            rule.week_numbers.clear();
        }
        rule
    }

    /// The plain days from the period that begins on `begin` on: a superset of what the rule names, with some in every
    /// period.
    fn plain_days(&self, begin: NaiveDate) -> Option<Box<dyn Iterator<Item = NaiveDate> + '_>> {
        if let Ok(interval) = u16::try_from(self.interval) {
            return Some(Box::new(self.days_by_crate(begin, interval)?));
        }
        // Farther apart than the crate can count: each period by itself.
        let first = self.period(begin);
        let apart = i64::from(self.interval);
        let begins = (0..).map_while(move |nth| self.period_begin(first + nth * apart));
        let days = begins.map_while(move |begin| {
            let days = self.days_by_crate(begin, 1)?;
            Some(days.take_while(move |&day| self.period(day) == self.period(begin)))
        });
        Some(Box::new(days.flatten()))
    }

    /// The plain days of every `interval`-th period, by the crate.
    ///
    /// A rule that leaves periods empty would make the crate search on where nobody counts its steps, for a 30
    /// February to the year 10,000.
    fn days_by_crate(
        &self,
        begin: NaiveDate,
        interval: u16,
    ) -> Option<impl Iterator<Item = NaiveDate> + use<>> {
        let months = self
            .months
            .iter()
            .filter_map(|&month| chrono::Month::try_from(month).ok());
        let weekdays = self.weekdays.iter().map(|nth| NWeekday::Every(nth.weekday));
        let rule = match self.frequency {
            Frequency::Yearly => RRule::new(rrule::Frequency::Yearly)
                .by_month(&months.collect::<Vec<_>>())
                .by_month_day((1..=31).collect())
                .by_weekday(weekdays.collect()),
            Frequency::Monthly => RRule::new(rrule::Frequency::Monthly)
                .by_month_day((1..=31).collect())
                .by_weekday(weekdays.collect()),
            Frequency::Weekly => {
                RRule::new(rrule::Frequency::Weekly).by_weekday(weekdays.collect())
            }
            _ => RRule::new(rrule::Frequency::Daily),
        };
        let rule = rule.interval(interval).week_start(self.week_start);
        let start: DateTime<Tz> = begin
            .and_time(NaiveTime::MIN)
            .and_utc()
            .with_timezone(&Tz::UTC);
        let days: RRuleSetIter = (&rule.build(start).ok()?.limit()).into_iter();
        Some(days.map(|at| at.date_naive()))
    }

    /// Whether the rule's filters let `day` pass.
    pub(super) fn names(&self, day: NaiveDate) -> bool {
        let month_length = u32::from(day.num_days_in_month());
        (self.months.is_empty() || self.months.contains(&(day.month() as u8)))
            && (self.month_days.is_empty()
                || self
                    .month_days
                    .iter()
                    .any(|&nth| is_nth(nth.into(), day.day(), month_length)))
            && (self.year_days.is_empty()
                || self
                    .year_days
                    .iter()
                    .any(|&nth| is_nth(nth.into(), day.ordinal(), days_in_year(day.year()))))
            && (self.week_numbers.is_empty() || self.is_in_week(day))
            && (self.weekdays.is_empty()
                || self.weekdays.iter().any(|nth| self.is_weekday(*nth, day)))
    }

    fn is_weekday(&self, NthWeekday { nth, weekday }: NthWeekday, day: NaiveDate) -> bool {
        if day.weekday() != weekday {
            return false;
        }
        let (place, length) = match self.frequency {
            // In a yearly rule the place is that in the year, unless BYMONTH is there.
            Frequency::Yearly if self.week_numbers.is_empty() && self.months.is_empty() => {
                (day.ordinal(), days_in_year(day.year()))
            }
            Frequency::Yearly if self.week_numbers.is_empty() => {
                (day.day(), u32::from(day.num_days_in_month()))
            }
            Frequency::Monthly => (day.day(), u32::from(day.num_days_in_month())),
            // Ordinals have no meaning elsewhere.
            _ => return true,
        };
        let distance = u32::from(nth.unsigned_abs());
        match nth {
            0 => true,
            1.. => (place - 1) / 7 + 1 == distance,
            _ => (length - place) / 7 + 1 == distance,
        }
    }

    /// Whether BYWEEKNO names the week that `day` is in. Week 1 is the first with four days in the year.
    fn is_in_week(&self, day: NaiveDate) -> bool {
        let begin = |year: i32| -> Option<NaiveDate> {
            let fourth = NaiveDate::from_ymd_opt(year, 1, 4)?;
            Some(fourth - Days::new(u64::from(fourth.weekday().days_since(self.week_start))))
        };
        for year in [day.year() + 1, day.year(), day.year() - 1] {
            let (Some(first), Some(next)) = (begin(year), begin(year + 1)) else {
                return false;
            };
            if first <= day {
                let number = (day - first).num_days() / 7 + 1;
                let weeks = (next - first).num_days() / 7;
                return self.week_numbers.iter().any(|&nth| {
                    let nth = i64::from(nth);
                    nth == number || nth + weeks + 1 == number
                });
            }
        }
        false
    }

    /// The number of the period that holds `day`, on a scale where neighbours differ by one.
    fn period(&self, day: NaiveDate) -> i64 {
        match self.frequency {
            Frequency::Yearly => i64::from(day.year()),
            Frequency::Monthly => i64::from(day.year()) * 12 + i64::from(day.month0()),
            Frequency::Weekly => (i64::from(day.num_days_from_ce())
                - 1
                - i64::from(self.week_start.num_days_from_monday()))
            .div_euclid(7),
            _ => i64::from(day.num_days_from_ce()),
        }
    }

    /// The first day of a period.
    fn period_begin(&self, period: i64) -> Option<NaiveDate> {
        match self.frequency {
            Frequency::Yearly => NaiveDate::from_ymd_opt(i32::try_from(period).ok()?, 1, 1),
            Frequency::Monthly => {
                let month0 = u32::try_from(period.rem_euclid(12)).ok()?;
                NaiveDate::from_ymd_opt(i32::try_from(period.div_euclid(12)).ok()?, month0 + 1, 1)
            }
            Frequency::Weekly => NaiveDate::from_num_days_from_ce_opt(
                i32::try_from(period * 7 + 1 + i64::from(self.week_start.num_days_from_monday()))
                    .ok()?,
            ),
            _ => NaiveDate::from_num_days_from_ce_opt(i32::try_from(period).ok()?),
        }
    }

    /// How many days each full period has, where that is always the same.
    fn days_per_period(&self) -> Option<u64> {
        let plain = self.months.is_empty()
            && self.month_days.is_empty()
            && self.year_days.is_empty()
            && self.positions.is_empty();
        match self.frequency {
            Frequency::Weekly if plain => Some(self.weekdays.len() as u64),
            Frequency::Daily if plain && self.weekdays.is_empty() => Some(1),
            _ => None,
        }
    }

    /// How many occurrences a plain rule has in the period that it starts in.
    fn in_first_period(&self, start: &Start<'_>, times: &[NaiveTime]) -> u64 {
        let (day, time) = (start.local.date(), start.local.time());
        let today = times.iter().filter(|&&other| other >= time).count();
        if self.frequency == Frequency::Daily {
            return today as u64;
        }
        let gone = day.weekday().days_since(self.week_start);
        let counts =
            self.weekdays
                .iter()
                .map(|nth| match nth.weekday.days_since(self.week_start) {
                    later if later > gone => times.len(),
                    same if same == gone => today,
                    _ => 0,
                });
        counts.sum::<usize>() as u64
    }

    /// The days after `last`, in the same period, that the rule names.
    fn rest_of_period(&self, last: NaiveDate, begin: NaiveDate) -> Vec<NaiveDate> {
        let next = self.period_begin(self.period(last) + 1).unwrap_or(last);
        let here = self.period_begin(self.period(last)).unwrap_or(begin);
        self.plain_days(here)
            .into_iter()
            .flatten()
            .take_while(|&day| day < next)
            .filter(|&day| day > last && self.names(day))
            .collect()
    }

    /// BYSETPOS: of one period's days and times, those at the places it names.
    fn visit_positions(
        &self,
        days: &[NaiveDate],
        times: &[NaiveTime],
        start: &Start<'_>,
        walk: &mut Walk,
        visit: &mut dyn FnMut(NaiveDateTime) -> ControlFlow<()>,
    ) -> ControlFlow<Halt> {
        let length = days.len() * times.len();
        for place in places(&self.positions, length) {
            let local = days[place / times.len()].and_time(times[place % times.len()]);
            if local >= start.local {
                walk.visit(local, visit)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// The places in a list of `length` that BYSETPOS names, in order, each once.
pub(super) fn places(positions: &[i32], length: usize) -> Vec<usize> {
    let mut places: Vec<usize> = positions
        .iter()
        .filter_map(|&position| {
            let distance = usize::try_from(position.unsigned_abs()).ok()?;
            if position > 0 {
                Some(distance - 1)
            } else {
                length.checked_sub(distance)
            }
        })
        .filter(|&place| place < length)
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Whether the `place`-th of `length` is the `nth`, counted from the end where that is negative.
fn is_nth(nth: i32, place: u32, length: u32) -> bool {
    i64::from(nth) == i64::from(place) || i64::from(nth) + i64::from(length) + 1 == i64::from(place)
}

fn days_in_year(year: i32) -> u32 {
    if NaiveDate::from_ymd_opt(year, 2, 29).is_some() {
        366
    } else {
        365
    }
}
