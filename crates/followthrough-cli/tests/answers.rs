//! The published schema of answers: what `--json` prints is accepted by it and described in it, and what is broken is
//! refused.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{followthrough, output};
use jsonschema::Validator;
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn schema() -> Value {
    let path = root().join("docs/reference/answers.schema.json");
    serde_json::from_str(&fs::read_to_string(path).expect("the schema")).expect("JSON")
}

fn validator() -> Validator {
    let schema = schema();
    jsonschema::meta::validate(&schema).expect("a schema");
    jsonschema::validator_for(&schema).expect("a schema")
}

/// The plans of the examples, with what `FILE` in a command stands for.
fn plans() -> Vec<String> {
    let mut found = Vec::new();
    for folder in fs::read_dir(root().join("docs/examples")).expect("the examples") {
        let folder = folder.expect("an entry").path();
        if folder.is_dir() {
            let name = folder
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            found.push(format!("docs/examples/{name}/plan.toml"));
        }
    }
    found.sort();
    found
}

/// Every question that prints an answer of a plan, with its flags.
const QUESTIONS: &[&[&str]] = &[
    &["fit"],
    &["fit", "--horizon", "day"],
    &["fit", "--policy", "once", "--placement"],
    &[
        "fit",
        "--policy",
        "max",
        "--horizon",
        "month",
        "--placement",
    ],
    &["check", "3"],
    &["check", "100", "--over", "week"],
    &["check", "30", "--over", "month", "--placement"],
    &["schedule"],
    &["today"],
    &["triage"],
    &["triage", "--placement"],
    &["admit"],
    &["advise", "8"],
    &["advise", "40"],
    &["cost"],
    &["trade"],
    &["confidence", "--scenarios", "100", "--lost", "0.05"],
    &["confidence", "--scenarios", "100", "--sensitivity"],
    &["sla", "--leads", "5", "--takes", "15m", "--within", "2h"],
    &["simulate"],
    &["quote", "--prospects", "500", "--by", "2027-06-30"],
    &["track"],
    &["state"],
    &["catch-up"],
];

/// The answer to a question; `None` where that plan has none, such as `admit` of a plan with several cadences.
fn asked(plan: &str, question: &[&str]) -> Option<Value> {
    let (name, flags) = question.split_first().expect("a question");
    let mut arguments = vec![*name];
    arguments.extend(flags);
    arguments.extend(["--plan", plan, "--json"]);
    let output = output(&mut followthrough(&arguments));
    (output.status.code() != Some(2))
        .then(|| serde_json::from_slice(&output.stdout).expect("an answer"))
}

fn answers() -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for plan in plans() {
        for question in QUESTIONS {
            let name = format!("{} of {plan}", question.join(" "));
            all.extend(asked(&plan, question).map(|answer| (name, answer)));
        }
        let replan = asked(&plan, &["replan"]);
        all.extend(replan.map(|answer| (format!("replan of {plan}"), answer)));
    }
    all
}

