//! The linear relaxation with span cuts added as they are broken: proofs where none of it fits, and intakes to try.
//!
//! The library's floats only suggest. A proof's weights are rounded to whole numbers and added up exactly in
//! [`proof`](super::proof); an intake is placed touch by touch before anything is said of it.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Program, SolveOptions, Variable};

use super::bound::Point;
use super::intake::{Group, Intake, Quota, classes, is_open};
use super::proof::{Bounds, Proof, Weighed};

/// How many times cuts are added before the relaxation is given up.
const ROUNDS: usize = 60;
/// How many nodes the search for whole numbers may open.
const NODES: u64 = 400;
/// Points are counted in this many parts, because a relaxation's starts are not whole.
const SCALE: u64 = 1 << 16;

/// What the relaxation tells.
pub(crate) enum Relaxed {
    /// Nothing of it fits.
    Forbidden(Proof),
    /// These starts obey all spans, but their touches may still find no place.
    Allowed(Intake),
    /// Nothing.
    Unknown,
}

/// One kind of start: a group's prospects of one cadence on one day, with prep or without.
struct Column {
    group: usize,
    cadence: usize,
    day: usize,
    ready: bool,
}

/// The relaxation of one question. Cuts are kept from quota to quota.
pub(crate) struct Relaxation<'a> {
    bounds: &'a Bounds<'a>,
    groups: &'a [Group],
    cuts: Vec<Weighed>,
}

impl<'a> Relaxation<'a> {
    pub(crate) fn new(bounds: &'a Bounds<'a>, groups: &'a [Group]) -> Self {
        Self {
            bounds,
            groups,
            cuts: Vec::new(),
        }
    }

    /// Asks whether quotas can be met as far as spans tell.
    pub(crate) fn ask(&mut self, quotas: &[Quota]) -> Relaxed {
        let columns = self.columns(quotas);
        for _ in 0..ROUNDS {
            let Some((over, starts)) = self.least_overfull(quotas, &columns, false) else {
                return Relaxed::Unknown;
            };
            if over > 1e-6 {
                match self.weights(quotas, &columns) {
                    Some(proof) => return Relaxed::Forbidden(proof),
                    None if !self.cut(&columns, &starts) => return Relaxed::Unknown,
                    None => continue,
                }
            }
            if !self.cut(&columns, &starts) {
                return self.whole(quotas, &columns);
            }
        }
        Relaxed::Unknown
    }

    /// The same in whole numbers, by branch and bound with a limit on nodes.
    fn whole(&mut self, quotas: &[Quota], columns: &[Column]) -> Relaxed {
        for _ in 0..ROUNDS / 4 {
            let Some((over, starts)) = self.least_overfull(quotas, columns, true) else {
                return Relaxed::Unknown;
            };
            if over > 1e-6 {
                return Relaxed::Unknown;
            }
            if !self.cut(columns, &starts) {
                let mut intake = Intake::none(self.bounds.model);
                for (column, start) in columns.iter().zip(&starts) {
                    intake.counts[column.cadence][column.day] += start.round().max(0.0) as u32;
                }
                return Relaxed::Allowed(intake);
            }
        }
        Relaxed::Unknown
    }

    fn columns(&self, quotas: &[Quota]) -> Vec<Column> {
        let model = self.bounds.model;
        let mut columns = Vec::new();
        for (group, quota) in quotas.iter().enumerate() {
            for (cadence, need) in quota.iter().enumerate() {
                for (count, ready) in [(need.plain, false), (need.ready, true)] {
                    if count > 0 {
                        let open =
                            |day: &&usize| is_open(model.lines[cadence][**day].as_ref(), ready);
                        let days = self.groups[group].days.iter().filter(open);
                        columns.extend(days.map(|day| Column {
                            group,
                            cadence,
                            day: *day,
                            ready,
                        }));
                    }
                }
            }
        }
        columns
    }

    /// Starts that overfill the known cuts by the least share of what they hold, and that share.
    fn least_overfull(
        &self,
        quotas: &[Quota],
        columns: &[Column],
        whole: bool,
    ) -> Option<(f64, Vec<f64>)> {
        let mut program = Program::new(OptimizationDirection::Minimize);
        let over = program.add_var(1.0, (0.0, f64::INFINITY));
        let most = |column: &Column| {
            let need = quotas[column.group][column.cadence];
            if column.ready { need.ready } else { need.plain }
        };
        let starts: Vec<Variable> = columns
            .iter()
            .map(|column| {
                let most = most(column);
                if whole {
                    program.add_integer_var(0.0, (0, i32::try_from(most).unwrap_or(i32::MAX)))
                } else {
                    program.add_var(0.0, (0.0, f64::from(most)))
                }
            })
            .collect();
        let mut at = 0;
        while at < columns.len() {
            let same = |other: &Column| {
                (other.group, other.cadence, other.ready)
                    == (columns[at].group, columns[at].cadence, columns[at].ready)
            };
            let end = at + columns[at..].iter().take_while(|other| same(other)).count();
            let row: Vec<(Variable, f64)> =
                starts[at..end].iter().map(|start| (*start, 1.0)).collect();
            program.add_constraint(
                row.as_slice(),
                ComparisonOp::Eq,
                f64::from(most(&columns[at])),
            );
            at = end;
        }
        for cut in &self.cuts {
            let (mut row, holds) = self.row(cut, columns, &starts);
            row.push((over, -1.0));
            program.add_constraint(row.as_slice(), ComparisonOp::Le, holds);
        }
        let solution = if whole {
            let mut options = SolveOptions::default();
            options.node_limit = Some(NODES);
            program.solve_with(options)
        } else {
            program.solve()
        };
        let solution = solution.ok()?.into_solution().ok()?;
        Some((
            solution.var_value(over),
            starts
                .iter()
                .map(|start| solution.var_value(*start))
                .collect(),
        ))
    }

