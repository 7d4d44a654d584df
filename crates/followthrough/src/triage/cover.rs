//! The cheapest way to leave things out so that every span has enough left out of it: a covering program in whole
//! numbers.
//!
//! The library's floats only suggest: what they suggest to leave out is held against every cut, and a bound is added up
//! in whole numbers from the weights that they suggest for the cuts (the Lagrangian bound: Geoffrion, "Lagrangean
//! relaxation for integer programming", 1974), so that it holds for any weights.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

use crate::solver::{Budgeted, Watching as _, gcd};

/// What weights of cuts are whole multiples of, in parts of one.
const PARTS: f64 = (1u64 << 30) as f64;
/// How much tilted costs of all things together differ from the true ones, in units.
const TILT: f64 = 0.02;
/// What opening a node takes of an effort for every number of the program.
const NODE: u64 = 1;
/// How many nodes are opened whatever is left of an effort.
const FEW_NODES: u64 = 20;
/// How many nodes are opened at the most.
const MOST_NODES: u64 = 4_000;
/// What is this near to a whole number is one.
const WHOLE: f64 = 1e-6;

/// Things that are alike and can be left out.
#[derive(Debug, Clone)]
pub(super) struct Kind {
    /// What leaving one of them out costs.
    pub(super) cost: u64,
    /// How many there are.
    pub(super) count: u32,
    /// The tier whose limit counts those that are left out; `None` where none does.
    pub(super) tier: Option<usize>,
}

/// What must be left out of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// By kind what leaving one of it out brings; kinds that bring nothing are not listed.
    brings: Vec<(usize, u64)>,
    /// How much must be brought in all.
    over: u64,
}

impl Cut {
    /// A cut in its tightest form: nobody brings more than is needed, and what all bring is counted in its greatest
    /// common measure.
    pub(super) fn new(mut brings: Vec<(usize, u64)>, over: u64) -> Self {
        let measure = brings
            .iter()
            .fold(0, |measure, (_, one)| gcd(measure, *one));
        let measure = measure.max(1);
        let over = over.div_ceil(measure);
        for (_, one) in &mut brings {
            *one = (*one / measure).min(over);
        }
        Self { brings, over }
    }

    fn brought(&self, out: &[u32]) -> u64 {
        let brings = self.brings.iter();
        brings.map(|(kind, one)| one * u64::from(out[*kind])).sum()
    }
}

/// A covering program.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    pub(super) kinds: Vec<Kind>,
    /// By tier how many may be left out of it.
    pub(super) limits: Vec<u32>,
    /// What all costs are whole multiples of.
    pub(super) unit: u64,
    cuts: Vec<Cut>,
}

/// How many of each kind may be left out, at the least and at the most: a node of the search.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    low: Vec<u32>,
    high: Vec<u32>,
}

impl Cover {
    pub(super) fn new(kinds: Vec<Kind>, limits: Vec<u32>, unit: u64) -> Self {
        Self {
            kinds,
            limits,
            unit: unit.max(1),
            cuts: Vec::new(),
        }
    }

    /// Adds cuts; false where all of them were known.
    pub(super) fn add(&mut self, cuts: Vec<Cut>) -> bool {
        let known = self.cuts.len();
        for cut in cuts {
            if !self.cuts.contains(&cut) {
                self.cuts.push(cut);
            }
        }
        self.cuts.len() > known
    }

    /// How large the program is, in its numbers.
    fn size(&self) -> u64 {
        let brings: usize = self.cuts.iter().map(|cut| cut.brings.len()).sum();
        (brings + self.kinds.len() + 1) as u64
    }

    /// About how many steps it takes to be solved in parts: so many pivots as there are cuts, each over all numbers.
    pub(super) fn steps(&self) -> u64 {
        4 * self.size() * (self.cuts.len() as u64 + 1)
    }

    /// What it costs to leave so many of each kind out.
    pub(super) fn cost(&self, out: &[u32]) -> u64 {
        let kinds = self.kinds.iter().zip(out);
        kinds.map(|(kind, out)| kind.cost * u64::from(*out)).sum()
    }

    /// Whether so many of each kind cover every cut and keep every limit.
    fn is_covered(&self, out: &[u32]) -> bool {
        let within = |(tier, limit): (usize, &u32)| {
            let kinds = self.kinds.iter().zip(out);
            let mine = kinds.filter(|(kind, _)| kind.tier == Some(tier));
            mine.map(|(_, out)| out).sum::<u32>() <= *limit
        };
        self.cuts.iter().all(|cut| cut.brought(out) >= cut.over)
            && self.limits.iter().enumerate().all(within)
    }

