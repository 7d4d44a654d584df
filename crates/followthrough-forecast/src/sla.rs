//! How much time must be held free so that leads who come in are answered soon, and what that costs in starts.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Timelike};
use followthrough::{Error, Horizon, Interval, Look, Plan, Seconds};
use serde::Serialize;

use crate::draw::exponential;
use crate::starts::{Starts, asked};

/// What is promised to leads who come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbound {
    /// Leads a full week, in the mean, in hundredths: from 1 to 100,000.
    pub leads: u32,
    /// How long one takes, from a minute to four hours.
    pub takes: TimeDelta,
    /// How soon each is to be answered, in time of the hours in which somebody is there.
    pub within: TimeDelta,
    /// Of how many leads that is to hold, in millionths.
    pub sure: u32,
    /// From when to when somebody is there on a workday; from the first block to the last one where `None`.
    pub hours: Option<(NaiveTime, NaiveTime)>,
}

/// Why a promise to leads cannot be priced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SlaError {
    /// The plan cannot be asked.
    #[error(transparent)]
    Plan(#[from] Error),
    /// The plan has no block from which hours could be told.
    #[error("the plan has no block on a workday, expected hours such as 09:00 to 17:00")]
    NoHours,
    /// Hours that end before they begin, or are shorter than a lead takes.
    #[error("the hours are {from} to {to}, expected at least {least} minutes", from = .from.format("%H:%M"), to = .to.format("%H:%M"))]
    TooShort {
        /// When they begin.
        from: NaiveTime,
        /// When they end.
        to: NaiveTime,
        /// The fewest minutes.
        least: i64,
    },
    /// An answer that is promised sooner than held time allows.
    #[error(
        "an answer within {within} minutes of a lead that takes {takes}, expected at least {least}: \
         a lead waits for the next quarter hour that is held, and is answered in it"
    )]
    TooSoon {
        /// The minutes promised.
        within: i64,
        /// The minutes that a lead takes.
        takes: i64,
        /// The fewest minutes that can be promised.
        least: i64,
    },
    /// A number outside of its range.
    #[error("{what} is {value}, expected {expected}")]
    OutOfRange {
        /// What it counts.
        what: &'static str,
        /// The number.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
    /// More leads than the hours could hold.
    #[error(
        "{leads} leads a day, and the hours hold {holds} answers of {minutes} minutes: expected fewer \
         leads, or longer hours"
    )]
    TooMany {
        /// Leads a day that must be answered, so that they do not pile up.
        leads: u64,
        /// Answers that the steps of the hours hold.
        holds: u64,
        /// The minutes that one takes, rounded up.
        minutes: u64,
    },
}

/// So much time held free on every workday.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// Leads that the held time of a day can answer.
    pub leads: u32,
    /// The time held free on a workday.
    pub seconds: Seconds,
    /// The share of leads answered in time, in millionths, rounded down.
    pub in_time: u32,
    /// What is started beside it.
    #[serde(flatten)]
    pub starts: Starts,
    /// Prospects a full week that it costs.
    pub per_week: i64,
    /// Prospects over the horizon that it costs.
    pub over_horizon: i64,
    /// Whether these two are exact.
    pub exact: bool,
}

/// A time that is held free on every workday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HeldTime {
    /// When it begins on the plan's clock.
    pub start: NaiveTime,
    /// How long it is.
    pub seconds: Seconds,
}

