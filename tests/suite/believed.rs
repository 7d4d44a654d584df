//! The oracle and the verifier judge each other: two readings of the model that share no code.

use followthrough::{Policy, Violation};
use followthrough_tests::generator::{Case, Kind, case};
use followthrough_tests::numbers::{Numbers, last_day};
use followthrough_tests::oracle;

fn violations(case: &Case, claim: &followthrough::Claim) -> Vec<Violation> {
    case.plan
        .verify(claim)
        .unwrap_or_else(|error| panic!("{} {}: {error}", case.kind.name(), case.seed))
}

#[test]
fn what_the_oracle_places_the_verifier_accepts() {
    let (mut known, mut unknown) = (0, 0);
    for kind in [Kind::Small, Kind::Knapsack] {
        for seed in 0..120 {
            let case = case(kind, seed);
            let numbers = Numbers::new(&case.plan, last_day(&case.plan, case.horizon));
            // The mix holds for a total, and of a plan that keeps to a pace by the end of every week.
            let claim = match case.policy {
                Policy::Level => oracle::some_weeks(&numbers, 3_000),
                Policy::Once | Policy::Max => {
                    oracle::best(&numbers, case.policy, 3_000).map(|(_, claim)| claim)
                }
            };
            let Some(claim) = claim else {
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
    assert!(known >= 150, "{known} known");
}
