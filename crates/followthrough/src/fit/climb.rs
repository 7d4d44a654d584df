//! The most that can be started over several days: from below by starts that are added and moved, from above by the
//! linear relaxation.

use super::found::{Found, nobody, settle};
use super::intake::{Group, Intake, Quota, quotas};
use super::model::Model;
use super::place::{Effort, place};
use super::proof::{Bounds, Proof};
use super::relax::{Relaxation, Relaxed};
use super::reseat::{Patience, reseat};

/// How many steps are taken before the linear relaxation is asked.
const STEPS: u32 = 12;

/// From how many starts one more is looked for as long as can be.
const LONGEST: usize = 2;

/// How often that is done anew where more than one is open.
const AGAIN: u32 = 2;

/// What came of it.
pub(super) struct Climbed {
    /// The starts that were found.
    pub(super) found: Found,
    /// No more than these fit.
    pub(super) bound: u32,
    /// Why.
    pub(super) proof: Option<Proof>,
}

/// Looks for as many as a bound allows, and for a lower bound. `known` is an intake that is known to fit.
pub(super) fn climb(
    bounds: &Bounds<'_>,
    groups: &[Group],
    known: Option<&Intake>,
    (bound, proof): (u32, Option<Proof>),
) -> Climbed {
    let model = bounds.model;
    let mut best: Option<Found> = None;
    for start in known.into_iter().chain([&Intake::none(model)]) {
        let total = |found: &Option<Found>| found.as_ref().map(|found| found.intake.total());
        if total(&best) >= Some(bound) {
            break;
        }
        let start = shrink(model, start.clone(), bound);
        let grown = grow(bounds, &groups[0], start, bound);
        if total(&grown) > total(&best) {
            best = grown;
        }
    }
    let mut climb = Climb {
        bounds,
        groups,
        relaxation: Relaxation::new(bounds, groups),
        found: best.unwrap_or_else(|| nobody(model)),
        bound,
        proof,
        equals: Vec::new(),
        climbed_from: None,
        summit: None,
    };
    climb.run();
    Climbed {
        found: climb.found,
        bound: climb.bound,
        proof: climb.proof,
    }
}

/// What is known of the most that can be started, from below and from above.
struct Climb<'a> {
    bounds: &'a Bounds<'a>,
    groups: &'a [Group],
    relaxation: Relaxation<'a>,
    found: Found,
    bound: u32,
    proof: Option<Proof>,
    /// Other starts, of as many, that were found on the way.
    equals: Vec<Intake>,
    /// The bound from which that was tried.
    climbed_from: Option<u32>,
    /// The starts of the linear relaxation's summit, where these were found and not tried.
    summit: Option<Intake>,
}

