//! What a caller can correct about a plan's files: a path, the content of a file, or the day that is asked about.

use std::io;
use std::path::PathBuf;

use followthrough_document::{Errors, Place};
use followthrough_ics::read::IcsError;

/// Why a plan cannot be read, or a file cannot be written.
///
/// A message tells its own part only; [`std::error::Error::source`] tells the next, so a chain that is printed whole
/// repeats nothing.
#[derive(Debug, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Error {
    /// A directory where a file is meant to be read.
    #[error("{}: this is a directory, expected a file", .path.display())]
    Directory {
        /// The path.
        path: PathBuf,
    },
    /// A pipe, a device or a socket where a file is meant to be read: it may have no end.
    #[error("{}: this is a pipe or a device, expected a file", .path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// A file is larger than is read.
    #[error("{}: the file has more than {most} bytes, expected at most so many", .path.display())]
    TooLarge {
        /// The path.
        path: PathBuf,
        /// The most bytes that are read.
        most: u64,
    },
    /// A directory where a file is meant to be written.
    #[error("{}: this is a directory, expected a file to write", .path.display())]
    DirectoryToWrite {
        /// The path.
        path: PathBuf,
    },
    /// No file has the path.
    #[error("{}: there is no such file", .path.display())]
    NotFound {
        /// The path.
        path: PathBuf,
    },
    /// The system does not let the file be read.
    #[error("{}: the file cannot be read", .path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is to be written into a folder that is not there.
    #[error("{}: there is no folder `{}` to write it into", .path.display(), .folder.display())]
    NoFolder {
        /// The path of the file.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// The system does not let the file be written.
    #[error("{}: the file cannot be written", .path.display())]
    Unwritable {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Calendars leave no time that is free week after week.
    #[error(
        "no quarter of an hour between {} and {} is free in half of the next {weeks} weeks, expected other hours, or calendars \
         whose events take less", .from.format("%H:%M"), .to.format("%H:%M")
    )]
    NoFreeTime {
        /// When the hours begin that were looked at.
        from: chrono::NaiveTime,
        /// When they end.
        to: chrono::NaiveTime,
        /// How many weeks were looked at.
        weeks: u32,
    },
    /// A socket, a disk or another thing that bytes cannot be written to one after the other.
    #[error("{}: expected a file, a link to one, a device or a pipe to write", .path.display())]
    NoFile {
        /// The path.
        path: PathBuf,
    },
    /// A kept plan that is not the JSON of a schedule.
    #[error("{}: {why}; expected what `schedule --json` writes", .path.display())]
    NotASchedule {
        /// The path.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The time of the run lies on another day than the first one.
    #[error(
        "the time of the run is on {now}, and the first day is {first_day}; expected the same day"
    )]
    NowElsewhere {
        /// The day of the time.
        now: chrono::NaiveDate,
        /// The first day.
        first_day: chrono::NaiveDate,
    },
    /// A file that the plan names cannot be read.
    #[error("{place}")]
    Named {
        /// The line of the plan that names the file.
        place: Place,
        /// Why the file cannot be read.
        source: Box<Error>,
    },
    /// A calendar cannot be written.
    #[error(transparent)]
    Write(#[from] followthrough_ics::write::Error),
    /// An earlier calendar cannot be compared with.
    #[error("{}: this file cannot be compared with", .path.display())]
    Previous {
        /// The path.
        path: PathBuf,
        /// Why not.
        source: followthrough_ics::write::PreviousError,
    },
    /// A file that is still needed is where one is to be written.
    #[error("{}: {instead}", .path.display())]
    InTheWay {
        /// The path.
        path: PathBuf,
        /// What is in it, and what can be done.
        instead: String,
    },
    /// A plan or a table says what cannot be, or its parts do not go together.
    #[error(transparent)]
    Document(#[from] Errors),
    /// A calendar cannot be read.
    #[error(transparent)]
    Calendar(#[from] IcsError),
    /// An event of a calendar of blocks cannot be a block.
    #[error("{place}: an event of `{file}` is not a block")]
    NoBlock {
        /// The line of the plan that names the calendar.
        place: Place,
        /// The calendar.
        file: String,
        /// Why the event is not a block.
        source: followthrough::Error,
    },
    /// Fewer files were given than the plan names.
    #[error("{plan}: a file that the plan names is missing")]
    FileMissing {
        /// What the plan's file is called.
        plan: String,
    },
    /// An owner's rows are asked for, and the plan names no pipeline.
    #[error("`--owner {owner}` picks rows of a pipeline, and the plan names none")]
    OwnerWithoutPipeline {
        /// The owner.
        owner: String,
    },
    /// A log lacks a column that every row needs.
    #[error("{}: the log has no column `{column}` in its header, so no row can be added", .path.display())]
    LogColumn {
        /// The log.
        path: PathBuf,
        /// The column.
        column: &'static str,
    },
    /// A row for the log names nobody.
    #[error("there is no prospect `{id}` in the pipeline{}", meant(.nearest))]
    LogId {
        /// The id.
        id: String,
        /// The nearest one that there is.
        nearest: Option<String>,
    },
    /// A row for the log names a touch that there is not.
    #[error("prospect `{id}` has no touch {touch}, expected a number from 1 to {most}, or `none`")]
    LogTouch {
        /// The prospect.
        id: String,
        /// The touch.
        touch: u32,
        /// The last touch.
        most: u32,
    },
    /// A second touch of a day, which may be a slip of the hand.
    #[error(
        "touch {made} of prospect `{id}` is logged today already{time}; expected `--touch {next}` if the next one was made as well"
    )]
    LogTwice {
        /// The prospect.
        id: String,
        /// The touch that is logged.
        made: u32,
        /// At what time, such as " at 09:30".
        time: String,
        /// The next touch.
        next: u32,
    },
    /// The variable that pins the clock does not hold a time.
    #[error(
        "`{variable}` is `{found}`, expected a time such as `2026-11-23T09:00:00-05:00` (RFC 3339)"
    )]
    Clock {
        /// The environment variable.
        variable: &'static str,
        /// Its value.
        found: String,
    },
}

fn meant(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|id| format!("; did you mean `{id}`?"))
        .unwrap_or_default()
}

impl Error {
    /// A word for the kind of error that does not change from version to version, such as `not_found`.
    ///
    /// Of a plan or a table it is the code of the first thing that is wrong, of a calendar that of its error, and of a
    /// file that the plan names the code of why the file cannot be read.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Named { source, .. } => source.code(),
            Self::Document(errors) => errors.all()[0].code(),
            Self::Calendar(error) => error.code(),
            other => other.into(),
        }
    }
}
