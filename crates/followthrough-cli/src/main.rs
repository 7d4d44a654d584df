//! The followthrough command line: flags in, answers out; the only place that knows the terminal.

mod cmd;
mod page;
mod report;
mod waiting;
mod written;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, ValueEnum as _};

/// How many new prospects you can start so that every promised touch has its place.
///
/// A plan is a TOML or JSON file; it names its tables and calendars. Answers go to stdout, warnings and errors to stderr.
#[derive(Debug, Parser)]
#[command(name = "followthrough", version, max_term_width = 100, after_help = AFTER)]
struct Arguments {
    /// Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: clap::ColorChoice,
    #[command(subcommand)]
    command: cmd::Command,
}

const AFTER: &str = "\
Exit status:
  0  the answer is there, and where the question is yes or no it is yes
  1  the answer is no: it does not fit (check, admit), it does not hold (verify), it is not understood (read)
  2  the question is wrong, or a file is: stderr says what would be right
  130  the program was told to end

Example:
  followthrough fit plan.toml

Guide: https://github.com/followthrough/followthrough/blob/main/docs/guide/command-line.md";

/// What `--color` says, read before the arguments are: what is wrong with them is coloured too.
fn chosen(arguments: &[OsString]) -> Option<clap::ColorChoice> {
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    let mut said = None;
    while let Some(word) = words.next() {
        let value = match word {
            "--" => break,
            "--color" => words.next(),
            word => word.strip_prefix("--color="),
        };
        let choice = value.and_then(|value| clap::ColorChoice::from_str(value, false).ok());
        said = choice.or(said);
    }
    said
}

/// Colours all that is printed from here on, or nothing; as the terminal and the environment say where nothing is said.
fn colour(choice: Option<clap::ColorChoice>) {
    match choice {
        Some(clap::ColorChoice::Always) => anstream::ColorChoice::Always.write_global(),
        Some(clap::ColorChoice::Never) => anstream::ColorChoice::Never.write_global(),
        Some(clap::ColorChoice::Auto) | None => {}
    }
}

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
    colour(chosen(&arguments));
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
