//! Touches that jam: wherever each of them may lie, all their places together hold less than they take.
//!
//! A gauge asks about the same days for all its categories. Where some segments are open to several categories, or caps
//! keep touches out of segments that have time, what jams may be touches of one category in one span of days with
//! touches of another in the next. They are the source's side of a least cut between touches and places (Hall, 1935;
//! Ford and Fulkerson, 1956), with touches split at will.

use super::bound::Fill;
use super::problem::{Pool, Problem};

/// Calendars with more places are not looked into.
const PLACES: usize = 2_000;

/// Touches that jam.
#[derive(Debug, Clone)]
pub(crate) struct Jam {
    /// By class: what a touch takes of what is held.
    takes: Vec<u32>,
    /// What all their places hold.
    pub(crate) holds: u64,
}

impl Jam {
    /// What touches take of it, by class and how many.
    pub(crate) fn inside(&self, touches: impl Iterator<Item = (u32, u64)>) -> u64 {
        touches
            .map(|(class, count)| u64::from(self.takes[class as usize]).saturating_mul(count))
            .fold(0, u64::saturating_add)
    }
}

/// What jams among touches, by class and how many, which are `scale` times what they stand for.
pub(crate) fn jams(problem: &Problem, wanted: &[(u32, u64)], scale: u64) -> Vec<Jam> {
    let pools = problem.pools.iter();
    // Elsewhere spans tell all that there is.
    let pools = pools.filter(|pool| !pool.alike || pool.capped);
    let pools = pools.filter(|pool| pool.bins.len() < PLACES);
    pools
        .filter_map(|pool| Network::new(problem, pool, wanted, scale).jam())
        .collect()
}

/// Classes, the caps of a day that they are under, and segments.
struct Network<'a> {
    problem: &'a Problem,
    pool: &'a Pool,
    /// Classes of which anything is wanted.
    classes: Vec<u32>,
    /// Sets of caps with a day.
    gates: Vec<(u16, u32)>,
    flow: Flow,
}

const SOURCE: usize = 0;
const SINK: usize = 1;

