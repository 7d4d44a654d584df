//! A question as plain numbers: bins and classes, what each start would need, what is owed. No names, no dates.

use super::bound::{Gauge, gauges};
use super::intake::Group;
use super::mix::Mix;
use super::problem::Problem;

/// What a prospect started on one day on one cadence needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StartOption {
    /// The prep's class.
    pub(crate) prep: Option<u32>,
    /// The classes of the touches; those that need no place are left out.
    pub(crate) touches: Vec<u32>,
    /// Whether some touch has no bin that could take it, the prep's included.
    pub(crate) impossible: bool,
    /// Whether some touch has none, the prep left out.
    pub(crate) impossible_ready: bool,
}

/// A question as plain numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Instance {
    pub(crate) problem: Problem,
    pub(crate) mix: Mix,
    /// By cadence, then by start day, as many of them as the question may start on; nothing for cadences outside of the
    /// mix.
    pub(crate) options: Vec<Vec<Option<StartOption>>>,
    /// How many days prospects may be started on.
    pub(crate) start_days: usize,
    /// The start days of every week of the horizon.
    pub(crate) weeks: Vec<Group>,
    /// Workdays of a week without days off.
    pub(crate) workweek: u32,
    /// By cadence how many prospects have their prep done.
    pub(crate) ready: Vec<u32>,
    /// Categories of prep, each with that of the touch which it comes before.
    pub(crate) ahead: Vec<(u8, u8)>,
    /// How many of each class are owed, what is late on the day that was found for it.
    pub(crate) owed_counts: Vec<u32>,
    /// What is owed as bounds may count it, where any of it is late: which touches are late is open, so each that could
    /// be has the widest window that it could have. Class and how many.
    pub(crate) owed_loosely: Option<Vec<(u32, u64)>>,
}

impl Instance {
    /// The classes of which anything is owed, as bounds may count them, and how many.
    pub(crate) fn owed_for_bounds(&self) -> Vec<(u32, u64)> {
        if let Some(loosely) = &self.owed_loosely {
            return loosely.clone();
        }
        let counts = (0..).zip(&self.owed_counts);
        counts
            .filter(|(_, count)| **count > 0)
            .map(|(class, count)| (class, u64::from(*count)))
            .collect()
    }

    /// Every gauge that could tell something about it.
    pub(crate) fn gauges(&self) -> Vec<Gauge> {
        gauges(&self.problem, &self.ahead)
    }
}
