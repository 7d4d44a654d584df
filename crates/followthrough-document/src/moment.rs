//! Days and times as tables write them: one of several patterns, a time after the day in any of them, offsets, zones,
//! and counts since 1970.

use chrono::format::{Item, Parsed, StrftimeItems, parse, parse_and_remainder};
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc};
use followthrough::Zone;

use crate::{scalar, zones};

/// A day, with its time where one is told, on the plan's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day.
    pub date: NaiveDate,
    /// The time of day, where the cell tells one.
    pub time: Option<NaiveTime>,
}

/// One way of writing days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DateFormat {
    /// As [`chrono::format::strftime`] describes it; a time may follow where the pattern holds none.
    Pattern(String),
    /// ISO 8601 with its usual liberties.
    Iso,
    /// Milliseconds since 1970 in UTC.
    EpochMilliseconds,
    /// Seconds since 1970 in UTC.
    EpochSeconds,
}

impl DateFormat {
    /// Reads `iso`, `epoch_ms`, `epoch_s` or a pattern that names a day; `None` where it is none of these.
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "iso" => return Some(Self::Iso),
            "epoch_ms" => return Some(Self::EpochMilliseconds),
            "epoch_s" => return Some(Self::EpochSeconds),
            _ => {}
        }
        let holds = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
        let a_day = holds(&["%d", "%e", "%j", "%-d"]) && holds(&["%Y", "%y", "%G"]);
        let whole = holds(&["%F", "%D", "%x", "%s", "%+", "%c", "%v"]);
        let is_right = StrftimeItems::new(text).all(|item| item != Item::Error);
        (is_right && (a_day || whole)).then(|| Self::Pattern(text.to_owned()))
    }

    /// What a cell may be written in, where it looks like one of the usual ways.
    pub(crate) fn like(word: &str) -> Option<&'static str> {
        let parts: Vec<&str> = word
            .split([' ', ',', 'T'])
            .next()
            .unwrap_or_default()
            .split(['/', '.', '-'])
            .collect();
        let numbers: Option<Vec<u64>> = parts.iter().map(|part| part.parse().ok()).collect();
        match (numbers.as_deref(), word.len()) {
            (Some([_]), 13) => Some("here perhaps `dates = \"epoch_ms\"`"),
            (Some([_]), 10) => Some("here perhaps `dates = \"epoch_s\"`"),
            (Some([month, day, 1900..=9999]), _) if word.contains('/') && *month <= 12 => {
                Some(if *day <= 12 {
                    "here `dates = \"%m/%d/%Y\"` where the month comes first, else `dates = \"%d/%m/%Y\"`"
                } else {
                    "here `dates = \"%m/%d/%Y\"`"
                })
            }
            (Some([_, _, 1900..=9999]), _) if word.contains('/') => {
                Some("here `dates = \"%d/%m/%Y\"`")
            }
            (Some([_, _, 1900..=9999]), _) if word.contains('.') => {
                Some("here `dates = \"%d.%m.%Y\"`")
            }
            _ => None,
        }
    }

    /// The way of writing as it is declared.
    pub(crate) fn written(&self) -> &str {
        match self {
            Self::Pattern(pattern) => pattern,
            Self::Iso => "iso",
            Self::EpochMilliseconds => "epoch_ms",
            Self::EpochSeconds => "epoch_s",
        }
    }
}

/// How the days of one column are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dates<'table> {
    /// The ways of writing, the first that fits is taken.
    pub(crate) formats: &'table [DateFormat],
    /// Whether the column holds days, which stay what they are on every clock, and not instants.
    pub(crate) are_days: bool,
    /// The clock of times that say none.
    pub(crate) unmarked: &'table Zone,
    /// The plan's clock.
    pub(crate) zone: &'table Zone,
}

