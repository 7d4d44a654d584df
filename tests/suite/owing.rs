//! The oracle's word on what is owed: the least lateness, and the fewest to let go.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::{Party, Policy, Prospect, Stage};

use crate::numbers::{Day, Job, Numbers};
use crate::oracle::{Verdict, clock, fits};

/// So many by priority; none where a priority is not listed.
pub type Count = BTreeMap<u32, u64>;

/// The least lateness of what is owed, in workdays past the close by priority, the first priority first; nothing where
/// all fits. Tried touch by touch: for a handful of them. `None` where there are more, or where `days` more do not do.
#[must_use]
pub fn least_lateness(numbers: &Numbers<'_>, days: Day) -> Option<Count> {
    if numbers.owed.len() > 9 {
        return None;
    }
    let priorities: BTreeSet<u32> = numbers.owed.iter().map(|job| job.priority).collect();
    let priorities: Vec<u32> = priorities.into_iter().collect();
    let options: Vec<Vec<(usize, u64)>> = numbers
        .owed
        .iter()
        .map(|job| {
            let places = numbers.places_within(job, (job.window.0, job.window.1 + days));
            let late = |place: &usize| {
                let day = if job.effort == 0 {
                    *place as Day
                } else {
                    numbers.segments[*place].day
                };
                numbers.lateness(job.window.1, day)
            };
            places.iter().map(|place| (*place, late(place))).collect()
        })
        .collect();
    let mut best = None;
    let mut chosen = Vec::new();
    choose(
        numbers,
        &options,
        &priorities,
        &mut chosen,
        &mut vec![0; priorities.len()],
        &mut best,
    );
    best.map(|cost: Vec<u64>| {
        priorities
            .into_iter()
            .zip(cost)
            .filter(|(_, cost)| *cost > 0)
            .collect()
    })
}

fn choose(
    numbers: &Numbers<'_>,
    options: &[Vec<(usize, u64)>],
    priorities: &[u32],
    chosen: &mut Vec<usize>,
    cost: &mut Vec<u64>,
    best: &mut Option<Vec<u64>>,
) {
    if best.as_ref().is_some_and(|best| *cost >= *best) || !together(numbers, chosen) {
        return;
    }
    let next = chosen.len();
    let Some(places) = options.get(next) else {
        *best = Some(cost.clone());
        return;
    };
    let priority = priorities
        .iter()
        .position(|it| *it == numbers.owed[next].priority)
        .expect("listed");
    for (place, late) in places {
        chosen.push(*place);
        cost[priority] += late;
        choose(numbers, options, priorities, chosen, cost, best);
        cost[priority] -= late;
        chosen.pop();
    }
}

/// Whether the first jobs that are owed can lie where they are chosen to.
fn together(numbers: &Numbers<'_>, chosen: &[usize]) -> bool {
    let mut by_segment: BTreeMap<usize, Vec<(&Job, u64)>> = BTreeMap::new();
    let mut sent: BTreeMap<(usize, Day), u64> = BTreeMap::new();
    for (job, place) in numbers.owed.iter().zip(chosen) {
        let day = if job.effort == 0 {
            *place as Day
        } else {
            numbers.segments[*place].day
        };
        for cap in &job.caps {
            *sent.entry((*cap, day)).or_default() += 1;
        }
        if job.effort > 0 {
            by_segment.entry(*place).or_default().push((job, 1));
        }
    }
    let capped = sent.keys().all(|(cap, day)| {
        let used = |days: Day| -> u64 {
            sent.range((*cap, *day)..(*cap, *day + days))
                .map(|(_, count)| count)
                .sum()
        };
        let cap = &numbers.caps[*cap];
        cap.day.is_none_or(|room| used(1) <= room) && cap.week.is_none_or(|room| used(7) <= room)
    });
    capped
        && by_segment.iter().all(|(index, jobs)| {
            let efforts: u64 = jobs.iter().map(|(job, _)| job.effort).sum();
            efforts <= numbers.segments[*index].usable && clock(numbers, *index, jobs).is_some()
        })
}

/// Who comes first where not everybody can be kept, the lower the earlier: who replied, by priority, then who did not,
/// by priority.
#[must_use]
pub fn rank(row: &Prospect) -> u32 {
    row.priority + if row.stage == Stage::Replied { 0 } else { 10 }
}

/// The fewest prospects to let go so that what is owed to the others is on time, by rank: the most of the first rank
/// kept, then of the next. Tried set by set; `None` where there are too many.
#[must_use]
pub fn fewest_let_go(numbers: &mut Numbers<'_>, patience: usize) -> Option<Count> {
    let ids: BTreeMap<Party, u32> = numbers
        .owed
        .iter()
        .map(|job| {
            let mut rows = numbers.plan.pipeline.iter();
            let row = rows.find(|row| matches!(&job.party, Party::Id(id) if *id == row.id));
            (job.party.clone(), row.map_or(u32::MAX, rank))
        })
        .collect();
    if ids.len() > 10 {
        return None;
    }
    let ids: Vec<(Party, u32)> = ids.into_iter().collect();
    let priorities: BTreeSet<u32> = ids.iter().map(|(_, priority)| *priority).collect();
    let mut best: Option<Vec<u64>> = None;
    let owed = numbers.owed.clone();
    for kept in 0..1_u32 << ids.len() {
        let gone = |index: usize| kept >> index & 1 == 0;
        let count = |priority: &u32| {
            ids.iter()
                .enumerate()
                .filter(|(index, (_, of))| of == priority && gone(*index))
                .count() as u64
        };
        let cost: Vec<u64> = priorities.iter().map(count).collect();
        if best.as_ref().is_some_and(|best| *best <= cost) {
            continue;
        }
        let stays = |job: &&Job| {
            ids.iter()
                .enumerate()
                .any(|(index, (party, _))| !gone(index) && *party == job.party)
        };
        numbers.owed = owed.iter().filter(stays).cloned().collect();
        let verdict = fits(numbers, Policy::Level, &[], patience);
        numbers.owed.clone_from(&owed);
        match verdict {
            Verdict::Fits(_) => best = Some(cost),
            Verdict::No => {}
            Verdict::Unknown => return None,
        }
    }
    best.map(|best| {
        priorities
            .into_iter()
            .zip(best)
            .filter(|(_, count)| *count > 0)
            .collect()
    })
}

/// The least time of touches that must be done outside of the blocks so that what else is owed is on time, in seconds.
/// Tried set by set; `None` where there are too many.
#[must_use]
pub fn least_outside(numbers: &mut Numbers<'_>, patience: usize) -> Option<u64> {
    let owed = numbers.owed.clone();
    if owed.len() > 11 {
        return None;
    }
    let time = |out: u32| -> u64 {
        let jobs = owed.iter().enumerate();
        jobs.filter(|(index, _)| out >> index & 1 == 1)
            .map(|(_, job)| job.effort)
            .sum()
    };
    let mut sets: Vec<u32> = (0..1_u32 << owed.len()).collect();
    sets.sort_by_key(|out| (time(*out), *out));
    let mut least = None;
    for out in sets {
        let jobs = owed.iter().enumerate();
        numbers.owed = jobs
            .filter(|(index, _)| out >> index & 1 == 0)
            .map(|(_, job)| job.clone())
            .collect();
        match fits(numbers, Policy::Level, &[], patience) {
            Verdict::Fits(_) => {
                least = Some(time(out));
                break;
            }
            Verdict::No => {}
            Verdict::Unknown => break,
        }
    }
    numbers.owed = owed;
    least
}
