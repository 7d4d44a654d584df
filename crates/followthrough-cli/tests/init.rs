//! `init`: a first plan that `fit` takes at once and that its owner would keep.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{NaiveTime, TimeDelta};
use common::{folder, followthrough_in, output, root, stdout};
use followthrough::Plan;
use followthrough_document::Document;

/// Calendars of different people: exports of programs, clocks of several zones, examples.
const CALENDARS: [&str; 12] = [
    "docs/examples/calendar/google.ics",
    "docs/examples/calendar/work.ics",
    "docs/examples/sdr/busy.ics",
    "docs/examples/solo/busy.ics",
    "tests/data/exports/clocks-berlin.ics",
    "tests/data/exports/clocks-gaza.ics",
    "tests/data/exports/clocks-kolkata.ics",
    "tests/data/exports/clocks-vancouver.ics",
    "tests/data/exports/desk.ics",
    "tests/data/exports/hostile.ics",
    "tests/data/exports/series.ics",
    "tests/data/exports/desk-private.ics",
];

/// What a calendar's busiest owner has: meetings from nine to five but for half an hour, every workday.
const FULL: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-TIMEZONE:America/Chicago\r\n\
    BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Meetings\r\nDTSTART;TZID=America/Chicago:20261102T090000\r\n\
    DURATION:PT6H30M\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\nEND:VEVENT\r\n\
    BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:More meetings\r\nDTSTART;TZID=America/Chicago:20261102T160000\r\n\
    DURATION:PT2H\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn init(folder: &Path, arguments: &[&str]) -> std::process::Command {
    let mut all = vec!["init", "--yes"];
    all.extend(arguments);
    let mut command = followthrough_in(folder, &all);
    command.env("FOLLOWTHROUGH_NOW", "2026-11-23T08:00:00-05:00");
    command
}

fn plan_of(folder: &Path) -> Plan {
    let bytes = fs::read(folder.join("plan.toml")).expect("a plan");
    let document = Document::read("plan.toml", &bytes).expect("a plan that is right");
    document.plan("2026-11-23".parse().expect("a day"))
}

/// What everybody would ask of a proposal: workdays, hours, lunch, and no more time than was asked for.
fn assert_kept(plan: &Plan, of: &str) {
    let clock = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    assert!(
        (1..=10).contains(&plan.blocks.len()),
        "{of}: {}",
        plan.blocks.len()
    );
    let text = format!("{:?}", plan.blocks);
    assert!(
        !text.contains("Sat") && !text.contains("Sun"),
        "{of}: {text}"
    );
    for block in &plan.blocks {
        let (start, end) = (block.start(), block.start() + block.length());
        assert!(start >= clock(9) && end <= clock(17), "{of}: {block:?}");
        assert!(end <= clock(12) || start >= clock(13), "{of}: {block:?}");
        assert!(block.length() <= TimeDelta::hours(2), "{of}: {block:?}");
    }
}

#[test]
fn calendars_of_different_people_give_plans_that_they_would_keep() {
    for calendar in CALENDARS {
        let bytes = fs::read(root().join(calendar)).expect("a calendar");
        let folder = folder(&[]);
        fs::write(folder.path().join("mine.ics"), bytes).expect("a file");
        let told = stdout(&mut init(
            folder.path(),
            &["--from", "mine.ics", "--timezone", "America/New_York"],
        ));
        assert!(told.contains("Written: plan.toml"), "{calendar}: {told}");
        let plan = plan_of(folder.path());
        assert_kept(&plan, calendar);
        let mut fit = followthrough_in(folder.path(), &["fit", "--json"]);
        fit.env("FOLLOWTHROUGH_NOW", "2026-11-23T08:00:00-05:00");
        let fit: serde_json::Value = serde_json::from_str(&stdout(&mut fit)).expect("JSON");
        assert!(
            fit["number"].as_u64() > Some(0),
            "{calendar}: {}",
            fit["number"]
        );
    }
}

#[test]
fn any_calendar_gives_a_plan_or_one_sentence() {
    let mut written = 0;
    let entries = fs::read_dir(root().join("tests/data/ics")).expect("cases");
    let paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|one| one == "ics"))
    {
        let folder = folder(&[]);
        let from = path.display().to_string();
        let output = output(&mut init(
            folder.path(),
            &["--from", &from, "--timezone", "America/New_York"],
        ));
        let said = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => {
                assert_kept(&plan_of(folder.path()), &from);
                written += 1;
            }
            code => {
                assert_eq!(code, Some(2), "{from}: {said}");
                assert!(said.starts_with("error: "), "{from}: {said}");
                assert!(!folder.path().join("plan.toml").exists(), "{from}");
            }
        }
    }
    assert!(written >= 120, "{written} of {}", paths.len());
}

