//! `check`: whether N new prospects fit.

use anyhow::Result;
use clap::Args;
use followthrough::Horizon;
use followthrough_document::write_check;
use followthrough_words as words;

use super::answered;
use super::{Outcome, PlanArguments};
use crate::page::{in_full, lay_out};
use crate::waiting::Waiting;

/// The flags of `check`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough check plan.toml 100 --over week", "check-do-these-fit"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// How many new prospects
    #[arg(value_name = "N")]
    count: u32,
    /// Over which days they are started: day, week, month, quarter, or to a last day [default: the first workday]
    #[arg(long, value_name = "SPAN")]
    over: Option<Horizon>,
    /// Print every list and every week in full
    #[arg(long, conflicts_with = "json")]
    all: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    /// With --json, say where every touch of the sustainable plan has its place
    #[arg(long, requires = "json")]
    placement: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        // The answer tells the sustainable plan too, which looks as far as a fit does; the days asked for may lie
        // further out.
        let mut loaded = self.plan.load(None)?;
        let usual = loaded.located(loaded.plan.outlook(None))?;
        let asked = loaded.located(loaded.plan.outlook(self.over))?;
        if asked.1 > usual.1 {
            loaded = self.plan.load(self.over)?;
        }
        let mut waiting = Waiting::new();
        let check = loaded
            .plan
            .check_watched(self.count, self.over, |progress| waiting.tell(progress));
        drop(waiting);
        let check = answered(loaded.located(check)?)?;
        let text = if self.json {
            write_check(&loaded.header, &check, self.placement)
        } else {
            lay_out(&in_full(words::check(&loaded.plan, &check), self.all))
        };
        Ok(Outcome {
            fits: check.fits,
            ..Outcome::of(loaded, text)
        })
    }
}
