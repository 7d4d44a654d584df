//! Plans whose optimum another solver has certified: `tests/data/plans/certified.jsonl`, written by
//! `benches/peers/certify.py` with OR-Tools' CP-SAT, which shares nothing with the solver but the plan's numbers.

use followthrough::Claim;
use followthrough_tests::generator::{Kind, case};
use followthrough_tests::numbers::{Numbers, last_day};
use followthrough_tests::{compiled, oracle};
use serde_json::Value;

struct Row {
    kind: Kind,
    seed: u64,
    fingerprint: String,
    optimum: u64,
}

fn rows() -> Vec<Row> {
    let text = include_str!("../data/plans/certified.jsonl");
    let row = |line: &str| {
        let row: Value = serde_json::from_str(line).expect("a line of JSON");
        Row {
            kind: row["kind"].as_str().and_then(Kind::named).expect("a kind"),
            seed: row["seed"].as_u64().expect("a seed"),
            fingerprint: row["fingerprint"]
                .as_str()
                .expect("a fingerprint")
                .to_owned(),
            optimum: row["optimum"].as_u64().expect("an optimum"),
        }
    };
    text.lines().map(row).collect()
}

#[test]
fn certified_optima_lie_between_number_and_bound() {
    let rows = rows();
    assert!(rows.len() >= 200, "{} rows", rows.len());
    let (mut exact, mut proved) = (0, 0);
    let mut wrong = Vec::new();
    for row in &rows {
        let case = case(row.kind, row.seed);
        let name = format!("{} {}", row.kind.name(), row.seed);
        assert_eq!(
            compiled::fingerprint(&compiled::json(&case)),
            row.fingerprint,
            "{name}: the generator draws another plan"
        );
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
    for row in rows()
        .iter()
        .filter(|row| matches!(row.kind, Kind::Small | Kind::Knapsack | Kind::Owing))
    {
        let case = case(row.kind, row.seed);
        let numbers = Numbers::new(&case.plan, last_day(&case.plan, case.horizon));
        if let Some((best, _)) = oracle::best(&numbers, case.policy, 500) {
            known += 1;
            assert_eq!(best, row.optimum, "{} {}", row.kind.name(), row.seed);
        }
    }
    assert!(known >= 60, "{known} known");
}
