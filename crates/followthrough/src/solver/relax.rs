//! The linear relaxation with cuts added as they are broken: proofs where none of it fits, and intakes to try.
//!
//! The library's floats only suggest. A proof's weights are rounded to whole numbers and added up exactly in
//! [`proof`](super::proof); an intake is placed touch by touch before anything is said of it.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Program, Solution, Variable};

use super::cuts::{Column, Cuts, Look};
use super::intake::{Group, Intake, Quota};
use super::proof::{Bounds, Proof};
use super::reseat::Draw;

/// How many times cuts are added before the relaxation is given up.
const ROUNDS: usize = 60;
/// How many dives are made for one question.
const DIVES: usize = 5;
/// Where less than this can be started beyond what is asked, none of it is to spare.
const SPARE: f64 = 0.1;
/// By how many thousandths a start may seem nearer to a whole number than it is.
const LUCK: usize = 200;
/// How many steps a program takes to be solved on, for each of its numbers.
const SOLVING: u64 = 16;
/// What is this near to a whole number is one.
const WHOLE: f64 = 1e-5;

/// What the relaxation tells.
pub(crate) enum Relaxed {
    /// Nothing of it fits.
    Forbidden(Proof),
    /// It does not fit, but no spans tell why.
    Jammed,
    /// These starts obey all spans, but their touches may still find no place.
    Allowed(Intake),
    /// These starts are whole ones near others that obey all spans.
    Near(Intake),
    /// Nothing.
    Unknown,
}

/// A program that is solved, and solved on as rows are added and starts fixed.
#[derive(Clone)]
struct Live {
    /// `None` once it has no solution.
    solution: Option<Solution>,
    /// By which share cuts may be broken, where that is what is asked.
    over: Option<Variable>,
    starts: Vec<Variable>,
    /// The cuts that are rows of it.
    asked: Vec<usize>,
}

