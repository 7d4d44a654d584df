//! `sla`: how much time must be held free so that leads are answered soon, and what that costs.

use anyhow::Result;
use chrono::{NaiveTime, TimeDelta};
use clap::Args;
use followthrough::Horizon;
use followthrough_document::{parse_duration, write_answer};
use followthrough_forecast::{Inbound, SlaError, sla};
use followthrough_words as words;

use super::answered;
use super::fit::EffortName;
use super::forecast::share;
use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use crate::waiting::Waiting;

/// The flags of `sla`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough sla plan.toml --leads 12 --takes 15m --within 1h", "sla-what-does-a-quick-answer-cost"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// How many leads come in a full week, in the mean
    #[arg(long, value_name = "N", value_parser = leads)]
    leads: u32,
    /// How long one takes
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    takes: TimeDelta,
    /// How soon each is to be answered, in time of the hours
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    within: TimeDelta,
    /// Of how many leads that is to hold
    #[arg(long, value_name = "SHARE", default_value = "0.9", value_parser = share)]
    sure: u32,
    /// When somebody is there on a workday [default: from the first block to the last]
    #[arg(long, value_name = "FROM-TO", value_parser = hours)]
    hours: Option<(NaiveTime, NaiveTime)>,
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

/// A number of leads, in hundredths.
fn leads(text: &str) -> Result<u32, String> {
    let number = text.parse::<f64>().ok();
    let number = number.filter(|number| (0.01..=1_000.0).contains(number));
    let number =
        number.ok_or_else(|| "expected a number from 0.01 to 1000, such as `12`".to_owned())?;
    Ok((number * 100.0).round() as u32)
}

fn length(text: &str) -> Result<TimeDelta, String> {
    let length = parse_duration(text).filter(|length| *length <= TimeDelta::days(31));
    length.ok_or_else(|| "expected a length of time such as `15m` or `1h`".to_owned())
}

fn hours(text: &str) -> Result<(NaiveTime, NaiveTime), String> {
    let wrong = || "expected two clock times such as `09:00-17:00`".to_owned();
    let clock = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| wrong());
    let (from, to) = text.split_once('-').ok_or_else(wrong)?;
    let (from, to) = (clock(from)?, clock(to)?);
    if from < to {
        Ok((from, to))
    } else {
        Err(wrong())
    }
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut loaded = self.plan.load(self.horizon)?;
        let effort = self.effort.taken(&mut loaded)?;
        let asked = Inbound {
            leads: self.leads,
            takes: self.takes,
            within: self.within,
            sure: self.sure,
            hours: self.hours,
        };
        let mut waiting = Waiting::new();
        let found = sla(&loaded.plan, &asked, self.horizon, |done, all| {
            waiting.count(done, all, "plans")
        });
        drop(waiting);
        let found = match found {
            Err(SlaError::Plan(error)) => loaded.located(Err(error))?,
            other => other?,
        };
        let mut found = answered(found)?;
        found.effort = effort;
        let text = if self.json {
            write_answer("sla", &loaded.header, &found)
        } else {
            lay_out(&words::sla(&loaded.plan, &found))
        };
        Ok(Outcome::of(loaded, text))
    }
}
