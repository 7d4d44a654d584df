//! What is overdue, on which day it can be made up for, and what that costs.

use std::collections::HashSet;

use chrono::NaiveDate;
use followthrough::{Error, Plan, Policy};

use crate::Log;
use crate::state::{span, state_on};

/// A dated list of what is overdue.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CatchUp {
    /// The last day by which it is to be made up for.
    pub until: NaiveDate,
    /// What is overdue and finds its place by then, by day.
    pub items: Vec<CatchUpItem>,
    /// What is overdue and finds none by then.
    pub left: Vec<CatchUpItem>,
    /// New prospects that can be started by then.
    pub starts: u32,
    /// As many as could be, were nothing overdue.
    pub starts_without: u32,
    /// Whom `triage` lets go, where something is left.
    pub let_go: Vec<String>,
}

/// One thing that is overdue.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CatchUpItem {
    /// The prospect.
    pub id: String,
    /// What lists show.
    pub name: String,
    /// The touch; `None` for the work of an answer.
    pub touch: Option<u32>,
    /// The last day on which it would have kept the promise.
    pub since: NaiveDate,
    /// The day on which it is to be made; `None` where it has no place at all.
    pub date: Option<NaiveDate>,
    /// The block.
    pub block: Option<String>,
}

/// What is overdue in `plan`, whose pipeline is the one that was exported, made up for within so many workdays, today the
/// first.
///
/// # Errors
/// As those of [`Plan::schedule`] and [`Plan::triage`].
pub fn catch_up(plan: &Plan, log: &Log, within: u32) -> Result<CatchUp, Error> {
    let (from, to) = span(plan, log);
    let windows = plan.windows(from, to)?;
    let now = Plan {
        pipeline: state_on(plan, log, &windows).prospects,
        ..plan.clone()
    };
    let today = plan.first_day;
    let until = windows
        .add_workdays(today, within.saturating_sub(1))
        .unwrap_or(today);
    let fit = now.fit(Policy::Level, None)?;
    let schedule = now.schedule(&fit)?;
    let mut found = CatchUp {
        until,
        items: Vec::new(),
        left: Vec::new(),
        starts: 0,
        starts_without: 0,
        let_go: Vec::new(),
    };
    for overdue in &fit.commitments.overdue {
        let places = schedule.days.iter().flat_map(|day| {
            let blocks = day.segments.iter().flat_map(|segment| {
                segment
                    .items
                    .iter()
                    .map(|item| (item, Some(&segment.block)))
            });
            let machine = day.machine.iter().map(|item| (item, None));
            blocks
                .chain(machine)
                .map(|(item, block)| (day.date, item, block))
        });
        let place = places.into_iter().find(|(_, item, _)| {
            item.id.as_ref() == Some(&overdue.id) && item.touch == overdue.touch
        });
        let row = now.pipeline.iter().find(|row| row.id == overdue.id);
        let item = CatchUpItem {
            id: overdue.id.clone(),
            name: row.map_or_else(String::new, |row| row.label().to_owned()),
            touch: overdue.touch,
            since: overdue.window.to,
            date: place.as_ref().map(|(date, ..)| *date),
            block: place.and_then(|(_, _, block)| block.cloned()),
        };
        if item.date.is_some_and(|date| date <= until) {
            found.items.push(item);
        } else {
            found.left.push(item);
        }
    }
    let order = |item: &CatchUpItem| (item.date, item.since, item.id.clone());
    found.items.sort_by_key(order);
    found.left.sort_by_key(order);
    let started = |fit: &followthrough::Fit| {
        let starts = fit.starts.iter().filter(|start| start.date <= until);
        starts.map(|start| start.count).sum()
    };
    found.starts = started(&fit);
    found.starts_without = found.starts;
    if !fit.commitments.overdue.is_empty() {
        let overdue: HashSet<&str> = fit
            .commitments
            .overdue
            .iter()
            .map(|row| row.id.as_str())
            .collect();
        let mut without = now.clone();
        without
            .pipeline
            .retain(|row| !overdue.contains(row.id.as_str()));
        found.starts_without = started(&without.fit(Policy::Level, None)?);
    }
    if !found.left.is_empty() {
        let triage = now.triage()?;
        found.let_go = triage.let_go.into_iter().map(|row| row.id).collect();
    }
    Ok(found)
}
