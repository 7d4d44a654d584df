//! Long horizons: everybody is seated week by week, and who finds no place moves only those near him, so that the effort
//! grows with the number of weeks.

use super::found::{Found, nobody, settle};
use super::intake::{Group, Intake, Quota, classes, is_open};
use super::model::{Line, Model};
use super::place::{Effort, place};
use super::problem::Placement;
use super::proof::{Bounds, Proof};
use super::relax::{Relaxation, Relaxed};
use super::repair::Board;
use super::reseat::Draw;
use crate::workdays::Day;

/// Horizons of more weeks than these are walked: half a year.
pub(crate) const LONG: usize = 26;
/// How many moves are tried for a touch that has no place.
const MOVES: usize = 24;
/// How often starts are tried on a day for one question, for each week of its horizon.
const TRIES: u64 = 300;
/// How often at the most in one visit to a week.
const VISIT: u64 = 1_200;
/// How often in a row nothing may be won in a visit.
const IDLE: u32 = 80;
/// The same for all who wait together, where they are few.
const LAST: u32 = 1_000;
/// The same where few weeks are to fall short, for all who wait in a week: the more they are, the likelier it stays short.
const IDLE_SHORT: u32 = 30;
/// How often for one question all are placed anew.
const ROUNDS: usize = 32;
/// How often of them in one walk, and how often in a row without gain.
const AFRESH: (usize, usize) = (16, 4);
/// For how many weeks of the horizon the relaxation may be asked once.
const PIECE: usize = 10;
/// The weeks before and after one whose starts find no place that the relaxation is asked about together; each in turn.
const AROUND: [(usize, usize); 3] = [(11, 7), (6, 12), (15, 3)];
/// How often those who wait are visited again: where nobody may wait, and so that few weeks fall short.
const VISITS: (usize, usize) = (6, 5);

/// What a question over a long horizon may spend, counted and never timed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget {
    tries: u64,
    rounds: usize,
    pieces: usize,
}

impl Budget {
    /// What a question of so many weeks may spend.
    pub(crate) fn new(weeks: usize) -> Self {
        Self {
            tries: TRIES * weeks as u64,
            rounds: ROUNDS,
            pieces: 2 + weeks / PIECE,
        }
    }
}

/// What a walk looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goal {
    /// That nobody waits; given up as soon as a week's starts find no place.
    Everybody,
    /// That those who wait belong to few weeks.
    FewWeeks,
}

/// What came of a walk.
pub(crate) enum Walked {
    /// Everybody has a place.
    Found(Found),
    /// Not everybody can have one.
    Forbidden(Proof),
    /// Some wait.
    Short(Short),
}

/// Those who have a place where others wait.
pub(crate) struct Short {
    pub(crate) found: Found,
    /// How many wait, by group.
    pub(crate) waiting: Vec<u32>,
}

impl Short {
    /// Whether those who have a place are just those whom quotas want, nobody among them with prep done.
    pub(crate) fn meets(&self, groups: &[Group], quotas: &[Quota]) -> bool {
        let counts = &self.found.intake.counts;
        groups.iter().zip(quotas).all(|(group, quota)| {
            quota.iter().zip(counts).all(|(need, counts)| {
                let started: u32 = group.days.iter().map(|day| counts[*day]).sum();
                need.ready == 0 && need.plain == started
            })
        })
    }
}

/// Seats everybody whom quotas want, those of `from` on its days first.
pub(crate) fn walk(
    bounds: &Bounds<'_>,
    groups: &[Group],
    quotas: &[Quota],
    from: &Intake,
    goal: Goal,
    budget: &mut Budget,
) -> Walked {
    let Some(mut walk) = Walk::new(bounds.model, groups) else {
        let waiting = quotas.iter().map(|quota| {
            let needs = quota.iter();
            needs.map(|need| need.plain + need.ready).sum()
        });
        return Walked::Short(Short {
            found: nobody(bounds.model),
            waiting: waiting.collect(),
        });
    };
    walk.take_over(quotas, from);
    walk.visit_all(bounds, goal, budget);
    if goal == Goal::FewWeeks {
        for _ in 0..VISITS.1 {
            walk.visit_all(bounds, goal, budget);
        }
        return walk.finish();
    }
    walk = walk.afresh_while_it_helps(bounds, goal, budget);
    for _ in 0..VISITS.0 {
        walk.visit_all(bounds, goal, budget);
    }
    for around in AROUND {
        for group in 0..groups.len() {
            if walk.waiting[group].is_empty() {
                continue;
            }
            let mut other = walk.clone();
            if let Some(proof) = other.relax(bounds, group, around, quotas, budget) {
                return Walked::Forbidden(proof);
            }
            other.visit_all(bounds, goal, budget);
            if other.score(goal) <= walk.score(goal) {
                walk = other;
            }
        }
    }
    walk.afresh_while_it_helps(bounds, goal, budget).finish()
}

