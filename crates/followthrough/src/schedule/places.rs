//! Where everything stood in an earlier schedule: what a later one keeps to among equal plans.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Schedule;
use crate::{CadenceName, Work};

/// Whose touch it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whose {
    /// A prospect of the pipeline.
    Prospect {
        /// Its id.
        id: String,
        /// The day on which it was to be started, where it had not been yet.
        start: Option<NaiveDate>,
    },
    /// A prospect that was nobody in particular yet.
    New {
        /// The cadence that it was to be started on.
        cadence: CadenceName,
        /// The day on which it was to be started.
        start: NaiveDate,
        /// Which of those nobodies of that day and cadence, from 1.
        number: u32,
    },
}

/// The place that a touch, prep or the work of an answer had.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Whose it is.
    pub whose: Whose,
    /// The kind of work.
    pub work: Work,
    /// The touch, from 1; `None` for prep and for the work of an answer.
    pub touch: Option<u32>,
    /// The piece of a block, as [`ScheduleSegment::key`](super::ScheduleSegment::key) names it.
    pub segment: String,
}

/// The places of an earlier schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The last day of which they are known; a start after it may be on any day.
    pub until: NaiveDate,
    /// The places, in any order. Of two of one touch the first counts.
    pub places: Vec<Place>,
}

impl Schedule {
    /// Where everything stands that lies in a block on a day up to `until`, for a later schedule to keep to.
    ///
    /// # Example
    /// ```
    /// use followthrough::{Plan, Policy, ScheduleOptions};
    /// let plan = Plan::example();
    /// let fit = plan.fit(Policy::Level, None)?;
    /// let yesterday = plan.schedule(&fit)?;
    /// let options = ScheduleOptions { previous: Some(yesterday.places(plan.first_day)) };
    /// assert_eq!(plan.schedule_with(&fit, &options)?, yesterday);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn places(&self, until: NaiveDate) -> Places {
        let mut places = Vec::new();
        for day in self.days.iter().filter(|day| day.date <= until) {
            for segment in &day.segments {
                let key = segment.key();
                places.extend(segment.items.iter().filter_map(|item| {
                    Some(Place {
                        whose: item.whose()?,
                        work: item.work,
                        touch: item.touch,
                        segment: key.clone(),
                    })
                }));
            }
        }
        Places { until, places }
    }
}

impl super::ScheduleItem {
    /// Whose it is; `None` for what says neither an id nor a start.
    #[must_use]
    pub fn whose(&self) -> Option<Whose> {
        match (&self.id, self.start, self.number) {
            (Some(id), start, _) => Some(Whose::Prospect {
                id: id.clone(),
                start,
            }),
            (None, Some(start), Some(number)) => Some(Whose::New {
                cadence: self.cadence.clone(),
                start,
                number,
            }),
            _ => None,
        }
    }
}

/// The places by what stands there.
pub(super) struct Kept<'a> {
    pub(super) until: NaiveDate,
    by_id: HashMap<(&'a str, Work, Option<u32>), &'a str>,
    by_start: HashMap<Nobody<'a>, &'a str>,
    /// When each prospect was to be started.
    pub(super) starts: HashMap<&'a str, NaiveDate>,
    /// How many nobodies were to be started on a cadence on a day.
    pub(super) nobodies: HashMap<(&'a CadenceName, NaiveDate), u32>,
}

/// A nobody's touch: cadence, start, number, work, touch.
type Nobody<'a> = (&'a CadenceName, NaiveDate, u32, Work, Option<u32>);

impl<'a> Kept<'a> {
    pub(super) fn new(places: &'a Places) -> Self {
        let mut kept = Self {
            until: places.until,
            by_id: HashMap::new(),
            by_start: HashMap::new(),
            starts: HashMap::new(),
            nobodies: HashMap::new(),
        };
        for place in &places.places {
            let segment = place.segment.as_str();
            match &place.whose {
                Whose::Prospect { id, start } => {
                    let touch = (id.as_str(), place.work, place.touch);
                    kept.by_id.entry(touch).or_insert(segment);
                    if let Some(start) = start {
                        kept.starts.insert(id, *start);
                    }
                }
                Whose::New {
                    cadence,
                    start,
                    number,
                } => {
                    let touch = (cadence, *start, *number, place.work, place.touch);
                    kept.by_start.entry(touch).or_insert(segment);
                    let most = kept.nobodies.entry((cadence, *start)).or_default();
                    *most = (*most).max(*number);
                }
            }
        }
        kept
    }

    /// Where a prospect's touch stood.
    pub(super) fn of(&self, id: &str, work: Work, touch: Option<u32>) -> Option<&'a str> {
        self.by_id.get(&(id, work, touch)).copied()
    }

    /// Where a nobody's touch stood.
    pub(super) fn of_nobody(
        &self,
        cadence: &'a CadenceName,
        start: NaiveDate,
        number: u32,
        work: Work,
        touch: Option<u32>,
    ) -> Option<&'a str> {
        self.by_start
            .get(&(cadence, start, number, work, touch))
            .copied()
    }
}
