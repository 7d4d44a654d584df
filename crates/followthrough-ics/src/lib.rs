//! (to be written)

pub mod write;
