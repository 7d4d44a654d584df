//! What an answer says to somebody who acts on it: what is broken, who comes first, and that no two answers contradict
//! each other.

use chrono::{NaiveDate, NaiveTime, TimeDelta, Weekday::*};
use followthrough::{
    Block, Cadence, Claim, Days, Fit, Horizon, Pattern, Plan, Policy, Prospect, ReplyWork, Stage,
    Touch, Work,
};
use followthrough_tests::generator::{Case, Kind, case};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// An hour of calling on each workday from Monday 4 January 2027 on; three calls of ten minutes, a week apart.
fn plan() -> Plan {
    desk(vec![Mon, Tue, Wed, Thu, Fri], 60)
}

/// Calling on some days of the week, so many minutes each.
fn desk(days: Vec<chrono::Weekday>, minutes: i64) -> Plan {
    let mut plan = Plan::new("desk", "UTC".parse().expect("a zone"), date("2027-01-04"));
    let nine = NaiveTime::from_hms_opt(9, 0, 0).expect("a time");
    let days = Pattern::Weekdays(days);
    let calling = vec!["calling".parse().expect("a name")];
    plan.blocks
        .push(Block::new(calling, days, nine, TimeDelta::minutes(minutes)).expect("a block"));
    let call = |after| {
        Touch::new("call".parse().expect("a name"))
            .after(after)
            .effort(TimeDelta::minutes(10))
    };
    let cadence = Cadence::new(
        "calls".parse().expect("a name"),
        vec![call(0), call(5), call(5)],
    );
    let answer = ReplyWork {
        category: "calling".parse().expect("a name"),
        effort: TimeDelta::minutes(20),
        within: 1,
    };
    plan.cadences
        .push(cadence.expect("a cadence").with_on_reply(answer));
    plan
}

fn in_flight(id: &str, next: u32, due: &str) -> Prospect {
    let mut row = Prospect::new(id, "calls".parse().expect("a name"), Stage::InFlight);
    row.next_touch = Some(next);
    row.due = Some(date(due));
    row
}

fn replied(id: &str, due: &str) -> Prospect {
    let mut row = Prospect::new(id, "calls".parse().expect("a name"), Stage::Replied);
    row.due = Some(date(due));
    row
}

fn fit(plan: &Plan) -> Fit {
    let fit = plan.fit(Policy::Level, None).expect("an answer");
    assert_eq!(plan.verify(&Claim::from(&fit)).expect("a plan"), []);
    fit
}

fn codes(fit: &Fit) -> Vec<&'static str> {
    fit.warnings.iter().map(|warning| warning.code).collect()
}

#[test]
fn what_is_overdue_says_since_when_and_by_how_many_workdays() {
    let mut plan = plan();
    // Open on Thursday 17 and Friday 18 December: eleven workdays before Monday 4 January.
    plan.pipeline.push(in_flight("A", 2, "2026-12-17"));
    let fit = fit(&plan);
    let overdue = &fit.commitments.overdue[0];
    assert_eq!(
        (overdue.since, overdue.days),
        (date("2026-12-18"), 11),
        "{overdue:?}"
    );
}

#[test]
fn in_a_block_answers_stand_first_then_what_is_overdue() {
    let mut plan = plan();
    plan.pipeline.push(in_flight("cold", 2, "2027-01-01"));
    plan.pipeline.push(in_flight("overdue", 2, "2026-12-29"));
    plan.pipeline.push(replied("answer", "2027-01-04"));
    let schedule = plan.schedule(&fit(&plan)).expect("a schedule");
    let items = schedule.days.iter().flat_map(|day| &day.segments);
    let items: Vec<_> = items
        .flat_map(|segment| &segment.items)
        .filter(|item| item.at.date() == date("2027-01-04"))
        .collect();
    let ids: Vec<_> = items.iter().filter_map(|item| item.id.as_deref()).collect();
    assert_eq!(ids, ["answer", "overdue", "cold"]);
    assert_eq!(items[0].work, Work::Reply);
    assert_eq!(items[1].overdue_since, Some(date("2026-12-30")));
    assert_eq!(items[1].reason, "overdue since Wed 30 Dec");
    assert_eq!(items[2].overdue_since, None);
}

#[test]
fn a_touch_that_closes_today_and_has_no_block_is_due_today_outside_of_a_block() {
    let mut plan = desk(vec![Wed, Thu, Fri], 60);
    plan.pipeline.push(in_flight("A", 3, "2027-01-04"));
    let schedule = plan.schedule(&fit(&plan)).expect("a schedule");
    let reasons: Vec<_> = schedule
        .days
        .iter()
        .flat_map(|day| &day.not_today)
        .map(|one| one.reason.as_str())
        .collect();
    assert_eq!(
        reasons,
        [
            "due by Tue 5 Jan, outside of a block: no block of its time in its window",
            "due today, outside of a block: no block of its time in its window"
        ]
    );
}

