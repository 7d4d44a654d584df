//! What the solver sees: bins, classes of like touches, caps. Numbers only; no names, no dates.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Rem;

use rustc_hash::FxHashMap;

/// The bit of touches that take nobody's time: a machine makes them.
pub(crate) const MACHINE: u8 = 63;

/// A segment: room for touches on one day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bin {
    /// The day, from the first day on.
    pub(crate) day: u32,
    /// Seconds.
    pub(crate) room: u32,
    /// The categories that it accepts.
    pub(crate) mask: u64,
}

/// Touches that are alike: same window, same category, same effort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class {
    /// The first bin of the window that accepts the category.
    pub(crate) first: u32,
    /// The last one; before `first` where there is none.
    pub(crate) last: u32,
    /// The bit of the category.
    pub(crate) category: u8,
    /// Seconds.
    pub(crate) effort: u32,
    /// Which set of caps it uses up, as an index into [`Problem::cap_sets`].
    pub(crate) caps: u16,
    /// Which contact hours bind it, as an index into [`Problem::hours`]; 0 for none.
    pub(crate) hours: u16,
    /// Its rank, where it is owed to a prospect in flight, the lowest first; 0 for a new prospect's.
    pub(crate) owed: u32,
}

impl Hash for Class {
    /// In words, not field by field: classes are looked up for every touch of every start.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(u64::from(self.first) << 32 | u64::from(self.last));
        state.write_u64(u64::from(self.effort) << 32 | u64::from(self.owed));
        state.write_u64(
            u64::from(self.caps) << 24 | u64::from(self.hours) << 8 | u64::from(self.category),
        );
    }
}

/// Categories that share bins or caps, and so must be placed together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pool {
    /// Its bins, in order, from the first to the last that any of its classes can have.
    pub(crate) bins: Vec<u32>,
    /// Its classes, by first bin.
    pub(crate) classes: Vec<u32>,
    /// The categories.
    pub(crate) mask: u64,
    /// Whether every bin accepts every category.
    pub(crate) alike: bool,
    /// Whether any class is under a cap.
    pub(crate) capped: bool,
    /// Whether any class is bound by contact hours.
    pub(crate) timed: bool,
    /// The distinct efforts, ascending.
    pub(crate) efforts: Vec<u32>,
}

impl Pool {
    /// Whether earliest-closing-first alone decides what fits: one effort, no caps, no hours, one kind of bin.
    pub(crate) fn is_exact(&self) -> bool {
        self.alike && !self.capped && !self.timed && self.efforts.len() <= 1
    }
}

/// A cap on touches.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Limit {
    /// On any day.
    pub(crate) day: Option<u32>,
    /// In any 7 days in a row.
    pub(crate) week: Option<u32>,
}

/// The whole problem but for how many of each class are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Problem {
    /// By start.
    pub(crate) bins: Vec<Bin>,
    /// How many days there are.
    pub(crate) days: u32,
    /// By day the first bin of it or of a later one; one day more than there are.
    first_bins: Vec<u32>,
    /// Caps.
    pub(crate) limits: Vec<Limit>,
    /// Sets of caps; the first one is empty.
    pub(crate) cap_sets: Vec<Vec<u16>>,
    /// For each set of contact hours and each bin the part of its usable time that they allow, in seconds from its
    /// start. The first one is empty and allows everything.
    pub(crate) hours: Vec<Vec<(u32, u32)>>,
    /// Every class.
    pub(crate) classes: Vec<Class>,
    /// What must be placed together.
    pub(crate) pools: Vec<Pool>,
    index: FxHashMap<Class, u32>,
}

impl Problem {
    /// A problem of these bins, in order, without classes.
    pub(crate) fn new(bins: Vec<Bin>, days: u32, limits: Vec<Limit>) -> Self {
        let mut first_bins = Vec::with_capacity(days as usize + 1);
        let mut next = 0;
        for day in 0..=days {
            while bins.get(next).is_some_and(|bin: &Bin| bin.day < day) {
                next += 1;
            }
            first_bins.push(next as u32);
        }
        Self {
            bins,
            days,
            first_bins,
            limits,
            cap_sets: vec![Vec::new()],
            hours: vec![Vec::new()],
            ..Self::default()
        }
    }

