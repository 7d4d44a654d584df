//! Advice is true: every remedy does what it says, and less than the least does not.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike, Weekday};
use followthrough::{Advice, Block, Claim, Fit, Pattern, Plan, Policy, RemedyKind};
use followthrough_tests::generator::{Case, Draw, Kind, case};

/// The pace that an answer leads with.
fn pace(fit: &Fit) -> u32 {
    fit.number
}

fn fit(case: &Case, plan: &Plan) -> Option<Fit> {
    plan.fit(case.policy, Some(case.horizon)).ok()
}

/// Advice on one more than fits, or on a few more.
fn advice(case: &Case, more: u32) -> Option<Advice> {
    let now = pace(&fit(case, &case.plan).expect("an answer"));
    if now > 100_000 {
        return None;
    }
    Some(
        case.plan
            .advise(now + more, case.policy, Some(case.horizon))
            .expect("advice"),
    )
}

/// Everything that is wrong with a piece of advice.
fn flaws(case: &Case, advice: &Advice) -> Vec<String> {
    let mut wrong = Vec::new();
    let now = fit(case, &case.plan).expect("an answer");
    if advice.fits || advice.number != pace(&now) {
        wrong.push(format!(
            "says {} fit, expected {}",
            advice.number,
            pace(&now)
        ));
    }
    if advice.remedies.is_empty() == advice.none.is_none() {
        wrong.push("no remedy and no reason, or both".to_owned());
    }
    for remedy in &advice.remedies {
        let name = format!("{:?} {:?}", remedy.kind, remedy.rule);
        let Some(fit) = fit(case, &remedy.plan) else {
            wrong.push(format!("{name}: no plan"));
            continue;
        };
        if pace(&fit) < advice.target || pace(&fit) != remedy.number {
            wrong.push(format!(
                "{name}: {} fit, said {} of {}",
                pace(&fit),
                remedy.number,
                advice.target
            ));
        }
        match remedy.plan.verify(&Claim::from(&fit)) {
            Ok(found) => wrong.extend(found.first().map(|one| format!("{name}: {one}"))),
            Err(error) => wrong.push(format!("{name}: {error}")),
        }
        if remedy.seconds < advice.at_least && remedy.kind != RemedyKind::Relax {
            wrong.push(format!(
                "{name}: {} s, at least {}",
                remedy.seconds, advice.at_least
            ));
        }
        if remedy.seconds % advice.step != 0 {
            wrong.push(format!(
                "{name}: {} s in steps of {}",
                remedy.seconds, advice.step
            ));
        }
        // What is told of the blocks is what the changed plan holds.
        let mut blocks: Vec<Option<&Block>> = case.plan.blocks.iter().map(Some).collect();
        let mut after: Vec<&Block> = Vec::new();
        for change in &remedy.blocks {
            if let Some(index) = change.index {
                if change.before.as_ref() != blocks[index] {
                    wrong.push(format!("{name}: another block stood there"));
                }
                blocks[index] = None;
            }
            after.extend(&change.after);
        }
        let mut told: Vec<String> = blocks
            .into_iter()
            .flatten()
            .chain(after)
            .map(|block| format!("{block:?}"))
            .collect();
        let mut held: Vec<String> = remedy
            .plan
            .blocks
            .iter()
            .map(|block| format!("{block:?}"))
            .collect();
        told.sort();
        held.sort();
        if told != held {
            wrong.push(format!("{name}: the blocks told are not the plan's"));
        }
        let net: i64 = remedy.by_category.values().sum();
        if remedy.kind == RemedyKind::Move && net > 0 {
            wrong.push(format!("{name}: {net} s more"));
        }
    }
    wrong
}

/// The plan with one step less of a block on one of its days.
fn shorter(plan: &Plan, block: &Block, day: Weekday, step: i64, at_end: bool) -> Plan {
    let mut plan = plan.clone();
    let at = plan
        .blocks
        .iter()
        .position(|known| known == block)
        .expect("its block");
    let whole = plan.blocks.remove(at);
    let part = |days: Vec<Weekday>, start: NaiveTime, length: TimeDelta| {
        let mut part = Block::new(
            whole.categories().to_vec(),
            Pattern::Weekdays(days),
            start,
            length,
        )
        .ok()?;
        part.from = whole.from;
        part.to = whole.to;
        part.skip.clone_from(&whole.skip);
        part.reserve = whole.reserve;
        Some(part)
    };
    let Pattern::Weekdays(days) = whole.pattern() else {
        return plan;
    };
    let others: Vec<Weekday> = days.iter().copied().filter(|other| *other != day).collect();
    let rest = part(others, whole.start(), whole.length());
    // Days on which the block is as well go with their weekday.
    let (of_day, of_others): (Vec<NaiveDate>, Vec<NaiveDate>) =
        whole.also.iter().partition(|date| date.weekday() == day);
    plan.blocks.extend(rest.map(|mut rest| {
        rest.also.extend(of_others);
        rest
    }));
    let step = TimeDelta::seconds(step);
    let start = if at_end {
        whole.start()
    } else {
        whole.start() + step
    };
    let short = part(vec![day], start, whole.length() - step);
    plan.blocks.extend(short.map(|mut short| {
        short.also.extend(of_day);
        short
    }));
    plan
}

