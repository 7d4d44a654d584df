//! The windows of a plan's cadences on dates, past days included: what a log of touches is read against.

use chrono::{Datelike, Days as Later, NaiveDate, NaiveDateTime};

use crate::capacity::{Capacity, seconds};
use crate::instance::demand::{Demand, Promise, Window};
use crate::timeline::{subtract, union};
use crate::{CadenceName, CategoryName, Error, Interval, Plan, Repeat, Seconds, Span};

/// The workdays, the blocks and the windows of a plan over a stretch of days, which may begin before the first day.
///
/// Days that busy time took whole are days off here as they are in every answer, where the plan's busy time reaches
/// back as far.
///
/// # Example
/// ```
/// # use chrono::NaiveDate;
/// # use followthrough::{Cadence, Plan, Touch};
/// # let day = |day| NaiveDate::from_ymd_opt(2027, 1, day).unwrap();
/// # let mut plan = Plan::new("desk", "America/New_York".parse()?, day(4));
/// # let call = |after| Touch::new("call".parse().unwrap()).after(after);
/// # plan.cadences.push(Cadence::new("calls".parse()?, [0, 5].map(call).to_vec())?);
/// let windows = plan.windows(day(4), day(20))?;
/// let calls = windows.cadence(&plan.cadences[0].name()).unwrap();
/// let first = calls.touch(1, day(8)).unwrap();
/// assert_eq!((first.from, first.to), (day(8), day(11)));
/// assert_eq!(calls.after(2, first.from).unwrap().from, day(15));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Windows<'plan> {
    plan: &'plan Plan,
    demand: Demand,
    capacity: Capacity,
    /// The plan's busy time, in order and without overlaps.
    busy: Vec<Interval>,
}

/// The windows of one cadence.
#[derive(Debug, Clone, Copy)]
pub struct CadenceWindows<'windows> {
    windows: &'windows Windows<'windows>,
    promise: &'windows Promise,
    repeat: Option<&'windows Repeat>,
}

/// One occurrence of a block, with what busy time left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockTime {
    /// The local date on which it begins.
    pub date: NaiveDate,
    /// What the block is called.
    pub block: String,
    /// What it may be used for.
    pub categories: Vec<CategoryName>,
    /// The time that it takes, before busy time is cut out and before the reserve.
    pub whole: Interval,
    /// What busy time left of it, remains that are too short included.
    pub kept: Seconds,
    /// Whether busy time left nothing in which a touch could be made.
    pub lost: bool,
}

/// One piece of a block that touches can be placed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentTime {
    /// The local date on which it begins.
    pub date: NaiveDate,
    /// When it begins on the plan's clock, as [`Placed::segment`](crate::Placed::segment) says it.
    pub start: NaiveDateTime,
    /// What touches can be placed in, in seconds.
    pub usable: Seconds,
    /// What it may be used for.
    pub categories: Vec<CategoryName>,
}

impl Plan {
    /// The windows of the plan's cadences for touches made or owed on the days from `from` to `to`, both included.
    ///
    /// # Errors
    /// What the caller can correct in the plan's blocks and cadences.
    pub fn windows(&self, from: NaiveDate, to: NaiveDate) -> Result<Windows<'_>, Error> {
        let demand = Demand::new(self)?;
        let longest = demand.promises.iter().map(Promise::length).max();
        let days = 2 * 7 * longest.unwrap_or(0).min(5_000) + 400;
        let far = to.checked_add_days(Later::new(days)).unwrap_or(to);
        let capacity = Capacity::new(self, demand.categories.clone(), from.min(to), far)?;
        Ok(Windows {
            plan: self,
            demand,
            capacity,
            busy: union(self.busy.clone()),
        })
    }
}

impl Windows<'_> {
    /// The windows of the cadence of that name.
    #[must_use]
    pub fn cadence(&self, name: &CadenceName) -> Option<CadenceWindows<'_>> {
        let index = self.demand.index(name)?;
        Some(CadenceWindows {
            windows: self,
            promise: &self.demand.promises[index],
            repeat: self.plan.cadences[index].repeat(),
        })
    }

    /// Whether a day is worked; days outside of the stretch are not.
    #[must_use]
    pub fn is_workday(&self, date: NaiveDate) -> bool {
        let days = &self.capacity.days;
        days.is_workday(days.day(date))
    }

    /// `date` rolled forward to a workday if it is none, then `count` workdays on; `None` outside of the stretch.
    #[must_use]
    pub fn add_workdays(&self, date: NaiveDate, count: u32) -> Option<NaiveDate> {
        let days = &self.capacity.days;
        days.add(days.day(date), count).map(|day| days.date(day))
    }

    /// How many workdays lie from `from` to `to`, both included.
    #[must_use]
    pub fn workdays(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = &self.capacity.days;
        days.count(days.day(from), days.day(to))
    }

    /// The workdays that busy time took whole, first one first.
    pub fn lost_days(&self) -> impl Iterator<Item = NaiveDate> {
        let days = &self.capacity.days;
        self.capacity.lost.iter().map(|day| days.date(*day))
    }

    /// The first day of the week of a date.
    #[must_use]
    pub fn week_of(&self, date: NaiveDate) -> NaiveDate {
        let into = date.weekday().days_since(self.plan.workweek.first_day());
        date.checked_sub_days(Later::new(u64::from(into)))
            .unwrap_or(date)
    }

    /// The blocks that occur on the days from `from` to `to`, by start; those on holidays and days away are left out.
    pub fn blocks(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = BlockTime> {
        let days = &self.capacity.days;
        let (first, last) = (days.day(from), days.day(to));
        let occurrences = self.capacity.occurrences.iter();
        occurrences
            .filter(move |occurrence| (first..=last).contains(&occurrence.day))
            .map(move |occurrence| {
                let pieces = subtract(occurrence.interval, &self.busy);
                let lengths = pieces.iter().map(Interval::length);
                let block = &self.plan.blocks[occurrence.block];
                BlockTime {
                    date: days.date(occurrence.day),
                    block: block.label(),
                    categories: block.categories().to_vec(),
                    whole: occurrence.interval,
                    kept: lengths.clone().map(seconds).sum(),
                    lost: !lengths
                        .into_iter()
                        .any(|piece| piece >= self.plan.min_segment),
                }
            })
    }
}

