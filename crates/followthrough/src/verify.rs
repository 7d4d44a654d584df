//! Judges any placement; shares no code with the solver. (Being written.)
use crate::{Claim, Error, Plan};

/// One thing that is wrong with a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Violation {}

impl Plan {
    /// Everything that is wrong with a claim; nothing where it holds.
    ///
    /// # Errors
    /// What the caller can correct in the plan.
    pub fn verify(&self, claim: &Claim) -> Result<Vec<Violation>, Error> {
        let _ = claim;
        todo!()
    }
}
