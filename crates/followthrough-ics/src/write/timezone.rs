//! VTIMEZONE from a zone's offsets: one STANDARD and at most one DAYLIGHT, each with a yearly rule.
//!
//! Outlook ignores lists of dates in a VTIMEZONE, Google chokes on long ones, and an undeclared TZID is read as no
//! zone at all. So a zone is declared only where one simple rule tells its offsets, and that is found out by asking
//! [`Zone`] for every change of its clock. Nor is it declared where its clock runs by a young rule: many apps look up
//! the TZID in zone data of their own, which may be years old, and never see the VTIMEZONE (node-ical, FullCalendar and
//! phones do). Where a zone is not declared, events are written in UTC, which everyone reads alike.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use followthrough::Zone;

use super::text::{Lines, push_date_time};

/// The first year that is looked at: no app needs more.
const FIRST_YEAR: i32 = 1970;
/// How long a rule must have held before apps may be trusted to know it.
const YEARS_KNOWN: i32 = 3;
/// How many years ahead a rule is compared with its rivals.
const YEARS_AHEAD: i32 = 10;

/// How a zone's clock runs over a span: steady, or changed twice a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TimeZone {
    name: String,
    standard: Observance,
    daylight: Option<Observance>,
}

/// One of the two times of a year (RFC 5545 §3.6.5).
#[derive(Debug, Clone, PartialEq, Eq)]
struct Observance {
    /// When it began the first time, on the clock that it ended.
    onset: NaiveDateTime,
    /// Seconds east of UTC before it.
    from: i64,
    /// Seconds east of UTC from it on.
    to: i64,
    /// When it begins each year.
    yearly: Option<Yearly>,
}

/// A day of the year: the n-th weekday of a month, the last one where `nth` is -1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Yearly {
    month: u32,
    nth: i8,
    weekday: Weekday,
}

/// One change of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    at: DateTime<Utc>,
    from: i64,
    to: i64,
}

impl Change {
    /// When it happens, on the clock that it ends.
    fn local(&self) -> NaiveDateTime {
        self.at.naive_utc() + TimeDelta::seconds(self.from)
    }
}

impl TimeZone {
    /// How `zone`'s clock runs from `from` to `to`, or `None` where no simple yearly rule tells it.
    pub(super) fn of(zone: &Zone, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<Self> {
        let (first, last) = (from.year(), to.year());
        if first <= FIRST_YEAR || last > 9990 {
            return None;
        }
        let in_span = changes(zone, from, to);
        let yearly =
            year_of_changes(zone, first).and_then(|pair| Self::changing(zone, pair, first));
        let steady = || {
            in_span
                .is_empty()
                .then(|| Self::steady(zone, from))
                .flatten()
        };
        yearly
            .filter(|found| found.tells(zone, from, to, &in_span))
            .or_else(steady)
    }

    /// A clock that does not change in the span, and has not for years.
    fn steady(zone: &Zone, from: DateTime<Utc>) -> Option<Self> {
        let known = start_of_year((from.year() - YEARS_KNOWN).max(FIRST_YEAR));
        if !changes(zone, known, from).is_empty() {
            return None;
        }
        let offset = zone.offset_seconds(from);
        let onset = start_of_year(FIRST_YEAR).naive_utc();
        let standard = Observance {
            onset,
            from: offset,
            to: offset,
            yearly: None,
        };
        Some(Self {
            name: zone.name().to_owned(),
            standard,
            daylight: None,
        })
    }

    /// A clock that changes twice a year, told by the rules that hold longest around the span.
    fn changing(zone: &Zone, pair: [Change; 2], first: i32) -> Option<Self> {
        let mut observances = Vec::with_capacity(2);
        for change in pair {
            let (yearly, since) = candidates(change.local().date())
                .into_iter()
                .map(|yearly| {
                    let holds = |year: &i32| {
                        yearly
                            .change(*year, change)
                            .is_some_and(|at| is_change(zone, at))
                    };
                    let back = (FIRST_YEAR + 1..=first).rev().take_while(holds).count();
                    let ahead = (first..first + YEARS_AHEAD).take_while(holds).count();
                    (yearly, back, ahead)
                })
                // A rule that does not hold the next year either is none. Of two that hold equally long the first
                // candidate, "the last Sunday", is taken.
                .filter(|(_, _, ahead)| *ahead > 1)
                .rev()
                .max_by_key(|(_, back, ahead)| (*ahead, *back))
                .map(|(yearly, back, _)| (yearly, first + 1 - i32::try_from(back).unwrap_or(1)))?;
            let onset = yearly.change(since, change)?.local();
            observances.push((
                since,
                Observance {
                    onset,
                    from: change.from,
                    to: change.to,
                    yearly: Some(yearly),
                },
            ));
        }
        // Both rules begin in the later of their first years, or the older offset would seem to last.
        let since = observances.iter().map(|(since, _)| *since).max()?;
        if since > first - YEARS_KNOWN {
            return None;
        }
        for (own, observance) in &mut observances {
            if *own < since {
                let yearly = observance.yearly?;
                let date = yearly.date(since)?;
                observance.onset = date.and_time(observance.onset.time());
            }
        }
        let [(_, one), (_, other)]: [_; 2] = observances.try_into().ok()?;
        let (standard, daylight) = if one.to < other.to {
            (one, other)
        } else {
            (other, one)
        };
        Some(Self {
            name: zone.name().to_owned(),
            standard,
            daylight: Some(daylight),
        })
    }

    /// Whether the written rules give the zone's own offset at every instant of the span, whose changes are
    /// `in_span`.
    fn tells(
        &self,
        zone: &Zone,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        in_span: &[Change],
    ) -> bool {
        let mut onsets = self.onsets(from.year() - 1..=to.year() + 1);
        onsets.sort_by_key(|onset| onset.at);
        let before = onsets.iter().rfind(|onset| onset.at <= from);
        // Before the first onset readers differ.
        before.is_some_and(|onset| onset.to == zone.offset_seconds(from))
            && onsets
                .iter()
                .filter(|onset| from < onset.at && onset.at <= to)
                .eq(in_span)
    }

    /// The changes that the written rules give in these years.
    fn onsets(&self, years: std::ops::RangeInclusive<i32>) -> Vec<Change> {
        let mut onsets = Vec::new();
        for observance in std::iter::once(&self.standard).chain(&self.daylight) {
            let Some(yearly) = observance.yearly else {
                continue;
            };
            for year in years.clone() {
                let Some(date) = yearly.date(year) else {
                    continue;
                };
                let local = date.and_time(observance.onset.time());
                if local >= observance.onset {
                    let at = (local - TimeDelta::seconds(observance.from)).and_utc();
                    onsets.push(Change {
                        at,
                        from: observance.from,
                        to: observance.to,
                    });
                }
            }
        }
        onsets
    }

    /// Writes the VTIMEZONE (RFC 5545 §3.6.5).
    pub(super) fn write(&self, lines: &mut Lines) {
        lines.raw("BEGIN:VTIMEZONE");
        lines.text("TZID", &self.name);
        self.standard.write("STANDARD", lines);
        if let Some(daylight) = &self.daylight {
            daylight.write("DAYLIGHT", lines);
        }
        lines.raw("END:VTIMEZONE");
    }
}

impl Observance {
    fn write(&self, kind: &str, lines: &mut Lines) {
        lines.plain("BEGIN", kind);
        let mut onset = String::new();
        push_date_time(&mut onset, self.onset);
        lines.plain("DTSTART", &onset);
        lines.plain("TZOFFSETFROM", &offset(self.from));
        lines.plain("TZOFFSETTO", &offset(self.to));
        if let Some(Yearly {
            month,
            nth,
            weekday,
        }) = self.yearly
        {
            let day = super::text::weekday(weekday);
            lines.plain(
                "RRULE",
                &format!("FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{day}"),
            );
        }
        lines.plain("END", kind);
    }
}

impl Yearly {
    fn date(&self, year: i32) -> Option<NaiveDate> {
        if let Ok(nth) = u8::try_from(self.nth) {
            return NaiveDate::from_weekday_of_month_opt(year, self.month, self.weekday, nth);
        }
        (1..=5).rev().find_map(|nth| {
            NaiveDate::from_weekday_of_month_opt(year, self.month, self.weekday, nth)
        })
    }

