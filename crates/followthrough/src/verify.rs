//! Judges any placement: whether every promised touch has one place, in time that exists, inside its window.
//!
//! It reads the plan on its own, from the days up, and shares nothing with the solver but the plan's types: a number is
//! believed because two readings of one plan meet in it.

mod calendar;
mod owed;
mod split;
mod violation;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::{
    CadenceName, Cap, ChannelName, Claim, Error, Instants, Party, Placed, Plan, Policy, Seconds,
    Span, Work,
};
use calendar::{Calendar, Segment, next};
use owed::{Need, Needs, Reader, chain};
pub use violation::{Owed, Violation};

impl Plan {
    /// Everything that is wrong with a claim; nothing where it holds.
    ///
    /// It checks that the starts are allowed and split as the mix says, that what they need and what is owed to the
    /// pipeline has its place exactly once, and that every place is one: in a segment of the right category with room,
    /// inside the window, contact hours and caps. What is owed may be late; what new prospects are promised may not. It does
    /// not judge whether more would fit, or whether less need have been late.
    ///
    /// # Errors
    /// What the caller can correct in the plan.
    pub fn verify(&self, claim: &Claim) -> Result<Vec<Violation>, Error> {
        let mut names = BTreeSet::new();
        for cadence in &self.cadences {
            if !names.insert(cadence.name()) {
                return Err(Error::DuplicateCadence {
                    cadence: cadence.name().clone(),
                });
            }
        }
        let mut judge = Judge {
            plan: self,
            calendar: Calendar::new(self)?,
            needs: Needs::new(),
            violations: Vec::new(),
            used: BTreeMap::new(),
            caps: BTreeMap::new(),
            counts: BTreeMap::new(),
        };
        judge.starts(claim)?;
        let mut reader = Reader {
            plan: self,
            calendar: &mut judge.calendar,
        };
        reader.committed(&mut judge.needs)?;
        judge.expected(claim)?;
        judge.places(&claim.placement);
        judge.segments();
        judge.caps();
        judge.mix(claim)?;
        let last = judge
            .needs
            .values()
            .map(|need| need.window.to)
            .chain([claim.horizon.to])
            .max();
        judge.calendar.overlap(last.unwrap_or(claim.horizon.to))?;
        Ok(judge.violations)
    }
}

/// What lies in one segment.
struct Used<'claim> {
    segment: Segment,
    seconds: Seconds,
    /// Whether any touch has contact hours.
    hours: bool,
    placed: Vec<(Owed, &'claim Placed, Seconds)>,
}

/// The claim as far as it is judged.
struct Judge<'plan, 'claim> {
    plan: &'plan Plan,
    calendar: Calendar<'plan>,
    needs: Needs,
    violations: Vec<Violation>,
    used: BTreeMap<NaiveDateTime, Used<'claim>>,
    /// Touches by channel and day.
    caps: BTreeMap<ChannelName, BTreeMap<NaiveDate, u64>>,
    /// Prospects started, by day and cadence.
    counts: BTreeMap<NaiveDate, BTreeMap<CadenceName, u64>>,
}

impl<'plan, 'claim> Judge<'plan, 'claim> {
    /// Judges the start days and the mix, and notes what the starts need.
    fn starts(&mut self, claim: &Claim) -> Result<(), Error> {
        let horizon = &claim.horizon;
        if horizon.to < horizon.from {
            return Err(Error::HorizonReversed {
                to: horizon.to,
                first_day: horizon.from,
            });
        }
        self.calendar.check(horizon.to)?;
        let mut counts: BTreeMap<NaiveDate, BTreeMap<CadenceName, u64>> = BTreeMap::new();
        for start in claim.starts.iter().filter(|start| start.count > 0) {
            if self.plan.cadence(&start.cadence).is_none() {
                let (cadence, date) = (start.cadence.clone(), start.date);
                self.violations
                    .push(Violation::UnknownCadence { cadence, date });
                continue;
            }
            self.calendar.check(start.date)?;
            let by_cadence = counts.entry(start.date).or_default();
            *by_cadence.entry(start.cadence.clone()).or_default() += u64::from(start.count);
        }
        if counts.is_empty() {
            return Ok(());
        }
        let first_day = horizon.from.max(self.plan.first_day);
        let first = if claim.policy == Policy::Once {
            Some(self.calendar.roll(first_day)?)
        } else {
            None
        };
        let mut ready: BTreeMap<_, u64> = BTreeMap::new();
        for (&date, by_cadence) in &counts {
            if date < first_day || horizon.to < date {
                self.violations.push(Violation::StartOutsideHorizon {
                    date,
                    horizon: horizon.clone(),
                });
            } else if !self.calendar.worked(date) {
                self.violations.push(Violation::StartOnDayOff { date });
            } else if let Some(first) = first.filter(|first| *first != date) {
                self.violations
                    .push(Violation::StartNotFirst { date, first });
            }
            for (name, &count) in by_cadence {
                let Some(cadence) = self.plan.cadence(name) else {
                    continue;
                };
                let mut reader = Reader {
                    plan: self.plan,
                    calendar: &mut self.calendar,
                };
                let left = ready
                    .entry(name.clone())
                    .or_insert_with(|| reader.ready(name));
                let unready = count.saturating_sub(*left);
                *left = left.saturating_sub(count);
                if let Some(touch) =
                    reader.started(cadence, date, count, unready, &mut self.needs)?
                {
                    let cadence = name.clone();
                    self.violations.push(Violation::StartWindowsMeet {
                        cadence,
                        date,
                        touch,
                    });
                }
            }
        }
        self.counts = counts;
        Ok(())
    }

