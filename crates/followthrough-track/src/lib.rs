//! What a log of touches says of a followthrough plan.
//!
//! [`state()`] is the pipeline with what the log knows beyond it, and every question of the core can be asked of it.
//! [`today()`] is the list of a day, as it stood in the morning, and how far it is. [`track()`] is the rest: promises kept
//! and broken with their causes, minutes blocked and used, how long touches take, and what brings answers.
//!
//! Values in, answers out: nothing here reads a file or looks at a clock, and the same log gives the same answer.
//!
//! ```
//! use chrono::NaiveDate;
//! use followthrough::{Cadence, Plan, Prospect, Stage, Touch};
//! use followthrough_track::{Entry, LogBuilder, Numbered, Outcome, state};
//!
//! let day = |day| NaiveDate::from_ymd_opt(2027, 1, day).unwrap();
//! let mut plan = Plan::new("desk", "America/New_York".parse()?, day(12));
//! let call = |after| Touch::new("call".parse().unwrap()).after(after);
//! plan.cadences.push(Cadence::new("calls".parse()?, [0, 5, 5].map(call).to_vec())?);
//! plan.pipeline.push(Prospect::new("A1", "calls".parse()?, Stage::Ready));
//!
//! let mut log = LogBuilder::default();
//! for (number, on) in [(1, 4), (2, 12)] {
//!     log.push(&Entry { touch: Numbered::Touch(number), ..Entry::new(day(on), "A1", "call", Outcome::NoAnswer) });
//! }
//! // The second call was to be made on the 11th or the 12th: the third counts from the 11th.
//! let state = state(&plan, &log.finish())?;
//! assert_eq!(state.prospects[0].due, Some(day(18)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod adherence;
mod catch_up;
mod cause;
mod effort;
mod event;
mod experiment;
mod history;
mod kind;
mod ledger;
mod log;
mod replan;
mod silence;
mod standing;
mod state;
mod statistics;
mod today;
mod track;
mod warning;

pub use adherence::{Adherence, Stolen};
pub use catch_up::{CatchUp, CatchUpItem, catch_up};
pub use cause::Cause;
pub use effort::{Effort, EffortOf, Outlier, with_effort};
pub use event::Event;
pub use experiment::{Dimension, Experiment, Group, Verdict};
pub use history::{Fate, LetGo};
pub use ledger::{BrokenPromise, Count, Ledger, LedgerLine, RowCount};
pub use log::{Entry, Log, LogBuilder, Numbered, Outcome, Row, Word};
pub use replan::{Move, Replan, Slot, replan, replan_from};
pub use silence::{AtTouch, Orphan, Silence, Thresholds, Turn};
pub use standing::{Standing, Stood};
pub use state::{Disagreement, DisagreementKind, State, Stranger, UnknownOutcome, state};
pub use today::{Outside, Status, Today, TodayItem, today, today_of};
pub use track::{BlockLength, Track, TrackOptions, track};
pub use warning::warnings;
