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

/// What events take from blocks, in order.
pub fn explain(
    taken: &[Taken],
    days_away: &[(NaiveDate, NaiveDate, String)],
    zone: &Zone,
) -> Sheet {
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
                if one.event.is_empty() {
                    "(no title)".to_owned()
                } else {
                    clean(&one.event)
                },
                clean(&one.place),
            ]);
        }
        sheet.table(table);
    }
    if !days_away.is_empty() {
        sheet.gap();
        sheet.sentence("Days away, on which no block counts");
        for (from, to, label) in days_away {
            let days = if from == to {
                long_day(*from)
            } else {
                format!("{} to {}", long_day(*from), long_day(*to))
            };
            sheet.line(&format!("  {days}  {}", clean(label)));
        }
    }
    sheet
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
