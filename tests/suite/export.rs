//! Exports: the same schedule gives the same bytes, and every reader finds the same blocks in them.
//!
//! The golden files in `tests/data/exports` are also what the peers in `tests/interop/export` read. Beside each stands
//! what must be found in it, told by the schedule and not by the file. A file that differs is written to
//! `target/exports`, to be looked at and then copied by hand.

#[path = "export_life.rs"]
mod life;
#[path = "export_round.rs"]
mod round;
#[path = "export_schedules.rs"]
mod schedules;
#[path = "export_zones.rs"]
mod zones;

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use followthrough::{Budget, Schedule, Start};
use followthrough_ics::write::{
    Calendar, Kind, Options, Previous, Recurring, Written, calendar, series,
};
use schedules::{blocks, changes_of, date, desk, edition, hostile, instant, zone};
use serde_json::json;

const REVISION: &str = "2026-10-26T04:00:00Z";

/// What stands in an event, as the schedule has it.
fn expected(schedule: &Schedule, options: &Options) -> serde_json::Value {
    let segments = schedule
        .days
        .iter()
        .flat_map(|day| &day.segments)
        .filter(|segment| options.empty || !segment.items.is_empty());
    let events: Vec<_> = segments
        .map(|segment| json!([time(segment.start), time(segment.end)]))
        .collect();
    let todos = if options.todos {
        schedule.days.iter().map(|day| day.items).sum::<u32>()
    } else {
        0
    };
    json!({ "events": events, "todos": todos })
}

fn time(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[track_caller]
fn golden(name: &str, calendar: &Calendar, expected: &serde_json::Value) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let expected = format!("{expected:#}\n");
    let files = [
        (format!("{name}.ics"), calendar.to_string()),
        (format!("{name}.json"), expected),
    ];
    let mut differ = Vec::new();
    for (file, text) in files {
        if std::fs::read(root.join("data/exports").join(&file))
            .ok()
            .as_deref()
            != Some(text.as_bytes())
        {
            let folder = root.join("../target/exports");
            std::fs::create_dir_all(&folder).expect("a folder to write to");
            std::fs::write(folder.join(&file), text).expect("a file to write to");
            differ.push(file);
        }
    }
    assert!(
        differ.is_empty(),
        "{differ:?} differ: compare target/exports with tests/data/exports, then copy"
    );
}

#[track_caller]
fn golden_of(name: &str, schedule: &Schedule, options: &Options) {
    let calendar = calendar(schedule, &edition(REVISION), options, None).expect("a calendar");
    golden(name, &calendar, &expected(schedule, options));
}

#[test]
fn a_desk_over_the_end_of_daylight_saving_time() {
    golden_of("desk", &desk(), &Options::default());
}

#[test]
fn a_desk_with_all_that_is_optional() {
    let options = Options {
        empty: true,
        private: true,
        todos: true,
        alarm: Some(Duration::from_secs(600)),
        ..Options::default()
    };
    golden_of("desk-private", &desk(), &options);
    let text = calendar(&desk(), &edition(REVISION), &options, None)
        .expect("a calendar")
        .to_string();
    for secret in ["Bramble", "P-17", "refer to", "Orchard", "sheet", "inbound"] {
        assert!(!text.contains(secret), "{secret} is private");
    }
}

#[test]
fn a_desk_without_method_for_a_calendar_server() {
    golden_of(
        "desk-server",
        &desk(),
        &Options {
            method: false,
            empty: false,
            ..Options::default()
        },
    );
}

#[test]
fn a_zone_with_two_times_of_the_year() {
    golden_of(
        "clocks-new-york",
        &changes_of("America/New_York"),
        &Options::default(),
    );
    golden_of(
        "clocks-berlin",
        &changes_of("Europe/Berlin"),
        &Options::default(),
    );
}

#[test]
fn a_zone_that_gave_up_changing_its_clock() {
    golden_of(
        "clocks-vancouver",
        &changes_of("America/Vancouver"),
        &Options::default(),
    );
    let text = calendar(
        &changes_of("America/Vancouver"),
        &edition(REVISION),
        &Options::default(),
        None,
    )
    .expect("a calendar")
    .to_string();
    // Apps whose zone data is older than 2026 would be an hour off in local time.
    assert!(!text.contains("TZID"), "{text}");
}

