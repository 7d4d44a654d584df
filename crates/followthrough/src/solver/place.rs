//! Places touches into bins: earliest closing first, and full bins by knapsack; what is missed is left to
//! [`repair`](super::repair).

use super::problem::{Class, Placement, Pool, Problem, gcd};
use super::repair::Repair;
use super::room::{CapUse, in_sequence, largest};

/// How hard to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effort {
    /// One pass, earliest closing first.
    Quick,
    /// And full bins.
    Full,
    /// And chains of moves.
    Thorough,
}

/// Places `wanted[class]` touches of every class, as many as can be found a place for; touches that are owed first.
pub(crate) fn place(problem: &Problem, wanted: &[u32], effort: Effort) -> Placement {
    let mut all = Placement::default();
    for pool in &problem.pools {
        let found = place_pool(problem, pool, wanted, effort);
        if all.items.is_empty() {
            all.items = found.items;
        } else {
            all.items.extend(found.items);
        }
        all.missed.extend(found.missed);
    }
    all.missed.extend(
        problem
            .classes
            .iter()
            .zip(wanted)
            .enumerate()
            .filter(|(_, (class, wanted))| class.last < class.first && **wanted > 0)
            .map(|(number, (_, wanted))| (number as u32, *wanted)),
    );
    all
}

/// The same at the first go where nothing may be missed; `None` where something is.
pub(crate) fn place_whole(problem: &Problem, wanted: &[u32]) -> Option<Placement> {
    let mut classes = problem.classes.iter().zip(wanted);
    if classes.any(|(class, wanted)| class.last < class.first && *wanted > 0) {
        return None;
    }
    let mut all = Placement::default();
    for pool in &problem.pools {
        all.items
            .extend(place_all(problem, pool, wanted, Effort::Quick)?.items);
    }
    Some(all)
}

/// The same for one pool; classes of other pools are passed over.
pub(crate) fn place_pool(
    problem: &Problem,
    pool: &Pool,
    wanted: &[u32],
    effort: Effort,
) -> Placement {
    if pool
        .classes
        .iter()
        .all(|class| wanted[*class as usize] == 0)
    {
        return Placement::default();
    }
    let mut quick = Pass::new(problem, pool).run(wanted, Fill::Earliest);
    if quick.missed.is_empty() || effort == Effort::Quick {
        return quick;
    }
    if !pool.is_exact() {
        let full = Pass::new(problem, pool).run(wanted, Fill::Fullest);
        if full.missed.is_empty() {
            return full;
        }
        if weight(problem, &full) < weight(problem, &quick) {
            quick = full;
        }
    } else if !quick
        .missed
        .iter()
        .any(|(class, _)| problem.classes[*class as usize].owed > 0)
    {
        return quick;
    }
    if effort == Effort::Full {
        return quick;
    }
    Repair::new(problem, pool, quick).run()
}

/// The same where nothing may be missed; `None` where something is.
pub(crate) fn place_all(
    problem: &Problem,
    pool: &Pool,
    wanted: &[u32],
    effort: Effort,
) -> Option<Placement> {
    if effort == Effort::Thorough {
        let found = place_pool(problem, pool, wanted, effort);
        return found.missed.is_empty().then_some(found);
    }
    let mut passes = vec![Fill::Earliest];
    if effort == Effort::Full && !pool.is_exact() {
        passes.push(Fill::Fullest);
    }
    passes.into_iter().find_map(|fill| {
        let mut pass = Pass::new(problem, pool);
        pass.all = true;
        let found = pass.run(wanted, fill);
        found.missed.is_empty().then_some(found)
    })
}

/// What is missed: what is owed before what is new, then how many.
fn weight(problem: &Problem, placement: &Placement) -> (u64, u64) {
    let mut weight = (0, 0);
    for (class, count) in &placement.missed {
        if problem.classes[*class as usize].owed > 0 {
            weight.0 += u64::from(*count);
        } else {
            weight.1 += u64::from(*count);
        }
    }
    weight
}

