//! Whether `docs/architecture.md` names the files that there are, and no others.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page() -> String {
    fs::read_to_string(root().join("docs/architecture.md")).expect("the code map")
}

/// What stands in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The first cells of the table that begins with a line such as `| file in `fit/` | what it explains |`.
fn named<'page>(page: &'page str, header: &str) -> BTreeSet<&'page str> {
    let rows = page.lines().skip_while(|line| !line.starts_with(header));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    let cells = rows.filter_map(|row| row.split('|').nth(1));
    cells.flat_map(quoted).collect()
}

/// The files and folders of a folder, folders with a slash; without the file that opens it.
fn there(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let names = entries.map(|entry| {
        let entry = entry.expect("an entry");
        let slash = if entry.path().is_dir() { "/" } else { "" };
        format!("{}{slash}", entry.file_name().to_string_lossy())
    });
    names
        .filter(|name| !matches!(name.as_str(), "lib.rs" | "mod.rs" | "tests.rs"))
        .collect()
}

#[track_caller]
fn assert_named(header: &str, folder: &str) {
    let page = page();
    let named = named(&page, header);
    assert!(!named.is_empty(), "no table begins with `{header}`");
    let there = there(&root().join(folder));
    let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    let missing: Vec<_> = there.difference(&named).collect();
    let gone: Vec<_> = named.difference(&there).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "docs/architecture.md does not name {missing:?} of {folder}, and names {gone:?}, which are not there"
    );
}

#[test]
fn the_code_map_names_every_file_of_the_core() {
    assert_named(
        "| file in `crates/followthrough/src` |",
        "crates/followthrough/src",
    );
}

#[test]
fn the_code_map_names_every_file_of_the_rooms_that_find_a_number() {
    for room in ["fit", "solver", "pace"] {
        assert_named(
            &format!("| file in `{room}/` |"),
            &format!("crates/followthrough/src/{room}"),
        );
    }
}

/// Paths that begin with the name of this crate, in code and in comments.
fn paths_of_the_crate(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| line.contains("crate::"))
        .collect()
}

#[test]
fn the_solver_imports_nothing_of_plans_calendars_and_answers() {
    let folder = root().join("crates/followthrough/src/solver");
    for name in there(&folder) {
        let text = fs::read_to_string(folder.join(&name)).expect("a file of the solver");
        let none: Vec<&str> = Vec::new();
        assert_eq!(paths_of_the_crate(&text), none, "in solver/{name}");
        assert!(!text.contains("chrono"), "solver/{name} knows dates");
    }
}

#[test]
fn the_code_map_names_every_crate() {
    let page = page();
    let named = named(&page, "| folder |");
    for name in there(&root().join("crates")) {
        let folder = format!("crates/{}", name.trim_end_matches('/'));
        assert!(
            named.contains(folder.as_str()),
            "`{folder}` is not in the code map"
        );
    }
}
