//! A calendar that was written before, read back byte for byte.
//!
//! It is not a reader of calendars: it takes what this crate wrote, whole and untouched, and nothing else. A file that
//! was cut off, edited or written by another program is told apart from one whose blocks are all gone.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use followthrough::{CadenceName, Place, Places, Prospect, Whose, Work, Zone};

use super::calendar::suffix;
use super::entry::{Entry, Kind};
use super::text::unescape;
use super::{CATEGORY, Damage, GONE, PART, PRODUCT, PreviousError, TOUCHES, Written, words};

/// A whole calendar that was written before: its entries byte for byte, by UID.
///
/// # Example
/// ```
/// use followthrough_ics::write::{Previous, PreviousError};
/// let error = Previous::read(b"BEGIN:VCALENDAR\r\nPRODID:-//Other//Other//EN\r\nEND:VCALENDAR\r\n");
/// assert!(matches!(error, Err(PreviousError::NotOurs { .. })));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Previous {
    pub(super) plan: String,
    pub(super) entries: BTreeMap<String, Entry>,
    /// The VTIMEZONEs, byte for byte, by TZID.
    pub(super) zones: BTreeMap<String, String>,
    /// The highest SEQUENCE that an entry had when it went.
    pub(super) gone: Option<u32>,
    /// Category and month of each file that holds entries.
    pub(super) parts: BTreeSet<(Option<String>, Option<String>)>,
}

impl Previous {
    /// Reads back the bytes of a calendar that this crate wrote whole.
    ///
    /// # Errors
    /// [`PreviousError::NotOurs`], [`PreviousError::NotWhole`], and [`PreviousError::Damaged`] with the line for
    /// everything that this crate does not write: lines that do not end in CRLF, a missing end, a UID twice.
    pub fn read(bytes: &[u8]) -> Result<Self, PreviousError> {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = bytes[..error.valid_up_to()]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count()
                + 1;
            // What is not text at all was never ours.
            if bytes.starts_with(b"BEGIN:VCALENDAR") {
                damaged(line, Damage::Text)
            } else {
                PreviousError::NotOurs { product: None }
            }
        })?;
        let lines = content_lines(text)?;
        Reader {
            text,
            lines: &lines,
            next: 0,
            zone: None,
            plan: Zone::utc(),
        }
        .calendar()
    }

    /// The plan's id.
    #[must_use]
    pub fn plan(&self) -> &str {
        &self.plan
    }

    /// Its entries, by UID.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The entry with that UID.
    #[must_use]
    pub fn entry(&self, uid: &str) -> Option<&Entry> {
        self.entries.get(uid)
    }

    /// The plan's places as these entries tell them, for [`ScheduleOptions`](followthrough::ScheduleOptions): what
    /// stands in a block of the next schedule stays in it, among equal plans. Prospects are those of `pipeline`; a file
    /// knows only hashes of their ids.
    ///
    /// # Example
    /// ```
    /// use followthrough_ics::write::Previous;
    /// assert!(Previous::join([])?.places(&[]).is_none());
    /// # Ok::<(), followthrough_ics::write::PreviousError>(())
    /// ```
    #[must_use]
    pub fn places(&self, pipeline: &[Prospect]) -> Option<Places> {
        let ids: HashMap<String, &str> = pipeline
            .iter()
            .map(|row| (words::hash(&row.id), row.id.as_str()))
            .collect();
        let mut places = Vec::new();
        let mut until: Option<NaiveDate> = None;
        for entry in self
            .entries
            .values()
            .filter(|entry| entry.kind == Kind::Event)
        {
            let Some(segment) = entry
                .uid
                .strip_suffix(OWN)
                .and_then(|stem| stem.strip_suffix(self.plan.as_str())?.strip_suffix('.'))
            else {
                continue;
            };
            let lines = content_lines(&entry.text).unwrap_or_default();
            let Some(line) = lines.iter().find(|line| line.parts().0 == TOUCHES) else {
                continue;
            };
            until = until.max(Some(entry.date));
            let known = line
                .parts()
                .2
                .split(' ')
                .filter_map(|said| place(said, segment, &ids));
            places.extend(known);
        }
        until.map(|until| Places { until, places })
    }

    /// The [suffixes](super::Calendar::suffix) of the calendars that hold its entries; `""` for one that was not split.
    pub fn suffixes(&self) -> impl Iterator<Item = String> {
        self.parts
            .iter()
            .map(|(category, part)| suffix(category.as_deref(), part.as_deref()))
    }

    /// Several calendars of one plan as one: what was split by category or month is compared as a whole.
    ///
    /// # Errors
    /// [`PreviousError::OtherPlan`], [`PreviousError::Twice`].
    ///
    /// # Example
    /// ```
    /// use followthrough_ics::write::Previous;
    /// assert_eq!(Previous::join([])?.entries().count(), 0);
    /// # Ok::<(), followthrough_ics::write::PreviousError>(())
    /// ```
    pub fn join(calendars: impl IntoIterator<Item = Self>) -> Result<Self, PreviousError> {
        let mut calendars = calendars.into_iter();
        let Some(mut joined) = calendars.next() else {
            return Ok(Self::default());
        };
        for calendar in calendars {
            if calendar.plan != joined.plan {
                return Err(PreviousError::OtherPlan {
                    found: calendar.plan,
                    expected: joined.plan,
                });
            }
            for (uid, entry) in calendar.entries {
                if joined.entries.contains_key(&uid) {
                    return Err(PreviousError::Twice { uid });
                }
                joined.entries.insert(uid, entry);
            }
            joined.zones.extend(calendar.zones);
            joined.gone = joined.gone.max(calendar.gone);
            joined.parts.extend(calendar.parts);
        }
        Ok(joined)
    }
}

