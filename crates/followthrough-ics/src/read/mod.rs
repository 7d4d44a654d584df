//! Calendar text into busy time, days off and blocks.
//!
//! The questions are [`busy`], [`events`], [`holidays`] and [`blocks`]; all take the bytes of calendar files (RFC 5545) and a
//! span of time, and answer for that span. They read no file, ask no clock, and do not panic on any input. What cannot
//! be read is passed over with a [`Warning`] that names the file and the line; only a file that is not a calendar, or not
//! a whole one, is an [`IcsError`].

mod attendee;
mod component;
mod home;
mod line;
mod observances;
mod one_clock;
mod own;
mod series;
mod taken;
mod value;
mod warning;
mod zone_names;
mod zones;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use followthrough::{Interval, Written, Zone};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

pub use component::Show;
use component::{Calendar, Event};
pub use home::home_zone;
pub use own::own_name;
use series::{Expansion, Occurrence, Purse, When};
pub use taken::{busy, events};
use warning::Notes;
pub use warning::{IcsError, Problem, Warning};
use zones::Clocks;

/// One calendar file: its name, for messages, and its bytes.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file's name, as messages should show it.
    pub name: &'a str,
    /// Its text.
    pub bytes: &'a [u8],
}

/// What an event that takes whole days (`VALUE=DATE`) and is not free means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AllDay {
    /// The days are days away: they are in [`Busy::away`], and not among the intervals.
    #[default]
    Away,
    /// The days are busy from midnight to midnight.
    Busy,
    /// Nothing.
    Free,
}

/// What counts as busy.
///
/// # Example
/// ```
/// use followthrough_ics::read::{AllDay, BusyOptions};
/// let options = BusyOptions { all_day: AllDay::Busy, ignore: vec!["Focus time*".into()], ..BusyOptions::default() };
/// assert!(options.tentative);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusyOptions {
    /// The addresses of the calendar's owner. An event that the owner declined is free, one that the owner answered with
    /// "maybe", or not yet, is tentative; what other guests answered does not matter. Where there are none, a calendar's
    /// own name (`X-WR-CALNAME`) is the owner's address, if it is an address.
    pub me: Vec<String>,
    /// The [tag](crate::write::Edition::tag) of the plan whose own exported events are free. Another plan's, and another
    /// owner's, are busy: an hour can be promised once only. None is free where `None`.
    pub own: Option<String>,
    /// Whether tentative events are busy; by default they are.
    pub tentative: bool,
    /// What all-day events mean; by default days away.
    pub all_day: AllDay,
    /// Time kept free on both sides of each event with times; by default none. Days and intervals that are cut at the
    /// span's ends are cut after it is added.
    pub pad: TimeDelta,
    /// Titles of events that are not busy: globs, matched in any letter case against the whole title.
    pub ignore: Vec<String>,
    /// Titles of events that are days away, whatever [`BusyOptions::all_day`] says and whether they are free or not:
    /// globs as above. Of an event with times the days that it takes whole are days away, and the rest is busy.
    pub away: Vec<String>,
    /// Titles of all-day events that take nothing: globs as above. They go before [`BusyOptions::away`].
    pub not_away: Vec<String>,
    /// How much a file may cost.
    pub limits: Limits,
}

impl Default for BusyOptions {
    fn default() -> Self {
        Self {
            me: Vec::new(),
            own: None,
            tentative: true,
            all_day: AllDay::default(),
            pad: TimeDelta::zero(),
            ignore: Vec::new(),
            away: Vec::new(),
            not_away: Vec::new(),
            limits: Limits::default(),
        }
    }
}

/// How much reading may cost, so that no file can take the machine with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes; 64 MiB by default. A larger one is an error.
    pub bytes: usize,
    /// How deep components may lie in each other; 32 by default, where calendars need three. Deeper is an error.
    pub nesting: usize,
    /// The most occurrences of all files together; a million by default. What is beyond counts as busy, with a
    /// warning.
    pub occurrences: usize,
    /// The most steps for one series ([`followthrough::Budget`]); 200,000 by default. What is beyond counts as busy,
    /// with a warning.
    pub steps: u32,
    /// The most steps for all series together; two million by default, which is a thousand series of every day for
    /// three years. What is beyond counts as busy, with a warning.
    pub all_steps: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            nesting: 32,
            occurrences: 1_000_000,
            steps: 200_000,
            all_steps: 2_000_000,
        }
    }
}

/// The busy time that calendar files hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Busy {
    /// All of it: sorted, disjoint, cut to the span.
    pub intervals: Vec<Interval>,
    /// Days away, by their first day, where [`AllDay::Away`] or [`BusyOptions::away`] asks for them; not cut to the span.
    pub away: Vec<DaysAway>,
    /// What was worked around, by file and line.
    pub warnings: Vec<Warning>,
}

