//! Many plans at once, on all cores, in order.

use crate::{Error, Fit, Horizon, Plan, Policy};

/// One question of many.
#[derive(Debug, Clone, Copy)]
pub struct Question<'plan> {
    /// The plan it is asked of.
    pub plan: &'plan Plan,
    /// How starts are spread.
    pub policy: Policy,
    /// How far they may be.
    pub horizon: Option<Horizon>,
}

/// The answers to many questions, in their order, each what [`Plan::fit`] says of it alone.
///
/// With the feature `rayon`, which is on unless turned off, they are worked on by the threads of the current rayon
/// pool; the answers do not depend on how many there are. One bad plan is one error, and the others are answered.
///
/// `watch` is called from the calling thread before each chunk and at the end, with how many are done of how many; it
/// says whether to go on. Where it says stop, the answers so far are returned.
///
/// # Example
/// ```
/// # use chrono::NaiveDate;
/// use followthrough::{Plan, Policy, Question, fit_many};
/// let first_day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
/// let plan = Plan::new("desk", "America/New_York".parse()?, first_day);
/// let question = Question { plan: &plan, policy: Policy::Level, horizon: None };
/// let answers = fit_many(&[question; 3], |_done, _all| true);
/// assert_eq!(answers.len(), 3);
/// assert!(answers[0].is_err(), "a plan without a cadence");
/// # Ok::<(), followthrough::UnknownZone>(())
/// ```
pub fn fit_many(
    questions: &[Question<'_>],
    mut watch: impl FnMut(usize, usize) -> bool,
) -> Vec<Result<Fit, Error>> {
    let mut answers = Vec::with_capacity(questions.len());
    for chunk in questions.chunks(CHUNK * threads()) {
        if !watch(answers.len(), questions.len()) {
            return answers;
        }
        answers.extend(answer(chunk));
    }
    watch(answers.len(), questions.len());
    answers
}

/// How many questions each thread is asked between two looks at whether to go on: so many that threads seldom wait for
/// the last of a chunk.
const CHUNK: usize = 256;

#[cfg(feature = "rayon")]
fn threads() -> usize {
    rayon::current_num_threads()
}

#[cfg(not(feature = "rayon"))]
fn threads() -> usize {
    1
}

#[cfg(feature = "rayon")]
fn answer(chunk: &[Question<'_>]) -> Vec<Result<Fit, Error>> {
    use rayon::prelude::*;
    chunk
        .par_iter()
        // A plan is work enough for a task of its own: in larger ones threads wait for the last.
        .with_max_len(1)
        .map(|question| question.plan.fit(question.policy, question.horizon))
        .collect()
}

#[cfg(not(feature = "rayon"))]
fn answer(chunk: &[Question<'_>]) -> Vec<Result<Fit, Error>> {
    chunk
        .iter()
        .map(|question| question.plan.fit(question.policy, question.horizon))
        .collect()
}
