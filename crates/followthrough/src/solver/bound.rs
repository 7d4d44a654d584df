//! What spans of days can hold at the most, and so how many can never fit.
//!
//! A gauge counts one thing about some categories: the time that whole touches can fill, the number of touches of at
//! least some effort, shares of segments, or the room under a cap. Whatever the placement, the touches whose windows lie inside a span
//! cannot take more of it than the span's days hold (the processor-demand criterion of Baruah, Rosier and Howell,
//! 1990, over days).

use std::sync::Arc;

use super::problem::{Bin, Class, Problem, gcd};

/// What a gauge counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    /// Seconds of touches of at least this effort.
    Seconds(u32),
    /// Touches of at least this effort.
    Touches(u32),
    /// Touches, each by the shares that it takes of a segment: [`Gauge::shares`].
    Shares,
    /// Touches under this cap.
    Cap(u16),
}

/// What touches of one category and effort take of a segment, in shares of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Share {
    /// The bit of the category.
    pub(crate) category: u8,
    /// Seconds.
    pub(crate) effort: u32,
    /// What one of them takes.
    pub(crate) takes: u32,
}

/// One thing that spans of days hold a limited amount of.
#[derive(Debug, Clone)]
pub(crate) struct Gauge {
    /// What is counted.
    pub(crate) counts: Counts,
    /// The categories whose touches are counted.
    pub(crate) mask: u64,
    /// For [`Counts::Shares`]: what touches of a category and effort take.
    pub(crate) shares: Vec<Share>,
    /// The bit of the category ahead of whose first segment on their one day those touches must be made that alone are
    /// counted; `None` for all of them.
    pub(crate) ahead_of: Option<u8>,
    /// Which days there are.
    frame: Arc<Frame>,
    /// What they hold up to, and without, each of them.
    before: Vec<u64>,
    /// For a cap on 7 days in a row: its most.
    week: Option<u64>,
    /// By class: how much one touch takes; nothing for classes that are not counted.
    amounts: Vec<u32>,
}

/// The days that hold anything for some categories, and where windows lie among them. Gauges of the same categories
/// share it.
#[derive(Debug)]
struct Frame {
    /// By number.
    days: Vec<u32>,
    /// By class: the places in `days` of the first and last day it can be on; `None` where there is no such day.
    windows: Vec<Option<(u32, u32)>>,
}

impl Frame {
    /// The days of some bins, which come in order, for the classes of some categories.
    fn new<'a>(problem: &Problem, mask: u64, bins: impl Iterator<Item = &'a Bin>) -> Arc<Self> {
        let mut days: Vec<u32> = Vec::with_capacity(problem.days as usize);
        for bin in bins {
            if days.last() != Some(&bin.day) {
                days.push(bin.day);
            }
        }
        Self::of_days(problem, mask, days)
    }

    fn of_days(problem: &Problem, mask: u64, days: Vec<u32>) -> Arc<Self> {
        // Days by number to their place, or that of the next one.
        let mut places = Vec::with_capacity(problem.days as usize + 1);
        for (place, day) in (0..).zip(&days) {
            places.resize(*day as usize + 1, place);
        }
        places.resize(problem.days as usize + 1, days.len() as u32);
        let window = |class: &Class| {
            if mask & (1 << class.category) == 0 || class.last < class.first {
                return None;
            }
            let day = |bin: u32| problem.bins[bin as usize].day as usize;
            let open = places[day(class.first)];
            let after = places[day(class.last) + 1];
            (after > open).then(|| (open, after - 1))
        };
        let windows = problem.classes.iter().map(window).collect();
        Arc::new(Self { days, windows })
    }
}

/// An amount that must be taken between two days of a gauge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Point {
    /// Place of the first day.
    pub(crate) open: u32,
    /// Place of the last day.
    pub(crate) close: u32,
    /// How much.
    pub(crate) amount: u64,
}

impl Gauge {
    /// A gauge of the shares that some classes take; `held` is what days hold of them.
    pub(crate) fn of_shares(
        problem: &Problem,
        shares: Vec<Share>,
        held: Vec<(u32, u64)>,
        counts: impl Fn(u32) -> bool,
    ) -> Self {
        let mask = shares
            .iter()
            .fold(0, |mask, share| mask | 1 << share.category);
        let days = held.iter().map(|(day, _)| *day).collect();
        let frame = Frame::of_days(problem, mask, days);
        let held = held.iter().enumerate();
        let held = held.map(|(place, (_, amount))| (place as u32, *amount));
        let mut gauge = Self::new(problem, Counts::Shares, mask, shares, &frame, held);
        for (class, amount) in gauge.amounts.iter_mut().enumerate() {
            if !counts(class as u32) {
                *amount = 0;
            }
        }
        gauge
    }

