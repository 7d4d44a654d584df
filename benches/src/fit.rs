//! How long an answer takes, how often it is exact, and the same plans as numbers for the peers in `benches/peers`.
//!
//! `bench-fit answer` reads lines of `KIND SEED` and prints a line of JSON for each: policy, number, bound, and median
//! seconds of the whole question and of the solver alone, from the compiled plan on.
//! `bench-fit export KIND SEED` prints a plan as numbers for the peers, `bench-fit plan KIND SEED` as it would be written,
//! `bench-fit show KIND SEED` plan and answer for a reader.
//! `bench-fit survey KIND FROM TO [PATIENCE]` puts answers before the verifier, the certificate check and the oracle.

use std::process::ExitCode;
use std::time::Instant;

use followthrough::Compiled;
use followthrough_tests::compiled;
use followthrough_tests::generator::{Kind, case};
use followthrough_tests::numbers::last_day;
use followthrough_tests::{trial, written};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["survey", kind, from, to, patience @ ..] => {
            let (Some(kind), Ok(from), Ok(to)) = (Kind::named(kind), from.parse(), to.parse())
            else {
                return usage();
            };
            let patience = patience
                .first()
                .and_then(|patience| patience.parse().ok())
                .unwrap_or(4_000);
            survey(kind, from..to, patience);
            ExitCode::SUCCESS
        }
        ["show", kind, seed] => {
            let (Some(kind), Ok(seed)) = (Kind::named(kind), seed.parse()) else {
                return usage();
            };
            let case = case(kind, seed);
            println!(
                "{:#?}\n{:#?}",
                case,
                case.plan.fit(case.policy, Some(case.horizon))
            );
            ExitCode::SUCCESS
        }
        ["export", kind, seed] => {
            let (Some(kind), Ok(seed)) = (Kind::named(kind), seed.parse()) else {
                return usage();
            };
            println!("{}", compiled::json(&case(kind, seed)));
            ExitCode::SUCCESS
        }
        ["plan", kind, seed] => {
            let (Some(kind), Ok(seed)) = (Kind::named(kind), seed.parse()) else {
                return usage();
            };
            let case = case(kind, seed);
            let mut whole = written::whole(&case.plan);
            whole["until"] = last_day(&case.plan, case.horizon).to_string().into();
            println!("{whole}");
            ExitCode::SUCCESS
        }
        ["check", kind, seed, count] => {
            let (Some(kind), Ok(seed), Ok(count)) =
                (Kind::named(kind), seed.parse(), count.parse())
            else {
                return usage();
            };
            println!("{:#?}", case(kind, seed).plan.check(count, None));
            ExitCode::SUCCESS
        }
        ["answer"] => answer(),
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!(
        "usage: bench-fit survey KIND FROM TO [PATIENCE] | show KIND SEED | export KIND SEED | plan KIND SEED | check KIND SEED COUNT | answer"
    );
    ExitCode::from(2)
}

/// Answers every case that is asked for, at least five times and for at least a tenth of a second.
fn answer() -> ExitCode {
    for line in std::io::stdin().lines() {
        let Ok(line) = line else {
            return ExitCode::FAILURE;
        };
        let mut words = line.split_whitespace();
        let kind = words.next().and_then(Kind::named);
        let seed = words.next().and_then(|seed| seed.parse().ok());
        let (Some(kind), Some(seed)) = (kind, seed) else {
            return usage();
        };
        let case = case(kind, seed);
        let mut times = Vec::new();
        let mut alone = Vec::new();
        let mut told = None;
        let Ok(mut compiled) = Compiled::new(&case.plan, case.policy, Some(case.horizon)) else {
            eprintln!("{line}: no answer");
            return ExitCode::FAILURE;
        };
        let begin = Instant::now();
        while times.len() < 5 || (begin.elapsed().as_millis() < 100 && times.len() < 101) {
            let start = Instant::now();
            let fit = case.plan.fit(case.policy, Some(case.horizon));
            times.push(start.elapsed().as_secs_f64());
            let Ok(fit) = fit else {
                eprintln!("{line}: no answer");
                return ExitCode::FAILURE;
            };
            // A fast answer that changes is worth nothing.
            assert!(
                told.is_none_or(|told| told == (fit.number, fit.bound)),
                "{line}: two answers"
            );
            told = Some((fit.number, fit.bound));
        }
        let begin = Instant::now();
        while alone.len() < 5 || (begin.elapsed().as_millis() < 100 && alone.len() < 101) {
            let start = Instant::now();
            let solved = compiled.solve();
            alone.push(start.elapsed().as_secs_f64());
            assert!(
                solved.is_none_or(|solved| told == Some(solved)),
                "{line}: {solved:?} alone"
            );
        }
        let (number, bound) = told.unwrap_or_default();
        println!(
            r#"{{"kind":"{}","seed":{seed},"policy":"{}","number":{number},"bound":{bound},"whole":{:.9},"solve":{:.9}}}"#,
            kind.name(),
            compiled::policy(case.policy),
            median(times),
            median(alone),
        );
    }
    ExitCode::SUCCESS
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Prints every answer that is wrong or not exact, and counts.
fn survey(kind: Kind, seeds: std::ops::Range<u64>, patience: usize) {
    let (mut count, mut proved, mut known, mut exact, mut wrong) = (0, 0, 0, 0, 0);
    for seed in seeds {
        let case = case(kind, seed);
        let place = format!("{} {seed} {:?}", kind.name(), case.policy);
        let begin = Instant::now();
        let Ok(trial) = std::panic::catch_unwind(|| trial::fit(&case, patience)) else {
            println!("WRONG {place}: panic");
            wrong += 1;
            continue;
        };
        let took = begin.elapsed();
        count += 1;
        for sentence in &trial.wrong {
            println!("WRONG {place}: {sentence}");
        }
        wrong += usize::from(!trial.wrong.is_empty());
        let Some((number, bound)) = trial.answer else {
            continue;
        };
        proved += usize::from(number == bound);
        known += usize::from(trial.truth.is_some());
        exact += usize::from(trial.truth == Some(number));
        if number != bound || took.as_secs() >= 5 {
            println!(
                "{place}: number {number} bound {bound} truth {:?} in {took:?}",
                trial.truth
            );
        }
        if let Some((told, least)) = &trial.lateness
            && least.as_ref().is_some_and(|least| least != told)
        {
            println!("{place}: lateness {told:?}, least {least:?}");
        }
        if kind == Kind::Owing {
            let Ok((sentences, found)) =
                std::panic::catch_unwind(|| trial::triage(&case, patience))
            else {
                println!("WRONG {place}: triage panics");
                wrong += 1;
                continue;
            };
            for sentence in &sentences {
                println!("WRONG {place}: {sentence}");
            }
            wrong += usize::from(!sentences.is_empty());
            if let Some((triage, fewest)) = found
                && !triage.proved
            {
                println!(
                    "{place}: triage {:?}, at least {:?}, fewest {fewest:?}",
                    triage.count, triage.at_least
                );
            }
        }
    }
    println!(
        "{}: {count} answers, {proved} proved, {known} known, {exact} exact, {wrong} wrong",
        kind.name()
    );
}
