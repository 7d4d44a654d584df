//! Events into occurrences: series, exceptions, overrides, the newest of several versions (RFC 5545 §3.8.4.4, §3.8.5).

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use followthrough::{Budget, Rule, Start, WallClock, Written};

use super::component::{Calendar, Event, Moment, Until};
use super::value::Span;
use super::warning::{Notes, Problem, excerpt};
use super::zones::{Clock, Clocks};

/// One time that an event takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence<'a> {
    pub(super) event: &'a Event<'a>,
    pub(super) when: When,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// From an instant to another one, not before it.
    Timed(DateTime<Utc>, DateTime<Utc>),
    /// From a local day to another one, both included.
    Days(NaiveDate, NaiveDate),
    /// The series was not followed further than this instant.
    Rest(DateTime<Utc>),
}

/// What all series of a question may still cost together.
pub(super) struct Purse {
    /// The most that one series may cost.
    pub(super) each: u32,
    pub(super) steps: u64,
    pub(super) occurrences: usize,
}

/// How long an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    /// Whole local days; negative where the end lies before the start.
    Days(i64),
    /// Seconds: what DTEND gives, the same for every occurrence (§3.8.5.3). Negative as above.
    Exact(i64),
    /// What DURATION gives: days on the wall clock, then seconds.
    Nominal(Span),
}

/// One calendar's events on their way into occurrences.
pub(super) struct Expansion<'a, 'b> {
    pub(super) clocks: Clocks<'a>,
    pub(super) span: (DateTime<Utc>, DateTime<Utc>),
    pub(super) purse: &'b mut Purse,
    pub(super) notes: &'b mut Notes,
    /// Whether an event's occurrences are asked for at all.
    pub(super) wanted: &'b dyn Fn(&Event<'a>) -> bool,
    pub(super) visit: &'b mut dyn FnMut(Occurrence<'a>),
}

/// Which occurrence of a series a RECURRENCE-ID or an EXDATE means: one instant, or whatever begins on a local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    At(DateTime<Utc>),
    On(NaiveDate),
}

/// An event with its clock.
struct Series<'a> {
    event: &'a Event<'a>,
    clock: Clock,
    /// The clock that tells the day of an instant, where a day is meant.
    days: Clock,
    all_day: bool,
    start: NaiveDateTime,
    length: Length,
}

/// The occurrences that a series has by itself: their local starts, and the length where an RDATE gives it its own.
struct Instances {
    starts: BTreeMap<NaiveDateTime, Option<Length>>,
    stopped: Option<NaiveDateTime>,
}

/// Overrides of one series, by what they override.
struct Overrides<'a> {
    by_key: HashMap<Key, &'a Event<'a>>,
    /// Those for all later occurrences too, in order: from which local start on, and moved by how much.
    onward: Vec<(NaiveDateTime, TimeDelta, Series<'a>)>,
}

