//! The public questions: how far to look, and how many new prospects fit.

mod certificate;
mod late;
mod plan;
mod tell;

use chrono::{DateTime, Utc};

use late::{Owing, settle_owed};
use tell::Whose;

pub(crate) use certificate::{Row, add_row, category_names, joined, of_pace, why};
pub(crate) use plan::started_before;
pub(crate) use tell::{deal, placed, starts, weeks};

use crate::capacity::stretch;
use crate::instance::demand::Demand;
use crate::instance::{Model, OwedTouch, Starts, mix_of, outlook, week_end};
use crate::pace::{self, Pace};
use crate::solver::{
    self, Bounds, Budgeted, Kept, Progress, Rate, Solved, Unwatched, Watched, Watching,
};
use crate::workdays::Day;
use crate::{
    Assumption, CadenceStarts, Commitments, Error, Fit, Horizon, HorizonName, Look,
    PaceWithAnswers, Plan, Policy, Ready, Unit,
};

impl Plan {
    /// The span of time that an answer looks at: blocks and busy time outside of it do not matter.
    ///
    /// A caller reads busy time for this span before it asks. It is generous at its end, because busy time can turn
    /// workdays into days off, and windows then reach further.
    ///
    /// # Errors
    /// What [`Plan::fit`] says of cadences, mix and horizon.
    pub fn outlook(
        &self,
        horizon: Option<Horizon>,
    ) -> Result<(DateTime<Utc>, DateTime<Utc>), Error> {
        let (from, to) = outlook(self, horizon)?;
        Ok(stretch(&self.zone, from, to))
    }

    /// How many new prospects fit, so that every promised touch has its place.
    ///
    /// `horizon` says on which days new prospects may be started; capacity is looked at further, to the last window's
    /// close. Unasked it is a quarter, or twice the longest promised cadence where that is longer, so that the number
    /// can be repeated. The answer comes with the placement behind it and with a bound; where the two meet it is
    /// proved.
    ///
    /// # Errors
    /// What the caller can correct in the plan or the horizon. "None fits" is an answer.
    ///
    /// # Example
    /// ```
    /// use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday::*};
    /// use followthrough::{Block, Cadence, Pattern, Plan, Policy, Touch};
    ///
    /// // One hour of calling a day; six calls of ten minutes, a week apart, each on one of two days.
    /// let first_day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
    /// let mut plan = Plan::new("desk", "America/New_York".parse()?, first_day);
    /// let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    /// let days = Pattern::Weekdays(vec![Mon, Tue, Wed, Thu, Fri]);
    /// plan.blocks.push(Block::new(vec!["calling".parse()?], days, nine, TimeDelta::hours(1))?);
    /// let call = |after| Touch::new("call".parse().unwrap()).after(after).effort(TimeDelta::minutes(10));
    /// let touches = [0, 5, 5, 5, 5, 5].map(call).to_vec();
    /// plan.cadences.push(Cadence::new("calls".parse()?, touches)?);
    ///
    /// let fit = plan.fit(Policy::Level, None)?;
    /// assert_eq!((fit.number, fit.proved, fit.total), (5, true, 65));
    /// assert_eq!(plan.fit(Policy::Once, None)?.number, 12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fit(&self, policy: Policy, horizon: Option<Horizon>) -> Result<Fit, Error> {
        self.fit_with(policy, horizon, &Unwatched)
    }

    /// [`Plan::fit`], with somebody who is told how far it is, and who may stop it.
    ///
    /// `watch` is called from the calling thread, about once in a millisecond while the answer is sought; it says whether
    /// to go on. `None` where it said no: half an answer is none. What it does changes no answer otherwise.
    ///
    /// # Errors
    /// What [`Plan::fit`] says.
    ///
    /// # Example
    /// ```
    /// use followthrough::{Plan, Policy};
    /// let plan = Plan::example();
    /// // A user who pressed "cancel" at once.
    /// let fit = plan.fit_watched(Policy::Max, None, |_progress| false)?;
    /// assert!(fit.is_none());
    /// // And one who let it run.
    /// let fit = plan.fit_watched(Policy::Max, None, |progress| progress.steps < 1_000_000)?;
    /// assert_eq!(fit, Some(plan.fit(Policy::Max, None)?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fit_watched(
        &self,
        policy: Policy,
        horizon: Option<Horizon>,
        mut watch: impl FnMut(Progress) -> bool,
    ) -> Result<Option<Fit>, Error> {
        let watched = Watched::new(&mut watch);
        let fit = self.fit_with(policy, horizon, &watched)?;
        Ok(Some(fit).filter(|_| !watched.is_stopped()))
    }

    pub(crate) fn fit_with(
        &self,
        policy: Policy,
        horizon: Option<Horizon>,
        watch: &dyn Watching,
    ) -> Result<Fit, Error> {
        let (asked, look) = Asked::of(self, policy, horizon)?;
        let budget = Budgeted::new(watch, self.search_budget.of_question());
        budget.go_on(1);
        let bounds = Bounds::new(&asked.model.instance).watched(&budget);
        let solution = solve(&asked.model, &bounds, policy)?;
        let mut fit = asked.tell(&bounds, policy, look, solution);
        fit.search_ended_early = budget.is_spent();
        fit.with_answers = self.with_answers(&fit, watch)?;
        Ok(fit)
    }
}

