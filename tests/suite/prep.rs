//! Prep before the first touch: on the day of the start it has the segments ahead of that touch's.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday};
use followthrough::{Block, Cadence, CategoryName, Claim, Pattern, Plan, Policy, Prep, Touch};
use followthrough_tests::certificate;
use followthrough_tests::numbers::Numbers;

fn category(name: &str) -> CategoryName {
    name.parse().expect("a name")
}

/// A block on Mondays, so many minutes after nine.
fn block(categories: &[&str], after: i64, minutes: i64) -> Block {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
    let categories = categories.iter().map(|name| category(name)).collect();
    let days = Pattern::Weekdays(vec![Weekday::Mon]);
    let start = nine + TimeDelta::minutes(after);
    Block::new(categories, days, start, TimeDelta::minutes(minutes)).expect("a block")
}

#[test]
fn the_first_day_has_the_blocks_ahead_of_the_first_call() {
    let first_day = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a Monday");
    let mut plan = Plan::new(
        "desk",
        "America/New_York".parse().expect("a zone"),
        first_day,
    );
    // There is time for 20 calls of six minutes and more research beside them, but research comes first.
    plan.blocks.push(block(&["research"], 0, 50));
    plan.blocks.push(block(&["calling", "research"], 60, 240));
    let call = Touch::new("call".parse().expect("a name")).effort(TimeDelta::minutes(6));
    let cadence = Cadence::new("calls".parse().expect("a name"), vec![call]).expect("a cadence");
    plan.cadences.push(cadence.with_prep(Prep {
        category: category("research"),
        effort: TimeDelta::minutes(12),
        ahead: 0,
    }));

    let fit = plan.fit(Policy::Once, None).expect("an answer");
    assert_eq!((fit.number, fit.bound, fit.proved), (4, 4, true));
    let wrong = plan.verify(&Claim::from(&fit)).expect("a plan");
    assert_eq!(wrong, []);
    let numbers = Numbers::new(&plan, fit.horizon.to);
    assert_eq!(certificate::check(&numbers, &fit), Ok(()), "{fit:#?}");
    let [span] = fit.binding.spans.as_slice() else {
        panic!("{:?}", fit.binding);
    };
    assert_eq!((span.usable, span.needed), (48 * 60, 60 * 60));
    assert_eq!(span.ahead_of, Some(category("calling")));
    assert_eq!(
        fit.binding.why,
        "research ahead of calling, 4 Jan 2027: 48 min there that whole touches can fill, one more would need 60 min"
    );
}
