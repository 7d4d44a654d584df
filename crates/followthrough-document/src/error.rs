//! What is wrong with a file, and where: every error names the file, the line, the key, the value found, and what
//! would be right.

use std::collections::HashMap;
use std::fmt;

use followthrough::{InvalidName, InvalidShare, RuleError, UnknownZone};

use crate::{Key, Place};

/// One thing in a file that its author can correct.
///
/// The message begins with the place (`plan.toml:12: ...`) and is whole: where another error lies beneath (a zone that
/// nobody knows, a plan that does not go together), it is the field `reason`, and the message tells it.
#[derive(Debug, Clone, PartialEq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Error {
    /// The file says nothing.
    #[error("{place}: the file is empty, expected {expected}")]
    Empty {
        /// The file.
        place: Place,
        /// What it should hold.
        expected: &'static str,
    },
    /// The file is not text in UTF-8.
    #[error(
        "{place}: the text is not UTF-8{hint}, expected the file to be saved as UTF-8{instead}"
    )]
    NotUtf8 {
        /// The first line that is not.
        place: Place,
        /// What it may be instead, such as " but UTF-16".
        hint: &'static str,
        /// How a table can be read as it is; empty for other files.
        instead: String,
    },
    /// The file is not in the encoding that is declared for it.
    #[error(
        "{place}: the text is not in the encoding `{encoding}`, expected the `encoding` that the file was saved in"
    )]
    NotDeclared {
        /// The first line that is not.
        place: Place,
        /// What is declared.
        encoding: &'static str,
    },
    /// A compressed file that does not unpack.
    #[error("{place}: the file cannot be unpacked: {reason}; expected a whole gzip file")]
    Gzip {
        /// The file.
        place: Place,
        /// What the unpacker says.
        reason: String,
    },
    /// A file of another kind than the one expected.
    #[error("{place}: this is {found}, expected {expected}")]
    OtherKind {
        /// The file.
        place: Place,
        /// What it is.
        found: &'static str,
        /// What is expected, and what to do with what it is.
        expected: &'static str,
    },
    /// The file is neither TOML nor JSON.
    #[error("{place}: this is not {format}: {message}")]
    Syntax {
        /// The line.
        place: Place,
        /// `TOML` or `JSON`.
        format: &'static str,
        /// What the parser says.
        message: String,
    },
    /// A later release wrote the file, or none did.
    #[error(
        "{place}: `format` is `{found}`, expected `1`: no other format is known to this version"
    )]
    Format {
        /// The line.
        place: Place,
        /// The format found.
        found: String,
    },
    /// A key that means nothing.
    #[error("{place}: {key} is not a known key{}", instead(.nearest, .known))]
    UnknownKey {
        /// The line.
        place: Place,
        /// The key.
        key: Key,
        /// The known key nearest to it.
        nearest: Option<String>,
        /// Every key that is known there.
        known: Vec<String>,
    },
    /// A key that stands twice.
    #[error("{place}: {key} is given a second time, first on line {first}")]
    RepeatedKey {
        /// The second line.
        place: Place,
        /// The key.
        key: Key,
        /// The first line.
        first: usize,
    },
    /// A key that has to be there.
    #[error("{place}: {key} is missing, expected {expected}")]
    MissingKey {
        /// The line of the part that lacks it.
        place: Place,
        /// The key.
        key: Key,
        /// What it should say.
        expected: &'static str,
    },
    /// A value of another kind, or out of range.
    #[error("{place}: {key} is {found}, expected {expected}")]
    Value {
        /// The line.
        place: Place,
        /// The key.
        key: Key,
        /// The value found, in backticks, or its kind where it is long.
        found: String,
        /// What would be right.
        expected: String,
    },
    /// A length of time without a unit.
    #[error(
        "{place}: {key} is `{found}`: {found} what? expected hours, minutes or seconds, such as `\"{found}m\"`"
    )]
    BareNumber {
        /// The line.
        place: Place,
        /// The key.
        key: Key,
        /// The number.
        found: String,
    },
    /// A time where a day is meant.
    #[error("{place}: {key} is {found}, expected a day without a time or zone, such as `{day}`")]
    DateWithTime {
        /// The line.
        place: Place,
        /// The key.
        key: Key,
        /// The value found.
        found: String,
        /// Its day.
        day: String,
    },
    /// A word that is not among those that are known there.
    #[error("{place}: {key} is `{found}`, expected one of {}{}", list(.known), meant(.nearest))]
    Word {
        /// The line.
        place: Place,
        /// The key or the column.
        key: Key,
        /// The word found.
        found: String,
        /// The known word nearest to it.
        nearest: Option<String>,
        /// Every word that is known there.
        known: Vec<String>,
    },
    /// A share that is none.
    #[error("{place}: {key}: {reason}")]
    Share {
        /// The line.
        place: Place,
        /// The key.
        key: Key,
        /// The value and what would be right.
        reason: InvalidShare,
    },
    /// A zone that nobody knows.
    #[error("{place}: {key}: {reason}")]
    Zone {
        /// The line.
        place: Place,
        /// The key or the column.
        key: Key,
        /// The name and the nearest known one.
        reason: UnknownZone,
    },
    /// A name with letters that no name has.
    #[error("{place}: {key}: {reason}")]
    Name {
        /// The line.
        place: Place,
        /// The key.
        key: Key,
        /// The name and what would be right.
        reason: InvalidName,
    },
    /// A recurrence rule that is none.
    #[error("{place}: {key}: {reason}")]
    Rule {
        /// The line.
        place: Place,
        /// The key.
        key: Key,
        /// The rule and what would be right.
        reason: RuleError,
    },
    /// Two keys that say the same thing in two ways.
    #[error("{place}: {key} stands beside `{other}`, expected one of the two")]
    Conflict {
        /// The line of the first.
        place: Place,
        /// The key.
        key: Key,
        /// The other key.
        other: &'static str,
    },
    /// A cadence that counts its days in two ways.
    #[error(
        "{place}: {key} stands in a cadence that begins with `{other}`, expected the same in every touch"
    )]
    TouchStyles {
        /// The line of the touch that differs.
        place: Place,
        /// The key.
        key: Key,
        /// The key that the touches before use.
        other: &'static str,
    },
    /// A column that has to be there.
    #[error(
        "{place}: there is no column `{column}`{}, expected {}{}",
        other_name(.key, .column), header_expected(.found), meant_column(.nearest)
    )]
    MissingColumn {
        /// The header's line.
        place: Place,
        /// Our name for it.
        key: Key,
        /// What the file should call it.
        column: String,
        /// The column nearest to it.
        nearest: Option<String>,
        /// The columns found, where the first line looks like the header of a table of prospects or touches.
        found: Vec<String>,
    },
    /// A column that stands twice.
    #[error(
        "{place}: there are two columns `{column}`, expected one; say which by its number in `[input.columns]`: `{name} = \
         {first}` or `{name} = {second}`"
    )]
    RepeatedColumn {
        /// The header's line.
        place: Place,
        /// Our name for it.
        name: String,
        /// Its name.
        column: String,
        /// The number of the first, from 1.
        first: usize,
        /// The number of the second.
        second: usize,
    },
    /// A row that is longer or shorter than the header.
    #[error("{place}: the row has {cells} cells and the header {columns}, expected as many{hint}")]
    RaggedRow {
        /// The line on which the row begins.
        place: Place,
        /// The row's cells.
        cells: usize,
        /// The header's cells.
        columns: usize,
        /// What may have gone wrong.
        hint: &'static str,
    },
    /// A row that two lines claim.
    #[error(
        "{place}: id `{id}` stands {} already, expected each id once; where one prospect has several rows, `rows = \
         \"active\"` or `rows = \"latest by COLUMN\"` in `[input]` says which counts", earlier(.place, .first)
    )]
    DuplicateId {
        /// The second line.
        place: Place,
        /// The id.
        id: String,
        /// The first line.
        first: Place,
    },
    /// An owner who has no row.
    #[error("{place}: no row has owner `{owner}`, expected {}{}", owners(.known), meant(.nearest))]
    UnknownOwner {
        /// The table.
        place: Place,
        /// The owner asked for.
        owner: String,
        /// The owner nearest to it.
        nearest: Option<String>,
        /// Every owner found.
        known: Vec<String>,
    },
    /// The parts are well written but do not go together.
    #[error("{place}: {reason}")]
    Plan {
        /// The line of the part that is named, or the file.
        place: Place,
        /// What does not go together.
        reason: followthrough::Error,
    },
}