/// The answers a week that the pace is told beside, where no full week of a plan finds time for one: the second where the
/// first leave no time for anybody.
const A_FEW: [u32; 2] = [2, 1];

impl Plan {
    /// The pace beside a few answers a week, where the plan expects none and the pace leaves no time for any.
    fn with_answers(
        &self,
        fit: &Fit,
        watch: &dyn Watching,
    ) -> Result<Option<PaceWithAnswers>, Error> {
        let is_asked = fit.policy == Policy::Level
            && fit.number > 0
            && self.expect.answers == 0
            && fit.replies_per_week == Some(0);
        if !is_asked {
            return Ok(None);
        }
        let mut plan = self.clone();
        plan.pipeline.clear();
        let demand = Demand::new(&plan)?;
        let mix = mix_of(&plan, &demand)?;
        let mut told = None;
        for answers in A_FEW {
            plan.expect.answers = answers;
            let number = pace::pace(&plan, &demand, &mix, watch)?.number;
            told = Some(PaceWithAnswers { answers, number });
            if number > 0 {
                break;
            }
        }
        Ok(told)
    }
}

/// The span of days that a pace is asked over, as it is told.
pub(crate) fn look(plan: &Plan, horizon: Option<Horizon>) -> Result<Look, Error> {
    Ok(Model::starting(plan, horizon, 0, Starts::First)?.horizon)
}

/// What was solved for one question, before it is told.
#[expect(
    clippy::large_enum_variant,
    reason = "one is made for a question, and handed on once"
)]
pub(crate) enum Solution {
    /// A total over some days.
    Total(Solved),
    /// A pace, and the plan that keeps to it.
    Pace(Pace, Kept),
}

impl Solution {
    /// The number and its bound.
    pub(crate) fn sum(&self) -> (u32, u32) {
        match self {
            Self::Total(solved) => (solved.number, solved.bound),
            Self::Pace(pace, _) => (pace.number, pace.bound),
        }
    }
}

/// Answers a policy's question.
fn solve(model: &Model<'_>, bounds: &Bounds<'_>, policy: Policy) -> Result<Solution, Error> {
    Ok(match policy {
        Policy::Once => Solution::Total(solver::once(bounds)),
        Policy::Max => Solution::Total(solver::max(bounds)),
        Policy::Level => {
            let mix = mix_of(model.plan, &model.demand)?;
            let pace = pace::pace(model.plan, &model.demand, &mix, bounds.watch)?;
            let rate = Rate {
                number: pace.number,
                every: pace.every,
                full_week: pace.full_week,
            };
            let kept = solver::keep_to(bounds, rate, &model.before);
            Solution::Pace(pace, kept)
        }
    })
}

/// A plan as numbers: segments, windows and classes of like touches. For benches; answers come from [`Plan::fit`].
#[derive(Debug)]
pub struct Compiled<'plan> {
    model: Model<'plan>,
    policy: Policy,
}

impl<'plan> Compiled<'plan> {
    /// Reads calendar, cadences and pipeline of a plan, as far as the policy's question needs them.
    ///
    /// # Errors
    /// What [`Plan::fit`] says.
    pub fn new(plan: &'plan Plan, policy: Policy, horizon: Option<Horizon>) -> Result<Self, Error> {
        let model = Model::starting(plan, horizon, 0, Starts::of(policy))?;
        Ok(Self { model, policy })
    }

    /// Number and bound, with starts, placement and certificate found and dropped; `None` where what is owed is late.
    pub fn solve(&mut self) -> Option<(u32, u32)> {
        if !matches!(settle_owed(&mut self.model), Owing::OnTime) {
            return None;
        }
        let bounds = Bounds::new(&self.model.instance);
        let (number, bound) = solve(&self.model, &bounds, self.policy).ok()?.sum();
        Some((number, bound))
    }
}

