//! What a caller may choose: which blocks are written, what they say, and how much of it.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Days, NaiveDate, Utc};
use followthrough::CategoryName;

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
    owner: Option<String>,
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
        Ok(Self {
            plan,
            owner: None,
            revision,
        })
    }

    /// The edition of one owner's part of the plan: in a calendar that several owners share, no export takes the events
    /// of another owner for its own.
    #[must_use]
    pub fn of_owner(self, owner: impl Into<String>) -> Self {
        Self {
            owner: Some(owner.into()),
            ..self
        }
    }

    /// What every UID of the edition ends with before `@followthrough`: the plan's id, and where the edition is one
    /// owner's `+` and a hash of the owner's name, which is nobody else's business.
    #[must_use]
    pub fn tag(&self) -> String {
        match &self.owner {
            None => self.plan.clone(),
            Some(owner) => {
                let hash = followthrough::stable_hash(owner.as_bytes()) as u32;
                format!("{}+{hash:08x}", self.plan)
            }
        }
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
    /// Where one calendar would be larger than [`Options::octets`]: what was subscribed to is then emptied.
    WhenTooLarge,
    /// Always, so that addresses stay what they are.
    Always,
    /// Never, so that the address stays what it is.
    #[default]
    Never,
}

/// How the time of an event looks to colleagues.
///
/// As TRANSP and STATUS (RFC 5545 §3.8.2.7, §3.8.1.11), and as Outlook's `X-MICROSOFT-CDO-BUSYSTATUS` (MS-OXCICAL
/// §2.1.3.1.1.20.31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ShowAs {
    /// Taken.
    #[default]
    Busy,
    /// Taken, and perhaps not.
    Tentative,
    /// Not taken.
    Free,
    /// Taken, and out of office.
    OutOfOffice,
}

/// Who may read an event (CLASS, RFC 5545 §3.8.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Whoever sees the calendar.
    Public,
    /// The owner alone; Google shows even the owner no more than "Busy".
    Private,
    /// Those whom the owner trusts.
    Confidential,
}

impl Class {
    /// `PUBLIC`, `PRIVATE` or `CONFIDENTIAL`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "PUBLIC",
            Self::Private => "PRIVATE",
            Self::Confidential => "CONFIDENTIAL",
        }
    }
}

/// What is written, and what it says.
///
/// # Example
/// ```
/// use std::time::Duration;
/// use followthrough_ics::write::Options;
/// let options = Options { alarm: Some(Duration::from_secs(600)), private: true, ..Options::default() };
/// assert_eq!(options.list_days, 10);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What titles begin with, before a colon; nothing.
    pub title: String,
    /// The time of the run: an event that has begun by then stays as the previous file has it.
    pub now: Option<DateTime<Utc>>,
    /// Of how many days with blocks, from [`from`](Self::from) on, touches are listed; 10. Later blocks only say that
    /// the time is set aside: who is to be touched then is not known yet, and would change with every file.
    pub list_days: u32,
    /// The first day that is asked about; earlier blocks of the previous file are kept as they are. All where `None`.
    pub from: Option<NaiveDate>,
    /// The last day that is asked about; later blocks of the previous file are kept as they are. All where `None`.
    pub to: Option<NaiveDate>,
    /// Whether blocks without touches are written too; they are, or colleagues book them.
    pub empty: bool,
    /// Whether names, ids, messages, notes and columns are left out and entries marked `CLASS:PRIVATE`.
    pub private: bool,
    /// Who may read an event; where `None`, the owner alone where [`private`](Self::private), else nothing is said.
    pub class: Option<Class>,
    /// How the time looks to colleagues.
    pub show_as: ShowAs,
    /// What categories are called in CATEGORIES, such as Outlook's own names; those that are missing are called as they
    /// are.
    pub categories: BTreeMap<CategoryName, String>,
    /// What else the list tells of a prospect, by id: names and values, such as its telephone number.
    pub columns: BTreeMap<String, Vec<(String, String)>>,
    /// Where blocks lie that were moved ([`Plan::moved_blocks`](followthrough::Plan::moved_blocks)), so that their events say
    /// it when they are read back.
    pub moved: BTreeMap<String, (DateTime<Utc>, DateTime<Utc>)>,
    /// How many days events of the past are kept; for ever where `None`.
    pub keep_past: Option<u32>,
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
    /// Every block, names included, whole, with `METHOD:PUBLISH`; no alarms and no VTODO.
    fn default() -> Self {
        Self {
            title: String::new(),
            now: None,
            list_days: 10,
            from: None,
            to: None,
            empty: true,
            private: false,
            class: None,
            show_as: ShowAs::default(),
            categories: BTreeMap::new(),
            columns: BTreeMap::new(),
            moved: BTreeMap::new(),
            keep_past: None,
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

    /// Who may read an event, where that is said.
    pub(super) fn class(&self) -> Option<Class> {
        self.class.or(self.private.then_some(Class::Private))
    }

    /// The first day of which events of the past are kept.
    pub(super) fn kept_from(&self, today: NaiveDate) -> NaiveDate {
        self.keep_past
            .and_then(|days| today.checked_sub_days(Days::new(days.into())))
            .unwrap_or(NaiveDate::MIN)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if to < from => Err(Error::EmptySpan { from, to }),
            _ => Ok(()),
        }
    }
}
