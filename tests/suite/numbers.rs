//! A plan as numbers: days, segments and jobs, read from the plan's types once more and on its own.
//!
//! What the oracle, the certificate checks and the named peers work on. It is written to be read, not to be fast, and
//! knows weekday blocks only, on any clock that leaves them on their day: rules have their own tests.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days as Later, NaiveDate, NaiveDateTime, TimeDelta};
use followthrough::{
    AwayWindows, Cadence, CadenceName, CategoryName, ChannelName, Days, Horizon, Hours, LostDays,
    Party, Pattern, Plan, Prospect, Stage, Touch, Work, Zone, default_category, default_effort,
};

/// How many days past the horizon are read.
const AFTER: i64 = 420;

/// How many days before the first one are looked at for lost days.
const PAST: i64 = -120;

/// A day, counted from the plan's first one.
pub type Day = i64;

/// A piece of a block occurrence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The day to which it belongs.
    pub day: Day,
    /// Its start on the plan's clock.
    pub local: NaiveDateTime,
    /// Its start in seconds of Unix time.
    pub start: i64,
    /// The seconds that touches may take together.
    pub usable: u64,
    /// What it may be used for, as indices into [`Numbers::categories`].
    pub categories: Vec<usize>,
}

/// One kind of work that needs `count` places, or a count that the starts decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The cadence, as an index into the plan's.
    pub cadence: usize,
    /// To whom; for starts the day.
    pub party: Party,
    /// What kind of work it is.
    pub work: Work,
    /// The touch, from 1.
    pub touch: Option<u32>,
    /// The first and the last day of its window.
    pub window: (Day, Day),
    /// The seconds it takes.
    pub effort: u64,
    /// The time it uses, as an index into [`Numbers::categories`].
    pub category: usize,
    /// The caps it counts against, as indices into [`Numbers::caps`].
    pub caps: Vec<usize>,
    /// Contact hours and whose clock.
    pub hours: Option<(Hours, Zone)>,
    /// 1 first; new starts have 0.
    pub priority: u32,
    /// For prep: on its start day only segments before this instant.
    pub before: Option<i64>,
}

/// A channel's cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapNumbers {
    /// The channel.
    pub channel: ChannelName,
    /// Touches on a day.
    pub day: Option<u64>,
    /// Touches in any 7 days in a row.
    pub week: Option<u64>,
}

/// A week of the horizon, cut at its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekNumbers {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
    /// Its workdays.
    pub workdays: u64,
}

/// A plan over a horizon, as numbers.
pub struct Numbers<'plan> {
    /// The plan.
    pub plan: &'plan Plan,
    /// The names behind category indices.
    pub categories: Vec<CategoryName>,
    /// The segments, by start.
    pub segments: Vec<Segment>,
    /// Channels with a cap.
    pub caps: Vec<CapNumbers>,
    /// The last day of the horizon.
    pub horizon: Day,
    /// The weeks of the horizon.
    pub weeks: Vec<WeekNumbers>,
    /// Days off because busy time took all their blocks.
    pub lost: BTreeSet<Day>,
    /// What is owed to the pipeline; unreachable work left out.
    pub owed: Vec<Job>,
    /// What is owed and cannot be reached.
    pub unreachable: Vec<Job>,
    /// Starts that need no prep, by cadence.
    pub ready: Vec<u64>,
    /// Parts of the mix, by cadence.
    pub parts: Vec<u64>,
}

