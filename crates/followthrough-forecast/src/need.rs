//! What one prospect takes of each category's time, where nobody answers.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use followthrough::{
    CategoryName, ChannelName, Plan, Seconds, Touch, default_category, default_effort,
};

/// What the prospects of one round of the mix take together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// How many prospects one round of the mix has.
    pub prospects: u64,
    /// What they take of each category's time, prep and promised tails included; no touch that needs no time.
    pub by_category: BTreeMap<CategoryName, Seconds>,
}

impl Need {
    /// What each prospect who is started takes if nobody answers, by the mix of the plan.
    ///
    /// # Example
    /// ```
    /// use followthrough::Plan;
    /// use followthrough_forecast::Need;
    ///
    /// // Six calls of ten minutes.
    /// let need = Need::of(&Plan::example());
    /// assert_eq!((need.prospects, need.of_one()), (1, 3_600));
    /// assert_eq!(need.by("calling", 5), 5 * 3_600);
    /// ```
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let mut need = Self {
            prospects: 0,
            by_category: BTreeMap::new(),
        };
        for cadence in &plan.cadences {
            let part = plan.mix.iter().find(|part| part.cadence == *cadence.name());
            let weight = match part {
                Some(part) => u64::from(part.count),
                None => u64::from(plan.mix.is_empty()),
            };
            if weight == 0 {
                continue;
            }
            need.prospects += weight;
            let mut add = |category: Option<CategoryName>, seconds: Seconds| {
                if let Some(category) = category.filter(|_| seconds > 0) {
                    *need.by_category.entry(category).or_default() += seconds * weight;
                }
            };
            for touch in cadence.touches() {
                let seconds = effort_of(plan, &touch.channel, touch.effort);
                add(category_of(plan, touch), seconds);
            }
            if let Some(repeat) = cadence.repeat().filter(|repeat| repeat.promised) {
                let each = effort_of(plan, &repeat.channel, repeat.effort);
                let of = repeat.category.clone();
                let times = u64::from(repeat.times.unwrap_or(0));
                add(
                    of.or_else(|| category_by(plan, &repeat.channel)),
                    each * times,
                );
            }
            if let Some(prep) = cadence.prep() {
                add(Some(prep.category.clone()), length(prep.effort));
            }
        }
        need
    }

    /// What one of them takes in the mean, in all categories together.
    #[must_use]
    pub fn of_one(&self) -> Seconds {
        let all: Seconds = self.by_category.values().sum();
        (all + self.prospects / 2)
            .checked_div(self.prospects)
            .unwrap_or(0)
    }

    /// What so many of them take of a category, in the mean, rounded up.
    #[must_use]
    pub fn by(&self, category: &str, prospects: u32) -> Seconds {
        let of_round = self.by_category.get(category).copied().unwrap_or(0);
        (of_round * u64::from(prospects)).div_ceil(self.prospects.max(1))
    }
}

pub(crate) fn effort_of(plan: &Plan, channel: &ChannelName, own: Option<TimeDelta>) -> Seconds {
    let settings = plan.channels.get(channel);
    own.or(settings.and_then(|settings| settings.effort))
        .or_else(|| default_effort(channel))
        .map_or(0, length)
}

pub(crate) fn category_of(plan: &Plan, touch: &Touch) -> Option<CategoryName> {
    let own = touch.category.clone();
    own.or_else(|| category_by(plan, &touch.channel))
}

fn category_by(plan: &Plan, channel: &ChannelName) -> Option<CategoryName> {
    let settings = plan.channels.get(channel);
    settings
        .and_then(|settings| settings.category.clone())
        .or_else(|| default_category(channel))
}

fn length(length: TimeDelta) -> Seconds {
    u64::try_from(length.num_seconds()).unwrap_or(0)
}
