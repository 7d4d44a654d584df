//! `level`: the largest pace at which every week's quota fits together, and the pace of ordinary weeks.

use super::answer::Solved;
use super::found::{Found, nobody, settle};
use super::intake::{Group, Intake, Quota, even, quotas};
use super::model::Model;
use super::place::{Effort, place};
use super::proof::{Bounds, Proof};
use super::relax::{Relaxation, Relaxed};
use super::reseat::{Patience, reseat};
use super::total::{MOST, gallop};
use super::walk::{Budget, Goal, LONG, Walked, walk};
use super::widest::Widest;
use crate::Unit;

/// How many paces below the bound are tried.
const CLOSE: u32 = 12;
/// How often weeks that fall short may make the mix of later ones another.
const SHIFTS: usize = 8;

/// The weeks of a horizon that share a pace.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    /// The days of each week on which prospects may be started.
    pub(crate) groups: Vec<Group>,
    /// Workdays of each week, cut at the horizon's ends.
    pub(crate) workdays: Vec<u32>,
    /// Workdays of a full week; the whole horizon's where it holds no full week.
    pub(crate) full: u32,
    /// What the pace counts.
    pub(crate) unit: Unit,
}

impl Pace {
    /// The weeks of the horizon. A horizon without a full week is one span.
    pub(crate) fn new(model: &Model<'_>) -> Self {
        let full = model.plan.workweek.days().len() as u32;
        let mut groups = Vec::new();
        for week in &model.weeks {
            let first = model.start_days.partition_point(|day| *day < week.from);
            let last = model.start_days.partition_point(|day| *day <= week.to);
            groups.push(Group {
                days: (first..last).collect(),
            });
        }
        let workdays: Vec<u32> = groups.iter().map(|group| group.days.len() as u32).collect();
        if workdays.contains(&full) {
            Self {
                groups,
                workdays,
                full,
                unit: Unit::PerFullWeek,
            }
        } else {
            let days: Vec<usize> = (0..model.start_days.len()).collect();
            let full = days.len() as u32;
            Self {
                groups: vec![Group { days }],
                workdays: vec![full],
                full: full.max(1),
                unit: Unit::Total,
            }
        }
    }

    /// Whether the weeks are so many that they are walked one after the other.
    fn is_long(&self) -> bool {
        self.groups.len() > LONG
    }

    /// What each week starts at a pace.
    pub(crate) fn counts(&self, pace: u32) -> Vec<u32> {
        let part =
            |workdays: &u32| (u64::from(pace) * u64::from(*workdays) / u64::from(self.full)) as u32;
        self.workdays.iter().map(part).collect()
    }
}

/// A pace at which every week's quota fits, as large as a short look finds it.
pub(crate) fn at_ease(model: &Model<'_>, bounds: &Bounds<'_>, pace: &Pace) -> Found {
    let mut widest = Widest::new(bounds, &pace.groups);
    let quota = |number: u32| quotas(model, &pace.counts(number));
    let (mut number, _) = if pace.workdays.iter().all(|days| *days == 0) {
        (0, None)
    } else {
        gallop(|number| widest.refuse(&quota(number)))
    };
    while number > 0 && bounds.watch.go_on() {
        if let Ok(found) = meet_shortly(bounds, pace, &pace.counts(number)) {
            return found;
        }
        number -= (number / 8).max(1);
    }
    nobody(model)
}

