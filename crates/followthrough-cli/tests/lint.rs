//! `lint`, code by code: each on the reference page has a plan here that is told it, a source and a cure, and each that is
//! told stands on the page.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{followthrough_in, stdout};
use serde_json::Value;

/// What one case changes of a plan that is told nothing.
#[derive(Clone)]
struct Case {
    head: &'static str,
    blocks: String,
    cadence: String,
    pipeline: String,
    log: String,
    busy: bool,
}

const HEAD: &str =
    "format = 1\nname = \"case\"\ntimezone = \"America/New_York\"\nfirst_day = 2027-01-04\n";
const REPLY: &str = "on_reply = { category = \"calling\", effort = \"20m\", within = 2 }\n";
const PIPELINE: &str = "id,cadence,stage,next_touch,due,last_touch,owner,segment,timezone\n";
const LOG: &str = "date,time,id,channel,outcome,touch,category,minutes\n";

/// Touches as `(day, channel, message)`.
fn touches(touches: &[(u32, &str, &str)]) -> String {
    let lines: Vec<String> = touches
        .iter()
        .map(|(day, channel, message)| {
            let said = if message.is_empty() {
                String::new()
            } else {
                format!(", message = \"{message}\"")
            };
            format!("  {{ day = {day}, within = 1, channel = \"{channel}\", effort = \"5m\", category = \"calling\"{said} }},\n")
        })
        .collect();
    format!("touches = [\n{}]\n", lines.concat())
}

const USUAL: [(u32, &str, &str); 6] = [
    (1, "call", "a"),
    (4, "email", "b"),
    (7, "call", "c"),
    (11, "email", "d"),
    (15, "call", "e"),
    (19, "call", "f"),
];

fn block(category: &str, days: &str, start: &str, length: &str) -> String {
    format!(
        "[[block]]\ncategory = \"{category}\"\ndays = [{days}]\nstart = \"{start}\"\nlength = \"{length}\"\n"
    )
}

const WEEK: &str = "\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"";

impl Case {
    fn new() -> Self {
        Self {
            head: "",
            blocks: block("calling", WEEK, "09:00", "2h"),
            cadence: touches(&USUAL) + REPLY,
            pipeline: String::new(),
            log: String::new(),
            busy: false,
        }
    }

    fn with(change: impl FnOnce(&mut Self)) -> Self {
        let mut case = Self::new();
        change(&mut case);
        case
    }

    fn cadence(cadence: String) -> Self {
        Self::with(|case| case.cadence = cadence)
    }

    fn row(row: &str) -> Self {
        Self::with(|case| case.pipeline = format!("{row}\n"))
    }

    /// The codes that are told, with what is told of each.
    fn told(&self) -> BTreeMap<String, Value> {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: String| {
            fs::write(folder.path().join(name), text).expect("a file");
        };
        let busy = if self.busy {
            "busy = [\"busy.ics\"]\n"
        } else {
            ""
        };
        write(
            "plan.toml",
            format!(
                "{HEAD}{}{}[cadence.calls]\n{}[input]\npipeline = \"pipeline.csv\"\nlog = \"log.csv\"\n{busy}",
                self.head, self.blocks, self.cadence
            ),
        );
        write("pipeline.csv", format!("{PIPELINE}{}", self.pipeline));
        write("log.csv", format!("{LOG}{}", self.log));
        write(
            "busy.ics",
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//case//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261201T000000Z\r\n\
             DTSTART;TZID=America/New_York:20261201T090000\r\nDTEND;TZID=America/New_York:20261201T110000\r\n\
             RRULE:FREQ=DAILY\r\nSUMMARY:Stand-up that grew\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
                .to_owned(),
        );
        let printed = stdout(&mut followthrough_in(
            folder.path(),
            &["lint", "plan.toml", "--json"],
        ));
        let answer: Value = serde_json::from_str(&printed).expect("JSON");
        let warnings = answer["warnings"].as_array().expect("a list").clone();
        warnings
            .into_iter()
            .map(|warning| {
                (
                    warning["code"].as_str().expect("a code").to_owned(),
                    warning,
                )
            })
            .collect()
    }
}

