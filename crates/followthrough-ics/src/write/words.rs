//! What an event says: its title, and a list that a rep can work from.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use followthrough::{CategoryName, NotToday, Schedule, ScheduleItem, ScheduleSegment, Work, Zone};

use super::Options;
use super::text::shown;

/// CSS colours that are told apart on white and on black (RFC 7986 §5.9), by name and in hexadecimal.
const COLORS: [(&str, &str); 10] = [
    ("cornflowerblue", "#6495ED"),
    ("mediumseagreen", "#3CB371"),
    ("goldenrod", "#DAA520"),
    ("indianred", "#CD5C5C"),
    ("mediumpurple", "#9370DB"),
    ("darkcyan", "#008B8B"),
    ("peru", "#CD853F"),
    ("hotpink", "#FF69B4"),
    ("olivedrab", "#6B8E23"),
    ("slategray", "#708090"),
];

/// Whether something must be made on that day: it closes then, or closed undone before.
fn is_due(item: &ScheduleItem, day: NaiveDate) -> bool {
    item.closes <= day || item.overdue_since.is_some()
}

/// `Calling 11 (5 due)`: what a half-hour cell of a week has room for. Spare touches, which nobody was promised, do not count.
pub(super) fn title(segment: &ScheduleSegment, options: &Options) -> String {
    let mut title = block_title(&segment.categories, options);
    let day = segment.local_start.date();
    let count = promised(segment).count();
    // Writing to a `String` cannot fail.
    if count > 0 {
        let _ = write!(title, " {count}");
    }
    match promised(segment).filter(|item| is_due(item, day)).count() {
        0 => {}
        due => {
            let _ = write!(title, " ({due} due)");
        }
    }
    title
}

/// `Follow up`, or `Sales: Follow up`.
pub(super) fn block_title(categories: &[CategoryName], options: &Options) -> String {
    let mut title = shown(&options.title);
    if !title.is_empty() {
        title.push_str(": ");
    }
    let names: Vec<String> = categories
        .iter()
        .map(|category| category.as_str().replace('_', " "))
        .collect();
    let names = names.join(", ");
    let mut letters = names.chars();
    title.extend(letters.next().map(|first| first.to_ascii_uppercase()));
    title.push_str(letters.as_str());
    title
}

fn promised(segment: &ScheduleSegment) -> impl Iterator<Item = &ScheduleItem> {
    segment.items.iter().filter(|item| !item.spare)
}

/// What a block says on a day whose touches are not listed. It changes only where the block does.
pub(super) fn set_aside(segment: &ScheduleSegment, schedule: &Schedule) -> String {
    let usual = match segment.categories.as_slice() {
        [category] => schedule
            .usual
            .iter()
            .find(|usual| usual.category == *category),
        _ => None,
    };
    let count = usual.and_then(|usual| {
        let count = segment.usable.checked_div(usual.effort)?;
        (count > 0).then(|| number(count, usual.channel.as_str()))
    });
    let mut text = String::from("Time set aside: ");
    text.push_str(&count.unwrap_or_else(|| minutes(segment.usable)));
    text.push('\n');
    text.push_str(&shown(&schedule.name));
    text
}

/// Minutes, then what is due today with clock times, then what may wait, then what no block can take; and the plan's
/// name.
pub(super) fn description(
    segment: &ScheduleSegment,
    missing: &[&NotToday],
    schedule: &Schedule,
    options: &Options,
) -> String {
    let day = segment.local_start.date();
    let mut text = String::with_capacity(64 * (segment.items.len() + 4));
    objective(segment, &mut text);
    let line = Line {
        segment,
        zone: &schedule.zone,
        options,
    };
    let due = |item: &&ScheduleItem| is_due(item, day);
    let parts: [(&str, Vec<&ScheduleItem>); 3] = [
        ("Today:", promised(segment).filter(due).collect()),
        (
            "May wait:",
            promised(segment).filter(|item| !due(item)).collect(),
        ),
        (
            "If time is left:",
            segment.items.iter().filter(|item| item.spare).collect(),
        ),
    ];
    for (heading, items) in parts.iter().filter(|(_, items)| !items.is_empty()) {
        text.push('\n');
        text.push_str(heading);
        for item in items {
            text.push('\n');
            line.write(item, &mut text);
        }
    }
    if !missing.is_empty() {
        text.push_str("\nNot placed:");
        for one in missing {
            text.push('\n');
            if !options.private {
                let _ = write!(text, "{} [{}]: ", shown(&one.name), shown(&one.id));
            }
            match one.touch {
                Some(touch) => {
                    let _ = write!(text, "touch {touch}");
                }
                None => text.push_str("answer"),
            }
            let _ = write!(text, "; {}", shown(&one.reason));
        }
    }
    text.push('\n');
    text.push_str(&shown(&schedule.name));
    text
}

