//! What spans and jams allow of starts: rows of the linear relaxation, looked for where starts break them.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Program, Variable};

use super::bound::Point;
use super::intake::{Group, Quota, classes, is_open};
use super::jam::{Jam, jams};
use super::proof::{Bounds, Proof, Weighed};
use super::shares::Packing;

/// How many cuts are added at a time.
const CUTS: usize = 4;
/// How many steps it takes to look for overfull spans, for each kind of touch.
const LOOKING: u64 = 16;
/// Points are counted in this many parts, because a relaxation's starts are not whole.
const SCALE: u64 = 1 << 16;
/// A cut is broken from this share of what it holds on.
const BROKEN: f64 = 1e-5;

/// One kind of start: a group's prospects of one cadence on one day, with prep or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) group: usize,
    pub(super) cadence: usize,
    pub(super) day: usize,
    pub(super) ready: bool,
}

/// How far to look for cuts that are broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// By the gauges that are known.
    Quick,
    /// By others too.
    Thorough,
    /// And by what jams.
    Whole,
}

/// Why some starts together may take no more than there is.
enum Source {
    Span(Weighed),
    /// Shows where to look, and is no proof that could be told.
    Jam(Jam),
}

/// What some starts together may take.
struct Cut {
    source: Source,
    /// What one start takes, by the place of its kind.
    takes: Vec<u64>,
    /// What there is beyond what is owed.
    holds: f64,
}

impl Cut {
    /// Rows are told in shares of this.
    fn unit(&self) -> f64 {
        self.holds.abs().max(1.0)
    }
}

/// The cuts of one question, kept from quota to quota.
pub(super) struct Cuts<'a> {
    pub(super) bounds: &'a Bounds<'a>,
    groups: &'a [Group],
    list: Vec<Cut>,
    /// The kinds of starts that were asked about.
    kinds: Vec<Column>,
    /// By cadence, day, and prep done or not: the place among the kinds.
    places: Vec<Option<usize>>,
    /// Not before it is needed.
    packing: Option<Packing>,
}

impl<'a> Cuts<'a> {
    pub(super) fn new(bounds: &'a Bounds<'a>, groups: &'a [Group]) -> Self {
        let instance = bounds.instance;
        Self {
            bounds,
            groups,
            list: Vec::new(),
            kinds: Vec::new(),
            places: vec![None; 2 * instance.options.len() * instance.start_days],
            packing: None,
        }
    }

    /// Whether any of some cuts is a jam.
    pub(super) fn any_jam(&self, among: &[usize]) -> bool {
        let is_jam = |cut: &usize| matches!(self.list[*cut].source, Source::Jam(_));
        among.iter().any(is_jam)
    }

    /// The kinds of starts that quotas can want.
    pub(super) fn columns(&mut self, quotas: &[Quota]) -> Vec<Column> {
        let mut columns = Vec::new();
        for (group, quota) in quotas.iter().enumerate() {
            for (cadence, need) in quota.iter().enumerate() {
                for (count, ready) in [(need.plain, false), (need.ready, true)] {
                    if count > 0 {
                        columns.extend(self.days(group, cadence, ready));
                    }
                }
            }
        }
        columns
    }

    /// A group's days on which a prospect can be started.
    pub(super) fn days(&mut self, group: usize, cadence: usize, ready: bool) -> Vec<Column> {
        let lines = &self.bounds.instance.options[cadence];
        let open = |day: &&usize| is_open(lines[**day].as_ref(), ready);
        let days = self.groups[group].days.iter().filter(open);
        let columns = days.map(|day| Column {
            group,
            cadence,
            day: *day,
            ready,
        });
        let columns: Vec<Column> = columns.collect();
        for column in &columns {
            self.meet(column);
        }
        columns
    }

    /// Sees to it that cuts know what a kind of start takes.
    fn meet(&mut self, column: &Column) {
        let at = self.index(column);
        if self.places[at].is_none() {
            self.places[at] = Some(self.kinds.len());
            self.kinds.push(*column);
            for cut in &mut self.list {
                cut.takes.push(takes(self.bounds, &cut.source, column));
            }
        }
    }

    fn index(&self, column: &Column) -> usize {
        let days = self.bounds.instance.start_days;
        (column.cadence * days + column.day) * 2 + usize::from(column.ready)
    }

    /// What a start takes of a cut.
    fn takes(&self, cut: &Cut, column: &Column) -> u64 {
        let place = self.places[self.index(column)];
        place.map_or(0, |place| cut.takes[place])
    }

    fn add(&mut self, source: Source, holds: i128) {
        let kinds = self.kinds.iter();
        let takes = kinds.map(|column| takes(self.bounds, &source, column));
        self.list.push(Cut {
            takes: takes.collect(),
            source,
            holds: holds as f64,
        });
    }

    fn add_span(&mut self, span: Weighed) {
        let room = self.bounds.room(&[span]);
        self.add(Source::Span(span), room);
    }

