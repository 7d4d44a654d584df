//! One case before all judges: the solver's answer, the verifier, the certificate's sums, and the oracle.

use std::collections::BTreeMap;

use followthrough::{Claim, Fit, Policy, Triage, Week};

use crate::certificate;
use crate::generator::Case;
use crate::numbers::{Numbers, last_day};
use crate::oracle;
use crate::owing::{self, Count};

/// A bound from here on means that neither time nor caps hold the number down.
pub const ENDLESS: u32 = 1 << 20;

/// What the judges say of an answer.
#[derive(Debug, Clone, Default)]
pub struct Trial {
    /// What is wrong, a sentence each.
    pub wrong: Vec<String>,
    /// The number and the bound.
    pub answer: Option<(u64, u64)>,
    /// The number that the oracle finds, where it has the patience and nothing is late.
    pub truth: Option<u64>,
    /// Lateness told and least, by priority, where something is late.
    pub lateness: Option<(Count, Option<Count>)>,
}

/// The answer to a case with everything that can be said against it. `patience` is the oracle's; 0 leaves it out.
#[must_use]
pub fn fit(case: &Case, patience: usize) -> Trial {
    let mut trial = Trial::default();
    let answer = match case.plan.fit(case.policy, Some(case.horizon)) {
        Ok(fit) => fit,
        Err(error) => {
            trial.wrong.push(format!("fit refuses the plan: {error}"));
            return trial;
        }
    };
    trial.answer = Some(match case.policy {
        Policy::Level => (
            planned(&answer, |week| week.starts.into()),
            planned(&answer, |week| week.bound),
        ),
        Policy::Once | Policy::Max => (u64::from(answer.number), u64::from(answer.bound)),
    });
    let proved = answer.proved == (answer.number == answer.bound)
        || answer.every.is_some()
        || answer.search_ended_early && !answer.proved;
    if answer.number > answer.bound || !proved {
        trial.wrong.push(format!(
            "number {} bound {} proved {}",
            answer.number, answer.bound, answer.proved
        ));
    }
    verified(case, &answer, &mut trial);
    let last = last_day(&case.plan, case.horizon);
    if answer.horizon.to != last {
        trial.wrong.push(format!(
            "the horizon ends on {}, expected {last}",
            answer.horizon.to
        ));
    }
    let numbers = Numbers::new(&case.plan, last);
    counted(&numbers, &answer, &mut trial);
    // Where nothing holds the number down, there is nothing to certify.
    let held_down = answer.bound < ENDLESS;
    if let Err(flaw) = certificate::check(&numbers, &answer)
        && held_down
    {
        trial.wrong.push(format!(
            "the certificate does not forbid {}: {flaw:?}",
            answer.bound + 1
        ));
    }
    if patience == 0 {
        return trial;
    }
    if answer.commitments.fits && case.policy == Policy::Level {
        trial.truth = weeks(&numbers, &answer, &mut trial.wrong, patience);
    } else if answer.commitments.fits {
        if let Some((truth, _)) =
            oracle::best(&numbers, case.policy, patience).filter(|_| held_down)
        {
            trial.truth = Some(truth);
            if u64::from(answer.number) > truth || truth > u64::from(answer.bound) {
                trial.wrong.push(format!(
                    "number {} bound {}, truth {truth}",
                    answer.number, answer.bound
                ));
            }
        } else if matches!(
            oracle::fits(&numbers, Policy::Max, &[], patience),
            oracle::Verdict::No
        ) {
            trial
                .wrong
                .push("said to be on time, which cannot be".to_owned());
        }
    } else {
        late(&numbers, &answer, &mut trial, patience);
    }
    trial
}

/// A figure of every week of the horizon, added up.
fn planned(answer: &Fit, figure: impl Fn(&Week) -> Option<u32>) -> u64 {
    let weeks = answer.weeks.iter().filter(|week| week.quota.is_some());
    weeks.filter_map(figure).map(u64::from).sum()
}

