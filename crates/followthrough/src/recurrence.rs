//! Recurrence on the wall clock: which local times an RRULE (RFC 5545 §3.3.10) names. The one place that knows the
//! `rrule` crate and its faults.
//!
//! A rule is walked as if there were no time zones; the local times it yields become instants in [`Zone`](crate::Zone), where gaps
//! and overlaps of the clock are dealt with once. The `rrule` crate is handed the plain walk over days (years, months,
//! weeks, days; BYMONTH, weekdays without ordinals) and nothing it gets wrong: see `recurrence/days.rs`
//! for what is kept from it and why.

mod clock;
mod days;
mod parse;
#[cfg(test)]
mod tests;
mod written;

use std::fmt;
use std::ops::ControlFlow;

use chrono::{
    DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc, Weekday,
};

use crate::zone::WallClock;
pub use parse::{Repair, RuleError};
pub use written::{Written, utc_offset};

/// A recurrence rule: the value of an RRULE property (RFC 5545 §3.3.10).
///
/// # Parsing
/// [`FromStr`](std::str::FromStr) is strict and says what is wrong; [`Rule::lenient`] reads what calendars in the
/// wild write and lists what it left out. Letter case does not matter, and a leading `RRULE:` is taken.
///
/// # Display
/// The canonical text: parts in a fixed order, lists sorted, defaults (`INTERVAL=1`, `WKST=MO`) left out. It parses
/// into an equal rule.
///
/// # Example
/// ```
/// use chrono::NaiveDate;
/// use followthrough::{Budget, Rule, Start, Zone};
///
/// let rule: Rule = "FREQ=WEEKLY;BYDAY=TH,TU;WKST=MO".parse()?;
/// assert_eq!(rule.to_string(), "FREQ=WEEKLY;BYDAY=TU,TH");
///
/// let zone: Zone = "America/New_York".parse()?;
/// let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap().and_hms_opt(9, 0, 0).unwrap();
/// let found = rule.occurrences(&Start::at(day(3), &zone), day(20), day(28), Budget::default());
/// assert_eq!(found.starts, [day(24), day(26)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    frequency: Frequency,
    interval: u32,
    count: Option<u64>,
    /// A date is the last day of a series, whole; a local time, which RFC 5545 does not want there, is read on the clock
    /// of the series.
    until: Option<Written>,
    months: Vec<u8>,
    week_numbers: Vec<i8>,
    year_days: Vec<i16>,
    month_days: Vec<i8>,
    weekdays: Vec<NthWeekday>,
    hours: Vec<u8>,
    minutes: Vec<u8>,
    seconds: Vec<u8>,
    positions: Vec<i32>,
    week_start: Weekday,
}

/// How often a rule's period comes round: FREQ of RFC 5545 §3.3.10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// Every second.
    Secondly,
    /// Every minute.
    Minutely,
    /// Every hour.
    Hourly,
    /// Every day.
    Daily,
    /// Every week, from the day that WKST names.
    Weekly,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

/// A weekday, with the place it has in its month or year: `-1FR` is the last Friday; 0 is every one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct NthWeekday {
    nth: i16,
    weekday: Weekday,
}

/// Where a series begins: its DTSTART, the zone that DTSTART is written in, and what they mean for the series.
///
/// # Example
/// ```
/// use chrono::NaiveDate;
/// use followthrough::{Budget, Rule, Start, Zone};
///
/// let rule: Rule = "FREQ=WEEKLY;BYDAY=MO".parse()?;
/// let tuesday = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
/// let zone = Zone::utc();
/// let count = |start: Start| {
///     let from = tuesday.and_hms_opt(0, 0, 0).unwrap();
///     rule.occurrences(&start, from, from + chrono::Days::new(7), Budget::default()).starts.len()
/// };
/// assert_eq!(count(Start::on(tuesday, &zone)), 2, "the Tuesday that it began on, and a Monday");
/// assert_eq!(count(Start::on(tuesday, &zone).only_in_step()), 1, "the Monday");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Start<'zone> {
    local: NaiveDateTime,
    zone: &'zone dyn WallClock,
    all_day: bool,
    always: bool,
}

impl<'zone> Start<'zone> {
    /// A series of local times in `zone`, a [`Zone`](crate::Zone) as a rule, that begins at `local`.
    #[must_use]
    pub fn at(local: NaiveDateTime, zone: &'zone dyn WallClock) -> Self {
        Self {
            local,
            zone,
            all_day: false,
            always: true,
        }
    }

