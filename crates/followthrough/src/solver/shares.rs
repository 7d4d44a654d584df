//! Shares of segments: what touches of each effort must count so that a span of days holds less than is needed of them,
//! where neither time nor whole touches tell.
//!
//! A segment of 35 minutes has room for three touches of 10, for two and two of 7, for one and three, or for five of 7.
//! Let a touch of 10 take two shares and one of 7 one: none of these ways comes to more than six. So four such segments
//! hold no nine touches of 10 with seven of 7, although these are 139 minutes of 140. The shares that tell most are the
//! dual of the pattern relaxation of bin packing (Gilmore and Gomory, 1961). The library's floats only suggest them; they
//! are rounded, and what segments hold is counted anew.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Program, Variable};
use rustc_hash::FxHashMap;

use super::bound::{Gauge, Share};
use super::problem::{Class, Pool, Problem, gcd};

/// Spans looked into at a time, the fullest first.
const SPANS: usize = 16;
/// Spans looked into for one question.
const LOOKS: u32 = 80;
/// Spans that are less full than this, in hundredths of their time, are not looked into.
const FULL: u64 = 80;
/// Calendars with more days are not looked into.
const DAYS: usize = 500;
/// Kinds of touches, and units of a segment, that are worth it.
const KINDS: usize = 24;
const CELLS: u32 = 4_096;
/// Patterns are added this many times.
const ROUNDS: usize = 80;

/// Touches of one category and effort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    category: u8,
    effort: u32,
}

/// Segments of one length that can take the same kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    /// The length, in units.
    room: u32,
    /// Places in the kinds, as bits.
    kinds: u32,
}

impl Shape {
    fn kinds(self) -> impl Iterator<Item = usize> {
        (0..KINDS).filter(move |kind| self.kinds & (1 << kind) != 0)
    }
}

/// Segments of a shape, and how many.
type Segments = Vec<(Shape, u32)>;

/// What must be placed between two days, as places among a pool's days.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    open: usize,
    close: usize,
    kind: usize,
    parts: u64,
}

/// A pool whose touches are of several kinds.
#[derive(Debug)]
struct Mixed {
    /// The pool's number.
    pool: usize,
    /// Seconds that all efforts are whole numbers of.
    unit: u32,
    kinds: Vec<Kind>,
    /// By kind: the windows in which there can be touches of it, as places among the days.
    windows: Vec<Vec<(usize, usize)>>,
    days: Vec<u32>,
    /// By day.
    segments: Vec<Segments>,
    /// Seconds of segments up to, and without, each day.
    before: Vec<u64>,
}

impl Mixed {
    /// `asked` are the classes that count.
    fn new(problem: &Problem, number: usize, asked: &[bool]) -> Option<Self> {
        let pool = &problem.pools[number];
        let kinds = kinds(problem, pool, asked);
        if kinds.len() < 2 || kinds.len() > KINDS {
            return None;
        }
        let unit = kinds.iter().fold(0, |unit, kind| gcd(unit, kind.effort));
        let mut mixed = Self {
            pool: number,
            unit,
            windows: vec![Vec::new(); kinds.len()],
            kinds,
            days: Vec::new(),
            segments: Vec::new(),
            before: vec![0],
        };
        for bin in &pool.bins {
            let bin = &problem.bins[*bin as usize];
            if bin.room / unit > CELLS {
                return None;
            }
            if mixed.days.last() != Some(&bin.day) {
                mixed.days.push(bin.day);
                mixed.segments.push(Vec::new());
                mixed.before.push(mixed.before[mixed.before.len() - 1]);
            }
            let fits =
                |kind: &Kind| bin.mask & (1 << kind.category) != 0 && kind.effort <= bin.room;
            let kinds = (0..mixed.kinds.len()).filter(|kind| fits(&mixed.kinds[*kind]));
            let shape = Shape {
                room: bin.room / unit,
                kinds: kinds.fold(0, |kinds, kind| kinds | 1 << kind),
            };
            let today = mixed.days.len() - 1;
            mixed.before[today + 1] += u64::from(bin.room);
            add(&mut mixed.segments[today], shape, 1);
        }
        if mixed.days.len() > DAYS {
            return None;
        }
        for class in pool.classes.iter().filter(|class| asked[**class as usize]) {
            if let Some((kind, open, close)) = mixed.window(problem, *class) {
                mixed.windows[kind].push((open, close));
            }
        }
        for windows in &mut mixed.windows {
            windows.sort_unstable();
            windows.dedup();
        }
        Some(mixed)
    }

