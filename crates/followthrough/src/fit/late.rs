//! What is owed and does not fit: placed with the least lateness, first of those who replied, by priority, then of the
//! others, by priority. It closes no day: new starts use what is left.

use std::collections::{BTreeMap, HashMap};

use super::Asked;
use crate::instance::demand::Window;
use crate::instance::{Model, OwedTouch};
use crate::solver::{Board, Class, Effort, Problem, place};
use crate::workdays::Day;
use crate::{Unreachable, UnreachableReason};

/// How many moves are tried to keep one touch from being later.
const MOVES: usize = 400;

/// How many places are looked at by default, all touches together, to keep some from being later.
const LOOKS: u64 = 10_000_000;

/// What came of placing what is owed.
pub(crate) enum Owing {
    /// All of it is on time.
    OnTime,
    /// Some of it is late: the last day on which any touch is made that is late; none where answers alone are, which are
    /// only expected.
    Late(Option<Day>),
    /// The days at hand do not suffice.
    Beyond,
}

/// Places what is owed, the least late way that is found, and gives what is late the day on which it is made.
///
/// By rank, then by close, each touch is put where it is least late without making any before it later.
pub(crate) fn settle_owed(model: &mut Model<'_>) -> Owing {
    if place(
        &model.instance.problem,
        &model.instance.owed_counts,
        Effort::Thorough,
    )
    .missed
    .is_empty()
    {
        return Owing::OnTime;
    }
    let (problem, days) = with_single_days(model);
    let mut board = Board::new(&problem, MOVES).looking_at(model.plan.search_budget.of(LOOKS));
    let mut parts: Parts = model
        .owed_touches
        .iter()
        .map(|owed| vec![(owed.class, owed.count)])
        .collect();
    let mut last = None;
    let mut lateness = Lateness::default();
    for owed in in_order(model) {
        let Some(class) = model.owed_touches[owed].class else {
            continue;
        };
        let count = model.owed_touches[owed].count;
        let mut left = count - board.insert_many(class, count);
        if left == 0 {
            continue;
        }
        parts[owed] = vec![(Some(class), count - left)];
        let later = days
            .get(&signature(&problem.classes[class as usize]))
            .map_or(&[][..], Vec::as_slice);
        let close = (model.owed_touches[owed].commitment.window.close - model.today).max(-1);
        let later = &later[later.partition_point(|(day, _)| *day as Day <= close)..];
        let mut from = 0;
        while left > 0 {
            let room = later[from..]
                .iter()
                .position(|(_, class)| board.has_room(*class));
            let Some(room) = room.map(|room| from + room) else {
                return Owing::Beyond;
            };
            // Days before may be had by moving others.
            let first = if board.moves_others() { from } else { room };
            for (day, class) in &later[first..=room] {
                let made = board.insert_many(*class, left);
                if made > 0 {
                    left -= made;
                    if model.owed_touches[owed].commitment.row.is_some() {
                        last = last.max(Some(*day));
                    }
                    lateness.add(model, owed, *day, made);
                    let class = model
                        .instance
                        .problem
                        .class(problem.classes[*class as usize]);
                    parts[owed].push((Some(class), made));
                }
                if left == 0 {
                    break;
                }
            }
            from = room + 1;
        }
    }
    let items = board.items();
    let loosely = lateness.loosely(model);
    divide(model, parts);
    model.instance.owed_loosely = Some(counted(loosely));
    if !place(
        &model.instance.problem,
        &model.instance.owed_counts,
        Effort::Thorough,
    )
    .missed
    .is_empty()
    {
        pin(model, &problem, &items);
    }
    Owing::Late(last.map(|last| model.today + last as Day))
}

/// How late touches of each rank are together, by the categories that are placed together.
#[derive(Default)]
struct Lateness {
    /// Workdays past the close, added up, by categories and rank.
    days: BTreeMap<(u64, u32), u32>,
}

