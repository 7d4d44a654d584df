//! Looks for a plan of weeks that come round: on which day of its week every prospect is started, and where its touches
//! lie.
//!
//! Whoever finds no place is put in all the same, and those in the way wait; whoever was hard to place before is not
//! sent away again lightly. Source: Nagata and Bräysy, *A powerful route minimization heuristic for the vehicle routing
//! problem with time windows* (2009).

use super::circle::Circle;
use super::cycle::Cycle;
use crate::solver::Watching;

/// How many prospects may be sent away for one.
const SENT_AWAY: usize = 6;
/// How many touches are moved about at random after somebody was sent away.
const SHAKES: usize = 12;

/// How many times the search begins anew.
const ROUNDS: u64 = 12;
/// One in so many is started on any day, whatever that costs.
const RARELY: usize = 6;
/// Where more touches have no place at first, nothing is searched for.
const MOST_MISSED: u64 = 2_000;

/// A plan of weeks that come round.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// How many are started, by cadence and day of the cycle.
    pub(crate) starts: Vec<Vec<u32>>,
    /// Where their touches lie: class, bin, how many.
    pub(crate) placement: Vec<(u32, u32, u32)>,
}

/// Numbers that look as if drawn (xorshift64*, Vigna 2016), the same every time.
struct Draw(u64);

impl Draw {
    /// A number below `end`; 0 where that is 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        ((u128::from(high) * end as u128) >> 32) as usize
    }
}

/// A prospect that must be started in a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    cadence: usize,
    week: usize,
}

struct Search<'c> {
    cycle: &'c Cycle,
    circle: Circle<'c>,
    starts: Vec<Vec<u32>>,
    waiting: Vec<Slot>,
    /// By week, then by cadence: how often somebody found no place.
    failures: Vec<Vec<u64>>,
    /// By class: who may own a touch of it, as cadence and day.
    owners: Vec<Vec<(usize, usize)>>,
    draw: Draw,
}

/// Somebody who was put in at a price.
struct Forced {
    day: usize,
    sent_away: Vec<(usize, usize)>,
    price: u64,
}

/// A plan in which week w starts `quotas[w][k]` prospects on cadence k; `None` where none is found for `looks` looks at
/// bins.
pub(crate) fn search(
    cycle: &Cycle,
    quotas: &[Vec<u32>],
    looks: u64,
    watch: &dyn Watching,
) -> Option<Found> {
    for (week, quota) in quotas.iter().enumerate() {
        for (cadence, _) in quota.iter().enumerate().filter(|(_, count)| **count > 0) {
            open_days(cycle, Slot { cadence, week }).next()?;
        }
    }
    // Evenly at first and for long, then after drawn weights of the days.
    let mut weights = vec![1; cycle.days()];
    let mut draw = Draw(0x9e37_79b9_7f4a_7c15);
    for round in 1..=ROUNDS {
        let mut search = Search::new(cycle, quotas, Draw(draw.0));
        if !search.fill(quotas, &weights) {
            return None;
        }
        let looks = if round == 1 {
            looks / 2
        } else {
            looks / (2 * ROUNDS)
        };
        // A plan that lost somebody on the way would make the pace too large.
        let is_settled = search.settle(looks);
        let goes_on = watch.go_on(search.circle.looks.min(looks));
        if is_settled && search.is_whole(quotas) {
            return Some(Found {
                placement: search.circle.placement(),
                starts: search.starts,
            });
        }
        if !goes_on {
            return None;
        }
        let drawn: Vec<u32> = (0..7).map(|_| draw.below(4) as u32).collect();
        for (day, weight) in weights.iter_mut().enumerate() {
            // Every other round the days of all weeks weigh alike.
            *weight = if round % 2 == 1 {
                drawn[day % 7]
            } else {
                draw.below(4) as u32
            };
        }
    }
    None
}

/// The days of a slot's week on which it could be started if nobody else was.
fn open_days(cycle: &Cycle, slot: Slot) -> impl Iterator<Item = usize> + '_ {
    let days = 7 * slot.week..7 * slot.week + 7;
    // Nothing is needed of cadences outside of the mix, and nobody is started on them.
    let needs = &cycle.needs[slot.cadence];
    days.filter(move |day| {
        needs
            .get(*day)
            .is_some_and(|needs| needs.classes().is_some())
    })
}