    /// What starts take in a cut and what it holds, both in shares of what it holds.
    fn row(
        &self,
        cut: &Weighed,
        columns: &[Column],
        starts: &[Variable],
    ) -> (Vec<(Variable, f64)>, f64) {
        let one = std::slice::from_ref(cut);
        let holds = self.bounds.room(one) as f64;
        let unit = holds.abs().max(1.0);
        let costs = columns
            .iter()
            .zip(starts)
            .map(|(column, start)| (*start, self.cost(column, one) as f64 / unit));
        (
            costs.filter(|(_, cost)| *cost > 0.0).collect(),
            holds / unit,
        )
    }

    fn cost(&self, column: &Column, spans: &[Weighed]) -> u128 {
        let line = self.bounds.model.lines[column.cadence][column.day].as_ref();
        line.map_or(0, |line| self.bounds.cost(line, column.ready, spans))
    }

    /// Adds the spans that some starts overfill most; false where they overfill none.
    fn cut(&mut self, columns: &[Column], starts: &[f64]) -> bool {
        let bounds = self.bounds;
        let mut added = false;
        for (number, gauge) in bounds.gauges.iter().enumerate() {
            let mut points: Vec<Point> = bounds.owed[number]
                .iter()
                .map(|point| Point {
                    amount: point.amount.saturating_mul(SCALE),
                    ..*point
                })
                .collect();
            for (column, start) in columns.iter().zip(starts) {
                let Some(line) = bounds.model.lines[column.cadence][column.day].as_ref() else {
                    continue;
                };
                let parts = (start * SCALE as f64).round();
                if parts < 1.0 {
                    continue;
                }
                points.extend(
                    classes(line, column.ready)
                        .filter_map(|class| gauge.point(class, parts as u64)),
                );
            }
            if let Some(((open, close), over)) = gauge.worst_scaled(&points, SCALE) {
                let holds = gauge.holds(open, close).max(1);
                let cut = Weighed {
                    gauge: number,
                    open,
                    close,
                    weight: 1,
                };
                // Rounding to parts may seem to overfill a span by next to nothing.
                if over as f64 > holds as f64 * SCALE as f64 * 1e-5 + 64.0
                    && !self.cuts.contains(&cut)
                {
                    self.cuts.push(cut);
                    added = true;
                }
            }
        }
        added
    }

    /// Weights of the known cuts that forbid the quotas: the dual of [`Self::least_overfull`], rounded.
    fn weights(&self, quotas: &[Quota], columns: &[Column]) -> Option<Proof> {
        let mut program = Program::new(OptimizationDirection::Maximize);
        let weights: Vec<Variable> = self
            .cuts
            .iter()
            .map(|cut| {
                let holds = self.bounds.room(std::slice::from_ref(cut)) as f64;
                program.add_var(-holds / holds.abs().max(1.0), (0.0, f64::INFINITY))
            })
            .collect();
        let units: Vec<f64> = self
            .cuts
            .iter()
            .map(|cut| {
                (self.bounds.room(std::slice::from_ref(cut)) as f64)
                    .abs()
                    .max(1.0)
            })
            .collect();
        let row: Vec<(Variable, f64)> = weights.iter().map(|weight| (*weight, 1.0)).collect();
        program.add_constraint(row.as_slice(), ComparisonOp::Le, 1.0);
        let mut price: Option<(usize, usize, bool, Variable)> = None;
        for column in columns {
            let known = price.filter(|(group, cadence, ready, _)| {
                (*group, *cadence, *ready) == (column.group, column.cadence, column.ready)
            });
            let (.., least) = known.unwrap_or_else(|| {
                let need = quotas[column.group][column.cadence];
                let count = if column.ready { need.ready } else { need.plain };
                let least = program.add_var(f64::from(count), (0.0, f64::INFINITY));
                (column.group, column.cadence, column.ready, least)
            });
            price = Some((column.group, column.cadence, column.ready, least));
            let mut row = vec![(least, 1.0)];
            for ((cut, weight), unit) in self.cuts.iter().zip(&weights).zip(&units) {
                let cost = self.cost(column, std::slice::from_ref(cut));
                if cost > 0 {
                    row.push((*weight, -(cost as f64) / unit));
                }
            }
            program.add_constraint(row.as_slice(), ComparisonOp::Le, 0.0);
        }
        let solution = program.solve().ok()?.into_solution().ok()?;
        let values: Vec<f64> = weights
            .iter()
            .zip(&units)
            .map(|(weight, unit)| solution.var_value(*weight).max(0.0) / unit)
            .collect();
        let proof = self.round(quotas, &values)?;
        Some(Proof::Spans(proof))
    }

