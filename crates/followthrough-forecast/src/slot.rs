//! The nearest time at which a meeting would cost nothing.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike, Weekday};
use followthrough::{Error, Fit, Interval, Plan, Policy, union};
use serde::Serialize;

use crate::cost::{Desk, Meeting};

/// Where a meeting could be moved to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// By how many days, later ones positive.
    pub days: i32,
    /// By how many minutes on the clock, later ones positive.
    pub minutes: i32,
    /// The day of its first occurrence then.
    pub first: NaiveDate,
    /// When it begins then.
    pub start: NaiveTime,
    /// Whether it takes no time from any block there: then it costs nothing whatever else changes.
    pub beside_blocks: bool,
}

/// A meeting is moved in steps of so many minutes.
const STEP: i32 = 15;

/// No more times that take time from blocks are tried: each is a question of its own.
const TRIES: usize = 24;

/// The working hours where blocks lie inside of them: those that advice adds blocks in.
const HOURS: (u32, u32) = (8, 18);

/// The nearest time: on another time of the same day before another day, and a later one before an earlier one.
pub(crate) fn nearest(
    desk: &Desk<'_>,
    meeting: &Meeting,
    without: &Fit,
) -> Result<Option<Slot>, Error> {
    let zone = &desk.plan.zone;
    let mut times = meeting.times.clone();
    times.sort_unstable();
    // What is past stays where it was.
    let midnight = zone.midnight(desk.plan.first_day);
    let (past, coming): (Vec<Interval>, Vec<Interval>) =
        times.into_iter().partition(|time| time.start() < midnight);
    let (Some(first), Some(longest)) = (
        coming.first().map(|time| zone.local(time.start())),
        coming.iter().map(Interval::length).max(),
    ) else {
        return Ok(None);
    };
    if longest > TimeDelta::hours(10) {
        return Ok(None);
    }
    let mut others = desk.others(meeting);
    if meeting.proposed {
        others = union(desk.plan.busy.clone());
    }
    let (open, close) = hours(desk.plan);
    let mut tried = 0;
    for (days, minutes) in shifts() {
        let Some(moved) = moved(desk.plan, &coming, (days, minutes), (open, close)) else {
            continue;
        };
        if moved.iter().any(|time| hits(&others, time)) {
            continue;
        }
        let beside_blocks = !desk.take_time(&moved);
        if !beside_blocks {
            if tried == TRIES {
                continue;
            }
            tried += 1;
            let busy = others.iter().chain(&past).chain(&moved).copied();
            let plan = Plan {
                busy: union(busy.collect()),
                ..desk.plan.clone()
            };
            let fit = plan.fit(Policy::Level, desk.horizon)?;
            if (fit.number, fit.every, fit.total) != (without.number, without.every, without.total)
            {
                continue;
            }
        }
        let to = first + TimeDelta::days(days.into()) + TimeDelta::minutes(minutes.into());
        return Ok(Some(Slot {
            days,
            minutes,
            first: to.date(),
            start: to.time(),
            beside_blocks,
        }));
    }
    Ok(None)
}

/// By how many days and minutes, the nearest first.
fn shifts() -> impl Iterator<Item = (i32, i32)> {
    let days = [0, 1, -1, 2, -2, 3, -3, 4, -4];
    days.into_iter().flat_map(|days| {
        let steps = (0..=40).flat_map(|step| [step * STEP, -step * STEP]);
        steps
            .enumerate()
            .filter(move |(at, minutes)| (*at != 1) && (days, *minutes) != (0, 0))
            .map(move |(_, minutes)| (days, minutes))
    })
}

/// The hours between which a meeting may be moved.
fn hours(plan: &Plan) -> (NaiveTime, NaiveTime) {
    let clock = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
    let (mut open, mut close) = (clock(HOURS.0), clock(HOURS.1));
    for block in &plan.blocks {
        open = open.min(block.start());
        // One that ends at midnight ends at 00:00.
        if block.end() > block.start() {
            close = close.max(block.end());
        }
    }
    (open, close)
}

/// The meeting's times moved on the wall clock; `None` where one of them would leave the working hours or the workweek.
fn moved(
    plan: &Plan,
    times: &[Interval],
    (days, minutes): (i32, i32),
    (open, close): (NaiveTime, NaiveTime),
) -> Option<Vec<Interval>> {
    use chrono::Datelike as _;
    let workdays = plan.workweek.days();
    let week = |date: NaiveDate| {
        let into = date.weekday().days_since(plan.workweek.first_day());
        date - TimeDelta::days(into.into())
    };
    let mut moved = Vec::with_capacity(times.len());
    for time in times {
        let local = plan.zone.local(time.start());
        let start = local + TimeDelta::days(days.into()) + TimeDelta::minutes(minutes.into());
        let end = start + time.length();
        let weekday: Weekday = start.weekday();
        let stays = week(start.date()) == week(local.date()) && workdays.contains(&weekday);
        let by_day = start.date() == (local + TimeDelta::days(days.into())).date();
        let inside = end.date() == start.date()
            && start.time() >= open
            && end.time().num_seconds_from_midnight() <= close.num_seconds_from_midnight();
        if !stays || !by_day || !inside {
            return None;
        }
        moved.push(Interval::new(
            plan.zone.instant(start),
            plan.zone.instant(end),
        )?);
    }
    Some(moved)
}

/// Whether any of `taken`, in order and without overlaps, holds a part of `time`.
fn hits(taken: &[Interval], time: &Interval) -> bool {
    let from = taken.partition_point(|busy| busy.end() <= time.start());
    taken
        .get(from)
        .is_some_and(|busy| busy.start() < time.end())
}
