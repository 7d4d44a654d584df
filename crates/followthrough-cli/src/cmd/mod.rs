//! The subcommands, one file each: flags in, an answer out.

/// What ends the help of a subcommand: lines that run as they are beside a plan, and the part of the guide that says more.
macro_rules! example {
    ($lines:literal, $anchor:literal) => {
        concat!(
            "Example:\n  ",
            $lines,
            "\n\nGuide: https://github.com/followthrough/followthrough/blob/main/docs/guide/command-line.md#",
            $anchor
        )
    };
}

mod admit;
mod advise;
mod away;
mod busy;
mod catch_up;
mod check;
mod completions;
mod confidence;
mod cost;
mod fit;
mod forecast;
mod init;
mod input;
mod justify;
mod lint;
mod log;
mod man;
pub(crate) mod plan;
mod preset;
mod quote;
mod read;
mod replan;
mod report;
mod schedule;
mod simulate;
mod sla;
mod state;
mod today;
mod track;
mod trade;
mod triage;
mod verify;
mod work;

use std::path::PathBuf;

use anyhow::{Result, bail};
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Subcommand};
use followthrough::{Horizon, SearchBudget};

use followthrough_files::{Files, Loaded, Request, load_files};

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a first plan: blocks in the time that your calendar leaves free, and a cadence by name
    Init(init::Arguments),
    /// How many new prospects can be started, and what holds the number down
    Fit(fit::Arguments),
    /// Whether N new prospects fit, and what becomes of those that do not
    Check(check::Arguments),
    /// Whether one more prospect may be started, and if not when
    Admit(admit::Arguments),
    /// What it would take for N to fit: time to add or to move, or one rule to relax
    Advise(advise::Arguments),
    /// What to do today, in order; as a calendar with --ics
    Schedule(schedule::Arguments),
    /// The answer as one page of HTML: pictures, tables and sentences, without any network
    Report(report::Arguments),
    /// What every meeting costs in prospects, and where it would cost nothing
    Cost(cost::Arguments),
    /// What the length of cadences is worth, in starts and answers
    Trade(trade::Arguments),
    /// How likely each pace holds, where prospects answer and days are lost
    Confidence(confidence::Arguments),
    /// What becomes of the plan at the pace, a blitz, and other ways to start prospects
    Simulate(simulate::Arguments),
    /// One page for a manager: why ten and not a hundred, in minutes, meetings and a blitz
    Justify(justify::Arguments),
    /// How many desks like this one start N prospects by a day
    Quote(quote::Arguments),
    /// How much time must be held free to answer leads soon, and what that costs in starts
    Sla(sla::Arguments),
    /// Judge a placement that `fit --json --placement` wrote
    Verify(verify::Arguments),
    /// When calendars are busy, and with --explain what that takes from which block
    Busy(busy::Arguments),
    /// Whom to let go so that what is owed to the others is on time
    Triage(triage::Arguments),
    /// What to do today, in order, and how far it is; with --work one key each
    Today(today::Arguments),
    /// Add touches to the log: ids, then what came of it
    Log(log::Arguments),
    /// A day on which nobody works: the lines for the plan, and with --write into it
    Away(away::Arguments),
    /// What today's plan changes of the one of the workday before, and why
    Replan(replan::Arguments),
    /// What is overdue, when it is made up for, and what that costs in new starts
    CatchUp(catch_up::Arguments),
    /// Promises kept and broken, where the time went, and what brings answers
    Track(track::Arguments),
    /// The pipeline with what the log knows beyond it
    State(state::Arguments),
    /// What is understood of a table before a plan names it, and what to write into the plan
    Read(read::Arguments),
    /// How exports of other programs are read, as TOML
    Preset(preset::Arguments),
    /// What is advised against in a plan, with the source
    Lint(lint::Arguments),
    /// Print what completes commands and flags in a shell
    Completions(completions::Arguments),
    /// Write the manual's pages into a folder
    #[command(hide = true)]
    Man(man::Arguments),
}

/// What a subcommand has to say.
pub(crate) struct Outcome {
    /// For stdout.
    pub(crate) text: String,
    /// About the files, for stderr.
    pub(crate) warnings: Vec<String>,
    /// Whether the answer is yes, where the question has one.
    pub(crate) fits: bool,
}

impl Outcome {
    /// An answer about a plan that is neither yes nor no.
    fn of(loaded: Loaded, text: String) -> Self {
        Self {
            text,
            warnings: loaded.warnings,
            fits: true,
        }
    }
}