#[test]
fn where_not_all_fit_the_answer_is_on_time_and_the_cold_call_is_late() {
    let mut plan = desk(vec![Mon, Tue, Wed, Thu, Fri], 20);
    // Two days of twenty minutes for an answer of twenty and three calls of ten that all close on Tuesday. The calls are
    // of the first priority, and the answer is of the last.
    for id in ["A", "B", "C"] {
        let mut row = in_flight(id, 3, "2027-01-04");
        row.priority = 1;
        plan.pipeline.push(row);
    }
    let mut answer = replied("answer", "2027-01-04");
    answer.priority = 3;
    plan.pipeline.push(answer);
    let fit = fit(&plan);
    let late: Vec<_> = fit.commitments.late.iter().map(|late| &late.id).collect();
    assert_eq!(late, ["C"], "{late:?}");
}

#[test]
fn a_pipeline_that_looks_old_is_told_so() {
    let mut plan = plan();
    plan.pipeline.push(in_flight("A", 2, "2026-12-30"));
    // Thursday, Friday, Monday: three workdays.
    assert!(codes(&fit(&plan)).contains(&"D3"));
    plan.pipeline[0].due = Some(date("2026-12-31"));
    assert!(!codes(&fit(&plan)).contains(&"D3"));
    // The newest day decides, whoever's it is.
    plan.pipeline[0].due = Some(date("2026-12-01"));
    plan.pipeline.push(in_flight("B", 2, "2027-01-05"));
    assert!(!codes(&fit(&plan)).contains(&"D3"));
}

#[test]
fn a_due_that_a_hand_edit_left_behind_is_ignored_and_told() {
    let mut plan = plan();
    let mut row = in_flight("A", 3, "2026-12-30");
    row.last_touch = Some(date("2026-12-31"));
    plan.pipeline.push(row);
    let left_behind = fit(&plan);
    assert!(codes(&left_behind).contains(&"D4"));
    // Five workdays after Thursday the 31st, not at once.
    assert_eq!(left_behind.commitments.overdue, []);
    plan.pipeline[0].due = None;
    let without = fit(&plan);
    assert_eq!(left_behind.placement, without.placement);
    assert!(!codes(&without).contains(&"D4"));
}

#[test]
fn a_next_touch_beyond_a_cadence_without_a_tail_is_told() {
    let mut plan = plan();
    plan.pipeline.push(in_flight("A", 4, "2027-01-04"));
    let fit = fit(&plan);
    let warning = fit.warnings.iter().find(|one| one.code == "D5");
    let warning = warning.expect("a warning");
    assert_eq!(
        (warning.place.as_str(), warning.message.as_str()),
        (
            "prospect `A`",
            "its next touch is 4, and cadence `calls` has 3 touches: nothing is owed"
        )
    );
}

#[test]
fn rows_of_several_owners_are_told_with_their_counts() {
    let mut plan = plan();
    for (id, owner) in [("A", "Ann"), ("B", "Bo"), ("C", "Bo")] {
        let mut row = in_flight(id, 2, "2027-01-04");
        row.owner = Some(owner.to_owned());
        plan.pipeline.push(row);
    }
    let several = fit(&plan);
    let warning = several.warnings.iter().find(|one| one.code == "D6");
    assert_eq!(
        warning.expect("a warning").message,
        "its rows belong to 2 owners: Bo (2) and Ann (1); the work of all of them is planned into one calendar"
    );
    plan.pipeline.remove(0);
    assert!(!codes(&fit(&plan)).contains(&"D6"));
}

#[test]
fn a_window_cut_to_days_off_is_stretched_to_the_next_workday_on_calendar_days() {
    let mut plan = plan();
    let touches = plan.cadences[0].touches().to_vec();
    let cadence = Cadence::new("calls".parse().expect("a name"), touches).expect("a cadence");
    plan.cadences[0] = cadence.with_days(Days::Calendar);
    // Open from Friday 8 January to Saturday the 9th, asked on that Saturday.
    plan.first_day = date("2027-01-09");
    plan.pipeline.push(in_flight("A", 3, "2027-01-08"));
    let fit = fit(&plan);
    assert_eq!(fit.unreachable, []);
    assert_eq!(fit.commitments.overdue, []);
    let placed = fit
        .placement
        .iter()
        .find(|placed| matches!(&placed.party, followthrough::Party::Id(id) if id == "A"));
    assert_eq!(placed.map(|placed| placed.date), Some(date("2027-01-11")));
}