    /// The number of a set of caps.
    pub(crate) fn cap_set(&mut self, caps: &[u16]) -> u16 {
        let known = self.cap_sets.iter().position(|known| known == caps);
        known.unwrap_or_else(|| {
            self.cap_sets.push(caps.to_vec());
            self.cap_sets.len() - 1
        }) as u16
    }

    /// How many classes and bins there are: about as many steps as it takes to place everything once.
    pub(crate) fn size(&self) -> u64 {
        4 * (self.classes.len() + self.bins.len()) as u64
    }

    /// Whether a bin could take a touch of a class if it were empty.
    pub(crate) fn accepts(&self, bin: u32, class: &Class) -> bool {
        let place = &self.bins[bin as usize];
        if place.mask & (1 << class.category) == 0 {
            return false;
        }
        if class.hours == 0 {
            return place.room >= class.effort;
        }
        let (from, to) = self.allowed(bin, class.hours);
        to.saturating_sub(from) >= class.effort
    }

    /// The part of a bin's usable time that contact hours allow.
    pub(crate) fn allowed(&self, bin: u32, hours: u16) -> (u32, u32) {
        if hours == 0 {
            (0, self.bins[bin as usize].room)
        } else {
            self.hours[hours as usize][bin as usize]
        }
    }

    /// Whether any cap is in both of two sets.
    pub(crate) fn share_cap(&self, one: u16, other: u16) -> bool {
        let other = &self.cap_sets[other as usize];
        let mut one = self.cap_sets[one as usize].iter();
        one.any(|cap| other.contains(cap))
    }

    /// Whether two categories are placed together.
    pub(crate) fn shares(&self, one: u8, other: u8) -> bool {
        let bits = 1 << one | 1 << other;
        self.pools.iter().any(|pool| pool.mask & bits == bits)
    }

    /// The number of a class, its window cut to the bins that accept it.
    pub(crate) fn class(&mut self, mut class: Class) -> u32 {
        while class.first < class.last && !self.accepts(class.first, &class) {
            class.first += 1;
        }
        while class.last > class.first && !self.accepts(class.last, &class) {
            class.last -= 1;
        }
        let reachable = class.first <= class.last
            && (class.first as usize) < self.bins.len()
            && self.accepts(class.first, &class);
        if !reachable {
            class.first = 1;
            class.last = 0;
        }
        let next = self.classes.len() as u32;
        let number = *self.index.entry(class).or_insert(next);
        if number == next {
            self.classes.push(class);
        }
        number
    }

    /// Whether no bin can take a class.
    pub(crate) fn is_unreachable(&self, class: u32) -> bool {
        let class = &self.classes[class as usize];
        class.last < class.first
    }

    /// The bins from the first of day `from` to the last of day `to`, as a half-open range.
    pub(crate) fn bins_of(&self, from: u32, to: u32) -> (u32, u32) {
        let first = |day: u32| self.first_bins[day.min(self.days) as usize];
        (first(from), first(to.saturating_add(1)))
    }

    /// Makes room for so many more classes.
    pub(crate) fn expect(&mut self, classes: usize) {
        self.classes.reserve(classes);
        self.index.reserve(classes);
    }

    /// By day the first one, that day or later, with a bin that could take a touch of a category and effort; the
    /// number of days where there is none.
    pub(crate) fn next_days(&self, category: u8, effort: u32) -> Vec<u32> {
        let mut next = vec![self.days; self.days as usize];
        for bin in &self.bins {
            if bin.mask & (1 << category) != 0 && bin.room >= effort {
                next[bin.day as usize] = bin.day;
            }
        }
        let mut later = self.days;
        for day in next.iter_mut().rev() {
            later = later.min(*day);
            *day = later;
        }
        next
    }

