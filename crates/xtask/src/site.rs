//! The documentation as a site: pages, the crates' documentation and the page that answers in a browser, in
//! `target/site`; and whether every link of it leads somewhere.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::python::{environment, system_python};
use crate::shell::{command, is_there, run, say, target};
use crate::{rust, web};

const REQUIREMENTS: &str = "tests/site/requirements.txt";

/// Builds the site and follows its links.
pub(crate) fn site() -> Result<()> {
    let Some(mdbook) = mdbook() else {
        say(&format!(
            "site: skipped, there is no mdbook, and what {REQUIREMENTS} names cannot be installed"
        ));
        return Ok(());
    };
    let folder = target("site");
    say("site: pages");
    run(command(mdbook, ["build", "docs", "--dest-dir"]).arg(&folder))?;
    rust::documentation()?;
    copy(&target("doc"), &folder.join("rustdoc"))?;
    web::page(&folder.join("try"))?;
    say("site: links and anchors");
    // What rustdoc wrote has been held to its own links.
    run(command(system_python()?, ["tests/site/links.py"])
        .arg(&folder)
        .arg("rustdoc"))
}

/// Whether there is a site to open.
pub(crate) fn is_built() -> bool {
    target("site/index.html").exists()
}

/// The machine's own, else the one that the requirements name.
fn mdbook() -> Option<PathBuf> {
    let runs = |program: &Path| is_there(&program.to_string_lossy(), "--version");
    let own = PathBuf::from("mdbook");
    if runs(&own) {
        return Some(own);
    }
    let python = environment(&target("venv-site"), REQUIREMENTS)
        .inspect_err(|error| println!("{error:#}"))
        .ok()?;
    python
        .parent()
        .map(|folder| folder.join("mdbook"))
        .filter(|program| runs(program))
}

/// Copies a folder of files and folders.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).with_context(|| path.display().to_string())?;
        }
    }
    Ok(())
}