    /// A series of whole days that begins on `date`: its occurrences are midnights, and BYHOUR, BYMINUTE and BYSECOND
    /// do not count (RFC 5545 §3.3.10). `zone` matters only where UNTIL is a time in UTC: see [`Rule::occurrences`].
    #[must_use]
    pub fn on(date: NaiveDate, zone: &'zone dyn WallClock) -> Self {
        Self {
            local: date.and_time(NaiveTime::MIN),
            zone,
            all_day: true,
            always: true,
        }
    }

    /// The same start, which is an occurrence only where the rule names it.
    ///
    /// Without this, DTSTART is always the first occurrence, in step with the rule or not, as calendar apps show it;
    /// RFC 5545 §3.8.5.3 leaves the matter open. An extra first occurrence does not count against COUNT.
    #[must_use]
    pub fn only_in_step(self) -> Self {
        Self {
            always: false,
            ..self
        }
    }
}

/// How much work one series may cost before its expansion stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Steps: one for each day, or hour, minute or second of a rule that has such a FREQ, that is looked at, and one
    /// for each occurrence.
    pub steps: u32,
}

impl Default for Budget {
    /// 200,000 steps: five centuries of days, or about a tenth of a second.
    fn default() -> Self {
        Self { steps: 200_000 }
    }
}

/// The local times at which a series occurs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Occurrences {
    /// Sorted, each once.
    pub starts: Vec<NaiveDateTime>,
    /// Where the budget was spent before the end of the span: nothing is known from this local time on.
    pub stopped: Option<NaiveDateTime>,
    /// How many steps of the budget it took.
    pub steps: u32,
}

impl Rule {
    /// Every week on these weekdays.
    ///
    /// Where there are none, the rule has the weekday of its start, as `FREQ=WEEKLY` alone has.
    #[must_use]
    pub fn weekly(weekdays: &[Weekday]) -> Self {
        let mut rule = Self::every(Frequency::Weekly);
        rule.weekdays = weekdays
            .iter()
            .map(|&weekday| NthWeekday { nth: 0, weekday })
            .collect();
        rule.tidy();
        rule
    }

