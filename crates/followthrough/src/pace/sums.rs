//! The averaged week's sums: what typical weeks hold of time, whole touches and caps, and what prospects take of it.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::answers::Average;
use super::cycle::{Bin, Cycle};
use super::typical::TypicalWeeks;
use crate::instance::demand::{Demand, MACHINE};
use crate::solver::{Mix, gcd};
use crate::{PaceLimit, PaceUnit};

/// The largest pace that is told.
pub(crate) const MOST: u32 = 1 << 24;
/// Of more categories than these that share blocks not every set has a sum of its own.
const SETS: usize = 6;

/// One sum: what the cycle holds, and what every round of the mix takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sum {
    /// The categories, a bit each.
    pub(crate) categories: u64,
    /// The cap that it is about.
    pub(crate) cap: Option<u16>,
    pub(crate) unit: PaceUnit,
    /// Over all weeks of the cycle.
    pub(crate) holds: u128,
    /// By as many prospects as the mix has parts.
    pub(crate) takes: u128,
    /// What expected answers take of it, in as many weeks as they need to come round.
    pub(crate) answers: u128,
}

/// The sums of a cycle that any prospect takes part of.
#[derive(Debug, Clone)]
pub(crate) struct Sums {
    /// The tightest first; of equals the simplest.
    pub(crate) all: Vec<Sum>,
    weeks: u128,
    parts: u128,
    /// Weeks until expected answers come round, and how many are expected of a full week.
    answer_weeks: u128,
    answers: u32,
}

/// A touch that every prospect of a cadence needs, and how many of the mix's parts the cadence has; or the work of an
/// answer that is expected, and how many there are until they come round.
struct Touch {
    category: u8,
    effort: u32,
    caps: Vec<u16>,
    parts: u128,
    answers: u128,
}

impl Sums {
    pub(crate) fn new(
        cycle: &Cycle,
        demand: &Demand,
        mix: &Mix,
        answers: &Average,
        expected: u32,
    ) -> Self {
        let touches = touches(demand, mix, answers);
        let mut sums = Self {
            answer_weeks: u128::from(answers.weeks),
            answers: expected,
            all: Vec::new(),
            weeks: u128::from(cycle.weeks),
            parts: u128::from(mix.period()),
        };
        for set in sets(cycle, &touches) {
            let of: Vec<&Touch> = touches
                .iter()
                .filter(|touch| set & 1 << touch.category != 0)
                .collect();
            sums.add_time(cycle, set, &of);
            let efforts: BTreeSet<u32> = of.iter().map(|touch| touch.effort).collect();
            for least in efforts {
                let longer = of.iter().filter(|touch| touch.effort >= least);
                let longer: Vec<&Touch> = longer.copied().collect();
                let holds = cycle.bins.iter().map(|bin| u128::from(whole(bin, &longer)));
                let takes = longer.iter().map(|touch| touch.parts).sum();
                let answers = longer.iter().map(|touch| touch.answers).sum();
                sums.add(set, None, PaceUnit::Touches, holds.sum(), (takes, answers));
            }
        }
        for cap in 0..cycle.caps.len() as u16 {
            sums.add_cap(cycle, cap, &touches);
        }
        let weeks = sums.weeks;
        let mut all = std::mem::take(&mut sums.all);
        all.sort_by(|one, other| {
            let (holds, others) = (sums.left(one), sums.left(other));
            let tighter = (holds * other.takes).cmp(&(others * one.takes));
            tighter
                .then(one.unit.cmp(&other.unit))
                .then(Ordering::Equal)
        });
        debug_assert!(weeks > 0);
        sums.all = all;
        sums
    }

    /// What a sum holds beside expected answers, in as many times its weeks as the answers need to come round.
    fn left(&self, sum: &Sum) -> u128 {
        (sum.holds * self.answer_weeks).saturating_sub(sum.answers * self.weeks)
    }

    fn add(
        &mut self,
        categories: u64,
        cap: Option<u16>,
        unit: PaceUnit,
        holds: u128,
        (takes, answers): (u128, u128),
    ) {
        if takes > 0 {
            self.all.push(Sum {
                categories,
                cap,
                unit,
                holds,
                takes,
                answers,
            });
        }
    }

    fn add_time(&mut self, cycle: &Cycle, set: u64, of: &[&Touch]) {
        let takes = of
            .iter()
            .map(|touch| u128::from(touch.effort) * touch.parts);
        let answers = of
            .iter()
            .map(|touch| u128::from(touch.effort) * touch.answers);
        let takes = (takes.sum(), answers.sum());
        let bins = cycle.bins.iter().filter(|bin| bin.categories & set != 0);
        let holds = bins.clone().map(|bin| u128::from(bin.room)).sum();
        self.add(set, None, PaceUnit::Seconds, holds, takes);
        let holds = bins.map(|bin| u128::from(fillable(bin, of))).sum();
        self.add(set, None, PaceUnit::Fillable, holds, takes);
    }

