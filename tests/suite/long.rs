//! Horizons of many weeks, which are walked week by week: as sound as short ones, and near their bound.

use chrono::Days;
use followthrough::{Horizon, Policy};
use followthrough_tests::generator::{Kind, case};
use followthrough_tests::trial;

#[test]
fn levels_of_many_weeks_are_sound_and_near_their_bound() {
    let (mut numbers, mut bounds, mut exceptions) = (0, 0, 0);
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
            numbers += fit.number;
            bounds += fit.bound;
            let Some(ordinary) = fit.ordinary else {
                continue;
            };
            exceptions += ordinary.exceptions.len();
            let weeks = fit.weeks.iter().filter(|week| week.from <= last);
            let worked: Vec<_> = weeks.filter(|week| week.workdays > 0).collect();
            assert!(
                5 * ordinary.exceptions.len() <= worked.len(),
                "{place}: {ordinary:?}"
            );
            // Every other full week carries the pace, and the exceptions what is said of them.
            let full = case.plan.workweek.days().len() as u32;
            for week in worked.iter().filter(|week| week.to <= last) {
                let excepted = ordinary
                    .exceptions
                    .iter()
                    .find(|exception| exception.week == week.from);
                match excepted {
                    Some(exception) => assert_eq!(week.starts, exception.starts, "{place}"),
                    None if week.workdays == full && fit.commitments.fits => {
                        assert_eq!(week.starts, ordinary.number, "{place}: {week:?}");
                    }
                    None => {}
                }
            }
        }
    }
    assert!(exceptions > 0, "no week falls short in any of the plans");
    assert!(
        100 * numbers >= 85 * bounds,
        "{numbers} of {bounds}: the gap is too wide"
    );
}
