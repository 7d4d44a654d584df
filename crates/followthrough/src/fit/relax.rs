//! The linear relaxation with span cuts added as they are broken: proofs where none of it fits, and intakes to try.
//!
//! The library's floats only suggest. A proof's weights are rounded to whole numbers and added up exactly in
//! [`proof`](super::proof); an intake is placed touch by touch before anything is said of it.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Program, Solution, Variable};

use super::bound::Point;
use super::intake::{Group, Intake, Quota, classes, is_open};
use super::proof::{Bounds, Proof, Weighed};
use super::shares::Packing;

/// How many times cuts are added before the relaxation is given up.
const ROUNDS: usize = 60;
/// How many cuts are added at a time.
const CUTS: usize = 16;
/// What is this near to a whole number is one.
const WHOLE: f64 = 1e-5;
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

/// A program that is solved, and solved on as rows are added and starts fixed.
#[derive(Clone)]
struct Live {
    /// `None` once it has no solution.
    solution: Option<Solution>,
    /// By which share spans are overfull.
    over: Variable,
    starts: Vec<Variable>,
}

impl Live {
    fn values(&self) -> Vec<f64> {
        let value = |start: &Variable| match &self.solution {
            Some(solution) => solution.var_value(*start),
            None => 0.0,
        };
        self.starts.iter().map(value).collect()
    }

    fn is_overfull(&self) -> bool {
        let over = |solution: &Solution| solution.var_value(self.over) > 1e-6;
        self.solution.as_ref().is_none_or(over)
    }

    /// Adds a row that must be no more than `most`; false where nothing is left.
    fn add(&mut self, row: &[(Variable, f64)], most: f64) -> bool {
        let solved = self
            .solution
            .take()
            .and_then(|solution| solution.add_constraint(row, ComparisonOp::Le, most).ok());
        self.solution = solved.and_then(|solved| solved.into_solution().ok());
        self.solution.is_some()
    }

    /// Fixes a start; false where nothing is left.
    fn fix(&mut self, at: usize, value: f64) -> bool {
        let start = self.starts[at];
        let solved = self
            .solution
            .take()
            .and_then(|solution| solution.fix_var(start, value).ok());
        self.solution = solved.and_then(|solved| solved.into_solution().ok());
        self.solution.is_some()
    }
}

/// How far to look for spans that are overfull.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// By the gauges that are known.
    Quick,
    /// By others too.
    Thorough,
}

/// What came of adding the spans that are overfull.
enum Tightened {
    /// None is.
    Done,
    /// There are new ones.
    Cut,
    /// The program could not be solved on.
    Broken,
}

/// The relaxation of one question. Cuts are kept from quota to quota.
pub(crate) struct Relaxation<'a> {
    bounds: &'a Bounds<'a>,
    groups: &'a [Group],
    cuts: Vec<Weighed>,
    /// Touches that are placed beside those asked for: class and how many.
    beside: Vec<(u32, u64)>,
    /// Not before it is needed.
    packing: Option<Packing>,
}

impl<'a> Relaxation<'a> {
    pub(crate) fn new(bounds: &'a Bounds<'a>, groups: &'a [Group]) -> Self {
        Self {
            bounds,
            groups,
            cuts: Vec::new(),
            beside: Vec::new(),
            packing: None,
        }
    }

    /// The same beside touches that have their place already: class and how many. What it forbids is forbidden beside
    /// them only.
    pub(crate) fn beside(
        bounds: &'a Bounds<'a>,
        groups: &'a [Group],
        beside: Vec<(u32, u64)>,
    ) -> Self {
        Self {
            beside,
            ..Self::new(bounds, groups)
        }
    }

    /// Asks whether quotas can be met as far as spans tell.
    pub(crate) fn ask(&mut self, quotas: &[Quota]) -> Relaxed {
        let columns = self.columns(quotas);
        let Some(mut live) = self.least_overfull(quotas, &columns) else {
            return Relaxed::Unknown;
        };
        for _ in 0..ROUNDS {
            if !self.bounds.watch.go_on() {
                return Relaxed::Unknown;
            }
            if live.is_overfull() {
                let proof = self
                    .beside
                    .is_empty()
                    .then(|| self.weights(quotas, &columns));
                return proof.flatten().map_or(Relaxed::Unknown, Relaxed::Forbidden);
            }
            match self.tighten(&mut live, &columns, Look::Thorough) {
                Tightened::Done => {
                    return match self.dive(live, &columns) {
                        Some(intake) => Relaxed::Allowed(intake),
                        None => Relaxed::Unknown,
                    };
                }
                Tightened::Cut => {}
                Tightened::Broken => return Relaxed::Unknown,
            }
        }
        Relaxed::Unknown
    }

