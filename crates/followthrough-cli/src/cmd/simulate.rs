//! `simulate`: what becomes of the plan at the pace, a blitz, and other ways to start prospects.

use anyhow::Result;
use chrono::NaiveDate;
use clap::Args;
use followthrough::Horizon;
use followthrough_document::write_answer;
use followthrough_forecast::{Ways, simulate};
use followthrough_words as words;

use super::answered;
use super::fit::EffortName;
use super::forecast::{AnswerArguments, ChanceArguments, share};
use super::{Outcome, PlanArguments, date};
use crate::page::lay_out;
use crate::waiting::Waiting;

/// The flags of `simulate`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough simulate plan.toml --blitz 100", "simulate-what-becomes-of-a-blitz"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    #[command(flatten)]
    answers: AnswerArguments,
    #[command(flatten)]
    chances: ChanceArguments,
    /// So many started on the first day; may be repeated [default: as many as the pace starts]
    #[arg(long, value_name = "N")]
    blitz: Vec<u32>,
    /// Of every block, the share that follow-ups first keep from new prospects, beside the way that keeps none
    #[arg(long, value_name = "SHARE", value_parser = share)]
    keep: Option<u32>,
    /// Starts of your own: a day and how many; may be repeated
    #[arg(long = "start", value_name = "DATE=N", value_parser = start)]
    starts: Vec<(NaiveDate, u32)>,
    /// The most over the horizon as well
    #[arg(long)]
    max: bool,
    /// How many scenarios are lived through
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    scenarios: u32,
    /// Over which prospects are started: day, week, month, quarter, or a last day [default: quarter]
    #[arg(long, value_name = "SPAN")]
    horizon: Option<Horizon>,
    /// How long touches take: as the plan says, or as they took in the mean of the log
    #[arg(long, value_enum, default_value = "plan")]
    effort: EffortName,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

fn start(text: &str) -> Result<(NaiveDate, u32), String> {
    let wrong = || "expected a day and a number, such as `2026-11-23=20`".to_owned();
    let (day, count) = text.split_once('=').ok_or_else(wrong)?;
    let count = count.parse().ok().filter(|count| *count <= 100_000);
    Ok((date(day).map_err(|_| wrong())?, count.ok_or_else(wrong)?))
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut loaded = self.plan.load(self.horizon)?;
        let effort = self.effort.taken(&mut loaded)?;
        let mut asked = self.chances.asked(self.answers.learnt(&loaded)?);
        asked.scenarios = self.scenarios;
        let ways = Ways {
            blitz: self.blitz,
            kept: self.keep.map(|keep| keep / 10_000),
            own: self.starts,
            max: self.max,
        };
        let ways = loaded.located(ways.of(&loaded.plan, self.horizon))?;
        let mut waiting = Waiting::new();
        let found = simulate(&loaded.plan, &ways, &asked, self.horizon, |done, all| {
            waiting.count(done, all, "scenarios")
        });
        drop(waiting);
        let mut found = answered(loaded.located(found)?)?;
        found.effort = effort;
        let text = if self.json {
            write_answer("simulate", &loaded.header, &found)
        } else {
            lay_out(&words::simulate(&loaded.plan, &found))
        };
        Ok(Outcome::of(loaded, text))
    }
}
