//! The verifier's own calendar: which days are worked, n workdays on, and the segments of a day.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

use crate::recurrence::{Budget, Start};
use crate::{AwayWindows, Block, Error, Interval, LostDays, Pattern, Plan, Seconds, Zone};

/// How far from the first day a date may lie.
const YEARS_KNOWN: u64 = 50;
/// How long a run of days off may be before it is taken for endless.
const YEARS_OFF: u32 = 10;
/// How many days are looked up at a time.
const STRIDE: u64 = 400;

/// A piece of a block occurrence that touches are placed in.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// The local date on which it begins.
    pub(super) date: NaiveDate,
    /// When it begins on the plan's clock.
    pub(super) local: NaiveDateTime,
    /// When it begins.
    pub(super) start: DateTime<Utc>,
    /// How long touches may last together; the reserve is at the end.
    pub(super) usable: Seconds,
    /// The block that it is a piece of.
    pub(super) block: usize,
}

/// What is known of a day.
#[derive(Debug, Clone, Default)]
struct Day {
    worked: bool,
    segments: Vec<Segment>,
}

/// An occurrence of a block before busy time is cut out.
struct Occurrence {
    whole: Interval,
    /// When it begins and ends on the block's clock.
    wall: [NaiveDateTime; 2],
    date: NaiveDate,
    block: usize,
}

/// The days of a plan, looked up as far as they are asked for.
pub(super) struct Calendar<'plan> {
    plan: &'plan Plan,
    busy: Vec<Interval>,
    /// The first day that is looked up: lost days that are past count for windows that open before today.
    earliest: NaiveDate,
    days: BTreeMap<NaiveDate, Day>,
    /// The first day that is not looked up yet.
    unknown: NaiveDate,
    /// The latest end of an occurrence so far, its wall clock's times, and its block.
    last_end: Option<(DateTime<Utc>, [NaiveDateTime; 2], usize)>,
    overlap: Option<(NaiveDate, usize, usize)>,
}

impl<'plan> Calendar<'plan> {
    /// Knows nothing yet but what can be wrong with the plan's days.
    pub(super) fn new(plan: &'plan Plan) -> Result<Self, Error> {
        for away in &plan.away {
            if away.to < away.from {
                let place = format!("away span `{}`", away.label);
                return Err(Error::SpanReversed {
                    place,
                    from: away.from,
                    to: away.to,
                });
            }
        }
        for block in &plan.blocks {
            if let (Pattern::Rule(rule), None) = (block.pattern(), block.from)
                && rule.depends_on_start()
            {
                let rule = rule.to_string();
                return Err(Error::BlockNeedsFrom {
                    block: block.label(),
                    rule,
                });
            }
        }
        let busy = joined(&plan.busy);
        let days = BTreeMap::new();
        let earliest = earliest(plan);
        Ok(Self {
            plan,
            busy,
            earliest,
            days,
            unknown: earliest,
            last_end: None,
            overlap: None,
        })
    }

    /// The error of two blocks that overlap on a day up to `last`, where there are such.
    pub(super) fn overlap(&self, last: NaiveDate) -> Result<(), Error> {
        match self.overlap {
            Some((date, first, second)) if date <= last => {
                let label = |block: usize| self.plan.blocks[block].label();
                Err(Error::BlocksOverlap {
                    first: label(first),
                    second: label(second),
                    date,
                })
            }
            _ => Ok(()),
        }
    }

    /// Whether the weekday is worked, and nobody is off or away with windows that wait. Busy time apart.
    fn planned(&self, date: NaiveDate) -> bool {
        use chrono::Datelike;
        self.plan.workweek.days().contains(&date.weekday())
            && !self.plan.holidays.contains(&date)
            && !self.away(date, Some(AwayWindows::Shift))
    }

    fn away(&self, date: NaiveDate, windows: Option<AwayWindows>) -> bool {
        self.plan.away.iter().any(|away| {
            away.from <= date && date <= away.to && windows.is_none_or(|only| only == away.windows)
        })
    }

    /// Whether `date` is a workday.
    pub(super) fn worked(&mut self, date: NaiveDate) -> bool {
        if date < self.earliest {
            return self.planned(date);
        }
        self.reach(date);
        self.days.get(&date).is_some_and(|day| day.worked)
    }

    /// The segments of a day, first one first.
    pub(super) fn segments(&mut self, date: NaiveDate) -> &[Segment] {
        if date < self.plan.first_day {
            return &[];
        }
        self.reach(date);
        self.days.get(&date).map_or(&[], |day| &day.segments)
    }

    /// The first workday from `date` on.
    pub(super) fn roll(&mut self, date: NaiveDate) -> Result<NaiveDate, Error> {
        let mut day = date;
        for _ in 0..YEARS_OFF * 366 {
            self.check(day)?;
            if self.worked(day) {
                return Ok(day);
            }
            day = next(day);
        }
        Err(Error::NoWorkday {
            after: date,
            years: YEARS_OFF,
        })
    }

