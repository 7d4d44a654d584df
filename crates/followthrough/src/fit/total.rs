//! `once` and `max`: the largest total over a group of days.

use super::answer::Solved;
use super::intake::{Group, Intake, even, quotas};
use super::model::Model;
use super::place::{Effort, place};
use super::proof::{Bounds, Proof};
use super::relax::{Relaxation, Relaxed};
use super::search::{Wanting, improve, settle};

/// How many numbers below the bound are tried one by one before larger steps are taken.
const CLOSE: u32 = 12;

/// No question is asked beyond this many prospects.
pub(crate) const MOST: u32 = 1 << 24;

/// The largest number that a test allows, where it allows 0 and what it refuses it refuses for all larger ones; with
/// the proof against the next.
pub(crate) fn gallop(mut refuse: impl FnMut(u32) -> Option<Proof>) -> (u32, Option<Proof>) {
    let mut low = 0u32;
    let mut high = 1u32;
    let mut proof;
    loop {
        match refuse(high) {
            Some(found) => {
                proof = Some(found);
                break;
            }
            None if high >= MOST => return (MOST, None),
            None => {
                low = high;
                high *= 2;
            }
        }
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        match refuse(middle) {
            Some(found) => {
                proof = Some(found);
                high = middle;
            }
            None => low = middle,
        }
    }
    (low, proof)
}

/// The most that can be started over one group of days.
pub(crate) fn most(model: &Model<'_>, bounds: &Bounds<'_>, group: Group) -> Solved {
    let groups = vec![group];
    let quota = |count: u32| quotas(model, &[count]);
    let (mut bound, mut proof) = gallop(|count| bounds.relaxed(&groups, &quota(count)));
    let free = groups[0].days.len() > 1;
    let mut relaxation = Relaxation::new(bounds, &groups);
    if free {
        // Spans alone say too much of many days: halve what is left by the linear relaxation.
        let (mut low, mut high) = (0, bound.saturating_add(1));
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            match relaxation.ask_linear(&quota(middle)) {
                Some(found) => {
                    proof = Some(found);
                    high = middle;
                }
                None => low = middle,
            }
        }
        bound = low;
    }
    let wanting = free.then(|| Wanting::new(model));
    let told = |number: u32, intake: Intake, placement, bound: u32, proof: Option<Proof>| Solved {
        number,
        bound,
        proof: proof.map(|proof| (proof, groups.clone(), quota(bound.saturating_add(1)))),
        short: Vec::new(),
        intake,
        placement,
    };
    let mut number = bound;
    while number > 0 {
        let start = even(model, &groups, &[number]);
        if let Some(placement) = settle(model, &start) {
            return told(number, start, placement, bound, proof);
        }
        if let Some(wanting) = &wanting {
            if let Relaxed::Allowed(intake) = relaxation.ask(&quota(number)) {
                if let Some(placement) = settle(model, &intake) {
                    return told(number, intake, placement, bound, proof);
                }
                if let Some(found) = improve(model, wanting, &groups, intake) {
                    return told(number, found.intake, found.placement, bound, proof);
                }
            }
            if let Some(found) = improve(model, wanting, &groups, start) {
                return told(number, found.intake, found.placement, bound, proof);
            }
        }
        number -= if bound - number < CLOSE {
            1
        } else {
            (number / 8).max(1)
        };
    }
    let none = Intake::none(model);
    let placement = place(&model.problem, &none.wanted(model), Effort::Thorough);
    told(0, none, placement, bound, proof)
}
