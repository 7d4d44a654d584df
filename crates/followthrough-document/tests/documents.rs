//! Plans as data: what is refused and how, and what is accepted in which spelling.

use std::path::Path;

use followthrough_document::{Document, Errors};
use serde::Deserialize;

/// Reads a file of cases.
#[track_caller]
fn cases<T: for<'text> Deserialize<'text>>(name: &str) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data/documents")
        .join(name);
    let text = std::fs::read_to_string(&path).expect("the file of cases is there");
    toml::from_str(&text).expect("the cases are TOML")
}

fn messages(errors: &Errors) -> Vec<String> {
    errors.all().iter().map(ToString::to_string).collect()
}

#[derive(Deserialize)]
struct Refused {
    base: String,
    case: Vec<RefusedCase>,
}

#[derive(Deserialize)]
struct RefusedCase {
    name: String,
    find: String,
    put: String,
    expected: Vec<String>,
}

#[test]
fn what_is_wrong_is_told_with_line_key_value_and_what_would_be_right() {
    let data: Refused = cases("refused.toml");
    assert!(
        Document::read("plan.toml", data.base.as_bytes()).is_ok(),
        "the base is right"
    );
    let mut wrong = Vec::new();
    for case in data.case {
        assert!(
            data.base.contains(&case.find),
            "{}: the base holds what is changed",
            case.name
        );
        let text = data.base.replacen(&case.find, &case.put, 1);
        let found = match Document::read("plan.toml", text.as_bytes()) {
            Ok(_) => vec!["accepted".to_owned()],
            Err(errors) => messages(&errors),
        };
        if found != case.expected {
            wrong.push(format!("{}:\n{:#?}", case.name, found));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
