//! One test binary: what the numbers mean, and that they are true.

mod admit;
mod advise;
mod architecture;
mod believed;
mod certified;
mod conformance;
mod counted;
mod differential;
mod documents;
mod export;
mod ics_cases;
mod ics_hostile;
mod ics_laws;
mod ics_questions;
mod judged;
mod judgement;
mod limits;
mod long;
mod mutations;
mod pace;
mod past;
mod prep;
mod properties;
mod replanned;
mod triage;
mod worked_example;