    /// The rows of the program over its variables.
    fn rows(&self, program: &mut Problem, variables: &[Variable]) {
        for cut in &self.cuts {
            let over = cut.over.max(1) as f64;
            let row = cut.brings.iter();
            let row: Vec<(Variable, f64)> = row
                .map(|(kind, one)| (variables[*kind], *one as f64 / over))
                .collect();
            program.add_constraint(row, ComparisonOp::Ge, 1.0);
        }
        for (tier, limit) in self.limits.iter().enumerate() {
            let mine = self.kinds.iter().zip(variables);
            let row: Vec<(Variable, f64)> = mine
                .filter(|(kind, _)| kind.tier == Some(tier))
                .map(|(_, variable)| (*variable, 1.0))
                .collect();
            program.add_constraint(row, ComparisonOp::Le, f64::from(*limit));
        }
    }

    /// The cheapest choice of parts of things inside a node; `None` where there is none, or none was found.
    fn parts(&self, node: &Node) -> Option<Vec<f64>> {
        let mut program = Problem::new(OptimizationDirection::Minimize);
        let kinds = self.kinds.iter().zip(node.low.iter().zip(&node.high));
        let variables: Vec<Variable> = kinds
            .map(|(kind, (low, high))| {
                let cost = kind.cost as f64 / self.unit as f64;
                program.add_var(cost, (f64::from(*low), f64::from(*high)))
            })
            .collect();
        self.rows(&mut program, &variables);
        let solution = program.solve().ok()?.into_solution().ok()?;
        let values = variables
            .iter()
            .map(|variable| solution.var_value(*variable));
        Some(values.collect())
    }

    fn all(&self) -> Node {
        Node {
            low: vec![0; self.kinds.len()],
            high: self.kinds.iter().map(|kind| kind.count).collect(),
        }
    }

    /// The cheapest choice of parts of things, as a place to look for cuts that it breaks.
    pub(super) fn relaxed(&self) -> Option<Vec<f64>> {
        self.parts(&self.all())
    }

    /// A choice of whole things that covers all cuts, as cheap as is found within the effort, of which it takes its part.
    /// `between` is a bound on its cost, and what it must be below to be of use. `tilt` adds less than a unit in all to the costs, so that among the cheapest
    /// choices another one is found.
    pub(super) fn whole(
        &self,
        between: (u64, u64),
        effort: &mut u64,
        mut tilt: impl FnMut() -> f64,
    ) -> Option<Vec<u32>> {
        let mut program = Problem::new(OptimizationDirection::Minimize);
        let things: f64 = self.kinds.iter().map(|kind| f64::from(kind.count)).sum();
        let variables: Vec<Variable> = self
            .kinds
            .iter()
            .map(|kind| {
                let cost = kind.cost as f64 / self.unit as f64 + tilt() * TILT / (things + 1.0);
                let most = i32::try_from(kind.count).unwrap_or(i32::MAX);
                program.add_integer_var(cost, (0, most))
            })
            .collect();
        self.rows(&mut program, &variables);
        let costs = self.kinds.iter().zip(&variables);
        let costs: Vec<(Variable, f64)> = costs
            .map(|(kind, variable)| (*variable, kind.cost as f64 / self.unit as f64))
            .collect();
        let [least, most] = [between.0, between.1].map(|cost| (cost / self.unit) as f64);
        program.add_constraint(costs, ComparisonOp::Ge, least);
        let mut options = SolveOptions::default();
        let nodes = *effort / (NODE * self.size());
        options.node_limit = Some(nodes.clamp(FEW_NODES, MOST_NODES));
        // Choices that differ by less than a unit differ in their tilt only.
        options.mip_gap = (1.0 - 2.0 * TILT) / (most + 2.0);
        let outcome = program.solve_with(options);
        let spent = outcome
            .as_ref()
            .map_or(0, |outcome| outcome.stats().nodes_solved);
        *effort = effort.saturating_sub((spent + 1) * NODE * self.size());
        let solution = outcome.ok()?.into_solution().ok()?;
        let out: Vec<u32> = variables
            .iter()
            .map(|variable| solution.var_value(*variable).round().max(0.0) as u32)
            .collect();
        self.is_covered(&out).then_some(out)
    }

