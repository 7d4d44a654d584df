//! A case as JSON of nothing but numbers: what the peers in `benches/peers` solve, and what names a plan for good.
//!
//! Work is `{"e": seconds, "p": places, "c": caps}`. Places are indices of segments, or days for work of no effort.

use std::fmt::Write;

use chrono::NaiveDate;
use followthrough::Policy;

use crate::generator::Case;
use crate::numbers::{Job, Numbers, last_day};

/// What a policy is called.
#[must_use]
pub fn policy(policy: Policy) -> &'static str {
    match policy {
        Policy::Level => "level",
        Policy::Once => "once",
        Policy::Max => "max",
    }
}

/// The case as JSON, one line.
#[must_use]
pub fn json(case: &Case) -> String {
    let last: NaiveDate = last_day(&case.plan, case.horizon);
    let numbers = Numbers::new(&case.plan, last);
    let policy = policy(case.policy);
    let first = (0..=numbers.horizon).find(|day| numbers.worked(*day));
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        r#"{{"kind":"{}","seed":{},"policy":"{policy}","first":{},"horizon":{},"full":{},"hours":{}"#,
        case.kind.name(),
        case.seed,
        first.map_or("null".to_owned(), |day| day.to_string()),
        numbers.horizon,
        numbers.full(),
        numbers.owed.iter().any(|job| job.hours.is_some()),
    );
    let weeks = numbers
        .weeks
        .iter()
        .map(|week| format!("[{},{},{}]", week.from, week.to, week.workdays));
    let segments = numbers
        .segments
        .iter()
        .map(|segment| format!("[{},{}]", segment.day, segment.usable));
    let caps = numbers
        .caps
        .iter()
        .map(|cap| format!("[{},{}]", optional(cap.day), optional(cap.week)));
    let owed = numbers.owed.iter().map(|job| work(&numbers, job));
    let _ = write!(
        text,
        r#","weeks":[{}],"segments":[{}],"caps":[{}],"owed":[{}],"cadences":["#,
        list(weeks),
        list(segments),
        list(caps),
        list(owed)
    );
    for cadence in 0..case.plan.cadences.len() {
        let starts = (0..=numbers.horizon).filter_map(|day| {
            let (touches, prep) = numbers.started(cadence, day)?;
            let touches = list(touches.iter().map(|job| work(&numbers, job)));
            let prep = prep.map_or("null".to_owned(), |job| work(&numbers, &job));
            Some(format!(
                r#"{{"day":{day},"touches":[{touches}],"prep":{prep}}}"#
            ))
        });
        let _ = write!(
            text,
            r#"{}{{"part":{},"ready":{},"starts":[{}]}}"#,
            if cadence == 0 { "" } else { "," },
            numbers.parts[cadence],
            numbers.ready[cadence],
            list(starts)
        );
    }
    text.push_str("]}");
    text
}

/// A short name of a case's numbers (FNV-1a): another one means that the generator draws another plan.
#[must_use]
pub fn fingerprint(json: &str) -> String {
    let hash = json.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

fn work(numbers: &Numbers<'_>, job: &Job) -> String {
    let places = list(numbers.places(job).iter().map(usize::to_string));
    let caps = list(job.caps.iter().map(usize::to_string));
    format!(r#"{{"e":{},"p":[{places}],"c":[{caps}]}}"#, job.effort)
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(",")
}

fn optional(value: Option<u64>) -> String {
    value.map_or("null".to_owned(), |value| value.to_string())
}
