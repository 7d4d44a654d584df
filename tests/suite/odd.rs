//! Plans whose numbers do not divide each other: short remains that do not count, work of no effort, blocks of odd lengths
//! at odd times. The verifier accepts what is answered, and nothing else.

use chrono::{NaiveTime, TimeDelta};
use followthrough::{Block, Claim, Party, Pattern, Plan};
use followthrough_tests::generator::{Case, Draw, Kind, case};

/// As many plans are drawn.
const PLANS: u64 = 200;
/// As many placements are broken, of all plans together.
const BROKEN: usize = 2_000;

/// A generated plan made odd.
fn odd(seed: u64) -> Case {
    let kinds = [
        Kind::Small,
        Kind::Knapsack,
        Kind::Owing,
        Kind::Packing,
        Kind::Shared,
        Kind::Capped,
        Kind::Mixed,
    ];
    let mut draw = Draw::new(seed);
    let mut case = case(*draw.pick(&kinds), 500_000 + seed);
    let plan = &mut case.plan;
    plan.min_segment = TimeDelta::seconds(*draw.pick(&[1, 60, 420, 900, 1_200, 2_700]));
    for cadence in &mut plan.cadences {
        let mut touches = cadence.touches().to_vec();
        for touch in &mut touches {
            if draw.chance(25) {
                touch.effort = Some(TimeDelta::zero());
            }
        }
        let days = cadence.days();
        let mut made = followthrough::Cadence::new(cadence.name().clone(), touches)
            .expect("a cadence")
            .with_days(days);
        if let Some(repeat) = cadence.repeat() {
            made = made.with_repeat(repeat.clone()).expect("a tail");
        }
        if let Some(prep) = cadence.prep() {
            let mut prep = prep.clone();
            if draw.chance(50) {
                prep.effort = TimeDelta::zero();
            }
            made = made.with_prep(prep);
        }
        if let Some(reply) = cadence.on_reply() {
            let mut reply = reply.clone();
            if draw.chance(50) {
                reply.effort = TimeDelta::zero();
            }
            made = made.with_on_reply(reply);
        }
        *cadence = made;
    }
    blocks(plan, &mut draw);
    case
}

/// Cuts blocks to odd lengths, and adds some of a few minutes at the day's end.
fn blocks(plan: &mut Plan, draw: &mut Draw) {
    for block in &mut plan.blocks {
        let length = block.length() - TimeDelta::seconds(draw.between(0, 599) as i64);
        let cut = Block::new(
            block.categories().to_vec(),
            block.pattern().clone(),
            block.start(),
            length.max(TimeDelta::seconds(1)),
        );
        let name = block.name.clone();
        *block = cut.expect("a block");
        block.name = name;
    }
    let categories = plan.blocks[0].categories().to_vec();
    let short = Block::new(
        categories,
        Pattern::Weekdays(vec![chrono::Weekday::Tue, chrono::Weekday::Thu]),
        NaiveTime::from_hms_opt(23, 13, 7).expect("a time"),
        TimeDelta::seconds(draw.between(1, 1_800) as i64),
    );
    plan.blocks.push(short.expect("a block"));
}

fn claims() -> Vec<(Plan, Claim, String)> {
    let made = (0..PLANS).map(|seed| {
        let case = odd(seed);
        let fit = case
            .plan
            .fit(case.policy, Some(case.horizon))
            .expect("an answer");
        let name = format!("{} {seed}", case.kind.name());
        (case.plan, Claim::from(&fit), name)
    });
    made.collect()
}

fn violations(plan: &Plan, claim: &Claim) -> Vec<String> {
    let found = plan.verify(claim).expect("a plan");
    found.iter().map(ToString::to_string).collect()
}

/// Breaks a placement in one place, drawn; false where it has nothing to break in that way.
fn mutate(claim: &mut Claim, draw: &mut Draw) -> bool {
    if claim.placement.is_empty() {
        return false;
    }
    let index = draw.between(0, claim.placement.len() as u64 - 1) as usize;
    let placed = &mut claim.placement[index];
    // What is owed may be late, and where it takes no time it is in no segment that another day would not have.
    let may_be_later = placed.segment.is_none() && !matches!(placed.party, Party::Start(_));
    match draw.between(0, 4) {
        0 if placed.count == 1 => drop(claim.placement.remove(index)),
        0 => placed.count -= 1,
        1 => placed.count += 1,
        2 => match &mut placed.segment {
            Some(local) => *local += TimeDelta::seconds(1),
            None => return false,
        },
        3 if may_be_later => return false,
        3 => {
            let later = placed.date.checked_add_days(chrono::Days::new(3_000));
            placed.date = later.expect("a day");
        }
        _ => {
            let Some(start) = claim.starts.first_mut() else {
                return false;
            };
            start.count += 1;
        }
    }
    true
}

#[test]
fn the_verifier_accepts_every_answer_to_an_odd_plan_and_no_broken_one() {
    let claims = claims();
    let some = claims
        .iter()
        .filter(|(_, claim, _)| !claim.starts.is_empty());
    assert!(some.count() > 100, "too few plans start anybody");
    for (plan, claim, name) in &claims {
        assert_eq!(violations(plan, claim), [""; 0], "{name}");
    }
    let (mut broken, mut draw) = (0, Draw::new(7));
    while broken < BROKEN {
        let (plan, claim, name) = draw.pick(&claims);
        let mut claim = claim.clone();
        if mutate(&mut claim, &mut draw) {
            broken += 1;
            assert!(!violations(plan, &claim).is_empty(), "{name}: {broken}");
        }
    }
}