/// What it takes to answer leads soon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sla {
    /// The days on which starts are counted.
    pub horizon: Look,
    /// Leads a full week, in the mean, in hundredths.
    pub leads: u32,
    /// How long one takes.
    pub takes: Seconds,
    /// How soon each is to be answered.
    pub within: Seconds,
    /// Of how many leads that is to hold, in millionths.
    pub sure: u32,
    /// From when somebody is there on a workday.
    pub from: NaiveTime,
    /// Until when.
    pub to: NaiveTime,
    /// What is started with nothing held free.
    pub without: Starts,
    /// The least time that is enough where it is spread evenly; `None` where even all of the hours is not.
    pub enough: Option<Held>,
    /// When that is held free.
    pub times: Vec<HeldTime>,
    /// How much of it lies in meetings over the horizon, where nobody answers.
    pub in_meetings: Seconds,
    /// What less time holds, and more: from the least that does not fall behind.
    pub ladder: Vec<Held>,
    /// Where the length of touches comes from: `plan`, or `log` where the caller took it from there.
    pub effort: &'static str,
}

/// The last minute of a day.
const LAST: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
/// Held times begin on quarter hours.
const STEP: i64 = 15;
/// No more amounts of held time are priced.
const RUNGS: usize = 8;
/// No more ways to lay one amount into the day are asked of the plan.
const TURNS: usize = 8;
/// Where more leads wait than so many days can answer, and than these few, the held time falls behind.
const WAITING: usize = 6;
const FEW: usize = 400;
/// Steps after which the share must have settled: those of 400 days of eight hours.
const SETTLED: usize = 400 * 32;

