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
      Mon 23 Nov 2026: 25 things to do, 8 due today; 2 to start.

      08:30-09:30 research: 54 min of 54 min planned
      08:30  Wren & Reed Dressings   email 2/10     E1 cost of one recall    closes today
      08:34  Bramble Foods           email 9/10     E3 checklist             closes today
      08:38  Amber Mill Bakery       email 2/10     E1 cost of one recall    closes today
      08:42  Cedar Spur Meats        email 6/10     E2 plant story           may wait until Tue 24 Nov
      08:46  Northlight Ice Cream    email 9/10     E3 checklist             may wait until Tue 24 Nov
      08:50  Dunlin Spices           email 9/10     E3 checklist             may wait until Tue 24 Nov
      08:54  Oakum Smokehouse        email 8/8      M3 last word, door open  may wait until Tue 24 Nov
      08:58  Irongate Canning        email 6/10     E2 plant story           may wait until Tue 24 Nov
      09:02  Ashgrove Cheese         email 6/10     E2 plant story           may wait until Tue 24 Nov
      09:06  Kingfisher Bottlers     linkedin 4/10  L1 connect, no pitch     may wait until Tue 24 Nov
      09:09  Violet Hill Veal        linkedin 3/8   ML1 connect              may wait until Tue 24 Nov
      09:12  Daybreak Cereals        email 6/10     E2 plant story           may wait until Tue 24 Nov
      09:16  Barley & Finch Brewing  prep                                    may wait until Wed 25 Nov

      10:15-11:30 calling: 55 min of 67 min 30 s planned
      10:15  Saltmarsh Crab      call 5/10        C3 audit question            closes today
      10:20  Lockhart Biscuits   call 3/10        C2 refer to E1               closes today
      10:25  Granary Lane Flour  call 3/10        C2 refer to E1               closes today
      10:30  Tidepool Kelp       call 3/10        C2 refer to E1               closes today
      10:35  Ingleside Eggs      call 10/10       C6 close the file?           may wait until Tue 24 Nov
      10:40  Honeydew Desserts   call 8/10        C5 ask for the right person  may wait until Tue 24 Nov
      10:45  Yarrow Teas         call 5/10        C3 audit question            may wait until Tue 24 Nov
      10:50  Cinderpath Coffee   call 5/10        C3 audit question            may wait until Tue 24 Nov
      10:55  Meadowlark Yogurt   START call 1/10  C1 opener                    may wait until Tue 24 Nov
      11:00  Redwing Berries     START call 1/10  C1 opener                    may wait until Tue 24 Nov
      11:05  Acme Dairy          call 10/10       C6 close the file?           closes today

      13:30-14:15 follow_up: 25 min of 40 min 30 s planned
      13:30  Orchard Steps Purees  answer  Wants the sheet and a time  may wait until Wed 25 Nov

      Open, but not today
      Tollgate Vinegar        touch 8  no block in its contact hours; it closes Tue 24 Nov
      Hazelcombe Nuts         touch 6  no block in its contact hours; it closes Mon 23 Nov
      Sorrel & Sons Sausages  touch 5  no block in its contact hours; it closes Tue 24 Nov

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
        text.ends_with("Written: blocks.ics (90 events)\n"),
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

    Usage: followthrough schedule --ics <FILE> --write <WRITE> <PLAN>

    For more information, try '--help'.
    ");
}
