//! `schedule`: what to do today, and every day's blocks as a calendar.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, ValueEnum};
use followthrough::{Policy, ScheduleOptions};
use followthrough_document::write_schedule;
use followthrough_ics::write::{
    Class, Edition, Months, Options, Recurring, ShowAs, Written, calendars, series,
};

use super::{Outcome, PlanArguments, date, instant};
use crate::page::lay_out;
use crate::waiting::patiently;
use crate::written::sentences;
use followthrough_files::{Loaded, Request, read_previous, write_export};
use followthrough_words as words;

/// The flags of `schedule`.
#[derive(Debug, Args)]
#[command(after_help = example!("followthrough schedule plan.toml --ics blocks.ics", "schedule-what-do-i-do-today"))]
pub(crate) struct Arguments {
    #[command(flatten)]
    plan: PlanArguments,
    /// The time, instead of the clock's where it is day one: what has begun by then takes nothing new
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    now: Option<DateTime<Utc>>,
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
        default_value = "never",
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
    #[arg(long, value_name = "TEXT", default_value = "", requires = "ics")]
    title: String,
    /// Leave out blocks without touches
    #[arg(long, requires = "ics")]
    no_empty: bool,
    /// Of how many days with blocks touches are listed; later blocks only say that the time is set aside
    #[arg(long, value_name = "N", default_value_t = 10, requires = "ics")]
    list_days: u32,
    /// Keep events of the past no longer than this, such as 30d
    #[arg(long, value_name = "DAYS", value_parser = days, requires = "ics")]
    keep_past: Option<u32>,
    /// How the time looks to colleagues
    #[arg(
        long,
        value_name = "HOW",
        value_enum,
        default_value = "busy",
        requires = "ics"
    )]
    show_as: ShowAsName,
    /// Who may read the events; with --private the owner alone, unless this says otherwise
    #[arg(long, value_name = "WHO", value_enum, requires = "ics")]
    class: Option<ClassName>,
    /// Write each touch as a task too, due on the last day that keeps the promise
    #[arg(long, requires = "ics")]
    todos: bool,
    /// Write the tasks alone
    #[arg(long, requires = "todos")]
    no_events: bool,
    /// Write each block as one recurring event, without touches
    #[arg(long, requires = "ics", conflicts_with_all = ["no_empty", "todos", "months"])]
    rrule: bool,
    /// Leave METHOD:PUBLISH out, for a file that is put on a CalDAV server
    #[arg(long, requires = "ics")]
    no_method: bool,
}

/// When a calendar is made for each month.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum MonthsName {
    /// Where one file would be larger than 1 MB, which is Google's limit; the file that was subscribed to is then emptied
    Large,
    /// Always, so that addresses stay what they are
    Always,
    /// Never, so that the address stays what it is
    Never,
}

/// How the time of an event looks to colleagues.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ShowAsName {
    /// Taken
    Busy,
    /// Taken, and perhaps not
    Tentative,
    /// Not taken
    Free,
    /// Taken, and out of office
    Oof,
}

/// Who may read an event.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ClassName {
    /// Whoever sees the calendar
    Public,
    /// The owner alone; Google shows even the owner no more than "Busy"
    Private,
    /// Those whom the owner trusts
    Confidential,
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

/// Whole days, such as `30d`.
fn days(text: &str) -> Result<u32, String> {
    let days = text.strip_suffix('d').and_then(|days| days.parse().ok());
    days.ok_or_else(|| "expected a number of days such as `30d`".to_owned())
}

impl Arguments {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut loaded = self.plan.load_as(Request {
            now: self.now,
            to_the_minute: true,
            ..self.plan.request(None)?
        })?;
        let fit = patiently(|| loaded.plan.fit(Policy::Level, None));
        let fit = loaded.located(fit)?;
        let mut written = String::new();
        let schedule = match &self.ics {
            Some(path) => {
                let edition = self.edition(&loaded)?;
                let (previous, told) = read_previous(&self.previous, path, &edition)?;
                loaded.warnings.extend(told);
                let kept = ScheduleOptions {
                    previous: previous
                        .as_ref()
                        .and_then(|previous| previous.places(&loaded.plan.pipeline)),
                };
                let schedule = loaded.located(loaded.plan.schedule_with(&fit, &kept))?;
                let options = self.options(&loaded);
                let made = if self.rrule {
                    let recurring = Recurring::from(&loaded.plan);
                    series(&recurring, &edition, &options, previous.as_ref())?
                } else {
                    calendars(&schedule, &edition, &options, previous.as_ref())?
                };
                let export = write_export(made, path, &self.previous, &edition, &options)?;
                loaded.warnings.extend(export.warnings);
                written = sentences(&export.files);
                schedule
            }
            None => loaded.located(loaded.plan.schedule(&fit))?,
        };
        let text = if self.json {
            write_schedule(&loaded.header, &schedule)
        } else {
            let mut text = lay_out(&words::schedule(&schedule, loaded.plan.first_day));
            text.push_str(&written);
            text
        };
        Ok(Outcome::of(loaded, text))
    }

    /// Which edition of which plan is written, and whose.
    fn edition(&self, loaded: &Loaded) -> Result<Edition> {
        let revision = self
            .revision
            .unwrap_or_else(|| loaded.document.revision(loaded.plan.first_day));
        let edition = Edition::new(loaded.document.id(), revision)?;
        Ok(match &self.plan.owner {
            Some(owner) => edition.of_owner(owner),
            None => edition,
        })
    }

    fn options(&self, loaded: &Loaded) -> Options {
        Options {
            title: self.title.clone(),
            now: loaded.plan.now,
            // What lies before the first day stays as the previous file has it.
            from: self.from.max(Some(loaded.plan.first_day)),
            to: self.to,
            list_days: self.list_days,
            keep_past: self.keep_past,
            empty: !self.no_empty,
            private: self.private,
            class: self.class.map(|class| match class {
                ClassName::Public => Class::Public,
                ClassName::Private => Class::Private,
                ClassName::Confidential => Class::Confidential,
            }),
            show_as: match self.show_as {
                ShowAsName::Busy => ShowAs::Busy,
                ShowAsName::Tentative => ShowAs::Tentative,
                ShowAsName::Free => ShowAs::Free,
                ShowAsName::Oof => ShowAs::OutOfOffice,
            },
            categories: loaded.document.export().categories.clone(),
            columns: loaded.export_columns(),
            moved: loaded.plan.moved_blocks(),
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
}
