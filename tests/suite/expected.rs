//! Answers that are expected: their time is kept as if they were owed.

use chrono::TimeDelta;
use followthrough::{Claim, Fit, Party, Plan, Policy, Prospect, Stage, TypicalPace};
use followthrough_tests::generator::{Case, Kind, case};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const KINDS: [Kind; 8] = [
    Kind::Expecting,
    Kind::Small,
    Kind::Owing,
    Kind::Desk,
    Kind::Shared,
    Kind::Capped,
    Kind::Loaded,
    Kind::Whole,
];

fn laws(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(20_261_129),
        failure_persistence: None,
        max_shrink_iters: 20,
        ..ProptestConfig::default()
    }
}

/// A generated plan that expects so many answers.
fn expecting() -> impl Strategy<Value = Case> {
    let kinds = proptest::sample::select(KINDS.to_vec());
    (kinds, 0_u64..1_000_000, 1_u32..9).prop_map(|(kind, seed, answers)| {
        let mut case = case(kind, seed);
        case.plan.expect.answers = answers;
        case
    })
}

/// The plan that expects nothing, with a row of somebody who replied for every answer that was expected of it.
fn written_out(plan: &Plan, fit: &Fit) -> Plan {
    let mut rows = plan.clone();
    rows.expect.answers = 0;
    let expected = fit
        .placement
        .iter()
        .filter_map(|placed| match placed.party {
            Party::Expected(opens) => Some((placed, opens)),
            Party::Id(_) | Party::Start(_) => None,
        });
    for (number, (placed, opens)) in expected.enumerate() {
        let mut row = Prospect::new(
            format!("answer {number}"),
            placed.cadence.clone(),
            Stage::Replied,
        );
        row.due = Some(opens);
        row.priority = 9;
        row.count = placed.count;
        rows.pipeline.push(row);
    }
    rows
}

proptest! {
    #![proptest_config(laws(24))]

    #[test]
    fn the_verifier_finds_the_time_of_every_answer(case in expecting()) {
        for policy in [Policy::Level, Policy::Once, Policy::Max] {
            let Ok(fit) = case.plan.fit(policy, Some(case.horizon)) else {
                continue;
            };
            prop_assert_eq!(case.plan.verify(&Claim::from(&fit)), Ok(vec![]), "{:?}", policy);
            let expected = fit.expected.expect("answers are expected");
            let placed = fit.placement.iter().filter(|placed| matches!(placed.party, Party::Expected(_)));
            let placed: u32 = placed.map(|placed| placed.count).sum();
            prop_assert_eq!(placed + expected.without_time, expected.count);
        }
    }

    #[test]
    fn what_is_expected_takes_what_it_would_take_if_it_were_owed(case in expecting()) {
        for policy in [Policy::Once, Policy::Max] {
            let Ok(fit) = case.plan.fit(policy, Some(case.horizon)) else {
                continue;
            };
            let late = fit.expected.as_ref().is_some_and(|expected| expected.late > 0);
            if late || !fit.commitments.fits {
                continue;
            }
            let rows = written_out(&case.plan, &fit);
            let owed = rows.fit(policy, Some(case.horizon)).expect("a plan");
            prop_assert!(fit.number <= owed.bound && owed.number <= fit.bound, "{:?}", policy);
            prop_assert_eq!(owed.commitments.fits, true);
        }
    }

    #[test]
    fn the_pace_never_rises_with_the_answers_that_are_expected(case in expecting()) {
        let mut plan = case.plan;
        let mut before: Option<TypicalPace> = None;
        for answers in [0, 1, 2, 4, 8] {
            plan.expect.answers = answers;
            let pace = TypicalPace::new(&plan).expect("a plan");
            prop_assert!(pace.number() <= pace.bound());
            if let Some(before) = before.filter(|before| before.is_proved()) {
                prop_assert!(pace.number() <= before.bound(), "{answers}");
            }
            before = Some(pace);
        }
    }

    #[test]
    fn more_time_is_never_less_pace_beside_the_answers(case in expecting()) {
        let plan = case.plan;
        let before = TypicalPace::new(&plan).expect("a plan");
        let mut more = plan.clone();
        // A block later than any other, twice as long as the longest answer.
        let Some(last) = plan.blocks.iter().max_by_key(|block| block.start()) else {
            return Ok(());
        };
        let late = last.start() + last.length() + TimeDelta::minutes(30);
        let Ok(mut extra) = followthrough::Block::new(
            last.categories().to_vec(),
            last.pattern().clone(),
            late,
            TimeDelta::hours(1),
        ) else {
            return Ok(());
        };
        extra.from = last.from;
        extra.zone.clone_from(&last.zone);
        more.blocks.push(extra);
        if let Ok(after) = TypicalPace::new(&more)
            && late > last.start()
            && after.weeks().len() == before.weeks().len()
        {
            prop_assert!(after.bound() >= before.number());
        }
    }
}

#[test]
fn the_verifier_accepts_the_pace_and_its_answers_laid_end_to_end() {
    let (mut judged, mut with_answers) = (0, 0);
    for kind in KINDS {
        for seed in 700..712 {
            let mut case = case(kind, seed);
            case.plan.expect.answers = 1 + (seed % 4) as u32;
            let pace = TypicalPace::new(&case.plan).expect("a plan");
            let Some((plan, claim)) = pace.unrolled(3) else {
                continue;
            };
            let violations = plan.verify(&claim).expect("a plan");
            assert_eq!(violations, [], "{kind:?} {seed}");
            judged += 1;
            with_answers += usize::from(plan.expect.answers > 0);
        }
    }
    assert!(
        judged >= 20 && with_answers >= 15,
        "{judged} {with_answers}"
    );
}

#[test]
fn a_triage_never_lets_anybody_go_for_an_answer_that_may_come() {
    for seed in 0..12 {
        let plain = case(Kind::Overloaded, seed).plan;
        let mut expecting = plain.clone();
        expecting.expect.answers = 5;
        let (one, other) = (
            plain.triage().expect("a plan"),
            expecting.triage().expect("a plan"),
        );
        assert_eq!(one, other, "{seed}");
    }
}

#[test]
fn more_answers_than_a_plan_may_hold_are_refused() {
    let mut plan = Plan::example();
    plan.expect.answers = 10_001;
    let refused = plan.fit(Policy::Level, None).expect_err("too many");
    assert_eq!(refused.code(), "too_many_answers");
    assert_eq!(
        refused.to_string(),
        "10001 answers a week are expected, expected at most 10000"
    );
}
