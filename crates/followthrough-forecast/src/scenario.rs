//! One scenario: who answers when, which days are lost, how long touches take; and whether a pace holds in it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::draw::{Efforts, Of, draw, threshold};
use crate::world::{MACHINE, NONE, Promised, Starter, World, add, answer};

/// What is drawn beside answers.
#[derive(Debug, Clone)]
pub(crate) struct Chances {
    pub(crate) seed: u64,
    /// The chance that a workday is lost whole, and that it is halved, in millionths.
    pub(crate) lost: u64,
    pub(crate) halved: u64,
    /// How long touches take beside their mean, where that is not always as long.
    pub(crate) efforts: Option<Box<Efforts>>,
}

/// A scenario's days.
#[derive(Debug, Default)]
pub(crate) struct Scenario {
    number: u32,
    /// The workdays that are left, as calendar days.
    workdays: Vec<u32>,
    /// The one that each workday of the plan becomes, the next one where it is lost.
    moved: Vec<u32>,
    /// In how many hundredths of its time each calendar day has its blocks.
    share: Vec<u8>,
}

impl Scenario {
    pub(crate) fn draw(&mut self, world: &World, chances: &Chances, number: u32) {
        self.number = number;
        self.workdays.clear();
        self.moved.clear();
        self.share.clear();
        self.share.resize(world.of_day.len(), 100);
        let lost = threshold(chances.lost);
        let halved = threshold(chances.lost + chances.halved);
        for (at, day) in world.workdays.iter().enumerate() {
            self.moved.push(self.workdays.len() as u32);
            let drawn = if halved > 0 && world.with_blocks[at] {
                u64::from(draw(chances.seed, number, Of::Day, at as u32, 0))
            } else {
                u64::MAX
            };
            if drawn < lost {
                self.share[*day as usize] = 0;
                continue;
            }
            if drawn < halved {
                self.share[*day as usize] = 50;
            }
            self.workdays.push(*day);
        }
    }

    /// What is left of every bin.
    pub(crate) fn left(&self, world: &World) -> Vec<u64> {
        let left = world
            .bins
            .iter()
            .map(|bin| bin.usable * u64::from(self.share[bin.day as usize]) / 100);
        left.collect()
    }

    /// The calendar day of a workday that is left; beyond the last one a day that never comes.
    pub(crate) fn day(&self, workday: u32) -> u32 {
        self.workdays
            .get(workday as usize)
            .copied()
            .unwrap_or(u32::MAX - 1)
    }

    /// The first workday that is left from a calendar day on.
    pub(crate) fn from(&self, day: u32) -> u32 {
        self.workdays.partition_point(|one| *one < day) as u32
    }

    /// A window of the plan's days: it waits for days that are lost.
    pub(crate) fn window(&self, open: u32, close: u32) -> (u32, u32) {
        let first = self.day(self.from(open));
        (first, close.max(first))
    }
}

/// Work that has to be done.
#[derive(Debug, Clone, Copy)]
struct Item {
    open: u32,
    close: u32,
    category: u8,
    seconds: u64,
    /// It lies in a bin before this one.
    before: u32,
    /// Where the plan has it.
    planned: u32,
    /// Who, for ties: those in flight come first.
    id: u32,
    /// The touch, for its caps; `NONE` for other work.
    cadence: u16,
    touch: u32,
    /// Whether it is an answer's work, which is done late rather than not at all.
    is_reply: bool,
}

/// What became of a pace in a scenario.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// What was promised and still wanted.
    pub(crate) wanted: u32,
    /// What did not get its place.
    pub(crate) missed: u32,
    /// Answers that bring work.
    pub(crate) answers: u32,
    /// How many of them wait for their work longer than their window.
    pub(crate) waiting: u32,
}

/// Lists that are kept from question to question.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    items: Vec<Item>,
    left: Vec<u64>,
    waiting: Vec<BinaryHeap<Reverse<(u32, u32, u32)>>>,
    late: Vec<(u32, u32, u32)>,
    used: Vec<Vec<u32>>,
}

/// How work finds its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follow {
    /// Where the plan has it; what the plan does not know, or cannot hold, where it is due first.
    Plan,
    /// What is owed where the plan has it, all else where it is due first.
    Due,
}

