//! Files that mean harm, or are no calendars: a clear error or a warning, at a small price.

use chrono::{DateTime, TimeDelta, Utc};
use followthrough::{Interval, Zone};
use followthrough_ics::read::{Busy, BusyOptions, IcsError, Limits, Problem, Source, busy, events};

fn span() -> (DateTime<Utc>, DateTime<Utc>) {
    (
        "2026-11-23T00:00:00Z".parse().expect("an instant"),
        "2027-02-23T00:00:00Z".parse().expect("an instant"),
    )
}

fn read(text: &str) -> Result<Busy, IcsError> {
    busy(
        &[Source {
            name: "a.ics",
            bytes: text.as_bytes(),
        }],
        span(),
        &Zone::utc(),
        &BusyOptions::default(),
    )
}

fn event(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Harm\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
}

#[test]
fn what_is_no_calendar_is_an_error_that_says_what_it_is() {
    for (text, message) in [
        ("", "a.ics: the file is empty, expected a calendar"),
        (" \r\n", "a.ics: the file is empty, expected a calendar"),
        (
            "<!DOCTYPE html>\n<title>Sign in: please</title>",
            "a.ics: no `BEGIN:VCALENDAR` in the file, which begins with `<!DOCTYPE html> <title>Sign in: please</title>`; expected a calendar",
        ),
        (
            "BEGIN:VEVENT\nDTSTART:20261124T100000Z\nEND:VEVENT\n",
            "a.ics: no `BEGIN:VCALENDAR` in the file, which begins with `BEGIN:VEVENT DTSTART:20261124T100000Z END:VEVENT `; expected a calendar",
        ),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261124T1000",
            "a.ics:3: the file ends inside `VEVENT`, which line 2 opens; it is not whole",
        ),
        (
            "BEGIN:VCALENDAR\nVERSION:2.0\n",
            "a.ics:2: the file ends inside `VCALENDAR`, which line 1 opens; it is not whole",
        ),
    ] {
        assert_eq!(read(text).expect_err(text).to_string(), message);
    }
    let image: Vec<u8> = (0..=255).collect();
    let picture = busy(
        &[Source {
            name: "a.ics",
            bytes: &image,
        }],
        span(),
        &Zone::utc(),
        &BusyOptions::default(),
    );
    assert!(matches!(picture, Err(IcsError::NotACalendar { .. })));
}

#[test]
fn a_hundred_thousand_nested_components_are_an_error() {
    let text = format!("BEGIN:VCALENDAR\n{}", "BEGIN:VEVENT\n".repeat(100_000));
    let error = read(&text).expect_err("too deep");
    assert_eq!(
        error.to_string(),
        "a.ics:33: components lie 32 deep in each other, expected about three"
    );
}

#[test]
fn a_file_beyond_the_limit_is_not_looked_at() {
    let text = event("DTSTART:20261124T100000Z");
    let limits = Limits {
        bytes: 50,
        ..Limits::default()
    };
    let options = BusyOptions {
        limits,
        ..BusyOptions::default()
    };
    let error = busy(
        &[Source {
            name: "a.ics",
            bytes: text.as_bytes(),
        }],
        span(),
        &Zone::utc(),
        &options,
    );
    let message = format!(
        "a.ics: the file has {} bytes, expected at most 50",
        text.len()
    );
    assert_eq!(error.expect_err("too large").to_string(), message);
}

#[test]
fn a_line_of_millions_of_characters_is_passed_over() {
    let text = event(&format!(
        "DESCRIPTION:{}\nDTSTART:20261124T100000Z\nDURATION:PT1H",
        "a\\n".repeat(5_000_000)
    ));
    assert_eq!(read(&text).expect("a calendar").intervals.len(), 1);
}

