//! `schedule`: the day's list, and the calendar.

mod common;

use common::{PLAN, folder, followthrough, followthrough_in, output, stdout};
use insta_cmd::assert_cmd_snapshot;

#[test]
fn a_monday_in_order() {
    assert_cmd_snapshot!(followthrough(&["schedule", "docs/examples/sdr/plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
      Mon 23 Nov 2026: 25 things to do, 8 due today; 3 to start.

      08:30-09:30 research: 54 min of 54 min planned
      08:30  Daybreak Cereals       email 6/10       E2 plant story           overdue since Fri 20 Nov
      08:34  Wren & Reed Dressings  email 2/10       E1 cost of one recall    closes today
      08:38  Bramble Foods          email 9/10       E3 checklist             closes today
      08:42  Amber Mill Bakery      email 2/10       E1 cost of one recall    closes today
      08:46  Cedar Spur Meats       email 6/10       E2 plant story           may wait until Tue 24 Nov
      08:50  Northlight Ice Cream   email 9/10       E3 checklist             may wait until Tue 24 Nov
      08:54  Dunlin Spices          email 9/10       E3 checklist             may wait until Tue 24 Nov
      08:58  Oakum Smokehouse       email 8/8        M3 last word, door open  may wait until Tue 24 Nov
      09:02  Irongate Canning       email 6/10       E2 plant story           may wait until Tue 24 Nov
      09:06  Ashgrove Cheese        email 6/10       E2 plant story           may wait until Tue 24 Nov
      09:10  Kingfisher Bottlers    linkedin 4/10    L1 connect, no pitch     may wait until Tue 24 Nov
      09:13  Violet Hill Veal       linkedin 3/8     ML1 connect              may wait until Tue 24 Nov
      09:16  Willow Bend Almonds    START email 1/8  M1 their last audit      may wait until Tue 24 Nov
      09:20  Sycamore Baking        START email 1/8  M1 their last audit      may wait until Tue 24 Nov

      10:15-11:30 calling: 50 min of 67 min 30 s planned
      10:15  Cinderpath Coffee   call 5/10        C3 audit question            overdue since Thu 19 Nov
      10:20  Saltmarsh Crab      call 5/10        C3 audit question            closes today
      10:25  Lockhart Biscuits   call 3/10        C2 refer to E1               closes today
      10:30  Granary Lane Flour  call 3/10        C2 refer to E1               closes today
      10:35  Tidepool Kelp       call 3/10        C2 refer to E1               closes today
      10:40  Honeydew Desserts   call 8/10        C5 ask for the right person  may wait until Tue 24 Nov
      10:45  Yarrow Teas         call 5/10        C3 audit question            may wait until Tue 24 Nov
      10:50  Meadowlark Yogurt   START call 1/10  C1 opener                    may wait until Tue 24 Nov
      10:55  Ingleside Eggs      call 10/10       C6 close the file?           may wait until Tue 24 Nov
      11:00  Acme Dairy          call 10/10       C6 close the file?           closes today

      13:30-14:15 follow_up: 25 min of 40 min 30 s planned
      13:30  Orchard Steps Purees  answer  Wants the sheet and a time  may wait until Wed 25 Nov

      Not placed
      Tollgate Vinegar        touch 8  due by Tue 24 Nov, outside of a block: no block in its contact hours
      Hazelcombe Nuts         touch 6  due today, outside of a block: no block in its contact hours
      Sorrel & Sons Sausages  touch 5  due by Tue 24 Nov, outside of a block: no block in its contact hours

    ----- stderr -----
    ");
}

#[test]
fn a_day_without_blocks_names_the_next() {
    let folder = folder(&[("plan.toml", PLAN)]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["schedule", "plan.toml", "--today", "2027-01-09"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
      Sat 9 Jan 2027: no block, and nothing to do. The next day with any is Mon 11 Jan.

    ----- stderr -----
    ");
}

#[test]
fn the_json_has_every_day() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let json = stdout(&mut followthrough_in(
        folder.path(),
        &["schedule", "plan.toml", "--json"],
    ));
    let json: serde_json::Value = serde_json::from_str(&json).expect("answers are JSON");
    assert_eq!(json["kind"], "schedule");
    assert!(json["days"].as_array().is_some_and(|days| days.len() > 60));
}

#[test]
fn a_calendar_is_written_whole_and_a_second_one_is_the_same() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let run = |arguments: &[&str]| {
        followthrough_in(
            folder.path(),
            &[&["schedule", "plan.toml"], arguments].concat(),
        )
    };
    let text = stdout(&mut run(&["--ics", "blocks.ics"]));
    assert!(
        text.ends_with("Written: blocks.ics (91 events)\n"),
        "{text}"
    );
    stdout(&mut run(&[
        "--ics",
        "again.ics",
        "--previous",
        "blocks.ics",
    ]));
    let read = |name: &str| std::fs::read(folder.path().join(name)).expect("the calendar is there");
    assert_eq!(read("blocks.ics"), read("again.ics"));
    stdout(&mut run(&[
        "--ics",
        "changes.ics",
        "--previous",
        "blocks.ics",
        "--write",
        "changes",
    ]));
    assert!(!String::from_utf8_lossy(&read("changes.ics")).contains("BEGIN:VEVENT"));
}

#[test]
fn a_calendar_may_be_written_over_the_previous_one() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let run = |arguments: &[&str]| {
        stdout(&mut followthrough_in(
            folder.path(),
            &[&["schedule", "plan.toml"], arguments].concat(),
        ));
        std::fs::read(folder.path().join("blocks.ics")).expect("the calendar is there")
    };
    let first = run(&["--ics", "blocks.ics"]);
    assert_eq!(
        run(&["--ics", "blocks.ics", "--previous", "blocks.ics"]),
        first
    );
}

#[test]
fn one_calendar_for_each_category() {
    let folder = tempfile::tempdir().expect("a folder for a test");
    let path = folder.path().join("blocks.ics").display().to_string();
    stdout(&mut followthrough(&[
        "schedule",
        "docs/examples/sdr/plan.toml",
        "--ics",
        &path,
        "--split",
    ]));
    let mut names: Vec<String> = std::fs::read_dir(folder.path())
        .expect("the folder is there")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "blocks-calling.ics",
            "blocks-follow_up.ics",
            "blocks-research.ics"
        ]
    );
}

