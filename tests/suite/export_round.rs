//! What readers make of an export: the same blocks, the same text, and no busy time.

use chrono::{DateTime, TimeDelta, Utc};
use followthrough::{Interval, Schedule, ScheduleSegment};
use followthrough_ics::read::{BusyOptions, Events, Source, busy, events};
use followthrough_ics::write::{Calendar, Options, calendar};
use icalendar::Component;
use proptest::prelude::*;

use super::schedules::{any_schedule, any_text, desk, edition, hostile, instant, zone};

fn write(schedule: &Schedule, options: &Options) -> Calendar {
    calendar(schedule, &edition("2026-10-26T04:00:00Z"), options, None).expect("a calendar")
}

/// Every event that takes time in `span`.
fn all_events(text: &str, span: (DateTime<Utc>, DateTime<Utc>)) -> Events {
    let source = Source {
        name: "blocks.ics",
        bytes: text.as_bytes(),
    };
    let asked = Interval::new(span.0, span.1).expect("a span");
    events(&[source], &[asked], &zone("UTC"), &BusyOptions::default()).expect("a calendar")
}

/// The options of the plan that was exported.
fn own() -> BusyOptions {
    BusyOptions {
        own: Some(edition("2026-10-26T04:00:00Z").tag()),
        ..BusyOptions::default()
    }
}

fn segments(schedule: &Schedule) -> Vec<&ScheduleSegment> {
    let mut segments: Vec<_> = schedule.days.iter().flat_map(|day| &day.segments).collect();
    segments.sort_by_key(|segment| segment.start);
    segments
}

/// `DTSTART;TZID=Europe/Berlin:20261201T090000` or its form in UTC as an instant.
fn time(property: &icalendar::Property) -> DateTime<Utc> {
    let value = property.value();
    let local = chrono::NaiveDateTime::parse_from_str(value.trim_end_matches('Z'), "%Y%m%dT%H%M%S")
        .expect("a time");
    match property.params().get("TZID") {
        Some(name) => zone(name.value()).instant(local),
        None => local.and_utc(),
    }
}

/// What a rep reads in the calendar: what for, how many promised touches, and how many of them are due.
fn title(segment: &ScheduleSegment) -> String {
    let categories: Vec<&str> = segment
        .categories
        .iter()
        .map(|name| name.as_str())
        .collect();
    let title = match categories.as_slice() {
        ["calling"] => "Calling",
        ["research"] => "Research",
        ["follow_up", "calling"] => "Follow up, calling",
        ["follow_up", "research"] => "Follow up, research",
        other => panic!("{other:?}"),
    };
    let promised = segment.items.iter().filter(|item| !item.spare).count();
    let due = |item: &&followthrough::ScheduleItem| {
        !item.spare && item.closes <= segment.local_start.date()
    };
    let due = segment.items.iter().filter(due).count();
    match (promised, due) {
        (0, _) => title.to_owned(),
        (count, 0) => format!("{title} {count}"),
        (count, due) => format!("{title} {count} ({due} due)"),
    }
}

/// A name as a reader of plain text or of HTML may see it.
fn harmless(name: &str) -> String {
    let name = name.replace('<', "\u{2039}").replace('>', "\u{203a}");
    let unseen = |letter: char| {
        matches!(
            letter,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        ) || ('\u{202a}'..='\u{202e}').contains(&letter)
            || ('\u{2060}'..='\u{2069}').contains(&letter)
    };
    name.replace(unseen, "")
}

/// The lines of an export are what every reader splits at first.
#[track_caller]
fn check_lines(text: &str) {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.trim_end_matches("\r\n").split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(
            !line.contains(|character: char| character != '\t' && character.is_control()),
            "{line:?}"
        );
        assert!(!line.contains(['\u{2028}', '\u{2029}']), "{line:?}");
    }
    let unfolded = text.replace("\r\n ", "");
    let begin = |name: &str| {
        unfolded
            .split("\r\n")
            .filter(|line| *line == format!("BEGIN:{name}"))
            .count()
    };
    assert_eq!(begin("VCALENDAR"), 1);
    assert!(
        unfolded
            .split("\r\n")
            .filter(|line| !line.is_empty())
            .all(|line| line.contains(':'))
    );
}

