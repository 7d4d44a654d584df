//! What CI runs and anyone can run: `cargo xtask test`, or any of its parts alone.
//!
//! It needs Rust, Python 3.11, node and pip, and writes below `target` only; `demo`, `api store`, `shell store` and
//! `quality store` write what is kept.

mod api;
mod interop;
mod pages;
mod python;
mod quality;
mod rust;
mod shell;
mod site;
mod store;
mod web;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask PART

  test       what a change needs: rust, and python without types; stops at the first failure
  test --all everything, as CI runs it: also documentation, site, pages, api, quality, types, packages, clusters, interop and notebooks
  rust       formatting, clippy, tests
  docs       the documentation of the crates, and whether its links lead somewhere
  site       the documentation as a site, with the page that answers in a browser, in target/site; and whether its links
             lead somewhere; says what it skips
  web        the core and the page that answers in a browser, compiled for browsers; says what it skips
  pages      site, reports and that page in Chromium, judged by axe-core; says what it skips; `pages FOLDER` keeps pictures
  python     the wheel, its stubs and types, its tests and docstrings
  notebooks  every notebook, cell by cell, and whether its page in docs/notebooks is what it shows
  packages   wheel and source distribution, each installed where nothing else is; every crate packed; licences in all
  clusters   Spark, Dask, Ray and polars over parts of a table; says what it skips
  interop    calendars read and written by other programs; says what it skips
  api        the public API beside the one kept; `api store` keeps it
  shell      completions and pages of the manual beside those that are shipped; `shell store` writes them
  demo       the pages of the notebooks with their pictures, into docs/notebooks
  quality    answers to plans that are kept, and their instructions, against floors; `quality store` keeps them;
             `quality --fresh SEED [COUNT]` answers plans that nobody has looked at beside CP-SAT

`cargo xtask python ARGUMENTS` hands its arguments to pytest and stops after it.";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["test"] => test(),
        ["test", "--all"] => test_all(),
        ["rust"] => rust::test(),
        ["docs"] => rust::documentation(),
        ["python"] => {
            let python = python::installed()?;
            python::types(&python)?;
            python::test(&python, &[])
        }
        ["python", pytest @ ..] => python::test(&python::installed()?, pytest),
        ["notebooks"] => python::notebooks(&python::installed()?),
        ["packages"] => python::packages(&python::installed()?),
        ["clusters"] => {
            python::installed()?;
            python::clusters()
        }
        ["interop"] => interop::test(),
        ["site"] => site::site(),
        ["web"] => web::test(),
        ["pages"] => pages::test(None),
        ["pages", folder] => pages::test(Some(folder)),
        ["demo"] => python::demo(&python::installed()?),
        ["quality", rest @ ..] => quality::check(rest),
        ["shell", rest @ ..] => store::shell(rest),
        ["api", rest @ ..] => api::check(rest),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        [
            "test" | "rust" | "docs" | "site" | "web" | "pages" | "notebooks" | "packages"
            | "clusters" | "interop" | "demo",
            argument,
            ..,
        ] => bail!("`{argument}` is not an argument of that part\n\n{USAGE}"),
        [other, ..] => bail!("`{other}` is not a part\n\n{USAGE}"),
    }
}

/// What a change needs, in minutes.
fn test() -> Result<()> {
    rust::test()?;
    // Last, so that the output ends with a test runner's closing line.
    python::test(&python::installed()?, &[])
}

/// Everything that is checked.
fn test_all() -> Result<()> {
    rust::test()?;
    rust::kills()?;
    quality::check(&[])?;
    rust::documentation()?;
    web::core()?;
    site::site()?;
    pages::visit(None)?;
    api::check(&[])?;
    interop::test()?;
    let python = python::installed()?;
    python::packages(&python)?;
    python::clusters()?;
    python::notebooks(&python)?;
    python::types(&python)?;
    python::test(&python, &[])
}
