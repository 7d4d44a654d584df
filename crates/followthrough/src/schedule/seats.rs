//! The place of every single touch: where an earlier schedule had it, else where the answer has it, as far as all find
//! one.

use std::collections::HashMap;

use super::fewest::place;
use super::newcomers::{Newcomer, intake, kept_intake, newcomers};
use super::places::Kept;
use crate::instance::Model;
use crate::instance::demand::Window;
use crate::solver::{Class, Intake};
use crate::workdays::Day;
use crate::{CadenceName, Claim, Hours, Party, Stage, Work, Zone};

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
    pub(super) class: Option<u32>,
    /// The class without the contact hours of a newcomer, whom no answer binds to them.
    pub(super) loose: Option<u32>,
    /// The bin that it is wanted in: where an earlier schedule had it, else where the answer has it.
    pub(super) wanted: Option<u32>,
    /// The bin that the answer has it in.
    pub(super) answer: Option<u32>,
    /// Its class held to the bin in which an earlier schedule had it, where it may lie there.
    pub(super) kept: Option<u32>,
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
        if like_before.is_possible(&model.instance) {
            tries.push((like_before, Some(kept)));
        }
        tries.push((even.clone(), Some(kept)));
    }
    tries.push((even.clone(), None));
    for (intake, kept) in tries {
        let newcomers = newcomers(model, &intake, kept);
        let mut seats = seats(model, &newcomers);
        wish(model, claim, kept, &newcomers, &mut seats);
        if place(&model.instance.problem, &mut seats) {
            for seat in &mut seats {
                settle(model, seat);
            }
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
        answer: None,
        kept: None,
        bin: None,
        day: window.open,
        hours: 0,
    };
    let mut seats = Vec::new();
    for (at, owed) in model.owed_touches.iter().enumerate() {
        let commitment = &owed.commitment;
        // A row stands for one, but of answers that are expected several may open on one day.
        let seat = seat(
            Who::Owed(at),
            commitment.cadence,
            commitment.work,
            commitment.touch,
            commitment.window,
            owed.class,
            None,
        );
        seats.extend(std::iter::repeat_n(seat, owed.count as usize));
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
    model.instance.problem.divide();
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
            model.instance.problem.hours.push(allowed);
            let number = u16::try_from(model.instance.problem.hours.len() - 1).ok()?;
            known.push(((hours, zone.clone()), number));
            number
        }
    };
    let strict = Class {
        hours: number,
        ..model.instance.problem.classes[class as usize]
    };
    let strict = model.instance.problem.class(strict);
    (!model.instance.problem.is_unreachable(strict)).then_some(strict)
}

/// What an answer tells of touches: whose, on which cadence, of which kind, which.
type Told<'a> = (Party, &'a CadenceName, Work, Option<u32>);

/// Says where each touch is wanted.
fn wish(
    model: &mut Model<'_>,
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
                machine.insert(model.instance.problem.bins[bin as usize].day, bin);
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
    let mut held = Vec::new();
    for (at, seat) in seats.iter_mut().enumerate() {
        let name = &model.demand.promises[seat.cadence].name;
        let (whose, before) = match seat.who {
            Who::Owed(at) => 'whose: {
                let commitment = &model.owed_touches[at].commitment;
                let Some(row) = commitment.row else {
                    let opens = model.capacity.days.date(commitment.window.open);
                    break 'whose (Party::Expected(opens), None);
                };
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
                let class = &model.instance.problem.classes[class as usize];
                (class.first..=class.last).contains(bin)
                    && model.instance.problem.accepts(*bin, class)
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
        if let (Some(bin), Some(class)) = (before, seat.class) {
            held.push((at, bin, class));
        }
        seat.wanted = before.or(answer);
        seat.answer = answer;
    }
    for (at, bin, class) in held {
        let class = Class {
            first: bin,
            last: bin,
            ..model.instance.problem.classes[class as usize]
        };
        let class = model.instance.problem.class(class);
        // One that its contact hours keep out of the bin is not held to it.
        seats[at].kept = (!model.instance.problem.is_unreachable(class)).then_some(class);
    }
    model.instance.problem.divide();
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

/// The day of a touch, and the contact hours that it is held to.
fn settle(model: &Model<'_>, seat: &mut Seat) {
    match (seat.bin, seat.class) {
        (Some(bin), Some(class)) => {
            seat.day = model.today + model.instance.problem.bins[bin as usize].day as Day;
            seat.hours = model.instance.problem.classes[class as usize].hours;
        }
        _ => {
            let days = &model.capacity.days;
            let days = days.between(seat.window.open, seat.window.close);
            seat.day = days.first().copied().unwrap_or(seat.window.open);
        }
    }
}
