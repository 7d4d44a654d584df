//! What a plan and its starts need a place for: every promised touch with its window, read from scratch.

use std::collections::BTreeMap;

use chrono::{Days as CalendarDays, NaiveDate, TimeDelta};

use super::calendar::{Calendar, Segment, next};
use super::violation::Owed;
use crate::{
    Cadence, CadenceName, CategoryName, Channel, ChannelName, Days, Error, Hours, Party, Plan,
    Prospect, Seconds, Span, Stage, Work, Zone, default_category, default_effort,
};

/// Work that a placement must hold.
#[derive(Debug, Clone)]
pub(super) struct Need {
    /// The days on which it may lie.
    pub(super) window: Span,
    /// How long it takes.
    pub(super) effort: Seconds,
    /// The time it uses; only work without effort may have none.
    pub(super) category: Option<CategoryName>,
    /// How it is made; none for prep and reply work.
    pub(super) channel: Option<ChannelName>,
    /// When the prospect may be reached, on whose clock.
    pub(super) hours: Option<(Hours, Zone)>,
    /// How often it is needed.
    pub(super) count: u64,
    /// For prep: the category of the touch that it comes before.
    pub(super) before: Option<CategoryName>,
}

/// All that is needed, by what it is.
pub(super) type Needs = BTreeMap<Owed, Need>;

/// A touch of a cadence, a tail's included, with what its channel adds to it.
struct Step {
    channel: ChannelName,
    category: Option<CategoryName>,
    effort: Seconds,
    hours: Option<Hours>,
}

/// Whose channel, and its chain of `counts_as`, each once.
pub(super) fn chain<'plan>(
    plan: &'plan Plan,
    channel: &ChannelName,
) -> Vec<(ChannelName, Option<&'plan Channel>)> {
    let mut chain: Vec<(ChannelName, Option<&Channel>)> = Vec::new();
    let mut next = Some(channel.clone());
    while let Some(name) = next {
        if chain.iter().any(|(known, _)| *known == name) {
            break;
        }
        let found = plan.channels.get(&name);
        next = found.and_then(|channel| channel.counts_as.clone());
        chain.push((name, found));
    }
    chain
}

/// Reads what is needed from a plan.
pub(super) struct Reader<'plan, 'calendar> {
    pub(super) plan: &'plan Plan,
    pub(super) calendar: &'calendar mut Calendar<'plan>,
}

