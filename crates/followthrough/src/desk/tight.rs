//! Spans of days that are full or nearly so: found where a touch finds no place, and kept count of from then on.

use crate::solver::{Counts, Gauge, Point, Problem};

/// How many spans are kept count of.
const WATCHED: usize = 64;
/// Up to how many days a gauge's spans are kept one by one.
const KEPT: usize = 512;

/// A span of days that would have to hold more than it can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overfull {
    /// Which gauge.
    pub(super) gauge: usize,
    /// Place of its first day among the gauge's days.
    pub(super) open: u32,
    /// Place of its last day.
    pub(super) close: u32,
    /// What it holds.
    pub(super) usable: u64,
    /// What would have to lie in it.
    pub(super) needed: u64,
}

/// What is asked: a prospect for whom a touch found no place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The touch's class.
    pub(super) class: u32,
    /// The classes of its pool, by first bin.
    pub(super) among: &'a [u32],
    /// What the prospect wants, that touch among it.
    pub(super) wants: &'a [u32],
    /// All touches that are promised, and what the prospect wants.
    pub(super) counts: &'a [u32],
    /// Which state of the desk it is.
    pub(super) version: u64,
}

/// A span that was found full once.
#[derive(Debug, Clone)]
struct Watch {
    gauge: usize,
    open: u32,
    close: u32,
    /// What it holds beyond what is promised in it.
    left: i64,
    /// What one more prospect takes of it, by line.
    costs: Vec<u32>,
}

/// A gauge with what can be known of it beforehand.
#[derive(Debug, Clone)]
struct Known {
    /// Where its spans hold less than their days together: what each holds, by first and last day.
    holds: Vec<u64>,
    /// By day: what is left at the least of any span around it, in the state of `version`.
    least: Vec<u64>,
    /// What is left of every span then, by first and last day; nothing where days are many.
    left: Vec<i64>,
    version: Option<u64>,
    /// In which state it was asked last.
    asked: Option<u64>,
}

/// Every gauge, and the spans that are kept count of.
#[derive(Debug, Clone)]
pub(super) struct Tight {
    pub(super) gauges: Vec<Gauge>,
    known: Vec<Known>,
    /// The gauges in the order in which they are looked at: all time together is what runs out first.
    order: Vec<usize>,
    watched: Vec<Watch>,
    /// Where the next span is noted once there are as many as are kept.
    next: usize,
    taken: Vec<u64>,
    /// How many there are of each class without the prospect asked about.
    already: Vec<u32>,
    /// What the prospect asked about takes of spans from one day on, by their last day.
    wanted: Vec<i64>,
}

impl Tight {
    pub(super) fn new(problem: &Problem, gauges: Vec<Gauge>) -> Self {
        let known = gauges.iter().map(|gauge| {
            let days = gauge.days().len();
            let weekly = match gauge.counts {
                Counts::Cap(cap) => problem.limits[usize::from(cap)].week.is_some(),
                Counts::Seconds(_) | Counts::Touches(_) | Counts::Shares => false,
            };
            let mut holds = Vec::new();
            if weekly && days <= KEPT {
                holds.resize(days * days, 0);
                for open in 0..days {
                    for close in open..days {
                        holds[open * days + close] = gauge.holds(open as u32, close as u32);
                    }
                }
            }
            Known {
                holds,
                least: Vec::new(),
                left: Vec::new(),
                version: None,
                asked: None,
            }
        });
        let mut order: Vec<usize> = (0..gauges.len()).collect();
        order.sort_by_key(|gauge| gauges[*gauge].counts != Counts::Seconds(0));
        Self {
            known: known.collect(),
            order,
            gauges,
            watched: Vec::new(),
            next: 0,
            taken: Vec::new(),
            already: Vec::new(),
            wanted: Vec::new(),
        }
    }