    fn every(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            week_numbers: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            hours: Vec::new(),
            minutes: Vec::new(),
            seconds: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Mon,
        }
    }

    /// How often the rule's period comes round.
    #[must_use]
    pub fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// Whether the days it names move with DTSTART: it has COUNT, an INTERVAL above 1, or no part that says which
    /// days of its period are meant. (The time of day is DTSTART's in any case, unless BYHOUR names it.)
    ///
    /// # Example
    /// ```
    /// # use followthrough::Rule;
    /// assert!(!"FREQ=WEEKLY;BYDAY=MO".parse::<Rule>()?.depends_on_start());
    /// assert!("FREQ=WEEKLY;BYDAY=MO;INTERVAL=2".parse::<Rule>()?.depends_on_start());
    /// assert!("FREQ=WEEKLY".parse::<Rule>()?.depends_on_start());
    /// # Ok::<(), followthrough::RuleError>(())
    /// ```
    #[must_use]
    pub fn depends_on_start(&self) -> bool {
        let days_named = match self.frequency {
            Frequency::Yearly => {
                !self.weekdays.is_empty()
                    || !self.year_days.is_empty()
                    || (!self.month_days.is_empty() && !self.months.is_empty())
            }
            Frequency::Monthly => !self.weekdays.is_empty() || !self.month_days.is_empty(),
            Frequency::Weekly => !self.weekdays.is_empty(),
            Frequency::Daily => true,
            Frequency::Hourly | Frequency::Minutely | Frequency::Secondly => false,
        };
        self.interval > 1 || self.count.is_some() || !days_named
    }

    /// The same rule without COUNT and UNTIL.
    pub(crate) fn endless(&self) -> Self {
        Self {
            count: None,
            until: None,
            ..self.clone()
        }
    }

    /// The date that UNTIL names, on the clock of the series; `None` where the rule has none.
    pub(crate) fn until(&self, start: &Start<'_>) -> Option<NaiveDate> {
        let end = End {
            until: self.until?,
            start,
        };
        Some(end.latest().date())
    }

    /// Whether it says at which times of a day it occurs: it comes round within a day, or has BYHOUR, BYMINUTE or
    /// BYSECOND.
    #[must_use]
    pub fn names_times(&self) -> bool {
        self.frequency <= Frequency::Hourly
            || !(self.hours.is_empty() && self.minutes.is_empty() && self.seconds.is_empty())
    }

    /// Whether it ends: it has COUNT or UNTIL.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        self.count.is_some() || self.until.is_some()
    }

    /// The local times in `[from, to)` at which the series occurs.
    ///
    /// All three are on the wall clock of the series. UNTIL in UTC is turned into it, UNTIL as a date is that whole day
    /// on it. For a series of days UNTIL ought to be a date; Exchange writes the midnight that its last day begins with,
    /// in UTC, which east of Greenwich has the date of the day before: a midnight of any zone is known by its time of
    /// day, and only from 10:00 to 12:29 UTC does it take the zone of the series to tell east from west.
    ///
    /// A series whose UNTIL lies before
    /// its start has no occurrence at all, not even its start: that is how calendar servers write a deleted one. Local
    /// times that the clock skips or shows twice are named like any other; [`Zone::instant`](crate::Zone::instant) knows what to make of
    /// them. Rules without COUNT, and plain rules with it, are not walked from DTSTART but from `from`, so an old
    /// series costs what a fresh one does.
    ///
    /// # Example
    /// ```
    /// use chrono::NaiveDate;
    /// use followthrough::{Budget, Rule, Start, Zone};
    /// let midnight = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    /// let rule: Rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29".parse()?;
    /// let zone = Zone::utc();
    /// let leap_days = rule.occurrences(&Start::at(midnight(2001), &zone), midnight(2026), midnight(2036), Budget::default());
    /// assert_eq!(leap_days.starts.len(), 2);
    /// # Ok::<(), followthrough::RuleError>(())
    /// ```
    #[must_use]
    pub fn occurrences(
        &self,
        start: &Start<'_>,
        from: NaiveDateTime,
        to: NaiveDateTime,
        budget: Budget,
    ) -> Occurrences {
        let mut found = Occurrences::default();
        // Calendar text has four digits for the year, and the crate stops at 10,000.
        let to = NaiveDate::from_ymd_opt(9999, 12, 31)
            .map_or(to, |last| to.min(last.and_time(NaiveTime::MIN)));
        let end = self.until.map(|until| End { until, start });
        if from >= to || start.local.year() < 1 || end.is_some_and(|end| !end.allows(start.local)) {
            return found;
        }
        if start.always && from <= start.local && start.local < to {
            found.starts.push(start.local);
        }
        let mut walk = Walk {
            seek: from.max(start.local),
            to,
            steps: budget.steps,
            left: self.count,
        };
        let stopped = self.walk(start, &mut walk, &mut |local| {
            if local >= to || end.is_some_and(|end| !end.allows(local)) {
                return ControlFlow::Break(());
            }
            if local >= from && found.starts.last() != Some(&local) {
                found.starts.push(local);
            }
            ControlFlow::Continue(())
        });
        found.stopped = stopped.map(|at| at.max(from));
        found.steps = budget.steps - walk.steps;
        found
    }

    /// The last occurrence of a series that ends.
    ///
    /// `None` where the rule has neither COUNT nor UNTIL, where it has no occurrence, or where the budget was spent
    /// before the end was reached.
    ///
    /// # Example
    /// ```
    /// use chrono::NaiveDate;
    /// use followthrough::{Budget, Rule, Start, Zone};
    /// let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(9, 0, 0).unwrap();
    /// let rule: Rule = "FREQ=WEEKLY;COUNT=3".parse()?;
    /// let last = rule.last(&Start::at(monday, &Zone::utc()), Budget::default());
    /// assert_eq!(last, Some(monday + chrono::Days::new(14)));
    /// # Ok::<(), followthrough::RuleError>(())
    /// ```
    #[must_use]
    pub fn last(&self, start: &Start<'_>, budget: Budget) -> Option<NaiveDateTime> {
        let last_of = |from: NaiveDateTime, to: NaiveDateTime| -> Option<Option<NaiveDateTime>> {
            let found = self.occurrences(start, from, to, budget);
            found
                .stopped
                .is_none()
                .then(|| found.starts.last().copied())
        };
        let Some(until) = self.until else {
            self.count?;
            return last_of(start.local, NaiveDateTime::MAX)?;
        };
        let after = End { until, start }
            .latest()
            .checked_add_signed(TimeDelta::days(2))?;
        // Most series end near their UNTIL; the wider spans are for rare days.
        for days in [40, 4_000, 400_000] {
            let from = after
                .checked_sub_signed(TimeDelta::days(days))
                .unwrap_or(start.local)
                .max(start.local);
            if let Some(last) = last_of(from, after)? {
                return Some(last);
            }
            if from == start.local {
                break;
            }
        }
        None
    }

    /// Calls `visit` with the rule's own local times in order, from the first one that may matter on; returns the
    /// local time at which the budget was spent, if it was.
    fn walk(
        &self,
        start: &Start<'_>,
        walk: &mut Walk,
        visit: &mut dyn FnMut(NaiveDateTime) -> ControlFlow<()>,
    ) -> Option<NaiveDateTime> {
        let outcome = if self.frequency < Frequency::Daily {
            self.walk_clock(start, walk, visit)
        } else {
            self.walk_days(start, walk, visit)
        };
        match outcome {
            ControlFlow::Break(Halt::Spent(at)) => Some(at),
            ControlFlow::Break(Halt::Done) | ControlFlow::Continue(()) => None,
        }
    }
}

