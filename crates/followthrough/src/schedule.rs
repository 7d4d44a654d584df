//! Who is to be touched when: the placement with names, clock times, an order to work in, and the reasons for it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::{CadenceName, CategoryName, ChannelName, Fit, Plan, Seconds, Work, Zone};

/// The days of a plan with what is to be done on each, in the order to do it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Schedule {
    /// The plan's name.
    pub name: String,
    /// The plan's zone; all local times are on its clock.
    #[cfg_attr(feature = "serde", serde(serialize_with = "zone_name"))]
    pub zone: Zone,
    /// The days that have a block or something to do, first one first.
    pub days: Vec<ScheduleDay>,
}

/// One day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ScheduleDay {
    /// The day.
    pub date: NaiveDate,
    /// Touches, prep and reply work to be done on it.
    pub items: u32,
    /// How many of them close on it.
    pub closing: u32,
    /// How many prospects are started on it.
    pub starting: u32,
    /// Its segments, first one first, those without touches included.
    pub segments: Vec<ScheduleSegment>,
    /// Touches of no effort, which need no segment.
    pub machine: Vec<ScheduleItem>,
    /// Touches whose window is open and that no segment can take, with the reason.
    pub not_today: Vec<NotToday>,
}

/// One piece of a block occurrence with what is to be done in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ScheduleSegment {
    /// What the block is called.
    pub block: String,
    /// What it may be used for.
    pub categories: Vec<CategoryName>,
    /// When the block occurrence was planned to begin, before busy time was cut out: its name for life.
    pub planned_start: NaiveDateTime,
    /// Which piece of the occurrence it is, from 1.
    pub piece: u32,
    /// When the piece begins.
    pub start: DateTime<Utc>,
    /// When the piece ends, reserve included.
    pub end: DateTime<Utc>,
    /// `start` on the plan's clock.
    pub local_start: NaiveDateTime,
    /// `end` on the plan's clock.
    pub local_end: NaiveDateTime,
    /// What touches can be placed in.
    pub usable: Seconds,
    /// What is to be done, in order.
    pub items: Vec<ScheduleItem>,
}

/// One touch, prep or reply work.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ScheduleItem {
    /// The prospect; `None` for one that is nobody in particular yet.
    pub id: Option<String>,
    /// What lists show.
    pub name: String,
    /// The cadence.
    pub cadence: CadenceName,
    /// The kind of work.
    pub work: Work,
    /// The touch, from 1; `None` for prep and reply work.
    pub touch: Option<u32>,
    /// How many touches the cadence promises.
    pub touches: u32,
    /// The time it uses.
    pub category: CategoryName,
    /// How it is made; `None` for prep and reply work.
    pub channel: Option<ChannelName>,
    /// What it says.
    pub message: Option<String>,
    /// Whether it is a new prospect's first touch.
    pub starts: bool,
    /// When to do it, on the plan's clock, where all before it take as long as planned; midnight for touches of no
    /// effort.
    pub at: NaiveDateTime,
    /// How long it takes.
    pub effort: Seconds,
    /// The last day on which it keeps the promise.
    pub closes: NaiveDate,
    /// 1 first.
    pub priority: u32,
    /// Why it stands where it does, such as "closes today".
    pub reason: String,
    /// The pipeline's note.
    pub note: Option<String>,
}

/// A touch whose window is open and that cannot be made today.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NotToday {
    /// The prospect.
    pub id: String,
    /// What lists show.
    pub name: String,
    /// The touch, from 1; `None` for reply work.
    pub touch: Option<u32>,
    /// Why not.
    pub reason: String,
}

#[cfg(feature = "serde")]
fn zone_name<S: serde::Serializer>(zone: &Zone, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.name())
}

impl Plan {
    /// The placement of `fit`, which must be an answer of this plan, with names, clock times and an order.
    ///
    /// # Errors
    /// What the caller can correct in the plan.
    pub fn schedule(&self, fit: &Fit) -> Result<Schedule, crate::Error> {
        let _ = fit;
        todo!()
    }
}
