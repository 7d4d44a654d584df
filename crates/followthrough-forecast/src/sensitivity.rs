//! How far a number moves when what is taken for granted does.

use followthrough::{Error, Fit, Plan};
use serde::Serialize;

use crate::assume::{Assumed, AssumedUnit, Assumptions};
use crate::confidence::{Uncertain, drawn_number};
use crate::world::World;

/// What becomes of a number when one thing that is taken for granted is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moves {
    /// What is moved, such as `a call reaches somebody`.
    pub what: String,
    /// Whether it is moved over its own interval of 95 %; else from half of it to twice as much.
    pub counted: bool,
    /// From what, in millionths.
    pub from: u32,
    /// To what.
    pub to: u32,
    /// The number there at the lower end, in prospects a full week.
    pub at_from: u32,
    /// The number at the upper end.
    pub at_to: u32,
}

/// Both ends of each assumption, where it is any: its own interval, or half and twice.
fn ends(assumed: &Assumed) -> Option<(bool, u32, u32)> {
    if assumed.millionths == 0 {
        return None;
    }
    Some(match assumed.low.zip(assumed.high) {
        Some((low, high)) => (true, low, high),
        None => {
            let most = match assumed.unit {
                AssumedUnit::Share => 1_000_000,
                AssumedUnit::Deviation => 2_000_000,
            };
            let twice = assumed.millionths.saturating_mul(2).min(most);
            (false, assumed.millionths / 2, twice)
        }
    })
}

/// How far the number at a level moves, the largest move first; `None` where `watch` said stop.
pub(crate) fn moves(
    plan: &Plan,
    fit: &Fit,
    asked: &Uncertain,
    level: u32,
    watch: &mut impl FnMut(usize, usize) -> bool,
) -> Result<Option<Vec<Moves>>, Error> {
    let told = asked.told(plan);
    let mut found = Vec::new();
    let movable: Vec<(Assumed, (bool, u32, u32))> = told
        .into_iter()
        .filter_map(|assumed| ends(&assumed).map(|ends| (assumed, ends)))
        .collect();
    for (at, (assumed, (counted, from, to))) in movable.iter().enumerate() {
        let mut numbers = [0, 0];
        for (number, end) in numbers.iter_mut().zip([*from, *to]) {
            if !watch(at, movable.len()) {
                return Ok(None);
            }
            let changed = changed(asked, assumed, end);
            let world = World::new(plan, fit, &changed.assumptions)?;
            *number = drawn_number(&world, &changed, level);
        }
        found.push(Moves {
            what: assumed.what.clone(),
            counted: *counted,
            from: *from,
            to: *to,
            at_from: numbers[0],
            at_to: numbers[1],
        });
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.at_from.abs_diff(one.at_to)));
    Ok(Some(found))
}

/// The question with one assumption moved.
fn changed(asked: &Uncertain, assumed: &Assumed, to: u32) -> Uncertain {
    let mut changed = asked.clone();
    match assumed.what.as_str() {
        LOST => changed.lost = to,
        HALVED => changed.halved = to,
        LENGTH => changed.spread = to / 10_000,
        _ => changed.assumptions = Assumptions::moved(&asked.assumptions, assumed, to),
    }
    changed
}

/// What is drawn beside answers.
pub(crate) const LOST: &str = "a workday is lost";
pub(crate) const HALVED: &str = "half of a workday is lost";
pub(crate) const LENGTH: &str = "how far the length of a touch is from its mean";
