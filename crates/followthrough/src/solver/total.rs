//! `once` and `max`: the largest total over some days.

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

/// `once`: the most that can be started on the first start day: from what no span refuses down to what is found.
pub(crate) fn once(bounds: &Bounds<'_>) -> Solved {
    let question = Question::over(bounds, 1);
    let limit = question.refused();
    question.solved(question.down(limit))
}

/// `max`: the most that can be started over all start days: up from what every week carries, and down from what no span
/// refuses, until the two meet or no more is found.
pub(crate) fn max(bounds: &Bounds<'_>) -> Solved {
    if bounds.instance.start_days <= 1 {
        return once(bounds);
    }
    let question = Question::over(bounds, bounds.instance.start_days);
    let limit = question.refused();
    let known = steady(bounds);
    question.solved(climb(bounds, &question.groups, &known.intake, limit))
}

/// The most of so many that can be started over the first start days. `known` is an intake that is known to fit.
pub(crate) fn most(bounds: &Bounds<'_>, days: usize, known: &Intake, up_to: u32) -> Solved {
    let question = Question::over(bounds, days);
    let mut limit = question.refused();
    if limit.0 > up_to {
        limit = (up_to, None);
    }
    question.solved(if days <= 1 {
        question.down(limit)
    } else {
        climb(bounds, &question.groups, known, limit)
    })
}

/// How many can be started over some days, whichever of them.
struct Question<'a> {
    bounds: &'a Bounds<'a>,
    /// One group of all these days.
    groups: Vec<Group>,
}

impl<'a> Question<'a> {
    /// Over the first start days, so many at the most.
    fn over(bounds: &'a Bounds<'a>, days: usize) -> Self {
        let days = (0..bounds.instance.start_days.min(days)).collect();
        Self {
            bounds,
            groups: vec![Group { days }],
        }
    }

    fn quota(&self, count: u32) -> Vec<Quota> {
        quotas(self.bounds.instance, &[count])
    }

    /// The largest number that no single span of days refuses, and the proof against the next.
    fn refused(&self) -> (u32, Option<Proof>) {
        let mut widest = Widest::new(self.bounds, &self.groups);
        // What does not refuse a number refuses none below it.
        let mut first = 0;
        gallop(|count| {
            let proof = widest.refuse_from(first, &self.quota(count));
            if let Some(Proof::Spans(spans)) = &proof {
                first = spans.iter().map(|span| span.gauge).fold(first, usize::max);
            }
            proof
        })
    }

    /// The largest number found whose touches all have their place where starts are spread evenly: down from a bound in
    /// steps that grow, then up again to the last that was missed.
    fn down(&self, (mut bound, mut proof): (u32, Option<Proof>)) -> Climbed {
        let instance = self.bounds.instance;
        let attempt = |number: u32| {
            if !self.bounds.goes_on_placing() {
                return None;
            }
            let intake = even(instance, &self.groups, &[number]);
            let placement = settle(instance, &intake)?;
            Some(Found { intake, placement })
        };
        let mut relaxation = Relaxation::new(self.bounds, &self.groups);
        let mut missed = bound + 1;
        let (mut number, mut found) = loop {
            let is_close = bound - (missed - 1) < CLOSE;
            let step = if is_close { 1 } else { (missed / 8).max(1) };
            let number = missed - step;
            if number == 0 {
                break (0, nobody(instance));
            }
            if let Some(found) = attempt(number) {
                break (number, found);
            }
            missed = number;
            if number == bound
                && let Some(forbidden) = relaxation.ask_linear(&self.quota(bound))
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
        Climbed {
            found,
            bound,
            proof,
        }
    }

    /// What was found, with what the proof is against.
    fn solved(&self, climbed: Climbed) -> Solved {
        let Climbed {
            found,
            bound,
            proof,
        } = climbed;
        let against = self.quota(bound.saturating_add(1));
        Solved {
            number: found.intake.total(),
            bound,
            why: proof.map(|proof| (proof, self.groups.clone(), against)),
            intake: found.intake,
            placement: found.placement,
        }
    }
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
    while number > 0 && bounds.goes_on_placing() {
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
