//! Laws of reading: the order of components and the form of the text make no difference, more never becomes less.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};
use followthrough::{Interval, Zone, union};
use followthrough_ics::read::{AllDay, Busy, BusyOptions, Source, busy, events as events_in};
use proptest::prelude::*;

use crate::ics_cases::cases;

/// The content lines of a well-formed file, unfolded; `None` where the case is about the form of the text itself.
fn lines(bytes: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(bytes)
        .ok()?
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n");
    let text = text.replace("\n ", "").replace("\n\t", "");
    let lines: Vec<String> = text
        .lines()
        .map(str::to_owned)
        .filter(|line| !line.trim().is_empty())
        .collect();
    let count = |begins: &str| lines.iter().filter(|line| line.starts_with(begins)).count();
    let whole = lines
        .iter()
        .all(|line| line.contains(':') && !line.contains('\r'));
    (whole && count("BEGIN:") == count("END:") && lines.first()? == "BEGIN:VCALENDAR")
        .then_some(lines)
}

/// The same calendars with the components of each in reverse order.
fn reversed(lines: &[String]) -> Vec<String> {
    let mut reversed = Vec::new();
    let (mut own, mut components): (Vec<String>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    let mut depth = 0;
    for line in lines {
        let (begins, ends) = (line.starts_with("BEGIN:"), line.starts_with("END:"));
        depth += usize::from(begins);
        if depth == 2 && begins {
            components.push(Vec::new());
        }
        match components.last_mut() {
            Some(component) if depth > 1 => component.push(line.clone()),
            _ => own.push(line.clone()),
        }
        depth -= usize::from(ends);
        if depth == 0 {
            let end = own.pop();
            reversed.append(&mut own);
            reversed.extend(components.drain(..).rev().flatten());
            reversed.extend(end);
        }
    }
    reversed
}

/// Folded after so many bytes, also inside characters.
fn folded(lines: &[String], width: usize, end: &str) -> Vec<u8> {
    let mut text = Vec::new();
    for line in lines {
        for (index, piece) in line.as_bytes().chunks(width).enumerate() {
            if index > 0 {
                text.extend_from_slice(end.as_bytes());
                text.push(if index % 2 == 0 { b' ' } else { b'\t' });
            }
            text.extend_from_slice(piece);
        }
        text.extend_from_slice(end.as_bytes());
    }
    text
}

/// Names of properties and parameters in lower case.
fn lowered(line: &str) -> String {
    let end = line.find([';', ':']).unwrap_or(line.len());
    let lowered = format!("{}{}", line[..end].to_lowercase(), &line[end..]);
    lowered
        .replace(";TZID=", ";tzid=")
        .replace(";VALUE=", ";Value=")
        .replace(";FBTYPE=", ";fbtype=")
        .replace(";PARTSTAT=", ";partstat=")
}

#[test]
fn the_form_of_the_text_makes_no_difference() {
    let mut tried = 0;
    for case in cases() {
        let name = &case.name;
        let Some(lines) = lines(&case.bytes) else {
            continue;
        };
        tried += 1;
        let expected = case.busy(&case.bytes).intervals;
        for end in ["\r\n", "\n", "\r", "\r\r\n"] {
            for width in [1, 2, 7, 74] {
                let text = folded(&lines, width, end);
                assert_eq!(
                    case.busy(&text).intervals,
                    expected,
                    "{name} folded at {width}, lines ending {end:?}"
                );
            }
        }
        let lowered: Vec<String> = lines.iter().map(|line| lowered(line)).collect();
        assert_eq!(
            case.busy(&folded(&lowered, 75, "\n")).intervals,
            expected,
            "{name} in lower case"
        );
    }
    assert!(tried > 50);
}

#[test]
fn the_order_of_components_makes_no_difference() {
    for case in cases() {
        let Some(lines) = lines(&case.bytes) else {
            continue;
        };
        assert_eq!(
            case.busy(&folded(&reversed(&lines), 75, "\r\n")).intervals,
            case.busy(&case.bytes).intervals,
            "{} reversed",
            case.name
        );
    }
}

#[test]
fn a_file_read_twice_is_busy_once() {
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let span = (instant(0), instant(400 * 24));
    for case in cases() {
        let (name, bytes) = (&case.name, case.bytes.as_slice());
        let (one, other) = (
            Source {
                name: "a.ics",
                bytes,
            },
            Source {
                name: "b.ics",
                bytes,
            },
        );
        let options = BusyOptions::default();
        let once = busy(&[one], span, &zone, &options).expect("a calendar");
        let twice = busy(&[one, other], span, &zone, &options).expect("a calendar");
        assert_eq!(once.intervals, twice.intervals, "{name}");
        let asked = [Interval::new(span.0, span.1).expect("a span")];
        let read = |sources: &[Source<'_>]| {
            events_in(sources, &asked, &zone, &options)
                .expect("a calendar")
                .taken
        };
        let (once, twice) = (read(&[one]), read(&[one, other]));
        if bytes
            .windows(4)
            .filter(|line| line.eq_ignore_ascii_case(b"UID:"))
            .count()
            > 0
        {
            assert!(twice.len() <= once.len() * 2);
        }
        let uids = once.iter().all(|event| event.event.uid.is_some());
        let same = once.windows(2).any(|pair| {
            pair[0].event.uid == pair[1].event.uid && pair[0].interval == pair[1].interval
        });
        if uids && !same {
            assert_eq!(once.len(), twice.len(), "{name}");
        }
    }
}

fn instant(hours: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_491_200 + hours * 3600, 0).expect("an instant")
}

