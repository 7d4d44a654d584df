//! What an export wrote into which calendar file, for people.

use std::path::PathBuf;

use followthrough_ics::write::{Calendar, Entry, Kind};
use followthrough_words::count;

/// What was written into which file.
pub(crate) struct WrittenFile {
    pub(crate) path: PathBuf,
    pub(crate) calendar: Calendar,
}

/// A sentence for each file.
pub(crate) fn sentences(written: &[WrittenFile]) -> String {
    let sentence = |WrittenFile { path, calendar }: &WrittenFile| {
        let path = path.display();
        if calendar.is_emptied() {
            format!("  Emptied: {path} (what it held is in the others, or gone)\n")
        } else {
            let entries = entries(calendar.entries());
            format!("  Written: {path} ({entries})\n")
        }
    };
    let sentences: Vec<String> = written.iter().map(sentence).collect();
    format!("\n{}", sentences.concat())
}

/// `12 events`, `12 events and 1 task`, `3 tasks`.
pub(crate) fn entries<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> String {
    let (mut events, mut todos) = (0_u64, 0_u64);
    for entry in entries {
        match entry.kind() {
            Kind::Event => events += 1,
            Kind::Todo => todos += 1,
        }
    }
    match (events, todos) {
        (events, 0) => count(events, "event", "events"),
        (0, todos) => count(todos, "task", "tasks"),
        (events, todos) => format!(
            "{} and {}",
            count(events, "event", "events"),
            count(todos, "task", "tasks")
        ),
    }
}
