//! What-if questions of a followthrough plan: what would change if the plan were another one.
//!
//! [`cost()`] prices every meeting in prospects, [`trade()`] sets the length of cadences against starts and answers,
//! [`quote()`] counts the desks that a number of prospects takes, [`sla()`] prices the time held free for leads who come in.
//! Every answer is a loop over
//! [`Plan::fit`](followthrough::Plan::fit) of plans that differ in one thing: whoever doubts a line changes that one thing
//! and asks again.
//!
//! Values in, answers out: nothing here reads a file or looks at a clock, and the same input gives the same answer.
//!
//! ```
//! use followthrough::Plan;
//! use followthrough_forecast::{Quotation, quote};
//!
//! let plan = Plan::example();
//! let asked = Quotation::new(200, plan.first_day + chrono::Days::new(90));
//! let quote = quote(&plan, &asked)?;
//! // Five a week for thirteen weeks are 65 a desk.
//! assert_eq!(quote.desks, Some(4));
//! # Ok::<(), followthrough::Error>(())
//! ```

mod assume;
mod confidence;
mod cost;
mod draw;
mod life;
mod need;
mod quote;
mod rows;
mod scenario;
mod sensitivity;
mod simulate;
mod sla;
mod slot;
mod starts;
mod trade;
mod ways;
mod world;

pub use assume::{Assumed, AssumedUnit, Assumptions, DEFAULTS, Origin, Preset};
pub use confidence::{Confidence, Holds, Level, Sure, Uncertain, confidence};
pub use cost::{Cost, Days, Meeting, MeetingCost, Rhythm, cost};
pub use need::Need;
pub use quote::{Quotation, Quote, QuoteWeek, quote};
pub use sensitivity::Moves;
pub use simulate::{Approach, Simulated, SimulatedWeek, Simulation, simulate};
pub use sla::{Held, HeldTime, Inbound, Sla, SlaError, sla};
pub use slot::Slot;
pub use starts::Starts;
pub use trade::{LengthTrade, TouchTrade, Trade, trade};
pub use ways::Ways;
