//! The most that can be started over several days: from below by starts that are added and moved, from above by the
//! linear relaxation.

use super::instance::Instance;
use super::intake::{Found, Group, Intake, Quota, nobody, quotas, settle};
use super::place::place_whole;
use super::proof::{Bounds, Proof};
use super::relax::{Relaxation, Relaxed};
use super::reseat::{Patience, Seats, are_many, reseat};

/// How many steps are taken before the linear relaxation is asked.
const STEPS: u32 = 12;

/// How often that is gone on with where more than one is open.
const AGAIN: usize = 2;

/// No more than these are added at a time.
const BATCH: u32 = 1 << 12;

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
    known: &Intake,
    (bound, proof): (u32, Option<Proof>),
) -> Climbed {
    let instance = bounds.instance;
    let start = shrink(instance, known.clone(), bound);
    let found = grow(bounds, &groups[0], start, bound).unwrap_or_else(|| nobody(instance));
    let mut climb = Climb {
        bounds,
        groups,
        relaxation: Relaxation::new(bounds, groups),
        peak: Peak::of(bounds, groups, found),
        bound,
        proof,
        ceiling: bound,
        climbed_from: None,
        allowed: None,
        summit: None,
    };
    climb.run();
    Climbed {
        found: climb.peak.found,
        bound: climb.bound,
        proof: climb.proof,
    }
}

/// Starts that were found, and who sits where while more are looked for.
struct Peak<'a> {
    found: Found,
    /// `None` where they are too many to be moved.
    seats: Option<Seats<'a>>,
}

impl<'a> Peak<'a> {
    fn of(bounds: &'a Bounds<'a>, groups: &'a [Group], found: Found) -> Self {
        let many = are_many(&quotas(bounds.instance, &[found.intake.total()]));
        let seats = (!many).then(|| Seats::holding(bounds, groups, &found));
        Self { found, seats }
    }

    fn total(&self) -> u32 {
        self.found.intake.total()
    }

    /// Looks for a place for all of a quota from where these sit; false where none is found, and then they sit as they
    /// did in the end.
    fn one_more(&mut self, more: &[Quota], patience: Patience) -> bool {
        let Some(seats) = &mut self.seats else {
            return false;
        };
        seats.want(more);
        let found = seats.search(patience);
        let is_found = found.is_some();
        if let Some(found) = found {
            self.found = found;
        }
        is_found
    }
}

/// What is known of the most that can be started, from below and from above.
struct Climb<'a> {
    bounds: &'a Bounds<'a>,
    groups: &'a [Group],
    relaxation: Relaxation<'a>,
    peak: Peak<'a>,
    bound: u32,
    proof: Option<Proof>,
    /// No more than these are looked for: what jams above is no proof that could be told.
    ceiling: u32,
    /// The ceiling from which that was tried.
    climbed_from: Option<u32>,
    /// Starts at the ceiling that the relaxation allowed. What is only near to that may be nearer another time, when more
    /// cuts are known.
    allowed: Option<Intake>,
    /// The starts of the linear relaxation's summit, where these were found and not tried.
    summit: Option<Intake>,
}

impl<'a> Climb<'a> {
    /// Brings the two as near to each other as can be.
    fn run(&mut self) {
        // A few more by a few moves each; where there is no end to that, the linear relaxation's summit shows the way.
        let mut steps = 0;
        while steps < STEPS && self.one_more(Patience::Short) {
            steps += 1;
        }
        self.lower();
        if steps == STEPS {
            self.climb_from_summit();
        } else {
            self.dive_from_summit();
        }
        while self.one_more(Patience::Long) || self.one_more_from_elsewhere() {}
    }

