//! How good the answers are on fixed plans: what `cargo xtask quality` holds against its floors.
//!
//! `bench-quality` prints lines of `GROUP MEASURE VALUE`, apart by tabs. `certified` groups are plans whose optimum CP-SAT
//! certified, `fresh` groups plans of one kind that are answered and judged, whatever their optimum. `wrong` counts
//! numbers above an optimum, bounds below one, and answers that verifier or certificate check refuse.
//! `bench-quality counted` lists plans whose answers are counted in instructions, `bench-quality count NAME` answers one of
//! them: once for what is read once only, and once inside of `measured`, which is all that is counted.
//! `bench-quality ask` reads lines of `QUESTION KIND SEED` and prints each answer as a line of JSON.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use followthrough::{Fit, Horizon, Plan, Policy};
use followthrough_files::{Request, load};
use followthrough_tests::generator::{Case, Kind, case};
use followthrough_tests::optima::{Comparison, certified};
use followthrough_tests::{compiled, trial};
use serde_json::json;

/// The kinds that are answered without a certified optimum, and how many of each.
const FRESH: [(Kind, u64); 8] = [
    (Kind::Desk, 20),
    (Kind::Packing, 20),
    (Kind::Shared, 20),
    (Kind::Capped, 20),
    (Kind::Loaded, 20),
    (Kind::Mixed, 10),
    (Kind::Flexible, 10),
    (Kind::Long, 6),
];
/// Their first seed.
const SEED: u64 = 700_000;

