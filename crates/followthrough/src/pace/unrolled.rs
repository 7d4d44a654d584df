//! Typical weeks as a calendar like any other, and the plan that comes round as a claim: what the verifier can judge.

use std::collections::HashMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::cycle::{Turns, Windows};
use super::typical::TypicalWeeks;
use super::{CyclePlan, Pace, pace};
use crate::instance::demand::{Demand, MACHINE, Window};
use crate::instance::expected::Expected;
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
    expected: Option<Expected>,
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
            expected: Expected::new(plan, &demand, &mix)?,
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
        let mut zero = monday + Days::new(u64::from(later));
        let answers = self.expected.as_ref().filter(|expected| {
            // Answers that do not come round with the plan are more of them than a calendar has.
            u64::from(found.cycle.weeks).is_multiple_of(expected.weeks())
        });
        if let Some(expected) = answers {
            // The plan's first week is one in which the answers begin anew.
            let rounds = expected.weeks() as i64;
            let (week, _) = expected.place(zero);
            zero = zero + Days::new(7 * (-week).rem_euclid(rounds) as u64);
        }
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
            let places = Places::new(found);
            last = last.max(self.claim_turn(found, places, (zero, first), &mut claim)?);
        }
        let mut end = last + 8;
        if let Some(expected) = answers {
            let turns = last / cycle as Day + 1;
            for turn in 0..turns {
                let first = turn * cycle as Day;
                self.claim_answers(found, expected, (zero, first), &mut claim)?;
            }
            end = end.max((turns + 1) * cycle as Day) + 8;
        }
        let mut plan = self.calendar(&found.typical, zero, end)?;
        plan.expect.answers = answers.map_or(0, Expected::answers);
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
        mut places: Places,
        (zero, first): (NaiveDate, Day),
        claim: &mut Claim,
    ) -> Option<Day> {
        let date = |day: Day| zero + Days::new(day.max(0) as u64);
        let cycle = found.cycle.days() as Day;
        let mut last = 0;
        let promises = self.demand.promises.iter().enumerate();
        for ((cadence, promise), starts) in promises.zip(&found.found.starts) {
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
                    for (bin, count) in places.take(*classes.next()?, count)? {
                        let later = found.cycle.bins[bin as usize].day as Day - window.open;
                        let day = first + window.open + later.rem_euclid(cycle);
                        let segment = segment(found, bin);
                        claim.placement.push(Placed {
                            date: date(day),
                            segment: segment.map(|time| NaiveDateTime::new(date(day), time)),
                            count,
                            ..placed.clone()
                        });
                    }
                }
            }
        }
        Some(last)
    }

    /// Claims the time of the answers that are expected in one turn from a day on. Whatever else lies in a turn, the answers
    /// have the places that are left of their classes once everybody who is started has theirs.
    fn claim_answers(
        &self,
        found: &CyclePlan,
        expected: &Expected,
        (zero, first): (NaiveDate, Day),
        claim: &mut Claim,
    ) -> Option<()> {
        let date = |day: Day| zero + Days::new(day.max(0) as u64);
        let cycle = found.cycle.days() as Day;
        let mut places = Places::new(found);
        for (cadence, starts) in found
            .found
            .starts
            .iter()
            .enumerate()
            .take(self.demand.promises.len())
        {
            for (day, &count) in starts.iter().enumerate().filter(|(_, count)| **count > 0) {
                for class in found.cycle.needs[cadence][day].classes()? {
                    places.take(*class, count)?;
                }
            }
        }
        for day in 0..found.cycle.days() {
            for (cadence, count) in expected.opening((day / 7) as i64, (day % 7) as u32) {
                let Some(class) = found.cycle.answers[cadence][day] else {
                    continue;
                };
                for (bin, count) in places.take(class, count)? {
                    let later = found.cycle.bins[bin as usize].day as Day - day as Day;
                    let on = first + day as Day + later.rem_euclid(cycle);
                    let segment = segment(found, bin);
                    claim.placement.push(Placed {
                        cadence: self.demand.promises[cadence].name.clone(),
                        party: Party::Expected(date(first + day as Day)),
                        work: Work::Reply,
                        touch: None,
                        segment: segment.map(|time| NaiveDateTime::new(date(on), time)),
                        date: date(on),
                        at: None,
                        count,
                    });
                }
            }
        }
        Some(())
    }
}

/// Where the touches of one turn lie, by class.
struct Places(HashMap<u32, Vec<(u32, u32)>>);

impl Places {
    fn new(found: &CyclePlan) -> Self {
        let mut places: HashMap<u32, Vec<(u32, u32)>> = HashMap::new();
        for (class, bin, count) in &found.found.placement {
            places.entry(*class).or_default().push((*bin, *count));
        }
        Self(places)
    }

    /// Takes the places of so many touches of a class away: bins, and how many lie in each; `None` where there are fewer.
    fn take(&mut self, class: u32, count: u32) -> Option<Vec<(u32, u32)>> {
        let places = self.0.get_mut(&class)?;
        let (mut left, mut taken) = (count, Vec::new());
        while left > 0 {
            let (bin, room) = places.last_mut()?;
            let here = left.min(*room);
            taken.push((*bin, here));
            left -= here;
            *room -= here;
            if *room == 0 {
                places.pop();
            }
        }
        Some(taken)
    }
}

/// When a bin begins; `None` for a machine's workday.
fn segment(found: &CyclePlan, bin: u32) -> Option<NaiveTime> {
    let day = found.cycle.bins[bin as usize].day as usize;
    let place = (bin - found.cycle.first_bins[day]) as usize;
    let pieces = &found.typical.pieces[day % found.typical.pieces.len()];
    pieces.get(place).map(|piece| piece.start)
}

fn names(typical: &TypicalWeeks, categories: u64) -> Vec<CategoryName> {
    let bits = (0..typical.categories.len()).filter(|bit| categories & 1 << bit != 0);
    bits.map(|bit| typical.categories[bit].clone()).collect()
}