/// The state of one walk.
struct Walk {
    /// Nothing before this needs to be visited, unless it must be counted.
    seek: NaiveDateTime,
    /// Nothing from here on needs to be visited.
    to: NaiveDateTime,
    steps: u32,
    /// How many occurrences COUNT still allows.
    left: Option<u64>,
}

/// Why a walk ended.
enum Halt {
    Done,
    Spent(NaiveDateTime),
}

impl Walk {
    /// Takes one step at `at`.
    fn step(&mut self, at: NaiveDateTime) -> ControlFlow<Halt> {
        match self.steps.checked_sub(1) {
            Some(left) => {
                self.steps = left;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(Halt::Spent(at)),
        }
    }

    /// Hands one local time of the rule, not before its start, to `visit`.
    fn visit(
        &mut self,
        local: NaiveDateTime,
        visit: &mut dyn FnMut(NaiveDateTime) -> ControlFlow<()>,
    ) -> ControlFlow<Halt> {
        if let Some(left) = &mut self.left {
            match left.checked_sub(1) {
                Some(fewer) => *left = fewer,
                None => return ControlFlow::Break(Halt::Done),
            }
        }
        self.step(local)?;
        match visit(local) {
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
            ControlFlow::Break(()) => ControlFlow::Break(Halt::Done),
        }
    }

    /// Takes `skipped` occurrences from what COUNT allows.
    fn skip(&mut self, skipped: u64) {
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(skipped);
        }
    }
}

/// UNTIL against the start it belongs to.
#[derive(Clone, Copy)]
struct End<'start> {
    until: Written,
    start: &'start Start<'start>,
}

impl End<'_> {
    /// The latest local time that may be allowed, give or take a change of the clock.
    fn latest(self) -> NaiveDateTime {
        if self.start.all_day {
            let day = match self.until {
                Written::Date(date) => date,
                Written::Local(local) => local.date(),
                Written::Utc(instant) => self.last_day(instant),
            };
            return day.and_time(NaiveTime::MIN);
        }
        match self.until {
            Written::Date(date) => date.and_hms_opt(23, 59, 59).unwrap_or(NaiveDateTime::MAX),
            Written::Local(local) => local,
            Written::Utc(instant) => self.start.zone.local(instant),
        }
    }

    /// The last day of a series of days that an UNTIL in UTC means: the day that begins, or ends, at that instant
    /// somewhere.
    fn last_day(self, instant: DateTime<Utc>) -> NaiveDate {
        const HALF_HOUR: u32 = 1_800;
        let (utc, local) = (instant.naive_utc(), self.start.zone.local(instant));
        // The first or the last second of a day on the series' own clock leaves no doubt.
        if local.time() == NaiveTime::MIN || local.time().num_seconds_from_midnight() == 86_399 {
            return local.date();
        }
        let second = utc.time().num_seconds_from_midnight();
        // Zones lie whole quarters of an hour from Greenwich; the furthest are at 14 hours east and 12 west.
        let midnight_somewhere = second.is_multiple_of(HALF_HOUR / 2);
        let next = || utc.date().succ_opt().unwrap_or(utc.date());
        if midnight_somewhere && second >= 25 * HALF_HOUR {
            next()
        } else if (20 * HALF_HOUR..25 * HALF_HOUR).contains(&second) {
            // East or west, the zone decides; but a series that is there has its first day.
            let first = self.start.local.date();
            if midnight_somewhere && next() == first {
                first
            } else {
                local.date()
            }
        } else {
            utc.date()
        }
    }

    fn allows(self, local: NaiveDateTime) -> bool {
        let latest = self.latest();
        match self.until {
            // Near the end the instants decide: in a gap or an overlap of the clock local times are out of order.
            Written::Utc(instant)
                if !self.start.all_day && (local - latest).abs() < TimeDelta::days(1) =>
            {
                self.start.zone.instant(local) <= instant
            }
            _ => local <= latest,
        }
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Rule({self})")
    }
}
