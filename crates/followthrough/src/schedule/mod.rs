//! Who is to be touched when: the placement with names, clock times, an order to work in, and the reasons for it.

mod fewest;
mod newcomers;
mod places;
mod seats;
mod spare;
mod writer;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::fit::Asked;
use crate::instance::Model;
use crate::{
    CadenceName, CategoryName, ChannelName, Claim, Error, Horizon, Plan, Seconds, Warning, Work,
    Zone,
};

use places::Kept;
pub use places::{Place, Places, Whose};

/// What a schedule keeps to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScheduleOptions {
    /// The places of an earlier schedule of the plan. Among plans that start as many prospects in every week, theirs
    /// wins: who was to be started on a day is started on it, and a touch stays in its block unless something that has
    /// no other place takes it.
    pub previous: Option<Places>,
}

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
    /// What blocks of a category are for, where all that the cadences promise in it is made in one way.
    pub usual: Vec<UsualWork>,
    /// What a reader should know about the pipeline. Left out of the JSON where there is nothing.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub warnings: Vec<Warning>,
}

/// The one way in which all touches of a category are made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct UsualWork {
    /// The category.
    pub category: CategoryName,
    /// How its touches are made.
    pub channel: ChannelName,
    /// How long each takes.
    pub effort: Seconds,
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
    /// The name that the plan gives the block.
    pub name: Option<String>,
    /// What it may be used for.
    pub categories: Vec<CategoryName>,
    /// When the block occurrence was planned to begin, on the block's clock, before it was moved and busy time was cut
    /// out.
    pub planned_start: NaiveDateTime,
    /// Which it is, from 1, of the blocks planned for that day that share its name, or its categories where it has
    /// none; in the order of the plan.
    pub nth: u32,
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
    /// The day on which the prospect is started; `None` for one that is started already.
    pub start: Option<NaiveDate>,
    /// Which it is, from 1, of the prospects started that day on the cadence that are nobody in particular yet.
    pub number: Option<u32>,
    /// The prospect's own clock, where the pipeline names one.
    #[cfg_attr(feature = "serde", serde(serialize_with = "some_zone_name"))]
    pub zone: Option<Zone>,
    /// Whether it is a touch of an unpromised tail: done where time is left, and no promise.
    pub spare: bool,
    /// When to do it, on the plan's clock, where all before it take as long as planned; midnight for touches of no
    /// effort.
    pub at: NaiveDateTime,
    /// How long it takes.
    pub effort: Seconds,
    /// The last day on which it keeps the promise.
    pub closes: NaiveDate,
    /// The day on which its window closed undone, where it did before the first day: `closes` is then that of the window
    /// that opened anew.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub overdue_since: Option<NaiveDate>,
    /// 1 first.
    pub priority: u32,
    /// Why it stands where it does, such as "closes today".
    pub reason: String,
    /// The pipeline's note.
    pub note: Option<String>,
}

/// A touch whose window is open and that no block of its window can take.
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

impl ScheduleSegment {
    /// What the piece is called for life: `20261123-calling`.
    ///
    /// The day and the name of the block, or its categories where it has none; not the clock time, so that a block that
    /// is moved on its day stays what it is. The second piece of an occurrence is `20261123.2-calling`, the second block
    /// of the day that would be called alike `20261123.b2-calling`. A name is told by its hash. No name of a category
    /// holds a `.`.
    #[must_use]
    pub fn key(&self) -> String {
        let key = Key {
            date: self.planned_start.date(),
            name: self.name.as_deref(),
            categories: &self.categories,
            nth: self.nth,
        };
        key.of(self.piece)
    }
}

/// What the pieces of a block occurrence are called for life.
pub(crate) struct Key<'a> {
    pub(crate) date: NaiveDate,
    pub(crate) name: Option<&'a str>,
    pub(crate) categories: &'a [CategoryName],
    pub(crate) nth: u32,
}

impl Key<'_> {
    pub(crate) fn of(&self, piece: u32) -> String {
        let mut key = self.date.format("%Y%m%d").to_string();
        if piece > 1 {
            key.push_str(&format!(".{piece}"));
        }
        if self.nth > 1 {
            key.push_str(&format!(".b{}", self.nth));
        }
        key.push('-');
        match self.name {
            // Half of it is enough for the blocks of one plan.
            Some(name) => {
                key.push_str(&format!(
                    "{:016x}",
                    crate::stable_hash(name.as_bytes()) as u64
                ));
            }
            None => {
                let names: Vec<&str> = self.categories.iter().map(CategoryName::as_str).collect();
                key.push_str(&names.join("+"));
            }
        }
        key
    }
}

