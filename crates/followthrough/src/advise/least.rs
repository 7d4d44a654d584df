//! How much more time a week a target needs at the least, wherever in the week it is dedicated.
//!
//! Whatever blocks are added, the touches whose windows lie inside a span of days need their time there, and a step of
//! a weekly block adds at most its own length on every date of the span that is its day of the week. That must do for
//! every span at once.

use std::collections::BTreeMap;

use chrono::{Datelike, TimeDelta};

use super::question::Question;
use super::slots::STEP;
use crate::fit::Asked;
use crate::instance::Model;
use crate::instance::demand::{Demand, MACHINE, Window};
use crate::pace::loads_of;
use crate::solver::{Bounds, Counts, Mix, Proof, Watching};
use crate::workdays::Day;
use crate::{Error, Plan, Share, subtract, union};

/// The most steps a week that are ruled out one by one.
const MOST: u32 = 24;
/// A share has no more decimals than this has zeros.
const BILLION: u64 = 1_000_000_000;
/// How many ways to spread steps over a week are looked at.
const WAYS: u32 = 200_000;
/// After how many of them somebody is asked whether to go on.
const OFTEN: u32 = 2_000;

/// How many steps a week are needed at the least; 0 where nothing can be said.
pub(super) fn least(asked: &Asked<'_>, question: &Question, watch: &dyn Watching) -> u32 {
    let model = &asked.model;
    let lost = model.capacity.lost.iter();
    let lost = lost
        .filter(|day| (model.today..=model.last).contains(*day))
        .count();
    if !asked.on_time || lost > 0 {
        // More time could make what is owed earlier, or a lost day a workday: windows would be others.
        return 0;
    }
    steps(model, question, watch)
}

/// How many steps a week a pace needs at the least: what its touches take of a typical week's categories beyond what their
/// blocks hold, remains that are too short included, because a longer block may use them.
///
/// # Errors
/// What the caller can correct in the plan.
pub(super) fn least_of_pace(plan: &Plan, mix: &Mix, target: u32) -> Result<u32, Error> {
    let mut whole = plan.clone();
    whole.min_segment = TimeDelta::seconds(1);
    let loads = loads_of(&whole, &Demand::new(&whole)?, mix)?;
    let missing = loads
        .iter()
        .map(|load| load.takes(target, 1).saturating_sub(load.holds));
    let missing = missing.fold(0, u64::saturating_add);
    let steps = missing.div_ceil(step_of(plan).max(1));
    Ok(u32::try_from(steps).unwrap_or(u32::MAX))
}

/// What a step holds at the most: a longer piece holds no more than what it held and this, rounded up.
fn step_of(plan: &Plan) -> u64 {
    let reserves = plan.blocks.iter().filter_map(|block| block.reserve);
    let least = reserves.fold(plan.reserve, Share::min);
    least.rest_of(u64::from(STEP) * BILLION).div_ceil(BILLION)
}

/// What one span lacks: by day of the week its dates in the span, and what a step on each of them brings at most.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Lack {
    dates: [u64; 7],
    missing: u64,
}

/// What steps on a day of the week bring: `each` for every step, in whole units.
struct Gain {
    each: [u64; 7],
    unit: u64,
}

/// A touch that must be made inside a window.
#[derive(Debug, Clone, Copy)]
struct Need {
    open: Day,
    close: Day,
    amount: u64,
}

fn steps(model: &Model<'_>, question: &Question, watch: &dyn Watching) -> u32 {
    let supply = Supply::new(model, watch);
    let mut pools: Vec<u64> = Vec::new();
    for mask in model.plan.blocks.iter().map(|block| mask(model, block)) {
        let (joined, apart): (Vec<u64>, Vec<u64>) =
            pools.into_iter().partition(|pool| pool & mask != 0);
        pools = apart;
        pools.push(joined.into_iter().fold(mask, |sum, pool| sum | pool));
    }
    let known = pools.iter().fold(0, |sum, pool| sum | pool);
    for bit in 0..model.capacity.categories.len() {
        if known & (1 << bit) == 0 {
            pools.push(1 << bit);
        }
    }
    pools
        .into_iter()
        .map(|pool| {
            let bits = (0..63).map(|bit| 1 << bit).filter(|bit| pool & bit != 0);
            let mut most = 0;
            for mask in bits.clone().chain((bits.count() > 1).then_some(pool)) {
                let (lacks, gain) = supply.seconds(model, question, mask);
                most = most.max(cover(&lacks, &gain, watch));
                if let Some((lacks, gain)) = supply.touches(model, question, mask) {
                    most = most.max(cover(&lacks, &gain, watch));
                }
            }
            most
        })
        .fold(0, u32::saturating_add)
}

