//! How good answers are and how many instructions they take, held against floors that are kept: a simpler solver that
//! finds less is told at once.

use std::collections::BTreeMap;
use std::fs;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};

use crate::python;
use crate::shell::{cargo, command, is_there, root, run, say, target};

/// What is kept: `GROUP MEASURE VALUE` in each line, apart by tabs.
const FLOORS: &str = "benches/data/quality.tsv";
/// The group of instruction counts, whose values are ceilings.
const INSTRUCTIONS: &str = "instructions";
/// So many percent more instructions than are kept are let through: what an allocator or a C library may add.
const ALLOWED: u64 = 25;
/// The peers, in an environment of their own.
const PEERS: &str = "benches/peers/requirements.txt";

/// A value by group and measure.
type Measures = BTreeMap<(String, String), u64>;

pub(crate) fn check(arguments: &[&str]) -> Result<()> {
    let store = match arguments {
        [] => false,
        ["store"] => true,
        ["--fresh", seed] => return fresh(seed, "20"),
        ["--fresh", seed, count] => return fresh(seed, count),
        _ => bail!("expected `quality`, `quality store` or `quality --fresh SEED [COUNT]`"),
    };
    build()?;
    say("quality: answers to plans that are kept");
    let binary = target("release/bench-quality");
    let told = command(&binary, [""; 0])
        .stderr(Stdio::inherit())
        .output()?;
    if !told.status.success() {
        bail!("bench-quality failed: {}", told.status);
    }
    let mut now = read(&String::from_utf8(told.stdout)?);
    let compiler = compiler()?;
    if is_there("valgrind", "--version") {
        say("quality: instructions");
        let names = command(&binary, ["counted"]).output()?;
        for name in String::from_utf8(names.stdout)?.lines() {
            now.insert(
                (INSTRUCTIONS.to_owned(), name.to_owned()),
                instructions(name)?,
            );
        }
    } else {
        say("quality: instructions are not counted, there is no valgrind");
    }
    let kept = root().join(FLOORS);
    if store {
        let mut text = format!("# floors of `cargo xtask quality`; {compiler}\n");
        for ((group, measure), value) in &now {
            text.push_str(&format!("{group}\t{measure}\t{value}\n"));
        }
        fs::write(&kept, text).with_context(|| FLOORS.to_owned())?;
        say(&format!("quality: written to {FLOORS}"));
    }
    let text = fs::read_to_string(&kept).with_context(|| FLOORS.to_owned())?;
    let counted_alike = text
        .lines()
        .next()
        .is_some_and(|it| it.ends_with(&compiler));
    if !counted_alike {
        say(&format!(
            "quality: instructions were counted with another compiler; this is {compiler}"
        ));
    }
    let below = compare(&now, &read(&text), counted_alike);
    if below.is_empty() {
        Ok(())
    } else {
        bail!("quality: {}", below.join("; "))
    }
}

fn build() -> Result<()> {
    say("quality: what measures");
    run(&mut cargo(&[
        "build",
        "--locked",
        "--release",
        "--package",
        "followthrough-benches",
        "--bin",
        "bench-quality",
        "--bin",
        "bench-fit",
    ]))
}

fn read(text: &str) -> Measures {
    let line = |line: &str| {
        let mut words = line.split('\t');
        let (group, measure, value) = (words.next()?, words.next()?, words.next()?);
        Some(((group.to_owned(), measure.to_owned()), value.parse().ok()?))
    };
    text.lines().filter_map(line).collect()
}

/// Prints what is measured beside what is kept, and tells what falls below.
fn compare(now: &Measures, kept: &Measures, counted_alike: bool) -> Vec<String> {
    let mut below = Vec::new();
    println!(
        "{:<20}{:<10}{:>14}{:>14}{:>9}",
        "group", "measure", "now", "kept", "change"
    );
    for ((group, measure), value) in now {
        let key = (group.clone(), measure.clone());
        let Some(before) = kept.get(&key) else {
            println!("{group:<20}{measure:<10}{value:>14}{:>14}", "none");
            if measure == "wrong" && *value > 0 {
                below.push(format!("{group} has {value} wrong"));
            }
            continue;
        };
        let change = 100.0 * (*value as f64 / (*before).max(1) as f64 - 1.0);
        let fails = match (group.as_str(), measure.as_str()) {
            (INSTRUCTIONS, _) => counted_alike && value * 100 > before * (100 + ALLOWED),
            (_, "wrong") => *value > 0,
            _ => value < before,
        };
        let shown = if value == before {
            String::new()
        } else {
            format!("{change:+.1}%")
        };
        let word = if fails { "  fails" } else { "" };
        println!("{group:<20}{measure:<10}{value:>14}{before:>14}{shown:>9}{word}");
        if fails {
            below.push(format!("{group} {measure} is {value}, kept is {before}"));
        }
    }
    for ((group, measure), before) in kept {
        let counted = group == INSTRUCTIONS;
        if !counted && !now.contains_key(&(group.clone(), measure.clone())) {
            below.push(format!(
                "{group} {measure} is not measured any more, kept is {before}"
            ));
        }
    }
    below
}

/// The instructions of one plan's answer.
fn instructions(name: &str) -> Result<u64> {
    let out = target(&format!("callgrind.{name}"));
    let output = command(
        "valgrind",
        [
            "--tool=callgrind",
            "--toggle-collect=*bench_quality::measured*",
            &format!("--callgrind-out-file={}", out.display()),
            &target("release/bench-quality").display().to_string(),
            "count",
            name,
        ],
    )
    .output()?;
    if !output.status.success() {
        bail!(
            "valgrind failed on `{name}`: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let text = fs::read_to_string(&out).with_context(|| out.display().to_string())?;
    let count = text
        .lines()
        .find_map(|line| {
            line.strip_prefix("summary:")
                .or(line.strip_prefix("totals:"))
        })
        .and_then(|count| count.trim().parse().ok())
        .filter(|count| *count > 0);
    count.with_context(|| format!("{} tells no count", out.display()))
}

fn compiler() -> Result<String> {
    let output = command("rustc", ["--version"]).output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Plans that nobody has looked at, answered by us and certified by CP-SAT.
fn fresh(seed: &str, count: &str) -> Result<()> {
    for word in [seed, count] {
        word.parse::<u64>()
            .with_context(|| format!("`{word}` is not a whole number"))?;
    }
    build()?;
    say("quality: the peers");
    let python = match python::environment(&target("peers"), PEERS) {
        Ok(python) => python,
        Err(error) => {
            say(&format!(
                "quality: fresh seeds are skipped, {PEERS} cannot be installed: {error:#}"
            ));
            return Ok(());
        }
    };
    say(&format!(
        "quality: {count} fresh plans of each kind from seed {seed}"
    ));
    let folder = target("release").display().to_string();
    run(&mut command(
        python,
        ["benches/peers/fresh.py", &folder, seed, count],
    ))
}
