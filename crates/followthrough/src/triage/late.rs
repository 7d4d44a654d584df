//! The least extra time after a day's blocks with which everything that is owed is on time.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::answer::{ExtraTime, StayLate};
use super::cover::Kind;
use super::least::{Things, of_time};
use crate::fit::Asked;
use crate::instance::Model;
use crate::instance::demand::MACHINE;
use crate::solver::{Budgeted, Effort, Gauge, gcd, place};
use crate::workdays::Day;
use crate::{Block, CategoryName, Error, Horizon, Interval, Pattern, Plan, Share, union};

/// When extra time begins on a day without blocks in a plan without any.
const EVENING: u32 = 17 * 3600;
/// How often extra time is settled anew.
const ROUNDS: u32 = 6;

/// Extra time so that nobody has to be let go. Asked where something must be.
pub(super) fn stay_late(
    plan: &Plan,
    model: &Model<'_>,
    all: &[Gauge],
    budget: &Budgeted<'_>,
) -> Result<StayLate, Error> {
    let mut moved = moved_out(model, all, budget);
    let shortest = crate::capacity::seconds(plan.min_segment);
    let mut answer = StayLate {
        extra: Vec::new(),
        seconds: 0,
        at_least: if moved.at_least > 0 {
            moved.at_least.max(shortest)
        } else {
            0
        },
        proved: false,
        fits: false,
    };
    // Touches that lay in no block, and now could, may want more.
    let mut known: BTreeMap<(Day, u8), u64> = BTreeMap::new();
    for _ in 0..ROUNDS {
        for (place, seconds) in moved.time {
            *known.entry(place).or_default() += seconds;
        }
        let Some((extra, late)) = with_extra(plan, model, &known) else {
            return Ok(answer);
        };
        let asked = Asked::new(&late, Some(Horizon::Day))?;
        answer.seconds = extra.iter().map(|extra| extra.seconds).sum();
        answer.extra = extra;
        if asked.on_time {
            answer.fits = true;
            answer.proved = answer.seconds == answer.at_least;
            return Ok(answer);
        }
        let next = Model::new(&late, Some(Horizon::Day), 0)?;
        let days = next.today - model.today;
        let more = moved_out(&next, &next.gauges(), budget);
        if more.time.is_empty() {
            break;
        }
        moved = Moved {
            time: more
                .time
                .into_iter()
                .filter_map(|((day, category), seconds)| {
                    let name = &next.capacity.categories[usize::from(category)];
                    let category = model.capacity.bit(name)?;
                    Some(((day - days, category), seconds))
                })
                .collect(),
            at_least: 0,
        };
    }
    answer.extra.clear();
    answer.seconds = 0;
    Ok(answer)
}

/// Time of touches that find no place in blocks, by day and category.
struct Moved {
    time: BTreeMap<(Day, u8), u64>,
    at_least: u64,
}

/// The least time of touches to be moved out of the blocks, and the days on which they are made.
fn moved_out(model: &Model<'_>, all: &[Gauge], budget: &Budgeted<'_>) -> Moved {
    let problem = &model.instance.problem;
    // Caps bind wherever a touch is made: only time counts here.
    let time = of_time(all);
    let missed = place(problem, &model.instance.owed_counts, Effort::Thorough).missed;
    let found: u64 = missed
        .iter()
        .map(|(class, count)| {
            u64::from(problem.classes[*class as usize].effort) * u64::from(*count)
        })
        .sum();
    let mut kinds = Vec::new();
    let mut classes = Vec::new();
    let mut unit = 0u32;
    for (class, count) in (0u32..).zip(&model.instance.owed_counts) {
        let touch = problem.classes[class as usize];
        if *count == 0 || touch.effort == 0 || touch.category == MACHINE {
            continue;
        }
        unit = gcd(unit, touch.effort);
        kinds.push(Kind {
            cost: u64::from(touch.effort),
            count: *count,
            tier: None,
        });
        classes.push(vec![class]);
    }
    let mut free = problem.clone();
    // Without caps: what blocks alone can hold.
    for limit in &mut free.limits {
        (limit.day, limit.week) = (None, None);
    }
    let mut relaxed = model.clone();
    relaxed.instance.problem = free;
    let things = Things {
        model: &relaxed,
        gauges: &time,
        kinds,
        classes,
        limits: Vec::new(),
        unit: u64::from(unit.max(1)),
        budget,
    };
    let least = things.least(found.saturating_add(1));
    let out: Vec<(u32, u32)> = match &least.choice {
        Some(choice) => {
            let out = things.classes.iter().zip(&choice.out);
            out.filter(|(_, count)| **count > 0)
                .map(|(classes, count)| (classes[0], *count))
                .collect()
        }
        None => missed,
    };
    // What closes first, and on its last day unless there is extra time inside its window already: few days do.
    let mut windows: Vec<(Day, Day, u8, u64)> = Vec::new();
    for (class, count) in out {
        let touch = problem.classes[class as usize];
        if touch.category == MACHINE {
            continue;
        }
        let owed = model.owed_touches.iter();
        let owed = owed.filter(|owed| owed.class == Some(class));
        let mine = owed
            .flat_map(|owed| std::iter::repeat_n(owed.commitment.window, owed.count as usize))
            .take(count as usize);
        windows.extend(mine.map(|window| {
            let effort = u64::from(touch.effort);
            (window.close, window.open, touch.category, effort)
        }));
    }
    windows.sort_unstable();
    let mut spread: BTreeMap<(Day, u8), u64> = BTreeMap::new();
    for (close, open, category, effort) in windows {
        let workdays = model.capacity.days.between(open.max(model.today), close);
        let known = workdays
            .iter()
            .rev()
            .find(|day| spread.contains_key(&(**day, category)));
        if let Some(day) = known.or(workdays.last()) {
            *spread.entry((*day, category)).or_default() += effort;
        }
    }
    Moved {
        time: spread,
        at_least: least.bound.min(found),
    }
}