#[test]
fn a_check_over_a_quarter_fits_what_the_plan_starts_in_it() {
    let mut plan = plan();
    // Two weeks in which only three can be called, so that an even spread does not fit.
    plan.blocks[0].from = Some(date("2027-01-18"));
    let fit = fit(&plan);
    let check = plan
        .check(fit.total, Some(Horizon::Quarter))
        .expect("an answer");
    assert!(check.fits, "{} of {}", check.kept, check.asked);
    assert_eq!(check.dropped, []);
    let asked: u32 = check.asked_starts.iter().map(|start| start.count).sum();
    assert_eq!(asked, fit.total);
    assert!(
        check
            .asked_starts
            .iter()
            .all(|start| start.date >= date("2027-01-15")),
        "{:?}",
        check.asked_starts
    );
}

#[test]
fn the_tightest_span_is_the_one_with_the_largest_share_missing() {
    let mut plan = plan();
    // Fifty on Monday: the first two days hold twelve calls of fifty, and no later span is as short of time.
    let check = plan.check(50, None).expect("an answer");
    let tightest = check.tightest.expect("a span");
    assert_eq!(
        (tightest.from, tightest.to),
        (date("2027-01-04"), date("2027-01-05"))
    );
    assert_eq!((tightest.needed, tightest.usable), (30_000, 7200));
    // More time on those days: the second call's are then the tightest.
    let days = Pattern::Weekdays(vec![Mon, Tue]);
    let ten = NaiveTime::from_hms_opt(10, 0, 0).expect("a time");
    let mut more = Block::new(
        plan.blocks[0].categories().to_vec(),
        days,
        ten,
        TimeDelta::hours(1),
    )
    .expect("a block");
    more.to = Some(date("2027-01-05"));
    plan.blocks.push(more);
    let tightest = plan.check(50, None).expect("an answer").tightest;
    let tightest = tightest.expect("a span");
    assert_eq!(
        (tightest.from, tightest.to),
        (date("2027-01-11"), date("2027-01-12"))
    );
}

#[test]
fn the_last_week_is_cut_at_the_horizon() {
    let plan = plan();
    // From Monday 4 January to Monday 25 January.
    let to = Horizon::Until(date("2027-01-25"));
    let fit = plan.fit(Policy::Level, Some(to)).expect("an answer");
    let week = &fit.weeks[3];
    assert_eq!(
        (week.from, week.to),
        (date("2027-01-25"), date("2027-01-25"))
    );
    assert_eq!(week.workdays, 1);
    let calling = week.categories.values().next().expect("a category");
    assert_eq!(calling.usable, 3600);
    assert_eq!(fit.weeks[4].from, date("2027-01-26"));
}

#[test]
fn advice_on_an_overloaded_desk_is_that_on_an_empty_one() {
    let empty = plan();
    let mut full = plan();
    for number in 0..300 {
        full.pipeline
            .push(in_flight(&format!("P{number:03}"), 2, "2027-01-04"));
    }
    for target in [11, 14, 30, 400] {
        let one = empty.advise(target, Policy::Level, None).expect("advice");
        let other = full.advise(target, Policy::Level, None).expect("advice");
        assert_eq!(one.remedies.len(), other.remedies.len(), "{target}");
        for (one, other) in one.remedies.iter().zip(&other.remedies) {
            assert_eq!(one.blocks, other.blocks, "{target}");
            assert_eq!(
                (one.number, one.seconds, one.proved),
                (other.number, other.seconds, other.proved)
            );
        }
        assert_eq!((one.none, one.at_least), (other.none, other.at_least));
    }
}

#[test]
fn advice_never_says_that_nothing_lets_fewer_fit_than_something_it_tried() {
    let plan = plan();
    let found = plan.advise(40, Policy::Level, None).expect("advice");
    let most = found.remedies.iter().map(|remedy| remedy.number).max();
    assert!(most >= Some(40), "{most:?}");
    let none = plan.advise(400, Policy::Level, None).expect("advice");
    let said = none.none.expect("a reason");
    assert!(said.contains("nothing lets 400 fit"), "{said}");
    assert!(
        said.ends_with("400 in a full week take 40 desks like this one"),
        "{said}"
    );
    let best: u32 = said
        .split_once("fit; ")
        .and_then(|(_, rest)| rest.split_once(' '))
        .and_then(|(number, _)| number.parse().ok())
        .expect("a number");
    assert!(best >= 40, "{said}");
}

/// What `advise` says of a plan that `fit` or `check` contradicts.
fn contradicted_advice(case: &Case) -> Option<String> {
    let plan = &case.plan;
    for policy in [Policy::Level, Policy::Max] {
        let over = Some(Horizon::Month);
        let fit = plan.fit(policy, over).ok()?;
        for target in [fit.number, fit.number + 1] {
            if target == 0 || target > 200 {
                continue;
            }
            let advice = plan.advise(target, policy, over).expect("advice");
            if advice.fits != (fit.number >= target) || advice.number != fit.number {
                return Some(format!(
                    "{policy:?}: advice to {target} says {} of {}",
                    advice.number, fit.number
                ));
            }
            for remedy in &advice.remedies {
                let then = remedy.plan.fit(policy, over).expect("a plan");
                if then.number < target {
                    return Some(format!(
                        "{policy:?}: a remedy to {target} gives {}",
                        then.number
                    ));
                }
            }
            if policy == Policy::Max {
                let check = plan.check(target, over).expect("an answer");
                if advice.fits && !check.fits {
                    return Some(format!("{target} fit for `advise`, and not for `check`"));
                }
                if check.fits && target > fit.bound {
                    return Some(format!("{target} fit for `check`, and cannot for `fit`"));
                }
            }
        }
    }
    None
}