impl Live {
    /// A program solved for the first time.
    fn new(
        program: &mut Program,
        over: Option<Variable>,
        starts: Vec<Variable>,
        (cuts, columns, asked): (&Cuts<'_>, &[Column], Vec<usize>),
    ) -> Option<Self> {
        for cut in &asked {
            let (mut row, holds) = cuts.row(*cut, columns, &starts);
            row.extend(over.map(|over| (over, -1.0)));
            program.add_constraint(row.as_slice(), ComparisonOp::Le, holds);
        }
        let solution = program.solve().ok()?.into_solution().ok()?;
        Some(Self {
            solution: Some(solution),
            over,
            starts,
            asked,
        })
    }

    fn value(&self, variable: Variable) -> f64 {
        let solution = self.solution.as_ref();
        solution.map_or(0.0, |solution| solution.var_value(variable))
    }

    fn values(&self) -> Vec<f64> {
        self.starts.iter().map(|start| self.value(*start)).collect()
    }

    fn is_overfull(&self) -> bool {
        self.solution.is_none() || self.over.is_some_and(|over| self.value(over) > 1e-6)
    }

    /// Adds cuts, without those that the ones before make needless; false where nothing is left.
    fn add(&mut self, cuts: &Cuts<'_>, columns: &[Column], found: &[usize]) -> bool {
        for (place, cut) in found.iter().enumerate() {
            let (mut row, holds) = cuts.row(*cut, columns, &self.starts);
            row.extend(self.over.map(|over| (over, -1.0)));
            let parts = row.iter();
            let taken: f64 = parts.map(|(start, part)| part * self.value(*start)).sum();
            if place > 0 && self.solution.is_some() && taken <= holds + 1e-6 {
                continue;
            }
            let solved = self
                .solution
                .take()
                .and_then(|solution| solution.add_constraint(&row, ComparisonOp::Le, holds).ok());
            self.solution = solved.and_then(|solved| solved.into_solution().ok());
            self.asked.push(*cut);
        }
        self.solution.is_some()
    }

    /// Adds that starts of each kind are as many as are wanted or more.
    fn want(&mut self, rows: &[(Vec<(Variable, f64)>, f64)]) {
        for (row, count) in rows {
            let solved = self
                .solution
                .take()
                .and_then(|solution| solution.add_constraint(row, ComparisonOp::Ge, *count).ok());
            self.solution = solved.and_then(|solved| solved.into_solution().ok());
        }
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

/// What came of adding the cuts that are broken.
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
    cuts: Cuts<'a>,
    /// The cuts that mattered the last time: a program begins with them.
    tight: Vec<usize>,
    /// Starts that are known to have their place.
    known: Option<Intake>,
    draw: Draw,
    /// The summit's program, and the kinds of starts in it.
    top: Option<(Live, Vec<Column>)>,
}

impl<'a> Relaxation<'a> {
    pub(crate) fn new(bounds: &'a Bounds<'a>, groups: &'a [Group]) -> Self {
        Self {
            cuts: Cuts::new(bounds, groups),
            tight: Vec::new(),
            known: None,
            draw: Draw::new(),
            top: None,
        }
    }

    /// Learns of starts that have their place.
    pub(crate) fn learn(&mut self, known: &Intake) {
        self.known = Some(known.clone());
    }

    /// Whether to solve a program of so many columns and rows on.
    fn goes_on(&self, columns: usize, rows: usize) -> bool {
        let steps = SOLVING * columns as u64 * (rows as u64 + 8);
        self.cuts.bounds.watch.go_on(steps)
    }

    /// Asks whether quotas can be met as far as cuts tell.
    pub(crate) fn ask(&mut self, quotas: &[Quota]) -> Relaxed {
        let columns = self.cuts.columns(quotas);
        match self.settle(quotas, &columns, Look::Whole) {
            Some(live) if live.is_overfull() => {
                let jammed = self.cuts.any_jam(&live.asked);
                match self.cuts.weigh(quotas, &columns, &live.asked) {
                    Some(proof) => Relaxed::Forbidden(proof),
                    None if jammed => Relaxed::Jammed,
                    None => Relaxed::Unknown,
                }
            }
            Some(live) => self.dive(live, &columns),
            None => Relaxed::Unknown,
        }
    }

    /// A proof that quotas cannot be met, where the relaxation finds one.
    pub(crate) fn ask_linear(&mut self, quotas: &[Quota]) -> Option<Proof> {
        let columns = self.cuts.columns(quotas);
        let live = self.settle(quotas, &columns, Look::Thorough)?;
        if !live.is_overfull() {
            return None;
        }
        self.cuts.weigh(quotas, &columns, &live.asked)
    }

    /// The same by the cuts that mattered the last time alone.
    pub(crate) fn ask_shortly(&mut self, quotas: &[Quota]) -> Option<Proof> {
        let columns = self.cuts.columns(quotas);
        self.cuts.weigh(quotas, &columns, &self.tight)
    }

    /// Starts that break no cut, or break some by the least share of what they hold; `None` where that is not known.
    fn settle(&mut self, quotas: &[Quota], columns: &[Column], look: Look) -> Option<Live> {
        let mut live = self.least_overfull(quotas, columns)?;
        let mut inner = self.inner(columns);
        for _ in 0..ROUNDS {
            if !self.goes_on(columns.len(), live.asked.len()) {
                return None;
            }
            if live.is_overfull() {
                return Some(live);
            }
            match self.tighten(&mut live, columns, look, &mut inner) {
                Tightened::Done => {
                    self.tight = self.cuts.tight(columns, &live.values(), &live.asked);
                    return Some(live);
                }
                Tightened::Cut => {}
                Tightened::Broken => return None,
            }
        }
        None
    }

    /// The starts that are known to have their place, by column.
    fn inner(&self, columns: &[Column]) -> Option<Vec<f64>> {
        let known = self.known.as_ref()?;
        let mut stock = self.cuts.bounds.instance.ready.clone();
        let mut with = known.counts.clone();
        for (counts, stock) in with.iter_mut().zip(&mut stock) {
            for count in counts {
                *count = (*count).min(*stock);
                *stock -= *count;
            }
        }
        let value = |column: &Column| {
            let with = with[column.cadence][column.day];
            let all = known.counts[column.cadence][column.day];
            f64::from(if column.ready { with } else { all - with })
        };
        Some(columns.iter().map(value).collect())
    }

    /// Adds cuts that the starts at hand break, and asks anew. What starts halfway to known ones break cuts deeper
    /// (Ben-Ameur and Neto, 2007).
    fn tighten(
        &mut self,
        live: &mut Live,
        columns: &[Column],
        look: Look,
        inner: &mut Option<Vec<f64>>,
    ) -> Tightened {
        let values = live.values();
        let mut found = self.cuts.broken(columns, &values, &live.asked);
        if let Some(inner) = inner
            && found.is_empty()
        {
            let middle: Vec<f64> = inner
                .iter()
                .zip(&values)
                .map(|(inner, value)| (inner + value) / 2.0)
                .collect();
            found = self.cuts.find(columns, &middle, Look::Quick);
            if found.is_empty() {
                *inner = middle;
            }
        }
        if found.is_empty() {
            found = self.cuts.find(columns, &values, look);
        }
        if found.is_empty() {
            Tightened::Done
        } else if live.add(&self.cuts, columns, &found) {
            Tightened::Cut
        } else {
            Tightened::Broken
        }
    }

    /// Whole starts that meet quotas and break nothing, from dives below the summit: what is to spare there is spent on
    /// whole numbers. `None` where nothing is, or a few dives find none.
    pub(crate) fn below_summit(&mut self, quotas: &[Quota]) -> Option<Intake> {
        let columns = self.cuts.columns(quotas);
        let (mut top, kinds) = self.top.take()?;
        let mut whole = None;
        let wanted: u32 = quotas
            .iter()
            .flatten()
            .map(|need| need.plain + need.ready)
            .sum();
        let spare = top.values().iter().sum::<f64>() - f64::from(wanted);
        if kinds == columns && spare > SPARE {
            let mut live = top.clone();
            live.want(&rows(quotas, &columns, &top.starts));
            for _ in 0..DIVES {
                let broken = self.cuts.broken(&columns, &live.values(), &live.asked);
                if !live.add(&self.cuts, &columns, &broken)
                    || !self.goes_on(columns.len(), live.asked.len())
                {
                    break;
                }
                if let Ok(values) = self.descend(live.clone(), &columns, LUCK) {
                    let mut intake = self.whole(&columns, &values);
                    cut_to(quotas, &mut intake);
                    whole = Some(intake);
                    break;
                }
            }
            let broken = self.cuts.broken(&columns, &top.values(), &top.asked);
            top.add(&self.cuts, &columns, &broken);
        }
        self.top = Some((top, kinds));
        whole
    }

    /// Whole starts near those at hand.
    fn dive(&mut self, live: Live, columns: &[Column]) -> Relaxed {
        match self.descend(live, columns, 1) {
            Ok(values) => Relaxed::Allowed(self.whole(columns, &values)),
            Err(values) => Relaxed::Near(self.whole(columns, &values)),
        }
    }

    /// One start after the other is fixed at a whole number, up where that can be. Starts that were nearly whole where
    /// that comes to nothing.
    fn descend(
        &mut self,
        mut live: Live,
        columns: &[Column],
        luck: usize,
    ) -> Result<Vec<f64>, Vec<f64>> {
        let mut values = live.values();
        for _ in 0..4 * columns.len() {
            if let Some(at) = self.loose(&values, luck) {
                let up = self.fixed(&live, columns, at, values[at].ceil());
                let fixed = up.or_else(|| self.fixed(&live, columns, at, values[at].floor()));
                let Some(fixed) = fixed else { break };
                live = fixed;
            } else {
                match self.tighten(&mut live, columns, Look::Whole, &mut None) {
                    Tightened::Done => return Ok(values),
                    Tightened::Cut if !live.is_overfull() => {}
                    Tightened::Cut | Tightened::Broken => break,
                }
            }
            values = live.values();
        }
        Err(values)
    }

    /// A start that is not whole, the nearest to a whole number above it, or with some luck another.
    fn loose(&mut self, values: &[f64], luck: usize) -> Option<usize> {
        let mut best = None;
        for (at, value) in values.iter().enumerate() {
            if (value - value.round()).abs() > WHOLE {
                let luck = 1.0 + self.draw.below(luck) as f64 / 1e3;
                let part = (value - value.floor()) * luck;
                if best.is_none_or(|(most, _)| part >= most) {
                    best = Some((part, at));
                }
            }
        }
        best.map(|(_, at)| at)
    }

    /// As many whole starts of each kind, those with the largest parts first.
    fn whole(&self, columns: &[Column], values: &[f64]) -> Intake {
        let mut intake = Intake::none(self.cuts.bounds.instance);
        let mut at = 0;
        while at < columns.len() {
            let end = at + alike(&columns[at..]);
            let wanted = values[at..end].iter().sum::<f64>().round() as u32;
            let floor = |at: usize| (values[at] + WHOLE).floor().max(0.0);
            let mut order: Vec<usize> = (at..end).collect();
            let part = |at: &usize| values[*at] - floor(*at);
            order.sort_by(|one, other| part(other).total_cmp(&part(one)));
            let floors: u32 = (at..end).map(|at| floor(at) as u32).sum();
            let mut left = wanted.saturating_sub(floors);
            for at in order {
                let one = left.min(1);
                left -= one;
                intake.counts[columns[at].cadence][columns[at].day] += floor(at) as u32 + one;
            }
            at = end;
        }
        intake
    }

    /// The program with a start fixed, and what that breaks cut away; `None` where nothing is left.
    fn fixed(&mut self, live: &Live, columns: &[Column], at: usize, value: f64) -> Option<Live> {
        let mut live = live.clone();
        if !live.fix(at, value) {
            return None;
        }
        for _ in 0..ROUNDS {
            if live.is_overfull() || !self.goes_on(columns.len(), live.asked.len()) {
                return None;
            }
            let broken = self.cuts.broken(columns, &live.values(), &live.asked);
            if broken.is_empty() {
                return Some(live);
            }
            if !live.add(&self.cuts, columns, &broken) {
                return None;
            }
        }
        None
    }

    /// Starts that break the cuts that mattered by the least share of what they hold.
    fn least_overfull(&self, quotas: &[Quota], columns: &[Column]) -> Option<Live> {
        let mut program = Program::new(OptimizationDirection::Minimize);
        let over = program.add_var(1.0, (0.0, f64::INFINITY));
        let starts: Vec<Variable> = columns
            .iter()
            .map(|column| program.add_var(0.0, (0.0, most(quotas, column))))
            .collect();
        for (row, count) in rows(quotas, columns, &starts) {
            program.add_constraint(row.as_slice(), ComparisonOp::Eq, count);
        }
        let asked = (&self.cuts, columns, self.tight.clone());
        Live::new(&mut program, Some(over), starts, asked)
    }

    /// The largest total, not whole, that obeys all spans where `shares` of it go on each cadence, and starts that
    /// make it, by cadence and place of the day. Ready prospects are taken as they come.
    pub(crate) fn summit(&mut self, shares: &[f64], stock: &[u32]) -> Option<(f64, Vec<Vec<f64>>)> {
        let mut columns: Vec<Column> = Vec::new();
        for cadence in (0..shares.len()).filter(|cadence| shares[*cadence] > 0.0) {
            for ready in [false, true] {
                if !ready || stock[cadence] > 0 {
                    columns.extend(self.cuts.days(0, cadence, ready));
                }
            }
        }
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
        let asked = (&self.cuts, columns.as_slice(), self.tight.clone());
        let mut live = Live::new(&mut program, None, starts, asked)?;
        let mut inner = self.inner(&columns);
        for _ in 0..4 * ROUNDS {
            if !self.goes_on(columns.len(), live.asked.len()) {
                return None;
            }
            match self.tighten(&mut live, &columns, Look::Thorough, &mut inner) {
                Tightened::Done => {
                    let values = live.values();
                    self.tight = self.cuts.tight(&columns, &values, &live.asked);
                    let days = self.cuts.bounds.instance.start_days;
                    let mut counts = vec![vec![0.0; days]; shares.len()];
                    for (column, value) in columns.iter().zip(&values) {
                        counts[column.cadence][column.day] += value;
                    }
                    let summit = live.value(total);
                    self.top = Some((live, columns));
                    return Some((summit, counts));
                }
                Tightened::Cut => {}
                Tightened::Broken => return None,
            }
        }
        None
    }
}

/// How many starts of its kind a quota wants.
fn most(quotas: &[Quota], column: &Column) -> f64 {
    let need = quotas[column.group][column.cadence];
    f64::from(if column.ready { need.ready } else { need.plain })
}

/// By kind all its starts, and how many of them quotas want.
fn rows(
    quotas: &[Quota],
    columns: &[Column],
    starts: &[Variable],
) -> Vec<(Vec<(Variable, f64)>, f64)> {
    let mut rows = Vec::new();
    let mut at = 0;
    while at < columns.len() {
        let end = at + alike(&columns[at..]);
        let row = starts[at..end].iter().map(|start| (*start, 1.0));
        rows.push((row.collect(), most(quotas, &columns[at])));
        at = end;
    }
    rows
}

/// Takes away whom quotas do not want, last days first.
fn cut_to(quotas: &[Quota], intake: &mut Intake) {
    for (cadence, counts) in intake.counts.iter_mut().enumerate() {
        let wanted = quotas
            .iter()
            .map(|quota| quota[cadence].plain + quota[cadence].ready);
        let mut over = counts.iter().sum::<u32>().saturating_sub(wanted.sum());
        for count in counts.iter_mut().rev() {
            let less = over.min(*count);
            *count -= less;
            over -= less;
        }
    }
}

/// How many columns from the first one on are of its group, cadence and prep.
fn alike(columns: &[Column]) -> usize {
    let kind = |column: &Column| (column.group, column.cadence, column.ready);
    let same = |column: &&Column| Some(kind(column)) == columns.first().map(kind);
    columns.iter().take_while(same).count()
}
