//! What the guide says of plan files is what the reader does.

use std::collections::BTreeSet;
use std::path::Path;

use followthrough_document::{Document, Error};

#[track_caller]
fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(name);
    std::fs::read_to_string(path).expect("the page is there")
}

/// The blocks of a page in one language.
fn blocks<'page>(page: &'page str, language: &str) -> Vec<&'page str> {
    let fence = format!("```{language}\n");
    page.split(&fence)
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect()
}

#[test]
fn every_example_of_the_guide_is_a_plan_or_goes_into_one() {
    let page = page("guide/plan-file.md");
    let examples = blocks(&page, "toml");
    assert!(examples.len() > 8, "the examples were found");
    for example in examples {
        let mut plan = example.to_owned();
        if !example.contains("format ") {
            plan = format!("format = 1\ntimezone = \"America/New_York\"\n{example}");
        }
        for cadence in ["outbound", "midmarket"] {
            if !example.contains(&format!("[cadence.{cadence}]")) {
                plan.push_str(&format!(
                    "[cadence.{cadence}]\ntouches = [{{ day = 1, channel = \"call\" }}]\n"
                ));
            }
        }
        if let Err(errors) = Document::read("plan.toml", plan.as_bytes()) {
            panic!("{errors}\n{example}");
        }
    }
}

/// The keys that are known in the part of a plan that `text` brings an unknown key into.
#[track_caller]
fn known(text: &str) -> Vec<String> {
    let plan = format!("format = 1\ntimezone = \"UTC\"\n{text}");
    let errors = Document::read("plan.toml", plan.as_bytes()).expect_err("the key is unknown");
    let unknown = errors.all().iter().find_map(|error| match error {
        Error::UnknownKey { known, .. } => Some(known.clone()),
        _ => None,
    });
    unknown.unwrap_or_else(|| panic!("{errors}"))
}

#[test]
fn every_key_stands_on_the_page() {
    let page = page("guide/plan-file.md");
    let mut keys = BTreeSet::new();
    for text in [
        "zzz = 1",
        "[[away]]\nzzz = 1",
        "[channel.call]\nzzz = 1",
        "[channel.call]\ncap = { zzz = 1 }",
        "[[block]]\nzzz = 1",
        "[[block_calendar]]\nzzz = 1",
        "[cadence.calls]\nzzz = 1",
        "[cadence.calls]\nprep = { zzz = 1 }",
        "[cadence.calls]\non_reply = { zzz = 1 }",
        "[cadence.calls]\nrepeat = { zzz = 1 }",
        "[cadence.calls]\ntouches = [{ zzz = 1 }]",
        "[busy]\nzzz = 1",
        "[input]\nzzz = 1",
        "[[input.pipeline]]\nzzz = 1",
    ] {
        keys.extend(known(text));
    }
    keys.extend(known("[input.columns]\nzzz = \"x\""));
    let missing: Vec<&String> = keys
        .iter()
        .filter(|key| !page.contains(&format!("`{key}`")) && !page.contains(&format!("[{key}]")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
