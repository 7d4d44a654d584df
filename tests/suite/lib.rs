//! What tests and benches share: generated plans, a plan as numbers, and a slow oracle.

pub mod certificate;
pub mod compiled;
pub mod generator;
pub mod numbers;
pub mod oracle;
pub mod owing;
pub mod trial;