fn mask(model: &Model<'_>, block: &crate::Block) -> u64 {
    let bits = block
        .categories()
        .iter()
        .filter_map(|category| model.capacity.bit(category));
    bits.fold(0, |mask, bit| mask | 1 << bit)
}

/// What blocks hold, remains that are too short included: a longer block may use them.
struct Supply<'w> {
    /// Day, categories, seconds.
    pieces: Vec<(Day, u64, u64)>,
    /// What a step holds at the most.
    step: u64,
    /// By day whether blocks may occur on it, and its day of the week.
    open: Vec<(bool, usize)>,
    watch: &'w dyn Watching,
}

impl<'w> Supply<'w> {
    fn new(model: &Model<'_>, watch: &'w dyn Watching) -> Self {
        let plan = model.plan;
        let busy = union(plan.busy.clone());
        let mut pieces = Vec::new();
        for occurrence in &model.capacity.occurrences {
            let reserve = plan.blocks[occurrence.block]
                .reserve
                .unwrap_or(plan.reserve);
            for piece in subtract(occurrence.interval, &busy) {
                let length = u64::try_from(piece.length().num_seconds()).unwrap_or(0);
                // A piece belongs to the local date on which it begins.
                let day = model
                    .capacity
                    .days
                    .day(plan.zone.local(piece.start()).date());
                pieces.push((day, occurrence.categories, reserve.rest_of(length)));
            }
        }
        let open = (model.today..=model.last)
            .map(|day| {
                let date = model.capacity.days.date(day);
                let away = plan
                    .away
                    .iter()
                    .any(|away| (away.from..=away.to).contains(&date));
                let open = !away && !plan.holidays.contains(&date);
                (open, date.weekday().num_days_from_monday() as usize)
            })
            .collect();
        Self {
            pieces,
            step: step_of(plan),
            open,
            watch,
        }
    }

    /// What spans lack of time.
    fn seconds(&self, model: &Model<'_>, question: &Question, mask: u64) -> (Vec<Lack>, Gain) {
        let mut held = vec![0; self.open.len()];
        for (day, categories, seconds) in &self.pieces {
            if categories & mask != 0
                && let Some(held) = at(&mut held, day - model.today)
            {
                *held += seconds;
            }
        }
        let lacks = self.lacks(model, question, &held, |category, effort| {
            if mask & (1 << category) == 0 {
                0
            } else {
                u64::from(effort)
            }
        });
        let mut each = [0; 7];
        for weekday in model.plan.workweek.days() {
            each[weekday.num_days_from_monday() as usize] = self.step;
        }
        let gain = Gain { each, unit: 1 };
        (lacks, gain)
    }

    /// What spans lack of room for whole touches, where all of them take as long.
    fn touches(
        &self,
        model: &Model<'_>,
        question: &Question,
        mask: u64,
    ) -> Option<(Vec<Lack>, Gain)> {
        let classes = model.instance.problem.classes.iter();
        let mut efforts = classes
            .filter(|class| mask & (1 << class.category) != 0)
            .map(|class| class.effort);
        let effort = efforts.next()?;
        if effort == 0 || efforts.any(|other| other != effort) {
            return None;
        }
        let unit = u64::from(effort);
        let mut held = vec![0; self.open.len()];
        let mut waste = [0; 7];
        for (day, categories, seconds) in &self.pieces {
            if categories & mask != 0
                && let Some(held) = at(&mut held, day - model.today)
            {
                *held += seconds / unit;
                let weekday = self.open[(day - model.today) as usize].1;
                waste[weekday] = (seconds % unit).max(waste[weekday]);
            }
        }
        let lacks = self.lacks(model, question, &held, |category, _| {
            u64::from(mask & (1 << category) != 0)
        });
        let mut each = [0; 7];
        for weekday in model.plan.workweek.days() {
            let weekday = weekday.num_days_from_monday() as usize;
            each[weekday] = self.step + waste[weekday];
        }
        Some((lacks, Gain { each, unit }))
    }

