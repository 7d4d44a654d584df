//! A call and the task that it was made for: two rows of two tables, and one touch.

use std::collections::HashMap;

use chrono::{NaiveDateTime, TimeDelta};
use followthrough_document::LogRow;

/// Touches by id and channel: when, in which table, and how close to them is one touch.
#[derive(Debug, Default)]
pub(crate) struct Twice {
    seen: HashMap<(String, String), Vec<Told>>,
}

/// One touch that was told.
#[derive(Debug)]
struct Told {
    at: NaiveDateTime,
    table: usize,
    within: TimeDelta,
}

impl Twice {
    /// Whether another table has told this touch already; `table` is the row's. Tables say how close together two rows are
    /// one touch; a row of a table that says nothing, or without a time, is a touch of its own.
    pub(crate) fn is_told(&mut self, row: &LogRow<'_>, id: &str, table: usize) -> bool {
        let (Some(within), Some(time)) = (row.twice, row.time) else {
            return false;
        };
        let at = row.date.and_time(time);
        let key = (id.to_owned(), row.channel.to_owned());
        let seen = self.seen.entry(key).or_default();
        let is_told = seen
            .iter()
            .any(|told| told.table != table && (told.at - at).abs() <= within.max(told.within));
        if !is_told {
            seen.push(Told { at, table, within });
        }
        is_told
    }
}