impl<'a> Network<'a> {
    fn new(problem: &'a Problem, pool: &'a Pool, wanted: &[(u32, u64)], scale: u64) -> Self {
        let mut amounts: Vec<(u32, u64)> = wanted
            .iter()
            .filter(|(class, count)| {
                let touch = &problem.classes[*class as usize];
                let is_here = pool.mask & (1 << touch.category) != 0;
                *count > 0 && touch.effort > 0 && touch.first <= touch.last && is_here
            })
            .copied()
            .collect();
        amounts.sort_unstable();
        amounts.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            if same {
                sum.1 = sum.1.saturating_add(next.1);
            }
            same
        });
        let classes: Vec<u32> = amounts.iter().map(|(class, _)| *class).collect();
        let longest = longest(problem, classes.iter());
        let mut days: Vec<u32> = pool
            .bins
            .iter()
            .map(|bin| problem.bins[*bin as usize].day)
            .collect();
        days.dedup();
        let capped = (0..).zip(&longest).filter(|(set, longest)| {
            let capped = a_day(problem, *set).is_some();
            capped && **longest > 0
        });
        let gates = capped.flat_map(|(set, _)| days.iter().map(move |day| (set, *day)));
        let mut network = Self {
            problem,
            pool,
            classes,
            gates: gates.collect(),
            flow: Flow::default(),
        };
        network.flow = Flow::new(network.bin(pool.bins.len()));
        for (at, (class, count)) in amounts.iter().enumerate() {
            let effort = u64::from(problem.classes[*class as usize].effort);
            let node = network.class(at);
            network
                .flow
                .arc(SOURCE, node, effort.saturating_mul(*count));
        }
        for at in 0..network.gates.len() {
            let (set, _) = network.gates[at];
            let most = u64::from(a_day(problem, set).unwrap_or(u32::MAX));
            let most = (most * u64::from(longest[set as usize])).saturating_mul(scale);
            let (entry, exit) = network.gate(at);
            network.flow.arc(entry, exit, most);
        }
        let fill = Fill::new(&pool.efforts);
        for (at, bin) in pool.bins.iter().enumerate() {
            let most = u64::from(fill.most(problem.bins[*bin as usize].room)) * scale;
            let node = network.bin(at);
            network.flow.arc(node, SINK, most);
        }
        network.join();
        network
    }

    fn class(&self, at: usize) -> usize {
        SINK + 1 + at
    }

    fn gate(&self, at: usize) -> (usize, usize) {
        let entry = self.class(self.classes.len()) + 2 * at;
        (entry, entry + 1)
    }

    fn bin(&self, at: usize) -> usize {
        self.gate(self.gates.len()).0 + at
    }

    /// Lets classes pass into the bins that accept them, by the gates of their caps where there are any.
    fn join(&mut self) {
        let problem = self.problem;
        // By gate the bins that it leads to.
        let mut leads: Vec<Vec<usize>> = vec![Vec::new(); self.gates.len()];
        for at in 0..self.classes.len() {
            let touch = &problem.classes[self.classes[at] as usize];
            let from = self.class(at);
            let bins = &self.pool.bins;
            let first = bins.partition_point(|bin| *bin < touch.first);
            let mut last = None;
            for (place, &bin) in bins.iter().enumerate().skip(first) {
                if bin > touch.last {
                    break;
                }
                if !problem.accepts(bin, touch) {
                    continue;
                }
                let to = self.bin(place);
                let day = problem.bins[bin as usize].day;
                let Ok(gate) = self.gates.binary_search(&(touch.caps, day)) else {
                    self.flow.arc(from, to, u64::MAX);
                    continue;
                };
                let (entry, exit) = self.gate(gate);
                if last.replace(gate) != Some(gate) {
                    self.flow.arc(from, entry, u64::MAX);
                }
                if !leads[gate].contains(&to) {
                    leads[gate].push(to);
                    self.flow.arc(exit, to, u64::MAX);
                }
            }
        }
    }

    /// What jams, if anything does.
    fn jam(mut self) -> Option<Jam> {
        let problem = self.problem;
        if !self.flow.run(SOURCE, SINK) {
            return None;
        }
        let jammed = (0..self.classes.len()).filter(|at| self.flow.is_reached(self.class(*at)));
        let jammed: Vec<u32> = jammed.map(|at| self.classes[at]).collect();
        let longest = longest(problem, jammed.iter());
        let mut efforts: Vec<u32> = jammed
            .iter()
            .map(|class| problem.classes[*class as usize].effort)
            .collect();
        efforts.sort_unstable();
        efforts.dedup();
        let fill = Fill::new(&efforts);
        // Bins that they can all have, and gates through which they come to no more of them.
        let mut holds = 0;
        let mut whole = vec![false; problem.bins.len()];
        for (at, bin) in self.pool.bins.iter().enumerate() {
            if self.flow.is_reached(self.bin(at)) {
                whole[*bin as usize] = true;
                holds += u64::from(fill.most(problem.bins[*bin as usize].room));
            }
        }
        let mut shut: Vec<(u16, u32)> = Vec::new();
        for (at, (set, day)) in self.gates.iter().enumerate() {
            let (entry, exit) = self.gate(at);
            if self.flow.is_reached(entry) && !self.flow.is_reached(exit) {
                let most = u64::from(a_day(problem, *set).unwrap_or(u32::MAX));
                holds += most * u64::from(longest[*set as usize]);
                shut.push((*set, *day));
            }
        }
        let mut takes = vec![0; problem.classes.len()];
        for class in &self.pool.classes {
            let touch = &problem.classes[*class as usize];
            let is_shut = |bin: u32| {
                let day = problem.bins[bin as usize].day;
                longest[touch.caps as usize] >= touch.effort
                    && shut.binary_search(&(touch.caps, day)).is_ok()
            };
            let mut bins = touch.first..=touch.last;
            let is_inside = efforts.binary_search(&touch.effort).is_ok()
                && bins
                    .all(|bin| whole[bin as usize] || !problem.accepts(bin, touch) || is_shut(bin));
            if is_inside {
                takes[*class as usize] = touch.effort;
            }
        }
        Some(Jam { takes, holds })
    }
}

/// How many touches a day a set of caps lets pass, where that is limited.
fn a_day(problem: &Problem, set: u16) -> Option<u32> {
    let caps = problem.cap_sets[set as usize].iter();
    caps.filter_map(|cap| problem.limits[*cap as usize].day)
        .min()
}

/// By set of caps the most seconds that a touch of some classes takes.
fn longest<'a>(problem: &Problem, classes: impl Iterator<Item = &'a u32>) -> Vec<u32> {
    let mut longest = vec![0; problem.cap_sets.len()];
    for class in classes {
        let touch = &problem.classes[*class as usize];
        let longest: &mut u32 = &mut longest[touch.caps as usize];
        *longest = touch.effort.max(*longest);
    }
    longest
}

/// A flow between two nodes (Dinic, 1970).
#[derive(Default)]
struct Flow {
    /// By node its arcs.
    arcs: Vec<Vec<usize>>,
    /// By arc where it leads, and what it still lets pass. The next or last one leads back.
    ends: Vec<(usize, u64)>,
    depth: Vec<u32>,
    next: Vec<usize>,
}

impl Flow {
    fn new(nodes: usize) -> Self {
        Self {
            arcs: vec![Vec::new(); nodes],
            ends: Vec::new(),
            depth: Vec::new(),
            next: Vec::new(),
        }
    }

    fn arc(&mut self, from: usize, to: usize, most: u64) {
        self.arcs[from].push(self.ends.len());
        self.ends.push((to, most));
        self.arcs[to].push(self.ends.len());
        self.ends.push((from, 0));
    }

