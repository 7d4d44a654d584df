//! One VEVENT or VTODO: what a segment or a touch is written as, and the bytes of one that was written before.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use followthrough::{CategoryName, Schedule, ScheduleItem, ScheduleSegment, Zone};

use super::text::{Lines, one_line};
use super::{Edition, Error, Options, check_year, words};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A VEVENT: a block.
    Event,
    /// A VTODO: a touch.
    Todo,
}

impl Kind {
    /// `VEVENT` or `VTODO`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Event => "VEVENT",
            Self::Todo => "VTODO",
        }
    }
}

/// One VEVENT or VTODO of a calendar, with its bytes.
///
/// # Example
/// ```
/// # use followthrough_ics::write::{Edition, Kind, Options, calendar};
/// # use followthrough::{Schedule, ScheduleDay, ScheduleSegment, Zone};
/// # let zone: Zone = "America/New_York".parse()?;
/// # let planned = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(10, 0, 0).unwrap();
/// # let (start, end) = ("2026-11-23T15:00:00Z".parse()?, "2026-11-23T16:00:00Z".parse()?);
/// # let segment = ScheduleSegment {
/// #     block: "calls".into(), categories: vec!["calling".parse()?], planned_start: planned, piece: 1, start, end,
/// #     local_start: planned, local_end: zone.local(end), usable: 3600, items: vec![],
/// # };
/// # let day = ScheduleDay {
/// #     date: planned.date(), items: 0, closing: 0, starting: 0, segments: vec![segment], machine: vec![],
/// #     not_today: vec![],
/// # };
/// # let schedule = Schedule { name: "SDR desk 7".into(), zone, days: vec![day] };
/// let edition = Edition::new("5f1c9a02", "2026-11-23T05:00:00Z".parse()?)?;
/// let options = Options { empty: true, ..Options::default() };
/// let calendar = calendar(&schedule, &edition, &options, None)?;
/// let entry = &calendar.entries()[0];
/// assert_eq!(entry.kind(), Kind::Event);
/// assert_eq!(entry.uid(), "20261123T1000-calling-5f1c9a02@followthrough");
/// assert!(entry.text().starts_with("BEGIN:VEVENT\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub(super) kind: Kind,
    pub(super) uid: String,
    pub(super) sequence: u32,
    /// LAST-MODIFIED.
    pub(super) modified: DateTime<Utc>,
    /// The instant by which entries are sorted.
    pub(super) begins: DateTime<Utc>,
    /// When an event is over; `None` for a VTODO and for a series.
    pub(super) ends: Option<DateTime<Utc>>,
    /// The local day that it belongs to.
    pub(super) date: NaiveDate,
    /// The first of its categories.
    pub(super) category: String,
    /// The zone that its times are written in; `None` for UTC and for days.
    pub(super) zone: Option<String>,
    /// Every byte of it, from BEGIN to the CRLF after END.
    pub(super) text: String,
}

impl Entry {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its UID (RFC 7986 §5.3), which never changes with its content.
    #[must_use]
    pub fn uid(&self) -> &str {
        &self.uid
    }

    /// Its SEQUENCE (RFC 5545 §3.8.7.4), which grows with every change.
    #[must_use]
    pub fn sequence(&self) -> u32 {
        self.sequence
    }

    /// When it was changed last: its LAST-MODIFIED, and its DTSTAMP.
    #[must_use]
    pub fn modified(&self) -> DateTime<Utc> {
        self.modified
    }

    /// The local day on which it begins; of a VTODO the day on which it is due.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The first of its categories.
    #[must_use]
    pub fn category(&self) -> &str {
        &self.category
    }

    /// Every byte of it: folded content lines from `BEGIN` to `END`, each with its CRLF.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// An entry without its stamps: all that says whether it changed.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) kind: Kind,
    pub(super) uid: String,
    pub(super) begins: DateTime<Utc>,
    pub(super) ends: Option<DateTime<Utc>>,
    pub(super) date: NaiveDate,
    pub(super) category: String,
    pub(super) zone: Option<String>,
    /// The lines after the stamps and before END.
    pub(super) body: String,
}

