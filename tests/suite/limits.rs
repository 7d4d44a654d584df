//! What a plan may hold at the most, and plans at the edges of what is usable: refused with the limit, or answered so
//! that the verifier agrees.

use chrono::NaiveDate;
use followthrough::{Cadence, Claim, Error, Horizon, Plan, Policy};
use followthrough_document::Document;

/// A plan of these lines after the first ones.
fn plan(first_day: &str, lines: &str) -> Plan {
    let text =
        format!("format = 1\ntimezone = \"America/New_York\"\nfirst_day = {first_day}\n{lines}");
    let document = Document::read("plan.toml", text.as_bytes()).expect("a plan");
    document.plan(first_day.parse().expect("a day"))
}

/// That every policy's answer is one that the verifier accepts.
#[track_caller]
fn agreed(plan: &Plan) {
    for policy in [Policy::Level, Policy::Once, Policy::Max] {
        let fit = plan.fit(policy, None).expect("an answer");
        assert!(fit.total > 0, "{policy:?}");
        assert_eq!(
            plan.verify(&Claim::from(&fit)),
            Ok(Vec::new()),
            "{policy:?}"
        );
    }
}

const CALLING: &str = r#"
[[block]]
category = "calling"
days = ["mon", "tue", "wed", "thu", "fri"]
start = "09:00"
length = "1h"
"#;

const CALLS: &str = r#"
[cadence.calls]
touches = [
  { day = 1, channel = "call", effort = "10m" },
  { day = 6, channel = "call", effort = "10m" },
]
"#;

#[test]
fn a_day_whose_only_block_is_too_short_is_still_a_workday() {
    let blocks = r#"
min_segment = "30m"
[[block]]
category = "calling"
days = ["mon", "tue", "wed", "thu"]
start = "09:00"
length = "1h"
[[block]]
category = "calling"
days = ["fri"]
start = "09:00"
length = "20m"
"#;
    agreed(&plan("2027-01-04", &format!("{blocks}{CALLS}")));
}

#[test]
fn prep_and_reply_work_that_take_no_time_are_nothing_to_do() {
    let cadences = r#"
[[block]]
category = "research"
days = ["mon", "tue", "wed", "thu", "fri"]
start = "10:00"
length = "1h"
[cadence.nothing]
prep = { effort = "0m", ahead = 3 }
on_reply = { category = "follow_up", effort = "0m" }
touches = [{ day = 1, channel = "call", effort = "10m" }]
[cadence.some]
prep = { effort = "5m", ahead = 3 }
touches = [{ day = 1, channel = "call", effort = "10m" }]
[mix]
nothing = 1
some = 1
"#;
    agreed(&plan("2027-01-04", &format!("{CALLING}{cadences}")));
}

/// In New York the clock goes from 02:00 to 03:00 on 14 March 2027, so that a block from 02:00 on, read with the offset
/// before the gap, is there from 03:00 to 04:00 on the new clock.
#[test]
fn blocks_that_touch_on_the_wall_clock_never_overlap() {
    let blocks = r#"
workweek = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
[[block]]
category = "calling"
days = ["sun"]
start = "02:00"
length = "1h"
[[block]]
category = "follow_up"
days = ["sun"]
start = "03:00"
length = "1h"
[cadence.calls]
touches = [{ day = 1, within = 7, channel = "call", effort = "10m" }]
"#;
    agreed(&plan("2027-01-04", blocks));
}

#[test]
fn a_block_around_the_clock_does_not_overlap_itself() {
    let block = r#"
workweek = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
[[block]]
category = "calling"
days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
start = "00:00"
length = "24h"
"#;
    for zone in [
        "Africa/Cairo",
        "Asia/Beirut",
        "America/Havana",
        "Antarctica/Troll",
    ] {
        let mut plan = plan("2027-03-01", &format!("{block}{CALLS}"));
        plan.zone = zone.parse().expect("a zone");
        let fit = plan.fit(Policy::Once, None).expect("an answer");
        assert_eq!(plan.verify(&Claim::from(&fit)), Ok(Vec::new()), "{zone}");
    }
}

