//! A file's text whose lines can be counted.

use std::borrow::Cow;
use std::sync::Arc;

use crate::{Error, Errors, Place, decode};

/// The text of one file.
pub(crate) struct Text<'file> {
    name: Arc<str>,
    text: Cow<'file, str>,
    /// Where each line begins.
    lines: Vec<usize>,
}

impl<'file> Text<'file> {
    /// The text of bytes in UTF-8, without its byte order mark. `expected` says what an empty file should hold.
    pub(crate) fn new(
        name: &str,
        bytes: &'file [u8],
        expected: &'static str,
    ) -> Result<Self, Errors> {
        Self::of(name, Cow::Borrowed(decode::utf8(name, bytes)?), expected)
    }

    /// The text where it is known already.
    pub(crate) fn of(
        name: &str,
        text: Cow<'file, str>,
        expected: &'static str,
    ) -> Result<Self, Errors> {
        if text.trim().is_empty() {
            return Err(Error::Empty {
                place: Place::file(name),
                expected,
            }
            .into());
        }
        let lines = std::iter::once(0)
            .chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1))
            .collect();
        Ok(Self {
            name: name.into(),
            text,
            lines,
        })
    }

    pub(crate) fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The line, from 1, of the byte at `at`.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|&start| start <= at)
    }

    pub(crate) fn place(&self, at: usize) -> Place {
        Place::line_of(&self.name, self.line(at))
    }
}