impl<'c> Search<'c> {
    fn new(cycle: &'c Cycle, quotas: &[Vec<u32>], draw: Draw) -> Self {
        let mut owners = vec![Vec::new(); cycle.classes.len()];
        for (cadence, needs) in cycle.needs.iter().enumerate() {
            for (day, needs) in needs.iter().enumerate() {
                for class in needs.classes().unwrap_or_default() {
                    let owners: &mut Vec<(usize, usize)> = &mut owners[*class as usize];
                    if owners.last() != Some(&(cadence, day)) {
                        owners.push((cadence, day));
                    }
                }
            }
        }
        Self {
            cycle,
            circle: Circle::new(cycle),
            starts: vec![vec![0; cycle.days()]; cycle.needs.len()],
            waiting: Vec::new(),
            failures: quotas.iter().map(|quota| vec![0; quota.len()]).collect(),
            owners,
            draw,
        }
    }

    /// Starts all who wait; whether that was done in so many looks.
    fn settle(&mut self, looks: u64) -> bool {
        while let Some(slot) = self.waiting.pop() {
            if self.circle.looks > looks {
                return false;
            }
            if !self.start(slot) {
                self.force(slot);
            }
            self.circle.keep();
        }
        true
    }

    /// Whether every week starts whom it must, and every touch of theirs lies somewhere, once.
    fn is_whole(&self, quotas: &[Vec<u32>]) -> bool {
        let mut left: Vec<i64> = vec![0; self.cycle.classes.len()];
        for (cadence, starts) in self.starts.iter().enumerate() {
            for (quota, days) in quotas.iter().zip(starts.chunks(7)) {
                if quota.get(cadence) != Some(&days.iter().sum()) {
                    return false;
                }
            }
            for (count, needs) in starts.iter().zip(&self.cycle.needs[cadence]) {
                for class in needs.classes().unwrap_or_default() {
                    left[*class as usize] += i64::from(*count);
                }
            }
        }
        for (class, _, count) in self.circle.placement() {
            left[class as usize] -= i64::from(count);
        }
        left.iter().all(|left| *left == 0)
    }

    /// Spreads every week's prospects over its days by their weights and places their touches in one go, those with the fewest
    /// bins first; whoever lacks a place waits. Whether few enough do for a search.
    fn fill(&mut self, quotas: &[Vec<u32>], weights: &[u32]) -> bool {
        for (week, quota) in quotas.iter().enumerate() {
            for (cadence, &count) in quota.iter().enumerate().filter(|(_, count)| **count > 0) {
                let slot = Slot { cadence, week };
                let open = || open_days(self.cycle, slot);
                let mut days: Vec<usize> = open().filter(|day| weights[*day] > 0).collect();
                if days.is_empty() {
                    days = open().collect();
                }
                // Many at once, and one by one where the days are not equal.
                let weight: u32 = days.iter().map(|day| weights[*day].max(1)).sum();
                let each = (count / weight.max(1)).saturating_sub(1);
                for day in &days {
                    self.starts[cadence][*day] += each * weights[*day].max(1);
                }
                for _ in each * weight..count {
                    let filled = |day: &usize| -> u32 {
                        let all: u32 = self.starts.iter().map(|starts| starts[*day]).sum();
                        6 * (all + 1) / weights[*day].max(1)
                    };
                    let Some(day) = days.iter().copied().min_by_key(filled) else {
                        continue;
                    };
                    self.starts[cadence][day] += 1;
                }
            }
        }
        let mut wanted = vec![0u32; self.cycle.classes.len()];
        for (starts, needs) in self.starts.iter().zip(&self.cycle.needs) {
            for (count, needs) in starts.iter().zip(needs).filter(|(count, _)| **count > 0) {
                for class in needs.classes().unwrap_or_default() {
                    let wanted = &mut wanted[*class as usize];
                    *wanted = wanted.saturating_add(*count);
                }
            }
        }
        let mut order: Vec<u32> = (0..wanted.len() as u32).collect();
        order.retain(|class| wanted[*class as usize] > 0);
        order.sort_by_key(|class| {
            let touch = &self.cycle.classes[*class as usize];
            (touch.bins.len(), std::cmp::Reverse(touch.effort), *class)
        });
        let mut missed: Vec<(u32, u32)> = Vec::new();
        for class in order {
            let mut left = wanted[class as usize];
            for &bin in &self.cycle.classes[class as usize].bins {
                let count = left.min(self.circle.room(class, bin));
                if count > 0 {
                    self.circle.put(class, bin, count);
                    left -= count;
                }
            }
            while left > 0 && self.circle.insert(class) {
                left -= 1;
            }
            if left > 0 {
                missed.push((class, left));
            }
        }
        if missed.iter().map(|(_, left)| u64::from(*left)).sum::<u64>() > MOST_MISSED {
            return false;
        }
        for (class, left) in missed {
            for _ in 0..left {
                self.withdraw_for(class, &mut wanted);
            }
        }
        self.circle.keep();
        true
    }

