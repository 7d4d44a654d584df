//! What is wrong with a file, and where: every error names the file, the line, the key, the value found, and what
//! would be right.

use std::fmt;

use followthrough::{InvalidName, InvalidShare, RuleError, UnknownZone};

use crate::{Key, Place};

/// One thing in a file that its author can correct.
///
/// The message begins with the place (`plan.toml:12: ...`) and is whole: where another error lies beneath (a zone that
/// nobody knows, a plan that does not go together), it is the field `reason`, and the message tells it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
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
    #[error("{place}: the text is not UTF-8{hint}, expected the file to be saved as UTF-8")]
    NotUtf8 {
        /// The first line that is not.
        place: Place,
        /// What it may be instead, such as " but UTF-16".
        hint: &'static str,
    },
    /// The file is neither TOML nor JSON.
    #[error("{place}: this is no {format}: {message}")]
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
    #[error("{place}: {key} is no known key{}", instead(.nearest, .known))]
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
        "{place}: there is no column `{column}`{}, expected it among {}{}",
        other_name(.key, .column), list(.found), meant_column(.nearest)
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
        /// The columns found.
        found: Vec<String>,
    },
    /// A column that stands twice.
    #[error("{place}: there are two columns `{column}`, expected one")]
    RepeatedColumn {
        /// The header's line.
        place: Place,
        /// Its name.
        column: String,
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
    #[error("{place}: id `{id}` stands on line {first} already, expected each id once")]
    DuplicateId {
        /// The second line.
        place: Place,
        /// The id.
        id: String,
        /// The first line.
        first: usize,
    },
    /// An owner who has no row.
    #[error("{place}: no row has owner `{owner}`, expected one of {}{}", list(.known), meant(.nearest))]
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
    /// Where it is.
    #[must_use]
    pub fn place(&self) -> &Place {
        match self {
            Self::Empty { place, .. }
            | Self::NotUtf8 { place, .. }
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
pub struct Errors(Vec<Error>);

impl Errors {
    /// All of them; `None` where there is none.
    pub(crate) fn new(mut errors: Vec<Error>) -> Option<Self> {
        errors.sort_by_key(|error| error.place().line());
        (!errors.is_empty()).then_some(Self(errors))
    }

    /// The errors, by line; never empty.
    #[must_use]
    pub fn all(&self) -> &[Error] {
        &self.0
    }
}

impl From<Error> for Errors {
    fn from(error: Error) -> Self {
        Self(vec![error])
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0[0], formatter)?;
        match self.0.len() - 1 {
            0 => Ok(()),
            more => write!(formatter, " (and {more} more)"),
        }
    }
}

impl std::error::Error for Errors {}

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

fn list(words: &[String]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
