//! How long a question may be searched.

/// How long each question of a plan may be searched, in steps of the search.
///
/// A step is about one number that is looked at. Steps are counted and time is not, so a search that ends early ends at one
/// and the same place on every machine, and the answer is the same bytes. A question whose search ended early says so, with
/// what was found and the bound that is left.
///
/// The default lets a search run for about two seconds on a machine of 2024. On the shipped examples a pace takes less than
/// a hundredth of it, `max` up to 83 hundredths.
///
/// # Example
/// ```
/// use followthrough::{Plan, Policy, SearchBudget};
/// let mut plan = Plan::example();
/// plan.search_budget = SearchBudget::NONE;
/// let hasty = plan.fit(Policy::Max, None)?;
/// plan.search_budget = SearchBudget::times(10);
/// let thorough = plan.fit(Policy::Max, None)?;
/// assert!(hasty.number <= thorough.number && thorough.bound <= hasty.bound);
/// assert!(!thorough.search_ended_early);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SearchBudget {
    steps: u64,
}

impl SearchBudget {
    /// What is found at once: nothing is searched.
    pub const NONE: Self = Self::steps(0);

    /// The most times the default that [`Self::times`] gives.
    pub const MOST: u32 = 10_000;

    /// So many steps.
    #[must_use]
    pub const fn steps(steps: u64) -> Self {
        Self { steps }
    }

    /// So many times the default; [`Self::MOST`] at the most.
    #[must_use]
    pub const fn times(times: u32) -> Self {
        let times = if times < Self::MOST {
            times
        } else {
            Self::MOST
        };
        Self::steps(STEPS * times as u64)
    }

    /// The steps of one question.
    pub(crate) fn of_question(self) -> u64 {
        self.steps
    }

    /// The steps of a part of a question, this many where the budget is the default.
    pub(crate) fn of(self, default: u64) -> u64 {
        let steps = u128::from(default) * u128::from(self.steps) / u128::from(STEPS);
        u64::try_from(steps).unwrap_or(u64::MAX)
    }
}

impl Default for SearchBudget {
    fn default() -> Self {
        Self::steps(STEPS)
    }
}

/// The steps of one question by default.
const STEPS: u64 = 1_000_000_000;
