//! Whether both ends of a period name a clock that is known; where only one does, the other is on it too.

use chrono::{DateTime, Utc};
use followthrough::{Written, Zone};

use super::component::{Calendar, Event, Moment, Until};
use super::warning::{Notes, Problem, excerpt};
use super::zones::Clocks;

/// Puts the two ends of a period on one clock where only one of them names its own.
pub(super) fn share_clock(start: &mut Moment, end: &mut Moment) {
    match (start.written, end.written) {
        (Written::Local(_), Written::Local(_)) => {
            start.tzid = start.tzid.or(end.tzid);
            end.tzid = end.tzid.or(start.tzid);
        }
        (Written::Local(local), Written::Utc(_)) if start.tzid.is_none() => {
            start.written = Written::Utc(local.and_utc());
        }
        (Written::Utc(_), Written::Local(local)) if end.tzid.is_none() => {
            end.written = Written::Utc(local.and_utc());
        }
        _ => {}
    }
}

/// An end whose zone nothing explains names no clock: it is on that of the other end, if that one is known, and the
/// user's clock has no part in it. Dates of the series that name the unknown zone move with it.
pub(super) fn share_known(
    calendar: &mut Calendar<'_>,
    default: &Zone,
    span: (DateTime<Utc>, DateTime<Utc>),
    notes: &mut Notes,
) {
    let differ = |event: &Event<'_>| match (event.start, event.end) {
        (Some(start), Some(Until::Moment(end))) => {
            let is_date = |moment: Moment| matches!(moment.written, Written::Date(_));
            start.tzid != end.tzid && !is_date(start) && !is_date(end)
        }
        _ => false,
    };
    if !calendar.events.iter().any(differ) {
        return;
    }
    let unknown: Vec<bool> = {
        let clocks = Clocks::new(calendar, default, span, &mut Notes::new(""));
        let tzids = calendar.tzids.iter();
        tzids.map(|tzid| !clocks.knows(tzid)).collect()
    };
    let is_unknown = |moment: &Moment| {
        let number = moment.tzid.map(|number| number as usize);
        matches!(moment.written, Written::Local(_))
            && number.is_some_and(|number| unknown.get(number) == Some(&true))
    };
    for event in calendar.events.iter_mut().filter(|event| differ(event)) {
        let (Some(start), Some(Until::Moment(end))) = (&mut event.start, &mut event.end) else {
            continue;
        };
        let lost = match (is_unknown(start), is_unknown(end)) {
            (true, false) => start.tzid.take(),
            (false, true) => end.tzid.take(),
            _ => continue,
        };
        share_clock(start, end);
        let (start, name) = (*start, |number: Option<u32>| {
            number.and_then(|number| calendar.tzids.get(number as usize))
        });
        notes.add(
            event.line,
            Problem::UnknownZone {
                tzid: name(lost).map_or(String::new(), |tzid| excerpt(tzid)),
                used: name(start.tzid).map_or("UTC".to_owned(), |tzid| excerpt(tzid)),
            },
        );
        let recurrence = event.recurrence.iter_mut();
        let dates = recurrence.flat_map(|recurrence| {
            let dates = recurrence.dates.iter_mut().map(|(moment, _)| moment);
            dates.chain(&mut recurrence.excluded)
        });
        for moment in dates.chain(&mut event.recurrence_id) {
            if moment.tzid == lost
                && let Written::Local(local) = moment.written
            {
                moment.tzid = start.tzid;
                if matches!(start.written, Written::Utc(_)) {
                    moment.written = Written::Utc(local.and_utc());
                }
            }
        }
    }
}