impl Lateness {
    /// Notes that so many of an owed touch are made on a day after its window's close.
    fn add(&mut self, model: &Model<'_>, owed: usize, day: u32, count: u32) {
        let commitment = &model.owed_touches[owed].commitment;
        let day = model.today + day as Day;
        let days = model.capacity.days.count(commitment.window.close + 1, day);
        let key = (pool_of(model, commitment.category), commitment.rank);
        let sum = self.days.entry(key).or_default();
        *sum = sum.saturating_add(days.saturating_mul(count));
    }

    /// Every owed touch with the widest window that it can have in any placement with the least lateness, as a class, and
    /// how many there are; without those of which no day is certain to be the last. Of the first rank that is late no touch can be later than all of that rank are together here;
    /// of later ranks nothing is known, because their lateness may grow where the first rank's can still shrink.
    fn loosely(&self, model: &mut Model<'_>) -> Vec<(u32, u32)> {
        let mut loosely = Vec::with_capacity(model.owed_touches.len());
        for at in 0..model.owed_touches.len() {
            let OwedTouch { class, count, .. } = model.owed_touches[at];
            let Some(class) = class else { continue };
            let commitment = &model.owed_touches[at].commitment;
            let pool = pool_of(model, commitment.category);
            let mut late = self.days.range((pool, 0)..=(pool, u32::MAX));
            let first = late.next().map(|((_, rank), days)| (*rank, *days));
            let close = match first {
                Some((rank, days)) if rank == commitment.rank => {
                    let after = commitment.window.close + 1;
                    model
                        .capacity
                        .days
                        .add(after, days)
                        .map(|beyond| beyond - 1)
                }
                Some((rank, _)) if rank < commitment.rank => None,
                _ => Some(commitment.window.close),
            };
            // What could be done after the last day that is looked at takes nothing for certain.
            let Some(close) = close.filter(|close| *close <= model.last) else {
                continue;
            };
            let window = Window {
                close,
                ..commitment.window
            };
            let wide = model.instance.problem.classes[class as usize];
            let wide = model.class(
                window,
                wide.category,
                wide.effort,
                wide.caps,
                wide.hours,
                wide.owed,
            );
            loosely.push((wide, count));
        }
        loosely
    }
}

/// The categories that are placed together with one.
fn pool_of(model: &Model<'_>, category: u8) -> u64 {
    let bit = 1 << category;
    let pools = model.instance.problem.pools.iter();
    let pool = pools.map(|pool| pool.mask).find(|mask| mask & bit != 0);
    pool.unwrap_or(bit)
}

/// Classes once each, with how many there are of it.
fn counted(classes: Vec<(u32, u32)>) -> Vec<(u32, u64)> {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for (class, count) in classes {
        *counts.entry(class).or_default() += u64::from(count);
    }
    counts.into_iter().collect()
}

/// Owed touches by rank, then by window.
fn in_order(model: &Model<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..model.owed_touches.len()).collect();
    order.sort_by_key(|at| {
        let commitment = &model.owed_touches[*at].commitment;
        (
            commitment.rank,
            commitment.window.close,
            commitment.window.open,
            *at,
        )
    });
    order
}

/// What two classes share that differ in their window only.
type Signature = (u8, u32, u16, u16, u32);

fn signature(class: &Class) -> Signature {
    (
        class.category,
        class.effort,
        class.caps,
        class.hours,
        class.owed,
    )
}

/// The problem with a class for every kind of owed touch on every single day, and those classes by kind.
fn with_single_days(model: &Model<'_>) -> (Problem, HashMap<Signature, Vec<(u32, u32)>>) {
    let mut problem = model.instance.problem.clone();
    let mut days: HashMap<Signature, Vec<(u32, u32)>> = HashMap::new();
    for class in model.owed_touches.iter().filter_map(|owed| owed.class) {
        let class = model.instance.problem.classes[class as usize];
        days.entry(signature(&class)).or_insert_with(|| {
            let mut days = Vec::new();
            let mut first = 0;
            while first < problem.bins.len() {
                let day = problem.bins[first].day;
                let after = first
                    + problem.bins[first..]
                        .iter()
                        .take_while(|bin| bin.day == day)
                        .count();
                let single = problem.class(Class {
                    first: first as u32,
                    last: after as u32 - 1,
                    ..class
                });
                if !problem.is_unreachable(single)
                    && model.capacity.days.is_workday(model.today + day as Day)
                {
                    days.push((day, single));
                }
                first = after;
            }
            days
        });
    }
    problem.divide();
    (problem, days)
}