#[test]
fn nothing_is_written_where_something_is_wrong() {
    let folder = folder(&[
        ("plan.toml", PLAN),
        ("old.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    ]);
    let run = |arguments: &[&str]| {
        let output = output(&mut followthrough_in(
            folder.path(),
            &[&["schedule", "plan.toml"], arguments].concat(),
        ));
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let files = std::fs::read_dir(folder.path())
            .expect("the folder is there")
            .count();
        assert_eq!(files, 2, "the plan and the old calendar");
        String::from_utf8(output.stderr).expect("errors are UTF-8")
    };
    insta::assert_snapshot!(run(&["--ics", "new.ics", "--previous", "old.ics"]), @"error: old.ics: this file cannot be compared with: not a calendar that followthrough wrote: it has no PRODID");
    insta::assert_snapshot!(run(&["--ics", "new.ics", "--previous", "missing.ics"]), @"error: missing.ics: there is no such file");
    insta::assert_snapshot!(run(&["--ics", "."]), @"error: .: this is a directory, expected a file to write");
    insta::assert_snapshot!(run(&["--ics", "missing/new.ics"]), @"error: missing/new.ics: there is no folder `missing` to write it into");
    insta::assert_snapshot!(run(&["--write", "changes"]), @"
    error: the following required arguments were not provided:
      --ics <FILE>

    Usage: followthrough schedule --ics <FILE> --plan <FILE> --write <WRITE>

    For more information, try '--help'.
    ");
}

/// Runs `schedule plan.toml --ics NAME` with more arguments in a folder; returns what it says and the calendar.
#[track_caller]
fn export(folder: &tempfile::TempDir, name: &str, arguments: &[&str]) -> (String, String) {
    let said = stdout(&mut followthrough_in(
        folder.path(),
        &[&["schedule", "plan.toml", "--ics", name], arguments].concat(),
    ));
    let (_, written) = said.rsplit_once("\n\n").expect("a list and then files");
    (written.to_owned(), text_of(folder, name))
}

fn text_of(folder: &tempfile::TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap_or_default()
}

/// The lines of the first component of a kind, without line ends.
#[track_caller]
fn first(text: &str, kind: &str) -> String {
    let (begin, end) = (format!("BEGIN:{kind}\r\n"), format!("END:{kind}\r\n"));
    let found = text
        .split_once(&begin)
        .and_then(|(_, rest)| rest.split_once(&end));
    let (inside, _) = found.expect("a component of that kind");
    inside.replace("\r\n ", "").replace("\r\n", "\n")
}

fn count_of(text: &str, kind: &str) -> usize {
    text.matches(&format!("BEGIN:{kind}\r\n")).count()
}

/// The names of the calendars in a folder.
fn calendars_in(folder: &tempfile::TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".ics"))
        .collect();
    names.sort();
    names
}

#[test]
fn blocks_as_recurring_events() {
    let plan = PLAN.replace("days ", "skip     = [\"2027-01-06\"]\ndays ");
    let folder = folder(&[("plan.toml", &plan)]);
    let (written, text) = export(&folder, "blocks.ics", &["--rrule", "--title", "Desk"]);
    assert_eq!(written, "  Written: blocks.ics (1 event)\n");
    insta::assert_snapshot!(first(&text, "VEVENT"), @r"
    UID:series-1-calling.f83b6974@followthrough
    DTSTAMP:20270104T050000Z
    LAST-MODIFIED:20270104T050000Z
    SEQUENCE:530220
    DTSTART;TZID=America/New_York:20270104T090000
    DTEND;TZID=America/New_York:20270104T100000
    RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
    EXDATE;TZID=America/New_York:20270106T090000
    SUMMARY:Desk: Calling
    DESCRIPTION:calling 09:00\ndesk
    CATEGORIES:calling
    COLOR:cornflowerblue
    X-FOLLOWTHROUGH-PLANNED:20270104T140000Z/20270104T150000Z
    STATUS:CONFIRMED
    TRANSP:OPAQUE
    X-MICROSOFT-CDO-BUSYSTATUS:BUSY
    ");
    // Another day, and other hours: still the same series.
    let later = plan.replace("09:00", "10:00");
    std::fs::write(folder.path().join("plan.toml"), later).expect("a file for a test");
    let arguments = [
        "--rrule",
        "--title",
        "Desk",
        "--previous",
        "blocks.ics",
        "--today",
        "2027-01-05",
    ];
    let (_, next) = export(&folder, "next.ics", &arguments);
    let uid = |text: &str| first(text, "VEVENT").lines().next().map(str::to_owned);
    assert_eq!(uid(&next), uid(&text));
    assert!(
        next.contains("DTSTART;TZID=America/New_York:20270104T100000\r\n"),
        "{next}"
    );
    let (_, bounded) = export(&folder, "bounded.ics", &["--rrule", "--to", "2027-01-15"]);
    assert!(bounded.contains(";UNTIL=20270115T150000Z\r\n"), "{bounded}");
}

#[test]
fn touches_as_tasks() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let (written, text) = export(&folder, "blocks.ics", &["--todos"]);
    insta::assert_snapshot!(written, @"  Written: blocks.ics (91 events and 15 tasks)");
    insta::assert_snapshot!(first(&text, "VTODO"), @r"
    UID:todo-calls-1-new.20270104.1.f83b6974@followthrough
    DTSTAMP:20270104T050000Z
    LAST-MODIFIED:20270104T050000Z
    SEQUENCE:530220
    DUE;VALUE=DATE:20270105
    SUMMARY:new calls 1 of 4 Jan: call 1/6
    DESCRIPTION:START new calls 1 of 4 Jan: call 1/6\; may wait until Tue 2027-01-05\ndesk
    CATEGORIES:calling
    COLOR:cornflowerblue
    STATUS:NEEDS-ACTION
    PRIORITY:2
    ");
    let (written, alone) = export(&folder, "tasks.ics", &["--todos", "--no-events"]);
    insta::assert_snapshot!(written, @"  Written: tasks.ics (15 tasks)");
    assert_eq!(
        (count_of(&alone, "VEVENT"), count_of(&alone, "VTODO")),
        (0, count_of(&text, "VTODO"))
    );
}

#[test]
fn days_titles_empty_blocks_and_method() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let span = ["--from", "2027-01-05", "--to", "2027-01-07"];
    let (written, text) = export(&folder, "days.ics", &span);
    assert_eq!(written, "  Written: days.ics (3 events)\n");
    assert!(text.contains("METHOD:PUBLISH\r\n") && text.contains("SUMMARY:Calling "));
    let (_, server) = export(&folder, "server.ics", &["--no-method", "--title", "Desk"]);
    assert!(!server.contains("METHOD") && server.contains("SUMMARY:Desk: Calling "));
    let (_, all) = export(&folder, "full.ics", &["--no-empty"]);
    assert!(count_of(&all, "VEVENT") <= count_of(&server, "VEVENT"));
    // Days before the first are never asked about: what the previous file has there is kept.
    let arguments = [
        "--today",
        "2027-01-06",
        "--from",
        "2027-01-01",
        "--to",
        "2027-01-07",
        "--previous",
        "days.ics",
    ];
    let (written, _) = export(&folder, "days.ics", &arguments);
    assert_eq!(written, "  Written: days.ics (3 events)\n");
}

const TWO: &str =
    "[[block]]\ncategory = \"research\"\ndays = [\"mon\"]\nstart = \"12:00\"\nlength = \"1h\"\n";

#[test]
fn a_calendar_that_is_no_part_of_the_export_any_more_is_emptied() {
    let folder = folder(&[("plan.toml", &format!("{PLAN}{TWO}"))]);
    let whole = ["--split"];
    export(&folder, "blocks.ics", &whole);
    assert_eq!(
        calendars_in(&folder),
        ["blocks-calling.ics", "blocks-research.ics"]
    );
    let research = text_of(&folder, "blocks-research.ics");
    assert!(count_of(&research, "VEVENT") > 0);

    // The category goes from the plan.
    std::fs::write(folder.path().join("plan.toml"), PLAN).expect("a file for a test");
    let unnamed = output(&mut followthrough_in(
        folder.path(),
        &[
            &["schedule", "plan.toml", "--ics", "blocks.ics"],
            &whole[..],
            &["--previous", "blocks-calling.ics"],
        ]
        .concat(),
    ));
    insta::assert_snapshot!(String::from_utf8_lossy(&unnamed.stderr), @"warning: blocks-research.ics: its name is that of a part of an export, and this one does not write it; if it is, give it with `--previous` to have it emptied");
    assert_eq!(
        text_of(&folder, "blocks-research.ics"),
        research,
        "never emptied unasked"
    );
    let previous = [
        "--previous",
        "blocks-calling.ics",
        "--previous",
        "blocks-research.ics",
    ];
    let arguments = [&whole[..], &previous].concat();
    let (written, _) = export(&folder, "blocks.ics", &arguments);
    insta::assert_snapshot!(written, @"
      Written: blocks-calling.ics (91 events)
      Emptied: blocks-research.ics (what it held is in the others, or gone)
    ");
    let emptied = text_of(&folder, "blocks-research.ics");
    assert_eq!(count_of(&emptied, "VEVENT"), 0);
    assert!(emptied.ends_with("END:VCALENDAR\r\n"));

    // Said once: what is empty already is neither written nor told again.
    let (written, _) = export(&folder, "blocks.ics", &arguments);
    assert!(!written.contains("blocks-research.ics"), "{written}");
    assert_eq!(text_of(&folder, "blocks-research.ics"), emptied);
}

#[test]
fn months_that_become_one_file_are_emptied() {
    let folder = folder(&[("plan.toml", PLAN)]);
    export(
        &folder,
        "blocks.ics",
        &["--months", "always", "--to", "2027-02-28"],
    );
    assert_eq!(
        calendars_in(&folder),
        ["blocks-2027-01.ics", "blocks-2027-02.ics"]
    );
    // A copy under another name is nobody's address.
    let copy = folder.path().join("blocks-2027-01-31.ics");
    std::fs::copy(folder.path().join("blocks-2027-01.ics"), &copy).expect("a copy");
    let kept = std::fs::read(&copy).expect("the copy");
    let arguments = [
        "--to",
        "2027-02-28",
        "--previous",
        "blocks-2027-01.ics",
        "--previous",
        "blocks-2027-02.ics",
    ];
    let (written, text) = export(&folder, "blocks.ics", &arguments);
    insta::assert_snapshot!(written, @"
      Written: blocks.ics (40 events)
      Emptied: blocks-2027-01.ics (what it held is in the others, or gone)
      Emptied: blocks-2027-02.ics (what it held is in the others, or gone)
    ");
    assert!(count_of(&text, "VEVENT") > 30);
    for month in ["blocks-2027-01.ics", "blocks-2027-02.ics"] {
        assert_eq!(count_of(&text_of(&folder, month), "VEVENT"), 0);
    }
    assert_eq!(std::fs::read(&copy).expect("the copy"), kept);
    // Under another name nothing was kept that could be emptied.
    export(
        &folder,
        "other.ics",
        &["--split", "--previous", "blocks.ics"],
    );
    assert!(!folder.path().join("other.ics").exists());
    assert!(folder.path().join("other-calling.ics").exists());
}

#[test]
fn flags_that_do_not_go_together_are_told() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let refused = |arguments: &[&str]| {
        let output = output(&mut followthrough_in(
            folder.path(),
            &[&["schedule", "plan.toml", "--ics", "blocks.ics"], arguments].concat(),
        ));
        assert_eq!(output.status.code(), Some(2));
        assert!(calendars_in(&folder).is_empty());
        let said = String::from_utf8(output.stderr).expect("errors are UTF-8");
        said.lines().next().unwrap_or_default().to_owned()
    };
    insta::assert_snapshot!(refused(&["--rrule", "--todos"]), @"error: the argument '--rrule' cannot be used with '--todos'");
    insta::assert_snapshot!(refused(&["--from", "2027-01-20", "--to", "2027-01-10"]), @"error: the span from 2027-01-20 to 2027-01-10 is empty, expected its last day on or after its first");
    insta::assert_snapshot!(refused(&["--to", "2026-12-01"]), @"error: the span from 2027-01-04 to 2026-12-01 is empty, expected its last day on or after its first");
    insta::assert_snapshot!(refused(&["--no-events"]), @"error: the following required arguments were not provided:");
}
