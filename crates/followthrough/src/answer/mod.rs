//! What the questions answer, as data: numbers, proofs, starts and placements. Words come later.
//!
//! Counted in whole units that each field names: prospects, touches, or [`Seconds`]. Spans include both days. With
//! the feature `serde` every answer serialises; the field names are a contract.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::{CadenceName, CategoryName, ChannelName};

/// Whole seconds.
pub type Seconds = u64;

#[cfg(feature = "serde")]
fn is_one(count: &u32) -> bool {
    *count == 1
}

#[cfg(feature = "serde")]
fn is_not(flag: &bool) -> bool {
    !flag
}

/// A binding as its sentence.
#[cfg(feature = "serde")]
fn as_why<S: serde::Serializer>(
    binding: &Option<Binding>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let why = binding.as_ref().map(|binding| binding.why.as_str());
    serde::Serialize::serialize(&why, serializer)
}

macro_rules! answer {
    ($(#[$meta:meta])* pub struct $name:ident $body:tt) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        pub struct $name $body
    };
    ($(#[$meta:meta])* pub enum $name:ident $body:tt) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        #[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
        pub enum $name $body
    };
}

mod admit;
mod pace;

pub use admit::*;
pub use pace::*;

answer! {
    /// How starts are spread over the horizon.
    pub enum Policy {
        /// The pace that can go on for ever, and the plan that keeps to it: the headline.
        Level,
        /// All on the first workday: what a blitz could carry.
        Once,
        /// The largest total, boom and bust.
        Max,
    }
}

/// How far new prospects may be started, as it is asked for. Both ends of what it stands for are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Horizon {
    /// The first day.
    Day,
    /// To the last day of the first day's week, or of the next one if no workday is left in it.
    Week,
    /// One calendar month from the first day, less a day.
    Month,
    /// Three calendar months from the first day, less a day.
    Quarter,
    /// To this day.
    Until(NaiveDate),
}

answer! {
    /// What a horizon is called.
    pub enum HorizonName {
        /// The first day.
        Day,
        /// A week.
        Week,
        /// A month.
        Month,
        /// Three months.
        Quarter,
        /// Any other span.
        Span,
    }
}

answer! {
    /// The days on which new prospects may be started.
    pub struct Look {
        /// What it is called.
        pub name: HorizonName,
        /// The first day.
        pub from: NaiveDate,
        /// The last day.
        pub to: NaiveDate,
    }
}

answer! {
    /// A span of days, both included.
    pub struct Span {
        /// The first day.
        pub from: NaiveDate,
        /// The last day.
        pub to: NaiveDate,
    }
}

answer! {
    /// What [`Fit::number`] counts.
    pub enum Unit {
        /// Prospects started in a full week, week after week, for ever.
        PerFullWeek,
        /// Prospects started over the horizon.
        Total,
    }
}

answer! {
    /// What an answer takes for granted.
    pub struct Assumption {
        /// `"none"`: nobody answers, so that all promised touches are needed.
        pub replies: &'static str,
        /// The confidence asked for, where replies are drawn.
        pub confidence: Option<u32>,
        /// `"plan"`: touches take as long as the plan says; `"log"`: as long as they took in the mean of the log.
        pub effort: &'static str,
    }
}

answer! {
    /// How many new prospects fit: the number, its proof, and the plan behind it.
    pub struct Fit {
        /// How starts are spread.
        pub policy: Policy,
        /// The days on which new prospects may be started.
        pub horizon: Look,
        /// What is taken for granted.
        pub assume: Assumption,
        /// The headline, in prospects.
        pub number: u32,
        /// What it counts.
        pub unit: Unit,
        /// No more than this can fit, in the same unit; [`Fit::binding`] is why.
        pub bound: u32,
        /// Whether no larger number can be, and with [`Fit::every`] none more often.
        pub proved: bool,
        /// Whether [`Plan::search_budget`](crate::Plan::search_budget) was spent before the search had ended: a larger
        /// budget may find more, or prove it. Left out of the JSON where false.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_not"))]
        pub search_ended_early: bool,
        /// For [`Policy::Level`] where not even one a week can go on: one in so many weeks can.
        pub every: Option<u32>,
        /// For [`Policy::Level`]: the workdays of a full week.
        pub full_week: Option<u32>,
        /// Starts on the first day; `None` where the horizon ends before. Likewise the next three.
        pub today: Option<u32>,
        /// Starts to the end of the first week.
        pub this_week: Option<u32>,
        /// Starts in the first month.
        pub this_month: Option<u32>,
        /// Starts in the first three months.
        pub this_quarter: Option<u32>,
        /// Starts in the horizon.
        pub total: u32,
        /// The same by cadence.
        pub by_cadence: BTreeMap<CadenceName, CadenceStarts>,
        /// Week by week, to the last window's close.
        pub weeks: Vec<Week>,
        /// What holds the number down.
        pub binding: Binding,
        /// How many prospects are started when, by date and cadence.
        pub starts: Vec<Started>,
        /// What is owed to prospects in flight.
        pub commitments: Commitments,
        /// How many answers a week every full week still has room for, of the largest reply work in the mix; `None`
        /// where no cadence of the mix has any, or there is no full week.
        pub replies_per_week: Option<u32>,
        /// The time kept for answers that are expected; `None` where none are.
        pub expected: Option<ExpectedAnswers>,
        /// The pace beside a few answers a week, where none are expected and [`Self::replies_per_week`] is 0; for
        /// [`Policy::Level`].
        pub with_answers: Option<PaceWithAnswers>,
        /// Touches owed that no segment of their window could take even if empty. They are left out.
        pub unreachable: Vec<Unreachable>,
        /// Workdays that became days off because busy time took all their blocks.
        pub lost_days: Vec<NaiveDate>,
        /// The last day for which blocks are known, where that limits the answer.
        pub calendar_ends: Option<NaiveDate>,
        /// What is promised beyond the horizon.
        pub after_horizon: AfterHorizon,
        /// Prospects with prep done.
        pub ready: Ready,
        /// What a reader should know about the plan.
        pub warnings: Vec<Warning>,
        /// Where every touch has its place.
        #[cfg_attr(feature = "serde", serde(skip))]
        pub placement: Vec<Placed>,
    }
}

answer! {
    /// One cadence's part of an answer, in prospects.
    pub struct CadenceStarts {
        /// Of a full week's number, or of the total where that is the unit.
        pub number: u32,
        /// On the first day.
        pub today: Option<u32>,
        /// To the end of the first week.
        pub this_week: Option<u32>,
        /// In the horizon.
        pub total: u32,
    }
}

answer! {
    /// One week of the plan told, cut at the first day.
    pub struct Week {
        /// Its first day.
        pub from: NaiveDate,
        /// Its last day.
        pub to: NaiveDate,
        /// Its workdays from the first day on.
        pub workdays: u32,
        /// For [`Policy::Level`]: how many may be started to keep to the pace, those left out that rows say were started in
        /// this week already; `None` after the horizon, where the horizon ends inside the first week, and in a first week
        /// without a workday.
        pub quota: Option<u32>,
        /// Prospects started.
        pub starts: u32,
        /// No more of the quota can be, where the weeks before start as many as they do; with `quota`.
        pub bound: Option<u32>,
        /// What holds the starts below the quota; `None` where nothing does. In JSON its sentence alone, as `why`.
        #[cfg_attr(feature = "serde", serde(rename = "why", serialize_with = "as_why"))]
        pub binding: Option<Binding>,
        /// The same by cadence; those with none are left out.
        pub by_cadence: BTreeMap<CadenceName, u32>,
        /// Time by category. A segment of several categories counts for each of them in `blocked`, `busy`,
        /// `reserved` and `usable`.
        pub categories: BTreeMap<CategoryName, CategoryTime>,
    }
}

answer! {
    /// What becomes of one category's time in a week. `spare` is `usable` less `committed` and `new`; in a shared
    /// segment also less what other categories use.
    pub struct CategoryTime {
        /// Planned in blocks, holidays and days away left out.
        pub blocked: Seconds,
        /// Taken away by busy time, remains that are too short included.
        pub busy: Seconds,
        /// Kept free by the reserve.
        pub reserved: Seconds,
        /// What touches can be placed in.
        pub usable: Seconds,
        /// Of `usable`, what lies in blocks that are counted at another category as well, one that the cadences name
        /// earlier: the rest of all categories adds up to the time that there is.
        pub shared: Seconds,
        /// Taken by what is owed to prospects in flight.
        pub committed: Seconds,
        /// Taken by prospects started in the horizon.
        pub new: Seconds,
        /// Left.
        pub spare: Seconds,
    }
}

answer! {
    /// Why bound + 1 cannot be: the sum of weight x needed is greater than the sum of weight x usable (or room); for a
    /// pace, [what a typical week holds](PaceLimit).
    ///
    /// # Example
    /// ```
    /// use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday::*};
    /// use followthrough::{Block, Cadence, Pattern, Plan, Policy, Touch};
    ///
    /// // An hour of calling a day, and three calls of ten minutes, a week apart.
    /// let first_day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
    /// let mut plan = Plan::new("desk", "America/New_York".parse()?, first_day);
    /// let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    /// let days = Pattern::Weekdays(vec![Mon, Tue, Wed, Thu, Fri]);
    /// plan.blocks.push(Block::new(vec!["calling".parse()?], days, nine, TimeDelta::hours(1))?);
    /// let call = |after| Touch::new("call".parse().unwrap()).after(after).effort(TimeDelta::minutes(10));
    /// plan.cadences.push(Cadence::new("calls".parse()?, [0, 5, 5].map(call).to_vec())?);
    ///
    /// let binding = plan.fit(Policy::Once, None)?.binding;
    /// let held: u64 = binding.spans.iter().map(|span| span.weight * span.usable).sum();
    /// let needed: u64 = binding.spans.iter().map(|span| span.weight * span.needed).sum();
    /// assert!(binding.caps.is_empty() && needed > held);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct Binding {
        /// For a pace: what typical weeks hold and what prospects take of it, the tightest first. Empty otherwise, and then
        /// not in JSON.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
        pub pace: Vec<PaceLimit>,
        /// Spans of days and what they hold.
        pub spans: Vec<BindingSpan>,
        /// Caps and the room they leave.
        pub caps: Vec<BindingCap>,
        /// The same in a sentence.
        pub why: String,
    }
}