#[test]
fn a_zone_without_a_simple_rule_is_written_in_utc() {
    golden_of("clocks-gaza", &changes_of("Asia/Gaza"), &Options::default());
    let text = calendar(
        &changes_of("Asia/Gaza"),
        &edition(REVISION),
        &Options::default(),
        None,
    )
    .expect("a calendar")
    .to_string();
    assert!(
        !text.contains("TZID") && text.contains("DTSTART:20270115T070000Z"),
        "{text}"
    );
}

#[test]
fn a_zone_with_one_time_all_year() {
    golden_of(
        "clocks-kolkata",
        &changes_of("Asia/Kolkata"),
        &Options::default(),
    );
}

#[test]
fn hostile_text_stays_inside_its_property() {
    let options = Options {
        todos: true,
        title: schedules::HOSTILE[0].to_owned(),
        list_days: 100,
        ..Options::default()
    };
    golden_of("hostile", &hostile(), &options);
}

#[test]
fn the_whole_desk_after_a_change() {
    let (next, previous) = life::a_changed_desk();
    let options = Options {
        method: false,
        ..life::with_touches()
    };
    let whole = calendar(
        &next,
        &edition("2026-10-28T11:00:00Z"),
        &options,
        Some(&previous),
    )
    .expect("a calendar");
    golden("desk-next", &whole, &expected(&next, &options));
}

#[test]
fn what_changed_since_the_last_file() {
    let (next, previous) = life::a_changed_desk();
    let options = Options {
        written: Written::Changes,
        ..life::with_touches()
    };
    let changes = calendar(
        &next,
        &edition("2026-10-28T11:00:00Z"),
        &options,
        Some(&previous),
    )
    .expect("a calendar");
    let mut events: Vec<(String, String)> = Vec::new();
    let live = changes
        .entries()
        .iter()
        .filter(|entry| !entry.text().contains("STATUS:CANCELLED"));
    for entry in live {
        let found = next
            .days
            .iter()
            .flat_map(|day| &day.segments)
            .find(|segment| {
                entry.uid().starts_with(&format!(
                    "{}-{}",
                    segment.planned_start.format("%Y%m%d"),
                    segment.categories[0]
                ))
            });
        let segment = found.expect("the segment of every changed event");
        events.push((time(segment.start), time(segment.end)));
    }
    golden(
        "desk-changes",
        &changes,
        &json!({ "events": events, "todos": 0 }),
    );
}

#[test]
fn blocks_as_series() {
    let (blocks, days_off) = blocks();
    let zone = zone("America/New_York");
    let recurring = Recurring {
        name: "SDR desk 7",
        zone: &zone,
        blocks: &blocks,
        days_off,
    };
    let calendars =
        series(&recurring, &edition(REVISION), &Options::default(), None).expect("a calendar");
    // Told once more by the core alone: every instance that is not off, up to the end of March.
    let horizon = date("2027-03-31");
    let mut events = Vec::new();
    for block in &blocks {
        let clock = block.zone.as_ref().unwrap_or(&zone);
        let from = block.from.expect("each has one");
        let rule = match block.pattern() {
            followthrough::Pattern::Weekdays(days) => followthrough::Rule::weekly(days),
            followthrough::Pattern::Rule(rule) => rule.clone(),
        };
        let to = block.to.unwrap_or(horizon).min(horizon);
        let start = Start::at(from.and_time(block.start()), clock).only_in_step();
        let end = to.and_hms_opt(23, 59, 59).expect("a time");
        let mut days: Vec<_> = rule
            .occurrences(&start, from.and_time(block.start()), end, Budget::default())
            .starts
            .iter()
            .map(|local| local.date())
            .collect();
        days.retain(|day| !recurring.days_off.contains(day) && !block.skip.contains(day));
        days.extend(&block.also);
        for day in days {
            let begin = day.and_time(block.start());
            let end = clock.instant(begin + block.length());
            events.push((time(clock.instant(begin)), time(end)));
        }
    }
    events.sort();
    let expected = json!({ "events": events, "todos": 0, "from": "2026-10-01T00:00:00Z", "to": "2027-04-01T00:00:00Z" });
    golden("series", &calendars[0], &expected);
}

