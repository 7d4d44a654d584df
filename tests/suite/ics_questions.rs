//! What the three questions of reading promise beyond intervals: which event took what, days away, days off, blocks.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use followthrough::{Interval, Zone};
use followthrough_ics::read::{
    AllDay, Busy, BusyOptions, Limits, Show, Source, blocks, busy, events, holidays,
};

const WEEK: &str = "BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:Stand-up
DTSTART;TZID=America/New_York:20261123T090000
DTEND;TZID=America/New_York:20261123T091500
RRULE:FREQ=DAILY;COUNT=3
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Hold: lunch?
STATUS:TENTATIVE
DTSTART:20261124T170000Z
DTEND:20261124T180000Z
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:FOCUS TIME\\, writing
DTSTART:20261125T170000Z
DTEND:20261125T180000Z
END:VEVENT
BEGIN:VEVENT
UID:4
SUMMARY:Conference
X-MICROSOFT-CDO-BUSYSTATUS:OOF
DTSTART;VALUE=DATE:20261126
DTEND;VALUE=DATE:20261128
END:VEVENT
BEGIN:VEVENT
UID:5
SUMMARY:Birthday
TRANSP:TRANSPARENT
DTSTART;VALUE=DATE:20261125
END:VEVENT
BEGIN:VEVENT
UID:6.desk@followthrough
SUMMARY:Prospecting: calling (14)
DTSTART:20261123T190000Z
DTEND:20261123T200000Z
END:VEVENT
BEGIN:VEVENT
UID:7
SUMMARY:prospecting: mornings
TRANSP:TRANSPARENT
DTSTART;TZID=America/Chicago:20261124T090000
DTEND;TZID=America/Chicago:20261124T103000
END:VEVENT
END:VCALENDAR
";

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn week() -> (DateTime<Utc>, DateTime<Utc>) {
    (
        instant("2026-11-23T05:00:00Z"),
        instant("2026-11-30T05:00:00Z"),
    )
}

fn new_york() -> Zone {
    "America/New_York".parse().expect("a zone")
}

fn source() -> Source<'static> {
    Source {
        name: "week.ics",
        bytes: WEEK.as_bytes(),
    }
}

/// The options of the plan whose block stands in the calendar.
fn options() -> BusyOptions {
    BusyOptions {
        own: Some("desk".to_owned()),
        ..BusyOptions::default()
    }
}

fn ask(options: &BusyOptions) -> Busy {
    busy(&[source()], week(), &new_york(), options).expect("a calendar")
}

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a date")
}

#[test]
fn each_occurrence_is_told_with_its_event() {
    let asked = Interval::new(week().0, week().1).expect("a week");
    let found = events(&[source()], &[asked], &new_york(), &options()).expect("a calendar");
    let told: Vec<_> = found
        .taken
        .iter()
        .map(|busy| {
            (
                busy.event.title.as_str(),
                busy.event.line,
                busy.event.uid.as_deref(),
                busy.event.show,
            )
        })
        .collect();
    let standup = ("Stand-up", 2, Some("1"), Show::Busy);
    let (lunch, focus) = (
        ("Hold: lunch?", 9, Some("2"), Show::Tentative),
        ("FOCUS TIME, writing", 16, Some("3"), Show::Busy),
    );
    assert_eq!(told, [standup, standup, lunch, standup, focus]);
    assert!(
        found
            .taken
            .iter()
            .all(|busy| &*busy.event.file == "week.ics")
    );
    assert_eq!(
        found.taken[0].interval.start(),
        instant("2026-11-23T14:00:00Z")
    );
}

#[test]
fn days_are_days_away_unless_they_are_asked_for_as_time() {
    let away = ask(&options());
    assert_eq!(away.away.len(), 1);
    assert_eq!(
        (away.away[0].first, away.away[0].last),
        (date(26), date(27))
    );
    assert_eq!(away.away[0].event.title, "Conference");
    assert!(away.away[0].event.all_day);
    assert_eq!(away.intervals.len(), 5);

    let busy = ask(&BusyOptions {
        all_day: AllDay::Busy,
        ..options()
    });
    assert_eq!(busy.away, []);
    assert_eq!(busy.intervals.len(), 6);
    assert_eq!(busy.intervals[5].length(), TimeDelta::days(2));

    let free = ask(&BusyOptions {
        all_day: AllDay::Free,
        ..options()
    });
    assert_eq!((free.away.len(), free.intervals.len()), (0, 5));
}

#[test]
fn tentative_events_and_titles_can_be_let_go() {
    let firm = ask(&BusyOptions {
        tentative: false,
        ..options()
    });
    assert_eq!(firm.intervals.len(), 4);
    let ignoring = |pattern: &str| {
        ask(&BusyOptions {
            ignore: vec![pattern.to_owned()],
            ..options()
        })
        .intervals
        .len()
    };
    assert_eq!(ignoring("focus time*"), 4);
    assert_eq!(ignoring("focus time"), 5);
    assert_eq!(ignoring("{stand-up,hold*}"), 1);
    let asked = BusyOptions {
        ignore: vec!["[".to_owned()],
        ..options()
    };
    let error = busy(&[source()], week(), &new_york(), &asked).expect_err("no glob");
    assert_eq!(
        error.to_string(),
        "title pattern `[` is not a glob, expected one such as `Focus time*`"
    );
}

#[test]
fn padding_reaches_into_the_span_from_outside() {
    let asked = BusyOptions {
        pad: TimeDelta::minutes(10),
        ..options()
    };
    let span = (
        instant("2026-11-23T14:20:00Z"),
        instant("2026-11-24T13:55:00Z"),
    );
    let found = busy(&[source()], span, &new_york(), &asked).expect("a calendar");
    let shown: Vec<_> = found
        .intervals
        .iter()
        .map(|busy| (busy.start(), busy.end()))
        .collect();
    assert_eq!(
        shown,
        [
            (span.0, instant("2026-11-23T14:25:00Z")),
            (instant("2026-11-24T13:50:00Z"), span.1)
        ]
    );
}

#[test]
fn holidays_are_the_days_of_all_day_events_free_or_not() {
    let found = holidays(
        &source(),
        (date(1), date(26)),
        &new_york(),
        &Limits::default(),
    )
    .expect("a calendar");
    let days: Vec<_> = found
        .days
        .iter()
        .map(|day| (day.date, day.title.as_str()))
        .collect();
    assert_eq!(days, [(date(25), "Birthday"), (date(26), "Conference")]);
}

#[test]
fn blocks_are_the_events_of_a_title_on_the_users_clock() {
    let found = blocks(
        &source(),
        "Prospecting: *",
        week(),
        &new_york(),
        &Limits::default(),
    )
    .expect("a calendar");
    let told: Vec<_> = found
        .blocks
        .iter()
        .map(|block| (block.start, block.length, block.title.as_str()))
        .collect();
    let at = |day, hour| date(day).and_hms_opt(hour, 0, 0).expect("a time");
    // What was exported is told too: whose it is, and whether somebody moved it, its UID and its time tell.
    assert_eq!(
        told,
        [
            (
                at(23, 14),
                TimeDelta::minutes(60),
                "Prospecting: calling (14)"
            ),
            (at(24, 10), TimeDelta::minutes(90), "prospecting: mornings")
        ]
    );
    assert_eq!(found.blocks[0].uid.as_deref(), Some("6.desk@followthrough"));
    assert_eq!(
        (found.blocks[0].planned, found.blocks[0].instance),
        (None, None)
    );
}
