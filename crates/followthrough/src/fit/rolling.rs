//! Touches under a cap on 7 days in a row that jam though no span of days is overfull: what one span sends late is in
//! the way of what the next must send early.
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
    let caps = (0..).zip(&problem.limits).filter_map(|(cap, limit)| {
        let week = limit.week?;
        Some((cap, limit.day.unwrap_or(week).min(week), week))
    });
    let caps = caps.filter(|_| problem.days <= DAYS);
    caps.flat_map(|(cap, day, week)| of_cap(problem, cap, (day, week), wanted, scale))
        .collect()
}

fn of_cap(
    problem: &Problem,
    cap: u16,
    (day, week): (u32, u32),
    wanted: &[(u32, u64)],
    scale: u64,
) -> Vec<Jam> {
    // By class the window of those under the cap.
    let window = |class: u32| {
        let touch = &problem.classes[class as usize];
        let under = problem.cap_sets[touch.caps as usize].contains(&cap);
        let of = |bin: u32| problem.bins[bin as usize].day;
        (under && touch.first <= touch.last).then(|| (of(touch.first), of(touch.last)))
    };
    let days = problem.days as usize;
    let mut by_open: Vec<Vec<(u32, u64)>> = vec![Vec::new(); days];
    for (class, count) in wanted.iter().filter(|(_, count)| *count > 0) {
        if let Some((open, close)) = window(*class) {
            by_open[open as usize].push((close, *count));
        }
    }
    if by_open.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    // What jams must hold for all who may come under the cap, not only for those who are wanted now.
    let (mut mask, mut least) = (0, u32::MAX);
    for class in 0..problem.classes.len() as u32 {
        if window(class).is_some() {
            let touch = &problem.classes[class as usize];
            mask |= 1 << touch.category;
            least = least.min(touch.effort);
        }
    }
    let mut edges = Vec::new();
    // What days can hold.
    let mut fits = vec![0_u64; days];
    for bin in problem.bins.iter().filter(|bin| bin.mask & mask != 0) {
        let fit = bin.room.checked_div(least).unwrap_or(u32::MAX);
        fits[bin.day as usize] += u64::from(fit);
    }
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
    let rounds = rounds(days + 1, &edges);
    let jam = |round: Vec<usize>| {
        let parts = round.iter().map(|edge| &edges[*edge]);
        let spans: Vec<(u32, u32)> = parts.clone().filter_map(|edge| edge.span).collect();
        let held = parts.filter(|edge| edge.span.is_none());
        let held: i64 = held.map(|edge| edge.most).sum();
        let takes = (0..problem.classes.len() as u32).map(|class| {
            let inside = window(class).map_or(0, |(from, to)| {
                let spans = spans.iter();
                spans
                    .filter(|(open, close)| *open <= from && to <= *close)
                    .count()
            });
            inside as u32
        });
        Jam::new(takes.collect(), held.max(0) as u64 / scale)
    };
    rounds.into_iter().map(jam).collect()
}

/// Ways round that come to less than nothing, as places of edges.
fn rounds(nodes: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut least = vec![0_i64; nodes];
    let mut by: Vec<Option<usize>> = vec![None; nodes];
    for _ in 0..nodes {
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
            return Vec::new();
        }
    }
    // Who came by whom: what closes in itself is such a way.
    let mut seen = vec![0; nodes];
    let mut rounds = Vec::new();
    for first in 0..nodes {
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
    use crate::fit::problem::{Bin, Class, Limit};

    #[test]
    fn what_one_span_sends_late_is_in_the_way_of_the_next() {
        // Two in any 7 days: 11 days hold four, two on the first four and two on the last four.
        let bins = (0..14).map(|day| Bin {
            day,
            room: 6_000,
            mask: 1,
        });
        let limits = vec![Limit {
            day: None,
            week: Some(2),
        }];
        let mut problem = Problem::new(bins.collect(), 14, limits);
        let caps = problem.cap_set(&[0]);
        let mut class = |first, last| {
            problem.class(Class {
                first,
                last,
                category: 0,
                effort: 600,
                caps,
                hours: 0,
                owed: 0,
            })
        };
        let (wide, narrow) = (class(0, 10), class(4, 6));
        problem.divide();
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
    fn what_jams_holds_for_touches_that_are_not_wanted_yet() {
        // An hour a day: one long touch or two short ones.
        let bins = (0..7).map(|day| Bin {
            day,
            room: 3_600,
            mask: 1,
        });
        let limits = vec![Limit {
            day: None,
            week: Some(9),
        }];
        let mut problem = Problem::new(bins.collect(), 7, limits);
        let caps = problem.cap_set(&[0]);
        let mut class = |effort| {
            problem.class(Class {
                first: 0,
                last: 0,
                category: 0,
                effort,
                caps,
                hours: 0,
                owed: 0,
            })
        };
        let (long, short) = (class(3_600), class(1_800));
        problem.divide();
        for jam in rolling(&problem, &[(long, 3)], 1) {
            assert!(jam.inside([(short, 2)].into_iter()) <= jam.holds, "{jam:?}");
        }
    }
}
