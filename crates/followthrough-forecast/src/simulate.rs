//! What becomes of a way to start prospects: the days lived through, one after the other.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use followthrough::{CategoryName, Error, Horizon, Look, Plan, Policy, Seconds, Started};
use serde::Serialize;

use crate::assume::Assumed;
use crate::confidence::Uncertain;
use crate::life::Life;
use crate::scenario::{Chances, Scenario};
use crate::world::World;

/// A way to start prospects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Approach {
    /// The plan that keeps to the pace.
    Pace,
    /// The most over the horizon, as [`Policy::Max`] finds it.
    Max,
    /// So many on the first day, and their first touches before all else.
    Blitz(u32),
    /// What is due first, and new prospects into all that is left of the day: the rule of tools for cold mail. Of every
    /// block so many hundredths are kept from new prospects.
    FollowUpsFirst(u32),
    /// So many on these days, of the first cadence of the mix on.
    Own(Vec<(NaiveDate, u32)>),
}

/// What became of those who were started in a week; sums over all scenarios.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SimulatedWeek {
    /// Its first day.
    pub from: NaiveDate,
    /// Prospects started.
    pub starts: u64,
    /// Of their touches those made in their windows, those made later, and those that were never made.
    pub kept: u64,
    /// Made after their window.
    pub late: u64,
    /// Never made.
    pub dropped: u64,
}

/// What became of a way to start prospects; sums over all scenarios.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Simulated {
    /// The way.
    pub approach: Approach,
    /// Prospects started.
    pub starts: u64,
    /// Touches made in their windows, those to prospects in flight included.
    pub kept: u64,
    /// Touches made after their windows.
    pub late: u64,
    /// Touches that were never made.
    pub dropped: u64,
    /// Prospects who answered.
    pub answered: u64,
    /// Prospects who were made every touch without an answer.
    pub finished: u64,
    /// The time that touches, prep and answers took, by category.
    pub seconds: BTreeMap<CategoryName, Seconds>,
    /// The part of it that went to prospects who were not made every touch.
    pub wasted: Seconds,
    /// The most days between two touches of one prospect.
    pub longest_silence: u32,
    /// Week by week.
    pub weeks: Vec<SimulatedWeek>,
}

/// What became of several ways, in the same scenarios.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Simulation {
    /// The days on which prospects are started.
    pub horizon: Look,
    /// Where draws begin.
    pub seed: u64,
    /// How many scenarios were lived through.
    pub scenarios: u32,
    /// Each way, in the order asked.
    pub runs: Vec<Simulated>,
    /// What was taken for granted.
    pub assumptions: Vec<Assumed>,
    /// Where the length of touches comes from: `plan`, or `log` where the caller took it from there.
    pub effort: &'static str,
}

