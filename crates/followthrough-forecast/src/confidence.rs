//! How likely a pace holds, where prospects answer, days are lost and touches take longer than they should.

use chrono::NaiveDate;
use followthrough::{Error, Horizon, Look, Plan, Policy};
use serde::Serialize;

use crate::assume::{Assumed, AssumedUnit, Assumptions, Origin};
use crate::draw::efforts;
use crate::scenario::{Chances, Desk, Scenario};
use crate::sensitivity::{HALVED, LENGTH, LOST, Moves, moves};
use crate::world::World;

/// What is asked of [`confidence`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncertain {
    /// What is taken for granted of answers.
    pub assumptions: Assumptions,
    /// The chance that a workday with blocks is lost without warning, in millionths.
    pub lost: u32,
    /// The chance that only half of its time is left, in millionths.
    pub halved: u32,
    /// The standard deviation of the logarithm of a touch's length, in hundredths; its mean is as planned.
    pub spread: u32,
    /// Where draws begin.
    pub seed: u64,
    /// How many scenarios are drawn, from 100 to 1,000,000.
    pub scenarios: u32,
    /// On how many threads; the answer is the same on any number of them.
    pub threads: usize,
    /// How sure each number is to be, in millionths.
    pub levels: Vec<u32>,
    /// How sure the number is to be of which it is told how far it moves when each thing that is taken for granted does;
    /// `None` for not telling it.
    pub moved_at: Option<u32>,
}

impl Default for Uncertain {
    fn default() -> Self {
        Self {
            assumptions: Assumptions::default(),
            lost: 0,
            halved: 0,
            spread: 0,
            seed: 1,
            scenarios: 2_000,
            threads: 1,
            levels: vec![500_000, 800_000, 950_000],
            moved_at: None,
        }
    }
}

/// A number with the span in which more scenarios would have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sure {
    /// The largest pace that holds in so many scenarios, in prospects a full week; 0 where none does.
    pub number: u32,
    /// The lower end of its interval of 95 %, by order statistics.
    pub low: u32,
    /// The upper end.
    pub high: u32,
}

/// What holds at one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Level {
    /// How sure, in millionths.
    pub millionths: u32,
    /// Every promise is kept.
    pub strict: Sure,
    /// At least 98 of 100 promises are kept.
    pub kept98: Sure,
}

/// In how many scenarios a pace holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Holds {
    /// The pace, in prospects a full week.
    pub number: u32,
    /// In how many every promise is kept.
    pub strict: u32,
    /// In how many at least 98 of 100 are.
    pub kept98: u32,
}

/// How likely paces hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confidence {
    /// The days on which prospects are started.
    pub horizon: Look,
    /// The pace if nobody answers and no day is lost.
    pub pace: u32,
    /// Where not even one a week can go on: one in so many weeks can, and it is that pace that is asked about.
    pub every: Option<u32>,
    /// Where draws begin.
    pub seed: u64,
    /// How many scenarios were drawn.
    pub scenarios: u32,
    /// The number at each level asked for.
    pub levels: Vec<Level>,
    /// Every pace that holds in some scenarios and not in others, with one more on either side.
    pub paces: Vec<Holds>,
    /// At the pace, where not every promise is kept: the share that is in the middle one of these scenarios, in millionths.
    pub kept_in_bad: Option<u32>,
    /// At the pace: answers that bring work, in the mean scenario, in hundredths.
    pub answers: u64,
    /// How many of them wait for that work longer than its window.
    pub answers_waiting: u64,
    /// What was taken for granted.
    pub assumptions: Vec<Assumed>,
    /// How far the number moves when each thing that is taken for granted does, the largest move first.
    pub moves: Vec<Moves>,
    /// The last day that was looked at.
    pub to: NaiveDate,
    /// Where the length of touches comes from: `plan`, or `log` where the caller took it from there.
    pub effort: &'static str,
}