    /// `date`, moved to a workday if it is none, then `n` workdays on.
    pub(super) fn add(&mut self, date: NaiveDate, n: u32) -> Result<NaiveDate, Error> {
        let mut day = self.roll(date)?;
        for _ in 0..n {
            day = self.roll(next(day))?;
        }
        Ok(day)
    }

    /// The `n`-th workday before `date`, but no day before the first one.
    pub(super) fn back(&mut self, date: NaiveDate, n: u32) -> NaiveDate {
        let mut day = date;
        let mut left = n;
        while left > 0 && day > self.plan.first_day {
            day = day.pred_opt().unwrap_or(self.plan.first_day);
            if self.worked(day) {
                left -= 1;
            }
        }
        day.max(self.plan.first_day)
    }

    /// Whether a date is one that can be counted with.
    pub(super) fn check(&self, date: NaiveDate) -> Result<(), Error> {
        let first = self.plan.first_day;
        if date.signed_duration_since(first).abs() > TimeDelta::days(YEARS_KNOWN as i64 * 366) {
            return Err(Error::DateOutOfRange {
                place: "a window".to_owned(),
                date,
            });
        }
        Ok(())
    }

    /// Looks days up to `date` and on.
    fn reach(&mut self, date: NaiveDate) {
        if date < self.unknown {
            return;
        }
        let from = self.unknown;
        let until = date
            .checked_add_days(Days::new(STRIDE))
            .unwrap_or(NaiveDate::MAX);
        let mut occurrences = self.occurrences(from, until);
        occurrences.sort_by_key(|occurrence| (occurrence.whole, occurrence.block));
        occurrences.retain_mut(|occurrence| {
            if let Some((end, wall, block)) = self.last_end
                && occurrence.whole.start() < end
            {
                let zone = |block: usize| &self.plan.blocks[block].zone;
                let [start, stop] = occurrence.wall;
                if (start < wall[1] && wall[0] < stop) || zone(block) != zone(occurrence.block) {
                    let date = occurrence.date;
                    self.overlap.get_or_insert((date, block, occurrence.block));
                } else if let Some(rest) = Interval::new(end, occurrence.whole.end()) {
                    // They touch on the wall clock, and a clock turned on brought them together.
                    occurrence.whole = rest;
                } else {
                    return false;
                }
            }
            if self
                .last_end
                .is_none_or(|(end, ..)| end < occurrence.whole.end())
            {
                self.last_end = Some((occurrence.whole.end(), occurrence.wall, occurrence.block));
            }
            true
        });
        let mut day = from;
        while day < until {
            let worked = self.planned(day);
            self.days.entry(day).or_default().worked = worked;
            day = next(day);
        }
        self.cut(&occurrences);
        self.unknown = until;
    }

    /// Turns occurrences into segments and finds the days that lose all of theirs.
    fn cut(&mut self, occurrences: &[Occurrence]) {
        for day in occurrences.chunk_by(|one, other| one.date == other.date) {
            let date = day[0].date;
            if self.off(date) {
                continue;
            }
            let pieces: Vec<Segment> = day
                .iter()
                .flat_map(|occurrence| self.pieces(occurrence))
                .collect();
            // What is too short to be used was not lost to busy time.
            let took =
                |occurrence: &Occurrence| free(occurrence.whole, &self.busy) != [occurrence.whole];
            if pieces.is_empty()
                && day.iter().any(took)
                && self.plan.lost_days == LostDays::Shift
                && let Some(day) = self.days.get_mut(&date)
            {
                day.worked = false;
            }
            for piece in pieces {
                if !self.off(piece.date) && self.plan.now.is_none_or(|now| piece.start >= now) {
                    self.days
                        .entry(piece.date)
                        .or_default()
                        .segments
                        .push(piece);
                }
            }
        }
    }

    /// Whether a day gives no segments: a holiday, or one away.
    fn off(&self, date: NaiveDate) -> bool {
        self.plan.holidays.contains(&date) || self.away(date, None)
    }

    fn pieces(&self, occurrence: &Occurrence) -> Vec<Segment> {
        let block = &self.plan.blocks[occurrence.block];
        let reserve = block.reserve.unwrap_or(self.plan.reserve);
        free(occurrence.whole, &self.busy)
            .into_iter()
            .filter(|piece| piece.length() >= self.plan.min_segment)
            .map(|piece| {
                let local = self.plan.zone.local(piece.start());
                let seconds = u64::try_from(piece.length().num_seconds()).unwrap_or(0);
                Segment {
                    date: local.date(),
                    local,
                    start: piece.start(),
                    usable: reserve.rest_of(seconds),
                    block: occurrence.block,
                }
            })
            .collect()
    }

