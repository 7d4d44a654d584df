//! Answers that another solver certified: `tests/data/plans/certified.jsonl`, written by `benches/peers/certify.py`.

use followthrough::Fit;
use serde_json::Value;

use crate::compiled;
use crate::generator::{Case, Kind, case};

/// What was certified of a plan.
#[derive(Debug, Clone)]
pub enum Optimum {
    /// The number of `once` or `max`.
    Number(u64),
    /// The pace, and the plan that keeps to it.
    Pace {
        /// Prospects a week.
        number: u64,
        /// One in so many weeks, where not even one a week can go on.
        every: Option<u32>,
        /// Quota and starts of the first weeks; the weeks after them are not certified.
        weeks: Vec<(u64, u64)>,
    },
}

/// A plan by kind and seed, and what was certified of it.
#[derive(Debug, Clone)]
pub struct Certified {
    /// The plan and its question.
    pub case: Case,
    /// The answer.
    pub optimum: Optimum,
}

/// An answer, or a week of one, beside what was certified.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// What is above an optimum, or a bound below one, a sentence each.
    pub wrong: Vec<String>,
    /// Whether it is the optimum.
    pub exact: bool,
    /// Whether it says that no better one can be.
    pub proved: bool,
    /// The number.
    pub number: u64,
}

impl Certified {
    /// Kind and seed.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.case.kind.name(), self.case.seed)
    }

    /// The number of an answer, or its pace.
    #[must_use]
    pub fn number(&self, fit: &Fit) -> Comparison {
        let (number, bound) = (u64::from(fit.number), u64::from(fit.bound));
        let (optimum, every) = match &self.optimum {
            Optimum::Number(optimum) => (*optimum, None),
            Optimum::Pace { number, every, .. } => (*number, *every),
        };
        let mut wrong = Vec::new();
        if number > optimum || optimum > bound {
            wrong.push(format!("number {number}, optimum {optimum}, bound {bound}"));
        }
        let rarer = |every: Option<u32>| every.unwrap_or(u32::MAX);
        if number == optimum && rarer(fit.every) < rarer(every) {
            wrong.push(format!(
                "one every {:?} weeks, {every:?} is certified",
                fit.every
            ));
        }
        Comparison {
            wrong,
            exact: number == optimum && fit.every == every,
            proved: fit.proved,
            number,
        }
    }

    /// The weeks of a plan that have a quota, as long as pace and starts before are those that were certified: after a
    /// week that starts another number, what fits is another question.
    #[must_use]
    pub fn weeks(&self, fit: &Fit) -> Vec<Comparison> {
        let mut compared = Vec::new();
        let Optimum::Pace { weeks, .. } = &self.optimum else {
            return compared;
        };
        if !self.number(fit).exact {
            return compared;
        }
        for (week, (quota, starts)) in fit.weeks.iter().zip(weeks) {
            let (Some(told), Some(bound)) = (week.quota, week.bound) else {
                continue;
            };
            let (told, bound, number) = (u64::from(told), u64::from(bound), u64::from(week.starts));
            let mut wrong = Vec::new();
            if told != *quota || number > *starts || *starts > bound {
                wrong.push(format!(
                    "the week of {}: quota {told}, starts {number}, bound {bound}; certified {starts} of {quota}",
                    week.from
                ));
            }
            if *quota > 0 {
                compared.push(Comparison {
                    wrong,
                    exact: number == *starts,
                    proved: number == bound,
                    number,
                });
            }
            if number != *starts {
                break;
            }
        }
        compared
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
    let optimum = match row["optimum"].as_u64() {
        Some(optimum) => Optimum::Number(optimum),
        None => Optimum::Pace {
            number: row["pace"].as_u64().expect("a pace"),
            every: row["every"]
                .as_u64()
                .filter(|every| *every > 0)
                .map(|every| every as u32),
            weeks: serde_json::from_value(row["weeks"].clone()).expect("weeks"),
        },
    };
    let certified = Certified { case, optimum };
    assert_eq!(
        Some(compiled::fingerprint(&compiled::json(&certified.case)).as_str()),
        row["fingerprint"].as_str(),
        "{}: the generator draws another plan",
        certified.name()
    );
    certified
}
