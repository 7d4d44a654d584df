//! A calendar: what stands before its entries, the zones they use, and the bytes of all.

use std::collections::{BTreeMap, BTreeSet};
use std::{fmt, io};

use chrono::{DateTime, Datelike, Utc};
use followthrough::{Schedule, Zone, tzdata_version};

use super::entry::{Draft, Drafts, Entry, segments};
use super::life::{Next, is_settled, next};
use super::text::{Lines, one_line};
use super::timezone::TimeZone;
use super::{Edition, Error, Months, Options, PRODUCT, Previous, Written, check_year};

/// A calendar file: a header, the zones that its times are written in, and its entries.
///
/// `Display` and [`Calendar::write`] give the same bytes, UTF-8 without a byte order mark, each line ended with CRLF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    header: String,
    zones: String,
    entries: Vec<Entry>,
    category: Option<String>,
    part: Option<String>,
}

const END: &str = "END:VCALENDAR\r\n";

impl Calendar {
    /// Its events and then its VTODOs, each by begin and UID.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The category that it shows, where it was split by category.
    #[must_use]
    pub fn category(&self) -> Option<&str> {
        self.category.as_deref()
    }

    /// What its file name should end with so that calendars of one schedule have different ones: `-calling-2026-11`;
    /// empty where it was not split. Only letters, digits, `_` and `-`.
    #[must_use]
    pub fn suffix(&self) -> String {
        let parts = [&self.category, &self.part];
        parts
            .into_iter()
            .flatten()
            .map(|part| format!("-{part}"))
            .collect()
    }

    /// Its size as a file.
    #[must_use]
    pub fn octets(&self) -> usize {
        self.pieces().map(str::len).sum()
    }

    /// Writes it.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write(&self, mut out: impl io::Write) -> io::Result<()> {
        self.pieces()
            .try_for_each(|piece| out.write_all(piece.as_bytes()))
    }

    /// The same as a value of the `icalendar` crate, for programs that go on from there.
    ///
    /// To get a file, write this calendar and not that value: the crate's own text would stamp alarms and time zones
    /// with the time of day and a random UID.
    ///
    /// # Panics
    /// Never: the crate reads everything that this module writes, which its tests show for any text.
    #[must_use]
    pub fn to_icalendar(&self) -> icalendar::Calendar {
        self.to_string()
            .parse()
            .expect("a calendar of ours is read by the icalendar crate")
    }

    fn pieces(&self) -> impl Iterator<Item = &str> {
        [self.header.as_str(), self.zones.as_str()]
            .into_iter()
            .chain(self.entries.iter().map(|entry| entry.text.as_str()))
            .chain([END])
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces()
            .try_for_each(|piece| formatter.write_str(piece))
    }
}

impl From<&Calendar> for icalendar::Calendar {
    fn from(calendar: &Calendar) -> Self {
        calendar.to_icalendar()
    }
}

/// The zones of one export: which can be declared, and their text.
struct Zones<'a> {
    /// By name; `None` where no simple rule tells the zone's clock over the span of its entries.
    found: BTreeMap<String, Option<TimeZone>>,
    previous: Option<&'a Previous>,
}

impl Zones<'_> {
    /// The VTIMEZONEs that these entries use.
    fn text<'e>(&self, entries: impl IntoIterator<Item = &'e Entry>, empty: &Zone) -> String {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let mut any = false;
        for entry in entries {
            any = true;
            used.extend(entry.zone.as_deref());
        }
        if !any {
            // A calendar must hold something (RFC 5545 §3.6).
            used.insert(empty.name());
        }
        let mut lines = Lines::with_capacity(1024);
        for name in used {
            match (
                self.found.get(name),
                self.previous.and_then(|previous| previous.zones.get(name)),
            ) {
                (Some(Some(found)), _) => found.write(&mut lines),
                (_, Some(text)) => lines.folded(text),
                _ => {}
            }
        }
        lines.into_text()
    }
}

/// Drafts, compares, splits and frames.
pub(super) fn assemble(
    schedule: &Schedule,
    edition: &Edition,
    options: &Options,
    previous: Option<&Previous>,
) -> Result<Vec<Calendar>, Error> {
    let spans = spans(schedule, edition, options, previous)?;
    let found = spans
        .into_iter()
        .map(|(name, (from, to))| {
            let zone = name.parse::<Zone>().ok().filter(|zone| !is_utc(zone));
            (
                name.to_owned(),
                zone.and_then(|zone| TimeZone::of(&zone, from, to)),
            )
        })
        .collect();
    let zones = Zones { found, previous };
    let declared = zones
        .found
        .get(schedule.zone.name())
        .is_some_and(Option::is_some);
    let drafts: Vec<Draft> = Drafts {
        schedule,
        edition,
        options,
        declared,
    }
    .collect()?;
    let Next { entries, gone } = next(drafts, previous, edition, options);
    let frame = Frame {
        schedule,
        edition,
        options,
        gone,
    };
    Ok(frame.split(entries, &zones))
}

/// For each zone that times are written in, the span that they lie in.
fn spans<'a>(
    schedule: &'a Schedule,
    edition: &Edition,
    options: &'a Options,
    previous: Option<&'a Previous>,
) -> Result<BTreeMap<&'a str, (DateTime<Utc>, DateTime<Utc>)>, Error> {
    let mut spans: BTreeMap<&str, (DateTime<Utc>, DateTime<Utc>)> = BTreeMap::new();
    let mut widen = |zone, from: DateTime<Utc>, to: DateTime<Utc>| {
        let span = spans.entry(zone).or_insert((from, to));
        *span = (span.0.min(from), span.1.max(to));
    };
    for segment in segments(schedule, options) {
        check_year(segment.start)?;
        check_year(segment.end)?;
        widen(schedule.zone.name(), segment.start, segment.end);
    }
    for entry in previous.into_iter().flat_map(Previous::entries) {
        if let (Some(zone), true) = (&entry.zone, is_settled(entry, edition, options)) {
            widen(zone, entry.begins, entry.ends.unwrap_or(entry.begins));
        }
    }
    let revision = edition.revision();
    spans
        .entry(schedule.zone.name())
        .or_insert((revision, revision));
    Ok(spans)
}

