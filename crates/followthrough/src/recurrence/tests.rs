//! Each fault of the `rrule` crate that this module corrects, with the section of RFC 5545 that says how it should be.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::*;
use crate::zone::Zone;

fn local(text: &str) -> NaiveDateTime {
    let (date, time) = text.split_at(8);
    let date = NaiveDate::parse_from_str(date, "%Y%m%d").expect("a date");
    match time.strip_prefix('T') {
        Some(time) => date.and_time(NaiveTime::parse_from_str(time, "%H%M%S").expect("a time")),
        None => date.and_time(NaiveTime::MIN),
    }
}

#[track_caller]
fn found_in(zone: &str, rule: &str, start: &str, from: &str, to: &str) -> Vec<String> {
    let zone: Zone = zone.parse().expect("a zone");
    let rule: Rule = Rule::lenient(rule).expect("a rule").0;
    let begin = if start.len() == 8 {
        Start::on(local(start).date(), &zone)
    } else {
        Start::at(local(start), &zone)
    };
    let found = rule.occurrences(&begin, local(from), local(to), Budget::default());
    assert_eq!(found.stopped, None);
    let format = if start.len() == 8 {
        "%Y%m%d"
    } else {
        "%Y%m%dT%H%M%S"
    };
    found
        .starts
        .iter()
        .map(|at| at.format(format).to_string())
        .collect()
}

#[track_caller]
fn found(rule: &str, start: &str, from: &str, to: &str) -> Vec<String> {
    found_in("UTC", rule, start, from, to)
}

#[test]
fn a_gap_of_the_clock_drops_no_occurrence_and_an_overlap_doubles_none() {
    // §3.3.10 and §3.3.5: recurrence is on local time.
    let cairo = found_in(
        "Africa/Cairo",
        "FREQ=DAILY",
        "20260420T001500",
        "20260423",
        "20260426",
    );
    assert_eq!(
        cairo,
        ["20260423T001500", "20260424T001500", "20260425T001500"]
    );
    let hours = found_in(
        "America/New_York",
        "FREQ=HOURLY",
        "20261031T003000",
        "20261101",
        "20261102",
    );
    assert_eq!(hours.len(), 24);
}

#[test]
fn until_in_utc_is_compared_as_an_instant() {
    // §3.3.10: UNTIL is UTC where DTSTART has a zone; 09:00 in New York is 14:00Z in winter.
    let new_york = |until| {
        found_in(
            "America/New_York",
            &format!("FREQ=DAILY;UNTIL={until}"),
            "20261125T090000",
            "20261101",
            "20261231",
        )
        .len()
    };
    assert_eq!(new_york("20261127T140000Z"), 3);
    assert_eq!(new_york("20261127T135959Z"), 2);
    assert_eq!(
        new_york("20261127T090000"),
        3,
        "without Z it is read in the zone of the series"
    );
    assert_eq!(new_york("20261127"), 3, "a date is that whole day");
}

#[test]
fn until_before_the_start_is_a_deleted_series() {
    assert_eq!(
        found(
            "FREQ=DAILY;UNTIL=20261101T000000Z",
            "20261125T090000",
            "20261101",
            "20261231"
        ),
        [""; 0]
    );
}

#[test]
fn until_of_a_series_of_days_is_its_last_day() {
    assert_eq!(
        found(
            "FREQ=DAILY;UNTIL=20261127",
            "20261125",
            "20261101",
            "20261231"
        )
        .len(),
        3
    );
    // 25 to 28 November, by what an UNTIL in UTC means to the zone of the series.
    for (zone, until, days) in [
        ("UTC", "20261127T230000Z", 4),
        ("America/New_York", "20261127T230000Z", 4),
        ("Europe/Berlin", "20261127T230000Z", 4),
        ("Europe/Berlin", "20261127T235959Z", 3),
        ("Europe/Berlin", "20261127T225959Z", 3),
        ("Europe/Berlin", "20261127T224700Z", 3),
        ("Europe/Berlin", "20261127T000000Z", 3),
        ("Asia/Kathmandu", "20261127T181500Z", 4),
        ("Australia/Sydney", "20261127T130000Z", 4),
        ("America/New_York", "20261127T050000Z", 3),
        ("America/New_York", "20261128T045959Z", 3),
        ("Pacific/Auckland", "20261127T110000Z", 4),
        ("Europe/Berlin", "20261127T110000Z", 3),
        ("Pacific/Honolulu", "20261127T100000Z", 3),
        ("Pacific/Kiritimati", "20261127T100000Z", 4),
    ] {
        let found = found_in(
            zone,
            &format!("FREQ=DAILY;UNTIL={until}"),
            "20261125",
            "20261101",
            "20261231",
        );
        assert_eq!(found.len(), days, "{until} in {zone}");
    }
    // The only day, whose midnight in UTC lies on the day before.
    for until in ["20261124T230000Z", "20261124T110000Z", "20261124T130000Z"] {
        assert_eq!(
            found(
                &format!("FREQ=DAILY;UNTIL={until}"),
                "20261125",
                "20261101",
                "20261231"
            )
            .len(),
            1,
            "{until}"
        );
    }
    assert_eq!(
        found(
            "FREQ=DAILY;UNTIL=20261124T000000Z",
            "20261125",
            "20261101",
            "20261231"
        ),
        [""; 0],
        "and a day before that it is deleted"
    );
}