impl Draft {
    /// The entry with its stamps.
    pub(super) fn stamped(self, sequence: u32, modified: DateTime<Utc>) -> Entry {
        let mut lines = Lines::with_capacity(self.body.len() + 256);
        lines.plain("BEGIN", self.kind.as_str());
        lines.text("UID", &self.uid);
        lines.utc("DTSTAMP", modified);
        lines.utc("LAST-MODIFIED", modified);
        lines.number("SEQUENCE", sequence);
        lines.folded(&self.body);
        lines.plain("END", self.kind.as_str());
        Entry {
            kind: self.kind,
            uid: self.uid,
            sequence,
            modified,
            begins: self.begins,
            ends: self.ends,
            date: self.date,
            category: self.category,
            zone: self.zone,
            text: lines.into_text(),
        }
    }
}

/// Turns the segments and touches of one schedule into drafts.
pub(super) struct Drafts<'a> {
    pub(super) schedule: &'a Schedule,
    pub(super) edition: &'a Edition,
    pub(super) options: &'a Options,
    /// Whether the zone can be declared; else times are written in UTC.
    pub(super) declared: bool,
}

impl Drafts<'_> {
    /// Every draft, in the order of the schedule.
    pub(super) fn collect(&self) -> Result<Vec<Draft>, Error> {
        let mut drafts = Vec::new();
        for segment in segments(self.schedule, self.options) {
            if self.options.events {
                drafts.push(self.event(segment)?);
            }
            if self.options.todos {
                for (index, item) in segment.items.iter().enumerate() {
                    drafts.push(self.todo(segment, item, index + 1)?);
                }
            }
        }
        let mut uids = BTreeSet::new();
        match drafts.iter().find(|draft| !uids.insert(draft.uid.as_str())) {
            Some(draft) => Err(Error::SameUid {
                uid: draft.uid.clone(),
            }),
            None => Ok(drafts),
        }
    }

    fn event(&self, segment: &ScheduleSegment) -> Result<Draft, Error> {
        let (start, end) = (segment.start, segment.end);
        check_year(start)?;
        check_year(end)?;
        if end.timestamp() <= start.timestamp() {
            return Err(Error::NoLength {
                block: segment.block.clone(),
                planned_start: segment.planned_start,
                start,
                end,
            });
        }
        let zone = self.local(start, end);
        let mut lines = Lines::with_capacity(512 + 64 * segment.items.len());
        match zone {
            Some(zone) => {
                lines.local("DTSTART", Some(zone.name()), zone.local(start));
                lines.local("DTEND", Some(zone.name()), zone.local(end));
            }
            None => {
                lines.utc("DTSTART", start);
                lines.utc("DTEND", end);
            }
        }
        let title = words::title(segment, self.options);
        lines.text("SUMMARY", &title);
        lines.text(
            "DESCRIPTION",
            &words::description(segment, &self.schedule.name, self.options),
        );
        categories(&segment.categories, &mut lines);
        busy(self.options, &mut lines);
        alarm(&title, self.options, &mut lines);
        Ok(Draft {
            kind: Kind::Event,
            uid: format!("{}@followthrough", stem(segment, self.edition)),
            begins: start,
            ends: Some(end),
            date: segment.local_start.date(),
            category: first(&segment.categories),
            zone: zone.map(|zone| zone.name().to_owned()),
            body: lines.into_text(),
        })
    }

    fn todo(
        &self,
        segment: &ScheduleSegment,
        item: &ScheduleItem,
        position: usize,
    ) -> Result<Draft, Error> {
        check_year(segment.start)?;
        check_year(item.closes.and_time(chrono::NaiveTime::MIN).and_utc())?;
        let mut lines = Lines::with_capacity(512);
        lines.date("DUE", item.closes);
        lines.text("SUMMARY", &words::todo_title(item, self.options));
        let day = segment.local_start.date();
        lines.text(
            "DESCRIPTION",
            &words::todo_description(item, day, &self.schedule.name, self.options),
        );
        categories(std::slice::from_ref(&item.category), &mut lines);
        if self.options.private {
            lines.raw("CLASS:PRIVATE");
        }
        lines.raw("STATUS:NEEDS-ACTION");
        lines.number("PRIORITY", item.priority.clamp(1, 9));
        Ok(Draft {
            kind: Kind::Todo,
            uid: self.todo_uid(segment, item, position),
            begins: segment.start,
            ends: None,
            date: item.closes,
            category: item.category.as_str().to_owned(),
            zone: None,
            body: lines.into_text(),
        })
    }

    /// `todo-<cadence>-<work>-<prospect>-<plan id>@followthrough`; a start that is nobody in particular yet has its
    /// segment and position instead of the prospect, because it has no other name.
    fn todo_uid(&self, segment: &ScheduleSegment, item: &ScheduleItem, position: usize) -> String {
        let plan = self.edition.plan();
        let Some(id) = &item.id else {
            return format!(
                "todo-{}-{position}@followthrough",
                stem(segment, self.edition)
            );
        };
        let work = match item.touch {
            Some(touch) => touch.to_string(),
            None => one_line(&words::what(item)),
        };
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let id = if !id.is_empty() && id.len() <= 64 && id.bytes().all(plain) {
            id.clone()
        } else {
            // No plain id holds a `.`, so the two forms cannot meet.
            format!(".{:032x}", words::fingerprint(id.as_bytes()))
        };
        format!("todo-{}-{work}-{id}-{plan}@followthrough", item.cadence)
    }

    /// The zone whose local times name both instants; `None` where they must be written in UTC.
    fn local(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> Option<&Zone> {
        let zone = &self.schedule.zone;
        // The second of two equal local times can only be told in UTC.
        let named = |instant: DateTime<Utc>| {
            zone.instant(zone.local(instant)).timestamp() == instant.timestamp()
        };
        (self.declared && named(start) && named(end)).then_some(zone)
    }
}

