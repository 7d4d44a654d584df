//! What the solver found, before it is told: the number, its bound and proof, the starts and where all touches are.

use super::intake::{Group, Intake, Quota};
use super::problem::Placement;
use super::proof::Proof;

/// A number with its bound, and the starts behind it.
#[derive(Debug, Clone)]
pub(crate) struct Solved {
    /// The largest number for which starts were found.
    pub(crate) number: u32,
    /// No larger number can be had.
    pub(crate) bound: u32,
    /// Why not, for `bound` + 1, and of what question it is the proof.
    pub(crate) proof: Option<(Proof, Vec<Group>, Vec<Quota>)>,
    /// Which weeks fall short of their part, where exceptions were allowed: group and starts.
    pub(crate) short: Vec<(usize, u32)>,
    /// When prospects are started.
    pub(crate) intake: Intake,
    /// Where their touches are, with what is owed.
    pub(crate) placement: Placement,
}
