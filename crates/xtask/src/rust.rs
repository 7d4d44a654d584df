//! The Rust half: formatting, clippy, tests; and documentation.

use anyhow::Result;

use crate::shell::{cargo, run, say};

pub(crate) fn test() -> Result<()> {
    say("rust: formatting");
    run(&mut cargo(&["fmt", "--all", "--check"]))?;
    say("rust: clippy");
    run(&mut cargo(&[
        "clippy",
        "--locked",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    say("rust: tests");
    run(&mut cargo(&["test", "--locked", "--workspace"]))
}

/// Whether every link in the documentation of the crates leads somewhere.
pub(crate) fn documentation() -> Result<()> {
    say("rust: documentation");
    let mut doc = cargo(&["doc", "--locked", "--workspace", "--no-deps"]);
    run(doc.env("RUSTDOCFLAGS", "-D warnings"))
}