answer! {
    /// What a span of days counts.
    pub enum Measure {
        /// Time.
        Seconds,
        /// Whole touches.
        Touches,
        /// Shares of segments, as [`BindingSpan::shares`] gives them to touches of each effort.
        Shares,
    }
}

answer! {
    /// How many shares of a segment a touch of one category and effort takes.
    ///
    /// Whole touches leave gaps that neither time nor their number tells: two of ten minutes and two of seven fit into 35,
    /// but not three of ten and one of seven. Shares are chosen so that no way to fill a segment comes to more of them
    /// than `usable` counts for it (the dual of the pattern relaxation of bin packing: Gilmore and Gomory, 1961).
    pub struct EffortShare {
        /// The category.
        pub category: CategoryName,
        /// The effort.
        pub effort: Seconds,
        /// Shares that one such touch takes; touches of other efforts take none.
        pub shares: u32,
    }
}

answer! {
    /// A span of days that holds less than bound + 1 would need there.
    pub struct BindingSpan {
        /// The category; several, joined by `+`, where touches of all of them and segments of any of them are counted.
        pub category: String,
        /// The first day.
        pub from: NaiveDate,
        /// The last day.
        pub to: NaiveDate,
        /// What is counted.
        pub measure: Measure,
        /// Only touches of at least this effort are counted; 0 for all of them.
        pub at_least: Seconds,
        /// What touches take, where [`Measure::Shares`] are counted; empty otherwise, and then not in JSON.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
        pub shares: Vec<EffortShare>,
        /// Counts only what must be done on one day in segments ahead of that day's first one of this category, as prep
        /// must ahead of the first touch, and only these segments; `None` for all there is, and then not in JSON.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
        pub ahead_of: Option<CategoryName>,
        /// What the segments there hold: seconds that whole touches can fill, whole touches, or shares.
        pub usable: u64,
        /// What bound + 1 and the commitments need there at the least.
        pub needed: u64,
        /// How often it counts; 1 where it stands alone.
        pub weight: u64,
    }
}

