//! A fortnight at the desk of the sdr example, driven by what a person types: commands in a terminal, and keys.
#![cfg(unix)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{followthrough_in, output};
use serde_json::Value;

/// A busy machine may take its time over a line.
const PATIENCE: Duration = Duration::from_secs(120);

/// A terminal with a shell in it, of a server of its own.
struct Terminal {
    folder: tempfile::TempDir,
    lines: u32,
}

impl Terminal {
    /// `None` where there is no tmux.
    fn open(folder: tempfile::TempDir) -> Option<Self> {
        let there = Command::new("tmux")
            .arg("-V")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !there.is_ok_and(|status| status.success()) {
            return None;
        }
        let mut terminal = Self { folder, lines: 0 };
        let binary = Path::new(env!("CARGO_BIN_EXE_followthrough"));
        let opened = terminal.tmux(&[
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            "160",
            "-y",
            "50",
            "sh",
        ]);
        if !opened {
            return None;
        }
        let folder = binary.parent().expect("a folder").display();
        terminal.line(&format!("export TZ=America/New_York PATH={folder}:$PATH"));
        Some(terminal)
    }

    fn tmux(&self, arguments: &[&str]) -> bool {
        let socket = self.folder.path().join("terminal");
        let status = Command::new("tmux")
            .arg("-S")
            .arg(socket)
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("TMUX")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    }

    fn screen(&self) -> String {
        let socket = self.folder.path().join("terminal");
        let shown = Command::new("tmux")
            .arg("-S")
            .arg(socket)
            .args(["capture-pane", "-p", "-S", "-200"])
            .output()
            .expect("tmux");
        String::from_utf8_lossy(&shown.stdout).into_owned()
    }

    /// Whether the list waits for a key.
    fn asks(&self) -> bool {
        self.screen().lines().any(|line| line.ends_with(" ?"))
    }

    fn keys(&self, keys: &str) {
        assert!(self.tmux(&["send-keys", "-l", keys]), "tmux takes keys");
    }

    /// Types a line; the file that the shell makes when it is done.
    fn begin(&mut self, line: &str) -> std::path::PathBuf {
        self.lines += 1;
        let done = format!(".done-{}", self.lines);
        self.keys(&format!(
            "{line}; echo $? > {done}.part; mv {done}.part {done}"
        ));
        // A terminal that a killed program left raw takes this for the end of a line, and not the return key.
        assert!(self.tmux(&["send-keys", "C-j"]), "tmux takes keys");
        self.folder.path().join(done)
    }

