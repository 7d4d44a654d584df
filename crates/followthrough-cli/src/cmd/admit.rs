//! `admit`: whether one more prospect may be started, and if not when.

use anyhow::Result;
use chrono::NaiveDate;
use clap::Args;
use followthrough::{CadenceName, Newcomer, Plan};
use followthrough_document::write_admit;
use followthrough_words as words;

use super::{Outcome, PlanArguments, date};
use crate::page::lay_out;

/// The flags of `admit`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough admit plan.toml --day 2026-11-30", "admit-may-this-one-start"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// On which cadence [default: the one that most of the mix go on]
    #[arg(long, value_name = "NAME")]
    cadence: Option<CadenceName>,
    /// On which day it is to be started [default: day one]
    #[arg(long, value_name = "DATE", value_parser = date)]
    day: Option<NaiveDate>,
    /// Its prep is done
    #[arg(long)]
    ready: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let plan = &loaded.plan;
        let cadence = match self.cadence.or_else(|| usual(plan)) {
            Some(cadence) => cadence,
            None => loaded.located(Err(followthrough::Error::NoCadence))?,
        };
        let newcomer = Newcomer {
            cadence,
            day: self.day.unwrap_or(plan.first_day),
            ready: self.ready,
        };
        let mut desk = loaded.located(plan.desk(None))?;
        let admit = loaded.located(desk.admit(&newcomer))?;
        let text = if self.json {
            write_admit(&loaded.header, &admit)
        } else {
            lay_out(&words::admit(plan, &admit))
        };
        Ok(Outcome {
            fits: admit.admitted,
            ..Outcome::of(loaded, text)
        })
    }
}

/// The cadence that most of the mix go on, the first of the plan where there are several.
fn usual(plan: &Plan) -> Option<CadenceName> {
    let part = |name: &CadenceName| -> u32 {
        let parts = plan.mix.iter().filter(|part| part.cadence == *name);
        parts.map(|part| part.count).sum()
    };
    let names = plan.cadences.iter().map(|cadence| cadence.name()).rev();
    names.max_by_key(|name| part(name)).cloned()
}
