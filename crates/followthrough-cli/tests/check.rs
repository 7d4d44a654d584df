//! `check`: yes or no, by exit status too, and what becomes of those that do not fit.

mod common;

use common::{PLAN, folder, followthrough, followthrough_in};
use insta_cmd::assert_cmd_snapshot;

#[test]
fn yes_is_0() {
    let folder = folder(&[("plan.toml", PLAN)]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["check", "plan.toml", "12"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
      Yes. 12 prospects started on Mon 4 Jan need 72 touches, and each finds its time.
      That is once. The pace that can go on is 5 in a full week.

    ----- stderr -----
    ");
}

#[test]
fn no_is_1_and_says_what_is_dropped_and_when_the_last_could_start() {
    let folder = folder(&[("plan.toml", PLAN)]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["check", "plan.toml", "100"]), @"
    success: false
    exit_code: 1
    ----- stdout -----
      No. 100 prospects started on Mon 4 Jan need 600 touches; 528 touches find no time.
      On that day 12 could be started with every touch in its window, once; more cannot.

      week of  category   usable   owed    wanted    found    short     dropped
      4 Jan    calling   300 min  0 min  1000 min  120 min  880 min  88 touches
      11 Jan   calling   300 min  0 min  1000 min  120 min  880 min  88 touches
      18 Jan   calling   300 min  0 min  1000 min  120 min  880 min  88 touches
      25 Jan   calling   300 min  0 min  1000 min  120 min  880 min  88 touches
      1 Feb    calling   300 min  0 min  1000 min  120 min  880 min  88 touches
      8 Feb    calling   300 min  0 min  1000 min  120 min  880 min  88 touches

      Tightest        calling, Mon 4 Jan to Tue 5 Jan: 16 h 40 min wanted, 2 h there.
      Most dropped    88 times touch 1 of calls by Tue 5 Jan, 88 times touch 2 of calls by Tue 12 Jan,
                      88 times touch 3 of calls by Tue 19 Jan, 88 times touch 4 of calls by Tue 26 Jan,
                      and 2 kinds more.
      Instead         Start 5 of them this week, 5 in a full week, and every one gets every touch. The
                      last of the 100 starts on Fri 21 May.

    ----- stderr -----
    ");
}

#[test]
fn a_hundred_in_a_short_week() {
    assert_cmd_snapshot!(followthrough(&["check", "docs/examples/sdr/plan.toml", "100", "--over", "week"]), @"
    success: false
    exit_code: 1
    ----- stdout -----
      No. 100 prospects started from Mon 23 Nov to Sun 29 Nov (75 outbound and 25 midmarket) need 950
      touches and 93 preps. Spread evenly, 332 touches and 84 preps find no time.
      On the best days of that span 18 could be started with every touch in its window, once; more
      cannot.

      week of      category   usable     owed    wanted    found    short                dropped
      23 Nov       calling   229 min   60 min   380 min  165 min  215 min             43 touches
                   research  162 min   68 min  1062 min   93 min  969 min  125 touches and preps
      30 Nov       calling   405 min  150 min   460 min  230 min  230 min             46 touches
                   research  270 min   81 min   311 min  187 min  124 min   31 touches and preps
      7 Dec        calling   405 min  115 min   365 min  275 min   90 min             18 touches
                   research  243 min   72 min   249 min  165 min   84 min   28 touches and preps
      14 Dec       calling   459 min  135 min   295 min  270 min   25 min              5 touches
                   research  270 min   32 min   332 min  224 min  108 min   27 touches and preps
      21 Dec       calling   270 min   25 min   445 min  235 min  210 min             42 touches
      4 Jan 2027   calling   486 min   45 min   430 min  355 min   75 min             15 touches
      11 Jan 2027  calling   459 min    5 min   310 min  245 min   65 min             13 touches
                   research  270 min    0 min   248 min  156 min   92 min   23 touches and preps

      Tightest        research, Mon 23 Nov to Tue 24 Nov: 11 h 41 min wanted, 108 min there.
      Most dropped    25 times touch 1 of outbound by Mon 30 Nov, 24 times touch 2 of outbound by Mon 30
                      Nov, 23 times prep of outbound by Tue 24 Nov, 22 times touch 7 of outbound by Mon
                      4 Jan 2027, and 31 kinds more.
      Instead         Start 6 of them this week, 10 in a full week, and every one gets every touch. The
                      last of the 100 starts on Thu 11 Feb 2027.

    ----- stderr -----
    ");
}

#[test]
fn nobody_fits_always() {
    let folder = folder(&[("plan.toml", PLAN)]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["check", "plan.toml", "0"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
      Yes. Nobody is started, and so nothing is needed.

    ----- stderr -----
    ");
}

#[test]
fn the_json_says_what_was_asked_and_kept() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let output = common::output(&mut followthrough_in(
        folder.path(),
        &["check", "plan.toml", "13", "--json"],
    ));
    assert_eq!(output.status.code(), Some(1));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("answers are JSON");
    assert_eq!(
        (&json["kind"], &json["asked"], &json["kept"]),
        (&"check".into(), &13.into(), &12.into())
    );
    assert!(
        json["dropped"]
            .as_array()
            .is_some_and(|dropped| !dropped.is_empty())
    );
    assert!(json["by"].is_string());
    assert!(json.get("placement").is_none());
}

#[test]
fn a_count_that_is_none_is_2() {
    let folder = folder(&[("plan.toml", PLAN)]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["check", "plan.toml", "many"]), @"
    success: false
    exit_code: 2
    ----- stdout -----

    ----- stderr -----
    error: invalid value 'many' for '<N>': invalid digit found in string

    For more information, try '--help'.
    ");
}
