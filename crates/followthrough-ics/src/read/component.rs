//! Content lines into calendars: the components of a file, with the few properties that busy time depends on.
//!
//! Everything else is passed over unread. Components are kept on a list, not on the call stack, so no nesting can
//! overflow it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use followthrough::{Written, utc_offset};

use super::Limits;
use super::attendee::{Answer, Attendee, answer, owner_of};
use super::line::{Line, Lines, Property, unescape};
use super::one_clock::share_clock;
use super::value::{Span, duration};
use super::warning::{IcsError, Notes, Problem, excerpt};
use crate::write::{MOVED, PLANNED};

/// One VCALENDAR. It has its own zones and its own UIDs, also beside others in one file.
#[derive(Debug, Default)]
pub(super) struct Calendar<'a> {
    /// X-WR-TIMEZONE with its line: the zone of times without one.
    pub(super) zone: Option<(u32, Cow<'a, str>)>,
    /// X-WR-CALNAME.
    name: Option<Cow<'a, str>>,
    method: Method,
    pub(super) time_zones: Vec<TimeZone<'a>>,
    pub(super) events: Vec<Event<'a>>,
    pub(super) free_busy: Vec<FreeBusy>,
    /// The TZIDs that times name, each once.
    pub(super) tzids: Vec<Cow<'a, str>>,
    tzid_numbers: HashMap<Cow<'a, str>, u32>,
}

/// METHOD (RFC 5546 §1.4), as far as it tells whether time is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Method {
    /// A calendar, or an invitation.
    #[default]
    Other,
    /// Its events take place no more, with or without a STATUS that says so.
    Cancel,
    /// What one guest answers.
    Reply,
}

/// A date or time as a property gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Moment {
    pub(super) written: Written,
    /// Where in the calendar's TZIDs its own is. Beside a date it tells where the day is.
    pub(super) tzid: Option<u32>,
    /// Whether it is a midnight that `VALUE=DATE` calls a date.
    midnight_of_date: bool,
}

/// The end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Until {
    Moment(Moment),
    Span(Span),
}

/// A VEVENT.
#[derive(Debug, Default)]
pub(super) struct Event<'a> {
    pub(super) line: u32,
    pub(super) uid: Option<Cow<'a, str>>,
    pub(super) title: Cow<'a, str>,
    pub(super) start: Option<Moment>,
    /// DTSTART as it is written, where it cannot be read.
    bad_start: Option<Cow<'a, str>>,
    pub(super) end: Option<Until>,
    /// X-APPLE-TRAVEL-DURATION, in seconds: time that is taken ahead of the start.
    pub(super) travel: u32,
    pub(super) recurrence_id: Option<Moment>,
    /// When this project planned it, where it is an export.
    pub(super) planned: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Where the whole block lies, where it had been moved by then.
    pub(super) moved: Option<(DateTime<Utc>, DateTime<Utc>)>,
    pub(super) this_and_future: bool,
    pub(super) version: Version,
    pub(super) standing: Standing,
    /// What makes it a series; few events are.
    pub(super) recurrence: Option<Box<Recurrence<'a>>>,
    /// Who is invited, until it is known which of them the calendar's owner is.
    attendees: Vec<Attendee<'a>>,
}

/// RRULE, EXRULE, RDATE and EXDATE.
#[derive(Debug, Default)]
pub(super) struct Recurrence<'a> {
    pub(super) rules: Vec<(u32, Cow<'a, str>)>,
    pub(super) excluding_rules: Vec<(u32, Cow<'a, str>)>,
    pub(super) dates: Vec<(Moment, Option<Until>)>,
    pub(super) excluded: Vec<Moment>,
}

/// Which of several texts of one event is the newest: SEQUENCE, then LAST-MODIFIED, then DTSTAMP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Version {
    pub(super) sequence: i64,
    pub(super) last_modified: Option<Written>,
    stamp: Option<Written>,
}

/// What an event says of the time it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Standing {
    pub(super) cancelled: bool,
    tentative: bool,
    /// TRANSP, where it is there.
    transparent: Option<bool>,
    microsoft: Option<Microsoft>,
    /// What the calendar's owner answered, where that is known.
    answer: Option<Answer>,
    /// Whether it is a day of every year: a birthday, unless something says that it takes time.
    yearly: bool,
}