impl<'a> Expansion<'a, '_> {
    pub(super) fn run(&mut self, calendar: &'a Calendar<'a>) {
        let mut groups: HashMap<&str, Vec<&'a Event<'a>>> =
            HashMap::with_capacity(calendar.events.len());
        let mut order = Vec::with_capacity(calendar.events.len());
        for event in &calendar.events {
            match &event.uid {
                Some(uid) => {
                    let group = groups.entry(uid).or_default();
                    if group.is_empty() {
                        order.push(uid.as_ref());
                    }
                    group.push(event);
                }
                // Without a UID nothing can belong to it.
                None => self.family(&[event]),
            }
        }
        for uid in order {
            if let Some(group) = groups.get(uid) {
                self.family(group);
            }
        }
    }

    /// All events of one UID.
    fn family(&mut self, group: &[&'a Event<'a>]) {
        let (masters, overrides): (Vec<_>, Vec<_>) = group
            .iter()
            .copied()
            .partition(|event| event.recurrence_id.is_none());
        let masters = self.current(masters).into_iter();
        let mut first = true;
        // Overrides of hundreds of events with one UID mean nothing.
        for (index, master) in masters.enumerate() {
            let overrides = if index < 16 { &overrides[..] } else { &[] };
            self.series(master, overrides, first);
            first = false;
        }
        if first {
            self.orphans(&overrides);
        }
    }

    /// Of the events of one UID those that count. A feed holds one state and no history, and many write a series out
    /// under one UID: only a higher SEQUENCE, or a later LAST-MODIFIED of the same start, makes one a copy of another.
    fn current(&mut self, masters: Vec<&'a Event<'a>>) -> Vec<&'a Event<'a>> {
        if masters.len() < 2 {
            return masters;
        }
        let highest = masters.iter().map(|event| event.version.sequence).max();
        let (current, older): (Vec<_>, Vec<_>) = masters
            .into_iter()
            .partition(|event| Some(event.version.sequence) == highest);
        let mut latest: HashMap<Option<Moment>, &'a Event<'a>> = HashMap::new();
        for event in &current {
            let held = latest.entry(event.start).or_insert(event);
            if event.version.last_modified > held.version.last_modified {
                *held = event;
            }
        }
        for event in older {
            let same = |other: &&Event<'a>| other.start == event.start && other.end == event.end;
            let newer = latest
                .get(&event.start)
                .copied()
                .filter(|other| same(other));
            if let (None, Some(first)) = (newer, current.first()) {
                self.tell_dropped(event, Problem::OlderSequence { newer: first.line });
            }
        }
        let (current, earlier): (Vec<_>, Vec<_>) = current.into_iter().partition(|event| {
            let last = latest
                .get(&event.start)
                .map(|held| held.version.last_modified);
            event.version.last_modified.is_none() || Some(event.version.last_modified) == last
        });
        for event in earlier {
            if let Some(held) = latest.get(&event.start)
                && held.end != event.end
            {
                self.tell_dropped(event, Problem::ModifiedEarlier { newer: held.line });
            }
        }
        current
    }

    /// Warns of an event that is passed over for another one, where it would have taken time.
    fn tell_dropped(&mut self, event: &'a Event<'a>, problem: Problem) {
        if (self.wanted)(event) {
            self.warn(event, event.line, problem);
        }
    }

    /// Overrides whose series is not in the file: each is an event.
    fn orphans(&mut self, overrides: &[&'a Event<'a>]) {
        let mut newest: BTreeMap<Key, &'a Event<'a>> = BTreeMap::new();
        for event in overrides {
            let Some(series) = self.prepare(event) else {
                continue;
            };
            let Some(id) = event.recurrence_id else {
                continue;
            };
            let key = self.key(&series, &id);
            prefer(newest.entry(key).or_insert(event), event);
        }
        for event in newest.into_values() {
            self.single(event);
        }
    }

    fn single(&mut self, event: &'a Event<'a>) {
        if (self.wanted)(event)
            && let Some(series) = self.prepare(event)
        {
            self.emit(&series, series.start, None);
        }
    }

    fn series(&mut self, master: &'a Event<'a>, overrides: &[&'a Event<'a>], with_overrides: bool) {
        if master.recurrence.is_none() && overrides.is_empty() {
            return self.single(master);
        }
        let Some(series) = self.prepare(master) else {
            return;
        };
        let (excluded, overrides) = {
            let excluded = self.excluded(&series);
            let overrides = self.overrides(&series, overrides, &excluded, with_overrides);
            (excluded, overrides)
        };
        if with_overrides {
            let mut events: Vec<_> = overrides.by_key.iter().collect();
            events.sort_unstable_by_key(|(key, _)| **key);
            for (_, event) in events {
                self.single(event);
            }
        }
        if !(self.wanted)(master)
            && !overrides
                .onward
                .iter()
                .any(|(_, _, onward)| (self.wanted)(onward.event))
        {
            return;
        }
        let instances = self.instances(&series, &overrides);
        for (&start, &length) in &instances.starts {
            let keys = [Key::On(start.date()), Key::At(series.clock.instant(start))];
            let keys = if series.all_day {
                &keys[..1]
            } else {
                &keys[..]
            };
            if keys
                .iter()
                .any(|key| excluded.contains(key) || overrides.by_key.contains_key(key))
            {
                continue;
            }
            match overrides.onward.iter().rfind(|(from, _, _)| *from <= start) {
                Some((_, moved, onward)) if (self.wanted)(onward.event) => {
                    let local = onward.clock.local(series.clock.instant(start));
                    if let Some(local) = local.checked_add_signed(*moved) {
                        self.emit(onward, local, None);
                    }
                }
                None if (self.wanted)(master) => self.emit(&series, start, length),
                _ => {}
            }
        }
        if let Some(from) = instances.stopped {
            self.warn(master, master.line, Problem::Endless { from });
            let rest = series.clock.instant(from).max(self.span.0);
            if rest < self.span.1 {
                (self.visit)(Occurrence {
                    event: master,
                    when: When::Rest(rest),
                });
            }
        }
    }

    /// The event with its clock and length.
    fn prepare(&mut self, event: &'a Event<'a>) -> Option<Series<'a>> {
        let start = event.start?;
        let clock = self.clocks.clock(&start, event.line, self.notes);
        let (local, all_day) = match start.written {
            // A day that ends at a time of day is not an all-day event; it begins at midnight.
            Written::Date(date) => (date.and_time(NaiveTime::MIN), !ends_at_a_time(event)),
            Written::Local(local) => (local, false),
            Written::Utc(instant) => (instant.naive_utc(), false),
        };
        let mut series = Series {
            event,
            clock,
            days: self.clocks.clock_of_days(&start),
            all_day,
            start: local,
            length: Length::Exact(0),
        };
        series.length = self.length(&series, local, event.end);
        let backwards = match series.length {
            Length::Days(days) => days < 0,
            Length::Exact(seconds) => seconds < 0,
            Length::Nominal(span) => span.days < 0 || span.seconds < 0,
        };
        if backwards && (self.wanted)(event) {
            self.warn(event, event.line, Problem::EndBeforeStart);
        }
        if let Some(Until::Moment(end)) = event.end
            && !all_day
            && self.end(&series, local, &end).1
            && (self.wanted)(event)
        {
            self.warn(event, event.line, Problem::TwoClocks);
        }
        Some(series)
    }

    fn length(&mut self, series: &Series<'a>, start: NaiveDateTime, end: Option<Until>) -> Length {
        match end {
            None if series.all_day => Length::Days(1),
            None => Length::Exact(0),
            Some(Until::Span(span)) if series.all_day => {
                let seconds = (span.seconds.abs() + 86_399) / 86_400 * span.seconds.signum();
                Length::Days(or_one(span.days + seconds))
            }
            Some(Until::Span(span)) => Length::Nominal(span),
            Some(Until::Moment(moment)) if series.all_day => {
                Length::Days(or_one((day(series, &moment) - start.date()).num_days()))
            }
            Some(Until::Moment(moment)) => {
                let (end, _) = self.end(series, start, &moment);
                Length::Exact((end - series.clock.instant(start)).num_seconds())
            }
        }
    }

    /// The end of an event with times. Where it is on another clock than the start and lies before it, the clock is
    /// wrong and the time of day is not: it is read on the clock of the start, and the second value is true.
    fn end(
        &mut self,
        series: &Series<'a>,
        start: NaiveDateTime,
        moment: &Moment,
    ) -> (DateTime<Utc>, bool) {
        let (begin, end) = (series.clock.instant(start), self.instant(series, moment));
        let local = match moment.written {
            Written::Date(_) => return (end, false),
            Written::Local(local) => local,
            Written::Utc(instant) => instant.naive_utc(),
        };
        let here = series.clock.instant(local);
        if end < begin && here != end {
            (here.max(begin), true)
        } else {
            (end, false)
        }
    }

    /// The instant of a time that belongs to a series with times. One without a zone is on the clock of the series.
    fn instant(&mut self, series: &Series<'a>, moment: &Moment) -> DateTime<Utc> {
        match (moment.written, moment.tzid) {
            (Written::Utc(instant), _) => instant,
            (Written::Date(date), _) => series.clock.instant(date.and_time(NaiveTime::MIN)),
            (Written::Local(local), None) => series.clock.instant(local),
            (Written::Local(local), _) => self
                .clocks
                .clock(moment, series.event.line, self.notes)
                .instant(local),
        }
    }

    fn key(&mut self, series: &Series<'a>, moment: &Moment) -> Key {
        match moment.written {
            Written::Date(date) => Key::On(date),
            _ if series.all_day => Key::On(day(series, moment)),
            _ => Key::At(self.instant(series, moment)),
        }
    }

    fn excluded(&mut self, series: &Series<'a>) -> HashSet<Key> {
        let Some(recurrence) = &series.event.recurrence else {
            return HashSet::new();
        };
        recurrence
            .excluded
            .iter()
            .map(|moment| self.key(series, moment))
            .collect()
    }

    fn overrides(
        &mut self,
        series: &Series<'a>,
        events: &[&'a Event<'a>],
        excluded: &HashSet<Key>,
        tell: bool,
    ) -> Overrides<'a> {
        let mut by_key: HashMap<Key, &'a Event<'a>> = HashMap::new();
        for event in events {
            let Some(id) = event.recurrence_id else {
                continue;
            };
            let key = self.key(series, &id);
            let held = by_key.entry(key).or_insert(event);
            let other = prefer(held, event);
            let newer = held.line;
            if tell && (other.start, other.end) != (held.start, held.end) {
                self.tell_dropped(other, Problem::SameOccurrence { newer });
            }
        }
        let master = series.event;
        by_key.retain(|key, event| {
            let day = match key {
                Key::At(instant) => series.clock.local(*instant).date(),
                Key::On(day) => *day,
            };
            // An exception beats an override, and an override older than its series is void where that has moved on.
            !excluded.contains(key)
                && !excluded.contains(&Key::On(day))
                && (event.version.sequence >= master.version.sequence || self.has(series, *key))
        });
        let mut onward = Vec::new();
        for (key, event) in &by_key {
            if !event.this_and_future {
                continue;
            }
            let Some(prepared) = self.prepare(event) else {
                continue;
            };
            let from = match key {
                Key::At(instant) => series.clock.local(*instant),
                Key::On(day) => day.and_time(NaiveTime::MIN),
            };
            let was = match key {
                // The day's own occurrence is the one that is moved.
                Key::On(day) if !series.all_day => prepared
                    .clock
                    .local(series.clock.instant(day.and_time(series.start.time()))),
                _ => prepared.clock.local(series.clock.instant(from)),
            };
            onward.push((from, prepared.start - was, prepared));
        }
        onward.sort_by_key(|(from, _, _)| *from);
        Overrides { by_key, onward }
    }

    /// Whether a series has this occurrence.
    fn has(&mut self, series: &Series<'a>, key: Key) -> bool {
        let (from, to) = match key {
            Key::At(instant) => {
                let local = series.clock.local(instant);
                (local, local + TimeDelta::seconds(1))
            }
            Key::On(day) => {
                let midnight = day.and_time(NaiveTime::MIN);
                (midnight, midnight + TimeDelta::days(1))
            }
        };
        let found = self.starts(series, from, to, &mut Vec::new());
        // What is not known may be so.
        if found.stopped.is_some() {
            return true;
        }
        let starts = found.starts;
        match key {
            Key::At(instant) => starts
                .keys()
                .any(|&start| series.clock.instant(start) == instant),
            Key::On(_) => !starts.is_empty(),
        }
    }

    /// The occurrences that may touch the span.
    fn instances(&mut self, series: &Series<'a>, overrides: &Overrides<'a>) -> Instances {
        let days = |seconds: i64| seconds.abs() / 86_400 + 2;
        let reach = |length: Length| match length {
            Length::Days(count) => count.abs() + 2,
            Length::Exact(seconds) => days(seconds),
            Length::Nominal(span) => span.days.abs() + days(span.seconds),
        };
        let onward = overrides.onward.iter().map(|(_, moved, onward)| {
            days(moved.num_seconds()) + reach(onward.length) + days(onward.event.travel.into())
        });
        let own = reach(series.length) + days(series.event.travel.into());
        let reach = onward.chain([own]).max().unwrap_or(2);
        let reach = Days::new(reach.unsigned_abs());
        let from = series
            .clock
            .local(self.span.0)
            .checked_sub_days(reach)
            .unwrap_or(series.start);
        let to = series
            .clock
            .local(self.span.1)
            .checked_add_days(reach)
            .unwrap_or(NaiveDateTime::MAX);
        let mut problems = Vec::new();
        let instances = self.starts(series, from, to, &mut problems);
        for (line, problem) in problems {
            self.warn(series.event, line, problem);
        }
        instances
    }

    fn starts(
        &mut self,
        series: &Series<'a>,
        from: NaiveDateTime,
        to: NaiveDateTime,
        problems: &mut Vec<(u32, Problem)>,
    ) -> Instances {
        let mut instances = Instances {
            starts: BTreeMap::new(),
            stopped: None,
        };
        let inside = |local: NaiveDateTime| from <= local && local < to;
        let Some(recurrence) = &series.event.recurrence else {
            instances
                .starts
                .extend(inside(series.start).then_some((series.start, None)));
            return instances;
        };
        let begin = if series.all_day {
            Start::on(series.start.date(), &series.days)
        } else {
            Start::at(series.start, &series.clock)
        };
        // Without a rule the start stands alone; with one, the rule knows whether it does.
        let mut alone = recurrence.rules.is_empty();
        for (line, text) in &recurrence.rules {
            match Rule::lenient(text) {
                Ok((rule, repairs)) => {
                    problems.extend(repairs.into_iter().map(|repair| {
                        (
                            *line,
                            Problem::RulePart {
                                part: excerpt(&repair.part),
                                error: repair.error,
                            },
                        )
                    }));
                    let found = rule.occurrences(&begin, from, to, self.purse.budget());
                    self.purse.take(found.steps);
                    instances
                        .starts
                        .extend(found.starts.into_iter().map(|start| (start, None)));
                    instances.stopped = match (instances.stopped, found.stopped) {
                        (Some(one), Some(other)) => Some(one.min(other)),
                        (one, other) => one.or(other),
                    };
                }
                Err(error) => {
                    alone = true;
                    problems.push((
                        *line,
                        Problem::UnreadableRule {
                            rule: excerpt(text),
                            error,
                        },
                    ));
                }
            }
        }
        if alone && inside(series.start) {
            instances.starts.insert(series.start, None);
        }
        for (moment, end) in &recurrence.dates {
            let start = match moment.written {
                _ if series.all_day => day(series, moment).and_time(NaiveTime::MIN),
                // A period of days begins at midnight, a mere day when the series does.
                Written::Date(date) if end.is_some() => date.and_time(NaiveTime::MIN),
                Written::Date(date) => date.and_time(series.start.time()),
                _ => series.clock.local(self.instant(series, moment)),
            };
            if inside(start) {
                let length = end.map(|end| self.length(series, start, Some(end)));
                let own = instances.starts.entry(start).or_insert(length);
                *own = own.or(length);
            }
        }
        for (line, text) in &recurrence.excluding_rules {
            match Rule::lenient(text) {
                Ok((rule, _)) => {
                    let found =
                        rule.occurrences(&begin.only_in_step(), from, to, self.purse.budget());
                    self.purse.take(found.steps);
                    for start in found.starts {
                        instances.starts.remove(&start);
                    }
                }
                Err(_) => problems.push((
                    *line,
                    Problem::UnreadableValue {
                        property: "EXRULE",
                        value: excerpt(text),
                    },
                )),
            }
        }
        instances
    }

    fn emit(&mut self, series: &Series<'a>, start: NaiveDateTime, length: Option<Length>) {
        let when = match length.unwrap_or(series.length) {
            Length::Days(days) => {
                let Some(other) = start.date().checked_add_signed(TimeDelta::days(days)) else {
                    return;
                };
                let (first, after) = if days < 0 {
                    (other, start.date())
                } else {
                    (start.date(), other)
                };
                let Some(last) = after.pred_opt() else { return };
                let zone = self.clocks.default_zone();
                if zone.midnight(after) <= self.span.0 || zone.midnight(first) >= self.span.1 {
                    return;
                }
                When::Days(first, last)
            }
            Length::Exact(seconds) => {
                let start = series.clock.instant(start);
                let Some(end) = start.checked_add_signed(TimeDelta::seconds(seconds)) else {
                    return;
                };
                When::Timed(start.min(end), start.max(end))
            }
            Length::Nominal(span) => {
                let at = series.clock.instant(start);
                let end = start
                    .checked_add_signed(TimeDelta::days(span.days))
                    .and_then(|local| {
                        series
                            .clock
                            .instant(local)
                            .checked_add_signed(TimeDelta::seconds(span.seconds))
                    });
                let Some(end) = end else { return };
                When::Timed(at.min(end), at.max(end))
            }
        };
        if let When::Timed(start, end) = when
            && (end <= self.span.0 || series.event.leaves(start) >= self.span.1)
        {
            return;
        }
        let Some(left) = self.purse.occurrences.checked_sub(1) else {
            (self.visit)(Occurrence {
                event: series.event,
                when: When::Rest(self.span.0),
            });
            return;
        };
        self.purse.occurrences = left;
        (self.visit)(Occurrence {
            event: series.event,
            when,
        });
    }

    fn warn(&mut self, event: &Event<'a>, line: u32, problem: Problem) {
        self.notes
            .add_to(line, event.uid.as_deref(), Some(&event.title), problem);
    }
}