answer! {
    /// A cap that leaves less room than bound + 1 would need.
    pub struct BindingCap {
        /// The channel whose cap it is.
        pub channel: ChannelName,
        /// The first day.
        pub from: NaiveDate,
        /// The last day.
        pub to: NaiveDate,
        /// Touches that the cap allows.
        pub room: u64,
        /// Touches that bound + 1 and the commitments need at the least.
        pub needed: u64,
        /// How often it counts.
        pub weight: u64,
    }
}

answer! {
    /// So many prospects started on one cadence on one day.
    pub struct Started {
        /// The day.
        pub date: NaiveDate,
        /// The cadence.
        pub cadence: CadenceName,
        /// How many.
        pub count: u32,
    }
}

answer! {
    /// What is owed to prospects in flight.
    pub struct Commitments {
        /// Prospects to whom anything is owed.
        pub prospects: u32,
        /// Touches and reply work owed; unreachable ones left out.
        pub touches: u32,
        /// The time they take.
        pub seconds: Seconds,
        /// Touches whose window closed undone before the first day: they are anchored anew.
        pub overdue: Vec<Overdue>,
        /// Touches that cannot be made in their window.
        pub late: Vec<Late>,
        /// Whether all are on time.
        pub fits: bool,
        /// The first workday on which nothing that is late is left to do, where anything is late. It closes nothing: new
        /// prospects start on any day on which there is room.
        pub clear_day: Option<NaiveDate>,
        /// The same by category, of those in which anything is late.
        pub clear_days: BTreeMap<CategoryName, NaiveDate>,
    }
}

