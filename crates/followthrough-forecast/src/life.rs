//! One scenario lived through: what is due first is done first, and what is not made in its window is made later.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use followthrough::Seconds;

use crate::scenario::{Chances, Scenario, answers, ones, taken};
use crate::simulate::{Approach, List, Simulated, SimulatedWeek};
use crate::world::{MACHINE, NONE, Row, World};

/// Somebody who is owed touches.
struct Prospect<'world> {
    id: u32,
    cadence: usize,
    row: Option<&'world Row>,
    /// The workday of the start among those that are left, and the calendar day that was meant.
    start: u32,
    meant: u32,
    /// The next touch, from 0.
    next: u32,
    answer: u32,
    /// By how many workdays windows are later than they would be.
    shift: u32,
    week: Option<usize>,
    last: Option<u32>,
    spent: Seconds,
    is_done: bool,
}

/// What is to be done: prep, a touch, or an answer's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Prep,
    Touch,
    Reply,
}

/// By what is due first; then those in flight before those who are new; then in the order of starts.
type Key = (u8, u32, u8, u32, What);

/// The days of one scenario, lived through with one way to start prospects.
pub(crate) struct Life<'world> {
    world: &'world World,
    chances: &'world Chances,
    scenario: &'world Scenario,
    people: Vec<Prospect<'world>>,
    waiting: Vec<BinaryHeap<Reverse<Key>>>,
    /// What opens on each day; what opens beyond the last one never comes.
    coming: Vec<Vec<Key>>,
    today: u32,
    left: Vec<u64>,
    used: Vec<Vec<u32>>,
    /// Hundredths of every block that new prospects leave alone, where they fill what is left.
    fills: Option<u32>,
    is_blitz: bool,
    seconds: Vec<u64>,
    late: u64,
    kept: u64,
    weeks: Vec<SimulatedWeek>,
    silence: u32,
}

impl<'world> Life<'world> {
    pub(crate) fn new(
        world: &'world World,
        chances: &'world Chances,
        scenario: &'world Scenario,
        run: &Simulated,
    ) -> Self {
        let blank = |week: &SimulatedWeek| SimulatedWeek {
            starts: 0,
            kept: 0,
            late: 0,
            dropped: 0,
            ..*week
        };
        Self {
            world,
            chances,
            scenario,
            people: Vec::new(),
            waiting: vec![BinaryHeap::new(); usize::from(MACHINE) + 1],
            coming: vec![Vec::new(); world.of_day.len()],
            today: 0,
            left: scenario.left(world),
            used: vec![vec![0; world.of_day.len()]; world.limits.len()],
            fills: match run.approach {
                Approach::FollowUpsFirst(reserve) => Some(reserve.min(100)),
                _ => None,
            },
            is_blitz: matches!(run.approach, Approach::Blitz(_)),
            seconds: vec![0; world.full.len()],
            late: 0,
            kept: 0,
            weeks: run.weeks.iter().map(blank).collect(),
            silence: 0,
        }
    }

    pub(crate) fn live(&mut self, list: &List) {
        for row in &self.world.rows {
            let cadence = &self.world.cadences[row.cadence];
            let answer = if row.next == NONE {
                NONE
            } else {
                answers(self.chances, self.scenario, cadence, row.id, row.next)
            };
            self.people.push(Prospect {
                id: row.id,
                cadence: row.cadence,
                row: Some(row),
                start: self.scenario.from(row.from),
                meant: row.from,
                next: row.next,
                answer,
                shift: 0,
                week: None,
                last: None,
                spent: 0,
                is_done: false,
            });
            let who = self.people.len() as u32 - 1;
            if row.next == NONE {
                let close = row.owed.first().map_or(0, |owed| owed.close);
                self.come(row.from, (1, close, 0, who, What::Reply));
            } else {
                self.open(who);
            }
        }
        for (day, cadence) in list {
            self.start(*day, *cadence);
        }
        let mut counts = vec![0; self.world.weights.len()];
        for day in 0..self.world.of_day.len() as u32 {
            self.begin(day);
            let (from, to) = self.world.of_day[day as usize];
            for bin in from..to {
                self.fill(day, bin);
            }
            if self.fills.is_some() && day <= self.world.last_start {
                while let Some(cadence) = self.world.next(&mut counts) {
                    if !self.has_room(day, cadence) {
                        counts[cadence] -= 1;
                        break;
                    }
                    self.start(day, cadence);
                    self.begin(day);
                    for bin in from..to {
                        self.fill(day, bin);
                    }
                    // Other work took the room, or a touch without effort takes none: the next day is soon enough.
                    let is_made = self.people.last().is_some_and(|one| one.last == Some(day));
                    let takes_time = self.people.last().is_some_and(|one| one.spent > 0);
                    if !is_made || !takes_time {
                        break;
                    }
                }
            }
        }
    }

