//! Which clock a TZID means: an IANA name in some disguise, a Windows name, or what the file itself defines.
//!
//! The order in which a name is looked up is this file's one secret; what names mean is `zone_names.rs`, and what a
//! VTIMEZONE means is `observances.rs`.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use followthrough::{WallClock, Written, Zone};

use super::component::{Calendar, Moment, TimeZone};
use super::observances::Observances;
use super::warning::{Notes, Problem, excerpt};
use super::zone_names::{Offsets, Places, by_offsets, known, without_number};

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
    /// Where the file says that its days are, if it does.
    days: Option<Clock>,
    places: OnceCell<Places>,
    known: HashMap<u32, Clock>,
}

/// What a name was found to mean.
struct Found {
    clock: Clock,
    /// Where nothing but an offset was understood: what its times are read as.
    guess: Option<String>,
    /// Where several VTIMEZONEs of the name differ: the lines of the one that is used and of another one.
    twice: Option<(u32, u32)>,
}

impl<'a> Clocks<'a> {
    pub(super) fn new(
        calendar: &'a Calendar<'a>,
        default: &'a Zone,
        span: (DateTime<Utc>, DateTime<Utc>),
        notes: &mut Notes,
    ) -> Self {
        let mut clocks = Self {
            calendar,
            default,
            span,
            utc: Clock::Fixed(0),
            floating: Clock::Zone(default.clone()),
            days: None,
            places: OnceCell::new(),
            known: HashMap::new(),
        };
        if let Some((line, name)) = &calendar.zone {
            clocks.floating = clocks.told(name, *line, notes);
        }
        clocks.days = clocks.zone_of_days();
        clocks
    }

    /// The clock of the user's own days.
    pub(super) fn default_zone(&self) -> &'a Zone {
        self.default
    }

    /// The clock that tells the day of an instant that is written where a date should be: that of the date's own TZID,
    /// of the file, or the user's.
    pub(super) fn clock_of_days(&self, moment: &Moment) -> Clock {
        let own = moment
            .tzid
            .and_then(|number| self.calendar.tzids.get(number as usize))
            .and_then(|tzid| self.find(tzid));
        own.map(|found| found.clock)
            .or_else(|| self.days.clone())
            .unwrap_or_else(|| Clock::Zone(self.default.clone()))
    }

    /// X-WR-TIMEZONE, which is UTC in feeds that tell nothing by it; else the only VTIMEZONE.
    fn zone_of_days(&self) -> Option<Clock> {
        let is_utc = |clock: &Clock| match clock {
            Clock::Zone(zone) => zone.name().ends_with("UTC") || zone.name().ends_with("GMT"),
            Clock::Fixed(east) => *east == 0,
            Clock::Observed(_) => false,
        };
        let named = self.calendar.zone.as_ref().map(|(_, name)| name);
        let only = match &self.calendar.time_zones[..] {
            [only] => Some(&only.tzid),
            _ => None,
        };
        [named, only]
            .into_iter()
            .flatten()
            .filter_map(|name| self.find(name))
            .map(|found| found.clock)
            .find(|clock| !is_utc(clock))
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
                let calendar = self.calendar;
                let tzid = calendar.tzids.get(number as usize).map_or("", |tzid| tzid);
                let clock = self.told(tzid, line, notes);
                self.known.insert(number, clock.clone());
                clock
            }
        }
    }

    /// What a name means, with a warning where that is not certain.
    fn told(&self, name: &str, line: u32, notes: &mut Notes) -> Clock {
        let tzid = || excerpt(name);
        let Some(found) = self.find(name) else {
            let (tzid, used) = (tzid(), self.default.name().to_owned());
            notes.add(line, Problem::UnknownZone { tzid, used });
            return Clock::Zone(self.default.clone());
        };
        if let Some(used) = found.guess {
            let tzid = tzid();
            notes.add(line, Problem::OffsetAlone { tzid, used });
        }
        if let Some((used, other)) = found.twice {
            let tzid = tzid();
            notes.add(other, Problem::ZoneTwice { tzid, used });
        }
        found.clock
    }

    /// Whether anything is understood of a name.
    pub(super) fn knows(&self, tzid: &str) -> bool {
        self.find(tzid).is_some()
    }

    fn find(&self, tzid: &str) -> Option<Found> {
        let name = tzid.trim_matches(|character: char| {
            character == '"' || character == '\'' || character.is_whitespace()
        });
        let sure = |clock: Clock| Found {
            clock,
            guess: None,
            twice: None,
        };
        if let Some(zone) = known(name) {
            return Some(sure(Clock::Zone(zone)));
        }
        let defined = || {
            self.calendar
                .time_zones
                .iter()
                .filter(|zone| zone.tzid.trim_matches('"') == name)
        };
        if let Some(zone) = defined().find_map(|zone| known(zone.location.as_deref()?)) {
            return Some(sure(Clock::Zone(zone)));
        }
        if let Some(found) = self.observed(defined()) {
            return Some(found);
        }
        let places = self.places.get_or_init(Places::new);
        let by_place = |name: &str| known(name).or_else(|| places.find(name));
        let found = places
            .find(name)
            .or_else(|| without_number(name).and_then(by_place));
        if let Some(zone) = found {
            return Some(sure(Clock::Zone(zone)));
        }
        let (clock, used) = match by_offsets(name)? {
            Offsets::Zone(zone) => {
                let used = zone.name().to_owned();
                (Clock::Zone(zone), used)
            }
            Offsets::Fixed(east) => (Clock::Fixed(east), offset_name(east)),
        };
        Some(Found {
            clock,
            guess: Some(used),
            twice: None,
        })
    }

    /// What the VTIMEZONEs of one name define. Where they differ, the one with the most changes of the clock is used:
    /// their order in the file says nothing.
    fn observed<'z>(&self, zones: impl Iterator<Item = &'z TimeZone<'a>>) -> Option<Found>
    where
        'a: 'z,
    {
        // More than a few definitions of one zone mean nothing more.
        let read: Vec<(u32, Observances)> = zones
            .take(8)
            .filter_map(|zone| Some((zone.line, Observances::new(zone, self.span)?)))
            .collect();
        let (line, used) = read.iter().max_by(|(line, one), (other_line, other)| {
            one.rank().cmp(&other.rank()).then(other_line.cmp(line))
        })?;
        let twice = read
            .iter()
            .find(|(_, other)| used.differs(other, self.span))
            .map(|(other, _)| (*line, *other));
        Some(Found {
            clock: Clock::Observed(Arc::new(used.clone())),
            guess: None,
            twice,
        })
    }
}

/// An offset as messages show it.
fn offset_name(east: i32) -> String {
    let (sign, size) = (if east < 0 { '-' } else { '+' }, east.abs());
    format!("UTC{sign}{:02}:{:02}", size / 3600, size / 60 % 60)
}
