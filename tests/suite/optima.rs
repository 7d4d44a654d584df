//! Optima that another solver certified: `tests/data/plans/certified.jsonl`, written by `benches/peers/certify.py`.

use serde_json::Value;

use crate::compiled;
use crate::generator::{Case, Kind, case};

/// A plan by kind and seed, and its certified optimum.
#[derive(Debug, Clone)]
pub struct Certified {
    /// The plan and its question.
    pub case: Case,
    /// The number.
    pub optimum: u64,
}

impl Certified {
    /// Kind and seed.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.case.kind.name(), self.case.seed)
    }
}

/// All of them.
///
/// # Panics
/// Where the file cannot be read, and where the generator draws another plan than the one that was certified.
#[must_use]
pub fn certified() -> Vec<Certified> {
    let text = include_str!("../data/plans/certified.jsonl");
    text.lines().map(row).collect()
}

fn row(line: &str) -> Certified {
    let row: Value = serde_json::from_str(line).expect("a line of JSON");
    let kind = row["kind"].as_str().and_then(Kind::named).expect("a kind");
    let case = case(kind, row["seed"].as_u64().expect("a seed"));
    let certified = Certified {
        case,
        optimum: row["optimum"].as_u64().expect("an optimum"),
    };
    assert_eq!(
        Some(compiled::fingerprint(&compiled::json(&certified.case)).as_str()),
        row["fingerprint"].as_str(),
        "{}: the generator draws another plan",
        certified.name()
    );
    certified
}