impl Command {
    pub(crate) fn run(self) -> Result<Outcome> {
        match self {
            Self::Init(arguments) => arguments.run(),
            Self::Fit(arguments) => arguments.run(),
            Self::Check(arguments) => arguments.run(),
            Self::Admit(arguments) => arguments.run(),
            Self::Advise(arguments) => arguments.run(),
            Self::Schedule(arguments) => arguments.run(),
            Self::Report(arguments) => arguments.run(),
            Self::Cost(arguments) => arguments.run(),
            Self::Trade(arguments) => arguments.run(),
            Self::Confidence(arguments) => arguments.run(),
            Self::Simulate(arguments) => arguments.run(),
            Self::Justify(arguments) => arguments.run(),
            Self::Quote(arguments) => arguments.run(),
            Self::Sla(arguments) => arguments.run(),
            Self::Verify(arguments) => arguments.run(),
            Self::Busy(arguments) => arguments.run(),
            Self::Triage(arguments) => arguments.run(),
            Self::Today(arguments) => arguments.run(),
            Self::Log(arguments) => arguments.run(),
            Self::Away(arguments) => arguments.run(),
            Self::Replan(arguments) => arguments.run(),
            Self::CatchUp(arguments) => arguments.run(),
            Self::Track(arguments) => arguments.run(),
            Self::State(arguments) => arguments.run(),
            Self::Read(arguments) => arguments.run(),
            Self::Preset(arguments) => arguments.run(),
            Self::Lint(arguments) => arguments.run(),
            Self::Completions(arguments) => arguments.run(),
            Self::Man(arguments) => arguments.run(),
        }
    }
}

/// Which plan, seen from which day, for whom.
#[derive(Debug, Clone, Args)]
struct PlanArguments {
    /// The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else
    /// plan.toml or followthrough.toml here or above]
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// Day one, instead of the plan's first_day
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<NaiveDate>,
    /// Only this owner's rows of the pipeline
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// How many times as long as usual to search; 0 takes what is found at once
    #[arg(long, value_name = "N", default_value_t = 1, hide_default_value = true,
          value_parser = clap::value_parser!(u32).range(..=i64::from(SearchBudget::MOST)))]
    search_budget: u32,
}

impl PlanArguments {
    fn load(&self, horizon: Option<Horizon>) -> Result<Loaded> {
        self.load_as(self.request(horizon)?)
    }

    fn load_as(&self, request: Request) -> Result<Loaded> {
        self.load_of(&input::files(&request.plan)?, &request)
    }

    /// The plan with the files that it was read from, for whoever asks for events of its calendars.
    fn load_with_files(&self, horizon: Option<Horizon>) -> Result<(Files, Loaded)> {
        let request = self.request(horizon)?;
        let files = input::files(&request.plan)?;
        let loaded = self.load_of(&files, &request)?;
        Ok((files, loaded))
    }

    fn load_of(&self, files: &Files, request: &Request) -> Result<Loaded> {
        let mut loaded = load_files(files, request)?;
        loaded.plan.search_budget = SearchBudget::times(self.search_budget);
        Ok(loaded)
    }

    /// Refuses to write into a plan, or beside it, where it has no file.
    fn in_a_file(&self, loaded: &Loaded) -> Result<()> {
        match &self.plan {
            Some(plan) if input::is_standard(plan) => bail!(
                "{}: there is no file to write to, expected a plan in a file for `--write`",
                loaded.plan_path.display()
            ),
            _ => Ok(()),
        }
    }

    fn request(&self, horizon: Option<Horizon>) -> Result<Request> {
        Ok(Request {
            plan: match &self.plan {
                Some(plan) => plan.clone(),
                None => plan::find()?,
            },
            today: self.today,
            owner: self.owner.clone(),
            horizon,
            ..Request::default()
        })
    }
}

/// An answer that is text alone.
fn told(text: String) -> Outcome {
    Outcome {
        text,
        warnings: Vec::new(),
        fits: true,
    }
}

/// A day such as `2026-11-23`.
fn date(text: &str) -> Result<NaiveDate, String> {
    let plain = text.len() == 10;
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|_| plain);
    date.ok_or_else(|| "expected a day such as `2026-11-23`".to_owned())
}

/// A time such as `2026-11-23T09:00:00-05:00`.
fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    let instant = DateTime::parse_from_rfc3339(text).map(|instant| instant.to_utc());
    instant.map_err(|_| {
        "expected a time with its offset such as `2026-11-23T00:00:00-05:00` (RFC 3339)".to_owned()
    })
}

/// The answer of a watched question, which nobody stops.
fn answered<T>(answer: Option<T>) -> anyhow::Result<T> {
    answer.ok_or_else(|| anyhow::anyhow!("the question was stopped"))
}
