//! What a log shows a plan to be wrong about: how long work takes, and time that other events take from blocks.

use std::collections::BTreeMap;

use followthrough::{CategoryName, Warning};

use crate::{Effort, EffortOf, Track};

/// Fewer rows than these tell nothing about how long work takes.
const LEAST: u64 = 10;

/// A plan that is off by less than this share of what it says is near enough.
const NEAR: f64 = 0.1;

/// Blocks of which less than this share was kept, in percent.
const KEPT: u64 = 80;

/// How many weeks of blocks are looked at, the last ones.
const WEEKS: usize = 4;

/// P3: work that takes longer or shorter than planned. P4: blocks of which less than 80 % was kept in the last four weeks.
///
/// For P3 the plan's length lies outside of the interval of 95 % of the logged mean and is off by a tenth or more.
#[must_use]
pub fn warnings(track: &Track) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = track.effort.iter().filter_map(planned).collect();
    warnings.extend(kept(track));
    warnings
}

/// `7 min 30 s`.
fn length(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

fn planned(effort: &Effort) -> Option<Warning> {
    let planned = effort.planned?;
    let says = planned as f64;
    let is_inside = (effort.low..=effort.high).contains(&says);
    let is_near = (effort.mean - says).abs() < NEAR * says;
    // Touches of one number are told where their channel is not.
    if effort.count < LEAST || is_inside || is_near || effort.touch.is_some() {
        return None;
    }
    let cadence = effort.cadence.as_ref().map(ToString::to_string);
    let cadence = cadence.unwrap_or_default();
    let place = match effort.work {
        EffortOf::Touch => format!(
            "channel `{}`",
            effort.channel.as_deref().unwrap_or_default()
        ),
        EffortOf::Prep => format!("cadence `{cadence}`, prep"),
        EffortOf::Reply => format!("cadence `{cadence}`, on_reply"),
    };
    Some(Warning {
        code: "P3",
        place,
        message: format!(
            "the plan takes {} for it, and the log {} in the mean of {} (95 %: {} to {}); `fit --effort log` plans with \
             the log's",
            length(planned),
            length(effort.mean.round() as u64),
            effort.count,
            length(effort.low.round() as u64),
            length(effort.high.round() as u64),
        ),
    })
}

fn kept(track: &Track) -> Vec<Warning> {
    let mut weeks: Vec<_> = track.adherence.iter().map(|line| line.week).collect();
    weeks.sort_unstable();
    weeks.dedup();
    let from = weeks.iter().rev().take(WEEKS).next_back();
    let mut sums: BTreeMap<&CategoryName, (u64, u64, BTreeMap<&str, u64>)> = BTreeMap::new();
    for line in track
        .adherence
        .iter()
        .filter(|line| Some(&line.week) >= from)
    {
        let sum = sums.entry(&line.category).or_default();
        sum.0 += line.blocked;
        sum.1 += line.kept;
        for stolen in &line.stolen {
            *sum.2.entry(&stolen.event).or_default() += stolen.seconds;
        }
    }
    let is_short = |sum: &(u64, u64, _)| sum.0 > 0 && 100 * sum.1 < KEPT * sum.0;
    let short = sums.into_iter().filter(|(_, sum)| is_short(sum));
    short
        .map(|(category, (blocked, kept, stolen))| {
            let most = stolen
                .into_iter()
                .max_by_key(|(event, seconds)| (*seconds, std::cmp::Reverse(*event)));
            let most = most.map(|(event, seconds)| {
                format!("; `{event}` took most of the rest, {}", length(seconds))
            });
            Warning {
                code: "P4",
                place: format!("category `{category}`"),
                message: format!(
                    "{} % of its blocks were kept in the last weeks, {} of {}{}",
                    100 * kept / blocked,
                    length(kept),
                    length(blocked),
                    most.unwrap_or_default(),
                ),
            }
        })
        .collect()
}
