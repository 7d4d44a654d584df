//! `cost`, `trade`, `quote`, `sla`, `confidence` and `justify`: every line beside what `fit` says of a plan in which that one thing is changed by hand.

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chrono::Datelike as _;
use common::{PLAN, followthrough_in, output, root, stdout};
use serde_json::Value;

/// Copies the files of an example.
fn example(name: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for file in fs::read_dir(root().join("docs/examples").join(name)).expect("an example") {
        let file = file.expect("a file");
        fs::copy(file.path(), folder.path().join(file.file_name())).expect("a copy");
    }
    folder
}

#[track_caller]
fn asked(folder: &Path, arguments: &[&str]) -> Value {
    let text = stdout(&mut followthrough_in(folder, arguments));
    serde_json::from_str(&text).expect("JSON")
}

/// Pace, one in how many weeks, and starts of a quarter, as `fit` says them.
#[track_caller]
fn fit(folder: &Path) -> [Value; 3] {
    told(&asked(folder, &["fit", "--horizon", "quarter", "--json"]))
}

fn told(answer: &Value) -> [Value; 3] {
    ["number", "every", "total"].map(|key| answer[key].clone())
}

/// The calendar without any component that has the UID.
fn without(calendar: &str, uid: &str) -> String {
    let mut kept = String::new();
    let mut event = String::new();
    let mut inside = false;
    for line in calendar.lines() {
        let line = line.trim_end();
        inside |= line == "BEGIN:VEVENT";
        let text = if inside { &mut event } else { &mut kept };
        text.push_str(line);
        text.push_str("\r\n");
        if line == "END:VEVENT" {
            let is_it = event
                .lines()
                .any(|line| line.strip_prefix("UID:") == Some(uid));
            if !is_it {
                kept.push_str(&event);
            }
            event.clear();
            inside = false;
        }
    }
    kept
}

/// The UID of the event that begins in a line, such as `busy.ics:34`.
fn uid(folder: &Path, place: &str) -> String {
    let (file, line) = place.rsplit_once(':').expect("a place");
    let text = fs::read_to_string(folder.join(file)).expect("a calendar");
    let from = line.parse::<usize>().expect("a line") - 1;
    let mut lines = text.lines().skip(from);
    assert_eq!(lines.next().map(str::trim_end), Some("BEGIN:VEVENT"));
    let uid = lines.find_map(|line| line.trim_end().strip_prefix("UID:"));
    uid.expect("a UID").to_owned()
}

/// Asks `cost`, deletes each event that it names from every calendar, asks `fit`, and puts the event back. Returns how many
/// lines there were, and how many of them cost anything.
#[track_caller]
fn every_line_is_what_fit_says_without_the_event(folder: &Path) -> (usize, usize) {
    let answer = asked(folder, &["cost", "--json"]);
    let whole = fit(folder);
    assert_eq!(told(&answer["with_all"]), whole);
    let calendars: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ics"))
        .map(|path| (fs::read_to_string(&path).expect("a calendar"), path))
        .collect();
    let lines = answer["meetings"].as_array().expect("lines");
    let mut priced = BTreeSet::new();
    for line in lines {
        let uid = uid(folder, line["place"].as_str().expect("a place"));
        assert!(priced.insert(uid.clone()), "{uid} is priced twice");
        for (text, path) in &calendars {
            fs::write(path, without(text, &uid)).expect("a calendar");
        }
        let alone = fit(folder);
        assert_eq!(told(line), alone, "without {}", line["title"]);
        let number = |value: &Value| value.as_i64().expect("a number");
        assert_eq!(
            number(&line["per_week"]),
            number(&alone[0]) - number(&whole[0])
        );
        assert_eq!(
            number(&line["over_horizon"]),
            number(&alone[2]) - number(&whole[2])
        );
        for (text, path) in &calendars {
            fs::write(path, text).expect("a calendar");
        }
    }
    let dear = lines
        .iter()
        .filter(|line| line["over_horizon"].as_i64() > Some(0));
    (lines.len(), dear.count())
}

