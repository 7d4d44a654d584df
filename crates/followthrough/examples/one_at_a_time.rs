//! Lesson 3: a CRM's click. One prospect at a time, on a placement that is kept.
//!
//! ```sh
//! cargo run -p followthrough --example one_at_a_time
//! ```

use followthrough::{Newcomer, Plan};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let plan = Plan::example();
    let today = plan.first_day;
    // Made once, when the day begins or the plan changes; each question takes microseconds then.
    let mut desk = plan.desk(None)?;
    let newcomer = Newcomer::new("calls".parse()?, today);

    // `admit` asks and promises nothing; `start` asks, and promises everything where the answer is yes.
    assert!(desk.admit(&newcomer)?.admitted);
    let mut started = 0;
    let refused = loop {
        let answer = desk.start(&format!("lead-{started}"), &newcomer)?;
        if !answer.admitted {
            break answer;
        }
        started += 1;
    };
    // Monday's and Tuesday's hours hold twelve first calls.
    assert_eq!(started, 12);
    let obstacle = refused.obstacle.ok_or("a refusal has a reason")?;
    println!("{started} started; then: {}", obstacle.why);
    println!("the next could start on {:?}", refused.earliest);

    // Somebody answers, and what was promised to them is free again.
    desk.withdraw("lead-3")?;
    assert!(desk.start("lead-12", &newcomer)?.admitted);

    // All that is promised has its place, as another reading of the plan confirms.
    assert_eq!(desk.plan().verify(&desk.claim()?)?, []);
    Ok(())
}

#[test]
fn it_holds() {
    main().expect("the lesson");
}