    /// No choice costs less, of those that cost less than `limit`: by branch and bound, the node with the least bound
    /// first, within the effort, and within what is left of the whole question's budget.
    pub(super) fn bound(&self, limit: u64, effort: u64, budget: &Budgeted<'_>) -> u64 {
        let nodes = (effort / (NODE * self.size())).min(MOST_NODES);
        let root = self.all();
        if !budget.go_on(self.steps()) {
            return 0;
        }
        let mut open = BinaryHeap::from([(Reverse(self.weighed(&root, limit)), root)]);
        for _ in 0..nodes {
            // A node is solved for where to branch, and each of its two parts for its bound.
            if !budget.go_on(3 * self.steps()) {
                break;
            }
            let Some((Reverse(bound), node)) = open.pop() else {
                return limit;
            };
            let branch = (bound < limit).then(|| self.branch(&node)).flatten();
            let Some((kind, below)) = branch else {
                return bound.min(limit);
            };
            let mut fewer = node.clone();
            fewer.high[kind] = below;
            let mut more = node;
            more.low[kind] = below + 1;
            for child in [fewer, more] {
                let least = self.weighed(&child, limit).max(bound);
                if least < limit {
                    open.push((Reverse(least), child));
                }
            }
        }
        open.peek()
            .map_or(limit, |(Reverse(bound), _)| (*bound).min(limit))
    }

    /// The kind to branch on, and the whole number below its parts; `None` where none is in parts.
    fn branch(&self, node: &Node) -> Option<(usize, u32)> {
        let parts = self.parts(node)?;
        let far = |value: f64| (value - value.round()).abs();
        let (kind, value) = parts
            .into_iter()
            .enumerate()
            .filter(|(_, value)| far(*value) > WHOLE)
            .max_by(|one, other| far(one.1).total_cmp(&far(other.1)))?;
        Some((kind, value.floor().max(0.0) as u32))
    }

    /// A bound on the cost inside a node, by weights of the cuts, added up in whole numbers and rounded up to the unit.
    fn weighed(&self, node: &Node, limit: u64) -> u64 {
        let (cuts, tiers) = self.weights(node, limit).unwrap_or_default();
        let part = |weight: &f64| (weight * PARTS).round().max(0.0) as i128;
        let mut rests: Vec<i128> = self
            .kinds
            .iter()
            .map(|kind| i128::from(kind.cost) << 30)
            .collect();
        let mut sum: i128 = 0;
        for (cut, weight) in self.cuts.iter().zip(&cuts) {
            let weight = part(weight);
            sum += weight * i128::from(cut.over);
            for (kind, one) in &cut.brings {
                rests[*kind] -= weight * i128::from(*one);
            }
        }
        for (tier, weight) in tiers.iter().enumerate() {
            let weight = part(weight);
            sum -= weight * i128::from(self.limits[tier]);
            for (rest, kind) in rests.iter_mut().zip(&self.kinds) {
                if kind.tier == Some(tier) {
                    *rest += weight;
                }
            }
        }
        for (rest, (low, high)) in rests.iter().zip(node.low.iter().zip(&node.high)) {
            sum += rest * i128::from(if *rest > 0 { *low } else { *high });
        }
        let whole = (i128::from(self.unit)) << 30;
        let units = if sum > 0 {
            (sum + whole - 1) / whole
        } else {
            0
        };
        u64::try_from(units)
            .unwrap_or(u64::MAX)
            .saturating_mul(self.unit)
    }

