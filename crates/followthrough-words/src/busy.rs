//! Busy time for people: when calendars are busy, and which event takes what from which block.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use followthrough::{Interval, Zone};

use super::sheet::Sheet;
use super::table::Table;
use super::words::{clean, count, length, long_day};

/// Minutes that one event takes from one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The day on the plan's clock.
    pub date: NaiveDate,
    /// What the block is called.
    pub block: String,
    /// The time that is taken.
    pub interval: Interval,
    /// The event's title.
    pub event: String,
    /// The file and line that the event stands on.
    pub place: String,
}

/// The intervals on the zone's clock.
pub fn busy(intervals: &[Interval], zone: &Zone) -> Sheet {
    let mut sheet = Sheet::default();
    let total: Duration = intervals.iter().map(Interval::length).sum();
    if intervals.is_empty() {
        sheet.headline("Never busy in this span.");
        return sheet;
    }
    sheet.headline(&format!(
        "Busy {} in all, times of {zone}",
        long(seconds(total))
    ));
    let mut table = Table::default();
    for interval in intervals {
        let (start, end) = (zone.local(interval.start()), zone.local(interval.end()));
        let until = if start.date() == end.date() {
            end.format("%H:%M").to_string()
        } else {
            end.format("%a %-d %b %H:%M").to_string()
        };
        table.add_row(vec![
            long_day(start.date()),
            format!("{} to {until}", start.format("%H:%M")),
            long(seconds(interval.length())),
        ]);
    }
    sheet.table(table);
    sheet
}

/// Days away, and where they are said.
pub struct DaysAway {
    /// The first day.
    pub first: NaiveDate,
    /// The last day, which may be the first.
    pub last: NaiveDate,
    /// What they are called.
    pub title: String,
    /// The file and line that they stand on.
    pub place: String,
}

/// What events take from blocks, in order, and the days away.
pub fn explain(taken: &[Taken], days_away: &[DaysAway], zone: &Zone) -> Sheet {
    let mut sheet = Sheet::default();
    if taken.is_empty() {
        sheet.headline("No event takes time from a block.");
    } else {
        sheet.headline(&format!(
            "{} from blocks",
            count(taken.len() as u64, "event takes time", "events take time")
        ));
        let mut table = Table::default();
        for one in taken {
            let clock = |instant: DateTime<Utc>| zone.local(instant).format("%H:%M").to_string();
            table.add_row(vec![
                long_day(one.date),
                clean(&one.block),
                format!(
                    "{}-{}",
                    clock(one.interval.start()),
                    clock(one.interval.end())
                ),
                long(seconds(one.interval.length())),
                title(&one.event),
                clean(&one.place),
            ]);
        }
        sheet.table(table);
    }
    if !days_away.is_empty() {
        sheet.gap();
        sheet.sentence("Days away, on which no block counts");
        let mut table = Table::default();
        for one in days_away {
            let days = if one.first == one.last {
                long_day(one.first)
            } else {
                format!("{} to {}", long_day(one.first), long_day(one.last))
            };
            table.add_row(vec![days, title(&one.title), clean(&one.place)]);
        }
        sheet.table(table);
    }
    sheet
}

fn title(title: &str) -> String {
    if title.is_empty() {
        "(no title)".to_owned()
    } else {
        clean(title)
    }
}

/// From two hours on in hours: nobody counts the minutes of a day.
fn long(time: u64) -> String {
    match (time / 3600, time % 3600) {
        (0 | 1, _) => length(time),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {}", length(rest)),
    }
}

fn seconds(length: Duration) -> u64 {
    u64::try_from(length.num_seconds()).unwrap_or(0)
}
