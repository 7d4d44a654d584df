//! How long touches take, from the log.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use followthrough::{
    Cadence, CadenceName, ChannelName, Error, Plan, Prep, ReplyWork, Seconds, Touch, default_effort,
};

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

/// A mean of fewer rows than this is none to plan with.
const LEAST: u64 = 10;

/// The plan with work as long as it took in the mean: touches of a channel, and touches, prep and answers' work of a
/// cadence of which ten rows or more tell a length. What was logged more rarely stays as the plan says.
///
/// # Errors
/// As [`Cadence::new`].
///
/// # Example
/// ```
/// # use chrono::{NaiveDate, TimeDelta};
/// # use followthrough::{Cadence, Plan, Prospect, Stage, Touch};
/// use followthrough_track::{Entry, LogBuilder, Numbered, Outcome, TrackOptions, track, with_effort};
/// # let day = |day| NaiveDate::from_ymd_opt(2027, 1, day).unwrap();
/// # let mut plan = Plan::new("desk", "America/New_York".parse()?, day(11));
/// # let call = |after| Touch::new("call".parse().unwrap()).after(after);
/// # plan.cadences.push(Cadence::new("calls".parse()?, [0, 5].map(call).to_vec())?);
/// let mut log = LogBuilder::default();
/// for number in 0..10 {
///     let id = format!("A{number}");
///     plan.pipeline.push(Prospect::new(&id, "calls".parse()?, Stage::Ready));
///     let row = Entry::new(day(4), &id, "call", Outcome::NoAnswer);
///     log.push(&Entry { touch: Numbered::Touch(1), seconds: Some(400 + 40 * number), ..row });
/// }
/// let track = track(&plan, &log.finish(), &[], &TrackOptions::default())?;
/// let logged = with_effort(&plan, &track.effort)?;
/// assert_eq!(logged.channels["call"].effort, Some(TimeDelta::seconds(580)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn with_effort(plan: &Plan, effort: &[Effort]) -> Result<Plan, Error> {
    let found = |work: EffortOf, cadence: &CadenceName, touch: Option<(u32, &ChannelName)>| {
        let mut known = effort.iter().filter(|one| one.count >= LEAST);
        known
            .find(|one| {
                one.work == work
                    && one.cadence.as_ref() == Some(cadence)
                    && one.touch == touch.map(|(number, _)| number)
                    && touch
                        .is_none_or(|(_, channel)| one.channel.as_deref() == Some(channel.as_str()))
            })
            .map(Effort::length)
    };
    let mut plan = plan.clone();
    for one in effort
        .iter()
        .filter(|one| one.work == EffortOf::Touch && one.touch.is_none() && one.count >= LEAST)
    {
        let channel = one.channel.as_deref().and_then(|name| name.parse().ok());
        if let Some(channel) = channel {
            let mut settings = plan.channels.get(&channel).cloned().unwrap_or_default();
            settings.effort = Some(one.length());
            plan.channels.insert(channel, settings);
        }
    }
    for cadence in &mut plan.cadences {
        let name = cadence.name().clone();
        let touches = (1..).zip(cadence.touches());
        let touches = touches.map(|(number, touch)| Touch {
            effort: found(EffortOf::Touch, &name, Some((number, &touch.channel))).or(touch.effort),
            ..touch.clone()
        });
        let mut made = Cadence::new(name.clone(), touches.collect())?.with_days(cadence.days());
        if let Some(segment) = cadence.segment() {
            made = made.with_segment(segment);
        }
        if let Some(prep) = cadence.prep() {
            made = made.with_prep(Prep {
                effort: found(EffortOf::Prep, &name, None).unwrap_or(prep.effort),
                ..prep.clone()
            });
        }
        if let Some(work) = cadence.on_reply() {
            made = made.with_on_reply(ReplyWork {
                effort: found(EffortOf::Reply, &name, None).unwrap_or(work.effort),
                ..work.clone()
            });
        }
        if let Some(repeat) = cadence.repeat() {
            made = made.with_repeat(repeat.clone())?;
        }
        *cadence = made;
    }
    Ok(plan)
}

impl Effort {
    /// The mean as whole seconds, rounded up.
    fn length(&self) -> TimeDelta {
        TimeDelta::seconds((self.mean.ceil() as i64).max(1))
    }
}

/// What the plan takes for a kind of work.
pub(crate) fn planned(
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
