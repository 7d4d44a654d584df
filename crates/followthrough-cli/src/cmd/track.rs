//! `track`: promises kept and broken, where the time went, and what brings answers.

use anyhow::Result;
use clap::Args;
use followthrough_document::write_answer;
use followthrough_track::TrackOptions;
use followthrough_words as words;

use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use crate::waiting::patiently;

/// The flags of `track`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough track --json", "track-what-the-log-says"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    /// What the samples of intervals are drawn with
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let options = TrackOptions {
            silence: loaded.silence(),
            seed: self.seed,
        };
        let track = patiently(|| loaded.track(&options))?;
        let text = if self.json {
            write_answer("track", &loaded.header, &track)
        } else {
            lay_out(&words::track(&track, loaded.plan.first_day))
        };
        Ok(Outcome::of(loaded, text))
    }
}
