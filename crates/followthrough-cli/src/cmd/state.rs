//! `state`: the pipeline with what the log knows beyond it, as a table or as JSON.

use anyhow::Result;
use clap::Args;
use followthrough_document::write_answer;
use followthrough_files::write_state;

use super::{Outcome, PlanArguments};

/// The flags of `state`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough state > pipeline-now.csv", "state-the-pipeline-as-it-is-now"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// Print the answer as JSON, with where log and pipeline contradict each other
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let text = if self.json {
            write_answer("state", &loaded.header, &loaded.state()?)
        } else {
            write_state(&loaded)
        };
        Ok(Outcome::of(loaded, text))
    }
}
