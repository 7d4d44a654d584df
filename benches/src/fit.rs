//! How long an answer takes, how often it is exact, and the same plans as numbers for the peers in `benches/peers`.
//!
//! `bench-fit survey KIND FROM TO [PATIENCE]` puts answers before the verifier, the certificate check and the oracle.

use std::process::ExitCode;
use std::time::Instant;

use followthrough_tests::generator::{Kind, case};
use followthrough_tests::trial;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["survey", kind, from, to, patience @ ..] => {
            let (Some(kind), Ok(from), Ok(to)) = (Kind::named(kind), from.parse(), to.parse()) else {
                return usage();
            };
            let patience = patience.first().and_then(|patience| patience.parse().ok()).unwrap_or(4_000);
            survey(kind, from..to, patience);
            ExitCode::SUCCESS
        }
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: bench-fit survey KIND FROM TO [PATIENCE]");
    ExitCode::from(2)
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
        let Some((number, bound)) = trial.answer else { continue };
        proved += usize::from(number == bound);
        known += usize::from(trial.truth.is_some());
        exact += usize::from(trial.truth == Some(number));
        if number != bound || took.as_secs() >= 5 {
            println!("{place}: number {number} bound {bound} truth {:?} in {took:?}", trial.truth);
        }
        if let Some((told, least)) = &trial.lateness
            && least.as_ref().is_some_and(|least| least != told)
        {
            println!("{place}: lateness {told:?}, least {least:?}");
        }
        if kind == Kind::Owing {
            let Ok((sentences, found)) = std::panic::catch_unwind(|| trial::triage(&case, patience)) else {
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
                println!("{place}: triage {:?}, at least {:?}, fewest {fewest:?}", triage.count, triage.at_least);
            }
        }
    }
    println!("{}: {count} answers, {proved} proved, {known} known, {exact} exact, {wrong} wrong", kind.name());
}
