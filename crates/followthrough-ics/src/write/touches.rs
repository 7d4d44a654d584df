//! The segments and touches of a schedule as drafts of entries, each with the name that it keeps for life.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use followthrough::{CategoryName, Instants, Schedule, ScheduleItem, ScheduleSegment, Zone};

use super::calendar::Calendar;
use super::entry::{Draft, Kind, alarm, busy, categories};
use super::frame::Frame;
use super::text::Lines;
use super::zones::Spans;
use super::{Edition, Error, Options, Previous, check_year, words};

/// Drafts, compares and frames.
pub(super) fn calendars(
    schedule: &Schedule,
    edition: &Edition,
    options: &Options,
    previous: Option<&Previous>,
) -> Result<Vec<Calendar>, Error> {
    let mut spans = Spans::default();
    for segment in segments(schedule, options).filter(|segment| is_written(segment, options)) {
        check_year(segment.start)?;
        check_year(segment.end)?;
        spans.widen(schedule.zone.name(), segment.start, segment.end);
    }
    let zones = spans.zones(&schedule.zone, edition, options, previous);
    let declared = zones.declare(&schedule.zone);
    let drafts = Drafts {
        schedule,
        edition,
        options,
        declared,
    }
    .collect()?;
    let frame = Frame {
        name: &schedule.name,
        zone: &schedule.zone,
        edition,
        options,
    };
    Ok(frame.calendars(drafts, &zones))
}

/// Turns the segments and touches of one schedule into drafts.
struct Drafts<'a> {
    schedule: &'a Schedule,
    edition: &'a Edition,
    options: &'a Options,
    /// Whether the zone can be declared; else times are written in UTC.
    declared: bool,
}

impl Drafts<'_> {
    /// Every draft, in the order of the schedule.
    fn collect(&self) -> Result<Vec<Draft>, Error> {
        let mut drafts = Vec::new();
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        for segment in segments(self.schedule, self.options) {
            // Counted whether it is written or not, so that a first touch in one does not rename the other.
            let stem = self.stem(segment, &mut known);
            if !is_written(segment, self.options) {
                continue;
            }
            if self.options.todos {
                for (index, item) in segment.items.iter().enumerate() {
                    drafts.push(self.todo(segment, item, &stem, index + 1)?);
                }
            }
            if self.options.events {
                drafts.push(self.event(segment, stem)?);
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

    fn event(&self, segment: &ScheduleSegment, stem: String) -> Result<Draft, Error> {
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
            uid: stem + "@followthrough",
            begins: start,
            ends: Some(end),
            date: self.schedule.zone.local(start).date(),
            category: first(&segment.categories),
            zone: zone.map(|zone| zone.name().to_owned()),
            body: lines.into_text(),
        })
    }

    fn todo(
        &self,
        segment: &ScheduleSegment,
        item: &ScheduleItem,
        stem: &str,
        position: usize,
    ) -> Result<Draft, Error> {
        check_year(segment.start)?;
        check_year(item.closes.and_time(NaiveTime::MIN).and_utc())?;
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
        lines.number(
            "PRIORITY",
            if item.spare {
                9
            } else {
                item.priority.clamp(1, 9)
            },
        );
        Ok(Draft {
            kind: Kind::Todo,
            uid: self.todo_uid(item, stem, position),
            // By what a reader of the file can see.
            begins: item.closes.and_time(NaiveTime::MIN).and_utc(),
            ends: None,
            date: item.closes,
            category: item.category.as_str().to_owned(),
            zone: None,
            body: lines.into_text(),
        })
    }

    /// `todo-<cadence>-<work>-<prospect>-<plan id>@followthrough`; a start that is nobody in particular yet has its
    /// segment and position instead of the prospect, because it has no other name.
    fn todo_uid(&self, item: &ScheduleItem, stem: &str, position: usize) -> String {
        let plan = self.edition.plan();
        let Some(id) = &item.id else {
            return format!("todo-{stem}-{position}@followthrough");
        };
        let work = match item.touch {
            Some(touch) => touch.to_string(),
            None => words::what(item),
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

    /// `20261123T1000-calling-5f1c9a02`: what the segment is called for life.
    ///
    /// The planned start, not the cut one: a meeting that eats the first minutes must not make it another event. A
    /// second piece of the same occurrence is `20261123T1000.2-..`. Planned starts are on the clock of the block, so
    /// two blocks in two zones may share one; the later of them is `20261123T1000.b2-..`. No name of a category holds
    /// a `.`, so neither can be taken for another block.
    fn stem(&self, segment: &ScheduleSegment, known: &mut BTreeMap<String, u32>) -> String {
        let start = planned(segment.planned_start);
        let mut rest = String::with_capacity(40);
        for (index, category) in segment.categories.iter().enumerate() {
            rest.push(if index == 0 { '-' } else { '+' });
            rest.push_str(category.as_str());
        }
        rest.push('-');
        rest.push_str(self.edition.plan());
        let piece = if segment.piece > 1 {
            format!(".{}", segment.piece)
        } else {
            String::new()
        };
        let name = format!("{start}{piece}{rest}");
        match known.get_mut(&name) {
            None => {
                known.insert(name.clone(), 1);
                name
            }
            Some(count) => {
                *count += 1;
                format!("{start}{piece}.b{count}{rest}")
            }
        }
    }

    /// The zone whose local times name both instants; `None` where they must be written in UTC.
    fn local(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> Option<&Zone> {
        let zone = &self.schedule.zone;
        // A local time that comes twice is read as the first by RFC 5545 and as the second by some.
        let named =
            |instant: DateTime<Utc>| matches!(zone.instants(zone.local(instant)), Instants::One(_));
        (self.declared && named(start) && named(end)).then_some(zone)
    }
}

/// The segments that are asked about, in the order of the schedule.
fn segments<'a>(
    schedule: &'a Schedule,
    options: &'a Options,
) -> impl Iterator<Item = &'a ScheduleSegment> {
    schedule
        .days
        .iter()
        .filter(|day| options.covers(day.date))
        .flat_map(|day| &day.segments)
}

fn is_written(segment: &ScheduleSegment, options: &Options) -> bool {
    options.empty || !segment.items.is_empty()
}

/// `20261123T1000`, with seconds only where there are some.
pub(super) fn planned(start: NaiveDateTime) -> String {
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
