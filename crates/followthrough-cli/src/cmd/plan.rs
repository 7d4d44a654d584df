//! Which plan is meant where none is named, and where it is the first argument.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::CommandFactory as _;

/// The variable that names the plan.
const PLAN: &str = "FOLLOWTHROUGH_PLAN";

/// The flags of a command that the next word belongs to, which is therefore not a plan.
fn flags_with_values(command: &str) -> Vec<String> {
    let mut program = crate::Arguments::command();
    program.build();
    let Some(command) = program.find_subcommand(command) else {
        return Vec::new();
    };
    let takes_one = |flag: &&clap::Arg| {
        let values = flag.get_num_args();
        values.is_some_and(|values| values.min_values() > 0)
    };
    let flags = command.get_arguments().filter(takes_one);
    flags
        .flat_map(|flag| {
            let long = flag.get_long().map(|name| format!("--{name}"));
            let short = flag.get_short().map(|letter| format!("-{letter}"));
            long.into_iter().chain(short)
        })
        .collect()
}

/// What a plan is called that nobody names: the first of them in a folder goes before the other.
const NAMES: [&str; 2] = ["plan.toml", "followthrough.toml"];

/// The plan that the environment names, else `plan.toml` or `followthrough.toml` in this folder or the nearest above it.
///
/// # Errors
/// Where there is none.
pub(super) fn find() -> Result<PathBuf> {
    if let Some(plan) = std::env::var_os(PLAN).filter(|plan| !plan.is_empty()) {
        return Ok(plan.into());
    }
    let here = std::env::current_dir()?;
    for folder in here.ancestors() {
        if let Some(name) = NAMES.iter().find(|name| folder.join(name).is_file()) {
            // As short as somebody here would write it.
            return Ok(if folder == here {
                PathBuf::from(name)
            } else {
                folder.join(name)
            });
        }
    }
    bail!(
        "no plan is named, expected `--plan FILE`, a plan as the first argument, `{PLAN}`, or a `plan.toml` or \
         `followthrough.toml` in {} or above",
        here.display()
    )
}

/// Where the command stands: after flags of the program itself, of which `--color` takes a word.
fn place_of_command(arguments: &[OsString]) -> Option<usize> {
    let mut at = 1;
    while let Some(word) = arguments.get(at) {
        match word.to_str() {
            Some("--color") => at += 2,
            Some(flag) if flag.starts_with('-') => at += 1,
            _ => return Some(at),
        }
    }
    None
}

/// The arguments with a plan that is the first of them named by `--plan`.
pub(crate) fn named_first(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    let Some(at) = place_of_command(&arguments) else {
        return arguments;
    };
    let Some(command) = arguments[at].to_str().map(str::to_owned) else {
        return arguments;
    };
    let is_named = arguments
        .iter()
        .filter_map(|word| word.to_str())
        .any(|word| word == "--plan" || word.starts_with("--plan="));
    if is_named {
        return arguments;
    }
    let with_values = flags_with_values(&command);
    let positional = |at: &usize| {
        let is_flag = |word: &str| word.starts_with('-') && word != "-";
        let before = arguments[at - 1].to_string_lossy().into_owned();
        !is_flag(&arguments[*at].to_string_lossy()) && !with_values.contains(&before)
    };
    let places: Vec<usize> = (at + 1..arguments.len()).filter(positional).collect();
    let Some(&first) = places.first() else {
        return arguments;
    };
    let word = arguments[first].to_string_lossy().into_owned();
    let looks_like_a_plan = {
        let path = Path::new(&word);
        let ending = path.extension().and_then(|ending| ending.to_str());
        matches!(ending, Some("toml" | "json"))
            || word == "-"
            || path.is_file()
            || word.contains(std::path::MAIN_SEPARATOR)
    };
    let is_plan = match command.as_str() {
        // These take nothing else.
        "fit" | "lint" | "schedule" | "triage" | "admit" | "today" | "track" | "state"
        | "replan" | "catch-up" | "cost" | "trade" | "quote" | "confidence" | "simulate"
        | "sla" | "report" => places.len() == 1 || looks_like_a_plan,
        "check" | "advise" | "justify" => word.parse::<u32>().is_err(),
        "verify" => places.len() > 1,
        "log" | "away" => looks_like_a_plan,
        _ => false,
    };
    if is_plan {
        let plan = arguments.remove(first);
        arguments.insert(at + 1, "--plan".into());
        arguments.insert(at + 2, plan);
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(line: &str) -> String {
        let words = named_first(line.split(' ').map(OsString::from));
        let words: Vec<String> = words
            .iter()
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        words.join(" ")
    }

    #[test]
    fn a_plan_may_be_the_first_argument_of_every_command() {
        for (line, expected) in [
            ("f fit p.toml --json", "f fit --plan p.toml --json"),
            (
                "f fit --today 2026-11-23 p.toml",
                "f fit --plan p.toml --today 2026-11-23",
            ),
            ("f catch-up --within 5d", "f catch-up --within 5d"),
            (
                "f catch-up --within 5d nowhere",
                "f catch-up --plan nowhere --within 5d",
            ),
            ("f fit --horizon month", "f fit --horizon month"),
            (
                "f schedule --title Ours p.toml",
                "f schedule --plan p.toml --title Ours",
            ),
            ("f fit -", "f fit --plan -"),
            ("f check - 12", "f check --plan - 12"),
            ("f verify - claim.json", "f verify --plan - claim.json"),
            ("f verify p.toml -", "f verify --plan p.toml -"),
            ("f verify -", "f verify -"),
            (
                "f --color never fit p.toml",
                "f --color never fit --plan p.toml",
            ),
            (
                "f fit --color never p.toml",
                "f fit --plan p.toml --color never",
            ),
            ("f --color=never fit", "f --color=never fit"),
            ("f fit nowhere", "f fit --plan nowhere"),
            ("f fit --json", "f fit --json"),
            ("f check p.toml 12", "f check --plan p.toml 12"),
            ("f justify p.toml 12", "f justify --plan p.toml 12"),
            ("f justify p.toml", "f justify --plan p.toml"),
            ("f justify 12", "f justify 12"),
            ("f sla p.toml --leads 3", "f sla --plan p.toml --leads 3"),
            ("f check 12", "f check 12"),
            (
                "f verify p.toml claim.json",
                "f verify --plan p.toml claim.json",
            ),
            ("f verify claim.json", "f verify claim.json"),
            ("f log S113 voicemail", "f log S113 voicemail"),
            (
                "f log p.toml S113 voicemail",
                "f log --plan p.toml S113 voicemail",
            ),
            ("f away today", "f away today"),
            ("f fit --plan p.toml", "f fit --plan p.toml"),
            ("f busy a.ics b.ics", "f busy a.ics b.ics"),
        ] {
            assert_eq!(rewritten(line), expected);
        }
    }
}