/// What a UID of ours ends with.
const OWN: &str = "@followthrough";

/// One touch of an event as [`words::touches`] tells it.
fn place(said: &str, segment: &str, ids: &HashMap<String, &str>) -> Option<Place> {
    let mut parts = said.split(':');
    let (who, work, start) = (parts.next()?, parts.next()?, parts.next());
    let start = start.and_then(|start| NaiveDate::parse_from_str(start, "%Y%m%d").ok());
    let whose = match who.strip_prefix('+') {
        Some(nobody) => {
            let (number, cadence) = nobody.split_once('.')?;
            Whose::New {
                cadence: cadence.parse::<CadenceName>().ok()?,
                start: start?,
                number: number.parse().ok()?,
            }
        }
        None => Whose::Prospect {
            id: (*ids.get(who)?).to_owned(),
            start,
        },
    };
    let (work, touch) = match work {
        "p" => (Work::Prep, None),
        "r" => (Work::Reply, None),
        touch => (Work::Touch, Some(touch.parse().ok()?)),
    };
    Some(Place {
        whose,
        work,
        touch,
        segment: segment.to_owned(),
    })
}

/// One unfolded content line, and where it stands.
pub(super) struct ContentLine<'a> {
    pub(super) number: usize,
    pub(super) bytes: Range<usize>,
    pub(super) text: Cow<'a, str>,
}

impl ContentLine<'_> {
    /// Name, parameters with their leading `;`, value.
    pub(super) fn parts(&self) -> (&str, &str, &str) {
        let name = self.text.find([';', ':']).unwrap_or(self.text.len());
        // No parameter that this crate writes holds a colon.
        let value = self.text[name..]
            .find(':')
            .map_or(self.text.len(), |at| name + at);
        (
            &self.text[..name],
            &self.text[name..value],
            self.text.get(value + 1..).unwrap_or(""),
        )
    }
}

fn damaged(line: usize, problem: Damage) -> PreviousError {
    PreviousError::Damaged { line, problem }
}

/// The start of a line, for a message.
fn beginning(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Splits at CRLF and unfolds. Strict: nothing but what this crate writes.
pub(super) fn content_lines(text: &str) -> Result<Vec<ContentLine<'_>>, PreviousError> {
    let mut lines: Vec<ContentLine<'_>> = Vec::with_capacity(text.len() / 40);
    let mut at = 0;
    let mut number = 0;
    while at < text.len() {
        number += 1;
        let Some(length) = text[at..].find("\r\n") else {
            return Err(broken(text, number));
        };
        let line = &text[at..at + length];
        let bytes = at..at + length + 2;
        at = bytes.end;
        if line
            .bytes()
            .any(|byte| byte.is_ascii_control() && byte != b'\t')
        {
            return Err(broken(text, number));
        }
        match (line.strip_prefix(' '), lines.last_mut()) {
            (Some(more), Some(last)) => {
                last.text.to_mut().push_str(more);
                last.bytes.end = bytes.end;
            }
            _ => lines.push(ContentLine {
                number,
                bytes,
                text: Cow::Borrowed(line),
            }),
        }
    }
    Ok(lines)
}

