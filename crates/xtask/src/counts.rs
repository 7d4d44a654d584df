//! How many instructions fixed plans take, beside the counts that are kept: a slower answer shows on a busy machine too.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::shell::{cargo, command, is_there, root, run, say, target};

/// The counts that are kept.
const STORED: &str = "benches/data/counts.tsv";
/// Changes up to so many percent are not told: another allocator or C library makes them too.
const TOLD: f64 = 1.0;

pub(crate) fn count(arguments: &[&str]) -> Result<()> {
    let store = match arguments {
        [] => false,
        ["store"] => true,
        _ => bail!("expected `counts` or `counts store`"),
    };
    if !is_there("valgrind", "--version") {
        say("counts: skipped, there is no valgrind");
        return Ok(());
    }
    say("counts: the plans that are counted");
    run(&mut cargo(&[
        "build",
        "--locked",
        "--release",
        "--package",
        "followthrough-benches",
        "--bin",
        "bench-counts",
    ]))?;
    let binary = target("release/bench-counts");
    let names = command(&binary, [""; 0]).output()?;
    let compiler = compiler()?;
    let mut counts = BTreeMap::new();
    for name in String::from_utf8(names.stdout)?.lines() {
        counts.insert(name.to_owned(), instructions(name)?);
    }
    let kept = root().join(STORED);
    if store {
        let mut text = format!("# instructions of `bench-counts`, {compiler}\n");
        for (name, count) in &counts {
            text.push_str(&format!("{name}\t{count}\n"));
        }
        fs::write(&kept, text).with_context(|| STORED.to_owned())?;
        say(&format!("counts: written to {STORED}"));
    }
    let text = fs::read_to_string(&kept).with_context(|| STORED.to_owned())?;
    let stored: BTreeMap<&str, u64> = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, count)| Some((name, count.parse().ok()?)))
        .collect();
    if !text.starts_with('#')
        || !text
            .lines()
            .next()
            .is_some_and(|it| it.ends_with(&compiler))
    {
        say(&format!(
            "counts: {STORED} was counted with another compiler; this is {compiler}"
        ));
    }
    println!("{:<10}{:>16}{:>16}{:>10}", "plan", "now", "kept", "change");
    for (name, count) in &counts {
        let Some(before) = stored.get(name.as_str()) else {
            println!("{name:<10}{count:>16}{:>16}", "none");
            continue;
        };
        let change = 100.0 * (*count as f64 / *before as f64 - 1.0);
        let word = match change {
            change if change > TOLD => "  more",
            change if change < -TOLD => "  less",
            _ => "",
        };
        println!("{name:<10}{count:>16}{before:>16}{change:>+9.1}%{word}");
    }
    Ok(())
}

/// The instructions of one plan's answer.
fn instructions(name: &str) -> Result<u64> {
    let out = target(&format!("callgrind.{name}"));
    let output = command(
        "valgrind",
        [
            "--tool=callgrind",
            "--toggle-collect=*bench_counts::measured*",
            &format!("--callgrind-out-file={}", out.display()),
            &target("release/bench-counts").display().to_string(),
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
