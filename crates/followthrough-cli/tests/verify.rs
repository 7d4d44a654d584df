//! `verify`: a placement that `fit` wrote holds, and a changed one does not.

mod common;

use common::{PLAN, folder, followthrough, followthrough_in, output, stdout};
use insta_cmd::assert_cmd_snapshot;

#[test]
fn what_fit_wrote_holds() {
    for (example, policy) in [
        ("solo", "level"),
        ("solo", "max"),
        ("sdr", "level"),
        ("sdr", "once"),
    ] {
        let plan = format!("docs/examples/{example}/plan.toml");
        let json = stdout(&mut followthrough(&[
            "fit",
            &plan,
            "--policy",
            policy,
            "--json",
            "--placement",
        ]));
        let folder = folder(&[("answer.json", &json)]);
        let answer = folder.path().join("answer.json");
        let output = output(&mut followthrough(&[
            "verify",
            &plan,
            &answer.display().to_string(),
        ]));
        assert_eq!(
            output.status.code(),
            Some(0),
            "{example} {policy}: {}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

#[test]
fn a_touch_in_another_place_is_1_with_what_is_wrong() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let json = stdout(&mut followthrough_in(
        folder.path(),
        &[
            "fit",
            "plan.toml",
            "--policy",
            "once",
            "--json",
            "--placement",
        ],
    ));
    std::fs::write(
        folder.path().join("answer.json"),
        json.replacen("2027-01-05T09:00:00", "2027-01-06T09:00:00", 1),
    )
    .expect("a file for a test");
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["verify", "plan.toml", "answer.json"]), @"
    success: false
    exit_code: 1
    ----- stdout -----
      It does not hold: 1 thing is wrong.
      wrong_date      touch 1 of `calls` started on 2027-01-04 is dated 2027-01-05 and lies in the
                      segment at 2027-01-06 09:00:00

    ----- stderr -----
    ");
}

#[test]
fn an_answer_without_its_placement_is_2() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let json = stdout(&mut followthrough_in(
        folder.path(),
        &["fit", "plan.toml", "--json"],
    ));
    std::fs::write(folder.path().join("answer.json"), json).expect("a file for a test");
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["verify", "plan.toml", "answer.json"]), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: answer.json:1: `placement` is missing, expected a list of touches and their segments, as `fit --json --placement` writes it
    ");
}