/// Asks how much time of every workday must be held free so that leads are answered within a time, and what that costs in
/// starts. `horizon` is a quarter where `None`.
///
/// Leads come at any moment of the hours, each as likely, one by one and without regard to each other (Poisson). The hours
/// are cut into equal steps of quarter hours, no shorter than a lead takes. Time is held at the ends of some steps, as evenly
/// as the steps allow, and a lead is answered in the first held time after the step in which it comes, in the order of
/// coming: nobody is called in the middle of another call. It is in time where the step in which it is answered ends no
/// later than `within` after the step in which it came begins, so it is in time whenever in its step it came. Hours follow on hours: who comes shortly before the end may be answered on the next workday. The share
/// that is in time is that of the long run, and late leads are answered too, before those who come after them.
///
/// Of the ways to turn one amount of held time through the hours, which answer as many, the one that costs the fewest starts
/// is told. Held time is busy time of the plan on every workday: where no block lies it costs nothing.
///
/// `watch` is told how many plans were asked of how many, and says whether to go on; `None` where it said no.
///
/// # Errors
/// What [`Plan::fit`] says, and what cannot be promised.
///
/// # Example
/// ```
/// use chrono::TimeDelta;
/// use followthrough::Plan;
/// use followthrough_forecast::{Inbound, sla};
///
/// let asked = Inbound {
///     leads: 300,
///     takes: TimeDelta::minutes(10),
///     within: TimeDelta::minutes(45),
///     sure: 900_000,
///     hours: None,
/// };
/// let told = sla(&Plan::example(), &asked, None, |_, _| true)?.unwrap();
/// // Three leads a week come in the hour from nine to ten: half an hour of it every day, for nine of ten to wait so little.
/// assert_eq!(told.enough.map(|held| held.seconds), Some(1_800));
/// # Ok::<(), followthrough_forecast::SlaError>(())
/// ```
pub fn sla(
    plan: &Plan,
    asked_for: &Inbound,
    horizon: Option<Horizon>,
    mut watch: impl FnMut(usize, usize) -> bool,
) -> Result<Option<Sla>, SlaError> {
    let horizon = Some(horizon.unwrap_or(Horizon::Quarter));
    let day = Day::new(plan, asked_for, horizon)?;
    let mut rungs: Vec<(usize, u32)> = Vec::new();
    let mut enough = None;
    for leads in day.fewest()..=day.most() {
        if !watch(0, 1) {
            return Ok(None);
        }
        let share = in_time(&day.spread(leads, 0), day.mean, day.reach);
        rungs.push((leads, share));
        if share >= asked_for.sure {
            enough = enough.or(Some(rungs.len() - 1));
        }
        if enough.is_some_and(|at| rungs.len() > at + 2) || share >= 999_000 {
            break;
        }
    }
    // The steps nearest to what is enough.
    let last = enough.map_or(rungs.len(), |at| rungs.len().min(at + 3));
    let first = last.saturating_sub(RUNGS);
    let rungs = rungs.get(first..last).unwrap_or_default();
    let enough = enough.map(|at| at - first);
    let mut plans = vec![plan.clone()];
    let mut turns = Vec::new();
    for (leads, _) in rungs {
        for turn in day.turns(*leads) {
            let busy = day.busy(&day.spread(*leads, turn), NaiveDate::MAX);
            turns.push((*leads, turn));
            plans.push(Plan {
                busy: followthrough::union(plan.busy.iter().copied().chain(busy).collect()),
                ..plan.clone()
            });
        }
    }
    let Some(fits) = asked(&plans, horizon, &mut watch)? else {
        return Ok(None);
    };
    watch(plans.len(), plans.len());
    let Some((base, fits)) = fits.split_first() else {
        return Ok(None);
    };
    let without = Starts::of(base);
    let mut ladder = Vec::new();
    let mut chosen = Vec::new();
    for (leads, in_time) in rungs {
        let mine = turns.iter().zip(fits).filter(|((of, _), _)| of == leads);
        let best =
            mine.max_by_key(|((_, turn), fit)| (fit.number, fit.total, std::cmp::Reverse(*turn)));
        let Some(((_, turn), fit)) = best else {
            continue;
        };
        let starts = Starts::of(fit);
        chosen.push(*turn);
        ladder.push(Held {
            leads: u32::try_from(*leads).unwrap_or(u32::MAX),
            seconds: *leads as u64 * day.takes,
            in_time: *in_time,
            starts,
            per_week: i64::from(base.number) - i64::from(fit.number),
            over_horizon: i64::from(base.total) - i64::from(fit.total),
            exact: without.proved && starts.proved,
        });
    }
    let held = enough.and_then(|at| Some((ladder.get(at)?.clone(), *chosen.get(at)?)));
    let pattern = held
        .as_ref()
        .map(|(held, turn)| day.spread(held.leads as usize, *turn));
    let in_meetings = pattern.as_ref().map_or(0, |pattern| {
        let held = followthrough::union(day.busy(pattern, base.horizon.to));
        let busy = followthrough::union(plan.busy.clone());
        let inside = held.iter().flat_map(|held| {
            let from = busy.partition_point(|busy| busy.end() <= held.start());
            busy[from..]
                .iter()
                .map_while(|busy| busy.intersection(held))
        });
        inside
            .map(|both| both.length().num_seconds().unsigned_abs())
            .sum()
    });
    Ok(Some(Sla {
        horizon: base.horizon.clone(),
        leads: asked_for.leads,
        takes: day.takes,
        within: asked_for.within.num_seconds().unsigned_abs(),
        sure: asked_for.sure,
        from: day.from,
        to: day.to,
        without,
        times: pattern.map_or_else(Vec::new, |pattern| day.times(&pattern)),
        enough: held.map(|(held, _)| held),
        in_meetings,
        ladder,
        effort: "plan",
    }))
}

/// The hours of a workday in steps.
struct Day<'plan> {
    plan: &'plan Plan,
    from: NaiveTime,
    to: NaiveTime,
    steps: usize,
    /// How long a step is, in minutes.
    step: i64,
    takes: Seconds,
    /// Leads that one step can answer.
    most_of_a_step: usize,
    /// Leads that come in a step, in the mean.
    mean: f64,
    /// In how many steps after its own a lead is in time.
    reach: usize,
    days: Vec<NaiveDate>,
}

