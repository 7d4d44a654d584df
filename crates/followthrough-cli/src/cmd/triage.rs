//! `triage`: whom to let go so that the rest is on time.

use anyhow::Result;
use clap::Args;
use followthrough_document::write_triage;
use followthrough_words as words;

use super::{Outcome, PlanArguments};
use crate::page::{in_full, lay_out};
use crate::waiting::patiently;

/// The flags of `triage`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough triage plan.toml", "triage-whom-do-i-let-go"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// Print every list in full
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    all: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    /// Print whom to let go as CSV, one row each, for a CRM
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// With --json, say where every touch of those who stay has its place
    #[arg(long, requires = "json")]
    placement: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let triage = loaded.located(patiently(|| loaded.plan.triage()))?;
        let text = if self.json {
            write_triage(&loaded.header, &triage, self.placement)
        } else if self.csv {
            followthrough_files::write_let_go(&loaded.plan, &triage)
        } else {
            lay_out(&in_full(words::triage(&loaded.plan, &triage), self.all))
        };
        Ok(Outcome::of(loaded, text))
    }
}
