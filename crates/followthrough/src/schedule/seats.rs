//! The place of every single touch: where an earlier schedule had it, else where the answer has it, as far as all find
//! one.

use std::collections::HashMap;

use super::newcomers::{Newcomer, intake, kept_intake, newcomers};
use super::places::Kept;
use crate::demand::Window;
use crate::fit::{Board, Class, Intake, Model};
use crate::workdays::Day;
use crate::{CadenceName, Claim, Hours, Party, Stage, Work, Zone};

/// How many moves are tried for a touch.
const MOVES: usize = 1_000;

/// Whose touch it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// An owed touch of the model.
    Owed(usize),
    /// A newcomer, as a place among them.
    New(usize),
}

/// One touch, prep or work of an answer, and its place.
#[derive(Debug, Clone)]
pub(super) struct Seat {
    pub(super) who: Who,
    pub(super) cadence: usize,
    pub(super) work: Work,
    pub(super) touch: Option<u32>,
    pub(super) window: Window,
    /// Its class; none for what needs neither time nor room under a cap.
    class: Option<u32>,
    /// The class without the contact hours of a newcomer, whom no answer binds to them.
    loose: Option<u32>,
    wanted: Option<u32>,
    /// Whether an earlier schedule wants it there.
    is_kept: bool,
    /// The bin that it has; none for what needs none.
    pub(super) bin: Option<u32>,
    pub(super) day: Day,
    /// Its contact hours, as the problem numbers them; 0 where it is not held to any.
    pub(super) hours: u16,
}

/// Everybody's touches with their places.
pub(super) struct Seated {
    pub(super) newcomers: Vec<Newcomer>,
    pub(super) seats: Vec<Seat>,
}

/// Seats everybody: as the earlier schedule had them, or else as the answer has them.
pub(super) fn seated(model: &mut Model<'_>, claim: &Claim, kept: Option<&Kept<'_>>) -> Seated {
    let even = intake(model, claim);
    let mut tries: Vec<(Intake, Option<&Kept<'_>>)> = Vec::new();
    if let Some(kept) = kept {
        let like_before = kept_intake(model, &even, kept);
        if like_before.is_possible(model) {
            tries.push((like_before, Some(kept)));
        }
        tries.push((even.clone(), Some(kept)));
    }
    tries.push((even.clone(), None));
    for (intake, kept) in tries {
        let newcomers = newcomers(model, &intake, kept);
        let mut seats = seats(model, &newcomers);
        wish(model, claim, kept, &newcomers, &mut seats);
        if place(model, &mut seats) {
            return Seated { newcomers, seats };
        }
    }
    // The answer of another plan: what of it is known.
    let newcomers = newcomers(model, &even, None);
    let mut seats = seats(model, &newcomers);
    wish(model, claim, None, &newcomers, &mut seats);
    seats.retain(|seat| seat.wanted.is_some() || seat.class.is_none());
    for seat in &mut seats {
        seat.bin = seat.wanted;
        settle(model, seat);
    }
    Seated { newcomers, seats }
}

/// Everybody's touches, without places.
fn seats(model: &mut Model<'_>, newcomers: &[Newcomer]) -> Vec<Seat> {
    let seat = |who, cadence, work, touch, window: Window, class, loose| Seat {
        who,
        cadence,
        work,
        touch,
        window,
        class,
        loose,
        wanted: None,
        is_kept: false,
        bin: None,
        day: window.open,
        hours: 0,
    };
    let mut seats = Vec::new();
    for (at, owed) in model.owed_touches.iter().enumerate() {
        let commitment = &owed.commitment;
        let prospect = &model.plan.pipeline[commitment.prospect];
        let cadence = model.demand.index(&prospect.cadence).unwrap_or(0);
        seats.push(seat(
            Who::Owed(at),
            cadence,
            commitment.work,
            commitment.touch,
            commitment.window,
            owed.class,
            None,
        ));
    }
    let mut hours = Vec::new();
    for (at, newcomer) in newcomers.iter().enumerate() {
        let cadence = newcomer.cadence;
        let place = model.start_days.binary_search(&newcomer.start);
        let line = place
            .ok()
            .and_then(|place| model.lines[cadence].get(place)?.clone());
        let Some(line) = line else { continue };
        if let (Some((window, class)), false) = (line.prep, newcomer.ready) {
            seats.push(seat(
                Who::New(at),
                cadence,
                Work::Prep,
                None,
                window,
                Some(class),
                None,
            ));
        }
        for (step, (window, class)) in line.touches.iter().enumerate() {
            let strict = class.and_then(|class| in_hours(model, newcomer, step, class, &mut hours));
            seats.push(seat(
                Who::New(at),
                cadence,
                Work::Touch,
                Some(step as u32 + 1),
                *window,
                strict.or(*class),
                class.filter(|_| strict.is_some()),
            ));
        }
    }
    model.problem.divide();
    seats
}

/// The class of a newcomer's touch inside the contact hours that it will have once it is in flight; `None` where there
/// are none, or no bin of its window lies in them.
fn in_hours(
    model: &mut Model<'_>,
    newcomer: &Newcomer,
    step: usize,
    class: u32,
    known: &mut Vec<((Hours, Zone), u16)>,
) -> Option<u32> {
    let row = newcomer.row?;
    let hours = model.demand.promises[newcomer.cadence].steps[step].hours?;
    let plan = model.plan;
    let zone = plan.pipeline[row].zone.as_ref().unwrap_or(&plan.zone);
    let found = known
        .iter()
        .find(|((other, clock), _)| *other == hours && clock == zone);
    let number = match found {
        Some((_, number)) => *number,
        None => {
            let allowed = model.allowed(&hours, zone);
            model.problem.hours.push(allowed);
            let number = u16::try_from(model.problem.hours.len() - 1).ok()?;
            known.push(((hours, zone.clone()), number));
            number
        }
    };
    let strict = Class {
        hours: number,
        ..model.problem.classes[class as usize]
    };
    let strict = model.problem.class(strict);
    (!model.problem.is_unreachable(strict)).then_some(strict)
}

/// What an answer tells of touches: whose, on which cadence, of which kind, which.
type Told<'a> = (Party, &'a CadenceName, Work, Option<u32>);

