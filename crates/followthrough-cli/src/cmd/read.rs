//! `read`: what is understood of a table before a plan names it.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use followthrough::{Zone, nearest};
use followthrough_document::{Document, Preset, Survey};

use super::Outcome;
use crate::page::lay_out;
use followthrough_files as files;
use followthrough_words as words;

/// The flags of `read`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough read pipeline.csv --plan plan.toml", "read-what-is-understood-of-a-table"))]
pub(crate) struct Arguments {
    /// A table: CSV, or CSV packed with gzip
    file: PathBuf,
    /// The preset, instead of the one whose header it has
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// What the table holds, instead of what its header looks like
    #[arg(long, value_name = "KIND")]
    r#as: Option<Kind>,
    /// The plan that is to read it: its zone and its cadences
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
    pub(super) fn run(self) -> Result<Outcome> {
        let bytes = files::read(&self.file)?;
        let preset = self.preset.as_deref().map(preset).transpose()?;
        let (zone, cadences) = match &self.plan {
            Some(path) => {
                let document = Document::read(&path.display().to_string(), &files::read(path)?)?;
                let names = document
                    .cadences()
                    .iter()
                    .map(|cadence| cadence.name().clone());
                (document.zone().clone(), names.collect())
            }
            None => (Zone::utc(), Vec::new()),
        };
        let is_log = self.r#as.map(|kind| kind == Kind::Log);
        let name = self.file.display().to_string();
        let survey = Survey::of(&name, &bytes, is_log, preset, &zone, &cadences)?;
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
