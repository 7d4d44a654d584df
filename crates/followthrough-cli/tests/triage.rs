//! `triage`: whom to let go.

mod common;

use common::{PLAN, folder, followthrough, followthrough_in, stdout};
use insta_cmd::assert_cmd_snapshot;

/// Ten calls for the Monday and Tuesday that hold twelve, and as many overdue ones on top.
fn crowded() -> tempfile::TempDir {
    let mut table = "id,name,cadence,stage,next_touch,due,priority\n".to_owned();
    for number in 1..=16 {
        table.push_str(&format!(
            "A{number:02},Prospect {number},calls,in_flight,6,2027-01-04,{}\n",
            1 + number % 3
        ));
    }
    let plan = format!("{PLAN}[input]\npipeline = \"pipeline.csv\"\n");
    folder(&[("plan.toml", &plan), ("pipeline.csv", &table)])
}

#[test]
fn where_all_fits_nobody_is_let_go() {
    assert_cmd_snapshot!(followthrough(&["triage", "docs/examples/solo/plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
      Nobody has to be let go: everything owed can be done in time.

    ----- stderr -----
    ");
}

#[test]
fn the_least_important_are_let_go_and_no_more_than_needed() {
    assert_cmd_snapshot!(followthrough_in(crowded().path(), &["triage", "plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
      Let 4 prospects go, and everything owed to the others can be done in time.
      Proved: fewer would not do (4 of priority 3).
      New prospects can be started beside them from Tue 5 Jan on.

      calling, 4 Jan 2027 to 5 Jan 2027: 130 min owed, 120 min there.
      priority 3      Prospect 5 (A05): 5 of 6 touches made, 10 min owed.
      priority 3      Prospect 8 (A08): 5 of 6 touches made, 10 min owed.
      priority 3      Prospect 11 (A11): 5 of 6 touches made, 10 min owed.
      priority 3      Prospect 14 (A14): 5 of 6 touches made, 10 min owed.

      Or stay late    40 min of extra time and everyone is kept: 40 min calling from 10:00 on Tue 5 Jan.
                      Proved: less would not do.

    ----- stderr -----
    ");
}

#[test]
fn a_fit_of_the_same_plan_names_who_is_late() {
    assert_cmd_snapshot!(followthrough_in(crowded().path(), &["fit", "plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
    desk, from Mon 4 Jan 2027, if nobody answers

      4 touches owed already are late; the last of them is done before Thu 7 Jan.
      Start nobody today, 5 this week (5 workdays), 5 in a full week. That can go on for good: 6 cannot.
      This quarter: 65 by Sat 3 Apr, each with every promised touch inside its window.

      week of          days  start  calling         min
      4 Jan               5      5  █████▒▒···  210/300
      11 Jan              5      5  ▒▒▒·······  100/300
      18 Jan              5      5  ▒▒▒▒▒·····  150/300
      25 Jan              5      5  ▒▒▒▒▒▒▒···  200/300
      1 Feb               5      5  ▒▒▒▒▒▒▒▒··  250/300
      8 Feb               5      5  ▒▒▒▒▒▒▒▒▒·  290/300
      15 Feb, 7 weeks     5      5  ▒▒▒▒▒▒▒▒▒▒  300/300
      █ owed already   ▒ new prospects   · spare

      What binds      calling: 300 minutes in a full week; 5 prospects take 300, 6 would take 360.
      Owed already    16 touches to 16 prospects, 2 h 40 min of work: not all in time.
      Late            Prospect 5 (touch 6, Wed 6 Jan instead of Tue 5 Jan), Prospect 8 (touch 6, Wed 6
                      Jan instead of Tue 5 Jan), Prospect 11 (touch 6, Wed 6 Jan instead of Tue 5 Jan)
                      and Prospect 14 (touch 6, Wed 6 Jan instead of Tue 5 Jan). `followthrough triage`
                      says whom to let go instead.
      Left behind     After Sat 3 Apr 12 h 30 min calling are still promised, to Mon 10 May.
      Note P2         category `calling`: 0 % of its time is spare in a full week at the pace: one lost
                      day makes touches late.

    ----- stderr -----
    ");
}

#[test]
fn the_json_counts_by_priority() {
    let json = stdout(&mut followthrough_in(
        crowded().path(),
        &["triage", "plan.toml", "--json"],
    ));
    let json: serde_json::Value = serde_json::from_str(&json).expect("answers are JSON");
    assert_eq!(json["kind"], "triage");
    assert_eq!(json["count"]["all"], 4);
    assert_eq!(json["let_go"].as_array().map(Vec::len), Some(4));
}

/// Overloaded quarters of 98 to 247 prospects in flight, each with the fewest that must be let go as CP-SAT certified it.
#[test]
fn on_overloaded_quarters_the_fewest_are_found_and_no_bound_passes_them() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/triage");
    let mut folders: Vec<_> = std::fs::read_dir(root)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    assert!(folders.len() >= 8, "{folders:?}");
    let (mut exact, mut proved) = (0, 0);
    for folder in &folders {
        let expected = std::fs::read_to_string(folder.join("expected.json")).expect("a file");
        let expected: serde_json::Value = serde_json::from_str(&expected).expect("JSON");
        let fewest = expected["least_let_go"].as_u64().expect("a number");
        let answer = stdout(&mut followthrough_in(
            folder,
            &["triage", "plan.json", "--json"],
        ));
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
        let count = answer["count"]["all"].as_u64().expect("a number");
        let at_least = answer["at_least"]["all"].as_u64().expect("a number");
        println!("{folder:?}: {at_least} at least, {fewest} certified, {count} found");
        assert!(at_least <= fewest && fewest <= count, "{folder:?}");
        assert!(
            count * 100 <= fewest * 103,
            "{folder:?}: {count} for {fewest}"
        );
        exact += u32::from(count == fewest);
        proved += u32::from(answer["proved"] == true);
    }
    assert!(exact >= 7 && proved >= 6, "{exact} exact, {proved} proved");
}
