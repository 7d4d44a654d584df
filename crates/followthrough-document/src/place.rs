//! Where something stands in a file: the file, the line, and the key.

use std::fmt;
use std::sync::Arc;

/// A line of a file, or the whole file where no line is known.
///
/// Displayed as `plan.toml:12`, or `plan.toml`. Lines count from 1.
///
/// # Example
/// ```
/// use followthrough_document::Place;
/// assert_eq!(Place::line_of("plan.toml", 12).to_string(), "plan.toml:12");
/// assert_eq!(Place::file("plan.toml").to_string(), "plan.toml");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    file: Arc<str>,
    line: Option<usize>,
}

impl Place {
    /// The file as a whole.
    #[must_use]
    pub fn file(name: &str) -> Self {
        Self {
            file: name.into(),
            line: None,
        }
    }

    /// One line of a file, from 1.
    #[must_use]
    pub fn line_of(name: &str, line: usize) -> Self {
        Self {
            file: name.into(),
            line: Some(line),
        }
    }

    /// One line of a file whose name is shared.
    pub(crate) fn in_file(name: &Arc<str>, line: usize) -> Self {
        Self {
            file: name.clone(),
            line: Some(line),
        }
    }

    /// The file's name, as it was given to the reader.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file
    }

    /// The line, from 1; `None` where no single line is meant.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        match self.line {
            Some(line) => write!(formatter, ":{line}"),
            None => Ok(()),
        }
    }
}

/// A key and the part of the document that it belongs to.
///
/// Displayed in backticks with its part: `` `effort` of touch 3 of cadence `outbound` ``; keys of the top level have
/// no part.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key or the column.
    pub name: String,
    /// What it belongs to, in words, such as `block 2`; empty at the top level.
    pub part: String,
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`", self.name)?;
        if self.part.is_empty() {
            Ok(())
        } else {
            write!(formatter, " of {}", self.part)
        }
    }
}

/// Something that a file says, with the line that says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<T> {
    /// What is said.
    pub value: T,
    /// Where.
    pub place: Place,
}