impl Desk {
    /// How many promises a pace keeps in a scenario: the better of two ways of working, neither of which knows what comes.
    /// It is not counted on where more than one in `one_in` are missed; with 0 every one is counted.
    pub(crate) fn kept(
        &mut self,
        world: &World,
        chances: &Chances,
        scenario: &Scenario,
        (pace, one_in): (u32, u32),
    ) -> Kept {
        self.gather(world, chances, scenario, pace);
        let promises = self.items.iter().filter(|item| !item.is_reply).count() as u32;
        let most = promises.checked_div(one_in).unwrap_or(u32::MAX);
        let mut kept = self.place(world, scenario, Follow::Plan, most);
        if kept.missed > 0 && (one_in == 0 || kept.missed > most) {
            let other = self.place(world, scenario, Follow::Due, most.min(kept.missed));
            if other.missed < kept.missed {
                kept = other;
            }
        }
        kept
    }

    /// The largest pace that may be tried: what full weeks allow where answers free as much as they do.
    pub(crate) fn most(&mut self, world: &World, chances: &Chances, scenario: &Scenario) -> u32 {
        let mut needed = (vec![0; world.full.len()], vec![0; world.full.len()]);
        let mut count = 0;
        for starter in world
            .weeks
            .iter()
            .flat_map(|week| week.starters.iter().take(week.planned as usize))
        {
            let cadence = &world.cadences[starter.cadence];
            let at = answers(chances, scenario, cadence, starter.id, 0);
            add(&mut needed.0, cadence, &cadence.steps, starter.ready);
            add(
                &mut needed.1,
                cadence,
                &cadence.steps[..kept(cadence, at)],
                starter.ready,
            );
            count += 1;
        }
        if count == 0 {
            // Nobody is started whose answers could free anything.
            return world.pace;
        }
        let more = world
            .ratio(&needed.1, count)
            .saturating_sub(world.ratio(&needed.0, count));
        let more = u32::try_from(more).unwrap_or(u32::MAX);
        world.pace.saturating_add(more).min(world.most)
    }

    fn gather(&mut self, world: &World, chances: &Chances, scenario: &Scenario, pace: u32) {
        self.items.clear();
        for row in &world.rows {
            let cadence = &world.cadences[row.cadence];
            let at = if row.next == NONE {
                NONE
            } else {
                answers(chances, scenario, cadence, row.id, row.next)
            };
            let kept = kept(cadence, at) as u32;
            for owed in &row.owed {
                if owed.touch != NONE && owed.touch >= kept {
                    continue;
                }
                let (open, close) = if cadence.on_workdays || owed.touch == NONE {
                    let from = scenario.from(row.from);
                    (
                        scenario.day(from + owed.open_after),
                        scenario.day(from + owed.close_after),
                    )
                } else {
                    scenario.window(owed.open, owed.close)
                };
                let work = match cadence.steps.get(owed.touch as usize) {
                    Some(step) => (step.category, step.seconds),
                    None => match cadence.reply {
                        Some(reply) => (reply.category, reply.seconds),
                        None => continue,
                    },
                };
                self.items.push(Item {
                    open,
                    close,
                    category: work.0,
                    seconds: taken(chances, scenario, work.1, row.id, owed.touch),
                    before: NONE,
                    planned: owed.bin,
                    id: row.id & !(1 << 31),
                    cadence: row.cadence as u16,
                    touch: owed.touch,
                    is_reply: owed.touch == NONE,
                });
                if owed.touch == at {
                    self.answer(scenario, chances, cadence, row.id, close);
                }
            }
        }
        for week in &world.weeks {
            let starts = world.starts(week, pace) as usize;
            for starter in week.starters.iter().take(starts) {
                self.start(world, chances, scenario, starter);
            }
        }
    }

