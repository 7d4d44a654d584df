//! `confidence`: how likely each pace holds, where prospects answer and days are lost.

use anyhow::Result;
use clap::Args;
use followthrough::Horizon;
use followthrough_document::write_answer;
use followthrough_forecast::{Assumptions, Uncertain, confidence};
use followthrough_words as words;

use super::answered;
use super::trade::AnswerArguments;
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
    /// Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]
    #[arg(long, value_name = "SPAN")]
    horizon: Option<Horizon>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// What is drawn beside answers.
#[derive(Debug, Clone, Args)]
pub(super) struct ChanceArguments {
    /// How likely a workday is lost without warning
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = share)]
    pub(super) lost: u32,
    /// How likely only half of a workday's time is left
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = share)]
    pub(super) halved: u32,
    /// How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5
    #[arg(long, value_name = "SHARE", default_value = "0", value_parser = share)]
    pub(super) spread: u32,
    /// Where draws begin
    #[arg(long, value_name = "NUMBER", default_value = "1")]
    pub(super) seed: u64,
}

impl ChanceArguments {
    /// These chances beside what is assumed of answers, asked as often and as surely as by default, on every core.
    pub(super) fn asked(&self, assumptions: Assumptions) -> Uncertain {
        Uncertain {
            assumptions,
            lost: self.lost,
            halved: self.halved,
            spread: self.spread / 10_000,
            seed: self.seed,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            ..Uncertain::default()
        }
    }
}

/// A share from 0 to 1, in millionths.
pub(super) fn share(text: &str) -> Result<u32, String> {
    let share = text.parse::<f64>().ok();
    let share = share.filter(|share| (0.0..=1.0).contains(share));
    let share = share.ok_or_else(|| "expected a share from 0 to 1, such as `0.05`".to_owned())?;
    Ok((share * 1e6).round() as u32)
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(self.horizon)?;
        let mut asked = self.chances.asked(self.answers.learnt(&loaded)?);
        asked.scenarios = self.scenarios;
        if !self.levels.is_empty() {
            asked.levels = self.levels;
        }
        let mut waiting = Waiting::new();
        let found = confidence(&loaded.plan, &asked, self.horizon, |done, all| {
            waiting.count(done, all, "scenarios")
        });
        drop(waiting);
        let found = answered(loaded.located(found)?)?;
        let text = if self.json {
            write_answer("confidence", &loaded.header, &found)
        } else {
            lay_out(&words::confidence(&loaded.plan, &found))
        };
        Ok(Outcome::of(loaded, text))
    }
}