    fn add_cap(&mut self, cycle: &Cycle, cap: u16, touches: &[Touch]) {
        let under: Vec<&Touch> = touches
            .iter()
            .filter(|touch| touch.caps.contains(&cap))
            .collect();
        let takes = (under.iter().map(|touch| touch.parts).sum(), 0);
        let limit = cycle.caps[usize::from(cap)];
        if let Some(most) = limit.week {
            let holds = u128::from(most) * self.weeks;
            self.add(0, Some(cap), PaceUnit::Touches, holds, takes);
        }
        if let Some(most) = limit.day {
            let holds = cycle.first_bins.windows(2).map(|day| {
                let bins = &cycle.bins[day[0] as usize..day[1] as usize];
                let whole = bins.iter().map(|bin| whole(bin, &under));
                whole.fold(0u64, u64::saturating_add).min(u64::from(most))
            });
            let holds = holds.map(u128::from).sum();
            self.add(0, Some(cap), PaceUnit::Touches, holds, takes);
        }
    }

    /// The largest number of prospects, one batch in every `every` weeks, that a sum does not forbid.
    fn most(&self, sum: &Sum, every: u32) -> u32 {
        let most = self.left(sum) * self.parts * u128::from(every)
            / (sum.takes * self.weeks * self.answer_weeks);
        u32::try_from(most).map_or(MOST, |most| most.min(MOST))
    }

    /// The largest pace that no sum forbids, where prospects are started in every `every`-th week.
    pub(crate) fn bound(&self, every: u32) -> u32 {
        let most = self.all.iter().map(|sum| self.most(sum, every));
        most.min().unwrap_or(MOST)
    }

    /// The sums as they are told of a pace, the tightest first, each set of categories and each cap once.
    pub(crate) fn limits(
        &self,
        number: u32,
        typical: &TypicalWeeks,
        demand: &Demand,
    ) -> Vec<PaceLimit> {
        let mut told: Vec<(u64, Option<u16>)> = Vec::new();
        let mut limits = Vec::new();
        // Where plain time forbids as much as whole touches do, it is told.
        let mut order: Vec<&Sum> = self.all.iter().collect();
        order.sort_by_key(|sum| (self.most(sum, 1), sum.unit));
        for sum in order {
            if told.contains(&(sum.categories, sum.cap)) {
                continue;
            }
            told.push((sum.categories, sum.cap));
            let takes = |prospects: u32| {
                let takes = sum.takes * u128::from(prospects) * self.answer_weeks
                    + sum.answers * self.parts;
                u64::try_from(takes.div_ceil(self.parts * self.answer_weeks)).unwrap_or(u64::MAX)
            };
            let bits = (0..typical.categories.len()).filter(|bit| sum.categories & 1 << bit != 0);
            limits.push(PaceLimit {
                categories: bits.map(|bit| typical.categories[bit].clone()).collect(),
                channel: sum
                    .cap
                    .map(|cap| demand.caps[usize::from(cap)].channel.clone()),
                unit: sum.unit,
                prospects: number,
                answers: if sum.answers > 0 { self.answers } else { 0 },
                holds: u64::try_from(sum.holds / self.weeks).unwrap_or(u64::MAX),
                needed: takes(number),
                one_more: takes(number.saturating_add(1)),
            });
        }
        limits
    }
}

/// What typical weeks hold of time, and what prospects take of it; of categories that share blocks together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Load {
    /// The categories, a bit each.
    pub(crate) categories: u64,
    /// Seconds of a week.
    pub(crate) holds: u64,
    /// Seconds that so many prospects take of them as the mix has parts.
    each: u128,
    parts: u128,
    /// Seconds of a week that expected answers take.
    answers: u128,
}

impl Load {
    /// Seconds of a week that so many prospects in every `every` weeks take, with the answers that are expected.
    pub(crate) fn takes(&self, number: u32, every: u32) -> u64 {
        let takes = self.each * u128::from(number);
        let takes = takes.div_ceil(self.parts * u128::from(every.max(1))) + self.answers;
        u64::try_from(takes).unwrap_or(u64::MAX)
    }
}

