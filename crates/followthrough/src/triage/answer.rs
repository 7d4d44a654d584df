//! What staying late would do instead of letting prospects go, as data.

use chrono::{NaiveDate, NaiveTime};

use crate::{CategoryName, Seconds};

/// Extra time with which nobody has to be let go.
///
/// Extra time is time of its own, after the blocks of a day and with no reserve: a touch lies in it or in a block, and
/// not in both.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StayLate {
    /// The time by day and category, first day first. Empty where no extra time was found to do.
    pub extra: Vec<ExtraTime>,
    /// All of it.
    pub seconds: Seconds,
    /// No less extra time can do.
    pub at_least: Seconds,
    /// Whether `seconds` is `at_least`.
    pub proved: bool,
    /// Whether everything that is owed is on time with it, as the plan with this time solved tells.
    pub fits: bool,
}

/// Extra time on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ExtraTime {
    /// The day.
    pub date: NaiveDate,
    /// What it is for.
    pub category: CategoryName,
    /// When it begins, on the plan's clock.
    pub at: NaiveTime,
    /// How long it is.
    pub seconds: Seconds,
}
