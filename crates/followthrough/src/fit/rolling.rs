//! Caps on 7 days in a row: how many touches to send on each day; or what jams though no span of days is overfull, because
//! what one span sends late is in the way of what the next must send early.
//!
//! Let a prefix be how many were sent up to a day. A cap says by how much prefixes 7 days apart may differ at the most,
//! windows say by how much others must differ at the least. Such differences can all be met if and only if going round
//! along them never comes to less than nothing (Bellman, 1958; Ford, 1956), so a way round that does is what jams.

use super::jam::Jam;
use super::problem::Problem;

/// Calendars with more days are not looked into.
const DAYS: u32 = 400;

/// One prefix is no more than another and a difference.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    most: i64,
    /// For what must be sent: the first and the last day.
    span: Option<(u32, u32)>,
}

/// What jams under caps on 7 days, among touches by class and how many, which are `scale` times what they stand for.
pub(crate) fn rolling(problem: &Problem, wanted: &[(u32, u64)], scale: u64) -> Vec<Jam> {
    caps(problem)
        .filter_map(|cap| Prefixes::new(problem, cap, wanted, scale))
        .flat_map(|prefixes| prefixes.jams())
        .collect()
}

/// By cap on 7 days how many touches to send on each day, so that all of them can be sent as far as caps and windows
/// tell; `None` where they cannot be.
pub(crate) fn sendings(problem: &Problem, wanted: &[u32]) -> Option<Vec<(u16, Vec<u32>)>> {
    let wanted: Vec<(u32, u64)> = (0..).zip(wanted.iter().copied().map(u64::from)).collect();
    let mut all = Vec::new();
    for cap in caps(problem) {
        if let Some(prefixes) = Prefixes::new(problem, cap, &wanted, 1) {
            let least = shortest(prefixes.days + 1, &prefixes.edges).ok()?;
            let days = least
                .windows(2)
                .map(|pair| (pair[1] - pair[0]).max(0) as u32);
            all.push((cap.cap, days.collect()));
        }
    }
    Some(all)
}

/// A cap on 7 days: what it allows on one day and in 7.
#[derive(Debug, Clone, Copy)]
struct Cap {
    cap: u16,
    day: u32,
    week: u32,
}

fn caps(problem: &Problem) -> impl Iterator<Item = Cap> {
    let caps = (0..).zip(&problem.limits).filter_map(|(cap, limit)| {
        let week = limit.week?;
        let day = limit.day.unwrap_or(week).min(week);
        Some(Cap { cap, day, week })
    });
    caps.filter(|_| problem.days <= DAYS)
}

/// By how much prefixes of what is sent under a cap may differ.
struct Prefixes<'a> {
    problem: &'a Problem,
    cap: u16,
    scale: u64,
    days: usize,
    edges: Vec<Edge>,
}

impl<'a> Prefixes<'a> {
    /// `None` where nothing is wanted under the cap.
    fn new(
        problem: &'a Problem,
        Cap { cap, day, week }: Cap,
        wanted: &[(u32, u64)],
        scale: u64,
    ) -> Option<Self> {
        let days = problem.days as usize;
        let mut prefixes = Self {
            problem,
            cap,
            scale,
            days,
            edges: Vec::new(),
        };
        let mut by_open: Vec<Vec<(u32, u64)>> = vec![Vec::new(); days];
        for (class, count) in wanted.iter().filter(|(_, count)| *count > 0) {
            if let Some((open, close)) = prefixes.window(*class) {
                by_open[open as usize].push((close, *count));
            }
        }
        if by_open.iter().all(Vec::is_empty) {
            return None;
        }
        let fits = prefixes.fits();
        let edges = &mut prefixes.edges;
        for (at, fit) in fits.iter().enumerate() {
            let most = |most: u64| i64::try_from(most * scale).unwrap_or(i64::MAX / 4);
            let edge = |from, to, most| Edge {
                from,
                to,
                most,
                span: None,
            };
            edges.push(edge(at, at + 1, most(u64::from(day).min(*fit))));
            edges.push(edge(at, (at + 7).min(days), most(week.into())));
            edges.push(edge(at + 1, at, 0));
        }
        // What must be sent between two days.
        let mut taken = vec![0_u64; days];
        for open in (0..days).rev().filter(|open| !by_open[*open].is_empty()) {
            for (close, count) in &by_open[open] {
                let taken = &mut taken[*close as usize];
                *taken = taken.saturating_add(*count);
            }
            let mut sum = 0_u64;
            for (close, taken) in taken.iter().enumerate().skip(open) {
                sum = sum.saturating_add(*taken);
                if *taken > 0 {
                    edges.push(Edge {
                        from: close + 1,
                        to: open,
                        most: -i64::try_from(sum).unwrap_or(i64::MAX / 4),
                        span: Some((open as u32, close as u32)),
                    });
                }
            }
        }
        Some(prefixes)
    }

