//! What is owed and does not fit: placed with the least lateness, priority 1 first.

use std::collections::HashMap;

use super::Asked;
use super::model::Model;
use super::place::{Effort, place};
use super::problem::{Class, Problem};
use super::repair::Board;
use crate::workdays::Day;
use crate::{Unreachable, UnreachableReason};

/// How many moves are tried to keep one touch from being later.
const MOVES: u32 = 400;

/// What came of placing what is owed.
pub(crate) enum Owing {
    /// All of it is on time.
    OnTime,
    /// Some of it is late: the last day on which any of it is made.
    Late(Day),
    /// The days at hand do not suffice.
    Beyond,
}

/// Places what is owed, the least late way that is found, and gives what is late the day on which it is made.
///
/// By priority, then by close, each touch is put where it is least late without making any before it later.
pub(crate) fn settle_owed(model: &mut Model<'_>) -> Owing {
    if place(&model.problem, &model.owed_counts, Effort::Thorough)
        .missed
        .is_empty()
    {
        return Owing::OnTime;
    }
    let (problem, days) = with_single_days(model);
    let mut board = Board::new(&problem, MOVES);
    let mut late: Vec<(usize, u32)> = Vec::new();
    for owed in in_order(model) {
        let Some(class) = model.owed_touches[owed].class else {
            continue;
        };
        if board.insert(class) {
            continue;
        }
        let later = days
            .get(&signature(&problem.classes[class as usize]))
            .map_or(&[][..], Vec::as_slice);
        let close = (model.owed_touches[owed].commitment.window.close - model.today).max(-1);
        let later = &later[later.partition_point(|(day, _)| *day as Day <= close)..];
        let Some(room) = later.iter().position(|(_, class)| board.has_room(*class)) else {
            return Owing::Beyond;
        };
        // Days before may be had by moving others.
        let Some((_, class)) = later[..=room]
            .iter()
            .find(|(_, class)| board.insert(*class))
        else {
            return Owing::Beyond;
        };
        late.push((owed, *class));
    }
    let items = board.items();
    let last = late
        .iter()
        .map(|(_, class)| problem.bins[problem.classes[*class as usize].first as usize].day)
        .max();
    for (owed, class) in late {
        let class = model.problem.class(problem.classes[class as usize]);
        model.owed_touches[owed].class = Some(class);
    }
    recount(model);
    if !place(&model.problem, &model.owed_counts, Effort::Thorough)
        .missed
        .is_empty()
    {
        pin(model, &problem, &items);
    }
    Owing::Late(model.today + last.unwrap_or(0) as Day)
}

/// Owed touches by priority, then by window.
fn in_order(model: &Model<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..model.owed_touches.len()).collect();
    order.sort_by_key(|at| {
        let commitment = &model.owed_touches[*at].commitment;
        (
            commitment.priority,
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
    let mut problem = model.problem.clone();
    let mut days: HashMap<Signature, Vec<(u32, u32)>> = HashMap::new();
    for class in model.owed_touches.iter().filter_map(|owed| owed.class) {
        let class = model.problem.classes[class as usize];
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

/// Counts what is owed anew, after classes were added.
fn recount(model: &mut Model<'_>) {
    model.problem.divide();
    model.owed_counts = vec![0; model.problem.classes.len()];
    for class in model.owed_touches.iter().filter_map(|owed| owed.class) {
        model.owed_counts[class as usize] += 1;
    }
}

/// Gives every owed touch the very bin in which it was placed: what was found touch by touch is not found again
/// from nothing.
fn pin(model: &mut Model<'_>, problem: &Problem, items: &[(u32, u32, u32)]) {
    let mut bins: HashMap<Class, Vec<u32>> = HashMap::new();
    for (class, bin, count) in items.iter().rev() {
        let bins = bins.entry(problem.classes[*class as usize]).or_default();
        bins.extend(std::iter::repeat_n(*bin, *count as usize));
    }
    for at in 0..model.owed_touches.len() {
        let Some(class) = model.owed_touches[at]
            .class
            .map(|class| model.problem.classes[class as usize])
        else {
            continue;
        };
        if let Some(bin) = bins.get_mut(&class).and_then(Vec::pop) {
            let pinned = model.problem.class(Class {
                first: bin,
                last: bin,
                ..class
            });
            model.owed_touches[at].class = Some(pinned);
        }
    }
    recount(model);
}

/// Where even ten years do not suffice: what finds no place is as good as unreachable.
pub(crate) fn give_up(mut model: Model<'_>) -> Asked<'_> {
    let mut board = Board::new(&model.problem, MOVES);
    let mut lost: Vec<usize> = Vec::new();
    for owed in in_order(&model) {
        if model.owed_touches[owed]
            .class
            .is_some_and(|class| !board.insert(class))
        {
            lost.push(owed);
        }
    }
    let (problem, items) = (model.problem.clone(), board.items());
    lost.sort_unstable();
    for owed in lost.into_iter().rev() {
        let owed = model.owed_touches.remove(owed);
        model.unreachable.push(Unreachable {
            id: model.plan.pipeline[owed.commitment.prospect].id.clone(),
            touch: owed.commitment.touch,
            window: model.span(owed.commitment.window),
            reason: UnreachableReason::NoBlock,
        });
    }
    pin(&mut model, &problem, &items);
    Asked {
        model,
        on_time: true,
        clear_day: None,
        clear: 0,
    }
}
