//! What calendars take: busy time, days away, and which event takes what of the time that is asked about.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use followthrough::{Interval, Zone, union};
use globset::GlobSet;

use super::component::{Event, FreeBusy, Show};
use super::series::{self, Expansion, Occurrence, Purse, When};
use super::warning::{IcsError, Notes, Warning};
use super::{
    AllDay, Busy, BusyEvent, BusyOptions, DaysAway, EventName, Events, Source, for_calendars,
    is_own, titles,
};

/// Returns the busy time that `files` hold between the two instants of `span`.
///
/// Half-open intervals in UTC, in whole seconds. Busy is a VEVENT unless it is cancelled, free
/// (`X-MICROSOFT-CDO-BUSYSTATUS` decides alone where it is there, else `TRANSP`), ignored by its title, or an export of
/// the plan that [`BusyOptions::own`] names; and a VFREEBUSY period unless its `FBTYPE` is `FREE`. An event that the
/// owner declined is free ([`BusyOptions::me`]), and so is a day of every year that says neither `OPAQUE` nor busy: a
/// birthday. An event without length takes no time. Travel ahead of an event (`X-APPLE-TRAVEL-DURATION`) is taken. Days and
/// times without a zone are those of `zone`, unless a file's `X-WR-TIMEZONE` says otherwise for times. Files that hold
/// the same events do no harm: time is taken once.
///
/// # Errors
/// [`IcsError`] where a file is empty, too large, no calendar, or cut off, or where a title pattern is not a glob.
///
/// # Example
/// ```
/// use followthrough_ics::read::{BusyOptions, Source, busy};
///
/// let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Dentist\r\nDTSTART;TZID=Eastern Standard Time:20261124T153000\r\n\
///             DURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
/// let span = ("2026-11-23T00:00:00Z".parse()?, "2026-11-30T00:00:00Z".parse()?);
/// let zone = "America/Chicago".parse()?;
/// let busy = busy(&[Source { name: "work.ics", bytes: text.as_bytes() }], span, &zone, &BusyOptions::default())?;
/// assert_eq!(busy.intervals[0].start().to_string(), "2026-11-24 20:30:00 UTC");
/// assert_eq!(busy.intervals.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: RFC 5545 §3.2.12, §3.3.5, §3.6.1, §3.6.4, §3.8.4.4, §3.8.5; RFC 5546 §3.2.3, §3.2.5; MS-OXCICAL.
pub fn busy(
    files: &[Source<'_>],
    span: (DateTime<Utc>, DateTime<Utc>),
    zone: &Zone,
    options: &BusyOptions,
) -> Result<Busy, IcsError> {
    let mut intervals: Vec<Interval> = Vec::new();
    let mut away: Vec<DaysAway> = Vec::new();
    let warnings = read(files, span, zone, options, &mut |found, name| match found {
        // A series hands on its occurrences in order, so that those that overlap are joined before they pile up.
        Found::Time(interval) => join(&mut intervals, interval),
        Found::Away(first, last) => {
            let event = name();
            match away.last_mut() {
                Some(held)
                    if Arc::ptr_eq(&held.event, &event)
                        && held.first <= first
                        && first <= held.last =>
                {
                    held.last = held.last.max(last);
                }
                _ => away.push(DaysAway { first, last, event }),
            }
        }
    })?;
    away.sort();
    let mut seen = HashSet::new();
    away.retain(|days| match &days.event.uid {
        Some(uid) => seen.insert((uid.clone(), days.first, days.last)),
        None => true,
    });
    Ok(Busy {
        intervals: union(intervals),
        away,
        warnings,
    })
}

/// What an event takes, by the interval asked about.
type Held = (Arc<EventName>, Vec<(usize, Vec<Interval>)>);

/// Returns which event takes what of the time `asked` about.
///
/// What is busy is what [`busy`] says; intervals of `asked` may overlap, and are taken together. Occurrences of one event
/// that overlap or touch each other inside one of them are told as one, so that the answer is never longer than events
/// times intervals make it, whatever the file holds. Events that several files hold alike are told once. Days away are
/// not among them.
///
/// # Errors
/// As [`busy`].
///
/// # Example
/// ```
/// use followthrough::Interval;
/// use followthrough_ics::read::{BusyOptions, Source, events};
///
/// let text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Dentist\nDTSTART:20261124T153000Z\nDURATION:PT1H\nEND:VEVENT\nEND:VCALENDAR\n";
/// let block = Interval::new("2026-11-24T15:00:00Z".parse()?, "2026-11-24T16:00:00Z".parse()?).ok_or("no time")?;
/// let zone = "UTC".parse()?;
/// let found = events(&[Source { name: "work.ics", bytes: text.as_bytes() }], &[block], &zone, &BusyOptions::default())?;
/// assert_eq!(found.taken[0].event.title, "Dentist");
/// assert_eq!(found.taken[0].interval.length(), chrono::TimeDelta::minutes(30));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn events(
    files: &[Source<'_>],
    asked: &[Interval],
    zone: &Zone,
    options: &BusyOptions,
) -> Result<Events, IcsError> {
    let asked = union(asked.to_vec());
    let (Some(first), Some(last)) = (asked.first(), asked.last()) else {
        return Ok(Events::default());
    };
    let span = (first.start(), last.end());
    let mut taken: Vec<BusyEvent> = Vec::new();
    // What the event that is being handed on takes of each interval.
    let mut held: Option<Held> = None;
    let flush = |held: Held, taken: &mut Vec<BusyEvent>| {
        let (event, pieces) = held;
        for interval in pieces.into_iter().flat_map(|(_, parts)| union(parts)) {
            taken.push(BusyEvent {
                interval,
                event: event.clone(),
            });
        }
    };
    let warnings = read(files, span, zone, options, &mut |found, name| {
        let Found::Time(interval) = found else { return };
        let from = asked.partition_point(|piece| piece.end() <= interval.start());
        let hit = asked
            .get(from)
            .is_some_and(|piece| piece.start() < interval.end());
        if !hit {
            return;
        }
        let event = name();
        if held
            .as_ref()
            .is_none_or(|(other, _)| !Arc::ptr_eq(other, &event))
            && let Some(done) = held.replace((event, Vec::new()))
        {
            flush(done, &mut taken);
        }
        let Some((_, pieces)) = &mut held else { return };
        for (index, piece) in asked.iter().enumerate().skip(from) {
            let Some(part) = piece.intersection(&interval) else {
                break;
            };
            match pieces.binary_search_by_key(&index, |(index, _)| *index) {
                Ok(at) => join(&mut pieces[at].1, part),
                Err(at) => pieces.insert(at, (index, vec![part])),
            }
        }
    })?;
    if let Some(done) = held {
        flush(done, &mut taken);
    }
    tidy(&mut taken);
    Ok(Events { taken, warnings })
}

/// Adds an interval, to the last one where they overlap or touch.
fn join(intervals: &mut Vec<Interval>, interval: Interval) {
    let joined = intervals
        .last()
        .filter(|last| last.start() <= interval.start() && interval.start() <= last.end())
        .and_then(|last| Interval::new(last.start(), last.end().max(interval.end())));
    match (joined, intervals.last_mut()) {
        (Some(joined), Some(last)) => *last = joined,
        _ => intervals.push(interval),
    }
}

/// Sorts, and drops what several files hold alike.
fn tidy(taken: &mut Vec<BusyEvent>) {
    taken.sort_by(|one, other| (one.interval, &one.event).cmp(&(other.interval, &other.event)));
    let several = taken
        .windows(2)
        .any(|pair| pair[0].event.file != pair[1].event.file);
    if several {
        let mut seen: HashSet<(String, Interval)> = HashSet::new();
        taken.retain(|event| {
            let uid = event.event.uid.as_ref();
            uid.is_none_or(|uid| seen.insert((uid.clone(), event.interval)))
        });
    }
}

/// What an occurrence takes.
enum Found {
    /// Time, padding and travel included, cut to the span.
    Time(Interval),
    /// Days away, from the first to the last.
    Away(NaiveDate, NaiveDate),
}

/// What makes the name of the event that takes it.
type Naming<'a> = &'a mut dyn FnMut() -> Arc<EventName>;

/// What the options say, ready for events.
struct Policy<'a> {
    options: &'a BusyOptions,
    ignored: GlobSet,
    away: GlobSet,
    not_away: GlobSet,
    zone: &'a Zone,
    span: (DateTime<Utc>, DateTime<Utc>),
}