/// X-MICROSOFT-CDO-BUSYSTATUS (MS-OXCICAL 2.1.3.1.1.20.31), which decides alone where it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Microsoft {
    Free,
    Tentative,
    Busy,
    OutOfOffice,
}

/// How the time of an event is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Show {
    /// Not at all.
    Free,
    /// Maybe.
    Tentative,
    /// Yes.
    Busy,
    /// Yes, and away from the desk.
    OutOfOffice,
}

impl Standing {
    /// Whether the event is no event of the owner's, or none any more.
    pub(super) fn is_off(self) -> bool {
        self.cancelled || self.answer == Some(Answer::Declined)
    }

    pub(super) fn show(self) -> Show {
        let shown = match self {
            _ if self.is_off() => Show::Free,
            Self {
                microsoft: Some(microsoft),
                ..
            } => match microsoft {
                Microsoft::Free => Show::Free,
                Microsoft::Tentative => Show::Tentative,
                Microsoft::Busy => Show::Busy,
                Microsoft::OutOfOffice => Show::OutOfOffice,
            },
            Self {
                transparent: Some(true),
                ..
            }
            | Self {
                transparent: None,
                yearly: true,
                ..
            } => Show::Free,
            Self {
                tentative: true, ..
            } => Show::Tentative,
            _ => Show::Busy,
        };
        if self.answer == Some(Answer::Open) {
            shown.min(Show::Tentative)
        } else {
            shown
        }
    }
}

/// One FREEBUSY period that is not free.
#[derive(Debug)]
pub(super) struct FreeBusy {
    pub(super) line: u32,
    pub(super) start: Moment,
    pub(super) end: Until,
    pub(super) show: Show,
}

/// A VTIMEZONE.
#[derive(Debug, Default)]
pub(super) struct TimeZone<'a> {
    /// The line of its BEGIN.
    pub(super) line: u32,
    pub(super) tzid: Cow<'a, str>,
    pub(super) location: Option<Cow<'a, str>>,
    pub(super) observances: Vec<Observance<'a>>,
}

/// A STANDARD or DAYLIGHT.
#[derive(Debug, Default)]
pub(super) struct Observance<'a> {
    pub(super) start: Option<Written>,
    pub(super) rules: Vec<Cow<'a, str>>,
    pub(super) dates: Vec<Written>,
    pub(super) from: Option<i32>,
    pub(super) to: Option<i32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Calendar,
    Event,
    FreeBusy,
    TimeZone,
    Observance,
    Other,
}

struct Open<'a> {
    kind: Kind,
    name: Cow<'a, str>,
    line: u32,
}

/// The names we read, so that all other lines stay folded and undecoded.
const READ: [&str; 30] = [
    MOVED,
    PLANNED,
    "BEGIN",
    "END",
    "UID",
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "EXRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "SEQUENCE",
    "LAST-MODIFIED",
    "DTSTAMP",
    "STATUS",
    "TRANSP",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "X-APPLE-TRAVEL-DURATION",
    "ATTENDEE",
    "FREEBUSY",
    "METHOD",
    "X-WR-CALNAME",
    "X-WR-TIMEZONE",
    "TZID",
    "X-LIC-LOCATION",
    "TZOFFSETFROM",
    "TZOFFSETTO",
];

/// Reads a file's calendars; `me` are the addresses of their owner.
pub(super) fn calendars<'a>(
    text: &'a [u8],
    me: &[String],
    limits: &Limits,
    notes: &mut Notes,
) -> Result<Vec<Calendar<'a>>, IcsError> {
    let mut reader = Reader {
        calendars: Vec::new(),
        open: Vec::new(),
        events: Vec::new(),
        notes,
    };
    let mut lines = Lines::new(text);
    for line in lines.by_ref() {
        reader.line(&line, limits)?;
    }
    let mut calendars = reader.finish(text, lines.number())?;
    for calendar in &mut calendars {
        calendar.settle(me);
    }
    Ok(calendars)
}

struct Reader<'a, 'notes> {
    calendars: Vec<Calendar<'a>>,
    open: Vec<Open<'a>>,
    /// The events that are open; more than one only where an END is missing.
    events: Vec<Event<'a>>,
    notes: &'notes mut Notes,
}