    /// `held` are amounts by the places of their days.
    fn new(
        problem: &Problem,
        counts: Counts,
        mask: u64,
        shares: Vec<Share>,
        frame: &Arc<Frame>,
        held: impl Iterator<Item = (u32, u64)>,
    ) -> Self {
        let mut before = vec![0; frame.days.len() + 1];
        for (place, amount) in held {
            before[place as usize + 1] += amount;
        }
        let mut sum = 0;
        for before in &mut before {
            sum += *before;
            *before = sum;
        }
        let mut gauge = Self {
            counts,
            mask,
            shares,
            ahead_of: None,
            frame: frame.clone(),
            before,
            week: None,
            amounts: Vec::new(),
        };
        let amounts = problem.classes.iter();
        gauge.amounts = amounts.map(|class| gauge.amount(problem, class)).collect();
        gauge
    }

    /// The time for what must be done on one day in segments of a category ahead of the first one of another; `None`
    /// where that is no less than what the day has.
    fn ahead(problem: &Problem, (category, other): (u8, u8)) -> Option<Self> {
        let days = problem.days as usize;
        // By day the first segment of the other category.
        let mut first = vec![0; days];
        for (number, bin) in problem.bins.iter().enumerate().rev() {
            if bin.mask & (1 << other) != 0 {
                first[bin.day as usize] = number as u32;
            }
        }
        let day = |bin: u32| problem.bins[bin as usize].day as usize;
        // By class the day on which it must be done so.
        let ahead = problem.classes.iter().map(|class| {
            let is_here = class.category == category && class.first <= class.last;
            let on = is_here.then(|| day(class.first))?;
            (day(class.last) == on && class.last < first[on]).then_some(on)
        });
        let ahead: Vec<Option<usize>> = ahead.collect();
        let mut is_asked = vec![false; days];
        ahead.iter().flatten().for_each(|day| is_asked[*day] = true);
        let here = (0..)
            .zip(&problem.bins)
            .filter(|(_, bin)| bin.mask & (1 << category) != 0 && is_asked[bin.day as usize]);
        let (early, late): (Vec<_>, Vec<_>) =
            here.partition(|(number, bin)| *number < first[bin.day as usize]);
        if late.is_empty() {
            return None;
        }
        let efforts = problem.classes.iter().zip(&ahead);
        let mut efforts: Vec<u32> = efforts
            .filter(|(_, ahead)| ahead.is_some())
            .map(|(class, _)| class.effort)
            .collect();
        efforts.sort_unstable();
        efforts.dedup();
        let fill = Fill::new(&efforts);
        let mut days: Vec<u32> = early.iter().map(|(_, bin)| bin.day).collect();
        days.dedup();
        let place = |day: u32| days.binary_search(&day).ok().map(|place| place as u32);
        let held = early
            .iter()
            .filter_map(|(_, bin)| Some((place(bin.day)?, u64::from(fill.most(bin.room)))));
        let windows = ahead.iter().map(|day| {
            let place = place((*day)? as u32)?;
            Some((place, place))
        });
        let frame = Arc::new(Frame {
            windows: windows.collect(),
            days: days.clone(),
        });
        let gauge = Self::new(
            problem,
            Counts::Seconds(0),
            1 << category,
            Vec::new(),
            &frame,
            held,
        );
        Some(Self {
            ahead_of: Some(other),
            ..gauge
        })
    }

    /// The days that hold any of it.
    pub(crate) fn days(&self) -> &[u32] {
        &self.frame.days
    }

    /// How much of this one touch of a class takes.
    pub(crate) fn amount(&self, problem: &Problem, class: &Class) -> u32 {
        if self.mask & (1 << class.category) == 0 {
            return 0;
        }
        match self.counts {
            Counts::Seconds(least) if class.effort >= least => class.effort,
            Counts::Touches(least) if class.effort >= least => 1,
            Counts::Cap(cap) if problem.cap_sets[class.caps as usize].contains(&cap) => 1,
            Counts::Shares => {
                let same = |share: &&Share| {
                    (share.category, share.effort) == (class.category, class.effort)
                };
                self.shares.iter().find(same).map_or(0, |share| share.takes)
            }
            Counts::Seconds(_) | Counts::Touches(_) | Counts::Cap(_) => 0,
        }
    }

