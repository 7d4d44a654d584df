//! How long a click takes: one more prospect at a desk that is kept, beside a fresh fit of the same plan.
//!
//! `bench-admit [PROSPECTS] [SEED]` makes a quarter's plan with so many prospects in flight (500), asks in three states
//! of the desk, and prints the median and the best of many calls, and how many times a fresh fit takes that: `once`,
//! the quickest of them. `bench-admit export [PROSPECTS] [SEED]` prints the plan as numbers for `benches/peers/admit.py`.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, Weekday};
use followthrough::{
    Block, Cadence, Cap, Channel, ChannelName, Desk, Horizon, Hours, Newcomer, Pattern, Plan,
    Policy, Prep, Prospect, Stage, Touch,
};
use followthrough_tests::compiled;
use followthrough_tests::generator::{Case, Draw, Kind};

/// How many calls are timed of each kind.
const CALLS: usize = 2_001;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).peekable();
    let export = words.next_if_eq("export").is_some();
    let prospects = words.next().map_or(Ok(500), |word| word.parse());
    let seed = words.next().map_or(Ok(1), |word| word.parse());
    let (Ok(prospects), Ok(seed)) = (prospects, seed) else {
        eprintln!("usage: bench-admit [export] [PROSPECTS] [SEED]");
        return ExitCode::from(2);
    };
    let plan = plan(prospects, seed);
    if export {
        let case = Case {
            kind: Kind::Loaded,
            seed,
            plan,
            policy: Policy::Max,
            horizon: Horizon::Quarter,
        };
        println!("{}", compiled::json(&case));
        return ExitCode::SUCCESS;
    }
    let (level, answer) = timed(1, || plan.fit(Policy::Level, None).expect("an answer"));
    let (fit, _) = timed(21, || plan.fit(Policy::Once, None).expect("an answer"));
    println!(
        "{prospects} in flight owe {} touches; level {} of {}, {} over the quarter",
        answer.commitments.touches, answer.number, answer.bound, answer.total
    );
    println!("level            {:>9.1} us", micros(level));
    println!("once             {:>9.1} us median", micros(fit));
    let (made, mut desk) = timed(21, || plan.desk(None).expect("a desk"));
    println!("desk made        {:>9.1} us median", micros(made));

    if let Some(clear_day) = desk.clear_day() {
        println!("what is owed is late until {clear_day}");
    }
    ask("as it stands", &mut desk, None, fit);
    let first = fill(&mut desk, plan.first_day + Days::new(56));
    ask("no room for eight weeks", &mut desk, first.as_ref(), fit);
    fill(&mut desk, NaiveDate::MAX);
    ask("no room at all", &mut desk, first.as_ref(), fit);
    let claim = desk.claim().expect("a claim");
    let wrong = desk.plan().verify(&claim).expect("a verdict");
    println!(
        "{} started, {} places, {} violations",
        desk.started(),
        claim.placement.len(),
        wrong.len()
    );
    ExitCode::SUCCESS
}

/// Starts as many as find room before a day, each as early as can be, and tells who was first.
fn fill(desk: &mut Desk, before: NaiveDate) -> Option<Newcomer> {
    let name = desk.plan().cadences[0].name().clone();
    let mut asked = Newcomer::new(name, desk.horizon().from);
    let mut first = None;
    loop {
        let answer = desk.admit(&asked).expect("an answer");
        asked.day = match answer.earliest.filter(|then| *then < before) {
            Some(then) => then,
            None => return first,
        };
        let id = format!("S{}", desk.started());
        desk.start(&id, &asked).expect("an answer");
        first.get_or_insert_with(|| asked.clone());
    }
}

/// Times a desk's questions and changes in one state.
fn ask(state: &str, desk: &mut Desk, first: Option<&Newcomer>, fit: Duration) {
    println!("{state}:");
    let horizon = desk.horizon();
    let name = desk.plan().cadences[0].name().clone();
    let days = (horizon.to - horizon.from).num_days() as u64;
    let mut draw = Draw::new(7);
    let (mut yes, mut no, mut late) = (Vec::new(), Vec::new(), Vec::new());
    let mut unproved = 0;
    for _ in 0..CALLS {
        let newcomer = Newcomer::new(
            name.clone(),
            horizon.from + Days::new(draw.between(0, days)),
        );
        // What was asked in this state before is known: somebody comes or goes before every question.
        if let Some(first) = first {
            desk.withdraw("S0").expect("it was started");
            assert!(desk.start("S0", first).expect("an answer").admitted);
        }
        let begin = Instant::now();
        let answer = desk.admit(&newcomer).expect("an answer");
        let took = begin.elapsed();
        unproved += u32::from(!answer.proved);
        match (answer.admitted, answer.earliest) {
            (true, _) => yes.push(took),
            (false, None) => no.push(took),
            (false, Some(_)) => late.push(took),
        }
    }
    tell("  yes", yes, fit);
    tell("  no, and when", late, fit);
    tell("  no, and never", no, fit);
    if unproved > 0 {
        println!("  {unproved} refusals are not proved");
    }
    let mut both = Vec::new();
    for call in 0..CALLS {
        let newcomer = Newcomer::new(
            name.clone(),
            horizon.from + Days::new(draw.between(0, days)),
        );
        let id = format!("T{call}");
        let begin = Instant::now();
        let admitted = desk.start(&id, &newcomer).expect("an answer").admitted;
        if admitted {
            desk.withdraw(&id).expect("it was started");
            both.push(begin.elapsed());
        }
    }
    tell("  start, withdraw", both, fit);
}

