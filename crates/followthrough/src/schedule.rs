//! Who is to be touched when: the placement with names, clock times, an order to work in, and the reasons for it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::capacity::seconds;
use crate::demand::{Rows, Step, Window};
use crate::fit::Model;
use crate::workdays::Day;
use crate::{
    CadenceName, CategoryName, ChannelName, Error, Fit, Horizon, Party, Placed, Plan, Prospect,
    Seconds, Stage, Work, Zone,
};

/// The days of a plan with what is to be done on each, in the order to do it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Schedule {
    /// The plan's name.
    pub name: String,
    /// The plan's zone; all local times are on its clock.
    #[cfg_attr(feature = "serde", serde(serialize_with = "zone_name"))]
    pub zone: Zone,
    /// The days that have a block or something to do, first one first.
    pub days: Vec<ScheduleDay>,
}

/// One day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ScheduleDay {
    /// The day.
    pub date: NaiveDate,
    /// Touches, prep and reply work to be done on it.
    pub items: u32,
    /// How many of them close on it.
    pub closing: u32,
    /// How many prospects are started on it.
    pub starting: u32,
    /// Its segments, first one first, those without touches included.
    pub segments: Vec<ScheduleSegment>,
    /// Touches of no effort, which need no segment.
    pub machine: Vec<ScheduleItem>,
    /// Touches whose window is open and that no segment can take, with the reason.
    pub not_today: Vec<NotToday>,
}

/// One piece of a block occurrence with what is to be done in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ScheduleSegment {
    /// What the block is called.
    pub block: String,
    /// What it may be used for.
    pub categories: Vec<CategoryName>,
    /// When the block occurrence was planned to begin, before busy time was cut out: its name for life.
    pub planned_start: NaiveDateTime,
    /// Which piece of the occurrence it is, from 1.
    pub piece: u32,
    /// When the piece begins.
    pub start: DateTime<Utc>,
    /// When the piece ends, reserve included.
    pub end: DateTime<Utc>,
    /// `start` on the plan's clock.
    pub local_start: NaiveDateTime,
    /// `end` on the plan's clock.
    pub local_end: NaiveDateTime,
    /// What touches can be placed in.
    pub usable: Seconds,
    /// What is to be done, in order.
    pub items: Vec<ScheduleItem>,
}

/// One touch, prep or reply work.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ScheduleItem {
    /// The prospect; `None` for one that is nobody in particular yet.
    pub id: Option<String>,
    /// What lists show.
    pub name: String,
    /// The cadence.
    pub cadence: CadenceName,
    /// The kind of work.
    pub work: Work,
    /// The touch, from 1; `None` for prep and reply work.
    pub touch: Option<u32>,
    /// How many touches the cadence promises.
    pub touches: u32,
    /// The time it uses.
    pub category: CategoryName,
    /// How it is made; `None` for prep and reply work.
    pub channel: Option<ChannelName>,
    /// What it says.
    pub message: Option<String>,
    /// Whether it is a new prospect's first touch.
    pub starts: bool,
    /// Whether it is a touch of an unpromised tail: done where time is left, and no promise.
    pub spare: bool,
    /// When to do it, on the plan's clock, where all before it take as long as planned; midnight for touches of no
    /// effort.
    pub at: NaiveDateTime,
    /// How long it takes.
    pub effort: Seconds,
    /// The last day on which it keeps the promise.
    pub closes: NaiveDate,
    /// 1 first.
    pub priority: u32,
    /// Why it stands where it does, such as "closes today".
    pub reason: String,
    /// The pipeline's note.
    pub note: Option<String>,
}

/// A touch whose window is open and that cannot be made today.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NotToday {
    /// The prospect.
    pub id: String,
    /// What lists show.
    pub name: String,
    /// The touch, from 1; `None` for reply work.
    pub touch: Option<u32>,
    /// Why not.
    pub reason: String,
}