impl Climb<'_> {
    /// Brings the two as near to each other as can be.
    fn run(&mut self) {
        // A few more by a few moves each; where there is no end to that, the linear relaxation's summit shows the way.
        let mut steps = 0;
        while steps < STEPS && self.one_more(None, Patience::Short) {
            steps += 1;
        }
        self.lower();
        if steps == STEPS {
            self.climb_from_summit();
        }
        while self.one_more(None, Patience::Long) || self.one_more_from_elsewhere() {}
    }

    /// Looks for more from other starts than those that were found, and then for long; false where there are none.
    fn one_more_from_elsewhere(&mut self) -> bool {
        if self.climb_from_bound() || self.climb_from_summit() || self.is_done() {
            return !self.is_done();
        }
        let mut starts = vec![self.found.intake.clone()];
        let next = self.quota(self.total() + 1);
        match self.relaxation.ask(&next) {
            Relaxed::Allowed(other) => {
                if self.one_more(Some(&other), Patience::Long) {
                    return true;
                }
                starts.push(other);
            }
            Relaxed::Forbidden(proof) => {
                (self.bound, self.proof) = (self.total(), Some(proof));
                return false;
            }
            Relaxed::Unknown => {}
        }
        starts.append(&mut self.equals);
        starts.truncate(LONGEST);
        let mut starts = starts.iter();
        if starts.any(|start| self.one_more(Some(start), Patience::Longest)) {
            return true;
        }
        // Where more than one is open, the moves that were drawn may have been unlucky ones.
        (1..=AGAIN).any(|round| {
            self.bound - self.total() > 1 && self.one_more(None, Patience::Again(round))
        })
    }

    /// Starts what the linear relaxation would at the bound, as many of them as find their place.
    fn climb_from_bound(&mut self) -> bool {
        while !self.is_done() && self.climbed_from != Some(self.bound) {
            let all = self.quota(self.bound);
            match self.relaxation.ask(&all) {
                Relaxed::Forbidden(proof) => {
                    (self.bound, self.proof) = (self.bound - 1, Some(proof));
                }
                Relaxed::Allowed(intake) => {
                    self.climbed_from = Some(self.bound);
                    let patience = Patience::Short;
                    return match reseat(self.bounds, self.groups, &all, &intake, patience) {
                        Ok(found) => {
                            self.found = found;
                            true
                        }
                        Err(part) => self.climb(part),
                    };
                }
                Relaxed::Unknown => self.climbed_from = Some(self.bound),
            }
        }
        false
    }

    fn total(&self) -> u32 {
        self.found.intake.total()
    }

    fn is_done(&self) -> bool {
        self.total() >= self.bound || !self.bounds.watch.go_on()
    }

    fn quota(&self, count: u32) -> Vec<Quota> {
        quotas(self.bounds.model, &[count])
    }

    /// Looks for one more, from other starts than those that were found where there are any; false where none is found.
    fn one_more(&mut self, from: Option<&Intake>, patience: Patience) -> bool {
        if self.is_done() {
            return false;
        }
        self.bounds.watch.learn(self.total(), self.bound);
        let more = self.quota(self.total() + 1);
        let from = from.unwrap_or(&self.found.intake);
        match reseat(self.bounds, self.groups, &more, from, patience) {
            Ok(found) => {
                self.found = found;
                true
            }
            Err(_) => false,
        }
    }

    /// Starts what the linear relaxation would at its summit, as far as that is whole; false where that leads no further,
    /// or was tried before.
    fn climb_from_summit(&mut self) -> bool {
        let summit = self.summit.take();
        summit.is_some_and(|start| self.climb(start))
    }

    /// Goes up from some starts; false where that leads no further than what was found.
    fn climb(&mut self, from: Intake) -> bool {
        let start = shrink(self.bounds.model, from, self.bound);
        let grown = grow(self.bounds, &self.groups[0], start, self.bound);
        let Some(grown) = grown else { return false };
        let known = self.total();
        let before = std::mem::replace(&mut self.found, grown);
        while self.total() <= known && self.one_more(None, Patience::Long) {}
        if self.total() > known {
            self.equals.clear();
            return true;
        }
        let other = std::mem::replace(&mut self.found, before);
        if other.intake.total() == known {
            self.equals.push(other.intake);
        }
        false
    }

    /// Lowers the bound as far as the linear relaxation tells.
    fn lower(&mut self) {
        // Mostly the next one is forbidden.
        if self.is_done() || self.forbid(self.total() + 1) {
            return;
        }
        let model = self.bounds.model;
        let round = model.mix.split(ROUND);
        let shares: Vec<f64> = round
            .iter()
            .map(|count| f64::from(*count) / f64::from(ROUND))
            .collect();
        let stock = model.owed.ready.iter();
        let stock: Vec<u32> = stock.map(|rows| rows.len() as u32).collect();
        let Some((summit, counts)) = self.relaxation.summit(&shares, &stock) else {
            return;
        };
        self.summit = Some(rounded(model, &counts));
        let near = ((summit + 1e-6).floor() as u32).max(self.total() + 1);
        // A mix is not split evenly at every number, so a few above the summit may still be allowed.
        let above = near + 1..=self.bound.min(near.saturating_add(4));
        let _ = above.into_iter().any(|count| self.forbid(count));
    }

    /// Asks the linear relaxation whether a number is too large, and if so lowers the bound.
    fn forbid(&mut self, number: u32) -> bool {
        let quota = self.quota(number);
        let Some(proof) = self.relaxation.ask_linear(&quota) else {
            return false;
        };
        (self.bound, self.proof) = (number - 1, Some(proof));
        true
    }
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