/// The largest pace at which every week's quota fits.
pub(crate) fn level(model: &Model<'_>, bounds: &Bounds<'_>, pace: &Pace) -> Solved {
    let quota = |number: u32| quotas(model, &pace.counts(number));
    let mut widest = Widest::new(bounds, &pace.groups);
    let mut refuse = |number: u32| {
        if pace.counts(number).iter().all(|count| *count == 0) && number > 1 << 16 {
            // A horizon without a workday: no pace starts anybody.
            return Some(Proof::Spans(Vec::new()));
        }
        widest.refuse(&quota(number))
    };
    let (mut bound, mut proof) = if pace.workdays.iter().all(|days| *days == 0) {
        (0, Some(Proof::Spans(Vec::new())))
    } else {
        highest(model, pace, &mut refuse)
    };
    let mut relaxation = Relaxation::new(bounds, &pace.groups);
    let mut budget = Budget::new(pace.groups.len());
    let mut number = bound;
    let mut found = None;
    while number > 0 && bounds.watch.go_on() {
        bounds.watch.learn(0, bound);
        let counts = pace.counts(number);
        let patience = if number == bound {
            Patience::Longest
        } else {
            Patience::Long
        };
        let met = if pace.is_long() {
            meet_walking(bounds, pace, &counts, &mut budget)
        } else {
            meet(bounds, pace, &counts, &mut relaxation, patience)
        };
        match met {
            Met::Found(met) => {
                found = Some(met);
                break;
            }
            Met::Forbidden(forbidden) if number == bound => {
                proof = Some(forbidden);
                bound -= 1;
            }
            Met::Forbidden(_) | Met::Unknown => {}
        }
        number = if bound.saturating_sub(number) > CLOSE {
            number / 2
        } else {
            number - 1
        };
    }
    let found = found.unwrap_or_else(|| nobody(model));
    Solved {
        number,
        bound,
        proof: proof.map(|proof| (proof, pace.groups.clone(), quota(bound.saturating_add(1)))),
        short: Vec::new(),
        intake: found.intake,
        placement: found.placement,
    }
}

/// The largest pace that is not refused, with the proof against the next.
///
/// With a mix a larger pace may start fewer on one cadence in some week: 2 a week may be 1 and 1 where 3 are 2 and 1, and
/// then 0 and 3. So a refused pace does not refuse larger ones, until these start no fewer anywhere.
fn highest(
    model: &Model<'_>,
    pace: &Pace,
    refuse: &mut impl FnMut(u32) -> Option<Proof>,
) -> (u32, Option<Proof>) {
    let (mut bound, mut proof) = gallop(&mut *refuse);
    if model.mix.cadences().count() < 2 || proof.is_none() {
        return (bound, proof);
    }
    let mut least = quotas(model, &pace.counts(bound + 1));
    let mut next = bound + 1;
    while next < MOST && !is_more(model, &pace.counts(next), &least) {
        next += 1;
        match refuse(next) {
            Some(found) if next == bound + 1 => {
                proof = Some(found);
                least = quotas(model, &pace.counts(next));
            }
            Some(_) => {}
            None => bound = next,
        }
    }
    (bound, proof)
}

/// Whether groups that start so many each start at least as many on every cadence, whoever was started before.
fn is_more(model: &Model<'_>, counts: &[u32], least: &[Quota]) -> bool {
    let mut known: Option<(u32, Vec<u32>)> = None;
    counts.iter().zip(least).all(|(count, least)| {
        let fewest = match known.take().filter(|(known, _)| known == count) {
            Some((_, fewest)) => fewest,
            None => model.mix.fewest(*count),
        };
        let mut both = fewest.iter().zip(least);
        let is_more = both.all(|(fewest, least)| *fewest >= least.plain + least.ready);
        known = Some((*count, fewest));
        is_more
    })
}

enum Met {
    Found(Found),
    Forbidden(Proof),
    Unknown,
}

/// Looks for starts that meet the weeks' counts: as even as can be, then by a few moves, then by the linear relaxation,
/// then by moves from what that allows, and from evenness again.
fn meet(
    bounds: &Bounds<'_>,
    pace: &Pace,
    counts: &[u32],
    relaxation: &mut Relaxation<'_>,
    patience: Patience,
) -> Met {
    let evenly = match meet_shortly(bounds, pace, counts) {
        Ok(found) => return Met::Found(found),
        Err(evenly) => evenly,
    };
    let quotas = quotas(bounds.model, counts);
    let mut starts = Vec::new();
    match relaxation.ask(&quotas) {
        Relaxed::Forbidden(proof) => return Met::Forbidden(proof),
        Relaxed::Allowed(intake) | Relaxed::Near(intake) => {
            starts.push(intake);
        }
        Relaxed::Jammed => return Met::Unknown,
        Relaxed::Unknown => {}
    }
    if patience != Patience::Short {
        starts.push(evenly);
    }
    for start in &starts {
        if let Ok(found) = reseat(bounds, &pace.groups, &quotas, start, patience) {
            return Met::Found(found);
        }
    }
    Met::Unknown
}