    /// What starts take in a cut and what it holds, both in shares of what it holds.
    pub(super) fn row(
        &self,
        cut: usize,
        columns: &[Column],
        starts: &[Variable],
    ) -> (Vec<(Variable, f64)>, f64) {
        let cut = &self.list[cut];
        let unit = cut.unit();
        let takes = columns
            .iter()
            .zip(starts)
            .map(|(column, start)| (*start, self.takes(cut, column) as f64 / unit));
        let row = takes.filter(|(_, takes)| *takes > 0.0).collect();
        (row, cut.holds / unit)
    }

    /// By what share of what it holds starts break a cut; negative where there is room.
    fn over(&self, cut: &Cut, columns: &[Column], starts: &[f64]) -> f64 {
        let taken: f64 = columns
            .iter()
            .zip(starts)
            .map(|(column, start)| self.takes(cut, column) as f64 * start)
            .sum();
        (taken - cut.holds) / cut.unit()
    }

    /// The known cuts that starts break most, without those that are asked for already.
    pub(super) fn broken(&self, columns: &[Column], starts: &[f64], asked: &[usize]) -> Vec<usize> {
        let mut broken: Vec<(f64, usize)> = (0..self.list.len())
            .filter(|cut| !asked.contains(cut))
            .map(|cut| (self.over(&self.list[cut], columns, starts), cut))
            .filter(|(over, _)| *over > BROKEN)
            .collect();
        broken.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        broken.truncate(CUTS);
        broken.into_iter().map(|(_, cut)| cut).collect()
    }

    /// Those of some cuts that starts leave no room in.
    pub(super) fn tight(&self, columns: &[Column], starts: &[f64], asked: &[usize]) -> Vec<usize> {
        let is_tight = |cut: &&usize| self.over(&self.list[**cut], columns, starts) > -BROKEN;
        asked.iter().filter(is_tight).copied().collect()
    }

    /// Looks for cuts that starts break and adds those that they break most. Where they break none by the known
    /// gauges, looks for shares that tell more, and for jams, as far as it is to look.
    pub(super) fn find(&mut self, columns: &[Column], starts: &[f64], look: Look) -> Vec<usize> {
        let first = self.list.len();
        let wanted = self.wanted(columns, starts);
        let known = self.bounds.count();
        let found = self.find_spans(0, &wanted)
            || look != Look::Quick && {
                self.find_shares(&wanted);
                self.find_spans(known, &wanted)
            }
            || look == Look::Whole && self.find_jams(&wanted);
        if found {
            (first..self.list.len()).collect()
        } else {
            Vec::new()
        }
    }

    /// The touches that starts want: class and how many, in parts. What is owed is apart.
    fn wanted(&self, columns: &[Column], starts: &[f64]) -> Vec<(u32, u64)> {
        let mut wanted: Vec<(u32, u64)> = Vec::new();
        for (column, start) in columns.iter().zip(starts) {
            let parts = (start * SCALE as f64).round();
            if let Some(line) = self.bounds.instance.options[column.cadence][column.day].as_ref()
                && parts >= 1.0
            {
                wanted.extend(classes(line, column.ready).map(|class| (class, parts as u64)));
            }
        }
        wanted
    }

    fn with_owed(&self, wanted: &[(u32, u64)]) -> Vec<(u32, u64)> {
        let owed = self.bounds.instance.owed_for_bounds().into_iter();
        let owed = owed.map(|(class, count)| (class, count * SCALE));
        owed.chain(wanted.iter().copied()).collect()
    }

    /// Adds the spans that are overfull most by gauges from a number on; false where none is.
    fn find_spans(&mut self, from: usize, wanted: &[(u32, u64)]) -> bool {
        let bounds = self.bounds;
        let mut found: Vec<(f64, Weighed)> = Vec::new();
        for number in from..bounds.count() {
            if !bounds.watch.go_on(LOOKING * wanted.len() as u64) {
                break;
            }
            let known = bounds.known(number);
            let gauge = &known.gauge;
            let owed = known.owed.iter().map(|point| Point {
                amount: point.amount.saturating_mul(SCALE),
                ..*point
            });
            let wanted = wanted.iter();
            let points: Vec<Point> = owed
                .chain(wanted.filter_map(|(class, parts)| gauge.point(*class, *parts)))
                .collect();
            for ((open, close), over) in gauge.overfull_apart(&points, SCALE) {
                let holds = gauge.holds(open, close).max(1);
                let span = Weighed {
                    gauge: number,
                    open,
                    close,
                    weight: 1,
                };
                // Rounding to parts may seem to overfill a span by next to nothing.
                if over as f64 > holds as f64 * SCALE as f64 * BROKEN + 64.0 && !self.has(&span) {
                    found.push((over as f64 / holds as f64, span));
                }
            }
        }
        // Each one is solved on for: those that are overfull by most make others needless.
        found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        found.truncate(CUTS);
        for (_, span) in &found {
            self.add_span(*span);
        }
        !found.is_empty()
    }