impl<'plan> Numbers<'plan> {
    /// Reads a plan for a horizon that ends on `until`.
    #[must_use]
    pub fn new(plan: &'plan Plan, until: NaiveDate) -> Self {
        let horizon = (until - plan.first_day).num_days();
        let mut numbers = Self {
            plan,
            categories: Vec::new(),
            segments: Vec::new(),
            caps: Vec::new(),
            horizon,
            weeks: Vec::new(),
            lost: BTreeSet::new(),
            owed: Vec::new(),
            unreachable: Vec::new(),
            ready: Vec::new(),
            parts: Vec::new(),
        };
        for (channel, settings) in &plan.channels {
            let cap = settings.cap;
            let (day, week) = (cap.day.map(u64::from), cap.week.map(u64::from));
            numbers.caps.push(CapNumbers {
                channel: channel.clone(),
                day,
                week,
            });
        }
        numbers.read_segments(horizon + AFTER);
        numbers.read_weeks();
        for cadence in &plan.cadences {
            let ready = |row: &&Prospect| row.cadence == *cadence.name() && is_ready(row);
            numbers.ready.push(
                plan.pipeline
                    .iter()
                    .filter(ready)
                    .map(|row| u64::from(row.count))
                    .sum(),
            );
            let part = plan
                .mix
                .iter()
                .filter(|part| part.cadence == *cadence.name());
            let parts = part.map(|part| u64::from(part.count)).sum();
            numbers
                .parts
                .push(if plan.mix.is_empty() { 1 } else { parts });
        }
        for row in &plan.pipeline {
            let jobs = numbers.commitments(row);
            for job in (0..row.count).flat_map(|_| jobs.clone()) {
                if numbers.places(&job).is_empty() || numbers.capped_out(&job) {
                    numbers.unreachable.push(job);
                } else {
                    numbers.owed.push(job);
                }
            }
        }
        numbers
    }

    /// The date of a day.
    #[must_use]
    pub fn date(&self, day: Day) -> NaiveDate {
        self.plan.first_day + TimeDelta::days(day)
    }

    /// The day of a date.
    #[must_use]
    pub fn day(&self, date: NaiveDate) -> Day {
        (date - self.plan.first_day).num_days()
    }

    fn closed(&self, date: NaiveDate) -> bool {
        let away = |only_shift: bool| {
            self.plan.away.iter().any(|away| {
                (away.from..=away.to).contains(&date)
                    && (!only_shift || away.windows == AwayWindows::Shift)
            })
        };
        self.plan.holidays.contains(&date) || away(false)
    }

    /// Whether a day is a workday.
    #[must_use]
    pub fn worked(&self, day: Day) -> bool {
        let date = self.date(day);
        let shifted = self.plan.away.iter().any(|away| {
            (away.from..=away.to).contains(&date) && away.windows == AwayWindows::Shift
        });
        self.plan.workweek.days().contains(&date.weekday())
            && !self.plan.holidays.contains(&date)
            && !shifted
            && !self.lost.contains(&day)
    }

    fn read_segments(&mut self, last: Day) {
        let mut names: BTreeSet<CategoryName> = BTreeSet::new();
        for block in &self.plan.blocks {
            names.extend(block.categories().iter().cloned());
        }
        self.categories = names.into_iter().collect();
        let zone = &self.plan.zone;
        // Days that are past hold nothing any more, but those that were lost still moved windows.
        for day in PAST..=last {
            let date = self.date(day);
            let mut had = false;
            let mut kept = Vec::new();
            for block in &self.plan.blocks {
                let Pattern::Weekdays(weekdays) = block.pattern() else {
                    panic!("the oracle knows weekday blocks only");
                };
                let named = weekdays.contains(&date.weekday())
                    && block.from.is_none_or(|from| from <= date)
                    && block.to.is_none_or(|to| date <= to);
                if (!named && !block.also.contains(&date))
                    || block.skip.contains(&date)
                    || self.closed(date)
                {
                    continue;
                }
                let clock = block.zone.as_ref().unwrap_or(zone);
                let begin = clock.instant(date.and_time(block.start())).timestamp();
                let end = clock
                    .instant(date.and_time(block.start()) + block.length())
                    .timestamp();
                let free = self.free(begin, end);
                // What is too short to be used was not lost to busy time.
                had |= end > begin && free != [(begin, end)];
                for (from, to) in free {
                    if to - from < self.plan.min_segment.num_seconds() {
                        continue;
                    }
                    let reserve = block.reserve.unwrap_or(self.plan.reserve);
                    let instant =
                        chrono::DateTime::from_timestamp(from, 0).expect("a time of our century");
                    let index = |name| {
                        self.categories
                            .iter()
                            .position(|known| known == name)
                            .expect("known")
                    };
                    kept.push(Segment {
                        day,
                        local: zone.local(instant),
                        start: from,
                        usable: reserve.rest_of((to - from) as u64),
                        categories: block.categories().iter().map(index).collect(),
                    });
                }
            }
            if had && kept.is_empty() && self.worked(day) && self.plan.lost_days == LostDays::Shift
            {
                self.lost.insert(day);
            }
            if day >= 0 {
                kept.sort_by_key(|segment| segment.start);
                self.segments.extend(kept);
            }
        }
    }

