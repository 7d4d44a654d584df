//! The model's worked example: an hour of calling a day, six calls of ten minutes, a week apart.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};
use followthrough::{
    Block, Cadence, Claim, Fit, Horizon, Pattern, Plan, Policy, Prospect, Stage, Touch, Unit, Work,
    Zone,
};
use followthrough_tests::certificate;
use followthrough_tests::numbers::Numbers;

fn plan() -> Plan {
    let first = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a Monday");
    let zone: Zone = "America/New_York".parse().expect("a zone");
    let mut plan = Plan::new("worked example", zone, first);
    let days = vec![
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ];
    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
    let calling = vec!["calling".parse().expect("a name")];
    let block = Block::new(calling, Pattern::Weekdays(days), nine, TimeDelta::hours(1));
    plan.blocks.push(block.expect("a block"));
    let call = |after| {
        Touch::new("call".parse().expect("a name"))
            .effort(TimeDelta::minutes(10))
            .after(after)
    };
    let touches = vec![call(0), call(5), call(5), call(5), call(5), call(5)];
    plan.cadences
        .push(Cadence::new("calls".parse().expect("a name"), touches).expect("a cadence"));
    plan
}

/// The answer, once its placement is verified and its certificate checked.
#[track_caller]
fn proved(policy: Policy, horizon: Option<Horizon>, number: u32) -> Fit {
    let plan = plan();
    let fit = plan.fit(policy, horizon).expect("an answer");
    let wrong = plan.verify(&Claim::from(&fit)).expect("a plan");
    assert_eq!(wrong, [], "{policy:?}");
    assert_eq!(
        (fit.number, fit.bound, fit.proved),
        (number, number, true),
        "{policy:?}"
    );
    let numbers = Numbers::new(&plan, fit.horizon.to);
    assert_eq!(
        certificate::check(&numbers, &fit),
        Ok(()),
        "{policy:?}: {:#?}",
        fit.binding
    );
    fit
}

#[test]
fn twelve_can_be_started_at_once() {
    let fit = proved(Policy::Once, Some(Horizon::Quarter), 12);
    assert_eq!(fit.unit, Unit::Total);
    let day = |day| NaiveDate::from_ymd_opt(2027, 1, day).expect("a date");
    let [span] = fit.binding.spans.as_slice() else {
        panic!("{:?}", fit.binding)
    };
    assert_eq!((span.from, span.to), (day(4), day(5)));
    assert_eq!(span.category.as_str(), "calling");
    assert_eq!(fit.total, 12);
}

#[test]
fn five_a_week_can_go_on() {
    let fit = proved(Policy::Level, None, 5);
    assert_eq!(fit.unit, Unit::PerFullWeek);
    assert_eq!(
        fit.horizon.to,
        NaiveDate::from_ymd_opt(2027, 4, 3).expect("a date")
    );
    assert_eq!(fit.total, 65);
    assert_eq!(
        (fit.today, fit.this_week, fit.this_quarter),
        (Some(1), Some(5), Some(65))
    );
    let per_day: Vec<u32> = fit.starts.iter().map(|start| start.count).collect();
    assert_eq!(per_day, [1; 65], "one each day");
}

#[test]
fn every_span_tells_the_beginning_of_one_plan() {
    let day = proved(Policy::Level, Some(Horizon::Day), 5);
    assert_eq!((day.today, day.this_week, day.total), (Some(1), None, 1));
    let week = proved(Policy::Level, Some(Horizon::Week), 5);
    assert_eq!(
        (week.today, week.this_week, week.total),
        (Some(1), Some(5), 5)
    );
    let month = proved(Policy::Level, Some(Horizon::Month), 5);
    // Four weeks and three days.
    assert_eq!((month.this_week, month.this_month), (Some(5), Some(23)));
}

/// Whoever asks every day and starts what it says starts what the week's first answer says.
#[test]
fn asked_every_day_a_week_starts_as_many_as_asked_once() {
    let mut plan = plan();
    let mut started = Vec::new();
    for _ in 0..5 {
        let fit = plan.fit(Policy::Level, None).expect("an answer");
        assert_eq!(fit.number, 5);
        let today = fit.today.expect("a number");
        started.push(today);
        for row in 0..today {
            let id = format!("{} {row}", plan.first_day);
            let mut prospect = Prospect::new(id, "calls".parse().expect("a name"), Stage::InFlight);
            prospect.next_touch = Some(2);
            prospect.started = Some(plan.first_day);
            plan.pipeline.push(prospect);
        }
        plan.first_day = plan.first_day.succ_opt().expect("a day");
    }
    assert_eq!(started, [1; 5]);
}

