//! What a plan names is read from beside it; what is wrong with any of it is 2, with file and line.

mod common;

use common::{PLAN, folder, followthrough_in, output, stdout};

/// Runs `fit` on a plan with `added` at its end and these files beside it; returns what it says on stderr.
#[track_caller]
fn refused(added: &str, files: &[(&str, &[u8])]) -> String {
    let folder = folder(&[("plan.toml", &format!("{PLAN}{added}"))]);
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a file for a test");
    }
    let output = output(&mut followthrough_in(folder.path(), &["fit", "plan.toml"]));
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("errors are UTF-8")
}

const PIPELINE: &str = "[input]\npipeline = \"pipeline.csv\"\n";
const BUSY: &str = "[input]\nbusy = [\"busy.ics\"]\n";

#[test]
fn a_file_that_is_missing_is_told_with_the_line_that_names_it() {
    insta::assert_snapshot!(refused(PIPELINE, &[]), @"error: plan.toml:17: pipeline.csv: there is no such file");
    insta::assert_snapshot!(refused(BUSY, &[]), @"error: plan.toml:17: busy.ics: there is no such file");
    // A log that another program writes is there; the one of `log = "log.csv"` is made with its first row.
    insta::assert_snapshot!(refused("[[input.log]]\nfile = \"log.csv\"\n", &[]), @"error: plan.toml:17: log.csv: there is no such file");
    insta::assert_snapshot!(refused("[input]\nbusy = [\".\"]\n", &[]), @"error: plan.toml:17: .: this is a directory, expected a file");
}

