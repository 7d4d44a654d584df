//! Where in a week more time can be dedicated, and which blocks that changes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days as Later, NaiveDate, NaiveTime, TimeDelta, Timelike, Weekday};

use super::answer::BlockChange;
use crate::capacity::Capacity;
use crate::{Block, CategoryName, Error, Pattern, Plan, union};

/// The shortest piece of a block that is added, moved or counted, in seconds: calendars know quarter hours.
pub(super) const STEP: u32 = 15 * 60;
/// Blocks are not put before this hour, unless others lie there.
const MORNING: u32 = 8 * 3600;
/// Nor do they end after this one.
const EVENING: u32 = 18 * 3600;
/// Where a block starts or ends in a minute that is no round one, its neighbours do too; others begin on these.
const ROUND: u32 = 5 * 60;

/// How many steps more a week each category is wanted on each day of the week.
pub(super) type Wants = BTreeMap<(CategoryName, Place), u32>;

/// The place of a weekday in the workweek.
pub(super) type Place = usize;

/// What lies where in a week, on the plan's clock.
pub(super) struct Calendar<'plan> {
    plan: &'plan Plan,
    pub(super) days: Vec<Weekday>,
    taken: Vec<Vec<Taken>>,
    /// By day of the week, the seconds of the day that are busy on any date of the look.
    busy: Vec<Vec<(u32, u32)>>,
    /// By day of the week how many dates were looked at.
    dates: Vec<u64>,
    hours: (u32, u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Taken {
    from: u32,
    to: u32,
    block: usize,
}

/// Time that is dedicated anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    After(usize),
    Before(usize),
    New,
}

impl<'plan> Calendar<'plan> {
    /// The weeks from a plan's first day to `to`.
    pub(super) fn new(plan: &'plan Plan, to: NaiveDate) -> Result<Self, Error> {
        let days = plan.workweek.days().to_vec();
        let place = |date: NaiveDate| days.iter().position(|day| *day == date.weekday());
        let capacity = Capacity::new(plan, Vec::new(), plan.first_day, to)?;
        let mut taken = vec![Vec::new(); days.len()];
        for occurrence in &capacity.occurrences {
            let start = plan.zone.local(occurrence.interval.start());
            let end = plan.zone.local(occurrence.interval.end());
            if let Some(day) = place(start.date()) {
                let to = if end.date() == start.date() {
                    end.time().num_seconds_from_midnight()
                } else {
                    86_400
                };
                taken[day].push(Taken {
                    from: start.time().num_seconds_from_midnight(),
                    to,
                    block: occurrence.block,
                });
            }
        }
        for day in &mut taken {
            day.sort_unstable();
            day.dedup();
        }
        let mut dates = vec![0; days.len()];
        let mut busy = vec![Vec::new(); days.len()];
        let all = union(plan.busy.clone());
        let count = usize::try_from((to - plan.first_day).num_days() + 1).unwrap_or(0);
        for date in plan.first_day.iter_days().take(count) {
            let off = plan.holidays.contains(&date)
                || plan
                    .away
                    .iter()
                    .any(|away| (away.from..=away.to).contains(&date));
            let Some(day) = place(date).filter(|_| !off) else {
                continue;
            };
            dates[day] += 1;
            let midnight = plan.zone.midnight(date);
            let next = plan
                .zone
                .midnight(date.checked_add_days(Later::new(1)).unwrap_or(date));
            let first = all.partition_point(|busy| busy.end() <= midnight);
            for one in all[first..].iter().take_while(|busy| busy.start() < next) {
                let second = |instant: chrono::DateTime<chrono::Utc>| {
                    plan.zone.local(instant).time().num_seconds_from_midnight()
                };
                let from = if one.start() <= midnight {
                    0
                } else {
                    second(one.start())
                };
                let to = if one.end() >= next {
                    86_400
                } else {
                    second(one.end())
                };
                if from < to {
                    busy[day].push((from, to));
                }
            }
        }
        let ends = taken.iter().flatten();
        let hours = (
            ends.clone()
                .map(|taken| taken.from)
                .min()
                .unwrap_or(MORNING)
                .min(MORNING),
            ends.map(|taken| taken.to)
                .max()
                .unwrap_or(EVENING)
                .max(EVENING),
        );
        Ok(Self {
            plan,
            days,
            taken,
            busy,
            dates,
            hours,
        })
    }

