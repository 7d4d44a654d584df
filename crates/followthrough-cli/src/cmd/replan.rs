//! `replan`: what today's plan changes of the one that stood on the workday before, and why.

use anyhow::Result;
use clap::Args;
use followthrough_document::write_answer;
use followthrough_words as words;

use super::{Outcome, PlanArguments};
use crate::page::lay_out;

/// The flags of `replan`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough replan", "replan-what-moved-and-why"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let replan = loaded.replan()?;
        let text = if self.json {
            write_answer("replan", &loaded.header, &replan)
        } else {
            lay_out(&words::replan(&replan))
        };
        Ok(Outcome::of(loaded, text))
    }
}