    fn lacks(
        &self,
        model: &Model<'_>,
        question: &Question,
        held: &[u64],
        amount: impl Fn(u8, u32) -> u64,
    ) -> Vec<Lack> {
        let owed: Vec<Need> = model
            .owed_touches
            .iter()
            .filter_map(|owed| {
                let work = &owed.commitment;
                need(work.window, work.category, work.effort, &amount)
            })
            .collect();
        // By group, kind of prospect and start day what one such prospect needs.
        let mut groups: Vec<Vec<(u64, Vec<Vec<Need>>)>> = Vec::new();
        for (group, quota) in question.groups.iter().zip(&question.quotas) {
            let mut kinds = Vec::new();
            for (cadence, wanted) in quota.iter().enumerate() {
                let promise = &model.demand.promises[cadence];
                for (count, ready) in [(wanted.plain, false), (wanted.ready, true)] {
                    if count == 0 {
                        continue;
                    }
                    let lines = group
                        .days
                        .iter()
                        .filter_map(|day| model.lines[cadence][*day].as_ref());
                    let lines = lines.map(|line| {
                        let prep = line.prep.filter(|_| !ready).zip(promise.prep);
                        let prep = prep.and_then(|((window, _), prep)| {
                            need(window, prep.category, prep.effort, &amount)
                        });
                        let touches = line.touches.iter().zip(&promise.steps);
                        let touches = touches.filter_map(|((window, _), step)| {
                            need(*window, step.category, step.effort, &amount)
                        });
                        let mut needs: Vec<Need> = prep.into_iter().chain(touches).collect();
                        needs.sort_unstable_by_key(|need| need.close);
                        needs
                    });
                    kinds.push((u64::from(count), lines.collect()));
                }
            }
            groups.push(kinds);
        }
        let all = || {
            let started = groups
                .iter()
                .flatten()
                .flat_map(|(_, lines)| lines)
                .flatten();
            started.chain(&owed)
        };
        let mut opens: Vec<Day> = all().map(|need| need.open).collect();
        let mut closes: Vec<Day> = all().map(|need| need.close).collect();
        opens.sort_unstable();
        opens.dedup();
        closes.sort_unstable();
        closes.dedup();
        let mut lacks: BTreeMap<[u64; 7], u64> = BTreeMap::new();
        for from in opens {
            if !self.watch.go_on((closes.len() * groups.len()) as u64) {
                break;
            }
            let mut needed = vec![0u64; closes.len()];
            add_up(&owed, from, &closes, |at, sum| needed[at] += sum);
            for kinds in &groups {
                let mut group = vec![0u64; closes.len()];
                for (count, lines) in kinds {
                    let mut least = vec![u64::MAX; closes.len()];
                    for line in lines {
                        add_up(line, from, &closes, |at, sum| {
                            least[at] = least[at].min(sum);
                        });
                    }
                    for (sum, least) in group.iter_mut().zip(least) {
                        *sum += if least == u64::MAX { 0 } else { least * count };
                    }
                }
                for (at, sum) in group.into_iter().enumerate() {
                    needed[at] += sum;
                }
            }
            let mut holds = 0;
            let mut dates = [0u64; 7];
            let mut next = (from - model.today).max(0) as usize;
            for (at, close) in closes.iter().enumerate() {
                while next < self.open.len() && next as Day <= close - model.today {
                    holds += held[next];
                    let (open, weekday) = self.open[next];
                    dates[weekday] += u64::from(open);
                    next += 1;
                }
                let missing = needed[at].saturating_sub(holds);
                if missing > 0 && *close >= from {
                    let known = lacks.entry(dates).or_default();
                    *known = missing.max(*known);
                }
            }
        }
        lacks
            .into_iter()
            .map(|(dates, missing)| Lack { dates, missing })
            .collect()
    }
}

fn at(held: &mut [u64], day: Day) -> Option<&mut u64> {
    usize::try_from(day).ok().and_then(|day| held.get_mut(day))
}

fn need(
    window: Window,
    category: u8,
    effort: u32,
    amount: impl Fn(u8, u32) -> u64,
) -> Option<Need> {
    let amount = if category == MACHINE {
        0
    } else {
        amount(category, effort)
    };
    (amount > 0).then_some(Need {
        open: window.open,
        close: window.close,
        amount,
    })
}

