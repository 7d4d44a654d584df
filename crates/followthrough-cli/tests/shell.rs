//! What a shell has of the program: completions and the manual's pages as they are shipped, colour, standard input, and
//! the plan that is found where none is named.

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::{PLAN, folder, followthrough, followthrough_in, output, stdout};

/// What makes the shipped files anew.
const CURE: &str = "`cargo xtask shell store` writes it anew";

/// The shells, and what their completions are called in `completions`.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "followthrough.bash"),
    ("elvish", "followthrough.elv"),
    ("fish", "followthrough.fish"),
    ("powershell", "_followthrough.ps1"),
    ("zsh", "_followthrough"),
];

fn shipped(folder: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

#[test]
fn the_completions_that_are_shipped_are_those_of_the_program() {
    for (shell, name) in SHELLS {
        let text = stdout(&mut followthrough(&["completions", shell]));
        let path = shipped("completions").join(name);
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == text, "{}: {CURE}", path.display());
    }
    let there = fs::read_dir(shipped("completions")).expect("the folder");
    assert_eq!(there.count(), SHELLS.len());
}

#[test]
fn the_pages_of_the_manual_that_are_shipped_are_those_of_the_program() {
    let made = folder(&[]);
    let path = made.path().to_string_lossy();
    stdout(&mut followthrough(&["man", &path]));
    let names = |folder: &Path| -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("a file").file_name().to_string_lossy().into())
            .collect();
        names.sort();
        names
    };
    let pages = names(made.path());
    assert!(pages.len() >= 19, "{pages:?}");
    assert_eq!(pages, names(&shipped("man")), "{CURE}");
    for name in pages {
        let made = fs::read_to_string(made.path().join(&name)).expect("a page");
        let kept = fs::read_to_string(shipped("man").join(&name)).expect("a page");
        assert!(made == kept, "man/{name}: {CURE}");
        assert!(made.contains("Example:"), "{name}");
    }
}

#[test]
fn the_page_of_commands_is_that_of_the_program() {
    let made = stdout(&mut followthrough(&["man", "--markdown"]));
    let path = shipped("../../docs/reference/commands.md");
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(made.contains("\n## schedule\n"));
    assert!(kept == made, "{}: {CURE}", path.display());
}

#[cfg(unix)]
#[test]
fn shells_that_are_installed_take_their_completions() {
    for (shell, name) in [("bash", "followthrough.bash"), ("zsh", "_followthrough")] {
        let checked = Command::new(shell)
            .arg("-n")
            .arg(shipped("completions").join(name))
            .output();
        match checked {
            Ok(checked) => assert!(checked.status.success(), "{shell}: {checked:?}"),
            Err(_) => println!("skipped: there is no {shell}"),
        }
    }
    // What a reader who presses the tab key after `followthrough fit --pol` is offered.
    let script = "source \"$1\"; COMP_WORDS=(followthrough fit --pol); COMP_CWORD=2; \
                  _followthrough followthrough --pol fit; echo \"${COMPREPLY[@]}\"";
    let offered = Command::new("bash")
        .args(["-c", script, "bash"])
        .arg(shipped("completions").join("followthrough.bash"))
        .output();
    match offered {
        Ok(offered) => assert_eq!(
            String::from_utf8_lossy(&offered.stdout).trim(),
            "--policy",
            "{offered:?}"
        ),
        Err(_) => println!("skipped: there is no bash"),
    }
}

#[test]
fn colour_is_there_when_it_is_asked_for_and_nowhere_else() {
    let plan = "docs/examples/worked/plan.toml";
    let coloured = |arguments: &[&str]| {
        let output = output(&mut followthrough(arguments));
        output.stdout.contains(&0x1b) || output.stderr.contains(&0x1b)
    };
    assert!(!coloured(&["fit", plan]), "a pipe is not coloured unasked");
    assert!(coloured(&["fit", plan, "--color", "always"]));
    assert!(coloured(&["--color=always", "fit", plan]));
    assert!(!coloured(&["--color", "never", "fit", plan]));
    assert!(!coloured(&["fit", plan, "--color", "auto"]));
    assert!(coloured(&["fit", "nowhere.toml", "--color", "always"]));
    assert!(coloured(&["--color", "always", "fti"]));
    let mut command = followthrough(&["fit", plan, "--color", "always"]);
    let output = output(command.env("NO_COLOR", "1"));
    assert!(
        output.stdout.contains(&0x1b),
        "what is asked for by a flag goes before the environment"
    );
}