    fn start(&mut self, world: &World, chances: &Chances, scenario: &Scenario, starter: &Starter) {
        let cadence = &world.cadences[starter.cadence];
        let at = answers(chances, scenario, cadence, starter.id, 0);
        let id = starter.id | 1 << 30;
        let start = scenario
            .moved
            .get(starter.workday as usize)
            .copied()
            .unwrap_or(NONE - 1);
        let day = scenario.day(start);
        let planned = |at: usize| starter.planned.get(at).copied().unwrap_or(NONE);
        if let Some(prep) = cadence.prep.filter(|_| !starter.ready) {
            let open = scenario.day(start.saturating_sub(prep.days));
            let first = cadence.steps.first().map_or(MACHINE, |step| step.category);
            let (from, to) = world
                .of_day
                .get(day as usize)
                .copied()
                .unwrap_or((NONE, NONE));
            let mut bins = from..to;
            let before = bins.find(|bin| world.bins[*bin as usize].categories >> first & 1 == 1);
            self.items.push(Item {
                open,
                close: day,
                category: prep.category,
                seconds: prep.seconds,
                before: before.unwrap_or(to),
                planned: planned(0),
                id,
                cadence: starter.cadence as u16,
                touch: NONE,
                is_reply: false,
            });
        }
        let windows = cadence.windows.get(starter.workday as usize);
        for (number, step) in cadence.steps[..kept(cadence, at)].iter().enumerate() {
            let (open, close) = if cadence.on_workdays {
                (
                    scenario.day(start + step.open),
                    scenario.day(start + step.close),
                )
            } else {
                match windows.and_then(|windows| windows.get(number)) {
                    Some((open, close)) => scenario.window((*open).max(day), (*close).max(day)),
                    None => continue,
                }
            };
            self.items.push(Item {
                open,
                close,
                category: step.category,
                seconds: taken(chances, scenario, step.seconds, starter.id, number as u32),
                before: NONE,
                planned: planned(number + 1),
                id,
                cadence: starter.cadence as u16,
                touch: number as u32,
                is_reply: false,
            });
            if number as u32 == at {
                self.answer(scenario, chances, cadence, starter.id, close);
            }
        }
    }

    /// An answer's work, from the workday after its touch's window closes.
    fn answer(
        &mut self,
        scenario: &Scenario,
        chances: &Chances,
        cadence: &Promised,
        id: u32,
        close: u32,
    ) {
        if let Some(reply) = cadence.reply {
            let open = scenario.from(close.saturating_add(1));
            self.items.push(Item {
                open: scenario.day(open),
                close: scenario.day(open + reply.days),
                category: reply.category,
                seconds: taken(chances, scenario, reply.seconds, id, NONE),
                before: NONE,
                planned: NONE,
                id: id & !(1 << 31),
                cadence: 0,
                touch: NONE,
                is_reply: true,
            });
        }
    }

    fn place(&mut self, world: &World, scenario: &Scenario, follow: Follow, most: u32) -> Kept {
        let days = world.of_day.len();
        self.left.clear();
        self.left.extend(
            world
                .bins
                .iter()
                .map(|bin| bin.usable * u64::from(scenario.share[bin.day as usize]) / 100),
        );
        self.used.resize(world.limits.len(), Vec::new());
        for used in &mut self.used {
            used.clear();
            used.resize(days, 0);
        }
        self.waiting
            .resize(usize::from(MACHINE) + 1, BinaryHeap::new());
        let answers = self.items.iter().filter(|item| item.is_reply).count() as u32;
        let mut kept = Kept {
            wanted: self.items.len() as u32 - answers,
            missed: 0,
            answers,
            waiting: 0,
        };
        // By the day on which each can be begun at the earliest.
        let mut coming: Vec<(u32, u32)> = Vec::with_capacity(self.items.len());
        for at in 0..self.items.len() {
            let item = self.items[at];
            let mut from = item.open;
            let has_place =
                item.planned != NONE && (follow == Follow::Plan || item.id & (1 << 30) == 0);
            if has_place {
                let day = world.bins[item.planned as usize].day;
                if (item.open..=item.close).contains(&day) && item.planned < item.before {
                    if self.put(world, item, item.planned) {
                        continue;
                    }
                    // That there is no room is seen on the day.
                    from = from.max(day);
                }
            }
            coming.push((from, at as u32));
        }
        coming.sort_unstable();
        let mut next = 0;
        for day in 0..days as u32 {
            while let Some((_, at)) = coming.get(next).filter(|(from, _)| *from <= day) {
                let item = &self.items[*at as usize];
                let heap = &mut self.waiting[usize::from(item.category)];
                heap.push(Reverse((item.close, item.id, *at)));
                next += 1;
            }
            let used = world.used();
            if ones(used).all(|at| self.waiting[at].is_empty()) {
                if next == coming.len() {
                    break;
                }
                continue;
            }
            let (from, to) = world.of_day[day as usize];
            for bin in from..to {
                self.fill(world, bin);
            }
            for category in ones(used) {
                self.late.clear();
                while let Some(Reverse(key)) = self.waiting[category].peek().copied() {
                    if key.0 > day {
                        break;
                    }
                    self.waiting[category].pop();
                    if self.items[key.2 as usize].is_reply {
                        // It goes on to wait, and comes before all that is not overdue.
                        kept.waiting += u32::from(key.0 == day);
                        self.late.push(key);
                    } else {
                        kept.missed += 1;
                    }
                }
                while let Some(key) = self.late.pop() {
                    self.waiting[category].push(Reverse(key));
                }
            }
            if kept.missed > most {
                break;
            }
        }
        // What never came is missed as well.
        for (_, at) in &coming[next..] {
            kept.missed += u32::from(!self.items[*at as usize].is_reply);
        }
        for heap in &self.waiting {
            let left = heap
                .iter()
                .filter(|Reverse(key)| !self.items[key.2 as usize].is_reply);
            kept.missed += left.count() as u32;
        }
        for heap in &mut self.waiting {
            heap.clear();
        }
        kept
    }

