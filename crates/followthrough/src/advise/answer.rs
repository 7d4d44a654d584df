//! What it would take, as data: remedies, and the blocks and rules that each of them changes.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    Block, CadenceName, CategoryName, ChannelName, Look, Plan, Policy, Seconds, Share, Unit,
};

/// What it would take for a target to fit.
///
/// The pace is [`Fit::number`](crate::Fit::number).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Advice {
    /// How starts are spread.
    pub policy: Policy,
    /// The days on which new prospects may be started.
    pub horizon: Look,
    /// How many are to fit.
    pub target: u32,
    /// What target and number count.
    pub unit: Unit,
    /// How many fit as the plan is.
    pub number: u32,
    /// No more can fit as the plan is.
    pub bound: u32,
    /// Whether the target fits as the plan is.
    pub fits: bool,
    /// What holds the number down.
    pub why: String,
    /// Where what is owed is late: the first day on which a new prospect may be started.
    pub clear_day: Option<NaiveDate>,
    /// Blocks are changed by whole steps of this.
    pub step: Seconds,
    /// No blocks of less time a week, added or moved, make the target fit; in whole steps.
    pub at_least: Seconds,
    /// What makes the target fit, each by itself: less time first, then rules to relax.
    pub remedies: Vec<Remedy>,
    /// Why there is no remedy, where there is none and the target does not fit.
    pub none: Option<String>,
}

/// What a remedy does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum RemedyKind {
    /// Dedicates more time.
    Add,
    /// Turns time of one category into time of another.
    Move,
    /// Changes one rule.
    Relax,
}

/// One way to make a target fit, found true by solving the plan that it leads to.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Remedy {
    /// What it does.
    pub kind: RemedyKind,
    /// The time a week that is added or moved; 0 where a rule is relaxed.
    pub seconds: Seconds,
    /// By category what that changes a week, in seconds.
    pub by_category: BTreeMap<CategoryName, i64>,
    /// Whether no blocks of less time a week would do: `seconds` is [`Advice::at_least`].
    pub proved: bool,
    /// How many fit in the changed plan.
    pub number: u32,
    /// No more can fit in the changed plan.
    pub bound: u32,
    /// The blocks that change.
    pub blocks: Vec<BlockChange>,
    /// The rule that changes.
    pub rule: Option<Relaxed>,
    /// The changed plan.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub plan: Plan,
}

/// A block that changes, or one that is new.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BlockChange {
    /// Its place in [`Plan::blocks`], from 0; `None` where it is new.
    pub index: Option<usize>,
    /// How it was.
    pub before: Option<Block>,
    /// What stands in its place.
    pub after: Vec<Block>,
}

/// One rule that is relaxed. Touches count from 1.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "what", rename_all = "snake_case"))]
pub enum Relaxed {
    /// A touch's window stays open for longer.
    Within {
        /// The cadence.
        cadence: CadenceName,
        /// The touch.
        touch: u32,
        /// Days as the plan is.
        from: u32,
        /// Days that will do.
        to: u32,
    },
    /// A touch opens later after the one before.
    After {
        /// The cadence.
        cadence: CadenceName,
        /// The touch.
        touch: u32,
        /// Days as the plan is.
        from: u32,
        /// Days that will do.
        to: u32,
    },
    /// A channel's touches take less time.
    Effort {
        /// The channel.
        channel: ChannelName,
        /// The longest of its touches as the plan is.
        from: Seconds,
        /// What will do; shorter touches stay as they are.
        to: Seconds,
    },
    /// A prospect's prep takes less time.
    Prep {
        /// The cadence.
        cadence: CadenceName,
        /// As the plan is.
        from: Seconds,
        /// What will do.
        to: Seconds,
    },
    /// Less is kept free in blocks that have no reserve of their own.
    Reserve {
        /// As the plan is.
        from: Share,
        /// What will do.
        to: Share,
    },
    /// More touches of a channel are allowed.
    Cap {
        /// The channel.
        channel: ChannelName,
        /// Whether the cap is on any day, rather than on any seven days in a row.
        daily: bool,
        /// As the plan is.
        from: u32,
        /// What will do.
        to: u32,
    },
    /// A cadence's last touch is not promised. Prospects in flight who are owed nothing else are finished.
    LastTouch {
        /// The cadence.
        cadence: CadenceName,
        /// The touch.
        touch: u32,
    },
}