    /// How many tenths of a stretch of a day of the week are busy, all dates taken together.
    fn busy_tenths(&self, day: Place, from: u32, to: u32) -> u64 {
        let overlap =
            |busy: &(u32, u32)| u64::from(busy.1.min(to).saturating_sub(busy.0.max(from)));
        let sum: u64 = self.busy[day].iter().map(overlap).sum();
        let whole = self.dates[day] * u64::from(to - from);
        (10 * sum).checked_div(whole).unwrap_or(0)
    }

    /// Whether a block recurs weekly on the plan's own clock for as long as is looked, so that a day of it may change.
    fn is_weekly(&self, block: usize) -> bool {
        let block = &self.plan.blocks[block];
        let zone = block
            .zone
            .as_ref()
            .is_none_or(|zone| *zone == self.plan.zone);
        let begun = block.from.is_none_or(|from| from <= self.plan.first_day);
        zone && begun && block.to.is_none() && matches!(block.pattern(), Pattern::Weekdays(_))
    }

    fn recurs_on(&self, block: usize, day: Place) -> bool {
        match self.plan.blocks[block].pattern() {
            Pattern::Weekdays(weekdays) => weekdays.contains(&self.days[day]),
            Pattern::Rule(_) => false,
        }
    }

    /// The plan with more time dedicated, where nothing else lies; `None` where there is no such time.
    pub(super) fn add(&self, wants: &Wants) -> Option<Changed> {
        let mut week = self.taken.clone();
        let mut edits = Edits::default();
        let mut chosen: BTreeMap<&CategoryName, u32> = BTreeMap::new();
        for ((category, day), steps) in wants.iter().filter(|(_, steps)| **steps > 0) {
            let length = steps * STEP;
            let (slot, from) = self.slot(
                &week[*day],
                &edits,
                category,
                *day,
                length,
                chosen.get(category),
            )?;
            match slot {
                Slot::After(block) | Slot::Before(block) => {
                    let (start, long) = edits.of(self.plan, block, *day);
                    let start = if matches!(slot, Slot::Before(_)) {
                        from
                    } else {
                        start
                    };
                    edits
                        .changed
                        .insert((block, *day), Some((start, long + length)));
                }
                Slot::New => {
                    chosen.insert(category, from);
                    edits
                        .new
                        .entry((category.clone(), from, length, None))
                        .or_default()
                        .push(*day);
                }
            }
            let block = match slot {
                Slot::After(block) | Slot::Before(block) => block,
                Slot::New => usize::MAX,
            };
            week[*day].push(Taken {
                from,
                to: from + length,
                block,
            });
            week[*day].sort_unstable();
        }
        Some(edits.write(self))
    }

    /// The best place for more time of a category on a day: not where the calendar is busy, beside what is there of
    /// the category, else near it.
    fn slot(
        &self,
        taken: &[Taken],
        edits: &Edits,
        category: &CategoryName,
        day: Place,
        length: u32,
        chosen: Option<&u32>,
    ) -> Option<(Slot, u32)> {
        let free = |from: u32| {
            let to = from + length;
            from >= self.hours.0
                && to <= self.hours.1
                && taken
                    .iter()
                    .all(|taken| taken.to <= from || to <= taken.from)
        };
        let is_mine = |taken: &&Taken| {
            self.plan
                .blocks
                .get(taken.block)
                .is_some_and(|block| block.categories().contains(category))
        };
        let mut slots: Vec<(u64, u8, u32, u32, Slot)> = Vec::new();
        let mut offer = |rank: u8, distance: u32, from: u32, slot: Slot| {
            if free(from) {
                let busy = self.busy_tenths(day, from, from + length);
                slots.push((busy, rank, distance, from, slot));
            }
        };
        for mine in taken.iter().filter(is_mine) {
            let whole = self.is_weekly(mine.block)
                && self.recurs_on(mine.block, day)
                && !edits.changed.contains_key(&(mine.block, day));
            if whole {
                offer(0, 0, mine.to, Slot::After(mine.block));
                if let Some(from) = mine.from.checked_sub(length) {
                    offer(1, 0, from, Slot::Before(mine.block));
                }
            }
        }
        let anywhere = self.taken.iter().flatten().find(is_mine);
        let near = taken
            .iter()
            .find(is_mine)
            .or(anywhere)
            .or(taken.first())
            .map_or(self.hours.0, |taken| taken.from);
        let near = chosen.copied().unwrap_or(near);
        let beside = taken
            .iter()
            .flat_map(|taken| [Some(taken.to), taken.from.checked_sub(length)]);
        let round = (self.hours.0.div_ceil(ROUND)..=self.hours.1 / ROUND)
            .map(|step| step * ROUND)
            .filter(|from| from % STEP == 0);
        for from in beside.flatten().chain(round) {
            offer(2, from.abs_diff(near), from, Slot::New);
        }
        slots.into_iter().min().map(|(.., from, slot)| (slot, from))
    }