    /// The change like `like` that this rule gives in `year`.
    fn change(&self, year: i32, like: Change) -> Option<Change> {
        let local = self.date(year)?.and_time(like.local().time());
        Some(Change {
            at: (local - TimeDelta::seconds(like.from)).and_utc(),
            ..like
        })
    }
}

/// The two changes of a year in which the clock is changed and changed back.
fn year_of_changes(zone: &Zone, year: i32) -> Option<[Change; 2]> {
    let pair: [Change; 2] = changes(zone, start_of_year(year), start_of_year(year + 1))
        .try_into()
        .ok()?;
    let [one, other] = pair;
    (one.from == other.to && one.to == other.from).then_some(pair)
}

/// Every rule of the forms "the last Sunday of March" and "the second Sunday of March" that gives `date`.
fn candidates(date: NaiveDate) -> Vec<Yearly> {
    let (month, weekday) = (date.month(), date.weekday());
    let mut found = Vec::with_capacity(2);
    if date
        .checked_add_signed(TimeDelta::days(7))
        .is_none_or(|next| next.month() != month)
    {
        found.push(Yearly {
            month,
            nth: -1,
            weekday,
        });
    }
    if let Ok(nth @ 1..=4) = i8::try_from(date.day0() / 7 + 1) {
        found.push(Yearly {
            month,
            nth,
            weekday,
        });
    }
    found
}

fn is_change(zone: &Zone, change: Change) -> bool {
    zone.offset_seconds(change.at) == change.to
        && zone.offset_seconds(change.at - TimeDelta::seconds(1)) == change.from
}

/// Every change of `zone`'s clock after `from`, up to and at `to`, found by looking at each day.
fn changes(zone: &Zone, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Change> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let next = (at + TimeDelta::days(1)).min(to);
        let (before, after) = (zone.offset_seconds(at), zone.offset_seconds(next));
        if before != after {
            let (mut low, mut high) = (at, next);
            while high - low > TimeDelta::seconds(1) {
                let middle = low + TimeDelta::seconds((high - low).num_seconds() / 2);
                if zone.offset_seconds(middle) == before {
                    low = middle
                } else {
                    high = middle
                }
            }
            found.push(Change {
                at: high,
                from: before,
                to: after,
            });
        }
        at = next;
    }
    found
}

fn start_of_year(year: i32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(year, 1, 1)
        .unwrap_or(NaiveDate::MIN)
        .and_time(NaiveTime::MIN)
        .and_utc()
}

/// `-0500`, with seconds only where there are some (RFC 5545 §3.3.14).
fn offset(seconds: i64) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.abs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{rest:02}")
    }
}
