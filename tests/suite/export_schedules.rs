//! Schedules to export, written by hand and drawn at random, and what a reader of the export must find.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use followthrough::{
    Block, CategoryName, Pattern, Schedule, ScheduleDay, ScheduleItem, ScheduleSegment, Work, Zone,
};
use followthrough_ics::write::Edition;
use proptest::prelude::*;

pub(crate) fn zone(name: &str) -> Zone {
    name.parse().expect("a zone of the database")
}

pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an RFC 3339 time")
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(crate) fn edition(revision: &str) -> Edition {
    Edition::new("5f1c9a02", instant(revision)).expect("a plain plan id")
}

/// A touch of `name` that may wait until `closes`.
pub(crate) fn item(id: Option<&str>, name: &str, closes: NaiveDate) -> ScheduleItem {
    ScheduleItem {
        id: id.map(str::to_owned),
        name: name.to_owned(),
        cadence: "outbound".parse().expect("a name"),
        work: Work::Touch,
        touch: Some(3),
        touches: 10,
        category: "calling".parse().expect("a name"),
        channel: Some("call".parse().expect("a name")),
        message: None,
        starts: false,
        start: None,
        number: None,
        zone: None,
        spare: false,
        at: closes.and_time(NaiveTime::MIN),
        effort: 300,
        closes,
        overdue_since: None,
        priority: 2,
        reason: String::new(),
        note: None,
    }
}

/// A piece of a block on `zone`'s clock, planned to begin when it begins.
pub(crate) fn segment(
    zone: &Zone,
    categories: &[&str],
    start: NaiveDateTime,
    minutes: i64,
    items: Vec<ScheduleItem>,
) -> ScheduleSegment {
    let begin = zone.instant(start);
    let end = begin + TimeDelta::minutes(minutes);
    let categories: Vec<CategoryName> = categories
        .iter()
        .map(|name| name.parse().expect("a name"))
        .collect();
    ScheduleSegment {
        block: format!("{} {}", categories[0], start.format("%H:%M")),
        name: None,
        categories,
        planned_start: start,
        nth: 1,
        piece: 1,
        start: begin,
        end,
        local_start: zone.local(begin),
        local_end: zone.local(end),
        usable: 60 * u64::try_from(minutes).expect("a length"),
        items,
    }
}

/// Days out of segments; those of a day and of like categories are numbered by their planned start, as a plan would.
pub(crate) fn schedule(name: &str, zone: &Zone, mut segments: Vec<ScheduleSegment>) -> Schedule {
    segments.sort_by_key(|segment| segment.start);
    let mut starts: BTreeMap<(NaiveDate, Vec<CategoryName>), BTreeSet<NaiveDateTime>> =
        BTreeMap::new();
    for segment in &segments {
        let alike = (segment.planned_start.date(), segment.categories.clone());
        starts
            .entry(alike)
            .or_default()
            .insert(segment.planned_start);
    }
    for segment in &mut segments {
        let alike = (segment.planned_start.date(), segment.categories.clone());
        let before = starts[&alike].range(..segment.planned_start).count();
        segment.nth = 1 + u32::try_from(before).expect("a count");
    }
    let mut days: Vec<ScheduleDay> = Vec::new();
    for segment in segments {
        let date = segment.local_start.date();
        if days.last().is_none_or(|day| day.date != date) {
            days.push(ScheduleDay {
                date,
                items: 0,
                closing: 0,
                starting: 0,
                segments: Vec::new(),
                machine: Vec::new(),
                not_today: Vec::new(),
            });
        }
        let day = days.last_mut().expect("just pushed");
        day.items += u32::try_from(segment.items.len()).expect("a count");
        day.segments.push(segment);
    }
    Schedule {
        name: name.to_owned(),
        zone: zone.clone(),
        days,
        usual: Vec::new(),
        warnings: Vec::new(),
    }
}

pub(crate) fn at(day: NaiveDate, hour: u32, minute: u32) -> NaiveDateTime {
    day.and_hms_opt(hour, minute, 0).expect("a time of day")
}

