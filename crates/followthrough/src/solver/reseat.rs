//! Starts are taken out and put back elsewhere, a few at a time, until all that are wanted have their place (ruin and
//! recreate: Schrimpf, Schneider, Stamm-Wilbrandt and Dueck, 2000).

use rustc_hash::FxHashMap;

use super::instance::{Instance, StartOption};
use super::intake::{Found, Group, Intake, Quota, classes, is_open, settle};
use super::place::{Effort, place};
use super::problem::Placement;
use super::proof::Bounds;
use super::repair::Board;

/// How many moves are tried for a touch that has no place.
const MOVES: usize = 48;
/// How many steps a turn takes beside the places that are looked at.
const TRY: u64 = 1_000;
/// After how many moves without gain all are placed anew, where but one has no seat.
const FRESH: usize = 100;
/// On how many days the one without a seat is tried then.
const DAYS: usize = 10;
/// More starts than these are not moved one by one: where so many fit, nothing is crowded.
const SEATS: u64 = 50_000;

/// More starts than these are many.
const MANY: usize = 200;
/// How many misses are remembered.
const REMEMBERED: usize = 1 << 15;

/// How long to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Hardly any moves.
    Least,
    /// A few moves.
    Short,
    /// Many.
    Long,
    /// As many as a question of its own is worth.
    Longest,
}

impl Patience {
    /// How often starts are tried on a day before the search is given up. Where many have a seat, one more is little.
    fn tries(self, seats: usize) -> u32 {
        match self {
            Self::Least => 400,
            Self::Short => 1_500,
            Self::Long => 30_000,
            Self::Longest if seats > MANY => 100_000,
            Self::Longest => 300_000,
        }
    }

    /// How often in a row nothing may be won, where so many have a seat: many can be moved in more ways than few.
    fn idle(self, seats: usize) -> usize {
        match self {
            Self::Least => 12,
            Self::Short => 30,
            Self::Long => 600,
            Self::Longest => 600 + 40 * seats.min(80),
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
    if are_many(quotas) {
        return Err(from.clone());
    }
    let Some(mut seats) = Seats::seating(bounds, groups, quotas, from) else {
        return Err(Intake::none(bounds.instance));
    };
    seats.search(patience).ok_or_else(|| seats.intake())
}

/// Whether quotas want more starts than are moved one by one.
pub(crate) fn are_many(quotas: &[Quota]) -> bool {
    let wanted = quotas.iter().flatten();
    let wanted: u64 = wanted
        .map(|need| u64::from(need.plain) + u64::from(need.ready))
        .sum();
    wanted > SEATS
}

/// Who came to a seat or left it.
#[derive(Debug, Clone, Copy)]
enum Change {
    Came(Start, usize),
    Left(Start, usize),
}

/// Everybody who is started, and what is placed for them.
pub(crate) struct Seats<'a> {
    bounds: &'a Bounds<'a>,
    instance: &'a Instance,
    groups: &'a [Group],
    board: Board<'a>,
    /// Who is started on which day.
    seated: Vec<(Start, usize)>,
    /// How many are started on each day.
    load: Vec<u32>,
    /// How many may be started on it at the most.
    limits: Vec<u32>,
    /// Who is wanted and has no seat.
    waiting: Vec<Start>,
    draw: Draw,
    /// Who came and went since things were last kept.
    changes: Vec<Change>,
    /// The classes of a start at hand.
    wanted: Vec<u32>,
    /// By cadence and day the class that had no place the last time: it is tried first.
    hardest: Vec<Vec<u32>>,
    /// Who had no room on which day as things lay, by [`Self::print`], with the class that had no place.
    missed: FxHashMap<u64, u32>,
    tries: u32,
}

impl<'a> Seats<'a> {
    fn new(bounds: &'a Bounds<'a>, groups: &'a [Group], placement: &Placement) -> Self {
        let instance = bounds.instance;
        Self {
            bounds,
            instance,
            groups,
            board: Board::holding(&instance.problem, placement, MOVES),
            seated: Vec::new(),
            load: vec![0; instance.start_days],
            limits: vec![u32::MAX; instance.start_days],
            waiting: Vec::new(),
            draw: Draw::new(),
            changes: Vec::new(),
            wanted: Vec::new(),
            hardest: instance
                .options
                .iter()
                .map(|lines| vec![u32::MAX; lines.len()])
                .collect(),
            missed: FxHashMap::default(),
            tries: 0,
        }
    }

    /// Starts that were found, just as they lie.
    pub(crate) fn holding(bounds: &'a Bounds<'a>, groups: &'a [Group], found: &Found) -> Self {
        let mut seats = Self::new(bounds, groups, &found.placement);
        seats.sit(&found.intake);
        seats
    }