#[test]
fn blocks_that_overlap_on_the_wall_clock_are_refused() {
    let block = r#"
[[block]]
category = "follow_up"
days = ["wed"]
start = "09:30"
length = "1h"
"#;
    let overlap = plan("2027-01-04", &format!("{CALLING}{block}{CALLS}"));
    let error = overlap.fit(Policy::Once, None).expect_err("an overlap");
    assert!(matches!(error, Error::BlocksOverlap { .. }), "{error}");
}

/// That a plan with these lines is refused on a line, with words.
#[track_caller]
fn refused(lines: &str, line: u32, words: &str) {
    let text = format!("format = 1\ntimezone = \"UTC\"\nfirst_day = 2027-01-04\n{lines}");
    let errors = Document::read("plan.toml", text.as_bytes()).err();
    let error = errors
        .unwrap_or_else(|| panic!("accepted: {lines}"))
        .to_string();
    assert!(error.contains(words), "{error}");
    assert!(error.contains(&format!("plan.toml:{line}")), "{error}");
}

#[test]
fn a_cadence_has_a_most_of_touches() {
    refused(
        "[cadence.calls]\ntouches = [{ day = 1, channel = \"call\", effort = \"10m\" }]\n\
         repeat = { after = 2, times = 4294967295, channel = \"call\", promised = true }\n",
        6,
        "promises 4294967296 touches, the tail included, expected at most 500",
    );
    let touch = |day: u32| format!("{{ day = {day}, channel = \"call\", effort = \"1m\" }}");
    let most = Cadence::MOST_TOUCHES;
    let touches: Vec<String> = (0..=most).map(|at| touch(1 + 2 * at)).collect();
    let touches = format!("[cadence.calls]\ntouches = [{}]\n", touches.join(", "));
    refused(&touches, 4, "promises 501 touches");
}

#[test]
fn a_block_occurs_once_a_day() {
    for rule in [
        "FREQ=HOURLY",
        "FREQ=MINUTELY;INTERVAL=30",
        "FREQ=DAILY;BYHOUR=9,15",
    ] {
        let block = format!(
            "[[block]]\ncategory = \"calling\"\nrrule = \"{rule}\"\nfrom = 2027-01-04\nstart = \"09:00\"\nlength = \"1h\"\n"
        );
        refused(&block, 4, "a block occurs once a day");
    }
}

#[test]
fn a_first_day_is_of_a_year_that_calendars_know() {
    for first_day in ["9999-12-31", "1969-12-31", "2201-01-01"] {
        let plan = plan(first_day, &format!("{CALLING}{CALLS}"));
        let error = plan.fit(Policy::Once, None).expect_err("a refusal");
        assert!(matches!(error, Error::FirstDayOutOfRange { .. }), "{error}");
    }
    assert!(
        plan("2200-12-31", &format!("{CALLING}{CALLS}"))
            .fit(Policy::Once, None)
            .is_ok()
    );
}

#[test]
fn a_question_is_about_a_most_of_prospects() {
    let plan = plan("2027-01-04", &format!("{CALLING}{CALLS}"));
    let error = plan.check(u32::MAX, None).expect_err("a refusal");
    assert_eq!(
        error.to_string(),
        "4294967295 new prospects were asked about, expected at most 100000"
    );
    let check = plan.check(Plan::MOST_ASKED, None).expect("an answer");
    assert!(!check.fits);
}

#[test]
fn ten_years_to_the_day_are_ten_years() {
    let plan = plan("2027-01-04", &format!("{CALLING}{CALLS}"));
    let day = |year, day| NaiveDate::from_ymd_opt(year, 1, day).expect("a day");
    assert!(plan.outlook(Some(Horizon::Until(day(2037, 4)))).is_ok());
    let error = plan
        .outlook(Some(Horizon::Until(day(2037, 5))))
        .expect_err("a refusal");
    assert!(matches!(error, Error::HorizonTooLong { .. }), "{error}");
}
