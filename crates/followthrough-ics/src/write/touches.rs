//! The segments and touches of a schedule as drafts of entries, each with the name that it keeps for life.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveTime, Utc};
use followthrough::{
    CategoryName, Instants, NotToday, Schedule, ScheduleDay, ScheduleItem, ScheduleSegment, Zone,
};

use super::calendar::Calendar;
use super::entry::{Draft, Kind, alarm, busy, categories, class};
use super::frame::Frame;
use super::text::Lines;
use super::zones::Spans;
use super::{Edition, Error, MOVED, Options, PLANNED, Previous, TOUCHES, check_year, words};

/// Drafts, compares and frames.
pub(super) fn calendars(
    schedule: &Schedule,
    edition: &Edition,
    options: &Options,
    previous: Option<&Previous>,
) -> Result<Vec<Calendar>, Error> {
    let mut spans = Spans::default();
    for segment in days(schedule, options).flat_map(|day| &day.segments) {
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
        let mut listed = 0;
        // What has no place stands in the first block from its day on.
        let mut missing: Vec<&NotToday> = Vec::new();
        for day in days(self.schedule, self.options) {
            listed += u32::from(!day.segments.is_empty());
            let is_listed = listed <= self.options.list_days;
            if is_listed {
                missing.extend(&day.not_today);
            }
            for segment in &day.segments {
                if is_listed && self.options.todos {
                    for item in &segment.items {
                        drafts.push(self.todo(segment, item)?);
                    }
                }
                if self.options.events && (is_written(segment, self.options) || !missing.is_empty())
                {
                    let missing = std::mem::take(&mut missing);
                    drafts.push(self.event(segment, is_listed, &missing)?);
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

    fn event(
        &self,
        segment: &ScheduleSegment,
        is_listed: bool,
        missing: &[&NotToday],
    ) -> Result<Draft, Error> {
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
        let (title, text) = if is_listed {
            (
                words::title(segment, self.options),
                words::description(segment, missing, self.schedule, self.options),
            )
        } else {
            (
                words::block_title(&segment.categories, self.options),
                words::set_aside(segment, self.schedule),
            )
        };
        lines.text("SUMMARY", &title);
        lines.text("DESCRIPTION", &text);
        categories(&segment.categories, self.options, &mut lines);
        planned(start, end, &mut lines);
        if let Some((start, end)) = self.options.moved.get(&segment.key()) {
            span(MOVED, *start, *end, &mut lines);
        }
        if is_listed && !segment.items.is_empty() {
            lines.text(TOUCHES, &words::touches(&segment.items));
        }
        busy(self.options, &mut lines);
        alarm(&title, self.options, &mut lines);
        Ok(Draft {
            kind: Kind::Event,
            uid: self.uid(&segment.key()),
            begins: start,
            ends: Some(end),
            date: self.schedule.zone.local(start).date(),
            category: first(&segment.categories),
            zone: zone.map(|zone| zone.name().to_owned()),
            body: lines.into_text(),
        })
    }

    fn todo(&self, segment: &ScheduleSegment, item: &ScheduleItem) -> Result<Draft, Error> {
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
        let category = std::slice::from_ref(&item.category);
        categories(category, self.options, &mut lines);
        class(self.options, &mut lines);
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
            uid: self.uid(&words::todo_name(segment, item)),
            // By what a reader of the file can see.
            begins: item.closes.and_time(NaiveTime::MIN).and_utc(),
            ends: None,
            date: item.closes,
            category: item.category.as_str().to_owned(),
            zone: None,
            body: lines.into_text(),
        })
    }

    /// `20261123-calling.5f1c9a02@followthrough`: what is so called in this edition, for life.
    fn uid(&self, name: &str) -> String {
        // No plan id holds a `.`: of two plans none can be taken for the end of the other.
        format!("{name}.{}@followthrough", self.edition.tag())
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

/// The days that are asked about, in the order of the schedule.
fn days<'a>(schedule: &'a Schedule, options: &'a Options) -> impl Iterator<Item = &'a ScheduleDay> {
    schedule.days.iter().filter(|day| options.covers(day.date))
}

fn is_written(segment: &ScheduleSegment, options: &Options) -> bool {
    options.empty || !segment.items.is_empty()
}

/// When an event was planned: an app that drags it leaves this line as it is.
pub(super) fn planned(start: DateTime<Utc>, end: DateTime<Utc>, lines: &mut Lines) {
    span(PLANNED, start, end, lines);
}

/// A property whose value is a span of time in UTC.
pub(super) fn span(name: &str, start: DateTime<Utc>, end: DateTime<Utc>, lines: &mut Lines) {
    let mut span = String::with_capacity(33);
    super::text::push_date_time(&mut span, start.naive_utc());
    span.push_str("Z/");
    super::text::push_date_time(&mut span, end.naive_utc());
    span.push('Z');
    lines.plain(name, &span);
}

fn first(categories: &[CategoryName]) -> String {
    categories
        .first()
        .map(|category| category.as_str().to_owned())
        .unwrap_or_default()
}
