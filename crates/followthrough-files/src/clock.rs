//! Which day it is: asked for, planned, pinned by the environment, or the system's.

use chrono::{DateTime, NaiveDate, Utc};
use followthrough_document::Document;

use crate::{Error, Request};

/// The variable that pins the clock, so that a run can be repeated.
const NOW: &str = "FOLLOWTHROUGH_NOW";

/// Day one: `--today`, else the day of the time that is asked about, else the plan's `first_day`, else today in the plan's
/// zone.
pub(crate) fn first_day(request: &Request, document: &Document) -> Result<NaiveDate, Error> {
    let asked = request.now.map(|now| document.zone().local(now).date());
    match request.today.or(asked).or(document.first_day()) {
        Some(day) => Ok(day),
        None => Ok(document.zone().local(now()?).date()),
    }
}

/// The time: `FOLLOWTHROUGH_NOW`, else the system's.
///
/// # Errors
/// [`Error::Clock`] where the variable holds no time.
pub fn now() -> Result<DateTime<Utc>, Error> {
    let Some(text) = std::env::var_os(NOW).filter(|text| !text.is_empty()) else {
        return Ok(Utc::now());
    };
    let text = text.to_string_lossy();
    match DateTime::parse_from_rfc3339(&text) {
        Ok(now) => Ok(now.to_utc()),
        Err(_) => Err(Error::Clock {
            variable: NOW,
            found: text.into_owned(),
        }),
    }
}

/// The time of a run that plans to the minute: the one asked about, else the clock's where it is the first day.
pub(crate) fn time_of_run(
    request: &Request,
    first_day: NaiveDate,
    document: &Document,
) -> Result<Option<DateTime<Utc>>, Error> {
    if !request.to_the_minute {
        return Ok(None);
    }
    let day = |now| document.zone().local(now).date();
    match request.now {
        Some(now) if day(now) == first_day => Ok(Some(now)),
        Some(now) => Err(Error::NowElsewhere {
            now: day(now),
            first_day,
        }),
        None => Ok(Some(now()?).filter(|now| day(*now) == first_day)),
    }
}
