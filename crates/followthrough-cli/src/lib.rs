//! What the command line knows of files, for whoever asks plans in files too: the Python module.

mod clock;
pub mod files;
pub mod load;

/// The programs of the guide for Rust developers.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/guide/embedding.md")]
pub struct Embedding;

/// The program of the first page.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
