//! A number that every week of a horizon carries, as large as a short look finds it: where `max` begins.

use super::found::{Found, nobody, settle};
use super::intake::{Group, even, quotas};
use super::model::Model;
use super::proof::Bounds;
use super::reseat::{Patience, reseat};
use super::total::gallop;
use super::widest::Widest;

/// Starts of every week in proportion to its workdays.
pub(super) fn steady(bounds: &Bounds<'_>) -> Found {
    let model = bounds.model;
    let groups: Vec<Group> = weeks(model);
    let full = model.plan.workweek.days().len() as u64;
    let counts = |number: u32| -> Vec<u32> {
        let days = groups.iter().map(|group| group.days.len() as u64);
        days.map(|days| (u64::from(number) * days / full) as u32)
            .collect()
    };
    if model.start_days.is_empty() {
        return nobody(model);
    }
    let mut widest = Widest::new(bounds, &groups);
    let (mut number, _) = gallop(|number| widest.refuse(&quotas(model, &counts(number))));
    while number > 0 && bounds.watch.go_on() {
        let counts = counts(number);
        let intake = even(model, &groups, &counts);
        if let Some(placement) = settle(model, &intake) {
            return Found { intake, placement };
        }
        let quotas = quotas(model, &counts);
        if let Ok(found) = reseat(bounds, &groups, &quotas, &intake, Patience::Short) {
            return found;
        }
        number -= (number / 8).max(1);
    }
    nobody(model)
}

/// The start days of every week of the horizon.
pub(super) fn weeks(model: &Model<'_>) -> Vec<Group> {
    let place = |day| model.start_days.partition_point(|other| *other < day);
    let weeks = model.weeks.iter();
    weeks
        .map(|week| Group {
            days: (place(week.from)..place(week.to + 1)).collect(),
        })
        .collect()
}