#[test]
fn every_line_of_cost_is_what_fit_says_without_the_event() {
    for (name, least) in [("sdr", 4), ("solo", 3), ("calendar", 8)] {
        let folder = example(name);
        let (lines, _) = every_line_is_what_fit_says_without_the_event(folder.path());
        assert!(lines >= least, "{name} has {lines} lines");
    }
}

/// An event as calendars write it.
fn event(uid: &str, more: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T120000Z\r\nSUMMARY:{uid}\r\n{more}\r\nEND:VEVENT\r\n"
    )
}

fn calendar(events: &[String]) -> String {
    let events = events.concat();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests//EN\r\n{events}END:VCALENDAR\r\n")
}

fn timed(uid: &str, day: u32, start: u32, minutes: u32, more: &str) -> String {
    let end = start + minutes;
    let clock = |minute: u32| format!("202701{day:02}T{:02}{:02}00", minute / 60, minute % 60);
    let (from, to) = (clock(start), clock(end));
    event(
        uid,
        &format!("DTSTART;TZID=America/New_York:{from}\r\nDTEND;TZID=America/New_York:{to}{more}"),
    )
}

#[test]
fn meetings_that_share_time_recur_move_and_fill_days_are_priced_as_fit_prices_them() {
    // A small generator that stays the same from run to run.
    let mut state = 20_270_104_u64;
    let mut draw = |below: u32| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below)).expect("a small number")
    };
    let mut dear = 0;
    for plan in 0..8 {
        let mut events = Vec::new();
        for number in 0..6 {
            let (day, start) = (4 + draw(5), 8 * 60 + 15 * draw(8));
            let uid = format!("event-{plan}-{number}");
            let minutes = 15 + 15 * draw(4);
            let rule = match draw(5) {
                0 => "",
                1 => "\r\nRRULE:FREQ=WEEKLY",
                2 => "\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
                3 => "\r\nRRULE:FREQ=DAILY;COUNT=20",
                _ => "\r\nRRULE:FREQ=MONTHLY",
            };
            events.push(timed(&uid, day, start, minutes, rule));
        }
        // One of a series is moved, and one is a day off.
        events.push(timed("moved", 5, 540, 30, "\r\nRRULE:FREQ=WEEKLY"));
        events.push(timed(
            "moved",
            13,
            540,
            45,
            "\r\nRECURRENCE-ID;TZID=America/New_York:20270112T090000",
        ));
        let day = 11 + draw(5);
        events.push(event(
            "off",
            &format!(
                "DTSTART;VALUE=DATE:202701{day}\r\nDTEND;VALUE=DATE:202701{}\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nTRANSP:OPAQUE\r\nX-MICROSOFT-CDO-BUSYSTATUS:OOF",
                day + 1
            ),
        ));
        let plan = format!("{PLAN}[input]\nbusy = [\"busy.ics\", \"other.ics\"]\n");
        // The second calendar holds a copy of one event, as shared calendars do.
        let folder = common::folder(&[
            ("plan.toml", &plan),
            ("busy.ics", &calendar(&events)),
            ("other.ics", &calendar(&events[..1])),
        ]);
        dear += every_line_is_what_fit_says_without_the_event(folder.path()).1;
    }
    assert!(dear >= 8, "{dear} events cost anything");
}