/// For every close what the needs that open no sooner than `from` take up to it.
fn add_up(needs: &[Need], from: Day, closes: &[Day], mut tell: impl FnMut(usize, u64)) {
    let mut sorted: Vec<(Day, u64)> = needs
        .iter()
        .filter(|need| need.open >= from)
        .map(|need| (need.close, need.amount))
        .collect();
    sorted.sort_unstable();
    let (mut sum, mut next) = (0, 0);
    for (at, close) in closes.iter().enumerate() {
        while next < sorted.len() && sorted[next].0 <= *close {
            sum += sorted[next].1;
            next += 1;
        }
        tell(at, sum);
    }
}

/// The fewest steps a week that could cover all lacks.
fn cover(lacks: &[Lack], gain: &Gain, watch: &dyn Watching) -> u32 {
    // What dates lack, spans with more of each date lack no more than: keep those that ask for more.
    let mut hard: Vec<&Lack> = Vec::new();
    let mut sorted: Vec<&Lack> = lacks.iter().collect();
    sorted.sort_by_key(|lack| std::cmp::Reverse(lack.missing));
    for lack in sorted {
        let easier = hard.iter().any(|known| {
            known.missing >= lack.missing
                && known.dates.iter().zip(&lack.dates).all(|(a, b)| a <= b)
        });
        if !easier {
            hard.push(lack);
        }
    }
    if hard.is_empty() {
        return 0;
    }
    for steps in 1..=MOST {
        let mut ways = WAYS;
        match covers(&hard, gain, &mut [0; 7], 0, steps, &mut ways, watch) {
            Some(false) => {}
            Some(true) | None => return steps,
        }
    }
    MOST + 1
}

/// Whether steps can be spread over the days from `day` on so that all lacks are covered; `None` where that is not
/// found out.
fn covers(
    lacks: &[&Lack],
    gain: &Gain,
    spread: &mut [u64; 7],
    day: usize,
    left: u32,
    ways: &mut u32,
    watch: &dyn Watching,
) -> Option<bool> {
    *ways = ways.checked_sub(1)?;
    if ways.is_multiple_of(OFTEN) && !watch.go_on(u64::from(OFTEN)) {
        return None;
    }
    if day == 6 {
        // Steps on a day that is not worked bring nothing.
        spread[6] = u64::from(left);
        let done = lacks.iter().all(|lack| {
            let brings = |day: usize| lack.dates[day] * (spread[day] * gain.each[day] / gain.unit);
            (0..7).map(brings).sum::<u64>() >= lack.missing
        });
        return Some(done);
    }
    let most = if gain.each[day] > 0 { left } else { 0 };
    for here in 0..=most {
        spread[day] = u64::from(here);
        if covers(lacks, gain, spread, day + 1, left - here, ways, watch)? {
            return Some(true);
        }
    }
    Some(false)
}

/// What spans alone tell of a plan, without looking for starts.
pub(super) enum Glance {
    /// The target cannot be, for want of time of these categories, or of none.
    Refused(u64),
    /// It may be.
    Open,
}

/// Looks whether spans rule a target out.
pub(super) fn glance(model: &Model<'_>, bounds: &Bounds<'_>, question: &Question) -> Glance {
    let (groups, quotas) = (&question.groups, &question.quotas);
    match bounds.relaxed(groups, quotas) {
        Some(Proof::Spans(spans)) => {
            let time = spans
                .iter()
                .map(|span| bounds.known(span.gauge))
                .filter(|known| !matches!(known.gauge.counts, Counts::Cap(_)));
            Glance::Refused(time.fold(0, |mask, known| mask | known.gauge.mask))
        }
        Some(Proof::NoDay { group, cadence, .. }) => {
            let lines = groups[group]
                .days
                .iter()
                .filter_map(|day| model.lines[cadence][*day].as_ref());
            let promise = &model.demand.promises[cadence];
            let mut mask = 0;
            for line in lines {
                let prep = line.prep.zip(promise.prep);
                let prep = prep.map(|((_, class), prep)| (Some(class), prep.category));
                let touches = line.touches.iter().zip(&promise.steps);
                let touches = touches.map(|((_, class), step)| (*class, step.category));
                for (class, category) in prep.into_iter().chain(touches) {
                    if class.is_some_and(|class| model.instance.problem.is_unreachable(class)) {
                        mask |= 1 << category;
                    }
                }
            }
            Glance::Refused(mask & !(1 << MACHINE))
        }
        None => Glance::Open,
    }
}