/// Which event takes what of the time that was asked about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Events {
    /// By start; events may overlap each other.
    pub taken: Vec<BusyEvent>,
    /// What was worked around, by file and line.
    pub warnings: Vec<Warning>,
}

/// Time that one event takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusyEvent {
    /// The time, padding and travel included, cut to what was asked about.
    pub interval: Interval,
    /// The event.
    pub event: Arc<EventName>,
}

/// What an event is called, and where it is from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventName {
    /// SUMMARY, or nothing.
    pub title: String,
    /// The name of the file that it is in.
    pub file: Arc<str>,
    /// The line of its BEGIN; the first is 1.
    pub line: u32,
    /// UID, where it has one.
    pub uid: Option<String>,
    /// How its time is taken.
    pub show: Show,
    /// Whether it takes whole days.
    pub all_day: bool,
}

/// Days that an all-day event takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DaysAway {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, which may be the first.
    pub last: NaiveDate,
    /// The event.
    pub event: Arc<EventName>,
}

/// One day that a holiday calendar names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// The event's title.
    pub title: String,
}

/// The days off that a calendar holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holidays {
    /// By date; a date that several events name is there once for each title.
    pub days: Vec<Holiday>,
    /// What was worked around.
    pub warnings: Vec<Warning>,
}

/// One occurrence of a block that a calendar holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarBlock {
    /// Its start on the user's clock.
    pub start: NaiveDateTime,
    /// How long it is.
    pub length: TimeDelta,
    /// The event's title.
    pub title: String,
    /// Its UID.
    pub uid: Option<String>,
    /// When it was planned, where this project exported it.
    pub planned: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Where the whole block lies, where it had been moved before this project exported it.
    pub moved: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// The day on which the instance of a series was to be, where the calendar tells it apart from the others.
    pub instance: Option<NaiveDate>,
}

/// The blocks that a calendar holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CalendarBlocks {
    /// By start; each once.
    pub blocks: Vec<CalendarBlock>,
    /// What was worked around.
    pub warnings: Vec<Warning>,
}

/// Returns the days that the all-day events of `file` name between two days of `zone`, both included.
///
/// Cancelled events do not count; free ones do, because holiday calendars are free as a rule.
///
/// # Errors
/// [`IcsError`] where the file is empty, too large, no calendar, or cut off.
///
/// # Example
/// ```
/// use chrono::NaiveDate;
/// use followthrough_ics::read::{Limits, Source, holidays};
/// let text = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Christmas\nDTSTART:20201225\nRRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR";
/// let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
/// let zone = "Europe/Berlin".parse()?;
/// let found = holidays(&Source { name: "days.ics", bytes: text }, (day(1, 1), day(12, 31)), &zone, &Limits::default())?;
/// assert_eq!(found.days[0].date, day(12, 25));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn holidays(
    file: &Source<'_>,
    span: (NaiveDate, NaiveDate),
    zone: &Zone,
    limits: &Limits,
) -> Result<Holidays, IcsError> {
    let mut notes = Notes::new(file.name);
    let mut purse = Purse::new(limits);
    let mut days = Vec::new();
    let instants = (
        zone.midnight(span.0),
        zone.midnight(span.1.succ_opt().unwrap_or(span.1)),
    );
    let wanted = |event: &Event<'_>| {
        !event.standing.cancelled
            && event
                .start
                .is_some_and(|start| matches!(start.written, Written::Date(_)))
    };
    for_calendars(
        file,
        &[],
        zone,
        instants,
        limits,
        &mut notes,
        |calendar, clocks, notes| {
            let mut visit = |occurrence: Occurrence<'_>| {
                if let When::Days(first, last) = occurrence.when {
                    let inside = first
                        .max(span.0)
                        .iter_days()
                        .take_while(|day| *day <= last.min(span.1));
                    days.extend(inside.map(|date| Holiday {
                        date,
                        title: occurrence.event.title.to_string(),
                    }));
                }
            };
            let mut expansion = Expansion {
                clocks,
                span: instants,
                purse: &mut purse,
                notes,
                wanted: &wanted,
                visit: &mut visit,
            };
            expansion.run(calendar);
        },
    )?;
    days.sort();
    days.dedup();
    Ok(Holidays {
        days,
        warnings: notes.finish(),
    })
}