#[test]
fn a_meeting_that_is_moved_where_cost_says_costs_nothing() {
    let plan = format!("{PLAN}[input]\nbusy = [\"busy.ics\"]\n");
    let weekly = |start| timed("weekly", 4, start, 45, "\r\nRRULE:FREQ=WEEKLY");
    // Beside it a meeting that holds the time before the block.
    let other = timed("other", 4, 8 * 60, 60, "\r\nRRULE:FREQ=DAILY");
    let before = calendar(&[weekly(9 * 60 + 15), other.clone()]);
    let folder = common::folder(&[("plan.toml", &plan), ("busy.ics", &before)]);
    let answer = asked(folder.path(), &["cost", "--json"]);
    let line = &answer["meetings"][0];
    assert_eq!(
        (&line["title"], &line["per_week"]),
        (&"weekly".into(), &1.into())
    );
    let slot = &line["slot"];
    assert_eq!((&slot["days"], &slot["minutes"]), (&0.into(), &45.into()));
    assert_eq!(
        (&slot["start"], &slot["beside_blocks"]),
        (&"10:00:00".into(), &true.into())
    );
    let without = calendar(std::slice::from_ref(&other));
    fs::write(folder.path().join("busy.ics"), without).expect("a calendar");
    let free = fit(folder.path());
    let after = calendar(&[weekly(10 * 60), other]);
    fs::write(folder.path().join("busy.ics"), after).expect("a calendar");
    assert_eq!(fit(folder.path()), free);
}

#[test]
fn a_proposed_meeting_costs_what_fit_says_once_it_is_on_the_calendar() {
    for (name, when, start, end) in [
        ("sdr", "mon 08:30 1h", "083000", "093000"),
        ("sdr", "mon 15:00 1h", "150000", "160000"),
        ("worked", "mon 09:30 30m", "093000", "100000"),
    ] {
        let folder = example(name);
        let whole = fit(folder.path());
        let answer = asked(folder.path(), &["cost", "--meeting", when, "--json"]);
        let line = &answer["meetings"][0];
        assert_eq!(told(&answer["with_all"]), whole);
        let day = if name == "sdr" {
            "20261123"
        } else {
            "20270104"
        };
        let added = event(
            "added",
            &format!(
                "DTSTART;TZID=America/New_York:{day}T{start}\r\nDTEND;TZID=America/New_York:{day}T{end}\r\nRRULE:FREQ=WEEKLY"
            ),
        );
        fs::write(folder.path().join("added.ics"), calendar(&[added])).expect("a calendar");
        let plan = folder.path().join("plan.toml");
        let text = fs::read_to_string(&plan).expect("a plan");
        let text = if name == "sdr" {
            text.replace("[\"busy.ics\"]", "[\"busy.ics\", \"added.ics\"]")
        } else {
            format!("{text}\n[input]\nbusy = [\"added.ics\"]\n")
        };
        fs::write(&plan, text).expect("a plan");
        assert_eq!(told(line), fit(folder.path()), "{name}, {when}");
    }
}

#[test]
fn every_length_of_trade_is_what_fit_says_of_the_cadence_cut_by_hand() {
    let folder = common::folder(&[("plan.toml", PLAN)]);
    let answer = asked(folder.path(), &["trade", "--json"]);
    let touches = [1, 6, 11, 16, 21, 26]
        .map(|day| format!("{{ day = {day}, channel = \"call\", effort = \"10m\" }}"));
    let head = PLAN.split_once("touches = [").expect("touches").0;
    let with = |kept: &[String]| {
        let plan = format!("{head}touches = [{}]\n", kept.join(", "));
        fs::write(folder.path().join("plan.toml"), plan).expect("a plan");
        fit(folder.path())
    };
    let lengths = answer["lengths"].as_array().expect("lengths");
    assert_eq!(lengths.len(), 6);
    for line in lengths {
        let length = line["touches"].as_u64().expect("a length") as usize;
        assert_eq!(told(line), with(&touches[..length]), "{length} touches");
    }
    let alone = answer["touches"].as_array().expect("touches");
    assert_eq!(alone.len(), 6);
    for (at, line) in alone.iter().enumerate().skip(1) {
        let mut kept = touches.to_vec();
        kept.remove(at);
        assert_eq!(told(line), with(&kept), "without touch {}", at + 1);
    }
}