impl Plan {
    /// The placement of `fit`, an answer of this plan, with names, clock times and an order to work in.
    ///
    /// New prospects are given the names of the pipeline's `ready` rows, by priority, then of its `new` rows; those
    /// beyond are nobody in particular. In a segment what closes soonest comes first, then priority, then what is
    /// furthest in its cadence, then the id; where contact hours fix the clock, the clock decides. The next touch of an
    /// unpromised tail is added where time is left in its window.
    ///
    /// # Errors
    /// What the caller can correct in the plan; [`Error::NotOneProspect`] where a row of the pipeline stands for more
    /// than one, since a schedule names whom to touch. An answer of another plan gives a schedule of what both know.
    ///
    /// # Example
    /// ```
    /// # use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday::*};
    /// # use followthrough::{Block, Cadence, Pattern, Plan, Policy, Touch};
    /// # let first_day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
    /// # let mut plan = Plan::new("desk", "America/New_York".parse()?, first_day);
    /// # let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    /// # let days = Pattern::Weekdays(vec![Mon, Tue, Wed, Thu, Fri]);
    /// # plan.blocks.push(Block::new(vec!["calling".parse()?], days, nine, TimeDelta::hours(1))?);
    /// # let call = |after| Touch::new("call".parse().unwrap()).after(after).effort(TimeDelta::minutes(10));
    /// # plan.cadences.push(Cadence::new("calls".parse()?, [0, 5, 5, 5, 5, 5].map(call).to_vec())?);
    /// let schedule = plan.schedule(&plan.fit(Policy::Level, None)?)?;
    /// let first = &schedule.days[0].segments[0].items[0];
    /// assert!(first.starts);
    /// assert_eq!(first.at.to_string(), "2027-01-04 09:00:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn schedule(&self, fit: &Fit) -> Result<Schedule, Error> {
        if let Some(row) = self.pipeline.iter().find(|row| row.count > 1) {
            return Err(Error::NotOneProspect {
                id: row.id.clone(),
                count: row.count,
            });
        }
        let last = fit
            .placement
            .iter()
            .map(|placed| placed.date)
            .max()
            .unwrap_or(fit.horizon.to);
        let extra = (last - fit.horizon.to).num_days().max(0);
        let extra = Day::try_from(extra).unwrap_or(0);
        let model = Model::new(self, Some(Horizon::Until(fit.horizon.to)), extra)?;
        Ok(Writer::new(&model, fit).write())
    }
}

/// A new prospect: a row of the pipeline, or nobody in particular.
#[derive(Clone)]
struct Newcomer {
    row: Option<usize>,
    name: String,
}

struct Writer<'a> {
    model: &'a Model<'a>,
    /// Owed touches by row and number.
    owed: HashMap<(&'a str, Option<u32>), usize>,
    /// New prospects by cadence and start, in order; ready ones first.
    newcomers: BTreeMap<(usize, NaiveDate), Vec<Newcomer>>,
    /// How many of them have their place for a kind of work already.
    given: HashMap<(usize, NaiveDate, Work, Option<u32>), usize>,
    placement: &'a [Placed],
}

impl<'a> Writer<'a> {
    fn new(model: &'a Model<'a>, fit: &'a Fit) -> Self {
        let prospects = &model.plan.pipeline;
        let owed = model
            .owed_touches
            .iter()
            .enumerate()
            .map(|(at, owed)| {
                (
                    (
                        prospects[owed.commitment.prospect].id.as_str(),
                        owed.commitment.touch,
                    ),
                    at,
                )
            })
            .collect();
        let by_priority = |rows: &Rows| {
            let mut rows = rows.rows.clone();
            rows.sort_by_key(|row| (prospects[*row].priority, *row));
            rows
        };
        let mut newcomers: BTreeMap<(usize, NaiveDate), Vec<Newcomer>> = BTreeMap::new();
        let mut given = HashMap::new();
        for cadence in 0..model.demand.promises.len() {
            let name = &model.demand.promises[cadence].name;
            let mut ready = by_priority(&model.owed.ready[cadence]).into_iter();
            let mut stock = by_priority(&model.owed.stock[cadence]).into_iter();
            let mut anonymous = 0;
            for start in fit.starts.iter().filter(|start| start.cadence == *name) {
                let mut started = Vec::new();
                for _ in 0..start.count {
                    let is_ready = ready.next();
                    if is_ready.is_some() {
                        // Prep is done: the first prep of this start is somebody else's.
                        *given
                            .entry((cadence, start.date, Work::Prep, None))
                            .or_default() += 1;
                    }
                    let row = is_ready.or_else(|| stock.next());
                    let name = row.map_or_else(
                        || {
                            anonymous += 1;
                            format!("new {name} {anonymous}")
                        },
                        |row| prospects[row].label().to_owned(),
                    );
                    started.push(Newcomer { row, name });
                }
                newcomers.insert((cadence, start.date), started);
            }
        }
        Self {
            model,
            owed,
            newcomers,
            given,
            placement: &fit.placement,
        }
    }

