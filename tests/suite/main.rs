//! One test binary: what the numbers mean, and that they are true.

mod believed;
mod differential;
mod export;
mod judged;
mod worked_example;
