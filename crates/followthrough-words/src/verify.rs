//! A judgement for people: whether a placement holds, and everything that is wrong with it.

use followthrough::{Claim, Violation};

use super::sheet::Sheet;
use super::words::{clean, count};

/// The whole answer.
pub fn verify(claim: &Claim, violations: &[Violation]) -> Sheet {
    let mut sheet = Sheet::default();
    if violations.is_empty() {
        let starts: u64 = claim
            .starts
            .iter()
            .map(|start| u64::from(start.count))
            .sum();
        let placed: u64 = claim
            .placement
            .iter()
            .map(|placed| u64::from(placed.count))
            .sum();
        sheet.headline(&format!(
            "It holds: {} started, {} placed, each in its window.",
            count(starts, "prospect", "prospects"),
            count(placed, "touch", "touches")
        ));
        return sheet;
    }
    sheet.headline(&format!(
        "It does not hold: {}.",
        count(
            violations.len() as u64,
            "thing is wrong",
            "things are wrong"
        )
    ));
    for violation in violations {
        sheet.fact(violation.code(), &clean(&violation.to_string()));
    }
    sheet
}