/// A start: its group, cadence, and whether its prep is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Start {
    group: usize,
    cadence: usize,
    ready: bool,
}

/// What was changed, to be undone.
#[derive(Debug, Clone, Copy)]
enum Change {
    Seated(Start, usize),
    Removed(Start, usize),
    Waits(Start),
    Called(Start),
}

/// Everybody who is started, and what is placed for them.
#[derive(Clone)]
struct Walk<'a> {
    model: &'a Model<'a>,
    groups: &'a [Group],
    board: Board<'a>,
    /// Who is started on which day.
    seated: Vec<Vec<Start>>,
    /// Who waits, by group.
    waiting: Vec<Vec<Start>>,
    /// How many groups somebody waits in, and how many wait.
    short: (usize, usize),
    changes: Vec<Change>,
    /// How many days before a start its first touch may lie, and after it its last one.
    reach: (Day, Day),
    draw: Draw,
    tries: u64,
}

impl<'a> Walk<'a> {
    /// What is owed, placed alone; `None` where that does not fit.
    fn new(model: &'a Model<'a>, groups: &'a [Group]) -> Option<Self> {
        let owed = place(&model.problem, &model.owed_counts, Effort::Thorough);
        if !owed.missed.is_empty() {
            return None;
        }
        let mut reach = (0, 0);
        for line in model.lines.iter().flatten().flatten() {
            if let Some((window, _)) = line.prep {
                reach.0 = reach.0.max(line.day - window.open);
            }
            for (window, _) in &line.touches {
                reach.1 = reach.1.max(window.close - line.day);
            }
        }
        Some(Self {
            model,
            groups,
            board: Board::holding(&model.problem, &owed, MOVES),
            seated: vec![Vec::new(); model.start_days.len()],
            waiting: vec![Vec::new(); groups.len()],
            short: (0, 0),
            changes: Vec::new(),
            reach,
            draw: Draw::new(),
            tries: 0,
        })
    }

