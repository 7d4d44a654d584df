//! `confidence`: how likely each pace holds, where prospects answer and days are lost.

use anyhow::Result;
use clap::Args;
use followthrough::Horizon;
use followthrough_document::write_answer;
use followthrough_forecast::confidence;
use followthrough_words as words;

use super::answered;
use super::fit::EffortName;
use super::forecast::{AnswerArguments, ChanceArguments, share};
use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use crate::waiting::Waiting;

/// The flags of `confidence`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough confidence plan.toml --lost 0.05", "confidence-will-it-hold"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    #[command(flatten)]
    answers: AnswerArguments,
    #[command(flatten)]
    chances: ChanceArguments,
    /// How many scenarios are drawn
    #[arg(long, value_name = "N", default_value = "2000", value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    scenarios: u32,
    /// How sure a number is to be, as a share of the scenarios; may be repeated [default: 0.5, 0.8 and 0.95]
    #[arg(long = "sure", value_name = "SHARE", value_parser = share)]
    levels: Vec<u32>,
    /// Say too how far the number that is this sure moves when each thing that is taken for granted does
    #[arg(long, value_name = "SHARE", value_parser = share, num_args = 0..=1, default_missing_value = "0.8")]
    sensitivity: Option<u32>,
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
        let mut asked = self.chances.asked(self.answers.learnt(&loaded)?);
        asked.scenarios = self.scenarios;
        asked.moved_at = self.sensitivity;
        if !self.levels.is_empty() {
            asked.levels = self.levels;
        }
        let mut waiting = Waiting::new();
        let found = confidence(&loaded.plan, &asked, self.horizon, |done, all| {
            waiting.count(done, all, "scenarios")
        });
        drop(waiting);
        let mut found = answered(loaded.located(found)?)?;
        found.effort = effort;
        let text = if self.json {
            write_answer("confidence", &loaded.header, &found)
        } else {
            lay_out(&words::confidence(&loaded.plan, &found))
        };
        Ok(Outcome::of(loaded, text))
    }
}