/// Runs the program with `input` on standard input.
fn piped(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = followthrough_in(folder, arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // Who does not read all of it closes it.
    let _ = child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input.as_bytes());
    child.wait_with_output().expect("an end")
}

#[test]
fn a_dash_stands_for_standard_input() {
    let pipeline = "id,cadence,stage,next_touch,due\nA1,calls,in_flight,2,2027-01-05\n";
    let folder = folder(&[("plan.toml", PLAN), ("pipeline.csv", pipeline)]);
    let from_file = stdout(&mut followthrough_in(folder.path(), &["fit", "plan.toml"]));
    let from_pipe = piped(folder.path(), &["fit", "-"], PLAN);
    assert_eq!(String::from_utf8_lossy(&from_pipe.stdout), from_file);
    // What it names lies here, and a plan is asked again without being read again.
    let plan = format!("{PLAN}[input]\npipeline = \"pipeline.csv\"\n");
    let far = ["check", "-", "3", "--over", "2027-12-31"];
    let checked = piped(folder.path(), &far, &plan);
    assert!(checked.status.success(), "{checked:?}");
    let read = piped(
        folder.path(),
        &["read", "-", "--plan", "plan.toml"],
        pipeline,
    );
    assert!(read.status.success(), "{read:?}");
    let claim = stdout(&mut followthrough_in(
        folder.path(),
        &["fit", "plan.toml", "--json", "--placement"],
    ));
    let verified = piped(folder.path(), &["verify", "plan.toml", "-"], &claim);
    assert!(verified.status.success(), "{verified:?}");
    let said = |arguments: &[&str], input: &str| {
        let output = piped(folder.path(), arguments, input);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    insta::assert_snapshot!(said(&["fit", "-"], "format = 1\ntimezon = \"UTC\"\n"), @"error: standard input:2: `timezon` is not a known key; did you mean `timezone`?");
    insta::assert_snapshot!(said(&["verify", "-", "-"], PLAN), @"error: standard input is the placement already, expected a file for the plan");
    insta::assert_snapshot!(said(&["away", "-", "today", "--write"], PLAN), @"error: standard input: there is no file to write to, expected a plan in a file for `--write`");
}

#[test]
fn a_plan_that_is_not_named_is_found_here_or_above() {
    let folder = folder(&[("followthrough.toml", PLAN)]);
    let below = folder.path().join("tables/of/mine");
    fs::create_dir_all(&below).expect("folders");
    let named = stdout(&mut followthrough_in(
        folder.path(),
        &["fit", "followthrough.toml"],
    ));
    assert_eq!(stdout(&mut followthrough_in(&below, &["fit"])), named);
    assert_eq!(
        stdout(&mut followthrough_in(folder.path(), &["fit"])),
        named
    );
    // `plan.toml` of one folder goes before the other name, and a folder before those above it.
    let other = PLAN.replace("name = \"desk\"", "name = \"nearer\"");
    fs::write(folder.path().join("plan.toml"), &other).expect("a file");
    assert!(stdout(&mut followthrough_in(&below, &["fit"])).contains("nearer"));
    let mut command = followthrough_in(&below, &["fit"]);
    let by_environment = command.env(
        "FOLLOWTHROUGH_PLAN",
        folder.path().join("followthrough.toml"),
    );
    assert!(stdout(by_environment).contains("desk"));
    let output = output(&mut followthrough_in(Path::new("/"), &["fit"]));
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stderr), @"error: no plan is named, expected `--plan FILE`, a plan as the first argument, `FOLLOWTHROUGH_PLAN`, or a `plan.toml` or `followthrough.toml` in / or above");
}