/// The loads of typical weeks.
pub(crate) fn loads(cycle: &Cycle, demand: &Demand, mix: &Mix, answers: &Average) -> Vec<Load> {
    let touches = touches(demand, mix, answers);
    let mut groups: Vec<u64> = Vec::new();
    for bin in &cycle.bins {
        let (shared, apart): (Vec<u64>, Vec<u64>) = groups
            .iter()
            .partition(|group| *group & bin.categories != 0);
        groups = apart;
        groups.push(
            shared
                .into_iter()
                .fold(bin.categories, |all, group| all | group),
        );
    }
    groups.sort_unstable();
    let load = |categories: u64| {
        let bins = cycle
            .bins
            .iter()
            .filter(|bin| bin.categories & categories != 0);
        let holds: u128 = bins.map(|bin| u128::from(bin.room)).sum();
        let timed = touches
            .iter()
            .filter(|touch| touch.category != MACHINE && 1 << touch.category & categories != 0);
        Load {
            categories,
            holds: u64::try_from(holds / u128::from(cycle.weeks)).unwrap_or(u64::MAX),
            answers: timed
                .clone()
                .map(|touch| u128::from(touch.effort) * touch.answers)
                .sum::<u128>()
                .div_ceil(u128::from(answers.weeks)),
            each: timed
                .map(|touch| u128::from(touch.effort) * touch.parts)
                .sum(),
            parts: u128::from(mix.period().max(1)),
        }
    };
    groups.into_iter().map(load).collect()
}

/// Every touch that the mix's prospects need, the prep included, and the work of expected answers; those without effort
/// and cap need nothing.
fn touches(demand: &Demand, mix: &Mix, answers: &Average) -> Vec<Touch> {
    let works = answers.works.iter().map(|(work, count)| Touch {
        category: work.category,
        effort: work.effort,
        caps: Vec::new(),
        parts: 0,
        answers: u128::from(*count),
    });
    let mut touches: Vec<Touch> = works.collect();
    for (cadence, parts) in mix.weights() {
        let promise = &demand.promises[cadence];
        touches.extend(promise.prep.map(|prep| Touch {
            category: prep.category,
            effort: prep.effort,
            caps: Vec::new(),
            parts: u128::from(parts),
            answers: 0,
        }));
        touches.extend(promise.steps.iter().map(|step| Touch {
            category: step.category,
            effort: step.effort,
            caps: step.caps.clone(),
            parts: u128::from(parts),
            answers: 0,
        }));
    }
    touches
}

/// Sets of categories whose blocks are counted together: each alone, and those that share blocks.
fn sets(cycle: &Cycle, touches: &[Touch]) -> Vec<u64> {
    let timed = touches.iter().filter(|touch| touch.category != MACHINE);
    let used = timed.fold(0u64, |used, touch| used | 1 << touch.category);
    let mut groups: Vec<u64> = (0..MACHINE)
        .map(|bit| 1 << bit)
        .filter(|bit| used & bit != 0)
        .collect();
    let mut sets: BTreeSet<u64> = groups.iter().copied().collect();
    for bin in &cycle.bins {
        let touched: Vec<u64> = groups
            .iter()
            .copied()
            .filter(|group| group & bin.categories != 0)
            .collect();
        groups.retain(|group| !touched.contains(group));
        let joined = touched.into_iter().fold(0, |all, group| all | group);
        groups.extend((joined != 0).then_some(joined));
    }
    for group in groups {
        let bits: Vec<u64> = (0..MACHINE)
            .map(|bit| 1 << bit)
            .filter(|bit| group & bit != 0)
            .collect();
        sets.insert(group);
        if bits.len() <= SETS {
            let chosen = |set: usize| (0..bits.len()).filter(move |at| set & 1 << at != 0);
            let all = 1..1usize << bits.len();
            sets.extend(all.map(|set| chosen(set).fold(0, |mask, at| mask | bits[at])));
        }
    }
    sets.into_iter().collect()
}

/// How many whole touches a bin takes at the most, of those that it accepts.
fn whole(bin: &Bin, of: &[&Touch]) -> u64 {
    let fits =
        |touch: &&&Touch| bin.categories & 1 << touch.category != 0 && touch.effort <= bin.room;
    let least = of.iter().filter(fits).map(|touch| touch.effort).min();
    least.map_or(0, |least| {
        u64::from(bin.room.checked_div(least).unwrap_or(u32::MAX))
    })
}

/// The most seconds of a bin that whole touches of those efforts fill.
fn fillable(bin: &Bin, of: &[&Touch]) -> u32 {
    let mut efforts: Vec<u32> = of
        .iter()
        .filter(|touch| bin.categories & 1 << touch.category != 0)
        .map(|touch| touch.effort)
        .filter(|effort| *effort > 0 && *effort <= bin.room)
        .collect();
    efforts.sort_unstable();
    efforts.dedup();
    let unit = efforts.iter().fold(0, |unit, effort| gcd(unit, *effort));
    if unit == 0 {
        return 0;
    }
    let room = (bin.room / unit) as usize;
    if efforts[0] == unit || room > 1 << 16 {
        return room as u32 * unit;
    }
    let mut reached = vec![false; room + 1];
    reached[0] = true;
    for effort in &efforts {
        let effort = (effort / unit) as usize;
        for filled in effort..=room {
            reached[filled] |= reached[filled - effort];
        }
    }
    let most = (0..=room).rev().find(|filled| reached[*filled]);
    most.map_or(0, |most| most as u32 * unit)
}
