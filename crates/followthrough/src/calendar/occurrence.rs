//! When a plan's blocks occur, before busy time is cut out.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use crate::capacity::Capacity;
use crate::{Error, Interval, Plan};

/// One occurrence of a block, as planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockOccurrence {
    /// What the block is called.
    pub block: String,
    /// The local date on which it begins, on the plan's clock.
    pub date: NaiveDate,
    /// The time it takes.
    pub interval: Interval,
}

impl Plan {
    /// Which block, by its place in [`blocks`](Plan::blocks), and planned for which day, a piece is of that is called `key`
    /// for life ([`ScheduleSegment::key`](crate::ScheduleSegment::key)); `None` where the plan has none.
    ///
    /// # Example
    /// ```
    /// use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};
    /// use followthrough::{Block, Pattern, Plan};
    /// let monday = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
    /// let mut plan = Plan::new("desk", "America/New_York".parse()?, monday);
    /// let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    /// let mondays = Pattern::Weekdays(vec![Weekday::Mon]);
    /// plan.blocks.push(Block::new(vec!["calling".parse()?], mondays, nine, TimeDelta::hours(1))?);
    /// assert_eq!(plan.block_called("20270104.2-calling"), Some((0, monday)));
    /// assert_eq!(plan.block_called("20270105-calling"), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn block_called(&self, key: &str) -> Option<(usize, NaiveDate)> {
        let date = NaiveDate::parse_from_str(key.get(..8)?, "%Y%m%d").ok()?;
        let whole = crate::schedule::whole_block(key);
        let mut counts: HashMap<String, u32> = HashMap::new();
        for (at, block) in self.blocks.iter().enumerate() {
            let zone = block.zone.as_ref().unwrap_or(&self.zone);
            let occurs = crate::capacity::dates(block, zone, date, date);
            if !occurs.is_ok_and(|dates| dates.contains(&date)) {
                continue;
            }
            let count = counts.entry(block.key(date, 1)).or_default();
            *count += 1;
            if crate::schedule::whole_block(&block.key(date, *count)) == whole {
                return Some((at, date));
            }
        }
        None
    }

    /// Where the occurrences are that were moved ([`Block::moved`](crate::Block::moved)), by what their pieces are called
    /// for life ([`ScheduleSegment::key`](crate::ScheduleSegment::key)).
    ///
    /// # Example
    /// ```
    /// use chrono::{NaiveDate, TimeDelta};
    /// use followthrough::{Moved, Plan};
    /// let mut plan = Plan::example();
    /// let day = plan.first_day;
    /// let moved = Moved::new(day.and_hms_opt(14, 0, 0).unwrap(), TimeDelta::minutes(30)).unwrap();
    /// plan.blocks[0].moved.insert(day, moved);
    /// let found = plan.moved_blocks();
    /// assert_eq!(found.len(), 1);
    /// assert_eq!(plan.block_called(found.keys().next().unwrap()), Some((0, day)));
    /// ```
    #[must_use]
    pub fn moved_blocks(&self) -> BTreeMap<String, (DateTime<Utc>, DateTime<Utc>)> {
        let mut found = BTreeMap::new();
        for (at, block) in self.blocks.iter().enumerate() {
            let zone = block.zone.as_ref().unwrap_or(&self.zone);
            for (date, moved) in &block.moved {
                // The second of two blocks that are called alike has a number.
                let key = (1..=self.blocks.len())
                    .filter_map(|nth| u32::try_from(nth).ok())
                    .map(|nth| block.key(*date, nth))
                    .find(|key| self.block_called(key) == Some((at, *date)));
                let ends = moved.start() + moved.length();
                let span = (zone.instant(moved.start()), zone.instant(ends));
                if let Some(key) = key {
                    found.insert(key, span);
                }
            }
        }
        found
    }

    /// When blocks occur from `from` to `to`, both included, by start; holidays and days away are left out.
    ///
    /// # Errors
    /// What the caller can correct in the blocks: [`Error::BlockNeedsFrom`], [`Error::BlocksOverlap`].
    ///
    /// # Example
    /// ```
    /// use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};
    /// use followthrough::{Block, Pattern, Plan};
    /// let monday = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
    /// let mut plan = Plan::new("desk", "America/New_York".parse()?, monday);
    /// let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    /// let mondays = Pattern::Weekdays(vec![Weekday::Mon]);
    /// plan.blocks.push(Block::new(vec!["calling".parse()?], mondays, nine, TimeDelta::hours(1))?);
    /// let found = plan.block_occurrences(monday, monday + chrono::Days::new(7))?;
    /// assert_eq!(found.len(), 2);
    /// assert_eq!(found[0].interval.start().to_string(), "2027-01-04 14:00:00 UTC");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn block_occurrences(
        &self,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<BlockOccurrence>, Error> {
        let capacity = Capacity::new(self, Vec::new(), from, to)?;
        let occurrence = |occurrence: &crate::capacity::Occurrence| BlockOccurrence {
            block: self.blocks[occurrence.block].label(),
            date: capacity.days.date(occurrence.day),
            interval: occurrence.interval,
        };
        let inside = capacity.occurrences.iter().map(occurrence);
        Ok(inside
            .filter(|occurrence| (from..=to).contains(&occurrence.date))
            .collect())
    }
}
