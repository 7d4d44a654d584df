//! `once` and `max`: the largest total over a group of days.

use super::climb::{Climbed, climb};
use super::intake::{Found, Group, Intake, Quota, even, nobody, quotas, settle};
use super::problem::Placement;
use super::proof::{Bounds, Proof};
use super::relax::Relaxation;
use super::reseat::{Patience, reseat};
use super::widest::Widest;

/// How many numbers below the bound are tried one by one before larger steps are taken.
const CLOSE: u32 = 12;

/// No question is asked beyond this many prospects.
pub(crate) const MOST: u32 = 1 << 24;

/// A number with its bound, and the starts behind it.
#[derive(Debug, Clone)]
pub(crate) struct Solved {
    /// The largest number for which starts were found.
    pub(crate) number: u32,
    /// No larger number can be had.
    pub(crate) bound: u32,
    /// Why not, for `bound` + 1, and of what question it is the proof.
    pub(crate) why: Option<(Proof, Vec<Group>, Vec<Quota>)>,
    /// When prospects are started.
    pub(crate) intake: Intake,
    /// Where their touches are, with what is owed.
    pub(crate) placement: Placement,
}

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

/// `once`: the most that can be started on the first start day.
pub(crate) fn once(bounds: &Bounds<'_>) -> Solved {
    let days = (0..bounds.instance.start_days).take(1).collect();
    most(bounds, Group { days }, None)
}

/// `max`: the most that can be started over all start days.
pub(crate) fn max(bounds: &Bounds<'_>) -> Solved {
    let days = (0..bounds.instance.start_days).collect();
    let known = steady(bounds);
    most(bounds, Group { days }, Some(&known.intake))
}

/// The most that can be started over one group of days. `known` is an intake that is known to fit.
fn most(bounds: &Bounds<'_>, group: Group, known: Option<&Intake>) -> Solved {
    let instance = bounds.instance;
    let groups = vec![group];
    let quota = |count: u32| quotas(instance, &[count]);
    let mut widest = Widest::new(bounds, &groups);
    // What does not refuse a number refuses none below it.
    let mut first = 0;
    let (mut bound, mut proof) = gallop(|count| {
        let proof = widest.refuse_from(first, &quota(count));
        if let Some(Proof::Spans(spans)) = &proof {
            first = spans.iter().map(|span| span.gauge).fold(first, usize::max);
        }
        proof
    });
    let told = |number: u32, intake: Intake, placement, bound: u32, proof: Option<Proof>| Solved {
        number,
        bound,
        why: proof.map(|proof| (proof, groups.clone(), quota(bound.saturating_add(1)))),
        intake,
        placement,
    };
    if groups[0].days.len() <= 1 {
        let mut relaxation = Relaxation::new(bounds, &groups);
        let attempt = |number: u32| {
            let intake = even(instance, &groups, &[number]);
            let placement = settle(instance, &intake)?;
            Some(Found { intake, placement })
        };
        // Down in steps that grow, then up again to the last that was missed.
        let mut missed = bound + 1;
        let (mut number, mut found) = loop {
            let number = missed
                - if bound - (missed - 1) < CLOSE {
                    1
                } else {
                    (missed / 8).max(1)
                };
            if number == 0 {
                break (0, nobody(instance));
            }
            if let Some(found) = attempt(number) {
                break (number, found);
            }
            missed = number;
            if number == bound
                && let Some(forbidden) = relaxation.ask_linear(&quota(bound))
            {
                (bound, proof) = (bound - 1, Some(forbidden));
            }
        };
        while missed - number > 1 {
            let middle = number + (missed - number) / 2;
            match attempt(middle) {
                Some(more) => (number, found) = (middle, more),
                None => missed = middle,
            }
        }
        return told(number, found.intake, found.placement, bound, proof);
    }
    let Climbed {
        found,
        bound,
        proof,
    } = climb(bounds, &groups, known, (bound, proof));
    told(
        found.intake.total(),
        found.intake,
        found.placement,
        bound,
        proof,
    )
}

/// Starts of every week in proportion to its workdays, as many as a short look finds: where `max` begins.
fn steady(bounds: &Bounds<'_>) -> Found {
    let instance = bounds.instance;
    let groups = &instance.weeks;
    let full = u64::from(instance.workweek);
    let counts = |number: u32| -> Vec<u32> {
        let days = groups.iter().map(|group| group.days.len() as u64);
        days.map(|days| (u64::from(number) * days / full) as u32)
            .collect()
    };
    if instance.start_days == 0 {
        return nobody(instance);
    }
    let mut widest = Widest::new(bounds, groups);
    let (mut number, _) = gallop(|number| widest.refuse(&quotas(instance, &counts(number))));
    while number > 0 && bounds.watch.go_on() {
        let counts = counts(number);
        let intake = even(instance, groups, &counts);
        if let Some(placement) = settle(instance, &intake) {
            return Found { intake, placement };
        }
        let quotas = quotas(instance, &counts);
        if let Ok(found) = reseat(bounds, groups, &quotas, &intake, Patience::Short) {
            return found;
        }
        number -= (number / 8).max(1);
    }
    nobody(instance)
}