impl<'plan> Reader<'plan, '_> {
    /// How many starts of a cadence need no prep: its stock of ready prospects.
    pub(super) fn ready(&self, cadence: &CadenceName) -> u64 {
        self.plan
            .pipeline
            .iter()
            .filter(|row| row.cadence == *cadence && is_ready(row))
            .map(|row| u64::from(row.count))
            .sum()
    }

    /// What `count` prospects started on `date` need; `unready` of them need prep. The number of the first touch
    /// whose window meets the next one's, where stretching makes the day no start day.
    pub(super) fn started(
        &mut self,
        cadence: &'plan Cadence,
        date: NaiveDate,
        count: u64,
        unready: u64,
        needs: &mut Needs,
    ) -> Result<Option<u32>, Error> {
        let owed = |work, touch| Owed {
            cadence: cadence.name().clone(),
            party: Party::Start(date),
            work,
            touch,
        };
        let opens = self.opening(cadence, date)?;
        let windows = self.windows(cadence, 0, opens)?;
        let mut meets = None;
        for pair in windows.windows(2) {
            let shared = self.lead(cadence, pair[1].0) == self.lead(cadence, pair[0].0);
            if !shared && pair[1].1.from <= pair[0].1.to && meets.is_none() {
                meets = Some(number(pair[0].0));
            }
        }
        for (index, window) in windows {
            let step = self.step(cadence, index)?;
            let need = Need {
                window,
                effort: step.effort,
                category: step.category,
                channel: Some(step.channel),
                hours: None,
                count,
                before: None,
            };
            needs.insert(owed(Work::Touch, Some(number(index))), need);
        }
        // Prep that takes no time is nothing to do.
        let prep = cadence.prep().filter(|prep| !prep.effort.is_zero());
        if let (Some(prep), true) = (prep, unready > 0) {
            let first = self.step(cadence, 0)?.category;
            let mut to = date;
            if first.as_ref() == Some(&prep.category) {
                // Both share a category: prep lies on an earlier day.
                to = date.pred_opt().unwrap_or(date);
            }
            let from = self.calendar.back(date, prep.ahead);
            let place = || format!("the prep of cadence `{}`", cadence.name());
            let need = Need {
                window: Span { from, to },
                effort: seconds(prep.effort, place)?,
                category: Some(prep.category.clone()),
                channel: None,
                hours: None,
                count: unready,
                before: first,
            };
            needs.insert(owed(Work::Prep, None), need);
        }
        Ok(meets)
    }

    /// What is owed to the prospects of the pipeline; what no segment could take is left out.
    pub(super) fn committed(&mut self, needs: &mut Needs) -> Result<(), Error> {
        let mut ids = std::collections::BTreeSet::new();
        for row in &self.plan.pipeline {
            if !ids.insert(&row.id) {
                return Err(Error::DuplicateProspect { id: row.id.clone() });
            }
            if row.count == 0 {
                continue;
            }
            let Some(cadence) = self.plan.cadence(&row.cadence) else {
                return Err(unknown(
                    self.plan,
                    format!("prospect `{}`", row.id),
                    &row.cadence,
                ));
            };
            let found = match row.stage {
                Stage::Paused
                    if row.due.is_none() && row.last_touch.is_none() && row.started.is_none() =>
                {
                    Vec::new()
                }
                Stage::InFlight | Stage::Paused if !is_ready(row) => {
                    self.in_flight(row, cadence)?
                }
                Stage::Replied => self.replied(row, cadence)?.into_iter().collect(),
                _ => Vec::new(),
            };
            for (owed, need) in found {
                if self.reachable(&need) {
                    needs.insert(owed, need);
                }
            }
        }
        Ok(())
    }

    /// The work of the answers that are expected to open on a day; what no segment could take is left out.
    pub(super) fn expected(&mut self, date: NaiveDate, needs: &mut Needs) -> Result<(), Error> {
        use chrono::Datelike;
        let brings_work = |(name, count): &(CadenceName, u64)| {
            let work = self.plan.cadence(name).and_then(Cadence::on_reply);
            *count > 0 && work.is_some_and(|work| !work.effort.is_zero())
        };
        let mut parts = super::split::parts(self.plan);
        parts.retain(brings_work);
        if parts.is_empty() || self.calendar.check(date).is_err() || !self.calendar.worked(date) {
            return Ok(());
        }
        let common = parts
            .iter()
            .fold(0, |common, (_, count)| divisor(common, *count));
        let all: u64 = parts.iter().map(|(_, count)| count / common).sum();
        let round = all.min(ROUND);
        let first_day = self.plan.workweek.first_day();
        let since = date.weekday().days_since(first_day);
        let days = self.plan.workweek.days();
        let earlier = days.iter().filter(|day| day.days_since(first_day) < since);
        let (earlier, days) = (earlier.count() as u64, days.len() as u64);
        let answers = u64::from(self.plan.expect.answers);
        let (before, after) = (
            (answers * earlier).div_ceil(days),
            (answers * (earlier + 1)).div_ceil(days),
        );
        // Weeks since the common era, whose first day was a Monday.
        let week = (i64::from(date.num_days_from_ce()) - 1 - i64::from(since)).div_euclid(7);
        let week = u64::try_from(week).unwrap_or(0);
        let mut counts: BTreeMap<CadenceName, u64> = BTreeMap::new();
        for answer in before..after {
            let place = (week % round * answers + answer) % round;
            let upto = super::split::split(&parts, place);
            let with = super::split::split(&parts, place + 1);
            let next = with.into_iter().find(|(name, count)| upto[name] < *count);
            if let Some((name, _)) = next {
                *counts.entry(name).or_default() += 1;
            }
        }
        for (name, count) in counts {
            let Some(work) = self.plan.cadence(&name).and_then(Cadence::on_reply) else {
                continue;
            };
            let place = || format!("the reply work of cadence `{name}`");
            let need = Need {
                window: Span {
                    from: date,
                    to: self.calendar.add(date, work.within)?,
                },
                effort: seconds(work.effort, place)?,
                category: Some(work.category.clone()),
                channel: None,
                hours: None,
                count,
                before: None,
            };
            let owed = Owed {
                cadence: name,
                party: Party::Expected(date),
                work: Work::Reply,
                touch: None,
            };
            if self.reachable(&need) {
                needs.insert(owed, need);
            }
        }
        Ok(())
    }

    fn in_flight(
        &mut self,
        row: &Prospect,
        cadence: &'plan Cadence,
    ) -> Result<Vec<(Owed, Need)>, Error> {
        let stage = row.stage.as_str();
        let Some(touch) = row.next_touch.filter(|touch| *touch > 0) else {
            return Err(Error::NextTouchMissing {
                id: row.id.clone(),
                stage,
            });
        };
        let next = touch as usize - 1;
        if next >= cadence.promised() {
            return Ok(Vec::new());
        }
        let lead = self.lead(cadence, next);
        let is_left_behind = lead == next
            && matches!((row.due, row.last_touch), (Some(due), Some(last)) if due <= last);
        let opens = if let Some(due) = row.due.filter(|_| !is_left_behind) {
            self.calendar.check(due)?;
            self.opening(cadence, due)?
        } else if let Some(last) = row.last_touch {
            self.calendar.check(last)?;
            // A touch that shares the window of the touch before it may be made on the day of the earlier touch.
            let after = if lead == next {
                self.after(cadence, next)
            } else {
                0
            };
            self.on(cadence, last, after)?
        } else if let Some(started) = row.started {
            self.calendar.check(started)?;
            let mut opens = self.opening(cadence, started)?;
            for index in 1..=lead {
                if self.lead(cadence, index) == index {
                    let after = self.after(cadence, index);
                    opens = self.on(cadence, opens, after)?;
                }
            }
            opens
        } else {
            let expected = "`due`, `last_touch` or `started`";
            return Err(Error::DateMissing {
                id: row.id.clone(),
                stage,
                expected,
            });
        };
        let today = self.plan.first_day;
        let mut windows = self.windows(cadence, next, opens)?;
        if windows.first().is_some_and(|(_, window)| window.to < today) {
            let anew = self.opening(cadence, today)?;
            windows = self.windows(cadence, next, anew)?;
        }
        let zone = row.zone.as_ref().unwrap_or(&self.plan.zone);
        let mut owed = Vec::new();
        for (index, window) in windows {
            if row.made.contains(&number(index)) {
                continue;
            }
            let step = self.step(cadence, index)?;
            let need = Need {
                window: self.cut(cadence, window)?,
                effort: step.effort,
                category: step.category,
                channel: Some(step.channel),
                hours: step.hours.map(|hours| (hours, zone.clone())),
                count: u64::from(row.count),
                before: None,
            };
            owed.push((owed_to(row, Work::Touch, Some(number(index))), need));
        }
        Ok(owed)
    }

    fn replied(
        &mut self,
        row: &Prospect,
        cadence: &Cadence,
    ) -> Result<Option<(Owed, Need)>, Error> {
        let work = cadence.on_reply();
        let Some(work) = work.filter(|work| !work.effort.is_zero()) else {
            return Ok(None);
        };
        let Some(day) = row.due.or(row.last_touch) else {
            let (id, stage) = (row.id.clone(), row.stage.as_str());
            return Err(Error::DateMissing {
                id,
                stage,
                expected: "`due` or `last_touch`",
            });
        };
        self.calendar.check(day)?;
        let today = self.plan.first_day;
        let mut from = self.calendar.roll(day)?;
        let mut to = self.calendar.add(from, work.within)?;
        if to < today {
            from = self.calendar.roll(today)?;
            to = self.calendar.add(from, work.within)?;
        }
        let place = || format!("the reply work of cadence `{}`", cadence.name());
        let need = Need {
            window: Span {
                from: from.max(today),
                to,
            },
            effort: seconds(work.effort, place)?,
            category: Some(work.category.clone()),
            channel: None,
            hours: None,
            count: u64::from(row.count),
            before: None,
        };
        Ok(Some((owed_to(row, Work::Reply, None), need)))
    }

    /// Whether any segment of its window could take it if empty.
    fn reachable(&mut self, need: &Need) -> bool {
        if let Some(channel) = &need.channel {
            let closed = |(_, channel): &(ChannelName, Option<&Channel>)| {
                channel.is_some_and(|channel| {
                    channel.cap.day == Some(0) || channel.cap.week == Some(0)
                })
            };
            if chain(self.plan, channel).iter().any(closed) {
                return false;
            }
        }
        let mut day = need.window.from;
        while day <= need.window.to {
            let fits = if need.effort == 0 {
                self.calendar.worked(day)
            } else {
                let plan = self.plan;
                self.calendar
                    .segments(day)
                    .iter()
                    .any(|segment| could_take(plan, segment, need))
            };
            if fits {
                return true;
            }
            day = next(day);
        }
        false
    }

    /// The windows of the promised touches from `first` on (from 0), whose own opens on `opens`.
    fn windows(
        &mut self,
        cadence: &Cadence,
        first: usize,
        opens: NaiveDate,
    ) -> Result<Vec<(usize, Span)>, Error> {
        let mut windows = Vec::new();
        let mut from = opens;
        let mut to = opens;
        for index in first..cadence.promised() {
            let lead = self.lead(cadence, index);
            if index == first || lead == index {
                if index > first {
                    from = self.on(cadence, from, self.after(cadence, index))?;
                }
                to = self.close(cadence, from, self.within(cadence, lead))?;
            }
            windows.push((index, Span { from, to }));
        }
        Ok(windows)
    }

    /// What is left of a window from the first day on; on calendar days up to the next workday where it holds none.
    fn cut(&mut self, cadence: &Cadence, window: Span) -> Result<Span, Error> {
        let from = window.from.max(self.plan.first_day);
        let mut to = window.to;
        if cadence.days() == Days::Calendar {
            let first = self.calendar.roll(from)?;
            to = to.max(first);
        }
        Ok(Span { from, to })
    }

    fn close(
        &mut self,
        cadence: &Cadence,
        from: NaiveDate,
        within: u32,
    ) -> Result<NaiveDate, Error> {
        let close = self.on(cadence, from, within)?;
        if cadence.days() == Days::Business {
            return Ok(close);
        }
        let mut day = from;
        while day <= close {
            if self.calendar.worked(day) {
                return Ok(close);
            }
            day = next(day);
        }
        self.calendar.roll(close)
    }

    /// `date`, or the workday after it where the cadence counts workdays.
    fn opening(&mut self, cadence: &Cadence, date: NaiveDate) -> Result<NaiveDate, Error> {
        self.on(cadence, date, 0)
    }

    /// `days` of the cadence's kind after `date`.
    fn on(&mut self, cadence: &Cadence, date: NaiveDate, days: u32) -> Result<NaiveDate, Error> {
        match cadence.days() {
            Days::Business => self.calendar.add(date, days),
            Days::Calendar => {
                let day = date
                    .checked_add_days(CalendarDays::new(u64::from(days)))
                    .unwrap_or(NaiveDate::MAX);
                self.calendar.check(day)?;
                Ok(day)
            }
        }
    }

    /// The touch whose window a touch has: its own, or that of the one before it.
    fn lead(&self, cadence: &Cadence, index: usize) -> usize {
        let touches = cadence.touches();
        let mut lead = index;
        while touches.get(lead).is_some_and(|touch| touch.with_previous) && lead > 0 {
            lead -= 1;
        }
        lead
    }

    fn after(&self, cadence: &Cadence, index: usize) -> u32 {
        let tail = || cadence.repeat().map_or(0, |repeat| repeat.after);
        cadence
            .touches()
            .get(index)
            .map_or_else(tail, |touch| touch.after)
    }

    fn within(&self, cadence: &Cadence, index: usize) -> u32 {
        let tail = || cadence.repeat().map_or(0, |repeat| repeat.within);
        cadence
            .touches()
            .get(index)
            .map_or_else(tail, |touch| touch.within)
    }

    fn step(&self, cadence: &Cadence, index: usize) -> Result<Step, Error> {
        let (channel, category, effort) = match (cadence.touches().get(index), cadence.repeat()) {
            (Some(touch), _) => (&touch.channel, &touch.category, touch.effort),
            (None, Some(repeat)) => (&repeat.channel, &repeat.category, repeat.effort),
            (None, None) => {
                return Err(Error::NoTouches {
                    cadence: cadence.name().clone(),
                });
            }
        };
        let place = || format!("cadence `{}`, touch {}", cadence.name(), index + 1);
        let settings = self.plan.channels.get(channel);
        let effort = effort
            .or(settings.and_then(|settings| settings.effort))
            .or_else(|| default_effort(channel))
            .ok_or_else(|| Error::EffortMissing {
                channel: channel.clone(),
                place: place(),
            })?;
        let effort = seconds(effort, place)?;
        let category = category
            .clone()
            .or_else(|| settings.and_then(|settings| settings.category.clone()))
            .or_else(|| default_category(channel));
        if category.is_none() && effort > 0 {
            return Err(Error::CategoryMissing {
                channel: channel.clone(),
                place: place(),
            });
        }
        let hours = settings.and_then(|settings| settings.hours);
        Ok(Step {
            channel: channel.clone(),
            category,
            effort,
            hours,
        })
    }
}

