//! The pace: the most prospects a week that typical weeks carry, week after week, for ever.

mod answers;
mod circle;
mod cycle;
mod prices;
mod search;
mod sums;
#[cfg(test)]
mod tests;
mod typical;
mod unrolled;

use std::collections::BTreeMap;

use crate::instance::demand::{Demand, MACHINE};
use crate::instance::expected::Expected;
use crate::instance::look_ahead;
use crate::solver::{Mix, Unwatched, Watching, gcd};
use crate::{CadenceName, CategoryName, Error, PaceLimit, Plan};
use answers::Average;
use cycle::{Cycle, Needs};
use prices::Prices;
use search::{Found, search};
use sums::{Load, MOST, Sums, loads};
use typical::TypicalWeeks;

pub use unrolled::{TypicalDay, TypicalPace};

/// The rarest pace that is looked for: one prospect in so many weeks.
const RAREST: u32 = 26;
/// Plans of more weeks than these are tried where the mix needs them alone.
const WEEKS: u32 = 12;
/// Plans of more weeks are not tried at all.
const MOST_WEEKS: u64 = 60;
/// So many times the weeks that rhythm and mix need are tried.
const LONGER: u64 = 12;
/// Looks at bins that a quick search and a thorough one take for a plan of the fewest weeks, and for longer ones.
const QUICK: u64 = 20_000;
const THOROUGH: u64 = 3_000_000;
const LESS: u64 = 400_000;
/// How far below the bound every pace is tried.
const NEAR: u32 = 4;

/// The pace of a plan's typical weeks.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    /// How many prospects a week can be started for ever, split by the mix; 0 where not even one a week can.
    pub(crate) number: u32,
    /// No larger number can; where it equals [`Self::number`], the pace is proved.
    pub(crate) bound: u32,
    /// Where not even one a week can go on: one every so many weeks can, from 2 to 26.
    pub(crate) every: Option<u32>,
    /// Whether nothing faster is possible: no larger number, or no single start more often.
    pub(crate) proved: bool,
    /// The workdays of the fullest typical week.
    pub(crate) full_week: u32,
    /// What typical weeks hold and what prospects take of it, the tightest first.
    pub(crate) limits: Vec<PaceLimit>,
    /// What a typical week holds of time and the pace takes of it, by the categories that share blocks.
    pub(crate) loads: Vec<(Vec<CategoryName>, Load)>,
    /// Why nobody is started, where neither [`Self::number`] nor [`Self::every`] says otherwise.
    pub(crate) nobody: Option<Nobody>,
    /// The plan of weeks that come round which was found, for whoever checks it.
    pub(crate) plan: Option<CyclePlan>,
}

impl Pace {
    /// Seconds of a week that the pace takes of a load.
    pub(crate) fn takes(&self, load: &Load) -> u64 {
        match self.every {
            Some(every) => load.takes(1, every),
            None => load.takes(self.number, 1),
        }
    }
}

/// A plan of weeks that come round.
#[derive(Debug, Clone)]
pub(crate) struct CyclePlan {
    pub(crate) typical: TypicalWeeks,
    pub(crate) cycle: Cycle,
    pub(crate) found: Found,
}

/// Why typical weeks start nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Nobody {
    /// No day of a typical week is worked.
    NoWorkday,
    /// Touches of a category are promised, and typical weeks have no block of it.
    NoBlock {
        /// The category.
        category: CategoryName,
    },
    /// No block of a window could take a touch, on whatever day the prospect is started.
    NoRoom {
        /// The cadence.
        cadence: CadenceName,
        /// The touch, from 1; `None` for the prep.
        touch: Option<u32>,
    },
    /// One every 26 weeks is more than was found to go on.
    Rarer,
}

