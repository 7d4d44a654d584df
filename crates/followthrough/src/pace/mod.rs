//! The pace: the most prospects a week that typical weeks carry, week after week, for ever.
#![expect(dead_code, reason = "the plan that keeps to the pace is built on it")]

use crate::demand::Demand;
use crate::fit::{Mix, Watching};
use crate::{CadenceName, CategoryName, Error, PaceLimit, Plan};

/// The pace of a plan's typical weeks.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    /// How many prospects a week can be started for ever, split by the mix; 0 where not even one a week can.
    pub(crate) number: u32,
    /// No larger number can; where it equals [`Self::number`], the pace is proved.
    pub(crate) bound: u32,
    /// Where not even one a week can go on: one every so many weeks can, from 2 to 26.
    pub(crate) every: Option<u32>,
    /// Whether nothing faster is possible: no larger number, or no single start more often.
    pub(crate) proved: bool,
    /// The workdays of the fullest typical week.
    pub(crate) full_week: u32,
    /// What typical weeks hold and what prospects take of it, the tightest first.
    pub(crate) limits: Vec<PaceLimit>,
    /// Why nobody is started, where neither [`Self::number`] nor [`Self::every`] says otherwise.
    pub(crate) nobody: Option<Nobody>,
}

/// Why typical weeks start nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Nobody {
    /// No day of a typical week is worked.
    NoWorkday,
    /// Touches of a category are promised, and typical weeks have no block of it.
    NoBlock {
        /// The category.
        category: CategoryName,
    },
    /// No block of a window could take a touch, on whatever day the prospect is started.
    NoRoom {
        /// The cadence.
        cadence: CadenceName,
        /// The touch, from 1; `None` for the prep.
        touch: Option<u32>,
    },
    /// One every 26 weeks is more than can go on.
    Rarer,
}

/// The pace of the typical weeks of a plan: it depends on blocks, meetings that recur, cadences and mix, and on nothing
/// that is owed.
///
/// # Errors
/// What the caller can correct in the blocks, as [`Plan::fit`] says.
pub(crate) fn pace(
    _plan: &Plan,
    _demand: &Demand,
    _mix: &Mix,
    _watch: &dyn Watching,
) -> Result<Pace, Error> {
    Ok(Pace {
        number: 0,
        bound: u32::MAX,
        every: None,
        proved: false,
        full_week: 0,
        limits: Vec::new(),
        nobody: None,
    })
}
