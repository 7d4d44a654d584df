//! `today`: what to do today, in order, and how far it is.

use anyhow::{Result, bail};
use clap::Args;
use followthrough_document::write_answer;
use followthrough_words as words;

use super::{Outcome, PlanArguments, work};
use crate::page::lay_out;
use crate::waiting::patiently;

/// The flags of `today`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough today", "today-what-to-do-and-how-far-it-is"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// Work down the list: one line at a time, one key each, and each key adds a row to the log
    #[arg(long, conflicts_with = "json")]
    work: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        if self.work {
            if loaded.log_path.is_none() {
                bail!("{}", super::log::no_log(&loaded));
            }
            return work::run(&self.plan, loaded);
        }
        let today = patiently(|| loaded.today())?;
        let text = if self.json {
            write_answer("today", &loaded.header, &today)
        } else {
            lay_out(&words::today(&today))
        };
        Ok(Outcome::of(loaded, text))
    }
}
