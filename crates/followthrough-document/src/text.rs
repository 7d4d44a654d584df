//! A file's bytes as text whose lines can be counted: UTF-8, with or without a byte order mark.

use std::sync::Arc;

use crate::{Error, Errors, Place};

/// The text of one file.
pub(crate) struct Text<'file> {
    name: Arc<str>,
    text: &'file str,
    /// Where each line begins.
    lines: Vec<usize>,
}

impl<'file> Text<'file> {
    /// The text of `bytes`, without its byte order mark. `expected` says what an empty file should hold.
    pub(crate) fn new(
        name: &str,
        bytes: &'file [u8],
        expected: &'static str,
    ) -> Result<Self, Errors> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = bytes[..error.valid_up_to()]
                .iter()
                .filter(|&&byte| byte == b'\n')
                .count()
                + 1;
            let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
            Error::NotUtf8 {
                place: Place::line_of(name, line),
                hint: if utf16 { " but UTF-16" } else { "" },
            }
        })?;
        if text.trim().is_empty() {
            return Err(Error::Empty {
                place: Place::file(name),
                expected,
            }
            .into());
        }
        let lines = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
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

    pub(crate) fn as_str(&self) -> &'file str {
        self.text
    }

    /// The line, from 1, of the byte at `at`.
    pub(crate) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|&start| start <= at)
    }

    pub(crate) fn place(&self, at: usize) -> Place {
        Place::line_of(&self.name, self.line(at))
    }
}
