//! Dates and times as calendar text writes them (RFC 5545 §3.3.4, §3.3.5): the one reader of all date properties and
//! of UNTIL.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// A DATE or DATE-TIME as it is written, before a zone is known (RFC 5545 §3.3.4, §3.3.5).
///
/// # Example
/// ```
/// use followthrough::Written;
///
/// let nine = Written::lenient("20270310T090000Z");
/// assert_eq!(nine, Written::lenient("2027-03-10T09:00:00.000Z"));
/// assert_eq!(nine, Written::lenient("20270310T040000-0500"));
/// assert!(matches!(Written::lenient("2027-03-10"), Some(Written::Date(_))));
/// assert_eq!(Written::lenient("tomorrow"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Written {
    /// A day.
    Date(NaiveDate),
    /// A time on a clock that stands elsewhere, or nowhere.
    Local(NaiveDateTime),
    /// An instant.
    Utc(DateTime<Utc>),
}

impl Written {
    /// Reads a DATE or DATE-TIME as calendars in the wild write it.
    ///
    /// Dashes, colons, blanks and trailing semicolons are passed over, and so are fractions of a second; seconds and
    /// minutes may be missing; 24:00 is midnight; an offset such as `+0100` or `-05:00` after the time is taken at its
    /// word; a date with a stray `Z` is a date.
    #[must_use]
    pub fn lenient(text: &str) -> Option<Self> {
        let text =
            text.trim_matches(|character: char| character.is_whitespace() || character == ';');
        let bytes = text.as_bytes();
        match bytes.len() {
            8 => return date(bytes).map(Self::Date),
            15 if bytes[8] | 0x20 == b't' => {
                return local(&bytes[..8], &bytes[9..]).map(Self::Local);
            }
            16 if bytes[8] | 0x20 == b't' && bytes[15] | 0x20 == b'z' => {
                return local(&bytes[..8], &bytes[9..15]).map(|local| Self::Utc(local.and_utc()));
            }
            _ => {}
        }
        unusual(text)
    }
}

fn unusual(text: &str) -> Option<Written> {
    if text.len() > 40 || !text.is_ascii() {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    let (body, utc) = match upper.strip_suffix('Z') {
        Some(body) => (body.trim_end(), true),
        None => (upper.as_str(), false),
    };
    let (day, time) = match body.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time.trim())),
        None => (body, None),
    };
    let day: String = day.chars().filter(|&character| character != '-').collect();
    let Some(time) = time else {
        return date(day.as_bytes()).map(Written::Date);
    };
    let (time, zone) = clock_and_zone(time);
    let (time, fraction) = time.split_once('.').unwrap_or((&time, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut time: String = time.chars().filter(|&character| character != ':').collect();
    while time.len() < 6 && time.len().is_multiple_of(2) && !time.is_empty() {
        time.push_str("00");
    }
    let local = local(day.as_bytes(), time.as_bytes())?;
    if utc {
        // An offset beside `Z` says the same thing once more, or it contradicts.
        return (zone.is_empty() || utc_offset(&zone) == Some(0))
            .then_some(Written::Utc(local.and_utc()));
    }
    if zone.is_empty() {
        return Some(Written::Local(local));
    }
    let east = TimeDelta::seconds(utc_offset(&zone)?.into());
    Some(Written::Utc(local.checked_sub_signed(east)?.and_utc()))
}

/// A time of day apart from the offset behind it, both without blanks; dashes between hours, minutes and seconds are
/// none of an offset.
fn clock_and_zone(time: &str) -> (String, String) {
    let bytes = time.as_bytes();
    if bytes.len() >= 8 && bytes[2] == b'-' && bytes[5] == b'-' {
        let (clock, rest) = time.split_at(8);
        let (_, zone) = clock_and_zone(rest);
        let fraction = &rest[..rest.find(['+', '-']).unwrap_or(rest.len())];
        return (format!("{}{fraction}", clock.replace('-', "")), zone);
    }
    let (clock, zone) = time.split_at(time.find(['+', '-']).unwrap_or(time.len()));
    (
        clock.trim().to_owned(),
        zone.replace([':', ' '], "").to_owned(),
    )
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0u32, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number.checked_mul(10)?.checked_add(u32::from(byte - b'0')))?
    })
}

fn date(bytes: &[u8]) -> Option<NaiveDate> {
    if bytes.len() != 8 {
        return None;
    }
    NaiveDate::from_ymd_opt(
        i32::try_from(digits(&bytes[..4])?).ok()?,
        digits(&bytes[4..6])?,
        digits(&bytes[6..])?,
    )
}

