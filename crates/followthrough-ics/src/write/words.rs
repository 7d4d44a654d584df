//! What an event says: its title, and a list that a rep can work from.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use followthrough::{CategoryName, ScheduleItem, ScheduleSegment, Work};

use super::Options;
use super::text::one_line;

/// CSS colours that are told apart on white and on black (RFC 7986 §5.9).
const COLORS: [&str; 10] = [
    "cornflowerblue",
    "mediumseagreen",
    "goldenrod",
    "indianred",
    "mediumpurple",
    "darkcyan",
    "peru",
    "hotpink",
    "olivedrab",
    "slategray",
];

/// `Prospecting: calling (13)`; touches that are no promise do not count, and without others there is no count.
pub(super) fn title(segment: &ScheduleSegment, options: &Options) -> String {
    let mut title = block_title(&segment.categories, options);
    match promised(segment).count() {
        0 => {}
        count => {
            // Writing to a `String` cannot fail.
            let _ = write!(title, " ({count})");
        }
    }
    title
}

/// `Prospecting: calling`.
pub(super) fn block_title(categories: &[CategoryName], options: &Options) -> String {
    let mut title = one_line(&options.title).into_owned();
    if !title.is_empty() {
        title.push_str(": ");
    }
    title.push_str(
        &categories
            .iter()
            .map(CategoryName::as_str)
            .collect::<Vec<_>>()
            .join(", "),
    );
    title
}

fn promised(segment: &ScheduleSegment) -> impl Iterator<Item = &ScheduleItem> {
    segment.items.iter().filter(|item| !item.spare)
}

/// The objective, the touches in the order to make them, and the plan's name.
pub(super) fn description(segment: &ScheduleSegment, plan: &str, options: &Options) -> String {
    let day = segment.local_start.date();
    let mut text = String::with_capacity(64 * (segment.items.len() + 2));
    objective(segment, day, &mut text);
    for (index, item) in segment.items.iter().enumerate() {
        let _ = write!(text, "\n{}. ", index + 1);
        if item.starts {
            text.push_str("START ");
        }
        if !options.private {
            who(item, &mut text);
            text.push_str(": ");
        }
        text.push_str(&what(item));
        details(item, day, options.private, &mut text);
    }
    text.push('\n');
    text.push_str(&one_line(plan));
    text
}

/// `Objective: 13 touches (12 call, 1 answer), 2 to START, 5 close today`.
fn objective(segment: &ScheduleSegment, day: NaiveDate, text: &mut String) {
    let count = promised(segment).count();
    if count == 0 {
        text.push_str("Objective: spare time, nothing promised");
        return;
    }
    let mut kinds: Vec<(&str, u32)> = Vec::new();
    for item in promised(segment) {
        let kind = kind(item);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    }
    let noun = if count == 1 { "touch" } else { "touches" };
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    let _ = write!(text, "Objective: {count} {noun} ({})", kinds.join(", "));
    let starts = promised(segment).filter(|item| item.starts).count();
    if starts > 0 {
        let _ = write!(text, ", {starts} to START");
    }
    match promised(segment).filter(|item| item.closes <= day).count() {
        0 => {}
        1 => text.push_str(", 1 closes today"),
        closing => {
            let _ = write!(text, ", {closing} close today");
        }
    }
}

/// `Acme Dairy [P-17]`.
fn who(item: &ScheduleItem, text: &mut String) {
    text.push_str(&one_line(&item.name));
    if let Some(id) = &item.id {
        let _ = write!(text, " [{}]", one_line(id));
    }
}

/// How it is made, in one word.
fn kind(item: &ScheduleItem) -> &str {
    match (item.work, &item.channel) {
        (Work::Prep, _) => "prep",
        (Work::Reply, _) => "answer",
        (Work::Touch, Some(channel)) => channel.as_str(),
        (Work::Touch, None) => "touch",
    }
}

/// `call 3/10`; a touch after the promised ones has no total.
pub(super) fn what(item: &ScheduleItem) -> String {
    let kind = kind(item);
    match item.touch {
        Some(touch) if touch <= item.touches => format!("{kind} {touch}/{}", item.touches),
        Some(touch) => format!("{kind} {touch}"),
        None => kind.to_owned(),
    }
}

/// The VTODO's title: `Acme Dairy: call 3/10`.
pub(super) fn todo_title(item: &ScheduleItem, options: &Options) -> String {
    if options.private {
        return what(item);
    }
    let mut title = one_line(&item.name).into_owned();
    title.push_str(": ");
    title.push_str(&what(item));
    title
}

/// The VTODO's description.
pub(super) fn todo_description(
    item: &ScheduleItem,
    day: NaiveDate,
    plan: &str,
    options: &Options,
) -> String {
    let mut text = String::new();
    if item.starts {
        text.push_str("START ");
    }
    if !options.private {
        who(item, &mut text);
        text.push_str(": ");
    }
    text.push_str(&what(item));
    details(item, day, options.private, &mut text);
    text.push('\n');
    text.push_str(&one_line(plan));
    text
}

/// What it says, why now, until when it may wait, and the note.
fn details(item: &ScheduleItem, day: NaiveDate, private: bool, text: &mut String) {
    if let Some(message) = item.message.as_deref().filter(|_| !private) {
        let _ = write!(text, ", {}", one_line(message));
    }
    if item.spare {
        text.push_str("; if time is left");
    } else if item.closes == day {
        text.push_str("; closes today");
    } else if item.closes > day {
        text.push_str("; may wait until ");
        push_day(item.closes, text);
    } else {
        text.push_str("; late, closed ");
        push_day(item.closes, text);
    }
    // A schedule's usual reasons are what has just been said, without the year.
    let reason = one_line(&item.reason);
    let said = ["closes today", "may wait until", "late:", "not promised"];
    if !reason.is_empty() && !private && !said.iter().any(|said| reason.starts_with(said)) {
        let _ = write!(text, "; {reason}");
    }
    if let Some(note) = item.note.as_deref().filter(|_| !private) {
        let _ = write!(text, "; note: {}", one_line(note));
    }
}

/// `Tue 2026-11-24`.
fn push_day(date: NaiveDate, text: &mut String) {
    let _ = write!(text, "{} {date}", date.weekday());
}

/// The colour of a category: the three that come with every channel have their own, others one by their name.
pub(super) fn color(category: &str) -> &'static str {
    match category {
        "calling" => COLORS[0],
        "follow_up" => COLORS[1],
        "research" => COLORS[2],
        other => {
            let rest = &COLORS[3..];
            let sum =
                usize::try_from(fingerprint(other.as_bytes()) % rest.len() as u128).unwrap_or(0);
            rest[sum]
        }
    }
}

/// A number that stands for these bytes (FNV-1a, 128 bits: Fowler, Noll and Vo, RFC 9923 §5).
///
/// Stable over releases, unlike the standard library's hashes, because UIDs are made with it.
pub(super) fn fingerprint(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |hash, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(PRIME)
    })
}
