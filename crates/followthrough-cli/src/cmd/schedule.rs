//! `schedule`: what to do today, and every day's blocks as a calendar.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use followthrough::{Policy, Schedule};
use followthrough_document::write_schedule;
use followthrough_ics::write::{Calendar, Edition, Options, Previous, Written, calendars};

use super::{Outcome, PlanArguments, instant};
use crate::load::Loaded;
use crate::{files, render};

/// The flags of `schedule`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// Print every day as JSON
    #[arg(long)]
    json: bool,
    /// Write the blocks and their touches into this calendar
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// The calendar that was written last, whole: what did not change stays as it is there
    #[arg(long, value_name = "FILE", requires = "ics")]
    previous: Vec<PathBuf>,
    /// How much of the calendar to write
    #[arg(long, value_enum, default_value = "whole", requires = "ics")]
    write: WriteName,
    /// When the plan was revised, instead of the plan's revision: stamps what is new or changed
    #[arg(long, value_name = "RFC3339", value_parser = instant, requires = "ics")]
    revision: Option<DateTime<Utc>>,
    /// Remind this long before each block, such as 10m
    #[arg(long, value_name = "DURATION", value_parser = alarm, requires = "ics")]
    alarm: Option<Duration>,
    /// Leave names, messages and notes out of the calendar
    #[arg(long, requires = "ics")]
    private: bool,
    /// Write one calendar for each category, its name added to the file's
    #[arg(long, requires = "ics")]
    split: bool,
}

/// How much is written, as it is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum WriteName {
    /// Everything: to subscribe to, or to replace a calendar
    Whole,
    /// What is new, changed or gone: to import on top
    Changes,
    /// Only what is new
    New,
}

/// Whole minutes, hours or seconds.
fn alarm(text: &str) -> Result<Duration, String> {
    let seconds =
        followthrough_document::parse_duration(text).and_then(|length| length.to_std().ok());
    seconds.ok_or_else(|| "expected a duration such as `10m` or `1h30m`".to_owned())
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let loaded = self.plan.load(None)?;
        let fit = loaded.located(loaded.plan.fit(Policy::Level, None))?;
        let schedule = loaded.located(loaded.plan.schedule(&fit))?;
        let written = self
            .ics
            .as_deref()
            .map(|path| self.write_calendars(&loaded, &schedule, path))
            .transpose()?;
        let text = if self.json {
            write_schedule(&loaded.header, &schedule)
        } else {
            let mut text = render::schedule(&schedule, loaded.plan.first_day);
            text.push_str(
                &written
                    .as_deref()
                    .map(render::calendars)
                    .unwrap_or_default(),
            );
            text
        };
        Ok(Outcome::of(loaded, text))
    }

    /// Writes the calendars; returns each file with what is in it. Nothing is written unless all can be made.
    fn write_calendars(
        &self,
        loaded: &Loaded,
        schedule: &Schedule,
        path: &Path,
    ) -> Result<Vec<(PathBuf, Calendar)>> {
        let revision = self
            .revision
            .unwrap_or_else(|| loaded.document.revision(loaded.plan.first_day));
        let edition = Edition::new(loaded.document.id(), revision)?;
        let options = Options {
            written: match self.write {
                WriteName::Whole => Written::Whole,
                WriteName::Changes => Written::Changes,
                WriteName::New => Written::New,
            },
            alarm: self.alarm,
            private: self.private,
            split: self.split,
            // What lies before stays as the previous file has it.
            from: Some(loaded.plan.first_day),
            ..Options::default()
        };
        let previous = self.read_previous()?;
        let made = calendars(schedule, &edition, &options, previous.as_ref())?;
        let named: Vec<(PathBuf, Calendar)> = made
            .into_iter()
            .map(|calendar| (with_suffix(path, &calendar.suffix()), calendar))
            .collect();
        for (path, calendar) in &named {
            files::replace(path, calendar.to_string().as_bytes())?;
        }
        Ok(named)
    }

    fn read_previous(&self) -> Result<Option<Previous>> {
        let mut all = Vec::new();
        for path in &self.previous {
            let previous = Previous::read(&files::read(path)?);
            all.push(previous.with_context(|| {
                format!("{}: this file cannot be compared with", path.display())
            })?);
        }
        if all.is_empty() {
            Ok(None)
        } else {
            Ok(Some(Previous::join(all)?))
        }
    }
}

/// The path with a suffix before its ending: `blocks.ics` and `-calling` make `blocks-calling.ics`.
fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    if suffix.is_empty() {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path
        .extension()
        .map(|ending| format!(".{}", ending.to_string_lossy()))
        .unwrap_or_default();
    path.with_file_name(format!("{stem}{suffix}{ending}"))
}
