//! Laws: what holds for every plan.

use chrono::TimeDelta;
use followthrough::{Cadence, Interval, LostDays, MixPart, Plan, Policy, SearchBudget, Touch};
use followthrough_tests::generator::{Case, Draw, Kind, case, shuffled};
use followthrough_tests::trial;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Always the same cases: a law that fails today must not have held yesterday by luck.
fn laws(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(20_261_123),
        failure_persistence: None,
        max_shrink_iters: 20,
        ..ProptestConfig::default()
    }
}

fn small() -> impl Strategy<Value = Case> {
    (
        prop_oneof![Just(Kind::Small), Just(Kind::Knapsack), Just(Kind::Owing)],
        0_u64..1_000_000,
    )
        .prop_map(|(kind, seed)| case(kind, seed))
}

fn large() -> impl Strategy<Value = Case> {
    let kinds = [
        Kind::Desk,
        Kind::Packing,
        Kind::Shared,
        Kind::Capped,
        Kind::Loaded,
    ];
    (proptest::sample::select(kinds.to_vec()), 0_u64..1_000_000)
        .prop_map(|(kind, seed)| case(kind, seed))
}

/// A small plan on which more of anything can only hurt: workdays stay, nothing is owed, and no prep waits for the
/// first segment of another category.
fn plain() -> impl Strategy<Value = Case> {
    small().prop_map(|mut case| {
        case.plan.lost_days = LostDays::Keep;
        case.plan.pipeline.clear();
        let cadences = case
            .plan
            .cadences
            .iter()
            .map(|cadence| rebuilt(cadence, cadence.touches().to_vec()));
        case.plan.cadences = cadences.collect();
        case
    })
}

/// The cadence with other touches, without prep.
fn rebuilt(cadence: &Cadence, touches: Vec<Touch>) -> Cadence {
    let bare = Cadence::new(cadence.name().clone(), touches)
        .expect("a cadence")
        .with_days(cadence.days());
    match cadence.repeat() {
        Some(repeat) => bare.with_repeat(repeat.clone()).expect("a tail"),
        None => bare,
    }
}

fn answer(case: &Case, plan: &Plan) -> (u32, u32) {
    let fit = plan
        .fit(case.policy, Some(case.horizon))
        .expect("an answer");
    (fit.number, fit.bound)
}

proptest! {
    #![proptest_config(laws(200))]

    #[test]
    fn small_answers_hold_before_verifier_certificate_and_oracle(case in small()) {
        let trial = trial::fit(&case, 800);
        prop_assert!(trial.wrong.is_empty(), "{} {} {:?}: {:#?}", case.kind.name(), case.seed, case.policy, trial.wrong);
    }

    #[test]
    fn more_busy_time_never_raises_the_number(case in plain(), seed in any::<u64>()) {
        let mut draw = Draw::new(seed);
        let (_, bound) = answer(&case, &case.plan);
        let mut fuller = case.plan.clone();
        for _ in 0..draw.between(1, 3) {
            let minutes = draw.between(0, 20 * 24 * 12) as i64 * 5;
            let start = fuller.zone.midnight(fuller.first_day) + TimeDelta::minutes(minutes);
            fuller.busy.extend(Interval::new(start, start + TimeDelta::minutes(draw.between(1, 60) as i64)));
        }
        let (number, _) = answer(&case, &fuller);
        prop_assert!(number <= bound, "{} {}: {number} with more busy time, bound {bound} without", case.kind.name(), case.seed);
    }

    #[test]
    fn a_longer_touch_never_raises_the_number(case in plain(), seed in any::<u64>()) {
        let mut draw = Draw::new(seed);
        let (_, bound) = answer(&case, &case.plan);
        let mut longer = case.plan.clone();
        let index = draw.between(0, longer.cadences.len() as u64 - 1) as usize;
        let mut touches = longer.cadences[index].touches().to_vec();
        let touch = draw.between(0, touches.len() as u64 - 1) as usize;
        touches[touch].effort = touches[touch].effort.map(|effort| effort + TimeDelta::minutes(draw.between(1, 5) as i64));
        longer.cadences[index] = rebuilt(&longer.cadences[index], touches);
        let (number, _) = answer(&case, &longer);
        prop_assert!(number <= bound, "{} {}: {number} with a longer touch, bound {bound} before", case.kind.name(), case.seed);
    }

    #[test]
    fn a_dropped_block_never_raises_the_number(case in plain(), seed in any::<u64>()) {
        let (_, bound) = answer(&case, &case.plan);
        let mut fewer = case.plan.clone();
        let index = Draw::new(seed).between(0, fewer.blocks.len() as u64 - 1) as usize;
        fewer.blocks.remove(index);
        let (number, _) = answer(&case, &fewer);
        prop_assert!(number <= bound, "{} {}: {number} with a block less, bound {bound} before", case.kind.name(), case.seed);
    }

    #[test]
    fn a_cadence_that_nobody_is_put_on_changes_nothing(case in small()) {
        let before = answer(&case, &case.plan);
        let mut more = case.plan.clone();
        if more.mix.is_empty() {
            more.mix.push(MixPart { cadence: more.cadences[0].name().clone(), count: 1 });
        }
        let touches = more.cadences[0].touches().to_vec();
        more.cadences.push(Cadence::new("unused".parse().expect("a name"), touches).expect("a cadence"));
        prop_assert_eq!(before, answer(&case, &more), "{} {}", case.kind.name(), case.seed);
    }

    #[test]
    fn where_so_many_fit_one_fewer_fits(case in small()) {
        let fit = case.plan.fit(Policy::Once, Some(case.horizon)).expect("an answer");
        prop_assume!(fit.commitments.fits && fit.number < 1000);
        for count in [fit.number, fit.number.saturating_sub(1), fit.number / 2] {
            let check = case.plan.check(count, None).expect("an answer");
            // The first workday may lie outside of a short horizon.
            prop_assert!(check.fits || check.over.to > fit.horizon.to, "{} {}: {count} of {}", case.kind.name(), case.seed, fit.number);
        }
        let check = case.plan.check(fit.number + 3, None).expect("an answer");
        prop_assert!(check.kept >= fit.number.min(check.asked) || check.over.to > fit.horizon.to);
        // Of a mix, prospects of one cadence may be kept where those of another cannot.
        let one = case.plan.cadences.len() == 1;
        prop_assert!(!one || check.kept <= fit.bound || check.over.to > fit.horizon.to);
        prop_assert_eq!(check.fits, check.kept == check.asked);
        prop_assert_eq!(check.fits, check.dropped.is_empty());
    }

    #[test]
    fn the_order_of_what_has_none_does_not_matter(case in small(), seed in any::<u64>()) {
        let one = case.plan.fit(case.policy, Some(case.horizon)).expect("an answer");
        let other = shuffled(&case.plan, seed).fit(case.policy, Some(case.horizon)).expect("an answer");
        prop_assert_eq!(one, other, "{} {}", case.kind.name(), case.seed);
    }
}

