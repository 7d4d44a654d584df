//! Starts are taken out and put back elsewhere, a few at a time, until all that are wanted have their place (ruin and
//! recreate: Schrimpf, Schneider, Stamm-Wilbrandt and Dueck, 2000).

use super::found::{Found, settle};
use super::intake::{Group, Intake, Quota, classes, is_open};
use super::model::{Line, Model};
use super::place::{Effort, place};
use super::problem::Placement;
use super::proof::Bounds;
use super::repair::Board;

/// How many moves are tried for a touch that has no place.
const MOVES: u32 = 24;
/// After how many moves without gain all are placed anew, where but one has no seat.
const FRESH: u32 = 25;
/// On how many days that one is tried then.
const DAYS: usize = 10;
/// More starts than these are not moved one by one: where so many fit, nothing is crowded.
const SEATS: u64 = 50_000;

/// How long to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// A few moves.
    Short,
    /// Many.
    Long,
    /// As many as a question of its own is worth.
    Longest,
}

impl Patience {
    /// How often starts are tried on a day before the search is given up.
    fn tries(self) -> u32 {
        match self {
            Self::Short => 1_500,
            Self::Long => 12_000,
            Self::Longest => 40_000,
        }
    }

    /// How often in a row nothing may be won.
    fn idle(self) -> u32 {
        match self {
            Self::Short => 30,
            Self::Long => 300,
            Self::Longest => 600,
        }
    }
}

/// A start: its group, cadence, and whether its prep is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Start {
    group: usize,
    cadence: usize,
    ready: bool,
}

/// Looks for starts that meet quotas, from starts that meet part of them. Otherwise those to go on from: who were seated
/// in the end, or `from` itself where that is too many to move.
/// Another round draws other seats.
pub(crate) fn reseat(
    bounds: &Bounds<'_>,
    groups: &[Group],
    quotas: &[Quota],
    from: &Intake,
    patience: Patience,
    round: u32,
) -> Result<Found, Intake> {
    let wanted = quotas.iter().flatten();
    let wanted: u64 = wanted
        .map(|need| u64::from(need.plain) + u64::from(need.ready))
        .sum();
    if wanted > SEATS {
        return Err(from.clone());
    }
    let Some(mut seats) = Seats::new(bounds.model, groups, round) else {
        return Err(Intake::none(bounds.model));
    };
    let waiting = seats.take_over(quotas, from);
    let all = seats.seat(bounds, waiting, patience);
    seats.found(all)
}

/// Everybody who is started, and what is placed for them.
struct Seats<'a> {
    model: &'a Model<'a>,
    groups: &'a [Group],
    board: Board<'a>,
    /// Who is started on which day.
    seated: Vec<(Start, usize)>,
    /// Everybody's placement, where it was not found on the board.
    whole: Option<Found>,
    draw: Draw,
    tries: u32,
}

impl<'a> Seats<'a> {
    /// What is owed, placed alone; `None` where that does not fit.
    fn new(model: &'a Model<'a>, groups: &'a [Group], round: u32) -> Option<Self> {
        let owed = place(&model.problem, &model.owed_counts, Effort::Thorough);
        owed.missed.is_empty().then(|| Self {
            model,
            groups,
            board: Board::holding(&model.problem, &owed, MOVES),
            seated: Vec::new(),
            whole: None,
            draw: Draw::new(round),
            tries: 0,
        })
    }

