//! Busy time as a calendar: what a plan that was made in a program hands on to one that reads files.

use followthrough::Interval;

use super::text::Lines;

/// The intervals as a calendar (RFC 5545), an event in UTC for each, by whole seconds: parts of a second belong to the busy
/// time. The same intervals give the same bytes, and [`busy`](crate::read::busy) reads them as they were.
///
/// # Example
/// ```
/// use chrono::{DateTime, Utc};
/// use followthrough::Interval;
/// use followthrough_ics::{read, write::busy_calendar};
/// let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
/// let meeting = Interval::new(at("2027-01-04T14:00:00Z"), at("2027-01-04T15:00:00Z")).unwrap();
/// let text = busy_calendar(&[meeting]);
/// let source = read::Source { name: "busy.ics", bytes: text.as_bytes() };
/// let span = (at("2027-01-01T00:00:00Z"), at("2027-02-01T00:00:00Z"));
/// let found = read::busy(&[source], span, &"America/New_York".parse()?, &read::BusyOptions::default())?;
/// assert_eq!(found.intervals, [meeting]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn busy_calendar(intervals: &[Interval]) -> String {
    let mut lines = Lines::with_capacity(160 * (intervals.len() + 1));
    lines.raw("BEGIN:VCALENDAR");
    lines.raw("VERSION:2.0");
    lines.raw("PRODID:-//followthrough//busy time//EN");
    for interval in intervals {
        let (start, mut end) = (interval.start(), interval.end());
        if end.timestamp_subsec_nanos() > 0 {
            end += chrono::TimeDelta::seconds(1);
        }
        lines.raw("BEGIN:VEVENT");
        lines.plain(
            "UID",
            &format!(
                "busy-{}-{}@example.invalid",
                start.timestamp(),
                end.timestamp()
            ),
        );
        // The time of writing is no part of what is busy.
        lines.utc("DTSTAMP", start);
        lines.utc("DTSTART", start);
        lines.utc("DTEND", end);
        lines.raw("SUMMARY:busy");
        lines.raw("END:VEVENT");
    }
    lines.raw("END:VCALENDAR");
    lines.into_text()
}
