//! A calendar that is exported every night: what changes where each day goes as planned, at noon, and over a year.

mod common;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use common::{PLAN, folder, followthrough_in, output, root, stdout};
use serde_json::Value;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// The example of the SDR in a folder of its own.
fn sdr() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for a test");
    for file in std::fs::read_dir(root().join("docs/examples/sdr")).expect("the example") {
        let file = file.expect("a file");
        std::fs::copy(file.path(), folder.path().join(file.file_name())).expect("a copy");
    }
    folder
}

/// What the program says as JSON, asked at six in the morning of a day.
#[track_caller]
fn ask(folder: &Path, day: NaiveDate, arguments: &[&str]) -> Value {
    let today = day.to_string();
    let arguments = [arguments, &["--today", &today, "--json"]].concat();
    let mut command = followthrough_in(folder, &arguments);
    command.env("FOLLOWTHROUGH_NOW", format!("{day}T06:00:00-05:00"));
    serde_json::from_str(&stdout(&mut command)).expect("JSON")
}

/// The events of a calendar by UID, each on lines that are whole.
fn events(text: &str) -> BTreeMap<String, String> {
    let whole = text.replace("\r\n ", "");
    let mut events = BTreeMap::new();
    for part in whole.split("BEGIN:VEVENT\r\n").skip(1) {
        let (event, _) = part.split_once("END:VEVENT\r\n").expect("an end");
        let uid = event.lines().find_map(|line| line.strip_prefix("UID:"));
        events.insert(uid.expect("a UID").to_owned(), event.to_owned());
    }
    events
}

fn calendar(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("blocks.ics")).expect("a calendar")
}

/// The days of the SDR's cadences on which their touches open, counted from 1.
const CADENCES: [(&str, &[u64]); 2] = [
    ("outbound", &[1, 3, 6, 9, 12, 16, 19, 22, 26, 29]),
    ("midmarket", &[1, 3, 6, 9, 13, 16, 19, 23]),
];

/// A rep who does what was planned, and says so in the pipeline.
struct Rep {
    header: Vec<String>,
    rows: Vec<HashMap<String, String>>,
    off: BTreeSet<NaiveDate>,
}

impl Rep {
    fn of(folder: &Path) -> Self {
        let mut table = csv::Reader::from_path(folder.join("pipeline.csv")).expect("a table");
        let header: Vec<String> = table
            .headers()
            .expect("names")
            .iter()
            .map(str::to_owned)
            .collect();
        let rows = table.records().map(|row| {
            let row = row.expect("a row");
            header
                .iter()
                .cloned()
                .zip(row.iter().map(str::to_owned))
                .collect()
        });
        let rows = rows.collect();
        let off = ["2026-11-26", "2026-11-27"].map(date).into();
        Self { header, rows, off }
    }

    /// Prospects that wait to be started, so that nobody whom a list starts is without a name.
    fn add_new(&mut self, cadence: &str, count: usize) {
        for number in 1..=count {
            let known = [
                ("id", format!("{cadence}-{number}")),
                ("name", format!("Waiting {cadence} {number}")),
                ("cadence", cadence.to_owned()),
                ("stage", "new".to_owned()),
            ];
            let mut row: HashMap<String, String> = self
                .header
                .iter()
                .map(|name| (name.clone(), String::new()))
                .collect();
            row.extend(known.map(|(name, value)| (name.to_owned(), value)));
            self.rows.push(row);
        }
    }

    fn write(&self, folder: &Path) {
        let mut table = csv::Writer::from_path(folder.join("pipeline.csv")).expect("a table");
        table.write_record(&self.header).expect("names");
        for row in &self.rows {
            table
                .write_record(self.header.iter().map(|name| &row[name]))
                .expect("a row");
        }
        table.flush().expect("a table");
    }

    fn is_worked(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.off.contains(&day)
    }

    /// `day`, moved to a workday, and `count` workdays on.
    fn add(&self, day: NaiveDate, count: u64) -> NaiveDate {
        let roll = |mut day: NaiveDate| {
            while !self.is_worked(day) {
                day = day + Days::new(1);
            }
            day
        };
        (0..count).fold(roll(day), |day, _| roll(day + Days::new(1)))
    }

