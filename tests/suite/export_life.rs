//! From one file to the next: what is unchanged keeps its bytes, what changed grows, what is gone goes.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use followthrough::Schedule;
use followthrough_ics::write::{
    Calendar, Damage, Entry, Error, Months, Options, Previous, PreviousError, Written, calendar,
};
use proptest::prelude::*;

use super::schedules::{
    any_schedule, at, date, desk, edition, instant, item, schedule, segment, zone,
};

const FIRST: &str = "2026-10-26T04:00:00Z";
const LATER: &str = "2026-10-28T11:00:00Z";

/// Blocks without touches are left out, so that a block which gets its first touch is new.
pub(crate) fn with_touches() -> Options {
    Options {
        empty: false,
        ..Options::default()
    }
}

#[track_caller]
fn write(
    schedule: &Schedule,
    revision: &str,
    written: Written,
    previous: Option<&Previous>,
) -> Calendar {
    let options = Options {
        written,
        ..with_touches()
    };
    calendar(schedule, &edition(revision), &options, previous).expect("a calendar")
}

#[track_caller]
fn read(calendar: &Calendar) -> Previous {
    Previous::read(calendar.to_string().as_bytes()).expect("our own calendar")
}

fn by_uid(calendar: &Calendar) -> BTreeMap<&str, &Entry> {
    calendar
        .entries()
        .iter()
        .map(|entry| (entry.uid(), entry))
        .collect()
}

/// The desk two days on: a call more on the 29th, a block cut short on the 30th, one gone on 2 November, a new one on
/// the 3rd, one half an hour later on the 5th, and another name on the 26th, which is past.
pub(crate) fn a_changed_desk() -> (Schedule, Previous) {
    let previous = read(&write(&desk(), FIRST, Written::Whole, None));
    let mut next = desk();
    let on = |next: &Schedule, day: &str| {
        next.days
            .iter()
            .position(|known| known.date == date(day))
            .expect("a day")
    };
    let day = on(&next, "2026-10-29");
    next.days[day].segments[1]
        .items
        .push(item(Some("P-99"), "Tidepool Kelp", date("2026-10-29")));
    let day = on(&next, "2026-10-30");
    next.days[day].segments[1].end -= TimeDelta::minutes(7);
    let day = on(&next, "2026-11-02");
    next.days[day].segments.remove(2);
    let day = on(&next, "2026-11-03");
    next.days[day].segments[0]
        .items
        .push(item(Some("P-98"), "Saltmarsh Crab", date("2026-11-03")));
    let day = on(&next, "2026-11-05");
    let moved = &mut next.days[day].segments[1];
    let later = TimeDelta::minutes(30);
    (moved.start, moved.end) = (moved.start + later, moved.end + later);
    (moved.local_start, moved.local_end) = (moved.local_start + later, moved.local_end + later);
    moved.planned_start += later;
    let day = on(&next, "2026-10-26");
    next.days[day].segments[1].items[0].name = "Rewritten history".to_owned();
    (next, previous)
}

const GROWN: [&str; 3] = [
    "20261029-calling.5f1c9a02@followthrough",
    "20261030-calling.5f1c9a02@followthrough",
    "20261105-calling.5f1c9a02@followthrough",
];
const GONE: &str = "20261102-follow_up+research.5f1c9a02@followthrough";
const NEW: &str = "20261103-research.5f1c9a02@followthrough";

#[test]
fn only_changed_events_change_their_bytes() {
    let (next, previous) = a_changed_desk();
    let whole = write(&next, LATER, Written::Whole, Some(&previous));
    for entry in whole.entries() {
        let old = previous.entry(entry.uid());
        if GROWN.contains(&entry.uid()) {
            let old = old.expect("it was there");
            assert!(entry.sequence() > old.sequence() && entry.modified() == instant(LATER));
            assert!(
                entry
                    .text()
                    .contains("DTSTAMP:20261028T110000Z\r\nLAST-MODIFIED:20261028T110000Z\r\n")
            );
        } else if entry.uid() == NEW {
            assert!(old.is_none());
            // 300 days and 11 hours after 2026 began.
            assert_eq!(entry.sequence(), 300 * 1440 + 660);
        } else {
            assert_eq!(Some(entry.text()), old.map(Entry::text), "{}", entry.uid());
        }
    }
    assert!(!by_uid(&whole).contains_key(GONE));
    assert_eq!(whole.entries().len(), 21);
}

