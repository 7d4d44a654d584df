//! Triage: how often the fewest are found and proved, and staying late instead.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeDelta};
use followthrough::{Block, Claim, Pattern, Plan, Policy, Share, StayLate};
use followthrough_tests::generator::{Kind, case};
use followthrough_tests::numbers::{Numbers, last_day};
use followthrough_tests::{owing, trial};

/// How many states the oracle remembers before it gives up.
const PATIENCE: usize = 20_000;

#[test]
fn on_small_plans_the_fewest_are_found_and_proved() {
    let (mut known, mut exact, mut proved) = (0, 0, 0);
    for seed in 0..300 {
        let case = case(Kind::Owing, seed);
        let (wrong, found) = trial::triage(&case, PATIENCE);
        assert!(wrong.is_empty(), "owing {seed}: {wrong:#?}");
        let Some((triage, fewest)) = found.filter(|(_, fewest)| !fewest.is_empty()) else {
            continue;
        };
        known += 1;
        let told: u64 = triage
            .count
            .by_priority
            .values()
            .map(|count| u64::from(*count))
            .sum();
        let is_exact = told == fewest.values().sum::<u64>();
        exact += u32::from(is_exact);
        proved += u32::from(triage.proved);
        if !triage.proved {
            println!(
                "owing {seed}: {:?} told, {:?} at least, {fewest:?} true",
                triage.count.by_priority, triage.at_least.by_priority
            );
        }
    }
    println!("{known} where somebody must go: {exact} exact, {proved} proved");
    assert!(known >= 60, "{known}");
    assert!(
        exact * 100 >= known * 95 && proved * 100 >= known * 90,
        "{exact} and {proved} of {known}"
    );
}

/// The plan with the extra time on its calendar.
fn later(plan: &Plan, late: &StayLate) -> Plan {
    let mut plan = plan.clone();
    for extra in &late.extra {
        let length = TimeDelta::seconds(extra.seconds as i64);
        let none = Pattern::Weekdays(Vec::new());
        let mut block =
            Block::new(vec![extra.category.clone()], none, extra.at, length).expect("a block");
        block.also.insert(extra.date);
        block.reserve = Some(Share::ZERO);
        plan.blocks.push(block);
    }
    plan
}

#[test]
fn staying_late_keeps_everyone_with_as_little_as_can_be() {
    let (mut asked, mut helped, mut known, mut exact, mut proved) = (0, 0, 0, 0, 0);
    for seed in 0..200 {
        let case = case(Kind::Owing, seed);
        let triage = case.plan.triage().expect("a triage");
        let Some(late) = &triage.stay_late else {
            assert_eq!(triage.count.all, 0, "owing {seed}");
            continue;
        };
        asked += 1;
        assert!(
            !late.proved || (late.fits && late.seconds == late.at_least),
            "owing {seed}: {late:?}"
        );
        let mut numbers = Numbers::new(&case.plan, last_day(&case.plan, case.horizon));
        let least = owing::least_outside(&mut numbers, PATIENCE);
        if let Some(least) = least {
            // Time that is too short is not used.
            let shortest = case.plan.min_segment.num_seconds() as u64;
            assert!(
                late.at_least <= least.max(shortest),
                "owing {seed}: {late:?}, {least} s do"
            );
        }
        if !late.fits {
            assert!(late.extra.is_empty(), "owing {seed}");
            continue;
        }
        helped += 1;
        let days: BTreeSet<NaiveDate> = late.extra.iter().map(|extra| extra.date).collect();
        assert!(days.iter().all(|day| *day >= case.plan.first_day));
        assert_eq!(
            late.seconds,
            late.extra.iter().map(|extra| extra.seconds).sum::<u64>()
        );
        let plan = later(&case.plan, late);
        let fit = plan
            .fit(Policy::Level, Some(case.horizon))
            .expect("an answer");
        assert!(fit.commitments.fits, "owing {seed}: {late:?}");
        assert_eq!(
            plan.verify(&Claim::from(&fit)),
            Ok(Vec::new()),
            "owing {seed}"
        );
        if let Some(least) = least {
            known += 1;
            assert!(
                late.seconds >= least,
                "owing {seed}: {late:?}, the oracle says {least}"
            );
            exact += u32::from(late.seconds == least);
            proved += u32::from(late.proved);
        }
    }
    println!("{asked} asked, {helped} helped; {known} known, {exact} exact, {proved} proved");
    assert!(helped * 10 >= asked * 8, "{helped} of {asked}");
    assert!(
        exact * 10 >= known * 8 && proved * 10 >= known * 7,
        "{exact} and {proved} of {known}"
    );
}
