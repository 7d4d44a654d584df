//! `report`: a page beside the plan.

mod common;

use std::fs;

use common::{PLAN, folder, followthrough, followthrough_in, output, stdout};

#[test]
fn a_page_is_written_and_can_be_printed() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let told = stdout(&mut followthrough_in(folder.path(), &["report"]));
    assert_eq!(told, "  Written: report.html\n");
    let page = fs::read_to_string(folder.path().join("report.html")).expect("a page");
    assert!(page.contains("5 in a full week"), "{page}");
    let printed = stdout(&mut followthrough_in(
        folder.path(),
        &["report", "--out", "-"],
    ));
    assert_eq!(printed, page);
    let nowhere = output(&mut followthrough_in(
        folder.path(),
        &["report", "--out", "none/report.html"],
    ));
    assert_eq!(nowhere.status.code(), Some(2));
    insta::assert_snapshot!(String::from_utf8_lossy(&nowhere.stderr), @"error: none/report.html: there is no folder `none` to write it into");
}

#[test]
fn a_plan_with_calendars_and_a_log_has_what_they_say() {
    let plan = "docs/examples/sdr/plan.toml";
    let page = stdout(&mut followthrough(&["report", plan, "--out", "-"]));
    for part in [
        "2 of 42 promises are broken",
        "Cinderpath Coffee",
        "A blitz against the pace",
        "What meetings cost",
        "Will the pace hold?",
        "Promises kept, and where the time went",
        "Load on research, by week",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let without = stdout(&mut followthrough(&[
        "report",
        plan,
        "--no-cost",
        "--no-confidence",
        "--out",
        "-",
    ]));
    assert!(!without.contains("What meetings cost"));
    assert!(!without.contains("Will the pace hold?"));
}
