//! A calendar file as a value, and its bytes.

use std::{fmt, io};

use super::Entry;

/// A calendar file: a header, the zones that its times are written in, and its entries.
///
/// `Display` and [`Calendar::write`] give the same bytes, UTF-8 without a byte order mark, each line ended with CRLF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    pub(super) header: String,
    pub(super) zones: String,
    pub(super) entries: Vec<Entry>,
    pub(super) category: Option<String>,
    pub(super) part: Option<String>,
    pub(super) emptied: bool,
}

/// The last line.
pub(super) const END: &str = "END:VCALENDAR\r\n";

impl Calendar {
    /// Its events and then its VTODOs, each by begin and UID.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The category that it shows, where it was split by category.
    #[must_use]
    pub fn category(&self) -> Option<&str> {
        self.category.as_deref()
    }

    /// What its file name should end with so that calendars of one schedule have different ones: `-calling-2026-11`;
    /// empty where it was not split. Only letters, digits, `_` and `-`.
    #[must_use]
    pub fn suffix(&self) -> String {
        suffix(self.category.as_deref(), self.part.as_deref())
    }

    /// Whether it holds nothing and only takes the place of an earlier calendar with the same
    /// [`suffix`](Self::suffix), whose events stand in the others or are gone. Where that calendar is not kept under
    /// that name, this one need not be written.
    #[must_use]
    pub fn is_emptied(&self) -> bool {
        self.emptied
    }

    /// Its size as a file.
    #[must_use]
    pub fn octets(&self) -> usize {
        self.pieces().map(str::len).sum()
    }

    /// Writes it.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write(&self, mut out: impl io::Write) -> io::Result<()> {
        self.pieces()
            .try_for_each(|piece| out.write_all(piece.as_bytes()))
    }

    /// The same as a value of the `icalendar` crate, for programs that go on from there.
    ///
    /// To get a file, write this calendar and not that value: the crate's own text would stamp alarms and time zones
    /// with the time of day and a random UID.
    ///
    /// # Panics
    /// Never: the crate reads everything that this module writes, which its tests show for any text.
    #[must_use]
    pub fn to_icalendar(&self) -> icalendar::Calendar {
        self.to_string()
            .parse()
            .expect("a calendar of ours is read by the icalendar crate")
    }

    fn pieces(&self) -> impl Iterator<Item = &str> {
        [self.header.as_str(), self.zones.as_str()]
            .into_iter()
            .chain(self.entries.iter().map(|entry| entry.text.as_str()))
            .chain([END])
    }
}

/// What a file name ends with.
pub(super) fn suffix(category: Option<&str>, part: Option<&str>) -> String {
    [category, part]
        .into_iter()
        .flatten()
        .map(|part| format!("-{part}"))
        .collect()
}

impl fmt::Display for Calendar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces()
            .try_for_each(|piece| formatter.write_str(piece))
    }
}

impl From<&Calendar> for icalendar::Calendar {
    fn from(calendar: &Calendar) -> Self {
        calendar.to_icalendar()
    }
}
