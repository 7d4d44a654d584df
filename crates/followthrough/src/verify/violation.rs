//! What can be wrong with a placement, as data with sentences.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::{CadenceName, CategoryName, ChannelName, Party, Seconds, Span, Work};

/// One kind of work for one party: what a placement must hold, and how often.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owed {
    /// The cadence that promises it.
    pub cadence: CadenceName,
    /// To whom.
    pub party: Party,
    /// What kind of work it is.
    pub work: Work,
    /// The touch, from 1; `None` for prep and reply work.
    pub touch: Option<u32>,
}

impl fmt::Display for Owed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.work, self.touch) {
            (Work::Touch, Some(touch)) => write!(formatter, "touch {touch}")?,
            (Work::Touch, None) => formatter.write_str("a touch without number")?,
            (Work::Prep, _) => formatter.write_str("prep")?,
            (Work::Reply, _) => formatter.write_str("reply work")?,
        }
        match &self.party {
            Party::Id(id) => write!(formatter, " of prospect `{id}` on `{}`", self.cadence),
            Party::Start(date) => write!(formatter, " of `{}` started on {date}", self.cadence),
            Party::Expected(date) => {
                write!(formatter, " of `{}` expected on {date}", self.cadence)
            }
        }
    }
}

/// One thing that is wrong with a placement.
///
/// Its `Display` is a sentence in lowercase without a final period; [`Violation::code`] is stable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Violation {
    /// Needed work has fewer places than it needs, or none.
    #[error("{owed} has {placed} of {needed} places")]
    Missing {
        /// The work.
        owed: Owed,
        /// How many places it needs.
        needed: u64,
        /// How many it has.
        placed: u64,
    },
    /// Work has more places than it needs; what nobody needs has none to have.
    #[error("{owed} has {placed} places, expected {needed}")]
    Surplus {
        /// The work.
        owed: Owed,
        /// How many places it needs.
        needed: u64,
        /// How many it has.
        placed: u64,
    },
    /// An entry of the placement that places nothing.
    #[error("{owed} is placed 0 times on {date}, expected at least 1")]
    Nothing {
        /// The work.
        owed: Owed,
        /// The day.
        date: NaiveDate,
    },
    /// Work lies on a day that its window does not hold.
    #[error("{owed} lies on {date}, outside of its window {} to {}", .window.from, .window.to)]
    OutsideWindow {
        /// The work.
        owed: Owed,
        /// The day on which it lies.
        date: NaiveDate,
        /// The days on which it may lie.
        window: Span,
    },
    /// Prep lies on the start day in a segment that does not begin before the first touch's category has its first.
    #[error(
        "{owed} lies in the segment at {segment}, expected one that begins before touch 1 may be made"
    )]
    PrepTooLate {
        /// The work.
        owed: Owed,
        /// The segment.
        segment: NaiveDateTime,
    },
    /// A touch of no effort lies on a day off.
    #[error("{owed} lies on {date}, which is not a workday")]
    DayOff {
        /// The work.
        owed: Owed,
        /// The day.
        date: NaiveDate,
    },
    /// Work that takes time lies in no segment.
    #[error("{owed} on {date} lies in no segment, expected one")]
    SegmentMissing {
        /// The work.
        owed: Owed,
        /// The day.
        date: NaiveDate,
    },
    /// A touch of no effort lies in a segment.
    #[error("{owed} takes no time and lies in the segment at {segment}, expected none")]
    SegmentUnneeded {
        /// The work.
        owed: Owed,
        /// The segment.
        segment: NaiveDateTime,
    },
    /// There is no such segment.
    #[error("{owed} lies in a segment at {segment}, where there is none")]
    UnknownSegment {
        /// The work.
        owed: Owed,
        /// Where the segment was said to begin.
        segment: NaiveDateTime,
    },
    /// A segment belongs to another day than the one given.
    #[error("{owed} is dated {date} and lies in the segment at {segment}")]
    WrongDate {
        /// The work.
        owed: Owed,
        /// The day given.
        date: NaiveDate,
        /// The segment.
        segment: NaiveDateTime,
    },
    /// A segment is dedicated to other work.
    #[error("{owed} needs {category}, which the segment at {segment} is not for")]
    WrongCategory {
        /// The work.
        owed: Owed,
        /// The time it needs.
        category: CategoryName,
        /// The segment.
        segment: NaiveDateTime,
    },
    /// More time is used than a segment has.
    #[error("the segment at {segment} holds {used} seconds of work, expected at most {usable}")]
    Overfull {
        /// The segment.
        segment: NaiveDateTime,
        /// The time that touches can be placed in.
        usable: Seconds,
        /// The time used.
        used: Seconds,
    },
    /// A touch has no clock start in a segment that holds a touch with contact hours.
    #[error(
        "{owed} in the segment at {segment} has no clock start, expected one beside a touch with contact hours"
    )]
    ClockMissing {
        /// The work.
        owed: Owed,
        /// The segment.
        segment: NaiveDateTime,
    },
    /// A touch begins before its segment, or ends after the segment's usable time.
    #[error("{owed} at {at} lies outside of the usable time of the segment at {segment}")]
    OutsideUsable {
        /// The work.
        owed: Owed,
        /// Its clock start.
        at: NaiveTime,
        /// The segment.
        segment: NaiveDateTime,
    },
    /// Two touches are made at one time.
    #[error("{second} begins at {at} in the segment at {segment}, before {first} is done")]
    ClockOverlap {
        /// The one that begins first.
        first: Owed,
        /// The other.
        second: Owed,
        /// When the other begins.
        at: NaiveTime,
        /// The segment.
        segment: NaiveDateTime,
    },
    /// A touch lies outside of the prospect's contact hours.
    #[error("{owed} on {date} at {at} lies outside of the contact hours {from} to {to} of {zone}")]
    OutsideHours {
        /// The work.
        owed: Owed,
        /// The day.
        date: NaiveDate,
        /// Its clock start, in the plan's zone.
        at: NaiveTime,
        /// When the hours begin on the prospect's clock.
        from: NaiveTime,
        /// When they end there.
        to: NaiveTime,
        /// The zone of the prospect's clock.
        zone: String,
    },
    /// A channel is used more often than its cap allows, on a day or in 7 days in a row.
    #[error("channel `{channel}` is used {used} times from {} to {}, expected at most {room}", .span.from, .span.to)]
    CapPassed {
        /// The channel.
        channel: ChannelName,
        /// One day, or 7 in a row.
        span: Span,
        /// How many touches the cap allows.
        room: u64,
        /// How many there are.
        used: u64,
    },
    /// Prospects are started outside of the horizon.
    #[error("prospects are started on {date}, outside of the horizon {} to {}", .horizon.from, .horizon.to)]
    StartOutsideHorizon {
        /// The start day.
        date: NaiveDate,
        /// The days on which prospects may be started.
        horizon: Span,
    },
    /// Prospects are started on a day off.
    #[error("prospects are started on {date}, which is not a workday")]
    StartOnDayOff {
        /// The start day.
        date: NaiveDate,
    },
    /// All were to be started on the first workday.
    #[error("prospects are started on {date}, expected all of them on {first}")]
    StartNotFirst {
        /// The start day.
        date: NaiveDate,
        /// The first workday of the horizon.
        first: NaiveDate,
    },
    /// Stretched windows of the cadence meet when it is started on this day, so that it is not a start day.
    #[error("`{cadence}` is started on {date}, where its touches {touch} and {} would share a day", .touch + 1)]
    StartWindowsMeet {
        /// The cadence.
        cadence: CadenceName,
        /// The start day.
        date: NaiveDate,
        /// The earlier of the two touches, from 1.
        touch: u32,
    },
    /// Prospects are started on a cadence that the plan does not have.
    #[error("prospects are started on {date} on `{cadence}`, which the plan does not have")]
    UnknownCadence {
        /// The cadence.
        cadence: CadenceName,
        /// The start day.
        date: NaiveDate,
    },
    /// The starts are not split as the mix says.
    #[error(
        "by {through} {started} prospects are started on `{cadence}`, expected {expected} by the mix"
    )]
    Mix {
        /// The cadence.
        cadence: CadenceName,
        /// The last day that is counted.
        through: NaiveDate,
        /// How many are started on it.
        started: u64,
        /// How many the mix says.
        expected: u64,
    },
}

