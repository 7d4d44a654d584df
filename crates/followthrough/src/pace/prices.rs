//! A tighter bound than the averaged week's sums: a price for every kind of touch in every bin.
//!
//! A touch costs at least what the cheapest bin of its window asks, a prospect at least what the cheapest day of its
//! start asks, and a bin takes no more than the dearest way to fill it with whole touches. Where all prospects together
//! would pay more than all bins can take, they do not fit. The prices that tell most are the dual of the pattern
//! relaxation (Gilmore and Gomory, *A linear programming approach to the cutting-stock problem*, 1961). The library's
//! floats only suggest them: they are rounded, and both sides are added up in whole numbers.

use microlp::{ComparisonOp, OptimizationDirection, Problem as Program, Variable};

use super::cycle::Cycle;
use super::sums::MOST;
use super::typical::TypicalWeeks;
use crate::instance::demand::Demand;
use crate::solver::{Mix, gcd};
use crate::{PaceLimit, PaceUnit};

/// Programs with more rows than these are not solved.
const ROWS: usize = 4_000;
/// How often ways to fill a bin are added.
const ROUNDS: usize = 40;
/// Bins of more units than these, and more kinds, are counted by the second.
const CELLS: u32 = 5_000;
/// What a price of 1 is in whole numbers.
const WHOLE: f64 = 1_000_000_000.0;
/// What a week takes where prices are told.
const THOUSAND: u64 = 1_000;
/// By how much a way to fill a bin must be worth more than it is said to be.
const MORE: f64 = 1e-7;

/// Touches of one category and effort.
type Kind = (u8, u32);

/// Bins that are alike.
struct Shape {
    /// Seconds.
    room: u32,
    /// Places among the kinds.
    kinds: Vec<usize>,
    /// Seconds that all efforts are whole numbers of.
    unit: u32,
}

/// Whole prices: of every kind in every bin, and of what a cap allows.
#[derive(Debug, Clone)]
pub(crate) struct Prices {
    /// By bin: the worth of it, and the price of each kind that it takes.
    bins: Vec<(u64, Vec<(Kind, u64)>)>,
    /// Cap, first day, for how many days, and the price.
    caps: Vec<(u16, u32, u32, u64)>,
    /// By week, what a start in it pays less for its touches.
    weeks: Vec<u64>,
    /// What all bins and caps take, and a round of the mix pays in every week of the cycle.
    pub(crate) holds: u128,
    pub(crate) takes: u128,
}

impl Prices {
    /// The prices that tell most of a cycle; `None` where it is too large, or where they tell nothing. `weekly` says
    /// that every week starts as many.
    pub(crate) fn new(cycle: &Cycle, mix: &Mix, weekly: bool) -> Option<Self> {
        let rows: usize = cycle.classes.iter().map(|class| class.bins.len()).sum();
        if rows > ROWS {
            return None;
        }
        let mut suggested = Suggested::new(cycle, mix, weekly)?;
        let mut best: Option<Self> = None;
        for _ in 0..ROUNDS {
            let prices = suggested.prices()?;
            if let Some(prices) = prices.added_up(cycle, mix)
                && best.as_ref().is_none_or(|best| prices.is_tighter(best))
            {
                best = Some(prices);
            }
            if !suggested.refine()? {
                break;
            }
        }
        best
    }

    fn is_tighter(&self, other: &Self) -> bool {
        self.holds * other.takes < other.holds * self.takes
    }

    /// The largest number of prospects in every `every`-th week that the prices do not forbid.
    pub(crate) fn bound(&self, mix: &Mix, every: u32) -> u32 {
        let most = self.holds * u128::from(mix.period()) * u128::from(every) / self.takes;
        u32::try_from(most).map_or(MOST, |most| most.min(MOST))
    }

    /// The prices as they are told of a pace: in thousandths of what a week's bins and caps take.
    pub(crate) fn limit(
        &self,
        number: u32,
        mix: &Mix,
        typical: &TypicalWeeks,
        demand: &Demand,
    ) -> PaceLimit {
        let kinds = self.bins.iter().flat_map(|(_, kinds)| kinds);
        let priced = kinds.filter(|(_, price)| *price > 0);
        let set = priced.fold(0u64, |all, ((category, _), _)| all | 1 << category);
        let bits = (0..typical.categories.len()).filter(|bit| set & 1 << bit != 0);
        let cap = self.caps.iter().find(|(.., price)| *price > 0);
        let takes = |prospects: u32| {
            let all = self.holds * u128::from(mix.period());
            let takes = u128::from(THOUSAND) * u128::from(prospects) * self.takes;
            u64::try_from(takes.div_ceil(all.max(1))).unwrap_or(u64::MAX)
        };
        PaceLimit {
            categories: bits.map(|bit| typical.categories[bit].clone()).collect(),
            channel: cap.map(|(cap, ..)| demand.caps[usize::from(*cap)].channel.clone()),
            unit: PaceUnit::Weighed,
            prospects: number,
            answers: 0,
            holds: THOUSAND,
            needed: takes(number),
            one_more: takes(number.saturating_add(1)),
        }
    }

