//! What groups of days ask of gauges at the least: every touch with the widest window that any day of its group gives it.

use std::rc::Rc;

use super::bound::{Gauge, Point, Scratch};
use super::instance::StartOption;
use super::intake::{Group, Need, Quota, classes, is_open};
use super::proof::{Bounds, Known, Proof, Weighed};

/// Prospects of one cadence that a group starts.
#[derive(Debug, Clone, Copy)]
struct Kind {
    group: usize,
    cadence: usize,
    ready: bool,
}

impl Kind {
    fn count(self, quotas: &[Quota]) -> u32 {
        let Need { plain, ready } = quotas[self.group][self.cadence];
        if self.ready { ready } else { plain }
    }
}

/// An amount that one prospect of a kind takes, or all that is owed.
#[derive(Debug, Clone, Copy)]
struct Part {
    point: Point,
    /// Of [`Widest::kinds`], or [`OWED`]. A long cadence has a million parts, so that each is small.
    kind: u32,
}

/// Stands where a kind would for what is owed.
const OWED: u32 = u32::MAX;

/// The points of every gauge, sorted once and counted anew for each quota.
pub(crate) struct Widest {
    /// Kinds that no day of their group can take.
    closed: Vec<Kind>,
    kinds: Vec<Kind>,
    known: Vec<Rc<Known>>,
    /// By gauge, by open and close.
    parts: Vec<Vec<Part>>,
    points: Vec<Point>,
    scratch: Scratch,
}

impl Widest {
    pub(crate) fn new(bounds: &Bounds<'_>, groups: &[Group]) -> Self {
        let mut closed = Vec::new();
        let mut kinds = Vec::new();
        let known = bounds.all();
        let mut parts: Vec<Vec<Part>> = known
            .iter()
            .map(|known| {
                known
                    .owed
                    .iter()
                    .map(|point| Part {
                        point: *point,
                        kind: OWED,
                    })
                    .collect()
            })
            .collect();
        for (number, group) in groups.iter().enumerate() {
            for (cadence, lines) in bounds.instance.options.iter().enumerate() {
                let stock = bounds.instance.ready[cadence] as usize;
                // Where nobody is ready, no quota asks for any.
                for ready in [false, true].into_iter().take(1 + stock.min(1)) {
                    let kind = Kind {
                        group: number,
                        cadence,
                        ready,
                    };
                    let lines: Vec<&StartOption> = group
                        .days
                        .iter()
                        .filter_map(|day| lines.get(*day)?.as_ref())
                        .filter(|line| is_open(Some(line), ready))
                        .collect();
                    if lines.is_empty() {
                        closed.push(kind);
                        continue;
                    }
                    let at = kinds.len() as u32;
                    kinds.push(kind);
                    let touches = touches(&lines, ready);
                    for (known, parts) in known.iter().zip(&mut parts) {
                        let points = touches
                            .chunks_exact(lines.len())
                            .filter_map(|classes| widest(&known.gauge, classes));
                        parts.extend(points.map(|point| Part { point, kind: at }));
                    }
                }
            }
        }
        for (known, parts) in known.iter().zip(&mut parts) {
            sort(&known.gauge, parts);
        }
        Self {
            closed,
            kinds,
            known,
            parts,
            points: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    /// A proof that quotas do not fit, if one span is enough for it. Quick, and often exact.
    pub(crate) fn refuse(&mut self, quotas: &[Quota]) -> Option<Proof> {
        self.refuse_from(0, quotas)
    }

    /// The same by gauges from a number on: those before it are known not to refuse.
    pub(crate) fn refuse_from(&mut self, first: usize, quotas: &[Quota]) -> Option<Proof> {
        if let Some(kind) = self.closed.iter().find(|kind| kind.count(quotas) > 0) {
            return Some(Proof::NoDay {
                group: kind.group,
                cadence: kind.cadence,
                ready: kind.ready,
            });
        }
        for (number, known) in self.known.iter().enumerate().skip(first) {
            self.points.clear();
            for Part { point, kind } in &self.parts[number] {
                let kind = self.kinds.get(*kind as usize);
                let count = kind.map_or(1, |kind| u64::from(kind.count(quotas)));
                if count > 0 {
                    self.points.push(Point {
                        amount: point.amount * count,
                        ..*point
                    });
                }
            }
            if let Some((open, close)) = known.gauge.overfull(&self.points, &mut self.scratch) {
                return Some(Proof::Spans(vec![Weighed {
                    gauge: number,
                    open,
                    close,
                    weight: 1,
                }]));
            }
        }
        None
    }
}

/// As many parts are sorted like anything else.
const FEW: usize = 64;

/// Sorts parts by open and close; those that share both stay in order.
fn sort(gauge: &Gauge, parts: &mut Vec<Part>) {
    if parts.len() <= FEW {
        parts.sort_by_key(|part| (part.point.open, part.point.close));
        return;
    }
    // By open in one pass: there are many parts, and few opens.
    let mut places = vec![0usize; gauge.days().len() + 1];
    for part in &*parts {
        places[part.point.open as usize + 1] += 1;
    }
    for day in 0..gauge.days().len() {
        places[day + 1] += places[day];
    }
    let mut sorted = vec![parts[0]; parts.len()];
    for part in &*parts {
        let place = &mut places[part.point.open as usize];
        sorted[*place] = *part;
        *place += 1;
    }
    // Each place is now where the next day's begin.
    let mut from = 0;
    for to in places {
        sorted[from..to].sort_by_key(|part| part.point.close);
        from = to;
    }
    *parts = sorted;
}

/// The first touch's class on every one of some lines, then the second's, and so on; nothing where lines differ in how
/// many touches they have.
fn touches(lines: &[&StartOption], ready: bool) -> Vec<u32> {
    let count = |line: &&StartOption| classes(line, ready).count();
    let Some(many) = lines.first().map(count) else {
        return Vec::new();
    };
    if lines.iter().any(|line| count(line) != many) {
        return Vec::new();
    }
    let mut touches = vec![0; many * lines.len()];
    for (number, line) in lines.iter().enumerate() {
        for (touch, class) in classes(line, ready).enumerate() {
            touches[touch * lines.len() + number] = class;
        }
    }
    touches
}

/// The least that a touch takes of a gauge on any of some lines, in the widest window; `None` where on some line it
/// takes nothing.
fn widest(gauge: &Gauge, classes: &[u32]) -> Option<Point> {
    let (first, others) = classes.split_first()?;
    let first = gauge.point(*first, 1)?;
    others.iter().try_fold(first, |widest, class| {
        let point = gauge.point(*class, 1)?;
        Some(Point {
            open: widest.open.min(point.open),
            close: widest.close.max(point.close),
            amount: widest.amount.min(point.amount),
        })
    })
}