    /// The occurrences of all blocks that begin on the plan's days `[from, until)`.
    fn occurrences(&self, from: NaiveDate, until: NaiveDate) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for (index, block) in self.plan.blocks.iter().enumerate() {
            let zone = block.zone.as_ref().unwrap_or(&self.plan.zone);
            // A day of the block's zone may be one off the plan's, on either side of the date line two.
            let early = from.checked_sub_days(Days::new(2)).unwrap_or(from);
            let late = until.checked_add_days(Days::new(2)).unwrap_or(until);
            let planned = locals(block, zone, self.plan.first_day, early, late)
                .into_iter()
                .filter(|local| !block.moved.contains_key(&local.date()))
                .map(|local| (local, block.length()));
            let moved = block.moved.values();
            let moved = moved.map(|moved| (moved.start(), moved.length()));
            for (local, length) in planned.chain(moved) {
                let wall = [local, local + length];
                let [start, end] = wall.map(|local| zone.instant(local));
                let Some(whole) = Interval::new(start, end) else {
                    continue;
                };
                let date = self.plan.zone.local(whole.start()).date();
                if from <= date && date < until {
                    found.push(Occurrence {
                        whole,
                        wall,
                        date,
                        block: index,
                    });
                }
            }
        }
        found
    }
}

/// Busy time in order, with what overlaps or touches joined.
fn joined(busy: &[Interval]) -> Vec<Interval> {
    let mut sorted = busy.to_vec();
    sorted.sort_unstable();
    let mut joined: Vec<Interval> = Vec::new();
    for interval in sorted {
        let before = joined
            .last()
            .filter(|last| interval.start() <= last.end())
            .copied();
        if let Some(before) = before {
            joined.pop();
            joined.extend(Interval::new(
                before.start(),
                before.end().max(interval.end()),
            ));
        } else {
            joined.push(interval);
        }
    }
    joined
}

/// What is left of `whole` when `busy` is cut out.
fn free(whole: Interval, busy: &[Interval]) -> Vec<Interval> {
    let mut pieces = Vec::new();
    let mut from = whole.start();
    let first = busy.partition_point(|taken| taken.end() <= whole.start());
    for taken in busy[first..]
        .iter()
        .take_while(|taken| taken.start() < whole.end())
    {
        pieces.extend(Interval::new(from, taken.start()));
        from = taken.end();
    }
    pieces.extend(Interval::new(from, whole.end()));
    pieces
}

/// The first day from which windows of the pipeline are counted, else the plan's first day.
fn earliest(plan: &Plan) -> NaiveDate {
    let far = plan
        .first_day
        .checked_sub_days(Days::new(YEARS_KNOWN * 366))
        .unwrap_or(NaiveDate::MIN);
    let dates = plan
        .pipeline
        .iter()
        .filter_map(|row| row.due.or(row.last_touch).or(row.started))
        .filter(|date| *date >= far);
    dates
        .chain([plan.first_day])
        .min()
        .unwrap_or(plan.first_day)
}

/// The local starts of a block on the dates `[early, late)` of its own zone, sorted, each once.
fn locals(
    block: &Block,
    zone: &Zone,
    first_day: NaiveDate,
    early: NaiveDate,
    late: NaiveDate,
) -> Vec<NaiveDateTime> {
    let allowed = |date: NaiveDate| {
        block.from.is_none_or(|from| from <= date) && block.to.is_none_or(|to| date <= to)
    };
    let mut starts: Vec<NaiveDateTime> = match block.pattern() {
        Pattern::Weekdays(weekdays) => on_weekdays(weekdays, early, late)
            .filter(|date| allowed(*date))
            .map(|date| date.and_time(block.start()))
            .collect(),
        Pattern::Rule(rule) => {
            let series = Start::at(
                block
                    .from
                    .unwrap_or(first_day.min(early))
                    .and_time(block.start()),
                zone,
            );
            let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN);
            rule.occurrences(
                &series.only_in_step(),
                midnight(early),
                midnight(late),
                Budget::default(),
            )
            .starts
            .into_iter()
            .filter(|local| allowed(local.date()))
            .collect()
        }
    };
    starts.extend(
        block
            .also
            .range(early..late)
            .map(|date| date.and_time(block.start())),
    );
    starts.retain(|local| !block.skip.contains(&local.date()));
    starts.sort_unstable();
    starts.dedup();
    starts
}

fn on_weekdays(
    weekdays: &[Weekday],
    early: NaiveDate,
    late: NaiveDate,
) -> impl Iterator<Item = NaiveDate> {
    use chrono::Datelike;
    early
        .iter_days()
        .take_while(move |date| *date < late)
        .filter(|date| weekdays.contains(&date.weekday()))
}

/// The day after.
pub(super) fn next(date: NaiveDate) -> NaiveDate {
    date.succ_opt().unwrap_or(date)
}
