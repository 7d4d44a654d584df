//! Dates, times, durations and offsets of RFC 5545 §3.3, as calendars in the wild write them.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// A DATE or DATE-TIME as it is written, before a zone is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Written {
    Date(NaiveDate),
    Local(NaiveDateTime),
    Utc(DateTime<Utc>),
}

/// A DURATION: days move with the clock on the wall, seconds do not (RFC 5545 §3.3.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Span {
    pub(super) days: i64,
    pub(super) seconds: i64,
}

/// Reads a DATE or DATE-TIME.
///
/// A date is one with a stray `Z` too; dashes, colons and trailing semicolons are passed over, seconds may be missing,
/// 24:00 is midnight, and an offset such as `+0100` after the time is taken at its word.
pub(super) fn written(text: &str) -> Option<Written> {
    let text = text.trim_matches(|character: char| character.is_whitespace() || character == ';');
    let bytes = text.as_bytes();
    match bytes.len() {
        8 => return date(bytes).map(Written::Date),
        15 if bytes[8] | 0x20 == b't' => {
            return local(&bytes[..8], &bytes[9..]).map(Written::Local);
        }
        16 if bytes[8] | 0x20 == b't' && bytes[15] | 0x20 == b'z' => {
            return local(&bytes[..8], &bytes[9..15]).map(|local| Written::Utc(local.and_utc()));
        }
        _ => {}
    }
    unusual(text)
}

fn unusual(text: &str) -> Option<Written> {
    if text.len() > 40 || !text.is_ascii() {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    let (body, utc) = match upper.strip_suffix('Z') {
        Some(body) => (body, true),
        None => (upper.as_str(), false),
    };
    let (day, time) = match body.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (body, None),
    };
    let day: String = day.chars().filter(|&character| character != '-').collect();
    let Some(time) = time else {
        return date(day.as_bytes()).map(Written::Date);
    };
    let sign = time.find(['+', '-']);
    let (time, zone) = time.split_at(sign.unwrap_or(time.len()));
    let mut time: String = time.chars().filter(|&character| character != ':').collect();
    if time.len() == 4 {
        time.push_str("00");
    }
    let local = local(day.as_bytes(), time.as_bytes())?;
    if utc {
        return Some(Written::Utc(local.and_utc()));
    }
    if zone.is_empty() {
        return Some(Written::Local(local));
    }
    let east = TimeDelta::seconds(offset(&zone.replace(':', ""))?.into());
    Some(Written::Utc(local.checked_sub_signed(east)?.and_utc()))
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

/// Reads a DURATION such as `PT1H30M`, `-P1D` or `P2W`; `P` and `PT` are no time at all.
pub(super) fn duration(text: &str) -> Option<Span> {
    let text = text.trim_matches(|character: char| character.is_whitespace() || character == ';');
    let (sign, body) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let body = body.strip_prefix(['P', 'p'])?;
    let (mut span, mut number, mut any) = (Span::default(), 0i64, false);
    for byte in body.bytes() {
        let factor = match byte.to_ascii_uppercase() {
            digit @ b'0'..=b'9' => {
                number = number
                    .saturating_mul(10)
                    .saturating_add(i64::from(digit - b'0'));
                any = true;
                continue;
            }
            b'T' => continue,
            b'W' => Some((7, 0)),
            b'D' => Some((1, 0)),
            b'H' => Some((0, 3600)),
            b'M' => Some((0, 60)),
            b'S' => Some((0, 1)),
            _ => None,
        };
        let (days, seconds) = factor?;
        span.days = span.days.saturating_add(number.saturating_mul(days));
        span.seconds = span.seconds.saturating_add(number.saturating_mul(seconds));
        // Nobody's meeting takes a thousand years; more would overflow the calendar.
        if span.days > 366_000 || span.seconds > 366_000 * 86_400 {
            return None;
        }
        (number, any) = (0, false);
    }
    (!any).then_some(Span {
        days: sign * span.days,
        seconds: sign * span.seconds,
    })
}

/// Reads a UTC-OFFSET such as `+0100`, `-0000` or `+003028`: seconds east.
pub(super) fn offset(text: &str) -> Option<i32> {
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
    // No place on Earth is, or ever was, further than this from Greenwich.
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
            written(text).map(|written| match written {
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
            ("20261123t090000z", "2026-11-23 09:00:00 UTC"),
            ("2026-11-23T09:00:00Z", "2026-11-23 09:00:00 UTC"),
            ("20261123T090000+0130", "2026-11-23 07:30:00 UTC"),
            ("20261123T240000", "2026-11-24 00:00:00"),
            ("20261123T235960", "2026-11-23 23:59:59"),
            (" 20261123T090000; ", "2026-11-23 09:00:00"),
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
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn durations_keep_days_apart_from_seconds() {
        for (text, days, seconds) in [
            ("PT1H30M", 0, 5400),
            ("P1D", 1, 0),
            ("P2W", 14, 0),
            ("-P1DT1S", -1, -1),
            ("PT", 0, 0),
            ("+PT5M;", 0, 300),
        ] {
            assert_eq!(duration(text), Some(Span { days, seconds }), "{text}");
        }
        for text in ["", "1H", "PT1", "P1Y", "-", "P99999999999999999999D"] {
            assert_eq!(duration(text), None, "{text}");
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
            assert_eq!(offset(text), Some(seconds), "{text}");
        }
        for text in ["", "+", "east", "+9900"] {
            assert_eq!(offset(text), None, "{text}");
        }
    }
}