    /// Lets pass as much as can; whether anything that could leave the source is left.
    fn run(&mut self, source: usize, sink: usize) -> bool {
        while self.layer(source, sink) {
            self.next.clear();
            self.next.resize(self.arcs.len(), 0);
            let mut path: Vec<usize> = Vec::new();
            let mut node = source;
            loop {
                if node == sink {
                    let least = path.iter().map(|arc| self.ends[*arc].1).min().unwrap_or(0);
                    let mut back = 0;
                    for (at, arc) in path.iter().enumerate().rev() {
                        self.ends[*arc].1 -= least;
                        self.ends[*arc ^ 1].1 = self.ends[*arc ^ 1].1.saturating_add(least);
                        if self.ends[*arc].1 == 0 {
                            back = at;
                        }
                    }
                    node = self.ends[path[back] ^ 1].0;
                    path.truncate(back);
                    continue;
                }
                let arcs = &self.arcs[node];
                let next = &mut self.next[node];
                while let Some(arc) = arcs.get(*next) {
                    let (to, most) = self.ends[*arc];
                    if most > 0 && self.depth[to] == self.depth[node] + 1 {
                        break;
                    }
                    *next += 1;
                }
                match arcs.get(*next) {
                    Some(arc) => {
                        path.push(*arc);
                        node = self.ends[*arc].0;
                    }
                    None => {
                        let Some(arc) = path.pop() else { break };
                        node = self.ends[arc ^ 1].0;
                        self.next[node] += 1;
                    }
                }
            }
        }
        self.arcs[source].iter().any(|arc| self.ends[*arc].1 > 0)
    }

    fn layer(&mut self, source: usize, sink: usize) -> bool {
        self.depth.clear();
        self.depth.resize(self.arcs.len(), u32::MAX);
        self.depth[source] = 0;
        let mut line = vec![source];
        let mut at = 0;
        while let Some(node) = line.get(at).copied() {
            at += 1;
            for arc in &self.arcs[node] {
                let (to, most) = self.ends[*arc];
                if most > 0 && self.depth[to] == u32::MAX {
                    self.depth[to] = self.depth[node] + 1;
                    line.push(to);
                }
            }
        }
        self.depth[sink] != u32::MAX
    }

    /// Whether more could come to a node: after [`Self::run`], whether it lies on the source's side of a least cut.
    fn is_reached(&self, node: usize) -> bool {
        self.depth[node] != u32::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::super::problem::{Bin, Class, Limit};
    use super::*;

    fn touch(category: u8, first: u32, last: u32, caps: u16) -> Class {
        Class {
            first,
            last,
            category,
            effort: 600,
            caps,
            hours: 0,
            owed: 0,
        }
    }

    fn bin(day: u32, touches: u32, mask: u64) -> Bin {
        let room = 600 * touches;
        Bin { day, room, mask }
    }

    #[test]
    fn touches_of_two_categories_jam_where_no_span_of_the_same_days_does() {
        // Monday is for calls, Tuesday for both, Wednesday for mail; each has room for two.
        let bins = vec![bin(0, 2, 1), bin(1, 2, 3), bin(2, 2, 2)];
        let mut problem = Problem::new(bins, 3, Vec::new());
        let calls = problem.class(touch(0, 0, 1, 0));
        let mail = problem.class(touch(1, 1, 2, 0));
        problem.divide();
        assert!(jams(&problem, &[(calls, 3), (mail, 3)], 1).is_empty());
        let found = jams(&problem, &[(calls, 4), (mail, 3)], 1);
        let [jam] = found.as_slice() else {
            panic!("one pool jams once, not {found:?}");
        };
        assert_eq!(jam.holds, 3_600);
        assert_eq!(jam.inside([(calls, 4), (mail, 3)].into_iter()), 7 * 600);
    }

    #[test]
    fn a_cap_jams_with_the_time_of_other_days() {
        // Two calls a day, though Monday has room for six; Tuesday has room for one.
        let limits = vec![Limit {
            day: Some(2),
            week: None,
        }];
        let mut problem = Problem::new(vec![bin(0, 6, 1), bin(1, 1, 1)], 2, limits);
        let caps = problem.cap_set(&[0]);
        let call = problem.class(touch(0, 0, 1, caps));
        let note = problem.class(touch(0, 1, 1, 0));
        problem.divide();
        assert!(jams(&problem, &[(call, 3)], 1).is_empty());
        let found = jams(&problem, &[(call, 3), (note, 1)], 1);
        let [jam] = found.as_slice() else {
            panic!("one pool jams once, not {found:?}");
        };
        assert_eq!(jam.holds, 3 * 600);
        assert_eq!(jam.inside([(call, 3), (note, 1)].into_iter()), 4 * 600);
    }
}