    /// Sends away somebody who needs a touch of a class, of which fewer are placed than are wanted.
    fn withdraw_for(&mut self, class: u32, wanted: &mut [u32]) {
        let owners = self.owners[class as usize].iter();
        let Some(&(cadence, day)) = owners
            .filter(|(cadence, day)| self.starts[*cadence][*day] > 0)
            .max_by_key(|(cadence, day)| self.starts[*cadence][*day])
        else {
            return;
        };
        let placed: u32 = self.placed(class);
        if placed >= wanted[class as usize] {
            return;
        }
        for &class in self.cycle.needs[cadence][day].classes().unwrap_or_default() {
            if self.placed(class) >= wanted[class as usize]
                && let Some(bin) = self.circle.place_of(class)
            {
                self.circle.take(class, bin, 1);
            }
            wanted[class as usize] -= 1;
        }
        self.starts[cadence][day] -= 1;
        self.waiting.push(Slot {
            cadence,
            week: day / 7,
        });
    }

    fn placed(&self, class: u32) -> u32 {
        let bins = self.cycle.classes[class as usize].bins.iter();
        let items = bins.flat_map(|bin| self.circle.items(*bin));
        let own = items.filter(|(known, _)| *known == class);
        own.map(|(_, count)| count).sum()
    }

    /// Starts somebody on some day of its week on which all touches find a place.
    fn start(&mut self, slot: Slot) -> bool {
        let mut days: Vec<usize> = open_days(self.cycle, slot).collect();
        let turn = self.draw.below(days.len());
        days.rotate_left(turn);
        for day in days {
            if self.start_on(slot.cadence, day) {
                return true;
            }
        }
        false
    }

    fn start_on(&mut self, cadence: usize, day: usize) -> bool {
        let mark = self.circle.mark();
        for &class in self.cycle.needs[cadence][day].classes().unwrap_or_default() {
            if !self.circle.insert(class) {
                self.circle.undo(mark);
                return false;
            }
        }
        self.starts[cadence][day] += 1;
        true
    }

    /// Takes somebody's touches away again.
    fn stop(&mut self, cadence: usize, day: usize) {
        for &class in self.cycle.needs[cadence][day].classes().unwrap_or_default() {
            if let Some(bin) = self.circle.place_of(class) {
                self.circle.take(class, bin, 1);
            }
        }
        self.starts[cadence][day] -= 1;
    }

    /// Starts somebody on the day on which that costs least, and lets those in the way wait.
    fn force(&mut self, slot: Slot) {
        self.failures[slot.week][slot.cadence] += 1;
        let days: Vec<usize> = open_days(self.cycle, slot).collect();
        let mut best: Option<(u64, usize, u64)> = None;
        for day in days {
            let seed = self.draw.0;
            let mark = self.circle.mark();
            let forced = self.force_on(slot.cadence, day);
            if let Some(forced) = &forced {
                let price = if self.draw.below(RARELY) == 0 {
                    0
                } else {
                    forced.price
                };
                if best.is_none_or(|(least, ..)| price < least) {
                    best = Some((price, day, seed));
                }
                self.take_back(slot.cadence, forced);
            }
            self.circle.undo(mark);
        }
        let Some((_, day, seed)) = best else {
            // Nobody in the way could make room: somebody at random gives way.
            self.waiting.insert(0, slot);
            self.send_anybody_away();
            return;
        };
        let go_on = std::mem::replace(&mut self.draw.0, seed);
        if let Some(forced) = self.force_on(slot.cadence, day) {
            for (cadence, day) in forced.sent_away {
                self.waiting.push(Slot {
                    cadence,
                    week: day / 7,
                });
            }
        }
        self.draw.0 = go_on;
        self.shake();
    }