#[test]
fn every_remedy_does_what_it_says() {
    let (mut asked, mut helped, mut time, mut proved) = (0, 0, 0, 0);
    for (kind, seeds) in [
        (Kind::Small, 0..40),
        (Kind::Knapsack, 0..30),
        (Kind::Desk, 0..3),
    ] {
        for seed in seeds {
            let case = case(kind, seed);
            let Some(advice) = advice(&case, 1 + (seed % 3) as u32) else {
                continue;
            };
            let wrong = flaws(&case, &advice);
            assert!(wrong.is_empty(), "{} {seed}: {wrong:#?}", kind.name());
            asked += 1;
            helped += u32::from(!advice.remedies.is_empty());
            let blocks = advice
                .remedies
                .iter()
                .filter(|remedy| remedy.kind != RemedyKind::Relax);
            time += u32::from(blocks.clone().count() > 0);
            proved += u32::from(blocks.clone().any(|remedy| remedy.proved));
        }
    }
    println!("{asked} asked, {helped} helped, {time} by time, {proved} proved");
    assert!(
        helped * 10 >= asked * 8 && time * 10 >= asked * 7,
        "{helped} and {time} of {asked}"
    );
}

#[test]
fn less_than_the_least_does_not_do() {
    let mut tried = 0;
    for (kind, seeds) in [(Kind::Small, 0..60), (Kind::Knapsack, 0..40)] {
        for seed in seeds {
            let case = case(kind, seed);
            let Some(advice) = advice(&case, 1 + (seed % 4) as u32) else {
                continue;
            };
            let step = advice.step as i64;
            let below = (advice.at_least / advice.step).saturating_sub(1);
            // Any block of less time than the least, at any time.
            let mut draw = Draw::new(seed);
            for _ in 0..4 {
                let mut plan = case.plan.clone();
                let categories: Vec<_> = plan
                    .blocks
                    .iter()
                    .flat_map(|block| block.categories().to_vec())
                    .collect();
                for _ in 0..below {
                    let day = *draw.pick(plan.workweek.days());
                    let start =
                        NaiveTime::MIN + TimeDelta::minutes(draw.between(20, 91) as i64 * 15);
                    let category = draw.pick(&categories).clone();
                    let block = Block::new(
                        vec![category],
                        Pattern::Weekdays(vec![day]),
                        start,
                        TimeDelta::seconds(step),
                    );
                    plan.blocks.extend(block);
                }
                if let Some(fit) = fit(&case, &plan) {
                    tried += u32::from(below > 0);
                    assert!(
                        pace(&fit) < advice.target,
                        "{} {seed}: {} fit with {below} steps, at least {}",
                        kind.name(),
                        pace(&fit),
                        advice.at_least
                    );
                }
            }
            let add = advice
                .remedies
                .iter()
                .find(|remedy| remedy.kind == RemedyKind::Add && remedy.proved);
            for change in add.into_iter().flat_map(|remedy| &remedy.blocks) {
                for block in &change.after {
                    let grown = change
                        .before
                        .as_ref()
                        .is_none_or(|before| before.length() < block.length());
                    let Pattern::Weekdays(days) = block.pattern() else {
                        continue;
                    };
                    for day in days.iter().filter(|_| grown) {
                        let at_end = change.before.as_ref().is_none_or(|before| {
                            before.start().num_seconds_from_midnight()
                                == block.start().num_seconds_from_midnight()
                        });
                        let plan = &add.expect("it is there").plan;
                        let plan = shorter(plan, block, *day, step, at_end);
                        let fit = fit(&case, &plan).expect("an answer");
                        tried += 1;
                        assert!(
                            pace(&fit) < advice.target,
                            "{} {seed}: a step less on {day} does",
                            kind.name()
                        );
                    }
                }
            }
        }
    }
    println!("{tried} tried");
    assert!(tried >= 60, "{tried}");
}

#[test]
fn the_same_plan_has_the_same_advice() {
    for seed in 0..12 {
        let case = case(Kind::Small, seed);
        let one = advice(&case, 2).map(|advice| format!("{advice:?}"));
        assert_eq!(one, advice(&case, 2).map(|advice| format!("{advice:?}")));
    }
}

#[test]
fn what_fits_needs_nothing() {
    for seed in 0..20 {
        let case = case(Kind::Small, seed);
        let now = pace(&fit(&case, &case.plan).expect("an answer"));
        let advice = case
            .plan
            .advise(now, case.policy, Some(case.horizon))
            .expect("advice");
        assert!(advice.fits && advice.remedies.is_empty() && advice.none.is_none());
    }
    let case = case(Kind::Desk, 0);
    let most = case
        .plan
        .advise(u32::MAX, Policy::Level, None)
        .expect("advice");
    assert!(!most.fits && most.remedies.is_empty() && most.none.is_some());
}