    fn write(mut self) -> Schedule {
        let model = self.model;
        let mut by_segment: BTreeMap<NaiveDateTime, Vec<ScheduleItem>> = BTreeMap::new();
        let mut machine: BTreeMap<NaiveDate, Vec<ScheduleItem>> = BTreeMap::new();
        for placed in self.placement {
            for item in self.items(placed) {
                match placed.segment {
                    Some(segment) => by_segment.entry(segment).or_default().push(item),
                    None => machine.entry(placed.date).or_default().push(item),
                }
            }
        }
        let mut days: BTreeMap<NaiveDate, ScheduleDay> = BTreeMap::new();
        let segments = model
            .capacity
            .segments
            .iter()
            .filter(|segment| segment.day >= model.today);
        for segment in segments.filter(|segment| segment.day <= model.last) {
            let mut items = by_segment.remove(&segment.local_start).unwrap_or_default();
            in_order(&mut items, segment.local_start);
            let occurrence = &model.capacity.occurrences[segment.occurrence];
            let block = &model.plan.blocks[occurrence.block];
            let day = day_of(&mut days, model.capacity.days.date(segment.day));
            day.segments.push(ScheduleSegment {
                block: block.label(),
                categories: block.categories().to_vec(),
                planned_start: occurrence.planned_start,
                piece: segment.piece,
                start: segment.interval.start(),
                end: segment.interval.end(),
                local_start: segment.local_start,
                local_end: model.plan.zone.local(segment.interval.end()),
                usable: segment.usable,
                items,
            });
        }
        for (date, mut items) in machine {
            in_order(&mut items, date.and_time(NaiveTime::MIN));
            day_of(&mut days, date).machine = items;
        }
        self.fill_spare_time(&mut days);
        for unreachable in &model.unreachable {
            let Some(prospect) = model
                .plan
                .pipeline
                .iter()
                .find(|prospect| prospect.id == unreachable.id)
            else {
                continue;
            };
            let reason = match unreachable.reason {
                crate::UnreachableReason::NoBlock => "no block of its time in its window",
                crate::UnreachableReason::Hours => "no block in its contact hours",
                crate::UnreachableReason::Cap => "the cap allows none",
            };
            day_of(&mut days, unreachable.window.from.max(model.plan.first_day))
                .not_today
                .push(NotToday {
                    id: unreachable.id.clone(),
                    name: prospect.label().to_owned(),
                    touch: unreachable.touch,
                    reason: format!("{reason}; it closes {}", weekday(unreachable.window.to)),
                });
        }
        let mut days: Vec<ScheduleDay> = days.into_values().collect();
        for day in &mut days {
            let items = day
                .segments
                .iter()
                .flat_map(|segment| &segment.items)
                .chain(&day.machine);
            let promised: Vec<&ScheduleItem> = items.filter(|item| !item.spare).collect();
            day.items = promised.len() as u32;
            day.closing = promised
                .iter()
                .filter(|item| item.closes <= day.date)
                .count() as u32;
            day.starting = promised.iter().filter(|item| item.starts).count() as u32;
        }
        Schedule {
            name: model.plan.name.clone(),
            zone: model.plan.zone.clone(),
            days,
        }
    }

    /// One item for each touch that was placed.
    fn items(&mut self, placed: &Placed) -> Vec<ScheduleItem> {
        let model = self.model;
        let Some(cadence) = model.demand.index(&placed.cadence) else {
            return Vec::new();
        };
        let promise = &model.demand.promises[cadence];
        let at = placed
            .at
            .map_or(NaiveDateTime::MIN, |at| placed.date.and_time(at));
        let step = placed
            .touch
            .and_then(|touch| promise.steps.get(touch as usize - 1));
        let (category, effort) = match (placed.work, step) {
            (Work::Touch, Some(step)) => (self.category(step.category, step), step.effort),
            (Work::Touch, None) => return Vec::new(),
            (Work::Prep, _) => match promise.prep {
                Some(prep) => (
                    model.capacity.categories[usize::from(prep.category)].clone(),
                    prep.effort,
                ),
                None => return Vec::new(),
            },
            (Work::Reply, _) => match promise.reply {
                Some(reply) => (
                    model.capacity.categories[usize::from(reply.category)].clone(),
                    reply.effort,
                ),
                None => return Vec::new(),
            },
        };
        let base = ScheduleItem {
            id: None,
            name: String::new(),
            cadence: placed.cadence.clone(),
            work: placed.work,
            touch: placed.touch,
            touches: promise.steps.len() as u32,
            category,
            channel: step.map(|step| step.channel.clone()),
            message: step.and_then(|step| step.message.clone()),
            starts: false,
            spare: false,
            at,
            effort: u64::from(effort),
            closes: placed.date,
            priority: Prospect::DEFAULT_PRIORITY,
            reason: String::new(),
            note: None,
        };
        match &placed.party {
            Party::Id(id) => {
                let Some(owed) = self.owed.get(&(id.as_str(), placed.touch)) else {
                    return Vec::new();
                };
                let commitment = &model.owed_touches[*owed].commitment;
                let prospect = &model.plan.pipeline[commitment.prospect];
                vec![self.named(base, prospect, commitment.window, placed.date)]
            }
            Party::Start(date) => {
                let Some(window) = self.window(cadence, *date, placed) else {
                    return Vec::new();
                };
                let given = self
                    .given
                    .entry((cadence, *date, placed.work, placed.touch))
                    .or_default();
                let from = *given;
                *given += placed.count as usize;
                let newcomers = self
                    .newcomers
                    .get(&(cadence, *date))
                    .map_or(&[][..], Vec::as_slice);
                let mut clock = at;
                newcomers
                    .iter()
                    .skip(from)
                    .take(placed.count as usize)
                    .map(|newcomer| {
                        let mut item = base.clone();
                        item.starts = placed.work == Work::Touch && placed.touch == Some(1);
                        item.name.clone_from(&newcomer.name);
                        item.at = clock;
                        // Without a clock start the segment's order gives each its time.
                        if placed.at.is_some() {
                            clock = end_of(&item);
                        }
                        match newcomer.row {
                            Some(row) => {
                                self.named(item, &model.plan.pipeline[row], window, placed.date)
                            }
                            None => self.dated(item, window, placed.date),
                        }
                    })
                    .collect()
            }
        }
    }

