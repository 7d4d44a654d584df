//! Spans of days that are full or nearly so: found where a touch finds no place, and kept count of from then on.

use crate::fit::{Gauge, Problem};

/// How many spans are kept count of.
const WATCHED: usize = 64;

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

/// Every gauge, and the spans that are kept count of.
#[derive(Debug, Clone)]
pub(super) struct Tight {
    pub(super) gauges: Vec<Gauge>,
    watched: Vec<Watch>,
    /// Where the next span is noted once there are as many as are kept.
    next: usize,
    taken: Vec<u64>,
}

impl Tight {
    pub(super) fn new(gauges: Vec<Gauge>) -> Self {
        Self {
            gauges,
            watched: Vec::new(),
            next: 0,
            taken: Vec::new(),
        }
    }

    /// The span around a touch of a class that would have to hold most beyond what it can, by the first gauge that
    /// knows one; of like ones the shortest. `counts` are all touches, that one among them; `among` are the classes of
    /// its pool, by first bin.
    pub(super) fn overfull(
        &mut self,
        among: &[u32],
        counts: &[u32],
        class: u32,
    ) -> Option<Overfull> {
        let taken = &mut self.taken;
        for (number, gauge) in self.gauges.iter().enumerate() {
            let Some(touch) = gauge.point(class, 1) else {
                continue;
            };
            taken.clear();
            taken.resize(gauge.days.len(), 0);
            let mut worst: Option<(u64, u32, Overfull)> = None;
            let mut points = among
                .iter()
                .rev()
                .filter_map(|class| gauge.point(*class, u64::from(counts[*class as usize])))
                .peekable();
            while let Some(point) = points.next() {
                taken[point.close as usize] += point.amount;
                let open = point.open;
                if open > touch.open || points.peek().is_some_and(|next| next.open == open) {
                    continue;
                }
                let mut sum = 0;
                for (close, taken) in (open..).zip(&taken[open as usize..]) {
                    sum += taken;
                    if *taken == 0 || close < touch.close {
                        continue;
                    }
                    let usable = gauge.holds(open, close);
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
            }
            if let Some((.., span)) = worst {
                return Some(span);
            }
        }
        None
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