/// A case for each code.
fn cases() -> Vec<(&'static str, Case)> {
    let calls = |from: u32, to: u32, step: usize| -> Vec<(u32, &'static str, &'static str)> {
        let messages = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let channels = ["call", "email"];
        (from..to)
            .step_by(step)
            .enumerate()
            .map(|(index, day)| (day, channels[index % 2], messages[index]))
            .collect()
    };
    let day = |number: u32| format!("2026-12-{number:02}");
    let logged = |row: &dyn Fn(u32) -> String| (1..12).map(row).collect::<String>();
    vec![
        ("C1", Case::cadence(touches(&USUAL[..2]) + REPLY)),
        ("C2", Case::cadence(touches(&USUAL[..5]) + REPLY)),
        ("C3", Case::cadence(touches(&calls(1, 50, 8)) + REPLY)),
        (
            "C4",
            Case::cadence(touches(&calls(1, 7, 1)).replace("within = 1", "within = 0") + REPLY),
        ),
        (
            "C5",
            Case::cadence(touches(&USUAL.map(|(day, channel, _)| (day, channel, "a"))) + REPLY),
        ),
        (
            "C6",
            Case::cadence(touches(&USUAL.map(|(day, _, said)| (day, "call", said))) + REPLY),
        ),
        (
            "C7",
            Case::cadence(touches(&USUAL.map(|(day, _, said)| (day, "email", said))) + REPLY),
        ),
        (
            "C8",
            Case::with(|case| {
                case.blocks = block("calling", WEEK, "09:00", "4m")
                    + &block("calling", "\"fri\"", "11:00", "2h");
            }),
        ),
        ("C9", Case::cadence(touches(&USUAL))),
        (
            "C10",
            Case::row("A,calls,new,,,,,plants,\nB,calls,new,,,,,banks,"),
        ),
        (
            "C11",
            Case::cadence(
                (touches(&USUAL) + REPLY)
                    .replace("message = \"b\"", "message = \"b\", refers_to = 3"),
            ),
        ),
        (
            "D2",
            Case::with(|case| {
                case.cadence = touches(&USUAL);
                case.pipeline = "A,calls,replied,,2027-01-04,,,,\n".to_owned();
            }),
        ),
        ("D3", Case::row("A,calls,in_flight,2,2026-12-21,,,,")),
        (
            "D4",
            Case::row("A,calls,in_flight,3,2026-12-30,2026-12-31,,,"),
        ),
        ("D5", Case::row("A,calls,in_flight,9,2027-01-04,,,,")),
        (
            "D6",
            Case::row(
                "A,calls,in_flight,2,2027-01-04,,Ann,,\nB,calls,in_flight,2,2027-01-04,,Bo,,",
            ),
        ),
        (
            "P1",
            Case::with(|case| case.blocks += &block("reporting", "\"mon\"", "14:00", "1h")),
        ),
        (
            "P2",
            Case::with(|case| case.blocks += &block("research", WEEK, "14:00", "8h")),
        ),
        (
            "P3",
            Case::with(|case| {
                case.log = logged(&|n| {
                    let minutes = 10 + n % 2;
                    format!("{},09:00,X{n},call,no_answer,1,calling,{minutes}\n", day(n))
                });
                case.head = "[channel.call]\neffort = \"5m\"\ncategory = \"calling\"\n";
                case.cadence = case
                    .cadence
                    .replace("channel = \"call\", effort = \"5m\"", "channel = \"call\"");
                case.pipeline = (1..12).map(|n| format!("X{n},calls,new,,,,,,\n")).collect();
            }),
        ),
        (
            "P4",
            Case::with(|case| {
                case.busy = true;
                case.log =
                    logged(&|n| format!("{},12:00,X{n},call,no_answer,1,calling,5\n", day(n)));
                case.pipeline = (1..12).map(|n| format!("X{n},calls,new,,,,,,\n")).collect();
            }),
        ),
        (
            "P5",
            Case::with(|case| {
                case.head = "[channel.call]\nhours = \"09:00-11:00\"\n";
                case.pipeline = "A,calls,in_flight,3,2027-01-04,,,,Asia/Tokyo\n".to_owned();
            }),
        ),
        (
            "P6",
            Case::with(|case| case.blocks += &block("calling", "\"sat\"", "14:00", "1h")),
        ),
    ]
}

