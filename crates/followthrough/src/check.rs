//! What becomes of n new prospects started over a span: what is dropped, when, and when the last of them could start.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{Days as ChronoDays, NaiveDate};

use crate::fit::{Asked, category_names, deal, started_before, starts};
use crate::instance::Model;
use crate::instance::demand::{MACHINE, Window};
use crate::solver::{
    Bounds, Budgeted, Counts, Effort, Gauge, Intake, Known, Point, Progress, Unwatched, Watched,
    Watching, max, most, place, settle,
};
use crate::workdays::Day;
use crate::{
    BindingSpan, CadenceName, Check, CheckTime, CheckWeek, Dropped, Error, Fit, Horizon, Look,
    Measure, Plan, Policy, Work,
};

/// How many years ahead the last start is looked for.
const YEARS: u32 = 10;

impl Plan {
    /// The most new prospects that a question may be about.
    pub const MOST_ASKED: u32 = 100_000;

    /// What becomes of `count` new prospects started over a span.
    ///
    /// The span is the first workday unless given. They fit where they do on some days of it: spread evenly, earlier days
    /// first; as the plan starts them that keeps to the pace; or on any other days. Where none are found, they are spread
    /// evenly, as many touches as can be are placed, those owed to prospects in
    /// flight before all others; the rest is told by window. The answer also holds the sustainable plan, and the day
    /// by which the last of them could start in it.
    ///
    /// # Errors
    /// What the caller can correct in the plan or the span.
    ///
    /// # Example
    /// ```
    /// use followthrough::Plan;
    /// let plan = Plan::example();
    /// // A hundred first calls on Monday, of ten minutes each, in an hour of calling.
    /// let check = plan.check(100, None)?;
    /// assert_eq!((check.fits, check.kept), (false, 12));
    /// assert_eq!((check.dropped[0].touch, check.dropped[0].count), (Some(1), 88));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check(&self, count: u32, over: Option<Horizon>) -> Result<Check, Error> {
        self.check_with(count, over, &Unwatched)
    }

    /// [`Plan::check`], with somebody who is told how far it is, and who may stop it, as in [`Plan::fit_watched`].
    ///
    /// # Errors
    /// What [`Plan::check`] says.
    ///
    /// # Example
    /// ```
    /// use followthrough::Plan;
    /// let plan = Plan::example();
    /// assert!(plan.check_watched(100, None, |_progress| false)?.is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check_watched(
        &self,
        count: u32,
        over: Option<Horizon>,
        mut watch: impl FnMut(Progress) -> bool,
    ) -> Result<Option<Check>, Error> {
        let watched = Watched::new(&mut watch);
        let check = self.check_with(count, over, &watched)?;
        Ok(Some(check).filter(|_| !watched.is_stopped()))
    }

    fn check_with(
        &self,
        count: u32,
        over: Option<Horizon>,
        watch: &dyn Watching,
    ) -> Result<Check, Error> {
        if count > Self::MOST_ASKED {
            return Err(Error::TooManyAsked {
                count,
                most: Self::MOST_ASKED,
            });
        }
        let budget = Budgeted::new(watch, self.search_budget.of_question());
        let watch: &dyn Watching = &budget;
        let span = Some(over.unwrap_or(Horizon::Week));
        let mut asked = Asked::new(self, span)?;
        let level = self.fit_with(Policy::Level, None, watch)?;
        let end = asked.model.capacity.days.date(asked.model.end);
        let longer = if end > level.horizon.to {
            Some(self.fit_with(Policy::Level, Some(Horizon::Until(end)), watch)?)
        } else {
            None
        };
        let by = last_start(self, longer.as_ref().unwrap_or(&level), count)?;
        let days = match over {
            None => asked.model.start_days.len().min(1),
            Some(_) => asked.model.start_days.len(),
        };
        let days: Vec<usize> = (0..days).collect();
        let before = started_before(self, &asked.model.demand);
        let order = std::mem::take(&mut asked.model.instance.mix);
        asked.model.instance.mix = order.clone().after(&before.by_cadence);
        let plan = longer.as_ref().unwrap_or(&level);
        let mut answered = answer(&asked, watch, &days, count, plan);
        // The order of the mix goes on from those who were started before, as in the plan; `once` and `max` begin it anew.
        if answered.kept < count && before.by_cadence.iter().any(|count| *count > 0) {
            let after = std::mem::replace(&mut asked.model.instance.mix, order);
            let anew = answer(&asked, watch, &days, count, plan);
            let bound = anew.bound.max(answered.bound);
            if anew.kept > answered.kept {
                answered = anew;
            } else {
                asked.model.instance.mix = after;
            }
            answered.bound = bound;
        }
        Ok(tell(&asked, (&days, over), count, answered, level, by))
    }
}