/// A desk in New York, Monday 26 October to Friday 6 November 2026: the clock goes back on the Sunday between.
pub(crate) fn desk() -> Schedule {
    let zone = zone("America/New_York");
    let monday = date("2026-10-26");
    let firms = [
        "Bramble Foods",
        "Amber Mill Bakery",
        "Wren & Reed Dressings",
        "Cedar Spur Meats",
        "Lockhart Biscuits",
    ];
    let mut segments = Vec::new();
    for day in monday
        .iter_days()
        .take(12)
        .filter(|day| day.format("%u").to_string().as_str() < "6")
    {
        let number = usize::try_from((day - monday).num_days()).expect("a day");
        let calls = (0..3).map(|index| {
            let firm = firms[(number + index) % firms.len()];
            let mut call = item(
                Some(&format!("P-{}", 17 + index)),
                firm,
                day + Days::new(index as u64 % 2),
            );
            call.touch = Some(1 + u32::try_from(number).expect("small"));
            call.message = Some("C2 refer to E1; ask for \"Wren\", then wait".to_owned());
            call.priority = 1 + u32::try_from(index).expect("small");
            call
        });
        let mut calls: Vec<ScheduleItem> = calls.collect();
        let mut start = item(None, "new prospect 1", day + Days::new(1));
        (start.starts, start.touch, start.message) = (true, Some(1), Some("C1 opener".to_owned()));
        start.reason = "inbound".to_owned();
        calls.push(start);
        let mut calling = segment(&zone, &["calling"], at(day, 10, 15), 67, calls);
        if number == 2 {
            // A meeting in the middle leaves two pieces.
            let mut second = segment(
                &zone,
                &["calling"],
                at(day, 11, 0),
                22,
                calling.items.split_off(2),
            );
            (second.planned_start, second.piece) = (calling.planned_start, 2);
            calling.end = calling.start + TimeDelta::minutes(30);
            segments.push(second);
        }
        segments.push(calling);
        let mut answer = item(
            Some(&format!("P-{}", 40 + number)),
            "Orchard Steps Purées",
            day + Days::new(2),
        );
        (answer.work, answer.touch, answer.channel) = (Work::Reply, None, None);
        (answer.category, answer.note) = (
            "follow_up".parse().expect("a name"),
            Some("wants the sheet".to_owned()),
        );
        segments.push(segment(
            &zone,
            &["follow_up", "research"],
            at(day, 13, 30),
            40,
            vec![answer],
        ));
        segments.push(segment(
            &zone,
            &["research"],
            at(day, 8, 30),
            54,
            Vec::new(),
        ));
    }
    schedule("SDR desk 7", &zone, segments)
}

/// One call an hour before and after each change of the clock in `zone`, and on it, in 2026 and 2027.
pub(crate) fn changes_of(name: &str) -> Schedule {
    let zone = zone(name);
    let days = [
        "2026-11-01",
        "2027-01-15",
        "2027-03-14",
        "2027-03-28",
        "2027-04-04",
        "2027-07-01",
        "2027-10-31",
        "2027-11-07",
    ];
    let mut segments = Vec::new();
    for day in days {
        let day = date(day);
        for (hour, minute) in [(0, 30), (9, 0), (23, 0)] {
            let call = item(Some("P-17"), "Acme Dairy", day);
            segments.push(segment(
                &zone,
                &["calling"],
                at(day, hour, minute),
                59,
                vec![call],
            ));
        }
    }
    // Where the clock goes back in America: half past one, and half past one again.
    let night = segment(
        &zone,
        &["research"],
        at(date("2026-11-01"), 1, 30),
        45,
        vec![item(Some("P-18"), "Owl", date("2026-11-01"))],
    );
    let mut second = night.clone();
    second.planned_start = at(date("2026-11-01"), 1, 31);
    (second.start, second.end) = (
        night.start + TimeDelta::hours(1),
        night.end + TimeDelta::hours(1),
    );
    segments.extend([night, second]);
    schedule(&format!("Clocks of {name}"), &zone, segments)
}

/// What data may hold and no calendar may break at.
pub(crate) const HOSTILE: [&str; 12] = [
    "line one\r\nEND:VEVENT\r\nEND:VCALENDAR",
    "BEGIN:VEVENT\nUID:evil@followthrough\nSUMMARY:free money",
    "quotes \" ' ` and ;semicolons, commas: colons\\ backslashes\\n \\, \\; \\\\",
    "emoji 😀👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 and flags 🇩🇪",
    "שלום עולם \u{202e}reversed\u{202c} عربى",
    "controls \u{0}\u{1}\u{8}\u{b}\u{c}\u{1b}[31m\u{7f}\u{85}\u{9f} end",
    "separators \u{2028}line\u{2029}paragraph\u{feff}\u{200b}",
    "a lone \r return and a tab\there",
    "",
    "   ",
    "DTSTART;TZID=\"x\":20000101T000000",
    "ÄÖÜ ß 漢字かな 한글 ไทย",
];

/// Every hostile text in every place that takes one, and a name of 10,000 characters.
pub(crate) fn hostile() -> Schedule {
    let zone = zone("Europe/Berlin");
    let mut segments = Vec::new();
    for (number, text) in HOSTILE.iter().enumerate() {
        let day = date("2026-12-01") + Days::new(number as u64);
        let mut call = item(Some(text), text, day);
        (call.message, call.note) = (Some((*text).to_owned()), Some((*text).to_owned()));
        call.reason = (*text).to_owned();
        let mut piece = segment(&zone, &["calling"], at(day, 9, 0), 30, vec![call]);
        piece.block = (*text).to_owned();
        segments.push(piece);
    }
    let long = "ü".repeat(9_990) + "\r\nEND:VEVENT";
    let last = item(Some(&long), &long, date("2026-12-20"));
    segments.push(segment(
        &zone,
        &["calling"],
        at(date("2026-12-20"), 9, 0),
        30,
        vec![last],
    ));
    schedule(HOSTILE[0], &zone, segments)
}

