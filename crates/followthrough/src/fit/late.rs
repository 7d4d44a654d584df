//! What is owed and does not fit: placed with the least lateness, priority 1 first.

use super::model::Model;
use super::place::{Effort, place};
use crate::workdays::Day;

/// What came of placing what is owed.
pub(crate) enum Owing {
    /// All of it is on time.
    OnTime,
    /// Some of it is late: which of the model's owed touches, and the day by which it is made.
    Late(Vec<(usize, Day)>),
    /// The days at hand do not suffice.
    Beyond,
}

/// Places what is owed, the least late way that is found, and gives what is late a window after its close.
///
/// By priority, then by close, each touch is put where it is least late without making any before it later.
pub(crate) fn settle_owed(model: &mut Model<'_>) -> Owing {
    if place(&model.problem, &model.owed_counts, Effort::Thorough).missed.is_empty() {
        return Owing::OnTime;
    }
    let mut order: Vec<usize> = (0..model.owed_touches.len()).filter(|at| model.owed_touches[*at].class.is_some()).collect();
    order.sort_by_key(|at| {
        let commitment = &model.owed_touches[*at].commitment;
        (commitment.priority, commitment.window.close, commitment.window.open, *at)
    });
    let mut counts = vec![0u32; model.problem.classes.len()];
    let mut late = Vec::new();
    let mut at = 0;
    while at < order.len() {
        // As many at once as fit on time: halving finds the first that does not.
        let mut step = order.len() - at;
        let on_time = loop {
            let mut trial = counts.clone();
            for owed in &order[at..at + step] {
                if let Some(class) = model.owed_touches[*owed].class {
                    trial[class as usize] += 1;
                }
            }
            if place(&model.problem, &trial, Effort::Thorough).missed.is_empty() {
                counts = trial;
                break step;
            }
            if step == 1 {
                break 0;
            }
            step /= 2;
        };
        at += on_time;
        if on_time > 0 {
            continue;
        }
        let owed = order[at];
        let Some(day) = delay(model, owed, &mut counts) else { return Owing::Beyond };
        late.push((owed, day));
        at += 1;
    }
    late.sort_unstable();
    model.owed_counts = counts;
    Owing::Late(late)
}

/// Gives one touch the least delay that fits, and the day it is made by.
fn delay(model: &mut Model<'_>, owed: usize, counts: &mut Vec<u32>) -> Option<Day> {
    let commitment = model.owed_touches[owed].commitment.clone();
    let old = model.owed_touches[owed].class?;
    let hours = model.problem.classes[old as usize].hours;
    let caps = model.problem.classes[old as usize].caps;
    let close = commitment.window.close;
    let days = model.capacity.days.between(close + 1, model.last).to_vec();
    for day in days {
        let window = crate::demand::Window { open: close + 1, close: day };
        let class = model.class(window, commitment.category, commitment.effort, caps, hours, commitment.priority.max(1));
        if model.problem.is_unreachable(class) {
            continue;
        }
        if class as usize >= counts.len() {
            counts.resize(model.problem.classes.len(), 0);
            model.problem.divide();
        }
        counts[class as usize] += 1;
        if place(&model.problem, counts, Effort::Thorough).missed.is_empty() {
            model.owed_touches[owed].class = Some(class);
            return Some(day);
        }
        counts[class as usize] -= 1;
    }
    None
}

/// Where even ten years do not suffice: what finds no place is as good as unreachable.
pub(crate) fn give_up(mut model: Model<'_>) -> super::Asked<'_> {
    let mut kept = Vec::new();
    let mut counts = vec![0u32; model.problem.classes.len()];
    for owed in std::mem::take(&mut model.owed_touches) {
        let fits = owed.class.is_none_or(|class| {
            counts[class as usize] += 1;
            let fits = place(&model.problem, &counts, Effort::Thorough).missed.is_empty();
            counts[class as usize] -= u32::from(!fits);
            fits
        });
        if fits {
            kept.push(owed);
        } else {
            model.unreachable.push(crate::Unreachable {
                id: model.plan.pipeline[owed.commitment.prospect].id.clone(),
                touch: owed.commitment.touch,
                window: model.span(owed.commitment.window),
                reason: crate::UnreachableReason::NoBlock,
            });
        }
    }
    model.owed_touches = kept;
    model.owed_counts = counts;
    super::Asked { model, on_time: true, clear_day: None, clear: 0 }
}
