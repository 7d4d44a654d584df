//! What tests and benches share: generated plans, a plan as numbers, and a slow oracle.

pub mod certificate;
pub mod compiled;
pub mod generator;
pub mod numbers;
pub mod optima;
pub mod oracle;
pub mod owing;
pub mod trial;
pub mod written;

/// The programs of the guide for Rust developers.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/embedding.md")]
pub struct Embedding;

/// The program of the first page.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
