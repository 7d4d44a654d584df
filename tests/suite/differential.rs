//! The solver against the oracle, on plans small enough to try everything.

use followthrough_tests::generator::{Kind, case};
use followthrough_tests::trial;

/// What the oracle may try in a test.
const PATIENCE: usize = 4_000;

/// How many answers there were, and how many of them were what kind of right.
#[derive(Debug, Default)]
struct Tally {
    known: u32,
    exact: u32,
    proved: u32,
    wrong: Vec<String>,
}

fn tally(kind: Kind, seeds: std::ops::Range<u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let case = case(kind, seed);
        let found = std::panic::catch_unwind(|| trial::fit(&case, PATIENCE));
        let trial = found.unwrap_or_else(|_| trial::Trial { wrong: vec!["panic".to_owned()], ..trial::Trial::default() });
        let place = format!("{} {seed} {:?} {:?}", kind.name(), case.policy, case.horizon);
        tally.wrong.extend(trial.wrong.iter().map(|wrong| format!("{place}: {wrong}")));
        if let (Some((number, bound)), Some(truth)) = (trial.answer, trial.truth) {
            tally.known += 1;
            tally.exact += u32::from(number == truth);
            tally.proved += u32::from(number == bound);
            if number != bound {
                println!("{place}: number {number} bound {bound} truth {truth}");
            }
        }
        if let Some((told, Some(least))) = trial.lateness
            && told != least
        {
            println!("{place}: lateness {told:?}, least {least:?}");
        }
    }
    tally
}

