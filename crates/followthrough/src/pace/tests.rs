//! What the pace must be, seen from inside.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::{Pace, pace};
use crate::instance::demand::Demand;
use crate::instance::mix_of;
use crate::solver::Unwatched;
use crate::{Block, Cadence, Pattern, Plan, Touch};

fn pace_of(plan: &Plan) -> Pace {
    let demand = Demand::new(plan).expect("cadences");
    let mix = mix_of(plan, &demand).expect("a mix");
    pace(plan, &demand, &mix, &Unwatched).expect("blocks")
}

/// An hour of calling a day, and six calls of ten minutes, a week apart.
fn worked() -> Plan {
    let first_day = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date");
    let mut plan = Plan::new(
        "desk",
        "America/New_York".parse().expect("a zone"),
        first_day,
    );
    let days = Weekday::Mon;
    let week = [
        days,
        days.succ(),
        days.succ().succ(),
        Weekday::Thu,
        Weekday::Fri,
    ];
    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
    let calling = vec!["calling".parse().expect("a name")];
    let block = Block::new(
        calling,
        Pattern::Weekdays(week.to_vec()),
        nine,
        TimeDelta::hours(1),
    );
    plan.blocks.push(block.expect("a block"));
    let call = |after| {
        let channel = "call".parse().expect("a name");
        Touch::new(channel)
            .after(after)
            .effort(TimeDelta::minutes(10))
    };
    let touches = [0, 5, 5, 5, 5, 5].map(call).to_vec();
    let cadence = Cadence::new("calls".parse().expect("a name"), touches);
    plan.cadences.push(cadence.expect("a cadence"));
    plan
}

#[test]
fn the_worked_example_starts_five_a_week_on_whatever_day_it_is_asked() {
    let mut plan = worked();
    for _ in 0..14 {
        let pace = pace_of(&plan);
        assert_eq!((pace.number, pace.bound, pace.full_week), (5, 5, 5));
        assert_eq!(
            pace.limits[0].to_string(),
            "calling: 300 minutes in a full week; 5 prospects take 300, 6 would take 360"
        );
        plan.first_day = plan.first_day + Days::new(1);
    }
}
