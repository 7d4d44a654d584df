//! Who is started on which day: the starts of an answer with names, as an earlier schedule had them where that goes.

use std::collections::BTreeMap;

use super::places::Kept;
use crate::instance::Model;
use crate::instance::demand::Rows;
use crate::solver::Intake;
use crate::workdays::Day;
use crate::{Claim, Stage};

/// A prospect that is to be started: a row of the pipeline, or nobody in particular.
#[derive(Debug, Clone)]
pub(super) struct Newcomer {
    pub(super) cadence: usize,
    pub(super) start: Day,
    pub(super) row: Option<usize>,
    /// Whether prep is done.
    pub(super) ready: bool,
    /// Which of those of the day and cadence that the earlier schedule did not know by name, from 1; 0 for the others.
    pub(super) number: u32,
}

/// How many an answer starts on which day.
pub(super) fn intake(model: &Model<'_>, claim: &Claim) -> Intake {
    let mut intake = Intake::none(&model.instance);
    for start in &claim.starts {
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

/// As many in every week as the answer has, on the days and cadences of the earlier schedule as far as it tells.
///
/// What it does not tell goes where the answer has most more than is there, on the cadence that the mix misses most: an
/// answer begins the mix anew each day, and would deal out other cadences than yesterday's did.
pub(super) fn kept_intake(model: &Model<'_>, even: &Intake, kept: &Kept<'_>) -> Intake {
    let before = starts_before(model, kept);
    let until = model.capacity.days.day(kept.until);
    let cadences: Vec<usize> = model.instance.mix.cadences().collect();
    let on = |intake: &Intake, place: usize| -> u32 {
        cadences
            .iter()
            .map(|cadence| intake.counts[*cadence][place])
            .sum()
    };
    let is_open =
        |cadence: usize, place: usize| model.lines[cadence].get(place).is_some_and(Option::is_some);
    let mut intake = Intake::none(&model.instance);
    let (mut total, mut given) = (0, vec![0; model.demand.promises.len()]);
    for week in &model.weeks {
        let first = model.start_days.partition_point(|day| *day < week.from);
        let after = model.start_days.partition_point(|day| *day <= week.to);
        let wanted: u32 = (first..after).map(|place| on(even, place)).sum();
        total += wanted;
        let target = model.instance.mix.split(total);
        let mut left = wanted;
        let known = |place: usize| model.start_days[place] <= until;
        // Of a start after the days that are known, prep may be.
        for place in first..after {
            for cadence in cadences.iter().copied().filter(|one| is_open(*one, place)) {
                let start = (cadence, model.start_days[place]);
                let count = before.get(&start).copied().unwrap_or(0).min(left);
                intake.counts[cadence][place] = count;
                given[cadence] += count;
                left -= count;
            }
        }
        for _ in 0..left {
            let missing =
                |cadence: &usize| i64::from(target[*cadence]) - i64::from(given[*cadence]);
            let mut by_need = cadences.clone();
            by_need.sort_by_key(|cadence| std::cmp::Reverse(missing(cadence)));
            let found = by_need.into_iter().find_map(|cadence| {
                let places = (first..after).filter(|place| is_open(cadence, *place));
                let place = places.min_by_key(|place| {
                    let over = i64::from(on(&intake, *place)) - i64::from(on(even, *place));
                    (known(*place) && over >= 0, over, *place)
                });
                Some((cadence, place?))
            });
            let Some((cadence, place)) = found else { break };
            intake.counts[cadence][place] += 1;
            given[cadence] += 1;
        }
    }
    intake
}

/// How many the earlier schedule starts on which cadence and day, as far as they are not started yet.
fn starts_before(model: &Model<'_>, kept: &Kept<'_>) -> BTreeMap<(usize, Day), u32> {
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
    before
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
                nobodies += 1;
                match rows.next() {
                    Some((row, ready)) => here.push(newcomer(place, Some(row), ready, nobodies)),
                    None => here.push(newcomer(place, None, false, nobodies)),
                }
            }
        }
        // Those with prep done first, as an answer counts them.
        here.sort_by_key(|(place, newcomer)| (*place, !newcomer.ready, newcomer.row.is_none()));
        all.extend(here.into_iter().map(|(_, newcomer)| newcomer));
    }
    all
}
