//! What a caller of the writer can correct.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::Written;

/// Why a calendar was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
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

impl Error {
    /// A word for the kind of error that does not change from version to version, such as `plan_id`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

/// Why a file cannot be compared with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum PreviousError {
    /// It does not begin like a calendar, or another program wrote it.
    #[error("not a calendar that followthrough wrote: {}", who_wrote(.product))]
    NotOurs {
        /// The PRODID that it has.
        product: Option<String>,
    },
    /// It was ours, and is no longer what was written.
    #[error("damaged at line {line}: {problem}")]
    Damaged {
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        problem: Damage,
    },
    /// It holds only what was new or had changed, so nobody can tell what is gone.
    #[error("it holds only {} events, expected the whole calendar", .written.as_str())]
    NotWhole {
        /// How much of the calendar it holds.
        written: Written,
    },
    /// It shows another plan.
    #[error("it shows the plan `{found}`, expected `{expected}`")]
    OtherPlan {
        /// The plan's id that it has.
        found: String,
        /// The plan's id that was asked for.
        expected: String,
    },
    /// Two previous files hold the same UID.
    #[error("two previous calendars hold `{uid}`, expected each event once")]
    Twice {
        /// The UID.
        uid: String,
    },
}

impl PreviousError {
    /// A word for the kind of error that does not change from version to version, such as `damaged`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }
}

fn who_wrote(product: &Option<String>) -> String {
    product.as_ref().map_or_else(
        || "it has no PRODID".to_owned(),
        |product| format!("its PRODID is `{product}`"),
    )
}

/// What is wrong with a file that was ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// Not UTF-8.
    #[error("not UTF-8 text")]
    Text,
    /// A line that does not end in CRLF, or holds a control character.
    #[error(
        "expected lines that end in CRLF and hold no control characters; was it edited or converted?"
    )]
    Line,
    /// The file ends too early.
    #[error("the file ends inside `{component}`; was it cut off?")]
    CutOff {
        /// The component that has no END.
        component: String,
    },
    /// Something stands where it never does.
    #[error("unexpected `{found}`")]
    Unexpected {
        /// The start of the line.
        found: String,
    },
    /// A property that every entry has is missing.
    #[error("the entry has no {name}")]
    Missing {
        /// The property's name.
        name: &'static str,
    },
    /// A value cannot be read.
    #[error("`{value}` is no {name}")]
    Value {
        /// The property's name.
        name: &'static str,
        /// The value.
        value: String,
    },
    /// Two entries have one UID.
    #[error("the UID `{uid}` stands there a second time")]
    Twice {
        /// The UID.
        uid: String,
    },
}
