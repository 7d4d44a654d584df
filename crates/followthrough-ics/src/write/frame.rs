//! What stands around the entries of a calendar: its header, its zones, and how many calendars it becomes.

use std::collections::BTreeMap;

use chrono::Datelike;
use followthrough::{Zone, tzdata_version};

use super::calendar::{Calendar, END};
use super::entry::{Draft, Entry};
use super::life::{Next, next};
use super::text::{Lines, shown};
use super::zones::Zones;
use super::{Edition, GONE, Months, Options, PART, PRODUCT, Written};

/// What stands around entries.
pub(super) struct Frame<'a> {
    /// The plan's name.
    pub(super) name: &'a str,
    /// The plan's zone.
    pub(super) zone: &'a Zone,
    pub(super) edition: &'a Edition,
    pub(super) options: &'a Options,
}

/// What all calendars of one export share.
struct Framed<'a> {
    zones: &'a Zones<'a>,
    gone: Option<u32>,
}

impl Frame<'_> {
    /// Compares the drafts with the previous file, and makes as many calendars as the options ask for: at least one.
    pub(super) fn calendars(&self, drafts: Vec<Draft>, zones: &Zones<'_>) -> Vec<Calendar> {
        let Next { entries, gone } = next(drafts, zones.previous(), self.edition, self.options);
        let zones = &Framed { zones, gone };
        let mut groups: BTreeMap<Option<String>, Vec<Entry>> = BTreeMap::new();
        for entry in entries {
            let category = self.options.split.then(|| file_name(&entry.category));
            groups.entry(category).or_default().push(entry);
        }
        if !self.options.split {
            groups.entry(None).or_default();
        }
        let mut calendars = Vec::new();
        for (category, entries) in groups {
            let whole = self.calendar(category, None, entries, zones);
            let by_month = match self.options.months {
                Months::Never => false,
                Months::Always => true,
                Months::WhenTooLarge => whole.octets() > self.options.octets,
            };
            if by_month {
                self.split_by_month(whole, zones, &mut calendars);
            } else {
                calendars.push(whole);
            }
        }
        calendars.extend(self.emptied(&calendars, zones));
        if calendars.is_empty() {
            calendars.push(self.calendar(None, None, Vec::new(), zones));
        }
        calendars
    }

    /// A calendar without entries for the place of each earlier one that is not a part of the whole any more: who reads
    /// that file must not go on seeing what now stands in another or is gone.
    fn emptied(&self, calendars: &[Calendar], zones: &Framed<'_>) -> Vec<Calendar> {
        let before = zones.zones.previous();
        let parts = before.into_iter().flat_map(|previous| &previous.parts);
        let left = parts.filter(|(category, part)| {
            self.options.written == Written::Whole
                && !calendars
                    .iter()
                    .any(|calendar| calendar.category == *category && calendar.part == *part)
        });
        left.map(|(category, part)| Calendar {
            emptied: true,
            ..self.calendar(category.clone(), part.clone(), Vec::new(), zones)
        })
        .collect()
    }

    fn split_by_month(&self, whole: Calendar, zones: &Framed<'_>, calendars: &mut Vec<Calendar>) {
        let month_of =
            |entry: &Entry| format!("{:04}-{:02}", entry.date.year(), entry.date.month());
        let mut months: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for entry in whole.entries {
            months.entry(month_of(&entry)).or_default().push(entry);
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
        zones: &Framed<'_>,
    ) -> Calendar {
        let header = self.header(category.as_deref(), part.as_deref(), zones.gone);
        let zones = zones.zones.text(&entries, self.zone);
        Calendar {
            header,
            zones,
            entries,
            category,
            part,
            emptied: false,
        }
    }

    fn header(&self, category: Option<&str>, part: Option<&str>, gone: Option<u32>) -> String {
        let mut name = shown(self.name);
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
        lines.raw("X-WR-CALDESC:Planned by followthrough");
        // When it was made (RFC 7986 §5.4), and what a later file must know of blocks that are gone. Nothing else here
        // may change from day to day: vdirsyncer sends every event again when any other property of the calendar does.
        match gone.filter(|_| self.options.written == Written::Whole) {
            Some(gone) => lines.utc(
                &format!("LAST-MODIFIED;{GONE}={gone}"),
                self.edition.revision(),
            ),
            None => lines.utc("LAST-MODIFIED", self.edition.revision()),
        }
        lines.plain("X-WR-TIMEZONE", self.zone.name());
        if let Some(category) = category {
            let (name, hex) = super::words::color(category);
            lines.plain("COLOR", name);
            // Apple, Nextcloud and many others read this one.
            lines.plain("X-APPLE-CALENDAR-COLOR", hex);
        }
        // Apple reads the one, Outlook the other; Google neither.
        lines.raw("REFRESH-INTERVAL;VALUE=DURATION:PT4H");
        lines.raw("X-PUBLISHED-TTL:PT4H");
        lines.text("X-FOLLOWTHROUGH-TZDATA", tzdata_version());
        lines.plain("X-FOLLOWTHROUGH-PLAN", &self.edition.tag());
        lines.plain("X-FOLLOWTHROUGH-FILE", self.options.written.as_str());
        if category.is_some() || part.is_some() {
            let (category, part) = (category.unwrap_or_default(), part.unwrap_or_default());
            lines.plain(PART, &format!("{category}/{part}"));
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