#[test]
fn what_is_free_on_a_full_day_is_found() {
    let folder = folder(&[("full.ics", FULL)]);
    stdout(&mut init(folder.path(), &["--from", "full.ics"]));
    let plan = plan_of(folder.path());
    assert_eq!(plan.zone.name(), "America/Chicago", "the calendar's own");
    for block in &plan.blocks {
        let clock = |minute| NaiveTime::from_hms_opt(15, minute, 0).expect("a time");
        assert!(block.start() >= clock(30), "{block:?}");
        assert!(block.length() <= TimeDelta::minutes(30), "{block:?}");
    }
    // Other hours leave nothing.
    let mut none = init(
        folder.path(),
        &[
            "--from",
            "full.ics",
            "--hours",
            "09:00-12:00",
            "--out",
            "other.toml",
        ],
    );
    insta::assert_snapshot!(String::from_utf8_lossy(&output(&mut none).stderr), @"error: no quarter of an hour between 09:00 and 12:00 is free in half of the next 8 weeks, expected other hours, or calendars whose events take less");
}

#[test]
fn the_file_says_what_every_part_of_it_means() {
    let table = "id,cadence,stage,next_touch,due\nA1,Outbound 2026,in_flight,2,2026-11-24\n";
    let folder = folder(&[("crm.csv", table)]);
    let asked = [
        "--crm",
        "crm.csv",
        "--timezone",
        "America/New_York",
        "--time",
        "1h30m",
        "--days",
        "mon,wed",
    ];
    let told = stdout(&mut init(folder.path(), &asked));
    assert!(
        told.contains("the 1 already owed") || told.contains("owed something"),
        "{told}"
    );
    let text = fs::read_to_string(folder.path().join("plan.toml")).expect("a plan");
    insta::assert_snapshot!(text);
    // A second run takes nothing away.
    let again = output(&mut init(folder.path(), &asked));
    insta::assert_snapshot!(String::from_utf8_lossy(&again.stderr), @"error: plan.toml: there is a plan already, expected `--force` or another `--out`");
}

#[test]
fn a_table_that_is_not_understood_stands_in_comments() {
    let table = "id,cadence,stage\nA1,calls,Warm\n";
    let folder = folder(&[("crm.csv", table)]);
    let output = output(&mut init(
        folder.path(),
        &["--crm", "crm.csv", "--timezone", "America/New_York"],
    ));
    assert!(output.status.success(), "{output:?}");
    assert!(
        String::from_utf8_lossy(&output.stderr)
            .contains("crm.csv: not all of the table is understood")
    );
    let text = fs::read_to_string(folder.path().join("plan.toml")).expect("a plan");
    assert!(text.contains("# \"Warm\" = \"\""), "{text}");
}

#[test]
fn days_are_read_as_the_table_writes_them() {
    let table = "id,cadence,stage,next_touch,due\nA1,calls,in_flight,2,11/30/2026\n";
    let folder = folder(&[("crm.csv", table)]);
    stdout(&mut init(
        folder.path(),
        &["--crm", "crm.csv", "--timezone", "America/New_York"],
    ));
    let text = fs::read_to_string(folder.path().join("plan.toml")).expect("a plan");
    assert!(text.contains("\ndates = { due = \"%m/%d/%Y\" }"), "{text}");
}

#[test]
fn the_zone_of_a_first_plan_is_that_of_the_calendar() {
    let zone_of = |name: &str| {
        let folder = folder(&[]);
        fs::copy(root().join(name), folder.path().join("mine.ics")).expect("a copy");
        stdout(&mut init(folder.path(), &["--from", "mine.ics"]));
        plan_of(folder.path()).zone.name().to_owned()
    };
    // Outlook's export names zones as Windows does, and describes one of a single event besides.
    assert_eq!(zone_of("docs/examples/sdr/busy.ics"), "America/New_York");
    assert_eq!(zone_of("docs/examples/solo/busy.ics"), "America/New_York");
}
