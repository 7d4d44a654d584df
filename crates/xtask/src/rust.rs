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

/// Rows are written while the process is killed, many times more often than the tests of a change take time for.
pub(crate) fn kills() -> Result<()> {
    say("rust: 500 kills while rows and sets of files are written");
    let mut kills = cargo(&[
        "test",
        "--locked",
        "--workspace",
        "--test",
        "track",
        "--test",
        "fortnight",
        "--test",
        "write",
        "kills",
    ]);
    run(kills.env("FOLLOWTHROUGH_KILLS", "500"))
}

/// Whether every link in the documentation of the crates leads somewhere.
pub(crate) fn documentation() -> Result<()> {
    say("rust: documentation");
    let mut doc = cargo(&["doc", "--locked", "--workspace", "--no-deps"]);
    run(doc.env("RUSTDOCFLAGS", "-D warnings"))
}
