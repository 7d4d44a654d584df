//! Everything that is promised, each touch in its bin: one more is put in, others moving where that helps.

use crate::solver::{CapUse, Class, Effort, Placement, Problem, in_sequence, place_all};

/// No node, no bin.
const NONE: u32 = u32::MAX;

/// Which pool a class lies in, and which of the pool's bins its window spans.
#[derive(Debug, Clone, Copy)]
struct Reach {
    pool: u32,
    from: u32,
    to: u32,
}

/// One step of a chain of moves: a touch in hand that is to go into a bin.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// The class in hand.
    hand: u32,
    /// The bin in which it lies; [`NONE`] for the touch that is new.
    from: u32,
    /// The bin into which it is to go.
    to: u32,
    /// The step that wants its place.
    parent: u32,
}

/// A placement that grows and shrinks touch by touch.
///
/// What lies in a bin is kept in the order of the classes, so that taking back what was put leaves no trace.
#[derive(Debug, Clone)]
pub(super) struct Board {
    pub(super) problem: Problem,
    /// How many of each class there are.
    pub(super) counts: Vec<u32>,
    reach: Vec<Reach>,
    /// Class and count, by bin.
    items: Vec<Vec<(u32, u32)>>,
    free: Vec<u32>,
    timed: Vec<u32>,
    caps: CapUse,
    /// What was moved since the last mark: class, bin, whether it was put or taken.
    journal: Vec<(u32, u32, bool)>,
    steps: Vec<Step>,
    /// By bin and by class: the last search that saw it.
    bins_seen: Vec<u32>,
    classes_seen: Vec<u32>,
    search: u32,
}

impl Board {
    /// A board with `items` (class, bin, how many) on it.
    pub(super) fn new(problem: Problem, items: &[(u32, u32, u32)]) -> Self {
        let mut reach = vec![
            Reach {
                pool: NONE,
                from: 0,
                to: 0,
            };
            problem.classes.len()
        ];
        for (number, pool) in problem.pools.iter().enumerate() {
            for &class in &pool.classes {
                let window = &problem.classes[class as usize];
                reach[class as usize] = Reach {
                    pool: number as u32,
                    from: pool.bins.partition_point(|bin| *bin < window.first) as u32,
                    to: pool.bins.partition_point(|bin| *bin <= window.last) as u32,
                };
            }
        }
        let mut board = Self {
            counts: vec![0; problem.classes.len()],
            reach,
            items: vec![Vec::new(); problem.bins.len()],
            free: problem.bins.iter().map(|bin| bin.room).collect(),
            timed: vec![0; problem.bins.len()],
            caps: CapUse::new(&problem),
            journal: Vec::new(),
            steps: Vec::new(),
            bins_seen: vec![0; problem.bins.len()],
            classes_seen: vec![0; problem.classes.len()],
            search: 0,
            problem,
        };
        for (class, bin, count) in items {
            board.counts[*class as usize] += count;
            for _ in 0..*count {
                board.put(*class, *bin);
            }
        }
        board.keep();
        board
    }

    /// The pool of a class.
    pub(super) fn pool(&self, class: u32) -> usize {
        self.reach[class as usize].pool as usize
    }

    /// Whether a chain of single moves is found wherever there is any way to place one more touch of a pool: like
    /// efforts, and neither caps nor contact hours.
    pub(super) fn is_exact(&self, pool: usize) -> bool {
        let pool = &self.problem.pools[pool];
        pool.efforts.len() <= 1 && !pool.capped && !pool.timed
    }

    /// Where everything lies: class, bin, how many.
    pub(super) fn items(&self) -> Vec<(u32, u32, u32)> {
        let mut all = Vec::new();
        for (bin, items) in (0..).zip(&self.items) {
            all.extend(items.iter().map(|(class, count)| (*class, bin, *count)));
        }
        all
    }

    /// Puts one touch where there is room for it as things lie; false where there is none.
    pub(super) fn settle(&mut self, class: u32) -> bool {
        let Reach { pool, from, to } = self.reach[class as usize];
        for at in from..to {
            let bin = self.problem.pools[pool as usize].bins[at as usize];
            if self.fits(class, bin) {
                self.put(class, bin);
                return true;
            }
        }
        false
    }