    /// What busy time leaves of `[begin, end)`: second by second in meaning, edge by edge in fact.
    fn free(&self, begin: i64, end: i64) -> Vec<(i64, i64)> {
        let mut edges = vec![begin, end];
        for busy in &self.plan.busy {
            edges.extend([busy.start().timestamp(), busy.end().timestamp()]);
        }
        edges.retain(|edge| (begin..=end).contains(edge));
        edges.sort_unstable();
        edges.dedup();
        let taken = |from: i64| {
            self.plan
                .busy
                .iter()
                .any(|busy| busy.start().timestamp() <= from && from < busy.end().timestamp())
        };
        let mut free: Vec<(i64, i64)> = Vec::new();
        for pair in edges.windows(2) {
            if taken(pair[0]) {
                continue;
            }
            match free.last_mut() {
                Some(last) if last.1 == pair[0] => last.1 = pair[1],
                _ => free.push((pair[0], pair[1])),
            }
        }
        free
    }

    fn read_weeks(&mut self) {
        self.weeks.clear();
        let first = self.plan.workweek.first_day();
        for day in 0..=self.horizon {
            if self.weeks.is_empty() || self.date(day).weekday() == first {
                self.weeks.push(WeekNumbers {
                    from: day,
                    to: day,
                    workdays: 0,
                });
            }
            let worked = u64::from(self.worked(day));
            let week = self.weeks.last_mut().expect("one was pushed");
            week.to = day;
            week.workdays += worked;
        }
    }

    /// The workdays of a full week.
    #[must_use]
    pub fn full(&self) -> u64 {
        self.plan.workweek.days().len() as u64
    }

    /// The first workday from `day` on.
    #[must_use]
    pub fn roll(&self, day: Day) -> Day {
        (day..).find(|day| self.worked(*day)).expect("a workday")
    }

    /// `n` workdays after the first workday from `day` on.
    #[must_use]
    pub fn add(&self, day: Day, n: u32) -> Day {
        (0..n).fold(self.roll(day), |day, _| self.roll(day + 1))
    }

    /// Workdays after `close`, to `day`.
    #[must_use]
    pub fn lateness(&self, close: Day, day: Day) -> u64 {
        (close + 1..=day).filter(|day| self.worked(*day)).count() as u64
    }

    fn on(&self, cadence: &Cadence, day: Day, n: u32) -> Day {
        match cadence.days() {
            Days::Business => self.add(day, n),
            Days::Calendar => day + i64::from(n),
        }
    }

    /// The touches that a started prospect is promised, a promised tail written out.
    #[must_use]
    pub fn touches(&self, cadence: &Cadence) -> Vec<Touch> {
        let mut touches = cadence.touches().to_vec();
        if let Some(repeat) = cadence.repeat().filter(|repeat| repeat.promised) {
            for _ in 0..repeat.times.unwrap_or(0) {
                let mut touch = Touch::new(repeat.channel.clone())
                    .after(repeat.after)
                    .within(repeat.within);
                touch.category.clone_from(&repeat.category);
                touch.effort = repeat.effort;
                touches.push(touch);
            }
        }
        touches
    }

