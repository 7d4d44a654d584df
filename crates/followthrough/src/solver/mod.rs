//! How many starts fit, as numbers alone: it knows bins and days by number, and nothing of plans, calendars and answers.
//!
//! - [`once`] and [`max`]: spans of days refuse numbers from above ([`widest`]), starts are looked for from below
//!   ([`climb`]), and the linear relaxation ([`relax`]) lowers the bound until the two meet.
//! - [`keep_to`]: week by week as many as a pace allows; who has no place is put in by taking others out and back in
//!   elsewhere ([`reseat`]).

mod bound;
mod climb;
mod cuts;
mod instance;
mod intake;
mod jam;
mod mix;
mod place;
mod problem;
mod proof;
mod relax;
mod repair;
mod reseat;
mod room;
mod shares;
mod total;
mod watch;
mod weekly;
mod widest;

pub(crate) use bound::{Counts, Gauge, Point};
pub(crate) use instance::{Instance, StartOption};
pub(crate) use intake::{Group, Intake, Quota, classes, even, quotas, settle};
pub(crate) use mix::Mix;
pub(crate) use place::{Effort, place, place_all};
pub(crate) use problem::{Bin, Class, Limit, MACHINE, Placement, Pool, Problem, gcd};
pub(crate) use proof::{Bounds, Known, Proof, Weighed};
pub(crate) use repair::Board;
pub(crate) use reseat::Draw;
pub(crate) use room::{CapUse, in_sequence, sequence};
pub(crate) use total::{Solved, max, most, once};
pub use watch::Progress;
pub(crate) use watch::{Budgeted, Unwatched, Watched, Watching};
pub(crate) use weekly::{Before, Kept, Rate, Week, keep_to};