/// A plan made ready, with what is owed settled.
pub(crate) struct Asked<'plan> {
    pub(crate) model: Model<'plan>,
    /// Whether all that is owed and expected is on time.
    pub(crate) on_time: bool,
    /// Whether all that is owed is; answers that are only expected may be late.
    pub(crate) is_owed_on_time: bool,
    /// The first workday on which nothing that is late is left to do, where something is late.
    pub(crate) clear_day: Option<Day>,
}

impl<'plan> Asked<'plan> {
    /// Makes a plan ready; where what is owed is late, with as many days after the horizon as that takes.
    pub(crate) fn new(plan: &'plan Plan, horizon: Option<Horizon>) -> Result<Self, Error> {
        Self::starting(plan, horizon, Starts::All)
    }

    /// The same for a policy: with the starts that its question is about, and over the horizon that its plan needs.
    fn of(
        plan: &'plan Plan,
        policy: Policy,
        horizon: Option<Horizon>,
    ) -> Result<(Self, Look), Error> {
        let is_short = match horizon {
            Some(Horizon::Day | Horizon::Week) => true,
            Some(Horizon::Until(to)) => (to - plan.first_day).num_days() < 14,
            Some(Horizon::Month | Horizon::Quarter) | None => false,
        };
        if policy != Policy::Level {
            let asked = Self::starting(plan, horizon, Starts::of(policy))?;
            let look = asked.model.horizon.clone();
            return Ok((asked, look));
        }
        let mut look = None;
        let mut planned = horizon;
        if is_short {
            // What is told of the first week is the beginning of the plan that is told unasked.
            let known = Model::starting(plan, horizon, 0, Starts::First)?;
            planned = horizon.filter(|_| known.end > known.reach(HorizonName::Week));
            look = Some(known.horizon);
        }
        let mut asked = Self::starting(plan, planned, Starts::All)?;
        let model = &mut asked.model;
        model.before = plan::started_before(plan, &model.demand);
        let mix = &mut model.instance.mix;
        *mix = std::mem::take(mix).after(&model.before.by_cadence);
        let look = look.unwrap_or_else(|| model.horizon.clone());
        Ok((asked, look))
    }

    /// The same for some of the starts.
    fn starting(
        plan: &'plan Plan,
        horizon: Option<Horizon>,
        starts: Starts,
    ) -> Result<Self, Error> {
        let mut extra = 0;
        loop {
            let mut model = Model::starting(plan, horizon, extra, starts)?;
            match settle_owed(&mut model) {
                Owing::OnTime => {
                    return Ok(Self {
                        model,
                        on_time: true,
                        is_owed_on_time: true,
                        clear_day: None,
                    });
                }
                Owing::Late(last) => {
                    let clear_day = last.and_then(|last| model.capacity.days.add(last + 1, 0));
                    return Ok(Self {
                        model,
                        on_time: false,
                        is_owed_on_time: last.is_none(),
                        clear_day,
                    });
                }
                Owing::Beyond if extra > 3_000 => {
                    return Ok(late::give_up(model));
                }
                // Making a plan ready takes longer than looking further ahead, so few lengths are tried.
                Owing::Beyond => extra = (extra * 8).max(60),
            }
        }
    }