/// Starts as even as can be, or so by a few moves; the even ones where that does not fit.
fn meet_shortly(bounds: &Bounds<'_>, pace: &Pace, counts: &[u32]) -> Result<Found, Intake> {
    let model = bounds.model;
    let intake = even(model, &pace.groups, counts);
    if let Some(placement) = settle(model, &intake) {
        return Ok(Found { intake, placement });
    }
    let quotas = quotas(model, counts);
    let found = reseat(bounds, &pace.groups, &quotas, &intake, Patience::Short);
    found.map_err(|_| intake)
}

/// The same over a long horizon: as even as can be, then week by week.
fn meet_walking(bounds: &Bounds<'_>, pace: &Pace, counts: &[u32], budget: &mut Budget) -> Met {
    let model = bounds.model;
    let evenly = even(model, &pace.groups, counts);
    if let Some(placement) = settle(model, &evenly) {
        return Met::Found(Found {
            intake: evenly,
            placement,
        });
    }
    let quotas = quotas(model, counts);
    let goal = Goal::Everybody;
    match walk(bounds, &pace.groups, &quotas, &evenly, goal, budget) {
        Walked::Found(found) => Met::Found(found),
        Walked::Forbidden(proof) => Met::Forbidden(proof),
        Walked::Short(..) => Met::Unknown,
    }
}

/// The largest pace, above the level's number and not above `most`, at which no more than `excepted` weeks fall short.
pub(crate) fn ordinary(
    model: &Model<'_>,
    bounds: &Bounds<'_>,
    pace: &Pace,
    strict: &Solved,
    most: u32,
    excepted: usize,
) -> Option<Solved> {
    if excepted == 0 || pace.unit == Unit::Total || most <= strict.number {
        return None;
    }
    let quota = |number: u32| quotas(model, &pace.counts(number));
    let mut widest = Widest::new(bounds, &pace.groups);
    let mut bound = most;
    // The spans that forbid the strict level are the likeliest to forbid more with the neediest weeks left out.
    while bound > strict.number {
        let Some(Proof::Spans(spans)) = widest.refuse(&quota(bound)) else {
            break;
        };
        if !bounds.forbids(&pace.groups, &quota(bound), &spans, excepted) {
            break;
        }
        bound -= 1;
    }
    let mut relaxation = Relaxation::new(bounds, &pace.groups);
    let mut budget = Budget::new(pace.groups.len());
    let mut number = bound;
    while number > strict.number && bounds.watch.go_on() {
        bounds.watch.learn(strict.number, bound);
        let excepting = if pace.is_long() {
            excepting_walking(bounds, pace, number, excepted, &mut budget)
        } else {
            excepting(bounds, pace, &mut relaxation, number, excepted)
        };
        if let Some((found, short)) = excepting {
            return Some(Solved {
                number,
                bound,
                proof: None,
                short,
                intake: found.intake,
                placement: found.placement,
            });
        }
        number -= 1;
    }
    None
}

