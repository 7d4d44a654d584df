//! Horizons of many weeks: as sound as short ones, and near their bound.

use chrono::Days;
use followthrough::{Horizon, Policy};
use followthrough_tests::generator::{Kind, case};
use followthrough_tests::trial;

#[test]
fn plans_of_many_weeks_are_sound_and_near_their_bound() {
    let (mut starts, mut bounds, mut short) = (0, 0, 0);
    for kind in [Kind::Desk, Kind::Packing, Kind::Shared, Kind::Loaded] {
        for seed in 0..3 {
            let mut case = case(kind, seed);
            case.policy = Policy::Level;
            let last = case.plan.first_day + Days::new(300);
            case.horizon = Horizon::Until(last);
            let place = format!("{} {seed}", kind.name());
            let trial = trial::fit(&case, 0);
            assert!(trial.wrong.is_empty(), "{place}: {:#?}", trial.wrong);
            let fit = case
                .plan
                .fit(Policy::Level, Some(case.horizon))
                .expect("an answer");
            for week in fit.weeks.iter().filter(|week| week.quota.is_some()) {
                starts += week.starts;
                bounds += week.bound.unwrap_or(0);
                short += u32::from(week.binding.is_some());
            }
        }
    }
    assert!(short > 0, "no week falls short in any of the plans");
    assert!(
        100 * starts >= 95 * bounds,
        "{starts} of {bounds}: the gap is too wide"
    );
}