/// Without the log, whose counts would stand in.
fn sdr_without_log() -> tempfile::TempDir {
    let folder = example("sdr");
    let plan = folder.path().join("plan.toml");
    let text = fs::read_to_string(&plan).expect("a plan");
    let text: String = text
        .lines()
        .filter(|line| !line.starts_with("log "))
        .flat_map(|line| [line, "\n"])
        .collect();
    fs::write(plan, text).expect("a plan");
    folder
}

#[test]
fn trade_on_the_sdr_example_has_its_summit_at_eight_touches() {
    let folder = sdr_without_log();
    let answer = asked(folder.path(), &["trade", "--json"]);
    let lengths = answer["lengths"].as_array().expect("lengths");
    let rows: Vec<(u64, u64, u64, f64)> = lengths
        .iter()
        .map(|line| {
            let whole = |key: &str| line[key].as_u64().expect("a number");
            let answers = line["answers"].as_f64().expect("a number");
            (whole("touches"), whole("number"), whole("total"), answers)
        })
        .collect();
    let best = rows.iter().max_by(|one, other| one.3.total_cmp(&other.3));
    assert_eq!(best.map(|row| row.0), Some(8), "{rows:?}");
    insta::assert_debug_snapshot!(rows);
}

#[test]
fn quote_is_the_fewest_desks_whose_fits_add_up() {
    let folder = common::folder(&[("plan.toml", PLAN)]);
    let total = |by: &str| -> u64 {
        let fit = asked(folder.path(), &["fit", "--horizon", by, "--json"]);
        fit["total"].as_u64().expect("a total")
    };
    for by in ["2027-01-04", "2027-01-20", "2027-03-31"] {
        let desk = total(by);
        for prospects in [0_u64, 1, 5, 6, 12, 63, 64, 500, 2_000] {
            let wanted = prospects.to_string();
            let arguments = ["quote", "--prospects", &wanted, "--by", by, "--json"];
            let answer = asked(folder.path(), &arguments);
            // One desk after the other.
            let desks = (0..)
                .find(|desks| desks * desk >= prospects)
                .expect("a number");
            assert_eq!(answer["desks"].as_u64(), Some(desks), "{prospects} by {by}");
            assert_eq!(answer["proved"], true);
        }
    }
}

