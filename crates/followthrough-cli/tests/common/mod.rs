//! The real binary with its clock, zone and locale pinned.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository's folder, in which the examples lie.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The binary with `arguments`, run in `folder`.
pub(crate) fn followthrough_in(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_followthrough"));
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("FOLLOWTHROUGH_NOW", "2026-11-23T07:00:00-05:00")
        .env("TZ", "Pacific/Auckland")
        .env("LANG", "C.UTF-8");
    command
}

/// The binary with `arguments`, run where the examples lie.
pub(crate) fn followthrough(arguments: &[&str]) -> Command {
    followthrough_in(&root(), arguments)
}

/// What it says and how it ends.
#[track_caller]
pub(crate) fn output(command: &mut Command) -> Output {
    command.output().expect("the binary runs")
}

/// What it says on stdout, where it ends well.
#[track_caller]
pub(crate) fn stdout(command: &mut Command) -> String {
    let output = output(command);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("answers are UTF-8")
}

/// A folder with a small plan and the files it names.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for a test");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file for a test");
    }
    folder
}

/// One hour of calling a day, and six calls of ten minutes, a week apart, each on one of two days.
pub(crate) const PLAN: &str = r#"format = 1
name = "desk"
timezone = "America/New_York"
first_day = 2027-01-04
[[block]]
category = "calling"
days = ["mon", "tue", "wed", "thu", "fri"]
start = "09:00"
length = "1h"
[cadence.calls]
touches = [
  { day = 1,  channel = "call", effort = "10m" }, { day = 6,  channel = "call", effort = "10m" },
  { day = 11, channel = "call", effort = "10m" }, { day = 16, channel = "call", effort = "10m" },
  { day = 21, channel = "call", effort = "10m" }, { day = 26, channel = "call", effort = "10m" },
]
"#;
