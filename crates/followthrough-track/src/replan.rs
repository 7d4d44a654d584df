//! Yesterday's plan and today's facts: what stays, what moved, and why.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Days, NaiveDate};
use followthrough::{Error, Plan, Policy, Schedule, ScheduleOptions, Stage, Work};

use crate::state::{span, state, state_on};
use crate::{Log, Standing, Stood};

/// What a new plan changes of an earlier one, as far as named prospects go.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Replan {
    /// The day on whose morning the earlier plan stood.
    pub since: NaiveDate,
    /// The day of the new one.
    pub date: NaiveDate,
    /// How many touches stay where they were.
    pub kept: u32,
    /// Touches that stand elsewhere now, by the day on which they stood.
    pub moves: Vec<Move>,
    /// Touches that were planned and are owed no more, by the day on which they stood.
    pub gone: Vec<Move>,
    /// Touches of named prospects that were not planned before, by day.
    pub new: Vec<Move>,
}

/// One touch, prep or the work of an answer in the earlier plan and in the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Move {
    /// The prospect.
    pub id: String,
    /// What lists show.
    pub name: String,
    /// The kind of work.
    pub work: Work,
    /// The touch, from 1.
    pub touch: Option<u32>,
    /// Whether it is promised: the prospect was started. What is not promised yet moves with the day of its start.
    pub promised: bool,
    /// Where it stood.
    pub was: Option<Slot>,
    /// Where it stands.
    pub now: Option<Slot>,
    /// Why.
    pub why: String,
}

/// A place in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Slot {
    /// The day.
    pub date: NaiveDate,
    /// The block; `None` for what needs none.
    pub block: Option<String>,
}

type Key<'a> = (&'a str, Work, Option<u32>);

/// What today's plan changes of the one that stood on the morning of the workday before. `plan` has the pipeline as it was
/// exported; where the export is newer than that morning, the earlier plan is the one that it would have given.
///
/// Among equal plans the earlier places win.
///
/// # Errors
/// As those of [`Plan::schedule`].
pub fn replan(plan: &Plan, log: &Log) -> Result<Replan, Error> {
    let (from, to) = span(plan, log);
    let windows = plan.windows(from, to)?;
    let mut since = plan.first_day;
    for _ in 0..14 {
        since = since.checked_sub_days(Days::new(1)).unwrap_or(since);
        if windows.is_workday(since) {
            break;
        }
    }
    let earlier = Plan {
        first_day: since,
        pipeline: state_on(plan, &log.before(since), &windows).prospects,
        ..plan.clone()
    };
    let earlier = earlier.schedule(&earlier.fit(Policy::Level, None)?)?;
    replan_from(plan, log, &Standing::of(&earlier, since)).map(|(replan, _)| replan)
}

/// What today's plan changes of an earlier one that was kept, and the new one.
///
/// # Errors
/// As those of [`Plan::schedule`].
pub fn replan_from(
    plan: &Plan,
    log: &Log,
    earlier: &Standing,
) -> Result<(Replan, Schedule), Error> {
    let now = Plan {
        pipeline: state(plan, log)?.prospects,
        ..plan.clone()
    };
    let options = ScheduleOptions {
        previous: Some(earlier.places()),
    };
    let later = now.schedule_with(&now.fit(Policy::Level, None)?, &options)?;
    let told = compare(
        &now,
        log,
        earlier,
        &Standing::of(&later, now.first_day),
        &later,
    );
    Ok((told, later))
}

/// What stood where, by whose touch it is; those of nobody in particular left out.
fn placed(standing: &Standing) -> BTreeMap<Key<'_>, &Stood> {
    let mut all = BTreeMap::new();
    for item in &standing.items {
        if let Some(id) = item.id() {
            all.entry((id, item.work, item.touch)).or_insert(item);
        }
    }
    all
}

fn slot(item: &Stood) -> Slot {
    Slot {
        date: item.date,
        block: item.block.clone(),
    }
}