#[test]
fn a_table_that_is_wrong_is_told_by_its_lines() {
    insta::assert_snapshot!(refused(PIPELINE, &[("pipeline.csv", b"")]), @"error: pipeline.csv: the file is empty, expected a table with the columns `id`, `cadence` and `stage`");
    insta::assert_snapshot!(refused(PIPELINE, &[("pipeline.csv", b"id,cadence\nA1,calls\n")]), @"error: pipeline.csv:1: there is no column `stage`, expected it among `id`, `cadence`");
    insta::assert_snapshot!(
        refused(PIPELINE, &[("pipeline.csv", b"id,cadence,stage\nA1,calls,inflight\nA1,call,new\nA2,caf\xC3\xA9,new\n")]),
        @r#"
    error: pipeline.csv:2: `stage` of prospect `A1` is `inflight`, expected one of `new`, `ready`, `in_flight`, `paused`, `replied`, `finished`, `opted_out`, `bounced`, `lost`; did you mean `in_flight`?
    error: pipeline.csv:3: id `A1` stands on line 2 already, expected each id once; where one prospect has several rows, `rows = "active"` or `rows = "latest by COLUMN"` in `[input]` says which counts
    error: pipeline.csv:4: `cadence` of prospect `A2` is `café`, expected one of `calls`
    "#
    );
    insta::assert_snapshot!(refused(PIPELINE, &[("pipeline.csv", b"id,cadence,stage\nA1,caf\xE9,new\n")]), @r#"error: pipeline.csv:2: the text is not UTF-8, expected the file to be saved as UTF-8, or `encoding = "windows-1252"` in `[input]` if it says `café`"#);
    insta::assert_snapshot!(refused("[input]\nlog = \"log.csv\"\n", &[("log.csv", b"date,id\n")]), @"
    error: log.csv:1: there is no column `channel`, expected it among `date`, `id`
    error: log.csv:1: there is no column `outcome`, expected it among `date`, `id`
    ");
}

#[test]
fn a_calendar_that_is_wrong_is_told() {
    insta::assert_snapshot!(refused(BUSY, &[("busy.ics", b"<html>Sign in</html>")]), @"error: busy.ics: no `BEGIN:VCALENDAR` in the file, which begins with `<html>Sign in</html>`; expected a calendar");
    insta::assert_snapshot!(refused(BUSY, &[("busy.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")]), @"error: busy.ics:2: the file ends inside `VEVENT`, which line 2 opens; it is not whole");
}

#[test]
fn a_plan_whose_parts_do_not_go_together_is_told_at_the_part() {
    let block =
        "[[block]]\ncategory = \"calling\"\ndays = [\"wed\"]\nstart = \"09:30\"\nlength = \"1h\"\n";
    insta::assert_snapshot!(refused(block, &[]), @"error: plan.toml:16: blocks `calling 09:00` and `calling 09:30` overlap on 2027-01-06, expected one block at a time");
    let block = "[[block]]\ncategory = \"calling\"\nrrule = \"FREQ=WEEKLY;INTERVAL=2\"\nstart = \"12:00\"\nlength = \"1h\"\n";
    insta::assert_snapshot!(refused(block, &[]), @"error: plan.toml:16: block `calling 12:00` recurs by `FREQ=WEEKLY;INTERVAL=2` without `from`, expected `from`: its phase would move with today");
    let cadence = "[cadence.other]\ntouches = [{ day = 1, channel = \"call\" }]\n";
    insta::assert_snapshot!(refused(cadence, &[]), @"error: plan.toml: the plan has the cadences `calls`, `other` and no mix, expected how many prospects go on each");
    let cadence = "[cadence.other]\ntouches = [{ day = 1, channel = \"fax\" }]\n[mix]\ncalls = 1\nother = 1\n";
    insta::assert_snapshot!(refused(cadence, &[]), @"error: plan.toml:17: channel `fax` of cadence `other`, touch 1 has no effort, expected one in the channel or in the touch");
}

#[test]
fn a_plan_that_is_none_is_told() {
    let folder = folder(&[("empty.toml", "\n"), ("plan.toml", PLAN)]);
    let refused = |arguments: &[&str]| {
        let output = output(&mut followthrough_in(folder.path(), arguments));
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).expect("errors are UTF-8")
    };
    insta::assert_snapshot!(refused(&["fit", "empty.toml"]), @"error: empty.toml: the file is empty, expected a plan: at least `format`, `timezone`, a `[[block]]` and a `[cadence.NAME]`");
    insta::assert_snapshot!(refused(&["fit", "missing.toml"]), @"error: missing.toml: there is no such file");
    insta::assert_snapshot!(refused(&["fit", "."]), @"error: .: this is a directory, expected a file");
    insta::assert_snapshot!(refused(&["fit", "plan.toml", "--owner", "Ann"]), @"error: `--owner Ann` picks rows of a pipeline, and the plan names none");
    insta::assert_snapshot!(refused(&["fit", "plan.toml", "--today", "23 November"]), @"
    error: invalid value '23 November' for '--today <DATE>': expected a day such as `2026-11-23`

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refused(&["fit", "plan.toml", "--horizon", "2026-12-31"]), @"error: plan.toml: the horizon ends on 2026-12-31, before the first day 2027-01-04; expected a day on or after it");
    insta::assert_snapshot!(refused(&["fit", "plan.toml", "--placement"]), @"
    error: the following required arguments were not provided:
      --json

    Usage: followthrough fit --json --plan <FILE> --placement

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(refused(&["fti", "plan.toml"]), @"
    error: unrecognized subcommand 'fti'

    Usage: followthrough [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
}

#[test]
fn a_category_that_nobody_offers_is_a_warning() {
    let plan = PLAN.replace("category = \"calling\"", "category = \"caling\"");
    let folder = folder(&[(
        "plan.toml",
        &plan.replace(
            "effort = \"10m\" }, { day = 6",
            "effort = \"10m\", category = \"calling\" }, { day = 6",
        ),
    )]);
    let output = output(&mut followthrough_in(folder.path(), &["fit", "plan.toml"]));
    assert!(output.status.success());
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"
    warning: plan.toml:6: no touch uses category `caling`, which `category` of block 1 names; did you mean `calling`?
    warning: plan.toml:12: no block is for category `calling`, which `category` of touch 1 of cadence `calls` names; did you mean `caling`?
    ");
}

#[test]
fn today_beats_the_first_day_which_beats_the_pinned_clock() {
    let day = |plan: &str, arguments: &[&str], now: Option<&str>| {
        let folder = folder(&[("plan.toml", plan)]);
        let mut command = followthrough_in(
            folder.path(),
            &[&["fit", "plan.toml", "--json"], arguments].concat(),
        );
        if let Some(now) = now {
            command.env("FOLLOWTHROUGH_NOW", now);
        }
        let json: serde_json::Value =
            serde_json::from_str(&stdout(&mut command)).expect("answers are JSON");
        json["plan"]["first_day"]
            .as_str()
            .expect("a day")
            .to_owned()
    };
    let without = PLAN.replace("first_day = 2027-01-04\n", "");
    assert_eq!(day(PLAN, &["--today", "2027-02-01"], None), "2027-02-01");
    assert_eq!(day(PLAN, &[], None), "2027-01-04");
    assert_eq!(day(&without, &[], None), "2026-11-23");
    // Half past ten in the evening in New York is the next day in UTC.
    assert_eq!(
        day(&without, &[], Some("2026-11-25T03:30:00Z")),
        "2026-11-24"
    );
    let folder = folder(&[("plan.toml", &without)]);
    let output = output(
        followthrough_in(folder.path(), &["fit", "plan.toml"])
            .env("FOLLOWTHROUGH_NOW", "yesterday"),
    );
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"error: `FOLLOWTHROUGH_NOW` is `yesterday`, expected a time such as `2026-11-23T09:00:00-05:00` (RFC 3339)");
}

#[test]
fn a_plan_in_json_gives_the_same_answer() {
    let json = r#"{ "format": 1, "name": "desk", "timezone": "America/New_York", "first_day": "2027-01-04",
        "block": [{ "category": "calling", "days": ["mon", "tue", "wed", "thu", "fri"], "start": "09:00", "length": "1h" }],
        "cadence": { "calls": { "touches": [
            { "day": 1,  "channel": "call", "effort": "10m" }, { "day": 6,  "channel": "call", "effort": "10m" },
            { "day": 11, "channel": "call", "effort": "10m" }, { "day": 16, "channel": "call", "effort": "10m" },
            { "day": 21, "channel": "call", "effort": "10m" }, { "day": 26, "channel": "call", "effort": "10m" } ] } } }"#;
    let folder = folder(&[("plan.toml", PLAN), ("plan.json", json)]);
    let fit = |plan: &str| stdout(&mut followthrough_in(folder.path(), &["fit", plan]));
    assert_eq!(fit("plan.toml"), fit("plan.json"));
}

#[test]
fn an_owner_has_only_their_own_rows() {
    let table =
        "id,cadence,stage,owner\nA1,calls,ready,Ann\nA2,calls,ready,Bob\nA3,calls,ready,Ann\n";
    let folder = folder(&[
        ("plan.toml", &format!("{PLAN}{PIPELINE}")),
        ("pipeline.csv", table),
    ]);
    let ready = |arguments: &[&str]| {
        let text = stdout(&mut followthrough_in(
            folder.path(),
            &[&["fit", "plan.toml", "--json"], arguments].concat(),
        ));
        let json: serde_json::Value = serde_json::from_str(&text).expect("answers are JSON");
        json["ready"]["now"].as_u64()
    };
    assert_eq!(ready(&[]), Some(3));
    assert_eq!(ready(&["--owner", "Ann"]), Some(2));
}

#[test]
fn blocks_and_holidays_come_from_calendars_too() {
    let mine = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:b1\r\nSUMMARY:Prospecting: calls\r\n\
                DTSTART;TZID=America/New_York:20270104T090000\r\nDTEND;TZID=America/New_York:20270104T100000\r\n\
                RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let days = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:King\r\nDTSTART;VALUE=DATE:20270118\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let (head, cadence) = PLAN.split_at(PLAN.find("[[block]]").expect("the plan has a block"));
    let cadence = &cadence[cadence.find("[cadence").expect("the plan has a cadence")..];
    let calendar = "holiday_calendars = [\"days.ics\"]\n[[block_calendar]]\nfile = \"mine.ics\"\nmatch = \"prospecting: *\"\ncategory = \"calling\"\n";
    // The calendar of blocks is the calendar of busy time as well: a block is not in its own way.
    let plan = format!("{head}{calendar}{cadence}[input]\nbusy = [\"mine.ics\"]\n");
    let written = PLAN.replace("first_day", "holidays = [2027-01-18]\nfirst_day");
    let folder = folder(&[
        ("plan.toml", &plan),
        ("written.toml", &written),
        ("mine.ics", mine),
        ("days.ics", days),
    ]);
    let fit = |plan: &str| stdout(&mut followthrough_in(folder.path(), &["fit", plan]));
    assert_eq!(fit("plan.toml"), fit("written.toml"));
    let none = plan.replace("prospecting: *", "selling: *");
    std::fs::write(folder.path().join("none.toml"), none).expect("a file for a test");
    let output = output(&mut followthrough_in(folder.path(), &["fit", "none.toml"]));
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"warning: none.toml:7: no event of `mine.ics` has a title like `selling: *` in the time looked at");
}

#[test]
fn a_block_in_a_calendar_that_passes_midnight_is_told_with_the_line_that_names_it() {
    let night = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Night\r\nDTSTART:20270104T233000\r\nDURATION:PT1H\r\n\
                 END:VEVENT\r\nEND:VCALENDAR\r\n";
    let calendar =
        "[[block_calendar]]\nfile = \"mine.ics\"\nmatch = \"night\"\ncategory = \"calling\"\n";
    insta::assert_snapshot!(refused(calendar, &[("mine.ics", night.as_bytes())]), @"error: plan.toml:17: an event of `mine.ics` is not a block: the block at 23:30:00 passes midnight with its 60 minutes, expected it to end by 24:00");
}

#[test]
fn a_calendar_that_is_never_free_ends_with_an_answer_or_an_error() {
    let daily = |start: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Off\r\nDTSTART{start}\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n\
             END:VCALENDAR\r\n"
        )
    };
    insta::assert_snapshot!(refused(BUSY, &[("busy.ics", daily(";VALUE=DATE:20270101").as_bytes())]), @"error: plan.toml: there is no workday within 50 years after 2027-01-04; expected a workweek, holidays and away spans that leave some");
    let day = daily(":20270101T000000Z\r\nDURATION:PT24H");
    let folder = folder(&[("plan.toml", &format!("{PLAN}{BUSY}")), ("busy.ics", &day)]);
    let text = stdout(&mut followthrough_in(folder.path(), &["fit", "plan.toml"]));
    assert!(text.contains("No new prospect fits."), "{text}");
}

#[test]
fn what_is_wrong_with_plan_and_tables_is_told_in_one_go() {
    let plan = PLAN.replace("length = \"1h\"", "length = \"an hour\"");
    let folder = common::folder(&[
        (
            "plan.toml",
            &format!("{plan}[input]\npipeline = \"pipeline.csv\"\n"),
        ),
        (
            "pipeline.csv",
            "id,cadence,stage\nA1,calls,redy\nA2,calls,redy\nA3,mails,ready\n",
        ),
    ]);
    let output = output(&mut common::followthrough_in(folder.path(), &["fit"]));
    let told = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(2), "{told}");
    for part in [
        "plan.toml:9: ",
        "an hour",
        "pipeline.csv:2 and 1 more row: ",
        "pipeline.csv:4: ",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}