/// How one pass fills a bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fill {
    /// In the order in which windows close.
    Earliest,
    /// What closes now, then as full as can be, earlier closing preferred.
    Fullest,
}

/// One pass over a pool's bins, in order.
struct Pass<'a> {
    problem: &'a Problem,
    pool: &'a Pool,
    caps: Option<CapUse>,
    /// What is open: last bin, owed first, larger efforts first, class, how many are left.
    active: Vec<(Key, u32)>,
    /// What the bin at hand is given: class and how many.
    here: Vec<(u32, u32)>,
    found: Placement,
    /// Whether to stop at the first touch that is missed.
    all: bool,
}

/// The order in which open classes are served.
type Key = (u32, bool, std::cmp::Reverse<u32>, u32);

fn key(class: &Class, number: u32) -> Key {
    (
        class.last,
        class.owed == 0,
        std::cmp::Reverse(class.effort),
        number,
    )
}

impl<'a> Pass<'a> {
    fn new(problem: &'a Problem, pool: &'a Pool) -> Self {
        let caps = pool.capped.then(|| CapUse::new(problem));
        Self {
            problem,
            pool,
            caps,
            active: Vec::with_capacity(8),
            here: Vec::with_capacity(8),
            found: Placement {
                items: Vec::with_capacity(pool.classes.len()),
                missed: Vec::new(),
            },
            all: false,
        }
    }

    fn run(mut self, wanted: &[u32], fill: Fill) -> Placement {
        let mut next = 0;
        for &bin in &self.pool.bins {
            if self.active.is_empty() && next == self.pool.classes.len() {
                break;
            }
            while let Some(&number) = self.pool.classes.get(next) {
                let class = &self.problem.classes[number as usize];
                if class.first > bin {
                    break;
                }
                next += 1;
                let count = wanted[number as usize];
                if count > 0 {
                    let key = key(class, number);
                    let at = self.active.partition_point(|(other, _)| *other < key);
                    self.active.insert(at, (key, count));
                }
            }
            let expired = self.active.partition_point(|((last, ..), _)| *last < bin);
            for ((.., number), left) in self.active.drain(..expired) {
                self.found.missed.push((number, left));
            }
            if self.all && expired > 0 {
                return self.found;
            }
            if !self.active.is_empty() {
                self.fill(bin, fill);
            }
        }
        for ((.., number), left) in self.active.drain(..) {
            self.found.missed.push((number, left));
        }
        // What opens after the pool's last bin cannot be: a class's window is cut to bins that accept it.
        self.found
    }

    fn fill(&mut self, bin: u32, fill: Fill) {
        let mut free = self.problem.bins[bin as usize].room;
        let mut here = std::mem::take(&mut self.here);
        if fill == Fill::Fullest && !self.pool.timed {
            // What closes now comes first in any case.
            free = self.serve(bin, free, &mut here, Some(bin));
            self.fill_up(bin, free, &mut here);
        } else {
            self.serve(bin, free, &mut here, None);
        }
        self.found
            .items
            .extend(here.drain(..).map(|(class, count)| (class, bin, count)));
        self.here = here;
        self.active.retain(|(_, left)| *left > 0);
    }

    /// Serves open classes in order; only those whose last bin is `only`, if given. Returns what is left free.
    fn serve(
        &mut self,
        bin: u32,
        mut free: u32,
        here: &mut Vec<(u32, u32)>,
        only: Option<u32>,
    ) -> u32 {
        let mut timed = false;
        for at in 0..self.active.len() {
            let ((last, .., number), left) = self.active[at];
            if only.is_some_and(|only| last != only) {
                break;
            }
            let class = &self.problem.classes[number as usize];
            let mut count = free
                .checked_div(class.effort)
                .map_or(left, |fit| left.min(fit));
            if count == 0 || !self.problem.accepts(bin, class) {
                continue;
            }
            if let Some(caps) = &self.caps {
                let day = self.problem.bins[bin as usize].day;
                count = count.min(caps.room(self.problem, class.caps, day));
            }
            if class.hours != 0 || timed {
                count = largest(count, |count| {
                    self.fits_in_sequence(bin, here, number, count)
                });
                timed |= count > 0;
            }
            if count > 0 {
                self.take(bin, at, count, here);
                free -= count * class.effort;
            }
        }
        free
    }