    fn category(&self, bit: u8, step: &Step) -> CategoryName {
        let known = self
            .model
            .capacity
            .categories
            .get(usize::from(bit))
            .cloned();
        // What a machine sends uses no time; its channel's own category says where it belongs.
        let default = || crate::default_category(&step.channel);
        let settings = self.model.plan.channels.get(&step.channel);
        let named = settings.and_then(|settings| settings.category.clone());
        known
            .or(named)
            .or_else(default)
            .or_else(|| "machine".parse().ok())
            .unwrap_or_else(|| unreachable!("`machine` is a name"))
    }

    fn window(&self, cadence: usize, date: NaiveDate, placed: &Placed) -> Option<Window> {
        let day = self.model.capacity.days.day(date);
        let at = self.model.start_days.binary_search(&day).ok()?;
        let line = self.model.lines[cadence].get(at)?.as_ref()?;
        match (placed.work, placed.touch) {
            (Work::Touch, Some(touch)) => line
                .touches
                .get(touch as usize - 1)
                .map(|(window, _)| *window),
            (Work::Prep, _) => line.prep.map(|(window, _)| window),
            _ => None,
        }
    }

    fn named(
        &self,
        mut item: ScheduleItem,
        prospect: &Prospect,
        window: Window,
        date: NaiveDate,
    ) -> ScheduleItem {
        item.id = Some(prospect.id.clone());
        item.name = prospect.label().to_owned();
        item.priority = prospect.priority;
        item.note.clone_from(&prospect.note);
        self.dated(item, window, date)
    }

    fn dated(&self, mut item: ScheduleItem, window: Window, date: NaiveDate) -> ScheduleItem {
        item.closes = self.model.capacity.days.date(window.close);
        item.reason = if item.closes < date {
            format!("late: was to be done by {}", weekday(item.closes))
        } else if item.closes == date {
            "closes today".to_owned()
        } else {
            format!("may wait until {}", weekday(item.closes))
        };
        item
    }

    /// Adds the next touch of every unpromised tail to the first segment of its window that has room.
    fn fill_spare_time(&self, days: &mut BTreeMap<NaiveDate, ScheduleDay>) {
        let model = self.model;
        let mut rows: Vec<usize> = (0..model.plan.pipeline.len()).collect();
        rows.sort_by(|a, b| {
            let key = |row: &usize| {
                (
                    model.plan.pipeline[*row].priority,
                    model.plan.pipeline[*row].id.as_str(),
                )
            };
            key(a).cmp(&key(b))
        });
        for row in rows {
            let prospect = &model.plan.pipeline[row];
            if let Some((item, window)) = self.tail(prospect) {
                self.fit_in(days, prospect, item, window);
            }
        }
    }

