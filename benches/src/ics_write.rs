//! How long ten thousand blocks take to become a calendar, beside the icalendar crate building and writing the same ones.
//!
//! A rep exports a quarter, a few hundred blocks; a team of forty exports ten thousand, and again at every change, with
//! the previous file to compare with. Ours composes titles and lists of touches from the schedule, the crate is handed
//! them ready made. Prints the median of some runs and the ratio, and checks that both wrote every event.
//!
//! `cargo run --release -p followthrough-benches --bin bench-ics-write [RUNS]`

use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use followthrough::{Schedule, ScheduleDay, ScheduleItem, ScheduleSegment, Work, Zone};
use followthrough_ics::write::{Edition, Options, Previous, calendar};
use icalendar::{Component, Property};

const DAYS: u64 = 2_500;
const HOURS: [u32; 4] = [8, 10, 13, 15];

fn main() -> ExitCode {
    let runs = std::env::args()
        .nth(1)
        .and_then(|runs| runs.parse().ok())
        .unwrap_or(15);
    match bench(runs) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(runs: usize) -> Result<(), Box<dyn std::error::Error>> {
    let zone: Zone = "America/New_York".parse()?;
    let schedule = schedule(&zone)?;
    let edition = Edition::new("5f1c9a02", "2026-10-26T04:00:00Z".parse()?)?;
    let options = Options::default();
    let first = calendar(&schedule, &edition, &options, None)?;
    let events = first.entries().len();
    assert_eq!(events, usize::try_from(DAYS)? * HOURS.len());
    let text = first.to_string();
    println!(
        "{events} events, {} octets, median of {runs} runs",
        text.len()
    );

    // The crate is handed the texts that ours has to compose.
    let ready: Vec<Ready> = ready(&schedule, &first.to_icalendar());
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
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
        again.push(timed(|| {
            let previous = Previous::read(text.as_bytes()).ok();
            let next = calendar(&schedule, &edition, &options, previous.as_ref());
            assert!(next.is_ok_and(|next| next.entries() == first.entries()));
        }));
    }
    let (ours, theirs, again) = (median(ours), median(theirs), median(again));
    println!("followthrough, schedule to bytes         {ours:>9.2?}");
    println!("icalendar, ready texts to bytes          {theirs:>9.2?}");
    println!("followthrough, with a previous file      {again:>9.2?}");
    println!(
        "ratio {:.2} (ours / icalendar)",
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
    Ok(())
}

fn timed(work: impl FnOnce()) -> Duration {
    let begin = Instant::now();
    work();
    begin.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
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
                spare: false,
                at: date.and_time(NaiveTime::MIN),
                effort: 300,
                closes: date + Days::new(index as u64 % 2),
                priority: 2,
                reason: String::new(),
                note: None,
            };
            segments.push(ScheduleSegment {
                block: "power hour".to_owned(),
                categories: vec![category.clone()],
                planned_start,
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
    })
}