fn tell(what: &str, mut times: Vec<Duration>, fit: Duration) {
    if times.is_empty() {
        return;
    }
    times.sort_unstable();
    let median = times[times.len() / 2];
    println!(
        "{what:<17}{:>9.1} us median {:>8.1} best {:>8.1} nine in ten, {:>6} calls, `once` takes {:.0} times that",
        micros(median),
        micros(times[0]),
        micros(times[times.len() * 9 / 10]),
        times.len(),
        fit.as_secs_f64() / median.as_secs_f64(),
    );
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The median time of so many runs, and what the last one answered.
fn timed<T>(runs: usize, question: impl Fn() -> T) -> (Duration, T) {
    let mut answer = None;
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let begin = Instant::now();
            answer = Some(question());
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    (times[runs / 2], answer.expect("at least one run"))
}

/// A busy desk: four hours of calling a day and two of writing, eight touches in four weeks under caps and contact
/// hours, and prospects in flight at every touch.
fn plan(prospects: u32, seed: u64) -> Plan {
    let first = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date");
    let mut plan = Plan::new(
        "busy desk",
        "America/Chicago".parse().expect("a zone"),
        first,
    );
    plan.reserve = "0.1".parse().expect("a share");
    plan.holidays.insert(first + Days::new(14));
    plan.holidays.insert(first + Days::new(42));
    let weekdays = || {
        Pattern::Weekdays(vec![
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
        ])
    };
    for (category, hour, minutes) in [
        ("research", 8, 120),
        ("calling", 10, 120),
        ("calling", 13, 150),
        ("research", 16, 60),
    ] {
        let start = NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
        let length = TimeDelta::minutes(minutes);
        let category = category.parse().expect("a name");
        plan.blocks
            .push(Block::new(vec![category], weekdays(), start, length).expect("a block"));
    }
    let channel = |category: &str, effort: i64, day: u32, hours: bool| Channel {
        category: Some(category.parse().expect("a name")),
        effort: Some(TimeDelta::minutes(effort)),
        cap: Cap {
            day: Some(day),
            week: Some(day * 4),
        },
        hours: hours
            .then(|| {
                let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
                Hours::new(at(8), at(18))
            })
            .flatten(),
        ..Channel::default()
    };
    for (name, settings) in [
        ("call", channel("calling", 3, 130, true)),
        ("email", channel("research", 2, 80, false)),
        ("social", channel("research", 3, 50, false)),
    ] {
        plan.channels
            .insert(name.parse::<ChannelName>().expect("a name"), settings);
    }
    let touch = |after, channel: &str| Touch::new(channel.parse().expect("a name")).after(after);
    let touches = vec![
        touch(0, "call"),
        touch(2, "email"),
        touch(3, "call"),
        touch(3, "social"),
        touch(3, "call"),
        touch(4, "email"),
        touch(3, "call"),
        touch(3, "call"),
    ];
    let cadence = Cadence::new("outbound".parse().expect("a name"), touches).expect("a cadence");
    plan.cadences.push(cadence.with_prep(Prep {
        category: "research".parse().expect("a name"),
        effort: TimeDelta::minutes(4),
        ahead: 3,
    }));
    let mut draw = Draw::new(seed);
    for number in 0..prospects {
        let name = plan.cadences[0].name().clone();
        let mut row = Prospect::new(format!("P{number:04}"), name, Stage::InFlight);
        row.next_touch = Some(draw.between(2, 8) as u32);
        row.due = Some(first + Days::new(draw.between(0, 4)));
        row.priority = draw.between(1, 3) as u32;
        if draw.chance(40) {
            let zones = ["America/Los_Angeles", "America/New_York", "Europe/London"];
            row.zone = Some(draw.pick(&zones).parse().expect("a zone"));
        }
        plan.pipeline.push(row);
    }
    plan
}
