//! Typical weeks as a calendar like any other, and the plan that comes round as a claim: what the verifier can judge.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::cycle::{Turns, Windows};
use super::typical::TypicalWeeks;
use super::{CyclePlan, Pace, pace};
use crate::instance::demand::{Demand, MACHINE, Window};
use crate::instance::mix_of;
use crate::solver::Unwatched;
use crate::workdays::Day;
use crate::{
    Block, CategoryName, Claim, Error, PaceLimit, Party, Pattern, Placed, Plan, Policy, Share,
    Span, Started, Work, Zone,
};

/// Whether a day is worked, and of every piece of a block the start, the usable seconds and the categories.
pub type TypicalDay = (bool, Vec<(NaiveTime, u32, Vec<CategoryName>)>);

/// The pace of a plan's typical weeks by itself, for tests; answers come from [`Plan::fit`].
#[derive(Debug)]
pub struct TypicalPace {
    plan: Plan,
    demand: Demand,
    pace: Pace,
    typical: TypicalWeeks,
}

impl TypicalPace {
    /// Looks for the pace.
    ///
    /// # Errors
    /// What [`Plan::fit`] says of blocks, cadences and mix.
    pub fn new(plan: &Plan) -> Result<Self, Error> {
        let demand = Demand::new(plan)?;
        let mix = mix_of(plan, &demand)?;
        let end = crate::instance::look_ahead(plan, &demand, &mix)?;
        Ok(Self {
            pace: pace(plan, &demand, &mix, &Unwatched)?,
            typical: TypicalWeeks::new(plan, demand.categories.clone(), end)?,
            plan: plan.clone(),
            demand,
        })
    }

