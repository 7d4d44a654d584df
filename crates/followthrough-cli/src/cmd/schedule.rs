//! `schedule`: what to do today, and every day's blocks as a calendar.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result};
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, ValueEnum};
use followthrough::{Policy, Schedule};
use followthrough_document::write_schedule;
use followthrough_ics::write::{
    Edition, Months, Options, Previous, Recurring, Written, calendars, series,
};

use super::{Outcome, PlanArguments, date, instant};
use crate::page::lay_out;
use crate::written::{WrittenFile, entries, sentences};
use followthrough_files::Loaded;
use followthrough_words as words;

/// The flags of `schedule`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough schedule plan.toml --ics blocks.ics", "schedule-what-do-i-do-today"))]
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
    /// Whether to write one calendar for each month, the month added to the file's name
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value = "large",
        requires = "ics"
    )]
    months: MonthsName,
    /// Write only this day and later ones
    #[arg(long, value_name = "DATE", value_parser = date, requires = "ics")]
    from: Option<NaiveDate>,
    /// Write only this day and earlier ones
    #[arg(long, value_name = "DATE", value_parser = date, requires = "ics")]
    to: Option<NaiveDate>,
    /// What titles begin with
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "Prospecting",
        requires = "ics"
    )]
    title: String,
    /// Write blocks without touches too
    #[arg(long, requires = "ics")]
    empty: bool,
    /// Write each touch as a task too, due on the last day that keeps the promise
    #[arg(long, requires = "ics")]
    todos: bool,
    /// Write the tasks alone
    #[arg(long, requires = "todos")]
    no_events: bool,
    /// Write each block as one recurring event, without touches
    #[arg(long, requires = "ics", conflicts_with_all = ["empty", "todos", "months"])]
    rrule: bool,
    /// Leave METHOD:PUBLISH out, for a file that is put on a CalDAV server
    #[arg(long, requires = "ics")]
    no_method: bool,
}

/// When a calendar is made for each month.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum MonthsName {
    /// Where one file would be larger than 1 MB, which is Google's limit
    Large,
    /// Always, so that addresses stay what they are
    Always,
    /// Never
    Never,
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
        let mut loaded = self.plan.load(None)?;
        let fit = loaded.located(loaded.plan.fit(Policy::Level, None))?;
        let schedule = loaded.located(loaded.plan.schedule(&fit))?;
        let written = self
            .ics
            .as_deref()
            .map(|path| self.write_calendars(&mut loaded, &schedule, path))
            .transpose()?;
        let text = if self.json {
            write_schedule(&loaded.header, &schedule)
        } else {
            let mut text = lay_out(&words::schedule(&schedule, loaded.plan.first_day));
            text.push_str(&written.as_deref().map(sentences).unwrap_or_default());
            text
        };
        Ok(Outcome::of(loaded, text))
    }

    /// Writes the calendars; returns each file with what is in it. Nothing is written unless all can be made.
    fn write_calendars(
        &self,
        loaded: &mut Loaded,
        schedule: &Schedule,
        path: &Path,
    ) -> Result<Vec<WrittenFile>> {
        let revision = self
            .revision
            .unwrap_or_else(|| loaded.document.revision(loaded.plan.first_day));
        let edition = Edition::new(loaded.document.id(), revision)?;
        let options = self.options(loaded.plan.first_day);
        let previous = self.read_previous()?;
        let made = if self.rrule {
            let recurring = Recurring::from(&loaded.plan);
            series(&recurring, &edition, &options, previous.as_ref())?
        } else {
            calendars(schedule, &edition, &options, previous.as_ref())?
        };
        let mut files = Vec::with_capacity(made.len());
        for calendar in made {
            let path = followthrough_files::with_suffix(path, &calendar.suffix());
            // Nobody reads an emptied calendar where the earlier one was not kept.
            if !calendar.is_emptied() || path.exists() {
                files.push(WrittenFile { path, calendar });
            }
        }
        for file in &files {
            followthrough_files::replace(&file.path, file.calendar.to_string().as_bytes())?;
        }
        if options.written == Written::Whole {
            let left = left_behind(path, &files, edition.plan());
            loaded.warnings.extend(left);
        }
        Ok(files)
    }

    fn options(&self, first_day: NaiveDate) -> Options {
        Options {
            title: self.title.clone(),
            // What lies before the first day stays as the previous file has it.
            from: self.from.max(Some(first_day)),
            to: self.to,
            empty: self.empty,
            private: self.private,
            alarm: self.alarm,
            todos: self.todos,
            events: !self.no_events,
            split: self.split,
            months: match self.months {
                MonthsName::Large => Months::WhenTooLarge,
                MonthsName::Always => Months::Always,
                MonthsName::Never => Months::Never,
            },
            written: match self.write {
                WriteName::Whole => Written::Whole,
                WriteName::Changes => Written::Changes,
                WriteName::New => Written::New,
            },
            method: !self.no_method,
            ..Options::default()
        }
    }

    fn read_previous(&self) -> Result<Option<Previous>> {
        let mut all = Vec::new();
        for path in &self.previous {
            let previous = Previous::read(&followthrough_files::read(path)?);
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

/// Warnings of calendars of the same plan that an earlier export left beside these, and that this one had to leave as
/// they are: who reads them goes on seeing events that moved or are gone.
fn left_behind(path: &Path, written: &[WrittenFile], plan: &str) -> Vec<String> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let beside = std::fs::read_dir(folder.unwrap_or(Path::new(".")));
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut names: Vec<_> = beside
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name())
        .filter(|name| name.to_string_lossy().starts_with(stem.as_ref()))
        .collect();
    names.sort();
    let mut warnings = Vec::new();
    for name in names {
        let path_of_name = path.with_file_name(&name);
        if written.iter().any(|file| file.path == path_of_name) {
            continue;
        }
        let read = followthrough_files::read(&path_of_name)
            .ok()
            .and_then(|bytes| Previous::read(&bytes).ok())
            .filter(|previous| previous.plan() == plan);
        // A copy under another name is nobody's address.
        let in_its_place = |previous: &Previous| {
            previous
                .suffixes()
                .any(|suffix| followthrough_files::with_suffix(path, &suffix) == path_of_name)
        };
        if let Some(previous) = read.filter(in_its_place) {
            warnings.push(format!(
                "{}: {} of an earlier export stay there, and this one does not write that file; give it with `--previous` to have it emptied",
                path_of_name.display(),
                entries(previous.entries())
            ));
        }
    }
    warnings
}