    /// The smallest whole weights in about those proportions that forbid the quotas exactly.
    fn round(&self, quotas: &[Quota], values: &[f64]) -> Option<Vec<Weighed>> {
        let largest = values
            .iter()
            .fold(0.0f64, |largest, value| largest.max(*value));
        if largest <= 0.0 || !largest.is_finite() {
            return None;
        }
        let scales = (1..=60u32).chain([100, 1_000, 10_000, 100_000, 1_000_000]);
        scales
            .map(|scale| {
                let weigh = |value: &f64| (value / largest * f64::from(scale)).round() as u64;
                let spans = self.cuts.iter().zip(values).map(|(cut, value)| Weighed {
                    weight: weigh(value),
                    ..*cut
                });
                spans.filter(|span| span.weight > 0).collect::<Vec<_>>()
            })
            .find(|spans| self.bounds.forbids(self.groups, quotas, spans, 0))
    }

    /// A proof that quotas cannot be met, where the relaxation finds one.
    pub(crate) fn ask_linear(&mut self, quotas: &[Quota]) -> Option<Proof> {
        let columns = self.columns(quotas);
        for _ in 0..ROUNDS {
            let (over, starts) = self.least_overfull(quotas, &columns, false)?;
            if over > 1e-6
                && let Some(proof) = self.weights(quotas, &columns)
            {
                return Some(proof);
            }
            if !self.cut(&columns, &starts) {
                return None;
            }
        }
        None
    }

    /// The largest total, not whole, that obeys all spans where `shares` of it go on each cadence, and starts that
    /// make it, by cadence and place of the day. Ready prospects are taken as they come.
    pub(crate) fn summit(&mut self, shares: &[f64], stock: &[u32]) -> Option<(f64, Vec<Vec<f64>>)> {
        let model = self.bounds.model;
        let columns: Vec<Column> = (0..shares.len())
            .filter(|cadence| shares[*cadence] > 0.0)
            .flat_map(|cadence| [(cadence, false), (cadence, true)])
            .filter(|(cadence, ready)| !ready || stock[*cadence] > 0)
            .flat_map(|(cadence, ready)| {
                let open = move |day: &&usize| is_open(model.lines[cadence][**day].as_ref(), ready);
                self.groups[0]
                    .days
                    .iter()
                    .filter(open)
                    .map(move |day| Column {
                        group: 0,
                        cadence,
                        day: *day,
                        ready,
                    })
            })
            .collect();
        let mut program = Program::new(OptimizationDirection::Maximize);
        let total = program.add_var(1.0, (0.0, f64::from(1 << 24)));
        let starts: Vec<Variable> = columns
            .iter()
            .map(|_| program.add_var(0.0, (0.0, f64::INFINITY)))
            .collect();
        for (cadence, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
            let of = |ready: Option<bool>| {
                let mine = columns.iter().zip(&starts).filter(move |(column, _)| {
                    column.cadence == cadence && ready.is_none_or(|ready| column.ready == ready)
                });
                mine.map(|(_, start)| (*start, 1.0))
                    .collect::<Vec<(Variable, f64)>>()
            };
            let mut row = of(None);
            row.push((total, -share));
            program.add_constraint(row.as_slice(), ComparisonOp::Eq, 0.0);
            let ready = of(Some(true));
            if !ready.is_empty() {
                program.add_constraint(
                    ready.as_slice(),
                    ComparisonOp::Le,
                    f64::from(stock[cadence]),
                );
            }
        }
        for cut in &self.cuts {
            let (row, holds) = self.row(cut, &columns, &starts);
            program.add_constraint(row.as_slice(), ComparisonOp::Le, holds);
        }
        let mut solution = program.solve().ok()?.into_solution().ok()?;
        for _ in 0..4 * ROUNDS {
            let values: Vec<f64> = starts
                .iter()
                .map(|start| solution.var_value(*start))
                .collect();
            let known = self.cuts.len();
            if !self.cut(&columns, &values) {
                let mut counts = vec![vec![0.0; model.start_days.len()]; shares.len()];
                for (column, value) in columns.iter().zip(&values) {
                    counts[column.cadence][column.day] += value;
                }
                return Some((solution.var_value(total), counts));
            }
            for cut in &self.cuts[known..] {
                let (row, holds) = self.row(cut, &columns, &starts);
                solution = solution
                    .add_constraint(row.as_slice(), ComparisonOp::Le, holds)
                    .ok()?
                    .into_solution()
                    .ok()?;
            }
        }
        None
    }
}