#[track_caller]
fn check_events(schedule: &Schedule, text: &str) {
    let read: icalendar::Calendar = text.parse().expect("the icalendar crate reads it");
    let events: Vec<_> = read.events().collect();
    let segments = segments(schedule);
    assert_eq!(events.len(), segments.len());
    for (event, segment) in events.iter().zip(segments) {
        let property = |name: &str| {
            event
                .properties()
                .get(name)
                .expect("a property of every event")
        };
        assert_eq!(time(property("DTSTART")), segment.start);
        assert_eq!(time(property("DTEND")), segment.end);
        let description = event.get_description().expect("a description");
        let lines: Vec<&str> = description.split('\n').collect();
        // What is due comes first, each part under its heading.
        let day = segment.local_start.date();
        let (due, wait): (Vec<_>, Vec<_>) =
            segment.items.iter().partition(|item| item.closes <= day);
        let mut at = 1;
        for (heading, items) in [("Today:", due), ("May wait:", wait)] {
            if items.is_empty() {
                continue;
            }
            assert_eq!(lines[at], heading, "{description:?}");
            at += 1;
            for item in items {
                let words = item
                    .name
                    .split(|letter: char| letter.is_whitespace() || letter.is_control());
                for word in words {
                    let word = harmless(word);
                    assert!(lines[at].contains(&word), "{word:?} in {:?}", lines[at]);
                }
                at += 1;
            }
        }
        assert_eq!(lines.len(), at + 1, "{description:?}");
        let unsafe_letters = |letter: char| matches!(letter, '<' | '>' | '\u{202e}' | '\u{200b}');
        assert!(!description.contains(unsafe_letters), "{description:?}");
    }
}

#[test]
fn hostile_text_is_read_back_and_does_no_harm() {
    let options = Options {
        list_days: 100,
        ..Options::default()
    };
    let text = write(&hostile(), &options).to_string();
    check_lines(&text);
    check_events(&hostile(), &text);
}

#[test]
fn an_export_is_never_busy() {
    let text = write(
        &desk(),
        &Options {
            todos: true,
            empty: true,
            ..Options::default()
        },
    )
    .to_string();
    let span = (
        instant("2026-01-01T00:00:00Z"),
        instant("2028-01-01T00:00:00Z"),
    );
    let source = Source {
        name: "blocks.ics",
        bytes: text.as_bytes(),
    };
    let found = busy(&[source], span, &zone("America/New_York"), &own()).expect("a calendar");
    assert!(found.intervals.is_empty() && found.away.is_empty());
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
    // Without its UID it is busy, exactly when the blocks are: the zones and times are right for our own reader too.
    let foreign = text.replace("@followthrough", "@example.com");
    let found = all_events(&foreign, span);
    let spans: Vec<_> = found
        .taken
        .iter()
        .map(|event| (event.interval.start(), event.interval.end()))
        .collect();
    let expected: Vec<_> = segments(&desk())
        .iter()
        .map(|segment| (segment.start, segment.end))
        .collect();
    assert_eq!(spans, expected);
}

/// What calcard finds in a file: its live events as instants, by start. One by one, because its limit is one for all.
fn calcard_events(text: &str) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    use calcard::common::timezone::Tz;
    let read = |text: &str| calcard::icalendar::ICalendar::parse(text).expect("calcard reads it");
    let utc = || Tz::Fixed(chrono::FixedOffset::east_opt(0).expect("an offset"));
    let instant = |seconds| DateTime::from_timestamp(seconds, 0).expect("a time");
    let opened = text.matches("\r\nBEGIN:").count() + 1;
    assert_eq!(read(text).components.len(), opened);
    let (begin, end) = ("\r\nBEGIN:VEVENT\r\n", "\r\nEND:VEVENT");
    let head = text.split(begin).next().unwrap_or_default();
    let mut events = Vec::new();
    for part in text.split(begin).skip(1) {
        let (event, _) = part.split_once(end).expect("an end");
        if event.contains("\r\nSTATUS:CANCELLED\r\n") {
            continue;
        }
        let alone = format!("{head}{begin}{event}{end}\r\nEND:VCALENDAR\r\n");
        let found = read(&alone).expand_dates(utc(), 200);
        assert!(found.errors.is_empty(), "{:?}", found.errors);
        let live = found
            .events
            .iter()
            .map(|event| event.timestamps())
            .map(|(start, end)| (instant(start), instant(end)));
        events.extend(live);
    }
    events.sort();
    events
}

