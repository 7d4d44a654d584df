//! Who was left alone: silences, prospects with nothing planned, and where answers come.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use followthrough::{Plan, Stage, Windows};

use crate::history::{Fate, History, LetGo, Use};

/// After how many workdays of silence whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Thresholds {
    /// The rep is reminded.
    pub rep: u32,
    /// The manager is told.
    pub manager: u32,
    /// The prospect goes to somebody else.
    pub reassign: u32,
}

impl Default for Thresholds {
    /// 3, 5 and 7 workdays.
    fn default() -> Self {
        Self {
            rep: 3,
            manager: 5,
            reassign: 7,
        }
    }
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Turn {
    /// The rep is reminded.
    Rep,
    /// The manager is told.
    Manager,
    /// The prospect goes to somebody else.
    Reassign,
}

/// A prospect to which something is owed, with its silence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Silence {
    /// The prospect.
    pub id: String,
    /// What lists show.
    pub name: String,
    /// Whose prospect it is.
    pub owner: Option<String>,
    /// The touch that is owed; `None` for the work of an answer.
    pub touch: Option<u32>,
    /// The day of the last touch, or of the answer that nothing followed.
    pub last: Option<NaiveDate>,
    /// Workdays since that day.
    pub silent: u32,
    /// The last day on which what is owed kept the promise.
    pub closes: Option<NaiveDate>,
    /// Workdays past that day.
    pub late: u32,
    /// Whose turn it is: by the workdays past the day on which what is owed was due at the latest.
    pub turn: Option<Turn>,
}

/// A prospect that was started and to which nothing is owed, without an answer or an end.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Orphan {
    /// The prospect.
    pub id: String,
    /// What lists show.
    pub name: String,
    /// The day of the last touch.
    pub last: Option<NaiveDate>,
    /// Whether the pipeline has it, finished; else only the log does.
    pub in_pipeline: bool,
}

/// What came of the touches of one number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AtTouch {
    /// The touch.
    pub touch: u32,
    /// How many were made.
    pub made: u64,
    /// How many were answered before the next one.
    pub answered: u64,
    /// How many were the last one made before the prospect was let go or forgotten.
    pub given_up: u64,
}

/// Silences, longest first; orphans by id.
pub(crate) fn silences(
    plan: &Plan,
    histories: &[History<'_>],
    windows: &Windows<'_>,
    thresholds: &Thresholds,
) -> (Vec<Silence>, Vec<Orphan>) {
    let today = plan.first_day;
    let mut silences = Vec::new();
    let mut orphans = Vec::new();
    for history in histories {
        let last = history
            .rows
            .iter()
            .zip(&history.uses)
            .rev()
            .find(|(_, usage)| matches!(usage, Use::Touch(..)))
            .map(|(row, _)| row.date);
        let last = last.max(history.row.and_then(|row| row.last_touch));
        let (name, owner) = history
            .row
            .map_or((history.name, None), |row| (row.label(), row.owner.clone()));
        let Some(row) = history.row else {
            if history.started.is_some()
                && matches!(
                    history.fate(),
                    Some(Fate::Broken | Fate::InFlight | Fate::Finished)
                )
            {
                orphans.push(Orphan {
                    id: history.id.to_owned(),
                    name: name.to_owned(),
                    last,
                    in_pipeline: false,
                });
            }
            continue;
        };
        let cadence = windows.cadence(&row.cadence);
        let (touch, closes, since) = match row.stage {
            Stage::InFlight | Stage::Paused => (
                row.next_touch,
                history.window.as_ref().map(|window| window.to),
                last,
            ),
            Stage::Replied => {
                let answered = history.answered.map(|(date, _)| date).or(row.due);
                let window = cadence.and_then(|cadence| cadence.reply(row.due.or(row.last_touch)?));
                (None, window.map(|window| window.to), answered.max(last))
            }
            Stage::Finished if history.answered.is_none() => {
                orphans.push(Orphan {
                    id: history.id.to_owned(),
                    name: name.to_owned(),
                    last,
                    in_pipeline: true,
                });
                continue;
            }
            _ => continue,
        };
        let past = |date: NaiveDate| {
            windows
                .workdays(date, today)
                .saturating_sub(u32::from(windows.is_workday(date)))
        };
        let late = closes.filter(|closes| *closes < today).map_or(0, past);
        let turn = [
            (thresholds.reassign, Turn::Reassign),
            (thresholds.manager, Turn::Manager),
            (thresholds.rep, Turn::Rep),
        ];
        silences.push(Silence {
            id: history.id.to_owned(),
            name: name.to_owned(),
            owner,
            touch,
            last: since,
            silent: since.map_or(0, past),
            closes,
            late,
            turn: turn
                .into_iter()
                .find(|(days, _)| late > 0 && late >= *days)
                .map(|(_, turn)| turn),
        });
    }
    silences.sort_by(|a, b| (b.late, b.silent, &a.id).cmp(&(a.late, a.silent, &b.id)));
    (silences, orphans)
}

/// What came of touches, by their number; and how many were made to prospects who were given up later.
pub(crate) fn at_touch(histories: &[History<'_>]) -> (Vec<AtTouch>, u64) {
    let mut at: BTreeMap<u32, AtTouch> = BTreeMap::new();
    let mut wasted = 0;
    for history in histories {
        let dropped = matches!(history.let_go, Some((_, LetGo::Lost)));
        let mut last = None;
        for usage in &history.uses {
            if let Use::Touch(number, answered) = usage {
                let entry = at.entry(*number).or_default();
                entry.touch = *number;
                entry.made += 1;
                entry.answered += u64::from(*answered);
                wasted += u64::from(dropped);
                last = Some(*number);
            }
        }
        let forgotten =
            history.row.is_none() && matches!(history.fate(), Some(Fate::Broken | Fate::InFlight));
        if let (Some(last), true) = (last, dropped || forgotten) {
            at.entry(last).or_default().given_up += 1;
        }
    }
    (at.into_values().collect(), wasted)
}
