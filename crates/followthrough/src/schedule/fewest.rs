//! A bin for every touch, with as few as possible taken from where an earlier schedule had them.

use std::collections::HashMap;

use super::seats::{Seat, Who};
use crate::solver::{Board, Problem};

/// How many moves are tried for a touch.
const MOVES: usize = 1_000;

/// How many touches are placed anew, all tries taken together, so that fewer move: a tenth of a second at the most.
const TOUCHES: usize = 60_000;

/// No more tries than these are made on the smallest of plans, and no fewer on the largest.
const TRIES: (usize, usize) = (16, 4_000);

/// A placement of all seats.
struct Found {
    /// By seat its class and bin.
    places: Vec<Option<(u32, u32)>>,
    /// The seats that an earlier schedule had elsewhere, in their order.
    moved: Vec<usize>,
}

impl Found {
    /// By seat its bin.
    fn bins(&self) -> Vec<Option<u32>> {
        let bin = |place: &Option<(u32, u32)>| place.map(|(_, bin)| bin);
        self.places.iter().map(bin).collect()
    }

    /// What it costs: promised touches that move, then others that do.
    fn cost(&self, seats: &[Seat]) -> (usize, usize) {
        let promised = self.moved.iter().filter(|at| is_promised(&seats[**at]));
        let promised = promised.count();
        (promised, self.moved.len() - promised)
    }
}

fn is_promised(seat: &Seat) -> bool {
    matches!(seat.who, Who::Owed(_))
}

/// Who is held to the place that an earlier schedule gave.
#[derive(Debug, Clone, Copy)]
enum Held {
    All,
    Promised,
    Nobody,
}

impl Held {
    fn holds(self, seat: &Seat) -> bool {
        match self {
            Self::All => true,
            Self::Promised => is_promised(seat),
            Self::Nobody => false,
        }
    }
}

/// Places all of them, where they are wanted as far as that goes; false where some find no place.
///
/// What an earlier schedule had is held to its bin. Only where others find no place so, newcomers' touches are let go
/// from theirs, and promised ones last.
pub(super) fn place(problem: &Problem, seats: &mut [Seat]) -> bool {
    // A newcomer is not held to its contact hours yet, but will be.
    let way = |loose, yielding| Way { loose, yielding };
    let wanted: Vec<Option<u32>> = seats.iter().map(|seat| seat.wanted).collect();
    // All of the answer has its place, which may be what no other order of placing finds.
    let answer: Vec<Option<u32>> = seats
        .iter()
        .map(|seat| seat.answer.or(seat.wanted))
        .collect();
    let ways: [(Held, Way, &[Option<u32>]); 8] = [
        (Held::All, way(false, false), &wanted),
        (Held::Promised, way(false, false), &wanted),
        (Held::Promised, way(true, false), &wanted),
        (Held::Promised, way(false, true), &wanted),
        (Held::Promised, way(true, true), &wanted),
        (Held::Nobody, way(false, false), &wanted),
        (Held::Nobody, way(true, false), &wanted),
        (Held::Nobody, way(true, false), &answer),
    ];
    let has_kept = seats.iter().any(|seat| seat.kept.is_some());
    let ways = if has_kept { &ways[..] } else { &ways[5..] };
    let found = ways.iter().find_map(|(is_held, way, wanted)| {
        let held: Vec<bool> = seats.iter().map(|seat| is_held.holds(seat)).collect();
        placed(problem, seats, held, *way, wanted)
    });
    let Some(mut found) = found else { return false };
    fewer(problem, seats, &mut found);
    for (seat, place) in seats.iter_mut().zip(found.places) {
        if let Some((class, bin)) = place {
            seat.class = Some(class);
            seat.bin = Some(bin);
        }
    }
    true
}

