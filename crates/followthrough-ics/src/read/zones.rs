//! Which clock a TZID means: an IANA name in some disguise, a Windows name, or what the file itself defines.
//!
//! The order in which a name is looked up is this file's one secret; what a VTIMEZONE means is `observances.rs`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use followthrough::{WallClock, Zone};
use strum::IntoEnumIterator;
use windows_timezones::WindowsTimezone;

use super::component::{Calendar, Moment, TimeZone};
use super::observances::Observances;
use super::value::{Written, offset};
use super::warning::{Notes, Problem};

/// A clock that times of a calendar file are read on.
#[derive(Debug, Clone)]
pub(super) enum Clock {
    Zone(Zone),
    /// So many seconds east of UTC, always.
    Fixed(i32),
    /// What a VTIMEZONE defines.
    Observed(Arc<Observances>),
}

impl WallClock for Clock {
    fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        match self {
            Self::Zone(zone) => zone.instant(local),
            Self::Fixed(east) => minus(local, *east).and_utc(),
            Self::Observed(observances) => observances.instant(local),
        }
    }

    fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Self::Zone(zone) => zone.local(instant),
            Self::Fixed(east) => minus(instant.naive_utc(), -*east),
            Self::Observed(observances) => observances.local(instant),
        }
    }
}

/// `local` less so many seconds.
pub(super) fn minus(local: NaiveDateTime, seconds: i32) -> NaiveDateTime {
    local
        .checked_sub_signed(TimeDelta::seconds(seconds.into()))
        .unwrap_or(local)
}

/// The clocks of one calendar.
pub(super) struct Clocks<'a> {
    calendar: &'a Calendar<'a>,
    default: &'a Zone,
    /// Where VTIMEZONEs need to be known.
    span: (DateTime<Utc>, DateTime<Utc>),
    utc: Clock,
    floating: Clock,
    known: HashMap<u32, Clock>,
}

impl<'a> Clocks<'a> {
    pub(super) fn new(
        calendar: &'a Calendar<'a>,
        default: &'a Zone,
        span: (DateTime<Utc>, DateTime<Utc>),
    ) -> Self {
        let mut clocks = Self {
            calendar,
            default,
            span,
            utc: Clock::Fixed(0),
            floating: Clock::Zone(default.clone()),
            known: HashMap::new(),
        };
        if let Some(found) = calendar.zone.as_deref().and_then(|name| clocks.find(name)) {
            clocks.floating = found;
        }
        clocks
    }

    /// The clock of the user's own days.
    pub(super) fn default_zone(&self) -> &'a Zone {
        self.default
    }

    /// The clock that a series which starts at `moment` runs on.
    pub(super) fn clock(&mut self, moment: &Moment, line: u32, notes: &mut Notes) -> Clock {
        match (moment.written, moment.tzid) {
            (Written::Utc(_), _) => self.utc.clone(),
            (Written::Date(_), _) => Clock::Zone(self.default.clone()),
            (Written::Local(_), None) => self.floating.clone(),
            (Written::Local(_), Some(number)) => {
                if let Some(clock) = self.known.get(&number) {
                    return clock.clone();
                }
                let tzid = self
                    .calendar
                    .tzids
                    .get(number as usize)
                    .map_or("", |tzid| tzid);
                let clock = self.find(tzid).unwrap_or_else(|| {
                    let used = self.default.name().to_owned();
                    notes.add(
                        line,
                        Problem::UnknownZone {
                            tzid: super::warning::excerpt(tzid),
                            used,
                        },
                    );
                    Clock::Zone(self.default.clone())
                });
                self.known.insert(number, clock.clone());
                clock
            }
        }
    }

    fn find(&self, tzid: &str) -> Option<Clock> {
        let name = tzid.trim_matches(|character: char| {
            character == '"' || character == '\'' || character.is_whitespace()
        });
        if let Some(zone) = by_name(name) {
            return Some(Clock::Zone(zone));
        }
        let defined = || {
            self.calendar
                .time_zones
                .iter()
                .filter(|zone| zone.tzid.trim_matches('"') == name)
        };
        if let Some(zone) = defined().find_map(|zone| by_name(zone.location.as_deref()?)) {
            return Some(Clock::Zone(zone));
        }
        if let Some(clock) = defined().find_map(|zone| self.observed(zone)) {
            return Some(clock);
        }
        by_display_name(name)
            .map(Clock::Zone)
            .or_else(|| by_offset(name).map(Clock::Fixed))
    }

    fn observed(&self, zone: &TimeZone<'_>) -> Option<Clock> {
        Observances::new(zone, self.span).map(|observances| Clock::Observed(Arc::new(observances)))
    }
}

