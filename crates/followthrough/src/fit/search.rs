//! Moves starts about inside their groups until every touch has its place.

use super::intake::{Group, Intake, is_open};
use super::model::Model;
use super::place::{Effort, place};
use super::problem::Placement;
use super::proof::Bounds;

/// How many moves are tried before a search is given up.
const STEPS: usize = 120;
/// How many other days are looked at for each start in a step.
const DAYS: usize = 8;

/// An intake whose every touch has its place.
pub(crate) struct Found {
    pub(crate) intake: Intake,
    pub(crate) placement: Placement,
}

/// Which starts want a class: cadence, place of the day, and whether it is their prep.
pub(crate) struct Wanting {
    starts: Vec<Vec<(usize, usize, bool)>>,
}

impl Wanting {
    pub(crate) fn new(model: &Model<'_>) -> Self {
        let mut starts = vec![Vec::new(); model.problem.classes.len()];
        for (cadence, lines) in model.lines.iter().enumerate() {
            for (day, line) in lines.iter().enumerate() {
                let Some(line) = line else { continue };
                if let Some((_, class)) = line.prep {
                    starts[class as usize].push((cadence, day, true));
                }
                for class in line.touches.iter().filter_map(|(_, class)| *class) {
                    let wanting: &mut Vec<(usize, usize, bool)> = &mut starts[class as usize];
                    if wanting.last() != Some(&(cadence, day, false)) {
                        wanting.push((cadence, day, false));
                    }
                }
            }
        }
        Self { starts }
    }
}

/// Places an intake as it is.
pub(crate) fn settle(model: &Model<'_>, intake: &Intake) -> Option<Placement> {
    if !intake.is_possible(model) {
        return None;
    }
    let placement = place(&model.problem, &intake.wanted(model), Effort::Thorough);
    placement.missed.is_empty().then_some(placement)
}

/// Moves starts of an intake inside their groups until all touches have a place, by least conflicts with a short
/// memory of what was moved.
pub(crate) fn improve(
    bounds: &Bounds<'_>,
    wanting: &Wanting,
    groups: &[Group],
    mut intake: Intake,
) -> Option<Found> {
    let model = bounds.model;
    let mut group_of = vec![usize::MAX; model.start_days.len()];
    for (number, group) in groups.iter().enumerate() {
        for day in &group.days {
            group_of[*day] = number;
        }
    }
    let mut moved: Vec<(usize, usize)> = Vec::new();
    let mut best = u64::MAX;
    let mut since = 0;
    for _ in 0..STEPS {
        if !bounds.watch.go_on() {
            return None;
        }
        let placement = place(&model.problem, &intake.wanted(model), Effort::Quick);
        let score = score(model, &placement, &intake);
        if score < best {
            best = score;
            since = 0;
            // What is nearly placed may be placed by trying harder.
            if placement.missed.len() <= 6
                && let Some(placement) = settle(model, &intake)
            {
                return Some(Found { intake, placement });
            }
        } else {
            since += 1;
            if since > 25 {
                return None;
            }
        }
        let (cadence, from, to) = best_move(
            model, wanting, groups, &group_of, &intake, &placement, &moved,
        )?;
        intake.counts[cadence][from] -= 1;
        intake.counts[cadence][to] += 1;
        moved.push((cadence, from));
        if moved.len() > 7 {
            moved.remove(0);
        }
    }
    None
}

/// How much is missed, in seconds and touches; starts that cannot be promised at all count as a day each.
fn score(model: &Model<'_>, placement: &Placement, intake: &Intake) -> u64 {
    let missed = placement.missed.iter().map(|(class, count)| {
        let class = &model.problem.classes[*class as usize];
        let owed = if class.owed > 0 { 4 } else { 1 };
        u64::from(class.effort + 60) * u64::from(*count) * owed
    });
    let missed: u64 = missed.sum();
    missed + if intake.is_possible(model) { 0 } else { 86_400 }
}

fn best_move(
    model: &Model<'_>,
    wanting: &Wanting,
    groups: &[Group],
    group_of: &[usize],
    intake: &Intake,
    placement: &Placement,
    moved: &[(usize, usize)],
) -> Option<(usize, usize, usize)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut missed = placement.missed.clone();
    missed.sort_unstable_by_key(|(class, count)| (std::cmp::Reverse(*count), *class));
    let add = |starts: &mut Vec<(usize, usize)>, cadence: usize, day: usize| {
        if intake.counts[cadence][day] > 0 && !starts.contains(&(cadence, day)) {
            starts.push((cadence, day));
        }
    };
    for (class, _) in missed.iter().take(4) {
        for (cadence, day, _) in &wanting.starts[*class as usize] {
            add(&mut starts, *cadence, *day);
        }
        // What fills the missed touch's window may move as well.
        let touch = &model.problem.classes[*class as usize];
        for (other, bin, _) in &placement.items {
            if starts.len() >= 10 {
                break;
            }
            if touch.first <= *bin && *bin <= touch.last {
                for (cadence, day, _) in &wanting.starts[*other as usize] {
                    add(&mut starts, *cadence, *day);
                }
            }
        }
    }
    starts.truncate(10);
    let mut best: Option<(u64, (usize, usize, usize))> = None;
    let mut trial = intake.clone();
    for (cadence, from) in starts {
        if group_of[from] == usize::MAX {
            continue;
        }
        let lines = &model.lines[cadence];
        let mut days: Vec<usize> = groups[group_of[from]]
            .days
            .iter()
            .copied()
            .filter(|day| {
                *day != from
                    && is_open(lines[*day].as_ref(), true)
                    && !moved.contains(&(cadence, *day))
            })
            .collect();
        // Of many days those with the fewest starts, near ones first.
        days.sort_by_key(|day| {
            (
                intake.counts.iter().map(|counts| counts[*day]).sum::<u32>(),
                day.abs_diff(from),
            )
        });
        days.truncate(DAYS);
        for to in days {
            trial.counts[cadence][from] -= 1;
            trial.counts[cadence][to] += 1;
            let placement = place(&model.problem, &trial.wanted(model), Effort::Quick);
            let score = score(model, &placement, &trial);
            if best.is_none_or(|(least, _)| score < least) {
                best = Some((score, (cadence, from, to)));
            }
            trial.counts[cadence][from] += 1;
            trial.counts[cadence][to] -= 1;
        }
    }
    best.map(|(_, chosen)| chosen)
}
