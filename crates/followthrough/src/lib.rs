//! How many new prospects fit, so that every promised touch has its place.

mod answer;
mod block;
mod cadence;
mod capacity;
mod channel;
mod demand;
mod error;
mod fit;
mod lint;
mod name;
mod nearest;
mod pipeline;
mod plan;
mod recurrence;
mod schedule;
mod share;
mod timeline;
mod verify;
mod workdays;
mod zone;

pub use answer::*;
pub use block::{Block, Pattern};
pub use cadence::{Cadence, Days, Prep, Repeat, ReplyWork, Touch};
pub use channel::{Cap, Channel, Hours, default_category, default_effort};
pub use error::Error;
pub use name::{CadenceName, CategoryName, ChannelName, InvalidName};
pub use nearest::nearest;
pub use pipeline::{Prospect, Stage};
pub use plan::{Away, AwayWindows, LostDays, MixPart, Plan, Workweek};
pub use recurrence::{Budget, Frequency, Occurrences, Repair, Rule, RuleError, Start};
pub use schedule::{NotToday, Schedule, ScheduleDay, ScheduleItem, ScheduleSegment};
pub use share::{InvalidShare, Share};
pub use timeline::{Interval, subtract, union};
pub use verify::{Owed, Violation};
pub use zone::{Instants, UnknownZone, WallClock, Zone, tzdata_version};
