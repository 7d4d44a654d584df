//! How long it takes to read a calendar into busy time, beside crates that only parse it: every answer about capacity
//! waits for this, and exports of a few years are common.
//!
//! ```console
//! $ cargo run --release -p followthrough-benches --bin bench-ics-read
//! ```
//!
//! One file of 10,000 events (5 MB, 500 of them series) is generated, the same at each run. The peak memory is that of
//! a process that does nothing else (Linux only).

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use followthrough::{Budget, Interval, Rule, Start, Zone};
use followthrough_ics::read::{Busy, BusyOptions, Source, busy, events};

const EVENTS: u64 = 10_000;

/// Three years of meetings as Outlook exports them, every twentieth a series.
fn calendar() -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n");
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).expect("a date");
    for number in 0..EVENTS {
        let day = first + Days::new(number * 1_096 / EVENTS);
        let hour = 8 + number % 9;
        let zone =
            ["Eastern Standard Time", "America/New_York", "Europe/Berlin"][(number % 3) as usize];
        let _ = write!(
            text,
            "BEGIN:VEVENT\r\nUID:040000008200E00074C5B7101A82E008{number:08}\r\nSUMMARY:Meeting number {number}\\, weekly \
             report and what else there is\r\nDTSTART;TZID={zone}:{day}T{hour:02}0000\r\nDTEND;TZID={zone}:{day}T{hour:02}3000\r\n",
            day = day.format("%Y%m%d"),
        );
        if number % 20 == 0 {
            let rule = [
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                "FREQ=WEEKLY",
                "FREQ=MONTHLY;BYDAY=2TU",
                "FREQ=WEEKLY;INTERVAL=2;COUNT=60",
            ][(number / 20 % 4) as usize];
            let _ = write!(
                text,
                "RRULE:{rule}\r\nEXDATE;TZID={zone}:{}T{hour:02}0000\r\n",
                (day + Days::new(7)).format("%Y%m%d")
            );
        }
        let _ = write!(
            text,
            "DTSTAMP:20261101T000000Z\r\nORGANIZER;CN=Somebody:mailto:somebody@example.com\r\nATTENDEE;ROLE=REQ-PARTICIPANT;\
             PARTSTAT=ACCEPTED;CN=\"Else, Somebody\":mailto:so\r\n mebody.else@example.com\r\nDESCRIPTION:Agenda:\\n- a first \
             point that takes a while\\n- another on\r\n e\\, which does not\\n- what is left\r\nLOCATION:Room {}\r\nTRANSP:OPAQUE\r\n\
             SEQUENCE:0\r\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nEND:VEVENT\r\n",
            number % 40
        );
    }
    text + "END:VCALENDAR\r\n"
}

fn quarter() -> (DateTime<Utc>, DateTime<Utc>) {
    let start: DateTime<Utc> = "2026-11-23T05:00:00Z".parse().expect("an instant");
    (start, start + TimeDelta::days(91))
}

fn ours(text: &str) -> Busy {
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let source = [Source {
        name: "bench.ics",
        bytes: text.as_bytes(),
    }];
    busy(&source, quarter(), &zone, &BusyOptions::default()).expect("a calendar")
}

fn occurrences(text: &str) -> usize {
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let source = [Source {
        name: "bench.ics",
        bytes: text.as_bytes(),
    }];
    let span = Interval::new(quarter().0, quarter().1).expect("a quarter");
    let found = events(&source, &[span], &zone, &BusyOptions::default()).expect("a calendar");
    found.taken.len()
}

fn calcard(text: &str) -> usize {
    match calcard::icalendar::ICalendar::parse(text) {
        Ok(calendar) => calendar.components.len(),
        Err(_) => 0,
    }
}

fn icalendar(text: &str) -> usize {
    let unfolded = icalendar::parser::unfold(text);
    icalendar::parser::read_calendar_simple(&unfolded)
        .map_or(0, |calendars| calendars[0].components.len())
}

/// The shortest of several runs.
fn best<T>(runs: usize, mut work: impl FnMut() -> T) -> Duration {
    let time = |_| {
        let began = Instant::now();
        black_box(work());
        began.elapsed()
    };
    (0..runs).map(time).min().unwrap_or_default()
}

/// The peak memory of a process that runs `what` once, in kB.
fn peak(what: &str) -> Option<u64> {
    let output = Command::new(std::env::current_exe().ok()?)
        .args(["peak", what])
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn own_peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map(|line| line.trim().trim_end_matches(" kB").to_owned())
        .unwrap_or_default()
}

fn main() {
    let text = calendar();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let ["text"] = arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        // For peers in other languages: benches/peers/ics_read.py.
        print!("{text}");
        return;
    }
    if let [_, what] = arguments.as_slice() {
        match what.as_str() {
            "ours" => drop(black_box(ours(&text))),
            "calcard" => drop(black_box(calcard(&text))),
            "icalendar" => drop(black_box(icalendar(&text))),
            _ => {}
        }
        println!("{}", own_peak());
        return;
    }

    // A fast wrong answer is worth nothing.
    let (answer, occurrences) = (ours(&text), occurrences(&text));
    assert!(
        answer.warnings.is_empty() && occurrences > 10_000,
        "{occurrences} occurrences"
    );
    assert_eq!(calcard(&text), EVENTS as usize + 1);
    assert_eq!(icalendar(&text), EVENTS as usize);

    println!(
        "{EVENTS} events, {:.1} MB, {occurrences} occurrences in a quarter",
        text.len() as f64 / 1e6
    );
    let bare = peak("nothing").unwrap_or(0);
    let reference = best(9, || calcard(&text));
    for (name, time) in [
        ("ours: read, expanded, joined", best(9, || ours(&text))),
        ("calcard 0.3: parsed", reference),
        ("icalendar 0.17: parsed", best(9, || icalendar(&text))),
    ] {
        let memory = peak(name.split([' ', ':']).next().unwrap_or(""))
            .unwrap_or(0)
            .saturating_sub(bare);
        println!(
            "{name:30} {:7.1} ms  {:4.2} x calcard  {:4.1} x the file in memory",
            time.as_secs_f64() * 1e3,
            time.as_secs_f64() / reference.as_secs_f64(),
            memory as f64 * 1024.0 / text.len() as f64
        );
    }

    let rule: Rule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR".parse().expect("a rule");
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let from = quarter().0.naive_utc();
    let expand = |years: u64| {
        let start = Start::at(from - Days::new(1 + years * 365), &zone);
        let to = from + Days::new(91);
        assert_eq!(
            rule.occurrences(&start, from, to, Budget::default())
                .starts
                .len(),
            65
        );
        best(50, || {
            for _ in 0..100 {
                black_box(rule.occurrences(&start, from, to, Budget::default()));
            }
        })
        .as_secs_f64()
            / 100.0
    };
    let (fresh, old) = (expand(0), expand(20));
    println!(
        "a quarter of weekdays: {:.1} µs begun yesterday, {:.1} µs begun 20 years ago ({:.2} x)",
        fresh * 1e6,
        old * 1e6,
        old / fresh
    );
}
