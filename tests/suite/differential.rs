//! The solver against the oracle, on plans small enough to try everything.

use followthrough_tests::generator::{Kind, case};
use followthrough_tests::trial;

/// What the oracle may try in a test.
const PATIENCE: usize = 2_000;

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
        let trial = trial::fit(&case, PATIENCE);
        let place = format!("{} {seed} {:?}", kind.name(), case.policy);
        tally
            .wrong
            .extend(trial.wrong.iter().map(|wrong| format!("{place}: {wrong}")));
        if let (Some((number, bound)), Some(truth)) = (trial.answer, trial.truth) {
            tally.known += 1;
            tally.exact += u32::from(number == truth);
            tally.proved += u32::from(number == bound);
        }
    }
    println!(
        "{}: {} known, {} exact, {} proved",
        kind.name(),
        tally.known,
        tally.exact,
        tally.proved
    );
    tally
}

#[test]
fn small_plans_are_answered_soundly_and_almost_always_exactly() {
    for kind in [Kind::Small, Kind::Knapsack, Kind::Owing] {
        let tally = tally(kind, 0..80);
        assert!(tally.wrong.is_empty(), "{:#?}", tally.wrong);
        assert!(tally.known >= 35, "{tally:?}");
        assert!(tally.exact * 10 >= tally.known * 9, "{tally:?}");
    }
}

/// Shares of segments are counted up to a day after which other touches have segments still: the span that is told ends
/// before these.
#[test]
fn a_span_of_shares_is_told_without_days_that_it_does_not_count() {
    let case = case(Kind::Small, 43_378);
    let trial = trial::fit(&case, 0);
    assert!(trial.wrong.is_empty(), "{:#?}", trial.wrong);
}

#[test]
fn triage_lets_go_no_more_than_it_says_it_must() {
    let mut fewest = 0;
    let mut known = 0;
    for seed in 0..120 {
        let case = case(Kind::Owing, seed);
        let (wrong, found) = trial::triage(&case, PATIENCE);
        assert!(wrong.is_empty(), "owing {seed}: {wrong:#?}");
        if let Some((triage, least)) = found {
            known += 1;
            fewest += u32::from(u64::from(triage.count.all) == least.values().sum::<u64>());
        }
    }
    assert!(
        known >= 60 && fewest * 10 >= known * 9,
        "{fewest} of {known}"
    );
}
