//! Answers into tables and sentences for people. Nothing is said by colour alone.

mod admit;
mod advise;
mod bar;
mod busy;
mod check;
mod fit;
mod schedule;
mod sheet;
mod triage;
mod verify;
mod weeks;
mod words;

pub(crate) use admit::admit;
pub(crate) use advise::advise;
pub(crate) use busy::{Taken, busy, explain};
pub(crate) use check::check;
pub(crate) use fit::{fit, fit_with_advice};
pub(crate) use schedule::{calendars, entries, schedule};
pub(crate) use triage::triage;
pub(crate) use verify::verify;