    fn fits_in_sequence(&self, bin: u32, here: &[(u32, u32)], class: u32, count: u32) -> bool {
        in_sequence(
            self.problem,
            bin,
            here.iter().copied().chain([(class, count)]),
        )
    }

    fn take(&mut self, bin: u32, at: usize, count: u32, here: &mut Vec<(u32, u32)>) {
        let ((.., number), left) = &mut self.active[at];
        *left -= count;
        here.push((*number, count));
        if let Some(caps) = &mut self.caps {
            let class = &self.problem.classes[*number as usize];
            caps.add(
                self.problem,
                class.caps,
                self.problem.bins[bin as usize].day,
                count,
            );
        }
    }

    /// Fills what is left of a bin as full as can be; of the ways to do so the one that takes what closes earliest.
    fn fill_up(&mut self, bin: u32, free: u32, here: &mut Vec<(u32, u32)>) {
        let day = self.problem.bins[bin as usize].day;
        let unit = self
            .pool
            .efforts
            .iter()
            .fold(0, |unit, effort| gcd(unit, *effort));
        if unit == 0 || free < unit {
            self.serve(bin, free, here, None);
            return;
        }
        let mut choices: Vec<(usize, u32, usize)> = Vec::new();
        for (at, ((.., number), left)) in self.active.iter().enumerate() {
            let class = &self.problem.classes[*number as usize];
            if class.effort == 0 || class.effort > free || !self.problem.accepts(bin, class) {
                continue;
            }
            let mut count = (*left).min(free / class.effort);
            if let Some(caps) = &self.caps {
                count = count.min(caps.room(self.problem, class.caps, day));
            }
            if count > 0 {
                choices.push((at, count, (class.effort / unit) as usize));
            }
        }
        let size = (free / unit) as usize;
        let total: usize = choices
            .iter()
            .map(|(_, count, effort)| *count as usize * effort)
            .sum();
        if total <= size {
            self.serve(bin, free, here, None);
            return;
        }
        // reach[k][t]: whether the choices from k on can make exactly t.
        let width = size + 1;
        let mut reach = vec![false; (choices.len() + 1) * width];
        reach[choices.len() * width] = true;
        for (k, (_, count, effort)) in choices.iter().enumerate().rev() {
            let (head, tail) = reach.split_at_mut((k + 1) * width);
            let (now, after) = (&mut head[k * width..], &tail[..width]);
            for residue in 0..(*effort).min(width) {
                // Walk t = residue, residue + effort, ..; remember the last reachable one behind.
                let mut last: Option<usize> = None;
                let mut t = residue;
                while t < width {
                    if after[t] {
                        last = Some(t);
                    }
                    now[t] = last.is_some_and(|last| (t - last) / effort <= *count as usize);
                    t += effort;
                }
            }
        }
        let Some(mut target) = (0..width).rev().find(|t| reach[*t]) else {
            return;
        };
        for (k, (at, count, effort)) in choices.iter().enumerate() {
            let after = &reach[(k + 1) * width..(k + 2) * width];
            let most = (*count as usize).min(target / effort);
            let Some(mut take) = (0..=most).rev().find(|take| after[target - take * effort]) else {
                return;
            };
            target -= take * effort;
            if let Some(caps) = &self.caps {
                let ((.., number), _) = self.active[*at];
                let class = &self.problem.classes[number as usize];
                take = take.min(caps.room(self.problem, class.caps, day) as usize);
            }
            if take > 0 {
                self.take(bin, *at, take as u32, here);
            }
        }
        // Touches of no effort may still have a place.
        self.serve(bin, 0, here, None);
    }
}