    /// Adds the spans that the starts at hand overfill, and asks anew.
    fn tighten(&mut self, live: &mut Live, columns: &[Column], look: Look) -> Tightened {
        let known = self.cuts.len();
        if !self.cut(columns, &live.values(), look) {
            return Tightened::Done;
        }
        for cut in &self.cuts[known..] {
            let (mut row, holds) = self.row(cut, columns, &live.starts);
            row.push((live.over, -1.0));
            if !live.add(&row, holds) {
                return Tightened::Broken;
            }
        }
        Tightened::Cut
    }

    /// Whole starts near those at hand: one start after the other is fixed at a whole number, up where that can be.
    fn dive(&mut self, mut live: Live, columns: &[Column]) -> Option<Intake> {
        for _ in 0..4 * columns.len() {
            let values = live.values();
            let fraction = |at: &usize| values[*at] - values[*at].floor();
            let loose = (0..columns.len())
                .filter(|at| (values[*at] - values[*at].round()).abs() > WHOLE)
                .max_by(|a, b| fraction(a).total_cmp(&fraction(b)));
            let Some(at) = loose else {
                match self.tighten(&mut live, columns, Look::Thorough) {
                    Tightened::Done => {
                        let mut intake = Intake::none(self.bounds.model);
                        for (column, start) in columns.iter().zip(&values) {
                            intake.counts[column.cadence][column.day] +=
                                start.round().max(0.0) as u32;
                        }
                        return Some(intake);
                    }
                    Tightened::Cut if !live.is_overfull() => continue,
                    Tightened::Cut | Tightened::Broken => return None,
                }
            };
            let up = self.fixed(&live, columns, at, values[at].ceil());
            live = match up {
                Some(up) => up,
                None => self.fixed(&live, columns, at, values[at].floor())?,
            };
        }
        None
    }

    /// The program with a start fixed, and what that overfills cut away; `None` where nothing is left.
    fn fixed(&mut self, live: &Live, columns: &[Column], at: usize, value: f64) -> Option<Live> {
        let mut live = live.clone();
        if !live.fix(at, value) {
            return None;
        }
        for _ in 0..ROUNDS {
            if live.is_overfull() || !self.bounds.watch.go_on() {
                return None;
            }
            match self.tighten(&mut live, columns, Look::Quick) {
                Tightened::Done => return Some(live),
                Tightened::Cut => {}
                Tightened::Broken => return None,
            }
        }
        None
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

    /// Starts that overfill the known cuts by the least share of what they hold.
    fn least_overfull(&self, quotas: &[Quota], columns: &[Column]) -> Option<Live> {
        let mut program = Program::new(OptimizationDirection::Minimize);
        let over = program.add_var(1.0, (0.0, f64::INFINITY));
        let most = |column: &Column| {
            let need = quotas[column.group][column.cadence];
            f64::from(if column.ready { need.ready } else { need.plain })
        };
        let starts: Vec<Variable> = columns
            .iter()
            .map(|column| program.add_var(0.0, (0.0, most(column))))
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
            program.add_constraint(row.as_slice(), ComparisonOp::Eq, most(&columns[at]));
            at = end;
        }
        for cut in &self.cuts {
            let (mut row, holds) = self.row(cut, columns, &starts);
            row.push((over, -1.0));
            program.add_constraint(row.as_slice(), ComparisonOp::Le, holds);
        }
        let solution = program.solve().ok()?.into_solution().ok()?;
        Some(Live {
            solution: Some(solution),
            over,
            starts,
        })
    }

