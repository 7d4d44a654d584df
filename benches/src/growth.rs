//! How answers grow: with prospects, with years of calendar, with plans and cores.
//!
//! `bench-growth [classes | columns | calendar | meetings | reps]` prints a row for each measure, all of them where none is named.
//! Times are the best of several, those of `reps` the median, taken in turn, so that a busy machine spoils both sides of a
//! ratio or neither.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, Weekday};
use followthrough::{
    Block, Cadence, Cap, Channel, Columns, Fit, Horizon, Interval, Pattern, Plan, Policy, Prospect,
    Question, Share, Stage, Touch, fit_many,
};
use followthrough_tests::generator::{Draw, Kind, case};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

type Failure = Box<dyn std::error::Error>;
type Measure = fn() -> Result<(), Failure>;

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let rows: [(&str, Measure); 5] = [
        ("classes", classes),
        ("columns", columns),
        ("calendar", calendar),
        ("meetings", meetings),
        ("reps", reps),
    ];
    if asked
        .iter()
        .any(|asked| rows.iter().all(|(name, _)| name != asked))
    {
        eprintln!("usage: bench-growth [classes | columns | calendar | meetings | reps]..");
        return ExitCode::from(2);
    }
    for (name, measure) in rows {
        if !asked.is_empty() && !asked.iter().any(|asked| asked == name) {
            continue;
        }
        if let Err(error) = measure() {
            eprintln!("{name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// The best time of each of several pieces of work, in turn, `rounds` times.
fn best(rounds: u32, work: &mut [&mut dyn FnMut()]) -> Vec<Duration> {
    let mut times = vec![Duration::MAX; work.len()];
    for _ in 0..rounds {
        for (time, work) in times.iter_mut().zip(work.iter_mut()) {
            let start = Instant::now();
            work();
            *time = start.elapsed().min(*time);
        }
    }
    times
}

fn row(what: &str, detail: &str, time: Duration, ratio: Option<f64>) {
    let ratio = ratio.map_or(String::new(), |ratio| format!("{ratio:.2}"));
    let millis = time.as_secs_f64() * 1e3;
    println!("{what:<10} {detail:<58} {millis:>12.3} ms {ratio:>8}");
}

fn first_day() -> Result<NaiveDate, Failure> {
    Ok(NaiveDate::from_ymd_opt(2027, 1, 4).ok_or("no such day")?)
}

const WEEK: [Weekday; 5] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
];

/// A desk with two blocks a day: ten calls over ten weeks for everybody who is started, and letters that a machine
/// sends to those in flight, no more than so many a day.
fn desk() -> Result<Plan, Failure> {
    let mut plan = Plan::new("desk", "America/New_York".parse()?, first_day()?);
    for (hour, minutes, category) in [(9, 90, "calling"), (14, 45, "follow_up")] {
        let start = NaiveTime::from_hms_opt(hour, 0, 0).ok_or("no such time")?;
        let days = Pattern::Weekdays(WEEK.to_vec());
        let length = TimeDelta::minutes(minutes);
        plan.blocks
            .push(Block::new(vec![category.parse()?], days, start, length)?);
    }
    let touch = |channel: &str, after: u32, minutes: i64| -> Result<Touch, Failure> {
        let effort = TimeDelta::minutes(minutes);
        Ok(Touch::new(channel.parse()?)
            .after(after)
            .within(1)
            .effort(effort))
    };
    let mut touches = vec![touch("call", 0, 10)?];
    for at in 1..10 {
        let (channel, minutes) = [("call", 10), ("email", 5)][at % 2];
        touches.push(touch(channel, 5, minutes)?);
    }
    plan.cadences.push(Cadence::new("calls".parse()?, touches)?);
    let mut letters = vec![touch("letter", 0, 0)?];
    for _ in 1..6 {
        letters.push(touch("letter", 5, 0)?);
    }
    plan.cadences
        .push(Cadence::new("letters".parse()?, letters)?);
    let cap = Cap {
        day: Some(4_000_000),
        week: None,
    };
    let channel = Channel {
        cap,
        ..Channel::default()
    };
    plan.channels.insert("letter".parse()?, channel);
    plan.mix.push(followthrough::MixPart {
        cadence: "calls".parse()?,
        count: 1,
    });
    Ok(plan)
}

/// The desk with `heads` prospects in flight in a hundred classes.
fn in_flight(heads: u32) -> Result<Plan, Failure> {
    let mut plan = desk()?;
    for class in 0..100_u32 {
        let mut row = Prospect::new(
            format!("class {class:03}"),
            "letters".parse()?,
            Stage::InFlight,
        );
        row.next_touch = Some(1 + class % 6);
        row.due = plan
            .first_day
            .checked_add_days(Days::new(u64::from(class % 25)));
        row.priority = 1 + class % 3;
        row.count = heads / 100;
        plan.pipeline.push(row);
    }
    Ok(plan)
}

/// From 100 to 10 million prospects in flight, in a hundred classes: at most 1.10 asked.
fn classes() -> Result<(), Failure> {
    let heads = [100, 10_000, 1_000_000, 10_000_000];
    let plans = heads
        .iter()
        .map(|heads| in_flight(*heads))
        .collect::<Result<Vec<_>, _>>()?;
    for plan in &plans {
        let fit = plan.fit(Policy::Level, None)?;
        let wrong = plan.verify(&followthrough::Claim::from(&fit))?;
        assert!(
            wrong.is_empty() && fit.commitments.fits && fit.number > 0,
            "{wrong:?}"
        );
    }
    let mut work: Vec<Box<dyn FnMut()>> = plans
        .iter()
        .map(|plan| Box::new(move || drop(black_box(plan.fit(Policy::Level, None)))) as Box<_>)
        .collect();
    let mut work: Vec<&mut dyn FnMut()> = work.iter_mut().map(|work| &mut **work as _).collect();
    let times = best(60, &mut work);
    for (heads, time) in heads.iter().zip(&times) {
        let ratio = time.as_secs_f64() / times[0].as_secs_f64();
        row(
            "classes",
            &format!("fit, {heads} prospects in 100 classes"),
            *time,
            Some(ratio),
        );
    }
    Ok(())
}

/// Ten million prospects as columns into classes, beside a pass that sums the columns.
fn columns() -> Result<(), Failure> {
    const ROWS: usize = 10_000_000;
    let mut draw = Draw::new(7);
    let mut codes = |below: u64| -> Vec<u32> {
        (0..ROWS)
            .map(|_| draw.between(0, below - 1) as u32)
            .collect()
    };
    let (cadence, touch, days) = (codes(3), codes(8), codes(60));
    let (priority, zone) = (codes(3), codes(3));
    let next_touch: Vec<u32> = touch.iter().map(|touch| touch + 1).collect();
    let priority: Vec<u32> = priority.iter().map(|priority| priority + 1).collect();
    let due: Vec<i32> = days.iter().map(|day| 20_800 + *day as i32).collect();
    let names = ["a", "b", "c"]
        .map(str::parse)
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    let mut zones = vec![None];
    for name in ["Europe/Paris", "America/Denver"] {
        zones.push(Some(name.parse()?));
    }
    let columns = Columns {
        cadences: &names,
        cadence: &cadence,
        next_touch: &next_touch,
        due: &due,
        priority: Some(&priority),
        zones: &zones,
        zone: Some(&zone),
    };
    let sum = || {
        let of = |column: &[u32]| column.iter().map(|value| u64::from(*value)).sum::<u64>();
        let days: i64 = due.iter().map(|day| i64::from(*day)).sum();
        black_box((
            of(&cadence),
            of(&next_touch),
            days,
            of(&priority),
            of(&zone),
        ));
    };
    let count = columns.classes()?.len();
    let times = best(
        15,
        &mut [&mut { sum }, &mut || drop(black_box(columns.classes()))],
    );
    let ratio = |at: usize| Some(times[at].as_secs_f64() / times[0].as_secs_f64());
    row(
        "columns",
        "the sums of five columns of 10 million rows",
        times[0],
        None,
    );
    let what = format!("into {count} classes");
    row("columns", &what, times[1], ratio(1));
    Ok(())
}

/// A desk with meetings on most days for ten years.
fn busy_desk() -> Result<Plan, Failure> {
    let mut plan = desk()?;
    let mut draw = Draw::new(11);
    for day in 0..4_200 {
        let Some(date) = plan.first_day.checked_add_days(Days::new(day)) else {
            continue;
        };
        for (hour, percent) in [(9, 30), (11, 50), (14, 20)] {
            if !draw.chance(percent) {
                continue;
            }
            let start = date.and_time(NaiveTime::from_hms_opt(hour, 0, 0).ok_or("no such time")?);
            let minutes = TimeDelta::minutes(draw.between(2, 4) as i64 * 5);
            let (start, end) = (plan.zone.instant(start), plan.zone.instant(start + minutes));
            plan.busy.extend(Interval::new(start, end));
        }
        if draw.chance(3) {
            plan.holidays.insert(date);
        }
    }
    plan.reserve = "10%".parse::<Share>().unwrap_or(Share::ZERO);
    Ok(plan)
}

/// Ten years of calendar beside a quarter: at most 40 asked.
fn calendar() -> Result<(), Failure> {
    ten_years("calendar", &desk()?, 15)
}

/// The same with meetings on most days, where a level is a search.
fn meetings() -> Result<(), Failure> {
    ten_years("meetings", &busy_desk()?, 3)
}

fn ten_years(name: &str, plan: &Plan, rounds: u32) -> Result<(), Failure> {
    let ten_years = plan
        .first_day
        .checked_add_months(chrono::Months::new(120))
        .and_then(|date| date.pred_opt())
        .ok_or("no such day")?;
    let ask = |policy: Policy, horizon: Horizon| -> Fit {
        plan.fit(policy, Some(horizon))
            .unwrap_or_else(|error| panic!("{error}"))
    };
    let answer = |fit: &Fit| format!("{} (bound {})", fit.number, fit.bound);
    for policy in [Policy::Once, Policy::Level] {
        let long = Horizon::Until(ten_years);
        let short = ask(policy, Horizon::Quarter);
        let told = ask(policy, long);
        let wrong = plan.verify(&followthrough::Claim::from(&told))?;
        assert!(wrong.is_empty(), "{wrong:?}");
        let times = best(
            rounds,
            &mut [
                &mut || drop(black_box(ask(policy, Horizon::Quarter))),
                &mut || drop(black_box(ask(policy, long))),
            ],
        );
        let what = format!("{policy:?}, a quarter: {}", answer(&short));
        row(name, &what, times[0], None);
        let what = format!("{policy:?}, ten years: {}", answer(&told));
        let ratio = times[1].as_secs_f64() / times[0].as_secs_f64();
        row(name, &what, times[1], Some(ratio));
    }
    Ok(())
}

/// Numbers drawn one from the other (xorshift64*: Vigna, 2016), added up.
fn draw(seed: u64) -> u64 {
    let mut state = seed;
    (0..50_000_000).fold(0, |sum: u64, _| {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        sum.wrapping_add(state.wrapping_mul(0x2545_f491_4f6c_dd1d))
    })
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// `once` for 100,000 reps with one thread, with two, and so on: linear in cores, as far as the cores themselves are.
fn reps() -> Result<(), Failure> {
    const REPS: usize = 100_000;
    const DESKS: usize = 2_000;
    let cases: Vec<_> = (0..DESKS as u64)
        .map(|seed| case(Kind::Desk, seed))
        .collect();
    let questions: Vec<Question<'_>> = (0..REPS)
        .map(|rep| Question {
            plan: &cases[rep % DESKS].plan,
            policy: Policy::Once,
            horizon: None,
        })
        .collect();
    let cores = std::thread::available_parallelism()?.get();
    let pools: Vec<_> = std::iter::successors(Some(1), |threads| Some(threads * 2))
        .take_while(|threads| *threads <= cores)
        .map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build())
        .collect::<Result<_, _>>()?;
    // For each pool the answers, and beside them what its cores are worth to threads that need nothing else.
    let mut times = vec![[const { Vec::new() }; 2]; pools.len()];
    for _ in 0..5 {
        for (pool, [asked, drawn]) in pools.iter().zip(&mut times) {
            let start = Instant::now();
            let answers = pool.install(|| fit_many(&questions, |_, _| true));
            asked.push(start.elapsed());
            let answered = answers.iter().filter(|answer| answer.is_ok()).count();
            assert_eq!(answered, REPS, "every plan has an answer");
            drop(answers);
            let start = Instant::now();
            let sum = pool.install(|| {
                (1..=64_u64)
                    .into_par_iter()
                    .map(draw)
                    .reduce(|| 0, u64::wrapping_add)
            });
            drawn.push(start.elapsed());
            black_box(sum);
        }
    }
    // A core alone runs at moments faster than one of two, so that the best of each are not of one mood: medians are.
    let times: Vec<_> = times.into_iter().map(|times| times.map(median)).collect();
    for (pool, [asked, drawn]) in pools.iter().zip(&times) {
        let threads = pool.current_num_threads();
        let what = [
            (
                format!("once for {REPS} reps, threads: {threads}"),
                asked,
                times[0][0],
            ),
            (
                format!("numbers drawn and added, threads: {threads}"),
                drawn,
                times[0][1],
            ),
        ];
        for (what, time, single) in what {
            row(
                "reps",
                &what,
                *time,
                Some(single.as_secs_f64() / time.as_secs_f64()),
            );
        }
    }
    Ok(())
}
