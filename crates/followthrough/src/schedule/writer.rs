//! Seats as lists: each with a name, a clock time, its place in the order to work in, and the reason for it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::places::Kept;
use super::seats::{Seat, Seated, Who};
use super::spare::fill_spare_time;
use super::{NotToday, Schedule, ScheduleDay, ScheduleItem, ScheduleSegment, UsualWork, keys};
use crate::instance::Model;
use crate::instance::demand::Step;
use crate::{CategoryName, ChannelName, Prospect, UnreachableReason, Work};

/// An item, and the part of its segment that its contact hours allow, in seconds from the segment's start.
struct Timed {
    item: ScheduleItem,
    allowed: Option<(u32, u32)>,
}

/// The schedule of everybody's seats.
pub(super) fn write(model: &Model<'_>, seated: &Seated, kept: Option<&Kept<'_>>) -> Schedule {
    let mut by_bin: BTreeMap<u32, Vec<Timed>> = BTreeMap::new();
    let mut machine: BTreeMap<NaiveDate, Vec<ScheduleItem>> = BTreeMap::new();
    for seat in &seated.seats {
        let Some(item) = item(model, seated, seat) else {
            continue;
        };
        match seat
            .bin
            .filter(|bin| model.bin_segments[*bin as usize].is_some())
        {
            Some(bin) => {
                let allowed =
                    (seat.hours != 0).then(|| model.instance.problem.allowed(bin, seat.hours));
                by_bin.entry(bin).or_default().push(Timed { item, allowed });
            }
            None => machine
                .entry(model.capacity.days.date(seat.day))
                .or_default()
                .push(item),
        }
    }
    let mut days: BTreeMap<NaiveDate, ScheduleDay> = BTreeMap::new();
    let keys = keys(model);
    for (bin, number) in model.bin_segments.iter().enumerate() {
        let Some(number) = number else { continue };
        let segment = &model.capacity.segments[*number];
        let items = by_bin.remove(&(bin as u32)).unwrap_or_default();
        let room = model.instance.problem.bins[bin].room;
        let occurrence = &model.capacity.occurrences[segment.occurrence];
        let block = &model.plan.blocks[occurrence.block];
        let day = day_of(&mut days, model.capacity.days.date(segment.day));
        day.segments.push(ScheduleSegment {
            block: block.label(),
            name: block.name.clone(),
            categories: block.categories().to_vec(),
            planned_start: occurrence.planned_start,
            nth: keys.get(number).map_or(1, |key| key.nth),
            piece: segment.piece,
            start: segment.interval.start(),
            end: segment.interval.end(),
            local_start: segment.local_start,
            local_end: model.plan.zone.local(segment.interval.end()),
            usable: segment.usable,
            items: in_order(items, segment.local_start, room),
        });
    }
    for (date, items) in machine {
        let items = items.into_iter().map(|item| Timed {
            item,
            allowed: None,
        });
        day_of(&mut days, date).machine =
            in_order(items.collect(), date.and_time(NaiveTime::MIN), u32::MAX);
    }
    fill_spare_time(model, &mut days, kept);
    not_placed(model, seated, &mut days);
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
        usual: usual(model),
        warnings: model.owed.warnings.clone(),
    }
}

/// The categories in which all that cadences promise is made in one way, by category.
fn usual(model: &Model<'_>) -> Vec<UsualWork> {
    let mut ways: BTreeMap<u8, Option<(&ChannelName, u32)>> = BTreeMap::new();
    for promise in &model.demand.promises {
        for step in promise.steps.iter().filter(|step| step.effort > 0) {
            let way = Some((&step.channel, step.effort));
            let known = ways.entry(step.category).or_insert(way);
            if *known != way {
                *known = None;
            }
        }
    }
    // Prep and answers take time of their own.
    for promise in &model.demand.promises {
        for work in [promise.prep, promise.reply].into_iter().flatten() {
            ways.insert(work.category, None);
        }
    }
    let named = ways.into_iter().filter_map(|(bit, way)| {
        let (channel, effort) = way?;
        Some(UsualWork {
            category: model.capacity.categories.get(usize::from(bit))?.clone(),
            channel: channel.clone(),
            effort: effort.into(),
        })
    });
    named.collect()
}

