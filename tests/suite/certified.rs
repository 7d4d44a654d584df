//! Plans whose optimum another solver has certified: `tests/data/plans/certified.jsonl`, written by
//! `benches/peers/certify.py` with OR-Tools' CP-SAT, which shares nothing with the solver but the plan's numbers.

use followthrough::{Claim, Fit, Policy};
use followthrough_tests::generator::{Kind, case};
use followthrough_tests::numbers::{Numbers, last_day};
use followthrough_tests::{compiled, oracle};
use serde_json::Value;

/// What was certified of one plan.
enum Certified {
    /// The most, for `once` and `max`.
    Optimum(u64),
    /// The pace, in a full week or one in so many weeks, and of the first weeks what each may start and can, where those
    /// before it start what they can.
    Pace {
        number: u64,
        every: Option<u64>,
        weeks: Vec<(u64, u64)>,
    },
}

struct Row {
    kind: Kind,
    seed: u64,
    fingerprint: String,
    certified: Certified,
}

impl Row {
    fn name(&self) -> String {
        format!("{} {}", self.kind.name(), self.seed)
    }
}

fn rows() -> Vec<Row> {
    let text = include_str!("../data/plans/certified.jsonl");
    let row = |line: &str| {
        let row: Value = serde_json::from_str(line).expect("a line of JSON");
        let kind = row["kind"].as_str().and_then(Kind::named).expect("a kind");
        let seed = row["seed"].as_u64().expect("a seed");
        let certified = match (row["optimum"].as_u64(), row["pace"].as_u64()) {
            // What was certified of the number that every week of the horizon carries says nothing of a pace.
            (Some(_), _) if case(kind, seed).policy == Policy::Level => return None,
            (Some(optimum), _) => Certified::Optimum(optimum),
            (None, number) => Certified::Pace {
                number: number.expect("an optimum or a pace"),
                every: row["every"].as_u64(),
                weeks: serde_json::from_value(row["weeks"].clone()).expect("quotas and starts"),
            },
        };
        Some(Row {
            kind,
            seed,
            fingerprint: row["fingerprint"]
                .as_str()
                .expect("a fingerprint")
                .to_owned(),
            certified,
        })
    };
    text.lines().filter_map(row).collect()
}

/// An answer to a plan whose placement holds.
fn answer(row: &Row, wrong: &mut Vec<String>) -> Fit {
    let case = case(row.kind, row.seed);
    assert_eq!(
        compiled::fingerprint(&compiled::json(&case)),
        row.fingerprint,
        "{}: the generator draws another plan",
        row.name()
    );
    let fit = case
        .plan
        .fit(case.policy, Some(case.horizon))
        .expect("an answer");
    let violations = case.plan.verify(&Claim::from(&fit)).expect("a plan");
    let first = violations.first();
    wrong.extend(first.map(|violation| format!("{}: {violation}", row.name())));
    fit
}

#[test]
fn certified_optima_lie_between_number_and_bound() {
    let (mut all, mut exact, mut proved) = (0, 0, 0);
    let mut wrong = Vec::new();
    for row in rows() {
        let Certified::Optimum(optimum) = row.certified else {
            continue;
        };
        let fit = answer(&row, &mut wrong);
        let (number, bound) = (u64::from(fit.number), u64::from(fit.bound));
        if number > optimum || optimum > bound {
            let name = row.name();
            wrong.push(format!(
                "{name}: number {number}, optimum {optimum}, bound {bound}"
            ));
        }
        all += 1;
        exact += usize::from(number == optimum);
        proved += usize::from(fit.proved);
    }
    println!("{exact} of {all} exact, {proved} proved");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(all >= 120, "{all} rows");
    assert!(exact * 100 >= all * 95, "{exact} of {all} exact");
}

#[test]
fn certified_paces_and_weeks_are_found() {
    let (mut paces, mut exact, mut weeks, mut exact_weeks) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for row in rows() {
        let Certified::Pace {
            number,
            every,
            weeks: known,
        } = &row.certified
        else {
            continue;
        };
        let fit = answer(&row, &mut wrong);
        let name = row.name();
        if u64::from(fit.number) > *number || *number > u64::from(fit.bound) {
            let (told, bound) = (fit.number, fit.bound);
            wrong.push(format!(
                "{name}: pace {told}, optimum {number}, bound {bound}"
            ));
        }
        paces += 1;
        if (u64::from(fit.number), fit.every.map(u64::from)) != (*number, *every) {
            continue;
        }
        exact += 1;
        for (week, (quota, starts)) in fit.weeks.iter().zip(known) {
            if week.quota.is_some_and(|told| u64::from(told) != *quota) {
                wrong.push(format!(
                    "{name}, {}: a quota of {quota}, told {:?}",
                    week.from, week.quota
                ));
            }
            let bound = week.bound.map_or(u64::MAX, u64::from);
            if u64::from(week.starts) > *starts || *starts > bound {
                let told = week.starts;
                wrong.push(format!(
                    "{name}, {}: {told} of {starts}, bound {bound}",
                    week.from
                ));
            }
            weeks += 1;
            exact_weeks += usize::from(u64::from(week.starts) == *starts);
            if u64::from(week.starts) != *starts {
                // What the next weeks can start depends on it.
                break;
            }
        }
    }
    println!("{exact} of {paces} paces exact, {exact_weeks} of {weeks} weeks");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(exact * 100 >= paces * 99, "{exact} of {paces} paces");
    assert!(
        exact_weeks * 100 >= weeks * 97,
        "{exact_weeks} of {weeks} weeks"
    );
}

#[test]
fn the_oracle_finds_the_optima_that_another_solver_certified() {
    let mut known = 0;
    for row in rows() {
        let Certified::Optimum(optimum) = row.certified else {
            continue;
        };
        if !matches!(row.kind, Kind::Small | Kind::Knapsack | Kind::Owing) {
            continue;
        }
        let case = case(row.kind, row.seed);
        let numbers = Numbers::new(&case.plan, last_day(&case.plan, case.horizon));
        if let Some((best, _)) = oracle::best(&numbers, case.policy, 500) {
            known += 1;
            assert_eq!(best, optimum, "{}", row.name());
        }
    }
    assert!(known >= 25, "{known} known");
}
