//! `report`: the answer as one page of HTML that needs no network.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use followthrough::{Horizon, Policy};
use followthrough_files::replace;
use followthrough_forecast::{confidence, cost};
use followthrough_report::Report;
use followthrough_track::TrackOptions;
use followthrough_words as words;

use super::forecast::{AnswerArguments, ChanceArguments};
use super::{Outcome, PlanArguments, answered};
use crate::waiting::Waiting;

/// The flags of `report`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough report plan.toml --out monday.html", "report-a-page-to-look-at"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]
    #[arg(long, value_name = "SPAN")]
    horizon: Option<Horizon>,
    /// Where the page is written, or `-` for standard output
    #[arg(long, value_name = "FILE", default_value = "report.html")]
    out: PathBuf,
    /// Leave out what every meeting costs, which asks the plan once for each
    #[arg(long)]
    no_cost: bool,
    /// Leave out how likely each pace holds, which draws scenarios
    #[arg(long)]
    no_confidence: bool,
    #[command(flatten)]
    answers: AnswerArguments,
    #[command(flatten)]
    chances: ChanceArguments,
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let (files, loaded) = self.plan.load_with_files(self.horizon)?;
        let plan = &loaded.plan;
        let mut waiting = Waiting::new();
        let fit = plan.fit_watched(Policy::Level, self.horizon, |progress| {
            waiting.tell(progress)
        });
        let fit = answered(loaded.located(fit)?)?;
        let blitz = plan.fit_watched(Policy::Once, self.horizon, |progress| {
            waiting.tell(progress)
        });
        let blitz = answered(loaded.located(blitz)?)?;
        let mut report = Report::new(plan, &fit).blitz(&blitz);
        if !self.no_cost {
            let meetings = loaded.meetings(&files)?;
            if !meetings.is_empty() {
                let found = cost(plan, &meetings, self.horizon, |done, all| {
                    waiting.count(done, all, "plans")
                });
                let found = answered(loaded.located(found)?)?;
                report = report.part("What meetings cost", words::cost(plan, &found));
            }
        }
        if !self.no_confidence {
            let asked = self.chances.asked(self.answers.learnt(&loaded)?);
            let found = confidence(plan, &asked, self.horizon, |done, all| {
                waiting.count(done, all, "scenarios")
            });
            let found = answered(loaded.located(found)?)?;
            report = report.part("Will the pace hold?", words::confidence(plan, &found));
        }
        drop(waiting);
        if !loaded.document.input().logs.is_empty() {
            let options = TrackOptions {
                silence: loaded.silence(),
                seed: 1,
            };
            let track = loaded.track(&options)?;
            report = report.part(
                "Promises kept, and where the time went",
                words::track(&track, plan.first_day),
            );
        }
        let page = report.to_html()?;
        let text = if self.out == Path::new("-") {
            page
        } else {
            replace(&self.out, page.as_bytes())?;
            format!("  Written: {}\n", self.out.display())
        };
        Ok(Outcome::of(loaded, text))
    }
}