    /// Prospects a week.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.pace.number
    }

    /// No more a week.
    #[must_use]
    pub fn bound(&self) -> u32 {
        self.pace.bound
    }

    /// One prospect in so many weeks, where not one a week can be started.
    #[must_use]
    pub fn every(&self) -> Option<u32> {
        self.pace.every
    }

    /// Whether nothing faster is possible.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.pace.proved
    }

    /// The workdays of the fullest typical week.
    #[must_use]
    pub fn full_week(&self) -> u32 {
        self.pace.full_week
    }

    /// The sums of a week.
    #[must_use]
    pub fn limits(&self) -> &[PaceLimit] {
        &self.pace.limits
    }

    /// Why nobody is started, in no words for users.
    #[must_use]
    pub fn nobody(&self) -> Option<String> {
        self.pace
            .nobody
            .as_ref()
            .map(|nobody| format!("{nobody:?}"))
    }

    /// The typical weeks, day by day.
    #[must_use]
    pub fn weeks(&self) -> Vec<TypicalDay> {
        let day = |(worked, pieces): (&bool, &Vec<super::typical::Piece>)| {
            let piece = pieces.iter().map(|piece| {
                let names = names(&self.typical, piece.categories);
                (piece.start, piece.usable, names)
            });
            (*worked, piece.collect())
        };
        let days = self.typical.worked.iter().zip(&self.typical.pieces);
        days.map(day).collect()
    }

    /// A calendar of typical weeks without end, and a claim that starts prospects at the pace for `turns` turns of the
    /// plan that was found; `None` where none was, where some blocks lie on each other, or where the plan starts more
    /// than the pace.
    #[must_use]
    pub fn unrolled(&self, turns: u32) -> Option<(Plan, Claim)> {
        let found = self.pace.plan.as_ref()?;
        let cycle = found.cycle.days();
        let ahead = self.demand.promises.iter().map(|promise| {
            let workdays = found
                .typical
                .worked
                .iter()
                .filter(|day| **day)
                .count()
                .max(1);
            let ahead = promise.prep.map_or(0, |prep| prep.days as usize);
            (ahead / workdays + 1) * found.typical.worked.len() / cycle + 1
        });
        let ramp = ahead.max().unwrap_or(1);
        let monday = NaiveDate::from_ymd_opt(2024, 1, 1)?;
        let later = self.plan.workweek.first_day().days_since(monday.weekday());
        let zero = monday + Days::new(u64::from(later));
        let mut claim = Claim {
            policy: Policy::Max,
            horizon: Span {
                from: zero,
                to: zero + Days::new(((ramp + turns as usize) * cycle) as u64 - 1),
            },
            starts: Vec::new(),
            placement: Vec::new(),
        };
        let mut last = 0;
        for turn in 0..turns as usize {
            let first = ((ramp + turn) * cycle) as Day;
            last = last.max(self.claim_turn(found, zero, first, &mut claim)?);
        }
        let plan = self.calendar(&found.typical, zero, last + 8)?;
        Some((plan, claim))
    }

    /// Typical weeks laid end to end from a date on, for so many days.
    fn calendar(&self, typical: &TypicalWeeks, zero: NaiveDate, days: Day) -> Option<Plan> {
        let mut plan = Plan::new("typical weeks", Zone::utc(), zero);
        plan.workweek = self.plan.workweek.clone();
        plan.min_segment = TimeDelta::seconds(1);
        plan.reserve = Share::ZERO;
        plan.channels = self.plan.channels.clone();
        plan.cadences = self.plan.cadences.clone();
        plan.mix = self.plan.mix.clone();
        let of = typical.worked.len();
        let dates = |day: usize| (day..days.max(0) as usize).step_by(of);
        let date = |day: usize| zero + Days::new(day as u64);
        for (day, (worked, pieces)) in typical.worked.iter().zip(&typical.pieces).enumerate() {
            if !worked && pieces.is_empty() {
                plan.holidays.extend(dates(day).map(date));
            }
            for piece in pieces.iter().filter(|piece| piece.usable > 0) {
                let length = TimeDelta::seconds(i64::from(piece.usable));
                let names = names(typical, piece.categories);
                let listed = Pattern::Weekdays(Vec::new());
                let mut block = Block::new(names, listed, piece.start, length).ok()?;
                block.also = dates(day).map(date).collect();
                plan.blocks.push(block);
            }
        }
        Some(plan)
    }

    /// Claims what is started in one turn from a day on; the last day on which any of it is owed.
    fn claim_turn(
        &self,
        found: &CyclePlan,
        zero: NaiveDate,
        first: Day,
        claim: &mut Claim,
    ) -> Option<Day> {
        let date = |day: Day| zero + Days::new(day.max(0) as u64);
        let cycle = found.cycle.days() as Day;
        let mut places: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
        for (class, bin, count) in &found.found.placement {
            places.entry(*class).or_default().push((*bin, *count));
        }
        let mut last = 0;
        for (cadence, starts) in found.found.starts.iter().enumerate() {
            let promise = &self.demand.promises[cadence];
            let turns = Turns::new(&found.typical.worked, promise, cycle as usize);
            for (day, &count) in starts.iter().enumerate().filter(|(_, count)| **count > 0) {
                claim.starts.push(Started {
                    date: date(first + day as Day),
                    cadence: promise.name.clone(),
                    count,
                });
                let Windows { prep, touches } = turns.windows(promise, day)?;
                let mut classes = found.cycle.needs[cadence][day].classes()?.iter();
                let placed = |work: Work, touch: Option<u32>| Placed {
                    cadence: promise.name.clone(),
                    party: Party::Start(date(first + day as Day)),
                    work,
                    touch,
                    segment: None,
                    date: date(0),
                    at: None,
                    count,
                };
                let mut all: Vec<(Placed, Window, bool)> = Vec::new();
                all.extend(prep.map(|window| (placed(Work::Prep, None), window, true)));
                for (number, (step, window)) in (1..).zip(promise.steps.iter().zip(touches)) {
                    let binned = step.category != MACHINE || !step.caps.is_empty();
                    all.push((placed(Work::Touch, Some(number)), window, binned));
                }
                for (placed, window, binned) in all {
                    last = last.max(first + window.close);
                    if !binned {
                        let mut days = window.open..=window.close;
                        let worked = &found.typical.worked;
                        let day =
                            days.find(|day| worked[day.rem_euclid(worked.len() as Day) as usize])?;
                        claim.placement.push(Placed {
                            date: date(first + day),
                            ..placed
                        });
                        continue;
                    }
                    let mut left = count;
                    let places = places.get_mut(classes.next()?)?;
                    while left > 0 {
                        let (bin, room) = places.last_mut()?;
                        let here = left.min(*room);
                        let (of, bin_number) = (&found.cycle.bins[*bin as usize], *bin);
                        let later = (of.day as Day - window.open).rem_euclid(cycle);
                        let day = first + window.open + later;
                        let segment = self
                            .segment(found, bin_number)
                            .map(|time| NaiveDateTime::new(date(day), time));
                        claim.placement.push(Placed {
                            date: date(day),
                            segment,
                            count: here,
                            ..placed.clone()
                        });
                        left -= here;
                        *room -= here;
                        if *room == 0 {
                            places.pop();
                        }
                    }
                }
            }
        }
        Some(last)
    }

    /// When a bin begins; `None` for a machine's workday.
    fn segment(&self, found: &CyclePlan, bin: u32) -> Option<NaiveTime> {
        let day = found.cycle.bins[bin as usize].day as usize;
        let place = (bin - found.cycle.first_bins[day]) as usize;
        let pieces = &found.typical.pieces[day % found.typical.pieces.len()];
        pieces.get(place).map(|piece| piece.start)
    }
}

fn names(typical: &TypicalWeeks, categories: u64) -> Vec<CategoryName> {
    let bits = (0..typical.categories.len()).filter(|bit| categories & 1 << bit != 0);
    bits.map(|bit| typical.categories[bit].clone()).collect()
}