/// Lists what no block of its window can take.
fn not_placed(model: &Model<'_>, seated: &Seated, days: &mut BTreeMap<NaiveDate, ScheduleDay>) {
    let first = model.plan.first_day;
    for unreachable in &model.unreachable {
        let mut rows = model.plan.pipeline.iter();
        let Some(prospect) = rows.find(|prospect| prospect.id == unreachable.id) else {
            continue;
        };
        let reason = match unreachable.reason {
            UnreachableReason::NoBlock => "no block of its time in its window",
            UnreachableReason::Hours => "no block in its contact hours",
            UnreachableReason::Cap => "the cap allows none",
        };
        let one = NotToday {
            id: unreachable.id.clone(),
            name: prospect.label().to_owned(),
            touch: unreachable.touch,
            reason: reason.to_owned(),
        };
        let closed = overdue_since(model, &unreachable.id, unreachable.touch);
        let span = (unreachable.window.from.max(first), unreachable.window.to);
        list(model, days, span, closed, &one);
    }
    for seat in seated
        .seats
        .iter()
        .filter(|seat| seat.day > seat.window.close)
    {
        let Who::Owed(owed) = seat.who else { continue };
        let commitment = &model.owed_touches[owed].commitment;
        let Some(row) = commitment.row else { continue };
        let prospect = &model.plan.pipeline[row];
        let date = |day| model.capacity.days.date(day);
        let (closes, made) = (date(seat.window.close), date(seat.day));
        let one = NotToday {
            id: prospect.id.clone(),
            name: prospect.label().to_owned(),
            touch: commitment.touch,
            reason: format!(
                "no room in its window; it is made late, on {}",
                weekday(made)
            ),
        };
        let span = (date(seat.window.open).max(first), closes);
        let closed = commitment.closed.map(date);
        list(model, days, span, closed, &one);
    }
    for day in days.values_mut() {
        day.not_today
            .sort_by(|one, other| (&one.id, one.touch).cmp(&(&other.id, other.touch)));
    }
}

/// The day on which the window of a touch closed undone, where it did before the first day.
fn overdue_since(model: &Model<'_>, id: &str, touch: Option<u32>) -> Option<NaiveDate> {
    let overdue = model.owed.overdue.iter();
    let mut alike = overdue.filter(|one| one.id == id && one.touch == touch);
    alike.next().map(|one| one.since)
}

/// Lists a touch on every workday of its window, and on its first day where the window has none.
fn list(
    model: &Model<'_>,
    days: &mut BTreeMap<NaiveDate, ScheduleDay>,
    (from, to): (NaiveDate, NaiveDate),
    closed: Option<NaiveDate>,
    one: &NotToday,
) {
    let on = |date: NaiveDate| {
        let when = match closed {
            Some(closed) => format!("overdue since {}", weekday(closed)),
            None if date == to => "due today, outside of a block".to_owned(),
            None => format!("due by {}, outside of a block", weekday(to)),
        };
        NotToday {
            reason: format!("{when}: {}", one.reason),
            ..one.clone()
        }
    };
    let known = &model.capacity.days;
    let workdays = known.between(known.day(from), known.day(to));
    if workdays.is_empty() {
        day_of(days, from).not_today.push(on(from));
    }
    for day in workdays {
        let date = known.date(*day);
        day_of(days, date).not_today.push(on(date));
    }
}

