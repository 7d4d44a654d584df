//! Who is started on which day: the starts of an answer with names, as an earlier schedule had them where that goes.

use std::collections::BTreeMap;

use super::places::Kept;
use crate::demand::Rows;
use crate::fit::{Intake, Model};
use crate::workdays::Day;
use crate::{Fit, Stage};

/// A prospect that is to be started: a row of the pipeline, or nobody in particular.
#[derive(Debug, Clone)]
pub(super) struct Newcomer {
    pub(super) cadence: usize,
    pub(super) start: Day,
    pub(super) row: Option<usize>,
    /// Whether prep is done.
    pub(super) ready: bool,
    /// Which of the nobodies of the day and cadence, from 1; 0 for a row.
    pub(super) number: u32,
}

/// How many an answer starts on which day.
pub(super) fn intake(model: &Model<'_>, fit: &Fit) -> Intake {
    let mut intake = Intake::none(model);
    for start in &fit.starts {
        let day = model.capacity.days.day(start.date);
        if let (Some(cadence), Ok(place)) = (
            model.demand.index(&start.cadence),
            model.start_days.binary_search(&day),
        ) {
            intake.counts[cadence][place] += start.count;
        }
    }
    intake
}

/// The same number in every week on every cadence, on the days of the earlier schedule as far as it tells.
pub(super) fn kept_intake(model: &Model<'_>, even: &Intake, kept: &Kept<'_>) -> Intake {
    let days = &model.capacity.days;
    let mut before: BTreeMap<(usize, Day), u32> = BTreeMap::new();
    for prospect in &model.plan.pipeline {
        if let (Some(start), Some(cadence), Stage::New | Stage::Ready) = (
            kept.starts.get(prospect.id.as_str()),
            model.demand.index(&prospect.cadence),
            prospect.stage,
        ) {
            *before.entry((cadence, days.day(*start))).or_default() += 1;
        }
    }
    for ((cadence, start), count) in &kept.nobodies {
        if let Some(cadence) = model.demand.index(cadence) {
            *before.entry((cadence, days.day(*start))).or_default() += count;
        }
    }
    let until = days.day(kept.until);
    let mut intake = even.clone();
    for cadence in model.mix.cadences() {
        let even = &even.counts[cadence];
        for week in &model.weeks {
            let first = model.start_days.partition_point(|day| *day < week.from);
            let after = model.start_days.partition_point(|day| *day <= week.to);
            let places: Vec<usize> = (first..after)
                .filter(|place| {
                    model.lines[cadence]
                        .get(*place)
                        .is_some_and(Option::is_some)
                })
                .collect();
            let Some(last) = places.last().copied() else {
                continue;
            };
            let counts = &mut intake.counts[cadence];
            for place in &places {
                let day = model.start_days[*place];
                if day <= until {
                    counts[*place] = before.get(&(cadence, day)).copied().unwrap_or(0);
                }
            }
            let wanted: u32 = places.iter().map(|place| even[*place]).sum();
            let mut has: u32 = places.iter().map(|place| counts[*place]).sum();
            while has > wanted {
                // The last of those with more than an even share, which a later week hides best.
                let over = places
                    .iter()
                    .rev()
                    .find(|place| counts[**place] > even[**place]);
                counts[over.copied().unwrap_or(last)] -= 1;
                has -= 1;
            }
            while has < wanted {
                let under = places.iter().find(|place| counts[**place] < even[**place]);
                counts[under.copied().unwrap_or(last)] += 1;
                has += 1;
            }
        }
    }
    intake
}

/// The prospects of an intake: rows where the earlier schedule had them, then `ready` rows by priority, then `new` ones,
/// then nobodies.
pub(super) fn newcomers(
    model: &Model<'_>,
    intake: &Intake,
    kept: Option<&Kept<'_>>,
) -> Vec<Newcomer> {
    let prospects = &model.plan.pipeline;
    let by_priority = |rows: &Rows| {
        let mut rows = rows.rows.clone();
        rows.sort_by_key(|row| (prospects[*row].priority, *row));
        rows
    };
    let mut all = Vec::new();
    for (cadence, counts) in intake.counts.iter().enumerate() {
        let mut left = counts.clone();
        let ready = by_priority(&model.owed.ready[cadence]);
        let stock = by_priority(&model.owed.stock[cadence]);
        let mut rows: Vec<(usize, bool)> = Vec::new();
        rows.extend(ready.into_iter().map(|row| (row, true)));
        rows.extend(stock.into_iter().map(|row| (row, false)));
        let mut here: Vec<(usize, Newcomer)> = Vec::new();
        let newcomer = |place: usize, row: Option<usize>, ready: bool, number: u32| {
            let start = model.start_days[place];
            let newcomer = Newcomer {
                cadence,
                start,
                row,
                ready,
                number,
            };
            (place, newcomer)
        };
        if let Some(kept) = kept {
            rows.retain(|(row, ready)| {
                let start = kept.starts.get(prospects[*row].id.as_str());
                let day = start.map(|start| model.capacity.days.day(*start));
                let place = day.and_then(|day| model.start_days.binary_search(&day).ok());
                match place.filter(|place| left[*place] > 0) {
                    Some(place) => {
                        left[place] -= 1;
                        here.push(newcomer(place, Some(*row), *ready, 0));
                        false
                    }
                    None => true,
                }
            });
        }
        let mut rows = rows.into_iter();
        for (place, left) in left.into_iter().enumerate() {
            let mut nobodies = 0;
            for _ in 0..left {
                match rows.next() {
                    Some((row, ready)) => here.push(newcomer(place, Some(row), ready, 0)),
                    None => {
                        nobodies += 1;
                        here.push(newcomer(place, None, false, nobodies));
                    }
                }
            }
        }
        // Those with prep done first, as an answer counts them.
        here.sort_by_key(|(place, newcomer)| (*place, !newcomer.ready, newcomer.row.is_none()));
        all.extend(here.into_iter().map(|(_, newcomer)| newcomer));
    }
    all
}