    /// Kind and window of a class, if it is one of these.
    fn window(&self, problem: &Problem, class: u32) -> Option<(usize, usize, usize)> {
        let class = &problem.classes[class as usize];
        if problem.pools[self.pool].mask & (1 << class.category) == 0 || class.last < class.first {
            return None;
        }
        let kind = self.kinds.binary_search(&Kind::of(class)).ok()?;
        let place = |bin: u32| self.place(problem.bins[bin as usize].day);
        Some((kind, place(class.first), place(class.last)))
    }

    /// The segments of a span by day, with the kinds that touches whose windows lie in the span can put there.
    fn reached(&self, (open, close): (usize, usize)) -> Vec<Segments> {
        let mut reach = vec![0_u32; close - open + 1];
        for (kind, windows) in self.windows.iter().enumerate() {
            for (from, to) in windows {
                if *from >= open && *to <= close {
                    for day in &mut reach[from - open..=to - open] {
                        *day |= 1 << kind;
                    }
                }
            }
        }
        self.segments[open..=close]
            .iter()
            .zip(reach)
            .map(|(segments, reach)| {
                let mut reached = Segments::new();
                for (shape, count) in segments {
                    let kinds = shape.kinds & reach;
                    if kinds != 0 {
                        add(&mut reached, Shape { kinds, ..*shape }, *count);
                    }
                }
                reached
            })
            .collect()
    }

    fn place(&self, day: u32) -> usize {
        self.days.partition_point(|known| *known < day)
    }

    /// Spans that are nearly full of what must be placed in them, the fullest first.
    fn full(&self, wanted: &[Wanted], scale: u64) -> Vec<(usize, usize)> {
        let days = self.days.len();
        let mut by_open: Vec<Vec<&Wanted>> = vec![Vec::new(); days];
        for wanted in wanted {
            by_open[wanted.open].push(wanted);
        }
        let mut taken = vec![0_u64; days];
        let mut spans = Vec::new();
        for open in (0..days).rev().filter(|open| !by_open[*open].is_empty()) {
            for wanted in &by_open[open] {
                taken[wanted.close] += wanted.parts * u64::from(self.kinds[wanted.kind].effort);
            }
            let mut sum = 0;
            let mut fullest: Option<(u64, usize)> = None;
            for (close, taken) in taken.iter().enumerate().skip(open) {
                if *taken == 0 {
                    continue;
                }
                sum += taken;
                let holds = (self.before[close + 1] - self.before[open]).max(1);
                let share = sum / (holds.saturating_mul(scale) / 10_000).max(1);
                if share > fullest.map_or(FULL * 100, |(share, _)| share) {
                    fullest = Some((share, close));
                }
            }
            spans.extend(fullest.map(|(share, close)| (share, open, close)));
        }
        spans.sort_unstable_by_key(|(share, open, close)| {
            (std::cmp::Reverse(*share), *open, *close)
        });
        spans.truncate(SPANS);
        spans
            .into_iter()
            .map(|(_, open, close)| (open, close))
            .collect()
    }

    /// What is wanted of each kind in a span, in parts.
    fn parts(&self, wanted: &[Wanted], span: (usize, usize)) -> Vec<u64> {
        let mut parts = vec![0; self.kinds.len()];
        for wanted in wanted {
            if wanted.open >= span.0 && wanted.close <= span.1 {
                parts[wanted.kind] += wanted.parts;
            }
        }
        parts
    }