/// Blocks as series: every weekday with an end, every other week without one, days of their own, and a night of the
/// clock change.
pub(crate) fn blocks() -> (Vec<Block>, BTreeSet<NaiveDate>) {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).expect("a time");
    let category = |name: &str| vec![name.parse::<CategoryName>().expect("a name")];
    let weekdays = vec![
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ];
    let mut calls = Block::new(
        category("calling"),
        Pattern::Weekdays(weekdays),
        time(10, 15),
        TimeDelta::minutes(90),
    )
    .expect("a block");
    (calls.name, calls.from, calls.to) = (
        Some("power hour".to_owned()),
        Some(date("2026-10-26")),
        Some(date("2027-03-19")),
    );
    calls.skip = [date("2026-12-24"), date("2026-12-26")].into();
    calls.also = [date("2026-12-05")].into();
    let rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"
        .parse()
        .expect("a rule");
    let mut research = Block::new(
        category("research"),
        Pattern::Rule(rule),
        time(8, 0),
        TimeDelta::minutes(45),
    )
    .expect("a block");
    research.from = Some(date("2026-10-28"));
    let rule = "FREQ=MONTHLY;BYDAY=-1FR;COUNT=4".parse().expect("a rule");
    let mut review = Block::new(
        category("follow_up"),
        Pattern::Rule(rule),
        time(15, 0),
        TimeDelta::hours(2),
    )
    .expect("a block");
    (review.from, review.zone) = (Some(date("2026-10-26")), Some(zone("Europe/London")));
    // The clocks of New York change inside it, in autumn and in spring.
    let mut night = Block::new(
        category("research"),
        Pattern::Weekdays(vec![Weekday::Sun]),
        time(1, 30),
        TimeDelta::minutes(60),
    )
    .expect("a block");
    night.from = Some(date("2026-10-25"));
    (
        vec![calls, research, review, night],
        [date("2026-11-26"), date("2026-12-25"), date("2027-01-01")].into(),
    )
}

/// Text of any kind, hostile text more often than not.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => any::<String>(),
        6 => proptest::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned),
        6 => "[\\r\\n;:,\\\\\"nN é😀\u{85}\u{2028}A-C]{0,200}",
        6 => "[a-z ]{0,20}",
        1 => (any::<char>(), 9_000..10_001_usize)
            .prop_map(|(letter, length)| letter.to_string().repeat(length)),
    ]
}

const ZONES: [&str; 12] = [
    "America/New_York",
    "America/Vancouver",
    "Europe/Berlin",
    "Europe/Dublin",
    "Asia/Gaza",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Jerusalem",
    "UTC",
    "Pacific/Apia",
    "Africa/Cairo",
];

fn any_item() -> impl Strategy<Value = (Option<String>, String, Option<String>, u32, bool, i64, u32)>
{
    (
        proptest::option::of(any_text()),
        any_text(),
        proptest::option::of(any_text()),
        1..15_u32,
        any::<bool>(),
        -3..4_i64,
        0..12_u32,
    )
}

/// A schedule in any zone, on any days of three years, whose blocks do not overlap.
pub(crate) fn any_schedule() -> impl Strategy<Value = Schedule> {
    let pieces = proptest::collection::vec(
        (
            0..900_u64,
            0..23_u32,
            0..60_u32,
            1..61_i64,
            0..3_usize,
            proptest::collection::vec(any_item(), 0..4),
        ),
        0..8,
    );
    (proptest::sample::select(ZONES.to_vec()), any_text(), pieces).prop_map(
        |(name, title, pieces)| {
            let zone = zone(name);
            let mut taken = BTreeSet::new();
            let mut segments = Vec::new();
            for (day, hour, minute, length, category, items) in pieces {
                let day = date("2026-01-01") + Days::new(day);
                if !taken.insert((day, hour)) {
                    continue;
                }
                let items = items.into_iter().enumerate().map(
                    |(number, (id, name, message, touch, starts, wait, priority))| {
                        let mut touch_of = item(
                            id.map(|id| format!("{number}{id}")).as_deref(),
                            &name,
                            day + TimeDelta::days(wait),
                        );
                        (
                            touch_of.message,
                            touch_of.touch,
                            touch_of.starts,
                            touch_of.priority,
                        ) = (message, Some(touch), starts, priority);
                        // One prospect is touched once.
                        touch_of.cadence = format!("c{day}-{hour}").parse().expect("a name");
                        touch_of
                    },
                );
                let categories: &[&str] =
                    [&["calling"][..], &["research"], &["follow_up", "calling"]][category];
                segments.push(segment(
                    &zone,
                    categories,
                    at(day, hour, minute),
                    length,
                    items.collect(),
                ));
            }
            // In a gap of the clock two local times may be one instant.
            segments.sort_by_key(|segment| segment.start);
            segments.dedup_by_key(|segment| segment.start);
            schedule(&title, &zone, segments)
        },
    )
}