/// A line that this crate does not write: in a file of ours it was damaged, in another it tells whose it is.
fn broken(text: &str, line: usize) -> PreviousError {
    let product = text
        .lines()
        .find_map(|line| line.strip_prefix("PRODID:"))
        .map(str::trim);
    if text.starts_with("BEGIN:VCALENDAR") && product == Some(PRODUCT) {
        damaged(line, Damage::Line)
    } else {
        PreviousError::NotOurs {
            product: product.map(beginning),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    lines: &'a [ContentLine<'a>],
    next: usize,
    /// The zone looked up last.
    zone: Option<Zone>,
    /// The plan's zone, whose days those of times in UTC are.
    plan: Zone,
}

impl<'a> Reader<'a> {
    fn calendar(mut self) -> Result<Previous, PreviousError> {
        if self
            .lines
            .first()
            .is_none_or(|line| line.text != "BEGIN:VCALENDAR")
        {
            return Err(PreviousError::NotOurs { product: None });
        }
        let product = self.header("PRODID").map(|(_, value)| unescape(value));
        if product.as_deref() != Some(PRODUCT) {
            return Err(PreviousError::NotOurs { product });
        }
        match self.header("X-FOLLOWTHROUGH-FILE") {
            None => {
                return Err(damaged(
                    1,
                    Damage::Missing {
                        name: "X-FOLLOWTHROUGH-FILE",
                    },
                ));
            }
            Some((_, "whole")) => {}
            Some((_, "changes")) => {
                return Err(PreviousError::NotWhole {
                    written: Written::Changes,
                });
            }
            Some((_, "new")) => {
                return Err(PreviousError::NotWhole {
                    written: Written::New,
                });
            }
            Some((line, value)) => {
                return Err(damaged(
                    line,
                    Damage::Value {
                        name: "X-FOLLOWTHROUGH-FILE",
                        value: value.to_owned(),
                    },
                ));
            }
        }
        let Some((_, plan)) = self.header("X-FOLLOWTHROUGH-PLAN") else {
            return Err(damaged(
                1,
                Damage::Missing {
                    name: "X-FOLLOWTHROUGH-PLAN",
                },
            ));
        };
        let mut previous = Previous {
            plan: unescape(plan),
            ..Previous::default()
        };
        let gone = self.header_line("LAST-MODIFIED").and_then(|line| {
            let (_, parameters, _) = line.parts();
            Some((
                line.number,
                parameters
                    .strip_prefix(';')?
                    .strip_prefix(GONE)?
                    .strip_prefix('=')?,
            ))
        });
        if let Some((line, value)) = gone {
            previous.gone = Some(sequence(line, GONE, value)?);
        }
        if let Some((line, zone)) = self.header("X-WR-TIMEZONE") {
            let unknown = |_| {
                damaged(
                    line,
                    Damage::Value {
                        name: "X-WR-TIMEZONE",
                        value: beginning(zone),
                    },
                )
            };
            self.plan = zone.parse().map_err(unknown)?;
        }
        let part = match self.header(PART) {
            None => (None, None),
            Some((line, value)) => part_of(value).ok_or_else(|| {
                let value = beginning(value);
                damaged(line, Damage::Value { name: PART, value })
            })?,
        };
        self.next = 1;
        while let Some(line) = self.take() {
            match line.text.as_ref() {
                "BEGIN:VTIMEZONE" => {
                    let (tzid, text) = self.zone(line)?;
                    previous.zones.insert(tzid, text);
                }
                "BEGIN:VEVENT" => self.entry(line, Kind::Event, &mut previous)?,
                "BEGIN:VTODO" => self.entry(line, Kind::Todo, &mut previous)?,
                "END:VCALENDAR" => {
                    return match self.take() {
                        None => {
                            if !previous.entries.is_empty() {
                                previous.parts.insert(part);
                            }
                            Ok(previous)
                        }
                        Some(line) => Err(damaged(
                            line.number,
                            Damage::Unexpected {
                                found: beginning(&line.text),
                            },
                        )),
                    };
                }
                other
                    if other.starts_with("BEGIN:")
                        || other.starts_with("END:")
                        || !other.contains(':') =>
                {
                    return Err(damaged(
                        line.number,
                        Damage::Unexpected {
                            found: beginning(other),
                        },
                    ));
                }
                _ => {}
            }
        }
        Err(self.cut_off("VCALENDAR"))
    }

    fn take(&mut self) -> Option<&'a ContentLine<'a>> {
        let line = self.lines.get(self.next)?;
        self.next += 1;
        Some(line)
    }

    fn cut_off(&self, component: &str) -> PreviousError {
        let line = self.lines.last().map_or(1, |line| line.number);
        damaged(
            line,
            Damage::CutOff {
                component: component.to_owned(),
            },
        )
    }

    /// A property of the calendar itself: those stand before its first component.
    fn header(&self, name: &str) -> Option<(usize, &'a str)> {
        self.header_line(name)
            .map(|line| (line.number, line.parts().2))
    }

    fn header_line(&self, name: &str) -> Option<&'a ContentLine<'a>> {
        let mut header = self
            .lines
            .iter()
            .skip(1)
            .take_while(|line| !line.text.starts_with("BEGIN:"));
        header.find(|line| line.parts().0 == name)
    }

    /// The lines of the component that `begin` opens, up to its END, those of components inside it left out.
    fn component(
        &mut self,
        begin: &ContentLine<'_>,
    ) -> Result<(Vec<&'a ContentLine<'a>>, Range<usize>), PreviousError> {
        let name = &begin.text["BEGIN:".len()..];
        let mut open = vec![name];
        let mut own = Vec::new();
        while let Some(line) = self.take() {
            if let Some(inner) = line.text.strip_prefix("BEGIN:") {
                // Nothing that this crate writes is nested deeper than an alarm or an observance.
                if open.len() > 1 {
                    return Err(damaged(
                        line.number,
                        Damage::Unexpected {
                            found: beginning(&line.text),
                        },
                    ));
                }
                open.push(inner);
            } else if let Some(ended) = line.text.strip_prefix("END:") {
                if open.pop() != Some(ended) {
                    return Err(damaged(
                        line.number,
                        Damage::Unexpected {
                            found: beginning(&line.text),
                        },
                    ));
                }
                if open.is_empty() {
                    return Ok((own, begin.bytes.start..line.bytes.end));
                }
            } else if !line.text.contains(':') {
                return Err(damaged(
                    line.number,
                    Damage::Unexpected {
                        found: beginning(&line.text),
                    },
                ));
            } else if open.len() == 1 {
                own.push(line);
            }
        }
        Err(self.cut_off(name))
    }

    fn zone(&mut self, begin: &ContentLine<'_>) -> Result<(String, String), PreviousError> {
        let (own, bytes) = self.component(begin)?;
        let tzid = own.iter().find_map(|line| line.text.strip_prefix("TZID:"));
        let tzid = tzid.ok_or_else(|| damaged(begin.number, Damage::Missing { name: "TZID" }))?;
        Ok((unescape(tzid), self.text[bytes].to_owned()))
    }

    fn entry(
        &mut self,
        begin: &ContentLine<'_>,
        kind: Kind,
        previous: &mut Previous,
    ) -> Result<(), PreviousError> {
        let (own, bytes) = self.component(begin)?;
        let find = |name: &'static str| own.iter().copied().find(|line| line.parts().0 == name);
        let need = |name| find(name).ok_or_else(|| damaged(begin.number, Damage::Missing { name }));
        let uid_line = need("UID")?;
        let uid = unescape(uid_line.parts().2);
        if !uid.ends_with(OWN) {
            return Err(damaged(
                uid_line.number,
                Damage::Value {
                    name: "UID of ours",
                    value: beginning(&uid),
                },
            ));
        }
        let line = need("SEQUENCE")?;
        let sequence = sequence(line.number, "SEQUENCE", line.parts().2)?;
        need("DTSTAMP")?;
        let modified = self.instant(need("LAST-MODIFIED")?, "LAST-MODIFIED")?.0;
        let category = find(CATEGORY).or_else(|| find("CATEGORIES"));
        let category = category.map_or("", |line| line.parts().2);
        let category = unescape(category.split(',').next().unwrap_or(""));
        let series = find("RRULE").is_some();
        let (begins, ends, date, zone) = match kind {
            Kind::Event => {
                let (begins, date, zone) = self.instant(need("DTSTART")?, "DTSTART")?;
                let (ends, _, _) = self.instant(need("DTEND")?, "DTEND")?;
                (begins, (!series).then_some(ends), date, zone)
            }
            Kind::Todo => {
                let (begins, date, _) = self.instant(need("DUE")?, "DUE")?;
                (begins, None, date, None)
            }
        };
        let text = self.text[bytes].to_owned();
        let entry = Entry {
            kind,
            uid: uid.clone(),
            sequence,
            modified,
            begins,
            ends,
            date,
            category,
            zone,
            text,
        };
        match previous.entries.insert(uid.clone(), entry) {
            None => Ok(()),
            Some(_) => Err(damaged(uid_line.number, Damage::Twice { uid })),
        }
    }

    /// The instant, local day and TZID of a time that this crate wrote.
    fn instant(
        &mut self,
        line: &ContentLine<'_>,
        name: &'static str,
    ) -> Result<(DateTime<Utc>, NaiveDate, Option<String>), PreviousError> {
        let (_, parameters, value) = line.parts();
        let wrong = || {
            damaged(
                line.number,
                Damage::Value {
                    name,
                    value: beginning(value),
                },
            )
        };
        if parameters == ";VALUE=DATE" {
            let date = NaiveDate::parse_from_str(value, "%Y%m%d").map_err(|_| wrong())?;
            return Ok((date.and_time(NaiveTime::MIN).and_utc(), date, None));
        }
        let time = |value: &str| {
            NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%S").map_err(|_| wrong())
        };
        if let Some(utc) = value.strip_suffix('Z') {
            let utc = time(utc)?.and_utc();
            return Ok((utc, self.plan.local(utc).date(), None));
        }
        let name = parameters.strip_prefix(";TZID=").ok_or_else(wrong)?;
        if self.zone.as_ref().is_none_or(|zone| zone.name() != name) {
            self.zone = Some(name.parse().map_err(|_| wrong())?);
        }
        let local = time(value)?;
        let zone = self.zone.as_ref().ok_or_else(wrong)?;
        Ok((zone.instant(local), local.date(), Some(name.to_owned())))
    }
}

/// `calling/2026-11` as category and month. Both become parts of file names.
fn part_of(value: &str) -> Option<(Option<String>, Option<String>)> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
    let (category, part) = value.split_once('/')?;
    let known = |piece: &str| (!piece.is_empty()).then(|| piece.to_owned());
    let safe = category.chars().chain(part.chars()).all(plain) && value != "/";
    safe.then(|| (known(category), known(part)))
}