    /// The windows of the touches from index `first` on, of which that one's group opens on `opens`.
    fn windows(
        &self,
        cadence: &Cadence,
        touches: &[Touch],
        first: usize,
        opens: Day,
    ) -> Vec<(Day, Day)> {
        let mut leader = first;
        while touches[leader].with_previous {
            leader -= 1;
        }
        let window = |from: Day, within: u32| {
            let close = self.on(cadence, from, within);
            let holds = (from..=close).any(|day| self.worked(day));
            (from, if holds { close } else { self.roll(close) })
        };
        let mut windows = vec![window(opens, touches[leader].within)];
        for touch in &touches[first + 1..] {
            let last = *windows.last().expect("the first is there");
            if touch.with_previous {
                windows.push(last);
            } else {
                windows.push(window(self.on(cadence, last.0, touch.after), touch.within));
            }
        }
        windows
    }

    fn job(&self, cadence: usize, touch: &Touch) -> Job {
        let settings = self.plan.channels.get(&touch.channel);
        let category = touch
            .category
            .clone()
            .or_else(|| settings.and_then(|settings| settings.category.clone()))
            .or_else(|| default_category(&touch.channel));
        let effort = touch
            .effort
            .or_else(|| settings.and_then(|settings| settings.effort))
            .or_else(|| default_effort(&touch.channel))
            .expect("an effort");
        let mut chain: Vec<ChannelName> = vec![touch.channel.clone()];
        while let Some(next) = self
            .plan
            .channels
            .get(&chain[chain.len() - 1])
            .and_then(|it| it.counts_as.clone())
        {
            if chain.contains(&next) {
                break;
            }
            chain.push(next);
        }
        let caps = chain
            .iter()
            .filter_map(|channel| self.caps.iter().position(|cap| cap.channel == *channel));
        Job {
            cadence,
            party: Party::Start(self.plan.first_day),
            work: Work::Touch,
            touch: None,
            window: (0, 0),
            effort: effort.num_seconds() as u64,
            category: self.category(category.as_ref()),
            caps: caps.collect(),
            hours: None,
            priority: 0,
            before: None,
        }
    }

    /// The index of a category; one past the end where no block is for it.
    fn category(&self, name: Option<&CategoryName>) -> usize {
        self.categories
            .iter()
            .position(|known| Some(known) == name)
            .unwrap_or(self.categories.len())
    }

    /// Whether a cadence may be started on a day, and what one prospect needs then: touches in order, and prep.
    #[must_use]
    pub fn started(&self, cadence: usize, day: Day) -> Option<(Vec<Job>, Option<Job>)> {
        let promise = &self.plan.cadences[cadence];
        if !self.worked(day) {
            return None;
        }
        let touches = self.touches(promise);
        let windows = self.windows(promise, &touches, 0, day);
        for index in 1..touches.len() {
            if !touches[index].with_previous && windows[index].0 <= windows[index - 1].1 {
                return None;
            }
        }
        let party = Party::Start(self.date(day));
        let jobs: Vec<Job> = touches
            .iter()
            .zip(&windows)
            .enumerate()
            .map(|(index, (touch, window))| Job {
                party: party.clone(),
                touch: Some(index as u32 + 1),
                window: *window,
                ..self.job(cadence, touch)
            })
            .collect();
        let prep = promise.prep().map(|prep| {
            let mut from = day;
            for _ in 0..prep.ahead {
                from = (0..from).rev().find(|day| self.worked(*day)).unwrap_or(0);
            }
            let category = self.category(Some(&prep.category));
            let first = jobs[0].category;
            let opening = self
                .segments
                .iter()
                .find(|it| it.day == day && it.categories.contains(&first));
            Job {
                party: party.clone(),
                work: Work::Prep,
                touch: None,
                window: (from, if category == first { day - 1 } else { day }),
                effort: prep.effort.num_seconds() as u64,
                category,
                caps: Vec::new(),
                before: opening.map(|segment| segment.start),
                ..jobs[0].clone()
            }
        });
        Some((jobs, prep))
    }

