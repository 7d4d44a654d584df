//! `catch-up`: what is overdue, when it is made up for, and what that costs.

use anyhow::Result;
use clap::Args;
use followthrough_document::write_answer;
use followthrough_words as words;

use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use crate::waiting::patiently;

/// The flags of `catch-up`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough catch-up --within 5d", "catch-up-what-is-overdue"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// Within how many workdays, today the first
    #[arg(long, value_name = "DAYS", default_value = "5d", value_parser = days)]
    within: u32,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// Workdays, such as `5d` or `5`.
fn days(text: &str) -> Result<u32, String> {
    let number = text.strip_suffix('d').unwrap_or(text).parse();
    number
        .ok()
        .filter(|days| (1..=366).contains(days))
        .ok_or_else(|| "expected workdays such as `5d`, from 1 to 366".to_owned())
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let found = patiently(|| loaded.catch_up(self.within))?;
        let text = if self.json {
            write_answer("catch_up", &loaded.header, &found)
        } else {
            lay_out(&words::catch_up(&found, loaded.plan.first_day))
        };
        Ok(Outcome::of(loaded, text))
    }
}