fn sequence(line: usize, name: &'static str, value: &str) -> Result<u32, PreviousError> {
    let plain = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse::<u32>() {
        // INTEGER ends there (RFC 5545 §3.3.8).
        Ok(number) if plain && number <= i32::MAX.unsigned_abs() => Ok(number),
        _ => Err(damaged(
            line,
            Damage::Value {
                name,
                value: beginning(value),
            },
        )),
    }
}

/// What an entry says, its stamps left out and its times as instants: equal for two that show the same.
///
/// Only needed where bytes differ: a zone that comes to need UTC must not make every event a changed one.
pub(super) fn meaning(text: &str) -> Option<BTreeSet<String>> {
    let lines = content_lines(text).ok()?;
    let mut reader = Reader {
        text,
        lines: &lines,
        next: 0,
        zone: None,
        plan: Zone::utc(),
    };
    let series = lines.iter().any(|line| line.parts().0 == "RRULE");
    let mut said = BTreeSet::new();
    for (index, line) in lines.iter().enumerate() {
        let (name, _, _) = line.parts();
        match name {
            "UID" | "DTSTAMP" | "LAST-MODIFIED" | "SEQUENCE" => {}
            "DTSTART" | "DTEND" if !series => {
                said.insert(format!("{name} {}", reader.instant(line, "time").ok()?.0));
            }
            // Lines inside an alarm may repeat those outside of it.
            "BEGIN" | "END" => {
                said.insert(format!("{} {index}", line.text));
            }
            _ => {
                said.insert(line.text.clone().into_owned());
            }
        }
    }
    reader.next = 0;
    Some(said)
}
