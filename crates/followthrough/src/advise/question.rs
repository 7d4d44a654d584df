//! What a target asks, where it counts a total.

use crate::Policy;
use crate::fit::Asked;
use crate::instance::Model;
use crate::solver::{Effort, Group, Quota, even, place, quotas};

/// More starts than these are not looked for one by one.
const ENDLESS: u64 = 200_000;

/// A target as quotas of groups of days.
pub(super) struct Question {
    pub(super) groups: Vec<Group>,
    pub(super) quotas: Vec<Quota>,
    counts: Vec<u32>,
}

impl Question {
    /// What a target asks of a plan made ready.
    pub(super) fn new(asked: &Asked<'_>, policy: Policy, target: u32) -> Self {
        let model = &asked.model;
        let many = match policy {
            Policy::Once => 1,
            Policy::Level | Policy::Max => model.start_days.len(),
        };
        let days = (0..model.start_days.len().min(many)).collect();
        Self {
            quotas: quotas(&model.instance, &[target]),
            counts: vec![target],
            groups: vec![Group { days }],
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
        let starts = even(&model.instance, &self.groups, &self.counts);
        let missed = place(
            &model.instance.problem,
            &starts.wanted(&model.instance),
            Effort::Quick,
        )
        .missed;
        let seconds = missed.iter().map(|(class, count)| {
            u64::from(model.instance.problem.classes[*class as usize].effort + 60)
                * u64::from(*count)
        });
        seconds.sum()
    }

    /// Whether starts spread evenly meet it. Quick, and no where it is not found.
    pub(super) fn is_met(&self, model: &Model<'_>) -> bool {
        if self.is_endless() {
            return false;
        }
        let starts = even(&model.instance, &self.groups, &self.counts);
        starts.is_possible(&model.instance)
            && place(
                &model.instance.problem,
                &starts.wanted(&model.instance),
                Effort::Thorough,
            )
            .missed
            .is_empty()
    }
}
