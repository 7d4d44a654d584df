//! Blocks less busy time less reserve: the segments that touches are placed in, and the days that are worked.

use std::collections::BTreeSet;

use chrono::{
    DateTime, Datelike, Days as ChronoDays, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc,
};

use crate::timeline::{subtract, union};
use crate::workdays::{Day, Workdays};
use crate::zone::Clock;
use crate::{
    AwayWindows, Block, Budget, CategoryName, Error, Interval, LostDays, Pattern, Plan, Start, Zone,
};

/// A set of categories, a bit each, in the order of [`Capacity::categories`].
pub(crate) type Categories = u64;

/// One occurrence of a block, before busy time is cut out.
#[derive(Debug, Clone)]
pub(crate) struct Occurrence {
    /// Which block of the plan.
    pub(crate) block: usize,
    /// When it was planned to begin, on the block's clock.
    pub(crate) planned_start: NaiveDateTime,
    /// When it begins and ends on the block's clock.
    wall: (NaiveDateTime, NaiveDateTime),
    /// The time it takes.
    pub(crate) interval: Interval,
    /// The local date on which it begins, on the plan's clock.
    pub(crate) day: Day,
    /// What it may be used for.
    pub(crate) categories: Categories,
}

/// A piece of an occurrence that is left after busy time is cut out.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    /// Which occurrence.
    pub(crate) occurrence: usize,
    /// Which piece of it, from 1.
    pub(crate) piece: u32,
    /// The time it takes, reserve included.
    pub(crate) interval: Interval,
    /// When it begins on the plan's clock.
    pub(crate) local_start: NaiveDateTime,
    /// The local date on which it begins.
    pub(crate) day: Day,
    /// What touches can be placed in, in seconds.
    pub(crate) usable: u64,
    /// What it may be used for.
    pub(crate) categories: Categories,
}

/// The supply side of a plan over a stretch of days.
#[derive(Debug, Clone)]
pub(crate) struct Capacity {
    /// Which days are worked.
    pub(crate) days: Workdays,
    /// The names behind [`Categories`].
    pub(crate) categories: Vec<CategoryName>,
    /// Block occurrences on days that are neither holidays nor away, by start.
    pub(crate) occurrences: Vec<Occurrence>,
    /// Their pieces, by start.
    pub(crate) segments: Vec<Segment>,
    /// Workdays that busy time took whole, those before the first day included.
    pub(crate) lost: Vec<Day>,
    /// The last day on which each category has blocks, where they end.
    pub(crate) ends: Vec<Option<NaiveDate>>,
}

