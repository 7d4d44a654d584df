//! In which order the program's functions are linked: as the runs below first need them.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::shell::{command, is_there, release, root, say, target};

/// The names that are kept; the build of the command line hands them to the linker.
const STORED: &str = "crates/followthrough-cli/order.txt";
const HEAD: &str = "# Functions in the order in which runs first need them, for the linker: written by `cargo xtask order`.\n";
/// What is asked most stands first.
const RUNS: [&str; 10] = [
    "fit docs/examples/worked/plan.toml",
    "fit docs/examples/worked/plan.toml --json",
    "fit docs/examples/worked/plan.toml --policy once",
    "fit docs/examples/worked/plan.toml --policy max",
    "check docs/examples/worked/plan.toml 12",
    "fit docs/examples/sdr/plan.toml",
    "fit docs/examples/solo/plan.toml",
    "check docs/examples/sdr/plan.toml 100",
    "schedule docs/examples/sdr/plan.toml",
    "admit docs/examples/sdr/plan.toml",
];

/// Writes the names anew, with what valgrind sees each run call.
pub(crate) fn write() -> Result<()> {
    if !is_there("valgrind", "--version") {
        bail!("valgrind is needed: it sees which functions a run calls");
    }
    say("order: the program");
    release("followthrough-cli")?;
    let mut kept = BTreeSet::new();
    let mut text = HEAD.to_owned();
    for arguments in RUNS {
        say(&format!("order: {arguments}"));
        for name in called(arguments)? {
            if kept.insert(name.clone()) {
                text.push_str(&format!("{name}\n"));
            }
        }
    }
    fs::write(root().join(STORED), text).with_context(|| STORED.to_owned())?;
    println!("{} names, written to {STORED}", kept.len());
    Ok(())
}

/// The functions that one run calls, by name; what differs from build to build is a `*`.
fn called(arguments: &str) -> Result<BTreeSet<String>> {
    let out = target("callgrind.order");
    let output = command(
        "valgrind",
        [
            "--tool=callgrind",
            "--demangle=no",
            &format!("--callgrind-out-file={}", out.display()),
            &target("release/followthrough").display().to_string(),
        ],
    )
    .args(arguments.split(' '))
    .env("FOLLOWTHROUGH_NOW", "2026-11-23T08:00:00Z")
    .output()?;
    // 1 is a no.
    if !matches!(output.status.code(), Some(0 | 1)) {
        bail!(
            "`{arguments}` failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let profile = fs::read_to_string(&out).with_context(|| out.display().to_string())?;
    let names: BTreeSet<String> = profile
        .lines()
        .filter_map(defined)
        .filter_map(pattern)
        .collect();
    if names.is_empty() {
        bail!("{} tells no functions", out.display());
    }
    Ok(names)
}

/// The name that a line `fn=(7) name` or `cfn=(7) name` gives to a function.
fn defined(line: &str) -> Option<&str> {
    let line = line.strip_prefix('c').unwrap_or(line);
    let (_, name) = line.strip_prefix("fn=(")?.split_once(") ")?;
    // Callgrind counts calls of a function by itself apart, as `name'2`.
    Some(name.split('\'').next().unwrap_or(name))
}

/// A mangled name of Rust without the hashes of crates and of instances.
fn pattern(name: &str) -> Option<String> {
    if name.starts_with("_ZN") {
        // `17h`, sixteen digits and `E` end it, and perhaps what link time optimisation appends.
        return Some(format!("{}17h*", name.rsplit_once("17h")?.0));
    }
    let mut rest = name.starts_with("_R").then_some(name)?;
    let mut pattern = String::new();
    // A crate is `Cs`, its hash, `_`, and the length of its name.
    while let Some(at) = rest.find("Cs") {
        let (before, crate_) = rest.split_at(at + 2);
        pattern.push_str(before);
        rest = crate_;
        if let Some(end) = crate_.find('_').filter(|end| (8..=13).contains(end)) {
            pattern.push('*');
            rest = &crate_[end..];
        }
    }
    pattern.push_str(rest.split(".llvm.").next().unwrap_or(rest));
    pattern.push('*');
    Some(pattern)
}

#[cfg(test)]
mod tests {
    use super::{defined, pattern};

    #[test]
    fn names_lose_what_differs_from_build_to_build() {
        for (name, expected) in [
            (
                "_ZN13followthrough4main17hefe70d7290e69e81E",
                "_ZN13followthrough4main17h*",
            ),
            (
                "_ZN5alloc7raw_vec11finish_grow17h2a9baa32e3c88f2bE.llvm.667136",
                "_ZN5alloc7raw_vec11finish_grow17h*",
            ),
            (
                "_RNvMs4_NtCslNYArtu3iFV_5alloc7raw_vecNtB5_11RawVecInner11finish_growCsjrHSEGnQ3l9_3std.llvm.3643",
                "_RNvMs4_NtCs*_5alloc7raw_vecNtB5_11RawVecInner11finish_growCs*_3std*",
            ),
        ] {
            assert_eq!(pattern(name).as_deref(), Some(expected));
        }
        assert_eq!(pattern("malloc"), None);
    }

    #[test]
    fn a_profile_defines_each_name_once() {
        assert_eq!(defined("fn=(7) _ZN1a17h0E"), Some("_ZN1a17h0E"));
        assert_eq!(defined("cfn=(8) _ZN1a17h0E'2"), Some("_ZN1a17h0E"));
        assert_eq!(defined("fn=(7)"), None);
        assert_eq!(defined("calls=1 0"), None);
    }
}
