//! What README.md and docs/guide show is what the program prints, and what they link to is there.
//!
//! Every fenced block marked `console` is run, page by page, in a fresh folder that holds `docs/examples`. A line that
//! begins with `$ followthrough` is a command; the lines below it, up to the next command, are what it prints, stdout
//! before stderr. A line that is `...` stands for any lines, and no line at all for any answer that is not an error.
//! `> FILE` keeps stdout in a file for later commands of the page, and `$ echo $?` tells the last exit status.
//! Other commands are passed over, and so are blocks marked `console` with a word behind it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// When the pages were read: plans without a `first_day` begin on this day.
const NOW: &str = "2026-11-23T07:00:00-05:00";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the workspace's folder")
}

/// README.md and the pages of docs, those of the examples left out.
fn pages() -> Vec<PathBuf> {
    let root = root();
    let mut pages = vec![root.join("README.md")];
    for folder in ["docs", "docs/guide", "docs/notebooks", "docs/reference"] {
        let files = fs::read_dir(root.join(folder)).expect("a folder of pages");
        let files = files.map(|file| file.expect("a file").path());
        pages.extend(files.filter(|file| file.extension().is_some_and(|ending| ending == "md")));
    }
    pages.sort();
    pages
}

/// A page's path from the root, with `/` everywhere.
fn name(page: &Path) -> String {
    let name = page
        .strip_prefix(root())
        .expect("a page of ours")
        .components();
    name.map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// A command of a page with what it is shown to print.
struct Shown {
    line: usize,
    command: String,
    output: Vec<String>,
}

fn shown(text: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    let mut inside = false;
    let mut tested = false;
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(mark) = line.strip_prefix("```") {
            inside = !inside;
            tested = inside && mark.trim() == "console";
        } else if !tested {
            continue;
        } else if let Some(command) = line.strip_prefix("$ ") {
            all.push(Shown {
                line: number,
                command: command.to_owned(),
                output: Vec::new(),
            });
        } else if let Some(shown) = all.last_mut() {
            shown.output.push(line.trim_end().to_owned());
        }
    }
    for shown in &mut all {
        while shown.output.last().is_some_and(String::is_empty) {
            shown.output.pop();
        }
    }
    all
}

/// Whether lines are as shown, where `...` stands for any of them.
fn is_like(shown: &[String], printed: &[String]) -> bool {
    let Some(dots) = shown.iter().position(|line| line.trim() == "...") else {
        return shown == printed;
    };
    let (before, after) = (&shown[..dots], &shown[dots + 1..]);
    printed.starts_with(before)
        && (before.len()..=printed.len()).any(|from| is_like(after, &printed[from..]))
}

fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut quoted, mut any) = (None, false);
    for letter in command.chars() {
        match (quoted, letter) {
            (None, '"' | '\'') => (quoted, any) = (Some(letter), true),
            (Some(quote), letter) if letter == quote => quoted = None,
            (None, letter) if letter.is_whitespace() => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                any = false;
            }
            (_, letter) => word.push(letter),
        }
    }
    if any || !word.is_empty() {
        words.push(word);
    }
    words
}

/// Copies a folder of files and folders.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Runs a page's commands; returns how many there were, and what is not as shown.
fn run(page: &Path) -> (usize, Vec<String>) {
    let text = fs::read_to_string(page).expect("a page");
    let folder = tempfile::tempdir().expect("a folder");
    copy(
        &root().join("docs/examples"),
        &folder.path().join("docs/examples"),
    );
    let (mut count, mut status, mut wrong) = (0, None, Vec::new());
    for Shown {
        line,
        command,
        output,
    } in shown(&text)
    {
        let place = format!("{}:{line}: $ {command}", name(page));
        if command == "echo $?" {
            let status = status.map_or("nothing ran".to_owned(), |status: i32| status.to_string());
            if output != [status.clone()] {
                wrong.push(format!("{place}\nshown: {output:?}\nis:    {status}"));
            }
            continue;
        }
        let mut arguments = words(&command);
        if arguments.first().is_none_or(|word| word != "followthrough") {
            status = None;
            continue;
        }
        count += 1;
        arguments.remove(0);
        let mut file = None;
        if let Some(at) = arguments.iter().position(|word| word == ">") {
            file = arguments.get(at + 1).cloned();
            arguments.truncate(at);
        }
        let done = Command::new(env!("CARGO_BIN_EXE_followthrough"))
            .args(&arguments)
            .current_dir(folder.path())
            .env("FOLLOWTHROUGH_NOW", NOW)
            .env("NO_COLOR", "1")
            .env_remove("COLUMNS")
            .output()
            .expect("the program runs");
        status = done.status.code();
        let mut printed = String::from_utf8(done.stdout).expect("text");
        if let Some(file) = file {
            fs::write(folder.path().join(file), &printed).expect("a file");
            printed.clear();
        }
        printed.push_str(&String::from_utf8(done.stderr).expect("text"));
        let printed: Vec<String> = printed
            .trim_end()
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        if output.is_empty() {
            if status == Some(2) {
                wrong.push(format!("{place}\nis an error:\n{}", printed.join("\n")));
            }
        } else if !is_like(&output, &printed) {
            wrong.push(format!(
                "{place}\nshown:\n{}\nis:\n{}",
                output.join("\n"),
                printed.join("\n")
            ));
        }
    }
    (count, wrong)
}