    /// Puts one touch by moving a chain of others, each inside its window, breadth first; false, and nothing changed,
    /// where no chain was found.
    ///
    /// Where all touches are alike this is an augmenting path of a bipartite matching: if there is one, it is found
    /// (Berge, 1957).
    pub(super) fn chain(&mut self, class: u32) -> bool {
        self.search += 1;
        self.steps.clear();
        self.reach_out(class, NONE, NONE);
        let mut at = 0;
        while at < self.steps.len() {
            let Step { hand, to, .. } = self.steps[at];
            if self.give_way(at, hand, to, to) {
                return true;
            }
            if self.is_capped_out(hand, to) {
                let Reach { pool, .. } = self.reach[class as usize];
                let day = self.problem.bins[to as usize].day;
                let bins = &self.problem.pools[pool as usize].bins;
                let bin_day = |bin: &u32| self.problem.bins[*bin as usize].day;
                let first = bins.partition_point(|bin| bin_day(bin) + 6 < day);
                let last = bins.partition_point(|bin| bin_day(bin) <= day + 6);
                for near in first..last {
                    let bin = self.problem.pools[pool as usize].bins[near];
                    if bin != to && self.give_way(at, hand, to, bin) {
                        return true;
                    }
                }
            }
            at += 1;
        }
        false
    }

    /// Looks for a touch in bin `lies` whose going makes room for `hand` in bin `to`, and for where it could go.
    fn give_way(&mut self, at: usize, hand: u32, to: u32, lies: u32) -> bool {
        for item in 0..self.items[lies as usize].len() {
            let Some(&(other, _)) = self.items[lies as usize].get(item) else {
                break;
            };
            if other == hand
                || self.classes_seen[other as usize] == self.search
                || !self.makes_room(hand, to, other, lies)
            {
                continue;
            }
            self.classes_seen[other as usize] = self.search;
            let Reach { pool, from, to } = self.reach[other as usize];
            for near in from..to {
                let bin = self.problem.pools[pool as usize].bins[near as usize];
                if bin != lies && self.fits(other, bin) && self.follow(at, other, lies, bin) {
                    return true;
                }
            }
            self.reach_out(other, lies, at as u32);
        }
        false
    }

    /// Notes the bins that a touch in hand could go into if something there gave way.
    fn reach_out(&mut self, hand: u32, lies: u32, parent: u32) {
        let Reach { pool, from, to } = self.reach[hand as usize];
        for near in from..to {
            let bin = self.problem.pools[pool as usize].bins[near as usize];
            if self.bins_seen[bin as usize] != self.search
                && self
                    .problem
                    .accepts(bin, &self.problem.classes[hand as usize])
            {
                self.bins_seen[bin as usize] = self.search;
                self.steps.push(Step {
                    hand,
                    from: lies,
                    to: bin,
                    parent,
                });
            }
        }
    }

    /// Whether `hand` would fit into bin `to` if one of `other` left bin `lies`.
    fn makes_room(&mut self, hand: u32, to: u32, other: u32, lies: u32) -> bool {
        let class = |class: u32| self.problem.classes[class as usize];
        let (wants, gives) = (class(hand), class(other));
        let left = if lies == to { gives.effort } else { 0 };
        if self.free[to as usize] + left < wants.effort {
            return false;
        }
        if wants.caps == 0 && wants.hours == 0 && self.timed[to as usize] == 0 {
            return true;
        }
        let shares = |cap: &u16| self.problem.cap_sets[gives.caps as usize].contains(cap);
        if lies != to
            && !self.problem.cap_sets[wants.caps as usize]
                .iter()
                .any(shares)
        {
            return false;
        }
        let mark = self.journal.len();
        self.take(other, lies);
        let fits = self.fits(hand, to);
        self.undo(mark);
        fits
    }

    /// Makes the moves of a chain, the last one first; false, and nothing changed, where one of them is in the way of
    /// another.
    fn follow(&mut self, at: usize, class: u32, lies: u32, to: u32) -> bool {
        let mark = self.journal.len();
        let mut step = Step {
            hand: class,
            from: lies,
            to,
            parent: at as u32,
        };
        loop {
            if step.from != NONE {
                self.take(step.hand, step.from);
            }
            if !self.fits(step.hand, step.to) {
                self.undo(mark);
                return false;
            }
            self.put(step.hand, step.to);
            if step.parent == NONE {
                return true;
            }
            step = self.steps[step.parent as usize];
        }
    }

    /// Whether a cap alone keeps a touch out of a bin.
    fn is_capped_out(&self, class: u32, bin: u32) -> bool {
        let touch = &self.problem.classes[class as usize];
        let day = self.problem.bins[bin as usize].day;
        touch.caps != 0
            && touch.effort <= self.free[bin as usize]
            && self.caps.room(&self.problem, touch.caps, day) == 0
    }

