//! What becomes of an event from one file to the next: kept byte for byte, changed with a higher SEQUENCE, or gone.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::entry::{Draft, Entry, Kind};
use super::previous::{Previous, content_lines, meaning};
use super::text::{Lines, escape, unescape};
use super::{Edition, Options, TOUCHES, Written};

/// What stands before the title of an event that is gone.
const CANCELLED: &str = "Cancelled: ";

/// The entries of the next file.
pub(super) struct Next {
    pub(super) entries: Vec<Entry>,
    /// The highest SEQUENCE that an entry had when it went, in this file or an earlier one.
    pub(super) gone: Option<u32>,
}

/// Whether an entry of the previous file is left as it is, whatever the plan says now: it is over or has begun, or lies
/// outside of the days that are asked about.
pub(super) fn is_settled(entry: &Entry, edition: &Edition, options: &Options) -> bool {
    let begun = options.now.is_some_and(|now| entry.begins < now);
    entry
        .ends
        .is_some_and(|ends| begun || ends <= edition.revision())
        || (!options.covers(entry.date) && (entry.kind == Kind::Todo || entry.ends.is_some()))
}

/// Compares what the plan says now with the previous file.
pub(super) fn next(
    drafts: Vec<Draft>,
    previous: Option<&Previous>,
    edition: &Edition,
    options: &Options,
) -> Next {
    let minutes = minutes_of(edition.revision());
    let mut gone = previous.and_then(|previous| previous.gone);
    // What left and came back must not be lower than it was, even on the same day.
    let fresh = gone.map_or(minutes, |gone| minutes.max(grown(gone)));
    let today = options
        .from
        .unwrap_or_else(|| edition.revision().date_naive());
    let kept_from = options.kept_from(today);
    let mut entries = Vec::with_capacity(drafts.len());
    let mut seen = BTreeSet::new();
    for draft in drafts {
        let old = previous.and_then(|previous| previous.entry(&draft.uid));
        if let Some(old) = old {
            seen.insert(old.uid.as_str());
        }
        match old {
            None => entries.push(draft.stamped(fresh, edition.revision())),
            Some(_) if options.written == Written::New => {}
            Some(old) if is_settled(old, edition, options) || is_same(old, &draft) => {
                if options.written == Written::Whole {
                    entries.push(old.clone());
                }
            }
            Some(old) => {
                let sequence = grown(old.sequence).max(minutes);
                entries.push(draft.stamped(sequence, moved(old, edition)));
            }
        }
    }
    for old in previous.into_iter().flat_map(Previous::entries) {
        if seen.contains(old.uid.as_str()) {
            continue;
        }
        if is_settled(old, edition, options) {
            if options.written == Written::Whole && old.date >= kept_from {
                entries.push(old.clone());
            }
            continue;
        }
        let sequence = grown(old.sequence).max(minutes);
        gone = gone.max(Some(sequence));
        if options.written == Written::Changes {
            entries.push(cancelled(old, sequence, moved(old, edition)));
        }
    }
    entries.sort_by(|one, other| {
        (one.kind, one.begins, &one.uid).cmp(&(other.kind, other.begins, &other.uid))
    });
    Next { entries, gone }
}

/// Whole minutes from 2026-01-01T00:00Z to `revision`: where a SEQUENCE begins.
fn minutes_of(revision: DateTime<Utc>) -> u32 {
    let begin = Utc
        .with_ymd_and_hms(2026, 1, 1, 0, 0, 0)
        .single()
        .unwrap_or_default();
    let minutes = (revision - begin)
        .num_minutes()
        .clamp(0, i64::from(i32::MAX));
    u32::try_from(minutes).unwrap_or(0)
}

/// The next SEQUENCE, within what INTEGER allows (RFC 5545 §3.3.8).
fn grown(sequence: u32) -> u32 {
    (sequence + 1).min(i32::MAX.unsigned_abs())
}

/// The new LAST-MODIFIED: the revision, or a second after the old one where the plan was changed without it. Apps drop
/// updates whose stamp did not move.
fn moved(old: &Entry, edition: &Edition) -> DateTime<Utc> {
    let later = old.modified + TimeDelta::seconds(1);
    let later = if super::check_year(later).is_ok() {
        later
    } else {
        old.modified
    };
    edition.revision().max(later)
}

fn is_same(old: &Entry, draft: &Draft) -> bool {
    if old.kind != draft.kind {
        return false;
    }
    // The usual case: the lines after the stamps are the same bytes.
    let end = format!("END:{}\r\n", draft.kind.as_str());
    let body = old.text.find("\r\nSEQUENCE:").and_then(|at| {
        let rest = &old.text[at + 2..];
        let body = &rest[rest.find("\r\n")? + 2..];
        body.strip_suffix(end.as_str())
    });
    if body == Some(draft.body.as_str()) {
        return true;
    }
    let now = draft.clone().stamped(old.sequence, old.modified);
    match (meaning(&old.text), meaning(&now.text)) {
        (Some(old), Some(now)) => old == now,
        _ => false,
    }
}

/// The event as one that does not take place (RFC 5545 §3.8.1.11): no list of touches, no alarm, no busy time.
fn cancelled(old: &Entry, sequence: u32, modified: DateTime<Utc>) -> Entry {
    let mut lines = Lines::with_capacity(old.text.len());
    let mut inside = 0;
    for line in content_lines(&old.text).unwrap_or_default() {
        let (name, parameters, value) = line.parts();
        match name {
            "BEGIN" => {
                inside += 1;
                if inside == 1 {
                    lines.raw(&line.text);
                }
            }
            "END" => {
                if inside == 1 {
                    lines.raw(&line.text);
                }
                inside -= 1;
            }
            _ if inside > 1 => {}
            "DTSTAMP" | "LAST-MODIFIED" => lines.utc(name, modified),
            "SEQUENCE" => lines.number("SEQUENCE", sequence),
            "STATUS" => lines.raw("STATUS:CANCELLED"),
            "TRANSP" => lines.raw("TRANSP:TRANSPARENT"),
            "X-MICROSOFT-CDO-BUSYSTATUS" => lines.raw("X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
            "DESCRIPTION" | TOUCHES => {}
            "SUMMARY" => {
                let mut title = format!("SUMMARY{parameters}:");
                escape(CANCELLED, &mut title);
                escape(&unescape(value), &mut title);
                lines.raw(&title);
            }
            _ => lines.raw(&line.text),
        }
    }
    Entry {
        sequence,
        modified,
        text: lines.into_text(),
        ..old.clone()
    }
}