#[test]
fn series_without_end_leave_the_rest_of_the_span_busy() {
    let lists = |to: u32| {
        (0..to)
            .map(|number| number.to_string())
            .collect::<Vec<_>>()
            .join(",")
    };
    let full = format!(
        "FREQ=YEARLY;BYHOUR={};BYMINUTE={};BYSECOND={};BYDAY=MO,TU,WE,TH,FR,SA,SU",
        lists(24),
        lists(60),
        lists(60)
    );
    for rule in [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;COUNT=4000000000",
        "FREQ=MINUTELY;BYSECOND=1,2,3,4,5,6,7,8",
        &full,
    ] {
        let found = read(&event(&format!(
            "DTSTART:19700101T000000Z\nDURATION:PT1S\nRRULE:{rule}"
        )))
        .expect("a calendar");
        assert_eq!(
            found.intervals.last().expect("busy").end(),
            span().1,
            "{rule}"
        );
        assert!(
            matches!(found.warnings[0].problem, Problem::Endless { .. }),
            "{rule}"
        );
    }
}

#[test]
fn rules_that_name_nothing_cost_little() {
    for rule in [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;INTERVAL=4000000000;BYMONTHDAY=1",
        "FREQ=DAILY;COUNT=1000000000;INTERVAL=65535",
        "FREQ=WEEKLY;UNTIL=19000101T000000Z",
    ] {
        let text = event(&format!(
            "DTSTART:19700101T000000Z\nDURATION:PT1S\nRRULE:{rule}"
        ));
        assert_eq!(read(&text).expect("a calendar").intervals, [], "{rule}");
    }
}

#[test]
fn what_takes_every_hour_a_thousand_times_is_told_once_for_each_block() {
    // Every hour since 1974, each occurrence 52 years long.
    let text = event(
        "SUMMARY:x\nDTSTART:19740107T100000Z\nDTEND:20260907T100000Z\nRRULE:FREQ=HOURLY;COUNT=150000",
    );
    let source = [Source {
        name: "a.ics",
        bytes: text.as_bytes(),
    }];
    let at = |day: i64, hour: i64| span().0 + TimeDelta::days(day) + TimeDelta::hours(hour);
    let blocks: Vec<Interval> = (0..20)
        .filter_map(|day| Interval::new(at(day, 9), at(day, 10)))
        .collect();
    let options = BusyOptions::default();
    let found = events(&source, &blocks, &Zone::utc(), &options).expect("a calendar");
    let told: Vec<Interval> = found.taken.iter().map(|event| event.interval).collect();
    assert_eq!(told, blocks);
    let busy = busy(&source, span(), &Zone::utc(), &options).expect("a calendar");
    assert_eq!(busy.intervals.len(), 1);
}

#[test]
fn many_costly_series_share_one_budget() {
    let one =
        "BEGIN:VEVENT\nDTSTART:19700101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY\nEND:VEVENT\n";
    let text = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", one.repeat(20_000));
    let found = read(&text).expect("a calendar");
    assert_eq!(found.intervals.len(), 1);
    assert!(matches!(
        found.warnings.last().expect("a warning").problem,
        Problem::More { count: 19_800 }
    ));
}

#[test]
fn warnings_are_listed_up_to_a_number_and_counted_beyond() {
    let text = event(&format!(
        "{}DTSTART:20261124T100000Z",
        "no property\n".repeat(1_000)
    ));
    let found = read(&text).expect("a calendar");
    assert_eq!(found.warnings.len(), 201);
    assert_eq!(
        found.warnings[200].to_string(),
        "a.ics:204: 800 more warnings about this file"
    );
}

#[test]
fn times_at_the_ends_of_the_calendar_do_no_harm() {
    for (start, rule) in [
        ("00000101T000000Z", "DAILY"),
        ("99991231T235959Z", "YEARLY"),
        ("00010101", "WEEKLY"),
        ("99991231", "MONTHLY"),
    ] {
        let found = read(&event(&format!(
            "DTSTART:{start}\nDURATION:P366000D\nRRULE:FREQ={rule}"
        )));
        assert!(found.is_ok(), "{start}");
    }
}