    fn fits(&self, class: u32, bin: u32) -> bool {
        let touch: &Class = &self.problem.classes[class as usize];
        let place = &self.problem.bins[bin as usize];
        if touch.effort > self.free[bin as usize] || place.mask & (1 << touch.category) == 0 {
            return false;
        }
        if touch.caps != 0 && self.caps.room(&self.problem, touch.caps, place.day) == 0 {
            return false;
        }
        (touch.hours == 0 && self.timed[bin as usize] == 0)
            || (self.problem.accepts(bin, touch)
                && in_sequence(
                    &self.problem,
                    bin,
                    self.items[bin as usize].iter().copied().chain([(class, 1)]),
                ))
    }

    fn put(&mut self, class: u32, bin: u32) {
        self.journal.push((class, bin, true));
        self.add(class, bin);
    }

    fn take(&mut self, class: u32, bin: u32) {
        self.journal.push((class, bin, false));
        self.remove(class, bin);
    }

    fn add(&mut self, class: u32, bin: u32) {
        let touch = self.problem.classes[class as usize];
        self.free[bin as usize] -= touch.effort;
        self.timed[bin as usize] += u32::from(touch.hours != 0);
        if touch.caps != 0 {
            let day = self.problem.bins[bin as usize].day;
            self.caps.add(&self.problem, touch.caps, day, 1);
        }
        let here = &mut self.items[bin as usize];
        match here.binary_search_by_key(&class, |(class, _)| *class) {
            Ok(at) => here[at].1 += 1,
            Err(at) => here.insert(at, (class, 1)),
        }
    }

    fn remove(&mut self, class: u32, bin: u32) {
        let here = &mut self.items[bin as usize];
        let Ok(at) = here.binary_search_by_key(&class, |(class, _)| *class) else {
            return;
        };
        here[at].1 -= 1;
        if here[at].1 == 0 {
            here.remove(at);
        }
        let touch = self.problem.classes[class as usize];
        self.free[bin as usize] += touch.effort;
        self.timed[bin as usize] -= u32::from(touch.hours != 0);
        if touch.caps != 0 {
            let day = self.problem.bins[bin as usize].day;
            self.caps.remove(&self.problem, touch.caps, day, 1);
        }
    }

    fn undo(&mut self, mark: usize) {
        while self.journal.len() > mark {
            match self.journal.pop() {
                Some((class, bin, true)) => self.remove(class, bin),
                Some((class, bin, false)) => self.add(class, bin),
                None => return,
            }
        }
    }

    /// Takes back all moves since they were last kept.
    pub(super) fn forget(&mut self) {
        self.undo(0);
    }

    /// Keeps all moves.
    pub(super) fn keep(&mut self) {
        self.journal.clear();
    }

    /// Counts touches that are promised in addition, each class once for each time it is named.
    pub(super) fn promise(&mut self, classes: &[u32]) {
        for class in classes {
            self.counts[*class as usize] += 1;
        }
    }

    /// The opposite of [`promise`](Self::promise).
    pub(super) fn excuse(&mut self, classes: &[u32]) {
        for class in classes {
            self.counts[*class as usize] -= 1;
        }
    }

    /// Takes one touch of each class off the board, from the last bin that has one.
    pub(super) fn free(&mut self, classes: &[u32]) {
        self.excuse(classes);
        for &class in classes {
            let Reach { pool, from, to } = self.reach[class as usize];
            let holds = |at: &u32| {
                let bin = self.problem.pools[pool as usize].bins[*at as usize];
                let here = &self.items[bin as usize];
                here.binary_search_by_key(&class, |(class, _)| *class)
                    .is_ok()
            };
            if let Some(at) = (from..to).rev().find(holds) {
                let bin = self.problem.pools[pool as usize].bins[at as usize];
                self.remove(class, bin);
            }
        }
    }

    /// Places all that is counted of a pool from nothing, as `fit` does; `None` where anything is left out.
    pub(super) fn anew(&self, pool: usize, effort: Effort) -> Option<Placement> {
        let pool = &self.problem.pools[pool];
        place_all(&self.problem, pool, &self.counts, effort)
    }

    /// Puts another placement of a pool in the place of the one on the board.
    pub(super) fn replace(&mut self, pool: usize, placement: &Placement) {
        for at in 0..self.problem.pools[pool].bins.len() {
            let bin = self.problem.pools[pool].bins[at];
            while let Some(&(class, _)) = self.items[bin as usize].last() {
                self.remove(class, bin);
            }
        }
        for (class, bin, count) in &placement.items {
            for _ in 0..*count {
                self.add(*class, *bin);
            }
        }
        self.keep();
    }
}
