//! Answers that are expected of typical weeks: what starts nobody and still needs time.

use super::cycle::Cycle;
use crate::instance::demand::{Demand, DeskWork};
use crate::instance::expected::Expected;

/// What expected answers take of typical weeks on average: so much work of every kind in so many weeks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Average {
    /// Never 0 where anything is expected.
    pub(crate) weeks: u64,
    pub(crate) works: Vec<(DeskWork, u64)>,
}

impl Average {
    /// The average over as many typical weeks as it takes for the answers to come round. Answers that no bin could take
    /// are not counted.
    pub(crate) fn new(cycle: &Cycle, demand: &Demand, expected: Option<&Expected>) -> Self {
        let Some(expected) = expected else {
            return Self {
                weeks: 1,
                works: Vec::new(),
            };
        };
        let weeks = super::lcm(u64::from(cycle.weeks), expected.weeks());
        let mut counts = vec![0u64; demand.promises.len()];
        for day in 0..7 * weeks {
            let of = (day % (7 * u64::from(cycle.weeks))) as usize;
            for (cadence, count) in expected.opening((day / 7) as i64, (day % 7) as u32) {
                if cycle.answers[cadence].get(of).is_some_and(Option::is_some) {
                    counts[cadence] += u64::from(count);
                }
            }
        }
        let works = counts.into_iter().zip(&demand.promises);
        let works = works.filter_map(|(count, promise)| Some((promise.reply?, count)));
        Self {
            weeks,
            works: works.filter(|(_, count)| *count > 0).collect(),
        }
    }
}

/// Answers of one cadence on one day of the week, as if somebody were started there: their place among what is started.
pub(crate) fn line(demand: &Demand, cadence: usize, day: usize) -> usize {
    demand.promises.len() + 7 * cadence + day
}

/// How many answers open in each week of a cycle, by [`line`]; where their order does not come round with the cycle, as
/// many of each cadence as any week may have.
pub(crate) fn opening(cycle: &Cycle, demand: &Demand, expected: &Expected) -> Vec<Vec<u32>> {
    let comes_round = u64::from(cycle.weeks).is_multiple_of(expected.weeks());
    let fullest = if comes_round {
        Vec::new()
    } else {
        expected.fullest()
    };
    let week = |week: usize| {
        let mut counts = vec![0; 8 * demand.promises.len()];
        let mut add = |day: usize, cadence: usize, count: u32| {
            // Nobody answers on a day that is not worked, or where no bin could take it.
            if cycle.answers[cadence][7 * week + day].is_some() {
                counts[line(demand, cadence, day)] += count;
            }
        };
        if comes_round {
            for day in 0..7 {
                for (cadence, count) in expected.opening(week as i64, day as u32) {
                    add(day, cadence, count);
                }
            }
        } else {
            let days = expected.workdays();
            for (cadence, count) in &fullest {
                for answer in 0..u64::from(*count) {
                    let place = answer * days.len() as u64 / u64::from(*count);
                    add(days[place as usize] as usize, *cadence, 1);
                }
            }
        }
        counts
    };
    (0..cycle.weeks as usize).map(week).collect()
}