    fn line(&self, start: Start, day: usize) -> Option<&'a Line> {
        let line = self.model.lines[start.cadence][day].as_ref();
        line.filter(|line| is_open(Some(line), start.ready))
    }

    /// Seats those of an intake that have room and are wanted, then the others wherever there is room in their week.
    fn take_over(&mut self, quotas: &[Quota], from: &Intake) {
        for (group, quota) in quotas.iter().enumerate() {
            for (cadence, need) in quota.iter().enumerate() {
                let mut left = [need.ready, need.plain];
                let days = self.groups[group].days.clone();
                for day in days {
                    for _ in 0..from.counts[cadence][day] {
                        let kind = usize::from(left[0] == 0);
                        let ready = kind == 0;
                        let start = Start {
                            group,
                            cadence,
                            ready,
                        };
                        if left[kind] > 0 && self.put(start, day).is_ok() {
                            left[kind] -= 1;
                        }
                    }
                }
                for (kind, left) in left.into_iter().enumerate() {
                    let ready = kind == 0;
                    let start = Start {
                        group,
                        cadence,
                        ready,
                    };
                    for _ in 0..left {
                        if !self.put_anywhere(start) {
                            self.wait(start);
                        }
                    }
                }
            }
            self.keep();
        }
    }

    fn wait(&mut self, start: Start) {
        self.changes.push(Change::Waits(start));
        self.now_waits(start);
    }

    fn now_waits(&mut self, start: Start) {
        let waiting = &mut self.waiting[start.group];
        self.short.0 += usize::from(waiting.is_empty());
        self.short.1 += 1;
        waiting.push(start);
    }

    /// One of a group's who wait, drawn.
    fn call(&mut self, group: usize) -> Option<Start> {
        let place = self.draw.below(self.waiting[group].len());
        let start = *self.waiting[group].get(place)?;
        self.no_longer_waits(start);
        self.changes.push(Change::Called(start));
        Some(start)
    }

    fn no_longer_waits(&mut self, start: Start) {
        let waiting = &mut self.waiting[start.group];
        if let Some(place) = waiting.iter().rposition(|other| *other == start) {
            waiting.swap_remove(place);
            self.short.0 -= usize::from(waiting.is_empty());
            self.short.1 -= 1;
        }
    }

    /// Seats a start on a day; where that cannot be, the class that has no place, if there is one.
    fn put(&mut self, start: Start, day: usize) -> Result<(), Option<u32>> {
        self.tries += 1;
        let line = self.line(start, day).ok_or(None)?;
        self.board.start(classes(line, start.ready)).map_err(Some)?;
        self.seated[day].push(start);
        self.changes.push(Change::Seated(start, day));
        Ok(())
    }

    /// Puts a start on any day of its group, from a random one on.
    fn put_anywhere(&mut self, start: Start) -> bool {
        let groups = self.groups;
        let days = &groups[start.group].days;
        let first = self.draw.below(days.len());
        (0..days.len()).any(|step| self.put(start, days[(first + step) % days.len()]).is_ok())
    }

    fn remove(&mut self, day: usize, place: usize) -> Start {
        let start = self.seated[day].swap_remove(place);
        if let Some(line) = self.line(start, day) {
            self.board.stop(classes(line, start.ready));
        }
        self.changes.push(Change::Removed(start, day));
        start
    }

    fn keep(&mut self) {
        self.board.keep();
        self.changes.clear();
    }

    fn undo(&mut self, mark: &[usize]) {
        self.board.undo(mark);
        while let Some(change) = self.changes.pop() {
            match change {
                Change::Seated(start, day) => {
                    let seated = &mut self.seated[day];
                    if let Some(place) = seated.iter().rposition(|other| *other == start) {
                        seated.swap_remove(place);
                    }
                }
                Change::Removed(start, day) => self.seated[day].push(start),
                Change::Waits(start) => self.no_longer_waits(start),
                Change::Called(start) => self.now_waits(start),
            }
        }
    }

    /// What is to become less.
    fn score(&self, goal: Goal) -> (usize, usize) {
        match goal {
            Goal::Everybody => (0, self.short.1),
            Goal::FewWeeks => self.short,
        }
    }

    /// Looks for seats for those of a group who wait: some who sit near give up theirs.
    fn visit(&mut self, bounds: &Bounds<'_>, group: usize, goal: Goal, budget: &mut Budget) {
        let groups = self.groups;
        let days = &groups[group].days;
        let most_idle = match goal {
            Goal::Everybody => IDLE.max(LAST / self.short.1.max(1) as u32),
            Goal::FewWeeks => (IDLE_SHORT / self.waiting[group].len().max(1) as u32).max(1),
        };
        let mut idle = 0;
        let most = VISIT.max(u64::from(most_idle) * VISIT / u64::from(IDLE));
        let mut left = most.min(budget.tries);
        let all = left;
        while !self.waiting[group].is_empty() && !days.is_empty() && idle < most_idle && left > 0 {
            if !bounds.watch.go_on() {
                return;
            }
            let tried = self.tries;
            self.keep();
            let mark = self.board.mark();
            let before = self.score(goal);
            let day = days[self.draw.below(days.len())];
            self.exchange(group, day);
            let after = self.score(goal);
            if after > before {
                self.undo(&mark);
            }
            idle = if after < before { 0 } else { idle + 1 };
            left = left.saturating_sub(self.tries - tried);
        }
        self.keep();
        budget.tries = budget.tries.saturating_sub(all - left);
    }

    fn visit_all(&mut self, bounds: &Bounds<'_>, goal: Goal, budget: &mut Budget) {
        for group in 0..self.groups.len() {
            self.visit(bounds, group, goal, budget);
        }
    }

    /// Places all anew and visits those who wait then, from the best that is known, until that wins nothing.
    fn afresh_while_it_helps(
        mut self,
        bounds: &Bounds<'_>,
        goal: Goal,
        budget: &mut Budget,
    ) -> Self {
        let (most, most_idle) = AFRESH;
        let mut idle = 0;
        for _ in 0..most {
            if self.short.1 == 0 || idle >= most_idle || !bounds.watch.go_on() {
                break;
            }
            let Some(rounds) = budget.rounds.checked_sub(1) else {
                break;
            };
            budget.rounds = rounds;
            let mut other = self.clone();
            let placed = other.place_afresh();
            if placed {
                other.visit_all(bounds, goal, budget);
            }
            let (score, known) = (other.score(goal), self.score(goal));
            idle = if placed && score < known { 0 } else { idle + 1 };
            if placed && score <= known {
                self = other;
            } else {
                // Other days the next time.
                self.draw = other.draw;
            }
        }
        self
    }

    /// Places everybody anew, with those who wait on some day of their weeks; who is missed then waits. False where
    /// that leaves out what is owed.
    fn place_afresh(&mut self) -> bool {
        let (model, groups) = (self.model, self.groups);
        for (group, Group { days }) in groups.iter().enumerate() {
            for start in std::mem::take(&mut self.waiting[group]) {
                let first = self.draw.below(days.len());
                let open = (0..days.len())
                    .map(|step| days[(first + step) % days.len()])
                    .find(|day| self.line(start, *day).is_some());
                match open {
                    Some(day) => self.seated[day].push(start),
                    None => self.waiting[group].push(start),
                }
            }
        }
        let mut wanted = model.owed_counts.clone();
        for (day, seated) in self.seated.iter().enumerate() {
            for start in seated {
                for class in self.classes(*start, day) {
                    wanted[class as usize] += 1;
                }
            }
        }
        let placement = place(&model.problem, &wanted, Effort::Thorough);
        self.board = Board::holding(&model.problem, &placement, MOVES);
        let mut missed = vec![0; wanted.len()];
        for (class, count) in &placement.missed {
            missed[*class as usize] += *count;
        }
        let mut owed = true;
        for (class, _) in &placement.missed {
            owed &= model.problem.classes[*class as usize].owed == 0;
            while missed[*class as usize] > 0 {
                let Some((day, place)) = self.who_wants(*class) else {
                    return false;
                };
                let start = self.seated[day].swap_remove(place);
                // What was missed is not on the board.
                let there: Vec<u32> = self
                    .classes(start, day)
                    .filter(|class| {
                        let missed = &mut missed[*class as usize];
                        let there = *missed == 0;
                        *missed -= u32::from(!there);
                        there
                    })
                    .collect();
                self.board.stop(there.into_iter());
                self.waiting[start.group].push(start);
            }
        }
        let waiting = self.waiting.iter().map(Vec::len);
        self.short = (
            waiting.clone().filter(|waiting| *waiting > 0).count(),
            waiting.sum(),
        );
        self.keep();
        owed
    }

    fn classes(&self, start: Start, day: usize) -> impl Iterator<Item = u32> + use<'a> {
        let line = self.line(start, day);
        line.into_iter()
            .flat_map(move |line| classes(line, start.ready))
    }

    /// Somebody who is seated and wants a touch of a class: of a week in which others wait, if there is one.
    fn who_wants(&self, class: u32) -> Option<(usize, usize)> {
        let touch = &self.model.problem.classes[class as usize];
        let mut found = None;
        for day in self.days_about(touch.first, touch.last) {
            for (place, start) in self.seated[day].iter().enumerate() {
                if self.classes(*start, day).any(|other| other == class) {
                    found = Some((day, place));
                    if !self.waiting[start.group].is_empty() {
                        return found;
                    }
                }
            }
        }
        found
    }

    /// The start days whose prospects may have touches in a range of bins.
    fn days_about(&self, first: u32, last: u32) -> std::ops::Range<usize> {
        let model = self.model;
        let of = |bin: u32| model.today + model.problem.bins[bin as usize].day as Day;
        let (from, to) = (of(first) - self.reach.1, of(last) + self.reach.0);
        let after = model.start_days.partition_point(|day| *day <= to);
        model.start_days.partition_point(|day| *day < from)..after
    }

    /// One who waits takes a seat on a day; those in his way look for others in their weeks, but for those of a week in
    /// which others wait: they wait with them.
    fn exchange(&mut self, group: usize, day: usize) {
        let Some(one) = self.call(group) else { return };
        let mut out = Vec::new();
        let most = 1 + self.draw.below(4);
        let mut seated = false;
        while out.len() < most {
            match self.put(one, day) {
                Ok(()) => {
                    seated = true;
                    break;
                }
                Err(class) => {
                    let Some((day, place)) = self.in_the_way(class, day) else {
                        break;
                    };
                    out.push(self.remove(day, place));
                }
            }
        }
        if !seated && !self.put_anywhere(one) {
            self.wait(one);
        }
        for start in out {
            if !self.waiting[start.group].is_empty() || !self.put_anywhere(start) {
                self.wait(start);
            }
        }
    }

    /// Somebody whose touches can lie where a touch has no place, or who sits near: mostly one of a week in which others
    /// wait already, if there is one.
    fn in_the_way(&mut self, class: Option<u32>, day: usize) -> Option<(usize, usize)> {
        let model = self.model;
        let problem = &model.problem;
        let touch = class.map(|class| problem.classes[class as usize])?;
        let near = self.draw.below(2) == 0;
        let days = if near {
            day.saturating_sub(5)..(day + 6).min(self.seated.len())
        } else {
            self.days_about(touch.first, touch.last)
        };
        let mut those: Vec<(usize, usize)> = Vec::new();
        let mut short: Vec<(usize, usize)> = Vec::new();
        for day in days {
            for (place, start) in self.seated[day].iter().enumerate() {
                let meets = near
                    || self.classes(*start, day).any(|other| {
                        let other = &problem.classes[other as usize];
                        other.first <= touch.last
                            && touch.first <= other.last
                            && problem.shares(touch.category, other.category)
                    });
                if meets {
                    those.push((day, place));
                    if !self.waiting[start.group].is_empty() {
                        short.push((day, place));
                    }
                }
            }
        }
        if !short.is_empty() && self.draw.below(4) > 0 {
            those = short;
        }
        (!those.is_empty()).then(|| those[self.draw.below(those.len())])
    }

    /// Asks the relaxation about the weeks around one: a proof that they cannot be met, or they are seated as it says.
    fn relax(
        &mut self,
        bounds: &Bounds<'_>,
        group: usize,
        (before, after): (usize, usize),
        quotas: &[Quota],
        budget: &mut Budget,
    ) -> Option<Proof> {
        budget.pieces = budget.pieces.checked_sub(1)?;
        let weeks = group.saturating_sub(before)..(group + after + 1).min(self.groups.len());
        let none: Quota = vec![Default::default(); self.model.demand.promises.len()];
        let piece: Vec<Quota> = (0..quotas.len())
            .map(|week| {
                let wanted = weeks.contains(&week);
                if wanted { &quotas[week] } else { &none }.clone()
            })
            .collect();
        let days = weeks.clone().flat_map(|week| &self.groups[week].days);
        let (first, last) = (days.clone().min()?, days.max()?);
        let day = |place: &usize| self.model.start_days[*place];
        let apart = self.reach.0 + self.reach.1;
        let mut beside = Vec::new();
        for (place, seated) in self.seated.iter().enumerate() {
            // Those farther away share no day with the piece.
            if day(&place) < day(first) - apart || day(&place) > day(last) + apart {
                continue;
            }
            let others = seated.iter().filter(|start| !weeks.contains(&start.group));
            let touches = others.flat_map(|start| self.classes(*start, place));
            beside.extend(touches.map(|class| (class, 1)));
        }
        let intake = match Relaxation::beside(bounds, self.groups, beside).ask(&piece) {
            Relaxed::Allowed(intake) => intake,
            // Beside the others they cannot be met; by themselves perhaps neither.
            Relaxed::Forbidden(_) | Relaxed::Near(_) | Relaxed::Jammed | Relaxed::Unknown => {
                budget.pieces = budget.pieces.checked_sub(1)?;
                return match Relaxation::new(bounds, self.groups).ask(&piece) {
                    Relaxed::Forbidden(proof) => Some(proof),
                    Relaxed::Allowed(_) | Relaxed::Near(_) | Relaxed::Jammed | Relaxed::Unknown => {
                        None
                    }
                };
            }
        };
        for week in weeks {
            let groups = self.groups;
            for &day in &groups[week].days {
                while !self.seated[day].is_empty() {
                    self.remove(day, 0);
                }
            }
            while let Some(start) = self.waiting[week].last().copied() {
                self.no_longer_waits(start);
            }
        }
        self.take_over(&piece, &intake);
        None
    }

    fn intake(&self) -> Intake {
        let mut intake = Intake::none(self.model);
        for (day, seated) in self.seated.iter().enumerate() {
            for start in seated {
                intake.counts[start.cadence][day] += 1;
            }
        }
        intake
    }

    fn finish(self) -> Walked {
        let intake = self.intake();
        let waiting: Vec<u32> = self
            .waiting
            .iter()
            .map(|waiting| waiting.len() as u32)
            .collect();
        let all = self.short.1 == 0;
        if all && self.model.owed.ready.iter().any(|rows| rows.len() > 0) {
            // Who is ready is dealt out anew, to the first of a cadence.
            if let Some(placement) = settle(self.model, &intake) {
                return Walked::Found(Found { intake, placement });
            }
        } else if all {
            let placement = Placement {
                items: self.board.items(),
                missed: Vec::new(),
            };
            return Walked::Found(Found { intake, placement });
        }
        let placement = Placement {
            items: self.board.items(),
            missed: Vec::new(),
        };
        Walked::Short(Short {
            found: Found { intake, placement },
            waiting,
        })
    }
}