    /// The plan with time of one category turned into time of others, at an end of its blocks; `None` where its blocks
    /// are too short.
    pub(super) fn turn(&self, wants: &Wants, giver: &CategoryName) -> Option<Changed> {
        let mut edits = Edits::default();
        for ((category, day), steps) in wants.iter().filter(|(_, steps)| **steps > 0) {
            let length = steps * STEP;
            let giving = self.taken[*day].iter().filter(|taken| {
                let block = &self.plan.blocks[taken.block];
                block.categories().contains(giver)
                    && !block.categories().contains(category)
                    && self.is_weekly(taken.block)
                    && self.recurs_on(taken.block, *day)
            });
            let beside = |at: u32| {
                self.taken[*day].iter().any(|taken| {
                    (taken.from == at || taken.to == at)
                        && self.plan.blocks[taken.block]
                            .categories()
                            .contains(category)
                })
            };
            // Of the longest, the end at which the other category lies already, else the last part.
            let ends = giving.flat_map(|taken| {
                let (start, long) = edits.of(self.plan, taken.block, *day);
                let rank = |beside: bool, last: bool| (!beside, std::cmp::Reverse(long), !last);
                [
                    (
                        rank(beside(start + long), true),
                        taken.block,
                        start + long.saturating_sub(length),
                        start,
                        long,
                    ),
                    (rank(beside(start), false), taken.block, start, start, long),
                ]
            });
            let (_, block, from, start, long) = ends
                .filter(|end| end.4 >= length)
                .min_by_key(|end| (end.0, end.2))?;
            let rest = long - length;
            let left = (rest > 0).then_some(if from == start {
                (start + length, rest)
            } else {
                (start, rest)
            });
            edits.changed.insert((block, *day), left);
            edits
                .new
                .entry((category.clone(), from, length, Some(block)))
                .or_default()
                .push(*day);
        }
        Some(edits.write(self))
    }
}

/// A changed plan, and what changed.
pub(super) struct Changed {
    pub(super) plan: Plan,
    pub(super) blocks: Vec<BlockChange>,
    pub(super) by_category: BTreeMap<CategoryName, i64>,
}

/// New time: category, start, length, and the block that it was part of.
type NewTime = (CategoryName, u32, u32, Option<usize>);

#[derive(Default)]
struct Edits {
    /// By block and day its start and length from now on; `None` where it is gone.
    changed: BTreeMap<(usize, Place), Option<(u32, u32)>>,
    /// By category, start, length and giving block the days.
    new: BTreeMap<NewTime, Vec<Place>>,
}

impl Edits {
    fn of(&self, plan: &Plan, block: usize, day: Place) -> (u32, u32) {
        let whole = || {
            let block = &plan.blocks[block];
            (
                block.start().num_seconds_from_midnight(),
                block.length().num_seconds() as u32,
            )
        };
        match self.changed.get(&(block, day)) {
            Some(changed) => changed.unwrap_or((0, 0)),
            None => whole(),
        }
    }

