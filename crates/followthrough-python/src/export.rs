//! A schedule, or the blocks alone, as calendar files: what a caller may choose.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, Utc};
use followthrough::Schedule;
use followthrough_ics::write::{
    Edition, Months, Options, Previous, Recurring, Written, calendars, series,
};
use pyo3::prelude::*;

use crate::source::Source;

/// The arguments of the package's `to_ics`, by name.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Choices {
    /// The calendars written last.
    previous: Vec<Vec<u8>>,
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
    rrule: bool,
    method: bool,
    revision: Option<DateTime<Utc>>,
}

impl Choices {
    fn options(&self, first_day: NaiveDate) -> Options {
        Options {
            title: self.title.clone(),
            // What lies before the first day stays as the previous file has it.
            from: self.first.max(Some(first_day)),
            to: self.last,
            empty: self.empty,
            private: self.private,
            alarm: self.alarm,
            todos: self.todos,
            events: self.events,
            split: self.split,
            months: match self.months.as_str() {
                "always" => Months::Always,
                "never" => Months::Never,
                _ => Months::WhenTooLarge,
            },
            written: match self.write.as_str() {
                "changes" => Written::Changes,
                "new" => Written::New,
                _ => Written::Whole,
            },
            method: self.method,
            ..Options::default()
        }
    }

    /// The files and what they hold; none is written unless all can be made.
    pub(crate) fn export(
        &self,
        source: &Source,
        path: &Path,
        schedule: impl FnOnce() -> Result<Schedule>,
    ) -> Result<Vec<(PathBuf, String)>> {
        let (id, revision) = source.edition();
        let edition = Edition::new(id, self.revision.unwrap_or(revision))?;
        let options = self.options(source.first_day());
        let previous: Vec<Previous> = self
            .previous
            .iter()
            .map(|bytes| Previous::read(bytes))
            .collect::<Result<_, _>>()?;
        let previous = if previous.is_empty() {
            None
        } else {
            Some(Previous::join(previous)?)
        };
        let made = if self.rrule {
            let recurring = Recurring::from(source.plan());
            series(&recurring, &edition, &options, previous.as_ref())?
        } else {
            calendars(&schedule()?, &edition, &options, previous.as_ref())?
        };
        let named = made.into_iter().map(|calendar| {
            let file = followthrough_files::with_suffix(path, &calendar.suffix());
            (file, calendar)
        });
        let kept = named.filter(|(file, calendar)| {
            // Nobody reads an emptied calendar where the earlier one was not kept.
            !calendar.is_emptied() || (self.on_disk && file.exists())
        });
        let texts: Vec<(PathBuf, String)> = kept
            .map(|(file, calendar)| (file, calendar.to_string()))
            .collect();
        for (file, text) in texts.iter().filter(|_| self.on_disk) {
            followthrough_files::replace(file, text.as_bytes())?;
        }
        Ok(texts)
    }
}
