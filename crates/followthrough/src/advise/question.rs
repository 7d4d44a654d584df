//! What a target asks of every week.

use crate::Policy;
use crate::fit::{Asked, Effort, Group, Model, Pace, Quota, even, place, quotas};

/// More starts than these are not looked for one by one.
const ENDLESS: u64 = 200_000;

/// A target as quotas of groups of days.
pub(super) struct Question {
    pub(super) target: u32,
    pub(super) groups: Vec<Group>,
    pub(super) quotas: Vec<Quota>,
    counts: Vec<u32>,
    /// How many groups may fall short.
    pub(super) excepted: usize,
}

impl Question {
    /// What a target asks of a plan made ready.
    pub(super) fn new(asked: &Asked<'_>, policy: Policy, target: u32) -> Self {
        let model = &asked.model;
        match policy {
            Policy::Level => {
                let pace = Pace::new(model);
                let working = pace.workdays.iter().filter(|days| **days > 0).count() as u64;
                let weekly = pace.unit == crate::Unit::PerFullWeek;
                let excepted = model.plan.exceptions.of(working) as usize;
                Self::level(model, &pace, target, if weekly { excepted } else { 0 })
            }
            Policy::Once => {
                let days = (0..model.start_days.len().min(1)).collect();
                Self::of(model, vec![Group { days }], target, &[target])
            }
            Policy::Max => {
                let days = (0..model.start_days.len()).collect();
                Self::of(model, vec![Group { days }], target, &[target])
            }
        }
    }

    /// A target in every week.
    pub(super) fn level(model: &Model<'_>, pace: &Pace, target: u32, excepted: usize) -> Self {
        Self {
            excepted,
            ..Self::of(model, pace.groups.clone(), target, &pace.counts(target))
        }
    }

    fn of(model: &Model<'_>, groups: Vec<Group>, target: u32, counts: &[u32]) -> Self {
        Self {
            target,
            quotas: quotas(model, counts),
            counts: counts.to_vec(),
            groups,
            excepted: 0,
        }
    }

    /// Whether it asks for more than is ever counted start by start.
    fn is_endless(&self) -> bool {
        self.counts
            .iter()
            .map(|count| u64::from(*count))
            .sum::<u64>()
            > ENDLESS
    }

    /// The time that finds no place where starts are spread evenly and nothing is tried twice.
    pub(super) fn missed(&self, model: &Model<'_>) -> u64 {
        if self.is_endless() {
            return u64::MAX;
        }
        let starts = even(model, &self.groups, &self.counts);
        let missed = place(&model.problem, &starts.wanted(model), Effort::Quick).missed;
        let seconds = missed.iter().map(|(class, count)| {
            u64::from(model.problem.classes[*class as usize].effort + 60) * u64::from(*count)
        });
        seconds.sum()
    }

    /// Whether starts spread evenly meet it. Quick, and no where it is not found.
    pub(super) fn is_met(&self, model: &Model<'_>) -> bool {
        if self.is_endless() {
            return false;
        }
        let starts = even(model, &self.groups, &self.counts);
        starts.is_possible(model)
            && place(&model.problem, &starts.wanted(model), Effort::Thorough)
                .missed
                .is_empty()
    }
}