#[test]
fn a_series_stays_itself_when_its_rule_changes() {
    let (mut blocks, _) = blocks();
    let zone = zone("America/New_York");
    let uids = |blocks: &[followthrough::Block], options: &Options, previous: Option<&Previous>| {
        let recurring = Recurring {
            name: "SDR desk 7",
            zone: &zone,
            blocks,
            days_off: [].into(),
        };
        let made = series(&recurring, &edition(REVISION), options, previous).expect("calendars");
        let series = made.iter().flat_map(Calendar::entries);
        let mut uids: Vec<String> = series.map(|entry| entry.uid().to_owned()).collect();
        uids.retain(|uid| uid.starts_with("series-"));
        uids.sort();
        (uids, made)
    };
    let (before, made) = uids(&blocks, &Options::default(), None);
    let previous = Previous::read(made[0].to_string().as_bytes()).expect("our own");
    for block in &mut blocks {
        let (name, from) = (block.name.take(), block.from);
        let days = followthrough::Pattern::Weekdays(vec![chrono::Weekday::Wed]);
        let later = block.start() + chrono::TimeDelta::minutes(15);
        *block =
            followthrough::Block::new(block.categories().to_vec(), days, later, block.length())
                .expect("a block");
        (block.name, block.from) = (name, from);
    }
    let (after, _) = uids(&blocks, &Options::default(), Some(&previous));
    assert_eq!(after, before);
    let split = Options {
        split: true,
        ..Options::default()
    };
    let (after, made) = uids(&blocks, &split, Some(&previous));
    assert_eq!(after, before);
    let suffixes: Vec<String> = made.iter().map(Calendar::suffix).collect();
    assert_eq!(suffixes, ["-calling", "-follow_up", "-research", ""]);
    assert!(made[3].is_emptied() && made[3].entries().is_empty());
}

#[test]
fn one_extra_day_of_two_blocks_in_two_zones_is_two_events() {
    let (blocks, _) = blocks();
    let mut first = blocks[0].clone();
    first.name = None;
    let mut second = first.clone();
    second.zone = Some(zone("Europe/London"));
    let zone = zone("America/New_York");
    let recurring = Recurring {
        name: "SDR desk 7",
        zone: &zone,
        blocks: &[first, second],
        days_off: [].into(),
    };
    let made = series(&recurring, &edition(REVISION), &Options::default(), None).expect("distinct");
    let uids: Vec<&str> = made[0].entries().iter().map(|entry| entry.uid()).collect();
    assert!(uids.contains(&"20261205-calling.5f1c9a02@followthrough"));
    assert!(
        uids.contains(&"20261205.b2-calling.5f1c9a02@followthrough"),
        "{uids:?}"
    );
}

#[test]
fn the_same_schedule_gives_the_same_bytes() {
    let make = || {
        calendar(&desk(), &edition(REVISION), &Options::default(), None)
            .expect("a calendar")
            .to_string()
    };
    assert_eq!(make(), make());
}

#[test]
fn a_large_calendar_is_split_by_month_and_category_and_read_back_as_one() {
    let options = Options {
        octets: 8_000,
        split: true,
        months: followthrough_ics::write::Months::WhenTooLarge,
        ..life::with_touches()
    };
    let calendars =
        followthrough_ics::write::calendars(&desk(), &edition(REVISION), &options, None)
            .expect("calendars");
    let suffixes: Vec<String> = calendars.iter().map(Calendar::suffix).collect();
    assert_eq!(
        suffixes,
        ["-calling-2026-10", "-calling-2026-11", "-follow_up"]
    );
    assert!(calendars.iter().all(|calendar| calendar.octets() <= 8_000));
    let read =
        |calendar: &Calendar| Previous::read(calendar.to_string().as_bytes()).expect("our own");
    let joined = Previous::join(calendars.iter().map(read)).expect("one plan");
    assert_eq!(joined.entries().count(), 21);
    let again = followthrough_ics::write::calendars(
        &desk(),
        &edition("2026-10-26T05:00:00Z"),
        &options,
        Some(&joined),
    )
    .expect("calendars");
    let events = |calendars: &[Calendar]| {
        calendars
            .iter()
            .flat_map(|calendar| calendar.entries().to_vec())
            .collect::<Vec<_>>()
    };
    assert_eq!(events(&again), events(&calendars));
}

