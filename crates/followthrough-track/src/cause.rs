//! Why a promise was not kept, so that whoever leads can tell a stolen hour from one that was not used.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use followthrough::{
    AwayWindows, CadenceName, CategoryName, Horizon, Plan, Policy, Prospect, Stage, Windows,
    default_category,
};

use crate::event::{Event, thieves};
use crate::history::{Broken, History, Use};
use crate::state::walk;
use crate::{Log, Outcome, Row};

/// Mornings on which what could have been started is computed anew, the latest ones first: each is a question to the
/// solver.
const MORNINGS: usize = 40;

/// Why a window closed undone: the first of these that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "kind", rename_all = "snake_case"))]
pub enum Cause {
    /// The work before it was not done when the window closed.
    HeldUp {
        /// The touch that was not made; 0 for prep.
        touch: u32,
    },
    /// The rep was away, and windows went on.
    Away {
        /// What the days away are called; may be empty.
        label: String,
    },
    /// A block in its window was lost to other events.
    BlockLost {
        /// The titles of the events, those that took most first.
        events: Vec<String>,
    },
    /// More were started on the morning of its start than fitted.
    OverPromised {
        /// How many were started that day.
        started: u32,
        /// How many fitted.
        fitted: u32,
    },
    /// There was a block, and it was not made.
    NotDone,
}

impl Cause {
    /// Its name in answers.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::HeldUp { .. } => "held_up",
            Self::Away { .. } => "away",
            Self::BlockLost { .. } => "block_lost",
            Self::OverPromised { .. } => "over_promised",
            Self::NotDone => "not_done",
        }
    }
}