/// Asks in how many of many drawn quarters each pace holds. `horizon` is a quarter where `None`.
///
/// A scenario is who answers at which touch, which days are lost, and how long touches take. An answer frees the touches
/// of later windows, and brings the cadence's reply work, which opens on the workday after its touch's window closes. A day
/// that is lost is a day off: windows wait for it. Starts are fixed before that is known, and nested: a week starts its
/// quota at a pace, less what the plan that keeps to the pace falls short there. A pace holds where every promised touch
/// gets its place in its window, by the better of two ways of working that know nothing ahead: the plan's own places with
/// what is due first in the gaps, or what is due first throughout. A touch that loses its place is moved without regard to
/// contact hours. Both are work that is found, so a pace that is told can
/// be kept. An answer's work takes its time, and where its window is over it is done late: how much of it waits is told apart. Above the plan's own pace a pace is tried where a full week's time allows it for what answers free: where
/// nobody answers and nothing is lost, the number is that of [`Plan::fit`].
///
/// `watch` is told how many scenarios were asked of how many, and says whether to go on; `None` where it said no. With more
/// than one thread it is told at the end of every thousand.
///
/// # Errors
/// What [`Plan::fit`] says.
///
/// # Example
/// ```
/// use followthrough::Plan;
/// use followthrough_forecast::{Uncertain, confidence};
///
/// let plan = Plan::example();
/// let asked = Uncertain { scenarios: 200, ..Uncertain::default() };
/// let told = confidence(&plan, &asked, None, |_, _| true)?.unwrap();
/// // Five a week hold whoever answers; answers free calls, so most quarters hold more.
/// assert_eq!(told.pace, 5);
/// assert!(told.levels.iter().all(|level| level.strict.number >= 5));
/// # Ok::<(), followthrough::Error>(())
/// ```
pub fn confidence(
    plan: &Plan,
    asked: &Uncertain,
    horizon: Option<Horizon>,
    mut watch: impl FnMut(usize, usize) -> bool,
) -> Result<Option<Confidence>, Error> {
    let fit = plan.fit(Policy::Level, Some(horizon.unwrap_or(Horizon::Quarter)))?;
    let world = World::new(plan, &fit, &asked.assumptions)?;
    let chances = asked.chances();
    let scenarios = asked.scenarios();
    let mut found: Vec<Found> = Vec::with_capacity(scenarios as usize);
    while found.len() < scenarios as usize {
        if !watch(found.len(), scenarios as usize) {
            return Ok(None);
        }
        let from = found.len() as u32;
        let to = scenarios.min(from + 1_000);
        found.extend(look(&world, &chances, from..to, asked.threads));
    }
    watch(found.len(), found.len());
    let moves = match asked.moved_at {
        None => Vec::new(),
        Some(level) => match moves(plan, &fit, asked, level, &mut watch)? {
            Some(moves) => moves,
            None => return Ok(None),
        },
    };
    let mut strict: Vec<Option<u32>> = found.iter().map(|found| found.strict).collect();
    let mut kept98: Vec<Option<u32>> = found.iter().map(|found| found.kept98).collect();
    strict.sort_unstable();
    kept98.sort_unstable();
    let level = |millionths: &u32| Level {
        millionths: *millionths,
        strict: quantile(&strict, *millionths),
        kept98: quantile(&kept98, *millionths),
    };
    let at_least = |sorted: &[Option<u32>], number: u32| {
        (sorted.len() - sorted.partition_point(|one| *one < Some(number))) as u32
    };
    // One more on either side of where anything changes.
    let lowest = strict[0].min(kept98[0]).unwrap_or(0).min(fit.number);
    let highest = strict
        .last()
        .max(kept98.last())
        .copied()
        .flatten()
        .unwrap_or(0);
    let paces = (lowest.saturating_sub(1)..=highest.max(fit.number) + 1).map(|number| Holds {
        number,
        strict: at_least(&strict, number),
        kept98: at_least(&kept98, number),
    });
    let mut bad: Vec<u32> = found.iter().filter_map(|found| found.bad).collect();
    bad.sort_unstable();
    let mean = |part: fn(&Found) -> u32| {
        let sum: u64 = found.iter().map(|found| u64::from(part(found))).sum();
        (sum * 100 + u64::from(scenarios) / 2) / u64::from(scenarios)
    };
    Ok(Some(Confidence {
        pace: fit.number,
        every: fit.every,
        seed: asked.seed,
        scenarios,
        levels: asked.levels.iter().map(level).collect(),
        paces: paces.collect(),
        kept_in_bad: bad.get(bad.len() / 2).copied(),
        answers: mean(|found| found.answers),
        answers_waiting: mean(|found| found.waiting),
        assumptions: asked.told(plan),
        moves,
        to: fit.weeks.last().map_or(fit.horizon.to, |week| week.to),
        horizon: fit.horizon,
        effort: "plan",
    }))
}

