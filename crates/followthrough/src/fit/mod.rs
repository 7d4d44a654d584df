//! The public questions: fit, check, triage. (Being written.)
use chrono::{DateTime, Utc};

use crate::{Check, Error, Fit, Horizon, Plan, Policy, Triage};

impl Plan {
    /// The span of time that an answer looks at: blocks and busy time outside of it do not matter. A caller reads
    /// busy time for this span.
    ///
    /// # Errors
    /// What [`Plan::fit`] says of the horizon.
    pub fn outlook(&self, horizon: Option<Horizon>) -> Result<(DateTime<Utc>, DateTime<Utc>), Error> {
        let _ = horizon;
        todo!()
    }

    /// How many new prospects fit. `horizon` is a quarter unless given, or twice the longest promised cadence where
    /// that is longer.
    ///
    /// # Errors
    /// What the caller can correct in the plan or the horizon.
    pub fn fit(&self, policy: Policy, horizon: Option<Horizon>) -> Result<Fit, Error> {
        let _ = (policy, horizon);
        todo!()
    }

    /// What becomes of `count` new prospects started over a span: the first workday unless given.
    ///
    /// # Errors
    /// What the caller can correct in the plan or the span.
    pub fn check(&self, count: u32, over: Option<Horizon>) -> Result<Check, Error> {
        let _ = (count, over);
        todo!()
    }

    /// Whom to let go so that what is owed to the others is on time.
    ///
    /// # Errors
    /// What the caller can correct in the plan.
    pub fn triage(&self) -> Result<Triage, Error> {
        todo!()
    }
}
