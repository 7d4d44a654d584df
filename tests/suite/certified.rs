//! Plans whose optimum OR-Tools' CP-SAT has certified, which shares nothing with the solver but the plan's numbers.

use followthrough::Claim;
use followthrough_tests::generator::Kind;
use followthrough_tests::numbers::{Numbers, last_day};
use followthrough_tests::optima::certified;
use followthrough_tests::oracle;

#[test]
fn certified_optima_lie_between_number_and_bound() {
    let rows = certified();
    assert!(rows.len() >= 200, "{} rows", rows.len());
    let (mut exact, mut proved) = (0, 0);
    let mut wrong = Vec::new();
    for row in &rows {
        let (case, name) = (&row.case, row.name());
        let fit = case
            .plan
            .fit(case.policy, Some(case.horizon))
            .expect("an answer");
        let (number, bound) = (u64::from(fit.number), u64::from(fit.bound));
        if number > row.optimum || row.optimum > bound {
            wrong.push(format!(
                "{name}: number {number}, optimum {}, bound {bound}",
                row.optimum
            ));
        }
        let violations = case.plan.verify(&Claim::from(&fit)).expect("a plan");
        wrong.extend(
            violations
                .first()
                .map(|violation| format!("{name}: {violation}")),
        );
        exact += usize::from(number == row.optimum);
        proved += usize::from(fit.proved);
    }
    println!("{exact} of {} exact, {proved} proved", rows.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        exact * 100 >= rows.len() * 90,
        "{exact} of {} exact",
        rows.len()
    );
}

#[test]
fn the_oracle_finds_the_optima_that_another_solver_certified() {
    let mut known = 0;
    let small = |kind| matches!(kind, Kind::Small | Kind::Knapsack | Kind::Owing);
    for row in certified().iter().filter(|row| small(row.case.kind)) {
        let case = &row.case;
        let numbers = Numbers::new(&case.plan, last_day(&case.plan, case.horizon));
        if let Some((best, _)) = oracle::best(&numbers, case.policy, 500) {
            known += 1;
            assert_eq!(best, row.optimum, "{}", row.name());
        }
    }
    assert!(known >= 60, "{known} known");
}