#[test]
fn a_category_whose_blocks_are_all_gone_has_an_empty_file() {
    let options = Options {
        split: true,
        months: followthrough_ics::write::Months::Always,
        ..life::with_touches()
    };
    let write = |schedule: &Schedule, previous: Option<&Previous>| {
        followthrough_ics::write::calendars(schedule, &edition(REVISION), &options, previous)
            .expect("calendars")
    };
    let first = write(&desk(), None);
    let read =
        |calendar: &Calendar| Previous::read(calendar.to_string().as_bytes()).expect("our own");
    let previous = Previous::join(first.iter().map(read)).expect("one plan");
    let mut next = desk();
    for day in &mut next.days {
        day.segments
            .retain(|segment| segment.categories[0].as_str() != "follow_up");
    }
    next.days.truncate(3);
    let second = write(&next, Some(&previous));
    let names = |calendars: &[Calendar]| -> Vec<String> {
        calendars.iter().map(Calendar::suffix).collect()
    };
    assert_eq!(names(&second), names(&first));
    let counts: Vec<usize> = second
        .iter()
        .map(|calendar| calendar.entries().len())
        .collect();
    assert_eq!(counts, [4, 0, 0, 0]);
    assert!(second[3].to_string().contains("BEGIN:VTIMEZONE"));
    assert!(second[1..].iter().all(Calendar::is_emptied) && !second[0].is_emptied());
    golden(
        "desk-emptied",
        &second[3],
        &json!({ "events": [], "todos": 0 }),
    );
}

#[test]
fn a_month_too_large_for_one_file_becomes_several() {
    let options = Options {
        octets: 3_000,
        months: followthrough_ics::write::Months::WhenTooLarge,
        ..life::with_touches()
    };
    let calendars =
        followthrough_ics::write::calendars(&desk(), &edition(REVISION), &options, None)
            .expect("calendars");
    assert!(calendars.len() > 4 && calendars.iter().all(|calendar| calendar.octets() <= 3_000));
    assert_eq!(
        calendars
            .iter()
            .map(|calendar| calendar.entries().len())
            .sum::<usize>(),
        21
    );
    assert_eq!(calendars[0].suffix(), "-2026-10-1");
}

#[test]
fn only_the_days_asked_for_are_written() {
    let options = Options {
        from: Some(date("2026-10-28")),
        to: Some(date("2026-10-29")),
        ..life::with_touches()
    };
    let calendar = calendar(&desk(), &edition(REVISION), &options, None).expect("a calendar");
    assert_eq!(calendar.entries().len(), 5);
    assert!(
        calendar
            .entries()
            .iter()
            .all(|entry| entry.kind() == Kind::Event && options.from <= Some(entry.date()))
    );
}

#[test]
fn a_calendar_becomes_values_of_the_icalendar_crate() {
    use icalendar::Component;
    let calendar =
        calendar(&desk(), &edition(REVISION), &Options::default(), None).expect("a calendar");
    let values = icalendar::Calendar::from(&calendar);
    assert_eq!(values.get_name(), Some("SDR desk 7"));
    let first = values.events().nth(1).expect("a block of calls");
    assert_eq!(first.get_summary(), Some("Calling 4 (2 due)"));
    assert_eq!(
        first.get_uid(),
        Some("20261026-calling.5f1c9a02@followthrough")
    );
    let description = first.get_description().expect("a description");
    assert!(
        description.starts_with(
            "20 of 67 min: 4 calls; 1 to START\nToday:\n00:00 Bramble Foods [P-17]: call 1/10"
        ),
        "{description}"
    );
    assert!(description.ends_with("\nSDR desk 7"));
    assert!(matches!(
        first.get_start(),
        Some(icalendar::DatePerhapsTime::DateTime(_))
    ));
}

#[test]
fn what_cannot_be_written_is_told() {
    use followthrough_ics::write::{Edition, Error};
    assert_eq!(
        Edition::new("a b", instant(REVISION))
            .expect_err("not plain")
            .to_string(),
        "the plan id `a b` cannot stand in a UID, expected 1 to 64 letters, digits, `_` or `-`"
    );
    let mut backwards = desk();
    let segment = &mut backwards.days[0].segments[1];
    segment.end = segment.start;
    assert!(matches!(
        calendar(&backwards, &edition(REVISION), &Options::default(), None),
        Err(Error::NoLength { .. })
    ));
    let mut far = desk();
    far.days[0].segments[1].start = DateTime::<Utc>::MAX_UTC;
    assert!(matches!(
        calendar(&far, &edition(REVISION), &Options::default(), None),
        Err(Error::Year { .. })
    ));
    let empty = Options {
        from: Some(date("2026-10-28")),
        to: Some(date("2026-10-27")),
        ..Options::default()
    };
    assert!(matches!(
        calendar(&desk(), &edition(REVISION), &empty, None),
        Err(Error::EmptySpan { .. })
    ));
}
