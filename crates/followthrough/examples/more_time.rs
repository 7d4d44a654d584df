//! Lesson 2: what binds, and what it would take for more to fit.
//!
//! ```sh
//! cargo run -p followthrough --example more_time
//! ```

use followthrough::{Plan, Policy};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // An hour of calling a day carries 5 prospects a week.
    let plan = Plan::example();
    let pace = plan.fit(Policy::Level, None)?;
    assert_eq!(pace.number, 5);

    // Somebody wants 6. Each remedy is a plan that was tried before it is told.
    let advice = plan.advise(6, Policy::Level, None)?;
    println!("{} fit, 6 are wanted", advice.number);
    for remedy in &advice.remedies {
        let there = remedy.plan.fit(Policy::Level, None)?;
        println!(
            "{} minutes a week more: {} fit",
            remedy.seconds / 60,
            there.number
        );
        assert!(there.number >= 6);
    }
    assert!(!advice.remedies.is_empty());

    // The least time is a bound that anybody adds up: 6 prospects take 360 minutes a week, and there are 300.
    let least = advice
        .remedies
        .iter()
        .map(|remedy| remedy.seconds)
        .filter(|seconds| *seconds > 0);
    assert!(least.min().is_some_and(|seconds| seconds >= 60 * 60));
    Ok(())
}

#[test]
fn it_holds() {
    main().expect("the lesson");
}
