//! Starts are taken out and put back elsewhere, a few at a time, until all that are wanted have their place (ruin and
//! recreate: Schrimpf, Schneider, Stamm-Wilbrandt and Dueck, 2000).

use rustc_hash::FxHashMap;

use super::crowd::Crowd;
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
const FRESH: usize = 100;
/// After how many moves without gain caps are watched: what they forbid is long sought and not found.
const FEW: usize = 4;
/// On how many days that one is tried then.
const DAYS: usize = 10;
/// More starts than these are not moved one by one: where so many fit, nothing is crowded.
const SEATS: u64 = 50_000;

/// How many misses are remembered.
const REMEMBERED: usize = 1 << 15;

/// How long to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// A few moves.
    Short,
    /// Many.
    Long,
    /// As many as a question of its own is worth.
    Longest,
    /// As many once more, others: in which round.
    Again(u32),
}

impl Patience {
    /// How often starts are tried on a day before the search is given up.
    fn tries(self) -> u32 {
        match self {
            Self::Short => 1_500,
            Self::Long => 30_000,
            Self::Longest | Self::Again(_) => 300_000,
        }
    }

    /// How often in a row nothing may be won, where so many have a seat: many can be moved in more ways than few.
    fn idle(self, seats: usize) -> usize {
        match self {
            Self::Short => 30,
            Self::Long => 600,
            Self::Longest | Self::Again(_) => 600 + 40 * seats.min(80),
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
pub(crate) fn reseat<'a>(
    bounds: &'a Bounds<'a>,
    groups: &'a [Group],
    quotas: &[Quota],
    from: &Intake,
    patience: Patience,
) -> Result<Found, Intake> {
    let wanted = quotas.iter().flatten();
    let wanted: u64 = wanted
        .map(|need| u64::from(need.plain) + u64::from(need.ready))
        .sum();
    if wanted > SEATS {
        return Err(from.clone());
    }
    let Some(mut seats) = Seats::new(bounds.model, groups) else {
        return Err(Intake::none(bounds.model));
    };
    if let Patience::Again(round) = patience {
        seats.draw.skip(round);
    }
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
    /// Where it is full, once it is known to be crowded.
    crowd: Option<Crowd<'a>>,
    /// Who came and went since things were last kept.
    changes: Vec<(Start, usize, bool)>,
    /// The classes of a start at hand.
    wanted: Vec<u32>,
    /// By cadence and day the class that had no place the last time: it is tried first.
    hardest: Vec<Vec<u32>>,
    /// Who had no room on which day as things lay, by [`Self::print`], with the class that had no place.
    missed: FxHashMap<u64, u32>,
    tries: u32,
}

impl<'a> Seats<'a> {
    /// What is owed, placed alone; `None` where that does not fit.
    fn new(model: &'a Model<'a>, groups: &'a [Group]) -> Option<Self> {
        let owed = place(&model.problem, &model.owed_counts, Effort::Thorough);
        owed.missed.is_empty().then(|| Self {
            model,
            groups,
            board: Board::holding(&model.problem, &owed, MOVES),
            seated: Vec::new(),
            whole: None,
            draw: Draw::new(),
            crowd: None,
            changes: Vec::new(),
            wanted: Vec::new(),
            hardest: model
                .lines
                .iter()
                .map(|lines| vec![u32::MAX; lines.len()])
                .collect(),
            missed: FxHashMap::default(),
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
        let print = self.print(start, day);
        if let Some(class) = self.missed.get(&print) {
            return Err(Some(*class));
        }
        self.wanted.clear();
        self.wanted.extend(classes(line, start.ready));
        let hardest = &mut self.hardest[start.cadence][day];
        if let Some(at) = self.wanted.iter().position(|class| class == hardest) {
            self.wanted[..=at].rotate_right(1);
        }
        if let Some(crowd) = &self.crowd
            && let Some(class) = self.wanted.iter().find(|class| !crowd.may_take(**class))
        {
            *hardest = *class;
            return Err(Some(*class));
        }
        match self.board.start(self.wanted.iter().copied()) {
            Ok(()) => {
                self.seated.push((start, day));
                if let Some(crowd) = &mut self.crowd {
                    self.wanted.iter().for_each(|class| crowd.add(*class));
                    self.changes.push((start, day, true));
                }
                Ok(())
            }
            Err(class) => {
                *hardest = class;
                if self.missed.len() >= REMEMBERED {
                    self.missed.clear();
                }
                self.missed.insert(print, class);
                Err(Some(class))
            }
        }
    }

    /// A number that tells a start on a day as things lie.
    fn print(&self, start: Start, day: usize) -> u64 {
        let start = (day as u64) << 32 | (start.cadence as u64) << 1 | u64::from(start.ready);
        self.board
            .print()
            .wrapping_add(start.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn remove(&mut self, place: usize) -> Start {
        let (start, day) = self.seated.swap_remove(place);
        if let Some(line) = self.line(start, day) {
            self.board.stop(classes(line, start.ready));
            if let Some(crowd) = &mut self.crowd {
                classes(line, start.ready).for_each(|class| crowd.remove(class));
                self.changes.push((start, day, false));
            }
        }
        start
    }

    /// What caps leave beside all who have a seat.
    fn crowd(&self, bounds: &'a Bounds<'a>) -> Crowd<'a> {
        let mut crowd = Crowd::new(bounds);
        for (start, day) in &self.seated {
            if let Some(line) = self.line(*start, *day) {
                classes(line, start.ready).for_each(|class| crowd.add(class));
            }
        }
        crowd
    }

    /// Takes back in the crowd what came and went since things were kept.
    fn forget(&mut self) {
        let model = self.model;
        while let Some((start, day, came)) = self.changes.pop() {
            let line = model.lines[start.cadence][day].as_ref();
            if let (Some(line), Some(crowd)) = (line, &mut self.crowd) {
                for class in classes(line, start.ready) {
                    if came {
                        crowd.remove(class);
                    } else {
                        crowd.add(class);
                    }
                }
            }
        }
    }

    /// Puts a start on any day of its group, from a random one on.
    fn put_anywhere(&mut self, start: Start) -> bool {
        let days = &self.groups[start.group].days;
        let first = self.draw.below(days.len());
        (0..days.len()).any(|step| self.put(start, days[(first + step) % days.len()]).is_ok())
    }

    /// Seats all who wait; false where that was given up.
    fn seat(
        &mut self,
        bounds: &'a Bounds<'a>,
        mut waiting: Vec<Start>,
        patience: Patience,
    ) -> bool {
        if waiting
            .iter()
            .any(|start| self.groups[start.group].days.is_empty())
        {
            return false;
        }
        waiting.retain(|start| !self.put_anywhere(*start));
        let mut idle = 0;
        let most_idle = patience.idle(self.seated.len());
        while !waiting.is_empty() {
            if self.tries > patience.tries() || idle > most_idle || !bounds.watch.go_on() {
                return false;
            }
            if waiting.len() == 1 && idle % FRESH == 0 && self.place_afresh(waiting[0]) {
                return true;
            }
            if idle > FEW && self.crowd.is_none() {
                self.crowd = Some(self.crowd(bounds));
            }
            self.changes.clear();
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
                self.forget();
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
    fn found(mut self, all: bool) -> Result<Found, Intake> {
        if let Some(whole) = self.whole {
            return Ok(whole);
        }
        let intake = self.intake();
        if !all {
            return Err(intake);
        }
        if self.deal_ready(&intake) {
            let placement = Placement {
                items: self.board.items(),
                missed: Vec::new(),
            };
            return Ok(Found { intake, placement });
        }
        match settle(self.model, &intake) {
            Some(placement) => Ok(Found { intake, placement }),
            None => Err(intake),
        }
    }

    /// Sees to it that the first of a cadence are those whose prep is done; false where the others' finds no place.
    fn deal_ready(&mut self, intake: &Intake) -> bool {
        if !intake.is_possible(self.model) {
            return false;
        }
        let mut left = intake.wanted(self.model);
        for (left, owed) in left.iter_mut().zip(&self.model.owed_counts) {
            *left -= owed;
        }
        let mut over = Vec::new();
        for (start, day) in &self.seated {
            if let Some(line) = self.line(*start, *day) {
                for class in classes(line, start.ready) {
                    match left[class as usize].checked_sub(1) {
                        Some(less) => left[class as usize] = less,
                        None => over.push(class),
                    }
                }
            }
        }
        self.board.stop(over.into_iter());
        let missing = left.iter().enumerate();
        let missing =
            missing.flat_map(|(class, count)| std::iter::repeat_n(class as u32, *count as usize));
        self.board.start(missing).is_ok()
    }
}

/// Numbers that look random and are the same every time (xorshift64*: Vigna, 2016).
#[derive(Clone)]
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }

    /// Draws other numbers in another round.
    fn skip(&mut self, round: u32) {
        self.0 ^= u64::from(round).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }

    /// A number below `end`; 0 where that is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) as usize;
        (high * end) >> 32
    }
}