    #[track_caller]
    fn wait(&self, done: &Path) -> String {
        let begun = Instant::now();
        while !done.exists() {
            assert!(begun.elapsed() < PATIENCE, "{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
        std::fs::read_to_string(done)
            .expect("a status")
            .trim()
            .to_owned()
    }

    /// Types a line that ends well.
    #[track_caller]
    fn line(&mut self, line: &str) {
        let done = self.begin(line);
        let status = self.wait(&done);
        assert_eq!(status, "0", "{line}\n{}", self.screen());
    }

    /// Works down the list of today with these keys, then leaves it.
    #[track_caller]
    fn work(&mut self, keys: &str) {
        assert!(self.tmux(&["clear-history"]) && self.tmux(&["send-keys", "-R"]));
        let done = self.begin("followthrough today --work");
        let begun = Instant::now();
        while !done.exists() && !self.asks() {
            assert!(begun.elapsed() < PATIENCE, "{}", self.screen());
            std::thread::sleep(Duration::from_millis(10));
        }
        self.keys(keys);
        // What the keys leave open is left for the end of the day.
        let mut asked = Instant::now();
        while !done.exists() {
            assert!(begun.elapsed() < PATIENCE, "{}", self.screen());
            if asked.elapsed() > Duration::from_secs(5) {
                self.keys("q");
                asked = Instant::now();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(self.wait(&done), "0", "{}", self.screen());
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}

fn ask(folder: &Path, now: &str, arguments: &[&str]) -> Value {
    let answer = output(followthrough_in(folder, arguments).env("FOLLOWTHROUGH_NOW", now));
    assert!(
        matches!(answer.status.code(), Some(0 | 1)),
        "{}",
        String::from_utf8_lossy(&answer.stderr)
    );
    serde_json::from_slice(&answer.stdout).expect("JSON")
}

fn list<'a>(answer: &'a Value, name: &str) -> &'a Vec<Value> {
    answer[name].as_array().expect("a list")
}

fn id(row: &Value) -> Option<&str> {
    row["id"].as_str()
}

/// A key for each thing on the list: work of answers and prep is done, calls come out in turn.
fn keys_for(today: &Value, answers: usize) -> String {
    let open = list(today, "items")
        .iter()
        .filter(|item| id(item).is_some() && (item["status"] == "left" || item["status"] == "new"));
    let mut keys = String::new();
    for (place, item) in open.enumerate() {
        keys.push(match item["work"].as_str() {
            Some("touch") if place < answers => 'r',
            Some("touch") => ['n', 'v', 'd'][place % 3],
            _ => 'd',
        });
    }
    keys
}

#[test]
fn a_fortnight_is_worked_by_commands_and_keys_and_everything_is_kept_or_told() {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(common::root().join("docs/examples/sdr")).expect("the example") {
        let path = entry.expect("a file").path();
        std::fs::copy(&path, folder.path().join(path.file_name().expect("a name")))
            .expect("a copy");
    }
    // The day is the clock's, as it is in a plan of one's own.
    let plan = folder.path().join("plan.toml");
    let text = std::fs::read_to_string(&plan).expect("the plan");
    std::fs::write(&plan, text.replace("first_day = 2026-11-23\n", "")).expect("the plan");
    let meeting = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\nBEGIN:VEVENT\nUID:all-hands\nDTSTAMP:20261120T150000Z\n\
                   SUMMARY:All hands\nDTSTART;TZID=America/New_York:20261202T100000\n\
                   DTEND;TZID=America/New_York:20261202T113000\nEND:VEVENT\nEND:VCALENDAR\n";
    std::fs::write(folder.path().join("moved.ics"), meeting).expect("a calendar");
    let Some(mut terminal) = Terminal::open(folder) else {
        eprintln!("skipped: there is no tmux");
        return;
    };
    let root = terminal.folder.path().to_owned();
    let rows_before = std::fs::read_to_string(root.join("log.csv"))
        .expect("the log")
        .lines()
        .count();
    // Whatever stood open on a list of a morning, and on which day.
    let mut listed: BTreeMap<(String, Option<u64>), String> = BTreeMap::new();
    let mut told_moved: BTreeSet<String> = BTreeSet::new();
    let mut typed = 0;
    for day in [
        "11-23", "11-24", "11-25", "11-30", "12-01", "12-02", "12-03", "12-04",
    ] {
        let now = format!("2026-{day}T08:15:00-05:00");
        terminal.line(&format!("export FOLLOWTHROUGH_NOW={now}"));
        if day == "11-24" {
            terminal.line("followthrough away today --label sick --write");
            continue;
        }
        if day == "12-02" {
            // The all-hands was moved onto the calls.
            terminal.line("sed -i 's/busy     = \\[\"busy.ics\"\\]/busy = [\"busy.ics\", \"moved.ics\"]/' plan.toml");
        }
        if day == "12-01" {
            terminal.line("echo 'S199,Inbound Foods,outbound,ready,,,,,1,America/New_York,asked for a price' >> pipeline.csv");
        }
        terminal.line("followthrough replan --json > moved.json");
        let moved: Value =
            serde_json::from_slice(&std::fs::read(root.join("moved.json")).expect("moves"))
                .expect("JSON");
        for one in list(&moved, "moves").iter().chain(list(&moved, "gone")) {
            assert!(!one["why"].as_str().expect("a cause").is_empty(), "{one}");
            told_moved.extend(id(one).map(str::to_owned));
        }
        if day == "11-30" {
            let state = ask(&root, &now, &["state", "--json"]);
            let flying: Vec<&str> = list(&state, "prospects")
                .iter()
                .filter(|row| row["stage"] == "in_flight")
                .filter_map(id)
                .take(20)
                .collect();
            assert_eq!(flying.len(), 20);
            terminal.line(&format!("followthrough log {} replied", flying.join(" ")));
            typed += 20;
        }
        let today = ask(&root, &now, &["today", "--json"]);
        for item in list(&today, "items").iter().chain(list(&today, "outside")) {
            if let (Some(id), true) = (id(item), item["touch"].is_u64()) {
                let key = (id.to_owned(), item["touch"].as_u64());
                listed.entry(key).or_insert_with(|| day.to_owned());
            }
        }
        let keys = keys_for(&today, usize::from(day == "12-03"));
        let before = std::fs::read_to_string(root.join("log.csv"))
            .expect("the log")
            .lines()
            .count();
        if day == "11-23" {
            // The first one was a slip.
            terminal.work(&format!("nu{keys}"));
        } else {
            terminal.work(&keys);
        }
        let after = std::fs::read_to_string(root.join("log.csv"))
            .expect("the log")
            .lines()
            .count();
        assert!(
            after >= before + keys.len(),
            "{day}: {keys} added {} rows",
            after - before
        );
        typed += after - before;
        let evening = ask(&root, &now, &["today", "--json"]);
        let left: Vec<&Value> = list(&evening, "items")
            .iter()
            .filter(|item| id(item).is_some() && item["status"] == "left")
            .collect();
        assert!(left.is_empty(), "{day}: {left:?}");
    }

    // The export of Friday: the rows as they are now.
    let now = "2026-12-04T16:00:00-05:00";
    terminal.line(&format!("export FOLLOWTHROUGH_NOW={now}"));
    let before = ask(&root, now, &["state", "--json"]);
    let asked = ask(&root, now, &["today", "--json"]);
    terminal.line("followthrough state > export.csv && mv export.csv pipeline.csv");
    let after = ask(&root, now, &["state", "--json"]);
    assert_eq!(before["prospects"], after["prospects"]);
    let again = ask(&root, now, &["today", "--json"]);
    assert_eq!(
        again["done"], asked["done"],
        "what was done this morning is done whatever was exported"
    );

    // Every row is in the log once, and the ledger adds up to it.
    let log = std::fs::read_to_string(root.join("log.csv")).expect("the log");
    assert_eq!(log.lines().count(), rows_before + typed);
    let unique: BTreeSet<&str> = log.lines().collect();
    assert_eq!(unique.len(), log.lines().count());
    let track = ask(&root, now, &["track", "--json"]);
    let ledger = &track["ledger"];
    let number = |of: &Value, name: &str| of[name].as_u64().expect("a number");
    let adds_up = |of: &Value| {
        let parts = ["finished", "answered", "let_go", "broken", "in_flight"];
        assert_eq!(
            number(of, "started"),
            parts.iter().map(|part| number(of, part)).sum::<u64>(),
            "{of}"
        );
    };
    adds_up(&ledger["total"]);
    for line in list(ledger, "lines") {
        adds_up(line);
    }
    let lines = list(ledger, "lines");
    for part in [
        "started",
        "finished",
        "answered",
        "let_go",
        "broken",
        "in_flight",
    ] {
        let sum: u64 = lines.iter().map(|line| number(line, part)).sum();
        assert_eq!(sum, number(&ledger["total"], part));
    }
    let rows = &ledger["rows"];
    assert_eq!(number(rows, "rows") as usize, log.lines().count() - 1);
    let kinds = ["touches", "prep", "answers_work", "other"];
    assert_eq!(
        number(rows, "rows"),
        kinds.iter().map(|kind| number(rows, kind)).sum::<u64>()
    );
    assert!(
        number(&ledger["total"], "answered") >= 36,
        "{}",
        ledger["total"]
    );
    for broken in list(ledger, "broken") {
        assert!(broken["cause"]["kind"].is_string(), "{broken}");
    }

    // Whatever stood on a list was made, fell away with an answer or an end, or is told: as broken, late or moved.
    let made: BTreeSet<(&str, Option<u64>)> = log
        .lines()
        .skip(1)
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let header: Vec<&str> = log.lines().next()?.split(',').collect();
            let cell = |name: &str| Some(cells[header.iter().position(|one| *one == name)?]);
            Some((cell("id")?, cell("touch")?.parse().ok()))
        })
        .collect();
    let stages: BTreeMap<&str, &Value> = list(&after, "prospects")
        .iter()
        .filter_map(|row| Some((id(row)?, row)))
        .collect();
    let broken: BTreeSet<&str> = list(ledger, "broken").iter().filter_map(id).collect();
    let silent: BTreeSet<&str> = list(&track, "silences").iter().filter_map(id).collect();
    let mut kept = 0;
    for ((id, touch), day) in &listed {
        if made.contains(&(id, *touch)) {
            kept += 1;
            continue;
        }
        let row = stages
            .get(id.as_str())
            .unwrap_or_else(|| panic!("{id} is lost"));
        let is_told = row["stage"] != "in_flight"
            || broken.contains(id.as_str())
            || silent.contains(id.as_str())
            || told_moved.contains(id);
        assert!(
            is_told,
            "touch {touch:?} of {id}, listed on {day}, is neither kept nor told: {row}"
        );
    }
    assert!(kept > 75, "{kept}");
    let screen = terminal.screen();
    assert!(!screen.contains("panicked"), "{screen}");
}

/// `kill -9` between two keys, or in the middle of a row.
#[test]
fn kills_while_the_list_is_worked_lose_and_double_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(common::root().join("docs/examples/sdr")).expect("the example") {
        let path = entry.expect("a file").path();
        std::fs::copy(&path, folder.path().join(path.file_name().expect("a name")))
            .expect("a copy");
    }
    let Some(mut terminal) = Terminal::open(folder) else {
        eprintln!("skipped: there is no tmux");
        return;
    };
    let root = terminal.folder.path().to_owned();
    let log = || std::fs::read_to_string(root.join("log.csv")).expect("the log");
    let before = log();
    let kills = std::env::var("FOLLOWTHROUGH_KILLS").ok();
    // `cargo xtask test --all` asks for more.
    let kills: u64 = kills.map_or(12, |kills| kills.parse().expect("a number"));
    terminal.line("export FOLLOWTHROUGH_NOW=2026-11-23T08:15:00-05:00");
    // What a dozen kills left is looked at, and the next dozen begins with the log of the morning: of a list that is done, only
    // an answer without a touch is left, whose rows of one minute are alike.
    let look = || {
        let after = log();
        assert!(after.starts_with(&before));
        let rows: BTreeSet<&str> = after.lines().collect();
        assert_eq!(rows.len(), after.lines().count());
        // A row is whole, or it is the last one and told.
        let state = output(
            followthrough_in(&root, &["state"])
                .env("FOLLOWTHROUGH_NOW", "2026-11-23T09:00:00-05:00"),
        );
        assert!(
            state.status.success(),
            "{}",
            String::from_utf8_lossy(&state.stderr)
        );
        assert_eq!(
            !after.ends_with('\n'),
            String::from_utf8_lossy(&state.stderr).contains("not written to its end")
        );
        std::fs::write(root.join("log.csv"), &before).expect("the log");
    };
    for round in 0..kills {
        if round > 0 && round % 12 == 0 {
            look();
        }
        assert!(terminal.tmux(&["clear-history"]) && terminal.tmux(&["send-keys", "-R"]));
        let done = terminal.begin("followthrough today --work & echo $! > pid; fg");
        let begun = Instant::now();
        while !done.exists() && !terminal.asks() {
            assert!(begun.elapsed() < PATIENCE, "{}", terminal.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
        terminal.keys(["v", "vv", "vu"][round as usize % 3]);
        std::thread::sleep(Duration::from_micros(1_700 * (round % 40)));
        let pid = std::fs::read_to_string(root.join("pid")).expect("a process");
        let killed = Command::new("kill")
            .args(["-9", pid.trim()])
            .stderr(Stdio::null())
            .status();
        assert!(killed.is_ok());
        terminal.wait(&done);
        // What was typed and not read stands at the prompt now, and is no command.
        assert!(terminal.tmux(&["send-keys", "C-j"]));
        terminal.line("stty sane");
    }
    look();
}
