//! What holds the pace down: a week's sum that anybody adds up.

use std::fmt;

use super::Seconds;
use crate::{CategoryName, ChannelName};

answer! {
    /// What a sum of a typical week counts.
    pub enum PaceUnit {
        /// Seconds of blocks and of the touches that need them.
        Seconds,
        /// Seconds of blocks that whole touches can fill, and of the touches.
        Fillable,
        /// Whole touches: how many of one effort the blocks take, or how many a cap allows.
        Touches,
        /// Thousandths of what the week holds, where a touch counts more in some blocks than in others.
        Weighed,
    }
}

answer! {
    /// What a typical week holds of something, and what prospects started in every week take of it.
    ///
    /// Where typical weeks differ, they are averaged: what is there is rounded down, what is taken is rounded up.
    ///
    /// # Example
    /// ```
    /// use followthrough::{PaceLimit, PaceUnit};
    /// let limit = PaceLimit {
    ///     categories: vec!["research".parse()?],
    ///     channel: None,
    ///     unit: PaceUnit::Seconds,
    ///     prospects: 10,
    ///     answers: 0,
    ///     holds: 270 * 60,
    ///     needed: 14_850,
    ///     one_more: 16_335,
    /// };
    /// assert_eq!(
    ///     limit.to_string(),
    ///     "research: 270 minutes in a full week; 10 prospects take 248, 11 would take 273"
    /// );
    /// # Ok::<(), followthrough::InvalidName>(())
    /// ```
    pub struct PaceLimit {
        /// The categories whose blocks are counted, in the order of the cadences; empty where a cap alone is.
        pub categories: Vec<CategoryName>,
        /// The channel whose cap is counted; `None` where blocks are.
        pub channel: Option<ChannelName>,
        /// What is counted.
        pub unit: PaceUnit,
        /// The pace that is asked about, in prospects a week.
        pub prospects: u32,
        /// So many answers that are expected of a full week are counted in what is taken.
        pub answers: u32,
        /// What a typical week holds, in [`Self::unit`]s.
        pub holds: Seconds,
        /// What so many prospects a week take of it.
        pub needed: Seconds,
        /// What one more would take.
        pub one_more: Seconds,
    }
}

impl fmt::Display for PaceLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (divisor, unit) = match self.unit {
            PaceUnit::Seconds => (60, "minutes"),
            PaceUnit::Fillable => (60, "minutes that whole touches fill"),
            PaceUnit::Touches => (1, "touches"),
            PaceUnit::Weighed => (1, "weighed thousandths"),
        };
        for (at, category) in self.categories.iter().enumerate() {
            let joint = if at == 0 { "" } else { " + " };
            write!(formatter, "{joint}{category}")?;
        }
        if let Some(channel) = &self.channel {
            let joint = if self.categories.is_empty() { "" } else { ", " };
            write!(formatter, "{joint}cap of {channel}")?;
        }
        let (holds, needed, one_more) = (
            self.holds / divisor,
            self.needed.div_ceil(divisor),
            self.one_more.div_ceil(divisor),
        );
        let (few, many) = (self.prospects, self.prospects.saturating_add(1));
        write!(formatter, ": {holds} {unit} in a full week; ")?;
        let answers = match self.answers {
            0 => String::new(),
            1 => " and 1 answer".to_owned(),
            many => format!(" and {many} answers"),
        };
        if few > 0 {
            let noun = if few == 1 { "prospect" } else { "prospects" };
            let verb = if few == 1 && self.answers == 0 {
                "takes"
            } else {
                "take"
            };
            write!(
                formatter,
                "{few} {noun}{answers} {verb} {needed}, {many} would take {one_more}"
            )
        } else {
            write!(formatter, "1 prospect{answers} would take {one_more}")
        }
    }
}
