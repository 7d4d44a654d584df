//! A plan made ready and not solved yet: what a measure of the solver alone begins with.

use super::late::{Owing, settle_owed};
use super::model::Starts;
use super::{Bounds, Model, solve};
use crate::{Error, Horizon, Plan, Policy};

/// A plan as numbers: segments, windows and classes of like touches. For benches; answers come from [`Plan::fit`].
#[derive(Debug)]
pub struct Compiled<'plan> {
    model: Model<'plan>,
    policy: Policy,
}

impl<'plan> Compiled<'plan> {
    /// Reads calendar, cadences and pipeline of a plan, as far as the policy's question needs them.
    ///
    /// # Errors
    /// What [`Plan::fit`] says.
    pub fn new(plan: &'plan Plan, policy: Policy, horizon: Option<Horizon>) -> Result<Self, Error> {
        let model = Model::starting(plan, horizon, 0, Starts::of(policy))?;
        Ok(Self { model, policy })
    }

    /// Number and bound, with starts, placement and certificate found and dropped; `None` where what is owed is late.
    pub fn solve(&mut self) -> Option<(u32, u32)> {
        if !matches!(settle_owed(&mut self.model), Owing::OnTime) {
            return None;
        }
        let bounds = Bounds::new(&self.model);
        let (number, bound) = solve(&self.model, &bounds, self.policy).ok()?.sum();
        Some((number, bound))
    }
}