#[test]
fn changes_hold_what_is_new_changed_or_gone_and_nothing_else() {
    let (next, previous) = a_changed_desk();
    let changes = write(&next, LATER, Written::Changes, Some(&previous));
    let found = by_uid(&changes);
    assert_eq!(
        found.keys().copied().collect::<Vec<_>>(),
        [GROWN[0], GROWN[1], GONE, NEW, GROWN[2]]
    );
    let gone = found[GONE].text();
    for line in [
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "SUMMARY:Cancelled: Follow up\\, research 1",
    ] {
        assert!(gone.contains(&format!("\r\n{line}\r\n")), "{gone}");
    }
    assert!(!gone.contains("DESCRIPTION"));
    assert!(found[GONE].sequence() > previous.entry(GONE).expect("it was there").sequence());
    // The whole file of the same day agrees with the changes.
    let whole = write(&next, LATER, Written::Whole, Some(&previous));
    for uid in GROWN.into_iter().chain([NEW]) {
        assert_eq!(by_uid(&whole)[uid], found[uid]);
    }
}

#[test]
fn new_holds_only_what_the_previous_file_does_not() {
    let (next, previous) = a_changed_desk();
    let new = write(&next, LATER, Written::New, Some(&previous));
    assert_eq!(by_uid(&new).keys().copied().collect::<Vec<_>>(), [NEW]);
}

#[test]
fn past_blocks_are_copied_even_where_the_plan_no_longer_knows_them() {
    let (mut next, previous) = a_changed_desk();
    next.days.retain(|day| day.date >= date("2026-10-28"));
    let whole = write(&next, LATER, Written::Whole, Some(&previous));
    let past = |uid: &str| uid.starts_with("20261026") || uid.starts_with("20261027");
    assert_eq!(
        whole
            .entries()
            .iter()
            .filter(|entry| past(entry.uid()))
            .count(),
        4
    );
    assert!(!whole.to_string().contains("Rewritten"));
    assert!(
        write(&next, LATER, Written::Changes, Some(&previous))
            .entries()
            .iter()
            .all(|entry| !past(entry.uid()))
    );
}

#[test]
fn days_that_are_not_asked_about_are_kept() {
    let (next, previous) = a_changed_desk();
    let options = Options {
        from: Some(date("2026-10-30")),
        to: Some(date("2026-11-02")),
        ..with_touches()
    };
    let whole = calendar(&next, &edition(LATER), &options, Some(&previous)).expect("a calendar");
    assert_eq!(whole.entries().len(), 20, "all but the one that is gone");
    assert_eq!(
        by_uid(&whole)[GROWN[0]].text(),
        previous.entry(GROWN[0]).expect("it was there").text()
    );
    assert!(
        by_uid(&whole)[GROWN[1]].sequence()
            > previous.entry(GROWN[1]).expect("it was there").sequence()
    );
}

#[test]
fn what_left_and_came_back_on_the_same_day_is_not_lower() {
    let first = read(&write(&desk(), FIRST, Written::Whole, None));
    let (changed, _) = a_changed_desk();
    let second = read(&write(&changed, FIRST, Written::Whole, Some(&first)));
    let third = write(&desk(), FIRST, Written::Whole, Some(&second));
    let old = first.entry(GONE).expect("it was there").sequence();
    let back = by_uid(&third)[GONE].sequence();
    // The cancellation, had it been sent, was old + 1.
    assert!(back > old + 1, "{back} after {old}");
    for uid in GROWN {
        let sequences = [&first, &second, &read(&third)]
            .map(|file| file.entry(uid).expect("always there").sequence());
        assert!(
            sequences.is_sorted_by(|one, other| one < other),
            "{uid} {sequences:?}"
        );
    }
}

#[test]
fn a_change_without_a_new_revision_still_moves_the_stamp() {
    let (next, previous) = a_changed_desk();
    let whole = write(&next, FIRST, Written::Whole, Some(&previous));
    assert_eq!(
        by_uid(&whole)[GROWN[0]].modified(),
        instant(FIRST) + TimeDelta::seconds(1)
    );
}

