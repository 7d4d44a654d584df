//! The VTIMEZONEs that exports declare, checked hour by hour with a reader of their own.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};
use followthrough::Zone;
use followthrough_ics::write::{Options, calendar};

use super::schedules::{at, date, edition, item, schedule, segment, zone};

/// One STANDARD or DAYLIGHT, as it is written.
#[derive(Debug)]
struct Observance {
    onset: NaiveDateTime,
    from: i64,
    to: i64,
    /// Month, nth, weekday.
    yearly: Option<(u32, i32, Weekday)>,
}

/// The export of one block at the begin and one at the end of a span.
fn export(zone: &Zone, from: NaiveDate, to: NaiveDate) -> String {
    let piece = |day: NaiveDate| {
        segment(
            zone,
            &["calling"],
            at(day, 12, 0),
            60,
            vec![item(Some("P-1"), "Owl", day)],
        )
    };
    let mut days = vec![from, to];
    days.dedup();
    let schedule = schedule("Zones", zone, days.into_iter().map(piece).collect());
    calendar(
        &schedule,
        &edition("2026-10-26T04:00:00Z"),
        &Options::default(),
        None,
    )
    .expect("a calendar")
    .to_string()
}

fn observances(text: &str) -> Vec<Observance> {
    let offset = |text: &str| {
        let (sign, digits) = text.split_at(1);
        let part = |range: std::ops::Range<usize>| {
            digits
                .get(range)
                .map_or(0, |part| part.parse::<i64>().expect("digits"))
        };
        (part(0..2) * 3600 + part(2..4) * 60 + part(4..6)) * if sign == "-" { -1 } else { 1 }
    };
    let day = |text: &str| {
        text.parse::<Weekday>().ok().or_else(|| {
            [
                ("MO", Weekday::Mon),
                ("TU", Weekday::Tue),
                ("WE", Weekday::Wed),
                ("TH", Weekday::Thu),
                ("FR", Weekday::Fri),
                ("SA", Weekday::Sat),
                ("SU", Weekday::Sun),
            ]
            .into_iter()
            .find(|(name, _)| *name == text)
            .map(|(_, day)| day)
        })
    };
    let zone = text.split("BEGIN:VTIMEZONE").nth(1).unwrap_or("");
    let zone = zone.split("END:VTIMEZONE").next().unwrap_or("");
    let parts = zone.split("BEGIN:").skip(1);
    parts
        .map(|part| {
            let lines: BTreeMap<&str, &str> = part
                .split("\r\n")
                .filter_map(|line| line.split_once(':'))
                .collect();
            let yearly = lines.get("RRULE").map(|rule| {
                let rest = rule
                    .strip_prefix("FREQ=YEARLY;BYMONTH=")
                    .expect("a yearly rule");
                let (month, place) = rest.split_once(";BYDAY=").expect("a weekday");
                let (nth, name) = place.split_at(place.len() - 2);
                (
                    month.parse().expect("a month"),
                    nth.parse().expect("a place"),
                    day(name).expect("a weekday"),
                )
            });
            Observance {
                onset: NaiveDateTime::parse_from_str(lines["DTSTART"], "%Y%m%dT%H%M%S")
                    .expect("a local time"),
                from: offset(lines["TZOFFSETFROM"]),
                to: offset(lines["TZOFFSETTO"]),
                yearly,
            }
        })
        .collect()
}

/// The offset that RFC 5545 §3.6.5 gives: that of the observance whose onset is the latest before.
fn offset_at(observances: &[Observance], at: DateTime<Utc>) -> Option<i64> {
    let mut latest: Option<(NaiveDateTime, i64)> = None;
    for observance in observances {
        let onsets = match observance.yearly {
            None => vec![observance.onset],
            Some((month, nth, weekday)) => (at.year() - 1..=at.year())
                .filter_map(|year| {
                    let date = if nth > 0 {
                        NaiveDate::from_weekday_of_month_opt(
                            year,
                            month,
                            weekday,
                            u8::try_from(nth).expect("small"),
                        )
                    } else {
                        (1..=5).rev().find_map(|nth| {
                            NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth)
                        })
                    };
                    date.map(|date| date.and_time(observance.onset.time()))
                })
                .filter(|onset| *onset >= observance.onset)
                .collect(),
        };
        for onset in onsets {
            let utc = onset - TimeDelta::seconds(observance.from);
            if utc <= at.naive_utc() && latest.is_none_or(|(known, _)| known < utc) {
                latest = Some((utc, observance.to));
            }
        }
    }
    latest.map(|(_, to)| to)
}

