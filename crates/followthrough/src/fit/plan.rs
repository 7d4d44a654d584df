//! The plan that keeps to a pace, in the plan's own names: who was started before it, and what holds a short week down.

use std::collections::BTreeMap;

use chrono::{Days, Months};

use super::certificate::binding;
use crate::Plan;
use crate::instance::demand::Demand;
use crate::instance::{Model, week_end};
use crate::solver::{Before, Bounds, Week};
use crate::workdays::Day;

/// Reads the rows of a plan that say when they were started.
pub(crate) fn started_before(plan: &Plan, demand: &Demand) -> Before {
    let mut before = Before {
        by_cadence: vec![0; demand.promises.len()],
        by_week: BTreeMap::new(),
        past: 0,
    };
    let today = plan.first_day;
    let quarter = today.checked_sub_months(Months::new(3)).unwrap_or(today);
    let end = week_end(plan, today);
    let monday = end.checked_sub_days(Days::new(6)).unwrap_or(today);
    let worked = monday.iter_days().take_while(|date| *date < today);
    before.past = worked.filter(|date| plan.is_worked(*date)).count() as u64;
    for row in &plan.pipeline {
        let Some(started) = row.started.filter(|day| (quarter..=today).contains(day)) else {
            continue;
        };
        if let Some(cadence) = demand.index(&row.cadence) {
            let sum = &mut before.by_cadence[cadence];
            *sum = sum.saturating_add(row.count);
        }
        let week = (end - started).num_days() / 7;
        let sum = before.by_week.entry(week).or_default();
        *sum = sum.saturating_add(row.count);
    }
    before
}

/// Says of the weeks of an answer what they may start, what they could, and what holds it down; of those that end in time.
pub(super) fn tell(
    model: &Model<'_>,
    bounds: &Bounds<'_>,
    kept: &[Week],
    end: Day,
    weeks: &mut [crate::Week],
) {
    let mut started = 0;
    for (at, (week, told)) in kept.iter().zip(weeks).enumerate() {
        let horizon = &model.weeks[at];
        if horizon.to > end {
            break;
        }
        if at > 0 || !horizon.workdays.is_empty() {
            told.quota = Some(week.quota);
            told.bound = Some(week.bound);
            told.binding = (week.starts < week.quota).then(|| short(model, bounds, week, started));
        }
        started += week.starts;
    }
}

/// Why a week that comes after so many starts has fewer than its quota.
fn short(model: &Model<'_>, bounds: &Bounds<'_>, week: &Week, started: u32) -> crate::Binding {
    let mut binding = binding(model, bounds, week.why.as_ref());
    if week.starts < week.bound {
        let open = "no place was found for one more; that there is none is not proved";
        binding.why = if week.why.is_some() {
            format!(
                "{open}. More than {} cannot be: {}",
                week.bound, binding.why
            )
        } else {
            open.to_owned()
        };
    }
    if model.instance.mix.cadences().count() > 1 {
        let first = started + week.starts;
        let next = model.instance.mix.sequence(first, first + 1);
        if let Some(cadence) = next.first() {
            let name = &model.demand.promises[*cadence].name;
            binding.why = format!("next in the mix is `{name}`: {}", binding.why);
        }
    }
    binding
}
