//! How many prospects a plan starts, as every line of a what-if answer tells it.

use followthrough::{Error, Fit, Horizon, Plan, Policy, Question, fit_many};
use serde::Serialize;

/// How many prospects a plan starts: what [`Plan::fit`] says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Starts {
    /// The pace, in prospects a full week.
    pub number: u32,
    /// No pace is larger than this.
    pub bound: u32,
    /// Where not even one a week can go on: one in so many weeks can.
    pub every: Option<u32>,
    /// Starts over the horizon, at that pace.
    pub total: u32,
    /// No more can be started over the horizon at that pace.
    pub total_bound: u32,
    /// Whether it is proved that pace and starts are the most: both meet their bounds.
    pub proved: bool,
}

impl Starts {
    /// What an answer of [`Policy::Level`] says.
    #[must_use]
    pub fn of(fit: &Fit) -> Self {
        let mut total_bound = 0;
        let mut is_met = true;
        for week in fit
            .weeks
            .iter()
            .filter(|week| week.starts > 0 || week.quota.is_some())
        {
            let bound = week.bound.unwrap_or(week.starts).max(week.starts);
            // What bounds a week takes for granted that those before it start as many as they do.
            total_bound += if is_met {
                bound
            } else {
                week.quota.unwrap_or(bound).max(bound)
            };
            is_met &= bound == week.starts;
        }
        Self {
            number: fit.number,
            bound: fit.bound,
            every: fit.every,
            total: fit.total,
            total_bound,
            proved: fit.proved && is_met,
        }
    }
}

/// The plans' answers, in order; `None` where `watch` said stop.
pub(crate) fn asked(
    plans: &[Plan],
    horizon: Option<Horizon>,
    watch: &mut impl FnMut(usize, usize) -> bool,
) -> Result<Option<Vec<Fit>>, Error> {
    let mut fits = Vec::with_capacity(plans.len());
    // So few at a time that whoever waits can stop it.
    for chunk in plans.chunks(8) {
        if !watch(fits.len(), plans.len()) {
            return Ok(None);
        }
        let question = |plan| Question {
            plan,
            policy: Policy::Level,
            horizon,
        };
        let questions: Vec<Question<'_>> = chunk.iter().map(question).collect();
        for fit in fit_many(&questions, |_, _| true) {
            fits.push(fit?);
        }
    }
    Ok(Some(fits))
}
