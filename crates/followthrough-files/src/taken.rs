//! What events take from blocks: which event, from which block, how much.

use std::sync::Arc;

use chrono::NaiveDate;
use followthrough::{BlockOccurrence, Interval};
use followthrough_ics::read::{BusyEvent, EventName};

use crate::{Error, Files, Loaded};

/// Time that one event takes from one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The day of the block on the plan's clock.
    pub date: NaiveDate,
    /// What the block is called.
    pub block: String,
    /// The time that is taken, within the block.
    pub interval: Interval,
    /// The event.
    pub event: Arc<EventName>,
}

impl Taken {
    /// What `events` take from blocks, by block. Events come by start, and none reaches past the end of the block that it
    /// was cut to.
    pub fn from(blocks: Vec<BlockOccurrence>, events: &[BusyEvent]) -> Vec<Self> {
        let mut taken = Vec::new();
        for block in blocks {
            let ahead = events.partition_point(|busy| busy.interval.start() < block.interval.end());
            let here = events[..ahead].iter().filter_map(|busy| {
                Some(Self {
                    date: block.date,
                    block: block.block.clone(),
                    interval: busy.interval.intersection(&block.interval)?,
                    event: busy.event.clone(),
                })
            });
            taken.extend(here);
        }
        taken
    }
}

impl Loaded {
    /// Which event of the plan's calendars takes what from which block between two days, both included. `files` are those
    /// that the plan was loaded from, as far as `last`.
    ///
    /// # Errors
    /// What the caller can correct in the plan or in a calendar.
    pub fn taken(
        &self,
        files: &Files,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<Taken>, Error> {
        let blocks = self.located(self.plan.block_occurrences(first, last))?;
        let asked: Vec<Interval> = blocks.iter().map(|block| block.interval).collect();
        let events = self.events(files, &asked)?;
        Ok(Taken::from(blocks, &events))
    }
}