/// The key of a whole occurrence, from that of one of its pieces: for looking it up, and for nothing else.
pub(crate) fn whole_block(key: &str) -> String {
    let (head, rest) = key.split_once('-').unwrap_or((key, ""));
    let is_piece = |part: &&str| part.len() < 8 && part.bytes().all(|byte| byte.is_ascii_digit());
    let head: Vec<&str> = head.split('.').filter(|part| !is_piece(part)).collect();
    format!("*{}-{rest}", head.join("."))
}

/// By segment of the capacity what it is called for life.
fn keys<'a>(model: &'a Model<'_>) -> HashMap<usize, Key<'a>> {
    let blocks = &model.plan.blocks;
    let mut order: Vec<usize> = (0..model.capacity.occurrences.len()).collect();
    order.sort_by_key(|at| model.capacity.occurrences[*at].block);
    let mut count: HashMap<(NaiveDate, Option<&str>, &[CategoryName]), u32> = HashMap::new();
    let mut nth = vec![1; order.len()];
    for at in order {
        let occurrence = &model.capacity.occurrences[at];
        let block = &blocks[occurrence.block];
        let name = block.name.as_deref();
        let categories = if name.is_some() {
            &[]
        } else {
            block.categories()
        };
        let alike = (occurrence.planned_start.date(), name, categories);
        let count = count.entry(alike).or_default();
        *count += 1;
        nth[at] = *count;
    }
    let segments = model.capacity.segments.iter().enumerate();
    let keys = segments.map(|(at, segment)| {
        let occurrence = &model.capacity.occurrences[segment.occurrence];
        let block = &blocks[occurrence.block];
        let key = Key {
            date: occurrence.planned_start.date(),
            name: block.name.as_deref(),
            categories: block.categories(),
            nth: nth[segment.occurrence],
        };
        (at, key)
    });
    keys.collect()
}

impl Plan {
    /// A placement with names, clock times and an order to work in: that of an answer, as `&fit`, or of a [`Claim`].
    ///
    /// New prospects are given the names of the pipeline's `ready` rows, by priority, then of its `new` rows; those
    /// beyond are nobody in particular. A row's touches lie in the contact hours that it will have once it is started, as
    /// far as that goes. In a segment the work of answers comes first, then what is overdue, then what closes soonest, then priority, then what is furthest in its
    /// cadence, then the id; where contact hours fix the clock, the clock decides. The next touch of an unpromised tail
    /// is added where time is left in its window. What no block of its window can take stands in
    /// [`not_today`](ScheduleDay::not_today) of every workday of the window.
    ///
    /// # Errors
    /// What the caller can correct in the plan; [`Error::NotOneProspect`] where a row of the pipeline stands for more
    /// than one, since a schedule names whom to touch. An answer of another plan gives a schedule of what both know.
    ///
    /// # Example
    /// ```
    /// use followthrough::{Plan, Policy};
    /// let plan = Plan::example();
    /// let schedule = plan.schedule(&plan.fit(Policy::Level, None)?)?;
    /// let first = &schedule.days[0].segments[0].items[0];
    /// assert!(first.starts);
    /// assert_eq!(first.at.to_string(), "2027-01-04 09:00:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn schedule(&self, claim: impl Into<Claim>) -> Result<Schedule, Error> {
        self.schedule_with(claim, &ScheduleOptions::default())
    }

    /// [`Plan::schedule`] that keeps to an earlier schedule.
    ///
    /// Nothing that stood in a block moves unless it must: a block is gone or smaller, a touch was done early or late, a
    /// prospect answered, or something else has no other place. Touches of an earlier nobody are those of the row that
    /// was started that day on the cadence.
    ///
    /// # Errors
    /// As [`Plan::schedule`].
    pub fn schedule_with(
        &self,
        claim: impl Into<Claim>,
        options: &ScheduleOptions,
    ) -> Result<Schedule, Error> {
        let claim = claim.into();
        if let Some(row) = self.pipeline.iter().find(|row| row.count > 1) {
            return Err(Error::NotOneProspect {
                id: row.id.clone(),
                count: row.count,
            });
        }
        let Asked { mut model, .. } = Asked::new(self, Some(Horizon::Until(claim.horizon.to)))?;
        let kept = options.previous.as_ref().map(Kept::new);
        let seated = seats::seated(&mut model, &claim, kept.as_ref());
        Ok(writer::write(&model, &seated, kept.as_ref()))
    }
}

#[cfg(feature = "serde")]
fn zone_name<S: serde::Serializer>(zone: &Zone, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.name())
}

#[cfg(feature = "serde")]
#[expect(clippy::ref_option, reason = "serde passes fields by reference")]
fn some_zone_name<S: serde::Serializer>(
    zone: &Option<Zone>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match zone {
        Some(zone) => serializer.serialize_some(zone.name()),
        None => serializer.serialize_none(),
    }
}