/// Zones on both sides of Greenwich and of the date line, with and without summer time.
fn zone() -> impl Strategy<Value = Zone> {
    let names = [
        "UTC",
        "Europe/London",
        "Europe/Berlin",
        "Africa/Cairo",
        "Asia/Kathmandu",
        "Asia/Tokyo",
        "Australia/Adelaide",
        "Australia/Sydney",
        "Pacific/Auckland",
        "Pacific/Chatham",
        "Pacific/Kiritimati",
        "America/St_Johns",
        "America/New_York",
        "America/Los_Angeles",
        "Pacific/Honolulu",
        "Pacific/Pago_Pago",
    ];
    proptest::sample::select(names.to_vec()).prop_map(|name| name.parse().expect("a zone"))
}

/// A calendar of one event.
fn vcalendar(event: &str) -> String {
    format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{event}\nEND:VEVENT\nEND:VCALENDAR\n")
}

fn read_text(
    text: &str,
    span: (DateTime<Utc>, DateTime<Utc>),
    zone: &Zone,
    options: &BusyOptions,
) -> Busy {
    let source = [Source {
        name: "a.ics",
        bytes: text.as_bytes(),
    }];
    busy(&source, span, zone, options).expect("a calendar")
}

/// Events at random, as text, with the interval that each takes.
fn events() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec((0..2000i64, 1..100i64), 0..40)
}

fn calendar(events: &[(i64, i64)]) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\n");
    for (index, (start, length)) in events.iter().enumerate() {
        let at = instant(0) + TimeDelta::minutes(*start);
        text.push_str(&format!(
            "BEGIN:VEVENT\nUID:{index}\nDTSTART:{}\nDURATION:PT{length}M\nEND:VEVENT\n",
            at.format("%Y%m%dT%H%M%SZ")
        ));
    }
    text + "END:VCALENDAR\n"
}

fn minutes(intervals: &[Interval]) -> Vec<i64> {
    let minute = |at: DateTime<Utc>| (at - instant(0)).num_minutes();
    intervals
        .iter()
        .flat_map(|interval| minute(interval.start())..minute(interval.end()))
        .collect()
}

