//! Spans with weights that forbid an intake however it is spread: found anywhere, added up here in whole numbers.

use std::cell::RefCell;
use std::rc::Rc;

use super::bound::{Gauge, Point};
use super::instance::{Instance, StartOption};
use super::intake::{Group, Need, Quota, classes, is_open};
use super::watch::{Unwatched, Watching};
use super::widest::Widest;

/// A span of one gauge, with how often it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weighed {
    /// Which gauge.
    pub(crate) gauge: usize,
    /// Place of its first day among the gauge's days.
    pub(crate) open: u32,
    /// Place of its last day.
    pub(crate) close: u32,
    /// How often it counts.
    pub(crate) weight: u64,
}

/// A proof that an intake does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The weighed spans need more than they hold.
    Spans(Vec<Weighed>),
    /// Some group has no day on which a prospect of this cadence could be promised all touches.
    NoDay {
        /// Which group.
        group: usize,
        /// Which cadence.
        cadence: usize,
        /// Whether for a prospect with prep done.
        ready: bool,
    },
}

/// A span as it is told: what it holds, and what the intake needs there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    /// The span.
    pub(crate) span: Weighed,
    /// What it holds.
    pub(crate) usable: u64,
    /// What must be taken in it.
    pub(crate) needed: u64,
}

/// A gauge, and what is owed of it.
pub(crate) struct Known {
    pub(crate) gauge: Gauge,
    /// By first and last day.
    pub(crate) owed: Vec<Point>,
}

/// Everything that bounds a instance.
pub(crate) struct Bounds<'a> {
    pub(crate) instance: &'a Instance,
    /// By number: those that every question has, then those that were found while it was asked.
    known: RefCell<Vec<Rc<Known>>>,
    /// Who is told how far the question is.
    pub(crate) watch: &'a dyn Watching,
}

impl<'a> Bounds<'a> {
    pub(crate) fn new(instance: &'a Instance) -> Self {
        let bounds = Self {
            instance,
            known: RefCell::default(),
            watch: &Unwatched,
        };
        instance
            .gauges()
            .into_iter()
            .for_each(|gauge| bounds.keep(gauge));
        bounds
    }

    /// Keeps a gauge that was found.
    pub(crate) fn keep(&self, gauge: Gauge) {
        let owed = owed(&self.instance.owed_for_bounds(), &gauge);
        self.known.borrow_mut().push(Rc::new(Known { gauge, owed }));
    }

    /// How many gauges there are.
    pub(crate) fn count(&self) -> usize {
        self.known.borrow().len()
    }

    /// A gauge by its number.
    pub(crate) fn known(&self, number: usize) -> Rc<Known> {
        self.known.borrow()[number].clone()
    }

    /// All gauges that are known by now.
    pub(crate) fn all(&self) -> Vec<Rc<Known>> {
        self.known.borrow().clone()
    }

    /// Whether to place everything once more.
    pub(crate) fn goes_on_placing(&self) -> bool {
        self.watch.go_on(self.instance.problem.size())
    }

    /// The same, with somebody who may stop the question.
    pub(crate) fn watched(self, watch: &'a dyn Watching) -> Self {
        Self { watch, ..self }
    }

    /// What one prospect started on a line takes in weighed spans.
    pub(crate) fn cost(&self, line: &StartOption, ready: bool, spans: &[Weighed]) -> u128 {
        spans
            .iter()
            .map(|span| {
                let classes = classes(line, ready).map(|class| (class, 1));
                u128::from(
                    self.known(span.gauge)
                        .gauge
                        .inside(classes, span.open, span.close),
                ) * u128::from(span.weight)
            })
            .sum()
    }

    /// The day of a group on which a prospect takes the least in weighed spans.
    fn cheapest(
        &self,
        group: &Group,
        cadence: usize,
        ready: bool,
        spans: &[Weighed],
    ) -> Option<(u128, usize)> {
        let lines = &self.instance.options[cadence];
        // A cadence outside of the mix has no lines.
        let line = |day: usize| lines.get(day).and_then(Option::as_ref);
        let open = group.days.iter().filter(|day| is_open(line(**day), ready));
        open.filter_map(|day| line(*day).map(|line| (self.cost(line, ready, spans), *day)))
            .min()
    }