    fn tell(&self, bounds: &Bounds<'_>, policy: Policy, look: Look, solution: Solution) -> Fit {
        let model = &self.model;
        let days = &model.capacity.days;
        let end = days.day(look.to);
        let (number, bound) = solution.sum();
        let (mut pace, mut kept) = (None, None);
        let (mut intake, placement, binding) = match solution {
            Solution::Total(solved) => {
                let binding = certificate::binding(model, bounds, solved.why.as_ref());
                (solved.intake, solved.placement, binding)
            }
            Solution::Pace(of_typical, plan) => {
                let binding = certificate::of_pace(&of_typical);
                pace = Some(of_typical);
                kept = Some(plan.weeks);
                (plan.found.intake, plan.found.placement, binding)
            }
        };
        let mut puts = deal(model, &intake, &placement);
        if end < model.end {
            // Of a plan over a longer horizon only the beginning is told.
            let told = model.start_days.partition_point(|day| *day <= end);
            intake.counts.iter_mut().for_each(|counts| {
                counts.iter_mut().skip(told).for_each(|count| *count = 0);
            });
            puts.retain(|put| !matches!(put.member.party, Whose::Started(day) if day > end));
        }
        let until = |name: HorizonName| -> Option<Day> {
            let last = model.reach(name);
            (last <= end).then_some(last)
        };
        let (week, month, quarter) = (
            until(HorizonName::Week),
            until(HorizonName::Month),
            until(HorizonName::Quarter),
        );
        let started = |end: Day| tell::started_by(model, &intake, end);
        let sum = |end: Day| started(end).values().sum::<u32>();
        let split = model.instance.mix.clone().after(&[]).split(number);
        let by_cadence = model
            .instance
            .mix
            .cadences()
            .map(|cadence| {
                let name = model.demand.promises[cadence].name.clone();
                let of = |end: Day| started(end).get(&name).copied().unwrap_or(0);
                let starts = CadenceStarts {
                    number: split[cadence],
                    today: Some(of(model.today)),
                    this_week: week.map(of),
                    total: of(end),
                };
                (name, starts)
            })
            .collect();
        let mut weeks = tell::weeks(model, &intake, &puts, end);
        if let Some(kept) = &kept {
            plan::tell(model, bounds, kept, end, &mut weeks);
        }
        let late = tell::late(model, &puts);
        let owed = || {
            let touches = model.owed_touches.iter();
            touches.filter(|owed| owed.commitment.row.is_some())
        };
        let mut rows: Vec<usize> = owed().filter_map(|owed| owed.commitment.row).collect();
        rows.sort_unstable();
        rows.dedup();
        let prospects = rows.iter().map(|row| model.plan.pipeline[*row].count);
        let effort = |owed: &OwedTouch| u64::from(owed.commitment.effort) * u64::from(owed.count);
        let mut overdue = model.owed.overdue.clone();
        overdue.sort_by(|a, b| (a.window.from, &a.id).cmp(&(b.window.from, &b.id)));
        let needed_this_week = week.map_or(0, |end| {
            let started = started(end);
            let with_prep = model
                .instance
                .mix
                .cadences()
                .map(|cadence| &model.demand.promises[cadence]);
            with_prep
                .filter(|promise| promise.prep.is_some())
                .filter_map(|promise| started.get(&promise.name))
                .sum()
        });
        Fit {
            policy,
            horizon: look,
            assume: Assumption {
                replies: if model.plan.expect.answers > 0 {
                    "expected"
                } else {
                    "none"
                },
                confidence: None,
                effort: "plan",
            },
            number,
            unit: match policy {
                Policy::Level => Unit::PerFullWeek,
                Policy::Once | Policy::Max => Unit::Total,
            },
            bound,
            proved: pace.as_ref().map_or(number == bound, |pace| pace.proved),
            search_ended_early: false,
            every: pace.as_ref().and_then(|pace| pace.every),
            full_week: pace.as_ref().map(|pace| pace.full_week),
            today: Some(sum(model.today)),
            this_week: week.map(sum),
            this_month: month.map(sum),
            this_quarter: quarter.map(sum),
            total: intake.total(),
            by_cadence,
            replies_per_week: tell::replies_per_week(model, &puts),
            expected: tell::expected(model, &puts),
            with_answers: None,
            warnings: crate::lint::warnings(model, pace.as_ref()),
            weeks,
            binding,
            starts: tell::starts(model, &intake),
            commitments: Commitments {
                prospects: prospects.sum(),
                touches: owed().map(|owed| owed.count).sum(),
                seconds: owed().map(effort).sum(),
                overdue,
                fits: self.is_owed_on_time,
                clear_day: self.clear_day.map(|day| days.date(day)),
                clear_days: tell::clear_days(model, &puts),
                late,
            },
            unreachable: model.unreachable.clone(),
            lost_days: model
                .capacity
                .lost
                .iter()
                .filter(|day| (model.today..=model.last).contains(*day))
                .map(|day| days.date(*day))
                .collect(),
            calendar_ends: tell::calendar_ends(model),
            after_horizon: tell::after_horizon(model, &puts, end),
            ready: Ready {
                now: model.owed.ready.iter().map(|rows| rows.len() as u32).sum(),
                needed_this_week,
            },
            placement: placed(model, &puts),
        }
    }
}

impl Model<'_> {
    /// The last day of the horizon of that name, whatever horizon was asked for.
    pub(crate) fn reach(&self, name: HorizonName) -> Day {
        let days = &self.capacity.days;
        let first = self.plan.first_day;
        let months = |count| {
            let end = first
                .checked_add_months(chrono::Months::new(count))
                .and_then(|date| date.pred_opt());
            end.map_or(Day::MAX, |date| days.day(date))
        };
        match name {
            HorizonName::Day => self.today,
            HorizonName::Week => {
                let end = days.day(week_end(self.plan, first));
                if days.count(self.today, end) > 0 {
                    end
                } else {
                    end + 7
                }
            }
            HorizonName::Month => months(1),
            HorizonName::Quarter => months(3),
            HorizonName::Span => self.end,
        }
    }
}