#[test]
fn ordinals_outside_months_and_years_do_not_count() {
    // §3.3.10: BYDAY must not have a numeric value with other frequencies; the crate takes every day.
    assert_eq!(
        found(
            "FREQ=WEEKLY;BYDAY=1MO",
            "20261123T090000",
            "20261123",
            "20261207"
        )
        .len(),
        2
    );
    assert_eq!(
        found(
            "FREQ=DAILY;BYDAY=1MO",
            "20261123T090000",
            "20261123",
            "20261207"
        )
        .len(),
        2
    );
}

#[test]
fn ordinals_and_plain_weekdays_mix() {
    // §3.3.10: BYDAY is a list, any of which may match; the crate wants all of them to.
    let mixed = found(
        "FREQ=MONTHLY;BYDAY=MO,2TU",
        "20261102T090000",
        "20261101",
        "20261201",
    );
    assert_eq!(
        mixed,
        [
            "20261102T090000",
            "20261109T090000",
            "20261110T090000",
            "20261116T090000",
            "20261123T090000",
            "20261130T090000"
        ]
    );
}

#[test]
fn the_fifth_weekday_from_the_end_is_taken() {
    // §3.3.10: ordinals reach from 1 to 53, in months as far as they have weeks; the crate refuses -5.
    assert_eq!(
        found(
            "FREQ=MONTHLY;BYDAY=-5MO",
            "20261102T090000",
            "20261101",
            "20270401"
        ),
        ["20261102T090000", "20270301T090000"]
    );
}

#[test]
fn a_week_number_without_a_weekday_has_that_of_the_start() {
    // §3.3.10, information extracted from DTSTART.
    let weeks = found(
        "FREQ=YEARLY;BYWEEKNO=20",
        "20260512T090000",
        "20260101",
        "20290101",
    );
    assert_eq!(
        weeks,
        ["20260512T090000", "20270518T090000", "20280516T090000"]
    );
}

#[test]
fn week_numbers_are_those_of_the_week_that_holds_the_day() {
    // §3.3.10: week 1 is the first with at least four days in the year; 2026 has 53 weeks, 2027 has 52.
    let last = found(
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO,FR",
        "20261228T090000",
        "20260101",
        "20290101",
    );
    assert_eq!(last, ["20261228T090000", "20270101T090000"]);
    let from_end = found(
        "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO",
        "20261228T090000",
        "20260101",
        "20290101",
    );
    assert_eq!(
        from_end,
        ["20261228T090000", "20271227T090000", "20281225T090000"]
    );
}

#[test]
fn a_month_day_without_a_month_is_one_of_every_month_of_the_year() {
    // §3.3.10, the table: BYMONTHDAY expands a year; the month of DTSTART is not taken where the rule names days.
    assert_eq!(
        found(
            "FREQ=YEARLY;BYMONTHDAY=29;COUNT=3",
            "20240229",
            "20240101",
            "20300101"
        ),
        ["20240229", "20240329", "20240429"]
    );
}

#[test]
fn an_interval_of_years_with_week_numbers_counts_calendar_years() {
    // §3.3.10 does not say whose year a shared week is of; as dateutil, not as libical: the year that the day is in.
    assert_eq!(
        found(
            "FREQ=YEARLY;INTERVAL=5;BYWEEKNO=53;BYDAY=TU,SA",
            "20100102",
            "20100101",
            "20200101"
        ),
        ["20100102", "20151229"]
    );
}

