//! `trade`: what the length of cadences is worth, in starts and answers.

use anyhow::Result;
use clap::Args;
use followthrough::Horizon;
use followthrough_document::write_answer;
use followthrough_forecast::trade;
use followthrough_words as words;

use super::answered;
use super::fit::EffortName;
use super::forecast::AnswerArguments;
use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use crate::waiting::Waiting;

/// The flags of `trade`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough trade plan.toml", "trade-how-long-should-a-cadence-be"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    #[command(flatten)]
    answers: AnswerArguments,
    /// Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]
    #[arg(long, value_name = "SPAN")]
    horizon: Option<Horizon>,
    /// How long touches take: as the plan says, or as they took in the mean of the log
    #[arg(long, value_enum, default_value = "plan")]
    effort: EffortName,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut loaded = self.plan.load(self.horizon)?;
        let effort = self.effort.taken(&mut loaded)?;
        let assumptions = self.answers.learnt(&loaded)?;
        let mut waiting = Waiting::new();
        let found = trade(&loaded.plan, &assumptions, self.horizon, |done, all| {
            waiting.count(done, all, "plans")
        });
        drop(waiting);
        let mut found = answered(loaded.located(found)?)?;
        found.effort = effort;
        let text = if self.json {
            write_answer("trade", &loaded.header, &found)
        } else {
            lay_out(&words::trade(&loaded.plan, &found))
        };
        Ok(Outcome::of(loaded, text))
    }
}
