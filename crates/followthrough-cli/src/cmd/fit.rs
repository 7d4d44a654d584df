//! `fit`: how many new prospects can be started.

use anyhow::Result;
use clap::{Args, ValueEnum};
use followthrough::{Horizon, Policy};
use followthrough_document::write_fit;
use followthrough_files::Loaded;

use super::answered;
use super::{Outcome, PlanArguments};
use crate::page::{in_full, lay_out};
use crate::waiting::Waiting;
use followthrough_words as words;

/// The flags of `fit`.
#[derive(Debug, Args)]
#[command(
    after_help = example!("followthrough fit plan.toml --horizon month", "fit-how-many-can-i-start"),
    after_long_help = concat!(
        "Words of the answer:\n  \
         touch           a call, mail or letter to one prospect; prep is the research before the first\n  \
         What binds      what holds the number down, as a sum that you can check\n  \
         Short weeks     weeks that start fewer than the pace, and why\n  \
         Answers         how many answers a week find time for the work that they bring\n  \
         Left behind     what is still promised after the last day of the answer\n  \
         Note P2 and others: every code is explained at\n  \
         https://github.com/followthrough/followthrough/blob/main/docs/reference/reasons.md\n\n",
        example!("followthrough fit plan.toml --horizon month", "fit-how-many-can-i-start")
    )
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// How starts are spread
    #[arg(long, value_enum, default_value = "level")]
    policy: PolicyName,
    /// How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]
    #[arg(long, value_name = "SPAN")]
    horizon: Option<Horizon>,
    /// How long touches take: as the plan says, or as they took in the mean of the log
    #[arg(long, value_enum, default_value = "plan")]
    effort: EffortName,
    /// Say too what one more would take; `advise` says it of any number
    #[arg(long, conflicts_with = "json")]
    advise: bool,
    /// Print every list and every week in full
    #[arg(long, conflicts_with = "json")]
    all: bool,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    /// With --json, say where every touch has its place
    #[arg(long, requires = "json")]
    placement: bool,
}

/// A policy as it is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum PolicyName {
    /// The same number in every full week: a pace that can go on
    Level,
    /// All on the first workday: what a blitz could carry
    Once,
    /// The largest total, boom and bust
    Max,
}

/// Where the length of touches is taken from.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum EffortName {
    /// What the plan says
    Plan,
    /// The mean of what was logged ten times or more; else what the plan says
    Log,
}

impl EffortName {
    /// Takes it from there; the word that answers have for it.
    pub(super) fn taken(self, loaded: &mut Loaded) -> Result<&'static str> {
        match self {
            Self::Plan => Ok("plan"),
            Self::Log => {
                loaded.take_logged_effort()?;
                Ok("log")
            }
        }
    }
}

impl From<PolicyName> for Policy {
    fn from(name: PolicyName) -> Self {
        match name {
            PolicyName::Level => Self::Level,
            PolicyName::Once => Self::Once,
            PolicyName::Max => Self::Max,
        }
    }
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut loaded = self.plan.load(self.horizon)?;
        let effort = self.effort.taken(&mut loaded)?;
        let mut waiting = Waiting::new();
        let plan = &loaded.plan;
        let fit = plan.fit_watched(self.policy.into(), self.horizon, |progress| {
            waiting.tell(progress)
        });
        drop(waiting);
        let mut fit = answered(loaded.located(fit)?)?;
        fit.assume.effort = effort;
        let text = if self.json {
            write_fit(&loaded.header, &fit, self.placement)
        } else if self.advise {
            let more = fit.number.saturating_add(1);
            let advice = loaded.plan.advise(more, self.policy.into(), self.horizon);
            let advice = loaded.located(advice)?;
            let sheet = words::fit_with_advice(&loaded.plan, &fit, Some(&advice));
            lay_out(&in_full(sheet, self.all))
        } else {
            lay_out(&in_full(words::fit(&loaded.plan, &fit), self.all))
        };
        Ok(Outcome::of(loaded, text))
    }
}
