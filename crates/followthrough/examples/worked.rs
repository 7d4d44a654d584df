//! The worked example: an hour of calling a day, six calls a week apart.
use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday::*};
use followthrough::{Block, Cadence, Horizon, Pattern, Plan, Policy, Touch};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let first_day = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
    let mut plan = Plan::new("desk", "America/New_York".parse()?, first_day);
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    let days = Pattern::Weekdays(vec![Mon, Tue, Wed, Thu, Fri]);
    plan.blocks.push(Block::new(vec!["calling".parse()?], days, nine, TimeDelta::hours(1))?);
    let call = |after| Touch::new("call".parse().unwrap()).after(after).effort(TimeDelta::minutes(10));
    let touches = [0, 5, 5, 5, 5, 5].map(call).to_vec();
    plan.cadences.push(Cadence::new("calls".parse()?, touches)?);
    for (policy, horizon) in [
        (Policy::Once, None), (Policy::Level, None), (Policy::Level, Some(Horizon::Week)),
        (Policy::Level, Some(Horizon::Month)), (Policy::Max, None),
    ] {
        let start = std::time::Instant::now();
        let fit = plan.fit(policy, horizon)?;
        println!("{policy:?} {horizon:?}: {} bound {} proved {} total {} today {:?} week {:?} {:?}", fit.number, fit.bound, fit.proved, fit.total, fit.today, fit.this_week, start.elapsed());
        println!("   {} ({} spans)", fit.binding.why, fit.binding.spans.len());
        println!("   {:?}", fit.weeks.iter().map(|w| w.starts).collect::<Vec<_>>());
        let v = plan.verify(&(&fit).into())?;
        println!("   violations {}", v.len());
    }
    Ok(())
}
