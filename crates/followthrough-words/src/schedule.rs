//! A day's list for people: what to do, in order, block by block.

use chrono::NaiveDate;
use followthrough::{CategoryName, Schedule, ScheduleDay, ScheduleItem, ScheduleSegment, Work};

use super::sheet::Sheet;
use super::table::Table;
use super::words::{clean, count, day, length, long_day, touch};

/// The list of one day.
pub fn schedule(schedule: &Schedule, today: NaiveDate) -> Sheet {
    let mut sheet = Sheet::default();
    super::fit::cautions(&mut sheet, &schedule.warnings);
    let Some(list) = schedule.days.iter().find(|day| day.date == today) else {
        let next = schedule.days.iter().find(|day| day.date > today);
        let next = next
            .map(|next| format!(" The next day with any is {}.", day(next.date, today)))
            .unwrap_or_default();
        sheet.headline(&format!(
            "{}: no block, and nothing to do.{next}",
            long_day(today)
        ));
        return sheet;
    };
    sheet.headline(&format!("{}: {}", long_day(today), summary(list)));
    for segment in &list.segments {
        write_segment(&mut sheet, segment);
    }
    if !list.machine.is_empty() {
        sheet.gap();
        sheet.sentence("Sent by a machine");
        items(&mut sheet, &list.machine, false);
    }
    if !list.not_today.is_empty() {
        sheet.gap();
        sheet.sentence("Not placed");
        let mut table = Table::default();
        for one in &list.not_today {
            table.add_row(vec![clean(&one.name), touch(one.touch), clean(&one.reason)]);
        }
        sheet.table(table);
    }
    sheet
}

fn summary(list: &ScheduleDay) -> String {
    if list.items == 0 {
        return "nothing to do.".to_owned();
    }
    let closing = match list.closing {
        0 => "none due today".to_owned(),
        closing => format!("{closing} due today"),
    };
    let starting = match list.starting {
        0 => "nobody new to start".to_owned(),
        starting => format!("{starting} to start"),
    };
    let items = count(list.items, "thing to do", "things to do");
    format!("{items}, {closing}; {starting}.")
}

fn write_segment(sheet: &mut Sheet, segment: &ScheduleSegment) {
    sheet.gap();
    let categories: Vec<&str> = segment
        .categories
        .iter()
        .map(CategoryName::as_str)
        .collect();
    let categories = categories.join(", ");
    // A block without a name of its own is called by its categories and start.
    let block = if segment.block.starts_with(&categories) {
        categories
    } else {
        format!("{} ({categories})", clean(&segment.block))
    };
    let span = format!(
        "{}-{}",
        segment.local_start.format("%H:%M"),
        segment.local_end.format("%H:%M")
    );
    let planned: u64 = segment.items.iter().map(|item| item.effort).sum();
    sheet.sentence(&format!(
        "{span} {block}: {} of {} planned",
        length(planned),
        length(segment.usable)
    ));
    items(sheet, &segment.items, true);
}

fn items(sheet: &mut Sheet, items: &[ScheduleItem], clock: bool) {
    if items.is_empty() {
        return;
    }
    let mut table = Table::default();
    for item in items {
        let at = if clock {
            item.at.format("%H:%M").to_string()
        } else {
            String::new()
        };
        table.add_row(vec![
            at,
            clean(&item.name),
            what(item),
            said(item),
            clean(&item.reason),
        ]);
    }
    table.expend([3, 2]);
    sheet.table(table);
}

/// `START call 1/10`, `email 3/10`, `prep`, `answer`.
fn what(item: &ScheduleItem) -> String {
    match (item.work, &item.channel, item.touch) {
        (Work::Prep, ..) => "prep".to_owned(),
        (Work::Reply, ..) => "answer".to_owned(),
        (Work::Touch, channel, touch) => {
            let channel = channel.as_ref().map_or("touch", |channel| channel.as_str());
            let number = touch
                .map(|touch| format!(" {touch}/{}", item.touches))
                .unwrap_or_default();
            format!(
                "{}{channel}{number}",
                if item.starts { "START " } else { "" }
            )
        }
    }
}

/// The message, else the note.
fn said(item: &ScheduleItem) -> String {
    clean(
        item.message
            .as_deref()
            .or(item.note.as_deref())
            .unwrap_or_default(),
    )
}