/// The segments that are written, in the order of the schedule.
pub(super) fn segments<'a>(
    schedule: &'a Schedule,
    options: &'a Options,
) -> impl Iterator<Item = &'a ScheduleSegment> {
    schedule
        .days
        .iter()
        .filter(|day| options.covers(day.date))
        .flat_map(|day| &day.segments)
        .filter(|segment| options.empty || !segment.items.is_empty())
}

/// `20261123T1000-calling-5f1c9a02`; a second piece of the same occurrence is `20261123T1000.2-calling-5f1c9a02`.
///
/// The planned start, not the cut one: a meeting that eats the first minutes must not make it another event. No name
/// of a category holds a `.`, so no piece can be taken for another block.
fn stem(segment: &ScheduleSegment, edition: &Edition) -> String {
    let mut stem = planned(segment.planned_start);
    if segment.piece > 1 {
        stem.push('.');
        stem.push_str(&segment.piece.to_string());
    }
    for (index, category) in segment.categories.iter().enumerate() {
        stem.push(if index == 0 { '-' } else { '+' });
        stem.push_str(category.as_str());
    }
    stem.push('-');
    stem.push_str(edition.plan());
    stem
}

/// `20261123T1000`, with seconds only where there are some.
fn planned(start: NaiveDateTime) -> String {
    let mut text = String::with_capacity(40);
    super::text::push_date_time(&mut text, start);
    if text.ends_with("00") {
        text.truncate(text.len() - 2);
    }
    text
}

fn first(categories: &[CategoryName]) -> String {
    categories
        .first()
        .map(|category| category.as_str().to_owned())
        .unwrap_or_default()
}

/// CATEGORIES, and the COLOR of the first.
pub(super) fn categories(categories: &[CategoryName], lines: &mut Lines) {
    if let Some(first) = categories.first() {
        lines.list("CATEGORIES", categories.iter().map(CategoryName::as_str));
        lines.plain("COLOR", words::color(first.as_str()));
    }
}

/// That the time is taken, and whether strangers may read it.
pub(super) fn busy(options: &Options, lines: &mut Lines) {
    if options.private {
        lines.raw("CLASS:PRIVATE");
    }
    lines.raw("STATUS:CONFIRMED");
    lines.raw("TRANSP:OPAQUE");
    lines.raw("X-MICROSOFT-CDO-BUSYSTATUS:BUSY");
}

/// A VALARM (RFC 5545 §3.6.6), where one is wanted.
pub(super) fn alarm(title: &str, options: &Options, lines: &mut Lines) {
    let Some(before) = options.alarm else { return };
    let seconds = before.as_secs();
    lines.raw("BEGIN:VALARM");
    lines.raw("ACTION:DISPLAY");
    lines.text("DESCRIPTION", title);
    if seconds.is_multiple_of(60) {
        lines.plain("TRIGGER", &format!("-PT{}M", seconds / 60));
    } else {
        lines.plain("TRIGGER", &format!("-PT{seconds}S"));
    }
    lines.raw("END:VALARM");
}
