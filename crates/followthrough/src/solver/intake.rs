//! How many are started on which day: groups of days that share a quota, what an intake wants of every class, and whether
//! all of it has its place.

use super::instance::{Instance, StartOption};
use super::place::{Effort, place, place_whole};
use super::problem::Placement;

/// Days among which a quota may be spread at will.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// Places in the start days of an [`Instance`].
    pub(crate) days: Vec<usize>,
}

/// How many prospects a group starts on each cadence: those that need prep, and those that do not.
pub(crate) type Quota = Vec<Need>;

/// Prospects of one cadence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Need {
    /// With prep to do.
    pub(crate) plain: u32,
    /// With prep done.
    pub(crate) ready: u32,
}

/// How many are started, by cadence and place in the start days of an [`Instance`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Intake {
    /// By cadence, then by day.
    pub(crate) counts: Vec<Vec<u32>>,
}

impl Intake {
    /// Nobody.
    pub(crate) fn none(instance: &Instance) -> Self {
        Self {
            counts: vec![vec![0; instance.start_days]; instance.options.len()],
        }
    }

    /// All that are started.
    pub(crate) fn total(&self) -> u32 {
        self.counts.iter().flatten().sum()
    }

    /// How many of each class are wanted, what is owed included. The first ready prospects need no prep.
    pub(crate) fn wanted(&self, instance: &Instance) -> Vec<u32> {
        let mut wanted = instance.owed_counts.clone();
        self.add_to(instance, &mut wanted);
        wanted
    }

    /// Adds what the prospects started want.
    pub(crate) fn add_to(&self, instance: &Instance, wanted: &mut [u32]) {
        for (cadence, counts) in self.counts.iter().enumerate() {
            let mut ready = instance.ready[cadence];
            for (day, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let without = ready.min(count);
                ready -= without;
                let Some(line) = &instance.options[cadence][day] else {
                    continue;
                };
                if let Some(class) = line.prep {
                    wanted[class as usize] += count - without;
                }
                for class in &line.touches {
                    wanted[*class as usize] += count;
                }
            }
        }
    }

    /// Whether every prospect is started on a day on which that can be promised.
    pub(crate) fn is_possible(&self, instance: &Instance) -> bool {
        self.counts.iter().enumerate().all(|(cadence, counts)| {
            let mut ready = instance.ready[cadence];
            counts
                .iter()
                .enumerate()
                .filter(|(_, count)| **count > 0)
                .all(|(day, &count)| {
                    let without = ready.min(count);
                    ready -= without;
                    instance.options[cadence][day].as_ref().is_some_and(|line| {
                        if count > without {
                            !line.impossible
                        } else {
                            !line.impossible_ready
                        }
                    })
                })
        })
    }
}

/// What each group owes where group g starts `counts[g]` prospects: the mix runs on from group to group, and ready
/// prospects come first.
pub(crate) fn quotas(instance: &Instance, counts: &[u32]) -> Vec<Quota> {
    let mut started = 0u32;
    let counts = counts.iter();
    counts
        .map(|count| {
            let quota = quota(instance, started, *count);
            started = started.saturating_add(*count);
            quota
        })
        .collect()
}

/// What a group owes that starts `count` prospects after so many were started.
pub(crate) fn quota(instance: &Instance, started: u32, count: u32) -> Quota {
    let before = instance.mix.split(started);
    let after = instance.mix.split(started.saturating_add(count));
    let both = before.into_iter().zip(after).zip(&instance.ready);
    both.map(|((before, after), stock)| {
        let ready = after.min(*stock) - before.min(*stock);
        Need {
            plain: after - before - ready,
            ready,
        }
    })
    .collect()
}

/// Whether a start of that kind can be promised on a line.
pub(crate) fn is_open(line: Option<&StartOption>, ready: bool) -> bool {
    line.is_some_and(|line| {
        if ready {
            !line.impossible_ready
        } else {
            !line.impossible
        }
    })
}

/// The classes that one prospect started on a line wants.
pub(crate) fn classes(line: &StartOption, ready: bool) -> impl Iterator<Item = u32> + '_ {
    let prep = line.prep.filter(|_| !ready);
    prep.into_iter().chain(line.touches.iter().copied())
}

/// Spreads every group's quota as evenly over its days as can be, earlier days first, cadences in the mix's order.
pub(crate) fn even(instance: &Instance, groups: &[Group], counts: &[u32]) -> Intake {
    let mut intake = Intake::none(instance);
    let mut started = 0u32;
    for (group, &count) in groups.iter().zip(counts) {
        let days: Vec<usize> = group
            .days
            .iter()
            .copied()
            .filter(|day| {
                instance
                    .mix
                    .cadences()
                    .any(|cadence| is_open(instance.options[cadence][*day].as_ref(), true))
            })
            .collect();
        let days = if days.is_empty() {
            group.days.clone()
        } else {
            days
        };
        let many = days.len() as u32;
        let mut before = instance.mix.split(started);
        for (at, day) in (0..).zip(&days) {
            started = started.saturating_add(count / many + u32::from(at < count % many));
            let after = instance.mix.split(started);
            for cadence in instance.mix.cadences() {
                // Where this day cannot be promised on this cadence, the nearest day of the group that can.
                let open = |day: &usize| is_open(instance.options[cadence][*day].as_ref(), true);
                let near = |other: &usize| other.abs_diff(*day);
                let nearest = days.iter().copied().filter(open).min_by_key(near);
                let share = after[cadence] - before[cadence];
                intake.counts[cadence][nearest.unwrap_or(*day)] += share;
            }
            before = after;
        }
    }
    intake
}

/// An intake whose every touch has its place.
pub(crate) struct Found {
    pub(crate) intake: Intake,
    pub(crate) placement: Placement,
}

/// Places an intake as it is.
pub(crate) fn settle(instance: &Instance, intake: &Intake) -> Option<Placement> {
    if !intake.is_possible(instance) {
        return None;
    }
    let wanted = intake.wanted(instance);
    let quick = place_whole(&instance.problem, &wanted);
    if quick.is_some() {
        return quick;
    }
    let placement = place(&instance.problem, &wanted, Effort::Thorough);
    placement.missed.is_empty().then_some(placement)
}

/// What is owed, placed alone.
pub(crate) fn nobody(instance: &Instance) -> Found {
    let intake = Intake::none(instance);
    let placement = place(
        &instance.problem,
        &intake.wanted(instance),
        Effort::Thorough,
    );
    Found { intake, placement }
}
