//! What a log of a million rows costs: reading it, the state that results, the ledger, and everything else that it says.
//!
//! `bench-log [ROWS]` draws a log of so many rows (a million where none is given), ten or so to a prospect, as text; each
//! row of what it prints is the best of three. The desk has one call hour and two cadences, and every prospect of the log
//! stands in the pipeline.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use followthrough_files::{File, Files, Loaded, Request, load_files};
use followthrough_track::{TrackOptions, state, track};

type Failure = Box<dyn std::error::Error>;

const PLAN: &str = r#"
format    = 1
name      = "a log of many rows"
timezone  = "America/New_York"
first_day = 2026-11-23

[[block]]
category = ["calling", "research"]
days     = ["mon", "tue", "wed", "thu", "fri"]
start    = "09:00"
length   = "8h"

[cadence.outbound]
preset = "weekly-10"

[cadence.short]
preset = "hunter-8"

[mix]
outbound = 3
short    = 1

[input]
pipeline = "pipeline.csv"
log      = "log.csv"
"#;

fn main() -> ExitCode {
    let rows = std::env::args().nth(1).map(|rows| rows.parse());
    let rows = match rows.transpose() {
        Ok(rows) => rows.unwrap_or(1_000_000),
        Err(error) => {
            eprintln!("usage: bench-log [ROWS]: {error}");
            return ExitCode::from(2);
        }
    };
    match measure(rows) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Numbers that look drawn and are the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % end
    }
}

/// The tables: who was started over two years, and what was done.
fn tables(rows: usize) -> Result<(String, String), Failure> {
    let begin = NaiveDate::from_ymd_opt(2024, 11, 25).ok_or("no such day")?;
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).ok_or("no such day")?;
    let mut draw = Draw(7);
    let mut lines = Vec::with_capacity(rows);
    let mut pipeline = "id,cadence,stage,next_touch,due,last_touch,started\n".to_owned();
    let mut prospect = 0;
    while lines.len() < rows {
        prospect += 1;
        let cadence = if prospect % 4 == 0 {
            "short"
        } else {
            "outbound"
        };
        writeln!(pipeline, "P{prospect:06},{cadence},new,,,,")?;
        let mut day = begin + Days::new(draw.below(728));
        for touch in 1..=10 {
            if touch > 1 {
                day = day + Days::new(5 + draw.below(4));
            }
            while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                day = day + Days::new(1);
            }
            if day >= today || lines.len() == rows {
                break;
            }
            let (hour, minute) = (9 + draw.below(8), draw.below(60));
            let outcome = match draw.below(100) {
                0..60 => "no_answer",
                60..85 => "voicemail",
                85..92 => "done",
                92..96 => "replied",
                96..98 => "opted_out",
                _ => "lost",
            };
            let (seconds, variant) = (
                60 + draw.below(500),
                if draw.below(2) == 0 { "A" } else { "B" },
            );
            lines.push((
                day,
                format!(
                    "{day},{hour:02}:{minute:02},P{prospect:06},call,{outcome},{touch},calling,{seconds},{variant}"
                ),
            ));
            if outcome == "replied" && lines.len() < rows {
                let work = format!("{day},17:00,P{prospect:06},email,done,,research,900,");
                lines.push((day, work));
            }
            if outcome == "replied" || outcome == "opted_out" || outcome == "lost" {
                break;
            }
        }
    }
    lines.sort_by_key(|(day, _)| *day);
    let mut log = "date,time,id,channel,outcome,touch,category,seconds,variant\n".to_owned();
    for (_, line) in lines {
        writeln!(log, "{line}")?;
    }
    Ok((pipeline, log))
}

fn best<T>(what: &str, mut work: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
    let mut least = Duration::MAX;
    let mut made = None;
    for _ in 0..3 {
        let start = Instant::now();
        made = Some(work()?);
        least = least.min(start.elapsed());
    }
    println!("{what:<44} {:>9.1} ms", least.as_secs_f64() * 1e3);
    made.ok_or_else(|| "nothing was made".into())
}

fn measure(rows: usize) -> Result<(), Failure> {
    let (pipeline, log) = tables(rows)?;
    println!(
        "{rows} rows, {} prospects, {} MB",
        pipeline.lines().count() - 1,
        log.len() >> 20
    );
    let file = |name: &str, text: &str| File {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let files = Files {
        plan: file("plan.toml", PLAN),
        named: vec![file("pipeline.csv", &pipeline), file("log.csv", &log)],
    };
    let request = Request::default();
    let loaded: Loaded = best("files into the state", || Ok(load_files(&files, &request)?))?;
    let plan = loaded.exported();
    let options = TrackOptions::default();
    let of = best("rows into the state", || Ok(state(&plan, &loaded.log)?))?;
    let all = best("rows into state, ledger and all else", || {
        Ok(track(&plan, &loaded.log, &[], &options)?)
    })?;
    println!(
        "{} prospects in the state; {} started, {} broken",
        of.prospects.len(),
        all.ledger.total.started,
        all.ledger.total.broken
    );
    Ok(())
}
