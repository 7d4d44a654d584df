//! The site, reports and the page that answers a plan in a browser: nothing on the console, and nothing that axe-core calls
//! serious.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::interop::node_packages;
use crate::shell::{command, is_there, release, root, run, say, target};
use crate::site;

const FOLDER: &str = "tests/pages";
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Builds them and opens them; `pictures` keeps what was seen in a folder.
pub(crate) fn test(pictures: Option<&str>) -> Result<()> {
    site::site()?;
    visit(pictures)
}

/// Opens what was built.
pub(crate) fn visit(pictures: Option<&str>) -> Result<()> {
    let Some(browser) = browser() else {
        say("pages: skipped, there is no Chromium; apt package chromium, or CHROMIUM=its path");
        return Ok(());
    };
    if !is_there("node", "--version") {
        say("pages: skipped, there is no node");
        return Ok(());
    }
    if !site::is_built() {
        say("pages: skipped, the site could not be built");
        return Ok(());
    }
    let node = node_packages(&root().join(FOLDER))?;
    if !node.join("node_modules/axe-core").exists() {
        say("pages: skipped, there are no packages for node");
        return Ok(());
    }
    let reports = reports()?;
    say("pages: opened in a browser, wide and narrow, light and dark");
    let mut visit = command("node", [root().join(FOLDER).join("visit.mjs")]);
    visit
        .arg(target("site"))
        .arg(reports)
        .arg(browser)
        .args(pictures.map(|folder| root().join(folder)))
        .current_dir(node);
    run(&mut visit)
}

/// Reports of every kind of plan, as the program writes them.
fn reports() -> Result<PathBuf> {
    say("pages: reports");
    release("followthrough-cli")?;
    let folder = target("pages/reports");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    for name in ["sdr", "worked", "over-promised"] {
        run(command(
            target("release/followthrough"),
            [
                "report",
                &format!("docs/examples/{name}/plan.toml"),
                "--out",
            ],
        )
        .arg(folder.join(format!("{name}.html"))))?;
    }
    Ok(folder)
}

/// Where a browser is.
fn browser() -> Option<String> {
    let path = |name: &&str| {
        let asked = command("sh", ["-c", &format!("command -v {name}")]).output();
        let path = String::from_utf8(asked.ok()?.stdout).ok()?;
        Some(path.trim().to_owned()).filter(|path| !path.is_empty())
    };
    let named = std::env::var("CHROMIUM").ok();
    named.or_else(|| BROWSERS.iter().find_map(path))
}