    /// What starts take in a cut and what it holds, both in shares of what it holds.
    fn row(
        &self,
        cut: &Weighed,
        columns: &[Column],
        starts: &[Variable],
    ) -> (Vec<(Variable, f64)>, f64) {
        let one = std::slice::from_ref(cut);
        let (gauge, _) = self.bounds.gauge(cut.gauge);
        let beside = gauge.inside(self.beside.iter().copied(), cut.open, cut.close);
        let holds = (self.bounds.room(one) - i128::from(beside)) as f64;
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

    /// Adds the spans that some starts overfill most, and where they overfill none looks for shares that tell more,
    /// if need be; false where there are none.
    fn cut(&mut self, columns: &[Column], starts: &[f64], look: Look) -> bool {
        if self.cut_by(0, columns, starts) {
            return true;
        }
        if look == Look::Quick {
            return false;
        }
        let bounds = self.bounds;
        let known = bounds.count();
        let problem = &bounds.model.problem;
        let groups = self.groups;
        let packing = self
            .packing
            .get_or_insert_with(|| Packing::new(problem, asked(bounds, groups)));
        let owed = bounds.model.owed_counts.iter().enumerate();
        let mut wanted: Vec<(u32, u64)> = owed
            .filter(|(_, count)| **count > 0)
            .map(|(class, count)| (class as u32, u64::from(*count) * SCALE))
            .collect();
        wanted.extend(
            self.beside
                .iter()
                .map(|(class, count)| (*class, count * SCALE)),
        );
        for (column, start) in columns.iter().zip(starts) {
            let parts = (start * SCALE as f64).round();
            if let Some(line) = bounds.model.lines[column.cadence][column.day].as_ref()
                && parts >= 1.0
            {
                wanted.extend(classes(line, column.ready).map(|class| (class, parts as u64)));
            }
        }
        for gauge in packing.overfilled(problem, &wanted, SCALE) {
            bounds.keep(gauge);
        }
        self.cut_by(known, columns, starts)
    }

    /// Adds the spans that some starts overfill most by gauges from a number on; false where they overfill none.
    fn cut_by(&mut self, from: usize, columns: &[Column], starts: &[f64]) -> bool {
        let bounds = self.bounds;
        let mut found: Vec<(f64, Weighed)> = Vec::new();
        for number in from..bounds.count() {
            let (gauge, owed) = bounds.gauge(number);
            let mut points: Vec<Point> = owed
                .iter()
                .map(|point| Point {
                    amount: point.amount.saturating_mul(SCALE),
                    ..*point
                })
                .collect();
            let beside = self.beside.iter();
            points.extend(beside.filter_map(|(class, count)| gauge.point(*class, count * SCALE)));
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
            for ((open, close), over) in gauge.overfull_apart(&points, SCALE) {
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
                    found.push((over as f64 / holds as f64, cut));
                }
            }
        }
        // Each one is solved on for: those that are overfull by most make others needless.
        found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        found.truncate(CUTS);
        self.cuts.extend(found.iter().map(|(_, cut)| *cut));
        !found.is_empty()
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
        let mut live = self.least_overfull(quotas, &columns)?;
        for _ in 0..ROUNDS {
            if !self.bounds.watch.go_on() {
                return None;
            }
            if live.is_overfull() {
                return self.weights(quotas, &columns);
            }
            match self.tighten(&mut live, &columns, Look::Thorough) {
                Tightened::Cut => {}
                Tightened::Done | Tightened::Broken => return None,
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
            if !self.bounds.watch.go_on() {
                return None;
            }
            let values: Vec<f64> = starts
                .iter()
                .map(|start| solution.var_value(*start))
                .collect();
            let known = self.cuts.len();
            if !self.cut(&columns, &values, Look::Thorough) {
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

/// The classes of what is owed and of what groups can start.
fn asked(bounds: &Bounds<'_>, groups: &[Group]) -> Vec<bool> {
    let model = bounds.model;
    let mut asked: Vec<bool> = model.owed_counts.iter().map(|count| *count > 0).collect();
    for day in groups.iter().flat_map(|group| &group.days) {
        for line in model
            .lines
            .iter()
            .filter_map(|lines| lines.get(*day)?.as_ref())
        {
            for class in classes(line, false) {
                asked[class as usize] = true;
            }
        }
    }
    asked
}