    /// Notes what is expected of every workday up to the last window's close, and later where time is kept for it as well.
    fn expected(&mut self, claim: &Claim) -> Result<(), Error> {
        if self.plan.expect.answers == 0 {
            return Ok(());
        }
        let closes = self.needs.values().map(|need| need.window.to);
        let last = closes.fold(claim.horizon.to, NaiveDate::max);
        let mut reader = Reader {
            plan: self.plan,
            calendar: &mut self.calendar,
        };
        let mut date = self.plan.first_day;
        while date <= last {
            reader.expected(date, &mut self.needs)?;
            date = next(date);
        }
        let mut later: BTreeMap<(NaiveDate, &CadenceName), u64> = BTreeMap::new();
        for placed in &claim.placement {
            if let Party::Expected(date) = placed.party
                && date > last
            {
                *later.entry((date, &placed.cadence)).or_default() += u64::from(placed.count);
            }
        }
        for ((date, cadence), count) in later {
            let mut needs = Needs::new();
            reader.expected(date, &mut needs)?;
            // Time for some of them is more than is asked for.
            for (owed, need) in needs
                .into_iter()
                .filter(|(owed, _)| owed.cadence == *cadence)
            {
                let count = need.count.min(count);
                self.needs.insert(owed, Need { count, ..need });
            }
        }
        Ok(())
    }