/// `55 of 67 min: 11 touches (10 call, 1 answer), 2 to START`.
fn objective(segment: &ScheduleSegment, text: &mut String) {
    let count = promised(segment).count();
    if count == 0 {
        let _ = write!(text, "{}, kept free for answers", minutes(segment.usable));
        return;
    }
    let mut kinds: Vec<(&str, u64)> = Vec::new();
    for item in promised(segment) {
        let kind = kind(item);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    }
    let planned: u64 = promised(segment).map(|item| item.effort).sum();
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| number(*count, kind))
        .collect();
    let _ = write!(
        text,
        "{} of {}: {}",
        planned.div_ceil(60),
        minutes(segment.usable),
        kinds.join(", ")
    );
    let starts = promised(segment).filter(|item| item.starts).count();
    if starts > 0 {
        let _ = write!(text, "; {starts} to START");
    }
}

/// `67 min`.
fn minutes(seconds: u64) -> String {
    format!("{} min", seconds / 60)
}

/// `1 call`, `3 calls`, `2 linkedin`: channels are names of the plan's, and not each is a word for one of several.
fn number(count: u64, kind: &str) -> String {
    let counted = [
        "call", "email", "letter", "answer", "visit", "meeting", "message",
    ];
    let ending = if count != 1 && counted.contains(&kind) {
        "s"
    } else {
        ""
    };
    format!("{count} {kind}{ending}")
}

/// How the items of a segment are told.
struct Line<'a> {
    segment: &'a ScheduleSegment,
    zone: &'a Zone,
    options: &'a Options,
}

impl Line<'_> {
    /// `10:15 (07:15 there) START Acme Dairy [P-17]: call 1/10, C1 opener; +1 303 555 0100; note: after the audit`.
    fn write(&self, item: &ScheduleItem, text: &mut String) {
        let _ = write!(text, "{}", item.at.format("%H:%M"));
        let instant = self.segment.start + (item.at - self.segment.local_start);
        if let Some(zone) = &item.zone {
            let there = zone.local(instant);
            if there != self.zone.local(instant) {
                let _ = write!(text, " ({} there)", there.format("%H:%M"));
            }
        }
        text.push(' ');
        said(item, self.segment.local_start.date(), self.options, text);
    }
}

/// Who, how, what it says, and what else is known.
fn said(item: &ScheduleItem, day: NaiveDate, options: &Options, text: &mut String) {
    if item.starts {
        text.push_str("START ");
    }
    if !options.private {
        who(item, text);
        text.push_str(": ");
    }
    text.push_str(&what(item));
    if let Some(message) = item.message.as_deref().filter(|_| !options.private) {
        let _ = write!(text, ", {}", shown(message));
    }
    if !item.spare && item.closes < day {
        text.push_str("; late, closed ");
        push_day(item.closes, text);
    }
    if options.private {
        return;
    }
    // A schedule's usual reasons are what its heading says.
    let reason = shown(&item.reason);
    let usual = ["closes today", "may wait until", "late:", "not promised"];
    if !reason.is_empty() && !usual.iter().any(|usual| reason.starts_with(usual)) {
        let _ = write!(text, "; {reason}");
    }
    let columns = item.id.as_ref().and_then(|id| options.columns.get(id));
    for (name, value) in columns.into_iter().flatten() {
        let (name, value) = (shown(name), shown(value));
        // What a telephone makes a link of needs no name before it.
        let speaks = value.contains("://") || value.starts_with('+') || value.contains('@');
        match (value.is_empty(), speaks) {
            (true, _) => {}
            (false, true) => {
                let _ = write!(text, "; {value}");
            }
            (false, false) => {
                let _ = write!(text, "; {name} {value}");
            }
        }
    }
    if let Some(note) = item.note.as_deref() {
        let _ = write!(text, "; note: {}", shown(note));
    }
}

