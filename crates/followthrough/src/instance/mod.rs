//! A plan made into numbers: the only room that knows both sides, names and dates on one, the solver's bins and classes
//! on the other.

pub(crate) mod demand;
pub(crate) mod expected;
mod horizon;
mod mix;
mod model;

pub(crate) use horizon::{look_ahead, outlook, usual_end, week_end};
pub(crate) use mix::mix_of;
pub(crate) use model::{Line, Model, OwedTouch, Starts};
