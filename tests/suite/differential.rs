//! The solver against the oracle, on plans small enough to try everything.

use followthrough::{Policy, Share};
use followthrough_tests::generator::{Kind, case};
use followthrough_tests::numbers::{Numbers, last_day};
use followthrough_tests::oracle::{self, Verdict};
use followthrough_tests::trial;

/// What the oracle may try in a test.
const PATIENCE: usize = 2_000;

/// How many answers there were, and how many of them were what kind of right.
#[derive(Debug, Default)]
struct Tally {
    known: u32,
    exact: u32,
    proved: u32,
    wrong: Vec<String>,
}

fn tally(kind: Kind, seeds: std::ops::Range<u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let case = case(kind, seed);
        let trial = trial::fit(&case, PATIENCE);
        let place = format!("{} {seed} {:?}", kind.name(), case.policy);
        tally
            .wrong
            .extend(trial.wrong.iter().map(|wrong| format!("{place}: {wrong}")));
        if let (Some((number, bound)), Some(truth)) = (trial.answer, trial.truth) {
            tally.known += 1;
            tally.exact += u32::from(number == truth);
            tally.proved += u32::from(number == bound);
        }
    }
    println!(
        "{}: {} known, {} exact, {} proved",
        kind.name(),
        tally.known,
        tally.exact,
        tally.proved
    );
    tally
}

#[test]
fn small_plans_are_answered_soundly_and_almost_always_exactly() {
    for kind in [Kind::Small, Kind::Knapsack, Kind::Owing] {
        let tally = tally(kind, 0..80);
        assert!(tally.wrong.is_empty(), "{:#?}", tally.wrong);
        assert!(tally.known >= 35, "{tally:?}");
        assert!(tally.exact * 10 >= tally.known * 9, "{tally:?}");
    }
}

/// In a mix the second prospect of a week may be one that the week cannot start, and the third not be: the bound counts
/// on no pace that is refused to refuse larger ones.
#[test]
fn a_pace_that_a_mix_forbids_does_not_forbid_the_next() {
    let case = case(Kind::Knapsack, 20_678);
    let trial = trial::fit(&case, PATIENCE);
    assert_eq!((trial.answer, trial.truth), (Some((3, 3)), Some(3)));
}

/// Shares of segments are counted up to a day after which other touches have segments still: the span that is told ends
/// before these.
#[test]
fn a_span_of_shares_is_told_without_days_that_it_does_not_count() {
    let case = case(Kind::Small, 43_378);
    let trial = trial::fit(&case, 0);
    assert!(trial.wrong.is_empty(), "{:#?}", trial.wrong);
}

#[test]
fn triage_lets_go_no_more_than_it_says_it_must() {
    let mut fewest = 0;
    let mut known = 0;
    for seed in 0..120 {
        let case = case(Kind::Owing, seed);
        let (wrong, found) = trial::triage(&case, PATIENCE);
        assert!(wrong.is_empty(), "owing {seed}: {wrong:#?}");
        if let Some((triage, least)) = found {
            known += 1;
            fewest += u32::from(u64::from(triage.count.all) == least.values().sum::<u64>());
        }
    }
    assert!(
        known >= 60 && fewest * 10 >= known * 9,
        "{fewest} of {known}"
    );
}

/// The largest pace, up to `most`, at which all but `exceptions` weeks carry their quota; for one cadence, where an
/// excepted week may as well carry nothing. `None` where there is too much to try.
fn ordinary(numbers: &Numbers<'_>, most: u64, exceptions: u64) -> Option<u64> {
    let weeks: Vec<usize> = (0..numbers.weeks.len())
        .filter(|week| numbers.weeks[*week].workdays > 0)
        .collect();
    let mut best = 0;
    for pace in 1..=most {
        let mut fits = false;
        for excepted in 0..1_u32 << weeks.len() {
            if u64::from(excepted.count_ones()) > exceptions || fits {
                continue;
            }
            let mut quotas = oracle::quotas(numbers, Policy::Level, pace);
            for (bit, week) in weeks.iter().enumerate() {
                if excepted >> bit & 1 == 1 {
                    quotas[*week].counts = vec![0];
                }
            }
            match oracle::fits(numbers, Policy::Level, &quotas, PATIENCE) {
                Verdict::Fits(_) => fits = true,
                Verdict::No => {}
                Verdict::Unknown => return None,
            }
        }
        if !fits {
            break;
        }
        best = pace;
    }
    Some(best)
}

#[test]
fn ordinary_weeks_and_sparse_starts_are_what_they_say() {
    let (mut ordinaries, mut sparses) = (0, 0);
    for kind in [Kind::Small, Kind::Knapsack] {
        for seed in 0..300 {
            let mut case = case(kind, seed);
            case.policy = Policy::Level;
            case.plan.exceptions = "0.5".parse::<Share>().expect("a share");
            let last = last_day(&case.plan, case.horizon);
            let numbers = Numbers::new(&case.plan, last);
            let full = numbers
                .weeks
                .iter()
                .any(|week| week.workdays == numbers.full());
            if case.plan.cadences.len() > 1 || !full {
                continue;
            }
            let name = format!("{} {seed}", kind.name());
            let fit = case
                .plan
                .fit(case.policy, Some(case.horizon))
                .expect("an answer");
            if !fit.commitments.fits {
                continue;
            }
            if let Some(sparse) = &fit.sparse {
                sparses += 1;
                assert_eq!(fit.number, 0, "{name}");
                let told: u32 = sparse.starts.iter().map(|start| start.count).sum();
                assert_eq!(told, sparse.total, "{name}");
                if let Some((most, _)) = oracle::best(&numbers, Policy::Max, PATIENCE) {
                    assert!(
                        u64::from(sparse.total) <= most,
                        "{name}: {} of {most}",
                        sparse.total
                    );
                }
            }
            let Some(told) = &fit.ordinary else { continue };
            let mut bare = case.plan.clone();
            bare.holidays.clear();
            bare.away.clear();
            bare.busy.clear();
            bare.pipeline.clear();
            let bare = Numbers::new(&bare, last);
            let level = oracle::best(&bare, Policy::Level, PATIENCE);
            let weeks = numbers
                .weeks
                .iter()
                .filter(|week| week.workdays > 0)
                .count() as u64;
            let exceptions = case.plan.exceptions.of(weeks);
            assert!(
                told.exceptions.len() as u64 <= exceptions,
                "{name}: {told:?}"
            );
            assert!(told.number > fit.number, "{name}: {told:?}");
            let Some((level, _)) = level else { continue };
            let Some(truth) = ordinary(&numbers, level, exceptions) else {
                continue;
            };
            ordinaries += 1;
            let range = u64::from(told.number)..=u64::from(told.bound);
            assert!(range.contains(&truth), "{name}: {told:?}, truth {truth}");
        }
    }
    println!("{ordinaries} ordinary, {sparses} sparse");
    assert!(
        ordinaries >= 5 && sparses >= 1,
        "{ordinaries} ordinary, {sparses} sparse"
    );
}
