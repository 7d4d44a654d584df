//! `replan`: what today's plan changes of the one that stood on the workday before, and why.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use followthrough_document::{write_answer, write_schedule};
use followthrough_files::{read_kept, replace};
use followthrough_words as words;

use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use crate::waiting::patiently;

/// The flags of `replan`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough replan", "replan-what-moved-and-why"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// The earlier plan, as `schedule --json` wrote it [default: the one kept with --write, else that of the workday before]
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,
    /// Keep today's plan beside the plan's file, as plan.kept.json: the next `replan` and `today` start from it
    #[arg(long)]
    write: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let previous = match &self.previous {
            Some(path) => match read_kept(path)? {
                Some(previous) => Some(previous),
                None => bail!("{}: there is no such file", path.display()),
            },
            None => None,
        };
        let replan = patiently(|| loaded.replan(previous.as_ref()))?;
        if self.write {
            let schedule = loaded.replanned(previous.as_ref())?;
            let text = write_schedule(&loaded.header, &schedule);
            self.plan.in_a_file(&loaded)?;
            replace(&loaded.kept_path(), text.as_bytes())?;
        }
        let text = if self.json {
            write_answer("replan", &loaded.header, &replan)
        } else {
            lay_out(&words::replan(&replan))
        };
        Ok(Outcome::of(loaded, text))
    }
}
