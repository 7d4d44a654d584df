//! `read`: what is understood of a table before a plan names it.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use followthrough::{Zone, nearest};
use followthrough_document::{Document, Preset, Reading, Survey, TableSource};

use super::{Outcome, input};
use crate::page::lay_out;
use followthrough_words as words;

/// The flags of `read`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough read pipeline.csv --plan plan.toml", "read-what-is-understood-of-a-table"))]
pub(crate) struct Arguments {
    /// A table: CSV, or CSV packed with gzip; `-` for standard input
    file: PathBuf,
    /// The preset, instead of the one whose header it has
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// What the table holds, instead of what its header looks like
    #[arg(long, value_name = "KIND")]
    r#as: Option<Kind>,
    /// The plan that is to read it: its zone, its cadences, and what it says of the table
    #[arg(long, value_name = "PLAN")]
    plan: Option<PathBuf>,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
}

/// What a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Prospects
    Pipeline,
    /// Touches made
    Log,
}

/// The preset of a name.
pub(super) fn preset(name: &str) -> Result<&'static Preset> {
    if let Some(preset) = Preset::find(name) {
        return Ok(preset);
    }
    let meant = nearest(name, Preset::all().iter().map(Preset::name));
    let meant = meant.map(|name| format!("; did you mean `{name}`?"));
    bail!(
        "there is no preset `{name}`, expected one that `followthrough preset` lists{}",
        meant.unwrap_or_default()
    )
}

impl Arguments {
    /// The table of a plan that this file is, and whether it is a log.
    fn named_by<'plan>(
        &self,
        document: &'plan Document,
        plan: &Path,
    ) -> Option<(&'plan TableSource, bool)> {
        let folder = plan.parent().unwrap_or(Path::new(""));
        let whole = |path: &Path| path.canonicalize().ok();
        let is_this = |source: &&TableSource| {
            let path = whole(&folder.join(&source.file.value));
            path.is_some() && path == whole(&self.file)
        };
        let input = document.input();
        let pipeline = input.pipelines.iter().find(is_this);
        let log = || input.logs.iter().find(is_this).map(|source| (source, true));
        pipeline.map(|source| (source, false)).or_else(log)
    }

    pub(super) fn run(self) -> Result<Outcome> {
        let bytes = input::read(&self.file, "the table")?;
        let name = input::name(&self.file);
        let mut is_log = self.r#as.map(|kind| kind == Kind::Log);
        let mut reading = Reading::new();
        let (mut zone, mut cadences) = (Zone::utc(), Vec::new());
        if let Some(path) = &self.plan {
            let document = Document::read(&input::name(path), &input::read(path, "the plan")?)?;
            zone = document.zone().clone();
            let names = document.cadences().iter();
            cadences = names.map(|cadence| cadence.name().clone()).collect();
            if let Some((source, of_log)) = self.named_by(&document, path) {
                is_log = is_log.or(Some(of_log));
                reading = source.reading.clone();
            }
        }
        if let Some(name) = &self.preset {
            reading = reading.with_preset(preset(name)?);
        }
        let survey = Survey::of(&name, &bytes, is_log, &reading, &zone, &cadences)?;
        let text = if self.json {
            format!("{:#}\n", serde_json::to_value(&survey)?)
        } else {
            lay_out(&words::read(&survey, &name))
        };
        Ok(Outcome {
            text,
            warnings: Vec::new(),
            fits: survey.is_understood(),
        })
    }
}