#[test]
fn an_older_revision_never_lowers_a_sequence() {
    let (next, previous) = a_changed_desk();
    let whole = write(
        &next,
        "2026-02-01T00:00:00Z",
        Written::Whole,
        Some(&previous),
    );
    for uid in GROWN {
        assert_eq!(
            by_uid(&whole)[uid].sequence(),
            previous.entry(uid).expect("it was there").sequence() + 1
        );
    }
}

#[test]
fn a_zone_that_comes_to_need_utc_changes_no_event() {
    // Mexico changed its clock twice a year until 2022.
    let zone = zone("America/Mexico_City");
    let piece = |day| {
        segment(
            &zone,
            &["calling"],
            at(day, 9, 0),
            60,
            vec![item(Some("P-1"), "Owl", day)],
        )
    };
    let (soon, far) = (piece(date("2020-06-05")), piece(date("2026-11-05")));
    let revision = "2020-01-01T00:00:00Z";
    let first = read(&write(
        &schedule("Mexico", &zone, vec![soon.clone()]),
        revision,
        Written::Whole,
        None,
    ));
    assert!(
        first
            .entries()
            .all(|entry| entry.text().contains("DTSTART;TZID=America/Mexico_City:"))
    );
    let second = write(
        &schedule("Mexico", &zone, vec![soon, far]),
        revision,
        Written::Whole,
        Some(&first),
    );
    for old in first.entries() {
        assert_eq!(by_uid(&second)[old.uid()].text(), old.text());
    }
    let text = second.to_string();
    assert_eq!(
        text.matches("BEGIN:VTIMEZONE").count(),
        1,
        "what is kept needs its zone"
    );
    assert!(text.contains("DTSTART:20261105T150000Z"), "{text}");
}

#[test]
fn an_option_that_changes_the_text_is_a_change() {
    let previous = read(&write(&desk(), FIRST, Written::Whole, None));
    let options = Options {
        private: true,
        ..with_touches()
    };
    let private =
        calendar(&desk(), &edition(LATER), &options, Some(&previous)).expect("a calendar");
    let changed = |entry: &&Entry| entry.modified() == instant(LATER);
    assert_eq!(
        private.entries().iter().filter(changed).count(),
        17,
        "all but the four that are past"
    );
}

#[test]
fn todos_go_when_the_touch_is_no_longer_owed() {
    let options = Options {
        todos: true,
        ..Options::default()
    };
    let first = calendar(&desk(), &edition(FIRST), &options, None).expect("a calendar");
    let previous = read(&first);
    let mut next = desk();
    next.days.remove(0);
    let second = calendar(&next, &edition(LATER), &options, Some(&previous)).expect("a calendar");
    let todos = |calendar: &Calendar| calendar.to_string().matches("BEGIN:VTODO").count();
    assert_eq!((todos(&first), todos(&second)), (50, 45));
}

#[test]
fn a_file_that_is_not_ours_or_not_whole_is_told() {
    let written = write(&desk(), FIRST, Written::Whole, None).to_string();
    let error = |text: &str| Previous::read(text.as_bytes()).expect_err("not to be read");
    for text in [
        "",
        "\u{feff}",
        "<html>Sign in</html>",
        "BEGIN:VCARD\r\nEND:VCARD\r\n",
    ] {
        assert!(
            matches!(error(text), PreviousError::NotOurs { .. }),
            "{text}"
        );
    }
    assert_eq!(
        error(&written.replace(
            "followthrough//followthrough",
            "Google Inc//Google Calendar"
        ))
        .to_string(),
        "not a calendar that followthrough wrote: its PRODID is `-//Google Inc//Google Calendar//EN`"
    );
    let not_whole = written.replace("FILE:whole", "FILE:changes");
    assert_eq!(
        error(&not_whole).to_string(),
        "it holds only changes events, expected the whole calendar"
    );
    let damage = |text: &str| match error(text) {
        PreviousError::Damaged { problem, .. } => problem,
        other => panic!("{other}"),
    };
    assert_eq!(damage(&written.replace("\r\n", "\n")), Damage::Line);
    assert!(matches!(
        damage(&written[..written.len() - 14]),
        Damage::Line | Damage::CutOff { .. }
    ));
    let whole_lines = written.rfind("END:VCALENDAR").expect("an end");
    assert_eq!(
        damage(&written[..whole_lines]),
        Damage::CutOff {
            component: "VCALENDAR".to_owned()
        }
    );
    assert!(matches!(
        damage(&(written.clone() + &written)),
        Damage::Unexpected { .. }
    ));
    assert!(matches!(
        damage(&written.replacen("SEQUENCE:", "SEQUENCE:-", 1)),
        Damage::Value {
            name: "SEQUENCE",
            ..
        }
    ));
    assert!(matches!(
        damage(&written.replacen("UID:2026", "X-UID:2026", 1)),
        Damage::Missing { name: "UID" }
    ));
    let twice = written.replace("UID:20261027-calling", "UID:20261026-calling");
    assert!(matches!(damage(&twice), Damage::Twice { .. }));
    let mut bytes = written.clone().into_bytes();
    let middle = bytes.len() / 2;
    bytes[middle] = 0xff;
    assert!(matches!(
        Previous::read(&bytes),
        Err(PreviousError::Damaged {
            problem: Damage::Text,
            ..
        })
    ));
}