    /// The next touch of a prospect's unpromised tail, and its window.
    fn tail(&self, prospect: &Prospect) -> Option<(ScheduleItem, Window)> {
        let model = self.model;
        if !matches!(prospect.stage, Stage::InFlight | Stage::Paused) {
            return None;
        }
        let cadence = model.demand.index(&prospect.cadence)?;
        let promise = &model.demand.promises[cadence];
        let repeat = model.plan.cadences[cadence]
            .repeat()
            .filter(|repeat| !repeat.promised)?;
        let listed = promise.steps.len() as u32;
        let next = prospect.next_touch.filter(|next| *next > listed)?;
        if repeat.times.is_some_and(|times| next - listed > times) {
            return None;
        }
        let days = &model.capacity.days;
        let (date, after) = prospect
            .due
            .map(|due| (due, 0))
            .or(prospect.last_touch.map(|last| (last, repeat.after)))?;
        let open = promise.on(days, days.day(date).max(0), after)?;
        let window = promise.window(days, open, repeat.within).ok()?;
        let window = if window.close < model.today {
            promise
                .window(days, promise.on(days, model.today, 0)?, repeat.within)
                .ok()?
        } else {
            Window {
                open: window.open.max(model.today),
                ..window
            }
        };
        let settings = model.plan.channels.get(&repeat.channel);
        let effort = repeat
            .effort
            .or(settings.and_then(|settings| settings.effort));
        let effort = seconds(effort.or_else(|| crate::default_effort(&repeat.channel))?);
        let category = repeat
            .category
            .clone()
            .or(settings.and_then(|settings| settings.category.clone()));
        let item = ScheduleItem {
            id: Some(prospect.id.clone()),
            name: prospect.label().to_owned(),
            cadence: prospect.cadence.clone(),
            work: Work::Touch,
            touch: Some(next),
            touches: listed,
            category: category.or_else(|| crate::default_category(&repeat.channel))?,
            channel: Some(repeat.channel.clone()),
            message: repeat.message.clone(),
            starts: false,
            spare: true,
            at: NaiveDateTime::MIN,
            effort,
            closes: days.date(window.close),
            priority: prospect.priority,
            reason: "not promised: time is left".to_owned(),
            note: prospect.note.clone(),
        };
        (effort > 0).then_some((item, window))
    }

    fn fit_in(
        &self,
        days: &mut BTreeMap<NaiveDate, ScheduleDay>,
        prospect: &Prospect,
        mut item: ScheduleItem,
        window: Window,
    ) {
        let model = self.model;
        let dates = model.capacity.days.date(window.open)..=model.capacity.days.date(window.close);
        let hours = item
            .channel
            .as_ref()
            .and_then(|channel| model.plan.channels.get(channel)?.hours);
        let zone = prospect.zone.as_ref().unwrap_or(&model.plan.zone);
        for (_, day) in days.range_mut(dates) {
            for segment in day
                .segments
                .iter_mut()
                .filter(|segment| segment.categories.contains(&item.category))
            {
                let end = segment
                    .items
                    .iter()
                    .map(end_of)
                    .max()
                    .unwrap_or(segment.local_start);
                let used = seconds(end - segment.local_start);
                if used + item.effort > segment.usable {
                    continue;
                }
                let start = segment.start + TimeDelta::seconds(used as i64);
                let on_their_clock = zone.local(start);
                let in_hours = hours.is_none_or(|hours| {
                    let end = on_their_clock + TimeDelta::seconds(item.effort as i64);
                    on_their_clock.time() >= hours.from()
                        && end.date() == on_their_clock.date()
                        && end.time() <= hours.to()
                });
                if in_hours {
                    item.at = end;
                    segment.items.push(item);
                    return;
                }
            }
        }
    }
}

fn end_of(item: &ScheduleItem) -> NaiveDateTime {
    item.at
        .checked_add_signed(TimeDelta::seconds(i64::try_from(item.effort).unwrap_or(0)))
        .unwrap_or(item.at)
}

/// Sorts what is done in one segment; where contact hours fixed no clock, gives each its time.
fn in_order(items: &mut [ScheduleItem], start: NaiveDateTime) {
    items.sort_by(|a, b| {
        let key = |item: &ScheduleItem| {
            (
                item.at,
                item.closes,
                item.priority,
                std::cmp::Reverse(item.touch),
            )
        };
        key(a)
            .cmp(&key(b))
            .then_with(|| (&a.id, &a.name).cmp(&(&b.id, &b.name)))
    });
    let mut clock = start;
    for item in items {
        if item.at == NaiveDateTime::MIN {
            item.at = clock;
            clock = end_of(item);
        }
    }
}

fn day_of(days: &mut BTreeMap<NaiveDate, ScheduleDay>, date: NaiveDate) -> &mut ScheduleDay {
    days.entry(date).or_insert_with(|| ScheduleDay {
        date,
        items: 0,
        closing: 0,
        starting: 0,
        segments: Vec::new(),
        machine: Vec::new(),
        not_today: Vec::new(),
    })
}

fn weekday(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}

#[cfg(feature = "serde")]
fn zone_name<S: serde::Serializer>(zone: &Zone, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.name())
}
