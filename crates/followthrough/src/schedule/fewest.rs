//! A bin for every touch, with as few as possible taken from where an earlier schedule had them.

use std::collections::HashMap;

use super::seats::{Seat, Who};
use crate::solver::{Board, Problem};

/// How many moves are tried for a touch.
const MOVES: usize = 1_000;

/// How many placements are tried so that fewer touches move. Each takes about as long as a placement takes anyhow.
const TRIES: usize = 256;

/// A placement of all seats.
struct Found {
    /// By seat its class and bin.
    places: Vec<Option<(u32, u32)>>,
    /// The seats that an earlier schedule had elsewhere, in their order.
    moved: Vec<usize>,
}

impl Found {
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

/// Places all of them, where they are wanted as far as that goes; false where some find no place.
///
/// What an earlier schedule had is held to its bin. Only where others find no place so, newcomers' touches are let go
/// from theirs, and promised ones last.
pub(super) fn place(problem: &Problem, seats: &mut [Seat]) -> bool {
    let all = |_: &Seat| true;
    let promised = |seat: &Seat| is_promised(seat);
    let none = |_: &Seat| false;
    // A newcomer is not held to its contact hours yet, but will be.
    let ways: [(&dyn Fn(&Seat) -> bool, bool); 5] = [
        (&all, false),
        (&promised, false),
        (&promised, true),
        (&none, false),
        (&none, true),
    ];
    let has_kept = seats.iter().any(|seat| seat.kept.is_some());
    let ways = if has_kept { &ways[..] } else { &ways[3..] };
    let found = ways.iter().find_map(|(is_held, loose)| {
        let held: Vec<bool> = seats.iter().map(is_held).collect();
        placed(problem, seats, &held, *loose)
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
    let mut tries = TRIES;
    let mut best = found.cost(seats);
    // One after the other is put back, with all others that are in their place held to it.
    for at in found.moved.clone() {
        let mut held: Vec<bool> = vec![true; seats.len()];
        for other in found.moved.iter().filter(|other| **other != at) {
            held[*other] = false;
        }
        tries = tries.saturating_sub(1);
        if let Some(other) = placed(problem, seats, &held, true)
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
            if let Some(other) = placed(problem, seats, &held, true)
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

/// Places all, those that are `held` in the bins in which an earlier schedule had them as far as these have room;
/// `None` where some find no place.
fn placed(problem: &Problem, seats: &[Seat], held: &[bool], loose: bool) -> Option<Found> {
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
        (kept.is_none(), !held[*at], kept, seat.wanted, *at)
    });
    let mut waiting = Vec::new();
    for at in order {
        let (seat, Some(class), Some(bin)) = (&seats[at], seats[at].class, seats[at].wanted) else {
            waiting.push(at);
            continue;
        };
        let kept = seat.kept.filter(|_| held[at]);
        let class = kept.unwrap_or(class);
        if board.seat(class, bin) {
            classes[at] = Some(class);
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
        if board.insert_many(class, 1) == 1 {
            continue;
        }
        let other = seats[at].loose.filter(|_| loose)?;
        classes[at] = Some(other);
        let wanted = seats[at].wanted.is_some_and(|bin| board.seat(other, bin));
        if !wanted && board.insert_many(other, 1) == 0 {
            return None;
        }
    }
    let places = deal(&board, seats, &classes);
    let moved = |at: &usize| {
        let seat = &seats[*at];
        seat.kept.is_some() && places[*at].map(|(_, bin)| bin) != seat.wanted
    };
    let moved = (0..seats.len()).filter(moved).collect();
    Some(Found { places, moved })
}

/// Gives every touch a bin of its class: the one that it is wanted in, where it is among them.
fn deal(board: &Board<'_>, seats: &[Seat], classes: &[Option<u32>]) -> Vec<Option<(u32, u32)>> {
    let mut bins: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
    for (class, bin, count) in board.items() {
        bins.entry(class).or_default().push((bin, count));
    }
    for places in bins.values_mut() {
        places.sort_unstable();
    }
    let mut dealt = vec![None; seats.len()];
    let mut take = |at: usize, bin: Option<u32>| {
        let class = classes[at]?;
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
