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
    desk, Mon 4 Jan 2027 to Sat 3 Apr 2027, if nobody answers

      Start 1 today, 5 this week (5 workdays), 5 in a full week.
      Proved: 6 in a full week cannot be.
      All 65 started by Sat 3 Apr get every promised touch inside its window.

      week of  days  start  calling         min
      4 Jan       5      5  ▒▒········   50/300
      11 Jan      5      5  ▒▒▒·······  100/300
      18 Jan      5      5  ▒▒▒▒▒·····  150/300
      25 Jan      5      5  ▒▒▒▒▒▒▒···  200/300
      1 Feb       5      5  ▒▒▒▒▒▒▒▒··  250/300
      8 Feb       5      5  ▒▒▒▒▒▒▒▒▒▒  300/300
      15 Feb      5      5  ▒▒▒▒▒▒▒▒▒▒  300/300
      22 Feb      5      5  ▒▒▒▒▒▒▒▒▒▒  300/300
      1 Mar       5      5  ▒▒▒▒▒▒▒▒▒▒  300/300
      8 Mar       5      5  ▒▒▒▒▒▒▒▒▒▒  300/300
      15 Mar      5      5  ▒▒▒▒▒▒▒▒▒▒  300/300
      22 Mar      5      5  ▒▒▒▒▒▒▒▒▒▒  300/300
      29 Mar      5      5  ▒▒▒▒▒▒▒▒▒▒  300/300
      █ owed already   ▒ new prospects   · spare

      What binds      calling, 1 Feb 2027 to 22 Feb 2027: 960 min there that whole touches can fill, one
                      more would need 1020 min.
      Left behind     After Sat 3 Apr 750 min calling are still promised, to Mon 10 May.

    ----- stderr -----
    ");
}