/// The rows of the page's tables of codes: the code, and the other cells by the table's own titles.
fn page() -> BTreeMap<String, BTreeMap<String, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/reasons.md");
    let text = fs::read_to_string(path).expect("the page");
    let (_, rest) = text
        .split_once("## Warnings about a plan")
        .expect("the part");
    let (part, _) = rest.split_once("\n## ").expect("its end");
    let cells = |line: &str| -> Vec<String> {
        let line = line.trim_matches('|').split(" | ");
        line.map(|cell| cell.trim().to_owned()).collect()
    };
    let mut titles = Vec::new();
    let mut rows = BTreeMap::new();
    for line in part.lines().filter(|line| line.starts_with('|')) {
        let found = cells(line);
        if found[0] == "code" {
            titles = found;
        } else if let Some(code) = found[0].strip_prefix('`') {
            let code = code.trim_end_matches('`').to_owned();
            let row = titles.iter().cloned().zip(found).collect();
            assert!(
                rows.insert(code.clone(), row).is_none(),
                "{code} stands twice"
            );
        }
    }
    rows
}

#[test]
fn each_code_has_a_case_a_source_and_a_cure() {
    let page = page();
    let cases = cases();
    let mut known: Vec<&str> = cases.iter().map(|(code, _)| *code).collect();
    known.push("D1");
    let mut listed: Vec<&str> = page.keys().map(String::as_str).collect();
    known.sort_unstable();
    listed.sort_unstable();
    assert_eq!(known, listed, "cases, and codes of the page");
    for (code, row) in &page {
        for title in ["meaning", "source", "what to change"] {
            let cell = row.get(title).map_or("", String::as_str);
            assert!(cell.len() > 5, "{code} has no `{title}`: {row:?}");
        }
    }
    let mut untold = Vec::new();
    for (code, case) in cases {
        let told = case.told();
        let Some(warning) = told.get(code) else {
            untold.push((code, told.into_keys().collect::<Vec<_>>()));
            continue;
        };
        assert!(
            warning["message"]
                .as_str()
                .is_some_and(|said| said.len() > 10),
            "{warning}"
        );
        for other in told.keys() {
            assert!(
                page.contains_key(other),
                "{other} does not stand on the page"
            );
        }
        if let Some(source) = warning["source"].as_str() {
            assert_eq!(page[code]["source"], source, "the source of {code}");
            assert!(
                warning["cure"]
                    .as_str()
                    .is_some_and(|cure| !cure.is_empty()),
                "{warning}"
            );
        }
    }
    assert!(
        untold.is_empty(),
        "codes that their cases are not told, and what is: {untold:?}"
    );
}

#[test]
fn what_a_table_tells_when_it_is_read_a_plan_made_in_a_program_is_told_as_a_code() {
    let case = Case::row("A,calls,in_flight,1,,,,,");
    assert!(!case.told().contains_key("D1"), "the row is read as ready");
    let mut plan = followthrough::Plan::example();
    let cadence = plan.cadences[0].name().clone();
    let mut row = followthrough::Prospect::new("A", cadence, followthrough::Stage::InFlight);
    row.next_touch = Some(1);
    plan.pipeline.push(row);
    let fit = plan.fit(followthrough::Policy::Level, None).expect("a fit");
    assert!(
        fit.warnings.iter().any(|warning| warning.code == "D1"),
        "{:?}",
        fit.warnings
    );
}

#[test]
fn a_plan_with_nothing_to_say_against_is_told_so() {
    // What is spare depends on the pace alone, and one cadence fills its only block.
    let told = Case::new().told();
    let others: Vec<&String> = told.keys().filter(|code| *code != "P2").collect();
    assert!(others.is_empty(), "{told:#?}");
}