/// The most that each week can start where those before it start what is told, added up; `None` where that is too much
/// to try. What is told of a week lies below it, and its bound above.
fn weeks(
    numbers: &Numbers<'_>,
    answer: &Fit,
    wrong: &mut Vec<String>,
    patience: usize,
) -> Option<u64> {
    let (mut before, mut sum) = (Vec::new(), Some(0));
    for week in answer
        .weeks
        .iter()
        .filter(|week| week.quota.is_some() || week.from == answer.horizon.from)
    {
        if let (Some(quota), Some(bound)) = (week.quota, week.bound) {
            let asked = (u64::from(week.starts), u64::from(quota));
            let most = oracle::most_in_week(numbers, &before, asked, patience);
            if let Some(most) = most
                && (u64::from(week.starts) > most || most > u64::from(bound))
            {
                wrong.push(format!(
                    "the week of {} starts {} of {quota}, bound {bound}, truth {most}",
                    week.from, week.starts
                ));
            }
            sum = sum.zip(most).map(|(sum, most)| sum + most);
        }
        before.push(u64::from(week.starts));
    }
    sum
}

fn verified(case: &Case, answer: &Fit, trial: &mut Trial) {
    match case.plan.verify(&Claim::from(answer)) {
        Ok(wrong) => trial.wrong.extend(
            wrong
                .iter()
                .take(3)
                .map(|wrong| format!("[{}] {wrong}", wrong.code())),
        ),
        Err(error) => trial
            .wrong
            .push(format!("verify refuses the plan: {error}")),
    }
}

/// Whether what is told agrees with itself and with the plan: totals, weeks, commitments.
fn counted(numbers: &Numbers<'_>, answer: &Fit, trial: &mut Trial) {
    let mut expect = |what: &str, told: u64, true_one: u64| {
        if told != true_one {
            trial
                .wrong
                .push(format!("{what} is {told}, expected {true_one}"));
        }
    };
    let starts: u64 = answer
        .starts
        .iter()
        .map(|start| u64::from(start.count))
        .sum();
    expect("total", u64::from(answer.total), starts);
    expect(
        "the sum of the weeks",
        answer.weeks.iter().map(|week| u64::from(week.starts)).sum(),
        starts,
    );
    expect(
        "touches owed",
        u64::from(answer.commitments.touches),
        numbers.owed.len() as u64,
    );
    expect(
        "seconds owed",
        answer.commitments.seconds,
        numbers.owed.iter().map(|job| job.effort).sum(),
    );
    expect(
        "touches out of reach",
        answer
            .unreachable
            .iter()
            .map(|one| u64::from(one.count))
            .sum(),
        numbers.unreachable.len() as u64,
    );
    if answer.policy != Policy::Level {
        expect("total", u64::from(answer.total), u64::from(answer.number));
    } else {
        // Every week that lies in the horizon has its quota, and starts no more of it.
        let mut before: Vec<u64> = Vec::new();
        let full = u64::from(answer.full_week.unwrap_or(0));
        let mut is_off = true;
        for (at, week) in answer.weeks.iter().enumerate().take(numbers.weeks.len()) {
            // The first week, and the one after a first week without a workday.
            let is_first = at == 0 || at == 1 && is_off;
            is_off &= week.workdays == 0;
            if let Some(quota) = week.quota {
                let rate = u64::from(answer.number);
                let expected = numbers.quota(rate, answer.every, full, &before);
                expect(
                    &format!("the quota of {}", week.from),
                    u64::from(quota),
                    expected,
                );
                let bound = week.bound.unwrap_or(0);
                expect(
                    &format!("the order of starts, bound and quota of {}", week.from),
                    u64::from(week.starts <= bound && bound <= quota),
                    1,
                );
                let short = week.starts < quota;
                expect(
                    "a reason",
                    u64::from(week.binding.is_some()),
                    u64::from(short),
                );
            } else {
                let whole = week_end(numbers, week.from);
                let cut = is_first && whole > answer.horizon.to;
                let off = at == 0 && week.workdays == 0;
                expect(
                    &format!(
                        "week {at} from {} to {} of {} workdays without a quota before {}",
                        week.from, week.to, week.workdays, answer.horizon.to
                    ),
                    u64::from(cut || off),
                    1,
                );
            }
            before.push(u64::from(week.starts));
        }
    }
}

/// The last day of the week of a day.
fn week_end(numbers: &Numbers<'_>, date: chrono::NaiveDate) -> chrono::NaiveDate {
    use chrono::Datelike as _;
    let first = numbers.plan.workweek.days()[0];
    let since = (7 + date.weekday().num_days_from_monday() - first.num_days_from_monday()) % 7;
    date + chrono::Days::new(6 - u64::from(since))
}

