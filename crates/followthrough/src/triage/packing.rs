//! Whether touches fit at all, found out by trying every place: for a handful of them.

use crate::solver::{CapUse, Placement, Pool, Problem, in_sequence};

/// How many places are tried.
const TRIES: u32 = 40_000;

/// What trying every place finds out.
pub(super) enum Packing {
    /// A place for every touch.
    Fits(Placement),
    /// There is none.
    Never,
    /// Too much to try, or contact hours with two ends inside a segment.
    Unknown,
}

/// Looks for a place for every touch.
pub(super) fn pack(problem: &Problem, counts: &[u32]) -> Packing {
    let mut all = Placement::default();
    let mut unknown = false;
    for pool in &problem.pools {
        match pack_pool(problem, pool, counts) {
            Packing::Fits(placement) => all.items.extend(placement.items),
            Packing::Never => return Packing::Never,
            Packing::Unknown => unknown = true,
        }
    }
    if unknown {
        Packing::Unknown
    } else {
        Packing::Fits(all)
    }
}

fn pack_pool(problem: &Problem, pool: &Pool, counts: &[u32]) -> Packing {
    // What has the fewest places first, then what takes longest; touches of a class stay together.
    let mut order: Vec<u32> = Vec::new();
    let mut classes: Vec<u32> = pool
        .classes
        .iter()
        .copied()
        .filter(|class| counts[*class as usize] > 0)
        .collect();
    classes.sort_by_key(|number| {
        let class = &problem.classes[*number as usize];
        let places = (class.first..=class.last).filter(|bin| problem.accepts(*bin, class));
        (places.count(), std::cmp::Reverse(class.effort), *number)
    });
    for class in classes {
        order.extend(std::iter::repeat_n(class, counts[class as usize] as usize));
    }
    let mut search = Search {
        problem,
        order,
        free: problem.bins.iter().map(|bin| bin.room).collect(),
        here: vec![Vec::new(); problem.bins.len()],
        caps: CapUse::new(problem),
        tries: TRIES,
        doubtful: false,
    };
    match search.go(0, 0) {
        Some(true) => {
            let bins = search.here.iter().enumerate();
            let items = bins.flat_map(|(bin, here)| {
                here.iter()
                    .filter(|(_, count)| *count > 0)
                    .map(move |(class, count)| (*class, bin as u32, *count))
            });
            Packing::Fits(Placement {
                items: items.collect(),
                missed: Vec::new(),
            })
        }
        Some(false) if !search.doubtful => Packing::Never,
        _ => Packing::Unknown,
    }
}

struct Search<'a> {
    problem: &'a Problem,
    order: Vec<u32>,
    free: Vec<u32>,
    here: Vec<Vec<(u32, u32)>>,
    caps: CapUse,
    tries: u32,
    /// Whether an order inside a segment was given up that might have been possible.
    doubtful: bool,
}

impl Search<'_> {
    /// Whether touches from `at` on find places, the first not before `from`; `None` where tries are used up.
    fn go(&mut self, at: usize, from: u32) -> Option<bool> {
        let Some(&number) = self.order.get(at) else {
            return Some(true);
        };
        let class = self.problem.classes[number as usize];
        for bin in class.first.max(from)..=class.last {
            if !self.problem.accepts(bin, &class) || self.free[bin as usize] < class.effort {
                continue;
            }
            self.tries = self.tries.checked_sub(1)?;
            let day = self.problem.bins[bin as usize].day;
            if self.caps.room(self.problem, class.caps, day) == 0 {
                continue;
            }
            self.put(bin, number, true);
            if self.is_in_sequence(bin) {
                // Touches of a class are alike: each lies no earlier than the one before.
                let next = self.order.get(at + 1).filter(|next| **next == number);
                let found = self.go(at + 1, next.map_or(0, |_| bin))?;
                if found {
                    return Some(true);
                }
            }
            self.put(bin, number, false);
        }
        Some(false)
    }

    fn put(&mut self, bin: u32, number: u32, put: bool) {
        let class = self.problem.classes[number as usize];
        let day = self.problem.bins[bin as usize].day;
        let here = &mut self.here[bin as usize];
        if put {
            self.free[bin as usize] -= class.effort;
            self.caps.add(self.problem, class.caps, day, 1);
            match here.iter_mut().find(|(known, _)| *known == number) {
                Some((_, count)) => *count += 1,
                None => here.push((number, 1)),
            }
        } else {
            self.free[bin as usize] += class.effort;
            self.caps.remove(self.problem, class.caps, day, 1);
            if let Some((_, count)) = here.iter_mut().find(|(known, _)| *known == number) {
                *count -= 1;
            }
            here.retain(|(_, count)| *count > 0);
        }
    }

    fn is_in_sequence(&mut self, bin: u32) -> bool {
        let here = &self.here[bin as usize];
        let hours = |class: u32| self.problem.classes[class as usize].hours;
        if here.iter().all(|(class, _)| hours(*class) == 0) {
            return true;
        }
        if in_sequence(self.problem, bin, here.iter().copied()) {
            return true;
        }
        let room = self.problem.bins[bin as usize].room;
        self.doubtful |= here.iter().any(|(class, _)| {
            let (from, to) = self.problem.allowed(bin, hours(*class));
            from > 0 && to < room
        });
        false
    }
}