    /// The same, with the span in which it must be taken.
    pub(crate) fn point(&self, class: u32, count: u64) -> Option<Point> {
        let amount = u64::from(self.amounts[class as usize]) * count;
        if amount == 0 {
            return None;
        }
        let (open, close) = self.frame.windows[class as usize]?;
        Some(Point {
            open,
            close,
            amount,
        })
    }

    /// What the days from place `open` to place `close` hold.
    pub(crate) fn holds(&self, open: u32, close: u32) -> u64 {
        let plain = self.before[close as usize + 1] - self.before[open as usize];
        let Some(week) = self.week else { return plain };
        // Cut the span into 7 days in a row from its first day on: each holds no more than the cap.
        let mut sum = 0;
        let mut from = open;
        while from <= close {
            let end = self.frame.days[from as usize] + 7;
            let mut to = from;
            while to < close && self.frame.days[to as usize + 1] < end {
                to += 1;
            }
            sum += week.min(self.before[to as usize + 1] - self.before[from as usize]);
            from = to + 1;
        }
        plain.min(sum)
    }

    /// Whether what a span holds is simply the sum of what its days hold.
    fn is_plain(&self) -> bool {
        self.week.is_none()
    }

    /// A span in which the points take more than it holds, as places of its first and last day. Points come by first
    /// and last day.
    pub(crate) fn overfull(&self, points: &[Point], scratch: &mut Scratch) -> Option<(u32, u32)> {
        if self.is_plain() {
            self.earliest_closing_first(points, scratch)
        } else {
            self.worst(points).map(|(span, _)| span)
        }
    }

    /// Earliest closing first with touches split at will: what misses its close proves a span overfull.
    fn earliest_closing_first(
        &self,
        points: &[Point],
        scratch: &mut Scratch,
    ) -> Option<(u32, u32)> {
        scratch.open.clear();
        scratch.latest.clear();
        // Before the first point's days nothing is asked for.
        let from = points.first()?.open;
        let mut next = 0;
        for day in from..self.frame.days.len() as u32 {
            while let Some(point) = points.get(next).filter(|point| point.open == day) {
                let at = scratch
                    .open
                    .partition_point(|(close, _)| *close > point.close);
                scratch.open.insert(at, (point.close, point.amount));
                next += 1;
            }
            if scratch.open.is_empty() && next == points.len() {
                return None;
            }
            let mut free = self.before[day as usize + 1] - self.before[day as usize];
            let mut latest = None;
            while let Some((close, amount)) = scratch.open.last_mut() {
                let take = free.min(*amount);
                free -= take;
                *amount -= take;
                if take > 0 {
                    latest = latest.max(Some(*close));
                }
                if *amount > 0 {
                    break;
                }
                scratch.open.pop();
            }
            // A day that is not full, or that served something closing later, lies outside of the span sought.
            scratch.latest.push(if free > 0 {
                u32::MAX
            } else {
                latest.unwrap_or(0)
            });
            if let Some((close, _)) = scratch.open.last().filter(|(close, _)| *close == day) {
                let close = *close;
                let outside = scratch.latest.iter().rposition(|latest| *latest > close);
                return Some((from + outside.map_or(0, |day| day as u32 + 1), close));
            }
        }
        None
    }

    /// The span that is overfull by the most, and by how much.
    pub(crate) fn worst(&self, points: &[Point]) -> Option<((u32, u32), u64)> {
        let mut worst: Option<((u32, u32), u64)> = None;
        self.each_worst(points, 1, |span, over| {
            if over > worst.map_or(0, |(_, over)| over) {
                worst = Some((span, over));
            }
        });
        worst
    }

    /// Spans apart from each other that points overfill, worst first; amounts are `scale` times what they stand for.
    pub(crate) fn overfull_apart(&self, points: &[Point], scale: u64) -> Vec<((u32, u32), u64)> {
        let mut spans = Vec::new();
        self.each_worst(points, scale, |span, over| spans.push((span, over)));
        spans.sort_unstable_by_key(|(span, over)| (std::cmp::Reverse(*over), *span));
        let mut apart: Vec<((u32, u32), u64)> = Vec::new();
        for ((open, close), over) in spans {
            if apart
                .iter()
                .all(|((from, to), _)| close < *from || *to < open)
            {
                apart.push(((open, close), over));
            }
        }
        apart
    }