/// Starts at a pace with as few weeks short as can be found, and among those ways the one that starts most.
fn excepting(
    bounds: &Bounds<'_>,
    pace: &Pace,
    relaxation: &mut Relaxation<'_>,
    number: u32,
    excepted: usize,
) -> Option<(Found, Vec<(usize, u32)>)> {
    let model = bounds.model;
    let full = pace.counts(number);
    let mut attempt = |counts: &[u32]| match meet(bounds, pace, counts, relaxation, Patience::Short)
    {
        Met::Found(found) => Some(found),
        Met::Forbidden(_) | Met::Unknown => None,
    };
    if let Some(found) = attempt(&full) {
        return Some((found, Vec::new()));
    }
    let mut counts = full.clone();
    let mut emptied: Vec<usize> = Vec::new();
    while emptied.len() < excepted {
        let weeks: Vec<usize> = (0..counts.len()).filter(|week| counts[*week] > 0).collect();
        // Any one more week short that is enough, filled again as far as it goes; a later week rather than an earlier.
        let mut best: Option<(u32, Found, Vec<u32>)> = None;
        for week in weeks.iter().rev() {
            let mut fewer = counts.clone();
            fewer[*week] = 0;
            let Some(found) = attempt(&fewer) else {
                continue;
            };
            emptied.push(*week);
            let (found, filled) = refill(&emptied, &full, fewer, found, &mut attempt);
            emptied.pop();
            let total = filled.iter().sum();
            if best.as_ref().is_none_or(|(most, ..)| total > *most) {
                best = Some((total, found, filled));
            }
        }
        if let Some((_, found, counts)) = best {
            let short = (0..counts.len()).filter(|week| counts[*week] < full[*week]);
            return Some((found, short.map(|week| (week, counts[week])).collect()));
        }
        // One is not enough: empty the week without which the least is missed, and look for another.
        let missed = |week: &usize| {
            let mut fewer = counts.clone();
            fewer[*week] = 0;
            let intake = even(model, &pace.groups, &fewer);
            let placement = place(&model.problem, &intake.wanted(model), Effort::Quick);
            let seconds = |class: u32| u64::from(model.problem.classes[class as usize].effort + 1);
            placement
                .missed
                .iter()
                .map(|(class, count)| seconds(*class) * u64::from(*count))
                .sum::<u64>()
        };
        let week = weeks.iter().copied().min_by_key(missed)?;
        counts[week] = 0;
        emptied.push(week);
    }
    None
}

/// The same over a long horizon: whoever finds no place in his week stays away.
fn excepting_walking(
    bounds: &Bounds<'_>,
    pace: &Pace,
    number: u32,
    excepted: usize,
    budget: &mut Budget,
) -> Option<(Found, Vec<(usize, u32)>)> {
    let model = bounds.model;
    let full = pace.counts(number);
    let mut counts = full.clone();
    let mut from = even(model, &pace.groups, &counts);
    // Fewer starts in one week shift the mix of later ones: those who are started then may have to stay away too.
    for _ in 0..SHIFTS {
        let wanted = quotas(model, &counts);
        let goal = Goal::FewWeeks;
        let (found, all) = match walk(bounds, &pace.groups, &wanted, &from, goal, budget) {
            Walked::Found(found) => (found, true),
            Walked::Forbidden(_) => return None,
            Walked::Short(short) => {
                for (count, waiting) in counts.iter_mut().zip(&short.waiting) {
                    *count -= waiting;
                }
                let all = short.meets(&pace.groups, &quotas(model, &counts));
                (short.found, all)
            }
        };
        let short: Vec<(usize, u32)> = (0..counts.len())
            .filter(|week| counts[*week] < full[*week])
            .map(|week| (week, counts[week]))
            .collect();
        if short.len() > excepted {
            return None;
        }
        if all {
            return Some((found, short));
        }
        from = found.intake;
    }
    None
}

/// Fills emptied weeks again, one after the other, each as far as it goes.
fn refill(
    emptied: &[usize],
    full: &[u32],
    mut counts: Vec<u32>,
    mut found: Found,
    mut attempt: impl FnMut(&[u32]) -> Option<Found>,
) -> (Found, Vec<u32>) {
    for &week in emptied.iter().rev() {
        let (mut low, mut high) = (counts[week], full[week]);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            counts[week] = middle;
            match attempt(&counts) {
                Some(more) => {
                    found = more;
                    low = middle;
                }
                None => high = middle - 1,
            }
        }
        counts[week] = low;
    }
    (found, counts)
}