    /// A gauge by which a span holds less than is wanted in it.
    fn split(
        &self,
        problem: &Problem,
        asked: &[bool],
        parts: &[u64],
        span: (usize, usize),
        scale: u64,
    ) -> Option<Gauge> {
        let by_day = self.reached(span);
        let mut reached = Segments::new();
        for (shape, count) in by_day.iter().flatten() {
            add(&mut reached, *shape, *count);
        }
        let takes = self.takes(parts, &reached, scale)?;
        // Where the span is too full whatever else could be there, the gauge tells something of all spans.
        let all: Segments = self.segments[span.0..=span.1]
            .iter()
            .flatten()
            .copied()
            .collect();
        let wanted = of_shares(parts, &takes);
        if wanted > self.held(&all, &takes) * u128::from(scale) {
            Some(self.gauge(problem, &takes, 0, &self.segments, |class| {
                asked[class as usize]
            }))
        } else {
            Some(self.gauge(problem, &takes, span.0, &by_day, |class| {
                asked[class as usize]
                    && self
                        .window(problem, class)
                        .is_some_and(|(_, open, close)| open >= span.0 && close <= span.1)
            }))
        }
    }

    /// Shares by kind at which segments hold less than parts of touches take.
    fn takes(&self, parts: &[u64], segments: &Segments, scale: u64) -> Option<Vec<u32>> {
        let all: u32 = segments.iter().map(|(_, count)| count).sum();
        // The most that the wanted touches can be worth where all ways to fill the segments are worth no more than
        // one each on average.
        let mut program = Program::new(OptimizationDirection::Maximize);
        let worth: Vec<Option<Variable>> = parts
            .iter()
            .map(|parts| {
                let wanted = *parts as f64 / scale as f64;
                (*parts > 0).then(|| program.add_var(wanted, (0.0, f64::INFINITY)))
            })
            .collect();
        let most: Vec<Variable> = segments
            .iter()
            .map(|_| program.add_var(0.0, (0.0, f64::INFINITY)))
            .collect();
        let counts = segments.iter().map(|(_, count)| f64::from(*count));
        let row: Vec<(Variable, f64)> = most.iter().copied().zip(counts).collect();
        program.add_constraint(row.as_slice(), ComparisonOp::Le, f64::from(all));
        for ((shape, _), most) in segments.iter().zip(&most) {
            for kind in shape.kinds() {
                if let Some(worth) = worth[kind] {
                    let fit = shape.room / (self.kinds[kind].effort / self.unit);
                    let row = [(worth, f64::from(fit)), (*most, -1.0)];
                    program.add_constraint(row.as_slice(), ComparisonOp::Le, 0.0);
                }
            }
        }
        let mut solution = program.solve().ok()?.into_solution().ok()?;
        for _ in 0..ROUNDS {
            if solution.objective() <= f64::from(all) * (1.0 + 1e-6) {
                return None;
            }
            let value = |worth: &Option<Variable>| {
                worth.map_or(0.0, |worth| solution.var_value(worth).max(0.0))
            };
            let worths: Vec<f64> = worth.iter().map(value).collect();
            let mut rows = Vec::new();
            for ((shape, _), most) in segments.iter().zip(&most) {
                let (best, pattern) = self.fill(*shape, &worths);
                if best > solution.var_value(*most) + 1e-6 {
                    let mut row: Vec<(Variable, f64)> = pattern
                        .iter()
                        .zip(&worth)
                        .filter(|(count, _)| **count > 0)
                        .filter_map(|(count, worth)| worth.map(|worth| (worth, f64::from(*count))))
                        .collect();
                    row.push((*most, -1.0));
                    rows.push(row);
                }
            }
            if rows.is_empty() {
                return self.round(&worths, parts, segments, scale);
            }
            for row in rows {
                let tightened = solution.add_constraint(row.as_slice(), ComparisonOp::Le, 0.0);
                solution = tightened.ok()?.into_solution().ok()?;
            }
        }
        None
    }

    /// The best way to fill a segment with touches of some worth, and how many of each kind that takes.
    fn fill(&self, shape: Shape, worth: &[f64]) -> (f64, Vec<u32>) {
        let cells = shape.room as usize;
        let mut best = vec![0.0; cells + 1];
        let mut last = vec![None; cells + 1];
        let kinds: Vec<usize> = shape.kinds().filter(|kind| worth[*kind] > 1e-9).collect();
        let units = |kind: usize| (self.kinds[kind].effort / self.unit) as usize;
        for cell in 1..=cells {
            best[cell] = best[cell - 1];
            for kind in &kinds {
                let takes = units(*kind);
                if takes <= cell && best[cell - takes] + worth[*kind] > best[cell] + 1e-12 {
                    best[cell] = best[cell - takes] + worth[*kind];
                    last[cell] = Some(*kind);
                }
            }
        }
        let mut pattern = vec![0; self.kinds.len()];
        let mut cell = cells;
        while cell > 0 {
            match last[cell] {
                None => cell -= 1,
                Some(kind) => {
                    pattern[kind] += 1;
                    cell -= units(kind);
                }
            }
        }
        (best[cells], pattern)
    }