/// Returns the occurrences of events with a title like `pattern` that start between the two instants of `span`: blocks
/// that the user keeps in a calendar.
///
/// `pattern` is a glob, matched in any letter case against the whole title. Free events count, since such blocks are
/// often kept free for others; cancelled ones, all-day ones and those without length do not. An event that this project
/// exported counts like any other: [`CalendarBlock::uid`] and [`CalendarBlock::planned`] tell whether it was moved since.
///
/// # Errors
/// [`IcsError`] where the file is empty, too large, no calendar, or cut off, or where the pattern is not a glob.
///
/// # Example
/// ```
/// use followthrough_ics::read::{Limits, Source, blocks};
/// let text = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Prospecting: calls\nDTSTART:20261123T090000\nDTEND:20261123T100000\n\
///              RRULE:FREQ=WEEKLY;BYDAY=MO,TU\nEND:VEVENT\nEND:VCALENDAR";
/// let span = ("2026-11-23T00:00:00Z".parse()?, "2026-11-30T00:00:00Z".parse()?);
/// let zone = "Europe/Berlin".parse()?;
/// let found = blocks(&Source { name: "mine.ics", bytes: text }, "prospecting: *", span, &zone, &Limits::default())?;
/// assert_eq!(found.blocks.len(), 2);
/// assert_eq!(found.blocks[0].start.to_string(), "2026-11-23 09:00:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn blocks(
    file: &Source<'_>,
    pattern: &str,
    span: (DateTime<Utc>, DateTime<Utc>),
    zone: &Zone,
    limits: &Limits,
) -> Result<CalendarBlocks, IcsError> {
    let pattern = titles(&[pattern.to_owned()])?;
    let mut notes = Notes::new(file.name);
    let mut purse = Purse::new(limits);
    let mut blocks = Vec::new();
    let wanted = |event: &Event<'_>| {
        !event.standing.cancelled
            && event
                .start
                .is_some_and(|start| !matches!(start.written, Written::Date(_)))
            && pattern.is_match(&*event.title)
    };
    for_calendars(
        file,
        &[],
        zone,
        span,
        limits,
        &mut notes,
        |calendar, clocks, notes| {
            let mut visit = |occurrence: Occurrence<'_>| {
                if let When::Timed(start, end) = occurrence.when
                    && start < end
                    && span.0 <= start
                    && start < span.1
                {
                    let title = occurrence.event.title.to_string();
                    let event = occurrence.event;
                    blocks.push(CalendarBlock {
                        start: zone.local(start),
                        length: end - start,
                        title,
                        uid: event.uid.as_ref().map(ToString::to_string),
                        planned: event.planned,
                        moved: event.moved,
                        instance: event.recurrence_id.map(|id| match id.written {
                            Written::Date(date) => date,
                            Written::Local(local) => local.date(),
                            Written::Utc(utc) => zone.local(utc).date(),
                        }),
                    });
                }
            };
            let mut expansion = Expansion {
                clocks,
                span,
                purse: &mut purse,
                notes,
                wanted: &wanted,
                visit: &mut visit,
            };
            expansion.run(calendar);
        },
    )?;
    blocks.sort();
    blocks.dedup();
    Ok(CalendarBlocks {
        blocks,
        warnings: notes.finish(),
    })
}

/// Reads a file, and hands on each of its calendars with its clocks; `me` are the addresses of their owner.
fn for_calendars(
    file: &Source<'_>,
    me: &[String],
    zone: &Zone,
    span: (DateTime<Utc>, DateTime<Utc>),
    limits: &Limits,
    notes: &mut Notes,
    mut each: impl for<'a> FnMut(&'a Calendar<'a>, Clocks<'a>, &mut Notes),
) -> Result<(), IcsError> {
    if file.bytes.len() > limits.bytes {
        let (file, bytes, limit) = (file.name.to_owned(), file.bytes.len(), limits.bytes);
        return Err(IcsError::TooLarge { file, bytes, limit });
    }
    let text = line::decode(file.bytes);
    for mut calendar in component::calendars(&text, me, limits, notes)? {
        one_clock::share_known(&mut calendar, zone, span, notes);
        let calendar = &calendar;
        let clocks = Clocks::new(calendar, zone, span, notes);
        each(calendar, clocks, notes);
    }
    Ok(())
}

impl Purse {
    fn new(limits: &Limits) -> Self {
        Self {
            each: limits.steps,
            steps: limits.all_steps,
            occurrences: limits.occurrences,
        }
    }
}

/// Whether an event is one of the plan's own exports: time that is planned, not time that is taken.
fn is_own(event: &Event<'_>, options: &BusyOptions) -> bool {
    let (Some(uid), Some(tag)) = (&event.uid, &options.own) else {
        return false;
    };
    own_name(uid, tag).is_some()
}

fn titles(patterns: &[String]) -> Result<GlobSet, IcsError> {
    let bad = |pattern: &String| {
        let pattern = pattern.clone();
        move |source| IcsError::BadPattern { pattern, source }
    };
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(
            GlobBuilder::new(pattern)
                .case_insensitive(true)
                .build()
                .map_err(bad(pattern))?,
        );
    }
    set.build().map_err(|source| IcsError::BadPattern {
        pattern: patterns.join(", "),
        source,
    })
}
