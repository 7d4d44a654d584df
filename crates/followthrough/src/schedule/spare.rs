//! What is not a promise: the next touch of a tail, where time is left.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::places::Kept;
use super::writer::end_of;
use super::{ScheduleDay, ScheduleItem};
use crate::capacity::seconds;
use crate::instance::Model;
use crate::instance::demand::Window;
use crate::{Prospect, Stage, Work};

/// Adds the next touch of every unpromised tail to the first segment of its window that has room.
pub(super) fn fill_spare_time(
    model: &Model<'_>,
    days: &mut BTreeMap<NaiveDate, ScheduleDay>,
    kept: Option<&Kept<'_>>,
) {
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
        if let Some((item, window)) = tail(model, prospect) {
            fit_in(model, days, prospect, item, window, kept);
        }
    }
}

/// The next touch of a prospect's unpromised tail, and its window.
fn tail(model: &Model<'_>, prospect: &Prospect) -> Option<(ScheduleItem, Window)> {
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
        promise.cut(days, window, model.today)?
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
        start: None,
        number: None,
        zone: prospect.zone.clone(),
        spare: true,
        at: NaiveDateTime::MIN,
        effort,
        closes: days.date(window.close),
        overdue_since: None,
        priority: prospect.priority,
        reason: "not promised: time is left".to_owned(),
        note: prospect.note.clone(),
    };
    (effort > 0).then_some((item, window))
}

/// Adds it to the segment in which an earlier schedule had it, else to the first one of its window that has room.
fn fit_in(
    model: &Model<'_>,
    days: &mut BTreeMap<NaiveDate, ScheduleDay>,
    prospect: &Prospect,
    mut item: ScheduleItem,
    window: Window,
    kept: Option<&Kept<'_>>,
) {
    let dates = model.capacity.days.date(window.open)..=model.capacity.days.date(window.close);
    let hours = item
        .channel
        .as_ref()
        .and_then(|channel| model.plan.channels.get(channel)?.hours);
    let zone = prospect.zone.as_ref().unwrap_or(&model.plan.zone);
    let before = kept.and_then(|kept| kept.of(&prospect.id, item.work, item.touch));
    for only in [before, None] {
        let segments = days
            .range_mut(dates.clone())
            .flat_map(|(_, day)| &mut day.segments);
        for segment in segments.filter(|segment| {
            segment.categories.contains(&item.category)
                && only.is_none_or(|only| segment.key() == only)
        }) {
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
