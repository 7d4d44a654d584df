//! The morning's list of a day for people: what is done, what is left, what came since.

use followthrough::Work;
use followthrough_track::{Status, Today, TodayItem};

use super::sheet::Sheet;
use super::table::Table;
use super::words::{clean, count, length, long_day, touch};

/// The list of a day, and how far it is.
#[must_use]
pub fn today(today: &Today) -> Sheet {
    let mut sheet = Sheet::default();
    super::fit::cautions(&mut sheet, &today.warnings);
    sheet.headline(&format!("{}: {}", long_day(today.date), progress(today)));
    let mut block = None;
    let mut table = Table::default();
    let listed = today.items.iter().filter(|item| item.status != Status::New);
    for item in listed {
        let heading = item
            .block
            .clone()
            .unwrap_or_else(|| elsewhere(item).to_owned());
        if block.as_ref() != Some(&heading) {
            sheet.table(std::mem::take(&mut table));
            sheet.gap();
            sheet.sentence(&clean(&heading));
            block = Some(heading);
        }
        table.add_row(cells(item));
    }
    sheet.table(std::mem::take(&mut table));
    let mut new = today
        .items
        .iter()
        .filter(|item| item.status == Status::New)
        .peekable();
    if new.peek().is_some() {
        sheet.gap();
        sheet.sentence("Came since the morning");
        for item in new {
            table.add_row(cells(item));
        }
        sheet.table(std::mem::take(&mut table));
    }
    if !today.outside.is_empty() {
        sheet.gap();
        sheet.sentence("Open, but in no block of today");
        for open in &today.outside {
            let mark = if open.done { "done" } else { "" };
            let cells = [
                mark,
                &clean(&open.id),
                &clean(&open.name),
                &touch(open.touch),
                &clean(&open.reason),
            ];
            table.add_row(cells.map(str::to_owned));
        }
        sheet.table(table);
    }
    sheet
}

/// What things without a block have in common.
fn elsewhere(item: &TodayItem) -> &'static str {
    if item.effort == 0 {
        "sent by a machine"
    } else {
        "on the list this morning"
    }
}

/// `9 of 24 done, 41 min of 67 min left.`
#[must_use]
pub fn progress(today: &Today) -> String {
    if today.total == 0 {
        return "nothing to do.".to_owned();
    }
    let gone = today
        .items
        .iter()
        .filter(|item| item.status == Status::Gone)
        .count() as u64;
    let gone = match gone {
        0 => String::new(),
        gone => format!("; {} fell away", count(gone, "thing", "things")),
    };
    if today.done == today.total {
        return format!("all {} done{gone}.", today.total);
    }
    format!(
        "{} of {} done, {} of {} left{gone}.",
        today.done,
        today.total,
        length(today.left),
        length(today.planned)
    )
}

fn cells(item: &TodayItem) -> Vec<String> {
    let at = item
        .at
        .map(|at| at.format("%H:%M").to_string())
        .unwrap_or_default();
    let mark = match item.status {
        Status::Left => String::new(),
        Status::New => "new".to_owned(),
        Status::Done => "done".to_owned(),
        Status::Gone => "gone".to_owned(),
    };
    let why = match item.status {
        Status::Left => clean(&item.reason),
        _ => clean(&item.why),
    };
    vec![
        at,
        mark,
        clean(item.id.as_deref().unwrap_or_default()),
        clean(&item.name),
        what(item),
        clean(
            item.message
                .as_deref()
                .or(item.note.as_deref())
                .unwrap_or_default(),
        ),
        why,
    ]
}

/// `START call 1/10`, `email 3/10`, `prep`, `answer`.
#[must_use]
pub fn what(item: &TodayItem) -> String {
    match (item.work, &item.channel, item.touch) {
        (Work::Prep, ..) => "prep".to_owned(),
        (Work::Reply, ..) => "answer".to_owned(),
        (Work::Touch, channel, touch) => {
            let channel = channel.as_ref().map_or("touch", |channel| channel.as_str());
            let number = touch
                .map(|touch| format!(" {touch}/{}", item.touches))
                .unwrap_or_default();
            let start = if item.starts { "START " } else { "" };
            format!("{start}{channel}{number}")
        }
    }
}
