//! The log on the command line: rows added, the list of a day, days away, the ledger, and the state that results.

mod common;

use common::{followthrough_in, output, stdout};

const PLAN: &str = r#"format = 1
name = "desk"
timezone = "America/New_York"
[[block]]
category = "calling"
days = ["mon", "tue", "wed", "thu", "fri"]
start = "09:00"
length = "1h"
[[block]]
category = "follow_up"
days = ["mon", "tue", "wed", "thu", "fri"]
start = "11:00"
length = "1h"
[cadence.calls]
on_reply = { category = "follow_up", effort = "20m", within = 2 }
touches = [
  { day = 1, channel = "call", effort = "10m" }, { day = 6, channel = "call", effort = "10m" },
  { day = 11, channel = "call", effort = "10m" },
]
# What is read besides.
[input]
pipeline = "pipeline.csv"
log = "log.csv"
"#;

const PIPELINE: &str = "id,name,cadence,stage,next_touch,due,city\n\
    A1,Acme,calls,in_flight,2,2026-11-23,Boston\n\
    A2,Bramble,calls,in_flight,3,2026-11-20,Denver\n\
    A3,Cedar,calls,ready,,,Austin\n";

fn folder() -> tempfile::TempDir {
    common::folder(&[("plan.toml", PLAN), ("pipeline.csv", PIPELINE)])
}

/// What a command says at a time of day on Monday, 23 November 2026.
#[track_caller]
fn at(folder: &tempfile::TempDir, time: &str, arguments: &[&str]) -> String {
    stdout(
        followthrough_in(folder.path(), arguments)
            .env("FOLLOWTHROUGH_NOW", format!("2026-11-23T{time}:00-05:00")),
    )
}

#[track_caller]
fn refused(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    let output = output(&mut followthrough_in(folder.path(), arguments));
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).expect("text")
}

fn log(folder: &tempfile::TempDir) -> String {
    std::fs::read_to_string(folder.path().join("log.csv")).expect("the log")
}

#[test]
fn a_morning_is_worked_down_and_the_list_stays_what_it_was() {
    // Half an hour a day is a start a day, and the prospect that is ready is the one of today.
    let plan = PLAN.replacen("length = \"1h\"", "length = \"30m\"", 1);
    let folder = common::folder(&[("plan.toml", &plan), ("pipeline.csv", PIPELINE)]);
    let morning = at(&folder, "08:30", &["today"]);
    assert!(
        morning.contains("Mon 23 Nov 2026: 0 of 3 done, 30 min of 30 min left."),
        "{morning}"
    );
    assert!(
        !folder.path().join("log.csv").exists(),
        "`today` writes nothing"
    );

    let told = at(
        &folder,
        "09:10",
        &["log", "A2", "voicemail", "--minutes", "3"],
    );
    assert_eq!(told, "  A2 Bramble: call 3, voicemail, Mon 23 Nov 09:10\n");
    at(
        &folder,
        "09:20",
        &["log", "A1", "replied", "--note", "wants prices, soon"],
    );
    assert_eq!(
        log(&folder),
        "date,time,id,channel,outcome,touch,category,minutes,variant,owner,note\n\
         2026-11-23,09:10:00,A2,call,voicemail,3,calling,3,,,\n\
         2026-11-23,09:20:00,A1,call,replied,2,calling,,,,\"wants prices, soon\"\n"
    );
    let noon = at(&folder, "12:00", &["today"]);
    assert!(
        noon.contains("2 of 4 done, 30 min of 50 min left."),
        "{noon}"
    );
    assert!(noon.contains("voicemail at 09:10"), "{noon}");
    assert!(
        noon.contains("Came since the morning") && noon.contains("answered at 09:20"),
        "{noon}"
    );
    // The answer's work.
    at(&folder, "14:00", &["log", "A1", "done", "--minutes", "20"]);
    at(&folder, "14:30", &["log", "A3", "no_answer"]);
    let evening = at(&folder, "17:00", &["today"]);
    assert!(evening.contains("all 4 done."), "{evening}");

    let state = at(&folder, "17:00", &["state"]);
    assert_eq!(
        state,
        "id,name,cadence,stage,next_touch,due,city,last_touch,started\n\
         A1,Acme,calls,finished,3,,Boston,2026-11-23,\n\
         A2,Bramble,calls,finished,4,,Denver,2026-11-23,\n\
         A3,Cedar,calls,in_flight,2,2026-11-30,Austin,2026-11-23,2026-11-23\n"
    );
    // Read again with the same log it says the same.
    std::fs::write(folder.path().join("pipeline.csv"), &state).expect("a pipeline");
    assert_eq!(at(&folder, "17:00", &["state"]), state);

    let track = at(&folder, "17:00", &["track", "--json"]);
    let track: serde_json::Value = serde_json::from_str(&track).expect("JSON");
    let total = &track["ledger"]["total"];
    let part = |name: &str| total[name].as_u64().expect("a number");
    assert_eq!(part("started"), 3);
    assert_eq!(
        part("started"),
        part("finished") + part("answered") + part("let_go") + part("broken") + part("in_flight")
    );
    assert_eq!((part("answered"), part("in_flight")), (1, 1));
}