/// Says where each touch is wanted.
fn wish(
    model: &Model<'_>,
    claim: &Claim,
    kept: Option<&Kept<'_>>,
    newcomers: &[Newcomer],
    seats: &mut [Seat],
) {
    let mut bins: HashMap<String, Vec<u32>> = HashMap::new();
    let mut bins_by_start = HashMap::new();
    let mut machine = HashMap::new();
    let keys = super::keys(model);
    for (bin, segment) in model.bin_segments.iter().enumerate() {
        let bin = bin as u32;
        match segment {
            Some(segment) => {
                let piece = &model.capacity.segments[*segment];
                bins_by_start.insert(piece.local_start, bin);
                if let Some(key) = keys.get(segment) {
                    bins.entry(key.of(piece.piece)).or_default().push(bin);
                    // Where busy time cuts a block otherwise, another piece of it.
                    bins.entry(key.of(0)).or_default().push(bin);
                }
            }
            None => {
                machine.insert(model.problem.bins[bin as usize].day, bin);
            }
        }
    }
    let mut answered: HashMap<Told<'_>, Vec<(u32, u32)>> = HashMap::new();
    for placed in claim.placement.iter().rev() {
        let day = model.capacity.days.day(placed.date) - model.today;
        let bin = match placed.segment {
            Some(segment) => bins_by_start.get(&segment).copied(),
            None => u32::try_from(day)
                .ok()
                .and_then(|day| machine.get(&day).copied()),
        };
        if let Some(bin) = bin {
            let whose = (
                placed.party.clone(),
                &placed.cadence,
                placed.work,
                placed.touch,
            );
            answered.entry(whose).or_default().push((bin, placed.count));
        }
    }
    let of_row = names_of_nobodies(model, kept);
    for seat in seats {
        let name = &model.demand.promises[seat.cadence].name;
        let (whose, before) = match seat.who {
            Who::Owed(at) => {
                let row = model.owed_touches[at].commitment.prospect;
                let prospect = &model.plan.pipeline[row];
                let before = kept.and_then(|kept| {
                    let by_id = kept.of(&prospect.id, seat.work, seat.touch);
                    by_id.or_else(|| {
                        let (start, number) = of_row.get(&row)?;
                        kept.of_nobody(&prospect.cadence, *start, *number, seat.work, seat.touch)
                    })
                });
                (Party::Id(prospect.id.clone()), before.map(str::to_owned))
            }
            Who::New(at) => {
                let newcomer = &newcomers[at];
                let start = model.capacity.days.date(newcomer.start);
                let before = kept.and_then(|kept| {
                    let id = newcomer.row.map(|row| model.plan.pipeline[row].id.as_str());
                    // A start on another day has other windows.
                    let id = id.filter(|id| kept.starts.get(id) == Some(&start));
                    let by_id = id.and_then(|id| kept.of(id, seat.work, seat.touch));
                    by_id.or_else(|| {
                        let (cadence, _) = kept.nobodies.keys().find(|(one, _)| *one == name)?;
                        kept.of_nobody(cadence, start, newcomer.number, seat.work, seat.touch)
                    })
                });
                (Party::Start(start), before.map(str::to_owned))
            }
        };
        let accepts = |bin: &u32| {
            let class = seat.loose.or(seat.class);
            class.is_some_and(|class| {
                let class = &model.problem.classes[class as usize];
                (class.first..=class.last).contains(bin) && model.problem.accepts(*bin, class)
            })
        };
        let places = answered.get_mut(&(whose, name, seat.work, seat.touch));
        let answer = places.and_then(|places| {
            let (bin, count) = places.last_mut()?;
            let bin = *bin;
            *count -= 1;
            if *count == 0 {
                places.pop();
            }
            Some(bin)
        });
        let before = before.and_then(|before| {
            let whole = super::whole_block(&before);
            let found = [before.as_str(), whole.as_str()];
            let mut found = found.iter().filter_map(|key| bins.get(*key)).flatten();
            found.find(|bin| accepts(bin)).copied()
        });
        seat.is_kept = before.is_some();
        seat.wanted = before.or(answer);
    }
}