#[test]
fn a_consultants_answer_leads_with_the_ordinary_week() {
    assert_cmd_snapshot!(followthrough(&["fit", "docs/examples/solo/plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
    Harbour Lane Advisory, Mon 23 Nov 2026 to Mon 22 Feb 2027, if nobody answers

      Start nobody today, 2 this week (4 workdays), 3 in an ordinary week.
      Fewer in 1 week: 2 in the week of 14 Dec.
      To be the same in every week it would be only 2 a week.
      Proved: 4 in an ordinary week cannot be.
      All 30 started by Mon 22 Feb 2027, and the 8 already owed something, get every promised touch
      inside its window.

      week of      days  start  calling         min  follow_up     min  research      min
      23 Nov          4      2  █████·····    42/81  ████████··  45/54  ▒▒▒▒▒▒····  30/54  1 holiday
      30 Nov          5      3  ███▒▒▒····   78/135  ████████··  45/54  ▒▒▒▒▒▒····  30/54
      7 Dec           3      1  █████▒▒▒▒·    52/54  ███·······  15/54  ▒▒▒·······  15/54  On site, Tidewrack Marina (two days)
      14 Dec          5      2  ██▒▒▒▒▒▒··  110/135  ▒▒▒▒▒▒▒▒··  45/54  ▒▒▒▒▒▒····  30/54
      21 Dec          3      1  █▒▒▒▒▒····   64/108                     ▒▒▒▒▒▒▒▒··  45/54  1 holiday, Year-end break
      28 Dec          0      0                                                             1 holiday, Year-end break
      4 Jan 2027      5      3  ▒▒▒▒▒·····   86/162  ▒▒▒▒▒▒▒▒··  45/54  ▒▒▒·······  15/54
      11 Jan 2027     5      3  ▒▒▒▒▒▒▒▒▒·  126/135  ███▒▒▒▒▒··  45/54  ▒▒▒▒▒▒▒▒··  45/54
      18 Jan 2027     5      3  █▒▒▒▒·····   76/162  ▒▒▒▒▒▒▒▒··  45/54  ▒▒▒▒▒▒▒▒··  45/54
      25 Jan 2027     5      3  █▒▒▒▒▒▒▒▒·  126/135  ▒▒▒·······  15/54  ▒▒▒▒▒▒▒▒··  45/54
      1 Feb 2027      5      3  ▒▒▒▒▒▒▒▒··  136/162  ▒▒▒▒▒▒▒▒··  45/54  ▒▒▒▒▒▒▒▒··  45/54
      8 Feb 2027      5      3  ▒▒▒▒▒▒▒▒··  114/135  ▒▒▒▒▒▒▒▒··  45/54  ▒▒▒▒▒▒▒▒··  45/54
      15 Feb 2027     5      3  ▒▒▒▒▒▒▒▒··  126/162  ▒▒▒▒▒▒▒▒··  45/54  ▒▒▒▒▒▒▒▒··  45/54
      22 Feb 2027     5      0  ▒▒▒▒▒▒▒···   96/135  ▒▒▒▒▒▒▒▒··  45/54  ··········   0/54
      █ owed already   ▒ new prospects   · spare

      What binds      The same number in every week: follow_up, 14 Dec 2026 to 21 Jan 2027: 135 min
                      there that whole touches can fill, one more would need 150 min.
      Owed already    27 touches to 8 prospects, 284 min of work: all in time.
      Overdue         Hollis & Daughters Plumbing (touch 3, due by Thu 19 Nov). Its window opens anew
                      today.
      Ready           1 researched, 2 needed this week: 1 to research first.
      Answers         Not one a week finds time for the work that it brings.
      Left behind     After Mon 22 Feb 2027 270 min calling and 90 min follow_up are still promised, to
                      Wed 24 Mar 2027.

    ----- stderr -----
    ");
}

#[test]
fn a_sellers_answer_says_what_binds_and_what_is_owed() {
    assert_cmd_snapshot!(followthrough(&["fit", "docs/examples/sdr/plan.toml"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
    SDR desk 7, Mon 23 Nov 2026 to Mon 22 Feb 2027, if nobody answers

      Start 2 today, 6 this week (3 workdays), 11 in a full week.
      Proved: 12 in a full week cannot be.
      All 124 started by Mon 22 Feb 2027, and the 42 already owed something, get every promised touch
      inside its window, but for those that cannot be made at all.
      By cadence: today 2 outbound; this week 5 outbound and 1 midmarket; in all 93 outbound and 31
      midmarket.

      week of      days  start  calling         min  follow_up     min  research        min
      23 Nov          3      6  ████▒·····  110/229  ███·······  25/81  █████▒▒▒▒·  142/162  2 holidays
      30 Nov          5     11  ████▒▒····  235/405  ··········  0/121  ███▒▒▒▒▒··  227/270
      7 Dec           5     11  ███▒▒▒····  230/405  ··········  0/121  ███▒▒▒▒▒▒·  223/243
      14 Dec          5     11  ███▒▒▒····  265/459  ··········  0/121  █▒▒▒▒▒▒▒▒·  253/270
      21 Dec          3      6  █▒▒▒▒▒····  170/270  ··········   0/81  █▒▒▒▒▒▒▒▒·  156/162  2 holidays
      28 Dec          0      0                                                               1 holiday, PTO
      4 Jan 2027      5     11  █▒▒▒▒▒····  295/486  ··········  0/121  █▒▒▒▒▒▒▒▒·  252/270
      11 Jan 2027     5     11  █▒▒▒▒▒····  285/459  ··········  0/121  ▒▒▒▒▒▒▒▒▒·  263/270
      18 Jan 2027     5     11  ▒▒▒▒▒▒····  300/486  ··········  0/121  ▒▒▒▒▒▒▒▒▒·  267/270
      25 Jan 2027     5     11  ▒▒▒▒▒▒▒···  300/459  ··········  0/121  ▒▒▒▒▒▒▒▒▒·  266/270
      1 Feb 2027      5     11  ▒▒▒▒▒▒····  305/486  ··········  0/121  ▒▒▒▒▒▒▒▒▒·  266/270
      8 Feb 2027      5     11  ▒▒▒▒▒▒····  295/459  ··········  0/121  ▒▒▒▒▒▒▒▒▒·  267/270
      15 Feb 2027     5     11  ▒▒▒▒▒▒····  305/486  ··········  0/121  ▒▒▒▒▒▒▒▒▒·  267/270
      22 Feb 2027     5      2  ▒▒▒▒▒▒····  265/459  ··········  0/121  ▒▒▒▒▒▒····  159/270
      █ owed already   ▒ new prospects   · spare

      What binds      research, 2 Dec 2026 to 22 Feb 2027: 2781 min there that whole touches can fill,
                      one more would need 2811 min.
      Owed already    186 touches to 42 prospects, 861 min of work: all in time.
      Overdue         Cinderpath Coffee (touch 5, due by Thu 19 Nov) and Daybreak Cereals (touch 6, due
                      by Fri 20 Nov). Their windows open anew today.
      Cannot be made  No block in the window lies in the prospect's contact hours: Tollgate Vinegar
                      (touch 8 by Tue 24 Nov, touch 10 by Mon 7 Dec), Galley Street Noodles (touch 7 by
                      Wed 25 Nov), Hazelcombe Nuts (touch 6 by Mon 23 Nov, touch 7 by Mon 30 Nov),
                      Sorrel & Sons Sausages (touch 5 by Tue 24 Nov, touch 7 by Mon 7 Dec, touch 10 by
                      Mon 21 Dec), Ivy Lane Teas (touch 7 by Mon 7 Dec), Birchwater Bottling (touch 5 by
                      Mon 30 Nov, touch 8 by Mon 14 Dec) and 1 more.
                      Make them outside of a block, or log them as skipped.
      Ready           7 researched, 6 needed this week.
      Answers         Up to 3 a week find time for the work that they bring.
      Left behind     After Mon 22 Feb 2027 785 min calling and 392 min research are still promised, to
                      Fri 2 Apr 2027.
      Note P2         category `follow_up`: 100 % of its time is spare in full weeks: that is what
                      answers are kept time for.
      Note P2         category `research`: 4 % of its time is spare in full weeks: one lost day makes
                      touches late.

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
      That is what a blitz could carry once, not a pace: without `--policy once` the answer is one.
      Proved: 13 cannot be.
    ");
    insta::assert_snapshot!(first_lines("max"), @"
    desk, Mon 4 Jan 2027 to Sat 3 Apr 2027, if nobody answers

      91 could start by Sat 3 Apr.
      Boom and bust: without `--policy max` the answer is a pace that can go on.
      Proved: 92 cannot be.
    ");
}

#[test]
fn a_short_horizon_is_taken_literally_with_a_warning() {
    let folder = folder(&[("plan.toml", PLAN)]);
    assert_cmd_snapshot!(followthrough_in(folder.path(), &["fit", "plan.toml", "--horizon", "week"]), @"
    success: true
    exit_code: 0
    ----- stdout -----
    desk, Mon 4 Jan 2027 to Sun 10 Jan 2027, if nobody answers

      Start 7 today, 31 this week (5 workdays), 31 in a full week.
      Proved: 32 in a full week cannot be.
      All 31 started by Sun 10 Jan get every promised touch inside its window.

      week of  days  start  calling         min
      4 Jan       5     31  ▒▒▒▒▒▒▒▒▒▒  300/300
      █ owed already   ▒ new prospects   · spare

      What binds      calling, 4 Jan 2027 to 1 Feb 2027: 1260 min there that whole touches can fill, one
                      more would need 1280 min.
      Left behind     After Sun 10 Jan 1,550 min calling are still promised, to Mon 15 Feb.
      Note P2         category `calling`: 0 % of its time is spare in full weeks: one lost day makes
                      touches late.

    ----- stderr -----
    warning: `--horizon` is shorter than a quarter or twice the longest cadence: what is started later finds no room in this answer, so its number cannot be repeated
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
    desk, Mon 4 Jan 2027 to Sat 3 Apr 2027, if nobody answers

      No new prospect fits.
      Proved: 1 in a full week cannot be.

      What binds      `calls`: no calling block is long enough between 2027-01-04 and 2027-01-05, where
                      a touch has its window.
      Note C8         cadence `calls`, touch 1, 2, 3, 4, 5, 6: its window of Mon to Tue, Tue to Wed, Wed
                      to Thu, Thu to Fri, Fri to Mon holds no calling block that could take it:
                      prospects cannot be started on the days that lead there.
      Note P2         category `calling`: 100 % of its time is spare in full weeks: it could serve
                      another category.

    ----- stderr -----
    ");
}

#[test]
fn where_not_one_a_week_fits_the_few_are_told() {
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
    desk, Mon 4 Jan 2027 to Sat 3 Apr 2027, if nobody answers

      Not one a week fits, but 3 by Sat 3 Apr.
      Start on Mon 4 Jan, Fri 12 Feb and Fri 26 Mar.
      Proved: 1 in a full week cannot be.

      What binds      calling, 4 Jan 2027 to 26 Jan 2027: 40 min there that whole touches can fill, one
                      more would need 60 min.
      Note C8         cadence `calls`, touch 1, 2, 3, 4, 5, 6: its window of Tue to Wed, Wed to Thu, Thu
                      to Fri holds no calling block that could take it: prospects cannot be started on
                      the days that lead there.
      Note P2         category `calling`: 100 % of its time is spare in full weeks: it could serve
                      another category.

    ----- stderr -----
    ");
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