#[test]
fn what_is_not_known_is_refused_with_the_nearest_and_nothing_is_written() {
    let folder = folder();
    let told = refused(&folder, &["log", "A11", "voicemail"]);
    assert!(
        told.contains("there is no prospect `A11` in the pipeline; did you mean `A1`?"),
        "{told}"
    );
    let told = refused(&folder, &["log", "A1", "A2", "voicmail"]);
    assert!(
        told.contains("`voicmail` is not a known outcome")
            && told.contains("did you mean `voicemail`?"),
        "{told}"
    );
    let told = refused(&folder, &["log", "A1", "voicemail", "--touch", "9"]);
    assert!(
        told.contains("has no touch 9, expected a number from 1 to 3"),
        "{told}"
    );
    let told = refused(&folder, &["log", "A1", "A9", "voicemail"]);
    assert!(told.contains("A9"), "{told}");
    assert!(!folder.path().join("log.csv").exists());
    at(&folder, "09:00", &["log", "A1", "voicemail"]);
    let told = refused(&folder, &["log", "A1", "voicemail"]);
    assert!(
        told.contains(
            "touch 2 of prospect `A1` is logged today already at 09:00; expected `--touch 3`"
        ),
        "{told}"
    );
    assert_eq!(log(&folder).lines().count(), 2);
}

#[test]
fn a_touch_may_be_put_off_and_comes_back_on_its_day() {
    let folder = folder();
    at(&folder, "09:00", &["log", "A1", "later", "2026-12-07"]);
    assert!(log(&folder).contains(",later 2026-12-07,2,"));
    let state = at(&folder, "09:00", &["state"]);
    assert!(
        state.contains("A1,Acme,calls,paused,2,2026-12-07,"),
        "{state}"
    );
    let told = refused(&folder, &["log", "A1", "later", "soon"]);
    assert!(told.contains("expected a day such as"), "{told}");
}

#[test]
fn a_day_away_is_printed_or_put_into_the_plan_which_keeps_its_form() {
    let folder = folder();
    let path = folder.path().join("plan.toml");
    let lines = at(&folder, "08:00", &["away", "today", "--label", "sick"]);
    assert_eq!(
        lines,
        "[[away]]\nfrom = 2026-11-23\nto = 2026-11-23\nlabel = \"sick\"\n"
    );
    assert_eq!(std::fs::read_to_string(&path).expect("a plan"), PLAN);
    at(
        &folder,
        "08:00",
        &["away", "today", "--label", "sick", "--write"],
    );
    let plan = std::fs::read_to_string(&path).expect("a plan");
    assert_eq!(plan, format!("{PLAN}\n{lines}"));
    let today = at(&folder, "08:00", &["today"]);
    assert!(today.contains("nothing to do"), "{today}");
    at(&folder, "08:00", &["away", "tomorrow", "--write"]);
    let plan = std::fs::read_to_string(&path).expect("a plan");
    assert!(plan.contains("from = 2026-11-24"), "{plan}");
}

