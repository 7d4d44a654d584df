//! How many are started on which day: groups of days that share a quota, and what an intake wants of every class.

use super::model::{Line, Model};

/// Days among which a quota may be spread at will.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    /// Places in [`Model::start_days`].
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

/// How many are started, by cadence and place in [`Model::start_days`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Intake {
    /// By cadence, then by day.
    pub(crate) counts: Vec<Vec<u32>>,
}

impl Intake {
    /// Nobody.
    pub(crate) fn none(model: &Model<'_>) -> Self {
        Self {
            counts: vec![vec![0; model.start_days.len()]; model.demand.promises.len()],
        }
    }

    /// All that are started.
    pub(crate) fn total(&self) -> u32 {
        self.counts.iter().flatten().sum()
    }

    /// How many of each class are wanted, what is owed included. The first ready prospects need no prep.
    pub(crate) fn wanted(&self, model: &Model<'_>) -> Vec<u32> {
        let mut wanted = model.owed_counts.clone();
        self.add_to(model, &mut wanted);
        wanted
    }

    /// Adds what the prospects started want.
    pub(crate) fn add_to(&self, model: &Model<'_>, wanted: &mut [u32]) {
        for (cadence, counts) in self.counts.iter().enumerate() {
            let mut ready = model.owed.ready[cadence].len() as u32;
            for (day, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let without = ready.min(count);
                ready -= without;
                let Some(line) = &model.lines[cadence][day] else {
                    continue;
                };
                if let Some((_, class)) = line.prep {
                    wanted[class as usize] += count - without;
                }
                for class in line.touches.iter().filter_map(|(_, class)| *class) {
                    wanted[class as usize] += count;
                }
            }
        }
    }

    /// Whether every prospect is started on a day on which that can be promised.
    pub(crate) fn is_possible(&self, model: &Model<'_>) -> bool {
        self.counts.iter().enumerate().all(|(cadence, counts)| {
            let mut ready = model.owed.ready[cadence].len() as u32;
            counts
                .iter()
                .enumerate()
                .filter(|(_, count)| **count > 0)
                .all(|(day, &count)| {
                    let without = ready.min(count);
                    ready -= without;
                    model.lines[cadence][day].as_ref().is_some_and(|line| {
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
pub(crate) fn quotas(model: &Model<'_>, counts: &[u32]) -> Vec<Quota> {
    let mut started = 0u32;
    let counts = counts.iter();
    counts
        .map(|count| {
            let quota = quota(model, started, *count);
            started = started.saturating_add(*count);
            quota
        })
        .collect()
}

/// What a group owes that starts `count` prospects after so many were started.
pub(crate) fn quota(model: &Model<'_>, started: u32, count: u32) -> Quota {
    let before = model.mix.split(started);
    let after = model.mix.split(started.saturating_add(count));
    let both = before.into_iter().zip(after).zip(&model.owed.ready);
    both.map(|((before, after), ready)| {
        let stock = ready.len() as u32;
        let ready = after.min(stock) - before.min(stock);
        Need {
            plain: after - before - ready,
            ready,
        }
    })
    .collect()
}

/// Whether a start of that kind can be promised on a line.
pub(crate) fn is_open(line: Option<&Line>, ready: bool) -> bool {
    line.is_some_and(|line| {
        if ready {
            !line.impossible_ready
        } else {
            !line.impossible
        }
    })
}

/// The classes that one prospect started on a line wants.
pub(crate) fn classes(line: &Line, ready: bool) -> impl Iterator<Item = u32> + '_ {
    let prep = line.prep.filter(|_| !ready).map(|(_, class)| class);
    prep.into_iter()
        .chain(line.touches.iter().filter_map(|(_, class)| *class))
}

/// Spreads every group's quota as evenly over its days as can be, earlier days first, cadences in the mix's order.
pub(crate) fn even(model: &Model<'_>, groups: &[Group], counts: &[u32]) -> Intake {
    let mut intake = Intake::none(model);
    let mut started = 0u32;
    for (group, &count) in groups.iter().zip(counts) {
        let days: Vec<usize> = group
            .days
            .iter()
            .copied()
            .filter(|day| {
                model
                    .mix
                    .cadences()
                    .any(|cadence| is_open(model.lines[cadence][*day].as_ref(), true))
            })
            .collect();
        let days = if days.is_empty() {
            group.days.clone()
        } else {
            days
        };
        let many = days.len() as u32;
        let mut before = model.mix.split(started);
        for (at, day) in (0..).zip(&days) {
            started = started.saturating_add(count / many + u32::from(at < count % many));
            let after = model.mix.split(started);
            for cadence in model.mix.cadences() {
                // Where this day cannot be promised on this cadence, the nearest day of the group that can.
                let open = |day: &usize| is_open(model.lines[cadence][*day].as_ref(), true);
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
