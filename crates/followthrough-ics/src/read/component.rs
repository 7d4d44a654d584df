//! Content lines into calendars: the components of a file, with the few properties that busy time depends on.
//!
//! Everything else is passed over unread. Components are kept on a list, not on the call stack, so no nesting can
//! overflow it.

use std::borrow::Cow;
use std::collections::HashMap;

use super::Limits;
use super::line::{Line, Lines, Property, unescape};
use super::value::{Span, Written, duration, offset, written};
use super::warning::{IcsError, Notes, Problem, excerpt};

/// One VCALENDAR. It has its own zones and its own UIDs, also beside others in one file.
#[derive(Debug, Default)]
pub(super) struct Calendar<'a> {
    /// X-WR-TIMEZONE: the zone of times without one.
    pub(super) zone: Option<Cow<'a, str>>,
    pub(super) time_zones: Vec<TimeZone<'a>>,
    pub(super) events: Vec<Event<'a>>,
    pub(super) free_busy: Vec<FreeBusy>,
    /// The TZIDs that times name, each once.
    pub(super) tzids: Vec<Cow<'a, str>>,
    tzid_numbers: HashMap<Cow<'a, str>, u32>,
}

/// A date or time as a property gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) written: Written,
    /// Where in the calendar's TZIDs its own is.
    pub(super) tzid: Option<u32>,
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
    pub(super) recurrence_id: Option<Moment>,
    pub(super) this_and_future: bool,
    pub(super) version: Version,
    pub(super) standing: Standing,
    /// What makes it a series; few events are.
    pub(super) recurrence: Option<Box<Recurrence<'a>>>,
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
    last_modified: Option<Written>,
    stamp: Option<Written>,
}

/// What an event says of the time it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Standing {
    pub(super) cancelled: bool,
    tentative: bool,
    transparent: bool,
    microsoft: Option<Microsoft>,
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
    pub(super) fn show(self) -> Show {
        match self {
            Self {
                cancelled: true, ..
            } => Show::Free,
            Self {
                microsoft: Some(Microsoft::Free),
                ..
            } => Show::Free,
            Self {
                microsoft: Some(Microsoft::OutOfOffice),
                ..
            } => Show::OutOfOffice,
            Self {
                microsoft: Some(Microsoft::Tentative),
                ..
            } => Show::Tentative,
            Self {
                microsoft: Some(Microsoft::Busy),
                ..
            } => Show::Busy,
            Self {
                transparent: true, ..
            } => Show::Free,
            Self {
                tentative: true, ..
            } => Show::Tentative,
            _ => Show::Busy,
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
const READ: [&str; 24] = [
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
    "FREEBUSY",
    "X-WR-TIMEZONE",
    "TZID",
    "X-LIC-LOCATION",
    "TZOFFSETFROM",
    "TZOFFSETTO",
];

/// Reads a file's calendars.
pub(super) fn calendars<'a>(
    text: &'a [u8],
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
    reader.finish(text, lines.number())
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
            self.calendar().time_zones.push(TimeZone::default());
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

    fn close_event(&mut self, event: Event<'a>) {
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
        if name == "X-WR-TIMEZONE" {
            self.calendar().zone = Some(trimmed(property.text()));
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
            "RECURRENCE-ID" => {
                let value = property.date_value(is_moment);
                let id = self.read_moment("RECURRENCE-ID", &property, &value);
                let range = property.parameter("RANGE");
                self.event(|event| {
                    event.recurrence_id = id;
                    event.this_and_future =
                        range.is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
                });
            }
            "RRULE" | "EXRULE" => {
                let rule = property.value();
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
                    let (start, end) = match item.split_once('/') {
                        Some((start, end)) => (start, self.period_end(&property, end)),
                        None => (item, None),
                    };
                    if let Some(start) = self.read_moment("RDATE", &property, start) {
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
                                .push(moment)
                        });
                    }
                }
            }
            "SEQUENCE" => {
                let sequence = property.value().trim().parse().unwrap_or(0);
                self.event(|event| event.version.sequence = sequence);
            }
            "LAST-MODIFIED" => {
                let at = written(&property.value());
                self.event(|event| event.version.last_modified = at);
            }
            "DTSTAMP" => {
                let at = written(&property.value());
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
                let transparent = property.value().trim().eq_ignore_ascii_case("TRANSPARENT");
                self.event(|event| event.standing.transparent = transparent);
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
                Some((start, end)) => {
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
                observance.start = written(&value);
                observance.start.is_some()
            }
            "TZOFFSETFROM" => {
                observance.from = offset(&value);
                observance.from.is_some()
            }
            "TZOFFSETTO" => {
                observance.to = offset(&value);
                observance.to.is_some()
            }
            "RRULE" => {
                observance.rules.push(value.clone());
                true
            }
            "RDATE" => {
                let dates: Vec<Option<Written>> = value.split(',').map(written).collect();
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
        let mut written = written(text)?;
        let is_date = || {
            property
                .parameter("VALUE")
                .is_some_and(|value| value.eq_ignore_ascii_case("DATE"))
        };
        match written {
            Written::Local(local) if is_date() => written = Written::Date(local.date()),
            Written::Utc(instant) if is_date() => {
                written = Written::Date(instant.naive_utc().date())
            }
            _ => {}
        }
        let tzid = match written {
            Written::Local(_) => property.parameter("TZID"),
            // Dates are local days, and `Z` outranks a TZID.
            Written::Date(_) | Written::Utc(_) => None,
        };
        let tzid = tzid
            .map(unescape)
            .map(trimmed)
            .filter(|tzid| !tzid.is_empty());
        let tzid = tzid.map(|tzid| self.calendar().tzid_number(tzid));
        Some(Moment { written, tzid })
    }

    fn finish(mut self, text: &[u8], last_line: u32) -> Result<Vec<Calendar<'a>>, IcsError> {
        let file = self.notes.file.to_string();
        if self.calendars.is_empty() {
            if text.iter().all(|byte| byte.is_ascii_whitespace()) {
                return Err(IcsError::Empty { file });
            }
            let begins = excerpt(&String::from_utf8_lossy(&text[..text.len().min(60)]));
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

impl<'a> Calendar<'a> {
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
    written(text).is_some()
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}