/// The day by which the `count`-th prospect is started in the plan that keeps to the pace.
fn last_start(plan: &Plan, level: &Fit, count: u32) -> Result<Option<NaiveDate>, Error> {
    let nth = |fit: &Fit| {
        let mut sum = 0;
        fit.starts.iter().find_map(|start| {
            sum += start.count;
            (sum >= count).then_some(start.date)
        })
    };
    if count == 0 {
        return Ok(None);
    }
    if let Some(date) = nth(level) {
        return Ok(Some(date));
    }
    let mut from_start = (level.horizon.to - level.horizon.from).num_days().max(7) as u64;
    let farthest = plan
        .first_day
        .checked_add_months(chrono::Months::new(12 * YEARS))
        .and_then(|date| date.pred_opt());
    let Some(farthest) = farthest else {
        return Ok(None);
    };
    if level.total == 0 {
        return Ok(None);
    }
    // Three tries with what the pace so far promises, then as far as it goes.
    for attempt in 0..4u32 {
        let rate = u64::from(level.total).max(1);
        let days = (level.horizon.to - level.horizon.from).num_days() as u64 + 1;
        from_start =
            from_start.max(u64::from(count).saturating_mul(days).div_ceil(rate) + 28) << attempt;
        let to = plan
            .first_day
            .checked_add_days(ChronoDays::new(from_start))
            .unwrap_or(farthest)
            .min(farthest);
        let fit = plan.fit(Policy::Level, Some(Horizon::Until(to)))?;
        if let Some(date) = nth(&fit) {
            return Ok(Some(date));
        }
        if to == farthest {
            break;
        }
    }
    Ok(None)
}

/// Prospects of the mix spread over days, earlier days first.
fn spread(model: &Model<'_>, days: &[usize], count: u32) -> Intake {
    let mut intake = Intake::none(&model.instance);
    if days.is_empty() {
        return intake;
    }
    let mut sequence = model.instance.mix.sequence(0, count).into_iter();
    for (at, day) in days.iter().enumerate() {
        let share = count as usize / days.len() + usize::from(at < count as usize % days.len());
        for cadence in sequence.by_ref().take(share) {
            // A day on which stretched windows would meet is not a start day: the next one is, or the last before.
            let lines = &model.lines[cadence];
            let day = days[at..]
                .iter()
                .chain(days[..at].iter().rev())
                .find(|day| lines[**day].is_some())
                .unwrap_or(day);
            intake.counts[cadence][*day] += 1;
        }
    }
    intake
}

/// How many of those asked for can be started over the span, and on which days.
struct Answered {
    /// When they are started: where not all fit, spread over the span as evenly as can be.
    intake: Intake,
    /// As many as were found to fit.
    kept: u32,
    /// No more can.
    bound: u32,
}