    /// Looks for more from other starts than those that were found, and then for long; false where there are none.
    fn one_more_from_elsewhere(&mut self) -> bool {
        if self.is_done() {
            return false;
        }
        if self.climb_from_summit() || self.climb_from_bound() {
            return true;
        }
        if self.is_done() {
            return false;
        }
        let next = self.quota(self.total() + 1);
        let allowed = self.allowed.take();
        let suggested = match allowed.filter(|other| other.total() == self.total() + 1) {
            Some(other) => Relaxed::Allowed(other),
            None => match self.relaxation.below_summit(&next) {
                Some(other) => Relaxed::Allowed(other),
                None => self.relaxation.ask(&next),
            },
        };
        if let Relaxed::Allowed(other) = &suggested
            && self.settles(other)
        {
            return true;
        }
        let mut other = None;
        match suggested {
            Relaxed::Allowed(intake) | Relaxed::Near(intake) => {
                other = Seats::seating(self.bounds, self.groups, &next, &intake);
                if self.one_more_from(&mut other, Patience::Long) {
                    return true;
                }
            }
            Relaxed::Forbidden(proof) => {
                self.lower_to(self.total(), proof);
                return false;
            }
            Relaxed::Jammed => {
                self.ceiling = self.total();
                return false;
            }
            Relaxed::Unknown => {}
        }
        if self.one_more(Patience::Longest) {
            return true;
        }
        if let Some(seats) = &mut other {
            seats.want(&next);
        }
        if self.one_more_from(&mut other, Patience::Longest) {
            return true;
        }
        // Where more than one is open, the moves that were drawn may have been unlucky ones.
        (0..AGAIN).any(|_| self.ceiling - self.total() > 1 && self.one_more(Patience::Longest))
    }

    /// Starts what the linear relaxation would at the bound, as many of them as find their place.
    fn climb_from_bound(&mut self) -> bool {
        while !self.is_done() && self.climbed_from != Some(self.ceiling) {
            let all = self.quota(self.ceiling);
            let intake = match self.relaxation.ask(&all) {
                Relaxed::Forbidden(proof) => {
                    self.lower_to(self.ceiling - 1, proof);
                    continue;
                }
                Relaxed::Jammed => {
                    self.ceiling -= 1;
                    continue;
                }
                Relaxed::Unknown => {
                    self.climbed_from = Some(self.ceiling);
                    continue;
                }
                Relaxed::Allowed(intake) => {
                    if self.settles(&intake) {
                        return true;
                    }
                    self.allowed = Some(intake.clone());
                    intake
                }
                Relaxed::Near(intake) => intake,
            };
            self.climbed_from = Some(self.ceiling);
            return match reseat(self.bounds, self.groups, &all, &intake, Patience::Short) {
                Ok(found) => {
                    self.peak = Peak::of(self.bounds, self.groups, found);
                    true
                }
                Err(part) => self.climb(part),
            };
        }
        false
    }

    /// Looks for whole starts at the ceiling where the linear relaxation's summit has some to spare.
    fn dive_from_summit(&mut self) {
        if !self.is_done() {
            let all = self.quota(self.ceiling);
            self.allowed = self.relaxation.below_summit(&all);
            if let Some(intake) = self.allowed.clone() {
                self.settles(&intake);
            }
        }
    }

    /// Takes starts as they are, where all of them have their place.
    fn settles(&mut self, intake: &Intake) -> bool {
        let Some(placement) = settle(self.bounds.instance, intake) else {
            return false;
        };
        let intake = intake.clone();
        self.peak = Peak::of(self.bounds, self.groups, Found { intake, placement });
        true
    }

    fn total(&self) -> u32 {
        self.peak.total()
    }

    fn is_done(&self) -> bool {
        self.total() >= self.ceiling || !self.bounds.watch.go_on(1)
    }

    fn quota(&self, count: u32) -> Vec<Quota> {
        quotas(self.bounds.instance, &[count])
    }

    /// Looks for one more; false where none is found.
    fn one_more(&mut self, patience: Patience) -> bool {
        if self.is_done() {
            return false;
        }
        self.bounds.watch.learn(self.total(), self.bound);
        let more = self.quota(self.total() + 1);
        self.peak.one_more(&more, patience)
    }

    /// Looks for one more from other starts, which take the place of those at hand where it is found.
    fn one_more_from(&mut self, other: &mut Option<Seats<'a>>, patience: Patience) -> bool {
        let Some(found) = other.as_mut().and_then(|seats| seats.search(patience)) else {
            return false;
        };
        self.peak = Peak {
            found,
            seats: other.take(),
        };
        true
    }

    /// Starts what the linear relaxation would at its summit, as far as that is whole; false where that leads no further,
    /// or was tried before.
    fn climb_from_summit(&mut self) -> bool {
        let summit = self.summit.take();
        summit.is_some_and(|start| self.climb(start))
    }

