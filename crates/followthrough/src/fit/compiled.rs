//! A plan made ready and not solved yet: what a measure of the solver alone begins with.

use super::late::{Owing, settle_owed};
use super::level::Pace;
use super::{Bounds, Model, gauges, strict};
use crate::{Error, Horizon, Plan, Policy};

/// A plan as numbers: segments, windows and classes of like touches. For benches; answers come from [`Plan::fit`].
#[derive(Debug)]
pub struct Compiled<'plan> {
    model: Model<'plan>,
}

impl<'plan> Compiled<'plan> {
    /// Reads calendar, cadences and pipeline of a plan.
    ///
    /// # Errors
    /// What [`Plan::fit`] says.
    pub fn new(plan: &'plan Plan, horizon: Option<Horizon>) -> Result<Self, Error> {
        let model = Model::new(plan, horizon, 0)?;
        Ok(Self { model })
    }

    /// Number and bound, with starts, placement and certificate found and dropped; `None` where what is owed is late.
    pub fn solve(&mut self, policy: Policy) -> Option<(u32, u32)> {
        if !matches!(settle_owed(&mut self.model), Owing::OnTime) {
            return None;
        }
        let gauges = gauges(&self.model.problem);
        let bounds = Bounds::new(&self.model, &gauges);
        let pace = Pace::new(&self.model, 0);
        let solved = strict(&self.model, &bounds, &pace, 0, policy);
        Some((solved.number, solved.bound))
    }
}
