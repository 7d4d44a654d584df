//! Answers that a plan expects before they come.

/// What a plan expects of prospects in flight.
///
/// The rule promises every touch as if nobody answered. Prospects answer all the same, and their answers bring work
/// ([`ReplyWork`](crate::ReplyWork)): what is expected here has its time kept free as if it were owed.
///
/// # Example
/// ```
/// use followthrough::{Plan, Policy};
/// let mut plan = Plan::example();
/// let before = plan.fit(Policy::Level, None)?;
/// plan.expect.answers = 2;
/// let after = plan.fit(Policy::Level, None)?;
/// assert!(after.number <= before.number);
/// # Ok::<(), followthrough::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Expect {
    /// Answers in a week of which every day of the workweek is worked. The default is 0: nobody answers.
    pub answers: u32,
}

impl Expect {
    /// More answers a week than these are refused.
    pub const MOST_ANSWERS: u32 = 10_000;
}