#[test]
fn positions_in_a_weekly_rule_count_from_the_weeks_first_day() {
    // §3.3.10: BYSETPOS counts in the set of the period, here the week that begins on Monday, and the start is on
    // the Wednesday. The start itself is an occurrence of its own.
    let second = found(
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2",
        "20261125T090000",
        "20261123",
        "20261212",
    );
    assert_eq!(
        second,
        ["20261125T090000", "20261202T090000", "20261209T090000"]
    );
    let first = found(
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1",
        "20261125T090000",
        "20261126",
        "20261212",
    );
    assert_eq!(first, ["20261130T090000", "20261207T090000"]);
}

#[test]
fn positions_count_times_of_day_too() {
    // §3.3.10: the set of a period is that of all its occurrences.
    let last = found(
        "FREQ=DAILY;BYHOUR=9,12,15;BYSETPOS=-1",
        "20261123T150000",
        "20261123",
        "20261125",
    );
    assert_eq!(last, ["20261123T150000", "20261124T150000"]);
}

#[test]
fn a_span_that_ends_inside_a_period_does_not_move_its_last_place() {
    let last = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1";
    assert_eq!(
        found(last, "20260130T090000", "20261101", "20261120"),
        [""; 0]
    );
    assert_eq!(
        found(last, "20260130T090000", "20261101", "20261201"),
        ["20261130T090000"]
    );
}

#[test]
fn hours_do_not_multiply_the_days_of_a_series_of_days() {
    // §3.3.10: BYSECOND, BYMINUTE and BYHOUR must not be there with a DATE; they are ignored.
    assert_eq!(
        found(
            "FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30",
            "20261123",
            "20261123",
            "20261125"
        ),
        ["20261123", "20261124"]
    );
    assert_eq!(
        found(
            "FREQ=HOURLY;INTERVAL=12",
            "20261123",
            "20261123",
            "20261125"
        ),
        ["20261123", "20261124"]
    );
}

#[test]
fn a_rule_of_minutes_skips_no_year() {
    let rule = "FREQ=MINUTELY;BYMONTH=3;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0";
    let years = found(rule, "20260301T090000", "20260101", "20340101");
    assert_eq!(years.len(), 8);
}

#[test]
fn a_start_out_of_step_counts_where_it_is_wanted() {
    // §3.8.5.3: the start defines the first instance; out of step the set is undefined.
    assert_eq!(
        found(
            "FREQ=WEEKLY;BYDAY=MO;COUNT=2",
            "20261124T090000",
            "20261101",
            "20270101"
        ),
        ["20261124T090000", "20261130T090000", "20261207T090000"]
    );
    let zone = Zone::utc();
    let rule: Rule = "FREQ=WEEKLY;BYDAY=MO;COUNT=2".parse().expect("a rule");
    let start = Start::at(local("20261124T090000"), &zone).only_in_step();
    let found = rule.occurrences(
        &start,
        local("20261101"),
        local("20270101"),
        Budget::default(),
    );
    assert_eq!(
        found.starts,
        [local("20261130T090000"), local("20261207T090000")]
    );
}

#[test]
fn an_old_series_keeps_its_phase() {
    for (rule, start) in [
        ("FREQ=DAILY;INTERVAL=3", "20011231T090000"),
        (
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU;WKST=SU",
            "20020102T090000",
        ),
        (
            "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1,31",
            "20030331T090000",
        ),
        ("FREQ=YEARLY;INTERVAL=4", "20040229T090000"),
        ("FREQ=HOURLY;INTERVAL=7", "20051231T093000"),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=2700", "20010103T090000"),
        ("FREQ=DAILY;COUNT=9500;BYHOUR=8,10", "20130103T090000"),
        ("FREQ=HOURLY;INTERVAL=5;COUNT=45000", "20010103T090000"),
    ] {
        let whole = found(rule, start, start, "20300101");
        let late: Vec<String> = whole
            .iter()
            .filter(|at| at.as_str() >= "20260101")
            .cloned()
            .collect();
        assert_eq!(found(rule, start, "20260101", "20300101"), late, "{rule}");
        assert!(!late.is_empty(), "{rule}");
    }
}

#[test]
fn a_rule_that_never_matches_ends() {
    for rule in [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6",
    ] {
        assert_eq!(
            found(rule, "20200110T090000", "20260101", "20270101"),
            [""; 0],
            "{rule}"
        );
    }
}