fn late(numbers: &Numbers<'_>, answer: &Fit, trial: &mut Trial, patience: usize) {
    if matches!(
        oracle::fits(numbers, Policy::Max, &[], patience),
        oracle::Verdict::Fits(_)
    ) {
        trial
            .wrong
            .push("said to be late, and all could be on time".to_owned());
    }
    let mut told: Count = BTreeMap::new();
    for late in &answer.commitments.late {
        let row = numbers.plan.pipeline.iter().find(|row| row.id == late.id);
        let close = numbers.day(late.window.to);
        let days = numbers.lateness(close, numbers.day(late.date));
        if days != u64::from(late.days) {
            trial.wrong.push(format!(
                "{} is said to be {} days late, expected {days}",
                late.id, late.days
            ));
        }
        *told.entry(row.map_or(0, owing::rank)).or_default() += days * u64::from(late.count);
    }
    told.retain(|_, days| *days > 0);
    let least = owing::least_lateness(numbers, 21);
    if let Some(least) = &least
        && vector(&told) < vector(least)
    {
        trial
            .wrong
            .push(format!("lateness {told:?} told, at least {least:?}"));
    }
    trial.lateness = Some((told, least));
}

/// Counts by priority or rank, the first one first, none left out.
fn vector(by_priority: &Count) -> Vec<u64> {
    (0..=19)
        .map(|priority| by_priority.get(&priority).copied().unwrap_or(0))
        .collect()
}

/// What the judges say of a triage: what is wrong, and the counts told and true.
#[must_use]
pub fn triage(case: &Case, patience: usize) -> (Vec<String>, Option<(Triage, Count)>) {
    let mut wrong = Vec::new();
    let answer = match case.plan.triage() {
        Ok(triage) => triage,
        Err(error) => return (vec![format!("triage refuses the plan: {error}")], None),
    };
    // Those who are let go are lost; what is kept must be on time.
    let mut kept = case.plan.clone();
    for row in &mut kept.pipeline {
        if let Some(gone) = answer.let_go.iter().find(|gone| gone.id == row.id) {
            row.count -= gone.count;
        }
    }
    let horizon = followthrough::Span {
        from: kept.first_day,
        to: last_day(&kept, case.horizon),
    };
    let (starts, placement) = (Vec::new(), answer.placement.clone());
    match kept.verify(&Claim {
        policy: Policy::Level,
        horizon,
        starts,
        placement,
    }) {
        Ok(found) => wrong.extend(
            found
                .iter()
                .take(3)
                .map(|found| format!("triage: [{}] {found}", found.code())),
        ),
        Err(error) => wrong.push(format!("verify refuses the plan: {error}")),
    }
    let mut numbers = Numbers::new(&case.plan, last_day(&case.plan, case.horizon));
    let on_time = answer.placement.iter().all(|placed| {
        let job = numbers.owed.iter().find(|job| {
            job.party == placed.party && job.touch == placed.touch && job.work == placed.work
        });
        job.is_none_or(|job| numbers.day(placed.date) <= job.window.1)
    });
    if !on_time {
        wrong.push("triage keeps what is late".to_owned());
    }
    let Some(fewest) = owing::fewest_let_go(&mut numbers, patience) else {
        return (wrong, None);
    };
    let mut told: Count = BTreeMap::new();
    for gone in &answer.let_go {
        let row = case.plan.pipeline.iter().find(|row| row.id == gone.id);
        let rank = row.map_or(u32::MAX, owing::rank);
        *told.entry(rank).or_default() += u64::from(gone.count);
    }
    let all: u64 = told.values().sum();
    if all != u64::from(answer.count.all) {
        wrong.push(format!("triage counts {}, lists {all}", answer.count.all));
    }
    if let Some(fewer) = &answer.by_heads
        && fewer.all >= answer.count.all
    {
        wrong.push(format!("{fewer:?} is not fewer than {all}"));
    }
    if vector(&told) < vector(&fewest) {
        wrong.push(format!("triage lets {told:?} go, at least {fewest:?} must"));
    }
    if answer.proved && vector(&told) != vector(&fewest) {
        wrong.push(format!(
            "triage is proved at {told:?}, the fewest are {fewest:?}"
        ));
    }
    if u64::from(answer.at_least.all) > fewest.values().sum() {
        wrong.push(format!(
            "triage: at least {}, but {fewest:?} will do",
            answer.at_least.all
        ));
    }
    (wrong, Some((answer, fewest)))
}