    /// Starts somebody on a day, and sends away who is in the way; the placement is left to the caller to undo where
    /// that is too many.
    fn force_on(&mut self, cadence: usize, day: usize) -> Option<Forced> {
        let mut forced = Forced {
            day,
            sent_away: Vec::new(),
            price: 0,
        };
        let cycle = self.cycle;
        for &class in cycle.needs[cadence][day].classes().unwrap_or_default() {
            while !self.circle.insert(class) {
                let victim = self.in_the_way(class);
                let victim = victim.filter(|_| forced.sent_away.len() < SENT_AWAY);
                let Some((other, on)) = victim else {
                    for (cadence, day) in forced.sent_away {
                        self.starts[cadence][day] += 1;
                    }
                    return None;
                };
                self.stop(other, on);
                forced.price += 1 + self.failures[on / 7][other];
                forced.sent_away.push((other, on));
            }
        }
        self.starts[cadence][day] += 1;
        Some(forced)
    }

    /// Counts starts as before; their touches are put back by the placement itself.
    fn take_back(&mut self, cadence: usize, forced: &Forced) {
        self.starts[cadence][forced.day] -= 1;
        for (cadence, day) in &forced.sent_away {
            self.starts[*cadence][*day] += 1;
        }
    }

    /// Somebody with a touch in one of the bins of a class, drawn, cheap ones first.
    fn in_the_way(&mut self, class: u32) -> Option<(usize, usize)> {
        let touch = &self.cycle.classes[class as usize];
        let turn = self.draw.below(touch.bins.len());
        let mut best: Option<(u64, (usize, usize))> = None;
        for at in 0..touch.bins.len() {
            let bin = touch.bins[(turn + at) % touch.bins.len()];
            let mut near = vec![bin];
            if !touch.caps.is_empty() {
                let day = self.cycle.bins[bin as usize].day as usize;
                near = (self.cycle.first_bins[day]..self.cycle.first_bins[day + 1]).collect();
            }
            for bin in near {
                for &(other, _) in self.circle.items(bin) {
                    for &(cadence, day) in &self.owners[other as usize] {
                        if self.starts[cadence][day] > 0 {
                            let price = 2 * self.failures[day / 7][cadence];
                            if best.is_none_or(|(least, _)| price < least) {
                                best = Some((price, (cadence, day)));
                            }
                        }
                    }
                }
            }
            // Mostly the first bin that has somebody.
            if best.is_some() && self.draw.below(4) > 0 {
                break;
            }
        }
        best.map(|(_, owner)| owner)
    }

    fn send_anybody_away(&mut self) {
        let mut started: Vec<(usize, usize)> = Vec::new();
        for (cadence, starts) in self.starts.iter().enumerate() {
            let days = starts.iter().enumerate().filter(|(_, count)| **count > 0);
            started.extend(days.map(|(day, _)| (cadence, day)));
        }
        if started.is_empty() {
            // Alone it finds no place: it never will.
            self.circle.looks = u64::MAX;
            return;
        }
        let (cadence, day) = started[self.draw.below(started.len())];
        self.stop(cadence, day);
        self.waiting.push(Slot {
            cadence,
            week: day / 7,
        });
    }

    /// Moves a few touches about, so that what is tried next is another thing.
    fn shake(&mut self) {
        for _ in 0..SHAKES {
            let bin = self.draw.below(self.cycle.bins.len()) as u32;
            let items = self.circle.items(bin);
            if items.is_empty() {
                continue;
            }
            let class = items[self.draw.below(items.len())].0;
            let bins = &self.cycle.classes[class as usize].bins;
            let to = bins[self.draw.below(bins.len())];
            if to != bin {
                self.circle.take(class, bin, 1);
                let back = if self.circle.room(class, to) > 0 {
                    to
                } else {
                    bin
                };
                self.circle.put(class, back, 1);
            }
        }
    }
}