impl Error {
    /// A word for the kind of error that does not change from version to version, such as `unknown_key`.
    ///
    /// Where the parts of a plan do not go together it is the code of the core's [error](followthrough::Error::code).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Plan { reason, .. } => reason.code(),
            other => other.into(),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        match self {
            Self::Empty { place, .. }
            | Self::NotUtf8 { place, .. }
            | Self::NotDeclared { place, .. }
            | Self::Gzip { place, .. }
            | Self::OtherKind { place, .. }
            | Self::Syntax { place, .. }
            | Self::Format { place, .. }
            | Self::UnknownKey { place, .. }
            | Self::RepeatedKey { place, .. }
            | Self::MissingKey { place, .. }
            | Self::Value { place, .. }
            | Self::BareNumber { place, .. }
            | Self::DateWithTime { place, .. }
            | Self::Word { place, .. }
            | Self::Share { place, .. }
            | Self::Zone { place, .. }
            | Self::Name { place, .. }
            | Self::Rule { place, .. }
            | Self::Conflict { place, .. }
            | Self::TouchStyles { place, .. }
            | Self::MissingColumn { place, .. }
            | Self::RepeatedColumn { place, .. }
            | Self::RaggedRow { place, .. }
            | Self::DuplicateId { place, .. }
            | Self::UnknownOwner { place, .. }
            | Self::Plan { place, .. } => place,
        }
    }

    /// What rows have in common that fail for the same reason; `None` for an error that stands for itself.
    fn cause(&self) -> Option<String> {
        Some(match self {
            Self::Value {
                key,
                found,
                expected,
                ..
            } => format!("{}\n{}\n{expected}", key.name, found == "empty"),
            Self::Word { key, found, .. } => format!("{}\n{found}", key.name),
            Self::Zone { key, reason, .. } => format!("{}\n{reason}", key.name),
            Self::Name { key, reason, .. } => format!("{}\n{reason}", key.name),
            Self::RaggedRow { cells, columns, .. } => format!("ragged\n{cells}\n{columns}"),
            Self::DuplicateId { .. } => "duplicate".to_owned(),
            Self::Plan { reason, .. } => match reason {
                followthrough::Error::UnknownCadence { cadence, .. } => {
                    format!("cadence\n{cadence}")
                }
                followthrough::Error::NextTouchMissing { stage, .. } => format!("touch\n{stage}"),
                followthrough::Error::DateMissing { stage, .. } => format!("date\n{stage}"),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// The key or column that it is about, where it is about one.
    #[must_use]
    pub fn key(&self) -> Option<&Key> {
        match self {
            Self::UnknownKey { key, .. }
            | Self::RepeatedKey { key, .. }
            | Self::MissingKey { key, .. }
            | Self::Value { key, .. }
            | Self::BareNumber { key, .. }
            | Self::DateWithTime { key, .. }
            | Self::Word { key, .. }
            | Self::Share { key, .. }
            | Self::Zone { key, .. }
            | Self::Name { key, .. }
            | Self::Rule { key, .. }
            | Self::Conflict { key, .. }
            | Self::TouchStyles { key, .. }
            | Self::MissingColumn { key, .. } => Some(key),
            _ => None,
        }
    }
}

/// Everything that is wrong with one file, in the order of its lines; at least one.
///
/// Displayed as the first, with a count of the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Errors {
    all: Vec<Error>,
    /// How many of the first are told one by one. Of the others, rows that fail for one reason are told as one.
    alone: usize,
}

/// One cause of errors: the first row that it is seen in, and how many others there are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cause<'errors> {
    /// The first.
    pub first: &'errors Error,
    /// How many more rows of the same table fail for the same reason.
    pub others: usize,
}

impl fmt::Display for Cause<'_> {
    /// `pipeline.csv:12 and 340 more rows: ...`
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.first.to_string();
        if self.others == 0 {
            return formatter.write_str(&message);
        }
        let place = self.first.place().to_string();
        let rest = message.strip_prefix(&place).unwrap_or(&message);
        let rows = if self.others == 1 { "row" } else { "rows" };
        write!(formatter, "{place} and {} more {rows}{rest}", self.others)
    }
}