answer! {
    /// A touch whose window closed undone.
    pub struct Overdue {
        /// The prospect.
        pub id: String,
        /// The touch, from 1; `None` for reply work.
        pub touch: Option<u32>,
        /// The window that closed.
        pub window: Span,
        /// The day on which that window closed.
        pub since: NaiveDate,
        /// Workdays from that day to the first day, which counts.
        pub days: u32,
        /// For how many prospects of the row it holds: see [`Prospect::count`](crate::Prospect::count). Left out of JSON
        /// where one.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_one"))]
        pub count: u32,
    }
}

answer! {
    /// A touch that is owed and cannot be made in its window.
    pub struct Late {
        /// The prospect.
        pub id: String,
        /// The touch, from 1; `None` for reply work.
        pub touch: Option<u32>,
        /// Its window.
        pub window: Span,
        /// The day on which it is made instead.
        pub date: NaiveDate,
        /// Workdays past the close.
        pub days: u32,
        /// For how many prospects of the row it holds: see [`Prospect::count`](crate::Prospect::count). Left out of JSON
        /// where one.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_one"))]
        pub count: u32,
    }
}

answer! {
    /// Why no segment could take a touch.
    pub enum UnreachableReason {
        /// No block of its category in its window is long enough.
        NoBlock,
        /// Every such block lies outside of the prospect's contact hours.
        Hours,
        /// The channel's cap is zero.
        Cap,
    }
}

answer! {
    /// A touch owed that no segment of its window could take even if empty.
    pub struct Unreachable {
        /// The prospect.
        pub id: String,
        /// The touch, from 1; `None` for reply work.
        pub touch: Option<u32>,
        /// Its window.
        pub window: Span,
        /// Why.
        pub reason: UnreachableReason,
        /// For how many prospects of the row it holds: see [`Prospect::count`](crate::Prospect::count). Left out of JSON
        /// where one.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_one"))]
        pub count: u32,
    }
}

answer! {
    /// The time that is kept for answers before they come: see [`Expect`](crate::Expect).
    pub struct ExpectedAnswers {
        /// How many are expected of a full week.
        pub per_week: u32,
        /// How many open on the days that the answer looks at.
        pub count: u32,
        /// The time kept for them.
        pub seconds: Seconds,
        /// How many of them find time only after their window's close.
        pub late: u32,
        /// How many of them no segment of their window could take: no time is kept for them.
        pub without_time: u32,
    }
}

answer! {
    /// The pace that keeps time for a few answers a week, where the plan expects none.
    pub struct PaceWithAnswers {
        /// So many answers a week.
        pub answers: u32,
        /// The pace beside them; 0 where not even one prospect a week can be started.
        pub number: u32,
    }
}

