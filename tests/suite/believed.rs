//! The oracle and the verifier judge each other: two readings of the model that share no code.

use chrono::TimeDelta;
use followthrough::{Policy, Violation};
use followthrough_tests::generator::{Case, Kind, case};
use followthrough_tests::numbers::{Numbers, last_day};
use followthrough_tests::oracle::{self, PATIENCE, Verdict};

fn violations(case: &Case, claim: &followthrough::Claim) -> Vec<Violation> {
    case.plan
        .verify(claim)
        .unwrap_or_else(|error| panic!("{} {}: {error}", case.kind.name(), case.seed))
}

#[test]
fn what_the_oracle_places_the_verifier_accepts() {
    let (mut known, mut unknown) = (0, 0);
    for kind in [Kind::Small, Kind::Knapsack] {
        for seed in 0..150 {
            let case = case(kind, seed);
            let numbers = Numbers::new(&case.plan, last_day(&case.plan, case.horizon));
            let Some((_, claim)) = oracle::best(&numbers, case.policy, PATIENCE) else {
                unknown += 1;
                continue;
            };
            known += 1;
            let wrong = violations(&case, &claim);
            assert!(
                wrong.is_empty(),
                "{} {seed}: {wrong:#?}\n{claim:#?}",
                kind.name()
            );
        }
    }
    println!("{known} known, {unknown} unknown");
    assert!(known >= 200, "{known} known");
}

#[test]
#[ignore]
fn timings() {
    for kind in [Kind::Small, Kind::Knapsack, Kind::Owing] {
        for seed in 0..200 {
            let case = case(kind, seed);
            let numbers = Numbers::new(&case.plan, last_day(&case.plan, case.horizon));
            let begin = std::time::Instant::now();
            let best = oracle::best(&numbers, case.policy, PATIENCE);
            let on_time = matches!(
                oracle::fits(&numbers, Policy::Max, &[], PATIENCE),
                Verdict::Fits(_)
            );
            println!(
                "{} {seed} {:?}: {:?} in {:?}; days {} cadences {} owed {} on time {on_time}",
                kind.name(),
                case.policy,
                best.map(|best| best.0),
                begin.elapsed(),
                numbers.horizon,
                case.plan.cadences.len(),
                numbers.owed.len()
            );
            let _ = TimeDelta::zero();
        }
    }
}