    /// For each first day, last days first, the span from it that is overfull by the most.
    fn each_worst(&self, points: &[Point], scale: u64, mut tell: impl FnMut((u32, u32), u64)) {
        let Some(first) = points.iter().map(|point| point.open).min() else {
            return;
        };
        let last = points.iter().map(|point| point.close).max().unwrap_or(0);
        let mut by_open: Vec<Vec<(u32, u64)>> = vec![Vec::new(); (last - first) as usize + 1];
        for point in points {
            by_open[(point.open - first) as usize].push((point.close, point.amount));
        }
        let mut taken: Vec<u64> = vec![0; by_open.len()];
        // By first day: the last day of the span from it that is overfull by the most, or spare by the least.
        let mut worst: Vec<(i128, u32)> = Vec::new();
        if self.is_plain() {
            worst = vec![(0, 0); by_open.len() + 1];
        }
        for (open, here) in by_open.iter().enumerate().rev() {
            let mut latest = open;
            for (close, amount) in here {
                let close = (close - first) as usize;
                taken[close] += amount;
                latest = latest.max(close);
            }
            let span = if self.is_plain() {
                // Nothing changed on days after the latest.
                for day in (open..=latest).rev() {
                    let place = first as usize + day;
                    let held = self.before[place + 1] - self.before[place];
                    let over = i128::from(taken[day]) - i128::from(held) * i128::from(scale);
                    let (after, close) = worst[day + 1];
                    worst[day] = if after > 0 {
                        (over + after, close)
                    } else {
                        (over, place as u32)
                    };
                }
                let (over, close) = worst[open];
                (!here.is_empty() && over > 0).then_some((close, over as u64))
            } else if here.is_empty() {
                None
            } else {
                self.worst_from(first, open, &taken, scale)
            };
            if let Some((close, over)) = span {
                tell((first + open as u32, close), over);
            }
        }
    }

    /// The last day of the span that is overfull by the most among those from a first day on, day by day; `taken` begins
    /// at a place `first`.
    fn worst_from(&self, first: u32, open: usize, taken: &[u64], scale: u64) -> Option<(u32, u64)> {
        let from = first + open as u32;
        let mut sum = 0;
        let mut worst: Option<(u32, u64)> = None;
        for (close, taken) in (from..).zip(&taken[open..]) {
            if *taken == 0 {
                continue;
            }
            sum += taken;
            let holds = self.holds(from, close);
            let over = sum.saturating_sub(holds.saturating_mul(scale));
            if over > worst.map_or(0, |(_, over)| over) {
                worst = Some((close, over));
            }
        }
        worst
    }

    /// How much of the given classes must be taken between two places.
    pub(crate) fn inside(
        &self,
        classes: impl Iterator<Item = (u32, u64)>,
        open: u32,
        close: u32,
    ) -> u64 {
        classes
            .filter_map(|(class, count)| self.point(class, count))
            .filter(|point| point.open >= open && point.close <= close)
            .map(|point| point.amount)
            .sum()
    }
}

/// Room to work in, kept from call to call.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    open: Vec<(u32, u64)>,
    latest: Vec<u32>,
}

/// Every gauge that could tell something about a problem; `ahead` are categories of prep with that of the touch which it
/// comes before.
pub(crate) fn gauges(problem: &Problem, ahead: &[(u8, u8)]) -> Vec<Gauge> {
    let mut gauges = Vec::with_capacity(8);
    let machine = 1 << super::problem::MACHINE;
    for pool in &problem.pools {
        for mask in subsets(problem, pool.mask & !machine) {
            let mut efforts: Vec<u32> = pool
                .classes
                .iter()
                .map(|class| &problem.classes[*class as usize])
                .filter(|class| mask & (1 << class.category) != 0)
                .map(|class| class.effort)
                .collect();
            efforts.sort_unstable();
            efforts.dedup();
            let bins = pool.bins.iter().map(|bin| &problem.bins[*bin as usize]);
            let bins = bins.filter(|bin| bin.mask & mask != 0);
            let frame = Frame::new(problem, mask, bins.clone());
            // What segments have, by the place of their day.
            let mut rooms: Vec<(u32, u32)> = Vec::with_capacity(pool.bins.len());
            let mut place = 0;
            for bin in bins {
                place += u32::from(frame.days[place as usize] != bin.day);
                rooms.push((place, bin.room));
            }
            for (at, least) in efforts.iter().enumerate() {
                let fill = Fill::new(&efforts[at..]);
                let least = *least;
                let from = if at == 0 { 0 } else { least };
                let seconds = rooms
                    .iter()
                    .map(|(place, room)| (*place, u64::from(fill.most(*room))));
                let counts = Counts::Seconds(from);
                let none = Vec::new();
                let frame = &frame;
                gauges.push(Gauge::new(problem, counts, mask, none, frame, seconds));
                // Of one effort time tells all that numbers do.
                if at + 1 < efforts.len() {
                    let touches = rooms
                        .iter()
                        .map(|(place, room)| (*place, u64::from(room / least)));
                    let counts = Counts::Touches(from);
                    let none = Vec::new();
                    gauges.push(Gauge::new(problem, counts, mask, none, frame, touches));
                }
            }
        }
    }
    for (cap, limit) in problem.limits.iter().enumerate() {
        let cap = cap as u16;
        let mut mask = 0;
        for class in problem
            .classes
            .iter()
            .filter(|class| class.first <= class.last)
        {
            if problem.cap_sets[class.caps as usize].contains(&cap) {
                mask |= 1 << class.category;
            }
        }
        let bins = problem.bins.iter().filter(|bin| bin.mask & mask != 0);
        let frame = Frame::new(problem, mask, bins);
        let days = frame.days.len() as u32;
        if days > 0 {
            let most = limit.day.or(limit.week).map_or(u64::MAX, u64::from);
            let held = (0..days).map(|place| (place, most));
            let counts = Counts::Cap(cap);
            gauges.push(Gauge {
                week: limit.week.map(u64::from),
                ..Gauge::new(problem, counts, mask, Vec::new(), &frame, held)
            });
        }
    }
    gauges.extend(ahead.iter().filter_map(|pair| Gauge::ahead(problem, *pair)));
    gauges
}

