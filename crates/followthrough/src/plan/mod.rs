//! Everything that an answer follows from: the calendar, the promise, and what is already owed.

pub(crate) mod block;
pub(crate) mod cadence;
pub(crate) mod channel;
pub(crate) mod columns;
pub(crate) mod expect;
pub(crate) mod name;
pub(crate) mod pipeline;
pub(crate) mod search_budget;
pub(crate) mod share;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};

use crate::{
    Block, Cadence, CadenceName, Channel, ChannelName, Expect, Interval, Prospect, SearchBudget,
    Share, Zone,
};

/// A plan: one rep's calendar, the cadences that every started prospect is promised, and the prospects in flight.
///
/// It is plain data. What does not go together (overlapping blocks, a prospect on an unknown cadence) is an
/// [`Error`](crate::Error) of the question asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Title in reports and calendars.
    pub name: String,
    /// The zone of all days and clock times.
    pub zone: Zone,
    /// Day one of every horizon.
    pub first_day: NaiveDate,
    /// The time at which the plan is asked, on the first day: what has begun by then, or is past, takes nothing new. The
    /// whole first day where `None`.
    pub now: Option<DateTime<Utc>>,
    /// The days of the week that are worked, beginning with the first day of a week.
    pub workweek: Workweek,
    /// Days on which nobody works: windows step over them.
    pub holidays: BTreeSet<NaiveDate>,
    /// Days on which this rep does not work.
    pub away: Vec<Away>,
    /// The share of what busy time leaves of a block that is kept free for what is not on the calendar yet.
    pub reserve: Share,
    /// Shorter remains of a block are not used, in whole seconds.
    pub min_segment: TimeDelta,
    /// What becomes of a workday whose blocks busy time takes away entirely.
    pub lost_days: LostDays,
    /// How touches are made, where not as the defaults say.
    pub channels: BTreeMap<ChannelName, Channel>,
    /// Dedicated time.
    pub blocks: Vec<Block>,
    /// What started prospects are promised. Their order breaks ties of the mix.
    pub cadences: Vec<Cadence>,
    /// Of how many prospects started how many go on which cadence. Empty for the only cadence.
    pub mix: Vec<MixPart>,
    /// What is expected of prospects in flight: nothing by default.
    pub expect: Expect,
    /// Prospects in flight, and stock.
    pub pipeline: Vec<Prospect>,
    /// Time that blocks give way to, in any order; it reaches as far as [`Plan::outlook`] says.
    pub busy: Vec<Interval>,
    /// How long each question may be searched.
    pub search_budget: SearchBudget,
}

impl Plan {
    /// The most that the touches of all cadences of the mix, prep included, and the days of a horizon may be, multiplied:
    /// a cadence of 500 touches over ten years, or a hundred cadences of 200 touches over a quarter.
    pub const MOST_CHOICES: u64 = 2_000_000;

    /// A plan with the defaults and nothing in it: Monday to Friday, no reserve, remains under 5 minutes unused,
    /// lost days off.
    #[must_use]
    pub fn new(name: impl Into<String>, zone: Zone, first_day: NaiveDate) -> Self {
        Self {
            name: name.into(),
            zone,
            first_day,
            now: None,
            workweek: Workweek::default(),
            holidays: BTreeSet::new(),
            away: Vec::new(),
            reserve: Share::ZERO,
            min_segment: TimeDelta::minutes(5),
            lost_days: LostDays::Shift,
            channels: BTreeMap::new(),
            blocks: Vec::new(),
            cadences: Vec::new(),
            mix: Vec::new(),
            expect: Expect::default(),
            pipeline: Vec::new(),
            busy: Vec::new(),
            search_budget: SearchBudget::default(),
        }
    }

    /// Whether workweek, holidays and days away make a date a workday; busy time may still take it.
    pub(crate) fn is_worked(&self, date: NaiveDate) -> bool {
        let away = |away: &Away| {
            away.windows == AwayWindows::Shift && (away.from..=away.to).contains(&date)
        };
        self.workweek.days().contains(&date.weekday())
            && !self.holidays.contains(&date)
            && !self.away.iter().any(away)
    }

    /// Whether a piece of a block that begins at `start` has begun by [`now`](Self::now).
    pub(crate) fn has_begun(&self, start: DateTime<Utc>) -> bool {
        self.now.is_some_and(|now| start < now)
    }

    /// The cadence of that name.
    #[must_use]
    pub fn cadence(&self, name: &CadenceName) -> Option<&Cadence> {
        self.cadences.iter().find(|cadence| cadence.name() == name)
    }
}

/// The days of the week that are worked. The first one listed is the first day of a week.
///
/// # Example
/// ```
/// use chrono::Weekday::{Mon, Sun, Thu};
/// use followthrough::Workweek;
/// let week = Workweek::new([Sun, Mon, Thu]).unwrap();
/// assert_eq!(week.first_day(), Sun);
/// assert!(Workweek::new([]).is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workweek(Vec<Weekday>);

impl Workweek {
    /// A week of these days, each counted once; `None` where there is none.
    #[must_use]
    pub fn new(days: impl IntoIterator<Item = Weekday>) -> Option<Self> {
        let mut distinct = Vec::new();
        for day in days {
            if !distinct.contains(&day) {
                distinct.push(day);
            }
        }
        (!distinct.is_empty()).then_some(Self(distinct))
    }

    /// The days, as listed; never empty, each once.
    #[must_use]
    pub fn days(&self) -> &[Weekday] {
        &self.0
    }

    /// The day on which a week begins.
    #[must_use]
    pub fn first_day(&self) -> Weekday {
        self.0[0]
    }
}

impl Default for Workweek {
    /// Monday to Friday.
    fn default() -> Self {
        Self(vec![
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ])
    }
}

/// Days on which a rep does not work, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Why; may be empty.
    pub label: String,
    /// What windows do meanwhile.
    pub windows: AwayWindows,
}

/// What windows do while a rep is away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum AwayWindows {
    /// They wait: the days are days off, like holidays.
    #[default]
    Shift,
    /// They go on: the days are workdays without blocks.
    Keep,
}

/// What becomes of a workday whose blocks busy time takes away entirely.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum LostDays {
    /// It is a day off: windows wait, and its week counts one workday less.
    #[default]
    Shift,
    /// It stays a workday without time.
    Keep,
}

/// One cadence's part of the mix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MixPart {
    /// The cadence.
    pub cadence: CadenceName,
    /// How many prospects of the mix go on it.
    pub count: u32,
}
