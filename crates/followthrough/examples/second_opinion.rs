//! Lesson 4: a placement from elsewhere is judged, and a broken one is caught.
//!
//! ```sh
//! cargo run -p followthrough --example second_opinion
//! ```

use followthrough::{Claim, Plan, Policy};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let plan = Plan::example();
    let fit = plan.fit(Policy::Level, None)?;

    // A claim says who is started when, and where every touch has its place. It may come from any program.
    let mut claim = Claim::from(&fit);
    assert_eq!(plan.verify(&claim)?, []);
    println!(
        "{} placed touches are judged: nothing is wrong",
        claim.placement.len()
    );

    // The judge shares nothing with the solver but the plan. It sees a touch that was left out.
    let lost = claim.placement.pop().ok_or("a placement")?;
    let wrong = plan.verify(&claim)?;
    println!("without {lost:?}:");
    for violation in &wrong {
        println!("  {violation:?}");
    }
    assert!(!wrong.is_empty());
    Ok(())
}

#[test]
fn it_holds() {
    main().expect("the lesson");
}