    /// Fills a bin with what waits for it, what is due first first.
    fn fill(&mut self, world: &World, bin: u32) {
        let categories = world.bins[bin as usize].categories;
        self.late.clear();
        let mut passed = 0;
        loop {
            let first = ones(categories)
                .filter_map(|at| self.waiting[at].peek().map(|Reverse(key)| (*key, at)))
                .min();
            let Some((key, category)) = first else { break };
            self.waiting[category].pop();
            let item = self.items[key.2 as usize];
            if bin < item.before && self.put(world, item, bin) {
                continue;
            }
            self.late.push(key);
            passed += 1;
            // What is shorter may still go in, but not everything is looked at.
            if passed == 8 {
                break;
            }
        }
        while let Some(key) = self.late.pop() {
            let category = self.items[key.2 as usize].category;
            self.waiting[usize::from(category)].push(Reverse(key));
        }
    }

    fn put(&mut self, world: &World, item: Item, bin: u32) -> bool {
        let left = self.left[bin as usize];
        if left < item.seconds || (item.category == MACHINE && left == 0) {
            return false;
        }
        let day = world.bins[bin as usize].day as usize;
        let step = world.cadences[usize::from(item.cadence)]
            .steps
            .get(item.touch as usize);
        let limits = step.map_or(&[][..], |step| &step.limits[..]);
        if !world.has_cap(limits, &self.used, day) {
            return false;
        }
        for limit in limits {
            self.used[usize::from(*limit)][day] += 1;
        }
        self.left[bin as usize] -= item.seconds;
        true
    }
}

/// The numbers of the bits that are set.
pub(crate) fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (first < 64).then_some(first as usize)
    })
}

/// How many touches are made where the answer comes at one of them: those that share its window are.
fn kept(cadence: &Promised, at: u32) -> usize {
    if at == NONE {
        return cadence.steps.len();
    }
    let window = cadence.steps[at as usize].first;
    let same = cadence.steps.iter().rposition(|step| step.first == window);
    same.unwrap_or(at as usize) + 1
}

pub(crate) fn answers(
    chances: &Chances,
    scenario: &Scenario,
    cadence: &Promised,
    id: u32,
    from: u32,
) -> u32 {
    if cadence
        .steps
        .iter()
        .skip(from as usize)
        .all(|step| step.hazard == 0)
    {
        return NONE;
    }
    let drawn = draw(chances.seed, scenario.number, Of::Answer, id, 0);
    answer(&cadence.steps, from, drawn)
}

pub(crate) fn taken(chances: &Chances, scenario: &Scenario, mean: u64, id: u32, touch: u32) -> u64 {
    let Some(efforts) = &chances.efforts else {
        return mean;
    };
    let part = draw(chances.seed, scenario.number, Of::Effort, id, touch) >> 24;
    (mean * efforts[part as usize] + 500_000) / 1_000_000
}