    fn commitments(&self, row: &Prospect) -> Vec<Job> {
        let index = self
            .plan
            .cadences
            .iter()
            .position(|cadence| *cadence.name() == row.cadence);
        let index = index.expect("a known cadence");
        let cadence = &self.plan.cadences[index];
        let mine = |job: Job| Job {
            party: Party::Id(row.id.clone()),
            priority: crate::owing::rank(row),
            ..job
        };
        match row.stage {
            Stage::InFlight | Stage::Paused if !is_ready(row) => {
                let touches = self.touches(cadence);
                let next = row.next_touch.expect("a next touch") as usize - 1;
                if next >= touches.len() {
                    return Vec::new();
                }
                let is_left_behind = !touches[next].with_previous
                    && row
                        .due
                        .zip(row.last_touch)
                        .is_some_and(|(due, last)| due <= last);
                let opens = if let Some(due) = row.due.filter(|_| !is_left_behind) {
                    self.on(cadence, self.day(due), 0)
                } else if let Some(last) = row.last_touch {
                    let after = if touches[next].with_previous {
                        0
                    } else {
                        touches[next].after
                    };
                    self.on(cadence, self.day(last), after)
                } else {
                    let started = self.on(cadence, self.day(row.started.expect("a date")), 0);
                    self.windows(cadence, &touches, 0, started)[next].0
                };
                let mut windows = self.windows(cadence, &touches, next, opens);
                if windows[0].1 < 0 {
                    windows = self.windows(cadence, &touches, next, self.on(cadence, 0, 0));
                }
                let zone = row.zone.clone().unwrap_or_else(|| self.plan.zone.clone());
                let hours = |touch: &Touch| {
                    self.plan
                        .channels
                        .get(&touch.channel)
                        .and_then(|it| it.hours)
                };
                let job = |(number, window): (usize, &(Day, Day))| {
                    mine(Job {
                        touch: Some(number as u32 + 1),
                        window: self.rest(cadence, *window),
                        hours: hours(&touches[number]).map(|hours| (hours, zone.clone())),
                        ..self.job(index, &touches[number])
                    })
                };
                (next..)
                    .zip(&windows)
                    .filter(|(number, _)| !row.made.contains(&(*number as u32 + 1)))
                    .map(job)
                    .collect()
            }
            Stage::Replied => {
                let Some(work) = cadence.on_reply() else {
                    return Vec::new();
                };
                let due = self.day(row.due.or(row.last_touch).expect("a date"));
                let mut window = (self.roll(due), self.add(due, work.within));
                if window.1 < 0 {
                    window = (self.roll(0), self.add(0, work.within));
                }
                vec![mine(Job {
                    work: Work::Reply,
                    window: (window.0.max(0), window.1),
                    effort: work.effort.num_seconds() as u64,
                    category: self.category(Some(&work.category)),
                    caps: Vec::new(),
                    ..self.job(index, &cadence.touches()[0])
                })]
            }
            _ => Vec::new(),
        }
    }

    /// What is left of a window from the first day on; on calendar days it reaches to a workday.
    fn rest(&self, cadence: &Cadence, window: (Day, Day)) -> (Day, Day) {
        let open = window.0.max(0);
        let is_off = (open..=window.1).all(|day| !self.worked(day));
        if cadence.days() == followthrough::Days::Calendar && is_off {
            (open, self.roll(open))
        } else {
            (open, window.1)
        }
    }

    fn capped_out(&self, job: &Job) -> bool {
        job.caps
            .iter()
            .any(|cap| self.caps[*cap].day == Some(0) || self.caps[*cap].week == Some(0))
    }

    /// The segments that could take a job if empty, as indices; for one without effort the workdays of its window.
    #[must_use]
    pub fn places(&self, job: &Job) -> Vec<usize> {
        self.places_within(job, job.window)
    }

