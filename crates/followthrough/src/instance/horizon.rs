//! How far a question looks: the horizon's last day, and the days around it that windows may reach.

use chrono::{Days as ChronoDays, Months, NaiveDate};

use super::demand::Demand;
use super::mix_of;
use crate::capacity::Capacity;
use crate::solver::Mix;
use crate::{Error, Horizon, HorizonName, Plan};

/// How far a stretch of days is looked for a workday before it is given up.
const YEARS: u32 = 50;

/// The last day of a horizon, as far as the calendar alone tells.
pub(super) fn horizon_end(
    plan: &Plan,
    demand: &Demand,
    mix: &Mix,
    horizon: Option<Horizon>,
) -> Result<(HorizonName, NaiveDate), Error> {
    let first = plan.first_day;
    let months = |count: u32| {
        first
            .checked_add_months(Months::new(count))
            .and_then(|date| date.pred_opt())
            .unwrap_or(first)
    };
    let end = match horizon {
        Some(Horizon::Day) => (HorizonName::Day, first),
        // A week's end may depend on lost days: settled once those are known.
        Some(Horizon::Week) => (
            HorizonName::Week,
            first.checked_add_days(ChronoDays::new(13)).unwrap_or(first),
        ),
        Some(Horizon::Month) => (HorizonName::Month, months(1)),
        Some(Horizon::Quarter) => (HorizonName::Quarter, months(3)),
        Some(Horizon::Until(to)) => (HorizonName::Span, to),
        None => {
            let longest = mix
                .cadences()
                .map(|cadence| {
                    let promise = &demand.promises[cadence];
                    let length = promise.length();
                    if promise.calendar {
                        length
                    } else {
                        (7 * length).div_ceil(plan.workweek.days().len() as u64)
                    }
                })
                .max()
                .unwrap_or(0);
            let quarter = months(3);
            let twice = first
                .checked_add_days(ChronoDays::new(2 * longest.min(100_000)))
                .and_then(|date| date.pred_opt())
                .unwrap_or(quarter);
            let ten_years = months(120);
            if twice > quarter {
                (HorizonName::Span, twice.min(ten_years))
            } else {
                (HorizonName::Quarter, quarter)
            }
        }
    };
    if end.1 < first {
        return Err(Error::HorizonReversed {
            to: end.1,
            first_day: first,
        });
    }
    // Ten years to the day are ten years.
    if end.1.pred_opt().is_some_and(|before| before > months(120)) {
        return Err(Error::HorizonTooLong {
            to: end.1,
            first_day: first,
        });
    }
    Ok(end)
}

/// Whether the touches of everybody who may be started on any day are few enough to be looked at one by one.
pub(crate) fn within_limits(
    plan: &Plan,
    demand: &Demand,
    mix: &Mix,
    end: NaiveDate,
) -> Result<(), Error> {
    let days = (end - plan.first_day).num_days().max(0) as u64 + 1;
    let promised = mix
        .cadences()
        .map(|at| demand.promises[at].steps.len() as u64 + 1);
    let touches: u64 = promised.sum();
    if touches.saturating_mul(days) > Plan::MOST_CHOICES {
        return Err(Error::TooManyChoices {
            touches,
            days,
            most: Plan::MOST_CHOICES,
        });
    }
    Ok(())
}

/// The last day of the horizon that is meant where none is asked for.
pub(crate) fn usual_end(plan: &Plan) -> Result<NaiveDate, Error> {
    let demand = Demand::new(plan)?;
    let mix = mix_of(plan, &demand)?;
    horizon_end(plan, &demand, &mix, None).map(|(_, end)| end)
}

/// The last day of the horizon that is meant where none is asked for, which is how far typical weeks are looked for.
pub(crate) fn look_ahead(plan: &Plan, demand: &Demand, mix: &Mix) -> Result<NaiveDate, Error> {
    horizon_end(plan, demand, mix, None).map(|(_, end)| end)
}

/// The last day of the week that begins on the workweek's first listed day.
pub(crate) fn week_end(plan: &Plan, date: NaiveDate) -> NaiveDate {
    let into = chrono::Datelike::weekday(&date).days_since(plan.workweek.first_day());
    date.checked_add_days(ChronoDays::new(u64::from(6 - into)))
        .unwrap_or(date)
}

/// The stretch of days that an answer looks at, as estimated before anything is expanded.
pub(super) fn estimate(
    plan: &Plan,
    demand: &Demand,
    end: NaiveDate,
    times: u64,
) -> Result<(NaiveDate, NaiveDate), Error> {
    let limit = chrono::TimeDelta::days(i64::from(YEARS) * 366);
    let mut from = plan.first_day;
    let mut to = end;
    for prospect in &plan.pipeline {
        if matches!(
            prospect.stage,
            crate::Stage::InFlight | crate::Stage::Paused | crate::Stage::Replied
        ) {
            let due = [prospect.due, prospect.last_touch, prospect.started]
                .into_iter()
                .flatten()
                .next();
            if let Some(date) = due {
                if (date - plan.first_day).abs() > limit {
                    let place = format!("a day of prospect `{}`", prospect.id);
                    return Err(Error::DateOutOfRange { place, date });
                }
                from = from.min(date);
                to = to.max(date);
            }
        }
    }
    let longest = demand
        .promises
        .iter()
        .map(|promise| promise.length() + 10)
        .max()
        .unwrap_or(10)
        .min(10_000);
    let reply = demand
        .promises
        .iter()
        .filter_map(|promise| promise.reply)
        .map(|reply| u64::from(reply.days));
    let longest = longest.max(reply.max().unwrap_or(0).min(10_000));
    let away: u64 = plan
        .away
        .iter()
        .filter(|away| away.to >= from)
        .map(|away| {
            (away.to.min(to + limit) - away.from.max(from))
                .num_days()
                .max(0) as u64
                + 1
        })
        .sum();
    let slack = 28 + plan.holidays.range(from..).count().min(2_000) as u64 + away.min(20_000);
    let days = times * ((7 * longest).div_ceil(plan.workweek.days().len() as u64) + slack);
    let far = to
        .checked_add_days(ChronoDays::new(days))
        .filter(|far| *far - plan.first_day <= limit * 2);
    let far = far.ok_or(Error::NoWorkday {
        after: plan.first_day,
        years: YEARS,
    })?;
    Ok((from, far))
}

/// The dates that an answer looks at, both included, with room for windows that wait.
pub(crate) fn outlook(
    plan: &Plan,
    horizon: Option<Horizon>,
) -> Result<(NaiveDate, NaiveDate), Error> {
    let demand = Demand::new(plan)?;
    let mix = mix_of(plan, &demand)?;
    let (_, end) = horizon_end(plan, &demand, &mix, horizon)?;
    // Typical weeks are those of the usual horizon, whatever is asked.
    let end = end.max(look_ahead(plan, &demand, &mix)?);
    // Busy time can make days off of workdays, so that windows reach further than can be told before it is known.
    estimate(plan, &demand, end, 4)
}

/// The last day of a horizon that ends with a week: the next one's if no workday is left in the first.
pub(super) fn settle_week(
    plan: &Plan,
    capacity: &Capacity,
    horizon: Option<Horizon>,
    name: HorizonName,
    end: NaiveDate,
) -> NaiveDate {
    if name != HorizonName::Week || horizon != Some(Horizon::Week) {
        return end;
    }
    let first = week_end(plan, plan.first_day);
    let days = &capacity.days;
    if days.count(days.day(plan.first_day), days.day(first)) > 0 {
        first
    } else {
        first.checked_add_days(ChronoDays::new(7)).unwrap_or(first)
    }
}