#[test]
fn a_plan_is_found_here_or_above_and_by_its_variable() {
    let folder = folder();
    let below = folder.path().join("below");
    std::fs::create_dir(&below).expect("a folder");
    let told = stdout(&mut followthrough_in(&below, &["state"]));
    assert!(told.starts_with("id,name"), "{told}");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let plan = folder.path().join("plan.toml");
    let told =
        stdout(followthrough_in(elsewhere.path(), &["state"]).env("FOLLOWTHROUGH_PLAN", &plan));
    assert!(told.starts_with("id,name"), "{told}");
    let told = output(&mut followthrough_in(elsewhere.path(), &["state"]));
    assert_eq!(told.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&told.stderr).contains("no plan is named"));
}

#[test]
fn a_torn_last_line_is_told_and_set_aside_when_the_next_row_comes() {
    let folder = folder();
    at(&folder, "09:00", &["log", "A1", "voicemail"]);
    let whole = log(&folder);
    std::fs::write(
        folder.path().join("log.csv"),
        format!("{whole}2026-11-23,09:30:00,A2,ca"),
    )
    .expect("a log");
    let output = output(&mut followthrough_in(folder.path(), &["state"]));
    assert!(output.status.success());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("log.csv:3: the last line was not written to its end"),
        "{told}"
    );
    at(&folder, "09:40", &["log", "A2", "voicemail"]);
    assert_eq!(
        log(&folder),
        format!("{whole}2026-11-23,09:40:00,A2,call,voicemail,3,calling,,,,\n")
    );
    let torn = std::fs::read_to_string(folder.path().join("log.csv.torn")).expect("set aside");
    assert_eq!(torn, "2026-11-23,09:30:00,A2,ca\n");
}

#[test]
fn an_outcome_that_nobody_knows_is_listed_once_with_its_count() {
    let folder = folder();
    let log = "date,id,channel,outcome,touch\n2026-11-23,A1,call,hung up,2\n2026-11-23,A2,call,hung up,3\n";
    std::fs::write(folder.path().join("log.csv"), log).expect("a log");
    let output = output(&mut followthrough_in(folder.path(), &["state"]));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(told.matches("hung up").count(), 2, "{told}");
    assert!(
        told.contains("the outcome `hung up` (2 rows) is not known"),
        "{told}"
    );
    assert!(told.contains("\"hung up\" = \"no_answer\""), "{told}");
    // The touches count all the same.
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("A1,Acme,calls,in_flight,3,2026-11-30")
    );
}

/// A kill at any time loses no row that was told and doubles none.
#[cfg(unix)]
#[test]
fn kills_while_rows_are_written_lose_and_double_nothing() {
    let folder = folder();
    // `cargo xtask test --all` asks for 500.
    let kills = std::env::var("FOLLOWTHROUGH_KILLS").ok();
    let kills: u64 = kills.map_or(60, |kills| kills.parse().expect("a number"));
    let mut told = 0;
    for round in 0..kills {
        let at = format!("2026-11-23T{:02}:{:02}", round / 60, round % 60);
        let mut child = followthrough_in(
            folder.path(),
            &["log", "A1", "voicemail", "--touch", "2", "--at", &at],
        )
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the binary runs");
        std::thread::sleep(std::time::Duration::from_micros(500 * (round % 40)));
        let _ = child.kill();
        let output = child.wait_with_output().expect("it ends");
        told += usize::from(!output.stdout.is_empty());
    }
    let text = std::fs::read_to_string(folder.path().join("log.csv")).unwrap_or_default();
    let mut rows: Vec<&str> = text.lines().skip(1).collect();
    assert!(
        rows.len() >= told,
        "{told} rows were told, and {} are there",
        rows.len()
    );
    let all = rows.len();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), all);
    assert!(
        rows.iter().all(|row| row.split(',').count() == 11),
        "{text}"
    );
    let state = output(&mut followthrough_in(folder.path(), &["state"]));
    assert!(state.status.success());
}