/// The nobody that each row in flight was in the earlier schedule: by the day and cadence of its start, in the order of
/// ids.
fn names_of_nobodies(
    model: &Model<'_>,
    kept: Option<&Kept<'_>>,
) -> HashMap<usize, (chrono::NaiveDate, u32)> {
    let Some(kept) = kept else {
        return HashMap::new();
    };
    let mut rows: Vec<usize> = (0..model.plan.pipeline.len()).collect();
    rows.sort_by_key(|row| model.plan.pipeline[*row].id.as_str());
    let mut next: HashMap<(&CadenceName, chrono::NaiveDate), u32> = HashMap::new();
    let mut names = HashMap::new();
    for row in rows {
        let prospect = &model.plan.pipeline[row];
        let Some(start) = prospect.started else {
            continue;
        };
        if !matches!(prospect.stage, Stage::InFlight | Stage::Paused)
            || kept.starts.contains_key(prospect.id.as_str())
            || !kept.nobodies.contains_key(&(&prospect.cadence, start))
        {
            continue;
        }
        let number = next.entry((&prospect.cadence, start)).or_default();
        *number += 1;
        names.insert(row, (start, *number));
    }
    names
}

/// Places all of them, where they are wanted as far as that goes; false where some find no place.
fn place(model: &Model<'_>, seats: &mut [Seat]) -> bool {
    let problem = &model.problem;
    let mut board = Board::new(problem, MOVES);
    let mut order: Vec<usize> = (0..seats.len())
        .filter(|at| seats[*at].class.is_some())
        .collect();
    // What an earlier schedule had, then what the answer has.
    order.sort_by_key(|at| (!seats[*at].is_kept, seats[*at].wanted, *at));
    let mut waiting = Vec::new();
    for at in order {
        let seat = &mut seats[at];
        let (Some(class), wanted) = (seat.class, seat.wanted) else {
            continue;
        };
        if !wanted.is_some_and(|bin| board.seat(class, bin)) {
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
        let seat = &mut seats[at];
        let Some(class) = seat.class else { continue };
        if board.insert_many(class, 1) == 1 {
            continue;
        }
        let Some(loose) = seat.loose else {
            return false;
        };
        seat.class = Some(loose);
        let wanted = seat.wanted.is_some_and(|bin| board.seat(loose, bin));
        if !wanted && board.insert_many(loose, 1) == 0 {
            return false;
        }
    }
    deal(&board, seats);
    for seat in seats {
        settle(model, seat);
    }
    true
}

/// Gives every touch a bin of its class: the one that it is wanted in, where it is among them.
fn deal(board: &Board<'_>, seats: &mut [Seat]) {
    let mut bins: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
    for (class, bin, count) in board.items() {
        bins.entry(class).or_default().push((bin, count));
    }
    for places in bins.values_mut() {
        places.sort_unstable();
    }
    let mut take = |seat: &mut Seat, bin: Option<u32>| {
        let Some(places) = seat.class.and_then(|class| bins.get_mut(&class)) else {
            return;
        };
        let found = places
            .iter_mut()
            .find(|(other, count)| *count > 0 && bin.is_none_or(|bin| bin == *other));
        if let Some((bin, count)) = found {
            *count -= 1;
            seat.bin = Some(*bin);
        }
    };
    for kept in [true, false] {
        for seat in seats.iter_mut().filter(|seat| seat.is_kept == kept) {
            if seat.wanted.is_some() {
                take(seat, seat.wanted);
            }
        }
    }
    for seat in seats.iter_mut().filter(|seat| seat.bin.is_none()) {
        take(seat, None);
    }
}

/// The day of a touch, and the contact hours that it is held to.
fn settle(model: &Model<'_>, seat: &mut Seat) {
    match (seat.bin, seat.class) {
        (Some(bin), Some(class)) => {
            seat.day = model.today + model.problem.bins[bin as usize].day as Day;
            seat.hours = model.problem.classes[class as usize].hours;
        }
        _ => {
            let days = &model.capacity.days;
            let days = days.between(seat.window.open, seat.window.close);
            seat.day = days.first().copied().unwrap_or(seat.window.open);
        }
    }
}