/// Tries to let fewer move: none first, then one chosen one, and so on.
fn fewer(problem: &Problem, seats: &[Seat], found: &mut Found) {
    if found.moved.is_empty() {
        return;
    }
    let mut tries = (TOUCHES / seats.len().max(1)).clamp(TRIES.0, TRIES.1);
    let firm = Way {
        loose: true,
        yielding: false,
    };
    let mut best = found.cost(seats);
    // One after the other is put back, with all others that are in their place held to it.
    for at in found.moved.clone() {
        let mut held: Vec<bool> = vec![true; seats.len()];
        for other in found.moved.iter().filter(|other| **other != at) {
            held[*other] = false;
        }
        tries = tries.saturating_sub(1);
        if let Some(other) = placed(problem, seats, held, firm, &found.bins())
            && other.cost(seats) < best
        {
            best = other.cost(seats);
            *found = other;
        }
    }
    // Whom to let move instead: of the bins in which those lie, or stood, that moved, or that nobody had a place for.
    let mut near: Vec<u32> = Vec::new();
    for (at, seat) in seats.iter().enumerate() {
        if seat.kept.is_none() || found.moved.contains(&at) {
            near.extend(found.places[at].map(|(_, bin)| bin));
            near.extend(seat.wanted);
        }
    }
    near.sort_unstable();
    near.dedup();
    let candidates: Vec<usize> = (0..seats.len())
        .filter(|at| seats[*at].kept.is_some())
        .filter(|at| {
            found.moved.contains(at)
                || seats[*at]
                    .wanted
                    .is_some_and(|bin| near.binary_search(&bin).is_ok())
        })
        .collect();
    for size in 1.. {
        if found.moved.len() <= size || size > candidates.len() {
            return;
        }
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            if tries == 0 {
                return;
            }
            tries -= 1;
            let mut held = vec![true; seats.len()];
            for place in &chosen {
                held[candidates[*place]] = false;
            }
            if let Some(other) = placed(problem, seats, held, firm, &found.bins())
                && other.cost(seats) < best
            {
                best = other.cost(seats);
                *found = other;
                break;
            }
            if !next(&mut chosen, candidates.len()) {
                break;
            }
        }
    }
}

/// The next choice of so many of `all`, in order; false after the last one.
fn next(chosen: &mut [usize], all: usize) -> bool {
    let size = chosen.len();
    let Some(at) = (0..size).rev().find(|at| chosen[*at] < all - (size - *at)) else {
        return false;
    };
    chosen[at] += 1;
    for later in at + 1..size {
        chosen[later] = chosen[later - 1] + 1;
    }
    true
}

/// What a placement may do for those that find no place.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// A newcomer's touch may lie outside of the contact hours that it will have.
    loose: bool,
    /// Those that are held may give way, as few as one chain of moves takes.
    yielding: bool,
}

/// Places all: those that are `held` in the bins in which an earlier schedule had them, the others in those that are
/// `wanted`, as far as these have room; `None` where some find no place.
fn placed(
    problem: &Problem,
    seats: &[Seat],
    mut held: Vec<bool>,
    way: Way,
    wanted: &[Option<u32>],
) -> Option<Found> {
    let mut board = Board::new(problem, MOVES);
    let mut classes: Vec<Option<u32>> = seats.iter().map(|seat| seat.class).collect();
    let mut order: Vec<usize> = (0..seats.len())
        .filter(|at| seats[*at].class.is_some())
        .collect();
    // What an earlier schedule had, then what the answer has. Where a bin has become smaller, short ones stay: those
    // are more.
    order.sort_by_key(|at| {
        let seat = &seats[*at];
        let kept = seat.kept.map(|class| {
            let effort = problem.classes[class as usize].effort;
            (!is_promised(seat), effort)
        });
        (kept.is_none(), !held[*at], kept, wanted[*at], *at)
    });
    let mut waiting = Vec::new();
    let mut here = vec![false; seats.len()];
    for at in order {
        let seat = &seats[at];
        let kept = seat.kept.filter(|_| held[at]);
        let bin = if kept.is_some() {
            seat.wanted
        } else {
            wanted[at]
        };
        let (Some(class), Some(bin)) = (kept.or(seat.class), bin) else {
            waiting.push(at);
            continue;
        };
        if board.seat(class, bin) {
            classes[at] = Some(class);
            here[at] = true;
        } else {
            waiting.push(at);
        }
    }
    waiting.sort_by_key(|at| {
        let class = seats[*at]
            .class
            .map(|class| problem.classes[class as usize]);
        class.map(|class| {
            let first = std::cmp::Reverse(class.effort);
            (class.owed == 0, class.last, first, *at)
        })
    });
    for at in waiting {
        let class = seats[at].class?;
        here[at] = true;
        if board.insert_many(class, 1) == 1 {
            continue;
        }
        if way.yielding
            && let Some(other) = yielded(
                problem,
                seats,
                (&mut held, &mut classes),
                (at, &here),
                &board,
            )
        {
            board = other;
            continue;
        }
        let other = seats[at].loose.filter(|_| way.loose)?;
        classes[at] = Some(other);
        let is_there = wanted[at].is_some_and(|bin| board.seat(other, bin));
        if !is_there && board.insert_many(other, 1) == 0 {
            return None;
        }
    }
    let places = deal(&board, seats, &classes, |_| true);
    let moved = |at: &usize| {
        let seat = &seats[*at];
        seat.kept.is_some() && places[*at].map(|(_, bin)| bin) != seat.wanted
    };
    let moved = (0..seats.len()).filter(moved).collect();
    Some(Found { places, moved })
}