/// Times in UTC need no declaration.
fn is_utc(zone: &Zone) -> bool {
    matches!(zone.name(), "UTC" | "Etc/UTC")
}

/// What stands around entries.
struct Frame<'a> {
    schedule: &'a Schedule,
    edition: &'a Edition,
    options: &'a Options,
    gone: Option<u32>,
}

impl Frame<'_> {
    fn split(&self, entries: Vec<Entry>, zones: &Zones<'_>) -> Vec<Calendar> {
        let mut groups: BTreeMap<Option<String>, Vec<Entry>> = BTreeMap::new();
        for entry in entries {
            let category = self.options.split.then(|| file_name(&entry.category));
            groups.entry(category).or_default().push(entry);
        }
        if groups.is_empty() {
            groups.insert(None, Vec::new());
        }
        let mut calendars = Vec::new();
        for (category, entries) in groups {
            let whole = self.calendar(category, None, entries, zones);
            let by_month = match self.options.months {
                Months::Never => false,
                Months::Always => true,
                Months::WhenTooLarge => whole.octets() > self.options.octets,
            };
            if by_month && !whole.entries.is_empty() {
                self.split_by_month(whole, zones, &mut calendars);
            } else {
                calendars.push(whole);
            }
        }
        calendars
    }

    fn split_by_month(&self, whole: Calendar, zones: &Zones<'_>, calendars: &mut Vec<Calendar>) {
        let mut months: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for entry in whole.entries {
            let month = format!("{:04}-{:02}", entry.date.year(), entry.date.month());
            months.entry(month).or_default().push(entry);
        }
        for (month, entries) in months {
            let calendar =
                self.calendar(whole.category.clone(), Some(month.clone()), entries, zones);
            if calendar.octets() <= self.options.octets {
                calendars.push(calendar);
                continue;
            }
            // A month too large for one file: as many entries as fit, then the next file.
            let around = calendar.header.len() + 16 + calendar.zones.len() + END.len();
            let mut room = 0;
            let mut files: Vec<Vec<Entry>> = Vec::new();
            for entry in calendar.entries {
                match files.last_mut() {
                    Some(file) if entry.text.len() <= room => {
                        room -= entry.text.len();
                        file.push(entry);
                    }
                    _ => {
                        room = self
                            .options
                            .octets
                            .saturating_sub(around + entry.text.len());
                        files.push(vec![entry]);
                    }
                }
            }
            let several = files.len() > 1;
            for (index, entries) in files.into_iter().enumerate() {
                let part = if several {
                    format!("{month}-{}", index + 1)
                } else {
                    month.clone()
                };
                calendars.push(self.calendar(whole.category.clone(), Some(part), entries, zones));
            }
        }
    }

    fn calendar(
        &self,
        category: Option<String>,
        part: Option<String>,
        entries: Vec<Entry>,
        zones: &Zones<'_>,
    ) -> Calendar {
        let header = self.header(category.as_deref(), part.as_deref());
        let zones = zones.text(&entries, &self.schedule.zone);
        Calendar {
            header,
            zones,
            entries,
            category,
            part,
        }
    }

    fn header(&self, category: Option<&str>, part: Option<&str>) -> String {
        let mut name = one_line(&self.schedule.name);
        for (separator, piece) in [(": ", category), (" ", part)] {
            if let Some(piece) = piece {
                name.push_str(separator);
                name.push_str(piece);
            }
        }
        let mut lines = Lines::with_capacity(1024);
        lines.raw("BEGIN:VCALENDAR");
        lines.raw("VERSION:2.0");
        lines.text("PRODID", PRODUCT);
        lines.raw("CALSCALE:GREGORIAN");
        if self.options.method {
            lines.raw("METHOD:PUBLISH");
        }
        lines.text("NAME", &name);
        lines.text("X-WR-CALNAME", &name);
        let revision = self.edition.revision().format("%Y-%m-%d");
        let what = match self.options.written {
            Written::Whole => "Planned on",
            Written::Changes => "Changes planned on",
            Written::New => "New on",
        };
        lines.text("X-WR-CALDESC", &format!("{what} {revision}"));
        lines.plain("X-WR-TIMEZONE", self.schedule.zone.name());
        if let Some(category) = category {
            lines.plain("COLOR", super::words::color(category));
        }
        // Apple reads the one, Outlook the other; Google neither.
        lines.raw("REFRESH-INTERVAL;VALUE=DURATION:PT4H");
        lines.raw("X-PUBLISHED-TTL:PT4H");
        lines.text("X-FOLLOWTHROUGH-TZDATA", tzdata_version());
        lines.plain("X-FOLLOWTHROUGH-PLAN", self.edition.plan());
        lines.plain("X-FOLLOWTHROUGH-FILE", self.options.written.as_str());
        if let (Some(gone), Written::Whole) = (self.gone, self.options.written) {
            lines.number("X-FOLLOWTHROUGH-GONE", gone);
        }
        lines.into_text()
    }
}

/// A category as a part of a file name: those read back from a file were checked by nobody.
fn file_name(category: &str) -> String {
    let name: String = category
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() || letter == '-' {
                letter
            } else {
                '_'
            }
        })
        .collect();
    if name.is_empty() {
        "other".to_owned()
    } else {
        name
    }
}