    /// The span around a touch of a class that would have to hold most beyond what it can, by the first gauge that
    /// knows one; of like ones the shortest.
    pub(super) fn overfull(&mut self, asked: &Asked<'_>) -> Option<Overfull> {
        for at in 0..self.order.len() {
            let number = self.order[at];
            let Some(touch) = self.gauges[number].point(asked.class, 1) else {
                continue;
            };
            // While there is but one touch to look at, what all spans have left is not worth knowing.
            let plain = self.gauges[number].counts == Counts::Seconds(0);
            let first = self.known[number].asked.replace(asked.version) != Some(asked.version);
            let near = (plain && first)
                || (self.is_near(number, touch, asked) && self.may_lack(number, touch, asked));
            if !near {
                debug_assert!(self.worst(number, touch, asked).is_none());
                continue;
            }
            let worst = self.worst(number, touch, asked);
            if worst.is_some() {
                return worst;
            }
        }
        None
    }

    /// Whether what a prospect wants is more than is left of some span around a touch.
    fn is_near(&mut self, number: usize, touch: Point, asked: &Asked<'_>) -> bool {
        let gauge = &self.gauges[number];
        let known = &mut self.known[number];
        if known.version != Some(asked.version) {
            known.version = Some(asked.version);
            let days = gauge.days().len();
            known.least.clear();
            known.least.resize(days, u64::MAX);
            if days <= KEPT {
                known.left.resize(days * days, i64::MAX);
            }
            let (least, all_left) = (&mut known.least, &mut known.left);
            let holds = &known.holds;
            self.already.clear();
            self.already.extend_from_slice(asked.counts);
            for class in asked.wants {
                self.already[*class as usize] -= 1;
            }
            sweep(
                gauge,
                asked.among,
                &self.already,
                &mut self.taken,
                |open, _, taken| {
                    // From the last day down: what is left of this span or of any longer one from the same day on.
                    let mut sum: u64 = taken.iter().sum();
                    let mut tightest = u64::MAX;
                    for (after, taken) in taken.iter().enumerate().rev() {
                        let close = open + after as u32;
                        let holds = held(gauge, holds, open, close);
                        let left = holds.saturating_sub(sum);
                        tightest = tightest.min(left);
                        least[close as usize] = least[close as usize].min(tightest);
                        let at = open as usize * days + close as usize;
                        if let Some(known) = all_left.get_mut(at) {
                            *known = holds as i64 - sum as i64;
                        }
                        sum -= taken;
                    }
                },
            );
        }
        let wanted = asked
            .wants
            .iter()
            .filter_map(|class| gauge.point(*class, 1));
        let wanted: u64 = wanted.map(|point| point.amount).sum();
        let least = &known.least;
        wanted > least[touch.open as usize].max(least[touch.close as usize])
    }

    /// Whether some span around a touch has less left than a prospect takes of it, where that is kept: without one,
    /// [`worst`](Self::worst) finds none.
    fn may_lack(&mut self, number: usize, touch: Point, asked: &Asked<'_>) -> bool {
        let gauge = &self.gauges[number];
        let left = &self.known[number].left;
        if left.is_empty() {
            return true;
        }
        let days = gauge.days().len();
        self.wanted.clear();
        self.wanted.resize(days, 0);
        let points = asked
            .wants
            .iter()
            .filter_map(|class| gauge.point(*class, 1));
        for open in (0..=touch.open).rev() {
            // Spans from the touch's first day on are the first to be looked at, with all that opens later.
            let opens = |point: &Point| {
                point.open == open || (open == touch.open && point.open > touch.open)
            };
            for point in points.clone().filter(opens) {
                for wanted in &mut self.wanted[point.close as usize..] {
                    *wanted += point.amount as i64;
                }
            }
            let row = &left[open as usize * days..][..days];
            let closes = touch.close as usize..;
            let both = row[closes.clone()].iter().zip(&self.wanted[closes]);
            // Without a branch: any one below nothing leaves its sign.
            if both.fold(0, |signs, (left, wanted)| signs | (left - wanted)) < 0 {
                return true;
            }
        }
        false
    }

