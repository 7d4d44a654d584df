//! Who is in flight, as numbers: what is owed, its windows, and where the plan's answer has it.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use followthrough::{Fit, Party, Placed, Plan, Prospect, Stage, Windows, Work};

use crate::world::{NONE, Owed, Row, World};

/// Who is in flight, with what the plan's answer places for them.
pub(crate) fn rows(
    plan: &Plan,
    fit: &Fit,
    windows: &Windows<'_>,
    starts: &BTreeMap<NaiveDateTime, u32>,
    world: &World,
) -> Vec<Row> {
    let mut by_id: BTreeMap<&str, Vec<&Placed>> = BTreeMap::new();
    for one in &fit.placement {
        if let Party::Id(id) = &one.party {
            by_id.entry(id).or_default().push(one);
        }
    }
    let mut rows = Vec::new();
    for prospect in &plan.pipeline {
        let Some(placed) = by_id.get(prospect.id.as_str()) else {
            continue;
        };
        let cadence = plan
            .cadences
            .iter()
            .position(|cadence| *cadence.name() == prospect.cadence);
        let Some(cadence) = cadence else { continue };
        let spans = owed_windows(prospect, windows, world, placed);
        // The touches of a row that counts several are dealt out in the order of their places.
        let mut bins: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for one in placed {
            let touch = match (one.work, one.touch) {
                (Work::Touch, Some(touch)) => touch - 1,
                (Work::Reply, _) => NONE,
                _ => continue,
            };
            let day = world.day(one.date);
            let bin = match &one.segment {
                Some(segment) => starts.get(segment).copied().unwrap_or(NONE),
                None => world.of_day[day as usize].1 - 1,
            };
            let all = bins.entry(touch).or_default();
            all.extend(std::iter::repeat_n((bin, day), one.count as usize));
        }
        let most = bins.values().map(Vec::len).max().unwrap_or(0);
        for nth in 0..most {
            let owed: Vec<Owed> = bins
                .iter()
                .filter_map(|(touch, places)| {
                    let (bin, day) = *places.get(nth)?;
                    let (open, close) = spans.get(touch).copied().unwrap_or((day, day));
                    Some(Owed {
                        touch: *touch,
                        open: open.min(day),
                        close: close.max(day),
                        open_after: 0,
                        close_after: 0,
                        bin,
                    })
                })
                .collect();
            let mut owed = owed;
            let from = owed.iter().map(|owed| owed.open).min().unwrap_or(0);
            let workday = |day: u32| world.workdays.partition_point(|one| *one < day) as u32;
            for one in &mut owed {
                one.open_after = workday(one.open) - workday(from);
                one.close_after = workday(one.close + 1).max(workday(from) + 1) - 1 - workday(from);
            }
            rows.push(Row {
                id: 1 << 31 | rows.len() as u32,
                cadence,
                next: owed.first().map_or(0, |owed| owed.touch),
                from,
                owed,
            });
        }
    }
    rows
}

/// The windows of what a row owes, as the model has them.
fn owed_windows(
    prospect: &Prospect,
    windows: &Windows<'_>,
    world: &World,
    placed: &[&Placed],
) -> BTreeMap<u32, (u32, u32)> {
    let mut spans = BTreeMap::new();
    let Some(told) = windows.cadence(&prospect.cadence) else {
        return spans;
    };
    let today = world.first;
    if prospect.stage == Stage::Replied {
        let day = prospect
            .due
            .or(prospect.last_touch)
            .unwrap_or(today)
            .max(today);
        if let Some(span) = told.reply(day) {
            spans.insert(NONE, (world.day(span.from), world.day(span.to)));
        }
        return spans;
    }
    let touches = placed.iter().filter_map(|one| one.touch);
    let Some(next) = touches.min() else {
        return spans;
    };
    let due = prospect.due.filter(|due| Some(*due) > prospect.last_touch);
    let window = match (due, prospect.last_touch) {
        (Some(due), _) => told.touch(next, due),
        (None, Some(last)) => told.after(next, last),
        (None, None) => None,
    };
    // One whose window closed undone opens anew.
    let window = window.filter(|window| window.to >= today);
    let Some(mut window) = window.or_else(|| told.touch(next, today)) else {
        return spans;
    };
    spans.insert(
        next - 1,
        (world.day(window.from.max(today)), world.day(window.to)),
    );
    for touch in next + 1..=told.promised() {
        if told.first_of_window(touch) == touch {
            let Some(after) = told.after(touch, window.from.max(today)) else {
                break;
            };
            window = after;
        }
        spans.insert(
            touch - 1,
            (world.day(window.from.max(today)), world.day(window.to)),
        );
    }
    spans
}
