//! The zones of one export: which of them can be declared, and their text.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use followthrough::Zone;

use super::entry::Entry;
use super::life::is_settled;
use super::text::Lines;
use super::timezone::TimeZone;
use super::{Edition, Options, Previous};

/// The span in which the times of each zone lie, by the zone's name.
#[derive(Default)]
pub(super) struct Spans(BTreeMap<String, (DateTime<Utc>, DateTime<Utc>)>);

impl Spans {
    /// Takes in `from` and `to`.
    pub(super) fn widen(&mut self, zone: &str, from: DateTime<Utc>, to: DateTime<Utc>) {
        match self.0.get_mut(zone) {
            Some(span) => *span = (span.0.min(from), span.1.max(to)),
            None => {
                self.0.insert(zone.to_owned(), (from, to));
            }
        }
    }

    /// Takes in what is copied from the previous file, and looks up every zone.
    pub(super) fn zones<'a>(
        mut self,
        plan: &Zone,
        edition: &Edition,
        options: &Options,
        previous: Option<&'a Previous>,
    ) -> Zones<'a> {
        for entry in previous.into_iter().flat_map(Previous::entries) {
            if let (Some(zone), true) = (&entry.zone, is_settled(entry, edition, options)) {
                self.widen(zone, entry.begins, entry.ends.unwrap_or(entry.begins));
            }
        }
        if !self.0.contains_key(plan.name()) {
            self.widen(plan.name(), edition.revision(), edition.revision());
        }
        let found = self.0.into_iter().map(|(name, (from, to))| {
            let zone = name.parse::<Zone>().ok().filter(|zone| !is_utc(zone));
            let found = zone.and_then(|zone| TimeZone::of(&zone, from, to));
            (name, found)
        });
        Zones {
            found: found.collect(),
            previous,
        }
    }
}

/// The zones of one export.
pub(super) struct Zones<'a> {
    /// By name; `None` where no simple rule tells the zone's clock over the span of its entries.
    found: BTreeMap<String, Option<TimeZone>>,
    previous: Option<&'a Previous>,
}

impl<'a> Zones<'a> {
    /// The previous file.
    pub(super) fn previous(&self) -> Option<&'a Previous> {
        self.previous
    }

    /// Whether times may be written as local times of `zone`.
    pub(super) fn declare(&self, zone: &Zone) -> bool {
        self.found.get(zone.name()).is_some_and(Option::is_some)
    }

    /// The VTIMEZONEs that these entries use; that of `plan` where there are none.
    pub(super) fn text<'e>(
        &self,
        entries: impl IntoIterator<Item = &'e Entry>,
        plan: &Zone,
    ) -> String {
        let mut used: BTreeSet<&str> = BTreeSet::new();
        let mut any = false;
        for entry in entries {
            any = true;
            used.extend(entry.zone.as_deref());
        }
        if !any {
            // A calendar must hold something (RFC 5545 §3.6).
            used.insert(plan.name());
        }
        let mut lines = Lines::with_capacity(1024);
        for name in used {
            match (
                self.found.get(name),
                self.previous.and_then(|previous| previous.zones.get(name)),
            ) {
                (Some(Some(found)), _) => found.write(&mut lines),
                // What was written when a simple rule told the clock still tells it for what was written then.
                (_, Some(text)) => lines.folded(text),
                _ => {}
            }
        }
        lines.into_text()
    }
}

/// Times in UTC need no declaration.
pub(super) fn is_utc(zone: &Zone) -> bool {
    matches!(zone.name(), "UTC" | "Etc/UTC")
}