#[test]
fn another_plans_file_is_told() {
    let previous = read(&write(&desk(), FIRST, Written::Whole, None));
    let other =
        followthrough_ics::write::Edition::new("another", instant(LATER)).expect("a plain id");
    let error =
        calendar(&desk(), &other, &Options::default(), Some(&previous)).expect_err("another plan");
    let expected = PreviousError::OtherPlan {
        found: "5f1c9a02".to_owned(),
        expected: "another".to_owned(),
    };
    assert_eq!(error, Error::Previous(expected));
}

#[test]
fn a_file_cut_anywhere_is_never_taken_for_a_whole_one() {
    let written = write(&desk(), FIRST, Written::Whole, None).to_string();
    for end in 0..written.len() {
        assert!(
            Previous::read(&written.as_bytes()[..end]).is_err(),
            "cut at {end}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_export_is_read_back_byte_for_byte(schedule in any_schedule(), todos in any::<bool>(), empty in any::<bool>()) {
        let options = Options { todos, empty, ..Options::default() };
        let first = calendar(&schedule, &edition(FIRST), &options, None).expect("a calendar");
        let previous = read(&first);
        prop_assert_eq!(previous.entries().count(), first.entries().len());
        for entry in first.entries() {
            prop_assert_eq!(previous.entry(entry.uid()).map(Entry::text), Some(entry.text()));
        }
        // The same plan, another day: the same events.
        let again = calendar(&schedule, &edition("2029-01-01T00:00:00Z"), &options, Some(&previous)).expect("a calendar");
        prop_assert_eq!(again.entries(), first.entries());
        let nothing = Options { written: Written::Changes, ..options };
        let changes = calendar(&schedule, &edition(LATER), &nothing, Some(&previous)).expect("a calendar");
        prop_assert!(changes.entries().is_empty());
    }

    #[test]
    fn the_changes_on_top_of_the_old_file_are_the_new_file(
        one in any_schedule(), other in any_schedule(), minutes in 0..900_000_i64, months in any::<bool>(),
    ) {
        let mut other = other;
        // Half of the days of both, so that some are equal.
        other.zone = one.zone.clone();
        let kept = one.days.iter().take(4).filter(|day| other.days.iter().all(|known| known.date != day.date)).cloned();
        let kept: Vec<_> = kept.collect();
        other.days.extend(kept);
        other.days.sort_by_key(|day| day.date);
        let revision = (instant("2026-01-01T00:00:00Z") + TimeDelta::minutes(minutes)).to_rfc3339();
        let months = if months { Months::Always } else { Months::Never };
        let options = Options { months, ..with_touches() };
        let first = write(&one, FIRST, Written::Whole, None);
        let previous = read(&first);
        let whole = calendar(&other, &edition(&revision), &options, Some(&previous)).expect("a calendar");
        let changes = calendar(&other, &edition(&revision), &Options { written: Written::Changes, ..options }, Some(&previous)).expect("a calendar");
        let mut merged: BTreeMap<&str, &Entry> = by_uid(&first);
        for entry in changes.entries() {
            let old = merged.insert(entry.uid(), entry);
            prop_assert!(old.is_none_or(|old| old.sequence() < entry.sequence() && old.modified() < entry.modified()));
        }
        merged.retain(|_, entry| !entry.text().contains("\r\nSTATUS:CANCELLED\r\n"));
        prop_assert_eq!(merged, by_uid(&whole));
    }
}