impl Errors {
    /// All of them; `None` where there is none.
    pub(crate) fn new(mut errors: Vec<Error>) -> Option<Self> {
        errors.sort_by_key(|error| error.place().line());
        (!errors.is_empty()).then_some(Self {
            alone: errors.len(),
            all: errors,
        })
    }

    /// All of them, where they are of tables: rows that fail for one reason are told as one.
    pub(crate) fn of_rows(errors: Vec<Error>) -> Option<Self> {
        let mut files: Vec<String> = Vec::new();
        for error in &errors {
            let file = error.place().file_name();
            if !files.iter().any(|known| known == file) {
                files.push(file.to_owned());
            }
        }
        let mut errors = errors;
        errors.sort_by_key(|error| {
            let file = error.place().file_name();
            (
                files.iter().position(|known| known == file),
                error.place().line(),
            )
        });
        (!errors.is_empty()).then_some(Self {
            all: errors,
            alone: 0,
        })
    }

    /// The errors of several files, each in its own order.
    #[must_use]
    pub fn join(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut joined: Option<Self> = None;
        for errors in all {
            match &mut joined {
                None => joined = Some(errors),
                Some(joined) => {
                    if joined.alone == joined.all.len() {
                        joined.alone += errors.alone;
                    }
                    joined.all.extend(errors.all);
                }
            }
        }
        joined
    }