    /// Judges how the starts are split: in all, and for `level` by the end of every week, going on from those whom rows say
    /// were started in the quarter before.
    fn mix(&mut self, claim: &Claim) -> Result<(), Error> {
        for part in &self.plan.mix {
            if self.plan.cadence(&part.cadence).is_none() {
                return Err(owed::unknown(
                    self.plan,
                    "the mix".to_owned(),
                    &part.cadence,
                ));
            }
        }
        if self.counts.is_empty() {
            return Ok(());
        }
        let parts = split::parts(self.plan);
        if parts.is_empty() {
            let cadences = self
                .plan
                .cadences
                .iter()
                .map(|cadence| cadence.name().clone())
                .collect();
            return Err(Error::MixMissing { cadences });
        }
        if parts.iter().all(|(_, count)| *count == 0) {
            return Err(Error::MixEmpty);
        }
        let by_week = claim.policy == Policy::Level;
        let before = if by_week {
            split::before(self.plan)
        } else {
            BTreeMap::new()
        };
        // A horizon that ends inside the week of the first start tells the beginning of a longer plan, and the order of the
        // mix within a week is free: only that somebody is split to the cadence at all can be asked of it.
        if by_week && self.is_cut(claim.horizon.to) {
            for (&date, by_cadence) in &self.counts {
                for (cadence, &started) in by_cadence {
                    let is_mixed = parts
                        .iter()
                        .any(|(name, count)| name == cadence && *count > 0);
                    if started > 0 && !is_mixed {
                        self.violations.push(Violation::Mix {
                            cadence: cadence.clone(),
                            through: date,
                            started,
                            expected: 0,
                        });
                    }
                }
            }
            return Ok(());
        }
        let counts = std::mem::take(&mut self.counts);
        let mut had: BTreeMap<_, u64> = BTreeMap::new();
        let mut days = counts.iter().peekable();
        while let Some((&date, by_cadence)) = days.next() {
            for (name, count) in by_cadence {
                *had.entry(name.clone()).or_default() += count;
            }
            let ends = match (by_week, days.peek()) {
                (_, None) => true,
                (true, Some((later, _))) => self.week(date) != self.week(**later),
                _ => false,
            };
            if !ends {
                continue;
            }
            for (cadence, expected) in split::split_after(&parts, &before, had.values().sum()) {
                let started = had.get(&cadence).copied().unwrap_or(0);
                if started != expected {
                    self.violations.push(Violation::Mix {
                        cadence,
                        through: date,
                        started,
                        expected,
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether a workday of the first week lies after a horizon's last day.
    fn is_cut(&mut self, to: NaiveDate) -> bool {
        let end = self.this_week_end();
        let after = to.succ_opt().unwrap_or(to);
        let mut days = after.iter_days().take_while(|day| *day <= end);
        days.any(|day| self.in_reach(day) && self.calendar.worked(day))
    }

    /// The last day of the first week; of the next one, where no day from the first one on is worked in it.
    fn this_week_end(&mut self) -> NaiveDate {
        let first = self.plan.first_day;
        let later = |date: NaiveDate, days| date.checked_add_days(Days::new(days)).unwrap_or(date);
        let end = later(self.week(first), 6);
        let mut days = first.iter_days().take_while(|day| *day <= end);
        if days.any(|day| self.in_reach(day) && self.calendar.worked(day)) {
            end
        } else {
            later(end, 7)
        }
    }

    /// The first day of the week of `date`.
    fn week(&self, date: NaiveDate) -> NaiveDate {
        use chrono::Datelike;
        let since = date.weekday().days_since(self.plan.workweek.first_day());
        date.checked_sub_days(Days::new(u64::from(since)))
            .unwrap_or(date)
    }

    /// Judges every entry of the placement by itself, and whether everything has its places.
    fn places(&mut self, placement: &'claim [Placed]) {
        let mut counted: BTreeMap<Owed, u64> = BTreeMap::new();
        for placed in placement {
            let owed = Owed {
                cadence: placed.cadence.clone(),
                party: placed.party.clone(),
                work: placed.work,
                touch: placed.touch,
            };
            if placed.count == 0 {
                self.violations.push(Violation::Nothing {
                    owed,
                    date: placed.date,
                });
                continue;
            }
            *counted.entry(owed.clone()).or_default() += u64::from(placed.count);
            if let Some(need) = self.needs.get(&owed).cloned() {
                self.place(owed, &need, placed);
            }
        }
        for (owed, need) in &self.needs {
            let placed = counted.remove(owed).unwrap_or(0);
            let (owed, needed) = (owed.clone(), need.count);
            if placed < needed {
                self.violations.push(Violation::Missing {
                    owed,
                    needed,
                    placed,
                });
            } else if placed > needed {
                self.violations.push(Violation::Surplus {
                    owed,
                    needed,
                    placed,
                });
            }
        }
        for (owed, placed) in counted {
            self.violations.push(Violation::Surplus {
                owed,
                needed: 0,
                placed,
            });
        }
    }

    /// Judges one entry that is needed: its day, its segment, its category.
    fn place(&mut self, owed: Owed, need: &Need, placed: &'claim Placed) {
        let date = placed.date;
        if date < need.window.from || need.window.to < date {
            // What is owed to the pipeline may be late; what is promised to new prospects may not.
            if matches!(owed.party, Party::Start(_)) || date < need.window.from {
                self.violations.push(Violation::OutsideWindow {
                    owed: owed.clone(),
                    date,
                    window: need.window.clone(),
                });
            }
        }
        if let Some(channel) = &need.channel {
            for (channel, _) in chain(self.plan, channel) {
                *self
                    .caps
                    .entry(channel)
                    .or_default()
                    .entry(date)
                    .or_default() += u64::from(placed.count);
            }
        }
        let Some(local) = placed.segment else {
            if need.effort > 0 {
                self.violations
                    .push(Violation::SegmentMissing { owed, date });
            } else if !self.in_reach(date) || !self.calendar.worked(date) {
                self.violations.push(Violation::DayOff { owed, date });
            }
            return;
        };
        if need.effort == 0 {
            self.violations.push(Violation::SegmentUnneeded {
                owed,
                segment: local,
            });
            return;
        }
        let segment = if self.in_reach(local.date()) {
            self.calendar
                .segments(local.date())
                .iter()
                .find(|segment| segment.local == local)
                .cloned()
        } else {
            None
        };
        let Some(segment) = segment else {
            self.violations.push(Violation::UnknownSegment {
                owed,
                segment: local,
            });
            return;
        };
        if segment.date != date {
            self.violations.push(Violation::WrongDate {
                owed: owed.clone(),
                date,
                segment: local,
            });
        }
        let categories = self.plan.blocks[segment.block].categories();
        if let Some(category) = need
            .category
            .clone()
            .filter(|category| !categories.contains(category))
        {
            self.violations.push(Violation::WrongCategory {
                owed: owed.clone(),
                category,
                segment: local,
            });
        }
        if owed.work == Work::Prep
            && let Party::Start(start) = owed.party
            && start == segment.date
            && !self.before_first(&segment, need)
        {
            self.violations.push(Violation::PrepTooLate {
                owed: owed.clone(),
                segment: local,
            });
        }
        let used = self.used.entry(local).or_insert_with(|| Used {
            segment,
            seconds: 0,
            hours: false,
            placed: Vec::new(),
        });
        used.seconds = used
            .seconds
            .saturating_add(need.effort.saturating_mul(u64::from(placed.count)));
        used.hours |= need.hours.is_some();
        used.placed.push((owed, placed, need.effort));
    }

    /// Whether a day is near enough to be looked up.
    fn in_reach(&self, date: NaiveDate) -> bool {
        self.calendar.check(date).is_ok()
    }

    /// Whether a segment of the start day begins before the first touch's category has its first one.
    fn before_first(&mut self, segment: &Segment, need: &Need) -> bool {
        let Some(category) = &need.before else {
            return true;
        };
        let plan = self.plan;
        let first = self
            .calendar
            .segments(segment.date)
            .iter()
            .filter(|other| plan.blocks[other.block].categories().contains(category))
            .map(|other| other.start)
            .min();
        first.is_none_or(|first| segment.start < first)
    }

    /// Judges every segment that is used: its time, and its clock where contact hours ask for one.
    fn segments(&mut self) {
        for (&local, used) in &self.used {
            let usable = used.segment.usable;
            if used.seconds > usable {
                let used = used.seconds;
                self.violations.push(Violation::Overfull {
                    segment: local,
                    usable,
                    used,
                });
            }
            let mut timed = Vec::new();
            for (owed, placed, effort) in &used.placed {
                let Some(at) = placed.at else {
                    if used.hours {
                        let owed = owed.clone();
                        self.violations.push(Violation::ClockMissing {
                            owed,
                            segment: local,
                        });
                    }
                    continue;
                };
                let start = self.instant(&used.segment, at);
                let length = effort
                    .saturating_mul(u64::from(placed.count))
                    .min(2 * 86_400);
                let end = start + TimeDelta::seconds(length as i64);
                timed.push((start, end, at, owed));
                let last = used.segment.start + TimeDelta::seconds(usable as i64);
                if start < used.segment.start || last < end {
                    let owed = owed.clone();
                    self.violations.push(Violation::OutsideUsable {
                        owed,
                        at,
                        segment: local,
                    });
                }
                if let Some(violation) = self.outside_hours(owed, placed.date, at, start, end) {
                    self.violations.push(violation);
                }
            }
            timed.sort();
            let mut before: Option<(DateTime<Utc>, &Owed)> = None;
            for (start, end, at, owed) in timed {
                if let Some((until, first)) = before
                    && start < until
                {
                    let (first, second) = (first.clone(), owed.clone());
                    self.violations.push(Violation::ClockOverlap {
                        first,
                        second,
                        at,
                        segment: local,
                    });
                }
                if before.is_none_or(|(until, _)| until < end) {
                    before = Some((end, owed));
                }
            }
        }
    }

    /// The instant of a clock time in a segment: where the clock shows it twice, or after midnight, the one inside.
    fn instant(&self, segment: &Segment, at: NaiveTime) -> DateTime<Utc> {
        let end = segment.start + TimeDelta::seconds(segment.usable as i64);
        let mut candidates = Vec::new();
        for date in [segment.date, next(segment.date)] {
            match self.plan.zone.instants(date.and_time(at)) {
                Instants::None(instant) | Instants::One(instant) => candidates.push(instant),
                Instants::Two(first, second) => candidates.extend([first, second]),
            }
        }
        let inside = candidates
            .iter()
            .find(|instant| segment.start <= **instant && **instant < end);
        *inside.unwrap_or(&candidates[0])
    }

    fn outside_hours(
        &self,
        owed: &Owed,
        date: NaiveDate,
        at: NaiveTime,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
    ) -> Option<Violation> {
        let (hours, zone) = self.needs.get(owed)?.hours.as_ref()?;
        let day = zone.local(start).date();
        let open = zone.instant(day.and_time(hours.from()));
        let close = zone.instant(day.and_time(hours.to()));
        (start < open || close < end).then(|| Violation::OutsideHours {
            owed: owed.clone(),
            date,
            at,
            from: hours.from(),
            to: hours.to(),
            zone: zone.name().to_owned(),
        })
    }

    /// Judges the caps of every channel, by day and by any 7 days in a row.
    fn caps(&mut self) {
        for (channel, days) in &self.caps {
            let Cap { day, week } = self
                .plan
                .channels
                .get(channel)
                .map(|channel| channel.cap)
                .unwrap_or_default();
            for (span, room) in [(1, day), (7, week)] {
                let Some(room) = room.map(u64::from) else {
                    continue;
                };
                for &from in days.keys() {
                    let to = from.checked_add_days(Days::new(span - 1)).unwrap_or(from);
                    let used: u64 = days.range(from..=to).map(|(_, count)| count).sum();
                    if used > room {
                        let (channel, span) = (channel.clone(), Span { from, to });
                        self.violations.push(Violation::CapPassed {
                            channel,
                            span,
                            room,
                            used,
                        });
                    }
                }
            }
        }
    }
}
