//! The followthrough command line: flags in, answers out; the only place that knows the terminal.

mod cmd;
mod page;
mod report;
mod waiting;
mod written;

use std::process::ExitCode;

use clap::Parser;

/// How many new prospects you can start so that every promised touch has its place.
///
/// PLAN is a TOML or JSON file; it names its tables and calendars. Answers go to stdout, warnings and errors to stderr.
/// Exit status: 0 it fits, 1 it does not (check, admit, verify), 2 the input is wrong.
#[derive(Debug, Parser)]
#[command(name = "followthrough", version, max_term_width = 100, after_help = AFTER)]
struct Arguments {
    #[command(subcommand)]
    command: cmd::Command,
}

const AFTER: &str = "\
Example:
  followthrough fit plan.toml

Guide: https://github.com/followthrough/followthrough/blob/main/docs/guide/command-line.md";

/// What shells call the exit status of a program that `SIGINT` ended.
const INTERRUPTED: i32 = 130;

fn main() -> ExitCode {
    // Whoever is told to end leaves nothing half done. Without a handler the next run sweeps instead.
    let _ = ctrlc::set_handler(|| {
        waiting::clear();
        let _held = followthrough_files::abandon();
        std::process::exit(INTERRUPTED);
    });
    let arguments = cmd::plan::named_first(std::env::args_os());
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            return match report::arguments(&error) {
                Ok(()) if !error.use_stderr() => ExitCode::SUCCESS,
                Ok(()) => ExitCode::from(2),
                Err(error) => {
                    report::fail(&error);
                    ExitCode::from(2)
                }
            };
        }
    };
    let outcome = arguments.command.run().and_then(|outcome| {
        report::warn(&outcome.warnings);
        report::print(&outcome.text)?;
        Ok(outcome.fits)
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            report::fail(&error);
            ExitCode::from(2)
        }
    }
}
