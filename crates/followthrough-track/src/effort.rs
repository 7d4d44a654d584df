//! How long touches take, from the log.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use followthrough::{CadenceName, ChannelName, Plan, Seconds, default_effort};

use crate::Log;
use crate::history::{History, Use};
use crate::statistics::{mean, median, quantile};

/// What work was logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum EffortOf {
    /// Touches of one channel, and of one number where it is told.
    Touch,
    /// Work before the first touch of a cadence.
    Prep,
    /// The work of an answer of a cadence.
    Reply,
}

/// How long one kind of work takes: the mean, because minutes add up and a median plans too few.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Effort {
    /// The work.
    pub work: EffortOf,
    /// The channel of touches.
    pub channel: Option<String>,
    /// The cadence of prep and of answers' work, and of touches with a number.
    pub cadence: Option<CadenceName>,
    /// The touch, from 1; `None` for all of the channel.
    pub touch: Option<u32>,
    /// How many rows tell a length.
    pub count: u64,
    /// The mean, in seconds.
    pub mean: f64,
    /// The lower end of its interval of 95 %.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The middle value, in seconds.
    pub median: f64,
    /// What the plan takes for it, in seconds.
    pub planned: Option<Seconds>,
    /// Values more than three times the middle half's width away from it. They count in the mean.
    pub outliers: Vec<Outlier>,
}

/// A touch that took unusually long, or short.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Outlier {
    /// The prospect.
    pub id: String,
    /// The day.
    pub date: NaiveDate,
    /// How long it took.
    pub seconds: Seconds,
}

type Key = (EffortOf, Option<String>, Option<CadenceName>, Option<u32>);

pub(crate) fn effort(plan: &Plan, log: &Log, histories: &[History<'_>], seed: u64) -> Vec<Effort> {
    let mut values: BTreeMap<Key, Vec<(u32, usize, usize)>> = BTreeMap::new();
    for (whose, history) in histories.iter().enumerate() {
        for (place, (row, usage)) in history.rows.iter().zip(&history.uses).enumerate() {
            let Some(seconds) = row.seconds.filter(|_| row.outcome.is_try()) else {
                continue;
            };
            let value = (seconds, whose, place);
            let cadence = history.cadence.clone();
            match usage {
                Use::Touch(number, _) => {
                    let channel = log.text(row.channel).to_owned();
                    let all = (EffortOf::Touch, Some(channel.clone()), None, None);
                    values.entry(all).or_default().push(value);
                    let one = (EffortOf::Touch, Some(channel), cadence, Some(*number));
                    values.entry(one).or_default().push(value);
                }
                Use::Prep => {
                    let key = (EffortOf::Prep, None, cadence, None);
                    values.entry(key).or_default().push(value);
                }
                Use::Work => {
                    let key = (EffortOf::Reply, None, cadence, None);
                    values.entry(key).or_default().push(value);
                }
                Use::Other => {}
            }
        }
    }
    values
        .into_iter()
        .map(|(key, values)| told(plan, histories, key, &values, seed))
        .collect()
}

fn told(
    plan: &Plan,
    histories: &[History<'_>],
    (work, channel, cadence, touch): Key,
    values: &[(u32, usize, usize)],
    seed: u64,
) -> Effort {
    let mut sorted: Vec<u32> = values.iter().map(|(seconds, ..)| *seconds).collect();
    sorted.sort_unstable();
    let (mean, low, high) = mean(&sorted, seed);
    let (first, third) = (quantile(&sorted, 0.25), quantile(&sorted, 0.75));
    // Values are whole minutes more often than not, so that the middle half may be no width at all.
    let fence = 3.0 * (third - first).max(60.0);
    let is_out = |seconds: u32| {
        let seconds = f64::from(seconds);
        seconds < first - fence || seconds > third + fence
    };
    let outliers = values.iter().filter(|(seconds, ..)| is_out(*seconds));
    let outliers = outliers.map(|(seconds, whose, place)| Outlier {
        id: histories[*whose].id.to_owned(),
        date: histories[*whose].rows[*place].date,
        seconds: u64::from(*seconds),
    });
    Effort {
        planned: planned(plan, work, channel.as_deref(), cadence.as_ref(), touch),
        outliers: outliers.take(MOST_OUTLIERS).collect(),
        work,
        channel,
        cadence,
        touch,
        count: values.len() as u64,
        mean,
        low,
        high,
        median: median(&sorted),
    }
}

/// No more outliers of one kind are listed.
const MOST_OUTLIERS: usize = 100;

/// What the plan takes for a kind of work.
fn planned(
    plan: &Plan,
    work: EffortOf,
    channel: Option<&str>,
    cadence: Option<&CadenceName>,
    touch: Option<u32>,
) -> Option<Seconds> {
    let promised = cadence.and_then(|name| plan.cadence(name));
    let length = match work {
        EffortOf::Prep => promised?.prep()?.effort,
        EffortOf::Reply => promised?.on_reply()?.effort,
        EffortOf::Touch => {
            let channel: ChannelName = channel?.parse().ok()?;
            let own = touch
                .and_then(|number| promised?.touches().get(number as usize - 1))
                .filter(|touch| touch.channel == channel)
                .and_then(|touch| touch.effort);
            let settings = plan.channels.get(&channel);
            own.or(settings.and_then(|settings| settings.effort))
                .or_else(|| default_effort(&channel))?
        }
    };
    u64::try_from(length.num_seconds()).ok()
}