#[track_caller]
fn check(name: &str, from: &str, to: &str) -> bool {
    let zone = zone(name);
    let text = export(&zone, date(from), date(to));
    let found = observances(&text);
    if found.is_empty() {
        assert!(!text.contains("TZID"), "{name} is undeclared");
        return false;
    }
    assert!(
        text.matches("BEGIN:STANDARD").count() == 1 && text.matches("BEGIN:DAYLIGHT").count() <= 1,
        "{text}"
    );
    let mut at = zone.instant(date(from).and_hms_opt(12, 0, 0).expect("noon"));
    let end = zone.instant(date(to).and_hms_opt(13, 0, 0).expect("an hour later"));
    while at <= end {
        assert_eq!(
            offset_at(&found, at),
            Some(zone.offset_seconds(at)),
            "{name} at {at}\n{text}"
        );
        at += TimeDelta::minutes(30);
    }
    true
}

#[test]
fn every_zone_of_the_database_is_right_over_a_year_or_written_in_utc() {
    let mut utc = Vec::new();
    for name in Zone::names() {
        if !check(&name, "2026-10-26", "2027-10-25") && !matches!(name.as_str(), "UTC" | "Etc/UTC")
        {
            utc.push(name);
        }
    }
    assert!(
        utc.contains(&"Asia/Gaza".to_owned()) && utc.len() < 60,
        "{} {utc:?}",
        utc.len()
    );
}

#[test]
fn spans_of_many_lengths_are_right_too() {
    for name in [
        "America/New_York",
        "Europe/Dublin",
        "Europe/Berlin",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Asia/Jerusalem",
        "Africa/Cairo",
        "America/Nuuk",
        "Pacific/Easter",
        "Asia/Gaza",
        "America/Vancouver",
        "Antarctica/Troll",
    ] {
        for (from, to) in [
            ("2026-03-07", "2026-03-09"),
            ("2026-01-02", "2026-12-30"),
            ("2026-11-01", "2026-11-01"),
            ("2026-06-01", "2031-06-01"),
            ("1999-12-31", "2000-01-02"),
            ("2006-01-01", "2008-01-01"),
            ("2030-03-31", "2030-04-01"),
        ] {
            check(name, from, to);
        }
    }
    for name in [
        "America/New_York",
        "Europe/Berlin",
        "Europe/London",
        "Australia/Sydney",
    ] {
        assert!(
            check(name, "2026-01-02", "2031-12-30"),
            "{name} has a simple rule"
        );
    }
}

#[test]
fn new_york_has_the_rules_of_2007() {
    let text = export(
        &zone("America/New_York"),
        date("2026-10-26"),
        date("2026-12-01"),
    );
    let expected = "BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n\
        BEGIN:STANDARD\r\nDTSTART:20071104T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\n\
        BEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\n\
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_young_rule_is_not_trusted_to_be_known() {
    // British Columbia stopped changing its clocks in 2026, Paraguay in 2024, Mexico in 2022.
    assert!(!check("America/Vancouver", "2027-01-04", "2027-12-30"));
    assert!(!check("America/Asuncion", "2026-10-26", "2027-01-30"));
    assert!(check("America/Mexico_City", "2026-10-26", "2027-12-30"));
    // In time the apps have learned it.
    assert!(check("America/Vancouver", "2030-01-04", "2030-12-30"));
    let text = export(
        &zone("America/Vancouver"),
        date("2030-01-04"),
        date("2030-12-30"),
    );
    assert!(
        text.contains("TZOFFSETTO:-0700") && !text.contains("DAYLIGHT"),
        "{text}"
    );
}

#[test]
fn a_time_that_comes_twice_is_written_in_utc() {
    let zone = zone("America/New_York");
    let day = date("2026-11-01");
    let call = item(Some("P-1"), "Owl", day);
    let first = segment(&zone, &["calling"], at(day, 0, 30), 45, vec![call]);
    let schedule = schedule("Night", &zone, vec![first]);
    let text = calendar(
        &schedule,
        &edition("2026-10-26T04:00:00Z"),
        &Options::default(),
        None,
    )
    .expect("a calendar")
    .to_string();
    // ical.js and node-ical take an end at 01:15 for the second one.
    assert!(
        text.contains("DTSTART:20261101T043000Z\r\nDTEND:20261101T051500Z\r\n"),
        "{text}"
    );
}
