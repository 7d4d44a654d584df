//! How long ten thousand blocks take to become a calendar, beside the icalendar crate and calcard writing the same ones.
//!
//! A rep exports a quarter, a few hundred blocks; a team of forty exports ten thousand, and again at every change, with
//! the previous file to compare with. Ours composes titles and lists of touches from the schedule, the crates are handed
//! them ready made. Prints the shortest of some runs, which other work on the machine disturbs least, and the ratio, and
//! checks that all wrote every event.
//!
//! `cargo run --release -p followthrough-benches --bin bench-ics-write [RUNS]`
//!
//! With the word `texts` it prints what the crates are handed, for `benches/peers/ics_write.py`: fields end with the
//! unit separator (U+001F), events with the record separator (U+001E).

use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use followthrough::{Schedule, ScheduleDay, ScheduleItem, ScheduleSegment, Work, Zone};
use followthrough_ics::write::{Edition, Options, Previous, calendar};
use icalendar::{Component, Property};

const DAYS: u64 = 2_500;
const HOURS: [u32; 4] = [8, 10, 13, 15];

fn main() -> ExitCode {
    let asked = std::env::args().nth(1);
    let done = match asked.as_deref() {
        Some("texts") => texts(),
        runs => bench(runs.and_then(|runs| runs.parse().ok()).unwrap_or(15)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

const REVISION: &str = "2026-10-26T04:00:00Z";

/// Prints what the crates are handed.
fn texts() -> Result<(), Box<dyn std::error::Error>> {
    let zone: Zone = "America/New_York".parse()?;
    let schedule = schedule(&zone)?;
    let edition = Edition::new("5f1c9a02", REVISION.parse()?)?;
    let written = calendar(&schedule, &edition, &Options::default(), None)?.to_icalendar();
    let mut out = String::new();
    for ready in ready(&schedule, &written) {
        let times = [ready.start, ready.end]
            .map(|instant| zone.local(instant).format("%Y%m%dT%H%M%S").to_string());
        let [start, end] = &times;
        let Ready {
            uid,
            summary,
            description,
            category,
            ..
        } = &ready;
        for field in [uid, summary, description, category, start, end] {
            out.push_str(field);
            out.push('\u{1f}');
        }
        out.push('\u{1e}');
    }
    print!("{out}");
    Ok(())
}

fn bench(runs: usize) -> Result<(), Box<dyn std::error::Error>> {
    let zone: Zone = "America/New_York".parse()?;
    let schedule = schedule(&zone)?;
    let edition = Edition::new("5f1c9a02", REVISION.parse()?)?;
    let options = Options::default();
    let first = calendar(&schedule, &edition, &options, None)?;
    let events = first.entries().len();
    assert_eq!(events, usize::try_from(DAYS)? * HOURS.len());
    let text = first.to_string();
    println!(
        "{events} events, {} octets, shortest of {runs} runs",
        text.len()
    );

    // The crate is handed the texts that ours has to compose.
    let ready: Vec<Ready> = ready(&schedule, &first.to_icalendar());
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    let mut calcards = Vec::new();
    let mut again = Vec::new();
    for _ in 0..runs {
        ours.push(timed(|| {
            let mut out = Vec::new();
            let written = calendar(&schedule, &edition, &options, None)
                .ok()
                .and_then(|calendar| calendar.write(&mut out).ok());
            assert!(written.is_some() && out.len() == text.len());
        }));
        theirs.push(timed(|| {
            let out = build(&ready, &zone).to_string();
            assert_eq!(out.matches("BEGIN:VEVENT").count(), events);
        }));
        calcards.push(timed(|| {
            let out = build_calcard(&ready, &zone).to_string();
            assert_eq!(out.matches("BEGIN:VEVENT").count(), events);
        }));
        again.push(timed(|| {
            let previous = Previous::read(text.as_bytes()).ok();
            let next = calendar(&schedule, &edition, &options, previous.as_ref());
            assert!(next.is_ok_and(|next| next.entries() == first.entries()));
        }));
    }
    let ours = shortest(&ours);
    let named = [
        ("ours: schedule to bytes", ours),
        ("ours: with a previous file", shortest(&again)),
        ("icalendar 0.17: built, written", shortest(&theirs)),
        ("calcard 0.3: built, written", shortest(&calcards)),
    ];
    for (name, time) in named {
        println!(
            "{name:31} {:7.1} ms  {:5.2} x ours",
            time.as_secs_f64() * 1e3,
            time.as_secs_f64() / ours.as_secs_f64()
        );
    }
    Ok(())
}

fn timed(work: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    work();
    begin.elapsed()
}

fn shortest(times: &[Duration]) -> Duration {
    times.iter().min().copied().unwrap_or_default()
}

/// What the crate needs for one event.
struct Ready {
    uid: String,
    summary: String,
    description: String,
    category: String,
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

fn ready(schedule: &Schedule, written: &icalendar::Calendar) -> Vec<Ready> {
    let segments = schedule.days.iter().flat_map(|day| &day.segments);
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    segments
        .zip(written.events())
        .map(|(segment, event)| Ready {
            uid: text(event.get_uid()),
            summary: text(event.get_summary()),
            description: text(event.get_description()),
            category: segment.categories[0].as_str().to_owned(),
            start: segment.start,
            end: segment.end,
        })
        .collect()
}

/// The same properties as ours, by the crate's own means.
fn build(events: &[Ready], zone: &Zone) -> icalendar::Calendar {
    let local = |name: &str, instant: DateTime<Utc>| {
        let value = zone.local(instant).format("%Y%m%dT%H%M%S").to_string();
        Property::new(name, value)
            .add_parameter("TZID", zone.name())
            .done()
    };
    let mut calendar = icalendar::Calendar::new();
    calendar.name("SDR desk 7").timezone(zone.name());
    for ready in events {
        let mut event = icalendar::Event::new();
        event
            .uid(&ready.uid)
            .add_property("DTSTAMP", "20261026T040000Z")
            .add_property("LAST-MODIFIED", "20261026T040000Z")
            .sequence(429_360)
            .append_property(local("DTSTART", ready.start))
            .append_property(local("DTEND", ready.end))
            .summary(&ready.summary)
            .description(&ready.description)
            .add_property("CATEGORIES", &ready.category)
            .add_property("COLOR", "cornflowerblue")
            .add_property("STATUS", "CONFIRMED")
            .add_property("TRANSP", "OPAQUE")
            .add_property("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY");
        calendar.push(event.done());
    }
    calendar
}

/// The same once more by calcard's means.
fn build_calcard(events: &[Ready], zone: &Zone) -> calcard::icalendar::ICalendar {
    use calcard::common::PartialDateTime;
    use calcard::icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarParameter,
        ICalendarProperty as Name,
    };
    let stamp = PartialDateTime::from_utc_timestamp(1_792_987_200);
    let local =
        |instant| PartialDateTime::from_naive_timestamp(zone.local(instant).and_utc().timestamp());
    let tzid = || [ICalendarParameter::tzid(zone.name().to_owned())];
    let mut root = ICalendarComponent::new(ICalendarComponentType::VCalendar);
    root.add_property(Name::Version, "2.0".to_owned());
    root.add_property(Name::Prodid, "-//bench//bench//EN".to_owned());
    root.add_property(Name::Name, "SDR desk 7".to_owned());
    let mut components = vec![root];
    for (index, ready) in events.iter().enumerate() {
        let mut event = ICalendarComponent::new(ICalendarComponentType::VEvent);
        event.add_uid(&ready.uid);
        event.add_dtstamp(stamp.clone());
        event.add_property(Name::LastModified, stamp.clone());
        event.add_sequence(429_360);
        event.add_property_with_params(Name::Dtstart, tzid(), local(ready.start));
        event.add_property_with_params(Name::Dtend, tzid(), local(ready.end));
        event.add_property(Name::Summary, ready.summary.clone());
        event.add_property(Name::Description, ready.description.clone());
        event.add_property(Name::Categories, ready.category.clone());
        event.add_property(Name::Color, "cornflowerblue".to_owned());
        event.add_property(Name::Status, "CONFIRMED".to_owned());
        event.add_property(Name::Transp, "OPAQUE".to_owned());
        let busy = Name::Other("X-MICROSOFT-CDO-BUSYSTATUS".to_owned());
        event.add_property(busy, "BUSY".to_owned());
        components.push(event);
        components[0]
            .component_ids
            .push(u32::try_from(index + 1).unwrap_or(u32::MAX));
    }
    ICalendar { components }
}

/// Four blocks a day with five touches each, on every day of seven years.
fn schedule(zone: &Zone) -> Result<Schedule, Box<dyn std::error::Error>> {
    let first = NaiveDate::from_ymd_opt(2026, 10, 26).ok_or("no such day")?;
    let category: followthrough::CategoryName = "calling".parse()?;
    let cadence: followthrough::CadenceName = "outbound".parse()?;
    let channel: followthrough::ChannelName = "call".parse()?;
    let firms = [
        "Bramble Foods",
        "Amber Mill Bakery",
        "Wren & Reed Dressings",
        "Cedar Spur Meats",
        "Lockhart, Sons; Co",
    ];
    let mut days = Vec::new();
    for date in (0..DAYS).map(|day| first + Days::new(day)) {
        let mut segments = Vec::new();
        for hour in HOURS {
            let planned_start = date.and_hms_opt(hour, 15, 0).ok_or("no such time")?;
            let start = zone.instant(planned_start);
            let end = start + TimeDelta::minutes(60);
            let item = |(index, firm): (usize, &&str)| ScheduleItem {
                id: Some(format!("P-{index}")),
                name: (*firm).to_owned(),
                cadence: cadence.clone(),
                work: Work::Touch,
                touch: Some(3),
                touches: 10,
                category: category.clone(),
                channel: Some(channel.clone()),
                message: Some("C2 refer to E1".to_owned()),
                starts: index == 4,
                start: None,
                number: None,
                zone: None,
                spare: false,
                at: date.and_time(NaiveTime::MIN),
                effort: 300,
                closes: date + Days::new(index as u64 % 2),
                overdue_since: None,
                priority: 2,
                reason: String::new(),
                note: None,
            };
            segments.push(ScheduleSegment {
                block: "power hour".to_owned(),
                name: None,
                categories: vec![category.clone()],
                planned_start,
                nth: 1,
                piece: 1,
                start,
                end,
                local_start: planned_start,
                local_end: zone.local(end),
                usable: 3600,
                items: firms.iter().enumerate().map(item).collect(),
            });
        }
        days.push(ScheduleDay {
            date,
            items: 20,
            closing: 12,
            starting: 4,
            segments,
            machine: Vec::new(),
            not_today: Vec::new(),
        });
    }
    Ok(Schedule {
        name: "SDR desk 7".to_owned(),
        zone: zone.clone(),
        days,
        usual: Vec::new(),
        warnings: Vec::new(),
    })
}
