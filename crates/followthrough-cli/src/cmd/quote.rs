//! `quote`: how many desks it takes to start N prospects by a day.

use anyhow::Result;
use chrono::NaiveDate;
use clap::Args;
use followthrough::Horizon;
use followthrough_document::write_answer;
use followthrough_forecast::{Quotation, quote};
use followthrough_words as words;

use super::fit::EffortName;
use super::{Outcome, PlanArguments, date};
use crate::page::lay_out;

/// The flags of `quote`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough quote plan.toml --prospects 2000 --by 2027-06-30", "quote-how-many-desks-does-it-take"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// How many prospects are to be started
    #[arg(long, value_name = "N")]
    prospects: u32,
    /// The last day on which they may be started
    #[arg(long, value_name = "DATE", value_parser = date)]
    by: NaiveDate,
    /// The first day of every further desk [default: the first day]
    #[arg(long, value_name = "DATE", value_parser = date)]
    hired: Option<NaiveDate>,
    /// What share of its starts a further desk makes in its first weeks, in hundredths
    #[arg(long, value_name = "SHARES", value_delimiter = ',', value_parser = clap::value_parser!(u32).range(0..=100))]
    ramp: Vec<u32>,
    /// Workdays off in every thirteen weeks of a further desk
    #[arg(long, value_name = "DAYS", default_value = "0", value_parser = clap::value_parser!(u32).range(0..=60))]
    days_off: u32,
    /// How long touches take: as the plan says, or as they took in the mean of the log
    #[arg(long, value_enum, default_value = "plan")]
    effort: EffortName,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut loaded = self.plan.load(Some(Horizon::Until(self.by)))?;
        let effort = self.effort.taken(&mut loaded)?;
        let asked = Quotation {
            prospects: self.prospects,
            by: self.by,
            hired: self.hired,
            ramp: self.ramp,
            days_off: self.days_off,
        };
        let mut found = loaded.located(quote(&loaded.plan, &asked))?;
        found.effort = effort;
        let text = if self.json {
            write_answer("quote", &loaded.header, &found)
        } else {
            lay_out(&words::quote(&loaded.plan, &found))
        };
        Ok(Outcome::of(loaded, text))
    }
}