/// The board with one more touch, for which those that are held may move; who did is held no more.
fn yielded<'a>(
    problem: &'a Problem,
    seats: &[Seat],
    (held, classes): (&mut [bool], &mut [Option<u32>]),
    (at, here): (usize, &[bool]),
    board: &Board<'_>,
) -> Option<Board<'a>> {
    let places = deal(board, seats, classes, |seat| here[seat] && seat != at);
    let mut open = Board::new(problem, MOVES);
    let mut free = classes.to_vec();
    for (seat, place) in places.iter().enumerate() {
        let Some((class, bin)) = *place else {
            continue;
        };
        let is_held = held[seat] && seats[seat].kept == Some(class);
        let class = if is_held { seats[seat].class? } else { class };
        free[seat] = Some(class);
        if !open.seat(class, bin) {
            return None;
        }
    }
    if open.insert_many(seats[at].class?, 1) == 0 {
        return None;
    }
    let places = deal(&open, seats, &free, |seat| here[seat]);
    let mut firm = Board::new(problem, MOVES);
    for (seat, place) in places.iter().enumerate() {
        let Some((class, bin)) = *place else {
            continue;
        };
        held[seat] &= seats[seat].kept.is_some() && seats[seat].wanted == Some(bin);
        let class = seats[seat].kept.filter(|_| held[seat]).unwrap_or(class);
        classes[seat] = Some(class);
        if !firm.seat(class, bin) {
            return None;
        }
    }
    Some(firm)
}

/// Gives every touch that is there a bin of its class: the one that it is wanted in, where it is among them.
fn deal(
    board: &Board<'_>,
    seats: &[Seat],
    classes: &[Option<u32>],
    is_here: impl Fn(usize) -> bool,
) -> Vec<Option<(u32, u32)>> {
    let mut bins: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
    for (class, bin, count) in board.items() {
        bins.entry(class).or_default().push((bin, count));
    }
    for places in bins.values_mut() {
        places.sort_unstable();
    }
    let mut dealt = vec![None; seats.len()];
    let mut take = |at: usize, bin: Option<u32>| {
        let class = classes[at].filter(|_| is_here(at))?;
        let places = bins.get_mut(&class)?;
        let (bin, count) = places
            .iter_mut()
            .find(|(other, count)| *count > 0 && bin.is_none_or(|bin| bin == *other))?;
        *count -= 1;
        Some((class, *bin))
    };
    for kept in [true, false] {
        for (at, seat) in seats.iter().enumerate() {
            if seat.kept.is_some() == kept && seat.wanted.is_some() {
                dealt[at] = take(at, seat.wanted);
            }
        }
    }
    for (at, dealt) in dealt.iter_mut().enumerate() {
        if dealt.is_none() {
            *dealt = take(at, None);
        }
    }
    dealt
}