impl Windows<'_> {
    /// The segments of the days from `from` to `to`, by start: what touches can be placed in.
    pub fn segments(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = SegmentTime> {
        let days = &self.capacity.days;
        let (first, last) = (days.day(from), days.day(to));
        let segments = self.capacity.segments.iter();
        segments
            .filter(move |segment| (first..=last).contains(&segment.day))
            .map(move |segment| SegmentTime {
                date: days.date(segment.day),
                start: segment.local_start,
                usable: segment.usable,
                categories: self.plan.blocks[self.capacity.occurrences[segment.occurrence].block]
                    .categories()
                    .to_vec(),
            })
    }
}

impl CadenceWindows<'_> {
    /// How many touches are promised, a promised tail included.
    #[must_use]
    pub fn promised(&self) -> u32 {
        self.promise.steps.len() as u32
    }

    /// Whether there is a touch of that number, from 1, those of an unpromised tail included.
    #[must_use]
    pub fn has(&self, touch: u32) -> bool {
        self.step(touch).is_some()
    }

    /// The first of the touches that share a window with `touch`, itself included.
    #[must_use]
    pub fn first_of_window(&self, touch: u32) -> u32 {
        let steps = &self.promise.steps;
        let mut first = touch;
        while first > 1
            && steps
                .get(first as usize - 1)
                .is_some_and(|step| step.with_previous)
        {
            first -= 1;
        }
        first
    }

    /// The last of the touches that share a window with `touch`, itself included.
    #[must_use]
    pub fn last_of_window(&self, touch: u32) -> u32 {
        let steps = &self.promise.steps;
        let mut last = touch;
        while steps
            .get(last as usize)
            .is_some_and(|step| step.with_previous)
        {
            last += 1;
        }
        last
    }

    /// The window of `touch` where it opens on `open`, rolled to a workday where the cadence counts those. `None`
    /// where the cadence has no such touch, or the window leaves the stretch.
    #[must_use]
    pub fn touch(&self, touch: u32, open: NaiveDate) -> Option<Span> {
        self.window(touch, open, 0)
    }

    /// The window of `touch` where the window before it opened on `anchor`, or the touch before it was made on it,
    /// late.
    #[must_use]
    pub fn after(&self, touch: u32, anchor: NaiveDate) -> Option<Span> {
        let (after, _) = self.step(touch)?;
        self.window(touch, anchor, after)
    }

    /// The window of an answer's work where it opens on `date`; `None` where an answer brings none.
    #[must_use]
    pub fn reply(&self, date: NaiveDate) -> Option<Span> {
        let work = self.promise.reply?;
        let days = &self.windows.capacity.days;
        let open = days.add(days.day(date), 0)?;
        Some(Span {
            from: days.date(open),
            to: days.date(days.add(open, work.days)?),
        })
    }

    fn window(&self, touch: u32, anchor: NaiveDate, after: u32) -> Option<Span> {
        let (_, within) = self.step(touch)?;
        let days = &self.windows.capacity.days;
        let open = self.promise.on(days, days.day(anchor), after)?;
        let Window { open, close } = self.promise.window(days, open, within).ok()?;
        Some(Span {
            from: days.date(open),
            to: days.date(close),
        })
    }

    /// Days since the window before, and how long the window of `touch` stays open.
    fn step(&self, touch: u32) -> Option<(u32, u32)> {
        let index = (touch as usize).checked_sub(1)?;
        let steps = &self.promise.steps;
        if let Some(step) = steps.get(index) {
            return Some((step.after, step.within));
        }
        let repeat = self.repeat.filter(|repeat| !repeat.promised)?;
        let times = index + 1 - steps.len();
        repeat
            .times
            .is_none_or(|most| times <= most as usize)
            .then_some((repeat.after, repeat.within))
    }
}
