//! How many new prospects fit, so that every promised touch has its place.
//!
//! ```
//! use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday::*};
//! use followthrough::{Block, Cadence, ChannelName, Claim, Pattern, Plan, Policy, Touch};
//!
//! // One hour of calling a day; six calls of ten minutes for every prospect, a week apart.
//! let first_day = NaiveDate::from_ymd_opt(2027, 1, 4).ok_or("no such day")?;
//! let nine = NaiveTime::from_hms_opt(9, 0, 0).ok_or("no such time")?;
//! let mut plan = Plan::new("desk", "America/New_York".parse()?, first_day);
//! let days = Pattern::Weekdays(vec![Mon, Tue, Wed, Thu, Fri]);
//! plan.blocks.push(Block::new(vec!["calling".parse()?], days, nine, TimeDelta::hours(1))?);
//! let channel: ChannelName = "call".parse()?;
//! let call = |after| Touch::new(channel.clone()).after(after).effort(TimeDelta::minutes(10));
//! plan.cadences.push(Cadence::new("calls".parse()?, [0, 5, 5, 5, 5, 5].map(call).to_vec())?);
//!
//! // Five can be started in every week of the quarter, and six cannot.
//! let fit = plan.fit(Policy::Level, None)?;
//! assert_eq!((fit.number, fit.bound, fit.proved), (5, 5, true));
//! // Why not six, in a sentence.
//! println!("{}", fit.binding.why);
//! // The answer carries its evidence, and another reading of the plan judges it.
//! assert_eq!(plan.verify(&Claim::from(&fit))?, []);
//!
//! // A hundred on the first Monday: twelve get every call, 88 not even the first.
//! let check = plan.check(100, None)?;
//! assert_eq!((check.kept, check.dropped[0].count), (12, 88));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What goes in
//!
//! A [`Plan`] is plain data. [`Block`]s are dedicated time on the calendar, and busy time cuts pieces out of them. A
//! [`Cadence`] is the list of [`Touch`]es promised to every prospect that is started on it, each with a window of days. A
//! [`Prospect`] in flight is owed what is left of its cadence. Names, zones, blocks and cadences are checked where they are
//! made; what does not go together is an [`Error`] of the question.
//!
//! # What comes out
//!
//! - [`Plan::fit`]: how many new prospects fit, today and in every full week; the number comes with a placement, an upper
//!   bound, and the spans of days that hold it down.
//! - [`Plan::check`]: what becomes of n prospects, and by when n could be started with every promise kept.
//! - [`Plan::desk`]: a state to keep, and one prospect at a time: may it be started, and if not on that day, then on which;
//!   in microseconds.
//! - [`Plan::advise`]: what it would take for more to fit: time to add or to move, or one rule to relax.
//! - [`Plan::triage`]: whom to let go where more is owed than fits.
//! - [`Plan::schedule`]: the touches of each day, in order, with names and clock times.
//! - [`fit_many`]: many plans at once, on all cores.
//! - [`Plan::lint`]: where cadences go another way than the method of follow-up advises.
//! - [`Plan::verify`]: everything that is wrong with a placement, from code that does not know the solver.
//!
//! "None fits" is an answer and no error. The same plan gives the same answer, to the byte.
//!
//! # What it does not do
//!
//! It opens no file and looks at no clock: `followthrough-document` reads plans and tables, `followthrough-ics` calendars,
//! and the caller says which day is the first. It does not forecast answers: a number holds if nobody answers, and
//! [`Fit::replies_per_week`] says how many answers find time for their work. A plan is one rep's. And it does not
//! always find the largest number: [`Fit::bound`] says how far off it may be.

mod advise;
mod answer;
mod calendar;
mod check;
mod desk;
mod error;
mod example;
mod fit;
mod hash;
mod instance;
mod lint;
mod many;
mod method;
mod nearest;
mod pace;
mod plan;
mod recurrence;
mod schedule;
mod solver;
mod triage;
mod verify;
mod word;

use calendar::{capacity, occurrence, timeline, windows, workdays, zone};
use plan::{block, cadence, channel, columns, expect, name, pipeline, search_budget, share};

pub use advise::{Advice, BlockChange, Relaxed, Remedy, RemedyKind};
pub use answer::*;
pub use block::{Block, Moved, Pattern};
pub use cadence::{Cadence, Days, Prep, Repeat, ReplyWork, Touch};
pub use channel::{Cap, Channel, Hours, default_category, default_effort};
pub use columns::Columns;
pub use desk::{Desk, Newcomer};
pub use error::Error;
pub use expect::Expect;
#[doc(hidden)]
pub use fit::Compiled;
pub use hash::stable_hash;
pub use many::{Question, fit_many};
pub use method::{METHOD, MethodAdvice};
pub use name::{CadenceName, CategoryName, ChannelName, InvalidName};
pub use nearest::nearest;
pub use occurrence::BlockOccurrence;
#[doc(hidden)]
pub use pace::{TypicalDay, TypicalPace};
pub use pipeline::{Prospect, Stage};
pub use plan::{Away, AwayWindows, LostDays, MixPart, Plan, Workweek};
pub use recurrence::{
    Budget, Frequency, Occurrences, Repair, Rule, RuleError, Start, Written, utc_offset,
};
pub use schedule::{
    NotToday, Place, Places, Schedule, ScheduleDay, ScheduleItem, ScheduleOptions, ScheduleSegment,
    UsualWork, Whose,
};
pub use search_budget::SearchBudget;
pub use share::{InvalidShare, Share};
pub use solver::Progress;
pub use timeline::{Interval, subtract, union};
pub use triage::{ExtraTime, StayLate};
pub use verify::{Owed, Violation};
pub use windows::{BlockTime, CadenceWindows, SegmentTime, Windows};
pub use word::{InvalidHorizon, UnknownWord, WEEKDAYS, weekday_named, weekday_word};
pub use zone::{Instants, UnknownZone, WallClock, Zone, tzdata_version};
