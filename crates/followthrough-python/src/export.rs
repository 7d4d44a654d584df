//! A schedule, or the blocks alone, as calendar files: what a caller may choose.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use followthrough::{CategoryName, Schedule, ScheduleOptions};
use followthrough_files::{read_previous, with_suffix, write_export};
use followthrough_ics::write::{
    Class, Edition, Months, Options, Recurring, ShowAs, Written, calendars, series,
};
use pyo3::prelude::*;

use crate::source::Source;

/// Paths and what each file holds.
type Files = Vec<(PathBuf, String)>;

/// The arguments of the package's `to_ics`, by name.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Choices {
    /// The calendars written last.
    previous: Vec<PathBuf>,
    /// Whether files are replaced, and only those emptied that are there.
    on_disk: bool,
    write: String,
    title: String,
    alarm: Option<Duration>,
    private: bool,
    split: bool,
    months: String,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    todos: bool,
    events: bool,
    empty: bool,
    list_days: u32,
    keep_past: Option<u32>,
    show_as: String,
    class_: Option<String>,
    /// What categories are called, where not as the plan's `[export]` says.
    categories: Option<BTreeMap<String, String>>,
    /// Names and values by id, where not as the plan's `[export]` says.
    columns: Option<BTreeMap<String, Vec<(String, String)>>>,
    now: Option<DateTime<Utc>>,
    rrule: bool,
    method: bool,
    revision: Option<DateTime<Utc>>,
}

impl Choices {
    fn options(&self, source: &Source) -> Result<Options> {
        let (named, told) = source.export();
        let categories = match &self.categories {
            Some(names) => names
                .iter()
                .map(|(category, name)| Ok((category.parse::<CategoryName>()?, name.clone())))
                .collect::<Result<_>>()?,
            None => named,
        };
        Ok(Options {
            title: self.title.clone(),
            now: self.now,
            // What lies before the first day stays as the previous file has it.
            from: self.first.max(Some(source.first_day())),
            to: self.last,
            list_days: self.list_days,
            keep_past: self.keep_past,
            empty: self.empty,
            private: self.private,
            class: match self.class_.as_deref() {
                Some("public") => Some(Class::Public),
                Some("private") => Some(Class::Private),
                Some("confidential") => Some(Class::Confidential),
                _ => None,
            },
            show_as: match self.show_as.as_str() {
                "tentative" => ShowAs::Tentative,
                "free" => ShowAs::Free,
                "oof" => ShowAs::OutOfOffice,
                _ => ShowAs::Busy,
            },
            categories,
            columns: self.columns.clone().unwrap_or(told),
            moved: source.plan().moved_blocks(),
            alarm: self.alarm,
            todos: self.todos,
            events: self.events,
            split: self.split,
            months: match self.months.as_str() {
                "always" => Months::Always,
                "large" => Months::WhenTooLarge,
                _ => Months::Never,
            },
            written: match self.write.as_str() {
                "changes" => Written::Changes,
                "new" => Written::New,
                _ => Written::Whole,
            },
            method: self.method,
            ..Options::default()
        })
    }

    /// The time of the run, where one is asked for.
    pub(crate) fn now(&self) -> Option<DateTime<Utc>> {
        self.now
    }

    /// The files and what they hold, and what whoever reads them should know; none is written unless all can be made.
    pub(crate) fn export(
        &self,
        source: &Source,
        path: &Path,
        schedule: impl FnOnce(&ScheduleOptions) -> Result<Schedule>,
    ) -> Result<(Files, Vec<String>)> {
        let (id, revision) = source.edition();
        let mut edition = Edition::new(id, self.revision.unwrap_or(revision))?;
        if let Some(owner) = source.owner() {
            edition = edition.of_owner(owner);
        }
        let options = self.options(source)?;
        let (previous, mut warnings) = read_previous(&self.previous, path, &edition)?;
        let made = if self.rrule {
            let recurring = Recurring::from(source.plan());
            series(&recurring, &edition, &options, previous.as_ref())?
        } else {
            let kept = ScheduleOptions {
                previous: previous
                    .as_ref()
                    .and_then(|previous| previous.places(&source.plan().pipeline)),
            };
            calendars(&schedule(&kept)?, &edition, &options, previous.as_ref())?
        };
        if self.on_disk {
            let export = write_export(made, path, &self.previous, &edition, &options)?;
            warnings.extend(export.warnings);
            let files = export.files.into_iter();
            let texts = files.map(|file| (file.path, file.calendar.to_string()));
            return Ok((texts.collect(), warnings));
        }
        // Nobody reads an emptied calendar where the earlier one is not kept.
        let made = made.into_iter().filter(|calendar| !calendar.is_emptied());
        let texts = made.map(|calendar| {
            let file = with_suffix(path, &calendar.suffix());
            (file, calendar.to_string())
        });
        Ok((texts.collect(), warnings))
    }
}
