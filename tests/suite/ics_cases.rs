//! Calendar files as apps write them, one quirk in each: `data/ics/NAME.ics` with the busy time that `NAME.txt` expects.
//!
//! `NAME.txt` begins with what the case is about and where the quirk was reported, with its `kind`, and with what differs
//! from the usual question: `zone`, `span`, `me`, `own` (the plan's tag), `tentative free`, `all_day away`, `away` and `not_away` titles. The rest is the answer:
//! intervals in UTC, `day FIRST LAST TITLE` for days away, and `warning LINE: ...`. A kind followed by `trap` is a calendar
//! that looks like one of its kind and is not, so that the rule must leave it alone.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use followthrough::{Interval, Zone};
use followthrough_ics::read::{AllDay, Busy, BusyOptions, Source, busy};

/// A file with what is asked of it, and with the answer.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    zone: Zone,
    span: (DateTime<Utc>, DateTime<Utc>),
    options: BusyOptions,
    /// Which of [`KINDS`] it is, and whether it is a trap.
    kind: Option<(String, bool)>,
    /// What it says of itself, with its source.
    head: String,
    expected: Vec<String>,
}

impl Case {
    fn new(name: String, bytes: Vec<u8>, text: &str) -> Self {
        let mut case = Self {
            name,
            bytes,
            zone: "America/New_York".parse().expect("a zone"),
            span: (instant("2026-11-01T00:00Z"), instant("2027-02-01T00:00Z")),
            options: BusyOptions {
                all_day: AllDay::Busy,
                ..BusyOptions::default()
            },
            kind: None,
            head: text
                .lines()
                .take_while(|line| line.starts_with('#'))
                .collect::<Vec<_>>()
                .join("\n"),
            expected: Vec::new(),
        };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(' ') {
                Some(("zone", zone)) => case.zone = zone.parse().expect("a zone"),
                Some(("span", span)) => {
                    let (from, to) = span.split_once(' ').expect("two instants");
                    case.span = (instant(from), instant(to));
                }
                Some(("me", address)) => case.options.me.push(address.to_owned()),
                Some(("kind", kind)) => {
                    let (kind, trap) = kind
                        .split_once(' ')
                        .map_or((kind, false), |(kind, trap)| (kind, trap == "trap"));
                    case.kind = Some((kind.to_owned(), trap));
                }
                Some(("own", tag)) => case.options.own = Some(tag.to_owned()),
                Some(("tentative", "free")) => case.options.tentative = false,
                Some(("all_day", "away")) => case.options.all_day = AllDay::Away,
                Some(("away", title)) => case.options.away.push(title.to_owned()),
                Some(("not_away", title)) => case.options.not_away.push(title.to_owned()),
                _ => case.expected.push(line.to_owned()),
            }
        }
        case
    }

    /// The busy time of a file, asked as this case asks.
    pub(crate) fn busy(&self, bytes: &[u8]) -> Busy {
        let source = [Source {
            name: "case.ics",
            bytes,
        }];
        busy(&source, self.span, &self.zone, &self.options).expect("a calendar")
    }
}

/// What calendars in the wild are often read wrongly for.
const KINDS: [&str; 14] = [
    "until-of-days",
    "until-date",
    "answer",
    "zone-with-offset",
    "value-date",
    "unreadable-part",
    "zone-without-offset",
    "ends",
    "method",
    "travel",
    "one-uid",
    "zone-twice",
    "yearly",
    "away-title",
];

/// Every file of the folder, by name, with its expectations.
pub(crate) fn cases() -> Vec<Case> {
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
        Case::new(name, bytes, &expected)
    };
    files.into_iter().map(read).collect()
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
    assert!(cases.len() > 130);
    let mut wrong = Vec::new();
    for case in cases {
        let found = case.busy(&case.bytes);
        let intervals = found.intervals.iter().map(shown);
        let days = found
            .away
            .iter()
            .map(|days| format!("day {} {} {}", days.first, days.last, days.event.title));
        let warnings = found
            .warnings
            .iter()
            .map(|warning| warning.to_string().replacen("case.ics:", "warning ", 1));
        let lines: Vec<String> = intervals.chain(days).chain(warnings).collect();
        if lines != case.expected {
            wrong.push(format!(
                "{}\nfound    {:#?}\nexpected {:#?}",
                case.name, lines, case.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_kind_has_several_cases_with_their_sources_and_a_trap() {
    let cases = cases();
    let unknown: Vec<&Case> = cases
        .iter()
        .filter(|case| {
            case.kind
                .as_ref()
                .is_some_and(|(kind, _)| !KINDS.contains(&kind.as_str()))
        })
        .collect();
    assert!(unknown.is_empty(), "{}", unknown[0].name);
    for kind in KINDS {
        let of_kind: Vec<(&Case, bool)> = cases
            .iter()
            .filter_map(|case| {
                let (name, trap) = case.kind.as_ref()?;
                (name == kind).then_some((case, *trap))
            })
            .collect();
        let traps = of_kind.iter().filter(|(_, trap)| *trap).count();
        assert!(
            of_kind.len() >= 6 && traps >= 1,
            "{kind}: {} cases, {traps} traps",
            of_kind.len()
        );
        for (case, _) in of_kind {
            let source = case
                .head
                .split_once("# Source: ")
                .map_or("", |(_, source)| source);
            // A report, a section of a specification, or a vendor's document.
            let is_public = [
                "#",
                "RFC ",
                "MS-",
                "Microsoft",
                "Rails",
                "sabre-io/",
                "khal",
            ]
            .iter()
            .any(|known| source.contains(known));
            assert!(is_public, "{}: {source}", case.name);
        }
    }
}