#[test]
fn a_quote_counts_what_the_own_desk_owes_and_what_further_desks_learn() {
    let folder = example("over-promised");
    let base = [
        "quote",
        "--prospects",
        "500",
        "--by",
        "2027-03-31",
        "--json",
    ];
    let ask = |more: &[&str]| asked(folder.path(), &[&base[..], more].concat());
    let plain = ask(&[]);
    let own = plain["this_desk"].as_u64().expect("starts");
    let further = plain["further_desk"].as_u64().expect("starts");
    assert!(own < further, "the own desk is behind");
    assert_eq!(
        plain["desks"].as_u64(),
        Some(1 + (500 - own).div_ceil(further))
    );
    // Five a week: nothing, one and two of five in the first three weeks.
    let ramped = ask(&["--ramp", "0,25,50"]);
    assert_eq!(ramped["further_desk"].as_u64(), Some(further - 5 - 4 - 3));
    let later = ask(&["--hired", "2027-02-01"]);
    assert_eq!(later["hired"], "2027-02-01");
    assert!(later["further_desk"].as_u64() < Some(further));
    let off = ask(&["--days-off", "5"]);
    assert!(off["further_desk"].as_u64() < Some(further));
    let never = ask(&["--hired", "2027-04-05"]);
    assert_eq!(never["desks"], Value::Null);
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_would_be_right() {
    let folder = common::folder(&[("plan.toml", PLAN)]);
    for (arguments, says) in [
        (&["cost", "--meeting", "monday"][..], "mon,wed 08:30 1h"),
        (&["cost", "--meeting", "mon 25:00 1h"], "mon,wed 08:30 1h"),
        (&["cost", "--meeting", "mon 08:30 0m"], "mon,wed 08:30 1h"),
        (&["trade", "--reply", "call=2"], "a share from 0 to 1"),
        (&["trade", "--reply", "call"], "a share from 0 to 1"),
        (&["confidence", "--lost", "5"], "a share from 0 to 1"),
        (&["confidence", "--scenarios", "7"], "100..=1000000"),
        (
            &["quote", "--prospects", "5", "--by", "2026-01-01"],
            "2026-01-01",
        ),
        (
            &["sla", "--leads", "0", "--takes", "15m", "--within", "1h"],
            "a number from 0.01 to 1000",
        ),
        (
            &["sla", "--leads", "5", "--takes", "15m", "--within", "5m"],
            "expected at least 30",
        ),
        (
            &["sla", "--leads", "900", "--takes", "15m", "--within", "1h"],
            "expected fewer leads, or longer hours",
        ),
        (
            &[
                "sla",
                "--leads",
                "5",
                "--takes",
                "15m",
                "--within",
                "1h",
                "--hours",
                "17:00-9:00",
            ],
            "two clock times such as `09:00-17:00`",
        ),
        (&["justify", "0"], "1..=100000"),
    ] {
        let output = output(&mut followthrough_in(folder.path(), arguments));
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let error = String::from_utf8(output.stderr).expect("text");
        assert!(error.contains(says), "{arguments:?}: {error}");
    }
}

#[test]
fn what_is_said() {
    let sdr = example("sdr");
    let solo = example("solo");
    let calendar = example("calendar");
    let wholesaler = example("wholesaler");
    let over = example("over-promised");
    let said = |folder: &tempfile::TempDir, arguments: &[&str]| {
        stdout(&mut followthrough_in(folder.path(), arguments))
    };
    insta::assert_snapshot!("cost_sdr", said(&sdr, &["cost"]));
    insta::assert_snapshot!(
        "cost_sdr_monday",
        said(&sdr, &["cost", "--meeting", "mon 08:30 1h"])
    );
    insta::assert_snapshot!(
        "cost_sdr_afternoon",
        said(&sdr, &["cost", "--meeting", "mon 15:00 1h"])
    );
    insta::assert_snapshot!("cost_solo", said(&solo, &["cost"]));
    let logged = ["cost", "--effort", "log", "--meeting", "mon 08:30 1h"];
    insta::assert_snapshot!("cost_sdr_logged", said(&sdr, &logged));
    insta::assert_snapshot!("cost_calendar", said(&calendar, &["cost"]));
    insta::assert_snapshot!("trade_sdr", said(&sdr, &["trade"]));
    insta::assert_snapshot!(
        "trade_solo",
        said(
            &solo,
            &["trade", "--answers", "sales-co", "--reply", "letter=0.01"]
        )
    );
    insta::assert_snapshot!("trade_wholesaler", said(&wholesaler, &["trade"]));
    let plain = ["confidence", "--scenarios", "500"];
    insta::assert_snapshot!("confidence_over_promised", said(&over, &plain));
    insta::assert_snapshot!("confidence_sdr", said(&sdr, &plain));
    let lost = ["--lost", "0.03", "--spread", "0.2", "--sure", "0.9"];
    insta::assert_snapshot!(
        "confidence_sdr_lost",
        said(&sdr, &[&plain[..], &lost].concat())
    );
    let moved = [
        "confidence",
        "--scenarios",
        "300",
        "--lost",
        "0.05",
        "--sensitivity",
    ];
    insta::assert_snapshot!("confidence_sdr_moved", said(&sdr, &moved));
    insta::assert_snapshot!("simulate_sdr", said(&sdr, &["simulate", "--blitz", "100"]));
    let quote = ["quote", "--prospects", "500", "--by", "2027-02-26"];
    insta::assert_snapshot!("quote_sdr", said(&sdr, &quote));
    let leads = ["sla", "--leads", "12", "--takes", "15m", "--within", "1h"];
    insta::assert_snapshot!("sla_sdr", said(&sdr, &leads));
    let few = [
        "sla", "--leads", "3", "--takes", "20m", "--within", "4h", "--sure", "0.95",
    ];
    insta::assert_snapshot!("sla_sdr_few", said(&sdr, &few));
    let never = [
        "sla",
        "--leads",
        "35",
        "--takes",
        "10m",
        "--within",
        "30m",
        "--hours",
        "09:00-11:00",
    ];
    insta::assert_snapshot!("sla_sdr_never", said(&sdr, &never));
    insta::assert_snapshot!("justify_sdr", said(&sdr, &["justify", "100"]));
    insta::assert_snapshot!(
        "justify_solo",
        said(&solo, &["justify", "20", "--lost", "0.03"])
    );
    insta::assert_snapshot!("justify_nothing_more", said(&calendar, &["justify", "5"]));
    let further = [
        "--ramp",
        "0,25,50",
        "--days-off",
        "5",
        "--hired",
        "2027-01-11",
    ];
    insta::assert_snapshot!(
        "quote_over_promised",
        said(&over, &[&quote[..], &further].concat())
    );
}

/// Eight touches five workdays apart, each on its day, and forty touches a day.
fn forty() -> String {
    let touches = (0..8).map(|at| {
        let day = 1 + 5 * at;
        format!("{{ day = {day}, within = 0, channel = \"call\", effort = \"10m\" }}, ")
    });
    let touches: String = touches.collect();
    format!(
        "format = 1\nname = \"forty touches a day\"\ntimezone = \"America/New_York\"\nfirst_day = 2027-01-04\n\
         [[block]]\ncategory = \"calling\"\ndays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\n\
         start = \"09:00\"\nlength = \"6h40m\"\n[cadence.calls]\ntouches = [{touches}]\n"
    )
}

#[test]
fn follow_ups_first_makes_a_wave_and_a_fifth_of_it_is_late() {
    let folder = common::folder(&[("plan.toml", &forty())]);
    let year = ["--horizon", "2027-12-31", "--json"];
    let simulate = [
        "simulate",
        "--halved",
        "0.1",
        "--reply",
        "call=0",
        "--scenarios",
        "5",
    ];
    let answer = asked(folder.path(), &[&simulate[..], &year].concat());
    let runs = answer["runs"].as_array().expect("runs");
    let wave = &runs[1];
    let number = |key: &str| wave[key].as_u64().expect("a number");
    let late = 100 * number("late") / (number("kept") + number("late") + number("dropped"));
    assert!((15..=25).contains(&late), "{late} of 100 are late");
    let weeks = wave["weeks"].as_array().expect("weeks");
    let starts: Vec<u64> = weeks
        .iter()
        .map(|week| week["starts"].as_u64().expect("a number") / 5)
        .collect();
    // Two hundred in the first week, and then seven weeks of next to none.
    assert!(starts[0] >= 180, "{starts:?}");
    assert!(starts[1..8].iter().sum::<u64>() <= 20, "{starts:?}");
}

#[test]
fn a_line_of_sla_is_what_fit_says_with_the_time_held_free_on_the_calendar() {
    let folder = example("sdr");
    let before = fit(folder.path());
    let arguments = [
        "sla", "--leads", "12", "--takes", "15m", "--within", "1h", "--json",
    ];
    let told = asked(folder.path(), &arguments);
    let path = folder.path().join("busy.ics");
    let calendar = fs::read_to_string(&path).expect("a calendar");
    // What is held on a workday recurs on workdays, at the times that the answer names.
    let times = told["times"].as_array().expect("times");
    assert!(times.len() > 3);
    let mut events = String::new();
    for (number, held) in times.iter().enumerate() {
        let start: String = held["start"].as_str().expect("a time").replace(':', "");
        let seconds = held["seconds"].as_u64().expect("seconds");
        let _ = write!(
            events,
            "BEGIN:VEVENT\r\nUID:held-{number}\r\nDTSTAMP:20261101T000000Z\r\n\
             DTSTART;TZID=America/New_York:20261123T{start}\r\nDURATION:PT{seconds}S\r\n\
             RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\nSUMMARY:Held {number}\r\nEND:VEVENT\r\n"
        );
    }
    let with = calendar.replace("END:VCALENDAR", &format!("{events}END:VCALENDAR"));
    fs::write(&path, with).expect("written");
    let after = fit(folder.path());
    let enough = &told["enough"];
    assert_eq!(
        [&enough["number"], &enough["every"], &enough["total"]],
        after.each_ref()
    );
    let number = |value: &Value| value.as_i64().expect("a number");
    assert_eq!(
        number(&enough["over_horizon"]),
        number(&before[2]) - number(&after[2])
    );
    assert!(number(&enough["over_horizon"]) > 0);
}

#[test]
fn a_justification_is_one_page_of_html_that_says_what_the_text_says() {
    let folder = example("solo");
    let arguments = ["justify", "20", "--out", "-"];
    let page = stdout(&mut followthrough_in(folder.path(), &arguments));
    assert!(page.starts_with("<!DOCTYPE html>") && !page.contains("<script"));
    let text = stdout(&mut followthrough_in(folder.path(), &["justify", "20"]));
    for said in [
        "why 3 and not 20",
        "In minutes: why not 20",
        "What meetings cost",
        "All 20 at once, against the pace",
        "What more time would buy",
        "On site, Tidewrack Marina (two days)",
    ] {
        assert!(page.contains(said), "{said}");
        assert!(text.contains(said), "{said}");
    }
    assert_eq!(page.matches("<svg").count(), 3);
    let written = ["justify", "20", "--out", "why.html"];
    stdout(&mut followthrough_in(folder.path(), &written));
    let file = fs::read_to_string(folder.path().join("why.html")).expect("a page");
    assert_eq!(file, page);
}

#[test]
fn where_losses_are_known_ahead_nobody_is_late_and_more_than_926_are_started_in_a_year() {
    // The plan of forty touches a day with half of every tenth workday taken by an event.
    let first = chrono::NaiveDate::from_ymd_opt(2027, 1, 4).expect("a day");
    let workdays = first
        .iter_days()
        .filter(|day| day.weekday().number_from_monday() < 6);
    let halved: Vec<String> = workdays
        .take(300)
        .enumerate()
        .filter(|(number, _)| number * 7 % 10 == 3)
        .map(|(number, day)| {
            let day = day.format("%Y%m%d");
            let more = format!(
                "DTSTART;TZID=America/New_York:{day}T122000\r\nDTEND;TZID=America/New_York:{day}T154000"
            );
            event(&format!("half-{number}"), &more)
        })
        .collect();
    let plan = format!("{}[input]\nbusy = [\"busy.ics\"]\n", forty());
    let folder = common::folder(&[("plan.toml", &plan), ("busy.ics", &calendar(&halved))]);
    let arguments = [
        "simulate",
        "--max",
        "--reply",
        "call=0",
        "--scenarios",
        "1",
        "--horizon",
        "2027-12-31",
        "--json",
    ];
    let answer = asked(folder.path(), &arguments);
    let of = |run: usize, key: &str| answer["runs"][run][key].as_u64().expect("a number");
    // The pace, and the most.
    for run in [0, 1] {
        assert_eq!(of(run, "late") + of(run, "dropped"), 0);
        assert!(of(run, "starts") > 926, "{}", of(run, "starts"));
    }
    // What fills every day to its end is late where a day is halved, whether somebody knew or not.
    assert!(
        of(2, "late") * 10 > of(2, "kept"),
        "{} {}",
        of(2, "late"),
        of(2, "kept")
    );
}