/// Tries an even spread, then the plan that keeps to the pace, then any days of the span.
fn answer(
    asked: &Asked<'_>,
    watch: &dyn Watching,
    days: &[usize],
    count: u32,
    level: &Fit,
) -> Answered {
    let model = &asked.model;
    let even = spread(model, days, count);
    let whole = |intake| Answered {
        intake,
        kept: count,
        bound: count,
    };
    if count == 0 || settle(&model.instance, &even).is_some() {
        return whole(even);
    }
    if days.is_empty() {
        return Answered {
            intake: even,
            kept: 0,
            bound: 0,
        };
    }
    let planned = planned(model, level, days, count);
    // It has its places in the plan, whether they are found again or not.
    if planned.total() == count {
        return whole(planned);
    }
    let bounds = Bounds::new(&model.instance).watched(watch);
    let mut solved = most(&bounds, days.len(), &planned, count);
    if solved.number < count && solved.bound >= count && days.len() == model.start_days.len() {
        // What `max` finds from where it begins is found here as well.
        let max = max(&bounds);
        let number = max.number.min(count);
        if number > solved.number {
            let mut intake = max.intake;
            first_of(&mut intake, &model.instance.mix.split(number));
            solved.intake = intake;
            solved.number = number;
        }
        solved.bound = solved.bound.min(max.bound);
    }
    if solved.number == count {
        return whole(solved.intake);
    }
    Answered {
        intake: even,
        kept: solved.number.max(planned.total()),
        bound: solved.bound.min(count),
    }
}

/// Leaves the first starts of each cadence, as many as are wanted of it.
fn first_of(intake: &mut Intake, wanted: &[u32]) {
    for (counts, wanted) in intake.counts.iter_mut().zip(wanted) {
        let mut over = counts.iter().sum::<u32>().saturating_sub(*wanted);
        for count in counts.iter_mut().rev() {
            let less = over.min(*count);
            *count -= less;
            over -= less;
        }
    }
}

/// The first starts of the plan that keeps to the pace, as many as are asked for and fall on days of the span.
fn planned(model: &Model<'_>, level: &Fit, days: &[usize], count: u32) -> Intake {
    let mut intake = Intake::none(&model.instance);
    for start in &level.starts {
        let date = model.capacity.days.day(start.date);
        let at = days.iter().find(|at| model.start_days[**at] == date);
        if let (Some(at), Some(cadence)) = (at, model.demand.index(&start.cadence)) {
            intake.counts[cadence][*at] += start.count;
        }
    }
    let had = |intake: &Intake| -> Vec<u32> {
        intake
            .counts
            .iter()
            .map(|counts| counts.iter().sum())
            .collect()
    };
    let all = had(&intake);
    // As many as come to a beginning of the mix's order.
    let is_there = |count: u32| {
        let split = model.instance.mix.split(count);
        split.iter().zip(&all).all(|(wanted, all)| wanted <= all)
    };
    let most = (0..=count.min(intake.total()))
        .rev()
        .find(|count| is_there(*count));
    let wanted = model.instance.mix.split(most.unwrap_or(0));
    first_of(&mut intake, &wanted);
    intake
}