    /// Adds up both sides; `None` where prospects pay nothing.
    fn added_up(mut self, cycle: &Cycle, mix: &Mix) -> Option<Self> {
        let worth = self.bins.iter().map(|(worth, _)| u128::from(*worth));
        let capped = self.caps.iter().map(|(cap, _, days, price)| {
            let cap = cycle.caps[usize::from(*cap)];
            let limit = if *days == 1 { cap.day } else { cap.week };
            u128::from(limit.unwrap_or(0)) * u128::from(*price)
        });
        self.holds = worth.sum::<u128>() + capped.sum::<u128>();
        let costs: Vec<i128> = (0..cycle.classes.len())
            .map(|class| self.cost(cycle, class))
            .collect();
        let mut takes = 0i128;
        for (cadence, parts) in mix.weights() {
            let starts = cycle.needs[cadence].iter().enumerate();
            let paid = starts.filter_map(|(day, needs)| {
                let classes = needs.classes()?.iter();
                let paid: i128 = classes.map(|class| costs[*class as usize]).sum();
                Some(paid - i128::from(self.weeks[day / 7]))
            });
            takes += i128::from(cycle.weeks) * i128::from(parts) * paid.min()?;
        }
        let weeks: i128 = self.weeks.iter().map(|week| i128::from(*week)).sum();
        takes += i128::from(mix.period()) * weeks;
        self.takes = u128::try_from(takes).ok().filter(|takes| *takes > 0)?;
        Some(self)
    }

    /// What a touch of a class pays at the least.
    fn cost(&self, cycle: &Cycle, class: usize) -> i128 {
        let touch = &cycle.classes[class];
        let days = cycle.days() as u32;
        let bins = touch.bins.iter().map(|bin| {
            let kinds = self.bins[*bin as usize].1.iter();
            let mut own = kinds.filter(|(kind, _)| *kind == (touch.category, touch.effort));
            let price = own.next().map_or(0, |(_, price)| i128::from(*price));
            let day = cycle.bins[*bin as usize].day;
            let caps = self.caps.iter().filter(|(cap, first, length, _)| {
                touch.caps.contains(cap) && (day + days - first) % days < *length
            });
            price + caps.map(|(.., price)| i128::from(*price)).sum::<i128>()
        });
        bins.min().unwrap_or(0)
    }
}

/// The program that suggests prices.
struct Suggested<'c> {
    cycle: &'c Cycle,
    kinds: Vec<Kind>,
    shapes: Vec<Shape>,
    /// By bin its shape, if any kind fits.
    shape_of: Vec<Option<usize>>,
    solution: microlp::Solution,
    worth: Vec<Variable>,
    /// By bin, in the order of its shape's kinds.
    prices: Vec<Vec<Variable>>,
    caps: Vec<(u16, u32, u32, Variable)>,
    weeks: Vec<Variable>,
}