impl<'a> Reader<'a, '_> {
    fn line(&mut self, line: &Line<'a>, limits: &Limits) -> Result<(), IcsError> {
        let inside = self.open.last().map(|open| open.kind);
        let wanted = line.has_name(|name| {
            let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
            match inside {
                None | Some(Kind::Other) => is("BEGIN") || is("END"),
                Some(_) => READ.iter().any(|known| is(known)),
            }
        });
        if !wanted && inside.is_none_or(|kind| kind == Kind::Other) {
            return Ok(());
        }
        if !wanted {
            if !line.is_blank() && !line.has_colon() {
                self.note_no_property(line);
            }
            return Ok(());
        }
        let (property, is_utf8) = line.property();
        let Some(property) = property else {
            if inside.is_some() {
                self.note_no_property(line);
            }
            return Ok(());
        };
        if !is_utf8 {
            self.notes.add(line.number, Problem::NotUtf8);
        }
        let name = property.name().to_ascii_uppercase();
        match name.as_str() {
            "BEGIN" => self.begin(&property, limits)?,
            "END" => self.end(&property),
            _ => match inside {
                Some(Kind::Calendar) => self.calendar_property(&name, &property),
                Some(Kind::Event) => self.event_property(&name, property),
                Some(Kind::FreeBusy) if name == "FREEBUSY" => self.free_busy(property),
                Some(Kind::TimeZone) => self.time_zone_property(&name, &property),
                Some(Kind::Observance) => self.observance_property(&name, &property),
                _ => {}
            },
        }
        Ok(())
    }

    fn note_no_property(&mut self, line: &Line<'a>) {
        self.notes.add_with(line.number, || Problem::NotAProperty {
            begins: excerpt(&line.lossy()),
        });
    }

    fn begin(&mut self, property: &Property<'a>, limits: &Limits) -> Result<(), IcsError> {
        let name = trimmed(property.value());
        let inside = self.open.last().map(|open| open.kind);
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        let kind = if is("VCALENDAR") {
            self.calendars.push(Calendar::default());
            Kind::Calendar
        } else if self.calendars.is_empty() {
            // A component by itself is not a calendar; one that follows a calendar is taken as part of it.
            Kind::Other
        } else if is("VEVENT") {
            self.events.push(Event {
                line: property.number,
                ..Event::default()
            });
            Kind::Event
        } else if is("VFREEBUSY") {
            Kind::FreeBusy
        } else if is("VTIMEZONE") {
            let line = property.number;
            self.calendar().time_zones.push(TimeZone {
                line,
                ..TimeZone::default()
            });
            Kind::TimeZone
        } else if inside == Some(Kind::TimeZone) && (is("STANDARD") || is("DAYLIGHT")) {
            if let Some(zone) = self.calendar().time_zones.last_mut() {
                zone.observances.push(Observance::default());
            }
            Kind::Observance
        } else {
            Kind::Other
        };
        if self.open.len() >= limits.nesting {
            return Err(IcsError::TooDeep {
                file: self.notes.file.to_string(),
                line: property.number,
                limit: limits.nesting,
            });
        }
        self.open.push(Open {
            kind,
            name,
            line: property.number,
        });
        Ok(())
    }

    fn end(&mut self, property: &Property<'a>) {
        let name = trimmed(property.value());
        let Some(depth) = self
            .open
            .iter()
            .rposition(|open| open.name.eq_ignore_ascii_case(&name))
        else {
            if !self.open.is_empty() {
                let component = excerpt(&name);
                self.notes
                    .add(property.number, Problem::NotOpened { component });
            }
            return;
        };
        while self.open.len() > depth {
            let Some(open) = self.open.pop() else { break };
            if self.open.len() > depth {
                let component = excerpt(&open.name);
                self.notes.add(open.line, Problem::NotClosed { component });
            }
            if open.kind == Kind::Event
                && let Some(event) = self.events.pop()
            {
                self.close_event(event);
            }
        }
    }

    fn close_event(&mut self, mut event: Event<'a>) {
        event.settle();
        if event.negative_days() {
            // A DURATION is positive (§3.8.2.5), and days before the first one are nobody's guess.
            event.end = None;
            self.notes.add_to(
                event.line,
                event.uid.as_deref(),
                Some(&event.title),
                Problem::NegativeDays,
            );
        }
        if event.start.is_none() {
            let value = event.bad_start.as_deref().map(excerpt);
            self.notes.add_to(
                event.line,
                event.uid.as_deref(),
                Some(&event.title),
                Problem::NoStart { value },
            );
            return;
        }
        self.calendar().events.push(event);
    }

    fn calendar(&mut self) -> &mut Calendar<'a> {
        if self.calendars.is_empty() {
            self.calendars.push(Calendar::default());
        }
        let last = self.calendars.len() - 1;
        &mut self.calendars[last]
    }

    fn calendar_property(&mut self, name: &str, property: &Property<'a>) {
        match name {
            "X-WR-TIMEZONE" => {
                let zone = trimmed(property.text());
                self.calendar().zone =
                    Some((property.number, zone)).filter(|(_, zone)| !zone.is_empty());
            }
            "X-WR-CALNAME" => self.calendar().name = Some(trimmed(property.text())),
            "METHOD" => {
                self.calendar().method = match property.value().trim().to_ascii_uppercase().as_str()
                {
                    "CANCEL" => Method::Cancel,
                    "REPLY" => Method::Reply,
                    _ => Method::Other,
                };
            }
            _ => {}
        }
    }

    fn event_property(&mut self, name: &str, mut property: Property<'a>) {
        let number = property.number;
        match name {
            "UID" => {
                let uid = trimmed(property.text());
                self.event(|event| event.uid = Some(uid).filter(|uid| !uid.is_empty()));
            }
            "SUMMARY" => {
                let title = trimmed(property.text());
                self.event(|event| event.title = title);
            }
            "DTSTART" => {
                let value = property.date_value(is_moment);
                let start = self.moment(&property, &value);
                self.event(|event| {
                    event.start = start.or(event.start);
                    event.bad_start = start.is_none().then_some(value);
                });
            }
            "DTEND" => {
                let value = property.date_value(is_moment);
                let end = self.read_moment("DTEND", &property, &value);
                self.event(|event| event.end = end.map(Until::Moment).or(event.end));
            }
            "DURATION" => {
                let value = property.value();
                match duration(&value) {
                    // DTEND comes first where both are there, which RFC 5545 §3.6.1 forbids.
                    Some(span) => {
                        self.event(|event| event.end = event.end.or(Some(Until::Span(span))))
                    }
                    None => self.unreadable("DURATION", number, &value),
                }
            }
            PLANNED | MOVED => {
                let value = property.value();
                let time = |text: &str| {
                    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ")
                        .ok()
                        .map(|time| time.and_utc())
                };
                let span = value
                    .split_once('/')
                    .and_then(|(start, end)| Some((time(start)?, time(end)?)));
                self.event(|event| match name {
                    PLANNED => event.planned = span,
                    _ => event.moved = span,
                });
            }
            "RECURRENCE-ID" => {
                let value = property.date_value(is_moment);
                let id = self
                    .read_moment("RECURRENCE-ID", &property, &value)
                    .map(Moment::settled);
                let range = property.parameter("RANGE");
                self.event(|event| {
                    event.recurrence_id = id;
                    event.this_and_future =
                        range.is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
                });
            }
            "RRULE" | "EXRULE" => {
                // Some programs escape a rule as if it were text: `FREQ=DAILY\;COUNT=10`.
                let rule = match property.value() {
                    rule if rule.contains('\\') => rule.replace('\\', "").into(),
                    rule => rule,
                };
                let excludes = name == "EXRULE";
                self.event(|event| {
                    let recurrence = event.recurrence.get_or_insert_default();
                    let rules = if excludes {
                        &mut recurrence.excluding_rules
                    } else {
                        &mut recurrence.rules
                    };
                    // The same rule twice names the same times.
                    if rules.len() < 64 && rules.iter().all(|(_, other)| *other != rule) {
                        rules.push((number, rule));
                    }
                });
            }
            "RDATE" => {
                let value = property
                    .date_value(|text| text.split([',', '/']).next().is_some_and(is_moment));
                for item in value.split(',') {
                    let item = item.trim_end_matches('/');
                    let (start, mut end) = match item.split_once('/') {
                        Some((start, end)) => {
                            let read = self.period_end(&property, end);
                            if read.is_none() {
                                self.unreadable("RDATE", number, end);
                            }
                            (start, read)
                        }
                        None => (item, None),
                    };
                    if let Some(start) = self.read_moment("RDATE", &property, start) {
                        let mut start = start.settled();
                        if let Some(Until::Moment(end)) = &mut end {
                            share_clock(&mut start, end);
                        }
                        self.event(|event| {
                            event
                                .recurrence
                                .get_or_insert_default()
                                .dates
                                .push((start, end))
                        });
                    }
                }
            }
            "EXDATE" => {
                let value =
                    property.date_value(|text| text.split(',').next().is_some_and(is_moment));
                for item in value.split(',') {
                    if let Some(moment) = self.read_moment("EXDATE", &property, item) {
                        self.event(|event| {
                            event
                                .recurrence
                                .get_or_insert_default()
                                .excluded
                                .push(moment.settled())
                        });
                    }
                }
            }
            "SEQUENCE" => {
                let sequence = property.value().trim().parse().unwrap_or(0);
                self.event(|event| event.version.sequence = sequence);
            }
            "LAST-MODIFIED" => {
                let at = Written::lenient(&property.value());
                self.event(|event| event.version.last_modified = at);
            }
            "DTSTAMP" => {
                let at = Written::lenient(&property.value());
                self.event(|event| event.version.stamp = at);
            }
            "STATUS" => {
                let value = property.value().trim().to_ascii_uppercase();
                self.event(|event| {
                    event.standing.cancelled = value == "CANCELLED" || value == "CANCELED";
                    event.standing.tentative = value == "TENTATIVE";
                });
            }
            "TRANSP" => {
                let transparent = match property.value().trim().to_ascii_uppercase().as_str() {
                    "TRANSPARENT" => Some(true),
                    "OPAQUE" => Some(false),
                    _ => None,
                };
                self.event(|event| event.standing.transparent = transparent);
            }
            "ATTENDEE" => {
                if let Some(attendee) = Attendee::read(&property) {
                    self.event(|event| event.attendees.push(attendee));
                }
            }
            "X-APPLE-TRAVEL-DURATION" => {
                let value = property.value();
                let length = duration(&value)
                    .map(|span| {
                        span.days
                            .saturating_mul(86_400)
                            .saturating_add(span.seconds)
                    })
                    .and_then(|seconds| u32::try_from(seconds).ok());
                match length {
                    Some(seconds) => self.event(|event| event.travel = seconds),
                    None => self.unreadable("X-APPLE-TRAVEL-DURATION", number, &value),
                }
            }
            "X-MICROSOFT-CDO-BUSYSTATUS" => {
                let status = match property.value().trim().to_ascii_uppercase().as_str() {
                    "FREE" | "WORKINGELSEWHERE" => Some(Microsoft::Free),
                    "TENTATIVE" => Some(Microsoft::Tentative),
                    "OOF" => Some(Microsoft::OutOfOffice),
                    "BUSY" => Some(Microsoft::Busy),
                    _ => None,
                };
                self.event(|event| event.standing.microsoft = status);
            }
            _ => {}
        }
    }

    fn event(&mut self, set: impl FnOnce(&mut Event<'a>)) {
        if let Some(event) = self.events.last_mut() {
            set(event);
        }
    }

    fn free_busy(&mut self, mut property: Property<'a>) {
        let value = property.date_value(|text| text.split('/').next().is_some_and(is_moment));
        let kind = property
            .parameter("FBTYPE")
            .map(|kind| kind.to_ascii_uppercase());
        let show = match kind.as_deref() {
            Some("FREE") => return,
            Some("BUSY-TENTATIVE") => Show::Tentative,
            Some("BUSY-UNAVAILABLE") => Show::OutOfOffice,
            _ => Show::Busy,
        };
        for item in value.split(',').filter(|item| !item.trim().is_empty()) {
            let period = item.split_once('/').and_then(|(start, end)| {
                Some((
                    self.moment(&property, start)?,
                    self.period_end(&property, end)?,
                ))
            });
            match period {
                Some((mut start, mut end)) => {
                    if let Until::Moment(end) = &mut end {
                        share_clock(&mut start, end);
                    }
                    let line = property.number;
                    self.calendar().free_busy.push(FreeBusy {
                        line,
                        start,
                        end,
                        show,
                    });
                }
                None => self.unreadable("FREEBUSY", property.number, item),
            }
        }
    }

    fn time_zone_property(&mut self, name: &str, property: &Property<'a>) {
        let text = trimmed(property.text());
        if let Some(zone) = self.calendar().time_zones.last_mut() {
            match name {
                "TZID" => zone.tzid = text,
                "X-LIC-LOCATION" => zone.location = Some(text),
                _ => {}
            }
        }
    }

    fn observance_property(&mut self, name: &str, property: &Property<'a>) {
        let value = property.value();
        let zone = self.calendar().time_zones.last_mut();
        let Some(observance) = zone.and_then(|zone| zone.observances.last_mut()) else {
            return;
        };
        let read = match name {
            "DTSTART" => {
                observance.start = Written::lenient(&value);
                observance.start.is_some()
            }
            "TZOFFSETFROM" => {
                observance.from = utc_offset(&value);
                observance.from.is_some()
            }
            "TZOFFSETTO" => {
                observance.to = utc_offset(&value);
                observance.to.is_some()
            }
            "RRULE" => {
                observance.rules.push(value.clone());
                true
            }
            "RDATE" => {
                let dates: Vec<Option<Written>> = value.split(',').map(Written::lenient).collect();
                observance.dates.extend(dates.iter().flatten());
                dates.iter().all(Option::is_some)
            }
            _ => true,
        };
        if !read {
            let property_name = READ
                .iter()
                .find(|known| **known == name)
                .copied()
                .unwrap_or("VTIMEZONE");
            self.unreadable(property_name, property.number, &value);
        }
    }

    fn period_end(&mut self, property: &Property<'a>, text: &str) -> Option<Until> {
        duration(text)
            .map(Until::Span)
            .or_else(|| self.moment(property, text).map(Until::Moment))
    }

    /// A date or time, with a warning where it is none; nothing at all is passed over in silence.
    fn read_moment(
        &mut self,
        name: &'static str,
        property: &Property<'a>,
        text: &str,
    ) -> Option<Moment> {
        let moment = self.moment(property, text);
        if moment.is_none() && !text.trim_matches([' ', '\t', ';']).is_empty() {
            self.unreadable(name, property.number, text);
        }
        moment
    }

    fn unreadable(&mut self, property: &'static str, line: u32, value: &str) {
        let problem = Problem::UnreadableValue {
            property,
            value: excerpt(value),
        };
        let event = self.events.last();
        let (uid, title) = (
            event.and_then(|event| event.uid.as_deref()),
            event.map(|event| &*event.title),
        );
        self.notes.add_to(line, uid, title, problem);
    }

    fn moment(&mut self, property: &Property<'a>, text: &str) -> Option<Moment> {
        let written = Written::lenient(text)?;
        let time = match written {
            Written::Date(_) => None,
            Written::Local(local) => Some(local.time()),
            Written::Utc(instant) => Some(instant.time()),
        };
        // The value is the better witness: a time other than midnight is that time, whatever VALUE calls it.
        let midnight_of_date = time == Some(NaiveTime::MIN)
            && property
                .parameter("VALUE")
                .is_some_and(|value| value.eq_ignore_ascii_case("DATE"));
        let tzid = match written {
            Written::Local(_) | Written::Date(_) => property.parameter("TZID"),
            // `Z` outranks a TZID.
            Written::Utc(_) => None,
        };
        let tzid = tzid
            .map(unescape)
            .map(trimmed)
            .filter(|tzid| !tzid.is_empty());
        let tzid = tzid.map(|tzid| self.calendar().tzid_number(tzid));
        Some(Moment {
            written,
            tzid,
            midnight_of_date,
        })
    }

    fn finish(mut self, text: &[u8], last_line: u32) -> Result<Vec<Calendar<'a>>, IcsError> {
        let file = self.notes.file.to_string();
        if self.calendars.is_empty() {
            if text.iter().all(|byte| byte.is_ascii_whitespace()) {
                return Err(IcsError::Empty { file });
            }
            // Pages, documents and parts of calendars say what happened; another file may hold a secret.
            let known = [&b"<"[..], b"BEGIN:", b"%PDF", b"{"];
            let begins = if known
                .iter()
                .any(|known| text.trim_ascii_start().starts_with(known))
            {
                excerpt(&String::from_utf8_lossy(&text[..text.len().min(60)]))
            } else {
                String::new()
            };
            return Err(IcsError::NotACalendar { file, begins });
        }
        if let Some(open) = self.open.pop() {
            let line = last_line.saturating_sub(1);
            return Err(IcsError::CutOff {
                file,
                line,
                component: open.name.into_owned(),
                opened: open.line,
            });
        }
        Ok(self.calendars)
    }
}