impl<'plan> Day<'plan> {
    fn new(plan: &'plan Plan, asked: &Inbound, horizon: Option<Horizon>) -> Result<Self, SlaError> {
        let out = |what, value: String, expected| SlaError::OutOfRange {
            what,
            value,
            expected,
        };
        if !(1..=100_000).contains(&asked.leads) {
            let value = format!("{}.{:02}", asked.leads / 100, asked.leads % 100);
            return Err(out("the number of leads a week", value, "0.01 to 1000"));
        }
        let takes = asked.takes.num_seconds();
        if !(60..=4 * 3_600).contains(&takes) {
            let value = format!("{takes} seconds");
            return Err(out(
                "the time that a lead takes",
                value,
                "1 minute to 4 hours",
            ));
        }
        if asked.sure > 999_000 {
            let value = format!("{} of 1,000,000", asked.sure);
            return Err(out("how sure it is to be", value, "at most 999 of 1,000"));
        }
        let (_, end) = plan.outlook(horizon)?;
        let last = plan.zone.local(end).date().max(plan.first_day);
        let windows = plan.windows(plan.first_day, last)?;
        let days: Vec<_> = plan
            .first_day
            .iter_days()
            .take_while(|date| *date <= last)
            .filter(|date| windows.is_workday(*date))
            .collect();
        let (from, to) = match asked.hours {
            Some(hours) => hours,
            None => {
                let blocks: Vec<_> = windows
                    .blocks(plan.first_day, last)
                    .filter(|block| days.binary_search(&block.date).is_ok())
                    .collect();
                let clock = |instant| plan.zone.local(instant);
                let from = blocks
                    .iter()
                    .map(|block| clock(block.whole.start()).time())
                    .min();
                // What ends at midnight ends on its own day.
                let to = blocks.iter().map(|block| {
                    let end = clock(block.whole.end());
                    if end.date() > block.date {
                        LAST
                    } else {
                        end.time()
                    }
                });
                let to = to.max();
                from.zip(to).ok_or(SlaError::NoHours)?
            }
        };
        let step = ((takes + 59) / 60 + STEP - 1) / STEP * STEP;
        let minutes = (to - from).num_minutes();
        if minutes < step {
            return Err(SlaError::TooShort {
                from,
                to,
                least: step,
            });
        }
        let within = asked.within.num_minutes();
        let reach = within / step - 1;
        if reach < 1 {
            return Err(SlaError::TooSoon {
                within,
                takes: (takes + 59) / 60,
                least: 2 * step,
            });
        }
        let steps = (minutes / step) as usize;
        let a_week = plan.workweek.days().len().max(1) as f64;
        Ok(Self {
            plan,
            from,
            to,
            steps,
            step,
            takes: takes.unsigned_abs(),
            most_of_a_step: (step * 60 / takes).max(1) as usize,
            mean: f64::from(asked.leads) / 100.0 / a_week / steps as f64,
            reach: reach as usize,
            days,
        })
        .and_then(|day| {
            if day.fewest() > day.most() {
                return Err(SlaError::TooMany {
                    leads: day.fewest() as u64,
                    holds: day.most() as u64,
                    minutes: day.takes.div_ceil(60),
                });
            }
            Ok(day)
        })
    }

    /// The fewest leads a day that can be answered without falling behind further and further.
    fn fewest(&self) -> usize {
        (self.mean * self.steps as f64).floor() as usize + 1
    }

    fn most(&self) -> usize {
        self.steps * self.most_of_a_step
    }

    /// How many leads each step of a day can answer, spread evenly; turned by so many steps.
    fn spread(&self, leads: usize, turn: usize) -> Vec<usize> {
        let up_to = |step: usize| step * leads / self.steps;
        let even = |step: usize| up_to(step + 1) - up_to(step);
        (0..self.steps)
            .map(|step| even((step + turn) % self.steps))
            .collect()
    }

    /// The ways to turn an amount through the day that differ, no more than are asked.
    fn turns(&self, leads: usize) -> Vec<usize> {
        let (mut one, mut other) = (self.steps, leads);
        while other > 0 {
            (one, other) = (other, one % other);
        }
        let differ = self.steps / one;
        let asked = differ.min(TURNS);
        (0..asked).map(|turn| turn * differ / asked).collect()
    }