/// A disk that is full, as a limit on the size of files: the log stays as it was, wherever in the row it is reached.
#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_and_leaves_nothing_half_written() {
    let folder = folder();
    at(&folder, "09:00", &["log", "A1", "voicemail"]);
    let before = log(&folder);
    for room in 1..120 {
        // Up to the limit of 1024 bytes, which `sh` counts in blocks of 512.
        let padded = format!("{before}{}", filler(1024 - room - before.len()));
        std::fs::write(folder.path().join("log.csv"), &padded).expect("a log");
        let mut shell = std::process::Command::new("sh");
        let line = format!(
            "ulimit -f 2; trap '' XFSZ; exec {} log A2 voicemail --at 09:30",
            env!("CARGO_BIN_EXE_followthrough")
        );
        shell
            .args(["-c", &line])
            .current_dir(folder.path())
            .env("FOLLOWTHROUGH_NOW", "2026-11-23T09:30:00-05:00");
        let output = output(&mut shell);
        let now = log(&folder);
        if output.status.success() {
            assert!(now.starts_with(&padded) && now.ends_with(",,,,\n"), "{now}");
            assert_eq!(now.lines().count(), padded.lines().count() + 1);
        } else {
            assert_eq!(now, padded, "{room}");
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(told.contains("log.csv"), "{told}");
        }
    }
}

/// Rows of an unknown prospect, so many bytes long.
fn filler(bytes: usize) -> String {
    let row = |note: usize| {
        format!(
            "2026-11-20,08:00:00,Z9,call,done,1,calling,,,,{}\n",
            "x".repeat(note)
        )
    };
    let least = row(0).len();
    row(bytes - least)
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_told_and_read_all_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let allow = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(folder.path(), permissions).expect("permissions");
    };
    allow(0o555);
    if std::fs::write(folder.path().join("probe"), "").is_ok() {
        eprintln!("skipped: this user may write everywhere");
        return;
    }
    let told = refused(&folder, &["log", "A1", "voicemail"]);
    assert!(
        told.contains("log.csv: the file cannot be written"),
        "{told}"
    );
    let listed = at(&folder, "09:00", &["today"]);
    allow(0o755);
    assert!(listed.contains("Mon 23 Nov 2026"), "{listed}");
}

/// Two terminals and a job in the night.
#[test]
fn writers_at_once_lose_no_row() {
    let folder = folder();
    let writers: Vec<_> = (0..3)
        .map(|writer| {
            let path = folder.path().to_owned();
            std::thread::spawn(move || {
                for round in 0..10 {
                    let at = format!("2026-11-23T{:02}:{round:02}", 9 + writer);
                    let arguments = ["log", "A1", "voicemail", "--touch", "2", "--at", &at];
                    stdout(&mut followthrough_in(&path, &arguments));
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("a writer");
    }
    let text = log(&folder);
    let rows: std::collections::BTreeSet<&str> = text.lines().skip(1).collect();
    assert_eq!((rows.len(), text.lines().count()), (30, 31));
}

/// The sdr example through a Monday on which all of the list was done.
#[test]
fn a_day_that_went_as_planned_moves_nothing_promised() {
    let folder = common::folder(&[]);
    for entry in std::fs::read_dir(common::root().join("docs/examples/sdr")).expect("the example") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name");
        std::fs::copy(&path, folder.path().join(name)).expect("a copy");
    }
    let list = at(&folder, "08:00", &["today", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).expect("JSON");
    for item in list["items"].as_array().expect("a list") {
        let Some(id) = item["id"].as_str() else {
            continue;
        };
        let touch = item["touch"].as_u64();
        let touch = touch.map_or("none".to_owned(), |touch| touch.to_string());
        let outcome = if item["work"] == "touch" {
            "no_answer"
        } else {
            "done"
        };
        let mut arguments = vec!["log", id, outcome, "--touch", &touch, "--at", "12:00"];
        if item["work"] == "prep" {
            arguments.extend(["--channel", "research"]);
        }
        at(&folder, "12:00", &arguments);
    }
    let evening = at(&folder, "17:00", &["today"]);
    assert!(evening.contains(" done."), "{evening}");
    let answer = at(
        &folder,
        "17:00",
        &["replan", "--today", "2026-11-24", "--json"],
    );
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("JSON");
    let moved: Vec<&str> = answer["moves"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|one| one["promised"] == true)
        .filter_map(|one| one["id"].as_str())
        .collect();
    // The call to S131 fits into no block of Monday, was not made, and is overdue.
    assert!(moved.iter().all(|id| *id == "S131"), "{moved:?}");
    assert!(answer["kept"].as_u64().expect("a number") > 100);
}
