//! `advise`: what it would take, with lines that can be pasted into the plan.

mod common;

use common::{PLAN, folder, followthrough, followthrough_in, stdout};
use insta_cmd::assert_cmd_snapshot;

#[test]
fn one_more_a_week_at_the_desk() {
    assert_cmd_snapshot!(
        "advise_sdr",
        followthrough(&["advise", "docs/examples/sdr/plan.toml", "12"])
    );
}

#[test]
fn one_more_an_hour_a_day() {
    assert_cmd_snapshot!(
        "advise_worked",
        followthrough(&["advise", "docs/examples/worked/plan.toml", "6"])
    );
}

#[test]
fn one_more_for_the_consultant() {
    assert_cmd_snapshot!(
        "advise_solo",
        followthrough(&["advise", "docs/examples/solo/plan.toml", "4"])
    );
}

#[test]
fn what_fits_needs_nothing() {
    assert_cmd_snapshot!(
        "advise_fits",
        followthrough(&["advise", "docs/examples/worked/plan.toml", "5"])
    );
}

#[test]
fn a_fit_tells_the_first_remedy_where_asked() {
    let text = stdout(&mut followthrough(&[
        "fit",
        "docs/examples/worked/plan.toml",
        "--advise",
    ]));
    let line = text
        .lines()
        .find(|line| line.trim_start().starts_with("To get 6"));
    let line = line.expect("a line for one more");
    assert!(line.contains("60 min more calling a week"), "{line}");
}

/// The lines of the first remedy, put in the place of the block that they name, do what they say.
#[test]
fn the_lines_that_are_printed_make_it_fit() {
    let here = folder(&[("plan.toml", PLAN)]);
    let text = stdout(&mut followthrough_in(
        here.path(),
        &["advise", "plan.toml", "6"],
    ));
    let lines = text.lines().skip_while(|line| !line.contains("[[block]]"));
    let blocks: String = lines
        .take_while(|line| line.starts_with("    "))
        .map(|line| format!("{line}\n"))
        .collect();
    let (before, after) = PLAN.split_once("[[block]]").expect("a block");
    let (_, after) = after.split_once("[cadence").expect("a cadence");
    let changed = format!("{before}{blocks}[cadence{after}");
    let there = folder(&[("plan.toml", &changed)]);
    let text = stdout(&mut followthrough_in(there.path(), &["fit", "plan.toml"]));
    assert!(text.contains("6 in a full week"), "{changed}{text}");
}

#[test]
fn as_json() {
    let json = stdout(&mut followthrough(&[
        "advise",
        "docs/examples/worked/plan.toml",
        "6",
        "--json",
    ]));
    let answer: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(answer["kind"], "advice");
    assert_eq!(
        (&answer["target"], &answer["number"], &answer["fits"]),
        (&6.into(), &5.into(), &false.into())
    );
    let remedy = &answer["remedies"][0];
    assert_eq!(
        (&remedy["kind"], &remedy["proved"]),
        (&"add".into(), &true.into())
    );
    // Six prospects take an hour a week more than the five hours of a week.
    assert_eq!(answer["at_least"], 3600);
    assert_eq!(remedy["by_category"]["calling"], 3600);
    let block = &remedy["blocks"][0]["after"][0];
    assert_eq!(
        (&block["category"], &block["start"]),
        (&"calling".into(), &"09:00".into())
    );
    assert!(remedy.get("plan").is_none());
    let rules: Vec<&str> = answer["remedies"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|remedy| remedy["rule"]["what"].as_str())
        .collect();
    assert!(rules.contains(&"last_touch"), "{rules:?}");
}