fn faults(validator: &Validator, answer: &Value) -> Vec<String> {
    let errors = validator.iter_errors(answer);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// The part of the schema that a reference leads to, and whatever else an alternative offers.
fn parts<'schema>(schema: &'schema Value, part: &'schema Value) -> Vec<&'schema Value> {
    let mut all = vec![part];
    if let Some(target) = part.get("$ref").and_then(Value::as_str) {
        let target = schema
            .pointer(target.trim_start_matches('#'))
            .expect("a target");
        all.extend(parts(schema, target));
    }
    for one in part
        .get("anyOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        all.extend(parts(schema, one));
    }
    all
}

/// The fields of an answer that the schema does not describe, as paths.
fn undescribed(
    schema: &Value,
    part: &Value,
    value: &Value,
    at: &str,
    found: &mut BTreeSet<String>,
) {
    let parts = parts(schema, part);
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let path = format!("{at}.{key}");
                let known = parts
                    .iter()
                    .find_map(|part| part.get("properties")?.get(key));
                let any = || {
                    parts
                        .iter()
                        .find_map(|part| part.get("additionalProperties"))
                };
                match known.or_else(any) {
                    Some(part) => undescribed(schema, part, value, &path, found),
                    None => {
                        found.insert(path);
                    }
                }
            }
        }
        Value::Array(items) => {
            if let Some(part) = parts.iter().find_map(|part| part.get("items")) {
                for item in items {
                    undescribed(schema, part, item, &format!("{at}[]"), found);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_answer_of_the_examples_is_accepted_and_described() {
    let (schema, validator) = (schema(), validator());
    let answers = answers();
    let mut kinds = BTreeSet::new();
    let mut missing = BTreeSet::new();
    for (name, answer) in &answers {
        let faults = faults(&validator, answer);
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let kind = answer["kind"].as_str().expect("a kind");
        kinds.insert(kind.to_owned());
        let part = &schema["$defs"][format!("answer_{kind}")];
        undescribed(&schema, part, answer, kind, &mut missing);
    }
    assert!(
        missing.is_empty(),
        "docs/reference/answers.schema.json does not describe {missing:?}"
    );
    assert!(answers.len() >= 200, "{}", answers.len());
    let mut known: BTreeSet<String> = schema["properties"]["kind"]["enum"]
        .as_array()
        .expect("the kinds")
        .iter()
        .map(|kind| kind.as_str().expect("a word").to_owned())
        .collect();
    // It writes, and has a test below.
    assert!(known.remove("log"));
    assert_eq!(kinds, known);
}

#[test]
fn what_is_logged_is_accepted() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["plan.toml", "pipeline.csv", "log.csv", "busy.ics"] {
        let from = root().join("docs/examples/sdr").join(name);
        fs::copy(from, folder.path().join(name)).expect("a copy");
    }
    let mut command =
        common::followthrough_in(folder.path(), &["log", "S113", "voicemail", "--json"]);
    let answer: Value = serde_json::from_slice(&output(&mut command).stdout).expect("an answer");
    let faults = faults(&validator(), &answer);
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn a_broken_answer_is_refused() {
    let validator = validator();
    let plan = "docs/examples/sdr/plan.toml";
    let mut broken = 0;
    for question in QUESTIONS {
        let Some(answer) = asked(plan, question) else {
            continue;
        };
        let name = question.join(" ");
        for key in answer.as_object().expect("an object").keys() {
            let mut other = answer.clone();
            other[key] = json!({ "no": ["such", 1.5, null] });
            assert!(
                !validator.is_valid(&other),
                "{name}: {key} is something else"
            );
            broken += 1;
        }
        for (key, value) in [
            ("format", json!(1)),
            ("kind", json!("fits")),
            ("plan", json!({})),
        ] {
            let mut other = answer.clone();
            other[key] = value;
            assert!(!validator.is_valid(&other), "{name}: {key}");
            other.as_object_mut().expect("an object").remove(key);
            assert!(!validator.is_valid(&other), "{name} without {key}");
        }
        // An answer to one question is none to another.
        let mut other = answer.clone();
        other["kind"] = json!(if answer["kind"] == "log" {
            "fit"
        } else {
            "log"
        });
        assert!(!validator.is_valid(&other), "{name} as another kind");
    }
    assert!(broken >= 200, "{broken}");
    let fit = asked(plan, &["fit"]).expect("an answer");
    for (pointer, value) in [
        ("/number", json!("10")),
        ("/number", json!(-1)),
        ("/horizon/from", json!("23 Nov 2026")),
        ("/weeks/0/categories/research", json!(3)),
        ("/weeks/0/starts", Value::Null),
        ("/commitments/overdue/0/since", json!(20261119)),
        ("/policy", json!("levels")),
    ] {
        let mut other = fit.clone();
        *other
            .pointer_mut(pointer)
            .unwrap_or_else(|| panic!("{pointer}")) = value;
        assert!(!validator.is_valid(&other), "{pointer}");
    }
}
