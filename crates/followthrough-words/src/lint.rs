//! What is advised against in a plan: each code with what is the matter, who says so, and what to change.

use followthrough::{METHOD, Warning};

use super::sheet::Sheet;
use super::words::{clean, count};

/// The whole answer: what the method of follow-up advises against, and what else an answer warns of.
pub fn lint(method: &[Warning], others: &[Warning]) -> Sheet {
    let mut sheet = Sheet::default();
    let number = (method.len() + others.len()) as u64;
    sheet.headline(&match number {
        0 => "Nothing is advised against.".to_owned(),
        number => format!("{} to look at.", count(number, "thing", "things")),
    });
    for warning in method {
        sheet.gap();
        sheet.fact(
            warning.code,
            &clean(&format!("{}: {}.", warning.place, warning.message)),
        );
        if let Some(advice) = METHOD.iter().find(|advice| advice.code == warning.code) {
            sheet.fact("", &format!("{} ({}.)", advice.advice, advice.source));
            sheet.fact("", &format!("What to change: {}.", advice.cure));
        }
    }
    if !others.is_empty() {
        sheet.gap();
    }
    for warning in others {
        sheet.fact(
            warning.code,
            &clean(&format!("{}: {}.", warning.place, warning.message)),
        );
    }
    sheet
}