impl<'c> Suggested<'c> {
    fn new(cycle: &'c Cycle, mix: &Mix, weekly: bool) -> Option<Self> {
        let mut kinds: Vec<Kind> = cycle
            .classes
            .iter()
            .filter(|class| class.effort > 0)
            .map(|class| (class.category, class.effort))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        let (shapes, shape_of) = shapes(cycle, &kinds);
        let any = (0.0, f64::INFINITY);
        let mut program = Program::new(OptimizationDirection::Maximize);
        let worth: Vec<Variable> = cycle
            .bins
            .iter()
            .map(|_| program.add_var(0.0, any))
            .collect();
        let mut holds: Vec<(Variable, f64)> = worth.iter().map(|worth| (*worth, 1.0)).collect();
        let mut prices = Vec::with_capacity(cycle.bins.len());
        for (bin, shape) in shape_of.iter().enumerate() {
            let shape = shape.map(|shape| &shapes[shape]);
            let of = shape.map_or(&[][..], |shape| &shape.kinds);
            let own: Vec<Variable> = of.iter().map(|_| program.add_var(0.0, any)).collect();
            for (kind, price) in of.iter().zip(&own) {
                let count = shape.map_or(0, |shape| shape.room / kinds[*kind].1);
                let row = [(*price, f64::from(count)), (worth[bin], -1.0)];
                program.add_constraint(row, ComparisonOp::Le, 0.0);
            }
            prices.push(own);
        }
        let mut caps = Vec::new();
        let days = cycle.days() as u32;
        for (number, cap) in (0u16..).zip(&cycle.caps) {
            let spans = [
                (cap.day, days, 1),
                (cap.week, if days == 7 { 1 } else { days }, 7),
            ];
            for (limit, firsts, length) in spans {
                let Some(limit) = limit else { continue };
                for first in 0..firsts {
                    let price = program.add_var(0.0, any);
                    caps.push((number, first, length, price));
                    holds.push((price, f64::from(limit)));
                }
            }
        }
        program.add_constraint(holds, ComparisonOp::Le, 1.0);
        let mut costs = Vec::with_capacity(cycle.classes.len());
        for class in &cycle.classes {
            let cost = program.add_var(0.0, any);
            costs.push(cost);
            for &bin in &class.bins {
                let mut row = vec![(cost, 1.0)];
                if let Some(shape) = shape_of[bin as usize] {
                    let of = shapes[shape].kinds.iter().zip(&prices[bin as usize]);
                    let own =
                        of.filter(|(kind, _)| kinds[**kind] == (class.category, class.effort));
                    row.extend(own.map(|(_, price)| (*price, -1.0)));
                }
                let day = cycle.bins[bin as usize].day;
                for (cap, first, length, price) in &caps {
                    if class.caps.contains(cap) && (day + days - first) % days < *length {
                        row.push((*price, -1.0));
                    }
                }
                program.add_constraint(row, ComparisonOp::Le, 0.0);
            }
        }
        let round = mix.period() as f64;
        let week_price = if weekly && cycle.weeks > 1 {
            f64::INFINITY
        } else {
            0.0
        };
        let weeks: Vec<Variable> = (0..cycle.weeks)
            .map(|_| program.add_var(round, (0.0, week_price)))
            .collect();
        for (cadence, parts) in mix.weights() {
            let parts = f64::from(parts) * f64::from(cycle.weeks);
            let paid = program.add_var(parts, (f64::NEG_INFINITY, f64::INFINITY));
            for (day, needs) in cycle.needs[cadence].iter().enumerate() {
                let Some(classes) = needs.classes() else {
                    continue;
                };
                let mut touches = classes.to_vec();
                touches.sort_unstable();
                let mut row = vec![(paid, 1.0), (weeks[day / 7], 1.0)];
                for same in touches.chunk_by(|one, other| one == other) {
                    row.push((costs[same[0] as usize], -(same.len() as f64)));
                }
                program.add_constraint(row, ComparisonOp::Le, 0.0);
            }
        }
        let solution = program.solve().ok()?.into_solution().ok()?;
        Some(Self {
            cycle,
            kinds,
            shapes,
            shape_of,
            solution,
            worth,
            prices,
            caps,
            weeks,
        })
    }

    /// The prices as they are, rounded, with what each bin is worth at the most.
    fn prices(&self) -> Option<Prices> {
        let whole = |variable: &Variable| {
            let price = self.solution.var_value(*variable).max(0.0) * WHOLE;
            (price.is_finite() && price < 1e15).then_some(price.round() as u64)
        };
        let mut bins = Vec::with_capacity(self.prices.len());
        for (bin, prices) in self.prices.iter().enumerate() {
            let own: Vec<u64> = prices.iter().map(whole).collect::<Option<_>>()?;
            let Some(shape) = self.shape_of[bin].map(|shape| &self.shapes[shape]) else {
                bins.push((0, Vec::new()));
                continue;
            };
            let efforts: Vec<u32> = shape.kinds.iter().map(|kind| self.kinds[*kind].1).collect();
            let worth = match fill(shape, &efforts, &own) {
                Some((worth, _)) => worth,
                None => by_the_second(shape.room, &efforts, &own),
            };
            let kinds = shape.kinds.iter().map(|kind| self.kinds[*kind]).zip(own);
            bins.push((worth, kinds.collect()));
        }
        let caps = self
            .caps
            .iter()
            .map(|(cap, first, length, price)| Some((*cap, *first, *length, whole(price)?)));
        Some(Prices {
            bins,
            caps: caps.collect::<Option<_>>()?,
            weeks: self.weeks.iter().map(whole).collect::<Option<_>>()?,
            holds: 0,
            takes: 0,
        })
    }