/// The sets of categories worth a look: each one, and where bins are shared, those that share them.
fn subsets(problem: &Problem, mask: u64) -> Vec<u64> {
    let bits: Vec<u64> = (0..64)
        .map(|bit| 1 << bit)
        .filter(|bit| mask & bit != 0)
        .collect();
    let shared = problem
        .bins
        .iter()
        .any(|bin| (bin.mask & mask).count_ones() > 1);
    if !shared {
        return bits;
    }
    if bits.len() <= 4 {
        let all = (1..1u64 << bits.len()).map(|choice| {
            bits.iter()
                .enumerate()
                .filter(|(at, _)| choice & (1 << at) != 0)
                .fold(0, |mask, (_, bit)| mask | bit)
        });
        return all.collect();
    }
    let mut sets = bits;
    for bin in &problem.bins {
        sets.push(bin.mask & mask);
    }
    sets.push(mask);
    sets.retain(|set| *set != 0);
    sets.sort_unstable();
    sets.dedup();
    sets
}

/// How full whole touches of given efforts can fill a segment.
pub(crate) struct Fill {
    unit: u32,
    /// By units: the most units that can be filled, up to the point from which every unit can.
    most: Vec<u32>,
}

impl Fill {
    pub(crate) fn new(efforts: &[u32]) -> Self {
        if let [effort] = efforts
            && *effort > 0
        {
            return Self {
                unit: *effort,
                most: Vec::new(),
            };
        }
        let unit = efforts
            .iter()
            .fold(0, |unit, effort| gcd(unit, *effort))
            .max(1);
        let parts: Vec<usize> = efforts
            .iter()
            .map(|effort| (effort / unit) as usize)
            .filter(|part| *part > 0)
            .collect();
        let Some(least) = parts.iter().min().copied() else {
            return Self {
                // Nothing fills anything.
                unit: u32::MAX,
                most: vec![0],
            };
        };
        // Once as many sums in a row as the least effort has units can be made, every later one can.
        let mut reach = Vec::with_capacity(64);
        let mut most = Vec::with_capacity(64);
        reach.push(true);
        most.push(0u32);
        let mut row = 1;
        let mut units = 0usize;
        while row < least && units < 86_400 {
            units += 1;
            let can = parts
                .iter()
                .any(|part| *part <= units && reach[units - part]);
            reach.push(can);
            row = if can { row + 1 } else { 0 };
            most.push(if can { units as u32 } else { most[units - 1] });
        }
        Self { unit, most }
    }

    /// The most seconds of a segment of `room` seconds that whole touches can fill.
    pub(crate) fn most(&self, room: u32) -> u32 {
        let units = room / self.unit;
        self.unit * self.most.get(units as usize).copied().unwrap_or(units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_are_the_largest_sums_of_whole_efforts() {
        let fill = Fill::new(&[360, 600]);
        // Units of 120 seconds: 3 and 5 make 3, 5, 6, 8, 9, 10, ..
        assert_eq!(
            [0, 359, 360, 700, 719, 900, 1000].map(|room| fill.most(room)),
            [0, 0, 360, 600, 600, 720, 960]
        );
        assert_eq!(Fill::new(&[600]).most(3540), 3000);
        assert_eq!(Fill::new(&[]).most(3540), 0);
    }
}