impl Policy<'_> {
    fn counts(&self, show: Show) -> bool {
        show > Show::Tentative || (show == Show::Tentative && self.options.tentative)
    }

    /// Whether its title makes it days away.
    fn is_away(&self, event: &Event<'_>) -> bool {
        self.away.is_match(&*event.title) && !self.not_away.is_match(&*event.title)
    }

    fn wants(&self, event: &Event<'_>) -> bool {
        let shown =
            self.counts(event.standing.show()) || (self.is_away(event) && !event.standing.is_off());
        shown && !is_own(event, self.options) && !self.ignored.is_match(&*event.title)
    }

    fn cut(&self, start: DateTime<Utc>, end: DateTime<Utc>, pad: TimeDelta) -> Option<Interval> {
        Interval::new(
            minus(start, pad).max(self.span.0),
            minus(end, -pad).min(self.span.1),
        )
    }

    /// Hands on what an occurrence takes.
    fn visit(&self, occurrence: &Occurrence<'_>, tell: &mut dyn FnMut(Found)) {
        let (none, pad) = (TimeDelta::zero(), self.options.pad);
        let event = occurrence.event;
        let mut take = |start, end, pad| {
            if let Some(interval) = self.cut(start, end, pad) {
                tell(Found::Time(interval));
            }
        };
        match occurrence.when {
            When::Days(..) if self.not_away.is_match(&*event.title) => {}
            When::Days(first, last) if self.is_away(event) => tell(Found::Away(first, last)),
            When::Days(first, last) => match self.options.all_day {
                AllDay::Free => {}
                AllDay::Away => tell(Found::Away(first, last)),
                AllDay::Busy => {
                    let after = last.succ_opt().unwrap_or(last);
                    take(self.zone.midnight(first), self.zone.midnight(after), none);
                }
            },
            When::Rest(from) => take(from, self.span.1, none),
            When::Timed(start, end) => {
                let leaves = event.leaves(start);
                if self.is_away(event)
                    && let Some((first, last)) = whole_days(start, end, self.zone)
                {
                    let after = last.succ_opt().unwrap_or(last);
                    if self.counts(event.standing.show()) {
                        let (morning, evening) =
                            (self.zone.midnight(first), self.zone.midnight(after));
                        // An event without anything ahead of its first midnight has no rest there, and no padding.
                        if leaves < morning {
                            take(leaves, morning, pad);
                        }
                        if evening < end {
                            take(evening, end, pad);
                        }
                    }
                    tell(Found::Away(first, last));
                } else if leaves < end && self.counts(event.standing.show()) {
                    // An event without length takes no time, and so none around it.
                    take(leaves, end, pad);
                }
            }
        }
    }

    fn free_busy(
        &self,
        period: &FreeBusy,
        ends: (DateTime<Utc>, DateTime<Utc>),
    ) -> Option<Interval> {
        self.counts(period.show)
            .then(|| self.cut(ends.0, ends.1, self.options.pad))
            .flatten()
    }
}

