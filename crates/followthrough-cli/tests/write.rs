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
    // By another process: a child of another test that holds a file open for writing would keep it from being run.
    let copied = Command::new("cp")
        .args([
            env!("CARGO_BIN_EXE_followthrough").as_ref(),
            program.as_os_str(),
        ])
        .status();
    assert!(copied.is_ok_and(|status| status.success()));
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
            "--previous",
            "blocks.ics",
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

fn export(folder: &Path, arguments: &[&str]) -> std::process::Output {
    output(&mut followthrough_in(
        folder,
        &[&["schedule", "plan.toml"], arguments].concat(),
    ))
}

#[test]
fn a_link_is_followed_and_stays_a_link() {
    let (folder, old) = desk();
    let folder = folder.path();
    std::fs::create_dir(folder.join("feeds")).expect("a folder");
    std::os::unix::fs::symlink("../blocks.ics", folder.join("feeds/link.ics")).expect("a link");
    let arguments = [
        "--ics",
        "feeds/link.ics",
        "--previous",
        "blocks.ics",
        "--title",
        "Other",
    ];
    assert!(export(folder, &arguments).status.success());
    let link = std::fs::symlink_metadata(folder.join("feeds/link.ics")).expect("the link");
    assert!(link.file_type().is_symlink());
    assert_ne!(calendar(folder), old, "what it leads to is new");
    // A link that leads nowhere yet makes the file.
    std::os::unix::fs::symlink("new.ics", folder.join("dangling.ics")).expect("a link");
    assert!(export(folder, &["--ics", "dangling.ics"]).status.success());
    assert!(folder.join("new.ics").is_file());
}

#[test]
fn devices_and_pipes_are_written_to() {
    let (folder, old) = desk();
    let folder = folder.path();
    let said = export(folder, &["--ics", "/dev/stdout", "--json"]);
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    let text = String::from_utf8(said.stdout).expect("text");
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.contains("\"days\""));
    assert!(export(folder, &["--ics", "/dev/null"]).status.success());
    let null = std::fs::metadata("/dev/null").expect("the device");
    assert!(!null.is_file());

    let pipe = folder.join("pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .is_ok_and(|status| status.success())
    );
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read(pipe).expect("what was written")
    });
    assert!(export(folder, &["--ics", "pipe"]).status.success());
    assert_eq!(reader.join().expect("a reader"), old);
    // A pipe beside the calendars is nobody's part of an export: nothing waits for it.
    let beside = folder.join("blocks-calling.ics");
    assert!(
        Command::new("mkfifo")
            .arg(&beside)
            .status()
            .is_ok_and(|status| status.success())
    );
    assert!(
        export(folder, &["--ics", "blocks.ics", "--previous", "blocks.ics"])
            .status
            .success()
    );

    let refused = export(folder, &["--ics", "."]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_new_file_has_what_the_mask_leaves_and_an_old_one_keeps_its_mode() {
    let (folder, _) = desk();
    let folder = folder.path();
    let program = env!("CARGO_BIN_EXE_followthrough");
    let run = |script: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", script]).current_dir(folder);
        assert!(output(&mut command).status.success(), "{script}");
    };
    let mode = |name: &str| {
        let found = std::fs::metadata(folder.join(name)).expect("a file");
        found.permissions().mode() & 0o777
    };
    run(&format!(
        "umask 077; {program} schedule plan.toml --ics mine.ics"
    ));
    assert_eq!(mode("mine.ics"), 0o600);
    run(&format!(
        "umask 002; {program} schedule plan.toml --ics ours.ics"
    ));
    assert_eq!(mode("ours.ics"), 0o664);
    run(&format!(
        "chmod 640 ours.ics; umask 022; {program} schedule plan.toml --ics ours.ics --previous ours.ics --title Other"
    ));
    assert_eq!(mode("ours.ics"), 0o640);
}

