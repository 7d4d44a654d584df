//! Laws of reading: the order of components and the form of the text make no difference, more never becomes less.

use chrono::{DateTime, TimeDelta, Utc};
use followthrough::{Interval, Zone};
use followthrough_ics::read::{AllDay, BusyOptions, Source, busy};
use proptest::prelude::*;

use crate::ics_cases::{busy_of, cases};

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
}

#[test]
fn the_form_of_the_text_makes_no_difference() {
    let mut tried = 0;
    for (name, bytes, _) in cases() {
        let Some(lines) = lines(&bytes) else { continue };
        tried += 1;
        let expected = busy_of(&bytes).intervals;
        for end in ["\r\n", "\n", "\r", "\r\r\n"] {
            for width in [1, 2, 7, 74] {
                let text = folded(&lines, width, end);
                assert_eq!(
                    busy_of(&text).intervals,
                    expected,
                    "{name} folded at {width}, lines ending {end:?}"
                );
            }
        }
        let lowered: Vec<String> = lines.iter().map(|line| lowered(line)).collect();
        assert_eq!(
            busy_of(&folded(&lowered, 75, "\n")).intervals,
            expected,
            "{name} in lower case"
        );
    }
    assert!(tried > 50);
}

#[test]
fn the_order_of_components_makes_no_difference() {
    for (name, bytes, _) in cases() {
        let Some(lines) = lines(&bytes) else { continue };
        let expected = busy_of(&bytes).intervals;
        assert_eq!(
            busy_of(&folded(&reversed(&lines), 75, "\r\n")).intervals,
            expected,
            "{name} reversed"
        );
    }
}

#[test]
fn a_file_read_twice_is_busy_once() {
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let span = (instant(0), instant(200 * 24));
    for (name, bytes, _) in cases() {
        let (one, other) = (
            Source {
                name: "a.ics",
                bytes: &bytes,
            },
            Source {
                name: "b.ics",
                bytes: &bytes,
            },
        );
        let options = BusyOptions::default();
        let once = busy(&[one], span, &zone, &options).expect("a calendar");
        let twice = busy(&[one, other], span, &zone, &options).expect("a calendar");
        assert_eq!(once.intervals, twice.intervals, "{name}");
        if bytes
            .windows(4)
            .filter(|line| line.eq_ignore_ascii_case(b"UID:"))
            .count()
            > 0
        {
            assert!(twice.events.len() <= once.events.len() * 2);
        }
        let uids = once.events.iter().all(|event| event.event.uid.is_some());
        let same = once.events.windows(2).any(|pair| {
            pair[0].event.uid == pair[1].event.uid && pair[0].interval == pair[1].interval
        });
        if uids && !same {
            assert_eq!(once.events.len(), twice.events.len(), "{name}");
        }
    }
}

fn instant(hours: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_793_491_200 + hours * 3600, 0).expect("an instant")
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
        let found = busy(&[Source { name: "a.ics", bytes: text.as_bytes() }], span, &zone, &options).expect("a calendar");
        let taken = |minute: &i64| events.iter().any(|(start, length)| (start - pad..start + length + pad).contains(minute));
        let expected: Vec<i64> = (from..1500).filter(taken).collect();
        prop_assert_eq!(minutes(&found.intervals), expected);
        for event in &found.events {
            prop_assert!(found.intervals.iter().any(|whole| whole.intersection(&event.interval) == Some(event.interval)));
        }
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
        let mut bytes = cases[case % cases.len()].1.clone();
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