/// The pace of the typical weeks of a plan: it depends on blocks, meetings that recur, cadences and mix, and on nothing
/// that is owed.
///
/// # Errors
/// What the caller can correct in the blocks, as [`Plan::fit`] says.
pub(crate) fn pace(
    plan: &Plan,
    demand: &Demand,
    mix: &Mix,
    watch: &dyn Watching,
) -> Result<Pace, Error> {
    let end = look_ahead(plan, demand, mix)?;
    let typical = TypicalWeeks::new(plan, demand.categories.clone(), end)?;
    let expected = Expected::new(plan, demand, mix)?;
    let mut weeks = Weeks::new(typical, demand, mix, expected.as_ref(), watch);
    let answers = Average::new(weeks.cycle(1), demand, expected.as_ref());
    let sums = Sums::new(weeks.cycle(1), demand, mix, &answers, plan.expect.answers);
    let mut pace = Pace {
        number: 0,
        bound: 0,
        every: None,
        proved: true,
        full_week: weeks.typical.full_week(),
        limits: Vec::new(),
        loads: Vec::new(),
        nobody: weeks.nobody(),
        plan: None,
    };
    let mut prices = None;
    if pace.nobody.is_none() {
        pace.bound = sums.bound(1);
        pace.plan = weeks.keeps(pace.bound, 1, QUICK);
        pace.number = pace.bound;
        if pace.plan.is_none() {
            prices = Prices::new(weeks.cycle(1), mix, true)
                .filter(|prices| prices.bound(mix, 1) < pace.bound);
            let priced = prices.as_ref().map(|prices| prices.bound(mix, 1));
            pace.bound = priced.unwrap_or(pace.bound);
            (pace.number, pace.plan) = weeks.most(pace.bound);
        }
        pace.proved = pace.number == pace.bound;
        if pace.number == 0 {
            // What holds the pace down where weeks need not be alike.
            let apart = Prices::new(weeks.cycle(1), mix, false);
            let most = |every: u32| {
                let priced = apart.as_ref().map(|prices| prices.bound(mix, every));
                priced.map_or(MOST, |most| most).min(sums.bound(every))
            };
            let mut possible = (2..=RAREST).filter(|every| most(*every) > 0);
            let rare = possible.find_map(|every| Some((every, weeks.keeps(1, every, LESS)?)));
            match rare {
                Some((every, plan)) => {
                    pace.proved = most(every - 1) == 0;
                    pace.every = Some(every);
                    pace.plan = Some(plan);
                }
                None => {
                    pace.proved = most(RAREST) == 0;
                    pace.nobody = Some(Nobody::Rarer);
                }
            }
        }
    }
    let loads = loads(weeks.cycle(1), demand, mix, &answers);
    let names = &weeks.typical.categories;
    let named = loads.into_iter().map(|load| {
        let bits = (0..names.len()).filter(|bit| load.categories & 1 << bit != 0);
        (bits.map(|bit| names[bit].clone()).collect(), load)
    });
    pace.loads = named.collect();
    pace.limits = sums.limits(pace.number, &weeks.typical, demand);
    if let Some(prices) = prices {
        let limit = prices.limit(pace.number, mix, &weeks.typical, demand);
        pace.limits.insert(0, limit);
    }
    Ok(pace)
}

/// What typical weeks hold, and what prospects take of it, by categories that share no block.
///
/// # Errors
/// What [`pace`] says.
pub(crate) fn loads_of(plan: &Plan, demand: &Demand, mix: &Mix) -> Result<Vec<Load>, Error> {
    let end = look_ahead(plan, demand, mix)?;
    let typical = TypicalWeeks::new(plan, demand.categories.clone(), end)?;
    let expected = Expected::new(plan, demand, mix)?;
    let mut weeks = Weeks::new(typical, demand, mix, expected.as_ref(), &Unwatched);
    let answers = Average::new(weeks.cycle(1), demand, expected.as_ref());
    Ok(loads(weeks.cycle(1), demand, mix, &answers))
}

/// Typical weeks, and plans of several of them.
struct Weeks<'w> {
    typical: TypicalWeeks,
    demand: &'w Demand,
    mix: &'w Mix,
    expected: Option<&'w Expected>,
    watch: &'w dyn Watching,
    /// By their number of weeks.
    cycles: BTreeMap<u32, Cycle>,
}

impl<'w> Weeks<'w> {
    fn new(
        typical: TypicalWeeks,
        demand: &'w Demand,
        mix: &'w Mix,
        expected: Option<&'w Expected>,
        watch: &'w dyn Watching,
    ) -> Self {
        Self {
            typical,
            demand,
            mix,
            expected,
            watch,
            cycles: BTreeMap::new(),
        }
    }

    /// So many weeks, a multiple of the typical ones; the fewest possible where that is 1.
    fn cycle(&mut self, weeks: u32) -> &Cycle {
        let weeks = weeks.max(self.typical.weeks() as u32);
        let make = || Cycle::new(&self.typical, self.demand, self.mix, self.expected, weeks);
        self.cycles.entry(weeks).or_insert_with(make)
    }

    /// Why nobody can be started, as far as one prospect on each cadence tells.
    fn nobody(&mut self) -> Option<Nobody> {
        if self.typical.full_week() == 0 {
            return Some(Nobody::NoWorkday);
        }
        let (mix, demand) = (self.mix, self.demand);
        let offered = self.typical.pieces.iter().flatten();
        let offered = offered.fold(0, |offered, piece| offered | piece.categories);
        for cadence in mix.cadences() {
            let promise = &demand.promises[cadence];
            let steps = promise.steps.iter().map(|step| step.category);
            let prep = promise.prep.map(|prep| prep.category);
            let mut used = prep.into_iter().chain(steps);
            let lacking = used.find(|bit| *bit != MACHINE && offered & 1 << bit == 0);
            if let Some(bit) = lacking {
                return Some(Nobody::NoBlock {
                    category: self.typical.categories[usize::from(bit)].clone(),
                });
            }
        }
        let cycle = self.cycle(1);
        for cadence in mix.cadences() {
            let needs = &cycle.needs[cadence];
            if needs.iter().all(|needs| needs.classes().is_none()) {
                // The touch that comes furthest before it lacks a bin.
                let touch = needs.iter().filter_map(|needs| match needs {
                    Needs::Lacking(touch) => Some(*touch),
                    Needs::Classes(_) | Needs::NoStart => None,
                });
                return Some(Nobody::NoRoom {
                    cadence: demand.promises[cadence].name.clone(),
                    touch: touch.max().flatten(),
                });
            }
        }
        None
    }

