//! A row that stands for several prospects is answered like as many rows.

use followthrough::{Claim, Error, Fit, Party, Plan, Policy, Triage, Violation};
use followthrough_tests::generator::{Case, Kind, case};
use followthrough_tests::trial;

/// The case with rows that stand for none to three prospects, and the same with a row for each of them.
fn both(kind: Kind, seed: u64) -> (Case, Case) {
    let mut counted = case(kind, seed);
    let mut named = counted.clone();
    named.plan.pipeline.clear();
    for (at, row) in counted.plan.pipeline.iter_mut().enumerate() {
        // In the order of the rows, whatever they were called.
        row.id = format!("row {at:04}");
        row.count = ((seed + at as u64) % 4) as u32;
        for copy in 0..row.count {
            let mut one = row.clone();
            one.id = format!("row {at:04} {copy}");
            one.count = 1;
            named.plan.pipeline.push(one);
        }
    }
    (counted, named)
}

fn late(fit: &Fit) -> u64 {
    let days = fit.commitments.late.iter();
    days.map(|late| u64::from(late.days) * u64::from(late.count))
        .sum()
}

fn gone(triage: &Triage) -> u32 {
    triage.let_go.iter().map(|gone| gone.count).sum()
}

#[test]
fn counted_rows_are_answered_like_named_ones_and_hold_before_every_judge() {
    let (mut on_time, mut in_part, mut lateness) = (0, 0, (0, 0));
    for (kind, seeds) in [(Kind::Owing, 60), (Kind::Small, 20), (Kind::Loaded, 6)] {
        for seed in 0..seeds {
            let place = format!("{} {seed}", kind.name());
            let (counted, named) = both(kind, seed);
            let judged = trial::fit(&counted, 100);
            assert_eq!(judged.wrong, Vec::<String>::new(), "{place}");
            let ask = |case: &Case| {
                case.plan
                    .fit(case.policy, Some(case.horizon))
                    .expect("an answer")
            };
            let (few, many) = (ask(&counted), ask(&named));
            let (owed, alike) = (&few.commitments, &many.commitments);
            assert_eq!(
                (owed.prospects, owed.touches, owed.seconds, owed.fits),
                (alike.prospects, alike.touches, alike.seconds, alike.fits),
                "{place}"
            );
            // Lateness is decided touch by touch, so that its sum may differ by the order in which they come.
            lateness.0 += late(&few);
            lateness.1 += late(&many);
            if owed.fits || late(&few) == late(&many) {
                assert_eq!(
                    (few.number, few.bound, few.total, &few.starts),
                    (many.number, many.bound, many.total, &many.starts),
                    "{place}"
                );
            }
            on_time += usize::from(owed.fits && owed.touches > 0);
            in_part += usize::from(!owed.fits);
        }
    }
    assert!(
        lateness.0.abs_diff(lateness.1) * 50 <= lateness.1,
        "{lateness:?}"
    );
    assert!(on_time > 10 && in_part > 30, "{on_time} {in_part}");
}

#[test]
fn triage_lets_as_many_of_a_row_go_as_of_named_ones() {
    let mut partly = 0;
    for seed in 0..120 {
        let (counted, named) = both(Kind::Owing, seed);
        let (wrong, _) = trial::triage(&counted, 0);
        assert_eq!(wrong, Vec::<String>::new(), "{seed}");
        let (few, many) = (
            counted.plan.triage().expect("an answer"),
            named.plan.triage().expect("an answer"),
        );
        assert_eq!(few.count.all, gone(&few), "{seed}");
        assert_eq!(few.at_least, many.at_least, "{seed}");
        assert_eq!(few.count, many.count, "{seed}");
        let of = |id: &str| counted.plan.pipeline.iter().find(|row| row.id == id);
        partly += few
            .let_go
            .iter()
            .filter(|gone| of(&gone.id).is_some_and(|row| gone.count < row.count))
            .count();
    }
    assert!(partly > 0, "a part of a row was never let go");
}

/// The plan of a case with its first owed row standing for two more.
fn with_more(kind: Kind, seed: u64) -> Option<(Plan, Fit, usize)> {
    let (counted, _) = both(kind, seed);
    let fit = counted
        .plan
        .fit(counted.policy, Some(counted.horizon))
        .ok()?;
    let id = fit
        .placement
        .iter()
        .find_map(|placed| match &placed.party {
            Party::Id(id) => Some(id.clone()),
            Party::Start(_) | Party::Expected(_) => None,
        })?;
    let row = counted.plan.pipeline.iter().position(|row| row.id == id)?;
    let mut plan = counted.plan;
    plan.pipeline[row].count += 2;
    Some((plan, fit, row))
}

#[test]
fn the_verifier_counts_what_a_row_is_owed() {
    let mut caught = 0;
    for seed in 0..20 {
        let Some((plan, fit, row)) = with_more(Kind::Owing, seed) else {
            continue;
        };
        let found = plan.verify(&Claim::from(&fit)).expect("a verdict");
        let missing = found.iter().any(|violation| {
            matches!(violation, Violation::Missing { owed, needed, placed }
                if owed.party == Party::Id(plan.pipeline[row].id.clone()) && *needed == placed + 2)
        });
        assert!(missing, "{seed}: {found:?}");
        caught += 1;
    }
    assert!(caught > 5, "{caught}");
}

#[test]
fn a_schedule_names_prospects_and_counts_have_an_end() {
    let (plan, fit, row) = (0..)
        .find_map(|seed| with_more(Kind::Owing, seed))
        .expect("a case");
    let refused = plan.schedule(&fit).expect_err("who is to be touched?");
    assert!(matches!(refused, Error::NotOneProspect { .. }), "{refused}");
    let mut endless = plan.clone();
    endless.pipeline[row].count = u32::MAX;
    let refused = endless
        .fit(Policy::Once, None)
        .expect_err("more than can be counted");
    assert!(
        matches!(refused, Error::TooManyProspects { .. }),
        "{refused}"
    );
}

/// What a machine sends takes no time: more fit than are ever counted, and no number is above its bound.
#[test]
fn what_is_never_used_up_has_a_bound_too() {
    let first_day = chrono::NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date");
    let mut plan = followthrough::Plan::new(
        "mails",
        "America/New_York".parse().expect("a zone"),
        first_day,
    );
    let mail = followthrough::Touch::new("email".parse().expect("a name"))
        .effort(chrono::TimeDelta::zero());
    plan.cadences.push(
        followthrough::Cadence::new("mails".parse().expect("a name"), vec![mail])
            .expect("a cadence"),
    );
    let fortnight = followthrough::Horizon::Until(first_day + chrono::Days::new(13));
    let fit = plan
        .fit(followthrough::Policy::Max, Some(fortnight))
        .expect("an answer");
    assert_eq!(
        (fit.number, fit.bound, fit.total),
        (1 << 24, 1 << 24, 1 << 24)
    );
}

/// More is owed than ten years of blocks hold: what finds no place is told, and new prospects start on what is left.
#[test]
fn what_ten_years_do_not_hold_is_told_and_closes_nothing() {
    let (mut plan, _, row) = (0..)
        .find_map(|seed| with_more(Kind::Owing, seed))
        .expect("a case");
    plan.pipeline[row].count = 1_000_000;
    let fit = plan.fit(Policy::Level, None).expect("an answer");
    assert!(!fit.commitments.fits && fit.commitments.clear_day.is_none());
    let beyond: u64 = fit.unreachable.iter().map(|one| u64::from(one.count)).sum();
    assert!(beyond > 100_000, "{beyond}");
}