fn tell(
    asked: &Asked<'_>,
    (days, over): (&[usize], Option<Horizon>),
    count: u32,
    answered: Answered,
    level: Fit,
    by: Option<NaiveDate>,
) -> Check {
    let model = &asked.model;
    let Answered {
        intake,
        kept,
        bound,
    } = answered;
    let fits = kept == count;
    let first = days.first().map_or(model.plan.first_day, |day| {
        model.capacity.days.date(model.start_days[*day])
    });
    let look = match over {
        None => Look {
            name: crate::HorizonName::Day,
            from: first,
            to: first,
        },
        Some(_) => model.horizon.clone(),
    };
    let wanted = intake.wanted(&model.instance);
    let settled = if fits {
        settle(&model.instance, &intake)
    } else {
        None
    };
    let placement =
        settled.unwrap_or_else(|| place(&model.instance.problem, &wanted, Effort::Thorough));
    let new: Vec<u64> = (0..wanted.len())
        .map(|class| u64::from(wanted[class] - model.instance.owed_counts[class]))
        .collect();
    let machine: u32 = machine_touches(model, &intake);
    let preps_wanted = preps(model, &intake);
    let touches_wanted = new.iter().sum::<u64>() as u32 + machine - preps_wanted;
    let dropped = if fits {
        Vec::new()
    } else {
        dropped(model, &intake, &placement.missed)
    };
    let missing = |is_prep: bool| -> u32 {
        let of_kind = dropped
            .iter()
            .filter(|drop| (drop.dropped.work == Work::Prep) == is_prep);
        of_kind.map(|drop| drop.dropped.count).sum()
    };
    let touches_placed = touches_wanted - missing(false);
    let preps_placed = preps_wanted - missing(true);
    let puts = deal(model, &intake, &placement);
    let mut weeks: BTreeMap<NaiveDate, CheckWeek> = BTreeMap::new();
    for week in crate::fit::weeks(model, &intake, &puts, model.end) {
        let categories = week.categories.into_iter().map(|(name, time)| {
            let check = CheckTime {
                usable: time.usable,
                committed: time.committed,
                wanted: time.new,
                placed: time.new,
                short: 0,
                dropped: 0,
            };
            (name, check)
        });
        weeks.insert(
            week.from,
            CheckWeek {
                from: week.from,
                to: week.to,
                categories: categories.collect(),
            },
        );
    }
    for drop in &dropped {
        let Some((_, week)) = weeks.range_mut(..=drop.dropped.window.from).next_back() else {
            continue;
        };
        if drop.category == MACHINE {
            continue;
        }
        let name = &model.capacity.categories[usize::from(drop.category)];
        if let Some(time) = week.categories.get_mut(name) {
            time.short += drop.dropped.seconds_short;
            time.wanted += drop.dropped.seconds_short;
            time.dropped += drop.dropped.count;
        }
    }
    Check {
        asked: count,
        over: look,
        fits,
        kept,
        kept_bound: bound,
        dropped: dropped.into_iter().map(|drop| drop.dropped).collect(),
        by,
        touches_wanted,
        touches_placed,
        preps_wanted,
        preps_placed,
        asked_starts: starts(model, &intake),
        check_weeks: weeks.into_values().collect(),
        tightest: if fits { None } else { tightest(model, &intake) },
        level,
    }
}

/// How many of those started have their prep to do.
fn preps(model: &Model<'_>, intake: &Intake) -> u32 {
    let mut sum = 0;
    for (cadence, counts) in intake.counts.iter().enumerate() {
        let mut ready = model.owed.ready[cadence].len() as u32;
        for (line, &count) in model.lines[cadence].iter().zip(counts) {
            let without = ready.min(count);
            ready -= without;
            if line.as_ref().is_some_and(|line| line.prep.is_some()) {
                sum += count - without;
            }
        }
    }
    sum
}

fn machine_touches(model: &Model<'_>, intake: &Intake) -> u32 {
    let mut sum = 0;
    for (cadence, counts) in intake.counts.iter().enumerate() {
        for (line, count) in model.lines[cadence].iter().zip(counts) {
            let free = line
                .iter()
                .flat_map(|line| &line.touches)
                .filter(|(_, class)| class.is_none())
                .count();
            sum += free as u32 * count;
        }
    }
    sum
}

/// A group of touches that find no place, and the bit of their category.
struct Drop {
    dropped: Dropped,
    category: u8,
}

/// What finds no place, the last started first among what is alike.
fn dropped(model: &Model<'_>, intake: &Intake, missed: &[(u32, u32)]) -> Vec<Drop> {
    let mut left: BTreeMap<u32, u32> = BTreeMap::new();
    for (class, count) in missed
        .iter()
        .filter(|(class, _)| model.instance.problem.classes[*class as usize].owed == 0)
    {
        *left.entry(*class).or_default() += count;
    }
    type Alike = (Window, CadenceName, Option<u32>, Work, u8, u32);
    let mut groups: BTreeMap<Alike, u32> = BTreeMap::new();
    for (cadence, counts) in intake.counts.iter().enumerate() {
        let promise = &model.demand.promises[cadence];
        let ready = model.owed.ready[cadence].len() as u32;
        let mut before: u32 = counts.iter().sum();
        for (day, &count) in counts
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, count)| **count > 0)
        {
            before -= count;
            let without = ready.saturating_sub(before).min(count);
            let Some(line) = &model.lines[cadence][day] else {
                continue;
            };
            let prep = line.prep.zip(promise.prep).map(|((window, class), prep)| {
                (
                    window,
                    Some(class),
                    None,
                    Work::Prep,
                    prep.category,
                    prep.effort,
                    count - without,
                )
            });
            let touches = (1u32..).zip(line.touches.iter().zip(&promise.steps)).map(
                |(number, ((window, class), step))| {
                    (
                        *window,
                        *class,
                        Some(number),
                        Work::Touch,
                        step.category,
                        step.effort,
                        count,
                    )
                },
            );
            for (window, class, touch, work, category, effort, count) in
                prep.into_iter().chain(touches)
            {
                let Some(left) = class.and_then(|class| left.get_mut(&class)) else {
                    continue;
                };
                let part = count.min(*left);
                *left -= part;
                if part > 0 {
                    *groups
                        .entry((window, promise.name.clone(), touch, work, category, effort))
                        .or_default() += part;
                }
            }
        }
    }
    groups
        .into_iter()
        .map(
            |((window, cadence, touch, work, category, effort), count)| Drop {
                dropped: Dropped {
                    cadence,
                    work,
                    touch,
                    window: model.span(window),
                    count,
                    seconds_short: u64::from(effort) * u64::from(count),
                },
                category,
            },
        )
        .collect()
}