    /// The most shares that touches can take of a segment.
    fn holds(&self, shape: Shape, takes: &[u32]) -> u64 {
        let cells = shape.room as usize;
        let mut most = vec![0_u64; cells + 1];
        for cell in 1..=cells {
            most[cell] = most[cell - 1];
            for kind in shape.kinds().filter(|kind| takes[*kind] > 0) {
                let units = (self.kinds[kind].effort / self.unit) as usize;
                if units <= cell {
                    most[cell] = most[cell].max(most[cell - units] + u64::from(takes[kind]));
                }
            }
        }
        most[cells]
    }

    fn held(&self, segments: &Segments, takes: &[u32]) -> u128 {
        let held = |(shape, count): &(Shape, u32)| {
            u128::from(self.holds(*shape, takes)) * u128::from(*count)
        };
        segments.iter().map(held).sum()
    }

    /// Small whole numbers in about the proportions of some worths of which segments, counted anew, hold too few.
    fn round(
        &self,
        worths: &[f64],
        parts: &[u64],
        segments: &Segments,
        scale: u64,
    ) -> Option<Vec<u32>> {
        let largest = worths
            .iter()
            .fold(0.0_f64, |largest, worth| largest.max(*worth));
        let mut best: Option<(f64, Vec<u32>)> = None;
        for size in (1..=40_u32).chain([48, 60, 72, 84, 96, 120, 180, 240, 360, 1_000]) {
            let takes: Vec<u32> = worths
                .iter()
                .map(|worth| (worth / largest * f64::from(size)).round() as u32)
                .collect();
            let wanted = of_shares(parts, &takes);
            let holds = self.held(segments, &takes) * u128::from(scale);
            if wanted > holds {
                let over = (wanted - holds) as f64 / holds.max(1) as f64;
                // A larger size must be worth its larger numbers.
                if best
                    .as_ref()
                    .is_none_or(|(best, _)| over > best * 1.05 + 1e-6)
                {
                    best = Some((over, takes));
                }
            }
        }
        let (over, mut takes) = best?;
        let divisor = takes.iter().fold(0, |divisor, takes| gcd(divisor, *takes));
        takes.iter_mut().for_each(|takes| *takes /= divisor.max(1));
        (over > 1e-5).then_some(takes)
    }

    /// The gauge that counts shares by kind, of the given classes; `segments` are those of days from place `first` on.
    fn gauge(
        &self,
        problem: &Problem,
        takes: &[u32],
        first: usize,
        segments: &[Segments],
        counts: impl Fn(u32) -> bool,
    ) -> Gauge {
        let shares = self.kinds.iter().zip(takes);
        let shares = shares
            .filter(|(_, takes)| **takes > 0)
            .map(|(kind, takes)| Share {
                category: kind.category,
                effort: kind.effort,
                takes: *takes,
            });
        let mut known: Vec<(Shape, u64)> = Vec::new();
        let mut held = Vec::new();
        for (day, segments) in self.days[first..].iter().zip(segments) {
            let mut sum = 0;
            for (shape, count) in segments {
                let of_shape = known.iter().find(|(known, _)| known == shape);
                let holds = match of_shape {
                    Some((_, holds)) => *holds,
                    None => {
                        let holds = self.holds(*shape, takes);
                        known.push((*shape, holds));
                        holds
                    }
                };
                sum += holds * u64::from(*count);
            }
            held.push((*day, sum));
        }
        Gauge::of_shares(problem, shares.collect(), held, counts)
    }
}

impl Kind {
    fn of(class: &Class) -> Self {
        Self {
            category: class.category,
            effort: class.effort,
        }
    }
}

fn add(segments: &mut Segments, shape: Shape, count: u32) {
    match segments.iter_mut().find(|(known, _)| *known == shape) {
        Some((_, known)) => *known += count,
        None => segments.push((shape, count)),
    }
}

