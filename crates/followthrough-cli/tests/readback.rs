//! Blocks that were dragged in a calendar application, and events that are another plan's.

mod common;

use std::path::Path;

use common::{PLAN, folder, followthrough_in, output, stdout};

fn say(folder: &Path, arguments: &[&str]) -> (String, String) {
    let said = output(&mut followthrough_in(folder, arguments));
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_ne!(said.status.code(), Some(2), "{told}");
    (String::from_utf8_lossy(&said.stdout).into_owned(), told)
}

fn text(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect("a file")
}

/// The plan with the blocks of `mine.ics` in it.
fn with_blocks() -> String {
    format!(
        "{PLAN}\n[[block_calendar]]\nfile = \"mine.ics\"\nmatch = \"Calling*\"\ncategory = \"calling\"\n"
    )
}

const EMPTY: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nEND:VCALENDAR\r\n";

/// The start of the event with that UID.
fn start(calendar: &str, uid: &str) -> String {
    let whole = calendar.replace("\r\n ", "");
    let (_, rest) = whole.split_once(&format!("UID:{uid}")).expect("the event");
    let line = rest.lines().find(|line| line.starts_with("DTSTART"));
    line.expect("a start").to_owned()
}

/// Where every touch has its place.
fn placement(answer: &str) -> serde_json::Value {
    let mut tree: serde_json::Value = serde_json::from_str(answer).expect("JSON");
    let found = tree["placement"].take();
    assert!(found.is_array() || found.is_object(), "{found}");
    found
}

/// A calendar in which an application moved the event with these ends to others, on the clock of New York.
fn drag(calendar: &str, from: [&str; 2], to: [&str; 2]) -> String {
    let mut dragged = calendar.to_owned();
    for (name, (old, new)) in ["DTSTART", "DTEND"].iter().zip(from.into_iter().zip(to)) {
        let end = |time: &str| format!("{name};TZID=America/New_York:{time}");
        assert!(dragged.contains(&end(old)), "{old} is nowhere");
        dragged = dragged.replace(&end(old), &end(new));
    }
    dragged
}

#[test]
fn a_block_that_was_dragged_counts_where_it_stands_and_keeps_its_name() {
    let folder = folder(&[("plan.toml", &with_blocks()), ("mine.ics", EMPTY)]);
    let folder = folder.path();
    say(folder, &["schedule", "plan.toml", "--ics", "blocks.ics"]);
    let exported = text(folder, "blocks.ics");
    // Nobody dragged anything: the plan is what it was, also where its hours change meanwhile.
    std::fs::write(folder.join("mine.ics"), &exported).expect("a calendar");
    let most = [
        "fit",
        "plan.toml",
        "--policy",
        "max",
        "--json",
        "--placement",
    ];
    let (as_it_was, told) = say(folder, &most);
    assert_eq!(told, "");
    let later = with_blocks().replace("09:00", "10:00");
    std::fs::write(folder.join("plan.toml"), &later).expect("a plan");
    let (list, _) = say(folder, &["schedule", "plan.toml"]);
    assert!(list.contains("10:00-11:00"), "{list}");
    std::fs::write(folder.join("plan.toml"), with_blocks()).expect("a plan");

    // Tuesday's block is dragged to Wednesday afternoon, as Thunderbird writes it.
    let uid = "20270105-calling.f83b6974@followthrough";
    let (head, rest) = exported.split_once(&format!("UID:{uid}")).expect("Tuesday");
    let dragged = rest
        .replacen(
            "DTSTART;TZID=America/New_York:20270105T090000",
            "DTSTART;TZID=America/New_York:20270106T140000",
            1,
        )
        .replacen(
            "DTEND;TZID=America/New_York:20270105T100000",
            "DTEND;TZID=America/New_York:20270106T150000",
            1,
        );
    std::fs::write(folder.join("mine.ics"), format!("{head}UID:{uid}{dragged}"))
        .expect("a calendar");
    let (answer, told) = say(folder, &most);
    assert!(
        told.contains("`calling 09:00` of Tue 5 Jan was moved to Wed 6 Jan 14:00"),
        "{told}"
    );
    assert!(answer.contains("2027-01-06T14:00:00") && !answer.contains("2027-01-05T09:00:00"));
    assert!(
        as_it_was.contains("2027-01-05T09:00:00"),
        "so that the line above can fail"
    );
    say(
        folder,
        &[
            "schedule",
            "plan.toml",
            "--ics",
            "blocks.ics",
            "--previous",
            "blocks.ics",
        ],
    );
    let next = text(folder, "blocks.ics");
    assert_eq!(
        start(&next, uid),
        "DTSTART;TZID=America/New_York:20270106T140000"
    );
    assert_eq!(
        next.matches("BEGIN:VEVENT").count(),
        exported.matches("BEGIN:VEVENT").count()
    );
    // The application shows the new export by now, and nobody dragged anything: it stays where it is, night after night.
    std::fs::write(folder.join("mine.ics"), &next).expect("a calendar");
    let (again, _) = say(folder, &most);
    assert_eq!(placement(&again), placement(&answer));
    let (_, told) = say(
        folder,
        &[
            "schedule",
            "plan.toml",
            "--ics",
            "blocks.ics",
            "--previous",
            "blocks.ics",
        ],
    );
    assert!(told.contains("was moved to Wed 6 Jan 14:00"), "{told}");
    assert_eq!(text(folder, "blocks.ics"), next);
    // Dragged back, it is where the plan has it.
    let back = drag(
        &next,
        ["20270106T140000", "20270106T150000"],
        ["20270105T090000", "20270105T100000"],
    );
    std::fs::write(folder.join("mine.ics"), back).expect("a calendar");
    let (back, told) = say(folder, &most);
    assert_eq!(
        (placement(&back), told.as_str()),
        (placement(&as_it_was), "")
    );
    std::fs::write(folder.join("mine.ics"), &next).expect("a calendar");
    // The placement is one that the judge accepts.
    std::fs::write(folder.join("answer.json"), &answer).expect("a file");
    let judged = output(&mut followthrough_in(
        folder,
        &["verify", "plan.toml", "answer.json"],
    ));
    assert!(
        judged.status.success(),
        "{}",
        String::from_utf8_lossy(&judged.stdout)
    );
}