/// The first and the last of the days that lie between two instants from midnight to midnight.
fn whole_days(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    zone: &Zone,
) -> Option<(NaiveDate, NaiveDate)> {
    let day = zone.local(start).date();
    let first = if zone.midnight(day) == start {
        day
    } else {
        day.succ_opt()?
    };
    let last = zone.local(end).date().pred_opt()?;
    (first <= last).then_some((first, last))
}

/// Reads files and hands on everything that counts, event by event; returns the warnings.
fn read(
    files: &[Source<'_>],
    span: (DateTime<Utc>, DateTime<Utc>),
    zone: &Zone,
    options: &BusyOptions,
    tell: &mut dyn FnMut(Found, Naming<'_>),
) -> Result<Vec<Warning>, IcsError> {
    let policy = Policy {
        options,
        ignored: titles(&options.ignore)?,
        away: titles(&options.away)?,
        not_away: titles(&options.not_away)?,
        zone,
        span,
    };
    let mut purse = Purse::new(&options.limits);
    let mut warnings = Vec::new();
    let padded = (minus(span.0, options.pad), minus(span.1, -options.pad));
    let wanted = |event: &Event<'_>| policy.wants(event);
    for file in files {
        let mut notes = Notes::new(file.name);
        let name = notes.file.clone();
        let mut names = Names {
            file: name.clone(),
            last: None,
        };
        for_calendars(
            file,
            &options.me,
            zone,
            padded,
            &options.limits,
            &mut notes,
            |calendar, mut clocks, notes| {
                for period in &calendar.free_busy {
                    let from = clocks.clock(&period.start, period.line, notes);
                    let ends = series::period(
                        &from,
                        period,
                        |moment, notes| clocks.clock(moment, period.line, notes),
                        notes,
                    );
                    if let Some(interval) = policy.free_busy(period, ends) {
                        tell(Found::Time(interval), &mut || {
                            Arc::new(EventName {
                                title: String::new(),
                                file: name.clone(),
                                line: period.line,
                                uid: None,
                                show: period.show,
                                all_day: false,
                            })
                        });
                    }
                }
                let mut visit = |occurrence: Occurrence<'_>| {
                    let all_day = matches!(occurrence.when, When::Days(..));
                    policy.visit(&occurrence, &mut |found| {
                        tell(found, &mut || names.of(occurrence.event, all_day));
                    });
                };
                let mut expansion = Expansion {
                    clocks,
                    span: padded,
                    purse: &mut purse,
                    notes,
                    wanted: &wanted,
                    visit: &mut visit,
                };
                expansion.run(calendar);
            },
        )?;
        warnings.extend(notes.finish());
    }
    Ok(warnings)
}

/// The names of a file's events, made once for each event and not for each occurrence.
struct Names {
    file: Arc<str>,
    last: Option<(*const (), Arc<EventName>)>,
}

impl Names {
    fn of(&mut self, event: &Event<'_>, all_day: bool) -> Arc<EventName> {
        let address = std::ptr::from_ref(event).cast::<()>();
        if let Some((held, name)) = &self.last
            && *held == address
            && name.all_day == all_day
        {
            return name.clone();
        }
        let name = Arc::new(EventName {
            title: event.title.to_string(),
            file: self.file.clone(),
            line: event.line,
            uid: event.uid.as_ref().map(ToString::to_string),
            show: event.standing.show(),
            all_day,
        });
        self.last = Some((address, name.clone()));
        name
    }
}

fn minus(instant: DateTime<Utc>, less: TimeDelta) -> DateTime<Utc> {
    instant.checked_sub_signed(less).unwrap_or(instant)
}
