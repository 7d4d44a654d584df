//! What a caller of the writer can correct.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::PreviousError;

/// Why a calendar was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The plan's id stands in every UID, where only plain characters are safe everywhere.
    #[error(
        "the plan id `{id}` cannot stand in a UID, expected 1 to 64 letters, digits, `_` or `-`"
    )]
    PlanId {
        /// The id as it was given.
        id: String,
    },
    /// iCalendar text has four digits for the year (RFC 5545 §3.3.4).
    #[error("{instant} cannot be written into a calendar, expected a year from 1 to 9999")]
    Year {
        /// The instant.
        instant: DateTime<Utc>,
    },
    /// A segment of a schedule ends when or before it begins.
    #[error(
        "the block `{block}` planned for {planned_start} ends at {end}, expected an end after {start}"
    )]
    NoLength {
        /// What the block is called.
        block: String,
        /// When it was planned to begin.
        planned_start: NaiveDateTime,
        /// When the segment begins.
        start: DateTime<Utc>,
        /// When it ends.
        end: DateTime<Utc>,
    },
    /// Two segments are the same piece of the same block occurrence, so their events would have one UID.
    #[error("two events have the UID `{uid}`, expected each piece of a block occurrence once")]
    SameUid {
        /// The UID.
        uid: String,
    },
    /// A span of days whose last day lies before its first.
    #[error("the span from {from} to {to} is empty, expected its last day on or after its first")]
    EmptySpan {
        /// The first day.
        from: chrono::NaiveDate,
        /// The last day.
        to: chrono::NaiveDate,
    },
    /// A previous file cannot be compared with.
    #[error("the previous calendar cannot be used")]
    Previous(#[from] PreviousError),
}