fn of_shares(parts: &[u64], takes: &[u32]) -> u128 {
    let both = parts.iter().zip(takes);
    both.map(|(parts, takes)| u128::from(*parts) * u128::from(*takes))
        .sum()
}

fn kinds(problem: &Problem, pool: &Pool, asked: &[bool]) -> Vec<Kind> {
    let classes = pool.classes.iter().filter(|class| asked[**class as usize]);
    let mut kinds: Vec<Kind> = classes
        .map(|class| &problem.classes[*class as usize])
        .filter(|class| class.effort > 0)
        .map(Kind::of)
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// By pool and span what was wanted of each kind, in parts, where no shares told more.
type Misses = FxHashMap<(usize, (usize, usize)), Vec<Vec<u64>>>;

/// The pools of a problem that are worth a look, and how much more may be looked at.
#[derive(Debug)]
pub(crate) struct Packing {
    asked: Vec<bool>,
    pools: Vec<Mixed>,
    looks: u32,
    misses: Misses,
}

impl Packing {
    /// `asked` are the classes of which there can be touches.
    pub(crate) fn new(problem: &Problem, asked: Vec<bool>) -> Self {
        Self {
            pools: (0..problem.pools.len())
                .filter_map(|pool| Mixed::new(problem, pool, &asked))
                .collect(),
            asked,
            looks: LOOKS,
            misses: FxHashMap::default(),
        }
    }

    /// Gauges of shares that what is wanted overfills: classes with how many, in parts of which `scale` are one.
    pub(crate) fn overfilled(
        &mut self,
        problem: &Problem,
        wanted: &[(u32, u64)],
        scale: u64,
    ) -> Vec<Gauge> {
        let mut gauges = Vec::new();
        for mixed in &self.pools {
            let wanted: Vec<Wanted> = wanted
                .iter()
                .filter(|(_, parts)| *parts > 0)
                .filter_map(|(class, parts)| {
                    let (kind, open, close) = mixed.window(problem, *class)?;
                    Some(Wanted {
                        open,
                        close,
                        kind,
                        parts: *parts,
                    })
                })
                .collect();
            for span in mixed.full(&wanted, scale) {
                let parts = mixed.parts(&wanted, span);
                let misses = self.misses.entry((mixed.pool, span)).or_default();
                let no_more = |missed: &Vec<u64>| parts.iter().zip(missed).all(|(a, b)| a <= b);
                if misses.iter().any(no_more) {
                    continue;
                }
                if self.looks == 0 {
                    return gauges;
                }
                self.looks -= 1;
                match mixed.split(problem, &self.asked, &parts, span, scale) {
                    Some(gauge) => gauges.push(gauge),
                    None => misses.push(parts),
                }
            }
        }
        gauges
    }
}

#[cfg(test)]
mod tests {
    use super::super::problem::Bin;
    use super::*;

    #[test]
    fn shares_tell_what_neither_time_nor_touches_tell() {
        let bins = (0..4)
            .map(|day| Bin {
                day,
                room: 2_100,
                mask: 1,
            })
            .collect();
        let mut problem = Problem::new(bins, 4, Vec::new());
        let mut class = |effort, first| {
            problem.class(Class {
                first,
                last: 3,
                category: 0,
                effort,
                caps: 0,
                hours: 0,
                owed: 0,
            })
        };
        let (long, short, late) = (class(600, 0), class(420, 0), class(420, 2));
        problem.divide();
        let gauges = |tens: u64, sevens: u64, late_sevens: u64| {
            let wanted = [(long, tens), (short, sevens), (late, late_sevens)];
            Packing::new(&problem, vec![true; 3]).overfilled(&problem, &wanted, 1)
        };
        let found = gauges(9, 4, 3);
        let takes: Vec<(u32, u32)> = found[0]
            .shares
            .iter()
            .map(|share| (share.effort, share.takes))
            .collect();
        assert_eq!(takes, [(420, 1), (600, 2)]);
        assert_eq!(found[0].holds(0, 3), 24);
        assert_eq!(found[0].point(long, 1).map(|point| point.amount), Some(2));
        // One touch fewer of either kind fits.
        assert!(gauges(9, 6, 0).is_empty());
        assert!(gauges(8, 7, 0).is_empty());
    }
}