/// `Acme Dairy [P-17]`.
fn who(item: &ScheduleItem, text: &mut String) {
    text.push_str(&shown(&item.name));
    if let Some(id) = &item.id {
        let _ = write!(text, " [{}]", shown(id));
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
    format!("{}: {}", shown(&item.name), what(item))
}

/// The VTODO's description.
pub(super) fn todo_description(
    item: &ScheduleItem,
    day: NaiveDate,
    plan: &str,
    options: &Options,
) -> String {
    let mut text = String::new();
    said(item, day, options, &mut text);
    if item.spare {
        text.push_str("; if time is left");
    } else if item.closes == day {
        text.push_str("; closes today");
    } else if item.closes > day {
        text.push_str("; may wait until ");
        push_day(item.closes, &mut text);
    }
    text.push('\n');
    text.push_str(&shown(plan));
    text
}

/// What a VTODO is called for life, without the plan's id: `todo-outbound-3-<hash of the id>`; a nobody is called by its
/// start and number.
pub(super) fn todo_name(segment: &ScheduleSegment, item: &ScheduleItem) -> String {
    let work = match item.touch {
        Some(touch) => touch.to_string(),
        None => kind(item).to_owned(),
    };
    let who = match (&item.id, item.start, item.number) {
        (Some(id), ..) => hash(id),
        (None, Some(start), Some(number)) => format!("new.{}.{number}", start.format("%Y%m%d")),
        // Nothing else tells them apart.
        _ => {
            let place = segment
                .items
                .iter()
                .position(|other| std::ptr::eq(other, item));
            format!("{}.{}", segment.key(), place.unwrap_or_default())
        }
    };
    format!("todo-{}-{work}-{who}", item.cadence)
}

/// An id as a file may tell it that others read: 16 digits of its hash.
pub(super) fn hash(id: &str) -> String {
    format!("{:016x}", followthrough::stable_hash(id.as_bytes()) as u64)
}

/// Whose touches stand in a segment, for the next file to keep them there: `<hash>:3`, `+1.outbound:2:20261207`.
pub(super) fn touches(items: &[ScheduleItem]) -> String {
    let mut said = Vec::with_capacity(items.len());
    for item in items {
        let who = match (&item.id, item.number) {
            (Some(id), _) => hash(id),
            (None, Some(number)) => format!("+{number}.{}", item.cadence),
            (None, None) => continue,
        };
        let work = match (item.work, item.touch) {
            (Work::Prep, _) => "p".to_owned(),
            (Work::Touch, Some(touch)) => touch.to_string(),
            (Work::Reply | Work::Touch, _) => "r".to_owned(),
        };
        // What a prospect owes is told alike before and after its start.
        let start = item
            .start
            .filter(|_| item.id.is_none() || item.starts || item.work == Work::Prep)
            .map(|start| format!(":{}", start.format("%Y%m%d")));
        said.push(format!("{who}:{work}{}", start.unwrap_or_default()));
    }
    said.join(" ")
}

/// `Tue 2026-11-24`.
fn push_day(date: NaiveDate, text: &mut String) {
    let _ = write!(text, "{} {date}", date.weekday());
}

/// The colour of a category: the three that come with every channel have their own, others one by their name.
pub(super) fn color(category: &str) -> (&'static str, &'static str) {
    match category {
        "calling" => COLORS[0],
        "follow_up" => COLORS[1],
        "research" => COLORS[2],
        other => {
            let rest = &COLORS[3..];
            let hash = followthrough::stable_hash(other.as_bytes());
            rest[usize::try_from(hash % rest.len() as u128).unwrap_or(0)]
        }
    }
}
