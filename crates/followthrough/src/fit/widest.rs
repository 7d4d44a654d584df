//! What groups of days ask of gauges at the least: every touch with the widest window that any day of its group gives it.

use super::bound::{Gauge, Point, Scratch};
use super::intake::{Group, Need, Quota, classes, is_open};
use super::model::Line;
use super::proof::{Bounds, Proof, Weighed};

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

/// An amount that one prospect of a kind takes, or all that is owed where there is no kind.
#[derive(Debug, Clone, Copy)]
struct Part {
    point: Point,
    kind: Option<Kind>,
}

/// The points of every gauge, sorted once and counted anew for each quota.
pub(crate) struct Widest<'a> {
    /// Kinds that no day of their group can take.
    closed: Vec<Kind>,
    gauges: &'a [Gauge],
    /// By gauge, by open and close.
    parts: Vec<Vec<Part>>,
    points: Vec<Point>,
    scratch: Scratch,
}

impl<'a> Widest<'a> {
    pub(crate) fn new(bounds: &Bounds<'a>, groups: &[Group]) -> Self {
        let mut closed = Vec::new();
        let mut parts: Vec<Vec<Part>> = bounds
            .owed
            .iter()
            .map(|points| {
                points
                    .iter()
                    .map(|point| Part {
                        point: *point,
                        kind: None,
                    })
                    .collect()
            })
            .collect();
        for (number, group) in groups.iter().enumerate() {
            for (cadence, lines) in bounds.model.lines.iter().enumerate() {
                for ready in [false, true] {
                    let kind = Kind {
                        group: number,
                        cadence,
                        ready,
                    };
                    let lines: Vec<&Line> = group
                        .days
                        .iter()
                        .filter_map(|day| lines.get(*day)?.as_ref())
                        .filter(|line| is_open(Some(line), ready))
                        .collect();
                    if lines.is_empty() {
                        closed.push(kind);
                        continue;
                    }
                    for (gauge, parts) in bounds.gauges.iter().zip(&mut parts) {
                        let points = widest(gauge, &lines, ready).into_iter().flatten();
                        parts.extend(points.map(|point| Part {
                            point,
                            kind: Some(kind),
                        }));
                    }
                }
            }
        }
        for parts in &mut parts {
            parts.sort_by_key(|part| (part.point.open, part.point.close));
        }
        Self {
            closed,
            gauges: bounds.gauges,
            parts,
            points: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    /// A proof that quotas do not fit, if one span is enough for it. Quick, and often exact.
    pub(crate) fn refuse(&mut self, quotas: &[Quota]) -> Option<Proof> {
        if let Some(kind) = self.closed.iter().find(|kind| kind.count(quotas) > 0) {
            return Some(Proof::NoDay {
                group: kind.group,
                cadence: kind.cadence,
                ready: kind.ready,
            });
        }
        for (number, gauge) in self.gauges.iter().enumerate() {
            self.points.clear();
            for Part { point, kind } in &self.parts[number] {
                let count = kind.map_or(1, |kind| u64::from(kind.count(quotas)));
                if count > 0 {
                    self.points.push(Point {
                        amount: point.amount * count,
                        ..*point
                    });
                }
            }
            if let Some((open, close)) = gauge.overfull(&self.points, &mut self.scratch) {
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

/// For each touch the least that it takes of a gauge on any of some lines, in the widest window; `None` where on some
/// line it takes nothing.
fn widest(gauge: &Gauge, lines: &[&Line], ready: bool) -> Vec<Option<Point>> {
    let touches = |line: &Line| classes(line, ready).count();
    if lines.iter().any(|line| touches(line) != touches(lines[0])) {
        return Vec::new();
    }
    let mut widest: Vec<Option<Point>> = classes(lines[0], ready)
        .map(|class| gauge.point(class, 1))
        .collect();
    for line in &lines[1..] {
        for (widest, class) in widest.iter_mut().zip(classes(line, ready)) {
            *widest = widest.zip(gauge.point(class, 1)).map(|(a, b)| Point {
                open: a.open.min(b.open),
                close: a.close.max(b.close),
                amount: a.amount.min(b.amount),
            });
        }
    }
    widest
}