/// How late what is owed is in a placement, by row.
fn lateness(fit: &Fit) -> Vec<(String, Option<u32>, u32, u32)> {
    let late = fit.commitments.late.iter();
    late.map(|one| (one.id.clone(), one.touch, one.days, one.count))
        .collect()
}

#[test]
fn check_finds_whatever_max_finds() {
    let plan = case(Kind::Small, 887_857).plan;
    let over = Some(Horizon::Month);
    let most = plan.fit(Policy::Max, over).expect("a plan").number;
    assert!(most > 80 && plan.check(most, over).expect("an answer").fits);
}

/// Whether `check`, `fit` and what `check` says instead agree about a plan.
fn contradiction(case: &Case) -> Option<String> {
    let fit = case.plan.fit(Policy::Level, None).ok()?;
    let mut spans = vec![(Some(Horizon::Quarter), fit.this_quarter)];
    spans.push((Some(Horizon::Month), fit.this_month));
    spans.push((Some(Horizon::Week), fit.this_week));
    for (over, started) in spans {
        let Some(started) = started.filter(|started| *started < 400) else {
            continue;
        };
        let check = case.plan.check(started, over).expect("an answer");
        if !check.fits {
            return Some(format!(
                "fit starts {started} over {over:?}, and check says No, {} of them",
                check.kept
            ));
        }
        let more = case.plan.check(started + 2, over).expect("an answer");
        if more.kept < started {
            return Some(format!("{} kept of {started} and 2", more.kept));
        }
        if more.kept > more.kept_bound || more.fits != (more.kept == more.asked) {
            return Some(format!("{} of {} kept", more.kept, more.kept_bound));
        }
        if !more.fits && more.by.is_some_and(|by| by <= more.over.to) {
            return Some(format!(
                "No over {over:?}, and instead all are started by {:?}",
                more.by
            ));
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        rng_seed: RngSeed::Fixed(20_261_129),
        failure_persistence: None,
        max_shrink_iters: 10,
        ..ProptestConfig::default()
    })]

    #[test]
    fn check_never_contradicts_fit_or_what_it_says_instead(
        kind in prop_oneof![Just(Kind::Small), Just(Kind::Owing), Just(Kind::Knapsack)],
        seed in 0_u64..1_000_000,
    ) {
        let case = case(kind, seed);
        prop_assert_eq!(contradiction(&case), None, "{} {}", case.kind.name(), case.seed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 8,
        rng_seed: RngSeed::Fixed(20_261_129),
        failure_persistence: None,
        max_shrink_iters: 10,
        ..ProptestConfig::default()
    })]

    #[test]
    fn advice_never_contradicts_fit_or_check(
        kind in prop_oneof![Just(Kind::Small), Just(Kind::Owing), Just(Kind::Knapsack)],
        seed in 0_u64..1_000_000,
    ) {
        let case = case(kind, seed);
        prop_assert_eq!(contradicted_advice(&case), None, "{} {}", case.kind.name(), case.seed);
    }

    #[test]
    fn lateness_never_grows_because_somebody_was_started(
        kind in prop_oneof![Just(Kind::Owing), Just(Kind::Loaded), Just(Kind::Overloaded)],
        seed in 0_u64..1_000_000,
    ) {
        let plan = case(kind, seed).plan;
        // Nobody can be started on a cadence that needs a block which is not there.
        let mut alone = plan.clone();
        let nowhere = alone.cadences[0].touches()[0].clone();
        let nowhere = nowhere.category("nowhere".parse().expect("a name"));
        let nobody = followthrough::Cadence::new("nobody".parse().expect("a name"), vec![nowhere]);
        alone.cadences.push(nobody.expect("a cadence"));
        alone.mix = vec![followthrough::MixPart {
            cadence: "nobody".parse().expect("a name"),
            count: 1,
        }];
        let over = Some(Horizon::Month);
        let without = alone.fit(Policy::Max, over).expect("a plan");
        prop_assert_eq!(without.number, 0);
        for policy in [Policy::Level, Policy::Once, Policy::Max] {
            let with = plan.fit(policy, over).expect("a plan");
            prop_assert_eq!(lateness(&with), lateness(&without), "{:?}", policy);
        }
    }
}
