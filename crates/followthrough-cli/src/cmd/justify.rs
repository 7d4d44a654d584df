//! `justify`: one page for a manager, why so many and not more.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use followthrough::{Advice, Horizon, Policy};
use followthrough_files::{Loaded, replace};
use followthrough_forecast::{Approach, cost, simulate};
use followthrough_report::justification;
use followthrough_words::{self as words, Justified};

use super::answered;
use super::fit::EffortName;
use super::forecast::{AnswerArguments, ChanceArguments};
use super::{Outcome, PlanArguments};
use crate::page::lay_out;
use crate::waiting::Waiting;

/// The flags of `justify`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough justify plan.toml 100 --out why.html", "justify-why-ten-and-not-a-hundred"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// How many somebody wants started this week
    #[arg(value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    count: u32,
    #[command(flatten)]
    answers: AnswerArguments,
    #[command(flatten)]
    chances: ChanceArguments,
    /// Write one page of HTML that needs no network, or `-` for standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How long touches take: as the plan says, or as they took in the mean of the log
    #[arg(long, value_enum, default_value = "plan")]
    effort: EffortName,
}

/// How many scenarios a blitz is lived through in.
const SCENARIOS: u32 = 100;

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let (files, mut loaded) = self.plan.load_with_files(None)?;
        self.effort.taken(&mut loaded)?;
        let plan = &loaded.plan;
        let mut waiting = Waiting::new();
        let fit = plan.fit_watched(Policy::Level, None, |progress| waiting.tell(progress));
        let fit = answered(loaded.located(fit)?)?;
        let check = plan.check_watched(self.count, Some(Horizon::Week), |progress| {
            waiting.tell(progress)
        });
        let check = answered(loaded.located(check)?)?;
        let meetings = loaded.meetings(&files)?;
        let found = cost(plan, &meetings, None, |done, all| {
            waiting.count(done, all, "plans")
        });
        let found = answered(loaded.located(found)?)?;
        let mut asked = self.chances.asked(self.answers.learnt(&loaded)?);
        asked.scenarios = SCENARIOS;
        let ways = [Approach::Pace, Approach::Blitz(self.count)];
        let simulation = simulate(plan, &ways, &asked, None, |done, all| {
            waiting.count(done, all, "scenarios")
        });
        let simulation = answered(loaded.located(simulation)?)?;
        let advice = advice(&loaded, fit.number, self.count, &mut waiting)?;
        drop(waiting);
        let justified = Justified {
            plan,
            fit: &fit,
            check: &check,
            cost: Some(&found),
            simulation: &simulation,
            advice: &advice,
        };
        let text = match &self.out {
            None => lay_out(&words::justify(&justified)),
            Some(out) => {
                let page = justification(&justified)?;
                if out == Path::new("-") {
                    page
                } else {
                    replace(out, page.as_bytes())?;
                    format!("  Written: {}\n", out.display())
                }
            }
        };
        Ok(Outcome::of(loaded, text))
    }
}

/// What it would take for one more, for half as many more, and for twice as many, up to what is asked for.
fn advice(loaded: &Loaded, number: u32, asked: u32, waiting: &mut Waiting) -> Result<Vec<Advice>> {
    let mut targets = vec![number + 1, number + number.div_ceil(2), number * 2];
    targets.retain(|target| *target > number && *target <= asked.max(number + 1));
    targets.sort_unstable();
    targets.dedup();
    let mut told = Vec::new();
    for target in targets {
        let advice = loaded
            .plan
            .advise_watched(target, Policy::Level, None, |progress| {
                waiting.tell(progress)
            });
        told.push(answered(loaded.located(advice)?)?);
    }
    Ok(told)
}