impl Purse {
    fn budget(&self) -> Budget {
        Budget {
            steps: u32::try_from(self.steps).unwrap_or(u32::MAX).min(self.each),
        }
    }

    fn take(&mut self, steps: u32) {
        self.steps = self.steps.saturating_sub(steps.into());
    }
}

/// Leaves the newer of two overrides of one occurrence; of two that are equally new the one that starts later, so that
/// the order in the file does not matter.
/// Returns the other one.
fn prefer<'a>(held: &mut &'a Event<'a>, other: &'a Event<'a>) -> &'a Event<'a> {
    let rank = |event: &Event<'a>| (event.version, event.start, event.end);
    if rank(other) > rank(held) {
        std::mem::replace(held, other)
    } else {
        other
    }
}

/// The day that a date or time of a series of days means: as it is written, or where the series is.
fn day(series: &Series<'_>, moment: &Moment) -> NaiveDate {
    match moment.written {
        Written::Date(date) => date,
        Written::Local(local) => local.date(),
        Written::Utc(instant) => series.days.local(instant).date(),
    }
}

fn ends_at_a_time(event: &Event<'_>) -> bool {
    matches!(
        event.end,
        Some(Until::Moment(Moment {
            written: Written::Local(_) | Written::Utc(_),
            ..
        }))
    )
}

/// An all-day event that ends on the day it starts takes that day.
fn or_one(days: i64) -> i64 {
    if days == 0 { 1 } else { days }
}

/// The two ends of a VFREEBUSY period.
pub(super) fn period(
    clock: &Clock,
    period: &super::component::FreeBusy,
    mut clock_of: impl FnMut(&Moment, &mut Notes) -> Clock,
    notes: &mut Notes,
) -> (DateTime<Utc>, DateTime<Utc>) {
    let instant = |written: Written, clock: &Clock| match written {
        Written::Date(date) => clock.instant(date.and_time(NaiveTime::MIN)),
        Written::Local(local) => clock.instant(local),
        Written::Utc(instant) => instant,
    };
    let start = instant(period.start.written, clock);
    let end = match period.end {
        Until::Moment(moment) => instant(moment.written, &clock_of(&moment, notes)),
        Until::Span(span) => {
            let length = TimeDelta::days(span.days) + TimeDelta::seconds(span.seconds);
            start.checked_add_signed(length).unwrap_or(start)
        }
    };
    (start.min(end), start.max(end))
}