    /// The span of a gauge around a touch that is overfull by most.
    fn worst(&mut self, number: usize, touch: Point, asked: &Asked<'_>) -> Option<Overfull> {
        let gauge = &self.gauges[number];
        let holds = &self.known[number].holds;
        let mut worst: Option<(u64, u32, Overfull)> = None;
        sweep(
            gauge,
            asked.among,
            asked.counts,
            &mut self.taken,
            |open, opens, taken| {
                if !opens || open > touch.open {
                    return;
                }
                let mut sum = 0;
                for (close, taken) in (open..).zip(taken) {
                    sum += taken;
                    if *taken == 0 || close < touch.close {
                        continue;
                    }
                    let usable = held(gauge, holds, open, close);
                    let over = sum.saturating_sub(usable);
                    let length = close - open;
                    if over > 0
                        && worst.as_ref().is_none_or(|(most, shortest, _)| {
                            over > *most || (over == *most && length < *shortest)
                        })
                    {
                        let span = Overfull {
                            gauge: number,
                            open,
                            close,
                            usable,
                            needed: sum,
                        };
                        worst = Some((over, length, span));
                    }
                }
            },
        );
        worst.map(|(.., span)| span)
    }

    /// Keeps count of a span from now on. `counts` are all touches that are promised; `lines` what one prospect wants.
    pub(super) fn watch(
        &mut self,
        problem: &Problem,
        span: &Overfull,
        counts: &[u32],
        lines: &[Option<Vec<u32>>],
    ) {
        let Overfull {
            gauge, open, close, ..
        } = *span;
        let same = |watch: &Watch| (watch.gauge, watch.open, watch.close) == (gauge, open, close);
        if self.watched.iter().any(same) {
            return;
        }
        let of = &self.gauges[gauge];
        let every = (0..problem.classes.len() as u32)
            .map(|class| (class, u64::from(counts[class as usize])));
        let taken = of.inside(every, open, close);
        let costs = lines.iter().map(|line| {
            let classes = line.iter().flatten().map(|class| (*class, 1));
            of.inside(classes, open, close) as u32
        });
        let watch = Watch {
            gauge,
            open,
            close,
            left: of.holds(open, close) as i64 - taken as i64,
            costs: costs.collect(),
        };
        if self.watched.len() < WATCHED {
            self.watched.push(watch);
        } else {
            self.watched[self.next] = watch;
            self.next = (self.next + 1) % WATCHED;
        }
    }

    /// Whether a watched span has no room for one more prospect of a line.
    pub(super) fn forbids(&self, line: usize) -> bool {
        self.watched
            .iter()
            .any(|watch| i64::from(watch.costs[line]) > watch.left)
    }

    /// Counts a prospect that was started on a line.
    pub(super) fn promise(&mut self, line: usize) {
        for watch in &mut self.watched {
            watch.left -= i64::from(watch.costs[line]);
        }
    }

    /// Counts a prospect of a line no longer.
    pub(super) fn excuse(&mut self, line: usize) {
        for watch in &mut self.watched {
            watch.left += i64::from(watch.costs[line]);
        }
    }

    /// Counts touches no longer that were owed.
    pub(super) fn free(&mut self, classes: &[u32]) {
        for watch in &mut self.watched {
            let classes = classes.iter().map(|class| (*class, 1));
            let freed = self.gauges[watch.gauge].inside(classes, watch.open, watch.close);
            watch.left += freed as i64;
        }
    }
}

/// What a span holds, from the table where there is one.
fn held(gauge: &Gauge, table: &[u64], open: u32, close: u32) -> u64 {
    let at = open as usize * gauge.days().len() + close as usize;
    table
        .get(at)
        .copied()
        .unwrap_or_else(|| gauge.holds(open, close))
}

/// Goes from the last day to the first, and tells for each whether windows open on it, and what windows take that open
/// on it or later, by the day on which they close, from that day on.
fn sweep(
    gauge: &Gauge,
    among: &[u32],
    counts: &[u32],
    taken: &mut Vec<u64>,
    mut tell: impl FnMut(u32, bool, &[u64]),
) {
    taken.clear();
    taken.resize(gauge.days().len(), 0);
    let count = |class: u32| counts[class as usize];
    let there = among.iter().rev().filter(|class| count(**class) > 0);
    let mut points = there
        .filter_map(|class| gauge.point(*class, u64::from(count(*class))))
        .peekable();
    for open in (0..gauge.days().len()).rev() {
        let mut opens = false;
        while let Some(point) = points.next_if(|point| point.open as usize == open) {
            taken[point.close as usize] += point.amount;
            opens = true;
        }
        tell(open as u32, opens, &taken[open..]);
    }
}