    /// Those of an intake that have room and are wanted; the others wait. `None` where what is owed does not fit.
    pub(crate) fn seating(
        bounds: &'a Bounds<'a>,
        groups: &'a [Group],
        quotas: &[Quota],
        from: &Intake,
    ) -> Option<Self> {
        let instance = bounds.instance;
        let owed = place(&instance.problem, &instance.owed_counts, Effort::Thorough);
        if !owed.missed.is_empty() {
            return None;
        }
        let mut seats = Self::new(bounds, groups, &owed);
        seats.take_over(quotas, from);
        Some(seats)
    }

    /// Notes who has which seat on a board that holds an intake: the first of a cadence are those whose prep is done.
    fn sit(&mut self, intake: &Intake) {
        self.seated.clear();
        self.load.fill(0);
        for (cadence, counts) in intake.counts.iter().enumerate() {
            let mut stock = self.instance.ready[cadence];
            for (group, Group { days }) in self.groups.iter().enumerate() {
                for &day in days {
                    for _ in 0..counts[day] {
                        let start = Start {
                            group,
                            cadence,
                            ready: stock > 0,
                        };
                        stock = stock.saturating_sub(1);
                        self.seated.push((start, day));
                        self.load[day] += 1;
                    }
                }
            }
        }
    }

    /// Whom quotas want beside those who are seated waits from now on; who is not wanted leaves.
    pub(crate) fn want(&mut self, quotas: &[Quota]) {
        let mut left = quotas.to_vec();
        for place in (0..self.seated.len()).rev() {
            let (start, _) = self.seated[place];
            let need = &mut left[start.group][start.cadence];
            let count = if start.ready {
                &mut need.ready
            } else {
                &mut need.plain
            };
            match count.checked_sub(1) {
                Some(less) => *count = less,
                None => {
                    self.remove(place);
                }
            }
        }
        self.waiting.clear();
        for (group, quota) in left.iter().enumerate() {
            for (cadence, need) in quota.iter().enumerate() {
                for (ready, count) in [(true, need.ready), (false, need.plain)] {
                    let start = Start {
                        group,
                        cadence,
                        ready,
                    };
                    let count = count as usize;
                    self.waiting.extend(std::iter::repeat_n(start, count));
                }
            }
        }
    }

    /// How many are started on a day.
    pub(crate) fn load(&self, day: usize) -> u32 {
        self.load[day]
    }

    /// Lets no more than so many be started on a day from now on. Who is over it keeps his seat until
    /// [asked to rise](Self::rise_over_limits).
    pub(crate) fn limit(&mut self, day: usize, most: u32) {
        self.limits[day] = most;
    }

    /// Whoever is over the limit of one of some days waits.
    pub(crate) fn rise_over_limits(&mut self, days: &[usize]) {
        for place in (0..self.seated.len()).rev() {
            let day = self.seated[place].1;
            if self.load[day] > self.limits[day] && days.contains(&day) {
                let start = self.remove(place);
                self.waiting.push(start);
            }
        }
    }

    /// Seats those who wait, each on the day of his week with the fewest starts, the first of these, as far as there is
    /// room.
    pub(crate) fn seat_evenly(&mut self) {
        for start in std::mem::take(&mut self.waiting) {
            let mut days = self.groups[start.group].days.clone();
            days.sort_by_key(|day| (self.load[*day], *day));
            if !days.into_iter().any(|day| self.put(start, day).is_ok()) {
                self.waiting.push(start);
            }
        }
    }

    fn line(&self, start: Start, day: usize) -> Option<&'a StartOption> {
        let line = self.instance.options[start.cadence][day].as_ref();
        line.filter(|line| is_open(Some(line), start.ready))
    }