#[test]
fn a_block_of_today_that_was_dragged_moves_the_day_of_the_number() {
    // The first call is made on the very day of the start.
    let plan = with_blocks().replace(
        r#"{ day = 1,  channel = "call", effort"#,
        r#"{ day = 1,  within = 0, channel = "call", effort"#,
    );
    let folder = folder(&[("plan.toml", &plan), ("mine.ics", EMPTY)]);
    let folder = folder.path();
    say(folder, &["schedule", "plan.toml", "--ics", "mine.ics"]);
    let answer = || -> (u64, String) {
        let (text, _) = say(folder, &["fit", "plan.toml", "--json"]);
        let tree: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let starts = tree["starts"].as_array().expect("starts");
        let first = starts[0]["date"].as_str().expect("a date").to_owned();
        (tree["today"].as_u64().expect("a count"), first)
    };
    assert_eq!(answer(), (1, "2027-01-04".to_owned()));
    let dragged = drag(
        &text(folder, "mine.ics"),
        ["20270104T090000", "20270104T100000"],
        ["20270105T110000", "20270105T120000"],
    );
    std::fs::write(folder.join("mine.ics"), dragged).expect("a calendar");
    assert_eq!(answer(), (0, "2027-01-05".to_owned()));
}

#[test]
fn a_block_of_another_calendar_is_known_in_its_export_and_moves_there() {
    // The hours are the rep's own events; what is exported of them stands beside them.
    let (head, rest) = PLAN.split_once("[[block]]").expect("a block");
    let (_, cadences) = rest.split_once("[cadence").expect("a cadence");
    let calendars = "[[block_calendar]]\nfile = \"back.ics\"\nmatch = \"Calling*\"\ncategory = \"calling\"\n\
                     [[block_calendar]]\nfile = \"hours.ics\"\nmatch = \"Hours\"\ncategory = \"calling\"\n";
    let plan = format!("{head}[cadence{cadences}{calendars}");
    let hours = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Hours\r\nDTSTART;TZID=America/New_York:20270104T090000\r\n\
                 DURATION:PT1H\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let folder = folder(&[
        ("plan.toml", &plan),
        ("hours.ics", hours),
        ("back.ics", EMPTY),
    ]);
    let folder = folder.path();
    say(folder, &["schedule", "plan.toml", "--ics", "back.ics"]);
    let exported = text(folder, "back.ics");
    let (list, told) = say(folder, &["schedule", "plan.toml"]);
    assert!(
        list.contains("09:00-10:00") && told.is_empty(),
        "{list}{told}"
    );
    let dragged = drag(
        &exported,
        ["20270104T090000", "20270104T100000"],
        ["20270104T130000", "20270104T140000"],
    );
    std::fs::write(folder.join("back.ics"), dragged).expect("a calendar");
    let (list, told) = say(folder, &["schedule", "plan.toml"]);
    assert!(
        list.contains("13:00-14:00") && !list.contains("09:00-10:00"),
        "{list}"
    );
    assert!(
        told.contains("of Mon 4 Jan was moved to Mon 4 Jan 13:00"),
        "{told}"
    );
}

