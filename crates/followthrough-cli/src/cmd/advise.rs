//! `advise`: what it would take for N new prospects to fit.

use anyhow::Result;
use clap::Args;
use followthrough::Horizon;
use followthrough_document::write_advice;
use followthrough_words as words;

use super::answered;
use super::fit::PolicyName;
use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use crate::waiting::Waiting;

/// The flags of `advise`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough advise plan.toml 14", "advise-what-would-it-take"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// How many are to fit: in a full week, or what the policy counts
    #[arg(value_name = "N")]
    target: u32,
    /// How starts are spread
    #[arg(long, value_enum, default_value = "level")]
    policy: PolicyName,
    /// How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]
    #[arg(long, value_name = "SPAN")]
    horizon: Option<Horizon>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(self.horizon)?;
        let mut waiting = Waiting::new();
        let (target, policy) = (self.target, self.policy.into());
        let advice = loaded
            .plan
            .advise_watched(target, policy, self.horizon, |progress| {
                waiting.tell(progress)
            });
        drop(waiting);
        let advice = answered(loaded.located(advice)?)?;
        let text = if self.json {
            write_advice(&loaded.header, &advice)
        } else {
            lay_out(&words::advise(&loaded.plan, &advice))
        };
        Ok(Outcome::of(loaded, text))
    }
}