fn local(day: &[u8], time: &[u8]) -> Option<NaiveDateTime> {
    let day = date(day)?;
    if time.len() != 6 {
        return None;
    }
    let (hour, minute, second) = (
        digits(&time[..2])?,
        digits(&time[2..4])?,
        digits(&time[4..])?,
    );
    if (hour, minute, second) == (24, 0, 0) {
        return day
            .checked_add_days(Days::new(1))
            .map(|next| next.and_time(NaiveTime::MIN));
    }
    // 60 is a leap second, which no calendar app's clock has.
    day.and_hms_opt(hour, minute, if second == 60 { 59 } else { second })
}

/// Reads a UTC-OFFSET such as `+0100`, `-0000` or `+003028` (RFC 5545 §3.3.14): seconds east.
///
/// One without a sign lies east, and minutes may be missing. More than 26 hours is no offset: no place on Earth is, or
/// ever was, further from Greenwich.
///
/// # Example
/// ```
/// use followthrough::utc_offset;
/// assert_eq!(utc_offset("-0330"), Some(-12_600));
/// assert_eq!(utc_offset("east"), None);
/// ```
#[must_use]
pub fn utc_offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, body) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let body = body.as_bytes();
    let field = |from: usize| body.get(from..from + 2).map_or(Some(0), digits);
    let seconds = match body.len() {
        1 => digits(body)? * 3600,
        3 => digits(&body[..1])? * 3600 + digits(&body[1..])? * 60,
        2 | 4 | 6 => field(0)? * 3600 + field(2)? * 60 + field(4)?,
        _ => return None,
    };
    i32::try_from(seconds)
        .ok()
        .filter(|seconds| *seconds <= 26 * 3600)
        .map(|seconds| sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_read_as_calendars_write_them() {
        let shown = |text| {
            Written::lenient(text).map(|written| match written {
                Written::Date(date) => date.to_string(),
                Written::Local(local) => local.to_string(),
                Written::Utc(instant) => instant.to_string(),
            })
        };
        for (text, expected) in [
            ("20261123", "2026-11-23"),
            ("20261123Z", "2026-11-23"),
            ("2026-11-23", "2026-11-23"),
            ("20261123T090000", "2026-11-23 09:00:00"),
            ("20261123T0900", "2026-11-23 09:00:00"),
            ("20261123T09", "2026-11-23 09:00:00"),
            ("20261123t090000z", "2026-11-23 09:00:00 UTC"),
            ("2026-11-23T09:00:00Z", "2026-11-23 09:00:00 UTC"),
            ("20261123T090000+0130", "2026-11-23 07:30:00 UTC"),
            ("20261123T240000", "2026-11-24 00:00:00"),
            ("20261123T235960", "2026-11-23 23:59:59"),
            (" 20261123T090000; ", "2026-11-23 09:00:00"),
            ("20261123T090000.000Z", "2026-11-23 09:00:00 UTC"),
            ("2026-11-23T09:00:00.123456Z", "2026-11-23 09:00:00 UTC"),
            ("2026-11-23T09:00:00.5", "2026-11-23 09:00:00"),
            ("2026-11-23T09:00:00.000-05:00", "2026-11-23 14:00:00 UTC"),
            ("20261123T235959+0000", "2026-11-23 23:59:59 UTC"),
            ("20261123T090000 +0100", "2026-11-23 08:00:00 UTC"),
            ("2026-11-23T09-00-00", "2026-11-23 09:00:00"),
            ("2026-11-23T09-00-00.250Z", "2026-11-23 09:00:00 UTC"),
            ("2026-11-23 09:00:00 Z", "2026-11-23 09:00:00 UTC"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            ";",
            "20260230",
            "20261123T250000",
            "tomorrow",
            "2026112",
            "2026112\u{e9}",
            "20261123T0900000",
            "20261123T090000.",
            "20261123T090000.1x",
            "20261123T090000+0100Z",
            "20261123T",
            "20261123T9",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn offsets_are_seconds_east() {
        for (text, seconds) in [
            ("+0100", 3600),
            ("-0000", 0),
            ("-0330", -12_600),
            ("+003028", 1828),
            ("+1", 3600),
        ] {
            assert_eq!(utc_offset(text), Some(seconds), "{text}");
        }
        for text in ["", "+", "east", "+9900"] {
            assert_eq!(utc_offset(text), None, "{text}");
        }
    }
}
