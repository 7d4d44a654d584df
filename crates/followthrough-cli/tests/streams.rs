//! What goes in and out beside answers: pipes and devices that are not read, a full stdout, characters that a terminal obeys.

mod common;

use common::{PLAN, folder, followthrough, followthrough_in, output};

#[cfg(unix)]
#[test]
fn what_another_file_says_is_nobodys_business() {
    let folder = folder(&[
        (
            "plan.toml",
            &format!("{PLAN}[input]\npipeline = \"secret\"\nbusy = [\"secret\"]\n"),
        ),
        ("secret", "root:x1y2z3:20228\n"),
    ]);
    let output = output(&mut followthrough_in(
        folder.path(),
        &["fit", "plan.toml", "--today", "2027-01-04"],
    ));
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(2));
    assert!(!said.contains("x1y2z3"), "{said}");
    assert!(said.contains("not the header of such a table"), "{said}");
}

#[cfg(unix)]
#[test]
fn only_files_are_read() {
    let folder = folder(&[]);
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|made| made.success()));
    for path in [pipe.as_path(), std::path::Path::new("/dev/zero")] {
        let path = path.to_string_lossy();
        let output = output(&mut followthrough_in(folder.path(), &["fit", &path]));
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains("this is a pipe or a device, expected a file"),
            "{said}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_to_stdout_is_an_error() {
    for arguments in [
        &["fit", "docs/examples/worked/plan.toml"][..],
        &["--help"],
        &["fit", "--help"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("Linux has it");
        let mut command = followthrough(arguments);
        let output = command.stdout(full).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(
            said.contains("the answer cannot be written to stdout"),
            "{said}"
        );
    }
}

#[test]
fn characters_that_turn_or_hide_what_follows_are_written_out() {
    let plan = PLAN.replace("name = \"desk\"", "name = \"de\\u202Ek\\u200bs\"");
    assert_ne!(plan, PLAN);
    let plan = format!("{plan}[input]\npipeline = \"pipeline.csv\"\n");
    let rows = "id,cadence,stage,next_touch,due,name\nA1,calls,in_flight,2,2027-01-05,Acme\u{202e}yriaD\u{2028}\u{9b}31m\n";
    let folder = folder(&[("plan.toml", &plan), ("pipeline.csv", rows)]);
    for arguments in [
        &["fit", "plan.toml"][..],
        &["fit", "plan.toml", "--json"],
        &["schedule", "plan.toml"],
        &["schedule", "plan.toml", "--json"],
        &["fit", "\u{202e}lmot.nalp"],
        &["fit", "--\u{202e}"],
    ] {
        let mut command = followthrough_in(folder.path(), arguments);
        let output = output(command.env("FOLLOWTHROUGH_NOW", "2027-01-04T07:00:00-05:00"));
        let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        assert!(
            !said.contains(['\u{202e}', '\u{200b}', '\u{2028}', '\u{9b}']),
            "{arguments:?}: {said}"
        );
        if arguments.contains(&"--json") && output.status.success() {
            let read: serde_json::Value = serde_json::from_str(&said).expect("JSON");
            assert!(
                read.to_string().contains('\u{202e}'),
                "JSON says what the files say"
            );
        }
    }
}
