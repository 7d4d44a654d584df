//! What an export wrote into which calendar file, for people.

use followthrough_files::Exported;
use followthrough_ics::write::{Entry, Kind};
use followthrough_words::count;

/// A sentence for each file.
pub(crate) fn sentences(written: &[Exported]) -> String {
    let sentence = |Exported { path, calendar }: &Exported| {
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
fn entries<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> String {
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
