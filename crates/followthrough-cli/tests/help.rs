//! What `--help` says of the program and of every subcommand, and whether the examples there run.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{followthrough, root, stdout};

/// The subcommands, as the program lists them.
fn subcommands() -> Vec<String> {
    let help = stdout(&mut followthrough(&["--help"]));
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    lines
        .take_while(|line| !line.is_empty())
        // A description that goes on in the next line is indented further.
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// The lines under `Example:`.
fn examples(help: &str) -> Vec<&str> {
    let lines = help.lines().skip_while(|line| *line != "Example:").skip(1);
    lines
        .take_while(|line| !line.is_empty())
        .map(str::trim)
        .collect()
}

#[test]
fn the_program_and_every_subcommand_explain_themselves() {
    insta::assert_snapshot!("help", stdout(&mut followthrough(&["--help"])));
    let names = subcommands();
    assert!(names.len() >= 8, "{names:?}");
    for name in names {
        let help = stdout(&mut followthrough(&[&name, "--help"]));
        insta::assert_snapshot!(format!("help_{name}"), help);
    }
}

#[test]
fn every_help_ends_with_an_example_and_a_link_that_leads_somewhere() {
    let guide = fs::read_to_string(root().join("docs/guide/command-line.md")).expect("the guide");
    let anchors: Vec<String> = guide
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, ' ' | '-');
            let title: String = line.chars().filter(kept).collect();
            title.trim().to_lowercase().replace(' ', "-")
        })
        .collect();
    for name in subcommands() {
        let help = stdout(&mut followthrough(&[&name, "--help"]));
        assert!(!examples(&help).is_empty(), "{name} has no example");
        let link = help.lines().last().unwrap_or_default();
        let (page, anchor) = link.split_once('#').unwrap_or_default();
        assert!(
            page.ends_with("/docs/guide/command-line.md"),
            "{name}: {link}"
        );
        assert!(
            anchors.contains(&anchor.to_owned()),
            "{name}: no part #{anchor}"
        );
    }
}

#[cfg(unix)]
#[test]
fn every_example_runs_beside_a_plan() {
    let program = Path::new(env!("CARGO_BIN_EXE_followthrough"));
    let folder = common::folder(&[]);
    let example = root().join("docs/examples/sdr");
    for entry in fs::read_dir(&example).expect("the example's folder") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name");
        fs::copy(&path, folder.path().join(name)).expect("a copy");
    }
    for (theirs, called) in [("busy.ics", "calendar.ics"), ("pipeline.csv", "export.csv")] {
        fs::copy(example.join(theirs), folder.path().join(called)).expect("a copy");
    }
    for name in subcommands() {
        let help = stdout(&mut followthrough(&[&name, "--help"]));
        for line in examples(&help) {
            // A first plan is written where there is none.
            let plan = folder.path().join("plan.toml");
            let kept = (name == "init").then(|| fs::read(&plan).expect("the plan"));
            if kept.is_some() {
                fs::remove_file(&plan).expect("it is gone");
            }
            let output = Command::new("/bin/sh")
                .args(["-c", line])
                .current_dir(folder.path())
                .env_clear()
                .env("PATH", program.parent().expect("a folder"))
                .env("FOLLOWTHROUGH_NOW", "2026-11-23T09:00:00-05:00")
                .output()
                .expect("a shell");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{line}: {said}"
            );
            if let Some(kept) = kept {
                fs::write(&plan, kept).expect("the plan again");
            }
        }
    }
}
