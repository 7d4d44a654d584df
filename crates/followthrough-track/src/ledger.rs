//! The promise ledger: what became of every prospect that was started, adding up to the log row by row.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use followthrough::{CadenceName, Span, Windows};

use crate::cause::{Cause, Causes};
use crate::history::{Fate, History, LetGo, Use};

/// How many prospects met which fate: `started` is the sum of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Count {
    /// Prospects started.
    pub started: u64,
    /// Every promised touch was made inside its window.
    pub finished: u64,
    /// They answered.
    pub answered: u64,
    /// A promise was given up on purpose, or they could not or did not want to be reached.
    pub let_go: u64,
    /// A window closed undone.
    pub broken: u64,
    /// Touches are owed, and none is late.
    pub in_flight: u64,
}

impl Count {
    fn add(&mut self, fate: Fate) {
        self.started += 1;
        match fate {
            Fate::Finished => self.finished += 1,
            Fate::Answered => self.answered += 1,
            Fate::LetGo => self.let_go += 1,
            Fate::Broken => self.broken += 1,
            Fate::InFlight => self.in_flight += 1,
        }
    }

    /// Of the prospects that are no longer in flight, the share with which the promise was kept: finished or answered.
    /// `None` where there are none.
    #[must_use]
    pub fn kept_rate(&self) -> Option<f64> {
        let kept = self.finished + self.answered;
        let settled = kept + self.let_go + self.broken;
        (settled > 0).then(|| kept as f64 / settled as f64)
    }
}

/// One week's starts on one cadence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LedgerLine {
    /// The first day of the week in which they were started.
    pub week: NaiveDate,
    /// The cadence; `None` where neither pipeline nor log names one.
    pub cadence: Option<CadenceName>,
    /// What became of them.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub count: Count,
}

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BrokenPromise {
    /// The prospect.
    pub id: String,
    /// The cadence.
    pub cadence: Option<CadenceName>,
    /// The touch whose window closed undone first.
    pub touch: u32,
    /// That window.
    pub window: Span,
    /// The day on which it was made after all.
    pub made: Option<NaiveDate>,
    /// Why it was not made.
    pub cause: Cause,
}

/// What the rows of the log were, adding up to all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RowCount {
    /// Rows of the log, each once.
    pub rows: u64,
    /// Touches of cadences.
    pub touches: u64,
    /// Work before the first touch.
    pub prep: u64,
    /// Work that answers brought.
    pub answers_work: u64,
    /// Rows beside any cadence, and rows from before a prospect was started again.
    pub other: u64,
}

/// What became of every prospect that was started.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ledger {
    /// All of them.
    pub total: Count,
    /// Of those that are no longer in flight, the share with which the promise was kept.
    pub kept_rate: Option<f64>,
    /// By week of start, then by cadence.
    pub lines: Vec<LedgerLine>,
    /// Promises that were not kept and not answered later, by day of the window's close, then by id.
    pub broken: Vec<BrokenPromise>,
    /// How often each cause occurs, the most frequent first.
    pub causes: Vec<(String, u64)>,
    /// How those that were let go were let go.
    pub let_go: BTreeMap<LetGo, u64>,
    /// What the rows of the log were.
    pub rows: RowCount,
}

pub(crate) fn ledger(
    histories: &[History<'_>],
    rows: usize,
    windows: &Windows<'_>,
    causes: &mut Causes<'_, '_>,
) -> Ledger {
    let mut total = Count::default();
    let mut lines: BTreeMap<(NaiveDate, Option<CadenceName>), Count> = BTreeMap::new();
    let mut broken = Vec::new();
    let mut let_go: BTreeMap<LetGo, u64> = BTreeMap::new();
    let mut kinds = RowCount {
        rows: rows as u64,
        ..RowCount::default()
    };
    for history in histories {
        for usage in &history.uses {
            match usage {
                Use::Touch(..) => kinds.touches += 1,
                Use::Prep => kinds.prep += 1,
                Use::Work => kinds.answers_work += 1,
                Use::Other => {}
            }
        }
        kinds.prep += u64::from(history.earlier_prep);
        let (Some(fate), Some(started)) = (history.fate(), history.started) else {
            continue;
        };
        total.add(fate);
        let key = (windows.week_of(started), history.cadence.clone());
        lines.entry(key).or_default().add(fate);
        if let (Fate::LetGo, Some((_, how))) = (fate, history.let_go) {
            *let_go.entry(how).or_default() += 1;
        }
        if let (Fate::Broken, Some(promise)) = (fate, &history.broken) {
            broken.push(BrokenPromise {
                id: history.id.to_owned(),
                cadence: history.cadence.clone(),
                touch: promise.touch,
                window: promise.window.clone(),
                made: promise.made,
                cause: causes.of(history, promise),
            });
        }
    }
    kinds.other = kinds.rows - kinds.touches - kinds.prep - kinds.answers_work;
    broken.sort_by(|a, b| (a.window.to, &a.id).cmp(&(b.window.to, &b.id)));
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for promise in &broken {
        *counts.entry(promise.cause.word().to_owned()).or_default() += 1;
    }
    let mut causes: Vec<(String, u64)> = counts.into_iter().collect();
    causes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let line = |((week, cadence), count)| LedgerLine {
        week,
        cadence,
        count,
    };
    Ledger {
        kept_rate: total.kept_rate(),
        total,
        lines: lines.into_iter().map(line).collect(),
        broken,
        causes,
        let_go,
        rows: kinds,
    }
}