    /// A touch was made on `today`: the next one is due when the plan says.
    fn made(&mut self, id: &str, touch: usize, start: Option<&str>, today: NaiveDate) {
        let at = self
            .rows
            .iter()
            .position(|row| row["id"] == id)
            .expect("a row");
        let mut row = self.rows[at].clone();
        let cadence = CADENCES.iter().find(|(name, _)| *name == row["cadence"]);
        let days = cadence.expect("a cadence").1;
        let after = |touch: usize| days[touch - 1] - days[touch - 2];
        let mut opened = match start {
            Some(start) => date(start),
            None if row["due"].is_empty() => self.add(date(&row["last_touch"]), after(touch)),
            None => self.add(date(&row["due"]), 0),
        };
        if let Some(start) = start {
            row.insert("started".into(), start.to_owned());
        }
        // What closed undone opened anew.
        if self.add(opened, 1) < today {
            opened = today;
        }
        row.insert("last_touch".into(), today.to_string());
        let (stage, next, due) = if touch < days.len() {
            let due = self.add(opened, after(touch + 1));
            ("in_flight", (touch + 1).to_string(), due.to_string())
        } else {
            ("finished", String::new(), String::new())
        };
        for (name, value) in [
            ("stage", stage.to_owned()),
            ("next_touch", next),
            ("due", due),
        ] {
            row.insert(name.into(), value);
        }
        self.rows[at] = row;
    }

    fn set(&mut self, id: &str, stage: &str) {
        let row = self.rows.iter_mut().find(|row| row["id"] == id);
        row.expect("a row").insert("stage".into(), stage.to_owned());
    }

    /// Does all that was planned for a day; what no block can take is called between blocks on its last day.
    fn work(&mut self, schedule: &Value, today: NaiveDate) {
        let days = schedule["days"].as_array().expect("days");
        let Some(day) = days.iter().find(|day| day["date"] == today.to_string()) else {
            return;
        };
        let segments = day["segments"].as_array().expect("segments").iter();
        let lists = segments
            .map(|segment| &segment["items"])
            .chain([&day["machine"]]);
        for item in lists.flat_map(|list| list.as_array().expect("a list")) {
            let id = item["id"].as_str().expect("whoever is listed has a name");
            match item["work"].as_str().expect("a kind") {
                "prep" => self.set(id, "ready"),
                "reply" => self.set(id, "finished"),
                _ => {
                    let touch = item["touch"].as_u64().expect("a touch") as usize;
                    self.made(id, touch, item["start"].as_str(), today);
                }
            }
        }
        for one in day["not_today"].as_array().expect("a list") {
            if one["reason"]
                .as_str()
                .expect("a reason")
                .starts_with("due today")
            {
                let touch = one["touch"].as_u64().expect("a touch") as usize;
                self.made(one["id"].as_str().expect("an id"), touch, None, today);
            }
        }
    }
}

#[test]
fn a_day_that_goes_as_planned_changes_the_day_that_comes_into_the_lists_and_no_other() {
    let folder = sdr();
    let folder = folder.path();
    let mut rep = Rep::of(folder);
    rep.add_new("outbound", 20);
    rep.add_new("midmarket", 20);
    rep.write(folder);
    let mut before: Option<BTreeMap<String, String>> = None;
    let mut nights = 0;
    for day in date("2026-11-23").iter_days().take(8) {
        let mut arguments = vec!["schedule", "plan.toml", "--ics", "blocks.ics"];
        if before.is_some() {
            arguments.extend(["--previous", "blocks.ics"]);
        }
        let schedule = ask(folder, day, &arguments);
        let fit = ask(folder, day, &["fit", "plan.toml"]);
        let lost = fit["lost_days"].as_array().expect("days").iter();
        rep.off
            .extend(lost.map(|day| date(day.as_str().expect("a day"))));
        let now = events(&calendar(folder));
        if let Some(before) = &before {
            // The far end comes nearer by a day: what is new there changes nothing that anybody has seen.
            let changed: BTreeSet<&str> = before
                .iter()
                .filter(|(uid, event)| now.get(*uid) != Some(event))
                .map(|(uid, _)| &uid[..8])
                .collect();
            assert!(changed.len() <= 2, "{day}: {changed:?}");
            let new: BTreeSet<&str> = now
                .keys()
                .filter(|uid| !before.contains_key(*uid))
                .map(|uid| &uid[..8])
                .collect();
            assert!(new.iter().all(|day| *day > "20270301"), "{day}: {new:?}");
            nights += usize::from(!changed.is_empty());
        }
        before = Some(now);
        rep.work(&schedule, day);
        rep.write(folder);
    }
    // On days off nobody works, and no list grows.
    assert_eq!(nights, 3);
}

