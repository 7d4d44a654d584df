//! What a log of touches says of a followthrough plan.
//!
//! [`state()`] is the pipeline with what the log knows beyond it, and every question of the core can be asked of it.
//! Values in, answers out: nothing here reads a file or looks at a clock.

mod kind;
mod log;
mod state;

pub use log::{Entry, Log, LogBuilder, Numbered, Outcome, Row, Word};
pub use state::{Disagreement, DisagreementKind, State, Stranger, UnknownOutcome, state};