    /// Goes up from some starts; false where that leads no further than what was found.
    fn climb(&mut self, from: Intake) -> bool {
        let start = shrink(self.bounds.instance, from, self.ceiling);
        let grown = grow(self.bounds, &self.groups[0], start, self.ceiling);
        let Some(grown) = grown else { return false };
        let known = self.total();
        let grown = Peak::of(self.bounds, self.groups, grown);
        let before = std::mem::replace(&mut self.peak, grown);
        while self.total() <= known && self.one_more(Patience::Long) {}
        let is_higher = self.total() > known;
        if !is_higher {
            self.peak = before;
        }
        is_higher
    }

    /// Lowers the bound as far as the linear relaxation tells.
    fn lower(&mut self) {
        if self.is_done() {
            return;
        }
        self.relaxation.learn(&self.peak.found.intake);
        let instance = self.bounds.instance;
        let round = instance.mix.split(ROUND);
        let shares: Vec<f64> = round
            .iter()
            .map(|count| f64::from(*count) / f64::from(ROUND))
            .collect();
        let Some((summit, counts)) = self.relaxation.summit(&shares, &instance.ready) else {
            return;
        };
        self.summit = Some(rounded(instance, &counts));
        let near = ((summit + 1e-6).floor() as u32).max(self.total());
        // A mix is not split evenly at every number, so a few above the summit may still be allowed.
        let above = near + 1..=self.bound.min(near.saturating_add(4));
        let _ = above.into_iter().any(|count| self.forbid(count));
    }

    /// Asks the linear relaxation whether a number is too large, and if so lowers the bound.
    fn forbid(&mut self, number: u32) -> bool {
        let quota = self.quota(number);
        let shortly = self.relaxation.ask_shortly(&quota);
        let Some(proof) = shortly.or_else(|| self.relaxation.ask_linear(&quota)) else {
            return false;
        };
        self.lower_to(number - 1, proof);
        true
    }

    fn lower_to(&mut self, bound: u32, proof: Proof) {
        (self.bound, self.proof) = (bound, Some(proof));
        self.ceiling = self.ceiling.min(bound);
    }
}

/// In how many prospects the mix's shares are measured.
const ROUND: u32 = 5_040;

/// The whole part of starts.
fn rounded(instance: &Instance, counts: &[Vec<f64>]) -> Intake {
    let mut intake = Intake::none(instance);
    for (counts, values) in intake.counts.iter_mut().zip(counts) {
        for (count, value) in counts.iter_mut().zip(values) {
            *count = (value + 1e-6).floor() as u32;
        }
    }
    intake
}

/// Takes away starts until they are no more than `most` and their split over cadences is the mix's own, last days first.
fn shrink(instance: &Instance, mut intake: Intake, most: u32) -> Intake {
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
        let split = instance.mix.split(total);
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
    let instance = bounds.instance;
    let mut placement = settle(instance, &intake)?;
    let days = group.days.len();
    let mut from = 0;
    // By cadence the days on which nobody more could be started: the others only leave less room.
    let mut full = vec![vec![false; days]; intake.counts.len()];
    // As long as there is room, several at a time, as they would come one by one.
    let mut batch = 1;
    while intake.total() < most && bounds.goes_on_placing() {
        let total = intake.total();
        bounds.watch.learn(total, most);
        batch = batch.min(BATCH).min(most - total);
        let next = instance.mix.sequence(total, total + batch);
        if next.is_empty() {
            return None;
        }
        let mut trial = |steps: usize| {
            let mut more = intake.clone();
            for (at, cadence) in next.iter().enumerate() {
                more.counts[*cadence][group.days[(from + steps + at) % days]] += 1;
            }
            if !more.is_possible(instance) {
                return false;
            }
            let found = place_whole(&instance.problem, &more.wanted(instance));
            let fits = found.is_some();
            if let Some(found) = found {
                (intake, placement) = (more, found);
            }
            fits
        };
        if next.len() > 1 {
            if trial(0) {
                from += next.len();
                batch *= 2;
            } else {
                batch /= 4;
            }
            batch = batch.max(1);
            continue;
        }
        // Go round the days, so that starts spread.
        let full = &mut full[next[0]];
        let day = |step: usize| (from + step) % days;
        let step = (0..days).find(|step| {
            let place = day(*step);
            !full[place] && {
                full[place] = !trial(*step);
                !full[place]
            }
        });
        let Some(step) = step else { break };
        from = (from + step + 1) % days;
        batch = if step == 0 { 2 } else { 1 };
    }
    Some(Found { intake, placement })
}
