//! The clock that a VTIMEZONE defines (RFC 5545 §3.6.5), for zones that no database knows.

use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use followthrough::{Budget, Rule, Start, Written};

use super::component::TimeZone;
use super::zones::minus;

/// A VTIMEZONE's changes of offset, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Observances {
    /// The offset before the first change, in seconds east.
    before: i32,
    changes: Vec<Change>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    at: DateTime<Utc>,
    to: i32,
}

impl Observances {
    /// The changes up to the end of `span`; `None` where there is no observance that can be read.
    pub(super) fn new(zone: &TimeZone<'_>, span: (DateTime<Utc>, DateTime<Utc>)) -> Option<Self> {
        let end = span
            .1
            .naive_utc()
            .checked_add_days(Days::new(800))
            .unwrap_or(span.1.naive_utc());
        // Outlook's rules begin in 1601; what matters is what they say near the span.
        let begin = span
            .0
            .naive_utc()
            .checked_sub_days(Days::new(1200))
            .unwrap_or(span.0.naive_utc());
        // A change a year needs a few hundred steps.
        let budget = Budget { steps: 3_000 };
        let mut changes: Vec<(Change, i32)> = Vec::new();
        for observance in &zone.observances {
            let (Some(from), Some(to), Some(start)) =
                (observance.from, observance.to, observance.start)
            else {
                continue;
            };
            let local_of = |written: &Written| match written {
                Written::Date(date) => date.and_time(NaiveTime::MIN),
                Written::Local(local) => *local,
                Written::Utc(instant) => minus(instant.naive_utc(), -from),
            };
            let start = local_of(&start);
            let mut onsets = vec![start];
            onsets.extend(observance.dates.iter().map(local_of));
            for rule in observance.rules.iter().take(8) {
                // An unreadable rule leaves the observance with its first onset.
                let Ok((rule, _)) = Rule::lenient(rule) else {
                    continue;
                };
                // UNTIL in UTC is to be read with the offset that the change ends (§3.6.5).
                let east = super::zones::Clock::Fixed(from);
                let start = Start::at(start, &east);
                let found = rule.occurrences(&start, begin, end, budget);
                if found.starts.is_empty() {
                    // It ended before: its last change still tells the offset since.
                    onsets.extend(rule.last(&start, budget));
                }
                onsets.extend(found.starts);
            }
            changes.extend(onsets.into_iter().map(|local| {
                (
                    Change {
                        at: minus(local, from).and_utc(),
                        to,
                    },
                    from,
                )
            }));
        }
        changes.sort_unstable();
        changes.dedup();
        let before = changes.first()?.1;
        Some(Self {
            before,
            changes: changes.into_iter().map(|(change, _)| change).collect(),
        })
    }

    /// What decides between several definitions of one name: how often the clock changes, and then anything at all.
    pub(super) fn rank(&self) -> impl Ord + '_ {
        (self.changes.len(), &self.changes, self.before)
    }

    /// Whether the two clocks ever differ in `span`.
    pub(super) fn differs(&self, other: &Self, span: (DateTime<Utc>, DateTime<Utc>)) -> bool {
        let inside = |change: &&Change| span.0 < change.at && change.at < span.1;
        [self, other]
            .into_iter()
            .flat_map(|clock| clock.changes.iter().filter(inside).map(|change| change.at))
            .chain([span.0])
            .any(|at| self.offset(at) != other.offset(at))
    }

    fn offset(&self, instant: DateTime<Utc>) -> i32 {
        let after = self.changes.partition_point(|change| change.at <= instant);
        after
            .checked_sub(1)
            .map_or(self.before, |last| self.changes[last].to)
    }

    pub(super) fn local(&self, instant: DateTime<Utc>) -> NaiveDateTime {
        minus(instant.naive_utc(), -self.offset(instant))
    }

    /// As of a zone in the database: the offset before a gap, the first of two.
    pub(super) fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let near = |seconds: i32| self.offset(minus(local, seconds).and_utc());
        let day = TimeDelta::days(1).num_seconds() as i32;
        let (earlier, later) = (near(day), near(-day));
        let at = |east: i32| minus(local, east).and_utc();
        let mut candidates = [at(earlier), at(later)];
        candidates.sort_unstable();
        candidates
            .into_iter()
            .find(|&instant| self.local(instant) == local)
            .unwrap_or(at(earlier))
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use followthrough::Zone;

    use super::*;
    use crate::read::component::Observance;

    fn local(month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, month, day)
            .and_then(|date| date.and_hms_opt(hour, minute, 0))
            .expect("a time")
    }

    /// As Outlook writes the American East.
    fn outlook() -> Observances {
        let observance = |rule: &'static str, from: i32, to: i32| Observance {
            start: Written::lenient("16010101T020000"),
            rules: vec![rule.into()],
            dates: Vec::new(),
            from: Some(from * 3600),
            to: Some(to * 3600),
        };
        let zone = TimeZone {
            observances: vec![
                observance("FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", -4, -5),
                observance("FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", -5, -4),
            ],
            ..TimeZone::default()
        };
        let at = |month| local(month, 1, 0, 0).and_utc();
        Observances::new(&zone, (at(1), at(12))).expect("observances")
    }

    #[test]
    fn a_defined_zone_agrees_with_the_database_all_year() {
        let (defined, known) = (
            outlook(),
            "America/New_York".parse::<Zone>().expect("a zone"),
        );
        let mut at = local(1, 1, 0, 0);
        while at < local(12, 31, 0, 0) {
            assert_eq!(defined.instant(at), known.instant(at), "{at}");
            assert_eq!(
                defined.local(at.and_utc()),
                known.local(at.and_utc()),
                "{at} UTC"
            );
            at += TimeDelta::minutes(15);
        }
    }

    #[test]
    fn before_the_first_change_its_offset_from_holds() {
        let observance = Observance {
            start: Written::lenient("20260601T000000"),
            rules: Vec::new(),
            dates: Vec::new(),
            from: Some(3600),
            to: Some(7200),
        };
        let zone = TimeZone {
            observances: vec![observance],
            ..TimeZone::default()
        };
        let at = local(1, 1, 0, 0).and_utc();
        let observances = Observances::new(&zone, (at, at)).expect("observances");
        assert_eq!(
            observances.instant(local(1, 1, 1, 0)),
            local(1, 1, 0, 0).and_utc()
        );
        assert_eq!(
            observances.instant(local(7, 1, 2, 0)),
            local(7, 1, 0, 0).and_utc()
        );
        assert_eq!(Observances::new(&TimeZone::default(), (at, at)), None);
    }
}
