//! A file is replaced whole or not at all: on a full disk, in a folder that is closed, killed in the middle.
#![cfg(unix)]

mod common;

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::Command;

use common::{PLAN, folder, followthrough_in, output, stdout};

/// A folder with a plan and a calendar that was written from it, with the calendar's bytes.
fn desk() -> (tempfile::TempDir, Vec<u8>) {
    let folder = folder(&[("plan.toml", PLAN)]);
    stdout(&mut followthrough_in(
        folder.path(),
        &["schedule", "plan.toml", "--ics", "blocks.ics"],
    ));
    let old = calendar(folder.path());
    assert!(old.len() > 8 * 1024 && old.ends_with(b"END:VCALENDAR\r\n"));
    (folder, old)
}

fn calendar(folder: &Path) -> Vec<u8> {
    std::fs::read(folder.join("blocks.ics")).expect("the calendar is there")
}

/// The names of files that were written on the way and stayed.
fn left(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder).expect("the folder is there");
    names
        .filter(|name| {
            let name = name.as_ref().expect("a name").file_name();
            name.to_string_lossy().starts_with(".followthrough-")
        })
        .count()
}

/// `schedule --ics blocks.ics` with another title, where no file may grow beyond a few hundred octets.
fn with_no_room(folder: &Path, before: &str) -> Command {
    let program = env!("CARGO_BIN_EXE_followthrough");
    let script = format!(
        "{before}ulimit -f 1; exec {program} schedule plan.toml --ics blocks.ics --title Other --previous blocks.ics"
    );
    let mut command = Command::new("sh");
    command
        .args(["-c", &script])
        .current_dir(folder)
        .env("FOLLOWTHROUGH_NOW", "2026-11-23T09:00:00-05:00");
    command
}

#[test]
fn where_there_is_no_room_the_old_calendar_stays_whole_and_the_error_says_so() {
    let (folder, old) = desk();
    // What is refused as too large is an error of the same write that a full disk refuses.
    let output = output(&mut with_no_room(folder.path(), "trap '' XFSZ; "));
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        said,
        "error: blocks.ics: the file cannot be written: file too large\n"
    );
    assert_eq!(calendar(folder.path()), old);
    assert_eq!(left(folder.path()), 0);
}

#[test]
fn a_kill_in_the_middle_leaves_the_old_calendar_whole() {
    let (folder, old) = desk();
    // The same, with the signal that ends a program at its first write too many.
    let output = output(&mut with_no_room(folder.path(), ""));
    assert!(output.status.signal().is_some(), "{:?}", output.status);
    assert_eq!(calendar(folder.path()), old);
    assert_eq!(left(folder.path()), 1);
    // Nothing that was left behind is in the way.
    stdout(&mut followthrough_in(
        folder.path(),
        &[
            "schedule",
            "plan.toml",
            "--ics",
            "blocks.ics",
            "--previous",
            "blocks.ics",
        ],
    ));
    assert_eq!(calendar(folder.path()), old);
}

#[test]
fn in_a_closed_folder_the_old_calendar_stays_whole_and_the_error_says_so() {
    let (folder, old) = desk();
    let allow = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("our own");
    };
    // Another user must reach the program too.
    let program = folder.path().join("followthrough");
    std::fs::copy(env!("CARGO_BIN_EXE_followthrough"), &program).expect("a copy");
    allow(&program, 0o755);
    allow(folder.path(), 0o555);
    let mut command = Command::new(&program);
    command
        .args([
            "schedule",
            "plan.toml",
            "--ics",
            "blocks.ics",
            "--title",
            "Other",
        ])
        .current_dir(folder.path())
        .env("FOLLOWTHROUGH_NOW", "2026-11-23T09:00:00-05:00");
    if std::fs::write(folder.path().join("open"), "").is_ok() {
        // Nothing is closed to the superuser.
        command.uid(65_534).gid(65_534);
    }
    let output = output(&mut command);
    allow(folder.path(), 0o755);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.starts_with("error: blocks.ics: the file cannot be written: permission denied"),
        "{said}"
    );
    assert_eq!(calendar(folder.path()), old);
}
