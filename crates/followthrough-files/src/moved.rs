//! Blocks that somebody dragged in a calendar application: events of our own export, read back.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use followthrough::{Moved, Plan};
use followthrough_ics::read::{CalendarBlock, own_name};
use followthrough_ics::write::series_names;

/// What a calendar of blocks holds.
pub(crate) struct ReadBack {
    /// Events of blocks that the plan does not have any more: the calendar holds these blocks now.
    pub(crate) unknown: Vec<CalendarBlock>,
    /// Which of the plan's blocks, planned for which day, was moved to when.
    pub(crate) moved: Vec<(usize, NaiveDate, Moved)>,
    /// What was taken as moved, and what could not be.
    pub(crate) told: Vec<String>,
}

/// Parts the events of the plan's own export from all others.
pub(crate) fn own_and_others(
    tag: &str,
    found: Vec<CalendarBlock>,
) -> (Vec<CalendarBlock>, Vec<CalendarBlock>) {
    let is_own = |block: &CalendarBlock| {
        let uid = block.uid.as_deref();
        uid.is_some_and(|uid| own_name(uid, tag).is_some())
    };
    found.into_iter().partition(is_own)
}

/// Which block, by its place in the plan, and planned for which day, an event is of.
enum Known {
    /// An event for itself, or an instance of a series that was told apart from the others.
    Single(usize, NaiveDate),
    /// One of the instances of a series that nobody told apart.
    Instance(usize),
    /// A block that the plan does not have any more.
    Unknown,
}

/// Tells events of the plan's own export that were dragged from those that were not.
///
/// An event says when it was planned, and an application that drags it leaves that as it is. So a plan whose hours change
/// is not held up by its own old export.
pub(crate) fn read_back(plan: &Plan, tag: &str, own: Vec<CalendarBlock>) -> ReadBack {
    let series = series_names(&plan.blocks);
    let known = |block: &CalendarBlock| {
        let name = block.uid.as_deref().and_then(|uid| own_name(uid, tag));
        let Some(name) = name else {
            return Known::Unknown;
        };
        let in_series = series.iter().position(|known| *known == name);
        match (in_series, block.instance) {
            (Some(at), Some(date)) => Known::Single(at, date),
            (Some(at), None) => Known::Instance(at),
            (None, _) => plan
                .block_called(&name)
                .map_or(Known::Unknown, |(at, date)| Known::Single(at, date)),
        }
    };
    let mut back = ReadBack {
        unknown: Vec::new(),
        moved: Vec::new(),
        told: Vec::new(),
    };
    let known: Vec<Known> = own.iter().map(known).collect();
    let mut pieces: HashMap<(usize, NaiveDate), usize> = HashMap::new();
    for known in &known {
        if let Known::Single(at, date) = known {
            *pieces.entry((*at, *date)).or_default() += 1;
        }
    }
    let mut whole = BTreeSet::new();
    for (mut block, known) in own.into_iter().zip(known) {
        match known {
            Known::Single(at, date) => {
                let is_cut = pieces.get(&(at, date)).is_some_and(|count| *count > 1);
                single(plan, (at, date), &block, is_cut, &mut back);
            }
            Known::Instance(at) => {
                if whole.insert(at) && was_dragged_whole(plan, at, &block) {
                    let (label, when) = (plan.blocks[at].label(), block.start.format("%H:%M"));
                    back.told.push(format!(
                        "the series of `{label}` was moved as a whole, to {when}; expected one of its instances, or another `start` in the plan; it counts where the plan has it"
                    ));
                }
            }
            Known::Unknown => {
                // A title that counts touches does not name a block.
                block.title = String::new();
                back.unknown.push(block);
            }
        }
    }
    back
}

/// What became of an event for itself: nothing, or its block is moved, or it is told why that cannot be.
fn single(
    plan: &Plan,
    (at, date): (usize, NaiveDate),
    event: &CalendarBlock,
    is_cut: bool,
    back: &mut ReadBack,
) {
    let start = plan.zone.instant(event.start);
    let end = start + event.length;
    let block = &plan.blocks[at];
    let zone = block.zone.as_ref().unwrap_or(&plan.zone);
    let begins = date.and_time(block.start());
    let usual = (zone.instant(begins), zone.instant(begins + block.length()));
    // What an instance of a series says is when its first instance was planned.
    let planned = event.planned.filter(|_| event.instance.is_none());
    let dragged = was_dragged(planned, usual, (start, end));
    // Where it stands now, or where it stood already when it was exported.
    let (start, end) = match (dragged, event.moved) {
        (true, _) => (start, end),
        (false, Some(moved)) => moved,
        (false, None) => return,
    };
    let local = plan.zone.local(start);
    let is_past = local.date() < plan.first_day;
    // What was dragged back is where the plan has it.
    if (start, end) == usual || is_past {
        return;
    }
    let label = block.label();
    let (day, when) = (date.format("%a %-d %b"), local.format("%a %-d %b %H:%M"));
    match Moved::new(zone.local(start), end - start) {
        Some(moved) if !(dragged && is_cut) => {
            let told = format!("`{label}` of {day} was moved to {when} and counts there");
            if !back.told.contains(&told) {
                back.told.push(told);
            }
            back.moved.push((at, date, moved));
        }
        _ => back.told.push(format!(
            "a piece of `{label}` of {day} was moved to {when}; expected a block that no meeting cuts in pieces, so it counts where it was planned"
        )),
    }
}

/// Whether the instances of a series stand at another time of day, or are longer or shorter, than they were put.
fn was_dragged_whole(plan: &Plan, at: usize, event: &CalendarBlock) -> bool {
    let block = &plan.blocks[at];
    let zone = block.zone.as_ref().unwrap_or(&plan.zone);
    let stands = zone.local(plan.zone.instant(event.start)).time();
    event.planned.is_some_and(|(start, end)| {
        zone.local(start).time() != stands || end - start != event.length
    })
}

/// A span of time.
type Span = (DateTime<Utc>, DateTime<Utc>);

/// Whether an event stands elsewhere than it was put. `usual` is where its block is by the plan's own rule.
fn was_dragged(planned: Option<Span>, usual: Span, stands: Span) -> bool {
    match planned {
        Some(planned) => planned != stands,
        // Where the application dropped what we said: a meeting may have cut the block.
        None => stands.0 < usual.0 || usual.1 < stands.1,
    }
}