impl Moment {
    /// The date, where it is called one.
    fn settled(self) -> Self {
        let written = match self.written {
            Written::Local(local) if self.midnight_of_date => Written::Date(local.date()),
            Written::Utc(instant) if self.midnight_of_date => Written::Date(instant.date_naive()),
            written => written,
        };
        Self {
            written,
            tzid: self.tzid,
            midnight_of_date: false,
        }
    }

    fn is_day(&self) -> bool {
        self.midnight_of_date || matches!(self.written, Written::Date(_))
    }
}

impl Event<'_> {
    /// When the owner sets out for an occurrence that starts at `start`.
    pub(super) fn leaves(&self, start: DateTime<Utc>) -> DateTime<Utc> {
        start
            .checked_sub_signed(TimeDelta::seconds(self.travel.into()))
            .unwrap_or(start)
    }

    /// Decides, once all properties are read, between days and times, and on whose clock the times are.
    fn settle(&mut self) {
        let Some(start) = &mut self.start else { return };
        match &mut self.end {
            Some(Until::Moment(end)) => {
                // A midnight is a day only beside another one: from midnight to 17:00 is no day.
                if start.is_day() && end.is_day() {
                    (*start, *end) = (start.settled(), end.settled());
                } else if let (Written::Date(date), Written::Local(_)) =
                    (start.written, end.written)
                {
                    start.written = Written::Local(date.and_time(NaiveTime::MIN));
                }
                share_clock(start, end);
            }
            Some(Until::Span(span)) if span.seconds % 86_400 != 0 => {}
            _ => *start = start.settled(),
        }
    }

    /// Whether it is a day that lasts less than nothing.
    fn negative_days(&self) -> bool {
        let is_date = self
            .start
            .is_some_and(|start| matches!(start.written, Written::Date(_)));
        let backwards = |span: Span| span.days < 0 || span.seconds < 0;
        is_date && matches!(self.end, Some(Until::Span(span)) if backwards(span))
    }

    /// Whether it is a day that every year has.
    fn is_yearly_day(&self) -> bool {
        let yearly = |rule: &str| {
            rule.split(';').any(|part| {
                part.split_once('=').is_some_and(|(name, value)| {
                    let is = |text: &str, known: &str| text.trim().eq_ignore_ascii_case(known);
                    is(name.trim_start_matches("RRULE:"), "FREQ") && is(value, "YEARLY")
                })
            })
        };
        let is_date = self
            .start
            .is_some_and(|start| matches!(start.written, Written::Date(_)));
        is_date
            && self
                .recurrence
                .as_ref()
                .is_some_and(|recurrence| recurrence.rules.iter().any(|(_, rule)| yearly(rule)))
    }
}