fn compare(
    plan: &Plan,
    log: &Log,
    earlier: &Standing,
    later: &Standing,
    schedule: &Schedule,
) -> Replan {
    let (today, since) = (plan.first_day, earlier.since);
    let (before, after) = (placed(earlier), placed(later));
    let segments: HashSet<String> = schedule
        .days
        .iter()
        .flat_map(|day| &day.segments)
        .map(followthrough::ScheduleSegment::key)
        .collect();
    let stages: HashMap<&str, Stage> = plan
        .pipeline
        .iter()
        .map(|row| (row.id.as_str(), row.stage))
        .collect();
    let is_promised = |id: &str| {
        stages
            .get(id)
            .is_some_and(|stage| !matches!(stage, Stage::New | Stage::Ready))
    };
    let mut replan = Replan {
        since,
        date: today,
        kept: 0,
        moves: Vec::new(),
        gone: Vec::new(),
        new: Vec::new(),
    };
    for (key, was) in &before {
        let (id, work, touch) = *key;
        let now = after.get(key).copied();
        let told = |now: Option<&Stood>, why: String| Move {
            id: id.to_owned(),
            name: was.name.clone(),
            work,
            touch,
            promised: is_promised(id),
            was: Some(slot(was)),
            now: now.map(slot),
            why,
        };
        match now {
            Some(now) if now.segment == was.segment && now.date == was.date => replan.kept += 1,
            Some(now) => {
                let why = if was.date < today {
                    format!("was not made on {}", was.date.format("%a %-d %b"))
                } else if now.closes != was.closes && !is_promised(id) {
                    "it is to be started on another day".to_owned()
                } else if now.closes != was.closes {
                    "its window moved with the touch before it, or with a day off".to_owned()
                } else if was
                    .segment
                    .as_ref()
                    .is_some_and(|key| !segments.contains(key))
                {
                    "its block is gone".to_owned()
                } else {
                    "gives way to what has no other place".to_owned()
                };
                replan.moves.push(told(Some(now), why));
            }
            None => {
                let rows = log.of(id).iter();
                let made = rows
                    .filter(|row| row.date >= since)
                    .any(|row| match row.touch {
                        crate::Numbered::Touch(number) => {
                            touch.is_some_and(|touch| touch <= number)
                        }
                        _ => work != Work::Touch,
                    });
                let why = match stages.get(id) {
                    Some(Stage::Replied) => "answered",
                    Some(Stage::OptedOut) => "asked to be left alone",
                    Some(Stage::Bounced) => "could not be reached",
                    Some(Stage::Lost) => "given up",
                    None => "not in the pipeline any more",
                    // What was done is no change of a plan.
                    _ if made => continue,
                    Some(Stage::Paused) => "put off",
                    _ => "finds no place in time",
                };
                if made && was.date < today {
                    continue;
                }
                replan.gone.push(told(None, why.to_owned()));
            }
        }
    }
    for (key, now) in &after {
        if before.contains_key(key) {
            continue;
        }
        let (id, work, touch) = *key;
        let why = match work {
            Work::Reply => "an answer",
            _ if !is_promised(id) => "to be started",
            _ => "owed since",
        };
        replan.new.push(Move {
            id: id.to_owned(),
            name: now.name.clone(),
            work,
            touch,
            promised: is_promised(id),
            was: None,
            now: Some(slot(now)),
            why: why.to_owned(),
        });
    }
    let was = |one: &Move| {
        (
            one.was.as_ref().map(|slot| slot.date),
            one.id.clone(),
            one.touch,
        )
    };
    replan.moves.sort_by_key(was);
    replan.gone.sort_by_key(was);
    replan.new.sort_by_key(|one| {
        (
            one.now.as_ref().map(|slot| slot.date),
            one.id.clone(),
            one.touch,
        )
    });
    replan
}
