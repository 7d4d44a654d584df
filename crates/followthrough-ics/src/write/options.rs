//! What a caller may choose: which blocks are written, what they say, and how much of it.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use super::Error;

/// Which edition of which plan a calendar shows: what stands in UIDs and stamps.
///
/// It is an input, never the clock, so that the same plan gives the same bytes.
///
/// # Example
/// ```
/// use followthrough_ics::write::Edition;
/// let revision = "2026-11-23T05:00:00Z".parse()?;
/// assert_eq!(Edition::new("5f1c9a02", revision)?.plan(), "5f1c9a02");
/// assert!(Edition::new("two words", revision).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    plan: String,
    revision: DateTime<Utc>,
}

impl Edition {
    /// The edition of `revision` of the plan whose id is `plan`.
    ///
    /// # Errors
    /// [`Error::PlanId`] where the id is not 1 to 64 letters, digits, `_` or `-`; [`Error::Year`].
    pub fn new(plan: impl Into<String>, revision: DateTime<Utc>) -> Result<Self, Error> {
        let plan = plan.into();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if plan.is_empty() || plan.len() > 64 || !plan.bytes().all(plain) {
            return Err(Error::PlanId { id: plan });
        }
        super::check_year(revision)?;
        Ok(Self { plan, revision })
    }

    /// The plan's id: part of every UID, so it must not change while the plan lives.
    #[must_use]
    pub fn plan(&self) -> &str {
        &self.plan
    }

    /// When the plan was made: DTSTAMP and LAST-MODIFIED of what is new or changed.
    #[must_use]
    pub fn revision(&self) -> DateTime<Utc> {
        self.revision
    }
}

/// How much of a calendar is written.
///
/// Apps differ in what they make of a file: one that re-reads an address wants the whole, one that imports on top of
/// what it has wants the changes, or only what is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Written {
    /// Everything; what is gone is left out.
    #[default]
    Whole,
    /// What is new or changed since the previous file, and what is gone as `STATUS:CANCELLED`.
    Changes,
    /// Only what the previous file does not hold.
    New,
}

impl Written {
    /// `whole`, `changes` or `new`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Changes => "changes",
            Self::New => "new",
        }
    }
}

/// Whether [`calendars`](super::calendars) makes a calendar for each month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Months {
    /// Where one calendar would be larger than [`Options::octets`].
    #[default]
    WhenTooLarge,
    /// Always, so that addresses stay what they are.
    Always,
    /// Never.
    Never,
}

/// What is written, and what it says.
///
/// # Example
/// ```
/// use std::time::Duration;
/// use followthrough_ics::write::Options;
/// let options = Options { alarm: Some(Duration::from_secs(600)), private: true, ..Options::default() };
/// assert_eq!(options.title, "Prospecting");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What titles begin with; `Prospecting`.
    pub title: String,
    /// The first day that is asked about; earlier blocks of the previous file are kept as they are. All where `None`.
    pub from: Option<NaiveDate>,
    /// The last day that is asked about; later blocks of the previous file are kept as they are. All where `None`.
    pub to: Option<NaiveDate>,
    /// Whether blocks without touches are written too.
    pub empty: bool,
    /// Whether names, ids, messages and notes are left out and events marked `CLASS:PRIVATE`.
    pub private: bool,
    /// How long before a block an alarm goes off, in whole seconds; none where `None`.
    pub alarm: Option<Duration>,
    /// Whether each touch is a VTODO too, due on the last day that keeps the promise.
    pub todos: bool,
    /// Whether each block is an event. With `todos` alone a list of things to do remains.
    pub events: bool,
    /// Whether [`calendars`](super::calendars) makes a calendar for each category. A block of several categories
    /// stands in the calendar of its first.
    pub split: bool,
    /// Whether it makes a calendar for each month.
    pub months: Months,
    /// The size above which [`Months::WhenTooLarge`] splits, in octets; 1,000,000, which is Google's limit.
    pub octets: usize,
    /// How much is written.
    pub written: Written,
    /// Whether the file says `METHOD:PUBLISH`: Outlook imports several events only so, and a CalDAV server takes
    /// objects only without it (RFC 4791 §4.1).
    pub method: bool,
}

impl Default for Options {
    /// Every block with touches, names included, whole, with `METHOD:PUBLISH`; no alarms and no VTODO.
    fn default() -> Self {
        Self {
            title: "Prospecting".to_owned(),
            from: None,
            to: None,
            empty: false,
            private: false,
            alarm: None,
            todos: false,
            events: true,
            split: false,
            months: Months::default(),
            octets: 1_000_000,
            written: Written::default(),
            method: true,
        }
    }
}

impl Options {
    /// Whether `date` is asked about.
    pub(super) fn covers(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if to < from => Err(Error::EmptySpan { from, to }),
            _ => Ok(()),
        }
    }
}
