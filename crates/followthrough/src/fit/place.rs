//! Places touches into bins: earliest closing first, then full bins by knapsack, then chains of moves.

use super::problem::{Class, Pool, Problem};

/// Where touches have their place, and which have none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Placement {
    /// Class, bin, how many.
    pub(crate) items: Vec<(u32, u32, u32)>,
    /// Class, how many.
    pub(crate) missed: Vec<(u32, u32)>,
}

/// How hard to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effort {
    /// One pass, earliest closing first.
    Quick,
    /// And full bins, and chains of moves.
    Thorough,
}

/// How many moves may be tried for a touch that has no place.
const MOVES: u32 = 4_000;
/// How many touches may be moved in turn for one that has no place.
const CHAIN: u32 = 4;

/// Places `wanted[class]` touches of every class, as many as can be found a place for; touches that are owed first.
pub(crate) fn place(problem: &Problem, wanted: &[u32], effort: Effort) -> Placement {
    let mut all = Placement::default();
    for pool in &problem.pools {
        let found = place_pool(problem, pool, wanted, effort);
        all.items.extend(found.items);
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

/// The same for one pool; classes of other pools are passed over.
pub(crate) fn place_pool(
    problem: &Problem,
    pool: &Pool,
    wanted: &[u32],
    effort: Effort,
) -> Placement {
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
    Repair::new(problem, pool, quick).run()
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

/// How much of each cap is used on each day.
#[derive(Debug, Clone)]
struct CapUse {
    days: usize,
    used: Vec<u32>,
}

impl CapUse {
    fn new(problem: &Problem) -> Self {
        let days = problem.days as usize;
        Self {
            days,
            used: vec![0; days * problem.limits.len()],
        }
    }

    /// How many more touches of a set of caps a day can take.
    fn room(&self, problem: &Problem, caps: u16, day: u32) -> u32 {
        let mut room = u32::MAX;
        for cap in &problem.cap_sets[caps as usize] {
            let limit = problem.limits[*cap as usize];
            let used = &self.used[*cap as usize * self.days..(*cap as usize + 1) * self.days];
            let day = day as usize;
            if let Some(most) = limit.day {
                room = room.min(most.saturating_sub(used[day]));
            }
            if let Some(most) = limit.week {
                let first = day.saturating_sub(6);
                for start in first..=day {
                    let sum: u32 = used[start..(start + 7).min(self.days)].iter().sum();
                    room = room.min(most.saturating_sub(sum));
                }
            }
        }
        room
    }

    fn add(&mut self, problem: &Problem, caps: u16, day: u32, count: u32) {
        for cap in &problem.cap_sets[caps as usize] {
            self.used[*cap as usize * self.days + day as usize] += count;
        }
    }

    fn remove(&mut self, problem: &Problem, caps: u16, day: u32, count: u32) {
        for cap in &problem.cap_sets[caps as usize] {
            self.used[*cap as usize * self.days + day as usize] -= count;
        }
    }
}

/// Whether touches with contact hours, and others beside them, can follow each other in a bin.
///
/// First those that must end early, then those that do not mind, then those that must begin late: where each has
/// but one of the two limits this order is best.
fn in_sequence(problem: &Problem, bin: u32, items: impl Iterator<Item = (u32, u32)>) -> bool {
    sequence(problem, bin, items).is_some()
}

/// The order and the start of every touch in a bin with contact hours: class, seconds from the bin's start, how many.
pub(crate) fn sequence(
    problem: &Problem,
    bin: u32,
    items: impl Iterator<Item = (u32, u32)>,
) -> Option<Vec<(u32, u32, u32)>> {
    let room = problem.bins[bin as usize].room;
    let mut order: Vec<((u8, u32, u32), u32, u32)> = items
        .filter(|(_, count)| *count > 0)
        .map(|(class, count)| {
            let touch = &problem.classes[class as usize];
            let (from, to) = problem.allowed(bin, touch.hours);
            let key = match (from > 0, to < room) {
                (false, true) => (0, to, from),
                // Free to choose: what closes soonest.
                (false, false) => (1, touch.last, 0),
                (true, true) => (2, to, from),
                (true, false) => (3, from, to),
            };
            (key, class, count)
        })
        .collect();
    order.sort_unstable();
    let mut clock = 0u32;
    let mut starts = Vec::with_capacity(order.len());
    for (_, class, count) in order {
        let touch = &problem.classes[class as usize];
        let (from, to) = problem.allowed(bin, touch.hours);
        clock = clock.max(from);
        starts.push((class, clock, count));
        clock = clock.checked_add(touch.effort.checked_mul(count)?)?;
        if clock > to {
            return None;
        }
    }
    Some(starts)
}

/// One pass over a pool's bins, in order.
struct Pass<'a> {
    problem: &'a Problem,
    pool: &'a Pool,
    caps: Option<CapUse>,
    /// What is open: last bin, owed first, larger efforts first, class, how many are left.
    active: Vec<(Key, u32)>,
    found: Placement,
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
            active: Vec::new(),
            found: Placement::default(),
        }
    }

    fn run(mut self, wanted: &[u32], fill: Fill) -> Placement {
        let mut next = 0;
        for &bin in &self.pool.bins {
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
        let mut here: Vec<(u32, u32)> = Vec::new();
        if fill == Fill::Fullest && !self.pool.timed {
            // What closes now comes first in any case.
            free = self.serve(bin, free, &mut here, Some(bin));
            self.fill_up(bin, free, &mut here);
        } else {
            self.serve(bin, free, &mut here, None);
        }
        self.found
            .items
            .extend(here.into_iter().map(|(class, count)| (class, bin, count)));
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
                while count > 0 && !self.fits_in_sequence(bin, here, number, count) {
                    count -= 1;
                }
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

fn gcd(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// A placement that grows touch by touch, moving what lies there already inside its windows where that helps.
pub(crate) struct Board<'a> {
    problem: &'a Problem,
    pools: Vec<Repair<'a>>,
}

impl<'a> Board<'a> {
    /// Nothing placed yet; no more than `moves` moves are tried for a touch.
    pub(crate) fn new(problem: &'a Problem, moves: u32) -> Self {
        let pools = problem.pools.iter().map(|pool| {
            let mut repair = Repair::new(problem, pool, Placement::default());
            repair.most_moves = moves;
            repair
        });
        Self {
            problem,
            pools: pools.collect(),
        }
    }

    fn pool(&mut self, class: u32) -> Option<&mut Repair<'a>> {
        let bit = 1 << self.problem.classes[class as usize].category;
        self.pools
            .iter_mut()
            .find(|repair| repair.pool.mask & bit != 0)
    }

    /// Places one touch, moving others if need be; false, and nothing changed, where no way was found.
    pub(crate) fn insert(&mut self, class: u32) -> bool {
        self.pool(class).is_some_and(|pool| pool.insert(class))
    }

    /// Whether one touch would find a place as things lie.
    pub(crate) fn has_room(&mut self, class: u32) -> bool {
        let touch = self.problem.classes[class as usize];
        self.pool(class).is_some_and(|pool| {
            (touch.first..=touch.last)
                .any(|bin| pool.problem.accepts(bin, &touch) && pool.fits(class, bin))
        })
    }

    /// Where everything lies: class, bin, how many.
    pub(crate) fn items(self) -> Vec<(u32, u32, u32)> {
        self.pools
            .into_iter()
            .flat_map(|pool| pool.finish(Vec::new()).items)
            .collect()
    }
}

/// Moves touches about so that those that were missed find a place.
struct Repair<'a> {
    problem: &'a Problem,
    pool: &'a Pool,
    /// What lies in each bin of the problem; only the pool's are used.
    bins: Vec<Vec<(u32, u32)>>,
    free: Vec<u32>,
    timed: Vec<u32>,
    caps: Option<CapUse>,
    journal: Vec<(u32, u32, bool)>,
    missed: Vec<(u32, u32)>,
    moves: u32,
    most_moves: u32,
}

impl<'a> Repair<'a> {
    fn new(problem: &'a Problem, pool: &'a Pool, placement: Placement) -> Self {
        let mut repair = Self {
            problem,
            pool,
            bins: vec![Vec::new(); problem.bins.len()],
            free: problem.bins.iter().map(|bin| bin.room).collect(),
            timed: vec![0; problem.bins.len()],
            caps: pool.capped.then(|| CapUse::new(problem)),
            journal: Vec::new(),
            missed: placement.missed,
            moves: 0,
            most_moves: MOVES,
        };
        for (class, bin, count) in placement.items {
            repair.put(class, bin, count);
        }
        repair
    }

    fn run(mut self) -> Placement {
        let mut missed = std::mem::take(&mut self.missed);
        // What is owed first, then what is hardest to place.
        missed.sort_by_key(|(class, _)| {
            let touch = &self.problem.classes[*class as usize];
            (
                touch.owed == 0,
                std::cmp::Reverse(touch.effort),
                touch.last,
                *class,
            )
        });
        let mut left = Vec::new();
        let mut tries = 0;
        for (class, mut count) in missed {
            while count > 0 {
                // One hopeless touch after another would take long and help nobody.
                if tries < 24 && self.insert(class) {
                    count -= 1;
                    continue;
                }
                if self.problem.classes[class as usize].owed > 0 && self.push_out(class) {
                    count -= 1;
                    continue;
                }
                tries += 1;
                left.push((class, count));
                break;
            }
        }
        left.extend(std::mem::take(&mut self.missed));
        let mut counts: Vec<(u32, u32)> = Vec::new();
        left.sort_unstable();
        for (class, count) in left {
            match counts.last_mut() {
                Some((last, sum)) if *last == class => *sum += count,
                _ => counts.push((class, count)),
            }
        }
        self.finish(counts)
    }

    fn finish(mut self, missed: Vec<(u32, u32)>) -> Placement {
        let mut found = Placement {
            items: Vec::new(),
            missed,
        };
        for &bin in &self.pool.bins {
            let mut here = std::mem::take(&mut self.bins[bin as usize]);
            here.sort_unstable();
            found.items.extend(
                here.into_iter()
                    .filter(|(_, count)| *count > 0)
                    .map(|(class, count)| (class, bin, count)),
            );
        }
        found
    }

    fn insert(&mut self, class: u32) -> bool {
        self.moves = 0;
        for chain in 0..=CHAIN {
            let mut visited = Vec::new();
            if self.settle(class, chain, &mut visited) {
                self.journal.clear();
                return true;
            }
            if self.moves >= self.most_moves {
                break;
            }
        }
        false
    }

    /// Makes room for an owed touch by leaving out new ones.
    fn push_out(&mut self, class: u32) -> bool {
        let touch = self.problem.classes[class as usize];
        for bin in touch.first..=touch.last {
            if !self.problem.accepts(bin, &touch) {
                continue;
            }
            let mark = self.journal.len();
            let mut out = Vec::new();
            while !self.fits(class, bin) {
                let here = self.bins[bin as usize].iter().rev();
                let new = here.filter(|(other, count)| {
                    *count > 0 && self.problem.classes[*other as usize].owed == 0
                });
                let Some((other, _)) = new.copied().next() else {
                    break;
                };
                self.take(other, bin);
                out.push((other, 1));
            }
            if self.fits(class, bin) {
                self.put_one(class, bin);
                self.journal.clear();
                self.missed.extend(out);
                return true;
            }
            self.undo(mark);
        }
        false
    }

    fn settle(&mut self, class: u32, chain: u32, visited: &mut Vec<u32>) -> bool {
        let touch = self.problem.classes[class as usize];
        for bin in touch.first..=touch.last {
            if self.problem.accepts(bin, &touch) && !visited.contains(&bin) && self.fits(class, bin)
            {
                self.put_one(class, bin);
                return true;
            }
        }
        if chain == 0 {
            return false;
        }
        for bin in touch.first..=touch.last {
            if visited.contains(&bin) || !self.problem.accepts(bin, &touch) {
                continue;
            }
            visited.push(bin);
            let mut here = self.bins[bin as usize].clone();
            here.retain(|(other, count)| *other != class && *count > 0);
            // What has the widest choice elsewhere moves first.
            here.sort_by_key(|(other, _)| {
                let other = &self.problem.classes[*other as usize];
                (
                    std::cmp::Reverse(other.last - other.first),
                    std::cmp::Reverse(other.effort),
                )
            });
            for (other, count) in here {
                if self.moves >= self.most_moves {
                    return false;
                }
                self.moves += 1;
                let moved = self.problem.classes[other as usize];
                if moved.first == moved.last {
                    continue;
                }
                let mark = self.journal.len();
                let mut taken = 0;
                while taken < count.min(4) && !self.fits(class, bin) {
                    self.take(other, bin);
                    taken += 1;
                }
                if taken > 0 && self.fits(class, bin) {
                    self.put_one(class, bin);
                    if (0..taken).all(|_| self.settle(other, chain - 1, visited)) {
                        return true;
                    }
                }
                self.undo(mark);
            }
            if self.is_capped_out(&touch, bin) && self.make_cap_room(class, bin, chain, visited) {
                return true;
            }
            visited.pop();
        }
        false
    }

    /// Whether a cap alone keeps a touch out of a bin.
    fn is_capped_out(&self, touch: &Class, bin: u32) -> bool {
        let day = self.problem.bins[bin as usize].day;
        touch.effort <= self.free[bin as usize]
            && self
                .caps
                .as_ref()
                .is_some_and(|caps| caps.room(self.problem, touch.caps, day) == 0)
    }

    /// Moves one touch that uses the same cap within a week of a bin's day, so that another may take the bin.
    fn make_cap_room(&mut self, class: u32, bin: u32, chain: u32, visited: &mut Vec<u32>) -> bool {
        let caps =
            self.problem.cap_sets[self.problem.classes[class as usize].caps as usize].clone();
        let day = self.problem.bins[bin as usize].day;
        let near: Vec<u32> = self
            .pool
            .bins
            .iter()
            .copied()
            .filter(|other| self.problem.bins[*other as usize].day.abs_diff(day) <= 6)
            .collect();
        for other_bin in near {
            let here: Vec<u32> = self.bins[other_bin as usize]
                .iter()
                .filter(|(other, count)| {
                    let set =
                        &self.problem.cap_sets[self.problem.classes[*other as usize].caps as usize];
                    *count > 0 && *other != class && set.iter().any(|cap| caps.contains(cap))
                })
                .map(|(other, _)| *other)
                .collect();
            for other in here {
                if self.moves >= self.most_moves {
                    return false;
                }
                self.moves += 1;
                let mark = self.journal.len();
                self.take(other, other_bin);
                if self.fits(class, bin) {
                    self.put_one(class, bin);
                    visited.push(other_bin);
                    let settled = self.settle(other, chain - 1, visited);
                    visited.pop();
                    if settled {
                        return true;
                    }
                }
                self.undo(mark);
            }
        }
        false
    }

    fn fits(&self, class: u32, bin: u32) -> bool {
        let touch = &self.problem.classes[class as usize];
        if touch.effort > self.free[bin as usize] {
            return false;
        }
        if self.caps.as_ref().is_some_and(|caps| {
            caps.room(
                self.problem,
                touch.caps,
                self.problem.bins[bin as usize].day,
            ) == 0
        }) {
            return false;
        }
        (touch.hours == 0 && self.timed[bin as usize] == 0)
            || in_sequence(
                self.problem,
                bin,
                self.bins[bin as usize].iter().copied().chain([(class, 1)]),
            )
    }

    fn put(&mut self, class: u32, bin: u32, count: u32) {
        let touch = &self.problem.classes[class as usize];
        self.free[bin as usize] -= touch.effort * count;
        if touch.hours != 0 {
            self.timed[bin as usize] += count;
        }
        if let Some(caps) = &mut self.caps {
            caps.add(
                self.problem,
                touch.caps,
                self.problem.bins[bin as usize].day,
                count,
            );
        }
        let here = &mut self.bins[bin as usize];
        match here.iter_mut().find(|(other, _)| *other == class) {
            Some((_, sum)) => *sum += count,
            None => here.push((class, count)),
        }
    }

    fn remove(&mut self, class: u32, bin: u32) {
        let touch = &self.problem.classes[class as usize];
        self.free[bin as usize] += touch.effort;
        if touch.hours != 0 {
            self.timed[bin as usize] -= 1;
        }
        if let Some(caps) = &mut self.caps {
            caps.remove(
                self.problem,
                touch.caps,
                self.problem.bins[bin as usize].day,
                1,
            );
        }
        if let Some((_, count)) = self.bins[bin as usize]
            .iter_mut()
            .find(|(other, _)| *other == class)
        {
            *count -= 1;
        }
    }

    fn put_one(&mut self, class: u32, bin: u32) {
        self.put(class, bin, 1);
        self.journal.push((class, bin, true));
    }

    fn take(&mut self, class: u32, bin: u32) {
        self.remove(class, bin);
        self.journal.push((class, bin, false));
    }

    fn undo(&mut self, mark: usize) {
        while self.journal.len() > mark {
            let Some((class, bin, put)) = self.journal.pop() else {
                return;
            };
            if put {
                self.remove(class, bin);
            } else {
                self.put(class, bin, 1);
            }
        }
    }
}
