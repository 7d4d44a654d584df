//! The events of a plan's calendars as meetings that can be priced, each with all its occurrences.

use std::collections::BTreeMap;

use followthrough::{Interval, union};
use followthrough_forecast::Meeting;
use followthrough_ics::read::EventName;

use crate::{Error, Files, Loaded};

/// What tells one event from another: its UID, which the occurrences of a series share, else where it stands.
type Key = (Option<String>, String, u32);

fn key(event: &EventName) -> Key {
    match &event.uid {
        Some(uid) => (Some(uid.clone()), String::new(), 0),
        None => (None, event.file.to_string(), event.line),
    }
}

impl Loaded {
    /// Every event of the plan's calendars that takes time or days, in the order in which it stands in its file. `files` are
    /// those that the plan was loaded from.
    ///
    /// # Errors
    /// [`IcsError`](followthrough_ics::read::IcsError) where a calendar is wrong.
    pub fn meetings(&self, files: &Files) -> Result<Vec<Meeting>, Error> {
        let busy = union(self.plan.busy.clone());
        let mut found: BTreeMap<Key, Meeting> = BTreeMap::new();
        let mut order: Vec<((String, u32), Key)> = Vec::new();
        let mut meeting = |event: &EventName, found: &mut BTreeMap<Key, Meeting>| {
            let key = key(event);
            found.entry(key.clone()).or_insert_with(|| {
                order.push(((event.file.to_string(), event.line), key.clone()));
                let mut meeting = Meeting::new(event.title.clone(), Vec::new());
                meeting.place = Some(format!("{}:{}", event.file, event.line));
                meeting
            });
            key
        };
        let whole = busy.first().zip(busy.last());
        let whole = whole.and_then(|(first, last)| Interval::new(first.start(), last.end()));
        if let Some(whole) = whole {
            let mut taken = self.events(files, &[whole])?;
            // A series stands where its first part does.
            taken.sort_by(|one, other| {
                let place = |event: &EventName| (event.file.to_string(), event.line);
                place(&one.event).cmp(&place(&other.event))
            });
            for event in taken {
                let key = meeting(&event.event, &mut found);
                if let Some(meeting) = found.get_mut(&key) {
                    meeting.times.push(event.interval);
                }
            }
        }
        // In the plan the days away of calendars follow its own.
        let own = self.plan.away.len().saturating_sub(self.away.len());
        for (at, away) in self.away.iter().enumerate() {
            let key = meeting(&away.event, &mut found);
            if let Some(meeting) = found.get_mut(&key) {
                meeting.away.push(own + at);
            }
        }
        order.sort();
        let told = order.into_iter().filter_map(|(_, key)| found.remove(&key));
        Ok(told.collect())
    }
}