impl<'a> Calendar<'a> {
    /// What only the whole calendar shows: whose it is, what its METHOD makes of its events, and which of them belong
    /// to a day of every year.
    fn settle(&mut self, me: &[String]) {
        let owner = owner_of(me, self.name.as_deref());
        let yearly: HashSet<Cow<'a, str>> = self
            .events
            .iter()
            .filter(|event| event.is_yearly_day())
            .filter_map(|event| event.uid.clone())
            .collect();
        for event in &mut self.events {
            let attendees = std::mem::take(&mut event.attendees);
            let anybody = self.method == Method::Reply && owner.is_empty();
            event.standing.answer = answer(&attendees, &owner, anybody);
            event.standing.cancelled |= self.method == Method::Cancel;
            event.standing.yearly = event.is_yearly_day()
                || (event.recurrence_id.is_some()
                    && event.start.is_some_and(|start| start.is_day())
                    && event.uid.as_ref().is_some_and(|uid| yearly.contains(uid)));
        }
    }

    fn tzid_number(&mut self, tzid: Cow<'a, str>) -> u32 {
        if let Some(&number) = self.tzid_numbers.get(&tzid) {
            return number;
        }
        let number = u32::try_from(self.tzids.len()).unwrap_or(u32::MAX);
        self.tzids.push(tzid.clone());
        self.tzid_numbers.insert(tzid, number);
        number
    }
}

fn is_moment(text: &str) -> bool {
    Written::lenient(text).is_some()
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
