//! What was before the first day: lost days that windows waited for, and touches made ahead of the next one.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday::*};
use followthrough::{
    Block, Cadence, Claim, Interval, Pattern, Plan, Policy, Prospect, Stage, Touch,
};
use followthrough_tests::numbers::Numbers;

fn january(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, day).expect("a date")
}

/// An hour of calling a day; three calls, the second and third in one window; one prospect in flight.
fn plan(first_day: u32, next: u32, due: u32) -> Plan {
    let mut plan = Plan::new(
        "desk",
        "America/New_York".parse().expect("a zone"),
        january(first_day),
    );
    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
    let days = Pattern::Weekdays(vec![Mon, Tue, Wed, Thu, Fri]);
    let calling = vec!["calling".parse().expect("a name")];
    plan.blocks
        .push(Block::new(calling, days, nine, TimeDelta::hours(1)).expect("a block"));
    let call = || Touch::new("call".parse().expect("a name")).effort(TimeDelta::minutes(10));
    let touches = vec![call(), call().after(5), call().with_previous()];
    plan.cadences
        .push(Cadence::new("calls".parse().expect("a name"), touches).expect("a cadence"));
    let mut row = Prospect::new("A1", "calls".parse().expect("a name"), Stage::InFlight);
    row.next_touch = Some(next);
    row.due = Some(january(due));
    plan.pipeline.push(row);
    plan
}

#[test]
fn a_window_that_waited_for_a_lost_day_keeps_its_last_day_when_that_day_is_over() {
    // Due on Monday the 11th, and Tuesday is lost: the window closes on Wednesday, whoever asks and when.
    for first_day in [11, 12, 13] {
        let mut plan = plan(first_day, 2, 11);
        let midnight = |day| plan.zone.midnight(january(day));
        plan.busy.extend(Interval::new(midnight(12), midnight(13)));
        let fit = plan.fit(Policy::Level, None).expect("a plan");
        assert_eq!(fit.commitments.overdue, [], "on the {first_day}th");
        assert_eq!(plan.verify(&Claim::from(&fit)).expect("a plan"), []);
        let numbers = Numbers::new(&plan, january(29));
        let owed: Vec<_> = numbers
            .owed
            .iter()
            .map(|job| job.window.1 + i64::from(first_day))
            .collect();
        assert_eq!(owed, [13, 13], "on the {first_day}th");
    }
    let mut plan = plan(14, 2, 11);
    let midnight = |day| plan.zone.midnight(january(day));
    plan.busy.extend(Interval::new(midnight(12), midnight(13)));
    let fit = plan.fit(Policy::Level, None).expect("a plan");
    assert_eq!(fit.commitments.overdue[0].window.to, january(13));
    assert!(fit.lost_days.is_empty(), "an answer lists those to come");
}

#[test]
fn a_touch_made_ahead_of_the_next_one_is_not_owed() {
    let mut plan = plan(11, 2, 11);
    plan.pipeline[0].made = vec![3];
    let fit = plan.fit(Policy::Level, None).expect("a plan");
    assert_eq!(fit.commitments.touches, 1);
    assert_eq!(plan.verify(&Claim::from(&fit)).expect("a plan"), []);
    let numbers = Numbers::new(&plan, january(29));
    let owed: Vec<_> = numbers.owed.iter().map(|job| job.touch).collect();
    assert_eq!(owed, [Some(2)]);
}
