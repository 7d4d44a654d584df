//! Events of a calendar that take time from blocks.

use followthrough::{Interval, Seconds};

/// An event that is in the way of blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What it is called.
    pub title: String,
    /// The time that it takes.
    pub interval: Interval,
}

/// The events that take time from `block`, with how much, by start. `events` are in order of their start.
pub(crate) fn thieves(events: &[Event], block: Interval) -> impl Iterator<Item = (&str, Seconds)> {
    let until = events.partition_point(|event| event.interval.start() < block.end());
    events[..until].iter().filter_map(move |event| {
        let from = event.interval.start().max(block.start());
        let to = event.interval.end().min(block.end());
        let seconds = u64::try_from((to - from).num_seconds()).ok()?;
        (seconds > 0).then_some((event.title.as_str(), seconds))
    })
}
