//! The recurrence rules of RFC 5545 §3.8.5.3 against the occurrences it lists; the cases are in
//! `data/rules/rfc5545.txt`.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use followthrough::{Budget, Rule, Start, Zone};

const CASES: &str = include_str!("../../data/rules/rfc5545.txt");

struct Case {
    title: &'static str,
    start: NaiveDateTime,
    rules: Vec<&'static str>,
    expected: Vec<NaiveDateTime>,
    goes_on: bool,
}

fn cases() -> Vec<Case> {
    let text = CASES.split("\n== ").skip(1);
    text.map(|case| {
        let mut lines = case.lines().filter(|line| !line.is_empty());
        let title = lines.next().expect("a title");
        let mut found = Case {
            title,
            start: NaiveDateTime::MIN,
            rules: Vec::new(),
            expected: Vec::new(),
            goes_on: false,
        };
        for line in lines {
            match line.split_once(' ') {
                Some(("start", value)) => {
                    found.start =
                        NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%S").expect("DTSTART");
                }
                Some(("rule", value)) => found.rules.push(value),
                Some((month, days)) => {
                    found
                        .expected
                        .extend(month_of(month, days, found.start.time()))
                }
                None => found.goes_on = line == "...",
            }
        }
        found
    })
    .collect()
}

fn month_of(month: &str, days: &str, time: NaiveTime) -> Vec<NaiveDateTime> {
    let (days, times) = days.split_once('@').unwrap_or((days, ""));
    let mut times: Vec<NaiveTime> = times
        .split('/')
        .filter(|time| !time.is_empty())
        .map(|time| NaiveTime::parse_from_str(time, "%H%M").expect("a time"))
        .collect();
    if times.is_empty() {
        times.push(time);
    }
    let number = |text: &str| text.parse::<u32>().expect("a day");
    let mut all = Vec::new();
    for item in days.split_whitespace() {
        let (first, last) = item.split_once('-').unwrap_or((item, ""));
        let (first, step) = first
            .split_once('/')
            .map_or((first, 1), |(first, step)| (first, number(step)));
        let last = if last.is_empty() {
            number(first)
        } else {
            number(last)
        };
        for day in (number(first)..=last).step_by(step as usize) {
            let date =
                NaiveDate::parse_from_str(&format!("{month}-{day}"), "%Y-%m-%d").expect("a date");
            all.extend(times.iter().map(|&time| date.and_time(time)));
        }
    }
    all
}

fn new_york() -> Zone {
    "America/New_York".parse().expect("a zone")
}

#[test]
fn every_example_of_the_rfc_has_the_occurrences_it_lists() {
    let zone = new_york();
    let cases = cases();
    assert_eq!(cases.len(), 40);
    for case in cases {
        for text in case.rules {
            let rule: Rule = text.parse().expect("the RFC's own rules can be read");
            let start = Start::at(case.start, &zone).only_in_step();
            let last = *case.expected.last().expect("an occurrence");
            let to = if case.goes_on {
                last + TimeDelta::seconds(1)
            } else {
                last + TimeDelta::days(4000)
            };
            let found = rule.occurrences(&start, case.start, to, Budget::default());
            assert_eq!(found.stopped, None);
            assert_eq!(found.starts, case.expected, "{}: {text}", case.title);
        }
    }
}

#[test]
fn every_example_is_the_same_when_it_is_entered_in_the_middle() {
    let zone = new_york();
    for case in cases() {
        for text in case.rules {
            let rule: Rule = text.parse().expect("a rule");
            let start = Start::at(case.start, &zone).only_in_step();
            for (index, &from) in case.expected.iter().enumerate() {
                let to = *case.expected.last().expect("an occurrence") + TimeDelta::seconds(1);
                let found = rule.occurrences(&start, from, to, Budget::default());
                assert_eq!(
                    found.starts,
                    case.expected[index..],
                    "{}: {text} from {from}",
                    case.title
                );
            }
        }
    }
}

#[test]
fn every_example_that_ends_names_its_last_occurrence() {
    let zone = new_york();
    for case in cases().into_iter().filter(|case| !case.goes_on) {
        for text in case.rules {
            let rule: Rule = text.parse().expect("a rule");
            let last = rule.last(
                &Start::at(case.start, &zone).only_in_step(),
                Budget::default(),
            );
            assert_eq!(
                last.as_ref(),
                case.expected.last(),
                "{}: {text}",
                case.title
            );
        }
    }
}