#[test]
fn calcard_finds_the_same_instants_in_every_golden_export() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/exports");
    let mut files = 0;
    for file in std::fs::read_dir(&folder).expect("the exports") {
        let file = file.expect("a file").path();
        if file.extension().is_none_or(|ending| ending != "ics") {
            continue;
        }
        files += 1;
        let text = std::fs::read_to_string(&file).expect("an export");
        let beside = std::fs::read_to_string(file.with_extension("json")).expect("what is in it");
        let known: serde_json::Value = serde_json::from_str(&beside).expect("JSON");
        let time = |value: &serde_json::Value| instant(value.as_str().expect("a time"));
        let events = known["events"].as_array().expect("events");
        let mut expected: Vec<_> = events
            .iter()
            .map(|event| (time(&event[0]), time(&event[1])))
            .collect();
        expected.sort();
        let mut found = calcard_events(&text);
        if file.ends_with("series.ics") {
            // calcard's: an EXDATE in the hour that comes twice takes away nothing, and what is left there is off.
            found.retain(|(start, _)| *start != instant("2026-11-01T01:30:00Z"));
        }
        if let Some(to) = known.get("to").map(time) {
            found.retain(|(start, _)| *start < to);
        }
        assert_eq!(found, expected, "{}", file.display());
    }
    assert!(files >= 12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_schedule_is_read_back_as_the_same_blocks(schedule in any_schedule(), title in any_text(), private in any::<bool>()) {
        let options = Options { empty: true, todos: true, title, alarm: Some(std::time::Duration::from_secs(90)), ..Options::default() };
        let calendar = write(&schedule, &options);
        let text = calendar.to_string();
        check_lines(&text);
        check_events(&schedule, &text);
        prop_assert_eq!(calendar.to_icalendar().events().count(), segments(&schedule).len());
        prop_assert_eq!(calendar.octets(), text.len());
        let hidden = write(&schedule, &Options { private, ..options }).to_string();
        check_lines(&hidden);
    }

    #[test]
    fn any_export_imported_as_busy_time_takes_none(schedule in any_schedule()) {
        let text = write(&schedule, &Options { empty: true, todos: true, ..Options::default() }).to_string();
        let span = (instant("2025-12-01T00:00:00Z"), instant("2029-01-01T00:00:00Z"));
        let read = |text: &str| {
            let source = Source { name: "blocks.ics", bytes: text.as_bytes() };
            busy(&[source], span, &zone("UTC"), &own()).expect("a calendar")
        };
        let own = read(&text);
        prop_assert!(own.intervals.is_empty() && own.warnings.is_empty());
        let foreign = all_events(&text.replace("@followthrough", "@example.com"), span);
        let mut found: Vec<_> = foreign.taken.iter().map(|event| (event.interval.start(), event.interval.end(), event.event.title.clone())).collect();
        found.sort();
        let mut expected: Vec<_> = segments(&schedule).iter().map(|segment| (segment.start, segment.end, title(segment))).collect();
        expected.sort();
        prop_assert_eq!(found, expected);
        prop_assert!(foreign.warnings.is_empty(), "{:?}", foreign.warnings);
    }

    #[test]
    fn no_bytes_make_the_reader_of_previous_files_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>()) {
        let mut text = write(&desk(), &Options::default()).to_string().into_bytes();
        let at = at.index(text.len());
        text.splice(at..at, bytes.iter().copied());
        let _ = followthrough_ics::write::Previous::read(&text);
        let _ = followthrough_ics::write::Previous::read(&bytes);
    }
}

#[test]
fn a_span_of_an_hour_is_an_hour_on_the_night_the_clock_goes_back() {
    let zone = zone("America/New_York");
    let day = super::schedules::date("2026-11-01");
    let call = super::schedules::item(Some("P-1"), "Owl", day);
    let night = super::schedules::segment(
        &zone,
        &["calling"],
        super::schedules::at(day, 0, 30),
        120,
        vec![call],
    );
    let schedule = super::schedules::schedule("Night", &zone, vec![night]);
    let text = write(&schedule, &Options::default()).to_string();
    // 00:30 EDT to 01:30 EST: the end is the second of two, which only UTC can tell.
    assert!(
        text.contains("DTSTART:20261101T043000Z\r\nDTEND:20261101T063000Z\r\n"),
        "{text}"
    );
    assert_eq!(
        schedule.days[0].segments[0].end - schedule.days[0].segments[0].start,
        TimeDelta::hours(2)
    );
}