/// By owed touch its classes, and how many are of each.
type Parts = Vec<Vec<(Option<u32>, u32)>>;

/// Lists every owed touch once for each of its parts, and counts anew.
fn divide(model: &mut Model<'_>, parts: Parts) {
    let whole = std::mem::take(&mut model.owed_touches);
    for (owed, parts) in whole.into_iter().zip(parts) {
        for (class, count) in parts.into_iter().filter(|(_, count)| *count > 0) {
            model.owed_touches.push(OwedTouch {
                commitment: owed.commitment.clone(),
                class,
                count,
            });
        }
    }
    model.instance.problem.divide();
    model.count_owed();
}

/// Gives every owed touch the very bin in which it was placed: what was found touch by touch is not found again
/// from nothing.
fn pin(model: &mut Model<'_>, problem: &Problem, items: &[(u32, u32, u32)]) {
    let mut bins: HashMap<Class, Vec<(u32, u32)>> = HashMap::new();
    for (class, bin, count) in items.iter().rev() {
        let bins = bins.entry(problem.classes[*class as usize]).or_default();
        bins.push((*bin, *count));
    }
    let mut parts: Parts = Vec::with_capacity(model.owed_touches.len());
    for at in 0..model.owed_touches.len() {
        let (number, mut left) = (model.owed_touches[at].class, model.owed_touches[at].count);
        let mut pinned = Vec::new();
        let class = number.map(|number| model.instance.problem.classes[number as usize]);
        if let Some(class) = class {
            let places = bins.entry(class).or_default();
            while let Some((bin, there)) = places.last_mut().filter(|_| left > 0) {
                let count = left.min(*there);
                let single = Class {
                    first: *bin,
                    last: *bin,
                    ..class
                };
                pinned.push((Some(model.instance.problem.class(single)), count));
                left -= count;
                *there -= count;
                if *there == 0 {
                    places.pop();
                }
            }
        }
        pinned.push((number, left));
        parts.push(pinned);
    }
    divide(model, parts);
}

/// Where even ten years do not suffice: what finds no place is as good as unreachable. Bounds count nothing that is owed in
/// the categories of which something finds no place, because another touch might be left out instead.
pub(crate) fn give_up(mut model: Model<'_>) -> Asked<'_> {
    let mut board =
        Board::new(&model.instance.problem, MOVES).looking_at(model.plan.search_budget.of(LOOKS));
    let mut open = 0;
    let counts = model.instance.owed_for_bounds();
    for at in in_order(&model) {
        let Some(class) = model.owed_touches[at].class else {
            continue;
        };
        let count = model.owed_touches[at].count;
        let kept = board.insert_many(class, count);
        if kept == count {
            continue;
        }
        open |= pool_of(&model, model.owed_touches[at].commitment.category);
        model.owed_touches[at].count = kept;
        let commitment = &model.owed_touches[at].commitment;
        let Some(row) = commitment.row else {
            model.without_time += count - kept;
            continue;
        };
        model.unreachable.push(Unreachable {
            id: model.plan.pipeline[row].id.clone(),
            touch: commitment.touch,
            window: model.span(commitment.window),
            reason: UnreachableReason::NoBlock,
            count: count - kept,
        });
    }
    let (problem, items) = (model.instance.problem.clone(), board.items());
    model.owed_touches.retain(|owed| owed.count > 0);
    pin(&mut model, &problem, &items);
    let known =
        |class: &u32| open & (1 << model.instance.problem.classes[*class as usize].category) == 0;
    let counts = counts.into_iter().filter(|(class, _)| known(class));
    model.instance.owed_loosely = Some(counts.collect());
    Asked {
        model,
        on_time: false,
        is_owed_on_time: false,
        clear_day: None,
    }
}
