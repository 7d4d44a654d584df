//! What CI runs and anyone can run: `cargo xtask test`, or any of its parts alone.
//!
//! It needs Rust, Python 3.11, node and pip, and writes below `target` only; `demo`, `counts store` and `order` write
//! what is kept.

mod counts;
mod interop;
mod order;
mod python;
mod rust;
mod shell;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask PART

  test       rust, interop, packages, clusters, notebooks and python; stops at the first failure
  rust       formatting, clippy, tests, documentation
  python     the wheel, its tests, docstrings, stubs and types
  notebooks  every notebook, cell by cell, and whether its page in docs/notebooks is what it shows
  packages   wheel and source distribution, each installed where nothing else is
  clusters   Spark, Dask, Ray and polars over parts of a table; says what it skips
  interop    calendars read and written by other programs; says what it skips
  demo       the pages of the notebooks with their pictures, into docs/notebooks
  counts     instructions of fixed plans beside the counts kept; `counts store` keeps them
  order      writes in which order the program's functions are linked: as runs first need them

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
    let (part, rest) = match arguments.split_first() {
        Some((part, rest)) => (part.as_str(), rest),
        None => ("help", [].as_slice()),
    };
    if !rest.is_empty() && part != "python" && part != "counts" {
        bail!("`{part}` takes no arguments\n\n{USAGE}");
    }
    match part {
        "test" => {
            rust::test()?;
            interop::test()?;
            let python = python::installed()?;
            python::packages(&python)?;
            python::clusters()?;
            python::notebooks(&python)?;
            // Last, so that the output ends with a test runner's closing line.
            python::test(&python, &[])
        }
        "rust" => rust::test(),
        "python" => python::test(&python::installed()?, rest),
        "notebooks" => python::notebooks(&python::installed()?),
        "packages" => python::packages(&python::installed()?),
        "clusters" => {
            python::installed()?;
            python::clusters()
        }
        "interop" => interop::test(),
        "demo" => python::demo(&python::installed()?),
        "counts" => counts::count(rest),
        "order" => order::write(),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("`{other}` is no part\n\n{USAGE}"),
    }
}
