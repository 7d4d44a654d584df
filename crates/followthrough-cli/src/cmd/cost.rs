//! `cost`: what every meeting costs, in prospects.

use anyhow::Result;
use chrono::{NaiveTime, TimeDelta, Weekday};
use clap::Args;
use followthrough::{Horizon, weekday_named};
use followthrough_document::{parse_duration, write_answer};
use followthrough_forecast::{Meeting, cost};
use followthrough_words as words;

use super::answered;
use super::fit::EffortName;
use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use crate::waiting::Waiting;

/// The flags of `cost`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough cost plan.toml --meeting \"mon 08:30 1h\"", "cost-what-does-a-meeting-cost"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// A weekly meeting to price instead, that is not on the calendar: days, clock time and length
    #[arg(long, value_name = "WHEN", value_parser = weekly)]
    meeting: Option<Weekly>,
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

/// A meeting as it is asked about.
#[derive(Debug, Clone)]
struct Weekly {
    days: Vec<Weekday>,
    start: NaiveTime,
    length: TimeDelta,
}

fn weekly(text: &str) -> Result<Weekly, String> {
    let wrong =
        || "expected days, a clock time and a length, such as `mon,wed 08:30 1h`".to_owned();
    let parts: Vec<&str> = text.split_whitespace().collect();
    let [days, start, length] = parts.as_slice() else {
        return Err(wrong());
    };
    let days: Result<Vec<Weekday>, _> = days.split(',').map(weekday_named).collect();
    let start = NaiveTime::parse_from_str(start, "%H:%M");
    let length = parse_duration(length)
        .filter(|length| *length >= TimeDelta::seconds(1) && *length <= TimeDelta::days(1));
    Ok(Weekly {
        days: days.map_err(|_| wrong())?,
        start: start.map_err(|_| wrong())?,
        length: length.ok_or_else(wrong)?,
    })
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let (files, mut loaded) = self.plan.load_with_files(self.horizon)?;
        let effort = self.effort.taken(&mut loaded)?;
        let plan = &loaded.plan;
        let meetings = match &self.meeting {
            Some(asked) => vec![loaded.located(Meeting::weekly(
                plan,
                self.horizon,
                &asked.days,
                asked.start,
                asked.length,
            ))?],
            None => loaded.meetings(&files)?,
        };
        let mut waiting = Waiting::new();
        let found = cost(plan, &meetings, self.horizon, |done, all| {
            waiting.count(done, all, "plans")
        });
        drop(waiting);
        let mut found = answered(loaded.located(found)?)?;
        found.effort = effort;
        let text = if self.json {
            write_answer("cost", &loaded.header, &found)
        } else {
            lay_out(&words::cost(plan, &found))
        };
        Ok(Outcome::of(loaded, text))
    }
}