    fn start(&mut self, day: u32, cadence: usize) {
        let start = self.scenario.from(day);
        let number = self.people.len() as u32 - self.world.rows.len() as u32;
        let of = &self.world.cadences[cadence];
        let week = self.world.week_starts.partition_point(|from| *from <= day);
        let week = week.checked_sub(1);
        if let Some(week) = week {
            self.weeks[week].starts += 1;
        }
        self.people.push(Prospect {
            id: number,
            cadence,
            row: None,
            start,
            meant: day,
            next: 0,
            answer: answers(self.chances, self.scenario, of, number, 0),
            shift: 0,
            week,
            last: None,
            spent: 0,
            is_done: false,
        });
        let who = self.people.len() as u32 - 1;
        if let Some(prep) = of.prep {
            let ahead = if self.fills.is_some() { 0 } else { prep.days };
            let open = self.scenario.day(start.saturating_sub(ahead));
            let close = self.scenario.day(start);
            self.come(open, (u8::from(!self.is_blitz), close, 1, who, What::Prep));
        } else {
            self.open(who);
        }
    }

    /// The window of the next touch.
    fn window(&self, who: u32) -> (u32, u32) {
        let one = &self.people[who as usize];
        let cadence = &self.world.cadences[one.cadence];
        let days = self.scenario;
        if let Some(row) = one.row {
            let owed = row.owed.iter().find(|owed| owed.touch == one.next);
            let (open, close) = owed.map_or((0, 0), |owed| (owed.open_after, owed.close_after));
            let from = one.start + one.shift;
            return (days.day(from + open), days.day(from + close));
        }
        if !cadence.on_workdays {
            let workday = self.world.workdays.partition_point(|day| *day < one.meant);
            let windows = cadence.windows.get(workday);
            if let Some((open, close)) = windows.and_then(|windows| windows.get(one.next as usize))
            {
                return days.window(open + one.shift, close + one.shift);
            }
            return (NONE, NONE);
        }
        let step = &cadence.steps[one.next as usize];
        let from = one.start + one.shift;
        (days.day(from + step.open), days.day(from + step.close))
    }

    /// Puts the next touch where it waits.
    fn open(&mut self, who: u32) {
        let (open, close) = self.window(who);
        let is_new = self.people[who as usize].row.is_none() && self.people[who as usize].next == 0;
        let class = u8::from(!(self.is_blitz && is_new));
        self.come(open, (class, close, u8::from(is_new), who, What::Touch));
    }

    fn come(&mut self, day: u32, key: Key) {
        if let Some(coming) = self.coming.get_mut(day.max(self.today) as usize) {
            coming.push(key);
        }
    }

    fn work(&self, who: u32, what: What) -> (u8, u64) {
        let one = &self.people[who as usize];
        let cadence = &self.world.cadences[one.cadence];
        match what {
            What::Prep => cadence
                .prep
                .map_or((MACHINE, 0), |prep| (prep.category, prep.seconds)),
            What::Reply => cadence
                .reply
                .map_or((MACHINE, 0), |reply| (reply.category, reply.seconds)),
            What::Touch => {
                let step = &cadence.steps[one.next as usize];
                (step.category, step.seconds)
            }
        }
    }

    /// What has opened by a day waits for its place.
    fn begin(&mut self, day: u32) {
        self.today = day;
        while let Some(key) = self.coming[day as usize].pop() {
            self.wait(key);
        }
    }

    fn wait(&mut self, key: Key) {
        let (category, _) = self.work(key.3, key.4);
        self.waiting[usize::from(category)].push(Reverse(key));
    }

    /// Fills a bin, and what opens on the day when something is done.
    fn fill(&mut self, day: u32, bin: u32) {
        let categories = self.world.bins[bin as usize].categories;
        let mut passed = Vec::new();
        loop {
            let first = ones(categories)
                .filter_map(|at| self.waiting[at].peek().map(|Reverse(key)| (*key, at)))
                .min();
            let Some((key, category)) = first else { break };
            self.waiting[category].pop();
            if self.make(day, bin, key) {
                self.begin(day);
                continue;
            }
            passed.push(key);
            if passed.len() == 8 {
                break;
            }
        }
        for key in passed {
            self.wait(key);
        }
    }