    fn take_over(&mut self, quotas: &[Quota], from: &Intake) {
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
                    self.waiting
                        .extend(std::iter::repeat_n(start, left as usize));
                }
            }
        }
    }

    /// Seats a start on a day; where that cannot be, the class that has no place, if there is one.
    fn put(&mut self, start: Start, day: usize) -> Result<(), Option<u32>> {
        self.tries += 1;
        if self.load[day] >= self.limits[day] {
            return Err(None);
        }
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
        match self.board.start(self.wanted.iter().copied()) {
            Ok(()) => {
                self.seated.push((start, day));
                self.load[day] += 1;
                self.changes.push(Change::Came(start, day));
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
        self.load[day] -= 1;
        if let Some(line) = self.line(start, day) {
            self.board.stop(classes(line, start.ready));
        }
        self.changes.push(Change::Left(start, day));
        start
    }

    /// Takes back who came and went since things were kept.
    fn undo(&mut self, mark: &[usize]) {
        self.board.undo(mark);
        while let Some(change) = self.changes.pop() {
            let (Change::Came(start, day) | Change::Left(start, day)) = change;
            if matches!(change, Change::Came(..)) {
                let same = |other: &(Start, usize)| *other == (start, day);
                if let Some(place) = self.seated.iter().rposition(same) {
                    self.seated.swap_remove(place);
                    self.load[day] -= 1;
                }
            } else {
                self.seated.push((start, day));
                self.load[day] += 1;
            }
        }
    }

    /// Puts a start on any day of its group, from a random one on.
    fn put_anywhere(&mut self, start: Start) -> bool {
        let days = &self.groups[start.group].days;
        let first = self.draw.below(days.len());
        (0..days.len()).any(|step| self.put(start, days[(first + step) % days.len()]).is_ok())
    }

    /// Seats all who wait; `None` where that was given up.
    pub(crate) fn search(&mut self, patience: Patience) -> Option<Found> {
        let days = |start: &Start| self.groups[start.group].days.len();
        if self.waiting.iter().any(|start| days(start) == 0) {
            return None;
        }
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.retain(|start| !self.put_anywhere(*start));
        let mut idle = 0;
        let most_idle = patience.idle(self.seated.len());
        let most_tries = self.tries.saturating_add(patience.tries(self.seated.len()));
        let mut still = Vec::new();
        while !waiting.is_empty() {
            let looked = self.board.looked();
            if self.tries > most_tries || idle > most_idle || !self.bounds.watch.go_on(TRY + looked)
            {
                self.waiting = waiting;
                return None;
            }
            if waiting.len() == 1
                && idle % FRESH == 0
                && let Some(found) = self.place_afresh(waiting[0])
            {
                return Some(found);
            }
            self.keep();
            let mark = self.board.mark();
            still.clone_from(&waiting);
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
                            None => self.on_full_day(day),
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
                self.undo(&mark);
                idle += 1;
            } else {
                idle = if still.len() < waiting.len() {
                    0
                } else {
                    idle + 1
                };
                std::mem::swap(&mut waiting, &mut still);
            }
        }
        self.found()
    }

    fn keep(&mut self) {
        self.board.keep();
        self.changes.clear();
    }

    /// Places everybody anew, with the last one on some day of his group.
    fn place_afresh(&mut self, last: Start) -> Option<Found> {
        let days = &self.groups[last.group].days;
        let first = self.draw.below(days.len());
        let mut intake = self.intake();
        for step in 0..days.len().min(DAYS) {
            let day = days[(first + step) % days.len()];
            intake.counts[last.cadence][day] += 1;
            if let Some(placement) = settle(self.instance, &intake) {
                let found = Found { intake, placement };
                self.hold(&found);
                return Some(found);
            }
            intake.counts[last.cadence][day] -= 1;
        }
        None
    }

    /// Everybody as they were found; nobody waits.
    pub(crate) fn hold(&mut self, found: &Found) {
        self.board = Board::holding(&self.instance.problem, &found.placement, MOVES);
        self.waiting.clear();
        self.sit(&found.intake);
        self.keep();
    }

    /// Who is seated.
    pub(crate) fn intake(&self) -> Intake {
        let mut intake = Intake::none(self.instance);
        for (start, day) in &self.seated {
            intake.counts[start.cadence][*day] += 1;
        }
        intake
    }

    /// Somebody who is started on a day that takes no more.
    fn on_full_day(&mut self, day: usize) -> Option<usize> {
        if self.load[day] < self.limits[day] {
            return None;
        }
        let mut nth = self.draw.below(self.load[day] as usize);
        self.seated.iter().position(|(_, other)| {
            let is_here = *other == day;
            let is_last = is_here && nth == 0;
            nth -= usize::from(is_here && nth > 0);
            is_last
        })
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
        let problem = &self.instance.problem;
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

    /// Those who are seated with their placement; `None` where that leaves no room for prep that is not done.
    fn found(&mut self) -> Option<Found> {
        let intake = self.intake();
        if self.instance.ready.iter().all(|stock| *stock == 0) {
            let placement = Placement {
                items: self.board.items(),
                missed: Vec::new(),
            };
            return Some(Found { intake, placement });
        }
        self.keep();
        let mark = self.board.mark();
        if self.deal_ready(&intake) {
            let placement = Placement {
                items: self.board.items(),
                missed: Vec::new(),
            };
            self.sit(&intake);
            self.keep();
            return Some(Found { intake, placement });
        }
        self.board.undo(&mark);
        let placement = settle(self.instance, &intake)?;
        let found = Found { intake, placement };
        self.hold(&found);
        Some(found)
    }

    /// Sees to it that the first of a cadence are those whose prep is done; false where the others' finds no place.
    fn deal_ready(&mut self, intake: &Intake) -> bool {
        if !intake.is_possible(self.instance) {
            return false;
        }
        let mut left = intake.wanted(self.instance);
        for (left, owed) in left.iter_mut().zip(&self.instance.owed_counts) {
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
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }

    /// A number below `end`; 0 where that is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        // Below `end`, so it fits again; machines of 32 bits have no room for the product.
        ((high * end as u64) >> 32) as usize
    }
}