impl Violation {
    /// A stable name, such as `outside_window`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing",
            Self::Surplus { .. } => "surplus",
            Self::Nothing { .. } => "nothing",
            Self::OutsideWindow { .. } => "outside_window",
            Self::PrepTooLate { .. } => "prep_too_late",
            Self::DayOff { .. } => "day_off",
            Self::SegmentMissing { .. } => "segment_missing",
            Self::SegmentUnneeded { .. } => "segment_unneeded",
            Self::UnknownSegment { .. } => "unknown_segment",
            Self::WrongDate { .. } => "wrong_date",
            Self::WrongCategory { .. } => "wrong_category",
            Self::Overfull { .. } => "overfull",
            Self::ClockMissing { .. } => "clock_missing",
            Self::OutsideUsable { .. } => "outside_usable",
            Self::ClockOverlap { .. } => "clock_overlap",
            Self::OutsideHours { .. } => "outside_hours",
            Self::CapPassed { .. } => "cap_passed",
            Self::StartOutsideHorizon { .. } => "start_outside_horizon",
            Self::StartOnDayOff { .. } => "start_on_day_off",
            Self::StartNotFirst { .. } => "start_not_first",
            Self::StartWindowsMeet { .. } => "start_windows_meet",
            Self::UnknownCadence { .. } => "unknown_cadence",
            Self::Mix { .. } => "mix",
        }
    }
}
