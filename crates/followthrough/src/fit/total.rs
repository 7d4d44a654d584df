//! `once` and `max`: the largest total over a group of days.

use super::answer::Solved;
use super::found::{Found, settle};
use super::intake::{Group, Intake, even, quotas};
use super::level::nobody;
use super::model::Model;
use super::place::{Effort, place};
use super::proof::{Bounds, Proof};
use super::relax::{Relaxation, Relaxed};
use super::reseat::{Patience, reseat};
use super::widest::Widest;

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

/// The most that can be started over one group of days. `known` is an intake that is known to fit.
pub(crate) fn most(
    model: &Model<'_>,
    bounds: &Bounds<'_>,
    group: Group,
    known: Option<&Intake>,
) -> Solved {
    let groups = vec![group];
    let quota = |count: u32| quotas(model, &[count]);
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
        proof: proof.map(|proof| (proof, groups.clone(), quota(bound.saturating_add(1)))),
        short: Vec::new(),
        intake,
        placement,
    };
    if groups[0].days.len() <= 1 {
        let mut relaxation = Relaxation::new(bounds, &groups);
        let attempt = |number: u32| {
            let intake = even(model, &groups, &[number]);
            let placement = settle(model, &intake)?;
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
                break (0, nobody(model));
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
    // From below: nobody, and what is known to fit, each grown as far as it goes.
    let mut grown: Vec<Found> = Vec::new();
    for start in known.into_iter().chain([&Intake::none(model)]) {
        let found = grow(
            bounds,
            &groups[0],
            shrink(model, start.clone(), bound),
            bound,
        );
        match found {
            Some(found) if found.intake.total() >= bound => {
                return told(bound, found.intake, found.placement, bound, proof);
            }
            found => grown.extend(found),
        }
    }
    // From above: the linear relaxation's summit, rounded, and whole numbers near it forbidden one by one.
    let mut relaxation = Relaxation::new(bounds, &groups);
    let round = model.mix.split(ROUND);
    let shares: Vec<f64> = round
        .iter()
        .map(|count| f64::from(*count) / f64::from(ROUND))
        .collect();
    let stock: Vec<u32> = model
        .owed
        .ready
        .iter()
        .map(|rows| rows.len() as u32)
        .collect();
    let mut starts = Vec::new();
    if let Some((summit, counts)) = relaxation.summit(&shares, &stock) {
        let near = (summit + 1e-6).floor() as u32;
        starts.push(rounded(model, &counts));
        // A mix is not split evenly at every number, so a few above the summit may still be allowed.
        for count in near + 1..=bound.min(near.saturating_add(4)) {
            if let Some(found) = relaxation.ask_linear(&quota(count)) {
                (bound, proof) = (count - 1, Some(found));
                break;
            }
        }
    }
    // Whole starts that the relaxation allows at the bound, as many of them as find their place.
    for _ in 0..CLOSE {
        let is_met = grown.iter().any(|found| found.intake.total() >= bound);
        if is_met || bound == 0 || !bounds.watch.go_on() {
            break;
        }
        match relaxation.ask(&quota(bound)) {
            Relaxed::Forbidden(found) => (bound, proof) = (bound - 1, Some(found)),
            Relaxed::Allowed(intake) => {
                let all = quota(bound);
                match reseat(bounds, &groups, &all, &intake, Patience::Short) {
                    Ok(found) => {
                        return told(bound, found.intake, found.placement, bound, proof);
                    }
                    Err(part) => starts.push(part),
                }
                break;
            }
            Relaxed::Unknown => break,
        }
    }
    for start in starts {
        grown.extend(grow(bounds, &groups[0], shrink(model, start, bound), bound));
    }
    // Then one more, and others moved to make room for it; from the best two.
    grown.sort_by_key(|found| std::cmp::Reverse(found.intake.total()));
    grown.truncate(2);
    let mut best: Option<Found> = None;
    for mut found in grown {
        let beaten = |total: u32| {
            best.as_ref()
                .is_some_and(|best| best.intake.total() > total)
        };
        while found.intake.total() < bound && bounds.watch.go_on() {
            let total = found.intake.total();
            bounds.watch.learn(total, bound);
            let patience = if beaten(total) {
                Patience::Long
            } else {
                Patience::Longest
            };
            let more = quota(total + 1);
            let again = |from: &Intake| reseat(bounds, &groups, &more, from, patience).ok();
            if let Some(one_more) = again(&found.intake) {
                found = one_more;
                continue;
            }
            // From what the relaxation would start instead.
            let other = match relaxation.ask(&more) {
                Relaxed::Allowed(intake) => intake,
                Relaxed::Forbidden(forbidden) => {
                    if total + 1 == bound {
                        (bound, proof) = (total, Some(forbidden));
                    }
                    break;
                }
                Relaxed::Unknown => break,
            };
            match again(&other) {
                Some(one_more) => found = one_more,
                None => break,
            }
        }
        if !beaten(found.intake.total()) {
            best = Some(found);
        }
        if best
            .as_ref()
            .is_some_and(|best| best.intake.total() >= bound)
        {
            break;
        }
    }
    let best = best.unwrap_or_else(|| nobody(model));
    told(
        best.intake.total(),
        best.intake,
        best.placement,
        bound,
        proof,
    )
}

/// In how many prospects the mix's shares are measured.
const ROUND: u32 = 5_040;

/// The whole part of starts.
fn rounded(model: &Model<'_>, counts: &[Vec<f64>]) -> Intake {
    let mut intake = Intake::none(model);
    for (counts, values) in intake.counts.iter_mut().zip(counts) {
        for (count, value) in counts.iter_mut().zip(values) {
            *count = (value + 1e-6).floor() as u32;
        }
    }
    intake
}

/// Takes away starts until they are no more than `most` and their split over cadences is the mix's own, last days first.
fn shrink(model: &Model<'_>, mut intake: Intake, most: u32) -> Intake {
    let counts = |intake: &Intake| -> Vec<u32> {
        intake
            .counts
            .iter()
            .map(|counts| counts.iter().sum())
            .collect()
    };
    let mut total = intake.total().min(most);
    loop {
        let have = counts(&intake);
        let split = model.mix.split(total);
        if split.iter().zip(&have).all(|(split, have)| split <= have) {
            for (cadence, counts) in intake.counts.iter_mut().enumerate() {
                let mut over = have[cadence] - split[cadence];
                for count in counts.iter_mut().rev() {
                    let take = over.min(*count);
                    *count -= take;
                    over -= take;
                }
            }
            return intake;
        }
        total -= 1;
    }
}

/// Adds the mix's next prospect wherever there is room for it, until there is none or `most` are started.
fn grow(bounds: &Bounds<'_>, group: &Group, mut intake: Intake, most: u32) -> Option<Found> {
    let model = bounds.model;
    let mut placement = settle(model, &intake)?;
    let mut from = 0;
    while intake.total() < most && bounds.watch.go_on() {
        bounds.watch.learn(intake.total(), most);
        let total = intake.total();
        let cadence = model.mix.sequence(total, total + 1).first().copied()?;
        let days = group.days.len();
        // Go round the days, so that starts spread.
        let mut found = None;
        for step in 0..days {
            let day = group.days[(from + step) % days];
            intake.counts[cadence][day] += 1;
            if intake.is_possible(model) {
                let trial = place(&model.problem, &intake.wanted(model), Effort::Quick);
                if trial.missed.is_empty() {
                    found = Some((step, trial));
                    break;
                }
            }
            intake.counts[cadence][day] -= 1;
        }
        match found {
            Some((step, trial)) => {
                placement = trial;
                from = (from + step + 1) % days;
            }
            None => break,
        }
    }
    Some(Found { intake, placement })
}