impl Capacity {
    /// The supply from `from` to `to`, both included; `categories` are the names to number first, in order.
    ///
    /// # Errors
    /// [`Error::BlockNeedsFrom`], [`Error::BlocksOverlap`], [`Error::SpanReversed`], [`Error::TooManyCategories`].
    pub(crate) fn new(
        plan: &Plan,
        mut categories: Vec<CategoryName>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Self, Error> {
        for block in &plan.blocks {
            for category in block.categories() {
                if !categories.contains(category) {
                    categories.push(category.clone());
                }
            }
        }
        if categories.len() > 63 {
            return Err(Error::TooManyCategories {
                count: categories.len(),
            });
        }
        let (mut worked, open) = days_off(plan, from, to)?;
        let plain = Workdays::new(from, Vec::new());
        let mut occurrences = Vec::new();
        let mut plans_clock = Clock::new(&plan.zone);
        for (index, block) in plan.blocks.iter().enumerate() {
            let mask = block.categories().iter().fold(0, |mask, category| {
                mask | categories
                    .iter()
                    .position(|known| known == category)
                    .map_or(0, |bit| 1 << bit)
            });
            let zone = block.zone.as_ref().unwrap_or(&plan.zone);
            let mut clock = Clock::new(zone);
            let planned = dates(block, zone, from, to)?
                .into_iter()
                .filter(|date| !block.moved.contains_key(date))
                .map(|date| (date, date.and_time(block.start()), block.length()));
            let moved = block
                .moved
                .iter()
                .filter(|(_, moved)| (before(from)..=after(to)).contains(&moved.start().date()));
            let moved = moved.map(|(date, moved)| (*date, moved.start(), moved.length()));
            for (date, local, length) in planned.chain(moved) {
                let planned_start = date.and_time(block.start());
                // Its length is the wall clock's too: a block in a gap shrinks, and may shrink to nothing.
                let start = clock.instant(local);
                let end = clock.instant(local + length);
                let Some(interval) = Interval::new(start, end) else {
                    continue;
                };
                let day = plain.day(plans_clock.local(start).date());
                occurrences.push(Occurrence {
                    block: index,
                    planned_start,
                    wall: (local, local + length),
                    interval,
                    day,
                    categories: mask,
                });
            }
        }
        let mut occurrences = one_at_a_time(plan, occurrences, &plain)?;
        occurrences.retain(|occurrence| {
            usize::try_from(occurrence.day)
                .ok()
                .and_then(|day| open.get(day))
                .copied()
                .unwrap_or(false)
        });
        let busy = union(plan.busy.clone());
        let (mut segments, cut_days) = cut(plan, &occurrences, &busy, &plain);
        segments.sort_by_key(|segment| segment.interval);
        let mut lost = Vec::new();
        if plan.lost_days == LostDays::Shift {
            let left: BTreeSet<Day> = segments.iter().map(|segment| segment.day).collect();
            // Days that are past count too: a window that waited for one must not shrink when that day is over.
            for day in cut_days.iter().copied() {
                let index = usize::try_from(day).ok();
                if let Some(worked) = index.and_then(|index| worked.get_mut(index))
                    && *worked
                    && !left.contains(&day)
                {
                    *worked = false;
                    lost.push(day);
                }
            }
        }
        // A block that has begun is what it is: it takes nothing new, but its day is not lost to busy time.
        segments.retain(|segment| !plan.has_begun(segment.interval.start()));
        let ends = (0..categories.len())
            .map(|bit| end_of(plan, &categories[bit]))
            .collect();
        let days = Workdays::new(from, worked);
        Ok(Self {
            days,
            categories,
            occurrences,
            segments,
            lost,
            ends,
        })
    }

    /// The bit of a category, where the plan has time or touches of it.
    pub(crate) fn bit(&self, category: &CategoryName) -> Option<u8> {
        self.categories
            .iter()
            .position(|known| known == category)
            .map(|bit| bit as u8)
    }
}

/// Occurrences by start, none of which begins before the one before it ends.
///
/// A clock that is turned on makes blocks overlap that only touch on the wall clock: there the earlier keeps its time.
///
/// # Errors
/// [`Error::BlocksOverlap`] where they overlap on the wall clock too.
fn one_at_a_time(
    plan: &Plan,
    mut occurrences: Vec<Occurrence>,
    days: &Workdays,
) -> Result<Vec<Occurrence>, Error> {
    occurrences.sort_by_key(|occurrence| (occurrence.interval, occurrence.block));
    let mut kept: Vec<Occurrence> = Vec::with_capacity(occurrences.len());
    for mut next in occurrences {
        if let Some(last) = kept.last()
            && next.interval.start() < last.interval.end()
        {
            let zone = |block: usize| plan.blocks[block].zone.as_ref();
            let apart = next.wall.0 >= last.wall.1 || last.wall.0 >= next.wall.1;
            if !apart || zone(last.block) != zone(next.block) {
                return Err(Error::BlocksOverlap {
                    first: plan.blocks[last.block].label(),
                    second: plan.blocks[next.block].label(),
                    date: days.date(next.day),
                });
            }
            match Interval::new(last.interval.end(), next.interval.end()) {
                Some(rest) => next.interval = rest,
                None => continue,
            }
        }
        kept.push(next);
    }
    Ok(kept)
}

/// Of each day whether it is worked, and whether its blocks count.
fn days_off(plan: &Plan, from: NaiveDate, to: NaiveDate) -> Result<(Vec<bool>, Vec<bool>), Error> {
    let length = usize::try_from((to - from).num_days() + 1).unwrap_or(0);
    let mut worked = Vec::with_capacity(length);
    for date in from.iter_days().take(length) {
        worked.push(plan.workweek.days().contains(&date.weekday()));
    }
    let mut open = vec![true; length];
    let within = |date: NaiveDate| {
        usize::try_from((date - from).num_days())
            .ok()
            .filter(|day| *day < length)
    };
    for day in plan.holidays.iter().filter_map(|date| within(*date)) {
        worked[day] = false;
        open[day] = false;
    }
    for away in &plan.away {
        if away.to < away.from {
            let place = if away.label.is_empty() {
                "an away span".to_owned()
            } else {
                format!("`{}`", away.label)
            };
            return Err(Error::SpanReversed {
                place,
                from: away.from,
                to: away.to,
            });
        }
        let first = (away.from.max(from) - from).num_days();
        let last = (away.to.min(to) - from).num_days();
        for day in first..=last {
            let day = day as usize;
            open[day] = false;
            if away.windows == AwayWindows::Shift {
                worked[day] = false;
            }
        }
    }
    Ok((worked, open))
}

/// The day before.
fn before(date: NaiveDate) -> NaiveDate {
    date.pred_opt().unwrap_or(date)
}

/// The day after.
fn after(date: NaiveDate) -> NaiveDate {
    date.succ_opt().unwrap_or(date)
}

/// The dates on the block's own clock on which it begins, a day more at each end for zones apart.
pub(crate) fn dates(
    block: &Block,
    zone: &Zone,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeSet<NaiveDate>, Error> {
    let (first, last) = (before(from), after(to));
    let start = block.from.map_or(first, |from| from.max(first));
    let end = block.to.map_or(last, |to| to.min(last));
    let mut dates: BTreeSet<NaiveDate> = BTreeSet::new();
    match block.pattern() {
        Pattern::Weekdays(weekdays) => {
            let mut week = [false; 7];
            for weekday in weekdays {
                week[weekday.num_days_from_monday() as usize] = true;
            }
            let days = usize::try_from((end - start).num_days() + 1).unwrap_or(0);
            dates.extend(
                start
                    .iter_days()
                    .take(days)
                    .filter(|date| week[date.weekday().num_days_from_monday() as usize]),
            );
        }
        Pattern::Rule(rule) => {
            if block.from.is_none() && rule.depends_on_start() {
                return Err(Error::BlockNeedsFrom {
                    block: block.label(),
                    rule: rule.to_string(),
                });
            }
            if start <= end {
                let series = Start::on(block.from.unwrap_or(first), zone).only_in_step();
                let after = after(end).and_time(NaiveTime::MIN);
                let found = rule.occurrences(
                    &series,
                    start.and_time(NaiveTime::MIN),
                    after,
                    Budget::default(),
                );
                dates.extend(found.starts.into_iter().map(|local| local.date()));
            }
        }
    }
    dates.extend(block.also.range(first..=last));
    for skipped in &block.skip {
        dates.remove(skipped);
    }
    Ok(dates)
}

/// The pieces that busy time leaves, and the days on which it took something.
fn cut(
    plan: &Plan,
    occurrences: &[Occurrence],
    busy: &[Interval],
    days: &Workdays,
) -> (Vec<Segment>, BTreeSet<Day>) {
    let mut segments = Vec::with_capacity(occurrences.len());
    let mut cut_days = BTreeSet::new();
    let mut clock = Clock::new(&plan.zone);
    for (index, occurrence) in occurrences.iter().enumerate() {
        let pieces = subtract(occurrence.interval, busy);
        if pieces != [occurrence.interval] {
            cut_days.insert(occurrence.day);
        }
        let reserve = plan.blocks[occurrence.block]
            .reserve
            .unwrap_or(plan.reserve);
        let kept = pieces
            .into_iter()
            .filter(|piece| piece.length() >= plan.min_segment);
        for (piece, interval) in (1..).zip(kept) {
            let local_start = clock.local(interval.start());
            let length = u64::try_from(interval.length().num_seconds()).unwrap_or(0);
            let usable = reserve.rest_of(length);
            segments.push(Segment {
                occurrence: index,
                piece,
                interval,
                local_start,
                day: days.day(local_start.date()),
                usable,
                categories: occurrence.categories,
            });
        }
    }
    (segments, cut_days)
}

/// The last day on which any block of a category may occur; `None` where one recurs without end.
fn end_of(plan: &Plan, category: &CategoryName) -> Option<NaiveDate> {
    let mut last = None;
    for block in plan
        .blocks
        .iter()
        .filter(|block| block.categories().contains(category))
    {
        let also = block.also.last().copied();
        let zone = block.zone.as_ref().unwrap_or(&plan.zone);
        let pattern = match block.pattern() {
            Pattern::Weekdays(weekdays) if weekdays.is_empty() => None,
            Pattern::Weekdays(_) => Some(block.to?),
            Pattern::Rule(rule) if rule.is_bounded() => {
                let start = block.from.unwrap_or(plan.first_day);
                let until = rule.last(&Start::on(start, zone).only_in_step(), Budget::default());
                let until = until.map(|local| local.date());
                block
                    .to
                    .map_or(until, |to| Some(until.map_or(to, |until| until.min(to))))
            }
            Pattern::Rule(_) => Some(block.to?),
        };
        last = last.max(pattern).max(also);
    }
    last
}

/// The first instant of a date and the first of the day after `to`: what a stretch of days covers.
pub(crate) fn stretch(
    zone: &Zone,
    from: NaiveDate,
    to: NaiveDate,
) -> (DateTime<Utc>, DateTime<Utc>) {
    let after = to.checked_add_days(ChronoDays::new(1)).unwrap_or(to);
    (zone.midnight(from), zone.midnight(after))
}

/// Whole seconds of a length that is no less than nothing.
pub(crate) fn seconds(length: TimeDelta) -> u64 {
    u64::try_from(length.num_seconds()).unwrap_or(0)
}
