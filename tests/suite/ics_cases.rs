//! Calendar files as apps write them, one quirk in each: `data/ics/NAME.ics` with the busy time that `NAME.txt` expects.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use followthrough::{Interval, Zone};
use followthrough_ics::read::{AllDay, Busy, BusyOptions, Source, busy};

/// Every file of the folder, by name, with its expectations.
pub(crate) fn cases() -> Vec<(String, Vec<u8>, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ics");
    let entries = std::fs::read_dir(folder).expect("the folder of cases");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ics"))
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let bytes = std::fs::read(&path).expect("a calendar");
        let expected = std::fs::read_to_string(path.with_extension("txt"))
            .expect("each case has expectations");
        (name, bytes, expected)
    };
    files.into_iter().map(read).collect()
}

/// The busy time of a file in the three months that all cases lie in, with days as busy time.
pub(crate) fn busy_of(bytes: &[u8]) -> Busy {
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let options = BusyOptions {
        all_day: AllDay::Busy,
        ..BusyOptions::default()
    };
    busy(
        &[Source {
            name: "case.ics",
            bytes,
        }],
        span(),
        &zone,
        &options,
    )
    .expect("a calendar")
}

fn span() -> (DateTime<Utc>, DateTime<Utc>) {
    (instant("2026-11-01T00:00Z"), instant("2027-02-01T00:00Z"))
}

fn instant(text: &str) -> DateTime<Utc> {
    text.replace('Z', ":00Z").parse().expect("an instant")
}

fn shown(interval: &Interval) -> String {
    let text = |at: DateTime<Utc>| {
        at.format("%Y-%m-%dT%H:%M:%SZ")
            .to_string()
            .replace(":00Z", "Z")
    };
    format!("{} {}", text(interval.start()), text(interval.end()))
}

#[test]
fn every_calendar_has_the_busy_time_it_should() {
    let cases = cases();
    assert!(cases.len() > 60);
    for (name, bytes, expected) in cases {
        let found = busy_of(&bytes);
        let lines = |begins: bool| {
            let wanted =
                move |line: &&str| !line.starts_with('#') && line.starts_with("warning ") == begins;
            expected
                .lines()
                .filter(wanted)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let intervals: Vec<String> = found.intervals.iter().map(shown).collect();
        assert_eq!(intervals, lines(false), "{name}");
        let warnings: Vec<String> = found
            .warnings
            .iter()
            .map(|warning| warning.to_string().replacen("case.ics:", "warning ", 1))
            .collect();
        assert_eq!(warnings, lines(true), "{name}");
    }
}
