//! Plans as data: what is refused and how, and what is accepted in which spelling.

use std::path::Path;

use followthrough_document::{Document, Errors, Pipeline};
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

#[derive(Deserialize)]
struct Same {
    base: String,
    json: String,
    case: Vec<SameCase>,
}

#[derive(Deserialize)]
struct SameCase {
    name: String,
    find: String,
    one: String,
    other: String,
}

#[track_caller]
fn plan_of(name: &str, text: &str) -> followthrough::Plan {
    let document = Document::read("plan.toml", text.as_bytes());
    let document = document.unwrap_or_else(|errors| panic!("{name}: {:#?}", messages(&errors)));
    document.plan(chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day"))
}

#[test]
fn one_plan_may_be_spelled_in_several_ways() {
    let data: Same = cases("same.toml");
    assert_eq!(plan_of("base", &data.base), plan_of("json", &data.json));
    for case in data.case {
        assert!(
            data.base.contains(&case.find),
            "{}: the base holds what is changed",
            case.name
        );
        let one = data.base.replacen(&case.find, &case.one, 1);
        let other = data.base.replacen(&case.find, &case.other, 1);
        assert_eq!(
            plan_of(&case.name, &one),
            plan_of(&case.name, &other),
            "{}",
            case.name
        );
    }
}

#[derive(Deserialize)]
struct Tables {
    plan: String,
    case: Vec<TableCase>,
}

#[derive(Deserialize)]
struct TableCase {
    name: String,
    #[serde(default)]
    input: String,
    table: String,
    #[serde(default)]
    rows: Vec<String>,
    #[serde(default)]
    errors: Vec<String>,
    #[serde(default)]
    notices: Vec<String>,
}

/// One row of a table as the cases write it.
fn row(pipeline: &Pipeline, index: usize) -> String {
    let prospect = &pipeline.prospects()[index];
    let day =
        |date: Option<chrono::NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
    let zone = prospect.zone.as_ref().map_or("-", |zone| zone.name());
    let extra: Vec<String> = pipeline
        .extra(index)
        .map(|(name, cell)| format!("{name}={cell}"))
        .collect();
    format!(
        "{} {} {} {} {} {} {} {zone} {}",
        prospect.id,
        prospect.stage.as_str(),
        prospect
            .next_touch
            .map_or("-".to_owned(), |touch| touch.to_string()),
        day(prospect.due),
        day(prospect.last_touch),
        day(prospect.started),
        prospect.priority,
        if extra.is_empty() {
            "-".to_owned()
        } else {
            extra.join(" ")
        },
    )
}

#[test]
fn tables_are_read_as_people_export_them_and_refused_with_their_lines() {
    let data: Tables = cases("tables.toml");
    let mut wrong = Vec::new();
    for case in data.case {
        // Keys of `[input]` come before its sub-tables.
        let plan = format!("{}\n[input]\n{}\n", data.plan, case.input);
        let document = Document::read("plan.toml", plan.as_bytes()).expect("the plan is right");
        let (mut rows, mut errors, mut notices) = (Vec::new(), Vec::new(), Vec::new());
        match Pipeline::read("pipeline.csv", case.table.as_bytes(), &document) {
            Ok(pipeline) => {
                rows.extend((0..pipeline.prospects().len()).map(|index| row(&pipeline, index)));
                notices.extend(pipeline.notices().iter().map(ToString::to_string));
            }
            Err(found) => errors.extend(messages(&found)),
        }
        if (&rows, &errors, &notices) != (&case.rows, &case.errors, &case.notices) {
            wrong.push(format!(
                "{}\nrows = {rows:?}\nerrors = {errors:?}\nnotices = {notices:?}",
                case.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn document() -> Document {
    let text = "format = 1\ntimezone = \"America/New_York\"\n[cadence.calls]\ntouches = [{ day = 1, channel = \"call\" }]\n";
    Document::read("plan.toml", text.as_bytes()).expect("the plan is right")
}

#[test]
fn a_file_that_is_not_utf_8_is_refused_at_its_line() {
    let found = Pipeline::read(
        "pipeline.csv",
        b"id,cadence,stage\nA1,calls,new\nA2,caf\xe9,new\n",
        &document(),
    );
    assert_eq!(
        messages(&found.expect_err("not UTF-8")),
        [
            "pipeline.csv:3: the text is not UTF-8, expected the file to be saved as UTF-8, or `encoding = \"windows-1252\"` in `[input]` if it says `café`"
        ]
    );
    let found = Document::read("plan.toml", b"\xFF\xFEf\0o\0r\0m\0");
    assert_eq!(
        messages(&found.expect_err("UTF-16")),
        ["plan.toml:1: the text is not UTF-8 but UTF-16, expected the file to be saved as UTF-8"]
    );
}

#[test]
fn an_owner_picks_rows_and_an_unknown_one_is_told_with_the_nearest() {
    let table = "id,cadence,stage,owner\nA1,calls,new,Ann\nA2,calls,new,Bob\nA3,calls,new,Ann\n";
    let read = || {
        Pipeline::read("pipeline.csv", table.as_bytes(), &document()).expect("the table is right")
    };
    let ids: Vec<String> = read()
        .owned_by("Ann")
        .expect("Ann has rows")
        .prospects()
        .iter()
        .map(|one| one.id.clone())
        .collect();
    assert_eq!(ids, ["A1", "A3"]);
    assert_eq!(
        messages(&read().owned_by("Anne").expect_err("nobody of that name")),
        [
            "pipeline.csv: no row has owner `Anne`, expected one of `Ann`, `Bob`; did you mean `Ann`?"
        ]
    );
}

#[test]
fn a_plan_in_json_names_lines_too_and_refuses_what_json_does_not_have() {
    let read = |text: &str| match Document::read("plan.json", text.as_bytes()) {
        Ok(_) => Vec::new(),
        Err(errors) => messages(&errors),
    };
    assert_eq!(
        read(
            "{\n  \"format\": 1,\n  \"timezone\": \"America/New_York\",\n  \"reserve\": 10,\n  \"format\": 1\n}"
        ),
        [
            "plan.json:4: `reserve`: `10` is not a share, expected 0 or more and less than 1, with at most nine decimals; did you mean 0.10?",
            "plan.json:5: `format` is given a second time, first on line 2",
        ]
    );
    assert_eq!(
        read("{ \"format\": 1, }"),
        ["plan.json:1: this is not JSON: trailing commas are not allowed"]
    );
    assert_eq!(
        read("{ \"format\": 1"),
        ["plan.json:1: this is not JSON: unterminated object"]
    );
    let deep = format!("{{\"a\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(
        read(&deep),
        ["plan.json:1: this is not JSON: maximum nesting depth exceeded"]
    );
}

#[test]
fn the_id_follows_name_and_zone_alone() {
    let read =
        |text: &str| Document::read("plan.toml", text.as_bytes()).expect("the plan is right");
    let plan = "format = 1\nname = \"SDR desk 7\"\ntimezone = \"America/New_York\"\n";
    assert_eq!(read(plan).id(), "0dd3074a");
    assert_eq!(read(&format!("{plan}reserve = 0.1\n")).id(), "0dd3074a");
    assert_ne!(read(&plan.replace("desk 7", "desk 8")).id(), "0dd3074a");
    assert_eq!(read(&format!("{plan}id = \"desk-7\"\n")).id(), "desk-7");
}

#[test]
fn the_revision_is_the_first_instant_of_the_first_day_unless_it_is_given() {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    assert_eq!(
        document().revision(day).to_rfc3339(),
        "2026-11-23T05:00:00+00:00"
    );
}

#[test]
fn a_category_on_one_side_only_is_told_with_the_nearest() {
    let text = "format = 1\ntimezone = \"America/New_York\"\n[channel.call]\ncategory = \"caling\"\n[[block]]\n\
                category = \"calling\"\ndays = [\"mon\"]\nstart = \"09:00\"\nlength = \"1h\"\n[cadence.calls]\n\
                touches = [{ day = 1, channel = \"call\" }]\n";
    let document = Document::read("plan.toml", text.as_bytes()).expect("the plan is right");
    let notices: Vec<String> = document.notices().iter().map(ToString::to_string).collect();
    assert_eq!(
        notices,
        [
            "plan.toml:4: no block is for category `caling`, which `category` of channel `call` names; did you mean `calling`?",
            "plan.toml:6: no touch uses category `calling`, which `category` of block 1 names; did you mean `caling`?",
        ]
    );
}

/// What a plan or a table may be broken into.
fn broken() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let base = cases::<Same>("same.toml").base;
    let length = base.len();
    let bits = prop::sample::select(vec![
        "",
        "1",
        "\"",
        "[",
        "]",
        "{}",
        "= ",
        "\n",
        "day = 1",
        "after = 0",
        "with_previous = true",
        "null",
        "2026-11-23",
        "09:00:00",
        "[[block]]",
        "[mix]\nother = 1\n",
        "\u{0}",
        "é",
        "[input]\n",
        "99999999999999999999",
        "-1",
        "0x10",
    ]);
    (0..length, 0..40_usize, bits).prop_map(move |(at, cut, put)| {
        let end = (at + cut).min(base.len());
        format!("{}{put}{}", &base[..at], &base[end..])
    })
}

proptest::proptest! {
    #[test]
    fn whatever_a_plan_is_broken_into_is_read_or_refused_with_a_place(text in broken()) {
        if let Err(errors) = Document::read("plan.toml", text.as_bytes()) {
            proptest::prop_assert!(!errors.all().is_empty());
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let _ = Document::read("plan.toml", &bytes);
        let _ = Pipeline::read("pipeline.csv", &bytes, &document());
        let _ = followthrough_document::read_claim("answer.json", &bytes);
    }

    #[test]
    fn any_table_is_read_or_refused(rows in "(id|cadence|stage|due|A1|calls|new|in_flight|,|;|\"|\n|\r\n|\t| |2026-11-23|é){0,60}") {
        let header = format!("id,cadence,stage\n{rows}");
        let _ = Pipeline::read("pipeline.csv", header.as_bytes(), &document());
        let _ = Pipeline::read("pipeline.csv", rows.as_bytes(), &document());
    }
}
