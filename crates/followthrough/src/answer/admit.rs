//! Whether one more prospect may be started, as data.

use chrono::NaiveDate;

use super::{BindingCap, BindingSpan, Span, Work};
use crate::CadenceName;

answer! {
    /// Whether one more prospect may be started on a day, beside all that is promised already.
    pub struct Admit {
        /// The cadence it would be promised.
        pub cadence: CadenceName,
        /// The day asked for.
        pub day: NaiveDate,
        /// Whether its prep was said to be done.
        pub ready: bool,
        /// The days on which prospects may be started.
        pub horizon: Span,
        /// Whether every touch, and its prep, finds a place inside its window.
        pub admitted: bool,
        /// Whether that is certain. A yes always is; a no is where a span of days, a cap, the calendar or a search that
        /// overlooks nothing forbids it, and not where a place was merely not found. What is owed and late stays on
        /// the day that was found for it.
        pub proved: bool,
        /// The first day, from the day asked for to the end of the horizon, on which a place was found for every touch;
        /// the day asked for itself where it is admitted.
        pub earliest: Option<NaiveDate>,
        /// What stands in the way on the day asked for; `None` where it is admitted.
        pub obstacle: Option<Obstacle>,
    }
}

answer! {
    /// What stands in the way of a start.
    pub struct Obstacle {
        /// What kind of obstacle it is.
        pub reason: Refusal,
        /// The kind of work that finds no place; `None` where the day itself is in the way.
        pub work: Option<Work>,
        /// The touch, from 1; `None` for prep.
        pub touch: Option<u32>,
        /// Its window.
        pub window: Option<Span>,
        /// The span of days that would have to hold more than it can, this prospect and all that is promised counted.
        pub span: Option<BindingSpan>,
        /// The cap that would be passed.
        pub cap: Option<BindingCap>,
        /// The same in a sentence.
        pub why: String,
    }
}

answer! {
    /// Why a prospect may not be started on a day.
    pub enum Refusal {
        /// It is not a workday: prospects are started on workdays.
        DayOff,
        /// Windows that are stretched to the next workday would meet.
        WindowsMeet,
        /// No block in some touch's window is long enough for it, even if empty.
        NoBlock,
        /// Some touch finds no room beside what is promised already.
        NoRoom,
    }
}
