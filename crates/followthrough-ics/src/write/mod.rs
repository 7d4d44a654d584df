//! A schedule as a calendar file (RFC 5545) that every app can take in, and what changed since the last one.
//!
//! Each piece of a block with touches is one VEVENT whose description a rep can work from. The same schedule gives the
//! same bytes: nothing is taken from a clock or drawn at random. An event that did not change since the previous file
//! is that file's event, byte for byte; see [`calendar`].
//!
//! The text is this module's own; [`Calendar::to_icalendar`] turns it into values of the `icalendar` crate. That
//! crate's own text is not used because it stamps alarms and time zones with the time of day, folds at 76 octets and
//! does not escape a carriage return.

mod busy;
mod calendar;
mod entry;
mod error;
mod frame;
mod life;
mod options;
mod previous;
mod series;
mod text;
mod timezone;
mod touches;
mod words;
mod zones;

use chrono::{DateTime, Datelike, Utc};
use followthrough::Schedule;

pub use busy::busy_calendar;
pub use calendar::Calendar;
pub use entry::{Entry, Kind};
pub use error::{Damage, Error, PreviousError};
pub use options::{Class, Edition, Months, Options, ShowAs, Written};
pub use previous::Previous;
pub use series::{Recurring, series, series_names};

/// What PRODID says (RFC 5545 §3.7.3). Constant: with a version in it, each release would rewrite every file.
pub const PRODUCT: &str = "-//followthrough//followthrough//EN";

/// The property that tells which part of a split export a file is: `calling/2026-11`, `calling/`, `/2026-11`.
const PART: &str = "X-FOLLOWTHROUGH-PART";

/// The property that tells the first category of an entry whose CATEGORIES say it in other words.
const CATEGORY: &str = "X-FOLLOWTHROUGH-CATEGORY";

/// The property that tells whose touches stand in an event, so that the next file keeps them there.
const TOUCHES: &str = "X-FOLLOWTHROUGH-TOUCHES";

/// The property that tells when an event was planned, so that one which was dragged since is known.
pub(crate) const PLANNED: &str = "X-FOLLOWTHROUGH-PLANNED";

/// The property that tells where a block lies that was moved, whole, so that it is read back as moved also where nobody
/// dragged it since the last file.
pub(crate) const MOVED: &str = "X-FOLLOWTHROUGH-MOVED";

/// The parameter that tells the highest SEQUENCE an entry had when it went.
const GONE: &str = "X-FOLLOWTHROUGH-GONE";

/// The schedule as one calendar.
///
/// With a previous calendar of the same plan, an event keeps its bytes unless something in it changed; then its
/// SEQUENCE and LAST-MODIFIED move. Events that ended by the edition's revision, and those on days that the options
/// do not ask about, are copied as they are. What is gone is left out of a whole calendar and stands as
/// `STATUS:CANCELLED` in one of changes. Splitting is [`calendars`]' matter: those options do not count here.
///
/// # Errors
/// What [`Error`] lists: a previous calendar of another plan, an end that is not after its start, a year of more than
/// four digits, an empty span of days.
///
/// # Example
/// ```
/// use followthrough::Schedule;
/// use followthrough_ics::write::{Edition, Options, calendar};
/// let schedule = Schedule { name: "SDR desk 7".to_owned(), zone: "America/New_York".parse()?, days: vec![], usual: vec![], warnings: vec![] };
/// let edition = Edition::new("5f1c9a02", "2026-11-23T05:00:00Z".parse()?)?;
/// let text = calendar(&schedule, &edition, &Options::default(), None)?.to_string();
/// assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn calendar(
    schedule: &Schedule,
    edition: &Edition,
    options: &Options,
    previous: Option<&Previous>,
) -> Result<Calendar, Error> {
    let whole = Options {
        split: false,
        months: Months::Never,
        ..options.clone()
    };
    let mut calendars = calendars(schedule, edition, &whole, previous)?;
    Ok(calendars.swap_remove(0))
}

/// The schedule as one calendar, or as several by category and month where the options say so.
///
/// Never empty: a schedule without blocks is one calendar without events. Each has a
/// [`suffix`](Calendar::suffix) for its file name. Several previous calendars are [joined](Previous::join) first. Of
/// those, one that has events and is no longer a part of the whole is followed by a calendar without events for its
/// place ([`Calendar::is_emptied`]): the category has no blocks any more, or the months became one file.
///
/// # Errors
/// As [`calendar`].
pub fn calendars(
    schedule: &Schedule,
    edition: &Edition,
    options: &Options,
    previous: Option<&Previous>,
) -> Result<Vec<Calendar>, Error> {
    options.check()?;
    let previous = of_the_plan(previous, edition)?;
    touches::calendars(schedule, edition, options, previous)
}

/// The previous calendar, if it shows the same plan.
fn of_the_plan<'a>(
    previous: Option<&'a Previous>,
    edition: &Edition,
) -> Result<Option<&'a Previous>, Error> {
    match previous {
        // What no calendar was read into has no plan.
        Some(previous) if !previous.plan.is_empty() && previous.plan != edition.tag() => {
            let (found, expected) = (previous.plan.clone(), edition.tag());
            Err(PreviousError::OtherPlan { found, expected }.into())
        }
        previous => Ok(previous),
    }
}

/// iCalendar text has four digits for the year, and 0000 is none that every reader takes. A day is left on both sides
/// for the offset of a local time.
fn check_year(instant: DateTime<Utc>) -> Result<(), Error> {
    let inside = |instant: Option<DateTime<Utc>>| {
        instant.is_some_and(|instant| (1..=9999).contains(&instant.year()))
    };
    let day = chrono::Days::new(1);
    if inside(instant.checked_sub_days(day)) && inside(instant.checked_add_days(day)) {
        Ok(())
    } else {
        Err(Error::Year { instant })
    }
}