    /// Weights of the cuts and of the tiers' limits that make the bound as large as can be: the linear program dual to
    /// [`Self::parts`], its bound kept from growing without end where a node has no choice.
    fn weights(&self, node: &Node, limit: u64) -> Option<(Vec<f64>, Vec<f64>)> {
        let mut program = Problem::new(OptimizationDirection::Maximize);
        let mut total: Vec<(Variable, f64)> = Vec::new();
        // A cut's variable is its weight times what it lacks.
        let mut add = |program: &mut Problem, part: f64| {
            let variable = program.add_var(part, (0.0, f64::INFINITY));
            total.push((variable, part));
            variable
        };
        let cuts: Vec<Variable> = self.cuts.iter().map(|_| add(&mut program, 1.0)).collect();
        let tiers: Vec<Variable> = self
            .limits
            .iter()
            .map(|limit| add(&mut program, -f64::from(*limit)))
            .collect();
        let mut rows: Vec<Vec<(Variable, f64)>> = Vec::with_capacity(self.kinds.len());
        for (kind, (low, high)) in self.kinds.iter().zip(node.low.iter().zip(&node.high)) {
            let over = add(&mut program, -f64::from(*high));
            let mut row = vec![(over, -1.0)];
            if *low > 0 {
                row.push((add(&mut program, f64::from(*low)), 1.0));
            }
            if let Some(tier) = kind.tier {
                row.push((tiers[tier], -1.0));
            }
            rows.push(row);
        }
        for (cut, variable) in self.cuts.iter().zip(&cuts) {
            let over = cut.over.max(1) as f64;
            for (kind, one) in &cut.brings {
                rows[*kind].push((*variable, *one as f64 / over));
            }
        }
        for (kind, row) in self.kinds.iter().zip(rows) {
            let cost = kind.cost as f64 / self.unit as f64;
            program.add_constraint(row, ComparisonOp::Le, cost);
        }
        let most = (limit / self.unit).saturating_add(2) as f64;
        program.add_constraint(total, ComparisonOp::Le, most);
        let solution = program.solve().ok()?.into_solution().ok()?;
        // Costs were counted in units, and cuts in what they lack.
        let unit = self.unit as f64;
        let value = |variable: &Variable| solution.var_value(*variable) * unit;
        let lacks = self.cuts.iter().map(|cut| cut.over.max(1) as f64);
        let cuts = cuts.iter().zip(lacks).map(|(cut, over)| value(cut) / over);
        Some((cuts.collect(), tiers.iter().map(value).collect()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::solver::Unwatched;

    fn kind(cost: u64, count: u32, tier: Option<usize>) -> Kind {
        Kind { cost, count, tier }
    }

    fn program(kinds: Vec<Kind>, limits: Vec<u32>, cuts: Vec<Cut>) -> Cover {
        let mut cover = Cover::new(kinds, limits, 1);
        cover.add(cuts);
        cover
    }

    #[test]
    fn one_thing_in_two_cuts_is_better_than_two() {
        let kinds = vec![kind(1, 1, None), kind(1, 1, None), kind(1, 1, None)];
        let cuts = vec![
            Cut::new(vec![(0, 5), (1, 3)], 3),
            Cut::new(vec![(1, 4), (2, 9)], 4),
        ];
        let cover = program(kinds, Vec::new(), cuts);
        assert_eq!(
            cover.whole((0, 10), &mut 100_000, || 0.0),
            Some(vec![0, 1, 0])
        );
        assert_eq!(
            cover.bound(10, 100_000, &Budgeted::new(&Unwatched, u64::MAX)),
            1
        );
    }

    #[test]
    fn nothing_covers_what_nobody_brings() {
        let cover = program(
            vec![kind(1, 1, None)],
            Vec::new(),
            vec![Cut::new(vec![(0, 5)], 6)],
        );
        assert_eq!(cover.whole((0, 10), &mut 100_000, || 0.0), None);
        assert_eq!(
            cover.bound(10, 100_000, &Budgeted::new(&Unwatched, u64::MAX)),
            10
        );
    }

    #[test]
    fn a_tier_has_its_limit() {
        let kinds = vec![kind(0, 1, Some(0)), kind(0, 1, Some(0)), kind(1, 1, None)];
        let cuts = vec![Cut::new(vec![(0, 2), (1, 2), (2, 3)], 4)];
        let cover = program(kinds, vec![1], cuts);
        let out = cover
            .whole((0, 10), &mut 100_000, || 0.0)
            .expect("a choice");
        assert_eq!((cover.cost(&out), out[2]), (1, 1));
        assert_eq!(
            cover.bound(5, 100_000, &Budgeted::new(&Unwatched, u64::MAX)),
            1
        );
    }

    /// The cheapest choice, by trying all.
    fn cheapest(cover: &Cover) -> Option<u64> {
        let mut best = None;
        let mut out = vec![0; cover.kinds.len()];
        loop {
            if cover.is_covered(&out) {
                let cost = cover.cost(&out);
                best = Some(best.map_or(cost, |best: u64| best.min(cost)));
            }
            let next = (0..out.len()).find(|at| out[*at] < cover.kinds[*at].count);
            let Some(next) = next else { return best };
            out[next] += 1;
            out[..next].fill(0);
        }
    }

    proptest! {
        /// The bound never passes the cheapest choice, the choice covers everything, and mostly they meet.
        #[test]
        fn no_choice_is_below_the_bound(
            kinds in prop::collection::vec((1u64..4, 1u32..4, prop::bool::ANY), 1..6),
            cuts in prop::collection::vec((prop::collection::vec(0u64..9, 6), 1u64..20), 1..5),
            limit in 0u32..4,
        ) {
            let kinds: Vec<Kind> = kinds
                .into_iter()
                .map(|(cost, count, tied)| kind(cost, count, tied.then_some(0)))
                .collect();
            let cuts = cuts.into_iter().map(|(brings, over)| {
                let brings = brings.into_iter().take(kinds.len()).enumerate();
                Cut::new(brings.filter(|(_, one)| *one > 0).collect(), over)
            });
            let cover = program(kinds.clone(), vec![limit], cuts.collect());
            let cheapest = cheapest(&cover);
            let bound = cover.bound(100, 1_000_000, &Budgeted::new(&Unwatched, u64::MAX));
            prop_assert_eq!(bound, cheapest.unwrap_or(100));
            let whole = cover.whole((0, 100), &mut 1_000_000, || 0.0);
            prop_assert_eq!(whole.map(|out| cover.cost(&out)), cheapest);
        }
    }
}