/// What it takes to tell causes.
pub(crate) struct Causes<'plan, 'a> {
    plan: &'plan Plan,
    log: &'a Log,
    windows: &'a Windows<'a>,
    events: &'a [Event],
    /// How many were started on each day.
    started: BTreeMap<NaiveDate, u32>,
    /// Cadences whose prep is logged at all.
    prepared: BTreeSet<CadenceName>,
    /// The rows as they were on a morning need every history.
    starts: Vec<(Prospect, &'a [Row])>,
    /// For each of those the day of its start, and the day after which nothing is owed to it any more.
    lives: Vec<(NaiveDate, NaiveDate)>,
    fitted: HashMap<NaiveDate, Option<u32>>,
}

impl<'plan, 'a> Causes<'plan, 'a> {
    pub(crate) fn new(
        plan: &'plan Plan,
        log: &'a Log,
        windows: &'a Windows<'a>,
        events: &'a [Event],
        histories: &[History<'a>],
    ) -> Self {
        let mut started: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        let (mut starts, mut lives) = (Vec::new(), Vec::new());
        let prepared = histories.iter().filter(|history| history.prepared);
        let prepared = prepared.filter_map(|history| history.cadence.clone());
        let prepared = prepared.collect();
        for history in histories {
            let (Some(day), Some(cadence)) = (history.started, &history.cadence) else {
                continue;
            };
            *started.entry(day).or_default() += 1;
            let mut row = Prospect::new(history.id, cadence.clone(), Stage::InFlight);
            row.next_touch = Some(1);
            row.due = Some(day);
            row.started = Some(day);
            row.zone = history.row.and_then(|row| row.zone.clone());
            if let Some(known) = history.row {
                row.priority = known.priority;
            }
            starts.push((row, history.rows));
            lives.push((day, settled(plan, history).unwrap_or(NaiveDate::MAX)));
        }
        Self {
            plan,
            log,
            windows,
            events,
            started,
            prepared,
            starts,
            lives,
            fitted: HashMap::new(),
        }
    }

    pub(crate) fn of(&mut self, history: &History<'_>, broken: &Broken) -> Cause {
        if let Some(touch) = self.held_up(history, broken) {
            return Cause::HeldUp { touch };
        }
        if let Some(label) = self.away(broken) {
            return Cause::Away { label };
        }
        if let Some(events) = self.block_lost(history, broken) {
            return Cause::BlockLost { events };
        }
        if let Some(day) = history.started {
            let started = self.started.get(&day).copied().unwrap_or(0);
            if let Some(fitted) = self.fitted_on(day).filter(|fitted| started > *fitted) {
                return Cause::OverPromised { started, fitted };
            }
        }
        Cause::NotDone
    }

    /// The earlier work that was not done when the window closed.
    fn held_up(&self, history: &History<'_>, broken: &Broken) -> Option<u32> {
        let cadence = self.plan.cadence(history.cadence.as_ref()?)?;
        let done_by_close = |wanted: Option<u32>| {
            let rows = history.rows.iter().zip(&history.uses);
            rows.filter(|(row, _)| row.date <= broken.window.to)
                .any(|(_, usage)| match wanted {
                    Some(touch) => matches!(usage, Use::Touch(number, _) if *number == touch),
                    None => *usage == Use::Prep,
                })
        };
        if broken.touch == 1 {
            let undone = cadence.prep().is_some()
                && self.prepared.contains(cadence.name())
                && history.earlier_prep == 0
                && !done_by_close(None);
            return undone.then_some(0);
        }
        let before = broken.touch - 1;
        // Where the log begins in the middle, what came before is not known to be undone.
        let begins_before = history
            .uses
            .iter()
            .any(|usage| matches!(usage, Use::Touch(number, _) if *number <= before));
        (begins_before && !done_by_close(Some(before))).then_some(before)
    }

    fn away(&self, broken: &Broken) -> Option<String> {
        let away = self.plan.away.iter().find(|away| {
            away.windows == AwayWindows::Keep
                && away.from <= broken.window.to
                && broken.window.from <= away.to
        });
        away.map(|away| away.label.clone())
    }

    /// The events that took a whole block of its category in its window.
    fn block_lost(&self, history: &History<'_>, broken: &Broken) -> Option<Vec<String>> {
        let category = self.category(history, broken.touch)?;
        let blocks = self.windows.blocks(broken.window.from, broken.window.to);
        let lost: Vec<_> = blocks
            .filter(|block| block.lost && block.categories.contains(&category))
            .collect();
        if lost.is_empty() {
            return None;
        }
        let mut taken: BTreeMap<String, u64> = BTreeMap::new();
        for block in &lost {
            for (title, seconds) in thieves(self.events, block.whole) {
                *taken.entry(title.to_owned()).or_default() += seconds;
            }
        }
        let mut taken: Vec<(String, u64)> = taken.into_iter().collect();
        taken.sort_by_key(|(_, seconds)| std::cmp::Reverse(*seconds));
        Some(taken.into_iter().map(|(title, _)| title).collect())
    }

    fn category(&self, history: &History<'_>, touch: u32) -> Option<CategoryName> {
        category_of(self.plan, history.cadence.as_ref()?, touch)
    }

    /// How many could have been started on a day, as the log tells what was owed that morning.
    fn fitted_on(&mut self, day: NaiveDate) -> Option<u32> {
        if let Some(known) = self.fitted.get(&day) {
            return *known;
        }
        if self.fitted.len() >= MORNINGS {
            return None;
        }
        let mut plan = self.plan.clone();
        plan.first_day = day;
        plan.pipeline.clear();
        let mut alike: HashMap<Owed, Prospect> = HashMap::new();
        for ((row, rows), (started, settled)) in self.starts.iter().zip(&self.lives) {
            if *started >= day || *settled < day {
                continue;
            }
            let known = rows.partition_point(|entry| entry.date < day);
            let row = walk(self.plan, self.log, self.windows, row, &rows[..known]);
            // Who it is makes no difference to what fits: prospects who are owed alike are one row that counts them.
            alike
                .entry(owed(&row))
                .and_modify(|same| same.count += 1)
                .or_insert(row);
        }
        plan.pipeline.extend(alike.into_values());
        plan.pipeline.sort_by(|a, b| a.id.cmp(&b.id));
        let fitted = plan
            .fit(Policy::Once, Some(Horizon::Day))
            .ok()
            .map(|fit| fit.number);
        self.fitted.insert(day, fitted);
        fitted
    }
}

/// What is owed to a row, and how it ranks: all that a fit reads of it.
type Owed = (
    CadenceName,
    Stage,
    Option<u32>,
    Vec<u32>,
    [Option<NaiveDate>; 3],
    u32,
    Option<String>,
);

fn owed(row: &Prospect) -> Owed {
    (
        row.cadence.clone(),
        row.stage,
        row.next_touch,
        row.made.clone(),
        [row.due, row.last_touch, row.started],
        row.priority,
        row.zone.as_ref().map(|zone| zone.name().to_owned()),
    )
}

/// The day after which nothing is owed to a prospect, whatever its rows of the log say until then; `None` where something
/// may be.
fn settled(plan: &Plan, history: &History<'_>) -> Option<NaiveDate> {
    let cadence = plan.cadence(history.cadence.as_ref()?)?;
    let last = history.rows.last()?;
    let opted_out = |row: &Row| row.outcome == Outcome::OptedOut;
    let has_end = last.outcome.is_end() || history.rows.iter().any(opted_out);
    let is_done = match history.answered {
        Some(_) => {
            let work = history.rows.iter().zip(&history.uses);
            let mut work = work.filter(|(_, usage)| **usage == Use::Work);
            cadence.on_reply().is_none() || work.any(|(row, _)| row.outcome == Outcome::Done)
        }
        None => history.finished.is_some() && cadence.repeat().is_none(),
    };
    (has_end || is_done).then_some(last.date)
}

/// The time that a touch of a cadence uses.
pub(crate) fn category_of(plan: &Plan, cadence: &CadenceName, touch: u32) -> Option<CategoryName> {
    let cadence = plan.cadence(cadence)?;
    let listed = cadence.touches().get((touch as usize).checked_sub(1)?);
    let (category, channel) = match (listed, cadence.repeat()) {
        (Some(touch), _) => (touch.category.as_ref(), &touch.channel),
        (None, Some(repeat)) => (repeat.category.as_ref(), &repeat.channel),
        (None, None) => return None,
    };
    let settings = plan.channels.get(channel);
    category
        .or(settings.and_then(|settings| settings.category.as_ref()))
        .cloned()
        .or_else(|| default_category(channel))
}