#[test]
fn the_pages_show_what_the_program_prints() {
    let (mut count, mut wrong) = (0, Vec::new());
    for page in pages()
        .iter()
        .filter(|page| name(page) == "README.md" || name(page).starts_with("docs/guide/"))
    {
        let (commands, faults) = run(page);
        count += commands;
        wrong.extend(faults);
    }
    assert!(
        wrong.is_empty(),
        "{} of {count} are not as shown\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
    assert!(count > 10, "only {count} commands were found");
}

/// The targets of `[text](target)` outside of fenced blocks.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    let mut fenced = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        if !fenced {
            let targets = line
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next());
            links.extend(targets.map(|target| (number, target.to_owned())));
        }
    }
    links
}

/// Headings as GitHub names them in links.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let heading = line
                .trim_start_matches('#')
                .trim()
                .to_lowercase()
                .replace(' ', "-");
            heading
                .chars()
                .filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter))
                .collect()
        })
        .collect()
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).expect("a page");
        for (line, link) in links(&text) {
            if link.contains("://") {
                continue;
            }
            let (path, anchor) = link
                .split_once('#')
                .map_or((link.as_str(), None), |(path, anchor)| (path, Some(anchor)));
            let target = if path.is_empty() {
                page.clone()
            } else {
                page.with_file_name(path)
            };
            let known = match anchor {
                _ if !target.exists() => false,
                Some(anchor) if target.is_file() => {
                    anchors(&fs::read_to_string(&target).expect("a page"))
                        .iter()
                        .any(|known| known == anchor)
                }
                _ => true,
            };
            if !known {
                wrong.push(format!("{}:{line}: {link}", name(&page)));
            }
        }
    }
    assert!(wrong.is_empty(), "links to nowhere:\n{}", wrong.join("\n"));
}

#[test]
fn dots_stand_for_any_lines() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(is_like(&lines("a\n...\nd"), &lines("a\nb\nc\nd")));
    assert!(is_like(&lines("a\n...\nb"), &lines("a\nb")));
    assert!(!is_like(&lines("a\n...\nd"), &lines("a\nb\nc")));
    assert!(!is_like(&lines("a\nb"), &lines("a\nb\nc")));
    assert_eq!(
        words("followthrough fit 'my plan.toml'  --json"),
        ["followthrough", "fit", "my plan.toml", "--json"]
    );
}

#[test]
fn the_event_on_the_page_of_calendars_out_is_one_of_the_export() {
    let page = fs::read_to_string(root().join("docs/guide/calendar-out.md")).expect("the page");
    let (_, rest) = page.split_once("```text\n").expect("a sample");
    let (sample, _) = rest.split_once("```").expect("its end");
    let (title, body) = sample.split_once("\n\n").expect("a title and a text");
    let title = title.split("   ").next().unwrap_or_default();
    let folder = tempfile::tempdir().expect("a folder");
    let done = Command::new(env!("CARGO_BIN_EXE_followthrough"))
        .args(["schedule", "docs/examples/sdr/plan.toml", "--ics"])
        .arg(folder.path().join("blocks.ics"))
        .current_dir(root())
        .env("FOLLOWTHROUGH_NOW", NOW)
        .output()
        .expect("the program runs");
    assert!(done.status.success());
    let calendar = fs::read_to_string(folder.path().join("blocks.ics")).expect("a calendar");
    let calendar = calendar.replace("\r\n ", "");
    let event = calendar
        .split("BEGIN:VEVENT")
        .find(|event| event.contains("20261123-calling"))
        .expect("the event");
    let line = |name: &str| {
        let found = event.lines().find_map(|line| line.strip_prefix(name));
        found
            .unwrap_or_default()
            .replace("\\,", ",")
            .replace("\\;", ";")
    };
    assert_eq!(line("SUMMARY:"), title);
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let printed = lines(&line("DESCRIPTION:").replace("\\n", "\n"));
    assert!(is_like(&lines(body), &printed), "{printed:#?}");
}

#[test]
fn the_plan_that_a_newcomer_writes_is_the_examples() {
    let page = fs::read_to_string(root().join("docs/guide/crm.md")).expect("the page");
    let (_, rest) = page.split_once("```toml\n").expect("a plan");
    let (plan, _) = rest.split_once("```").expect("its end");
    let example = fs::read_to_string(root().join("docs/examples/crm/plan.toml")).expect("a plan");
    let example = example
        .trim_start_matches(|letter| letter != '\n')
        .trim_start();
    assert_eq!(plan, example);
    // In a folder of one's own there are the export and the plan, and no plan has to be named.
    let folder = tempfile::tempdir().expect("a folder");
    let export = "cadence-steps.csv";
    let from = root().join("docs/examples/crm").join(export);
    fs::copy(from, folder.path().join(export)).expect("a copy");
    fs::write(folder.path().join("plan.toml"), plan).expect("a file");
    let ask = |arguments: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_followthrough"))
            .args(arguments)
            .current_dir(folder.path())
            .env("FOLLOWTHROUGH_NOW", NOW)
            .env_remove("FOLLOWTHROUGH_PLAN")
            .output()
            .expect("the program runs");
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(
            matches!(done.status.code(), Some(0 | 1)),
            "{arguments:?}: {told}"
        );
        assert_eq!(told, "", "{arguments:?}");
        String::from_utf8(done.stdout).expect("text")
    };
    assert!(ask(&["read", export, "--plan", "plan.toml"]).contains("Everything is understood"));
    let morning = ask(&["today"]);
    assert!(page.contains(morning.trim_end()), "{morning}");
    ask(&["log", "00Q5", "voicemail"]);
    assert!(ask(&["today"]).contains("1 of 7 done"));
    for question in ["fit", "lint", "replan", "catch-up", "track"] {
        ask(&[question]);
    }
}