answer! {
    /// What is promised beyond the horizon.
    pub struct AfterHorizon {
        /// The time, by category.
        pub seconds: BTreeMap<CategoryName, Seconds>,
        /// The close of the last window; `None` where nothing is promised.
        pub last_day: Option<NaiveDate>,
    }
}

answer! {
    /// Prospects with prep done.
    pub struct Ready {
        /// How many there are.
        pub now: u32,
        /// How many of this week's starts could use one.
        pub needed_this_week: u32,
    }
}

answer! {
    /// Something about the plan that a reader should know.
    pub struct Warning {
        /// A stable code, such as `C8`.
        pub code: &'static str,
        /// What it is about, such as "cadence `outbound`, touch 4".
        #[cfg_attr(feature = "serde", serde(rename = "where"))]
        pub place: String,
        /// What is the matter.
        pub message: String,
    }
}

/// To whom a touch is made.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Party {
    /// To prospects of the pipeline, by id.
    Id(String),
    /// To new prospects, by the day on which they are started.
    Start(NaiveDate),
    /// To whoever is expected to answer, by the day on which the answer's work opens: see
    /// [`Expect`](crate::Expect).
    Expected(NaiveDate),
}

answer! {
    /// A kind of work.
    pub enum Work {
        /// Research before the first touch.
        Prep,
        /// A touch.
        Touch,
        /// What an answer brings.
        Reply,
    }
}

answer! {
    /// Where touches of one kind have their place.
    pub struct Placed {
        /// The cadence.
        pub cadence: CadenceName,
        /// To whom.
        #[cfg_attr(feature = "serde", serde(flatten))]
        pub party: Party,
        /// What kind of work it is.
        pub work: Work,
        /// The touch, from 1, the tail's counted on; `None` for prep and reply work.
        pub touch: Option<u32>,
        /// The segment, by its start on the plan's clock; `None` for touches of no effort.
        pub segment: Option<NaiveDateTime>,
        /// The day.
        pub date: NaiveDate,
        /// The clock start on the plan's clock, in segments that hold a touch with contact hours.
        pub at: Option<NaiveTime>,
        /// How many; they follow each other where `at` is given.
        pub count: u32,
    }
}

answer! {
    /// What becomes of n prospects started over a span.
    pub struct Check {
        /// How many were asked for.
        pub asked: u32,
        /// The days over which they are started.
        pub over: Look,
        /// Whether all fit.
        pub fits: bool,
        /// How many of them were found to fit whole over the span.
        pub kept: u32,
        /// No more of them can; where that is more than [`Self::kept`], it is not proved that no more fit.
        pub kept_bound: u32,
        /// The touches that find no place.
        pub dropped: Vec<Dropped>,
        /// The day by which the last of them could start in the plan that keeps to the pace; `None` where that is not
        /// within ten years.
        pub by: Option<NaiveDate>,
        /// Touches that they need in all.
        pub touches_wanted: u32,
        /// Touches that find a place.
        pub touches_placed: u32,
        /// How many of them have their prep to do.
        pub preps_wanted: u32,
        /// How many of these preps find a place.
        pub preps_placed: u32,
        /// When they are started, where they fit; else the even spread over the span that `dropped` is told of.
        pub asked_starts: Vec<Started>,
        /// Week by week what they want and what is there.
        pub check_weeks: Vec<CheckWeek>,
        /// The span of which the largest share of what is wanted is missing, where they do not fit.
        pub tightest: Option<BindingSpan>,
        /// The sustainable plan, for comparison.
        #[cfg_attr(feature = "serde", serde(flatten))]
        pub level: Fit,
    }
}

answer! {
    /// Touches that find no place.
    pub struct Dropped {
        /// The cadence.
        pub cadence: CadenceName,
        /// The kind of work.
        pub work: Work,
        /// The touch, from 1; `None` for prep.
        pub touch: Option<u32>,
        /// Their window.
        pub window: Span,
        /// How many.
        pub count: u32,
        /// The time that is missing.
        pub seconds_short: Seconds,
    }
}