/// A plan that is kept.
enum Kept {
    /// In `docs/examples`.
    Example(&'static str),
    /// As the generator draws it.
    Drawn(Kind, u64),
}

/// One plan for each part of the solver: two from files; a pace and its plan over blocks that several categories share;
/// a `max` under caps; and a full pipeline, of which more is owed than fits.
const COUNTED: [(&str, Kept, Policy); 5] = [
    ("once", Kept::Example("worked"), Policy::Once),
    ("level", Kept::Example("sdr"), Policy::Level),
    ("shared", Kept::Drawn(Kind::Shared, 22), Policy::Level),
    ("max", Kept::Drawn(Kind::Capped, 1), Policy::Max),
    ("owing", Kept::Drawn(Kind::Owing, 5), Policy::Level),
];

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => measures()?,
        ["counted"] => COUNTED.iter().for_each(|(name, ..)| println!("{name}")),
        ["count", name] => count(name)?,
        ["ask"] => ask()?,
        _ => {
            eprintln!("usage: bench-quality [counted | count NAME | ask]");
            return Ok(ExitCode::from(2));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Measures by group.
#[derive(Debug, Default)]
struct Groups(BTreeMap<String, BTreeMap<&'static str, u64>>);

impl Groups {
    fn add(&mut self, group: &str, measure: &'static str, value: u64) {
        let measures = self.0.entry(group.to_owned()).or_default();
        *measures.entry(measure).or_default() += value;
    }

    fn compared(&mut self, group: &str, case: &Case, told: &Comparison) {
        self.judged(group, case, &told.wrong);
        self.add(group, "exact", u64::from(told.exact));
        self.add(group, "proved", u64::from(told.proved));
        self.add(group, "sum", told.number);
    }

    fn judged(&mut self, group: &str, case: &Case, wrong: &[String]) {
        for sentence in wrong {
            eprintln!("WRONG {} {}: {sentence}", case.kind.name(), case.seed);
        }
        self.add(group, "plans", 1);
        self.add(group, "wrong", u64::from(!wrong.is_empty()));
    }
}

fn measures() -> Result<()> {
    let mut groups = Groups::default();
    for row in certified() {
        let fit = row.case.plan.fit(row.case.policy, Some(row.case.horizon))?;
        let group = match row.case.policy {
            Policy::Level => "certified pace".to_owned(),
            policy => format!("certified {}", compiled::policy(policy)),
        };
        let mut number = row.number(&fit);
        number.wrong.extend(trial::fit(&row.case, 0).wrong);
        groups.compared(&group, &row.case, &number);
        for week in row.weeks(&fit) {
            groups.compared("certified weeks", &row.case, &week);
        }
    }
    for (kind, count) in FRESH {
        for seed in SEED..SEED + count {
            let case = case(kind, seed);
            let group = format!("fresh {}", kind.name());
            groups.judged(&group, &case, &trial::fit(&case, 0).wrong);
            let fit = case.plan.fit(case.policy, Some(case.horizon))?;
            groups.add(&group, "proved", u64::from(fit.proved));
            groups.add(&group, "sum", u64::from(fit.number));
            groups.add(&group, "starts", u64::from(fit.total));
            let quotas = fit.weeks.iter().filter(|week| week.quota.is_some());
            let proved = quotas.filter(|week| Some(week.starts) == week.bound);
            groups.add(&group, "weeks proved", proved.count() as u64);
        }
    }
    for (group, measures) in groups.0 {
        for (measure, value) in measures {
            println!("{group}\t{measure}\t{value}");
        }
    }
    Ok(())
}

/// Answers one plan of those that are counted.
fn count(name: &str) -> Result<()> {
    let Some((_, kept, policy)) = COUNTED.iter().find(|(known, ..)| *known == name) else {
        bail!("there is no plan `{name}`");
    };
    let (plan, horizon) = match kept {
        Kept::Drawn(kind, seed) => {
            let case = case(*kind, *seed);
            (case.plan, Some(case.horizon))
        }
        Kept::Example(folder) => {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples");
            let request = Request {
                plan: root.join(folder).join("plan.toml"),
                ..Request::default()
            };
            let Ok(loaded) = load(&request) else {
                bail!("the example `{folder}` cannot be read");
            };
            (loaded.plan, None)
        }
    };
    for answer in [
        plan.fit(*policy, horizon),
        measured(&plan, *policy, horizon),
    ] {
        let fit = answer.with_context(|| name.to_owned())?;
        println!("{} (bound {})", fit.number, fit.bound);
    }
    Ok(())
}

#[inline(never)]
fn measured(
    plan: &Plan,
    policy: Policy,
    horizon: Option<Horizon>,
) -> Result<Fit, followthrough::Error> {
    black_box(plan.fit(policy, horizon))
}

/// Answers questions from stdin.
fn ask() -> Result<()> {
    for line in std::io::stdin().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let [question, kind, seed] = words.as_slice() else {
            bail!("`{line}` is not `QUESTION KIND SEED`");
        };
        let kind = Kind::named(kind).with_context(|| line.clone())?;
        let mut case = case(kind, seed.parse()?);
        case.policy = match *question {
            "once" => Policy::Once,
            "max" => Policy::Max,
            _ => Policy::Level,
        };
        let start = Instant::now();
        if *question == "triage" {
            let answer = case.plan.triage()?;
            let seconds = start.elapsed().as_secs_f64();
            let (wrong, _) = trial::triage(&case, 0);
            let answer = json!({
                "number": answer.count.all,
                "bound": answer.at_least.all,
                "proved": answer.proved,
                "seconds": seconds,
                "wrong": wrong,
            });
            println!("{answer}");
            continue;
        }
        let fit = case.plan.fit(case.policy, Some(case.horizon))?;
        let seconds = start.elapsed().as_secs_f64();
        let weeks = fit.weeks.iter().map(|week| {
            json!({"from": week.from.to_string(), "quota": week.quota, "starts": week.starts, "bound": week.bound})
        });
        let answer = json!({
            "number": fit.number,
            "bound": fit.bound,
            "every": fit.every,
            "proved": fit.proved,
            "weeks": weeks.collect::<Vec<_>>(),
            "seconds": seconds,
            "wrong": trial::fit(&case, 0).wrong,
        });
        println!("{answer}");
    }
    Ok(())
}
