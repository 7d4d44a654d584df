//! One VEVENT or VTODO: what a segment or a touch is written as, and the bytes of one that was written before.

use chrono::{DateTime, NaiveDate, Utc};
use followthrough::CategoryName;

use super::text::Lines;
use super::{CATEGORY, Options, ShowAs, words};

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
/// #     block: "calls".into(), name: None, categories: vec!["calling".parse()?], planned_start: planned, nth: 1, piece: 1, start, end,
/// #     local_start: planned, local_end: zone.local(end), usable: 3600, items: vec![],
/// # };
/// # let day = ScheduleDay {
/// #     date: planned.date(), items: 0, closing: 0, starting: 0, segments: vec![segment], machine: vec![],
/// #     not_today: vec![],
/// # };
/// # let schedule = Schedule { name: "SDR desk 7".into(), zone, days: vec![day], usual: vec![], warnings: vec![] };
/// let edition = Edition::new("5f1c9a02", "2026-11-23T05:00:00Z".parse()?)?;
/// let calendar = calendar(&schedule, &edition, &Options::default(), None)?;
/// let entry = &calendar.entries()[0];
/// assert_eq!(entry.kind(), Kind::Event);
/// assert_eq!(entry.uid(), "20261123-calling.5f1c9a02@followthrough");
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

/// CATEGORIES, and the COLOR of the first.
pub(super) fn categories(categories: &[CategoryName], options: &Options, lines: &mut Lines) {
    if let Some(first) = categories.first() {
        let names = categories.iter().map(|category| {
            let other = options.categories.get(category);
            other.map_or(category.as_str(), String::as_str)
        });
        lines.list("CATEGORIES", names);
        if options.categories.contains_key(first) {
            lines.plain(CATEGORY, first.as_str());
        }
        lines.plain("COLOR", words::color(first.as_str()).0);
    }
}

/// Whether strangers may read it.
pub(super) fn class(options: &Options, lines: &mut Lines) {
    if let Some(class) = options.class() {
        lines.plain("CLASS", class.as_str());
    }
}

/// How the time looks to colleagues, and whether strangers may read it.
pub(super) fn busy(options: &Options, lines: &mut Lines) {
    class(options, lines);
    let (status, transparency, shown) = match options.show_as {
        ShowAs::Busy => ("CONFIRMED", "OPAQUE", "BUSY"),
        ShowAs::Tentative => ("TENTATIVE", "OPAQUE", "TENTATIVE"),
        ShowAs::Free => ("CONFIRMED", "TRANSPARENT", "FREE"),
        ShowAs::OutOfOffice => ("CONFIRMED", "OPAQUE", "OOF"),
    };
    lines.plain("STATUS", status);
    lines.plain("TRANSP", transparency);
    lines.plain("X-MICROSOFT-CDO-BUSYSTATUS", shown);
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
