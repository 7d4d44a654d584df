//! Lesson 1: a plan as values, and what its answer says.
//!
//! ```sh
//! cargo run -p followthrough --example first_answer
//! ```

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday::*};
use followthrough::{Block, Cadence, ChannelName, Pattern, Plan, Policy, Touch};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // An hour of calling a day.
    let monday = NaiveDate::from_ymd_opt(2027, 1, 4).ok_or("no such day")?;
    let nine = NaiveTime::from_hms_opt(9, 0, 0).ok_or("no such time")?;
    let mut plan = Plan::new("desk", "America/New_York".parse()?, monday);
    let days = Pattern::Weekdays(vec![Mon, Tue, Wed, Thu, Fri]);
    let hour = Block::new(vec!["calling".parse()?], days, nine, TimeDelta::hours(1))?;
    plan.blocks.push(hour);

    // Everybody who is started gets six calls of ten minutes, five workdays apart.
    let channel: ChannelName = "call".parse()?;
    let call = |after| {
        Touch::new(channel.clone())
            .after(after)
            .effort(TimeDelta::minutes(10))
    };
    let touches = [0, 5, 5, 5, 5, 5].map(call).to_vec();
    plan.cadences.push(Cadence::new("calls".parse()?, touches)?);

    // The pace, which can go on for good, and a blitz, which can be done once.
    let pace = plan.fit(Policy::Level, None)?;
    let blitz = plan.fit(Policy::Once, None)?;
    println!("{} a week for good; {} at once", pace.number, blitz.number);
    assert_eq!((pace.number, blitz.number), (5, 12));

    // `proved` says that one more cannot be: the bound meets the number.
    println!("one more is impossible: {}", pace.proved);
    assert!(pace.proved && pace.bound == pace.number);

    // The plan week by week, with the load on each category.
    for week in pace.weeks.iter().take(3) {
        for (category, time) in &week.categories {
            println!(
                "week of {}: {} started, {category} {} of {} minutes",
                week.from,
                week.starts,
                (time.committed + time.new) / 60,
                time.usable / 60
            );
        }
    }
    Ok(())
}

#[test]
fn it_holds() {
    main().expect("the lesson");
}