#[test]
fn blocks_that_only_their_export_holds_any_more_are_the_calendars() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let folder = folder.path();
    say(folder, &["schedule", "plan.toml", "--ics", "mine.ics"]);
    let (head, rest) = PLAN.split_once("[[block]]").expect("a block");
    let (_, cadences) = rest.split_once("[cadence").expect("a cadence");
    let calendar =
        "[[block_calendar]]\nfile = \"mine.ics\"\nmatch = \"Calling*\"\ncategory = \"calling\"\n";
    let plan = format!("{head}[cadence{cadences}{calendar}");
    std::fs::write(folder.join("plan.toml"), plan).expect("a plan");
    let (list, told) = say(folder, &["schedule", "plan.toml"]);
    assert!(
        list.contains("09:00-10:00") && told.is_empty(),
        "{list}{told}"
    );
}

#[test]
fn an_instance_of_a_series_that_was_dragged_counts_where_it_stands() {
    let folder = folder(&[("plan.toml", &with_blocks()), ("mine.ics", EMPTY)]);
    let folder = folder.path();
    say(
        folder,
        &["schedule", "plan.toml", "--rrule", "--ics", "series.ics"],
    );
    let exported = text(folder, "series.ics");
    let instance = "BEGIN:VEVENT\r\nUID:series-1-calling.f83b6974@followthrough\r\n\
                    RECURRENCE-ID;TZID=America/New_York:20270105T090000\r\nSUMMARY:Calling\r\n\
                    DTSTART;TZID=America/New_York:20270105T153000\r\nDTEND;TZID=America/New_York:20270105T161500\r\n\
                    X-FOLLOWTHROUGH-PLANNED:20270104T140000Z/20270104T150000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let (head, _) = exported.rsplit_once("END:VCALENDAR").expect("an end");
    std::fs::write(folder.join("mine.ics"), format!("{head}{instance}")).expect("a calendar");
    let most = [
        "fit",
        "plan.toml",
        "--policy",
        "max",
        "--json",
        "--placement",
    ];
    let (answer, told) = say(folder, &most);
    assert!(
        told.contains("of Tue 5 Jan was moved to Tue 5 Jan 15:30"),
        "{told}"
    );
    assert!(answer.contains("2027-01-05T15:30:00") && !answer.contains("2027-01-05T09:00:00"));
    // The next export has it as an event of its own, which says that it was moved.
    say(
        folder,
        &[
            "schedule",
            "plan.toml",
            "--rrule",
            "--ics",
            "series.ics",
            "--previous",
            "series.ics",
        ],
    );
    std::fs::copy(folder.join("series.ics"), folder.join("mine.ics")).expect("a calendar");
    let (again, told) = say(folder, &most);
    assert!(
        told.contains("of Tue 5 Jan was moved to Tue 5 Jan 15:30"),
        "{told}"
    );
    assert_eq!(placement(&again), placement(&answer));
}