    /// The clock times held free: at the end of each step.
    fn times(&self, pattern: &[usize]) -> Vec<HeldTime> {
        let held = pattern.iter().enumerate().filter(|(_, leads)| **leads > 0);
        held.map(|(at, leads)| {
            let seconds = *leads as u64 * self.takes;
            let end = (at as i64 + 1) * self.step * 60;
            let start = i64::from(self.from.num_seconds_from_midnight()) + end - seconds as i64;
            HeldTime {
                start: NaiveTime::from_num_seconds_from_midnight_opt(
                    u32::try_from(start).unwrap_or(0),
                    0,
                )
                .unwrap_or(self.from),
                seconds,
            }
        })
        .collect()
    }

    /// The time held free on every workday up to a day.
    fn busy(&self, pattern: &[usize], to: NaiveDate) -> Vec<Interval> {
        let times = self.times(pattern);
        let zone = &self.plan.zone;
        let days = self.days.iter().filter(|date| **date <= to);
        let held = days.flat_map(|date| {
            times.iter().filter_map(|held| {
                let start = date.and_time(held.start);
                let end = start + TimeDelta::seconds(held.seconds as i64);
                Interval::new(zone.instant(start), zone.instant(end))
            })
        });
        held.collect()
    }
}

/// The share of leads that are in time in the long run, in millionths, rounded down: of leads that come with that mean in
/// every step, where each step answers so many of those who came in earlier ones, in order, and who is answered no later
/// than `reach` steps after the own one is in time.
///
/// A chain of how many wait at the end of each step, day after day until nothing changes. Sums and products alone, so that it
/// is the same on every machine. Nothing is in time where leads pile up for weeks before anything settles.
pub(crate) fn in_time(answers: &[usize], mean: f64, reach: usize) -> u32 {
    let steps = answers.len();
    let a_day: usize = answers.iter().sum();
    let most = WAITING * a_day + FEW;
    let come = poisson(mean, most);
    // After which step how many can be answered in time.
    let room: Vec<usize> = (0..steps)
        .map(|step| {
            (1..=reach)
                .map(|after| answers[(step + after) % steps])
                .sum()
        })
        .collect();
    let mut waiting = vec![0.0; most + 1];
    waiting[0] = 1.0;
    let (mut share, mut is_settled, mut lost) = (0.0, false, 0.0);
    for _ in 0..SETTLED.div_ceil(steps) {
        let (mut kept, mut all) = (0.0, 0.0);
        lost = 0.0;
        for step in 0..steps {
            let mut after = vec![0.0; most + 1];
            for (count, chance) in waiting.iter().enumerate() {
                if *chance < 1e-15 {
                    continue;
                }
                let left = count.saturating_sub(answers[step]);
                let free = room[step].saturating_sub(left);
                for (more, probability) in come.iter().enumerate() {
                    let both = chance * probability;
                    kept += both * more.min(free) as f64;
                    all += both * more as f64;
                    after[(left + more).min(most)] += both;
                    if left + more > most {
                        lost += both;
                    }
                }
            }
            waiting = after;
        }
        let now = if all > 0.0 { kept / all } else { 1.0 };
        is_settled = (now - share).abs() < 1e-9;
        share = now;
        if is_settled {
            break;
        }
    }
    if !is_settled || lost > 1e-6 {
        return 0;
    }
    (share * 1e6 + 1e-3).floor().clamp(0.0, 1e6) as u32
}