/// The pace does not depend on the day of asking.
#[test]
fn every_day_of_a_fortnight_has_one_pace() {
    let mut plan = plan();
    for _ in 0..14 {
        let fit = plan.fit(Policy::Level, None).expect("an answer");
        assert_eq!((fit.number, fit.proved), (5, true), "{}", plan.first_day);
        plan.first_day = plan.first_day.succ_opt().expect("a day");
    }
}

/// A weekend before the first week is a row without a quota, and "this week" is the next one.
#[test]
fn asked_on_a_sunday_this_week_is_the_next_one() {
    let mut plan = plan();
    plan.first_day = NaiveDate::from_ymd_opt(2027, 1, 3).expect("a Sunday");
    let fit = plan.fit(Policy::Level, None).expect("an answer");
    assert_eq!((fit.weeks[0].quota, fit.weeks[0].starts), (None, 0));
    assert_eq!((fit.weeks[1].quota, fit.weeks[1].starts), (Some(5), 5));
    assert_eq!((fit.today, fit.this_week), (Some(0), Some(5)));
}

#[test]
fn the_most_over_a_quarter_is_a_blitz() {
    let fit = proved(Policy::Max, Some(Horizon::Quarter), 91);
    assert_eq!(fit.total, 91);
}

/// Thirteen last calls are owed on two days that hold twelve: one of them is late, in March.
fn late_in_march() -> Plan {
    let mut plan = plan();
    let due = NaiveDate::from_ymd_opt(2027, 3, 29).expect("a Monday");
    plan.pipeline = (0..13)
        .map(|row| {
            let calls = "calls".parse().expect("a name");
            let mut prospect = Prospect::new(format!("P{row}"), calls, Stage::InFlight);
            prospect.next_touch = Some(6);
            prospect.due = Some(due);
            prospect
        })
        .collect();
    plan
}

#[test]
fn one_touch_late_far_ahead_stops_nobody() {
    let plan = late_in_march();
    for policy in [Policy::Once, Policy::Max, Policy::Level] {
        let fit = plan.fit(policy, None).expect("an answer");
        assert!(!fit.commitments.fits);
        let late: Vec<u32> = fit.commitments.late.iter().map(|late| late.days).collect();
        assert_eq!(late, [1], "{policy:?}");
        let clear = NaiveDate::from_ymd_opt(2027, 4, 1);
        assert_eq!(fit.commitments.clear_day, clear);
        let clear_days: Vec<_> = fit.commitments.clear_days.values().copied().collect();
        assert_eq!(Some(clear_days), clear.map(|clear| vec![clear]));
        assert!(fit.today > Some(0), "{policy:?}: {:?}", fit.starts);
        assert_eq!(plan.verify(&Claim::from(&fit)).expect("a plan"), []);
        let numbers = Numbers::new(&plan, fit.horizon.to);
        assert_eq!(certificate::check(&numbers, &fit), Ok(()), "{policy:?}");
    }
    // Twelve at once, as without the calls that are owed in March.
    let once = plan.fit(Policy::Once, None).expect("an answer");
    assert_eq!((once.number, once.bound), (12, 12));
}

#[test]
fn of_a_hundred_at_once_eighty_eight_lose_their_first_call() {
    let plan = plan();
    let check = plan.check(100, None).expect("an answer");
    assert!(!check.fits);
    assert_eq!((check.asked, check.kept), (100, 12));
    let first: u32 = check
        .dropped
        .iter()
        .filter(|dropped| dropped.work == Work::Touch && dropped.touch == Some(1))
        .map(|dropped| dropped.count)
        .sum();
    assert_eq!(first, 88);
    // Each of the other five calls has its own Monday and Tuesday.
    let all: u32 = check.dropped.iter().map(|dropped| dropped.count).sum();
    assert_eq!(all, 6 * 88);
    assert_eq!(check.touches_wanted, 600);
    assert_eq!(check.touches_placed, 72);
}

#[test]
fn twelve_a_week_break_in_the_second() {
    let plan = plan();
    let numbers = Numbers::new(&plan, NaiveDate::from_ymd_opt(2027, 1, 15).expect("a date"));
    let monday = |days: i64| followthrough_tests::oracle::Quota {
        days: (days, days),
        counts: vec![12],
    };
    let fits = |quotas: &[_]| {
        let verdict = followthrough_tests::oracle::fits(&numbers, Policy::Level, quotas, 10_000);
        matches!(verdict, followthrough_tests::oracle::Verdict::Fits(_))
    };
    assert!(fits(&[monday(0)]));
    assert!(!fits(&[monday(0), monday(7)]));
}