    fn make(&mut self, day: u32, bin: u32, key: Key) -> bool {
        let (_, close, _, who, what) = key;
        let (category, mean) = self.work(who, what);
        let one = &self.people[who as usize];
        let touch = if what == What::Touch { one.next } else { NONE };
        let seconds = if what == What::Prep {
            mean
        } else {
            taken(self.chances, self.scenario, mean, one.id, touch)
        };
        let left = self.left[bin as usize];
        if left < seconds || (category == MACHINE && left == 0) {
            return false;
        }
        if what == What::Touch {
            let limits = &self.world.cadences[one.cadence].steps[one.next as usize].limits;
            if !self.world.has_cap(limits, &self.used, day as usize) {
                return false;
            }
            for limit in limits {
                self.used[usize::from(*limit)][day as usize] += 1;
            }
        }
        self.left[bin as usize] -= seconds;
        if let Some(sum) = self.seconds.get_mut(usize::from(category)) {
            *sum += seconds;
        }
        self.people[who as usize].spent += seconds;
        match what {
            What::Prep => self.open(who),
            What::Reply => {}
            What::Touch => self.made(day, close, who),
        }
        true
    }

    fn made(&mut self, day: u32, close: u32, who: u32) {
        let is_late = day > close;
        let open = if is_late { self.window(who).0 } else { day };
        let on_workdays = {
            let one = &self.people[who as usize];
            self.world.cadences[one.cadence].on_workdays || one.row.is_some()
        };
        let one = &mut self.people[who as usize];
        let cadence = &self.world.cadences[one.cadence];
        if is_late {
            self.late += 1;
            one.shift += if on_workdays {
                self.scenario.from(day) - self.scenario.from(open)
            } else {
                day - open
            };
        } else {
            self.kept += 1;
        }
        if let Some(week) = one.week {
            if is_late {
                self.weeks[week].late += 1;
            } else {
                self.weeks[week].kept += 1;
            }
        }
        if let Some(last) = one.last {
            self.silence = self.silence.max(day - last);
        }
        one.last = Some(day);
        let answered = one.next == one.answer;
        if answered && let Some(reply) = cadence.reply {
            let open = self.scenario.from(day + 1);
            let key = (1, self.scenario.day(open + reply.days), 0, who, What::Reply);
            self.come(self.scenario.day(open), key);
        }
        let one = &mut self.people[who as usize];
        one.next += 1;
        if answered || one.next as usize >= cadence.steps.len() {
            one.is_done = true;
        } else {
            self.open(who);
        }
    }

    /// Whether a day has room for a new prospect's prep and first touch.
    fn has_room(&self, day: u32, cadence: usize) -> bool {
        let cadence = &self.world.cadences[cadence];
        let Some(first) = cadence.steps.first() else {
            return false;
        };
        let is_workday = self.scenario.day(self.scenario.from(day)) == day;
        if !is_workday || !self.world.has_cap(&first.limits, &self.used, day as usize) {
            return false;
        }
        let (from, to) = self.world.of_day[day as usize];
        let reserve = u64::from(self.fills.unwrap_or(0));
        let mut left: Vec<u64> = (from..to)
            .map(|bin| {
                let usable = self.world.bins[bin as usize].usable;
                let kept = if usable >= 1 << 40 {
                    0
                } else {
                    usable * reserve / 100
                };
                self.left[bin as usize].saturating_sub(kept)
            })
            .collect();
        let mut begin = 0;
        let prep = cadence.prep.map(|prep| (prep.category, prep.seconds));
        for (category, seconds) in prep.into_iter().chain([(first.category, first.seconds)]) {
            let bins = (begin..left.len()).find(|at| {
                let categories = self.world.bins[from as usize + at].categories;
                categories >> category & 1 == 1 && left[*at] >= seconds
            });
            let Some(bin) = bins else { return false };
            left[bin] -= seconds;
            begin = bin;
        }
        true
    }

    pub(crate) fn tell(self, run: &mut Simulated) {
        run.kept += self.kept;
        run.late += self.late;
        run.longest_silence = run.longest_silence.max(self.silence);
        for (name, seconds) in self.world.names.iter().zip(&self.seconds) {
            if *seconds > 0 {
                *run.seconds.entry(name.clone()).or_default() += seconds;
            }
        }
        let mut dropped = vec![0; self.weeks.len()];
        for one in &self.people {
            let steps = self.world.cadences[one.cadence].steps.len() as u32;
            run.starts += u64::from(one.row.is_none());
            if one.next == NONE || one.is_done {
                let has_answered = one.answer != NONE && one.next == one.answer + 1;
                run.answered += u64::from(has_answered);
                run.finished += u64::from(one.is_done && !has_answered);
                continue;
            }
            // Up to the answer that would have come.
            let last = one.answer.saturating_add(1).min(steps);
            let missed = u64::from(last.saturating_sub(one.next));
            run.dropped += missed;
            run.wasted += one.spent;
            if let Some(week) = one.week {
                dropped[week] += missed;
            }
        }
        for ((told, week), dropped) in run.weeks.iter_mut().zip(&self.weeks).zip(dropped) {
            told.starts += week.starts;
            told.kept += week.kept;
            told.late += week.late;
            told.dropped += dropped;
        }
    }
}