    /// What the groups need in weighed spans, each group by itself; `None` where a group has no day for a prospect.
    pub(crate) fn needs(
        &self,
        groups: &[Group],
        quotas: &[Quota],
        spans: &[Weighed],
    ) -> Result<Vec<u128>, Proof> {
        let mut needs = Vec::with_capacity(groups.len());
        for (number, (group, quota)) in groups.iter().zip(quotas).enumerate() {
            let mut need = 0;
            for (cadence, wanted) in quota.iter().enumerate() {
                for (count, ready) in [(wanted.plain, false), (wanted.ready, true)] {
                    if count > 0 {
                        let cheapest = self.cheapest(group, cadence, ready, spans);
                        let (cost, _) = cheapest.ok_or(Proof::NoDay {
                            group: number,
                            cadence,
                            ready,
                        })?;
                        need += cost * u128::from(count);
                    }
                }
            }
            needs.push(need);
        }
        Ok(needs)
    }

    /// What weighed spans hold beyond what is owed there; negative where that is more.
    pub(crate) fn room(&self, spans: &[Weighed]) -> i128 {
        spans
            .iter()
            .map(|span| {
                let holds = self.known(span.gauge).gauge.holds(span.open, span.close);
                let owed = self.owed_inside(span);
                (i128::from(holds) - i128::from(owed)) * i128::from(span.weight)
            })
            .sum()
    }

    fn owed_inside(&self, span: &Weighed) -> u64 {
        let known = self.known(span.gauge);
        known
            .owed
            .iter()
            .filter(|point| point.open >= span.open && point.close <= span.close)
            .map(|point| point.amount)
            .sum()
    }

    /// Whether weighed spans forbid the quotas.
    pub(crate) fn forbids(&self, groups: &[Group], quotas: &[Quota], spans: &[Weighed]) -> bool {
        let Ok(needs) = self.needs(groups, quotas, spans) else {
            return true;
        };
        let need: u128 = needs.iter().sum();
        i128::try_from(need).is_ok_and(|need| need > self.room(spans))
    }

    /// A proof that the quotas do not fit, if one span is enough for it; see [`Widest`] for many quotas of the same groups.
    pub(crate) fn relaxed(&self, groups: &[Group], quotas: &[Quota]) -> Option<Proof> {
        Widest::new(self, groups).refuse(quotas)
    }

    /// Weighed spans with what they hold and what the quotas need there, spread as the spans can bear best.
    pub(crate) fn tell(&self, groups: &[Group], quotas: &[Quota], spans: &[Weighed]) -> Vec<Told> {
        let mut told: Vec<Told> = spans
            .iter()
            .map(|span| Told {
                span: *span,
                usable: self.known(span.gauge).gauge.holds(span.open, span.close),
                needed: self.owed_inside(span),
            })
            .collect();
        for (group, quota) in groups.iter().zip(quotas) {
            for (cadence, Need { plain, ready }) in quota.iter().copied().enumerate() {
                for (count, ready) in [(plain, false), (ready, true)] {
                    let Some((_, day)) = self
                        .cheapest(group, cadence, ready, spans)
                        .filter(|_| count > 0)
                    else {
                        continue;
                    };
                    let Some(line) = &self.instance.options[cadence][day] else {
                        continue;
                    };
                    for told in &mut told {
                        let classes = classes(line, ready).map(|class| (class, u64::from(count)));
                        let known = self.known(told.span.gauge);
                        told.needed += known.gauge.inside(classes, told.span.open, told.span.close);
                    }
                }
            }
        }
        told
    }
}

/// What is owed of a gauge, by first and last day.
fn owed(wanted: &[(u32, u64)], gauge: &Gauge) -> Vec<Point> {
    let points = wanted.iter();
    let mut points: Vec<Point> = points
        .filter_map(|(class, count)| gauge.point(*class, *count))
        .collect();
    points.sort_unstable_by_key(|point| (point.open, point.close));
    points
}
