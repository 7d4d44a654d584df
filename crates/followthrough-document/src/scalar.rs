//! The small texts that documents and tables are written in: durations, days, clock times, contact hours.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use followthrough::Hours;

/// A length of time written as hours, minutes and seconds in that order, each at most once: `1h30m`; `None` where
/// `text` is not such a length.
///
/// # Example
/// ```
/// use chrono::TimeDelta;
/// use followthrough_document::parse_duration;
/// assert_eq!(parse_duration("1h30m"), Some(TimeDelta::minutes(90)));
/// assert_eq!(parse_duration("90"), None);
/// ```
#[must_use]
pub fn duration(text: &str) -> Option<TimeDelta> {
    let mut rest = text;
    let mut seconds = 0;
    for (unit, length) in [('h', 3600), ('m', 60), ('s', 1)] {
        let digits = rest.len()
            - rest
                .trim_start_matches(|letter: char| letter.is_ascii_digit())
                .len();
        if let Some(after) = rest[digits..].strip_prefix(unit) {
            // Six digits hold more seconds than eleven days: enough for anything, and no sum overflows.
            if digits == 0 || digits > 6 {
                return None;
            }
            seconds += rest[..digits].parse::<i64>().ok()? * length;
            rest = after;
        }
    }
    (rest.is_empty() && !text.is_empty()).then(|| TimeDelta::seconds(seconds))
}

/// A day written as `2026-11-23`.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let plain = text.len() == 10
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-');
    if plain {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
    } else {
        None
    }
}

/// A clock time written as `09:30`, or with its seconds.
pub(crate) fn clock(text: &str) -> Option<NaiveTime> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b':');
    match text.len() {
        5 if plain => NaiveTime::parse_from_str(text, "%H:%M").ok(),
        // A leap second is no time of a plan.
        8 if plain && !text.ends_with("60") => NaiveTime::parse_from_str(text, "%H:%M:%S").ok(),
        _ => None,
    }
}

/// Contact hours written as `08:30-17:30`.
pub(crate) fn hours(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once('-')?;
    Hours::new(clock(from.trim())?, clock(to.trim())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_its_units_in_order_and_each_once() {
        for (text, seconds) in [
            ("6m", 360),
            ("1h30m", 5400),
            ("45s", 45),
            ("0m", 0),
            ("90m", 5400),
            ("1h2s", 3602),
        ] {
            assert_eq!(duration(text), Some(TimeDelta::seconds(seconds)), "{text}");
        }
        for text in [
            "", "6", "m", "30m1h", "1m1m", "1 h", "1H", "1.5h", "-5m", "1000000h", "5min",
        ] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn clock_times_have_two_digits_for_the_hour() {
        assert_eq!(clock("09:30"), NaiveTime::from_hms_opt(9, 30, 0));
        assert_eq!(clock("09:30:15"), NaiveTime::from_hms_opt(9, 30, 15));
        for text in [
            "9:30", "24:00", "09:60", "09.30", "09:30:60", "9:30 AM", "+9:30", "",
        ] {
            assert_eq!(clock(text), None, "{text}");
        }
    }

    #[test]
    fn contact_hours_end_after_they_begin() {
        assert!(hours("08:30-17:30").is_some());
        for text in [
            "17:30-08:30",
            "08:30",
            "08:30-08:30",
            "8:30-17:30",
            "08:30-17:30-18:00",
        ] {
            assert!(hours(text).is_none(), "{text}");
        }
    }

    #[test]
    fn days_are_written_in_full() {
        assert_eq!(date("2026-11-23"), NaiveDate::from_ymd_opt(2026, 11, 23));
        for text in [
            "2026-11-31",
            "2026-1-3",
            "26-11-23",
            "+026-11-23",
            "2026-11-23T09:00",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
