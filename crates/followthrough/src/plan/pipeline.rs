//! Prospects in flight and the touch each one is on.

use chrono::NaiveDate;

use crate::{CadenceName, Zone};

/// One prospect of the pipeline, or several that are alike and need no names: see [`count`](Self::count).
///
/// Of the three dates one is enough: `due` beats `last_touch`, which beats `started`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prospect {
    /// What no other row is called.
    pub id: String,
    /// What lists show; the id where empty.
    pub name: String,
    /// The cadence it was promised.
    pub cadence: CadenceName,
    /// Where it stands.
    pub stage: Stage,
    /// The number of its next touch, from 1; beyond the cadence's touches it is in the tail.
    pub next_touch: Option<u32>,
    /// Later touches made already, which share the window of the next one. They are not owed.
    pub made: Vec<u32>,
    /// The day on which the next window opens; paused: the day to resume; replied: the day of the answer's work.
    pub due: Option<NaiveDate>,
    /// The day of the last touch.
    pub last_touch: Option<NaiveDate>,
    /// The day of touch 1.
    pub started: Option<NaiveDate>,
    /// 1 first.
    pub priority: u32,
    /// The prospect's own clock, where not the plan's.
    pub zone: Option<Zone>,
    /// Whose prospect it is.
    pub owner: Option<String>,
    /// A label.
    pub segment: Option<String>,
    /// Anything worth telling the rep.
    pub note: Option<String>,
    /// For how many prospects the row stands; answers tell counts under its id. 1 for a prospect with a name, 0 for
    /// nobody. [`Plan::schedule`](crate::Plan::schedule) wants rows of one.
    ///
    /// The work of an answer grows with the rows, and not with what they count.
    pub count: u32,
}

impl Prospect {
    /// The priority of a row that names none.
    pub const DEFAULT_PRIORITY: u32 = 2;

    /// A prospect of the usual priority with nothing known but where it stands.
    #[must_use]
    pub fn new(id: impl Into<String>, cadence: CadenceName, stage: Stage) -> Self {
        Self {
            id: id.into(),
            name: String::new(),
            cadence,
            stage,
            next_touch: None,
            made: Vec::new(),
            due: None,
            last_touch: None,
            started: None,
            priority: Self::DEFAULT_PRIORITY,
            zone: None,
            owner: None,
            segment: None,
            note: None,
            count: 1,
        }
    }

    /// Whether it says neither a day on which something is due nor one on which something was done.
    pub(crate) fn is_without_a_day(&self) -> bool {
        self.due.or(self.last_touch).or(self.started).is_none()
    }

    /// What lists show: the name, else the id.
    #[must_use]
    pub fn label(&self) -> &str {
        if self.name.is_empty() {
            &self.id
        } else {
            &self.name
        }
    }
}

/// Where a prospect stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Known, nothing done.
    New,
    /// Prep done, not started.
    Ready,
    /// Started; touches are owed.
    InFlight,
    /// Started; touches are owed from `due` on. Without any day nothing is owed: nobody knows when the pause ends.
    Paused,
    /// Answered; reply work is owed.
    Replied,
    /// Every touch was made.
    Finished,
    /// Asked to be left alone.
    OptedOut,
    /// Could not be reached at all.
    Bounced,
    /// Given up.
    Lost,
}