/// The span of which the largest share of what is wanted is missing; of equals the one that is short of most time.
fn tightest(model: &Model<'_>, intake: &Intake) -> Option<BindingSpan> {
    let bounds = Bounds::new(&model.instance);
    let mut added = vec![0; model.instance.problem.classes.len()];
    intake.add_to(&model.instance, &mut added);
    let mut worst: Option<(Missing, Rc<Known>, (u32, u32))> = None;
    for known in bounds.all() {
        let gauge = &known.gauge;
        if gauge.counts != Counts::Seconds(0) {
            continue;
        }
        let mut points = known.owed.clone();
        points.extend(
            added
                .iter()
                .enumerate()
                .filter_map(|(class, count)| gauge.point(class as u32, u64::from(*count))),
        );
        each_span(gauge, &points, |span, missing| {
            if worst.as_ref().is_none_or(|(most, _, (from, _))| {
                missing.is_worse_than(most) || !most.is_worse_than(&missing) && span.0 < *from
            }) {
                worst = Some((missing, Rc::clone(&known), span));
            }
        });
    }
    let (missing, known, (open, close)) = worst?;
    let gauge = &known.gauge;
    let date = |place: u32| {
        model
            .capacity
            .days
            .date(model.today + gauge.days()[place as usize] as Day)
    };
    Some(BindingSpan {
        category: category_names(model, gauge.mask),
        from: date(open),
        to: date(close),
        measure: Measure::Seconds,
        at_least: 0,
        shares: Vec::new(),
        ahead_of: gauge
            .ahead_of
            .map(|bit| model.capacity.categories[usize::from(bit)].clone()),
        usable: missing.needed - missing.over,
        needed: missing.needed,
        weight: 1,
    })
}

/// What is wanted in a span, and how much of it is missing.
#[derive(Debug, Clone, Copy)]
struct Missing {
    needed: u64,
    over: u64,
}

impl Missing {
    fn is_worse_than(&self, other: &Self) -> bool {
        let share = |one: &Self, other: &Self| u128::from(one.over) * u128::from(other.needed);
        let (this, that) = (share(self, other), share(other, self));
        this > that || this == that && self.over > other.over
    }
}

/// Tells every span of days in which more is wanted than it holds, from a first day on which anything opens to a last one
/// on which anything closes.
fn each_span(gauge: &Gauge, points: &[Point], mut tell: impl FnMut((u32, u32), Missing)) {
    let mut by_open: BTreeMap<u32, Vec<&Point>> = BTreeMap::new();
    for point in points {
        by_open.entry(point.open).or_default().push(point);
    }
    // By last day what is wanted between the first day and it.
    let mut closing: BTreeMap<u32, u64> = BTreeMap::new();
    for (open, points) in by_open.iter().rev() {
        for point in points {
            *closing.entry(point.close).or_default() += point.amount;
        }
        let mut needed = 0;
        for (close, amount) in &closing {
            needed += amount;
            let over = needed.saturating_sub(gauge.holds(*open, *close));
            if over > 0 {
                tell((*open, *close), Missing { needed, over });
            }
        }
    }
}