    fn find_shares(&mut self, wanted: &[(u32, u64)]) {
        let bounds = self.bounds;
        let groups = self.groups;
        let problem = &bounds.instance.problem;
        let wanted = self.with_owed(wanted);
        let packing = self
            .packing
            .get_or_insert_with(|| Packing::new(problem, asked(bounds, groups)));
        for gauge in packing.overfilled(problem, &wanted, SCALE) {
            bounds.keep(gauge);
        }
    }

    fn find_jams(&mut self, wanted: &[(u32, u64)]) -> bool {
        let instance = self.bounds.instance;
        let wanted = self.with_owed(wanted);
        let mut found = false;
        for jam in jams(&instance.problem, &wanted, SCALE) {
            let needed = jam.inside(wanted.iter().copied());
            let holds = jam.holds.max(1) as f64 * SCALE as f64;
            if needed as f64 > holds * (1.0 + BROKEN) + 64.0 {
                let taken = jam.inside(instance.owed_for_bounds().into_iter());
                let room = i128::from(jam.holds) - i128::from(taken);
                self.add(Source::Jam(jam), room);
                found = true;
            }
        }
        found
    }

    fn has(&self, span: &Weighed) -> bool {
        let same = |cut: &Cut| matches!(&cut.source, Source::Span(known) if known == span);
        self.list.iter().any(same)
    }

    /// Weights of some cuts that forbid the quotas: the dual of the least by which they are overfull, rounded.
    pub(super) fn weigh(
        &self,
        quotas: &[Quota],
        columns: &[Column],
        among: &[usize],
    ) -> Option<Proof> {
        let told = among.iter().filter_map(|cut| {
            let cut = &self.list[*cut];
            match cut.source {
                Source::Span(span) => Some((cut, span)),
                Source::Jam(_) => None,
            }
        });
        let (cuts, spans): (Vec<&Cut>, Vec<Weighed>) = told.unzip();
        let mut program = Program::new(OptimizationDirection::Maximize);
        let weights: Vec<Variable> = cuts
            .iter()
            .map(|cut| program.add_var(-cut.holds / cut.unit(), (0.0, f64::INFINITY)))
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
            for (cut, weight) in cuts.iter().zip(&weights) {
                let takes = self.takes(cut, column);
                if takes > 0 {
                    row.push((*weight, -(takes as f64) / cut.unit()));
                }
            }
            program.add_constraint(row.as_slice(), ComparisonOp::Le, 0.0);
        }
        let solution = program.solve().ok()?.into_solution().ok()?;
        let values = cuts.iter().zip(&weights);
        let values = values.map(|(cut, weight)| solution.var_value(*weight).max(0.0) / cut.unit());
        let spans: Vec<(Weighed, f64)> = spans.into_iter().zip(values).collect();
        self.round(quotas, &spans).map(Proof::Spans)
    }

    /// The smallest whole weights in about those proportions that forbid the quotas exactly.
    fn round(&self, quotas: &[Quota], spans: &[(Weighed, f64)]) -> Option<Vec<Weighed>> {
        let largest = spans
            .iter()
            .fold(0.0f64, |largest, (_, value)| largest.max(*value));
        if largest <= 0.0 || !largest.is_finite() {
            return None;
        }
        let scales = (1..=60u32).chain([100, 1_000, 10_000, 100_000, 1_000_000]);
        scales
            .map(|scale| {
                let weigh = |value: &f64| (value / largest * f64::from(scale)).round() as u64;
                let spans = spans.iter().map(|(span, value)| Weighed {
                    weight: weigh(value),
                    ..*span
                });
                spans.filter(|span| span.weight > 0).collect::<Vec<_>>()
            })
            .find(|spans| self.bounds.forbids(self.groups, quotas, spans))
    }
}

/// What one start takes of what a cut holds.
fn takes(bounds: &Bounds<'_>, source: &Source, column: &Column) -> u64 {
    let line = bounds.instance.options[column.cadence][column.day].as_ref();
    let touches = line
        .into_iter()
        .flat_map(|line| classes(line, column.ready));
    let touches = touches.map(|class| (class, 1));
    match source {
        Source::Span(span) => {
            let known = bounds.known(span.gauge);
            known.gauge.inside(touches, span.open, span.close)
        }
        Source::Jam(jam) => jam.inside(touches),
    }
}

/// The classes of what is owed and of what groups can start.
fn asked(bounds: &Bounds<'_>, groups: &[Group]) -> Vec<bool> {
    let instance = bounds.instance;
    let mut asked = vec![false; instance.problem.classes.len()];
    for (class, _) in instance.owed_for_bounds() {
        asked[class as usize] = true;
    }
    for day in groups.iter().flat_map(|group| &group.days) {
        for line in instance
            .options
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