#[test]
fn a_spent_budget_says_where_knowledge_ends() {
    let zone = Zone::utc();
    let seconds: Rule = "FREQ=SECONDLY".parse().expect("a rule");
    let start = Start::at(local("19700101T000000"), &zone);
    let found = seconds.occurrences(
        &start,
        local("20261123"),
        local("20270223"),
        Budget { steps: 2_000 },
    );
    assert_eq!(found.starts.len(), 1_000);
    assert_eq!(found.stopped, Some(local("20261123T001640")));
    let counted: Rule = "FREQ=MONTHLY;BYDAY=MO;COUNT=1000000000"
        .parse()
        .expect("a rule");
    let found = counted.occurrences(
        &start,
        local("20261123"),
        local("20270223"),
        Budget { steps: 1_000 },
    );
    assert_eq!(found.stopped, Some(local("20261123")));
}

#[test]
fn full_lists_cost_no_memory() {
    let all = |to: u32| {
        (0..to)
            .map(|number| number.to_string())
            .collect::<Vec<_>>()
            .join(",")
    };
    let rule = format!(
        "FREQ=YEARLY;BYYEARDAY={};BYHOUR={};BYMINUTE={};BYSECOND={}",
        &all(367)[2..],
        all(24),
        all(60),
        all(60)
    );
    let rule: Rule = rule.parse().expect("a rule");
    let zone = Zone::utc();
    let found = rule.occurrences(
        &Start::at(local("20200101T000000"), &zone),
        local("20261123"),
        local("20270223"),
        Budget::default(),
    );
    assert!(found.stopped.is_some());
}

#[test]
fn the_last_of_a_series_that_ends_is_found() {
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let last = |rule: &str| {
        let rule: Rule = rule.parse().expect("a rule");
        rule.last(
            &Start::at(local("20261123T090000"), &zone),
            Budget::default(),
        )
    };
    assert_eq!(
        last("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20301231T000000Z"),
        Some(local("20301230T090000"))
    );
    assert_eq!(
        last("FREQ=YEARLY;INTERVAL=9;UNTIL=20991231T000000Z"),
        Some(local("20981123T090000"))
    );
    assert_eq!(last("FREQ=DAILY;COUNT=10"), Some(local("20261202T090000")));
    assert_eq!(last("FREQ=DAILY"), None);
    assert_eq!(last("FREQ=DAILY;UNTIL=20200101"), None);
}

#[test]
fn text_and_rule_round_trip() {
    for text in [
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=2;COUNT=10;BYDAY=MO,WE;WKST=SU",
        "FREQ=MONTHLY;UNTIL=20261231T170000Z;BYDAY=-1FR",
        "FREQ=YEARLY;UNTIL=20261231;BYMONTH=1,12;BYMONTHDAY=-1,15;BYHOUR=9;BYMINUTE=0,30;BYSECOND=5;BYSETPOS=-1,1",
        "FREQ=YEARLY;BYWEEKNO=-1,20;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=-1,100",
    ] {
        assert_eq!(text.parse::<Rule>().expect("a rule").to_string(), text);
    }
    assert_eq!(
        "rrule:freq=daily;byday=we,mo,we"
            .parse::<Rule>()
            .expect("a rule")
            .to_string(),
        "FREQ=DAILY;BYDAY=MO,WE"
    );
}

#[test]
fn a_strict_reader_says_what_would_be_right() {
    for (text, message) in [
        ("", "rule part `` is not of the form `NAME=VALUE`"),
        (
            "COUNT=3",
            "rule `COUNT=3` has no `FREQ`, expected one such as `FREQ=WEEKLY`",
        ),
        (
            "FREQ=FORTNIGHTLY",
            "rule part `FREQ` has the value `FORTNIGHTLY`, expected one of `YEARLY`, `MONTHLY`, `WEEKLY`, `DAILY`, `HOURLY`, `MINUTELY`, `SECONDLY`",
        ),
        (
            "FREQ=WEEKLY;BYDAYS=MO",
            "unknown rule part `BYDAYS`, expected one of RFC 5545 §3.3.10; did you mean `BYDAY`?",
        ),
        (
            "FREQ=WEEKLY;BYDAY=Monday",
            "rule part `BYDAY` has the value `MONDAY`, expected weekdays such as `MO` or `-1FR`",
        ),
        (
            "FREQ=WEEKLY;COUNT=3;UNTIL=20261231",
            "rule has both `COUNT` and `UNTIL`, expected at most one of them",
        ),
        (
            "FREQ=WEEKLY;BYDAY=1MO",
            "rule part `BYDAY` has no meaning with `FREQ=WEEKLY`",
        ),
        (
            "FREQ=DAILY;FREQ=DAILY",
            "rule part `FREQ` is there twice, expected it once",
        ),
        (
            "FREQ=DAILY;INTERVAL=0",
            "rule part `INTERVAL` has the value `0`, expected a whole number from 1 on",
        ),
        (
            "FREQ=DAILY;UNTIL=tomorrow",
            "rule part `UNTIL` has the value `TOMORROW`, expected a date such as `20261231` or a time such as `20261231T170000Z`",
        ),
    ] {
        assert_eq!(text.parse::<Rule>().expect_err(text).to_string(), message);
    }
}

