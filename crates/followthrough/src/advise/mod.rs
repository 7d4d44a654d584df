//! What it would take for a target to fit: time to add, time to move, or one rule to relax.

mod answer;
mod least;
mod question;
mod rules;
mod search;
mod slots;

pub use answer::{Advice, BlockChange, Relaxed, Remedy, RemedyKind};

use chrono::NaiveDate;

use search::Trials;
use slots::{Calendar, STEP};

use crate::fit::{Asked, look, of_pace};
use crate::instance::demand::Demand;
use crate::instance::mix_of;
use crate::pace::{self, Pace};
use crate::solver::{Budgeted, Unwatched, Watched, Watching};
use crate::{CategoryName, Error, Fit, Horizon, Plan, Policy, Progress, Unit};
use question::Question;

impl Plan {
    /// What it would take for `target` new prospects to fit.
    ///
    /// The target counts what [`Fit::number`] counts: in a full week for [`Policy::Level`], in all for the others. The
    /// answer lists what makes the target fit: the
    /// least time a week that is found to add in recurring blocks where nothing else lies, the least to turn from one
    /// category into another, and single rules to relax. Each was found true by solving the changed plan, and holds
    /// that plan. No more than some hundred plans are looked at, in a stated order, so that the same plan has the same
    /// answer.
    ///
    /// # Errors
    /// What [`Plan::fit`] says. "Nothing helps" is an answer.
    ///
    /// # Example
    /// ```
    /// use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday::*};
    /// use followthrough::{Block, Cadence, Pattern, Plan, Policy, RemedyKind, Touch};
    ///
    /// // The plan of `Plan::fit`'s example: an hour of calling a day, and 5 fit in a full week.
    /// let first_day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
    /// let mut plan = Plan::new("desk", "America/New_York".parse()?, first_day);
    /// let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    /// let days = Pattern::Weekdays(vec![Mon, Tue, Wed, Thu, Fri]);
    /// plan.blocks.push(Block::new(vec!["calling".parse()?], days, nine, TimeDelta::hours(1))?);
    /// let call = |after| Touch::new("call".parse().unwrap()).after(after).effort(TimeDelta::minutes(10));
    /// plan.cadences.push(Cadence::new("calls".parse()?, [0, 5, 5, 5, 5, 5].map(call).to_vec())?);
    ///
    /// let advice = plan.advise(6, Policy::Level, None)?;
    /// let remedy = &advice.remedies[0];
    /// assert_eq!(remedy.kind, RemedyKind::Add);
    /// // The changed plan is there to be asked.
    /// assert!(remedy.plan.fit(Policy::Level, None)?.number >= 6);
    /// assert!(plan.advise(5, Policy::Level, None)?.fits);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advise(
        &self,
        target: u32,
        policy: Policy,
        horizon: Option<Horizon>,
    ) -> Result<Advice, Error> {
        self.advise_with(target, policy, horizon, &Unwatched)
    }

    /// [`Plan::advise`], with somebody who is told how far the plan at work is, and who may stop it.
    ///
    /// `watch` is called as [`Plan::fit_watched`] calls it: what it is told is about the plan as it is first, and then
    /// about one changed plan after the other. `None` where it said no.
    ///
    /// # Errors
    /// What [`Plan::fit`] says.
    ///
    /// # Example
    /// ```
    /// use followthrough::{Plan, Policy};
    /// let plan = Plan::example();
    /// // A user who pressed "cancel" after a while.
    /// let advice = plan.advise_watched(8, Policy::Level, None, |progress| progress.steps < 5)?;
    /// assert!(advice.is_none());
    /// let advice = plan.advise_watched(8, Policy::Level, None, |_progress| true)?;
    /// assert_eq!(advice, Some(plan.advise(8, Policy::Level, None)?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn advise_watched(
        &self,
        target: u32,
        policy: Policy,
        horizon: Option<Horizon>,
        mut watch: impl FnMut(Progress) -> bool,
    ) -> Result<Option<Advice>, Error> {
        let watched = Watched::new(&mut watch);
        let advice = self.advise_with(target, policy, horizon, &watched)?;
        Ok(Some(advice).filter(|_| !watched.is_stopped()))
    }

    fn advise_with(
        &self,
        target: u32,
        policy: Policy,
        horizon: Option<Horizon>,
        watch: &dyn Watching,
    ) -> Result<Advice, Error> {
        let budget = Budgeted::new(watch, self.search_budget.of_question());
        let watch: &dyn Watching = &budget;
        if policy == Policy::Level {
            return self.advise_pace(target, horizon, watch);
        }
        let fit = self.fit_with(policy, horizon, watch)?;
        let (number, bound) = (fit.number, fit.bound);
        let mut advice = Advice {
            policy,
            horizon: fit.horizon.clone(),
            target,
            unit: fit.unit,
            number,
            bound,
            fits: number >= target,
            why: fit.binding.why.clone(),
            clear_day: fit.commitments.clear_day,
            step: u64::from(STEP),
            at_least: 0,
            remedies: Vec::new(),
            none: None,
        };
        if advice.fits || !watch.go_on(1) {
            return Ok(advice);
        }
        let asked = Asked::new(self, horizon)?;
        let question = Question::new(&asked, policy, target);
        let known = u32::from(bound < target);
        let least = least::least(&asked, &question, watch).max(known);
        let calendar = Calendar::new(self, last_day(&fit))?;
        let mut trials = Trials::new(policy, horizon, target, watch);
        let short = search::short_of(&fit);
        advise_with(
            &mut advice,
            &mut trials,
            (self, &calendar),
            least,
            &short,
            &givers(&fit, &short),
        );
        if advice.remedies.is_empty() {
            advice.none = Some(trials.why_none(&fit));
        }
        Ok(advice)
    }

    /// Advice for a pace: it changes typical weeks, and so is one advice whatever is owed and whatever is asked over.
    fn advise_pace(
        &self,
        target: u32,
        horizon: Option<Horizon>,
        watch: &dyn Watching,
    ) -> Result<Advice, Error> {
        let demand = Demand::new(self)?;
        let mix = mix_of(self, &demand)?;
        let pace = pace::pace(self, &demand, &mix, watch)?;
        let mut advice = Advice {
            policy: Policy::Level,
            horizon: look(self, horizon)?,
            target,
            unit: Unit::PerFullWeek,
            number: pace.number,
            bound: pace.bound,
            fits: pace.number >= target,
            why: of_pace(&pace).why,
            clear_day: None,
            step: u64::from(STEP),
            at_least: 0,
            remedies: Vec::new(),
            none: None,
        };
        if advice.fits || !watch.go_on(1) {
            return Ok(advice);
        }
        // As far as any answer looks: blocks of a changed plan may overlap nowhere.
        let least = if pace.bound < target {
            least::least_of_pace(self, &mix, target)?.max(1)
        } else {
            0
        };
        let (_, usual) = self.outlook(None)?;
        let (_, asked) = self.outlook(horizon)?;
        let end = usual.max(asked);
        let calendar = Calendar::new(self, self.zone.local(end).date())?;
        let mut trials = Trials::new(Policy::Level, horizon, target, watch);
        let short = search::short_of_pace(&pace.limits, pace.nobody.as_ref());
        advise_with(
            &mut advice,
            &mut trials,
            (self, &calendar),
            least,
            &short,
            &givers_of_pace(&pace, &short),
        );
        if advice.remedies.is_empty() {
            advice.none = Some(trials.why_no_pace(&pace));
        }
        Ok(advice)
    }
}

