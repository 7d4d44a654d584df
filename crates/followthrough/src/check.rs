//! What becomes of n new prospects started over a span: what is dropped, when, and when the last of them could start.

use std::collections::BTreeMap;

use chrono::{Days as ChronoDays, NaiveDate};

use crate::fit::{Asked, category_names, deal, starts};
use crate::instance::Model;
use crate::instance::demand::{MACHINE, Window};
use crate::solver::{Bounds, Counts, Effort, Intake, place};
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

    /// What becomes of `count` new prospects started over a span, spread over its workdays, earlier days first.
    ///
    /// The span is the first workday unless given. As many touches as can be are placed, those owed to prospects in
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
        if count > Self::MOST_ASKED {
            return Err(Error::TooManyAsked {
                count,
                most: Self::MOST_ASKED,
            });
        }
        let asked = Asked::new(self, Some(over.unwrap_or(Horizon::Week)))?;
        let level = self.fit(Policy::Level, None)?;
        let by = last_start(self, &level, count)?;
        Ok(tell(&asked, count, over, level, by))
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

/// The largest part of an intake that fits whole: as many as can be added, day by day, in either direction.
fn kept(asked: &Asked<'_>, spread_over: &[usize], wanted: &Intake) -> u32 {
    let model = &asked.model;
    let fits = |intake: &Intake| {
        intake.is_possible(&model.instance)
            && place(
                &model.instance.problem,
                &intake.wanted(&model.instance),
                Effort::Thorough,
            )
            .missed
            .is_empty()
    };
    if fits(wanted) {
        return wanted.total();
    }
    let mut most = 0;
    let days: Vec<usize> = (0..model.start_days.len()).collect();
    for backwards in [false, true] {
        let mut kept = Intake::none(&model.instance);
        let order: Vec<usize> = if backwards {
            days.iter().rev().copied().collect()
        } else {
            days.clone()
        };
        for day in order {
            for cadence in model.instance.mix.cadences() {
                let (mut low, mut high) = (0, wanted.counts[cadence][day]);
                while low < high {
                    let middle = low + (high - low).div_ceil(2);
                    kept.counts[cadence][day] = middle;
                    if fits(&kept) {
                        low = middle;
                    } else {
                        high = middle - 1;
                    }
                }
                kept.counts[cadence][day] = low;
            }
        }
        most = most.max(kept.total());
    }
    // Fewer, spread as they would be if they alone were asked for, where their days are among those asked.
    for fewer in (most + 1..wanted.total()).take(8) {
        let spread = spread(model, spread_over, fewer);
        let within = spread
            .counts
            .iter()
            .flatten()
            .zip(wanted.counts.iter().flatten())
            .all(|(few, all)| few <= all);
        if within && fits(&spread) {
            most = fewer;
        }
    }
    most
}

fn tell(
    asked: &Asked<'_>,
    count: u32,
    over: Option<Horizon>,
    level: Fit,
    by: Option<NaiveDate>,
) -> Check {
    let model = &asked.model;
    let days: Vec<usize> = match over {
        None => (0..model.start_days.len().min(1)).collect(),
        Some(_) => (0..model.start_days.len()).collect(),
    };
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
    let intake = spread(model, &days, count);
    let wanted = intake.wanted(&model.instance);
    let placement = place(&model.instance.problem, &wanted, Effort::Thorough);
    let kept = kept(asked, &days, &intake);
    let new: Vec<u64> = (0..wanted.len())
        .map(|class| u64::from(wanted[class] - model.instance.owed_counts[class]))
        .collect();
    let machine: u32 = machine_touches(model, &intake);
    let touches_wanted = new.iter().sum::<u64>() as u32 + machine;
    let missed: u32 = placement
        .missed
        .iter()
        .filter(|(class, _)| model.instance.problem.classes[*class as usize].owed == 0)
        .map(|(_, count)| count)
        .sum();
    let dropped = dropped(model, &intake, &placement.missed);
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
    let fits = kept == count;
    Check {
        asked: count,
        over: look,
        fits,
        kept,
        dropped: dropped.into_iter().map(|drop| drop.dropped).collect(),
        by,
        touches_wanted,
        touches_placed: touches_wanted - missed,
        asked_starts: starts(model, &intake),
        check_weeks: weeks.into_values().collect(),
        tightest: if fits { None } else { tightest(model, &intake) },
        level,
    }
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

/// The span that is shortest of time.
fn tightest(model: &Model<'_>, intake: &Intake) -> Option<BindingSpan> {
    let bounds = Bounds::new(&model.instance);
    let mut added = vec![0; model.instance.problem.classes.len()];
    intake.add_to(&model.instance, &mut added);
    let mut worst: Option<(u64, BindingSpan)> = None;
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
        let Some(((open, close), over)) = gauge.worst(&points) else {
            continue;
        };
        if worst.as_ref().is_none_or(|(most, _)| over > *most) {
            let usable = gauge.holds(open, close);
            let date = |place: u32| {
                model
                    .capacity
                    .days
                    .date(model.today + gauge.days()[place as usize] as Day)
            };
            let span = BindingSpan {
                category: category_names(model, gauge.mask),
                from: date(open),
                to: date(close),
                measure: Measure::Seconds,
                at_least: 0,
                shares: Vec::new(),
                ahead_of: gauge
                    .ahead_of
                    .map(|bit| model.capacity.categories[usize::from(bit)].clone()),
                usable,
                needed: usable + over,
                weight: 1,
            };
            worst = Some((over, span));
        }
    }
    worst.map(|(_, span)| span)
}