/// The order of the cadences of expected answers begins anew after so many at the latest.
const ROUND: u64 = 1_000;

fn divisor(one: u64, other: u64) -> u64 {
    if other == 0 {
        one
    } else {
        divisor(other, one % other)
    }
}

/// Whether a row stands for a prospect that is ready to be started.
fn is_ready(row: &Prospect) -> bool {
    row.stage == Stage::Ready
        || (row.stage == Stage::InFlight && row.next_touch == Some(1) && row.due.is_none())
}

fn owed_to(row: &Prospect, work: Work, touch: Option<u32>) -> Owed {
    Owed {
        cadence: row.cadence.clone(),
        party: Party::Id(row.id.clone()),
        work,
        touch,
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

fn seconds(effort: TimeDelta, place: impl Fn() -> String) -> Result<Seconds, Error> {
    let whole = effort.num_seconds();
    match u64::try_from(whole) {
        Ok(seconds) if seconds <= 86_400 && effort.subsec_nanos() == 0 => Ok(seconds),
        _ => Err(Error::EffortOutOfRange {
            place: place(),
            seconds: whole,
        }),
    }
}

/// The error of a cadence that the plan does not have.
pub(super) fn unknown(plan: &Plan, place: String, cadence: &CadenceName) -> Error {
    let names = plan
        .cadences
        .iter()
        .map(|cadence| cadence.name().as_str().to_owned());
    let nearest = crate::nearest(cadence.as_str(), names);
    Error::UnknownCadence {
        place,
        cadence: cadence.clone(),
        nearest,
    }
}

/// Whether a segment is for the work, and long enough for it inside of the prospect's contact hours.
fn could_take(plan: &Plan, segment: &Segment, need: &Need) -> bool {
    let categories = plan.blocks[segment.block].categories();
    if !need
        .category
        .as_ref()
        .is_some_and(|category| categories.contains(category))
    {
        return false;
    }
    let Some((hours, zone)) = &need.hours else {
        return need.effort <= segment.usable;
    };
    let end = segment.start + TimeDelta::seconds(segment.usable as i64);
    let effort = TimeDelta::seconds(need.effort as i64);
    let mut date = zone.local(segment.start).date();
    while date <= zone.local(end).date() {
        let from = zone.instant(date.and_time(hours.from())).max(segment.start);
        let to = zone.instant(date.and_time(hours.to())).min(end);
        if to - from >= effort {
            return true;
        }
        date = next(date);
    }
    false
}
