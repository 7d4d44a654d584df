//! `busy`: intervals for programs, a list for people, and what is taken from which block.

mod common;

use common::{folder, followthrough, followthrough_in};
use insta_cmd::assert_cmd_snapshot;

const SPAN: [&str; 6] = [
    "--from",
    "2026-11-23T00:00:00-05:00",
    "--to",
    "2026-12-12T00:00:00-05:00",
    "--timezone",
    "America/New_York",
];

#[test]
fn intervals_are_json_in_utc() {
    let arguments = [
        &["busy", "docs/examples/solo/busy.ics", "--json"],
        &SPAN[..],
    ]
    .concat();
    assert_cmd_snapshot!(followthrough(&arguments), @r#"
    success: true
    exit_code: 0
    ----- stdout -----
    {
      "busy": [
        [
          "2026-11-24T14:00:00Z",
          "2026-11-24T15:00:00Z"
        ],
        [
          "2026-11-25T14:30:00Z",
          "2026-11-25T15:00:00Z"
        ],
        [
          "2026-12-03T14:00:00Z",
          "2026-12-03T14:30:00Z"
        ],
        [
          "2026-12-09T05:00:00Z",
          "2026-12-11T05:00:00Z"
        ]
      ],
      "warnings": []
    }

    ----- stderr -----
    "#);
}

#[test]
fn people_read_them_on_their_own_clock() {
    let arguments = [
        &[
            "busy",
            "docs/examples/solo/busy.ics",
            "docs/examples/sdr/busy.ics",
        ],
        &SPAN[..],
    ]
    .concat();
    assert_cmd_snapshot!(followthrough(&arguments), @"
    success: true
    exit_code: 0
    ----- stdout -----
      Busy 105 h 45 min in all, times of America/New_York
      Mon 23 Nov 2026  10:00 to 10:15             15 min
      Tue 24 Nov 2026  09:00 to 10:00             60 min
      Tue 24 Nov 2026  15:30 to 16:30             60 min
      Wed 25 Nov 2026  09:30 to 10:00             30 min
      Thu 26 Nov 2026  00:00 to Sat 28 Nov 00:00  48 h
      Mon 30 Nov 2026  10:00 to 11:30             90 min
      Tue 1 Dec 2026   10:00 to 11:00             60 min
      Wed 2 Dec 2026   10:00 to 10:15             15 min
      Thu 3 Dec 2026   09:00 to 09:30             30 min
      Thu 3 Dec 2026   11:00 to 11:30             30 min
      Mon 7 Dec 2026   10:00 to 10:15             15 min
      Tue 8 Dec 2026   09:00 to 12:00             3 h
      Wed 9 Dec 2026   00:00 to Fri 11 Dec 00:00  48 h

    ----- stderr -----
    ");
}

#[test]
fn a_plans_blocks_say_what_is_taken_from_them() {
    let arguments = [
        "busy",
        "--plan",
        "docs/examples/solo/plan.toml",
        "--explain",
    ];
    assert_cmd_snapshot!(followthrough(&arguments), @"
    success: true
    exit_code: 0
    ----- stdout -----
      9 events take time from blocks
      Wed 25 Nov 2026  calling 09:00  09:30-10:00  30 min  Bookkeeper                          docs/examples/solo/busy.ics:20
      Thu 3 Dec 2026   calling 09:00  09:00-09:30  30 min  Supplier call (London)              docs/examples/solo/busy.ics:30
      Tue 15 Dec 2026  calling 09:00  09:30-10:00  30 min  Client delivery: Orchard Row Homes  docs/examples/solo/busy.ics:8
      Tue 12 Jan 2027  calling 09:00  09:30-10:00  30 min  Client delivery: Orchard Row Homes  docs/examples/solo/busy.ics:8
      Tue 26 Jan 2027  calling 09:00  09:30-10:00  30 min  Client delivery: Orchard Row Homes  docs/examples/solo/busy.ics:8
      Tue 9 Feb 2027   calling 09:00  09:30-10:00  30 min  Client delivery: Orchard Row Homes  docs/examples/solo/busy.ics:8
      Tue 23 Feb 2027  calling 09:00  09:30-10:00  30 min  Client delivery: Orchard Row Homes  docs/examples/solo/busy.ics:8
      Tue 9 Mar 2027   calling 09:00  09:30-10:00  30 min  Client delivery: Orchard Row Homes  docs/examples/solo/busy.ics:8
      Tue 23 Mar 2027  calling 09:00  09:30-10:00  30 min  Client delivery: Orchard Row Homes  docs/examples/solo/busy.ics:8

      Days away, on which no block counts
      Wed 9 Dec 2026 to Thu 10 Dec 2026  On site, Tidewrack Marina (two days)  docs/examples/solo/busy.ics:40
      Thu 24 Dec 2026 to Fri 1 Jan 2027  Year-end break                        docs/examples/solo/plan.toml:11

    ----- stderr -----
    ");
}

#[test]
fn warnings_are_told_with_file_and_line() {
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Off\r\nDTSTART;TZID=Mars/Olympus:20261124T090000\r\n\
                DURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let folder = folder(&[("work.ics", text)]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &[&["busy", "work.ics"], &SPAN[..]].concat()), @"
    success: true
    exit_code: 0
    ----- stdout -----
      Busy 60 min in all, times of America/New_York
      Tue 24 Nov 2026  09:00 to 10:00  60 min

    ----- stderr -----
    warning: work.ics:2: unknown time zone `Mars/Olympus`, expected an IANA or Windows name; read as `America/New_York`
    ");
}

#[test]
fn what_is_no_calendar_is_2() {
    let folder = folder(&[("page.ics", "<html>Sign in</html>"), ("empty.ics", "")]);
    let run = |arguments: &[&str]| followthrough_in(folder.path(), arguments);
    assert_cmd_snapshot!(run(&[&["busy", "page.ics"], &SPAN[..]].concat()), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: page.ics: no `BEGIN:VCALENDAR` in the file, which begins with `<html>Sign in</html>`; expected a calendar
    ");
    assert_cmd_snapshot!(run(&[&["busy", "empty.ics"], &SPAN[..]].concat()), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: empty.ics: the file is empty, expected a calendar
    ");
    assert_cmd_snapshot!(run(&[&["busy", "missing.ics"], &SPAN[..]].concat()), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: missing.ics: there is no such file
    ");
    assert_cmd_snapshot!(run(&["busy", "page.ics", "--from", "2026-11-23", "--to", "2026-11-24T00:00:00Z", "--timezone", "UTC"]), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: invalid value '2026-11-23' for '--from <RFC3339>': expected a time with its offset such as `2026-11-23T00:00:00-05:00` (RFC 3339)

    For more information, try '--help'.
    ");
    assert_cmd_snapshot!(run(&["busy", "page.ics", "--from", "2026-11-24T00:00:00Z", "--to", "2026-11-23T00:00:00Z", "--timezone", "UTC"]), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: `--to` is 2026-11-23T00:00:00Z, expected a time after `--from`, which is 2026-11-24T00:00:00Z
    ");
    assert_cmd_snapshot!(run(&["busy", "page.ics", "--from", "2026-11-23T00:00:00Z", "--to", "2026-11-24T00:00:00Z", "--timezone", "America/New_Yrok"]), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: invalid value 'America/New_Yrok' for '--timezone <ZONE>': unknown time zone `America/New_Yrok`, expected an IANA name such as `America/New_York`; did you mean `America/New_York`?

    For more information, try '--help'.
    ");
    assert_cmd_snapshot!(run(&["busy"]), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: the following required arguments were not provided:
      --from <RFC3339>
      --to <RFC3339>
      --timezone <ZONE>
      <FILE>...

    Usage: followthrough busy --from <RFC3339> --to <RFC3339> --timezone <ZONE> <FILE>...

    For more information, try '--help'.
    ");
}

const PLAN: &str = r#"
format = 1
timezone = "America/New_York"
first_day = 2027-01-04
[[block]]
category = "calling"
days = ["mon", "tue", "wed", "thu", "fri"]
start = "09:00"
length = "1h"
[cadence.calls]
touches = [{ day = 1, channel = "call", effort = "10m" }]
[input]
busy = ["work.ics"]
"#;

#[test]
fn an_event_that_takes_a_block_ten_thousand_times_is_told_once() {
    // Every hour since 1974, each time for 52 years.
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\nDTSTART:19740107T100000Z\r\n\
                DTEND:20260907T100000Z\r\nRRULE:FREQ=HOURLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let folder = folder(&[("work.ics", text), ("plan.toml", PLAN)]);
    let answer = followthrough_in(folder.path(), &["busy", "--plan", "plan.toml", "--explain"])
        .output()
        .expect("it runs");
    let text = String::from_utf8(answer.stdout).expect("text");
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("work.ics:2"))
        .collect();
    let days: std::collections::BTreeSet<&str> = lines
        .iter()
        .filter_map(|line| line.split("  calling").next())
        .collect();
    assert!(lines.len() > 60);
    assert_eq!(lines.len(), days.len());
}

#[test]
fn what_the_owner_declined_is_free() {
    let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:No\r\nDTSTART:20261124T150000Z\r\n\
                DURATION:PT1H\r\nATTENDEE;PARTSTAT=DECLINED:mailto:rep@example.com\r\nEND:VEVENT\r\n\
                END:VCALENDAR\r\n";
    let folder = folder(&[("work.ics", text)]);
    let ask = |more: &[&str]| {
        let arguments = [&["busy", "work.ics"], &SPAN[..], more].concat();
        let answer = followthrough_in(folder.path(), &arguments).output();
        String::from_utf8(answer.expect("it runs").stdout).expect("text")
    };
    assert!(ask(&[]).contains("Tue 24 Nov 2026"));
    assert!(ask(&["--me", "other@example.com"]).contains("Tue 24 Nov 2026"));
    assert!(ask(&["--me", "Rep@Example.com"]).contains("Never busy"));
}

#[test]
fn keys_of_busy_that_mean_nothing_are_refused() {
    let options = "[busy]\nme = [\"the rep\"]\nnotaway = [\"Home\"]\naway = \"Out of office\"\n";
    let folder = folder(&[("plan.toml", &format!("{PLAN}{options}"))]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["busy", "--plan", "plan.toml", "--explain"]), @r#"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: plan.toml:15: `me` of the busy options is `"the rep"`, expected mail addresses such as `["rep@example.com"]`
    error: plan.toml:16: `notaway` of the busy options is not a known key; did you mean `not_away`?
    error: plan.toml:17: `away` of the busy options is `"Out of office"`, expected titles such as `["Out of office*"]`
    "#);
}