/// The ids that the pipeline owes something on a day: in flight and due by then, or answered.
fn owed(folder: &Path, by: NaiveDate) -> Vec<String> {
    let rep = Rep::of(folder);
    let is_owed = |row: &&HashMap<String, String>| {
        let due = row["due"].parse::<NaiveDate>().is_ok_and(|due| due <= by);
        due && ["in_flight", "replied"].contains(&row["stage"].as_str())
    };
    let rows = rep.rows.iter().filter(is_owed);
    rows.map(|row| row["id"].clone()).collect()
}

#[test]
fn at_noon_every_promised_touch_has_its_place_or_is_told() {
    let folder = sdr();
    let folder = folder.path();
    let morning = date("2026-11-23");
    ask(
        folder,
        morning,
        &["schedule", "plan.toml", "--ics", "blocks.ics"],
    );
    let before = events(&calendar(folder));
    let noon = "2026-11-23T12:00:00-05:00";
    let arguments = [
        "schedule",
        "plan.toml",
        "--now",
        noon,
        "--ics",
        "blocks.ics",
        "--previous",
        "blocks.ics",
    ];
    let said = stdout(&mut followthrough_in(folder, &arguments));
    let after = events(&calendar(folder));

    // What has begun stays as it was, and takes nothing new.
    for uid in [
        "20261123-research.0dd3074a@followthrough",
        "20261123-calling.0dd3074a@followthrough",
    ] {
        assert_eq!(after.get(uid), before.get(uid), "{uid}");
    }
    assert!(
        !said.contains("08:30-09:30") && said.contains("13:30-14:15"),
        "{said}"
    );

    let (_, told) = said.split_once("Not placed").expect("a list");
    let first = &after["20261123-follow_up.0dd3074a@followthrough"];
    let (_, listed) = first
        .split_once("Not placed:")
        .expect("a list in the day's first block");
    let later: String = after
        .iter()
        .filter(|(uid, _)| {
            !uid.starts_with("20261123-research") && !uid.starts_with("20261123-calling")
        })
        .map(|(_, event)| event.as_str())
        .collect();
    let rows = Rep::of(folder).rows;
    let owed = owed(folder, morning);
    assert!(owed.len() > 20);
    for id in &owed {
        let row = rows.iter().find(|row| row["id"] == *id).expect("a row");
        let placed = later.contains(&format!("[{id}]:"));
        assert!(placed, "{id} stands nowhere");
        let in_list = listed.contains(&format!("[{id}]:"));
        assert_eq!(in_list, told.contains(row["name"].as_str()), "{id}");
    }
    // Those whose last day is today cannot be made any more, and are told.
    assert!(
        listed.contains("[S104]:") && listed.contains("[S144]:"),
        "{listed}"
    );

    // At midnight nothing has begun.
    let midnight = [
        "schedule",
        "plan.toml",
        "--now",
        "2026-11-23T00:00:00-05:00",
        "--ics",
        "new.ics",
    ];
    let said = stdout(&mut followthrough_in(folder, &midnight));
    assert!(said.contains("08:30-09:30"), "{said}");
    let other = [
        "schedule",
        "plan.toml",
        "--now",
        noon,
        "--today",
        "2026-11-24",
    ];
    let refused = output(&mut followthrough_in(folder, &other));
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_year_of_weekly_runs_to_one_address_is_never_empty() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let folder = folder.path();
    let mut sizes = Vec::new();
    for week in 0..52_u64 {
        let day = date("2027-01-04") + Days::new(7 * week);
        let mut arguments = vec!["schedule", "plan.toml", "--ics", "blocks.ics"];
        if week > 0 {
            arguments.extend(["--previous", "blocks.ics", "--keep-past", "30d"]);
        }
        ask(folder, day, &arguments);
        let text = calendar(folder);
        let days: BTreeSet<String> = events(&text)
            .keys()
            .map(|uid| uid[..8].to_owned())
            .collect();
        assert!(days.contains(&day.format("%Y%m%d").to_string()), "{day}");
        let oldest = (day - Days::new(30)).format("%Y%m%d").to_string();
        assert!(days.first().is_some_and(|first| *first >= oldest), "{day}");
        sizes.push(text.len());
    }
    let names: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(names.len(), 2, "one plan, one calendar: {names:?}");
    assert!(sizes[51] < 2 * sizes[5], "the past is pruned: {sizes:?}");
}