/// The plan with extra time after the last block of the category on each day, or after the last block of the day;
/// `None` where a day has no such time left.
fn with_extra(
    plan: &Plan,
    model: &Model<'_>,
    wanted: &BTreeMap<(Day, u8), u64>,
) -> Option<(Vec<ExtraTime>, Plan)> {
    let mut late = plan.clone();
    let mut extra = Vec::new();
    let busy = union(plan.busy.clone());
    let mut taken: Vec<Interval> = model
        .capacity
        .occurrences
        .iter()
        .map(|occurrence| occurrence.interval)
        .collect();
    let ends = |day: Option<Day>, mask: u64| -> Option<NaiveDateTime> {
        let mine = model.capacity.occurrences.iter().filter(|occurrence| {
            day.is_none_or(|day| occurrence.day == day) && occurrence.categories & mask != 0
        });
        mine.map(|occurrence| plan.zone.local(occurrence.interval.end()))
            .max()
    };
    for ((day, category), seconds) in wanted {
        let date = model.capacity.days.date(*day);
        let name: &CategoryName = model.capacity.categories.get(usize::from(*category))?;
        let evening = NaiveTime::from_num_seconds_from_midnight_opt(EVENING, 0)?;
        let usual = model
            .capacity
            .occurrences
            .iter()
            .map(|occurrence| plan.zone.local(occurrence.interval.end()).time())
            .max();
        let last =
            ends(Some(*day), u64::MAX).unwrap_or_else(|| date.and_time(usual.unwrap_or(evening)));
        // Shorter time is not used.
        let length = TimeDelta::seconds(i64::try_from(*seconds).ok()?).max(plan.min_segment);
        // After the category's last block where that is free, else after the last one of the day, else as soon after
        // that as is free.
        let mut starts: Vec<NaiveDateTime> = ends(Some(*day), 1 << category).into_iter().collect();
        starts.push(last);
        let after = |taken: &[Interval]| -> Vec<NaiveDateTime> {
            let all = taken.iter().chain(&busy);
            let ends = all.map(|interval| plan.zone.local(interval.end()));
            let mut later: Vec<NaiveDateTime> = ends
                .filter(|end| end.date() == date && *end > last)
                .collect();
            later.sort_unstable();
            later
        };
        starts.extend(after(&taken));
        let (start, interval) = starts.into_iter().find_map(|start| {
            let end = start + length;
            let day_ends = date.succ_opt()?.and_time(NaiveTime::MIN);
            let from = plan.zone.instant(start);
            let interval = Interval::new(from, plan.zone.instant(end))?;
            let free = |other: &Interval| interval.intersection(other).is_none();
            let fits = start.date() == date
                && end <= day_ends
                && start.nanosecond() == 0
                && interval.length() == length
                && taken.iter().all(free)
                && busy.iter().all(free);
            fits.then_some((start, interval))
        })?;
        taken.push(interval);
        let mut block = Block::new(
            vec![name.clone()],
            Pattern::Weekdays(Vec::new()),
            start.time(),
            length,
        )
        .ok()?;
        block.also.insert(date);
        block.reserve = Some(Share::ZERO);
        late.blocks.push(block);
        extra.push(ExtraTime {
            date,
            category: name.clone(),
            at: start.time(),
            seconds: crate::capacity::seconds(length),
        });
    }
    Some((extra, late))
}