/// A zone by its IANA name, its Windows name, or a path that ends in an IANA name.
fn by_name(name: &str) -> Option<Zone> {
    if let Some(zone) = Zone::find(name) {
        return Some(zone);
    }
    if let Some(windows) = windows(name) {
        return Zone::find(windows.tzdb_id());
    }
    // `/mozilla.org/20070129_1/Europe/Berlin`, `custom_America/New_York`, `tzone://Microsoft/Utc`.
    let name = name.strip_prefix("custom_").unwrap_or(name);
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
    let tails = (1..=3)
        .rev()
        .filter_map(|length| parts.get(parts.len().checked_sub(length)?..));
    // One part alone is too little to go by, but for UTC.
    let mut tails = tails.filter(|tail| tail.len() > 1 || tail[0].eq_ignore_ascii_case("UTC"));
    tails.find_map(|tail| Zone::find(&tail.join("/")))
}

fn windows(name: &str) -> Option<WindowsTimezone> {
    name.parse()
        .ok()
        .or_else(|| WindowsTimezone::iter().find(|zone| zone.name().eq_ignore_ascii_case(name)))
}

/// A zone by the name that Windows shows for it, such as `(UTC-05:00) Eastern Time (US & Canada)`. The offset in front
/// is written in several ways, so only what follows it is compared.
fn by_display_name(name: &str) -> Option<Zone> {
    let place = |name: &str| -> Option<String> {
        let (offset, place) = name.strip_prefix('(')?.split_once(')')?;
        let known = ["UTC", "GMT"]
            .iter()
            .any(|prefix| offset.to_ascii_uppercase().starts_with(prefix));
        known
            .then(|| place.trim().to_lowercase())
            .filter(|place| !place.is_empty())
    };
    let wanted = place(name)?;
    let windows =
        WindowsTimezone::iter().find(|zone| place(zone.description()).as_ref() == Some(&wanted))?;
    Zone::find(windows.tzdb_id())
}

/// An offset that a name begins with: `GMT+0100`, `UTC-05:00`, `(UTC+01:00) Somewhere`, `+0200`. East is positive.
fn by_offset(name: &str) -> Option<i32> {
    let name: Cow<'_, str> = match name.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((inside, _)) => Cow::Owned(inside.to_ascii_uppercase()),
        None => Cow::Owned(name.to_ascii_uppercase()),
    };
    let rest = ["UTC", "GMT"]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(&name)
        .trim();
    if rest.is_empty() {
        return (rest.len() < name.trim().len()).then_some(0);
    }
    if !rest.starts_with(['+', '-']) {
        return None;
    }
    let end = rest
        .find(|character: char| !"+-:.0123456789".contains(character))
        .unwrap_or(rest.len());
    offset(&rest[..end].replace([':', '.'], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_disguise_are_known() {
        for (name, zone) in [
            ("Europe/Berlin", "Europe/Berlin"),
            ("europe/lisbon", "Europe/Lisbon"),
            ("Eastern Standard Time", "America/New_York"),
            ("eastern standard time", "America/New_York"),
            ("/mozilla.org/20070129_1/Europe/Berlin", "Europe/Berlin"),
            (
                "/freeassociation.sourceforge.net/Tzfile/America/Argentina/Cordoba",
                "America/Argentina/Cordoba",
            ),
            ("/Europe/Stockholm", "Europe/Stockholm"),
            ("custom_America/New_York", "America/New_York"),
            ("tzone://Microsoft/Utc", "UTC"),
        ] {
            assert_eq!(
                by_name(name)
                    .map(|found| found.name().to_owned())
                    .as_deref(),
                Some(zone),
                "{name}"
            );
        }
        for name in [
            "",
            "/",
            "Customized Time Zone",
            "Somewhere/Else",
            "US-Eastern",
        ] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }

    #[test]
    fn display_names_are_known_by_their_place() {
        for name in [
            "(UTC-05:00) Eastern Time (US & Canada)",
            "(GMT-05.00) eastern time (us & canada)",
        ] {
            assert_eq!(
                by_display_name(name)
                    .map(|zone| zone.name().to_owned())
                    .as_deref(),
                Some("America/New_York")
            );
        }
        assert_eq!(by_display_name("Eastern Time (US & Canada)"), None);
    }

    #[test]
    fn offsets_in_names_are_read_east_positive() {
        for (name, east) in [
            ("GMT+0100", Some(3600)),
            ("UTC-05:00", Some(-18_000)),
            ("(UTC+05:30) Somewhere", Some(19_800)),
            ("GMT -0500 (Standard) / GMT -0400 (Daylight)", Some(-18_000)),
            ("+0200", Some(7200)),
            ("UTC", Some(0)),
            ("Nowhere", None),
            ("", None),
            ("UTCx", None),
        ] {
            assert_eq!(by_offset(name), east, "{name}");
        }
    }
}
