//! The page that answers in a browser, and whether the core compiles for machines without a clock.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::shell::{cargo, command, root, run, say, target};

const TARGET: &str = "wasm32-unknown-unknown";
const PAGE: &str = "crates/followthrough-web/page";
/// As in Cargo.lock: the program and the crate have to be of one version.
const BINDGEN: &str = "0.2.130";
/// A page that takes longer to fetch than to use is not tried. Compressed, as servers send it.
const LARGEST: usize = 2_000_000;

/// The core alone and the page, where this machine compiles for browsers.
pub(crate) fn test() -> Result<()> {
    core()?;
    page(&target("site").join("try"))
}

/// The core alone.
pub(crate) fn core() -> Result<()> {
    if !is_installed() {
        say(&format!(
            "web: skipped, there is no target {TARGET}; `rustup target add {TARGET}`"
        ));
        return Ok(());
    }
    say("web: the core without threads, for a machine without files and clock");
    run(&mut cargo(&[
        "check",
        "--locked",
        "--package",
        "followthrough",
        "--no-default-features",
        "--target",
        TARGET,
    ]))
}

/// The page, whole, in a folder; without its program where that cannot be made, and then it says so.
pub(crate) fn page(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for entry in fs::read_dir(root().join(PAGE)).with_context(|| PAGE.to_owned())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_owned();
        fs::copy(&path, folder.join(name)).with_context(|| path.display().to_string())?;
    }
    let Some(bindgen) = bindgen() else {
        say(&format!(
            "web: skipped, there is no target {TARGET} or no wasm-bindgen {BINDGEN}: the page has no program"
        ));
        return Ok(());
    };
    say("web: the program of the page");
    run(&mut cargo(&[
        "build",
        "--locked",
        "--profile",
        "web",
        "--package",
        "followthrough-web",
        "--target",
        TARGET,
    ]))?;
    let made = target(TARGET).join("web/followthrough_web.wasm");
    run(
        command(bindgen, ["--target", "web", "--no-typescript", "--out-dir"])
            .arg(folder)
            .arg(made),
    )?;
    size(&folder.join("followthrough_web_bg.wasm"))
}

/// How much a browser fetches.
fn size(program: &Path) -> Result<()> {
    let packed = Command::new("gzip")
        .args(["--best", "--stdout"])
        .arg(program)
        .output();
    let Ok(packed) = packed else {
        say("web: skipped, there is no gzip to tell the program's size");
        return Ok(());
    };
    let octets = packed.stdout.len();
    println!(
        "{}: {} octets, {octets} compressed",
        program.display(),
        fs::metadata(program)?.len()
    );
    anyhow::ensure!(
        octets <= LARGEST,
        "the page's program has {octets} octets compressed, expected {LARGEST} at the most"
    );
    Ok(())
}

/// Whether this machine compiles for browsers.
fn is_installed() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let asked = command(rustc, ["--print", "target-libdir", "--target", TARGET]).output();
    let folder = asked
        .ok()
        .and_then(|asked| String::from_utf8(asked.stdout).ok());
    folder.is_some_and(|folder| Path::new(folder.trim()).exists())
}

/// The program that makes the page's half of the bindings: the machine's own, else one that is compiled once.
fn bindgen() -> Option<PathBuf> {
    if !is_installed() {
        return None;
    }
    let is_right = |program: &Path| {
        let asked = Command::new(program).arg("--version").output();
        asked.is_ok_and(|asked| {
            String::from_utf8_lossy(&asked.stdout)
                .trim()
                .ends_with(BINDGEN)
        })
    };
    let own = target("tools").join(if cfg!(windows) {
        "bin/wasm-bindgen.exe"
    } else {
        "bin/wasm-bindgen"
    });
    for program in [PathBuf::from("wasm-bindgen"), own.clone()] {
        if is_right(&program) {
            return Some(program);
        }
    }
    say("web: wasm-bindgen, once");
    let mut install = cargo(&[
        "install",
        "wasm-bindgen-cli",
        "--version",
        BINDGEN,
        "--bin",
        "wasm-bindgen",
        "--root",
    ]);
    // Sooner compiled than fast: it runs for a second.
    install
        .arg(target("tools"))
        .arg("--target-dir")
        .arg(target("tools/build"))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off");
    if let Err(error) = run(&mut install) {
        println!("{error:#}");
    }
    is_right(&own).then_some(own)
}