proptest! {
    #![proptest_config(laws(8))]

    #[test]
    fn large_answers_hold_before_verifier_and_certificate(case in large()) {
        let trial = trial::fit(&case, 0);
        prop_assert!(trial.wrong.is_empty(), "{} {} {:?}: {:#?}", case.kind.name(), case.seed, case.policy, trial.wrong);
    }

    #[test]
    fn a_watched_question_is_answered_whole_or_not_at_all(case in large(), stop in 0..40u64) {
        let watched = case.plan.fit_watched(case.policy, Some(case.horizon), |progress| progress.steps < stop);
        let told = case.plan.fit(case.policy, Some(case.horizon));
        prop_assert!(watched == Ok(None) || watched == told.clone().map(Some));
        prop_assert_eq!(case.plan.fit_watched(case.policy, Some(case.horizon), |_| true), told.map(Some));
    }

    #[test]
    fn the_same_plan_has_the_same_answer_to_the_byte(case in large(), seed in any::<u64>()) {
        let answer = |plan: &Plan| format!("{:?}", plan.fit(case.policy, Some(case.horizon)));
        let one = answer(&case.plan);
        prop_assert!(one == answer(&case.plan.clone()), "{} {}", case.kind.name(), case.seed);
        prop_assert!(one == answer(&shuffled(&case.plan, seed)), "{} {}: in another order", case.kind.name(), case.seed);
    }
}

proptest! {
    #![proptest_config(laws(60))]

    #[test]
    fn a_spent_budget_leaves_a_gap_and_nothing_false(
        case in prop_oneof![small(), large()],
        steps in proptest::sample::select(vec![0_u64, 1_000, 30_000, 1_000_000, 30_000_000]),
    ) {
        let whole = case.plan.fit(case.policy, Some(case.horizon)).expect("an answer");
        let mut hasty = case.clone();
        hasty.plan.search_budget = SearchBudget::steps(steps);
        let trial = trial::fit(&hasty, 0);
        prop_assert!(trial.wrong.is_empty(), "{:?}", trial.wrong);
        let fit = hasty.plan.fit(case.policy, Some(case.horizon)).expect("an answer");
        if !whole.search_ended_early {
            prop_assert!(whole.number <= fit.bound && fit.number <= whole.bound);
        }
        if !fit.search_ended_early {
            prop_assert_eq!(fit.number, whole.number);
        }
    }

    #[test]
    fn triage_with_a_spent_budget_leaves_a_gap_and_nothing_false(
        seed in 0_u64..1_000_000,
        steps in proptest::sample::select(vec![0_u64, 1_000, 30_000, 1_000_000]),
    ) {
        let mut hasty = case(Kind::Owing, seed);
        hasty.plan.search_budget = SearchBudget::steps(steps);
        let (wrong, _) = trial::triage(&hasty, 0);
        prop_assert!(wrong.is_empty(), "{:?}", wrong);
    }
}