    /// The errors, by file and line; never empty.
    #[must_use]
    pub fn all(&self) -> &[Error] {
        &self.all
    }

    /// The errors themselves.
    pub(crate) fn into_all(self) -> Vec<Error> {
        self.all
    }

    /// The errors by cause, in the order in which the causes are first seen; never empty.
    #[must_use]
    pub fn causes(&self) -> Vec<Cause<'_>> {
        let mut causes: Vec<Cause<'_>> = Vec::new();
        let mut known: HashMap<(&str, String), usize> = HashMap::new();
        for (at, first) in self.all.iter().enumerate() {
            let cause = first.cause().filter(|_| at >= self.alone);
            let key = cause.map(|cause| (first.place().file_name(), cause));
            match key.as_ref().and_then(|key| known.get(key)) {
                Some(&index) => causes[index].others += 1,
                None => {
                    if let Some(key) = key {
                        known.insert(key, causes.len());
                    }
                    causes.push(Cause { first, others: 0 });
                }
            }
        }
        causes
    }
}

impl From<Error> for Errors {
    fn from(error: Error) -> Self {
        Self {
            all: vec![error],
            alone: 1,
        }
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let causes = self.causes();
        fmt::Display::fmt(&causes[0], formatter)?;
        match causes.len() - 1 {
            0 => Ok(()),
            more => write!(formatter, " (and {more} more)"),
        }
    }
}

impl std::error::Error for Errors {}

/// Where something stood before, seen from another line.
fn earlier(place: &Place, first: &Place) -> String {
    match first
        .line()
        .filter(|_| first.file_name() == place.file_name())
    {
        Some(line) => format!("on line {line}"),
        None => format!("in {first}"),
    }
}

fn meant(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|word| format!("; did you mean `{word}`?"))
        .unwrap_or_default()
}

fn meant_column(nearest: &Option<String>) -> String {
    let hint = |column: &String| format!("; if that is `{column}`, say so in `[input.columns]`");
    nearest.as_ref().map(hint).unwrap_or_default()
}

/// Where a column should have been.
fn header_expected(found: &[String]) -> String {
    if found.is_empty() {
        "it on the first line, which is not the header of such a table".to_owned()
    } else {
        format!("it among {}", list(found))
    }
}

/// The nearest known word, or all of them where none is near.
fn instead(nearest: &Option<String>, known: &[String]) -> String {
    match nearest {
        Some(_) => meant(nearest),
        None => format!(", expected one of {}", list(known)),
    }
}

/// Which of our columns it is, where the document calls it something else.
fn other_name(key: &Key, column: &str) -> String {
    if key.name == column {
        String::new()
    } else {
        format!(", which `input.columns` names for {key}")
    }
}

/// Who could be asked for.
fn owners(known: &[String]) -> String {
    if known.is_empty() {
        return "a table whose column `owner` names somebody".to_owned();
    }
    format!("one of {}", list(known))
}

fn list(words: &[String]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