impl Dates<'_> {
    /// The day, and time, that a cell stands for; `None` where no way of writing fits.
    pub(crate) fn read(&self, word: &str) -> Option<Moment> {
        let formats = if self.formats.is_empty() {
            &[DateFormat::Iso]
        } else {
            self.formats
        };
        let moment = formats
            .iter()
            .find_map(|format| self.read_as(word, format))?;
        // `%Y` takes `26` for a year of the Romans.
        (1900..=2200)
            .contains(&moment.date.year())
            .then_some(moment)
    }

    fn read_as(&self, word: &str, format: &DateFormat) -> Option<Moment> {
        match format {
            DateFormat::Iso => match scalar::date(word) {
                Some(date) => Some(Moment { date, time: None }),
                None => self.read_pattern(word, "%Y-%m-%d"),
            },
            DateFormat::Pattern(pattern) => self.read_pattern(word, pattern),
            DateFormat::EpochMilliseconds => {
                self.at(DateTime::from_timestamp_millis(count(word)?)?)
            }
            DateFormat::EpochSeconds => self.at(DateTime::from_timestamp(count(word)?, 0)?),
        }
    }

    fn read_pattern(&self, word: &str, pattern: &str) -> Option<Moment> {
        let mut whole = Parsed::new();
        if parse(&mut whole, word, StrftimeItems::new(pattern)).is_ok() {
            return match whole.to_datetime() {
                Ok(instant) if self.are_days => Some(self.day(instant.naive_local().date())),
                Ok(instant) => self.at(instant.to_utc()),
                Err(_) => self.on_clock(
                    whole.to_naive_date().ok()?,
                    whole.to_naive_time().ok(),
                    self.unmarked,
                ),
            };
        }
        let mut parsed = Parsed::new();
        let rest = parse_and_remainder(&mut parsed, word, StrftimeItems::new(pattern)).ok()?;
        if parsed.to_naive_time().is_ok() {
            return None;
        }
        let date = parsed.to_naive_date().ok()?;
        let rest = rest.trim_start_matches(['T', 't', ',', ' ', '\u{202f}', '\u{a0}']);
        CLOCKS
            .iter()
            .find_map(|clock| self.clock(date, rest, clock))
    }

    /// A day with the time after it, and the offset or zone after that.
    fn clock(&self, date: NaiveDate, text: &str, clock: &str) -> Option<Moment> {
        let mut parsed = Parsed::new();
        let rest = parse_and_remainder(&mut parsed, text, StrftimeItems::new(clock)).ok()?;
        let time = parsed.to_naive_time().ok()?;
        let rest = rest.trim();
        if rest.is_empty() {
            return self.on_clock(date, Some(time), self.unmarked);
        }
        if self.are_days {
            return is_mark(rest).then(|| self.day(date));
        }
        let mut offset = Parsed::new();
        if parse(&mut offset, rest, StrftimeItems::new("%#z")).is_ok() {
            let offset = offset.to_fixed_offset().ok()?;
            let local = date.and_time(time).and_local_timezone(offset).single()?;
            return self.at(local.to_utc());
        }
        let zone = is_mark(rest).then(|| zones::of(rest).ok()).flatten()?;
        self.on_clock(date, Some(time), &zone)
    }

    fn day(&self, date: NaiveDate) -> Moment {
        Moment { date, time: None }
    }

    fn at(&self, instant: DateTime<Utc>) -> Option<Moment> {
        if self.are_days {
            return Some(self.day(instant.date_naive()));
        }
        let local = self.zone.local(instant);
        Some(Moment {
            date: local.date(),
            time: Some(local.time()),
        })
    }

    /// A time of a clock, on the plan's.
    fn on_clock(&self, date: NaiveDate, time: Option<NaiveTime>, clock: &Zone) -> Option<Moment> {
        match time {
            Some(time) if !self.are_days && clock != self.zone => {
                self.at(clock.instant(date.and_time(time)))
            }
            time => Some(Moment {
                date,
                time: time.filter(|_| !self.are_days),
            }),
        }
    }
}

/// Clock times that may follow a day. Those of twelve hours come first: what is left of them is no offset.
const CLOCKS: [&str; 4] = ["%I:%M:%S %p", "%I:%M %p", "%H:%M:%S%.f", "%H:%M"];