    /// The window of a class under the cap.
    fn window(&self, class: u32) -> Option<(u32, u32)> {
        let touch = &self.problem.classes[class as usize];
        let under = self.problem.cap_sets[touch.caps as usize].contains(&self.cap);
        let of = |bin: u32| self.problem.bins[bin as usize].day;
        (under && touch.first <= touch.last).then(|| (of(touch.first), of(touch.last)))
    }

    /// What days can hold: of all who may come under the cap, not only of those who are wanted now.
    fn fits(&self) -> Vec<u64> {
        let (mut mask, mut least) = (0, u32::MAX);
        for class in 0..self.problem.classes.len() as u32 {
            if self.window(class).is_some() {
                let touch = &self.problem.classes[class as usize];
                mask |= 1 << touch.category;
                least = least.min(touch.effort);
            }
        }
        let mut fits = vec![0_u64; self.days];
        let bins = self.problem.bins.iter();
        for bin in bins.filter(|bin| bin.mask & mask != 0) {
            let fit = bin.room.checked_div(least).unwrap_or(u32::MAX);
            fits[bin.day as usize] += u64::from(fit);
        }
        fits
    }

    fn jams(&self) -> Vec<Jam> {
        let rounds = shortest(self.days + 1, &self.edges).err();
        let rounds = rounds.unwrap_or_default().into_iter();
        rounds.map(|round| self.jam(&round)).collect()
    }

    fn jam(&self, round: &[usize]) -> Jam {
        let parts = round.iter().map(|edge| &self.edges[*edge]);
        let spans: Vec<(u32, u32)> = parts.clone().filter_map(|edge| edge.span).collect();
        let held = parts.filter(|edge| edge.span.is_none());
        let held: i64 = held.map(|edge| edge.most).sum();
        let takes = (0..self.problem.classes.len() as u32).map(|class| {
            let inside = self.window(class).map_or(0, |(from, to)| {
                let spans = spans.iter();
                spans
                    .filter(|(open, close)| *open <= from && to <= *close)
                    .count()
            });
            inside as u32
        });
        Jam::new(takes.collect(), held.max(0) as u64 / self.scale)
    }
}

/// Prefixes that differ as edges say; otherwise ways round that come to less than nothing, as places of edges.
fn shortest(nodes: usize, edges: &[Edge]) -> Result<Vec<i64>, Vec<Vec<usize>>> {
    let mut least = vec![0_i64; nodes];
    let mut by: Vec<Option<usize>> = vec![None; nodes];
    let mut look = 2;
    for pass in 1..=nodes {
        let mut changed = false;
        for (at, edge) in edges.iter().enumerate() {
            let through = least[edge.from].saturating_add(edge.most);
            if through < least[edge.to] {
                least[edge.to] = through;
                by[edge.to] = Some(at);
                changed = true;
            }
        }
        if !changed {
            return Ok(least);
        }
        // They show long before the last pass.
        if pass == look || pass == nodes {
            look += look / 2;
            let rounds = rounds(&by, edges);
            if !rounds.is_empty() {
                return Err(rounds);
            }
        }
    }
    Err(Vec::new())
}