/// Lives through the days of drawn scenarios with each way to start prospects. `horizon` is a quarter where `None`.
///
/// The n-th prospect who is started answers at the same touch whatever the way. Inside a day what is due first is done
/// first, and of what is due on one day those in flight before those who are new; a blitz makes its first touches before
/// all else. What is not made in its window is made later, and later windows follow from there. What is not made a hundred
/// and twenty days after the last window of the plan is never made. Contact hours do not bind.
///
/// `watch` is told how many scenarios were lived through of how many, and says whether to go on; `None` where it said no.
///
/// # Errors
/// What [`Plan::fit`] says.
///
/// # Example
/// ```
/// use followthrough::Plan;
/// use followthrough_forecast::{Approach, Uncertain, simulate};
///
/// let plan = Plan::example();
/// let asked = Uncertain { scenarios: 100, ..Uncertain::default() };
/// let ways = [Approach::Pace, Approach::Blitz(65)];
/// let told = simulate(&plan, &ways, &asked, None, |_, _| true)?.unwrap();
/// // As many are started, and the pace makes every touch in its window.
/// assert_eq!(told.runs[0].starts, told.runs[1].starts);
/// assert_eq!(told.runs[0].late, 0);
/// assert!(told.runs[1].late > 0);
/// # Ok::<(), followthrough::Error>(())
/// ```
pub fn simulate(
    plan: &Plan,
    ways: &[Approach],
    asked: &Uncertain,
    horizon: Option<Horizon>,
    mut watch: impl FnMut(usize, usize) -> bool,
) -> Result<Option<Simulation>, Error> {
    let horizon = Some(horizon.unwrap_or(Horizon::Quarter));
    let fit = plan.fit(Policy::Level, horizon)?;
    let world = World::new(plan, &fit, &asked.assumptions)?;
    let chances = asked.chances();
    let mut runs = Vec::new();
    let mut lists = Vec::new();
    for way in ways {
        lists.push(match way {
            Approach::Pace => listed(&world, plan, &fit.starts),
            Approach::Max => listed(&world, plan, &plan.fit(Policy::Max, horizon)?.starts),
            Approach::Blitz(count) => {
                let first = world.workdays.first().copied().unwrap_or(0);
                mixed(&world, std::iter::once((first, *count)))
            }
            Approach::Own(days) => mixed(
                &world,
                days.iter().map(|(date, count)| (world.day(*date), *count)),
            ),
            Approach::FollowUpsFirst(_) => Vec::new(),
        });
        runs.push(Simulated {
            approach: way.clone(),
            starts: 0,
            kept: 0,
            late: 0,
            dropped: 0,
            answered: 0,
            finished: 0,
            seconds: BTreeMap::new(),
            wasted: 0,
            longest_silence: 0,
            weeks: world
                .week_starts
                .iter()
                .map(|day| SimulatedWeek {
                    from: world.first + TimeDelta::days((*day).into()),
                    starts: 0,
                    kept: 0,
                    late: 0,
                    dropped: 0,
                })
                .collect(),
        });
    }
    let scenarios = asked.scenarios.clamp(1, 1_000_000);
    let blank = runs.clone();
    let threads = asked.threads.clamp(1, 64);
    let live = |range| lived(&world, &chances, &lists, &blank, range);
    let mut done = 0;
    while done < scenarios {
        if !watch(done as usize, scenarios as usize) {
            return Ok(None);
        }
        let to = scenarios.min(done + ROUND * threads as u32);
        let ranges = (done..to).step_by(ROUND as usize);
        let ranges = ranges.map(|from| from..to.min(from + ROUND));
        let parts: Vec<Vec<Simulated>> = if threads == 1 {
            ranges.map(live).collect()
        } else {
            std::thread::scope(|scope| {
                let started: Vec<_> = ranges
                    .map(|range| scope.spawn(move || live(range)))
                    .collect();
                // A thread that panics hands its panic on.
                let joined = started.into_iter().map(|thread| thread.join());
                joined
                    .map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                    .collect()
            })
        };
        for part in parts {
            for (run, more) in runs.iter_mut().zip(part) {
                run.add(more);
            }
        }
        done = to;
    }
    Ok(Some(Simulation {
        horizon: fit.horizon.clone(),
        seed: asked.seed,
        scenarios,
        runs,
        assumptions: asked.told(plan),
        effort: "plan",
    }))
}

/// So many scenarios are lived through by a thread before the others are waited for.
const ROUND: u32 = 16;

/// What became of each way in some scenarios.
fn lived(
    world: &World,
    chances: &Chances,
    lists: &[List],
    blank: &[Simulated],
    range: std::ops::Range<u32>,
) -> Vec<Simulated> {
    let mut runs = blank.to_vec();
    let mut scenario = Scenario::default();
    for number in range {
        scenario.draw(world, chances, number);
        for (run, list) in runs.iter_mut().zip(lists) {
            let mut life = Life::new(world, chances, &scenario, run);
            life.live(list);
            life.tell(run);
        }
    }
    runs
}

impl Simulated {
    /// With what became of the way in more scenarios.
    fn add(&mut self, more: Self) {
        self.starts += more.starts;
        self.kept += more.kept;
        self.late += more.late;
        self.dropped += more.dropped;
        self.answered += more.answered;
        self.finished += more.finished;
        self.wasted += more.wasted;
        self.longest_silence = self.longest_silence.max(more.longest_silence);
        for (category, seconds) in more.seconds {
            *self.seconds.entry(category).or_default() += seconds;
        }
        for (week, more) in self.weeks.iter_mut().zip(more.weeks) {
            week.starts += more.starts;
            week.kept += more.kept;
            week.late += more.late;
            week.dropped += more.dropped;
        }
    }
}

/// Starts by calendar day and cadence, in order.
pub(crate) type List = Vec<(u32, usize)>;

fn listed(world: &World, plan: &Plan, starts: &[Started]) -> List {
    let mut list = List::new();
    for started in starts {
        let cadence = plan
            .cadences
            .iter()
            .position(|cadence| *cadence.name() == started.cadence);
        if let Some(cadence) = cadence {
            let day = world.day(started.date);
            list.extend(std::iter::repeat_n((day, cadence), started.count as usize));
        }
    }
    list.sort_unstable();
    list
}

/// So many on these days, in the order of the mix.
fn mixed(world: &World, days: impl Iterator<Item = (u32, u32)>) -> List {
    let mut days: Vec<(u32, u32)> = days.collect();
    days.sort_unstable();
    let mut counts = vec![0; world.weights.len()];
    let mut list = List::new();
    for (day, count) in days {
        for _ in 0..count {
            let Some(cadence) = world.next(&mut counts) else {
                return list;
            };
            list.push((day, cadence));
        }
    }
    list
}