answer! {
    /// One week of a check.
    pub struct CheckWeek {
        /// Its first day.
        pub from: NaiveDate,
        /// Its last day.
        pub to: NaiveDate,
        /// Time by category.
        pub categories: BTreeMap<CategoryName, CheckTime>,
    }
}

answer! {
    /// One category's time in a week of a check. A touch that finds no place counts in the week in which its window
    /// opens.
    pub struct CheckTime {
        /// What touches can be placed in.
        pub usable: Seconds,
        /// Taken by what is owed to prospects in flight.
        pub committed: Seconds,
        /// What the n prospects want.
        pub wanted: Seconds,
        /// What they get.
        pub placed: Seconds,
        /// What they want and do not get.
        pub short: Seconds,
        /// How many touches find no place.
        pub dropped: u32,
    }
}

answer! {
    /// Whom to let go so that the rest is on time.
    pub struct Triage {
        /// Who is let go: who replied first, by priority and id, then who did not.
        pub let_go: Vec<LetGo>,
        /// How many are let go.
        pub count: ByPriority,
        /// No fewer can be let go.
        pub at_least: ByPriority,
        /// Whether `count` is the fewest, for those who replied and for each priority.
        pub proved: bool,
        /// Whether [`Plan::search_budget`](crate::Plan::search_budget) was spent before the search had ended: a larger
        /// budget may let fewer go, or prove it. Left out of the JSON where false.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_not"))]
        pub search_ended_early: bool,
        /// What letting go whomever, whether they replied or not and whatever their priority, would come to, where that is
        /// fewer. `None` where it is not.
        pub by_heads: Option<ByHeads>,
        /// Extra time with which nobody has to be let go, where somebody has to be without it.
        pub stay_late: Option<crate::StayLate>,
        /// The first day on which a new prospect is started beside those who are kept, as the plan at the pace finds in a part
        /// of the search budget; `None` where nobody has to be let go, or where none is found.
        pub starts_again: Option<NaiveDate>,
        /// Touches that cannot be made whoever is let go.
        pub unreachable: Vec<Unreachable>,
        /// What a reader should know about the pipeline.
        pub warnings: Vec<Warning>,
        /// Where the touches of those who stay have their place.
        #[cfg_attr(feature = "serde", serde(skip))]
        pub placement: Vec<Placed>,
    }
}

answer! {
    /// A prospect that is let go.
    pub struct LetGo {
        /// Its id.
        pub id: String,
        /// Its priority.
        pub priority: u32,
        /// Whether it replied, so that what is owed to it is the work of its answer.
        pub replied: bool,
        /// How many of its touches were made; `None` where it replied.
        pub made: Option<u32>,
        /// How many touches its cadence promises.
        pub touches: u32,
        /// The time that is owed to each prospect of the row.
        pub seconds: Seconds,
        /// What it stands in the way of: the span that would be overfull with it, or the places that its touches lack.
        pub why: String,
        /// How many prospects of the row are let go: see [`Prospect::count`](crate::Prospect::count). Left out of JSON
        /// where one.
        #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_one"))]
        pub count: u32,
    }
}

answer! {
    /// A count of prospects who are let go.
    #[derive(Default)]
    pub struct ByPriority {
        /// In all.
        pub all: u32,
        /// How many of them replied.
        pub replied: u32,
        /// By priority, whether they replied or not.
        pub by_priority: BTreeMap<u32, u32>,
    }
}

answer! {
    /// A count of prospects who are let go where nobody comes before anybody.
    #[derive(Copy)]
    pub struct ByHeads {
        /// In all.
        pub all: u32,
        /// How many of them replied.
        pub replied: u32,
    }
}

/// A number that came with a placement, as [`Plan::verify`](crate::Plan::verify) judges it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// How starts are spread.
    pub policy: Policy,
    /// The days on which new prospects may be started.
    pub horizon: Span,
    /// How many prospects are started when.
    pub starts: Vec<Started>,
    /// Where every touch has its place.
    pub placement: Vec<Placed>,
}

impl From<&Fit> for Claim {
    fn from(fit: &Fit) -> Self {
        Self {
            policy: fit.policy,
            horizon: Span {
                from: fit.horizon.from,
                to: fit.horizon.to,
            },
            starts: fit.starts.clone(),
            placement: fit.placement.clone(),
        }
    }
}