/// The number at a level that draws of a world give.
pub(crate) fn drawn_number(world: &World, asked: &Uncertain, level: u32) -> u32 {
    let found = look(world, &asked.chances(), 0..asked.scenarios(), asked.threads);
    let mut strict: Vec<Option<u32>> = found.iter().map(|found| found.strict).collect();
    strict.sort_unstable();
    quantile(&strict, level).number
}

impl Uncertain {
    fn scenarios(&self) -> u32 {
        self.scenarios.clamp(100, 1_000_000)
    }

    pub(crate) fn chances(&self) -> Chances {
        let lost = self.lost.min(1_000_000);
        Chances {
            seed: self.seed,
            lost: lost.into(),
            halved: self.halved.min(1_000_000 - lost).into(),
            efforts: (self.spread > 0).then(|| Box::new(efforts(self.spread))),
        }
    }

    /// Everything that is taken for granted of a plan.
    pub(crate) fn told(&self, plan: &Plan) -> Vec<Assumed> {
        let used = plan.cadences.iter().filter(|cadence| {
            let part = plan.mix.iter().find(|part| part.cadence == *cadence.name());
            plan.mix.is_empty() || part.is_some_and(|part| part.count > 0)
        });
        let mut assumptions = self.assumptions.used(used);
        assumptions.extend(self.also());
        assumptions
    }

    /// What is taken for granted beside answers.
    fn also(&self) -> Vec<Assumed> {
        let given = |what: &str, millionths: u32, none: &str| Assumed {
            what: what.to_owned(),
            unit: AssumedUnit::Share,
            millionths,
            origin: if millionths > 0 {
                Origin::Given
            } else {
                Origin::Nothing
            },
            source: if millionths > 0 { "as asked" } else { none }.to_owned(),
            n: None,
            low: None,
            high: None,
        };
        vec![
            given(LOST, self.lost, "nobody says how often, so none is"),
            given(HALVED, self.halved, "nobody says how often, so none is"),
            Assumed {
                unit: AssumedUnit::Deviation,
                ..given(
                    LENGTH,
                    self.spread * 10_000,
                    "nobody says how far, so each takes as long as planned",
                )
            },
        ]
    }
}

/// What one scenario says.
#[derive(Debug, Clone, Copy)]
struct Found {
    strict: Option<u32>,
    kept98: Option<u32>,
    /// The share of promises that the pace keeps, in millionths, where it does not keep all.
    bad: Option<u32>,
    /// Answers at the pace that bring work, and those that wait for it.
    answers: u32,
    waiting: u32,
}

