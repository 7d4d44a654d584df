//! Answers that once said something silly: each as a reader meets it.

mod common;

use common::{PLAN, folder, followthrough_in};
use insta_cmd::assert_cmd_snapshot;

const ROWS: &str = "id,name,cadence,stage,next_touch,due\n";

#[test]
fn where_letting_go_helps_nobody_nobody_is_said_to_be_safe() {
    let long = "[cadence.long]\ntouches = [{ day = 1, channel = \"call\", effort = \"90m\" }]\n[mix]\ncalls = 1\n";
    let plan = format!("{PLAN}{long}[input]\npipeline = \"pipeline.csv\"\n");
    let rows = format!("{ROWS}A1,Acme,long,in_flight,1,2027-01-04\n");
    let folder = folder(&[("plan.toml", &plan), ("pipeline.csv", &rows)]);
    assert_cmd_snapshot!(
        "nobody_is_helped",
        followthrough_in(folder.path(), &["triage", "plan.toml"])
    );
}

#[test]
fn a_day_whose_one_hour_is_taken_is_a_workday_without_time() {
    let busy = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r\n\
                DTSTART;TZID=America/New_York:20270104T090000\r\nDTEND;TZID=America/New_York:20270104T100000\r\n\
                SUMMARY:Board\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let plan = PLAN.replace("[[block]]", "lost_days = \"keep\"\n[[block]]");
    let plan = format!("{plan}[input]\nbusy = [\"busy.ics\"]\n");
    let folder = folder(&[("plan.toml", &plan), ("busy.ics", busy)]);
    assert_cmd_snapshot!(
        "its_hour_is_taken",
        followthrough_in(folder.path(), &["check", "plan.toml", "13"])
    );
}

#[test]
fn touches_that_a_machine_sends_are_touches_and_the_prep_is_none() {
    let machine = "[cadence.mails]\nprep = { category = \"calling\", effort = \"40m\", ahead = 1 }\n\
                   touches = [{ day = 1, channel = \"email\", effort = \"0m\" }]\n[mix]\nmails = 1\n";
    let plan = format!("{PLAN}{machine}");
    let folder = folder(&[("plan.toml", &plan)]);
    assert_cmd_snapshot!(
        "prep_is_no_touch",
        followthrough_in(folder.path(), &["check", "plan.toml", "5"])
    );
}

#[test]
fn one_and_one_more_are_told_in_the_singular() {
    let folder = folder(&[("plan.toml", PLAN)]);
    assert_cmd_snapshot!(
        "one_of_each",
        followthrough_in(folder.path(), &["check", "plan.toml", "1"])
    );
    assert_cmd_snapshot!(
        "one_more_of_each",
        followthrough_in(
            folder.path(),
            &["advise", "plan.toml", "1", "--policy", "once"]
        )
    );
}