/// Whether a text after a time could be its offset or zone.
fn is_mark(text: &str) -> bool {
    text.starts_with(['+', '-', '('])
        || text
            .chars()
            .all(|letter| letter.is_ascii_alphabetic() || "_/ ".contains(letter))
}

/// A whole number; spreadsheets and data frames write `.0` behind it.
fn count(word: &str) -> Option<i64> {
    let digits = word.strip_suffix(".0").unwrap_or(word);
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().expect("a zone")
    }

    fn read(word: &str, format: &str, are_days: bool, unmarked: &str) -> Option<String> {
        let formats = [DateFormat::read(format).expect("a way of writing days")];
        let dates = Dates {
            formats: &formats,
            are_days,
            unmarked: &zone(unmarked),
            zone: &zone("America/New_York"),
        };
        let moment = dates.read(word)?;
        Some(match moment.time {
            Some(time) => format!("{} {time}", moment.date),
            None => moment.date.to_string(),
        })
    }

    #[test]
    fn a_time_may_follow_the_day_in_every_way_of_writing() {
        let here = "America/New_York";
        for (word, format, moment) in [
            ("2026-11-23", "iso", "2026-11-23"),
            ("2026-11-23T23:30", "iso", "2026-11-23 23:30:00"),
            ("2026-11-24T03:30:00Z", "iso", "2026-11-23 22:30:00"),
            (
                "2026-11-24 03:30:00.250+00:00",
                "iso",
                "2026-11-23 22:30:00.250",
            ),
            ("2026-11-24T03:30:00.000+0000", "iso", "2026-11-23 22:30:00"),
            ("2026-11-24 03:30:00 UTC", "iso", "2026-11-23 22:30:00"),
            ("11/23/2026", "%m/%d/%Y", "2026-11-23"),
            ("1/5/2026", "%m/%d/%Y", "2026-01-05"),
            ("11/23/2026 4:05 PM", "%m/%d/%Y", "2026-11-23 16:05:00"),
            (
                "11/23/2026, 4:05:09\u{202f}PM",
                "%m/%d/%Y",
                "2026-11-23 16:05:09",
            ),
            (
                "11/23/2026, 4:05 PM",
                "%m/%d/%Y, %I:%M %p",
                "2026-11-23 16:05:00",
            ),
            ("11/23/2026 4:05 PM PST", "%m/%d/%Y", "2026-11-23 19:05:00"),
            ("23.11.2026 16:05", "%d.%m.%Y", "2026-11-23 16:05:00"),
            ("1795449600000", "epoch_ms", "2026-11-23 11:00:00"),
            ("1795449600", "epoch_s", "2026-11-23 11:00:00"),
        ] {
            assert_eq!(
                read(word, format, false, here).as_deref(),
                Some(moment),
                "{word}"
            );
        }
        for (word, format) in [
            ("11/23/2026", "iso"),
            ("2026-11-23 noon", "iso"),
            ("2026-11-23 09:00 sharp", "iso"),
            ("2026-11-31", "iso"),
            ("11/23/26", "%m/%d/%Y"),
            ("11/23/2026, 4:05 PM x", "%m/%d/%Y, %I:%M %p"),
            ("1.795E+12", "epoch_ms"),
            ("", "epoch_ms"),
        ] {
            assert_eq!(read(word, format, false, here), None, "{word}");
        }
    }

    #[test]
    fn unmarked_times_have_the_zone_that_is_declared_and_days_never_move() {
        let instant = |word, unmarked| read(word, "iso", false, unmarked);
        assert_eq!(
            instant("2026-11-24 03:30", "UTC").as_deref(),
            Some("2026-11-23 22:30:00")
        );
        assert_eq!(instant("2026-11-24", "UTC").as_deref(), Some("2026-11-24"));
        for (word, format) in [
            ("2026-11-23T00:00:00Z", "iso"),
            ("2026-11-23 00:00:00", "iso"),
            ("2026-11-23T00:00:00+09:00", "iso"),
            ("1795392000000", "epoch_ms"),
        ] {
            assert_eq!(
                read(word, format, true, "UTC").as_deref(),
                Some("2026-11-23"),
                "{word}"
            );
        }
    }
}
