//! `admit`: one more prospect, by exit status too.

mod common;

use common::{PLAN, folder, followthrough, followthrough_in, output};
use insta_cmd::assert_cmd_snapshot;

/// The calls of Monday and Tuesday, all but one of them owed.
fn nearly_full() -> tempfile::TempDir {
    let mut table = "id,name,cadence,stage,next_touch,due\n".to_owned();
    for number in 1..=11 {
        table.push_str(&format!(
            "A{number:02},Prospect {number},calls,in_flight,6,2027-01-04\n"
        ));
    }
    let plan = format!("{PLAN}[input]\npipeline = \"pipeline.csv\"\n");
    folder(&[("plan.toml", &plan), ("pipeline.csv", &table)])
}

/// The same with a twelfth.
fn full() -> tempfile::TempDir {
    let folder = nearly_full();
    let file = folder.path().join("pipeline.csv");
    let table = std::fs::read_to_string(&file).expect("the table");
    let row = "B01,Another,calls,in_flight,6,2027-01-04\n";
    std::fs::write(&file, table + row).expect("the table");
    folder
}

#[test]
fn yes_is_0() {
    assert_cmd_snapshot!(followthrough_in(nearly_full().path(), &["admit", "plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
      Yes. A prospect started on Mon 4 Jan on calls gets 6 touches, each in its window.

    ----- stderr -----
    ");
}

#[test]
fn no_is_1_with_the_day_and_what_is_in_the_way() {
    assert_cmd_snapshot!(followthrough_in(full().path(), &["admit", "plan.toml"]), @"
    success: false
    exit_code: 1
    ----- stdout -----
      No. A prospect started on Mon 4 Jan on calls would not get every touch.
      Started on Tue 5 Jan it would get them all.

      In the way      touch 1, by Tue 5 Jan: calling, 4 Jan 2027 to 5 Jan 2027: 120 min there that whole
                      touches can fill, one more would need 130 min.

    ----- stderr -----
    ");
}

#[test]
fn a_day_off_is_no_start_day() {
    assert_cmd_snapshot!(followthrough(&["admit", "docs/examples/sdr/plan.toml", "--day", "2026-11-26"]), @"
    success: false
    exit_code: 1
    ----- stdout -----
      No. Nobody is started on Thu 26 Nov.
      Started on Mon 30 Nov it would get them all.

      In the way      26 Nov 2026 is not a workday.

    ----- stderr -----
    ");
}

#[test]
fn a_prospect_with_prep_done_needs_none() {
    assert_cmd_snapshot!(followthrough(&["admit", "docs/examples/sdr/plan.toml", "--ready"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
      Yes. A prospect started on Mon 23 Nov on outbound gets 10 touches, each in its window.

    ----- stderr -----
    ");
}

#[test]
fn what_is_late_stays_on_its_day_and_holds_up_nobody_by_itself() {
    let folder = full();
    let file = folder.path().join("pipeline.csv");
    let table = std::fs::read_to_string(&file).expect("the table");
    let row = "B02,One more,calls,in_flight,6,2027-01-04\n";
    std::fs::write(&file, table + row).expect("the table");
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["admit", "plan.toml"]), @"
    success: false
    exit_code: 1
    ----- stdout -----
      No. A prospect started on Mon 4 Jan on calls would not get every touch.
      Started on Tue 5 Jan it would get them all.

      In the way      touch 1, by Tue 5 Jan: calling, 4 Jan 2027 to 5 Jan 2027: 120 min there that whole
                      touches can fill, one more would need 130 min.

    ----- stderr -----
    ");
}

#[test]
fn a_day_outside_of_the_horizon_is_2() {
    assert_cmd_snapshot!(followthrough_in(full().path(), &["admit", "plan.toml", "--day", "2028-01-03"]), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: plan.toml: the start is on 2028-01-03, expected a day from 2027-01-04 to 2027-04-03
    ");
}

#[test]
fn an_unknown_cadence_is_2() {
    assert_cmd_snapshot!(followthrough_in(full().path(), &["admit", "plan.toml", "--cadence", "call"]), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: plan.toml: the newcomer names cadence `call`, which the plan does not have; did you mean `calls`?
    ");
}

#[test]
fn the_json_holds_the_obstacle() {
    let output = output(&mut followthrough_in(
        full().path(),
        &["admit", "plan.toml", "--json"],
    ));
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("answers are JSON");
    assert_eq!(json["kind"], "admit");
    assert_eq!(json["admitted"], false);
    assert_eq!(json["earliest"], "2027-01-05");
    assert_eq!(json["obstacle"]["reason"], "no_room");
    assert_eq!(json["obstacle"]["span"]["usable"], 7200);
    assert_eq!(json["obstacle"]["span"]["needed"], 7800);
}
