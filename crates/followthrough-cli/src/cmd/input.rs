//! Files that are read, with `-` for standard input.

use std::io::Read as _;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context as _, Result, bail};
use followthrough_files::{File, Files, read as read_file};

/// What messages call standard input, and what stands for it.
const NAME: &str = "standard input";
const DASH: &str = "-";

/// The most bytes that are read from standard input, as many as of a file.
const MOST_BYTES: u64 = 256 << 20;

/// What standard input was read as, and what it held: it can be read once, and a plan may be asked for again.
static HELD: OnceLock<(&str, Vec<u8>)> = OnceLock::new();

/// Whether a path stands for standard input.
pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == DASH
}

/// Refuses a plan that is standard input where another file, `what`, is it already: it can be read once.
pub(super) fn apart(plan: Option<&Path>, other: &Path, what: &'static str) -> Result<()> {
    if is_standard(other) && plan.is_some_and(is_standard) {
        bail!("{NAME} is {what} already, expected a file for the plan");
    }
    Ok(())
}

/// What messages call a file.
pub(super) fn name(path: &Path) -> String {
    match is_standard(path) {
        true => NAME.to_owned(),
        false => path.display().to_string(),
    }
}

/// A plan with every file that it names. What a plan on standard input names lies in the folder of the run.
pub(super) fn files(plan: &Path) -> Result<Files> {
    if !is_standard(plan) {
        return Ok(Files::read(plan)?);
    }
    let plan = File {
        name: NAME.to_owned(),
        bytes: standard("the plan")?,
    };
    Ok(Files::beside(plan, Path::new(""))?)
}

/// A file whole; `what` it is, for messages.
pub(super) fn read(path: &Path, what: &'static str) -> Result<Vec<u8>> {
    match is_standard(path) {
        true => standard(what),
        false => Ok(read_file(path)?),
    }
}

fn standard(what: &'static str) -> Result<Vec<u8>> {
    if HELD.get().is_none() {
        let mut bytes = Vec::new();
        let mut stdin = std::io::stdin().lock().take(MOST_BYTES + 1);
        stdin
            .read_to_end(&mut bytes)
            .context("standard input cannot be read")?;
        if bytes.len() as u64 > MOST_BYTES {
            bail!("{NAME}: more than {MOST_BYTES} bytes, expected fewer");
        }
        // Nobody else sets it: there is one thread that reads.
        let _ = HELD.set((what, bytes));
    }
    match HELD.get() {
        Some((held, bytes)) if *held == what => Ok(bytes.clone()),
        Some((held, _)) => bail!("{NAME} is {held} already, expected a file for {what}"),
        None => bail!("{NAME} cannot be read"),
    }
}