proptest! {
    #[test]
    fn busy_time_is_every_minute_that_some_event_takes(events in events(), pad in 0..30i64, from in 0..500i64) {
        let zone = Zone::utc();
        let options = BusyOptions { pad: TimeDelta::minutes(pad), all_day: AllDay::Away, ..BusyOptions::default() };
        let span = (instant(0) + TimeDelta::minutes(from), instant(0) + TimeDelta::minutes(1500));
        let text = calendar(&events);
        let source = [Source { name: "a.ics", bytes: text.as_bytes() }];
        let found = busy(&source, span, &zone, &options).expect("a calendar");
        let taken = |minute: &i64| events.iter().any(|(start, length)| (start - pad..start + length + pad).contains(minute));
        let expected: Vec<i64> = (from..1500).filter(taken).collect();
        prop_assert_eq!(minutes(&found.intervals), expected);
        let whole = Interval::new(span.0, span.1).expect("a span");
        for event in &events_in(&source, &[whole], &zone, &options).expect("a calendar").taken {
            prop_assert!(found.intervals.iter().any(|whole| whole.intersection(&event.interval) == Some(event.interval)));
        }
    }

    #[test]
    fn a_series_of_days_ends_on_the_day_whose_midnight_until_is(zone in zone(), reader in zone(), days in 0..20i64, at in 0..300i64) {
        let first = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a date") + TimeDelta::days(at);
        let until = zone.midnight(first + TimeDelta::days(days));
        // Between 10:00 and 12:29 UTC midnight comes in the east and in the west, and the reader has to be there.
        let doubtful = (36_000..45_000).contains(&until.time().num_seconds_from_midnight());
        let reader = if doubtful { zone.clone() } else { reader };
        let text = vcalendar(&format!(
            "DTSTART;VALUE=DATE:{}\nRRULE:FREQ=DAILY;UNTIL={}",
            first.format("%Y%m%d"),
            until.format("%Y%m%dT%H%M%SZ")
        ));
        let options = BusyOptions { all_day: AllDay::Away, ..BusyOptions::default() };
        let found = read_text(&text, (instant(-100 * 24), instant(400 * 24)), &reader, &options);
        prop_assert_eq!(found.away.first().map(|day| day.first), Some(first));
        prop_assert_eq!(found.away.last().map(|day| day.last), Some(first + TimeDelta::days(days)));
        prop_assert_eq!(found.away.len() as i64, days + 1);
    }

    #[test]
    fn until_as_a_date_is_its_last_second(zone in zone(), minute in 0..1440i64, days in 0..20i64) {
        let first = NaiveDate::from_ymd_opt(2026, 11, 3).expect("a date");
        let start = first.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute);
        let last = (first + TimeDelta::days(days)).format("%Y%m%d");
        let series = |until: String| {
            let text = vcalendar(&format!(
                "DTSTART;TZID={zone}:{}\nDURATION:PT1M\nRRULE:FREQ=DAILY;UNTIL={until}",
                start.format("%Y%m%dT%H%M%S")
            ));
            read_text(&text, (instant(0), instant(1000)), &Zone::utc(), &BusyOptions::default()).intervals
        };
        let found = series(last.to_string());
        prop_assert_eq!(found.len() as i64, days + 1);
        prop_assert_eq!(found, series(format!("{last}T235959")));
    }

    #[test]
    fn only_the_owners_answer_matters(answers in proptest::collection::vec((0..4usize, 0..3usize), 0..5)) {
        const ANSWERS: [&str; 4] = ["DECLINED", "ACCEPTED", "TENTATIVE", "NEEDS-ACTION"];
        const GUESTS: [&str; 3] = ["rep@example.com", "a@example.com", "b@example.com"];
        let lines: String = answers
            .iter()
            .map(|(answer, guest)| format!("\nATTENDEE;PARTSTAT={}:mailto:{}", ANSWERS[*answer], GUESTS[*guest]))
            .collect();
        let text = vcalendar(&format!("DTSTART:20261110T100000Z\nDURATION:PT1H{lines}"));
        let busy = |tentative| {
            let options = BusyOptions { me: vec![GUESTS[0].to_owned()], tentative, ..BusyOptions::default() };
            !read_text(&text, (instant(0), instant(1000)), &Zone::utc(), &options).intervals.is_empty()
        };
        let own: Vec<&str> = answers.iter().filter(|(_, guest)| *guest == 0).map(|(answer, _)| ANSWERS[*answer]).collect();
        let (accepted, declined) = (own.contains(&"ACCEPTED"), own.iter().all(|answer| *answer == "DECLINED"));
        prop_assert_eq!(busy(true), own.is_empty() || !declined);
        prop_assert_eq!(busy(false), own.is_empty() || accepted);
    }

    #[test]
    fn a_series_written_out_under_one_uid_is_all_there(starts in proptest::collection::btree_set(0..500i64, 1..20)) {
        let events = |uid: fn(i64) -> i64| {
            let events: String = starts
                .iter()
                .map(|hours| {
                    let (at, uid) = (instant(*hours).format("%Y%m%dT%H%M%SZ"), uid(*hours));
                    format!("BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:{at}\nLAST-MODIFIED:{at}\nDTSTART:{at}\nDURATION:PT30M\nEND:VEVENT\n")
                })
                .collect();
            let text = format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n");
            read_text(&text, (instant(0), instant(1000)), &Zone::utc(), &BusyOptions::default())
        };
        let (one, many) = (events(|_| 1), events(|hours| hours));
        prop_assert_eq!(one.intervals.len(), starts.len());
        prop_assert_eq!(one, many);
    }

    #[test]
    fn one_end_with_a_zone_is_as_good_as_two(zone in zone(), from in 0..1000i64, minutes in 1..600i64, named in 0..3usize) {
        let start = instant(from).naive_utc();
        let end = start + TimeDelta::minutes(minutes);
        let read = |zones: [bool; 2]| {
            let parameter = |named: bool| if named { format!(";TZID={zone}") } else { String::new() };
            let text = vcalendar(&format!(
                "DTSTART{}:{}\nDTEND{}:{}",
                parameter(zones[0]), start.format("%Y%m%dT%H%M%S"), parameter(zones[1]), end.format("%Y%m%dT%H%M%S")
            ));
            let reader = "Pacific/Kiritimati".parse().expect("a zone");
            read_text(&text, (instant(-100), instant(1200)), &reader, &BusyOptions::default())
        };
        prop_assert_eq!(read([named != 0, named != 1]), read([true, true]));
    }

    #[test]
    fn travel_is_time_ahead_of_the_start(from in 0..1000i64, length in 1..300i64, travel in 0..300i64, pad in 0..20i64) {
        let options = BusyOptions { pad: TimeDelta::minutes(pad), ..BusyOptions::default() };
        let read = |start: DateTime<Utc>, more: String| {
            let end = instant(from) + TimeDelta::minutes(length);
            let text = vcalendar(&format!("DTSTART:{}\nDTEND:{}{more}", start.format("%Y%m%dT%H%M%SZ"), end.format("%Y%m%dT%H%M%SZ")));
            read_text(&text, (instant(10), instant(990)), &Zone::utc(), &options)
        };
        let ahead = instant(from) - TimeDelta::minutes(travel);
        prop_assert_eq!(read(instant(from), format!("\nX-APPLE-TRAVEL-DURATION:PT{travel}M")), read(ahead, String::new()));
    }

    #[test]
    fn events_are_the_busy_time_that_was_asked_about(case in any::<prop::sample::Index>(), asked in proptest::collection::vec((0..4800i64, 1..40i64), 0..12)) {
        let cases = cases();
        let case = &cases[case.index(cases.len())];
        let asked: Vec<Interval> = asked
            .iter()
            .filter_map(|(from, length)| Interval::new(instant(*from), instant(from + length)))
            .collect();
        let source = [Source { name: "case.ics", bytes: &case.bytes }];
        let (zone, options) = (Zone::utc(), BusyOptions { all_day: AllDay::Busy, ..BusyOptions::default() });
        let found = events_in(&source, &asked, &zone, &options).expect("a calendar").taken;
        let whole = union(asked.clone());
        let span = (instant(0), instant(5000));
        let busy = busy(&source, span, &zone, &options).expect("a calendar").intervals;
        let expected: Vec<Interval> = busy
            .iter()
            .flat_map(|busy| whole.iter().filter_map(|piece| piece.intersection(busy)))
            .collect();
        prop_assert_eq!(union(found.iter().map(|event| event.interval).collect()), union(expected));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(BEGIN:|END:|VCALENDAR|VEVENT|VTIMEZONE|STANDARD|DTSTART|DTEND|RRULE|TZID|RDATE|EXDATE|DURATION|RECURRENCE-ID|[;:=,\"/PTZWD+-]|[0-9]{1,8}|FREQ=DAILY|BYDAY=MO|\r|\n|\n |[a-zA-Zü\0]){0,120}") {
        let whole = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{text}\nEND:VEVENT\nEND:VCALENDAR\n");
        for text in [text.as_str(), whole.as_str()] {
            let source = [Source { name: "a.ics", bytes: text.as_bytes() }];
            let _ = busy(&source, (instant(0), instant(100)), &Zone::utc(), &BusyOptions::default());
        }
    }

    #[test]
    fn no_damage_to_a_file_makes_the_reader_panic(case in 0usize..1000, at in 0usize..4000, byte in any::<u8>(), cut in any::<bool>()) {
        let cases = cases();
        let mut bytes = cases[case % cases.len()].bytes.clone();
        let at = at % bytes.len();
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        let source = [Source { name: "a.ics", bytes: &bytes }];
        let limits = followthrough_ics::read::Limits { steps: 2_000, ..Default::default() };
        let options = BusyOptions { limits, ..BusyOptions::default() };
        let _ = busy(&source, (instant(0), instant(2000)), &Zone::utc(), &options);
    }
}