    fn write(self, calendar: &Calendar<'_>) -> Changed {
        let plan = calendar.plan;
        let mut changes: Vec<BlockChange> = Vec::new();
        let mut by_category: BTreeMap<CategoryName, i64> = BTreeMap::new();
        let mut count = |categories: &[CategoryName], seconds: i64| {
            for category in categories {
                *by_category.entry(category.clone()).or_default() += seconds;
            }
        };
        let mut blocks: Vec<Vec<Block>> = plan
            .blocks
            .iter()
            .map(|block| vec![block.clone()])
            .collect();
        let mut indices: Vec<usize> = self.changed.keys().map(|(block, _)| *block).collect();
        indices.dedup();
        for index in indices {
            let block = &plan.blocks[index];
            let Pattern::Weekdays(weekdays) = block.pattern() else {
                continue;
            };
            let (start, length) = (
                block.start().num_seconds_from_midnight(),
                block.length().num_seconds() as u32,
            );
            // Days that are alike share a block; those that stay as they are come first.
            let mut parts: Vec<((u32, u32), Vec<Weekday>)> = vec![((start, length), Vec::new())];
            for weekday in weekdays {
                let day = calendar.days.iter().position(|day| day == weekday);
                let changed = day.and_then(|day| self.changed.get(&(index, day)));
                let part = match changed {
                    None => Some((start, length)),
                    Some(changed) => *changed,
                };
                let now = part.map_or(0, |(_, length)| i64::from(length));
                count(block.categories(), now - i64::from(length));
                let Some(part) = part else { continue };
                match parts.iter_mut().find(|(known, _)| *known == part) {
                    Some((_, days)) => days.push(*weekday),
                    None => parts.push((part, vec![*weekday])),
                }
            }
            // A day on which the block is as well lies in the part of its weekday, so that no two parts meet on it; where
            // there is none, in the first.
            let changed: Vec<Weekday> = parts[1..].iter().flat_map(|part| part.1.clone()).collect();
            let also = |at: usize, days: &[Weekday]| {
                let here = block.also.iter().copied().filter(|date| {
                    let weekday = date.weekday();
                    days.contains(&weekday) || at == 0 && !changed.contains(&weekday)
                });
                here.collect::<BTreeSet<NaiveDate>>()
            };
            let after: Vec<Block> = parts
                .into_iter()
                .enumerate()
                .filter_map(|(at, ((start, length), days))| {
                    let also = also(at, &days);
                    if days.is_empty() && also.is_empty() {
                        return None;
                    }
                    let mut part = weekly(block.categories().to_vec(), days, start, length)?;
                    part.name.clone_from(&block.name);
                    inherit(&mut part, block);
                    part.also = also;
                    Some(part)
                })
                .collect();
            blocks[index].clone_from(&after);
            changes.push(BlockChange {
                index: Some(index),
                before: Some(block.clone()),
                after,
            });
        }
        for ((category, start, length, giver), days) in self.new {
            count(
                std::slice::from_ref(&category),
                i64::from(length) * days.len() as i64,
            );
            let days = days.into_iter().map(|day| calendar.days[day]).collect();
            let Some(mut block) = weekly(vec![category], days, start, length) else {
                continue;
            };
            if let Some(giver) = giver {
                inherit(&mut block, &plan.blocks[giver]);
            }
            blocks.push(vec![block.clone()]);
            changes.push(BlockChange {
                index: None,
                before: None,
                after: vec![block],
            });
        }
        by_category.retain(|_, seconds| *seconds != 0);
        let mut plan = plan.clone();
        plan.blocks = blocks.into_iter().flatten().collect();
        Changed {
            plan,
            blocks: changes,
            by_category,
        }
    }
}

fn weekly(
    categories: Vec<CategoryName>,
    days: Vec<Weekday>,
    start: u32,
    length: u32,
) -> Option<Block> {
    let start = NaiveTime::from_num_seconds_from_midnight_opt(start, 0)?;
    let length = TimeDelta::seconds(i64::from(length));
    Block::new(categories, Pattern::Weekdays(days), start, length).ok()
}

/// Gives a part of a block what it has of the whole.
fn inherit(part: &mut Block, whole: &Block) {
    part.from = whole.from;
    part.to = whole.to;
    part.skip.clone_from(&whole.skip);
    part.reserve = whole.reserve;
    part.zone.clone_from(&whole.zone);
}