#[test]
fn another_plan_promises_the_hour_and_its_own_export_does_not() {
    let busy = "[input]\nbusy = [\"taken.ics\"]\n";
    let plan = format!("{PLAN}{busy}");
    let folder = folder(&[("plan.toml", &plan), ("taken.ics", EMPTY)]);
    let folder = folder.path();
    let (free, _) = say(folder, &["fit", "plan.toml", "--json"]);
    say(folder, &["schedule", "plan.toml", "--ics", "blocks.ics"]);
    let exported = text(folder, "blocks.ics");
    let number = |text: &str| {
        let tree: serde_json::Value = serde_json::from_str(text).expect("JSON");
        tree["number"].as_u64().expect("a number")
    };
    std::fs::write(folder.join("taken.ics"), &exported).expect("a calendar");
    let (own, told) = say(folder, &["fit", "plan.toml", "--json"]);
    assert_eq!((number(&own), told.as_str()), (number(&free), ""));
    // The same hours, promised by another plan of the same person; and by the same plan for another owner.
    for other in ["another", "f83b6974+00c0ffee"] {
        let theirs = exported.replace(".f83b6974@", &format!(".{other}@"));
        std::fs::write(folder.join("taken.ics"), theirs).expect("a calendar");
        let (taken, told) = say(folder, &["fit", "plan.toml", "--json"]);
        assert_eq!(number(&taken), 0, "{other}");
        assert!(number(&free) > 0);
        assert!(told.contains("blocks of four weeks exactly"), "{told}");
    }
    // As Outlook hands UIDs back.
    let wrapped = |uid: &str| -> String {
        let mut bytes = b"vCal-Uid\x01\0\0\0".to_vec();
        bytes.extend(uid.as_bytes());
        bytes.push(0);
        let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        format!(
            "040000008200E00074C5B7101A82E00800000000000000000000000000000000000000003D000000{}",
            hex.concat()
        )
    };
    let whole = exported.replace("\r\n ", "");
    let lines = whole.lines().map(|line| match line.strip_prefix("UID:") {
        Some(uid) => format!("UID:{}\r\n", wrapped(uid)),
        None => format!("{line}\r\n"),
    });
    std::fs::write(folder.join("taken.ics"), lines.collect::<String>()).expect("a calendar");
    let (own, told) = say(folder, &["fit", "plan.toml", "--json"]);
    assert_eq!((number(&own), told.as_str()), (number(&free), ""));
    // A handful of meetings in blocks is no export.
    let few = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Review\r\nDTSTART;TZID=America/New_York:20270104T090000\r\n\
               DTEND;TZID=America/New_York:20270104T100000\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    std::fs::write(folder.join("taken.ics"), few).expect("a calendar");
    let told = output(&mut followthrough_in(folder, &["fit", "plan.toml"]));
    assert!(!String::from_utf8_lossy(&told.stderr).contains("exactly"));
    stdout(&mut followthrough_in(folder, &["fit", "plan.toml"]));
}

#[test]
fn what_cannot_be_read_back_is_told_and_counts_where_the_plan_has_it() {
    let folder = folder(&[("plan.toml", &with_blocks()), ("mine.ics", EMPTY)]);
    let folder = folder.path();
    let most = [
        "fit",
        "plan.toml",
        "--policy",
        "max",
        "--json",
        "--placement",
    ];
    // A series that was dragged as a whole.
    say(
        folder,
        &["schedule", "plan.toml", "--rrule", "--ics", "series.ics"],
    );
    let (usual, _) = say(folder, &most);
    let exported = text(folder, "series.ics");
    assert!(exported.contains("T090000") && exported.contains("T100000"));
    let dragged = exported
        .replace("T100000\r", "T120000\r")
        .replace("T090000\r", "T110000\r");
    std::fs::write(folder.join("mine.ics"), dragged).expect("a calendar");
    let (answer, told) = say(folder, &most);
    assert!(
        told.contains("the series of `calling 09:00` was moved as a whole, to 11:00"),
        "{told}"
    );
    assert_eq!(told.matches("as a whole").count(), 1);
    assert_eq!(placement(&answer), placement(&usual));

    // One of two pieces of a block that a meeting cuts.
    let meeting = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Review\r\nDTSTART;TZID=America/New_York:20270104T092000\r\n\
                   DURATION:PT15M\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    std::fs::write(folder.join("taken.ics"), meeting).expect("a calendar");
    let plan = with_blocks().replace("[[block]]", "[input]\nbusy = [\"taken.ics\"]\n[[block]]");
    std::fs::write(folder.join("plan.toml"), plan).expect("a plan");
    std::fs::write(folder.join("mine.ics"), EMPTY).expect("a calendar");
    let (usual, _) = say(folder, &most);
    say(folder, &["schedule", "plan.toml", "--ics", "blocks.ics"]);
    let exported = text(folder, "blocks.ics");
    assert!(exported.contains("UID:20270104.2-calling"));
    let dragged = drag(
        &exported,
        ["20270104T090000", "20270104T092000"],
        ["20270104T150000", "20270104T152000"],
    );
    std::fs::write(folder.join("mine.ics"), dragged).expect("a calendar");
    let (answer, told) = say(folder, &most);
    assert!(
        told.contains("a piece of `calling 09:00` of Mon 4 Jan was moved to Mon 4 Jan 15:00"),
        "{told}"
    );
    assert_eq!(placement(&answer), placement(&usual));
}