    /// The same for another window.
    #[must_use]
    pub fn places_within(&self, job: &Job, window: (Day, Day)) -> Vec<usize> {
        if job.effort == 0 {
            return (window.0..=window.1)
                .filter(|day| self.worked(*day))
                .map(|day| day as usize)
                .collect();
        }
        let from = self
            .segments
            .partition_point(|segment| segment.day < window.0);
        let to = self
            .segments
            .partition_point(|segment| segment.day <= window.1);
        (from..to.max(from))
            .filter(|index| self.could_take(&self.segments[*index], job))
            .collect()
    }

    fn could_take(&self, segment: &Segment, job: &Job) -> bool {
        let in_time = match (&job.before, &job.party) {
            (Some(before), Party::Start(start)) if job.work == Work::Prep => {
                self.date(segment.day) < *start || segment.start < *before
            }
            _ => true,
        };
        let room = self
            .room(segment, job)
            .is_some_and(|(from, to)| to - from >= job.effort);
        in_time && segment.categories.contains(&job.category) && room
    }

    /// The part of a segment's usable time inside a job's contact hours, in seconds from its start.
    #[must_use]
    pub fn room(&self, segment: &Segment, job: &Job) -> Option<(u64, u64)> {
        let Some((hours, zone)) = &job.hours else {
            return Some((0, segment.usable));
        };
        let start =
            chrono::DateTime::from_timestamp(segment.start, 0).expect("a time of our century");
        let date = zone.local(start).date();
        // A segment of these plans is far shorter than a day: one day's hours, or the next one's, not both.
        for date in [date, date + Later::new(1)] {
            let open = zone.instant(date.and_time(hours.from())).timestamp() - segment.start;
            let close = zone.instant(date.and_time(hours.to())).timestamp() - segment.start;
            let (from, to) = (open.max(0) as u64, close.max(0) as u64);
            let to = to.min(segment.usable);
            if from < to {
                return Some((from, to));
            }
        }
        None
    }

    /// The days on which new prospects may be started on a cadence.
    #[must_use]
    pub fn start_days(&self, cadence: usize) -> Vec<Day> {
        (0..=self.horizon)
            .filter(|day| self.started(cadence, *day).is_some())
            .collect()
    }

    /// How the first `total` prospects are split among the cadences: one by one to the largest parts / (2 x had + 1).
    #[must_use]
    pub fn split(&self, total: u64) -> Vec<u64> {
        self.split_after(vec![0; self.parts.len()], total)
    }

    fn split_after(&self, mut had: Vec<u64>, total: u64) -> Vec<u64> {
        for _ in 0..total {
            let share = |index: usize| (self.parts[index], 2 * had[index] + 1);
            let best = (0..had.len())
                .reduce(|best, other| {
                    let (one, two) = (share(best), share(other));
                    if two.0 * one.1 > one.0 * two.1 {
                        other
                    } else {
                        best
                    }
                })
                .expect("a cadence");
            had[best] += 1;
        }
        had
    }

    /// What a week may start at a pace of `rate` in a full week of `full` workdays, or of one in `every` weeks, where
    /// `started` are those of the weeks before it.
    #[must_use]
    pub fn quota(&self, rate: u64, every: Option<u32>, full: u64, started: &[u64]) -> u64 {
        let week = started.len();
        let days = |weeks: &[WeekNumbers]| -> u64 {
            weeks.iter().map(|week| week.workdays.min(full)).sum()
        };
        let (before, upto) = (days(&self.weeks[..week]), days(&self.weeks[..=week]));
        if upto == before {
            return 0;
        }
        if rate > 0 {
            let quota = (rate * upto).div_ceil(full) - (rate * before).div_ceil(full);
            return match week {
                0 => {
                    let whole = (self.past_workdays() + upto).min(full);
                    let whole = (rate * whole).div_ceil(full);
                    quota.min(whole.saturating_sub(self.started_before(0)))
                }
                _ => quota,
            };
        }
        let Some(every) = every.map(|every| every as usize) else {
            return 0;
        };
        let idle = (1..every).all(|back| match week.checked_sub(back) {
            Some(earlier) => started[earlier] == 0,
            None => self.started_before(back - week) == 0,
        });
        u64::from(idle && (week > 0 || self.started_before(0) == 0))
    }

