//! The pipeline with what the log knows beyond it, for people: how many prospects there are, and where the log and the
//! pipeline contradict each other.

use chrono::NaiveDate;
use followthrough_track::State;

use super::sheet::Sheet;
use super::track::disagreement_told;
use super::words::{clean, count, short_day};

/// How many prospects there are, and every contradiction; `today` is the plan's first day.
#[must_use]
pub fn state(state: &State, today: NaiveDate) -> Sheet {
    let mut sheet = Sheet::default();
    let found = state.disagreements.len() + state.strangers.len() + state.unknown_outcomes.len();
    let contradicting = match found {
        0 => String::new(),
        found => format!(
            "; the log contradicts the pipeline in {}",
            count(found as u64, "point", "points")
        ),
    };
    sheet.headline(&format!(
        "{} with what the log knows beyond the pipeline{contradicting}.",
        count(state.prospects.len() as u64, "prospect", "prospects")
    ));
    for disagreement in &state.disagreements {
        sheet.sentence(&disagreement_told(disagreement, today));
    }
    for stranger in &state.strangers {
        let (id, last) = (clean(&stranger.id), short_day(stranger.last, today));
        sheet.sentence(&format!(
            "{id}: only the log knows this prospect, last on {last}"
        ));
    }
    for outcome in &state.unknown_outcomes {
        let times = count(outcome.count, "time", "times");
        sheet.sentence(&format!(
            "The outcome `{}` is not known, {times}",
            clean(&outcome.word)
        ));
    }
    sheet
}