#[test]
fn a_set_is_replaced_whole_or_not_at_all() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let folder = folder.path();
    let months = [
        "--months",
        "always",
        "--to",
        "2027-03-31",
        "--ics",
        "blocks.ics",
    ];
    assert!(export(folder, &months).status.success());
    let names = [
        "blocks-2027-01.ics",
        "blocks-2027-02.ics",
        "blocks-2027-03.ics",
    ];
    let texts = || names.map(|name| std::fs::read(folder.join(name)).expect("a month"));
    let old = texts();
    // January is longer than the others: room for the first file made only.
    let previous = names.map(|name| format!("--previous {name}")).join(" ");
    let program = env!("CARGO_BIN_EXE_followthrough");
    let script = format!(
        "trap '' XFSZ; ulimit -f 10; exec {program} schedule plan.toml {} {previous} --title Other",
        months.join(" ")
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(folder);
    assert_eq!(output(&mut command).status.code(), Some(2));
    assert_eq!(texts(), old, "none is replaced where one cannot be made");
    assert_eq!(left(folder), 0);
}

#[test]
fn what_was_left_half_done_is_made_good_and_told() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let folder = folder.path();
    let months = [
        "--months",
        "always",
        "--to",
        "2027-02-28",
        "--ics",
        "blocks.ics",
    ];
    assert!(export(folder, &months).status.success());
    let new = export(
        folder,
        &[
            "--ics",
            "other.ics",
            "--months",
            "always",
            "--to",
            "2027-02-28",
            "--title",
            "Other",
        ],
    );
    assert!(new.status.success());
    // As a power cut leaves it between the renames: January has its name, February not yet.
    let id = "f83b6974";
    std::fs::rename(
        folder.join("other-2027-01.ics"),
        folder.join("blocks-2027-01.ics"),
    )
    .expect("a name");
    let waiting = folder.join(format!(".followthrough-{id}-AbCdEf"));
    std::fs::rename(folder.join("other-2027-02.ics"), &waiting).expect("a name");
    let list = folder.join(format!(".followthrough-{id}.set"));
    let lines = format!(
        ".followthrough-{id}-gone00\tblocks-2027-01.ics\n.followthrough-{id}-AbCdEf\tblocks-2027-02.ics\n\
         ../plan.toml\tblocks-2027-03.ics\n.followthrough-{id}-AbCdEf\t../outside.ics\n"
    );
    std::fs::write(&list, lines).expect("a list");
    let previous = [
        "--previous",
        "blocks-2027-01.ics",
        "--previous",
        "blocks-2027-02.ics",
        "--title",
        "Other",
    ];
    let said = export(folder, &[&months[..], &previous].concat());
    let told = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{told}");
    assert!(
        told.contains("blocks-2027-02.ics: the run before stopped half way"),
        "{told}"
    );
    let text = std::fs::read_to_string(folder.join("blocks-2027-02.ics")).expect("February");
    assert!(text.contains("SUMMARY:Other: "));
    assert!(!list.exists() && left(folder) == 0);
    assert!(folder.join("plan.toml").is_file() && !folder.join("../outside.ics").exists());
}

#[test]
fn what_an_old_run_left_is_swept_and_what_is_not_ours_stays() {
    let (folder, _) = desk();
    let folder = folder.path();
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(7_200);
    let make = |name: &str, is_old: bool| {
        let file = std::fs::File::create(folder.join(name)).expect("a file");
        if is_old {
            file.set_modified(old).expect("an old file");
        }
    };
    make(".followthrough-f83b6974-Ab12Cd", true);
    make(".followthrough-f83b6974-Ef34Gh", false);
    make(".followthrough-00000000-Ij56Kl", true);
    make(".followthrough-notes", true);
    assert!(
        export(folder, &["--ics", "blocks.ics", "--previous", "blocks.ics"])
            .status
            .success()
    );
    let is_there = |name: &str| folder.join(name).exists();
    assert!(
        !is_there(".followthrough-f83b6974-Ab12Cd"),
        "old, and this plan's"
    );
    assert!(
        is_there(".followthrough-f83b6974-Ef34Gh"),
        "another run may be at it"
    );
    assert!(is_there(".followthrough-00000000-Ij56Kl") && is_there(".followthrough-notes"));
}

#[test]
fn a_calendar_that_is_still_needed_is_not_written_over() {
    let (folder, old) = desk();
    let folder = folder.path();
    let refused = |arguments: &[&str], why: &str| {
        let said = export(folder, arguments);
        let told = String::from_utf8_lossy(&said.stderr).into_owned();
        assert_eq!(said.status.code(), Some(2), "{told}");
        assert!(told.contains(why), "{told}");
        assert_eq!(calendar(folder), old);
    };
    refused(&["--ics", "blocks.ics"], "give `--previous blocks.ics`");
    let changes = [
        "--ics",
        "./blocks.ics",
        "--previous",
        "blocks.ics",
        "--write",
        "changes",
    ];
    refused(&changes, "write what is changed to another file");
    refused(
        &["--ics", "blocks.ics", "--write", "new"],
        "write what is new to another file",
    );
    // Anything else may be replaced: it was asked for.
    std::fs::write(folder.join("notes.ics"), "mine").expect("a file");
    assert!(export(folder, &["--ics", "notes.ics"]).status.success());
}