#[test]
fn two_owners_of_one_plan_share_no_event() {
    let folder = sdr();
    let folder = folder.path();
    let text = std::fs::read_to_string(folder.join("pipeline.csv")).expect("the table");
    let mut owned = String::new();
    for (number, line) in text.lines().enumerate() {
        let owner = match number {
            0 => "owner",
            number if number % 2 == 0 => "Ann",
            _ => "Bob",
        };
        owned.push_str(&format!("{line},{owner}\n"));
    }
    std::fs::write(folder.join("pipeline.csv"), owned).expect("the table");
    let day = date("2026-11-23");
    let uids = |owner: &str| {
        let file = format!("{owner}.ics");
        ask(
            folder,
            day,
            &["schedule", "plan.toml", "--owner", owner, "--ics", &file],
        );
        let text = std::fs::read_to_string(folder.join(&file)).expect("a calendar");
        assert!(!text.contains(&format!("owner={owner}")));
        events(&text).into_keys().collect::<BTreeSet<_>>()
    };
    let (ann, bob) = (uids("Ann"), uids("Bob"));
    assert!(ann.len() > 100 && ann.len() == bob.len());
    assert!(ann.is_disjoint(&bob));
    // One owner's file is not the other's base.
    let arguments = [
        "schedule",
        "plan.toml",
        "--owner",
        "Bob",
        "--ics",
        "Ann.ics",
        "--previous",
        "Ann.ics",
    ];
    let refused = output(&mut followthrough_in(folder, &arguments));
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn private_calendars_of_every_form_name_nobody() {
    let folder = sdr();
    let folder = folder.path();
    let plan = std::fs::read_to_string(folder.join("plan.toml")).expect("the plan");
    std::fs::write(
        folder.join("plan.toml"),
        format!("{plan}\n[export]\ncolumns = [\"phone\"]\n"),
    )
    .expect("the plan");
    let table = std::fs::read_to_string(folder.join("pipeline.csv")).expect("the table");
    let with_phone: String = table
        .lines()
        .enumerate()
        .map(|(number, line)| match number {
            0 => format!("{line},phone\n"),
            number => format!("{line},+1 555 01{number:02}\n"),
        })
        .collect();
    std::fs::write(folder.join("pipeline.csv"), with_phone).expect("the table");
    let day = date("2026-11-23");
    let mut secrets: Vec<String> = vec!["+1 555".into(), "opener".into(), "E1 cost".into()];
    for row in Rep::of(folder).rows {
        secrets.extend([row["id"].clone(), row["name"].clone(), row["note"].clone()]);
    }
    secrets.retain(|secret| secret.len() > 3);
    // The open form names them, so that the search can fail.
    ask(
        folder,
        day,
        &["schedule", "plan.toml", "--ics", "open.ics", "--todos"],
    );
    let open = std::fs::read_to_string(folder.join("open.ics")).expect("a calendar");
    let open = open.replace("\r\n ", "");
    assert!(
        secrets
            .iter()
            .filter(|secret| open.contains(*secret))
            .count()
            > 60
    );
    let forms: [&[&str]; 5] = [
        &[],
        &["--todos"],
        &["--todos", "--no-events"],
        &["--rrule"],
        &["--split", "--class", "public"],
    ];
    for (number, form) in forms.iter().enumerate() {
        let file = format!("private{number}.ics");
        let arguments = ["schedule", "plan.toml", "--ics", &file, "--private"];
        ask(folder, day, &[&arguments, *form].concat());
        let mut found = 0;
        for entry in std::fs::read_dir(folder).expect("the folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            if !name.starts_with(&format!("private{number}")) {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a calendar");
            let text = text.replace("\r\n ", "");
            for secret in &secrets {
                assert!(!text.contains(secret.as_str()), "{name} says {secret}");
            }
            assert_eq!(
                text.contains("CLASS:PRIVATE"),
                !form.contains(&"--class"),
                "{name}"
            );
            found += 1;
        }
        assert!(found > 0);
    }
}