/// Looks for remedies: time to add, time to move, and rules to relax.
fn advise_with(
    advice: &mut Advice,
    trials: &mut Trials<'_>,
    (plan, calendar): (&Plan, &Calendar<'_>),
    least: u32,
    short: &[CategoryName],
    givers: &[CategoryName],
) {
    advice.at_least = u64::from(least) * u64::from(STEP);
    let days = calendar.days.len();
    if !short.is_empty() {
        let add = trials.fewest(short, least, days, |wants| calendar.add(wants));
        let add = add.map(|found| found.remedy(RemedyKind::Add, least));
        advice.remedies.extend(add);
        let turn = givers.iter().find_map(|giver| {
            trials.fewest(short, least, days, |wants| calendar.turn(wants, giver))
        });
        let turn = turn.map(|found| found.remedy(RemedyKind::Move, least));
        advice.remedies.extend(turn);
        advice
            .remedies
            .sort_by_key(|remedy| (remedy.seconds, remedy.kind));
    }
    let relaxed = rules::relax(plan, trials, short);
    advice.remedies.extend(relaxed);
}

/// Categories that time may be taken from, those of which a full week at the pace has the most to spare first.
fn givers_of_pace(pace: &Pace, short: &[CategoryName]) -> Vec<CategoryName> {
    let mut givers: Vec<(u64, &CategoryName)> = Vec::new();
    for (categories, load) in &pace.loads {
        let spare = load.holds.saturating_sub(pace.takes(load));
        let category = categories.first().filter(|_| spare > 0);
        let is_short = categories.iter().any(|category| short.contains(category));
        givers.extend(category.filter(|_| !is_short).map(|name| (spare, name)));
    }
    givers.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    givers.truncate(2);
    givers.into_iter().map(|(_, name)| name.clone()).collect()
}

/// The last day that an answer tells of.
fn last_day(fit: &Fit) -> NaiveDate {
    fit.weeks
        .last()
        .map_or(fit.horizon.to, |week| week.to.max(fit.horizon.to))
}

/// Categories that time may be taken from, those with the most to spare first.
fn givers(fit: &Fit, short: &[CategoryName]) -> Vec<CategoryName> {
    let mut spare: std::collections::BTreeMap<&CategoryName, u64> =
        std::collections::BTreeMap::new();
    for (category, time) in fit.weeks.iter().flat_map(|week| &week.categories) {
        *spare.entry(category).or_default() += time.spare;
    }
    let mut givers: Vec<(u64, &CategoryName)> = spare
        .into_iter()
        .filter(|(category, spare)| *spare > 0 && !short.contains(category))
        .map(|(category, spare)| (spare, category))
        .collect();
    givers.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    givers
        .into_iter()
        .map(|(_, category)| category.clone())
        .take(2)
        .collect()
}