    /// Adds ways to fill bins that are worth more than is said of the bin; whether there are any.
    fn refine(&mut self) -> Option<bool> {
        let mut rows: Vec<Vec<(Variable, f64)>> = Vec::new();
        for bin in 0..self.cycle.bins.len() {
            let Some(shape) = self.shape_of[bin].map(|shape| &self.shapes[shape]) else {
                continue;
            };
            let efforts: Vec<u32> = shape.kinds.iter().map(|kind| self.kinds[*kind].1).collect();
            let value = |variable: &Variable| self.solution.var_value(*variable).max(0.0);
            let whole = |variable: &Variable| (value(variable) * WHOLE) as u64;
            let prices: Vec<u64> = self.prices[bin].iter().map(whole).collect();
            let Some((worth, counts)) = fill(shape, &efforts, &prices) else {
                continue;
            };
            if worth as f64 / WHOLE > value(&self.worth[bin]) + MORE {
                let counted = self.prices[bin].iter().zip(counts);
                let mut row: Vec<(Variable, f64)> = counted
                    .filter(|(_, count)| *count > 0)
                    .map(|(price, count)| (*price, f64::from(count)))
                    .collect();
                row.push((self.worth[bin], -1.0));
                rows.push(row);
            }
        }
        if rows.is_empty() {
            return Some(false);
        }
        for row in rows {
            let solution = self.solution.clone();
            self.solution = solution
                .add_constraint(row, ComparisonOp::Le, 0.0)
                .ok()?
                .into_solution()
                .ok()?;
        }
        Some(true)
    }
}

/// The shapes of bins that touches can lie in, and each bin's.
fn shapes(cycle: &Cycle, kinds: &[Kind]) -> (Vec<Shape>, Vec<Option<usize>>) {
    let mut shapes: Vec<Shape> = Vec::new();
    let shape_of = cycle.bins.iter().map(|bin| {
        let fits = |kind: &Kind| bin.categories & 1 << kind.0 != 0 && kind.1 <= bin.room;
        let own: Vec<usize> = (0..kinds.len())
            .filter(|kind| fits(&kinds[*kind]))
            .collect();
        if own.is_empty() {
            return None;
        }
        let known = shapes
            .iter()
            .position(|shape| shape.room == bin.room && shape.kinds == own);
        Some(known.unwrap_or_else(|| {
            let unit = own.iter().fold(0, |unit, kind| gcd(unit, kinds[*kind].1));
            shapes.push(Shape {
                room: bin.room,
                kinds: own,
                unit,
            });
            shapes.len() - 1
        }))
    });
    let shape_of = shape_of.collect();
    (shapes, shape_of)
}

/// The dearest way to fill a bin, and how many of each kind that is; `None` where there are too many ways.
fn fill(shape: &Shape, efforts: &[u32], prices: &[u64]) -> Option<(u64, Vec<u32>)> {
    let room = shape.room / shape.unit;
    if room > CELLS {
        return None;
    }
    let room = room as usize;
    // By what is used: the most that it is worth, and the kind that came last.
    let mut best = vec![(0u64, usize::MAX); room + 1];
    for used in 1..=room {
        best[used] = (best[used - 1].0, usize::MAX);
        for (kind, (effort, price)) in efforts.iter().zip(prices).enumerate() {
            let effort = (effort / shape.unit) as usize;
            if effort <= used && best[used - effort].0 + price > best[used].0 {
                best[used] = (best[used - effort].0 + price, kind);
            }
        }
    }
    let mut counts = vec![0; efforts.len()];
    let mut used = room;
    while used > 0 {
        let kind = best[used].1;
        if kind == usize::MAX {
            used -= 1;
        } else {
            counts[kind] += 1;
            used -= (efforts[kind] / shape.unit) as usize;
        }
    }
    Some((best[room].0, counts))
}

/// What a bin is worth at the most where touches could be cut.
fn by_the_second(room: u32, efforts: &[u32], prices: &[u64]) -> u64 {
    let worth = efforts.iter().zip(prices).map(|(effort, price)| {
        (u128::from(*price) * u128::from(room)).div_ceil(u128::from(*effort))
    });
    u64::try_from(worth.max().unwrap_or(0)).unwrap_or(u64::MAX)
}