    fn line(&self, start: Start, day: usize) -> Option<&'a Line> {
        let line = self.model.lines[start.cadence][day].as_ref();
        line.filter(|line| is_open(Some(line), start.ready))
    }

    /// Seats those of an intake that have room and are wanted; the others wait.
    fn take_over(&mut self, quotas: &[Quota], from: &Intake) -> Vec<Start> {
        let mut waiting = Vec::new();
        for (group, quota) in quotas.iter().enumerate() {
            for (cadence, need) in quota.iter().enumerate() {
                let mut left = [need.ready, need.plain];
                for &day in &self.groups[group].days {
                    for _ in 0..from.counts[cadence][day] {
                        let kind = usize::from(left[0] == 0);
                        let start = Start {
                            group,
                            cadence,
                            ready: kind == 0,
                        };
                        if left[kind] > 0 && self.put(start, day).is_ok() {
                            left[kind] -= 1;
                        }
                    }
                }
                for (kind, left) in left.into_iter().enumerate() {
                    let start = Start {
                        group,
                        cadence,
                        ready: kind == 0,
                    };
                    waiting.extend(std::iter::repeat_n(start, left as usize));
                }
            }
        }
        waiting
    }

    /// Seats a start on a day; where that cannot be, the class that has no place, if there is one.
    fn put(&mut self, start: Start, day: usize) -> Result<(), Option<u32>> {
        self.tries += 1;
        let line = self.line(start, day).ok_or(None)?;
        self.board.start(classes(line, start.ready)).map_err(Some)?;
        self.seated.push((start, day));
        Ok(())
    }

    fn remove(&mut self, place: usize) -> Start {
        let (start, day) = self.seated.swap_remove(place);
        if let Some(line) = self.line(start, day) {
            self.board.stop(classes(line, start.ready));
        }
        start
    }

    /// Puts a start on any day of its group, from a random one on.
    fn put_anywhere(&mut self, start: Start) -> bool {
        let days = &self.groups[start.group].days;
        let first = self.draw.below(days.len());
        (0..days.len()).any(|step| self.put(start, days[(first + step) % days.len()]).is_ok())
    }

    /// Seats all who wait; false where that was given up.
    fn seat(&mut self, bounds: &Bounds<'_>, mut waiting: Vec<Start>, patience: Patience) -> bool {
        if waiting
            .iter()
            .any(|start| self.groups[start.group].days.is_empty())
        {
            return false;
        }
        waiting.retain(|start| !self.put_anywhere(*start));
        let mut idle = 0;
        while !waiting.is_empty() {
            if self.tries > patience.tries() || idle > patience.idle() || !bounds.watch.go_on() {
                return false;
            }
            if waiting.len() == 1 && idle % FRESH == 0 && self.place_afresh(waiting[0]) {
                return true;
            }
            self.board.keep();
            let mark = self.board.mark();
            let before = self.seated.clone();
            let mut still = waiting.clone();
            // Some who sit near a day that one of the waiting could have give up their seats.
            let one = still.swap_remove(self.draw.below(still.len()));
            let days = &self.groups[one.group].days;
            let day = days[self.draw.below(days.len())];
            let mut out = Vec::new();
            let most = 1 + self.draw.below(3);
            let mut seated = false;
            while out.len() < most {
                match self.put(one, day) {
                    Ok(()) => {
                        seated = true;
                        break;
                    }
                    Err(class) => {
                        let near = self.draw.below(2) == 0;
                        let place = match class {
                            Some(class) if !near => self.in_the_way(class),
                            Some(_) => self.near(day),
                            None => None,
                        };
                        match place {
                            Some(place) => out.push(self.remove(place)),
                            None => break,
                        }
                    }
                }
            }
            if !seated && !self.put_anywhere(one) {
                still.push(one);
            }
            out.retain(|start| !self.put_anywhere(*start));
            still.extend(out);
            if still.len() > waiting.len() {
                self.board.undo(&mark);
                self.seated = before;
                idle += 1;
            } else {
                idle = if still.len() < waiting.len() {
                    0
                } else {
                    idle + 1
                };
                waiting = still;
            }
        }
        true
    }

    /// Places everybody anew, with the last one on some day of his group.
    fn place_afresh(&mut self, last: Start) -> bool {
        let days = &self.groups[last.group].days;
        let first = self.draw.below(days.len());
        let mut intake = self.intake();
        for step in 0..days.len().min(DAYS) {
            let day = days[(first + step) % days.len()];
            intake.counts[last.cadence][day] += 1;
            if let Some(placement) = settle(self.model, &intake) {
                self.whole = Some(Found { intake, placement });
                return true;
            }
            intake.counts[last.cadence][day] -= 1;
        }
        false
    }

    fn intake(&self) -> Intake {
        let mut intake = Intake::none(self.model);
        for (start, day) in &self.seated {
            intake.counts[start.cadence][*day] += 1;
        }
        intake
    }

    /// Somebody who sits near a day: the nearest of a few drawn.
    fn near(&mut self, day: usize) -> Option<usize> {
        let count = self.seated.len();
        let drawn: Vec<usize> = (0..4.min(count)).map(|_| self.draw.below(count)).collect();
        let distance = |place: &usize| self.seated[*place].1.abs_diff(day);
        drawn.into_iter().min_by_key(distance)
    }

    /// Somebody whose touches can lie where a touch has no place.
    fn in_the_way(&mut self, class: u32) -> Option<usize> {
        let problem = &self.model.problem;
        let touch = &problem.classes[class as usize];
        let meets = |(start, day): &(Start, usize)| {
            self.line(*start, *day).is_some_and(|line| {
                classes(line, start.ready).any(|other| {
                    let other = &problem.classes[other as usize];
                    other.first <= touch.last
                        && touch.first <= other.last
                        && problem.shares(touch.category, other.category)
                })
            })
        };
        let those: Vec<usize> = (0..self.seated.len())
            .filter(|place| meets(&self.seated[*place]))
            .collect();
        (!those.is_empty()).then(|| those[self.draw.below(those.len())])
    }

    /// Those who are seated, with their placement if that is `all`.
    fn found(self, all: bool) -> Result<Found, Intake> {
        if let Some(whole) = self.whole {
            return Ok(whole);
        }
        let intake = self.intake();
        if !all {
            return Err(intake);
        }
        let placement = if self.model.owed.ready.iter().all(|rows| rows.len() == 0) {
            Placement {
                items: self.board.items(),
                missed: Vec::new(),
            }
        } else {
            // Who is ready is dealt out anew, to the first of a cadence.
            match settle(self.model, &intake) {
                Some(placement) => placement,
                None => return Err(intake),
            }
        };
        Ok(Found { intake, placement })
    }
}

/// Numbers that look random and are the same every time (xorshift64*: Vigna, 2016).
struct Draw(u64);

impl Draw {
    /// Another row of numbers for every round.
    fn new(round: u32) -> Self {
        Self(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(u64::from(round) * 2 + 1))
    }

    /// A number below `end`; 0 where that is 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) as usize;
        (high * end) >> 32
    }
}
