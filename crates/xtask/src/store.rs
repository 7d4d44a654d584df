//! What a package ships beside the program, and the page of its commands: completions for shells, the pages of the manual
//! and `docs/reference/commands.md`, written by the program itself from the description of its flags.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::shell::{cargo, root, run, say};

/// The shells, and what their completions are called by custom.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "followthrough.bash"),
    ("elvish", "followthrough.elv"),
    ("fish", "followthrough.fish"),
    ("powershell", "_followthrough.ps1"),
    ("zsh", "_followthrough"),
];

const FOLDER: &str = "crates/followthrough-cli";
const COMMANDS: &str = "docs/reference/commands.md";

/// Writes them anew, or sees whether they are what the program writes.
pub(crate) fn shell(arguments: &[&str]) -> Result<()> {
    match arguments {
        [] => {
            say("shell: the completions and pages that are shipped");
            run(&mut cargo(&[
                "test",
                "--locked",
                "--workspace",
                "--test",
                "shell",
            ]))
        }
        ["store"] => store(),
        _ => bail!("expected `shell` or `shell store`"),
    }
}

fn store() -> Result<()> {
    say("shell: completions and pages of the manual");
    // Of the workspace: alone its dependencies would be compiled once more, with fewer features.
    run(&mut cargo(&["build", "--locked", "--workspace", "--bins"]))?;
    let program = root().join("target/debug/followthrough");
    let completions = root().join(FOLDER).join("completions");
    fs::create_dir_all(&completions)?;
    for (shell, name) in SHELLS {
        let made = Command::new(&program)
            .args(["completions", shell])
            .output()?;
        if !made.status.success() {
            bail!(
                "the completions of {shell}: {}",
                String::from_utf8_lossy(&made.stderr)
            );
        }
        let path = completions.join(name);
        fs::write(&path, made.stdout).with_context(|| path.display().to_string())?;
    }
    // A command that went leaves no page behind.
    let man = root().join(FOLDER).join("man");
    if man.exists() {
        fs::remove_dir_all(&man).with_context(|| man.display().to_string())?;
    }
    fs::create_dir_all(&man)?;
    run(Command::new(&program).arg("man").arg(&man))?;
    let page = Command::new(&program)
        .args(["man", "--markdown"])
        .output()?;
    if !page.status.success() {
        bail!("{COMMANDS}: {}", String::from_utf8_lossy(&page.stderr));
    }
    fs::write(root().join(COMMANDS), page.stdout).with_context(|| COMMANDS.to_owned())
}
