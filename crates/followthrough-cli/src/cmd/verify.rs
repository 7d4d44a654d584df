//! `verify`: whether a placement holds.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use followthrough::Horizon;
use followthrough_document::read_claim;
use followthrough_words as words;

use super::{Outcome, PlanArguments, input};
use crate::page::lay_out;

/// The flags of `verify`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough fit plan.toml --json --placement > placement.json\n  followthrough verify plan.toml placement.json", "verify-does-this-placement-hold"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// The placement: the output of `fit --json --placement`, or `-` for standard input
    placement: PathBuf,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        input::apart(self.plan.plan.as_deref(), &self.placement, "the placement")?;
        let claim = read_claim(
            &input::name(&self.placement),
            &input::read(&self.placement, "the placement")?,
        )?;
        let loaded = self.plan.load(Some(Horizon::Until(claim.horizon.to)))?;
        let violations = loaded.located(loaded.plan.verify(&claim))?;
        let text = lay_out(&words::verify(&claim, &violations));
        Ok(Outcome {
            fits: violations.is_empty(),
            ..Outcome::of(loaded, text)
        })
    }
}