#[cfg(unix)]
#[test]
fn whoever_is_told_to_end_leaves_nothing_half_done() {
    for signal in ["INT", "TERM"] {
        let folder = folder(&[("plan.toml", PLAN)]);
        let folder = folder.path();
        // The second month is a pipe that nobody reads: the run waits there, with the other months written and not named.
        let pipe = folder.join("blocks-2027-02.ics");
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .is_ok_and(|status| status.success())
        );
        let arguments = [
            "schedule",
            "plan.toml",
            "--months",
            "always",
            "--to",
            "2027-03-31",
            "--ics",
            "blocks.ics",
        ];
        let mut running = followthrough_in(folder, &arguments)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("a run");
        let began = std::time::Instant::now();
        while left(folder) < 2 && began.elapsed() < std::time::Duration::from_secs(60) {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(left(folder), 2, "so that what follows can fail");
        let told = Command::new("kill")
            .args([&format!("-{signal}"), &running.id().to_string()])
            .status();
        assert!(told.is_ok_and(|status| status.success()));
        assert_eq!(
            running.wait().expect("an end").code(),
            Some(130),
            "{signal}"
        );
        assert_eq!(left(folder), 0, "{signal}");
        let months = ["blocks-2027-01.ics", "blocks-2027-03.ics"];
        assert!(
            months.iter().all(|name| !folder.join(name).exists()),
            "all or none"
        );
    }
}

/// A kill at any time leaves every calendar of a set whole, and the next run makes the set one again.
#[test]
fn kills_while_a_set_is_written_leave_whole_files_and_the_next_run_heals() {
    let folder = folder(&[("plan.toml", PLAN)]);
    let folder = folder.path();
    let months = [
        "--months",
        "always",
        "--to",
        "2027-03-31",
        "--ics",
        "blocks.ics",
    ];
    assert!(export(folder, &months).status.success());
    let names = [
        "blocks-2027-01.ics",
        "blocks-2027-02.ics",
        "blocks-2027-03.ics",
    ];
    let previous = names.map(|name| ["--previous", name]).concat();
    // `cargo xtask test --all` asks for 500.
    let kills = std::env::var("FOLLOWTHROUGH_KILLS").ok();
    let kills: u64 = kills.map_or(40, |kills| kills.parse().expect("a number"));
    for round in 0..kills {
        let title = format!("Round {round}");
        let asked = [
            &["schedule", "plan.toml"],
            &months[..],
            &previous,
            &["--title", &title],
        ];
        let mut child = followthrough_in(folder, &asked.concat())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the binary runs");
        std::thread::sleep(std::time::Duration::from_micros(250 * (round % 80)));
        let _ = child.kill();
        let _ = child.wait();
        for name in names {
            let text = std::fs::read_to_string(folder.join(name)).expect("a month");
            assert!(
                text.starts_with("BEGIN:VCALENDAR\r\n"),
                "{name} after kill {round}"
            );
            assert!(
                text.ends_with("END:VCALENDAR\r\n"),
                "{name} after kill {round}"
            );
        }
    }
    let healed = export(
        folder,
        &[&months[..], &previous, &["--title", "Healed"]].concat(),
    );
    assert!(healed.status.success(), "{:?}", healed.status);
    for name in names {
        let text = std::fs::read_to_string(folder.join(name)).expect("a month");
        let titles = text.lines().filter(|line| line.starts_with("SUMMARY:"));
        assert!(
            titles.clone().count() > 0
                && titles
                    .clone()
                    .all(|line| line.starts_with("SUMMARY:Healed: ")),
            "{name}"
        );
    }
    let lists = std::fs::read_dir(folder).expect("the folder is there");
    let lists = lists.filter(|name| {
        let name = name.as_ref().expect("a name").file_name();
        name.to_string_lossy().ends_with(".set")
    });
    assert_eq!(lists.count(), 0, "no set is left half done");
}