/// How likely so many come where so many come in the mean; what is rarer than one in 10^12 is left out.
fn poisson(mean: f64, most: usize) -> Vec<f64> {
    // In parts that are small enough for the whole numbers of the exponential.
    let parts = mean.ceil().max(1.0);
    let each = -(mean / parts * 1e6).round() as i128;
    let mut none = 1.0;
    for _ in 0..parts as u64 {
        none *= exponential(each) as f64 / 1e12;
    }
    let mut chances = vec![none];
    let mut sum = none;
    while chances.len() <= most && sum < 1.0 - 1e-12 && chances.len() < 4_000 {
        let count = chances.len() as f64;
        let next = chances[chances.len() - 1] * mean / count;
        chances.push(next);
        sum += next;
        if count > mean && next < 1e-15 {
            break;
        }
    }
    chances
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Of, draw};

    /// Every lead followed by itself, with draws: a list of who waits, in the order of coming.
    fn lived(answers: &[usize], mean: f64, reach: usize, days: u32) -> f64 {
        let steps = answers.len() as u32;
        let mut waiting: std::collections::VecDeque<u32> = std::collections::VecDeque::new();
        let (mut all, mut kept) = (0_u32, 0_u32);
        for step in 0..days * steps {
            for _ in 0..answers[(step % steps) as usize] {
                if let Some(came) = waiting.pop_front() {
                    all += 1;
                    kept += u32::from(step - came <= reach as u32);
                }
            }
            // How many come: exponential gaps, by the library's logarithm, which the chain does not use.
            let mut at = 0.0;
            for which in 0.. {
                let part = f64::from(draw(7, step, Of::Effort, which, 0)) + 0.5;
                at -= (part / 4_294_967_296.0).ln();
                if at > mean {
                    break;
                }
                waiting.push_back(step);
            }
        }
        f64::from(kept) / f64::from(all)
    }

    #[test]
    fn the_share_in_time_is_that_of_leads_followed_one_by_one() {
        let cases: [(&[usize], f64, usize); 6] = [
            (&[1, 1, 1, 1], 0.5, 3),
            (&[1, 0, 1, 0, 1, 0], 0.4, 2),
            (&[0, 0, 0, 3], 0.55, 3),
            (&[2, 2], 1.5, 1),
            (&[1], 0.8, 4),
            (&[1, 0, 0, 1, 0, 0, 0], 0.2, 9),
        ];
        for (answers, mean, reach) in cases {
            let told = f64::from(in_time(answers, mean, reach)) / 1e6;
            let days = 60_000 / answers.len() as u32;
            let found = lived(answers, mean, reach, days);
            assert!(
                (told - found).abs() < 0.012,
                "{answers:?} {mean} {reach}: {told} {found}"
            );
        }
    }

    #[test]
    fn the_share_in_time_is_what_the_queue_of_the_textbook_says() {
        // Batches of Poisson many, one answered a step: nobody is left behind with a chance of 1 - mean, and one is with
        // that times (e^mean - 1). In time in the very next step is the first of a batch that finds nobody before it.
        let mean: f64 = 0.5;
        let told = f64::from(in_time(&[1], mean, 1)) / 1e6;
        let nobody = 1.0 - mean;
        let nobody_or_one = nobody + nobody * (mean.exp() - 1.0);
        let expected = nobody_or_one * (1.0 - (-mean).exp()) / mean;
        assert!((told - expected).abs() < 2e-6, "{told} {expected}");
        // Who has long enough is in time, and who piles up is not.
        assert!(in_time(&[1], mean, 400) >= 999_998);
        assert_eq!(in_time(&[1], 1.0, 3), 0);
    }

    #[test]
    fn chances_add_up_and_have_their_mean() {
        for mean in [0.001, 0.3, 1.0, 7.5, 40.0] {
            let chances = poisson(mean, 4_000);
            let sum: f64 = chances.iter().sum();
            let found: f64 = chances.iter().enumerate().map(|(n, p)| n as f64 * p).sum();
            assert!((sum - 1.0).abs() < 1e-5, "{mean} {sum}");
            assert!((found - mean).abs() < 1e-3, "{mean} {found}");
        }
    }
}