/// Who came by whom: what closes in itself comes to less than nothing.
fn rounds(by: &[Option<usize>], edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut seen = vec![0; by.len()];
    let mut rounds = Vec::new();
    for first in 0..by.len() {
        let mut node = first;
        while seen[node] == 0 {
            seen[node] = first + 1;
            let Some(edge) = by[node] else { break };
            node = edges[edge].from;
        }
        if seen[node] != first + 1 {
            continue;
        }
        let mut round: Vec<usize> = Vec::new();
        let begin = node;
        while let Some(edge) = by[node] {
            round.push(edge);
            node = edges[edge].from;
            if node == begin {
                rounds.push(round);
                break;
            }
        }
    }
    rounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::place::{Effort, place};
    use crate::fit::problem::{Bin, Class, Limit};

    /// A segment a day, and a class under a cap on 7 days for each window: first day, last day, effort.
    fn capped<const COUNT: usize>(
        (days, room): (u32, u32),
        week: u32,
        windows: [(u32, u32, u32); COUNT],
    ) -> (Problem, [u32; COUNT]) {
        let bins = (0..days).map(|day| Bin { day, room, mask: 1 });
        let limits = vec![Limit {
            day: None,
            week: Some(week),
        }];
        let mut problem = Problem::new(bins.collect(), days, limits);
        let caps = problem.cap_set(&[0]);
        let classes = windows.map(|(first, last, effort)| {
            problem.class(Class {
                first,
                last,
                category: 0,
                effort,
                caps,
                hours: 0,
                owed: 0,
            })
        });
        problem.divide();
        (problem, classes)
    }

    #[test]
    fn what_one_span_sends_late_is_in_the_way_of_the_next() {
        // Two in any 7 days: 11 days hold four, two on the first four and two on the last four.
        let (problem, [wide, narrow]) = capped((14, 6_000), 2, [(0, 10, 600), (4, 6, 600)]);
        assert!(rolling(&problem, &[(wide, 4)], 1).is_empty());
        assert!(rolling(&problem, &[(wide, 2), (narrow, 1)], 1).is_empty());
        // Four as well, and no span holds too little; but none of the four may be on the days between.
        let wanted = [(wide, 3), (narrow, 1)];
        let found = rolling(&problem, &wanted, 1);
        let [jam, ..] = found.as_slice() else {
            panic!("four do not fit");
        };
        assert_eq!((jam.inside(wanted.into_iter()), jam.holds), (5, 4));
    }

    #[test]
    fn what_is_sent_leaves_room_for_what_can_only_be_sent_later() {
        // Three in any 7 days. Sent as early as can be, the wide ones take the narrow ones' room.
        let (problem, [wide, narrow]) = capped((14, 6_000), 3, [(2, 13, 600), (5, 6, 600)]);
        let mut wanted = vec![0; problem.classes.len()];
        (wanted[wide as usize], wanted[narrow as usize]) = (3, 2);
        let sent = sendings(&problem, &wanted);
        let Some([(0, days)]) = sent.as_deref() else {
            panic!("one cap");
        };
        let sum = |days: &[u32]| days.iter().sum::<u32>();
        assert!(days.windows(7).all(|week| sum(week) <= 3), "{days:?}");
        assert!(sum(&days[5..7]) >= 2, "{days:?}");
        assert!(sum(&days[2..]) >= 5, "{days:?}");
        let early = place(&problem, &wanted, Effort::Quick);
        assert!(!early.missed.is_empty());
        let placed = place(&problem, &wanted, Effort::Thorough);
        assert!(placed.missed.is_empty());

        wanted[narrow as usize] = 4;
        assert_eq!(sendings(&problem, &wanted), None);
    }

    #[test]
    fn what_jams_holds_for_touches_that_are_not_wanted_yet() {
        // An hour a day: one long touch or two short ones.
        let (problem, [long, short]) = capped((7, 3_600), 9, [(0, 0, 3_600), (0, 0, 1_800)]);
        let found = rolling(&problem, &[(long, 3)], 1);
        assert!(!found.is_empty());
        for jam in found {
            assert!(jam.inside([(short, 2)].into_iter()) <= jam.holds, "{jam:?}");
        }
    }
}
