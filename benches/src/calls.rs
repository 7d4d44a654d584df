//! What the calls of the Python package cost in Rust: `benches/peers/python_calls.py` runs this beside them.
//!
//! `bench-calls fit PLAN COUNT` prints the median of COUNT fits in seconds and the number; `bench-calls many PLAN COUNT`
//! the seconds of one `fit_many` over COUNT plans that reserve more or less, and the sum of their numbers.

use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use followthrough::{Plan, Policy, Question, Share, fit_many};
use followthrough_files::{Request, load};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, path, count] = arguments.as_slice() else {
        bail!("expected `fit` or `many`, a plan and a count");
    };
    let count: u32 = count.parse().context("the count")?;
    let request = Request {
        plan: path.into(),
        ..Request::default()
    };
    let plan = load(&request)?.plan;
    match what.as_str() {
        "fit" => {
            let mut number = 0;
            let mut seconds = Vec::new();
            for _ in 0..count {
                let begin = Instant::now();
                let fit = plan.fit(Policy::Level, None)?;
                number = fit.number;
                seconds.push(begin.elapsed().as_secs_f64());
            }
            seconds.sort_by(f64::total_cmp);
            println!("{} {number}", seconds[seconds.len() / 2]);
        }
        "many" => {
            let plans: Vec<Plan> = (0..count)
                .map(|index| {
                    let reserve = Share::try_from(f64::from(index % 50) / 100.0)?;
                    Ok(Plan {
                        reserve,
                        ..plan.clone()
                    })
                })
                .collect::<Result<_>>()?;
            let question = |plan| Question {
                plan,
                policy: Policy::Level,
                horizon: None,
            };
            let questions: Vec<Question<'_>> = plans.iter().map(question).collect();
            let begin = Instant::now();
            let fits = fit_many(&questions, |_done, _all| true);
            let elapsed = begin.elapsed().as_secs_f64();
            let sum: u32 = fits.iter().flatten().map(|fit| fit.number).sum();
            println!("{elapsed} {sum}");
        }
        other => bail!("`{other}` is neither `fit` nor `many`"),
    }
    Ok(())
}