#[test]
fn a_lenient_reader_takes_what_calendars_write() {
    for (text, rule) in [
        (
            " FREQ = WEEKLY ; BYDAY = MO , TU ; ",
            "FREQ=WEEKLY;BYDAY=MO,TU",
        ),
        (
            "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD;X-THING=1",
            "FREQ=YEARLY",
        ),
        ("FREQ=DAILY;INTERVAL=0", "FREQ=DAILY"),
        (
            "FREQ=DAILY;INTERVAL=99999999999999999999",
            "FREQ=DAILY;INTERVAL=4294967295",
        ),
        ("FREQ=DAILY;COUNT=4294967296", "FREQ=DAILY;COUNT=4294967296"),
        ("FREQ=DAILY;BYSECOND=60", "FREQ=DAILY;BYSECOND=59"),
        (
            "FREQ=DAILY;UNTIL=2026-12-31T17:00Z",
            "FREQ=DAILY;UNTIL=20261231T170000Z",
        ),
        ("FREQ=DAILY;UNTIL=20261231Z", "FREQ=DAILY;UNTIL=20261231"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=15,32;UNTIL=",
            "FREQ=MONTHLY;BYMONTHDAY=15",
        ),
        (
            "FREQ=DAILY;UNTIL=20270303T235959.000Z",
            "FREQ=DAILY;UNTIL=20270303T235959Z",
        ),
        (
            "FREQ=DAILY;UNTIL=2027-03-03T18:59:59-05:00",
            "FREQ=DAILY;UNTIL=20270303T235959Z",
        ),
        ("FREQ=DAILY;UNTIL=soon", "FREQ=DAILY"),
        ("FREQ=DAILY;COUNT=-1;INTERVAL=2", "FREQ=DAILY;INTERVAL=2"),
        ("FREQ=DAILY;COUNT=many", "FREQ=DAILY"),
        ("FREQ=WEEKLY;INTERVAL=2.5", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;BYDAY=Mittwoch", "FREQ=WEEKLY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY"),
    ] {
        assert_eq!(Rule::lenient(text).expect(text).0.to_string(), rule);
    }
    for text in ["", "FREQ=", "FREQ=NEVER", "RSCALE=CHINESE;FREQ=YEARLY"] {
        assert!(Rule::lenient(text).is_err(), "{text}");
    }
}

#[test]
fn an_interval_beyond_the_crates_numbers_is_walked() {
    // RFC 5545 sections 3.3.10 and 3.3.8: INTERVAL is a positive integer, of up to 2,147,483,647.
    let found = |rule: &str, start: &str| found(rule, start, "20000101", "20600101");
    assert_eq!(
        found("FREQ=DAILY;INTERVAL=70000", "18500101"),
        ["20410827"],
        "191 years and 238 days on"
    );
    assert_eq!(
        found("FREQ=WEEKLY;INTERVAL=70000;BYDAY=MO,TU", "07000107"),
        ["20410729", "20410730"]
    );
    assert_eq!(
        found("FREQ=MONTHLY;INTERVAL=70000", "20260131"),
        ["20260131"]
    );
    assert_eq!(
        found("FREQ=YEARLY;INTERVAL=4294967295", "20260131"),
        ["20260131"]
    );
}

#[test]
fn a_count_goes_on_over_an_interval_beyond_the_crates_numbers() {
    let found = |count: u32| {
        let rule = format!("FREQ=DAILY;INTERVAL=70000;COUNT={count}");
        found(&rule, "18500101", "20000101", "20600101")
    };
    assert_eq!(found(2), ["20410827"]);
    assert_eq!(found(1), [""; 0]);
}