    /// Workdays of the first day's week that are past, busy time apart.
    fn past_workdays(&self) -> u64 {
        let first = self.plan.first_day;
        let into = first.weekday().days_since(self.plan.workweek.first_day());
        let past = (1..=Day::from(into)).filter(|back| {
            let date = self.date(-back);
            let shifted = self.plan.away.iter().any(|away| {
                (away.from..=away.to).contains(&date) && away.windows == AwayWindows::Shift
            });
            self.plan.workweek.days().contains(&date.weekday())
                && !self.plan.holidays.contains(&date)
                && !shifted
        });
        past.count() as u64
    }

    /// How many rows were started so many weeks before the first day's, up to the first day.
    fn started_before(&self, weeks: usize) -> u64 {
        let first = self.plan.first_day;
        let into = first.weekday().days_since(self.plan.workweek.first_day());
        let monday = first - Later::new(u64::from(into)) - Later::new(7 * weeks as u64);
        let lately = self.lately();
        let rows = lately.filter(|(day, _)| monday <= *day && *day < monday + Later::new(7));
        rows.map(|(_, row)| u64::from(row.count)).sum()
    }

    /// Rows that were started in the quarter before the first day or on it, and when.
    fn lately(&self) -> impl Iterator<Item = (NaiveDate, &Prospect)> {
        let first = self.plan.first_day;
        let rows = self.plan.pipeline.iter();
        rows.filter_map(|row| Some((row.started?, row)))
            .filter(move |(day, _)| first - chrono::Months::new(3) <= *day && *day <= first)
    }

    /// How the next `total` are split among the cadences after those who were started in the quarter before.
    #[must_use]
    pub fn split_on(&self, total: u64) -> Vec<u64> {
        let had: Vec<u64> = self
            .plan
            .cadences
            .iter()
            .map(|cadence| {
                let rows = self
                    .lately()
                    .filter(|(_, row)| row.cadence == *cadence.name());
                rows.map(|(_, row)| u64::from(row.count)).sum()
            })
            .collect();
        let split = self.split_after(had.clone(), total);
        split.iter().zip(had).map(|(all, had)| all - had).collect()
    }

    /// The names of the cadences.
    #[must_use]
    pub fn names(&self) -> Vec<CadenceName> {
        self.plan
            .cadences
            .iter()
            .map(|cadence| cadence.name().clone())
            .collect()
    }

    /// Usable seconds by category index, a segment of several counted for each.
    #[must_use]
    pub fn usable(&self) -> BTreeMap<usize, u64> {
        let mut usable = BTreeMap::new();
        for segment in &self.segments {
            for category in &segment.categories {
                *usable.entry(*category).or_default() += segment.usable;
            }
        }
        usable
    }
}

/// The last day of a horizon.
#[must_use]
pub fn last_day(plan: &Plan, horizon: Horizon) -> NaiveDate {
    let first = plan.first_day;
    let months = |count| first + chrono::Months::new(count) - Later::new(1);
    match horizon {
        Horizon::Day => first,
        Horizon::Month => months(1),
        Horizon::Quarter => months(3),
        Horizon::Until(date) => date,
        Horizon::Week => {
            let since = |date: NaiveDate| date.weekday().days_since(plan.workweek.first_day());
            let end = first + Later::new(u64::from(6 - since(first)));
            let numbers = Numbers::new(plan, end);
            let left = (0..=numbers.horizon).any(|day| numbers.worked(day));
            if left { end } else { end + Later::new(7) }
        }
    }
}

/// Whether a row stands for a prospect that is ready to be started.
fn is_ready(row: &Prospect) -> bool {
    row.stage == Stage::Ready
        || (row.stage == Stage::InFlight && row.next_touch == Some(1) && row.due.is_none())
}
