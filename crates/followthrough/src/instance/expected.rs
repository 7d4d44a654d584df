//! Answers that a plan expects: on which days they open, and on which cadence they are.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::demand::{Commitment, Demand, RANK_OF_EXPECTED, Window};
use crate::solver::{Mix, gcd};
use crate::workdays::{Day, Workdays};
use crate::{Error, Expect, Plan, Work};

/// The order of cadences begins anew after so many answers at the latest.
const LONG: u64 = 1_000;

/// What is expected of every week, from one date to the next without a memory.
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    /// Answers in a full week.
    answers: u64,
    first_day: Weekday,
    /// Days since the first day of a week, in order.
    workdays: Vec<u32>,
    /// The mix of the cadences whose answers bring work.
    mix: Mix,
    /// After how many answers the order of the cadences begins anew.
    round: u64,
}

impl Expected {
    /// What a plan expects; `None` where that is nothing, or where no answer of the mix brings work.
    ///
    /// # Errors
    /// [`Error::TooManyAnswers`].
    pub(crate) fn new(plan: &Plan, demand: &Demand, mix: &Mix) -> Result<Option<Self>, Error> {
        let answers = plan.expect.answers;
        if answers > Expect::MOST_ANSWERS {
            return Err(Error::TooManyAnswers {
                answers,
                most: Expect::MOST_ANSWERS,
            });
        }
        let weights = mix.weights();
        let parts: Vec<(usize, u32)> = weights
            .filter(|(cadence, _)| demand.promises[*cadence].reply.is_some())
            .collect();
        if answers == 0 || parts.is_empty() {
            return Ok(None);
        }
        let first_day = plan.workweek.first_day();
        let days = plan.workweek.days().iter();
        let mut workdays: Vec<u32> = days.map(|day| day.days_since(first_day)).collect();
        workdays.sort_unstable();
        let mix = Mix::of(parts, demand.promises.len());
        Ok(Some(Self {
            answers: u64::from(answers),
            first_day,
            workdays,
            round: mix.period().min(LONG),
            mix,
        }))
    }

    /// Answers in a full week.
    pub(crate) fn answers(&self) -> u32 {
        self.answers as u32
    }

    /// After how many weeks the order of the cadences begins anew on a week's first day.
    pub(crate) fn weeks(&self) -> u64 {
        self.round / gcd(self.answers, self.round)
    }

    /// How many answers open on a day of a week, by cadence; the day counts from the first of its week.
    pub(crate) fn opening(&self, week: i64, day: u32) -> Vec<(usize, u32)> {
        let Ok(place) = self.workdays.binary_search(&day) else {
            return Vec::new();
        };
        let all = self.workdays.len() as u64;
        let upto = |place: u64| (self.answers * place).div_ceil(all);
        let (before, after) = (upto(place as u64), upto(place as u64 + 1));
        let round = self.round as i64;
        let first =
            (week.rem_euclid(round) * (self.answers as i64 % round) + before as i64) % round;
        self.from(first as u32, (after - before) as u32)
    }

    /// Whether answers of a cadence are expected.
    pub(crate) fn has(&self, cadence: usize) -> bool {
        self.mix.has(cadence)
    }

    /// By cadence the answers of a week that has as many of each as any week may have.
    pub(crate) fn fullest(&self) -> Vec<(usize, u32)> {
        let counts = self.mix.fullest(self.answers()).into_iter().enumerate();
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// Days since the first day of a week, of the workdays of a full one.
    pub(crate) fn workdays(&self) -> &[u32] {
        &self.workdays
    }

    /// By cadence so many answers from the `first` of a round on.
    fn from(&self, first: u32, count: u32) -> Vec<(usize, u32)> {
        let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
        let (mut first, mut left) = (first, count);
        while left > 0 {
            let here = left.min(self.round as u32 - first);
            let (before, after) = (self.mix.split(first), self.mix.split(first + here));
            for (cadence, (before, after)) in before.into_iter().zip(after).enumerate() {
                if after > before {
                    *counts.entry(cadence).or_default() += after - before;
                }
            }
            (first, left) = (0, left - here);
        }
        counts.into_iter().collect()
    }

    /// The work of the answers that open on workdays from one day to another; `None` where the stretch of days is too
    /// short for their windows.
    pub(crate) fn commitments(
        &self,
        demand: &Demand,
        days: &Workdays,
        (from, to): (Day, Day),
    ) -> Option<Vec<Commitment>> {
        let mut commitments = Vec::new();
        for day in days.between(from, to) {
            let (week, since) = self.place(days.date(*day));
            for (cadence, count) in self.opening(week, since) {
                let Some(work) = demand.promises[cadence].reply else {
                    continue;
                };
                commitments.push(Commitment {
                    row: None,
                    cadence,
                    work: Work::Reply,
                    touch: None,
                    window: Window {
                        open: *day,
                        close: days.add(*day, work.days)?,
                    },
                    category: work.category,
                    effort: work.effort,
                    caps: Vec::new(),
                    hours: None,
                    rank: RANK_OF_EXPECTED,
                    closed: None,
                    count,
                });
            }
        }
        Some(commitments)
    }

    /// The number of a date's week, counted from the common era on, and the days since that week's first day.
    pub(crate) fn place(&self, date: NaiveDate) -> (i64, u32) {
        let since = date.weekday().days_since(self.first_day);
        // The first day of the common era was a Monday.
        let first = i64::from(date.num_days_from_ce()) - 1 - i64::from(since);
        (first.div_euclid(7), since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(answers: u64, parts: Vec<(usize, u32)>, workdays: Vec<u32>) -> Expected {
        let mix = Mix::of(parts, 3);
        Expected {
            answers,
            first_day: Weekday::Mon,
            workdays,
            round: mix.period().min(LONG),
            mix,
        }
    }

    #[test]
    fn a_full_week_has_what_is_expected_and_a_round_is_the_mix() {
        for answers in 1..40 {
            for workdays in [
                vec![0],
                vec![0, 2, 4],
                vec![0, 1, 2, 3, 4],
                (0..7).collect(),
            ] {
                let expected = expected(answers, vec![(0, 3), (2, 4)], workdays);
                let mut all = [0; 3];
                for week in -3..-3 + expected.weeks() as i64 {
                    let mut sum = 0;
                    for (cadence, count) in (0..7).flat_map(|day| expected.opening(week, day)) {
                        all[cadence] += count;
                        sum += u64::from(count);
                    }
                    assert_eq!(sum, answers);
                }
                assert_eq!(all[0] * 4, all[2] * 3, "{answers}");
                assert_eq!(u64::from(all[0] + all[2]), answers * expected.weeks());
            }
        }
    }

    #[test]
    fn one_answer_a_week_goes_through_the_cadences_in_turn() {
        let expected = expected(1, vec![(0, 2), (1, 1)], vec![0, 1, 2, 3, 4]);
        let of = |week: i64| expected.opening(week, 0);
        assert_eq!(
            (of(0), of(1), of(2), of(3)),
            (vec![(0, 1)], vec![(1, 1)], vec![(0, 1)], vec![(0, 1)])
        );
        assert!((1..7).all(|day| expected.opening(0, day).is_empty()));
    }
}
