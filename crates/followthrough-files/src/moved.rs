//! Blocks that somebody dragged in a calendar application: events of our own export, read back.

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

/// Tells events of the plan's own export that were dragged from those that were not.
///
/// An event says when it was planned, and an application that drags it leaves that as it is. So a plan whose hours change
/// is not held up by its own old export.
pub(crate) fn read_back(plan: &Plan, tag: &str, own: Vec<CalendarBlock>) -> ReadBack {
    let series = series_names(&plan.blocks);
    let mut back = ReadBack {
        unknown: Vec::new(),
        moved: Vec::new(),
        told: Vec::new(),
    };
    for mut block in own {
        let name = block.uid.as_deref().and_then(|uid| own_name(uid, tag));
        let Some(name) = name else { continue };
        let in_series = series.iter().position(|known| *known == name);
        let known = match (in_series, block.instance) {
            (Some(at), Some(date)) => Some((at, date)),
            // An instance that nobody touched.
            (Some(_), None) => continue,
            (None, _) => plan.block_called(&name),
        };
        let Some((at, date)) = known else {
            // A title that counts touches does not name a block.
            block.title = String::new();
            back.unknown.push(block);
            continue;
        };
        let start = plan.zone.instant(block.start);
        let end = start + block.length;
        let of = &plan.blocks[at];
        let zone = of.zone.as_ref().unwrap_or(&plan.zone);
        let begins = date.and_time(of.start());
        let usual = (zone.instant(begins), zone.instant(begins + of.length()));
        let planned = block.planned.filter(|_| in_series.is_none());
        // Where it stands now, or where it stood already when it was exported.
        let (start, end) = match (was_dragged(planned, usual, (start, end)), block.moved) {
            (true, _) => (start, end),
            (false, Some(moved)) => moved,
            (false, None) => continue,
        };
        if (start, end) == usual {
            // It was dragged back.
            continue;
        }
        let local = plan.zone.local(start);
        let is_first = !name.split('-').next().is_some_and(|head| {
            head.split('.')
                .skip(1)
                .any(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        });
        let when = local.format("%a %-d %b %H:%M");
        let day = date.format("%a %-d %b");
        let label = of.label();
        match Moved::new(zone.local(start), end - start) {
            _ if local.date() < plan.first_day => {}
            Some(moved) if is_first => {
                back.told.push(format!("`{label}` of {day} was moved to {when} and counts there"));
                back.moved.push((at, date, moved));
            }
            _ => back.told.push(format!(
                "a later piece of `{label}` of {day} was moved to {when}; expected the first piece to be moved, so it counts where it was planned"
            )),
        }
    }
    back
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
