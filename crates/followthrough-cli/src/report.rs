//! Errors and warnings into lines on stderr, answers onto stdout.

use std::io::{ErrorKind, Write as _};

use anyhow::{Context as _, Result};
use followthrough_document::Errors;
use followthrough_words::visible;

/// The most errors of one file that are listed: who has more mends these first.
const MOST: usize = 20;

const ERROR: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();
const WARNING: anstyle::Style = anstyle::AnsiColor::Yellow.on_default().bold();

/// Prints an answer. Whoever reads it may stop early: that is not an error.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut stdout = anstream::stdout().lock();
    match stdout
        .write_all(visible(text).as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("the answer cannot be written to stdout"),
    }
}

/// Prints what the reader of arguments says: help on stdout, what is wrong with them on stderr.
pub(crate) fn arguments(error: &clap::Error) -> Result<()> {
    let text = error.render().ansi().to_string();
    if error.use_stderr() {
        print_stderr(&[visible(&text).into_owned()]);
        Ok(())
    } else {
        print(&text)
    }
}

/// Prints warnings, one a line.
pub(crate) fn warn(warnings: &[String]) {
    let lines: Vec<String> = warnings
        .iter()
        .map(|warning| line(WARNING, "warning", warning))
        .collect();
    print_stderr(&lines);
}

/// Prints what is wrong, one error a line.
pub(crate) fn fail(error: &anyhow::Error) {
    let mut lines = Vec::new();
    match errors_of(error) {
        Some(errors) => {
            let causes = errors.causes();
            lines.extend(
                causes
                    .iter()
                    .take(MOST)
                    .map(|cause| line(ERROR, "error", &cause.to_string())),
            );
            if let Some(more) = causes.len().checked_sub(MOST).filter(|more| *more > 0) {
                let errors = if more == 1 { "error" } else { "errors" };
                lines.push(line(ERROR, "error", &format!("and {more} more {errors}")));
            }
        }
        None => {
            let chain: Vec<String> = error.chain().map(ToString::to_string).collect();
            lines.push(line(ERROR, "error", &chain.join(": ")));
        }
    }
    print_stderr(&lines);
}

/// Everything that is wrong with a file, where that is what the error is.
fn errors_of(error: &anyhow::Error) -> Option<&Errors> {
    match error.downcast_ref::<followthrough_files::Error>() {
        Some(followthrough_files::Error::Document(errors)) => Some(errors),
        _ => error.downcast_ref::<Errors>(),
    }
}

fn line(style: anstyle::Style, kind: &str, message: &str) -> String {
    // A file may hold anything; a terminal obeys control characters.
    let message: String = message
        .chars()
        .map(|letter| {
            if letter.is_control() {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .collect();
    format!("{style}{kind}:{style:#} {}\n", visible(&message))
}

fn print_stderr(lines: &[String]) {
    let mut stderr = anstream::stderr().lock();
    for line in lines {
        // Where stderr is closed there is nobody left to tell.
        let _ = stderr.write_all(line.as_bytes());
    }
}
