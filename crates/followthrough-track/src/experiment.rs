//! Which way of touching brings answers: tries and answers by variant, hour, weekday, channel and touch.

use std::collections::BTreeMap;

use chrono::{Datelike, Timelike};

use crate::Log;
use crate::history::{History, Use};
use crate::statistics::{fisher, holm, tries_needed, wilson};

/// By what tries are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Dimension {
    /// What was tried, such as one of two openings; each with the channel that it is of.
    Variant,
    /// The hour of the day.
    Hour,
    /// The day of the week.
    Weekday,
    /// How the touch was made.
    Channel,
    /// The number of the touch.
    Touch,
}

/// Tries told apart by one thing.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Experiment {
    /// By what they are told apart.
    pub by: Dimension,
    /// Each kind of try, in its own order.
    pub groups: Vec<Group>,
}

/// Tries of one kind, compared with all others of the same experiment.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Group {
    /// What they have in common.
    pub label: String,
    /// Touches made, neither skipped nor bounced.
    pub tries: u64,
    /// Of them, those that an answer followed before the next touch.
    pub answers: u64,
    /// Their share.
    pub rate: f64,
    /// The lower end of its interval of 95 %.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How likely a difference as large as the one to all other tries is by chance alone, with all comparisons of the
    /// experiment accounted for.
    pub p: f64,
    /// What the data carry: below 0.05 a verdict.
    pub verdict: Verdict,
    /// Where they carry none: how many more tries would, if the shares stayed as they are; `None` where there is no
    /// difference to find.
    pub more: Option<u64>,
}

/// What the data carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Verdict {
    /// More answers than all others.
    Better,
    /// Fewer answers than all others.
    Worse,
    /// Nothing yet.
    Open,
}

const DIMENSIONS: [Dimension; 5] = [
    Dimension::Variant,
    Dimension::Hour,
    Dimension::Weekday,
    Dimension::Channel,
    Dimension::Touch,
];

pub(crate) fn experiments(log: &Log, histories: &[History<'_>]) -> Vec<Experiment> {
    let mut counts: [BTreeMap<(u32, String), (u64, u64)>; 5] = Default::default();
    for history in histories {
        for (row, usage) in history.rows.iter().zip(&history.uses) {
            let Use::Touch(number, answered) = usage else {
                continue;
            };
            if !row.outcome.is_try() {
                continue;
            }
            let channel = log.text(row.channel);
            for (by, counts) in DIMENSIONS.iter().zip(&mut counts) {
                let label = match by {
                    Dimension::Variant => row
                        .variant
                        .map(|word| (0, format!("{channel}: {}", log.text(word)))),
                    Dimension::Hour => row
                        .time
                        .map(|time| (time.hour(), format!("{:02}:00", time.hour()))),
                    Dimension::Weekday => {
                        let weekday = row.date.weekday();
                        Some((weekday.num_days_from_monday(), weekday.to_string()))
                    }
                    Dimension::Channel => Some((0, channel.to_owned())),
                    Dimension::Touch => Some((*number, number.to_string())),
                };
                if let Some(label) = label {
                    let (tries, answers) = counts.entry(label).or_default();
                    *tries += 1;
                    *answers += u64::from(*answered);
                }
            }
        }
    }
    DIMENSIONS
        .into_iter()
        .zip(counts)
        .filter(|(_, counts)| !counts.is_empty())
        .map(|(by, counts)| Experiment {
            by,
            groups: groups(counts),
        })
        .collect()
}

fn groups(counts: BTreeMap<(u32, String), (u64, u64)>) -> Vec<Group> {
    let (tries, answers) = counts.values().fold((0, 0), |(tries, answers), group| {
        (tries + group.0, answers + group.1)
    });
    let others: Vec<(u64, u64)> = counts
        .values()
        .map(|group| (answers - group.1, tries - group.0))
        .collect();
    let ps: Vec<f64> = counts
        .values()
        .zip(&others)
        .map(|(group, others)| fisher((group.1, group.0), *others))
        .collect();
    // Of two kinds each comparison is the other one again.
    let adjusted = if ps.len() == 2 { ps } else { holm(&ps) };
    let mut told = Vec::new();
    for ((((_, label), (tries, answers)), others), p) in
        counts.into_iter().zip(&others).zip(adjusted)
    {
        let rate = answers as f64 / tries as f64;
        let (low, high) = wilson(answers, tries);
        let other = if others.1 == 0 {
            rate
        } else {
            others.0 as f64 / others.1 as f64
        };
        let verdict = if p >= 0.05 || others.1 == 0 {
            Verdict::Open
        } else if rate > other {
            Verdict::Better
        } else {
            Verdict::Worse
        };
        let needed = tries_needed(rate, other).filter(|_| verdict == Verdict::Open && others.1 > 0);
        told.push(Group {
            label,
            tries,
            answers,
            rate,
            low,
            high,
            p,
            verdict,
            more: needed.map(|needed| needed.saturating_sub(tries).max(1)),
        });
    }
    told
}