/// A seat as an item without a clock time.
fn item(model: &Model<'_>, seated: &Seated, seat: &Seat) -> Option<ScheduleItem> {
    let promise = &model.demand.promises[seat.cadence];
    let step = seat
        .touch
        .and_then(|touch| promise.steps.get(touch as usize - 1));
    let named = |bit: u8| model.capacity.categories[usize::from(bit)].clone();
    let (category, effort) = match (seat.work, step) {
        (Work::Touch, Some(step)) => (category(model, step), step.effort),
        (Work::Touch, None) => return None,
        (Work::Prep, _) => promise
            .prep
            .map(|prep| (named(prep.category), prep.effort))?,
        (Work::Reply, _) => promise
            .reply
            .map(|reply| (named(reply.category), reply.effort))?,
    };
    let date = model.capacity.days.date(seat.day);
    let closes = model.capacity.days.date(seat.window.close);
    let closed = match seat.who {
        Who::Owed(owed) => model.owed_touches[owed].commitment.closed,
        Who::New(_) => None,
    };
    let overdue_since = closed.map(|day| model.capacity.days.date(day));
    let mut item = ScheduleItem {
        id: None,
        name: String::new(),
        cadence: promise.name.clone(),
        work: seat.work,
        touch: seat.touch,
        touches: promise.steps.len() as u32,
        category,
        channel: step.map(|step| step.channel.clone()),
        message: step.and_then(|step| step.message.clone()),
        starts: false,
        start: None,
        number: None,
        zone: None,
        spare: false,
        at: NaiveDateTime::MIN,
        effort: u64::from(effort),
        closes,
        priority: Prospect::DEFAULT_PRIORITY,
        overdue_since,
        reason: if let Some(since) = overdue_since {
            format!("overdue since {}", weekday(since))
        } else if closes < date {
            format!("late: was to be done by {}", weekday(closes))
        } else if closes == date {
            "closes today".to_owned()
        } else {
            format!("may wait until {}", weekday(closes))
        },
        note: None,
    };
    let row = match seat.who {
        // The time of an answer that is only expected stays free.
        Who::Owed(owed) => Some(model.owed_touches[owed].commitment.row?),
        Who::New(at) => {
            let newcomer = &seated.newcomers[at];
            let start = model.capacity.days.date(newcomer.start);
            item.starts = seat.work == Work::Touch && seat.touch == Some(1);
            item.start = Some(start);
            if newcomer.row.is_none() {
                item.number = Some(newcomer.number);
                let name = &promise.name;
                item.name = format!(
                    "new {name} {} of {}",
                    newcomer.number,
                    start.format("%-d %b")
                );
            }
            newcomer.row
        }
    };
    if let Some(row) = row {
        let prospect = &model.plan.pipeline[row];
        item.id = Some(prospect.id.clone());
        item.name = prospect.label().to_owned();
        item.priority = prospect.priority;
        item.zone.clone_from(&prospect.zone);
        item.note.clone_from(&prospect.note);
    }
    Some(item)
}

fn category(model: &Model<'_>, step: &Step) -> CategoryName {
    let known = model
        .capacity
        .categories
        .get(usize::from(step.category))
        .cloned();
    // What a machine sends uses no time; its channel's own category says where it belongs.
    let default = || crate::default_category(&step.channel);
    let settings = model.plan.channels.get(&step.channel);
    let named = settings.and_then(|settings| settings.category.clone());
    known
        .or(named)
        .or_else(default)
        .or_else(|| "machine".parse().ok())
        .unwrap_or_else(|| unreachable!("`machine` is a name"))
}

/// When an item is done, where it takes as long as planned.
pub(super) fn end_of(item: &ScheduleItem) -> NaiveDateTime {
    item.at
        .checked_add_signed(TimeDelta::seconds(i64::try_from(item.effort).unwrap_or(0)))
        .unwrap_or(item.at)
}

/// Sorts what is done in one segment and gives each its time.
///
/// Where nobody has contact hours there, the work of answers first, then what is overdue, the longest first, then by what
/// closes soonest, priority, how far it is in its cadence, and id. Else
/// first those that must end early, then those that do not mind, then those that must begin late, as the placement was
/// judged; the order among these is that of the others.
fn in_order(mut items: Vec<Timed>, start: NaiveDateTime, room: u32) -> Vec<ScheduleItem> {
    items.sort_by(|a, b| {
        let key = |timed: &Timed| {
            let hours = match timed.allowed {
                None => (1, 0, 0),
                Some((from, to)) => match (from > 0, to < room) {
                    (false, true) => (0, to, from),
                    (false, false) => (1, 0, 0),
                    (true, true) => (2, to, from),
                    (true, false) => (3, from, to),
                },
            };
            let item = &timed.item;
            let is_answer = item.work == Work::Reply;
            let overdue = item
                .overdue_since
                .map_or((1, item.closes), |since| (0, since));
            let turn = (item.priority, Reverse(item.touch));
            (hours, Reverse(is_answer), overdue, item.closes, turn)
        };
        key(a).cmp(&key(b)).then_with(|| {
            (&a.item.id, &a.item.name, a.item.work).cmp(&(&b.item.id, &b.item.name, b.item.work))
        })
    });
    let mut clock = start;
    let items = items.into_iter().map(|Timed { mut item, allowed }| {
        if let Some((from, _)) = allowed {
            clock = clock.max(start + TimeDelta::seconds(i64::from(from)));
        }
        item.at = clock;
        clock = end_of(&item);
        item
    });
    items.collect()
}

pub(super) fn day_of(
    days: &mut BTreeMap<NaiveDate, ScheduleDay>,
    date: NaiveDate,
) -> &mut ScheduleDay {
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
