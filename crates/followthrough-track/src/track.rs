//! Everything that a log says about a desk, in one answer.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use followthrough::{CategoryName, Error, Plan, Seconds};

use crate::Log;
use crate::adherence::{Adherence, adherence};
use crate::cause::Causes;
use crate::effort::{Effort, effort};
use crate::event::Event;
use crate::experiment::{Experiment, experiments};
use crate::history::{History, histories};
use crate::ledger::{Ledger, ledger};
use crate::silence::{AtTouch, Orphan, Silence, Thresholds, at_touch, silences};
use crate::state::{Disagreement, State, Stranger, UnknownOutcome, span, state_on};

/// What [`track()`] takes for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrackOptions {
    /// After how many workdays of silence whose turn it is.
    pub silence: Thresholds,
    /// What the samples of intervals are drawn with.
    pub seed: u64,
}

impl Default for TrackOptions {
    /// Thresholds of 3, 5 and 7 workdays; seed 1.
    fn default() -> Self {
        Self {
            silence: Thresholds::default(),
            seed: 1,
        }
    }
}

/// Everything that a log says about a desk.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Track {
    /// The first and the last day of the log; `None` where it has no rows.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// What became of every prospect that was started.
    pub ledger: Ledger,
    /// Minutes blocked, kept and logged, by week and category, up to the day before today.
    pub adherence: Vec<Adherence>,
    /// How long touches take.
    pub effort: Vec<Effort>,
    /// Which way of touching brings answers.
    pub experiments: Vec<Experiment>,
    /// Those to whom something is owed, the one that waits longest past its day first.
    pub silences: Vec<Silence>,
    /// Those that were started and to whom nothing is owed, without an answer or an end.
    pub orphans: Vec<Orphan>,
    /// What came of touches, by their number.
    pub at_touch: Vec<AtTouch>,
    /// Touches made to prospects who were given up later.
    pub wasted: u64,
    /// Time that a block a workday would need for what was logged, by category; told for those without a block.
    pub block_lengths: Vec<BlockLength>,
    /// Where log and pipeline contradict each other.
    pub disagreements: Vec<Disagreement>,
    /// Outcomes that mean nothing here.
    pub unknown_outcomes: Vec<UnknownOutcome>,
    /// Prospects that only the log knows and whose last outcome goes on.
    pub strangers: Vec<Stranger>,
}

/// How long a block of a category would have to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BlockLength {
    /// The category.
    pub category: CategoryName,
    /// On so many workdays it was used.
    pub days: u64,
    /// The mean of those workdays, rounded up to quarter hours.
    pub seconds: Seconds,
}

/// Everything that `log` says about `plan`, whose pipeline is the one that was exported; `events` are what takes time
/// from its blocks.
///
/// # Errors
/// What the caller can correct in the plan's blocks and cadences.
///
/// # Example
/// ```
/// # use chrono::NaiveDate;
/// # use followthrough::{Cadence, Plan, Prospect, Stage, Touch};
/// use followthrough_track::{Entry, LogBuilder, Numbered, Outcome, TrackOptions, track};
/// # let day = |day| NaiveDate::from_ymd_opt(2027, 1, day).unwrap();
/// # let mut plan = Plan::new("desk", "America/New_York".parse()?, day(11));
/// # let call = |after| Touch::new("call".parse().unwrap()).after(after);
/// # plan.cadences.push(Cadence::new("calls".parse()?, [0, 5].map(call).to_vec())?);
/// plan.pipeline.push(Prospect::new("A1", "calls".parse()?, Stage::Ready));
/// let mut log = LogBuilder::default();
/// log.push(&Entry { touch: Numbered::Touch(1), ..Entry::new(day(4), "A1", "call", Outcome::Replied) });
/// let track = track(&plan, &log.finish(), &[], &TrackOptions::default())?;
/// assert_eq!((track.ledger.total.started, track.ledger.total.answered), (1, 1));
/// assert_eq!(track.ledger.kept_rate, Some(1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn track(
    plan: &Plan,
    log: &Log,
    events: &[Event],
    options: &TrackOptions,
) -> Result<Track, Error> {
    let (from, to) = span(plan, log);
    let windows = plan.windows(from, to)?;
    let State {
        prospects,
        disagreements,
        unknown_outcomes,
        strangers,
    } = state_on(plan, log, &windows);
    let histories = histories(plan, &prospects, log, &windows);
    let mut sorted = events.to_vec();
    sorted.sort_by(|a, b| (a.interval, &a.title).cmp(&(b.interval, &b.title)));
    let mut causes = Causes::new(plan, log, &windows, &sorted, &histories);
    let ledger = ledger(&histories, log.rows().len(), &windows, &mut causes);
    let dates = log.rows().iter().map(|row| row.date);
    let days = dates.clone().min().zip(dates.max());
    let yesterday = plan.first_day.checked_sub_days(Days::new(1));
    let adherence = match days.zip(yesterday) {
        Some(((first, _), yesterday)) => {
            let span = (first.max(from), yesterday);
            adherence(plan, log, &histories, &windows, &sorted, span)
        }
        None => Vec::new(),
    };
    let (silences, orphans) = silences(plan, &histories, &windows, &options.silence);
    let (at_touch, wasted) = at_touch(&histories);
    Ok(Track {
        days,
        ledger,
        effort: effort(plan, log, &histories, options.seed),
        experiments: experiments(log, &histories),
        silences,
        orphans,
        at_touch,
        wasted,
        block_lengths: block_lengths(plan, log, &histories),
        adherence,
        disagreements,
        unknown_outcomes,
        strangers,
    })
}

/// Of categories without a block, how long one a workday would have to be.
fn block_lengths(plan: &Plan, log: &Log, histories: &[History<'_>]) -> Vec<BlockLength> {
    let mut used: BTreeMap<CategoryName, BTreeMap<NaiveDate, u64>> = BTreeMap::new();
    for row in histories.iter().flat_map(|history| history.rows) {
        let category = row.category.and_then(|word| log.text(word).parse().ok());
        if let (Some(category), Some(seconds)) = (category, row.seconds) {
            let days: &mut BTreeMap<NaiveDate, u64> = used.entry(category).or_default();
            *days.entry(row.date).or_default() += u64::from(seconds);
        }
    }
    let has_block = |category: &CategoryName| {
        let mut blocks = plan.blocks.iter();
        blocks.any(|block| block.categories().contains(category))
    };
    used.into_iter()
        // Two weeks of work tell what a third is like.
        .filter(|(category, days)| !has_block(category) && days.len() >= 8)
        .map(|(category, days)| {
            let sum: u64 = days.values().sum();
            BlockLength {
                category,
                days: days.len() as u64,
                seconds: (sum / days.len() as u64).div_ceil(900) * 900,
            }
        })
        .collect()
}
