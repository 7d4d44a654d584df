//! One test binary: what the numbers mean, and that they are true.

mod believed;