fn look(
    world: &World,
    chances: &Chances,
    range: std::ops::Range<u32>,
    threads: usize,
) -> Vec<Found> {
    let numbers: Vec<u32> = range.collect();
    let threads = threads.clamp(1, 64);
    let each = numbers.len().div_ceil(threads).max(1);
    let some = |numbers: &[u32]| {
        let (mut desk, mut scenario) = (Desk::default(), Scenario::default());
        let mut found = Vec::with_capacity(numbers.len());
        for number in numbers {
            scenario.draw(world, chances, *number);
            found.push(one(world, chances, &scenario, &mut desk));
        }
        found
    };
    if threads == 1 {
        return some(&numbers);
    }
    let some = &some;
    std::thread::scope(|scope| {
        let started: Vec<_> = numbers
            .chunks(each)
            .map(|numbers| scope.spawn(move || some(numbers)))
            .collect();
        // A thread that panics hands its panic on.
        let joined = started.into_iter().map(|thread| thread.join());
        joined
            .flat_map(|found| found.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

fn one(world: &World, chances: &Chances, scenario: &Scenario, desk: &mut Desk) -> Found {
    let most = desk.most(world, chances, scenario);
    let at_pace = desk.kept(world, chances, scenario, (world.pace, 0));
    let strict = largest(world.pace, most, |pace| {
        if pace == world.pace {
            return at_pace.missed == 0;
        }
        desk.kept(world, chances, scenario, (pace, u32::MAX)).missed == 0
    });
    let bent = (most + most / 49 + 1).min(world.most);
    let kept98 = largest(world.pace, bent, |pace| {
        let kept = if pace == world.pace {
            at_pace
        } else {
            desk.kept(world, chances, scenario, (pace, 50))
        };
        u64::from(kept.missed) * 50 <= u64::from(kept.wanted)
    });
    let share = || {
        let kept = u64::from(at_pace.wanted - at_pace.missed) * 1_000_000;
        u32::try_from(kept / u64::from(at_pace.wanted.max(1))).unwrap_or(0)
    };
    Found {
        strict,
        kept98: kept98.max(strict),
        bad: (at_pace.missed > 0).then(share),
        answers: at_pace.answers,
        waiting: at_pace.waiting,
    }
}

/// The largest pace up to `most` that holds, where the next does not: looked for from `near` on, in steps that double and
/// then halve. `None` where what is owed is not kept even if nobody is started.
fn largest(near: u32, most: u32, mut holds: impl FnMut(u32) -> bool) -> Option<u32> {
    let near = near.min(most);
    let (mut low, mut high) = if holds(near) {
        let (mut low, mut step) = (near, 1);
        loop {
            if low == most {
                return Some(most);
            }
            let next = low.saturating_add(step).min(most);
            if !holds(next) {
                break (low, next);
            }
            low = next;
            step *= 2;
        }
    } else {
        let (mut high, mut step) = (near, 1);
        loop {
            if high == 0 {
                return None;
            }
            let next = high.saturating_sub(step);
            if holds(next) {
                break (next, high);
            }
            high = next;
            step *= 2;
        }
    };
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low)
}

/// The largest number that so many of all reach, and the order statistics around it.
fn quantile(sorted: &[Option<u32>], millionths: u32) -> Sure {
    let all = sorted.len() as u64;
    let sure = u64::from(millionths.min(1_000_000));
    let needed = (all * sure).div_ceil(1_000_000);
    let at = (all - needed).min(all - 1);
    // 1.96 standard deviations of the count.
    let variance = all * sure / 1_000_000 * (1_000_000 - sure) / 1_000_000;
    let around = (variance * 38_416 / 10_000).isqrt() + 1;
    let number = |at: u64| sorted[at.min(all - 1) as usize].unwrap_or(0);
    Sure {
        number: number(at),
        low: number(at.saturating_sub(around)),
        high: number(at + around),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fates_that_are_shuffled_after_the_starts_are_fixed_change_nothing_in_distribution() {
        let plan = Plan::example();
        let fit = plan
            .fit(Policy::Level, Some(Horizon::Quarter))
            .expect("an answer");
        let mut assumptions = Assumptions::default();
        assumptions
            .given
            .insert("call".parse().expect("a name"), 150_000);
        let mut world = World::new(&plan, &fit, &assumptions).expect("numbers");
        let chances = Chances {
            seed: 11,
            lost: 50_000,
            halved: 50_000,
            efforts: None,
        };
        let counted = |world: &World| {
            let found = look(world, &chances, 0..3_000, 1);
            let mut counts = [0_u32; 12];
            for one in found {
                counts[one.strict.map_or(0, |number| number as usize + 1).min(11)] += 1;
            }
            counts
        };
        let before = counted(&world);
        let mut ids: Vec<u32> = world
            .weeks
            .iter()
            .flat_map(|week| week.starters.iter().map(|starter| starter.id))
            .collect();
        ids.reverse();
        let starters = world.weeks.iter_mut().flat_map(|week| &mut week.starters);
        for (starter, id) in starters.zip(ids) {
            starter.id = id;
        }
        let after = counted(&world);
        assert_ne!(before, after, "the fates are others");
        for (one, other) in before.iter().zip(after) {
            // Four standard deviations of the difference of two counts.
            let most = (2.0 * f64::from(one.max(&other) + 1)).sqrt() * 4.0;
            assert!(
                f64::from(one.abs_diff(other)) <= most,
                "{before:?} {after:?}"
            );
        }
    }
}