    /// Sorts classes and bins into pools. Called once all classes are known.
    pub(crate) fn divide(&mut self) {
        let mut parent: Vec<usize> = (0..64).collect();
        let join = |parent: &mut Vec<usize>, mask: u64| {
            // One category alone joins nothing.
            if mask.count_ones() > 1 {
                let first = find(parent, mask.trailing_zeros() as usize);
                for bit in (0..64).filter(|bit| mask & (1 << bit) != 0) {
                    let other = find(parent, bit);
                    parent[other] = first;
                }
            }
        };
        for bin in &self.bins {
            join(&mut parent, bin.mask);
        }
        let mut capped: Vec<u64> = vec![0; self.limits.len()];
        for class in self
            .classes
            .iter()
            .filter(|class| class.first <= class.last)
        {
            for cap in &self.cap_sets[class.caps as usize] {
                capped[*cap as usize] |= 1 << class.category;
            }
        }
        for mask in capped {
            join(&mut parent, mask);
        }
        let mut pools: Vec<Pool> = Vec::new();
        let mut pool_of: HashMap<usize, usize> = HashMap::new();
        for (number, class) in self.classes.iter().enumerate() {
            if class.last < class.first {
                continue;
            }
            let root = find(&mut parent, class.category as usize);
            let pool = *pool_of.entry(root).or_insert_with(|| {
                pools.push(Pool {
                    alike: true,
                    ..Pool::default()
                });
                pools.len() - 1
            });
            let pool = &mut pools[pool];
            pool.classes.push(number as u32);
            pool.mask |= 1 << class.category;
            pool.capped |= class.caps != 0;
            pool.timed |= class.hours != 0;
            if let Err(at) = pool.efforts.binary_search(&class.effort) {
                pool.efforts.insert(at, class.effort);
            }
        }
        for pool in &mut pools {
            let mask = pool.mask;
            let classes = pool.classes.iter();
            let classes = classes.map(|class| &self.classes[*class as usize]);
            let (first, last) = classes.fold((u32::MAX, 0), |(first, last), class| {
                (first.min(class.first), last.max(class.last))
            });
            for number in first..=last {
                let bin = &self.bins[number as usize];
                if bin.mask & mask != 0 {
                    pool.bins.push(number);
                    pool.alike &= bin.mask & mask == mask;
                }
            }
            pool.classes = self.by_first(&pool.classes);
        }
        self.pools = pools;
    }

    /// Classes by their first bin and number, from classes by number; every one of them has a bin.
    fn by_first(&self, classes: &[u32]) -> Vec<u32> {
        let first = |class: &u32| self.classes[*class as usize].first as usize;
        let mut places = vec![0u32; self.bins.len() + 1];
        for class in classes {
            places[first(class) + 1] += 1;
        }
        for bin in 0..self.bins.len() {
            places[bin + 1] += places[bin];
        }
        let mut sorted = vec![0; classes.len()];
        for class in classes {
            let place = &mut places[first(class)];
            sorted[*place as usize] = *class;
            *place += 1;
        }
        sorted
    }
}

fn find(parent: &mut [usize], node: usize) -> usize {
    let mut root = node;
    while parent[root] != root {
        root = parent[root];
    }
    let mut node = node;
    while parent[node] != root {
        node = std::mem::replace(&mut parent[node], root);
    }
    root
}

/// Where touches have their place, and which have none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Placement {
    /// Class, bin, how many.
    pub(crate) items: Vec<(u32, u32, u32)>,
    /// Class, how many.
    pub(crate) missed: Vec<(u32, u32)>,
}

/// The greatest number that divides both; 0 divides nothing else.
pub(crate) fn gcd<N>(mut a: N, mut b: N) -> N
where
    N: Copy + Default + PartialEq + Rem<Output = N>,
{
    while b != N::default() {
        (a, b) = (b, a % b);
    }
    a
}
