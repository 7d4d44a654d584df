//! `lint`: what is advised against in a plan.

use anyhow::Result;
use clap::Args;
use followthrough::{METHOD, Policy};
use followthrough_track::{TrackOptions, warnings};

use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use followthrough_words as words;

/// The flags of `lint`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough lint plan.toml", "lint-what-is-advised-against"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let method = loaded.plan.lint();
        let mut others = loaded
            .located(loaded.plan.fit(Policy::Level, None))?
            .warnings;
        others.extend(warnings(&loaded.track(&TrackOptions::default())?));
        others.sort_by_key(|warning| warning.code);
        let text = if self.json {
            let all: Vec<serde_json::Value> = method
                .iter()
                .chain(&others)
                .map(|warning| {
                    let advice = METHOD.iter().find(|advice| advice.code == warning.code);
                    serde_json::json!({
                        "code": warning.code,
                        "where": warning.place,
                        "message": warning.message,
                        "advice": advice.map(|advice| advice.advice),
                        "source": advice.map(|advice| advice.source),
                        "cure": advice.map(|advice| advice.cure),
                    })
                })
                .collect();
            format!(
                "{:#}\n",
                serde_json::json!({ "format": 1, "warnings": all })
            )
        } else {
            lay_out(&words::lint(&method, &others))
        };
        Ok(Outcome::of(loaded, text))
    }
}