    /// The largest pace up to `bound` for which a plan is found: quickly from below, then thoroughly from above.
    fn most(&mut self, bound: u32) -> (u32, Option<CyclePlan>) {
        if let Some(plan) = self.keeps(bound, 1, QUICK) {
            return (bound, Some(plan));
        }
        let (mut number, mut plan) = (0, None);
        let mut above = bound;
        while above - number > 1 {
            let middle = number + (above - number) / 2;
            match self.keeps(middle, 1, QUICK) {
                Some(found) => (number, plan) = (middle, Some(found)),
                None => above = middle,
            }
        }
        let mut most = bound;
        while most > number && self.watch.go_on(1) {
            self.watch.learn(number, bound);
            let next = if most - number > NEAR {
                number + (most - number).div_ceil(2)
            } else {
                most
            };
            match self.keeps(next, 1, THOROUGH) {
                Some(found) => (number, plan) = (next, Some(found)),
                None => most = next - 1,
            }
        }
        (number, plan)
    }

    /// A plan that starts `number` prospects in every `every`-th week.
    fn keeps(&mut self, number: u32, every: u32, looks: u64) -> Option<CyclePlan> {
        if number == 0 {
            return None;
        }
        let mix = self.mix;
        let period = mix.period();
        let rounds = period / gcd(u64::from(number), period);
        let typical = self.typical.weeks() as u64;
        let (every_week, turn) = (u64::from(every), u64::from(every).saturating_mul(rounds));
        let mut weeks = lcm(typical, turn);
        // Answers come round as well, where that takes no longer than is tried.
        let rounds = self.expected.map_or(1, Expected::weeks);
        if lcm(weeks, rounds) <= u64::from(WEEKS) {
            weeks = lcm(weeks, rounds);
        }
        if weeks > u64::from(WEEKS) {
            // As many on each cadence in every week as any week may need.
            let most = mix.fullest(number);
            let weeks = lcm(typical, every_week) as u32;
            for first in 0..gcd(typical, every_week) as u32 {
                let found = self.plan(weeks, (first, every), looks, |_| most.clone());
                if found.is_some() {
                    return found;
                }
            }
        }
        let split = |turn: u32| {
            let (before, after) = (mix.split(turn * number), mix.split((turn + 1) * number));
            let both = after.iter().zip(&before);
            both.map(|(after, before)| after - before).collect()
        };
        for times in 1..=LONGER {
            let weeks = weeks.saturating_mul(times);
            if weeks
                > if times == 1 {
                    MOST_WEEKS
                } else {
                    u64::from(WEEKS)
                }
            {
                break;
            }
            // Where the mix begins matters where typical weeks are not alike.
            for first in 0..gcd(typical, turn) as u32 {
                let looks = if times == 1 { looks } else { looks.min(LESS) };
                let found = self.plan(weeks as u32, (first, every), looks, split);
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    /// A plan of so many weeks, where every `every`-th from the `first` on starts what `quota` says of it.
    fn plan(
        &mut self,
        weeks: u32,
        (first, every): (u32, u32),
        looks: u64,
        quota: impl Fn(u32) -> Vec<u32>,
    ) -> Option<CyclePlan> {
        if !self.watch.go_on(1) {
            return None;
        }
        let mut quotas = vec![vec![0; self.demand.promises.len()]; weeks as usize];
        for turn in 0..weeks / every {
            quotas[((first + turn * every) % weeks) as usize] = quota(turn);
        }
        let (watch, demand, expected) = (self.watch, self.demand, self.expected);
        let cycle = self.cycle(weeks);
        if let Some(expected) = expected {
            let opening = answers::opening(cycle, demand, expected);
            for (quota, opening) in quotas.iter_mut().zip(opening) {
                quota.resize(opening.len(), 0);
                for (quota, answers) in quota.iter_mut().zip(opening) {
                    *quota += answers;
                }
            }
        }
        let found = search(cycle, &quotas, looks, watch)?;
        Some(CyclePlan {
            cycle: cycle.clone(),
            found,
            typical: self.typical.clone(),
        })
    }
}

fn lcm(a: u64, b: u64) -> u64 {
    (a / gcd(a, b)).saturating_mul(b)
}
