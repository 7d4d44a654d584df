//! `fit`: the number and what is said of it, as text and as JSON.

mod common;

use common::{PLAN, folder, followthrough, followthrough_in, output, stdout};
use insta_cmd::assert_cmd_snapshot;

#[test]
fn the_smallest_plan_is_told_in_full() {
    let folder = folder(&[("plan.toml", PLAN)]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["fit", "plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
    desk, from Mon 4 Jan 2027, if nobody answers

      Start 1 today, 5 this week (5 workdays), 5 in a full week. That can go on for good: 6 cannot.
      This quarter: 65 by Sat 3 Apr, each with every promised touch inside its window.

      week of         days  start  calling         min
      4 Jan              5      5  ▒▒········   50/300
      11 Jan             5      5  ▒▒▒·······  100/300
      18 Jan             5      5  ▒▒▒▒▒·····  150/300
      25 Jan             5      5  ▒▒▒▒▒▒▒···  200/300
      1 Feb              5      5  ▒▒▒▒▒▒▒▒··  250/300
      8 Feb, 8 weeks     5      5  ▒▒▒▒▒▒▒▒▒▒  300/300
      █ owed already   ▒ new prospects   · spare

      What binds      calling: 300 minutes in a full week; 5 prospects take 300, 6 would take 360.
      Left behind     After Sat 3 Apr 12 h 30 min calling are still promised, to Mon 10 May.
      Note P2         category `calling`: 0 % of its time is spare in a full week at the pace: one lost
                      day makes touches late.

    ----- stderr -----
    ");
}

#[test]
fn a_consultants_answer_names_the_weeks_that_start_fewer() {
    assert_cmd_snapshot!(followthrough(&["fit", "docs/examples/solo/plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
    Harbour Lane Advisory, from Mon 23 Nov 2026, if nobody answers

      1 of 8 promises is broken: its days passed undone. Hollis & Daughters Plumbing (touch 3) is
      overdue since Thu 19 Nov, 2 workdays.
      Start nobody today, 3 this week (4 workdays), 3 in a full week. That can go on for good: 4 cannot.
      This quarter: 31 by Mon 22 Feb 2027, and the 8 already owed something get every promised touch
      inside its window from today on.

      week of      days  start  calling         min  follow_up  research
      23 Nov          4      3  █████▒····    52/81      45/54     30/54  1 holiday
      30 Nov          5      3  ██▒▒▒·····   74/135      45/54     45/54
      7 Dec           3    0/2  ███▒▒▒▒▒▒·    46/54      15/54     15/54  On site, Tidewrack…
      14 Dec          5    2/3  ███▒▒▒▒···  100/135      45/54     15/54
      21 Dec          3      1  █▒▒▒▒▒▒···   78/108                45/54  1 holiday, Year-end break
      28 Dec          0      0                                            1 holiday, Year-end break
      4 Jan 2027      5      3  ▒▒▒▒▒·····   78/162      45/54     30/54
      11 Jan 2027     5      3  ▒▒▒▒▒▒▒▒▒·  120/135      45/54     45/54
      18 Jan 2027     5      3  █▒▒▒▒▒▒▒··  126/162      45/54     45/54
      25 Jan 2027     5      3  █▒▒▒▒▒▒▒▒·  126/135      45/54     45/54
      1 Feb 2027      5      3  ▒▒▒▒▒▒▒▒··  126/162      45/54     45/54
      8 Feb 2027      5      3  ▒▒▒▒▒▒▒▒▒·  126/135      45/54     45/54
      15 Feb 2027     5      3  ▒▒▒▒▒▒▒▒··  126/162      45/54     45/54
      22 Feb 2027     1      1                                      0/54
      █ owed already   ▒ new prospects   · spare

      What binds      calling: 148 minutes in a full week; 3 prospects take 126, 4 would take 168.
      Short weeks     7 Dec: 0 of 2; follow_up, 14 Dec 2026 to 13 Jan 2027: 90 min there that whole
                      touches can fill, one more would need 105 min.
                      14 Dec: 2 of 3; follow_up, 14 Dec 2026 to 20 Jan 2027: 135 min there that whole
                      touches can fill, one more would need 150 min.
      Owed already    27 touches to 8 prospects, 4 h 44 min of work: all in time.
      Overdue         Hollis & Daughters Plumbing (touch 3, since Thu 19 Nov). Its window opens anew
                      today.
      Ready           1 researched, 3 needed this week: 2 to research first.
      Answers         Not one a week finds time for the work that it brings. With time for 1 a week: 1
                      in a full week (`[expect] answers = 1`).
      Left behind     After Mon 22 Feb 2027 4 h calling and 105 min follow_up are still promised, to Fri
                      26 Mar 2027.
      Note P2         category `calling`: 15 % of its time is spare in a full week at the pace: one lost
                      day makes touches late.
      Note P2         category `follow_up`, `research`: 16 % of its time is spare in a full week at the
                      pace: one lost day makes touches late.

    ----- stderr -----
    ");
}

#[test]
fn a_sellers_answer_says_what_binds_and_what_is_owed() {
    assert_cmd_snapshot!(followthrough(&["fit", "docs/examples/sdr/plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
    SDR desk 7, from Mon 23 Nov 2026, if nobody answers

      2 of 42 promises are broken: their days passed undone. The oldest, Cinderpath Coffee (touch 5), is
      overdue since Thu 19 Nov, 2 workdays.
      Start 3 today, 6 this week (3 workdays), 10 in a full week. That can go on for good: 11 cannot.
      This quarter: 114 by Mon 22 Feb 2027, and the 42 already owed something get every promised touch
      that can be made from today on.
      By cadence: today 1 outbound and 2 midmarket; this week 1 outbound and 5 midmarket; in all 82
      outbound and 32 midmarket.

      week of      days  start  calling         min  follow_up     min  research
      23 Nov          3      6  ███▒······  100/229  ███·······  25/81   159/162  2 holidays
      30 Nov          5     10  ████▒·····  215/405  ··········  0/121   220/270
      7 Dec           5     10  ██▒▒▒·····  220/405  ··········  0/121   210/243
      14 Dec          5     10  ███▒▒▒····  275/459  ··········  0/121   259/270
      21 Dec          3      6  █▒▒▒▒▒····  165/270  ··········   0/81   134/162  2 holidays
      28 Dec          0      0                                                    1 holiday, PTO
      4 Jan 2027      5     10  █▒▒▒▒·····  255/486  ··········  0/121   248/270
      11 Jan 2027     5     10  █▒▒▒▒·····  235/459  ··········  0/121   249/270
      18 Jan 2027     5     10  ▒▒▒▒▒▒····  280/486  ··········  0/121   237/270
      25 Jan 2027     5     10  ▒▒▒▒▒▒····  275/459  ··········  0/121   258/270
      1 Feb 2027      5     10  ▒▒▒▒▒▒····  270/486  ··········  0/121   241/270
      8 Feb 2027      5     10  ▒▒▒▒▒▒····  285/459  ··········  0/121   246/270
      15 Feb 2027     5     10  ▒▒▒▒▒▒····  270/486  ··········  0/121   217/270
      22 Feb 2027     1      2  ▒▒▒▒▒▒▒▒··    55/67  ··········   0/40     34/54
      █ owed already   ▒ new prospects   · spare

      What binds      research: 270 minutes in a full week; 10 prospects take 248, 11 would take 273.
      Owed already    186 touches to 42 prospects, 14 h 21 min of work: all in time.
      Overdue         Cinderpath Coffee (touch 5, since Thu 19 Nov) and Daybreak Cereals (touch 6, since
                      Fri 20 Nov). Their windows open anew today.
      Cannot be made  No block in the window lies in the prospect's contact hours: Tollgate Vinegar
                      (touch 8 by Tue 24 Nov, touch 10 by Mon 7 Dec), Galley Street Noodles (touch 7 by
                      Wed 25 Nov), Hazelcombe Nuts (touch 6 by Mon 23 Nov, touch 7 by Mon 30 Nov),
                      Sorrel & Sons Sausages (touch 5 by Tue 24 Nov, touch 7 by Mon 7 Dec, touch 10 by
                      Mon 21 Dec), Ivy Lane Teas (touch 7 by Mon 7 Dec) and 2 more.
                      Make them outside of a block, or log them as skipped.
      Ready           7 researched, 6 needed this week.
      Answers         Up to 3 a week find time for the work that they bring.
      Left behind     After Mon 22 Feb 2027 12 h 15 min calling and 5 h 58 min research are still
                      promised, to Fri 2 Apr 2027.
      Note P2         category `follow_up`: 100 % of its time is spare in a full week at the pace: that
                      is what answers are kept time for.
      Note P2         category `research`: 8 % of its time is spare in a full week at the pace: one lost
                      day makes touches late.

    ----- stderr -----
    ");
}

#[test]
fn once_and_max_say_that_they_are_no_pace() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let first_lines = |policy: &str| {
        let text = stdout(&mut followthrough_in(
            folder.path(),
            &["fit", "plan.toml", "--policy", policy],
        ));
        text.lines().take(5).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(first_lines("once"), @"
    desk, Mon 4 Jan 2027 to Sat 3 Apr 2027, if nobody answers

      12 could start on Mon 4 Jan.
      That is what a blitz could carry once. Without `--policy once` the answer is a pace that can go
      on.
    ");
    insta::assert_snapshot!(first_lines("max"), @"
    desk, Mon 4 Jan 2027 to Sat 3 Apr 2027, if nobody answers

      91 could start by Sat 3 Apr.
      Boom and bust: without `--policy max` the answer is a pace that can go on.
      Proved: 92 cannot be.
    ");
}

#[test]
fn a_short_horizon_tells_the_beginning_of_the_plan() {
    let folder = folder(&[("plan.toml", PLAN)]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["fit", "plan.toml", "--horizon", "week"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
    desk, from Mon 4 Jan 2027, if nobody answers

      Start 1 today, 5 this week (5 workdays), 5 in a full week. That can go on for good: 6 cannot.
      In all 5 by Sun 10 Jan, each with every promised touch inside its window.

      week of  days  start  calling        min
      4 Jan       5      5  ▒▒········  50/300
      █ owed already   ▒ new prospects   · spare

      What binds      calling: 300 minutes in a full week; 5 prospects take 300, 6 would take 360.
      Left behind     After Sun 10 Jan 4 h 10 min calling are still promised, to Mon 15 Feb.
      Note P2         category `calling`: 0 % of its time is spare in a full week at the pace: one lost
                      day makes touches late.

    ----- stderr -----
    ");
}

#[test]
fn a_plan_without_room_says_so() {
    let folder = folder(&[(
        "plan.toml",
        &PLAN.replace("length = \"1h\"", "length = \"9m\""),
    )]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["fit", "plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
    desk, from Mon 4 Jan 2027, if nobody answers

      No new prospect fits.

      What binds      `calls`: no block of a typical week has room for touch 1, on whatever day a
                      prospect is started.
      Note C8         cadence `calls`, touch 1, 2, 3, 4, 5 and 1 more: its window of Mon to Tue, Tue to
                      Wed, Wed to Thu, Thu to Fri, Fri to Mon holds no calling block that could take it:
                      prospects cannot be started on the days that lead there.
      Note P2         category `calling`: 100 % of its time is spare in a full week at the pace: it
                      could serve another category.

    ----- stderr -----
    ");
}

#[test]
fn where_not_one_a_week_can_go_on_one_in_so_many_weeks_can() {
    // A quarter of an hour on Mondays: one call a week, and six weeks to a prospect.
    let plan = PLAN.replace(
        r#"days = ["mon", "tue", "wed", "thu", "fri"]"#,
        r#"days = ["mon"]"#,
    );
    let folder = folder(&[(
        "plan.toml",
        &plan.replace("length = \"1h\"", "length = \"15m\""),
    )]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["fit", "plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
    desk, from Mon 4 Jan 2027, if nobody answers

      Start 1 today, 1 this week (5 workdays), one every 6 weeks. That can go on for good: one every 5
      weeks cannot.
      This quarter: 3 by Sat 3 Apr, each with every promised touch inside its window.

      week of          days  start  calling       min
      4 Jan               5      1  ▒▒▒▒▒▒▒···  10/15
      11 Jan, 5 weeks     5      0  ▒▒▒▒▒▒▒···  10/15
      15 Feb              5      1  ▒▒▒▒▒▒▒···  10/15
      22 Feb, 5 weeks     5      0  ▒▒▒▒▒▒▒···  10/15
      29 Mar              5      1  ▒▒▒▒▒▒▒···  10/15
      █ owed already   ▒ new prospects   · spare

      What binds      calling: 15 minutes in a full week; 1 prospect would take 60.
      Left behind     After Sat 3 Apr 50 min calling are still promised, to Tue 4 May.
      Note C8         cadence `calls`, touch 1, 2, 3, 4, 5 and 1 more: its window of Tue to Wed, Wed to
                      Thu, Thu to Fri holds no calling block that could take it: prospects cannot be
                      started on the days that lead there.

    ----- stderr -----
    ");
}

/// What `fit` says of a plan among the tests' data.
fn fit(plan: &str, arguments: &[&str]) -> serde_json::Value {
    let plan = format!("tests/data/plans/{plan}/plan.toml");
    let asked = [&["fit", &plan, "--json"], arguments].concat();
    serde_json::from_str(&stdout(&mut followthrough(&asked))).expect("JSON")
}

#[test]
fn thursday_and_friday_have_one_pace() {
    for day in ["2026-03-05", "2026-03-06"] {
        let fit = fit("friday", &["--today", day]);
        assert_eq!(
            (&fit["number"], &fit["proved"]),
            (&14.into(), &true.into()),
            "{day}"
        );
    }
}

/// The pace of a plan does not hang on the day on which it is asked.
#[test]
fn every_day_of_a_fortnight_has_one_pace() {
    let examples = [
        ("sdr", "2026-11-23", 10),
        ("solo", "2026-11-23", 3),
        ("worked", "2027-01-04", 5),
    ];
    for (example, first, pace) in examples {
        let plan = format!("docs/examples/{example}/plan.toml");
        let first: chrono::NaiveDate = first.parse().expect("a date");
        for day in first.iter_days().take(14) {
            let day = day.to_string();
            let asked = ["fit", &plan, "--json", "--today", &day];
            let fit = stdout(&mut followthrough(&asked));
            let fit: serde_json::Value = serde_json::from_str(&fit).expect("JSON");
            assert_eq!(fit["number"], pace, "{example} on {day}");
            assert_eq!(fit["proved"], true, "{example} on {day}");
        }
    }
}

#[test]
fn one_touch_late_far_ahead_stops_nobody() {
    let fit = fit("one_late", &[]);
    assert_eq!(fit["commitments"]["fits"], false);
    // As many as the pace, in the very first week.
    assert_eq!((&fit["number"], &fit["this_week"]), (&6.into(), &6.into()));
}

/// Plans that name the share of weeks that could once fall short are read as before, with a word about it.
#[test]
fn a_key_without_effect_is_read_and_named() {
    let folder = folder(&[(
        "plan.toml",
        &PLAN.replace("format", "exceptions = 0.2\nformat"),
    )]);
    let output = output(&mut followthrough_in(folder.path(), &["fit", "plan.toml"]));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("plan.toml:1: `exceptions` has no effect any more"),
        "{said}"
    );
}

#[test]
fn the_json_of_the_examples_is_what_it_was() {
    for example in ["solo", "sdr"] {
        let plan = format!("docs/examples/{example}/plan.toml");
        let json = stdout(&mut followthrough(&["fit", &plan, "--json"]));
        insta::assert_snapshot!(format!("fit_{example}"), json);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let run = || {
        output(&mut followthrough(&[
            "fit",
            "docs/examples/sdr/plan.toml",
            "--json",
            "--placement",
        ]))
        .stdout
    };
    assert_eq!(run(), run());
}

#[test]
fn placement_is_there_only_when_it_is_asked_for() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let json = |arguments: &[&str]| -> serde_json::Value {
        let text = stdout(&mut followthrough_in(folder.path(), arguments));
        serde_json::from_str(&text).expect("answers are JSON")
    };
    assert!(
        json(&["fit", "plan.toml", "--json"])
            .get("placement")
            .is_none()
    );
    let placed = json(&["fit", "plan.toml", "--json", "--placement"]);
    let calls: u64 = placed["placement"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|placed| placed["count"].as_u64().expect("a count"))
        .sum();
    assert_eq!(calls, placed["total"].as_u64().expect("a total") * 6);
}

#[test]
fn bars_are_plain_where_the_locale_has_no_blocks() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let text = stdout(followthrough_in(folder.path(), &["fit", "plan.toml"]).env("LANG", "C"));
    assert!(text.is_ascii(), "{text}");
    let text = stdout(followthrough_in(folder.path(), &["fit", "plan.toml"]).env("LC_ALL", "C"));
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn nothing_is_coloured_in_a_pipe() {
    let text = stdout(&mut followthrough(&["fit", "docs/examples/solo/plan.toml"]));
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut command = followthrough(&[
        "fit",
        "docs/examples/sdr/plan.toml",
        "--json",
        "--placement",
    ]);
    let mut child = command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn what_a_table_says_cannot_command_the_terminal() {
    let plan = format!("{PLAN}[input]\npipeline = \"pipeline.csv\"\n");
    let table = "id,name,cadence,stage,next_touch,due\nA1,\u{1b}[31mred\u{7},calls,in_flight,2,2026-12-28\n";
    let folder = folder(&[("plan.toml", &plan), ("pipeline.csv", table)]);
    for command in ["fit", "schedule"] {
        let text = stdout(&mut followthrough_in(
            folder.path(),
            &[command, "plan.toml"],
        ));
        assert!(
            text.contains("red") && !text.contains('\u{1b}') && !text.contains('\u{7}'),
            "{text}"
        );
    }
}

#[test]
fn a_search_that_ends_early_says_so_with_its_gap_and_how_to_search_longer() {
    let asked = [
        "fit",
        "docs/examples/sdr/plan.toml",
        "--policy",
        "max",
        "--search-budget",
    ];
    let told = |budget: &str, more: &[&str]| {
        stdout(&mut followthrough(&[&asked[..], &[budget], more].concat()))
    };
    let hasty = told("0", &[]);
    assert!(hasty.contains("Not proved to be the most"), "{hasty}");
    assert!(hasty.contains("Not searched further"), "{hasty}");
    assert!(told("0", &["--json"]).contains("\"search_ended_early\": true"));
    let whole = told("1", &["--json"]);
    assert!(!whole.contains("search_ended_early"), "{whole}");
}
